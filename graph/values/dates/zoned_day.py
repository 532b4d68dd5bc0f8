"""Dates that a program wrote as an instant, with a time of day and a zone: which day they are where they were written.

`1990-05-02T17:00:00Z` is how midnight of 3 May in Bangkok leaves a system that keeps birth dates as instants.
"""

import re
from typing import NamedTuple

from graph.values.dates.time_of_day import MORE_THAN_A_TIME, NO_TIME_OF_IT
from graph.values.dates.time_zones import (
    MOST_MINUTES_AHEAD,
    SEVERAL_MEANINGS,
    ZONE_NAMES,
    country_offset,
    named_offset,
    stated_offset,
)

_INSTANT = re.compile(
    r"(?P<day>[^:]*?\w\.?),?(?:T|\s+)"
    r"(?:(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"|(?<=T)(?P<basic>\d{4}(?:\d\d(?:[.,]\d+)?)?))\s*(?P<half>[ap]\.?m\.?)?\s*(?:น\.?|hrs?\.?)?\s*"
    rf"(?:(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?)|\(?(?P<name>{ZONE_NAMES})\)?)"
    # Behind it: `+0000 UTC` and `m=+0.01` as Go prints an instant, `(Indochina Time)`, `[Asia/Bangkok]`.
    rf"(?:\s+(?:(?P<beside>Z|UTC|GMT|{ZONE_NAMES})|[+-]\d\d(?:\d\d)?))?(?:\s+m=[+-][\d.]+)?"
    r"(?:\s*\([A-Za-z ]+\))?(?:\s*\[[\w/+-]+\])?",
    re.I,
)
_OF_UTC = frozenset({"Z", "UTC", "GMT"})
_DAY_MINUTES = 1_440
_QUARTER_MINUTES = 15
# Of births: the clocks of the region were an hour or half of one off today's, as Singapore's and Malaysia's until 1981.
_MOST_MINUTES_OFF = 60
_NEVER_OFF = frozenset({"TH"})
_MIDNIGHT = "midnight where it was written, told in another zone: the day is the one that began there"
_OTHER_DAY = "a time of day in another zone: by the clocks of its country it is another day"
_NO_COUNTRY = "a time of day in UTC, and nothing tells by which clocks it was written: it may be another day there"


class ZonedDay(NamedTuple):
    """A date's text without time and zone, how many days later it is where it was written, and what is in doubt."""

    text: str
    days: int = 0
    doubt: str | None = None


def zoned_day(text: str, *, country: str | None, is_event: bool) -> ZonedDay | None:
    """Return the date of a text that goes on with a time of day and a zone; None of any other text.

    Args:
        text: in ASCII digits.
        country: ISO 3166 code, in capitals, of the country by whose clocks the day is told.
        is_event: whether it lies in these decades, in which the clocks of the region were what they are.
    """
    if ":" not in text and "T" not in text:
        return None
    found = _INSTANT.fullmatch(text)
    minutes = _minutes(found) if found is not None else None
    if found is None or minutes is None:
        return None
    offset = named_offset(found["name"], country) if found["name"] else stated_offset(found["zone"], country)
    if offset is None:
        return ZonedDay(found["day"], doubt=SEVERAL_MEANINGS)
    if _is_another(offset[0], found["beside"], country):
        return ZonedDay(found["day"], doubt=MORE_THAN_A_TIME)
    if abs(offset[0]) > MOST_MINUTES_AHEAD:
        return None
    slack = 0 if is_event or country in _NEVER_OFF else _MOST_MINUTES_OFF
    days, doubt = _days_later(minutes, offset[0], country_offset(country), slack)
    return ZonedDay(found["day"], days, NO_TIME_OF_IT if minutes == _DAY_MINUTES and not doubt else doubt)


def _is_another(minutes: int, name: str | None, country: str | None) -> bool:
    """Return whether a zone is named beside an offset that it does not have (`+0700 UTC`)."""
    if name is None:
        return False
    if name.upper() in _OF_UTC:
        return minutes != 0
    named = named_offset(name, country)
    return named is not None and named[1] is None and named[0] != minutes


def _days_later(minutes: float, stated: int, own: int | None, slack: int) -> tuple[int, str | None]:
    """Return how many days later it is where the date was written, and what is in doubt about that.

    Args:
        minutes: since midnight, in the stated zone.
        stated: minutes that the stated zone is ahead of UTC.
        own: minutes that the country is ahead of UTC; None where its clocks are not known.
        slack: minutes by which the country's clocks may have been off that.
    """
    if not minutes or stated == own:
        return 0, None  # a day that begins in the zone that is stated, or the country's own clocks
    if own is None:
        return 0, None if stated else _NO_COUNTRY
    local = minutes - stated + own
    nearest = round(local / _DAY_MINUTES)
    if abs(local - nearest * _DAY_MINUTES) <= slack and not local % _QUARTER_MINUTES:
        return nearest, _MIDNIGHT
    days = int(local // _DAY_MINUTES)
    return days, _OTHER_DAY if days else None


def _minutes(found: re.Match[str]) -> float | None:
    """Return the minutes since midnight of a time of day, 24:00 with them; None of one that no day has."""
    basic = found["basic"]
    hour, minute, second = (basic[:2], basic[2:4], basic[4:6]) if basic else found.group("hour", "minute", "second")
    hours = int(hour)
    if found["half"] and 1 <= hours <= 12:
        hours = hours % 12 + (12 if found["half"][0] in "pP" else 0)
    minutes = hours * 60 + int(minute) + int(second or 0) / 60
    is_of_day = hours <= 23 or minutes == _DAY_MINUTES
    return minutes if is_of_day and int(minute) <= 59 and int(second or 0) <= 60 else None
