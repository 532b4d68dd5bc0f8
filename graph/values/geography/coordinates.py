"""Positions on the Earth: decimal degrees, degrees with minutes and seconds, map links, plus codes."""

import re

from graph.values.geography.plus_code import is_short_plus_code, read_plus_code
from graph.values.text import MAX_IDENTIFIER_LENGTH, fault, fold_identifier
from graph.values.value import NormalisedValue, invalid, possible, valid

_NUMBER = r"[+-]?\d{1,3}(?:\.\d{1,15})?"
_PAIR = re.compile(rf"({_NUMBER})\s*°?\s*[,;/ ]\s*({_NUMBER})\s*°?")
_COMMA_PAIR = re.compile(r"([+-]?\d{1,3},\d{1,15})\s*[;/ ]\s*([+-]?\d{1,3},\d{1,15})")
_COMMA = r"(?:,|%2C)[\s+]*"
# What a link marks, before what it shows around it: of a pin's link both are given, kilometres apart.
_PIN = re.compile(rf"!3d({_NUMBER})!4d({_NUMBER})")
_ASKED = re.compile(
    rf"(?:[?&](?:q|query|daddr|destination)=(?:loc:)?|/maps/(?:place|search)/)({_NUMBER}){_COMMA}({_NUMBER})", re.I
)
_SHOWN = re.compile(rf"(?:@|[?&](?:ll|center)=|geo:)({_NUMBER}){_COMMA}({_NUMBER})", re.I)
# Digits that run together are degrees with minutes of a form that says nowhere how many digits each has: `0534N`.
_DEGREES = (
    r"(\d{1,3}(?:\.\d{1,15})?)\s*[°º:d ]?\s*"
    r"(?:(?<![\d.])(\d{1,2}(?:\.\d{1,15})?)\s*['′:m ]?\s*)?"
    r"(?:(?<![\d.])(\d{1,2}(?:\.\d{1,15})?)\s*(?:\"|″|''|s)?\s*)?"
)
_AFTER = re.compile(rf"{_DEGREES}([NS])[\s,;/]*{_DEGREES}([EW])", re.I)
_BEFORE = re.compile(rf"([NS])\s*{_DEGREES}[\s,;/]*([EW])\s*{_DEGREES}", re.I)
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
_PINS = "a link with several pins: copy the figures of the one that is meant"
_WIDE = "a plus code of a square of hundreds of metres or more, which is no position: give its last two digits too"
_WORDS = re.compile(r"\b(?:lat(?:itude)?|lon(?:g(?:itude)?)?|lng)\b\s*[:=]?\s*", re.I)


def normalise_coordinates(raw: str) -> NormalisedValue:
    """Return a position as latitude and longitude in decimal degrees, at most six decimals: `16.694,98.5085`.

    `type` is `decimal`, `dms` or `plus-code`, of which the middle of its square is given; one of a wide square is
    none. Of a link of a map the pin is read before what was asked for, and that before the middle of the map. Positions
    have no key: two agencies never measure the same point.
    """
    reason = fault(raw, _LONGEST_LINK if _LINK.match(raw) else MAX_IDENTIFIER_LENGTH)
    if reason is not None:
        return invalid(raw, "coordinates", reason)
    text = fold_identifier(raw).strip("'`;()[] ")
    pins = {*_PIN.findall(text)}
    if len(pins) > 1:
        return invalid(raw, "coordinates", _PINS)
    link = _PIN.search(text) or _ASKED.search(text) or _SHOWN.search(text)
    if link is not None:
        return _judge(raw, float(link[1]), float(link[2]), "decimal")
    square = read_plus_code(text)
    if square is not None:
        # Its middle would stand for a point that somebody measured.
        if square.height > _HIGHEST_SQUARE:
            return invalid(raw, "plus-code", _WIDE)
        return _judge(raw, square.latitude, square.longitude, "plus-code")
    if _SHORT_LINK.fullmatch(text) or is_short_plus_code(text):
        return invalid(raw, "coordinates", _SHORTENED if _SHORT_LINK.fullmatch(text) else _SHORT_CODE)
    text = _WORDS.sub(" ", text).strip()
    pair = _PAIR.fullmatch(text) or _COMMA_PAIR.fullmatch(text)
    if pair is not None:
        latitude, longitude = (float(n.replace(",", ".")) for n in pair.groups())
        return _judge(raw, latitude, longitude, "decimal")
    return _sexagesimal(raw, text)


def _sexagesimal(raw: str, text: str) -> NormalisedValue:
    after, before = _AFTER.fullmatch(text), _BEFORE.fullmatch(text)
    if after is not None:
        north, east = after.groups()[:4], after.groups()[4:]
        latitude, longitude = _degrees(north[:3], north[3]), _degrees(east[:3], east[3])
    elif before is not None:
        north, east = before.groups()[:4], before.groups()[4:]
        latitude, longitude = _degrees(north[1:], north[0]), _degrees(east[1:], east[0])
    else:
        return invalid(raw, "coordinates", "not the form of a position")
    if latitude is None or longitude is None:
        return invalid(raw, "dms", "60 minutes or seconds, or more")
    return _judge(raw, latitude, longitude, "dms" if re.search(r"[°º'\"]", text) else "decimal")


def _degrees(parts: tuple[str | None, ...], hemisphere: str | None) -> float | None:
    degrees, minutes, seconds = (float(p or 0) for p in parts)
    if minutes >= 60 or seconds >= 60:
        return None
    value = degrees + minutes / 60 + seconds / 3600
    return -value if (hemisphere or "").upper() in ("S", "W") else value


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
