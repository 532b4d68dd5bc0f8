"""Names of houses without the words for what kind of house each is, and what kinds a name says."""

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import category, normalize

from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.names.tables import forms_in, read_rows
from entity_resolution.places.street_words import BRACKETS

_KINDS_OF_HOUSE = """
restaurant ristorante trattoria osteria pizzeria cafe caffe coffee grill grille bistro brasserie kitchen bar diner deli
delicatessen steakhouse eatery tavern pub lounge seafood noodle noodles shop hotel inn motel hostel guesthouse resort
casino house room dining cuisine cooking school bakery teahouse tearoom bbq barbecue gastropub the and &
"""
# What kind of house it is, wherever the house is; a name needs something besides.
_HOUSE_WORDS = frozenset(_KINDS_OF_HOUSE.split())
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
OF_FOOD = frozenset(_FOODS.split()) | _CUISINES | _HOUSE_WORDS
"""Words for kitchens, foods and kinds of houses, as guides print them behind a town."""

ARTICLE = re.compile(r"the|le|la|les|el|il|los|las", re.IGNORECASE)
_PLACED = re.compile(r"\s(?:at|in|of|by|on)\s", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_]+(?:[.'’`&-][^\W_]+)*")
# Marks what says a kind in front of a name alone: RM Sederhana, but 12 RM.
_FIRST = "^"
_ANY_HOUSE = "-"
_SHOP = "shop"
_LONGEST_PHRASE = 3
# What joins a word for a house to whose it is: Tasca do Alvim, Kusina ni Aling Nena, House of Lim.
_JOINED = frozenset({"de", "do", "da", "dos", "das", "di", "du", "des", "del", "della", "of", "ni", "ng", "nina", "by"})
# And what stands before whose it is where the word for a house is left out: Da Giulietta, Zum Ochsen, Aux Deux Merles.
_IN_FRONT = frozenset({"da", "dal", "dalla", "al", "alla", "au", "aux", "zum", "zur", "im"})
# And, in front as well, before the house that it is in: Grill Room at the Wexford Hotel.
_BEFORE_HOST = frozenset({"at", "in", "on"})
_ARTICLES = frozenset(
    {"the", "le", "la", "les", "el", "els", "il", "lo", "los", "las", "o", "os", "de", "het", "der", "die", "das"}
)
_LINKS = frozenset({"and", "&", "y", "e", "und", "et"})
_POSSESSIVE = re.compile(r"(?<=\w{2})['’`]s?$")


def core_name(name: str) -> str:
    """Return a place's name without brackets, the house that it is in, and words for what kind of house it is.

    Args:
        name: as a source wrote it; one that would lose all its words comes back whole.
    """
    bare = _PLACED.split(BRACKETS.sub(" ", name).strip(), maxsplit=1)[0]
    words = [(word, word.casefold().strip(".,")) for word in bare.split()]
    behind = [*(folded for _, folded in words[1:]), ""][: len(words)]
    kept = [
        word
        for (word, folded), after in zip(words, behind, strict=True)
        if folded not in _HOUSE_WORDS and not (folded in _CUISINES and after in _HOUSE_WORDS)
    ]
    if len(kept) > 1 and ARTICLE.fullmatch(kept[0]):
        del kept[0]
    return " ".join(kept) or name


def named_behind_host(name: str, behind: Sequence[str], other: str) -> tuple[str, ...]:
    """Return the part of a line that is a house in what its name is, as another name tells: The Quay, Odette.

    Args:
        name: a line's name.
        behind: the parts between commas behind it.
        other: another line's name: Odette at the Quay.
    """
    found = _PLACED.search(other)
    if found is None:
        return ()
    house, host = _words_of(other[: found.start()]), _words_of(other[found.end() :])
    if not house or not host or _words_of(name) != host:
        return ()
    return tuple(part.strip() for part in behind if _words_of(part) == house)[:1]


def _words_of(name: str) -> list[str]:
    return [word for word in folded_words(name) if word != "the"]


def bare_name(name: str) -> str:
    """Return a house's name without any word for a kind of house in any language, nor an `'s` of whose it is.

    Of two houses at one address this is the name: Krua Khun Noi, Khun Noi's Kitchen. Elsewhere a Casa Blanca and a
    Restaurant Blanca are two. A name of nothing else has none, the empty string.

    Args:
        name: as a source wrote it.
    """
    if any(category(char).startswith("M") for char in normalize("NFC", name)):
        return ""  # a script that is not read by its words
    words = _TOKEN.findall(BRACKETS.sub(" ", name))
    folded = folded_words(name)
    kept: list[str] = []
    at, dropped = 0, False
    while at < len(words):
        length = _kind_at(folded, at)[0]
        if length or (folded[at] in _CUISINES and _kind_at(folded, at + 1)[0]):
            at, dropped = at + (length or 1), True
        elif _only_joins(folded[at], dropped=dropped, first=not kept):
            at += 1
        else:
            kept.append(words[at])
            at, dropped = at + 1, False
    return " ".join([*kept[:-1], _of_owner(kept[-1])]) if kept else ""


def _only_joins(word: str, *, dropped: bool, first: bool) -> bool:
    """Tell whether a word only joins others: an article in front, `and`, or `of` behind a word for a house."""
    if first and (word in _ARTICLES | _IN_FRONT or (dropped and word in _BEFORE_HOST)):
        return True
    return word in _LINKS or (dropped and word in _JOINED)


def _of_owner(word: str) -> str:
    """Return a name's last word without the `'s` of an owner."""
    return _POSSESSIVE.sub("", word)


def kinds_of_house(name: str) -> frozenset[str]:
    """Return what kinds of house a name says, of which one building may have two: a hotel's Cafe and its Dining Room.

    Args:
        name: as a source wrote it.
    """
    folded = folded_words(name)
    found: set[str] = set()
    at = 0
    while at < len(folded):
        length, kind = _kind_at(folded, at)
        # A noodle shop is where noodles are eaten.
        found.add(_ANY_HOUSE if kind == _SHOP and at and _is_of_food(folded, at - 1) else kind)
        at += length or 1
    return frozenset(found - {_ANY_HOUSE})


def _is_of_food(folded: Sequence[str], at: int) -> bool:
    return folded[at] in OF_FOOD or any(_kind_at(folded, start)[0] > at - start for start in range(at + 1))


def folded_words(name: str) -> list[str]:
    """Return the words of a name in lower case without accents and apostrophes, without what stands in brackets."""
    return [_fold(word) for word in _TOKEN.findall(BRACKETS.sub(" ", name))]


def _kind_at(folded: Sequence[str], at: int) -> tuple[int, str]:
    """Return how many words from a place on are one for a kind of house, the most that are, and which; or 0 and `-`."""
    for length in range(min(_LONGEST_PHRASE, len(folded) - at), 0, -1):
        phrase = tuple(folded[at : at + length])
        kind = _kinds().get(phrase) or (_kinds().get((_FIRST + phrase[0], *phrase[1:])) if at == 0 else None)
        if kind:
            return length, kind
    return 0, _ANY_HOUSE


def _fold(word: str) -> str:
    return ascii_fold(word).replace("'", "").replace("`", "").strip(".")


@lru_cache(maxsize=1)
def _kinds() -> dict[tuple[str, ...], str]:
    """Return what kind of house each word or phrase of the table says; the first language that has it decides."""
    found: dict[tuple[str, ...], str] = {}
    for _, kind, forms in read_rows("house_words.tsv"):
        for form, _ in forms_in(forms):
            found.setdefault(tuple(form.split()), kind)
    return found
