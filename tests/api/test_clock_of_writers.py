"""No command writes under a clock that is not believed: what it wrote would be dated by it, and erased by that date."""

import asyncio
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
import typer

from api.bootstrap import Application, application_on
from api.cli import data
from graph.store import Access, StoreLease, Template, WriteBatch
from ingest import Progress, ingest_file, parse_mapping
from policies import ClockError
from tests.api.shells import open_shell
from tests.world import World, record, settings_in

MAPPING = """\
dataset: cases
records:
  person: {kind: Person, reference: "{no}", subject_role: presumed-victim, properties: {name: name, birthDate: born}}
"""
ROWS = ("no,name,born", "R1,Somchai Jaidee", "R2,Malee Thongdee,1998-05-04")  # the first lacks a cell, and waits
STANDS = (
    "MATCH (n) WHERE n:Record OR n:QuarantinedRow OR n:Checkpoint OR n:Change OR n:Follower "
    "RETURN labels(n) AS labels, properties(n) AS properties ORDER BY toString(properties(n).rid), id(n)"
)
SET = {"was set back": -timedelta(days=2_800), "leapt forward": timedelta(days=40)}
PLACES = "MATCH (m:TrailMark) RETURN count(m) AS n"


@pytest.fixture
def shell(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    return open_shell(world, monkeypatch, data)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    source, mapping = tmp_path / "victims.csv", tmp_path / "victims.yml"
    source.write_text("\n".join(ROWS), encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    return source, mapping


def load(files: tuple[Path, Path], *, again: bool = False) -> None:
    data.ingest([files[0]], mapping=files[1], originator="kh-hotline", profile="victim-protection", again=again)


def set_clock(patch: pytest.MonkeyPatch, app: Application, by: timedelta) -> None:
    """Set the machine's clock, after it was read as it was."""
    app.clock.now()
    patch.setattr(app.clock, "_read", lambda: datetime.now(UTC) + by)


def segments(world: World) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in world.app.settings.audit.glob("*.jsonl")}


def waiting_id(world: World) -> str:
    [row] = world.query("MATCH (q:QuarantinedRow) RETURN q.id AS id")
    return str(row["id"])


COMMANDS: dict[str, Callable[[World, tuple[Path, Path]], None]] = {
    "ingest": lambda _, files: load(files, again=True),
    "quarantine retry": lambda _, files: data.quarantine_retry("kh-hotline", mapping=files[1]),
    "quarantine drop": lambda world, _: data.quarantine_drop("kh-hotline", "no such person", [waiting_id(world)]),
    "resolve": lambda *_: data.resolve(),
}


@pytest.mark.parametrize("case", [*product(COMMANDS, SET)], ids=" ".join)
def test_a_command_announces_and_writes_nothing_under_a_clock_that_was_set(
    shell: World,
    files: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    case: tuple[str, str],
) -> None:
    command, how = case
    load(files)
    before, entries = shell.query(STANDS), segments(shell)
    capsys.readouterr()

    with monkeypatch.context() as wrong:
        set_clock(wrong, shell.app, SET[how])
        with pytest.raises(typer.Exit) as ended:
            COMMANDS[command](shell, files)

    shown = capsys.readouterr()
    assert (ended.value.exit_code, shown.out) == (1, "")
    [line] = shown.err.strip().splitlines()[-1:]
    assert line.startswith(f"benang: the clock {how}: nothing is disclosed or written until")
    assert (shell.query(STANDS), segments(shell)) == (before, entries)
    COMMANDS[command](shell, files)  # once it is right


def test_a_load_ends_with_the_batch_behind_which_the_clock_was_set_and_goes_on_there(
    shell: World, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.pipeline.BATCH_ROWS", 4)
    rows = [f"P{n},Somchai {n},1990" for n in range(40)]
    files[0].write_text("\n".join(("no,name,born", *rows)), encoding="utf-8")
    app, wrong = shell.app, pytest.MonkeyPatch()

    def on_progress(found: Progress) -> None:
        if found.rows_done == 8:
            set_clock(wrong, app, -timedelta(days=2_800))

    def work() -> object:
        return shell.run(
            ingest_file(
                files[0], mapping=parse_mapping(MAPPING), originator="kh-hotline", profile="victim-protection",
                known_originators={"kh-hotline"}, known_profiles=app.bundle.registers.profiles,
                writer=app.exchange.filings.loader(app.writer), minter=app.minter, on_progress=on_progress,
            )
        )  # fmt: skip

    with pytest.raises(ClockError):
        work()
    wrong.undo()
    first = shell.query("MATCH (n:Record) RETURN count(n) AS n, min(n.received) / 1000000 AS at")[0]
    [point] = shell.query("MATCH (c:Checkpoint) RETURN c.rows_done AS rows, c.finished AS finished")
    assert 8 <= first["n"] == point["rows"] < 40
    assert not point["finished"]
    work()
    last = shell.query("MATCH (n:Record) RETURN count(n) AS n, min(n.received) / 1000000 AS at")[0]
    assert last == {"n": 40, "at": first["at"]}
    assert abs(datetime.now(UTC).timestamp() - last["at"]) < 600


def test_a_host_that_joins_goes_by_the_clock_of_those_who_wrote(
    world: World, neo4j_lease: StoreLease, tmp_path: Path
) -> None:
    """Its data folder is new, and remembers no time."""
    world.file("th-police", record("Person", "p", name="Somchai Jaidee"))
    world.run(world.app.accountability.end())
    assert world.query(PLACES)[0]["n"] > 0
    ahead = "MATCH (m:TrailMark) SET m.at = timestamp() + 400 * 86400000"
    world.run(world.app.store.run_alone(Template(name="test", access=Access.WRITE, text=ahead), {}))
    before = world.query(STANDS)
    shutil.copytree(world.app.settings.keys, settings_in(tmp_path / "another").keys)

    async def join(*, confirm: bool) -> None:
        async with application_on(settings_in(tmp_path / "another"), neo4j_lease) as app:
            if confirm:
                app.clock.confirm()
            await app.writer.write(WriteBatch(settled={"none": []}))

    async def in_turn() -> None:
        for _ in range(2):
            with pytest.raises(ClockError, match="the clock was set back"):
                await join(confirm=False)
        await join(confirm=True)
        await join(confirm=False)  # somebody has looked at it

    world.run(asyncio.wait_for(in_turn(), 300))
    assert world.query(STANDS) == before
