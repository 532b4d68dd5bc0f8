"""The live subscription.

Alerts of the viewer's agency as they are made, each re-authorised at the second of delivery.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Coroutine
from contextlib import AbstractAsyncContextManager, aclosing, nullcontext
from datetime import datetime
from typing import Any

import strawberry
import structlog

from api.alerts.inbox import Alert as NoticeAlert
from api.audit.auditing import audit_operation
from api.graphql.alerts import Alert
from api.graphql.context import BenangInfo, Operation
from api.instants import in_utc
from api.live_alerts import Place, Reading, listening, read_behind
from graph import GraphError, ReadScope
from graph.store import Turn
from policies import Exposure

log = structlog.get_logger()

AUTHORISED_SECONDS = 1.0
"""How long what was read for a recipient may be delivered: one who reads slowly is asked about anew."""
CATCHING_UP_SECONDS = 0.5
"""How long one who catches up has a turn for telling, before the next one has it."""


@strawberry.type(description="What you are told by itself.")
class Subscription:
    """The root of subscriptions."""

    @strawberry.subscription
    async def alerts(self, info: BenangInfo, since: datetime | None = None) -> AsyncGenerator[Alert, None]:
        """New alerts of your agency, from now on; ends when your token does.

        With `since` first those that you were told, or told again, from that time on, as `alerts` has them, and then
        the new ones, with none between left out. Who comes back gives the newest `toldAt` that they saw: what they
        saw of that very time comes once more, and is known by its `id` and `toldAt`.

        Args:
            since: begins with those told, or told again, from this time on; with its time zone. Without it only new
                ones come.
        """
        operation = info.context
        app, viewer, since = operation.app, operation.viewer, in_utc("since", since)
        with listening(app, viewer, lambda: operation.scope, "subscription alerts"):
            place = await Place.begin(app.inbox, operation.scope, since)
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


async def _waiting(operation: Operation, place: Place) -> AsyncGenerator[tuple[NoticeAlert, ReadScope], None]:
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
            place.move_behind(reading)
        is_whole = is_told and reading.is_whole
    place.has_caught_up = True


def _turn(operation: Operation, place: Place) -> AbstractAsyncContextManager[Turn | None]:
    """Return the wait for a turn of who catches up; what comes in live waits for none."""
    if place.has_caught_up:
        return nullcontext()
    return operation.app.hub.catching_up.turn(operation.viewer.agency)


def _read(operation: Operation, place: Place) -> Coroutine[Any, Any, Reading]:
    app, viewer = operation.app, operation.viewer
    return read_behind(app, viewer, place, expires_at=operation.expires_at, on_wait=_tell_of_waiting)


def _tell_of_waiting(exc: GraphError) -> None:
    log.warning("subscription_waits_for_the_store", code=exc.code)
