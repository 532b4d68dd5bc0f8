"""Whether those of an agency who had a record are left nothing of it under other terms, by what policies open."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph import CompartmentKey, SubjectRole
from policies import RecordSights, load_bundle
from tests.policies.edited_bundles import pack, wide_bundle, with_policies

NOW = datetime(2026, 11, 30, tzinfo=UTC)
PERMIT = """permit(principal in Party::"kh-police", action in Action::"read", resource in Profile::"victim-protection")
  when {{ resource.originator == Party::"kh-hotline"{} }};"""


def key(kind: str, profile: str, originator: str = "kh-hotline") -> CompartmentKey:
    return CompartmentKey(originator=originator, profile=profile, kind=kind, role=SubjectRole.NONE)


def lost(sights: RecordSights, kind: str, before: str, after: str, *, agency: str = "kh-police") -> bool:
    stood, stands = key(kind, before), key(kind, after)
    return sights.are_lost(agency, "investigation", has_case=True, before=stood, after=stands)


@pytest.mark.parametrize(
    ("kind", "before", "after", "is_lost"),
    [
        ("Person", "law-enforcement", "victim-protection", True),
        ("PhoneNumber", "law-enforcement", "victim-protection", True),
        ("Site", "law-enforcement", "victim-protection", False),  # where it lies stays
        ("Person", "victim-protection", "law-enforcement", False),
        ("Person", "law-enforcement", "law-enforcement", False),
        ("Person", "originator-controlled", "victim-protection", False),  # neither is open
    ],
)
def test_what_no_policy_opens_under_the_other_profile_is_lost(
    kind: str, before: str, after: str, is_lost: bool
) -> None:
    assert lost(RecordSights(load_bundle(), now=NOW), kind, before, after) is is_lost


def test_who_saw_nothing_before_loses_nothing() -> None:
    sights = RecordSights(load_bundle(), now=NOW)
    for agency in ("th-bank", "nobody"):
        assert not lost(sights, "Person", "law-enforcement", "victim-protection", agency=agency)
    before = key("Person", "law-enforcement")
    after = replace(before, profile="victim-protection")
    assert not sights.are_lost("kh-police", "no such purpose", has_case=True, before=before, after=after)


@pytest.mark.parametrize("clause", ["", " && principal.clearance >= 2"])
def test_what_one_of_those_who_saw_it_still_sees_is_not_lost(tmp_path: Path, clause: str) -> None:
    """A receipt says nothing of clearance and roles: who had it may be the one who still does."""
    bundle = with_policies(wide_bundle(tmp_path), pack("kh-hotline"), [PERMIT.format(clause)])
    assert not lost(RecordSights(bundle, now=NOW), "Person", "law-enforcement", "victim-protection")
