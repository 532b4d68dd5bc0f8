"""Lines that tell of a place, taken apart: `name, street, town`, with the state behind it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from entity_resolution.places.address_parts import (
    COMMA,
    has_house_number,
    has_street_word,
    is_aside,
    is_building,
    is_corner,
    is_street,
    unit_beside,
    up_to_town,
    with_lone_numbers,
)
from entity_resolution.places.house_names import ARTICLE, core_name
from entity_resolution.places.street_words import (
    COMPASS,
    MAX_CHARACTERS,
    NUMBER,
    address_words,
    street_words,
)
from entity_resolution.places.towns import state_in

_HOUSE_NUMBER = re.compile(r"\s(?=(\d+[a-z]?(?:[/-]\d+[a-z]?)?\s+(?!\d+\s)(.+)))", re.IGNORECASE)
# A town behind its postcode.
_POSTED = re.compile(r"(?:[A-Z]{1,2}-)?\d{3,6}(?:\s\d{2,3})?\s+(\D+?)(?:\s+\d{1,2})?")
_LONGEST_HOUSE_NUMBER = 4
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
    parts = with_lone_numbers([part.strip() for part in COMMA.split(text) if part.strip()], named=True)
    name, rest = (parts[0], parts[1:]) if parts else (text.strip(), [])
    if not any(is_street(part) for part in rest) and (cut := _unpunctuated(name)):
        name, rest = name[:cut].strip(), [name[cut:].strip(), *rest]
    if not rest:
        return PlaceLine(name=name, street="", locality="")
    if ARTICLE.fullmatch(rest[0]):  # an article moved behind: `Anchor, The`
        name, rest = f"{rest[0]} {name}", rest[1:]
    elif len(rest) > 1 and _PIECES.fullmatch(name):
        name, rest = f"{name} {rest[0]}", rest[1:]
    streets = [part for part in rest if is_street(part)] or [part for part in rest if is_corner(part)]
    street = _told_best([*streets[:1], *(part for part in streets[1:] if not _is_town_behind(part, streets[0], rest))])
    others = [part for part in rest if part != street and not is_aside(part)]
    if street:  # Room 301 and Room 310 of one house are two
        units = [unit_beside(street, part) for part in rest if part != street]
        street = ", ".join([street, *filter(None, units)])
    state = state_in(others) if street else ""
    others = up_to_town(others) if street else others
    # `name, street, town`, but `name, town, province`.
    locality = others[-1 if street else 0] if others else ""
    return PlaceLine(name=name, street=street, locality=locality, state="" if state in locality.split() else state)


def _told_best(streets: Sequence[str]) -> str:
    """Return the part that tells most of where a house is, the empty string where there is none.

    It has a house number, if one has, and is no building that stands before it: National Gallery, 1 Lotus Rd.; Lot 10
    Shopping Centre, 50 Lotus Rd.
    """
    numbered = [part for part in streets if any(c.isdigit() for c in part)] or list(streets[:1])
    houses = [part for part in numbered if has_house_number(part) and not is_building(part)]
    return next(iter((houses if numbered and is_building(numbered[0]) else numbered) or numbered), "")


def _is_town_behind(part: str, street: str, parts: Sequence[str]) -> bool:
    """Tell whether a part behind a street is a town behind its postcode: Neubaugasse, 1070 Wien.

    Where a town stands behind it and the street has no number, that is a complex: Amber Square, 90 North Point, Bavet.
    """
    if not _is_posted_town(part):
        return False
    behind = up_to_town(list(parts[parts.index(part) :]))[1:]
    return has_house_number(street) or not any(not is_street(each) and not is_aside(each) for each in behind)


def _is_posted_town(part: str) -> bool:
    """Tell whether a part is a town behind its postcode, no house of a street: 1070 Wien, but 3799 Main St."""
    if not _POSTED.fullmatch(part):
        return False
    words = address_words(part)
    ends = words[:-1] if words[-1] in COMPASS else words
    if ends[-1] in street_words().ends and len(ends) > 2:
        return False
    told = len(words) > 2 and words[1] in street_words().before
    return not (told and len(words[0]) <= _LONGEST_HOUSE_NUMBER)


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


def with_number_of_district(line: PlaceLine, text: str, street: str) -> PlaceLine:
    """Return a line with the number of its district behind the street beside it where another line has it so.

    In Venice a district numbers its houses: `Castello 4171, Riva dei Gelsi` is `Riva dei Gelsi 4171`, and may be called
    by either alone.

    Args:
        line: the line.
        text: as a source wrote it.
        street: that of another line.
    """
    number, words = address_words(line.street)[-1:], address_words(street)
    if not number or words[-1:] != number or not NUMBER.fullmatch(number[0]) or has_street_word(line.street):
        return line
    for part in map(str.strip, COMMA.split(text)[1:]):
        if address_words(part) == words[:-1]:
            locality = "" if line.locality == part else line.locality
            return replace(line, street=f"{part} {number[0]}", locality=locality)
    return line
