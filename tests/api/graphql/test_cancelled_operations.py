"""A client that goes away drops the delivery: its changes are made to the end, and the trail says what became of each."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
import structlog
from websockets.asyncio.client import ClientConnection

from api.alerts.filings import FilingDesk
from api.authentication import Authenticator
from api.bootstrap import Application
from api.graphql import served_schema
from api.graphql.request import GraphQLRequest
from api.graphql.service import GraphQLService
from entity_resolution.views.review import Review
from graph.store import RecordReader
from policies import AuditEntry, AuditError, Outcome
from tests.api.asking import Desk
from tests.api.web.test_websocket import begin, dial, hear, serving, tell
from tests.world import record

JUDGE = """mutation($input: JudgeManyInput!) { judgeMany(input: $input) { judged } }"""
SUBMIT = """mutation { submitRecords(input: {dataset: "cases", profile: "law-enforcement", records: [
  {kind: PERSON, reference: "late", properties: [{name: "name", values: ["Wichit Busabalate"]}]}]}) { created } }"""
RECORD = "query($id: ID!) { record(id: $id) { caption } }"
Leave = Callable[[ClientConnection], Awaitable[None]]


class Gate:
    """Holds back what comes through until it is opened; `reached` says that somebody waits."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self.opened = asyncio.Event()

    async def pass_through(self) -> None:
        self.reached.set()
        await self.opened.wait()


def hold_after(monkeypatch: pytest.MonkeyPatch, owner: type, name: str, call: int) -> Gate:
    """Let calls of a method up to a number through, and hold its answer to that one back at a gate."""
    whole, gate, calls = getattr(owner, name), Gate(), [0]

    async def held(self: object, *args: Any, **named: Any) -> Any:
        found = await whole(self, *args, **named)
        calls[0] += 1
        if calls[0] == call:
            await gate.pass_through()
        return found

    monkeypatch.setattr(owner, name, held)
    return gate


def many(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    return {"reason": "r", "judgements": [{"left": a, "right": b, "value": "NEGATIVE"} for a, b in pairs]}


@pytest.fixture
def pairs(desk: Desk) -> list[tuple[str, str]]:
    """Return three pairs of persons that the Khmer police may judge."""
    for agency in ("th-police", "kh-police"):
        desk.world.file(agency, *(record("Person", f"p{n}", name=f"Wichit Busaba{n}") for n in range(3)))
    return [(desk.world.id("th-police", f"p{n}"), desk.world.id("kh-police", f"p{n}")) for n in range(3)]


def entries(desk: Desk, operation: str) -> list[AuditEntry]:
    return [e.entry for e in desk.trail() if e.entry.operation == operation]


async def outcome_written(desk: Desk, operation: str) -> None:
    async with asyncio.timeout(20):
        while not entries(desk, operation):
            await asyncio.sleep(0.05)


async def _complete(socket: ClientConnection) -> None:
    await tell(socket, id="1", type="complete")
    await tell(socket, type="ping")
    assert await hear(socket) == {"type": "pong"}  # so it was dealt with


async def _hang_up(socket: ClientConnection) -> None:
    await socket.close()


@pytest.mark.parametrize("leave", [_complete, _hang_up])
def test_a_change_over_a_socket_is_made_whole_and_told_in_the_trail_though_its_client_left(
    desk: Desk, pairs: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch, leave: Leave
) -> None:
    """The client leaves after the first of three judgements is committed."""
    gate = hold_after(monkeypatch, Review, "judge", 1)

    async def scene() -> None:
        async with serving(desk.world) as address, dial(address) as socket:
            await begin(socket, desk.world.token("kh-police"))
            payload = {"query": JUDGE, "variables": {"input": many(pairs)}}
            await tell(socket, id="1", type="subscribe", payload=payload)
            await asyncio.wait_for(gate.reached.wait(), 20)
            await leave(socket)
            await asyncio.sleep(0.1)
            gate.opened.set()
            await outcome_written(desk, "mutation judgeMany")
            if leave is _complete:  # nothing is delivered, and the connection serves on
                await tell(socket, id="2", type="subscribe", payload={"query": "{ viewer { subject } }"})
                assert (await hear(socket))["id"] == "2"

    desk.world.run(scene())
    [done] = entries(desk, "mutation judgeMany")
    assert (done.outcome, done.record_ids) == (Outcome.ALLOWED, tuple(sorted({end for pair in pairs for end in pair})))
    assert len(entries(desk, "about to: mutation judgeMany")) == 1
    assert desk.world.query("MATCH ()-[j:JUDGEMENT]->() RETURN count(j) AS n") == [{"n": 3}]


def test_a_filing_whose_client_left_between_the_commit_and_its_last_look_is_told_with_its_ids(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = hold_after(monkeypatch, FilingDesk, "hold_users", 2)

    async def scene() -> None:
        async with serving(desk.world) as address, dial(address) as socket:
            await begin(socket, desk.world.token("th-police"))
            await tell(socket, id="1", type="subscribe", payload={"query": SUBMIT})
            await asyncio.wait_for(gate.reached.wait(), 20)
            await _complete(socket)
            gate.opened.set()
            await outcome_written(desk, "mutation submitRecords")

    desk.world.run(scene())
    [done] = entries(desk, "mutation submitRecords")
    assert (done.outcome, done.record_ids) == (Outcome.ALLOWED, (desk.world.id("th-police", "late"),))


def test_a_change_over_http_goes_on_where_the_server_gives_the_request_up(
    desk: Desk, pairs: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = hold_after(monkeypatch, Review, "judge", 1)

    async def scene() -> None:
        headers = {"content-type": "application/json", "authorization": f"Bearer {desk.world.token('kh-police')}"}
        body = {"query": JUDGE, "variables": {"input": many(pairs)}}
        asked = asyncio.create_task(desk.send(json=body, headers=headers))
        await asyncio.wait_for(gate.reached.wait(), 20)
        asked.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asked
        gate.opened.set()
        await outcome_written(desk, "mutation judgeMany")

    desk.world.run(scene())
    [done] = entries(desk, "mutation judgeMany")
    assert (done.outcome, done.count) == (Outcome.ALLOWED, 6)


def test_a_server_that_stops_waits_for_a_change_whose_client_left(
    desk: Desk, pairs: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = hold_after(monkeypatch, Review, "judge", 1)
    told: list[int] = []

    async def scene() -> None:
        async with serving(desk.world) as address, dial(address) as socket:
            await begin(socket, desk.world.token("kh-police"))
            payload = {"query": JUDGE, "variables": {"input": many(pairs)}}
            await tell(socket, id="1", type="subscribe", payload=payload)
            await asyncio.wait_for(gate.reached.wait(), 20)
            await _complete(socket)
            asyncio.get_running_loop().call_later(0.5, gate.opened.set)
        told.append(len(entries(desk, "mutation judgeMany")))  # the server is down by now

    desk.world.run(scene())
    assert told == [1]


@pytest.mark.parametrize(
    ("owner", "name"), [(Application, "still_opens"), (RecordReader, "records")], ids=["made", "being made"]
)
def test_a_query_whose_client_left_showed_nothing_and_the_trail_says_so(
    desk: Desk, pairs: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch, owner: type, name: str
) -> None:
    gate = hold_after(monkeypatch, owner, name, 1)

    async def scene() -> None:
        async with serving(desk.world) as address, dial(address) as socket:
            await begin(socket, desk.world.token("kh-police"))
            payload = {"query": RECORD, "variables": {"id": pairs[0][0]}}
            await tell(socket, id="1", type="subscribe", payload=payload)
            await asyncio.wait_for(gate.reached.wait(), 20)
            await _complete(socket)
            await outcome_written(desk, "query record")

    desk.world.run(scene())
    [given_up] = entries(desk, "query record")
    assert (given_up.outcome, given_up.record_ids, given_up.disclosures) == (Outcome.DENIED, (), ())


def test_a_query_over_http_whose_client_left_is_given_up_and_keeps_no_place(
    desk: Desk, pairs: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else whoever asks dearly and hangs up takes the store's time, and the places of what they ask next."""
    gate = hold_after(monkeypatch, RecordReader, "records", 1)
    body = json.dumps({"query": RECORD, "variables": {"id": pairs[0][0]}}).encode()
    head = f"POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {desk.world.token('kh-police')}\r\n"
    head += f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"

    async def scene() -> None:
        async with serving(desk.world) as address:
            _, writer = await asyncio.open_connection("127.0.0.1", urlsplit(address).port)
            writer.write(head.encode() + body)
            await asyncio.wait_for(gate.reached.wait(), 20)
            writer.close()
            await outcome_written(desk, "query record")

    desk.world.run(scene())
    [given_up] = entries(desk, "query record")
    assert (given_up.outcome, given_up.record_ids, given_up.disclosures) == (Outcome.DENIED, (), ())


def test_a_change_keeps_its_place_among_those_under_way_when_its_client_leaves(
    desk: Desk, pairs: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else whoever sends changes and leaves would have any number of them made at once."""
    monkeypatch.setattr("api.graphql.service.MAX_CONCURRENT", 1)
    gate = hold_after(monkeypatch, Review, "judge", 1)
    variables = {"input": many(pairs[:1])}

    async def scene() -> list[str]:
        codes = []
        async with serving(desk.world) as address, dial(address) as socket:
            await begin(socket, desk.world.token("kh-police"))
            await tell(socket, id="1", type="subscribe", payload={"query": JUDGE, "variables": variables})
            await asyncio.wait_for(gate.reached.wait(), 20)
            await _complete(socket)
            await tell(socket, id="2", type="subscribe", payload={"query": JUDGE, "variables": variables})
            codes.append((await hear(socket))["payload"][0]["extensions"]["code"])
            gate.opened.set()
            await outcome_written(desk, "mutation judgeMany")
        return codes

    assert desk.world.run(scene()) == ["TOO_MANY_REQUESTS"]


def test_what_fails_with_nobody_waiting_is_logged_without_its_words(
    desk: Desk, pairs: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = hold_after(monkeypatch, Review, "judge", 1)
    service = GraphQLService(desk.world.app, served_schema())
    who = Authenticator(desk.world.app.settings, desk.world.app.scopes.directory).authenticate(
        desk.world.token("kh-police")
    )
    request = GraphQLRequest(query=JUDGE, variables={"input": many(pairs[:1])})

    def broken(*_: object, **__: object) -> None:
        raise AuditError("an audit entry cannot be written") from ValueError("+66812345678")

    async def scene() -> None:
        asked = asyncio.create_task(service.execute(request, who))
        await asyncio.wait_for(gate.reached.wait(), 20)
        asked.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asked
        monkeypatch.setattr("api.graphql.service.audit_operation", broken)
        gate.opened.set()
        await service.finish()

    with structlog.testing.capture_logs() as logs:
        desk.world.run(scene())
    assert [line["event"] for line in logs] == ["audit_failed"]
    assert "+66812345678" not in str(logs)
