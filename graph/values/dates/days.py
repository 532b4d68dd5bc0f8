"""Calendar dates with the precision that their source gave, from the scripts, orders and eras of the region."""

import re
from calendar import isleap
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from graph.values.dates.ages import read_age
from graph.values.dates.calendars import OF_COUNTRY, YEARS, Calendar, days_in, first_day, months_in, with_years_of_eras
from graph.values.dates.date_words import SPAN, Mark, Shape, shape_of
from graph.values.dates.time_of_day import doubt_of_time, ends_of_interval, timed_day
from graph.values.dates.zoned_day import ZonedDay, zoned_day
from graph.values.not_known import says_not_known
from graph.values.numbers.numerals import in_digits
from graph.values.text import MAX_IDENTIFIER_LENGTH, fault, fold_identifier, without_point
from graph.values.value import NormalisedValue, invalid, possible, valid

_BUDDHIST_OFFSET = 543
_FIRST_BUDDHIST_YEAR = 2400  # a later year cannot be one of the common era
_FIRST_BUDDHIST_DIGITS = str(_FIRST_BUDDHIST_YEAR)
_LAST_BUDDHIST_YEAR = 2800
_LAST_SHORT_YEAR = 29  # 2029, in the Buddhist era 2572; a later year of two digits is one of the century before
_LAST_SHORT_BUDDHIST_YEAR = 72
# Of events and documents in Thailand: up to 2035 and from 1990 on in the common era, between them 2536 to 2589, which
# are 1993 to 2046.
_LAST_SHORT_YEAR_OF_EVENT, _FIRST_SHORT_YEAR_OF_EVENT = 35, 90
_BEFORE_THE_REPUBLIC = 1911
_LAST_YEAR_OF_THE_REPUBLIC = 200  # 2111: a larger number before a month is a slip
_SHORTEST_BUDDHIST_YEAR = (
    2483  # from April to December 1940: the years before it began in April, those after in January
)
_FEBRUARY = 28
_MONTHS = 12
_DAYS = frozenset({"day", "default-day"})
_OTHER_CALENDAR = "of the Hijri calendar, which is not turned into this one"
_CALENDARS = frozenset[str](Calendar)
# Of Nepal's years without a mark those before may be days to come in the common era, as documents have them.
_FIRST_PLAIN_YEAR = {Calendar.BIKRAM: 2040}
AGE_WITHOUT_DAY = "an age, of which nothing says on which day it was told"
DAY_COUNT = "a number that is no year, as spreadsheets count days"
_DIGITS_OF_DAY_COUNT = 5  # from 1927 to 2173
_NOT_KNOWN = "a placeholder for a date that is not known"
_ENDS_BEFORE = "a span that ends before it begins"
_OLDEST_YEAR = 1800  # an earlier one is a slip, or of a calendar that is not read here
OTHER_ORDER = "day and month stand the other way round than its country writes them"
"""What is in doubt about a date that its country's order makes none of."""
_MONTH_FIRST = frozenset({"US", "PH", "PW", "FM", "MH", "GU", "AS", "MP"})
_MIXED_ORDER = frozenset({"PH", "CA"})
_YEAR_FIRST = frozenset({"CN", "JP", "KR", "KP", "TW", "HU", "LT", "MN"})
_OWN_BUDDHIST_YEAR = frozenset({"KH", "LA", "MM"})

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
# What ISO 8601 and XML Schema put behind a day: a time without colons, and a zone of the day itself.
_BASIC_TIME = re.compile(r"(?<=^\d{8})T\d{4}(?:\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d(?::?\d\d)?)?$")
_ZONE = re.compile(r"(?<=^\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)$")
_REPUBLIC = re.compile(r"(?:中[華华])?民[國国]\s*(\d{1,3}|元)\s*(年|(?=[./-]\s*\d))")
# A year in Taiwan that no word puts in the common era: `76年`.
_TAIWAN_YEAR = re.compile(r"(?<![\d公西元])(\d{2,3})(年)")
_NUMBER = re.compile(r"\d+")
_HIJRI = re.compile(
    r"هـ|هجري|(?<!\w)ه(?!\w)|محرم|صفر|ربيع|جماد|رجب|شعبان|رمضان|شوال|ذو القعدة|ذي القعدة|ذو الحجة|ذي الحجة"
)


class _Words(NamedTuple):
    """A date's text taken apart: its numbers as written, the month that was named, and what marks it."""

    numbers: tuple[str, ...]
    month: int | None
    marks: frozenset[str]
    roles: str
    others: Mapping[Calendar, int]
    is_event: bool = False


class _Reading(NamedTuple):
    """One way to read the numbers; zero stands for a part that is not there. `doubt` says what is not settled."""

    year: int
    month: int = 0
    day: int = 0
    doubt: str | None = None


def normalise_date(raw: str, *, country: str | None = None, is_event: bool = False) -> NormalisedValue:
    """Return a date in ISO form with the precision of its source: `1962`, `1962-03`, `1962-03-05`.

    Args:
        raw: the date as written; Buddhist-era years are those marked so and those of 2400 and later, years of the
            Republic of China those behind 民國 and, in Taiwan, those of two or three digits before month and day.
        country: ISO 3166 code of the country that wrote it; it settles the order of day and month, and by whose clocks
            the day of an instant is told (`1990-05-02T17:00:00Z` is 3 May in Thailand).
        is_event: whether it is the day of a payment, an account or a document, which lies in these decades: of a year
            of two digits in Thailand the era is then the one in which it does, and of a birth date the Buddhist one.

    Returns:
        `type` is `year`, `month`, `day`, `default-day` (1 January, which systems write for a day they do not know) or
        `range` (`1960/1965`). What the text leaves open is `possible`: the order of day and month without a country, a
        year of two digits, an approximate date, a day or month of which zeros say that it is not known (`00/00/2530` is
        the year 1987 alone), an instant that is another day in its own zone. Dates have no key.
    """
    reason = fault(raw, MAX_IDENTIFIER_LENGTH)
    if reason is not None:
        return invalid(raw, "date", reason)
    country = country.upper() if country else None
    iso = _ISO.fullmatch(raw) if raw.isascii() and country not in OF_COUNTRY else None
    if iso is not None and iso[1] < _FIRST_BUDDHIST_DIGITS:
        return _day_of_iso(raw, iso)  # as most are: it holds nothing that is looked for below
    text = in_digits(fold_identifier(raw))
    instant = zoned_day(text, country=country, is_event=is_event)
    if instant is None:
        found = _dated(raw, text, country, is_event=is_event)
        if found.value is None and says_not_known(raw):
            return invalid(raw, "default-day", _NOT_KNOWN)
        is_age = found.value is None and found.type == "date" and read_age(raw) is not None
        return replace(found, reason=AGE_WITHOUT_DAY) if is_age else found
    return _moved(_dated(raw, instant.text, country, is_event=is_event), instant)


def _dated(raw: str, text: str, country: str | None, *, is_event: bool) -> NormalisedValue:
    basic = _BASIC_TIME.search(text)
    text = text if basic is None else text[: basic.start()]
    text = with_years_of_eras(_ZONE.sub("", _REPUBLIC.sub(_of_the_republic, text)), country=country)
    if country == "TW":
        text = _TAIWAN_YEAR.sub(_of_the_republic, text)
    iso = _ISO.match(text)
    found = None
    if iso is not None and iso[1] < _FIRST_BUDDHIST_DIGITS and country not in OF_COUNTRY:
        found = _of_iso(raw, iso, text, country, is_event=is_event)
    if found is None:
        found = _in_words(raw, without_point(text), country, is_event=is_event)
    return found if basic is None else _doubted(found, doubt_of_time(basic[0]))


def _of_iso(raw: str, iso: re.Match[str], text: str, country: str | None, *, is_event: bool) -> NormalisedValue | None:
    """Return a day in ISO form, alone or with what stands behind it; None where that is read as in other dates."""
    day = _day_of_iso(raw, iso)
    if iso.end() == len(text):
        return day
    ends = ends_of_interval(text)
    if ends is not None:
        return _between(raw, ends, country, is_event=is_event)
    timed = timed_day(text)
    if timed is None or timed[1] is None:
        return day if timed is not None else None
    # Only what no other form of a date is: `10:00 น.`, or two dates with their times.
    found = _in_words(raw, without_point(text), country, is_event=is_event)
    return found if found.value is not None or found.reason == _ENDS_BEFORE else _doubted(day, timed[1])


def _day_of_iso(raw: str, iso: re.Match[str]) -> NormalisedValue:
    return _judge(raw, _Reading(year=int(iso[1]), month=int(iso[2]), day=int(iso[3])), None)


def _in_words(raw: str, text: str, country: str | None, *, is_event: bool) -> NormalisedValue:
    shape = shape_of(text)
    if shape.is_span:
        return _span(raw, text, country, is_event=is_event)
    found = _one(raw, text, shape, country, is_event=is_event)
    return found if found.value is None else _doubted(found, doubt_of_time(text[shape.end :]))


def _doubted(found: NormalisedValue, doubt: str | None) -> NormalisedValue:
    """Return what was read as possible, where something is in doubt."""
    if found.value is None or doubt is None:
        return found
    return possible(found.raw, found.value, found.type, found.reason or doubt)


def _moved(found: NormalisedValue, instant: ZonedDay) -> NormalisedValue:
    """Return the day of an instant as it is where it was written; a month or a year alone stays what it is."""
    if instant.doubt is None or found.value is None or found.type not in _DAYS:
        return found
    day = date.fromisoformat(found.value) + timedelta(days=instant.days)
    value_type = "default-day" if day.month == day.day == 1 else "day"
    return possible(found.raw, day.isoformat(), value_type, found.reason or instant.doubt)


def is_approximate_date(raw: str) -> bool:
    """Tell whether a date that was read says of itself that it is not exact: `c. 1960`, `ประมาณ 2503`."""
    return Mark.APPROXIMATE in _marks_of(raw)


def is_one_end_of_a_span(raw: str) -> bool:
    """Tell whether a date that was read says no more than that something was before it, or after it: `before 1960`."""
    return Mark.RANGE in _marks_of(raw)


def _marks_of(raw: str) -> frozenset[str]:
    return shape_of(in_digits(fold_identifier(raw))).marks


def _of_the_republic(found: re.Match[str]) -> str:
    """Return a year of the Republic of China in the common era; 元年 is its first."""
    return f"{_BEFORE_THE_REPUBLIC + (1 if found[1] == '元' else int(found[1]))}{found[2]}"


def _one(raw: str, text: str, shape: Shape, country: str | None, *, is_event: bool) -> NormalisedValue:
    if not shape.numbers:
        return invalid(raw, "date", _OTHER_CALENDAR if _HIJRI.search(text) else "holds what no date has")
    numbers = tuple(_NUMBER.findall(text, 0, shape.end))
    words = _Words(numbers, shape.month, shape.marks, shape.roles, shape.others, is_event)
    years = _range(words)
    if years is not None:
        return possible(raw, years, "range", "a span of time")
    reading = _read(words, country)
    if isinstance(reading, str):
        return invalid(raw, "date", reading)
    calendar = _other_calendar(reading, words, country)
    if calendar is not None:
        return _turned(raw, calendar, reading, words)
    if not words.marks.isdisjoint(_CALENDARS):
        return invalid(raw, "date", "a year that its calendar does not have, or of which nobody lives")
    return _judge(raw, _to_common_era(reading, words, country), words)


def _other_calendar(reading: _Reading, words: _Words, country: str | None) -> Calendar | None:
    """Return by which calendar beside the common one a year is counted, if any.

    That is the one which a mark or the name of a month tells, and without either that of the country's papers where the
    year cannot be one of the common era: 1369 in Iran, 2047 in Nepal.
    """
    told = sorted(words.marks & _CALENDARS)
    if told:
        return next((Calendar(name) for name in told if reading.year in YEARS[Calendar(name)]), None)
    own = OF_COUNTRY.get(country or "")
    if own is None or not words.marks.isdisjoint((Mark.BUDDHIST, Mark.COMMON)) or words.month is not None:
        return None
    return own if reading.year in YEARS[own] and reading.year >= _FIRST_PLAIN_YEAR.get(own, 0) else None


def _turned(raw: str, calendar: Calendar, reading: _Reading, words: _Words) -> NormalisedValue:
    """Return a date of another calendar in the common one; a month or a year of it is a span of days."""
    if words.month is not None and calendar not in words.others:
        return invalid(raw, "date", "a month of another calendar than its year")
    reading = reading._replace(month=words.others.get(calendar, reading.month))
    first, last = max(reading.month, 1), reading.month or months_in(calendar)
    if not days_in(calendar, reading.year, first):
        return invalid(raw, "date", "a month that its calendar does not have")
    if reading.day > days_in(calendar, reading.year, first):
        return invalid(raw, "date", "a day that its month does not have")
    start = first_day(calendar, reading.year, first)
    if not reading.day:
        end = first_day(calendar, reading.year, last) + timedelta(days=days_in(calendar, reading.year, last) - 1)
        size = len("2000-01") if reading.month else len("2000")
        return possible(raw, f"{start.isoformat()[:size]}/{end.isoformat()[:size]}", "range", "a span of time")
    is_first = reading.month == reading.day == 1
    doubt = "the first day of a year, which may stand for one that is not known" if is_first else reading.doubt
    if Mark.APPROXIMATE in words.marks:
        doubt = "an approximate date"
    value = (start + timedelta(days=reading.day - 1)).isoformat()
    return possible(raw, value, "day", doubt) if doubt else valid(raw, value, "day")


def _span(raw: str, text: str, country: str | None, *, is_event: bool) -> NormalisedValue:
    ends = SPAN.fullmatch(text)
    assert ends is not None  # noqa: S101 - its shape says so
    return _between(raw, (ends[1], ends[2]), country, is_event=is_event)


def _between(raw: str, ends: tuple[str, str], country: str | None, *, is_event: bool) -> NormalisedValue:
    """Return two dates as an ISO interval; both must be dates of their own, and the first not the later."""
    start, end = (normalise_date(text, country=country, is_event=is_event) for text in ends)
    if start.value is None or end.value is None or "range" in (start.type, end.type):
        return invalid(raw, "range", "one end of the span is no date")
    if start.value > end.value:
        return invalid(raw, "range", _ENDS_BEFORE)
    return possible(raw, f"{start.value}/{end.value}", "range", "a span of time")


def _range(words: _Words) -> str | None:
    """Return a span of two years, in the common era, as an ISO interval."""
    if words.month is not None or len(words.numbers) != 2 or not all(len(n) == 4 for n in words.numbers):
        return None
    first, last = (int(n) for n in words.numbers)
    if Mark.BUDDHIST in words.marks or first >= _FIRST_BUDDHIST_YEAR:
        first, last = first - _BUDDHIST_OFFSET, last - _BUDDHIST_OFFSET
    return f"{first:04}/{last:04}" if _OLDEST_YEAR <= first < last < _FIRST_BUDDHIST_YEAR else None


def _read(words: _Words, country: str | None) -> _Reading | str:
    """Return how the numbers are to be read, or in words why they cannot be."""
    if any(len(n) > 8 for n in words.numbers):
        return "a number too long for a date"
    if len(words.numbers) == 3 and not any(n.strip("0") for n in words.numbers):
        return _Reading(year=0)  # a year of two zeros is no more known than the day and month beside it
    if words.month is not None:
        return _read_named(words, words.month, country)
    if "d" in words.roles or "m" in words.roles:
        return _read_told(words, country)
    if len(words.numbers) == 1:
        return _read_one(words.numbers[0], country)
    if len(words.numbers) == 2:
        return _read_two(*words.numbers)
    return _read_three(words, country)


def _read_named(words: _Words, month: int, country: str | None) -> _Reading | str:
    if len(words.numbers) > 2:
        return "more numbers than a date with a named month has"
    *days, year = words.numbers
    if days and len(days[0]) > 2:
        days, year = [year], days[0]
    if len(year) == 3 or len(year) > 4 or (days and len(days[0]) > 2):
        return "a year of neither two nor four digits"
    if not days and len(year) < 4:
        return "has no year"
    day = int(days[0]) if days else 0
    if len(year) == 4:
        return _Reading(year=int(year), month=month, day=day)
    return _short_year(int(year), month, day, words, country)


def _read_told(words: _Words, country: str | None) -> _Reading | str:
    """Read numbers of which words say what they are; one of which none does is the part that is left, or the year."""
    told = dict(zip(words.roles, words.numbers, strict=True))
    untold = [number for number, role in zip(words.numbers, words.roles, strict=True) if role == " "]
    if len(told) + max(len(untold) - 1, 0) < len(words.numbers):
        return "names one part of a date twice"
    year = told.get("y") or next((number for number in untold if len(number) == 4), None)
    untold = [number for number in untold if number is not year]
    for role in ("m", "d"):
        if role not in told and untold and len(untold[0]) <= 2:
            told[role] = untold.pop(0)
    if year is None or untold or len(year) not in (2, 4) or any(len(told.get(role, "")) > 2 for role in "dm"):
        return "has no year of two or four digits, or no day and month beside it"
    month, day = int(told.get("m", 0)), int(told.get("d", 0))
    if len(year) == 4:
        return _Reading(year=int(year), month=month, day=day)
    return _short_year(int(year), month, day, words, country)


def _read_one(number: str, country: str | None) -> _Reading | str:
    if len(number) == 4:
        return _Reading(year=int(number))
    if len(number) == 7 and country == "TW" and int(number[:3]) <= _LAST_YEAR_OF_THE_REPUBLIC:
        return _Reading(year=_BEFORE_THE_REPUBLIC + int(number[:3]), month=int(number[3:5]), day=int(number[5:]))
    if len(number) == _DIGITS_OF_DAY_COUNT:
        return DAY_COUNT
    if len(number) != 8:
        return "a number that is no year"
    year, month, day = int(number[:4]), int(number[4:6]), int(number[6:])
    if month <= 12 and day <= 31 and _OLDEST_YEAR <= year <= _LAST_BUDDHIST_YEAR:
        return _Reading(year=year, month=month, day=day)
    doubt = "eight digits, read as day, month and year"
    return _Reading(year=int(number[4:]), month=int(number[2:4]), day=int(number[:2]), doubt=doubt)


def _read_two(first: str, second: str) -> _Reading | str:
    if len(first) == 4 and len(second) <= 2:
        return _Reading(year=int(first), month=int(second))
    if len(second) == 4 and len(first) <= 2:
        return _Reading(year=int(second), month=int(first))
    return "two numbers of which neither is a year"


def _read_three(words: _Words, country: str | None) -> _Reading | str:
    first, second, third = words.numbers
    if len(second) > 2 or (len(first) > 2 and len(third) > 2):
        return "more than one year"
    if len(first) == 4:
        return _Reading(year=int(first), month=int(second), day=int(third))
    if len(third) == 4 and len(first) <= 2:
        months = months_in(Calendar.ETHIOPIAN) if Calendar.ETHIOPIAN in words.marks else _MONTHS
        month, day, doubt = _order(int(first), int(second), int(third), country, months=months)
        return _Reading(year=int(third), month=month, day=day, doubt=doubt)
    if country == "TW" and _is_of_the_republic(words, first, third):
        doubt = "a year of two digits, read in the era of the Republic of China" if len(first) == 2 else None
        return _Reading(year=_BEFORE_THE_REPUBLIC + int(first), month=int(second), day=int(third), doubt=doubt)
    if len(first) > 2 or len(third) > 2:
        return "a year of neither two nor four digits"
    if country in _YEAR_FIRST:
        return _short_year(int(first), int(second), int(third), words, country)
    month, day, _ = _order(int(first), int(second), int(third), country)
    return _short_year(int(third), month, day, words, country)


def _is_of_the_republic(words: _Words, first: str, third: str) -> bool:
    """Return whether Taiwan counts a year before month and day from 1911: `76/3/4`, `076/03/04`, but not `05/03/04`."""
    is_short = len(first) == 2 and first[0] != "0"
    is_long = len(first) == 3 and 0 < int(first) <= _LAST_YEAR_OF_THE_REPUBLIC
    return (is_short or is_long) and len(third) <= 2 and Mark.COMMON not in words.marks


def _order(
    first: int, second: int, year: int, country: str | None, *, months: int = _MONTHS
) -> tuple[int, int, str | None]:
    """Return month, day, and what is in doubt, of two numbers before a year that has so many months."""
    month_first = country in _MONTH_FIRST
    month, day = (first, second) if month_first else (second, first)
    if month > months >= day:
        # Nothing but the other order makes a date of it; that country's other dates may stand so as well.
        return day, month, OTHER_ORDER if country is not None and country not in _MIXED_ORDER else None
    # A Buddhist year is Thai, and Thailand writes the day first.
    settled = (country is not None and country not in _MIXED_ORDER) or year >= _FIRST_BUDDHIST_YEAR
    swappable = month != day and 1 <= month <= months and 1 <= day <= months
    return month, day, "day and month may be the other way round" if swappable and not settled else None


def _short_year(year: int, month: int, day: int, words: _Words, country: str | None) -> _Reading:
    """Read a year of two digits as one from 1930 to 2029, in Thailand or where marked so counted in the Buddhist era.

    Whoever names the month in Thai counts so too, whosever birth date it is; in another language (`13-May-88`) nobody
    does.

    A century that is fixed rather than taken from a clock gives one file one reading for good; 2029 leaves room for
    documents that are yet to expire.
    """
    doubt = "a year of two digits"
    is_thai = (country == "TH" and words.month is None) or not words.marks.isdisjoint({Mark.BUDDHIST, Mark.IN_THAI})
    if is_thai and Mark.COMMON not in words.marks:
        if words.is_event and Mark.BUDDHIST not in words.marks:
            return _short_year_of_event(year, month, day)
        century = 2500 if year <= _LAST_SHORT_BUDDHIST_YEAR else 2400
        if Mark.BUDDHIST not in words.marks:
            doubt = "a year of two digits, read in the Buddhist era"
        return _Reading(year=century + year, month=month, day=day, doubt=doubt)
    return _Reading(year=(1900 if year > _LAST_SHORT_YEAR else 2000) + year, month=month, day=day, doubt=doubt)


def _short_year_of_event(year: int, month: int, day: int) -> _Reading:
    """Read a year of two digits in Thailand as the one of these decades, from 1990 on, be it of the one era or other.

    A spreadsheet there shows the common era, a clerk writes the Buddhist one: 26 is 2026, and 69 is 2569, the same.
    """
    if year <= _LAST_SHORT_YEAR_OF_EVENT:
        return _Reading(2000 + year, month, day, "a year of two digits, read in the common era")
    if year >= _FIRST_SHORT_YEAR_OF_EVENT:
        return _Reading(1900 + year, month, day, "a year of two digits, read in the common era")
    return _Reading(2500 + year, month, day, "a year of two digits, read in the Buddhist era")


def _to_common_era(reading: _Reading, words: _Words, country: str | None) -> _Reading:
    """Turn a Buddhist year into one of the common era.

    Until 1940 the Thai year began in April, so its January to March lie in the common year after; 2483 ended in
    December. The Buddhist year of
    Cambodia, Laos and Myanmar turns in April or May to this day.
    """
    marked = Mark.BUDDHIST in words.marks
    later = _FIRST_BUDDHIST_YEAR <= reading.year <= _LAST_BUDDHIST_YEAR
    if Mark.COMMON in words.marks or not (marked or later):
        return reading
    year, doubt = reading.year - _BUDDHIST_OFFSET, reading.doubt
    if country in _OWN_BUDDHIST_YEAR:
        doubt = doubt or "a Buddhist year that turns in April or May"
    elif reading.year == _SHORTEST_BUDDHIST_YEAR and 1 <= reading.month <= 3:
        # Whoever counts back from 1940 writes such a date; the year itself had none.
        doubt = "the Buddhist year 2483 had no January to March: counted back from 1940"
    elif year < 1941 and 1 <= reading.month <= 3:
        year, doubt = year + 1, doubt or "a Buddhist year that began in April"
    return _Reading(year=year, month=reading.month, day=reading.day, doubt=doubt)


def _judge(raw: str, reading: _Reading, words: _Words | None) -> NormalisedValue:
    if reading.year == 0:
        return invalid(raw, "default-day", _NOT_KNOWN)
    if not 1000 <= reading.year < _FIRST_BUDDHIST_YEAR:
        return invalid(raw, "date", "a year that no date of this field has")
    if reading.month > 12:
        return invalid(raw, "date", "a month after December")
    if reading.day and not reading.month:
        return invalid(raw, "date", "a day without its month")
    if reading.day > (_days_in(reading.year, reading.month) if reading.month else 0):
        return invalid(raw, "date", "a day that its month does not have")
    value, value_type = _iso(reading)
    doubt = reading.doubt or _unknown_parts(reading, words)
    if words is not None and Mark.APPROXIMATE in words.marks:
        doubt = "an approximate date"
    elif words is not None and Mark.RANGE in words.marks:
        doubt = "one end of a span"
    elif reading.year < _OLDEST_YEAR:
        doubt = doubt or "a year before 1800, perhaps of another calendar"
    return possible(raw, value, value_type, doubt) if doubt else valid(raw, value, value_type)


def _unknown_parts(reading: _Reading, words: _Words | None) -> str | None:
    """Return which parts of a date are zeros, as documents have them for what is not known; None where none is."""
    parts = 3
    if words is not None and len(words.numbers[0]) != 8:
        parts = len(words.numbers) + (words.month is not None)
    if not reading.month and parts > 1:
        return "zeros for day and month, which are not known" if parts == 3 else "zeros for a month that is not known"
    return "zeros for a day that is not known" if not reading.day and parts == 3 else None


def _days_in(year: int, month: int) -> int:
    return _FEBRUARY + isleap(year) if month == 2 else 31 - (month - 1) % 7 % 2


def _iso(reading: _Reading) -> tuple[str, str]:
    if not reading.month:
        return f"{reading.year:04}", "year"
    if not reading.day:
        return f"{reading.year:04}-{reading.month:02}", "month"
    value_type = "default-day" if reading.month == reading.day == 1 else "day"
    return f"{reading.year:04}-{reading.month:02}-{reading.day:02}", value_type
