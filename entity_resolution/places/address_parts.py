"""Parts of an address, as its commas part it: which is the street, a corner, a unit, a town; and the words of one."""

import re
from collections.abc import Sequence
from functools import lru_cache

from entity_resolution.places.house_names import OF_FOOD
from entity_resolution.places.street_words import (
    ADDED,
    COMPASS,
    NUMBER,
    address_words,
    street_words,
    without_cut_suffix,
    without_suffix,
)
from entity_resolution.places.towns import is_known_town
from graph.values import normalise_country

COMMA = re.compile("[,，、،၊]")
# Houses of one owner side by side; a number with a hyphen may be one house as well, as in Queens.
RANGE = re.compile(r"([1-9]\d{0,5})-([1-9]\d{0,5})")
_LONGEST_RANGE = 20
# What follows tells where in the street the house is, not which street it is.
NEARBY = frozenset(
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
UNITS = frozenset(
    {"suite", "ste", "floor", "fl", "flr", "unit", "room", "rm", "apt", "level", "lvl", "shop", "lobby", "flat"}
    | {"lantai", "lt", "tingkat", "tang", "lau", "planta", "piso", "etage", "piano", "stock"}
)
# Parts of a compound, which a letter or a number tells apart: Block A, Tower 2.
BLOCKS = frozenset({"building", "bldg", "block", "blk", "tower", "wing"})
_FLOORS, _NAMED_FLOORS = frozenset({"floor", "fl", "flr"}), frozenset({"ground", "upper", "lower", "main", "top"})
# What has a number of its own, which is none of a house in a street.
NUMBERED = frozenset({"tower", "block", "moo", "mu", "km", "phase", "gate", "gang", "lot", "zone", "phum", "group"})
# Quarters that have a number for a name, each with streets of its own.
_NUMBERED_QUARTERS = frozenset({"barangay", "brgy", "bgy", "moo", "mu", "ward", "phuong"})
# Districts that have one, whose houses no such number tells apart.
_NUMBERED_DISTRICTS = frozenset({"sangkat", "khan", "quan", "district", "dist", "zone", "region"})
# A town's postcode, of more digits than a house's number.
_POSTCODE = re.compile(r"\d{5,6}")
# What stands for its street.
_BUILDINGS = frozenset(
    {"mall", "megamall", "galleria", "tower", "towers", "building", "bldg", "arcade", "complex", "gallery"}
)
# And, where a street with a house number stands beside it, what may be a street's own word as well: Sands Plaza.
_MAY_BE_BUILDINGS = _BUILDINGS | frozenset({"plaza", "plz", "center", "centre", "court", "hotel", "market", "hall"})
# What a guide calls a house behind its town, with a word of any sort before it: Brown cafe, Boutique hotel. A town may
# end in `am Inn`.
_KINDS_BEHIND = frozenset(
    {"bar", "bistro", "brasserie", "cafe", "casino", "club", "diner", "grill", "guesthouse", "hostel", "hotel"}
    | {"karaoke", "kitchen", "lounge", "nightclub", "pub", "restaurant", "stall", "stalls", "tavern", "teahouse"}
)
# A house's number in a part of its own: `No. 41`, `12/1`, `3 bis`; and a plot's or a building's, which stands for one.
_MARKS = r"no|nr|nro|n|n[º°]|n[uú]m|n[uú]mero|nomor|number|h\.?\s*no|house(?:\s*no)?|lot|plot|s[oố]"
_LONE_NUMBER = re.compile(
    rf"(?:(?:{_MARKS})[.:]?\s*)?#?\s*"
    r"[(（]?\s*\d+[a-z]?(?:[/-](?:\d+[a-z]?|[a-z]))?\s*[)）]?(?:\s*(?:bis|ter|quater))?",
    re.IGNORECASE,
)
_IN_FRONT = re.compile(rf"^\s*(?:(?:{_MARKS})[.:]?\s*)?#?\s*\d+[a-z]?(?:[/-](?:\d+[a-z]?|[a-z]))*\s+", re.IGNORECASE)
_PIECE = re.compile(
    r"(?:block|blk|blok|building|bldg|tower|office)\.?\s+(?:no\.?\s*)?[a-z]?-?\d{1,3}[a-z]?", re.IGNORECASE
)
_LONGEST_HOUSE_NUMBER = 4
# A state by its letters, perhaps with a postcode: WA 98304, NSW 2000.
_STATE = re.compile(r"[A-Z]{2,3}\.?(?:\s+\d{4,5}(?:-\d{4})?)?")


@lru_cache(maxsize=5_000)
def is_street(part: str) -> bool:
    """Tell whether a part says in which street a place is: by a number, a street word, or a building's."""
    if is_aside(part) or not address_words(part):
        return False
    return any(c.isdigit() for c in part) or has_street_word(part) or address_words(part)[-1] in _BUILDINGS


def is_building(part: str) -> bool:
    """Tell whether a part names a building, where the street stands beside it: Lot 10 Lotus Plaza, Tower 2."""
    words = address_words(part)
    named = len(words) > 1 and words[-1] in _MAY_BE_BUILDINGS and not words[0][0].isdigit()
    return named or (is_unit(part) and words[0] in BLOCKS)


def is_corner(part: str) -> bool:
    """Tell whether a part says which streets meet where a house is, as it may instead of a number: corner of Oak St."""
    words = address_words(part)
    return not _CORNERS.isdisjoint(words[:2]) and (any(c.isdigit() for c in part) or has_street_word(part))


def is_aside(part: str) -> bool:
    """Tell whether a part only says where in a street or a building: `2nd Floor`, `at Main St.`."""
    words = address_words(part)
    if bool(words) and (words[0] in NEARBY or words[0] in UNITS or words[-1] in UNITS):
        return True
    return is_unit(part) and not any(map(str.isdigit, part))


def is_unit(part: str) -> bool:
    """Tell whether a part says which room, floor or block of a house: `Room 301`, `2nd Floor`, `Suite A`, `Tower 2`."""
    words = address_words(part)
    told = len(words) == 2 and not (UNITS | BLOCKS).isdisjoint(words)
    return told and any(any(map(str.isdigit, word)) or len(word) == 1 for word in words)


def is_numbered_area(part: str) -> bool:
    """Tell whether a part is a quarter by its number or a town with its postcode: Sangkat 4, 50450 Kuala Lumpur."""
    words = address_words(part)
    if len(words) == 2 and words[0] in _NUMBERED_QUARTERS | _NUMBERED_DISTRICTS and words[1].isdigit():
        return True
    numbers = [word for word in words if word[0].isdigit()]
    is_posted = (
        len(numbers) == 1 and _POSTCODE.fullmatch(numbers[0]) is not None and numbers[0] in (words[0], words[-1])
    )
    return is_posted and not has_street_word(part)


def unit_beside(street: str, part: str) -> str:
    """Return what a part beside a street says of a unit or a numbered quarter: Room 301, Brgy 5; or the empty string.

    The building tells which house is meant where the street has no number: Unit 1203 Sun Tower, Ayala Ave.

    Args:
        street: the part that says the street.
        part: another one.
    """
    words = address_words(part)
    if is_unit(part) or (len(words) == 2 and words[0] in _NUMBERED_QUARTERS and words[1].isdigit()):
        return " ".join(words)
    if len(words) > 2 and words[0] in UNITS and words[1][0].isdigit():
        return " ".join(words[:2] if has_house_number(street) else words)
    return ""


def has_house_number(part: str) -> bool:
    """Tell whether a part has a number of a house, which that of a room behind a hash is not: #02-11 Orchard Plaza."""
    return not part.lstrip().startswith("#") and any(map(NUMBER.fullmatch, map(first_of_range, address_words(part))))


def has_street_word(part: str) -> bool:
    """Tell whether a part has a word for a street where one stands, and others beside it."""
    words = address_words(part)
    if len(words) < 2:
        return bool(words) and without_suffix(words[0])[0] != words[0]
    if any(word in street_words().known for word in words[-1:] + words[:1]):
        return True
    return any(without_suffix(word)[0] != word for word in words) or bool(without_cut_suffix(part)[1])


def with_lone_numbers(parts: Sequence[str], *, named: bool = False) -> list[str]:
    """Join a house number that commas part from its street to that: `No. 41, St. 278`, and `Via Roma, 3`.

    So is a building's, `Building 3, Lotus Park`, where what is behind it has no number of a house.

    Args:
        parts: of an address, as its commas part it.
        named: whether the first one is the name of a place, which a number behind it is no part of.
    """
    joined: list[str] = []
    first = 1 if named else 0
    for at, part in enumerate(parts):
        behind = at > first and _is_lone_number(part) and _takes_number(joined[-1], parts[at + 1 : at + 2])
        if behind or (len(joined) > first and _goes_before(joined[-1], part)):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined


def _goes_before(number: str, part: str) -> bool:
    """Tell whether a part is the number of a house or a building of the part behind it."""
    if _PIECE.fullmatch(number) is not None:
        return not part[:1].isdigit() and not has_house_number(part)
    return _is_lone_number(number) and any(map(str.isalpha, part))


def _is_lone_number(part: str) -> bool:
    """Tell whether a part is a house number and no floor nor a postcode: `No. 41`, but not `5F`."""
    if _LONE_NUMBER.fullmatch(part) is None or address_words(part)[-1:] == ["floor"]:
        return False
    return not (part.isdigit() and len(part) > _LONGEST_HOUSE_NUMBER)


def _takes_number(street: str, behind: Sequence[str]) -> bool:
    """Tell whether a lone number is that of the part before it, not of a street behind it: `Block C, 41, St. 278`."""
    words = address_words(street)
    numbered = any(c.isdigit() for c in street)
    if not words or is_aside(street):
        return False
    if numbered and (words[0] not in street_words().known or ends_in_house_number(words)):
        return False
    return (has_street_word(street) and not numbered) or not any(map(has_street_word, behind))


def behind_number(part: str) -> str:
    """Return a part without the house number in front, so that a word for a street stands first: 12 Jalan Melati."""
    return _IN_FRONT.sub("", part)


def up_to_town(parts: list[str]) -> list[str]:
    """Return the parts behind a street without a country and a kitchen behind the town; the first one stays."""
    end = len(parts)
    while end > 1 and _is_behind_town(parts[end - 1]):
        end -= 1
    return parts[:end]


def names_a_street(words: Sequence[str]) -> bool:
    """Tell whether words before a street word name the street: more than a house number and a direction."""
    own = [word for word in words if word not in COMPASS and word not in street_words().known]
    return len(own) > (1 if own and NUMBER.fullmatch(own[0]) else 0)


def ends_in_house_number(words: Sequence[str]) -> bool:
    """Tell whether an address ends in its house number, which is not that of a street or a building: Via Roma 3."""
    if len(words) < 2 or not NUMBER.fullmatch(words[-1]) or words[-2] in NUMBERED or NUMBER.fullmatch(words[0]):
        return False
    kinds = street_words().kinds.get(words[-2])
    # Soi 11 and Street 271 are streets, Vaci utca 9 is a house.
    return kinds is None or (bool(kinds) and names_a_street(words[:-2]))


def first_of_range(word: str) -> str:
    """Return the first house of some, and the number of one with an addition: `204-206 Main St.`, `3 bis`.

    Any other word comes back as it is.
    """
    if (added := ADDED.fullmatch(word)) is not None:
        return added[1]
    found = RANGE.fullmatch(word)
    if found is None:
        return word
    return found[1] if 0 < int(found[2]) - int(found[1]) <= _LONGEST_RANGE else word


def without_units(words: Sequence[str]) -> list[str]:
    """Leave out floors, suites and the like with their number, which stands behind or, of a floor, before."""
    left: list[str] = []
    skip = False
    for at, word in enumerate(words):
        behind = words[at + 1] if at + 1 < len(words) else ""
        if skip:
            skip = False
        elif word not in UNITS:
            left.append(word)
        elif word in _FLOORS and _is_floor_before(left, behind):
            left.pop()
        elif behind and len(behind) <= 3:
            skip = True
        elif left and left[-1].isdigit() and len(left) > 1:
            left.pop()
    return left


def _is_behind_town(part: str) -> bool:
    """Tell whether a part behind another one is a country or a state by its letters, or says what food there is."""
    if normalise_country(part).value is not None:
        return True
    if _STATE.fullmatch(part) and (any(map(str.isdigit, part)) or not is_known_town(part)):
        return True
    words = [word for one in address_words(part) for word in re.split("[/&-]", one) if word]
    return bool(words) and (OF_FOOD.issuperset(words) or (len(words) > 1 and words[-1] in _KINDS_BEHIND))


def _is_floor_before(words: Sequence[str], behind: str) -> bool:
    """Tell whether words end in a floor's number: not where one stands behind, save in front, `5 floor 12 Main`."""
    if not words or not (words[-1].isdigit() or words[-1] in _NAMED_FLOORS):
        return False
    return len(words) == 1 or not any(c.isdigit() for c in behind)
