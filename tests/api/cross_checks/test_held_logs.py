"""While another process holds the logs of the trail nobody is told who had what: each is told once they are free."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.accountability import Accountability
from api.recalls.follower import RECALLS as RECALLS_FOLLOWER
from api.recalls.retention import FOLLOWERS
from graph.store import Access, Template
from policies import LogsHeldError, Outcome, read_unverified
from policies.audit.logs import LogState, held_logs
from tests.api.asking import Desk
from tests.api.recalling import ISSUED, LOOK, NAME, RECALLS, RETRACT, fill, folder_text, ids, nodes, token
from tests.world import record

RECEIPTS = "query($id: ID!) { receipts(recordId: $id, first: 10) { edges { node { agency { code } } } } }"
HELD = {
    "message": "another process holds the audit logs: try again",
    "extensions": {"code": "SERVICE_UNAVAILABLE"},
}


@pytest.fixture
def looked_at(desk: Desk) -> str:
    """Return a record of th-police that kh-police was shown; whoever waits for the logs gives up at once."""
    fill(desk.world)
    [rid] = ids(desk.world, "p")
    desk.world.run(accountability(desk).keep_trail())
    accountability(desk).trail.wait_seconds = 0
    desk.data(LOOK, token=token(desk, "kh-police"), id=rid)
    desk.world.app.audit.flush()
    return rid


def accountability(desk: Desk) -> Accountability:
    return desk.world.app.accountability


def held(desk: Desk) -> AbstractContextManager[None]:
    return held_logs(desk.world.app.settings.audit)


@contextmanager
def put_off(desk: Desk) -> Iterator[None]:
    """Hold the logs while a command does something, which ends with that in the place of recalls."""
    with held(desk), pytest.raises(LogsHeldError, match="holds the audit logs"):
        yield


def positions(desk: Desk) -> dict[str, int]:
    return dict(zip(FOLLOWERS, desk.world.run(desk.world.app.feed.positions(*FOLLOWERS)), strict=True))


def told(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [{key: error[key] for key in HELD} for error in body["errors"]]


def last_entry(desk: Desk) -> tuple[str, Outcome, tuple[str, ...]]:
    entry = desk.trail()[-1].entry
    return entry.operation, entry.outcome, tuple(entry.record_ids)


def issued(desk: Desk) -> list[tuple[str, list[str]]]:
    found = nodes(desk.data(ISSUED, token=token(desk, "th-police", "analyst+supervisor")), "issuedRecalls")
    return sorted((r["cause"], sorted(n["agency"]["code"] for n in r["notices"])) for r in found)


@pytest.mark.long
def test_what_was_narrowed_and_corrected_meanwhile_is_recalled_once_they_are_free(desk: Desk, looked_at: str) -> None:
    filed = record("Person", "p", name="Wichit Busabasombat", role="suspect")
    with put_off(desk):
        desk.world.file("th-police", filed, profile="originator-controlled")
    assert issued(desk) == []

    desk.world.run(accountability(desk).step())

    assert issued(desk) == [("CORRECTED", ["kh-police"]), ("NARROWED", ["kh-police"])]
    [one, other] = nodes(desk.data(RECALLS, token=token(desk, "kh-police"), open=True), "recalls")
    assert {one["recordId"], other["recordId"]} == {looked_at}


def test_all_else_that_follows_from_a_filing_is_done_meanwhile(desk: Desk, looked_at: str) -> None:
    before = positions(desk)
    with put_off(desk):
        desk.world.file("my-police", record("Person", "q", name=NAME, birthDate="1980-05-06", nationality="TH"))
    assert {name for name, position in positions(desk).items() if position == before[name]} == {RECALLS_FOLLOWER}


def test_an_originator_is_not_told_that_nobody_was_shown_its_record(desk: Desk, looked_at: str) -> None:
    reader = token(desk, "th-police", "analyst+supervisor")
    with held(desk):
        body = desk.ask(RECEIPTS, token=reader, id=looked_at)
    assert (told(body), body["data"]) == ([HELD], {"receipts": None})
    assert last_entry(desk) == ("query receipts", Outcome.DENIED, ())

    assert nodes(desk.data(RECEIPTS, token=reader, id=looked_at), "receipts") == [{"agency": {"code": "kh-police"}}]


def test_nothing_is_withdrawn_before_it_is_known_who_had_it(desk: Desk, looked_at: str) -> None:
    supervisor = token(desk, "th-police", "analyst+supervisor")
    with held(desk):
        body = desk.ask(RETRACT, token=supervisor, ids=[looked_at], erase=False)
    assert told(body) == [HELD]
    assert not any(body["data"].values())
    assert last_entry(desk) == ("mutation retractRecords", Outcome.DENIED, ())
    assert desk.world.query("MATCH (c:Recall) RETURN c") == []
    assert desk.data(LOOK, token=supervisor, id=looked_at)["record"]

    done = desk.data(RETRACT, token=supervisor, ids=[looked_at], erase=False)["retractRecords"]
    assert [recall["outstanding"] for recall in done["recalls"]] == [1]


def test_what_was_withdrawn_is_said_so_though_it_is_erased_from_the_trail_later(
    desk: Desk, looked_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    trail, supervisor = accountability(desk).trail, token(desk, "th-police", "analyst+supervisor")
    erase = trail.erase

    async def held_meanwhile(*args: Any, **more: Any) -> int:
        with held(desk):
            return await erase(*args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(trail, "erase", held_meanwhile)
        done = desk.data(RETRACT, token=supervisor, ids=[looked_at], erase=True)["retractRecords"]
    assert done["done"]
    assert looked_at.encode() in folder_text(desk.world.app.settings.audit)

    desk.world.run(accountability(desk).recalls.complete())

    assert looked_at.encode() not in folder_text(desk.world.app.settings.audit)


def test_a_recall_is_settled_once_all_who_had_the_record_are_in_the_logs(desk: Desk, looked_at: str) -> None:
    world, supervisor = desk.world, token(desk, "th-police", "analyst+supervisor")
    [late] = [s.entry for s in desk.trail() if s.entry.operation == "query record"]
    desk.data(RETRACT, token=supervisor, ids=[looked_at], erase=False)
    world.app.audit.append(replace(late, agency="my-police"))
    long_ago = (datetime.now(UTC) - timedelta(minutes=20)).isoformat()
    change = Template(name="test", access=Access.WRITE, text="MATCH (c:Recall) SET c.at = $p.at")
    world.run(world.app.store.run_alone(change, {"at": long_ago}))
    with held(desk), pytest.raises(LogsHeldError):
        world.run(accountability(desk).recalls.complete())
    assert world.query("MATCH (c:Recall) RETURN c.settled AS settled") == [{"settled": False}]

    world.run(accountability(desk).recalls.complete())

    assert issued(desk) == [("RETRACTED", ["kh-police", "my-police"])]
    assert world.query("MATCH (c:Recall) RETURN c.settled AS settled") == [{"settled": True}]


def test_nobody_believes_that_the_logs_were_signed(desk: Desk, looked_at: str) -> None:
    trail = accountability(desk).trail
    with held(desk), pytest.raises(LogsHeldError):
        desk.world.run(trail.checkpoint())
    assert trail.sequencer.last_notes() == {}

    made = desk.world.run(trail.checkpoint())
    assert read_unverified(made["originators/th-police"]).size > 0


def test_a_worker_that_keeps_the_trail_goes_on(desk: Desk, looked_at: str) -> None:
    keeps, folder = accountability(desk), desk.world.app.settings.audit
    before = LogState.read(folder).sizes
    with held(desk):
        desk.world.run(keeps.keep_trail())
    assert LogState.read(folder).sizes == before

    desk.world.run(keeps.keep_trail())
    assert sum(LogState.read(folder).sizes.values()) > sum(before.values())
