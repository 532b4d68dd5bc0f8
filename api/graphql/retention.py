"""Retention and legal holds over GraphQL: the dates of one's own records, and what keeps them."""

from datetime import datetime

import strawberry

from api.errors import ActKeyError, LiftedError
from api.graphql.context import BenangInfo, Operation
from api.graphql.keyed_acts import act_of, optional_key
from api.graphql.pages import PageInfo, Pager
from api.graphql.user_errors import NOT_FOUND, UNCHANGED, UserError
from graph.store import LegalHold, Schedule


@strawberry.input(description="Dates to come of records of your agency; null takes a date away.")
class ScheduleRetentionInput:
    """When to look at records again, and until when to keep them.

    Attributes:
        ids: ids of 1 to 500 records of your agency.
        review_at: when they are looked at again, to come and with its time zone; null for no date of their own.
        retain_until: when they are erased, to come and with its time zone; null for what their handling profile says.
    """

    ids: list[strawberry.ID]
    review_at: datetime | None = None
    retain_until: datetime | None = None
    reason: str | None = strawberry.field(
        default=None,
        description="Why they are kept for less long than their handling profile says; needed for that alone. Whoever "
        "had them reads it once they are erased.",
    )
    idempotency_key: str | None = optional_key()


@strawberry.input(description="A legal hold on records of your agency.")
class PlaceHoldInput:
    """What to keep, and why.

    Attributes:
        ids: ids of 1 to 500 records of your agency.
        reason: why, with 1 to 2,000 characters.
    """

    ids: list[strawberry.ID]
    reason: str
    idempotency_key: str | None = optional_key()


@strawberry.input(description="The end of a legal hold.")
class LiftHoldInput:
    """Which hold to lift, and why.

    Attributes:
        id: of the hold.
        reason: why, with 1 to 2,000 characters.
    """

    id: strawberry.ID
    reason: str


@strawberry.type(
    name="RetentionSchedule", description="When a record of yours is looked at again, and when it is erased."
)
class ScheduleView:
    """A schedule.

    Attributes:
        review_at: when it is looked at again; null without a date of its own.
        retain_until: when it is erased; null without a date of its own.
        review_due: whether the day of its review has come, by its own date or by its handling profile.
        reason: why it is kept for less long than its handling profile says; null where nobody said so, and where the
            reason of a hold would be.
    """

    record_id: strawberry.ID
    review_at: datetime | None
    retain_until: datetime | None
    review_due: bool
    reason: str | None

    @classmethod
    def of(cls, found: Schedule) -> "ScheduleView":
        """Return the GraphQL schedule of a stored one."""
        return cls(
            record_id=strawberry.ID(found.record_id),
            review_at=found.review_at,
            retain_until=found.retain_until,
            review_due=found.review_due,
            reason=found.reason,
        )


@strawberry.type(
    name="LegalHold",
    description="A legal hold: its record is not erased and not withdrawn. `reason` and `liftReason` are null where "
    "the identity of its record, or of a presumed victim whom that is linked to, is closed to you.",
)
class HoldView:
    """A hold.

    Attributes:
        id: of the hold.
        reason: why; null where it is closed to you.
        placed_by: who placed it, as their token names them.
        placed_at: when.
        lifted_at: when it was lifted; null while it holds.
        lifted_by: who lifted it; null while it holds.
        lift_reason: why; null while it holds, and where it is closed to you.
    """

    id: strawberry.ID
    record_id: strawberry.ID
    reason: str | None
    placed_by: str
    placed_at: datetime
    lifted_at: datetime | None
    lifted_by: str | None
    lift_reason: str | None

    @classmethod
    def of(cls, found: LegalHold) -> "HoldView":
        """Return the GraphQL hold of a stored one."""
        return cls(
            id=strawberry.ID(found.id),
            record_id=strawberry.ID(found.record_id),
            reason=found.reason,
            placed_by=found.by,
            placed_at=found.at,
            lifted_at=found.lifted_at,
            lifted_by=found.lifted_by,
            lift_reason=found.lift_reason,
        )


@strawberry.type(description="The schedules after your change.")
class ScheduleRetentionPayload:
    """The outcome of setting dates.

    Attributes:
        schedules: one for each record; none where nothing was done.
    """

    schedules: list[ScheduleView]
    user_errors: list[UserError]


@strawberry.type(
    description="The holds after your change. `UNCHANGED`: of each record an equal hold stands already, and is named."
)
class HoldPayload:
    """The outcome of placing or lifting holds.

    Attributes:
        holds: those that were placed or lifted, or that stood already; none where nothing was found.
    """

    holds: list[HoldView]
    user_errors: list[UserError]


@strawberry.type(description="The dates of a record of your agency.")
class RetentionScheduleEdge:
    """An edge of the list of schedules."""

    cursor: str
    node: ScheduleView


@strawberry.type(description="Dates of your agency's records, in the order of the ids of these.")
class RetentionScheduleConnection:
    """A page of the list of schedules."""

    edges: list[RetentionScheduleEdge]
    page_info: PageInfo


@strawberry.type(description="A legal hold on a record of your agency.")
class LegalHoldEdge:
    """An edge of the list of holds."""

    cursor: str
    node: HoldView


@strawberry.type(description="Legal holds on your agency's records, oldest first.")
class LegalHoldConnection:
    """A page of the list of holds."""

    edges: list[LegalHoldEdge]
    page_info: PageInfo


@strawberry.type
class RetentionQueries:
    """Reads of dates and holds."""

    @strawberry.field
    async def retention_schedules(
        self, info: BenangInfo, due_only: bool = False, first: int = 50, after: str | None = None
    ) -> RetentionScheduleConnection:
        """Dates of your agency's records that you see, and which are due for review.

        Args:
            due_only: keeps to those that are due for review.
        """
        operation = info.context
        pager = Pager(operation.app.minter, operation.scope, f"retentionSchedules|{due_only}")
        place = pager.place(after)
        found = operation.app.accountability.retention.schedules(
            operation.viewer, operation.scope, due_only=due_only, after=str(place[0]) if place is not None else ""
        )
        page = await pager.read(found, lambda s: (s.record_id,), first=first)
        operation.shown.update(s.record_id for s in page.items)
        edges = [
            RetentionScheduleEdge(cursor=c, node=ScheduleView.of(s))
            for s, c in zip(page.items, page.cursors, strict=True)
        ]
        return RetentionScheduleConnection(edges=edges, page_info=page.info)

    @strawberry.field
    async def legal_holds(
        self, info: BenangInfo, active_only: bool = True, first: int = 50, after: str | None = None
    ) -> LegalHoldConnection:
        """Legal holds on your agency's records that you see.

        Args:
            active_only: leaves out those that were lifted.
        """
        operation = info.context
        pager = Pager(operation.app.minter, operation.scope, f"legalHolds|{active_only}")
        place = pager.place(after)
        found = operation.app.accountability.retention.holds(
            operation.viewer,
            operation.scope,
            active_only=active_only,
            after=(str(place[0]), str(place[1])) if place is not None else ("", ""),
        )
        page = await pager.read(found, lambda h: (h.at.isoformat(), h.id), first=first)
        operation.shown.update(h.record_id for h in page.items)
        edges = [LegalHoldEdge(cursor=c, node=HoldView.of(h)) for h, c in zip(page.items, page.cursors, strict=True)]
        return LegalHoldConnection(edges=edges, page_info=page.info)


@strawberry.type
class RetentionMutations:
    """Changes of dates and holds. Each is authorised on the records as they stand."""

    @strawberry.mutation
    async def schedule_retention(self, info: BenangInfo, input: ScheduleRetentionInput) -> ScheduleRetentionPayload:  # noqa: A002
        """Set when records of your agency are looked at again, and until when they are kept.

        For an analyst, a duty officer or victim support. User errors: `NOT_FOUND`, `IDEMPOTENCY_KEY`.
        """
        operation = info.context
        work = operation.app.accountability.retention.schedule(
            operation.viewer,
            operation.scope,
            input.ids,
            review_at=input.review_at,
            retain_until=input.retain_until,
            reason=input.reason,
            act=act_of(operation, "scheduleRetention", input),
        )
        # A date that has passed, or an early end without a word, is an attempt to erase.
        try:
            with operation.noting_refusals():
                found = await work
        except ActKeyError as exc:
            operation.deny()
            return ScheduleRetentionPayload(schedules=[], user_errors=[UserError.of(exc)])
        if found is None:
            operation.deny()
            return ScheduleRetentionPayload(schedules=[], user_errors=[NOT_FOUND])
        operation.shown.update(s.record_id for s in found)
        return ScheduleRetentionPayload(schedules=[ScheduleView.of(s) for s in found], user_errors=[])

    @strawberry.mutation
    async def place_hold(self, info: BenangInfo, input: PlaceHoldInput) -> HoldPayload:  # noqa: A002
        """Keep records of your agency from being erased or withdrawn, until the hold is lifted.

        Where the same record is held for the same reason, as far as you may read it, no second hold is placed.

        For a supervisor. User errors: `NOT_FOUND`, `UNCHANGED`, `IDEMPOTENCY_KEY`.
        """
        operation = info.context
        keeper = operation.app.accountability.retention
        act = act_of(operation, "placeHold", input)
        try:
            with operation.noting_refusals():
                found = await keeper.hold(operation.viewer, operation.scope, input.ids, reason=input.reason, act=act)
        except ActKeyError as exc:
            operation.deny()
            return HoldPayload(holds=[], user_errors=[UserError.of(exc)])
        payload = _held(operation, found.holds if found is not None else None)
        if found is not None and found.is_unchanged:
            payload.user_errors.append(UNCHANGED)
        return payload

    @strawberry.mutation
    async def lift_hold(self, info: BenangInfo, input: LiftHoldInput) -> HoldPayload:  # noqa: A002
        """Lift a legal hold of your agency.

        For a supervisor. User errors: `NOT_FOUND`; `UNCHANGED` where it was lifted before.
        """
        operation = info.context
        keeper = operation.app.accountability.retention
        try:
            with operation.noting_refusals():
                found = await keeper.lift(operation.viewer, operation.scope, input.id, reason=input.reason)
        except LiftedError as exc:
            operation.deny()
            return HoldPayload(holds=[], user_errors=[UserError.of(exc)])
        return _held(operation, [found] if found is not None else None)


def _held(operation: Operation, found: list[LegalHold] | None) -> HoldPayload:
    if found is None:
        operation.deny()
        return HoldPayload(holds=[], user_errors=[NOT_FOUND])
    operation.shown.update(h.record_id for h in found)
    return HoldPayload(holds=[HoldView.of(h) for h in found], user_errors=[])
