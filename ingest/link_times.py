"""Times beside a record's properties: when a link began and ended, when something was asserted.

What says that it goes on (`present`, `ปัจจุบัน`, 9999-12-31) is no end, and what says that nobody knows is no time: a
row does not wait for either. The store keeps no more of them than it does of an empty cell.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from graph.values import NormalisedValue, bare_text, says_not_known
from ingest.rules import Problem, Rule
from ingest.values.property_reader import read_beside

_WORDS = """
present;to present;till present;until present;the present;now;to now;till now;until now;current;currently
to date;to this day;ongoing;on-going;continuing;still;still there;still held;still active
ปัจจุบัน;ถึงปัจจุบัน;จนถึงปัจจุบัน;ตอนนี้;ยังอยู่;ບັດຈຸບັນ;ປັດຈຸບັນ;ຈົນເຖິງປັດຈຸບັນ
បច្ចុប្បន្ន;រហូតមកដល់បច្ចុប្បន្ន;ដល់បច្ចុប្បន្ន;សព្វថ្ងៃ;လက်ရှိ;ယခု;ယနေ့အထိ;ယခုအထိ
hiện nay;hiện tại;đến nay;cho đến nay;nay;sekarang;hingga sekarang;sampai sekarang;saat ini;sehingga kini;kini
kasalukuyan;hanggang ngayon;至今;现在;現在;目前;迄今
현재;지금;по настоящее время;настоящее время;по н.в;н.в;сейчас
"""
_GOES_ON = frozenset(bare_text(word) for line in _WORDS.splitlines() for word in line.split(";") if word)
# The last day that many systems know, which they write where there is no end.
_FOREVER = re.compile(r"(?:9999(?:[-/.]?12[-/.]?31)?|31[-/.]12[-/.]9999)(?:[T ].*)?")
# Signs alone, or a day of nothing but zeros.
_NOTHING = re.compile(r"[\s\-–—_.*/]*|[0\s\-./]*0(?:[T\s][0:.]*Z?)?")
_SPAN = "a span of time, where one moment is asked for"


class TimeRead(NamedTuple):
    """What a text gives: a normalised value, or none, and then a problem where it should have given one."""

    value: NormalisedValue | None
    problem: Problem | None


_NONE = TimeRead(None, None)


@lru_cache(maxsize=20_000)
def read_time_beside(text: str, *, sort: str, country: str | None, column: str, is_end: bool = False) -> TimeRead:
    """Return the time that a text gives.

    Args:
        text: as written, without what the mapping takes for empty.
        sort: `date` for a link's `since` and `until`, `timestamp` for `asserted_at`.
        country: the code of the country that dates are read with.
        column: what a problem names.
        is_end: whether it is an `until`: what says that something goes on is no end, and no beginning either.
    """
    found = read_beside(sort, text, country=country)
    is_span = sort == "timestamp" and found.type == "range"
    if found.value is not None and not is_span:
        return TimeRead(found, None)
    if _is_not_known(text, found) or (is_end and _goes_on(text)):
        return _NONE
    rule = Rule.UNREADABLE_DATE if sort == "date" else Rule.UNREADABLE_TIMESTAMP
    return TimeRead(None, Problem(rule=rule, column=column, value=text, reason=_SPAN if is_span else found.reason))


def _is_not_known(text: str, found: NormalisedValue) -> bool:
    return found.type == "default-day" or says_not_known(text) or _NOTHING.fullmatch(text) is not None


def _goes_on(text: str) -> bool:
    return bare_text(text) in _GOES_ON or _FOREVER.fullmatch(text.strip()) is not None
