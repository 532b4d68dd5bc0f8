"""Whom selectors speak for, and with which selectors these were compared last.

INVARIANT: a record carries the digest of the selectors with which all its pairs were compared last, or none. So who is
linked as that digest says need not be compared again because a selector was filed again; who carries none is.
"""

from collections.abc import Iterable

from graph.records import RecordId
from graph.store.connection import Transaction
from graph.store.cypher import Access, Template, template

_FORGET_LINKED = template(
    "forget_linked",
    Access.WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid})
    USING INDEX n:Record(rid)
    REMOVE n.linked_as
    """,
)


def linked_rows(identifying: str) -> str:
    """Return the expression of the selectors of a record `n`, as `linked_selectors` reads them."""
    return f"[(n)-[r:{identifying}]->(s:Record) WHERE s.key IS NOT NULL | [s.kind, s.key, r.cmp, s.cmp]]"


def affected_template(identifying: str) -> Template:
    """Return the read of whom selectors identify."""
    return Template(
        name="records_of_selectors",
        access=Access.SYSTEM,
        text="UNWIND $p.rids AS rid MATCH (s:Record {rid: rid})<-[:"
        f"{identifying}]-(n:Record) USING INDEX s:Record(rid) "
        "RETURN collect(DISTINCT n.rid) AS rows",
    )


def compared_as_template(identifying: str) -> Template:
    """Return the read of the selectors of records beside the digest of those with which they were compared."""
    return Template(
        name="compared_as",
        access=Access.SYSTEM,
        text="UNWIND $p.rids AS rid MATCH (n:Record {rid: rid}) USING INDEX n:Record(rid) "
        f"RETURN collect([n.rid, n.linked_as, {linked_rows(identifying)}]) AS rows",
    )


async def forget_linked(tx: Transaction, ids: Iterable[RecordId]) -> None:
    """Have records compared again once a selector of theirs comes up, however they are linked then."""
    await tx.run(_FORGET_LINKED, {"rids": sorted(ids)})
