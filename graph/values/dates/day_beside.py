"""Dates that stand beside something else in one cell: behind a place of birth, or before an age.

Indonesian and Malay forms have one line for both (`Tempat, Tanggal Lahir`: `Jakarta, 03-05-1990`), and lists in Thai
and English put the age into brackets behind the day (`3/5/2533 (36 ปี)`).
"""

import re
from collections.abc import Iterator
from typing import Final

from graph.values.dates.ages import read_age
from graph.values.dates.days import normalise_date
from graph.values.numbers.numerals import in_digits
from graph.values.text import MAX_IDENTIFIER_LENGTH
from graph.values.value import NormalisedValue, possible

BESIDE: Final = "a date beside a place or an age, which are left out"
# What names a place has no digit; a month's name stands in the date itself, which begins with its day or year.
_PLACE = re.compile(r"(?P<beside>[^\W\d_][^\d,/;:()]*)[,/]\s*(?P<date>\d.*)")
_AGE = re.compile(r"(?P<date>.*[\d日])\s*[(（,/]\s*(?P<beside>[^()（）,/]+?)\s*[)）]?")
_DAY: Final = "day"
# Whose day it is, or of what, where it is no birth of the one who is named.
_OF_ANOTHER: Final = frozenset({
    "died", "death", "dead", "deceased", "dod", "wafat", "meninggal", "mati", "mother", "father", "parent", "wife",
    "husband", "spouse", "son", "daughter", "child", "brother", "sister", "sibling", "ibu", "ayah", "bapa", "bapak",
    "suami", "istri", "isteri", "anak", "before", "after", "since", "until", "unknown", "issued", "expired",
    "expires", "registered", "arrested", "married", "reported", "rescued", "updated", "entered",
})  # fmt: skip


def normalise_day_beside(raw: str, *, country: str | None = None) -> NormalisedValue:
    """Return a date as `normalise_date` does, and where it is none the whole day that stands beside a place or an age.

    Args:
        raw: the date as written, as of a birth or a founding.
        country: ISO 3166 code of the country that wrote it.

    Returns:
        What is read beside something else is `possible`: a month or a year alone is not, since more may be missing.
    """
    whole = normalise_date(raw, country=country)
    if whole.value is not None or len(raw) > MAX_IDENTIFIER_LENGTH:
        return whole
    for text in _dates_beside(" ".join(in_digits(raw).split())):
        found = normalise_date(text, country=country)
        if found.value is not None and found.type == _DAY:
            return possible(raw, found.value, found.type, found.reason or BESIDE)
    return whole


def _dates_beside(text: str) -> Iterator[str]:
    """Yield what may be the date of a text: before an age, behind the name of a place, and what stands between both."""
    age = _AGE.fullmatch(text)
    if age is not None and read_age(age["beside"]) is not None:
        text = age["date"]
        yield text
    place = _PLACE.fullmatch(text)
    if place is not None and _may_be_a_place(place["beside"]):
        yield place["date"]


def _may_be_a_place(text: str) -> bool:
    return not text[0].islower() and _OF_ANOTHER.isdisjoint(text.casefold().split())
