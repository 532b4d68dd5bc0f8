"""Has a server that has just started plan its statements while a process serves, whoever started it.

What an officer asks first, the first page of alerts, is planned before anything else is done: beside the workers, which
have all that they ask planned in the same minute, it took longer than that page may.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from functools import partial

import structlog

from api.bootstrap import Application
from graph.errors import StoreUnavailableError
from graph.store import plan_ahead

log = structlog.get_logger()

FIRST = frozenset(
    {
        "all_compartments",
        "grants_of_agency",
        "held_filings",
        "hit_index_stand",
        "holds_any",
        "judgements_of_pairs",
        "linkage_evidence",
        "newest_notices",
        "notices",
        "notices_still_meeting",
        "records",
    }
)
"""The statements of a first page of alerts, with the captions of both sides."""
LONGEST_SECONDS = 60.0
"""After so long the service goes on without: a slow answer is better than none."""


class FirstPlans:
    """Whether what is asked first is planned, since the store was opened or came back."""

    def __init__(self) -> None:
        self._made = asyncio.Event()
        self._ends = time.monotonic() + LONGEST_SECONDS

    @property
    def are_made(self) -> bool:
        """Whether they are, or have been waited for long enough."""
        return self._made.is_set() or time.monotonic() >= self._ends

    async def wait(self) -> None:
        """Return once they are made, or have been waited for long enough."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_SECONDS):
                await self._made.wait()

    def begin(self) -> None:
        """Say that the store has to plan them."""
        self._made.clear()
        self._ends = time.monotonic() + LONGEST_SECONDS

    def end(self) -> None:
        """Say that they are planned, or that there is nothing to wait for."""
        self._made.set()


@contextlib.asynccontextmanager
async def planning(app: Application) -> AsyncIterator[FirstPlans]:
    """Plan in the background while the context is open: at once, and when the store has been brought back."""
    first = FirstPlans()
    task = asyncio.create_task(_plan_for_ever(app, first))
    try:
        yield first
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _plan_for_ever(app: Application, first: FirstPlans) -> None:
    while True:
        app.watch.is_back.clear()
        first.begin()
        began = time.monotonic()
        try:
            planned = await plan_ahead(app.store, first=FIRST, on_first=partial(_tell, first, began))
            log.info("statements_planned", statements=planned, seconds=round(time.monotonic() - began, 1))
        except StoreUnavailableError:
            first.end()  # one that is away is told of by its watch, which says when it is back
        await app.watch.is_back.wait()


def _tell(first: FirstPlans, began: float) -> None:
    first.end()
    log.info("first_statements_planned", statements=len(FIRST), seconds=round(time.monotonic() - began, 1))
