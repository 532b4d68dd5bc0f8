"""Levels of names in fields of their own that the records of an invented list do not reach."""

import numpy as np
import pytest

from entity_resolution.batch.comparators import LEVELS, Comparator
from entity_resolution.batch.dictionary import Dictionary, FieldPairs
from entity_resolution.batch.name_levels import family_name_levels


def family_level(left: str, right: str) -> str:
    pairs = FieldPairs(
        dictionary=Dictionary([left, right]), left=np.array([0], np.int32), right=np.array([1], np.int32)
    )
    found = family_name_levels((pairs, None), 1)
    return LEVELS[Comparator.FAMILY_NAME][int(found[0])]


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("cruz jr", "cruz sr", "different"),
        ("dela cruz iii", "dela cruz ii", "different"),
        ("cruz jr", "cruz jnr", "one-edit"),
        ("cruz", "cruz jr", "alike"),
        ("cruz ja", "cruz jo", "one-edit"),
        ("jr", "sr", "different"),
    ],
)
def test_a_family_name_of_another_generation_is_no_slip(left: str, right: str, level: str) -> None:
    assert family_level(left, right) == level
    assert family_level(right, left) == level
