"""Turns of agencies with what costs much: a few at once, the rest in order, nobody behind another's crowd."""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from api.errors import TooManyRequestsError


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
    """Lets a few do costly work at once; whoever waits is let in by turns of the agencies, of each in its order.

    INVARIANT: whether somebody is refused depends on what the same agency has under way and waiting, and on nothing
    that others do. They can only make it wait.
    """

    def __init__(self, *, at_once: int, of_an_agency: int | None) -> None:
        """Make turns for `at_once`; of an agency at most `of_an_agency` have one or wait, `None` for any number."""
        self._free = at_once
        self._of_an_agency = of_an_agency
        self._counts = Counter[str]()
        self._waiting = OrderedDict[str, deque[asyncio.Future[None]]]()  # the agency whose turn is next, first

    @asynccontextmanager
    async def turn(self, agency: str) -> AsyncIterator[Turn]:
        """Wait for a turn of an agency and take it.

        Raises:
            TooManyRequestsError: as many of the agency's are under way or wait as may.
        """
        if self._of_an_agency is not None and self._counts[agency] >= self._of_an_agency:
            raise TooManyRequestsError(self._of_an_agency)
        self._counts[agency] += 1
        try:
            await self._let_in(agency)
            turn = Turn(self._pass_on)
            try:
                yield turn
            finally:
                turn.end()
        finally:
            self._counts[agency] -= 1
            self._counts += Counter()  # forgets whoever has none

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
