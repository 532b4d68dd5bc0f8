"""Cells of a grid, some 220 m wide, by which sites meet: each stands in those within some 50 m of its position.

Two within some 100 m always have one in common. A position of fewer decimals is that of a town or a district rather
than a house's, and has no cell.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from math import floor

from graph.parts import StoredValue
from graph.values import ValueStatus, is_placeholder_position

# Cells of a degree, and how near to its border a position also looks into the next cell, in degrees.
_CELLS, _NEAR = 500, 0.0005
# So many decimals of one of the two degrees at least: 0.001 of one is a hundred metres.
_DECIMALS = 4


def cells_of(positions: Iterable[StoredValue]) -> frozenset[str]:
    """Return the cells that lie within reach of the positions that are a house's, at most four for each.

    INVARIANT: a site is found under these and looks for others under these. Were it found under its own cell alone, two
    would meet or not by which of them comes last.
    """
    return frozenset(
        _cell(latitude + up, longitude + right)
        for value in positions
        for latitude, longitude in _points(value)
        for up, right in product((-_NEAR, 0.0, _NEAR), repeat=2)
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
