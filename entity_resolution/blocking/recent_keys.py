"""The keys of what one process resolved last: the store's index of keys follows behind the commits.

A few hundred records, of which one after the other asks: each key leads to its records, and nothing is sorted.
"""

from collections.abc import Mapping

from graph import RecordId
from graph.blocks import BlockingKeys, split_terms


class RecentKeys:
    """Which record stands under which key, of those that were added.

    Attributes:
        position: the number of the last change whose keys are in.
    """

    def __init__(self, position: int) -> None:
        self.position = position
        self._standing: dict[RecordId, tuple[int, bytes]] = {}
        self._holders: dict[bytes, set[RecordId]] = {}
        self._added = 0

    def __len__(self) -> int:
        """Return how many records were added, each as often as it was."""
        return self._added

    def knows(self, rid: RecordId) -> bool:
        """Return whether a record was added."""
        return rid in self._standing

    def add(self, keys: Mapping[RecordId, BlockingKeys], *, revision: int) -> None:
        """Put records under their keys; one that stood there before now stands under these alone."""
        for rid, found in keys.items():
            if rid in self._standing:
                for term in split_terms(self._standing[rid][1]):
                    self._holders[term].discard(rid)
            self._standing[rid] = revision, found.found_by
            for term in split_terms(found.found_by):
                self._holders.setdefault(term, set()).add(rid)
        self._added += len(keys)

    def candidates(self, keys: Mapping[RecordId, BlockingKeys]) -> dict[RecordId, list[tuple[RecordId, int]]]:
        """Return for each record the others found by a key that it looks for, with their revisions."""
        found: dict[RecordId, list[tuple[RecordId, int]]] = {}
        for rid, asked in keys.items():
            met = {other for term in split_terms(asked.looks_for) for other in self._holders.get(term, ())} - {rid}
            if met:
                found[rid] = [(other, self._standing[other][0]) for other in sorted(met)]
        return found
