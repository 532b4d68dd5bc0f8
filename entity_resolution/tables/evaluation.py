"""How good scores and clusters are against a truth: precision, recall and F1 by threshold, blocking, B-cubed.

Pure functions of values already scored. What is not known (an empty truth) is left out by the caller, never guessed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import sqrt

# Precision at which recall is reported: an analyst bears one wrong pair in fifty.
DEMANDED_PRECISION = 0.98
_CURVE_POINTS = 400
# The quantile of the normal distribution for an interval of 95 %.
_Z = 1.959964


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledScore:
    """A scored pair with its truth."""

    bits: float
    truth: bool
    blocked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Precision, recall and their harmonic mean, each in [0, 1], of taking the pairs from a threshold in bits on.

    Precision is 1 where nothing is taken.
    """

    threshold: float
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What is right and wrong in taking the pairs from a threshold in bits on.

    Attributes:
        found: true pairs that were taken; `wrong`: others that were; `missed`: true pairs that were not.
        precision_interval, recall_interval: 95 % intervals (Wilson), as far as the pairs are a random sample.
    """

    threshold: float
    found: int
    wrong: int
    missed: int
    precision_interval: tuple[float, float]
    recall_interval: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairReport:
    """The quality of the scores of one set of labelled pairs.

    Attributes:
        pairs, positives: counts.
        best: the threshold with the highest F1, the highest such threshold.
        recall_at_precision: the highest recall with a precision of at least `DEMANDED_PRECISION`, 0 where none has.
        blocking_recall: share of the positives that a blocking rule brings together.
        blocked_negatives: share of the negatives that blocking brings together as well.
        curve: by falling threshold.
    """

    pairs: int
    positives: int
    best: Quality
    recall_at_precision: float
    blocking_recall: float
    blocked_negatives: float
    curve: tuple[Quality, ...]


def evaluate_pairs(scored: Sequence[LabelledScore]) -> PairReport:
    """Return the quality of scored pairs."""
    positives = sum(pair.truth for pair in scored)
    curve = threshold_curve(scored)
    empty = Quality(threshold=0.0, precision=0.0, recall=0.0, f1=0.0)
    negatives = len(scored) - positives
    return PairReport(
        pairs=len(scored),
        positives=positives,
        best=max(curve, key=lambda point: (point.f1, point.threshold), default=empty),
        recall_at_precision=max((p.recall for p in curve if p.precision >= DEMANDED_PRECISION), default=0.0),
        blocking_recall=_ratio(sum(pair.blocked for pair in scored if pair.truth), positives),
        blocked_negatives=_ratio(sum(pair.blocked for pair in scored if not pair.truth), negatives),
        curve=tuple(curve),
    )


def counts_at(scored: Sequence[LabelledScore], threshold: float) -> Counts:
    """Return what is right and wrong in taking the pairs from a threshold on."""
    taken = [pair.truth for pair in scored if pair.bits >= threshold]
    found, positives = sum(taken), sum(pair.truth for pair in scored)
    return Counts(
        threshold=threshold,
        found=found,
        wrong=len(taken) - found,
        missed=positives - found,
        precision_interval=wilson_interval(found, len(taken)),
        recall_interval=wilson_interval(found, positives),
    )


def wilson_interval(hits: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share, all of [0, 1] where nothing was counted.

    Source:
        Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927).
    """
    if not of:
        return 0.0, 1.0
    share, spread = hits / of, _Z * _Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    # The share itself lies within, which rounding may not change.
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def threshold_curve(scored: Sequence[LabelledScore]) -> list[Quality]:
    """Return the quality at every distinct score, by falling threshold; equal scores fall on one side together."""
    by_score = sorted(((pair.bits, pair.truth) for pair in scored), reverse=True)
    positives = sum(truth for _, truth in by_score)
    curve = []
    hits = 0
    for taken, (bits, truth) in enumerate(by_score, start=1):
        hits += truth
        if taken == len(by_score) or by_score[taken][0] != bits:
            curve.append(_quality(bits, hits=hits, taken=taken, positives=positives))
    return curve


def quality_at(curve: Sequence[Quality], threshold: float) -> Quality:
    """Return the quality at any threshold; above the highest score nothing is taken."""
    reached = [point for point in curve if point.threshold >= threshold]
    if not reached:
        return Quality(threshold=threshold, precision=1.0, recall=0.0, f1=0.0)
    last = reached[-1]
    return Quality(threshold=threshold, precision=last.precision, recall=last.recall, f1=last.f1)


def thinned(curve: Sequence[Quality], points: int = _CURVE_POINTS) -> list[Quality]:
    """Return at most so many points of a curve, evenly spread, the first and the last among them."""
    if len(curve) <= points:
        return list(curve)
    return [curve[round(at * (len(curve) - 1) / (points - 1))] for at in range(points)]


def _quality(threshold: float, *, hits: int, taken: int, positives: int) -> Quality:
    return Quality(
        threshold=threshold,
        # Of nothing that was taken nothing is wrong, as far as a threshold above all scores or single records go.
        precision=_ratio(hits, taken) if taken else 1.0,
        recall=_ratio(hits, positives),
        f1=_ratio(2 * hits, taken + positives),
    )


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def reduction_ratio(left: Sequence[AbstractSet[str]], right: Sequence[AbstractSet[str]]) -> float:
    """Return the share of all pairs of a left and a right record that blocking spares: 1 compares nothing.

    Args:
        left: the blocking keys of each left record.
        right: those of each right record.
    """
    holders: dict[str, list[int]] = {}
    for at, keys in enumerate(right):
        for key in keys:
            holders.setdefault(key, []).append(at)
    brought = sum(len({at for key in keys for at in holders.get(key, ())}) for keys in left)
    return 1 - _ratio(brought, len(left) * len(right))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterReport:
    """The quality of clusters against a truth.

    Attributes:
        records, clusters, truths: counts of what was compared.
        pairwise: over pairs of records in one cluster; `threshold` is 0.
        b_cubed: the mean over records of how far the record's cluster and its true cluster agree; `threshold` is 0.
    """

    records: int
    clusters: int
    truths: int
    pairwise: Quality
    b_cubed: Quality


def evaluate_clusters(rows: Iterable[tuple[str, str]]) -> ClusterReport:
    """Return the quality of clusters.

    Args:
        rows: (cluster, true cluster) of each record.
    Source:
        Bagga and Baldwin, "Entity-Based Cross-Document Coreferencing Using the Vector Space Model", COLING-ACL 1998.
    """
    both = Counter(rows)
    found, truth = _totals(both, 0), _totals(both, 1)
    records = sum(both.values())
    hits = sum(map(_pairs, both.values()))
    precision = sum(count * count / found[cluster] for (cluster, _), count in both.items())
    recall = sum(count * count / truth[true] for (_, true), count in both.items())
    return ClusterReport(
        records=records,
        clusters=len(found),
        truths=len(truth),
        pairwise=_quality(
            0.0, hits=hits, taken=sum(map(_pairs, found.values())), positives=sum(map(_pairs, truth.values()))
        ),
        b_cubed=_harmonic(_ratio(precision, records), _ratio(recall, records)),
    )


def _totals(both: Mapping[tuple[str, str], int], side: int) -> Counter[str]:
    totals: Counter[str] = Counter()
    for key, count in both.items():
        totals[key[side]] += count
    return totals


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _harmonic(precision: float, recall: float) -> Quality:
    return Quality(
        threshold=0.0, precision=precision, recall=recall, f1=_ratio(2 * precision * recall, precision + recall)
    )
