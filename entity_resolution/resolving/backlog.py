"""What waits for the resolver: read from the change feed with its records, prepared, and ahead of the step at work.

While much waits the next changes are read and prepared while one step is compared and written. What a step writes is
read again where it was read before.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import asynccontextmanager
from dataclasses import dataclass

from entity_resolution.resolving.preparation import Prepared, Preparer
from graph import Ontology, RecordId
from graph.store import (
    RESOLUTION,
    Change,
    ChangeFeed,
    ChangeKind,
    Found,
    ResolutionStore,
    ResolvableRecord,
    of_one_step,
)

MAX_RECORDS_A_STEP = 8_000
FEW_RECORDS = 50  # so few are read with one statement and written with one
_RECORDS_A_FIRST_STEP = 2_000  # nothing else goes on while these are read and prepared
_CHANGES_A_READ = 500
_READINGS_AHEAD = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Changes with numbers above `after`, and the records that they concern as they stood when read.

    `owners`: whom the selectors among these speak for besides. Who of them is linked otherwise than when they were
    compared last is one of the records once the reading has its turn.
    """

    after: int
    changes: Sequence[Change]
    more: bool
    records: dict[RecordId, ResolvableRecord]
    gone: AbstractSet[RecordId]
    prepared: Prepared
    owners: AbstractSet[RecordId] = frozenset()
    found: Found | None = None  # what came with the changes where they are few

    @property
    def last(self) -> int:
        """Return the number of the last of the changes."""
        return self.changes[-1].seq


@dataclass(slots=True)
class Ahead:
    """What goes on beside a step. `is_written`: the step is found and is being written."""

    is_written: bool = False


class Backlog:
    """Reads what waits for the resolver and prepares it."""

    def __init__(self, feed: ChangeFeed, reads: ResolutionStore, ontology: Ontology, preparer: Preparer) -> None:
        self._feed = feed
        self._reads = reads
        self._ontology = ontology
        self._preparer = preparer
        self._ahead: deque[Reading] = deque()

    async def next(self) -> Reading:
        """Return what waits next; it has no changes where nothing does."""
        reading = self._ahead.popleft() if self._ahead else None
        if reading is None or reading.after != await self._feed.position(RESOLUTION):
            self._ahead.clear()  # another process went on
            reading = await self._read_arrivals()
        await self._bring_owners(reading)
        return reading

    @asynccontextmanager
    async def read_ahead(self, reading: Reading) -> AsyncIterator[Ahead]:
        """Read beside a step what is known to wait behind it; after the step, read again what it wrote."""
        ahead = Ahead()
        task = asyncio.create_task(self._read_behind(reading, ahead))
        try:
            yield ahead
            await task
            for later in self._ahead:
                await self._renew(later, reading.prepared.resolved.keys())
        except BaseException:
            self._ahead.clear()  # it may have been read before the step was written
            raise
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _read_behind(self, reading: Reading, ahead: Ahead) -> None:
        """Read on behind a reading and those ahead of it, so that Python has work while the store writes.

        Nothing is begun any more once the step is being written and the next one is there: it would be waited for.
        """
        newest = self._ahead[-1] if self._ahead else reading
        while newest.more and len(self._ahead) < _READINGS_AHEAD and not (self._ahead and ahead.is_written):
            newest = await self._read(newest.last, most=MAX_RECORDS_A_STEP)
            self._ahead.append(newest)

    async def _read_arrivals(self) -> Reading:
        """Read what waits; few records come with their changes."""
        waiting = await self._reads.arrivals(few=FEW_RECORDS, limit=_CHANGES_A_READ)
        if waiting.found is None:
            return await self._read(waiting.position, most=min(_RECORDS_A_FIRST_STEP, MAX_RECORDS_A_STEP))
        records = {r.id: r for r in waiting.found.records}
        named = {rid for c in waiting.changes if c.kind is ChangeKind.RECORDS for rid in c.record_ids}
        prepared = Prepared()
        self._preparer.prepare(records.values(), prepared)
        return Reading(
            after=waiting.position,
            changes=waiting.changes,
            more=False,
            records=records,
            gone=named - records.keys(),
            prepared=prepared,
            owners=waiting.found.owners - records.keys(),
            found=waiting.found,
        )

    async def _bring_owners(self, reading: Reading) -> None:
        """Read and prepare whom selectors of a reading speak for otherwise than when they were compared last.

        The others need no comparison: of their pairs nothing changed, and a number has thousands of users. Asked for
        when all steps before are written, which may compare them too.
        """
        affected = await self._reads.otherwise_linked(reading.owners) if reading.owners else []
        if not affected:
            return
        found = await self._reads.view(affected)
        reading.records.update({r.id: r for r in found})
        if len(found) <= FEW_RECORDS:
            self._preparer.prepare(found, reading.prepared)
        else:
            await asyncio.to_thread(self._preparer.prepare, found, reading.prepared)

    async def _read(self, after: int, *, most: int) -> Reading:
        """Read the next changes, not many more than concern `most` records, and these, and prepare them."""
        waiting = await self._feed.since(after, limit=_CHANGES_A_READ, records=most, kinds=(ChangeKind.RECORDS,))
        changes = of_one_step(waiting, most)
        more = len(changes) < len(waiting)
        ids = {rid for c in changes if c.kind is ChangeKind.RECORDS for rid in c.record_ids}
        records = {r.id: r for r in await self._reads.view(ids)} if ids else {}
        gone = ids - records.keys()
        selectors = [r.id for r in records.values() if self._ontology.kind(r.kind).is_selector]
        owners = set(await self._reads.affected_by(selectors)) - set(records) if selectors else set()
        prepared = Prepared()
        # Pure computation: in a thread, so the loop serves and the store is asked meanwhile.
        await asyncio.to_thread(self._preparer.prepare, records.values(), prepared)
        return Reading(
            after=after, changes=changes, more=more, records=records, gone=gone, prepared=prepared, owners=owners
        )

    async def _renew(self, reading: Reading, written: AbstractSet[RecordId]) -> None:
        """Read again what was written since it was read."""
        stale = {r.id: r for r in await self._reads.view(reading.records.keys() & written)}
        if not stale:
            return
        reading.records.update(stale)
        await asyncio.to_thread(self._preparer.prepare, stale.values(), reading.prepared)
