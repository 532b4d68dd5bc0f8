"""A Japanese name in Kanji as the reading that another name gives of it: 宮田健一, Kenichi Miyata."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from entity_resolution.names.reading import person_name
from entity_resolution.names.scripts.form import NameForm, NameKind
from entity_resolution.names.scripts.latin import across_hyphens, has_hyphenated_word
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.tongues.kanji import said_as

# With kana in it, a name is of two scripts.
_OF_KANJI = (Script.HAN, Script.MIXED)


def in_reading(left: NameForm, right: NameForm, kind: NameKind) -> tuple[NameForm, NameForm] | None:
    """Return two names of persons, the one in Kanji as the other says it; `None` where that is none of its readings.

    Args:
        left: one name.
        right: the other.
        kind: what both name.
    """
    if kind is not NameKind.PERSON:
        return None
    if left.script in _OF_KANJI and right.script is Script.LATIN:
        spelt = _as_the_other(left, right)
        return None if spelt is None else (spelt, right)
    if right.script in _OF_KANJI and left.script is Script.LATIN:
        spelt = _as_the_other(right, left)
        return None if spelt is None else (left, spelt)
    return None


def _as_the_other(kanji: NameForm, other: NameForm) -> NameForm | None:
    tokens = across_hyphens(other.native) if has_hyphenated_word(other.native) else other.tokens
    said = said_as(kanji.native, tokens)
    return _form_of(kanji, said) if said else None


@lru_cache(maxsize=5_000)
def _form_of(kanji: NameForm, said: str) -> NameForm:
    return replace(person_name(said), raw=kanji.raw, honorifics=kanji.honorifics)
