"""What the resolver writes in a step's transaction: on resolved records, match edges, components."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.blocks import BlockingKeys, terms_text
from graph.matches import Match, decode_evidence, decode_ways, encode_evidence, encode_ways
from graph.ontology import PropertyClass
from graph.records import RecordId
from graph.store.connection import Row, Transaction
from graph.store.cypher import Access, template
from graph.store.schema.schema_statements import SEARCH_CLASSES


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncompared:
    """The state of a record that is nobody else's before it is compared.

    `compartment`: where it stands till then; `compared`: and then. `carries`: selectors stand on it.
    """

    compartment: int
    compared: int
    carries: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedRecord:
    """What the resolver writes on a record. `is_new`: it was never resolved, so it has no texts yet.

    With `uncompared` it is opened to others as its terms say. `digest`: of what it said when it was read; a record
    that was filed anew since keeps the words and keys that filing left it, and opens nothing. `linked_as`: the digest
    of the selectors with which it was compared; `None` where it was compared with nobody.
    """

    id: RecordId
    blocks: BlockingKeys
    texts: Mapping[PropertyClass, str | None]
    is_new: bool
    digest: str
    uncompared: Uncompared | None = None
    linked_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMatch:
    """A match edge as the resolver wrote it.

    `positive`: with all evidence; `telling`: with all of it left to review, though of one document; `reviewable`: some
    view leaves it to review; `joins`: some view may make it a match, where it was just found, which is not stored;
    `compared`: the digests of what its two records said, where it was just found. `stood`: the compartments of the two
    as it was announced last, each with how often its record had moved into another one by then; `None` where an older
    version announced it, or nobody.
    """

    match: Match
    positive: bool
    reviewable: bool
    telling: bool = False
    joins: bool = False
    compared: tuple[str, str] | None = None
    stood: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What more follows from of a record that was compared.

    `digest`: of what it said; `keys`: of the selectors linked to it that spoke for it, without their kinds.
    """

    digest: str
    keys: frozenset[str] = frozenset()

    def as_row(self) -> list[object]:
        """Return what the store is asked by."""
        return [self.digest, sorted(self.keys)]


WRITE_RESOLVED = """
    MATCH (n:Record {rid: row.rid})
    USING INDEX n:Record(rid)
    SET n.revision = $p.seq
    FOREACH (_ IN CASE WHEN n.digest = row.digest THEN [0] ELSE [] END |
      SET n.blocks = row.blocks, n.linked_as = row.linked_as, n += row.texts
      FOREACH (cmp IN CASE WHEN n.cmp = row.new[0] THEN [row.new[1]] ELSE [] END | SET n.cmp = cmp))
    WITH n, row WHERE row.is_new
    MATCH (n)-[m:MATCH]-()
    DELETE m
"""
"""Writes keys and words on the resolved record of a row, and opens it if it was not compared before.

Nothing of it where the record reads otherwise than when it was read, nor is it opened where it stands elsewhere. What
was never resolved has no matches yet: one that it has is of a record of its name that was withdrawn.
"""
PUT_MATCH = """
    MATCH (a:Record {rid: row.left})
    MATCH (b:Record {rid: row.right})
    WHERE row.compared IS NULL OR (a.digest = row.compared[0] AND b.digest = row.compared[1])
    MERGE (a)-[m:MATCH]->(b)
    SET m.evidence = row.evidence, m.ways = row.ways, m.positive = row.positive, m.telling = row.telling,
      m.review = row.review, m.stood = row.stood
"""
"""Writes the match edge of a row, unless one of the two says otherwise than when they were compared: it comes up next.

No lock is needed for that. What is withdrawn meanwhile takes the edge along, and what is corrected drops it.
"""
_SET_RESOLVED = template("set_resolved", Access.WRITE, f"UNWIND $p.rows AS row {WRITE_RESOLVED}")
_PUT_MATCHES = template("put_matches", Access.WRITE, f"UNWIND $p.rows AS row {PUT_MATCH}")
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
# In the order of their ids. What is read behind the lock stands until the transaction ends: selectors have one as well,
# as their own filing takes none of whoever is linked to them.
_FILED_SINCE_READ = template(
    "filed_since_read",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (n:Record {rid: row[0]})
    SET n.holding = true
    REMOVE n.holding
    WITH n, row
    CALL (n, row) {
      WITH n WHERE size(row[2]) > 0
      MATCH (n)-[r]->(s:Record) WHERE type(r) IN $p.identifying
      SET s.holding = true
      REMOVE s.holding
      WITH s
      RETURN collect(substring(s.key, size(s.kind) + 1)) AS keys
    }
    WITH n, row, keys WHERE n.digest <> row[1] OR any(key IN row[2] WHERE NOT key IN keys)
    RETURN collect(n.rid) AS rids
    """,
)
_COMPONENT_SIZES = template(
    "component_sizes",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid})
    WITH n.component AS component, collect(rid) AS rids
    RETURN collect([rids, component, COUNT { MATCH (m:Record {component: component}) USING INDEX m:Record(component) }])
      AS rows
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


async def filed_since_read(
    tx: Transaction, read: Mapping[RecordId, Compared], *, identifying: Collection[str]
) -> frozenset[RecordId]:
    """Return which of these records stand otherwise than when they were read, and hold all to the end.

    One says something else, by its digest, or a selector that spoke for it does, or is linked to it no more.

    Args:
        tx: the transaction.
        read: what was compared of them.
        identifying: the types of the links by which selectors speak for a record.
    """
    if not read:
        return frozenset()
    rows = [[rid, *compared.as_row()] for rid, compared in sorted(read.items())]
    [row] = await tx.run(_FILED_SINCE_READ, {"rows": rows, "identifying": sorted(identifying)})
    return frozenset(row["rids"])


async def put_resolved(tx: Transaction, records: Sequence[ResolvedRecord], *, revision: int) -> None:
    """Write search texts and blocking keys of resolved records, and open those that waited to be compared."""
    await tx.run(_SET_RESOLVED, {"rows": resolved_rows(records), "seq": revision})


def resolved_rows(records: Iterable[ResolvedRecord]) -> list[Row]:
    """Return the rows that are written on resolved records."""
    return [
        {
            "rid": r.id,
            "blocks": terms_text(r.blocks.found_by) or None,
            "texts": _text_properties(r),
            "digest": r.digest,
            "linked_as": r.linked_as,
            "is_new": r.is_new,
            "new": [r.uncompared.compartment, r.uncompared.compared] if r.uncompared else None,
        }
        for r in records
    ]


def opened_carriers(records: Iterable[ResolvedRecord]) -> list[RecordId]:
    """Return the records that are opened with selectors on them, whose hits may be told from then on."""
    return sorted(r.id for r in records if r.uncompared is not None and r.uncompared.carries)


def _text_properties(record: ResolvedRecord) -> dict[str, str | None]:
    """Return the search texts to set; what a known record no longer has is set to null, which removes it."""
    texts = record.texts
    if record.is_new:
        return {name: text for c, name in _TEXT_NAMES if (text := texts.get(c)) is not None}
    return {name: texts.get(c) for c, name in _TEXT_NAMES}


_TEXT_NAMES = tuple((c, f"text_{c}") for c in SEARCH_CLASSES)


async def put_matches(tx: Transaction, matches: Sequence[StoredMatch]) -> None:
    """Write match edges; a pair has one."""
    await tx.run(_PUT_MATCHES, {"rows": match_rows(matches)})


def match_rows(matches: Iterable[StoredMatch]) -> list[Row]:
    """Return the rows of match edges, in the order of their pairs."""
    return [
        {
            "left": m.match.left_id,
            "right": m.match.right_id,
            "evidence": encode_evidence(m.match.evidence),
            "ways": encode_ways(m.match.ways),
            "positive": m.positive,
            "telling": m.telling or None,  # few are: the others carry nothing
            "review": m.reviewable,
            "compared": m.compared and list(m.compared),
            "stood": m.stood and list(m.stood),
        }
        for m in sorted(matches, key=lambda m: (m.match.left_id, m.match.right_id))
    ]


def stored_match(row: Row) -> StoredMatch:
    """Return the match of an edge, whose properties stand in a row beside the ids of its ends."""
    evidence, ways = decode_evidence(row["evidence"]), decode_ways(row["ways"])
    return StoredMatch(
        match=Match(left_id=row["left"], right_id=row["right"], evidence=evidence, ways=ways),
        positive=row["positive"],
        reviewable=row["review"],
        telling=bool(row["telling"]),
        stood=tuple(row["stood"]) if row["stood"] else None,
    )


async def drop_matches(tx: Transaction, pairs: Sequence[tuple[str, str]]) -> None:
    """Delete the match edges of pairs that no longer have evidence; judgements stay."""
    await tx.run(_DROP_MATCHES, {"rows": [list(pair) for pair in sorted(pairs)]})


async def component_sizes(tx: Transaction, ids: Iterable[str]) -> dict[RecordId, tuple[int, int]]:
    """Return component and size of component of each record, within a transaction that holds the follower's lock."""
    rows: list[Any] = list(await tx.run(_COMPONENT_SIZES, {"rids": sorted(set(ids))}))
    return {RecordId(rid): (component, size) for rids, component, size in rows for rid in rids}


async def relabel_components(tx: Transaction, moves: Mapping[int, int]) -> None:
    """Move whole components: from the key to the value."""
    await tx.run(_RELABEL, {"rows": [[a, b] for a, b in sorted(moves.items())]})
