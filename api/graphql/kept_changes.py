"""Changes under way, which go on whoever waited for them is gone.

A client may leave at any moment, and what awaits its answer is cancelled then. A change that were cancelled with it
would stand in part, and the trail would hold its announcement alone.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

from api.audit.auditing import tell_of_failure
from policies import AuditError

log = structlog.get_logger()

FINISH_SECONDS = 20.0
"""So long a process that stops waits for changes under way."""
T = TypeVar("T")


class KeptChanges:
    """Makes changes to their end. Each statement of one has a limit of its own, so that none lasts for ever."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    async def make(self, change: Coroutine[Any, Any, T]) -> T:
        """Make a change and return its answer; whoever is cancelled meanwhile goes without."""
        task = asyncio.create_task(change)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            await asyncio.wait([task])  # unlike awaiting the task itself, it cancels nothing
        except asyncio.CancelledError:
            task.add_done_callback(_tell_of_failure)
            raise
        return task.result()

    async def finish(self, *, seconds: float = FINISH_SECONDS) -> None:
        """Wait for what is under way, so long at most: what is left then is told of by its announcement alone."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)


def _tell_of_failure(task: asyncio.Task[Any]) -> None:
    """Log why a change failed that nobody waits for: asyncio would print it with its values."""
    exc = None if task.cancelled() else task.exception()
    if isinstance(exc, AuditError):
        tell_of_failure(exc)
    elif exc is not None:
        log.error("operation_failed", problem=type(exc).__name__)
