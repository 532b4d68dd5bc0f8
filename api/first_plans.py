"""Has a server that has just started plan its statements while a process serves, whoever started it."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

import structlog

from api.bootstrap import Application
from graph.errors import StoreUnavailableError
from graph.store import plan_ahead

log = structlog.get_logger()


@contextlib.asynccontextmanager
async def planning(app: Application) -> AsyncIterator[None]:
    """Plan in the background while the context is open: at once, and when the store has been brought back."""
    task = asyncio.create_task(_plan_for_ever(app))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _plan_for_ever(app: Application) -> None:
    while True:
        app.watch.is_back.clear()
        began = time.monotonic()
        # One that is away is told of by its watch, which says when it is back.
        with contextlib.suppress(StoreUnavailableError):
            planned = await plan_ahead(app.store)
            log.info("statements_planned", statements=planned, seconds=round(time.monotonic() - began, 1))
        await app.watch.is_back.wait()
