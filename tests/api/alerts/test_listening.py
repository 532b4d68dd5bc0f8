"""Who listens to alerts is woken by what is for its agency, and reads what is new and nothing else."""

import asyncio
import time
from typing import Any

import pytest

from api.authentication import Authenticated
from api.graphql import served_schema
from api.graphql.request import GraphQLRequest
from api.graphql.service import GraphQLService
from graph.store import ChangeKind, Store, append_change
from tests.api.asking import Desk
from tests.world import World, record, viewer

SUBSCRIPTION = "subscription { alerts { recordId } }"
INBOX = "{ alerts(first: 100) { edges { node { recordId } } } }"
READS = {"notices", "newest_notices"}


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    """Return a desk on two agencies with two alerts each."""
    meet(module_world, "old1", "old2")
    return Desk(module_world)


def meet(world: World, *names: str) -> None:
    """Have the Khmer and the Thai police hold the same numbers, of which both are told."""
    for agency in ("kh-police", "th-police"):
        numbers = [record("PhoneNumber", name, number=f"+85512{sum(map(ord, name)):06d}") for name in names]
        world.file(agency, *numbers, settle=False)
    world.settle()


class Listener:
    """A live subscription: what it heard, and the numbers behind which it read notices."""

    def __init__(self, desk: Desk, agency: str, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world = desk.world
        self.heard: list[str] = []
        self.read: list[int] = []
        self._service = GraphQLService(desk.world.app, served_schema())
        self._who = Authenticated(viewer=viewer(agency, role), expires_at=time.time() + 600, token_id="t")
        read = Store.read

        async def noting(store: Store, statement: Any, parameters: Any) -> Any:
            if statement.name in READS:
                self.read.append(parameters["beyond"])
            return await read(store, statement, parameters)

        monkeypatch.setattr(Store, "read", noting)

    def begin(self) -> None:
        self.world.run(self._begin())

    async def _begin(self) -> None:
        self._task = asyncio.create_task(self._listen())
        await self._idle()

    async def _listen(self) -> None:
        async for answer in self._service.subscribe(GraphQLRequest(query=SUBSCRIPTION), self._who):
            assert answer.data is not None
            self.heard.append(answer.data["alerts"]["recordId"])

    async def _idle(self) -> None:
        async with asyncio.timeout(20):
            while not self.world.app.hub.waiting:
                await asyncio.sleep(0.01)

    def wake(self) -> None:
        async def turn() -> None:
            await self.world.app.hub.wake()
            await asyncio.sleep(0.05)
            await self._idle()

        self.world.run(turn())

    def read_by_wakes(self, times: int) -> list[int]:
        """Wake the listener some times, and return behind which numbers it read notices then."""
        self.read.clear()
        for _ in range(times):
            self.wake()
        return [*self.read]

    def end(self) -> None:
        async def stop() -> None:
            self._task.cancel()
            await asyncio.wait([self._task])

        self.world.run(stop())


@pytest.mark.parametrize("role", ["analyst", "policy-officer"])
def test_what_stood_before_is_not_read_by_who_begins_to_listen(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    """Whether or not anything of it may be seen."""
    listener = Listener(desk, "kh-police", role, monkeypatch)
    listener.begin()
    listener.wake()
    listener.end()
    assert (listener.heard, listener.read) == ([], [])


def test_what_may_not_be_told_is_read_once_and_told_when_it_may_be(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The listener is suspended meanwhile, as one person: her colleagues find the alerts in the inbox."""
    world = desk.world
    listener, person = Listener(desk, "kh-police", "supervisor", monkeypatch), ("kh-police", "supervisor of kh-police")
    listener.begin()
    with world.suspended(*person):
        listener.wake()
        meet(world, "hidden1")
        found = listener.read_by_wakes(3)
        meet(world, "hidden2")
        later = listener.read_by_wakes(3)
        heard = [*listener.heard]
    listener.wake()
    listener.end()
    assert heard == []
    assert (len(found), len(later)) == (1, 1)
    assert later[0] > found[0]  # behind what was read, not behind what was told
    expected = [world.id("kh-police", n) for n in ("hidden1", "hidden2")]
    assert listener.heard == expected
    inbox = desk.data(INBOX, token=world.token("kh-police"))["alerts"]["edges"]
    assert set(expected) <= {edge["node"]["recordId"] for edge in inbox}


@pytest.mark.long
def test_a_reader_of_a_suspended_agency_is_told_of_that_time_and_of_nothing_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = desk.world
    listener = Listener(desk, "kh-police", "analyst", monkeypatch)
    listener.begin()
    meet(world, "before")
    listener.wake()
    meet(world, "meanwhile")
    with world.suspended("kh-police", None):
        listener.wake()
        heard = [*listener.heard]
    listener.read_by_wakes(2)
    meet(world, "afterwards")
    listener.read_by_wakes(2)
    listener.end()
    assert heard == [world.id("kh-police", "before")]
    assert listener.heard == [world.id("kh-police", n) for n in ("before", "meanwhile", "afterwards")]


def test_news_of_one_agency_wakes_no_other(desk: Desk) -> None:
    hub, woken = desk.world.app.hub, dict.fromkeys(("kh-police", "th-police", "sg-fiu"), 0)

    async def listen(agency: str) -> None:
        async for _ in hub.wakings(agency):
            woken[agency] += 1

    async def begin() -> list["asyncio.Task[None]"]:
        tasks = [asyncio.create_task(hub.follow(every_seconds=0.02)), *(asyncio.create_task(listen(a)) for a in woken)]
        await asyncio.sleep(0.3)
        return tasks

    def since(before: dict[str, int]) -> dict[str, int]:
        desk.world.run(asyncio.sleep(0.3))
        return {agency: woken[agency] - before[agency] for agency in woken}

    async def end() -> None:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)

    tasks = desk.world.run(begin())
    before = dict(woken)
    meet(desk.world, "news")
    by_notices, before = since(before), dict(woken)
    # A change that does not say whom it concerns, as of an earlier version, wakes all.
    desk.world.run(desk.world.app.store.write(lambda tx: append_change(tx, ChangeKind.NOTICE, [])))
    by_all = since(before)
    desk.world.run(end())
    assert by_notices["sg-fiu"] == 0
    assert by_notices["kh-police"] >= 1
    assert by_notices["th-police"] >= 1
    assert by_all == {"kh-police": 1, "th-police": 1, "sg-fiu": 1}
