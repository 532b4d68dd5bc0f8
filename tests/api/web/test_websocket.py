"""GraphQL over WebSocket with a real server on loopback.

The protocol, its closing codes, and live alerts on both sides.
"""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import structlog
import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

import api.web.websocket
from api.authentication import Authenticator
from api.graphql import served_schema
from api.graphql.request import GraphQLRequest
from api.graphql.service import GraphQLService
from api.web.http import build_http
from api.web.request_heads import BoundedHeadProtocol
from api.web.socket_frames import BoundedSocketProtocol
from api.web.websocket import MAX_MESSAGE_BYTES, MAX_OPERATIONS
from policies import Outcome
from tests.api.asking import Desk
from tests.world import World, record

PROTOCOL = Subprotocol("graphql-transport-ws")
SUBSCRIPTION = "subscription { alerts { id recordId kind otherAgency { code } otherRecordId } }"
Message = dict[str, Any]


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    module_world.file("th-police", record("Person", "p", name="Wichit Busabasombat"))
    return Desk(module_world)


@asynccontextmanager
async def serving(world: World, *, workers: bool = False) -> AsyncIterator[str]:
    """Serve the application on a free port of loopback, as `benang serve` does; yield the socket's address."""
    application = build_http(world.app, with_workers=workers)
    config = uvicorn.Config(
        application,
        host="127.0.0.1",
        port=0,
        log_level="warning",
        http=BoundedHeadProtocol,
        ws=BoundedSocketProtocol,
        ws_max_size=200_000,
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield f"ws://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/graphql"
    finally:
        server.should_exit = True
        await task


def dial(address: str) -> Any:
    return connect(address, subprotocols=[PROTOCOL], open_timeout=10)


async def begin(socket: ClientConnection, token: str) -> None:
    await tell(socket, type="connection_init", payload={"Authorization": f"Bearer {token}"})
    assert await hear(socket) == {"type": "connection_ack"}


async def until_waiting(world: World, number: int = 1) -> None:
    """Wait until so many subscriptions have read what there is: what comes from now on is new to them."""
    async with asyncio.timeout(30):
        while world.app.hub.waiting < number:
            await asyncio.sleep(0.01)


async def tell(socket: ClientConnection, **message: Any) -> None:
    await socket.send(json.dumps(message))


async def hear(socket: ClientConnection, *, seconds: float = 10.0) -> Message:
    text = await asyncio.wait_for(socket.recv(), seconds)
    assert isinstance(text, str)  # clients of this protocol take no binary frames
    found: Message = json.loads(text)
    return found


async def closing_code(socket: ClientConnection) -> int:
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            await asyncio.wait_for(socket.recv(), 10)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


Talk = Callable[[ClientConnection], Awaitable[Any]]


def talk(desk: Desk, work: Talk, *, workers: bool = False) -> Any:
    """Run a talk over one connection to a server of its own."""

    async def scene() -> Any:
        async with serving(desk.world, workers=workers) as address, dial(address) as socket:
            return await work(socket)

    return desk.world.run(scene())


def test_a_connection_is_acknowledged_and_answers_pings(desk: Desk) -> None:
    async def work(socket: ClientConnection) -> Message:
        await begin(socket, desk.world.token("th-police"))
        assert socket.subprotocol == PROTOCOL
        await tell(socket, type="ping", payload={"a": 1})
        await tell(socket, type="pong")
        return await hear(socket)

    assert talk(desk, work) == {"type": "pong"}


def test_a_ping_is_answered_before_anybody_has_said_who_he_is_and_gives_no_more_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(socket: ClientConnection) -> list[Message]:
        await tell(socket, type="pong")
        await tell(socket, type="ping", payload={"a": 1})
        first = await hear(socket)
        await begin(socket, desk.world.token("th-police"))
        return [first]

    async def pinging(socket: ClientConnection) -> int:
        with contextlib.suppress(ConnectionClosed):
            while True:
                await tell(socket, type="ping")
                assert await hear(socket) == {"type": "pong"}
                await asyncio.sleep(0.05)
        return await closing_code(socket)

    assert talk(desk, work) == [{"type": "pong"}]
    monkeypatch.setattr(api.web.websocket, "INIT_SECONDS", 0.5)
    assert talk(desk, pinging) == 4408


@pytest.mark.parametrize("name", ["Authorization", "authorization", "AUTHORIZATION"])
def test_a_token_is_taken_in_any_case_with_or_without_bearer(desk: Desk, name: str) -> None:
    async def work(socket: ClientConnection) -> Message:
        await tell(socket, type="connection_init", payload={name: desk.world.token("th-police")})
        return await hear(socket)

    assert talk(desk, work) == {"type": "connection_ack"}


def test_queries_go_through_the_same_limits_and_audit(desk: Desk) -> None:
    rid = desk.world.id("th-police", "p")

    async def work(socket: ClientConnection) -> list[Message]:
        await begin(socket, desk.world.token("th-police"))
        many = "{ " + " ".join(f"a{n}: viewer {{ subject }}" for n in range(30)) + " }"
        found = []
        for number, query in enumerate(
            (
                "query($id: ID!) { record(id: $id) { caption } }",
                "{",
                "{ nobody }",
                many,
                "{ alerts(first: 0) { edges { cursor } } }",
            )
        ):
            payload = {"query": query, "variables": {"id": rid}}
            await tell(socket, id=str(number), type="subscribe", payload=payload)
            found.append(await hear(socket))
            if found[-1]["type"] == "next":
                assert await hear(socket) == {"id": str(number), "type": "complete"}
        return found

    before = len(desk.trail())
    answer, *refused, wrong = talk(desk, work)
    assert answer == {"id": "0", "type": "next", "payload": {"data": {"record": {"caption": "Wichit Busabasombat"}}}}
    assert [(m["type"], m["payload"][0]["extensions"]["code"]) for m in refused] == [
        ("error", "GRAPHQL_PARSE_FAILED"),
        ("error", "GRAPHQL_VALIDATION_FAILED"),
        ("error", "DOCUMENT_REFUSED"),
    ]
    assert wrong["payload"]["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    entries = [e.entry for e in desk.trail()[before:]]
    assert [(e.operation, e.record_ids) for e in entries] == [
        ("query record", (rid,)),
        ("refused document", ()),
        ("query alerts", ()),
    ]


@pytest.mark.parametrize("problem", [RuntimeError("+66812345678"), KeyError("+66812345678")], ids=["state", "key"])
@pytest.mark.parametrize("query", ["{ viewer { subject } }", SUBSCRIPTION])
def test_an_error_that_nobody_thought_of_is_answered_and_logged_without_its_words(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, query: str, problem: Exception
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise problem

    async def broken_stream(*_: object, **__: object) -> AsyncIterator[None]:
        raise problem
        yield

    async def work(socket: ClientConnection) -> tuple[Message, Message]:
        await begin(socket, desk.world.token("th-police"))
        await tell(socket, id="1", type="subscribe", payload={"query": query})
        failed = await hear(socket)
        await tell(socket, type="ping")  # the others' operations go on
        return failed, await hear(socket)

    monkeypatch.setattr("api.graphql.service.GraphQLService.execute", broken)
    monkeypatch.setattr("api.graphql.service.GraphQLService.subscribe", broken_stream)
    with structlog.testing.capture_logs() as logs:
        failed, after = talk(desk, work)
    error = {"message": "the request failed", "extensions": {"code": "INTERNAL_SERVER_ERROR"}}
    assert failed == {"id": "1", "type": "error", "payload": [error]}
    assert after == {"type": "pong"}
    assert logs == [{"event": "operation_failed", "problem": type(problem).__name__, "log_level": "error"}]


def test_a_connection_that_breaks_in_the_server_is_closed_and_logged_without_its_words(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise KeyError("+66812345678")

    async def work(socket: ClientConnection) -> int:
        await begin(socket, desk.world.token("th-police"))
        monkeypatch.setattr("api.web.websocket.request_of", broken)
        await tell(socket, id="1", type="subscribe", payload={"query": "{ viewer { subject } }"})
        return await closing_code(socket)

    with structlog.testing.capture_logs() as logs:
        assert talk(desk, work) == 1011
    assert logs == [{"event": "connection_failed", "problem": "KeyError", "log_level": "error"}]


def test_denials_over_a_socket_are_denied_and_audited(desk: Desk) -> None:
    query = 'mutation { submitRecords(input: {dataset: "d", originator: "kh-police"}) { created } }'

    async def work(socket: ClientConnection) -> Message:
        await begin(socket, desk.world.token("th-police"))
        await tell(socket, id="1", type="subscribe", payload={"query": query})
        return await hear(socket)

    found = talk(desk, work)
    assert (found["type"], found["payload"]["data"]) == ("next", {"submitRecords": None})
    assert found["payload"]["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert desk.trail()[-1].entry.outcome is Outcome.DENIED


@asynccontextmanager
async def listening(world: World, *agencies: str) -> AsyncIterator[list[ClientConnection]]:
    """Serve with workers, and yield a socket for each agency, which waits for its alerts."""
    async with serving(world, workers=True) as address, contextlib.AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(dial(address)) for _ in agencies]
        for socket, agency in zip(sockets, agencies, strict=True):
            await begin(socket, world.token(agency))
            await tell(socket, id="live", type="subscribe", payload={"query": SUBSCRIPTION})
        await until_waiting(world, len(agencies))
        yield sockets


@pytest.mark.long
def test_a_match_of_another_agency_is_told_to_both_sides_at_once(desk: Desk) -> None:
    """Two agencies listen, a third does; one files a number that the other holds."""
    world, number = desk.world, "+66812345678"
    world.file("kh-police", record("PhoneNumber", "n", number=number))
    submit = """mutation { submitRecords(input: {dataset: "cases", profile: "law-enforcement", country: "TH", records: [
      {kind: PHONE_NUMBER, reference: "n", properties: [{name: "number", values: ["081-234-5678"]}]}]}) { created } }"""

    async def scene() -> tuple[Message, Message, float, bool]:
        async with listening(world, "th-police", "kh-police", "sg-fiu") as (th, kh, sg):
            begun = time.monotonic()
            await tell(th, id="file", type="subscribe", payload={"query": submit})
            heard = [await hear(th) for _ in range(3)]
            other = await hear(kh)
            taken = time.monotonic() - begun
            with pytest.raises(TimeoutError):
                await hear(sg, seconds=0.3)
            own = next(m for m in heard if m["id"] == "live")
            return own, other, taken, {"id": "file", "type": "complete"} in heard

    own, other, taken, filed = world.run(scene())
    ids = {agency: world.id(agency, "n") for agency in ("th-police", "kh-police")}
    for message, agency, elsewhere in ((own, "th-police", "kh-police"), (other, "kh-police", "th-police")):
        alert = message["payload"]["data"]["alerts"]
        assert message["type"] == "next"
        assert alert["id"].startswith("a-")
        assert {k: v for k, v in alert.items() if k != "id"} == {
            "recordId": ids[agency],
            "kind": "PHONE_NUMBER",
            "otherAgency": {"code": elsewhere},
            "otherRecordId": ids[elsewhere],
        }
    assert filed
    assert taken < 5.0  # the aim of 2 s is kept by the benchmark; a busy machine does not fail this
    told = [e.entry for e in desk.trail() if e.entry.operation == "subscription alerts"]
    assert {(e.agency, e.record_ids) for e in told} == {(agency, tuple(sorted(ids.values()))) for agency in ids}
    for word in ("begun", "over"):
        listened = [e.entry for e in desk.trail() if e.entry.operation == f"subscription alerts: {word}"]
        assert {e.agency for e in listened} >= set(ids)


def test_an_alert_is_authorised_again_when_it_is_delivered(desk: Desk) -> None:
    """The agency is suspended between the notice and its delivery: it hears nothing until it is reinstated."""
    world, directory = desk.world, desk.world.app.scopes.directory
    world.file("kh-police", record("PhoneNumber", "late", number="+66812345999"))
    world.submit("th-police", [record("PhoneNumber", "late", number="+66812345999")], profile="law-enforcement")

    async def work(socket: ClientConnection) -> Message:
        await begin(socket, world.token("kh-police"))
        await tell(socket, id="live", type="subscribe", payload={"query": SUBSCRIPTION})
        await until_waiting(world)
        await world.app.settle()  # nobody wakes the subscription yet: the workers of this process do not run
        directory.suspend("kh-police")
        await world.app.hub.wake()
        with pytest.raises(TimeoutError):
            await hear(socket, seconds=0.5)
        directory.reinstate(["kh-police"])
        await world.app.hub.wake()
        return await hear(socket)

    try:
        found = talk(desk, work)
    finally:
        directory.reinstate(["kh-police"])
    assert found["payload"]["data"]["alerts"]["recordId"] == world.id("kh-police", "late")


def test_each_of_several_alerts_is_authorised_when_a_slow_reader_takes_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three alerts wait; the agency is suspended after the reader took the first one."""
    monkeypatch.setattr("api.graphql.subscriptions.AUTHORISED_SECONDS", 0.05, raising=False)
    world, directory = desk.world, desk.world.app.scopes.directory
    numbers = [record("PhoneNumber", f"slow{n}", number=f"+6681234570{n}") for n in range(3)]
    world.file("kh-police", *numbers)
    world.submit("th-police", numbers, profile="law-enforcement")
    service = GraphQLService(world.app, served_schema())
    who = Authenticator(world.app.settings, directory).authenticate(world.token("kh-police"))

    async def scene() -> list[Any]:
        answers = aiter(service.subscribe(GraphQLRequest(query=SUBSCRIPTION), who))
        first = asyncio.ensure_future(anext(answers))
        await until_waiting(world)
        await world.app.settle()
        await world.app.hub.wake()
        heard = [(await asyncio.wait_for(first, 10)).data]
        directory.suspend("kh-police")
        await asyncio.sleep(0.1)
        with contextlib.suppress(TimeoutError):
            while True:
                heard.append((await asyncio.wait_for(anext(answers), 0.5)).data)
        return heard

    try:
        assert len(world.run(scene())) == 1
    finally:
        directory.reinstate(["kh-police"])


def test_complete_stops_a_subscription_and_frees_its_id(desk: Desk) -> None:
    async def work(socket: ClientConnection) -> Message:
        await begin(socket, desk.world.token("th-police"))
        for _ in range(3):
            await tell(socket, id="1", type="subscribe", payload={"query": SUBSCRIPTION})
            await tell(socket, id="1", type="complete")
        await tell(socket, id="1", type="subscribe", payload={"query": "{ viewer { subject } }"})
        return await hear(socket)

    assert talk(desk, work)["payload"] == {"data": {"viewer": {"subject": "analyst of th-police"}}}


def test_an_operation_that_ended_frees_no_id_of_a_later_one(desk: Desk) -> None:
    """Else the later one is counted no more: so one connection could begin any number of subscriptions."""

    async def work(socket: ClientConnection) -> int:
        await begin(socket, desk.world.token("th-police"))
        for kinds in (["subscribe"], ["complete", "subscribe"], ["subscribe"]):
            for kind in kinds:  # the two arrive at once
                await tell(socket, id="1", type=kind, payload={"query": SUBSCRIPTION})
            await asyncio.sleep(0.3)
        return await closing_code(socket)

    assert talk(desk, work) == 4409


async def _nothing(_socket: ClientConnection, _token: str) -> None:
    """Say nothing at all."""


def _raw(text: str | bytes) -> Callable[[ClientConnection, str], Awaitable[None]]:
    async def say(socket: ClientConnection, _token: str) -> None:
        await socket.send(text)

    return say


def _begun(*messages: Message, text: str | None = None) -> Callable[[ClientConnection, str], Awaitable[None]]:
    async def say(socket: ClientConnection, token: str) -> None:
        await begin(socket, token)
        for message in messages:
            await tell(socket, **message)
            await asyncio.sleep(0.05)  # so that none is cancelled while the driver opens a connection for it
        if text is not None:
            await socket.send(text)

    return say


LIVE = {"id": "1", "type": "subscribe", "payload": {"query": SUBSCRIPTION}}


def test_an_operation_too_many_is_refused_by_its_id_and_the_others_go_on(desk: Desk) -> None:
    async def work(socket: ClientConnection) -> list[Message]:
        await begin(socket, desk.world.token("th-police"))
        for number in range(MAX_OPERATIONS + 1):
            await tell(socket, **{**LIVE, "id": str(number)})
            await asyncio.sleep(0.05)  # as above
        refused = await hear(socket)
        await tell(socket, id="0", type="complete")
        await tell(socket, id="again", type="subscribe", payload={"query": "{ viewer { agency { code } } }"})
        return [refused, await hear(socket), await hear(socket)]

    refused, answer, complete = talk(desk, work)
    details = {"code": "TOO_MANY_REQUESTS", "limit": MAX_OPERATIONS, "retryAfterSeconds": 1}
    message = "too many requests under way; wait for one to end"
    assert refused == {
        "id": str(MAX_OPERATIONS),
        "type": "error",
        "payload": [{"message": message, "extensions": details}],
    }
    assert (answer["id"], answer["payload"]) == ("again", {"data": {"viewer": {"agency": {"code": "th-police"}}}})
    assert complete == {"id": "again", "type": "complete"}


@pytest.mark.parametrize(
    ("say", "code"),
    [
        (_nothing, 4408),
        (_raw("{"), 4400),
        (_raw("[]"), 4400),
        (_raw(b'{"type": "connection_init"}'), 4400),
        (_raw('{"type": "ping"}'), 4408),  # it is answered, and is no token
        (_raw('{"type": "complete", "id": "1"}'), 4401),
        (_raw(json.dumps(LIVE)), 4401),
        (_raw('{"type": "connection_init"}'), 4403),
        (_raw('{"type": "connection_init", "payload": {"Authorization": 7}}'), 4403),
        (_raw('{"type": "connection_init", "payload": {"Authorization": "Bearer garbage"}}'), 4403),
        (_begun({"type": "connection_init"}), 4429),
        (_begun({"type": "unknown"}), 4400),
        (_begun({"type": "subscribe", "payload": {"query": "{ viewer { subject } }"}}), 4400),
        (_begun({"type": "subscribe", "id": "", "payload": {"query": "{ viewer { subject } }"}}), 4400),
        (_begun({"type": "subscribe", "id": "1", "payload": {"query": 7}}), 4400),
        (_begun({"type": "subscribe", "id": "1"}), 4400),
        (_begun(LIVE, LIVE), 4409),
        (_begun(text="x" * (MAX_MESSAGE_BYTES + 1)), 1009),
    ],
)
def test_what_breaks_the_protocol_closes_with_its_code(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, say: Callable[[ClientConnection, str], Awaitable[None]], code: int
) -> None:
    monkeypatch.setattr(api.web.websocket, "INIT_SECONDS", 0.3 if code == 4408 else 10.0)

    async def work(socket: ClientConnection) -> int:
        await say(socket, desk.world.token("th-police"))
        return await closing_code(socket)

    assert talk(desk, work) == code


@pytest.mark.parametrize("offered", [None, ["graphql-ws"], ["x", "y"]])
def test_another_protocol_is_not_spoken(desk: Desk, offered: list[str] | None) -> None:
    async def scene() -> int:
        async with serving(desk.world) as address:
            protocols = [Subprotocol(p) for p in offered] if offered else None
            async with connect(address, subprotocols=protocols) as socket:
                return await closing_code(socket)

    assert desk.world.run(scene()) == 4406
