"""Recalls over GraphQL: each side its own view of them."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar

import strawberry

from api.cursors import Place
from api.errors import HeldError
from api.graphql.context import BenangInfo, Operation
from api.graphql.pages import Page, PageInfo, Pager, by_time
from api.graphql.parties import Party
from api.graphql.user_errors import NOT_FOUND, UserError
from api.graphql.vocabulary import LinkType
from api.recalls.desk import IssuedRecall
from graph.errors import RecordMovedError
from graph.store import Recall, RecallAnswer, RecallCause, RecallForm, RecallNotice

T = TypeVar("T")

strawberry.enum(RecallCause, description="Why a record or link is recalled.")
strawberry.enum(RecallForm, description="What a recall notice is about: what people were shown, a copy, or a hit.")
strawberry.enum(RecallAnswer, description="What a recipient says it did.")


@strawberry.input(description="Records of your agency that are to be withdrawn, all or none of them.")
class RetractRecordsInput:
    """What to withdraw.

    Attributes:
        ids: ids of 1 to 500 records of your agency.
        reason: why, with 1 to 2,000 characters; every recipient reads it.
        erase: true also takes their ids out of the audit trail; it needs a supervisor's role besides.
    """

    ids: list[strawberry.ID]
    reason: str
    erase: bool = False


@strawberry.input(description="Links of your agency that are to be withdrawn, all or none of them; their records stay.")
class RetractLinksInput:
    """What to withdraw.

    Attributes:
        ids: ids of 1 to 500 links of your agency, as `Link` gives them.
        reason: why, with 1 to 2,000 characters; every recipient reads it.
    """

    ids: list[strawberry.ID]
    reason: str


@strawberry.input(description="Records of your agency that are to stand under a narrower handling profile.")
class NarrowRecordsInput:
    """What to narrow.

    Attributes:
        ids: ids of 1 to 500 records of your agency.
        profile: name of the handling profile; it must be narrower for each of them.
        reason: why, with 1 to 2,000 characters; every recipient reads it.
    """

    ids: list[strawberry.ID]
    profile: str
    reason: str


@strawberry.input(description="What your agency did about a recall; where nothing was done, with the reason.")
class AcknowledgeRecallInput:
    """An answer to a recall notice.

    Attributes:
        id: of the notice.
        answer: what your agency did; `DONE` cannot be taken back.
        reason: why nothing was done, with 1 to 2,000 characters; needed for `NOT_DONE`.
    """

    id: strawberry.ID
    answer: RecallAnswer = RecallAnswer.DONE
    reason: str | None = None


@strawberry.type(name="RecalledLink", description="A link that was withdrawn between two records.")
class RecalledLinkView:
    """A withdrawn link.

    Attributes:
        id: of the link.
    """

    id: strawberry.ID
    type: LinkType | None = strawberry.field(description="Its type; null where types have changed since.")
    source_id: strawberry.ID | None = strawberry.field(
        description="The record that it led from; null once either record was erased."
    )
    target_id: strawberry.ID | None = strawberry.field(description="The record that it led to; null likewise.")

    @classmethod
    def of(cls, recall: Recall) -> "RecalledLinkView | None":
        """Return the GraphQL link of a recall; `None` of a record's."""
        if recall.link is None:
            return None
        source, target = map(strawberry.ID, recall.link.ends) if recall.link.ends else (None, None)
        name = recall.link.type
        kind = LinkType(name) if name in LinkType.__members__ else None
        return cls(id=strawberry.ID(recall.record_id), type=kind, source_id=source, target_id=target)


@strawberry.type(
    name="RecallNotice",
    description="What a recall asks of one agency, about what it was shown, a copy, or a hit. `standsAgain`: what was "
    "withdrawn was filed again and is in your view, which is not recalled; what you kept from before still is. Its "
    "originator reads the reasons as those of `IssuedRecall`.",
)
class RecallNoticeView:
    """A recall notice, as its recipient and the originator see it.

    Attributes:
        id: of the notice.
        originator: whose record or link it is.
        agency: whom the notice is to.
        cause: what was done.
        form: what the agency had.
        reason: why; null where it is closed to you.
        issued_at: when it was recalled.
        first_disclosed_at: when the agency had it first.
        last_disclosed_at: when the agency had it last.
        operation: of an export, which command made it; null of others.
        person: of an export, who made it; null of others.
        answer: what the agency said it did; null while it has not answered.
        answer_reason: why nothing was done; null where something was, or it is closed to you.
        answered_at: when it answered; null while it has not.
        answered_by: who did; null likewise.
    """

    id: strawberry.ID
    record_id: strawberry.ID | None = strawberry.field(
        description="The record; null to an agency that only ever had a hit on it, and where a link is recalled."
    )
    link: RecalledLinkView | None = strawberry.field(description="The link, where it was withdrawn and no record.")
    hit: strawberry.ID | None = strawberry.field(
        description="The hit that no longer holds, as the cross-check named it; only to the agency that had it."
    )
    originator: Party
    agency: Party
    cause: RecallCause
    form: RecallForm
    reason: str | None
    issued_at: datetime
    first_disclosed_at: datetime
    last_disclosed_at: datetime
    operation: str | None
    person: str | None
    answer: RecallAnswer | None
    answer_reason: str | None
    answered_at: datetime | None
    answered_by: str | None
    recall: strawberry.Private[Recall]

    @strawberry.field
    async def stands_again(self, info: BenangInfo) -> bool:
        """Whether what was withdrawn was filed again and is in your view; what you kept from before is recalled still.

        Of a hit, which tells of no record, it is false.
        """
        return self.form is not RecallForm.HIT and await info.context.has_returned(self.recall)

    @classmethod
    def of(cls, operation: Operation, notice: RecallNotice) -> "RecallNoticeView":
        """Return the GraphQL notice of a stored one."""
        registers = operation.app.bundle.registers
        recall = notice.recall
        return cls(
            id=strawberry.ID(notice.id),
            record_id=strawberry.ID(notice.record_id) if notice.record_id is not None else None,
            link=RecalledLinkView.of(recall),
            hit=strawberry.ID(notice.hit) if notice.hit is not None else None,
            originator=Party.called(recall.originator, registers),
            agency=Party.called(notice.agency, registers),
            cause=recall.cause,
            form=notice.form,
            reason=recall.reason,
            issued_at=recall.at,
            first_disclosed_at=notice.first_at,
            last_disclosed_at=notice.last_at,
            operation=notice.operation,
            person=notice.person,
            answer=notice.answer,
            answer_reason=notice.answer_reason,
            answered_at=notice.answered_at,
            answered_by=notice.answered_by,
            recall=recall,
        )


@strawberry.type(
    name="IssuedRecall",
    description="A recall that your agency issued, with what became of each notice. `standsAgain`: what was withdrawn "
    "was filed again since, and is in your view. Its reason and those of the answers are null where the identity of a "
    "record, or of a presumed victim whom that is linked to, is closed to you.",
)
class IssuedRecallView:
    """A recall as its originator sees it.

    Attributes:
        id: of the recall.
        cause: what was done.
        reason: why; null where it is closed to you.
        issued_at: when.
        issued_by: who did it, as their token names them.
        profile: name of the handling profile that the record was narrowed to; null of a withdrawal.
        outstanding: how many notices have no answer, or `NOT_DONE`.
        notices: one for each agency, export and hit that it went to.
    """

    id: strawberry.ID
    record_id: strawberry.ID | None = strawberry.field(description="The record; null where a link was withdrawn.")
    link: RecalledLinkView | None = strawberry.field(description="The link, where it was withdrawn and no record.")
    cause: RecallCause
    reason: str | None
    issued_at: datetime
    issued_by: str
    profile: str | None
    outstanding: int
    notices: list[RecallNoticeView]
    recall: strawberry.Private[Recall]

    @strawberry.field
    async def stands_again(self, info: BenangInfo) -> bool:
        """Whether what was withdrawn was filed again since, and is in your view."""
        return await info.context.has_returned(self.recall)

    @classmethod
    def of(cls, operation: Operation, issued: IssuedRecall) -> "IssuedRecallView":
        """Return the GraphQL recall of an issued one."""
        recall = issued.recall
        return cls(
            id=strawberry.ID(recall.id),
            record_id=strawberry.ID(recall.record_id) if recall.link is None else None,
            link=RecalledLinkView.of(recall),
            cause=recall.cause,
            reason=recall.reason,
            issued_at=recall.at,
            issued_by=recall.by,
            profile=recall.profile,
            outstanding=issued.outstanding,
            notices=[RecallNoticeView.of(operation, n) for n in issued.notices],
            recall=recall,
        )


@strawberry.type(description="A recall notice to your agency.")
class RecallNoticeEdge:
    """An edge of a list of recall notices."""

    cursor: str
    node: RecallNoticeView


@strawberry.type(description="Recall notices to your agency, oldest first.")
class RecallNoticeConnection:
    """A page of recall notices."""

    edges: list[RecallNoticeEdge]
    page_info: PageInfo


@strawberry.type(description="A recall that your agency issued.")
class IssuedRecallEdge:
    """An edge of a list of issued recalls."""

    cursor: str
    node: IssuedRecallView


@strawberry.type(description="Recalls that your agency issued, oldest first.")
class IssuedRecallConnection:
    """A page of issued recalls."""

    edges: list[IssuedRecallEdge]
    page_info: PageInfo


@strawberry.type(description="The recalls that were issued; their notices are none where nobody had it.")
class RecallPayload:
    """The outcome of a withdrawal or narrowing.

    Attributes:
        done: whether the records or links were withdrawn or narrowed, all of them.
        recalls: one for each; none where nothing was done.
    """

    done: bool
    recalls: list[IssuedRecallView]
    user_errors: list[UserError]
    standing_claims: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="Your agency's protection claims that name a withdrawn record, to protection roles: what they seal "
        "stays sealed until they are lifted.",
    )


@strawberry.type(description="The notice after your answer.")
class AcknowledgeRecallPayload:
    """The outcome of an answer.

    Attributes:
        notice: null where there is no such notice.
    """

    notice: RecallNoticeView | None
    user_errors: list[UserError]


@strawberry.type
class RecallQueries:
    """Reads of recalls."""

    @strawberry.field
    async def recalls(
        self, info: BenangInfo, open_only: bool = False, first: int = 50, after: str | None = None
    ) -> RecallNoticeConnection:
        """Recall notices to your agency: what others withdrew or narrowed after your agency had it.

        Args:
            open_only: leaves out those that your agency answered.
        """
        operation = info.context
        desk = operation.app.accountability.recalls
        found = await desk.addressed(operation.viewer, operation.scope, open_only=open_only)
        page = _page(operation, f"recalls|{open_only}", found, lambda n: (n.seq,), first, after)
        await desk.tell(operation.viewer, page.items)
        # A hit's notice names no record. That one stands again is told where that is asked for.
        await operation.show_recalls(n.recall for n in page.items if n.form is not RecallForm.HIT)
        edges = [
            RecallNoticeEdge(cursor=c, node=RecallNoticeView.of(operation, n))
            for n, c in zip(page.items, page.cursors, strict=True)
        ]
        return RecallNoticeConnection(edges=edges, page_info=page.info)

    @strawberry.field
    async def issued_recalls(
        self,
        info: BenangInfo,
        record_id: strawberry.ID | None = None,
        outstanding_only: bool = False,
        first: int = 50,
        after: str | None = None,
    ) -> IssuedRecallConnection:
        """Recalls, by your agency, of records you see or saw and of their links; who answered and who has not.

        Args:
            record_id: keeps to recalls of this record.
            outstanding_only: keeps to those of which a notice has no answer, or `NOT_DONE`.
        """
        operation = info.context
        desk = operation.app.accountability.recalls
        found = await desk.issued(operation.viewer, operation.scope, record_id=record_id)
        wanted = [i for i in found if i.outstanding or not outstanding_only]
        question = f"issued|{record_id}|{outstanding_only}"
        page = _page(operation, question, wanted, lambda i: by_time(i.recall.at, i.recall.id), first, after)
        await operation.show_recalls(i.recall for i in page.items)
        edges = [
            IssuedRecallEdge(cursor=c, node=IssuedRecallView.of(operation, i))
            for i, c in zip(page.items, page.cursors, strict=True)
        ]
        return IssuedRecallConnection(edges=edges, page_info=page.info)


@strawberry.type
class RecallMutations:
    """Changes by recalls. Each is authorised on the records as they stand."""

    @strawberry.mutation
    async def retract_records(self, info: BenangInfo, input: RetractRecordsInput) -> RecallPayload:  # noqa: A002
        """Withdraw records of your agency: they leave the graph at once, and whoever had them is told.

        For an analyst, a duty officer or victim support. User errors: `NOT_FOUND`, `LEGAL_HOLD`, `RECORD_MOVED`.
        """
        operation = info.context
        work = operation.app.accountability.recalls.retract(
            operation.viewer, operation.scope, input.ids, reason=input.reason, erase=input.erase
        )
        # What is erased is not named in the trail again.
        payload = await _recalled(operation, work, lambda _: [] if input.erase else input.ids)
        if payload.done:
            claims = await operation.app.protection.standing_claims(operation.viewer, operation.scope, input.ids)
            payload.standing_claims = [strawberry.ID(claim.id) for claim in claims]
        return payload

    @strawberry.mutation
    async def retract_links(self, info: BenangInfo, input: RetractLinksInput) -> RecallPayload:  # noqa: A002
        """Withdraw links of your agency: their records stay, and whoever had them is told.

        For an analyst, a duty officer or victim support. User errors: `NOT_FOUND`, `LEGAL_HOLD`, `RECORD_MOVED`.
        """
        operation = info.context
        work = operation.app.accountability.recalls.retract_links(
            operation.viewer, operation.scope, input.ids, reason=input.reason
        )
        return await _recalled(operation, work, lambda found: [rid for recall in found for rid in recall.record_ids])

    @strawberry.mutation
    async def narrow_records(self, info: BenangInfo, input: NarrowRecordsInput) -> RecallPayload:  # noqa: A002
        """Put records of your agency under a narrower handling profile; whoever had them is told.

        For an analyst, a duty officer or victim support. User errors: `NOT_FOUND`, `RECORD_MOVED`.
        """
        operation = info.context
        work = operation.app.accountability.recalls.narrow(
            operation.viewer, operation.scope, input.ids, profile=input.profile, reason=input.reason
        )
        return await _recalled(operation, work, lambda _: input.ids)

    @strawberry.mutation
    async def acknowledge_recall(self, info: BenangInfo, input: AcknowledgeRecallInput) -> AcknowledgeRecallPayload:  # noqa: A002
        """Say what your agency did about a recall: done, or not done and why.

        For an analyst, a duty officer or victim support. User error: `NOT_FOUND`.
        """
        operation = info.context
        work = operation.app.accountability.recalls.acknowledge(
            operation.viewer, operation.scope, input.id, answer=input.answer, reason=input.reason
        )
        with operation.noting_refusals():
            found = await work
        if found is None:
            operation.deny()
            return AcknowledgeRecallPayload(notice=None, user_errors=[NOT_FOUND])
        if found.form is not RecallForm.HIT:
            await operation.show_recalls([found.recall])
        return AcknowledgeRecallPayload(notice=RecallNoticeView.of(operation, found), user_errors=[])


async def _recalled(
    operation: Operation, work: Awaitable[list[Recall] | None], shown: Callable[[list[Recall]], Sequence[str]]
) -> RecallPayload:
    """Carry out a withdrawal or narrowing, and answer with its recalls; `shown` says which records that names."""
    try:
        with operation.noting_refusals():
            found = await work
    except (HeldError, RecordMovedError) as exc:
        operation.deny()
        return RecallPayload(done=False, recalls=[], user_errors=[UserError.of(exc)])
    if found is None:
        operation.deny()
        return RecallPayload(done=False, recalls=[], user_errors=[NOT_FOUND])
    operation.shown.update(shown(found))
    operation.app.wake.set()
    wanted = {recall.id for recall in found}
    # The narrower terms may be new ones, which the scope of the question does not hold.
    scope = await operation.app.scope_for(operation.viewer)
    issued = await operation.app.accountability.recalls.issued(operation.viewer, scope)
    views = [IssuedRecallView.of(operation, i) for i in issued if i.recall.id in wanted]
    return RecallPayload(done=True, recalls=views, user_errors=[])


def _page(  # noqa: PLR0917 - the parts of one page, given by its callers
    operation: Operation,
    question: str,
    found: Sequence[T],
    place_of: Callable[[T], Place],
    first: int,
    after: str | None,
) -> Page[T]:
    pager = Pager(operation.app.minter, operation.scope, question)
    return pager.page(found, place_of, first=first, after=after)
