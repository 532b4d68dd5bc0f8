"""A database that does not come up behind a server that does: what is told of it, and the one more try."""

import asyncio
import os
import signal
import struct
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import Neo4jError

from graph.errors import DatabaseDownError
from graph.store import connection
from graph.store.config import StoreConfig
from graph.store.connection import Store
from graph.store.errors import DatabaseOfflineError, ServerFailedError
from graph.store.progress import Progress, Step
from graph.store.server.command import recovery_heap
from graph.store.server.database_state import DatabaseState, state_told, tellable
from graph.store.server.embedded import EmbeddedNeo4j, open_store
from graph.store.server.home import ServerHome
from graph.store.server.keeper import process_started, read_state
from tests.store_fixture import short_run_config

UNABLE = "An error occurred! Unable to start `DatabaseId{55993dec[neo4j]}`."
GIB = 1 << 30


def row(current: str, message: str = "", *, requested: str = "online", name: str = "neo4j") -> dict[str, Any]:
    return {"name": name, "currentStatus": current, "requestedStatus": requested, "statusMessage": message}


@pytest.mark.parametrize(
    ("rows", "state", "reason"),
    [
        ([row("offline", UNABLE)], DatabaseState.FAILED, UNABLE),
        ([row("online", "No space left on device")], DatabaseState.FAILED, "No space left on device"),
        ([row("starting")], DatabaseState.STARTING, ""),
        ([row("offline")], DatabaseState.STARTING, ""),
        ([row("offline", UNABLE), row("online")], DatabaseState.STARTING, ""),
        ([row("offline", requested="offline")], DatabaseState.UNKNOWN, ""),
        ([row("online", name="system")], DatabaseState.UNKNOWN, ""),
    ],
)
def test_a_database_has_failed_where_it_gives_a_reason(
    rows: list[dict[str, Any]], state: DatabaseState, reason: str
) -> None:
    assert state_told(rows, "Neo4j") == (state, reason)


def test_a_reason_that_may_hold_a_stored_value_is_not_told() -> None:
    said = "Node(7) already exists with label `Record` and property `key` = 'Somchai'"
    assert "Somchai" not in tellable(said)
    assert "Somchai" not in tellable(f"{UNABLE} Somchai")


@pytest.mark.parametrize(
    ("usual", "memory", "heap"),
    [
        (GIB, 24 * GIB, 4 * GIB),
        (GIB, 4 * GIB, 3 * GIB),
        (GIB, GIB, None),
        (3 * GIB, 4 * GIB, None),
        (GIB, 0, 4 * GIB),
    ],
)
def test_the_larger_heap_is_bounded_by_the_memory(usual: int, memory: int, heap: int | None) -> None:
    assert recovery_heap(usual, memory) == heap


class Starts:
    """Stands for the starts of a server: which heaps were tried, and how each went."""

    def __init__(self, embedded: EmbeddedNeo4j, monkeypatch: pytest.MonkeyPatch, *outcomes: Exception | int) -> None:
        self.heaps: list[int | None] = []
        self.stopped = 0
        self._outcomes = list(outcomes)
        monkeypatch.setattr(embedded, "_start", self._start)
        monkeypatch.setattr(embedded, "_stop_keeper", self._stop)
        monkeypatch.setattr("graph.store.server.embedded.memory_bytes", lambda: 24 * GIB)

    def _start(self, _java: object, _jars: object, _deadline: float, recovery_bytes: int | None) -> int:
        self.heaps.append(recovery_bytes)
        outcome = self._outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _stop(self) -> None:
        self.stopped += 1


@pytest.fixture
def embedded(tmp_path: Path) -> EmbeddedNeo4j:
    return EmbeddedNeo4j(replace(short_run_config(tmp_path), heap_bytes=GIB))


def whole_start(embedded: EmbeddedNeo4j, seen: list[Progress]) -> int:
    return embedded._start_whole(None, (), time.monotonic() + 1, seen.append)  # type: ignore[arg-type] # never reached


def offline(tmp_path: Path) -> DatabaseOfflineError:
    return DatabaseOfflineError(UNABLE, ServerHome(tmp_path).log)


def test_a_failed_database_is_tried_once_with_more_memory_and_then_as_usual(
    embedded: EmbeddedNeo4j, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts, seen = Starts(embedded, monkeypatch, offline(tmp_path), 7001, 7002), list[Progress]()
    assert whole_start(embedded, seen) == 7002
    assert starts.heaps == [None, 4 * GIB, None]
    assert starts.stopped == 2  # each server before the next
    assert [progress.step for progress in seen] == [Step.RECOVER]


@pytest.mark.parametrize("second", [DatabaseOfflineError("again", Path("/a/b/c/d")), ServerFailedError("x", Path("x"))])
def test_where_more_memory_does_not_help_it_is_told_once_and_not_tried_again(
    embedded: EmbeddedNeo4j, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, second: Exception
) -> None:
    starts = Starts(embedded, monkeypatch, offline(tmp_path), second, offline(tmp_path))
    for _ in range(2):
        with pytest.raises(DatabaseOfflineError, match=r"its database does not start .*keep a copy of .*HEAP=5g"):
            whole_start(embedded, [])
    assert starts.heaps == [None, 4 * GIB, None]
    assert starts.stopped == 3


class _Answers:
    """A server whose database gives each of these answers in turn."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *shown: dict[str, Any]) -> None:
        self._shown = list(shown)
        monkeypatch.setattr(connection, "_LOOK_SECONDS", 0.0)

    def session(self, **given: Any) -> "_Answers":
        self._system = given["database"] == "system"
        return self

    async def __aenter__(self) -> "_Answers":
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def run(self, _text: str) -> "_Rows":
        if self._system:
            return _Rows([self._shown.pop(0)])
        if self._shown:
            raise Neo4jError._hydrate_neo4j(code="Neo.TransientError.General.DatabaseUnavailable", message="m")
        return _Rows([{"one": 1}])


class _Rows:
    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self._rows = rows

    def keys(self) -> tuple[str, ...]:
        return tuple(self._rows[0])

    async def __aiter__(self) -> Any:
        for found in self._rows:
            yield found


def ask(answers: _Answers) -> None:
    store = Store(answers, "neo4j")  # type: ignore[arg-type] # as much of a driver as is asked
    asyncio.run(store._await_answer())


def test_a_connection_waits_while_the_database_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = _Answers(monkeypatch, row("starting"), row("starting"))
    ask(answers)
    assert not answers._shown


def test_a_database_that_failed_or_was_stopped_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DatabaseDownError, match="the store is up and its database `neo4j` is not"):
        ask(_Answers(monkeypatch, row("offline", UNABLE), row("starting")))
    with pytest.raises(Neo4jError):
        ask(_Answers(monkeypatch, row("offline", requested="offline"), row("starting")))


@pytest.fixture
def small(tmp_path: Path) -> Iterator[StoreConfig]:
    config = replace(short_run_config(tmp_path), heap_bytes=256 << 20, page_cache_bytes=32 << 20)
    yield config
    EmbeddedNeo4j(config).stop()


def kill_all(home: ServerHome) -> None:
    """Kill keeper and server, so that nothing is flushed or cut off in order."""
    state = read_state(home.state)
    assert state is not None
    for pid in (state.keeper_pid, state.server_pid):
        os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while process_started(state.server_pid) is not None and time.monotonic() < deadline:
        time.sleep(0.02)


def tear(log: Path, read_as: int = 0x7FFF0000) -> None:
    """Cut the log off within its last long text, and leave bytes in which this length is read: nearly 2 GiB."""
    content = log.read_bytes()
    text = content.rindex(b"torn" * 20)
    # A piece of a long text: how many bytes, the number of the next piece, the bytes.
    length = content.rindex(struct.pack("<i", 120), 0, text)
    log.write_bytes(content[:length] + struct.pack("<i", read_as) + content[length + 4 : text + 60])


@pytest.mark.long
def test_a_torn_end_of_the_log_that_asks_for_two_gibibytes_loses_nothing_acknowledged(small: StoreConfig) -> None:
    home, seen = ServerHome(small.home), list[Progress]()
    with open_store(small) as lease, GraphDatabase.driver(lease.uri, auth=(lease.username, lease.password)) as driver:
        for n in range(20):
            driver.execute_query("CREATE (:Filed {n: $n, text: $text})", n=n, text="kept" * 800)
        driver.execute_query("CREATE (:Filed {n: 99, text: $text})", text="torn" * 800)
        kill_all(home)
    tear(home.server / "data" / "transactions" / "neo4j" / "neostore.transaction.db.0")
    with open_store(small, on_progress=seen.append) as lease:
        assert Step.RECOVER in [progress.step for progress in seen]
        with GraphDatabase.driver(lease.uri, auth=(lease.username, lease.password)) as driver:
            found = driver.execute_query("MATCH (n:Filed) RETURN collect(n.n) AS found").records[0]["found"]
    assert sorted(found) == list(range(20))


@pytest.mark.long
def test_a_torn_end_that_no_memory_helps_with_is_cut_off_once_somebody_says_so(small: StoreConfig) -> None:
    home = ServerHome(small.home)
    with open_store(small) as lease, GraphDatabase.driver(lease.uri, auth=(lease.username, lease.password)) as driver:
        for n in range(20):
            driver.execute_query("CREATE (:Filed {n: $n, text: $text})", n=n, text="kept" * 800)
        driver.execute_query("CREATE (:Filed {n: 99, text: $text})", text="torn" * 800)
        kill_all(home)
    tear(home.server / "data" / "transactions" / "neo4j" / "neostore.transaction.db.0", read_as=-5)
    with pytest.raises(DatabaseOfflineError, match="once with `BENANG_NEO4J_CUT_LOG=1`"), open_store(small):
        pass
    for config in (replace(small, cuts_log=True), small):
        with open_store(config) as lease:
            with GraphDatabase.driver(lease.uri, auth=(lease.username, lease.password)) as driver:
                found = driver.execute_query("MATCH (n:Filed) RETURN collect(n.n) AS found").records[0]["found"]
            assert sorted(found) == list(range(20))
        EmbeddedNeo4j(config).stop()
