"""Requests for information: who asks whom about what, in how many hours, and what became of it.

The asker names a hit and learns nothing more than the hit said: not which record, nor how many; a record in its
view, and what is not in view and what does not exist answer alike; or an identifier, which goes to the party that runs
it by the registers, whatever anybody holds. Where a request stands follows from its facts and
the present, so that a refusal that is to look like silence is shown as the silence that it looks like, at every moment.
"""

import secrets
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from api.audit.auditing import entry_of
from api.cross_checks.desk import CrossCheckDesk
from api.cross_checks.questions import SelectorQuestion
from api.errors import (
    GrantOpensNothingError,
    NoOperatorError,
    OwnRecordError,
    RequestStepError,
    UnknownGrantError,
)
from api.grants.desk import GrantDesk
from api.repeated_acts import KeyedAct
from api.requests.notices import answer_notice, request_notice
from api.requests.sight import RequestSight
from api.requests.subjects import RequestSubjects, Subject
from api.requests.texts import check_text
from api.requests.views import Direction, RequestView, history_of, view_of
from api.sight.own_view import OwnView
from graph import IdMinter, Ontology, ReadScope, RecordId
from graph.grants import GrantState
from graph.store import (
    NewNotice,
    RecordReader,
    RequestStore,
    Store,
    StoredRequest,
    Transaction,
    VisibleRecord,
    change_request,
    create_request,
    find_request,
    put_notices,
)
from policies import (
    AddressedRequest,
    AuditLog,
    BudgetError,
    Clock,
    MutationAction,
    Outcome,
    RequestState,
    RequestStep,
    ScopeBuilder,
    Urgency,
    ViewerContext,
    authorise,
    is_protecting,
)

REQUEST_STRENGTH = "request for information"
_TRIES = 5


class RequestDesk:
    """Takes requests from one agency to another, and shows each side its own view of them."""

    def __init__(
        self,
        *,
        store: Store,
        checks: CrossCheckDesk,
        records: RecordReader,
        grants: GrantDesk,
        scopes: ScopeBuilder,
        audit: AuditLog,
        minter: IdMinter,
        ontology: Ontology,
        own: OwnView,
        clock: Clock,
    ) -> None:
        self._store = store
        self._requests = RequestStore(store)
        self._sight = RequestSight(self._requests, records, own, scopes)
        self._subjects = RequestSubjects(checks=checks, records=records, scopes=scopes, ontology=ontology, clock=clock)
        self._checks = checks
        self._grants = grants
        self._scopes = scopes
        self._audit = audit
        self._minter = minter
        self._clock = clock

    async def listed(
        self, viewer: ViewerContext, scope: ReadScope, direction: Direction, *, open_only: bool = False
    ) -> list[RequestView]:
        """Return the requests that the viewer's agency sent or was sent, oldest first.

        One about records that are all above the viewer is as if it had not come.
        """
        incoming = direction is Direction.INCOMING
        views = await self._shown(viewer, scope, self._requests.incoming if incoming else self._requests.outgoing)
        return [v for v in views if not open_only or v.state.is_open or v.state is RequestState.DRAFT]

    async def find_each(self, viewer: ViewerContext, scope: ReadScope, ids: Collection[str]) -> dict[str, RequestView]:
        """Return those of the requests with these ids that `listed` shows the viewer, by their ids.

        What is not there, what is others' and what is above the viewer are alike.
        """
        views = await self._shown(viewer, scope, lambda agency: self._requests.find_each(ids, agency=agency))
        return {view.id: view for view in views}

    async def _shown(
        self, viewer: ViewerContext, scope: ReadScope, read: Callable[[str], Awaitable[list[StoredRequest]]]
    ) -> list[RequestView]:
        """Return the viewer's side of those of its agency's requests that it may know of; nothing to the suspended."""
        self._scopes.directory.check(viewer)
        if self._scopes.directory.is_closed_to(viewer):
            return []
        parties = self._scopes.bundle.registers.parties
        found = await read(viewer.agency)
        found = [r for r in found if r.asker in parties and r.holder in parties]  # a party may have left
        visible = await self._sight.visible(scope, found)
        known = await self._sight.known(viewer, scope, found)
        return [self._view(viewer, r, _direction(viewer, r), visible) for r in known]

    async def send(
        self,
        viewer: ViewerContext,
        scope: ReadScope,
        *,
        hit: str,
        question: str,
        urgency: Urgency,
        draft: bool = False,
        act: KeyedAct | None = None,
    ) -> RequestView | None:
        """Ask the holder of a hit, or keep the question as a draft; `None` where the viewer was told of no such hit.

        Raises:
            ForbiddenError: the viewer may not ask.
            InputError: the question is empty or too long.
            ActKeyError: the act's key was used for another one.
        """
        check_text("question", question)
        about = await self._subjects.told(viewer, scope, hit)
        return await self._ask(viewer, scope, about, question=question, urgency=urgency, draft=draft, act=act)

    async def ask_about(
        self,
        viewer: ViewerContext,
        scope: ReadScope,
        *,
        record_id: str,
        question: str,
        urgency: Urgency,
        draft: bool = False,
        act: KeyedAct | None = None,
    ) -> RequestView | None:
        """Ask the originator of a record in view, or keep the question as a draft; `None` where it is not in view.

        It counts as one value of the agency's budget: of a hit, the check that found it was counted.

        Raises:
            ForbiddenError: the viewer may not ask.
            OwnRecordError: the record is the viewer's own agency's.
            InputError: the question is empty or too long.
            BudgetError: the agency has asked all that it may ask today; nothing was sent.
            ActKeyError: the act's key was used for another one.
        """
        check_text("question", question)
        about = await self._subjects.in_view(scope, record_id)
        if about is not None and about.holder == viewer.agency:
            self._authorise(viewer, MutationAction.SEND_REQUEST, asker=viewer.agency, holder="")
            raise OwnRecordError
        return await self._ask(viewer, scope, about, question=question, urgency=urgency, draft=draft, act=act)

    async def ask_operator(
        self,
        viewer: ViewerContext,
        scope: ReadScope,
        *,
        value: SelectorQuestion,
        question: str,
        urgency: Urgency,
        draft: bool = False,
        act: KeyedAct | None = None,
    ) -> RequestView | None:
        """Put an identifier to the party that runs it, or keep the question as a draft.

        Whatever that party holds plays no part: it is told the identifier, as it was read, and what the asker writes.
        It counts as one value of the agency's budget. `None` is for an act whose request the viewer may not know of.

        Raises:
            ForbiddenError: the viewer may not ask, or no law of its agency lets that party be told.
            NoOperatorError: the registers name no party that runs it.
            InputError: the value is no exact identifier, or the question is empty or too long.
            BudgetError: the agency has asked all that it may ask today; nothing was sent.
            ActKeyError: the act's key was used for another one.
        """
        check_text("question", question)
        about = self._subjects.run_by_a_party(value)
        if about is None:
            self._authorise(viewer, MutationAction.SEND_REQUEST, asker=viewer.agency, holder="")
            raise NoOperatorError
        self._subjects.check_may_be_told(viewer, about)
        return await self._ask(viewer, scope, about, question=question, urgency=urgency, draft=draft, act=act)

    async def _ask(
        self,
        viewer: ViewerContext,
        scope: ReadScope,
        about: Subject | None,
        *,
        question: str,
        urgency: Urgency,
        draft: bool,
        act: KeyedAct | None,
    ) -> RequestView | None:
        """Write a new request; `None` where there is nothing that the viewer could ask about.

        An act that made one before makes none anew: it is answered with that one, as the viewer's list shows it now.
        """
        holder = about.holder if about is not None else ""
        self._authorise(viewer, MutationAction.SEND_REQUEST, asker=viewer.agency, holder=holder)
        if act is not None:
            before = await self._requests.find(f"q-{act.name}", agency=viewer.agency)
            if before is not None:
                return await self._again(viewer, scope, act, before)
        if about is None:
            return None
        now = self._clock()
        request = _new_request(viewer, about, question=question, urgency=urgency, draft=draft, act=act, now=now)
        try:
            before = await self._store.write(lambda tx: self._create(tx, request, now))
        except BudgetError:
            self._audit.append(entry_of(viewer, f"send request {request.id}", scope, Outcome.DENIED))
            raise
        if act is not None and before is not None:
            return await self._again(viewer, scope, act, before)
        visible = {about.record.id: about.record} if about.record is not None else {}
        return self._done(viewer, scope, request, "draft" if draft else "send", visible)

    async def _again(
        self, viewer: ViewerContext, scope: ReadScope, act: KeyedAct, before: StoredRequest
    ) -> RequestView | None:
        """Return the request that an act made before; `None` where the viewer may not know of it by now.

        Raises:
            ActKeyError: the act's key was used for another one.
        """
        act.check_same(before.act)
        if not await self._sight.known(viewer, scope, [before]):
            return None
        return self._done(viewer, scope, before, "repeat", await self._sight.visible(scope, [before]))

    async def _create(self, tx: Transaction, request: StoredRequest, now: datetime) -> StoredRequest | None:
        """Write a request with what follows from it, or return the one that the same act made meanwhile."""
        if request.act is not None:
            await self._checks.lock(tx, request.asker, now=now)
            if (standing := await find_request(tx, request.id, agency=request.asker)) is not None:
                return standing
        if request.hit is None:
            await self._checks.spend(tx, request.asker, 1, now=now)
        await create_request(tx, request, next_moment=history_of(request).next_moment(now))
        if request.sent_at is not None:
            await put_notices(tx, [self._notice(request, now)], at=now)
        return None

    async def send_draft(self, viewer: ViewerContext, scope: ReadScope, request_id: str) -> RequestView | None:
        """Send a draft of the viewer's agency; `None` where there is none, or what it is about is no longer told.

        It is about the records that answer its hit now: those of its day may have gone, and who holds the others is to
        hear of it. An identifier is put to its party only while the law of the agency still lets it.

        Raises:
            ForbiddenError, RequestStepError: the viewer may not send it, or it has been sent.
        """
        found = await self._sight.find(viewer, scope, request_id)
        about = await self._subjects.still(viewer, scope, found) if found is not None else None
        if about is None:
            return None
        ids = about.record_ids
        return await self._step(
            viewer,
            scope,
            request_id,
            RequestStep.SEND,
            lambda request, now: replace(request, sent_at=now, record_ids=ids),
        )

    async def withdraw(self, viewer: ViewerContext, scope: ReadScope, request_id: str) -> RequestView | None:
        """Take back a request or drop a draft; `None` where the viewer's agency has no such request.

        Raises:
            ForbiddenError, RequestStepError: it is not the viewer's to withdraw, or is closed.
        """
        return await self._step(
            viewer, scope, request_id, RequestStep.WITHDRAW, lambda request, now: replace(request, withdrawn_at=now)
        )

    async def acknowledge(self, viewer: ViewerContext, scope: ReadScope, request_id: str) -> RequestView | None:
        """Say that a request has been received; `None` where the viewer's agency has no such request.

        Raises:
            ForbiddenError, RequestStepError: it is not the viewer's to acknowledge, or is past that.
        """
        return await self._step(
            viewer,
            scope,
            request_id,
            RequestStep.ACKNOWLEDGE,
            lambda request, now: replace(request, acknowledged_at=now),
        )

    async def answer(
        self, viewer: ViewerContext, scope: ReadScope, request_id: str, *, text: str, grant_id: str | None = None
    ) -> RequestView | None:
        """Answer a request in words, and with a grant where there is one; `None` where there is no such request.

        Raises:
            InputError: the text is empty or too long.
            UnknownGrantError, GrantOpensNothingError: no grant of the holder to the asker is listed, or it is not live.
            ForbiddenError, RequestStepError: it is not the viewer's to answer, or is closed.
        """
        check_text("text", text)
        found = await self._sight.find(viewer, scope, request_id)
        if found is not None and found.holder == viewer.agency and grant_id is not None:
            self._authorise(viewer, MutationAction.HANDLE_REQUEST, asker=found.asker, holder=found.holder)
            await self._check_grant(viewer, scope, grant_id, found)
        return await self._step(
            viewer,
            scope,
            request_id,
            RequestStep.ANSWER,
            lambda request, now: replace(
                request,
                answered_at=now,
                answer=text.strip(),
                grant_id=grant_id,
                answered_in_protection=is_protecting(viewer),
            ),
        )

    async def refuse(
        self, viewer: ViewerContext, scope: ReadScope, request_id: str, *, ground: str, silently: bool
    ) -> RequestView | None:
        """Refuse a request, openly with its ground or so that it looks unanswered; `None` where there is none.

        Raises:
            InputError: the ground is empty or too long.
            ForbiddenError, RequestStepError: it is not the viewer's to refuse, or is closed.
        """
        check_text("ground", ground)
        return await self._step(
            viewer,
            scope,
            request_id,
            RequestStep.REFUSE,
            lambda request, now: replace(
                request,
                refused_at=now,
                refused_silently=silently,
                ground=ground.strip(),
                answered_in_protection=is_protecting(viewer),
            ),
        )

    async def _step(
        self,
        viewer: ViewerContext,
        scope: ReadScope,
        request_id: str,
        step: RequestStep,
        change: Callable[[StoredRequest, datetime], StoredRequest],
    ) -> RequestView | None:
        """Take a step on the request as the store holds it; try again where the other side was faster."""
        for _ in range(_TRIES):
            found = await self._sight.find(viewer, scope, request_id)
            if found is None:
                return None
            self._authorise(viewer, _ACTIONS[step], asker=found.asker, holder=found.holder)
            now = self._clock()
            history = history_of(found)
            if not history.may_take(step, now):
                own = history.as_asker_sees() if found.asker == viewer.agency else history
                self._audit.append(entry_of(viewer, f"{step} request {request_id}", scope, Outcome.DENIED))
                raise RequestStepError(str(step), str(own.state(now)))
            changed = change(found, now)
            if await self._store.write(partial(self._write, request=changed, now=now, step=step)):
                return self._done(viewer, scope, changed, str(step), await self._sight.visible(scope, [changed]))
        raise RequestStepError(str(step), "being changed by others")

    async def _write(self, tx: Transaction, request: StoredRequest, now: datetime, step: RequestStep) -> bool:
        done = await change_request(tx, request, next_moment=history_of(request).next_moment(now))
        if done and step is RequestStep.SEND:
            await put_notices(tx, [self._notice(request, now)], at=now)
        elif done and step in _ANSWERS and not request.refused_silently:
            await put_notices(tx, [answer_notice(self._minter, request, _ANSWERS[step], now)], at=now)
        return done

    async def _check_grant(
        self, viewer: ViewerContext, scope: ReadScope, grant_id: str, request: StoredRequest
    ) -> None:
        grant = await self._grants.find_known(viewer, scope, grant_id)
        # An agency answers with what it gave or passed on itself; that it may be passed on was weighed then.
        if grant is None or (grant.giver, grant.grantee.agency) != (request.holder, request.asker):
            raise UnknownGrantError
        if grant.state is not GrantState.ACTIVE:  # the asker may never have been told of it
            raise GrantOpensNothingError(grant_id, str(grant.state))

    def _authorise(self, viewer: ViewerContext, action: MutationAction, *, asker: str, holder: str) -> None:
        target = AddressedRequest(asker=asker, holder=holder)
        authorise(viewer, action, target, directory=self._scopes.directory)

    def _done(
        self,
        viewer: ViewerContext,
        scope: ReadScope,
        request: StoredRequest,
        step: str,
        visible: Mapping[RecordId, VisibleRecord],
    ) -> RequestView:
        view = self._view(viewer, request, _direction(viewer, request), visible)
        # No record stands for who was told an identifier.
        told = (
            f" to {request.holder}" if request.identifier is not None and view.direction is Direction.OUTGOING else ""
        )
        operation = f"{step} request {request.id}{told}"
        self._audit.append(entry_of(viewer, operation, scope, Outcome.ALLOWED, record_ids=view.record_ids))
        return view

    def _view(
        self,
        viewer: ViewerContext,
        request: StoredRequest,
        direction: Direction,
        visible: Mapping[RecordId, VisibleRecord],
    ) -> RequestView:
        parties = self._scopes.bundle.registers.parties
        return view_of(viewer, request, direction, visible, parties=parties, now=self._clock())

    def _notice(self, request: StoredRequest, now: datetime) -> NewNotice:
        return request_notice(self._minter, request, REQUEST_STRENGTH, now)


# A silent refusal makes no notice, as silence does.
_ANSWERS = {RequestStep.ANSWER: "request answered", RequestStep.REFUSE: "request refused"}
_ACTIONS = {
    RequestStep.SEND: MutationAction.SEND_REQUEST,
    RequestStep.WITHDRAW: MutationAction.WITHDRAW_REQUEST,
    RequestStep.ACKNOWLEDGE: MutationAction.HANDLE_REQUEST,
    RequestStep.ANSWER: MutationAction.HANDLE_REQUEST,
    RequestStep.REFUSE: MutationAction.HANDLE_REQUEST,
}


def _direction(viewer: ViewerContext, request: StoredRequest) -> Direction:
    return Direction.OUTGOING if request.asker == viewer.agency else Direction.INCOMING


def _new_request(
    viewer: ViewerContext,
    about: Subject,
    *,
    question: str,
    urgency: Urgency,
    draft: bool,
    act: KeyedAct | None,
    now: datetime,
) -> StoredRequest:
    return StoredRequest(
        id=f"q-{act.name if act is not None else secrets.token_hex(16)}",
        version=1,
        asker=viewer.agency,
        holder=about.holder,
        asked_by=viewer.subject,
        purpose=viewer.purpose,
        case_ref=str(viewer.case_ref),
        kind=about.kind,
        hit=about.hit,
        about=about.record.id if about.record is not None else None,
        identifier=about.identifier,
        question=question.strip(),
        urgency=str(urgency),
        record_ids=about.record_ids,
        created_at=now,
        sent_at=None if draft else now,
        asked_in_protection=is_protecting(viewer),
        act=act.content if act is not None else None,
    )
