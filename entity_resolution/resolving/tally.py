"""What a run of the resolver found, each record and each pair counted once, however often it came up again.

A number that many share brings its persons up with every change that names it, and a pair comes up from both of its
ends. Nothing is remembered for that but what the store has: a record that was resolved has the number of the change
that it was resolved at, and one above the beginning of the run was counted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from entity_resolution.resolving.backlog import Reading
from graph import RecordId
from graph.matches import Pair
from graph.store import StoredMatch

_REMEMBERED = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionReport:
    """What resolution did.

    Attributes:
        records: which came up, each counted once.
        compared: comparisons; a pair is compared once more where one of its records comes up again.
        matched: pairs that are matches, each counted once.
        review: pairs that are left to a human, each counted once.
        linkages: new matches, and equal keys, between records of two originators.
    """

    records: int = 0
    compared: int = 0
    matched: int = 0
    review: int = 0
    linkages: int = 0

    def __add__(self, other: "ResolutionReport") -> "ResolutionReport":
        return ResolutionReport(
            records=self.records + other.records,
            compared=self.compared + other.compared,
            matched=self.matched + other.matched,
            review=self.review + other.review,
            linkages=self.linkages + other.linkages,
        )


class Tally:
    """Counts for one run, step by step.

    A new selector without words is resolved without anything being written to it, so that it has no such number: the
    last of them are remembered here. One that comes up again behind so many others is counted again.
    """

    def __init__(self) -> None:
        self._start: int | None = None
        self._unwritten: dict[RecordId, None] = {}

    def records(self, reading: Reading) -> int:
        """Return how many records of a step that was written come up for the first time."""
        start, written = self._begin(reading), reading.prepared.resolved
        count = 0
        for rid, record in reading.records.items():
            is_known = record.revision > start or rid in self._unwritten
            count += not is_known
            if not record.revision and rid not in written:
                self._unwritten.pop(rid, None)  # to the end: what comes up often stays
                self._unwritten[rid] = None
        for rid in list(self._unwritten)[: max(0, len(self._unwritten) - _REMEMBERED)]:
            del self._unwritten[rid]
        return count

    def matches(
        self,
        reading: Reading,
        found: Mapping[Pair, StoredMatch],
        *,
        before: Mapping[Pair, StoredMatch],
        stale: Sequence[Pair],
        revision: Callable[[RecordId], int],
    ) -> tuple[int, int]:
        """Return how many matches, and pairs left to review, a step adds to those of the steps before it.

        Args:
            reading: of the step.
            found: its pairs.
            before: those of its records that stood before it.
            stale: those among them that it drops.
            revision: tells at which change a record was resolved before the step, 0 where that is not known.
        """
        start = self._begin(reading)
        counted = {pair: before[pair] for pair in (*found.keys() & before.keys(), *stale)}
        counted = {pair: known for pair, known in counted.items() if max(map(revision, pair)) > start}
        matched = sum(m.positive for m in found.values()) - sum(m.positive for m in counted.values())
        return matched, len(found) - len(counted) - matched

    def _begin(self, reading: Reading) -> int:
        if self._start is None:
            self._start = reading.after
        return self._start
