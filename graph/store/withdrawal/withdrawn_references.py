"""Says what was withdrawn or erased, by its recalls: a later file brings nothing of that back."""

from collections.abc import Iterable

from graph.records import Link, LinkId, RecordId
from graph.store.connection import Transaction
from graph.store.cypher import Access, template

# Asked in every batch of a file, and of most agencies nothing more.
_WITHDREW_ANYTHING = template(
    "withdrew_anything",
    Access.READ_IN_WRITE,
    "RETURN EXISTS { MATCH (c:Recall {originator: $p.originator}) } AS found",
)
_WITHDRAWN = template(
    "withdrawn_references",
    Access.READ_IN_WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (c:Recall {record: rid})
    WHERE NOT c.cause IN ['narrowed', 'corrected'] AND NOT EXISTS { MATCH (:Record {rid: rid}) }
    RETURN collect(DISTINCT rid) AS rids
    """,
)
# A link of the same id that leads elsewhere is another statement: its originator corrected what it withdrew.
_WITHDRAWN_LINKS = template(
    "withdrawn_links",
    Access.READ_IN_WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (c:Recall {record: row.lid}) WHERE c.ends = row.ends
      AND NOT EXISTS { MATCH (:Record {rid: row.ends[0]})-[r]->(:Record {rid: row.ends[1]}) WHERE r.lid = row.lid }
    RETURN collect(DISTINCT [row.lid, row.ends[0], row.ends[1]]) AS places
    """,
)
# What nobody was told of goes; what somebody is to answer stays as a notice, and says no more what the link joined.
_FORGET_LINKS = template(
    "forget_withdrawn_links",
    Access.WRITE,
    """
    MATCH (c:Recall {originator: $p.originator}) WHERE any(rid IN c.ends WHERE rid IN $p.rids)
    SET c.ends = []
    WITH c WHERE NOT EXISTS { MATCH (:RecallNotice {recall: c.id}) }
    DELETE c
    """,
)


async def withdrew_anything(tx: Transaction, originator: str) -> bool:
    """Return whether an originator ever recalled anything: most have not, and need not be asked about each id."""
    [row] = await tx.run(_WITHDREW_ANYTHING, {"originator": originator})
    return bool(row["found"])


async def withdrawn_among(tx: Transaction, rids: Iterable[str]) -> frozenset[RecordId]:
    """Return those of an originator's ids whose record was withdrawn or erased, and was not filed again since."""
    [row] = await tx.run(_WITHDRAWN, {"rids": sorted(rids)})
    return frozenset(row["rids"])


async def withdrawn_links_among(tx: Transaction, links: Iterable[Link]) -> frozenset[LinkId]:
    """Return those of an originator's links that were withdrawn between the same records, and not filed again since."""
    return frozenset(lid for lid, _, _ in await withdrawn_places_among(tx, links))


async def withdrawn_places_among(
    tx: Transaction, links: Iterable[Link]
) -> frozenset[tuple[LinkId, RecordId, RecordId]]:
    """Return ids, sources and targets of those of an originator's links that were withdrawn and not filed again since.

    Several links may come with one id, at most one between the same records.
    """
    rows = [{"lid": link.id, "ends": [link.source_id, link.target_id]} for link in links]
    [row] = await tx.run(_WITHDRAWN_LINKS, {"rows": rows})
    return frozenset((LinkId(lid), RecordId(source), RecordId(target)) for lid, source, target in row["places"])


async def forget_links(tx: Transaction, originator: str, rids: Iterable[str]) -> None:
    """Keep no longer which withdrawn links of an originator led to these records of its, which are erased."""
    await tx.run(_FORGET_LINKS, {"originator": originator, "rids": sorted(rids)})
