"""Statements are planned ahead of who waits for them, and planning one does nothing else."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from graph import load_ontology
from graph.errors import StoreUnavailableError
from graph.store import Access, Store, Template, cypher, plan_ahead, search_phrases
from graph.store.bloom.phrases import SEARCH_INDEX, as_suggestion
from graph.store.schema import planning
from tests.test_guards import TEMPLATES
from tests.world import World

_OF_PHRASES = dict.fromkeys(("site", "number", "wallet", "account", "a", "b", "name"), "x")
_WORDS = f"CREATE FULLTEXT INDEX {SEARCH_INDEX} IF NOT EXISTS FOR (n:Entity) ON EACH [n.caption]"

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
    asked.clear()
    first: list[str] = []
    assert world.run(plan_ahead(world.app.store, first={"reads"}, on_first=lambda: first.extend(asked))) == 3
    assert (first, asked) == (["reads"], ["reads", "is_waited_for", "is_broken", "writes"])
    assert world.query(STATEMENTS["reads"][1]) == [{"made": 0}]


@pytest.mark.long
def test_every_statement_can_be_planned(world: World) -> None:
    assert {"links", "neighbours", "own_links_in_view", "users_of_selectors"} <= cypher.OF_ONTOLOGY.keys()
    assert world.run(plan_ahead(world.app.store)) == len(cypher.REGISTRY) + len(cypher.OF_ONTOLOGY)


async def deprecated_in(world: World, texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Return by name of a statement what the server's language will no longer take of it; nothing is run."""
    store, at_once = world.app.store, asyncio.Semaphore(4)

    async def told(name: str, text: str) -> tuple[str, list[str]]:
        async with (
            at_once,
            store._driver.session(database=store._database, notifications_min_severity="INFORMATION") as session,
        ):
            summary = await (await session.run(f"EXPLAIN {text}", {"p": {}, **_OF_PHRASES})).consume()
        found = [status for status in summary.gql_status_objects if status.classification == "DEPRECATION"]
        return name, [status.status_description for status in found]

    return {name: found for name, found in await asyncio.gather(*(told(*item) for item in texts.items())) if found}


def phrases() -> dict[str, str]:
    """Return the statements of Bloom's phrases, and those that find what they are tried with."""
    ontology = load_ontology()
    made = search_phrases(ontology, ontology.kinds)
    tried = {f"{p.text}: {given.name}": as_suggestion(given).text for p in made for given in p.parameters}
    return {p.text: p.cypher for p in made} | tried


@pytest.mark.long
def test_no_phrase_of_bloom_is_written_in_a_deprecated_form(world: World) -> None:
    name = Template(name="words", access=Access.WRITE, text=_WORDS)
    world.run(world.app.store.run_alone(name, {}))
    try:
        assert len(phrases()) == 21
        assert world.run(deprecated_in(world, phrases())) == {}
    finally:
        world.run(world.app.store.run_alone(replace(name, text=f"DROP INDEX {SEARCH_INDEX}"), {}))


@pytest.mark.long
def test_no_statement_is_written_in_a_deprecated_form(world: World) -> None:
    texts = {made.name: made.text for made in (*cypher.REGISTRY.values(), *cypher.OF_ONTOLOGY.values(), *TEMPLATES)}
    assert world.run(deprecated_in(world, texts)) == {}


def test_no_statement_names_what_is_deprecated() -> None:
    every = (*cypher.REGISTRY.values(), *cypher.OF_ONTOLOGY.values(), *TEMPLATES)
    texts = {made.name: made.text for made in every} | phrases()
    assert not [name for name, text in texts.items() if re.search(r"(?<!\w)id\(|\bCALL\s*\{", text)]


@pytest.mark.parametrize(
    "text",
    ["MATCH (n) WHERE id(n) = 1 RETURN n.rid AS rid", "MATCH (n) CALL { WITH n RETURN 1 AS one } RETURN one"],
)
def test_a_deprecated_form_is_noticed(world: World, text: str) -> None:
    assert [len(found) for found in world.run(deprecated_in(world, {"old": text})).values()] == [1]


def test_a_store_that_is_away_ends_it(world: World) -> None:
    world.run(world.app.store.close())
    with pytest.raises(StoreUnavailableError):
        world.run(plan_ahead(world.app.store))
