"""A serving process has its store plan statements when it starts, and again when the store was brought back."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import structlog

from api.background import first_plans
from api.background.first_plans import FIRST, LONGEST_SECONDS, FirstPlans
from api.web.http import build_http
from graph.errors import StoreUnavailableError
from graph.store import Store, cypher
from tests.api.asking import ADDRESS, Desk
from tests.world import World, record

PAGE = """query($order: AlertOrder!) { alerts(first: 50, order: $order) { edges { node {
  id reason judgement stillLinked requestId otherRecordId caption otherCaption } } } }"""


def test_statements_are_planned_at_each_start_of_the_store(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    starts: list[Store] = []

    async def plan_ahead(store: Store, *, first: frozenset[str], on_first: Callable[[], object]) -> int:
        assert first == first_plans.FIRST
        starts.append(store)
        if len(starts) == 1:
            raise StoreUnavailableError("away")
        on_first()
        return 7

    async def scene() -> None:
        async with first_plans.planning(world.app):
            for number in (1, 2, 3):
                while len(starts) < number or world.app.watch.is_back.is_set():
                    await asyncio.sleep(0)
                world.app.watch.is_back.set()

    monkeypatch.setattr(first_plans, "plan_ahead", plan_ahead)
    with structlog.testing.capture_logs() as logs:
        world.run(scene())
    assert starts[:3] == [world.app.store] * 3
    assert [entry["statements"] for entry in logs if entry["event"] == "statements_planned"][:2] == [7, 7]


def test_the_service_is_ready_once_a_first_page_of_alerts_is_planned_or_after_a_while(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.token("th-police")  # makes the keys of tokens
    now = 1_000.0
    monkeypatch.setattr("api.background.first_plans.time.monotonic", lambda: now)
    first = FirstPlans()
    http = build_http(world.app, with_workers=False, first=first)

    async def ready() -> tuple[int, Any]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(http), base_url=ADDRESS) as client:
            found = await client.get("/health/ready")
            return found.status_code, found.json()

    starting = (503, {"status": "not ready", "code": "STARTING"})
    assert world.run(ready()) == starting
    first.end()
    assert world.run(ready())[0] == 200
    first.begin()
    assert world.run(ready()) == starting
    now += LONGEST_SECONDS
    assert world.run(ready())[0] == 200


def test_what_a_first_page_of_alerts_asks_of_the_store_is_planned_first(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = {"name": "Wichit Busabasombat", "birthDate": "1980-05-06", "nationality": "TH"}
    for agency in ("th-police", "kh-police"):
        world.file(
            agency, record("Person", "p", role="suspect", **who), record("PhoneNumber", "n", number="+66812345678")
        )
    desk, asked, real = Desk(world), set[str](), Store.read

    def read(store: Store, statement: Any, *given: Any, **named: Any) -> Any:
        asked.add(statement.name)
        return real(store, statement, *given, **named)

    monkeypatch.setattr(Store, "read", read)
    for order in ("OLDEST_FIRST", "NEWEST_FIRST"):
        found = desk.data(PAGE, token=world.token("th-police"), order=order)["alerts"]["edges"]
        assert {edge["node"]["caption"] for edge in found} == {"Wichit Busabasombat", "+66812345678"}
    assert asked <= FIRST
    assert {"notices", "newest_notices", "linkage_evidence", "records"} <= asked
    assert cypher.OF_ONTOLOGY.keys() | cypher.REGISTRY.keys() >= FIRST
