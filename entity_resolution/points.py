"""Cells of a grid by which sites at one point meet, some 220 m wide, and those within some 50 m of a position.

A position of fewer decimals is that of a town or a district rather than a house's, and has no cell.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from math import floor
from typing import NamedTuple

from graph.parts import StoredValue
from graph.values import ValueStatus, is_placeholder_position

# Cells of a degree, and how near to its border a position also looks into the next cell, in degrees.
_CELLS, _NEAR = 500, 0.0005
# So many decimals of one of the two degrees at least: 0.001 of one is a hundred metres.
_DECIMALS = 4


class Cells(NamedTuple):
    """The cells that positions lie in, and those with all that may be within some 50 m of them."""

    own: frozenset[str]
    near: frozenset[str]


def cells_of(positions: Iterable[StoredValue]) -> Cells:
    """Return the cells of the positions that are a house's."""
    points = [point for value in positions for point in _points(value)]
    return Cells(
        own=frozenset(_cell(latitude, longitude) for latitude, longitude in points),
        near=frozenset(
            _cell(latitude + up, longitude + right)
            for latitude, longitude in points
            for up, right in product((-_NEAR, 0.0, _NEAR), repeat=2)
        ),
    )


def _points(value: StoredValue) -> Iterator[tuple[float, float]]:
    text = value.value or ""
    if value.status is not ValueStatus.VALID or is_placeholder_position(text):
        return
    latitude, longitude = text.split(",")
    if max(len(degrees.partition(".")[2]) for degrees in (latitude, longitude)) >= _DECIMALS:
        yield float(latitude), float(longitude)


def _cell(latitude: float, longitude: float) -> str:
    return f"{floor(latitude * _CELLS)},{floor(longitude * _CELLS)}"
