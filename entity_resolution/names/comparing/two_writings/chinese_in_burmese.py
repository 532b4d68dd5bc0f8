"""Chinese names that are made of Burmese syllables as well, with the surname at either end: Lin Wei, Wei Lin.

In Burma the same words in another order are another name. Passports of China have the surname in front and others last.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.names.scripts.form import NameForm, NameKind, Tongue
from entity_resolution.names.scripts.han import pinyin_syllables
from entity_resolution.names.scripts.han_sounds import is_pinyin
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.surnames import is_surname
from entity_resolution.names.tongues.tongue import is_burmese_syllable

# Whose citizens write a Chinese name in either order, and no Burmese one that is of pinyin alone.
OF_CHINESE = frozenset({"CN", "TW", "HK", "MO", "SG", "MY"})
"""The countries of Chinese names, by their ISO 3166 alpha-2 codes."""
_FEWEST_WORDS, _MOST_SYLLABLES = 2, 2


class TurnedRound(NamedTuple):
    """Two names as Chinese ones.

    Attributes:
        pair: the names, in the order given.
        is_doubtful: whether nothing but the words tells that they are Chinese.
    """

    pair: tuple[NameForm, NameForm]
    is_doubtful: bool


def in_chinese_order(left: NameForm, right: NameForm, kind: NameKind) -> TurnedRound | None:
    """Return two names read as Chinese ones of which one has in front the surname that the other has behind.

    Args:
        left: one name.
        right: the other.
        kind: what both name.

    Returns:
        `None` where no language of theirs makes two names of that, or they are rather Burmese: a nationality is of no
        country of Chinese names, or none is known and each word is a known syllable of Burma.
    """
    if kind is not NameKind.PERSON or Tongue.BURMESE not in (left.tongue, right.tongue):
        return None
    if left.script is not Script.LATIN or right.script is not Script.LATIN:
        return None
    if not (left.countries <= OF_CHINESE and right.countries <= OF_CHINESE):
        return None
    ones, others = left.tokens, right.tokens
    if not (_is_turned(ones, others) or _is_turned(others, ones)):
        return None
    are_known = bool(left.countries and right.countries)
    if not are_known and all(map(is_burmese_syllable, ones)):
        return None
    return TurnedRound((_as_chinese(left), _as_chinese(right)), not are_known)


def _is_turned(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Tell whether one name is a surname and a given name in pinyin, and the other the same the other way round."""
    if min(len(ones), len(others)) < _FEWEST_WORDS or ones[0] != others[-1]:
        return False
    given = "".join(ones[1:])
    return given == "".join(others[:-1]) and is_surname(ones[0]) and _is_given_name(given)


@lru_cache(maxsize=20_000)
def _is_given_name(given: str) -> bool:
    syllables = pinyin_syllables(given)
    return 0 < len(syllables) <= _MOST_SYLLABLES and all(map(is_pinyin, syllables))


@lru_cache(maxsize=5_000)
def _as_chinese(form: NameForm) -> NameForm:
    return replace(form, tongue=Tongue.CHINESE)
