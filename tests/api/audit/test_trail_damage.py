"""A damaged audit trail: nothing is disclosed and nothing changed until somebody has looked, whoever was asked."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
import typer
from websockets.asyncio.client import ClientConnection

from api.background.workers import running_workers
from api.bootstrap import application_on
from api.cli import suspensions, trail_damage
from graph.store import RetentionStore, StoreLease
from policies import AuditDamagedError, Outcome, read_audit, verify_audit
from tests.api.asking import Desk
from tests.api.shells import open_shell
from tests.api.web.test_websocket import SUBSCRIPTION, begin, hear, talk, tell, until_waiting
from tests.policies.audit_trails import entry, write_trail
from tests.world import World, record

NAME = "Qanarywit Damrongdecha"
RECORD = "query($id: ID!) { record(id: $id) { id caption } }"
SCHEDULE = """mutation($id: ID!) {
    scheduleRetention(input: { ids: [$id], reviewAt: "2131-01-01T00:00:00Z" }) { schedules { recordId } }
}"""
MESSAGE = "the audit trail is damaged: nothing is disclosed until it is whole again or an operator has looked at it"
REFUSED = {"errors": [{"message": MESSAGE, "extensions": {"code": "AUDIT_DAMAGED"}}]}


@pytest.fixture
def desk(world: World) -> Desk:
    world.file("th-police", record("Person", "p", name=NAME, role="suspect"))
    return Desk(world)


@pytest.fixture
def folder(desk: Desk) -> Path:
    return desk.world.app.settings.audit


@pytest.fixture
def other(folder: Path, desk: Desk) -> Path:
    """Return a segment of another process, which is in the logs."""
    path = write_trail(folder, entry(1), entry(2), node="other")
    desk.world.run(desk.world.app.accountability.trail.sequence())
    return path


@pytest.fixture
def shell(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> World:
    for module in (trail_damage, suspensions):
        monkeypatch.setattr(module, "settings", lambda: desk.world.app.settings)
    return open_shell(desk.world, monkeypatch, suspensions)


@pytest.fixture
def events() -> Iterator[list[structlog.typing.EventDict]]:
    with structlog.testing.capture_logs() as found:
        yield found


def asked(desk: Desk, query: str = RECORD) -> httpx.Response:
    return desk.post(query, token=desk.world.token("th-police"), variables={"id": desk.world.id("th-police", "p")})


def ready(desk: Desk) -> tuple[int, str | None]:
    found = desk.raw(method="GET", path="/health/ready")
    return found.status_code, found.json().get("code")


def sequence(desk: Desk) -> None:
    with pytest.raises(AuditDamagedError):
        desk.world.run(desk.world.app.accountability.trail.sequence())


def test_the_own_segment_cut_to_half_discloses_and_changes_nothing(desk: Desk, folder: Path) -> None:
    assert (asked(desk).status_code, ready(desk)) == (200, (200, None))
    desk.world.app.audit.flush()
    [path] = folder.glob("*.jsonl")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    before = desk.world.query("MATCH (n) RETURN labels(n) AS l, properties(n) AS p ORDER BY elementId(n)")

    for query in (RECORD, SCHEDULE, "{ viewer { subject } }"):
        found = asked(desk, query)
        assert (found.status_code, found.json()) == (503, REFUSED)

    assert ready(desk) == (503, "AUDIT_DAMAGED")
    assert desk.world.query("MATCH (n) RETURN labels(n) AS l, properties(n) AS p ORDER BY elementId(n)") == before
    path.unlink()  # half of an entry is no entry: what is left tells of what was refused
    desk.world.app.audit.flush()
    told = [(e.entry.operation, e.entry.outcome, e.entry.record_ids) for e in read_audit(folder)]
    assert told == [
        ("query record", Outcome.DENIED, ()),
        ("mutation scheduleRetention", Outcome.DENIED, ()),
        ("query viewer", Outcome.DENIED, ()),
    ]


@pytest.mark.parametrize("cut", ["emptied", "gone"])
def test_another_processs_segment_stops_answers_once_it_is_met(desk: Desk, other: Path, cut: str) -> None:
    other.write_bytes(b"") if cut == "emptied" else other.unlink()
    sequence(desk)
    assert (asked(desk).status_code, asked(desk).json()) == (503, REFUSED)
    assert ready(desk) == (503, "AUDIT_DAMAGED")


def test_a_question_that_meets_the_damage_itself_is_refused_and_written_down(desk: Desk, other: Path) -> None:
    """Receipts are sequenced when they are asked for."""
    other.write_bytes(b"")
    found = desk.post("{ receipts { edges { node { time } } } }", token=desk.world.token("th-police", "supervisor"))
    assert (found.status_code, found.json()) == (503, REFUSED)
    other.unlink()
    last = desk.trail()[-1].entry
    assert (last.operation, last.outcome, last.record_ids) == ("query receipts", Outcome.DENIED, ())


def test_a_change_that_was_announced_before_the_damage_came_out_is_not_called_refused(desk: Desk, folder: Path) -> None:
    """It may have been made: its announcement alone says so."""
    world = desk.world
    book, schedule = folder / "damage.json", RetentionStore.schedule

    async def made_then_damaged(self: RetentionStore, *given: Any, **named: Any) -> None:
        await schedule(self, *given, **named)
        book.write_text('[{"name":"one","problem":"is gone","place":-1}]', encoding="utf-8")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RetentionStore, "schedule", made_then_damaged)
        assert (asked(desk, SCHEDULE).status_code, asked(desk, SCHEDULE).json()) == (503, REFUSED)

    told = [(e.entry.operation, e.entry.outcome) for e in desk.trail()[-2:]]
    assert told == [
        ("about to: mutation scheduleRetention", Outcome.ALLOWED),
        ("mutation scheduleRetention", Outcome.DENIED),  # of the second asking, which changed nothing
    ]
    assert len(world.query("MATCH (s:Retention) RETURN s")) == 1


@pytest.mark.long
def test_the_log_names_the_segment_the_reason_and_the_remedy(
    desk: Desk, other: Path, events: list[structlog.typing.EventDict]
) -> None:
    other.write_bytes(b"")

    async def work() -> None:
        async with running_workers(desk.world.app), asyncio.timeout(30):
            while not any(e["event"] == "audit_damaged" for e in events):
                await asyncio.sleep(0.05)

    desk.world.run(work())
    told = next(e for e in events if e["event"] == "audit_damaged")
    assert (told["code"], told["damage"]) == ("AUDIT_DAMAGED", [f"`{other.stem}` is shorter than it was"])
    assert "benang audit accept-damage" in told["remedy"]
    assert asked(desk).status_code == 503


def test_a_live_subscription_gets_no_further_alert(desk: Desk, folder: Path) -> None:
    world = desk.world

    async def work(socket: ClientConnection) -> list[dict[str, object]]:
        await begin(socket, world.token("th-police"))
        await tell(socket, id="1", type="subscribe", payload={"query": SUBSCRIPTION})
        await until_waiting(world)
        (folder / "damage.json").write_text('[{"name":"one","problem":"is gone","place":-1}]', encoding="utf-8")
        await tell(socket, id="2", type="subscribe", payload={"query": SUBSCRIPTION})
        return [await hear(socket)]

    assert talk(desk, work) == [{"id": "2", "type": "error", "payload": REFUSED["errors"]}]


def test_a_start_on_a_damaged_trail_answers_nothing(
    desk: Desk, other: Path, neo4j_lease: StoreLease, events: list[structlog.typing.EventDict]
) -> None:
    world = desk.world
    other.write_bytes(other.read_bytes()[:100])

    async def work() -> tuple[tuple[int, str | None], int]:
        async with application_on(world.app.settings, neo4j_lease) as app:
            started = Desk(World(app=app, run=world.run))
            found = await started.send(method="GET", path="/health/ready")
            headers = {"authorization": f"Bearer {world.token('th-police')}"}
            answer = await started.send(json={"query": "{ viewer { subject } }"}, headers=headers)
            return (found.status_code, found.json()["code"]), answer.status_code

    assert world.run(work()) == ((503, "AUDIT_DAMAGED"), 503)
    told = next(e["damage"] for e in events if e["event"] == "audit_damaged")
    assert told == [f"`{other.stem}` is shorter than it was"]


@pytest.mark.usefixtures("events")
def test_an_operator_looks_and_gives_a_reason_then_answers_leave_again(
    desk: Desk, other: Path, shell: World, capsys: pytest.CaptureFixture[str]
) -> None:
    other.write_bytes(b"")
    sequence(desk)
    assert asked(desk).status_code == 503

    with pytest.raises(typer.Exit):
        trail_damage.audit_accept_damage(" ")
    assert asked(desk).status_code == 503
    trail_damage.audit_accept_damage("the disk was full, seen by the duty engineer")

    assert capsys.readouterr().out == f"accepted\t{other.stem}\tis shorter than it was\n"
    assert (asked(desk).status_code, ready(desk)) == (200, (200, None))
    desk.world.run(desk.world.app.accountability.trail.sequence())
    [told] = [e.entry for e in desk.trail() if e.entry.operation.startswith("accept")]
    assert (told.actor, told.reason) == ("operator", "the disk was full, seen by the duty engineer")
    assert told.operation == f"accept damage of the trail: `{other.stem}` is shorter than it was"
    assert not verify_audit(shell.app.settings.audit).intact
    with pytest.raises(typer.Exit):
        trail_damage.audit_accept_damage("again")
    assert "nothing of the audit trail is damaged" in capsys.readouterr().err


@pytest.mark.usefixtures("shell", "events")
def test_what_was_restored_is_not_accepted_but_whole(
    desk: Desk, other: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = other.read_bytes()
    other.write_bytes(b"")
    sequence(desk)
    other.write_bytes(whole)
    assert asked(desk).status_code == 503

    trail_damage.audit_accept_damage("restored from last night's copy", json=True)

    found = json.loads(capsys.readouterr().out)
    assert (found["accepted"], [d["name"] for d in found["whole_again"]]) == ([], [other.stem])
    assert asked(desk).status_code == 200
    desk.world.run(desk.world.app.accountability.trail.checkpoint())
    assert verify_audit(desk.world.app.settings.audit).intact


@pytest.mark.usefixtures("shell")
def test_a_command_answers_nothing_either(desk: Desk, other: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other.write_bytes(b"")
    sequence(desk)
    with pytest.raises(typer.Exit):
        suspensions.policy_suspend("kh-police", "lost token", "dara", as_token="kh-police/supervisor")
    told = capsys.readouterr()
    assert (told.out, f"`{other.stem}` is shorter than it was" in told.err) == ("", True)
    assert desk.world.query("MATCH (s:Suspension) RETURN s") == []
