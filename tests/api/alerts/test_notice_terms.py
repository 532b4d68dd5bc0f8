"""Terms that widen: what is announced, of whom, and once, whoever is ended meanwhile."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.alerts.notice_terms import GRACE, NoticeTermsWatch, Terms, widened
from graph import CompartmentKey
from graph.store import NoticeTerms, Widened
from graph.store.notices import notice_terms
from policies import Bundle, PreparedBundle, load_bundle, shipped_bundle_folder
from tests.api.alerts.test_what_stands_is_told import NOTHING, number, told, without_notices
from tests.api.asking import Desk
from tests.entity_resolution.resolved_records import change
from tests.policies.edited_bundles import registered

DAY = timedelta(days=1)
ADOPTED = datetime(2025, 3, 1, tzinfo=UTC)  # by kh-police, what others adopted before
NOTHING_MORE = Widened(compartments=frozenset(), agencies=frozenset())


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle(shipped_bundle_folder())


def held_by(*agencies: str, profile: str = "law-enforcement") -> list[CompartmentKey]:
    return [CompartmentKey(originator=a, profile=profile, kind="PhoneNumber") for a in agencies]


def test_of_an_agency_whose_agreement_begins_its_own_records_are_announced(bundle: Bundle) -> None:
    every = registered(held_by("th-police", "my-police", "kh-police", "my-telco"))
    [own] = [c.id for c in every if c.key is not None and c.key.originator == "kh-police"]
    before, now = Terms(bundle, ADOPTED - DAY), Terms(bundle, ADOPTED)
    assert widened(before, now, every) == Widened(compartments=frozenset({own}), agencies=frozenset({"kh-police"}))
    assert not before.are_those_of(now)
    assert now.are_those_of(Terms(bundle, ADOPTED + DAY))


def test_where_terms_narrow_or_stay_nothing_is_announced(bundle: Bundle) -> None:
    every = registered(held_by("th-police", "my-police", "kh-police", "my-telco"))
    before, now = Terms(bundle, ADOPTED - DAY), Terms(bundle, ADOPTED)
    assert widened(now, before, every) == NOTHING_MORE
    assert widened(now, now, every) == NOTHING_MORE
    closed = registered(held_by("th-police", "kh-police", profile="originator-controlled"))
    assert widened(None, now, closed) == NOTHING_MORE


def test_a_party_that_joins_or_is_suspended_no_more_is_announced(bundle: Bundle) -> None:
    every = registered(held_by("th-police", "my-police", "kh-police"))
    now = datetime(2026, 12, 1, tzinfo=UTC)
    parties = dict(bundle.registers.parties)
    own = parties.pop("kh-police")
    for others in (parties, {**parties, "kh-police": replace(own, suspended=True)}):
        before = replace(bundle, registers=replace(bundle.registers, parties=others))
        assert widened(Terms(before, now), Terms(bundle, now), every).agencies == {"kh-police"}


def _closed_and_open(desk: Desk, folder: Path) -> PreparedBundle:
    """File what two agencies hold under a bundle that tells nothing of it; return the other one."""
    open_bundle = PreparedBundle.of(desk.world.app.bundle)
    desk.world.app.scopes.activate(without_notices(folder))
    desk.world.file("th-police", number("t1"))
    desk.world.file("kh-police", number("k1"), number("k2"))
    assert told(desk) == NOTHING
    return open_bundle


def _another_process(desk: Desk) -> NoticeTermsWatch:
    app = desk.world.app
    return NoticeTermsWatch(NoticeTerms(app.store), app.registry, app.scopes, lambda _: None, clock=app.clock.now)


def _announced(desk: Desk, after: int) -> list[str]:
    text = "MATCH (c:Change) WHERE c.seq > $p.after AND c.kind = 'records' UNWIND c.rids AS rid RETURN rid"
    return sorted(row["rid"] for row in desk.world.query(text, {"after": after}))


def test_what_a_process_left_undone_another_one_goes_on_with_and_each_page_is_announced_once(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice_terms, "PAGE", 1)
    app, run = desk.world.app, desk.world.run
    app.scopes.activate(_closed_and_open(desk, tmp_path))
    last = run(app.feed.last())
    for _ in range(2):  # it takes the terms, and announces a page
        run(app.notice_terms.step(at_once=True))
    begun = _announced(desk, last)
    other = _another_process(desk)
    run(other.drain())
    run(app.notice_terms.drain())
    found = _announced(desk, last)
    assert set(begun) < set(found)
    assert len(found) == len(set(found))
    desk.world.settle()
    assert (len(told(desk)["th-police"]), len(told(desk)["kh-police"])) == (1, 2)
    last = run(app.feed.last())
    for watch in (other, app.notice_terms, _another_process(desk)):
        assert run(watch.drain()) == 0
    assert run(app.feed.last()) == last


def test_a_process_that_serves_waits_until_others_have_the_bundle(desk: Desk, tmp_path: Path) -> None:
    app, run, late = desk.world.app, desk.world.run, [timedelta(0)]
    watch = NoticeTermsWatch(
        NoticeTerms(app.store), app.registry, app.scopes, lambda _: None, clock=lambda: app.clock.now() + late[0]
    )
    open_bundle = _closed_and_open(desk, tmp_path)
    assert run(watch.step()) is None
    app.scopes.activate(open_bundle)
    last = run(app.feed.last())
    assert run(watch.step()) is None
    assert run(app.feed.last()) == last
    late[0] = GRACE
    assert run(watch.step()) == 0
    assert run(watch.step()) > 0


def test_a_process_that_took_the_bundle_later_announces_again_what_it_may_have_weighed(
    desk: Desk, tmp_path: Path
) -> None:
    app, run = desk.world.app, desk.world.run
    open_bundle = _closed_and_open(desk, tmp_path)
    late = _another_process(desk)
    assert run(late.drain()) == 0
    app.scopes.activate(open_bundle)
    run(app.notice_terms.drain())
    assert run(late.drain()) > 0
    assert run(late.drain()) == 0


def test_what_an_older_version_told_nobody_is_told_at_the_first_start(desk: Desk, tmp_path: Path) -> None:
    app, run = desk.world.app, desk.world.run
    open_bundle = _closed_and_open(desk, tmp_path)
    change(desk.world, "MATCH (f:Follower {name: 'notice-terms'}) DELETE f")
    app.scopes.activate(open_bundle)
    started = _another_process(desk)
    run(started.begin())
    assert run(started.drain()) > 0
    desk.world.settle()
    assert (len(told(desk)["th-police"]), len(told(desk)["kh-police"])) == (1, 2)
