"""Scopes are cached, follow the compartments and the clock, and close at once on suspension."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import Compartment, CompartmentKey, PropertyClass, SubjectRole
from policies import (
    Bundle,
    Directory,
    PolicyAction,
    PreparedBundle,
    ScopeBuilder,
    UnknownAgencyError,
    UnknownPurposeError,
    UnknownRoleError,
    ViewerError,
    load_bundle,
)
from tests.examples import examples
from tests.policies.edited_bundles import keys, registered, viewer, viewers

NOW = datetime(2026, 5, 1, tzinfo=UTC)
SITE = CompartmentKey(originator="kh-police", profile="law-enforcement", kind="Site")
SUSPECT = CompartmentKey(originator="th-police", profile="law-enforcement", kind="Person", role=SubjectRole.SUSPECT)
NUMBER = CompartmentKey(originator="th-police", profile="law-enforcement", kind="PhoneNumber")
VICTIM = CompartmentKey(
    originator="th-police", profile="victim-protection", kind="Person", role=SubjectRole.PRESUMED_VICTIM
)
LINK = CompartmentKey(originator="th-police", profile="law-enforcement", kind="Link")
HIT_ONLY = CompartmentKey(originator="th-police", profile="hit-only", kind="PhoneNumber")


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle()


@pytest.fixture(scope="module")
def everything(bundle: Bundle) -> tuple[Compartment, ...]:
    base = registered(keys(bundle))
    joined = [
        Compartment(id=5000 + n, members=(1 + n, 1 + n * 7 % len(base), 1 + n * 31 % len(base))) for n in range(300)
    ]
    return (*base, *joined)


def test_a_scope_says_what_it_opens_and_until_when(bundle: Bundle) -> None:
    scope = ScopeBuilder(bundle).build_scope(viewer("kh-police"), registered([SUSPECT, SITE, HIT_ONLY]), now=NOW)

    assert {c: sorted(s) for c, s in scope.classes.items()} == {
        PropertyClass.IDENTITY: [1, 2],
        PropertyClass.CONTACT: [1, 2],
        PropertyClass.FINANCIAL: [1, 2],
        PropertyClass.LOCATION: [1, 2],
        PropertyClass.NARRATIVE: [1, 2],
        PropertyClass.SOURCE: [2],
    }
    assert scope.hits == {3}
    assert scope.notices == {1, 2}
    assert (scope.agency, scope.policy_version) == ("kh-police", bundle.version)
    assert scope.exact_until == datetime(2026, 7, 1, tzinfo=UTC)


def test_a_scope_after_the_last_breakpoint_stays_exact(bundle: Bundle) -> None:
    late = datetime(2040, 1, 1, tzinfo=UTC)

    assert ScopeBuilder(bundle).build_scope(viewer(), registered([SUSPECT]), now=late).exact_until is None


def test_a_conjunction_is_visible_where_all_its_members_are(bundle: Bundle) -> None:
    base = registered([LINK, SUSPECT, NUMBER, VICTIM, SITE])
    joined = (
        Compartment(id=10, members=(1, 2, 3)),
        Compartment(id=11, members=(1, 2, 4)),
        Compartment(id=12, members=(5, 2, 3)),
        Compartment(id=13, members=(1, 2, 99)),
        Compartment(id=14, members=()),
        Compartment(id=15, members=(1,)),
    )

    scope = ScopeBuilder(bundle).build_scope(viewer("my-police"), base + joined, now=NOW)

    assert scope.visible == {1, 2, 3, 5, 10, 12, 15}
    # Its own, first, member's classes: those of the link, and those of the site.
    assert scope.readable_classes(10) == scope.readable_classes(1)
    assert scope.readable_classes(12) == {PropertyClass.IDENTITY, PropertyClass.LOCATION}


def test_the_same_question_gets_the_same_object(bundle: Bundle, everything: tuple[Compartment, ...]) -> None:
    builder = ScopeBuilder(bundle)
    first = builder.build_scope(viewer(), everything, now=NOW)

    assert builder.build_scope(viewer(), everything, now=NOW + timedelta(days=30)) is first
    assert builder.build_scope(viewer(), list(everything), now=NOW) is first
    assert builder.build_scope(viewer(case_ref="C-1"), everything, now=NOW) is not first
    assert builder.build_scope(viewer(), everything, now=datetime(2028, 1, 1, tzinfo=UTC)) is not first


@given(data=st.data())
@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
def test_growing_by_and_by_gives_what_building_anew_gives(
    bundle: Bundle, everything: tuple[Compartment, ...], data: st.DataObject
) -> None:
    who = data.draw(st.lists(viewers(bundle), min_size=1, max_size=3))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(everything)), min_size=1, max_size=4)))
    order = data.draw(st.permutations([*range(0, 60), *range(len(everything) - 60, len(everything))]))
    some = tuple(everything[i] for i in order) + everything[60:-60]
    builder = ScopeBuilder(bundle)

    for cut in [*cuts, len(some)]:
        for v in who:
            grown = builder.build_scope(v, some[:cut], now=NOW)
            assert grown == ScopeBuilder(bundle).build_scope(v, some[:cut], now=NOW)


def test_other_compartments_than_before_are_taken_anew(bundle: Bundle) -> None:
    builder = ScopeBuilder(bundle)
    builder.build_scope(viewer("kh-police"), registered([SUSPECT, SITE]), now=NOW)

    swapped = builder.build_scope(viewer("kh-police"), registered([SITE, SUSPECT]), now=NOW)

    assert swapped.classes[PropertyClass.SOURCE] == {1}
    assert builder.build_scope(viewer("kh-police"), [], now=NOW).visible == frozenset()


def test_a_list_that_changed_in_place_is_noticed(bundle: Bundle) -> None:
    builder, compartments = ScopeBuilder(bundle), list(registered([SUSPECT, SITE]))
    before = builder.build_scope(viewer("kh-police"), compartments, now=NOW)
    compartments[0] = Compartment(id=1, key=VICTIM)

    after = builder.build_scope(viewer("kh-police"), compartments, now=NOW)

    assert before.visible == {1, 2}
    assert after.visible == {2}


def test_a_breakpoint_takes_effect_at_its_millisecond(bundle: Bundle) -> None:
    builder, compartments = ScopeBuilder(bundle), registered([SUSPECT])
    end = datetime(2028, 1, 1, tzinfo=UTC)

    visible = [
        builder.build_scope(viewer("kh-police"), compartments, now=at).visible
        for at in (end - timedelta(milliseconds=1), end - timedelta(microseconds=1), end, end - timedelta(seconds=1))
    ]

    assert visible == [{1}, {1}, set(), {1}]


def test_a_suspension_takes_effect_at_once_and_can_be_lifted(bundle: Bundle) -> None:
    directory = Directory(bundle.registers)
    builder, compartments = ScopeBuilder(bundle, directory), registered([SUSPECT])
    before = builder.build_scope(viewer("kh-police"), compartments, now=NOW)

    directory.suspend("kh-police")
    during = builder.build_scope(viewer("kh-police"), compartments, now=NOW)
    named = builder.notice_compartments("kh-police", compartments, NOW)
    decision = builder.decide(viewer("kh-police"), PolicyAction.IDENTITY, SUSPECT, NOW)
    directory.reinstate(["kh-police"])

    assert before.visible == {1}
    assert (during.visible, named) == (frozenset(), frozenset())
    assert (decision.allowed, decision.determining) == (False, ("floor.suspended",))
    assert builder.build_scope(viewer("kh-police"), compartments, now=NOW).visible == {1}


def test_a_decision_names_what_determined_it(bundle: Bundle) -> None:
    builder = ScopeBuilder(bundle)

    allowed = builder.decide(viewer("kh-police"), PolicyAction.NARRATIVE, SUSPECT, NOW)
    denied = builder.decide(viewer("kh-police"), PolicyAction.IDENTITY, VICTIM, NOW)
    default = builder.decide(viewer("la-police"), PolicyAction.IDENTITY, SUSPECT, NOW)

    assert (allowed.allowed, allowed.determining) == (True, ("th.police-narrative-to-police",))
    assert (denied.allowed, denied.determining) == (False, ("floor.victim-seal",))
    assert (default.allowed, default.determining, default.errors) == (False, (), ())


def test_what_the_registers_do_not_know_fails_closed(bundle: Bundle) -> None:
    builder, compartments = ScopeBuilder(bundle), registered([SUSPECT])

    with pytest.raises(UnknownAgencyError, match=r"unknown agency `th-polise`, did you mean `th-police`\?"):
        builder.build_scope(viewer("th-polise"), compartments, now=NOW)
    with pytest.raises(UnknownRoleError, match=r"unknown role `analist`, did you mean `analyst`\?"):
        builder.build_scope(viewer("th-police", "analyst", "analist"), compartments, now=NOW)
    with pytest.raises(UnknownPurposeError, match="unknown purpose `curiosity`"):
        builder.build_scope(viewer(purpose="curiosity"), compartments, now=NOW)
    with pytest.raises(UnknownAgencyError):
        builder.notice_compartments("nobody", compartments, NOW)
    with pytest.raises(UnknownAgencyError):
        builder.directory.suspend("nobody")
    with pytest.raises(ViewerError):
        viewer(clearance=-1)
    with pytest.raises(ValueError, match="`now` needs a zone"):
        builder.build_scope(viewer(), compartments, now=datetime(2026, 5, 1))  # noqa: DTZ001 - the mistake under test


def test_what_was_compiled_is_of_the_very_bundle(bundle: Bundle) -> None:
    stricter = replace(bundle, policies=tuple(p for p in bundle.policies if not p.is_permit))
    first, other = PreparedBundle.of(bundle), PreparedBundle.of(stricter)
    assert PreparedBundle.of(bundle) is first
    assert (other.bundle, len(other.rules) < len(first.rules)) == (stricter, True)
    for _ in range(5):
        PreparedBundle.of(replace(bundle))
    again = PreparedBundle.of(bundle)
    assert again is not first
    assert [rule.policy for rule in again.rules] == [rule.policy for rule in first.rules]
