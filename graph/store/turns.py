"""Turns of agencies with what costs much: a few at once, the rest in order, nobody behind another's crowd."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar

_READER = ContextVar("reader", default="")


def read_for(agency: str) -> None:
    """Let all that this task reads for viewers from now on, and what it starts, take the turns of an agency."""
    _READER.set(agency)


def reader() -> str:
    """Return whose turns this task takes where it reads for viewers; empty for the product's own work."""
    return _READER.get()


class Turn:
    """A turn that somebody has, until it is passed on."""

    def __init__(self, pass_on: Callable[[], None]) -> None:
        self._pass_on: Callable[[], None] | None = pass_on
        self._timer: asyncio.TimerHandle | None = None

    def end_within(self, seconds: float) -> None:
        """Pass the turn on after a time at the latest, though whoever has it may wait for somebody yet."""
        self._timer = asyncio.get_running_loop().call_later(seconds, self.end)

    def end(self) -> None:
        """Pass the turn on, unless that is done."""
        if self._timer is not None:
            self._timer.cancel()
        if self._pass_on is not None:
            pass_on, self._pass_on = self._pass_on, None
            pass_on()


class Turns:
    """Lets a few do costly work at once; whoever waits is let in by turns of the agencies, of each in its order."""

    def __init__(self, *, at_once: int) -> None:
        self._free = at_once
        self._waiting = OrderedDict[str, deque[asyncio.Future[None]]]()  # the agency whose turn is next, first

    @asynccontextmanager
    async def turn(self, agency: str) -> AsyncIterator[Turn]:
        """Wait for a turn of an agency and take it."""
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
