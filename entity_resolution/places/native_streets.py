"""Streets, lanes and buildings that an address in letters of the region names: ถนนสีลม, 团结路, ផ្លូវឯករាជ្យ, ပြည်လမ်း.

Such lines have few spaces or none, so that a street is found by the word for one. Of a Chinese name the two signs
before that word tell it: what stands before them is a town's as often.
"""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from entity_resolution.names.scripts.han import simplified
from entity_resolution.places.notation import in_full
from entity_resolution.places.numbers_by_word import Numbered, said_numbers
from entity_resolution.places.street_words import MAX_CHARACTERS

# From so alike on, of 100, two names are one, with a slip.
_ONE_NAME = 80
_SIGNS = 2  # of a Chinese name
_THAI_STREET = re.compile(r"ถนน\s*([ก-๙]+)")
_THAI_LANE = re.compile(r"(?:ซอย|ตรอก)\s*([ก-๙]+)")
_THAI_PARTS = re.compile(r"(?:แขวง|เขต|ตำบล|อำเภอ|จังหวัด|ซอย|ตรอก).*")
_LAO = re.compile(r"(?:ຖະໜົນ|ຖະຫນົນ)\s*([\u0e80-\u0eff]+)")
_KHMER = re.compile(r"(?:មហាវិថី|ផ្លូវ(?!លេខ))\s*([\u1780-\u17d3]+)")
_ARABIC = re.compile(r"(?:شارع|طريق)\s+([\u0621-\u064a]+(?:\s+[\u0621-\u064a]+)?)")
_BURMESE = re.compile(r"([\u1000-\u103f\u1050-\u109f]{2,})\s*လမ်း")
_STREET_IN_HAN = r"([\u3400-\u9fff]{2})[东南西北中]?(?:[一二三四五六七八九十]段)?(?:大道|大街|(?<!街)道|[路街])"
_HAN_STREET, _HAN_HOUSE = re.compile(_STREET_IN_HAN), re.compile(rf"{_STREET_IN_HAN}\d*号?")
_HAN_PLACE = re.compile(r"([\u3400-\u9fff]{2})(?:园区|工业园|小区|大厦|广场|公寓|花园|大楼|酒店|中心|商城|城)")
_HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_TOWN = re.compile(r"([\u3400-\u9fff]{2,3}?)[市县]")
# Words for the parts of a country, which stand about their names.
_PARTS = re.compile("[省市区县州镇]|特别行政|တိုင်းဒေသကြီး|တိုင်း|မြို့နယ်|မြို့|ပြည်နယ်|រាជធានី|ក្រុង|ខេត្ត|សង្កាត់|ខណ្ឌ|ស្រុក|ຫຼວງ|ແຂວງ|ເມືອງ")
_SEPARATORS = re.compile(r"[\s,،、，၊།។().\d០-៩၀-၉๐-๙-]+")
# What stands before a house's number or a street's name, and is no town's.
_NO_TOWNS = frozenset({"ถนน", "ซอย", "หมู่", "ตรอก", "ផ្ទះលេខ", "លេខ", "ផ្លូវ", "အမှတ်", "လမ်း", "ຖະໜົນ", "شارع", "طريق"})


def name_two_native_streets(left: str, right: str) -> bool:
    """Tell whether two addresses name other streets, other lanes or, in Chinese, other towns.

    Args:
        left: one line, in letters of the region.
        right: likewise.
    """
    return any(
        ones and others and not any(_may_be_one(one, other) for one in ones for other in others)
        for ones, others in zip(_named(left), _named(right), strict=True)
    )


def are_one_native_house(left: str, right: str) -> bool:
    """Tell whether two addresses have one house number and street, and no town but those that the other says as well.

    Args:
        left: one line, in letters of the region.
        right: likewise.
    """
    streets = [frozenset(native_streets(text)) for text in (left, right)]
    houses = [next((n.number for n in said_numbers(text) if n.said is Numbered.PLAIN), None) for text in (left, right)]
    if not houses[0] or houses[0] != houses[1] or streets[0].isdisjoint(streets[1]):
        return False
    lefts, rights = (_towns(text, streets[0] | streets[1]) for text in (left, right))
    return bool(lefts and rights) and (_are_all_said(lefts, rights) or _are_all_said(rights, lefts))


def _are_all_said(ones: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether all names are among others; in Chinese one may have a province's or a quarter's written on to it."""
    return all(
        one in others or (_HAN.match(one) and any(one in other or other in one for other in others)) for one in ones
    )


@lru_cache(maxsize=5_000)
def native_streets(text: str) -> tuple[str, ...]:
    """Return the names of the streets of an address; where a Chinese one has none, those of compounds and buildings.

    Args:
        text: one line, in letters of the region.
    """
    told = in_full(text[:MAX_CHARACTERS])
    found = [_THAI_PARTS.sub("", name) for name in _THAI_STREET.findall(told)]
    for pattern in (_LAO, _KHMER, _ARABIC, _BURMESE):
        found += pattern.findall(told)
    han = simplified(told)
    found += _HAN_STREET.findall(han) or _HAN_PLACE.findall(han)
    return tuple(filter(None, found))


@lru_cache(maxsize=5_000)
def _named(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the names of the streets, the lanes and the Chinese towns of an address."""
    told = in_full(text[:MAX_CHARACTERS])
    lanes = (_THAI_PARTS.sub("", name) for name in _THAI_LANE.findall(told))
    return native_streets(text), tuple(filter(None, lanes)), tuple(_HAN_TOWN.findall(simplified(told)))


def _may_be_one(one: str, other: str) -> bool:
    """Tell whether two names may be one, with a slip, or with a town or a district written on to one of them."""
    if one in other or other in one or fuzz.ratio(one, other) >= _ONE_NAME:
        return True
    # Of two signs of a Chinese name one may be misread.
    return len(one) == len(other) == _SIGNS and any(a == b for a, b in zip(one, other, strict=True))


def _towns(text: str, streets: frozenset[str]) -> frozenset[str]:
    """Return the names beside a street, without the marks of what they are."""
    plain = simplified(in_full(text[:MAX_CHARACTERS]))
    names = (_PARTS.sub("", name) for name in _SEPARATORS.split(_HAN_HOUSE.sub(" ", plain)))
    told = (name for name in names if len(name) > 1 and name not in _NO_TOWNS)
    return frozenset(name for name in told if not any(street in name for street in streets))
