"""A foreign name in letters of the region as its own language spells it, where another name is that: เหงียน, Nguyen.

Of one sound there are several spellings, and the other name tells which is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from entity_resolution.names.reading import person_name, with_what_is_known
from entity_resolution.names.scripts.form import NameForm, NameKind, Tongue
from entity_resolution.names.scripts.han_sounds import is_known
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.surnames import surname_spellings
from entity_resolution.names.tongues.arabic import looks_arabic
from entity_resolution.names.tongues.foreign_letters import SCRIPTS, apart_from, is_written
from entity_resolution.names.tongues.never_thai import is_never_thai, western_given_names
from entity_resolution.names.tongues.tongue import (
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
    (re.compile("(?<=.)z"), "s"),
    (re.compile(r"(?<=nn)e$|(?<=[aeiourt])h(?![aeiou])|(?<=[kt])h"), ""),
    (re.compile(r"(.)\1"), r"\1"),
)
_NO_CONSONANTS = re.compile("[aeiouwhy]")
# Whose names are of words that are names by themselves, and how many of them a clerk leaves at least, and of how many.
_OF_NAMES, _FEWEST_NAMES, _MOST_NAMES = frozenset({_MALAY, _WEST, _INDIA}), 2, 4
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


class _Way(NamedTuple):
    """A way in which letters of the region may be written for a name in Latin letters.

    Attributes:
        languages: whose rules each word is written by.
        words: the words in the order in which they are written.
        spelt: how the name is read then.
        ends_alike: whether the last word is the last one of the other name as well, a surname in the west.
    """

    languages: tuple[str, ...]
    words: tuple[str, ...]
    spelt: str
    ends_alike: bool = True


def _as_the_other(own: NameForm, other: NameForm) -> tuple[NameForm, bool] | None:
    """Return a name in its own letters as the other spells it, and whether they may write another name as well."""
    for ask in (_ways_in_full, _ways_turned, _ways_cut_short):
        for reading in other.latin:
            ways = ask(own.script, reading, other.tongue)
            fitting = [way for way in ways if is_written(own.script, way.languages, way.words, own.native)]
            if fitting:
                return _form_of(own, fitting[0].spelt), any(_may_be_another(own, way) for way in fitting)
    return None


@lru_cache(maxsize=20_000)
def _ways_in_full(script: Script, reading: str, tongue: Tongue) -> tuple[_Way, ...]:
    """Return whose rules a script has that a name in Latin letters may be written by, and how it is then.

    A name of China or Vietnam is one with its surname at either end, and is read as the other has it.
    """
    tokens = tuple(reading.split())
    known = [languages for languages in _languages(tokens, tongue) if _LANGUAGES[script].issuperset(languages)]
    return tuple(_Way(languages, words, reading) for languages in known for words in _orders(languages, tokens))


def _orders(languages: tuple[str, ...], tokens: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return a name as it is, and a Chinese or Vietnamese one also with its last word, a surname, in front."""
    if set(languages) <= {_DIALECTS} or set(languages) <= {_VIETNAMESE}:
        return (tokens, (*tokens[-1:], *tokens[:-1]))
    return (tokens,)


@lru_cache(maxsize=20_000)
def _ways_turned(script: Script, reading: str, tongue: Tongue) -> tuple[_Way, ...]:
    """Return the ways to write a name of several names with its last word in front or its first one behind."""
    found = [
        _written([*words[at:], *words[:at]], ends_alike=False)
        for words in _names_of_several(script, reading, tongue)
        for at in sorted({1, len(words) - 1})
    ]
    return tuple(found)


@lru_cache(maxsize=20_000)
def _ways_cut_short(script: Script, reading: str, tongue: Tongue) -> tuple[_Way, ...]:
    """Return the ways to write a name of several names without one of them, and of four without two."""
    found = [
        _written(some, ends_alike=some[-1] == words[-1])
        for words in _names_of_several(script, reading, tongue)
        if len(words) <= _MOST_NAMES
        for left in range(len(words) - 1, _FEWEST_NAMES - 1, -1)
        for some in combinations(words, left)
    ]
    return tuple(found)


def _names_of_several(script: Script, reading: str, tongue: Tongue) -> list[list[tuple[str, str]]]:
    """Return the words of a name with their languages, where each word is a name: a syllable is none, nor is `bin`."""
    if has_malay_word(reading):
        return []
    ways = _ways_in_full(script, reading, tongue)
    return [list(zip(way.languages, way.words, strict=True)) for way in ways if _OF_NAMES.issuperset(way.languages)]


def _written(words: Sequence[tuple[str, str]], *, ends_alike: bool) -> _Way:
    languages, tokens = zip(*words, strict=True)
    return _Way(languages, tokens, " ".join(tokens), ends_alike)


def _may_be_another(own: NameForm, way: _Way) -> bool:
    """Tell whether letters written for a name fit one with a word that is another person's."""
    words, last = way.words, len(way.words) - 1
    return any(
        is_written(own.script, way.languages, (*words[:at], other, *words[at + 1 :]), own.native)
        for at, (language, token) in enumerate(zip(way.languages, words, strict=True))
        for other in _others(own.script, language, token)
        if not _is_one_surname(language, token, other, is_first=at == 0, is_last=at == last and way.ends_alike)
    )


def _is_one_surname(language: str, token: str, other: str, *, is_first: bool, is_last: bool) -> bool:
    """Tell whether a word stands where a surname does, and another is no other one there.

    Leong and Liang are one surname, and as given names two; a given name of the West is no surname.
    """
    if language == _DIALECTS:
        return is_first and not surname_spellings(token).keys().isdisjoint(surname_spellings(other))
    return language == _WEST and is_last


@lru_cache(maxsize=5_000)
def _others(script: Script, language: str, token: str) -> frozenset[str]:
    """Return the names of others that a script may write like a word; of the West those of its widely known ones.

    Of two that are said alike the letters rather write the shorter one: แดเนียล is Daniel, and Danielle a doubt.
    """
    if language != _WEST:
        return apart_from(script, language).get(token, frozenset())
    alike = _given_names_by_consonants().get(_consonants(token), frozenset())
    return frozenset(name for name in alike if len(name) <= len(token) and _as_said(name) != _as_said(token))


@lru_cache(maxsize=1)
def _given_names_by_consonants() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name in western_given_names():
        found.setdefault(_consonants(name), set()).add(name)
    return {consonants: frozenset(names) for consonants, names in found.items()}


def _consonants(name: str) -> str:
    return _NO_CONSONANTS.sub("", _as_said(name).replace("z", "s"))


def _as_said(name: str) -> str:
    """Return a name of the West in one spelling of letters that are said alike: Brian and Bryan, Steven and Stephen."""
    for pattern, letters in _SAID_ALIKE:
        name = pattern.sub(letters, name)
    return name


@lru_cache(maxsize=5_000)
def _form_of(own: NameForm, name: str) -> NameForm:
    return with_what_is_known(person_name(name), of=own)


def _languages(tokens: tuple[str, ...], tongue: Tongue) -> tuple[tuple[str, ...], ...]:
    """Return the languages that the words of a name in Latin letters look to be of; of one word too many would fit."""
    if len(tokens) <= 1:
        return ()
    whole = tuple((language,) * len(tokens) for language in _looks_of(tokens, tongue))
    from_elsewhere = tuple(map(is_never_thai, tokens))
    if not any(from_elsewhere) or not (surname_spellings(tokens[0]) or surname_spellings(tokens[-1])):
        return whole
    # Kevin Wong: the first name of the West, the rest of a dialect.
    mixed = tuple(_WEST if is_west else _DIALECTS for is_west in from_elsewhere)
    rest = [token for token, is_west in zip(tokens, from_elsewhere, strict=True) if not is_west]
    return (*whole, mixed) if rest and all(map(is_known, rest)) else whole


def _looks_of(tokens: tuple[str, ...], tongue: Tongue) -> Iterator[str]:
    if tongue is Tongue.VIETNAMESE or is_vietnamese_surname(tokens[0]) or is_vietnamese_surname(tokens[-1]):
        yield _VIETNAMESE
    is_burmese = tongue is Tongue.BURMESE or looks_burmese(tokens)
    yield _BURMESE if is_burmese else _INDIA
    if tongue is Tongue.MALAY or has_malay_word(" ".join(tokens)) or looks_arabic(tokens):
        yield _MALAY
    has_surname = bool(surname_spellings(tokens[0]) or surname_spellings(tokens[-1]))
    # Of two words, as of Wan Dee, too many are of Thailand.
    if has_surname and len(tokens) >= _WITH_GIVEN_NAME and all(map(is_known, tokens)):
        yield _DIALECTS
    of_region = has_surname or is_burmese or looks_thai(tokens) or looks_lao(tokens)
    if not of_region or any(map(is_never_thai, tokens)):
        yield _WEST
