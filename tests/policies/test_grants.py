"""Grants as policies weigh them: the ceiling, whom one reaches, and that one only ever adds, and to nobody else."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import LINK_KIND, Compartment, CompartmentKey, PropertyClass, ReadScope, SubjectRole
from graph.grants import Condition, Grant, Grantee, GrantState, grant_compartment, grant_number
from policies import (
    Bundle,
    Caveat,
    OverCeilingError,
    PolicyAction,
    ScopeBuilder,
    Sector,
    Tlp,
    ViewerContext,
    best_viewers,
    check_ceiling,
    check_purpose,
    conditions_of,
    load_bundle,
    needs_second,
)
from policies.bundles.vocabulary import READ_ACTIONS
from policies.scopes.engine import CedarEngine
from policies.scopes.facts import viewer_facts
from tests.examples import examples
from tests.policies.edited_bundles import every_viewer, keys, registered, viewer, viewers, wide_bundle

NOW = datetime(2026, 5, 1, tzinfo=UTC)
BUNDLE = load_bundle()
OF_STATIONS = {"FalseBaseStation", "Sighting", "Link"}
PRIVATE = {Sector.TELCO, Sector.BANK, Sector.EXCHANGE, Sector.PLATFORM}
SEALED = {PropertyClass.IDENTITY, PropertyClass.CONTACT, PropertyClass.LOCATION}
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return wide_bundle(tmp_path_factory.mktemp("wide"))


@pytest.fixture(scope="module")
def builder(wide: Bundle) -> ScopeBuilder:
    return ScopeBuilder(wide)


def of_key(compartment: Compartment) -> CompartmentKey:
    assert compartment.key is not None
    return compartment.key


@pytest.mark.long
def test_the_ceiling_never_opens_what_the_floor_withholds_from_grants(wide: Bundle, builder: ScopeBuilder) -> None:
    compartments = registered(keys(wide))
    for who in every_viewer(wide):
        ceiling = builder.ceiling(who, compartments, now=NOW)
        protecting = "victim-support" in who.roles and who.purpose == "victim-protection"
        party = wide.registers.parties[who.agency]
        for compartment in compartments:
            key = of_key(compartment)
            classes = ceiling.readable_classes(compartment.id)
            profile = wide.registers.profiles[key.profile]
            if key.role.is_victim and not protecting:
                assert not classes & SEALED, (who, key)
            if key.originator == who.agency:
                continue
            withheld = (
                profile.tlp is Tlp.RED
                or profile.caveats & {Caveat.HIT_ONLY, Caveat.SEALED}
                or (party.sector in PRIVATE and not (party.sector is Sector.TELCO and key.kind in OF_STATIONS))
                or who.purpose not in profile.purposes
                or profile.min_clearance > who.clearance
                or (profile.releasable_to and who.agency not in profile.releasable_to)
            )
            if withheld:
                assert not classes, (who, key)


def test_an_originators_own_decision_is_what_a_grant_lifts(wide: Bundle, builder: ScopeBuilder) -> None:
    compartments = registered(keys(wide, originators=("kh-police",), kinds=("Person",), roles=(SubjectRole.SUSPECT,)))
    who = viewer("th-fiu")
    scope, ceiling = (f(who, compartments, now=NOW) for f in (builder.build_scope, builder.ceiling))
    lifted = {of_key(c).profile for c in compartments if ceiling.readable_classes(c.id) == set(PropertyClass)}
    assert {"originator-controlled", "consent"} <= lifted
    closed = {of_key(c).profile for c in compartments if not scope.readable_classes(c.id)}
    assert {"originator-controlled", "consent"} <= closed


@pytest.mark.long
@settings(max_examples=examples(20), deadline=None)
@given(data=st.data())
def test_the_ceiling_agrees_with_cedar(wide: Bundle, builder: ScopeBuilder, data: st.DataObject) -> None:
    who = data.draw(viewers(wide))
    compartments = registered(keys(wide, originators=("kh-police", "kh-hotline", "my-telco"), kinds=("Person",)))
    ceiling = builder.ceiling(who, compartments, now=NOW)
    facts = viewer_facts(who, wide, builder.directory, NOW, granted=True)
    engine = CedarEngine(wide)
    for compartment in compartments:
        key = of_key(compartment)
        requests: list[tuple[PolicyAction, CompartmentKey]] = [(READ_ACTIONS[c], key) for c in PropertyClass]
        answers = engine.decide(facts, requests, wide.effective(key.originator, NOW))
        opened = {c for c, a in zip(PropertyClass, answers, strict=True) if a.allowed}
        assert ceiling.readable_classes(compartment.id) == opened, (who, key)


PERSON = CompartmentKey(originator="kh-police", profile="originator-controlled", kind="Person")
VICTIM = CompartmentKey(
    originator="kh-police", profile="victim-protection", kind="Person", role=SubjectRole.PRESUMED_VICTIM
)
COMPARTMENTS = (
    Compartment(id=1, key=PERSON),
    Compartment(id=2, key=CompartmentKey(originator="kh-police", profile="originator-controlled", kind="PhoneNumber")),
    Compartment(id=3, key=CompartmentKey(originator="kh-police", profile="originator-controlled", kind=LINK_KIND)),
    Compartment(id=4, key=VICTIM),
    Compartment(id=5, key=CompartmentKey(originator="kh-police", profile="victim-protection", kind=LINK_KIND)),
    Compartment(id=6, key=CompartmentKey(originator="kh-police", profile="hit-only", kind="Person")),
    Compartment(id=7, members=(3, 1, 2)),
    Compartment(id=8, members=(5, 2, 4)),
    Compartment(id=9, key=CompartmentKey(originator="kh-police", profile="victim-protection", kind="PhoneNumber")),
    Compartment(id=10, members=(5, 4, 9)),
    Compartment(id=11, key=CompartmentKey(originator="kh-police", profile="hit-only", kind=LINK_KIND)),
    Compartment(id=12, members=(11, 1, 2)),
)
VIEWERS = (
    viewer("th-police"),
    viewer("th-police", "duty-officer"),
    viewer("th-police", "victim-support", purpose="victim-protection"),
    viewer("th-police", purpose="victim-protection"),
    viewer("my-police"),
    viewer("my-telco"),
    replace(viewer("th-police", case_ref="C-1"), subject="somebody else"),
)
GRANTEES = (
    Grantee(agency="th-police"),
    Grantee(agency="th-police", role="duty-officer"),
    Grantee(agency="th-police", person="somebody else"),
    Grantee(agency="my-telco"),
)
PURPOSES = ("investigation", "victim-protection")


def grant(number: int, **changed: object) -> Grant:
    given: dict[str, object] = {
        "id": f"g-{number}",
        "number": number,
        "originator": "kh-police",
        "grantee": Grantee(agency="th-police"),
        "classes": frozenset({PropertyClass.IDENTITY, PropertyClass.NARRATIVE}),
        "purpose": "investigation",
        "case_ref": None,
        "begins": NOW - MINUTE,
        "ends": NOW + MINUTE,
        "onward": False,
        "conditions": (Condition.H2,),
        "other_restrictions": None,
        "reason": "asked for",
        "question": None,
        "records": (),
        "links": (),
        "compartments": frozenset({1}),
        "state": GrantState.ACTIVE,
        "given_by": "somebody",
        "given_at": NOW - MINUTE,
        **changed,
    }
    return Grant(**given)  # type: ignore[arg-type]  # the fields of a grant, by name


def grants(number: int) -> st.SearchStrategy[Grant]:
    return st.builds(
        lambda classes, to, purpose, case, times, compartments: grant(
            number,
            classes=frozenset(classes),
            grantee=to,
            purpose=purpose,
            case_ref=case,
            begins=NOW + times[0] * MINUTE,
            ends=NOW + (times[0] + times[1]) * MINUTE,
            compartments=frozenset(compartments),
        ),
        st.sets(st.sampled_from(PropertyClass), min_size=1),
        st.sampled_from(GRANTEES),
        st.sampled_from(PURPOSES),
        st.sampled_from((None, None, "C-1")),
        st.sampled_from(((-2, 1), (-1, 1), (-1, 3), (0, 1), (1, 2))),
        st.sets(st.sampled_from((1, 2, 4, 6, 7, 8, 9, 10)), min_size=1),
    )


SOME = st.integers(0, 4).flatmap(lambda n: st.tuples(*(grants(i + 1) for i in range(n))))
SHIPPED = ScopeBuilder(BUNDLE)


def look(who: ViewerContext, given: Sequence[Grant], now: datetime = NOW) -> ReadScope:
    return SHIPPED.build_scope(
        who, COMPARTMENTS, now=now, grants=tuple(g for g in given if g.grantee.agency == who.agency)
    )


def every_grant() -> list[Grant]:
    """Return grants in all their terms, one of each: to whom, for what, in which case, of which classes and what."""
    classes = (set(PropertyClass), {PropertyClass.IDENTITY}, {PropertyClass.CONTACT}, {PropertyClass.NARRATIVE})
    named = ({1}, {1, 2, 7}, {1, 7}, {7}, {2, 4, 8}, {4, 8}, {4, 9, 10}, {9, 10}, {6}, {1, 2, 12})
    terms = product(GRANTEES, PURPOSES, (None, "C-1"), classes, named)
    return [
        grant(number, grantee=to, purpose=purpose, case_ref=case, classes=frozenset(opened), compartments=frozenset(of))
        for number, (to, purpose, case, opened, of) in enumerate(terms, start=1)
    ]


def slowly(who: ViewerContext, given: Sequence[Grant], now: datetime) -> set[tuple[int, int, PropertyClass]]:
    """Return what grants open, as (grant, compartment, class), by the words of the law and one decision at a time."""
    by_id = {c.id: c for c in COMPARTMENTS}
    facts = viewer_facts(who, BUNDLE, SHIPPED.directory, now, granted=True)
    base = SHIPPED.build_scope(who, COMPARTMENTS, now=now)

    @cache
    def could(compartment: int, name: PropertyClass) -> bool:
        key = of_key(by_id[compartment])
        [answer] = CedarEngine(BUNDLE).decide(facts, [(READ_ACTIONS[name], key)], BUNDLE.effective(key.originator, now))
        return answer.allowed

    found = set()
    for g in given:
        to = g.grantee
        if (
            to.agency != who.agency
            or (to.role and to.role not in who.roles)
            or (to.person and to.person != who.subject)
        ):
            continue
        if g.purpose != who.purpose or (g.case_ref and g.case_ref != who.case_ref) or not g.begins <= now < g.ends:
            continue
        for compartment in g.compartments:
            own, *ends = by_id[compartment].members or (compartment,)
            reads = {
                e: {
                    c
                    for c in PropertyClass
                    if base.may_read(c, e) or (e in g.compartments and c in g.classes and could(e, c))
                }
                for e in ends
            }
            shut = any(
                not r or (of_key(by_id[e]).role.is_victim and PropertyClass.IDENTITY not in r) for e, r in reads.items()
            )
            if not shut:
                found |= {(g.number, compartment, c) for c in g.classes if could(own, c)}
    return found


@pytest.mark.parametrize("who", VIEWERS, ids=lambda who: f"{who.agency}-{'+'.join(who.roles)}-{who.case_ref}")
def test_the_overlay_opens_what_the_slow_reading_of_the_law_opens(who: ViewerContext) -> None:
    """All at once: what one of them opens at the end of a link must not open the link that another one names."""
    given = every_grant()
    scope = look(who, given)
    tokens = [
        (grant_number(token), grant_compartment(token), name) for name, held in scope.granted.items() for token in held
    ]
    assert set(tokens) == slowly(who, given, NOW)
    assert len(tokens) == len(set(tokens))


@settings(max_examples=examples(60), deadline=None)
@given(given=SOME, more=grants(9), who=st.sampled_from(VIEWERS))
def test_a_grant_only_ever_adds_and_to_its_grantee_alone(
    given: tuple[Grant, ...], more: Grant, who: ViewerContext
) -> None:
    before, after = look(who, given), look(who, (*given, more))
    assert after.covers(before)
    assert after.classes == before.classes
    assert (after.notices, after.hits) == (before.notices, before.hits)
    if after.granted != before.granted:
        assert more.grantee.agency == who.agency
        assert after.view_key != before.view_key
        assert after.tokens - before.tokens <= {more.token(c) for c in more.compartments}
    else:
        assert after.view_key == before.view_key
    assert look(who, given).view_key == before.view_key


@settings(max_examples=examples(40), deadline=None)
@given(given=SOME, who=st.sampled_from(VIEWERS), minute=st.integers(-2, 3))
def test_a_scope_is_exact_at_every_instant_and_its_end_tells_of_no_grant(
    given: tuple[Grant, ...], who: ViewerContext, minute: int
) -> None:
    now = NOW + minute * MINUTE
    scope = look(who, given, now)
    assert scope.exact_until == look(who, (), now).exact_until
    assert all(grant.begins <= now < grant.ends for grant in scope.grants.values())
    if scope.grants:
        last = min(grant.ends for grant in scope.grants.values()) - timedelta(milliseconds=1)
        assert all(held <= look(who, given, last).granted.get(c, frozenset()) for c, held in scope.granted.items())
    # Asked in any order of time, a clock set back included, the answer is that of the instant.
    look(who, given, now + 5 * MINUTE)
    assert look(who, given, now).granted == scope.granted


def test_what_is_ready_for_one_is_opened_to_no_colleague_in_no_other_case_and_at_no_other_time() -> None:
    given = (
        grant(1, grantee=Grantee(agency="th-police", person="somebody else")),
        grant(2, begins=NOW),
        grant(3, case_ref="C-1"),
    )

    def opened(who: ViewerContext, minutes: float) -> set[int]:
        # The same tuple again, as each reading has it until a grant changes.
        scope = SHIPPED.build_scope(who, COMPARTMENTS, now=NOW + minutes * MINUTE, grants=given)
        return set(scope.grants)

    one = viewer("th-police")
    other, in_case = replace(one, subject="somebody else"), replace(one, case_ref="C-1")
    assert [opened(who, 0) for who in (one, other, in_case, one)] == [{2}, {1, 2}, {2, 3}, {2}]
    # A clock that is set back asks anew, and so does the end of a grant.
    assert [opened(one, minutes) for minutes in (0, -0.5, 0, 1)] == [{2}, set(), {2}, set()]


def test_the_same_grants_under_other_numbers_show_the_same_view() -> None:
    who = viewer("th-police")
    one, other = grant(1), grant(1_000)
    assert look(who, [one]).view_key == look(who, [grant(1_000, id="g-1")]).view_key
    assert look(who, [one]).view_key != look(who, [other]).view_key
    assert look(who, []).view_key != look(who, [one]).view_key


def test_a_suspension_closes_what_was_granted() -> None:
    builder = ScopeBuilder(BUNDLE)
    who, given = viewer("th-police"), (grant(1),)
    assert builder.build_scope(who, COMPARTMENTS, now=NOW, grants=given).tokens
    builder.directory.suspend("th-police")
    assert not builder.build_scope(who, COMPARTMENTS, now=NOW, grants=given).tokens


def test_what_no_viewer_of_the_grantee_could_be_shown_is_over_the_ceiling() -> None:
    registers = BUNDLE.registers

    def check(classes: set[PropertyClass], compartment: int, to: Grantee, purpose: str) -> None:
        found = [SHIPPED.ceiling(v, COMPARTMENTS, now=NOW) for v in best_viewers(to, purpose, None, registers)]
        check_ceiling(frozenset(classes), [compartment], found)

    everything = set(PropertyClass)
    check(everything, 1, Grantee(agency="my-police"), "investigation")
    check(everything, 4, Grantee(agency="my-police"), "victim-protection")
    for compartment, to, purpose in (
        (6, Grantee(agency="my-police"), "investigation"),
        (1, Grantee(agency="my-telco"), "investigation"),
        (1, Grantee(agency="my-police"), "border-control"),
        (4, Grantee(agency="my-police"), "investigation"),
        (4, Grantee(agency="my-police", role="analyst"), "victim-protection"),
    ):
        with pytest.raises(OverCeilingError, match="over the ceiling"):
            check({PropertyClass.IDENTITY}, compartment, to, purpose)


def test_a_purpose_outside_a_profile_is_named() -> None:
    check_purpose("investigation", ["victim-protection", "law-enforcement"], BUNDLE.registers)

    with pytest.raises(OverCeilingError) as caught:
        check_purpose("victim-protection", ["victim-protection", "law-enforcement"], BUNDLE.registers)

    assert str(caught.value) == "over the ceiling of what may be granted: the purpose `victim-protection`"
    assert caught.value.words == ("victim-protection",)


@pytest.mark.parametrize(
    ("asked", "profiles", "onward", "expected"),
    [
        ((), ["open"], True, (Condition.H0,)),
        ((Condition.H0,), ["law-enforcement"], False, (Condition.H2,)),
        ((Condition.H1,), ["open"], True, (Condition.H1,)),
        ((Condition.H3,), ["law-enforcement", "open"], False, (Condition.H2, Condition.H3)),
    ],
)
def test_conditions_are_those_given_and_those_of_the_profiles(
    asked: tuple[Condition, ...], profiles: list[str], *, onward: bool, expected: tuple[Condition, ...]
) -> None:
    assert conditions_of(asked, profiles, BUNDLE.registers, onward=onward) == expected


def test_a_profile_that_forbids_passing_on_bounds_the_grant() -> None:
    with pytest.raises(OverCeilingError, match="onward"):
        conditions_of((), ["open", "law-enforcement"], BUNDLE.registers, onward=True)


def test_a_second_person_is_asked_for_by_the_profile(wide: Bundle) -> None:
    assert not needs_second(["law-enforcement", "open"], wide.registers)
    assert needs_second(["law-enforcement", "victim-protection"], wide.registers)
