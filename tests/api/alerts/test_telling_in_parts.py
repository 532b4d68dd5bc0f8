"""What is told of many records at once is told in parts: each once, also where the process ends between two parts."""

from collections.abc import Sequence

import pytest

from api.alerts.link_endings import LinkEndings
from api.alerts.notices import NoticeMatcher
from graph.store import ENDINGS, NOTICES, ChangeKind, Ending, NewNotice, Transaction, changes
from graph.store.erasure import removal as erasure
from tests.api.asking import Desk
from tests.api.recalling import RETRACT
from tests.api.telling import ANOTHER, BOTH, NUMBER, alerts, came_after, file_meanwhile, number, place
from tests.world import record

SHARED = ("first", "second", "third")


@pytest.fixture
def shared(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A number of one agency that several records of the other share, told of in parts of one notice each."""
    monkeypatch.setattr(changes, "MOST_A_PART", 1)
    number(desk, "kh-police", NUMBER)
    for reference in SHARED:
        number(desk, "th-police", NUMBER, reference=reference)
    assert len(alerts(desk, "th-police")) == 3
    return desk


def corrected(desk: Desk, text: str) -> None:
    """File the shared number with another text, up to where the follower of endings begins."""
    app, run = desk.world.app, desk.world.run
    desk.world.file("kh-police", record("PhoneNumber", "n", number=text), settle=False)
    run(app.resolver.drain())
    run(app.exchange.drain())
    run(app.notice_matcher.drain())


def told_as(desk: Desk) -> dict[str, int]:
    """Return of the notices of all the number that each was told under."""
    rows = desk.world.query("MATCH (x:Notice) RETURN x.id AS id, x.seq AS seq")
    return {row["id"]: row["seq"] for row in rows}


def news_since(desk: Desk, last: int) -> list[ChangeKind]:
    app, run = desk.world.app, desk.world.run
    return [change.kind for change in run(app.feed.since(last))]


def test_the_end_of_many_links_is_told_in_parts(shared: Desk) -> None:
    before = place(shared, "th-police")
    last = shared.world.run(shared.world.app.feed.last())
    number(shared, "kh-police", ANOTHER)
    assert came_after(shared, "th-police", before) == [("PhoneNumber", False, True)] * 3
    assert news_since(shared, last).count(ChangeKind.NOTICE) == 4


class BrokenOffError(Exception):
    """The process ended here."""


@pytest.mark.long
def test_each_of_many_ends_has_a_number_of_its_own_to_go_on_behind(desk: Desk) -> None:
    """An inbox is read page by page behind a number: what shared one would be passed by."""
    number(desk, "kh-police", NUMBER)
    for reference in SHARED:
        number(desk, "th-police", NUMBER, reference=reference)
    number(desk, "kh-police", ANOTHER)
    before = told_as(desk)
    assert [a.notice.ended_at is not None for a in alerts(desk, "th-police")] == [True] * 3
    assert sorted(before.values()) == list(range(min(before.values()), min(before.values()) + 4))


def test_a_process_that_ends_between_two_parts_leaves_the_rest_and_nobody_is_told_twice(
    shared: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, run = shared.world.app, shared.world.run
    corrected(shared, ANOTHER)
    mark, calls = LinkEndings._mark, list[Sequence[Ending]]()

    async def mark_two(self: LinkEndings, tx: Transaction, *, endings: Sequence[Ending]) -> None:
        calls.append(endings)
        if len(calls) > 2:
            raise BrokenOffError
        await mark(self, tx, endings=endings)

    before, stood, last = told_as(shared), run(app.feed.position(ENDINGS)), run(app.feed.last())
    with monkeypatch.context() as patched:
        patched.setattr(LinkEndings, "_mark", mark_two)
        with pytest.raises(BrokenOffError):
            run(app.link_endings.drain())
    between = told_as(shared)
    assert sum(between[notice] != seq for notice, seq in before.items()) == 2
    assert run(app.feed.position(ENDINGS)) == stood

    run(app.link_endings.drain())
    after = told_as(shared)
    assert all(after[notice] == seq for notice, seq in between.items() if seq != before[notice])
    assert len(set(after.values()) - set(before.values())) == 4
    assert news_since(shared, last) == [ChangeKind.NOTICE] * 4
    assert run(app.feed.position(ENDINGS)) > stood


def test_what_another_process_dealt_with_between_two_parts_is_left_as_it_is(
    shared: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number is put right between two parts: what was looked at before must not be told behind that."""
    app, run = shared.world.app, shared.world.run
    corrected(shared, ANOTHER)
    write, parts = app.store.write, list[object]()

    async def write_and_be_overtaken(work: object, **given: object) -> object:
        done: object = await write(work, **given)  # type: ignore[arg-type]  # passed on as it came
        parts.append(done)
        if len(parts) == 1:
            monkeypatch.setattr(app.store, "write", write)
            await file_meanwhile(app, "n")
            await app.resolver.drain()
            await app.exchange.drain()
            await app.notice_matcher.drain()
            await app.link_endings.drain()
        return done

    monkeypatch.setattr(app.store, "write", write_and_be_overtaken)
    run(app.link_endings.drain())
    shared.world.settle()
    assert parts == [True]
    assert [alert.still_linked for alert in alerts(shared, "th-police")] == [True] * 3
    assert all(alert.notice.ended_at is None for agency in BOTH for alert in alerts(shared, agency))


@pytest.mark.long
def test_new_linkages_are_told_in_parts_and_once_where_the_process_ends_between_two(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, run = desk.world.app, desk.world.run
    monkeypatch.setattr(changes, "MOST_A_PART", 1)
    for reference in SHARED:
        number(desk, "th-police", NUMBER, reference=reference)
    desk.world.file("kh-police", record("PhoneNumber", "n", number=NUMBER), settle=False)
    run(app.resolver.drain())
    run(app.exchange.drain())
    put, calls = NoticeMatcher._put, list[Sequence[NewNotice]]()

    async def put_one(self: NoticeMatcher, tx: Transaction, *, notices: Sequence[NewNotice]) -> None:
        calls.append(notices)
        if len(calls) > 1:
            raise BrokenOffError
        await put(self, tx, notices=notices)

    stood = run(app.feed.position(NOTICES))
    with monkeypatch.context() as patched:
        patched.setattr(NoticeMatcher, "_put", put_one)
        with pytest.raises(BrokenOffError):
            run(app.notice_matcher.drain())
    between = told_as(desk)
    assert (len(between), run(app.feed.position(NOTICES))) == (1, stood)

    desk.world.settle()
    after = told_as(desk)
    assert after.items() >= between.items()
    assert len(after) == len(set(after.values())) == len(alerts(desk, "th-police")) + len(alerts(desk, "kh-police"))
    assert [a.still_linked for agency in BOTH for a in alerts(desk, agency)] == [True] * len(after)


def test_all_notices_of_a_withdrawn_record_go_with_it_however_many(
    shared: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "_NOTICES_A_STATEMENT", 1)
    assert len(told_as(shared)) == 4
    rid = shared.world.id("kh-police", "n")
    done = shared.data(RETRACT, token=shared.world.token("kh-police"), ids=[rid], erase=False)["retractRecords"]
    assert (done["done"], done["userErrors"]) == (True, [])
    assert told_as(shared) == {}
