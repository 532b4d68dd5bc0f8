"""What stands behind a day in ISO form: a time of day, from one to another, or what no time of day is.

The patterns are closed: nothing that is not read is passed over.
"""

import re

from graph.values.dates.clock_words import in_clock_form

_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:[.,:]\d+)?)?"
_DAY = r"\d{4}-\d\d-\d\d"
_BETWEEN = r"\s*(?:to|until|ถึง|đến|sampai|hingga|至|-|~)\s*"
_TIMED = re.compile(rf"({_DAY})[T ]({_CLOCK})(?:{_BETWEEN}({_CLOCK}))?", re.I)
_BEGINS_TIMED = re.compile(rf"({_DAY})[T ]\d\d:\d\d")
_INTERVAL = re.compile(rf"({_DAY}(?:[T ][^/]*)?)/({_DAY}(?:[T ][^/]*)?)")
_HOURS = re.compile(r"(?<![\d:.])(\d{1,2})[:.]?(\d\d)(?:[:.](\d\d))?")
_ZONE_BEHIND = re.compile(r"(?:Z|UTC|GMT|[+-]\d\d:?\d\d)$", re.I)
MORE_THAN_A_TIME = "behind the day stands more than a time of day that can be read"
"""What is in doubt about a date with such a text."""
NO_TIME_OF_IT = "a time of day that its day does not have"
"""What is in doubt about a date with such a one; 24:00 is of the next day as well."""


def timed_day(text: str) -> tuple[str, str | None] | None:
    """Return the day of a text that goes on with a time of day, and what is in doubt about it; None of any other text.

    A day with two times of day is that day, unless the second is the earlier one.

    Args:
        text: in ASCII digits, folded as an identifier is, without a zone that can be read.
    """
    begins = _BEGINS_TIMED.match(text)
    if begins is None:
        return None
    found = _TIMED.fullmatch(text) or _TIMED.fullmatch(in_clock_form(text))
    if found is None or (found[3] is not None and found[3] < found[2]):
        return begins[1], MORE_THAN_A_TIME
    return found[1], None


def ends_of_interval(text: str) -> tuple[str, str] | None:
    """Return both ends of an interval as ISO 8601 writes it (`2023-01-02T10:00Z/2023-01-05T18:00Z`); None of others."""
    found = _INTERVAL.fullmatch(text)
    return (found[1], found[2]) if found is not None else None


def doubt_of_time(text: str) -> str | None:
    """Return what is in doubt about a date behind which a text has a time of day: a zone that was not read as well."""
    found = _HOURS.search(text)
    if found is None:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups())
    if hour > 23 or minute > 59 or second > 60:
        return NO_TIME_OF_IT
    return MORE_THAN_A_TIME if _ZONE_BEHIND.search(text, found.end()) is not None else None
