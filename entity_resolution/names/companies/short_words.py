"""Words of companies' names in one way: cut short by registers, spelt here or there, for one or for several."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SHORT = """
natl national, cos companies, cia compania, sci science, imp import, exp export, assn association,
assoc association, associates association, govt government, univ university, inst institute, dept department,
elec electric,
pharm pharmaceutical, labs laboratories, lab laboratory, ins insurance, mgmt management, mktg marketing,
distr distribution, intnl international, engg engineering, equip equipment, prod production,
ents enterprise, invs investment, comml commercial, telecom telecommunications, telecoms telecommunications,
telecomm telecommunications, svcs services, svc services, constr construction, constn construction, eng engineering,
dev development, devt development, hosp hospital, indl industrial, inds industries, transp transport, sys systems,
hldgs holdings, hldg holding, acad academy, fdn foundation, comms communications, electr electronics, grp group,
cie compagnie, ets etablissements, bancorporation bancorp, theater theatre, harbor harbour, color colour,
fiber fibre, aluminum aluminium, defense defence, gray grey, program programme, organization organisation,
trdg trading, trdng trading, engrg engineering, seri sri, shri sri, shree sri,
hnos hermanos, hno hermano, tires tyres, tire tyre, traveler traveller,
bco bank, bk bank, shpg shipping, mach machinery, chem chemical, petrochem petrochemical, agric agriculture,
auth authority, agcy agency, fed federal, gral general, mfrs manufacturers, mfr manufacturer, contg contracting,
constrn construction, indus industries, expl exploration, refg refining, teleph telephone
"""
_IN_FULL = dict(entry.split() for entry in _SHORT.split(","))
# Beginnings of words that are written with a hyphen, a space or neither: Petro-Chemicals, Bio Tech, Hydropower.
_BEGINNINGS = "agro agri bio petro electro hydro geo tele thermo micro nano aero photo turbo ferro cryo opto"
_PREFIXES = frozenset(_BEGINNINGS.split())
# Of these the ones that say a trade by themselves, and the words for trades that the others are joined to.
_TRADES = frozenset({"agro", "agri"})
_COMPOUNDED = frozenset(
    {"tech", "technology", "technologies", "chemical", "chemicals", "pharma", "pharmaceutical", "pharmaceuticals"}
    | {"energy", "engineering", "electronic", "electronics", "material", "materials", "system", "systems"}
    | {"solution", "solutions"}
)
_PREFIX_LETTERS = 4
# The ending of Slavic adjectives of places: Uralskii, Ural. How many letters the place may have besides: Yaroslavl.
_OF_A_PLACE = re.compile("(?P<place>[a-z]{3,})[stz]?sk(?:ii|iy|yi|y|i|aya|aia|oe|oye|oie)")
_LETTERS_BESIDES = 3
_BEFORE_NAMES = {"st": "saint", "ft": "fort", "mt": "mount"}
_OPENING = frozenset({"of", "the"})
_BEFORE_STOP = re.compile(r"([A-Za-z]{2,})\.")
_FEWEST_OF_CUT = 3
# Shorter words are others without their S: bus, gas.
_FEWEST_LETTERS = 4


def in_full(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return a company's words with those that are cut short in full.

    Args:
        tokens: lower-case ASCII.
    """
    found = tuple(_IN_FULL.get(token, token) for token in tokens)
    # A street stands behind its name, a saint before.
    return tuple(
        _BEFORE_NAMES.get(token, token) if at + 1 < len(found) and (at == 0 or found[at - 1] in _OPENING) else token
        for at, token in enumerate(found)
    )


def with_prefixes_joined(tokens: tuple[str, ...], kinds: frozenset[str], places: frozenset[str]) -> tuple[str, ...]:
    """Return a company's words, the beginnings of words joined to what stands behind: agro processors, agroprocessors.

    Args:
        tokens: lower-case ASCII.
        kinds: words that say what kind of thing a company is: Agro Trading, Bio Group.
        places: countries, behind which a group has its companies: Siam Bio (Thailand).
    """
    if _PREFIXES.isdisjoint(tokens):
        return tuple(_apart(tokens, kinds)) if any(token.startswith("agr") for token in tokens) else tokens
    found: list[str] = []
    before = ""
    for at, token in enumerate(tokens):
        behind = tokens[at + 1] if at + 1 < len(tokens) else ""
        of_kind = behind in kinds and (token in _TRADES or behind not in _COMPOUNDED)
        if behind and token in _PREFIXES and not of_kind and not (at and behind in places):
            before += token
        else:
            found.append(before + token)
            before = ""
    return tuple(found)


def _apart(tokens: tuple[str, ...], kinds: frozenset[str]) -> Iterator[str]:
    """Yield words, those that are a trade and another in one as two: agrofoods."""
    for token in tokens:
        first, second = token[:_PREFIX_LETTERS], token[_PREFIX_LETTERS:]
        yield from (first, second) if first in _TRADES and second in kinds else (token,)


def words_before_stops(raw: str) -> frozenset[str]:
    """Return the words of a text with a full stop behind them, as they are tokens, such as consol and term."""
    return frozenset(word.lower() for word in _BEFORE_STOP.findall(raw))


def is_cut_short(one: str, other: str, cut: frozenset[str]) -> bool:
    """Tell whether one word is the beginning of the other and is cut short: Consol. Freightways.

    Args:
        one: lower-case ASCII.
        other: the same.
        cut: the words of both names that have a full stop behind them.
    """
    short, long = sorted((one, other), key=len)
    return short in cut and len(short) >= _FEWEST_OF_CUT and long.startswith(short)


def differ_in_number(one: str, other: str) -> bool:
    """Tell whether two words are one for one thing and for several: Beverage and Beverages.

    Args:
        one: lower-case ASCII.
        other: the same.
    """
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return len(short) >= _FEWEST_LETTERS and long == f"{short}s"


def is_adjective_of(one: str, other: str) -> bool:
    """Tell whether one word is the Slavic adjective of the place that the other is: Tambovskii and Tambov.

    Args:
        one: lower-case ASCII.
        other: the same.
    """
    for adjective, place in ((one, other), (other, one)):
        found = _OF_A_PLACE.fullmatch(adjective)
        if found is not None and place.startswith(found["place"]):
            return len(place) - len(found["place"]) <= _LETTERS_BESIDES
    return False
