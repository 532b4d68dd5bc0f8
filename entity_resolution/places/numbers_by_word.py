"""Numbers of an address in letters of the region or in Latin ones, each with what it numbers: a house, lane or street.

House 34 and Soi 34 are two numbers, and so are Street 271 and Unit 271.
"""

import re
import unicodedata
from collections import Counter
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii

from entity_resolution.names.words.glosses import forms_of
from entity_resolution.places.address_parts import BLOCKS, COMMA, NUMBERED, UNITS, names_a_street
from entity_resolution.places.addresses import NUMBER_MARKS
from entity_resolution.places.notation import in_latin_letters
from entity_resolution.places.street_words import MAX_CHARACTERS, address_words, street_words

_NUMBER = r"\d+[a-z]?(?:[/-]\d+[a-z]?)*"
_POSTCODE = re.compile(r"\d{5,}")
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})(?P<ordinal>st|nd|rd|th)?\b|(?P<word>[a-z]+)")
# What stands before a number in the scripts of the region, and behind it: in Chinese, and Burmese says 35 Street.
_LANES_BEFORE, _LANES_BEHIND = "ซอย|ตรอก|(?<![ก-๙])ซ\\.|ຮ່ອມ", "巷|弄|胡同"
_VILLAGES_BEFORE = "หมู่ที่|หมู่|(?<![ก-๙])ม\\.|ភូមិ|ក្រុមទី|ក្រុម"
_STREETS_BEFORE = "ถนน|(?<![ก-๙])ถ\\.|ផ្លូវលេខ|ផ្លូវ|មហាវិថី|(?<![\u1000-\u109f])လမ်း|ຖະໜົນ|ຖະຫນົນ"
_UNITS_BEFORE, _UNITS_BEHIND = "ห้อง|ชั้น|อาคาร|បន្ទប់|ជាន់|အခန်း|အလွှာ|ຫ້ອງ|ຊັ້ນ", "室|楼|樓|层|層|栋|幢|座|单元"
_IN_OWN_LETTERS = re.compile(
    rf"(?:(?P<lane>{_LANES_BEFORE})|(?P<village>{_VILLAGES_BEFORE})|(?P<street>{_STREETS_BEFORE})"
    rf"|(?P<unit>{_UNITS_BEFORE})|(?P<house>အမှတ်))?(?:ที่|ទី)?\s*(?P<number>{_NUMBER})"
    rf"\s*(?:(?P<lane_behind>{_LANES_BEHIND})|(?P<street_behind>လမ်း|[街路])|(?P<unit_behind>{_UNITS_BEHIND}))?"
)


class Numbered(StrEnum):
    """What a number of an address says."""

    PLAIN = "plain"  # a house, as nothing else is said, or a part of a street's name
    LANE = "lane"
    VILLAGE = "village"  # and a group of houses in one: Moo 3
    STREET = "street"
    UNIT = "unit"  # a room, floor or block


class SaidNumber(NamedTuple):
    """A number as it is written, in plain digits (12/1), and what it says."""

    said: Numbered
    number: str


def may_be_one_by_numbers(left: str, right: str) -> bool:
    """Tell whether two addresses have one house number as written, and no number that contradicts another.

    One may leave a lane, village or unit out, but a numbered street tells which one is meant: both say it or none.

    Args:
        left: one line, in a script of the region or in Latin letters.
        right: likewise.
    """
    ones, others = list(said_numbers(left)), list(said_numbers(right))
    houses = [next((n for n in numbers if n.said is Numbered.PLAIN), None) for numbers in (ones, others)]
    if houses[0] is None or houses[0] != houses[1]:
        return False
    mine, theirs = Counter(ones) - Counter(others), Counter(others) - Counter(ones)
    for one in list(mine):
        other = next((other for other in theirs if _may_be_one(one, other)), None)
        if other is not None:
            mine, theirs = mine - Counter([one]), theirs - Counter([other])
    return not (mine and theirs) and all(n.said is not Numbered.STREET for n in (*mine, *theirs))


def number_two_lanes(left: str, right: str) -> bool:
    """Tell whether two addresses in letters of the region say other lanes, villages or streets by number.

    11 ซ.5 and 5 ซ.11 have one set of numbers, and are two houses.

    Args:
        left: one line, in any script.
        right: likewise.
    """
    ones, others = ({} if in_latin_letters(text) else _by_what(text) for text in (left, right))
    return any(ones[said].isdisjoint(others[said]) for said in ones.keys() & others.keys())


def _by_what(text: str) -> dict[Numbered, set[str]]:
    found: dict[Numbered, set[str]] = {}
    for said, number in said_numbers(text):
        if said not in (Numbered.PLAIN, Numbered.UNIT):
            found.setdefault(said, set()).add(number)
    return found


def _may_be_one(one: SaidNumber, other: SaidNumber) -> bool:
    """Tell whether numbers may be one of which one side does not say what it numbers: Soi 11, Sukhumvit 11."""
    return one.number == other.number and {one.said, other.said} == {Numbered.PLAIN, Numbered.LANE}


def numbered_streets(text: str) -> frozenset[str]:
    """Return the numbers of the streets that an address says: 271 of St. 271.

    Args:
        text: one line, in a script of the region or in Latin letters.
    """
    return frozenset(number for said, number in said_numbers(text) if said is Numbered.STREET)


def is_of_numbers_alone(text: str) -> bool:
    """Tell whether a part of an address says numbers and what they number, and no name: Street 271, Room 1, ห้อง 5.

    Args:
        text: a part between commas, in a script of the region or in Latin letters.
    """
    if not said_numbers(text):
        return False
    if in_latin_letters(text):
        return all(word[0].isdigit() or word in NUMBER_MARKS or _says(word) for word in address_words(text))
    return not any(map(str.isalpha, _IN_OWN_LETTERS.sub(" ", _in_plain_digits(text))))


def _in_plain_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text[:MAX_CHARACTERS]).casefold()


@lru_cache(maxsize=5_000)
def said_numbers(text: str) -> tuple[SaidNumber, ...]:
    """Return the numbers of an address in their order, without a postcode.

    Args:
        text: one line, in a script of the region or in Latin letters.
    """
    plain = _in_plain_digits(text)
    latin = anyascii(plain).casefold() if in_latin_letters(plain) else ""
    found = (number for part in COMMA.split(latin) for number in _in_latin(part)) if latin else _in_own(plain)
    return tuple(number for number in found if not _POSTCODE.fullmatch(number.number))


def _in_own(text: str) -> list[SaidNumber]:
    found = list[SaidNumber]()
    for match in _IN_OWN_LETTERS.finditer(text):
        told = [name.partition("_")[0] for name, word in match.groupdict().items() if word and name != "number"]
        said = told[0] if told and told[0] != "house" else Numbered.PLAIN
        found.append(SaidNumber(Numbered(said), match["number"]))
    return found


def _in_latin(part: str) -> list[SaidNumber]:
    found, before = list[SaidNumber](), list[str]()
    tokens = list(_TOKEN.finditer(part))
    for at, token in enumerate(tokens):
        if token["word"]:
            before += [token["word"]] if token["word"] not in NUMBER_MARKS else []
            continue
        behind = tokens[at + 1]["word"] or "" if at + 1 < len(tokens) else ""
        found.append(SaidNumber(_said(before, behind, ordinal=bool(token["ordinal"])), token["number"]))
        before.append(token["number"])
    return found


def _said(before: list[str], behind: str, *, ordinal: bool) -> Numbered:
    """Return what a number says by the words before it and the one behind it: Soi 11, 35th Street, 2 Floor."""
    word = before[-1] if before else ""
    # Behind a street that has a name of its own stands a house: Silom Road 12.
    if not (word in street_words().ends and names_a_street(before[:-1])) and (said := _says(word)):
        return said
    said = _says(behind)
    return said if said and (said is Numbered.UNIT or ordinal) else Numbered.PLAIN


@lru_cache(maxsize=2_000)
def _says(word: str) -> Numbered | None:
    if word in _villages():
        return Numbered.VILLAGE
    if word in UNITS | BLOCKS | NUMBERED:
        return Numbered.UNIT
    if word not in street_words().known:
        return None
    kinds = street_words().kinds[word]
    # Words that say no kind of street are those of Asia's lanes: Soi, Ngo.
    return Numbered.STREET if kinds and "lane" not in kinds else Numbered.LANE


@lru_cache(maxsize=1)
def _villages() -> frozenset[str]:
    return frozenset({"moo", "mu", "group"}) | forms_of(frozenset({"village"}))
