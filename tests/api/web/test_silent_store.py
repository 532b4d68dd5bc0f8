"""A service whose store hangs says so within the time that is promised, and goes on with it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.bootstrap import application_on
from graph.store import StoreLease, patience
from policies import Outcome
from tests.api.asking import Desk
from tests.conftest import Loop
from tests.stalling import Stall, stalling
from tests.world import World, empty_store, settings_in

VIEWER = "{ viewer { subject } }"
SEARCH = '{ search(text: "Wichit Busaba", first: 1) { edges { node { __typename } } } }'
SUBMIT = """mutation { submitRecords(input: {dataset: "cases", profile: "law-enforcement", records: [
  {kind: PERSON, reference: "p1", properties: [{name: "name", values: ["Wichit Busaba"]}]}]}) { created } }"""
REFUSED = "{ " + " ".join(f"a{n}: viewer {{ subject }}" for n in range(40)) + " }"


@dataclass(slots=True)
class Service:
    """A service behind what can stop the bytes of its store."""

    desk: Desk
    stall: Stall
    token: str

    async def ask(self, query: str) -> tuple[int, Any]:
        """Return the status and body of an answer."""
        sent = await self.desk.send(json={"query": query}, headers={"authorization": f"Bearer {self.token}"})
        return sent.status_code, sent.json()

    async def ready(self) -> tuple[int, Any]:
        """Return the status and body of `/health/ready`."""
        sent: httpx.Response = await self.desk.send(method="GET", path="/health/ready")
        return sent.status_code, sent.json()


@asynccontextmanager
async def service(lease: StoreLease, folder: Path, loop: Loop) -> AsyncIterator[Service]:
    async with stalling(lease.uri) as (uri, stall):
        behind = StoreLease(uri=uri, username=lease.username, password=lease.password, database=lease.database)
        async with application_on(settings_in(folder), behind) as app:
            world = World(app=app, run=loop.run)
            yield Service(Desk(world), stall, world.token("th-police"))


@pytest.fixture
def emptied(neo4j_lease: StoreLease) -> StoreLease:
    empty_store(neo4j_lease)
    return neo4j_lease


async def timed(asked: Awaitable[tuple[int, Any]]) -> tuple[int, Any, float]:
    began = time.monotonic()
    status, body = await asked
    return status, body, time.monotonic() - began


async def soon(ask: Callable[[], Awaitable[tuple[int, Any]]]) -> tuple[int, Any]:
    """Return an answer that has no error, asking again where a busy machine takes longer than a query may."""
    for _ in range(30):
        status, body = await ask()
        if status == 200 and "errors" not in body:
            break
    return status, body


def code(body: Any) -> str:
    return str(body["errors"][0]["extensions"]["code"])


def test_readiness_says_within_seconds_that_the_store_is_silent(
    loop: Loop, emptied: StoreLease, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.web.http.READY_SECONDS", 0.5)

    async def scene() -> None:
        async with service(emptied, tmp_path, loop) as served:
            assert (await soon(served.ready))[0] == 200
            served.stall.begin()
            for _ in range(3):
                status, body, seconds = await timed(served.ready())
                assert (status, body) == (503, {"status": "not ready", "code": "STORE_UNAVAILABLE"})
                assert seconds < 5
            served.stall.end()
            assert (await soon(served.ready))[0] == 200

    loop.run(scene())


def test_readiness_does_not_wait_for_a_disk_that_hangs(
    loop: Loop, emptied: StoreLease, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.web.http.READY_SECONDS", 0.3)

    async def scene() -> tuple[int, Any, float]:
        async with service(emptied, tmp_path, loop) as served:
            monkeypatch.setattr(served.desk.world.app.audit, "check_room", lambda: time.sleep(3))
            return await timed(served.ready())

    status, body, seconds = loop.run(scene())
    assert (status, body) == (503, {"status": "not ready", "code": "AUDIT_FAILED"})
    assert seconds < 2.5


@pytest.mark.parametrize("query", [VIEWER, SEARCH, SUBMIT, REFUSED])
def test_what_an_operation_asks_before_it_begins_is_not_waited_for(
    loop: Loop, emptied: StoreLease, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    """What the viewer may see is read first, of a refused document as well: nothing was asked, and nothing changed."""
    monkeypatch.setattr("api.graphql.service.SCOPE_SECONDS", 0.5)

    async def scene() -> tuple[list[tuple[int, Any, float]], tuple[int, Any]]:
        async with service(emptied, tmp_path, loop) as served:
            await soon(lambda: served.ask(VIEWER))
            served.stall.begin()
            told = await asyncio.gather(*(timed(served.ask(query)) for _ in range(16)))
            served.stall.end()
            return told, await soon(lambda: served.ask(VIEWER))

    told, after = loop.run(scene())
    assert {(status, code(body), "data" in body) for status, body, _ in told} == {(503, "SERVICE_UNAVAILABLE", False)}
    assert max(seconds for *_, seconds in told) < 8
    assert after[0] == 200


def test_a_query_whose_store_falls_silent_is_given_up_as_a_whole(
    loop: Loop, emptied: StoreLease, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long each of its readings may take."""

    async def scene() -> tuple[tuple[int, Any, float], list[tuple[str, Outcome, int]]]:
        async with service(emptied, tmp_path, loop) as served:
            desk = served.desk
            await soon(lambda: served.ask(SEARCH))
            scope_for = desk.world.app.scope_for

            async def silent_behind_it(viewer: Any) -> Any:
                found = await scope_for(viewer)
                served.stall.begin()
                return found

            monkeypatch.setattr(type(desk.world.app), "scope_for", lambda _, viewer: silent_behind_it(viewer))
            hurried = replace(served, desk=hurry(desk, monkeypatch, 1.0))
            before = len(desk.trail())
            told = await timed(hurried.ask(SEARCH))
            entries = [e.entry for e in desk.trail()[before:]]
            served.stall.end()
            return told, [(e.operation, e.outcome, len(e.record_ids)) for e in entries]

    (status, body, seconds), trail = loop.run(scene())
    assert (status, body["data"], code(body)) == (200, None, "OPERATION_TOO_LONG")
    assert seconds < 5
    assert trail == [("query search", Outcome.DENIED, 0)]


def test_an_answer_that_the_store_does_not_confirm_in_time_is_withheld(
    loop: Loop, emptied: StoreLease, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether its viewer was suspended meanwhile cannot be told, so it does not leave."""

    async def scene() -> tuple[tuple[int, Any, float], list[tuple[str, Outcome, int]]]:
        async with service(emptied, tmp_path, loop) as served:
            desk = served.desk
            await soon(lambda: served.ask(VIEWER))
            refuse = desk.world.app.refuse_suspended

            async def silent(viewer: Any) -> None:
                served.stall.begin()
                await refuse(viewer)

            monkeypatch.setattr(type(desk.world.app), "refuse_suspended", lambda _, viewer: silent(viewer))
            hurried = replace(served, desk=hurry(desk, monkeypatch, 2.0))
            before = len(desk.trail())
            told = await timed(hurried.ask(VIEWER))
            entries = [e.entry for e in desk.trail()[before:]]
            served.stall.end()
            return told, [(e.operation, e.outcome, len(e.record_ids)) for e in entries]

    (status, body, seconds), trail = loop.run(scene())
    assert (status, body["data"], code(body)) == (200, None, "SERVICE_UNAVAILABLE")
    assert seconds < 6
    assert trail == [("query viewer (answer withheld)", Outcome.DENIED, 0)]


def hurry(desk: Desk, monkeypatch: pytest.MonkeyPatch, seconds: float) -> Desk:
    """Return a desk whose queries may take so long as a whole, and whose store is waited for longer by itself."""
    monkeypatch.setattr(patience, "READ_TIMEOUT_SECONDS", 60.0)
    monkeypatch.setattr("api.graphql.service.OPERATION_SECONDS", seconds)
    return Desk(desk.world)
