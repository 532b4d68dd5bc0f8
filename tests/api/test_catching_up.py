"""One person listens some times over all connections, and who catches up leaves the others their answers."""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import replace

import pytest

from api.authentication import Authenticated
from api.errors import TooManyRequestsError
from api.graphql import served_schema, service, subscriptions
from api.graphql.request import GraphQLRequest
from api.graphql.service import GraphQLAnswer, GraphQLService
from tests.api.alerts.test_listening import meet
from tests.api.alerts.test_live_since import ALL, SUBSCRIPTION, inbox, meet_later
from tests.api.asking import Desk
from tests.api.web.test_websocket import LIVE, begin, dial, hear, serving, tell
from tests.world import World, viewer

Answers = AsyncGenerator[GraphQLAnswer, None]
NAMES = ("first", "second", "third")


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    """Return a desk on two agencies with three alerts each."""
    meet(module_world, *NAMES)
    return Desk(module_world)


def listening(asked: GraphQLService, agency: str, since: str | None = ALL, *, person: str | None = None) -> Answers:
    who = viewer(agency)
    who = replace(who, subject=person or who.subject)
    request = GraphQLRequest(query=SUBSCRIPTION, variables={"since": since})
    return asked.subscribe(request, Authenticated(viewer=who, expires_at=time.time() + 600, token_id="t"))


def stands(desk: Desk, agency: str) -> list[str]:
    """Return of which records the first alerts in an inbox are, in its order."""
    return [alert["recordId"] for alert in inbox(desk, agency)][: len(NAMES)]


async def first_of(answers: Answers, *, within: float = 20.0) -> str:
    """Return of which record the next alert is."""
    answer = await asyncio.wait_for(anext(answers), within)
    assert answer.data is not None, answer.errors
    found: str = answer.data["alerts"]["recordId"]
    return found


def test_one_person_listens_so_often_over_all_connections_and_no_oftener(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MAX_LIVE", 2)
    token, colleague = desk.world.token("kh-police"), desk.world.token("kh-police", "supervisor")
    before = len(desk.trail())

    async def scene() -> Sequence[str]:
        async with serving(desk.world) as address, AsyncExitStack() as stack:
            sockets = [await stack.enter_async_context(dial(address)) for _ in range(3)]
            for socket, given in zip(sockets, (token, token, colleague), strict=True):
                await begin(socket, given)
            for number, socket in enumerate(sockets):
                await tell(socket, **{**LIVE, "id": f"one {number}"})
                await tell(socket, type="ping")
                await hear(socket)
            async with asyncio.timeout(20):
                while desk.world.app.hub.waiting < 3:
                    await asyncio.sleep(0.01)
            await tell(sockets[0], **{**LIVE, "id": "third"})
            refused = await hear(sockets[0])
            await tell(sockets[1], type="complete", id="one 1")
            async with asyncio.timeout(20):
                while desk.world.app.hub.waiting > 2:
                    await asyncio.sleep(0.01)
            await tell(sockets[0], **{**LIVE, "id": "in its place"})
            async with asyncio.timeout(20):
                while desk.world.app.hub.waiting < 3:
                    await asyncio.sleep(0.01)
            return refused["type"], refused["id"], refused["payload"][0]["extensions"]["code"]

    assert desk.world.run(scene()) == ("error", "third", "TOO_MANY_REQUESTS")
    begun = [e.entry for e in desk.trail()[before:] if e.entry.operation == "subscription alerts: begun"]
    assert len(begun) == 4  # of the refused one nothing was begun, so nothing was told


def test_who_catches_up_waits_for_a_turn_and_who_is_told_live_does_not(desk: Desk) -> None:
    world = desk.world
    asked, hub = GraphQLService(world.app, served_schema()), world.app.hub
    meet_later(world, "fourth")

    async def scene() -> list[str]:
        behind, live = listening(asked, "kh-police"), listening(asked, "kh-police", None)
        async with aclosing(behind), aclosing(live):
            async with hub.catching_up.turn("th-police"), hub.catching_up.turn("th-police"):
                late, now = asyncio.create_task(first_of(behind)), asyncio.create_task(first_of(live))
                async with asyncio.timeout(20):
                    while not hub.waiting:
                        await asyncio.sleep(0.01)
                await world.app.settle()
                await hub.wake()
                told_now = await now
                assert not late.done()
            return [told_now, await late]

    assert world.run(scene()) == [world.id("kh-police", "fourth"), stands(desk, "kh-police")[0]]


def test_who_does_not_take_what_they_are_sent_keeps_nobody_waiting(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriptions, "CATCHING_UP_SECONDS", 0.05)
    asked = GraphQLService(desk.world.app, served_schema())

    async def scene() -> list[str]:
        async with AsyncExitStack() as stack:
            slow = [
                await stack.enter_async_context(aclosing(listening(asked, "kh-police", person=f"p{n}")))
                for n in range(4)
            ]
            for answers in slow:  # each has a turn, and takes one alert of three
                await first_of(answers)
            other = await stack.enter_async_context(aclosing(listening(asked, "th-police")))
            return [await first_of(other) for _ in NAMES]

    assert desk.world.run(scene()) == stands(desk, "th-police")


def test_a_turn_that_was_passed_on_by_time_is_not_passed_on_twice(desk: Desk) -> None:
    """Else more than two would catch up at once."""
    turns = desk.world.app.hub.catching_up

    async def scene() -> int:
        for _ in range(3):
            async with turns.turn("a") as turn:
                turn.end_within(0.0)
                await asyncio.sleep(0.01)
        return turns._free

    assert desk.world.run(scene()) == 2


def test_a_crowd_that_comes_back_is_told_all_and_nobody_of_it_is_refused(desk: Desk) -> None:
    asked = GraphQLService(desk.world.app, served_schema())

    async def one(person: str) -> list[str]:
        async with aclosing(listening(asked, "kh-police", person=person)) as answers:
            return [await first_of(answers) for _ in NAMES]

    async def scene() -> list[list[str]]:
        return await asyncio.gather(*(one(f"officer {n}") for n in range(30)))

    assert desk.world.run(scene()) == [stands(desk, "kh-police")] * 30


def test_one_more_than_may_listen_is_refused_whoever_else_listens(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MAX_LIVE", 1)
    asked = GraphQLService(desk.world.app, served_schema())

    async def scene() -> None:
        async with aclosing(listening(asked, "kh-police")) as answers:
            await first_of(answers)
            with pytest.raises(TooManyRequestsError):
                await first_of(listening(asked, "kh-police"))
            async with aclosing(listening(asked, "th-police")) as others:
                await first_of(others)
        async with aclosing(listening(asked, "kh-police")) as again:
            await first_of(again)

    desk.world.run(scene())
