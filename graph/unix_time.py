"""Instants as the store and the scopes keep them: whole microseconds since 1970."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime.fromtimestamp(0, UTC)


def to_microseconds(instant: datetime) -> int:
    """Return an instant in microseconds since 1970; it is in UTC or names its zone."""
    # A double tells microseconds apart until the year 2242; a difference of times would take ten times as long.
    return round(instant.timestamp() * 1_000_000)


def from_microseconds(microseconds: int) -> datetime:
    """Return the instant, in UTC, so many microseconds after 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)
