"""Tells of equal numbers of what was filed behind a load, before the resolver comes to them.

An equal key needs no comparison, and who has an hour to stop a payment cannot wait until the load of another agency is
resolved. The resolver tells of the same linkages in its turn, which makes no second notice.
"""

from collections.abc import Callable

from entity_resolution.resolving.backlog import FEW_RECORDS
from graph.store import AheadStore

_CHANGES_A_LOOK = 500


class LinkagesAhead:
    """The follower that goes ahead of a resolver at work on a load."""

    def __init__(self, store: AheadStore, *, is_needed: Callable[[], bool]) -> None:
        """Make the follower.

        Args:
            store: where it reads and writes.
            is_needed: whether the resolver is at work on a load.
        """
        self._store = store
        self._is_needed = is_needed

    async def step(self) -> int | None:
        """Tell of the next; return how many linkages, `None` where nothing waits behind a load."""
        if not self._is_needed():
            return None
        behind = await self._store.filed_behind(few=FEW_RECORDS, limit=_CHANGES_A_LOOK)
        if behind is None:
            return None
        pairs = await self._store.equal_keys(behind.ids) if behind.ids else []
        await self._store.tell(behind, pairs)
        return len(pairs)
