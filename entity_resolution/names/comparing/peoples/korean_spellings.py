"""Which syllables of Hangul a Korean given name in Latin letters may stand for, by who spells it: Seo-yeon, So-yeon.

The Revised Romanisation and passports write EO, EU and YEO where McCune-Reischauer without its marks and the North
write O, U and YO, which are other vowels as well. A name is spelt in one of the two ways throughout.
Source: the Revised Romanisation (2000) and McCune-Reischauer; spellings of passports are written from general usage.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.scripts.hangul import given_in_hangul
from entity_resolution.names.scripts.korean_sounds import is_syllable, parts_of_syllable
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.tongues.korean import surname_and_syllables


class Likely(IntEnum):
    """Whether two names of one surname are of the same syllables: surely no others, by a rarer spelling, by none."""

    ONE = 0
    PERHAPS = 1
    TWO = 2


class _Syllable(NamedTuple):
    """Which vowels a syllable may have, as the Revised Romanisation spells them, and whether with a breath before."""

    vowels: frozenset[str]
    breaths: frozenset[bool]


class _Way(NamedTuple):
    """One way to read a whole given name, and how likely it is meant."""

    likely: Likely
    syllables: tuple[_Syllable, ...]


_NORTH = frozenset({"KP"})
_ANY_BREATH = frozenset({True, False})
_BREATHED = ("k", "t", "p", "ch")
# What McCune-Reischauer and the North never write: in a syllable, and where a given name begins.
_OF_PASSPORTS = re.compile("eo|eu(?!i)|oo|ee|ou|uh|[hkgmbp]yu[kn]")
_BEGINS_AS_IN_PASSPORTS = re.compile("[gdb](?!g|d|b)")
# What hardly anybody else writes: a surname, and a syllable.
_OLD_SURNAMES = frozenset({"pak", "paek", "pae", "yi", "ri", "ro", "rim", "chon", "chong", "ryang", "jon", "jong"})
_OF_OLD_SPELLINGS = re.compile(
    "[^w]?yo[nklmp]|[hkmpbr]yong|so[kp]|song|jong|ch(?:i|in|u|un|on|ol|ong)|t(?:ok|ong|u|al)|p(?:om|ok|ong)|k(?:on|um)"
)
_NUCLEUS = re.compile(
    "(?P<onset>[bcdghjklmnprst]*)(?P<vowel>y(?:eo|oo|ou|o|u)|w(?:oo|u)|eo(?!i)|eu(?!i)|oo|ou|uh|oh|o(?![aei])|u(?!i))"
    "(?P<end>(?:ng|[klmnpt])?)"
)
# Of which vowels a spelling is certain, whoever writes it.
_CERTAIN = {"eo": "eo", "uh": "eo", "eu": "eu", "oo": "u", "woo": "u", "wu": "u", "yeo": "yeo", "yoo": "yu"}
_IN_PASSPORTS = _CERTAIN | {"o": "o", "oh": "o", "u": "u eo eu", "yu": "yu yeo", "yo": "yo", "ou": "eo o u eu"}
_IN_OLD_SPELLINGS = _CERTAIN | {"o": "o eo", "oh": "o", "u": "u eu", "yu": "yu", "yo": "yo yeo", "ou": "eo o u eu"}
# Syllables that passports have for these vowels alone, and for which others they stand more rarely. Of SEUNG and JEONG
# some are spelt so; a CHONG is a Jong or a Jeong to all.
_WITH_FEWER = {"sung": "eo u", "jong": "o", "chong": "o eo", "young": "yeo"}
_MORE_RARELY = {"sung": "eu", "jong": "eo"}
# With these a passport means the breathed sound of Hangul: Tae is no Dae. Other K, T, P and CH stand for both.
_BREATHED_IN_PASSPORTS = frozenset({"tae", "chae"})


@lru_cache(maxsize=20_000)
def of_one_syllables(left: NameForm, right: NameForm) -> Likely:
    """Return whether two Korean names of one surname may be of the same syllables of Hangul.

    What is no such name, of another surname or of other many syllables says nothing, and is taken for one.

    Args:
        left: one person's name, in Hangul or Latin letters.
        right: another's.
    """
    if left.script is right.script is Script.HANGUL:
        return Likely.ONE
    one, other = _surname_and_given(left), _surname_and_given(right)
    if not one or not other or one[0] != other[0] or one[1:] == other[1:] or len(one) != len(other):
        return Likely.ONE
    ways = product(_ways(left), _ways(right))
    return min((max(a.likely, b.likely) for a, b in ways if _meet(a, b)), default=Likely.TWO)


def _meet(one: _Way, other: _Way) -> bool:
    return all(
        not (a.vowels and b.vowels and a.vowels.isdisjoint(b.vowels)) and not a.breaths.isdisjoint(b.breaths)
        for a, b in zip(one.syllables, other.syllables, strict=True)
    )


def _surname_and_given(form: NameForm) -> tuple[str, ...]:
    """Return a name's surname in its commonest spelling and the syllables of its given name as they are written."""
    surname, _, given = surname_and_syllables(form.tokens)
    if form.script is Script.HANGUL:
        given = tuple(given_in_hangul(form.native))
        surname = surname if all(map(is_syllable, given)) else ""  # with a letter of another script
    return (surname, *given) if surname else ()


@lru_cache(maxsize=20_000)
def _ways(form: NameForm) -> tuple[_Way, ...]:
    """Return how a given name may be read: as passports spell, as few of them do, or as the older systems."""
    _, surname, given = surname_and_syllables(form.tokens)
    if form.script is Script.HANGUL:
        return (_Way(Likely.ONE, tuple(map(_in_hangul, given_in_hangul(form.native)))),)
    of_passports = any(map(_OF_PASSPORTS.search, given)) or _BEGINS_AS_IN_PASSPORTS.match(given[0]) is not None
    ways = [
        _Way(Likely.ONE, tuple(_in_a_passport(each, rarely=False) for each in given)),
        _Way(Likely.PERHAPS, tuple(_in_a_passport(each, rarely=True) for each in given)),
    ]
    if not of_passports:
        is_old = surname in _OLD_SURNAMES or (bool(form.countries) and form.countries <= _NORTH)
        is_old = is_old or any(map(_OF_OLD_SPELLINGS.fullmatch, given))
        ways.append(_Way(Likely.ONE if is_old else Likely.PERHAPS, tuple(map(_in_an_old_spelling, given))))
    return tuple(ways)


def _in_hangul(letter: str) -> _Syllable:
    initial, vowel = parts_of_syllable(letter)
    vowels = frozenset({vowel}) if vowel in _CERTAIN.values() or vowel in ("o", "yo") else frozenset()
    return _Syllable(vowels, frozenset({initial in _BREATHED}))


def _in_a_passport(syllable: str, *, rarely: bool) -> _Syllable:
    """Return what a syllable stands for in a passport.

    Args:
        syllable: lower-case ASCII.
        rarely: also for which vowels some have it.
    """
    breaths = frozenset({True}) if syllable in _BREATHED_IN_PASSPORTS else _breaths(syllable)
    vowels = _vowels(syllable, _IN_PASSPORTS)
    fewer = _WITH_FEWER.get(syllable, "")
    more = _MORE_RARELY.get(syllable, "") if rarely else ""
    return _Syllable(frozenset(f"{fewer} {more}".split()) or vowels, breaths)


def _in_an_old_spelling(syllable: str) -> _Syllable:
    return _Syllable(_vowels(syllable, _IN_OLD_SPELLINGS), _breaths(syllable))


def _vowels(syllable: str, table: dict[str, str]) -> frozenset[str]:
    found = _NUCLEUS.fullmatch(syllable)
    if found is None:
        return frozenset()
    vowel = found["vowel"]
    if vowel == "you":
        return frozenset({"yeo", "yu"})
    # No syllable has a YO before another consonant than NG, nor before that one behind these: Hyon, Kyong.
    if vowel == "yo" and (found["end"] not in ("", "ng") or (found["end"] and found["onset"] in tuple("hkgmbp"))):
        return frozenset({"yeo"})
    return frozenset(table[vowel].split())


def _breaths(syllable: str) -> frozenset[bool]:
    """Return whether a syllable in Latin letters has a breath before it; K, T, P and CH stand for both in some way."""
    return _ANY_BREATH if syllable.startswith(_BREATHED) else frozenset({False})
