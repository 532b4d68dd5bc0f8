"""Clusters follow all pairs among connected records, and neither the order of pairs nor one weak chain."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from entity_resolution.batch.clustering import WeighedPairs, clusters, votes_of
from entity_resolution.batch.dictionary import Codes
from entity_resolution.batch.groups import MOST_CLOSED, bounded_groups, connected_components
from entity_resolution.batch.pair_keys import pair_keys, split_keys
from tests.examples import examples

Scored = dict[tuple[int, int], tuple[float, float]]
Matrix = npt.NDArray[np.float64]
_UNKNOWN, _STRANGERS = (-25.0, 0.0), (-25.0, -20.0)


@dataclass(frozen=True)
class Weights:
    """What each pair of some records weighs, and what speaks against it."""

    bits: Matrix
    against: Matrix

    @classmethod
    def of(cls, bits: Matrix, against: Matrix | float = 0.0) -> "Weights":
        """Return the weights of pairs, of which the left halves count."""
        both = (np.triu(given, 1) for given in (bits, np.broadcast_to(against, bits.shape)))
        return cls(*(half + half.T for half in both))

    def weigh(self, left: Codes, right: Codes) -> WeighedPairs:
        """Return what pairs weigh."""
        assert (left < right).all()
        return WeighedPairs(left=left, right=right, bits=self.bits[left, right], against=self.against[left, right])


def clustered(weights: Weights) -> list[int]:
    """Return the cluster of each record; known are the pairs that weigh for one, and the impossible."""
    never = np.triu(np.isneginf(weights.against), 1)
    left, right = np.nonzero(np.triu(weights.bits > 0, 1) & ~never)
    found = clusters(
        len(weights.bits),
        left.astype(np.int32),
        right.astype(np.int32),
        weights.bits[left, right],
        weights.weigh,
        never=pair_keys(*np.nonzero(never)),
    )
    return [int(label) for label in found.labels]


def slowly_clustered(weights: Weights) -> list[int]:
    """Return the same the obvious way: all pairs are heard, and the two clusters joined that speak best for it."""
    size = len(weights.bits)
    contradicts = (weights.against <= -12.0) & (weights.bits < 0)
    votes = np.clip(weights.bits, np.where(contradicts, -10.0, -1.0), 10.0)
    votes[np.isneginf(weights.against)] = -np.inf
    np.fill_diagonal(votes, -np.inf)
    counts, labels = np.ones(size), np.arange(size)
    while True:
        means = votes / (counts[:, None] * counts)
        one, other = divmod(int(np.argmax(means)), size)
        if means[one, other] <= 0:
            return [int(label) for label in labels]
        votes[one] += votes[other]
        votes[:, one] = votes[one]
        votes[one, one] = -np.inf
        votes[other] = votes[:, other] = -np.inf
        counts[one] += counts[other]
        labels[labels == other] = one


def from_pairs(size: int, scored: Scored) -> Weights:
    """Return the weights of a few pairs; of the others nothing is known."""
    bits, against = np.full((size, size), _UNKNOWN[0]), np.full((size, size), _UNKNOWN[1])
    for (one, other), weight in scored.items():
        bits[one, other], against[one, other] = weight
    return Weights.of(bits, against)


def clustered_pairs(size: int, scored: Scored) -> list[int]:
    """Return the cluster of each record, where a few pairs are known."""
    return clustered(from_pairs(size, scored))


# A weight just above a threshold, and one that is as good as certain: what copies weigh differs with the model.
heavy = st.sampled_from([0.25, 4.4, 10.0, 60.0])
few = settings(max_examples=examples(6))
sizes = st.integers(2, 200)


@few
@given(sizes, heavy)
@example(MOST_CLOSED + 1, 4.4)
@example(200, 0.25)
def test_copies_of_one_record_stay_one_as_if_all_pairs_were_heard(size: int, weight: float) -> None:
    weights = Weights.of(np.full((size, size), weight))
    assert clustered(weights) == slowly_clustered(weights) == [0] * size


@few
@given(st.lists(st.booleans(), min_size=2, max_size=200), heavy, heavy, st.sampled_from([0.25, 2.8]))
@example([False] * 40 + [True] * 40, 4.4, 7.9, 2.8)
@example([False, True] * 100, 4.4, 60.0, 0.25)
def test_copies_in_two_scripts_stay_one(thai: list[bool], of_latin: float, of_thai: float, across: float) -> None:
    script = np.array(thai)
    inner = np.where(script, of_thai, of_latin)
    weights = Weights.of(np.where(script[:, None] == script, inner[:, None], across))
    assert clustered(weights) == slowly_clustered(weights) == [0] * len(thai)


@few
@given(
    st.lists(st.booleans(), min_size=2, max_size=200).filter(lambda of: len(set(of)) == 2),
    heavy,
    st.integers(1, 20),
    st.sampled_from([_UNKNOWN, _STRANGERS]),
)
@example([False] * 61 + [True] * 61, 4.4, 20, _UNKNOWN)
@example([False, True] * 100, 0.25, 20, _STRANGERS)
def test_two_entities_that_weak_edges_join_stay_two(
    entities: list[bool], weight: float, edges: int, strangers: tuple[float, float]
) -> None:
    entity = np.array(entities)
    same = entity[:, None] == entity
    bits, against = np.where(same, weight, strangers[0]), np.where(same, 0.0, strangers[1])
    one, other = np.nonzero(np.triu(~same, 1))
    weak = np.linspace(0, len(one) - 1, min(edges, len(one) // 10)).astype(np.intp)
    bits[one[weak], other[weak]], against[one[weak], other[weak]] = 0.2, 0.0
    weights = Weights.of(bits, against)
    assert clustered(weights) == slowly_clustered(weights)
    assert len(set(clustered(weights))) == 2


@few
@given(sizes, heavy)
@example(200, 60.0)
def test_a_long_chain_falls_into_pairs_as_if_all_pairs_were_heard(size: int, weight: float) -> None:
    next_to = np.eye(size, k=1, dtype=np.bool_)
    weights = Weights.of(np.where(next_to, weight, _STRANGERS[0]), np.where(next_to, 0.0, _STRANGERS[1]))
    for found in (clustered(weights), slowly_clustered(weights)):
        assert max(found.count(label) for label in found) == 2


def test_what_cannot_be_one_is_kept_apart_in_a_large_group_though_few_speak_for_each_cluster() -> None:
    size = 4 * MOST_CLOSED
    against = np.zeros((size, size))
    against[3, 61:] = -np.inf
    weights = Weights.of(np.full((size, size), 5.0), against)
    found = clustered(weights)
    assert found[3] not in found[61:]
    assert len(set(found)) == len(set(slowly_clustered(weights))) == 2


def test_few_pairs_are_heard_of_many_copies_that_met_a_few_others_each() -> None:
    size = 2_000
    left = np.repeat(np.arange(size - 3, dtype=np.int32), 3)
    right = left + np.tile(np.array([1, 2, 3], dtype=np.int32), size - 3)

    def weigh(left: Codes, right: Codes) -> WeighedPairs:
        return WeighedPairs(left=left, right=right, bits=np.full(len(left), 4.4), against=np.zeros(len(left)))

    found = clusters(size, left, right, np.full(len(left), 4.4), weigh)
    assert set(found.labels.tolist()) == {0}
    assert sum(len(pairs.left) for pairs in found.scored) < 50 * size


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=150))
def test_bounded_groups_are_components_where_these_are_small(pairs: list[tuple[int, int]]) -> None:
    left, right = (np.array([pair[side] for pair in pairs], dtype=np.int32) for side in (0, 1))
    bits = np.arange(len(pairs), 0, -1, dtype=np.float64)
    whole, bounded = connected_components(100, left, right), bounded_groups(100, left, right, bits)
    small = np.bincount(whole, minlength=100)[whole] <= MOST_CLOSED
    assert (bounded[small] == whole[small]).all()
    assert (whole[bounded] == whole).all()
    assert np.bincount(bounded).max() <= MOST_CLOSED


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=40), st.randoms())
def test_components_are_those_of_a_walk_in_whatever_order(pairs: list[tuple[int, int]], random: object) -> None:
    expected = list(range(31))
    for _ in expected:
        for a, b in pairs:
            expected[a] = expected[b] = min(expected[a], expected[b])
    for order in (pairs, pairs[::-1]):
        left, right = (np.array([pair[side] for pair in order], dtype=np.int32) for side in (0, 1))
        assert connected_components(31, left, right).tolist() == expected


def test_a_pair_and_a_triangle_are_clusters() -> None:
    strong = (9.0, 0.0)
    assert clustered_pairs(6, {(0, 1): strong, (2, 3): strong, (3, 4): strong, (2, 4): strong}) == [0, 0, 2, 2, 2, 5]


def test_what_is_only_unknown_does_not_part_a_chain() -> None:
    assert clustered_pairs(3, {(0, 1): (8.0, 0.0), (1, 2): (8.0, 0.0)}) == [0, 0, 0]


def test_nothing_brings_together_what_cannot_be_one() -> None:
    strong = (10.0, 0.0)
    friends = {(a, b): strong for a in range(4) for b in range(a + 1, 5)}
    assert clustered_pairs(5, friends) == [0] * 5
    apart = clustered_pairs(5, friends | {(0, 4): (10.0, -np.inf)})
    assert apart[0] != apart[4]


def test_a_contradiction_parts_a_chain_at_its_weaker_edge() -> None:
    scored = {(0, 1): (9.0, 0.0), (1, 2): (3.0, 0.0), (0, 2): (-20.0, -18.0)}
    assert clustered_pairs(3, scored) == [0, 0, 2]


@pytest.mark.parametrize("weight", [3.5, -3.8, 14.0])
def test_who_is_kept_apart_is_not_bridged_however_much_the_two_share(weight: float) -> None:
    """A father and a son of one name, house and phone, and an undated record of either."""
    bits, against, may_join = np.array([11.8, weight, 11.8]), np.array([0.0, -12.0, 0.0]), np.array([True, False, True])
    votes = votes_of(bits, against=against, may_join=may_join)
    assert votes.tolist() == [11.8, -10.0, 11.8]
    pairs = zip([(0, 1), (0, 2), (1, 2)], zip(votes.tolist(), against.tolist(), strict=True), strict=True)
    assert clustered_pairs(3, dict(pairs)) in ([0, 0, 2], [0, 1, 1])


def test_what_contradicts_and_may_join_all_the_same_weighs_as_it_does() -> None:
    assert votes_of(np.array([5.0]), against=np.array([-15.0]), may_join=np.array([True])).tolist() == [5.0]


def test_what_weighs_more_against_than_a_vote_may_keeps_its_weight() -> None:
    assert votes_of(np.array([-25.0]), against=np.array([-30.0]), may_join=np.array([False])).tolist() == [-25.0]


def test_a_chain_of_weak_edges_does_not_swallow_a_village() -> None:
    size = 40
    scored: Scored = {(at, at + 1): (2.0, 0.0) for at in range(size - 1)}
    scored |= {(a, b): (-15.0, -16.0) for a in range(size) for b in range(a + 2, size)}
    found = clustered_pairs(size, scored)
    assert max(found.count(label) for label in found) == 2


def test_a_village_larger_than_is_looked_at_whole_comes_apart_at_its_weakest_pairs() -> None:
    size = 3 * MOST_CLOSED
    scored: Scored = {(at, at + 1): (12.0 if at % 3 else 1.0, 0.0) for at in range(size - 1)}
    scored |= {(at, at + 2): (12.0, 0.0) for at in range(1, size - 2, 3)}
    assert (
        clustered_pairs(size, scored)
        == slowly_clustered(from_pairs(size, scored))
        == [0, *sorted([*range(1, size, 3)] * 3)][:size]
    )


@pytest.mark.parametrize("step", [1, 7])
def test_pair_keys_are_taken_apart_again(step: int) -> None:
    left = np.arange(0, 70, step)
    right = left[::-1] + 100
    low, high = split_keys(pair_keys(right, left))
    assert (low < high).all()
    assert sorted(zip(low.tolist(), high.tolist(), strict=True)) == sorted(
        zip(left.tolist(), right.tolist(), strict=True)
    )
