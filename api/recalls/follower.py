"""The follower that recalls what was filed again: under narrower terms, or with other values than were shown."""

from api.recalls.corrections import CorrectionRecalls
from api.recalls.narrowing import NarrowingRecalls
from graph.store import (
    ChangeFeed,
    ChangeKind,
    Store,
    Transaction,
    advance_position,
    find_corrections,
    find_reprofiled,
    lock_changes,
    put_recalls,
    standing_records,
    take_position,
)

RECALLS = "recalls"


class RecallFollower:
    """Follows the changes of records, and recalls what their originators have taken back by filing anew."""

    def __init__(self, store: Store, narrowings: NarrowingRecalls, corrections: CorrectionRecalls) -> None:
        self._store, self._narrowings, self._corrections = store, narrowings, corrections
        self._feed = ChangeFeed(store)
        self._waits = True  # whether anything waited behind the last step

    async def step(self) -> int:
        """Recall what was filed again under narrower terms or with other values; return how many changes."""
        waiting = await self._feed.following(RECALLS, limit=100, kinds=(ChangeKind.RECORDS,))
        position, changes = waiting.position, waiting.changes
        if not changes:
            return 0
        until = changes[-1].seq
        reprofiled = await find_reprofiled(self._store, after=position, until=until)
        narrowed = await self._narrowings.by_filing({rid for c in changes for rid in c.record_ids}, reprofiled)
        values = await find_corrections(self._store, after=position, until=until)
        corrected = await self._corrections.by_filing(values) if values else []

        async def work(tx: Transaction) -> bool:
            if await take_position(tx, RECALLS) != position:
                return False
            # A seal that came since stands in the recall: from here on none is written before it.
            await lock_changes(tx)
            concerned = [*(n.record for n in narrowed), *(c.record for c in corrected)]
            standing = await standing_records(tx, concerned)
            await put_recalls(tx, *await self._narrowings.recalls_of(narrowed, standing))
            await put_recalls(tx, *self._corrections.recalls_of(corrected, standing))
            await advance_position(tx, RECALLS, until)
            return True

        if narrowed or corrected:
            is_done = await self._store.write(work)
        else:
            is_done = await self._feed.pass_over(RECALLS, after=waiting.place, seq=until)
        self._waits = waiting.more or not is_done
        return len(changes)

    async def drain(self) -> None:
        """Deal with all changes known."""
        while await self.step() and self._waits:
            pass
