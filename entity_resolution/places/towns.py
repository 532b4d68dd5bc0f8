"""Towns behind an address: whether two are one, a city and its quarter, or two well-known cities."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz

from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.names.tables import read_rows
from graph.values import normalise_country

# From so alike on two towns are one, spelled in two ways.
_ONE_TOWN = 75
# A name of so many cities' quarters may be that of another city's as well.
_MANY_CITIES = 4
# From so many quarters on a city has chains and houses of one name.
_MANY_QUARTERS = 10
_WORD = re.compile(r"[a-z0-9&]+")
# What stands about a town's name: postcodes, the number of a town's post district, a state's two letters.
_POSTCODE = re.compile(r"\d{3,6}")
_POST_DISTRICT = re.compile(r"\d{1,2}|[a-z]|[a-z]{1,2}\d{1,2}[a-z]?")
# A city of two words that are linked goes by the first one: Santiago de Compostela, Newcastle upon Tyne.
_LINKED = re.compile(r"(\w{4,}) (?:de|del|di|am|an|on|upon) ")
TOWN_WORDS = frozenset({"city", "town", "municipality", "kota", "krong", "tp"})
QUARTER_WORDS = frozenset(
    {"district", "area", "ward", "khwaeng", "khet", "phuong", "sangkat", "khan", "barrio", "brgy"}
)


# Quarters whose names towns elsewhere have as well: whoever names one alone may mean either.
_ELSEWHERE = """
abbotsford;algiers;alhambra;arcadia;arlington;avondale;bel air;bethesda;bloomfield;brentwood;bridgeport
brighton;brookline;brunswick;burbank;butterworth;cambridge;camden;canton;carlton;charlestown;chelsea;clifton;colon
compton;coronado;cowley;decatur;dorchester;edgewater;elmhurst;evanston;fairfax;fremont;george town
georgetown;germantown;glendale;gold coast;greenwich;greenwood;hampden;hatfield;hawthorne;henderson;highland park
hillcrest;hyde park;inglewood;jamaica;jamestown;jericho;kensington;kingston;la paz;lakeview;lakewood;lara
lawrenceville;lincoln park;linden;long beach;medina;melrose;melville;mission;mount pleasant;mount vernon;newmarket
newton;newtown;norwood;oak park;oakland;paddington;pasadena;pilsen;playa;queenstown;richmond;ridgewood;riverdale
riverside;roma;rosemont;salamanca;san pedro;san rafael;santa cruz;santa fe;scarborough;smithfield;somerville;stanley
stockbridge;stratford;strathcona;sumner;sunnyside;tremont;venice;verdun;westminster;westport;westwood;windsor
woodstock
"""
_TOWNS_ELSEWHERE = frozenset(name.strip() for name in _ELSEWHERE.replace("\n", ";").split(";") if name)
# States of countries where towns of one name are many. LA is left out: Los Angeles is written so, too.
_UNITED_STATES = """
AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA PR RI
SC SD TN TX UT VT VA WA WV WI WY
"""
_STATES_BY_COUNTRY = tuple(
    frozenset(states.split())
    for states in (_UNITED_STATES, "AB BC MB NB NL NS NT NU ON PE QC SK YT", "ACT NSW NT QLD SA TAS VIC WA")
)
_STATES = frozenset[str]().union(*_STATES_BY_COUNTRY)
# A state by its letters, behind the town or in a part of its own, perhaps with a postcode: WA 98304, ON M5V 2T6.
_STATE = re.compile(r"(?:^|(\D)\s)([A-Z]{2,3})\.?(?:\s+(?:\d{4,5}(?:-\d{4})?|[A-Z]\d[A-Z]\s?\d[A-Z]\d))?$")


class Towns(StrEnum):
    """How the towns of two addresses are to each other."""

    ONE = "one"
    UNKNOWN = "unknown"  # a well-known city and a name that may be a suburb of it, or two quarters of one
    STRANGE = "strange"  # two unlike names of which neither is a large city
    OTHER = "other"  # two well-known cities, or a quarter of one and another


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known of a name: the cities that it may mean, those of which it may be a quarter.

    A quarter `is_elsewhere` where towns elsewhere have its name, and no city stands beside it.
    """

    cities: frozenset[str]
    quarter_of: frozenset[str]
    is_elsewhere: bool = False

    @property
    def about(self) -> frozenset[str]:
        """All cities where the place may be."""
        return self.cities | self.quarter_of

    @property
    def is_large(self) -> bool:
        """Whether it is a city that has quarters in the table, so that a name that is not there may be another one."""
        return not self.quarter_of <= self.cities or not self.cities.isdisjoint(_large_cities())

    @property
    def may_be_anywhere(self) -> bool:
        """Whether so many cities have a quarter of this name that another one may have it: Chinatown, Old Town."""
        return not self.cities and len(self.quarter_of) >= _MANY_CITIES


def relate_towns(left: Sequence[str], right: Sequence[str]) -> Towns:
    """Return how the towns of two addresses are to each other; with none on a side they may be one.

    Args:
        left: what stands behind the street, the smallest place first.
        right: likewise.
    """
    if not left or not right:
        return Towns.ONE
    one, other = _place_of(left), _place_of(right)
    if one is not None and other is not None:
        if one.about.isdisjoint(other.about):
            return Towns.UNKNOWN if one.may_be_anywhere or other.may_be_anywhere else Towns.OTHER
        if one.cities & other.cities or _is_quarter_of(one, other) or _is_quarter_of(other, one):
            return Towns.ONE
    if _are_alike(left, right):
        return Towns.ONE
    known = [place for place in (one, other) if place is not None]
    return Towns.UNKNOWN if any(place.is_large for place in known) else Towns.STRANGE


def _is_quarter_of(quarter: _Known, city: _Known) -> bool:
    return not quarter.is_elsewhere and not quarter.about.isdisjoint(city.cities)


def state_in(parts: Sequence[str]) -> str:
    """Return the letters of the state behind a town, the empty string where none is said: Portland, OR 97201.

    Args:
        parts: what stands behind the street, the smallest place first.
    """
    for at in range(len(parts) - 1, -1, -1):
        found = _STATE.search(parts[at])
        if found is not None and (at or found[1]) and found[2] in _STATES:
            return found[2]
    return ""


def are_two_states(left: str, right: str) -> bool:
    """Tell whether two states are two: of one country, or neither has a country's letters, as CA for Canada."""
    if not left or not right or left == right:
        return False
    within = any(left in states and right in states for states in _STATES_BY_COUNTRY)
    return within or not any(normalise_country(state).value for state in (left, right))


def is_known_town(part: str) -> bool:
    """Tell whether a part of an address is a well-known city or a quarter of one."""
    return _known(part) is not None


def holds_many_of_one_name(part: str) -> bool:
    """Tell whether a place is so large that it may have two houses of one name: a city of many quarters, a country."""
    known = _known(part)
    is_metropolis = known is not None and not known.cities.isdisjoint(_metropolises())
    return is_metropolis or normalise_country(part).value is not None


def _place_of(parts: Sequence[str]) -> _Known | None:
    """Return what is known of the parts together: the city that one names, as a whole or by a quarter in another."""
    found = [known for known in map(_known, parts) if known is not None]
    if not found:
        return None
    about = found[-1].about
    for known in reversed(found[:-1]):
        about = (about & known.about) or about
    # A quarter beside its city says no more of which city it is, and less of which quarter the other means.
    cities = about & frozenset().union(*(known.cities for known in found))
    return _Known(cities=cities, quarter_of=about, is_elsewhere=all(known.is_elsewhere for known in found))


def _are_alike(left: Sequence[str], right: Sequence[str]) -> bool:
    lefts, rights = ([_told(part) for part in parts] for parts in (left, right))
    return any(fuzz.token_set_ratio(one, other) >= _ONE_TOWN for one in lefts for other in rights if one and other)


def _told(part: str) -> str:
    return " ".join(word for word in _WORD.findall(ascii_fold(part).replace("'", "")) if not _POSTCODE.fullmatch(word))


@lru_cache(maxsize=20_000)
def _known(part: str) -> _Known | None:
    """Return what the table knows of a part behind a street, as it stands or without what stands about a name."""
    if (city := _native_names().get(part.strip())) is not None:
        return _table().get(city)
    words = _told(part).split()
    for told in _without_what_stands_about(words):
        if (found := _table().get(" ".join(told))) is not None:
            return found
    return None


def _without_what_stands_about(words: Sequence[str]) -> list[Sequence[str]]:
    """Return a name's words, then fewer of them: without a post district, a word for a town, `city of`."""
    ways = [words]
    if len(words) > 1:
        if _POST_DISTRICT.fullmatch(words[-1]) or words[-1] in TOWN_WORDS | QUARTER_WORDS:
            ways.append(words[:-1])
        if words[0] in TOWN_WORDS | QUARTER_WORDS:
            ways.append(words[1:])
        if len(words[-1]) == 2 and words[-1].isalpha():  # a state: Portland OR
            ways.append(words[:-1])
        if list(words[:2]) == ["city", "of"]:
            ways.append(words[2:])
    return [way for way in ways if way]


@lru_cache(maxsize=1)
def _table() -> dict[str, _Known]:
    cities: dict[str, set[str]] = {}
    quarters: dict[str, set[str]] = {}
    for city, names, within in read_rows("cities.tsv"):
        for name in (city, *filter(None, names.split(";"))):
            cities.setdefault(name, set()).add(city)
            if (short := _LINKED.match(name)) is not None:
                cities.setdefault(short[1], set()).add(city)
        for name in filter(None, within.split(";")):
            quarters.setdefault(name, set()).add(city)
    return {
        name: _Known(
            cities=frozenset(cities.get(name, ())),
            quarter_of=frozenset(quarters.get(name, ())),
            is_elsewhere=name in quarters and name in _TOWNS_ELSEWHERE,
        )
        for name in cities.keys() | quarters.keys()
    }


@lru_cache(maxsize=1)
def _large_cities() -> frozenset[str]:
    """Return the cities of which the table has quarters."""
    return frozenset(city for city, _, within in read_rows("cities.tsv") if within)


@lru_cache(maxsize=1)
def _metropolises() -> frozenset[str]:
    """Return the cities of which the table has many quarters."""
    return frozenset(city for city, _, within in read_rows("cities.tsv") if len(within.split(";")) >= _MANY_QUARTERS)


@lru_cache(maxsize=1)
def _native_names() -> dict[str, str]:
    """Return the cities of the table by their names in other scripts."""
    rows = (*read_rows("exonyms.tsv"), *read_rows("place_words.tsv"))
    return {
        form.lstrip("^"): english.replace("hongkong", "hong kong")
        for english, forms in rows
        for form in forms.split()
        if not form.isascii()
    }
