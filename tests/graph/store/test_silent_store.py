"""A store that hangs, as a machine that is paused or a network that drops packets: nobody waits for it for long.

Real server; what lies in between stops passing bytes. Its connections are taken all the while.
"""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from graph.errors import StoreSilentError, StoreUnavailableError
from graph.store import Access, Store, StoreLease, Template, Transaction, connected, driver, read_for
from graph.store import connection as module
from graph.store.patience import patience
from tests.conftest import Loop
from tests.stalling import Stall, stalling
from tests.world import empty_store

ONE = Template(name="probe", access=Access.SCOPED, text="RETURN 1 AS n")
COUNTED = Template(name="probe", access=Access.SYSTEM, text="MATCH (n:Probe) RETURN count(n) AS n")
MAKE = Template(name="probe", access=Access.WRITE, text="MERGE (n:Probe {n: $p.n}) RETURN n.n AS n")
Asked = Callable[[Store], Awaitable[Any]]


@pytest.fixture
def emptied(neo4j_lease: StoreLease) -> StoreLease:
    empty_store(neo4j_lease)
    return neo4j_lease


@pytest.fixture
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for a second and a half, whatever the server's own limit is."""
    monkeypatch.setattr(module, "patience", lambda limit_seconds: 1.5)
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.0)
    monkeypatch.setattr(driver, "RETRY_SECONDS", 0.0)


@asynccontextmanager
async def behind_a_stall(lease: StoreLease) -> AsyncIterator[tuple[Store, Stall]]:
    async with (
        stalling(lease.uri) as (uri, stall),
        connected(uri=uri, username=lease.username, password=lease.password, database=lease.database) as store,
    ):
        yield store, stall


async def settled(stall: Stall, *, most: int) -> int:
    """Return how many connections are open once there are no more than so many, or after a while."""
    for _ in range(100):
        if stall.clients <= most:
            break
        await asyncio.sleep(0.02)
    return stall.clients


async def written(tx: Transaction) -> object:
    return await tx.run(MAKE, {"n": 1})


WRITES: list[Asked] = [
    lambda store: store.write_at_once(MAKE, {"n": 1}),
    lambda store: store.write(written, timeout_seconds=1.0),
]


@pytest.mark.parametrize("ask", [lambda store: store.read(ONE, {}), lambda store: store.read(COUNTED, {}), *WRITES])
@pytest.mark.parametrize("warm", [True, False])
def test_what_a_silent_store_is_asked_ends_by_itself_and_goes_on_with_it(
    loop: Loop, emptied: StoreLease, impatience: None, ask: Asked, warm: bool
) -> None:
    async def scene() -> tuple[float, int]:
        async with behind_a_stall(emptied) as (store, stall):
            await ask(store)  # planned: a busy machine takes longer over that than is waited here
            if not warm:
                stall.drop()  # so that a new connection is wanted
                await asyncio.sleep(0.2)
            stall.begin()
            began = time.monotonic()
            with pytest.raises(StoreSilentError):
                await ask(store)
            waited = time.monotonic() - began
            kept = await settled(stall, most=0)
            stall.end()
            assert await store.read(ONE, {}) == [{"n": 1}]
            await ask(store)
            return waited, kept

    waited, kept = loop.run(scene())
    assert waited < 6.0  # by the driver's own limits it would take 60 s or 120 s
    assert kept == 0


def test_of_a_write_it_says_that_nobody_knows_whether_it_was_made(
    loop: Loop, emptied: StoreLease, impatience: None
) -> None:
    """What the server had not read comes to it with the rest, as of a process that goes on."""

    async def scene() -> str:
        async with behind_a_stall(emptied) as (store, stall):
            stall.begin()
            with pytest.raises(StoreSilentError) as caught:
                await store.write_at_once(MAKE, {"n": 1})
            stall.end()
            # Whoever asks the same again has it once.
            assert await store.write_at_once(MAKE, {"n": 1}) == [{"n": 1}]
            return str(caught.value)

    assert loop.run(scene()) == ("the store has not answered within 1.5 s; what it was to write may be written or not")


def test_a_read_that_is_not_answered_says_nothing_of_writing() -> None:
    told = StoreSilentError(20, writes=False)
    assert str(told) == "the store has not answered within 20 s"
    assert (told.code, isinstance(told, StoreUnavailableError)) == ("STORE_UNAVAILABLE", True)


def test_a_transaction_that_is_given_up_within_leaves_nothing(
    loop: Loop, emptied: StoreLease, impatience: None
) -> None:
    async def scene() -> None:
        async with behind_a_stall(emptied) as (store, stall):

            async def falls_silent(tx: Transaction) -> None:
                await tx.run(MAKE, {"n": 1})
                stall.begin()
                await tx.run(MAKE, {"n": 2})

            with pytest.raises(StoreSilentError):
                await store.write(falls_silent, timeout_seconds=1.0)
            stall.end()
            assert await store.read(COUNTED, {}) == [{"n": 0}]

    loop.run(scene())


# The driver leaves a socket that was still being connected to the collector.
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
@pytest.mark.parametrize("after_seconds", [0.0, 0.05, 0.3])
def test_who_gives_up_gives_the_connection_back(
    loop: Loop, emptied: StoreLease, impatience: None, monkeypatch: pytest.MonkeyPatch, after_seconds: float
) -> None:
    """A pool of four: forty that are given up, of idle connections and of new ones, would have emptied it."""
    monkeypatch.setattr(driver, "POOL_SIZE", 4)

    async def given_up(store: Store, ask: Asked) -> None:
        task = asyncio.ensure_future(ask(store))
        await asyncio.sleep(after_seconds)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    async def scene() -> list[Any]:
        async with behind_a_stall(emptied) as (store, stall):
            await asyncio.gather(*(store.read(ONE, {}) for _ in range(4)))
            for _ in range(5):
                stall.begin()
                asked: list[Asked] = [lambda store: store.read(ONE, {}), *WRITES]
                await asyncio.gather(*(given_up(store, ask) for ask in asked * 3))
                assert await settled(stall, most=4) <= 4
                stall.end()
            return await asyncio.gather(*(store.read(ONE, {}) for _ in range(8)))

    assert loop.run(scene()) == [[{"n": 1}]] * 8
    gc.collect()  # here, where it is known, and not in whichever test comes next


@pytest.mark.parametrize(
    ("limit_seconds", "waited_seconds"), [(10.0, 20.0), (5.0, 15.0), (120.0, 180.0), (600.0, 660.0)]
)
def test_the_servers_own_limit_comes_first(limit_seconds: float, waited_seconds: float) -> None:
    """A batch that a busy machine is long in taking in is not cut short; a person hears within their query's 30 s."""
    assert patience(limit_seconds) == waited_seconds


def test_readings_for_viewers_leave_connections_to_everything_else(
    loop: Loop, emptied: StoreLease, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The resolver, alerts and recalls do not wait until seven persons have had sixteen slow answers each."""
    monkeypatch.setattr(driver, "POOL_SIZE", 5)
    monkeypatch.setattr(module, "MOST_READERS", 3)
    rows, gate, full, reading = module._rows, asyncio.Event(), asyncio.Event(), list[int]()

    async def held_open(result: Any) -> Any:
        if list(result.keys()) == ["slow"]:
            reading.append(1)
            if len(reading) == 3:
                full.set()
            await gate.wait()
        return await rows(result)

    monkeypatch.setattr(module, "_rows", held_open)
    slow = Template(name="probe", access=Access.SCOPED, text="RETURN 1 AS slow")

    async def scene() -> tuple[list[Any], int]:
        async with connected(
            uri=emptied.uri, username=emptied.username, password=emptied.password, database=emptied.database
        ) as store:
            waiting = [asyncio.create_task(store.read(slow, {})) for _ in range(20)]
            await full.wait()
            given_up = waiting.pop()
            given_up.cancel()
            async with asyncio.timeout(8):
                worked = [await store.read(COUNTED, {}), *[await ask(store) for ask in WRITES]]
            at_once = len(reading)
            gate.set()
            return [*worked, *await asyncio.gather(*waiting)], at_once

    found, at_once = loop.run(scene())
    assert found == [[{"n": 0}], [{"n": 1}], [{"n": 1}], *[[{"slow": 1}]] * 19]
    assert at_once == 3


def test_an_agencys_readings_wait_behind_no_others_crowd(
    loop: Loop, emptied: StoreLease, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten persons of one agency have 160 slow readings waiting: another's is next, not behind them all."""
    monkeypatch.setattr(module, "MOST_READERS", 1)

    async def scene() -> list[str]:
        read = list[str]()
        async with connected(
            uri=emptied.uri, username=emptied.username, password=emptied.password, database=emptied.database
        ) as store:

            async def asking(agency: str) -> None:
                read_for(agency)
                await store.read(ONE, {})
                read.append(agency)

            await asyncio.gather(*[asyncio.create_task(asking(agency)) for agency in "aaaaab"])
        return read

    assert loop.run(scene()) == list("aabaaa")
