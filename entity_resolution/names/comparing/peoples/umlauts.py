"""Names that a vowel with its two points tells from one with another vowel there: Müller is Mueller, never Möller."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.scripts.latin import ascii_fold

_MARKED = re.compile("[äöüæø]")
_SPELT_OUT = str.maketrans({"ä": "ae", "æ": "ae", "ö": "oe", "ø": "oe", "ü": "ue"})
_OE = re.compile("(?<=[^aeiou])oe(?=[^aeiou][^aeiou]?[a-z])")
_DOUBLES = re.compile(r"(.)\1+")
_WORDS = re.compile(r"[^\W\d_]+")
# Syllables of pinyin, where the vowel is one of its own, which dialects spell in many ways: Lü is Lui and Loo.
_OF_PINYIN = re.compile("[ln]üe?")
# Inside a word they are one with what capitals and passports write for the vowel: Lüming, Lyuming.
_IN_PINYIN = re.compile("(?<=[ln])ü")
_ANY_VOWEL = "[aeiouy]{1,2}h?"
# No word of a name has more of them (Äänestäjäjärjestö): the ways to read each double with every further one.
_MOST_MARKED = 8


def are_two_by_umlaut(left: str, right: str) -> bool:
    """Tell whether one of two names in Latin letters has a word whose umlaut is another vowel in the other name.

    Args:
        left: a name as written.
        right: another.
    """
    if left.isascii() and right.isascii():
        return _differ_spelt_out(left.lower(), right.lower())
    return _has_other_vowel(left.lower(), right.lower()) or _has_other_vowel(right.lower(), left.lower())


def _differ_spelt_out(left: str, right: str) -> bool:
    """Tell whether a word of one name has OE where the other's has UE: Moeller, Mueller; no end, as of Manoel."""
    if ("oe" in left) is ("oe" in right) or ("ue" in left) is ("ue" in right):
        return False
    with_o, with_u = (left, right) if "oe" in left else (right, left)
    return not {_OE.sub("ue", word) for word in _WORDS.findall(with_o) if _OE.search(word)}.isdisjoint(
        _WORDS.findall(with_u)
    )


@lru_cache(maxsize=20_000)
def _has_other_vowel(marked: str, other: str) -> bool:
    others = [_plain(word) for word in _WORDS.findall(other)]
    for word in _WORDS.findall(marked):
        if not 1 <= len(_MARKED.findall(word)) <= _MOST_MARKED or _OF_PINYIN.fullmatch(word):
            continue
        meant = {_plain(spelt) for spelt in (word, word.translate(_SPELT_OUT), _IN_PINYIN.sub("yu", word))}
        shape = re.compile(_ANY_VOWEL.join(map(_plain, _MARKED.split(word))))
        if meant.isdisjoint(others) and any(map(shape.fullmatch, others)):
            return True
    return False


def _plain(word: str) -> str:
    """Return a word in ASCII as it is spelt out, each doubled letter once."""
    return _DOUBLES.sub(r"\1", ascii_fold(word))
