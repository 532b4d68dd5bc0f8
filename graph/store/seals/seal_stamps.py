"""Stamps records by the claims and seals that stand on them: with their compartment, their role, and what closes them.

What is written, withdrawn or sealed is stamped in its own transaction; links and selectors have to follow.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from graph.compartments import VICTIM_KIND, CompartmentKey
from graph.records import VICTIM_ROLE_NAMES, SubjectRole
from graph.store.compartment_registry import CompartmentRegistry
from graph.store.connection import Row, Transaction
from graph.store.cypher import Access, template


def closes_by_itself(claim: str) -> str:
    """Return the predicate that a claim closes the records that it names, whatever role they are filed under.

    One that was raised does, and that of a filing whose record has gone: until it is lifted.
    """
    return f"(({claim}.raised = true OR {claim}.outlives_record = true) AND {claim}.lifted_at IS NULL)"


_TAKE = template(
    "take_for_sealing",
    Access.WRITE,
    f"""
    UNWIND $p.rids AS rid
    MATCH (n:Record {{rid: rid}}) SET n.sealing = true
    RETURN n.rid AS rid, n.originator AS originator, n.profile AS profile, n.kind AS kind, n.role AS role,
      n.filed_role AS filed_role, n.revision IS NULL AS new,
      EXISTS {{ MATCH (c:Claim {{agency: n.originator}})
        WHERE {closes_by_itself("c")} AND n.rid IN c.records }} AS own,
      EXISTS {{ MATCH (z:Seal {{record: n.rid}}) WHERE z.state = 'sealed' }} AS claimed ORDER BY rid
    """,
)
_STAMP = template(
    "stamp_sealed",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (n:Record {rid: row.rid})
    // A seal that comes and goes before anybody compares the record again was there all the same.
    SET n.moves = CASE WHEN n.cmp <> row.cmp THEN coalesce(n.moves, 0) + 1 ELSE n.moves END
    SET n.cmp = row.cmp, n.role = row.role, n.seal = row.seal, n.filed_role = row.filed_role, n.sealing = null
    """,
)
# Few claims close by themselves of one agency, and each names a handful. A lift takes the same locks before it looks
# which records there are: none that is being created now would stay closed by what it lifts.
_CLOSED_AMONG = template(
    "closed_among",
    Access.WRITE,
    f"""
    CALL () {{
      UNWIND $p.agencies AS agency
      MATCH (c:Claim {{agency: agency}})
      WHERE {closes_by_itself("c")} AND any(rid IN c.records WHERE rid IN $p.rids)
      SET c.locked = true REMOVE c.locked
      WITH c WHERE c.lifted_at IS NULL
      UNWIND c.records AS rid
      WITH rid WHERE rid IN $p.rids
      RETURN rid
      UNION
      UNWIND $p.rids AS rid
      MATCH (z:Seal {{record: rid}}) WHERE z.state = 'sealed'
      SET z.locked = true REMOVE z.locked
      WITH rid, z WHERE z.state = 'sealed'
      RETURN rid
    }}
    RETURN collect(DISTINCT rid) AS rows
    """,
)
# Her filing is the claim again: who takes her role off takes it off.
_FILED_AGAIN = template(
    "victims_filed_again",
    Access.WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid}) WHERE n.kind = $p.kind AND coalesce(n.filed_role, n.role) IN $p.victims
    MATCH (c:Claim {agency: n.originator}) WHERE c.outlives_record = true AND rid IN c.records
    REMOVE c.outlives_record
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
    """Close those of records that were just created which claims or seals that stand name; return their compartments.

    One that was withdrawn is filed again under its id, and what stood on it was not lifted with it: a claim of its
    agency, that of its filing included, and the seals of others' claims.

    Args:
        tx: the transaction.
        registry: gives the compartments.
        created: the agency of each record, and of each that was claimed anew as it was filed.
    """
    if not created:
        return {}
    given = {"rids": list(created), "agencies": sorted(set(created.values()))}
    closed: Sequence[Any] = await tx.run(_CLOSED_AMONG, given)
    if not closed:
        return {}
    await _forget_what_outlived(tx, closed)
    return await stamp_seals(tx, registry, closed)


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
    sealed = [row["rid"] for row in await tx.run(_SEALED_AMONG, {"rids": list(rids), "refiled": refiled})]
    if sealed and refiled:
        await _forget_what_outlived(tx, sealed)
    return await stamp_seals(tx, registry, sealed) if sealed else {}


async def _forget_what_outlived(tx: Transaction, rids: Sequence[str]) -> None:
    """Let the claims of filings that outlived their records be those of the filings again, where they are victims'."""
    await tx.run(_FILED_AGAIN, {"rids": rids, "kind": VICTIM_KIND, "victims": VICTIM_ROLE_NAMES})
