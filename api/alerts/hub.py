"""Wakes the live subscriptions to alerts, in every serving process."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field

from graph.store import ChangeFeed, ChangeKind, Store, Turns

CATCHING_UP_AT_ONCE = 2  # of all that listen, as in `api.review_queues`


@dataclass(slots=True)
class _News:
    """Wakes those of one agency who wait; `version` counts how often."""

    condition: asyncio.Condition = field(default_factory=asyncio.Condition)
    version: int = 0

    async def tell(self) -> None:
        async with self.condition:
            self.version += 1
            self.condition.notify_all()


class AlertHub:
    """Wakes live subscriptions of the agencies that notices were made for, by this process or another.

    It carries no content: a woken subscription reads its own inbox through its own scope. `catching_up`: the turns of
    subscriptions that are told what they missed. Nobody is refused one: who listens no more would miss what comes.
    """

    def __init__(self, store: Store) -> None:
        self._feed = ChangeFeed(store)
        self._news: defaultdict[str, _News] = defaultdict(_News)  # by agency, as many as there are that listened
        self._position: int | None = None
        self._looking = asyncio.Lock()
        self._waiting = 0
        self.catching_up = Turns(at_once=CATCHING_UP_AT_ONCE)

    @property
    def waiting(self) -> int:
        """How many subscriptions have read what there is and wait to be woken."""
        return self._waiting

    async def follow(self, *, every_seconds: float = 0.1, on_look: Callable[[], None] = lambda: None) -> None:
        """Watch the feed until cancelled; `on_look` is called after each look at it."""
        self._position = await self._feed.last()
        on_look()
        await self.wake()  # what came before, also since this broke off and was begun again, wakes nobody else
        while True:
            await asyncio.sleep(every_seconds)
            await self.look()
            on_look()

    async def look(self) -> None:
        """Look at once for what is new in the feed, and wake those whom it is for; all where nobody watches it."""
        async with self._looking:
            if self._position is None:
                await self.wake()
                return
            changes = await self._feed.since(self._position, limit=500, kinds=())
            self._position = changes[-1].seq if changes else self._position
        notices = [change for change in changes if change.kind is ChangeKind.NOTICE]
        if any(not change.agencies for change in notices):
            await self.wake()
        else:
            await self.wake({agency for change in notices for agency in change.agencies})

    async def wake(self, agencies: Iterable[str] | None = None) -> None:
        """Wake every waiting subscription, or those of some agencies."""
        for agency in list(self._news) if agencies is None else agencies:
            if agency in self._news:
                await self._news[agency].tell()

    async def wakings(self, agency: str, *, at_least_every_seconds: float = 30.0) -> AsyncIterator[None]:
        """Yield once now, and then whenever there may be something new for an agency."""
        news = self._news[agency]
        while True:
            seen = news.version
            yield
            async with news.condition:
                self._waiting += 1
                try:
                    # Not `asyncio.wait_for`: it forgets that it was cancelled where news comes in the same moment.
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(at_least_every_seconds):
                            await news.condition.wait_for(_moved_from(news, seen))
                finally:
                    self._waiting -= 1


def _moved_from(news: _News, seen: int) -> Callable[[], bool]:
    return lambda: news.version != seen
