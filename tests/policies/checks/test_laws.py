"""The laws of sharing, in code of their own: they hold under packs that release everything."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graph import Compartment, PropertyClass, ReadScope
from graph.ontology import load_ontology
from policies import (
    CARRIER_KINDS,
    NUMBER_KINDS,
    PRIVATE_SECTORS,
    Bundle,
    Caveat,
    Directory,
    HandlingProfile,
    HitMode,
    Party,
    ScopeBuilder,
    Sector,
    SourceKind,
    Tlp,
    ViewerContext,
    may_tell_of_likeness,
)
from policies.bundles.model import Source
from tests.examples import examples
from tests.policies.edited_bundles import (
    every_viewer,
    is_valid,
    keys,
    pack,
    registered,
    viewer,
    viewers,
    wide_bundle,
    with_policies,
)
from tests.policies.random_policies import policies

NOW = datetime(2026, 5, 1, tzinfo=UTC)
PRIVATE = {Sector.TELCO, Sector.BANK, Sector.EXCHANGE, Sector.PLATFORM}
SEALED_CLASSES = {PropertyClass.IDENTITY, PropertyClass.CONTACT, PropertyClass.LOCATION}
FAST = settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))


def test_the_floor_and_the_laws_mean_the_same_sectors_by_the_private_one() -> None:
    """Cedar has no names for sets: the floor writes the sectors out in each policy that closes something to them."""
    floor = (files("policies") / "bundle" / "floor.cedar").read_text(encoding="utf-8")
    named = {
        policy.partition('"')[0]: {Sector(name) for name in re.findall(r'Sector::"(\w+)"', listed[1])}
        for policy in floor.split('@id("')
        for listed in re.finditer(r"\[([^\[\]]*Sector::[^\[\]]*)\]", policy)
    }
    assert named == dict.fromkeys(
        ("floor.private-sector", "floor.no-private", "floor.private-linkages"), PRIVATE_SECTORS
    )
    assert PRIVATE == PRIVATE_SECTORS


def test_the_floor_and_the_laws_mean_the_same_kinds_by_numbers_and_what_they_stand_on() -> None:
    floor = (files("policies") / "bundle" / "floor.cedar").read_text(encoding="utf-8")
    [policy] = [p for p in floor.split("@id(") if p.startswith('"floor.private-linkages"')]
    forbidding, _, _ = policy.partition("unless")
    kinds = load_ontology().kinds.values()
    assert set(re.findall(r'Kind::"(\w+)"', forbidding)) == {*NUMBER_KINDS, *CARRIER_KINDS}
    assert set(NUMBER_KINDS) == {kind.name for kind in kinds if kind.is_selector}
    assert set(CARRIER_KINDS) == {kind.name for kind in kinds if kind.carried}


@pytest.mark.parametrize(
    ("kind", "agencies", "told"),
    [
        ("Organization", ("th-police", "my-police"), True),
        ("Organization", ("th-police", "my-telco"), False),
        ("Site", ("kh-bank", "th-police"), False),
        ("Person", ("sg-exchange", "th-fiu"), False),
        ("JobAdvertisement", ("ph-jobs", "kh-hotline"), False),
        ("Organization", ("kh-bank", "my-telco"), False),
        ("FalseBaseStation", ("th-telco", "my-telco"), True),
        ("FalseBaseStation", ("th-telco", "th-police"), False),
        ("FalseBaseStation", ("th-telco", "kh-bank"), False),
    ],
)
def test_a_private_party_and_who_shares_its_likeness_are_not_told_of_it(
    wide: Bundle, kind: str, agencies: tuple[str, str], *, told: bool
) -> None:
    one, other = (wide.registers.parties[agency] for agency in agencies)
    assert may_tell_of_likeness(kind, (one, other)) is may_tell_of_likeness(kind, (other, one)) is told


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return wide_bundle(tmp_path_factory.mktemp("wide"))


@pytest.fixture(scope="module")
def generous(wide: Bundle) -> Bundle:
    """A bundle whose every originator releases everything: only the floor holds back."""
    return with_policies(wide, pack(*wide.registers.parties), ["permit (principal, action, resource);"])


@pytest.fixture(scope="module")
def compartments(wide: Bundle) -> tuple[Compartment, ...]:
    return registered(keys(wide))


def read(scope: ReadScope) -> set[tuple[int, PropertyClass]]:
    return {(number, c) for c, numbers in scope.classes.items() for number in numbers}


def test_the_floor_holds_under_packs_that_release_everything(
    generous: Bundle, compartments: tuple[Compartment, ...]
) -> None:
    builder, broken = ScopeBuilder(generous), []
    for who in every_viewer(generous):
        scope = builder.build_scope(who, compartments, now=NOW)
        for compartment in compartments:
            if not _keeps_the_floor(scope, who, compartment, generous):
                broken.append((who, compartment))

    assert broken == []


def test_packs_that_release_everything_do_release(generous: Bundle, compartments: tuple[Compartment, ...]) -> None:
    scope = ScopeBuilder(generous).build_scope(viewer("la-police"), compartments, now=NOW)

    # Of 6 originators with 4 kinds and 4 roles: without a victim, `open`, `law-enforcement`, `victim-protection` alone
    # are neither narrowed by a caveat, a community, a clearance, named parties nor another purpose.
    assert len(scope.visible) == 6 * 4 * 2 * 3
    assert read(scope) == {(number, c) for number in scope.visible for c in PropertyClass}


def _keeps_the_floor(scope: ReadScope, who: ViewerContext, compartment: Compartment, bundle: Bundle) -> bool:
    """The floor once more, written as what may remain open at most."""
    key = compartment.key
    assert key is not None
    profile, party = bundle.registers.profiles[key.profile], bundle.registers.parties[who.agency]
    classes, number = scope.readable_classes(compartment.id), compartment.id
    sealed = key.role.is_victim and not ("victim-support" in who.roles and who.purpose == "victim-protection")
    allowed = frozenset(PropertyClass) - (SEALED_CLASSES if sealed else set())
    hit = notice = True
    if key.originator != who.agency:
        home = bundle.registers.parties[key.originator].jurisdiction == party.jurisdiction
        silent = _is_silent(profile, party, at_home=home)
        unread = profile.caveats & {Caveat.ORCON, Caveat.PRIOR_CONSENT, Caveat.HIT_ONLY} or party.sector in PRIVATE
        useless = sealed or silent or who.purpose not in profile.purposes
        allowed = frozenset() if unread or useless else allowed
        hit = not useless and profile.hit_mode is not HitMode.NONE
        victims = profile.link_notice_victims or not key.role.is_victim
        numbers = party.sector not in PRIVATE or key.kind in {*NUMBER_KINDS, *CARRIER_KINDS}
        notice = not silent and profile.link_notice and victims and numbers
    if profile.min_clearance > who.clearance:
        allowed = frozenset()
    return classes <= allowed and (hit or number not in scope.hits) and (notice or number not in scope.notices)


def _is_silent(profile: HandlingProfile, party: Party, *, at_home: bool) -> bool:
    """Whether another party may not even learn that something is held."""
    return (
        profile.tlp is Tlp.RED
        or Caveat.SEALED in profile.caveats
        or (profile.community is not None and profile.community not in party.communities)
        or (bool(profile.releasable_to) and party.code not in profile.releasable_to)
        or (Caveat.NO_PRIVATE in profile.caveats and party.sector in PRIVATE)
        or (Caveat.NOFORN in profile.caveats and not at_home)
    )


@given(data=st.data())
@FAST
def test_a_pack_never_changes_another_originators_compartments(
    wide: Bundle, compartments: tuple[Compartment, ...], data: st.DataObject
) -> None:
    texts = data.draw(st.lists(policies(outside=True), min_size=1, max_size=3))
    assume(all(is_valid(wide, text) for text in texts))
    who = data.draw(viewers(wide))
    some = compartments[:: data.draw(st.integers(11, 29))]

    before = ScopeBuilder(wide).build_scope(who, some, now=NOW)
    after = ScopeBuilder(with_policies(wide, pack("kh-police"), texts)).build_scope(who, some, now=NOW)
    others = frozenset(c.id for c in some if c.key is not None and c.key.originator != "kh-police")

    assert {c: s & others for c, s in before.classes.items()} == {c: s & others for c, s in after.classes.items()}
    assert (before.hits & others, before.notices & others) == (after.hits & others, after.notices & others)


@pytest.mark.long
@given(data=st.data())
@FAST
def test_an_agreement_touches_only_those_that_adopted_it(
    wide: Bundle, compartments: tuple[Compartment, ...], data: st.DataObject
) -> None:
    texts = data.draw(st.lists(policies(), min_size=1, max_size=3))
    assume(all(is_valid(wide, text) for text in texts))
    who = data.draw(viewers(wide))
    adopted = wide.registers.agreements["scam-centre-arrangement"].adopted_by
    source = Source(kind=SourceKind.AGREEMENT, name="scam-centre-arrangement", originators=adopted)

    before = ScopeBuilder(wide).build_scope(who, compartments, now=NOW)
    after = ScopeBuilder(with_policies(wide, source, texts)).build_scope(who, compartments, now=NOW)
    changed = {n for n in (c.id for c in compartments) if before.readable_classes(n) != after.readable_classes(n)}

    assert {c.key.originator for c in compartments if c.id in changed and c.key is not None} <= set(adopted)


@given(data=st.data())
@FAST
def test_a_further_forbid_never_opens_anything(
    wide: Bundle, compartments: tuple[Compartment, ...], data: st.DataObject
) -> None:
    text, who = data.draw(policies(("forbid",))), data.draw(viewers(wide))
    assume(is_valid(wide, text))

    before = ScopeBuilder(wide).build_scope(who, compartments, now=NOW)
    after = ScopeBuilder(with_policies(wide, pack(*wide.registers.parties), [text])).build_scope(
        who, compartments, now=NOW
    )

    assert read(after) <= read(before)
    assert after.notices <= before.notices
    assert after.hits <= before.hits | before.visible


@given(data=st.data())
@FAST
def test_another_traffic_light_than_clear_never_opens_anything(
    wide: Bundle, compartments: tuple[Compartment, ...], data: st.DataObject
) -> None:
    who, tlp = data.draw(viewers(wide)), data.draw(st.sampled_from(Tlp))

    clear = ScopeBuilder(_all_marked(wide, Tlp.CLEAR)).build_scope(who, compartments, now=NOW)
    marked = ScopeBuilder(_all_marked(wide, tlp)).build_scope(who, compartments, now=NOW)

    assert read(marked) <= read(clear)
    assert marked.notices <= clear.notices


def _all_marked(bundle: Bundle, tlp: Tlp) -> Bundle:
    community = "scam-centre-response" if tlp is Tlp.GREEN else None
    profiles = {n: replace(p, tlp=tlp, community=community) for n, p in bundle.registers.profiles.items()}
    return replace(bundle, registers=replace(bundle.registers, profiles=profiles))


@pytest.mark.parametrize("field", ["caveats", "purposes", "link_notice", "min_clearance", "releasable_to"])
def test_a_narrower_profile_never_opens_anything(
    generous: Bundle, compartments: tuple[Compartment, ...], field: str
) -> None:
    narrower: Mapping[str, object] = {
        "caveats": frozenset(Caveat),
        "purposes": frozenset(),
        "link_notice": False,
        "min_clearance": 3,
        "releasable_to": frozenset({"kh-police"}),
    }
    profiles = {n: replace(p, **{field: narrower[field]}) for n, p in generous.registers.profiles.items()}  # type: ignore[arg-type]
    narrowed = replace(generous, registers=replace(generous.registers, profiles=profiles))
    wide_open, held_back = ScopeBuilder(generous), ScopeBuilder(narrowed)

    for who in [
        v for v in every_viewer(generous) if v.agency not in generous.registers.profiles["chosen"].releasable_to
    ]:
        before, after = (b.build_scope(who, compartments, now=NOW) for b in (wide_open, held_back))
        assert read(after) <= read(before)
        assert after.notices <= before.notices


@given(data=st.data())
@FAST
def test_a_suspended_agency_gets_nothing(
    generous: Bundle, compartments: tuple[Compartment, ...], data: st.DataObject
) -> None:
    who, directory = data.draw(viewers(generous)), Directory(generous.registers)
    directory.suspend(who.agency)

    scope = ScopeBuilder(generous, directory).build_scope(who, compartments, now=NOW)

    assert (scope.visible, scope.hits, scope.notices) == (frozenset(), frozenset(), frozenset())


@given(data=st.data())
@FAST
def test_a_notice_depends_on_the_agency_alone(
    generous: Bundle, compartments: tuple[Compartment, ...], data: st.DataObject
) -> None:
    builder, who = ScopeBuilder(generous), data.draw(viewers(generous))

    scope = builder.build_scope(who, compartments, now=NOW)

    assert scope.notices == ScopeBuilder(generous).notice_compartments(who.agency, compartments, NOW)
