"""Which property classes a document may show values of, were they all open: for the receipts of who gets its answer.

Never too few. A document that asks for records by their ids tells of the properties that it names. Any other may
compare, find or show whatever is open, so that it tells of everything.
"""

from collections.abc import Iterator

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from api.audit.receipts import AskedClasses, everything_asked
from graph import KindSchema, PropertyClass, load_ontology

BY_ID = "record"
"""The field at the root that finds a record by nothing of what it says."""

WITHOUT_VALUES = frozenset(
    {
        "__typename",
        "id",
        "kind",
        "originator",
        "handling",
        "grants",
        "subjectRole",
        "nonPunishmentNotice",
        "claimedVictim",
        "receivedAt",
        "redacted",
        "links",
    }
)
"""Fields of a record that tell no value of it. `entity` is not among them: which records are one, values tell."""

_CAPTION, _PROVENANCE = "caption", "provenance"
_TELLING = frozenset({_CAPTION, _PROVENANCE}.union(*(k.properties for k in load_ontology().kinds.values())))


def asked_classes(document: DocumentNode) -> AskedClasses:
    """Return what says of a kind which of its classes a document may show."""
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    roots = [field for found in operations for field in _fields(found.selection_set, fragments)]
    if any(root.name.value not in (BY_ID, "__typename") for root in roots):
        return everything_asked
    named = {field.name.value for root in roots for field in _fields(root.selection_set, fragments)}
    asked = named - WITHOUT_VALUES

    def classes(kind: KindSchema) -> frozenset[PropertyClass]:
        found = {p.property_class for p in kind.properties.values() if p.name in asked}
        if _CAPTION in asked:
            found |= {p.property_class for p in kind.properties.values() if p.caption}
        if _PROVENANCE in asked:
            found.add(PropertyClass.SOURCE)
        return frozenset(found)

    return classes if asked <= _TELLING else everything_asked


def _fields(selections: SelectionSetNode | None, fragments: dict[str, FragmentDefinitionNode]) -> Iterator[FieldNode]:
    """Yield the fields of one level, those in fragments too."""
    waiting, spread = [selections], set[str]()
    while waiting:
        for selection in getattr(waiting.pop(), "selections", ()):
            if isinstance(selection, FieldNode):
                yield selection
            elif isinstance(selection, InlineFragmentNode):
                waiting.append(selection.selection_set)
            elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in spread:
                spread.add(selection.name.value)
                waiting += [f.selection_set for f in (fragments.get(selection.name.value),) if f is not None]
