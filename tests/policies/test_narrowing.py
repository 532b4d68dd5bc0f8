"""A profile is narrower where it opens nothing more and something less."""

from dataclasses import replace
from pathlib import Path

import pytest

from policies import Caveat, HandlingProfile, HitMode, Tlp, find_narrowing_problem, is_narrower, load_bundle
from policies.narrowing import laxer_terms
from tests.policies.edited_bundles import copied_bundle

PROFILES = load_bundle().registers.profiles
LABELS = (Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.RED)
BASE = HandlingProfile(
    name="base",
    title="T",
    tlp=Tlp.GREEN,
    community="scam-centre-response",
    purposes=frozenset({"investigation", "border-control"}),
    hit_mode=HitMode.BOTH_NOTIFIED,
    link_notice=True,
    link_notice_victims=True,
)


@pytest.mark.parametrize(
    "changed",
    [
        {"tlp": Tlp.AMBER, "community": None},
        {"caveats": frozenset({Caveat.ORCON})},
        {"purposes": frozenset({"investigation"})},
        {"releasable_to": frozenset({"kh-police"})},
        {"min_clearance": 1},
        {"hit_mode": HitMode.NONE},
        {"link_notice": False},
        {"link_notice_victims": False},
    ],
)
def test_each_term_narrows_and_its_opposite_does_not(changed: dict[str, object]) -> None:
    inner = replace(BASE, **changed)  # type: ignore[arg-type]  # one field of many types

    assert is_narrower(inner, BASE)
    assert not is_narrower(BASE, inner)


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"name": "another", "title": "another", "review_days": 5},
        {"community": "another"},
        {"hit_mode": HitMode.REQUESTER_ONLY},
        {"tlp": Tlp.AMBER, "community": None, "purposes": frozenset({"victim-protection"})},
        {"caveats": frozenset({Caveat.ORCON}), "min_clearance": 0, "purposes": BASE.purposes | {"victim-protection"}},
    ],
)
def test_the_same_and_what_is_wider_somewhere_is_not_narrower(changed: dict[str, object]) -> None:
    assert not is_narrower(replace(BASE, **changed), BASE)  # type: ignore[arg-type]  # one field of many types


@pytest.mark.parametrize(
    "outer",
    [
        BASE,
        replace(BASE, tlp=Tlp.AMBER, community=None, caveats=frozenset({Caveat.NO_ONWARD, Caveat.NO_PRIVATE})),
        replace(BASE, tlp=Tlp.AMBER, community=None, releasable_to=frozenset({"kh-police"}), hit_mode=HitMode.NONE),
        replace(BASE, tlp=Tlp.AMBER, community=None, caveats=frozenset({Caveat.ORCON, Caveat.NOFORN})),
    ],
)
@pytest.mark.parametrize(
    "closed",
    [
        {"tlp": Tlp.RED},
        {"caveats": frozenset({Caveat.SEALED})},
        {"caveats": frozenset({Caveat.HIT_ONLY}), "hit_mode": HitMode.NONE, "link_notice": False},
    ],
)
def test_what_stays_with_its_originator_is_narrower_whatever_else_it_says(
    closed: dict[str, object], outer: HandlingProfile
) -> None:
    inner = replace(BASE, community=None, purposes=BASE.purposes | {"victim-protection"}, **closed)  # type: ignore[arg-type]  # one field of many types

    assert is_narrower(inner, outer)
    assert laxer_terms(outer, inner)
    # But who of the originator reads it is no question of what others are left.
    assert not is_narrower(inner, replace(outer, min_clearance=1))


def test_each_label_is_narrower_than_those_before_it_and_no_other() -> None:
    labelled = [replace(BASE, tlp=tlp, community=BASE.community if tlp is Tlp.GREEN else None) for tlp in LABELS]

    for at, inner in enumerate(labelled):
        assert [is_narrower(inner, outer) for outer in labelled] == [n < at for n in range(len(LABELS))], inner.tlp


def test_any_community_is_narrower_than_what_was_published() -> None:
    published = replace(BASE, tlp=Tlp.CLEAR, community=None)

    assert is_narrower(replace(BASE, community="another"), published)
    assert laxer_terms(published, BASE) == ("`tlp` CLEAR for GREEN",)


def test_two_profiles_that_stay_with_their_originator_are_alike() -> None:
    red, sealed = replace(BASE, tlp=Tlp.RED, community=None), replace(BASE, caveats=frozenset({Caveat.SEALED}))

    assert not is_narrower(red, sealed)
    assert not is_narrower(sealed, red)
    assert is_narrower(replace(sealed, min_clearance=1), red)


def test_caveats_about_who_reads_are_met_where_nobody_else_does() -> None:
    controlled = replace(BASE, caveats=frozenset({Caveat.ORCON, Caveat.PRIOR_CONSENT}))

    assert is_narrower(replace(BASE, caveats=frozenset({Caveat.HIT_ONLY})), controlled)
    # What recipients keep to holds for a hit as well.
    assert not is_narrower(
        replace(BASE, caveats=frozenset({Caveat.HIT_ONLY})), replace(BASE, caveats=frozenset({Caveat.NO_ONWARD}))
    )
    assert not is_narrower(
        replace(BASE, caveats=frozenset({Caveat.HIT_ONLY})), replace(BASE, caveats=frozenset({Caveat.NO_PRIVATE}))
    )


def test_a_hit_that_tells_the_originator_alone_is_narrower() -> None:
    quiet = replace(BASE, hit_mode=HitMode.ORIGINATOR_ONLY)

    assert is_narrower(quiet, BASE)
    assert is_narrower(quiet, replace(BASE, hit_mode=HitMode.REQUESTER_ONLY))
    assert not is_narrower(BASE, quiet)
    assert is_narrower(replace(BASE, hit_mode=HitMode.NONE), quiet)


def test_the_laxer_terms_are_named() -> None:
    inner = replace(
        BASE,
        tlp=Tlp.CLEAR,
        community=None,
        purposes=BASE.purposes | {"victim-protection"},
        hit_mode=HitMode.REQUESTER_ONLY,
    )
    outer = replace(
        BASE,
        caveats=frozenset({Caveat.NO_PRIVATE}),
        min_clearance=1,
        releasable_to=frozenset({"kh-police"}),
        link_notice=False,
        hit_mode=HitMode.BOTH_NOTIFIED,
    )

    assert laxer_terms(inner, outer) == (
        "`min_clearance` 0 for 1",
        "`tlp` CLEAR for GREEN",
        "no caveat `NO_PRIVATE`",
        "`purposes` with victim-protection",
        "no `releasable_to`",
        "`hit_mode` requester-only for both-notified",
        "`link_notice`",
        "`link_notice_victims`",
    )
    assert laxer_terms(replace(BASE, community="another"), replace(BASE, releasable_to=frozenset({"kh-police"}))) == (
        "another `community`, another",
        "no `releasable_to`",
    )


def test_a_profile_that_is_not_narrower_is_told_with_its_laxer_terms_and_those_that_would_do(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    with (folder / "profiles.yml").open("a", encoding="utf-8") as profiles:
        profiles.write(
            "theirs: {title: T, tlp: RED, caveats: [], purposes: [], hit_mode: none, link_notice: false}\n"
            "shut: {title: T, tlp: RED, caveats: [], purposes: [], hit_mode: none, link_notice: false}\n"
        )
    with (folder / "packs/kh/pack.cedar").open("a", encoding="utf-8") as theirs:
        theirs.write('@id("kh.more") forbid (principal, action, resource in Profile::"theirs") when {\n')
        theirs.write("  principal.agency != resource.originator };\n")
    bundle = load_bundle(folder)

    assert find_narrowing_problem(bundle, "th-police", "hit-only", ["law-enforcement"]) is None
    assert find_narrowing_problem(bundle, "th-police", "open", ["law-enforcement", "law-enforcement"]) == (
        "is not narrower than `law-enforcement`: `tlp` CLEAR for AMBER, no caveat `NO_ONWARD`, "
        "`purposes` with victim-protection, `hit_mode` requester-only for both-notified; "
        "narrower are `hit-only`, `originator-controlled`, `shut`"
    )
    assert find_narrowing_problem(bundle, "th-police", "shut", ["shut"]) == (
        "is not narrower than `shut`: no term of it is stricter; your agency's policies name none that is"
    )
    assert "`theirs`" in str(find_narrowing_problem(bundle, "kh-police", "open", ["law-enforcement"]))
    assert find_narrowing_problem(bundle, "th-police", "shut", ["gone"]) == (
        "is wider than `gone`, which left the bundle and releases to nobody"
    )


def test_the_profiles_of_the_sample() -> None:
    found = {(i, o) for i in PROFILES for o in PROFILES if is_narrower(PROFILES[i], PROFILES[o])}

    assert {("originator-controlled", "law-enforcement"), ("hit-only", "law-enforcement")} <= found
    assert ("hit-only", "originator-controlled") in found
    assert ("originator-controlled", "hit-only") not in found
    assert ("law-enforcement", "hit-only") not in found
