"""Levels of names in fields of their own that the records of an invented list do not reach."""

import numpy as np
import pytest

from entity_resolution.batch.comparators import LEVELS, Comparator
from entity_resolution.batch.dictionary import Dictionary, FieldPairs
from entity_resolution.batch.name_levels import family_name_levels, given_name_levels


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


def given_level(left: tuple[str, str], right: tuple[str, str]) -> str:
    values = sorted({*left, *right})
    names = Dictionary(values)
    codes = [[np.array([values.index(name)], np.int32) for name in side] for side in (left, right)]
    given, family = (FieldPairs(dictionary=names, left=one, right=other) for one, other in zip(*codes, strict=True))
    found = given_name_levels((given, family), 1)
    return LEVELS[Comparator.GIVEN_NAME][int(found[0])]


@pytest.mark.parametrize(
    ("left", "right", "crossed"),
    [
        (("kirrah", "gillard"), ("gillafd", "kirrha"), True),
        (("margaret", "bradshaw"), ("bradsahw", "margarett"), True),
        (("chaiwat", "jaidee"), ("jaidii", "chaiwat"), True),
        (("melissa", "redmond"), ("redmond", "meliasa"), True),
        (("john", "kessler"), ("kessler", "jonh"), True),
        (("frankie", "france"), ("francie", "franke"), False),  # each is near its own as well
        (("arun", "kumar"), ("kumari", "varun"), False),  # twins
        (("karim", "hosseini"), ("hoseini", "rahim"), False),
        (("eric", "reid"), ("reid", "erica"), False),
        (("wei", "li"), ("wu", "wei"), False),  # a letter of two
        (("hui", "tan"), ("lin", "hui"), False),
        (("hung", "nguyen"), ("nguyen", "hang"), False),
        # Two names beside their surname, and two surnames.
        (("jisoo", "cho"), ("cho", "jiwoo"), False),
        (("jianguo", "zhang"), ("zhang", "jianjun"), False),
        (("toan", "dang"), ("dang", "tuan"), False),
        (("an", "pham"), ("phan", "an"), False),
        (("sunee", "jaidee"), ("jaidee", "arunee"), False),
        (("hamed", "siddiqui"), ("siddiqui", "ahmed"), False),
        (("rattana", "jaidee"), ("jaidee", "ratana"), True),
        (("rahim", "siddiqui"), ("siddiqui", "raheem"), True),
    ],
)
def test_names_in_each_others_place_may_have_a_slip_each_and_are_no_other_names(
    left: tuple[str, str], right: tuple[str, str], crossed: bool
) -> None:
    for one, other in ((left, right), (right, left)):
        assert (given_level(one, other) == "swapped") is crossed
