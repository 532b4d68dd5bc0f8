"""Fold Latin spellings of a language into classes of sounds at three depths.

Depth 0 keeps the spelling. Depth 1 merges spellings of one sound (ph and p in Thai, ee and i). Depth 2 merges what
ears and clerks confuse (voicing, r and l, neighbouring vowels). The weighted sum of the edit distances at the three
depths is an edit distance with graded substitution costs, at the price of three calls into compiled code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.names.form import Tongue
from entity_resolution.names.tables import read_rows


class Sounds(NamedTuple):
    """One text at the three depths, and the consonants of the deepest."""

    spelling: str
    near: str
    far: str
    skeleton: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Alphabet:
    initials: dict[str, str]
    finals: dict[str, str]
    vowels: dict[str, str]


_FINAL_E_SILENT = frozenset({Tongue.THAI, Tongue.LAO})
_SILENT_E = re.compile("(?<=[aiou][tdnlks])e$")
# Inside a Burmese word initials are voiced in speech, and spelled either way: Bago for pe-khu, Mingun for min-kun.
_VOICED = str.maketrans({"g": "k", "K": "k", "d": "t", "b": "p", "P": "p", "z": "s", "j": "q", "C": "q"})
_VOWEL_LETTERS = frozenset("aeiou")
_DOUBLES = re.compile(r"(.)\1+")
_NOT_LETTER = re.compile("[^a-z0-9]+")
# A doubled consonant sounds once, save where the first G belongs to an NG: Taung-gyi.
_DOUBLE_CONSONANTS = re.compile(r"([^aeioug])\1+|(?<!n)(g)g+")


@lru_cache(maxsize=1)
def _alphabets() -> dict[Tongue, _Alphabet]:
    read: dict[str, dict[str, dict[str, str]]] = {}
    for language, role, spellings, near, far in read_rows("sounds.tsv"):
        table = read.setdefault(language, {}).setdefault(role, {})
        table.update(dict.fromkeys(spellings.split(), near + far))
    own = {language: _Alphabet(**roles) for language, roles in read.items()}
    return {tongue: own[_SPELLED_LIKE.get(tongue, tongue)] for tongue in Tongue}


_LONGEST = 5
_SPELLED_LIKE = {Tongue.MALAY: Tongue.GENERAL, Tongue.VIETNAMESE: Tongue.GENERAL, Tongue.LAO: Tongue.THAI}


@lru_cache(maxsize=150_000)
def sounds(text: str, tongue: Tongue) -> Sounds:
    """Return the sound classes of a Latin text; spaces between its tokens do not matter.

    Args:
        text: lower-case ASCII, tokens separated by single spaces.
        tongue: whose spelling habits to read it by.
    """
    if " " in text:
        parts = [sounds(token, tongue) for token in text.split()]
        return Sounds(*("".join(texts) for texts in zip(*parts, strict=True)))
    alphabet = _alphabets()[tongue]
    word = _DOUBLE_CONSONANTS.sub(r"\1\2", _NOT_LETTER.sub("", text))
    if tongue in _FINAL_E_SILENT:
        word = _SILENT_E.sub("", word)
    near: list[str] = []
    far: list[str] = []
    skeleton: list[str] = []
    at = 0
    after_vowel = False
    while at < len(word):
        length, code, is_vowel = _next_sound(word, at, alphabet, after_vowel=after_vowel)
        if code != "--":
            voiced = tongue is Tongue.BURMESE and bool(near) and not is_vowel
            _append(near, code[0].translate(_VOICED) if voiced else code[0])
            _append(far, code[1:])
            if not is_vowel:
                _append(skeleton, code[1:])
            elif code[-1] in "nkm":
                skeleton.append(code[-1])
        after_vowel = is_vowel
        at += length
    return Sounds(_DOUBLES.sub(r"\1", word), "".join(near), "".join(far), "".join(skeleton))


def _append(codes: list[str], code: str) -> None:
    """Add a class unless it repeats the last one: kit-ti and ki-ti sound alike."""
    if not codes or codes[-1] != code:
        codes.append(code)


def _next_sound(word: str, at: int, alphabet: _Alphabet, *, after_vowel: bool) -> tuple[int, str, bool]:
    """Return (letters used, class code, whether a vowel) of the longest spelling that stands here."""
    if word[at] in _VOWEL_LETTERS or (word[at] == "y" and not _vowel_at(word, at + 1)):
        for length in range(min(_LONGEST, len(word) - at), 0, -1):
            spelling = word[at : at + length]
            code = alphabet.vowels.get(spelling)
            if code is not None and not (length > 1 and _opens_next(word, at + length - 1)):
                return length, code, True
        return 1, word[at] * 2, True
    for length in range(min(4, len(word) - at), 0, -1):
        spelling = word[at : at + length]
        final = after_vowel and not _vowel_at(word, at + length) and word[at + length : at + length + 1] != "y"
        code = (alphabet.finals if final else alphabet.initials).get(spelling)
        if code is not None and not (length > 1 and _breaks(word, at + length - 1, final=final)):
            return length, code, False
    return 1, word[at] * 2, False


def _breaks(word: str, at: int, *, final: bool) -> bool:
    """Tell whether the last letter of a consonant spelling belongs to what follows: the T of `nanthawat`."""
    if word[at] == "y":
        return not _vowel_at(word, at + 1)
    return final and word[at] in "tkpcs" and word[at + 1 : at + 2] == "h"


def _opens_next(word: str, at: int) -> bool:
    """Tell whether a consonant that could close a vowel's spelling rather opens the next syllable: ka-tha, ba-nya."""
    letter, after = word[at], word[at + 1 : at + 2]
    if letter in _VOWEL_LETTERS:
        return False
    if after == "y" and letter in "nmhwy":
        return _vowel_at(word, at + 2)
    if after == "h" and letter in "tkp":
        return True
    return _vowel_at(word, at + 1)


def _vowel_at(word: str, at: int) -> bool:
    return at < len(word) and word[at] in _VOWEL_LETTERS
