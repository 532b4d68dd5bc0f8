"""Comparison of dates: which level two of them reach at the precision that both have."""

import pytest

from entity_resolution.comparing.date_comparison import date_level
from tests.entity_resolution.compared_values import level


class TestDates:
    @pytest.mark.parametrize(
        ("left", "right", "expected"),
        [
            ("1987-03-04", "1987-03-04", "exact"),
            ("1987-01-01", "1987-01-01", "default-day"),
            ("1987-03-04", "1987-04-03", "swapped"),
            ("1987-01-01", "1987-03-04", "year"),
            ("1987-03-04", "1987-03-05", "year-month"),
            ("1987-03-04", "1987-03-14", "year-month"),
            ("1987-03-04", "1987-03-27", "conflict"),
            ("1987-03-04", "1987-06-04", "conflict"),
            ("1987-03-04", "1988-03-04", "near"),
            ("1987-03-04", "1989-03-04", "conflict"),
            ("1987-03-04", "1988-04-04", "conflict"),
            ("1987-03", "1987-03-04", "year-month"),
            ("1987-03", "1987-03", "year-month"),
            ("1987-04", "1987-03-04", "conflict"),
            ("1987", "1987-03-04", "year"),
            ("1987", "1987", "year"),
            ("1986", "1987-03-04", "near"),
            ("1985", "1987-03-04", "conflict"),
            ("1985/1989", "1987-03-04", "near"),
            ("1985/1989", "1987", "near"),
            ("1985/1989", "1988/1992", "near"),
            ("1985-06/1986-02", "1986-02-28", "near"),
            ("1985/1989", "1990-03-04", "conflict"),
            ("1985/1989", "1984", "conflict"),
        ],
    )
    def test_dates_agree_at_the_precision_that_both_have(self, left: str, right: str, expected: str) -> None:
        assert date_level(left, right) == expected
        assert date_level(right, left) == expected

    def test_a_birth_on_the_first_of_july_is_one_of_a_day_that_nobody_knows(self) -> None:
        """So Iraq and Afghanistan register who knows the year alone; companies are founded on that day."""
        assert level("birth-date", "birthDate", "1987-07-01", "1987-07-01") == "default-day"
        assert level("birth-date", "birthDate", "1987-07-01", "1987-01-01") == "year"
        assert level("birth-date", "birthDate", "1987-07-01", "1987-03-04") == "year"
        assert level("birth-date", "birthDate", "1987-07-01", "1989-07-01") == "conflict"
        day = "2017-07-01"
        assert level("incorporation-date", "incorporationDate", day, day, kind="Organization") == "exact"

    @pytest.mark.parametrize("day", ["1990-01-01", "1990-07-01"])
    def test_a_birth_on_a_day_that_nobody_knows_tells_its_year_alone(self, day: str) -> None:
        for other in ("1990-06-07", "1990-05", "1990", "1991-06-07", "1991", "1989-12", "1992-06-07", "1992"):
            assert level("birth-date", "birthDate", day, other) == level("birth-date", "birthDate", "1990", other)
            assert level("birth-date", "birthDate", other, day) == level("birth-date", "birthDate", other, "1990")
        assert level("birth-date", "birthDate", day, "1991-06-07") == "near"
        assert level("birth-date", "birthDate", day, "1992-06-07") == "conflict"
        founded = ("incorporation-date", "incorporationDate", "2017-01-01", "2018-06-07")
        assert level(*founded, kind="Organization") == "conflict"

    def test_a_date_with_zeros_for_day_and_month_agrees_in_its_year_alone(self) -> None:
        for other in ("12/05/2530", "27/11/1987", "00/00/2530"):
            assert level("birth-date", "birthDate", "00/00/2530", other) == "year"
        assert level("birth-date", "birthDate", "00/05/2530", "12/05/2530") == "year-month"
        assert level("birth-date", "birthDate", "00/00/2530", "12/05/2533") == "conflict"

    def test_a_span_of_years_speaks_against_what_lies_outside_alone(self) -> None:
        assert level("birth-date", "birthDate", "1960 to 1965", "3 March 1963") == "near"
        assert level("birth-date", "birthDate", "1960 to 1965", "3 March 1970") == "conflict"

    def test_of_several_dates_the_best_pair_counts(self) -> None:
        assert level("birth-date", "birthDate", ["1970-05-06", "1987-03-04"], ["1987-03-04", "1990"]) == "exact"
        assert level("birth-date", "birthDate", "2530-03-04", "1987-03-04") == "exact"

    @pytest.mark.parametrize("other", ["7/10/1410", "1369-02-13", "2050-05-12"])
    def test_a_year_of_another_calendar_tells_nothing_beside_one_of_this(self, other: str) -> None:
        assert level("birth-date", "birthDate", "1990-05-03", other) is None
        assert level("birth-date", "birthDate", ["1990-05-03", "1991"], [other, "1990"]) == "year"
        assert level("birth-date", "birthDate", other, other) == "exact"
