"""Instants in microseconds: there and back exactly, in any zone."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from graph import from_microseconds, to_microseconds

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TO_THE_END = datetime.max.replace(tzinfo=UTC) - EPOCH


@given(st.timedeltas(timedelta(), TO_THE_END))
def test_an_instant_comes_back_to_the_microsecond(since: timedelta) -> None:
    instant = EPOCH + since
    assert from_microseconds(to_microseconds(instant)) == instant


def test_an_instant_of_another_zone_is_the_same_number() -> None:
    bangkok = datetime(1970, 1, 1, 7, 0, 1, tzinfo=timezone(timedelta(hours=7)))
    assert to_microseconds(bangkok) == 1_000_000
    assert from_microseconds(1) == EPOCH + timedelta(microseconds=1)
