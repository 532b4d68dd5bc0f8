"""Spans of stored dates and times: nothing is said to be before another thing that may have been behind it."""

from datetime import datetime

import pytest

from graph import span_of
from graph.parts import StoredValue
from graph.values import day_of_timestamp, is_day_certain, normalise_timestamp


def stored(raw: str, country: str | None = None) -> StoredValue:
    """Return a time as a record has it that was filed with a country."""
    found = normalise_timestamp(raw, country=country)
    found = found if found.value is not None else day_of_timestamp(raw, country=country)
    return StoredValue(found.raw, found.value, found.status, found.type)


@pytest.mark.parametrize(
    ("raw", "filed_in", "first", "last"),
    [
        ("2026-05-01T12:00:00+07:00", None, "2026-05-01T05:00:00+00:00", "2026-05-01T05:00:00+00:00"),
        ("2026-05-01 12:00", "TH", "2026-05-01T05:00:00+00:00", "2026-05-01T05:00:00+00:00"),
        # Without a zone it may be that of any clock, from the easternmost to the westernmost.
        ("2026-05-01 10:00", None, "2026-04-30T20:00:00+00:00", "2026-05-01T22:00:00+00:00"),
        ("13/05/2026 10:00", "ID", "2026-05-12T20:00:00+00:00", "2026-05-13T22:00:00+00:00"),
        ("1 May 2026 10:00", None, "2026-04-30T20:00:00+00:00", "2026-05-01T22:00:00+00:00"),
        ("2026-05-01", None, "2026-04-30T10:00:00+00:00", "2026-05-02T12:00:00+00:00"),
        ("13/05/2026", None, "2026-05-12T10:00:00+00:00", "2026-05-14T12:00:00+00:00"),
        ("2026-12", None, "2026-11-30T10:00:00+00:00", "2027-01-01T12:00:00+00:00"),
        ("2026", None, "2025-12-31T10:00:00+00:00", "2027-01-01T12:00:00+00:00"),
        ("2026-05-01/2026-05-03", None, "2026-04-30T10:00:00+00:00", "2026-05-04T12:00:00+00:00"),
    ],
)
def test_a_time_spans_what_it_may_mean(raw: str, filed_in: str | None, first: str, last: str) -> None:
    found = span_of(stored(raw, filed_in))
    assert found == (datetime.fromisoformat(first), datetime.fromisoformat(last))


@pytest.mark.parametrize(
    ("country", "first", "last"),
    [
        ("TH", "2026-11-30T17:00:00+00:00", "2026-12-01T17:00:00+00:00"),
        ("PH", "2026-11-30T16:00:00+00:00", "2026-12-01T16:00:00+00:00"),
        ("ID", "2026-11-30T15:00:00+00:00", "2026-12-01T17:00:00+00:00"),  # three zones
        ("AU", "2026-11-30T12:00:00+00:00", "2026-12-01T17:30:00+00:00"),
        ("ZZ", "2026-11-30T10:00:00+00:00", "2026-12-02T12:00:00+00:00"),
    ],
)
def test_a_day_begins_and_ends_where_it_was_written(country: str, first: str, last: str) -> None:
    found = span_of(stored("2026-12-01"), country=country)
    assert found == (datetime.fromisoformat(first), datetime.fromisoformat(last))


@pytest.mark.parametrize("raw", ["01/05/2026 10:00", "01/05/2026 10:00+07:00", "01/05/2026", "1/11/2026 2 ทุ่ม", "soon"])
def test_where_the_day_stands_open_there_is_no_span(raw: str) -> None:
    assert not is_day_certain(raw)
    assert span_of(stored(raw)) is None
