"""A store is not brought up to date under a program of an older version."""

from urllib.parse import urlsplit

import pytest
from neo4j import Driver, GraphDatabase

from graph import load_ontology
from graph.errors import OlderProgramError, StoreQueryError
from graph.store import Access, Progress, Step, StoreLease, Template, migrate
from graph.store.schema import older_programs
from graph.store.schema.migrations import MIGRATIONS
from graph.store.schema_version import SCHEMA_VERSION, USER_AGENT
from graph.store.server import database_state
from graph.store.server.database_state import DatabaseState, embedded_state
from tests.world import World

_OLDER = f"benang/{SCHEMA_VERSION - 1}"


def test_a_connection_says_the_version_of_the_newest_migration() -> None:
    assert MIGRATIONS[-1].number == SCHEMA_VERSION
    newer = f"benang/{SCHEMA_VERSION + 1}"
    agents = (_OLDER, USER_AGENT, newer, "neo4j-python/6.4.1 Python/3.11", "neo4j-browser/v5", None)
    assert [older_programs.is_older(agent) for agent in agents] == [True, False, False, True, False, False]


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


def test_a_wait_is_told_and_ends_with_the_older_program(
    world: World, neo4j_lease: StoreLease, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(older_programs, "_LOOK_SECONDS", 0.0)
    told = list[Progress]()
    login = (neo4j_lease.username, neo4j_lease.password)
    with GraphDatabase.driver(neo4j_lease.uri, auth=login, user_agent=_OLDER) as driver:
        driver.verify_connectivity()

        def end(progress: Progress) -> None:
            told.append(progress)
            driver.close()

        world.run(older_programs.await_end_of_older(world.app.store, 73, on_progress=end))
    assert {progress.step for progress in told} == {Step.AWAIT_OLDER}


def test_only_where_the_login_may_not_ask_the_store_goes_on_unasked_and_that_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = list[Progress]()
    for text in ("CALL dbms.listNothing()", "UNWIND [0] AS none RETURN 1 / none AS agent"):
        asked = Template(name="asked", access=Access.SYSTEM, text=text)
        monkeypatch.setattr(older_programs, "_CONNECTIONS", asked)
        if "CALL" in text:
            world.run(older_programs.await_end_of_older(world.app.store, 73, on_progress=told.append))
        else:
            with pytest.raises(StoreQueryError):
                world.run(older_programs.await_end_of_older(world.app.store, 73, on_progress=told.append))
    assert [progress.step for progress in told] == [Step.OLDER_UNKNOWN]


def test_a_look_whether_the_embedded_store_serves_is_not_taken_for_an_older_program(
    neo4j_lease: StoreLease, monkeypatch: pytest.MonkeyPatch
) -> None:
    agents = list[str]()

    def asked(driver: Driver, database: str) -> tuple[DatabaseState, str]:
        with driver.session(database=database) as session:
            found = session.run("CALL dbms.listConnections() YIELD userAgent RETURN collect(userAgent) AS agents")
            agents.extend(found.single(strict=True)["agents"])
        return DatabaseState.ONLINE, ""

    monkeypatch.setattr(database_state, "_asked", asked)
    port = urlsplit(neo4j_lease.uri).port or 0
    embedded_state(port=port, username=neo4j_lease.username, password=neo4j_lease.password, database="neo4j")
    assert agents
    assert not any(map(older_programs.is_older, agents))
