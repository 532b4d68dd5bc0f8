"""What of the evidence of a stored match is in view: a class guards matching as it guards showing (law 3).

Each end is asked by its own compartment and grants, and a linked selector by its own and its link's.
"""

from collections.abc import Iterable

from graph import PropertyClass, ReadScope
from graph.matches import Evidence, Terms, Via, Way

Readable = frozenset[PropertyClass]
"""The classes that a viewer may read of a record: by its compartment, and by the grants on it."""


def evidence_in_view(
    scope: ReadScope,
    left: Readable,
    right: Readable,
    evidence: Iterable[Evidence],
    ways: Iterable[Way],
) -> list[Evidence]:
    """Return the evidence of a stored match that a viewer may use.

    There is none where no way by which the two met is open: without what is hidden, they would never have been
    compared.
    """
    if not any(_terms_open(scope, left, way.left) and _terms_open(scope, right, way.right) for way in ways):
        return []
    return visible_evidence(scope, left, right, evidence)


def evidence_on_one_side(
    scope: ReadScope, readable: Readable, evidence: Iterable[Evidence], ways: Iterable[Way], *, left: bool
) -> list[Evidence]:
    """Return the evidence of a stored match of which a viewer sees one side, whatever the other one is.

    Args:
        scope: the viewer's.
        readable: what of the record on that side is.
        evidence: of the match.
        ways: by which the two met; there is nothing where that side of none is open.
        left: whether it is the left side.
    """
    if not any(_terms_open(scope, readable, way.left if left else way.right) for way in ways):
        return []
    return [e for e in evidence if _end_open(scope, e.property_class, readable, e.left if left else e.right)]


def visible_evidence(scope: ReadScope, left: Readable, right: Readable, evidence: Iterable[Evidence]) -> list[Evidence]:
    """Return the evidence that a viewer may use: its class is open on both ends, linked selectors included."""
    return [
        e
        for e in evidence
        if _end_open(scope, e.property_class, left, e.left) and _end_open(scope, e.property_class, right, e.right)
    ]


def _end_open(scope: ReadScope, property_class: PropertyClass, readable: Readable, via: Via | None) -> bool:
    if via is None:
        return property_class in readable
    return via.link in scope.visible and scope.may_read(property_class, via.selector)


def _terms_open(scope: ReadScope, readable: Readable, terms: Terms) -> bool:
    if not readable.issuperset(terms.classes):
        return False
    if terms.via is None or terms.via_class is None:
        return terms.via is None
    return terms.via.link in scope.visible and scope.may_read(terms.via_class, terms.via.selector)
