"""One-line addresses of sites, written in one way so that they compare: whether two may be one house, street or town.

Guides and lists print one address differently: street words short, long or not at all, ordinals in words, a crossing or
a floor added. What is left here is the house number and the street's own words.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice, pairwise, takewhile

from entity_resolution.places.address_parts import (
    BLOCKS,
    COMMA,
    NEARBY,
    RANGE,
    UNITS,
    behind_number,
    ends_in_house_number,
    first_of_range,
    has_house_number,
    has_street_word,
    is_aside,
    is_building,
    is_corner,
    is_numbered_area,
    is_street,
    names_a_street,
    up_to_town,
    with_lone_numbers,
    without_units,
)
from entity_resolution.places.notation import are_in_two_parts, in_full, in_latin_letters, short_in_full
from entity_resolution.places.provinces import province_of
from entity_resolution.places.street_numbers import are_two_by_number, roman_numbers
from entity_resolution.places.street_words import (
    ADDED,
    COMPASS,
    ENDS_OF_STREETS,
    MAX_CHARACTERS,
    NUMBER,
    StreetWord,
    address_words,
    may_be_one_kind,
    street_words,
    without_cut_suffix,
    without_particles,
    without_suffix,
    words_in_full,
)
from entity_resolution.places.towns import Towns, are_two_states, is_known_town, relate_towns, state_in

_QUEENS = re.compile(r"\d{1,3}-\d{2,3}")
_BEHIND_POSTCODE = re.compile(r"\s+\d{4,6}$|^\d{4,6}\s+")
_LINK = re.compile(r"\s*&\s*")
_BARE_NUMBER = re.compile(r"\W*\d+[a-z]?\b", re.IGNORECASE)
NUMBER_MARKS = frozenset({"no", "nr", "number", "num", "nomor", "numero", "so", "lekthi"})
_SHORT_WORDS = """
street st str sts streets, avenue ave av aves, road rd, drive dr, boulevard blvd blv bl, lane ln, place pl, square sq,
court ct, highway hwy, parkway pkwy, terrace ter, circle cir, plaza plz, alley aly, route rte, jalan jln jl, lorong lrg,
thanon tanon, floor fl flr, suite ste, room rm, apartment apt, building bldg, block blk, level lvl, village vill vil,
district dist, province prov, township tsp twp
"""
_IN_FULL = {
    short: words.split()[0] for words in _SHORT_WORDS.split(",") if words.split() for short in words.split()[1:]
}
# What a house may be called before its number, where that is not the number of a street's part.
HOUSE_MARKS = frozenset({"blk", "block", "bldg", "building", "house"})
_LONGEST_NUMBER = 4
# The number right behind each is its own: Km 5/18 is not Km 18/5.
_COUNTED = frozenset(
    {"km", "moo", "soi", "ngo", "hem", "ngach", "gang", "rt", "rw", "phuong", "quan", "barangay", "lot", "block"}
)
# Other words for what is counted: a ward, a block of a compound.
_COUNTED_AS = {
    **{word: word for word in _COUNTED},
    **{"mu": "moo", "ward": "phuong", "district": "quan", "dist": "quan", "blk": "block"},
}
_EXTENSIONS = frozenset({"ext", "extn", "extension", "annex"})
_NO_TOWNS = NEARBY | UNITS | BLOCKS | _EXTENSIONS | COMPASS | NUMBER_MARKS | _COUNTED | {"and"}
_LONGEST_TOWN = 3  # words
_SHORT = 3  # letters, of a word of which each letter tells
_HAN = re.compile("[\u3400-\u9fff]")
_HAN_ENDS = re.compile("[东東西南北中](?=[一二三四五六七八九十]?[路街]|大[道街])")
_NUMBERED_STREETS = frozenset({"street", "st"})


@lru_cache(maxsize=5_000)
def canonical_address(text: str) -> str:
    """Return an address in one way of writing: house number (twice), direction, the street's own words, in ASCII.

    Args:
        text: one line, in any script; what is not Latin is written in Latin letters.
    """
    street = _part_with_street(split_address(text[:MAX_CHARACTERS])) or text
    words = address_words(without_cut_suffix(street)[0])
    kept = without_units(_up_to_street(list(map(first_of_range, words))))
    own = [without_suffix(word)[0] for word in without_particles(kept) if word not in street_words().known]
    told = own if any(not NUMBER.fullmatch(word) for word in own) or len(own) > 1 else kept
    # The house number stands twice: it tells more than the street, and a comparison of words counts letters.
    if told and ends_in_house_number(kept):
        return " ".join([told[-1], *told])
    return " ".join([told[0], *told] if told and told[0][0].isdigit() else told)


def split_address(text: str) -> list[str]:
    """Return the parts of an address between commas, a house's number with the street that it is of: 12, Silom Road.

    Args:
        text: one line, in any script.
    """
    return with_lone_numbers([part.strip() for part in COMMA.split(text) if part.strip()])


def _part_with_street(parts: Sequence[str]) -> str:
    """Return the part of an address that says its street, a house in one before a building; nothing if none does."""
    streets = [part for part in parts if len(parts) > 1 and _may_be_street(part)]
    told = (part for part in streets if has_house_number(part) and has_street_word(behind_number(part)))
    return next(told, streets[0] if streets else "")


def _up_to_street(words: list[str]) -> list[str]:
    """Return the words of an address up to its street's, with a house number behind that; without marks of numbers."""
    kept: list[str] = []
    for at, word in enumerate(words):
        numbered = words[at + 1 : at + 2] and words[at + 1][0].isdigit()
        if numbered and word in NUMBER_MARKS and not any(map(NUMBER.fullmatch, kept)):
            continue
        if kept and word in NEARBY and any(not NUMBER.fullmatch(one) for one in kept):
            break
        if word in street_words().ends and names_a_street(kept):
            return kept if any(map(NUMBER.fullmatch, kept)) else [*kept, *_number_behind(words[at + 1 :])]
        if numbered and (word in NUMBER_MARKS or (word in HOUSE_MARKS and not kept)):
            continue
        kept.append(word)
    return kept


def _number_behind(words: Sequence[str]) -> list[str]:
    """Return a house number that stands behind a street's word: Hang Bong Street 8. A longer one is a postcode."""
    told = [word for word in words[:2] if word not in NUMBER_MARKS][:1]
    return [word for word in told if NUMBER.fullmatch(word) and len(word) <= _LONGEST_NUMBER]


def spelled_address(text: str) -> str:
    """Return an address with its words spelled in one way and no name left out, so that equal means one place.

    Unlike `canonical_address` it keeps the town, the unit and every number: two houses of one street stay two.

    Args:
        text: one line, in any script; scripts other than Latin stay as they are, in lower case, but for the short forms
            and the words for parts of a country in Thai.
    """
    if not in_latin_letters(text):
        return " ".join(in_full(text).casefold().replace(",", " ").split())
    words = address_words(text)
    numbered = [
        word
        for at, word in enumerate(words)
        if word not in NUMBER_MARKS or not "".join(words[at + 1 : at + 2])[:1].isdigit()
    ]
    return " ".join(_IN_FULL.get(word) or words_in_full().get(word, word) for word in numbered)


def with_one_hyphen(left: Sequence[str], right: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the words of two addresses, a house number without its hyphen where the other one has it so: 30-01, 3001.

    In Queens that is one house; a range of houses has no other's number without the hyphen.

    Args:
        left: the words of an address.
        right: those of another one.
    """
    numbers = [{word for word in words if word.isdigit()} for words in (left, right)]
    lefts, rights = (
        [joined if (joined := _joined_number(word)) in others else word for word in words]
        for words, others in ((left, numbers[1]), (right, numbers[0]))
    )
    return lefts, rights


def _joined_number(word: str) -> str:
    return word.replace("-", "") if _QUEENS.fullmatch(word) else word


def may_be_one_house(left: str, right: str) -> bool:
    """Tell whether two addresses contradict each other neither by a number nor by a direction.

    One may say more than the other: a floor, a unit, the lane. But where each says a number that the other does not,
    they are two houses, units or lanes, however alike the words: 12 and 21 Soi 11, Room 301 and 310, W. and E. 3rd St.
    """
    lefts, rights = with_one_hyphen(address_words(left), address_words(right))
    # Of two ranges neither is the first of its houses: 3-5 and 3-7 may be two units as well.
    two = all(any(RANGE.fullmatch(word) for word in words) for words in (lefts, rights))
    numbers = [Counter(w if two else first_of_range(w) for w in words if w[0].isdigit()) for words in (lefts, rights)]
    if numbers[0] - numbers[1] and numbers[1] - numbers[0]:
        return False
    if any(one.isdisjoint(other) for one, other in _counted_by_both(lefts, rights)):
        return False
    if are_in_two_parts(left, right):
        return False
    units = [_lettered_units(words) for words in (lefts, rights)]
    if all(units) and units[0].isdisjoint(units[1]):
        return False
    added = [frozenset(found[2] for word in words if (found := ADDED.fullmatch(word))) for words in (lefts, rights)]
    if all(added) and added[0].isdisjoint(added[1]):
        return False
    if _say_other_names(left, right, lefts, rights):
        return False
    ends = [ENDS_OF_STREETS.intersection(address_words(_parts(text)[0])) for text in (left, right)]
    directions = [COMPASS.intersection(words) | end for words, end in zip((lefts, rights), ends, strict=True)]
    return not (directions[0] - directions[1] and directions[1] - directions[0])


def _say_other_names(left: str, right: str, lefts: Sequence[str], rights: Sequence[str]) -> bool:
    """Tell whether two streets have other numerals in their names: Rama IV, Rama VI; SS2/24, SS2/42; 一段, 二段."""
    if _HAN.search(left) and _HAN.search(right):
        # 人民路 and 人民东路 are two roads, as each part of a long one has a name.
        return are_two_by_number(left, right) or _HAN_ENDS.findall(left) != _HAN_ENDS.findall(right)
    told = [frozenset(map(str, roman_numbers(words))) | _lettered_numbers(words) for words in (lefts, rights)]
    return bool(told[0] - told[1]) and bool(told[1] - told[0])


def _lettered_numbers(words: Sequence[str]) -> frozenset[str]:
    """Return the words that begin with a letter and have a number, without what parts them: SS2/24, A-12."""
    return frozenset(
        "".join(filter(str.isalnum, word)) for word in words if word[0].isalpha() and any(map(str.isdigit, word))
    )


def _lettered_units(words: Sequence[str]) -> frozenset[str]:
    """Return the letters of an address's units: Suite A, Block B."""
    lettered = UNITS | BLOCKS | HOUSE_MARKS
    return frozenset(
        letter for word, letter in pairwise(words) if word in lettered and len(letter) == 1 and letter.isalpha()
    )


def _counted_by_both(left: Sequence[str], right: Sequence[str]) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Return the numbers of what two addresses both number, on each side."""
    lefts, rights = map(_numbers_behind, (left, right))
    return [(lefts[mark], rights[mark]) for mark in lefts.keys() & rights.keys()]


def _numbers_behind(words: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return the numbers right behind each word that has its own, which is not the house's: Km 5/18, Street 271."""
    found: dict[str, frozenset[str]] = {}
    told = [word for word in words if word not in NUMBER_MARKS]
    for at, (word, number) in enumerate(pairwise(told)):
        street = word in _NUMBERED_STREETS and not names_a_street(told[:at])
        if NUMBER.fullmatch(number) and (street or word in _COUNTED_AS):
            mark = "street" if street else _COUNTED_AS[word]
            found[mark] = found.get(mark, frozenset()) | {number}
    return found


def may_be_one_kind_of_street(left: str, right: str) -> bool:
    """Tell whether two addresses do not contradict each other by the kind of their street: Main Rd., Main St.

    Nor by an extension of it, or by a short word of its name, of which each letter tells: Le Loi, Le Lai.

    Args:
        left: one line in Latin letters, its parts between commas.
        right: likewise.
    """
    streets = [_parts(text)[0] for text in (left, right)]
    extended = [_EXTENSIONS.isdisjoint(address_words(street)) for street in streets]
    if extended[0] is not extended[1] or have_two_short_words(left, right):
        return False
    return may_be_one_kind(*map(_said_of_street, streets))


def have_two_short_words(left: str, right: str) -> bool:
    """Tell whether streets differ in one word, which is short on both sides, as the syllables of Vietnamese are.

    Args:
        left: one line in Latin letters, its parts between commas.
        right: likewise.
    """
    lefts, rights = (Counter(canonical_address(text).split()) for text in (left, right))
    apart = [list((one - other).elements()) for one, other in ((lefts, rights), (rights, lefts))]
    return all(len(words) == 1 and words[0].isalpha() and 1 < len(words[0]) <= _SHORT for words in apart)


def relate_addresses(left: str, right: str) -> Towns:
    """Return how the towns of two addresses are to each other, as the parts behind the street and their states say.

    Args:
        left: one line in Latin letters, its parts between commas.
        right: likewise.
    """
    (_, lefts, one), (_, rights, other) = _parts(left), _parts(right)
    if are_two_states(one, other):
        return Towns.OTHER
    if len(lefts) > 1 < len(rights) and _is_province(lefts[-1]) and _is_province(rights[-1]):
        # A province that both name makes no two of its towns one: Kluang, Johor; Muar, Johor.
        lefts, rights = lefts[:-1], rights[:-1]
    return relate_towns(lefts, rights)


def _is_province(part: str) -> bool:
    return not is_known_town(part) and province_of(_BEHIND_POSTCODE.sub("", part)) is not None


@lru_cache(maxsize=5_000)
def _parts(text: str) -> tuple[str, tuple[str, ...], str]:
    """Return the part of an address that is its street, the parts behind that name towns, and a state's letters."""
    parts = split_address(short_in_full(text[:MAX_CHARACTERS]))
    at = next((at for told in (_may_be_street, is_corner) for at, part in enumerate(parts) if told(part)), 0)
    if parts and is_building(parts[at]) and (street := _part_with_street(parts)):
        at = parts.index(street)  # Lotus Plaza, 12 Main Street
    behind = [part for part in parts[at + 1 :] if not is_aside(part)]
    towns = [part for part in up_to_town(behind) if any(c.isalpha() for c in part)]
    street = "".join(parts[at : at + 1])
    return street, tuple(towns or _written_on(street)), state_in(behind)


def _may_be_street(part: str) -> bool:
    return is_street(part) and not is_numbered_area(part)


def _written_on(street: str) -> list[str]:
    """Return the words behind a street's without a comma, which name a town: 12 Main Street Portville.

    Behind a street whose own words stand last a town is told where the tables have it: Jl. Merdeka No. 12 Medan.
    """
    words = address_words(street)
    ends = (at for at, word in enumerate(words) if word in street_words().ends and names_a_street(words[:at]))
    end = next(ends, len(words))
    told = list(takewhile(lambda word: word.isalpha() and word not in _NO_TOWNS, words[end + 1 :]))
    if told:
        return [" ".join(told)]
    tails = (" ".join(words[-size:]) for size in range(_LONGEST_TOWN, 0, -1) if len(words) > size + 1)
    return list(islice(filter(is_known_town, tails), 1))


def _said_of_street(street: str) -> list[frozenset[StreetWord]]:
    """Return what each word for a street in an address may be; a mark before a number is none: Nr. 5."""
    bare, cut = without_cut_suffix(street)
    words, known = address_words(bare), street_words().said
    said = [
        known[word] if word in known else without_suffix(word)[1]
        for word, behind in zip(words, [*words[1:], ""], strict=False)
        if word not in NUMBER_MARKS or not behind[:1].isdigit()
    ]
    return [one for one in (cut, *said) if one]


def may_share_a_street(left: str, right: str) -> bool:
    """Tell whether two addresses without a house in common may be one: a crossing of streets, or one without a number.

    797 Third Ave. at 49th St. may be at 201 E. 49th St., and somewhere in Third St. at 8638 W. Third St.

    Args:
        left: one line in Latin letters.
        right: likewise.
    """
    numbers, streets = zip(*(number_and_streets(_parts(text)[0]) for text in (left, right)), strict=True)
    if not all(streets) or not (set(streets[0]) & set(streets[1])):
        return False
    return not all(numbers) or max(map(len, streets)) > 1


def have_nothing_in_common(left: str, right: str) -> bool:
    """Tell whether two addresses each say a house number and a street, and no word or number that the other says.

    Of another script than Latin they are not told: its words are not parted as they are said.

    Args:
        left: one line.
        right: likewise.
    """
    if not all(in_latin_letters(text) and _has_house_and_street(text) for text in (left, right)):
        return False
    lefts, rights = (frozenset(canonical_address(text).split()) for text in (left, right))
    # Of a block of an estate its number alone is left: Blk 25.
    told = all(any(not word[0].isdigit() for word in words) for words in (lefts, rights))
    return told and lefts.isdisjoint(rights)


def _has_house_and_street(text: str) -> bool:
    """Tell whether an address says a street and a house number before it, or behind it where that is no crossing."""
    street = _parts(text)[0]
    number, streets = number_and_streets(street)
    behind = ends_in_house_number(list(map(first_of_range, address_words(street))))
    return bool(streets) and (bool(number) or (len(streets) == 1 and behind))


def number_and_streets(text: str) -> tuple[str, list[tuple[str, ...]]]:
    """Return an address's house number, or the empty string, and the own words of each street that it names.

    Args:
        text: one line or a part of it.
    """
    number, streets, own = "", [], list[str]()
    words = without_units(address_words(_LINK.sub(" and ", text)))
    for at, word in enumerate(map(first_of_range, words)):
        if word in NEARBY or word == "and":
            streets.append(tuple(own))
            own = []
        elif word == "of" and not own:
            continue
        elif not number and not streets and not own and NUMBER.fullmatch(word) and not _is_crossed(text, words, at):
            number = word
        elif word in street_words().ends and own:
            streets.append(tuple(own))
            own = []
        elif word not in street_words().known and word not in COMPASS:
            own.append(word)
    named = [street for street in (*streets, tuple(own)) if street]
    # A lone number before a street word is its name: 3rd St.
    return (number, named) if named or not number else ("", [(number,)])


def _is_crossed(text: str, words: Sequence[str], at: int) -> bool:
    """Tell whether a number is that of a street which another one crosses: 16th & Oak Sts., but 12 and 14 Oak St."""
    behind = words[at + 1 : at + 3]
    return behind[:1] == ["and"] and (_BARE_NUMBER.match(text) is None or not behind[-1][0].isdigit())
