"""Given names in fields of which one is another person's: known, strange, short ones, and those of the region."""

import re
from functools import lru_cache
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import OSA

from entity_resolution.batch.dictionary import FieldPairs, Flags
from entity_resolution.batch.regional_names import ONE_NAME, Places, WholeNames, region_level
from entity_resolution.batch.two_scripts import reading_edits, writing

A_SLIP = 1
"""How many edits a slip of the hand makes."""
_SLIPS = 2  # edits of two names that are written alike
_LEAST_TO_TELL = 4  # letters; of a shorter name each one tells
_AN_INITIAL = 1  # letter
_SPELT_IN_TWO_WAYS = str.maketrans({"y": "i", "k": "c", "z": "s"})
_DOUBLED = re.compile(r"(.)\1")
_SILENT_H = re.compile(r"(?<=[^aeiou])h|h(?=[^aeiou]|$)")
# A name of two or three letters that can be said, in any language: Bo, Ana, Ian, Hua, Tri; Inz, Hzi and KC cannot.
_SAID = re.compile(
    "(?:[^aeiou]|[cgknpst]h|n[gy]|[bcdfgkpt]r|[bcfgkps]l|qu)?[aeiouy]+(?:[^aeiouqvxz]|n[gh])?|[aeiou]+[^aeiou][aeiouy]|ng"
)


def known_names(field: FieldPairs, places: Places) -> tuple[Flags, Flags]:
    """Return where two names are usual forms of one name, and where both are known names at all."""
    known = field.dictionary.known_given_names
    left, right = field.left[places], field.right[places]
    both, flags = known[left] & known[right], np.zeros(len(places), dtype=np.bool_)
    flags[both] = field.dictionary.are_short_forms(left[both], right[both])
    return flags, both


def are_two_known_names(given: FieldPairs, places: Places) -> Flags:
    """Return where two known names a letter apart are two, as Eric and Erica are, and no spellings: Brian, Bryan."""
    values = given.dictionary.values
    pairs = zip(values[given.left[places]], values[given.right[places]], strict=True)
    return np.fromiter((_spelt_simply(one) != _spelt_simply(other) for one, other in pairs), np.bool_, len(places))


def _spelt_simply(name: str) -> str:
    """Return an English given name without what is spelt in two ways: Sara and Sarah, Carl and Karl, Glen and Glenn."""
    plain = _DOUBLED.sub(r"\1", name.translate(_SPELT_IN_TWO_WAYS))
    return _SILENT_H.sub("", plain)


def are_two_strange_names(given: FieldPairs, places: Places, foreign: Flags) -> Flags:
    """Return where two different names are no spellings of one, as Anna and Boris are none: Chaiwat and Somchai.

    Of a known name and a strange one that cannot be said. Names that are not in plain letters were compared by their
    sound, which a slip of the hand may change; what is a slip is told by their Latin readings.
    """
    left, right, known = given.left[places], given.right[places], given.dictionary.known_given_names
    lengths = given.dictionary.lengths
    two: Flags = foreign | ~(known[left] | known[right])
    two &= np.minimum(lengths[left], lengths[right]) >= _LEAST_TO_TELL
    values = given.dictionary.values
    at = np.nonzero(foreign)[0]
    two[at] = [_are_read_apart(*sorted(pair)) for pair in zip(values[left[at]], values[right[at]], strict=True)]
    return two


def are_far_from_a_known_name(names: WholeNames) -> Flags:
    """Return where a known name and a strange one begin otherwise and share no two letters in a row: Grace, Faith.

    A slip, a form that no table has (Hob of Robert) and a word beside the name leave some of it. What is the other
    side's family name stands in the wrong column, and where the family names differ these are no sisters.
    """
    given, family, dictionary = names.given, names.family, names.given.dictionary
    known, lengths, letters = dictionary.known_given_names, dictionary.lengths, dictionary.first_letters
    two: Flags = known[given.left] ^ known[given.right]
    two &= np.minimum(lengths[given.left], lengths[given.right]) >= _LEAST_TO_TELL
    two &= letters[given.left] != letters[given.right]
    at = np.nonzero(two)[0]
    if family is not None:
        near = ~family.known[at] | (family.edits(at, at_most=_SLIPS) <= _SLIPS)
        crossed = (given.left[at] == family.right[at]) | (given.right[at] == family.left[at])
        two[at] = near & ~(crossed & (family.dictionary is dictionary))
        at = np.nonzero(two)[0]
    pairs = zip(dictionary.values[given.left[at]], dictionary.values[given.right[at]], strict=True)
    two[at] = [not _share_letters(*pair) for pair in pairs]
    return two


def _share_letters(one: str, other: str) -> bool:
    return any("".join(two) in other for two in pairwise(one))


def _are_read_apart(one: str, other: str) -> bool:
    edits, shorter = reading_edits(one, other)
    return edits > (A_SLIP if shorter >= _LEAST_TO_TELL else A_SLIP + 1) or _are_written_apart(one, other)


def _are_written_apart(one: str, other: str) -> bool:
    """Tell whether half of the letters of two short names of one writing differ: 玲 and 丽, ดำ and แดง."""
    longer = max(len(one), len(other))
    short = longer < _LEAST_TO_TELL and writing(one) == writing(other)
    return short and 2 * OSA.distance(one, other) >= longer


def are_two_short_names(given: FieldPairs, places: Places) -> Flags:
    """Return where one of two different names is so short that a slip of the hand is rarer than another name.

    So are Li and Lu, Bo and Eric. Of Latin letters alone.
    """
    left, right, lengths = given.left[places], given.right[places], given.dictionary.lengths
    shorter = np.minimum(lengths[left], lengths[right])
    two: Flags = (shorter > _AN_INITIAL) & (shorter < _LEAST_TO_TELL)
    values = given.dictionary.values
    at = np.nonzero(two)[0]
    pairs = zip(values[left[at]], values[right[at]], strict=True)
    two[at] = [not _may_be_short_for(*sorted(pair, key=len)) for pair in pairs]
    return two


@lru_cache(maxsize=200_000)
def _may_be_short_for(short: str, name: str) -> bool:
    """Tell whether a short name may be another after all: Mae of Mary, Hob of Robert, or a slip or initials.

    What is called so has two neighbours of the name's letters. Of two short names one is the other with letters swapped
    or where they are said alike (Li, Lee).
    """
    if not _are_said(short) or any("".join(two) in name for two in pairwise(short)):
        return True
    if len(name) >= _LEAST_TO_TELL:
        return False
    return not _are_said(name) or sorted(short) == sorted(name) or region_level(short, name) in ONE_NAME


def are_two_of_few_letters(given: FieldPairs) -> Flags:
    """Return where two names of the region have three letters at most and are no slip of each other: Hua, Hui."""
    lengths, values = given.dictionary.lengths, given.dictionary.values
    two: Flags = np.maximum(lengths[given.left], lengths[given.right]) < _LEAST_TO_TELL
    at = np.nonzero(two)[0]
    pairs = zip(values[given.left[at]], values[given.right[at]], strict=True)
    two[at] = [_are_said(one, other) and sorted(one) != sorted(other) for one, other in pairs]
    return two


def _are_said(*names: str) -> bool:
    return all(_SAID.fullmatch(name) for name in names)
