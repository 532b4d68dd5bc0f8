"""Wakes the live subscriptions to alerts, in every serving process."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from graph.store import ChangeFeed, ChangeKind, Store


class AlertHub:
    """Wakes live subscriptions when notices have been made, by this process or another.

    It carries no content: a woken subscription reads its own inbox through its own scope.
    """

    def __init__(self, store: Store) -> None:
        self._feed = ChangeFeed(store)
        self._condition = asyncio.Condition()
        self._position = 0
        self._version = 0
        self._waiting = 0

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
            changes = await self._feed.since(self._position, limit=500, kinds=())
            on_look()
            if changes:
                self._position = changes[-1].seq
            if any(change.kind is ChangeKind.NOTICE for change in changes):
                await self.wake()

    async def wake(self) -> None:
        """Wake every waiting subscription."""
        async with self._condition:
            self._version += 1
            self._condition.notify_all()

    async def wakings(self, *, at_least_every_seconds: float = 30.0) -> AsyncIterator[None]:
        """Yield once now, and then whenever there may be something new."""
        while True:
            seen = self._version
            yield
            async with self._condition:
                self._waiting += 1
                try:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._condition.wait_for(self._moved_from(seen)), at_least_every_seconds)
                finally:
                    self._waiting -= 1

    def _moved_from(self, seen: int) -> Callable[[], bool]:
        return lambda: self._version != seen
