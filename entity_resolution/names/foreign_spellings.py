"""A foreign name in letters of the region as its own language spells it, where another name is that: เหงียน, Nguyen.

Of one sound there are several spellings, and the other name tells which is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.names.arabic import looks_arabic
from entity_resolution.names.foreign_letters import SCRIPTS, apart_from, is_written
from entity_resolution.names.form import NameForm, NameKind, Tongue
from entity_resolution.names.han_sounds import is_known
from entity_resolution.names.never_thai import is_never_thai, western_given_names
from entity_resolution.names.reading import person_name
from entity_resolution.names.script import Script
from entity_resolution.names.skeletons import skeleton
from entity_resolution.names.surnames import surname_spellings
from entity_resolution.names.tongue import (
    has_malay_word,
    is_vietnamese_surname,
    looks_burmese,
    looks_lao,
    looks_thai,
)

_OTHERS = (Script.LATIN, Script.MYANMAR)
_VIETNAMESE, _BURMESE, _MALAY, _DIALECTS, _WEST, _INDIA = "vietnamese", "burmese", "malay", "dialects", "west", "india"
# What is said alike in names of the West; an E behind a doubled N, and an H behind a vowel or a consonant, not at all.
_SAID_ALIKE = (
    (re.compile("(?<=[^aeiou])y(?=.)"), "i"),
    (re.compile("ph|v"), "f"),
    (re.compile("ch|ck|c|q"), "k"),
    (re.compile("z"), "s"),
    (re.compile(r"(?<=nn)e$|(?<=[aeiourt])h(?![aeiou])|(?<=[kt])h"), ""),
    (re.compile(r"(.)\1"), r"\1"),
)
# A surname and two syllables.
_WITH_GIVEN_NAME = 3
# Whose names each script's table has.
_LANGUAGES = {
    Script.THAI: frozenset({_VIETNAMESE, _BURMESE, _MALAY, _DIALECTS, _WEST}),
    Script.LAO: frozenset({_VIETNAMESE}),
    Script.KHMER: frozenset({_VIETNAMESE}),
    Script.MYANMAR: frozenset({_INDIA}),
}


class ForeignSpelling(NamedTuple):
    """Two persons' names, the one in letters of the region as the other spells it.

    Attributes:
        pair: the names, in the order given.
        is_doubtful: whether the letters write another person's name as well: ตวน is Tuan and Toan.
    """

    pair: tuple[NameForm, NameForm]
    is_doubtful: bool


def in_foreign_spelling(left: NameForm, right: NameForm, kind: NameKind) -> ForeignSpelling | None:
    """Return two persons' names, the one in letters of the region as the other spells it; `None` where it is not that.

    Args:
        left: one name.
        right: the other.
        kind: what both name.
    """
    if kind is not NameKind.PERSON or left.script is right.script:
        return None
    if left.script in SCRIPTS and right.script in _OTHERS:
        spelt = _as_the_other(left, right)
        if spelt is not None:
            return ForeignSpelling((spelt[0], right), spelt[1])
    if right.script in SCRIPTS and left.script in _OTHERS:
        spelt = _as_the_other(right, left)
        if spelt is not None:
            return ForeignSpelling((left, spelt[0]), spelt[1])
    return None


def _as_the_other(own: NameForm, other: NameForm) -> tuple[NameForm, bool] | None:
    """Return a name in its own letters as the other spells it, and whether they may write another name as well."""
    for reading in other.latin:
        tokens = tuple(reading.split())
        fitting = [
            (language, words)
            for language in _languages(tokens, other.tongue)
            if language in _LANGUAGES[own.script]
            for words in _orders(language, tokens)
            if is_written(own.script, language, words, own.native)
        ]
        if fitting:
            return _form_of(own, reading), any(_may_be_another(own, language, words) for language, words in fitting)
    return None


def _orders(language: str, tokens: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return a name as it is, and a Chinese or Vietnamese one also with its last word, a surname, in front."""
    if language not in (_DIALECTS, _VIETNAMESE):
        return (tokens,)
    return (tokens, (*tokens[-1:], *tokens[:-1]))


def _may_be_another(own: NameForm, language: str, tokens: tuple[str, ...]) -> bool:
    """Tell whether letters written for a name fit one with a word that is another person's."""
    return any(
        is_written(own.script, language, (*tokens[:at], other, *tokens[at + 1 :]), own.native)
        for at, token in enumerate(tokens)
        for other in _others(own.script, language, token)
    )


@lru_cache(maxsize=5_000)
def _others(script: Script, language: str, token: str) -> frozenset[str]:
    """Return the names of others that a script may write like a word; of the West those of its widely known ones."""
    known = apart_from(script, language).get(token, frozenset())
    if language != _WEST:
        return known
    alike = _given_names_by_bones().get(skeleton(token), frozenset())
    return known | {name for name in alike if _as_said(name) != _as_said(token)}


@lru_cache(maxsize=1)
def _given_names_by_bones() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name in western_given_names():
        found.setdefault(skeleton(name), set()).add(name)
    return {bones: frozenset(names) for bones, names in found.items()}


def _as_said(name: str) -> str:
    """Return a name of the West in one spelling of letters that are said alike: Brian and Bryan, Steven and Stephen."""
    for pattern, letters in _SAID_ALIKE:
        name = pattern.sub(letters, name)
    return name


@lru_cache(maxsize=5_000)
def _form_of(own: NameForm, name: str) -> NameForm:
    return replace(person_name(name), raw=own.raw, honorifics=own.honorifics)


@lru_cache(maxsize=20_000)
def _languages(tokens: tuple[str, ...], tongue: Tongue) -> tuple[str, ...]:
    """Return the languages that a name in Latin letters looks to be of; of one word too many would fit."""
    return tuple(_looks_of(tokens, tongue)) if len(tokens) > 1 else ()


def _looks_of(tokens: tuple[str, ...], tongue: Tongue) -> Iterator[str]:
    if tongue is Tongue.VIETNAMESE or is_vietnamese_surname(tokens[0]) or is_vietnamese_surname(tokens[-1]):
        yield _VIETNAMESE
    burmese = tongue is Tongue.BURMESE or looks_burmese(tokens)
    if burmese:
        yield _BURMESE
    else:
        yield _INDIA
    if tongue is Tongue.MALAY or has_malay_word(" ".join(tokens)) or looks_arabic(tokens):
        yield _MALAY
    if surname_spellings(tokens[0]) or surname_spellings(tokens[-1]):
        # Of two words, as of Wan Dee, too many are of Thailand.
        if len(tokens) >= _WITH_GIVEN_NAME and all(map(is_known, tokens)):
            yield _DIALECTS
    elif any(map(is_never_thai, tokens)) or not (burmese or looks_thai(tokens) or looks_lao(tokens)):
        yield _WEST
