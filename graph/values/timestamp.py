"""Instants: a date with a time of day, in UTC."""

import re
from datetime import UTC, datetime, timedelta, timezone

from graph.values.dates import normalise_date
from graph.values.text import MAX_IDENTIFIER_LENGTH, fault, fold_identifier
from graph.values.value import NormalisedValue, ValueStatus, invalid, possible, valid

# Minutes ahead of UTC, for countries with one offset all year round.
_OFFSETS = {
    **dict.fromkeys(("TH", "KH", "LA", "VN"), 420),
    **dict.fromkeys(("SG", "MY", "PH", "CN", "HK", "MO", "TW", "BN"), 480),
    **dict.fromkeys(("JP", "KR", "TL"), 540),
    **{"MM": 390, "BD": 360, "IN": 330, "LK": 330, "NP": 345, "PK": 300, "AE": 240, "KE": 180, "UG": 180, "NG": 60},
}
# Names of zones that mean one thing, in minutes ahead of UTC.
_ZONES = {
    **dict.fromkeys(("ICT", "WIB"), 420),
    **dict.fromkeys(("WITA", "PHT", "PHST", "SGT", "MYT", "HKT", "BNT", "AWST"), 480),
    **dict.fromkeys(("WIT", "JST", "KST", "TLT"), 540),
    **{"MMT": 390, "NPT": 345, "PKT": 300, "UZT": 300, "MSK": 180, "EAT": 180, "WAT": 60, "SAST": 120, "TRT": 180},
    **{"CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "WET": 0, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780},
    **{"EDT": -240, "CDT": -300, "MDT": -360, "PDT": -420},
}
# Those that mean another thing in another country; the empty text stands for countries that have no such zone.
_ZONES_BY_COUNTRY = {
    "CST": {**dict.fromkeys(("CN", "TW", "HK", "MO", ""), 480), **dict.fromkeys(("US", "CA", "MX"), -360)},
    "IST": {**dict.fromkeys(("IN", ""), 330)},
    "BST": {"BD": 360, "GB": 60},
    "BDT": {"BD": 360, "BN": 480},
    "GST": {"AE": 240, "GU": 600},
    "MST": {"MM": 390, "MY": 480, **dict.fromkeys(("US", "CA", "MX"), -420)},
    "PST": {"PH": 480, **dict.fromkeys(("US", "CA", "MX"), -480)},
    "EST": dict.fromkeys(("US", "CA"), -300),
}
_NAMES = "|".join(sorted((*_ZONES, *_ZONES_BY_COUNTRY), key=len, reverse=True))
_SEVERAL_MEANINGS = "a time zone's name that means several"
_TIME = re.compile(
    r"^(?P<date>.*?[^\s,T])(?:T|[\s,]+(?:เวลา\s*)?)(?P<hour>\d{1,2})(?P<colon>[:.])(?P<minute>\d\d)"
    r"(?:[:.](?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?:น\.?|hrs?\.?)?\s*"
    rf"(?:(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?)(?:\s*\([A-Za-z ]+\))?|\(?(?P<name>{_NAMES})\)?)?$",
    re.I,
)
_BASIC = re.compile(r"^(\d{8}T\d\d)(\d\d)(\d\d)?(?!\d)")  # ISO 8601 without colons
_EPOCH = re.compile(r"[1-3]\d{9}(?:\d{3})?")  # from 2001 to 2096


def normalise_timestamp(raw: str, *, country: str | None = None) -> NormalisedValue:
    """Return an instant in UTC: `2026-05-01T03:00:00Z`, with microseconds where the source has a fraction.

    Args:
        raw: an ISO form, a date of `normalise_date` followed by a time of day and perhaps a zone (`+07:00`, `ICT`), or
            seconds or milliseconds of Unix time.
        country: ISO 3166 code that gives the time zone where the text names none and the country has one zone, and what
            a zone's name means that has several meanings (`CST`).

    Returns:
        `type` is `instant` or `epoch`. Without zone and country it is read as UTC and `possible`.
    """
    reason = fault(raw, MAX_IDENTIFIER_LENGTH)
    if reason is not None:
        return invalid(raw, "timestamp", reason)
    text = fold_identifier(raw)
    if _EPOCH.fullmatch(text):
        instant = datetime.fromtimestamp(int(text[:10]), UTC) + timedelta(milliseconds=int(text[10:] or 0))
        return valid(raw, _iso(instant), "epoch")
    match = _TIME.match(_BASIC.sub(lambda found: ":".join(filter(None, found.groups())), text))
    if match is None:
        return invalid(raw, "timestamp", "no time of day can be read")
    day = normalise_date(match["date"], country=country)
    if day.value is None or len(day.value) != 10:
        return invalid(raw, "timestamp", day.reason or "has no full date")
    if not "1900" <= day.value < "2200":
        return invalid(raw, "timestamp", "a year that no instant of this field has")
    return _at(raw, day, match, country.upper() if country else None)


def _at(raw: str, day: NormalisedValue, match: re.Match[str], country: str | None) -> NormalisedValue:
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return invalid(raw, "timestamp", "an hour that the day does not have")
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        return invalid(raw, "timestamp", "an hour that the day does not have")
    found = _named_offset(match["name"].upper(), country) if match["name"] else _offset(match["zone"], country)
    if found is None:
        return invalid(raw, "timestamp", _SEVERAL_MEANINGS)
    offset, doubt = found
    if abs(offset) > 14 * 60:
        return invalid(raw, "timestamp", "a time zone that does not exist")
    micro = int((match["fraction"] or "0").ljust(6, "0")[:6])
    midnight = datetime.fromisoformat(str(day.value)).replace(tzinfo=timezone(timedelta(minutes=offset)))
    instant = midnight + timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro)
    doubt = doubt if day.status is ValueStatus.VALID else day.reason
    value = _iso(instant.astimezone(UTC))
    return possible(raw, value, "instant", doubt) if doubt else valid(raw, value, "instant")


def _offset(zone: str | None, country: str | None) -> tuple[int, str | None]:
    """Return the minutes ahead of UTC, and what is in doubt about them."""
    if zone is None:
        if country in _OFFSETS:
            return _OFFSETS[country], None
        return 0, "no time zone is given: read as UTC"
    digits = re.search(r"([+-])(\d\d?)(?::?(\d\d))?$", zone)
    if digits is None:
        return 0, None
    minutes = int(digits[2]) * 60 + int(digits[3] or 0)
    return (-minutes if digits[1] == "-" else minutes), None


def _named_offset(name: str, country: str | None) -> tuple[int, str | None] | None:
    """Return the minutes ahead of UTC of a named zone, and what is in doubt; None where it may be any of several."""
    if name in _ZONES:
        return _ZONES[name], None
    meanings = _ZONES_BY_COUNTRY[name]
    if country in meanings:
        return meanings[country], None
    return (meanings[""], _SEVERAL_MEANINGS) if "" in meanings else None


def _iso(instant: datetime) -> str:
    return instant.replace(tzinfo=None).isoformat(timespec="microseconds" if instant.microsecond else "seconds") + "Z"
