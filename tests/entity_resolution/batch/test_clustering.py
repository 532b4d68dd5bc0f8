"""Clusters follow all pairs among connected records, and neither the order of pairs nor one weak chain."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.batch.blocking import pair_keys, split_keys
from entity_resolution.batch.clustering import (
    MOST_CLOSED,
    WeighedPairs,
    clusters,
    connected_components,
    pairs_within,
    proposed_groups,
)

Scored = dict[tuple[int, int], tuple[float, float]]


def clustered(size: int, scored: Scored, *, unknown: float = -25.0) -> list[int]:
    """Return the cluster of each record; a pair that is not given weighs `unknown`, without a contradiction."""
    edges = [pair for pair, (bits, _) in scored.items() if bits > 0]
    left, right = (np.array([pair[side] for pair in edges], dtype=np.int32) for side in (0, 1))
    groups = proposed_groups(size, left, right, np.array([scored[pair][0] for pair in edges]))
    inner_left, inner_right = split_keys(pairs_within(groups))
    weights = [scored.get(pair, (unknown, 0.0)) for pair in zip(inner_left.tolist(), inner_right.tolist(), strict=True)]
    within = WeighedPairs(
        left=inner_left,
        right=inner_right,
        bits=np.array([bits for bits, _ in weights]),
        against=np.array([against for _, against in weights]),
    )
    return [int(label) for label in clusters(groups, within)]


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
    assert clustered(6, {(0, 1): strong, (2, 3): strong, (3, 4): strong, (2, 4): strong}) == [0, 0, 2, 2, 2, 5]


def test_what_is_only_unknown_does_not_part_a_chain() -> None:
    assert clustered(3, {(0, 1): (8.0, 0.0), (1, 2): (8.0, 0.0)}) == [0, 0, 0]


def test_nothing_brings_together_what_cannot_be_one() -> None:
    strong = (10.0, 0.0)
    friends = {(a, b): strong for a in range(4) for b in range(a + 1, 5)}
    assert clustered(5, friends) == [0] * 5
    apart = clustered(5, friends | {(0, 4): (10.0, -np.inf)})
    assert apart[0] != apart[4]


def test_a_contradiction_parts_a_chain_at_its_weaker_edge() -> None:
    scored = {(0, 1): (9.0, 0.0), (1, 2): (3.0, 0.0), (0, 2): (-20.0, -18.0)}
    assert clustered(3, scored) == [0, 0, 2]


def test_a_chain_of_weak_edges_does_not_swallow_a_village() -> None:
    size = 40
    scored: Scored = {(at, at + 1): (2.0, 0.0) for at in range(size - 1)}
    scored |= {(a, b): (-15.0, -16.0) for a in range(size) for b in range(a + 2, size)}
    found = clustered(size, scored)
    assert max(found.count(label) for label in found) == 2


def test_a_village_larger_than_is_looked_at_whole_comes_apart_at_its_weakest_pairs() -> None:
    size = 3 * MOST_CLOSED
    scored: Scored = {(at, at + 1): (12.0 if at % 3 else 1.0, 0.0) for at in range(size - 1)}
    found = clustered(size, scored)
    assert max(found.count(label) for label in found) == 3


def test_many_copies_of_one_record_stay_one() -> None:
    size = MOST_CLOSED + 20
    scored: Scored = {(a, b): (60.0, 0.0) for a in range(size) for b in range(a + 1, size)}
    assert set(clustered(size, scored)) == {0}


@pytest.mark.parametrize("step", [1, 7])
def test_pair_keys_are_taken_apart_again(step: int) -> None:
    left = np.arange(0, 70, step)
    right = left[::-1] + 100
    low, high = split_keys(pair_keys(right, left))
    assert (low < high).all()
    assert sorted(zip(low.tolist(), high.tolist(), strict=True)) == sorted(
        zip(left.tolist(), right.tolist(), strict=True)
    )
