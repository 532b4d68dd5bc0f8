"""Announces which records meet by a selector that stands on one of them: the phone of a person, another's record of it.

A follower of its own behind the hit index, which knows where each selector stands; it goes by keyed hashes alone. And
behind the resolver: a seal that falls on a new person takes the numbers that identify her with it, and of those nothing
may have been told.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from graph.records import RecordId
from graph.store.changes import (
    RESOLUTION,
    ChangeFeed,
    ChangeKind,
    advance_position,
    append_change,
    drain,
    in_changes,
    take_position,
)
from graph.store.connection import Store, Transaction
from graph.store.cypher import Access, template
from graph.store.hits.hit_index import FOLLOWED, HIT_INDEX, RECORDS_A_STEP, hit_index_stand, hit_index_stand_in
from graph.store.notices import equal_keys
from graph.store.notices.next_told import told_next_of_changed

MEETINGS = "carried-meetings"

# One record for each of the terms that a selector stands under, and with the first of these all of other agencies up to
# a bound, as of equal keys: whichever came last, each is told. Behind the bound come back those whose alerts of its
# agency ended or were hidden. A number that thousands carry is looked through once a step, or twice.
_MEETING = template(
    "meeting_by_carried",
    Access.READ_IN_WRITE,
    """
    MATCH (s:HitIndex {name: 'selectors'}) WHERE s.carries = true
    UNWIND $p.rids AS rid
    MATCH (h:HitEntry {record: rid})
    WITH h.token AS token, collect([h.cmp, h.carried, h.record]) AS mine
    CALL (token) {
      MATCH (o:HitEntry {token: token})
      WITH o.cmp AS cmp, o.carried AS carried, min(o.record) AS first
      RETURN collect([cmp, carried, first]) AS firsts
    }
    CALL (token, mine, firsts) {
      UNWIND mine AS own
      UNWIND firsts AS other
      RETURN own, other
      UNION
      UNWIND [place IN firsts WHERE place IN mine] AS own
      MATCH (n:Record {rid: own[2]})
      MATCH (o:HitEntry {token: token}) WHERE o.cmp <> own[0] AND (own[1] <> '' OR o.carried <> '')
      WITH own, n, o ORDER BY o.record
      WITH own, n, o.cmp AS cmp, o.carried AS carried, collect(o.record) AS all
      MATCH (f:Record {rid: all[0]}) WHERE f.originator <> n.originator
      UNWIND all[..$p.most] + COLLECT {
        UNWIND all[$p.most..] AS rid
        MATCH (x:Notice {own: rid})
        WHERE x.other_agency = n.originator AND (x.ended_at IS NOT NULL OR x.hidden = true)
        RETURN DISTINCT rid
      } AS rid
      RETURN own, [cmp, carried, rid] AS other
    }
    WITH own, other WHERE (own[1] <> '' OR other[1] <> '') AND own[0] <> other[0]
    RETURN collect(DISTINCT [own[2], other[2], own[0], other[0]]) AS rows
    """,
)
# Few pairs, and few entries of a record.
_STILL_MEET = template(
    "still_meet",
    Access.SYSTEM,
    """
    UNWIND $p.pairs AS pair
    MATCH (a:Record {rid: pair[0]})
    MATCH (b:Record {rid: pair[1]})
    WHERE a.key = b.key OR EXISTS {
      MATCH (h:HitEntry {record: a.rid})
      MATCH (o:HitEntry {record: b.rid})
      WHERE h.token = o.token AND (h.carried <> '' OR o.carried <> '')
    }
    RETURN collect(pair) AS rows
    """,
)


_Met = tuple[RecordId, RecordId, int, int]
"""Two records in the order of their ids, and the compartments of their entries."""


async def still_meet(store: Store, pairs: Iterable[tuple[RecordId, RecordId]]) -> set[tuple[RecordId, RecordId]]:
    """Return the pairs that hold one selector as they stand: either may have been corrected, or filed as another kind.

    For the notice matcher alone.
    """
    wanted = [list(pair) for pair in sorted(set(pairs))]
    rows = await store.read(_STILL_MEET, {"pairs": wanted}) if wanted else []
    return {(RecordId(one), RecordId(other)) for one, other in rows}


class CarriedMeetings:
    """Keeps up with the hit index. Several processes may run it: each change is dealt with once.

    It waits while the index is made anew with another key: tokens of two keys meet nowhere.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._feed = ChangeFeed(store)
        self._waits = True  # whether the index had taken in more than the last step dealt with

    async def drain(self) -> int:
        """Deal with all changes that the index has taken in; return the number of pairs announced."""
        return await drain(self.step, waits=lambda: self._waits)

    async def step(self) -> int | None:
        """Deal with the next changes; return the number of pairs, `None` where none can be dealt with."""
        position, *before = await self._feed.positions(MEETINGS, HIT_INDEX, RESOLUTION)
        if position >= (reached := min(before)) or (stand := await hit_index_stand(self._store)).is_building:
            return None
        waiting = await self._feed.since(position, limit=500, records=RECORDS_A_STEP, kinds=FOLLOWED)
        changes = [change for change in waiting if change.seq <= reached]
        if not changes:
            return None
        ids = sorted({rid for change in changes for rid in change.record_ids})

        async def work(tx: Transaction) -> int | None:
            if await take_position(tx, MEETINGS) != position:
                return None
            met: Any = await tx.run(_MEETING, {"rids": ids, "most": equal_keys.MOST_TOLD}) if ids else []
            if await hit_index_stand_in(tx) != stand:
                return None
            told_next = await told_next_of_changed(tx, ids) if ids else []
            found = {_as_announced(*pair) for pair in met}
            come_in = {(RecordId(min(pair)), RecordId(max(pair))) for pair in told_next}
            await advance_position(tx, MEETINGS, changes[-1].seq)
            await _announce(tx, sorted(found), sorted(come_in))
            return len({(low, high) for low, high, *_ in found} | come_in)

        done = await self._store.write(work)
        self._waits = done is None or changes[-1].seq < reached
        return done or 0


def _as_announced(own: str, other: str, own_stood: int, other_stood: int) -> _Met:
    """Return a pair in the order of its ids, with where each stands by its entry."""
    (low, low_stood), (high, high_stood) = sorted(((own, own_stood), (other, other_stood)))
    return RecordId(low), RecordId(high), low_stood, high_stood


async def _announce(tx: Transaction, found: Sequence[_Met], come_in: Sequence[tuple[RecordId, RecordId]]) -> None:
    """Announce who meet in the index, and who comes in for others.

    Of the first with where they stood as the index has it: one that was hidden since stands before the next one, and
    is looked behind because both could be told by then.
    """
    linked = [rid for low, high, *_ in found for rid in (low, high)]
    stood = [compartment for *_, low, high in found for compartment in (low, high)]
    for ends, compartments in zip(in_changes(linked), in_changes(stood), strict=True):
        await append_change(tx, ChangeKind.LINKAGE, ends, compartments=compartments)
    for ends in in_changes([rid for pair in come_in for rid in pair]):
        await append_change(tx, ChangeKind.LINKAGE, ends)
