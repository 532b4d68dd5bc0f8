"""Numbers of an address, in digits and numerals: Street 271, Rama IV, 中山北路二段. Another number is another place."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from entity_resolution.names.scripts.hanzi_numbers import hanzi_number
from entity_resolution.places.street_words import MAX_CHARACTERS

_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_ROMAN = re.compile(r"(?=[ivx])(x{0,3})(ix|iv|v?i{0,3})")
_OF_ROMAN = {"i": 1, "v": 5, "x": 10}
# What Chinese numbers count in an address: the section of a road, a lane, a house, a floor, a phase.
_IN_CHINESE = re.compile("([一二三四五六七八九十]+)(?=[段号號路街巷弄楼樓栋幢座层層室期环環区區马馬])")


def are_two_by_number(left: str, right: str) -> bool:
    """Tell whether each of two texts says a number that the other does not: Street 271 and 217, Rama IV and Rama VI.

    Where one says a number more it may be the other all the same: Soi 11, Soi 11/2.

    Args:
        left: an address or a part of one, in any script.
        right: likewise.
    """
    ones, others = numbers_in(left), numbers_in(right)
    return bool(ones - others) and bool(others - ones)


@lru_cache(maxsize=50_000)
def numbers_in(text: str) -> frozenset[int]:
    """Return the numbers of an address in any script's digits, in Roman numerals behind a word, and in Chinese ones."""
    plain = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text[:MAX_CHARACTERS]).casefold()
    found = {int(number) for number in _DIGITS.findall(plain)} | set(map(hanzi_number, _IN_CHINESE.findall(plain)))
    return frozenset(found) | roman_numbers(_WORD.findall(plain))


def roman_numbers(words: Sequence[str]) -> frozenset[int]:
    """Return the numbers in Roman numerals, each behind a word: Rama IV, but not V. Luna.

    Args:
        words: in lower case.
    """
    told = pairwise(words)
    return frozenset(_of_roman(word) for before, word in told if before.isalpha() and len(before) > 1 and _is(word))


def _is(word: str) -> bool:
    return _ROMAN.fullmatch(word) is not None


def _of_roman(word: str) -> int:
    values = [_OF_ROMAN[letter] for letter in word]
    return sum(-one if one < behind else one for one, behind in zip(values, [*values[1:], 0], strict=True))
