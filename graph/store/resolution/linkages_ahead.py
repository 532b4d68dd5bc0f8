"""What was filed in few records behind a follower's place, and which of its numbers others hold under an equal key."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.records import RecordId
from graph.store.changes import RESOLUTION, ChangeKind, advance_position, append_change, take_position
from graph.store.compartment_registry import CompartmentRegistry
from graph.store.connection import Store, Transaction
from graph.store.cypher import Access, template

AHEAD = "ahead"

_FEW_BEHIND = template(
    "few_records_behind",
    Access.SYSTEM,
    """
    OPTIONAL MATCH (r:Follower {name: $p.resolution})
    OPTIONAL MATCH (f:Follower {name: $p.name})
    WITH coalesce(f.seq, 0) AS position, coalesce(r.seq, 0) AS resolved
    WITH position, CASE WHEN position > resolved THEN position ELSE resolved END AS after
    MATCH (c:Change) WHERE c.seq > after AND c.seq <= after + $p.limit
    RETURN position, max(c.seq) AS last,
      collect(CASE WHEN c.kind = $p.kind AND size(c.rids) <= $p.few THEN c.rids END) AS filed
    """,
)
# Whom a number identifies may be linked in either direction. Where the first record under some terms of another agency
# identifies somebody who waits, nothing is told yet, though a later one might be: the resolver tells of all.
_EQUAL_KEYS = template(
    "equal_keys_of_few",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid})
    USING INDEX n:Record(rid)
    WHERE n.key IS NOT NULL AND NOT EXISTS { MATCH (n)--(p:Record) WHERE p.cmp IN $p.uncompared }
    MATCH (o:Record {component: n.component})
    USING INDEX o:Record(component)
    WHERE o.key = n.key AND o.originator <> n.originator
    WITH n.rid AS rid, o.originator AS originator, o.cmp AS cmp, min([o.received, o.rid]) AS first
    MATCH (o:Record {rid: first[1]})
    WHERE NOT EXISTS { MATCH (o)--(p:Record) WHERE p.cmp IN $p.uncompared }
    RETURN rid, o.rid AS other ORDER BY rid, other
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledBehind:
    """Changes behind the resolver's place.

    Attributes:
        position: where the follower that reads them stands.
        last: the number of the last of them.
        ids: the records of those that name few.
    """

    position: int
    last: int
    ids: tuple[RecordId, ...]


class AheadStore:
    """The side of the store of who tells of equal keys ahead of the resolver."""

    def __init__(self, store: Store, registry: CompartmentRegistry) -> None:
        self._store = store
        self._registry = registry

    async def filed_behind(self, *, few: int, limit: int) -> FiledBehind | None:
        """Return up to `limit` changes behind the resolver's place that were not looked at; `None` where none wait.

        Args:
            few: of changes that name more records than these, none are returned.
            limit: how many changes.
        """
        parameters = {
            "name": AHEAD,
            "resolution": RESOLUTION,
            "kind": str(ChangeKind.RECORDS),
            "few": few,
            "limit": limit,
        }
        rows = await self._store.read(_FEW_BEHIND, parameters)
        if not rows:
            return None
        ids = dict.fromkeys(RecordId(rid) for filed in rows[0]["filed"] for rid in filed)
        return FiledBehind(position=rows[0]["position"], last=rows[0]["last"], ids=tuple(ids))

    async def equal_keys(self, ids: Iterable[RecordId]) -> list[tuple[RecordId, RecordId]]:
        """Return for each number the first with its key under each of the terms of every other originator.

        INVARIANT: neither identifies a person who waits to be compared. A seal that falls on her takes what identifies
        her with it, and of that nothing may have been told.
        """
        await self._registry.refresh()
        parameters = {"rids": list(ids), "uncompared": self._registry.uncompared}
        rows = await self._store.read(_EQUAL_KEYS, parameters)
        return [(RecordId(row["rid"]), RecordId(row["other"])) for row in rows]

    async def tell(self, behind: FiledBehind, pairs: Iterable[tuple[RecordId, RecordId]]) -> bool:
        """Announce linkages and move on behind the changes; return whether nobody else did."""
        told = [rid for pair in pairs for rid in pair]

        async def write(tx: Transaction) -> bool:
            if await take_position(tx, AHEAD) != behind.position:
                return False
            await advance_position(tx, AHEAD, behind.last)
            if told:
                await append_change(tx, ChangeKind.LINKAGE, told)
            return True

        return await self._store.write(write)
