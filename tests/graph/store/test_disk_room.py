"""A full disk is found before Neo4j is started on it."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from graph.store import ExternalStore, find_full_folder, open_store
from graph.store import disk_room as module
from graph.store.errors import NoRoomError
from tests.store_fixture import short_run_config


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
