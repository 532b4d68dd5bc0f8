"""Positions on the Earth: decimal degrees, degrees with minutes and seconds, map links, plus codes, grid references."""

import re

from graph.values.geography.coordinate_order import read_labels
from graph.values.geography.grid_reference import read_grid_reference
from graph.values.geography.map_links import read_map_link
from graph.values.geography.plus_code import is_short_plus_code, read_plus_code
from graph.values.text import MAX_IDENTIFIER_LENGTH, fault, fold_identifier
from graph.values.value import NormalisedValue, ValueStatus, invalid, possible, valid

_NUMBER = r"[+-]?\d{1,3}(?:\.\d{1,15})?"
# A height is told from minutes by the decimals before it.
_HEIGHT = r"(?P<height>[\s,;/]+[+-]?\d{1,5}(?:\.\d{1,9})?\s*m?)?"
_PAIR = re.compile(rf"({_NUMBER})\s*°?\s*[,;/& ]\s*({_NUMBER})\s*°?{_HEIGHT}", re.I)
_COMMA_PAIR = re.compile(r"([+-]?\d{1,3},\d{1,15})\s*[;/ ]\s*([+-]?\d{1,3},\d{1,15})")
# Well-known text puts longitude first, whatever the place. OGC 06-103r4.
_WELL_KNOWN = re.compile(
    rf"(?:SRID=4326;\s*)?POINT\s*Z?M?\s*\(\s*({_NUMBER})\s+({_NUMBER})(?:\s+[+-]?\d{{1,9}}(?:\.\d{{1,9}})?){{0,2}}\s*\)?",
    re.I,
)
# Digits that run together are degrees with minutes of a form that says nowhere how many digits each has: `0534N`.
_DEGREES = (
    r"(\d{1,3}(?:\.\d{1,15})?)\s*[°º:d ]?\s*"
    r"(?:(?<![\d.])(\d{1,2}(?:\.\d{1,15})?)\s*['′:m ]?\s*)?"
    r"(?:(?<![\d.])(\d{1,2}(?:\.\d{1,15})?)\s*(?:\"|″|''|s)?\s*)?"
)
_AFTER = re.compile(rf"{_DEGREES}([NSEW])[\s,;/&]*{_DEGREES}([NSEW]){_HEIGHT}", re.I)
_BEFORE = re.compile(rf"([NSEW])\s*{_DEGREES}[\s,;/&]*([NSEW])\s*{_DEGREES}", re.I)
_SHORT_LINK = re.compile(
    r"(?:https?://)?(?:maps\.app\.goo\.gl|goo\.gl/maps|g\.co/kgs|maps\.apple/p|surl\.amap\.com)/\S+", re.I
)
_LINK = re.compile(r"\s*https?://", re.I)
_LONGEST_LINK = 2_000  # a name in letters of the region has nine characters for each
_HIGHEST_SQUARE = 0.001  # degrees; the square of a code with two digits behind its sign has an eighth of that
_SHORTENED = "a short link, which holds no position: open it, and copy the figures that the map shows"
_SHORT_CODE = (
    "a short plus code, which is one position beside each place: copy the full one, of eight signs before the +"
)
_WIDE = "a plus code of a square of hundreds of metres or more, which is no position: give its last two digits too"
_FORM = "not the form of a position"
_TWO_ORDERS = "labels and letters that say two orders of latitude and longitude"
_EITHER_ORDER = "two figures and a height between commas, of which either may be the latitude: say which is"
_POLE = 90.0
_WITH_HEIGHT = "read as latitude, longitude and height; some programs write longitude first"


def normalise_coordinates(raw: str) -> NormalisedValue:
    """Return a position as latitude and longitude in decimal degrees, at most six decimals: `16.694,98.5085`.

    `type` is `decimal`, `dms`, `plus-code`, `mgrs` or `utm`; of a plus code and of MGRS the middle of the square is
    given, and one of a wide square is none. Labels and letters (`lon`, `E`) say which figure is which; without them
    latitude stands first. Of a link of a map the pin is read before what was asked for, and that before the middle of
    the map. Positions have no key: two agencies never measure the same point.
    """
    reason = fault(raw, _LONGEST_LINK if _LINK.match(raw) else MAX_IDENTIFIER_LENGTH)
    if reason is not None:
        return invalid(raw, "coordinates", reason)
    text = fold_identifier(raw).strip("'`;()[] ")
    if _SHORT_LINK.fullmatch(text) or is_short_plus_code(text):
        return invalid(raw, "coordinates", _SHORTENED if _SHORT_LINK.fullmatch(text) else _SHORT_CODE)
    return _in_a_map(raw, text) or _in_degrees(raw, text)


def _in_a_map(raw: str, text: str) -> NormalisedValue | None:
    """Return the position of a link, a square or a grid reference, None of another text."""
    link = read_map_link(text)
    if link is not None:
        return invalid(raw, "coordinates", link) if isinstance(link, str) else _judge(raw, *link, "decimal")
    square = read_plus_code(text)
    if square is not None:
        # Its middle would stand for a point that somebody measured.
        if square.height > _HIGHEST_SQUARE:
            return invalid(raw, "plus-code", _WIDE)
        return _judge(raw, square.latitude, square.longitude, "plus-code")
    point = read_grid_reference(text)
    if point is not None:
        return invalid(raw, "coordinates", point) if isinstance(point, str) else _judge(raw, *point)
    return None


def _in_degrees(raw: str, text: str) -> NormalisedValue:
    """Return the position of two figures, in the order that labels or letters say."""
    point = _WELL_KNOWN.fullmatch(text)
    if point is not None:
        return _judge(raw, float(point[2]), float(point[1]), "decimal")
    figures = read_labels(text)
    if isinstance(figures, str):
        return invalid(raw, "coordinates", figures)
    pair = _PAIR.fullmatch(figures.text) or _COMMA_PAIR.fullmatch(figures.text)
    if pair is None:
        return _sexagesimal(raw, figures.text, figures.longitude_first)
    has_height = pair.groupdict().get("height") is not None
    if has_height and not ("." in pair[1] and "." in pair[2]):
        return invalid(raw, "coordinates", _FORM)
    first, second = (float(number.replace(",", ".")) for number in pair.groups()[:2])
    judged = _judge(raw, *((second, first) if figures.longitude_first else (first, second)), "decimal")
    if has_height and figures.longitude_first is None and judged.status is ValueStatus.VALID:
        # As KML has it, whose longitude is first. Where one of the two is beyond 90 there is one order alone.
        if not re.search(r"[\sm]", text) and max(abs(first), abs(second)) <= _POLE:
            return invalid(raw, "coordinates", _EITHER_ORDER)
        return possible(raw, judged.value or "", judged.type, _WITH_HEIGHT)
    return judged


def _sexagesimal(raw: str, text: str, longitude_first: bool | None) -> NormalisedValue:
    after, before = _AFTER.fullmatch(text), _BEFORE.fullmatch(text)
    if after is not None:
        parts = ((after.groups()[:3], after[4].upper()), (after.groups()[4:7], after[8].upper()))
    elif before is not None:
        parts = ((before.groups()[1:4], before[1].upper()), (before.groups()[5:8], before[5].upper()))
    else:
        return invalid(raw, "coordinates", _FORM)
    is_turned = parts[0][1] in "EW"
    if is_turned == (parts[1][1] in "EW"):
        return invalid(raw, "coordinates", _FORM)
    if longitude_first not in (None, is_turned):
        return invalid(raw, "coordinates", _TWO_ORDERS)
    north, east = reversed(parts) if is_turned else parts
    latitude, longitude = _degrees(*north), _degrees(*east)
    if latitude is None or longitude is None:
        return invalid(raw, "dms", "60 minutes or seconds, or more")
    return _judge(raw, latitude, longitude, "dms" if re.search(r"[°º'\"]", text) else "decimal")


def _degrees(parts: tuple[str | None, ...], hemisphere: str) -> float | None:
    degrees, minutes, seconds = (float(p or 0) for p in parts)
    if minutes >= 60 or seconds >= 60:
        return None
    value = degrees + minutes / 60 + seconds / 3600
    return -value if hemisphere in ("S", "W") else value


def _judge(raw: str, latitude: float, longitude: float, value_type: str) -> NormalisedValue:
    if abs(latitude) > 90 >= abs(longitude) and abs(latitude) <= 180:
        reason = "latitude and longitude look swapped"
        return possible(raw, f"{_show(longitude)},{_show(latitude)}", value_type, reason)
    if abs(latitude) > 90 or abs(longitude) > 180:
        return invalid(raw, "coordinates", "outside the Earth's degrees")
    value = f"{_show(latitude)},{_show(longitude)}"
    if value == "0,0":
        return invalid(raw, "coordinates", "zero and zero, which systems write for a position they do not know")
    return valid(raw, value, value_type)


def _show(degrees: float) -> str:
    text = f"{degrees:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
