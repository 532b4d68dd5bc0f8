"""Blocking: the keys that bring two records of one kind together as a candidate pair.

No key is dropped because its block is large: that would count what is hidden (law 13). Common names get combined keys
from fixed, public frequency tables instead.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from entity_resolution.comparisons import name_form, part_of
from entity_resolution.model import Comparator, MatchModel
from entity_resolution.names import NameKind
from graph import PropertyClass
from graph.matches import Via
from graph.parts import Part, StoredValue
from graph.store import BlockingKeys, LinkedSelector

MAX_KEYS = 120  # of what one comparison reads, so that no class crowds out another
_MAX_SELECTORS = 5  # under the same terms: a bound on all of them would count what is hidden from somebody
# Keys of a whole name stand alone. Keys of a part of it are far too common: they need a companion.
_WHOLE = ("w:", "n:", "c:", "b:", "i:")
_PUBLISHED = "published"
_WORD, _WORD_AND_INITIALS = "t:", "x:"


def blocking_keys(
    model: MatchModel, parts: Mapping[PropertyClass, Part], linked: Sequence[LinkedSelector] = ()
) -> list[str]:
    """Return the blocking keys of a record, sorted: of its names, of strong keys of its own, of texts.

    A part of a name is too common to be a key: it is joined with a birth year, a linked selector or a country, which
    are what a match would rest on anyway. Each key begins with the kind, since only records of one kind are compared.
    """
    chosen: set[str] = set()
    for comparison in model.comparisons:
        keys: set[str] = set()
        part = part_of(parts, comparison.property_class)
        values = [v for name in comparison.properties for v in part.get(name, ())]
        if comparison.comparator is Comparator.NAMES and comparison.name_kind is not None and comparison.is_name:
            keys.update(_name_keys(values, comparison.name_kind, _companions(model, parts, linked)))
        elif comparison.comparator is Comparator.KEYS:
            # The number without its country and type as well: lists disagree on those.
            keys.update(f"k:{v.key}" for v in values if v.key)
            keys.update(f"v:{v.value.casefold()}" for v in values if v.value and len(v.value) >= 6)
        elif comparison.comparator is Comparator.TEXT and (comparison.is_name or comparison.strong):
            keys.update(f"t:{k}" for v in values for k in _text_keys(v))
        chosen.update(sorted(keys)[:MAX_KEYS])
    return [f"{model.kind}|{key}" for key in sorted(chosen)]


def indexed_keys(
    model: MatchModel,
    parts: Mapping[PropertyClass, Part],
    linked: Sequence[LinkedSelector] = (),
    *,
    published: bool = False,
) -> BlockingKeys:
    """Return under which keys a record is found in the graph, and under which it looks for others.

    Where a name alone is not worth a human's look, two namesakes meet only by a companion, or because one of them is on
    a public list: such a record looks for every namesake, and every record looks for namesakes on lists.
    """
    keys = blocking_keys(model, parts, linked)
    if not model.needs_support:
        return BlockingKeys(found_by=keys, looks_for=keys)
    whole = [key for key in keys if _is_whole_name(model, key)]
    companions = _companions(model, parts, linked).telling
    joined = [f"{key}&{companion}" for key in whole for companion in companions]
    listed = [f"{key}&{_PUBLISHED}" for key in whole]
    rest = [key for key in keys if not _is_whole_name(model, key)]
    return BlockingKeys(
        found_by=[*rest, *joined, *whole, *(listed if published else ())],
        looks_for=[*rest, *joined, *listed, *(whole if published else ())],
    )


def _is_whole_name(model: MatchModel, key: str) -> bool:
    return "&" not in key and key.startswith(tuple(f"{model.kind}|n:{prefix}" for prefix in _WHOLE))


def _name_keys(values: Sequence[StoredValue], kind: NameKind, companions: "_Companions") -> Iterator[str]:
    for value in values:
        keys = name_form(value.raw, kind).keys
        yield from (f"n:{key}" for key in keys if key.startswith(_WHOLE))
        # A telling word where the name has one; common words, as in Burmese names, only with the others' initials.
        words = [k for k in keys if k.startswith(_WORD)] or [k for k in keys if k.startswith(_WORD_AND_INITIALS)]
        yield from (f"n:{word}&{companion}" for word in words for companion in companions.telling)
        if kind is not NameKind.PERSON:
            initials = [k for k in keys if k.startswith(_WORD_AND_INITIALS)]
            yield from (f"n:{word}&{country}" for word in initials for country in companions.countries)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Companions:
    """What a part of a name is joined with: birth years and selectors.

    For organisations and sites their countries too.
    """

    telling: Sequence[str]
    countries: Sequence[str]


def _companions(
    model: MatchModel, parts: Mapping[PropertyClass, Part], linked: Sequence[LinkedSelector]
) -> _Companions:
    identity, location = part_of(parts, PropertyClass.IDENTITY), part_of(parts, PropertyClass.LOCATION)
    years = {v.value[:4] for v in identity.get("birthDate", ()) if v.value}
    by_terms: dict[Via, set[str]] = {}
    for selector in linked:
        by_terms.setdefault(selector.via, set()).add(selector.key)
    selectors = sorted({key for keys in by_terms.values() for key in sorted(keys)[:_MAX_SELECTORS]})
    places = (*identity.get("jurisdiction", ()), *location.get("country", ()))
    return _Companions(telling=[*sorted(years), *selectors], countries=sorted({v.value for v in places if v.value}))


def _text_keys(value: StoredValue) -> list[str]:
    # The three longest words, and the first ones, of a text stand for it: near-duplicates share most of them.
    words = (value.value or "").casefold().split()
    if not words:
        return []
    longest = sorted(set(words), key=lambda w: (-len(w), w))[:3]
    return [" ".join(sorted(longest)), " ".join(words[:4])[:80]]
