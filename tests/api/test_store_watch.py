"""A service whose embedded store is gone brings it back by itself: real processes, real kills, and what it says."""

import asyncio
import json
import os
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
import structlog
from neo4j import GraphDatabase

from api.store_watch import StoreWatch
from graph.errors import StoreUnavailableError
from graph.store import Store, StoreLease
from graph.store.errors import PortBusyError
from graph.store.server.home import ServerHome
from graph.store.server.keeper import ServerState, process_started, read_state
from tests.test_layers import ROOT
from tests.world import World

FILE = "mutation F($input: SubmitRecordsInput!) { submitRecords(input: $input) { records { id } userErrors { code } } }"
SHOWN = "query R($id: ID!) { record(id: $id) { caption } }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """`benang serve` as a process of its own."""

    process: "subprocess.Popen[bytes]"
    address: str
    token: str

    def ready(self) -> tuple[int, dict[str, Any]]:
        found = httpx.get(f"{self.address}/health/ready", timeout=60, trust_env=False)
        return found.status_code, found.json()

    def ask(self, query: str, **variables: Any) -> Any:
        headers = {"authorization": f"Bearer {self.token}"}
        body = {"query": query, "variables": variables}
        return httpx.post(f"{self.address}/graphql", json=body, headers=headers, timeout=60, trust_env=False).json()

    def file(self, number: str) -> str:
        record = {"kind": "PHONE_NUMBER", "reference": number, "properties": [{"name": "number", "values": [number]}]}
        given = {"dataset": "desk", "profile": "law-enforcement", "records": [record]}
        done = self._answered(FILE, input=given)["submitRecords"]
        assert done["userErrors"] == []
        return str(done["records"][0]["id"])

    def caption(self, rid: str) -> str:
        return str(self._answered(SHOWN, id=rid)["record"]["caption"])

    def _answered(self, query: str, **variables: Any) -> Any:
        # A server that has just started on a busy machine may take longer over its first plans than a viewer waits.
        for _ in range(10):
            found = self.ask(query, **variables)
            if "errors" not in found:
                return found["data"]
            assert found["errors"][0]["extensions"]["code"] == "SERVICE_UNAVAILABLE", found
        raise AssertionError(found)


def environment(home: Path, node: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "BENANG_"))}
    # The jars of the user's own cache, wherever that is.
    cache = {"BENANG_CACHE": os.environ["BENANG_CACHE"]} if "BENANG_CACHE" in os.environ else {}
    sizes = {"BENANG_NEO4J_HEAP": "256m", "BENANG_NEO4J_PAGECACHE": "32m", "BENANG_NEO4J_LINGER": "0"}
    return {**kept, **cache, **sizes, "BENANG_HOME": str(home), "BENANG_NODE": node, "PYTHONPATH": str(ROOT)}


def command(*words: str) -> list[str]:
    return [sys.executable, "-c", "from api.cli import main; main()", *words]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def end(process: "subprocess.Popen[bytes]") -> None:
    """End a process, also one that stands still or hears nothing."""
    for sign in (signal.SIGINT, signal.SIGCONT):
        process.send_signal(sign)
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()


@contextmanager
def serving(home: Path, node: str, **also: str) -> Iterator[Service]:
    words = ("--agency", "th-police", "--role", "analyst", "--purpose", "investigation", "--case", "T-1")
    env = environment(home, node) | also
    token = subprocess.run(command("token", *words), env=env, capture_output=True, text=True, check=True).stdout.strip()
    port = free_port()
    with ExitStack() as stack:
        log = stack.enter_context((home / node).open("wb"))
        process = stack.enter_context(subprocess.Popen(command("serve", "--port", str(port)), env=env, stderr=log))
        stack.callback(end, process)
        service = Service(process=process, address=f"http://127.0.0.1:{port}", token=token)
        assert wait_until(lambda: is_ready(service)), (home / node).read_text()
        yield service


@contextmanager
def another_program(port: int) -> Iterator[None]:
    """Listen on a port and hang up on whoever calls."""

    class HangUp(socketserver.BaseRequestHandler):
        """Says nothing."""

    class Listening(socketserver.ThreadingTCPServer):
        """A port whose last connections are just fading is taken all the same."""

        allow_reuse_address = True

    with Listening(("127.0.0.1", port), HangUp) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield
        finally:
            listening.shutdown()
            thread.join()


def is_ready(service: Service) -> bool:
    try:
        return service.ready()[0] == httpx.codes.OK
    except httpx.TransportError:
        return False


def wait_until(condition: Callable[[], bool], seconds: float = 180.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def is_gone(pid: int) -> bool:
    return process_started(pid) is None


def state_of(home: Path) -> ServerState:
    found = read_state(ServerHome(home).state)
    assert found is not None
    return found


def events(home: Path, node: str) -> list[dict[str, Any]]:
    lines = (home / node).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def change_password(home: Path, port: int, password: str) -> None:
    """Give the server another password, and the file that says it, as an operator does who changes a login."""
    file = ServerHome(home).password_file
    with GraphDatabase.driver(f"bolt://127.0.0.1:{port}", auth=("neo4j", file.read_text().strip())) as driver:
        driver.execute_query(
            "ALTER CURRENT USER SET PASSWORD FROM $before TO $after",
            before=file.read_text().strip(),
            after=password,
            database_="system",
        )
    file.write_text(password)


@pytest.mark.long
def test_two_services_bring_a_killed_keeper_back_as_one(tmp_path: Path) -> None:
    with serving(tmp_path, "one") as one, serving(tmp_path, "two") as two:
        first = state_of(tmp_path)
        filed = one.file("+66812345671")

        os.kill(first.keeper_pid, signal.SIGKILL)
        # A service may be ready once more on a busy machine while the old server is still stopping.
        assert wait_until(lambda: is_gone(first.keeper_pid) and is_gone(first.server_pid))
        assert wait_until(lambda: is_ready(one) and is_ready(two))
        second = state_of(tmp_path)
        assert second.keeper_pid != first.keeper_pid
        assert one.caption(filed) == two.caption(filed) == "+66812345671"
        # What is filed then is resolved and followed as before.
        assert two.caption(one.file("+66812345673")) == "+66812345673"
    assert_stopped(tmp_path, second)


@pytest.mark.long
def test_a_service_on_an_external_store_answers_and_ends_when_it_is_told_to(
    tmp_path: Path, world: World, neo4j_lease: StoreLease
) -> None:
    keys = {"BENANG_KEYS": str(world.app.settings.keys)}  # by which the ids of that store are minted
    (tmp_path / "served").mkdir()
    login = {"NEO4J_USERNAME": neo4j_lease.username, "NEO4J_PASSWORD": neo4j_lease.password}
    names = {"NEO4J_URI": neo4j_lease.uri, "NEO4J_DATABASE": neo4j_lease.database}
    with serving(tmp_path / "served", "one", **login, **names, **keys) as one:
        assert one.caption(one.file("+66812345671")) == "+66812345671"
        one.process.send_signal(signal.SIGTERM)
        assert one.process.wait(60) == 0
    assert read_state(ServerHome(tmp_path / "served").state) is None


@pytest.mark.long
def test_two_services_follow_their_store_to_another_port_and_password(tmp_path: Path) -> None:
    with serving(tmp_path, "one") as one, serving(tmp_path, "two") as two:
        first = state_of(tmp_path)
        change_password(tmp_path, first.port, "another-password-of-the-store")
        filed = two.file("+66812345672")
        # Both stand still until the old server is gone and its port is somebody else's.
        for service in (one, two):
            service.process.send_signal(signal.SIGSTOP)
        os.kill(first.keeper_pid, signal.SIGKILL)
        assert wait_until(lambda: is_gone(first.keeper_pid) and is_gone(first.server_pid))
        with another_program(first.port):
            for service in (one, two):
                service.process.send_signal(signal.SIGCONT)
            assert wait_until(lambda: is_ready(one) and is_ready(two))
        second = state_of(tmp_path)
        assert second.port != first.port
        assert one.caption(filed) == two.caption(filed) == "+66812345672"
        assert two.caption(one.file("+66812345673")) == "+66812345673"
    assert_stopped(tmp_path, second)


def assert_stopped(home: Path, last: ServerState) -> None:
    """Assert that nothing is left running, and that each service told once that its store was gone and came back."""
    assert wait_until(lambda: is_gone(last.keeper_pid) and is_gone(last.server_pid))
    for node in ("one", "two"):
        told = [e["event"] for e in events(home, node) if e["event"].startswith("store_")]
        assert told == ["store_gone", "store_back"]


class Away:
    """A store and its lease in one: away until it has been joined, which fails as often as it is told to."""

    is_embedded = True
    uri, username, password = "bolt://127.0.0.1:1", "neo4j", "p"

    def __init__(self, failures: int, *, becomes: str = "a") -> None:
        self.failures, self.becomes = failures, becomes
        self.closed = False
        self.joined = 0
        self.away = False
        self.database = "a"

    async def identity(self) -> str:
        if self.away or self.closed:
            raise StoreUnavailableError("away")
        return self.database

    async def follow(self, *, uri: str, username: str, password: str, identity: str) -> bool:
        assert (uri, username, password) == (self.uri, self.username, self.password)
        return await self.identity() == identity

    def rejoin(self) -> None:
        self.joined += 1
        if self.joined <= self.failures:
            raise PortBusyError(7687)
        self.away, self.database = False, self.becomes

    async def close(self) -> None:
        self.closed = True


def watched(away: Away, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str | None], list[dict[str, Any]]]:
    """Return what the watch said it was doing, each time it changed, and what it logged, until it has nothing to do."""
    pauses: list[float] = []
    told: list[str | None] = []
    watch = StoreWatch(cast(Store, away), cast(StoreLease, away))

    async def sleep(seconds: float) -> None:
        if watch.trouble not in told[-1:]:
            told.append(watch.trouble)
        pauses.append(seconds)
        if len(pauses) == 1:
            away.away = True
        if len(pauses) > 1 and not away.away:
            raise asyncio.CancelledError

    with structlog.testing.capture_logs() as logs, monkeypatch.context() as patch:
        patch.setattr(asyncio, "sleep", sleep)
        with suppress(asyncio.CancelledError):
            asyncio.run(watch.run())
    assert pauses[1:-1] == [min(2.0**i, 30.0) for i in range(away.failures)]
    assert watch.is_back.is_set() == (watch.trouble is None)
    return [*told, watch.trouble], [dict(entry) for entry in logs]


def test_what_hinders_a_start_is_told_once_and_tried_again_later_and_later(monkeypatch: pytest.MonkeyPatch) -> None:
    told, logs = watched(Away(7), monkeypatch)
    assert told == [None, "STORE_PORT", None, None]
    assert [(e["event"], e.get("code")) for e in logs] == [
        ("store_gone", None),
        ("store_stays_away", "STORE_PORT"),
        ("store_back", None),
    ]


def test_another_database_in_its_place_is_asked_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    away = Away(0, becomes="b")
    told, logs = watched(away, monkeypatch)
    assert (told[-1], away.closed) == ("STORE_EXCHANGED", True)
    assert [e["event"] for e in logs] == ["store_gone", "store_exchanged"]


def test_a_store_follows_its_own_database_and_no_other(tmp_path: Path, neo4j_lease: StoreLease) -> None:
    async def scene() -> None:
        uri = neo4j_lease.uri
        login: dict[str, Any] = {"username": neo4j_lease.username, "password": neo4j_lease.password}
        store = await Store.connect(uri=uri, database=neo4j_lease.database, **login)
        try:
            identity = await store.identity()
            assert await store.follow(uri=uri, identity=identity, **login)
            elsewhere = uri.replace("127.0.0.1", "localhost")
            assert not await store.follow(uri=elsewhere, identity="another", **login)
            assert store._reached_by == (uri, *login.values())
            assert await store.follow(uri=elsewhere, identity=identity, **login)
            assert (store._reached_by, await store.identity()) == ((elsewhere, *login.values()), identity)
        finally:
            await store.close()
        with pytest.raises(StoreUnavailableError):
            await store.identity()

    asyncio.run(scene())
