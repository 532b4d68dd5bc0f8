"""Learns the weights of a kind's match model from a list: what pairs whose names agree have in common besides."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np

from entity_resolution.batch.blocking import distinct, expand_blocks, gathered_blocks
from entity_resolution.batch.dictionary import Levels
from entity_resolution.batch.expectation_maximisation import check_enough_pairs, even_sample
from entity_resolution.batch.level_learning import (
    LearnedLevels,
    NamesakePairs,
    learn_levels,
    learned_features,
    with_learned,
)
from entity_resolution.batch.list_shape import ListShape
from entity_resolution.batch.pair_keys import split_keys
from entity_resolution.comparing.comparable import ComparableRecord
from entity_resolution.comparing.model import ComparisonModel, MatchModel
from entity_resolution.tables.pair_records import PairRecord, whole_name_keys

# Of the pairs that share a whole name's key, so many are compared.
_LEARN_FROM = 500_000
_PAIRS_PER_RECORD, _PAIRS_AT_LEAST = 100, 1_000_000


def learn_from_records(model: MatchModel, records: Sequence[PairRecord], shape: ListShape, *, file: str) -> MatchModel:
    """Return the model with weights learned from a list, whose head says from how many pairs.

    Args:
        model: where to begin; what is not learned stays.
        records: of the list, or of two.
        shape: their order.
        file: the list, as messages name it.

    Raises:
        BatchInputError: too few names agree.
    """
    pairs = _namesakes(model, records, shape)
    check_enough_pairs(file, pairs.size, "whose names agree")
    learned = learn_levels(model, pairs)
    return with_learned(model, learned, _head(len(records), pairs, learned))


def _head(records: int, pairs: NamesakePairs, learned: LearnedLevels) -> Mapping[str, str]:
    return {
        "data": f"{records} records of a list, {pairs.size} pairs whose names agree, {learned.matches:.0f} of them one",
        "date": datetime.now(UTC).date().isoformat(),
        "method": f"expectation maximisation without labels, {learned.rounds} rounds; names weigh by their frequency",
        "quality": "not measured: benang match dedupe --truth measures it",
    }


def _namesakes(model: MatchModel, records: Sequence[PairRecord], shape: ListShape) -> NamesakePairs:
    comparable = [ComparableRecord(model, record.parts) for record in records]
    compared = learned_features(model)
    found: dict[str, list[int]] = {c.feature: [] for c in compared}
    size = 0
    for left, right in _pairs(records, shape):
        one, other = comparable[left], comparable[right]
        if not one.agrees_by_name(other):
            continue
        size += 1
        for comparison in compared:
            found[comparison.feature].append(_level(one, other, comparison))
    levels: dict[str, Levels] = {feature: np.array(places, dtype=np.int8) for feature, places in found.items()}
    return NamesakePairs(size=size, levels=levels)


def _pairs(records: Sequence[PairRecord], shape: ListShape) -> list[tuple[int, int]]:
    # Never those that share a number alone: they would teach that namesakes have everything in common.
    members, starts = gathered_blocks([whole_name_keys(record.keys) for record in records])
    at_most = max(_PAIRS_PER_RECORD * shape.size, _PAIRS_AT_LEAST)
    pairs, _ = expand_blocks(members, starts, at_most=at_most)
    left, right = split_keys(distinct([pairs]))
    chosen = even_sample(len(left), _LEARN_FROM)
    return list(zip(left[chosen].tolist(), right[chosen].tolist(), strict=True))


def _level(one: ComparableRecord, other: ComparableRecord, comparison: ComparisonModel) -> int:
    found = one.compare(comparison, other)
    levels = list(comparison.levels)
    return levels.index(found.level) if found is not None and found.level in comparison.levels else -1
