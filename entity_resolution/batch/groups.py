"""Groups of what pairs connect, of no more than are held each against each, and the pairs within them."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from entity_resolution.batch.dictionary import Floats
from entity_resolution.batch.pair_keys import PairKeys, pair_keys

# Of so many records, or clusters, all pairs are scored.
MOST_CLOSED = 60

Labels = npt.NDArray[np.int64]
Places: TypeAlias = npt.NDArray[np.integer]


def connected_components(size: int, left: Places, right: Places) -> Labels:
    """Return for each record the smallest record that pairs connect it with, in whatever order they come."""
    labels = np.arange(size, dtype=np.int64)
    while True:
        lowest = np.minimum(labels[left], labels[right])
        hooked = labels.copy()
        np.minimum.at(hooked, labels[left], lowest)
        np.minimum.at(hooked, labels[right], lowest)
        while True:
            jumped = hooked[hooked]
            if np.array_equal(jumped, hooked):
                break
            hooked = jumped
        if np.array_equal(hooked, labels):
            return labels
        labels = hooked


def bounded_groups(size: int, left: Places, right: Places, bits: Floats) -> Labels:
    """Return the same in groups of at most `MOST_CLOSED`, gathered by the strongest pairs.

    Who has a stronger pair with one whose group is full joins no other by a weaker one, but waits outside.

    Args:
        size: the number of records.
        left: of each pair one record, the strongest pair first.
        right: the other.
        bits: the pair's weight.
    """
    labels = connected_components(size, left, right)
    large = np.bincount(labels, minlength=size)[labels] > MOST_CLOSED
    within = large[left]
    if not within.any():
        return labels
    groups = _BoundedGroups(np.nonzero(large)[0].tolist())
    for one, other, weight in zip(left[within].tolist(), right[within].tolist(), bits[within].tolist(), strict=True):
        groups.join(one, other, weight)
    for at in groups.parent:
        labels[at] = groups.root(at)
    return labels


class _BoundedGroups:
    """Union-find over records that makes no group too large. A group is known by its smallest record."""

    def __init__(self, records: list[int]) -> None:
        self.parent = {at: at for at in records}
        self._counts = dict.fromkeys(records, 1)
        # The weight of the strongest pair that was passed over: nothing weaker joins the group.
        self._least = dict.fromkeys(records, -np.inf)

    def root(self, at: int) -> int:
        """Return the smallest record of a record's group."""
        parent = self.parent
        while parent[at] != at:
            parent[at] = at = parent[parent[at]]
        return at

    def join(self, one: int, other: int, bits: float) -> None:
        """Join the groups of two records, unless one would be too large or waits for a stronger pair."""
        first, second = sorted((self.root(one), self.root(other)))
        if first == second:
            return
        together = self._counts[first] + self._counts[second]
        least = max(self._least[first], self._least[second])
        if together <= MOST_CLOSED and bits >= least:
            self.parent[second] = first
            self._counts[first], self._least[first] = together, least
        else:
            for group in (first, second):
                self._least[group] = max(self._least[group], bits)


def pairs_within(labels: Labels) -> PairKeys:
    """Return all pairs within groups of at most `MOST_CLOSED` records."""
    order = np.argsort(labels, kind="stable")
    starts = np.append(np.nonzero(np.diff(labels[order], prepend=-1))[0], len(labels))
    sizes = np.diff(starts)
    found = [np.empty(0, dtype=np.int64)]
    for size in np.unique(sizes[(sizes > 1) & (sizes <= MOST_CLOSED)]).tolist():
        block = order[starts[:-1][sizes == size][:, None] + np.arange(size)]
        one, other = np.triu_indices(size, 1)
        found.append(pair_keys(block[:, one].ravel(), block[:, other].ravel()))
    return np.concatenate(found)
