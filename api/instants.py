"""Instants that somebody gives: each names its zone, or it would mean another moment to whoever reads it elsewhere."""

from datetime import UTC, datetime
from typing import overload

from api.errors import InputError


@overload
def in_utc(argument: str, instant: datetime) -> datetime: ...
@overload
def in_utc(argument: str, instant: datetime | None) -> datetime | None: ...
def in_utc(argument: str, instant: datetime | None) -> datetime | None:
    """Return a given instant in UTC; `None` as it is.

    Raises:
        InputError: it names no zone, or lies outside of what a calendar has.
    """
    if instant is None:
        return None
    if instant.tzinfo is None:
        raise InputError(argument, "needs a time zone")
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        raise InputError(argument, "is no time of the years 1 to 9999") from None
