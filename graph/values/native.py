"""What a normalised value is in the types of a database: dates, instants, numbers and positions that it can count with.

Only what is precise enough gets such a type. A year is no day, a span of time no date, and a day no instant.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

_DAY_LENGTH = len("2026-05-01")
_LARGEST_INTEGER = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A point on the Earth in degrees, WGS 84."""

    latitude: float
    longitude: float


NativeValue = str | int | float | date | datetime | Position


def native(value_type: str, value: str) -> NativeValue | None:
    """Return what a normalised value is; `None` where it is less precise than its type, and text alone can hold it.

    Args:
        value_type: a member of `ValueType` or its text; what is neither a time, a number nor a position is text.
        value: the canonical form of a value that is not invalid.

    Returns:
        A `date` for a whole day, a `datetime` in UTC, an `int` for a whole number of 64 bits, a `float` for an amount,
        whose currency `currency_of` tells, or a `Position`.
    """
    match value_type:
        case "date":
            return date.fromisoformat(value) if len(value) == _DAY_LENGTH else None
        case "timestamp":
            return datetime.fromisoformat(value).astimezone(UTC) if "T" in value else None
        case "number":
            return _integer(value)
        case "amount":
            return float(value.partition(" ")[0])
        case "coordinates":
            latitude, longitude = map(float, value.split(","))
            return Position(latitude=latitude, longitude=longitude)
    return value


def currency_of(amount: str) -> str | None:
    """Return the currency or token of a normalised amount, `None` where its source names none."""
    return amount.partition(" ")[2] or None


def _integer(value: str) -> int | None:
    if "." in value or abs(int(value)) > _LARGEST_INTEGER:
        return None
    return int(value)
