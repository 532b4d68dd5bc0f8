"""Whole names made of fields: what the rules of the graph say of the names of pairs that would join by their fields.

Fields are compared one by one, and what tells two people apart may stand in either: `Dewi`, `Sartika` and `Dewi`,
`Kartika` are an edit apart, and `Siti`, `Aminah` is as rare in a list of some thousands as any. A few of the pairs that
would join rest on one agreement besides the names: of these the whole names are asked, as reading two takes a
millisecond.
"""

from collections.abc import Mapping
from enum import IntEnum
from functools import lru_cache
from itertools import product

import numpy as np
import numpy.typing as npt

from entity_resolution.batch.dictionary import Codes, FieldPairs, Flags
from entity_resolution.batch.name_answers import Side, SidePair, answers
from entity_resolution.batch.regional_names import WholeNames
from entity_resolution.batch.short_forms import is_known_given_name
from entity_resolution.comparing.comparable import form_of
from entity_resolution.comparing.compared import Compared
from entity_resolution.comparing.name_comparison import compare_names_of
from entity_resolution.names import NameKind, NameLevel
from entity_resolution.names.comparing.persons.namesakes import is_common_in_a_people
from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.names.scripts.surnames import is_surname
from entity_resolution.names.tongues.frequency import information_bits
from entity_resolution.names.tongues.known_names import is_known_name
from entity_resolution.names.tongues.korean import is_korean_surname_alone
from entity_resolution.names.tongues.never_thai import western_given_names
from entity_resolution.names.tongues.tongue import has_malay_word, looks_burmese
from graph.values import normalise

# Below so many bits over both fields a name may be one that so many have, whatever its words are.
_OF_NAMESAKES_BITS = 14
_ENGLISH = frozenset({"english", "british"})
_OF_ENGLISH = frozenset({"AU", "CA", "GB", "IE", "NZ", "US"})
_MOST_BITS, _COMMON, _SURNAME = 0xFF, 0x100, 0x200


class WholeNameAnswer(IntEnum):
    """What two whole names say of each other."""

    TWO = 0  # they do not agree in full
    ONE = 1
    OF_MANY = 2  # they agree, by a name in full that so many have
    FATHER = 3  # they agree, and one may be the other's father
    SIBLING = 4  # they agree, but for what tells brothers or sisters apart


Answers = npt.NDArray[np.int64]


def ask_whole_names(names: WholeNames, nationality: FieldPairs | None) -> Answers:
    """Return what the whole names of pairs say, as `WholeNameAnswer` has it; each two names are asked about once.

    Args:
        names: the names, with a field of family names.
        nationality: of what countries the two are, as the list writes it; `None` where it has no such field.
    """
    nobody = names.given.without_values
    read = (names.given, names.family or nobody, nationality or nobody)
    left, right = (
        zip(*(each.texts(codes) for each, codes in zip(read, side, strict=True)), strict=True)
        for side in ([each.left for each in read], [each.right for each in read])
    )
    pairs: list[SidePair] = [(min(pair), max(pair)) for pair in zip(left, right, strict=True)]
    return np.array(answers(_answer, pairs), dtype=np.int64)


def have_western_given_names(given: FieldPairs) -> Flags:
    """Return which pairs have a given name of the West on either side, of which a slip makes no other name."""
    told = [given.dictionary.told(_is_western, codes) for codes in (given.left, given.right)]
    found: Flags = (told[0] | told[1]) > 0
    return found


def are_from_elsewhere(names: WholeNames, nationality: FieldPairs | None) -> Flags:
    """Return which pairs are not of English names alone, by a word or script of any field, or by a nationality.

    Of `Jaydn Drzke` and `Jayden Drake` the rules of names say no more than edits do: what no table knows, and nobody's
    nationality speaks for, is taken for a slip.
    """
    told = np.zeros(len(names.given.left), dtype=np.int32)
    for field in filter(None, (names.given, names.family)):
        for codes in (field.left, field.right):
            told |= field.dictionary.told(_is_from_elsewhere, codes)
    found: Flags = (told > 0) | are_of_other_countries(nationality, len(told))
    return found


def are_of_other_countries(nationality: FieldPairs | None, size: int) -> Flags:
    """Return of which pairs a side is known to be of a country where English is not most people's language."""
    if nationality is None:
        return np.zeros(size, dtype=np.bool_)
    left, right = (nationality.dictionary.told(_is_other_country, of) for of in (nationality.left, nationality.right))
    found: Flags = (left | right) > 0
    return found


def _is_western(name: str) -> int:
    return int(is_known_given_name(name) or name in western_given_names())


def _is_from_elsewhere(name: str) -> int:
    if not name.isascii():
        return 1
    words = [word for word in name.replace("-", " ").split() if len(word) > 1]
    if not words:
        return 0
    return int(any(map(_is_word_from_elsewhere, words)) or looks_burmese(words) or has_malay_word(name))


def _is_word_from_elsewhere(word: str) -> bool:
    # What speakers of English are called by many is theirs, whoever else has it: Young, Lee, Maria.
    if _is_western(word) or is_common_in_a_people(word, of=_ENGLISH):
        return False
    return is_surname(word) or is_known_name(word)


def _is_other_country(nationality: str) -> int:
    return int(not _countries(nationality) <= _OF_ENGLISH)


def may_be_of_many(names: WholeNames) -> Flags:
    """Return which pairs may have a name in full that so many have; the others have none, by each field alone."""
    given, family = names.given, names.family or names.given.without_values
    return _may_be_of_many(given, given.left, family.left) | _may_be_of_many(given, given.right, family.right)


def _may_be_of_many(field: FieldPairs, given: Codes, family: Codes) -> Flags:
    own, beside = (field.dictionary.told(_commonness, codes) for codes in (given, family))
    found: Flags = (own & _MOST_BITS) + (beside & _MOST_BITS) < _OF_NAMESAKES_BITS
    found |= (own & beside & _COMMON) > 0
    found |= ((own | beside) & _SURNAME) > 0
    return found


def _commonness(name: str) -> int:
    """Return how many bits the words of a name tell, whether one is common in a people, and whether it is a surname."""
    if not name.isascii():
        return _COMMON | _SURNAME  # only its reading tells
    words = [word for word in name.split() if len(word) > 1]
    bits = min(int(sum(map(information_bits, words))), _MOST_BITS)
    common = _COMMON if any(map(is_common_in_a_people, words)) else 0
    return bits | common | (_SURNAME if any(is_surname(word) or is_korean_surname_alone(word) for word in words) else 0)


def _answer(one: Side, other: Side) -> WholeNameAnswer:
    foreign = not all(part.isascii() for side in (one, other) for part in side[:2])
    ways = list(product(_orders(one), _orders(other))) if foreign else [_in_one_order(one, other)]
    found = [_compared(a, one[2], b, other[2]) for a, b in ways]
    levels = {each.level for each in found if each.agrees and each.bits > 0}
    told = {_ANSWERS.get(level, WholeNameAnswer.ONE) for level in levels}
    # In whichever order a name is read, so many may have it; and it is a relative's where no order makes it one.
    return next((answer for answer in _FIRST_SAID if answer in told), WholeNameAnswer.TWO)


_ANSWERS: Mapping[str, WholeNameAnswer] = {
    NameLevel.COMMON_NAME: WholeNameAnswer.OF_MANY,
    NameLevel.FATHER: WholeNameAnswer.FATHER,
    NameLevel.FATHER_OF_MANY: WholeNameAnswer.SIBLING,
    NameLevel.SIBLING: WholeNameAnswer.SIBLING,
    NameLevel.ONE_WORD: WholeNameAnswer.TWO,
}
_FIRST_SAID = (WholeNameAnswer.OF_MANY, WholeNameAnswer.ONE, WholeNameAnswer.FATHER, WholeNameAnswer.SIBLING)


def _orders(name: Side) -> list[str]:
    given, family = name[:2]
    return [f"{given} {family}", f"{family} {given}"] if given and family else [given or family]


def _in_one_order(one: Side, other: Side) -> tuple[str, str]:
    """Return both names with the family's first where one is a surname of China or Vietnam, and else last."""
    at = -1 if any(is_surname(ascii_fold(side[1])) for side in (one, other)) else 0
    return _orders(one)[at], _orders(other)[at]


def _compared(one: str, country: str, other: str, others_country: str) -> Compared:
    left = form_of(one, NameKind.PERSON, _countries(country))
    right = form_of(other, NameKind.PERSON, _countries(others_country))
    return compare_names_of(NameKind.PERSON, [left], [right])


@lru_cache(maxsize=1_000)
def _countries(nationality: str) -> frozenset[str]:
    country = normalise("country", nationality).value if nationality else None
    return frozenset({country} if country is not None else ())
