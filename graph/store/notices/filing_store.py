"""Keeps which filed selectors are held: their agency is told of no linkage of theirs before a supervisor has looked.

Marks alone, by record id and check: no value.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from graph.records import RecordId
from graph.store.changes import ChangeKind, append_change, lock_changes
from graph.store.connection import Store, Transaction
from graph.store.cypher import Access, template
from graph.store.notices.linked_beside import linked_beside_told
from graph.store.notices.telling import TOLD_ANEW, telling_times

# What holds a record: its own mark, and from the second check on a relationship to each further one.
_LOCK_MARKS = template(
    "lock_marks",
    Access.WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (h:HeldRecord {rid: rid})
    UNWIND [h.check] + [(h)-[:HELD_BY]->(x:CrossCheck) | x.id] AS id
    MATCH (c:CrossCheck {id: id})
    WITH c, collect(DISTINCT rid) AS rids ORDER BY c.id
    // The lock first: a release takes it before it deletes the marks.
    SET c.locked = true
    WITH c, rids WHERE c.state = 'held'
    UNWIND rids AS rid
    RETURN collect(DISTINCT rid) AS rows
    """,
)
_HOLD = template(
    "hold_filed",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MERGE (h:HeldRecord {rid: row[0]})
    ON CREATE SET h.check = $p.check, h.member = row[1]
    ON MATCH SET h.again = true
    WITH row, h WHERE h.check <> $p.check
    MATCH (c:CrossCheck {id: $p.check})
    MERGE (h)-[x:HELD_BY]->(c) ON CREATE SET x.member = row[1]
    """,
)
_HOLD_USERS = template(
    "hold_users",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (h:HeldRecord {rid: row[1]})
    OPTIONAL MATCH (n:Record {rid: row[1]})
    UNWIND [[h.check, h.member]] + [(h)-[x:HELD_BY]->(f:CrossCheck) | [f.id, x.member]] AS mark
    MATCH (c:CrossCheck {id: mark[0], state: 'held'})
    MERGE (u:HeldRecord {rid: row[0]}) ON CREATE SET u.check = c.id, u.member = mark[1]
    FOREACH (_ IN CASE WHEN u.check <> c.id THEN [1] ELSE [] END |
      MERGE (u)-[y:HELD_BY]->(c) ON CREATE SET y.member = mark[1])
    RETURN collect(DISTINCT {cmp: n.cmp, check: c.id}) AS rows
    """,
)
_USERS = template(
    "users_of_held",
    Access.READ_IN_WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (:Record {rid: rid})<-[r]-(u:Record) WHERE r.lid IS NOT NULL AND type(r) IN $p.types
    RETURN collect(DISTINCT [u.rid, rid]) AS rows
    """,
)
# Without a mark so far a record shows its claims: what its agency saw of them must not change as it is held.
_KEEP_TOLD = template(
    "keep_told_seals",
    Access.WRITE,
    """
    UNWIND $p.rids AS rid
    WITH rid WHERE NOT EXISTS { MATCH (:HeldRecord {rid: rid}) }
    MATCH (z:Seal {record: rid})
    SET z.told = true
    """,
)
_ANY = template("holds_any", Access.SYSTEM, "MATCH (h:HeldRecord) RETURN count(h) > 0 AS found")
_STANDING = template(
    "standing_filed",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (h:HeldRecord {rid: row[0]})
    UNWIND [[h.check, h.member]] + [(h)-[x:HELD_BY]->(f:CrossCheck) | [f.id, x.member]] AS mark
    WITH row, h, mark WHERE mark[1] = row[1]
    MATCH (c:CrossCheck {id: mark[0], state: 'held'})
    WITH h, min(c.id) AS check
    SET h.again = true
    RETURN collect({rid: h.rid, check: check}) AS rows
    """,
)
# What stands keeps its mark, since its writing may have come through before it failed; so does what was filed again,
# or is held by another check as well.
_UNDO = template(
    "undo_hold_filed",
    Access.WRITE,
    """
    MATCH (c:CrossCheck {id: $p.check}) SET c.locked = true
    WITH c WHERE c.state = 'held'
    CALL (c) {
      MATCH (h:HeldRecord {check: c.id})
      WHERE h.again IS NULL AND NOT EXISTS { MATCH (:Record {rid: h.rid}) } AND NOT EXISTS { (h)-[:HELD_BY]->() }
      DELETE h
      RETURN count(*) AS gone
    }
    WITH c WHERE NOT EXISTS { MATCH (:HeldRecord {check: c.id}) } AND NOT EXISTS { (c)<-[:HELD_BY]-() }
    DELETE c
    """,
)


def holding_checks(record_id: str) -> str:
    """Return the expression for the checks that hold a record or a selector linked to it, one for each mark.

    Args:
        record_id: an expression for the record's id.
    """
    return f"""COLLECT {{
      MATCH (n:Record {{rid: {record_id}}})
      WITH [n.rid] + CASE WHEN n.key IS NULL
        THEN [(n)-[r]-(s:Record) WHERE r.lid IS NOT NULL AND s.key IS NOT NULL | s.rid] ELSE [] END AS near
      UNWIND near AS place
      MATCH (h:HeldRecord {{rid: place}})
      RETURN h.check
    }}"""


_HELD = template(
    "held_filings",
    Access.SYSTEM,
    f"""
    UNWIND $p.rids AS rid
    WITH rid, head({holding_checks("rid")}) AS check WHERE check IS NOT NULL
    RETURN collect({{rid: rid, check: check}}) AS rows
    """,
)
# Releases run one after the other from here on: the next check of a record is not released meanwhile.
_FREE_FURTHER = template(
    "free_further",
    Access.WRITE,
    """
    MATCH (counter:Counter {name: 'notice'}) SET counter.locked = true
    WITH counter
    MATCH (:CrossCheck {id: $p.check})<-[x:HELD_BY]-()
    DELETE x
    """,
)
_PASS_ON = template(
    "pass_held_on",
    Access.WRITE,
    """
    MATCH (h:HeldRecord {check: $p.check})-[x:HELD_BY]->(c:CrossCheck)
    WITH h, x, c ORDER BY c.id
    WITH h, head(collect({mark: x, check: c.id})) AS next
    WITH h, next.mark AS mark, next.check AS check
    SET h.check = check, h.member = mark.member
    DELETE mark
    """,
)
_FREE = template(
    "free_filed",
    Access.WRITE,
    """
    MATCH (h:HeldRecord {check: $p.check})
    WITH h, h.rid AS rid
    DELETE h
    RETURN collect(rid) AS rows
    """,
)
_HELD_FROM = template(
    "held_from",
    Access.READ_IN_WRITE,
    "MATCH (x:Notice {held: $p.check}) RETURN collect(DISTINCT x.agency) AS rows",
)
_TELL = template(
    "tell_freed",
    Access.WRITE,
    f"""
    MATCH (counter:Counter {{name: 'notice'}})
    MATCH (x:Notice {{held: $p.check}})
    WITH counter, x, head({holding_checks("x.own")}) AS further ORDER BY x.seq
    SET x.held = further
    WITH counter, x, further WHERE further IS NULL
    {TOLD_ANEW}
    RETURN collect(DISTINCT x.agency) AS rows
    """,
)
_FORGET = template("forget_held", Access.WRITE, "UNWIND $p.rids AS rid MATCH (h:HeldRecord {rid: rid}) DETACH DELETE h")


async def hold_filed(tx: Transaction, check_id: str, filed: Iterable[tuple[str, str]]) -> None:
    """Mark selectors, filed or about to be, as held under a check; what others hold already they go on holding.

    Call it under the agency's lock.

    Args:
        tx: the transaction.
        check_id: the check, which is there.
        filed: record ids, each with the keyed hash of its number.
    """
    rows = [list(pair) for pair in sorted(set(filed))]
    rids = [rid for rid, _ in rows]
    await tx.run(_LOCK_MARKS, {"rids": rids})
    await tx.run(_KEEP_TOLD, {"rids": rids})
    await tx.run(_HOLD, {"check": check_id, "rows": rows})


async def hold_users(tx: Transaction, pairs: Iterable[tuple[str, str]]) -> list[tuple[int | None, str]]:
    """Hold who is linked to a held number with it: what is told of them tells whose number it is.

    Call it under the agency's lock.

    Args:
        tx: the transaction.
        pairs: record ids, the user's and the number's.

    Returns:
        The compartments of those of these numbers that are held, each with a check; `None` where it is not written yet.
    """
    wanted = sorted(set(pairs))
    marked: Sequence[Any] = await tx.run(_LOCK_MARKS, {"rids": sorted({rid for pair in wanted for rid in pair})})
    held = set(marked)
    rows = [[user, number] for user, number in wanted if number in held]
    if not rows:
        return []
    await tx.run(_KEEP_TOLD, {"rids": sorted({user for user, _ in rows})})
    return [(row["cmp"], str(row["check"])) for row in await tx.run(_HOLD_USERS, {"rows": rows})]


async def holds_any(store: Store) -> bool:
    """Return whether anything is held, of whatever agency: the store counts that without looking."""
    [row] = await store.read(_ANY, {})
    return bool(row["found"])


async def hold_standing_users(tx: Transaction, ids: Iterable[str], link_types: Iterable[str]) -> None:
    """Hold who is linked already, by links of these types, to numbers that are held from now on.

    Call it under the agency's lock.
    """
    found: Sequence[Any] = await tx.run(_USERS, {"rids": sorted(set(ids)), "types": sorted(link_types)})
    await hold_users(tx, ((user, number) for user, number in found))


async def standing_holds(tx: Transaction, filed: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return of those of these selectors that are held already, with the same number, the check.

    Call it under the agency's lock. What it returns is filed once more: it stays held, whatever becomes of the first.
    """
    pairs = dict(filed)
    await tx.run(_LOCK_MARKS, {"rids": sorted(pairs)})
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

    For those who make, end or read the notices of these records, whose own agency sees that they are held.
    """
    rows = await store.read(_HELD, {"rids": sorted(set(ids))})
    return {RecordId(row["rid"]): str(row["check"]) for row in rows}


async def free_filed(tx: Transaction, check_id: str, *, at: datetime) -> None:
    """Free what a check alone holds: its notices are told at `at`, as new ones, and claims are followed through it.

    What another check holds as well stays held, by that one.
    """
    await tx.run(_FREE_FURTHER, {"check": check_id})
    await tx.run(_PASS_ON, {"check": check_id})
    freed: Sequence[Any] = await tx.run(_FREE, {"check": check_id})
    agencies: Sequence[Any] = await tx.run(_HELD_FROM, {"check": check_id})
    times = await telling_times(tx, agencies, at)
    told: Sequence[Any] = await tx.run(_TELL, {"check": check_id, "told": times})
    await append_change(tx, ChangeKind.NOTICE, [], agencies=told)
    if freed:
        await append_change(tx, ChangeKind.RECORDS, sorted(freed))
    if beside := await linked_beside_told(tx, freed):
        await append_change(tx, ChangeKind.LINKAGE, beside)


async def forget_held(tx: Transaction, ids: Iterable[str]) -> None:
    """Delete the marks of records that are gone."""
    await tx.run(_FORGET, {"rids": sorted(set(ids))})
