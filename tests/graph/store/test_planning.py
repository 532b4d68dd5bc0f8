"""Statements are planned ahead of who waits for them, and planning one does nothing else."""

import pytest

from graph.errors import StoreUnavailableError
from graph.store import Access, Store, Template, cypher, plan_ahead, planning
from tests.world import World

STATEMENTS = {
    "writes": (Access.WRITE, "CREATE (:MadeByAPlan {name: $p.name})"),
    "is_broken": (Access.SYSTEM, "MATCH (n) RETURN m.nothing"),
    "reads": (Access.SYSTEM, "MATCH (n:MadeByAPlan) RETURN count(n) AS made"),
    "is_waited_for": (Access.SCOPED, "MATCH (n:Record) RETURN count(n) AS records"),
}


def test_what_viewers_wait_for_comes_first_and_nothing_is_written_or_stops_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {name: Template(name=name, access=access, text=text) for name, (access, text) in STATEMENTS.items()}
    asked = []

    async def plan(store: Store, statement: Template) -> None:
        asked.append(statement.name)
        await real(store, statement)

    real = Store.plan
    monkeypatch.setattr(planning, "REGISTRY", made)
    monkeypatch.setattr(planning, "OF_ONTOLOGY", {})
    monkeypatch.setattr(Store, "plan", plan)
    assert world.run(plan_ahead(world.app.store)) == 3
    assert asked == ["is_waited_for", "is_broken", "reads", "writes"]
    assert world.query(STATEMENTS["reads"][1]) == [{"made": 0}]


@pytest.mark.long
def test_every_statement_can_be_planned(world: World) -> None:
    assert {"links", "neighbours", "own_links_in_view", "users_of_selectors"} <= cypher.OF_ONTOLOGY.keys()
    assert world.run(plan_ahead(world.app.store)) == len(cypher.REGISTRY) + len(cypher.OF_ONTOLOGY)


def test_a_store_that_is_away_ends_it(world: World) -> None:
    world.run(world.app.store.close())
    with pytest.raises(StoreUnavailableError):
        world.run(plan_ahead(world.app.store))
