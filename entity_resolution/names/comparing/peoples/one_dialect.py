"""Two names spelt alike but for a syllable that no dialect spells in both ways: Kok Wai and Kok Wei, Meng and Ming."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.scripts.form import NameForm, Tongue
from entity_resolution.names.scripts.han import same_by_wade
from entity_resolution.names.scripts.han_sounds import (
    given_syllables,
    is_known,
    is_of_macau,
    is_pinyin,
    shares_of,
    syllable_bits,
)
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.surnames import dialects_of_spelling, is_surname, surname_spellings
from entity_resolution.names.tongues.of_koreans import is_of_a_korean
from entity_resolution.names.tongues.slips import is_syllable_swapped

# As what names in a dialect are read: HOCK and NG have no shape of pinyin.
_TONGUES = (Tongue.CHINESE, Tongue.GENERAL)
# In which ways one and the same clerk may have spelt a syllable otherwise.
_WADE = "taiwan"
_WAYS = (_WADE, "cantonese", "min", "hakka")
# ENG and ONG of Hokkien are ING and UNG in Mandarin, Cantonese and the newer letters of Hokkien: Seng, Sing.
_RHYMES = tuple(re.compile(f"(?<![aeiou])[{vowels}]ng$") for vowels in ("ei", "ou"))
# With what no syllable of a Korean given name begins: it has no F, and its L is an R or N.
_NEVER_KOREAN = re.compile("[fl]")


def differ_within_a_dialect(left: NameForm, right: NameForm) -> bool:
    """Tell whether two Chinese names in Latin letters are spelt alike but for one syllable, which then is another.

    Whoever spells the surname and one syllable as the other does spells the other syllable by the same dialect, so
    that what two dialects make of one character is no evidence there.

    Args:
        left: a person's name.
        right: another.
    """
    forms = (left, right)
    if any(form.script is not Script.LATIN or form.tongue not in _TONGUES for form in forms):
        return False
    if any(map(_may_be_korean, forms)):
        return False
    return _differ(left.tokens, right.tokens) or _differ_behind(left.tokens, right.tokens)


def _may_be_korean(form: NameForm) -> bool:
    return is_of_a_korean(form) and not any(map(_NEVER_KOREAN.match, form.tokens[1:]))


@lru_cache(maxsize=50_000)
def _differ(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    if ones[0] != others[0] or not is_surname(ones[0]):
        return False
    given, other = " ".join(ones[1:]), " ".join(others[1:])
    mine, theirs = given_syllables(given), given_syllables(other)
    if len(mine) < 2 or len(mine) != len(theirs) or not all(map(is_known, (*mine, *theirs))):
        return False
    differing = [pair for pair in zip(mine, theirs, strict=True) if pair[0] != pair[1]]
    if len(differing) != 1 or is_syllable_swapped(given, other):
        return False
    if _is_of_mandarin(ones[0]) and same_by_wade(given, other):
        return False
    (one, another), *_ = differing
    if _are_by_wade(ones[0], (*mine, *theirs)) and _say_two_sounds(one, another):
        return True
    # The ENG of Macau is the ING of Hong Kong.
    of_macau = any(map(is_of_macau, (ones[0], *mine, *theirs)))
    if not of_macau and any(rhyme.sub("ng", one) == rhyme.sub("ng", another) for rhyme in _RHYMES):
        return True
    return all(syllable_bits(one, another, way, way) <= 0 for way in _WAYS)


def _differ_behind(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Tell whether two names of two syllables differ in the last, which is of no pinyin: Mei Fong, Mei Fung.

    What pinyin spells as well may be said so in another dialect by the same person: Tan Wei, Tan Wai.
    """
    if len(ones) != 2 or len(others) != 2 or ones[0] != others[0] or ones[1] == others[1]:
        return False
    one, another = ones[1], others[1]
    if not all(map(is_known, (ones[0], one, another))) or is_pinyin(one) or is_pinyin(another):
        return False
    return all(syllable_bits(one, another, way, way) <= 0 for way in _WAYS)


def _is_of_mandarin(surname: str) -> bool:
    """Tell whether a surname may be of pinyin or of Wade-Giles: Leung Siu Hong and Hung are two in Cantonese."""
    return is_pinyin(surname) or _is_by_wade(surname)


def _is_by_wade(surname: str) -> bool:
    spellings = (dialects_of_spelling(surname, row) for row in surname_spellings(surname))
    return any(dialect == "wade-giles" for found in spellings for dialect, _ in found)


def _are_by_wade(surname: str, given: tuple[str, ...]) -> bool:
    """Tell whether a surname and syllables of given names are all of Wade-Giles: Wu, Jen, Chieh, Chih."""
    return _is_by_wade(surname) and all(shares_of(syllable, _WADE) for syllable in given)


def _say_two_sounds(one: str, other: str) -> bool:
    """Tell whether two syllables of Wade-Giles, which writes each sound in one way, are of two: Chieh is no Chih."""
    return shares_of(one, _WADE).keys().isdisjoint(shares_of(other, _WADE))
