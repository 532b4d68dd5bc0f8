"""Alerts as they come: where one who listens stands, and what there is behind that place for this viewer now.

For the live subscription and for the command that follows alerts at a terminal.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from api.alerts.inbox import NOTHING, Alert, AlertInbox, LivePortion
from api.audit.auditing import audit_operation, tell_of_failure
from api.bootstrap import Application
from api.errors import AuthenticationError
from api.public_errors import store_may_answer_later
from graph import GraphError, ReadScope
from policies import AuditError, ViewerContext

RETRY_SECONDS = 1.0
"""After so long a store that did not answer is asked again: who listens is told late rather than no more."""


@dataclass(slots=True, kw_only=True)
class Place:
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

    @classmethod
    async def begin(cls, inbox: AlertInbox, scope: ReadScope, since: datetime | None) -> "Place":
        """Return where a reader begins: at what is told from now on, or before what was told from a time on."""
        told = await inbox.newest() if since is None else await inbox.place_before(scope, since)
        return cls(told=told, since=since, has_caught_up=since is None)

    def behind(self, terms: str) -> int:
        """Return the number behind which there may be something to tell under some terms."""
        return max(self.told, self.read) if terms == self.terms else self.told

    def move_behind(self, reading: "Reading") -> None:
        """Stand behind what was read, all of which was told."""
        self.read, self.terms = reading.end, reading.terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read for a reader, the scope that it was read through, its terms, how far it goes.

    `is_whole`: nothing is left behind that.
    """

    alerts: Sequence[Alert]
    scope: ReadScope
    terms: str
    end: int
    is_whole: bool


async def read_behind(
    app: Application,
    viewer: ViewerContext,
    place: Place,
    *,
    expires_at: float,
    on_wait: Callable[[GraphError], None],
) -> Reading:
    """Return the alerts behind a place, once the store answers.

    Args:
        app: the wired parts.
        viewer: the reader.
        place: where it stands.
        expires_at: when its token ends, in seconds since 1970.
        on_wait: called once where the store does not answer and is waited for: an outage is no line every second.

    Raises:
        AuthenticationError: the token has expired.
    """
    waits = False
    while True:
        if time.time() >= expires_at:
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
            if not waits:
                on_wait(exc)
            waits = True
        await asyncio.sleep(RETRY_SECONDS)


@contextmanager
def listening(app: Application, viewer: ViewerContext, scope: Callable[[], ReadScope], what: str) -> Iterator[None]:
    """Write down that somebody listens, and that this is over.

    Raises:
        AuditError: it could not be written, so nobody listens.
    """
    audit_operation(app.audit, viewer, f"{what}: begun", scope(), [])
    try:
        yield
    finally:
        try:
            audit_operation(app.audit, viewer, f"{what}: over", scope(), [])
        except AuditError as exc:
            tell_of_failure(exc)  # nothing leaves any more


def _reading(found: LivePortion, place: Place, scope: ReadScope, terms: str, end: int) -> Reading:
    return Reading(
        alerts=[a for a in found.alerts if place.since is None or a.notice.told_at >= place.since],
        scope=scope,
        terms=terms,
        end=end if found.following is None else found.following,
        is_whole=found.following is None,
    )
