"""Brings the schema of a store up to date by the migrations that it lacks, also where several do so at once."""

import re
from collections.abc import Iterable

from graph.errors import ForeignDataError, StoreSchemaError
from graph.ontology import Ontology
from graph.store.connection import Store, Transaction
from graph.store.cypher import Access, Template, template
from graph.store.progress import OnProgress, Progress, Step
from graph.store.schema.announcements import announce_again
from graph.store.schema.migrations import MIGRATIONS, SUPERSEDED, Migration
from graph.store.schema.older_notes import move_older_notes
from graph.store.schema.older_programs import await_end_of_older
from graph.store.schema.standing_schema import change_schema, hold_schema
from graph.store.schema.tokens import create_tokens
from graph.store.seals.older_seals import stamp_older_seals

# `foreign` is found first: of two that start together, the other may just have made the schema and begun to write. What
# Bloom keeps is nobody's data, and the counters of a store outlive its schema.
_VERSION = template(
    "schema_version",
    Access.SYSTEM,
    """
    WITH EXISTS {
      MATCH (n) WHERE NOT (n:Schema OR n:Counter OR any(label IN labels(n) WHERE label STARTS WITH '_Bloom_'))
    } AS foreign
    OPTIONAL MATCH (s:Schema {name: 'benang'})
    RETURN foreign, s.version AS version
    """,
)
_SET_VERSION = template(
    "set_schema_version",
    Access.WRITE,
    # Another process that migrates at once may be further; the node is locked before its version is read.
    "MERGE (s:Schema {name: 'benang'}) SET s.locked = true REMOVE s.locked "
    "WITH s WHERE coalesce(s.version, 0) < $p.version SET s.version = $p.version",
)
_COUNTERS = template(
    "make_counters",
    Access.WRITE,
    "UNWIND $p.names AS name MERGE (c:Counter {name: name}) ON CREATE SET c.n = 0",
)
# A store of many records makes its full-text indexes anew for a minute or more.
_AWAIT = template("await_indexes", Access.SYSTEM, "CALL db.awaitIndexes(3600)")
_IN_COMMITS = template(
    "indexes_written_in_commits",
    Access.SYSTEM,
    """
    SHOW INDEXES YIELD name, options
    WHERE name IN ['search', 'blocks'] AND options.indexConfig.`fulltext.eventually_consistent` = false
    RETURN name
    """,
)
_INDEX = re.compile(r"CREATE INDEX (\w+) ")
_MAKES_SCHEMA = "CREATE "
_REMAKES_FULL_TEXT = 8  # the migration that makes them anew


def _schema_of_all(ontology: Ontology) -> list[str]:
    every = (text for migration in MIGRATIONS for text in _statements(migration, ontology))
    return list(dict.fromkeys(text for text in every if text.startswith(_MAKES_SCHEMA)))


def _statements(migration: Migration, ontology: Ontology) -> list[str]:
    """Return what a step does but make what a later one drops."""
    return [
        text for text in migration.statements(ontology) if not ((made := _INDEX.match(text)) and made[1] in SUPERSEDED)
    ]


# A store that holds nothing has nothing to announce or to change: its schema is made at once, in a third of the time.
_FROM_NOTHING = Migration(number=MIGRATIONS[-1].number, purpose="the schema of a new store", statements=_schema_of_all)


async def migrate(store: Store, ontology: Ontology, *, on_progress: OnProgress | None = None) -> int:
    """Bring the store's schema up to date, with whatever is gone of it, and return its version.

    Args:
        store: the store.
        ontology: what it holds.
        on_progress: is told of a wait for older programs, and how many of the migrations that an older store lacks are
            done.

    Raises:
        StoreSchemaError: the store was made by a newer version of the product.
        ForeignDataError: the database holds somebody else's data.
        OlderProgramError: a program of an older version still uses a store that lacks migrations.
        StoreIndexError: an index has failed, or a constraint or index that is gone cannot be made again.
    """
    [state] = await store.read(_VERSION, {})
    if state["version"] is None and state["foreign"]:
        raise ForeignDataError
    found = int(state["version"] or 0)
    newest = MIGRATIONS[-1].number
    if found > newest:
        raise StoreSchemaError(found, newest)
    if 0 < found < newest:
        await await_end_of_older(store, found, on_progress=on_progress)
    lacking = [migration for migration in MIGRATIONS if migration.number > found] if found else [_FROM_NOTHING]
    for done, migration in enumerate(lacking):
        if found and on_progress is not None:
            on_progress(Progress(step=Step.MIGRATE, done=done, total=len(lacking)))
        if migration.number == _REMAKES_FULL_TEXT:
            await _drop_written_in_commits(store)
        await _apply(store, migration, ontology)
    if found < newest:
        await create_tokens(store)
    if found:
        await hold_schema(store, _schema_of_all(ontology))
    return newest


async def _drop_written_in_commits(store: Store) -> None:
    """Drop the full-text indexes of an older store, in transactions of their own: one that makes them keeps them."""
    await _drop(store, [row["name"] for row in await store.read(_IN_COMMITS, {})])


async def _drop(store: Store, indexes: Iterable[str]) -> None:
    for name in indexes:
        drop = Template(name="drop_index", access=Access.WRITE, text=f"DROP INDEX {name} IF EXISTS")
        await store.write_at_once(drop, {})  # it may wait for another process that drops the same, and that for it


async def _announce(store: Store, migration: Migration, ontology: Ontology) -> None:
    # The feed's counter is there: it is made by the first step.
    for at, condition in enumerate(migration.announces(ontology)):
        await announce_again(store, condition, step=f"{migration.number}.{at}")


async def _apply(store: Store, migration: Migration, ontology: Ontology) -> None:
    statements = [
        Template(name=f"migration_{migration.number}_{number}", access=Access.WRITE, text=text)
        for number, text in enumerate(_statements(migration, ontology))
    ]
    schema = [statement for statement in statements if statement.text.startswith(_MAKES_SCHEMA)]
    if schema:
        await change_schema(store, schema)
    # Neo4j changes no data in a transaction that changes the schema; and what changes much of it does so in several.
    for statement in statements:
        if statement not in schema:
            await store.run_alone(statement, {})
    await store.run_alone(_AWAIT, {})
    await _drop(store, migration.supersedes)  # not before what stands in their place is there
    await _announce(store, migration, ontology)
    if migration.moves_notes:
        await move_older_notes(store)
    if migration.stamps_seals:
        await stamp_older_seals(store, ontology)

    async def finish(tx: Transaction) -> None:
        await tx.run(_COUNTERS, {"names": ["change", "compartment", "notice", "grant"]})
        await tx.run(_SET_VERSION, {"version": migration.number})

    await store.write(finish)
