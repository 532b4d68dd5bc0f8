"""What validation compares to tell that the fields of a document can be merged, counted before it does.

Of the fields that stand in one place of an answer under one name it takes each with each (GraphQL, October 2021,
section 5.3.2), and of the fragments that are spread there each with each as well, in every operation of a document and
every fragment, whether it would run or not. Equal fields without arguments and fields of their own are told to be equal
at once, and not counted.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

ENDLESS = 1 << 40
"""What is said of a document whose measure has no bound."""


def count_pairs(document: DocumentNode, *, most_selections: int) -> int:
    """Return how many pairs of fields have one name in one place, and what comparing fragments takes besides.

    Each fragment is compared with the fields of a place in which it is spread, and with the others there.

    Args:
        document: as it was parsed; all its operations and fragments count.
        most_selections: how many fields and fragments are looked at, those of a fragment again wherever it is spread;
            of a document with more, the number is `ENDLESS`.
    """
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    places: list[list[SelectionSetNode]] = [
        [d.selection_set]
        for d in document.definitions
        if isinstance(d, OperationDefinitionNode | FragmentDefinitionNode)
    ]
    pairs, looked_at, met = 0, 0, _MetFragments()
    while places:
        place = _place(places.pop(), fragments)
        looked_at += place.selections
        if looked_at > most_selections:
            return ENDLESS
        pairs += place.spreads + met.count(place.fragments)
        for same in place.fields.values():
            pairs += _pairs(len(same)) - _alike(same)
            if inner := [field.selection_set for field in same if field.selection_set is not None]:
                places.append(inner)
    return pairs


class _Place(NamedTuple):
    """What stands in one place: fields by their names in the answer, fragments, and how much was looked at."""

    fields: Mapping[str, Sequence[FieldNode]]
    fragments: Collection[str]
    spreads: int
    selections: int


class _MetFragments:
    """The pairs of fragments that stood in one place before: validation remembers them."""

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}
        self._met: dict[str, int] = {}  # for each fragment, the bits of those that it met

    def count(self, fragments: Collection[str]) -> int:
        """Return how many pairs fragments of one place make, those that are met again for an eighth."""
        here = sum(self._bits.setdefault(name, 1 << len(self._bits)) for name in fragments)
        fresh = 0
        for name in fragments:
            met = self._met.get(name, self._bits[name])
            fresh += (here & ~met).bit_count()
            self._met[name] = met | here
        return fresh // 2 + (_pairs(len(fragments)) - fresh // 2) // 8


def _pairs(number: int) -> int:
    return number * (number - 1) // 2


def _alike(fields: Iterable[FieldNode]) -> int:
    """Return how many pairs are of one field twice, which has neither arguments nor fields of its own."""
    plain = Counter(f.name.value for f in fields if f.selection_set is None and not f.arguments)
    return sum(_pairs(number) for number in plain.values())


def _place(sets: Iterable[SelectionSetNode], fragments: Mapping[str, FragmentDefinitionNode]) -> _Place:
    """Return what stands in one place, that of each fragment once."""
    found: dict[str, list[FieldNode]] = {}
    waiting, spread, spreads, selections = list(sets), set[str](), 0, 0
    while waiting:
        selected = waiting.pop().selections
        selections += len(selected)
        for selection in selected:
            if isinstance(selection, FieldNode):
                found.setdefault((selection.alias or selection.name).value, []).append(selection)
            elif isinstance(selection, InlineFragmentNode):
                waiting.append(selection.selection_set)
            elif isinstance(selection, FragmentSpreadNode):
                spreads += 1
                if selection.name.value in spread:
                    continue
                spread.add(selection.name.value)
                waiting += [fragments[name].selection_set for name in (selection.name.value,) if name in fragments]
    return _Place(fields=found, fragments=spread & fragments.keys(), spreads=spreads, selections=selections)
