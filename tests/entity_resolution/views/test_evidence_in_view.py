"""Evidence in view: its class is open on both ends, and a linked selector's by its link and its key."""

import pytest

from entity_resolution.views.evidence_in_view import visible_evidence
from graph import PropertyClass
from graph.matches import Evidence, Via
from tests.entity_resolution.evidence import PHONE
from tests.graph.building import scope_of


@pytest.mark.parametrize(("left", "right", "seen"), [(1, 1, True), (1, 2, False), (2, 1, False), (2, 2, False)])
def test_a_class_must_be_open_on_both_ends(left: int, right: int, *, seen: bool) -> None:
    scope = scope_of({PropertyClass.CONTACT: [1], PropertyClass.IDENTITY: [1, 2]})
    found = visible_evidence(scope, scope.readable_classes(left), scope.readable_classes(right), [PHONE])
    assert found == ([PHONE] if seen else [])


@pytest.mark.parametrize(("link", "selector", "seen"), [(7, 8, True), (9, 8, False), (7, 9, False), (7, 7, False)])
def test_a_linked_selector_needs_its_link_and_its_key(link: int, selector: int, *, seen: bool) -> None:
    open_via = Via(link=7, selector=8)
    one = Evidence(
        feature="linked-phone-number",
        level="equal",
        property_class=PropertyClass.CONTACT,
        bits=9.0,
        agrees=True,
        left=Via(link=link, selector=selector),
        right=open_via,
    )
    scope = scope_of({PropertyClass.CONTACT: [8], PropertyClass.NARRATIVE: [7]})
    found = visible_evidence(scope, scope.readable_classes(1), scope.readable_classes(2), [one])
    assert found == ([one] if seen else [])
