"""One read for all who ask for the same before it begins; who asks while it runs waits for the next one.

So nobody gets what was read before they asked, and a thousand who ask at once cost as much as one.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")

PATIENCE_SECONDS = 0.25
"""A reading that takes longer, as over a connection that is gone, holds up nobody: the next one begins beside it."""


class SharedReadings(Generic[T]):
    """Reads that are shared by all who ask under one key, within one event loop."""

    def __init__(self) -> None:
        self._running: dict[Hashable, asyncio.Task[T]] = {}
        self._next: dict[Hashable, asyncio.Task[T]] = {}

    async def share(self, key: Hashable, read: Callable[[], Awaitable[T]]) -> T:
        """Return the result of a read that began after this call. A caller that is cancelled leaves it to the others.

        Args:
            key: equal for those who may share a read.
            read: does the read; of those who share one, the first one's is used.

        Raises:
            Whatever `read` raises, for all who share it.
        """
        if (task := self._next.get(key)) is None:
            task = self._next[key] = asyncio.create_task(self._read_next(key, read))
        return await asyncio.shield(task)

    async def _read_next(self, key: Hashable, read: Callable[[], Awaitable[T]]) -> T:
        if (running := self._running.get(key)) is not None:
            await asyncio.wait([running], timeout=PATIENCE_SECONDS)
        # INVARIANT: nothing is awaited between this and the reading: who asks from here on takes another one.
        own = self._running[key] = self._next.pop(key)
        try:
            return await read()
        finally:
            if self._running.get(key) is own:
                del self._running[key]
