"""The live subscription.

Alerts of the viewer's agency as they are made, each re-authorised at the second of delivery.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime

import strawberry
import structlog

from api.alert_inbox import NOTHING, LivePortion
from api.alert_inbox import Alert as NoticeAlert
from api.auditing import audit_operation, tell_of_failure
from api.errors import AuthenticationError
from api.graphql.alerts import Alert
from api.graphql.context import BenangInfo, Operation
from api.instants import in_utc
from api.public_errors import store_may_answer_later
from api.turns import Turn
from graph import GraphError, ReadScope
from policies import AuditError, Exposure

log = structlog.get_logger()

AUTHORISED_SECONDS = 1.0
"""How long what was read for a recipient may be delivered: one who reads slowly is asked about anew."""
CATCHING_UP_SECONDS = 0.5
"""How long one who catches up has a turn for telling, before the next one has it."""
RETRY_SECONDS = 1.0
"""After so long a store that did not answer is asked again: who listens is told late rather than no more."""


@strawberry.type(description="What you are told by itself.")
class Subscription:
    """The root of subscriptions."""

    @strawberry.subscription
    async def alerts(self, info: BenangInfo, since: datetime | None = None) -> AsyncGenerator[Alert, None]:
        """New alerts of your agency, from now on; ends when your token does.

        With `since` first those that you were told, or told again, from that time on, as `alerts` has them, and then
        the new ones, with none between left out. Who comes back gives the newest `toldAt` that they saw: what they
        saw of that very time comes once more, and is known by its `id` and `toldAt`.
        """
        operation = info.context
        app, viewer, since = operation.app, operation.viewer, in_utc("since", since)
        with _listening(operation):
            place = await _begin(operation, since)
            async for _ in app.hub.wakings(viewer.agency):
                async with aclosing(_waiting(operation, place)) as waiting:
                    async for alert, scope in waiting:
                        operation.confirm()  # whose key was taken out is told nothing, and the receipt must not say so
                        operation.renew(scope)
                        operation.show_alert(alert.notice)
                        _note_told(operation)
                        yield Alert.of(alert)


def _note_told(operation: Operation) -> None:
    told, what = operation.disclosures(Exposure.NOTIFIED), "subscription alerts"
    audit_operation(operation.app.audit, operation.viewer, what, operation.scope, operation.shown, disclosures=told)


async def _begin(operation: Operation, since: datetime | None) -> "_Place":
    """Return where a reader begins: at what is told from now on, or before what was told from a time on."""
    inbox = operation.app.inbox
    told = await inbox.newest() if since is None else await inbox.place_before(operation.scope, since)
    return _Place(told=told, since=since, has_caught_up=since is None)


@contextmanager
def _listening(operation: Operation) -> Iterator[None]:
    """Write down that somebody listens, and that this is over.

    Raises:
        AuditError: it could not be written, so nobody listens.
    """
    audit_operation(operation.app.audit, operation.viewer, "subscription alerts: begun", operation.scope, [])
    try:
        yield
    finally:
        try:
            audit_operation(operation.app.audit, operation.viewer, "subscription alerts: over", operation.scope, [])
        except AuditError as exc:
            tell_of_failure(exc)  # nothing leaves any more


@dataclass(slots=True, kw_only=True)
class _Place:
    """Where a reader stands: what it was told last, or where it began; and how far it has read, under which terms.

    What was told before `since` is not told. `has_caught_up`: what stood there when it began is told. Under the same
    terms what was read is not read again, though nothing of it could be told. Under others it is, so that who was
    suspended for an hour is told of that hour.
    """

    told: int
    since: datetime | None = None
    has_caught_up: bool = False
    read: int = 0
    terms: str = ""

    def behind(self, terms: str) -> int:
        """Return the number behind which there may be something to tell under some terms."""
        return max(self.told, self.read) if terms == self.terms else self.told


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What was read for a reader, the scope that it was read through, its terms, how far it goes.

    `is_whole`: nothing is left behind that.
    """

    alerts: Sequence[NoticeAlert]
    scope: ReadScope
    terms: str
    end: int
    is_whole: bool


async def _waiting(operation: Operation, place: _Place) -> AsyncGenerator[tuple[NoticeAlert, ReadScope], None]:
    """Yield the alerts behind a place, each read for this viewer no longer than `AUTHORISED_SECONDS` ago, and move it.

    Those that stood there when it began come by turns: each is an entry in the trail, and as many reads as are asked
    for of it, and whoever begins often, from long ago, would take the time of all others' answers.

    Raises:
        AuthenticationError: the token has expired.
    """
    is_whole = False
    while not is_whole:
        async with _turn(operation, place) as turn:
            reading = await _read(operation, place)
            # From after the reading on, so that every turn brings one at least, however slow the store is.
            read, is_told, seconds = time.monotonic(), True, AUTHORISED_SECONDS
            if turn is not None:
                seconds = CATCHING_UP_SECONDS
                turn.end_within(seconds)  # also where the client does not take what it is sent
            for alert in reading.alerts:
                if time.monotonic() - read > seconds:
                    is_told = False
                    break
                place.told = alert.notice.seq
                yield alert, reading.scope
                await asyncio.sleep(0)  # others' answers go between two alerts
        if is_told:
            place.read, place.terms = reading.end, reading.terms
        is_whole = is_told and reading.is_whole
    place.has_caught_up = True


def _turn(operation: Operation, place: _Place) -> AbstractAsyncContextManager[Turn | None]:
    """Return the wait for a turn of who catches up; what comes in live waits for none."""
    if place.has_caught_up:
        return nullcontext()
    return operation.app.hub.catching_up.turn(operation.viewer.agency)


def _reading(found: LivePortion, place: _Place, scope: ReadScope, terms: str, end: int) -> _Reading:
    return _Reading(
        alerts=[a for a in found.alerts if place.since is None or a.notice.told_at >= place.since],
        scope=scope,
        terms=terms,
        end=end if found.following is None else found.following,
        is_whole=found.following is None,
    )


async def _read(operation: Operation, place: _Place) -> _Reading:
    """Return the alerts behind a place, once the store answers.

    Raises:
        AuthenticationError: the token has expired.
    """
    app, viewer = operation.app, operation.viewer
    waits = False
    while True:
        if time.time() >= operation.expires_at:
            raise AuthenticationError("the token has expired")
        try:
            scope = await app.scope_for(viewer)
            terms = f"{scope.key}|{scope.view_key}|{app.scopes.directory.is_closed_to(viewer)}"
            # Read before the alerts are: what is written meanwhile is read again, not left out.
            after, end = place.behind(terms), await app.inbox.newest()
            found = await app.inbox.live(scope, viewer, after=after) if end > after else NOTHING
            return _reading(found, place, scope, terms, end)
        except GraphError as exc:
            if not store_may_answer_later(exc):
                raise
            if not waits:  # an outage is no line every second from every subscription
                log.warning("subscription_waits_for_the_store", code=exc.code)
            waits = True
        await asyncio.sleep(RETRY_SECONDS)
