"""Which street, building or compound an address names, apart from its number, town, postcode and country.

Two streets of one town have a house 12 each, and all that stands behind the street in common: held against each other
as a whole, such lines are nearly one. So the own words of the streets are compared by themselves.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from entity_resolution.names import NameKind, compare_names, site_name
from entity_resolution.names.han import simplified
from entity_resolution.places.address_parts import (
    BLOCKS,
    NEARBY,
    NUMBERED,
    UNITS,
    behind_number,
    has_house_number,
    has_street_word,
    is_aside,
    is_building,
    is_numbered_area,
)
from entity_resolution.places.addresses import (
    HOUSE_MARKS,
    NUMBER_MARKS,
    canonical_address,
    number_and_streets,
    spelled_address,
    split_address,
    with_one_hyphen,
)
from entity_resolution.places.notation import in_full, in_latin_letters, short_in_full
from entity_resolution.places.numbers_by_word import Numbered, said_numbers
from entity_resolution.places.provinces import is_of_districts, is_province
from entity_resolution.places.street_words import (
    MAX_CHARACTERS,
    address_words,
    without_cut_suffix,
    without_particles,
    without_suffix,
)
from entity_resolution.places.towns import is_known_town
from graph.values import normalise_country

Words = tuple[str, ...]

# What a compound or a building is called, behind its name.
_PLACES = frozenset(
    {"park", "compound", "zone", "building", "tower", "casino", "hotel", "resort", "condo", "condominium"}
)
_ENDS = frozenset({"upper", "lower", "inner", "outer", "old", "new", "lama", "baru"})
_NO_NAMES = UNITS | BLOCKS | NUMBERED | NUMBER_MARKS | HOUSE_MARKS | NEARBY | {"and", "of", "the", "plot", "corner"}
# From so alike on, of 100, two words are one in two spellings; and two names whose words are parted otherwise.
_ONE_WORD, _ONE_NAME = 80, 85
# How alike two addresses are at least, of 100, that have one number and one street with a word more or another spelling.
_ONE_STREET = 90.0
# From so alike on two lines are one, whatever they name.
_ONE_LINE = 97.0
_POSTCODE = 5  # digits, at least
# So many letters of a word are its short form: Ratchada, Ratchadaphisek.
_SHORT_FORM = 4
# The name of a street stands behind the word for one, or before it; in Chinese, other signs may stand before both.
_THAI = re.compile(r"ถนน\s*([ก-๙]+)")
_BEHIND = re.compile(
    r"(?:ຖະໜົນ|ຖະຫນົນ)\s*([\u0e80-\u0eff]+)|(?:មហាវិថី|ផ្លូវ(?!លេខ))\s*([\u1780-\u17d3]+)|(?:شارع|طريق)\s+([\u0621-\u064a]+(?:\s+[\u0621-\u064a]+)?)"
)
_BURMESE = re.compile(r"([\u1000-\u103f\u1050-\u109f]{2,})\s*လမ်း(?:မကြီး|သွယ်)?")
_DIGITS = re.compile(r"\d.*")
_THAI_LANE = re.compile(r"(?:ซอย|ตรอก)\s*([ก-๙]+)")
_THAI_PARTS = re.compile(r"(?:แขวง|เขต|ตำบล|อำเภอ|จังหวัด|ซอย|ตรอก).*")
_HAN_STREET = re.compile(
    r"([\u3400-\u9fff]{2})[东東南西北中]?(?:[一二三四五六七八九十]段)?(?:大道|大街|(?<!街)道|[路街])"
)
_HAN_PLACE = re.compile(r"([\u3400-\u9fff]{2})(?:园区|工业园|小区|大厦|广场|公寓|花园|大楼|酒店|中心|商城|城)")
_HAN_HOUSE = re.compile(
    r"[\u3400-\u9fff]{2}[东南西北中]?(?:[一二三四五六七八九十]段)?(?:大道|大街|(?<!街)道|[路街])\d*号?"
)
_HAN_TOWN = re.compile(r"([\u3400-\u9fff]{2,3}?)[市县]")
# What stands before a house's number or a street's name, and is no town's.
_HOUSES = frozenset({"ถนน", "ซอย", "หมู่", "ตรอก", "ផ្ទះលេខ", "លេខ", "ផ្លូវ", "အမှတ်", "လမ်း", "ຖະໜົນ", "شارع", "طريق"})
_HAN_MARKS = re.compile("[省市区县州镇]|特别行政")
_SEPARATORS = re.compile(r"[\s,،、，၊।។().\d០-៩၀-၉๐-๙-]+")


def name_two_streets(left: str, right: str) -> bool:
    """Tell whether two addresses each name a street, a building or a compound, and not the same one.

    Where one says it and the other does not, or both say what may be one name in two spellings, they may be one place;
    so may streets that have a number alone for a name, which are held against each other by that.

    Args:
        left: one line, in any script.
        right: likewise.
    """
    latin = [in_latin_letters(text) for text in (left, right)]
    if not any(latin):
        return _name_two_in_own_letters(left, right)
    if not all(latin):
        return False
    ones, others = names_of_streets(left), names_of_streets(right)
    if ones and others:
        return _are_two(ones, others)
    ones, others = ones or _named_parts(left), others or _named_parts(right)
    every = [[*names, *_named_parts(text)] for names, text in ((ones, left), (others, right))]
    return bool(ones and others) and _are_two([ones[0], *every[0]], [others[0], *every[1]])


def likeness_of_addresses(left: str, right: str) -> float:
    """Return how alike two addresses are, of 100: as a whole, in any order of their words, or by house and street alone.

    The more of district, postcode and country one of them says, the less alike they are as a whole.

    Args:
        left: one line, in any script.
        right: likewise.
    """
    whole = _likeness_of_words(simplified(spelled_address(left)), simplified(spelled_address(right)))
    if not (in_latin_letters(left) and in_latin_letters(right)):
        return 100.0 if _are_one_in_own_letters(left, right) else whole
    by_house = _likeness_of_words(canonical_address(left), canonical_address(right))
    if not (_street_parts(left) and _street_parts(right)):
        return max(whole, by_house, _likeness_of_words(_place_in_front(left), _place_in_front(right)))
    numbers, others = _plain_numbers(left), _plain_numbers(right)
    if whole >= _ONE_LINE or not _says_numbers(left) or not _says_numbers(right):
        return max(whole, by_house)
    is_one = not numbers.isdisjoint(others) and _share_first_name(left, right)
    return max(by_house, _ONE_STREET) if is_one else by_house


def _share_first_name(left: str, right: str) -> bool:
    names, others = names_of_streets(left)[:1], names_of_streets(right)[:1]
    return bool(names and others) and may_be_one_name(names[0], others[0])


def _says_numbers(text: str) -> bool:
    return any(word[0].isdigit() and len(word) < _POSTCODE for word in address_words(text))


def _plain_numbers(text: str) -> frozenset[str]:
    """Return the numbers of an address that are a house's, or a part of a street's name."""
    return frozenset(found.number for found in said_numbers(text) if found.said is Numbered.PLAIN)


def _place_in_front(text: str) -> str:
    """Return the part in front that says a compound or a building by its name, else the whole address."""
    part = split_address(text[:MAX_CHARACTERS])[:1]
    told = part and not _is_area(part[0]) and not is_aside(part[0]) and _is_of_a_place(address_words(part[0]))
    return spelled_address(part[0] if told else text)


def _is_of_a_place(words: Sequence[str]) -> bool:
    return len(words) > 1 and words[-1] in _PLACES


def _likeness_of_words(left: str, right: str) -> float:
    """Return how alike two lines are in any order of their words or without their spaces: Maha Chai, Mahachai."""
    if "-" in left or "-" in right:
        left, right = map(" ".join, with_one_hyphen(left.split(), right.split()))
    found: float = fuzz.token_sort_ratio(left, right)
    return max(found, fuzz.ratio(left.replace(" ", ""), right.replace(" ", "")))


def _are_two(ones: Sequence[Words], others: Sequence[Words]) -> bool:
    """Tell whether the first name of either side is none of the other's."""
    return not any(map(lambda other: may_be_one_name(ones[0], other), others)) and not any(
        may_be_one_name(one, others[0]) for one in ones
    )


@lru_cache(maxsize=5_000)
def names_of_streets(text: str) -> tuple[Words, ...]:
    """Return the own words of each street or building that an address names, that of its house number first.

    Args:
        text: one line in Latin letters, its parts between commas.
    """
    parts = _street_parts(text)
    best = next((part for part in parts if has_house_number(part) and has_street_word(behind_number(part))), None)
    ordered = [best, *(part for part in parts if part is not best)] if best is not None else parts
    return tuple(name for part in ordered for name in _names_in(part))


def _street_parts(text: str) -> list[str]:
    return [part for part in split_address(text[:MAX_CHARACTERS]) if _says_street(part)]


def _says_street(part: str) -> bool:
    """Tell whether a part is a street's or a building's, by a word for one or the number of a house in front."""
    if is_aside(part) or is_numbered_area(part):
        return False
    return (
        has_street_word(part)
        or has_street_word(behind_number(part))
        or is_building(part)
        or behind_number(part) != part
    )


def _names_in(part: str) -> Iterator[Words]:
    bare = without_cut_suffix(short_in_full(part))[0]
    for words in number_and_streets(bare)[1]:
        named = [_DIGITS.sub("", without_suffix(word)[0]) for word in without_particles(words)]
        told = tuple(word for word in named if word and word not in _NO_NAMES)
        # Which end of a street it is tells no other one; New Road is a name.
        if told:
            yield tuple(word for word in told if word not in _ENDS) or told


def _named_parts(text: str) -> tuple[Words, ...]:
    """Return the words of the parts that may name a compound or a village, which are no known town or province."""
    parts = (part for part in split_address(text[:MAX_CHARACTERS]) if not (is_aside(part) or _is_area(part)))
    words = (tuple(w for w in address_words(part) if w not in _NO_NAMES and not w[0].isdigit()) for part in parts)
    return tuple(filter(None, words))


def _is_area(part: str) -> bool:
    if is_numbered_area(part) or is_known_town(part) or normalise_country(part).value is not None:
        return True
    return is_province(part) or is_of_districts(part)


@lru_cache(maxsize=20_000)
def may_be_one_name(one: Words, other: Words) -> bool:
    """Tell whether two names of streets may be one: spelled otherwise, cut short, or with words that one leaves out.

    Args:
        one: the own words of a street, without those for its kind.
        other: those of another one.
    """
    mine = [word for word in one if not any(_is_one_word(word, each) for each in other)]
    theirs = [word for word in other if not any(_is_one_word(word, each) for each in one)]
    if not mine or not theirs:
        return True
    if fuzz.ratio("".join(mine), "".join(theirs)) >= _ONE_NAME or fuzz.ratio("".join(one), "".join(other)) >= 95:
        return True
    names = [site_name(" ".join(words)) for words in (mine, theirs)]
    return compare_names(names[0], names[1], NameKind.SITE).agrees


def _is_one_word(one: str, other: str) -> bool:
    if one == other or fuzz.ratio(one, other) >= _ONE_WORD:
        return True
    short, full = sorted((one, other), key=len)
    return full.startswith(short) and (len(short) >= _SHORT_FORM or len(short) == 1)


def _name_two_in_own_letters(left: str, right: str) -> bool:
    """Tell whether two addresses in letters of the region name other streets, lanes or, in Chinese, other towns."""
    return any(
        ones and others and not any(_is_one_in_own_letters(one, other) for one in ones for other in others)
        for ones, others in (
            (names_in_own_letters(left), names_in_own_letters(right)),
            (_lanes_in_own_letters(left), _lanes_in_own_letters(right)),
            (_HAN_TOWN.findall(simplified(left)), _HAN_TOWN.findall(simplified(right))),
        )
    )


def _lanes_in_own_letters(text: str) -> list[str]:
    return [name for lane in _THAI_LANE.findall(in_full(text[:MAX_CHARACTERS])) if (name := _THAI_PARTS.sub("", lane))]


@lru_cache(maxsize=5_000)
def names_in_own_letters(text: str) -> tuple[str, ...]:
    """Return the names of the streets of an address in letters of the region; of Chinese ones the last two signs.

    Where none is named, those of compounds and buildings in Chinese.

    Args:
        text: one line.
    """
    told = in_full(text[:MAX_CHARACTERS])
    found = [_THAI_PARTS.sub("", name) for name in _THAI.findall(told)]
    found += [name for names in _BEHIND.findall(told) for name in names if name]
    found += _BURMESE.findall(told)
    han = simplified(told)
    found += _HAN_STREET.findall(han) or _HAN_PLACE.findall(han)
    return tuple(filter(None, found))


def _is_one_in_own_letters(one: str, other: str) -> bool:
    """Tell whether two names are one, perhaps with a slip, or with a town or a district written on to one of them."""
    if one in other or other in one or fuzz.ratio(one, other) >= _ONE_WORD:
        return True
    # Of two signs of a Chinese name one may be misread.
    return len(one) == len(other) == 2 and any(a == b for a, b in zip(one, other, strict=True))


def _are_one_in_own_letters(left: str, right: str) -> bool:
    """Tell whether two addresses in letters of the region have one house number, street and town."""
    ones, others = names_in_own_letters(left), names_in_own_letters(right)
    houses = [next((n.number for n in said_numbers(text) if n.said is Numbered.PLAIN), None) for text in (left, right)]
    if not houses[0] or houses[0] != houses[1] or set(ones).isdisjoint(others):
        return False
    lefts, rights = (_towns_in_own_letters(text, frozenset((*ones, *others))) for text in (left, right))
    return any(one in other or other in one for one in lefts for other in rights)


def _towns_in_own_letters(text: str, streets: frozenset[str]) -> frozenset[str]:
    """Return the names beside a street, without the marks of what they are; of Chinese what stands before it."""
    plain = simplified(in_full(text[:MAX_CHARACTERS]))
    names = (_HAN_MARKS.sub("", name) for name in _SEPARATORS.split(_HAN_HOUSE.sub(" ", plain)))
    told = (name for name in names if len(name) > 1 and name not in _HOUSES)
    return frozenset(name for name in told if not any(street in name for street in streets))
