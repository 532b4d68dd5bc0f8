"""What follows the changes deals with all of them, and looks again only where more may wait."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from api.bootstrap import Application
from api.recalls.follower import RECALLS
from graph.store import (
    HIT_INDEX,
    MEETINGS,
    NOTICES,
    RESOLUTION,
    ChangeFeed,
    ChangeKind,
    Transaction,
    advance_position,
    append_change,
    take_position,
)
from tests.world import World, record

MANY = 1_100  # more than two steps of any of them deal with
DRAINS: dict[str, Callable[[Application], Awaitable[object]]] = {
    HIT_INDEX: lambda app: app.exchange.index.drain(),
    MEETINGS: lambda app: app.exchange.meetings.drain(),
    NOTICES: lambda app: app.notice_matcher.drain(),
    RECALLS: lambda app: app.accountability.recalls.drain(),
}
followers = pytest.mark.parametrize("follower", DRAINS)
PERSON = record("Person", "p-1", name="Kosoom Wattana", phone="+66812345678")


def drain(world: World, follower: str) -> None:
    """Let a follower deal with all that waits; meetings go on as far as the hit index and the resolver have come."""
    if follower == MEETINGS:
        come_before_meetings(world)
    world.run(DRAINS[follower](world.app))  # type: ignore[arg-type]  # each is a coroutine


def come_before_meetings(world: World) -> None:
    """Let the hit index deal with all that waits, and the resolver have passed it."""

    async def pass_by(tx: Transaction) -> None:
        await take_position(tx, RESOLUTION)
        await advance_position(tx, RESOLUTION, last)

    world.run(DRAINS[HIT_INDEX](world.app))  # type: ignore[arg-type]
    last = world.run(world.app.feed.last())
    world.run(world.app.store.write(pass_by))


def append(world: World, count: int) -> int:
    """Append changes of a record that is there; return the number of the last."""

    async def work(tx: Transaction) -> int:
        return [await append_change(tx, ChangeKind.RECORDS, [rid]) for _ in range(count)][-1]

    [rid] = map(str, world.file("th-police", PERSON, settle=False))
    return int(world.run(world.app.store.write(work)))


@followers
def test_one_that_has_dealt_with_all_looks_no_more(
    world: World, follower: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = "positions" if follower == MEETINGS else "following"
    looks: list[str] = []
    found = getattr(ChangeFeed, look)

    async def counted(feed: ChangeFeed, *given: object, **more: object) -> object:
        looks.append(str(given[0]))
        return await found(feed, *given, **more)

    last = append(world, 1)
    monkeypatch.setattr(ChangeFeed, look, counted)
    drain(world, follower)
    assert looks.count(follower) == 1
    assert world.run(world.app.feed.position(follower)) == last


@pytest.mark.long
@followers
def test_one_deals_with_all_of_many_changes(world: World, follower: str) -> None:
    last = append(world, MANY)
    drain(world, follower)
    assert world.run(world.app.feed.position(follower)) == last


@followers
def test_one_that_was_overtaken_deals_with_the_rest(
    world: World, follower: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = append(world, 4)
    # Two processes are at one place; the other has moved on once what waits there was read here.
    read = ChangeFeed.since if follower == MEETINGS else ChangeFeed.following
    overtaken: list[str] = []

    async def overtake(tx: Transaction) -> None:
        await take_position(tx, follower)
        await advance_position(tx, follower, 2)

    async def late(feed: ChangeFeed, *given: object, **more: object) -> object:
        found = await read(feed, *given, **more)  # type: ignore[arg-type]  # handed on as it came
        if not overtaken and (follower == MEETINGS or given[0] == follower):
            overtaken.append(follower)
            await world.app.store.write(overtake)
        return found

    if follower == MEETINGS:
        come_before_meetings(world)
    monkeypatch.setattr(ChangeFeed, read.__name__, late)
    drain(world, follower)
    assert overtaken
    assert world.run(world.app.feed.position(follower)) == last


@pytest.mark.parametrize("follower", sorted(DRAINS.keys() - {MEETINGS}))
def test_one_that_a_step_beside_overtook_deals_with_what_came_since(
    world: World, follower: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two tasks share a follower: one read before the newest change came, and is done first."""
    append(world, 2)
    read = ChangeFeed.following
    looks: list[str] = []

    async def scene() -> int:
        early_has_read, late_has_read = asyncio.Event(), asyncio.Event()

        async def followed(feed: ChangeFeed, *given: object, **more: object) -> object:
            found = await read(feed, *given, **more)  # type: ignore[arg-type]  # handed on as it came
            if given[0] == follower:
                looks.append(follower)
                if len(looks) == 1:
                    early_has_read.set()
                    await late_has_read.wait()
                elif len(looks) == 2:
                    late_has_read.set()
                    await early
            return found

        monkeypatch.setattr(ChangeFeed, "following", followed)
        early = asyncio.ensure_future(DRAINS[follower](world.app))
        await early_has_read.wait()
        last = await world.app.store.write(append_one)
        await DRAINS[follower](world.app)
        return int(last)

    async def append_one(tx: Transaction) -> int:
        return await append_change(tx, ChangeKind.RECORDS, [str(world.id("th-police", "p-1"))])

    last = world.run(scene())
    assert len(looks) >= 3
    assert world.run(world.app.feed.position(follower)) == last
