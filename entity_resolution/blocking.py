"""Blocking: the keys that bring two records of one kind together as a candidate pair.

No key is dropped because its block is large: that would count what is hidden (law 13). Common names get combined keys from fixed,
public frequency tables instead.
"""

from collections.abc import Mapping

from entity_resolution.comparisons import name_form, part_of
from entity_resolution.model import Comparator, MatchModel
from graph import PropertyClass
from graph.parts import Part, StoredValue

MAX_KEYS = 120


def blocking_keys(model: MatchModel, parts: Mapping[PropertyClass, Part]) -> list[str]:
    """Return the blocking keys of a record, sorted: of its names, of strong keys of its own, of texts.

    Each key begins with the kind, since only records of one kind are compared.
    """
    keys: set[str] = set()
    for comparison in model.comparisons:
        part = part_of(parts, comparison.property_class)
        values = [v for name in comparison.properties for v in part.get(name, ())]
        if comparison.comparator is Comparator.NAMES and comparison.name_kind is not None and comparison.is_name:
            for value in values:
                keys.update(f"n:{k}" for k in name_form(value.raw, comparison.name_kind).keys)
        elif comparison.comparator is Comparator.KEYS:
            # The number without its country and type as well: lists disagree on those.
            keys.update(f"k:{v.key}" for v in values if v.key)
            keys.update(f"v:{v.value.casefold()}" for v in values if v.value and len(v.value) >= 6)
        elif comparison.comparator is Comparator.TEXT and (comparison.is_name or comparison.strong):
            keys.update(f"t:{k}" for v in values for k in _text_keys(v))
    return [f"{model.kind}|{key}" for key in sorted(keys)[:MAX_KEYS]]


def _text_keys(value: StoredValue) -> list[str]:
    # The three longest words, and the first ones, of a text stand for it: near-duplicates share most of them.
    words = (value.value or "").casefold().split()
    if not words:
        return []
    longest = sorted(set(words), key=lambda w: (-len(w), w))[:3]
    return [" ".join(sorted(longest)), " ".join(words[:4])[:80]]
