"""Times of day in words: `下午2:05`, `14h05 ngày 1/11/2026`, `pukul 14.05`, `오후 2시 5분`, and a `Date` of Java."""

import re
from typing import Final

from graph.values.word_lists import any_of, listed

_LATE: Final = {hour: hour for hour in range(13, 24)}  # of 24 hours, beside a word all the same
# Hours that words put in the half of a day that they name; what is in none of them (`12 giờ đêm`) may be either.
_HALVES: Final = {
    "上午;早上;早晨;清晨;오전;아침;午前;朝;sáng;sang;pagi;am": {hour: hour for hour in range(1, 12)},
    "凌晨;새벽;未明": {12: 0, **{hour: hour for hour in range(1, 7)}},
    "中午;trưa;trua;siang;tengah hari": {11: 11, 12: 12, 1: 13, 2: 14, 3: 15},
    "下午;傍晚;오후;午後;chiều;chieu;sore;petang;pm": {12: 12, **{hour: hour + 12 for hour in range(1, 12)}, **_LATE},
    "晚上;夜里;저녁;夜;tối;toi;malam": {**{hour: hour + 12 for hour in range(5, 12)}, **_LATE},
    "밤;đêm;dem;khuya": {**{hour: hour + 12 for hour in range(8, 12)}, **{hour: hour for hour in range(1, 5)}},
}
_HOURS = {word: hours for words, hours in _HALVES.items() for word in words.split(";")}
_UNSPACED = "\u2e80"  # from here on words stand before the hour, and no space before them
_BEFORE, _BEHIND = (any_of(w for w in _HOURS if (w[0] >= _UNSPACED) is is_before) for is_before in (True, False))
# Between a date and its time of day.
_AT_WORDS = "เวลา;ເວລາ;ម៉ោង;ម៉ោងៈ;lúc;luc;vào lúc;pukul;jam;jam pukul;pada pukul;alas;at;@;-"
_AT = rf"(?:(?:{any_of(listed(_AT_WORDS))})\s*[:.]?\s*)?"
_SECONDS = r"(?:\s*(?:分|분|:)\s*(?P<second>\d{1,2})\s*(?:秒|초)?)?\s*(?:分|분)?"
# What may follow a time of day, of which `timestamp` reads zones.
_REST = r"(?P<rest>\s*(?:[A-Z]{1,5}|[+-]\d\d:?\d\d|(?:UTC|GMT)[+-]\d\d?(?::?\d\d)?)?)"
_FORMS = (
    # 下午2:05, 14时05分, 오후 2시 5분, 午後2時5分; a half hour is 2点半.
    re.compile(
        rf"(?P<date>.*?\S)\s*(?P<half>{_BEFORE})\s*(?P<hour>\d{{1,2}})\s*(?:[:.点點时時시]\s*(?P<minute>\d{{1,2}}|半|반)?)"
        rf"{_SECONDS}{_REST}"
    ),
    re.compile(
        rf"(?P<date>.*?\S)\s+(?P<hour>\d{{1,2}})\s*[点點时時시]\s*(?P<minute>\d{{1,2}}|半|반)?{_SECONDS}{_REST}"
    ),
    re.compile(
        rf"(?P<date>.*?[日号號일])\s*(?P<hour>\d{{1,2}})\s*[:点點时時시]\s*(?P<minute>\d{{1,2}})?{_SECONDS}{_REST}"
    ),
    # 14h05, 14 giờ 05 phút, 2 giờ chiều, 2:05 chiều, pukul 14.05, jam 2.05 siang.
    re.compile(
        rf"(?P<date>.*?\S)[\s,]+{_AT}(?P<hour>\d{{1,2}})\s*(?:h|giờ|gio|g)\s*(?P<minute>\d{{1,2}})?\s*(?:phút|phut|ph|p)?"
        rf"(?:\s*\(?(?P<half>{_BEHIND})\)?)?{_REST}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<date>.*?\S)[\s,]+{_AT}(?P<hour>\d{{1,2}})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?"
        rf"(?:\s*\(?(?P<half>{_BEHIND})\)?)?{_REST}",
        re.IGNORECASE,
    ),
    re.compile(rf"(?P<date>.*?\S)[\s,]+{_AT}(?P<hour>\d{{1,2}})\s*(?P<half>{_BEHIND})", re.IGNORECASE),
)
# 14h05 ngày 1/11/2026, 14:05 01/11/2026: the time of day stands before the date.
_TIME_FIRST = re.compile(
    rf"{_AT}(?P<time>\d{{1,2}}(?:\s*(?:h|giờ|gio|g)\s*(?:\d{{1,2}})?(?:\s*(?:phút|phut|ph|p)\b)?|:\d\d(?::\d\d)?)"
    rf"(?:\s*(?:[ap]\.?m\.?\b|{_BEHIND}))?)[\s,]+(?:(?:ngày|ngay|วันที่|on|tanggal|pada)\s+)?(?P<date>\d.*\d)",
    re.IGNORECASE,
)
# `Sun Nov 1 14:05:00 ICT 2026`, as Java and C write an instant.
_OF_JAVA = re.compile(
    r"[A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) +(?P<day>\d{1,2}) (?P<time>\d\d:\d\d:\d\d)"
    r"(?P<zone> (?:[A-Z]{3,5}|GMT[+-]\d\d:\d\d))? (?P<year>\d{4})"
)
_HALF_AN_HOUR = frozenset({"半", "반"})
_MINUTES_OF_HALF = 30


def in_clock_form(text: str) -> str:
    """Return a date and time of day with the time in digits of 24 hours behind the date, a text of no such form as is.

    Args:
        text: folded as an identifier is. An hour that its word leaves open (`12 giờ đêm`) stays as it is.
    """
    found = _OF_JAVA.fullmatch(text)
    if found is not None:
        return f"{found['day']} {found['month']} {found['year']} {found['time']}{found['zone'] or ''}"
    first = _TIME_FIRST.fullmatch(text)
    if first is not None:
        text = f"{first['date']} {first['time']}"
    for form in _FORMS:
        found = form.fullmatch(text)
        if found is not None:
            return _written(found) or text
    return text


def _written(found: re.Match[str]) -> str | None:
    parts = {name: part for name, part in found.groupdict().items() if part is not None}
    minute = parts.get("minute") or "0"
    minutes = _MINUTES_OF_HALF if minute in _HALF_AN_HOUR else int(minute)
    hour = int(parts["hour"])
    if "half" in parts:
        told = _HOURS[parts["half"].lower()].get(hour)
        if told is None:
            return None
        hour = told
    second = f":{int(parts['second']):02}" if "second" in parts else ""
    return f"{parts['date']} {hour:02}:{minutes:02}{second}{parts.get('rest', '')}"
