"""Given names that twins have: near ones of one family and one birth date of which each is a name, and none a slip.

Twins share a birth date, a family name, a house and a phone. Of a name that no table has nobody knows whether it is a
slip of the other; two that the tables have are two people's, unless a rule of names makes them one: Naoki and Naomi,
Rahim and Karim, but not Sameer and Samir.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from entity_resolution.batch.comparators import LEVELS, Comparator
from entity_resolution.batch.dictionary import FieldPairs, Flags, Levels
from entity_resolution.batch.regional_names import Places, WholeNames, are_read_as_two, are_surnames, are_told_apart
from entity_resolution.batch.short_forms import is_known_given_name
from entity_resolution.batch.sibling_names import end_as_two_sexes
from entity_resolution.names.comparing.peoples.vietnamese import are_syllables
from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.names.tongues.known_names import is_known_name

_OF_GIVEN, _OF_FAMILY = LEVELS[Comparator.GIVEN_NAME], LEVELS[Comparator.FAMILY_NAME]
_NEAR = [_OF_GIVEN.index(level) for level in ("one-edit", "two-edits", "alike", "other-syllable", "different")]
_OTHER_NAME = _OF_GIVEN.index("other-name")
_BREAKS = re.compile("[ -]+")


def tell_twins_apart(
    levels: Mapping[Comparator, Levels], fields: Mapping[str, FieldPairs], reads: Sequence[str], born_alike: Flags
) -> None:
    """Change the levels of near given names that are rather two twins', of pairs of one birth date, and no further.

    Args:
        levels: of the pairs by comparator; those of given names change.
        fields: the fields of the pairs.
        reads: the fields of the given and of the family name.
        born_alike: where a birth date agrees and nothing does that is one person's own.
    """
    given, family = levels[Comparator.GIVEN_NAME], levels.get(Comparator.FAMILY_NAME)
    asked = born_alike & np.isin(given, _NEAR)
    if family is not None:
        asked &= family != _OF_FAMILY.index("different")
    places = np.nonzero(asked)[0]
    names = WholeNames(given=fields[reads[0]], family=fields.get(reads[1])).at(places)
    given[places[are_rather_two(names)]] = _OTHER_NAME


def are_rather_two(names: WholeNames) -> Flags:
    """Return which two near given names are rather two people's than one with a slip: the tables have both."""
    dictionary, values = names.given.dictionary, names.given.dictionary.values
    found: Flags = np.zeros(len(names.given.left), dtype=np.bool_)
    known = [dictionary.told(_holds_a_name, codes) > 0 for codes in (names.given.left, names.given.right)]
    places: Places = np.nonzero(known[0] | known[1])[0]
    names = names.at(places)
    pairs = zip(values[names.given.left].tolist(), values[names.given.right].tolist(), strict=True)
    may_be = np.array([_may_be_twins(*sorted(pair)) for pair in pairs], dtype=np.bool_)
    may_be |= _are_two_in_vietnamese(names)
    two: Places = np.nonzero(may_be)[0]
    found[places[two[_are_read_as_two(names.at(two))]]] = True
    return found


def _are_two_in_vietnamese(names: WholeNames) -> Flags:
    """Return where Vietnamese, which spells a syllable in one way, has two: one that can stand there is a name."""
    of_syllables = names.given.dictionary.told(_is_of_syllables, names.given.left) > 0
    of_syllables &= names.given.dictionary.told(_is_of_syllables, names.given.right) > 0
    found: Flags = np.zeros(len(of_syllables), dtype=np.bool_)
    places = np.nonzero(of_syllables)[0]
    found[places] = are_told_apart(names.at(places))
    return found


def _are_read_as_two(names: WholeNames) -> Flags:
    """Return where no rule of names makes two given names one, read beside the family's name.

    That tells of what people they are. Two that have usual short forms, as Western ones do, tell it themselves beside
    any but a surname of China or Vietnam: of these few are asked.
    """
    family, known = names.family, names.given.dictionary.known_given_names
    bare = known[names.given.left] & known[names.given.right]
    if family is not None:
        bare &= ~(are_surnames(family.dictionary, family.left) | are_surnames(family.dictionary, family.right))
    found: Flags = np.zeros(len(bare), dtype=np.bool_)
    for asked, beside in ((bare, None), (~bare, family)):
        places = np.nonzero(asked)[0]
        found[places] = are_read_as_two(WholeNames(given=names.given, family=beside).at(places))
    return found


def _is_of_syllables(given: str) -> int:
    return int(not given.isascii() or are_syllables(_words(given)))


def _holds_a_name(given: str) -> int:
    return int(any(map(_is_name, _words(given))))


@lru_cache(maxsize=100_000)
def _may_be_twins(one: str, other: str) -> bool:
    """Tell whether each word in which two given names differ is a name, or one the other with another sex's ending."""
    mine, theirs = _words(one), _words(other)
    if len(mine) != len(theirs):
        return False
    apart = [pair for pair in zip(mine, theirs, strict=True) if pair[0] != pair[1]]
    return bool(apart) and all(_are_two_words(*pair) for pair in apart)


def _are_two_words(one: str, other: str) -> bool:
    return (_is_name(one) and _is_name(other)) or end_as_two_sexes(one, other)


@lru_cache(maxsize=100_000)
def _is_name(word: str) -> bool:
    return is_known_name(word) or is_known_given_name(word)


@lru_cache(maxsize=100_000)
def _words(given: str) -> tuple[str, ...]:
    return tuple(filter(None, _BREAKS.split(given if given.isascii() else ascii_fold(given))))
