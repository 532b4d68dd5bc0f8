"""Fold Latin text to lower-case ASCII tokens, and keep what its marks say."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from entity_resolution.names.scripts.ethiopic import spell_ethiopic
from entity_resolution.names.scripts.greek import spell_greek
from entity_resolution.names.scripts.hebrew import spell_hebrew
from entity_resolution.names.scripts.indic import spell_indic

_MARKS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a"}
)
_SEPARATORS = re.compile(r"[^\w']+|_+")
_APOSTROPHES = re.compile(r"'+")
_ASCII_SEPARATORS = str.maketrans({char: " " for char in map(chr, range(128)) if not char.isalnum()} | {"'": ""})
_HYPHENS = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
# Vietnamese letters that other languages of the region do not use, tones aside.
_VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]")
_TONE_MARKS = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


@lru_cache(maxsize=200_000)
def ascii_fold(text: str) -> str:
    """Return the text in lower-case ASCII: marks off Latin letters, other scripts by their anyascii spelling."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    plain = _MARKS.sub("", unicodedata.normalize("NFD", lowered.translate(_LETTERS)))
    return plain if plain.isascii() else anyascii(_spell(unicodedata.normalize("NFC", plain))).lower()


def _spell(text: str) -> str:
    return spell_greek(spell_hebrew(spell_ethiopic(spell_indic(text))))


def tokenise(text: str) -> tuple[str, ...]:
    """Split at spaces and punctuation; an apostrophe inside a word closes up (d'angelo, mu'min)."""
    if text.isascii():  # as nearly all are that come here
        return tuple(text.translate(_ASCII_SEPARATORS).split())
    return tuple(token for token in _SEPARATORS.split(_APOSTROPHES.sub("", text)) if token)


def has_hyphenated_word(text: str) -> bool:
    """Tell whether a hyphen stands between two letters of a text."""
    return _HYPHENS.search(text) is not None


def across_hyphens(text: str) -> tuple[str, ...]:
    """Return the tokens of a Latin text, words with a hyphen between them as one: Ken-ichiro, Kenichiro."""
    return tokenise(ascii_fold(_HYPHENS.sub("", text)))


def has_vietnamese_marks(text: str) -> bool:
    """Tell whether a text carries letters that only Vietnamese writes."""
    return not text.isascii() and _VIETNAMESE.search(text.lower()) is not None


@lru_cache(maxsize=100_000)
def vietnamese_token(token: str) -> tuple[str, str]:
    """Return (letters with their quality marks, tone) of a syllable, wherever its tone mark was placed (hòa, hoà)."""
    decomposed = unicodedata.normalize("NFD", token.lower())
    tone = "".join(_TONE_MARKS.findall(decomposed))
    return unicodedata.normalize("NFC", _TONE_MARKS.sub("", decomposed)), tone
