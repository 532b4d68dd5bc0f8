"""Comparison of birth dates: which level each pair of dates reaches, at the precision that both have."""

from dataclasses import dataclass

import numpy as np

from entity_resolution.batch.comparators import LEVELS, Comparator
from entity_resolution.batch.dictionary import UNKNOWN, Codes, FieldPairs, Flags, Levels

_BASE = 10
_JANUARY, _JULY, _OCTOBER, _DECEMBER = 1, 7, 10, 12
_LAST_OF_DECEMBER = 31


def date_levels(field: FieldPairs | None, size: int) -> Levels:
    """Return the levels of pairs of dates, each an ISO date or its beginning; `UNKNOWN` where a side has none."""
    if field is None:
        return np.full(size, UNKNOWN, dtype=np.int8)
    names = LEVELS[Comparator.DATE]
    levels = np.full(size, names.index("conflict"), dtype=np.int8)
    for name, holds in _agreements(field):
        levels[holds] = names.index(name)
    levels[~field.known] = UNKNOWN
    return levels


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """The dates of one side of pairs, 0 for what of them is not known, and their days as numbers."""

    year: Codes
    month: Codes
    day: Codes
    ordinal: Codes

    @property
    def is_whole(self) -> Flags:
        """Whether a day is known."""
        return self.day > 0

    @property
    def is_default(self) -> Flags:
        """Whether it is what is written for a day that nobody knows: 1 January; in Iraq and Afghanistan 1 July."""
        found: Flags = ((self.month == _JANUARY) | (self.month == _JULY)) & (self.day == 1)
        return found

    @property
    def is_year(self) -> Flags:
        """Whether it tells a year alone, by what was written or by a day that stands for none."""
        found: Flags = (self.month == 0) | self.is_default
        return found

    @property
    def is_eve_of_a_year(self) -> Flags:
        """Whether it is 31 December, as which clocks to the west have the 1 January."""
        found: Flags = (self.month == _DECEMBER) & (self.day == _LAST_OF_DECEMBER)
        return found


def _sides(field: FieldPairs) -> tuple[_Side, _Side]:
    parts = field.dictionary.dates
    days = parts.ordinals
    one, other = (
        _Side(year=parts.year[codes], month=parts.month[codes], day=parts.day[codes], ordinal=days[codes])
        for codes in (field.left, field.right)
    )
    return one, other


def _agreements(field: FieldPairs) -> tuple[tuple[str, Flags], ...]:
    """Return in which pairs two dates agree in each way; of several ways in one pair the last counts."""
    one, other = _sides(field)
    year, month = one.year == other.year, one.month == other.month
    whole = one.is_whole & other.is_whole
    day = (one.day == other.day) & whole
    default, years = one.is_default | other.is_default, one.is_year | other.is_year
    # Where a source gave no month, the dates agree as far as they are known.
    vague = (one.month == 0) | (other.month == 0)
    a_year_apart = np.abs(one.year - other.year) == 1
    digit_of_year = _differ_in_a_digit(one.year, other.year)
    near_year = a_year_apart | (np.abs(one.year - other.year) == _BASE) | _are_turned(one.year, other.year)
    near_month = (np.abs(one.month - other.month) == 1) | (one.month + other.month == _JANUARY + _OCTOBER) & (
        np.minimum(one.month, other.month) == _JANUARY
    )
    next_day = whole & (np.abs(one.ordinal - other.ordinal) == 1)
    new_year = next_day & ((one.is_eve_of_a_year & other.is_default) | (other.is_eve_of_a_year & one.is_default))
    return (
        # Two days that nobody knows have a month and a day in common, and two years.
        ("month-day", month & day & (~default | near_year | digit_of_year)),
        # An age is told a year wrong.
        ("year", year | (years & a_year_apart)),
        ("one-digit", day & ~default & ((month & digit_of_year) | (year & _differ_in_a_digit(one.month, other.month)))),
        ("near-month", year & day & near_month),
        ("year-month", year & month & ~vague),
        # A month without a day agrees as far as it is known. Clocks of two zones stand a day apart, in two months too.
        ("near-day", (year & month & ~vague & (~whole | _are_near_days(one.day, other.day))) | next_day),
        ("near-year", month & day & near_year & ~default),
        ("default-day", (year & years) | new_year),
        ("swapped", year & whole & (one.month == other.day) & (one.day == other.month) & ~month),
        # Two that were filled in alike say no more than their year.
        ("equal", field.equal & whole & ~default),
    )


def _are_near_days(one: Codes, other: Codes) -> Flags:
    """Return which two days are a slip apart: by a digit, by digits that changed places, or the next day."""
    found: Flags = _differ_in_a_digit(one, other) | _are_turned(one, other) | (np.abs(one - other) <= 1)
    return found


def _differ_in_a_digit(one: Codes, other: Codes) -> Flags:
    """Return which two numbers of up to four digits differ in one of them."""
    places = [_BASE**place for place in range(4)]
    found: Flags = sum((one // at % _BASE != other // at % _BASE).astype(np.int8) for at in places) == 1
    return found


def _are_turned(one: Codes, other: Codes) -> Flags:
    """Return of which two numbers the last two digits changed places."""
    (rest, unit), (others_rest, others_unit) = np.divmod(one, _BASE), np.divmod(other, _BASE)
    crossed = (rest % _BASE == others_unit) & (others_rest % _BASE == unit) & (unit != others_unit)
    found: Flags = crossed & (rest // _BASE == others_rest // _BASE)
    return found
