"""Instants as the store and the scopes keep them: whole microseconds since 1970, or text in ISO 8601."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime.fromtimestamp(0, UTC)
_MICROSECOND = timedelta(microseconds=1)


def machine_time() -> datetime:
    """Return the time that the machine's clock shows, whether the policy clock believes it or not."""
    return datetime.now(UTC)


def to_microseconds(instant: datetime) -> int:
    """Return an instant as microseconds since 1970; the instant names its zone."""
    # Not by `timestamp`, a double, which no longer tells one microsecond from the next in 2106.
    return (instant - _EPOCH) // _MICROSECOND


def from_text(text: str | None) -> datetime | None:
    """Return the instant that a property keeps as text in ISO 8601; `None` for no text."""
    return datetime.fromisoformat(text) if text is not None else None


def from_microseconds(microseconds: int) -> datetime:
    """Return the instant, in UTC, that lies this many microseconds after 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)
