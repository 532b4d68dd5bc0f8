"""The keys of the whole graph in memory while a bulk load is resolved: asking the store for each would cost it most.

A look-up costs the server some 20 us, a person has two dozen keys, and most stand on that person alone. Here they are
sorted columns, 12 bytes for a key. They hold as of one position of the resolver in the change feed: a step of another
process moves that position, and what stands here is of no use any more.
"""

import asyncio
import time
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from graph import RecordId
from graph.blocks import TERM_BYTES, BlockingKeys
from graph.store import ChangeFeed, ResolutionStore, StoredKeys

MAX_KNOWN_RECORDS = 2_000_000  # whose keys are held in memory: at most a GiB of them
# Asking the store for the keys of a record costs it as much as reading those of so many in one pass.
_READ_KEYS_FOR_A_LOOK_UP = 25
_KEPT_SECONDS = 60.0  # how long keys are held in memory after what they were read for: a load brings more soon

_Terms = npt.NDArray[np.uint64]
_Owners = npt.NDArray[np.uint32]


class KnownKeys:
    """Which record stands under which key, as of a position in the feed.

    Attributes:
        position: the number of the last change whose keys are in.
    """

    def __init__(self, position: int) -> None:
        self.position = position
        # Whose a selector's key was first, and the keys that another originator has as well.
        self._first: dict[int, str] = {}
        self._shared: set[int] = set()
        # Sorted runs of keys, each more than twice as long as the next one, with the number of the record beside each.
        self._runs: list[tuple[_Terms, _Owners]] = []
        self._records: list[tuple[RecordId, int]] = []
        self._numbers: dict[RecordId, int] = {}

    def __len__(self) -> int:
        """Return how many records were added that stand under keys, each as often as it was."""
        return len(self._records)

    def knows(self, rid: RecordId) -> bool:
        """Return whether a record was added."""
        return rid in self._numbers

    def add_stored(self, rows: Sequence[StoredKeys]) -> None:
        """Take over what the store has."""
        self._add((row.id, row.revision, row.found_by) for row in rows if row.found_by)
        self.add_selectors((row.selector, row.originator) for row in rows if row.selector is not None)

    def add_selectors(self, selectors: Iterable[tuple[int, str]]) -> None:
        """Add selectors by their components, which are digests of their keys, and their originators."""
        for component, originator in selectors:
            if self._first.setdefault(component, originator) != originator:
                self._shared.add(component)

    def is_shared(self, component: int) -> bool:
        """Return whether selectors of two originators have this key, as far as they were added."""
        return component in self._shared

    def add(self, keys: Mapping[RecordId, BlockingKeys], *, revision: int) -> None:
        """Put records under their keys; one that stood there before now stands under these alone."""
        self._add((rid, revision, found.found_by) for rid, found in sorted(keys.items()))

    def candidates(self, keys: Mapping[RecordId, BlockingKeys]) -> dict[RecordId, list[tuple[RecordId, int]]]:
        """Return for each record the others found by a key that it looks for, with their revisions."""
        ids = sorted(keys)
        terms, askers = _columns((number, keys[rid].looks_for) for number, rid in enumerate(ids))
        found: dict[RecordId, list[tuple[RecordId, int]]] = {}
        for asker, owner in self._meetings(terms, askers):
            other, revision = self._records[owner]
            if self._numbers[other] == owner and other != ids[asker]:
                found.setdefault(ids[asker], []).append((other, revision))
        return found

    def _add(self, rows: Iterable[tuple[RecordId, int, bytes]]) -> None:
        numbered = []
        for rid, revision, terms in rows:
            # A number is given once: what an older one stands under counts no more.
            number = self._numbers[rid] = len(self._records)
            self._records.append((rid, revision))
            numbered.append((number, terms))
        if numbered:
            self._runs.append(_sorted(*_columns(numbered)))
        while len(self._runs) > 1 and len(self._runs[-2][0]) <= 2 * len(self._runs[-1][0]):
            short, long = self._runs.pop(), self._runs.pop()
            self._runs.append(_sorted(np.concatenate((long[0], short[0])), np.concatenate((long[1], short[1]))))

    def _meetings(self, terms: _Terms, askers: _Owners) -> list[tuple[int, int]]:
        """Return once each who asks for a key and who stands under it."""
        terms, askers = _sorted(terms, askers)
        pairs = []
        for run, owners in self._runs:
            first, last = np.searchsorted(run, terms, "left"), np.searchsorted(run, terms, "right")
            counts = last - first
            ends = np.cumsum(counts)
            total = int(ends[-1]) if len(ends) else 0
            places = np.arange(total) - np.repeat(ends - counts, counts) + np.repeat(first, counts)
            pairs.append(np.repeat(askers, counts).astype(np.int64) << 32 | owners[places])
        packed = np.unique(np.concatenate(pairs)) if pairs else np.empty(0, np.int64)
        return list(zip((packed >> 32).tolist(), (packed & 0xFFFFFFFF).tolist(), strict=True))


class HeldKeys:
    """Holds all keys of the graph where they are worth reading, and no longer than a load goes on.

    They are some hundred bytes a record.

    Attributes:
        known: the keys, where they are held and hold as of the step that they were brought for.
    """

    def __init__(self, feed: ChangeFeed, reads: ResolutionStore) -> None:
        self._feed = feed
        self._reads = reads
        self.known: KnownKeys | None = None
        self._until = 0.0  # by the clock that only goes on
        self._looked_up = 0  # records whose keys the store was asked for since all were read

    def let_go(self, *, at_once: bool = False) -> None:
        """Hold nothing any more where no load went on of late, or whatever went on."""
        if at_once or time.monotonic() > self._until:
            self.known = None

    async def bring(self, position: int, *, keys: int, many: bool, more: bool) -> None:
        """Hold the keys as of a position, or none where they are not worth it.

        They are where so much waits, or was looked up already, that asking for each costs as much: a load that another
        process brings in piece by piece is never seen whole. What this process has learned holds only if nobody else
        resolved since, and is let go where it grows too large.

        Args:
            position: of the resolver.
            keys: how many records of the step have keys.
            many: whether the step has more than a few records.
            more: whether more is known to wait behind it.
        """
        if many:
            self._until = time.monotonic() + _KEPT_SECONDS
        if self.known is not None and self.known.position == position:
            self.known = self.known if len(self.known) <= MAX_KNOWN_RECORDS else None
        else:
            self.known = await self._read(position, keys=keys, more=more) if many else None

    async def _read(self, position: int, *, keys: int, more: bool) -> KnownKeys | None:
        self._looked_up += keys
        waiting = await self._feed.waiting(position) if more else 0
        count, spared = await self._reads.count(), max(waiting, self._looked_up)
        if count > spared * _READ_KEYS_FOR_A_LOOK_UP or count > MAX_KNOWN_RECORDS:
            return None
        self._looked_up = 0
        known = KnownKeys(position)
        async for rows in self._reads.keys_in_use():
            await asyncio.to_thread(known.add_stored, rows)
        return known


def _columns(rows: Iterable[tuple[int, bytes]]) -> tuple[_Terms, _Owners]:
    numbers: list[int] = []
    counts: list[int] = []
    terms: list[bytes] = []
    for number, found in rows:
        numbers.append(number)
        counts.append(len(found) // TERM_BYTES)
        terms.append(found)
    column = np.frombuffer(b"".join(terms), ">u8").astype(np.uint64)
    return column, np.repeat(np.array(numbers, np.uint32), np.array(counts, np.int64))


def _sorted(terms: _Terms, owners: _Owners) -> tuple[_Terms, _Owners]:
    order = np.argsort(terms, kind="stable")
    return terms[order], owners[order]
