"""Learns the parameters of a batch model from a list: random pairs for strangers, candidate pairs for the others."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from entity_resolution.batch.blocking import CandidatePairs
from entity_resolution.batch.comparators import Comparator
from entity_resolution.batch.dictionary import Codes
from entity_resolution.batch.duckdb_driver import DuckDbDriver, list_copies, list_frequencies, silent_fields
from entity_resolution.batch.expectation_maximisation import (
    LearningPairs,
    check_enough_pairs,
    even_sample,
    learn,
    stranger_probabilities,
)
from entity_resolution.batch.parameters import BatchModel, PairClass
from entity_resolution.batch.reading import EncodedField, EncodedList, ListReader, batch_fields
from entity_resolution.batch.stages import Stages
from entity_resolution.batch.weights import commoner_shares, pair_levels
from entity_resolution.errors import BatchInputError
from graph import KindSchema

_LEARN_FROM, _RANDOM_PAIRS = 600_000, 1_000_000
# A conflict of dates weighs -3 to -6 bits wherever people were told from their namesakes.
_LEAST_AGAINST = -1.0
# Fixed, so that a list always teaches the same.
_SEED = 20_251_125


def learn_from_list(reader: ListReader, model: BatchModel, kind: KindSchema, stages: Stages) -> BatchModel:
    """Return the model with parameters learned from a list; its rules and comparisons stay.

    Args:
        reader: the list.
        model: where to begin.
        kind: what the records are.
        stages: measures the work as `train`.

    Raises:
        BatchInputError: there are too few pairs, or what was learned takes namesakes for one.
    """
    with stages.stage("train"):
        fields = batch_fields(model, kind, reader.mappings)
        records = reader.encode({name: of for name, of in fields.types.items() if name in model.fields})
        copies = list_copies(model, (), records)
        records = records.at(copies.looked_at(records.shape.size))
        silent = silent_fields(model, records)
        told = {name: field for name, field in records.fields.items() if name not in silent}
        records = EncodedList(shape=records.shape, fields=told)
        driver = DuckDbDriver(
            model=model,
            more=(),
            records=records,
            frequencies=list_frequencies(model, records),
        )
        candidates = driver.candidates()
        check_enough_pairs(reader.files[0].name, len(candidates), "that may be one")
        left, right = _random_pairs(records)
        with_strangers = stranger_probabilities(model, driver.pairs(left, right), len(left), _by_chance(model, records))
        found, rounds = learn(with_strangers, _learning_pairs(with_strangers, driver, candidates))
        if takes_namesakes_for_one(found, records.fields):
            raise BatchInputError(
                reader.files[0].name,
                "--train took namesakes for one: in what it learned a birth date that differs says nothing against a "
                "match. The list has too few different names to learn from; leave --train out",
            )
        return replace(found, version=model.version + 1, learned=_head(records, candidates, rounds))


def takes_namesakes_for_one(model: BatchModel, told: Collection[str]) -> bool:
    """Return whether a conflict of dates weighs next to nothing: two of one name are then one person to the model.

    Args:
        model: what was learned.
        told: the fields of the list; one without dates says nothing here.
    """
    dates = [c.probabilities for c in model.comparisons if c.comparator is Comparator.DATE and set(c.reads) & set(told)]
    conflicts = [np.log2(of[PairClass.MATCH][-1] / of[PairClass.STRANGER][-1]) for of in dates]
    return any(bits > _LEAST_AGAINST for bits in conflicts)


def _head(records: EncodedList, candidates: CandidatePairs, rounds: int) -> dict[str, str]:
    return {
        "data": f"{records.shape.size} records of a list, {len(candidates)} candidate pairs",
        "date": datetime.now(UTC).date().isoformat(),
        "method": f"expectation maximisation without labels, {rounds} rounds",
        "quality": "not measured: benang match dedupe --truth measures it",
    }


def _random_pairs(records: EncodedList) -> tuple[Codes, Codes]:
    random = np.random.default_rng(_SEED)
    size, right_from = records.shape.size, records.shape.right_from
    left = random.integers(0, right_from or size, _RANDOM_PAIRS, dtype=np.int32)
    right = random.integers(right_from or 0, size, _RANDOM_PAIRS, dtype=np.int32)
    different = left != right
    return left[different], right[different]


def _by_chance(model: BatchModel, records: EncodedList) -> Mapping[str, float]:
    """Return by field how often two different records have an equal value."""
    fields = {c.frequency for c in model.comparisons if c.frequency in records.fields}
    return {name: _equal_by_chance(records.fields[name]) for name in fields if name is not None}


def _equal_by_chance(field: EncodedField) -> float:
    counts = np.bincount(field.codes[field.codes >= 0]).astype(np.float64)
    known = counts.sum()
    found = (counts * (counts - 1)).sum() / (known * (known - 1)) if known > 1 else 0.0
    return float(min(max(found, 1e-9), 0.99))


def _learning_pairs(model: BatchModel, driver: DuckDbDriver, candidates: CandidatePairs) -> LearningPairs:
    places = even_sample(len(candidates), _LEARN_FROM)
    fields = driver.pairs(candidates.left[places], candidates.right[places])
    frequencies = list_frequencies(model, driver.records)
    share = len(places) / len(candidates)
    return LearningPairs(
        levels=pair_levels(model, fields, len(places)),
        shares={name: commoner_shares(fields[name], shares) for name, shares in frequencies.items()},
        records=driver.shape.size * share,
        all_pairs=driver.shape.pairs * share,
    )
