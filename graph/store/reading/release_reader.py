"""Reads an originator's own records and links by compartment, for its policy officers, through their own scope."""

from collections.abc import Collection
from dataclasses import dataclass

from graph.records import RecordId
from graph.scope import ReadScope
from graph.store.connection import Row, Store
from graph.store.cypher import Access, live_grants, opened, record_map, template
from graph.store.reading.record_reader import VisibleRecord, visible_record

_RECORDS = template(
    "released_records",
    Access.SCOPED,
    f"""
    MATCH (n:Record)
    WHERE n.received >= 0 AND n.originator = $p.originator AND {opened("n")}
      AND any(cmp IN [n.cmp, n.sealed_cmp] WHERE cmp IN $p.compartments)
    WITH n ORDER BY n.received, n.rid LIMIT $p.limit
    RETURN collect({{n: {record_map("n")}}}) AS rows
    """,
)
_LINKS = template(
    "released_links",
    Access.SCOPED,
    f"""
    MATCH (n:Record)-[r]->(o:Record)
    WHERE n.originator = $p.originator AND r.lid IS NOT NULL AND r.cmp IN $p.compartments
      AND {opened("n")} AND {opened("r")} AND {opened("o")}
    WITH r ORDER BY r.lid LIMIT $p.limit
    RETURN collect({{lid: r.lid, type: type(r), source: startNode(r).rid, target: endNode(r).rid, cmp: r.cmp,
      grants: {live_grants("r")},
      told: CASE WHEN {opened("r", "narrative")} THEN [r.since, r.until, r.note] END}}) AS rows
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedLink:
    """One of the originator's own links: its ends, and the names of those of its fields that have a value."""

    id: str
    type: str
    source_id: RecordId
    target_id: RecordId
    compartment: int
    fields: tuple[str, ...]


class ReleaseReader:
    """Reads what an originator's policies would release. Classes that the scope closes stay closed here, too."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def records(self, scope: ReadScope, compartments: Collection[int], *, limit: int) -> list[VisibleRecord]:
        """Return the agency's own records in some of these compartments, in canonical order.

        Records are included of which a seal has put only a part under such terms.
        """
        parameters = _parameters(scope, compartments, limit)
        rows = await self._store.read(_RECORDS, parameters)
        return sorted((visible_record(row["n"], scope) for row in rows), key=lambda r: r.order)

    async def links(self, scope: ReadScope, compartments: Collection[int], *, limit: int) -> list[ReleasedLink]:
        """Return the agency's own links in some of these compartments, in the order of their ids."""
        rows = await self._store.read(_LINKS, _parameters(scope, compartments, limit))
        return sorted(map(_link, rows), key=lambda link: link.id)


def _parameters(scope: ReadScope, compartments: Collection[int], limit: int) -> dict[str, object]:
    asked = {"originator": scope.agency, "compartments": sorted(compartments), "limit": limit}
    return {**asked, **scope.parameters}


def _link(row: Row) -> ReleasedLink:
    told = zip(("since", "until", "note"), row["told"] or (None, None, None), strict=True)
    return ReleasedLink(
        id=row["lid"],
        type=row["type"],
        source_id=RecordId(row["source"]),
        target_id=RecordId(row["target"]),
        compartment=row["cmp"],
        fields=tuple(name for name, value in told if value is not None),
    )
