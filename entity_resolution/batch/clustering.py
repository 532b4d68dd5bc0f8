"""Clusters of a list: which records are one entity, by all pairs among those that positive pairs connect.

A chain of positive pairs only proposes. Every pair within the records that it connects is scored, and clusters are
joined from the strongest on as long as the mean of what all pairs between two clusters say stays positive. What is only
not known weighs little against, a contradiction (two full birth dates, two given names) weighs in full: so a chain of
weak edges does not swallow a village.

Where more than `MOST_CLOSED` are connected, the strongest pairs gather parts of so many, and each part is closed by
itself. In the next round its clusters stand for records, a few of each being held against a few of the other. How heavy
a pair is says only which comes first, never where a group ends: what copies of one record weigh differs with the model.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from entity_resolution.batch.dictionary import Codes, Flags, Floats
from entity_resolution.batch.groups import Labels, bounded_groups, connected_components, pairs_within
from entity_resolution.batch.pair_keys import PairKeys, pair_keys, split_keys

# So many pairs of records speak for two clusters, evenly out of all of either: five of each.
_HEARD, _SPEAKERS = 25, 5
# A group whose parts keep growing is looked at so often: of copies each round has sixty times as many together.
_MOST_ROUNDS = 20
# What one pair may say for or against joining two clusters.
_MOST_FOR, _MOST_AGAINST, _MOST_UNKNOWN = 10.0, -10.0, -1.0
# So many bits of evidence against make a contradiction: more than one field that differs by mistake.
CONTRADICTION_BITS = -12.0

_NO_PAIRS: PairKeys = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedPairs:
    """Pairs of records with the log2 odds of a match and the sum of the bits against one.

    `against` is minus infinity where the two cannot be one, whatever they weigh.
    """

    left: Codes
    right: Codes
    bits: Floats
    against: Floats


Weigh = Callable[[Codes, Codes], WeighedPairs]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustered:
    """Of each record the smallest record of its cluster, and the pairs that were scored to know it."""

    labels: Labels
    scored: tuple[WeighedPairs, ...]


def clusters(
    size: int, left: Codes, right: Codes, bits: Floats, weigh: Weigh, *, never: PairKeys = _NO_PAIRS
) -> Clustered:
    """Return the clusters of a list.

    Args:
        size: the number of its records.
        left: of each pair that joins by itself one record, in whatever order.
        right: the other.
        bits: what the pair weighs.
        weigh: scores pairs, left < right; called once a round.
        never: pairs that cannot be one, as far as they are known.
    """
    labels: Labels = np.arange(size, dtype=np.int64)
    order = np.lexsort((right, left, -bits))
    left, right, bits = left[order], right[order], bits[order]
    scored: list[WeighedPairs] = []
    while len(left) and len(scored) < _MOST_ROUNDS:
        one, other = labels[left], labels[right]
        parts = bounded_groups(size, one, other, bits)
        pairs = pairs_within(parts)
        found, of_pair = _heard(labels, pairs, weigh)
        scored.append(found)
        never = np.concatenate([never, pair_keys(found.left, found.right)[impossible(found)]])
        closed = _closed(labels, parts, pairs, _mean_votes(found, of_pair, len(pairs)), never)
        # Every pair within a part was heard. A group in which nothing was joined would not be joined later either.
        growing = _growing(connected_components(size, one, other), closed)
        labels = closed[labels]
        left_over = (parts[one] != parts[other]) & growing[one]
        left, right, bits = left[left_over], right[left_over], bits[left_over]
    return Clustered(labels=labels, scored=tuple(scored))


def _heard(labels: Labels, pairs: PairKeys, weigh: Weigh) -> tuple[WeighedPairs, Labels]:
    """Return what records of pairs of clusters say of each other, and of which pair each of it is."""
    if np.array_equal(labels, np.arange(len(labels))):  # each record is its own cluster
        return weigh(*split_keys(pairs)), np.arange(len(pairs))
    order = np.argsort(labels, kind="stable")
    ends = split_keys(pairs)
    starts, sizes = (np.stack(found) for found in zip(*(_places(labels[order], end) for end in ends), strict=True))
    # A cluster of one or two is held against more of the other's.
    speakers = np.minimum(sizes, -(-_HEARD // np.minimum(sizes[::-1], _SPEAKERS)))
    of_pair = np.repeat(np.arange(len(pairs)), speakers[0] * speakers[1])
    turn = np.arange(len(of_pair)) - np.searchsorted(of_pair, of_pair)
    turns = np.stack((turn // speakers[1, of_pair], turn % speakers[1, of_pair]))
    heard = order[starts[:, of_pair] + turns * sizes[:, of_pair] // speakers[:, of_pair]]
    return weigh(*split_keys(pair_keys(heard[0], heard[1]))), of_pair


def _places(ordered: Labels, of: Codes) -> tuple[Labels, Labels]:
    """Return where the records of clusters begin, and how many there are.

    Args:
        ordered: the cluster of each record, in order.
        of: the clusters.
    """
    starts = np.searchsorted(ordered, of)
    return starts, np.searchsorted(ordered, of, side="right") - starts


def _mean_votes(found: WeighedPairs, of_pair: Labels, size: int) -> Floats:
    sums = np.bincount(of_pair, weights=_votes(found), minlength=size)
    return sums / np.bincount(of_pair, minlength=size)


def _votes(pairs: WeighedPairs) -> Floats:
    votes: Floats = np.clip(pairs.bits, np.where(contradictions(pairs), _MOST_AGAINST, _MOST_UNKNOWN), _MOST_FOR)
    return votes


def votes_of(bits: Floats, *, against: Floats, may_join: Flags) -> Floats:
    """Return what pairs weigh in clusters: what contradicts and may not join speaks against it, whatever it weighs.

    A father and a son of one name, house and phone weigh for a match in spite of their birth dates, and twins of one
    house a little against: an undated record or an initial between the two must not bridge them.

    Args:
        bits: what each pair weighs.
        against: the sum of its bits against a match.
        may_join: whether it may join by itself.
    """
    apart = ~may_join & (against <= CONTRADICTION_BITS)
    found: Floats = np.where(apart, np.minimum(bits, _MOST_AGAINST), bits)
    return found


def impossible(pairs: WeighedPairs) -> Flags:
    """Return which pairs cannot be one: no other pair brings the two into one cluster."""
    found: Flags = np.isneginf(pairs.against)
    return found


def contradictions(pairs: WeighedPairs) -> Flags:
    """Return which pairs are not only short of evidence but contradict each other."""
    found: Flags = (pairs.against <= CONTRADICTION_BITS) & (pairs.bits < 0)
    return found


def _growing(groups: Labels, closed: Labels) -> Flags:
    """Return which clusters are of a group in which some were joined."""
    grown = np.zeros(len(groups), dtype=np.bool_)
    grown[groups[closed != np.arange(len(closed))]] = True
    found: Flags = grown[groups]
    return found


def _closed(labels: Labels, parts: Labels, pairs: PairKeys, votes: Floats, never: PairKeys) -> Labels:
    """Return for each cluster of a part, by its first record, that of the cluster that it becomes part of."""
    kept_apart = np.isin(pairs, pair_keys(*(labels[end] for end in split_keys(never))))
    votes = np.where(kept_apart, -np.inf, votes)
    one, other = split_keys(pairs)
    doubtful = np.zeros(len(labels), dtype=np.bool_)
    doubtful[parts[one[votes <= 0]]] = True
    found = np.where(doubtful[parts], np.arange(len(parts)), parts)
    places = np.nonzero(doubtful[parts[one]])[0]
    places = places[np.argsort(parts[one[places]], kind="stable")]
    sizes = np.bincount(labels, minlength=len(labels))
    starts = np.append(np.nonzero(np.diff(parts[one[places]], prepend=-1))[0], len(places))
    for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        here = places[start:end]
        for members in _agglomerate(one[here].tolist(), other[here].tolist(), votes[here].tolist(), sizes):
            found[members] = min(members)
    return found


def _agglomerate(lefts: list[int], rights: list[int], votes: list[float], sizes: Labels) -> list[list[int]]:
    """Return the clusters of one group, joined two by two in the order of the mean vote between them.

    Args:
        lefts: of each of its pairs one.
        rights: the other.
        votes: the mean vote between the two.
        sizes: how many records each of the group stands for.
    """
    members: dict[int, list[int]] = {}
    between: dict[int, dict[int, float]] = {}
    for left, right, vote in zip(lefts, rights, votes, strict=True):
        for one, other in ((left, right), (right, left)):
            members.setdefault(one, [one])
            between.setdefault(one, {})[other] = vote * float(sizes[left]) * float(sizes[right])
    counts = {one: int(sizes[one]) for one in members}
    while True:
        mean, one, other = max(
            (
                (vote / (counts[a] * counts[b]), -a, -b)
                for a, votes_of in between.items()
                for b, vote in votes_of.items()
                if a < b
            ),
            default=(0.0, 0, 0),
        )
        if mean <= 0:
            return list(members.values())
        counts[-one] += counts.pop(-other)
        _join(members, between, -one, -other)


def _join(members: dict[int, list[int]], between: dict[int, dict[int, float]], one: int, other: int) -> None:
    members[one] += members.pop(other)
    for third, vote in between.pop(other).items():
        del between[third][other]
        if third != one:
            between[one][third] = between[one].get(third, 0.0) + vote
            between[third][one] = between[one][third]
