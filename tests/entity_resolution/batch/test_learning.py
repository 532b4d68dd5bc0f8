"""What is learned from a list is refused where it takes namesakes for one person."""

from dataclasses import replace

import numpy as np
import pytest

from entity_resolution.batch.comparators import Comparator
from entity_resolution.batch.learning import takes_namesakes_for_one
from entity_resolution.batch.parameters import BatchModel, PairClass, shipped_model


def _with_conflict(model: BatchModel, bits: float) -> BatchModel:
    """Return the model with the weight of two dates that conflict."""
    comparisons = []
    for comparison in model.comparisons:
        if comparison.comparator is Comparator.DATE:
            match = comparison.probabilities[PairClass.MATCH].copy()
            match[-1] = comparison.probabilities[PairClass.STRANGER][-1] * np.exp2(bits)
            probabilities = {**comparison.probabilities, PairClass.MATCH: match}
            comparisons.append(replace(comparison, probabilities=probabilities))
        else:
            comparisons.append(comparison)
    return replace(model, comparisons=tuple(comparisons))


def test_the_shipped_parameters_tell_people_from_their_namesakes() -> None:
    assert not takes_namesakes_for_one(shipped_model("Person"), {"birthDate"})


@pytest.mark.parametrize(("bits", "refused"), [(-4.0, False), (-1.5, False), (-0.5, True), (0.0, True)])
def test_dates_that_differ_must_speak_against_a_match(bits: float, refused: bool) -> None:
    model = _with_conflict(shipped_model("Person"), bits)
    assert takes_namesakes_for_one(model, {"birthDate"}) is refused
    assert not takes_namesakes_for_one(model, {"givenName"})
