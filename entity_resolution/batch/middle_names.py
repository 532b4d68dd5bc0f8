"""Comparison of middle names: written in full, by initials, in part, or left out, and of a wife her own surname."""

from functools import lru_cache

import numpy as np

from entity_resolution.batch.comparators import LEVELS, Comparator
from entity_resolution.batch.dictionary import UNKNOWN, FieldPairs, Flags, Levels
from entity_resolution.batch.name_levels import family_name_levels

_OF_FAMILY = LEVELS[Comparator.FAMILY_NAME]
# What two spellings are to each other, as those of surnames; `alike` are two names more often than one.
_AS_MIDDLE = {
    **{"equal": "equal", "one-edit": "near", "two-edits": "near", "respelt": "near"},
    **{"alike": "different", "different": "other-name"},
}


def middle_name_levels(read: tuple[FieldPairs | None, ...], size: int) -> Levels:
    """Return the levels of pairs of middle names; `read`: these, and the family and given names beside them."""
    middle, family, given = read
    if middle is None:
        return np.full(size, UNKNOWN, dtype=np.int8)
    names = LEVELS[Comparator.MIDDLE_NAME]
    as_middle = [names.index(_AS_MIDDLE[level]) for level in _OF_FAMILY]
    levels: Levels = np.array([*as_middle, UNKNOWN], dtype=np.int8)[family_name_levels((middle, None), size)]
    unequal = np.nonzero(levels > 0)[0]
    levels[unequal[_are_parts(middle.at(unequal))]] = names.index("part")
    # A letter typed wrongly is another initial.
    by_letter = np.minimum(*(middle.dictionary.lengths[codes] for codes in (middle.left, middle.right))) == 1
    levels[(levels == names.index("other-name")) & by_letter] = names.index("different")
    # Who marries often has her own surname for a middle name from then on: two that differ say nothing.
    two = np.isin(levels, [names.index(level) for level in ("different", "other-name")])
    levels[two & _is_a_surname_across(middle, family)] = UNKNOWN
    if given is not None:
        levels[_stand_in_the_given_name(middle, given)] = names.index("other-name")
    return levels


def _stand_in_the_given_name(middle: FieldPairs, given: FieldPairs) -> Flags:
    """Return where one side has two given names and no middle name, and the other the first and another middle name.

    So are `Jonathan Paul` and `Jonathan`, `Mark`. What begins alike may be one name.
    """
    lengths, letters = given.dictionary.lengths, given.dictionary.first_letters
    found: Flags = given.known & ~given.equal & ((middle.left >= 0) != (middle.right >= 0))
    found &= letters[given.left] == letters[given.right]
    of_left = middle.left >= 0
    short, long = np.where(of_left, given.left, given.right), np.where(of_left, given.right, given.left)
    found &= lengths[long] > lengths[short]
    places = np.nonzero(found)[0]
    codes = (short[places], long[places], np.maximum(middle.left, middle.right)[places])
    texts = zip(
        given.dictionary.values[codes[0]],
        given.dictionary.values[codes[1]],
        middle.dictionary.values[codes[2]],
        strict=True,
    )
    found[places] = np.fromiter((_has_another(*each) for each in texts), np.bool_, len(places))
    return found


def _has_another(first: str, both: str, middle: str) -> bool:
    """Return whether what follows the first given name in two is another name than a middle name."""
    if not both.startswith(f"{first} "):
        return False
    initials = {word[0] for word in both[len(first) :].split()}
    return initials.isdisjoint(word[0] for word in middle.split())


def _is_a_surname_across(middle: FieldPairs, family: FieldPairs | None) -> Flags:
    """Return where a side's middle name is the other's family name."""
    if family is None or family.dictionary is not middle.dictionary:
        return np.zeros(len(middle.left), dtype=np.bool_)
    one = (middle.left == family.right) & (middle.left >= 0)
    other = (middle.right == family.left) & (middle.right >= 0)
    found: Flags = one | other
    return found


def _are_parts(middle: FieldPairs) -> Flags:
    """Return of which unequal names one is the other by initials or with a name left out."""
    values = middle.dictionary.values
    texts = zip(values[middle.left], values[middle.right], strict=True)
    return np.fromiter((_is_part(*pair) for pair in texts), np.bool_, len(middle.left))


@lru_cache(maxsize=200_000)
def _is_part(one: str, other: str) -> bool:
    """Return whether each word of the name with fewer stands in the other, in that order, as an initial or in full."""
    few, many = sorted((one.split(), other.split()), key=len)
    left = iter(many)
    return all(any(_is_initial_or_same(word, there) for there in left) for word in few)


def _is_initial_or_same(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return shorter == longer or (len(shorter) == 1 and longer.startswith(shorter))
