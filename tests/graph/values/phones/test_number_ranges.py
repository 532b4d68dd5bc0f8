"""Ranges of phone numbers by the digits that they begin with: of an operator, and never of a whole country."""

import pytest

from graph.values import range_problem


@pytest.mark.parametrize("text", ["+6019", "+8551", "+12025550", "+66891234567"])
def test_a_range_of_an_operator_is_taken(text: str) -> None:
    assert range_problem(text) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("+60", "is a whole country's numbers"),
        ("+855", "is a whole country's numbers"),
        ("+210123", "begins with no calling code"),
        ("6019", "is no range of phone numbers"),
        ("+60 19", "is no range of phone numbers"),
        ("+0601", "is no range of phone numbers"),
        ("+6", "is no range of phone numbers"),
        ("+601912345678901", "is no range of phone numbers"),
        ("", "is no range of phone numbers"),
        ("+६०19", "is no range of phone numbers"),
    ],
)
def test_what_is_no_range_says_why(text: str, problem: str) -> None:
    assert problem in str(range_problem(text))
