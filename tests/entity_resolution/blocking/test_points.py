"""Positions within some hundred metres share a cell, wherever the borders of cells lie; those of towns have none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.blocking.points import cells_of
from tests.entity_resolution.evidence import parts_of

degrees = st.integers(-89_000_000, 89_000_000).map(lambda millionths: millionths / 1_000_000)
some_metres = st.integers(-990, 990).map(lambda millionths: millionths / 1_000_000)


def _cells(latitude: float, longitude: float) -> frozenset[str]:
    parts = parts_of("Site", coordinates=f"{latitude:.6f}1,{longitude:.6f}1")
    return cells_of(next(iter(parts.values()))["coordinates"])


@given(degrees, degrees, some_metres, some_metres)
def test_what_is_near_shares_a_cell(latitude: float, longitude: float, up: float, right: float) -> None:
    one, other = _cells(latitude, longitude), _cells(latitude + up, longitude + right)
    if one and other:
        assert one & other
        assert len(one) <= 4


@given(degrees, degrees)
def test_what_is_half_a_kilometre_north_shares_none(latitude: float, longitude: float) -> None:
    assert not _cells(latitude, longitude) & _cells(latitude + 0.0045, longitude)


@pytest.mark.parametrize(
    "position", ["10.6,103.5", "10.61,103.529", "12.5657,104.9910", "1.352083,103.819836", "90,180", "1.1,99"]
)
def test_a_position_of_a_town_or_a_country_has_no_cell(position: str) -> None:
    values = next(iter(parts_of("Site", coordinates=position).values()))["coordinates"]
    assert not cells_of(values)


def test_a_position_amid_a_cell_has_that_cell_alone() -> None:
    assert len(_cells(10.60901, 103.52901)) == 1
