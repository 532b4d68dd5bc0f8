"""Has a server that has just started plan its statements while a process serves, whoever started it.

What an officer asks first, the first page of alerts, is planned first, and until then the service is not ready: whoever
sends it requests sends them elsewhere as long. It answers those that come all the same.
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
LONGEST_SECONDS = 20.0
"""After so long the service is ready without: a slow answer is better than none."""


class FirstPlans:
    """Whether what is asked first is planned, since the store was opened or came back."""

    def __init__(self) -> None:
        self._ends: float | None = time.monotonic() + LONGEST_SECONDS

    @property
    def are_made(self) -> bool:
        """Whether they are, or have been waited for long enough."""
        return self._ends is None or time.monotonic() >= self._ends

    def begin(self) -> None:
        """Say that the store has to plan them."""
        self._ends = time.monotonic() + LONGEST_SECONDS

    def end(self) -> None:
        """Say that they are planned."""
        self._ends = None


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
        # One that is away is told of by its watch, which says when it is back.
        with contextlib.suppress(StoreUnavailableError):
            planned = await plan_ahead(app.store, first=FIRST, on_first=partial(_tell, first, began))
            log.info("statements_planned", statements=planned, seconds=round(time.monotonic() - began, 1))
        await app.watch.is_back.wait()


def _tell(first: FirstPlans, began: float) -> None:
    first.end()
    log.info("first_statements_planned", statements=len(FIRST), seconds=round(time.monotonic() - began, 1))
