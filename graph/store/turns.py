"""Shares out costly work among agencies: a few at once, and nobody waits behind another agency's crowd."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar

_READER = ContextVar("reader", default="")


def read_for(agency: str) -> None:
    """Count all that this task, and tasks that it starts, read for viewers from now on as the agency's turns."""
    _READER.set(agency)


def reader() -> str:
    """Return the agency whose turns this task takes when it reads for viewers; empty for the product's own work."""
    return _READER.get()


class Turn:
    """One turn, held until it is passed on."""

    def __init__(self, pass_on: Callable[[], None]) -> None:
        self._pass_on: Callable[[], None] | None = pass_on
        self._timer: asyncio.TimerHandle | None = None

    def end_within(self, seconds: float) -> None:
        """Pass the turn on after this time at the latest, even if its holder is still waiting for an answer."""
        self._timer = asyncio.get_running_loop().call_later(seconds, self.end)

    def end(self) -> None:
        """Pass the turn on, unless that has been done."""
        if self._timer is not None:
            self._timer.cancel()
        if self._pass_on is not None:
            pass_on, self._pass_on = self._pass_on, None
            pass_on()


class Turns:
    """Lets a few do costly work at once. Agencies take turns; within an agency, who came first goes first."""

    def __init__(self, *, at_once: int) -> None:
        self._free = at_once
        self._waiting = OrderedDict[str, deque[asyncio.Future[None]]]()  # the agency whose turn is next, first

    @asynccontextmanager
    async def turn(self, agency: str) -> AsyncIterator[Turn]:
        """Wait for a turn of an agency, and hold it until the block ends."""
        await self._let_in(agency)
        turn = Turn(self._pass_on)
        try:
            yield turn
        finally:
            turn.end()

    async def _let_in(self, agency: str) -> None:
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(agency, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # it was let in as it was given up
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """Let in the next one that still waits: of the agency whose turn it is, which then goes behind the others.

        Whoever gave up while waiting costs the agency no turn: its next one stands where that one stood.
        """
        while self._waiting:
            agency, queue = self._waiting.popitem(last=False)
            while queue:
                turn = queue.popleft()
                if not turn.done():
                    if queue:
                        self._waiting[agency] = queue
                    turn.set_result(None)
                    return
        self._free += 1
