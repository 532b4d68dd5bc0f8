"""Which notices of linkages tell of records that changed, and the marks on those whose link is there no more.

A follower of its own behind the resolver and the hit index, since before both have dealt with a correction nobody knows
what it leaves linked, and behind the notices, since what is told of a link that is over by then is to end.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from graph.ontology import load_ontology
from graph.records import RecordId
from graph.store.changes import NOTICES, RESOLUTION, Change, ChangeFeed, ChangeKind, Place, append_change
from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, template
from graph.store.hits.hit_index import HIT_INDEX
from graph.store.notices.linked_beside import linked_beside_ended
from graph.store.notices.next_told import told_next_of_notices
from graph.store.notices.telling import TOLD_ANEW, telling_times

ENDINGS = "link-endings"
_RECORDS_A_STEP = 5_000

_IDENTIFYING = "|".join(sorted(name for name, link in load_ontology().links.items() if link.identifies))
# Whom a number identifies is compared by it, though it alone was filed anew. Told of while both are what they were, as
# where notices are read; few notices tell of one record.
_TELLING = template(
    "notices_telling_of",
    Access.SYSTEM,
    f"""
    UNWIND $p.rids AS changed
    OPTIONAL MATCH (:Record {{rid: changed}})<-[:{_IDENTIFYING}]-(owner:Record)
    WITH changed, collect(owner.rid) AS owners
    UNWIND [changed] + owners AS rid
    WITH DISTINCT rid
    CALL (rid) {{
      MATCH (x:Notice {{own: rid}}) RETURN x
      UNION
      MATCH (x:Notice {{other: rid}}) RETURN x
    }}
    WITH DISTINCT x WHERE coalesce(x.reason, 'linkage') = 'linkage'
    MATCH (own:Record {{rid: x.own}}) WHERE coalesce(x.own_kind, own.kind) = own.kind
    MATCH (n:Record {{rid: x.other}}) WHERE coalesce(x.other_kind, n.kind) = n.kind
    RETURN collect({{
      id: x.id, agency: x.agency, own: own.rid, own_kind: own.kind, own_cmp: own.cmp, other: n.rid, other_kind: n.kind,
      other_cmp: n.cmp, other_agency: n.originator, is_ended: x.ended_at IS NOT NULL
    }}) AS rows
    """,
)
# Not where the notice went over to another record meanwhile, or somebody marked it before.
_MARK = template(
    "mark_endings",
    Access.WRITE,
    f"""
    MATCH (counter:Counter {{name: 'notice'}})
    SET counter.locked = true
    WITH counter
    UNWIND $p.rows AS row
    MATCH (x:Notice {{id: row.id}})
    WHERE x.other = row.other AND (x.ended_at IS NULL) <> (row.at IS NULL)
    SET x.ended_at = row.at
    {TOLD_ANEW}, x.acknowledged_at = null, x.acknowledged_by = null, x.hidden = null
    RETURN x.id AS id, x.agency AS agency
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingNotice:
    """A notice of a linkage and where its two records stand now: for the follower alone.

    `is_ended`: it was marked as of a link that is there no more.
    """

    id: str
    agency: str
    own_id: RecordId
    own_kind: str
    own_compartment: int
    other_id: RecordId
    other_kind: str
    other_compartment: int
    other_agency: str
    is_ended: bool

    @property
    def pair(self) -> tuple[RecordId, RecordId]:
        """Both records, in the order of their ids."""
        low, high = sorted((self.own_id, self.other_id))
        return low, high


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A mark on an agency's notice that `other_id` is linked to its `own_id`.

    Since `at` the link is there no more; `None` takes the mark off.
    """

    notice_id: str
    agency: str
    own_id: RecordId
    other_id: RecordId
    other_agency: str
    at: datetime | None


class LinkEndingStore:
    """The side of the store of who looks for links that ended."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._feed = ChangeFeed(store)

    async def waiting(self) -> tuple[Place, list[Change]]:
        """Return the follower's place and the next changes that those before it have dealt with."""
        place, *before = await self._feed.places(ENDINGS, RESOLUTION, HIT_INDEX, NOTICES)
        reached = min(other.seq for other in before)
        if place.seq >= reached:
            return place, []
        # Nothing was told of a record before it was there, and what is told of it later is told as it stands.
        wanted = (ChangeKind.RECORDS,)
        found = await self._feed.since(place.seq, records=_RECORDS_A_STEP, kinds=wanted, of_standing=True)
        return place, [change for change in found if change.seq <= reached]

    async def pass_over(self, *, after: Place, seq: int) -> bool:
        """Move the follower on over changes that end nothing; return whether nobody else did."""
        return await self._feed.pass_over(ENDINGS, after=after, seq=seq)

    async def telling_of(self, ids: Iterable[RecordId]) -> list[TellingNotice]:
        """Return the notices of linkages that have one of these records, or whom they identify, at either end."""
        rows = await self._store.read(_TELLING, {"rids": sorted(set(ids))})
        return list(map(_telling, rows))


async def mark_endings(tx: Transaction, endings: Sequence[Ending], *, at: datetime) -> None:
    """Mark notices, as if they had just been made: nobody has acknowledged them any more. Tell whom they are for.

    What else links a record to an agency of which an alert tells no more is announced once more: as long as the alert
    stood, the agency was told. What bears its mark already is left as it is.

    Args:
        tx: the transaction.
        endings: the marks.
        at: when that is told.
    """
    rows = [
        {"id": e.notice_id, "other": e.other_id, "at": e.at.isoformat() if e.at is not None else None} for e in endings
    ]
    told = await telling_times(tx, (e.agency for e in endings), at)
    marked = {str(row["id"]): str(row["agency"]) for row in await tx.run(_MARK, {"rows": rows, "told": told})}
    if not marked:
        return
    ended = [(e.own_id, e.other_agency) for e in endings if e.at is not None and e.notice_id in marked]
    beside = await linked_beside_ended(tx, ended)
    beside += await told_next_of_notices(tx, (e.notice_id for e in endings if e.at is not None))
    await append_change(tx, ChangeKind.NOTICE, [], agencies=set(marked.values()))
    if beside:
        await append_change(tx, ChangeKind.LINKAGE, beside)


def _telling(row: Row) -> TellingNotice:
    return TellingNotice(
        id=row["id"],
        agency=row["agency"],
        own_id=RecordId(row["own"]),
        own_kind=row["own_kind"],
        own_compartment=row["own_cmp"],
        other_id=RecordId(row["other"]),
        other_kind=row["other_kind"],
        other_compartment=row["other_cmp"],
        other_agency=row["other_agency"],
        is_ended=row["is_ended"],
    )
