"""Links of maps that hold a position: the pin before what was asked for, and that before the middle of the map."""

import re

_NUMBER = r"([+-]?\d{1,3}(?:\.\d{1,15})?)"
_COMMA = r"(?:,|%2C)[\s+]*"
# What a link marks, before what it shows around it: of a pin's link both are given, kilometres apart.
_PIN = re.compile(rf"!3d{_NUMBER}!4d{_NUMBER}")
_NAMED_LATITUDE = re.compile(rf"(?:^|[?&])(?:m?lat|latitude)={_NUMBER}(?=$|[&#])", re.I)
_NAMED_LONGITUDE = re.compile(rf"(?:^|[?&])(?:m?lon|m?lng|long|longitude)={_NUMBER}(?=$|[&#])", re.I)
_ASKED = re.compile(
    rf"(?:[?&](?:q|query|daddr|destination)=(?:loc:)?|/maps/(?:place|search)/){_NUMBER}{_COMMA}{_NUMBER}", re.I
)
_SHOWN = re.compile(rf"(?:@|[?&](?:ll|center)=|geo:){_NUMBER}{_COMMA}{_NUMBER}", re.I)
_BEHIND_ZOOM = re.compile(rf"#(?:.*&)?(?:map=)?\d{{1,2}}(?:\.\d{{1,9}})?/{_NUMBER}/{_NUMBER}(?=$|[&/])", re.I)
# Yandex writes longitude first.
_YANDEX = re.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)*yandex\.[a-z.]+/", re.I)
_OF_YANDEX = tuple(
    re.compile(rf"[?&]{name}={_NUMBER}{_COMMA}{_NUMBER}", re.I)
    for name in (r"(?:pt|whatshere(?:\[|%5B)point(?:\]|%5D))", "ll")
)
_MOVED = re.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)*(?:amap\.com|map\.baidu\.com|map\.qq\.com)/", re.I)

SEVERAL_PINS = "a link with several pins: copy the figures of the one that is meant"
MOVED = "a link of a Chinese map, whose positions may lie some hundreds of metres beside: convert them to WGS 84"


def read_map_link(text: str) -> tuple[float, float] | str | None:
    """Return latitude and longitude of a link, in words why it has none, or None where it shows no position."""
    if _MOVED.match(text):
        return MOVED
    if len({*_PIN.findall(text)}) > 1:
        return SEVERAL_PINS
    if _YANDEX.match(text):
        turned = next(filter(None, (pattern.search(text) for pattern in _OF_YANDEX)), None)
        return None if turned is None else (float(turned[2]), float(turned[1]))
    pin = _PIN.search(text)
    latitude, longitude = _NAMED_LATITUDE.search(text), _NAMED_LONGITUDE.search(text)
    if pin is None and latitude is not None and longitude is not None:
        return float(latitude[1]), float(longitude[1])
    found = pin or _ASKED.search(text) or _SHOWN.search(text) or _BEHIND_ZOOM.search(text)
    if found is not None:
        return float(found[1]), float(found[2])
    return None
