"""Review queues: whoever would get the same queue shares one computation, and only few are computed at once.

A queue is computed whole, whichever page of it is asked for, and many people open it at the same hour.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from api.turns import BoundedTurns
from entity_resolution.views.review import Explanation, Review
from graph import ReadScope
from graph.store import RESOLUTION, ChangeFeed

AT_ONCE = 2  # it is work for the store's processors and one of this process's
OF_AN_AGENCY = 10
KEPT_SECONDS = 30.0  # for the pages that follow
KEPT_PAIRS = 10_000
_Key = tuple[object, ...]


@dataclass(slots=True)
class _Computation:
    """A queue that is computed, and for how many it is."""

    task: asyncio.Task[Sequence[Explanation]]
    awaited: int = 0


class ReviewQueues:
    """Answers with the review queue of a view, computed once for each state of the store.

    INVARIANT: two viewers share a queue only if agency, terms, everything that the scopes open and what is asked are
    the same, and nothing was written or resolved between their questions: each would have computed the same queue.
    """

    def __init__(self, review: Review, feed: ChangeFeed) -> None:
        self._review = review
        self._feed = feed
        self._turns = BoundedTurns(at_once=AT_ONCE, of_an_agency=OF_AN_AGENCY)
        self._computed: dict[_Key, _Computation] = {}
        self._kept = OrderedDict[_Key, Sequence[Explanation]]()

    async def find(
        self, scope: ReadScope, *, kind: str | None = None, agency: str | None = None
    ) -> Sequence[Explanation]:
        """Return what `Review.queue` returns.

        Raises:
            TooManyRequestsError: as many queues of the viewer's agency are being computed or waiting as may be.
            StoreQueryError, StoreUnavailableError: the store did not tell everything that the order depends on.
        """
        key = await self._key_of(scope, kind, agency)
        if (kept := self._kept.get(key)) is not None:
            return kept
        if (computation := self._computed.get(key)) is None:
            task = asyncio.create_task(self._compute(key, scope, kind, agency))
            computation = self._computed[key] = _Computation(task)
        computation.awaited += 1
        try:
            # Whoever is the first to give up leaves it to the others.
            return await asyncio.shield(computation.task)
        finally:
            computation.awaited -= 1
            if not computation.awaited:
                self._give_up(key, computation)

    async def _key_of(self, scope: ReadScope, kind: str | None, agency: str | None) -> _Key:
        """Return what two questions have in common that get one answer. It stays in this process."""
        last, resolved = await asyncio.gather(self._feed.last(), self._feed.position(RESOLUTION))
        return (last, resolved, scope.answering_key, kind, agency)

    async def _compute(
        self, key: _Key, scope: ReadScope, kind: str | None, agency: str | None
    ) -> Sequence[Explanation]:
        async with self._turns.turn(scope.agency):
            found = await self._review.queue(scope, kind=kind, agency=agency)
        self._keep(key, found)
        return found

    def _give_up(self, key: _Key, computation: _Computation) -> None:
        """Forget a computation for which nobody waits any more, ended or not."""
        if self._computed.get(key) is computation:
            del self._computed[key]
        computation.task.cancel()

    def _keep(self, key: _Key, found: Sequence[Explanation]) -> None:
        """Keep a queue for a while, the oldest go where they are many pairs."""
        self._kept[key] = found
        while sum(map(len, self._kept.values())) > KEPT_PAIRS and len(self._kept) > 1:
            self._kept.popitem(last=False)
        asyncio.get_running_loop().call_later(KEPT_SECONDS, self._kept.pop, key, None)
