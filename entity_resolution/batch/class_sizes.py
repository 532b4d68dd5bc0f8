"""How many pairs of a list are matches, relatives and strangers, and what evidence makes of a pair in such a list."""

from dataclasses import dataclass

import numpy as np

from entity_resolution.batch.dictionary import Floats
from entity_resolution.batch.parameters import BatchModel, PairClass
from entity_resolution.batch.weights import PairEvidence

_SIZES_FROM = 400_000
# A short list may have no household in it yet: so much of what the model expects is taken to be there all the same, so
# that the first twins are not taken for one.
_LEAST_RELATIVES = 0.01
# So much of a natural logarithm sums of millions are off by at most.
_ROUNDED = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassSizes:
    """The number of pairs of each class among all pairs of a list."""

    match: float
    relative: float
    stranger: float


def match_bits(evidence: PairEvidence, sizes: ClassSizes) -> Floats:
    """Return the log2 odds that each pair is a match, among all pairs of a list with classes of these sizes."""
    against = np.logaddexp(evidence.relative + np.log(sizes.relative), np.log(sizes.stranger))
    odds: Floats = (evidence.match + np.log(sizes.match) - against) / np.log(2)
    return odds


def sizes_of_list(
    model: BatchModel, evidence: PairEvidence, *, records: int, pairs: int, rounds: int = 6
) -> ClassSizes:
    """Return the sizes of the classes in a list by expectation maximisation over its candidate pairs.

    The levels' probabilities stay what they are: how many duplicates a list has is a property of the list.

    Args:
        model: gives the sizes to begin from.
        evidence: of the candidate pairs; an even sample of them is looked at.
        records: records of the list.
        pairs: all pairs of the list.
        rounds: of expectation maximisation; six leave less than a tenth of a bit.
    """
    size = len(evidence.match)
    step = max(1, -(-size // _SIZES_FROM))
    match, relative = evidence.match[::step], evidence.relative[::step]
    share = len(match) / size if size else 1.0
    bound = max(pairs, 1) * share
    matches = _bounded(model.pairs_per_record[PairClass.MATCH] * records * share, bound)
    expected = model.pairs_per_record[PairClass.RELATIVE] * records * share
    relatives = _bounded(expected, bound)
    for _ in range(rounds):
        of_match, of_relative = match + np.log(matches), relative + np.log(relatives)
        strangers = np.log(max(bound - matches - relatives, 1.0))
        total = np.logaddexp(np.logaddexp(of_match, of_relative), strangers)
        matches = _bounded(float(np.exp(of_match - total).sum()), bound)
        relatives = _bounded(max(float(np.exp(of_relative - total).sum()), _LEAST_RELATIVES * expected), bound)
    return ClassSizes(
        match=matches / share,
        relative=relatives / share,
        stranger=max((bound - matches - relatives) / share, 1.0),
    )


def least_match(model: BatchModel, *, candidates: int, records: int, pairs: int) -> float:
    """Return what `match` exceeds of every pair whose `match_bits` are above 0, whatever sizes the list has.

    Args:
        model: gives the sizes that `sizes_of_list` begins from.
        candidates: the number of candidate pairs: there are no more matches, nor relatives but for the least of them.
        records: records of the list.
        pairs: all pairs of the list.
    """
    relatives = max(candidates, _LEAST_RELATIVES * model.pairs_per_record[PairClass.RELATIVE] * records)
    strangers = max(pairs - candidates - relatives, 1.0)
    return float(np.log(strangers / max(candidates, 1))) - _ROUNDED


def _bounded(size: float, bound: float) -> float:
    # Of a list of two or three records, nearly all pairs may be matches.
    return min(max(size, 1e-3), 0.4 * bound)
