"""Learns the parameters of a batch model from a list without labels, by expectation maximisation.

What strangers have in common is not learned from candidate pairs, which were chosen for agreeing: it comes from random
pairs and from the frequencies of values. Matches and relatives are rare among all pairs and nearly all of them are
candidates, so their levels are counted there, each pair weighed by how likely it is of the class.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from entity_resolution.batch.comparators import LEVELS, ON_ONE_STREET
from entity_resolution.batch.dictionary import FieldPairs, Floats, Levels
from entity_resolution.batch.level_weights import LevelWeights
from entity_resolution.batch.parameters import BatchComparison, BatchModel, PairClass
from entity_resolution.batch.weights import pair_levels
from entity_resolution.errors import BatchInputError

_LEARNED = (PairClass.MATCH, PairClass.RELATIVE)
# Half a pair more on every level, so that what was not seen is rare and not impossible.
PSEUDO_PAIRS = 0.5
ROUNDS, _SETTLED = 60, 1e-6
# Fewer pairs teach what happened to stand in them: two equal rows, that nobody differs in anything.
LEAST_PAIRS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningPairs:
    """Candidate pairs to learn from.

    Attributes:
        levels: of each comparison, in the model's order.
        shares: by field, the frequency of the commoner value of each pair; read where both sides have one.
        records: records of the list, times the share of its candidate pairs that are here.
        all_pairs: all pairs of the list, times that share.
    """

    levels: Sequence[Levels]
    shares: Mapping[str, Floats]
    records: float
    all_pairs: float


def check_enough_pairs(file: str, pairs: int, which: str) -> None:
    """Check that a list has enough pairs to learn from.

    Raises:
        BatchInputError: it has not.
    """
    if pairs < LEAST_PAIRS:
        has = f"has {pairs or 'none'}" if pairs != 1 else "has one"
        raise BatchInputError(file, f"--train needs {LEAST_PAIRS} pairs {which}, and the list {has}; leave --train out")


def stranger_probabilities(
    model: BatchModel, fields: Mapping[str, FieldPairs], size: int, by_chance: Mapping[str, float]
) -> BatchModel:
    """Return the model with what strangers have in common, from random pairs of the list.

    Args:
        model: its other classes stay.
        fields: random pairs.
        size: how many.
        by_chance: by field, P(two random records have an equal value), from the frequencies.
    """
    found = []
    for comparison, levels in zip(model.comparisons, pair_levels(model, fields, size), strict=True):
        counts = level_counts(levels, np.ones(size), len(LEVELS[comparison.comparator]))
        share = counts / counts.sum()
        # Of streets the random pairs tell: an equal one is no level by itself.
        exact = by_chance.get(comparison.frequency or "") if comparison.comparator not in ON_ONE_STREET else None
        if exact is not None:
            share = np.append(exact, share[1:] / share[1:].sum() * (1 - exact))
        found.append(_with(comparison, {PairClass.STRANGER: share}))
    return replace(model, comparisons=tuple(found))


def learn(model: BatchModel, pairs: LearningPairs, *, rounds: int = ROUNDS) -> tuple[BatchModel, int]:
    """Return the model with what matches and relatives have in common, and the number of rounds that it took.

    Args:
        model: where to begin; its strangers stay.
        pairs: candidate pairs.
        rounds: at most so many.
    Source:
        Dempster, Laird and Rubin, "Maximum Likelihood from Incomplete Data via the EM Algorithm", JRSS B 39(1), 1977.
    """
    sizes = {of: model.pairs_per_record[of] * pairs.records for of in _LEARNED}
    done = 0
    while done < rounds:
        done += 1
        posteriors = _posteriors(model, pairs, sizes)
        before = model
        model = replace(
            model,
            comparisons=tuple(
                _with(c, {of: level_shares(levels, posteriors[of], len(LEVELS[c.comparator])) for of in _LEARNED})
                for c, levels in zip(model.comparisons, pairs.levels, strict=True)
            ),
        )
        sizes = {of: max(float(posteriors[of].sum()), 1e-3) for of in _LEARNED}
        if _moved(before, model) < _SETTLED:
            break
    return replace(model, pairs_per_record={of: sizes[of] / pairs.records for of in _LEARNED}), done


def _posteriors(model: BatchModel, pairs: LearningPairs, sizes: Mapping[PairClass, float]) -> dict[PairClass, Floats]:
    logs = {of: np.full(len(pairs.levels[0]), np.log(sizes[of])) for of in _LEARNED}
    for comparison, levels in zip(model.comparisons, pairs.levels, strict=True):
        shares, areas = (pairs.shares.get(field or "") for field in (comparison.frequency, comparison.area))
        match, relative = LevelWeights.of(comparison).logs(levels, shares, areas)
        logs[PairClass.MATCH] += match
        logs[PairClass.RELATIVE] += relative
    strangers = np.log(max(pairs.all_pairs - sum(sizes.values()), 1.0))
    total = np.logaddexp(np.logaddexp(logs[PairClass.MATCH], logs[PairClass.RELATIVE]), strangers)
    return {of: np.exp(logs[of] - total) for of in _LEARNED}


def level_shares(levels: Levels, weights: Floats, size: int) -> Floats:
    """Return the share of each of so many levels among the pairs that have one, each pair weighed."""
    counts = level_counts(levels, weights, size)
    found: Floats = counts / counts.sum()
    return found


def level_counts(levels: Levels, weights: Floats, size: int) -> Floats:
    """Return how many pairs have each of so many levels, each pair weighed, and `PSEUDO_PAIRS` more."""
    known = levels >= 0
    found: Floats = np.bincount(levels[known], weights=weights[known], minlength=size).astype(np.float64)
    found += PSEUDO_PAIRS
    return found


def _with(comparison: BatchComparison, probabilities: Mapping[PairClass, Floats]) -> BatchComparison:
    return replace(comparison, probabilities={**comparison.probabilities, **probabilities})


def _moved(before: BatchModel, after: BatchModel) -> float:
    return max(
        float(np.abs(one.probabilities[of] - other.probabilities[of]).max())
        for one, other in zip(before.comparisons, after.comparisons, strict=True)
        for of in _LEARNED
    )


def even_sample(size: int, at_most: int) -> npt.NDArray[np.intp]:
    """Return evenly spread places, at most so many, the same in every run."""
    if size <= at_most:
        return np.arange(size)
    return np.linspace(0, size - 1, at_most).astype(np.intp)
