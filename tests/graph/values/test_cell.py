"""Cells that are not read say truly why."""

import pytest

from graph.values import normalise


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("520-3-1234-56789", "a network code of one digit, read as the two digits that lost their zero in a number"),
        (
            "310-4-1234-5",
            "a network code of one digit, which may be one of two or of three in its country: write all of them",
        ),
        ("MCC 520 LAC 1234 CI 5", "lacks a network code (MNC)"),
        ("MCC 520 CI 5", "lacks a network code (MNC) and an area code (LAC, TAC)"),
        ("120-01-1-1", "a country code (MCC) that no country has"),
        ("MCC 520 MNC 0003 LAC 1 CI 5", "a network code (MNC) that does not have two or three digits"),
        ("tower 5", "not the form of a cell: four codes (`520-01-1234-56789`), or each behind its label"),
    ],
)
def test_a_cell_says_what_it_lacks(written: str, reason: str) -> None:
    assert normalise("cell", written).reason == reason
