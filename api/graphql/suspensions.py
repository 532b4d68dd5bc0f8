"""Suspensions over GraphQL: a supervisor's own agency and its people get nothing, from the next answer on."""

from datetime import datetime

import strawberry

from api.graphql.context import BenangInfo, Operation
from api.graphql.pages import PageInfo, Pager, by_time
from api.graphql.user_errors import NOT_FOUND, UNCHANGED, UserError
from graph.store import Suspension


@strawberry.input(description="Whom of your agency to suspend or reinstate, and why.")
class SuspensionInput:
    """A person as tokens name them; null is the whole agency, whose people then get nothing, yourself included.

    Attributes:
        person: as tokens name them, with at most 200 characters; null is the whole agency, whose people then get
            nothing, yourself included.
        reason: why, with 1 to 2,000 characters.
    """

    person: str | None = None
    reason: str


@strawberry.type(name="Suspension", description="That your agency, or one person of it, gets nothing.")
class SuspensionView:
    """A suspension.

    Attributes:
        id: of the suspension.
        person: as tokens name them; null for the whole agency.
        reason: why.
        suspended_by: who suspended, as their token names them; null for the operator of the deployment.
        suspended_at: since when.
        lifted_by: who reinstated; null while it holds.
        lifted_at: when; null while it holds.
        lift_reason: why; null while it holds.
    """

    id: strawberry.ID
    person: str | None
    reason: str
    suspended_by: str | None
    suspended_at: datetime
    lifted_by: str | None
    lifted_at: datetime | None
    lift_reason: str | None

    @classmethod
    def of(cls, found: Suspension) -> "SuspensionView":
        """Return the GraphQL suspension of a stored one."""
        return cls(
            id=strawberry.ID(found.id),
            person=found.subject,
            reason=found.reason,
            suspended_by=found.by or None,
            suspended_at=found.at,
            lifted_by=found.lifted_by,
            lifted_at=found.lifted_at,
            lift_reason=found.lift_reason,
        )


@strawberry.type(description="The suspension after your change; an error where it was so already.")
class SuspensionPayload:
    """The outcome of suspending or reinstating.

    Attributes:
        suspension: null where nothing was changed.
    """

    suspension: SuspensionView | None
    user_errors: list[UserError]
    person_seen: bool | None = strawberry.field(
        default=None,
        description="After suspending a person, whether a token of that name ever asked anything here; false may be a "
        "misspelt name, which suspends nobody.",
    )


@strawberry.type(description="That your agency, or one person of it, gets or got nothing.")
class SuspensionEdge:
    """An edge of the list of suspensions."""

    cursor: str
    node: SuspensionView


@strawberry.type(description="Suspensions, oldest first.")
class SuspensionConnection:
    """A page of the list of suspensions."""

    edges: list[SuspensionEdge]
    page_info: PageInfo


@strawberry.type
class SuspensionQueries:
    """Reads of suspensions."""

    @strawberry.field
    async def suspensions(self, info: BenangInfo, first: int = 50, after: str | None = None) -> SuspensionConnection:
        """Who of your agency was suspended by command, lifted ones included, oldest first; for its supervisors."""
        operation = info.context
        with operation.noting_refusals():
            found = await operation.app.suspensions.listed(operation.viewer)
        pager = Pager(operation.app.minter, operation.scope, "suspensions")
        page = pager.page(found, lambda s: by_time(s.at, s.id), first=first, after=after)
        edges = [
            SuspensionEdge(cursor=c, node=SuspensionView.of(s)) for s, c in zip(page.items, page.cursors, strict=True)
        ]
        return SuspensionConnection(edges=edges, page_info=page.info)


@strawberry.type
class SuspensionMutations:
    """Changes of suspensions. What the operator or a register suspends is not lifted here."""

    @strawberry.mutation
    async def suspend(self, info: BenangInfo, input: SuspensionInput) -> SuspensionPayload:  # noqa: A002
        """Suspend your agency or one of its people, in every serving process at once.

        For a supervisor, never themselves alone. User error: `UNCHANGED`.
        """
        operation = info.context
        desk = operation.app.suspensions
        with operation.noting_refusals():
            found = await desk.suspend(operation.viewer, operation.viewer.agency, input.person, reason=input.reason)
        payload = _changed(operation, found, UNCHANGED)
        if found is not None:
            payload.person_seen = await desk.was_seen(found)
        return payload

    @strawberry.mutation
    async def reinstate(self, info: BenangInfo, input: SuspensionInput) -> SuspensionPayload:  # noqa: A002
        """Reinstate a person of your agency whom one of its supervisors suspended.

        For a supervisor. User error: `NOT_FOUND`.
        """
        operation = info.context
        desk = operation.app.suspensions
        with operation.noting_refusals():
            found = await desk.reinstate(operation.viewer, operation.viewer.agency, input.person, reason=input.reason)
        return _changed(operation, found, NOT_FOUND)


def _changed(operation: Operation, found: Suspension | None, otherwise: UserError) -> SuspensionPayload:
    if found is None:
        operation.deny()
        return SuspensionPayload(suspension=None, user_errors=[otherwise])
    return SuspensionPayload(suspension=SuspensionView.of(found), user_errors=[])
