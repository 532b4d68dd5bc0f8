"""Other civil calendars turned into the common one: Nepal's, that of Iran and Afghanistan, Ethiopia's; Japan's eras.

Sources: for Bikram Sambat the lengths of months as Nepal's yearly calendars have them, 2000 to 2083; for the solar
Hijri calendar the cycle of 33 years, which gives the years as they were from 1178 on (Borkowski, The Persian calendar
for 3000 years, 1996); for Ethiopia's a leap day each fourth year; for Japan's the first year of each era.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate


class Calendar(StrEnum):
    """A calendar whose years and months are not those of the common era."""

    BIKRAM = "bikram"  # Bikram Sambat, of Nepal
    SOLAR = "solar"  # solar Hijri, of Iran and of Afghanistan until 2022
    ETHIOPIAN = "ethiopian"


YEARS = {
    Calendar.BIKRAM: range(2000, 2084),
    Calendar.SOLAR: range(1280, 1421),
    Calendar.ETHIOPIAN: range(1850, 2031),
}
"""The years of each calendar that are turned: of people who live, and of documents that are yet to expire."""
OF_COUNTRY = {"NP": Calendar.BIKRAM, "IR": Calendar.SOLAR, "AF": Calendar.SOLAR}
"""The calendar that a country's own papers count by."""

# How much longer than 29 days each month of a year is, from 2000 on.
_BIKRAM_MONTHS = """
132321110102 223222101011 223321101011 232321110012 132321110102 223222101011 223321101011 232321110012 222322011002
223222101011 223321101011 232321110012 222322011011 223222101011 223321101011 232321110012 222322011011 223222101011
232321101011 232321110102 222322101011 223222101011 232321110011 232321110102 222322101011 223222101011 232321110012
132321110102 223222101011 223231101011 232321110012 132321110102 223222101011 223321101011 232321110012 132322011002
223222101011 223321101011 232321110012 222322011011 223222101011 223321101011 232321110012 222322011011 223222101011
232321101011 232321110012 222322101011 223222101011 232321110011 232321110102 222322101011 223222101011 232321110011
232321110102 223222101011 223231101011 232321110012 132321110102 223222101011 223321101011 232321110012 132322010102
223222101011 223321101011 232321110012 222322011002 223222101011 223321101011 232321110012 222322011011 223222101011
232321101011 232321110012 222322101011 223222101011 232321110011 232321110102 222322101011 223222101011 232321110011
232321110102 223222101011 223222101011
"""
_BIKRAM_DAYS = 29
_FIRST_BIKRAM_DAY = date(1943, 4, 14)  # 1 Baishakh 2000
_FIRST_SOLAR_DAY = date(1901, 3, 21)  # 1 Farvardin 1280
_SOLAR_CYCLE, _SOLAR_LEAPS = 33, frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_LONG_SOLAR_MONTHS, _SOLAR_MONTHS = 6, 12
_ETHIOPIAN_DAY = date(2007, 9, 12).toordinal() - (365 * 2000 + 2000 // 4)  # before 1 Meskerem of year 0
_ETHIOPIAN_MONTH, _ETHIOPIAN_MONTHS = 30, 13

# The year before the first of each era.
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
# Forms print the first character alone: 昭60.3.5.
_ERA = re.compile(rf"({'|'.join(_ERAS)}|[明大昭平令](?=\d))\s*(\d{{1,2}}|元)\s*(年|(?=[./-]\s*\d))")
_ERA_LETTERS = dict(zip("MTSHR", _ERAS.values(), strict=True))
_ERA_LETTER = re.compile(r"^([MTSHR])\.?\s*(\d{1,2})(年|(?=[./-]\s*\d))", re.IGNORECASE)


def with_years_of_eras(text: str, *, country: str | None) -> str:
    """Return a text with years of Japan's eras in the common one: 昭和60年 is 1985年; in Japan so is S60.

    Args:
        text: a date in ASCII digits.
        country: ISO 3166 code of the country that wrote it.
    """
    if country == "JP":
        text = _ERA_LETTER.sub(lambda found: _in_era(_ERA_LETTERS[found[1].upper()], found), text)
    return text if text.isascii() else _ERA.sub(lambda found: _in_era(_of_first_letter()[found[1][0]], found), text)


@lru_cache(maxsize=1)
def _of_first_letter() -> dict[str, int]:
    return {era[0]: before for era, before in _ERAS.items()}


def _in_era(before: int, found: re.Match[str]) -> str:
    return f"{before + (1 if found[2] == '元' else int(found[2]))}{found[3]}"


def first_day(calendar: Calendar, year: int, month: int = 1) -> date:
    """Return the first day of a month in the common calendar.

    Args:
        calendar: which one the year and month are of.
        year: one of `YEARS`.
        month: from 1, at most `months_in`.
    """
    if calendar is Calendar.ETHIOPIAN:
        return date.fromordinal(_ETHIOPIAN_DAY + 365 * year + year // 4 + _ETHIOPIAN_MONTH * (month - 1))
    lengths = _lengths(calendar, year)
    return _new_years(calendar)[year] + timedelta(days=sum(lengths[: month - 1]))


def days_in(calendar: Calendar, year: int, month: int) -> int:
    """Return how many days a month has, 0 for a month that the calendar does not have."""
    if not 1 <= month <= months_in(calendar):
        return 0
    if calendar is Calendar.ETHIOPIAN:
        return _ETHIOPIAN_MONTH if month < _ETHIOPIAN_MONTHS else 5 + (year % 4 == 3)
    return _lengths(calendar, year)[month - 1]


def months_in(calendar: Calendar) -> int:
    """Return how many months a year of a calendar has: thirteen in Ethiopia."""
    return _ETHIOPIAN_MONTHS if calendar is Calendar.ETHIOPIAN else _SOLAR_MONTHS


@lru_cache(maxsize=2)
def _new_years(calendar: Calendar) -> dict[int, date]:
    years = YEARS[calendar]
    first = _FIRST_BIKRAM_DAY if calendar is Calendar.BIKRAM else _FIRST_SOLAR_DAY
    days = accumulate((sum(_lengths(calendar, year)) for year in years[:-1]), initial=0)
    return {year: first + timedelta(days=since) for year, since in zip(years, days, strict=True)}


@lru_cache(maxsize=512)
def _lengths(calendar: Calendar, year: int) -> tuple[int, ...]:
    if calendar is Calendar.BIKRAM:
        longer = _BIKRAM_MONTHS.split()[year - YEARS[calendar].start]
        return tuple(_BIKRAM_DAYS + int(days) for days in longer)
    is_leap = year % _SOLAR_CYCLE in _SOLAR_LEAPS
    return (*(31,) * _LONG_SOLAR_MONTHS, *(30,) * (_SOLAR_MONTHS - _LONG_SOLAR_MONTHS - 1), 29 + is_leap)
