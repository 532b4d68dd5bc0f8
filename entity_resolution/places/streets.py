"""Which street, building or compound an address names, apart from its number, town, postcode and country.

Two streets of one town have a house 12 each, and all that stands behind the street in common: held against each other
as a whole, such lines are nearly one. So the own words of the streets are compared by themselves.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from entity_resolution.names import NameKind, compare_names, site_name
from entity_resolution.names.scripts.han import simplified
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
from entity_resolution.places.native_streets import are_one_native_house, name_two_native_streets
from entity_resolution.places.notation import in_latin_letters, short_in_full
from entity_resolution.places.numbers_by_word import Numbered, said_numbers
from entity_resolution.places.provinces import is_of_districts, is_province
from entity_resolution.places.street_words import (
    ADDED,
    COMPASS,
    ENDS_OF_STREETS,
    MAX_CHARACTERS,
    address_words,
    street_words,
    without_cut_suffix,
    without_particles,
    without_suffix,
)
from entity_resolution.places.towns import QUARTER_WORDS, TOWN_WORDS, is_known_town
from graph.values import normalise_country

Words = tuple[str, ...]

# What a compound or a building is called, behind its name.
_PLACES = frozenset(
    {"park", "compound", "zone", "building", "tower", "casino", "hotel", "resort", "condo", "condominium"}
)
_OF_REGIONS = frozenset(
    {"tambon", "amphoe", "changwat", "quan", "xa", "huyen", "thanh", "kelurahan", "kecamatan", "kabupaten", "barangay"}
    | {"phum", "khum", "township", "tsp", "province", "komplek", "kompleks", "kampung", "kampong", "kg"}
)
# Titles of whom a street is named for, which one source writes and another leaves out.
_TITLES = frozenset({"preah", "samdech", "datuk", "dato", "datin", "tun", "tan", "sri", "general", "president", "king"})
_PARTS_OF_COUNTRIES = TOWN_WORDS | QUARTER_WORDS | _OF_REGIONS
_NO_NAMES = (
    UNITS
    | BLOCKS
    | NUMBERED
    | NUMBER_MARKS
    | HOUSE_MARKS
    | NEARBY
    | {"and", "of", "the", "plot", "office", "corner", "rt", "rw"}
    | _PARTS_OF_COUNTRIES
)
# From so alike on, of 100, two words of so many letters are one; and two names whose words are parted otherwise.
_ONE_WORD, _LONG, _ONE_NAME = 80, 4, 85
# How alike two addresses are at least, of 100, that have one number and one street in other words.
_ONE_STREET = 90.0
# From so alike on two lines are one, whatever they name.
_ONE_LINE = 97.0
_POSTCODE = 5  # digits, at least
_ROMAN = re.compile(r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})")
_DIGITS = re.compile(r"\d.*")


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
        return name_two_native_streets(left, right)
    if not all(latin):
        return False
    ones, others = _names_told(left), _names_told(right)
    return bool(ones and others) and _are_two(ones, others)


@lru_cache(maxsize=5_000)
def _names_told(text: str) -> tuple[Words, ...]:
    """Return the names of streets, that of a house with a number first; where there is none, of all parts in order."""
    streets = names_of_streets(text)
    return streets if streets and _numbered_street(_street_parts(text)) else (*_named_parts(text), *streets)


def _are_two(ones: Sequence[Words], others: Sequence[Words]) -> bool:
    """Tell whether the first name of either side is none of the other's."""
    met = any(may_be_one_name(ones[0], other) for other in others)
    return not met and not any(may_be_one_name(one, others[0]) for one in ones)


def says_a_street_word_more(left: str, right: str) -> bool:
    """Tell whether the street of one address has a word of its own that the other does not say: Ampang, Ampang Hilir.

    A title of whom it is named for is none, nor a town.

    Args:
        left: one line; of another script than Latin it is not told.
        right: likewise.
    """
    if not (in_latin_letters(left) and in_latin_letters(right)):
        return False
    names, others = names_of_streets(left)[:1], names_of_streets(right)[:1]
    if not names or not others or _are_joined_otherwise(names[0], others[0]):
        return False
    return _has_more(names[0], right) is not _has_more(others[0], left)


def _has_more(name: Words, text: str) -> bool:
    """Tell whether a street's name has a word that another address does not say, and that is no title nor a town."""
    said = address_words(text)
    told = (word for word in name if not any(_is_one_word(word, each) for each in said))
    return any(word not in _TITLES and not is_known_town(word) for word in told)


def likeness_of_addresses(left: str, right: str) -> float:
    """Return how alike two addresses are, of 100: by house and street, and where none is told as a whole.

    The more of district, postcode and country one of two lines says, the less alike they are as a whole.

    Args:
        left: one line, in any script.
        right: likewise.
    """
    whole = _likeness_of_words(simplified(spelled_address(left)), simplified(spelled_address(right)))
    if not (in_latin_letters(left) and in_latin_letters(right)):
        return 100.0 if are_one_native_house(left, right) else whole
    by_house = _likeness_of_words(canonical_address(left), canonical_address(right))
    if not (_street_parts(left) and _street_parts(right)):
        return max(whole, by_house, _likeness_of_words(_place_in_front(left), _place_in_front(right)))
    if whole >= _ONE_LINE or not _says_numbers(left) or not _says_numbers(right):
        return max(whole, by_house if _begin_alike(left, right) else 0.0)
    return max(by_house, _ONE_STREET) if _have_one_house(left, right) else by_house


def _have_one_house(left: str, right: str) -> bool:
    """Tell whether two addresses have the number of a house in common, and the name of its street."""
    names, others = names_of_streets(left)[:1], names_of_streets(right)[:1]
    if not names or not others or _plain_numbers(left).isdisjoint(_plain_numbers(right)):
        return False
    return may_be_one_name(names[0], others[0])


def _begin_alike(left: str, right: str) -> bool:
    """Tell whether two addresses name one thing first: of a street without a number that is the building."""
    ones, others = _named_parts(left)[:1], _named_parts(right)[:1]
    return not ones or not others or may_be_one_name(ones[0], others[0])


def _says_numbers(text: str) -> bool:
    """Tell whether an address says a number that is no unit's, in digits or in words."""
    spelled = ", ".join(map(_spelled, _parts_in_full(text)))
    return any(found.said is not Numbered.UNIT for found in said_numbers(spelled))


def _spelled(part: str) -> str:
    words = (found[1] if (found := ADDED.fullmatch(word)) else word for word in address_words(part))
    return " ".join(word for word in words if len(word) < _POSTCODE or not word.isdigit())


def _plain_numbers(text: str) -> frozenset[str]:
    """Return the numbers of an address that are a house's, or a part of a street's name."""
    return frozenset(found.number for found in said_numbers(text) if found.said is Numbered.PLAIN)


def _place_in_front(text: str) -> str:
    """Return the part in front that says a compound or a building by its name, else the whole address."""
    part = next((part for part in split_address(text[:MAX_CHARACTERS]) if not is_aside(part)), "")
    words = address_words(part)
    told = len(words) > 1 and words[-1] in _PLACES and not _is_area(part)
    return spelled_address(part if told else text)


def _likeness_of_words(left: str, right: str) -> float:
    """Return how alike two lines are in any order of their words or without their spaces: Maha Chai, Mahachai."""
    if "-" in left or "-" in right:
        left, right = map(" ".join, with_one_hyphen(left.split(), right.split()))
    found: float = fuzz.token_sort_ratio(left, right)
    return max(found, fuzz.ratio(left.replace(" ", ""), right.replace(" ", "")))


@lru_cache(maxsize=5_000)
def names_of_streets(text: str) -> tuple[Words, ...]:
    """Return the own words of each street or building that an address names, that of its house number first.

    Args:
        text: one line in Latin letters, its parts between commas.
    """
    parts = _street_parts(text)
    best = _numbered_street(parts)
    ordered = [best, *(part for part in parts if part != best)] if best else parts
    return tuple(name for part in ordered for name in _names_in(part))


@lru_cache(maxsize=5_000)
def _street_parts(text: str) -> tuple[str, ...]:
    return tuple(filter(_says_street, _parts_in_full(text)))


def _parts_in_full(text: str) -> list[str]:
    return split_address(short_in_full(text[:MAX_CHARACTERS]))


def _numbered_street(parts: Sequence[str]) -> str:
    """Return the part that has a street's word and the number of a house, the empty string where none has."""
    return next((part for part in parts if has_house_number(part) and has_street_word(behind_number(part))), "")


def _says_street(part: str) -> bool:
    """Tell whether a part is a street's or a building's, by a word for one or the number of a house in front."""
    if is_aside(part) or is_numbered_area(part):
        return False
    bare = behind_number(part)
    return bare != part or has_street_word(part) or has_street_word(bare) or is_building(part)


def _names_in(part: str) -> Iterator[Words]:
    for words in number_and_streets(without_cut_suffix(part)[0])[1]:
        named = [_DIGITS.sub("", without_suffix(word)[0]) for word in without_particles(words)]
        told = tuple(word for word in named if word and word not in _NO_NAMES)
        # Which end of a street it is tells no other one; New Road is a name.
        if own := tuple(word for word in told if word not in ENDS_OF_STREETS) or told:
            yield (own[0], *(word for word in own[1:] if not _is_beside_a_name(word)))


def _is_beside_a_name(word: str) -> bool:
    """Tell whether a word behind a street's name is a numeral, or a town without a comma before it."""
    return _ROMAN.fullmatch(word) is not None or is_known_town(word)


def _named_parts(text: str) -> tuple[Words, ...]:
    """Return the words of the parts that may name a compound or a village, which are no known town or province."""
    parts = (part for part in _parts_in_full(text) if not (is_aside(part) or _is_area(part)))
    unsaid = _NO_NAMES | COMPASS | street_words().known
    names = (tuple(w for w in address_words(part) if w not in unsaid and not w[0].isdigit()) for part in parts)
    return tuple(filter(None, names))


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
    mine = [word for word in one if word not in _TITLES and not any(_is_one_word(word, each) for each in other)]
    theirs = [word for word in other if word not in _TITLES and not any(_is_one_word(word, each) for each in one)]
    if not mine or not theirs:
        return True
    if fuzz.ratio("".join(mine), "".join(theirs)) >= _ONE_NAME or _are_joined_otherwise(one, other):
        return True
    names = [site_name(" ".join(words)) for words in (mine, theirs)]
    return compare_names(names[0], names[1], NameKind.SITE).agrees


def _are_joined_otherwise(one: Words, other: Words) -> bool:
    """Tell whether two names are one but for the spaces and hyphens: M G, MG."""
    left, right = ("".join(words).replace("-", "") for words in (one, other))
    return fuzz.ratio(left, right) >= _ONE_LINE


def _is_one_word(one: str, other: str) -> bool:
    """Tell whether two words are one, with a slip or cut short: Ratchada, Ratchadaphisek. Short ones are not."""
    if one == other:
        return True
    short, full = sorted((one, other), key=len)
    return len(short) >= _LONG and (full.startswith(short) or fuzz.ratio(one, other) >= _ONE_WORD)
