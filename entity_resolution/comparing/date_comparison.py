"""Comparison of dates, at the precision that both have."""

from collections.abc import Collection, Sequence

from rapidfuzz.distance import Levenshtein

from entity_resolution.comparing.compared import Compared, compared_at
from entity_resolution.comparing.model import ComparisonModel
from graph.parts import StoredValue

# What systems write for a day that nobody knows.
_UNKNOWN = frozenset({"-01-01"})
# Of births in Iraq and Afghanistan, and where people from there are registered, that is the middle of the year as well.
_UNKNOWN_OF_BIRTHS = _UNKNOWN | {"-07-01"}
_BIRTH = "birth-date"
# An earlier year is of another calendar (1410), one to come is Nepal's (2035), or they are slips: beside one of this
# calendar they tell nothing. Those that a mark, a month's name or the country tells were turned as they were read.
_FIRST_YEAR, _YEAR_TO_COME = "1800", "2030"


def compare_dates(
    model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]
) -> Compared | None:
    """Return the best level that any two of two records' dates, at least one of each, reach.

    `None` where all that could be compared are dates of two calendars.
    """
    order = list(model.levels)
    level_of = birth_date_level if model.feature == _BIRTH else date_level
    pairs = [(a, b) for a in lefts for b in rights if is_of_this_calendar(a) is is_of_this_calendar(b)]
    if not pairs:
        return None
    results = [(level_of(a.value or "", b.value or ""), a.raw, b.raw) for a, b in pairs]
    level, left, right = min(results, key=lambda item: (order.index(item[0]), item[1], item[2]))
    return compared_at(model, level, left, right)


def is_of_this_calendar(value: StoredValue) -> bool:
    """Tell whether a date that was read is of a year that people who live now were born in, or companies founded."""
    return _FIRST_YEAR <= (value.value or "") < _YEAR_TO_COME


def stands_for_a_year(birth_date: str) -> bool:
    """Tell whether a birth date that was read is of a day that is written where nobody knows it."""
    return birth_date[4:] in _UNKNOWN_OF_BIRTHS


def birth_date_level(a: str, b: str) -> str:
    """Return how far two birth dates agree, as `date_level` does.

    A day that is written where nobody knows it tells its year alone, beside any other date: an age is told a year
    wrong. Of a company it may be the day, as many are founded on 1 January.
    """
    if a != b:
        a, b = (date[:4] if stands_for_a_year(date) else date for date in (a, b))
    return date_level(a, b, unknown=_UNKNOWN_OF_BIRTHS)


def date_level(a: str, b: str, *, unknown: Collection[str] = _UNKNOWN) -> str:
    """Return how far two dates agree at the precision that both have.

    Levels: exact, default-day (both are the same day that often stands for an unknown one), swapped (day and month),
    year-month, year, near (one year apart, or a span of time that holds the other), conflict.

    Args:
        a: an ISO prefix of 4, 7 or 10 characters.
        b: another.
        unknown: the days of a year, `-01-01`, that are written for one that nobody knows.
    """
    if "/" in a or "/" in b:
        return "near" if _spans_meet(a, b) else "conflict"
    if len(a) == len(b) == 10:
        if a == b:
            return "default-day" if a[4:] in unknown else "exact"
        if a[:4] == b[:4]:
            if a[5:7] == b[8:10] and a[8:10] == b[5:7]:
                return "swapped"
            if a[4:] in unknown or b[4:] in unknown:
                return "year"
            return "year-month" if a[5:7] == b[5:7] and Levenshtein.distance(a, b) == 1 else "conflict"
        return "near" if a[5:] == b[5:] and abs(int(a[:4]) - int(b[:4])) == 1 else "conflict"
    if len(a) >= 7 and len(b) >= 7:
        return "year-month" if a[:7] == b[:7] else "conflict"
    if a[:4] == b[:4]:
        return "year"
    return "near" if abs(int(a[:4]) - int(b[:4])) == 1 else "conflict"


def _spans_meet(a: str, b: str) -> bool:
    """Return whether two dates or spans, `1960/1965`, have a day in common, each end at its own precision."""
    (a_start, a_end), (b_start, b_end) = ((t.partition("/")[0], t.rpartition("/")[2]) for t in (a, b))
    return not _lies_before(a_end, b_start) and not _lies_before(b_end, a_start)


def _lies_before(end: str, start: str) -> bool:
    shared = min(len(end), len(start))
    return end[:shared] < start[:shared]
