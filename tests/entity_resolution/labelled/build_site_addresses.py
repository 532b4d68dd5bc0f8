"""Make `site_addresses.csv`: invented places with a street address, each as two guides would print it.

Negatives are the two nearest other places by their whole text: branches of one house in another street, neighbours in
one street, namesakes in another town.
"""

from __future__ import annotations

import random
from pathlib import Path

from rapidfuzz.fuzz import token_sort_ratio

from tests.entity_resolution.labelled.set_files import folder_named, write_set

SOURCE = (
    "Invented places and addresses, printed by rules as two guides would. "
    "Written for this project, not taken from any list of names."
)
_PLACES = 160
_FIRST_WORDS = """
Golden Silver Blue Green Old Royal Little Grand Red Jade Coral Lucky Sunny Velvet Copper Amber Crystal Ivory Scarlet
Midnight Northern Windy Quiet Hidden
"""
_SECOND_WORDS = """
Lotus Anchor Dragon Orchid Palm Harbour Lantern Pagoda Mango Heron Garden Terrace River Bamboo Peacock Elephant Tiger
Mill Olive Saffron Ginger Pepper Lemon Willow
"""
_OWNER_NAMES = """
Tony Marisol Henri Odette Luca Ming Amara Pilar Verdi Rosa Basilio Nadia Somsak Dara Wei Carmela Otto Ingrid
"""
_FIRST, _SECOND, _OWNERS = (words.split() for words in (_FIRST_WORDS, _SECOND_WORDS, _OWNER_NAMES))
_KINDS = ("Restaurant", "Cafe", "Grill", "Bistro", "Kitchen", "Hotel", "House", "Seafood", "Bar & Grill", "Noodles")
_STREETS = (
    ("Maple", "Ave."), ("Ocean", "Dr."), ("Canyon", "Rd."), ("Lincoln", "Blvd."), ("Harbor", "St."),
    ("Sunset", "Blvd."),
    ("Third", "St."), ("Sixth", "Ave."), ("58th", "St."), ("16th", "St."), ("Mission", "St."), ("La Palma", "Ave."),
    ("Market", "Sq."), ("Beach", "Rd."), ("Melati", "Rd."), ("Union", "St."), ("Peach Tree", "Rd."), ("Mentor", "Ave."),
)  # fmt: skip
_REGION = (
    "Jalan Besar",
    "Jalan Ampang",
    "Soi Anuman",
    "Soi 4 Sukhumvit",
    "National Road 4",
    "Street 271",
    "Rue Pasteur",
)
_TOWNS = ("Springfield", "Portville", "Los Robles", "Kingston", "Bavet", "Phnom Penh", "Bangkok", "Johor Bahru")
_SUBURBS = {"Los Robles": "West Robles", "Kingston": "Kingston City", "Bangkok": "Surawong", "Phnom Penh": "Toul Kork"}
_DIRECTIONS = {"N.": "North", "S.": "South", "E.": "East", "W.": "West"}
_TYPES = {"Ave.": "Avenue", "Dr.": "Drive", "Rd.": "Road", "Blvd.": "Boulevard", "St.": "Street", "Sq.": "Square"}
_WORDS = {"Third": "3rd", "Sixth": "6th", "Jalan": "Jln", "National Road": "NR", "Street 271": "St. 271"}


class Place:
    """An invented place; `one` and `other` are its lines in two guides."""

    def __init__(self, draw: random.Random, name: str, kind: str) -> None:
        self.number = draw.choice((draw.randrange(1, 100), draw.randrange(100, 10_000)))
        self.town = draw.choice(_TOWNS)
        self.region = draw.random() < 0.3
        self.direction = draw.choice(["", "", *_DIRECTIONS])
        self.street, self.type = draw.choice(_STREETS)
        self.street = draw.choice(_REGION) if self.region else self.street
        self.one = f"{name} {kind}".strip() + f", {self._first_address()}, {self.town}"
        self.other = f"{_other_name(draw, name, kind)}, {self._second_address(draw)}"

    def _first_address(self) -> str:
        if self.region:
            return f"{self.number} {self.street}"
        return " ".join(part for part in (str(self.number), self.direction, self.street, self.type) if part)

    def _second_address(self, draw: random.Random) -> str:
        number = str(self.number)
        if draw.random() < 0.06:
            number = number[:-1] + str((self.number + draw.randrange(1, 9)) % 10)  # a slip of the printer's
        street = self.street
        for long, short in _WORDS.items():
            if draw.random() < 0.6:
                street = street.replace(long, short)
        if not self.region:
            kind = "" if draw.random() < 0.12 else _TYPES[self.type] if draw.random() < 0.6 else self.type
            direction = draw.choice((self.direction, _DIRECTIONS.get(self.direction, ""), ""))
            street = " ".join(part for part in (direction, street, kind) if part)
        across = draw.random()
        if across < 0.12:
            street += f", between {draw.choice(_STREETS)[0]} and {draw.choice(_STREETS)[0]} Sts."
        elif across < 0.2:
            street += f" at {draw.choice(_STREETS)[0]} St."
        elif across < 0.27:
            street += draw.choice((", Suite 12", ", 2nd Floor", " (Plaza Level)"))
        prefix = draw.choice(("", "", "", "No. "))
        town = _SUBURBS.get(self.town, self.town) if draw.random() < 0.4 else self.town
        return f"{prefix}{number} {street}, {town}"


def _other_name(draw: random.Random, name: str, kind: str) -> str:
    at = draw.randrange(1, len(name) - 1)
    ways = (
        name,
        f"The {name} {kind}",
        f"{name} {draw.choice(_KINDS)}",
        f"{kind} {name}",
        f"{name.replace(chr(39), '')} {kind.replace('&', 'and')}",
        f"{name[:at]}{name[at + 1 :]} {kind}",
        f"{name} at the {draw.choice(_FIRST)} {draw.choice(_SECOND)}",
    )
    return draw.choice(ways).strip()


def places(seed: int) -> list[Place]:
    """Return invented places, one in four of them a branch or a namesake of the one before."""
    draw = random.Random(seed)  # noqa: S311  a fixed draw, nothing secret
    found: list[Place] = []
    name = kind = ""
    for index in range(_PLACES):
        if index % 4 != 3:
            name = (
                f"{draw.choice(_OWNERS)}'s" if draw.random() < 0.3 else f"{draw.choice(_FIRST)} {draw.choice(_SECOND)}"
            )
            kind = draw.choice(("", *_KINDS))
        found.append(Place(draw, name, kind))
    return found


def pairs(found: list[Place]) -> list[tuple[str, str, int]]:
    """Return each place's two lines, and its first line with the two nearest lines of other places."""
    rows: list[tuple[str, str, int]] = []
    for place in found:
        rows.append((place.one, place.other, 1))
        others = [(token_sort_ratio(place.one.lower(), other.other.lower()), other.other) for other in found]
        nearest = [line for _, line in sorted(others, reverse=True) if line != place.other]
        rows.extend((place.one, line, 0) for line in nearest[:2])
    return rows


def main(folder: Path) -> None:
    """Write the set into a folder."""
    write_set(folder, "site_addresses", SOURCE, pairs(places(31)), head=("left", "right", "label"))


if __name__ == "__main__":
    main(folder_named())
