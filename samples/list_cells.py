"""Cells of the published lists: how countries, dates and several values of one cell are written."""

import calendar
import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

EMPTY = "-0-"

_MONTHS = {month: f"{number:02d}" for number, month in enumerate(calendar.month_abbr) if month}

# FollowTheMoney writes countries as ISO 3166 codes; OFAC writes names.
COUNTRIES = {
    "Afghanistan": "af",
    "Angola": "ao",
    "Australia": "au",
    "Belarus": "by",
    "Benin": "bj",
    "Bulgaria": "bg",
    "Burma": "mm",
    "Cambodia": "kh",
    "Cayman Islands": "ky",
    "China": "cn",
    "Colombia": "co",
    "Congo, Democratic Republic of the": "cd",
    "Cuba": "cu",
    "Cyprus": "cy",
    "Ecuador": "ec",
    "Egypt": "eg",
    "El Salvador": "sv",
    "Germany": "de",
    "Guatemala": "gt",
    "Honduras": "hn",
    "Hong Kong": "hk",
    "India": "in",
    "Indonesia": "id",
    "Iran": "ir",
    "Iraq": "iq",
    "Italy": "it",
    "Jordan": "jo",
    "Korea, North": "kp",
    "Laos": "la",
    "Lebanon": "lb",
    "Libya": "ly",
    "Macau": "mo",
    "Malaysia": "my",
    "Malta": "mt",
    "Mexico": "mx",
    "Mozambique": "mz",
    "Netherlands": "nl",
    "Nicaragua": "ni",
    "Pakistan": "pk",
    "Palau": "pw",
    "Panama": "pa",
    "Paraguay": "py",
    "Peru": "pe",
    "Philippines": "ph",
    "Portugal": "pt",
    "Russia": "ru",
    "Saint Kitts and Nevis": "kn",
    "Saudi Arabia": "sa",
    "Serbia": "rs",
    "Singapore": "sg",
    "Syria": "sy",
    "Taiwan": "tw",
    "Tanzania": "tz",
    "Thailand": "th",
    "Tunisia": "tn",
    "Ukraine": "ua",
    "United Arab Emirates": "ae",
    "United Kingdom": "gb",
    "United States": "us",
    "Uzbekistan": "uz",
    "Vanuatu": "vu",
    "Venezuela": "ve",
    "Virgin Islands, British": "vg",
    "Yemen": "ye",
}


class ConversionError(Exception):
    """A raw extract holds what this converter does not know; it stops and does not guess."""


def country_code(name: str) -> str:
    """Return the ISO 3166 code, in small letters, of a country as OFAC names it."""
    try:
        return COUNTRIES[name.strip()]
    except KeyError as exc:
        raise ConversionError(f"unknown country `{name}`") from exc


def iso_date(text: str) -> str:
    """Return `25 Dec 2019`, `Dec 2019` or `2019` as an ISO date of the same precision."""
    match text.strip().split():
        case [day, month, year] if month in _MONTHS:
            return f"{year}-{_MONTHS[month]}-{int(day):02d}"
        case [month, year] if month in _MONTHS:
            return f"{year}-{_MONTHS[month]}"
        case [year] if re.fullmatch(r"\d{4}", year):
            return year
    raise ConversionError(f"unreadable date `{text}`")


def iso_day(text: str) -> str:
    """Return `25/12/2019` as an ISO date."""
    day, month, year = text.split("/")
    return f"{year}-{month}-{day}"


def cell(value: str) -> str:
    """Return what a cell of a spreadsheet means."""
    # A leading apostrophe is how a spreadsheet keeps the zeros of a number; it is not part of it.
    return value.strip().removeprefix("'").strip()


def joined(values: Iterable[str]) -> str:
    """Return several values as one cell, none of them twice."""
    return "|".join(dict.fromkeys(v for v in values if v))


def grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    """Return the values of each key, in their order."""
    groups: dict[str, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def rows_of(path: Path) -> Iterator[list[str]]:
    """Yield the rows of a CSV file that names no columns."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            yield [cell.strip() for cell in row]


def table_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file by the names of its columns."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
