"""Turns: a few at once, agencies one after the other, and a bound that no other agency moves."""

import asyncio
from collections.abc import Sequence

import pytest

from api.errors import TooManyRequestsError
from api.turns import BoundedTurns
from graph.store import Turns


async def held(turns: Turns, agency: str, done: list[str], gate: asyncio.Event | None = None) -> None:
    """Take a turn, and hold it until the gate opens."""
    async with turns.turn(agency):
        done.append(agency)
        if gate is not None:
            await gate.wait()


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_agencies_take_turns_whoever_came_with_a_crowd() -> None:
    async def scene() -> Sequence[str]:
        turns, done, gate = Turns(at_once=1), list[str](), asyncio.Event()
        first = asyncio.create_task(held(turns, "a", done, gate))
        await settled()
        crowd = [asyncio.create_task(held(turns, agency, done)) for agency in ("a", "a", "a", "b", "c", "b")]
        await settled()
        gate.set()
        await asyncio.gather(first, *crowd)
        return done

    assert asyncio.run(scene()) == ["a", "a", "b", "c", "a", "b", "a"]


@pytest.mark.parametrize("others", [0, 5])
def test_who_is_refused_depends_on_the_own_agency_alone(others: int) -> None:
    async def scene() -> list[bool]:
        turns, done, gate = BoundedTurns(at_once=2, of_an_agency=3), list[str](), asyncio.Event()
        crowd = [asyncio.create_task(held(turns, f"other {n}", done, gate)) for n in range(others)]
        await settled()
        own = [asyncio.create_task(held(turns, "own", done, gate)) for _ in range(5)]
        await settled()
        gate.set()
        found = await asyncio.gather(*own, return_exceptions=True)
        await asyncio.gather(*crowd)
        return [isinstance(f, TooManyRequestsError) for f in found]

    assert asyncio.run(scene()) == [False, False, False, True, True]


def test_whoever_gives_up_leaves_the_turn_to_the_next() -> None:
    async def scene() -> Sequence[str]:
        turns, done = Turns(at_once=1), list[str]()
        async with turns.turn("first"):
            waiting = [asyncio.create_task(held(turns, agency, done)) for agency in ("gone", "gone too", "last")]
            await settled()
            waiting[0].cancel()  # while it waits
            await settled()
        waiting[1].cancel()  # as it is let in
        await asyncio.gather(*waiting, return_exceptions=True)
        async with asyncio.timeout(5):
            await held(turns, "gone", done)
        return done

    assert asyncio.run(scene()) == ["last", "gone"]


def test_whoever_gives_up_while_waiting_costs_the_agency_no_turn() -> None:
    async def scene() -> Sequence[str]:
        turns, done = Turns(at_once=1), list[str]()
        async with turns.turn("first"):
            waiting = [asyncio.create_task(held(turns, agency, done)) for agency in ("a", "a", "b", "b", "b")]
            await settled()
            waiting[0].cancel()
            await settled()
        await asyncio.gather(*waiting, return_exceptions=True)
        async with asyncio.timeout(5):
            await held(turns, "free", done)
        return done

    assert asyncio.run(scene()) == ["a", "b", "b", "b", "free"]
