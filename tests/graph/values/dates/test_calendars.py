"""Civil calendars beside the common one: days that are known, and laws that hold for each of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import normalise
from graph.values.dates.calendars import YEARS, Calendar, days_in, first_day, months_in

LETTERS = {Calendar.BIKRAM: "B.S.", Calendar.SOLAR: "هـ.ش", Calendar.ETHIOPIAN: "E.C."}


@pytest.mark.parametrize(
    ("calendar", "year", "month", "day"),
    [
        (Calendar.BIKRAM, 2000, 1, date(1943, 4, 14)),
        (Calendar.BIKRAM, 2047, 1, date(1990, 4, 14)),
        (Calendar.BIKRAM, 2072, 1, date(2015, 4, 14)),
        (Calendar.BIKRAM, 2081, 1, date(2024, 4, 13)),
        (Calendar.BIKRAM, 2083, 1, date(2026, 4, 14)),
        (Calendar.SOLAR, 1357, 1, date(1978, 3, 21)),
        (Calendar.SOLAR, 1400, 1, date(2021, 3, 21)),
        (Calendar.SOLAR, 1403, 1, date(2024, 3, 20)),
        (Calendar.SOLAR, 1404, 1, date(2025, 3, 21)),
        (Calendar.ETHIOPIAN, 1990, 1, date(1997, 9, 11)),
        (Calendar.ETHIOPIAN, 2000, 1, date(2007, 9, 12)),
        (Calendar.ETHIOPIAN, 2016, 1, date(2023, 9, 12)),
        (Calendar.ETHIOPIAN, 2016, 13, date(2024, 9, 6)),
    ],
)
def test_new_years_that_are_known(calendar: Calendar, year: int, month: int, day: date) -> None:
    assert first_day(calendar, year, month) == day


@pytest.mark.parametrize("calendar", Calendar)
def test_month_follows_month_and_year_follows_year_without_a_gap(calendar: Calendar) -> None:
    at = first_day(calendar, YEARS[calendar].start)
    for year in YEARS[calendar]:
        for month in range(1, months_in(calendar) + 1):
            assert first_day(calendar, year, month) == at
            at += timedelta(days=days_in(calendar, year, month))
        assert 365 <= sum(days_in(calendar, year, month) for month in range(1, months_in(calendar) + 1)) <= 366
        assert days_in(calendar, year, 0) == days_in(calendar, year, months_in(calendar) + 1) == 0


@given(calendar=st.sampled_from(Calendar), data=st.data())
def test_a_day_with_its_mark_is_the_day_so_many_behind_the_first_of_its_month(
    calendar: Calendar, data: st.DataObject
) -> None:
    year = data.draw(st.sampled_from(YEARS[calendar]))
    month = data.draw(st.integers(1, 12))
    day = data.draw(st.integers(1, days_in(calendar, year, month)))
    found = normalise("date", f"{year}-{month:02}-{day:02} {LETTERS[calendar]}")
    assert found.value == (first_day(calendar, year, month) + timedelta(days=day - 1)).isoformat()
    too_late = normalise("date", f"{year}-{month:02}-{days_in(calendar, year, month) + 1:02} {LETTERS[calendar]}")
    assert (too_late.value, too_late.reason) == (None, "a day that its month does not have")


@given(calendar=st.sampled_from(Calendar), data=st.data())
def test_a_year_or_month_alone_is_the_span_from_its_first_to_its_last_day(
    calendar: Calendar, data: st.DataObject
) -> None:
    year = data.draw(st.sampled_from(YEARS[calendar][:-1]))
    month = data.draw(st.integers(1, 12))
    whole = normalise("date", f"{year} {LETTERS[calendar]}")
    last = first_day(calendar, year + 1) - timedelta(days=1)
    assert whole.value == f"{first_day(calendar, year).year}/{last.year}"
    part = normalise("date", f"{year}-{month:02} {LETTERS[calendar]}")
    end = first_day(calendar, year, month) + timedelta(days=days_in(calendar, year, month) - 1)
    assert part.value == f"{first_day(calendar, year, month):%Y-%m}/{end:%Y-%m}"
