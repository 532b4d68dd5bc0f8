"""What follows from a scope is asked of the bundle and the facts that it was built by, whatever is in force by then."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from graph import CompartmentKey, PropertyClass, ReadScope
from policies import Bundle, PolicyAction, PreparedBundle, ScopeBuilder, load_bundle, rules_of
from policies.bundles.vocabulary import READ_ACTIONS
from policies.scopes.world import World
from tests.policies.edited_bundles import pack, registered, viewer, with_policies

NOW = datetime(2026, 5, 1, tzinfo=UTC)
KEY = CompartmentKey(originator="th-police", profile="law-enforcement", kind="Person")
READ = READ_ACTIONS[PropertyClass.IDENTITY]
COMPARTMENTS = registered([KEY])


def is_open(scope: ReadScope, bundle: Bundle) -> bool:
    """Return whether a scope's rules opens the compartment, which its engine must say as well."""
    rules = rules_of(scope)
    compiled = rules.allowed(World.over([KEY], bundle))[READ] == 1
    assert compiled is rules.decide([(READ, KEY)])[0].allowed
    return compiled


def test_a_scope_keeps_its_bundle_and_the_next_has_the_next_one() -> None:
    opening = load_bundle()
    closing = with_policies(opening, pack("th-police"), ["forbid (principal, action, resource);"])
    builder = ScopeBuilder(opening)
    before = builder.build_scope(viewer("kh-police"), COMPARTMENTS, now=NOW)
    builder.activate(PreparedBundle.of(closing))
    after = builder.build_scope(viewer("kh-police"), COMPARTMENTS, now=NOW)
    assert (rules_of(before).bundle, rules_of(after).bundle) == (opening, closing)
    assert (is_open(before, opening), is_open(after, closing)) == (True, False)


def test_who_is_suspended_since_is_not_of_a_scopes_facts() -> None:
    bundle, who = load_bundle(), viewer("kh-police")
    builder = ScopeBuilder(bundle)
    before = builder.build_scope(who, COMPARTMENTS, now=NOW)
    builder.directory.keep(frozenset({(who.agency, who.subject)}))
    after = builder.build_scope(who, COMPARTMENTS, now=NOW)
    assert before.terms != after.terms
    assert (is_open(before, bundle), is_open(after, bundle)) == (True, False)


def test_what_is_made_of_a_scope_has_its_basis_and_what_is_of_two_has_none() -> None:
    builder = ScopeBuilder(load_bundle())
    scope = builder.build_scope(viewer("kh-police"), COMPARTMENTS, now=NOW)
    assert rules_of(replace(scope.without_confidences(), granted={})) is rules_of(scope)
    assert "rules" not in repr(scope)
    most = builder.ceiling(viewer("kh-police"), COMPARTMENTS, now=NOW)
    for other in (scope & scope, most, ReadScope(agency="kh-police", classes={}, policy_version="1")):
        with pytest.raises(TypeError, match="not built of a policy bundle"):
            rules_of(other)


def test_a_hit_is_decided_as_the_builder_decides_it() -> None:
    builder, who = ScopeBuilder(load_bundle()), viewer("my-telco")
    scope = builder.build_scope(who, COMPARTMENTS, now=NOW)
    key = replace(KEY, kind="PhoneNumber", profile="hit-only")
    assert rules_of(scope).decide([(PolicyAction.HIT, key)]) == [builder.decide(who, PolicyAction.HIT, key, NOW)]
