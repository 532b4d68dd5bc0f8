"""What visible links lead to: their ends in canonical order, a page at a time; links among records; how many there are.

A hub has tens of thousands of links; who looks around it is shown some. So the store orders and cuts, among what the
scope opens, and nothing else is read.
"""

from collections.abc import Collection, Iterable

from graph.ontology import Ontology
from graph.records import RecordId
from graph.scope import ReadScope
from graph.store.connection import Store
from graph.store.cypher import Access, Template, opened
from graph.store.record_reader import VisibleLink, link_map, visible_link

RecordOrder = tuple[int, RecordId]
"""Where a record stands in the canonical order: when it was received, then its id."""


class SurroundingsReader:
    """Reads along visible links. Out of scope and absent look alike."""

    def __init__(self, store: Store, ontology: Ontology) -> None:
        self._store = store
        types = "|".join(sorted(ontology.links))
        self._neighbours = _neighbours_template(types)
        self._among = _among_template(types)
        self._count = _count_template(types)
        self._every = sorted(ontology.links)

    async def neighbours(
        self,
        scope: ReadScope,
        ids: Iterable[str],
        *,
        limit: int,
        after: RecordOrder | None = None,
        types: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
    ) -> list[RecordOrder]:
        """Return the records at the other ends of these records' visible links, in canonical order.

        Args:
            scope: the viewer's.
            ids: the records.
            limit: the most to return.
            after: the place that they begin behind.
            types: the types of links to go along; by default all.
            kinds: the kinds of records to return; by default all.
        """
        parameters = {
            "rids": sorted(set(ids)),
            "limit": limit,
            "after": list(after) if after is not None else [-1, ""],
            "types": self._every if types is None else sorted(types),
            "kinds": None if kinds is None else sorted(kinds),
            **scope.parameters,
        }
        rows = await self._store.read(self._neighbours, parameters)
        return [(int(received), RecordId(rid)) for received, rid in rows]

    async def links_among(
        self, scope: ReadScope, ids: Iterable[str], *, types: Collection[str] | None = None
    ) -> list[VisibleLink]:
        """Return the visible links that join two of these records, in the order of their ids."""
        rids = sorted(set(ids))
        # Looked up in a map: of a list the store would compare each text for each link.
        among = dict.fromkeys(rids, 1)
        parameters = {"rids": rids, "among": among, "types": self._every if types is None else sorted(types)}
        rows = await self._store.read(self._among, {**parameters, **scope.parameters})
        return sorted((visible_link(row, scope) for row in rows), key=lambda link: link.id)

    async def count_links(self, scope: ReadScope, ids: Iterable[str], *, types: Collection[str] | None = None) -> int:
        """Return how many visible links these records have; one between two of them counts twice."""
        parameters = {"rids": sorted(set(ids)), "types": self._every if types is None else sorted(types)}
        [row] = await self._store.read(self._count, {**parameters, **scope.parameters})
        return int(row["links"])


def _along(types: str) -> str:
    return (
        f"UNWIND $p.rids AS rid MATCH (n:Record {{rid: rid}})-[r:{types}]-(o:Record) USING INDEX n:Record(rid) "
        f"WHERE type(r) IN $p.types AND {opened('n')} AND {opened('r')} AND {opened('o')} "
    )


def _neighbours_template(types: str) -> Template:
    return Template(
        name="neighbours",
        access=Access.SCOPED,
        text=_along(types) + "AND ($p.kinds IS NULL OR o.kind IN $p.kinds) "
        "AND (o.received > $p.after[0] OR (o.received = $p.after[0] AND o.rid > $p.after[1])) "
        "WITH DISTINCT o.received AS received, o.rid AS other ORDER BY received, other LIMIT $p.limit "
        "RETURN collect([received, other]) AS rows",
    )


def _count_template(types: str) -> Template:
    return Template(name="count_links", access=Access.SCOPED, text=_along(types) + "RETURN count(r) AS links")


def _among_template(types: str) -> Template:
    return Template(
        name="links_among",
        access=Access.SCOPED,
        text=f"UNWIND $p.rids AS rid MATCH (n:Record {{rid: rid}})-[r:{types}]->(o:Record) USING INDEX n:Record(rid) "
        f"WHERE $p.among[o.rid] = 1 AND type(r) IN $p.types AND {opened('n')} AND {opened('r')} AND {opened('o')} "
        f"WITH DISTINCT r RETURN collect({link_map('r')}) AS rows",
    )
