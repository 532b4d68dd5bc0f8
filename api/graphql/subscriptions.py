"""The live subscription.

Alerts of the viewer's agency as they are made, each re-authorised at the second of delivery.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import contextmanager

import strawberry
import structlog

from api.alert_inbox import Alert as NoticeAlert
from api.auditing import audit_operation, tell_of_failure
from api.errors import AuthenticationError
from api.graphql.alerts import Alert
from api.graphql.context import BenangInfo, Operation
from api.public_errors import store_may_answer_later
from graph import GraphError, ReadScope
from policies import AuditError, Exposure

log = structlog.get_logger()

AUTHORISED_SECONDS = 1.0
"""How long what was read for a recipient may be delivered: one who reads slowly is asked about anew."""
RETRY_SECONDS = 1.0
"""After so long a store that did not answer is asked again: who listens is told late rather than no more."""


@strawberry.type(description="What you are told by itself.")
class Subscription:
    """The root of subscriptions."""

    @strawberry.subscription
    async def alerts(self, info: BenangInfo) -> AsyncGenerator[Alert, None]:
        """New alerts of your agency, from now on; ends when your token does."""
        operation = info.context
        app, viewer = operation.app, operation.viewer
        with _listening(operation):
            last = await _newest(operation)
            async for _ in app.hub.wakings():
                async for alert, scope in _waiting(operation, last):
                    last = alert.notice.seq
                    operation.renew(scope)
                    operation.show_alert(alert.notice)
                    told = operation.disclosures(Exposure.NOTIFIED)
                    audit_operation(app.audit, viewer, "subscription alerts", scope, operation.shown, disclosures=told)
                    yield Alert.of(alert)


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


async def _newest(operation: Operation) -> int:
    """Return the number of the newest alert that the viewer may have now, 0 where there is none."""
    portions = operation.app.inbox.portions(operation.scope, viewer=operation.viewer, newest_first=True)
    async for portion in portions:
        if portion:
            return portion[0].notice.seq
    return 0


async def _waiting(operation: Operation, last: int) -> AsyncGenerator[tuple[NoticeAlert, ReadScope], None]:
    """Yield the alerts after a number, each read for this viewer no longer than `AUTHORISED_SECONDS` ago.

    Raises:
        AuthenticationError: the token has expired.
    """
    is_whole = False
    while not is_whole:
        found, scope = await _read(operation, last)
        # From after the reading on, so that every turn brings one at least, however slow the store is.
        read, is_whole = time.monotonic(), True
        for alert in found:
            if time.monotonic() - read > AUTHORISED_SECONDS:
                is_whole = False
                break
            last = alert.notice.seq
            yield alert, scope


async def _read(operation: Operation, last: int) -> tuple[Sequence[NoticeAlert], ReadScope]:
    """Return the alerts after a number and the scope that they were read through, once the store answers.

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
            return await app.inbox.alerts(scope, after=last, viewer=viewer), scope
        except GraphError as exc:
            if not store_may_answer_later(exc):
                raise
            if not waits:  # an outage is no line every second from every subscription
                log.warning("subscription_waits_for_the_store", code=exc.code)
            waits = True
        await asyncio.sleep(RETRY_SECONDS)
