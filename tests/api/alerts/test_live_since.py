"""A subscription that begins at a time: who comes back is told of all that came meanwhile and of all that is new."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from api.alerts.inbox import AlertInbox
from api.authentication import Authenticated
from api.graphql import served_schema
from api.graphql.request import GraphQLRequest
from api.graphql.service import GraphQLAnswer, GraphQLService
from graph.store import Store
from graph.store.notices import notice_store
from tests.api.alerts.test_listening import meet
from tests.api.asking import Desk
from tests.world import World, record, viewer

SUBSCRIPTION = "subscription($since: DateTime) { alerts(since: $since) { recordId toldAt } }"
INBOX = "{ alerts(first: 100) { edges { node { recordId toldAt } } } }"
ALL = "1970-01-01T00:00:00Z"
Told = dict[str, str]
Scene = Callable[[list[Told]], Awaitable[None]]


@pytest.fixture
def desk(world: World) -> Desk:
    for name in ("first", "second"):
        meet(world, name)
    return Desk(world)


def inbox(desk: Desk, agency: str = "kh-police") -> list[Told]:
    return [e["node"] for e in desk.data(INBOX, token=desk.world.token(agency))["alerts"]["edges"]]


def meet_later(world: World, name: str) -> None:
    """File what two agencies will be told of once somebody lets the followers go on."""
    for agency in ("kh-police", "th-police"):
        world.submit(agency, [record("PhoneNumber", name, number="+66812340001")], profile="law-enforcement")


async def until_told(told: list[Told], number: int) -> None:
    async with asyncio.timeout(20):
        while len(told) < number:
            await asyncio.sleep(0.01)


def hear(desk: Desk, since: str | None, scene: Scene, *, agency: str = "kh-police") -> list[Told]:
    """Listen while a scene goes on, and return what was told until nothing more came."""
    service, told = GraphQLService(desk.world.app, served_schema()), list[Told]()
    who = Authenticated(viewer=viewer(agency), expires_at=time.time() + 600, token_id="t")

    async def listen() -> None:
        request = GraphQLRequest(query=SUBSCRIPTION, variables={"since": since})
        async for answer in service.subscribe(request, who):
            assert answer.data is not None, answer.errors
            told.append(answer.data["alerts"])

    async def work() -> None:
        task = asyncio.create_task(listen())
        await scene(told)
        await desk.world.app.hub.wake()
        await asyncio.sleep(0.2)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    desk.world.run(work())
    return told


async def until_waiting(world: World) -> None:
    async with asyncio.timeout(20):
        while not world.app.hub.waiting:
            await asyncio.sleep(0.01)


def test_who_comes_back_is_told_of_what_came_since_and_then_of_what_is_new(desk: Desk) -> None:
    world = desk.world
    meet_later(world, "live")
    first, second = inbox(desk)

    async def scene(told: list[Told]) -> None:
        await until_told(told, 1)
        await until_waiting(world)
        await world.app.settle()
        await world.app.hub.wake()
        await until_told(told, 2)

    heard = hear(desk, second["toldAt"], scene)
    # What was seen of that very time comes once more, and is known by its time.
    assert heard[0] == second
    assert [alert["recordId"] for alert in heard[1:]] == [world.id("kh-police", "live")]
    assert heard == inbox(desk)[1:]
    assert first["toldAt"] < second["toldAt"] < heard[1]["toldAt"]


@pytest.mark.long
@pytest.mark.parametrize("moment", ["before the place", "behind the place", "behind the end"])
def test_what_comes_while_a_subscription_begins_is_told_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """In whatever moment: before it has found its place, behind that, or before it has read for the first time."""
    world, came = desk.world, list[str]()
    meet_later(world, "between")
    *_, seen = inbox(desk)
    place_before, newest = AlertInbox.place_before, AlertInbox.newest

    async def come(at: str) -> None:
        if at == moment and not came:
            came.append(at)
            await world.app.settle()

    async def placed(self: AlertInbox, *given: Any) -> int:
        await come("before the place")
        found = await place_before(self, *given)
        await come("behind the place")
        return found

    async def read(self: AlertInbox) -> int:
        found = await newest(self)
        await come("behind the end")
        return found

    monkeypatch.setattr(AlertInbox, "place_before", placed)
    monkeypatch.setattr(AlertInbox, "newest", read)

    async def scene(told: list[Told]) -> None:
        await until_told(told, 1)
        await until_waiting(world)
        await world.app.hub.wake()
        await until_told(told, 2)

    heard = hear(desk, seen["toldAt"], scene)
    assert came == [moment]
    assert heard == inbox(desk)[1:]
    assert [alert["recordId"] for alert in heard] == [world.id("kh-police", n) for n in ("second", "between")]


def test_a_whole_inbox_is_told_some_at_a_time_in_order_and_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    world = desk.world
    meet(world, *(f"n{n}" for n in range(5)))
    monkeypatch.setattr(notice_store, "NOTICES_A_READ", 2)
    beyond, read = list[int](), Store.read

    async def noting(store: Store, statement: Any, parameters: Any) -> Any:
        if statement.name == "notices":
            beyond.append(parameters["beyond"])
        return await read(store, statement, parameters)

    monkeypatch.setattr(Store, "read", noting)
    heard = hear(desk, ALL, lambda told: until_told(told, 7))
    assert len(beyond) == 4
    assert beyond == sorted(set(beyond))
    assert heard == inbox(desk)
    assert len(heard) == 7


def test_without_a_time_nothing_that_stood_before_is_told(desk: Desk) -> None:
    assert hear(desk, None, lambda _: until_waiting(desk.world)) == []


def test_a_time_without_a_zone_is_refused_and_nobody_listens(desk: Desk) -> None:
    service, before = GraphQLService(desk.world.app, served_schema()), len(desk.trail())
    who = Authenticated(viewer=viewer("kh-police"), expires_at=time.time() + 600, token_id="t")
    request = GraphQLRequest(query=SUBSCRIPTION, variables={"since": "2026-11-27T10:00:00"})

    async def ask() -> list[GraphQLAnswer]:
        return [answer async for answer in service.subscribe(request, who)]

    [answer] = desk.world.run(ask())
    [error] = answer.errors
    assert (error["message"], error["extensions"]["code"]) == ("argument `since` needs a time zone", "BAD_USER_INPUT")
    assert answer.data is None
    assert [e.entry for e in desk.trail()[before:] if "begun" in e.entry.operation] == []


def test_what_is_for_others_is_not_told_whatever_the_time(desk: Desk) -> None:
    """Nor is what the reader may not have now: her agency is suspended, and told of that once it no longer is."""
    world, directory = desk.world, desk.world.app.scopes.directory
    notices, before = world.query("MATCH (x:Notice) RETURN properties(x) AS x ORDER BY x.id"), len(desk.trail())
    assert hear(desk, ALL, lambda _: until_waiting(world), agency="sg-fiu") == []
    directory.suspend("kh-police")

    async def scene(told: list[Told]) -> None:
        await until_waiting(world)
        await world.app.hub.wake()
        assert told == []
        entries = [e.entry for e in desk.trail()[before:]]
        assert {e.record_ids for e in entries} == {()}
        directory.reinstate(["kh-police"])
        await world.app.hub.wake()
        await until_told(told, 2)

    try:
        heard = hear(desk, ALL, scene)
    finally:
        directory.reinstate(["kh-police"])
    assert heard == inbox(desk)
    assert world.query("MATCH (x:Notice) RETURN properties(x) AS x ORDER BY x.id") == notices
