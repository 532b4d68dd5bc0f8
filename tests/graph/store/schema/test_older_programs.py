"""A store is not brought up to date under a program of an older version."""

import pytest
from neo4j import GraphDatabase

from graph import load_ontology
from graph.errors import OlderProgramError
from graph.store import Access, StoreLease, Template, migrate
from graph.store.schema import older_programs
from graph.store.schema.migrations import MIGRATIONS
from graph.store.schema_version import SCHEMA_VERSION, USER_AGENT
from tests.world import World

_OLDER = f"benang/{SCHEMA_VERSION - 1}"


def test_a_connection_says_the_version_of_the_newest_migration() -> None:
    assert MIGRATIONS[-1].number == SCHEMA_VERSION
    agents = (_OLDER, USER_AGENT, f"benang/{SCHEMA_VERSION + 1}", "neo4j-python/6.4.1 Python/3.11", "neo4j-browser/v5")
    assert [older_programs.is_older(agent) for agent in agents] == [True, False, False, True, False]


@pytest.mark.parametrize("agent", ["neo4j-python/6.4.1 Python/3.11.2-final-0 (linux)", _OLDER])
def test_an_older_store_stays_as_it_is_while_an_older_program_uses_it(
    world: World, neo4j_lease: StoreLease, monkeypatch: pytest.MonkeyPatch, agent: str
) -> None:
    monkeypatch.setattr(older_programs, "PATIENCE_SECONDS", 0.0)
    older = Template(name="older", access=Access.WRITE, text="MATCH (s:Schema) SET s.version = 73")
    world.run(world.app.store.run_alone(older, {}))
    before = world.query("MATCH (n) RETURN labels(n) AS labels, properties(n) AS held ORDER BY elementId(n)")

    login = (neo4j_lease.username, neo4j_lease.password)
    with GraphDatabase.driver(neo4j_lease.uri, auth=login, user_agent=agent) as driver:
        driver.verify_connectivity()
        with pytest.raises(OlderProgramError, match="has schema version 73 and is to be brought to") as caught:
            world.run(migrate(world.app.store, load_ontology()))
    assert [address.rpartition(":")[0] for address in caught.value.addresses] == ["127.0.0.1"]
    assert world.query("MATCH (n) RETURN labels(n) AS labels, properties(n) AS held ORDER BY elementId(n)") == before

    monkeypatch.undo()
    assert world.run(migrate(world.app.store, load_ontology())) == SCHEMA_VERSION
    assert world.query("MATCH (s:Schema) RETURN s.version AS version") == [{"version": SCHEMA_VERSION}]
