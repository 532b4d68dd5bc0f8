"""Instants: a date with a time of day, in UTC."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from graph.values.dates.clock_words import in_clock_form
from graph.values.dates.days import normalise_date
from graph.values.dates.time_of_day import MORE_THAN_A_TIME, NO_TIME_OF_IT
from graph.values.dates.time_zones import MOST_MINUTES_AHEAD, SEVERAL_MEANINGS, ZONE_NAMES, named_offset, stated_offset
from graph.values.text import MAX_IDENTIFIER_LENGTH, fault, fold_identifier, unmarked
from graph.values.value import NormalisedValue, ValueStatus, invalid, possible, valid

_TIME = re.compile(
    r"^(?P<date>.*?[^\s,T])(?:T|[\s,]+(?:เวลา\s*)?)(?P<hour>\d{1,2})(?P<colon>[:.])(?P<minute>\d\d)"
    r"(?:[:.](?P<second>\d\d)(?:(?:[.,]|:(?=\d{3}))(?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?:น\.?|hrs?\.?)?\s*"
    # `+UTC` is how explorers of chains write it; a program of Go says the name of the zone behind it as well.
    r"(?:\(?(?:\+(?=UTC|GMT))?(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?)\)?"
    rf"(?:\s*(?:\([A-Z ]+\)|(?P<beside>UTC|GMT|{ZONE_NAMES})))?|\(?(?P<name>{ZONE_NAMES})\)?)?$",
    re.I,
)
# A day and a time in digits alone, as ISO 8601 and the files of switches and banks have them: 20261101T1405,
# 20261101140500, 20261101-140500. Twelve digits are read where they begin with no year of two: 200101140500 may mean
# 2001 or 2020. Four digits behind a hyphen may be a zone.
_BASIC = re.compile(
    r"^(?:(\d{8})[T\s](\d\d)(\d\d)(\d\d)?|((?:19|2\d)\d{6})-?(\d\d)(\d\d)(\d\d)"
    r"|((?:19|20|25)(?:1[3-9]|[2-9]\d)\d{4})(\d\d)(\d\d))(?!\d)"
)
_HYPHEN_BEHIND_DAY = re.compile(r"^(\d{4}([/.-])\d\d\2\d\d)-(?=\d\d:\d\d)")
# `01NOV2026:09:36:12`, as statistical programs write; `01/11/2026 0936 hrs` and `0936H 01/11/2026`, as officers do.
_COLON_BEHIND_DAY = re.compile(r"^(\d{1,2}[A-Z]{3}(?:\d{4}|\d\d)):(?=\d\d:\d\d)", re.IGNORECASE)
_HOURS = re.compile(r"(?<![\d:./-])([01]\d|2[0-4])([0-5]\d)\s*(?:hrs?|hours|h)(?![a-z])\.?", re.IGNORECASE)
_TIME_OF_DAY = re.compile(r"\d\s*[:h]\s*\d\d|\d\s*[ap]\.?m\b", re.IGNORECASE)
_PART_OF_A_DAY = re.compile(
    r"\d\s*[:.h]\s*\d\d|\d\s*(?:h|hrs?|[ap]\.?m\.?|น\.?|นาฬิกา|giờ|gio|点|點|时|時|시|ម៉ោង|ໂມງ|နာရီ|o'clock)|(?:ตี|jam|pukul|ម៉ោង)\s*\d"
    r"|morning|noon|evening|night|midnight|dawn|dusk|เช้า|สาย|เที่ยง|บ่าย|เย็น|ค่ำ|ดึก|กลางคืน|กลางวัน|โมง|ทุ่ม|ເຊົ້າ|ສວາຍ|ບ່າຍ|ແລງ|ຄ່ຳ|ກາງຄືນ|ព្រឹក|ថ្ងៃ|រសៀល"
    r"|ល្ងាច|យប់|မနက်|နေ့လယ်|ညနေ|ည|sáng|trưa|chiều|tối|đêm|khuya|pagi|siang|sore|petang|malam|umaga|hapon|gabi|早|午|晚|夜|凌晨|아침|낮|저녁|밤|새벽",
    re.IGNORECASE,
)
_MOST_NUMBERS, _LENGTH_OF_A_DAY = 6, len("2026-11-01")  # from one time of day to another
_TWO_ZONES = "two time zones beside it that differ: read by the one in numbers"
DAY_ALONE: Final = "the day alone: its time of day or time zone could not be read"
# What is in doubt about a day for what stands behind it alone.
_OF_THE_TIME = frozenset({SEVERAL_MEANINGS, MORE_THAN_A_TIME, NO_TIME_OF_IT})
_YEAR_FIRST = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
_OTHER_ORDERS = ("GB", "US")  # of day and month, in countries of which neither has a zone of its own here
_EPOCH = re.compile(r"([1-3]\d{9})(?:(\d{3})(?:\.\d+)?|\.(\d{1,9}))?")  # from 2001 to 2096
_FIRST_OF_A_YEAR = "19"  # 2026110109 may be a day and its hour; as Unix time it is one after 2030


def normalise_timestamp(raw: str, *, country: str | None = None) -> NormalisedValue:
    """Return an instant in UTC: `2026-05-01T03:00:00Z`, with microseconds where the source has a fraction.

    Args:
        raw: an ISO form, a date of `normalise_date` followed by a time of day and perhaps a zone (`+07:00`, `ICT`), the
            two in digits alone (`20261101140500`), or seconds or milliseconds of Unix time.
        country: ISO 3166 code that gives the time zone where the text names none and the country has one zone, and what
            a zone's name means that has several meanings (`CST`).

    Returns:
        `type` is `instant` or `epoch`. Without zone and country it is read as UTC and `possible`.
    """
    reason = fault(raw, MAX_IDENTIFIER_LENGTH)
    if reason is not None:
        return invalid(raw, "timestamp", reason)
    text = fold_identifier(raw)
    unix = _EPOCH.fullmatch(text)
    if unix is not None:
        return valid(raw, _of_unix(unix), "epoch")
    text = _marked(text)
    match = _TIME.match(text)
    day = normalise_date(match["date"], country=country, is_event=True) if match is not None else None
    if day is None or day.value is None:
        match = _TIME.match(in_clock_form(text)) or match
        day = normalise_date(match["date"], country=country, is_event=True) if match is not None else None
    if match is None or day is None or day.reason == MORE_THAN_A_TIME:
        return invalid(raw, "timestamp", _fault_of_day(text, country) or "no time of day can be read")
    if day.value is None or len(day.value) != 10:
        return invalid(raw, "timestamp", day.reason or "has no full date")
    if not "1900" <= day.value < "2200":
        return invalid(raw, "timestamp", "a year that no instant of this field has")
    return _at(raw, day, match, country.upper() if country else None)


def _fault_of_day(text: str, country: str | None) -> str | None:
    """Return what is wrong with a text that says no time as a day, `None` if nothing: `2026-02-31` lacks no time."""
    if _PART_OF_A_DAY.search(text) is not None:
        return None
    day = normalise_date(text, country=country, is_event=True)
    return day.reason if day.value is None else None


def _of_unix(found: re.Match[str]) -> str:
    """Return the instant of a match of `_EPOCH`; of seconds a fraction counts, of milliseconds none does."""
    micro = int((found[2] or found[3] or "").ljust(6, "0")[:6])
    return _iso(datetime.fromtimestamp(int(found[1]), UTC) + timedelta(microseconds=micro))


def _marked(text: str) -> str:
    """Return a text with the marks of ISO 8601 where a day and a time of day stand in digits alone."""
    text = _HYPHEN_BEHIND_DAY.sub(r"\1T", _BASIC.sub(_with_marks, text))
    return _COLON_BEHIND_DAY.sub(r"\1 ", _HOURS.sub(r"\1:\2", text))


def _with_marks(found: re.Match[str]) -> str:
    day, *time = filter(None, found.groups())
    return f"{day}T{':'.join(time)}"


def normalise_day_of_event(raw: str, *, country: str | None = None) -> NormalisedValue:
    """Return the day of an event, also of one that is written as an instant in any form of `normalise_timestamp`.

    Args:
        raw: a date, an instant as for `normalise_timestamp`, or a day beside a time of day that cannot be read.
        country: as for `normalise_date`: by its clocks the day of an instant is told.
    """
    found = normalise_date(raw, country=country, is_event=True)
    if found.value is not None or fault(raw, MAX_IDENTIFIER_LENGTH) is not None:
        return found
    text = fold_identifier(raw)
    unix = _EPOCH.fullmatch(text)
    plain = _of_unix(unix) if unix is not None and text[:2] < _FIRST_OF_A_YEAR else in_clock_form(_marked(text))
    day = normalise_date(plain, country=country, is_event=True)
    if day.value is None:
        day = day_of_timestamp(raw, country=country)
    return replace(day, raw=raw) if day.value is not None and len(day.value) == _LENGTH_OF_A_DAY else found


def day_of_timestamp(raw: str, *, country: str | None = None) -> NormalisedValue:
    """Return the day of a text of which no time of day can be read, as `normalise_date` does of that of an event.

    Where the text has more than a date (`1/11/2026 2 ทุ่ม`, `8 โมงเช้า 1/11/2026`) the day is `possible`.
    """
    whole = normalise_date(raw, country=country, is_event=True)
    if whole.value is not None:
        is_whole = whole.status is ValueStatus.VALID or whole.reason in _OF_THE_TIME
        is_cut = is_whole and _TIME_OF_DAY.search(raw) is not None
        return replace(whole, status=ValueStatus.POSSIBLE, reason=DAY_ALONE) if is_cut else whole
    if fault(raw, MAX_IDENTIFIER_LENGTH) is not None:
        return whole
    words = _HOURS.sub(r"\1:\2", fold_identifier(raw)).split(" ")
    for at in range(len(words) - 1, 0, -1):
        for day, rest in ((words[:at], words[at:]), (words[-at:], words[:-at])):
            if not _may_be_time(" ".join(rest)):
                continue
            found = normalise_date(" ".join(day).rstrip(","), country=country, is_event=True)
            if found.value is not None and len(found.value) == _LENGTH_OF_A_DAY:
                return replace(found, raw=raw, status=ValueStatus.POSSIBLE, reason=DAY_ALONE)
    return whole


def is_day_certain(raw: str) -> bool:
    """Return whether a text of an event names one day, in whatever order its writer has day and month.

    So `2026-05-01 10:00` and `13/05/2026` do, and `01/05/2026 10:00` does not, nor what cannot be read.
    """
    text = unmarked(raw)
    if _YEAR_FIRST.match(text) is not None:
        return True
    read = {_read_by(text, country) for country in _OTHER_ORDERS}
    return len(read) == 1 and None not in read


def _read_by(text: str, country: str) -> str | None:
    instant = normalise_timestamp(text, country=country).value
    return instant if instant is not None else day_of_timestamp(text, country=country).value


def _may_be_time(text: str) -> bool:
    """Return whether a text is a time of day: in words of one, or of numbers of two digits with its marks between."""
    numbers = re.findall(r"\d+", text)
    is_short = len(numbers) <= _MOST_NUMBERS and all(len(number) <= 2 for number in numbers)
    return is_short and "/" not in text and _PART_OF_A_DAY.search(text) is not None


def _at(raw: str, day: NormalisedValue, match: re.Match[str], country: str | None) -> NormalisedValue:
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return invalid(raw, "timestamp", "an hour that the day does not have")
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        return invalid(raw, "timestamp", "an hour that the day does not have")
    found = named_offset(match["name"], country) if match["name"] else stated_offset(match["zone"], country)
    if found is None:
        return invalid(raw, "timestamp", SEVERAL_MEANINGS)
    offset, doubt = found
    if match["beside"] and not _may_be_ahead_by(offset, match["beside"], country):
        doubt = _TWO_ZONES
    if abs(offset) > MOST_MINUTES_AHEAD:
        return invalid(raw, "timestamp", "a time zone that does not exist")
    micro = int((match["fraction"] or "0").ljust(6, "0")[:6])
    midnight = datetime.fromisoformat(str(day.value)).replace(tzinfo=timezone(timedelta(minutes=offset)))
    instant = midnight + timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro)
    doubt = doubt if day.status is ValueStatus.VALID else day.reason
    value = _iso(instant.astimezone(UTC))
    return possible(raw, value, "instant", doubt) if doubt else valid(raw, value, "instant")


def _may_be_ahead_by(offset: int, zone: str, country: str | None) -> bool:
    """Return whether clocks of a named zone may be so many minutes ahead of UTC; those of a name of several may."""
    named = stated_offset(zone, country) if zone.upper() in {"UTC", "GMT"} else named_offset(zone, country)
    return named is None or named[1] is not None or named[0] == offset


def _iso(instant: datetime) -> str:
    return instant.replace(tzinfo=None).isoformat(timespec="microseconds" if instant.microsecond else "seconds") + "Z"
