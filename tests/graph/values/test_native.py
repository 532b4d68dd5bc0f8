"""What a normalised value is in the types of a database, and what stays text."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import Position, ValueStatus, ValueType, currency_of, native, normalise

TYPES = [ValueType.DATE, ValueType.TIMESTAMP, ValueType.NUMBER, ValueType.AMOUNT, ValueType.COORDINATES]


@pytest.mark.parametrize(
    ("value_type", "raw", "expected"),
    [
        ("date", "4 March 1987", date(1987, 3, 4)),
        ("date", "03/1987", None),
        ("date", "1987", None),
        ("date", "1960-1965", None),
        ("timestamp", "2026-06-02T08:30:00+07:00", datetime(2026, 6, 2, 1, 30, tzinfo=UTC)),
        ("number", "1,234", 1234),
        ("number", "12.5", None),
        ("number", "9" * 30, None),
        ("amount", "3 ล้านบาท", 3_000_000.0),
        ("coordinates", "16°59'N 98°31'E", Position(latitude=16.983333, longitude=98.516667)),
        ("name", "Somchai Jaidee", "Somchai Jaidee"),
    ],
)
def test_value_has_the_type_for_which_it_is_precise_enough(value_type: str, raw: str, expected: object) -> None:
    value = normalise(value_type, raw).value
    assert value is not None
    assert native(value_type, value) == expected


@pytest.mark.parametrize("day", ["2026-05-02", "2026-05", "2026", "2026-05-01/2026-05-03"])
def test_a_time_of_which_the_day_alone_is_known_is_no_instant(day: str) -> None:
    assert native("timestamp", day) is None


@pytest.mark.parametrize(("raw", "expected"), [("1,500 THB", "THB"), ("₮40", "USDT"), ("$20", None), ("20", None)])
def test_currency_is_told_where_the_source_names_one(raw: str, expected: str | None) -> None:
    assert currency_of(normalise("amount", raw).value or "") == expected


_TYPE_OF = {
    ValueType.DATE: date,
    ValueType.TIMESTAMP: datetime,
    ValueType.NUMBER: int,
    ValueType.AMOUNT: float,
    ValueType.COORDINATES: Position,
}


@given(st.sampled_from(TYPES), st.text(alphabet="0123456789-/.,: TZTHB$°NE+", max_size=24))
def test_whatever_normalises_has_a_type_or_stays_text(value_type: ValueType, raw: str) -> None:
    found = normalise(value_type, raw)
    if found.value is not None and found.status is not ValueStatus.INVALID:
        value = native(value_type, found.value)
        assert value is None or type(value) is _TYPE_OF[value_type]
