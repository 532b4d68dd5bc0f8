"""Quality of the scored pairs and the clusters of a list against a truth that was read after clustering.

Records without a truth are left out: of the pairs, both ends of which must have one, and of the clusters.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from entity_resolution.batch.dictionary import Codes, Flags, Floats
from entity_resolution.tables.evaluation import Quality

Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchQuality:
    """What a truth says of a run.

    Attributes:
        records: records with a truth.
        true_pairs: pairs of one true cluster.
        scored_recall: the share of them that was scored.
        best: of the scored pairs, at the threshold with the highest F1.
        at_threshold: of the scored pairs, at log odds of 0.
        clusters: of the pairs of one cluster.
        b_cubed: of the records, by Bagga and Baldwin.
    """

    records: int
    true_pairs: int
    scored_recall: float
    best: Quality
    at_threshold: Quality
    clusters: Quality
    b_cubed: Quality


def batch_quality(
    truth: Labels, labels: Labels, left: Codes, right: Codes, bits: Floats, *, right_from: int | None
) -> BatchQuality:
    """Return the quality of a run.

    Args:
        truth: true cluster of each record as a small number, -1 where it is not known.
        labels: found cluster of each record as a small number.
        left: scored pairs.
        right: their other ends.
        bits: their log2 odds.
        right_from: of two lists, the first record of the second; pairs within a list do not count then.
    """
    told = truth >= 0
    side = np.zeros(len(truth), dtype=np.int64) if right_from is None else (np.arange(len(truth)) >= right_from) * 1
    known = told[left] & told[right] & ((side[left] != side[right]) | (right_from is None))
    same = truth[left[known]] == truth[right[known]]
    true_pairs = _pairs_in(truth[told], side[told], right_from)
    found_pairs = _pairs_in(labels[told], side[told], right_from)
    both = _codes(labels[told] * (int(truth.max(initial=0)) + 1) + truth[told])
    hits = _pairs_in(both, side[told], right_from)
    taken = bits[known] >= 0
    return BatchQuality(
        records=int(told.sum()),
        true_pairs=true_pairs,
        scored_recall=int(same.sum()) / true_pairs if true_pairs else 0.0,
        best=_best(same, bits[known], true_pairs),
        at_threshold=_quality(0.0, int(same[taken].sum()), int(taken.sum()), true_pairs),
        clusters=_quality(0.0, hits, found_pairs, true_pairs),
        b_cubed=_b_cubed(labels[told], truth[told], both),
    )


def _pairs_in(labels: Labels, side: npt.NDArray[np.int64], right_from: int | None) -> int:
    """Return the number of pairs with one label, a small number; of two lists, those with an end in each."""
    if not len(labels):
        return 0
    if right_from is None:
        counts = np.bincount(labels).astype(np.int64)
        return int((counts * (counts - 1) // 2).sum())
    lefts = np.bincount(labels[side == 0], minlength=labels.max() + 1).astype(np.int64)
    rights = np.bincount(labels[side == 1], minlength=labels.max() + 1).astype(np.int64)
    return int((lefts * rights).sum())


def _quality(threshold: float, hits: int, taken: int, positives: int) -> Quality:
    return Quality(
        threshold=threshold,
        precision=hits / taken if taken else 0.0,
        recall=hits / positives if positives else 0.0,
        f1=2 * hits / (taken + positives) if taken + positives else 0.0,
    )


def _best(same: Flags, bits: Floats, positives: int) -> Quality:
    if not len(same):
        return _quality(0.0, 0, 0, positives)
    order = np.argsort(-bits, kind="stable")
    ranked = bits[order]
    hits = np.cumsum(same[order])
    taken = np.arange(1, len(order) + 1)
    f1 = 2 * hits / (taken + positives)
    # Equal scores fall on one side together.
    f1[np.append(ranked[1:] == ranked[:-1], False)] = -1
    at = int(f1.argmax())
    return _quality(float(ranked[at]), int(hits[at]), int(taken[at]), positives)


def _b_cubed(labels: Labels, truth: Labels, both: Labels) -> Quality:
    if not len(labels):
        return _quality(0.0, 0, 0, 0)
    shared = np.bincount(both)[both]
    precision = float((shared / np.bincount(labels)[labels]).mean())
    recall = float((shared / np.bincount(truth)[truth]).mean())
    return Quality(threshold=0.0, precision=precision, recall=recall, f1=2 * precision * recall / (precision + recall))


def _codes(values: Labels) -> Labels:
    """Return small numbers in place of large ones, equal where those are equal."""
    return np.unique(values, return_inverse=True)[1].reshape(-1).astype(np.int64)
