"""Follows alerts at a terminal: prints what an agency is told as it comes, until the watch is ended."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import NoReturn

from api.alerts.inbox import Alert
from api.authentication import Authenticated
from api.background.workers import keeping_up
from api.bootstrap import Application
from api.cli.console import say
from api.live_alerts import RETRY_SECONDS, Place, listening, read_behind
from api.public_errors import store_may_answer_later
from graph import GraphError, ReadScope
from graph.store import WantedNotices

LOOK_SECONDS = 1.0
"""How often it is looked for what is new: that costs a count while nothing is."""

Tell = Callable[[ReadScope, Sequence[Alert]], Awaitable[bool]]
"""Writes down that alerts leave, and prints them; false where what opens them ended meanwhile, and nothing left."""


async def follow_alerts(
    app: Application,
    confirm: Callable[[], Authenticated],
    wanted: WantedNotices,
    *,
    open_only: bool,
    tell: Tell,
) -> NoReturn:
    """Print alerts as they come, each re-authorised when it is read; a store that is away is waited for.

    Args:
        app: the wired parts.
        confirm: returns who the token speaks for, as long as it does.
        wanted: which alerts; those from its time on come first, and without one those that are new.
        open_only: leave out what was acknowledged.
        tell: prints some of them.

    Raises:
        AuthenticationError: the token has ended.
    """
    who = confirm()
    scope, said = await app.scope_for(who.viewer), _LastSaid()
    try:
        async with keeping_up(app):
            with listening(app, who.viewer, lambda: scope, "follow alerts"):
                place = await Place.begin(app.inbox, scope, wanted.since)
                while True:
                    who = confirm()
                    reading = await read_behind(app, who.viewer, place, expires_at=who.expires_at, on_wait=said.waits)
                    scope = reading.scope
                    told = [a for a in reading.alerts if _is_wanted(a, wanted, open_only=open_only)]
                    if not await _is_told(tell, scope, told, said):
                        continue
                    place.told = max([place.told, *(a.notice.seq for a in reading.alerts)])
                    place.move_behind(reading)
                    if reading.is_whole:
                        await asyncio.sleep(LOOK_SECONDS)
    finally:
        said.ends()


async def _is_told(tell: Tell, scope: ReadScope, told: Sequence[Alert], said: "_LastSaid") -> bool:
    """Return whether alerts were printed, if there are any; else they are to be read anew."""
    try:
        if told and not await tell(scope, told):
            return False
    except GraphError as exc:
        if not store_may_answer_later(exc):
            raise
        said.waits(exc)
        await asyncio.sleep(RETRY_SECONDS)
        return False
    said.shows(told)
    return True


class _LastSaid:
    """What a watch says beside its alerts: that it waits, goes on, and from when on the next one goes on."""

    def __init__(self) -> None:
        self._newest: datetime | None = None
        self._waits = False

    def waits(self, _: GraphError) -> None:
        if not self._waits:
            say("the store does not answer; waiting for it")
        self._waits = True

    def shows(self, told: Sequence[Alert]) -> None:
        if self._waits:
            say("the store answers again")
        self._waits = False
        self._newest = max([a.notice.told_at for a in told], default=self._newest)

    def ends(self) -> None:
        if self._newest is not None:
            # Whole seconds, as the option takes them: those of that second come once more, and none is left out.
            since = self._newest.astimezone(UTC).replace(microsecond=0, tzinfo=None)
            say(f"to go on: --since {since.isoformat()}")


def _is_wanted(alert: Alert, wanted: WantedNotices, *, open_only: bool) -> bool:
    notice = alert.notice
    return (
        wanted.kind in {None, notice.own_kind}
        and wanted.agency in {None, alert.other_party.code}
        and wanted.reason in {None, notice.reason}
        and not (open_only and notice.acknowledged_at is not None)
    )
