"""A name of a neighbour in Thai letters as its own language spells it, where another name is that: เหงียน, Nguyen.

Thai writes Vietnamese, Burmese and Malay names by their sounds, with rules that are not those of its own words. Of one
sound there are several spellings, and the other name tells which is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.names.arabic import looks_arabic
from entity_resolution.names.form import NameForm, NameKind, Tongue
from entity_resolution.names.reading import person_name
from entity_resolution.names.script import Script
from entity_resolution.names.tables import read_rows
from entity_resolution.names.tongue import (
    has_malay_word,
    is_vietnamese_surname,
    looks_burmese,
)

_OTHERS = (Script.LATIN, Script.MYANMAR)
# Marks of tone and length, and spaces: Thai writes the syllables of a neighbour's name apart or joined.
_NOT_LETTERS = re.compile(r"[็-๋๎\s.]")
_NONE = "-"
_VOWELS = frozenset("aeiou")
_LONGEST_SYLLABLE, _LONGEST_NAME = 7, 60


class NeighboursSpelling(NamedTuple):
    """Two persons' names, the one in Thai letters as the other spells it.

    Attributes:
        pair: the names, in the order given.
        is_doubtful: whether the Thai letters write another person's name as well: ตวน is Tuan and Toan.
    """

    pair: tuple[NameForm, NameForm]
    is_doubtful: bool


def in_neighbours_spelling(left: NameForm, right: NameForm, kind: NameKind) -> NeighboursSpelling | None:
    """Return two persons' names, the one in Thai letters as the other spells it; `None` where it is not that name.

    Args:
        left: one name.
        right: the other.
        kind: what both name.
    """
    if kind is not NameKind.PERSON:
        return None
    if left.script is Script.THAI and right.script in _OTHERS:
        spelt = _as_the_other(left, right)
        return None if spelt is None else NeighboursSpelling((spelt[0], right), spelt[1])
    if right.script is Script.THAI and left.script in _OTHERS:
        spelt = _as_the_other(right, left)
        return None if spelt is None else NeighboursSpelling((left, spelt[0]), spelt[1])
    return None


def _as_the_other(thai: NameForm, other: NameForm) -> tuple[NameForm, bool] | None:
    """Return a name in Thai letters as the other spells it, and whether they may write another name as well."""
    for reading in other.latin:
        tokens = tuple(reading.split())
        fitting = [one for one in _languages(tokens, other.tongue) if _is_written(one, tokens, thai.native)]
        if fitting:
            return _form_of(thai, reading), any(_may_be_another(one, tokens, thai.native) for one in fitting)
    return None


def _may_be_another(language: str, tokens: tuple[str, ...], thai: str) -> bool:
    """Tell whether Thai letters written for a name fit one with a syllable that is another person's."""
    return any(
        _is_written(language, (*tokens[:at], other, *tokens[at + 1 :]), thai)
        for at, token in enumerate(tokens)
        for other in _apart_from(language).get(token, ())
    )


@lru_cache(maxsize=8)
def _apart_from(language: str) -> dict[str, frozenset[str]]:
    """Return the syllables that are names of others and that Thai may write like a syllable."""
    rows = [frozenset(row[2].split()) for row in read_rows("thai_neighbours.tsv") if row[:2] == (language, "apart")]
    found: dict[str, frozenset[str]] = {}
    for group in rows:
        for syllable in group:
            found[syllable] = found.get(syllable, frozenset()) | (group - {syllable})
    return found


@lru_cache(maxsize=5_000)
def _form_of(thai: NameForm, name: str) -> NameForm:
    return replace(person_name(name), raw=thai.raw, honorifics=thai.honorifics)


@lru_cache(maxsize=20_000)
def _languages(tokens: tuple[str, ...], tongue: Tongue) -> tuple[str, ...]:
    """Return the neighbours' languages that a name in Latin letters looks to be of; of one word too many would fit."""
    return tuple(_looks_of(tokens, tongue)) if len(tokens) > 1 else ()


def _looks_of(tokens: tuple[str, ...], tongue: Tongue) -> Iterator[str]:
    if tongue is Tongue.VIETNAMESE or is_vietnamese_surname(tokens[0]) or is_vietnamese_surname(tokens[-1]):
        yield "vietnamese"
    if tongue is Tongue.BURMESE or looks_burmese(tokens):
        yield "burmese"
    if tongue is Tongue.MALAY or has_malay_word(" ".join(tokens)) or looks_arabic(tokens):
        yield "malay"


@lru_cache(maxsize=20_000)
def _is_written(language: str, tokens: tuple[str, ...], thai: str) -> bool:
    """Tell whether a name in Thai letters may be written for a name in Latin ones, word by word."""
    letters = _plain(thai)
    if len(letters) > _LONGEST_NAME:
        return False
    titles = (title for titles in _table(language, "title").values() for title in titles)
    ends = {0, *(len(title) for title in titles if letters.startswith(title))}
    for token in tokens:
        if not ends:
            return False
        ends = _ends_of_word(language, token, letters, ends)
    return len(letters) in ends


def _ends_of_word(language: str, token: str, letters: str, starts: set[int]) -> set[int]:
    """Return where a word may end in Thai letters that begins at one of some places."""
    reached = [starts, *(set[int]() for _ in token)]
    for at in range(len(token)):
        for end in range(at + 1, min(at + _LONGEST_SYLLABLE, len(token)) + 1) if reached[at] else ():
            reached[end] |= _behind(_forms(language, token[at:end]), letters, reached[at])
    return reached[-1] | _behind(_table(language, "word").get(token, ()), letters, starts)


def _behind(forms: tuple[str, ...], letters: str, starts: set[int]) -> set[int]:
    return {start + len(form) for start in starts for form in forms if letters.startswith(form, start)}


@lru_cache(maxsize=20_000)
def _forms(language: str, syllable: str) -> tuple[str, ...]:
    """Return how Thai writes a syllable of a language; nothing where it is none."""
    onsets, rhymes = _table(language, "onset"), _table(language, "rhyme")
    # Of a doubled letter Thai may write one alone: Hassan is ฮัสซัน and ฮาซัน.
    spelt = syllable[1:] if syllable[:1] == syllable[1:2] and syllable[0] not in _VOWELS else syllable
    ways = [(spelt[:at], spelt[at:]) for at in range(len(spelt))]
    known = [(onsets.get(onset or _NONE, ()), rhymes.get(rhyme, ())) for onset, rhyme in ways]
    return tuple({form.replace(_NONE, letter) for letters, forms in known for letter in letters for form in forms})


@lru_cache(maxsize=16)
def _table(language: str, part: str) -> dict[str, tuple[str, ...]]:
    """Return how Thai writes what a part of the table has of a language, by its spelling in Latin letters."""
    if part == "rhyme" and language == "malay":
        return _rhymes_of(language)
    rows = [row for row in read_rows("thai_neighbours.tsv") if row[:2] == (language, part)]
    return {latin: tuple(map(_plain, row[3].split())) for row in rows for latin in row[2].split()}


def _rhymes_of(language: str) -> dict[str, tuple[str, ...]]:
    """Return the rhymes of a language that are a vowel and any final, and those that have none."""
    closed = {
        vowel + final: tuple(form + letter.replace(_NONE, "") for form in forms for letter in letters)
        for vowel, forms in _table(language, "vowel").items()
        for final, letters in _table(language, "final").items()
    }
    opened = _table(language, "open")
    return {rhyme: (*closed.get(rhyme, ()), *opened.get(rhyme, ())) for rhyme in (*closed, *opened)}


def _plain(thai: str) -> str:
    return _NOT_LETTERS.sub("", thai)
