"""A sealed victim's links are sealed with her: the document and the number that they lead to would name her."""

from datetime import UTC, datetime

import pytest

from graph import LINK_KIND, Compartment, CompartmentKey, SubjectRole
from policies import ScopeBuilder, ViewerContext, load_bundle

NOW = datetime(2026, 9, 1, tzinfo=UTC)


def key(kind: str, role: SubjectRole = SubjectRole.NONE) -> CompartmentKey:
    return CompartmentKey(originator="kh-police", profile="law-enforcement", kind=kind, role=role)


COMPARTMENTS = (
    Compartment(id=1, key=key("Person", SubjectRole.PRESUMED_VICTIM)),
    Compartment(id=2, key=key("IdentityDocument")),
    Compartment(id=3, key=key(LINK_KIND)),
    Compartment(id=4, members=(3, 1, 2)),
    Compartment(id=5, key=key("Person", SubjectRole.SUSPECT)),
    Compartment(id=6, members=(3, 2, 5)),
)


@pytest.mark.parametrize(
    ("role", "purpose", "links"),
    [
        ("analyst", "investigation", {6}),
        ("duty-officer", "investigation", {6}),
        ("victim-support", "victim-protection", {4, 6}),
    ],
)
def test_who_may_not_know_a_victim_does_not_see_what_she_is_linked_to(role: str, purpose: str, links: set[int]) -> None:
    viewer = ViewerContext(agency="kh-police", subject="x", roles=frozenset({role}), purpose=purpose, case_ref="C-1")
    scope = ScopeBuilder(load_bundle()).build_scope(viewer, COMPARTMENTS, now=NOW)
    assert scope.visible & {4, 6} == links
