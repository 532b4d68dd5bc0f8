"""Retention: dates of records and profiles act by themselves, legal holds stop them, originators see what is due."""

import secrets
from collections.abc import AsyncIterator, Awaitable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import structlog

from api.audit.auditing import ANNOUNCED, ERASING
from api.errors import InputError, LiftedError
from api.instants import in_utc
from api.reasons import check_reason
from api.recalls.desk import BY_DATE, MOST_RECORDS, Announce, RecallDesk, announced
from api.recalls.follower import RECALLS
from api.repeated_acts import KeyedAct
from api.sight.free_texts import FreeTexts
from api.sight.own_view import OwnView
from graph import ReadScope, RecordId, from_microseconds
from graph.errors import RecordMovedError
from graph.store import (
    ENDINGS,
    HIT_INDEX,
    MEETINGS,
    NOTICES,
    RESOLUTION,
    ChangeFeed,
    CheckStore,
    LegalHold,
    OwnRecord,
    OwnRecordReader,
    ProfileDates,
    RetentionStore,
    Schedule,
    ScheduleAct,
    Store,
)
from policies import (
    AuditEntry,
    AuditLog,
    Budgets,
    Bundle,
    Clock,
    MutationAction,
    Outcome,
    OwnRecords,
    ScopeBuilder,
    ViewerContext,
    authorise,
)

log = structlog.get_logger()
T = TypeVar("T")

FOLLOWERS = (RESOLUTION, NOTICES, HIT_INDEX, MEETINGS, ENDINGS, RECALLS)
_ENDING = "end retention"
KEEP_CHANGES = timedelta(days=1)  # what is no follower, such as an open subscription, is never so far behind
KEEP_ACTS = timedelta(days=30)  # for so long a key under which dates were set is known


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionReport:
    """What a run did: how many records it erased, how many it found due for review, how many checks it deleted.

    `falsely_dated`: so many it left alone, as they are dated before the store was made.
    """

    erased: int
    due_for_review: int
    checks: int = 0
    falsely_dated: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The holds that stand for what was asked. `is_unchanged`: equal ones did already, and none was placed."""

    holds: list[LegalHold]
    is_unchanged: bool


class RetentionKeeper:
    """Keeps dates and holds, and acts on them."""

    def __init__(
        self,
        store: Store,
        recalls: RecallDesk,
        scopes: ScopeBuilder,
        budgets: Budgets,
        *,
        own_records: OwnRecordReader,
        own: OwnView,
        texts: FreeTexts,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._checks = CheckStore(store)
        self._feed = ChangeFeed(store)
        self._budgets = budgets
        self._retention = RetentionStore(store)
        self._records = own_records
        self._recalls = recalls
        self._scopes = scopes
        self._own = own
        self._texts = texts
        self._audit = audit
        self._clock = clock
        self._failing: dict[str, str] = {}

    async def run(self, *, now: datetime | None = None) -> RetentionReport:
        """Erase what is over and mark what is due for review; forget old checks, and changes that all have dealt with.

        Each of these is done whatever becomes of the others, and what fails is logged.

        Args:
            now: acts as of this instant; the present by default.

        Raises:
            Whatever the first that failed raised, once all had their turn.
        """
        instant = now or self._clock()
        dates = profile_dates(self._scopes.bundle, instant)
        steps = _Steps(self._failing)
        # Erasure first: nothing else may keep a record beyond its time.
        erased = await steps.run("erase", self._erase(instant, dates))
        falsely_dated = await steps.run("look", self._falsely_dated(dates))
        due_for_review = await steps.run("review", self._retention.mark_reviews(instant, dates))
        await steps.run("changes", self._feed.forget(before=instant - KEEP_CHANGES, followers=FOLLOWERS))
        checks = await steps.run(
            "checks",
            self._checks.forget(
                checks_before=instant - self._budgets.keep_checks, blocks_before=instant - self._budgets.blocks.window
            ),
        )
        await steps.run("acts", self._retention.forget_acts(before=instant - KEEP_ACTS))
        steps.check()
        return RetentionReport(
            erased=erased or 0,
            due_for_review=due_for_review or 0,
            checks=checks or 0,
            falsely_dated=falsely_dated or 0,
        )

    async def _falsely_dated(self, dates: Sequence[ProfileDates]) -> int:
        count = await self._retention.falsely_dated(dates)
        if count:
            log.warning("falsely_dated_records_kept", records=count)
        return count

    async def _erase(self, instant: datetime, dates: Sequence[ProfileDates]) -> int:
        erased = 0
        while due := await self._retention.due(instant, dates):
            done = 0
            for (originator, reason), ids in sorted(due.items()):
                done += await self._end(originator, ids, reason)
            erased += done
            if not done:
                break
        return erased

    async def _end(self, originator: str, ids: Sequence[RecordId], reason: str) -> int:
        """Erase an originator's records, announced and told in its log; return how many."""
        self._write_down(f"{ANNOUNCED}{_ENDING}", originator, len(ids))
        ended = len(await self._recalls.end_retention(originator, ids, reason=reason))
        self._write_down(_ENDING, originator, ended)
        return ended

    def _write_down(self, operation: str, originator: str, count: int) -> None:
        """Raise `AuditError` where it cannot be written: what is not announced is not erased."""
        self._audit.append(
            AuditEntry(
                actor=BY_DATE,
                agency=originator,
                purpose=ERASING,
                operation=operation,
                outcome=Outcome.ALLOWED,
                policy_version=self._scopes.bundle.version,
                count=count,
            )
        )
        self._audit.flush()

    async def schedule(
        self,
        viewer: ViewerContext,
        scope: ReadScope,
        ids: Sequence[str],
        *,
        review_at: datetime | None,
        retain_until: datetime | None,
        reason: str | None = None,
        act: KeyedAct | None = None,
        announce: Announce = announced,
    ) -> list[Schedule] | None:
        """Set the dates of records of the viewer's agency; a review that was due is done with.

        Args:
            viewer: who sets them.
            scope: what the viewer sees.
            ids: the records, all or none of them.
            review_at: when to look at them again; `None` takes the date away.
            retain_until: until when to keep them; `None` leaves that to their handling profile.
            reason: why an end comes before that of the profile; whoever had the records reads it once they are erased.
            act: under which key; one that was done before sets nothing anew.
            announce: called before anything changes.

        Returns:
            The schedules as they stand; `None` where a record is not the agency's, or not in the viewer's view.

        Raises:
            ForbiddenError: the viewer's role does not set dates, or not those of a presumed victim's record.
            InputError: a date has no zone or is not to come, an early end has no reason, or the number of records is
                outside its limits.
            ActKeyError: the act's key was used for another one.
        """
        now = self._clock()
        review, until = _to_come("reviewAt", review_at, now), _to_come("retainUntil", retain_until, now)
        kept = check_reason(reason) if reason is not None else None
        if not await self._are_own(viewer, scope, MutationAction.SCHEDULE_RETENTION, ids):
            return None
        own = await self._records.own_records(viewer.agency, ids)
        await self._recalls.guard_victims(viewer, own, MutationAction.SCHEDULE_RETENTION, "given dates")
        if until is not None and kept is None and any(until < self._profile_end(r) for r in own):
            raise InputError("reason", "is needed for an end before that of the handling profile")
        schedules = _schedules(viewer.agency, ids, review=review, until=until, reason=kept)
        announce()
        once = ScheduleAct(id=f"d-{act.name}", content=act.content) if act is not None else None
        before = await self._retention.schedule(viewer.agency, schedules, now=now, act=once)
        if act is not None and before is not None:
            act.check_same(before)
            schedules = await self._retention.schedules_of(viewer.agency, ids, now=now)
        return await self._worded_dates(viewer, scope, schedules)

    async def schedules(
        self, viewer: ViewerContext, scope: ReadScope, *, due_only: bool = False, after: str = ""
    ) -> AsyncIterator[list[Schedule]]:
        """Yield the schedules of the agency's records that exist for the viewer; who is suspended has none.

        They come some at a time, in the order of record ids. Their reasons are withheld where free texts about the
        record are closed to the viewer.

        Args:
            viewer: who asks.
            scope: what the viewer sees.
            due_only: leaves out those whose review is not due.
            after: the id of the record behind whose schedule they begin.
        """
        if self._scopes.directory.is_closed_to(viewer):
            return
        async for found in self._retention.schedules(viewer.agency, now=self._clock(), due_only=due_only, after=after):
            seen = await self._own.open(viewer, scope, (s.record_id for s in found))
            yield await self._worded_dates(viewer, scope, [s for s in found if s.record_id in seen])

    async def hold(
        self,
        viewer: ViewerContext,
        scope: ReadScope,
        ids: Sequence[str],
        *,
        reason: str,
        act: KeyedAct | None = None,
        announce: Announce = announced,
    ) -> Held | None:
        """Place a legal hold on records of the viewer's agency, but none beside an equal one that the viewer may read.

        An act that was done before is answered with its holds as they are now.

        Returns:
            The holds; `None` where one of the records is not the agency's, or not in the viewer's view.

        Raises:
            ForbiddenError: the viewer's role does not place holds.
            InputError: the reason or the number of records is outside its limits.
            ActKeyError: the act's key was used for another one.
        """
        check_reason(reason)
        if not await self._are_own(viewer, scope, MutationAction.PLACE_HOLD, ids):
            return None
        holds = _new_holds(viewer, ids, reason=reason.strip(), act=act, now=self._clock())
        unread = await self._texts.closed(viewer, scope, ids)
        announce()
        try:
            standing = await self._retention.hold(holds, unread=unread)
        except RecordMovedError:
            return None
        named = {h.id for h in holds}
        mine = [h for h in standing if h.id in named]
        if act is not None:
            for hold in mine:
                act.check_same(hold.act)
        return Held(holds=await self._worded(viewer, scope, standing), is_unchanged=not mine)

    async def lift(
        self, viewer: ViewerContext, scope: ReadScope, hold_id: str, *, reason: str, announce: Announce = announced
    ) -> LegalHold | None:
        """Lift a hold of the viewer's agency; `None` where the viewer is listed no such hold.

        Raises:
            ForbiddenError: the viewer's role does not lift holds.
            InputError: the reason is outside its limits.
            LiftedError: it was lifted before, as their list shows, or is by now.
        """
        check_reason(reason)
        target = OwnRecords(originators=(viewer.agency,))
        authorise(viewer, MutationAction.LIFT_HOLD, target, directory=self._scopes.directory)
        found = await self._retention.find_hold(viewer.agency, hold_id)
        if found is None:
            await self._own.look_in_vain(viewer, scope)
            return None
        if not await self._seen(viewer, scope, [found]):
            return None
        if found.lifted_at is not None:
            raise LiftedError("legal hold")
        announce()
        lifted = await self._retention.lift(
            viewer.agency, hold_id, by=viewer.subject, reason=reason.strip(), at=self._clock()
        )
        if lifted is None:
            raise LiftedError("legal hold")
        return next(iter(await self._worded(viewer, scope, [lifted])))

    async def holds(
        self, viewer: ViewerContext, scope: ReadScope, *, active_only: bool = True, after: tuple[str, str] = ("", "")
    ) -> AsyncIterator[list[LegalHold]]:
        """Yield the holds on the agency's records that exist for the viewer, oldest first; none to the suspended.

        They come some at a time. Their reasons are withheld where free texts about the record are closed to the viewer.

        Args:
            viewer: who asks.
            scope: what the viewer sees.
            active_only: leaves out those that were lifted.
            after: when the hold behind which they begin was placed, as `isoformat` writes it, and its id.
        """
        if self._scopes.directory.is_closed_to(viewer):
            return
        async for found in self._retention.holds(viewer.agency, active_only=active_only, after=after):
            yield await self._seen(viewer, scope, found)

    async def _seen(self, viewer: ViewerContext, scope: ReadScope, holds: Sequence[LegalHold]) -> list[LegalHold]:
        """Return those of the agency's holds whose records exist for the viewer, worded as they may read them."""
        seen = await self._own.open(viewer, scope, (h.record_id for h in holds))
        return await self._worded(viewer, scope, [h for h in holds if h.record_id in seen])

    async def _worded(self, viewer: ViewerContext, scope: ReadScope, holds: Sequence[LegalHold]) -> list[LegalHold]:
        closed = await self._texts.closed(viewer, scope, (h.record_id for h in holds))
        return [replace(h, reason=None, lift_reason=None) if h.record_id in closed else h for h in holds]

    async def _worded_dates(self, viewer: ViewerContext, scope: ReadScope, found: Sequence[Schedule]) -> list[Schedule]:
        closed = await self._texts.closed(viewer, scope, (s.record_id for s in found))
        return [replace(s, reason=None) if s.record_id in closed else s for s in found]

    def _profile_end(self, record: OwnRecord) -> datetime:
        """Return until when a record is kept by its handling profile, or for ever."""
        profile = self._scopes.bundle.registers.profiles.get(record.profile)
        if profile is None or profile.retain_days is None:
            return datetime.max.replace(tzinfo=UTC)
        return from_microseconds(record.received) + timedelta(days=profile.retain_days)

    async def _are_own(
        self, viewer: ViewerContext, scope: ReadScope, action: MutationAction, ids: Iterable[str]
    ) -> bool:
        target = OwnRecords(originators=(viewer.agency,))
        authorise(viewer, action, target, directory=self._scopes.directory)
        wanted = set(ids)
        if not 1 <= len(wanted) <= MOST_RECORDS:
            raise InputError("ids", f"must be 1 to {MOST_RECORDS} records")
        return await self._records.own_in_view(scope, wanted) == wanted


class _Steps:
    """Does one thing after another, whatever becomes of each.

    A run that failed is tried again every two seconds: what fails is told of when that begins and changes.
    """

    def __init__(self, failing: dict[str, str]) -> None:
        """Begin; `failing` are the steps that failed last, with what was told of them, and is kept up to date."""
        self._failing = failing
        self._first: Exception | None = None

    async def run(self, name: str, work: Awaitable[T]) -> T | None:
        """Return what the work gives; `None` where it fails, which is logged once, without its words."""
        try:
            done = await work
        except Exception as exc:
            error = str(getattr(exc, "code", type(exc).__name__))
            if self._failing.get(name) != error:
                log.error("retention_step_failed", step=name, error=error)
            self._failing[name] = error
            self._first = self._first or exc
            return None
        self._failing.pop(name, None)
        return done

    def check(self) -> None:
        """Raise what failed first, if anything did."""
        if self._first is not None:
            raise self._first


def profile_dates(bundle: Bundle, now: datetime) -> list[ProfileDates]:
    """Return for each handling profile with dates the instants before which records were received that are due."""
    return [
        ProfileDates(
            profile=profile.name,
            review_received_before=now - timedelta(days=profile.review_days) if profile.review_days else None,
            erase_received_before=now - timedelta(days=profile.retain_days) if profile.retain_days else None,
        )
        for profile in sorted(bundle.registers.profiles.values(), key=lambda p: p.name)
        if profile.review_days or profile.retain_days
    ]


def _schedules(
    originator: str, ids: Sequence[str], *, review: datetime | None, until: datetime | None, reason: str | None
) -> list[Schedule]:
    return [
        Schedule(
            record_id=rid,
            originator=originator,
            review_at=review,
            retain_until=until,
            reason=reason if until is not None else None,
        )
        for rid in sorted(set(ids))
    ]


def _new_holds(
    viewer: ViewerContext, ids: Sequence[str], *, reason: str, act: KeyedAct | None, now: datetime
) -> list[LegalHold]:
    """Return a hold for each record. Under a key they are called by it and counted: the first tells of the act."""
    name = act.name if act is not None else secrets.token_hex(16)
    return [
        LegalHold(
            id=f"h-{name}-{count}" if count else f"h-{name}",
            originator=viewer.agency,
            record_id=rid,
            reason=reason,
            by=viewer.subject,
            at=now,
            act=act.content if act is not None else None,
        )
        for count, rid in enumerate(sorted(set(ids)))
    ]


def _to_come(name: str, instant: datetime | None, now: datetime) -> datetime | None:
    """Return an instant in UTC. One that has passed would erase at once, and call it the end of a time."""
    given = in_utc(name, instant)
    if given is not None and given <= now:
        raise InputError(name, "must be to come")
    return given
