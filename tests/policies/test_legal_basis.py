"""Permits stop with their basis, at that second; the calendar says when, and gaps say where there is none."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph import CompartmentKey
from policies import (
    Bundle,
    CalendarKind,
    PolicyAction,
    ScopeBuilder,
    basis_calendar,
    find_gaps,
    lapsed_permits,
    load_bundle,
    overdue_agreements,
    overdue_reviews,
)
from tests.policies.bundles import copied_bundle, edit, registered, viewer

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SITE = CompartmentKey(originator="la-police", profile="law-enforcement", kind="Site")
ACCOUNT = CompartmentKey(originator="la-bank", profile="law-enforcement", kind="BankAccount")
TICK = timedelta(milliseconds=1)


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle()


def opens(bundle: Bundle, agency: str, key: CompartmentKey, at: datetime, purpose: str = "investigation") -> bool:
    builder, who = ScopeBuilder(bundle), viewer(agency, purpose=purpose)
    scope = builder.build_scope(who, registered([key]), now=at)
    assert builder.decide(who, PolicyAction.IDENTITY, key, at).allowed is bool(scope.visible)
    return bool(scope.visible)


def test_permits_stop_at_the_second_when_the_agreement_lapses(bundle: Bundle) -> None:
    end = datetime(2027, 7, 1, tzinfo=UTC)

    assert opens(bundle, "th-police", SITE, end - TICK)
    assert not opens(bundle, "th-police", SITE, end)


def test_a_party_that_withdraws_receives_nothing_from_that_second(bundle: Bundle) -> None:
    left = datetime(2026, 7, 1, tzinfo=UTC)

    assert opens(bundle, "kh-police", SITE, left - TICK)
    assert not opens(bundle, "kh-police", SITE, left)
    assert opens(bundle, "th-police", SITE, left)


def test_a_party_that_withdraws_gives_nothing_from_that_second(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    edit(folder, "agreements.yml", "{party: kh-police, at: 2026-07-01}", "{party: la-police, at: 2026-07-01}")
    withdrawn, left = load_bundle(folder), datetime(2026, 7, 1, tzinfo=UTC)

    assert opens(withdrawn, "th-police", SITE, left - TICK)
    assert not opens(withdrawn, "th-police", SITE, left)
    assert {p.id for p in withdrawn.effective("la-police", left)} & {"la.police-sites", "mekong.notices"} == set()


def test_a_law_that_lapses_stops_its_permits(bundle: Bundle) -> None:
    end = datetime(2029, 1, 1, tzinfo=UTC)

    assert opens(bundle, "la-fiu", ACCOUNT, end - TICK, "financial-intelligence")
    assert not opens(bundle, "la-fiu", ACCOUNT, end, "financial-intelligence")


def test_the_calendar_names_what_stops_when(bundle: Bundle) -> None:
    found = basis_calendar(bundle, since=NOW, until=datetime(2027, 7, 2, tzinfo=UTC), originator="la-police")

    told = [(e.at.date().isoformat(), e.kind, e.name, e.party) for e in found if e.kind is not CalendarKind.REVIEW]
    assert told == [
        ("2026-07-01", CalendarKind.PARTY_WITHDRAWS, "mekong-memorandum", "kh-police"),
        ("2027-07-01", CalendarKind.AGREEMENT_ENDS, "mekong-memorandum", None),
    ]
    [ending] = [e for e in found if e.kind is CalendarKind.AGREEMENT_ENDS]
    assert ending.permits == ("mekong.crossings", "mekong.notices", "la.police-sites", "la.police-suspects")


def test_the_calendar_of_an_originator_names_nothing_of_others(bundle: Bundle) -> None:
    found = basis_calendar(bundle, since=NOW, originator="tl-police")

    assert {p for e in found for p in e.permits} <= {"floor.own-records", "floor.granted"}


def test_the_whole_calendar_is_in_order_and_holds_every_breakpoint(bundle: Bundle) -> None:
    found = basis_calendar(bundle, since=datetime(2020, 1, 1, tzinfo=UTC))

    assert [e.at for e in found] == sorted(e.at for e in found)
    # The millisecond after a literal is a breakpoint of `<=`, and no event of its own.
    assert {t for t in bundle.breakpoints if t.microsecond == 0} <= {e.at for e in found}


def test_a_condition_on_the_date_stands_in_the_calendar(bundle: Bundle) -> None:
    found = [e for e in basis_calendar(bundle, since=NOW) if e.kind is CalendarKind.CONDITION_CHANGES]

    assert [(e.name, e.at) for e in found] == [("au.fiu-to-fius", datetime(2027, 7, 1, tzinfo=UTC))]


def test_lapsed_permits_and_overdue_reviews_are_told(bundle: Bundle) -> None:
    assert [p.id for p in lapsed_permits(bundle, NOW)] == ["border-pilot.documents"]
    assert [p.id for p in overdue_reviews(bundle, NOW)] == ["border-pilot.documents"]


def test_an_agreements_own_overdue_review_is_told_though_it_lapsed_since(tmp_path: Path, bundle: Bundle) -> None:
    folder = copied_bundle(tmp_path)
    edit(
        folder, "agreements.yml", "  valid_until: 2026-01-01\n", "  valid_until: 2026-01-01\n  review_by: 2025-12-01\n"
    )
    reviewed, due = load_bundle(folder), datetime(2025, 12, 1, tzinfo=UTC)

    assert overdue_agreements(bundle, NOW) == []
    assert overdue_agreements(reviewed, due) == []
    assert overdue_agreements(reviewed, due + TICK) == ["border-pilot"]
    assert overdue_agreements(reviewed, NOW) == ["border-pilot"]
    assert overdue_agreements(reviewed, datetime(2027, 1, 2, tzinfo=UTC)) == [
        "returns-protocol",
        "fiu-memorandum",
        "border-pilot",
    ]


def test_a_gap_is_a_kind_of_which_nothing_may_be_told(bundle: Bundle) -> None:
    gaps = {
        (g.originator, g.recipient): g.kinds for g in find_gaps(bundle, now=NOW, originators=["la-police", "us-ofac"])
    }

    assert len(gaps["la-police", "my-police"]) == len(bundle.kinds)
    told = {"Site", "Link", "IdentityDocument", "Vehicle"}
    # With a case a suspect may be of any kind, so nothing is a gap to police of the memorandum.
    assert ("la-police", "vn-police") not in gaps
    assert not told & set(gaps.get(("la-police", "th-police"), ()))
    assert not any(originator == "us-ofac" for originator, _ in gaps)
