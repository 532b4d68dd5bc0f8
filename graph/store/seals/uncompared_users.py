"""Who uses a sealed selector or company and is not compared yet: nobody else sees that user, whom a seal may close too.

A number that stood sealed and opened with such a user would show without an owner, which names whose it was.
"""

from collections.abc import Collection, Sequence
from typing import Any

from graph.records import VICTIM_ROLE_NAMES
from graph.store.connection import Transaction
from graph.store.cypher import Access, template
from graph.store.seals.dependent_seals import is_sealed

# Asked of few: of what stands sealed while something unsealed uses it.
_AWAITING = template(
    "selectors_of_uncompared",
    Access.READ_IN_WRITE,
    f"""
    UNWIND $p.rids AS rid
    MATCH (s:Record {{rid: rid}})
    WHERE NOT EXISTS {{
      MATCH (s)<-[r]-(o:Record)
      WHERE type(r) IN $p.types
        AND NOT {is_sealed("o")}
        AND NOT EXISTS {{ MATCH (c:Compartment {{id: o.cmp}}) WHERE c.uncompared = true }}
    }}
    RETURN collect(rid) AS rows
    """,
)
_SEALED_OF = template(
    "sealed_selectors_of",
    Access.READ_IN_WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (:Record {rid: rid})-[r]->(s:Record)
    WHERE r.lid IS NOT NULL AND (s.seal = 'person' OR s.sealed_by IS NOT NULL)
    RETURN collect(DISTINCT s.rid) AS rows
    """,
)


async def waiting_for_users(tx: Transaction, selectors: Sequence[str], link_types: Collection[str]) -> frozenset[str]:
    """Return those of some selectors or dependents that nobody uses but who is sealed, or not compared yet.

    Args:
        tx: the transaction, which holds the lock of the change feed.
        selectors: they stand sealed, and something unsealed uses each.
        link_types: of links that tie such a record to its user.
    """
    if not selectors:
        return frozenset()
    given = {"rids": selectors, "types": sorted(link_types), "victims": VICTIM_ROLE_NAMES}
    found: Sequence[Any] = await tx.run(_AWAITING, given)
    return frozenset(map(str, found))


async def sealed_selectors_of(tx: Transaction, users: Sequence[str]) -> list[str]:
    """Return the selectors of records that a sealed person uses: a record's being compared may open them."""
    found: Sequence[Any] = await tx.run(_SEALED_OF, {"rids": users}) if users else ()
    return sorted(map(str, found))
