"""What a part of a name is joined with to be a key: dates, numbers, homes, countries, with the terms of the two."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.blocking.homes import NO_HOMES, home_keys
from entity_resolution.blocking.points import cells_of
from entity_resolution.comparing.comparable import own_selectors
from entity_resolution.comparing.comparisons import MISREAD, part_of, values_of
from entity_resolution.comparing.hubs import load_hubs
from entity_resolution.comparing.misread_numbers import without_a_character
from entity_resolution.comparing.model import ComparisonModel, MatchModel
from graph import PropertyClass
from graph.matches import Terms, Via
from graph.parts import Part, StoredValue
from graph.selectors import LinkedSelector

# Of what stands under the same terms: a bound on more would let hidden keys crowd out visible ones. So many are all the
# keys of all names that are compared, and what a name has beside a thousand numbers.
MAX_KEYS = 3_000
# Parts of a name stand beside so many selectors, whole names beside as many as `MAX_KEYS` leaves room for: a record of
# 5,000 numbers has 5,000 keys, and the store some 40 ms of work to find whom they meet.
_SELECTORS_BESIDE_PARTS = 100
FULL_DATE = 10
"""How many characters a date to the day has: `1987-03-04`."""


class Companion(NamedTuple):
    """What a part of a name is joined with, and the terms of a key of a name and this."""

    keys: Sequence[str]
    terms: Terms

    def that_fit(self, words: Collection[str], *, each: int = 1) -> Sequence[str]:
        """Return the first of the keys, so many as the bound leaves room for beside all words, one at least.

        INVARIANT: each stands beside all words or none, so that what a record is found by and what it looks for are cut
        alike: whichever of two comes last, they meet.

        Args:
            words: keys of names.
            each: how many keys are made at most of a word with one of these.
        """
        if len(self.keys) <= 1:  # as nearly all have: of one nothing is cut
            return self.keys
        return self.keys[: max(1, MAX_KEYS // (each * max(1, len(words))))]


@lru_cache(maxsize=10_000)
def terms_of(
    name_class: PropertyClass,
    own_class: PropertyClass | None = None,
    via: Via | None = None,
    via_class: PropertyClass | None = None,
) -> Terms:
    """Return the same object for the same terms, of which there are few and of groups of keys many."""
    own = {name_class} if own_class is None else {name_class, own_class}
    return Terms(classes=tuple(sorted(own)), via=via, via_class=via_class)


class Companions(NamedTuple):
    """What a name or a part of it is joined with in one key.

    A number that stands on the record is joined as one that is linked: the other record may have it either way.

    Attributes:
        dates: birth dates; one of which the day is not known has four or seven characters.
        days: those of them that are known to the day.
        years: their years.
        selectors: linked numbers, accounts and documents; those that are published as shared by many come last. Of
            companies the day of their founding as well.
        countries: of organisations and sites.
        cells: of sites, the cells of their positions.
        house_numbers: of persons, the numbers of their houses.
        houses: of persons, these numbers with the first letters of the whole address.
        slips: of persons, the numbers of their documents with a character left out.
    """

    dates: Companion
    days: Companion
    years: Companion
    selectors: Sequence[Companion]
    countries: Sequence[Companion]
    cells: Collection[str]
    house_numbers: Companion
    houses: Companion
    slips: Companion

    @property
    def few_selectors(self) -> list[Companion]:
        """The first selectors under each terms, beside which parts of names stand as well as whole ones."""
        return [
            c if len(c.keys) <= _SELECTORS_BESIDE_PARTS else Companion(c.keys[:_SELECTORS_BESIDE_PARTS], c.terms)
            for c in self.selectors
        ]


def strong_selectors(model: MatchModel, few: Iterable[Companion]) -> list[Companion]:
    """Return of the first selectors those that beside one birth date leave a pair to a human, whatever the names.

    What is published as shared by many does not, and what tells by itself brings two together by itself.
    """
    deciding = _deciding(model)
    found = (
        Companion([key for key in c.keys if key.partition("|")[0] in deciding and not _is_hub(key)], c.terms)
        for c in few
    )
    return [companion for companion in found if companion.keys]


@lru_cache(maxsize=100)
def _deciding(model: MatchModel) -> frozenset[str]:
    return frozenset(kind for kind, item in model.linked.items() if item.strong and not item.telling)


@lru_cache(maxsize=100)
def _of_homes(model: MatchModel) -> tuple[ComparisonModel, ...]:
    return tuple(comparison for comparison in model.comparisons if comparison.homes)


def companions_of(
    model: MatchModel,
    name_class: PropertyClass,
    parts: Mapping[PropertyClass, Part],
    linked: Sequence[LinkedSelector],
) -> Companions:
    """Return what the names of a record are joined with.

    Args:
        model: of the record's kind.
        name_class: of its names.
        parts: its values by class.
        linked: the selectors that it is linked to.
    """
    identity = part_of(parts, PropertyClass.IDENTITY)
    dates = sorted({_known_part(v) for v in identity.get("birthDate", ()) if v.value})
    by_terms: dict[Terms, set[str]] = {}
    for selector in linked:
        by_terms.setdefault(terms_of(name_class, None, selector.via, selector.property_class), set()).add(selector.key)
    for own in own_selectors(model, parts):
        if own.property_class is PropertyClass.CONTACT:  # documents bring two together by themselves
            by_terms.setdefault(terms_of(name_class, own.property_class), set()).add(own.key)
    if founded := _days_of_founding(identity):
        by_terms.setdefault(terms_of(name_class, PropertyClass.IDENTITY), set()).update(founded)
    countries = [
        Companion(sorted({v.value for v in values if v.value}), terms_of(name_class, own_class))
        for own_class, values in (
            (PropertyClass.IDENTITY, identity.get("jurisdiction")),
            (PropertyClass.LOCATION, part_of(parts, PropertyClass.LOCATION).get("country")),
        )
        if values
    ]
    positions = part_of(parts, PropertyClass.LOCATION).get("coordinates")
    dated, located = (terms_of(name_class, own) for own in (PropertyClass.IDENTITY, PropertyClass.LOCATION))
    at_home = [v for c in _of_homes(model) if (p := parts.get(c.property_class)) for v in values_of(c, p)]
    homes = home_keys(at_home) if at_home else NO_HOMES
    days = [date for date in dates if len(date) >= FULL_DATE]
    return Companions(
        dates=Companion(dates, dated),
        days=Companion(days, dated),
        years=Companion(sorted({date[:4] for date in dates}), dated),
        selectors=[Companion(_hubs_last(keys), terms) for terms, keys in by_terms.items()],
        countries=[c for c in countries if c.keys],
        cells=cells_of(positions) if positions else frozenset(),
        house_numbers=Companion(homes.numbers, located),
        houses=Companion(homes.houses, located),
        slips=Companion(_slips(model, identity) if days else (), dated),
    )


def _days_of_founding(identity: Part) -> list[str]:
    """Return the days on which a company was founded, which are strong beside its name, as a key has them."""
    days = (_known_part(v) for v in identity.get("incorporationDate", ()) if v.value)
    return [f"d:{day}" for day in days if len(day) >= FULL_DATE]


def _slips(model: MatchModel, identity: Part) -> list[str]:
    """Return the numbers of documents, and each of them without each of its characters, as a key has them."""
    found = (c for c in model.comparisons if MISREAD in c.levels)
    numbers = {value.value for c in found for value in values_of(c, identity) if value.value}
    return sorted({f"o:{text.casefold()}" for number in numbers for text in without_a_character(number)})


def _hubs_last(keys: Collection[str]) -> list[str]:
    # One key, as most have, is in its place.
    return sorted(keys, key=lambda key: (_is_hub(key), key)) if len(keys) > 1 else list(keys)


def _is_hub(key: str) -> bool:
    return load_hubs().holds_key(key)


def _known_part(date: StoredValue) -> str:
    """Return as much of a date as is known: of 1 January, which stands for an unknown day, the year."""
    text = date.value or ""
    return text[:4] if date.type == "default-day" or text.endswith("-01-01") else text
