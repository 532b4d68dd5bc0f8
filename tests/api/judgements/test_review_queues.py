"""Review queues for many at once: one computation for equal views, few at once, and none that is older than its question."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from api import review_queues
from entity_resolution.views.review import Explanation, Review
from graph import ReadScope
from policies import Outcome
from tests.api.asking import Desk
from tests.world import World, record

NAME = "Wichit Busabasombat"
QUEUE = "query($kind: Kind) { reviewQueue(kind: $kind) { edges { node { left { id } right { id } } } } }"
JUDGE = """mutation($left: ID!, $right: ID!) { judge(input: {left: $left, right: $right, value: NEGATIVE, reason: "r"}) {
  userErrors { code } } }"""


class Computed:
    """Counts the queues that are computed, each of which waits while the gate is closed."""

    def __init__(self) -> None:
        self.scopes: list[ReadScope] = []
        self.gate = asyncio.Event()
        self.gate.set()


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Computed]:
    found, queue = Computed(), Review.queue

    async def counted(self: Review, scope: ReadScope, **given: Any) -> list[Explanation]:
        found.scopes.append(scope)
        await found.gate.wait()
        return await queue(self, scope, **given)

    monkeypatch.setattr(Review, "queue", counted)
    yield found


@pytest.fixture
def waiting(desk: Desk) -> Desk:
    """A desk of which one pair waits for a human."""
    desk.world.file("th-police", *(record("Person", n, name=NAME, role="suspect", birthDate="1979") for n in "12"))
    return desk


async def ask(desk: Desk, token: str, **variables: Any) -> dict[str, Any]:
    headers = {"authorization": f"Bearer {token}"}
    answer = await desk.send(json={"query": QUEUE, "variables": variables}, headers=headers)
    body: dict[str, Any] = answer.json()
    return body


def pairs(body: dict[str, Any]) -> int:
    return len(body["data"]["reviewQueue"]["edges"])


async def all_wait(desk: Desk, computed: Computed, tasks: Sequence["asyncio.Task[Any]"]) -> None:
    """Return once each task waits for a queue that is being computed, or is refused."""
    queues = desk.world.app.review_queues
    async with asyncio.timeout(20):
        while not computed.scopes or len(tasks) > sum(task.done() for task in tasks) + sum(
            computation.awaited for computation in queues._computed.values()
        ):
            await asyncio.sleep(0.01)


def together(desk: Desk, computed: Computed, asked: Sequence[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Ask several at once; nothing is computed before all of them wait or are refused."""

    async def scene() -> list[dict[str, Any]]:
        computed.gate.clear()
        tasks = [asyncio.create_task(ask(desk, token, **variables)) for token, variables in asked]
        await all_wait(desk, computed, tasks)
        computed.gate.set()
        return list(await asyncio.gather(*tasks))

    found: list[dict[str, Any]] = desk.world.run(scene())
    return found


def test_fifteen_who_see_the_same_get_one_computation_and_each_an_entry(waiting: Desk, computed: Computed) -> None:
    before = len(waiting.trail())
    bodies = together(waiting, computed, [(waiting.world.token("th-police"), {})] * 15)
    assert [pairs(body) for body in bodies] == [1] * 15
    assert len(computed.scopes) == 1
    entries = [stored.entry for stored in waiting.trail()[before:]]
    assert [entry.outcome for entry in entries] == [Outcome.ALLOWED] * 15
    assert len({entry.record_ids for entry in entries}) == 1


def test_another_agency_role_or_question_has_a_computation_of_its_own(waiting: Desk, computed: Computed) -> None:
    world = waiting.world
    police = world.token("th-police")
    asked: list[tuple[str, dict[str, Any]]] = [
        (police, {}),
        (police, {"kind": "PERSON"}),
        (world.token("th-police", "analyst+duty-officer"), {}),
        (world.token("kh-police"), {}),
    ]
    together(waiting, computed, asked)
    assert len(computed.scopes) == 4


def test_the_next_page_is_of_the_same_queue_until_anything_changes(waiting: Desk, computed: Computed) -> None:
    world = waiting.world
    token = world.token("th-police")
    assert [pairs(world.run(ask(waiting, token))) for _ in range(2)] == [1, 1]
    assert len(computed.scopes) == 1
    ids = {"left": world.id("th-police", "1"), "right": world.id("th-police", "2")}
    assert waiting.data(JUDGE, token=token, **ids)["judge"]["userErrors"] == []
    assert pairs(world.run(ask(waiting, token))) == 0
    world.file("my-police", record("PhoneNumber", "n", number="+60123456789"), settle=False)
    world.run(ask(waiting, token))
    world.settle()
    world.run(ask(waiting, token))
    assert len(computed.scopes) == 4


def test_a_queue_is_forgotten_after_a_while(waiting: Desk, computed: Computed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review_queues, "KEPT_SECONDS", 0.0)
    token = waiting.world.token("th-police")
    for _ in range(2):
        assert pairs(waiting.world.run(ask(waiting, token))) == 1
    assert len(computed.scopes) == 2


@pytest.mark.parametrize("others", [0, 4])
def test_beyond_the_bound_of_an_agency_its_next_question_is_refused_and_no_others(
    waiting: Desk, computed: Computed, monkeypatch: pytest.MonkeyPatch, others: int
) -> None:
    monkeypatch.setattr(waiting.world.app.review_queues._turns, "_of_an_agency", 2)
    world = waiting.world
    own: list[tuple[str, dict[str, Any]]] = [
        (world.token("th-police"), {"kind": kind} if kind else {}) for kind in ("PERSON", "SITE", "VEHICLE")
    ]
    police = [(world.token("kh-police"), {"kind": "PERSON"})] * others
    before = len(waiting.trail())
    bodies = together(waiting, computed, [*police, *own])
    refused = [body for body in bodies if "errors" in body]
    assert [body["data"] for body in refused] == [{"reviewQueue": None}]
    assert refused[0]["errors"][0]["extensions"] == {"code": "TOO_MANY_REQUESTS", "limit": 2, "retryAfterSeconds": 1}
    assert len(waiting.trail()[before:]) == len(bodies)


def test_whoever_is_first_and_leaves_takes_the_queue_from_nobody(waiting: Desk, computed: Computed) -> None:
    world: World = waiting.world
    scope = world.scope("th-police")

    async def scene() -> tuple[int, int]:
        computed.gate.clear()
        tasks = [asyncio.create_task(world.app.review_queues.find(scope)) for _ in range(3)]
        first, second, third = tasks
        await all_wait(waiting, computed, tasks)
        first.cancel()
        await asyncio.sleep(0)
        computed.gate.set()
        return len(await second), len(await third)

    assert world.run(scene()) == (1, 1)
    assert len(computed.scopes) == 1


def test_a_queue_for_which_nobody_waits_any_more_is_given_up(waiting: Desk, computed: Computed) -> None:
    world: World = waiting.world
    scope = world.scope("th-police")

    async def scene() -> int:
        computed.gate.clear()
        alone = asyncio.create_task(world.app.review_queues.find(scope))
        await all_wait(waiting, computed, [alone])
        alone.cancel()
        await asyncio.gather(alone, return_exceptions=True)
        computed.gate.set()
        return len(await world.app.review_queues.find(scope))

    assert world.run(scene()) == 1
    assert len(computed.scopes) == 2
