"""A time of day alone is no date."""

import pytest

from graph.values import normalise


@pytest.mark.parametrize("country", ["TH", "KH", None])
@pytest.mark.parametrize("text", ["05:03:00", "12:11:45", "00:05:03", "20:10:05"])
def test_a_time_of_day_alone_is_no_date(text: str, country: str | None) -> None:
    assert normalise("date", text, country=country).value is None


def test_a_day_that_a_camera_wrote_with_colons_is_one() -> None:
    assert normalise("date", "1980:05:03", country="TH").value == "1980-05-03"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/02/2569", "a day that its month does not have"),
        ("2026-02-31", "a day that its month does not have"),
        ("30/13/2569", "a month after December"),
        ("2026-02-02", "no time of day can be read"),
        ("1/11/2026 2 ทุ่ม", "no time of day can be read"),
    ],
)
def test_a_day_that_does_not_exist_lacks_no_time_of_day(text: str, reason: str) -> None:
    """Whoever added a time would fail once more."""
    assert normalise("timestamp", text, country="TH").reason == reason
