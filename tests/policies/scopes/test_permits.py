"""Receipts name the policies that Cedar's engine names, and ask it once for each kind of viewer."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from graph import Compartment, CompartmentKey, PropertyClass
from policies import Decision, PermitBook, PolicyAction, ScopeBuilder, load_bundle
from policies.bundles.vocabulary import READ_ACTIONS
from policies.scopes.scope_rules import ScopeRules
from tests.policies.edited_bundles import registered, viewer

Requests = Sequence[tuple[PolicyAction, CompartmentKey]]
NOW = datetime(2026, 5, 1, tzinfo=UTC)
SCOPES = ScopeBuilder(load_bundle())
COMPARTMENTS = registered(
    CompartmentKey(originator=o, profile=p, kind=k)
    for o in ("th-police", "kh-police", "us-ofac")
    for p in ("open", "law-enforcement", "hit-only")
    for k in ("Person", "Site", "PhoneNumber")
)


def keys(compartments: tuple[Compartment, ...]) -> dict[int, CompartmentKey]:
    return {c.id: c.key for c in compartments if c.key is not None}


@pytest.mark.parametrize("agency", ["th-police", "kh-police", "my-telco"])
def test_they_are_those_that_determine_each_class(agency: str) -> None:
    who = viewer(agency)
    scope = SCOPES.build_scope(who, COMPARTMENTS, now=NOW)
    found = PermitBook().permits(scope, keys(tuple(COMPARTMENTS)))

    for number, key in keys(tuple(COMPARTMENTS)).items():
        decided = [SCOPES.decide(who, READ_ACTIONS[c], key, NOW) for c in PropertyClass]
        assert set(found[number]) == {p for d in decided if d.allowed for p in d.determining}
        assert bool(found[number]) is (number in scope.visible)


def test_a_known_basis_is_not_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    who, book = viewer("kh-police"), PermitBook()
    asked: list[int] = []
    scope = SCOPES.build_scope(who, COMPARTMENTS, now=NOW)
    real = ScopeRules.decide

    def decide(basis: ScopeRules, requests: Requests) -> list[Decision]:
        asked.append(len(requests))
        return real(basis, requests)

    monkeypatch.setattr(ScopeRules, "decide", decide)
    first = book.permits(scope, keys(tuple(COMPARTMENTS)))
    again = book.permits(scope, keys(tuple(COMPARTMENTS)))
    hit = book.permits(scope, keys(tuple(COMPARTMENTS)), action=PolicyAction.HIT)

    assert again == first
    assert len(asked) == 2
    assert hit != first
