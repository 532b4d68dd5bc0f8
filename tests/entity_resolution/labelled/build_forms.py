"""Make the `forms_` sets in Latin letters: names as lists print them, with titles, commas, slips and lost words.

Each form stands in a column of its own, so that `benang match evaluate --by form` shows which of them costs what. All
names are made up from parts; the parts of the `forms_` sets and of the `held_forms_` sets have no word in common. A
negative is printed in the same form as the positive before it and differs in one part that looks like its own: another
given name, another family name, another thing, another house.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.entity_resolution.labelled.set_files import IN_FORMS, Row, folder_named, write_set

# Behind a slash stands the name that negatives take instead.
_GIVEN = """
Robert/Rupert Patricia/Patrice Martin/Marvin Helena/Selena Victor/Hector Teresa/Theresia Daniel/Danilo Carmen/Karen
Ernesto/Arnesto Lucia/Lidia Viktor/Igor Svetlana/Snezhana Dmitry/Demyan Irina/Marina Rashid/Rachid Farida/Fatima
Karim/Halim Nadia/Nabila Suresh/Ramesh Anita/Amita Vikram/Vinod Priya/Priti Kenji/Kenta Haruka/Haruna Joaquin/Jacinto
Beatriz/Berta Emmanuel/Emanuela Olivia/Octavia Gustav/August Ingrid/Sigrid Budi/Rudi Siti/Sita Hasan/Hakan Aisha/Alisha
Bruno/Bruna Clara/Carla Oscar/Omar Paula/Pamela Simon/Samson Elena/Ellen Felix/Fenix Nora/Norma Adrian/Adriel
Monica/Veronica Hugo/Ugo Rebecca/Rachel Alan/Allen Diana/Dina Leonard/Leon Sylvia/Silvana
"""
_FAMILY = """
Whitfield/Whitman Carmichael/Carlisle Delgado/Salgado Restrepo/Retamal Kowalczyk/Kowalik Petrov/Pavlov
Ivashchenko/Ivanenko Morozova/Moroz Al-Hakim/Al-Hashimi Qureshi/Quraishi Banerjee/Mukherjee Krishnamurthy/Krishnan
Takahashi/Takaishi Fujimoto/Fujita Okonkwo/Okafor Mensah/Menka Lindqvist/Lindstrom Johansen/Johnsen Santoso/Sentosa
Wibowo/Widodo Cabrera/Carrera Villanueva/Villareal Fitzgerald/Fitzpatrick McAllister/McCallum Obrecht/Albrecht
Zimmermann/Zimmerli Bergmann/Bergman-Lee Castellano/Castellani Marchetti/Marchesi Fontaine/Fontana Beaumont/Beauchamp
Lefebvre/Lefort Haddad/Haidar Mansour/Mansouri Rodrigues/Rodrigo Teixeira/Ferreira Yamashita/Yamagata Hosseini/Hashemi
Kipchoge/Kiprop Wanjiru/Wambui
"""
_TITLES = ("Mr.", "Mrs", "Dr.", "Prof. Dr.", "Ms.", "Sir", "Capt.", "Hon.", "Rev.", "Engr.", "Gen.", "Col.")
_TAILS = (", Jr.", " PhD", ", MD", " Esq.", ", M.D.", " Sr.", ", Ph.D.")


def _halves(words: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the even and the odd of the words, each with what negatives take instead."""
    read = [(one, other) for one, _, other in (word.partition("/") for word in words.split())]
    return read[0::2], read[1::2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A made-up person's name in its parts."""

    first: str
    middle: str
    last: str

    def __str__(self) -> str:
        """Return the name in full."""
        return f"{self.first} {self.middle} {self.last}"


def _slip(text: str, draw: random.Random) -> str:
    """Return a text with one slip: a letter dropped, doubled, replaced or added, or two neighbours swapped."""
    places = [at for at in range(1, len(text)) if text[at].isalpha() and text[at - 1].isalpha()]
    if not places:
        return text
    at = draw.choice(places)
    letter = draw.choice("aeinorstl")
    return draw.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :],
            text[:at] + letter + text[at + 1 :],
            text[:at] + letter + text[at:],
        )
    )


_MISREAD = (
    *(("m", "rn"), ("rn", "m"), ("l", "1"), ("i", "l"), ("o", "0"), ("e", "c"), ("h", "b"), ("u", "v")),
    ("cl", "d"),
)


def _misread(text: str, draw: random.Random) -> str:
    """Return a text with one confusion of a scanner: rn for m, l for i, o for 0 and the like."""
    found = [pair for pair in _MISREAD if pair[0] in text[1:]]
    if not found:
        return _slip(text, draw)
    read, seen = draw.choice(found)
    return text[0] + text[1:].replace(read, seen, 1)


def _split_word(text: str, draw: random.Random) -> str:
    long = [at for at, word in enumerate(text.split()) if len(word) > 4]
    words = text.split()
    if long:
        at = draw.choice(long)
        cut = draw.randrange(2, len(words[at]) - 1)
        words[at] = f"{words[at][:cut]} {words[at][cut:]}"
    return " ".join(words)


def _merged(text: str, draw: random.Random) -> str:
    words = text.split()
    at = draw.randrange(len(words) - 1)
    return " ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]])


PersonForm = Callable[[Person, random.Random], str]
_PERSON_FORMS: dict[str, PersonForm] = {
    "comma": lambda p, _: f"{p.last.upper()}, {p.first} {p.middle}",
    "comma, initial": lambda p, _: f"{p.last}, {p.first} {p.middle[0]}.",
    "comma, no middle": lambda p, _: f"{p.last.upper()}, {p.first}",
    "capitals": lambda p, _: f"{p.last} {p.first} {p.middle}".upper(),
    "initials": lambda p, _: f"{p.first[0]}. {p.middle[0]}. {p.last}",
    "initials closed up": lambda p, _: f"{p.first[0]}.{p.middle[0]}. {p.last}",
    "initials behind": lambda p, _: f"{p.last} {p.first[0]}.{p.middle[0]}.",
    "middle initial": lambda p, _: f"{p.first} {p.middle[0]}. {p.last}",
    "first initial": lambda p, _: f"{p.first[0]}. {p.last}",
    "no middle": lambda p, _: f"{p.first} {p.last}",
    "hyphen": lambda p, _: f"{p.first}-{p.middle} {p.last}",
    "closed up": lambda p, _: f"{p.first}{p.middle.lower()} {p.last}",
    "title": lambda p, draw: f"{draw.choice(_TITLES)} {p}",
    "title, comma": lambda p, draw: f"{p.last.upper()}, {draw.choice(_TITLES)} {p.first} {p.middle}",
    "tail": lambda p, draw: f"{p}{draw.choice(_TAILS)}",
    "title, no middle, tail": lambda p, draw: f"{draw.choice(_TITLES)} {p.first} {p.last}{draw.choice(_TAILS)}",
    "one slip": lambda p, draw: _slip(str(p), draw),
    "two slips": lambda p, draw: _slip(_slip(str(p), draw), draw),
    "no middle, slip": lambda p, draw: _slip(f"{p.first} {p.last}", draw),
    "comma, slip": lambda p, draw: _slip(f"{p.last.upper()}, {p.first} {p.middle}", draw),
    "misread": lambda p, draw: _misread(str(p), draw),
    "split": lambda p, draw: _split_word(str(p), draw),
    "merged": lambda p, draw: _merged(str(p), draw),
    "merged, slip": lambda p, draw: _slip(_merged(str(p), draw), draw),
}


def people(half: int, seed: int) -> Iterator[Row]:
    """Yield persons' names in every form, with another of the family and a namesake of another family."""
    draw = random.Random(seed)  # noqa: S311  a fixed draw, nothing secret
    given, family = _halves(_GIVEN)[half], _halves(_FAMILY)[half]
    for form, printed in _PERSON_FORMS.items():
        for _ in range(5):
            first, middle = draw.sample(given, 2)
            last = draw.choice(family)
            person = Person(first=first[0], middle=middle[0], last=last[0])
            yield str(person), printed(person, draw), 1, form
            relative = Person(first=first[1], middle=middle[0], last=last[0])
            namesake = Person(first=first[0], middle=middle[0], last=last[1])
            if form in ("first initial", "initials", "initials closed up", "initials behind"):
                other = draw.choice([one for one in given if one[0][0] != first[0][0]])
                relative = Person(first=other[0], middle=other[1], last=last[0])
            yield str(person), printed(relative, draw), 0, form
            yield str(person), printed(namesake, draw), 0, form


_OWNERS = """
Harrison/Harrington Donovan/Donnelly Meyer/Mayfield Castle/Cassell Sterling/Stirlingshire Pacific/Atlantic
Evergreen/Evermore Pinnacle/Pioneer Summit/Sunset Cascade/Crescent Liberty/Library Orion/Orient Redwood/Redstone
Bluebird/Bluebell Lakeside/Hillside Goldcrest/Goldfield Ironbridge/Ironwood Kingfisher/Kingsway Suwannee/Savannah
Brightwater/Whitewater
"""
_THINGS = """
Foods/Woods Motors/Metals Textiles/Tiles Timber/Timer Shipping/Clipping Plastics/Ceramics Electric/Elastic
Furniture/Fixtures Tools/Pools Marine/Machine Paper/Copper Software/Hardware Bakery/Brewery Printing/Painting
"""
_ENDS = ("Inc.", "Ltd.", "LLC", "Corp.", "Co.", "Company", "Limited", "Corporation", "Incorporated", "Co., Ltd.", "PLC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A made-up company's name in its parts."""

    owner: str
    partner: str
    thing: str
    end: str

    @property
    def core(self) -> str:
        """The name without legal form."""
        return f"{self.owner} & {self.partner} {self.thing}"

    def __str__(self) -> str:
        """Return the name in full."""
        return f"{self.core} {self.end}"


FirmForm = Callable[[Firm, random.Random], str]
_FIRM_FORMS: dict[str, FirmForm] = {
    "and": lambda f, _: str(f).replace("&", "and"),
    "lost form": lambda f, _: f.core,
    "other form": lambda f, draw: f"{f.core} {draw.choice(_ENDS)}",
    "further form": lambda f, _: f"{f} Pty Ltd",
    "capitals, and": lambda f, _: f"{f.core.replace('&', 'AND')} {f.end}".upper(),
    "the": lambda f, _: f"The {f.core}",
    "the, behind": lambda f, _: f"{f.core}, The",
    "sign lost": lambda f, _: f.core.replace(" &", ""),
    "sign closed up": lambda f, _: f.core.replace(" & ", "&"),
    "possessive": lambda f, _: f"{f.owner}'s & {f.partner} {f.thing}",
    "plural lost": lambda f, _: re.sub(r"s\b", "", f.core),
    "bracket": lambda f, _: f"{f.core} (Asia) {f.end}",
    "short": lambda f, _: f"{f.owner} & {f.partner} {f.end}",
    "one slip": lambda f, draw: f"{_slip(f.core, draw)} {f.end}",
    "lost form, slip": lambda f, draw: _slip(f.core, draw),
    "two slips": lambda f, draw: f"{_slip(_slip(f.core, draw), draw)} {f.end}",
    "misread": lambda f, draw: _misread(f.core, draw),
    "merged": lambda f, draw: _merged(f.core.replace("& ", ""), draw),
    "split": lambda f, draw: _split_word(f.core, draw),
    "turned": lambda f, _: f"{f.thing} {f.owner} & {f.partner}",
}


def companies(half: int, seed: int) -> Iterator[Row]:
    """Yield companies' names in every form, with another of the owners and another thing of the same owners."""
    draw = random.Random(seed)  # noqa: S311  a fixed draw, nothing secret
    owners, things = _halves(_OWNERS)[half], _halves(_THINGS)[half]
    for form, printed in _FIRM_FORMS.items():
        for _ in range(5):
            owner, partner = draw.sample(owners, 2)
            thing, end = draw.choice(things), draw.choice(_ENDS)
            firm = Firm(owner=owner[0], partner=partner[0], thing=thing[0], end=end)
            yield str(firm), printed(firm, draw), 1, form
            other = Firm(owner=owner[1], partner=partner[0], thing=thing[0], end=end)
            sister = Firm(owner=owner[0], partner=partner[0], thing=thing[1], end=end)
            if form == "short":
                sister = Firm(owner=owner[0], partner=partner[1], thing=thing[1], end=end)
            yield str(firm), printed(other, draw), 0, form
            yield str(firm), printed(sister, draw), 0, form


_HOUSES = """
Vittorio/Vittoria Bellamy/Bellini Cactus/Crocus Paprika/Papaya Lemongrass/Lemontree Harborview/Harborlight
Papillon/Pavillon Sakura/Sahara Montego/Montana Tamarind/Tangerine Delmonte/Delfina Umbria/Cumbria
Chez_Odile/Chez_Odette
Big_Joe's/Big_Jim's La_Paloma/La_Palma El_Charro/El_Cholo Rosie's/Josie's Golden_Wok/Golden_Bowl Blue_Door/Blue_Moor
Mama_Lina's/Mama_Rina's Old_Mill/Old_Hill Spice_Route/Spice_Room The_Ivy_Room/The_Ivory_Room Nine_Fish/Fine_Fish
"""
_WAYS = """
Westbrook/Eastbrook Ventura/Madera Wilmont/Belmont Sheridan/Sherman Lafayette/Fayette Crescent/Prescott
Magnolia/Marigold Broadmoor/Bradford Tremont/Fremont Jackson/Johnson Piedmont/Richmond Montrose/Melrose
"""
_TYPES = (
    ("Ave.", "Avenue", "Av"),
    ("St.", "Street", "St"),
    ("Blvd.", "Boulevard", "Blv."),
    ("Rd.", "Road", "Rd"),
    ("Dr.", "Drive", "Dr"),
    ("Pkwy.", "Parkway", "Pky."),
    ("Hwy.", "Highway", "Hwy"),
    ("Pl.", "Place", "Pl"),
    ("Ln.", "Lane", "La."),
)
_TOWNS = (
    *(("Ashford", "WA", "98304"), ("Bellhaven", "CA", "90071"), ("Port Carlin", "NY", "10022")),
    ("Dunmore", "GA", "30305"),
)
_QUARTERS = {
    "Ashford": "Old Ashford",
    "Bellhaven": "Bellhaven Beach",
    "Port Carlin": "Carlin Heights",
    "Dunmore": "Dunmore",
}
_SIDES = {"N.": "North", "S.": "South", "E.": "E", "W.": "West"}


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A made-up restaurant with its address in parts."""

    name: str
    number: int
    side: str
    way: str
    kind: tuple[str, str, str]
    town: tuple[str, str, str]

    def street(self, kind: str, *, side: str | None = None) -> str:
        """Return number and street, with a street word and a direction in some spelling."""
        chosen = self.side if side is None else side
        return " ".join(part for part in (str(self.number), chosen, self.way, kind) if part)

    def __str__(self) -> str:
        """Return the line of the first guide."""
        return f"{self.name}, {self.street(self.kind[0])}, {self.town[0]}"


HouseForm = Callable[[House, random.Random], str]
_HOUSE_FORMS: dict[str, HouseForm] = {
    "street in full": lambda h, _: f"{h.name}, {h.street(h.kind[1], side=_SIDES.get(h.side, ''))}, {h.town[0]}",
    "no dots, small letters": lambda h, _: f"{h.name}, {h.street(h.kind[2])}, {h.town[0]}".lower(),
    "state and code": lambda h, _: f"{h.name}, {h.street(h.kind[0])}, {h.town[0]}, {h.town[1]} {h.town[2]}",
    "state without comma": lambda h, _: f"{h.name}, {h.street(h.kind[1])}, {h.town[0]} {h.town[1]}",
    "#": lambda h, _: f"{h.name}, {h.street(h.kind[0])} #{h.number % 37 + 1}, {h.town[0]}",
    "suite": lambda h, _: f"{h.name}, {h.street(h.kind[0])} Ste. {h.number % 37 + 1}, {h.town[0]}",
    "suite, comma": lambda h, _: f"{h.name}, {h.street(h.kind[0])}, Suite {h.number % 37 + 1}B, {h.town[0]}",
    "side behind": lambda h, _: f"{h.name}, {h.street(h.kind[0], side='')} {h.side or 'S.'}, {h.town[0]}",
    "no street word": lambda h, _: f"{h.name}, {h.street('')}, {h.town[0]}",
    "no town": lambda h, _: f"{h.name}, {h.street(h.kind[0])}",
    "no town, no comma": lambda h, _: f"{h.name} {h.street(h.kind[0])}",
    "quarter": lambda h, _: f"{h.name}, {h.street(h.kind[0])}, {_QUARTERS[h.town[0]]}",
    "range of numbers": lambda h, _: f"{h.name}, {h.number}-{h.number + 4} {h.way} {h.kind[0]}, {h.town[0]}",
    "kind of house": lambda h, draw: (
        f"{h.name} {draw.choice(('Restaurant', 'Cafe', 'Bar & Grill', 'Bistro'))}, {h.street(h.kind[2])}, {h.town[0]}"
    ),
    "kitchen in brackets": lambda h, _: f"{h.name} (New American), {h.street(h.kind[0])}, {h.town[0]}",
    "possessive": lambda h, _: f"{h.name.replace(chr(39), '')}, {h.street(h.kind[1])}, {h.town[0]}",
    "the": lambda h, _: f"The {h.name.removeprefix('The ')}, {h.street(h.kind[0])}, {h.town[0]}",
    "the, behind": lambda h, _: f"{h.name.removeprefix('The ')}, The, {h.street(h.kind[0])}, {h.town[0]}",
    "crossing": lambda h, _: f"{h.name}, {h.street(h.kind[0])}, at Orchard St., {h.town[0]}",
    "slip in the name": lambda h, draw: f"{_slip(h.name, draw)}, {h.street(h.kind[0])}, {h.town[0]}",
    "slip in the street": lambda h, draw: f"{h.name}, {h.number} {_slip(h.way, draw)} {h.kind[1]}, {h.town[0]}",
    "two slips": lambda h, draw: f"{_slip(_slip(h.name, draw), draw)}, {h.street(h.kind[2])}, {h.town[0]}",
}


def restaurants(half: int, seed: int) -> Iterator[Row]:
    """Yield restaurants in every form, with a neighbour that has a like name and a branch in another street."""
    draw = random.Random(seed)  # noqa: S311  a fixed draw, nothing secret
    names, ways = _halves(_HOUSES)[half], _halves(_WAYS)[half]
    for form, printed in _HOUSE_FORMS.items():
        for _ in range(5):
            name, other_name = (part.replace("_", " ") for part in draw.choice(names))
            way, other_way = draw.choice(ways)
            number, kind, town = draw.randrange(12, 9_900), draw.choice(_TYPES), draw.choice(_TOWNS)
            house = House(name=name, number=number, side=draw.choice(("", *_SIDES)), way=way, kind=kind, town=town)
            yield str(house), printed(house, draw), 1, form
            number = draw.randrange(12, 9_900)
            near = House(name=other_name, number=number, side=house.side, way=way, kind=kind, town=town)
            branch = House(name=name, number=number, side="", way=other_way, kind=draw.choice(_TYPES), town=town)
            yield str(house), printed(near, draw), 0, form
            yield str(house), printed(branch, draw), 0, form


SETS: dict[str, Callable[[int, int], Iterator[Row]]] = {
    "people": people,
    "companies": companies,
    "restaurants": restaurants,
}


def main(folder: Path) -> None:
    """Write the sets into a folder."""
    for half, part in enumerate(("forms", "held_forms")):
        for name, rows in SETS.items():
            write_set(folder, f"{part}_{name}", IN_FORMS, rows(half, 41 + half))


if __name__ == "__main__":
    main(folder_named())
