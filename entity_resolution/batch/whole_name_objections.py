"""Pairs that would join by their fields and whose whole names speak against it, by what the graph asks of a match.

A few of the pairs that would join rest on one property class, or on given names that are only somewhat alike. Their
whole names have to agree; and a name that so many have needs two classes. Names of the West that no table of another
people has are left to edits: no rule makes `Marjoeie` Marjorie, and it is a slip.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from entity_resolution.batch.comparators import LEVELS, Comparator
from entity_resolution.batch.dictionary import FieldPairs, Flags, Levels
from entity_resolution.batch.regional_names import Places, WholeNames
from entity_resolution.batch.whole_names import (
    WholeNameAnswer,
    are_from_elsewhere,
    are_of_other_countries,
    ask_whole_names,
    have_western_given_names,
    may_be_of_many,
)
from graph import PropertyClass

# What the graph asks for beside a name that so many have.
_CLASSES_BESIDE_A_COMMON_NAME = 2
_GIVEN, _FAMILY, _NATIONALITY = "givenName", "familyName", "nationality"
_OF_GIVEN, _OF_FAMILY = LEVELS[Comparator.GIVEN_NAME], LEVELS[Comparator.FAMILY_NAME]
_SWAPPED, _OTHER_SYLLABLE = _OF_GIVEN.index("swapped"), _OF_GIVEN.index("other-syllable")
_FAR = [_OF_GIVEN.index(level) for level in ("alike", "different", "other-name")]
_OF_ANOTHER_FAMILY = [_OF_FAMILY.index(level) for level in ("alike", "different")]


class WholeNamesSay(IntEnum):
    """What whole names say of a pair that the fields of its names do not."""

    NOTHING = 0
    TWO = 1
    SIBLINGS = 2
    FATHER = 3
    OF_MANY = 4
    OTHER_SYLLABLE = 5
    DIVIDED = 6  # which is no objection

    @property
    def words(self) -> str:
        """The same in words, empty where they say nothing."""
        return _IN_WORDS.get(self, "")


_IN_WORDS: Mapping[WholeNamesSay, str] = {
    WholeNamesSay.TWO: "whole names are two people's",
    WholeNamesSay.SIBLINGS: "whole names are of brothers or sisters",
    WholeNamesSay.FATHER: "whole names are a father's and his child's",
    WholeNamesSay.OF_MANY: "a whole name that so many have joins by two property classes",
    WholeNamesSay.OTHER_SYLLABLE: "given names are of brothers or sisters",
    WholeNamesSay.DIVIDED: "whole names are one, divided otherwise",
}
_OBJECTIONS: Mapping[WholeNameAnswer, WholeNamesSay] = {
    WholeNameAnswer.TWO: WholeNamesSay.TWO,
    WholeNameAnswer.SIBLING: WholeNamesSay.SIBLINGS,
    WholeNameAnswer.FATHER: WholeNamesSay.FATHER,
    WholeNameAnswer.OF_MANY: WholeNamesSay.OF_MANY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What pairs have in common besides their names.

    Attributes:
        asked: which would join, and share nothing that is one person's own.
        strong: by property class, where something is equal and no slip apart.
    """

    asked: Flags
    strong: Mapping[PropertyClass, Flags]

    @property
    def is_weak(self) -> Flags:
        """Which of the pairs asked about rest on one property class."""
        classes = np.sum(list(self.strong.values()), axis=0)
        found: Flags = self.asked & (classes < _CLASSES_BESIDE_A_COMMON_NAME)
        return found


def whole_names_object(
    levels: Mapping[Comparator, Levels], fields: Mapping[str, FieldPairs], support: Support
) -> Levels:
    """Return by which rule whole names speak against pairs that would join, as `WholeNamesSay` has it.

    Args:
        levels: of the pairs by comparator.
        fields: the fields of the pairs.
        support: what they have in common besides.
    """
    found = np.zeros(len(support.asked), dtype=np.int8)
    given, family = levels.get(Comparator.GIVEN_NAME), levels.get(Comparator.FAMILY_NAME)
    if given is None or family is None or _GIVEN not in fields or _FAMILY not in fields:
        return found
    equal = (given == 0) & (family <= 0)
    far = support.asked & np.isin(given, [*_FAR, _OTHER_SYLLABLE])
    # Of a family name on one side alone nothing is said; who has none is called by the one name.
    has_family = [codes >= 0 for codes in (fields[_FAMILY].left, fields[_FAMILY].right)]
    complete = fields[_GIVEN].known & ~(has_family[0] ^ has_family[1])
    places = np.nonzero((support.is_weak | far) & complete)[0]
    names = WholeNames(given=fields[_GIVEN], family=fields[_FAMILY]).at(places)
    nationality = fields[_NATIONALITY].at(places) if _NATIONALITY in fields else None
    elsewhere, western = _told_of_unequal(names, nationality, ~equal[places])
    may_be_two = _may_be_two(given[places], family[places], support.is_weak[places], western) & elsewhere
    may_be_many = (support.is_weak & ~support.strong[PropertyClass.LOCATION])[places] & (equal[places] | elsewhere)
    of_many, asked_of_many = may_be_many.copy(), np.nonzero(may_be_many)[0]
    of_many[asked_of_many] = may_be_of_many(names.at(asked_of_many))
    asked: Places = np.nonzero(may_be_two | of_many)[0]
    told = ask_whole_names(names.at(asked), nationality.at(asked) if nationality is not None else None)
    born = support.strong[PropertyClass.IDENTITY][places]
    two = np.isin(told, (WholeNameAnswer.TWO, WholeNameAnswer.SIBLING))
    two |= (told == WholeNameAnswer.FATHER) & ~born[asked]
    # What brothers share is no reason to join given names of two syllables.
    syllables = (given[places] == _OTHER_SYLLABLE) & elsewhere & ~western & ~born
    found[places[syllables]] = WholeNamesSay.OTHER_SYLLABLE
    objected = (two & may_be_two[asked]) | ((told == WholeNameAnswer.OF_MANY) & may_be_many[asked])
    said = np.array([_OBJECTIONS.get(WholeNameAnswer(each), 0) for each in told.tolist()], dtype=np.int8)
    found[places[asked[objected]]] = said[objected]
    return found


def _told_of_unequal(names: WholeNames, nationality: FieldPairs | None, unequal: Flags) -> tuple[Flags, Flags]:
    """Return which unequal names are not of English names alone, and which have a given name of the West.

    Of most pairs that would join both names are equal: neither tells anything of them, and no word need be looked up.
    """
    elsewhere, western = np.zeros_like(unequal), np.zeros_like(unequal)
    places = np.nonzero(unequal)[0]
    asked, country = names.at(places), nationality.at(places) if nationality is not None else None
    elsewhere[places] = are_from_elsewhere(asked, country)
    western[places] = have_western_given_names(asked.given) & ~are_of_other_countries(country, len(places))
    return elsewhere, western


def _may_be_two(given: Levels, family: Levels, weak: Flags, western: Flags) -> Flags:
    """Return which pairs have to agree as whole names: unequal ones on weak support, and given names far apart."""
    near = weak & ((given != 0) | (family > 0)) & (given != _SWAPPED)
    found: Flags = near & (~western | np.isin(family, _OF_ANOTHER_FAMILY))
    found |= np.isin(given, _FAR) & ~western
    return found
