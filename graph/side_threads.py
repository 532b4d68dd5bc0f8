"""Threads of its own for work that goes on once it has begun, whoever waited for it: others' threads are not taken."""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class SideThreads:
    """A few threads for one sort of work, apart from those that the event loop lends to all others.

    A thread cannot be stopped. What was given up goes on in here to its end, and what waits behind it waits for one of
    these threads; what was given up before it began is never done.
    """

    def __init__(self, name: str, *, threads: int) -> None:
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix=name)
        self._under_way: dict[Future[Any], str] = {}

    def is_busy_for(self, whose: str) -> bool:
        """Return whether anything of somebody's waits or goes on in these threads, that was given up included."""
        return whose in self._under_way.values()

    async def run(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Return what the work returns, or raise what it raises."""
        return await self.run_for("", work, *given, **named)

    async def run_for(self, whose: str, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Return what somebody's work returns, or raise what it raises; it waits for what was asked for before it."""
        context = contextvars.copy_context()
        future = self._threads.submit(context.run, partial(work, *given, **named))
        self._under_way[future] = whose
        future.add_done_callback(lambda done: self._under_way.pop(done, None))
        return await asyncio.wrap_future(future)
