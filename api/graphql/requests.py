"""Requests for information over GraphQL: each side its own view of them."""

from collections.abc import Awaitable, Iterable
from datetime import datetime

import strawberry

from api.cursors import Place
from api.errors import ActKeyError, NoOperatorError, OwnRecordError, RequestStepError
from api.graphql.context import BenangInfo, Operation
from api.graphql.cross_checks import SelectorInput
from api.graphql.descriptions import described
from api.graphql.keyed_acts import act_of, optional_key
from api.graphql.pages import PageInfo, Pager, by_time
from api.graphql.parties import Party
from api.graphql.user_errors import NOT_FOUND, UserError
from api.graphql.vocabulary import Kind
from api.requests.views import Direction, RequestView
from policies import BudgetError, RequestState, Urgency

strawberry.enum(Direction, name="RequestDirection", description="Which way a request goes, seen from your agency.")
strawberry.enum(RequestState, name="RequestState", description="Where a request stands, in your view.")
strawberry.enum(Urgency, name="RequestUrgency", description="How soon an answer is needed.")


@strawberry.input(description="A question about a hit that your agency was told of under this case.")
class SendRequestInput:
    """A question. `hit` is the id that the cross-check gave; a `draft` is kept and not sent.

    Attributes:
        hit: id of the hit, as the cross-check gave it.
        question: in words, for the holder.
        urgency: how soon you need an answer.
        draft: true keeps it for `sendDraft` and sends nothing.
    """

    hit: strawberry.ID
    question: str
    urgency: Urgency = Urgency.SEVEN_DAYS
    draft: bool = False
    idempotency_key: str | None = optional_key()


@strawberry.input(description="A question about a record in your view, for the agency that it is of.")
class AskAboutRecordInput:
    """A question. A `draft` is kept and not sent.

    Attributes:
        record: id of the record.
        question: in words, for its agency.
        urgency: how soon you need an answer.
        draft: true keeps it for `sendDraft` and sends nothing.
    """

    record: strawberry.ID
    question: str
    urgency: Urgency = Urgency.SEVEN_DAYS
    draft: bool = False
    idempotency_key: str | None = optional_key()


@strawberry.input(description="A question about an exact identifier, for the party that runs it.")
class AskOperatorInput:
    """A question. `value` is what `crossCheck` takes; a `draft` is kept and not sent.

    Attributes:
        value: the identifier, as `crossCheck` takes it.
        question: in words, for the party that runs it.
        urgency: how soon you need an answer.
        draft: true keeps it for `sendDraft` and sends nothing.
    """

    value: SelectorInput
    question: str
    urgency: Urgency = Urgency.SEVEN_DAYS
    draft: bool = False
    idempotency_key: str | None = optional_key()


@strawberry.input(description="A request.")
class RequestInput:
    """Which request.

    Attributes:
        id: of the request.
    """

    id: strawberry.ID


@strawberry.input(description="An answer to a request that was sent to your agency.")
class AnswerRequestInput:
    """An answer, in words, and where there is one with the id of a grant that your agency gave.

    Attributes:
        id: of the request.
        text: the answer, in words.
        grant_id: id of a live grant of your agency to the asker that goes with it; null for words alone.
    """

    id: strawberry.ID
    text: str
    grant_id: strawberry.ID | None = None


@strawberry.input(description="A refusal of a request that was sent to your agency.")
class RefuseRequestInput:
    """A refusal. Silently: the asker sees a request that nobody answered, with the same times.

    Attributes:
        id: of the request.
        ground: why; the asker reads it of an open refusal alone.
        silently: true: the asker goes on to see a request that nobody has answered, with the same times.
    """

    id: strawberry.ID
    ground: str
    silently: bool = False


@strawberry.type(description="A request for information, as your side of it may see it now.")
class InformationRequest:
    """A request, as one of its two sides may see it now.

    Attributes:
        id: of the request.
        direction: whether your agency asks or is asked.
        state: where it stands.
        urgency: how soon an answer is needed.
        asker: who asks.
        holder: who is asked.
        purpose: for which purpose.
        case_ref: the case of the asker's.
        kind: the kind of what is asked about.
        hit: id of the hit that the asker named; null where another thing was named, and to who is asked.
        question: in words.
        created_at: when it was made; to who is asked, when it was sent.
        sent_at: when it was sent; null of a draft.
        acknowledge_due: until when it is to be acknowledged: 48 hours after it was sent, or with the answer where that
            is due before; null of a draft.
        answer_due: until when it is to be answered; null of a draft.
        expires_at: from when on it is closed without an answer; null of a draft.
        acknowledged_at: when who is asked said that it had come; null where they have not.
        answered_at: when it was answered; null where it was not.
        answer: in words; null where there is none, and where it is for protection roles alone.
        grant_id: id of the grant that goes with the answer; null where none does.
        refused_at: when it was refused; null where it was not, and to the asker where it was refused silently.
        refusal_ground: why; null likewise.
        refused_silently: whether the asker is not to see the refusal; null to the asker.
        withdrawn_at: when the asker took it back; null where they did not.
        record_ids: ids of the records of who is asked that it is about, as far as you see them; none to the asker.
    """

    id: strawberry.ID
    direction: Direction
    state: RequestState
    urgency: Urgency
    asker: Party
    holder: Party
    purpose: str
    case_ref: str
    kind: Kind
    hit: strawberry.ID | None
    about_record_id: strawberry.ID | None = strawberry.field(
        description="The record that the asker named, as long as it is in your view; null where another thing was "
        "named, and to who is asked."
    )
    identifier: str | None = strawberry.field(
        description="The identifier that the party which runs it is asked about, as it was read, such as "
        "`KH:ABAAKHPP:000123456`; null where a hit or a record was named."
    )
    question: str
    created_at: datetime
    sent_at: datetime | None
    acknowledge_due: datetime | None
    answer_due: datetime | None
    expires_at: datetime | None
    acknowledged_at: datetime | None
    answered_at: datetime | None
    answer: str | None
    grant_id: strawberry.ID | None
    refused_at: datetime | None
    refusal_ground: str | None
    refused_silently: bool | None
    withdrawn_at: datetime | None
    record_ids: list[strawberry.ID]

    @classmethod
    def of(cls, view: RequestView) -> "InformationRequest":
        """Return the GraphQL form of one side's view."""
        history, asks = view.history, view.direction is Direction.OUTGOING
        return cls(
            id=strawberry.ID(view.id),
            direction=view.direction,
            state=view.state,
            urgency=history.urgency,
            asker=Party.of(view.asker),
            holder=Party.of(view.holder),
            purpose=view.purpose,
            case_ref=view.case_ref,
            kind=Kind(view.kind),
            hit=strawberry.ID(view.hit) if view.hit is not None else None,
            about_record_id=strawberry.ID(view.about.id) if view.about is not None else None,
            identifier=view.identifier,
            question=view.question,
            created_at=view.created_at,
            sent_at=history.sent_at,
            acknowledge_due=history.acknowledge_due,
            answer_due=history.answer_due,
            expires_at=history.expires_at,
            acknowledged_at=history.acknowledged_at,
            answered_at=history.answered_at,
            answer=view.answer,
            grant_id=strawberry.ID(view.grant_id) if view.grant_id is not None else None,
            refused_at=history.refused_at,
            refusal_ground=view.ground,
            refused_silently=None if asks else history.refused_silently,
            withdrawn_at=history.withdrawn_at,
            record_ids=[strawberry.ID(rid) for rid in view.record_ids],
        )


@strawberry.type(description="A request on a page.")
class RequestEdge:
    """An edge of a list of requests."""

    cursor: str
    node: InformationRequest


@strawberry.type(description="Requests of your agency, oldest first.")
class RequestConnection:
    """A page of requests."""

    edges: list[RequestEdge]
    page_info: PageInfo


@strawberry.type(description="The request after what you did, or why it was not done.")
class RequestPayload:
    """The outcome of a step.

    Attributes:
        request: null where nothing was done.
    """

    request: InformationRequest | None
    user_errors: list[UserError]


@strawberry.type
class RequestQueries:
    """Reads of requests."""

    @strawberry.field
    async def request(self, info: BenangInfo, id: strawberry.ID) -> InformationRequest | None:  # noqa: A002 - GraphQL's word
        """A request that your agency sent, or that was sent to it, as `requests` lists it; null where it lists none.

        Args:
            id: of the request.
        """
        operation = info.context
        found = await operation.app.exchange.requests.find_each(operation.viewer, operation.scope, [id])
        _show(operation, found.values())
        return InformationRequest.of(found[id]) if id in found else None

    @strawberry.field
    async def requests(
        self,
        info: BenangInfo,
        direction: Direction,
        open_only: bool = False,
        first: int = 50,
        after: str | None = None,
    ) -> RequestConnection:
        """Requests that your agency sent, drafts among them, or that were sent to it.

        They stand in the order in which they were made or came.

        Args:
            direction: those that your agency sent, or those that it is asked.
            open_only: leaves out those that are closed.
        """
        operation = info.context
        found = await operation.app.exchange.requests.listed(
            operation.viewer, operation.scope, direction, open_only=open_only
        )
        pager = Pager(operation.app.minter, operation.scope, f"requests|{direction}|{open_only}")
        page = pager.page(found, _place, first=first, after=after)
        _show(operation, page.items)
        edges = [
            RequestEdge(cursor=c, node=InformationRequest.of(v)) for v, c in zip(page.items, page.cursors, strict=True)
        ]
        return RequestConnection(edges=edges, page_info=page.info)


def _place(view: RequestView) -> Place:
    sent_at = view.history.sent_at if view.direction is Direction.INCOMING else None
    return by_time(sent_at or view.created_at, view.id)


@strawberry.type
class RequestMutations:
    """Steps on requests. Each is authorised on the request as it stands."""

    @strawberry.mutation
    async def send_request(self, info: BenangInfo, input: SendRequestInput) -> RequestPayload:  # noqa: A002
        """Ask the holder of a hit; it learns your agency, purpose, case and question, and you no more than the hit.

        For an analyst, a duty officer or victim support. Your token must name the case of the check. User errors:
        `NOT_FOUND`, `IDEMPOTENCY_KEY`.
        """
        operation = info.context
        work = operation.app.exchange.requests.send(
            operation.viewer,
            operation.scope,
            hit=input.hit,
            question=input.question,
            urgency=input.urgency,
            draft=input.draft,
            act=act_of(operation, "sendRequest", input),
        )
        return await _taken(operation, work)

    @described(
        "Ask the agency that a record in your view is of, as the holder of a hit is asked. What is not in your view "
        "and what does not exist answer alike. It counts as one value of your `checkBudget`; your token must name a "
        "case. User errors: `NOT_FOUND`, `OWN_RECORD`, `BUDGET_EXHAUSTED`, `IDEMPOTENCY_KEY`."
    )
    async def ask_about_record(self, info: BenangInfo, input: AskAboutRecordInput) -> RequestPayload:  # noqa: A002
        """Ask the originator of a record in view."""
        operation = info.context
        work = operation.app.exchange.requests.ask_about(
            operation.viewer,
            operation.scope,
            record_id=input.record,
            question=input.question,
            urgency=input.urgency,
            draft=input.draft,
            act=act_of(operation, "askAboutRecord", input),
        )
        return await _taken(operation, work)

    @described(
        "Put an exact identifier to the party that runs it, as `operator` of a checked value names it: without a hit, "
        "and whatever that party holds. It is told the identifier, as it was read, your agency, purpose, case and "
        "question. A law or agreement of your agency has to let it be told. It counts as one value of your "
        "`checkBudget`; your token must name a case. User errors: `NO_OPERATOR`, `BUDGET_EXHAUSTED`, `IDEMPOTENCY_KEY`."
    )
    async def ask_operator(self, info: BenangInfo, input: AskOperatorInput) -> RequestPayload:  # noqa: A002
        """Put an identifier to the party that runs it."""
        operation = info.context
        work = operation.app.exchange.requests.ask_operator(
            operation.viewer,
            operation.scope,
            value=input.value.question(),
            question=input.question,
            urgency=input.urgency,
            draft=input.draft,
            act=act_of(operation, "askOperator", input),
        )
        return await _taken(operation, work)

    @strawberry.mutation
    async def send_draft(self, info: BenangInfo, input: RequestInput) -> RequestPayload:  # noqa: A002
        """Send a draft of your agency.

        For an analyst, a duty officer or victim support. User errors: `NOT_FOUND`, `REQUEST_STATE`.
        """
        operation = info.context
        desk = operation.app.exchange.requests
        return await _taken(operation, desk.send_draft(operation.viewer, operation.scope, input.id))

    @strawberry.mutation
    async def withdraw_request(self, info: BenangInfo, input: RequestInput) -> RequestPayload:  # noqa: A002
        """Take back a request, or drop a draft.

        For an analyst, a duty officer or victim support. User errors: `NOT_FOUND`, `REQUEST_STATE`.
        """
        operation = info.context
        desk = operation.app.exchange.requests
        return await _taken(operation, desk.withdraw(operation.viewer, operation.scope, input.id))

    @strawberry.mutation
    async def acknowledge_request(self, info: BenangInfo, input: RequestInput) -> RequestPayload:  # noqa: A002
        """Say that a request to your agency has been received.

        For an analyst, a duty officer or victim support. User errors: `NOT_FOUND`, `REQUEST_STATE`.
        """
        operation = info.context
        desk = operation.app.exchange.requests
        return await _taken(operation, desk.acknowledge(operation.viewer, operation.scope, input.id))

    @strawberry.mutation
    async def answer_request(self, info: BenangInfo, input: AnswerRequestInput) -> RequestPayload:  # noqa: A002
        """Answer a request to your agency.

        For an analyst, a duty officer or victim support. User errors: `NOT_FOUND`, `REQUEST_STATE`.
        """
        operation = info.context
        work = operation.app.exchange.requests.answer(
            operation.viewer, operation.scope, input.id, text=input.text, grant_id=input.grant_id
        )
        return await _taken(operation, work)

    @strawberry.mutation
    async def refuse_request(self, info: BenangInfo, input: RefuseRequestInput) -> RequestPayload:  # noqa: A002
        """Refuse a request to your agency, openly or so that it looks unanswered.

        For an analyst, a duty officer or victim support. User errors: `NOT_FOUND`, `REQUEST_STATE`.
        """
        operation = info.context
        work = operation.app.exchange.requests.refuse(
            operation.viewer, operation.scope, input.id, ground=input.ground, silently=input.silently
        )
        return await _taken(operation, work)


def _show(operation: Operation, views: Iterable[RequestView]) -> None:
    """Note that the answer tells of requests: of the own records that are asked about, or of the one that was named."""
    for view in views:
        operation.shown.update(view.record_ids)
        operation.show_records([view.about] if view.about is not None else [])


async def _taken(operation: Operation, work: Awaitable[RequestView | None]) -> RequestPayload:
    """Return what became of a step; what is not there and what is another's answer alike."""
    try:
        with operation.noting_refusals():
            found = await work
    except (ActKeyError, NoOperatorError, OwnRecordError, RequestStepError, BudgetError) as exc:
        operation.deny()
        return RequestPayload(request=None, user_errors=[UserError.of(exc)])
    if found is None:
        operation.deny()
        return RequestPayload(request=None, user_errors=[NOT_FOUND])
    _show(operation, [found])
    return RequestPayload(request=InformationRequest.of(found), user_errors=[])
