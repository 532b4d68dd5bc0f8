"""A holder is told of a hit and of a request on its open subscription, by the workers of a serving process."""

import asyncio
from typing import Any

import pytest
import structlog
from websockets.asyncio.client import ClientConnection

from api import live_alerts
from graph import GraphError
from graph.errors import StoreQueryError, StoreUnavailableError
from policies import Outcome
from tests.api.asking import Desk
from tests.api.exchanging import CASE, CHECK
from tests.api.web.test_websocket import Message, begin, hear, talk, tell, until_waiting
from tests.world import World, record

NUMBER = "+85512000001"
SUBSCRIPTION = "subscription { alerts { recordId reason strength purpose requestId otherAgency { code } } }"
SEND = """mutation($hit: ID!) { sendRequest(input: {hit: $hit, question: "Whose?", urgency: EIGHT_HOURS}) {
  request { id } userErrors { code } } }"""

ANSWER = """mutation($id: ID!) { answerRequest(input: {id: $id, text: "Known."}) { userErrors { code } } }"""


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    module_world.file("kh-police", record("PhoneNumber", "n", number=NUMBER), profile="hit-only")
    return Desk(module_world)


async def asked(desk: Desk, query: str, variables: dict[str, Any], *, agency: str = "th-police") -> Any:
    headers = {"authorization": f"Bearer {desk.world.token(agency)}"}
    answer = await desk.send(json={"query": query, "variables": variables}, headers=headers)
    return answer.json()["data"]


def test_a_hit_and_a_request_reach_the_holder_at_once(desk: Desk) -> None:
    async def work(socket: ClientConnection) -> tuple[list[Message], str]:
        await begin(socket, desk.world.token("kh-police"))
        await tell(socket, id="live", type="subscribe", payload={"query": SUBSCRIPTION})
        await until_waiting(desk.world)
        values = [{"kind": "PHONE_NUMBER", "value": NUMBER}]
        found = await asked(desk, CHECK, {"values": values, "purpose": "investigation", "case": CASE})
        first = await hear(socket)
        [hit] = found["crossCheck"]["check"]["values"][0]["hits"]
        sent = await asked(desk, SEND, {"hit": hit["id"]})
        return [first, await hear(socket)], sent["sendRequest"]["request"]["id"]

    heard, request = talk(desk, work, workers=True)
    common = {
        "recordId": desk.world.id("kh-police", "n"),
        "purpose": "investigation",
        "otherAgency": {"code": "th-police"},
    }
    assert [m["payload"]["data"]["alerts"] for m in heard] == [
        {**common, "reason": "HIT", "strength": "cross-check", "requestId": None},
        {**common, "reason": "REQUEST", "strength": "request for information", "requestId": request},
    ]
    entries = [e.entry for e in desk.trail() if e.entry.operation == "subscription alerts"]
    assert [(e.agency, e.outcome, e.record_ids) for e in entries] == [
        ("kh-police", Outcome.ALLOWED, (desk.world.id("kh-police", "n"),))
    ] * 2


@pytest.mark.parametrize(
    "failure",
    [
        StoreUnavailableError("Neo.TransientError.General.DatabaseUnavailable"),
        StoreQueryError("inbox", "Neo.ClientError.Transaction.TransactionTimedOut"),
    ],
    ids=["away", "out of time"],
)
def test_a_store_that_fails_for_a_while_ends_no_subscription(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, failure: GraphError
) -> None:
    """Else a duty officer's console would have to notice that it is told of nothing any more."""
    inbox, failures = desk.world.app.inbox, iter([failure, failure])
    live, number = inbox.live, f"+855120000{len(failure.code)}"
    desk.world.file("kh-police", record("PhoneNumber", number, number=number), profile="hit-only")

    async def failing(*given: Any, **named: Any) -> Any:
        for error in failures:
            raise error
        return await live(*given, **named)

    async def work(socket: ClientConnection) -> list[Message]:
        await begin(socket, desk.world.token("kh-police"))
        await tell(socket, id="live", type="subscribe", payload={"query": SUBSCRIPTION})
        await until_waiting(desk.world)
        monkeypatch.setattr(type(inbox), "live", lambda _, *given, **named: failing(*given, **named))
        monkeypatch.setattr(live_alerts, "RETRY_SECONDS", 0.05)
        values = [{"kind": "PHONE_NUMBER", "value": number}]
        await asked(desk, CHECK, {"values": values, "purpose": "investigation", "case": CASE})
        return [await hear(socket)]

    with structlog.testing.capture_logs() as logs:
        [heard] = talk(desk, work, workers=True)
    assert heard["payload"]["data"]["alerts"]["reason"] == "HIT"
    waits = [e["code"] for e in logs if e["event"] == "subscription_waits_for_the_store"]
    assert waits == [failure.code]  # once, however often it is asked again


def test_who_listened_before_the_feed_is_followed_is_woken_when_it_is(desk: Desk) -> None:
    """Else what came in between, or while following broke off, would wait for the next news."""
    hub = desk.world.app.hub

    async def woken() -> int:
        number = 0
        async for _ in hub.wakings("kh-police"):
            number += 1
            if number == 2:
                break
        return number

    async def scene() -> int:
        listener = asyncio.create_task(woken())
        await until_waiting(desk.world)
        follower = asyncio.create_task(hub.follow())
        try:
            return await asyncio.wait_for(listener, 10)
        finally:
            follower.cancel()

    assert desk.world.run(scene()) == 2
    assert hub.waiting == 0


@pytest.mark.long
def test_an_answer_reaches_who_asked_at_once(desk: Desk) -> None:
    async def work(socket: ClientConnection) -> tuple[Message, str]:
        await begin(socket, desk.world.token("th-police"))
        await tell(socket, id="live", type="subscribe", payload={"query": SUBSCRIPTION})
        await until_waiting(desk.world)
        values = [{"kind": "PHONE_NUMBER", "value": NUMBER}]
        found = await asked(desk, CHECK, {"values": values, "purpose": "investigation", "case": CASE})
        [hit] = found["crossCheck"]["check"]["values"][0]["hits"]
        request = (await asked(desk, SEND, {"hit": hit["id"]}))["sendRequest"]["request"]["id"]
        await asked(desk, ANSWER, {"id": request}, agency="kh-police")
        return await hear(socket), request

    heard, request = talk(desk, work, workers=True)
    assert heard["payload"]["data"]["alerts"] == {
        "recordId": None,
        "reason": "ANSWER",
        "strength": "request answered",
        "purpose": "investigation",
        "requestId": request,
        "otherAgency": {"code": "kh-police"},
    }
    entry = [e.entry for e in desk.trail() if e.entry.operation == "subscription alerts"][-1]
    assert (entry.agency, entry.outcome, entry.record_ids) == ("th-police", Outcome.ALLOWED, ())
