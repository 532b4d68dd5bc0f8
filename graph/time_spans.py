"""Spans of time: the first and the last instant that a stored date or time may mean.

A day begins and ends by the clocks of the place where it was written down. A time of day without a zone is read as UTC,
but may be meant by any clock. To say that one thing came before another, or is over, compare the outer ends of their
spans.
"""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from graph.parts import StoredValue
from graph.values import ValueStatus, is_day_certain, outermost_offsets


class TimeSpan(NamedTuple):
    """The first and the last instant at which something may have happened, in UTC."""

    first: datetime
    last: datetime


def span_of(value: StoredValue, *, country: str | None = None) -> TimeSpan | None:
    """Return the span of a stored date or time; `None` where it was not read, or may be one of several days.

    Args:
        value: of the type date or timestamp.
        country: ISO 3166 code of the country in which it was written, which settles when a day begins and ends.
    """
    text = value.value
    if text is None or value.status is ValueStatus.INVALID:
        return None
    if value.status is ValueStatus.POSSIBLE and not is_day_certain(value.raw):
        return None
    west, east = (timedelta(minutes=minutes) for minutes in outermost_offsets(country))
    if "T" not in text:
        first, behind = _days(text)
        return TimeSpan(_midnight(first) - east, _midnight(behind) - west)
    instant = datetime.fromisoformat(text)
    if value.status is ValueStatus.VALID:
        return TimeSpan(instant, instant)
    west, east = (timedelta(minutes=minutes) for minutes in outermost_offsets(None))
    return TimeSpan(instant - east, instant - west)


def _days(text: str) -> tuple[date, date]:
    """Return the first day of a date of any precision, or of a range, and the day behind its last one."""
    ends = text.split("/")
    return _calendar(ends[0])[0], _calendar(ends[-1])[1]


def _calendar(text: str) -> tuple[date, date]:
    year, *rest = map(int, text.split("-"))
    if not rest:
        return date(year, 1, 1), date(year + 1, 1, 1)
    if len(rest) == 1:
        month = rest[0]
        return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    day = date(year, *rest)
    return day, day + timedelta(days=1)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
