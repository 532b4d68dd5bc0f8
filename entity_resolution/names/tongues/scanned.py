"""Letters of persons' names as scanners see them: a digit inside a word for O, I or L, an L where none can be said."""

from __future__ import annotations

import re
from functools import lru_cache, partial

from entity_resolution.names.scripts.han_sounds import is_in_pinyin
from entity_resolution.names.short_names import has_short_forms
from entity_resolution.names.tongues.arabic import is_arabic_name
from entity_resolution.names.tongues.frequency import is_frequent
from entity_resolution.names.tongues.never_thai import is_western_given_name

_MAY_MIX = re.compile("[01]")
_WORD = re.compile(r"[^\W_]+")
# One 0, or one 1 or two; a longer row of digits is a number, and so is one behind a whole word: Witness 10, 2nd, 1st.
_MIXED = re.compile("(?:[^\\W\\d_]|(?<![0-9])(?:0|11?)(?![0-9]))+")
_ORDINAL = re.compile("1st|0th")
_ONE = re.compile("11?")
# An L stands behind a vowel, or between a stop and one (Wilson, Black); else an I: Tadic, Kasparian.
_MAY_BE_L = re.compile("[aeiouy]1|[bcfgkps]1[aeiouy]")
# An L between consonants, before or behind them at an end, where no name has one: Tadlc, lvan. Two of them begin Welsh
# and Spanish words, Lh and Lk those of Tibet and Mongolia, Lv Russian ones (Lvov), Lw and Ly those of the region;
# behind a vowel an L stands before many a consonant at the end, and there never behind one and before C, J, Q or V.
# Karlson and Erlbach have one behind an R.
_BEFORE = "[bcdfghjkmnpqstvwxz]"
_CONSONANT = "[bcdfghjkmnpqrstvwxz]"
_UNSAID_L = re.compile(
    f"^l(?=[bcdfgmnpqrstxz]|v(?!o)|l[iy][bcdfgkmpqvz])|(?<={_BEFORE})l(?={_CONSONANT})|(?<=[aeiou][bdmnrst])l(?=[cjqv]$)"
)


@lru_cache(maxsize=20_000)
def without_scanned_digits(name: str) -> str:
    """Return a Latin name with letters for single digits inside its words: Zh1 is Zhi, k0i is koi, Wi1son is Wilson.

    Args:
        name: a cleaned name, in any script and case.
    """
    return _WORD.sub(_in_letters, name) if _MAY_MIX.search(name) else name


def _in_letters(found: re.Match[str]) -> str:
    word = found.group()
    if not _MAY_MIX.search(word) or not _MIXED.fullmatch(word) or _ORDINAL.search(word.lower()):
        return word
    if sum(map(str.isalpha, word)) < 2 or not word.translate({48: None, 49: None}).isascii():
        return word
    upper = word.isupper()
    spelt = word.replace("0", "O" if upper else "o")
    with_l, with_i = (_ONE.sub(partial(_as_letter, letter), spelt) for letter in "li")
    known = [way for way in (with_i, with_l) if _is_known(way.lower())]
    if not known and word[-1] in "01" and not word.endswith("11"):
        return word
    chosen = known[0] if known else with_l if _MAY_BE_L.search(spelt.lower()) else with_i
    return chosen.upper() if upper else chosen


def _as_letter(letter: str, ones: re.Match[str]) -> str:
    return letter * len(ones.group())


def _is_known(word: str) -> bool:
    if is_frequent(word) or is_in_pinyin(word):
        return True
    return is_western_given_name(word) or is_arabic_name(word) or has_short_forms(word)


@lru_cache(maxsize=100_000)
def with_vowels_for_l(token: str) -> str:
    """Return a word with an I for each L that nobody can say: tadlc is tadic, lvan is ivan.

    Args:
        token: lower-case ASCII.
    """
    return _UNSAID_L.sub("i", token)
