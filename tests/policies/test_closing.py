"""What one profile takes away of what another left: as the floor decides it where packs permit everything."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph import CompartmentKey, SubjectRole
from policies import Exposure, HandlingProfile, HitMode, PolicyAction, Recipient, Tlp, load_bundle, takes_away
from policies.bundles.vocabulary import PRIVATE_SECTORS, READ_ACTIONS, Caveat
from policies.checks.law_probe import probe_of
from policies.checks.many_viewers import ACTIONS, ManyViewers
from policies.closing import leaves_something
from policies.viewer import ViewerContext
from tests.policies.edited_bundles import wide_bundle

NOW = datetime(2026, 9, 1, tzinfo=UTC)
BUNDLE = load_bundle()
PARTIES = BUNDLE.registers.parties
OPEN = HandlingProfile(
    name="open",
    title="T",
    tlp=Tlp.AMBER,
    purposes=frozenset({"investigation", "border-control"}),
    hit_mode=HitMode.BOTH_NOTIFIED,
    link_notice=True,
)


def recipient(
    code: str = "kh-police",
    *,
    purpose: str = "investigation",
    exposure: Exposure = Exposure.SHOWN,
    by_grant: bool = False,
) -> Recipient:
    return Recipient(party=PARTIES[code], home="TH", purpose=purpose, exposure=exposure, by_grant=by_grant)


@pytest.mark.parametrize(
    "changed",
    [
        {"tlp": Tlp.RED, "purposes": OPEN.purposes | {"victim-protection"}},
        {"tlp": Tlp.GREEN, "community": "nobodys"},
        {"caveats": frozenset({Caveat.SEALED})},
        {"caveats": frozenset({Caveat.HIT_ONLY})},
        {"caveats": frozenset({Caveat.ORCON})},
        {"caveats": frozenset({Caveat.PRIOR_CONSENT})},
        {"caveats": frozenset({Caveat.NOFORN})},
        {"releasable_to": frozenset({"la-police"})},
        {"purposes": frozenset({"border-control"})},
    ],
)
def test_each_term_that_leaves_a_reader_nothing_takes_away(changed: dict[str, object]) -> None:
    closed = replace(OPEN, **changed)  # type: ignore[arg-type]  # one field of many types

    assert takes_away(closed, OPEN, recipient())
    assert not takes_away(OPEN, closed, recipient())
    assert not takes_away(closed, closed, recipient())


@pytest.mark.parametrize(
    "changed",
    [
        {"hit_mode": HitMode.NONE},
        {"link_notice": False},
        {"caveats": frozenset({Caveat.NO_PRIVATE, Caveat.NO_ONWARD})},
        {"min_clearance": 2},
        {"releasable_to": frozenset({"kh-police"})},
        {"tlp": Tlp.AMBER_STRICT},
    ],
)
def test_what_leaves_a_reader_something_takes_nothing_away(changed: dict[str, object]) -> None:
    assert not takes_away(replace(OPEN, **changed), OPEN, recipient())  # type: ignore[arg-type]  # one field of many


def test_what_a_grant_showed_it_shows_on_under_the_originators_control() -> None:
    controlled = replace(OPEN, caveats=frozenset({Caveat.ORCON}))

    assert not takes_away(controlled, OPEN, recipient(by_grant=True))
    assert takes_away(replace(controlled, tlp=Tlp.RED), controlled, recipient(by_grant=True))


def test_who_was_told_loses_what_told_them() -> None:
    silent, unlinked = replace(OPEN, hit_mode=HitMode.NONE), replace(OPEN, link_notice=False)
    controlled = replace(unlinked, caveats=frozenset({Caveat.ORCON}))

    assert takes_away(silent, OPEN, recipient("my-telco", exposure=Exposure.HIT))
    assert not takes_away(silent, OPEN, recipient(exposure=Exposure.NOTIFIED))
    assert not takes_away(unlinked, OPEN, recipient(exposure=Exposure.NOTIFIED))
    assert takes_away(controlled, OPEN, recipient(exposure=Exposure.NOTIFIED))


def test_it_agrees_with_the_floor_about_every_marking(tmp_path: Path) -> None:
    probe = probe_of(wide_bundle(tmp_path))
    registers, owner = probe.registers, "th-police"
    others = [p for code, p in registers.parties.items() if code != owner]
    viewers = [
        ViewerContext(agency=p.code, subject="any", roles=frozenset(), purpose=purpose, case_ref=None, clearance=9)
        for p in others
        for purpose in registers.purposes
    ]
    keys = [
        CompartmentKey(originator=owner, profile=name, kind="PhoneNumber", role=SubjectRole.NONE)
        for name in registers.profiles
    ]
    told = ManyViewers(probe, viewers, keys, now=NOW, with_grants=True).told(owner)
    compared = 0
    for position, label in enumerate(told.labels.tolist()):
        viewer, granted = viewers[position % len(viewers)], position >= len(viewers)
        party = registers.parties[viewer.agency]
        allowed = dict(zip(ACTIONS, told.answers[label], strict=True))
        for place, key in enumerate(told.keys):
            profile = registers.profiles[key.profile]
            is_read = any(allowed[a] >> place & 1 for a in READ_ACTIONS.values())
            is_told = is_read or allowed[PolicyAction.NOTICE] >> place & 1
            if party.sector not in PRIVATE_SECTORS:
                for exposure, expected in ((Exposure.SHOWN, is_read), (Exposure.NOTIFIED, is_told)):
                    found = Recipient(
                        party=party, home="TH", purpose=viewer.purpose, exposure=exposure, by_grant=granted
                    )
                    assert leaves_something(profile, found) == bool(expected), (profile, found)
                    compared += 1
            hit = Recipient(party=party, home="TH", purpose=viewer.purpose, exposure=Exposure.HIT, by_grant=granted)
            assert leaves_something(profile, hit) == bool(allowed[PolicyAction.HIT] >> place & 1), (profile, hit)
    assert compared > 5_000
