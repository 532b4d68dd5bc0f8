"""A store that was put back from an older copy beside a newer trail: what was closed since is not opened by that."""

import json
import os
import shutil
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
import typer

from api.audit.later_acts import later_acts
from api.bootstrap import Application, application_on
from api.cli import audit, server, suspensions, trail_damage
from api.settings import Settings
from graph.store import Access, RecordReader, StoreLease, Template
from policies import Outcome, forget_store, read_audit
from tests.api.asking import Desk
from tests.api.shells import open_shell
from tests.policies.audit_trails import entry, write_trail
from tests.world import World, record

NAME = "Qanarywit Damrongdecha"
RECORD = "query($id: ID!) { record(id: $id) { id caption } }"
MESSAGE = "the store was put back from an older copy: nothing is disclosed until an operator has looked at it"
REFUSED = {"errors": [{"message": MESSAGE, "extensions": {"code": "STORE_SET_BACK"}}]}
NOTHING = (200, {"data": {"record": None}})  # what who is suspended gets
REASON = "restored from Monday's copy"
MARKS = "MATCH (m:StoreMark) RETURN m.folder AS folder, m.number AS number, m.at AS at ORDER BY folder"


@pytest.fixture
def desk(world: World) -> Desk:
    world.file("th-police", record("Person", "p", name=NAME, role="suspect"))
    return Desk(world)


@pytest.fixture
def events() -> Iterator[list[structlog.typing.EventDict]]:
    with structlog.testing.capture_logs() as found:
        yield found


@pytest.fixture
def start(desk: Desk, neo4j_lease: StoreLease) -> Callable[..., Any]:
    """Return what starts the deployment anew, does something in it and returns what that did."""

    def started(work: Callable[[Application], Awaitable[Any]] | None = None, settings: Settings | None = None) -> Any:
        async def run() -> Any:
            async with application_on(settings or desk.world.app.settings, neo4j_lease) as app:
                return await (work or _asked(desk))(app)

        return desk.world.run(run())

    return started


def _asked(desk: Desk, agency: str = "kh-police") -> Callable[[Application], Awaitable[Any]]:
    async def ask(app: Application) -> Any:
        mine = Desk(World(app=app, run=desk.world.run))
        headers = {"authorization": f"Bearer {desk.world.token(agency)}"}
        body = {"query": RECORD, "variables": {"id": desk.world.id("th-police", "p")}}
        ready = await mine.send(method="GET", path="/health/ready")
        found = await mine.send(json=body, headers=headers)
        return found.status_code, found.json(), ready.json().get("code")

    return ask


async def _suspend(app: Application) -> None:
    assert await app.suspensions.suspend(None, "kh-police", None, reason="a leak") is not None


def _copied(desk: Desk) -> list[dict[str, Any]]:
    """Return the marks as they stand: what of an older copy of the store is put back later."""
    return desk.world.query(MARKS)


def _put_back(desk: Desk, older: list[dict[str, Any]]) -> None:
    """Let the store be as it was before anybody was suspended."""
    for text, parameters in _putting_back(older):
        _write(desk, text, parameters)


def _putting_back(older: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    return [
        ("MATCH (s:Suspension) DETACH DELETE s", {}),
        (
            """
            MATCH (m:StoreMark) DETACH DELETE m WITH count(*) AS _
            UNWIND $p.older AS row
            CREATE (:StoreMark {folder: row.folder, number: row.number, at: row.at})
            """,
            {"older": older},
        ),
    ]


def _write(desk: Desk, text: str, parameters: Mapping[str, Any]) -> None:
    statement = Template(name="test", access=Access.WRITE, text=text)
    desk.world.run(desk.world.app.store.write_at_once(statement, parameters))


def test_an_older_store_lifts_no_suspension_until_an_operator_has_looked(
    desk: Desk, start: Callable[..., Any], events: list[structlog.typing.EventDict]
) -> None:
    assert start()[:2] == (200, {"data": {"record": {"id": desk.world.id("th-police", "p"), "caption": NAME}}})
    older = _copied(desk)
    start(_suspend)
    assert start()[:2] == NOTHING
    _put_back(desk, older)
    before = desk.world.query("MATCH (n) WHERE NOT n:StoreMark RETURN count(n) AS n")

    assert start() == (503, REFUSED, "STORE_SET_BACK")

    told = next(e for e in events if e["event"] == "store_set_back")
    assert told["code"] == "STORE_SET_BACK"
    [problem] = told["damage"]
    assert problem.startswith("`the store` was put back from an older copy, or is a new one; since 2")
    assert problem.endswith("the trail tells of 1 suspend")
    assert desk.world.query("MATCH (n) WHERE NOT n:StoreMark RETURN count(n) AS n") == before
    last = list(read_audit(desk.world.app.settings.audit))[-1].entry
    assert (last.operation, last.agency, last.outcome, last.record_ids) == (
        "query record",
        "kh-police",
        Outcome.DENIED,
        (),
    )


def test_the_operator_suspends_again_and_accepts_before_anything_leaves(
    desk: Desk, start: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    older = _copied(desk)
    start(_suspend)
    _put_back(desk, older)
    assert start()[0] == 503
    monkeypatch.setattr(trail_damage, "settings", lambda: desk.world.app.settings)

    start(_suspend)
    assert start()[::2] == (503, "STORE_SET_BACK")
    capsys.readouterr()
    trail_damage.audit_accept_damage(REASON)

    assert capsys.readouterr().out.startswith("accepted\tthe store\twas put back from an older copy")
    assert start() == (*NOTHING, None)
    assert start(_asked(desk, "th-police"))[::2] == (200, None)
    [told] = [e.entry for e in read_audit(desk.world.app.settings.audit) if e.entry.operation.startswith("accept")]
    assert (told.actor, told.reason) == ("operator", REASON)
    # Put back once more, it is another one.
    _put_back(desk, older)
    assert start()[::2] == (503, "STORE_SET_BACK")


def test_the_newer_store_put_back_is_asked_at_once(desk: Desk, start: Callable[..., Any]) -> None:
    older = _copied(desk)
    start()
    newer = _copied(desk)
    _put_back(desk, older)
    assert start()[::2] == (503, "STORE_SET_BACK")
    _put_back(desk, newer)
    assert start()[::2] == (200, None)


def test_a_new_store_beside_a_trail_is_told_unless_the_old_one_was_removed_on_purpose(
    desk: Desk, start: Callable[..., Any]
) -> None:
    start()
    _put_back(desk, [])
    assert start()[::2] == (503, "STORE_SET_BACK")

    settings = replace(desk.world.app.settings, audit=desk.world.app.settings.audit.parent / "of-a-demo")
    start(settings=settings)
    _put_back(desk, [])
    forget_store(settings.audit)
    assert start(settings=settings)[::2] == (200, None)


def test_a_serving_process_notices_when_the_logs_grow(desk: Desk) -> None:
    world, older = desk.world, _copied(desk)
    assert desk.post("{ viewer { subject } }", token=world.token("th-police")).status_code == 200
    world.run(world.app.accountability.step())
    assert _copied(desk)[0]["number"] == older[0]["number"] + 1
    assert desk.post("{ viewer { subject } }", token=world.token("th-police")).status_code == 200
    _put_back(desk, older)

    world.run(world.app.accountability.keep_trail())

    found = desk.post("{ viewer { subject } }", token=world.token("th-police"))
    assert (found.status_code, found.json()) == (503, REFUSED)


def test_a_serving_process_answers_nothing_from_a_store_that_was_put_back_beneath_it(
    desk: Desk, events: list[structlog.typing.EventDict]
) -> None:
    world, older, body = desk.world, _copied(desk), {"id": desk.world.id("th-police", "p")}
    world.run(_suspend(world.app))
    world.run(world.app.accountability.step())
    token = world.token("kh-police")
    assert desk.post(RECORD, variables=body, token=token).json() == NOTHING[1]
    _put_back(desk, older)

    first, second = (desk.post(RECORD, variables=body, token=token) for _ in range(2))

    assert (first.status_code, first.json()) == (503, REFUSED)
    assert second.status_code == 503
    assert [e["event"] for e in events if e["event"] == "store_exchanged"] == ["store_exchanged"]
    last = list(read_audit(world.app.settings.audit))[-1].entry
    assert (last.operation, last.agency, last.outcome) == ("query record", "kh-police", Outcome.DENIED)
    ready = world.run(desk.send(method="GET", path="/health/ready"))
    assert (ready.status_code, ready.json()["code"]) == (503, "STORE_SET_BACK")


def test_a_store_put_back_while_an_answer_is_made_lets_it_not_leave(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, older, body = desk.world, _copied(desk), {"id": desk.world.id("th-police", "p")}
    world.run(_suspend(world.app))
    world.run(world.app.accountability.step())
    read = RecordReader.records

    async def put_back_and_read(reader: RecordReader, *given: Any, **named: Any) -> Any:
        for text, parameters in _putting_back(older):
            await world.app.store.write_at_once(Template(name="test", access=Access.WRITE, text=text), parameters)
        return await read(reader, *given, **named)

    monkeypatch.setattr(RecordReader, "records", put_back_and_read)
    found = desk.post(RECORD, variables=body, token=world.token("th-police"))
    assert (found.status_code, found.json()) == (503, REFUSED)


def test_who_serves_a_store_that_was_put_back_asks_it_nothing_though_another_accepts_it(
    desk: Desk, start: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it knows of compartments is of the newer store: their numbers may come to mean something else."""
    world, older = desk.world, _copied(desk)
    world.file("th-fiu", record("BankAccount", "a", number="5328646949", country="TH"))
    world.run(world.app.accountability.step())
    monkeypatch.setattr(trail_damage, "settings", lambda: world.app.settings)
    _put_back(desk, older)
    _write(desk, "MATCH (n:Counter {name: 'compartment'}), (c:Compartment {id: n.n}) SET n.n = n.n - 1 DELETE c", {})
    assert start()[::2] == (503, "STORE_SET_BACK")
    trail_damage.audit_accept_damage(REASON)
    assert start(_asked(desk, "th-police"))[::2] == (200, None)

    assert desk.post("{ viewer { subject } }", token=world.token("th-police")).status_code == 503
    ready = world.run(desk.send(method="GET", path="/health/ready"))
    assert (ready.status_code, ready.json()["store"]) == (503, "STORE_EXCHANGED")


def test_a_reading_that_is_behind_alone_is_asked_again_later_and_is_no_older_store(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of a member of a cluster that does not know yet that it leads no more."""
    world = desk.world
    world.run(world.app.accountability.step())
    with monkeypatch.context() as behind:
        behind.setattr(type(world.app.registry), "store_marks", property(lambda _: {}))
        found = desk.post("{ viewer { subject } }", token=world.token("th-police"))
    assert (found.status_code, found.json()["errors"][0]["extensions"]["code"]) == (503, "SERVICE_UNAVAILABLE")
    assert desk.post("{ viewer { subject } }", token=world.token("th-police")).status_code == 200
    assert not world.app.audit.damage.standing()


def test_no_other_folder_start_or_kill_is_taken_for_an_older_store(desk: Desk, start: Callable[..., Any]) -> None:
    """Each start of the fixture is beside the process of the world, which never ends: as after a kill."""
    settings = desk.world.app.settings
    folder = settings.audit
    second = replace(settings, node="second")
    own = replace(settings, node="third", audit=folder.parent / "third")
    for given in (settings, second, own, settings, own, second, settings):
        assert start(settings=given)[::2] == (200, None)
        assert desk.post("{ viewer { subject } }", token=desk.world.token("th-police")).status_code == 200
        desk.world.run(desk.world.app.accountability.step())
    desk.world.app.audit.flush()
    # An announced act that was refused, or that a killed process never did.
    write_trail(folder, replace(entry(1), operation="about to: mutation grant"), node="killed")
    assert start()[::2] == (200, None)
    # A copy at another place, and an older folder beside the newer store.
    moved = replace(settings, audit=folder.parent / "moved")
    shutil.copytree(folder, moved.audit)
    assert start()[::2] == (200, None)
    assert start(settings=moved)[::2] == (200, None)
    # Begun anew in an empty folder of another name.
    assert start(settings=replace(settings, audit=folder.parent / "rotated"))[::2] == (200, None)
    assert len(_copied(desk)) == 3


def test_verify_and_status_say_it_until_it_is_accepted(
    desk: Desk, start: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in (audit, server, trail_damage):
        monkeypatch.setattr(module, "settings", lambda: desk.world.app.settings)
    open_shell(desk.world, monkeypatch, suspensions)
    for name in ("open_application", "run"):
        monkeypatch.setattr(server, name, getattr(suspensions, name))
    desk.world.run(desk.world.app.accountability.trail.checkpoint())
    server.status(json=True)
    assert json.loads(capsys.readouterr().out)["audit"] == "whole"
    audit.audit_verify(json=True)
    assert json.loads(capsys.readouterr().out)["store_set_back"] is False
    older = _copied(desk)
    start(_suspend)
    _put_back(desk, older)
    start()

    with pytest.raises(typer.Exit) as status:
        server.status()
    said = capsys.readouterr()
    assert (status.value.exit_code, "audit\tSTORE_SET_BACK" in said.out) == (1, True)
    assert "benang: the store is older than the audit trail: `the store` was put back" in said.err
    with pytest.raises(typer.Exit) as verified:
        audit.audit_verify()
    said = capsys.readouterr()
    assert (verified.value.exit_code, ": intact" in said.out) == (1, True)
    assert "STORE_SET_BACK: `the store` was put back from an older copy" in said.err
    assert "1 suspend" in said.err

    trail_damage.audit_accept_damage(REASON)
    capsys.readouterr()
    audit.audit_verify()
    assert ": intact" in capsys.readouterr().out


def test_acts_are_told_by_kind_and_number_and_nobodys_name(tmp_path: Path) -> None:
    operations = [
        "about to: mutation grant, revokeGrant",
        "mutation grant, revokeGrant",
        "about to: revoke grant",
        "about to: mutation suspend",
        "suspend kh-police person",
        "about to: ingest load sha256:00ff",
        "ingest load sha256:00ff",
        "about to: quarantine retry r-1",
        "about to: query simulatePolicy",
        "about to: simulate policy",
        "query search",
        "erasure",
    ]
    write_trail(tmp_path / "audit", *(replace(entry(n), operation=name) for n, name in enumerate(operations)))
    refused = replace(entry(1), operation="about to: mutation placeHold", outcome=Outcome.DENIED)
    write_trail(tmp_path / "audit", refused, node="other")

    told = {"erasure": 1, "grant": 1, "ingest": 1, "quarantine retry": 1, "revokeGrant": 2, "suspend": 1}
    assert later_acts(tmp_path / "audit", None) == told
    last = max(e.time for e in read_audit(tmp_path / "audit"))
    assert later_acts(tmp_path / "audit", last) == {}


@pytest.mark.parametrize("last_word", ["", "x" * 100_000])
def test_acts_are_told_whatever_time_their_file_has(tmp_path: Path, last_word: str) -> None:
    """Entries never go back behind a clock that was set back, the file's time does; and a copy may have any."""
    acts = ["about to: grant", "query search", f"suspend {last_word}"]
    written = write_trail(tmp_path / "audit", *(replace(entry(n), operation=name) for n, name in enumerate(acts)))
    first = min(e.time for e in read_audit(tmp_path / "audit"))
    an_hour_before = first.timestamp() - 3_600
    os.utime(written, (an_hour_before, an_hour_before))

    assert later_acts(tmp_path / "audit", first) == {"grant": 1, "suspend": 1}
    with written.open("ab") as file:
        file.write(b'{"sequence":9,"cut by a kill')
    assert later_acts(tmp_path / "audit", first) == {"grant": 1, "suspend": 1}
    assert later_acts(tmp_path / "audit", first + timedelta(hours=1)) == {}
