"""A store that says it is of the newest version is held to the constraints and indexes that laws rest on."""

from collections.abc import Iterator
from typing import Any

import pytest

from graph import load_ontology
from graph.errors import StoreIndexError
from graph.store import Access, Store, Template, migrate
from tests.world import World

STANDING = (
    "SHOW INDEXES YIELD name, state, owningConstraint WHERE name <> 'of_the_operator' "
    "RETURN name, state, owningConstraint IS NOT NULL AS unique ORDER BY name"
)


def run(world: World, *texts: str) -> None:
    for text in texts:
        world.run(world.app.store.run_alone(Template(name="by_hand", access=Access.WRITE, text=text), {}))


def start(world: World) -> None:
    world.run(migrate(world.app.store, load_ontology()))


@pytest.fixture
def whole(world: World) -> Iterator[World]:
    """Yield a world whose schema is mended afterwards, whatever a test leaves."""
    before = world.query(STANDING)
    yield world
    run(
        world,
        "MATCH (n:Claim|Notice) DETACH DELETE n",
        "DROP CONSTRAINT claim_id IF EXISTS",
        "DROP INDEX notice_own IF EXISTS",
        "DROP INDEX words_of_the_operator IF EXISTS",
        "DROP INDEX of_the_operator IF EXISTS",
    )
    start(world)
    assert world.query(STANDING) == before


@pytest.mark.long
def test_what_is_gone_is_made_again_at_the_next_start(whole: World) -> None:
    before = whole.query(STANDING)
    run(
        whole,
        *(f"DROP CONSTRAINT {name}" for name in ("record_rid", "counter_name", "link_uses_lid", "notice_id")),
        *(f"DROP INDEX {name}" for name in ("blocks", "hit_entry_token", "match_review")),
        # What a server left that was killed while it made a constraint has the name and keeps nothing unique.
        "CREATE INDEX notice_id FOR (n:Notice) ON (n.id)",
    )
    start(whole)
    assert whole.query(STANDING) == before
    assert {row["state"] for row in before} == {"ONLINE"}


def test_where_nothing_is_gone_a_start_asks_one_statement_more(whole: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    read = Store.read

    async def noting(self: Store, statement: Template, parameters: Any) -> Any:
        asked.append(statement.name)
        return await read(self, statement, parameters)

    async def no_change(*_: object, **__: object) -> None:
        raise AssertionError("a store was changed that lacks nothing")

    monkeypatch.setattr(Store, "read", noting)
    for change in ("write", "write_at_once", "run_alone"):
        monkeypatch.setattr(Store, change, no_change)
    start(whole)
    monkeypatch.undo()
    assert asked == ["schema_version", "standing_indexes"]


def test_a_constraint_that_what_is_stored_breaks_is_named_without_it_and_the_others_are_made(whole: World) -> None:
    run(
        whole,
        "DROP CONSTRAINT claim_id",
        "DROP INDEX notice_own",
        "UNWIND [1, 2] AS n CREATE (:Claim {id: 'a-secret'})",
    )
    with pytest.raises(StoreIndexError) as caught:
        start(whole)
    code = "Neo.DatabaseError.Schema.ConstraintCreationFailed"
    assert str(caught.value) == f"the store's indexes: `claim_id` is gone and cannot be made (`{code}`)"
    assert (caught.value.failed, caught.value.lacking) == ((), {"claim_id": code})
    assert whole.query("SHOW INDEXES YIELD name, state WHERE name = 'notice_own' RETURN state") == [{"state": "ONLINE"}]


@pytest.mark.long
def test_an_index_that_could_not_be_filled_is_waited_for_and_named(whole: World) -> None:
    run(
        whole,
        "DROP INDEX notice_own",
        "CREATE (:Notice {id: 'n', own: reduce(text = '', n IN range(1, 9000) | text + 'x')})",  # too long for a key
    )
    for _ in range(2):
        with pytest.raises(StoreIndexError) as caught:
            start(whole)
        assert str(caught.value) == "the store's indexes: `notice_own` has failed"
        assert (caught.value.failed, caught.value.lacking) == (("notice_own",), {})


@pytest.mark.long
def test_a_failed_index_of_the_operators_own_is_none_of_the_products(whole: World) -> None:
    run(
        whole,
        "CREATE (:Notice {id: 'n', text: reduce(text = '', n IN range(1, 9000) | text + 'x')})",
        "CREATE INDEX of_the_operator FOR (n:Notice) ON (n.text)",
        "DROP INDEX match_review",
    )
    start(whole)
    assert whole.query("SHOW INDEXES YIELD name, state WHERE name = 'of_the_operator' RETURN state") == [
        {"state": "FAILED"}
    ]


def test_what_stands_under_another_name_is_told(whole: World) -> None:
    run(
        whole,
        "DROP INDEX notice_own",
        "CREATE INDEX words_of_the_operator FOR (n:Notice) ON (n.own)",
    )
    with pytest.raises(StoreIndexError) as caught:
        start(whole)
    assert str(caught.value) == (
        "the store's indexes: `notice_own` is gone and cannot be made (the same stands there under another name)"
    )
