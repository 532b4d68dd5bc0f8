"""What claims make of records as they are filed: closed under one that stands, claimed anew after one that was lifted.

The claim of a filing has its id from the record alone, and once lifted it seals nothing any more. A record that was
withdrawn since, and is filed as a victim's again, would stand as hers while what others hold of her stayed open.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from graph.compartments import VICTIM_KIND
from graph.records import VICTIM_ROLES
from graph.store.compartment_registry import CompartmentRegistry
from graph.store.connection import Row, Transaction
from graph.store.cypher import Access, template
from graph.store.seals.seal_stamps import close_claimed, closes_by_itself

# Only after the record had gone: in place a nightly file would undo what a protection role has lifted. A lift takes the
# same lock. The claim of a filing is of one record; where another claim stands on that, it seals, and none is needed.
_CLAIM_ANEW = template(
    "claim_filings_anew",
    Access.WRITE,
    f"""
    UNWIND $p.agencies AS agency
    MATCH (c:Claim {{agency: agency}}) WHERE c.outlives_record = true AND head(c.records) IN $p.rids
    SET c.locked = true REMOVE c.locked
    WITH c, head(c.records) AS rid WHERE c.lifted_at IS NOT NULL
    REMOVE c.outlives_record
    WITH c, rid
    WHERE NOT EXISTS {{ MATCH (s:Claim {{agency: c.agency}}) WHERE {closes_by_itself("s")} AND rid IN s.records }}
    WITH c, rid, COUNT {{ MATCH (s:Claim {{agency: c.agency}}) WHERE s.id STARTS WITH c.id }} AS known
    CREATE (:Claim {{id: c.id + '-' + toString(known + 1), agency: c.agency, records: [rid], raised: true,
      reason: c.reason, claimed_by: c.claimed_by, claimed_at: $p.at}})
    RETURN rid
    """,
)


async def close_filed(
    tx: Transaction, registry: CompartmentRegistry, created: Iterable[Row], filed: Iterable[Row], *, at: datetime
) -> dict[str, int]:
    """Close those of the records of a batch that claims or seals name, and claim anew whose claim was lifted.

    Args:
        tx: the transaction.
        registry: gives the compartments.
        created: the rows of records that were just created.
        filed: those that were written, the created ones included.
        at: the time of the filing.

    Returns:
        The compartments of those that were closed.
    """
    victims = {row["rid"]: row["props"]["originator"] for row in filed if _is_of_victim(row)}
    anew = await _claim_anew(tx, victims, at)
    agencies = {row["rid"]: row["props"]["originator"] for row in created}
    return await close_claimed(tx, registry, agencies | {rid: victims[rid] for rid in anew})


def _is_of_victim(row: Row) -> bool:
    return row["props"]["role"] in VICTIM_ROLES and row["props"]["kind"] == VICTIM_KIND


async def _claim_anew(tx: Transaction, victims: Mapping[str, str], at: datetime) -> list[str]:
    """Claim those victims whose record had gone, and the claim of its filing was lifted; return their records."""
    if not victims:
        return []
    given = {"rids": list(victims), "agencies": sorted(set(victims.values())), "at": at.isoformat()}
    return [str(row["rid"]) for row in await tx.run(_CLAIM_ANEW, given)]
