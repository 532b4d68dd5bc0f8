"""Takes of what is filed for a record under a legal hold the role of a victim, and leaves all else as it stands.

A hold keeps what a court asked for, and a role opens none of it. Her own agency says that she is a victim: until the
hold is lifted, whoever could read her record would find her by it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from graph.records import SubjectRole
from graph.store.compartment_registry import CompartmentRegistry
from graph.store.connection import Row, Transaction
from graph.store.cypher import Access, template
from graph.store.seals.seal_stamps import keep_seals

# When it was filed stays as well: of what waits, nothing counts as filed since.
_TAKE_ROLE = template(
    "take_role_on_hold",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (n:Record {rid: row.rid})
    // Not what was filed: when the hold is lifted, and that is tried again, it is a change.
    SET n.role = row.role, n.cmp = row.cmp, n.digest = n.digest + ' kept'
    """,
)


async def take_victims_roles(
    tx: Transaction, registry: CompartmentRegistry, held: Iterable[Row], existing: Mapping[str, Row]
) -> dict[str, int]:
    """Close those of some records that were filed as a victim's and stand as nobody's; return their compartments.

    Their links and selectors have to follow.

    Args:
        tx: the transaction, which holds the locks of the records.
        registry: gives the compartments, and knows those that the records stand in.
        held: what is filed for records that a hold keeps as they stand.
        existing: how these stand.
    """
    filed = {row["rid"]: row["props"] for row in held if _closes(row, existing[row["rid"]])}
    if not filed:
        return {}
    stood = {rid: registry.key_of(existing[rid]["cmp"]).filed for rid in filed}
    keys = {rid: replace(key, role=SubjectRole(filed[rid]["role"])) for rid, key in stood.items()}
    compartments = registry.get_bases(set(keys.values()))
    rows = [{"rid": rid, "role": str(key.role), "cmp": compartments[key]} for rid, key in sorted(keys.items())]
    await tx.run(_TAKE_ROLE, {"rows": rows})
    closed = {rid: compartments[key] for rid, key in keys.items()}
    return closed | await keep_seals(tx, registry, list(closed), refiled=True)


def _closes(row: Row, stands: Row) -> bool:
    """Return whether a record is filed as a victim's, and stands as the same kind of thing and as no victim's."""
    is_same = row["props"]["kind"] == stands["kind"]
    return is_same and SubjectRole(row["props"]["role"]).is_victim and not SubjectRole(stands["role"]).is_victim
