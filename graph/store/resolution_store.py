"""What the resolver reads and writes: system views of changed records, blocks, matches, components, search texts.

These statements see all compartments, so they are not for viewers; every method takes the `SystemScope` that says so.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from graph.matches import Match, decode_evidence, decode_ways, encode_evidence, encode_ways
from graph.ontology import Ontology, PropertyClass
from graph.parts import Part, decode_part
from graph.records import RecordId
from graph.scope import SystemScope
from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, Template, template
from graph.store.migrations import SEARCH_CLASSES
from graph.store.selectors import LinkedSelector, key_classes, linked_selectors

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvableRecord:
    """A record as the resolver sees it. `revision` grows whenever the record or its linked selectors change."""

    id: RecordId
    compartment: int
    kind: str
    originator: str
    profile: str
    parts: Mapping[PropertyClass, Part]
    key: str | None
    component: int
    revision: int
    linked: tuple[LinkedSelector, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockingKeys:
    """Under which keys a record is found, and under which it looks for others, as the terms of `block_term`."""

    found_by: Sequence[int] = ()
    looks_for: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredKeys:
    """The terms that a record stands under. `selector`: the component of one, a digest of its key."""

    id: RecordId
    originator: str
    revision: int
    found_by: Sequence[int]
    selector: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedRecord:
    """What the resolver writes on a record. `is_new`: it was never resolved, so it has no texts yet."""

    id: RecordId
    blocks: BlockingKeys
    texts: Mapping[PropertyClass, str | None]
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMatch:
    """A match edge as the resolver wrote it.

    `positive`: with all evidence; `reviewable`: some view leaves it to review.
    """

    match: Match
    positive: bool
    reviewable: bool


# Most selectors are told by their key alone: their parts stay in the store.
_PARTS = ", ".join(
    f"{c}: CASE WHEN n.kind IN $p.read THEN n.{c} END" for c in PropertyClass if c is not PropertyClass.SOURCE
)
# Blocking keys are terms of a full-text index: most keys stand on one record alone, and a node with an edge for each
# would cost some ten times as much to write (decision 0031).
_CANDIDATES = template(
    "candidates",
    Access.SYSTEM,
    """
    UNWIND $p.rows AS row
    CALL db.index.fulltext.queryNodes('blocks', row.query) YIELD node AS n
    WITH row.rid AS rid, collect([n.rid, n.revision]) AS members
    RETURN collect({rid: rid, members: members}) AS rows
    """,
)
_KEYS_IN_USE = template(
    "keys_in_use",
    Access.SYSTEM,
    """
    MATCH (n:Record) WHERE n.rid > $p.after
    WITH n ORDER BY n.rid LIMIT $p.limit
    RETURN collect({rid: n.rid, originator: n.originator, revision: n.revision, blocks: n.blocks,
      selector: CASE WHEN n.key IS NOT NULL THEN n.component END}) AS rows
    """,
)
_RECORDS_IN_ALL = template("records_in_all", Access.SYSTEM, "MATCH (n:Record) RETURN count(n) AS count")
_SET_RESOLVED = template(
    "set_resolved",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (n:Record {rid: row.rid})
    SET n.revision = $p.revision, n.blocks = row.blocks, n += row.texts
    """,
)
_MATCHES = template(
    "matches_of",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid})-[m:MATCH]-(:Record)
    USING INDEX n:Record(rid)
    WITH DISTINCT m
    RETURN collect({left: startNode(m).rid, right: endNode(m).rid, evidence: m.evidence, ways: m.ways,
      positive: m.positive, review: m.review}) AS rows
    """,
)
_PUT_MATCHES = template(
    "put_matches",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (a:Record {rid: row.left})
    MATCH (b:Record {rid: row.right})
    MERGE (a)-[m:MATCH]->(b)
    SET m.evidence = row.evidence, m.ways = row.ways, m.positive = row.positive, m.review = row.review
    """,
)
_DROP_MATCHES = template(
    "drop_matches",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (a:Record {rid: row[0]})-[m:MATCH]->(b:Record {rid: row[1]})
    USING INDEX a:Record(rid)
    DELETE m
    """,
)
_COMPONENT_SIZES = template(
    "component_sizes",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid})
    RETURN n.rid AS rid, n.component AS component, COUNT { MATCH (m:Record {component: n.component}) USING INDEX
    m:Record(component) } AS size
    """,
)
_RELABEL = template(
    "relabel_components",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (n:Record {component: row[0]})
    USING INDEX n:Record(component)
    SET n.component = row[1]
    """,
)
_SAME_KEY = template(
    "same_key_elsewhere",
    Access.SYSTEM,
    """
    UNWIND $p.rows AS row
    MATCH (o:Record {component: row[0]})
    USING INDEX o:Record(component)
    WHERE o.key = row[1]
    WITH row[1] AS key, o.originator AS originator, o.cmp AS cmp, min([o.received, o.rid]) AS first
    RETURN collect([key, originator, first[1]]) AS rows
    """,
)


RECORDS_A_READ = 2_000
_RECORDS_A_SCAN = 10_000
# Reads of one step at a time: the server answers one statement on one core.
_READS_AT_ONCE = 2


def batched(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield what is asked about in parts: one answer of unbounded size would hold the store's memory and the loop."""
    for start in range(0, len(items), RECORDS_A_READ):
        yield items[start : start + RECORDS_A_READ]


class ResolutionStore:
    """The resolver's side of the store.

    Its statements name their index: planned on a small or empty store, some would keep a scan for ever.
    """

    def __init__(self, store: Store, ontology: Ontology, scope: SystemScope, *, compared: Iterable[str]) -> None:
        # The scope is asked for so that only who holds one can make this reader; it is the licence, not a filter.
        del scope
        self._store = store
        searched = {k.name for k in ontology.kinds.values() if any(p.search for p in k.properties.values())}
        self._read = sorted(searched | set(compared))
        self._key_classes = key_classes(ontology)
        identifying = "|".join(name for name, link in ontology.links.items() if link.identifies)
        self._view = _view_template(identifying)
        self._affected = _affected_template(identifying)

    async def view(self, ids: Iterable[str]) -> list[ResolvableRecord]:
        """Return the records with their linked selectors, in the order of their ids."""
        parts = [{"rids": part, "read": self._read} for part in batched(sorted(set(ids)))]
        return [self._resolvable(row["n"], row["linked"]) for row in await self._read_parts(self._view, parts)]

    async def affected_by(self, selector_ids: Iterable[str]) -> list[RecordId]:
        """Return the records whose linked selectors are among these."""
        rows = await self._store.read(self._affected, {"rids": sorted(set(selector_ids))})
        return [row["rid"] for row in rows]

    async def keys_in_use(self) -> AsyncIterator[list[StoredKeys]]:
        """Yield the keys of all records: a pass over the whole store, some 10 us for a record."""
        after = ""
        while rows := await self._store.read(_KEYS_IN_USE, {"after": after, "limit": _RECORDS_A_SCAN}):
            found = [_stored_keys(row) for row in rows]
            yield found
            after = found[-1].id

    async def count(self) -> int:
        """Return the number of records."""
        return int((await self._store.read(_RECORDS_IN_ALL, {}))[0]["count"])

    async def candidates(self, blocks: Mapping[RecordId, BlockingKeys]) -> dict[RecordId, list[tuple[RecordId, int]]]:
        """Return for each record the stored records found by a key that it looks for, with their revisions.

        All of them: a bound would count what is hidden.
        """
        rows = [
            {"rid": rid, "query": " ".join(map(_text, keys.looks_for))}
            for rid, keys in sorted(blocks.items())
            if keys.looks_for
        ]
        found = await self._read_parts(_CANDIDATES, [{"rows": part} for part in batched(rows)])
        return {row["rid"]: [(rid, revision) for rid, revision in row["members"]] for row in found}

    async def matches_of(self, ids: Iterable[str]) -> list[StoredMatch]:
        """Return the match edges of these records."""
        rows = await self._read_parts(_MATCHES, [{"rids": part} for part in batched(sorted(set(ids)))])
        # An edge between two parts comes with both.
        found = {(row["left"], row["right"]): row for row in rows}
        return [_stored_match(row) for row in found.values()]

    async def same_key_elsewhere(self, selectors: Sequence[ResolvableRecord]) -> list[tuple[RecordId, RecordId]]:
        """Return for each selector the first record with its key under each of the terms of every other originator.

        The first of all would not do: where its terms permit no notice, it would stand before one whose terms do.
        """
        keys = sorted({(r.component, r.key) for r in selectors})
        holders: dict[str, list[tuple[str, RecordId]]] = {}
        for key, originator, rid in await self._read_parts(_SAME_KEY, [{"rows": part} for part in batched(keys)]):
            holders.setdefault(key, []).append((originator, RecordId(rid)))
        return [
            (r.id, other)
            for r in selectors
            if r.key is not None
            for originator, other in holders.get(r.key, ())
            if originator != r.originator
        ]

    async def _read_parts(self, statement: Template, parts: Sequence[Row]) -> list[Row]:
        """Run a read once for each set of parameters, two at a time, and return all rows in the order of the sets."""
        free = asyncio.Semaphore(_READS_AT_ONCE)

        async def read(parameters: Row) -> list[Row]:
            async with free:
                return await self._store.read(statement, parameters)

        return [row for rows in await asyncio.gather(*map(read, parts)) for row in rows]

    def _resolvable(self, node: Row, linked: Sequence[Sequence[object]]) -> ResolvableRecord:
        return ResolvableRecord(
            id=node["rid"],
            compartment=node["cmp"],
            kind=node["kind"],
            originator=node["originator"],
            profile=node["profile"],
            parts={c: decode_part(node[c]) for c in PropertyClass if node.get(c) is not None},
            key=node["key"],
            component=node["component"],
            revision=node["revision"] or 0,
            linked=tuple(linked_selectors(linked, self._key_classes)),
        )


async def put_resolved(tx: Transaction, records: Sequence[ResolvedRecord], *, revision: int) -> None:
    """Write search texts and blocking keys of resolved records."""
    rows = [
        {"rid": r.id, "blocks": " ".join(map(_text, r.blocks.found_by)) or None, "texts": _text_properties(r)}
        for r in records
    ]
    await tx.run(_SET_RESOLVED, {"rows": rows, "revision": revision})


def block_term(key: str) -> int:
    """Return the 64 bits under which a blocking key is indexed.

    A digest, so that a key's text is never query syntax and tells nothing.
    """
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest())


def _text(term: int) -> str:
    return f"{term:016x}"


def _stored_keys(row: Row) -> StoredKeys:
    return StoredKeys(
        id=row["rid"],
        originator=row["originator"],
        revision=row["revision"] or 0,
        found_by=[int(term, 16) for term in (row["blocks"] or "").split()],
        selector=row["selector"],
    )


def _text_properties(record: ResolvedRecord) -> dict[str, str | None]:
    """Return the search texts to set; what a known record no longer has is set to null, which removes it."""
    texts = {f"text_{c}": record.texts.get(c) for c in SEARCH_CLASSES}
    return {name: text for name, text in texts.items() if text is not None or not record.is_new}


async def put_matches(tx: Transaction, matches: Sequence[StoredMatch]) -> None:
    """Write match edges; a pair has one."""
    rows = [
        {
            "left": m.match.left_id,
            "right": m.match.right_id,
            "evidence": encode_evidence(m.match.evidence),
            "ways": encode_ways(m.match.ways),
            "positive": m.positive,
            "review": m.reviewable,
        }
        for m in sorted(matches, key=lambda m: (m.match.left_id, m.match.right_id))
    ]
    await tx.run(_PUT_MATCHES, {"rows": rows})


async def drop_matches(tx: Transaction, pairs: Sequence[tuple[str, str]]) -> None:
    """Delete the match edges of pairs that no longer have evidence; judgements stay."""
    await tx.run(_DROP_MATCHES, {"rows": [list(pair) for pair in sorted(pairs)]})


async def component_sizes(tx: Transaction, ids: Iterable[str]) -> dict[RecordId, tuple[int, int]]:
    """Return component and size of component of each record, within a transaction that holds the follower's lock."""
    rows = await tx.run(_COMPONENT_SIZES, {"rids": sorted(set(ids))})
    return {row["rid"]: (row["component"], row["size"]) for row in rows}


async def relabel_components(tx: Transaction, moves: Mapping[int, int]) -> None:
    """Move whole components: from the key to the value."""
    await tx.run(_RELABEL, {"rows": [[a, b] for a, b in sorted(moves.items())]})


def _view_template(identifying: str) -> Template:
    return Template(
        name="resolvable_records",
        access=Access.SYSTEM,
        text="UNWIND $p.rids AS rid MATCH (n:Record {rid: rid}) "
        "RETURN collect({n: {rid: n.rid, cmp: n.cmp, kind: n.kind, originator: n.originator, profile: n.profile, "
        f"key: n.key, {_PARTS}, component: n.component, revision: n.revision}}, "
        f"linked: [(n)-[r:{identifying}]->(s:Record) WHERE s.key IS NOT NULL | [s.kind, s.key, r.cmp, s.cmp]]}}) "
        "AS rows",
    )


def _affected_template(identifying: str) -> Template:
    return Template(
        name="records_of_selectors",
        access=Access.SYSTEM,
        text="UNWIND $p.rids AS rid MATCH (s:Record {rid: rid})<-[:"
        f"{identifying}]-(n:Record) USING INDEX s:Record(rid) RETURN DISTINCT n.rid AS rid",
    )


def _stored_match(row: Row) -> StoredMatch:
    evidence, ways = decode_evidence(row["evidence"]), decode_ways(row["ways"])
    return StoredMatch(
        match=Match(left_id=row["left"], right_id=row["right"], evidence=evidence, ways=ways),
        positive=row["positive"],
        reviewable=row["review"],
    )
