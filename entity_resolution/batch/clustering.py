"""Clusters of a list: which records are one entity, by all pairs among those that positive pairs connect.

A chain of positive pairs only proposes. Every pair within the records that it connects is scored, and clusters are
joined from the strongest on as long as the mean of what all pairs between two clusters say stays positive. What is only
not known weighs little against, a contradiction (two full birth dates, two given names) weighs in full: so a chain of
weak edges does not swallow a village.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from entity_resolution.batch.blocking import PairKeys, pair_keys
from entity_resolution.batch.dictionary import Codes, Flags, Floats

# Groups of more records than this are first taken apart at their weakest pairs.
MOST_CLOSED = 60
_STEP_BITS, _MOST_BITS = 2.0, 40.0
# Who is joined by pairs of so many bits, all about as heavy, is one entity in many copies and no chain of weak pairs.
_CERTAIN_BITS, _LOST_SHARE = 8.0, 0.5
# What one pair may say for or against joining two clusters.
_MOST_FOR, _MOST_AGAINST, _MOST_UNKNOWN = 10.0, -10.0, -1.0
# So many bits of evidence against make a contradiction: more than one field that differs by mistake.
CONTRADICTION_BITS = -12.0

Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedPairs:
    """Pairs of records with the log2 odds of a match and the sum of the bits against one.

    `against` is minus infinity where the two cannot be one, whatever they weigh.
    """

    left: Codes
    right: Codes
    bits: Floats
    against: Floats


def connected_components(size: int, left: Codes, right: Codes) -> Labels:
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


def proposed_groups(size: int, left: Codes, right: Codes, bits: Floats) -> Labels:
    """Return the groups that positive pairs connect; large ones are taken apart at their weakest pairs.

    One whose certain pairs are all about equally heavy stays whole: it would fall into single records, and they are
    copies of one.
    """
    labels = connected_components(size, left, right)
    whole = np.zeros(size, dtype=np.bool_)
    threshold = 0.0
    while threshold < _MOST_BITS:
        large = (np.bincount(labels, minlength=size) > MOST_CLOSED) & ~whole
        if not large.any():
            break
        threshold += _STEP_BITS
        kept = ~large[labels[left]] | (bits > threshold)
        apart = connected_components(size, left[kept], right[kept])
        if threshold > _CERTAIN_BITS and (falling := large & _falls_apart(labels, apart)).any():
            whole |= falling
            kept |= falling[labels[left]]
            apart = connected_components(size, left[kept], right[kept])
        left, right, bits, labels = left[kept], right[kept], bits[kept], apart
    return labels


def _falls_apart(labels: Labels, apart: Labels) -> Flags:
    """Return of which groups most records would stand alone, by the groups' labels."""
    size = len(labels)
    alone = np.bincount(apart, minlength=size)[apart] == 1
    found: Flags = np.bincount(labels[alone], minlength=size) > _LOST_SHARE * np.bincount(labels, minlength=size)
    return found


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


def clusters(labels: Labels, within: WeighedPairs) -> Labels:
    """Return for each record the smallest record of its cluster.

    Args:
        labels: the proposed groups.
        within: all pairs within groups of at most `MOST_CLOSED` records; larger groups stay whole.
    """
    doubtful = np.zeros(len(labels), dtype=np.bool_)
    doubtful[labels[within.left[(within.bits <= 0) | impossible(within)]]] = True
    places = np.nonzero(doubtful[labels[within.left]])[0]
    if not len(places):
        return labels
    found = labels.copy()
    places = places[np.argsort(labels[within.left[places]], kind="stable")]
    groups = labels[within.left[places]]
    votes = _votes(within)[places]
    starts = np.append(np.nonzero(np.diff(groups, prepend=-1))[0], len(groups))
    lefts, rights, votes_list = within.left[places].tolist(), within.right[places].tolist(), votes.tolist()
    for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        for members in _agglomerate(lefts[start:end], rights[start:end], votes_list[start:end]):
            found[members] = min(members)
    return found


def _votes(pairs: WeighedPairs) -> Floats:
    contradicts = contradictions(pairs)
    votes = np.clip(pairs.bits, np.where(contradicts, _MOST_AGAINST, _MOST_UNKNOWN), _MOST_FOR)
    return np.where(impossible(pairs), -np.inf, votes)


def impossible(pairs: WeighedPairs) -> Flags:
    """Return which pairs cannot be one: no other pair brings the two into one cluster."""
    found: Flags = np.isneginf(pairs.against)
    return found


def contradictions(pairs: WeighedPairs) -> Flags:
    """Return which pairs are not only short of evidence but contradict each other."""
    found: Flags = (pairs.against <= CONTRADICTION_BITS) & (pairs.bits < 0)
    return found


def _agglomerate(lefts: list[int], rights: list[int], votes: list[float]) -> list[list[int]]:
    """Return the clusters of one group, joined two by two in the order of the mean vote between them."""
    members: dict[int, list[int]] = {}
    between: dict[int, dict[int, float]] = {}
    for left, right, vote in zip(lefts, rights, votes, strict=True):
        for one, other in ((left, right), (right, left)):
            members.setdefault(one, [one])
            between.setdefault(one, {})[other] = vote
    while True:
        mean, one, other = max(
            (
                (vote / (len(members[a]) * len(members[b])), -a, -b)
                for a, votes_of in between.items()
                for b, vote in votes_of.items()
                if a < b
            ),
            default=(0.0, 0, 0),
        )
        if mean <= 0:
            return list(members.values())
        _join(members, between, -one, -other)


def _join(members: dict[int, list[int]], between: dict[int, dict[int, float]], one: int, other: int) -> None:
    members[one] += members.pop(other)
    for third, vote in between.pop(other).items():
        del between[third][other]
        if third != one:
            between[one][third] = between[one].get(third, 0.0) + vote
            between[third][one] = between[one][third]
