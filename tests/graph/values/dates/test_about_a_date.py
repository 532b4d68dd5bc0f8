"""Signs and words that say of a date that it is about right."""

import pytest

from graph.values import ValueStatus, is_approximate_date, normalise


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("~1980", "1980"), ("1980~", "1980"), ("~2523", "1980"), ("~1980-05", "1980-05"), ("1980-05~", "1980-05"),
        ("~05/05/1980", "1980-05-05"), ("1980-05-05~", "1980-05-05"), ("1980?", "1980"), ("1980-05?", "1980-05"),
        ("1980-05-03?", "1980-05-03"),
        ("05/03/1990?", "1990-03-05"),
        ("±1980", "1980"), ("≈1980", "1980"), ("abt 1980", "1980"), ("abt. 1980", "1980"), ("1980年左右", "1980"),
        ("mungkin 1980", "1980"), ("၁၉၈၀ ခန့်", "1980"),
    ],
)  # fmt: skip
def test_what_is_about_a_date_is_possible(text: str, value: str) -> None:
    found = normalise("date", text, country="TH")
    assert (found.value, found.status, found.reason) == (value, ValueStatus.POSSIBLE, "an approximate date")
    assert is_approximate_date(text)


def test_between_two_years_the_sign_is_of_a_span() -> None:
    found = normalise("date", "1960~1965", country="TH")
    assert (found.value, found.type) == ("1960/1965", "range")


@pytest.mark.parametrize("text", ["05/03/9?", "03/1?/1990", "1980±2", "1980?05", "1980?-05", "~", "?"])
def test_a_sign_that_stands_for_a_digit_makes_no_date(text: str) -> None:
    assert normalise("date", text, country="TH").value is None
