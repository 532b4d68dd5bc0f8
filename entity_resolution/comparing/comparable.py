"""A record as it is compared: what its kind's comparisons read of it, worked out when first asked for and kept.

A record meets several others, in one step and over many: its names are read once for all of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import TypeAlias

from entity_resolution.comparing.compared import Compared
from entity_resolution.comparing.comparisons import compare_values, count_own_names, values_of
from entity_resolution.comparing.hubs import load_hubs
from entity_resolution.comparing.model import Comparator, ComparisonModel, MatchModel
from entity_resolution.comparing.name_comparison import (
    are_two_by_numbers_of,
    compare_names_of,
    may_agree_of,
    name_form,
    names_of,
    sex_by_title,
)
from entity_resolution.names import NameForm, NameKind
from entity_resolution.names.comparing.persons.relatives import have_fathers_names
from graph import PropertyClass
from graph.parts import Part, StoredValue
from graph.selectors import LinkedSelector, kind_of_family
from graph.values import is_placeholder_key

Parts = Mapping[PropertyClass, Part]

# Where Thai is spoken, by many or in villages along the border. Cambodia has such villages too, but an ear for Thai
# makes its commonest names one: Sophal and Sophan, Chandy and Channy.
_WITH_THAI = frozenset({"TH", "LA", "MM", "MY"})
# Where Burmese is spoken, and where many from there live or have relatives.
_WITH_BURMESE = frozenset({"MM", "TH", "LA", "MY", "SG", "CN", "IN", "BD"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSelector:
    """A number that stands on the record itself, to be compared with the other record's linked selectors.

    `features`: of the comparisons that read it. What one feature of each record has is compared by that; a number to
    call is the other's account to write to without one.
    """

    kind: str
    key: str
    property_class: PropertyClass
    features: frozenset[str]
    via: None = None


Selector: TypeAlias = OwnSelector | LinkedSelector


class ComparableRecord:
    """One record of a kind that is compared.

    Attributes:
        model: how records of its kind are compared.
    """

    __slots__ = ("_by_key", "_forms", "_given", "_keys", "_parts", "_selectors", "_values", "model")

    def __init__(self, model: MatchModel, parts: Parts, linked: Sequence[LinkedSelector] = ()) -> None:
        self.model = model
        self._parts = parts
        self._given = linked
        self._keys: frozenset[str] | None = None
        self._values: dict[str, list[StoredValue]] = {}
        self._forms: dict[str, list[NameForm]] = {}
        self._selectors: list[Selector] | None = None
        self._by_key: dict[str, list[Selector]] | None = None

    def compare(self, comparison: ComparisonModel, other: "ComparableRecord") -> Compared | None:
        """Return what one of the model's comparisons says of this record and another of its kind."""
        lefts = self.values(comparison)
        if not lefts or not (rights := other.values(comparison)):
            return None
        if comparison.comparator is Comparator.NAMES:
            own = self.count_own_names(comparison), other.count_own_names(comparison)
            return compare_names_of(_name_kind(comparison), self.forms(comparison), other.forms(comparison), own=own)
        return compare_values(comparison, lefts, rights)

    def may_agree(self, comparison: ComparisonModel, other: "ComparableRecord") -> bool:
        """Return whether `compare` of names may find that they agree; false only where it does not."""
        if not self.values(comparison) or not other.values(comparison):
            return False
        return may_agree_of(_name_kind(comparison), self.forms(comparison), other.forms(comparison))

    def are_two_by_numbers(self, comparison: ComparisonModel, other: "ComparableRecord") -> bool:
        """Return whether `compare` of names finds nothing for the two, by their numbers alone."""
        return are_two_by_numbers_of(_name_kind(comparison), self.forms(comparison), other.forms(comparison))

    def agrees_by_name(self, other: "ComparableRecord") -> bool:
        """Return whether a name of this record agrees with one of another of its kind."""
        return any(self._agrees(c, other) for c in self.model.comparisons if c.is_name)

    def _agrees(self, name: ComparisonModel, other: "ComparableRecord") -> bool:
        if name.name_kind is not None and not self.may_agree(name, other):
            return False
        found = self.compare(name, other)
        return found is not None and found.agrees and found.bits > 0

    @property
    def names(self) -> tuple[str, ...]:
        """The names as they are written, the record's own before its aliases."""
        return tuple(v.raw for c in self.model.comparisons if c.is_name for v in self.values(c))

    def values(self, comparison: ComparisonModel) -> list[StoredValue]:
        """Return the values that a comparison reads."""
        found = self._values.get(comparison.feature)
        if found is None:
            part = self._parts.get(comparison.property_class)
            found = values_of(comparison, part) if part else []
            if comparison.by_title and not found:
                found = self._by_title()
            self._values[comparison.feature] = found
        return found

    def _by_title(self) -> list[StoredValue]:
        """Return what the titles of the record's names tell in place of a value."""
        forms = [form for comparison in self.model.comparisons if comparison.is_name for form in self.forms(comparison)]
        told = sex_by_title(forms)
        return [] if told is None else [told]

    def forms(self, comparison: ComparisonModel) -> list[NameForm]:
        """Return the names that a comparison of names reads, made ready."""
        found = self._forms.get(comparison.feature)
        if found is None:
            kind = _name_kind(comparison)
            countries = self._nationalities() if kind is NameKind.PERSON else frozenset()
            names = names_of(kind, self.values(comparison))
            found = [form_of(name.text, kind, countries, noted=name.noted) for name in names]
            self._forms[comparison.feature] = found
        return found

    def count_own_names(self, comparison: ComparisonModel) -> int:
        """Return how many of the names that a comparison reads are the record's own, which come first."""
        return count_own_names(comparison, self._parts.get(comparison.property_class, {}))

    def _nationalities(self) -> frozenset[str]:
        """Return the record's nationalities as far as they are known.

        INVARIANT: they are of the class of its names, so that whoever sees what names say sees them as well.
        """
        values = self._parts.get(PropertyClass.IDENTITY, {}).get("nationality", ())
        return frozenset(value.value for value in values if value.value)

    def shares_a_key(self, other: "ComparableRecord") -> bool:
        """Return whether both have one number, if only a placeholder; false only where they have no selector in common.

        Most that meet have none, and what of their numbers are placeholders or hubs need not be asked.
        """
        return not self._all_keys.isdisjoint(other._all_keys)

    @property
    def _all_keys(self) -> frozenset[str]:
        if self._keys is None:
            linked = [selector.key for selector in self._given]
            self._keys = frozenset([*linked, *(key for _, key, _ in _own_keys(self.model, self._parts))])
        return self._keys

    @property
    def selectors(self) -> list[Selector]:
        """The record's own numbers and its linked selectors.

        Hubs come last: a number that is published as shared by many must not stand in for one that tells.
        """
        if self._selectors is None:
            linked = (selector for selector in self._given if not is_placeholder_key(selector.key))
            found: list[Selector] = [*own_selectors(self.model, self._parts), *linked]
            self._selectors = sorted(found, key=lambda s: load_hubs().holds_key(s.key))
        return self._selectors

    @property
    def selectors_by_key(self) -> dict[str, list[Selector]]:
        """The same by their keys: a record's own numbers before linked ones."""
        if self._by_key is None:
            self._by_key = {}
            for selector in self.selectors:
                self._by_key.setdefault(selector.key, []).append(selector)
        return self._by_key

    def shares_telling_selector(self, other: "ComparableRecord") -> bool:
        """Return whether both have one selector, linked to one at least, that tells though the names differ."""
        if not self.shares_a_key(other):
            return False
        telling = self.model.telling_selectors
        if not any(isinstance(s, LinkedSelector) and s.kind in telling for s in (*self.selectors, *other.selectors)):
            return False
        mine = {s.key for s in self.selectors if s.kind in telling}
        return any(s.key in mine for s in other.selectors if s.kind in telling)


def form_of(text: str, kind: NameKind, countries: frozenset[str], *, noted: bool = False) -> NameForm:
    """Return a name made ready, read as that of somebody of some countries; of none where these are not known."""
    return name_form(
        text,
        kind,
        from_elsewhere=bool(countries) and countries.isdisjoint(_WITH_THAI),
        far_from_burma=bool(countries) and countries.isdisjoint(_WITH_BURMESE),
        with_father=have_fathers_names(countries),
        countries=countries,
        noted=noted,
    )


@lru_cache(maxsize=100)
def _of_numbers(model: MatchModel) -> tuple[ComparisonModel, ...]:
    return tuple(comparison for comparison in model.comparisons if comparison.comparator is Comparator.KEYS)


def own_selectors(model: MatchModel, parts: Parts) -> list[OwnSelector]:
    """Return the record's own numbers as selectors, with keys of the form that linked ones have; no placeholders."""
    found: dict[str, OwnSelector] = {}
    for kind, key, comparison in _own_keys(model, parts):
        if not is_placeholder_key(key):
            features = frozenset({comparison.feature})
            if key in found:
                features |= found[key].features
            found[key] = OwnSelector(kind=kind, key=key, property_class=comparison.property_class, features=features)
    return sorted(found.values(), key=attrgetter("key"))


def _own_keys(model: MatchModel, parts: Parts) -> Iterator[tuple[str, str, ComparisonModel]]:
    """Yield the record's own numbers with their kinds, as linked selectors have them, and what compares each."""
    for comparison in _of_numbers(model):
        if part := parts.get(comparison.property_class):
            for value in (v for name in comparison.properties for v in part.get(name, ())):
                if value.key and (kind := kind_of_family(value.key)) is not None:
                    yield kind, f"{kind}|{value.key}", comparison


def _name_kind(comparison: ComparisonModel) -> NameKind:
    return comparison.name_kind or NameKind.PERSON
