"""A checkpoint key that was lost: it is told, an operator confirms it in the trail, and the logs are signed again."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import structlog
import typer

from api.background import workers
from api.bootstrap import application_on
from api.cli import audit, key_succession
from graph.store import StoreLease
from policies import StoredEntry, read_audit
from tests.api.asking import Desk
from tests.api.shells import open_shell
from tests.world import World, record

RECORD = "query($id: ID!) { record(id: $id) { caption } }"
RECEIPTS = "{ receipts(first: 5) { edges { node { proof } } } }"
LOGS = ["agencies/kh-police", "originators/th-police"]
REASON = "the disk with the keys died, seen by the duty engineer"


@pytest.fixture
def earlier(world: World) -> str:
    """Let a record be shown, sign the logs and lose the key; return the key's name."""
    world.file("th-police", record("Person", "p", name="Qanarywit Damrongdecha", role="suspect"))
    Desk(world).data(RECORD, token=world.token("kh-police"), id=world.id("th-police", "p"))
    made = world.run(world.app.accountability.trail.checkpoint())
    assert set(LOGS) <= made.keys()
    (world.app.settings.keys / "checkpoint.pem").unlink()
    return world.app.accountability.trail.signer.key.name


@pytest.fixture
def shell(world: World, earlier: str, neo4j_lease: StoreLease, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Yield the deployment as the next start leaves it, with the commands on it."""
    assert earlier
    context = application_on(world.app.settings, neo4j_lease)
    started = World(app=world.run(context.__aenter__()), run=world.run)
    for module in (audit, key_succession):
        monkeypatch.setattr(module, "settings", lambda: world.app.settings)
    yield open_shell(started, monkeypatch, audit)
    world.run(context.__aexit__(None, None, None))


def accepted(world: World) -> list[StoredEntry]:
    return [e for e in read_audit(world.app.settings.audit) if e.entry.operation.startswith("accept checkpoint key")]


def proofs(world: World) -> list[str | None]:
    found = Desk(world).data(RECEIPTS, token=world.token("th-police", "supervisor"))
    return [edge["node"]["proof"] for edge in found["receipts"]["edges"]]


def test_logs_are_signed_again_once_an_operator_has_confirmed_the_key(
    shell: World, earlier: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as refused:
        audit.audit_checkpoint(out=tmp_path / "out", every=True)
    told = capsys.readouterr()
    assert (refused.value.exit_code, [name for name in LOGS if name in told.out]) == (1, [])
    assert f"logs are not signed: their last checkpoints are of another key, `{earlier}`; put keys/" in told.err
    assert (tmp_path / "out" / "originators-th-police.txt").exists()
    assert proofs(shell) == [None]
    with pytest.raises(typer.Exit) as unproved:
        audit.audit_verify()
    assert (unproved.value.exit_code, "not signed with this key" in capsys.readouterr().out) == (1, True)

    with pytest.raises(typer.Exit):
        key_succession.audit_accept_key(" ")
    assert accepted(shell) == []
    capsys.readouterr()
    key_succession.audit_accept_key(REASON)

    told = capsys.readouterr()
    key = shell.app.accountability.trail.signer.key
    assert (told.out, str(key) in told.err) == (f"accepted\t{earlier}\n", True)
    [noted] = accepted(shell)
    assert (noted.entry.actor, noted.entry.agency, noted.entry.reason) == ("operator", "operator", REASON)
    assert noted.entry.operation == f"accept checkpoint key {key} after {earlier}"
    audit.audit_checkpoint()
    assert set(LOGS) <= {line.split("\t")[0] for line in capsys.readouterr().out.splitlines()}
    audit.audit_verify(json=True)
    found = json.loads(capsys.readouterr().out)
    assert (found["state"], found["unread"] >= len(LOGS), found["unsigned"]) == ("intact", True, 0)
    assert None not in proofs(shell)
    with pytest.raises(typer.Exit):
        key_succession.audit_accept_key("again")
    assert "no log waits for another key" in capsys.readouterr().err


def test_damage_of_the_trail_comes_before_the_key(shell: World, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shell.app.settings.audit
    (folder / "damage.json").write_text('[{"name":"one","problem":"is gone","place":-1}]', encoding="utf-8")

    with pytest.raises(typer.Exit) as refused:
        key_succession.audit_accept_key(REASON)

    assert (refused.value.exit_code, "the audit trail is damaged" in capsys.readouterr().err) == (1, True)
    assert accepted(shell) == []
    assert not (folder / "checkpoint-keys.json").exists()


def test_a_serving_process_answers_and_tells_once_that_the_key_waits(
    shell: World, earlier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "ACCOUNT_SECONDS", 0.01)
    monkeypatch.setattr(workers, "CHECKPOINT_SECONDS", 0.0)
    checkpoint, turns = shell.app.accountability.trail.checkpoint, asyncio.Semaphore(0)

    async def counted() -> dict[str, str]:
        made = await checkpoint()
        turns.release()
        return made

    async def serve() -> None:
        working = asyncio.create_task(workers._account_for_ever(shell.app))
        for _ in range(3):
            await turns.acquire()
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working

    monkeypatch.setattr(type(shell.app.accountability.trail), "checkpoint", lambda _: counted())
    with structlog.testing.capture_logs() as events:
        shell.run(serve())

    told = [e for e in events if e["event"] == "checkpoint_key_unconfirmed"]
    assert [(e["keys"], "benang audit accept-key" in e["remedy"]) for e in told] == [([earlier], True)]
    assert not [e for e in events if e["event"] == "worker_failed"]
    assert Desk(shell).post("{ viewer { subject } }", token=shell.token("kh-police")).status_code == 200
