"""Names of the region in fields of their own: two that are nearly alike are one name spelt in two ways, or two names.

Plain edits do not tell. A letter is a slip in Jonathan and another name in Hui Min, where brothers and sisters share a
syllable besides; and no count of edits makes one name of Chen Zhiqiang and Tan Chee Keong. Names that may be of the
region are told at first sight, by their words and shape, since most pairs of most lists are not.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from entity_resolution.batch.dictionary import Codes, Dictionary, FieldPairs, Flags, letter_bits
from entity_resolution.batch.name_answers import Holds, Side, answers
from entity_resolution.names import NameComparison, NameKind, NameLevel, compare_names, person_name
from entity_resolution.names.comparing.levels import OF_RELATIVES
from entity_resolution.names.comparing.peoples.vietnamese import (
    are_two_in_vietnamese,
    is_vietnamese,
    lacks_last_syllable,
)
from entity_resolution.names.scripts.arabic_letters import is_spelling_of_arabic_letters, may_mean_one_name
from entity_resolution.names.scripts.han import spells_given_name
from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.names.scripts.surnames import is_surname, surname_bits
from entity_resolution.names.tongues.arabic import names_of_servants, own_names_told_apart
from entity_resolution.names.tongues.tongue import has_malay_word, looks_burmese, sign_letters

Places = npt.NDArray[np.intp]
# So much of a name's letters, one in this many, stands in clusters typical of Thai or Khmer spelling.
_A_THIRD = 3


# Of so few letters each one tells: Dewi and Dewa, Rina and Rini.
_SHORT = 4
_VOWELS, _BREAKS = re.compile(r"[^b-df-hj-np-tv-xz]+"), re.compile(r"[ -]+")
_BITS_OF_VOWELS = letter_bits("aeiou")
_A_FAMILY = "-"  # stands behind given names for the family's, whichever it is
ONE_NAME = frozenset({"one-edit", "respelt"})
"""Levels, as `region_level` has them, at which two names are spellings of one."""
_REGION_LEVELS = {
    NameLevel.EXACT_NATIVE: "one-edit",
    NameLevel.EXACT_LATIN: "one-edit",
    NameLevel.ROMANISED: "one-edit",
    NameLevel.VARIANT: "respelt",
    NameLevel.TOKENS_REORDERED: "respelt",
    # One that a father and his child may share, or two sisters, is no agreeing name.
    NameLevel.FATHER: "other-syllable",
    NameLevel.FATHER_OF_MANY: "other-name",
    NameLevel.SIBLING: "other-name",
    NameLevel.PARTIAL: "other-syllable",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeNames:
    """Given names of many pairs, and the family names beside them where the list has any."""

    given: FieldPairs
    family: FieldPairs | None

    def at(self, places: Places) -> "WholeNames":
        """Return the pairs at some places."""
        family = self.family.at(places) if self.family is not None else None
        return WholeNames(given=self.given.at(places), family=family)


def may_be_of_the_region(names: WholeNames) -> Flags:
    """Return which pairs of given names in plain letters may be of the region, by their words and shape."""
    given = names.given
    dictionary, known = given.dictionary, given.dictionary.known_given_names
    longer = np.maximum(dictionary.lengths[given.left], dictionary.lengths[given.right])
    found: Flags = dictionary.has_words[given.left] | dictionary.has_words[given.right]
    found |= longer <= _SHORT
    # Susan is of two syllables of pinyin, and nobody's generation name.
    strange = ~(known[given.left] | known[given.right])
    places = np.nonzero(strange & ~found)[0]
    for one, beside in _sides(names.at(places)):
        found[places] |= _are_shaped(dictionary, one, beside)
    found |= _sides_in_pinyin(names, strange & ~found) > 0
    # Lin is short for Linda, and another name than Li behind the surname Chen.
    strange |= _sides_in_pinyin(names, ~strange & (longer < _SHORT)) > 1
    return found & strange


def _sides_in_pinyin(names: WholeNames, asked: Flags) -> Codes:
    """Return of how many sides pinyin spells the given name, of the pairs asked about with Chinese surnames on both."""
    given, family = names.given, names.family
    found = np.zeros(len(given.left), dtype=np.int32)
    if family is not None:
        places = np.nonzero(asked & are_surnames(family.dictionary, family.left))[0]
        places = places[are_surnames(family.dictionary, family.right[places])]
        for codes in (given.left[places], given.right[places]):
            found[places] += given.dictionary.told(spells_given_name, codes) > 0
    return found


def are_two_names(names: WholeNames) -> Flags:
    """Return which pairs of given names that may be of the region are rather two names than one in two spellings."""
    return _of_distinct(names, _is_two_names)


def may_be_two_in_arabic(given: FieldPairs, places: Places) -> Places:
    """Return those places of given names in plain letters that hold the same consonants."""
    letters = given.dictionary.letters
    found: Places = places[(letters[given.left[places]] ^ letters[given.right[places]]) & ~_BITS_OF_VOWELS == 0]
    return found


def told_in_arabic(names: WholeNames) -> tuple[Flags, Flags]:
    """Return which given names Arabic tells apart by a long vowel, among other names, and which it perhaps does.

    Samer and Samir Haddad are two; Majed and Majid may be, as one name is spelt in both ways.
    """
    given, family, dictionary = names.given, names.family, names.given.dictionary
    two: Flags = dictionary.in_ascii[given.left] & dictionary.in_ascii[given.right]
    # Of one word alone nothing says that it is of Arabic.
    several = dictionary.has_words[given.left] & dictionary.has_words[given.right]
    two &= several if family is None else several | (family.left >= 0) | (family.right >= 0)
    places = np.nonzero(two)[0]
    left, right = (dictionary.told(_consonants, codes[places]) for codes in (given.left, given.right))
    places = places[(left == right) & (left > 0)]
    two[:] = False
    perhaps = two.copy()
    asked = WholeNames(given=given.at(places), family=None)
    two[places], perhaps[places] = _of_distinct(asked, _is_two_in_arabic), _of_distinct(asked, _may_be_two_in_arabic)
    return two, perhaps


def are_two_servants(given: FieldPairs) -> Flags:
    """Return which given names are of two servants, in either script: Abdullah and Abdulilah."""
    left, right = (given.dictionary.told(_servants, codes) for codes in (given.left, given.right))
    found: Flags = (left > 0) & (right > 0) & (left & right == 0)
    return found


def are_siblings(names: WholeNames) -> Flags:
    """Return which whole names agree but for what tells brothers or sisters apart: Bùi Thị Thu, Bùi Thị Thu Trang."""
    return _of_distinct(names, _are_siblings)


def are_told_apart(names: WholeNames) -> Flags:
    """Return which given names are two by the marks of both, or by their syllables in Vietnamese: Hùng, Hưng, Hoàn."""
    return _of_distinct(names, _is_apart)


def are_marked_in_vietnamese(names: WholeNames) -> Flags:
    """Return which whole names are Vietnamese with its marks on both sides."""
    return _of_distinct(names, _are_marked_in_vietnamese)


def are_spelt_in_dialects(names: WholeNames) -> Flags:
    """Return which given names are one behind spellings of one surname: Chen Zhiqiang, Tan Chee Keong."""
    given, family = names.given, names.family
    found = np.zeros(len(given.left), dtype=np.bool_)
    if family is not None:
        places = np.nonzero(given.known & family.known & ~family.equal & ~given.equal)[0]
        _, shared = surnames_of(family.at(places))
        places = places[shared]
        found[places] = _of_distinct(names.at(places), _is_in_dialects)
    return found


def may_be_one_in_dialects(names: WholeNames) -> Flags:
    """Return which whole names of spellings of one surname are one; the given names may be equal."""
    return _of_distinct(names, _is_in_dialects)


def are_read_as_two(names: WholeNames) -> Flags:
    """Return which whole names no rule makes one: Hiromi and Hiroshi Tanaka, but not Sameer and Samir Haddad."""
    return _of_distinct(names, _is_read_as_two)


def surnames_of(family: FieldPairs) -> tuple[Flags, Flags]:
    """Return which pairs are two spellings of Chinese or Vietnamese surnames at all, and which are of one surname."""
    both = are_surnames(family.dictionary, family.left)
    places = np.nonzero(both)[0]
    both[places] = are_surnames(family.dictionary, family.right[places])
    places, shared = np.nonzero(both)[0], np.zeros(len(family.left), dtype=np.bool_)
    values = family.dictionary.values
    texts = zip(values[family.left[places]], values[family.right[places]], strict=True)
    shared[places] = [surname_bits(*sorted(pair))[0] > 0 for pair in texts]
    return both, shared


def name_a_father(family: FieldPairs) -> Flags:
    """Return which family names say whose child somebody is, on both sides: bin Osman, bin Yusof."""
    left, right = (family.dictionary.told(has_malay_word, codes) for codes in (family.left, family.right))
    found: Flags = (left > 0) & (right > 0)
    return found


def _sides(names: WholeNames) -> list[tuple[Codes, Codes | None]]:
    family = names.family
    if family is None:
        return [(names.given.left, None), (names.given.right, None)]
    return [(names.given.left, family.left), (names.given.right, family.right)]


def _are_shaped(dictionary: Dictionary, given: Codes, family: Codes | None) -> Flags:
    """Return which whole names are shaped as Thai, Khmer, Malay or Burmese ones."""
    shape, letters = dictionary.told(_shape, given), dictionary.lengths[given]
    burmese, malay = shape & _BURMESE, shape & _MALAY
    thai, khmer = shape >> _THAI & _LETTERS, shape >> _KHMER & _LETTERS
    if family is not None:
        known, beside = family >= 0, dictionary.told(_shape, family)
        letters = letters + np.where(known, dictionary.lengths[family], 0)
        thai, khmer = thai + (beside >> _THAI & _LETTERS), khmer + (beside >> _KHMER & _LETTERS)
        malay |= beside & _MALAY
        burmese &= np.where(known, beside, _BURMESE)
    shaped: Flags = (np.maximum(thai, khmer) * _A_THIRD >= letters) | (malay > 0) | (burmese > 0)
    return shaped


# A shape: of what languages a name's words are, and how many of its letters stand in clusters of Thai and of Khmer.
_MALAY, _BURMESE = 1, 2
_THAI, _KHMER, _LETTERS = 8, 16, 0xFF


def _shape(name: str) -> int:
    thai, khmer = sign_letters(name)
    burmese = _BURMESE if looks_burmese(name.split()) else 0
    return (_MALAY if has_malay_word(name) else 0) | burmese | thai << _THAI | khmer << _KHMER


def are_surnames(dictionary: Dictionary, codes: Codes) -> Flags:
    """Return which values are surnames of China or Vietnam, in plain letters; an unknown one is none."""
    found: Flags = dictionary.told(is_surname, codes) > 0
    return found


_OF_ALLAH, _OF_THE_GOD = 1, 2


def _servants(name: str) -> int:
    found = names_of_servants(name, tuple(_BREAKS.split(name)))
    return ("allah" in found) * _OF_ALLAH | ("ilah" in found) * _OF_THE_GOD


def _consonants(name: str) -> int:
    """Return a number of 31 bits for the consonants of an Arabic given name, 0 of any other name."""
    is_arabic = any(map(is_spelling_of_arabic_letters, _BREAKS.split(name)))
    return crc32(_VOWELS.sub("", name).encode()) >> 1 if is_arabic else 0


def _of_distinct(names: WholeNames, holds: Holds) -> Flags:
    """Return whether something holds of two whole names, whose order does not count; each pair is asked about once."""
    given, family = names.given, names.family
    nobody = np.full(len(given.left), -1, dtype=np.int32)
    left = (given.left, family.left if family is not None else nobody)
    right = (given.right, family.right if family is not None else nobody)
    distinct, inverse = np.unique(np.stack((*left, *right), axis=1), axis=0, return_inverse=True)
    texts = [*given.dictionary.values.tolist(), ""] if len(distinct) else []
    sides = (((texts[a], texts[b]), (texts[c], texts[d])) for a, b, c, d in distinct.tolist())
    pairs = [(one, other) if one <= other else (other, one) for one, other in sides]
    return np.array(answers(holds, pairs), dtype=np.bool_)[inverse.reshape(-1)]


def _is_two_names(one: Side, other: Side) -> bool:
    if not _are_one(_compared(one[0], other[0])):
        return True
    return bool(one[1]) and one[1] == other[1] and not _are_one(_compared(_whole(one), _whole(other)))


def _are_one(comparison: NameComparison) -> bool:
    return comparison.agrees and comparison.level not in OF_RELATIVES


def _is_two_in_arabic(one: Side, other: Side) -> bool:
    own_names = _own_names(one, other)
    return own_names is not None and not may_mean_one_name(*own_names)


def _may_be_two_in_arabic(one: Side, other: Side) -> bool:
    own_names = _own_names(one, other)
    return own_names is not None and may_mean_one_name(*own_names)


@lru_cache(maxsize=100_000)
def _own_names(one: Side, other: Side) -> tuple[str, str] | None:
    return own_names_told_apart((*_BREAKS.split(one[0]), _A_FAMILY), (*_BREAKS.split(other[0]), _A_FAMILY))


_OF_SIBLINGS = frozenset({NameLevel.SIBLING, NameLevel.FATHER_OF_MANY})


def _are_siblings(one: Side, other: Side) -> bool:
    family = one[1] or other[1]
    names = _whole((one[0], family)), _whole((other[0], family))
    # Behind the commonest surnames two names of which one lacks a syllable agree in part, and are no less two sisters'.
    return lacks_last_syllable(*map(person_name, names)) or _compared(*names).level in _OF_SIBLINGS


def _is_apart(one: Side, other: Side) -> bool:
    # What language the marks are of, the family name tells.
    family = one[1] or other[1]
    names = _whole((one[0], family)), _whole((other[0], family))
    if ascii_fold(one[0]) != ascii_fold(other[0]):
        return are_two_in_vietnamese(*map(person_name, names))
    return not (_whole(one).isascii() or _whole(other).isascii() or _compared(*names).agrees)


def _are_marked_in_vietnamese(one: Side, other: Side) -> bool:
    return all(not name.isascii() and is_vietnamese(person_name(name)) for name in map(_whole, (one, other)))


def _is_in_dialects(one: Side, other: Side) -> bool:
    return _compared(_whole(one), _whole(other)).agrees


def _is_read_as_two(one: Side, other: Side) -> bool:
    return not _are_one(_compared(_whole(one), _whole(other)))


def _whole(name: Side) -> str:
    given, family = name
    return f"{family} {given}" if is_surname(ascii_fold(family)) else f"{given} {family}".strip()


def _compared(one: str, other: str) -> NameComparison:
    return compare_names(person_name(one), person_name(other), NameKind.PERSON)


@lru_cache(maxsize=200_000)
def region_level(left: str, right: str) -> str:
    """Return the level, as of given names, of two names by their sound and writing."""
    one, other = map(person_name, sorted((left, right)))
    return _REGION_LEVELS.get(compare_names(one, other, NameKind.PERSON).level, "different")
