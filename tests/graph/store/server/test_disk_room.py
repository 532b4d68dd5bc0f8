"""A full disk is found before Neo4j is started on it."""

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, NoReturn, cast

import pytest

from api import bootstrap
from api.settings import Settings
from graph.errors import StoreFullError
from graph.store import ExternalStore, StoreLease, find_full_folder, open_store
from graph.store.cypher import Access, Template
from graph.store.errors import NoRoomError
from graph.store.server import disk_room as module
from graph.store.server.embedded import EmbeddedNeo4j
from tests.store_fixture import short_run_config
from tests.world import World

# They stand in no registry.
MAKE = Template(name="make_probe", access=Access.WRITE, text="CREATE (n:Probe) RETURN 1 AS n")
COUNT = Template(name="count_probes", access=Access.SYSTEM, text="MATCH (n:Probe) RETURN count(n) AS n")


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every disk be all but full."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1 << 30, 1 << 30, module.LEAST_BYTES - 1))


def test_room_is_left_up_to_the_least(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1 << 30, 0, module.LEAST_BYTES))
    assert module.has_room(tmp_path)
    assert find_full_folder(short_run_config(tmp_path)) is None


def test_a_folder_that_nobody_can_ask_about_is_taken_to_have_room(tmp_path: Path) -> None:
    assert module.has_room(tmp_path / "not there")


@pytest.mark.usefixtures("full")
def test_the_full_disk_of_the_embedded_store_is_named_and_no_disk_of_an_external_one(tmp_path: Path) -> None:
    config = short_run_config(tmp_path)
    assert find_full_folder(config) == tmp_path
    external = ExternalStore(uri="bolt://127.0.0.1:1", username="a", password="b")
    assert find_full_folder(replace(config, external=external)) is None


@pytest.mark.usefixtures("full")
def test_neo4j_is_not_started_on_a_full_disk(tmp_path: Path) -> None:
    with pytest.raises(NoRoomError, match="next to no room left on its disk; end all that uses it, make room"):
        open_store(short_run_config(tmp_path))
    assert not (tmp_path / "neo4j" / "server.json").exists()


@pytest.fixture
def embedded_world(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Let the world's store stand for one in a folder of this test."""
    monkeypatch.setattr(world.app.store, "_folder", tmp_path)
    return world


def leave(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1 << 40, 0, free))


def test_nothing_is_written_on_a_disk_that_runs_low_and_reads_go_on(
    embedded_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, run = embedded_world.app.store, embedded_world.run
    leave(monkeypatch, module.LEAST_BYTES_TO_WRITE - 1)
    with pytest.raises(StoreFullError, match=r"nothing was written: .* has next to no room left on its disk"):
        run(store.write(lambda tx: tx.run(MAKE, {})))
    with pytest.raises(StoreFullError):
        run(store.write_at_once(MAKE, {}))
    assert run(store.read(COUNT, {})) == [{"n": 0}]
    leave(monkeypatch, module.LEAST_BYTES_TO_WRITE)
    run(store.write(lambda tx: tx.run(MAKE, {})))
    run(store.write_at_once(MAKE, {}))
    assert run(store.read(COUNT, {})) == [{"n": 2}]


def test_the_marks_without_which_nothing_is_answered_are_written_to_the_last(
    embedded_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, run = embedded_world.app.store, embedded_world.run
    leave(monkeypatch, module.LEAST_BYTES)
    run(store.write_at_once(MAKE, {}, is_mark=True))
    leave(monkeypatch, module.LEAST_BYTES - 1)
    with pytest.raises(StoreFullError):
        run(store.write_at_once(MAKE, {}, is_mark=True))
    assert run(store.read(COUNT, {})) == [{"n": 1}]


def test_the_product_looks_at_the_disk_of_an_embedded_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given: dict[str, object] = {}

    def remember(**named: object) -> NoReturn:
        given.update(named)
        raise ZeroDivisionError

    monkeypatch.setattr(bootstrap, "connected", remember)
    embedded = EmbeddedNeo4j(short_run_config(tmp_path))
    lease = StoreLease(uri="bolt://127.0.0.1:1", username="a", password="b", database="neo4j", embedded=embedded)

    async def open_it() -> None:
        async with bootstrap.application_on(cast("Settings", None), lease):
            pass

    with pytest.raises(ZeroDivisionError):
        asyncio.run(open_it())
    assert given["folder"] == tmp_path / "neo4j"
