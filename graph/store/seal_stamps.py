"""Stamps records by the claims and seals that stand on them: with their compartment, their role, and what closes them.

What is written, withdrawn or sealed is stamped in its own transaction; links and selectors have to follow.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from graph.compartments import CompartmentKey
from graph.records import SubjectRole
from graph.store.compartment_registry import CompartmentRegistry
from graph.store.connection import Row, Transaction
from graph.store.cypher import Access, template

_TAKE = template(
    "take_for_sealing",
    Access.WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid}) SET n.sealing = true
    RETURN n.rid AS rid, n.originator AS originator, n.profile AS profile, n.kind AS kind, n.role AS role,
      n.filed_role AS filed_role, n.revision IS NULL AS new,
      EXISTS { MATCH (c:Claim {agency: n.originator})
        WHERE c.raised = true AND c.lifted_at IS NULL AND n.rid IN c.records } AS own,
      EXISTS { MATCH (z:Seal {record: n.rid}) WHERE z.state = 'sealed' } AS claimed ORDER BY rid
    """,
)
_STAMP = template(
    "stamp_sealed",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (n:Record {rid: row.rid})
    SET n.cmp = row.cmp, n.role = row.role, n.seal = row.seal, n.filed_role = row.filed_role, n.sealing = null
    """,
)
# Few claims were raised by one agency, and each names a handful.
_CLAIMED_AMONG = template(
    "claimed_among",
    Access.READ_IN_WRITE,
    """
    UNWIND $p.agencies AS agency
    MATCH (c:Claim {agency: agency}) WHERE c.raised = true AND c.lifted_at IS NULL
    UNWIND c.records AS rid
    WITH DISTINCT rid WHERE rid IN $p.rids
    RETURN collect(rid) AS rows
    """,
)
_SEALED_AMONG = template(
    "sealed_among",
    Access.WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid}) WHERE n.seal IN ['claimed', 'own']
    SET n.filed_role = CASE WHEN $p.refiled THEN null ELSE n.filed_role END
    RETURN n.rid AS rid
    """,
)


async def stamp_seals(tx: Transaction, registry: CompartmentRegistry, rids: Iterable[str]) -> dict[str, int]:
    """Stamp records by the seals that stand on them and return their compartments; their links have to follow.

    A claim of one's own makes the subject a presumed victim; another's leaves the role as its originator gave it.
    """
    found = {row["rid"]: row for row in await tx.run(_TAKE, {"rids": sorted(set(rids))})}
    keys = {rid: _sealed_key(row) for rid, row in found.items()}
    compartments = registry.get_bases(set(keys.values()))
    rows = []
    for rid, row in found.items():
        key, filed = keys[rid], row["filed_role"] or row["role"]
        rows.append(
            {
                "rid": rid,
                "cmp": compartments[key],
                "role": str(key.role),
                "filed_role": filed if key.role != filed else None,
                "seal": "claimed" if key.claimed else "own" if row["own"] else None,
            }
        )
    await tx.run(_STAMP, {"rows": rows})
    return {rid: compartments[key] for rid, key in keys.items()}


def _sealed_key(row: Row) -> CompartmentKey:
    """Return the terms of a record by the claims and seals that stand on it."""
    role = SubjectRole(row["filed_role"] or row["role"])
    stamped = SubjectRole.PRESUMED_VICTIM if row["own"] and not role.is_victim else role
    key = CompartmentKey(
        originator=row["originator"],
        profile=row["profile"],
        kind=row["kind"],
        role=stamped,
        claimed=row["claimed"] and not stamped.is_victim,
    )
    return replace(key, uncompared=True) if row["new"] and key.is_to_be_compared else key


async def close_claimed(tx: Transaction, registry: CompartmentRegistry, created: Mapping[str, str]) -> dict[str, int]:
    """Close those of records that were just created which a claim of their agency names; return their compartments.

    One that was withdrawn is filed again under its id, and the claim on it was not lifted with it.

    Args:
        tx: the transaction.
        registry: gives the compartments.
        created: the agency of each record.
    """
    if not created:
        return {}
    given = {"rids": list(created), "agencies": sorted(set(created.values()))}
    claimed: Sequence[Any] = await tx.run(_CLAIMED_AMONG, given)
    return await stamp_seals(tx, registry, claimed) if claimed else {}


async def keep_seals(
    tx: Transaction, registry: CompartmentRegistry, rids: Sequence[str], *, refiled: bool = False
) -> dict[str, int]:
    """Stamp the sealed ones among records that were just put under other terms; return their compartments.

    What an originator does to its records takes no seal off: not its own claim, and not another's.

    Args:
        tx: the transaction.
        registry: gives the compartments.
        rids: the records.
        refiled: their roles were filed anew as well.
    """
    if not rids:
        return {}
    rows = await tx.run(_SEALED_AMONG, {"rids": list(rids), "refiled": refiled})
    return await stamp_seals(tx, registry, [row["rid"] for row in rows]) if rows else {}
