"""What visible links lead to: the records at their other ends, the links among records, and how many there are.

A hub has tens of thousands of links, and a viewer is shown a page of them, so the store orders and cuts, among what the
scope opens. Each type of link that is asked for is read by a statement of its own: the store keeps a hub's links by
type, but if the type is a parameter, it reads all links and compares.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.ontology import Ontology
from graph.records import RecordId
from graph.scope import ReadScope
from graph.store.connection import Row, Store
from graph.store.cypher import OF_ONTOLOGY, Access, Template, opened
from graph.store.reading.record_reader import VisibleLink, link_map, visible_link

RecordOrder = tuple[int, RecordId]
"""Where a record stands in the canonical order: when it was received, then its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statements:
    """The statements that go along links of some types."""

    neighbours: Template
    onward: Template
    among: Template
    count: Template

    @classmethod
    def along(cls, types: str) -> "_Statements":
        return cls(
            neighbours=_neighbours_template(types),
            onward=_onward_template(types),
            among=_among_template(types),
            count=_count_template(types),
        )


class SurroundingsReader:
    """Reads along visible links. Out of scope and absent look alike."""

    def __init__(self, store: Store, ontology: Ontology) -> None:
        self._store = store
        self._all = _Statements.along("|".join(sorted(ontology.links)))
        # Those of one type are many, and planned in no time.
        for made in (self._all.neighbours, self._all.onward, self._all.among, self._all.count):
            OF_ONTOLOGY[made.name] = made
        self._of = {name: _Statements.along(name) for name in ontology.links}

    async def neighbours(
        self,
        scope: ReadScope,
        ids: Iterable[str],
        *,
        limit: int,
        after: RecordOrder | None = None,
        types: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
        onward: bool = False,
    ) -> list[RecordOrder]:
        """Return the records at the other ends of these records' visible links, in canonical order.

        Args:
            scope: the viewer's scope.
            ids: the records.
            limit: the most to return.
            after: the place of the last record that is not wanted.
            types: the types of links to follow; by default all.
            kinds: the kinds of records to return; by default all.
            onward: follow links from source to target only.
        """
        parameters = {
            "rids": sorted(set(ids)),
            "limit": limit,
            "after": list(after) if after is not None else [-1, ""],
            "kinds": None if kinds is None else sorted(kinds),
            **scope.parameters,
        }
        statements = [along.onward if onward else along.neighbours for along in self._along(types)]
        rows = await self._rows(statements, parameters)
        return sorted({(int(received), RecordId(rid)) for received, rid in rows})[:limit]

    async def links_among(
        self, scope: ReadScope, ids: Iterable[str], *, types: Collection[str] | None = None
    ) -> list[VisibleLink]:
        """Return the visible links that join two of these records, in the order of their ids."""
        rids = sorted(set(ids))
        # Looked up in a map: of a list the store would compare each text for each link.
        parameters = {"rids": rids, "among": dict.fromkeys(rids, 1), **scope.parameters}
        rows = await self._rows([along.among for along in self._along(types)], parameters)
        return sorted((visible_link(row, scope) for row in rows), key=lambda link: link.id)

    async def count_links(
        self, scope: ReadScope, ids: Iterable[str], *, limit: int, types: Collection[str] | None = None
    ) -> int:
        """Return how many visible links these records have, counted up to a limit for each type that is asked for.

        A link between two of them counts twice.
        """
        parameters = {"rids": sorted(set(ids)), "limit": limit, **scope.parameters}
        return sum(row["links"] for row in await self._rows([a.count for a in self._along(types)], parameters))

    def _along(self, types: Collection[str] | None) -> list[_Statements]:
        return [self._all] if types is None else [self._of[name] for name in sorted(set(types)) if name in self._of]

    async def _rows(self, statements: Iterable[Template], parameters: Mapping[str, Any]) -> list[Row]:
        return [row for statement in statements for row in await self._store.read(statement, parameters)]


def _along(types: str, *, onward: bool = False) -> str:
    links = f"-[r:{types}]->" if onward else f"-[r:{types}]-"
    return (
        f"UNWIND $p.rids AS rid MATCH (n:Record {{rid: rid}}){links}(o:Record) USING INDEX n:Record(rid) "
        f"WHERE {opened('n')} AND {opened('r')} AND {opened('o')} "
    )


_ENDS_IN_ORDER = (
    "AND ($p.kinds IS NULL OR o.kind IN $p.kinds) "
    "AND (o.received > $p.after[0] OR (o.received = $p.after[0] AND o.rid > $p.after[1])) "
    "WITH DISTINCT o.received AS received, o.rid AS other ORDER BY received, other LIMIT $p.limit "
    "RETURN collect([received, other]) AS rows"
)


def _neighbours_template(types: str) -> Template:
    return Template(name="neighbours", access=Access.SCOPED, text=_along(types) + _ENDS_IN_ORDER)


def _onward_template(types: str) -> Template:
    return Template(name="neighbours_onward", access=Access.SCOPED, text=_along(types, onward=True) + _ENDS_IN_ORDER)


def _count_template(types: str) -> Template:
    return Template(
        name="count_links", access=Access.SCOPED, text=_along(types) + "WITH r LIMIT $p.limit RETURN count(r) AS links"
    )


def _among_template(types: str) -> Template:
    return Template(
        name="links_among",
        access=Access.SCOPED,
        text=f"UNWIND $p.rids AS rid MATCH (n:Record {{rid: rid}})-[r:{types}]->(o:Record) USING INDEX n:Record(rid) "
        f"WHERE $p.among[o.rid] = 1 AND {opened('n')} AND {opened('r')} AND {opened('o')} "
        f"WITH DISTINCT r RETURN collect({link_map('r')}) AS rows",
    )
