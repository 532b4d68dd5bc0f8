"""Metrics: exact values on small cases, agreement with counting pair by pair, and what a threshold means."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.tables.evaluation import (
    LabelledScore,
    Quality,
    counts_at,
    evaluate_clusters,
    evaluate_pairs,
    quality_at,
    reduction_ratio,
    thinned,
    threshold_curve,
    wilson_interval,
)

SCORES = st.lists(st.tuples(st.sampled_from([-4.0, -1.5, 0.0, 2.0, 7.25]), st.booleans(), st.booleans()), min_size=1)
ROWS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), min_size=1, max_size=12)


def labelled(*scores: tuple[float, bool]) -> list[LabelledScore]:
    return [LabelledScore(bits=bits, truth=truth, blocked=bits > 0) for bits, truth in scores]


def test_a_small_list_has_the_quality_counted_by_hand() -> None:
    report = evaluate_pairs(labelled((9, True), (8, True), (5, False), (4, True), (1, False), (-3, True), (-5, False)))
    assert (report.pairs, report.positives) == (7, 4)
    assert report.best == Quality(threshold=-3, precision=4 / 6, recall=1.0, f1=0.8)
    assert report.recall_at_precision == 0.5
    assert report.blocking_recall == 0.75
    assert report.blocked_negatives == pytest.approx(2 / 3)
    assert [point.threshold for point in report.curve] == [9, 8, 5, 4, 1, -3, -5]


def test_equal_scores_fall_on_one_side_together() -> None:
    curve = threshold_curve(labelled((3, True), (3, False), (3, False), (1, True)))
    assert [(point.threshold, point.precision, point.recall) for point in curve] == [(3, 1 / 3, 0.5), (1, 0.5, 1.0)]


def test_the_quality_at_any_threshold_is_that_of_the_pairs_from_it_on() -> None:
    curve = threshold_curve(labelled((9, True), (4, False), (2, True)))
    assert quality_at(curve, 3.5).precision == 0.5
    assert quality_at(curve, 4.0).recall == 0.5
    assert quality_at(curve, 10.0) == Quality(threshold=10.0, precision=1.0, recall=0.0, f1=0.0)


def test_a_list_without_matches_has_no_quality() -> None:
    report = evaluate_pairs(labelled((3, False), (1, False)))
    assert (report.best.f1, report.recall_at_precision, report.blocking_recall) == (0.0, 0.0, 0.0)
    assert evaluate_pairs([]).best == Quality(threshold=0.0, precision=0.0, recall=0.0, f1=0.0)


@given(SCORES)
def test_every_point_is_what_counting_gives(scores: list[tuple[float, bool, bool]]) -> None:
    pairs = [LabelledScore(bits=bits, truth=truth, blocked=blocked) for bits, truth, blocked in scores]
    for point in threshold_curve(pairs):
        taken = [pair.truth for pair in pairs if pair.bits >= point.threshold]
        assert point.precision == sum(taken) / len(taken)
        positives = sum(pair.truth for pair in pairs)
        assert point.recall == (sum(taken) / positives if positives else 0.0)


@given(SCORES)
def test_the_order_of_the_pairs_does_not_matter(scores: list[tuple[float, bool, bool]]) -> None:
    pairs = [LabelledScore(bits=bits, truth=truth, blocked=blocked) for bits, truth, blocked in scores]
    assert evaluate_pairs(pairs) == evaluate_pairs(pairs[::-1])


def test_a_thinned_curve_keeps_its_ends() -> None:
    curve = threshold_curve(labelled(*((float(at), at % 3 == 0) for at in range(1_000))))
    few = thinned(curve, 10)
    assert (len(few), few[0], few[-1]) == (10, curve[0], curve[-1])
    assert thinned(few, 10) == few


def test_reduction_is_the_share_of_pairs_that_blocking_spares() -> None:
    left, right = [{"a", "b"}, {"c"}], [{"a", "b"}, {"b"}, {"d"}, set()]
    assert reduction_ratio(left, right) == 1 - 2 / 8
    assert reduction_ratio([], []) == 1.0


def test_clusters_have_the_quality_counted_by_hand() -> None:
    # Five of one thing in a cluster with two of another, as in the paper's first response.
    rows = [("1", "a")] * 5 + [("2", "b")] * 2 + [("3", "c")] * 5
    perfect = evaluate_clusters(rows)
    assert (perfect.pairwise.f1, perfect.b_cubed.f1, perfect.records) == (1.0, 1.0, 12)
    merged = evaluate_clusters([("1", "a")] * 5 + [("2", "b")] * 2 + [("2", "c")] * 5)
    assert merged.b_cubed.recall == 1.0
    assert merged.b_cubed.precision == pytest.approx((5 + 2 * 2 / 7 + 5 * 5 / 7) / 12)
    assert merged.pairwise.precision == pytest.approx(21 / 31)
    assert (merged.clusters, merged.truths) == (2, 3)


@given(ROWS)
def test_cluster_metrics_agree_with_counting_pair_by_pair(rows: list[tuple[str, str]]) -> None:
    report = evaluate_clusters(rows)
    pairs = list(combinations(rows, 2))
    found = [one[0] == other[0] for one, other in pairs]
    true = [one[1] == other[1] for one, other in pairs]
    hits = sum(a and b for a, b in zip(found, true, strict=True))
    assert report.pairwise.precision == (hits / sum(found) if any(found) else 1.0)
    assert report.pairwise.recall == (hits / sum(true) if any(true) else 0.0)
    each = [sum(other == row for other in rows) / sum(other[0] == row[0] for other in rows) for row in rows]
    assert report.b_cubed.precision == pytest.approx(sum(each) / len(rows))
    swapped = evaluate_clusters([(true, found) for found, true in rows])
    assert swapped.b_cubed.precision == pytest.approx(report.b_cubed.recall)


@given(SCORES, st.floats(-5, 8))
def test_counts_are_those_of_the_curve(scores: list[tuple[float, bool, bool]], threshold: float) -> None:
    pairs = [LabelledScore(bits=bits, truth=truth, blocked=blocked) for bits, truth, blocked in scores]
    counts = counts_at(pairs, threshold)
    point = quality_at(threshold_curve(pairs), threshold)
    positives = sum(pair.truth for pair in pairs)
    assert counts.found + counts.missed == positives
    assert counts.found + counts.wrong == sum(pair.bits >= threshold for pair in pairs)
    assert point.recall == (counts.found / positives if positives else 0.0)
    low, high = counts.recall_interval
    assert 0.0 <= low <= high <= 1.0
    assert not positives or low <= counts.found / positives <= high


def test_an_interval_is_wilsons() -> None:
    low, high = wilson_interval(8, 10)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    assert wilson_interval(0, 0) == (0.0, 1.0)
    assert wilson_interval(0, 10)[0] == 0.0
