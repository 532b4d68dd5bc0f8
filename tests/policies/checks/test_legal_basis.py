"""Permits stop with their basis, at that second; the calendar says when, and gaps say where there is none."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from graph import CompartmentKey, PropertyClass, SubjectRole
from policies import (
    Bundle,
    CalendarKind,
    Gap,
    PolicyAction,
    ScopeBuilder,
    ViewerContext,
    basis_calendar,
    find_gaps,
    lapsed_permits,
    load_bundle,
    overdue_agreements,
    overdue_reviews,
    parties_without_own_records,
    viewer_classes,
)
from policies.scopes.world import Bits, World
from tests.policies.edited_bundles import copied_bundle, edit, pack, registered, viewer, with_policies

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


def test_parties_that_do_not_read_all_of_their_own_records_are_told(tmp_path: Path, bundle: Bundle) -> None:
    assert parties_without_own_records(bundle, NOW) == ()
    folder = copied_bundle(tmp_path)
    edit(folder, "instruments.yml", 'sample network (invented)"', 'sample network (invented)", valid_until: 2026-05-01')
    lapsed = load_bundle(folder)

    assert parties_without_own_records(lapsed, NOW) == tuple(sorted(lapsed.registers.parties))
    assert parties_without_own_records(lapsed, datetime(2026, 4, 30, tzinfo=UTC)) == ()


@pytest.mark.long
def test_the_engine_is_asked_for_a_partys_own_people_alone(bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'forbid (principal, action, resource) when { resource.caveats == [Caveat::"SEALED"] };'
    left = with_policies(bundle, pack("sg-police"), [text])
    evaluate, asked = ScopeBuilder.evaluate, list[str]()

    def noted(self: ScopeBuilder, who: ViewerContext, world: World, **rest: Any) -> Mapping[PolicyAction, Bits]:
        asked.append(who.agency)
        return evaluate(self, who, world, **rest)

    monkeypatch.setattr(ScopeBuilder, "evaluate", noted)

    assert parties_without_own_records(left, NOW) == ()
    assert set(asked) == {"sg-police"}


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
        (g.originator, g.recipient): g.kinds
        for g in find_gaps(bundle, now=NOW, originators=["la-police", "us-ofac"])
        if g.is_whole
    }

    assert len(gaps["la-police", "my-police"]) == len(bundle.kinds)
    told = {"Site", "Link", "IdentityDocument", "Vehicle"}
    # With a case a suspect may be of any kind, so nothing is a gap to police of the memorandum.
    assert ("la-police", "vn-police") not in gaps
    assert not told & set(gaps.get(("la-police", "th-police"), ()))
    assert not any(originator == "us-ofac" for originator, _ in gaps)


def gaps_to_cambodia(bundle: Bundle, at: datetime, *, by_class: bool = False) -> list[Gap]:
    found = find_gaps(bundle, now=at, originators=["th-police"], by_class=by_class)
    return [g for g in found if g.recipient == "kh-police"]


def test_a_basis_that_is_lost_under_some_purposes_is_a_gap_under_those(tmp_path: Path) -> None:
    """What victim support may still be told hides nothing of it."""
    folder = copied_bundle(tmp_path)
    edit(folder, "agreements.yml", "valid_until: 2028-01-01", "valid_until: 2026-11-01")
    bundle = load_bundle(folder)

    [before] = gaps_to_cambodia(bundle, datetime(2026, 10, 31, tzinfo=UTC))
    after = gaps_to_cambodia(bundle, datetime(2026, 11, 1, tzinfo=UTC))

    assert (before.purposes, before.is_whole) == (("border-control",), False)
    assert [(g.purposes, g.is_whole, g.property_class) for g in after] == [
        (("border-control", "financial-intelligence", "investigation"), False, None)
    ]
    assert after[0].kinds == tuple(sorted(bundle.kinds))


def test_gaps_of_each_class_are_told_where_a_hit_alone_is_left(bundle: Bundle) -> None:
    by_class = {g.property_class: g.purposes for g in gaps_to_cambodia(bundle, NOW, by_class=True)}

    assert by_class[PropertyClass.IDENTITY] == ("border-control", "financial-intelligence")
    assert by_class[PropertyClass.SOURCE] == tuple(sorted(bundle.registers.purposes))
    assert list(by_class) == list(PropertyClass)


def test_a_purpose_that_no_profile_lists_is_no_gap(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    with (folder / "purposes.yml").open("a", encoding="utf-8") as purposes:
        purposes.write('training: "Training staff"\n')

    assert gaps_to_cambodia(load_bundle(folder), NOW) == gaps_to_cambodia(load_bundle(), NOW)


def test_gaps_agree_with_scopes_purpose_by_purpose(bundle: Bundle) -> None:
    gaps = {
        (g.recipient, kind, purpose)
        for g in find_gaps(bundle, now=NOW, originators=["th-police"])
        for kind in g.kinds
        for purpose in g.purposes
    }
    builder = ScopeBuilder(bundle)
    purposes = sorted(bundle.registers.purposes)
    for agency, kind, purpose in product(("kh-police", "kh-hotline", "sg-fiu"), ("Site", "Link"), purposes):
        keys = [
            CompartmentKey(originator="th-police", profile=p, kind=kind, role=r)
            for p, r in product(bundle.registers.profiles, SubjectRole)
        ]
        viewers = [v for v in viewer_classes(bundle, agencies=[agency]) if v.purpose == purpose]
        scopes = [builder.build_scope(v, registered(keys), now=NOW) for v in viewers]
        told = any(scope.visible or scope.hits for scope in scopes)
        assert ((agency, kind, purpose) not in gaps) is told, (agency, kind, purpose)
