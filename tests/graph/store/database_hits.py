"""How statements look into the store, by which operators and how often: their cost, whatever else the machine does."""

import re
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import pytest

from graph.store import Store, Template
from graph.store.cypher import sent
from tests.world import World


def operators(world: World, text: str, given: Mapping[str, Any]) -> list[str]:
    """Return the operators of a statement's plan, for these parameters."""
    found: list[str] = world.run(operators_of(world.app.store, text, given))
    return found


async def operators_of(store: Store, text: str, given: Mapping[str, Any]) -> list[str]:
    """Return the operators of a statement's plan, which takes the store its compilation and nothing more."""
    async with store._driver.session(database=store._database) as session:
        result = await session.run(f"EXPLAIN {text}", {"p": given})
        return re.findall(r"'operatorType': '(\w+)", repr((await result.consume()).plan))


def hits(world: World, statement: Template, parameters: Mapping[str, Any]) -> int:
    """Run one statement and return its hits."""

    async def profile() -> Any:
        store, given = world.app.store, {"p": sent(statement.text, parameters)}
        async with store._driver.session(database=store._database) as session:
            return (await (await session.run(f"PROFILE {statement.text}", given)).consume()).profile

    return _sum(world.run(profile()))


def hits_of(world: World, work: Callable[[], Coroutine[Any, Any, object]]) -> int:
    """Do some work and return the hits of all that it reads."""
    asked: list[tuple[Template, Mapping[str, Any]]] = []
    read = Store.read

    async def noting(self: Store, statement: Template, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        asked.append((statement, parameters))
        return await read(self, statement, parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "read", noting)
        world.run(work())
    return sum(hits(world, *one) for one in asked)


def _sum(plan: Mapping[str, Any]) -> int:
    return int(plan.get("dbHits", 0)) + sum(map(_sum, plan.get("children", ())))
