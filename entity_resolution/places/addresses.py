"""One-line addresses of sites: told apart from the name before them, and written in one way so that they compare.

Guides and lists print one address differently: street words short, long or not at all, ordinals in words, a crossing or
a floor added. What is left here is the house number and the street's own words.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from entity_resolution.places.house_names import ARTICLE, OF_FOOD, core_name
from entity_resolution.places.street_words import (
    COMPASS,
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
from graph.values import normalise_country

_COMMA = re.compile("[,，、،၊]")
# Houses of one owner side by side; a number with a hyphen may be one house as well, as in Queens.
_RANGE = re.compile(r"([1-9]\d{0,5})-([1-9]\d{0,5})")
_LONGEST_RANGE = 20
_QUEENS = re.compile(r"\d{1,3}-\d{2,3}")
# What follows tells where in the street the house is, not which street it is.
_NEARBY = frozenset(
    {
        "between",
        "bet",
        "betw",
        "btwn",
        "at",
        "near",
        "nr",
        "off",
        "opposite",
        "opp",
        "behind",
        "corner",
        "cor",
        "cnr",
        "beside",
        "next",
    }
)
# Two streets and no number tell where it is: corner of Oak and 4th Sts., 16th & Walnut.
_CORNERS = frozenset({"corner", "cor", "cnr"})
_LINK = re.compile(r"\s*&\s*")
_BARE_NUMBER = re.compile(r"\W*\d+[a-z]?\b", re.IGNORECASE)
_UNITS = frozenset(
    {"suite", "ste", "floor", "fl", "flr", "unit", "room", "rm", "apt", "level", "lvl", "shop", "lobby"}
    | {"lantai", "lt", "tingkat", "tang", "lau", "planta", "piso", "etage", "piano", "stock"}
)
_FLOORS, _NAMED_FLOORS = frozenset({"floor", "fl", "flr"}), frozenset({"ground", "upper", "lower", "main", "top"})
_NUMBER_MARKS = frozenset({"no", "nr", "number", "num", "nomor", "numero", "so", "lekthi"})
_NOT_LATIN = re.compile("[\u0370-\u1dff\u2c00-\U0003ffff]")
_SHORT_WORDS = """
street st str sts streets, avenue ave av aves, road rd, drive dr, boulevard blvd blv bl, lane ln, place pl, square sq,
court ct, highway hwy, parkway pkwy, terrace ter, circle cir, plaza plz, alley aly, route rte, jalan jln jl, lorong lrg,
thanon tanon, floor fl flr, suite ste, room rm, apartment apt, building bldg, block blk, level lvl, village vill vil,
district dist, province prov, township tsp twp
"""
_IN_FULL = {
    short: words.split()[0] for words in _SHORT_WORDS.split(",") if words.split() for short in words.split()[1:]
}
_LONE_NUMBER = re.compile(
    r"(?:(?:no|nr|n|n[º°]|n[uú]m|n[uú]mero|nomor|number|house|s[oố])[.:]?\s*)?#?\s*\d+[a-z]?(?:[/-](?:\d+[a-z]?|[a-z]))?",
    re.IGNORECASE,
)
_HOUSE_NUMBER = re.compile(r"\s(?=(\d+[a-z]?(?:[/-]\d+[a-z]?)?\s+(?!\d+\s)(.+)))", re.IGNORECASE)
# What a house may be called before its number, where that is not the number of a street's part.
_HOUSE_MARKS = frozenset({"blk", "block", "bldg", "building", "house"})
# What has a number of its own, which is none of a house in a street.
_NUMBERED = frozenset({"tower", "block", "moo", "mu", "km", "phase", "gate", "gang", "lot", "zone", "phum", "group"})
_LONGEST_NUMBER = 4
# The number right behind each is its own: Km 5/18 is not Km 18/5.
_COUNTED = frozenset({"km", "moo", "mu", "soi", "ngo", "hem", "ngach", "gang"})
_NUMBERED_STREETS = frozenset({"street", "st"})
# What stands for its street.
_BUILDINGS = frozenset(
    {"mall", "megamall", "galleria", "tower", "towers", "building", "bldg", "arcade", "complex", "gallery"}
)
# A town behind its postcode.
_POSTED = re.compile(r"(?:[A-Z]{1,2}-)?\d{3,6}(?:\s\d{2,3})?\s+(\D+?)(?:\s+\d{1,2})?")
# A state by its letters, perhaps with a postcode: WA 98304, NSW 2000.
_STATE = re.compile(r"[A-Z]{2,3}\.?(?:\s+\d{4,5}(?:-\d{4})?)?")
# A part before the first comma that only numbers a piece of the place: its name goes on after the comma.
_PIECES = re.compile(
    r"(?:block|blk|building|bldg|tower|unit|floor|room|house|villa|phase|zone|lot|gate)\.?\s+[\w-]{1,3}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """A one-line description of a place, taken apart.

    Attributes:
        name: what stands before the first comma; never empty unless the line is.
        street: the part with a house number or a street word, with the room or floor behind it; the empty string where
            none has.
        locality: the last part that is not the street, the empty string where there is none.
        state: the letters of the state behind the town, which tell two towns of one name: Portland, OR.
    """

    name: str
    street: str
    locality: str
    state: str = ""


def read_place_line(text: str) -> PlaceLine:
    """Take a line `name, street, city` apart; without a comma all of it is the name.

    Args:
        text: as a source wrote it, in any script.
    """
    parts = _with_lone_numbers([part.strip() for part in _COMMA.split(text) if part.strip()])
    name, rest = (parts[0], parts[1:]) if parts else (text.strip(), [])
    if not any(_is_street(part) for part in rest) and (cut := _unpunctuated(name)):
        name, rest = name[:cut].strip(), [name[cut:].strip(), *rest]
    if not rest:
        return PlaceLine(name=name, street="", locality="")
    if ARTICLE.fullmatch(rest[0]):  # an article moved behind: `Anchor, The`
        name, rest = f"{rest[0]} {name}", rest[1:]
    elif len(rest) > 1 and _PIECES.fullmatch(name):
        name, rest = f"{name} {rest[0]}", rest[1:]
    streets = [part for part in rest if _is_street(part)] or [part for part in rest if _is_corner(part)]
    # Behind a street a number before a name is a town's postcode: Neubaugasse, 1070 Wien.
    streets = [*streets[:1], *(part for part in streets[1:] if not _POSTED.fullmatch(part))]
    # With a house number, if one has: National Gallery, 1 Saint Andrews Rd.
    street = next((part for part in streets if any(c.isdigit() for c in part)), streets[0] if streets else "")
    others = [part for part in rest if part != street and not _is_aside(part)]
    if street:  # Room 301 and Room 310 of one house are two
        units = [" ".join(address_words(part)) for part in rest if part != street and _is_unit(part)]
        street = ", ".join([street, *units])
    state = state_in(others) if street else ""
    others = _up_to_town(others) if street else others
    # `name, street, town`, but `name, town, province`.
    locality = others[-1 if street else 0] if others else ""
    return PlaceLine(name=name, street=street, locality=locality, state="" if state in locality.split() else state)


def _up_to_town(parts: list[str]) -> list[str]:
    """Return the parts behind a street without a country and a kitchen behind the town; the first one stays."""
    end = len(parts)
    while end > 1 and _is_behind_town(parts[end - 1]):
        end -= 1
    return parts[:end]


def _is_behind_town(part: str) -> bool:
    """Tell whether a part behind another one is a country or a state by its letters, or says what food there is."""
    if normalise_country(part).value is not None:
        return True
    if _STATE.fullmatch(part) and (any(map(str.isdigit, part)) or not is_known_town(part)):
        return True
    words = [word for one in address_words(part) for word in re.split("[/&-]", one) if word]
    return bool(words) and OF_FOOD.issuperset(words)


def _with_lone_numbers(parts: list[str]) -> list[str]:
    """Join a house number that commas part from its street to that: `No. 41, St. 278`, and `Via Roma, 3`."""
    joined: list[str] = []
    for at, part in enumerate(parts):
        behind = at > 1 and _is_lone_number(part) and _takes_number(joined[-1], parts[at + 1 : at + 2])
        if behind or (len(joined) > 1 and _is_lone_number(joined[-1])):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined


def _is_lone_number(part: str) -> bool:
    """Tell whether a part is a house number and no floor: `No. 41`, but not `5F`."""
    return _LONE_NUMBER.fullmatch(part) is not None and address_words(part)[-1:] != ["floor"]


def _takes_number(street: str, behind: Sequence[str]) -> bool:
    """Tell whether a lone number is that of the part before it, not of a street behind it: `Block C, 41, St. 278`."""
    words = address_words(street)
    numbered = any(c.isdigit() for c in street)
    if _is_aside(street) or (numbered and (words[0] not in street_words().known or _ends_in_house_number(words))):
        return False
    return (_has_street_word(street) and not numbered) or not any(map(_has_street_word, behind))


def _has_street_word(part: str) -> bool:
    """Tell whether a part has a word for a street where one stands, and others beside it."""
    words = address_words(part)
    if len(words) < 2:
        return bool(words) and without_suffix(words[0])[0] != words[0]
    if any(word in street_words().known for word in words[-1:] + words[:1]):
        return True
    return any(without_suffix(word)[0] != word for word in words) or bool(without_cut_suffix(part)[1])


def name_without_place(line: PlaceLine) -> str:
    """Return a place's name without the town or street at its end that its own address says again: Marigold Mae Sot.

    Args:
        line: the place's name and address; a name that would lose all its words comes back whole.
    """
    told = (*address_words(line.street), *address_words(line.locality))
    said = {word for word in told if not word[0].isdigit()} - street_words().known
    words = core_name(line.name).split()
    while len(words) > 1 and said.issuperset(address_words(words[-1]) or [""]):
        words.pop()
    return " ".join(words)


@lru_cache(maxsize=5_000)
def canonical_address(text: str) -> str:
    """Return an address in one way of writing: house number (twice), direction, the street's own words, in ASCII.

    Args:
        text: one line, in any script; what is not Latin is written in Latin letters.
    """
    parts = [part for part in _COMMA.split(text[:MAX_CHARACTERS]) if part.strip()]
    street = next((part for part in parts if len(parts) > 1 and _is_street(part)), text)
    words = address_words(without_cut_suffix(street)[0])
    kept = _without_units(_up_to_street(list(map(_first_of_range, words))))
    own = [without_suffix(word)[0] for word in without_particles(kept) if word not in street_words().known]
    told = own if any(not NUMBER.fullmatch(word) for word in own) or len(own) > 1 else kept
    # The house number stands twice: it tells more than the street, and a comparison of words counts letters.
    if told and _ends_in_house_number(kept):
        return " ".join([told[-1], *told])
    return " ".join([told[0], *told] if told and told[0][0].isdigit() else told)


def _up_to_street(words: list[str]) -> list[str]:
    """Return the words of an address up to its street's, with a house number behind that; without marks of numbers."""
    kept: list[str] = []
    for at, word in enumerate(words):
        numbered = words[at + 1 : at + 2] and words[at + 1][0].isdigit()
        if numbered and word in _NUMBER_MARKS and not any(map(NUMBER.fullmatch, kept)):
            continue
        if kept and word in _NEARBY and any(not NUMBER.fullmatch(one) for one in kept):
            break
        if word in street_words().ends and _names_a_street(kept):
            return kept if any(map(NUMBER.fullmatch, kept)) else [*kept, *_number_behind(words[at + 1 :])]
        if numbered and (word in _NUMBER_MARKS or (word in _HOUSE_MARKS and not kept)):
            continue
        kept.append(word)
    return kept


def _number_behind(words: Sequence[str]) -> list[str]:
    """Return a house number that stands behind a street's word: Hang Bong Street 8. A longer one is a postcode."""
    told = [word for word in words[:2] if word not in _NUMBER_MARKS][:1]
    return [word for word in told if NUMBER.fullmatch(word) and len(word) <= _LONGEST_NUMBER]


def _ends_in_house_number(words: Sequence[str]) -> bool:
    """Tell whether an address ends in its house number, which is not that of a street or a building: Via Roma 3."""
    if len(words) < 2 or not NUMBER.fullmatch(words[-1]) or words[-2] in _NUMBERED or NUMBER.fullmatch(words[0]):
        return False
    kinds = street_words().kinds.get(words[-2])
    # Soi 11 and Street 271 are streets, Vaci utca 9 is a house.
    return kinds is None or (bool(kinds) and _names_a_street(words[:-2]))


def in_latin_letters(text: str) -> bool:
    """Tell whether an address is written in Latin letters alone, accents and digits included."""
    return _NOT_LATIN.search(text) is None


def spelled_address(text: str) -> str:
    """Return an address with its words spelled in one way and nothing left out, so that equal means one place.

    Unlike `canonical_address` it keeps the town, the unit and every number: two houses of one street stay two.

    Args:
        text: one line, in any script; scripts other than Latin stay as they are, in lower case.
    """
    if not in_latin_letters(text):
        return " ".join(text.casefold().replace(",", " ").split())
    words = address_words(text)
    numbered = [
        word
        for at, word in enumerate(words)
        if word not in _NUMBER_MARKS or not "".join(words[at + 1 : at + 2])[:1].isdigit()
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
    two = all(any(_RANGE.fullmatch(word) for word in words) for words in (lefts, rights))
    numbers = [Counter(w if two else _first_of_range(w) for w in words if w[0].isdigit()) for words in (lefts, rights)]
    if numbers[0] - numbers[1] and numbers[1] - numbers[0]:
        return False
    if any(one.isdisjoint(other) for one, other in _counted_by_both(lefts, rights)):
        return False
    units = [_lettered_units(words) for words in (lefts, rights)]
    if all(units) and units[0].isdisjoint(units[1]):
        return False
    directions = [COMPASS.intersection(words) for words in (lefts, rights)]
    return not (directions[0] - directions[1] and directions[1] - directions[0])


def _lettered_units(words: Sequence[str]) -> frozenset[str]:
    """Return the letters of an address's units: Suite A, Block B."""
    lettered = _UNITS | _HOUSE_MARKS
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
    told = [word for word in words if word not in _NUMBER_MARKS]
    for at, (word, number) in enumerate(pairwise(told)):
        street = word in _NUMBERED_STREETS and not _names_a_street(told[:at])
        if NUMBER.fullmatch(number) and (street or word in _COUNTED):
            mark = "street" if street else word
            found[mark] = found.get(mark, frozenset()) | {number}
    return found


def may_be_one_kind_of_street(left: str, right: str) -> bool:
    """Tell whether two addresses do not contradict each other by the kind of their street: Main Rd., Main St.

    Args:
        left: one line in Latin letters, its parts between commas.
        right: likewise.
    """
    return may_be_one_kind(*(_said_of_street(_parts(text)[0]) for text in (left, right)))


def relate_addresses(left: str, right: str) -> Towns:
    """Return how the towns of two addresses are to each other, as the parts behind the street and their states say.

    Args:
        left: one line in Latin letters, its parts between commas.
        right: likewise.
    """
    (_, lefts, one), (_, rights, other) = _parts(left), _parts(right)
    return Towns.OTHER if are_two_states(one, other) else relate_towns(lefts, rights)


@lru_cache(maxsize=5_000)
def _parts(text: str) -> tuple[str, tuple[str, ...], str]:
    """Return the part of an address that is its street, the parts behind that name towns, and a state's letters."""
    parts = [part.strip() for part in _COMMA.split(text[:MAX_CHARACTERS]) if part.strip()]
    at = next((at for told in (_is_street, _is_corner) for at, part in enumerate(parts) if told(part)), 0)
    behind = [part for part in parts[at + 1 :] if not _is_aside(part)]
    towns = [part for part in _up_to_town(behind) if any(c.isalpha() for c in part)]
    return "".join(parts[at : at + 1]), tuple(towns), state_in(behind)


def _said_of_street(street: str) -> list[frozenset[StreetWord]]:
    """Return what each word for a street in an address may be; a mark before a number is none: Nr. 5."""
    bare, cut = without_cut_suffix(street)
    words, known = address_words(bare), street_words().said
    said = [
        known[word] if word in known else without_suffix(word)[1]
        for word, behind in zip(words, [*words[1:], ""], strict=False)
        if word not in _NUMBER_MARKS or not behind[:1].isdigit()
    ]
    return [one for one in (cut, *said) if one]


def may_share_a_street(left: str, right: str) -> bool:
    """Tell whether two addresses without a house in common may be one: a crossing of streets, or one without a number.

    797 Third Ave. at 49th St. may be at 201 E. 49th St., and somewhere in Third St. at 8638 W. Third St.

    Args:
        left: one line in Latin letters.
        right: likewise.
    """
    numbers, streets = zip(*(_number_and_streets(_parts(text)[0]) for text in (left, right)), strict=True)
    if not all(streets) or not (set(streets[0]) & set(streets[1])):
        return False
    return not all(numbers) or max(map(len, streets)) > 1


def _number_and_streets(text: str) -> tuple[str, list[tuple[str, ...]]]:
    """Return an address's house number, or the empty string, and the own words of each street that it names."""
    number, streets, own = "", [], list[str]()
    words = _without_units(address_words(_LINK.sub(" and ", text)))
    for at, word in enumerate(map(_first_of_range, words)):
        if word in _NEARBY or word == "and":
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


def _unpunctuated(line: str) -> int | None:
    """Return where the address begins in `Blue Anchor 77 Harbor St.`: at a number before a street word."""
    for found in _HOUSE_NUMBER.finditer(line[:MAX_CHARACTERS]):
        after = address_words(found[2])[:4]
        told = after[0] in street_words().before or any(word in street_words().ends for word in after)
        if told and any(c.isalpha() for c in line[: found.start()]):
            return found.start()
    return None


def split_at_number(line: str, street: str) -> PlaceLine | None:
    """Take a line apart where it holds the house number of another line's street; `None` where it does not."""
    number = NUMBER.search(street.casefold())
    if number is None or len(line) > MAX_CHARACTERS:
        return None
    found = re.search(rf"[^\W\d_][^,]*?(\s(?:no\.?\s)?{re.escape(number[0])}\b.*)", line, re.IGNORECASE)
    if found is None:
        return None
    return PlaceLine(name=line[: found.start(1)].strip(" ,"), street=found[1].strip(), locality="")


def _first_of_range(word: str) -> str:
    """Return the first house of a range of them, as in `204-206 Main St.`; any other word as it is."""
    found = _RANGE.fullmatch(word)
    if found is None:
        return word
    return found[1] if 0 < int(found[2]) - int(found[1]) <= _LONGEST_RANGE else word


def _names_a_street(words: Sequence[str]) -> bool:
    """Tell whether words before a street word name the street: more than a house number and a direction."""
    own = [word for word in words if word not in COMPASS and word not in street_words().known]
    return len(own) > (1 if own and NUMBER.fullmatch(own[0]) else 0)


def _without_units(words: Sequence[str]) -> list[str]:
    """Leave out floors, suites and the like with their number, which stands behind or, of a floor, before."""
    left: list[str] = []
    skip = False
    for at, word in enumerate(words):
        behind = words[at + 1] if at + 1 < len(words) else ""
        if skip:
            skip = False
        elif word not in _UNITS:
            left.append(word)
        elif word in _FLOORS and _is_floor_before(left, behind):
            left.pop()
        elif behind and len(behind) <= 3:
            skip = True
        elif left and left[-1].isdigit() and len(left) > 1:
            left.pop()
    return left


def _is_floor_before(words: Sequence[str], behind: str) -> bool:
    """Tell whether words end in a floor's number: not where one stands behind, save in front, `5 floor 12 Main`."""
    if not words or not (words[-1].isdigit() or words[-1] in _NAMED_FLOORS):
        return False
    return len(words) == 1 or not any(c.isdigit() for c in behind)


@lru_cache(maxsize=5_000)
def _is_street(part: str) -> bool:
    if _is_aside(part) or not address_words(part):
        return False
    return any(c.isdigit() for c in part) or _has_street_word(part) or address_words(part)[-1] in _BUILDINGS


def _is_corner(part: str) -> bool:
    """Tell whether a part says which streets meet where a house is, as it may instead of a number: corner of Oak St."""
    words = address_words(part)
    return not _CORNERS.isdisjoint(words[:2]) and (any(c.isdigit() for c in part) or _has_street_word(part))


def _is_aside(part: str) -> bool:
    """Tell whether a part only says where in a street or a building: `2nd Floor`, `at Main St.`."""
    words = address_words(part)
    return bool(words) and (words[0] in _NEARBY or words[0] in _UNITS or words[-1] in _UNITS)


def _is_unit(part: str) -> bool:
    """Tell whether a part says which room or floor of a house: `Room 301`, `2nd Floor`, `Suite A`."""
    words = address_words(part)
    told = len(words) == 2 and not _UNITS.isdisjoint(words)
    return told and any(any(map(str.isdigit, word)) or len(word) == 1 for word in words)
