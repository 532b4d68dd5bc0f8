"""A serving process has its store plan statements when it starts, and again when the store was brought back."""

import asyncio

import pytest
import structlog

from api import first_plans
from graph.errors import StoreUnavailableError
from graph.store import Store
from tests.world import World


def test_statements_are_planned_at_each_start_of_the_store(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    starts: list[Store] = []

    async def plan_ahead(store: Store) -> int:
        starts.append(store)
        if len(starts) == 1:
            raise StoreUnavailableError("away")
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
