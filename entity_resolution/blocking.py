"""Blocking: the keys that bring two records of one kind together as a candidate pair.

No key is dropped because its block is large: that would count what is hidden (law 13). Common names get combined keys from fixed,
public frequency tables instead.
"""

from collections.abc import Iterator, Mapping, Sequence

from entity_resolution.comparisons import name_form, part_of
from entity_resolution.model import Comparator, MatchModel
from entity_resolution.names import NameKind
from graph import PropertyClass
from graph.parts import Part, StoredValue
from graph.store import LinkedSelector

MAX_KEYS = 120
_MAX_SELECTORS = 6
_ONE_TOKEN = "t:"


def blocking_keys(
    model: MatchModel, parts: Mapping[PropertyClass, Part], linked: Sequence[LinkedSelector] = ()
) -> list[str]:
    """Return the blocking keys of a record, sorted: of its names, of strong keys of its own, of texts.

    A single token of a longer name is too common to be a key: it is joined with a birth year or a linked selector, which are
    what a match would rest on anyway. Each key begins with the kind, since only records of one kind are compared.
    """
    keys: set[str] = set()
    for comparison in model.comparisons:
        part = part_of(parts, comparison.property_class)
        values = [v for name in comparison.properties for v in part.get(name, ())]
        if comparison.comparator is Comparator.NAMES and comparison.name_kind is not None and comparison.is_name:
            keys.update(_name_keys(values, comparison.name_kind, _companions(parts, linked)))
        elif comparison.comparator is Comparator.KEYS:
            # The number without its country and type as well: lists disagree on those.
            keys.update(f"k:{v.key}" for v in values if v.key)
            keys.update(f"v:{v.value.casefold()}" for v in values if v.value and len(v.value) >= 6)
        elif comparison.comparator is Comparator.TEXT and (comparison.is_name or comparison.strong):
            keys.update(f"t:{k}" for v in values for k in _text_keys(v))
    return [f"{model.kind}|{key}" for key in sorted(keys)[:MAX_KEYS]]


def _name_keys(values: Sequence[StoredValue], kind: NameKind, companions: Sequence[str]) -> Iterator[str]:
    for value in values:
        for key in name_form(value.raw, kind).keys:
            if not key.startswith(_ONE_TOKEN):
                yield f"n:{key}"
            else:
                yield from (f"n:{key}&{companion}" for companion in companions)


def _companions(parts: Mapping[PropertyClass, Part], linked: Sequence[LinkedSelector]) -> list[str]:
    born = part_of(parts, PropertyClass.IDENTITY).get("birthDate", ())
    years = {v.value[:4] for v in born if v.value}
    return [*sorted(years), *sorted({s.key for s in linked})[:_MAX_SELECTORS]]


def _text_keys(value: StoredValue) -> list[str]:
    # The three longest words, and the first ones, of a text stand for it: near-duplicates share most of them.
    words = (value.value or "").casefold().split()
    if not words:
        return []
    longest = sorted(set(words), key=lambda w: (-len(w), w))[:3]
    return [" ".join(sorted(longest)), " ".join(words[:4])[:80]]
