"""A Chinese name in Burmese letters as the pinyin that it stands for, where another name is that: ကျန်းဝေ, Zhang Wei."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.names.comparing.two_writings.chinese_in_burmese import OF_CHINESE
from entity_resolution.names.reading import person_name
from entity_resolution.names.scripts.form import NameForm, NameKind
from entity_resolution.names.scripts.han import pinyin_syllables
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.surnames import is_surname
from entity_resolution.names.tongues.burmese_pinyin import syllables_of_burmese

_OTHERS = (Script.HAN, Script.LATIN)


class SpeltInPinyin(NamedTuple):
    """Two names, the one in Burmese letters in pinyin.

    Attributes:
        pair: the names, in the order given.
        is_doubtful: whether nothing but the letters tells that they are Chinese: Lin Wei is a name of Burma as well.
    """

    pair: tuple[NameForm, NameForm]
    is_doubtful: bool


def in_pinyin_of_burmese(left: NameForm, right: NameForm, kind: NameKind) -> SpeltInPinyin | None:
    """Return two persons' names, the one in Burmese letters in pinyin, where the other is what they stand for.

    Args:
        left: one name.
        right: the other.
        kind: what both name.

    Returns:
        `None` where they are not one so, or one is of somebody who is known to be of no country of Chinese names.
    """
    if kind is not NameKind.PERSON:
        return None
    if left.script is Script.MYANMAR and right.script in _OTHERS:
        spelt = _as_the_other(left, right)
        return None if spelt is None else SpeltInPinyin((spelt, right), _is_doubtful(left, right))
    if right.script is Script.MYANMAR and left.script in _OTHERS:
        spelt = _as_the_other(right, left)
        return None if spelt is None else SpeltInPinyin((left, spelt), _is_doubtful(left, right))
    return None


def _is_doubtful(left: NameForm, right: NameForm) -> bool:
    return not (left.countries and right.countries)


def _as_the_other(burmese: NameForm, other: NameForm) -> NameForm | None:
    if any(form.countries and form.countries.isdisjoint(OF_CHINESE) for form in (burmese, other)):
        return None
    for reading in other.latin:
        tokens = tuple(reading.split())
        if any(_is_written(words, burmese.native) for words in (tokens, (*tokens[-1:], *tokens[:-1]))):
            return _form_of(burmese, reading)
    return None


@lru_cache(maxsize=20_000)
def _is_written(tokens: tuple[str, ...], burmese: str) -> bool:
    """Tell whether Burmese letters may be written for a surname and a given name in pinyin, syllable by syllable."""
    written = syllables_of_burmese(burmese)
    if not written or not is_surname(tokens[0]):
        return False
    said = tuple(syllable for token in tokens for syllable in pinyin_syllables(token))
    return len(said) == len(written) and all(syllable in ways for syllable, ways in zip(said, written, strict=True))


@lru_cache(maxsize=5_000)
def _form_of(burmese: NameForm, name: str) -> NameForm:
    read = person_name(name)
    return replace(read, raw=burmese.raw, honorifics=burmese.honorifics, countries=burmese.countries)
