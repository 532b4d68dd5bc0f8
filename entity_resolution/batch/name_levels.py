"""Comparisons of persons' names: which level each pair of given or family names reaches, in any script."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from entity_resolution.batch.comparators import LEAST_FOR_TWO_EDITS, LEVELS, Comparator
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
from entity_resolution.batch.twin_names import are_rather_two
from entity_resolution.batch.two_scripts import begin_alike

# Values this much alike (edits by length) are more than two edits apart and still resemble each other.
_ALIKE = 0.4
_MOST_EDITS = 6
_A_SLIP_ACROSS = 2  # edits of each of two names in each other's place
_NEAR_IN_EDITS = ("one-edit", "two-edits", "alike", "respelt", "other-syllable")
_LEAST_FOR_ONE = 3
_OF_TWO = [LEVELS[Comparator.GIVEN_NAME].index(level) for level in ("other-syllable", "different", "other-name")]
_MARKED_SYLLABLE = 2  # edits: a vowel and the mark of it, Tuấn and Toàn


def given_name_levels(read: tuple[FieldPairs | None, ...], size: int) -> Levels:
    """Return the levels of pairs of given names; `read`: these, and the family names beside them."""
    given, family = read
    levels = np.full(size, UNKNOWN, dtype=np.int8)
    if given is None:
        return levels
    crossed = _crossed(given, family)
    levels[given.equal] = 0
    levels[crossed] = LEVELS[Comparator.GIVEN_NAME].index("swapped")
    places = np.nonzero(given.known & (levels == UNKNOWN))[0]
    levels[places] = _levels_in_place(WholeNames(given=given, family=family), places)
    return levels


def _levels_in_place(names: WholeNames, places: Places) -> Levels:
    """Return the levels of unequal given names that stand in their own place, with the family names beside them."""
    given, of_given = names.given, LEVELS[Comparator.GIVEN_NAME]
    found, alone = _name_levels(given, places, of_given)
    _settle_names_of_the_region(found, alone, names.at(places), of_given)
    left, right = given.left[places], given.right[places]
    lengths, letters = given.dictionary.lengths, given.dictionary.first_letters
    initial = np.minimum(lengths[left], lengths[right]) == 1
    same_letter = letters[left] == letters[right]
    found[initial & ~alone] = of_given.index("different")
    found[initial & same_letter & ~alone] = of_given.index("initial")
    short = _tell_other_names(found, alone, names, places)
    found[short] = of_given.index("short-form")
    return found


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


def family_name_levels(read: tuple[FieldPairs | None, ...], size: int) -> Levels:
    """Return the levels of pairs of family names; `read`: these, and the given names beside them."""
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
    """Return where given and family name stand in each other's place: exactly, or with a slip in one or both of them.

    Of which a side is not in plain Latin letters, both are one name in two spellings: สมชาย, ใจดี; Jaidee, Somchai.
    """
    if family is None or given.dictionary is not family.dictionary:
        return np.zeros(len(given.left), dtype=np.bool_)
    one = (given.left == family.right) & (given.left >= 0)
    other = (given.right == family.left) & (given.right >= 0)
    crossed: Flags = one & other & ~given.equal
    places = np.nonzero(~crossed & given.known & family.known & ~given.equal & ~family.equal)[0]
    if len(places):
        crossed[places] = _are_crossed_nearly(given.at(places), family.at(places))
    plain = given.dictionary.in_ascii
    if not plain.all():
        told = ~crossed & given.known & family.known & ~given.equal & ~family.equal
        places = np.nonzero(told)[0]
        places = places[~(plain[given.left[places]] & plain[given.right[places]])]
        crossed[places] = _are_crossed_in_sound(given.at(places), family.at(places))
    return crossed


def _are_crossed_nearly(given: FieldPairs, family: FieldPairs) -> Flags:
    """Return of which unequal names each is the other side's other one, but for a slip, and not its own."""
    across = FieldPairs(dictionary=given.dictionary, left=given.left, right=family.right)
    back = FieldPairs(dictionary=given.dictionary, left=family.left, right=given.right)
    # Of short names two slips leave too little: Arun Kumar is not Kumari Varun.
    exact = across.equal | back.equal
    found = np.zeros(len(exact), dtype=np.bool_)
    places = np.arange(len(exact))
    for crossing, beside in ((across, back), (back, across)):
        least = np.where(exact[places], _LEAST_FOR_ONE, LEAST_FOR_TWO_EDITS)
        places = places[_are_a_slip_apart(WholeNames(given=crossing, family=beside).at(places), least)]
    # Of Frankie France and Francie Franke each name is near both.
    for own in (given, family):
        places = places[exact[places] | (own.edits(places, at_most=_A_SLIP_ACROSS) > _A_SLIP_ACROSS)]
    found[places] = True
    return found


def _are_a_slip_apart(whole: WholeNames, least: Codes) -> Flags:
    """Return which two names are equal, or one with a slip, of so many letters at least, and not two people's."""
    names, places = whole.given, np.arange(len(least))
    shorter = np.minimum(*(names.dictionary.lengths[codes] for codes in (names.left, names.right)))
    allowed = np.where(shorter >= LEAST_FOR_TWO_EDITS, _A_SLIP_ACROSS, 1)
    found: Flags = names.equal | ((names.edits(places, at_most=_A_SLIP_ACROSS) <= allowed) & (shorter >= least))
    slips = np.nonzero(found & ~names.equal)[0]
    found[slips[_are_rather_two_across(whole.at(slips))]] = False
    return found


def _are_rather_two_across(whole: WholeNames) -> Flags:
    """Return which two near names are rather two people's: by themselves, or as they would be in their own place.

    A surname beside it tells of what people a name is: of Ji-soo Cho and Ji-woo Cho, and of Pham An and Phan An.
    """
    names, alone = whole.given, WholeNames(given=whole.given, family=None)
    two: Flags = are_rather_two(alone)
    regional = np.nonzero(may_be_of_the_region(alone))[0]
    two[regional] |= are_two_names(alone.at(regional))
    places = np.arange(len(names.left))
    _, known = known_names(names, places)
    told = np.nonzero(known)[0]
    two[told] |= are_two_known_names(names, told)
    two |= np.isin(_levels_in_place(whole, places), _OF_TWO)
    surnames, shared = surnames_of(names)
    return two | (surnames & ~shared)


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
    levels[(edits == 2) & (shorter >= LEAST_FOR_TWO_EDITS)] = names.index("two-edits")
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
