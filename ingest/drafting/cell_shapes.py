"""What the cells of a column have in common, besides what they are read as: times of day, zones, zeros, posts."""

import re
from collections.abc import Sequence
from enum import StrEnum

from graph.values import normalise, page_of_account
from ingest.drafting.column_words import folded_heading

_MOST = 0.6
_OF_AN_EVENT = {"of": "event"}
_TIME_OF_DAY = re.compile(r"\d{1,2}[:.]\d\d(?:[:.]\d\d(?:\.\d+)?)?(?:\s*[AaPp]\.?[Mm]\.?|\s*น\.?)?")
_ZONE = re.compile(r"(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)\)?$", re.IGNORECASE)
_UNIX = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_ZERO = re.compile(r"[^\d.,\w]*0*(?:[.,]0*)?|-+")


class Clock(StrEnum):
    """What cells of times hold: a day with a time of day, the day alone, or the time of day alone."""

    WHOLE = "whole"
    DAY = "day"
    TIME = "time"


def clock_of(texts: Sequence[str], country: str | None) -> Clock | None:
    """Return what most cells of a column of days or times hold, None where they cannot be read."""
    if _is_most([_TIME_OF_DAY.fullmatch(text) is not None for text in texts]):
        return Clock.TIME
    if _is_most([normalise("timestamp", text, country=country).value is not None for text in texts]):
        return Clock.WHOLE
    days = [normalise("date", text, country=country, hints=_OF_AN_EVENT).value is not None for text in texts]
    return Clock.DAY if _is_most(days) else None


def lacks_zone(heading: str, texts: Sequence[str]) -> bool:
    """Return whether a heading says that times are in UTC, which no cell says: `Time (UTC)` over `2026-11-01 10:00`."""
    says_utc = {"utc", "gmt"} & set(folded_heading(heading).split())
    return bool(says_utc) and not any(_ZONE.search(text) or _UNIX.fullmatch(text) for text in texts)


def holds_zeros(texts: Sequence[str]) -> bool:
    """Return whether cells of amounts have zeros or dashes in place of nothing."""
    return any(text and _ZERO.fullmatch(text) for text in texts)


def are_posts(texts: Sequence[str]) -> bool:
    """Return whether most links lead to something below an account or a group, such as a post."""
    below = [page_of_account(text, is_whole=False) is not None and page_of_account(text) is None for text in texts]
    return _is_most(below)


def _is_most(found: Sequence[bool]) -> bool:
    return bool(found) and sum(found) >= _MOST * len(found)
