"""Persons' names that their own writing makes two, however alike they sound: characters, syllables, letters, marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.names.comparing.pairing import Found
from entity_resolution.names.comparing.peoples.cambodian import are_two_in_khmer
from entity_resolution.names.comparing.peoples.given_in_pinyin import has_half_of_given, pinyin_limit
from entity_resolution.names.comparing.peoples.one_dialect import differ_within_a_dialect
from entity_resolution.names.comparing.peoples.thai_homophones import are_two_by_letters
from entity_resolution.names.comparing.peoples.thai_liquids import are_two_by_liquid, are_two_by_nasal
from entity_resolution.names.comparing.peoples.traditions import Tradition, traditions_of
from entity_resolution.names.comparing.peoples.umlauts import are_two_by_umlaut
from entity_resolution.names.comparing.peoples.vietnamese import are_two_in_vietnamese, is_vietnamese
from entity_resolution.names.comparing.peoples.writing import have_other_marks
from entity_resolution.names.comparing.whole_names import WEAK
from entity_resolution.names.prepared import prepare
from entity_resolution.names.scripts.form import NameForm, NameKind
from entity_resolution.names.scripts.han import is_other_in_pinyin
from entity_resolution.names.scripts.latin import across_hyphens, has_hyphenated_word, has_vietnamese_marks
from entity_resolution.names.scripts.mandarin_throughout import is_other_in_mandarin
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.tongues.arabic import are_two_by_order, names_of_servants
from entity_resolution.names.tongues.japanese import are_two_in_kana
from entity_resolution.names.tongues.kanji import in_one_form
from entity_resolution.names.tongues.korean import are_two_by_breath, are_two_in_korean
from entity_resolution.names.tongues.own_spellings import are_two_in_own_spelling

# How alike names are at most that kana or an umlaut makes two.
_IN_OTHER_WRITING = 0.7
# That differ in Thai or Lao letters of other sounds: a slip, which is for a human, or two names.
_BY_OTHER_LETTERS = 0.86
_VIETNAM = "VN"
_OF_KOREANS = {Script.HANGUL, Script.LATIN}
# How alike a name in Hanzi and one in pinyin are at most where a syllable is another one.
_OTHER_CHARACTERS = 0.85
# Of how many characters a name in Hanzi or Kanji is at most that has a surname: 長谷川健太郎.
_LONGEST_IN_CHARACTERS = 6
# How alike Chinese names are at most that are spelt alike but for a syllable: Kok Seng, Kok Sing.
_IN_ONE_DIALECT = 0.85
OTHER_GIVEN = 0.72
"""How alike Chinese names are at most whose given names no dialect makes one."""


class _Limit(NamedTuple):
    """What makes two names of two alike ones.

    Attributes:
        at_most: how alike they are at most then.
        remark: what is said of them besides.
        makes_two: tells whether it does so.
    """

    at_most: float
    remark: str
    makes_two: Callable[[NameForm, NameForm], bool]


def told_by_their_writing(left: NameForm, right: NameForm, found: Found) -> Found:
    """Return a likeness of two persons' names, lowered where their own writing makes two of them.

    Args:
        left: one name.
        right: the other.
        found: how alike they are by sound and letters.
    """
    return _by_letters(left, right, _by_characters(left, right, found))


def _by_letters(left: NameForm, right: NameForm, found: Found) -> Found:
    """Lower a likeness of names that their own writing makes two: Korean syllables, Thai letters, a servant's name."""
    if found.similarity < WEAK:
        return found
    if _are_korean(left, right) and (are_two_in_korean(left.tokens, right.tokens) or _are_two_by_breath(left, right)):
        return found.at_most(_IN_OTHER_WRITING)
    lowered = _lowered(left, right, found, _OF_ANY_LETTERS)
    if lowered is not found or not left.script is right.script is Script.LATIN:
        return lowered
    # Names in Latin letters that pinyin, marks or a people's spelling makes two.
    most = pinyin_limit(prepare(left, NameKind.PERSON), prepare(right, NameKind.PERSON))
    if found.similarity > most:
        return found.at_most(most, "but another syllable of pinyin")
    return _lowered(left, right, found, _OF_LATIN_LETTERS)


def _lowered(left: NameForm, right: NameForm, found: Found, limits: Sequence[_Limit]) -> Found:
    """Return a likeness lowered by the first limit that is below it and holds; as it is where none does."""
    similarity = found.similarity
    for at_most, remark, makes_two in limits:
        if similarity > at_most and makes_two(left, right):
            return found.at_most(at_most, remark)
    return found


def _are_two_servants(left: NameForm, right: NameForm) -> bool:
    mine = _servants(left)
    return bool(mine) and bool(theirs := _servants(right)) and mine.isdisjoint(theirs)


@lru_cache(maxsize=50_000)
def _servants(form: NameForm) -> frozenset[str]:
    return names_of_servants(form.native, form.tokens)


def _differ_in_marks(left: NameForm, right: NameForm) -> bool:
    return _has_marks_of_vietnam(left) and _has_marks_of_vietnam(right) and have_other_marks(left.native, right.native)


def _has_marks_of_vietnam(form: NameForm) -> bool:
    """Tell whether a name has marks and is one of Vietnam, by them, its syllables or whose it is: Phùng Khánh Ly."""
    if form.script is not Script.LATIN or form.native.isascii():
        return False
    return has_vietnamese_marks(form.native) or _VIETNAM in form.countries or is_vietnamese(form)


def _are_korean(left: NameForm, right: NameForm) -> bool:
    return {left.script, right.script} <= _OF_KOREANS and Tradition.KOREAN in traditions_of(left) | traditions_of(right)


def _are_two_by_breath(left: NameForm, right: NameForm) -> bool:
    if left.script is right.script:
        return False
    hangul, latin = (left, right) if left.script is Script.HANGUL else (right, left)
    return are_two_by_breath(hangul.native, latin.native)


def _are_two_in_kana(left: NameForm, right: NameForm) -> bool:
    """Tell whether kana make two of Japanese names, their hyphens read as a space and as nothing: Jun-ichi."""
    if not are_two_in_kana(left.tokens, right.tokens):
        return False
    hyphenated = has_hyphenated_word(left.native) or has_hyphenated_word(right.native)
    return not hyphenated or are_two_in_kana(across_hyphens(left.native), across_hyphens(right.native))


def _are_two_in_characters(left: str, right: str) -> bool:
    """Tell whether two names in Hanzi or Kanji are as long and differ in a character: 欧阳志强, 欧阳智强.

    A longer name, or one with a point, spells one of elsewhere by its sound, for which one character does as well as
    another.
    """
    one, other = (in_one_form("".join(native.split())) for native in (left, right))
    return len(one) == len(other) <= _LONGEST_IN_CHARACTERS and one != other and one.isalpha() and other.isalpha()


def _by_characters(left: NameForm, right: NameForm, found: Found) -> Found:
    """Lower a likeness of Hanzi and pinyin where a syllable is none of its character's."""
    if found.similarity <= _OTHER_CHARACTERS or Script.HAN not in (left.script, right.script):
        return found
    if left.script is right.script:
        if not _are_two_in_characters(left.native, right.native):
            return found
        return found.at_most(_OTHER_CHARACTERS, "but by another character")
    hanzi, latin = (left, right) if left.script is Script.HAN else (right, left)
    if has_half_of_given(hanzi, latin):
        return found.at_most(OTHER_GIVEN, "but by half of a given name")
    if latin.script is Script.LATIN and _is_other_in_latin(hanzi.native, " ".join(latin.tokens)):
        return found.at_most(_OTHER_CHARACTERS, "but by another syllable")
    return found


def _is_other_in_latin(hanzi: str, spelled: str) -> bool:
    return is_other_in_pinyin(hanzi, spelled) or is_other_in_mandarin(hanzi, spelled)


def _are_two_by_fathers(left: NameForm, right: NameForm) -> bool:
    return are_two_by_order(left.tokens, right.tokens)


def _are_two_by_umlaut(left: NameForm, right: NameForm) -> bool:
    return are_two_by_umlaut(left.native, right.native)


# INVARIANT: the first that holds is the one that is told, so that their order is a part of each outcome.
_OF_ANY_LETTERS = (
    _Limit(_BY_OTHER_LETTERS, "but in other letters", are_two_by_letters),
    _Limit(_IN_OTHER_WRITING, "but one ends in L, one in R", are_two_by_liquid),
    _Limit(_BY_OTHER_LETTERS, "but one ends in PHON, one in PHONG", are_two_by_nasal),
    _Limit(_BY_OTHER_LETTERS, "but its people spell it otherwise", are_two_in_own_spelling),
    _Limit(OTHER_GIVEN, "but one is Abdullah, one Abdulilah", _are_two_servants),
)
_OF_LATIN_LETTERS = (
    _Limit(OTHER_GIVEN, "but another syllable of Vietnamese", are_two_in_vietnamese),
    _Limit(_BY_OTHER_LETTERS, "but with another mark", _differ_in_marks),
    _Limit(_BY_OTHER_LETTERS, "but another syllable of Khmer", are_two_in_khmer),
    _Limit(_IN_ONE_DIALECT, "but another syllable in one dialect", differ_within_a_dialect),
    _Limit(OTHER_GIVEN, "but another's fathers", _are_two_by_fathers),
    _Limit(_IN_OTHER_WRITING, "", _are_two_in_kana),
    _Limit(_IN_OTHER_WRITING, "", _are_two_by_umlaut),
)
