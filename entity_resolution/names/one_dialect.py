"""Two names spelt alike but for a syllable that no dialect spells in both ways: Kok Wai and Kok Wei, Meng and Ming."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.form import NameForm, Tongue
from entity_resolution.names.han import same_by_wade
from entity_resolution.names.han_sounds import given_syllables, is_known, is_of_macau, syllable_bits
from entity_resolution.names.korean import looks_korean
from entity_resolution.names.script import Script
from entity_resolution.names.slips import is_syllable_swapped
from entity_resolution.names.surnames import is_surname

# As what names in a dialect are read: HOCK and NG have no shape of pinyin.
_TONGUES = (Tongue.CHINESE, Tongue.GENERAL)
# In which ways one and the same clerk may have spelt a syllable otherwise.
_WAYS = ("taiwan", "cantonese", "min", "hakka")
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
    return _differ(left.tokens, right.tokens)


def _may_be_korean(form: NameForm) -> bool:
    return looks_korean(form.tokens) and not any(map(_NEVER_KOREAN.match, form.tokens[1:]))


@lru_cache(maxsize=50_000)
def _differ(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    if ones[0] != others[0] or not is_surname(ones[0]):
        return False
    given, other = " ".join(ones[1:]), " ".join(others[1:])
    mine, theirs = given_syllables(given), given_syllables(other)
    if len(mine) < 2 or len(mine) != len(theirs) or not all(map(is_known, (*mine, *theirs))):
        return False
    differing = [pair for pair in zip(mine, theirs, strict=True) if pair[0] != pair[1]]
    if len(differing) != 1 or same_by_wade(given, other) or is_syllable_swapped(given, other):
        return False
    (one, another), *_ = differing
    # The ENG of Macau is the ING of Hong Kong.
    of_macau = any(map(is_of_macau, (ones[0], *mine, *theirs)))
    if not of_macau and any(rhyme.sub("ng", one) == rhyme.sub("ng", another) for rhyme in _RHYMES):
        return True
    return all(syllable_bits(one, another, way, way) <= 0 for way in _WAYS)
