"""Lists everything that a scope opens, page by page in canonical order, so that a whole view can be exported."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from graph.records import RecordId
from graph.scope import ReadScope
from graph.store.connection import Row, Store
from graph.store.cypher import Access, live_grants, opened, template


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRecord:
    """A visible record's place in the canonical order.

    `compartment`, and `grants`, the tokens of the live grants on it, never leave the product.
    """

    id: RecordId
    compartment: int
    received: int
    grants: frozenset[int] = frozenset()


# The first comparison gives the index its range and the answer its order. Hinted, since the planner otherwise takes
# whichever index it likes and sorts; the tie is a case, since of an OR it makes two seeks, a union and a sort.
_PAGE = template(
    "list_records",
    Access.SCOPED,
    f"""
    MATCH (n:Record) USING INDEX SEEK n:Record(received)
    WHERE n.received >= $p.received
      AND CASE WHEN n.received > $p.received THEN true ELSE n.rid > $p.rid END
      AND {opened("n")}
    RETURN n.rid AS rid, n.cmp AS cmp, n.received AS received, {live_grants("n")} AS grants
    ORDER BY n.received, n.rid LIMIT $p.limit
    """,
)


_OF_KIND = template(
    "list_records_of_kind",
    Access.SCOPED,
    f"""
    MATCH (n:Record) USING INDEX SEEK n:Record(kind, received)
    WHERE n.kind = $p.kind AND n.received >= $p.received
      AND CASE WHEN n.received > $p.received THEN true ELSE n.rid > $p.rid END
      AND {opened("n")}
    RETURN n.rid AS rid, n.cmp AS cmp, n.received AS received, {live_grants("n")} AS grants
    ORDER BY n.kind, n.received, n.rid LIMIT $p.limit
    """,
)


class RecordLister:
    """Lists visible records by keyset: the cost of a page does not depend on where it begins."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def pages(
        self,
        scope: ReadScope,
        *,
        size: int = 5_000,
        kind: str | None = None,
        after: tuple[int, RecordId] | None = None,
    ) -> AsyncIterator[list[ListedRecord]]:
        """Yield all visible records, or those of one kind, in canonical order.

        Args:
            scope: the viewer's scope.
            size: how many records a page has; hidden records do not count.
            kind: the only kind of record to list.
            after: when the last record before the first page was received, and its id. It need not exist any more.
        """
        statement, given = (_PAGE, {}) if kind is None else (_OF_KIND, {"kind": kind})
        received, rid = after if after is not None else (-1, RecordId(""))
        while True:
            rows = await self._store.read(
                statement, {"received": received, "rid": rid, "limit": size, **given, **scope.parameters}
            )
            page = [_listed(row) for row in rows]
            if page:
                yield page
                received, rid = page[-1].received, page[-1].id
            if len(page) < size:
                return


def _listed(row: Row) -> ListedRecord:
    return ListedRecord(
        id=RecordId(row["rid"]),
        compartment=row["cmp"],
        received=row["received"],
        grants=frozenset(row["grants"] or ()),
    )
