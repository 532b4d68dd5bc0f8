"""A profile is narrower where it opens nothing more and something less."""

from dataclasses import replace

import pytest

from policies import Caveat, HandlingProfile, HitMode, Tlp, is_narrower, load_bundle

PROFILES = load_bundle().registers.profiles
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


def test_the_profiles_of_the_sample() -> None:
    found = {(i, o) for i in PROFILES for o in PROFILES if is_narrower(PROFILES[i], PROFILES[o])}

    assert {("originator-controlled", "law-enforcement"), ("hit-only", "law-enforcement")} <= found
    assert ("hit-only", "originator-controlled") not in found
    assert ("law-enforcement", "hit-only") not in found
