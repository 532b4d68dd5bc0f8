"""Keeps which filed selectors are held: their agency is told of no linkage of theirs before a supervisor has looked.

Marks alone, by record id and check: no value.
"""

from collections.abc import Iterable

from graph.records import RecordId
from graph.store.changes import ChangeKind, append_change
from graph.store.connection import Store, Transaction
from graph.store.cypher import Access, template

_HOLD = template(
    "hold_filed",
    Access.WRITE,
    "UNWIND $p.rids AS rid MERGE (h:HeldRecord {rid: rid}) SET h.check = $p.check",
)
_HELD = template(
    "held_filings",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid})
    WITH n, [n.rid] + CASE WHEN n.key IS NULL
      THEN [(n)-[r]-(s:Record) WHERE r.lid IS NOT NULL AND s.key IS NOT NULL | s.rid] ELSE [] END AS near
    UNWIND near AS place
    MATCH (h:HeldRecord {rid: place})
    RETURN collect({rid: n.rid, check: h.check}) AS rows
    """,
)
_FREE = template(
    "free_filed",
    Access.WRITE,
    """
    MATCH (counter:Counter {name: 'notice'}) SET counter.locked = true
    WITH counter
    CALL () { MATCH (h:HeldRecord {check: $p.check}) DELETE h RETURN count(*) AS freed }
    WITH counter
    MATCH (x:Notice {held: $p.check})
    WITH counter, x ORDER BY x.seq
    SET counter.n = counter.n + 1, x.seq = counter.n REMOVE x.held
    """,
)
_FORGET = template("forget_held", Access.WRITE, "UNWIND $p.rids AS rid MATCH (h:HeldRecord {rid: rid}) DELETE h")


async def hold_filed(tx: Transaction, check_id: str, ids: Iterable[str]) -> None:
    """Mark selectors, filed or about to be, as held under a check."""
    await tx.run(_HOLD, {"check": check_id, "rids": sorted(set(ids))})


async def held_filings(store: Store, ids: Iterable[str]) -> dict[RecordId, str]:
    """Return of those of these records that are held, or are linked to a held selector, the check.

    For the notice matcher alone.
    """
    rows = await store.read(_HELD, {"rids": sorted(set(ids))})
    return {RecordId(row["rid"]): str(row["check"]) for row in rows}


async def free_filed(tx: Transaction, check_id: str) -> None:
    """Free what a check holds: its notices are told from now on, as new ones."""
    await tx.run(_FREE, {"check": check_id})
    await append_change(tx, ChangeKind.NOTICE, [])


async def forget_held(tx: Transaction, ids: Iterable[str]) -> None:
    """Delete the marks of records that are gone."""
    await tx.run(_FORGET, {"rids": sorted(set(ids))})
