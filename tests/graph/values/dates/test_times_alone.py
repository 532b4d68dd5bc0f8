"""A time of day alone is no date."""

import pytest

from graph.values import normalise


@pytest.mark.parametrize("country", ["TH", "KH", None])
@pytest.mark.parametrize("text", ["05:03:00", "12:11:45", "00:05:03", "20:10:05"])
def test_a_time_of_day_alone_is_no_date(text: str, country: str | None) -> None:
    assert normalise("date", text, country=country).value is None


def test_a_day_that_a_camera_wrote_with_colons_is_one() -> None:
    assert normalise("date", "1980:05:03", country="TH").value == "1980-05-03"
