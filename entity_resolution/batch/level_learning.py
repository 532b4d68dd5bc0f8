"""Learns what the levels of a match model weigh, from a list without labels, by expectation maximisation.

A merge needs an agreeing name (law 6), so weights are learned among pairs whose names agree. There a nationality or a
sex, which the name all but tells, weighs what it adds, and a phone number what it adds to the name of a father and a
son.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from entity_resolution.batch.dictionary import Floats, Levels
from entity_resolution.batch.expectation_maximisation import PSEUDO_PAIRS, level_counts, level_shares
from entity_resolution.comparing.model import Comparator, ComparisonModel, LinkedModel, MatchModel

ROUNDS, _SETTLED = 300, 1e-6
# Of the pairs, so many are taken to be one thing at first.
_FIRST_SHARE = 0.1
# A level weighs what it did before where neither class has so many pairs of it.
_ENOUGH_PAIRS = 20.0
# No identifier joins two records by itself (law 6): the heaviest stays so far below the threshold.
_BELOW_THRESHOLD = 0.5
# What speaks for a match goes on doing so, and what speaks against, however little a list makes of it.
_LEAST = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesakePairs:
    """Pairs whose names agree.

    Attributes:
        size: how many.
        levels: by feature, shape (pairs,), the level's place in the comparison's `levels`; -1 where an end has no value
            or the level is not one of them.
    """

    size: int
    levels: Mapping[str, Levels]


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedLevels:
    """What was learned.

    Attributes:
        matches: the expected number of pairs that are one.
        match: by feature, P(level | one thing).
        other: by feature, P(level | namesakes).
        seen: by feature, shape (2, levels), the expected number of pairs of each level that are one, and namesakes.
        rounds: how many it took.
    """

    matches: float
    match: Mapping[str, Floats]
    other: Mapping[str, Floats]
    seen: Mapping[str, Floats]
    rounds: int


def learned_features(model: MatchModel) -> list[ComparisonModel]:
    """Return the comparisons whose levels are learned: all but those that are the name."""
    return [c for c in model.comparisons if not c.is_name and c.levels]


def learn_levels(model: MatchModel, pairs: NamesakePairs, *, rounds: int = ROUNDS) -> LearnedLevels:
    """Return P(level | class) of every comparison, beginning with what the model's weights make likely.

    Args:
        model: where to begin.
        pairs: one at least.
        rounds: at most so many.
    Source:
        Fellegi and Sunter, "A Theory for Record Linkage", JASA 64, 1969; Dempster, Laird and Rubin, "Maximum Likelihood
        from Incomplete Data via the EM Algorithm", JRSS B 39(1), 1977.
    """
    comparisons = learned_features(model)
    other = {c.feature: _shares(pairs.levels[c.feature], np.ones(pairs.size), c) for c in comparisons}
    match = {c.feature: _expected(other[c.feature], c) for c in comparisons}
    done, matches = 0, _FIRST_SHARE * pairs.size
    while done < rounds:
        done += 1
        posterior = _posterior(pairs.size, matches, pairs.levels, match, other)
        before, matches = match, float(posterior.sum())
        match = {c.feature: _shares(pairs.levels[c.feature], posterior, c) for c in comparisons}
        other = {c.feature: _shares(pairs.levels[c.feature], 1 - posterior, c) for c in comparisons}
        if max(float(np.abs(match[f] - before[f]).max()) for f in match) < _SETTLED:
            break
    seen = {
        c.feature: np.stack(
            [
                level_counts(pairs.levels[c.feature], weights, len(c.levels)) - PSEUDO_PAIRS
                for weights in (posterior, 1 - posterior)
            ]
        )
        for c in comparisons
    }
    return LearnedLevels(matches=matches, match=match, other=other, seen=seen, rounds=done)


def with_learned(model: MatchModel, learned: LearnedLevels, head: Mapping[str, str]) -> MatchModel:
    """Return the model with the weights learned, as far as enough was seen of a level, and a head that says so.

    A linked selector weighs what an equal number on the records themselves does.
    """
    comparisons = tuple(
        replace(c, levels=_weights(c, learned, model.match_bits)) if c.feature in learned.seen else c
        for c in model.comparisons
    )
    by_group = {c.group: c.levels["equal"] for c in comparisons if c.group is not None and "equal" in c.levels}
    linked = {kind: _linked(item, by_group) for kind, item in model.linked.items()}
    return replace(model, version=model.version + 1, comparisons=comparisons, linked=linked, learned=dict(head))


def _linked(item: LinkedModel, by_group: Mapping[str, float]) -> LinkedModel:
    return replace(item, bits=by_group[item.group]) if item.group is not None and item.group in by_group else item


def _weights(comparison: ComparisonModel, learned: LearnedLevels, match_bits: float) -> dict[str, float]:
    feature = comparison.feature
    ratios = np.log2(learned.match[feature] / learned.other[feature])
    enough = learned.seen[feature] >= _ENOUGH_PAIRS
    found: dict[str, float] = {}
    for at, (level, former) in enumerate(comparison.levels.items()):
        bits = round(float(ratios[at]), 1) if enough[:, at].any() else former
        if former > 0 and not enough[1, at]:
            # Hardly any namesakes have it in common: how few of them do, no list of this size can say.
            bits = max(bits, former)
        if comparison.comparator is Comparator.KEYS:
            # Less than equal never weighs more, though a list had too few to tell.
            bits = min(bits, match_bits - _BELOW_THRESHOLD, found.get("equal", bits))
        found[level] = max(bits, _LEAST) if former > 0 else min(bits, -_LEAST) if former < 0 else 0.0
    return found


def _posterior(
    size: int, matches: float, levels: Mapping[str, Levels], match: Mapping[str, Floats], other: Mapping[str, Floats]
) -> Floats:
    odds = np.full(size, np.log(matches / (size - matches)))
    for feature, found in levels.items():
        weights = np.append(np.log(match[feature] / other[feature]), 0.0)  # the last is that of -1, not known
        odds += weights[found]
    posterior: Floats = 1 / (1 + np.exp(-np.clip(odds, -500, 500)))
    return posterior


def _expected(other: Floats, comparison: ComparisonModel) -> Floats:
    """Return P(level | one thing) that the weights give with P(level | namesakes)."""
    weighed = other * np.exp2(np.array(list(comparison.levels.values())))
    found: Floats = weighed / weighed.sum()
    return found


def _shares(levels: Levels, weights: Floats, comparison: ComparisonModel) -> Floats:
    return level_shares(levels, weights, len(comparison.levels))
