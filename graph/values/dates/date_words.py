"""Take the text of a date apart: its numbers, the month that it names, and the words that mark it.

What the numbers mean is read in `dates`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from graph.values.dates.calendars import Calendar
from graph.values.dates.months import (
    ALEFS,
    APPROXIMATE_MARKS,
    BUDDHIST_MARKS,
    COMMON_MARKS,
    MARKS_OF_OTHER_CALENDARS,
    MONTHS,
    MONTHS_OF_OTHER_CALENDARS,
    NOISE,
    RANGE_MARKS,
    ROLES_BEFORE,
    ROLES_BEHIND,
)

SPAN = re.compile(r"(?:between\s|from\s)?\s*([^\s].*?)\s+(?:to|and|until|ถึง|đến|sampai|hingga|至|-)\s+(\S.*)", re.I)
"""Two dates with a word between them."""
_MAY = 5
_TO_ZERO = dict.fromkeys(range(ord("1"), ord("9") + 1), "0")
_TIME = re.compile(
    r"(?<=[\d\w])[T ,]+(?:เวลา\s*)?\d{1,2}[:.]\d\d(?:[:.]\d\d(?:\.\d+)?)?"
    r"\s*(?:[ap]\.?m\.?|น\.?|hrs?)?\s*(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?$",
    re.I,
)
# No agency parts a date with a year of two digits by colons; EXIF does (`1980:05:03`), and has four.
_TIME_ALONE = re.compile(r"\s*\d{1,2}\s*:\s*\d{1,2}(?:\s*:\s*\d{1,2})?\s*")
_THAI_LETTER = re.compile("[ก-ฮ]")


class Mark(StrEnum):
    """What a word of a date is, or says of it; the calendars of `MARKS_OF_OTHER_CALENDARS` are marks as well."""

    NUMBER = "number"
    MONTH = "month"
    BUDDHIST = "buddhist"
    COMMON = "common"
    APPROXIMATE = "approximate"
    RANGE = "range"
    NOISE = "noise"
    BEFORE = "before"
    BEHIND = "behind"
    MAY = "may"
    IN_THAI = "in-thai"
    OTHER_MONTH = "othermonth"


_SPACED = "[a-zà-öø-ɏḁ-ỹа-яёء-ي]"


def _alternatives(words: tuple[str, ...]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    # A word of these alphabets ends where its letters end; the other scripts put no space between words.
    return "|".join(re.escape(w) + (f"(?!{_SPACED})" if re.fullmatch(_SPACED, w[-1]) else "") for w in ordered)


# ISO 8601-2 writes `1980~` and `1980?`. Between two numbers they are something else: a span, a slip, more or less.
_SIGNS_OF_ABOUT = r"^[~≈±∼]|(?<=\d)[~≈∼]$|(?:(?<=\d{4})|(?<=\d{4}-\d\d)|(?<=\d{4}-\d\d-\d\d))[?]$"
_TOKEN = re.compile(
    rf"(?P<number>\d+)(?:(?:st|nd|rd|th)(?![a-z]))?|(?P<may>tháng năm(?=,? năm))|"
    rf"(?P<month>{_alternatives(tuple(MONTHS))})|"
    rf"(?P<othermonth>{_alternatives(tuple(MONTHS_OF_OTHER_CALENDARS))})|"
    rf"{'|'.join(f'(?P<{name}>{_alternatives(words)})' for name, words in MARKS_OF_OTHER_CALENDARS.items())}|"
    rf"(?P<buddhist>{_alternatives(BUDDHIST_MARKS)})|(?P<common>{_alternatives(COMMON_MARKS)})|"
    rf"(?P<approximate>{_alternatives(APPROXIMATE_MARKS)}|{_SIGNS_OF_ABOUT})|(?P<range>{_alternatives(RANGE_MARKS)})|"
    rf"(?P<before>{_alternatives(tuple(ROLES_BEFORE))})|(?P<behind>{_alternatives(tuple(ROLES_BEHIND))})|"
    rf"(?P<noise>{_alternatives(NOISE)}|[\s.,/:()~'-]+)"
)


_NO_OTHERS: Mapping[Calendar, int] = MappingProxyType({})


class Shape(NamedTuple):
    """What texts have in common that differ in their digits alone.

    `end` is where a time of day begins, or the text ends; what is no date has no number. `roles` has a letter for each
    number: `d`, `m` or `y` where a word says so, else a space. `month` is the one that is named, or of other calendars
    `others` has the one of each that has the name.
    """

    is_span: bool
    end: int = 0
    numbers: int = 0
    month: int | None = None
    marks: frozenset[str] = frozenset()
    roles: str = ""
    others: Mapping[Calendar, int] = _NO_OTHERS


def shape_of(text: str) -> Shape:
    """Return how a date is written, whatever its numbers are.

    Args:
        text: in ASCII digits.
    """
    return _shape(text.translate(_TO_ZERO))


@lru_cache(maxsize=4_096)
def _shape(pattern: str) -> Shape:
    """Take a text apart. No pattern here tells one digit from another, so that files repeat few shapes many times.

    Args:
        pattern: the text with a zero for each digit.
    """
    if SPAN.fullmatch(pattern) is not None:
        return Shape(is_span=True)
    if _TIME_ALONE.fullmatch(pattern) is not None:
        return Shape(is_span=False)
    time = _TIME.search(pattern)
    end = time.start() if time is not None else len(pattern)
    text = unicodedata.normalize("NFC", pattern[:end].lower()).translate(ALEFS)
    months, roles, marks = _Months(), _Roles(), set[str]()
    for token in _tokens(text):
        if token is None:
            return Shape(is_span=False)
        kind = str(token.lastgroup)
        if kind in (Mark.MONTH, Mark.MAY, Mark.OTHER_MONTH):
            marks.update(months.take(kind, token[0]))
            roles.waiting = ""
        elif kind in (Mark.NUMBER, Mark.BEFORE, Mark.BEHIND):
            roles.take(kind, token[0])
        elif kind != Mark.NOISE:
            marks.add(kind)
    found = roles.found()
    if len(months.named) > 1 or not 1 <= len(found) <= 3:
        return Shape(is_span=False)
    month = min(months.named, default=None)
    return Shape(False, end, len(found), month, frozenset(marks), found, months.others)


class _Months:
    """Collects the months that are named. `others` has, of one of other calendars, the place in each that has it."""

    def __init__(self) -> None:
        self.named: set[int] = set()
        self.others: Mapping[Calendar, int] = _NO_OTHERS

    def take(self, kind: str, word: str) -> Iterable[str]:
        """Take the name of a month, and return what it tells of the year beside it."""
        if kind != Mark.OTHER_MONTH:
            self.named.add(MONTHS.get(word, _MAY))
            return (Mark.IN_THAI,) if _THAI_LETTER.search(word) else ()
        self.others = MONTHS_OF_OTHER_CALENDARS[word]
        # Any of them stands for all: which it is the year tells.
        self.named.add(max(self.others.values()))
        return self.others


def _tokens(text: str) -> Iterator[re.Match[str] | None]:
    """Yield the words, numbers and separators of a text, at last `None` where something is none of them."""
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or token.end() == at:
            yield None
            return
        at = token.end()
        yield token


class _Roles:
    """Collects what words say of each number: a day, a month or a year.

    `waiting` are the words since the last number. Of several the last one speaks of the number behind it, as forms
    print words that nobody fills in; all three together are a heading, `ngày tháng năm sinh 03/05/1990`.
    """

    def __init__(self) -> None:
        self.waiting = ""
        self._roles: list[str] = []
        self._heading = ""

    def take(self, kind: str, word: str) -> None:
        if kind == Mark.BEFORE:
            self.waiting += ROLES_BEFORE[word]
        elif kind == Mark.NUMBER:
            if len(self.waiting) == 3:
                self._heading, self.waiting = self.waiting, ""
            elif "m" in self.waiting[:-1] and self._roles[-1:] == [" "]:
                self._roles[-1] = "d"  # what stands before a month that is left blank: 3 tháng ... năm 1990
            self._roles.append(self.waiting[-1:] or " ")
            self.waiting = ""
        elif self._roles and self._roles[-1] == " ":
            self._roles[-1] = ROLES_BEHIND[word]

    def found(self) -> str:
        """Return a letter for each number, a space where no word speaks of it."""
        roles = "".join(self._roles)
        return self._heading if self._heading and not roles.strip() and len(roles) == 3 else roles
