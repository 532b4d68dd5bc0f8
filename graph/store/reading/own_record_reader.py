"""Reads whose records some ids are, and an originator's own records, present and gone, without their content."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.records import RecordId
from graph.scope import ReadScope
from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, opened, template
from graph.unix_time import from_microseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRecord:
    """One of an originator's records, without its content; `grants` are the numbers of the grants on it.

    `received`: when it first came, in microseconds since 1970. `was_withdrawn`: a record of the same id had been
    withdrawn or erased before.
    """

    id: RecordId
    kind: str
    role: str
    profile: str
    compartment: int
    grants: tuple[int, ...]
    received: int = 0
    was_withdrawn: bool = False

    @property
    def received_at(self) -> datetime:
        """When it first came."""
        return from_microseconds(self.received)

    @property
    def filed_again(self) -> datetime | None:
        """When it came again after it had been withdrawn, so that earlier copies were recalled; `None` for others."""
        return self.received_at if self.was_withdrawn else None


_ORIGINATORS = template(
    "originators_of",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid})
    RETURN collect([n.rid, n.originator]) AS rows
    """,
)
_OWN_SEEN = template(
    "own_records_in_view",
    Access.SCOPED,
    f"""
    UNWIND $p.rids AS rid
    MATCH (n:Record {{rid: rid}}) WHERE n.originator = $p.originator AND {opened("n")}
    RETURN collect(n.rid) AS rows
    """,
)
_GONE = template(
    "terms_of_gone_records",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    MATCH (c:Recall {record: rid}) WHERE c.originator = $p.originator AND NOT c.cause IN ['narrowed', 'corrected']
    WITH rid, c ORDER BY c.at DESC, c.id
    WITH rid, collect({cmp: c.cmp})[0] AS last
    RETURN collect({rid: rid, cmp: last.cmp}) AS rows
    """,
)
_OWN = template(
    "own_records",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid}) WHERE $p.originator IS NULL OR n.originator = $p.originator
    RETURN n.rid AS rid, n.kind AS kind, n.role AS role, n.profile AS profile, n.cmp AS cmp, n.received AS received,
      EXISTS { MATCH (c:Recall {record: n.rid}) WHERE NOT c.cause IN ['narrowed', 'corrected'] } AS withdrawn,
      [m IN coalesce(n.granted, []) | m / 4294967296] AS grants
    ORDER BY n.rid
    """,
)
_LINKED = template(
    "compartments_of_links",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    MATCH (:Record {rid: rid})-[r]-(:Record) WHERE r.lid IS NOT NULL
    RETURN collect(DISTINCT [rid, r.cmp]) AS rows
    """,
)
_GRANTS = template(
    "grants_by_number",
    Access.SYSTEM,
    "MATCH (g:Grant) WHERE g.number IN $p.numbers RETURN g.number AS number, g.id AS id",
)


class OwnRecordReader:
    """Reads whose records some ids are, and an originator's own records."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def originators_of(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the originator of each of these records, without ids that are no record's. Never disclosed."""
        rows: list[Any] = list(await self._store.read(_ORIGINATORS, {"rids": sorted(set(ids))}))
        return {str(rid): str(originator) for rid, originator in rows}

    async def own_in_view(self, scope: ReadScope, ids: Iterable[str]) -> frozenset[str]:
        """Return those of these records that belong to the scope's agency and that the scope shows."""
        parameters = {"originator": scope.agency, "rids": sorted(set(ids)), **scope.parameters}
        rows: list[Any] = list(await self._store.read(_OWN_SEEN, parameters))
        return frozenset(map(str, rows))

    async def gone_terms(self, originator: str, ids: Collection[str]) -> dict[str, int | None]:
        """Return the last compartment of those of an originator's records that have gone.

        `None` for one that went in an older store, which did not keep it. Decides who may hear of the record, and is
        never disclosed.
        """
        gone = set(ids) - (await self.originators_of(ids)).keys()
        rows = await self._store.read(_GONE, {"originator": originator, "rids": sorted(gone)})
        return {str(row["rid"]): row["cmp"] for row in rows}

    async def own_records(self, originator: str, ids: Iterable[str]) -> list[OwnRecord]:
        """Return those of these records that belong to this originator."""
        rows = await self._store.read(_OWN, {"originator": originator, "rids": sorted(set(ids))})
        return [_own(row) for row in rows]

    async def compartments_of_links(self, ids: Iterable[str]) -> list[tuple[str, int]]:
        """Return the compartments of each record's links, whoever filed the record. Never disclosed."""
        rows: list[Any] = list(await self._store.read(_LINKED, {"rids": sorted(set(ids))}))
        return [(str(rid), int(number)) for rid, number in rows]

    async def grant_ids(self, numbers: Iterable[int]) -> dict[int, str]:
        """Return the ids of grants by their numbers."""
        rows = await self._store.read(_GRANTS, {"numbers": sorted(set(numbers))})
        return {row["number"]: row["id"] for row in rows}


async def standing_records(tx: Transaction, records: Iterable[OwnRecord]) -> dict[str, OwnRecord]:
    """Return those of these records that exist, as they are now.

    Call it under the lock of the changes, so that nothing moves them before the transaction ends.
    """
    rows = await tx.run(_OWN, {"originator": None, "rids": sorted({record.id for record in records})})
    return {str(row["rid"]): _own(row) for row in rows}


def _own(row: Row) -> OwnRecord:
    return OwnRecord(
        id=RecordId(row["rid"]),
        kind=row["kind"],
        role=row["role"],
        profile=row["profile"],
        compartment=row["cmp"],
        grants=tuple(row["grants"]),
        received=row["received"] or 0,
        was_withdrawn=row["withdrawn"],
    )
