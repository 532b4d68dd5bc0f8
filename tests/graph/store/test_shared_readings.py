"""Who asks for the same at once shares a reading, and nobody gets one that began before they asked."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from graph.store import SharedReadings, shared_readings
from tests.conftest import Loop


class Source:
    """What is read: a number, which others move. Readings last until they are let go on."""

    def __init__(self) -> None:
        self.number = 0
        self.begun = 0
        self.gates: list[asyncio.Event] = []

    async def read(self) -> int:
        """Return the number as the reading began."""
        self.begun += 1
        found, gate = self.number, asyncio.Event()
        self.gates.append(gate)
        await gate.wait()
        return found


async def turns() -> None:
    """Let all that can go on do so."""
    for _ in range(5):
        await asyncio.sleep(0)


def ask(shared: SharedReadings[int], read: Callable[[], Awaitable[int]], key: object = None) -> "asyncio.Task[int]":
    return asyncio.ensure_future(shared.share(key, read))


def test_a_thousand_at_once_share_one_and_those_who_come_meanwhile_the_next(loop: Loop) -> None:
    async def work() -> None:
        source, shared = Source(), SharedReadings[int]()
        first = [ask(shared, source.read) for _ in range(1_000)]
        await turns()
        source.number = 1  # written while the first reading runs: who asks now must find it
        late = [ask(shared, source.read) for _ in range(1_000)]
        await turns()
        assert source.begun == 1
        source.gates[0].set()
        assert await asyncio.gather(*first) == [0] * 1_000
        await turns()
        source.gates[1].set()
        assert await asyncio.gather(*late) == [1] * 1_000
        assert source.begun == 2

    loop.run(work())


def test_other_keys_wait_for_nothing(loop: Loop) -> None:
    async def work() -> None:
        source, shared = Source(), SharedReadings[int]()
        asked = [ask(shared, source.read, key) for key in ("a", "b")]
        await turns()
        source.gates[1].set()
        assert await asked[1] == 0
        assert not asked[0].done()
        source.gates[0].set()
        assert await asked[0] == 0

    loop.run(work())


def test_a_reading_that_hangs_holds_others_up_for_a_moment_only(loop: Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_readings, "PATIENCE_SECONDS", 0.01)

    async def work() -> None:
        source, shared = Source(), SharedReadings[int]()
        hangs = ask(shared, source.read)
        await turns()
        for place in (1, 2):
            other = ask(shared, source.read)
            async with asyncio.timeout(5):
                while len(source.gates) <= place:  # noqa: ASYNC110 - it waits for a time to pass
                    await asyncio.sleep(0.005)
            source.gates[place].set()
            assert await other == 0
        assert not hangs.done()
        hangs.cancel()

    loop.run(work())


def test_who_gives_up_leaves_the_reading_to_the_others_and_an_error_reaches_all(loop: Loop) -> None:
    async def work() -> None:
        source, shared = Source(), SharedReadings[int]()
        gone, stays = ask(shared, source.read), ask(shared, source.read)
        await turns()
        gone.cancel()
        source.gates[0].set()
        assert await stays == 0

        async def fails() -> int:
            raise ConnectionError

        assert [
            type(e)
            for e in await asyncio.gather(*(shared.share(None, fails) for _ in range(3)), return_exceptions=True)
        ] == [ConnectionError] * 3
        again = ask(shared, source.read)
        await turns()
        source.gates[-1].set()
        assert await again == 0

    loop.run(work())
