"""Texts as they are compared and found: by words, and by letters where the script writes no spaces between words.

Thai, Lao, Khmer, Burmese and Chinese put spaces and stops where the writer likes, so that two copies of one text have
hardly a piece between spaces in common. Marks of Latin letters are left out, as who copies a Vietnamese text by hand
does; and letters of another alphabet within a Latin word are taken for those that they look like, which filters of
platforms are passed by.
"""

import unicodedata
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from entity_resolution.names.scripts.han import simplified
from entity_resolution.names.scripts.script import Script, script_of
from graph.values import zawgyi_in_unicode

_UNSPACED = frozenset({Script.THAI, Script.LAO, Script.KHMER, Script.MYANMAR, Script.HAN})
_KANA = range(0x3040, 0x3100)
_FORMS_KEPT = 4_000


class TextForm(NamedTuple):
    """A text without punctuation, pictures and case.

    Attributes:
        words: what stands between spaces or punctuation, in order.
        letters: all letters, marks and digits, without anything between them.
        is_unspaced: some of it is in a script that writes no spaces between words.
        marked: the words with the marks of their Latin letters; the same where none has any.
    """

    words: tuple[str, ...]
    letters: str
    is_unspaced: bool
    marked: tuple[str, ...]


@lru_cache(maxsize=_FORMS_KEPT)
def read_text(text: str) -> TextForm:
    """Return a text as it is compared, traditional characters in their simplified forms, Zawgyi in Unicode."""
    folded = simplified(unicodedata.normalize("NFKC", zawgyi_in_unicode(text)).casefold()).translate(_FOLDED)
    marked = tuple(map(_in_one_alphabet, folded.split()))
    words = tuple(word if word.isascii() else word.translate(_UNMARKED) for word in marked)
    return TextForm(words, "".join(words), any(map(is_unspaced, set(folded))), marked)


def is_unspaced(char: str) -> bool:
    """Return whether a character is of a script that writes no spaces between words."""
    return script_of(char) in _UNSPACED or ord(char) in _KANA


@lru_cache(maxsize=_FORMS_KEPT)
def likeness_of_texts(left: str, right: str) -> float:
    """Return how alike two texts are, from 0 to 100, in any order of their words.

    Two without a letter or a digit are alike as they are written. The marks of Latin letters count where both have
    some: without them texts of short syllables are more alike than they are.
    """
    one, other = read_text(left), read_text(right)
    if not (one.letters and other.letters):
        return fuzz.ratio(left, right)
    are_marked = one.marked != one.words and other.marked != other.words
    words = (one.marked, other.marked) if are_marked else (one.words, other.words)
    found = fuzz.ratio(*(" ".join(sorted(part)) for part in words))
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


def _in_one_alphabet(word: str) -> str:
    """Return a word with its letters that only look Latin as Latin ones, where it has others that are."""
    if word.isascii() or _LOOKALIKE.isdisjoint(word) or not any("a" <= char <= "z" for char in word):
        return word
    return word.translate(_LATIN_LOOKS)


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


class _Unmarked(dict[int, int | str | None]):
    """What each character becomes without the marks of Latin letters."""

    def __missing__(self, code: int) -> int | str | None:
        """Return a Latin letter without its marks, nothing for such a mark by itself, and all else as it is."""
        char = chr(code)
        found: int | str | None = None if code in _MARKS_OF_LETTERS else code
        if unicodedata.name(char, "").startswith("LATIN "):
            found = _STROKES.get(char, unicodedata.normalize("NFD", char)[0])
        self[code] = found
        return found


# The marks that only turn a sign into a picture.
_BESIDE_PICTURES = frozenset({0x20E3, *range(0xFE00, 0xFE10)})
_MARKS_OF_LETTERS = range(0x0300, 0x0370)
# Letters with a stroke, which Unicode takes apart no further.
_STROKES = {"đ": "d", "ø": "o", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i"}
# Lower-case Cyrillic and Greek letters of which one case looks like a Latin letter.
_LATIN_LOOKS = str.maketrans("авеѕіјкмнорстухһԁԛԝαβεζηικμορτυχ", "abesijkmhopctyxhdqwabezhikmoptyx")
_LOOKALIKE = frozenset(map(chr, _LATIN_LOOKS))
_FOLDED = _Folded()
_UNMARKED = _Unmarked()
