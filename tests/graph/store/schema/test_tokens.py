"""No statement names what the store has never heard of: it would be planned anew once that came up."""

from collections.abc import Sequence

import pytest
from neo4j import Driver, GraphDatabase

from graph.store import Access, StoreLease, Template
from graph.store.cypher import REGISTRY
from graph.store.schema.tokens import create_tokens
from tests.world import World

# Readers and writers of each sort.
SOME = ("members", "judged_one", "notices_of_records", "upsert_records", "recalls_addressed", "put_claim")
UNKNOWN = {"01N50", "01N51", "01N52"}  # the standard's warnings of an unknown label, type and property


def warned_of(driver: Driver, text: str, database: str) -> list[str]:
    """Return what the server tells of names that it does not know when it plans a statement."""
    summary = driver.execute_query(f"EXPLAIN {text}", p={}, database_=database).summary
    return [status.status_description for status in summary.gql_status_objects if status.gql_status in UNKNOWN]


def unknown_names(lease: StoreLease, statements: Sequence[str]) -> dict[str, list[str]]:
    """Return the registered statements of which the server does not know a name."""
    with GraphDatabase.driver(lease.uri, auth=(lease.username, lease.password)) as driver:
        found = {name: warned_of(driver, REGISTRY[name].text, lease.database) for name in statements}
        assert len(warned_of(driver, "MATCH (n:NobodySaysSo)-[:NOR_THIS]-() RETURN n.nor_that", lease.database)) == 3
    return {name: told for name, told in found.items() if told}


def test_the_names_of_a_registered_statement_are_made_wherever_it_has_them(
    world: World, neo4j_lease: StoreLease, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other tests may have used what this statement alone names in no other: so it is made here for the first time."""
    text = (
        "MATCH (n:MadeOnce|AndAgain {stands_in_braces: $p.not_this})-[r:FIRST_TYPE|SECOND_TYPE]->(m) "
        "WHERE n.is_read > 0 "
        "RETURN r {.is_projected, named_here: m.is_renamed}, datetime.truncate('day', m.is_given) AS day"
    )
    monkeypatch.setitem(REGISTRY, "made_once", Template(name="made_once", access=Access.SYSTEM, text=text))
    names = {"stands_in_braces", "is_read", "is_projected", "is_renamed", "is_given"}
    known = "CALL db.propertyKeys() YIELD propertyKey RETURN collect(propertyKey) AS names"
    assert not names & set(world.query(known)[0]["names"])
    assert len(unknown_names(neo4j_lease, ["made_once"])["made_once"]) == len(names) + 4
    world.run(create_tokens(world.app.store))
    assert unknown_names(neo4j_lease, ["made_once"]) == {}
    assert set(world.query(known)[0]["names"]).isdisjoint({"not_this", "truncate", "named_here"})


@pytest.mark.long
@pytest.mark.usefixtures("world")
def test_a_new_store_knows_all_names_of_a_statement(neo4j_lease: StoreLease) -> None:
    assert unknown_names(neo4j_lease, SOME) == {}


@pytest.mark.long
@pytest.mark.usefixtures("world")
def test_a_new_store_knows_all_names_of_every_statement(neo4j_lease: StoreLease) -> None:
    assert unknown_names(neo4j_lease, sorted(REGISTRY)) == {}
