"""Slips of the hand and of scanners, which make of a name what no other name is: Mrtin, Matrin, Rornano.

Names that differ by one letter put for another are often two (Martin and Marvin, Sato and Saito); a letter left out or
put in inside a word, or two neighbours that changed places, seldom make another name. Inside a long word neither does a
letter put for one beside it on a keyboard.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from entity_resolution.names.scripts.han_sounds import is_in_pinyin, is_pinyin
from entity_resolution.names.tongues.impossible_syllables import is_burmese_syllable_mistyped, is_thai_word_mistyped
from entity_resolution.names.tongues.scanned import with_vowels_for_l

# How alike two words are that one slip makes the same, and how long the longer one is at least.
SWAPPED, LEFT_OUT, MISREAD = 0.87, 0.85, 0.86
_LETTERS = 5
# A letter put for one beside it on a keyboard, in words so long that few others are so near.
MISTYPED, _MISTYPED_LETTERS = 0.82, 7
# Or for another one that makes of a Thai word what can be none.
_UNSAID_LETTERS = 6
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = frozenset(pair for row in _KEYBOARD for one, other in pairwise(row) for pair in ((one, other), (other, one)))
# A syllable of pinyin of four letters, two of which changed places so that nobody can say it: Wnag, Yagn, Cehn, Zohu.
# Cahn, Zahi and Jain are names.
_SYLLABLE_LETTERS = 4
_UNSAID = re.compile(
    "[^aeiou]n[aeiou]g|[^aeiou][aeiou]gn|[cz]hn[aeu]|h[cz]..|[csz]ehn|[csz]ohu|[cz]aho|[cz]uh[io]|zhoa"
    "|[qx](?:ai[no]|aun|ioa)|[dlt]ioa"
)
# What scanners see as one sign: rn as m, cl as d, vv as w; then letter by letter 1, l and i, 0 and o, 5 and s, 8 and b.
_SIGNS = (("rn", "m"), ("cl", "d"), ("vv", "w"))
_VOWEL_ALONE = re.compile("[^aeiouy][aeiou][^aeiouy]")
_SEEN = str.maketrans({"1": "l", "i": "l", "0": "o", "5": "s", "8": "b"})


@lru_cache(maxsize=50_000)
def slip_likeness(one: str, other: str) -> float:
    """Return how alike two words are by one slip, 0 where more than a slip tells them apart.

    Args:
        one: lower-case ASCII.
        other: likewise, another word.
    """
    short, long = sorted((one, other), key=len)
    if len(short) == len(long) and with_vowels_for_l(one) == with_vowels_for_l(other):
        return MISREAD
    if len(long) < _LETTERS and (is_syllable_swapped(short, long) or _is_burmese_swapped(short, long)):
        return SWAPPED
    if len(long) < _LETTERS or len(long) - len(short) > 1:
        return 0.0
    start = _common_start(short, long)
    if len(short) == len(long):
        if _swapped(short, start) == long:
            return SWAPPED
        if start and _is_one_letter(short, long, start) and _is_mistyped(short, long, start):
            return MISTYPED
    elif 0 < start < len(short) and short[start:] == long[start + 1 :] and _may_leave_out(long, start):
        return LEFT_OUT
    return MISREAD if _seen(one) == _seen(other) else 0.0


def are_beside_on_keyboard(one: str, other: str) -> bool:
    """Tell whether two lower-case letters stand side by side on a keyboard, as a hand puts one for the other."""
    return (one, other) in _BESIDE


def is_syllable_swapped(one: str, other: str) -> bool:
    """Tell whether one word is of pinyin and the other, two neighbours changed, cannot be said: Wang, Wnag.

    Of two syllables run together it is none of pinyin: Haitao, Hiatao.

    Args:
        one: lower-case ASCII.
        other: likewise.
    """
    if len(one) != len(other) or len(one) < _SYLLABLE_LETTERS or _swapped(one, _common_start(one, other)) != other:
        return False
    if len(one) == _SYLLABLE_LETTERS:
        return any(is_pinyin(meant) and _UNSAID.fullmatch(typed) for meant, typed in ((one, other), (other, one)))
    return is_in_pinyin(one) is not is_in_pinyin(other)


def _swapped(word: str, at: int) -> str:
    return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


def _is_burmese_swapped(one: str, other: str) -> bool:
    if len(one) != len(other) or len(one) < _SYLLABLE_LETTERS or _swapped(one, _common_start(one, other)) != other:
        return False
    return is_burmese_syllable_mistyped(one, other)


def _is_one_letter(one: str, other: str, at: int) -> bool:
    """Tell whether two words differ in a letter inside them."""
    rest = one[at + 1 :]
    return bool(rest) and rest == other[at + 1 :]


def _is_mistyped(one: str, other: str, at: int) -> bool:
    if len(one) >= _MISTYPED_LETTERS and are_beside_on_keyboard(one[at], other[at]):
        return True
    return len(one) >= _UNSAID_LETTERS and is_thai_word_mistyped(one, other)


def _may_leave_out(word: str, at: int) -> bool:
    """Tell whether a word without a letter is no other name: Brno cannot be said, Sato for Saito can."""
    return len(word) > _LETTERS or _VOWEL_ALONE.fullmatch(word[at - 1 : at + 2]) is not None


def _common_start(short: str, long: str) -> int:
    return next((at for at, (mine, its) in enumerate(zip(short, long, strict=False)) if mine != its), len(short))


def _seen(word: str) -> str:
    for letters, sign in _SIGNS:
        word = word.replace(letters, sign)
    return word.translate(_SEEN)
