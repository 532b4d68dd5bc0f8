"""What the resolver reads: system views of changed records, of those that their keys find, and of their matches.

These statements see all compartments, so they are not for viewers: whoever makes the reader has to show a
`SystemScope`, which `api.bootstrap` alone makes. No method takes it again.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, TypeVar

from graph.blocks import TERM_BYTES, BlockingKeys, read_terms, terms_text
from graph.ontology import Ontology, PropertyClass
from graph.parts import Part, decode_parts
from graph.records import RecordId
from graph.scope import SystemScope
from graph.selectors import LinkedSelector, carried_marks, key_classes, linked_digest, linked_selectors
from graph.store.changes import RESOLUTION, Change, ChangeKind, change_of
from graph.store.compartment_registry import CompartmentRegistry
from graph.store.connection import Row, Store
from graph.store.cypher import Access, Template, template, whole_part
from graph.store.notices import equal_keys
from graph.store.notices.equal_keys import (
    HOLDERS_OF_KEYS,
    KEY_GROUPS,
    Holders,
    KeyGroup,
    LinkedByKey,
    first_ones,
    holders_asked_for,
    linked_to_all,
    linked_to_first,
    where_they_stood,
)
from graph.store.resolution.owners import affected_template, compared_as_template, linked_rows
from graph.store.resolution.resolution_writes import StoredMatch, Uncompared, stored_match

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvableRecord:
    """A record as the resolver sees it. `revision` grows whenever the record or its linked selectors change.

    `linked_as`: the digest of the selectors with which it was compared last; `None` where that is not known.
    """

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
    digest: str
    uncompared: Uncompared | None = None
    moves: int = 0
    linked_as: str | None = None

    @property
    def stands(self) -> tuple[int, int]:
        """The compartment in which it stands once it is compared, and how often it came to stand in another one."""
        return self.compartment if self.uncompared is None else self.uncompared.compared, self.moves

    @property
    def in_flux(self) -> bool:
        """Return whether it is linked otherwise than when it was compared last: what says so is in the feed."""
        return self.linked_as is not None and self.linked_as != linked_digest(self.linked)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredKeys:
    """The terms that a record stands under. `selector`: the component of one, a digest of its key."""

    id: RecordId
    originator: str
    revision: int
    found_by: bytes
    selector: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A few changed records as they stand, and what stands beside them.

    Attributes:
        records: those of the changes that there are.
        owners: whom the selectors among them identify.
        same_key: pairs of a selector with others of its key, as `same_key_elsewhere` returns them.
    """

    records: Sequence[ResolvableRecord]
    owners: AbstractSet[RecordId]
    same_key: LinkedByKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """What waits for the resolver.

    Where the changes concern more than a few records `found` is `None`, and they do not come along.
    """

    position: int
    changes: Sequence[Change]
    found: Found | None


# Most selectors are told by their key alone: their parts stay in the store. One whose value breaks its rule has no key,
# and is found by its text alone.
_PARTS = ", ".join(
    f"{c}: CASE WHEN n.key IS NULL OR n.kind IN $p.read THEN {whole_part('n', c)} END"
    for c in PropertyClass
    if c is not PropertyClass.SOURCE
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
_INDEXED = template("indexed", Access.SYSTEM, "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
_KEYS_IN_USE = template(
    "keys_in_use",
    Access.SYSTEM,
    """
    MATCH (n:Record) WHERE n.rid > $p.after AND (n.blocks IS NOT NULL OR n.key IS NOT NULL)
    WITH n ORDER BY n.rid LIMIT $p.limit
    RETURN collect({rid: n.rid, originator: n.originator, revision: n.revision, blocks: n.blocks,
      selector: CASE WHEN n.key IS NOT NULL THEN n.component END}) AS rows
    """,
)
_RECORDS_IN_ALL = template("records_in_all", Access.SYSTEM, "MATCH (n:Record) RETURN count(n) AS count")
_MATCHES = template(
    "matches_of",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid})-[m:MATCH]-(:Record)
    USING INDEX n:Record(rid)
    WITH DISTINCT m
    RETURN collect({left: startNode(m).rid, right: endNode(m).rid, evidence: m.evidence, ways: m.ways,
      positive: m.positive, telling: m.telling, review: m.review, stood: m.stood}) AS rows
    """,
)
_JUDGED_ONE = template(
    "judged_one",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid})-[j:JUDGEMENT]-(:Record)
    USING INDEX n:Record(rid)
    WHERE j.value = 'POSITIVE'
    WITH DISTINCT startNode(j).rid AS left, endNode(j).rid AS right
    RETURN collect([left, right]) AS rows
    """,
)


RECORDS_A_READ = 2_000
# A query of the full-text index has no more words than 1,024.
_TERMS_A_QUERY = 1_000
_TERMS_A_READ = 200_000
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

    def __init__(
        self,
        store: Store,
        ontology: Ontology,
        registry: CompartmentRegistry,
        scope: SystemScope,
        *,
        compared: Iterable[str],
    ) -> None:
        # The scope is asked for so that only who holds one can make this reader; it is the licence, not a filter.
        del scope
        self._store = store
        self._registry = registry
        searched = {k.name for k in ontology.kinds.values() if any(p.search for p in k.properties.values())}
        self._read = sorted(searched | set(compared))
        self._key_classes = key_classes(ontology)
        self._marks = carried_marks(ontology)
        identifying = "|".join(name for name, link in ontology.links.items() if link.identifies)
        self._view = _view_template(identifying)
        self._arrivals = arrivals_template(identifying)
        self._candidates_whole = candidates_template(identifying)
        self._selectors = sorted(kind.name for kind in ontology.kinds.values() if kind.is_selector)
        self._affected = affected_template(identifying)
        self._compared_as = compared_as_template(identifying)

    async def view(self, ids: Iterable[str]) -> list[ResolvableRecord]:
        """Return the records with their linked selectors, in the order of their ids."""
        parts = [{"rids": part, "read": self._read} for part in batched(sorted(set(ids)))]
        return await self._resolvable(await self._read_parts(self._view, parts))

    async def affected_by(self, selector_ids: Iterable[str]) -> list[RecordId]:
        """Return the records whose linked selectors are among these."""
        parts = [{"rids": part} for part in batched(sorted(set(selector_ids)))]
        return list(dict.fromkeys(await self._read_parts(self._affected, parts)))

    async def otherwise_linked(self, ids: Iterable[str]) -> list[RecordId]:
        """Return which of these records are linked otherwise than when they were compared last, as far as is known."""
        parts = [{"rids": part} for part in batched(sorted(ids))]
        rows = await self._read_parts(self._compared_as, parts)
        return [rid for rid, known, rows in rows if known != linked_digest(linked_selectors(rows, self._key_classes))]

    async def arrivals(self, *, few: int, limit: int) -> Arrivals:
        """Return the follower's place and up to `limit` changes above it with their records, where these are few."""
        parameters = {"name": RESOLUTION, "kind": str(ChangeKind.RECORDS), "limit": limit, "few": few}
        [row] = await self._store.read(self._arrivals, {**parameters, "read": self._read, "selectors": self._selectors})
        changes = [change_of(change) for change in row["changes"] if change["seq"] is not None]
        if row["size"] > few:
            return Arrivals(position=row["position"], changes=(), found=None)
        records = await self._resolvable(row["records"])
        # Several records of one key come with the same groups.
        groups = {(r["n"]["key"], *group) for r in row["records"] for group in r["same"]}
        found = Found(
            records=records,
            owners={RecordId(rid) for r in row["records"] for rid in r["owners"]},
            same_key=await self._linked_by(records, sorted(groups)),
        )
        return Arrivals(position=row["position"], changes=changes, found=found)

    async def candidates_whole(
        self, blocks: Mapping[RecordId, BlockingKeys], *, changed: Iterable[RecordId]
    ) -> tuple[dict[RecordId, list[tuple[RecordId, int]]], list[ResolvableRecord]]:
        """Return what `candidates` does of records other than those changed, and these as they stand.

        Of more than one answer should hold, none comes along. Nothing is waited for: what was written a moment ago may
        not be in the index.
        """
        rows = _queries(blocks)
        if not rows:
            return {}, []
        parameters = {"rows": rows, "changed": sorted(changed), "read": self._read, "most": RECORDS_A_READ}
        [row] = await self._store.read(self._candidates_whole, parameters)
        found: dict[RecordId, list[tuple[RecordId, int]]] = {}
        for askers, rid, revision in row["members"]:
            for asker in dict.fromkeys(askers):
                found.setdefault(asker, []).append((rid, revision))
        return found, await self._resolvable(row["records"])

    async def indexed(self) -> None:
        """Return when all that was written before is found by its keys and words."""
        await self._store.read(_INDEXED, {})

    async def keys_in_use(self) -> AsyncIterator[list[StoredKeys]]:
        """Yield the keys of all records that have some: a pass over the whole store, some 10 us for a record."""
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
        await self.indexed()
        rows = _queries(blocks)
        found: dict[RecordId, dict[RecordId, int]] = {}
        for row in await self._read_parts(_CANDIDATES, [{"rows": part} for part in _by_their_size(rows)]):
            found.setdefault(row["rid"], {}).update((rid, revision) for rid, revision in row["members"])
        return {rid: list(members.items()) for rid, members in found.items()}

    async def judged_one(self, ids: Iterable[str]) -> list[tuple[RecordId, RecordId]]:
        """Return the pairs of which one of these records is an end and that some agency judged to be one."""
        rows = await self._read_parts(_JUDGED_ONE, [{"rids": part} for part in batched(sorted(set(ids)))])
        return sorted({(RecordId(left), RecordId(right)) for left, right in rows})

    async def matches_of(self, ids: Iterable[str]) -> list[StoredMatch]:
        """Return the match edges of these records."""
        rows = await self._read_parts(_MATCHES, [{"rids": part} for part in batched(sorted(set(ids)))])
        # An edge between two parts comes with both.
        found = {(row["left"], row["right"]): row for row in rows}
        return [stored_match(row) for row in found.values()]

    async def same_key_elsewhere(self, selectors: Sequence[ResolvableRecord]) -> LinkedByKey:
        """Return for each selector whom of other originators, with an equal key, it is linked to.

        The first one under each of their terms, and all of them, up to `MOST_TOLD`, where it is its own originator's
        first under its terms.
        """
        keys = sorted({(r.component, r.key) for r in selectors})
        rows = await self._read_parts(KEY_GROUPS, [{"rows": part} for part in batched(keys)])
        return await self._linked_by(selectors, rows)

    async def _linked_by(self, selectors: Sequence[ResolvableRecord], rows: Iterable[Sequence[Any]]) -> LinkedByKey:
        """Return the same by the groups of all keys as the store told them: key, originator, first, size, terms."""
        groups: dict[str, list[KeyGroup]] = {}
        for key, originator, first, size, cmp in rows:
            group = KeyGroup(originator=originator, first=first, size=size, compartment=cmp)
            groups.setdefault(key, []).append(group)
        firsts = first_ones(selectors, groups)
        asked = [{"rows": part, "most": equal_keys.MOST_TOLD} for part in holders_asked_for(firsts, groups)]
        holders: dict[str, list[Holders]] = {}
        for key, originator, rids, cmp in await self._read_parts(HOLDERS_OF_KEYS, asked):
            holders.setdefault(key, []).append(Holders(originator=originator, records=rids, compartment=cmp))
        pairs = [*linked_to_first(selectors, groups), *linked_to_all(firsts, holders)]
        return LinkedByKey(pairs=pairs, compartments=where_they_stood(groups, holders))

    async def _read_parts(self, statement: Template, parts: Sequence[Row]) -> list[Any]:
        """Run a read once for each set of parameters, two at a time, and return all rows in the order of the sets."""
        free = asyncio.Semaphore(_READS_AT_ONCE)

        async def read(parameters: Row) -> list[Row]:
            async with free:
                return await self._store.read(statement, parameters)

        return [row for rows in await asyncio.gather(*map(read, parts)) for row in rows]

    async def _resolvable(self, rows: Sequence[Row]) -> list[ResolvableRecord]:
        await self._registry.meet({row["n"]["cmp"] for row in rows})
        return [
            resolvable_record(row["n"], row["linked"], self._key_classes, self._uncompared(row["n"])) for row in rows
        ]

    def _uncompared(self, node: Row) -> Uncompared | None:
        stands = node["cmp"]
        if not self._registry.is_uncompared(stands):
            return None
        carries = any(mark in (node.get(name) or "") for name, mark in self._marks)
        return Uncompared(compartment=stands, compared=self._registry.compared(stands), carries=carries)


def resolvable_record(
    node: Row,
    linked: Sequence[Sequence[object]],
    key_classes: Mapping[str, PropertyClass],
    uncompared: Uncompared | None = None,
) -> ResolvableRecord:
    """Return a record as the resolver sees it.

    Args:
        node: its properties in the store.
        linked: its selectors as `[kind, key, link compartment, selector compartment]`.
        key_classes: the class of the key of each kind of selector.
        uncompared: where it stands before it is compared, if it was not.
    """
    return ResolvableRecord(
        id=node["rid"],
        compartment=node["cmp"],
        kind=node["kind"],
        originator=node["originator"],
        profile=node["profile"],
        parts=decode_parts(node),
        key=node["key"],
        component=node["component"],
        revision=node["revision"] or 0,
        linked=tuple(linked_selectors(linked, key_classes)),
        uncompared=uncompared,
        moves=node.get("moves") or 0,
        digest=node["digest"],
        linked_as=node["linked_as"],
    )


def _queries(blocks: Mapping[RecordId, BlockingKeys]) -> list[Row]:
    """Return what the index is asked for: the terms of each record, of many in several queries."""
    size = _TERMS_A_QUERY * TERM_BYTES
    return [
        {"rid": rid, "query": terms_text(keys.looks_for[start : start + size])}
        for rid, keys in sorted(blocks.items())
        for start in range(0, len(keys.looks_for), size)
    ]


def _by_their_size(queries: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield queries in parts of no more records and terms than one read holds."""
    part: list[Row] = []
    size = 0
    for query in queries:
        terms = len(query["query"]) // (2 * TERM_BYTES + 1) + 1
        if part and (len(part) == RECORDS_A_READ or size + terms > _TERMS_A_READ):
            yield part
            part, size = [], 0
        part.append(query)
        size += terms
    if part:
        yield part


def _stored_keys(row: Row) -> StoredKeys:
    return StoredKeys(
        id=row["rid"],
        originator=row["originator"],
        revision=row["revision"] or 0,
        found_by=read_terms(row["blocks"]),
        selector=row["selector"],
    )


def _whole(identifying: str) -> str:
    """Return the projection of a record `n` as it is compared."""
    return (
        "n: {rid: n.rid, cmp: n.cmp, moves: n.moves, kind: n.kind, originator: n.originator, profile: n.profile, "
        f"key: n.key, {_PARTS}, component: n.component, revision: n.revision, digest: n.digest, "
        f"linked_as: n.linked_as}}, linked: {linked_rows(identifying)}"
    )


def _view_template(identifying: str) -> Template:
    return Template(
        name="resolvable_records",
        access=Access.SYSTEM,
        text=f"UNWIND $p.rids AS rid MATCH (n:Record {{rid: rid}}) RETURN collect({{{_whole(identifying)}}}) AS rows",
    )


# What waits behind the follower's place: `changes`, in which those of other kinds name no records, and how many it is.
_WAITING = """OPTIONAL MATCH (f:Follower {name: $p.name})
    WITH coalesce(f.seq, 0) AS position
    OPTIONAL MATCH (c:Change) WHERE c.seq > position AND c.seq <= position + $p.limit
    WITH position, c ORDER BY c.seq
    WITH position, c, CASE WHEN c.kind = $p.kind THEN c.rids ELSE [] END AS rids
    WITH position, collect({seq: c.seq, kind: c.kind, rids: rids}) AS changes
    WITH position, changes, reduce(n = 0, x IN changes | n + coalesce(size(x.rids), 0)) AS size"""


def arrivals_template(identifying: str) -> Template:
    """Return the read of what waits with all that its resolution begins with: one round trip for one more record."""
    return Template(
        name="arrivals",
        access=Access.SYSTEM,
        text=f"""
    {_WAITING}
    CALL (changes, size) {{
      UNWIND CASE WHEN size <= $p.few THEN changes ELSE [] END AS change
      WITH change WHERE change.kind = $p.kind
      UNWIND change.rids AS rid
      WITH DISTINCT rid
      MATCH (n:Record {{rid: rid}})
      USING INDEX n:Record(rid)
      CALL (n) {{
        WITH n WHERE n.key IS NOT NULL
        MATCH (o:Record {{component: n.component}})
        USING INDEX o:Record(component)
        WHERE o.key = n.key
        WITH o.originator AS originator, o.cmp AS cmp, min([o.received, o.rid]) AS first, count(o) AS size
        RETURN collect([originator, first[1], size, cmp]) AS same
      }}
      WITH n, same,
        CASE WHEN n.kind IN $p.selectors THEN [(n)<-[:{identifying}]-(o:Record) | o.rid] ELSE [] END AS owners
      RETURN collect({{{_whole(identifying)}, same: same, owners: owners}}) AS records
    }}
    RETURN position, CASE WHEN size <= $p.few THEN changes ELSE [] END AS changes, size, records
    """,
    )


def candidates_template(identifying: str) -> Template:
    """Return the read of a few records' candidates as they stand."""
    return Template(
        name="candidates_whole",
        access=Access.SYSTEM,
        text=f"""
    UNWIND $p.rows AS row
    CALL db.index.fulltext.queryNodes('blocks', row.query) YIELD node AS n
    WITH n, row.rid AS asker WHERE NOT n.rid IN $p.changed
    WITH n, collect(asker) AS askers
    WITH collect(n) AS nodes, collect([askers, n.rid, n.revision]) AS members
    CALL (nodes) {{
      UNWIND CASE WHEN size(nodes) <= $p.most THEN nodes ELSE [] END AS n
      WITH n
      RETURN collect({{{_whole(identifying)}}}) AS records
    }}
    RETURN members, records
    """,
    )
