"""An audit folder that was set back, replaced or taken away while no process ran: the store knows how far it was."""

import shutil
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from api.audit.trail_damage import accept_damage
from api.bootstrap import Application, application_on, open_application
from api.settings import Settings
from graph.errors import StoreUnavailableError
from graph.files import exclusively
from graph.store import StoreConfig, StoreLease, TrailMarkStore
from policies import AuditLog, Sequencer
from tests.api.asking import Desk
from tests.policies.audit_trails import entry, write_trail
from tests.world import World, record

MARKED = "MATCH (m:TrailMark) RETURN m.names AS names, m.sizes AS sizes, m.roots AS roots"
SAID = "`the mark in the store` knows entries of `agencies/"


@pytest.fixture
def desk(world: World) -> Desk:
    world.file("th-police", record("Person", "p", name="Somsri Kittiwat"))
    return Desk(world)


def ask(desk: Desk) -> None:
    assert desk.post("{ viewer { subject } }", token=desk.world.token("th-police")).status_code == 200
    desk.world.app.audit.flush()


def step(world: World) -> None:
    world.run(world.app.accountability.step())


def started(world: World, lease: StoreLease, settings: Settings | None = None) -> tuple[int, list[str]]:
    """Start the deployment anew, and return the status of an answer and what is damaged."""

    async def work() -> int:
        async with application_on(settings or world.app.settings, lease) as app:
            headers = {"authorization": f"Bearer {world.token('th-police')}"}
            found = await Desk(World(app=app, run=world.run)).send(
                json={"query": "{ alerts { edges { cursor } } }"}, headers=headers
            )
            return found.status_code

    with structlog.testing.capture_logs() as events:
        status = world.run(work())
    return status, [text for e in events if e["event"] == "audit_damaged" for text in e["damage"]][:1]


def _take_away(folder: Path, _: Path) -> None:
    shutil.rmtree(folder)


def _set_back(folder: Path, older: Path) -> None:
    shutil.rmtree(folder)
    shutil.copytree(older, folder)


def _replace(folder: Path, _: Path) -> None:
    shutil.rmtree(folder)
    write_trail(folder, *map(entry, range(1, 30)))
    Sequencer(folder).run()


@pytest.mark.parametrize("change", [_take_away, _set_back, _replace])
def test_a_start_on_another_folder_than_the_store_knows_answers_nothing(
    desk: Desk, neo4j_lease: StoreLease, tmp_path: Path, change: Callable[[Path, Path], None]
) -> None:
    world, folder = desk.world, desk.world.app.settings.audit
    ask(desk)
    step(world)
    shutil.copytree(folder, tmp_path / "older")
    ask(desk)
    step(world)
    shutil.copytree(folder, tmp_path / "newest")
    change(folder, tmp_path / "older")

    status, said = started(world, neo4j_lease)

    assert (status, [text.startswith(SAID) for text in said]) == (503, [True])
    # Put back as it was, it is whole.
    _set_back(folder, tmp_path / "newest")
    assert started(world, neo4j_lease) == (200, [])


def _in_a_command(world: World, lease: StoreLease, work: Callable[[Application], Awaitable[None]]) -> None:
    """Do something in a command of its own, on the same store and folders, and end it."""
    login = {"NEO4J_USERNAME": lease.username, "NEO4J_PASSWORD": lease.password, "NEO4J_DATABASE": lease.database}
    store = StoreConfig.from_env({**login, "NEO4J_URI": lease.uri})

    async def run() -> None:
        async with open_application(replace(world.app.settings, store=store)) as app:
            await work(app)

    world.run(run())


async def _look(world: World, app: Application) -> None:
    headers = {"authorization": f"Bearer {world.token('th-police')}"}
    found = await Desk(World(app=app, run=world.run)).send(json={"query": "{ viewer { subject } }"}, headers=headers)
    assert found.status_code == 200


@pytest.mark.parametrize("change", [_take_away, _set_back, _replace])
def test_a_deployment_that_is_worked_with_by_commands_alone_knows_its_trail(
    desk: Desk, neo4j_lease: StoreLease, tmp_path: Path, change: Callable[[Path, Path], None]
) -> None:
    world, folder = desk.world, desk.world.app.settings.audit
    shutil.copytree(folder, tmp_path / "older")
    _in_a_command(world, neo4j_lease, lambda app: _look(world, app))
    shutil.copytree(folder, tmp_path / "newest")
    change(folder, tmp_path / "older")

    status, said = started(world, neo4j_lease)

    assert (status, [text.startswith(SAID) for text in said]) == (503, [True])
    _set_back(folder, tmp_path / "newest")
    assert started(world, neo4j_lease) == (200, [])


@pytest.mark.long
def test_what_a_killed_command_brought_into_the_logs_is_marked_at_the_next_start(
    desk: Desk, neo4j_lease: StoreLease
) -> None:
    world = desk.world
    ask(desk)
    world.run(world.app.accountability.trail.checkpoint())
    assert world.query(MARKED) == []
    assert started(world, neo4j_lease) == (200, [])
    assert len(world.query(MARKED)) == 1
    shutil.rmtree(world.app.settings.audit)

    assert started(world, neo4j_lease)[0] == 503


@pytest.mark.long
def test_a_start_on_a_damaged_trail_marks_nothing_and_a_command_that_ends_on_it_neither(
    desk: Desk, neo4j_lease: StoreLease
) -> None:
    world = desk.world
    ask(desk)
    step(world)
    marked = world.query(MARKED)
    shutil.rmtree(world.app.settings.audit)

    async def nothing(_: Application) -> None:
        return

    _in_a_command(world, neo4j_lease, nothing)
    assert world.query(MARKED) == marked


@pytest.mark.long
def test_a_command_is_done_though_its_mark_cannot_be_kept(
    desk: Desk, neo4j_lease: StoreLease, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object, **__: object) -> bool:
        raise StoreUnavailableError("no answer in time")

    async def work(app: Application) -> None:
        await _look(world, app)
        monkeypatch.setattr(TrailMarkStore, "keep", away)

    world = desk.world
    _in_a_command(world, neo4j_lease, work)
    monkeypatch.undo()
    assert "agencies/th-police" not in {name for row in world.query(MARKED) for name in row["names"]}
    assert started(world, neo4j_lease) == (200, [])
    assert "agencies/th-police" in world.query(MARKED)[0]["names"]


@pytest.mark.long
def test_a_folder_that_was_set_back_is_found_though_somebody_holds_its_lock(
    desk: Desk, neo4j_lease: StoreLease, tmp_path: Path
) -> None:
    world, folder = desk.world, desk.world.app.settings.audit
    ask(desk)
    step(world)
    shutil.copytree(folder, tmp_path / "older")
    ask(desk)
    step(world)
    marked = world.query(MARKED)
    _set_back(folder, tmp_path / "older")

    with exclusively(folder / "logs.lock", timeout_seconds=0) as held:  # whoever may write the folder may hold its lock
        assert held
        status, said = started(world, neo4j_lease)

    assert (status, [text.startswith(SAID) for text in said]) == (503, [True])
    assert world.query(MARKED) == marked


def test_a_process_that_never_learnt_the_marks_lowers_none_and_then_finds_it(desk: Desk, tmp_path: Path) -> None:
    world, folder = desk.world, desk.world.app.settings.audit
    trail = world.app.accountability.trail
    ask(desk)
    step(world)
    shutil.copytree(folder, tmp_path / "older")
    ask(desk)
    step(world)
    marked = world.query(MARKED)
    _set_back(folder, tmp_path / "older")
    trail.sequencer.marks = {}

    world.run(trail.keep_marks())
    assert world.query(MARKED) == marked
    world.run(trail.keep_marks())
    assert world.query(MARKED) == marked
    assert [damage.name for damage in world.app.audit.damage.standing()] == ["the mark in the store"]


@pytest.mark.long
def test_an_operator_accepts_it_and_the_store_marks_the_folder_as_it_is_from_then_on(
    desk: Desk, neo4j_lease: StoreLease, tmp_path: Path
) -> None:
    world, folder = desk.world, desk.world.app.settings.audit
    ask(desk)
    step(world)
    before = world.query("MATCH (m:TrailMark) RETURN m.sizes AS sizes")
    shutil.rmtree(folder)
    assert started(world, neo4j_lease)[0] == 503
    with AuditLog(folder, node="local") as audit:
        looked_at = accept_damage(audit, "the disk died, seen by the duty engineer")
        assert [damage.name for damage in looked_at.accepted] == ["the mark in the store"]

    async def work() -> None:
        async with application_on(world.app.settings, neo4j_lease) as app:
            headers = {"authorization": f"Bearer {world.token('th-police')}"}
            mine = Desk(World(app=app, run=world.run))
            assert (await mine.send(json={"query": "{ viewer { subject } }"}, headers=headers)).status_code == 200
            app.audit.flush()
            await app.accountability.step()

    world.run(work())
    after = world.query("MATCH (m:TrailMark) RETURN m.sizes AS sizes")
    assert after != before
    assert started(world, neo4j_lease) == (200, [])
    shutil.rmtree(folder)  # once more is another damage
    assert started(world, neo4j_lease)[0] == 503


def test_a_folder_of_another_host_or_place_is_another_trail(
    desk: Desk, neo4j_lease: StoreLease, tmp_path: Path
) -> None:
    ask(desk)
    step(desk.world)
    settings = desk.world.app.settings
    assert started(desk.world, neo4j_lease, replace(settings, node="second", audit=tmp_path / "second")) == (200, [])
    assert started(desk.world, neo4j_lease, replace(settings, audit=tmp_path / "elsewhere")) == (200, [])


def test_a_mark_is_kept_where_the_logs_grew_and_never_over_damage(desk: Desk) -> None:
    world, folder = desk.world, desk.world.app.settings.audit
    ask(desk)
    step(world)
    marked = world.query("MATCH (m:TrailMark) RETURN m.names AS names, m.sizes AS sizes, m.roots AS roots, m.at AS at")
    assert len(marked) == 1
    assert "agencies/th-police" in marked[0]["names"]
    step(world)  # nothing has come
    again = "MATCH (m:TrailMark) RETURN m.names AS names, m.sizes AS sizes, m.roots AS roots, m.at AS at"
    assert world.query(again) == marked
    (folder / "damage.json").write_text('[{"name":"one","problem":"is gone","place":-1}]', encoding="utf-8")
    world.run(world.app.accountability.trail.keep_marks())
    assert world.query(again) == marked
