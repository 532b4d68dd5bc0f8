"""The change feed: numbers without gaps, a reader that misses nothing, and followers that never do one thing twice."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from graph.store import RESOLUTION, Change, ChangeKind, Transaction, advance_position, append_change, take_position
from graph.store import changes as changes_module
from graph.store.changes import Part, Place, Waiting, lock_changes, write_in_parts
from tests.graph.store.database_hits import operators
from tests.world import World

WRITERS, EACH = 8, 25


@pytest.mark.long
def test_a_following_reader_misses_nothing_of_eight_writers(world: World) -> None:
    seen = world.run(_follow_writers(world))
    assert [c.seq for c in seen] == list(range(1, WRITERS * EACH + 1))
    assert sorted(rid for c in seen for rid in c.record_ids) == sorted(
        f"r-{w}-{i}" for w in range(WRITERS) for i in range(EACH)
    )
    for writer in range(WRITERS):
        own = [rid for c in seen for rid in c.record_ids if rid.startswith(f"r-{writer}-")]
        assert own == [f"r-{writer}-{i}" for i in range(EACH)]


async def _follow_writers(world: World) -> list[Change]:
    seen: list[Change] = []
    app = world.app
    done = asyncio.Event()

    async def write(writer: int) -> None:
        for number in range(EACH):

            async def once(tx: Transaction, rid: str = f"r-{writer}-{number}") -> None:
                if writer % 2:  # half of them take the lock early, as the record writer does
                    await lock_changes(tx)
                await append_change(tx, ChangeKind.RECORDS, [rid])

            await app.store.write(once)

    async def follow() -> None:
        position = 0
        while True:
            finished = done.is_set()
            for change in await app.feed.since(position, limit=7):
                seen.append(change)
                position = change.seq
            if finished and position == await app.feed.last():
                return

    async def write_all() -> None:
        await asyncio.gather(*(write(w) for w in range(WRITERS)))
        done.set()

    await asyncio.wait_for(asyncio.gather(follow(), write_all()), 60)
    return seen


def test_a_transaction_that_fails_takes_no_number(world: World) -> None:
    async def fail(tx: Transaction) -> None:
        await append_change(tx, ChangeKind.RECORDS, ["r-lost"])
        raise ZeroDivisionError

    async def succeed(tx: Transaction) -> int:
        return await append_change(tx, ChangeKind.JUDGED, ["r-1", "r-2"])

    async def both() -> int:
        try:
            await world.app.store.write(fail)
        except ZeroDivisionError:
            return await world.app.store.write(succeed)
        return 0

    assert world.run(both()) == 1
    assert world.run(world.app.feed.since(0)) == [Change(seq=1, kind=ChangeKind.JUDGED, record_ids=("r-1", "r-2"))]  # type: ignore[arg-type]  # ids are texts


def test_a_follower_begins_at_zero_and_keeps_its_place(world: World) -> None:
    assert world.run(world.app.feed.position("test")) == 0

    async def advance(tx: Transaction) -> int:
        found = await take_position(tx, "test")
        await advance_position(tx, "test", found + 3)
        return found

    assert [world.run(world.app.store.write(advance)) for _ in range(3)] == [0, 3, 6]
    assert world.run(world.app.feed.position("test")) == 9
    assert world.run(world.app.feed.position(RESOLUTION)) == 0


def test_of_two_processes_at_one_place_one_alone_moves_on(world: World) -> None:
    moved = world.run(_race(world))
    assert sorted(moved) == [False] * 7 + [True]
    assert world.run(world.app.feed.position("test")) == 5


async def _race(world: World) -> list[bool]:
    async def step(tx: Transaction) -> bool:
        if await take_position(tx, "test") != 0:
            return False
        await asyncio.sleep(0.01)
        await advance_position(tx, "test", 5)
        return True

    return await asyncio.gather(*(world.app.store.write(step) for _ in range(8)))


def test_a_change_says_which_agencies_it_concerns(world: World) -> None:
    async def append(tx: Transaction) -> None:
        await append_change(tx, ChangeKind.NOTICE, [], agencies=["th-police", "kh-police", "th-police"])
        await append_change(tx, ChangeKind.RECORDS, ["r-1"])

    world.run(world.app.store.write(append))
    found = world.run(world.app.feed.since(0))
    assert [(c.record_ids, c.agencies) for c in found] == [((), ("kh-police", "th-police")), (("r-1",), ())]


def test_since_is_bounded_and_in_order(world: World) -> None:
    async def append(tx: Transaction) -> int:
        return await append_change(tx, ChangeKind.NOTICE, [])

    assert [world.run(world.app.store.write(append)) for _ in range(5)] == [1, 2, 3, 4, 5]
    assert [c.seq for c in world.run(world.app.feed.since(1, limit=3))] == [2, 3, 4]
    assert [c.seq for c in world.run(world.app.feed.since(5))] == []
    assert world.run(world.app.feed.last()) == 5


def test_what_all_followers_have_dealt_with_is_forgotten_and_nothing_else(world: World) -> None:
    app, later = world.app, datetime.now(UTC) + timedelta(hours=1)

    async def write(tx: Transaction) -> None:
        for number in range(6):
            await append_change(tx, ChangeKind.RECORDS, [f"r-{number}"])

    async def move(tx: Transaction, name: str, seq: int) -> None:
        await take_position(tx, name)
        await advance_position(tx, name, seq)

    def left() -> list[int]:
        return [c.seq for c in world.run(app.feed.since(0))]

    def forget(before: datetime = later) -> int:
        return int(world.run(app.feed.forget(before=before, followers=("one", "other"))))

    world.run(app.store.write(write))
    world.run(app.store.write(lambda tx: move(tx, "one", 5)))
    assert (forget(), left()) == (0, [1, 2, 3, 4, 5, 6])  # the other has no place yet, and begins at the start
    world.run(app.store.write(lambda tx: move(tx, "other", 3)))
    assert (forget(later - timedelta(days=1)), left()) == (0, [1, 2, 3, 4, 5, 6])
    assert (forget(), left()) == (3, [4, 5, 6])
    world.run(app.store.write(lambda tx: append_change(tx, ChangeKind.NOTICE, [])))
    assert [c.seq for c in world.run(app.feed.since(1, limit=2))] == [4, 5]
    assert world.run(app.feed.last()) == 7


def test_a_follower_reads_what_it_asks_for_in_order_and_little_more(world: World) -> None:
    async def append(tx: Transaction) -> None:
        for number in range(40):
            kind = ChangeKind.RECORDS if number % 3 else ChangeKind.LINKAGE
            await append_change(tx, kind, [f"r-{number}-{at}" for at in range(number % 7)])

    def since(after: int, **asked: object) -> list[Change]:
        return list(world.run(world.app.feed.since(after, **asked)))  # type: ignore[arg-type]  # as each test asks

    world.run(world.app.store.write(append))
    every = since(0)
    assert [c.seq for c in every] == list(range(1, 41))
    for after, records in ((0, 5), (0, 40), (3, 60), (0, 10_000)):
        found = since(after, limit=30, records=records)
        assert found == every[after : after + len(found)]
        # All that there are, all that may be, or more records than were asked for, and not many more.
        named = sum(len(c.record_ids) for c in found)
        assert len(found) == 30 or (records < named <= records + 8 * 6)
    linkages = since(0, kinds=(ChangeKind.LINKAGE,))
    assert [c.seq for c in linkages] == [c.seq for c in every]
    assert all(
        c.record_ids == (e.record_ids if e.kind is ChangeKind.LINKAGE else ())
        for c, e in zip(linkages, every, strict=True)
    )


def test_a_follower_is_told_its_place_with_what_since_gives_behind_it(world: World) -> None:
    async def append(tx: Transaction) -> None:
        for number in range(40):
            await append_change(tx, ChangeKind.RECORDS, [f"r-{number}-{at}" for at in range(number % 7)])

    async def move(tx: Transaction, seq: int) -> None:
        await take_position(tx, "test")
        await advance_position(tx, "test", seq)

    def following(**asked: object) -> Waiting:
        found: Waiting = world.run(world.app.feed.following("test", **asked))  # type: ignore[arg-type]  # as each asks
        return found

    assert following() == Waiting(place=Place(seq=0), changes=[], more=False)
    world.run(world.app.store.write(append))
    every = world.run(world.app.feed.since(0))
    for place in (0, 3, 31, 32, 39, 40):
        if place:
            world.run(world.app.store.write(partial(move, seq=place)))
        for limit, records in ((2, None), (8, None), (30, 5), (30, 40), (30, 10_000), (100, None)):
            found = following(limit=limit, records=records)
            count = len(found.changes)
            assert found.position == place
            assert found.changes == every[place : place + count]
            assert found.more == (place + count < 40)
            named = sum(len(c.record_ids) for c in found.changes)
            most = min(limit, 40 - place)
            assert count == most or (records is not None and records < named <= records + 8 * 6)
        assert following(kinds=()).changes == [replace(c, record_ids=()) for c in every[place:]]


def test_a_follower_that_comes_late_passes_over_what_was_forgotten(world: World) -> None:
    async def append(tx: Transaction) -> None:
        for _ in range(30):
            await append_change(tx, ChangeKind.JUDGED, ["r-1", "r-2"])

    async def move(tx: Transaction) -> None:
        await take_position(tx, "one")
        await advance_position(tx, "one", 20)

    world.run(world.app.store.write(append))
    world.run(world.app.store.write(move))
    later = datetime.now(UTC) + timedelta(hours=1)
    assert world.run(world.app.feed.forget(before=later, followers=("one",))) == 20
    for limit, records in ((5, None), (9, 100), (100, None)):
        found = world.run(world.app.feed.following("late", limit=limit, records=records))
        assert (found.position, [c.seq for c in found.changes]) == (0, list(range(21, 31))[:limit])
        assert found.more == (limit < 10)
    assert world.run(world.app.feed.positions("late", "one")) == (0, 20)


def test_of_many_at_one_place_one_alone_passes_over(world: World) -> None:
    async def race(after: int, seq: int) -> list[bool]:
        return await asyncio.gather(
            *(world.app.feed.pass_over("test", after=Place(seq=after), seq=seq) for _ in range(8))
        )

    for after, seq in ((0, 5), (5, 9)):
        assert sorted(world.run(race(after, seq))) == [False] * 7 + [True]
        assert world.run(world.app.feed.position("test")) == seq
    assert world.run(world.app.feed.pass_over("test", after=Place(seq=5), seq=7)) is False
    assert world.run(world.app.feed.position("test")) == 9


def test_what_a_follower_reads_is_found_by_the_index_of_numbers(world: World) -> None:
    given = {"name": "test", "limit": 8, "kinds": [], "of_standing": False}
    found = operators(world, changes_module._FOLLOWING.text, given)
    assert "NodeUniqueIndexSeekByRange" in found
    assert not {"AllNodesScan", "NodeByLabelScan"} & set(found)


def test_whoever_looked_before_a_part_was_written_neither_goes_on_nor_passes_over(world: World) -> None:
    feed, written = world.app.feed, list[str]()

    def part(name: str) -> Part:
        async def work(_: Transaction) -> None:
            written.append(name)

        return work

    async def failing(_: Transaction) -> None:
        raise ZeroDivisionError

    async def write(after: Place, *parts: Part) -> bool:
        return await write_in_parts(world.app.store, "test", parts, after=after, seq=7)

    [began] = world.run(feed.places("test"))
    with pytest.raises(ZeroDivisionError):
        world.run(write(began, part("one"), part("two"), failing))
    assert world.run(feed.places("test")) == (Place(seq=0, parts=2),)
    assert not world.run(feed.pass_over("test", after=began, seq=9))
    assert not world.run(write(began, part("stale")))
    assert world.run(feed.following("test")).place == Place(seq=0, parts=2)

    [goes_on] = world.run(feed.places("test"))
    assert world.run(write(goes_on, part("three"), part("four")))
    assert (written, world.run(feed.places("test"))) == (["one", "two", "three", "four"], (Place(seq=7),))
    assert not world.run(write(goes_on, part("late")))
    assert world.run(feed.pass_over("test", after=Place(seq=7), seq=9))
