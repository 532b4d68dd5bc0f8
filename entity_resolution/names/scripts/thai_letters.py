"""Spell Thai words of Sanskrit and Pali letter by letter, as bearers of such names often do, and not by their sound.

Each letter has the value that it has in the scripts of India, a vowel that is not written is an A, and letters that are
silent in Thai may stand: Vidya (วิทยา), Chandra (จันทร์), Nagara (นคร), Jaya (ชัย).
Source: the letters' values in Monier-Williams' Sanskrit and Rhys Davids' Pali dictionary, without diacritics.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from heapq import nsmallest
from operator import itemgetter
from typing import NamedTuple

SILENT_LETTER = re.compile("[ก-ฮ][ิุ]?์")
"""A letter that is written and not said."""
_VALUES = {
    "ก": "k", "ข": "kh", "ค": "g", "ฆ": "gh", "ง": "ng", "จ": "ch", "ฉ": "ch", "ช": "j", "ฌ": "jh", "ญ": "ny",
    "ฎ": "d", "ฏ": "t", "ฐ": "th", "ฑ": "d", "ฒ": "dh", "ณ": "n", "ด": "d", "ต": "t", "ถ": "th", "ท": "d",
    "ธ": "dh", "น": "n", "บ": "b", "ป": "p", "ผ": "ph", "พ": "b", "ภ": "bh", "ม": "m", "ย": "y", "ร": "r",
    "ล": "l", "ว": "v", "ศ": "s", "ษ": "s", "ส": "s", "ห": "h", "ฬ": "l", "อ": "",
}  # fmt: skip
# Letters that such names spell otherwise as well: as Sanskrit has them (Putra), or as they sound.
_ALSO = {"บ": ("p",), "พ": ("ph", "v"), "ท": ("th",), "ช": ("sh",)}
_SIGNS = {"า": "a", "ะ": "a", "ั": "a", "ิ": "i", "ี": "i", "ุ": "u", "ู": "u"}
_LEADING = {"เ": "e", "โ": "o", "ไ": "ai"}
_GLIDES = frozenset("ยรลว")
_PALATALS = frozenset("จฉชฌ")
# No word of Sanskrit or Pali has a tone mark, one of these letters or one of these vowels.
_OF_THAI_ALONE = re.compile(
    "[\u0e48-\u0e4bแใึื็ำซฝฟฮฃฅ]|ง(?![กขคฆหศษ])|ห[งญนยรลว]|[ก-ฮ]อ(?![ะ-ู])|ัว|เ[ก-ฮ]{1,2}(?:ีย(?!รต)|า(?!ะห์)|ย(?![ะ-ู]))"
)
_KEEP = 24
_WORD_LIMIT = 40
# The costs of a way to spell, found on the open half of such names: lower is likelier.
_OTHER_VALUE, _A_WHERE_CLOSED, _A_AT_END, _THAI_O = 0.25, 0.15, 0.15, 0.3
_SAID, _CLUSTER, _CLOSING, _LEFT_SHUT = 0.1, 0.1, 0.05, 0.5


class _Step(NamedTuple):
    """What stands at a place: the place behind it, its Latin letters, their cost, and whether they end in a vowel."""

    end: int
    latin: str
    cost: float
    is_open: bool


@lru_cache(maxsize=30_000)
def spell_thai(word: str) -> tuple[str, ...]:
    """Return spellings of one Thai word by its letters, likeliest first, at most twenty-four.

    Args:
        word: in Thai script; one that shows signs of Thai alone has none.
    """
    if len(word) > _WORD_LIMIT or _OF_THAI_ALONE.search(word):
        return ()
    # By place: (cost, Latin letters so far, whether they end in a vowel).
    ways: list[dict[tuple[str, bool], float]] = [{} for _ in range(len(word) + 1)]
    ways[0] = {("", False): 0.0}
    for at in range(len(word)):
        kept = _cheapest(ways[at])
        for is_open in {way[0][1] for way in kept}:
            before = [(latin, cost) for (latin, ends_open), cost in kept if ends_open is is_open]
            for end, added, more, opens in _steps(word, at, is_open=is_open):
                behind = ways[end]
                for latin, cost in before:
                    key, total = (latin + added, opens), cost + more
                    if behind.get(key, total) >= total:
                        behind[key] = total
    return tuple(dict.fromkeys(latin for (latin, _), _ in _cheapest(ways[len(word)]) if latin))


_BY_COST = itemgetter(1, 0)


def _cheapest(ways: dict[tuple[str, bool], float]) -> list[tuple[tuple[str, bool], float]]:
    return nsmallest(_KEEP, ways.items(), key=_BY_COST)


def _steps(word: str, at: int, *, is_open: bool) -> Iterator[_Step]:
    lead = _LEADING.get(word[at], "")
    if lead:
        yield from _after_lead(word, at + 1, lead)
        return
    if word[at] == "ฤ":
        yield _Step(at + 1, "ri", 0.0, is_open=True)
        return
    if word.startswith("รร", at):
        yield _Step(at + 2, "ar", 0.0, is_open=False)  # suvarna, dharma
        return
    if word[at] not in _VALUES:
        yield _Step(at + 1, "", 1.0, is_open)
        return
    if is_open and word[at] in _PALATALS and word[at + 1 : at + 2] in _PALATALS:
        yield _Step(at + 1, "", _CLOSING, is_open=False)  # a doubled one is heard once: vejja, sacca
    for value, cost in _values(word[at]):
        for step in _with_vowel(word, at, is_open=is_open):
            yield step._replace(latin=value + step.latin, cost=cost + step.cost)
    silent = SILENT_LETTER.match(word, at)
    if silent is not None:
        yield _Step(silent.end(), "", 0.0, is_open)


def _values(letter: str) -> Iterator[tuple[str, float]]:
    yield _VALUES[letter], 0.0
    for rank, value in enumerate(_ALSO.get(letter, ())):
        yield value, _OTHER_VALUE + 0.1 * rank


def _after_lead(word: str, at: int, vowel: str) -> Iterator[_Step]:
    """Yield a consonant, or two that make one onset, before the vowel that is written in front of them."""
    first, second = word[at : at + 1], word[at + 1 : at + 2]
    for value, cost in _values(first) if first in _VALUES else ():
        yield _Step(at + 1, value + vowel, cost, is_open=True)
        if vowel == "ai" and second == "ย":
            yield _Step(at + 2, value + "ai", cost, is_open=True)
            yield _Step(at + 2, value + "aya", cost, is_open=True)
        if vowel == "e" and word.startswith("ียร", at + 1):
            yield _Step(at + 4, value + "ia", cost, is_open=True)  # kiati, kirti (เกียรติ)
            yield _Step(at + 4, value + "ir", cost, is_open=False)
        if second in _GLIDES and len(word) > at + 2:
            graha = vowel == "e" and word.startswith("าะ", at + 2)
            yield _Step(
                at + 2 + 2 * graha, value + _VALUES[second] + ("a" if graha else vowel), cost + _CLUSTER, is_open=True
            )


def _with_vowel(word: str, at: int, *, is_open: bool) -> Iterator[_Step]:
    """Yield what may stand behind a consonant: its vowel sign, an A that is not written, Thai's own O, nothing."""
    sign, behind = word[at + 1 : at + 2], word[at + 2 : at + 3]
    if sign == "์":
        after_stop = word[at] in _GLIDES and not is_open
        yield _Step(at + 2, "", _SAID + after_stop * _LEFT_SHUT, is_open=False)
        yield _Step(at + 2, "a", _SAID + (not after_stop) * _A_AT_END, is_open=True)  # chandra, mitra
    elif sign in _SIGNS:
        end = at + 2 + (behind == "์")
        yield _Step(end, _SIGNS[sign], _SAID if behind == "์" else 0.0, is_open=True)
        if end == len(word) and sign in "ิุ":
            yield _Step(end, "", _SAID, is_open=False)  # chat (ชาติ), het (เหตุ)
    elif not sign:
        yield _Step(at + 1, "", 0.0 if is_open else _LEFT_SHUT, is_open=False)
        yield _Step(at + 1, "a", _A_AT_END, is_open=True)
    else:
        yield from _bare(word, at, sign, is_open=is_open)


def _bare(word: str, at: int, following: str, *, is_open: bool) -> Iterator[_Step]:
    """Yield what may stand behind a consonant without a sign inside a word."""
    if word.startswith(("รร", "ฤ"), at + 1):
        yield _Step(at + 1, "", 0.0, is_open=False)
        return
    if is_open:
        yield _Step(at + 1, "", _CLOSING, is_open=False)
    elif following in _GLIDES:
        yield _Step(at + 1, "", _CLUSTER, is_open=False)
    yield _Step(at + 1, "a", _A_WHERE_CLOSED if is_open else 0.0, is_open=True)
    closing = following in _VALUES and word[at + 2 : at + 3] not in _SIGNS and not word.startswith("์", at + 2)
    if closing and not word.startswith("รร", at + 1):
        # The O that Thai says in a closed syllable: Bhumibol, Monkol, Kamol; the R behind it is an N: korn, dhorn.
        shut = word.startswith("์", at + 3)  # -nond, -nonda (นนท์), more often than -nand
        cost = _SAID if shut else _THAI_O
        yield _Step(at + 2, "on" if following == "ร" else "o" + _VALUES[following], cost, is_open=False)
