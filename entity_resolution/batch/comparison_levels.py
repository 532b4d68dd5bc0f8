"""Comparisons of many pairs at once: which level each pair reaches, the strongest first.

Every comparison looks at codes first and at texts only where the codes differ. A level is a place in the comparison's
tuple in `LEVELS`; `UNKNOWN` says that a side has nothing to compare, which is no evidence.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

import numpy as np

from entity_resolution.batch.dictionary import UNKNOWN, Codes, FieldPairs, Flags, Levels
from entity_resolution.batch.other_given_names import (
    A_SLIP,
    are_far_from_a_known_name,
    are_two_known_names,
    are_two_of_few_letters,
    are_two_short_names,
    are_two_strange_names,
    known_names,
)
from entity_resolution.batch.regional_names import (
    ONE_NAME,
    Places,
    WholeNames,
    are_marked_in_vietnamese,
    are_siblings,
    are_spelt_in_dialects,
    are_told_apart,
    are_two_names,
    are_two_servants,
    may_be_of_the_region,
    may_be_one_in_dialects,
    may_be_two_in_arabic,
    name_a_father,
    region_level,
    surnames_of,
    told_in_arabic,
)
from entity_resolution.batch.two_scripts import begin_alike
from entity_resolution.places.street_numbers import are_two_by_number, numbers_in
from graph.values import may_be_number


class Comparator(StrEnum):
    """How a comparison finds its level; each is a function here."""

    GIVEN_NAME = "given-name"
    FAMILY_NAME = "family-name"
    DATE = "date"
    NUMBER = "number"
    MAIL = "mail"
    ADDRESS = "address"


LEVELS: Mapping[Comparator, tuple[str, ...]] = {
    Comparator.GIVEN_NAME: (
        *("equal", "swapped", "short-form", "initial", "one-edit", "two-edits", "alike", "respelt", "other-syllable"),
        *("different", "other-name"),
    ),
    Comparator.FAMILY_NAME: ("equal", "one-edit", "two-edits", "alike", "respelt", "different"),
    Comparator.DATE: (
        *("equal", "swapped", "default-day", "near-year", "near-day", "year-month", "near-month", "year", "month-day"),
        "conflict",
    ),
    Comparator.NUMBER: ("equal", "one-edit", "different", "neighbour"),
    Comparator.MAIL: ("equal", "one-edit", "two-edits", "different", "other-digits"),
    Comparator.ADDRESS: (
        *("same", "same-house", "similar-house", "same-street-and-area", "same-house-and-area", "near-house"),
        *("same-street", "same-area", "same-town", "different"),
    ),
}
# Levels that tell of more than one value: names in each other's place are two that agree.
OF_TWO_VALUES: frozenset[tuple[Comparator, str]] = frozenset({(Comparator.GIVEN_NAME, "swapped")})
# Levels of two names that are another's: beside them an equal family name is no agreeing name.
OF_ANOTHER: Mapping[Comparator, tuple[str, ...]] = {Comparator.GIVEN_NAME: ("other-syllable", "other-name")}
# Levels that say as much as they do and are no reason of their own to join: a day that was filled in is a year, and
# namesakes are born on two days of one month as well.
NO_SUPPORT: Mapping[Comparator, tuple[str, ...]] = {
    Comparator.DATE: ("default-day", "year-month"),
    Comparator.ADDRESS: ("same-town",),
}
# Levels of the same value, of comparisons that agree by a near one too: a slip or a namesake's day.
STRONG: Mapping[Comparator, tuple[str, ...]] = {
    Comparator.DATE: ("equal",),
    Comparator.NUMBER: ("equal",),
    Comparator.MAIL: ("equal",),
}
# Levels that keep two apart, whatever else agrees but what is one person's alone.
APART: Mapping[Comparator, tuple[str, ...]] = {
    Comparator.GIVEN_NAME: ("other-name",),
    Comparator.DATE: ("conflict",),
}
# Levels of what is one person's alone.
PERSONAL: Mapping[Comparator, tuple[str, ...]] = {Comparator.MAIL: ("equal",)}
# Comparisons of a value that is one person's or household's, unless people of many names have it: a hotline.
SHARED_BY_MANY = frozenset({Comparator.NUMBER, Comparator.MAIL})
# Levels of two houses on one street, by comparator.
ON_ONE_STREET: Mapping[Comparator, tuple[str, ...]] = {
    Comparator.ADDRESS: ("same", "same-house", "similar-house", "same-street-and-area", "near-house"),
}
# And of two that are elsewhere on it.
SAME_STREET: Mapping[Comparator, tuple[str, ...]] = {Comparator.ADDRESS: ("same-street",)}
# Levels of two houses in one area, by its postal code, and on no one street; those of one area as well that are; and
# where a comparison reads the area.
IN_ONE_AREA: Mapping[Comparator, tuple[str, ...]] = {Comparator.ADDRESS: ("same-area", "same-house-and-area")}
SAME_AREA: Mapping[Comparator, tuple[str, ...]] = {Comparator.ADDRESS: ("same", "same-street-and-area", "near-house")}
AREA_PLACE: Mapping[Comparator, int] = {Comparator.ADDRESS: 3}
# Values this much alike (edits by length) are more than two edits apart and still resemble each other.
_ALIKE = 0.4
_MOST_EDITS = 6
_NEAR_IN_EDITS = ("one-edit", "two-edits", "alike", "respelt", "other-syllable")
_LEAST_FOR_ONE, _LEAST_FOR_TWO = 3, 5
_MARKED_SYLLABLE = 2  # edits: a vowel and the mark of it, Tuấn and Toàn
_LONGEST_CALLING_CODE = 3
_OF_A_BATCH = 2  # last digits
_BASE = 10
_NO_DIGITS = str.maketrans("", "", "0123456789")

Fields = Mapping[str, FieldPairs]


def comparison_levels(comparator: Comparator, reads: Sequence[str], fields: Fields, size: int) -> Levels:
    """Return the level of each pair in one comparison.

    Args:
        comparator: how.
        reads: the fields that it reads, in the comparator's own order; those that the list lacks are unknown.
        fields: the fields of the pairs that the list has.
        size: the number of pairs.
    """
    return _COMPARATORS[comparator](tuple(fields.get(name) for name in reads), size)


_Read = tuple[FieldPairs | None, ...]


def _given_name(read: _Read, size: int) -> Levels:
    given, family = read
    levels = np.full(size, UNKNOWN, dtype=np.int8)
    if given is None:
        return levels
    names = LEVELS[Comparator.GIVEN_NAME]
    crossed = _crossed(given, family)
    levels[given.equal] = 0
    levels[crossed] = names.index("swapped")
    places = np.nonzero(given.known & (levels == UNKNOWN))[0]
    found, alone = _name_levels(given, places, names)
    whole = WholeNames(given=given, family=family).at(places)
    _settle_names_of_the_region(found, alone, whole, names)
    left, right = given.left[places], given.right[places]
    lengths, letters = given.dictionary.lengths, given.dictionary.first_letters
    initial = np.minimum(lengths[left], lengths[right]) == 1
    same_letter = letters[left] == letters[right]
    found[initial & ~alone] = names.index("different")
    found[initial & same_letter & ~alone] = names.index("initial")
    short = _tell_other_names(found, alone, WholeNames(given=given, family=family), places)
    found[short] = names.index("short-form")
    levels[places] = found
    return levels


def _tell_other_names(found: Levels, alone: Flags, whole: WholeNames, places: Places) -> Flags:
    """Set apart what is a name of somebody else; return where two names are usual forms of one."""
    given = whole.given
    names = LEVELS[Comparator.GIVEN_NAME]
    short, both_known = known_names(given, places)
    near = np.nonzero((found == names.index("one-edit")) & both_known & ~short & ~alone)[0]
    found[near[are_two_known_names(given, places[near])]] = names.index("other-name")
    different = np.nonzero(found == names.index("different"))[0]
    two = both_known[different] | are_two_strange_names(given, places[different], alone[different])
    beside = are_two_short_names(given, places[different])
    beside |= are_far_from_a_known_name(whole.at(places[different]))
    two |= beside & ~alone[different]
    found[different[two]] = names.index("other-name")
    return short


def _family_name(read: _Read, size: int) -> Levels:
    family, given = read
    levels = np.full(size, UNKNOWN, dtype=np.int8)
    if family is None:
        return levels
    crossed = _crossed(given, family) if given is not None else np.zeros(size, dtype=np.bool_)
    levels[family.equal & ~crossed] = 0
    # Names given in the other order are told of by the given name's comparison alone.
    places = np.nonzero(family.known & ~family.equal & ~crossed)[0]
    names = LEVELS[Comparator.FAMILY_NAME]
    found, foreign = _name_levels(family, places, names)
    _settle_surnames(found, foreign, family.at(places), given.at(places) if given is not None else None)
    levels[places] = found
    return levels


def _settle_surnames(found: Levels, foreign: Flags, family: FieldPairs, given: FieldPairs | None) -> None:
    """Change the levels of unequal family names of the region, which edits do not tell, to what they are as names."""
    names = LEVELS[Comparator.FAMILY_NAME]
    surnames, shared = surnames_of(family)
    # Goh and Toh are a letter apart and two families.
    found[surnames & ~foreign] = names.index("different")
    if given is not None:
        # Tan and Chen are one, where the given names can be.
        places = np.nonzero(shared & given.known)[0]
        shared[places] = may_be_one_in_dialects(WholeNames(given=given, family=family).at(places))
    exact = foreign & (found == names.index("one-edit"))
    found[shared & ~exact] = names.index("respelt")
    near = np.isin(found, [names.index(level) for level in _NEAR_IN_EDITS if level in names])
    # Of bin Osman and bin Yusof a word is one, and the fathers are two.
    places = np.nonzero(near & ~foreign & ~surnames & name_a_father(family))[0]
    two = are_two_names(WholeNames(given=family.at(places), family=None))
    found[places[two]] = names.index("different")


def _settle_names_of_the_region(found: Levels, foreign: Flags, whole: WholeNames, names: Sequence[str]) -> None:
    """Change the levels of unequal given names of the region, which edits do not tell, to what they are as names."""
    near = np.isin(found, [names.index(level) for level in _NEAR_IN_EDITS])
    places = np.nonzero(near & ~foreign)[0]
    places = places[may_be_of_the_region(whole.at(places))]
    two = are_two_names(whole.at(places))
    found[places] = np.where(two, names.index("other-syllable"), names.index("respelt"))
    # One letter may be a slip of the hand, but of a short name it is a half or third; Somchai and Somsak are as two as
    # Anna and Boris.
    places = places[two]
    far = whole.given.edits(places, at_most=A_SLIP) > A_SLIP
    found[places[far | are_two_of_few_letters(whole.given.at(places))]] = names.index("other-name")
    exact = foreign & (found == names.index("one-edit"))
    found[~exact & are_spelt_in_dialects(whole)] = names.index("respelt")
    _tell_apart_by_marks(found, np.nonzero(foreign)[0], near, whole, names)
    _tell_arabic_apart(found, np.nonzero(near & ~foreign)[0], whole, names)
    found[are_two_servants(whole.given)] = names.index("other-name")
    near = np.array([name in _NEAR_IN_EDITS for name in names])[found]
    places = np.nonzero(near & foreign)[0]
    found[places[are_siblings(whole.at(places))]] = names.index("other-name")


def _tell_arabic_apart(found: Levels, places: Places, whole: WholeNames, names: Sequence[str]) -> None:
    """Change the levels of given names in plain letters that Arabic tells apart by a long vowel, or perhaps does."""
    places = may_be_two_in_arabic(whole.given, places)
    two, perhaps = told_in_arabic(whole.at(places))
    found[places[two]] = names.index("other-name")
    found[places[perhaps]] = names.index("other-syllable")


def _tell_apart_by_marks(found: Levels, places: Places, near: Flags, whole: WholeNames, names: Sequence[str]) -> None:
    """Change the levels of given names in letters with marks that marks or Vietnamese syllables make two."""
    places = places[near[places] | (whole.given.edits(places, at_most=_MARKED_SYLLABLE) <= _MARKED_SYLLABLE)]
    places = places[are_told_apart(whole.at(places))]
    found[places] = names.index("other-syllable")
    # Who writes the marks of Vietnamese on both sides leaves none out by habit, and another tone is another name.
    found[places[are_marked_in_vietnamese(whole.at(places))]] = names.index("other-name")


def _crossed(given: FieldPairs, family: FieldPairs | None) -> Flags:
    """Return where given and family name stand in each other's place: one of them exactly, the other nearly.

    Of which a side is not in plain Latin letters, both are one name in two spellings: สมชาย, ใจดี; Jaidee, Somchai.
    """
    if family is None or given.dictionary is not family.dictionary:
        return np.zeros(len(given.left), dtype=np.bool_)
    one = (given.left == family.right) & (given.left >= 0)
    other = (given.right == family.left) & (given.right >= 0)
    crossed: Flags = one & other & ~given.equal
    places = np.nonzero((one ^ other) & given.known & family.known & ~given.equal & ~family.equal)[0]
    if len(places):
        across = FieldPairs(dictionary=given.dictionary, left=given.left, right=family.right)
        back = FieldPairs(dictionary=given.dictionary, left=family.left, right=given.right)
        crossed[places] = (across.edits(places, at_most=2) <= 2) & (back.edits(places, at_most=2) <= 2)
    plain = given.dictionary.in_ascii
    if not plain.all():
        told = ~crossed & given.known & family.known & ~given.equal & ~family.equal
        places = np.nonzero(told)[0]
        places = places[~(plain[given.left[places]] & plain[given.right[places]])]
        crossed[places] = _are_crossed_in_sound(given.at(places), family.at(places))
    return crossed


def _are_crossed_in_sound(given: FieldPairs, family: FieldPairs) -> Flags:
    """Return where each name is the other side's other one and not its own, of names in two writings."""
    values = given.dictionary.values
    codes = np.stack((given.left, family.left, given.right, family.right), axis=1)
    distinct, inverse = np.unique(codes, axis=0, return_inverse=True)
    found = np.array([_is_crossed_in_sound(*values[row].tolist()) for row in distinct], dtype=np.bool_)
    return found[inverse.reshape(-1)]


@lru_cache(maxsize=200_000)
def _is_crossed_in_sound(given: str, family: str, other_given: str, other_family: str) -> bool:
    # What is cheap comes first: most pairs of a list do not even begin alike when they are turned round.
    if not (begin_alike(given, other_family) and begin_alike(family, other_given)):
        return False
    return (
        all(region_level(*pair) in ONE_NAME for pair in ((given, other_family), (family, other_given)))
        and region_level(given, other_given) not in ONE_NAME
    )


def _name_levels(field: FieldPairs, places: Places, names: Sequence[str]) -> tuple[Levels, Flags]:
    """Return the levels of unequal names, and which of them were compared as names of other scripts."""
    left, right = field.left[places], field.right[places]
    levels = np.full(len(places), names.index("different"), dtype=np.int8)
    if not len(places):
        return levels, np.zeros(0, dtype=np.bool_)
    lengths = field.dictionary.lengths
    shorter, longer = np.minimum(lengths[left], lengths[right]), np.maximum(lengths[left], lengths[right])
    edits = field.edits(places, at_most=_MOST_EDITS)
    beginnings = field.dictionary.beginnings
    levels[(edits <= _ALIKE * longer) & (edits <= _MOST_EDITS)] = names.index("alike")
    levels[(beginnings[left] == beginnings[right]) & (shorter >= _LEAST_FOR_ONE)] = names.index("alike")
    levels[(edits == 2) & (shorter >= _LEAST_FOR_TWO)] = names.index("two-edits")
    levels[(edits == 1) & (shorter >= _LEAST_FOR_ONE)] = names.index("one-edit")
    # Cruz Jr and Cruz Sr are an edit apart, and a son and his father.
    mine, theirs = field.dictionary.generations[left], field.dictionary.generations[right]
    levels[(mine > 0) & (theirs > 0) & (mine != theirs)] = names.index("different")
    foreign = ~(field.dictionary.in_ascii[left] & field.dictionary.in_ascii[right])
    if foreign.any():
        levels[foreign] = _names_of_the_region(field, places[foreign], names)
    return levels, foreign


def _names_of_the_region(field: FieldPairs, places: Places, names: Sequence[str]) -> Levels:
    """Return the levels of pairs of which a side is not in plain Latin letters, by their sound and writing."""
    pairs = np.stack((field.left[places], field.right[places]), axis=1)
    pairs.sort(axis=1)
    distinct, inverse = np.unique(pairs, axis=0, return_inverse=True)
    values = field.dictionary.values
    levels = [region_level(values[a], values[b]) for a, b in distinct.tolist()]
    known = _OF_FAMILIES if names is LEVELS[Comparator.FAMILY_NAME] else {}
    found = [names.index(known.get(level, level)) for level in levels]
    return np.array(found, dtype=np.int8)[inverse.reshape(-1)]


# Of family names `respelt` is that of two dialects, and relatives have one another's by rule.
_OF_FAMILIES = {"respelt": "two-edits", "other-syllable": "alike", "other-name": "alike"}


def _date(read: _Read, size: int) -> Levels:
    (field,) = read
    if field is None:
        return np.full(size, UNKNOWN, dtype=np.int8)
    names = LEVELS[Comparator.DATE]
    levels = np.full(size, names.index("conflict"), dtype=np.int8)
    for name, holds in _agreements_of_dates(field):
        levels[holds] = names.index(name)
    levels[~field.known] = UNKNOWN
    return levels


def _agreements_of_dates(field: FieldPairs) -> tuple[tuple[str, Flags], ...]:
    """Return in which pairs two dates agree in each way; of several ways in one pair the last counts."""
    parts = field.dictionary.dates
    (y1, m1, d1), (y2, m2, d2) = (
        (parts.year[codes], parts.month[codes], parts.day[codes]) for codes in (field.left, field.right)
    )
    year, month = y1 == y2, m1 == m2
    whole = (d1 > 0) & (d2 > 0)
    day = (d1 == d2) & whole
    # The first of January, and in Iraq and Afghanistan of July, are written for a day that nobody knows.
    default = (((m1 == 1) | (m1 == 7)) & (d1 == 1)) | (((m2 == 1) | (m2 == 7)) & (d2 == 1))
    # Where a source gave the year alone, or no day, the dates agree as far as they are known.
    vague = (m1 == 0) | (m2 == 0)
    years_apart = np.abs(y1 - y2)
    return (
        ("month-day", month & day),
        ("year", year),
        ("near-month", year & day & (np.abs(m1 - m2) == 1)),
        ("year-month", year & month & ~vague),
        # A month without a day agrees as far as it is known.
        ("near-day", year & month & ~vague & (~whole | _are_near_days(d1, d2))),
        ("near-year", month & day & ((years_apart == 1) | (years_apart == 10))),
        ("default-day", year & (default | vague)),
        ("swapped", year & whole & (m1 == d2) & (d1 == m2) & (m1 != d1)),
        # Two that were filled in alike say no more than their year.
        ("equal", field.equal & whole & ~default),
    )


def _are_near_days(one: Codes, other: Codes) -> Flags:
    """Return which two days are a slip apart: by a digit, by digits that changed places, or the next day."""
    (ten, unit), (others_ten, others_unit) = np.divmod(one, _BASE), np.divmod(other, _BASE)
    a_digit = (ten == others_ten) | (unit == others_unit)
    turned = (ten == others_unit) & (unit == others_ten)
    # Clocks of two zones stand a day apart.
    found: Flags = a_digit | turned | (np.abs(one - other) == 1)
    return found


def _number(read: _Read, size: int) -> Levels:
    levels, field = _edited(read[0], size, at_most=1), read[0]
    names = LEVELS[Comparator.NUMBER]
    if field is not None:
        _tell_neighbours(levels, field)
    places = np.nonzero(levels == names.index("different"))[0]
    if field is None or not len(places):
        return levels
    lengths = field.dictionary.lengths
    apart = np.abs(lengths[field.left[places]] - lengths[field.right[places]])
    places = places[(apart > 0) & (apart <= _LONGEST_CALLING_CODE)]
    values = field.dictionary.values
    texts = zip(values[field.left[places]], values[field.right[places]], strict=True)
    # A list without a country has one number as +66 81 234 5678 and as 081 234 5678: a slip at most, and no other one.
    one = np.fromiter((_lacks_calling_code(*sorted(pair, key=len)) for pair in texts), np.bool_, len(places))
    levels[places[one]] = names.index("one-edit")
    return levels


def _tell_neighbours(levels: Levels, field: FieldPairs) -> None:
    """Set apart what is no slip but a number of one batch: SIM cards sold together differ in their last digits."""
    names = LEVELS[Comparator.NUMBER]
    lengths = field.dictionary.lengths
    places = np.nonzero(levels == names.index("one-edit"))[0]
    places = places[lengths[field.left[places]] == lengths[field.right[places]]]
    values = field.dictionary.values
    texts = zip(values[field.left[places]], values[field.right[places]], strict=True)
    near = np.fromiter((one[:-_OF_A_BATCH] == other[:-_OF_A_BATCH] for one, other in texts), np.bool_, len(places))
    levels[places[near]] = names.index("neighbour")


def _lacks_calling_code(shorter: str, longer: str) -> bool:
    """Return whether one number's digits are another's without those of its country."""
    return longer.endswith(shorter) and any(may_be_number(text, f"+{longer}") for text in (shorter, f"0{shorter}"))


def _mail(read: _Read, size: int) -> Levels:
    levels, field = _edited(read[0], size, at_most=2), read[0]
    names = LEVELS[Comparator.MAIL]
    if field is None:
        return levels
    places = np.nonzero(np.isin(levels, [names.index(level) for level in ("one-edit", "two-edits")]))[0]
    values = field.dictionary.values
    texts = zip(values[field.left[places]], values[field.right[places]], strict=True)
    # Namesakes have an address of one pattern each, and what tells their mailboxes apart are the digits.
    two = np.fromiter((_without_digits(one) == _without_digits(other) for one, other in texts), np.bool_, len(places))
    levels[places[two]] = names.index("other-digits")
    return levels


@lru_cache(maxsize=200_000)
def _without_digits(mail: str) -> str:
    return mail.translate(_NO_DIGITS)


def _edited(field: FieldPairs | None, size: int, *, at_most: int) -> Levels:
    """Return levels by the number of edits; one more than the most that is looked for stands for all that are more."""
    levels = np.full(size, UNKNOWN, dtype=np.int8)
    if field is None:
        return levels
    levels[field.equal] = 0
    places = np.nonzero(field.known & ~field.equal)[0]
    edits = field.edits(places, at_most=at_most)
    shorter = np.minimum(field.dictionary.lengths[field.left[places]], field.dictionary.lengths[field.right[places]])
    levels[places] = np.where(shorter >= _LEAST_FOR_TWO, np.minimum(edits, at_most + 1), at_most + 1)
    return levels


_SAME, _NEAR, _FAR = 0, 1, 2


def _nearness(field: FieldPairs | None, size: int, *, edits: int) -> Codes:
    """Return whether two values are the same, near within some edits, or far; `UNKNOWN` where one is missing."""
    found = np.full(size, UNKNOWN, dtype=np.int32)
    if field is None:
        return found
    found[field.equal] = _SAME
    places = np.nonzero(field.known & ~field.equal)[0]
    found[places] = np.where(field.edits(places, at_most=edits) <= edits, _NEAR, _FAR)
    return found


def _are_two_streets(street: FieldPairs | None, size: int) -> Flags:
    """Return where two streets, villages or whole lines have other numbers: the digits of a name are the name."""
    found = np.zeros(size, dtype=np.bool_)
    if street is None:
        return found
    places = np.nonzero(street.known & ~street.equal)[0]
    numbered = [street.dictionary.told(_has_numbers, codes[places]) > 0 for codes in (street.left, street.right)]
    places = places[numbered[0] & numbered[1]]
    values = street.dictionary.values
    texts = zip(values[street.left[places]], values[street.right[places]], strict=True)
    found[places] = np.fromiter((are_two_by_number(one, other) for one, other in texts), np.bool_, len(places))
    return found


def _has_numbers(value: str) -> int:
    return int(bool(numbers_in(value)))


def _address(read: _Read, size: int) -> Levels:
    house, street, town, area = (
        _nearness(field, size, edits=edits) for field, edits in zip(read, (1, 2, 2, 1), strict=True)
    )
    # Street 602 and 603 are a digit apart, and two streets: so are two houses of one number there.
    apart = _are_two_streets(read[1], size)
    street[apart] = _FAR
    here = (street == _SAME) | (street == _NEAR)
    same_house, same_area = house == _SAME, area == _SAME
    rules: tuple[tuple[str, Flags], ...] = (
        ("same-town", town == _SAME),
        ("same-area", same_area),
        ("same-street", (street == _SAME) | ((street == _NEAR) & (same_area | (town == _SAME)))),
        ("same-house-and-area", same_house & ((area == _SAME) | (area == _NEAR)) & ~apart),
        ("near-house", here & (house == _NEAR) & (same_area | (area == _NEAR) | (town == _SAME)) & (area != _FAR)),
        ("same-street-and-area", here & (house == UNKNOWN)),
        ("similar-house", (street == _NEAR) & same_house),
        ("same-house", (street == _SAME) & same_house),
        ("same", (street == _SAME) & same_house & (area <= _SAME)),
    )
    names = LEVELS[Comparator.ADDRESS]
    levels = np.full(size, names.index("different"), dtype=np.int8)
    for name, holds in rules:
        levels[holds] = names.index(name)
    levels[(street == UNKNOWN) & (town == UNKNOWN) & (area == UNKNOWN)] = UNKNOWN
    return levels


_COMPARATORS: Mapping[Comparator, Callable[[_Read, int], Levels]] = {
    Comparator.GIVEN_NAME: _given_name,
    Comparator.FAMILY_NAME: _family_name,
    Comparator.DATE: _date,
    Comparator.NUMBER: _number,
    Comparator.MAIL: _mail,
    Comparator.ADDRESS: _address,
}
