"""The embedded Neo4j, real, against all that can be killed, joined, left or in the way."""

import os
import select
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from neo4j import Driver, GraphDatabase
from neo4j.exceptions import AuthError, DriverError

from graph.store.config import SHORT_RUN_OPTIONS, ExternalStore, StoreConfig
from graph.store.errors import (
    ForeignStoreError,
    PortBusyError,
    ServerFailedError,
    ServerStateError,
    StoreConfigError,
    StoreGoneError,
    StoreInUseError,
)
from graph.store.progress import Progress, Step
from graph.store.server.embedded import EmbeddedNeo4j, StoreLease, discard_store, open_store
from graph.store.server.home import ServerHome
from graph.store.server.keeper import ServerState, process_started, read_state

CLIENT = """
import sys
from pathlib import Path
from graph.store.config import SHORT_RUN_OPTIONS, StoreConfig
from graph.store.server.embedded import open_store

home, cache, linger = sys.argv[1:]
config = StoreConfig(
    home=Path(home),
    cache=Path(cache),
    linger_seconds=float(linger),
    heap_bytes=256 << 20,
    java_options=SHORT_RUN_OPTIONS,
)
with open_store(config) as lease:
    print(lease.uri, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def config(tmp_path: Path) -> Iterator[StoreConfig]:
    users = StoreConfig.from_env({name: os.environ[name] for name in os.environ if not name.startswith("NEO4J_")})
    config = replace(
        users,
        home=tmp_path / "home",
        port=None,
        heap_bytes=256 << 20,
        page_cache_bytes=32 << 20,
        java_options=SHORT_RUN_OPTIONS,
        archives_classes=False,
        linger_seconds=0.0,
    )
    yield config
    EmbeddedNeo4j(config).stop()


@contextmanager
def another_client(config: StoreConfig) -> Iterator["subprocess.Popen[str]"]:
    """Run a client in a process of its own, which stays until its standard input closes."""
    process = subprocess.Popen(
        [sys.executable, "-c", CLIENT, str(config.home), str(config.cache), str(config.linger_seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def printed_uri(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    assert select.select([process.stdout], [], [], 60)[0], "the client says nothing"
    return process.stdout.readline().strip()


def running(config: StoreConfig) -> ServerState:
    state = read_state(ServerHome(config.home).state)
    assert state is not None
    return state


@contextmanager
def damaged(file: Path) -> Iterator[None]:
    content = file.read_text()
    file.write_text("{")
    yield
    file.write_text(content)


def is_gone(pid: int) -> bool:
    return process_started(pid) is None


def wait_until(condition: Callable[[], bool], seconds: float = 20.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def driver_of(lease: StoreLease) -> Driver:
    return GraphDatabase.driver(lease.uri, auth=(lease.username, lease.password))


WORDS = (
    "CREATE FULLTEXT INDEX words FOR (n:Written) ON EACH [n.word] "
    "OPTIONS {indexConfig: {`fulltext.eventually_consistent`: true}}"
)


def write_one_by_one(lease: StoreLease, many: int) -> None:
    """Write so many, each in a transaction of its own that the server acknowledged."""
    with driver_of(lease) as driver, driver.session() as session:
        session.run(WORDS).consume()
        for number in range(many):
            session.run("CREATE (:Written {number: $number, word: 'seen'})", number=number).consume()


def count_found(lease: StoreLease) -> int:
    """Return how many are found by their word once the index is up to date."""
    text = (
        "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh() "
        "CALL db.index.fulltext.queryNodes('words', 'seen') YIELD node RETURN count(*) AS count"
    )
    with driver_of(lease) as driver:
        driver.execute_query("CALL db.awaitIndexes(60)")
        return int(driver.execute_query(text).records[0]["count"])


def count_written(lease: StoreLease) -> int:
    with driver_of(lease) as driver:
        (record,) = driver.execute_query("MATCH (n:Written) RETURN count(DISTINCT n.number) AS count").records
    count: int = record["count"]
    return count


@pytest.mark.long
def test_two_that_start_at_the_same_time_get_one_server_which_others_join_and_which_ends_with_the_last(
    config: StoreConfig,
) -> None:
    seen: list[Progress] = []
    with another_client(config) as one, another_client(config) as two, another_client(config) as last:
        uri = printed_uri(one)
        assert [printed_uri(two), printed_uri(last)] == [uri, uri]
        state = running(config)
        lease = open_store(config, on_progress=seen.append)
        assert (lease.uri, seen) == (uri, [])
        # Whichever of the first two started the server is killed, and the server stays for those that joined.
        for client in (one, two):
            client.kill()
            client.wait()
        time.sleep(0.5)
        with driver_of(lease) as driver:
            driver.execute_query("CREATE (:Written {number: 1})")
        assert count_written(lease) == 1
        assert running(config) == state
        lease.close()
        lease.close()
        assert not is_gone(state.server_pid)
        last.kill()
        assert wait_until(lambda: is_gone(state.server_pid) and is_gone(state.keeper_pid))
    assert read_state(ServerHome(config.home).state) is None


@pytest.mark.long
def test_a_server_lingers_for_the_next_command_is_closed_to_others_and_guards_its_folder(config: StoreConfig) -> None:
    lingering, seen = replace(config, linger_seconds=30.0), list[Progress]()
    open_store(lingering, on_progress=seen.append).close()
    first = running(lingering)
    assert [progress for progress in seen if progress.step is Step.START] == [
        Progress(step=Step.START, done=0, total=1),
        Progress(step=Step.START, done=1, total=1),
    ]
    with open_store(lingering) as lease:
        assert running(lingering) == first
        check_is_closed(lingering, lease)
    lease = open_store(lingering)
    lease.close(wait=True)
    # The kernel gives a dying process's locks back before it takes it off its list.
    assert wait_until(lambda: is_gone(first.server_pid) and is_gone(first.keeper_pid), seconds=1.0)
    with driver_of(lease) as driver, pytest.raises(DriverError):
        driver.verify_connectivity()
    discard_store(config)
    assert not ServerHome(config.home).server.exists()


def check_is_closed(config: StoreConfig, lease: StoreLease) -> None:
    """Check that password, settings and folder of a running server keep others out."""
    password_file = ServerHome(config.home).password_file
    assert stat.S_IMODE(password_file.stat().st_mode) == 0o600
    assert lease.password == password_file.read_text().strip()
    assert lease.password not in repr(lease)
    for password in ("neo4j", ""):
        with GraphDatabase.driver(lease.uri, auth=("neo4j", password)) as driver, pytest.raises(AuthError):
            driver.verify_connectivity()
    assert lease.password not in Path(f"/proc/{running(config).server_pid}/cmdline").read_text()
    assert not list(config.home.rglob("auth.ini"))
    with driver_of(lease) as driver:
        shown = driver.execute_query("SHOW SETTINGS YIELD name, value RETURN name, value").records
    settings = {record["name"]: record["value"] for record in shown}
    assert settings["server.bolt.listen_address"] == lease.uri.removeprefix("bolt://")
    assert settings["server.http.enabled"] == settings["server.https.enabled"] == "false"
    assert settings["db.logs.query.enabled"] == "OFF"
    with pytest.raises(StoreInUseError):
        discard_store(config)
    with damaged(ServerHome(config.home).state), pytest.raises(ServerStateError) as caught:
        open_store(config)
    assert str(caught.value).startswith(f"data folder `{config.home}/neo4j` has a damaged `server.json`")


def test_a_killed_server_comes_back_a_killed_keeper_leaves_no_orphan_and_no_acknowledged_write_is_lost(
    config: StoreConfig,
) -> None:
    with open_store(config) as lease:
        first = running(config)
        write_one_by_one(lease, 200)
        os.kill(first.server_pid, signal.SIGKILL)
        assert wait_until(lambda: is_gone(first.server_pid))
        # While a client is there, the keeper brings the server back at its address.
        with open_store(config) as second:
            assert second.uri == lease.uri
            assert count_written(second) == 200
            # An index that is written behind the commits has all of them as well.
            assert count_found(second) == 200
        state = running(config)
        assert (state.keeper_pid, state.port) == (first.keeper_pid, first.port)
        assert state.server_pid != first.server_pid
        # The keeper is killed as well.
        os.kill(state.keeper_pid, signal.SIGKILL)
        # Whoever joins while it is still dying has joined a keeper that died.
        assert wait_until(lambda: is_gone(state.keeper_pid))
        with open_store(config) as third:
            assert third.uri == lease.uri
            assert count_written(third) == 200
        assert wait_until(lambda: is_gone(state.server_pid), seconds=1.0)
        last = running(config)
        os.kill(last.keeper_pid, signal.SIGKILL)
    assert wait_until(lambda: is_gone(last.server_pid))


@pytest.mark.long
def test_a_server_that_is_killed_as_the_last_one_leaves_is_started_by_the_next(config: StoreConfig) -> None:
    with open_store(config) as lease:
        first = running(config)
        write_one_by_one(lease, 200)
        os.kill(first.server_pid, signal.SIGKILL)
    # Nobody is left, so the next to come starts it.
    assert wait_until(lambda: is_gone(first.keeper_pid))
    with open_store(config) as second:
        assert running(config).keeper_pid != first.keeper_pid
        assert count_written(second) == 200
        assert count_found(second) == 200


@pytest.mark.long
def test_two_that_rejoin_at_once_get_one_server_and_none_is_made_where_the_store_is_gone(config: StoreConfig) -> None:
    with open_store(config) as one, open_store(config) as two:
        first = running(config)
        with driver_of(one) as driver:
            driver.execute_query("CREATE (:Written {number: 1})")
        # Where it runs there is nothing to start.
        one.rejoin()
        assert running(config) == first
        os.kill(first.keeper_pid, signal.SIGKILL)
        assert wait_until(lambda: is_gone(first.keeper_pid))
        with ThreadPoolExecutor() as pool:
            list(pool.map(StoreLease.rejoin, (one, two)))
        second = running(config)
        assert (one.uri, is_gone(first.server_pid)) == (two.uri, True)
        assert second.keeper_pid != first.keeper_pid
        assert count_written(one) == 1
        # Both have joined it: it stays for the one that is left, and a lease that was closed stays closed.
        one.close()
        one.rejoin()
        assert count_written(two) == 1
        os.kill(second.keeper_pid, signal.SIGKILL)
        assert wait_until(lambda: is_gone(second.keeper_pid) and is_gone(second.server_pid))
        description = ServerHome(config.home).description
        kept = description.rename(description.with_suffix(".kept"))
        with pytest.raises(StoreGoneError, match="no longer holds the store that was opened"):
            two.rejoin()
        assert not description.exists()
        kept.rename(description)
        two.rejoin()
        assert count_written(two) == 1
        third = running(config)
    assert wait_until(lambda: is_gone(third.server_pid) and is_gone(third.keeper_pid))


def test_a_server_starts_in_a_folder_with_letters_of_the_region_whatever_the_locale(
    config: StoreConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`LC_ALL=C`, as scripts and images set it, has Java know no letter but those of English."""
    monkeypatch.setenv("LC_ALL", "C")
    home = config.home.parent / "ข้อมูล ទិន្នន័យ 資料"
    with open_store(replace(config, home=home)) as lease:
        write_one_by_one(lease, 1)
        assert count_found(lease) == 1
    EmbeddedNeo4j(replace(config, home=home)).stop()
    assert (home / "neo4j" / "server" / "data").is_dir()


def test_a_busy_port_gets_one_clear_line(config: StoreConfig) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortBusyError) as caught:
            open_store(replace(config, port=port))
    assert str(caught.value) == (f"port {port} is in use by another program; change or unset `BENANG_NEO4J_PORT`")


def test_an_old_data_folder_gets_one_clear_line_before_anything_runs(config: StoreConfig) -> None:
    home = ServerHome(config.home)
    home.create()
    home.description.write_text('{"product": "benang", "format": 1, "neo4j": "4.4.9"}')
    with pytest.raises(ForeignStoreError, match=r"was made with Neo4j 4\.4\.9, this version uses 5\.26"):
        open_store(config)
    assert not home.server.exists()


def test_a_server_that_does_not_start_tells_its_last_error(config: StoreConfig) -> None:
    with pytest.raises(ServerFailedError) as caught:
        open_store(replace(config, heap_bytes=1 << 60))
    assert "heap" in caught.value.reason
    assert "\n" not in str(caught.value)


def test_an_external_store_is_passed_on_and_never_discarded(config: StoreConfig) -> None:
    external = ExternalStore(uri="neo4j://graph.example", username="benang", password="not-a-secret", database="graph")
    chosen = replace(config, external=external)
    with open_store(chosen) as lease:
        assert (lease.uri, lease.username, lease.password, lease.database) == (
            "neo4j://graph.example",
            "benang",
            "not-a-secret",
            "graph",
        )
    assert not config.home.exists()
    with pytest.raises(StoreConfigError, match="never discarded"):
        discard_store(chosen)
