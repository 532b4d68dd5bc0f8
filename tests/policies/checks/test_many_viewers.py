"""All viewers at once are told what each is told alone, whatever rules and registers; held against single scopes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graph import COMPARTMENT_STATES, CompartmentKey
from policies import Bundle, Directory, PolicyAction, ScopeBuilder, ViewerContext, compare_bundles, find_unused
from policies.checks.many_viewers import ManyViewers
from policies.scopes.world import World
from tests.examples import examples
from tests.policies.edited_bundles import is_valid, keys, pack, viewer, viewers, wide_bundle, with_policies
from tests.policies.random_policies import policies

NOW = datetime(2026, 6, 1, tzinfo=UTC)
Allowed = set[tuple[int, PolicyAction, CompartmentKey]]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return wide_bundle(tmp_path_factory.mktemp("wide"))


def all_at_once(
    bundle: Bundle, who: Sequence[ViewerContext], asked: Sequence[CompartmentKey], directory: Directory | None = None
) -> Allowed:
    many = ManyViewers(bundle, who, asked, now=NOW, directory=directory)
    return {
        (n, action, key)
        for told in map(many.told, many.originators)
        for n, label in enumerate(told.labels.tolist())
        for action, bits in zip(PolicyAction, told.answers[label], strict=True)
        for position, key in enumerate(told.keys)
        if bits >> position & 1
    }


def one_by_one(
    bundle: Bundle, who: Sequence[ViewerContext], asked: Sequence[CompartmentKey], directory: Directory | None = None
) -> Allowed:
    builder, world = ScopeBuilder(bundle, directory), World.over(asked, bundle)
    found: Allowed = set()
    for n, one in enumerate(who):
        allowed: Mapping[PolicyAction, int] = builder.evaluate(one, world, now=NOW)
        found |= {(n, a, k) for a in PolicyAction for position, k in enumerate(asked) if allowed[a] >> position & 1}
    return found


@pytest.mark.long
@given(data=st.data())
@settings(max_examples=examples(30), deadline=None, suppress_health_check=list(HealthCheck))
def test_all_at_once_are_told_what_each_is_told_alone(bundle: Bundle, data: st.DataObject) -> None:
    texts = data.draw(st.lists(policies(), min_size=1, max_size=4))
    assume(all(is_valid(bundle, text) for text in texts))
    made = with_policies(bundle, pack("th-police", "kh-hotline"), texts)
    who = data.draw(st.lists(viewers(bundle), min_size=1, max_size=12))
    asked = list(keys(bundle))[data.draw(st.integers(0, 6)) :: 7]
    directory = Directory(bundle.registers)
    directory.suspend(data.draw(st.sampled_from(sorted(bundle.registers.parties))))

    assert all_at_once(made, who, asked, directory) == one_by_one(made, who, asked, directory)


@given(data=st.data())
@settings(max_examples=examples(5), deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_left_to_the_engine_is_asked_of_it(bundle: Bundle, data: st.DataObject) -> None:
    text = data.draw(policies(outside=True))
    assume(is_valid(bundle, text))
    made = with_policies(bundle, pack("th-police"), [text])
    who = data.draw(st.lists(viewers(bundle), min_size=2, max_size=4))
    asked = list(keys(bundle, originators=["th-police", "th-fiu"]))[::23]

    assert all_at_once(made, who, asked) == one_by_one(made, who, asked)


def test_viewers_whom_a_bundle_does_not_know_are_told_nothing(bundle: Bundle) -> None:
    strangers = [viewer("xx-nobody"), viewer(purpose="gossip"), viewer("th-police", "wizard")]

    assert all_at_once(bundle, strangers, list(keys(bundle))[::5]) == set()


def test_a_lapsed_basis_is_of_no_effect_at_its_instant(bundle: Bundle) -> None:
    asked, who = list(keys(bundle))[::3], [viewer("kh-police"), viewer("th-fiu", case_ref="C-1")]

    for at in bundle.breakpoints[:6]:
        for now in (at - timedelta(milliseconds=1), at):
            many, builder = ManyViewers(bundle, who, asked, now=now), ScopeBuilder(bundle)
            for n, one in enumerate(who):
                allowed = builder.evaluate(one, World.over(asked, bundle), now=now)
                told = {a: sum(bits.bit_count() for bits in _bits(many, n, a)) for a in PolicyAction}
                assert told == {a: allowed[a].bit_count() for a in PolicyAction}


def _bits(many: ManyViewers, who: int, action: PolicyAction) -> list[int]:
    number = list(PolicyAction).index(action)
    return [told.answers[told.labels[who]][number] for told in map(many.told, many.originators)]


@pytest.mark.long
@given(data=st.data())
@settings(max_examples=examples(2), deadline=None, suppress_health_check=list(HealthCheck))
def test_the_policies_that_decide_nothing_are_those_without_which_nothing_differs(
    bundle: Bundle, data: st.DataObject
) -> None:
    texts = data.draw(st.lists(policies(), min_size=1, max_size=3))
    assume(all(is_valid(bundle, text) for text in texts))
    made = with_policies(bundle, pack("th-police"), texts)
    few = replace(made, policies=tuple(p for p in made.policies if p.source.name in {"floor", "added"}))
    asked = list(keys(bundle, originators=["th-police"]))[::5]

    without = {p.id: replace(few, policies=tuple(q for q in few.policies if q is not p)) for p in few.policies}
    idle = {i for i, other in without.items() if not list(compare_bundles(few, other, now=NOW, keys=asked))}

    assert set(find_unused(few, now=NOW, keys=asked)) == idle


def test_two_bundles_of_other_registers_differ_as_their_scopes_do(tmp_path: Path, bundle: Bundle) -> None:
    profiles = {n: replace(p, min_clearance=1) for n, p in bundle.registers.profiles.items()}
    other = replace(bundle, registers=replace(bundle.registers, profiles=profiles))
    who = [viewer("kh-police"), viewer("kh-police", clearance=2), viewer("la-police", case_ref="C-1")]
    asked = list(keys(bundle))[::2]

    changes = list(compare_bundles(bundle, other, now=NOW, keys=asked, viewers=who))

    before, after = one_by_one(bundle, who, asked), one_by_one(other, who, asked)
    assert before != after
    assert {(who.index(c.viewer), c.action, k) for c in changes for k in c.lost} == before - after
    assert {(who.index(c.viewer), c.action, k) for c in changes for k in c.gained} == after - before


@given(data=st.data())
@settings(max_examples=examples(30), deadline=None, suppress_health_check=list(HealthCheck))
def test_a_part_of_a_world_is_the_world_of_that_part(bundle: Bundle, data: st.DataObject) -> None:
    asked = data.draw(st.lists(st.sampled_from(list(keys(bundle, states=COMPARTMENT_STATES))), max_size=40))
    start = data.draw(st.integers(0, len(asked)))
    end = data.draw(st.integers(start, len(asked)))
    part, alone = World.over(asked, bundle).part(start, end), World.over(asked[start:end], bundle)
    assert (part.keys, part.all, columns_of(part)) == (alone.keys, alone.all, columns_of(alone))


def columns_of(world: World) -> set[tuple[str, object, int]]:
    return {(name, v, bits) for name, column in world.columns.items() for v, bits in column.items() if bits}
