"""Names divided otherwise between the fields: a list has the whole name in one, or a word more in the given name.

`Htet Myat Naing` and `Htet Myat`, `Naing` are letter by letter one name, and so are `Mohamad Hafiz` and `Hafiz` beside
one father. Field by field the given names are another's, which keeps two apart for good.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from rapidfuzz.distance import OSA

from entity_resolution.batch.comparators import LEVELS, Comparator
from entity_resolution.batch.dictionary import UNKNOWN, FieldPairs, Flags, Levels
from entity_resolution.batch.regional_names import WholeNames
from entity_resolution.batch.whole_names import WholeNameAnswer, ask_whole_names

_OF_GIVEN, _OF_FAMILY = LEVELS[Comparator.GIVEN_NAME], LEVELS[Comparator.FAMILY_NAME]
_APART = [_OF_GIVEN.index(level) for level in ("alike", "other-syllable", "different", "other-name")]
_ONE_FAMILY = [_OF_FAMILY.index(level) for level in ("equal", "one-edit", "respelt")]
_SWAPPED, _RESPELT = _OF_GIVEN.index("swapped"), _OF_GIVEN.index("respelt")

_NATIONALITY = "nationality"
_OF_A_SHORT_FORM = 4  # letters at most: M., Ma., Md., Mohd, bin
_SLIPS = 2  # edits


def tell_divided_names(
    levels: Mapping[Comparator, Levels], fields: Mapping[str, FieldPairs], reads: Sequence[str], supported: Flags
) -> Flags:
    """Change the levels of names that are one by the whole name, however it is divided, and return which these are.

    With one family name on both sides the given names are `respelt`; else both names agree as names in each other's
    place do, `swapped`, and the family name tells nothing of its own.

    Args:
        levels: of the pairs by comparator; those of names change.
        fields: the fields of the pairs.
        reads: the fields of the given and of the family name.
        supported: where something agrees besides the names, without which no pair joins.
    """
    given, family = levels[Comparator.GIVEN_NAME], levels.get(Comparator.FAMILY_NAME)
    divided = np.zeros(len(given), dtype=np.bool_)
    if family is None or reads[1] not in fields:
        return divided
    names = WholeNames(given=fields[reads[0]], family=fields[reads[1]])
    lone = _stand_alone(fields[reads[0]], fields[reads[1]])
    places = np.nonzero(supported & (lone | np.isin(given, _APART)))[0]
    places = places[_may_be_one(names.given.at(places), fields[reads[1]].at(places), lone[places])]
    nationality = fields.get(_NATIONALITY)
    told = ask_whole_names(names.at(places), nationality.at(places) if nationality is not None else None)
    one = places[np.isin(told, (WholeNameAnswer.ONE, WholeNameAnswer.OF_MANY))]
    beside = np.isin(family[one], _ONE_FAMILY) & ~lone[one]
    given[one] = np.where(beside, _RESPELT, _SWAPPED)
    family[one[~beside]] = UNKNOWN
    divided[one] = True
    return divided


def _stand_alone(given: FieldPairs, family: FieldPairs) -> Flags:
    """Return where one side has its name in one field and the other one in both."""
    in_both = [(a >= 0) & (b >= 0) for a, b in ((given.left, family.left), (given.right, family.right))]
    in_one = [(a >= 0) ^ (b >= 0) for a, b in ((given.left, family.left), (given.right, family.right))]
    found: Flags = (in_both[0] & in_one[1]) | (in_both[1] & in_one[0])
    return found


def _may_be_one(given: FieldPairs, family: FieldPairs, lone: Flags) -> Flags:
    """Return which whole names may be one by their words; most pairs need not be read for it.

    In Latin letters the one holds all words of the other, but for one of a few letters such as M. and Ma.; a name that
    stands alone needs them all. What is in another script is read.
    """
    plain, words = given.dictionary.in_ascii, given.dictionary.has_words
    values = [*given.dictionary.values.tolist(), ""]
    sides = ((given.left, family.left), (given.right, family.right))
    several = np.zeros(len(lone), dtype=np.bool_)
    foreign = np.zeros(len(lone), dtype=np.bool_)
    for codes in (of for side in sides for of in side):
        known = codes >= 0
        several |= known & words[codes]
        foreign |= known & ~plain[codes]
    found: Flags = foreign & lone
    for at in np.nonzero(several & ~foreign)[0].tolist():
        one, other = (
            [word for codes in side for word in values[codes[at]].replace("-", " ").split()] for side in sides
        )
        found[at] = _hold_one_name(one, other, lone=bool(lone[at]))
    return found


def _hold_one_name(one: Sequence[str], other: Sequence[str], *, lone: bool) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if lone:
        return OSA.distance("".join(sorted(one)), "".join(sorted(other)), score_cutoff=_SLIPS) <= _SLIPS
    if sorted("".join(one)) == sorted("".join(other)):
        return True
    missing = [word for word in shorter if word not in longer and len(word) > _OF_A_SHORT_FORM]
    return not missing and len(shorter) > 1
