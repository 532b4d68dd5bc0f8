"""Days as spreadsheets count them: an unformatted date cell holds a number such as 45231."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from graph.values import fold_text, unmarked

_NUMBER = re.compile(r"\d{1,7}(?:\.\d+)?")
_LAST = 2_958_465  # 31 December 9999
_NO_LEAP_DAY = 60  # 29 February 1900, which spreadsheets count and no calendar has
_YEARS = range(1800, 2801)
_DAY_SECONDS = 86_400
UNREADABLE_DAY = "no day"
"""What stands for a number that may be a year as well; it is read as no date."""


class DayCount(StrEnum):
    """From which year a workbook counts its days."""

    FROM_1900 = "1900"
    FROM_1904 = "1904"


def day_of_serial(text: str, count: DayCount) -> str:
    """Return the day, or day and time, that a number means in ISO form; any other text as it is.

    Args:
        text: a cell's text. Digits alone, with a fraction of the day behind a point.
        count: how its workbook counts. A mapping says so: no number tells by itself that it is a day.

    Returns:
        `2023-11-01`, or `2023-11-01T12:00:00`. A year that somebody typed in the Buddhist era stays one. Numbers from
        1800 to 2800 are days of 1904 to 1911, but years as well, which stand in such columns too: `UNREADABLE_DAY`.
    """
    folded = fold_text(unmarked(text))
    if _NUMBER.fullmatch(folded) is None:
        return text
    number = Decimal(folded)
    whole = int(number)
    if not 1 <= whole <= _LAST:
        return text
    if whole in _YEARS or (count is DayCount.FROM_1900 and whole == _NO_LEAP_DAY):
        return UNREADABLE_DAY
    return _iso(_first_day(whole, count), whole, int(((number - whole) * _DAY_SECONDS).to_integral_value()))


def _first_day(whole: int, count: DayCount) -> date:
    """Return the day that counts as zero."""
    if count is DayCount.FROM_1904:
        return date(1904, 1, 1)
    return date(1899, 12, 30) if whole > _NO_LEAP_DAY else date(1899, 12, 31)


def _iso(zero: date, days: int, seconds: int) -> str:
    try:
        moment = datetime.combine(zero, datetime.min.time()) + timedelta(days=days, seconds=seconds)
    except OverflowError:
        return UNREADABLE_DAY
    return moment.isoformat(timespec="seconds") if seconds else moment.date().isoformat()
