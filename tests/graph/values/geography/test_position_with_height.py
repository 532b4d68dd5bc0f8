"""Positions with a height: KML writes longitude, latitude and height between commas, others write latitude first."""

import pytest

from graph.values import ValueStatus, normalise


@pytest.mark.parametrize("text", ["55.270783,25.204849,0", "77.209,28.6139,216", "79.86,6.93,0"])
def test_between_commas_alone_either_may_be_the_latitude(text: str) -> None:
    found = normalise("coordinates", text)
    assert (found.value, found.status) == (None, ValueStatus.INVALID)
    assert found.reason is not None
    assert "say which is" in found.reason


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("100.5018,13.7563,5", "13.7563,100.5018"),  # beyond 90 degrees there is no latitude
        ("13.7563,100.5018,5", "13.7563,100.5018"),
        ("28.6139, 77.209, 216", "28.6139,77.209"),
        ("28.6139 77.209 216 m", "28.6139,77.209"),
    ],
)
def test_elsewhere_the_order_is_told(text: str, value: str) -> None:
    found = normalise("coordinates", text)
    assert (found.value, found.status) == (value, ValueStatus.POSSIBLE)


@pytest.mark.parametrize(
    "text", ["https://ditu.amap.com/regeo?lng=116.39&lat=39.9", "https://map.qq.com/?lat=39.9&lng=116.39"]
)
def test_a_chinese_maps_figures_are_moved_whatever_names_them(text: str) -> None:
    assert normalise("coordinates", text).value is None
