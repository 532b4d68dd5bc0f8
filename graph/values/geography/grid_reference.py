"""Grid references on WGS 84, as armies and surveyors write them: MGRS (`47QLV3431246172`), UTM (`47Q 334312 1946172`).

Source:
    NGA.STND.0037, "Universal Grids and Grid Reference Systems", 2.0.0; C. F. F. Karney, "Transverse Mercator with an
    accuracy of a few nanometers", J. Geod. 85(8), 2011, for the series of Krueger, here to the fourth order.
"""

import re
from math import asin, atan2, cos, cosh, degrees, sin, sinh
from typing import NamedTuple

_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_LOWEST, _HEIGHT_OF_BAND, _HIGHEST = -80, 8, 84
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_SQUARE, _CYCLE = 100_000, 2_000_000  # metres: a side of a square, and after how many its rows begin anew
_SHIFT_OF_EVEN_ZONES = 5
_FEWEST_FIGURES = 6  # a square of a hundred metres
_ZONES = 60
# Degrees that a point may lie beyond its band or zone: squares are named by where they begin. In V and X zones differ.
_BEYOND_BAND, _HALF_ZONE, _HALF_WIDE_ZONE = 1.0, 3.7, 6.7
_MGRS = re.compile(
    r"(?:MGRS[\s:]*)?(\d{1,2})\s*([C-HJ-NP-X])\s*([A-HJ-NP-Z])\s*([A-HJ-NP-V])[\s,]*(\d{1,5}[\s,]+\d{1,5}|\d{2,10})",
    re.I,
)
# Handhelds print both figures with seven digits: 48 P 0490200 UTM 1278000.
_UTM = re.compile(
    r"(?:UTM[\s:]*)?(?:ZONE\s*)?(\d{1,2})\s*([C-HJ-NP-X])[\s,;]*(?:E\s*[:=]?\s*)?(0?\d{6}(?:\.\d{1,6})?)\s*(?:M?\s*E)?"
    r"(?:[\s,;/]+(?:UTM\s+)?|(?=N))(?:N\s*[:=]?\s*)?(\d{1,7}(?:\.\d{1,6})?)\s*(M?\s*N)?",
    re.I,
)
# Of fewer digits the northing is one of the last ten kilometres before the equator, or was cut short.
_FEWEST_DIGITS = 5
_WITHOUT_ZONE = re.compile(
    r"(?:MGRS[\s:]*)?[A-HJ-NP-Z][A-HJ-NP-V]\s*(?:\d{3}\s+\d{3}|\d{4}\s+\d{4}|\d{5}\s*\d{5})", re.I
)

_A, _F, _K0 = 6_378_137.0, 1 / 298.257223563, 0.9996  # WGS 84, and the scale of UTM
_N = _F / (2 - _F)
_RADIUS = _K0 * _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_BETA = (
    _N / 2 - 2 / 3 * _N**2 + 37 / 96 * _N**3 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 / 1440 * _N**4,
    17 / 480 * _N**3 - 37 / 840 * _N**4,
    4397 / 161280 * _N**4,
)
_DELTA = (
    2 * _N - 2 / 3 * _N**2 - 2 * _N**3 + 116 / 45 * _N**4,
    7 / 3 * _N**2 - 8 / 5 * _N**3 - 227 / 45 * _N**4,
    56 / 15 * _N**3 - 136 / 35 * _N**4,
    4279 / 630 * _N**4,
)
_FALSE_EASTING, _FALSE_NORTHING = 500_000, 10_000_000

_WIDE = "a grid reference of a square of a kilometre or more, which is no position: give six figures or more"
_UNEVEN = "a grid reference whose figures are not as many to the east as to the north"
_NO_ZONE = "a grid reference without its zone, which is one position in each: write it in front, `47Q LV 34312 46172`"
_ELSEWHERE = "a grid reference that does not lie in the zone and band that it names"
_FEW_DIGITS = "a UTM position whose northing has fewer than five digits: write all seven, 0009500, or 9500 mN"
_TWO_MEANINGS = "a UTM position whose S is the south or a band of the north: convert it to degrees"


class GridPoint(NamedTuple):
    """A position in degrees on WGS 84, and by which grid it was written."""

    latitude: float
    longitude: float
    grid: str


def read_grid_reference(text: str) -> GridPoint | str | None:
    """Return the position of a grid reference, in words why it has none, or None where a text is no such reference.

    Of MGRS it is the middle of the square that the figures name, of six figures or more; of UTM the point.
    """
    mgrs, utm = _MGRS.fullmatch(text), _UTM.fullmatch(text)
    if mgrs is not None:
        zone, band, column, row, figures = mgrs.groups()
        return _of_square(int(zone), band.upper(), column.upper() + row.upper(), re.split(r"[\s,]+", figures))
    if utm is not None and not utm[5] and len(utm[4].partition(".")[0]) < _FEWEST_DIGITS:
        return _FEW_DIGITS
    if utm is not None:
        return _of_utm(int(utm[1]), utm[2].upper(), float(utm[3]), float(utm[4]))
    return _NO_ZONE if _WITHOUT_ZONE.fullmatch(text) else None


def _of_square(zone: int, band: str, square: str, figures: list[str]) -> GridPoint | str:
    if len(figures) == 1:
        half = len(figures[0]) // 2
        figures = [figures[0][:half], figures[0][half:]]
    if len(figures[0]) != len(figures[1]):
        return _UNEVEN
    if 2 * len(figures[0]) < _FEWEST_FIGURES:
        return _WIDE
    column = _COLUMNS[(zone - 1) % len(_COLUMNS)].find(square[0])
    if column < 0:
        return _ELSEWHERE
    side = _SQUARE // 10 ** len(figures[0])
    row = (_ROWS.index(square[1]) - (0 if zone % 2 else _SHIFT_OF_EVEN_ZONES)) % len(_ROWS)
    easting = (column + 1) * _SQUARE + int(figures[0]) * side + side / 2
    northing = row * _SQUARE + int(figures[1]) * side + side / 2
    # The letters of rows begin anew every two thousand kilometres, which is more than two bands.
    points = (_point(zone, band, easting, northing + _CYCLE * cycle, "mgrs") for cycle in range(5))
    return next((point for point in points if _lies_in(point, zone, band)), _ELSEWHERE)


def _of_utm(zone: int, letter: str, easting: float, northing: float) -> GridPoint | str:
    """Return the point of a zone with its band, or with N or S for the half of the Earth."""
    of_band = _point(zone, letter, easting, northing, "utm")
    if letter not in "NS":
        return of_band if _lies_in(of_band, zone, letter) else _ELSEWHERE
    is_in_band = letter == "S" and _lies_in(of_band, zone, letter)
    half = _point(zone, "N" if letter == "N" else "M", easting, northing, "utm")
    band = _band_at(half.latitude)
    if band is None or not _lies_in(half, zone, band) or (band < "N") != (letter == "S"):
        return of_band if is_in_band else _ELSEWHERE
    return _TWO_MEANINGS if is_in_band else half


def _band_at(latitude: float) -> str | None:
    if not _LOWEST <= latitude <= _HIGHEST:
        return None
    return _BANDS[min(int(latitude - _LOWEST) // _HEIGHT_OF_BAND, len(_BANDS) - 1)]


def _lies_in(point: GridPoint, zone: int, band: str) -> bool:
    """Return whether a point lies in a zone and band, or in a square that reaches into them."""
    if not 1 <= zone <= _ZONES:
        return False
    lowest = _LOWEST + _HEIGHT_OF_BAND * _BANDS.index(band)
    highest = _HIGHEST if band == _BANDS[-1] else lowest + _HEIGHT_OF_BAND
    half = _HALF_WIDE_ZONE if band in "VX" else _HALF_ZONE
    is_in_zone = abs(point.longitude - _middle(zone)) <= half
    return is_in_zone and lowest - _BEYOND_BAND <= point.latitude <= highest + _BEYOND_BAND


def _middle(zone: int) -> float:
    return 6 * zone - 183


def _point(zone: int, band: str, easting: float, northing: float, grid: str) -> GridPoint:
    """Return the point of metres east and north in a zone; below N the metres count from the tenth million."""
    xi = (northing - (_FALSE_NORTHING if band < "N" else 0)) / _RADIUS
    eta = (easting - _FALSE_EASTING) / _RADIUS
    xi_of_sphere, eta_of_sphere = xi, eta
    for order, beta in enumerate(_BETA, 1):
        xi_of_sphere -= beta * sin(2 * order * xi) * cosh(2 * order * eta)
        eta_of_sphere -= beta * cos(2 * order * xi) * sinh(2 * order * eta)
    conformal = asin(sin(xi_of_sphere) / cosh(eta_of_sphere))
    latitude = conformal + sum(delta * sin(2 * order * conformal) for order, delta in enumerate(_DELTA, 1))
    longitude = _middle(zone) + degrees(atan2(sinh(eta_of_sphere), cos(xi_of_sphere)))
    return GridPoint(degrees(latitude), longitude, grid)
