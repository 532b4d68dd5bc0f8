"""What the names of two houses at one address tell apart: another kind of house, or another word of their own.

Two bars of one hotel have its name in common, and two dim sum parlours all but a word.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from entity_resolution.names import NameComparison, NameKind, compare_names, site_name
from entity_resolution.names.companies.legal_forms import kind_words
from entity_resolution.names.scripts.small_numbers import numbers_said
from entity_resolution.places.house_names import OF_FOOD, bare_name, folded_words, kinds_of_house
from entity_resolution.places.towns import is_known_town

KIND, OWN_WORDS = "kind-of-house", "own-words"
"""The features of evidence that two houses of one address are two."""

# Whose house another one is in, or what it stands at: Grill Room at the Wexford Hotel, Tavern on the Green.
_HOST = re.compile(r"\s(at|in|of the|on the)\s", re.IGNORECASE)
_ARTICLES = frozenset({"the", "a", "an"})
# Of so many letters a word may have another ending.
_LONG = 5
_INNS = frozenset({"hotel", "inn"})
# No eating places: beside a name alike another kind, or none, may be the house next door.
_NO_EATING_PLACES = frozenset({"hotel", "casino", "shop", "school"})


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What the name of a house with an address says.

    Attributes:
        kinds: what kinds of house; of one in another house, its own alone.
        said: what kinds the whole name says, that of the house that it is in as well.
        lodged: the words before the house that it is in, where none of them is a name: Grill Room.
        own: the words that are no words for houses, nor for the house that it is in.
        words: all words of the name.
        place: those of its address, which a name may have as well.
    """

    kinds: frozenset[str]
    said: frozenset[str]
    lodged: frozenset[str]
    own: tuple[str, ...]
    words: frozenset[str]
    place: frozenset[str]


def read_house(name: str, address: Sequence[str]) -> House:
    """Return what the name of a house says.

    Args:
        name: as a source wrote it.
        address: the words of its address.
    """
    host = _HOST.search(name)
    head = name[: host.start()] if host is not None else name
    named = bare_name(head)
    lodged = host is not None and not named and bool(head.strip())
    kinds = kinds_of_house(head)
    if host is not None and not lodged and not kinds and host[1].casefold() != "at":
        kinds = kinds_of_house(name)
    own = tuple(folded_words(named if host is not None and not lodged else bare_name(name)))
    in_english = _kinds_in_english(name)
    return House(
        kinds=kinds if host is not None else kinds | in_english,
        said=kinds_of_house(name) | in_english,
        lodged=frozenset(folded_words(head)) - _ARTICLES if lodged else frozenset(),
        own=own,
        words=frozenset((*folded_words(name), *own)),
        place=frozenset(address),
    )


@lru_cache(maxsize=5_000)
def _kinds_in_english(name: str) -> frozenset[str]:
    """Return which kinds but eating places a name says in a language of the region: โรงแรม, 酒店, Khách sạn."""
    return kinds_of_house(" ".join(site_name(name).tokens)) & _NO_EATING_PLACES


class Apart(NamedTuple):
    """Why two houses of one address are two.

    Attributes:
        feature: `KIND` or `OWN_WORDS`.
        left: what the one says that the other does not.
        right: what the other says.
        named: what their names weigh without what houses of one address have in common, in bits; `None` as they stand.
    """

    feature: str
    left: str
    right: str
    named: float | None


def tell_apart(left: House, right: House) -> Apart | None:
    """Return why two houses of one address are two; or `None`.

    Args:
        left: a house.
        right: another one, whose address is not known to be another.
    """
    if _are_two_kinds(left, right):
        one, other = (", ".join(sorted(house.kinds or house.lodged or house.own)) for house in (left, right))
        return Apart(feature=KIND, left=one, right=other, named=0.0 if left.lodged or right.lodged else None)
    lefts, rights = _told_alone(left, right), _told_alone(right, left)
    if not lefts or not rights or left.words.isdisjoint(right.words) or _compare(lefts, rights).agrees:
        return None
    own = _compare(" ".join(left.own), " ".join(right.own))
    return Apart(feature=OWN_WORDS, left=lefts, right=rights, named=0.0 if own.agrees else own.bits)


def say_other_kinds(left: str, right: str) -> bool:
    """Tell whether the names of two houses say kinds and none in common, wherever they stand: a Casino and a Hotel.

    That one alone says a kind tells nothing here: sources leave such words out.
    """
    one, other = read_house(left, ()).kinds, read_house(right, ()).kinds
    return bool(one) and bool(other) and one.isdisjoint(other)


def says_a_word_more(left: str, right: str) -> bool:
    """Tell whether the name of one house is the other's with a word of its own more: New Poipet Star, Poipet Star.

    A word for a kind of house or place is none, nor an article in front, nor the town where it stands.
    """
    one, other = (Counter(read_house(name, ()).own) for name in (left, right))
    more = one - other if one > other else other - one if other > one else Counter[str]()
    words = [word for word in more if word not in kind_words() and word.isalpha()]
    return bool(one and other and words) and not is_known_town(" ".join(words))


def _are_two_kinds(left: House, right: House) -> bool:
    """Tell whether two names say other kinds, or one that has no name but its host's says one that the other does not.

    Of some kinds one building may have no two, but rooms of one hotel are two: its Carving Room, its Oyster Bar.
    """
    if not _NO_EATING_PLACES.isdisjoint((left.kinds - right.said) | (right.kinds - left.said)):
        return True
    if left.kinds and right.kinds:
        return left.kinds.isdisjoint(right.kinds)
    if left.lodged and right.lodged:
        return not (left.lodged <= right.lodged or right.lodged <= left.lodged)
    # An inn is in no other house: Inn of the Seventh Ray.
    return any(house.lodged and house.kinds - _INNS for house in (left, right))


def _told_alone(house: House, other: House) -> str:
    """Return the own words of a house that the other does not say, nor the address of either, nor what food it has."""
    said = OF_FOOD | house.place | other.place
    return " ".join(word for word in house.own if word not in said and not _is_among(word, other.words))


def _is_among(word: str, others: frozenset[str]) -> bool:
    """Tell whether a word is among others, also in digits, with a slip, another ending or cut: Alten, Alter; Co."""
    return word in others or any(
        _begins(word, other) or _is_slip(word, other) or numbers_said(word) & numbers_said(other) for other in others
    )


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _is_slip(one: str, other: str) -> bool:
    """Tell whether two words differ by a letter left out, two that changed places, or the last one of a longer word."""
    if OSA.distance(one, other, score_cutoff=1) != 1:
        return False
    return len(one) != len(other) or sorted(one) == sorted(other) or (one[:-1] == other[:-1] and len(one) >= _LONG)


@lru_cache(maxsize=5_000)
def _compare(left: str, right: str) -> NameComparison:
    return compare_names(site_name(left), site_name(right), kind=NameKind.SITE)
