"""Comparison of addresses and other texts: how alike they are, and whether what differs is another house or town."""

import re
from collections.abc import Sequence
from itertools import product

from entity_resolution.comparing.compared import Compared, compared_at, shared_by_many
from entity_resolution.comparing.hosts import name_two_hosts
from entity_resolution.comparing.hubs import load_hubs
from entity_resolution.comparing.model import ComparisonModel
from entity_resolution.comparing.texts import likeness_of_texts
from entity_resolution.names.companies.legal_forms import kind_words
from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.places.addresses import (
    have_nothing_in_common,
    have_two_short_words,
    may_be_one_house,
    may_be_one_kind_of_street,
    may_share_a_street,
    relate_addresses,
)
from entity_resolution.places.institutions import is_where_many_stay
from entity_resolution.places.notation import in_latin_letters
from entity_resolution.places.numbers_by_word import number_two_lanes
from entity_resolution.places.streets import likeness_of_addresses, name_two_streets, says_a_street_word_more
from entity_resolution.places.telling import names_no_house
from entity_resolution.places.towns import Towns
from entity_resolution.places.two_scripts import may_be_one_in_two_scripts
from graph import PropertyClass
from graph.parts import StoredValue

_COMMA = re.compile("[,،、，]")


def compare_texts(
    model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]
) -> Compared | None:
    """Compare the texts of two records, at least one of each, by the two that are most alike.

    Returns:
        the level and its bits; `None` where two addresses are in two scripts or one birth place holds the other.
    """
    results = [(_likeness(model, a, b), a.raw, b.raw) for a in lefts for b in rights]
    at_houses = [item for item in results if item[0] >= _SIMILAR and not _are_of_many(model, item[1], item[2])]
    score, left, right = max(at_houses or results, key=lambda item: (item[0], item[1], item[2]))
    level = "equal" if score >= _EQUAL else "similar" if score >= _SIMILAR else "different"
    if level != "different" and not at_houses:
        return compared_at(model, _NO_HOUSE, left, right)
    if level != "different" and _is_place(model) and _are_two_houses(left, right):
        level = _OTHER_HOUSE
    elif level != "different" and _OTHER_STREET in model.levels:
        level = _level_of_towns(level, left, right)
    elif level != "different" and _is_place(model):
        level = _level_of_homes(level, left, right)
    if level != "different" and _is_place(model) and load_hubs().holds_address(left):
        return shared_by_many(left, right)
    if level == "different" and _is_place(model) and not _share_letters(lefts, rights):
        return _in_two_scripts(model, lefts, rights)
    if level == "different" and _ONE_STREET in model.levels and _may_meet(left, right):
        level = _ONE_STREET
    elif level == "different" and _ELSEWHERE in model.levels and have_nothing_in_common(left, right):
        level = _ELSEWHERE
    if level != "different" and _OTHER_HOST in model.levels and name_two_hosts(left, right):
        level = _OTHER_HOST
    if level == "different" and "birthPlace" in model.properties and _one_holds_the_other(lefts, rights):
        return None
    return compared_at(model, level, left, right)


def _are_two_houses(left: str, right: str) -> bool:
    return number_two_lanes(left, right) or not may_be_one_house(left, right)


def _are_of_many(model: ComparisonModel, left: str, right: str) -> bool:
    """Tell whether one of two addresses is a town, a street or a box: as many may have that as live there.

    Of people so is a shelter, a compound or a hotel; of a site and a company it is the house itself.
    """
    if model.homes and (is_where_many_stay(left) or is_where_many_stay(right)):
        return True
    return _is_place(model) and (names_no_house(left) or names_no_house(right))


def _in_two_scripts(
    model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]
) -> Compared | None:
    """Return that two addresses in two scripts are similar; others are no evidence, as they may be one all the same."""
    if "address" not in model.properties:
        return None
    for left, right in product(lefts, rights):
        native, latin = (right.raw, left.raw) if in_latin_letters(left.raw) else (left.raw, right.raw)
        if may_be_one_in_two_scripts(native, latin):
            hub = load_hubs().holds_address(latin)
            return shared_by_many(left.raw, right.raw) if hub else compared_at(model, "similar", left.raw, right.raw)
    return None


# From so alike on, of 100, two texts are one, or similar.
_EQUAL, _SIMILAR = 97, 82
_NO_HOUSE = "no-house"
_OTHER_HOUSE, _OTHER_STREET, _ONE_STREET = "other-house", "other-street", "one-street"
_OTHER_HOST = "other-host"
_OTHER_CITY, _OTHER_TOWN, _ELSEWHERE = "other-city", "other-town", "elsewhere"


def _level_of_towns(level: str, left: str, right: str) -> str:
    """Return the level of two addresses that are alike, another one where their streets or towns are two."""
    towns = relate_addresses(left, right)
    if towns is Towns.OTHER:
        return _OTHER_CITY
    if towns is Towns.STRANGE:
        return _OTHER_TOWN
    return level if towns is Towns.ONE and _may_be_one_street(left, right) else _OTHER_STREET


def _level_of_homes(level: str, left: str, right: str) -> str:
    """Return the level of two people's addresses that are alike: in two towns they are two."""
    towns = relate_addresses(left, right)
    if towns in (Towns.OTHER, Towns.STRANGE):
        return "different"
    return level if towns is Towns.ONE and _may_be_one_street(left, right) else "similar"


def _may_be_one_street(left: str, right: str) -> bool:
    return may_be_one_kind_of_street(left, right) and not says_a_street_word_more(left, right)


def _may_meet(left: str, right: str) -> bool:
    """Tell whether two addresses without a house in common may be one, as a crossing is, and not in two cities."""
    return may_share_a_street(left, right) and relate_addresses(left, right) is not Towns.OTHER


def _likeness(model: ComparisonModel, left: StoredValue, right: StoredValue) -> float:
    """Return how alike two texts are, of 100; of two addresses as they were written, whatever a caller made of them."""
    if "address" not in model.properties:
        return likeness_of_texts(left.value or "", right.value or "")
    if name_two_streets(left.raw, right.raw) and not _differ_by_a_short_word(model, left.raw, right.raw):
        return 0.0
    return likeness_of_addresses(left.raw, right.raw)


def _differ_by_a_short_word(model: ComparisonModel, left: str, right: str) -> bool:
    """Tell whether two streets are so nearly one, Le Loi and Le Lai, that a level says so where a model has it."""
    return _OTHER_STREET in model.levels and have_two_short_words(left, right)


def _share_letters(lefts: Sequence[StoredValue], rights: Sequence[StoredValue]) -> bool:
    """Tell whether two texts are both in Latin letters or both not; others differ also where they mean one place."""
    return not {in_latin_letters(a.raw) for a in lefts}.isdisjoint(in_latin_letters(b.raw) for b in rights)


def _one_holds_the_other(lefts: Sequence[StoredValue], rights: Sequence[StoredValue]) -> bool:
    """Tell whether one text names a place within the other: `China` and `Yunnan Province, China` say no two things."""
    return any(
        one <= other or other <= one for one in map(_places_named, lefts) for other in map(_places_named, rights)
    )


def _places_named(value: StoredValue) -> frozenset[str]:
    """Return the parts of a place between commas, without the words for province, city and the like."""
    parts = (ascii_fold(part).split() for part in _COMMA.split(value.value or ""))
    told = (" ".join(word for word in part if word not in kind_words()) or " ".join(part) for part in parts)
    return frozenset(filter(None, told))


def _is_place(model: ComparisonModel) -> bool:
    return model.property_class is PropertyClass.LOCATION
