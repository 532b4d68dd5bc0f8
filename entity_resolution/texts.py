"""Texts as they are compared and found: by words, and by letters where the script writes no spaces between words.

Thai, Lao, Khmer, Burmese and Chinese put spaces and stops where the writer likes, so that two copies of one text have
hardly a piece between spaces in common.
"""

import unicodedata
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from entity_resolution.names.han import simplified
from entity_resolution.names.script import Script, script_of

_UNSPACED = frozenset({Script.THAI, Script.LAO, Script.KHMER, Script.MYANMAR, Script.HAN})
_KANA = range(0x3040, 0x3100)
_FORMS_KEPT = 4_000


class TextForm(NamedTuple):
    """A text without punctuation, pictures and case.

    Attributes:
        words: what stands between spaces or punctuation, in order.
        letters: all letters, marks and digits, without anything between them.
        is_unspaced: some of it is in a script that writes no spaces between words.
    """

    words: tuple[str, ...]
    letters: str
    is_unspaced: bool


@lru_cache(maxsize=_FORMS_KEPT)
def read_text(text: str) -> TextForm:
    """Return a text as it is compared, traditional characters in their simplified forms."""
    folded = simplified(unicodedata.normalize("NFKC", text).casefold()).translate(_FOLDED)
    words = tuple(folded.split())
    return TextForm(words, "".join(words), any(map(is_unspaced, set(folded))))


def is_unspaced(char: str) -> bool:
    """Return whether a character is of a script that writes no spaces between words."""
    return script_of(char) in _UNSPACED or ord(char) in _KANA


@lru_cache(maxsize=_FORMS_KEPT)
def likeness_of_texts(left: str, right: str) -> float:
    """Return how alike two texts are, from 0 to 100, in any order of their words.

    Two without a letter or a digit are alike as they are written.
    """
    one, other = read_text(left), read_text(right)
    if not (one.letters and other.letters):
        return fuzz.ratio(left, right)
    found = fuzz.ratio(" ".join(sorted(one.words)), " ".join(sorted(other.words)))
    if not (one.is_unspaced and other.is_unspaced):
        return found
    return max(found, fuzz.ratio(one.letters, other.letters), _pairs_in_common(one.letters, other.letters))


def _pairs_in_common(left: str, right: str) -> float:
    """Return how many pairs of neighbouring letters two texts share, of 100: one with its sentences moved has most."""
    one, other = _pairs_of_letters(left), _pairs_of_letters(right)
    return 200 * (one & other).total() / max(1, one.total() + other.total())


@lru_cache(maxsize=_FORMS_KEPT)
def _pairs_of_letters(letters: str) -> Counter[str]:
    return Counter(letters[n : n + 2] for n in range(len(letters) - 1))


class _Folded(dict[int, int | str | None]):
    """What each character becomes, looked up once per character ever met."""

    def __missing__(self, code: int) -> int | str | None:
        """Return a letter, mark or digit as it is, nothing for what is not seen, and a space for all else."""
        category = unicodedata.category(chr(code))
        found: int | str | None = code if category[0] in "LMN" else " "
        if category == "Cf" or code in _BESIDE_PICTURES:
            found = None
        self[code] = found
        return found


# The marks that only turn a sign into a picture.
_BESIDE_PICTURES = frozenset({0x20E3, *range(0xFE00, 0xFE10)})
_FOLDED = _Folded()
