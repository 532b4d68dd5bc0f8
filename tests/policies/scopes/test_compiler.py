"""The compiled evaluation agrees with Cedar's own engine."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graph import COMPARTMENT_STATES, CompartmentKey, SubjectRole
from policies import Bundle, PolicyAction, ScopeBuilder, find_mismatches, load_bundle
from policies.bundles.model import Source, SourceKind
from policies.scopes.compiler import compile_policy
from policies.scopes.expressions import UnsupportedConstructError
from tests.examples import examples
from tests.policies.edited_bundles import (
    every_viewer,
    is_valid,
    keys,
    pack,
    viewer,
    viewers,
    wide_bundle,
    with_policies,
)
from tests.policies.random_policies import ERRS, OUTSIDE, policies

NOW = datetime(2026, 5, 1, tzinfo=UTC)
SUBJECTS = (("Person", SubjectRole.SUSPECT), ("Person", SubjectRole.PRESUMED_VICTIM), ("Site", SubjectRole.NONE))
FLOOR = Source(kind=SourceKind.FLOOR, name="floor", originators=None)


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return wide_bundle(tmp_path_factory.mktemp("wide"))


@given(data=st.data())
@settings(max_examples=examples(80), deadline=None, suppress_health_check=list(HealthCheck))
def test_scopes_agree_with_the_engine_on_random_policies(wide: Bundle, data: st.DataObject) -> None:
    texts = data.draw(st.lists(policies(outside=True), min_size=1, max_size=4))
    assume(all(is_valid(wide, text) for text in texts))
    source = data.draw(st.sampled_from((FLOOR, pack("th-police"), pack("th-police", "kh-hotline"))))
    bundle = with_policies(wide, source, texts)
    sample = data.draw(
        st.lists(st.sampled_from(list(keys(wide, states=COMPARTMENT_STATES))), min_size=1, max_size=10, unique=True)
    )
    who = data.draw(st.lists(viewers(wide), min_size=1, max_size=2))

    assert list(find_mismatches(ScopeBuilder(bundle), who, sample, NOW)) == []


@pytest.mark.long
def test_scopes_agree_with_the_engine_on_the_shipped_bundle() -> None:
    bundle = load_bundle()
    found = [
        CompartmentKey(originator=o, profile=p, kind=k, role=r)
        for o in bundle.registers.parties
        for p in bundle.registers.profiles
        for k, r in SUBJECTS
    ]
    who = [v for v in every_viewer(bundle) if v.agency in {"kh-police", "sg-fiu", "my-telco"} and v.clearance == 0]

    # 24 viewers, 38 originators x 5 profiles x 3 kinds; every second of these, for six viewers, with 8 actions.
    assert (len(who), len(found)) == (24, 570)
    assert list(find_mismatches(ScopeBuilder(bundle), who[::4], found[::2], NOW)) == []


@pytest.mark.long
def test_scopes_agree_with_the_engine_on_every_viewer_and_compartment(wide: Bundle) -> None:
    everything = list(keys(wide, originators=wide.registers.parties, kinds=sorted(wide.kinds)))

    assert list(find_mismatches(ScopeBuilder(wide), list(every_viewer(wide))[::9], everything[::31], NOW)) == []


def test_every_shipped_policy_is_inside_the_subset() -> None:
    assert [compile_policy(p).policy.id for p in load_bundle().policies] == [p.id for p in load_bundle().policies]


@pytest.mark.parametrize("condition", [*OUTSIDE, ERRS])
def test_what_the_subset_lacks_is_left_to_the_engine(wide: Bundle, condition: str) -> None:
    text = f'permit (principal, action in Action::"read", resource) when {{ {condition} }};'
    bundle = with_policies(wide, pack("th-police"), [text])

    with pytest.raises(UnsupportedConstructError):
        compile_policy(bundle.policies[-1])
    assert (
        list(find_mismatches(ScopeBuilder(bundle), [viewer("kh-police", clearance=2)], keys(wide, kinds=["Site"]), NOW))
        == []
    )


@pytest.mark.parametrize("effect", ["permit", "forbid"])
def test_a_policy_that_errs_denies(wide: Bundle, effect: str) -> None:
    permit = 'permit (principal, action, resource in Profile::"law-enforcement");'
    errs = f'{effect} (principal, action in Action::"read", resource in Profile::"law-enforcement") when {{ {ERRS} }};'
    # The sum overflows where the clearance asked for is 1 or more: give the profile such a one.
    errs = errs.replace("resource.minClearance", "(resource.minClearance + 1)")
    key = CompartmentKey(originator="th-police", profile="law-enforcement", kind="Person", role=SubjectRole.SUSPECT)
    own = viewer("th-police")

    before = ScopeBuilder(with_policies(wide, pack("th-police"), [permit]))
    after = ScopeBuilder(with_policies(wide, pack("th-police"), [permit, errs]))

    assert before.decide(own, PolicyAction.IDENTITY, key, NOW).allowed
    decision = after.decide(own, PolicyAction.IDENTITY, key, NOW)
    assert (decision.allowed, len(decision.errors)) == (False, 1)
    assert list(find_mismatches(after, [own, viewer("kh-police")], [key], NOW)) == []


def test_an_unknown_compartment_is_invisible_and_denied(wide: Bundle) -> None:
    unknown = [
        CompartmentKey(originator="nobody", profile="open", kind="Person"),
        CompartmentKey(originator="us-ofac", profile="opne", kind="Person"),
        CompartmentKey(originator="us-ofac", profile="open", kind="Starship"),
    ]
    builder = ScopeBuilder(wide)

    assert list(find_mismatches(builder, [viewer()], unknown, NOW)) == []
    assert [builder.decide(viewer(), PolicyAction.IDENTITY, k, NOW).allowed for k in unknown] == [False] * 3


def test_the_wide_bundle_adds_what_the_floor_asks_for(tmp_path: Path) -> None:
    assert len(wide_bundle(tmp_path).registers.profiles) == 13


@pytest.mark.parametrize("op", ["||", "&&"])
def test_a_long_row_of_conditions_is_asked_once_each(wide: Bundle, op: str) -> None:
    """Asked twice at each step, eighty of them would take longer than anybody waits."""
    condition = f" {op} ".join(["(context.purpose == context.purpose)"] * 80)
    text = f'@id("long.row")\npermit (principal, action in Action::"read", resource) when {{ {condition} }};'
    bundle = with_policies(wide, FLOOR, [text])
    sample = list(keys(wide, states=COMPARTMENT_STATES))[:3]
    assert list(find_mismatches(ScopeBuilder(bundle), [viewer("th-police")], sample, NOW)) == []


def test_choices_within_choices_are_asked_once_each(wide: Bundle) -> None:
    condition = 'resource.originator == Party::"th-police"'
    for _ in range(28):
        condition = f"(if {condition} then true else false)"
    text = f'@id("deep.choice")\npermit (principal, action in Action::"read", resource) when {{ {condition} }};'
    bundle = with_policies(wide, FLOOR, [text])
    sample = list(keys(wide, states=COMPARTMENT_STATES))[:3]
    assert list(find_mismatches(ScopeBuilder(bundle), [viewer("th-police")], sample, NOW)) == []
