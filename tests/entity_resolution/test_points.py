"""Positions within some fifty metres share a cell, wherever the borders of cells lie; those of towns have none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.points import cells_of
from tests.entity_resolution.evidence import parts_of

degrees = st.integers(-89_000_000, 89_000_000).map(lambda millionths: millionths / 1_000_000)
some_metres = st.integers(-400, 400).map(lambda millionths: millionths / 1_000_000)


def _cells(latitude: float, longitude: float) -> tuple[frozenset[str], frozenset[str]]:
    parts = parts_of("Site", coordinates=f"{latitude:.6f}1,{longitude:.6f}1")
    return cells_of(next(iter(parts.values()))["coordinates"])


@given(degrees, degrees, some_metres, some_metres)
def test_what_is_near_is_sought(latitude: float, longitude: float, up: float, right: float) -> None:
    one, other = _cells(latitude, longitude), _cells(latitude + up, longitude + right)
    if one[0] and other[0]:
        assert one[0] <= other[1]
        assert other[0] <= one[1]
        assert one[0] <= one[1]
        assert len(one[1]) <= 4


@pytest.mark.parametrize(
    "position", ["10.6,103.5", "10.61,103.529", "12.5657,104.9910", "1.352083,103.819836", "90,180", "1.1,99"]
)
def test_a_position_of_a_town_or_a_country_has_no_cell(position: str) -> None:
    values = next(iter(parts_of("Site", coordinates=position).values()))["coordinates"]
    assert not cells_of(values).own
    assert not cells_of(values).near


def test_a_position_has_one_cell_of_its_own() -> None:
    assert len(_cells(10.60871, 103.52904)[0]) == 1
