"""Turns of agencies of which each has a bounded number under way and waiting."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from api.errors import TooManyRequestsError
from graph.store import Turn, Turns


class BoundedTurns(Turns):
    """Turns that refuse an agency what is too many of its own.

    INVARIANT: whether somebody is refused depends on what the same agency has under way and waiting, and on nothing
    that others do. They can only make it wait.
    """

    def __init__(self, *, at_once: int, of_an_agency: int) -> None:
        """Make turns for `at_once`, of which an agency has or waits for at most `of_an_agency`."""
        super().__init__(at_once=at_once)
        self._of_an_agency = of_an_agency
        self._counts = Counter[str]()

    @asynccontextmanager
    async def turn(self, agency: str) -> AsyncIterator[Turn]:
        """Wait for a turn of an agency and take it.

        Raises:
            TooManyRequestsError: as many of the agency's are under way or wait as may.
        """
        if self._counts[agency] >= self._of_an_agency:
            raise TooManyRequestsError(self._of_an_agency)
        self._counts[agency] += 1
        try:
            async with super().turn(agency) as turn:
                yield turn
        finally:
            self._counts[agency] -= 1
            self._counts += Counter()  # forgets whoever has none
