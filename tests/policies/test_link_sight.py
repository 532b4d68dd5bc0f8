"""Who of those who had both records of a link had the link, as far as policies tell it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph import Compartment, CompartmentKey, SubjectRole
from policies import LinkSight, LinkSights, ScopeBuilder, ViewerContext, viewer_classes
from tests.policies.edited_bundles import pack, wide_bundle, with_policies

NOW = datetime(2026, 11, 29, tzinfo=UTC)
PERMIT = """permit(principal in Party::"kh-police", action in Action::"read", resource in Profile::"{}")
  when {{ resource.originator == Party::"th-police" }};"""


def key(kind: str, profile: str = "law-enforcement", role: SubjectRole = SubjectRole.NONE) -> CompartmentKey:
    return CompartmentKey(originator="th-police", profile=profile, kind=kind, role=role)


ENDS = (key("Person", role=SubjectRole.SUSPECT), key("PhoneNumber"))


@pytest.fixture(scope="module")
def scopes(tmp_path_factory: pytest.TempPathFactory) -> ScopeBuilder:
    """The shipped policies, and one that shows kh-police what of th-police needs a clearance."""
    opened = [PERMIT.format("cleared")]
    return ScopeBuilder(with_policies(wide_bundle(Path(tmp_path_factory.mktemp("b"))), pack("th-police"), opened))


@pytest.mark.parametrize(
    ("profile", "agency", "purpose", "sight"),
    [
        ("law-enforcement", "kh-police", "investigation", LinkSight.ALL),
        ("originator-controlled", "kh-police", "investigation", LinkSight.NONE),
        ("cleared", "kh-police", "investigation", LinkSight.SOME),
        ("cleared", "my-police", "investigation", LinkSight.NONE),
        ("law-enforcement", "my-telco", "investigation", LinkSight.NONE),
        ("law-enforcement", "kh-police", "no such purpose", LinkSight.NONE),
        ("law-enforcement", "nobody", "investigation", LinkSight.NONE),
    ],
)
def test_a_link_is_seen_by_its_own_terms(
    scopes: ScopeBuilder, profile: str, agency: str, purpose: str, sight: LinkSight
) -> None:
    sights = LinkSights(scopes.bundle, now=NOW)
    members = [key("Link", profile), *ENDS]
    assert sights.sight(agency, purpose, has_case=True, members=members, by_policy=True) is sight


def test_terms_that_were_closed_since_leave_the_links_own_and_a_grant_alone_opens_none(scopes: ScopeBuilder) -> None:
    """Where no policy shows the records any more: whoever had them by one is asked for by the link's own terms."""
    sights, closed = LinkSights(scopes.bundle, now=NOW), [replace(end, profile="originator-controlled") for end in ENDS]
    members = [key("Link"), *closed]
    assert sights.sight("kh-police", "investigation", has_case=True, members=members, by_policy=True) is LinkSight.ALL
    assert sights.sight("kh-police", "investigation", has_case=True, members=members, by_policy=False) is LinkSight.NONE


def test_a_claim_that_came_since_is_left_out_and_a_victim_from_the_first_is_not(scopes: ScopeBuilder) -> None:
    sights, link = LinkSights(scopes.bundle, now=NOW), key("Link")
    person, phone = ENDS
    claimed = [link, replace(person, claimed=True), phone]
    assert sights.sight("kh-police", "investigation", has_case=True, members=claimed, by_policy=True) is LinkSight.ALL
    victim = [link, replace(person, role=SubjectRole.PRESUMED_VICTIM), phone]
    assert sights.sight("kh-police", "investigation", has_case=True, members=victim, by_policy=True) is LinkSight.NONE


def test_who_is_suspended_meanwhile_is_asked_for_as_well(scopes: ScopeBuilder) -> None:
    scopes.directory.suspend("kh-police")
    try:
        sights = LinkSights(scopes.bundle, now=NOW)
        members = [key("Link"), *ENDS]
        seen = sights.sight("kh-police", "investigation", has_case=True, members=members, by_policy=True)
        assert seen is LinkSight.ALL
    finally:
        scopes.directory.reinstate(["kh-police"])


def test_all_see_what_every_scope_of_the_agency_shows_and_none_what_none_does(scopes: ScopeBuilder) -> None:
    """The oracle: scopes over the registered conjunction, of each viewer that the policies tell apart."""
    for profile in ("law-enforcement", "hit-only", "cleared", "chosen", "community", "open"):
        keys = [key("Link", profile), *ENDS]
        registered = [Compartment(id=n, key=k) for n, k in enumerate(keys)]
        registered.append(Compartment(id=3, members=(0, 1, 2)))
        for agency in ("kh-police", "my-police", "th-fiu", "my-telco", "us-ofac"):
            sights = LinkSights(scopes.bundle, now=NOW)
            classes: list[ViewerContext] = viewer_classes(scopes.bundle, agencies=[agency])
            for purpose in sorted({v.purpose for v in classes}):
                for has_case in (True, False):
                    asked = [v for v in classes if v.purpose == purpose and (v.case_ref is not None) == has_case]
                    seen = [scopes.build_scope(v, registered, now=NOW).visible for v in asked]
                    readers = [s for s in seen if {1, 2} <= s]
                    found = sights.sight(agency, purpose, has_case=has_case, members=keys, by_policy=False)
                    shown = [3 in s for s in readers]
                    expected = LinkSight.NONE if not any(shown) else LinkSight.ALL if all(shown) else LinkSight.SOME
                    assert found is expected, (profile, agency, purpose, has_case)
