"""The change feed: what a transaction changed, written in that transaction and followed by resolution and notices.

INVARIANT: the last statement of the writing transaction takes the number of its change from a counter node. The
counter's lock makes transactions commit in the order of their numbers. With clocks or counters of the application, a
follower that reads along misses changes (measured: 19 to 97 of 480).
"""

from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from graph.records import RecordId
from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, template

T = TypeVar("T")
Part = Callable[[Transaction], Awaitable[None]]

RESOLUTION = "resolution"
NOTICES = "notices"
MOST_A_PART = 2_000
"""Notices that one transaction of a follower writes: it holds their counter, and what it changes stays in memory."""
_CHANGES_A_DELETION = 2_000
_ENDS_A_CHANGE = 10_000  # even, since linkages are pairs
NOWHERE = -1
"""Stands for the compartment of a record that is not there."""
_FIRST_PORTION = 8
_GROWTH = 8


class ChangeKind(StrEnum):
    """The kinds of changes, which followers choose from."""

    RECORDS = "records"  # record_ids: written or changed records, and the ends of written links
    OPENED = "opened"  # record_ids: compared now, and with selectors that stand on them
    LINKAGE = "linkage"  # record_ids: pairs, flat: a new linkage between records of two originators
    JUDGED = "judged"  # record_ids: the two ends
    NOTICE = "notice"  # record_ids empty; `agencies` got notices
    GRANT = "grant"  # record_ids empty; a grant was given, approved or revoked


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry of the feed. `seq` starts at 1 and has no gaps; entries that all have followed are deleted.

    `agencies`: the agencies that it concerns, in the order of their codes; empty where the change does not say.
    `compartments`: of a linkage, the compartments of both ends when it was found, `NOWHERE` for an end that was gone;
    empty where an earlier version wrote the change.
    """

    seq: int
    kind: ChangeKind
    record_ids: tuple[RecordId, ...]
    agencies: tuple[str, ...] = ()
    compartments: tuple[int, ...] = ()


_APPEND = template(
    "append_change",
    Access.WRITE,
    """
    MATCH (counter:Counter {name: 'change'})
    SET counter.n = counter.n + 1
    CREATE (c:Change {seq: counter.n, kind: $p.kind, rids: $p.rids, agencies: $p.agencies, cmps: $p.cmps,
      at: timestamp()})
    RETURN c.seq AS seq
    """,
)
# In the order of the ends.
_WHERE_ENDS_STAND = template(
    "where_ends_stand",
    Access.READ_IN_WRITE,
    """
    UNWIND range(0, size($p.rids) - 1) AS place
    OPTIONAL MATCH (n:Record {rid: $p.rids[place]})
    WITH place, coalesce(n.cmp, $p.nowhere) AS cmp ORDER BY place
    RETURN collect(cmp) AS rows
    """,
)
_LOCK = template("lock_changes", Access.WRITE, "MATCH (counter:Counter {name: 'change'}) SET counter.locked = true")
_SINCE = template(
    "changes_since",
    Access.SYSTEM,
    """
    MATCH (c:Change) WHERE c.seq > $p.after
    WITH c ORDER BY c.seq LIMIT $p.limit
    RETURN c.seq AS seq, c.kind AS kind,
      CASE WHEN c.kind IN $p.kinds THEN coalesce(CASE WHEN $p.of_standing THEN c.stood END, c.rids) ELSE [] END AS rids,
      CASE WHEN c.kind IN $p.kinds THEN c.cmps END AS cmps, c.agencies AS agencies
    ORDER BY seq
    """,
)
# A window behind the follower's place: its upper end keeps the store from sorting all that waits. Where the oldest were
# forgotten before the follower came, or more waits than fits, `last` tells.
_FOLLOWING = template(
    "changes_behind_follower",
    Access.SYSTEM,
    """
    OPTIONAL MATCH (f:Follower {name: $p.name})
    WITH coalesce(f.seq, 0) AS position, coalesce(f.parts, 0) AS parts
    OPTIONAL MATCH (counter:Counter {name: 'change'})
    WITH position, parts, coalesce(counter.n, 0) AS last
    OPTIONAL MATCH (c:Change) WHERE c.seq > position AND c.seq <= position + $p.limit
    WITH position, parts, last, c ORDER BY c.seq
    RETURN position, parts, last, collect(
      c {.seq, .kind, rids: CASE WHEN c.kind IN $p.kinds
        THEN coalesce(CASE WHEN $p.of_standing THEN c.stood END, c.rids) ELSE [] END,
        cmps: CASE WHEN c.kind IN $p.kinds THEN c.cmps END}
    ) AS changes
    """,
)
_WAITING = template(
    "changed_records_after",
    Access.SYSTEM,
    "MATCH (c:Change) WHERE c.seq > $p.after RETURN sum(size(c.rids)) AS count",
)
_WAITING_RECORDS = template(
    "distinct_changed_records_after",
    Access.SYSTEM,
    """
    MATCH (c:Change) WHERE c.seq > $p.after AND c.kind = $p.kind
    UNWIND c.rids AS rid
    RETURN count(DISTINCT rid) AS count
    """,
)
_LAST = template("last_change", Access.SYSTEM, "MATCH (c:Counter {name: 'change'}) RETURN c.n AS n")
_TAKE = template(
    "lock_follower",
    Access.WRITE,
    """
    MERGE (f:Follower {name: $p.name}) ON CREATE SET f.seq = 0
    SET f.locked = true RETURN f.seq AS seq, coalesce(f.parts, 0) AS parts
    """,
)
_ADVANCE = template(
    "advance_follower", Access.WRITE, "MATCH (f:Follower {name: $p.name}) SET f.seq = $p.seq, f.parts = $p.parts"
)
# The lock comes before the place is read, as where a transaction takes it.
_PASS = template(
    "pass_over_changes",
    Access.WRITE,
    """
    MERGE (f:Follower {name: $p.name}) ON CREATE SET f.seq = 0
    SET f.locked = true
    WITH f WHERE f.seq = $p.after AND coalesce(f.parts, 0) = $p.parts
    SET f.seq = $p.seq, f.parts = null RETURN f.seq AS seq
    """,
)
# A follower that has no place yet begins at the start, so nothing goes before all of them have one.
_FORGET = template(
    "forget_changes",
    Access.WRITE,
    """
    MATCH (f:Follower) WHERE f.name IN $p.followers
    WITH count(f) AS placed, min(f.seq) AS done WHERE placed = size($p.followers)
    MATCH (c:Change) WHERE c.seq <= done AND c.at < $p.before
    WITH c LIMIT $p.limit
    DELETE c RETURN count(*) AS gone
    """,
)
_POSITION = template("follower_position", Access.SYSTEM, "MATCH (f:Follower {name: $p.name}) RETURN f.seq AS seq")
_POSITIONS = template(
    "follower_positions",
    Access.SYSTEM,
    "MATCH (f:Follower) WHERE f.name IN $p.names RETURN f.name AS name, f.seq AS seq, coalesce(f.parts, 0) AS parts",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How far a follower is: it has dealt with the change `seq`, and with `parts` parts of what follows the next."""

    seq: int
    parts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for a follower: its place, the next changes, and whether there are more behind these."""

    place: Place
    changes: Sequence[Change]
    more: bool

    @property
    def position(self) -> int:
        """The number of the last change that the follower has dealt with."""
        return self.place.seq


async def drain(step: Callable[[], Awaitable[int | None]], *, waits: Callable[[], bool] = lambda: True) -> int:
    """Run a worker's steps until nothing waits.

    Args:
        step: deals with what waits next, and returns how much that was; `None` where nothing waited.
        waits: asked as soon as a step has ended: whether there may be more. Where the steps of several tasks share the
            answer, each step sets it as its last act.

    Returns:
        How much was dealt with in all.
    """
    total = 0
    while (done := await step()) is not None:
        total += done
        if not waits():
            break
    return total


def in_changes(linked: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield linkages, or the compartments of their ends, in slices that each fit one change.

    A pair is never divided between two slices: followers read a change as whole pairs.
    """
    return (linked[first : first + _ENDS_A_CHANGE] for first in range(0, len(linked), _ENDS_A_CHANGE))


def in_parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield what a follower writes in parts, each for one transaction; nothing if there is nothing."""
    return (items[first : first + MOST_A_PART] for first in range(0, len(items), MOST_A_PART))


def of_one_step(waiting: Sequence[Change], most: int) -> Sequence[Change]:
    """Return the first of the changes, as many as name `most` records in all, but at least one."""
    count = 0
    for number, change in enumerate(waiting):
        count += len(change.record_ids)
        if number and count > most:
            return waiting[:number]
    return waiting


async def append_change(
    tx: Transaction,
    kind: ChangeKind,
    record_ids: Sequence[str],
    *,
    agencies: Collection[str] = (),
    compartments: Sequence[int] | None = None,
) -> int:
    """Append to the feed and return the change's number. Call it as the last act of the transaction.

    Args:
        tx: the transaction.
        kind: the kind of change.
        record_ids: the records that it is about; of linkages pair after pair.
        agencies: the agencies that it concerns.
        compartments: of linkages, the compartments of the ends when these were found; by default those that they are in
            now.
    """
    concerned, rids = sorted(set(agencies)) or None, list(record_ids)
    if kind is ChangeKind.LINKAGE and compartments is None:
        found: Sequence[Any] = await tx.run(_WHERE_ENDS_STAND, {"rids": rids, "nowhere": NOWHERE})
        compartments = list(found)
    cmps = None if compartments is None else list(compartments)
    rows = await tx.run(_APPEND, {"kind": str(kind), "rids": rids, "agencies": concerned, "cmps": cmps})
    return int(rows[0]["seq"])


async def lock_changes(tx: Transaction) -> None:
    """Take the feed's lock early, so that no other transaction that changes anything commits before this one."""
    await tx.run(_LOCK, {})


class ChangeFeed:
    """Reads the feed, and keeps in the store how far each follower is."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def since(
        self,
        after: int,
        *,
        limit: int = 100,
        records: int | None = None,
        kinds: Collection[ChangeKind] = tuple(ChangeKind),
        of_standing: bool = False,
    ) -> list[Change]:
        """Return up to `limit` changes with numbers above `after`, in order.

        Args:
            after: the number of the last change that is not wanted.
            limit: how many at most.
            records: return hardly more changes than name this many records. A bulk load names thousands in each change,
                and a caller that deals with a few changes at a time would read the others again and again.
            kinds: the kinds whose records are wanted; changes of other kinds come without.
            of_standing: leave out records that the change itself created: for callers that look after what was told of
                a record earlier.
        """
        found: list[Change] = []
        portion = limit if records is None else min(_FIRST_PORTION, limit)
        while True:
            behind = found[-1].seq if found else after
            parameters = {"after": behind, "limit": portion, "kinds": [*map(str, kinds)], "of_standing": of_standing}
            rows = await self._store.read(_SINCE, parameters)
            found += map(change_of, rows)
            named = sum(len(c.record_ids) for c in found)
            if len(rows) < portion or len(found) >= limit or (records is not None and named > records):
                return found
            # As many as name what is still wanted, if they are like those that were found.
            like = limit if records is None or not named else (records - named) * len(found) // named
            portion = min(max(_FIRST_PORTION, like), _GROWTH * portion, limit - len(found))

    async def following(
        self,
        follower: str,
        *,
        limit: int = 100,
        records: int | None = None,
        kinds: Collection[ChangeKind] = tuple(ChangeKind),
        of_standing: bool = False,
    ) -> Waiting:
        """Return a follower's place and what `since` gives behind it. Where little waits this takes one round trip."""
        portion = limit if records is None else min(_FIRST_PORTION, limit)
        wanted = {"kinds": [*map(str, kinds)], "of_standing": of_standing}
        parameters = {"name": follower, "limit": portion, **wanted}
        [row] = await self._store.read(_FOLLOWING, parameters)
        position, found = int(row["position"]), [change_of(change) for change in row["changes"]]
        place = Place(seq=position, parts=row["parts"])
        reached, last = found[-1].seq if found else position, int(row["last"])
        named = sum(len(c.record_ids) for c in found)
        if reached < last and len(found) < limit and (records is None or named <= records):
            left = None if records is None else records - named
            more = limit - len(found)
            found += await self.since(reached, limit=more, records=left, kinds=kinds, of_standing=of_standing)
            reached = found[-1].seq if found else position
        return Waiting(place=place, changes=found, more=reached < last)

    async def last(self) -> int:
        """Return the number of the newest change."""
        rows = await self._store.read(_LAST, {})
        return int(rows[0]["n"]) if rows else 0

    async def waiting(self, after: int) -> int:
        """Return how many records the changes with numbers above `after` name; a record counts once for each change."""
        return int((await self._store.read(_WAITING, {"after": after}))[0]["count"])

    async def waiting_records(self, after: int) -> int:
        """Return how many records the changes with numbers above `after` wrote or linked; each counts once.

        The store holds all their ids in memory to count them: ask `waiting` first whether they are too many.
        """
        found = await self._store.read(_WAITING_RECORDS, {"after": after, "kind": str(ChangeKind.RECORDS)})
        return int(found[0]["count"])

    async def forget(self, *, before: datetime, followers: Collection[str]) -> int:
        """Delete changes older than an instant that all of these followers have dealt with; return how many.

        Changes name records by their ids, even records that have been erased since.
        """
        gone = 0
        parameters = {"followers": sorted(set(followers)), "before": round(before.timestamp() * 1000)}
        work = _Forgetting({**parameters, "limit": _CHANGES_A_DELETION})
        while count := await self._store.write(work):
            gone += count
        return gone

    async def position(self, follower: str) -> int:
        """Return the number of the last change that a follower has dealt with."""
        rows = await self._store.read(_POSITION, {"name": follower})
        return int(rows[0]["seq"]) if rows else 0

    async def pass_over(self, follower: str, *, after: Place, seq: int) -> bool:
        """Move a follower on over changes from which nothing follows. Return whether it was still at `after`."""
        parameters = {"name": follower, "after": after.seq, "parts": after.parts, "seq": seq}
        return bool(await self._store.write_at_once(_PASS, parameters))

    async def positions(self, *followers: str) -> tuple[int, ...]:
        """Return the positions of several followers, read at one moment."""
        return tuple(place.seq for place in await self.places(*followers))

    async def places(self, *followers: str) -> tuple[Place, ...]:
        """Return the places of several followers, read at one moment."""
        rows = await self._store.read(_POSITIONS, {"names": followers})
        found = {row["name"]: Place(seq=int(row["seq"]), parts=int(row["parts"])) for row in rows}
        return tuple(found.get(name, Place(seq=0)) for name in followers)


@dataclass(frozen=True, slots=True)
class _Forgetting:
    """Deletes the next changes, in one transaction."""

    parameters: Row

    async def __call__(self, tx: Transaction) -> int:
        rows = await tx.run(_FORGET, self.parameters)
        return int(rows[0]["gone"]) if rows else 0


async def take_position(tx: Transaction, follower: str) -> int:
    """Lock a follower for this transaction and return its place, so that no two processes deal with one change."""
    rows = await tx.run(_TAKE, {"name": follower})
    return int(rows[0]["seq"])


async def advance_position(tx: Transaction, follower: str, seq: int) -> None:
    """Move a follower on, in the transaction that writes what it did."""
    await tx.run(_ADVANCE, {"name": follower, "seq": seq, "parts": None})


async def write_in_parts(store: Store, follower: str, parts: Sequence[Part], *, after: Place, seq: int) -> bool:
    """Write what follows from some changes in several transactions; the last one moves the follower past them.

    Each transaction goes on only if the follower is where the one before left it. If another process wrote in between,
    or this one ends between two parts, the changes are looked at again, and what has been written by then is found.

    Args:
        store: the store to write to.
        follower: whose place moves.
        parts: what each transaction writes; called again when its transaction is repeated.
        after: where the follower was when the changes were looked at.
        seq: the number of the last of the changes.

    Returns:
        Whether all of it was written and the follower moved.
    """
    for number, part in enumerate(parts, after.parts):
        is_last = number == after.parts + len(parts) - 1
        before = Place(seq=after.seq, parts=number)
        moved = Place(seq=seq) if is_last else Place(seq=after.seq, parts=number + 1)
        if not await store.write(partial(_write_part, follower=follower, part=part, before=before, moved=moved)):
            return False
    return True


async def _write_part(tx: Transaction, *, follower: str, part: Part, before: Place, moved: Place) -> bool:
    [row] = await tx.run(_TAKE, {"name": follower})
    if Place(seq=row["seq"], parts=row["parts"]) != before:
        return False
    await tx.run(_ADVANCE, {"name": follower, "seq": moved.seq, "parts": moved.parts or None})
    await part(tx)
    return True


def change_of(row: Mapping[str, object]) -> Change:
    """Return the change that a row of the store describes."""
    rids, agencies, compartments = row["rids"], row.get("agencies") or [], row.get("cmps") or []
    assert isinstance(rids, list)  # noqa: S101 - the store's own shape
    assert isinstance(agencies, list)  # noqa: S101 - the same
    assert isinstance(compartments, list)  # noqa: S101 - the same
    return Change(
        seq=int(str(row["seq"])),
        kind=ChangeKind(str(row["kind"])),
        record_ids=tuple(rids),
        agencies=tuple(agencies),
        compartments=tuple(compartments),
    )
