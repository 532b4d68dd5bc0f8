"""Learning without labels finds the parameters by which comparison vectors were simulated."""

from dataclasses import replace

import numpy as np
import pytest

from entity_resolution.batch.dictionary import Floats
from entity_resolution.batch.expectation_maximisation import LearningPairs, even_sample, learn
from entity_resolution.batch.parameters import BatchModel, PairClass, shipped_model

# Of 2,000,000 pairs of 20,000 records; strangers are only seen as candidates where something agrees.
SIZES = {PairClass.MATCH: 12_000, PairClass.RELATIVE: 16_000, PairClass.STRANGER: 1_972_000}
RECORDS = 20_000


def _drawn(random: np.random.Generator, model: BatchModel) -> LearningPairs:
    levels = []
    for comparison in model.comparisons:
        parts = [
            random.choice(len(comparison.probabilities[of]), size, p=comparison.probabilities[of])
            for of, size in SIZES.items()
        ]
        drawn = np.concatenate(parts).astype(np.int8)
        drawn[random.random(len(drawn)) < 0.1] = -1
        levels.append(drawn)
    agreeing = sum((found == 0).astype(int) for found in levels)
    candidates = agreeing >= 1
    return LearningPairs(
        levels=[found[candidates] for found in levels],
        shares={},
        records=RECORDS,
        all_pairs=float(sum(SIZES.values())),
    )


def _flattened(probabilities: Floats) -> Floats:
    """Return a worse guess: half way to all levels being alike."""
    return probabilities / 2 + 0.5 / len(probabilities)


def test_known_parameters_are_recovered() -> None:
    truth = shipped_model("Person")
    pairs = _drawn(np.random.default_rng(7), truth)
    start = replace(
        truth,
        pairs_per_record={PairClass.MATCH: 0.3, PairClass.RELATIVE: 2.0},
        comparisons=tuple(
            replace(
                c,
                probabilities={
                    of: p if of is PairClass.STRANGER else _flattened(p) for of, p in c.probabilities.items()
                },
            )
            for c in truth.comparisons
        ),
    )
    found, rounds = learn(start, pairs)
    assert rounds < 60
    # Matches without any equal field are no candidates: the sizes are a little below the truth, and so are rare levels.
    assert found.pairs_per_record[PairClass.MATCH] * RECORDS == pytest.approx(SIZES[PairClass.MATCH], rel=0.02)
    assert found.pairs_per_record[PairClass.RELATIVE] * RECORDS == pytest.approx(SIZES[PairClass.RELATIVE], rel=0.08)
    for expected, learned in zip(truth.comparisons, found.comparisons, strict=True):
        for of in (PairClass.MATCH, PairClass.RELATIVE):
            error = np.abs(expected.probabilities[of] - learned.probabilities[of]).max()
            # Relatives who share nothing are no candidates, so those that are share a little more.
            assert error < (0.02 if of is PairClass.MATCH else 0.06), (expected.feature, of, error)


def test_a_sample_is_even_and_the_same_every_time() -> None:
    assert even_sample(5, 10).tolist() == [0, 1, 2, 3, 4]
    assert even_sample(101, 5).tolist() == [0, 25, 50, 75, 100]
