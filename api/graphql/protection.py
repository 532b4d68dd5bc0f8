"""Protection claims over GraphQL: raised and lifted by protection roles; answered and contested by whom they touch."""

from collections.abc import Awaitable
from datetime import datetime
from enum import StrEnum
from functools import partial

import strawberry

from api.errors import ActKeyError, LiftedError, NoticeStateError
from api.graphql.alerts import AlertOrder
from api.graphql.context import BenangInfo, Operation
from api.graphql.keyed_acts import act_of, optional_key
from api.graphql.pages import PageInfo, Pager, by_time
from api.graphql.user_errors import NOT_FOUND, UserError
from api.protection import ClaimOrder
from graph.store import Claim, Seal


@strawberry.enum(description="What a protection claim does to a record of your agency.")
class ProtectionState(StrEnum):
    """The state of a protection notice."""

    SEALED = "sealed"
    ASKED = "asked"
    DECLINED = "declined"
    LIFTED = "lifted"


@strawberry.type(
    description="A claim of your agency that a person is a victim. How many records of others it touches is not told."
)
class ProtectionClaim:
    """A claim, as its claimant sees it.

    Attributes:
        id: of the claim.
        records: ids of your agency's records whose subject it is about.
        reason: why it was raised.
        claimed_by: who raised it, as their token names them.
        claimed_at: when it was raised, or the record filed as a victim's.
        lifted_at: when it was lifted; null while it holds.
        lift_reason: why it was lifted; null while it holds.
        contests: the reasons of those who contest it, whom nothing names.
    """

    id: strawberry.ID
    records: list[strawberry.ID]
    reason: str
    claimed_by: str
    claimed_at: datetime
    lifted_at: datetime | None
    lift_reason: str | None
    contests: list[str]

    @classmethod
    def of(cls, claim: Claim) -> "ProtectionClaim":
        """Return the GraphQL claim of a stored one."""
        return cls(
            id=strawberry.ID(claim.id),
            records=[strawberry.ID(r) for r in claim.records],
            reason=claim.reason,
            claimed_by=claim.claimed_by,
            claimed_at=claim.claimed_at,
            lifted_at=claim.lifted_at,
            lift_reason=claim.lift_reason,
            contests=list(claim.contests),
        )


@strawberry.type(
    description="A protection claim touches a record of your agency; who claims is not told. SEALED: you adopted "
    "the agreement and others no longer see the record; ASKED: it did not, and you are asked to seal it."
)
class ProtectionNotice:
    """What a claim does to one record, as its originator sees it.

    Attributes:
        id: of the notice, by which it is answered, contested or lifted.
        record_id: id of your agency's record.
        state: what the claim does to it now.
        status_conflict: whether your agency holds the person as a suspect or convict, and the claim was not lifted.
        made_at: when the claim first touched the record.
        contested_at: when your agency contested it; null where it did not.
        contest_reason: why it did; null likewise.
        answer_reason: why your agency sealed the record or declined; null where it was not asked or has not answered.
        lift_reason: why the seal was lifted; null while it was not.
    """

    id: strawberry.ID
    record_id: strawberry.ID
    state: ProtectionState
    status_conflict: bool
    made_at: datetime
    contested_at: datetime | None
    contest_reason: str | None
    answer_reason: str | None
    lift_reason: str | None

    @classmethod
    def of(cls, seal: Seal) -> "ProtectionNotice":
        """Return the GraphQL notice of a seal, without its claimant."""
        return cls(
            id=strawberry.ID(seal.id),
            record_id=strawberry.ID(seal.record_id),
            state=ProtectionState(seal.state),
            status_conflict=seal.in_conflict,
            made_at=seal.made_at,
            contested_at=seal.contested_at,
            contest_reason=seal.contest_reason,
            answer_reason=seal.answer_reason,
            lift_reason=seal.lift_reason,
        )


@strawberry.type(description="A claim in a list.")
class ProtectionClaimEdge:
    """An edge of the claims."""

    cursor: str
    node: ProtectionClaim


@strawberry.type(description="Your agency's claims, oldest first.")
class ProtectionClaimConnection:
    """A page of claims."""

    edges: list[ProtectionClaimEdge]
    page_info: PageInfo


@strawberry.type(description="A notice in a list.")
class ProtectionNoticeEdge:
    """An edge of the notices."""

    cursor: str
    node: ProtectionNotice


@strawberry.type(description="What protection claims do to records of your agency, in the order that was asked for.")
class ProtectionNoticeConnection:
    """A page of notices."""

    edges: list[ProtectionNoticeEdge]
    page_info: PageInfo


@strawberry.input(description="Records of your agency whose subject is a victim, and why you say so.")
class ClaimVictimInput:
    """A claim to raise.

    Attributes:
        records: ids of 1 to 100 records of persons, all of them your agency's and in your view.
        reason: why, with 1 to 2,000 characters.
    """

    records: list[strawberry.ID]
    reason: str
    idempotency_key: str | None = optional_key()


@strawberry.input(description="A claim or notice of your agency, and your reason.")
class ProtectionReasonInput:
    """What to lift or contest, and why.

    Attributes:
        id: of the claim for `liftClaim`, of the notice for `liftSeal` and `contestSeal`.
        reason: why, with 1 to 2,000 characters.
    """

    id: strawberry.ID
    reason: str


@strawberry.input(
    description="Your answer to a claim that asks: seal the record, or decline, and why. To decline, and to seal what "
    "was declined, is for protection roles."
)
class AnswerProtectionInput:
    """An answer.

    Attributes:
        id: of the notice.
        seal: true to seal the record, false to decline.
        reason: why, with 1 to 2,000 characters.
    """

    id: strawberry.ID
    seal: bool
    reason: str


@strawberry.type(description="The claim as it stands now.")
class ProtectionClaimPayload:
    """The outcome of a claim or of its lifting.

    Attributes:
        claim: null where it was not done.
    """

    claim: ProtectionClaim | None
    user_errors: list[UserError]


@strawberry.type(description="The notice as it stands now.")
class ProtectionNoticePayload:
    """The outcome of lifting, contesting or answering.

    Attributes:
        notice: null where it was not done.
    """

    notice: ProtectionNotice | None
    user_errors: list[UserError]


@strawberry.type
class ProtectionQueries:
    """What is asked about protection."""

    @strawberry.field
    async def protection_claims(
        self, info: BenangInfo, first: int = 20, after: str | None = None
    ) -> ProtectionClaimConnection:
        """Your agency's claims; empty without a protection role and purpose."""
        operation = info.context
        found = await operation.app.protection.claims(operation.viewer, operation.scope)
        page = Pager(operation.app.minter, operation.scope, "protectionClaims").page(
            found, lambda c: by_time(c.claimed_at, c.id), first=first, after=after
        )
        operation.shown.update(r for c in page.items for r in c.records)
        edges = [
            ProtectionClaimEdge(cursor=c, node=ProtectionClaim.of(claim))
            for claim, c in zip(page.items, page.cursors, strict=True)
        ]
        return ProtectionClaimConnection(edges=edges, page_info=page.info)

    @strawberry.field
    async def protection_notice(self, info: BenangInfo, id: strawberry.ID) -> ProtectionNotice | None:  # noqa: A002
        """What a protection claim does to a record of your agency, as it stands now; null where you see no such notice.

        Args:
            id: of the notice.
        """
        operation = info.context
        found = next((s for s in await operation.app.protection.notices(operation.scope) if s.id == id), None)
        if found is None:
            return None
        operation.shown.add(found.record_id)
        return ProtectionNotice.of(found)

    @strawberry.field
    async def protection_notices(
        self,
        info: BenangInfo,
        first: int = 20,
        after: str | None = None,
        open_only: bool = False,
        order: AlertOrder = AlertOrder.OLDEST_FIRST,
    ) -> ProtectionNoticeConnection:
        """What protection claims do to records of your agency that you see, oldest first, or newest first.

        Args:
            open_only: keeps to what is sealed or asked for now.
            order: from which end; the cursors of one order do not go with the other.
        """
        operation = info.context
        found = await operation.app.protection.notices(operation.scope, open_only=open_only)
        is_newest_first = order is AlertOrder.NEWEST_FIRST
        if is_newest_first:
            found.reverse()
        pager = Pager(operation.app.minter, operation.scope, f"protectionNotices|{open_only}|{order}")
        page = pager.page(
            found, lambda s: by_time(s.made_at, s.id), first=first, after=after, descending=is_newest_first
        )
        operation.shown.update(s.record_id for s in page.items)
        edges = [
            ProtectionNoticeEdge(cursor=c, node=ProtectionNotice.of(s))
            for s, c in zip(page.items, page.cursors, strict=True)
        ]
        return ProtectionNoticeConnection(edges=edges, page_info=page.info)


@strawberry.type
class ProtectionMutations:
    """What is done about protection."""

    @strawberry.mutation
    async def claim_victim(self, info: BenangInfo, input: ClaimVictimInput) -> ProtectionClaimPayload:  # noqa: A002
        """Claim that the subject of your records is a victim: they are sealed, and so is what matches them.

        For victim support under the purpose victim protection. User errors: `NOT_FOUND`, `IDEMPOTENCY_KEY`.
        """
        operation = info.context
        order = ClaimOrder(records=tuple(input.records), reason=input.reason)
        try:
            with operation.noting_refusals():
                made = await operation.app.protection.claim(
                    operation.viewer,
                    operation.scope,
                    order,
                    renewed=partial(operation.app.scope_for, operation.viewer),
                    act=act_of(operation, "claimVictim", input),
                )
        except ActKeyError as exc:
            operation.deny()
            return ProtectionClaimPayload(claim=None, user_errors=[UserError.of(exc)])
        operation.app.wake.set()
        return _claimed(operation, made)

    @strawberry.mutation
    async def lift_claim(self, info: BenangInfo, input: ProtectionReasonInput) -> ProtectionClaimPayload:  # noqa: A002
        """Lift a claim of your agency, with every seal that rests on it alone.

        For victim support under the purpose victim protection. User errors: `NOT_FOUND`; `UNCHANGED` where it was
        lifted before.
        """
        operation = info.context
        try:
            with operation.noting_refusals():
                made = await operation.app.protection.lift_claim(
                    operation.viewer, operation.scope, input.id, reason=input.reason
                )
        except LiftedError as exc:
            operation.deny()
            return ProtectionClaimPayload(claim=None, user_errors=[UserError.of(exc)])
        operation.app.wake.set()
        return _claimed(operation, made)

    @strawberry.mutation
    async def lift_seal(self, info: BenangInfo, input: ProtectionReasonInput) -> ProtectionNoticePayload:  # noqa: A002
        """Lift the seal that a claim laid on a record of your agency.

        For victim support under the purpose victim protection. User errors: `NOT_FOUND`, `NOTICE_STATE`.
        """
        operation = info.context
        work = operation.app.protection.lift_seal(operation.viewer, operation.scope, input.id, reason=input.reason)
        return await _noticed(operation, work)

    @strawberry.mutation
    async def contest_seal(self, info: BenangInfo, input: ProtectionReasonInput) -> ProtectionNoticePayload:  # noqa: A002
        """Contest a claim that touches a record of your agency: the claimant reads your reason, not who you are.

        For an analyst, a duty officer or victim support. User errors: `NOT_FOUND`, `NOTICE_STATE`.
        """
        operation = info.context
        work = operation.app.protection.contest(operation.viewer, operation.scope, input.id, reason=input.reason)
        return await _noticed(operation, work)

    @strawberry.mutation
    async def answer_protection_claim(self, info: BenangInfo, input: AnswerProtectionInput) -> ProtectionNoticePayload:  # noqa: A002
        """Answer a claim that asks your agency to seal a record of its own.

        An analyst, a duty officer or victim support may agree. To decline, and to agree to what was declined, is for
        victim support under the purpose victim protection. User errors: `NOT_FOUND`, `NOTICE_STATE`.
        """
        operation = info.context
        work = operation.app.protection.answer(
            operation.viewer, operation.scope, input.id, seals_it=input.seal, reason=input.reason
        )
        return await _noticed(operation, work)


def _claimed(operation: Operation, made: Claim | None) -> ProtectionClaimPayload:
    if made is None:
        operation.deny()
        return ProtectionClaimPayload(claim=None, user_errors=[NOT_FOUND])
    operation.shown.update(made.records)
    return ProtectionClaimPayload(claim=ProtectionClaim.of(made), user_errors=[])


async def _noticed(operation: Operation, work: Awaitable[Seal | None]) -> ProtectionNoticePayload:
    """Return what became of an act on a notice; what is not there and what is another's answer alike."""
    try:
        with operation.noting_refusals():
            made = await work
    except NoticeStateError as exc:
        operation.deny()
        return ProtectionNoticePayload(notice=None, user_errors=[UserError.of(exc)])
    operation.app.wake.set()
    if made is None:
        operation.deny()
        return ProtectionNoticePayload(notice=None, user_errors=[NOT_FOUND])
    operation.shown.add(made.record_id)
    return ProtectionNoticePayload(notice=ProtectionNotice.of(made), user_errors=[])
