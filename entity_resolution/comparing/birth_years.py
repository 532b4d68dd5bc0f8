"""Years of birth: how far apart two may be said to be of one person, whose age is often told roughly."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from entity_resolution.comparing.date_comparison import is_of_this_calendar
from graph.parts import StoredValue
from graph.values import (
    ValueStatus,
    fold_identifier,
    is_approximate_date,
    is_one_end_of_a_span,
    is_placeholder_day,
)

# An age is told a year or two wrong, and where the New Year counts as everybody's birthday by as much.
_YEARS_OF_AN_AGE = 2
# Of somebody's age that is guessed, and of a date that may be of Ethiopia's calendar, seven or eight years behind.
_YEARS_OF_A_GUESS = 10
_OTHER_CALENDAR_UNTOLD = frozenset({"ET", "ER"})
_YEAR_OF = re.compile(r"\d{3}")


class BirthYears(NamedTuple):
    """From which year to which somebody was born by one value. `rough`: the source guessed, or counts otherwise."""

    first: int
    last: int
    rough: bool


def birth_years(values: Iterable[StoredValue], *, nationalities: frozenset[str]) -> Iterator[BirthYears]:
    """Yield the years of each value that says one: a day, a month, a year or a span, but no span with one end.

    Args:
        values: of `birthDate`.
        nationalities: ISO codes of who was born.
    """
    for value in values:
        if value.value and tells_a_year(value) and not (_is_possible(value) and is_one_end_of_a_span(value.raw)):
            first, _, last = value.value.partition("/")
            rough = bool(last) or (_is_possible(value) and is_approximate_date(value.raw))
            calendar_untold = not nationalities.isdisjoint(_OTHER_CALENDAR_UNTOLD)
            yield BirthYears(int(first[:4]), int((last or first)[:4]), rough or calendar_untold)


def tells_a_year(value: StoredValue) -> bool:
    """Tell whether a date that was read says in which year of this calendar: not 1/2/90, 1410 or 9999-12-31."""
    return is_of_this_calendar(value) and not is_placeholder_day(value.value or "") and not _guesses_year(value)


def are_years_of_two(left: BirthYears, right: BirthYears) -> bool:
    """Tell whether years of birth are further apart than a rough age explains, or where one is guessed, a guess."""
    allowed = _YEARS_OF_A_GUESS if left.rough or right.rough else _YEARS_OF_AN_AGE
    return max(left.first - right.last, right.first - left.last) > allowed


def _guesses_year(value: StoredValue) -> bool:
    """Tell whether a date's year is read from two digits, of which nobody knows the century or the era: 1/2/90."""
    return _is_possible(value) and _YEAR_OF.search(fold_identifier(value.raw)) is None


def _is_possible(value: StoredValue) -> bool:
    return value.status is ValueStatus.POSSIBLE
