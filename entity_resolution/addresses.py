"""One-line addresses of sites: told apart from the name before them, and written in one way so that they compare.

Guides and lists print one address differently: street words short, long or not at all, ordinals in words, a crossing or
a floor added. What is left here is the house number and the street's own words.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from anyascii import anyascii
from rapidfuzz import fuzz

from graph.values import normalise_country

_MAX_CHARACTERS = 500
# From so alike on two towns are one, spelled in two ways.
_ONE_TOWN = 75
_COMMA = re.compile("[,，、،၊]")
_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
_WORD = re.compile(r"[^\W_]+(?:['’.&/-][^\W_]+)*", re.ASCII)
_NUMBER = re.compile(r"\d+[a-z]?(?:[/-]\d+[a-z]?)*")
# Houses of one owner side by side; a number with a hyphen may be one house as well, as in Queens.
_RANGE = re.compile(r"([1-9]\d{0,5})-([1-9]\d{0,5})")
_LONGEST_RANGE = 20
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
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
        "cnr",
        "beside",
        "next",
    }
)
_UNITS = frozenset({"suite", "ste", "floor", "fl", "flr", "unit", "room", "rm", "apt", "level", "lvl", "shop", "lobby"})
_NUMBER_MARKS = frozenset({"no", "nr", "number", "num"})
_TYPE_WORDS = """
street st str sts streets avenue ave av aves avenues road rd drive dr boulevard blvd blv bl lane ln place pl square sq
court ct highway hwy parkway pkwy terrace ter way circle cir plaza plz alley aly turnpike tpke
"""
_LEADING_WORDS = "route rte jalan jln jl lorong lrg soi thanon tanon phlauv vithei rue calle via nr national"
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
# Behind the street's own words, as English has it: what follows is the town.
_STREET_TYPES = frozenset(_TYPE_WORDS.split())
# Before them, as in Malay, Thai, Khmer and French.
_LEADING = frozenset(_LEADING_WORDS.split())
_STREET_WORDS = _STREET_TYPES | _LEADING
_LONE_NUMBER = re.compile(r"(?:(?:no|nr|number|house)\.?\s*)?#?\s*\d+[a-z]?(?:[/-]\d+[a-z]?)?", re.IGNORECASE)
_HOUSE_NUMBER = re.compile(r"\s(?=(\d+[a-z]?(?:[/-]\d+[a-z]?)?\s+(?!\d+\s)(.+)))", re.IGNORECASE)
_DIRECTIONS = {
    "north": "n", "south": "s", "east": "e", "west": "w", "northeast": "ne", "northwest": "nw", "southeast": "se",
    "southwest": "sw",
}  # fmt: skip
# Which of both `St.` means nobody can tell, so both count as the word for a street: 119 St. Marks Place.
_SAINT = {"saint": "st"}
_TWO_DIRECTIONS = re.compile(r"\b([ns])\.\s?([ew])\b", re.IGNORECASE)
_COMPASS = frozenset(_DIRECTIONS.values())
_ORDINAL_NAMES = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_CARDINAL_NAMES = "one two three four five six seven eight nine ten eleven twelve"
_ORDINAL_WORDS = {
    word: str(number) for names in (_ORDINAL_NAMES, _CARDINAL_NAMES) for number, word in enumerate(names.split(), 1)
}
# The two ends of a Thai street.
_THAI_STREET, _THAI_ENDS = frozenset({"thanon", "tanon"}), {"tai": "s", "nuea": "n", "nua": "n"}
# What a house may be called before its number, where that is not the number of a street's part.
_HOUSE_MARKS = frozenset({"blk", "block", "bldg", "building", "house"})
_KINDS_OF_HOUSE = """
restaurant ristorante trattoria osteria pizzeria cafe caffe coffee grill grille bistro brasserie kitchen bar diner deli
delicatessen steakhouse eatery tavern pub lounge seafood noodle noodles shop hotel inn motel hostel guesthouse resort
casino house room dining cuisine cooking school bakery teahouse tearoom bbq barbecue gastropub the and &
"""
# What kind of house it is; a name needs something besides.
_HOUSE_WORDS = frozenset(_KINDS_OF_HOUSE.split())
# Of these one building may have two, each under its name: a line for those that are one. Any house is a restaurant.
_KINDS_APART = """
cafe caffe coffee coffeehouse tea teahouse tearoom, bistro brasserie, bar pub tavern lounge gastropub,
grill grille bbq barbecue, deli delicatessen, steakhouse, bakery, pizzeria, hotel inn motel hostel guesthouse resort,
casino, dining, diner
"""
_APART = {kind: words.split()[0] for words in _KINDS_APART.split(",") for kind in words.split()}
# Whose kitchen it is, where that stands before one of them: Spice Garden Indian Cuisine is Spice Garden.
_KITCHENS = """
american asian burmese cambodian cantonese chinese french greek indian indonesian italian japanese khmer korean lao
laotian malay malaysian mediterranean mexican myanmar singaporean spanish szechuan thai turkish vietnamese
"""
_CUISINES = frozenset(_KITCHENS.split())
# What guides print behind the town: which kitchen or food a house has.
_FOODS = """
afghan african arabic argentine argentinian asia bagels bars bengali brazilian breads breakfast british brunch
burger burgers cafes cajun californian caribbean casual classic coffeehouses coffeeshop coffeeshops contemporary
continental cream creole cuban deli delis dessert desserts diners dinner eastern eclectic english ethiopian european
fast filipino fine food foods fusion german hakka halal hamburger hamburgers health hokkien hunan ice international
irish isan islamic israeli jewish juice kosher latin lebanese local mandarin middle modern moroccan nepalese new
northern nouvelle nyonya organic pakistani peranakan persian peruvian pizza polish portuguese regional russian
salads sandwich sandwiches shanghai shanghainese shops sichuan snacks soul southern southwestern steak steakhouses
steaks street sushi swiss tapas tea teochew tex-mex traditional vegan vegetarian west western wine
"""
_OF_FOOD = frozenset(_FOODS.split()) | _CUISINES | _HOUSE_WORDS
_PLACED = re.compile(r"\s(?:at|in|of|by|on)\s", re.IGNORECASE)
# A part before the first comma that only numbers a piece of the place: its name goes on after the comma.
_PIECES = re.compile(
    r"(?:block|blk|building|bldg|tower|unit|floor|room|house|villa|phase|zone|lot|gate)\.?\s+[\w-]{1,3}", re.IGNORECASE
)
_ARTICLE = re.compile(r"the|le|la|les|el|il|los|las", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """A one-line description of a place, taken apart.

    Attributes:
        name: what stands before the first comma; never empty unless the line is.
        street: the part with a house number or a street word, the empty string where none has.
        locality: the last part that is not the street, the empty string where there is none.
    """

    name: str
    street: str
    locality: str


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
    if _ARTICLE.fullmatch(rest[0]):  # an article moved behind: `Anchor, The`
        name, rest = f"{rest[0]} {name}", rest[1:]
    elif len(rest) > 1 and _PIECES.fullmatch(name):
        name, rest = f"{name} {rest[0]}", rest[1:]
    streets = [part for part in rest if _is_street(part)]
    # With a house number, if one has: National Gallery, 1 Saint Andrews Rd.
    street = next((part for part in streets if any(c.isdigit() for c in part)), streets[0] if streets else "")
    others = [part for part in rest if part != street and not _is_aside(part)]
    others = _up_to_town(others) if street else others
    # `name, street, town`, but `name, town, province`.
    locality = others[-1 if street else 0] if others else ""
    return PlaceLine(name=name, street=street, locality=locality)


def _up_to_town(parts: list[str]) -> list[str]:
    """Return the parts behind a street without a country and a kitchen behind the town; the first one stays."""
    end = len(parts)
    while end > 1 and _is_behind_town(parts[end - 1]):
        end -= 1
    return parts[:end]


def _is_behind_town(part: str) -> bool:
    """Tell whether a part behind another one is a country or a state by its two letters, or says what food there is."""
    if normalise_country(part).value is not None:
        return True
    words = [word for one in _words(part) for word in re.split("[/&-]", one) if word]
    return bool(words) and _OF_FOOD.issuperset(words)


def _with_lone_numbers(parts: list[str]) -> list[str]:
    """Join a house number that a comma parts from its street to that: `No. 41, St. 278`."""
    joined: list[str] = []
    for part in parts:
        if len(joined) > 1 and _LONE_NUMBER.fullmatch(joined[-1]):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined


def core_name(name: str) -> str:
    """Return a place's name without brackets, the house that it is in, and words for what kind of house it is.

    Args:
        name: as a source wrote it; one that would lose all its words comes back whole.
    """
    bare = _PLACED.split(_BRACKETS.sub(" ", name).strip(), maxsplit=1)[0]
    words = [(word, word.casefold().strip(".,")) for word in bare.split()]
    behind = [*(folded for _, folded in words[1:]), ""][: len(words)]
    kept = [
        word
        for (word, folded), after in zip(words, behind, strict=True)
        if folded not in _HOUSE_WORDS and not (folded in _CUISINES and after in _HOUSE_WORDS)
    ]
    if len(kept) > 1 and _ARTICLE.fullmatch(kept[0]):
        del kept[0]
    return " ".join(kept) or name


def kinds_of_house(name: str) -> frozenset[str]:
    """Return what kinds of house a name says, of which one building may have two: a hotel's Cafe and its Dining Room.

    Args:
        name: as a source wrote it.
    """
    return frozenset(_APART[word] for word in _words(name) if word in _APART)


def name_without_place(line: PlaceLine) -> str:
    """Return a place's name without the town or street at its end that its own address says again: Marigold Mae Sot.

    Args:
        line: the place's name and address; a name that would lose all its words comes back whole.
    """
    said = {word for word in (*_words(line.street), *_words(line.locality)) if not word[0].isdigit()} - _STREET_WORDS
    words = core_name(line.name).split()
    while len(words) > 1 and said.issuperset(_words(words[-1]) or [""]):
        words.pop()
    return " ".join(words)


def canonical_address(text: str) -> str:
    """Return an address in one way of writing: house number (twice), direction, the street's own words, in ASCII.

    Args:
        text: one line, in any script; what is not Latin is written in Latin letters.
    """
    parts = [part for part in _COMMA.split(text[:_MAX_CHARACTERS]) if part.strip()]
    words = _words(next((part for part in parts if len(parts) > 1 and _is_street(part)), text))
    kept: list[str] = []
    for at, word in enumerate(map(_first_of_range, words)):
        if kept and word in _NEARBY and any(not _NUMBER.fullmatch(one) for one in kept):
            break
        if word in _STREET_TYPES and _names_a_street(kept):
            break
        numbered = at + 1 < len(words) and words[at + 1][:1].isdigit()
        if numbered and (word in _NUMBER_MARKS or (word in _HOUSE_MARKS and not kept)):
            continue
        kept.append(word)
    own = [word for word in _without_units(kept) if word not in _STREET_WORDS]
    told = own if any(not _NUMBER.fullmatch(word) for word in own) or len(own) > 1 else kept
    # The house number stands twice: it tells more than the street, and a comparison of words counts letters.
    return " ".join([*told[:1], *told] if told and told[0][0].isdigit() else told)


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
    words = _words(text)
    numbered = [
        word
        for at, word in enumerate(words)
        if word not in _NUMBER_MARKS or not "".join(words[at + 1 : at + 2])[:1].isdigit()
    ]
    return " ".join(_IN_FULL.get(word, word) for word in numbered)


def may_be_one_house(left: str, right: str) -> bool:
    """Tell whether two addresses contradict each other neither by a number nor by a direction.

    One may say more than the other: a floor, a unit, the lane. But where each says a number that the other does not,
    they are two houses, units or lanes, however alike the words: 12 and 21 Soi 11, Room 301 and 310, W. and E. 3rd St.
    """
    lefts, rights = map(_words, (left, right))
    # Of two ranges neither is the first of its houses: 3-5 and 3-7 may be two units as well.
    two = all(any(_RANGE.fullmatch(word) for word in words) for words in (lefts, rights))
    numbers = [Counter(w if two else _first_of_range(w) for w in words if w[0].isdigit()) for words in (lefts, rights)]
    if numbers[0] - numbers[1] and numbers[1] - numbers[0]:
        return False
    directions = [_COMPASS.intersection(words) for words in (lefts, rights)]
    return not (directions[0] - directions[1] and directions[1] - directions[0])


def may_be_one_street(left: str, right: str) -> bool:
    """Tell whether two addresses contradict each other neither by the kind of their street nor by their town.

    12 Main Rd. is not 12 Main St., nor is one in Chicago one in Boston. Parts behind the street say towns, and two
    that have a word in common may be one: Kingston, Kingston City.

    Args:
        left: one line in Latin letters, its parts between commas.
        right: likewise.
    """
    kinds, towns = zip(*map(_kinds_and_towns, (left, right)), strict=True)
    if all(kinds) and kinds[0].isdisjoint(kinds[1]):
        return False
    if not all(towns):
        return True
    return any(fuzz.token_set_ratio(one, other) >= _ONE_TOWN for one in towns[0] for other in towns[1])


def _kinds_and_towns(text: str) -> tuple[frozenset[str], list[str]]:
    """Return the words for kinds of streets that an address has, in full, and the parts behind the street."""
    parts = [part for part in _COMMA.split(text[:_MAX_CHARACTERS]) if part.strip()]
    at = next((at for at, part in enumerate(parts) if _is_street(part)), 0)
    kinds = frozenset(_IN_FULL.get(word, word) for word in _words("".join(parts[at : at + 1])) if word in _STREET_TYPES)
    told = _up_to_town([part for part in parts[at + 1 :] if not _is_aside(part)])
    behind = [words for part in told if (words := " ".join(_words(part)))]
    return kinds, [town for town in behind if not any(map(str.isdigit, town))]


def may_share_a_street(left: str, right: str) -> bool:
    """Tell whether two addresses without a house in common may be one: a crossing of streets, or one without a number.

    797 Third Ave. at 49th St. may be at 201 E. 49th St., and somewhere in Third St. at 8638 W. Third St.

    Args:
        left: one line in Latin letters.
        right: likewise.
    """
    numbers, streets = zip(*(_number_and_streets(_street_part(text)) for text in (left, right)), strict=True)
    if not all(streets) or not (set(streets[0]) & set(streets[1])):
        return False
    return not all(numbers) or max(map(len, streets)) > 1


def _street_part(text: str) -> str:
    parts = [part for part in _COMMA.split(text[:_MAX_CHARACTERS]) if part.strip()]
    return next((part for part in parts if _is_street(part)), text)


def _number_and_streets(text: str) -> tuple[str, list[tuple[str, ...]]]:
    """Return an address's house number, or the empty string, and the own words of each street that it names."""
    number, streets, own = "", [], list[str]()
    for word in map(_first_of_range, _without_units(_words(text))):
        if word in _NEARBY or word == "and":
            streets.append(tuple(own))
            own = []
        elif not number and not streets and not own and _NUMBER.fullmatch(word):
            number = word
        elif word in _STREET_TYPES and own:
            streets.append(tuple(own))
            own = []
        elif word not in _STREET_WORDS and word not in _COMPASS:
            own.append(word)
    named = [street for street in (*streets, tuple(own)) if street]
    # A lone number before a street word is its name: 3rd St.
    return (number, named) if named or not number else ("", [(number,)])


def _unpunctuated(line: str) -> int | None:
    """Return where the address begins in `Blue Anchor 77 Harbor St.`: at a number before a street word."""
    for found in _HOUSE_NUMBER.finditer(line[:_MAX_CHARACTERS]):
        after = _words(found[2])[:4]
        told = after[0] in _LEADING or any(word in _STREET_TYPES for word in after)
        if told and any(c.isalpha() for c in line[: found.start()]):
            return found.start()
    return None


def split_at_number(line: str, street: str) -> PlaceLine | None:
    """Take a line apart where it holds the house number of another line's street; `None` where it does not."""
    number = _NUMBER.search(street.casefold())
    if number is None or len(line) > _MAX_CHARACTERS:
        return None
    found = re.search(rf"[^\W\d_][^,]*?(\s(?:no\.?\s)?{re.escape(number[0])}\b.*)", line, re.IGNORECASE)
    if found is None:
        return None
    return PlaceLine(name=line[: found.start(1)].strip(" ,"), street=found[1].strip(), locality="")


def _words(text: str) -> list[str]:
    plain = anyascii(_BRACKETS.sub(" ", text[:_MAX_CHARACTERS])).casefold().replace("'", "")
    plain = _TWO_DIRECTIONS.sub(r"\1\2", plain).replace(".", " ")
    words = [_plain(word) for word in _WORD.findall(plain)]
    if _THAI_ENDS.keys().isdisjoint(words):
        return words
    return [
        _THAI_ENDS[word] if word in _THAI_ENDS and _ends_a_street(words, at) else word for at, word in enumerate(words)
    ]


def _ends_a_street(words: Sequence[str], at: int) -> bool:
    """Tell whether a word stands where Thai says which end of a street is meant: Thanon Sathon Tai, Sathon Tai Road."""
    if not _THAI_STREET.isdisjoint(words):
        return True
    return at > 1 and words[at - 1].isalpha() and words[at + 1 : at + 2] != [] and words[at + 1] in _STREET_TYPES


def _plain(word: str) -> str:
    ordinal = _ORDINAL.fullmatch(word)
    if ordinal is not None:
        return ordinal[1]
    return _ORDINAL_WORDS.get(word, _DIRECTIONS.get(word, _SAINT.get(word, word)))


def _first_of_range(word: str) -> str:
    """Return the first house of a range of them, as in `204-206 Main St.`; any other word as it is."""
    found = _RANGE.fullmatch(word)
    if found is None:
        return word
    return found[1] if 0 < int(found[2]) - int(found[1]) <= _LONGEST_RANGE else word


def _names_a_street(words: Sequence[str]) -> bool:
    """Tell whether words before a street word name the street: more than a house number and a direction."""
    own = [word for word in words if word not in _DIRECTIONS.values() and word not in _STREET_WORDS]
    return len(own) > (1 if own and _NUMBER.fullmatch(own[0]) else 0)


def _without_units(words: Sequence[str]) -> list[str]:
    """Leave out floors, suites and the like with their number, which stands behind or, of a floor, before."""
    left: list[str] = []
    skip = False
    for at, word in enumerate(words):
        if skip:
            skip = False
        elif word in _UNITS:
            if at + 1 < len(words) and len(words[at + 1]) <= 3:
                skip = True
            elif left and left[-1].isdigit() and len(left) > 1:
                left.pop()
        else:
            left.append(word)
    return left


def _is_street(part: str) -> bool:
    words = _words(part)
    if not words or _is_aside(part):
        return False
    return any(c.isdigit() for c in part) or any(word in _STREET_WORDS for word in words[-1:] + words[:1])


def _is_aside(part: str) -> bool:
    """Tell whether a part only says where in a street or a building: `2nd Floor`, `at Main St.`."""
    words = _words(part)
    return bool(words) and (words[0] in _NEARBY or words[0] in _UNITS or words[-1] in _UNITS)
