"""Pairs of a compound and its wings, zones and phases: a part is not the whole. All names are invented but KK Park."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.tables.pairs import ScoredPair
from tests.entity_resolution.scored_pairs import on_both, scored

PART_WORDS = "; perhaps a place and a part of it, which share coordinates and locality; sum +17.5 bits"
HERE = {"locality": "Shwe Melati", "coordinates": "16.8512,98.5230"}


def _at(left: str, right: str, **cells: str) -> ScoredPair:
    both = on_both(cells)
    return scored("Site", left=left, right=right, **both)


@pytest.mark.parametrize("part", ["East", "West Zone", "(South)", "B", "II", "2"])
def test_a_part_of_a_compound_and_the_compound_are_left_to_a_human(part: str) -> None:
    for left, right in (("Dongmei Park", f"Dongmei Park {part}"), (f"Dongmei Park {part}", "Dongmei Park")):
        assert _at(left, right, **HERE).outcome is Outcome.REVIEW
        assert _at(left, right, locality="Shwe Melati").outcome is Outcome.REVIEW
        assert _at(left, right).outcome is Outcome.NONE


def test_what_keeps_a_part_from_its_compound_is_said() -> None:
    assert _at("Dongmei Park", "Dongmei Park East", coordinates="16.8512,98.5230", locality="Bavet").why.endswith(
        PART_WORDS
    )


@pytest.mark.parametrize(
    ("left", "right"),
    [("Dongmei Park East", "Dongmei Park West"), ("Dongmei Park 2", "Dongmei Park 3"), ("KK Park B", "KK Park C")],
)
def test_two_parts_of_a_compound_are_no_match(left: str, right: str) -> None:
    assert _at(left, right, **HERE).outcome is not Outcome.MATCH


@pytest.mark.parametrize("name", ["Dongmei Park East", "East Point Hotel", "North Star Casino", "Dongmei Park II"])
def test_a_part_that_both_say_is_no_objection(name: str) -> None:
    assert _at(name, name, **HERE).outcome is Outcome.MATCH


def test_one_address_joins_a_place_and_its_part() -> None:
    cells = {"address": "12 Road 4, Bavet", "locality": "Bavet"}
    assert _at("Dongmei Park", "Dongmei Park East", **cells).outcome is Outcome.MATCH
    assert _at("Dongmei Park", "Dongmei Park East", address="12 Road 4, Bavet").outcome is Outcome.REVIEW


def test_a_part_in_brackets_is_no_word_that_a_house_may_drop() -> None:
    cells = {"left_coordinates": "16.8512,98.5230", "right_coordinates": "16.8512,98.5230"}
    found = scored(
        "Site",
        left="Dongmei Park",
        right="Dongmei Park (East)",
        left_address="12 Road 4, Bavet",
        right_address="40 Road 4, Bavet",
        **cells,
    )
    assert found.comparisons[0].evidence.level == "part of a place"
    assert found.outcome is Outcome.REVIEW
