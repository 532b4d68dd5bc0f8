"""What validation compares to tell that the fields of a document can be merged, counted before it does.

Of the fields that stand in one place of an answer under one name it takes each with each (GraphQL, October 2021,
section 5.3.2), in every operation of a document and every fragment, whether it would run or not. Those without
arguments and fields of their own are told apart at once, and not counted.
"""

from collections.abc import Iterable, Mapping

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


def count_pairs(document: DocumentNode, *, most_fields: int) -> int:
    """Return how many pairs of fields have one name in one place, over all operations and fragments of a document.

    Args:
        document: as it was parsed.
        most_fields: how many fields are looked at, those of a fragment again wherever it is spread; of a document with
            more, the number is `ENDLESS`.
    """
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    places: list[list[SelectionSetNode]] = [
        [d.selection_set]
        for d in document.definitions
        if isinstance(d, OperationDefinitionNode | FragmentDefinitionNode)
    ]
    pairs = fields = 0
    while places:
        for same in _by_name(places.pop(), fragments).values():
            fields += len(same)
            dear = sum(1 for field in same if field.selection_set is not None or field.arguments)
            pairs += dear * (dear - 1) // 2
            if fields > most_fields:
                return ENDLESS
            if inner := [field.selection_set for field in same if field.selection_set is not None]:
                places.append(inner)
    return pairs


def _by_name(
    sets: Iterable[SelectionSetNode], fragments: Mapping[str, FragmentDefinitionNode]
) -> dict[str, list[FieldNode]]:
    """Return the fields of one place by their names in the answer, those of each fragment once."""
    found: dict[str, list[FieldNode]] = {}
    waiting, spread = list(sets), set[str]()
    while waiting:
        for selection in waiting.pop().selections:
            if isinstance(selection, FieldNode):
                found.setdefault((selection.alias or selection.name).value, []).append(selection)
            elif isinstance(selection, InlineFragmentNode):
                waiting.append(selection.selection_set)
            elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in spread:
                spread.add(selection.name.value)
                waiting += [fragments[name].selection_set for name in (selection.name.value,) if name in fragments]
    return found
