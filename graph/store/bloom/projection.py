"""Writes a projection: one view, as a graph of its own, into another Neo4j. The shared store is not written from here.

A marker node says that a database holds a projection and whether it is whole. What a projection wrote, of whatever
version, is known by label and minted id; what a relationship joins to that was added to it, and goes with it. Nodes
whose label begins with `_Bloom_` belong to Bloom (perspectives and scenes saved on the server) and are left alone. All
the rest is somebody else's and is never deleted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from neo4j.spatial import WGS84Point

from graph.errors import GraphError, StoreQueryError
from graph.ontology import Ontology
from graph.store.bloom.phrases import (
    PHRASE_ATTEMPTS,
    SEARCH_INDEX,
    SEARCHED,
    PhraseParameter,
    SearchPhrase,
    as_statement,
    as_suggestion,
)
from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, Template, template
from graph.values import Position

ENTITY_LABEL = "Entity"
RECORD_LABEL = "Record"
DESCRIBES = "DESCRIBES"
MATCHES = "MATCHES"
MAY_BE_SAME_AS = "MAY_BE_SAME_AS"

_DELETE_AT_ONCE = 20_000
# A suggestion only tells whether a phrase has an answer here; Bloom looks for its own.
_SUGGESTION_TIMEOUT_SECONDS = 10.0
_INDEX_PREFIX = "benang_bloom_"


class TargetState(StrEnum):
    """What a database that a projection is to be written into holds."""

    EMPTY = "empty"
    BUILDING = "building"  # a projection that was not finished
    READY = "ready"  # a whole projection
    MIXED = "mixed"  # a projection, and somebody else's data beside it
    CONSTRAINED = "constrained"  # no data, or a projection, under constraints that no projection made
    SHARED = "shared"  # the shared store of a deployment
    FOREIGN = "foreign"  # somebody else's data


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectedEntity:
    """An entity and the records behind it, with properties that Neo4j can hold; a `Position` becomes a point."""

    id: str
    kind: str
    properties: Mapping[str, Any]
    records: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectedRelationship:
    """A link, a match or a likeness between two projected records, named by their ids."""

    type: str
    source_id: str
    target_id: str
    properties: Mapping[str, Any]


class ProjectionTakenOverError(GraphError):
    """Another run writes into the same database."""

    code = "PROJECTION_TAKEN_OVER"

    def __init__(self) -> None:
        super().__init__("another run has begun to project into this database; this one ends")


def _is_projected(variable: str) -> str:
    """Return the predicate that a projection wrote a node. Every version so far gave it such a label and id."""
    forms = ((ENTITY_LABEL, "entity"), (RECORD_LABEL, "record"))
    of_form = (f"({variable}:{label} AND {variable}.id =~ '{prefix}-[0-9a-f]{{32}}')" for label, prefix in forms)
    return f"coalesce({' OR '.join(of_form)}, false)"


def _is_another(variable: str) -> str:
    """Return the predicate that a node is neither of a projection nor of Bloom."""
    blooms = f"any(label IN labels({variable}) WHERE label STARTS WITH '_Bloom_')"
    return f"NOT {variable}:BenangProjection AND NOT {blooms} AND NOT {_is_projected(variable)}"


def _is_joined(variable: str) -> str:
    """Return the predicate that a relationship joins a node to what a projection wrote."""
    return f"EXISTS {{ MATCH ({variable})--(joined) WHERE {_is_projected('joined')} }}"


_DATABASE_ID = template("database_id", Access.SYSTEM, "CALL db.info() YIELD id RETURN id")
_INSPECT = template(
    "inspect_target",
    Access.SYSTEM,
    f"""
    RETURN EXISTS {{ MATCH (:Schema {{name: 'benang'}}) }} AS shared,
      EXISTS {{ MATCH (n) WHERE NOT any(label IN labels(n) WHERE label STARTS WITH '_Bloom_') }} AS filled,
      EXISTS {{ MATCH (n) WHERE {_is_another("n")} AND NOT {_is_joined("n")} }} AS mixed,
      COLLECT {{ MATCH (m:BenangProjection {{name: 'bloom'}}) RETURN m.state }} AS states
    """,
)
_FOREIGN_CONSTRAINTS = template(
    "foreign_constraints",
    Access.SYSTEM,
    """
    SHOW CONSTRAINTS YIELD name, labelsOrTypes
    WHERE NOT name STARTS WITH $p.prefix AND NOT all(label IN labelsOrTypes WHERE label STARTS WITH '_Bloom_')
    RETURN count(*) AS found
    """,
)
_MARKER_UNIQUE = template(
    "projection_marker_unique",
    Access.WRITE,
    f"CREATE CONSTRAINT {_INDEX_PREFIX}marker IF NOT EXISTS FOR (m:BenangProjection) REQUIRE m.name IS UNIQUE",
)
_ENTITY_UNIQUE = template(
    "projection_entity_unique",
    Access.WRITE,
    f"CREATE CONSTRAINT {_INDEX_PREFIX}entity IF NOT EXISTS FOR (n:{ENTITY_LABEL}) REQUIRE n.id IS UNIQUE",
)
_RECORD_UNIQUE = template(
    "projection_record_unique",
    Access.WRITE,
    f"CREATE CONSTRAINT {_INDEX_PREFIX}record IF NOT EXISTS FOR (n:{RECORD_LABEL}) REQUIRE n.id IS UNIQUE",
)
_BEGIN = template(
    "begin_projection",
    Access.WRITE,
    "MERGE (m:BenangProjection {name: 'bloom'}) SET m = {name: 'bloom', state: 'building', run: $p.run}",
)
# Every batch takes the marker's lock first: two runs never interleave, and the one that was overtaken writes no more.
_HOLD = template(
    "hold_projection",
    Access.WRITE,
    "MATCH (m:BenangProjection {name: 'bloom', run: $p.run}) SET m.state = 'building' RETURN count(m) AS held",
)
_FINISH = template(
    "finish_projection",
    Access.WRITE,
    "MATCH (m:BenangProjection {name: 'bloom', run: $p.run}) SET m = $p.marker RETURN count(m) AS held",
)
_CLEAR_ADDITIONS = template(
    "clear_additions_to_projection",
    Access.WRITE,
    f"""
    MATCH (n) WHERE {_is_another("n")} AND {_is_joined("n")}
    WITH n LIMIT $p.limit DETACH DELETE n RETURN count(*) AS deleted
    """,
)
# From the relationships: nodes that have none left would be looked at again for each batch.
_CLEAR_RELATIONSHIPS = template(
    "clear_projected_relationships",
    Access.WRITE,
    f"""
    MATCH ()-[r]->() WHERE NOT type(r) STARTS WITH '_Bloom_'
    WITH r, startNode(r) AS n WHERE {_is_projected("n")}
    WITH r LIMIT $p.limit DELETE r RETURN count(*) AS deleted
    """,
)
_CLEAR_NODES = template(
    "clear_projected_nodes",
    Access.WRITE,
    f"MATCH (n) WHERE {_is_projected('n')} WITH n LIMIT $p.limit DETACH DELETE n RETURN count(*) AS deleted",
)
_OWN_INDEXES = template(
    "projection_indexes",
    Access.SYSTEM,
    """
    SHOW INDEXES YIELD name, owningConstraint, labelsOrTypes, properties
    WHERE owningConstraint IS NULL AND name STARTS WITH $p.prefix
    RETURN name, labelsOrTypes AS labels, properties
    """,
)
_AWAIT = template("await_projection_indexes", Access.SYSTEM, "CALL db.awaitIndexes(120)")
_RECORDS = template(
    "project_records",
    Access.WRITE,
    f"""
    UNWIND $p.rows AS row
    MATCH (e:{ENTITY_LABEL} {{id: row.entity}})
    CREATE (n:{RECORD_LABEL}) SET n = row.props
    CREATE (n)-[:{DESCRIBES}]->(e)
    """,
)
_MATCHES = template(
    "project_matches",
    Access.WRITE,
    f"""
    UNWIND $p.rows AS row
    MATCH (a:{RECORD_LABEL} {{id: row.source}}) MATCH (b:{RECORD_LABEL} {{id: row.target}})
    CREATE (a)-[r:{MATCHES}]->(b) SET r = row.props
    """,
)


async def database_id(store: Store) -> str:
    """Return the id that Neo4j itself gave a database: equal ids are one database."""
    rows = await store.read(_DATABASE_ID, {})
    return str(rows[0]["id"])


class ProjectionWriter:
    """Replaces what a target database holds by a projection; one writer is one run."""

    def __init__(self, target: Store, ontology: Ontology, *, run: str) -> None:
        self._target = target
        self._run = run
        self._entities = {kind: _entity_template(kind) for kind in ontology.kinds}
        self._links = {name: _link_template(name) for name in (*ontology.links, MAY_BE_SAME_AS)}

    async def inspect(self) -> TargetState:
        """Return what the target holds; nothing is written."""
        found = (await self._target.read(_INSPECT, {}))[0]
        if found["shared"]:
            return TargetState.SHARED
        if found["filled"] and not found["states"]:
            return TargetState.FOREIGN
        if found["mixed"]:
            return TargetState.MIXED
        # What they demand, a projection cannot know; it would end half-way.
        if (await self._target.read(_FOREIGN_CONSTRAINTS, {"prefix": _INDEX_PREFIX}))[0]["found"]:
            return TargetState.CONSTRAINED
        if found["states"]:
            return TargetState.READY if found["states"] == ["ready"] else TargetState.BUILDING
        return TargetState.EMPTY

    async def begin(self) -> None:
        """Mark the target as being built by this run, and empty it in batches."""
        await self._target.run_alone(_MARKER_UNIQUE, {})

        async def mark(tx: Transaction) -> None:
            await tx.run(_BEGIN, {"run": self._run})

        await self._target.write(mark)
        await self.clear()
        for statement in (_ENTITY_UNIQUE, _RECORD_UNIQUE, _AWAIT):
            await self._target.run_alone(statement, {})

    async def clear(self) -> None:
        """Remove what a projection wrote and what was joined to it; the marker stays.

        What was added goes first: without relationships nothing would tell it from somebody else's.
        """
        for statement in (_CLEAR_ADDITIONS, _CLEAR_RELATIONSHIPS, _CLEAR_NODES):
            while await self._delete_some(statement):
                pass

    async def write_entities(self, entities: Iterable[ProjectedEntity]) -> None:
        """Write entities with the records that describe them, in one transaction."""
        by_kind: dict[str, list[Row]] = defaultdict(list)
        records: list[Row] = []
        for entity in sorted(entities, key=lambda e: e.id):
            by_kind[entity.kind].append({"props": _storable(entity.properties)})
            records += [{"entity": entity.id, "props": _storable(r)} for r in entity.records]

        async def work(tx: Transaction) -> None:
            await self._hold(tx)
            for kind, rows in sorted(by_kind.items()):
                await tx.run(self._entities[kind], {"rows": rows})
            await tx.run(_RECORDS, {"rows": records})

        await self._target.write(work)

    async def write_relationships(self, found: Iterable[ProjectedRelationship]) -> None:
        """Write links and likenesses, between the entities of the two records, and matches, between the records."""
        by_type: dict[str, list[Row]] = defaultdict(list)
        for item in found:
            row = {"source": item.source_id, "target": item.target_id, "props": _storable(item.properties)}
            by_type[item.type].append(row)

        async def work(tx: Transaction) -> None:
            await self._hold(tx)
            for name, rows in sorted(by_type.items()):
                await tx.run(_MATCHES if name == MATCHES else self._links[name], {"rows": rows})

        await self._target.write(work)

    async def index(self, labels: Iterable[str], *, key: str) -> None:
        """Index the property that search phrases suggest, for these labels, and the words by which things are found.

        What an earlier projection indexed besides is dropped: its name would tell of a kind that is not in this view.
        So would the labels of the one index of words, which is made anew where they differ. It names every kind, as
        Bloom looks for the indexes of a category's own label.
        """
        known = sorted(labels)
        wanted = {item.name: item for item in (*(_caption_index(label, key) for label in known), _search_index(known))}
        found = {row["name"]: row for row in await self._target.read(_OWN_INDEXES, {"prefix": _INDEX_PREFIX})}
        kept = found.keys() & wanted.keys()
        if SEARCH_INDEX in kept and not _searches(found[SEARCH_INDEX], known):
            kept = kept - {SEARCH_INDEX}
        for name in sorted(found.keys() - kept):
            await self._target.run_alone(_drop_index(name), {})
        for name in sorted(wanted.keys() - kept):
            await self._target.run_alone(wanted[name], {})
        await self._target.run_alone(_AWAIT, {})

    async def run_phrase(self, phrase: SearchPhrase) -> int | None:
        """Run a search phrase on the target, with one of its own suggestions after another until there is an answer.

        Returns:
            The number of rows of the first answer, 0 where none of the first suggestions has one, `None` where a
            suggestion was not found in time: that is no fault of the phrase.

        Raises:
            StoreQueryError: the phrase fails.
        """
        for attempt in range(PHRASE_ATTEMPTS if phrase.parameters else 1):
            values: dict[str, str] = {}
            for parameter in phrase.parameters:
                found = await self._suggest(parameter, values, skip=0 if parameter.behind else attempt)
                if found is None:
                    # That it runs is shown all the same.
                    await self._target.read(as_statement(phrase), {p.name: "" for p in phrase.parameters})
                    return None
                values[parameter.name] = found
            rows = len(await self._target.read(as_statement(phrase), values))
            if rows or not all(values.values()):
                return rows
        return 0

    async def _suggest(self, parameter: PhraseParameter, values: Mapping[str, str], *, skip: int) -> str | None:
        """Return a suggestion, empty where there is none; `None` where none was found in time."""
        statement = as_suggestion(parameter)
        try:
            rows = await self._target.read(
                statement, {**values, "skip": skip}, timeout_seconds=_SUGGESTION_TIMEOUT_SECONDS
            )
        except StoreQueryError as exc:
            if exc.passes:
                return None
            raise
        return str(rows[0]["value"]) if rows else ""

    async def finish(self, marker: Mapping[str, Any]) -> None:
        """Mark the projection as whole, with what the marker is to tell."""

        async def work(tx: Transaction) -> None:
            given = {**marker, "name": "bloom", "state": str(TargetState.READY)}
            rows = await tx.run(_FINISH, {"run": self._run, "marker": given})
            if not rows[0]["held"]:
                raise ProjectionTakenOverError

        await self._target.write(work)

    async def _hold(self, tx: Transaction) -> None:
        rows = await tx.run(_HOLD, {"run": self._run})
        if not rows[0]["held"]:
            raise ProjectionTakenOverError

    async def _delete_some(self, statement: Template) -> bool:
        async def work(tx: Transaction) -> int:
            await self._hold(tx)
            rows = await tx.run(statement, {"limit": _DELETE_AT_ONCE})
            return int(rows[0]["deleted"])

        return await self._target.write(work) > 0


def _storable(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return properties with the driver's own type for a point."""

    def stored(value: Any) -> Any:
        if isinstance(value, list):
            return [stored(item) for item in value]
        return WGS84Point((value.longitude, value.latitude)) if isinstance(value, Position) else value

    return {name: stored(value) for name, value in properties.items()}


# Labels and types below come from the ontology, never from input.
def _entity_template(kind: str) -> Template:
    return Template(
        name=f"project_{kind.lower()}",
        access=Access.WRITE,
        text=f"UNWIND $p.rows AS row CREATE (n:{ENTITY_LABEL}:{kind}) SET n = row.props",
    )


def _link_template(name: str) -> Template:
    return Template(
        name=f"project_link_{name.lower()}",
        access=Access.WRITE,
        text="UNWIND $p.rows AS row "
        f"MATCH (:{RECORD_LABEL} {{id: row.source}})-[:{DESCRIBES}]->(a:{ENTITY_LABEL}) "
        f"MATCH (:{RECORD_LABEL} {{id: row.target}})-[:{DESCRIBES}]->(b:{ENTITY_LABEL}) "
        f"CREATE (a)-[r:{name}]->(b) SET r = row.props",
    )


def _caption_index(label: str, key: str) -> Template:
    name = f"{_INDEX_PREFIX}{label.lower()}_{key}"
    return Template(
        name=name, access=Access.WRITE, text=f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.{key})"
    )


def _searches(found: Row, labels: Iterable[str]) -> bool:
    """Return whether the index of words that is there is the one that `_search_index` would make."""
    return {*found["labels"]} == {*_searched(labels)} and found["properties"] == list(SEARCHED)


def _searched(labels: Iterable[str]) -> list[str]:
    return [label for label in labels if label != RECORD_LABEL]


def _search_index(labels: Iterable[str]) -> Template:
    named = "|".join(_searched(labels))
    keys = ", ".join(f"n.{key}" for key in SEARCHED)
    return Template(
        name=SEARCH_INDEX,
        access=Access.WRITE,
        text=f"CREATE FULLTEXT INDEX {SEARCH_INDEX} IF NOT EXISTS FOR (n:{named}) ON EACH [{keys}]",
    )


def _drop_index(name: str) -> Template:
    return Template(name="drop_projection_index", access=Access.WRITE, text=f"DROP INDEX {name} IF EXISTS")
