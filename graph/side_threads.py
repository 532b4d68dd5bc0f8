"""Threads for work that runs to its end once it has begun, even if nobody waits for it any more."""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class SideThreads:
    """A few threads for one sort of work, apart from those that the event loop lends to everything else.

    A thread cannot be stopped. Work that was given up after it began runs on here to its end, and other work waits for
    one of these threads; work that was given up before it began is never done.
    """

    def __init__(self, name: str, *, threads: int) -> None:
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix=name)
        self._under_way: dict[Future[Any], str] = {}

    def is_busy_for(self, whose: str) -> bool:
        """Return whether any work of this owner waits or runs in these threads, even work that was given up."""
        return whose in self._under_way.values()

    async def run(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Return what the work returns, or raise what it raises."""
        return await self.run_for("", work, *given, **named)

    async def run_for(self, whose: str, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Return what the work returns, or raise what it raises. Work begins in the order in which it is asked for."""
        context = contextvars.copy_context()
        future = self._threads.submit(context.run, partial(work, *given, **named))
        self._under_way[future] = whose
        future.add_done_callback(lambda done: self._under_way.pop(done, None))
        return await asyncio.wrap_future(future)
