"""Keeps how long records may be kept: dates of single records, legal holds, and reviews that are due."""

import secrets
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.errors import RecordMovedError
from graph.records import RecordId
from graph.store.changes import RESOLUTION, take_position
from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, template
from graph.store.withdrawal.retention_rows import LegalHold, Schedule, hold_of, row_of, schedule_of, text_of
from graph.unix_time import to_microseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleAct:
    """The setting of dates under a key: by which name it is known again, and a digest of all that was asked for."""

    id: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileDates:
    """What a handling profile says of its records, as instants: those received before are due."""

    profile: str
    review_received_before: datetime | None
    erase_received_before: datetime | None


_SET = template(
    "schedule_records",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MERGE (s:Retention {rid: row.rid})
    SET s.reviewed_at = CASE WHEN s.review_due = true OR s.review_at <= $p.now THEN $p.now ELSE s.reviewed_at END
    SET s.originator = $p.originator, s.review_at = row.review_at, s.retain_until = row.retain_until,
      s.reason = row.reason, s.review_due = false
    """,
)
# Two that set the same dates at once wait here for one another. A transaction that is tried again knows its own mark.
_ACT = template(
    "schedule_once",
    Access.WRITE,
    """
    MERGE (a:RetentionAct {id: $p.id}) ON CREATE SET a.content = $p.content, a.at = $p.now, a.mark = $p.mark
    RETURN a.content AS content, a.mark = $p.mark AS is_new
    """,
)
_FORGET_ACTS = template("forget_schedule_acts", Access.WRITE, "MATCH (a:RetentionAct) WHERE a.at < $p.before DELETE a")
# A hold keeps a record with its links, and so what these lead to.
_KEPT = """(EXISTS { MATCH (h:LegalHold {record: n.rid}) WHERE h.lifted_at IS NULL } OR EXISTS {
      MATCH (n)-[r]-(o:Record) WHERE r.lid IS NOT NULL
      AND EXISTS { MATCH (h:LegalHold {record: o.rid}) WHERE h.lifted_at IS NULL } })"""
_DUE = template(
    "records_due",
    Access.SYSTEM,
    f"""
    MATCH (s:Retention) WHERE s.retain_until <= $p.now
    MATCH (n:Record {{rid: s.rid}})
    WHERE NOT {_KEPT}
    RETURN n.rid AS rid, n.originator AS originator, s.reason AS reason ORDER BY s.retain_until, n.rid LIMIT $p.limit
    """,
)
# What is dated before its store was made was written under a wrong clock: how old it is nobody knows.
_MADE = template(
    "store_made_at", Access.SYSTEM, "CALL db.info() YIELD creationDate RETURN datetime(creationDate).epochMillis AS at"
)
_DUE_BY_PROFILE = template(
    "records_due_by_profile",
    Access.SYSTEM,
    f"""
    MATCH (n:Record) USING INDEX SEEK n:Record(profile, received)
    WHERE n.profile = $p.profile AND n.received >= $p.made AND n.received < $p.before
      AND NOT {_KEPT}
      AND NOT EXISTS {{ MATCH (s:Retention {{rid: n.rid}}) WHERE s.retain_until IS NOT NULL }}
    RETURN n.rid AS rid, n.originator AS originator, null AS reason
    ORDER BY n.profile, n.received, n.rid LIMIT $p.limit
    """,
)
_FALSELY_DATED = template(
    "records_dated_before_their_store",
    Access.SYSTEM,
    """
    UNWIND $p.profiles AS profile
    MATCH (n:Record) USING INDEX SEEK n:Record(profile, received)
    WHERE n.profile = profile[0] AND n.received < profile[1]
      AND NOT EXISTS { MATCH (s:Retention {rid: n.rid}) WHERE s.retain_until IS NOT NULL }
    RETURN count(n) AS count
    """,
)
_MARK_REVIEWS = template(
    "mark_reviews",
    Access.WRITE,
    """
    MATCH (s:Retention) WHERE s.review_at <= $p.now AND s.review_due = false
    MATCH (n:Record {rid: s.rid})
    SET s.review_due = true
    RETURN count(s) AS marked
    """,
)
# A date of its own for the review comes first, or the last one was in the profile's time.
_REVIEWED_OTHERWISE = """EXISTS { MATCH (s:Retention {rid: n.rid})
      WHERE s.review_at IS NOT NULL OR s.review_due = true OR s.reviewed_at >= $p.reviewed }"""
# A page of the index as it is, and what of it is due: of a limit behind that look a page would have no end.
_OLD_BY_PROFILE = template(
    "records_old_by_profile",
    Access.SYSTEM,
    f"""
    MATCH (n:Record) USING INDEX SEEK n:Record(profile, received)
    WHERE n.profile = $p.profile AND n.received >= $p.received AND n.received < $p.before
      AND CASE WHEN n.received > $p.received THEN true ELSE n.rid > $p.rid END
    WITH n ORDER BY n.profile, n.received, n.rid LIMIT $p.limit
    WITH collect([n.received, n.rid, {_REVIEWED_OTHERWISE}]) AS page
    RETURN page[-1][..2] AS last, [row IN page WHERE NOT row[2] | row[1]] AS rids
    """,
)
_MARK_REVIEWS_OF = template(
    "mark_reviews_of",
    Access.WRITE,
    f"""
    UNWIND $p.rids AS rid
    MATCH (n:Record {{rid: rid}}) WHERE n.profile = $p.profile AND NOT {_REVIEWED_OTHERWISE}
    MERGE (s:Retention {{rid: rid}}) ON CREATE SET s.originator = n.originator
    SET s.review_due = true
    RETURN count(s) AS marked
    """,
)
_SCHEDULES = template(
    "schedules_of",
    Access.SYSTEM,
    """
    MATCH (s:Retention {originator: $p.originator}) WHERE s.rid > $p.after
    WITH s, s.review_due = true OR coalesce(s.review_at <= $p.now, false) AS due WHERE due OR $p.due = false
    WITH s, due ORDER BY s.rid LIMIT $p.limit
    RETURN collect(s {.*, review_due: due}) AS rows
    """,
)
_SCHEDULES_OF_RECORDS = template(
    "schedules_of_records",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    MATCH (s:Retention {rid: rid}) WHERE s.originator = $p.originator
    WITH s ORDER BY s.rid
    RETURN collect(s {.*, review_due: s.review_due = true OR coalesce(s.review_at <= $p.now, false)}) AS rows
    """,
)
_HOLD = template(
    "place_holds",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (n:Record {rid: row.record}) WHERE n.originator = row.originator
    // Whoever is replacing the record holds its lock: what is held is what stands when this is answered.
    SET n.holding = true
    WITH n, row
    REMOVE n.holding
    MERGE (h:LegalHold {id: row.id}) ON CREATE SET h += row
    RETURN count(h) AS held
    """,
)
_MADE_BEFORE = template(
    "holds_by_id", Access.READ_IN_WRITE, "MATCH (h:LegalHold) WHERE h.id IN $p.ids RETURN h {.*} AS h ORDER BY h.id"
)
# Who may not read why a record is held cannot find it out by asking for the same: of others' reasons none is compared.
_EQUAL = template(
    "equal_holds",
    Access.READ_IN_WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (h:LegalHold {record: row.record})
    WHERE h.originator = row.originator AND h.lifted_at IS NULL AND h.reason = row.reason
      AND (h.by = row.by OR NOT row.record IN $p.unread)
    RETURN h {.*} AS h ORDER BY h.at, h.id
    """,
)
_LIFT = template(
    "lift_hold",
    Access.WRITE,
    """
    MATCH (h:LegalHold {id: $p.id}) SET h.locked = true
    WITH h WHERE h.originator = $p.originator AND h.lifted_at IS NULL
    SET h += $p.lifted REMOVE h.locked
    RETURN h {.*} AS h
    """,
)
_HOLDS = template(
    "holds_of",
    Access.SYSTEM,
    """
    MATCH (h:LegalHold {originator: $p.originator})
    WHERE ($p.active = false OR h.lifted_at IS NULL)
      AND (h.at > $p.at OR h.at = $p.at AND h.id > $p.id)
    WITH h ORDER BY h.at, h.id LIMIT $p.limit
    RETURN collect(h {.*}) AS rows
    """,
)
_HOLD_BY_ID = template(
    "hold_by_id",
    Access.SYSTEM,
    "MATCH (h:LegalHold {id: $p.id}) WHERE h.originator = $p.originator RETURN h {.*} AS h",
)
_HELD = template(
    "held_records",
    Access.SYSTEM,
    "UNWIND $p.rids AS rid MATCH (h:LegalHold {record: rid}) WHERE h.lifted_at IS NULL RETURN DISTINCT rid AS rid",
)
_HELD_OR_LINKED = template(
    "held_or_linked",
    Access.SYSTEM,
    f"UNWIND $p.rids AS rid MATCH (n:Record {{rid: rid}}) WHERE {_KEPT} RETURN n.rid AS rid",
)
# The lock of a record is what placing a hold takes: what is not held now is not before this transaction ends.
_HELD_LOCKED = template(
    "held_ends_of_links",
    Access.WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid})
    SET n.holding = true
    REMOVE n.holding
    WITH n WHERE EXISTS { MATCH (h:LegalHold {record: n.rid}) WHERE h.lifted_at IS NULL }
    RETURN n.rid AS rid
    """,
)
_FORGET = template("forget_schedules", Access.WRITE, "UNWIND $p.rids AS rid MATCH (s:Retention {rid: rid}) DELETE s")


class RetentionStore:
    """Writes and reads schedules and holds."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def schedule(
        self, originator: str, schedules: Sequence[Schedule], *, now: datetime, act: ScheduleAct | None = None
    ) -> str | None:
        """Set the dates of records; a review that was due is done with, and the next by profile counts from now.

        Returns:
            The digest of what the same act asked for before, where it did: then nothing is set. Else `None`.
        """
        rows = [
            {
                "rid": s.record_id,
                "review_at": text_of(s.review_at),
                "retain_until": text_of(s.retain_until),
                "reason": s.reason,
            }
            for s in schedules
        ]

        mark = secrets.token_hex(8)

        async def work(tx: Transaction) -> str | None:
            if act is not None:
                given = {"id": act.id, "content": act.content, "now": text_of(now), "mark": mark}
                [found] = await tx.run(_ACT, given)
                if not found["is_new"]:
                    return str(found["content"])
            await tx.run(_SET, {"originator": originator, "rows": rows, "now": text_of(now)})
            return None

        return await self._store.write(work)

    async def forget_acts(self, *, before: datetime) -> None:
        """Forget under which keys dates were set before an instant: such a key is free again."""
        await self._store.write(lambda tx: tx.run(_FORGET_ACTS, {"before": text_of(before)}))

    async def due(
        self, now: datetime, profiles: Sequence[ProfileDates], *, limit: int = 500
    ) -> dict[tuple[str, str], list[RecordId]]:
        """Return the records whose time is over and that no hold keeps; at most so many at once.

        By originator and the reason for which they were kept for less long than their profile says, else an empty one.
        By their profile those alone whose date is none from before the store was made.
        """
        rows = list(await self._store.read(_DUE, {"now": text_of(now), "limit": limit}))
        before, made = _erased_before(profiles), await self._made_at()
        for profile, instant in before.items():
            if made < instant and len(rows) < limit:
                parameters = {"profile": profile, "made": made, "before": instant, "limit": limit}
                rows += await self._store.read(_DUE_BY_PROFILE, parameters)
        found: dict[tuple[str, str], list[RecordId]] = {}
        for row in rows:
            mine = found.setdefault((row["originator"], row["reason"] or ""), [])
            if row["rid"] not in mine:
                mine.append(RecordId(row["rid"]))
        return found

    async def falsely_dated(self, profiles: Sequence[ProfileDates]) -> int:
        """Return how many records would be due by their profile, were their date not from before the store was made.

        One that was given a date of its own goes by that, and does not count.
        """
        made = await self._made_at()
        asked = [[profile, min(instant, made)] for profile, instant in _erased_before(profiles).items()]
        return int((await self._store.read(_FALSELY_DATED, {"profiles": asked}))[0]["count"])

    async def _made_at(self) -> int:
        """Return when the store was made, in microseconds since 1970, which it keeps wherever it is moved."""
        [row] = await self._store.read(_MADE, {})
        return int(row["at"]) * 1_000

    async def mark_reviews(self, now: datetime, profiles: Sequence[ProfileDates], *, page: int = 5_000) -> int:
        """Mark the records that are due for review; return how many were not marked before.

        Args:
            now: as of when.
            profiles: whose records are due by their age.
            page: how many of them are looked at in one statement: however many are old, each is short.
        """

        async def work(tx: Transaction) -> int:
            return int((await tx.run(_MARK_REVIEWS, {"now": text_of(now)}))[0]["marked"])

        marked = await self._store.write(work)
        for dates in profiles:
            if dates.review_received_before is not None:
                async for rids in self._unreviewed(dates.profile, dates.review_received_before, page):
                    marked += await self._mark(dates.profile, rids, dates.review_received_before)
        return marked

    async def _unreviewed(self, profile: str, before: datetime, page: int) -> AsyncIterator[list[str]]:
        """Yield page by page those of a profile's records, received before an instant, that nobody reviewed since."""
        last: Sequence[Any] | None = [-1, ""]
        terms = {"profile": profile, "before": to_microseconds(before), "reviewed": text_of(before), "limit": page}
        while last is not None:
            [row] = await self._store.read(_OLD_BY_PROFILE, {**terms, "received": last[0], "rid": last[1]})
            last = row["last"]
            if row["rids"]:
                yield row["rids"]

    async def _mark(self, profile: str, rids: Sequence[str], before: datetime) -> int:
        given = {"profile": profile, "rids": rids, "reviewed": text_of(before)}

        async def work(tx: Transaction) -> int:
            return int((await tx.run(_MARK_REVIEWS_OF, given))[0]["marked"])

        return await self._store.write(work)

    async def schedules(
        self, originator: str, *, now: datetime, due_only: bool = False, after: str = "", limit: int = 2_000
    ) -> AsyncIterator[list[Schedule]]:
        """Yield an originator's schedules in the order of record ids, and of each whether its review is due by now.

        Args:
            originator: whose.
            now: as of when a review is due.
            due_only: leaves out those that are not.
            after: the id of the record behind whose schedule they begin; it need not be there any more.
            limit: how many come at a time.
        """
        given = {"originator": originator, "due": due_only, "now": text_of(now), "limit": limit}
        while found := [schedule_of(row) for row in await self._store.read(_SCHEDULES, {**given, "after": after})]:
            yield found
            after = found[-1].record_id

    async def schedules_of(self, originator: str, ids: Iterable[str], *, now: datetime) -> list[Schedule]:
        """Return the schedules of an originator's records, in the order of record ids."""
        given = {"originator": originator, "rids": sorted(set(ids)), "now": text_of(now)}
        return [schedule_of(row) for row in await self._store.read(_SCHEDULES_OF_RECORDS, given)]

    async def hold(self, holds: Sequence[LegalHold], *, unread: Iterable[str] = ()) -> list[LegalHold]:
        """Place holds, but none beside an equal one: of the same record for the same reason, which is not lifted.

        The ids of the holds are given in their order to those that are placed. So the first of an act's ids tells that
        it was done: where it is there, nothing is placed.

        Args:
            holds: one a record, of one originator.
            unread: the records of which the reasons of others' holds are closed to who asks, and not compared.

        Returns:
            In the order of records the holds that stand for these: placed now or by the same act, or equal ones. Where
            the act's key stands for other records, the holds of that act alone.

        Raises:
            RecordMovedError: a record is not there, or not the originator's; no hold was placed.
        """
        wanted = [row_of(hold) for hold in sorted(holds, key=lambda h: h.record_id)]
        ids = [h.id for h in holds]
        closed = sorted(set(unread))

        async def work(tx: Transaction) -> list[LegalHold]:
            # Under the lock that removing takes: no record is removed between its hold and the look for holds.
            await take_position(tx, RESOLUTION)
            made = [hold_of(row["h"]) for row in await tx.run(_MADE_BEFORE, {"ids": ids})]
            equal = [hold_of(row["h"]) for row in await tx.run(_EQUAL, {"rows": wanted, "unread": closed})]
            standing = {h.record_id: h for h in (*reversed(equal), *made)}
            lacking = [row for row in wanted if row["record"] not in standing] if not made else []
            rows = [{**row, "id": hold_id} for row, hold_id in zip(lacking, ids, strict=False)]
            if rows and int((await tx.run(_HOLD, {"rows": rows}))[0]["held"]) < len(rows):
                raise RecordMovedError
            return sorted((*standing.values(), *map(hold_of, rows)), key=lambda h: h.record_id)

        return await self._store.write(work)

    async def lift(self, originator: str, hold_id: str, *, by: str, reason: str, at: datetime) -> LegalHold | None:
        """Lift a hold; `None` where this originator has no such hold, or it was lifted before."""
        lifted = {"lifted_at": at.isoformat(), "lifted_by": by, "lift_reason": reason}

        async def work(tx: Transaction) -> list[Row]:
            return await tx.run(_LIFT, {"id": hold_id, "originator": originator, "lifted": lifted})

        rows = await self._store.write(work)
        return hold_of(rows[0]["h"]) if rows else None

    async def holds(
        self, originator: str, *, active_only: bool = True, after: tuple[str, str] = ("", ""), limit: int = 2_000
    ) -> AsyncIterator[list[LegalHold]]:
        """Yield an originator's holds, oldest first.

        Args:
            originator: whose.
            active_only: leaves out those that were lifted.
            after: when the hold behind which they begin was placed, as `isoformat` writes it, and its id.
            limit: how many come at a time.
        """
        given = {"originator": originator, "active": active_only, "limit": limit}
        at, hold_id = after
        while rows := await self._store.read(_HOLDS, {**given, "at": at, "id": hold_id}):
            found = [hold_of(row) for row in rows]
            yield found
            at, hold_id = found[-1].at.isoformat(), found[-1].id

    async def find_hold(self, originator: str, hold_id: str) -> LegalHold | None:
        """Return a hold of an originator, lifted or not."""
        rows = await self._store.read(_HOLD_BY_ID, {"originator": originator, "id": hold_id})
        return hold_of(rows[0]["h"]) if rows else None

    async def held(self, ids: Iterable[str]) -> frozenset[str]:
        """Return those of these records that a hold keeps."""
        rows = await self._store.read(_HELD, {"rids": sorted(set(ids))})
        return frozenset(str(row["rid"]) for row in rows)

    async def held_or_linked(self, ids: Iterable[str]) -> frozenset[str]:
        """Return those of these records that a hold keeps, or that are linked to one that a hold keeps."""
        rows = await self._store.read(_HELD_OR_LINKED, {"rids": sorted(set(ids))})
        return frozenset(str(row["rid"]) for row in rows)


async def held_ends(tx: Transaction, ids: Iterable[str]) -> frozenset[str]:
    """Return those of these records that a hold keeps, and let none be placed before the transaction ends."""
    return frozenset(str(row["rid"]) for row in await tx.run(_HELD_LOCKED, {"rids": sorted(set(ids))}))


async def held_among(tx: Transaction, ids: Iterable[str]) -> frozenset[str]:
    """Return those of these records that a hold keeps, within the transaction that removes them."""
    return frozenset(str(row["rid"]) for row in await tx.run(_HELD, {"rids": sorted(set(ids))}))


async def forget_schedules(tx: Transaction, ids: Iterable[str]) -> None:
    """Delete the schedules of records that are gone."""
    await tx.run(_FORGET, {"rids": sorted(set(ids))})


def _erased_before(profiles: Iterable[ProfileDates]) -> dict[str, int]:
    """Return of the profiles that erase the instants before which their records were received that are due."""
    found = {dates.profile: dates.erase_received_before for dates in profiles}
    return {profile: to_microseconds(instant) for profile, instant in found.items() if instant is not None}
