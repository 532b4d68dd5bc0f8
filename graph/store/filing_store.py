"""Keeps which filed selectors are held: their agency is told of no linkage of theirs before a supervisor has looked.

Marks alone, by record id and check: no value.
"""

from collections.abc import Iterable

from graph.records import RecordId
from graph.store.changes import ChangeKind, append_change, lock_changes
from graph.store.connection import Store, Transaction
from graph.store.cypher import Access, template

_HOLD = template(
    "hold_filed",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MERGE (h:HeldRecord {rid: row[0]}) ON MATCH SET h.again = true
    SET h.check = $p.check, h.member = row[1]
    """,
)
# The lock as above: a release that comes first leaves nothing to follow.
_HOLD_USERS = template(
    "hold_users",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (h:HeldRecord {rid: row[1]})
    MATCH (c:CrossCheck {id: h.check, state: 'held'})
    SET c.locked = true
    WITH row[0] AS user, h, c WHERE c.state = 'held'
    MERGE (u:HeldRecord {rid: user}) ON CREATE SET u.check = h.check, u.member = h.member
    """,
)
_STANDING = template(
    "standing_filed",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (h:HeldRecord {rid: row[0], member: row[1]})
    MATCH (c:CrossCheck {id: h.check})
    WITH DISTINCT c ORDER BY c.id
    // The lock first: a release takes it before it deletes the marks.
    SET c.locked = true
    WITH count(c) AS locked
    UNWIND $p.rows AS row
    MATCH (h:HeldRecord {rid: row[0], member: row[1]})
    MATCH (:CrossCheck {id: h.check, state: 'held'})
    SET h.again = true
    RETURN collect({rid: h.rid, check: h.check}) AS rows
    """,
)
# What stands keeps its mark, since its writing may have come through before it failed; so does what was filed again.
_UNDO = template(
    "undo_hold_filed",
    Access.WRITE,
    """
    MATCH (c:CrossCheck {id: $p.check}) SET c.locked = true
    WITH c WHERE c.state = 'held'
    CALL (c) {
      MATCH (h:HeldRecord {check: c.id})
      WHERE h.again IS NULL AND NOT EXISTS { MATCH (:Record {rid: h.rid}) }
      DELETE h
      RETURN count(*) AS gone
    }
    WITH c WHERE NOT EXISTS { MATCH (:HeldRecord {check: c.id}) }
    DELETE c
    """,
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
    CALL () {
      MATCH (h:HeldRecord {check: $p.check})
      WITH h, h.rid AS rid
      DELETE h
      RETURN collect(rid) AS freed
    }
    CALL (counter) {
      MATCH (x:Notice {held: $p.check})
      WITH counter, x ORDER BY x.seq
      SET counter.n = counter.n + 1, x.seq = counter.n REMOVE x.held
      RETURN count(*) AS told
    }
    RETURN freed
    """,
)
_FORGET = template("forget_held", Access.WRITE, "UNWIND $p.rids AS rid MATCH (h:HeldRecord {rid: rid}) DELETE h")


async def hold_filed(tx: Transaction, check_id: str, filed: Iterable[tuple[str, str]]) -> None:
    """Mark selectors, filed or about to be, as held under a check.

    Args:
        tx: the transaction.
        check_id: the check.
        filed: record ids, each with the keyed hash of its number.
    """
    await tx.run(_HOLD, {"check": check_id, "rows": [list(pair) for pair in sorted(set(filed))]})


async def hold_users(tx: Transaction, pairs: Iterable[tuple[str, str]]) -> None:
    """Hold who is linked to a held number with it: what is told of them tells whose number it is.

    Call it under the agency's lock.

    Args:
        tx: the transaction.
        pairs: record ids, the user's and the number's.
    """
    await tx.run(_HOLD_USERS, {"rows": [list(pair) for pair in sorted(set(pairs))]})


async def standing_holds(tx: Transaction, filed: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return of those of these selectors that are held already, with the same number, the check.

    Call it under the agency's lock. What it returns is filed once more: it stays held, whatever becomes of the first.
    """
    pairs = dict(filed)
    rows = await tx.run(_STANDING, {"rows": [list(pair) for pair in sorted(pairs.items())]})
    return {(row["rid"], pairs[row["rid"]]): str(row["check"]) for row in rows}


async def undo_hold(tx: Transaction, check_id: str) -> None:
    """Take back what a check holds of records that were not written after all, and the check if nothing is left.

    Call it under the agency's lock. It waits for what is being written.
    """
    await lock_changes(tx)
    await tx.run(_UNDO, {"check": check_id})


async def held_filings(store: Store, ids: Iterable[str]) -> dict[RecordId, str]:
    """Return of those of these records that are held, or are linked to a held selector, the check.

    For the notice matcher alone.
    """
    rows = await store.read(_HELD, {"rids": sorted(set(ids))})
    return {RecordId(row["rid"]): str(row["check"]) for row in rows}


async def free_filed(tx: Transaction, check_id: str) -> None:
    """Free what a check holds: its notices are told from now on, as new ones, and claims are followed through it."""
    [row] = await tx.run(_FREE, {"check": check_id})
    await append_change(tx, ChangeKind.NOTICE, [])
    if row["freed"]:
        await append_change(tx, ChangeKind.RECORDS, sorted(row["freed"]))


async def forget_held(tx: Transaction, ids: Iterable[str]) -> None:
    """Delete the marks of records that are gone."""
    await tx.run(_FORGET, {"rids": sorted(set(ids))})
