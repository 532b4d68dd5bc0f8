"""A Chinese name in Thai or Lao letters as the pinyin that it stands for, where another is it: จาง เหว่ย, Zhang Wei."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from entity_resolution.names.reading import read_name
from entity_resolution.names.romanisation import names_in_pinyin
from entity_resolution.names.scripts.form import NameForm, NameKind
from entity_resolution.names.scripts.script import Script

_OTHERS = (Script.HAN, Script.LATIN)


def in_pinyin(left: NameForm, right: NameForm, kind: NameKind) -> tuple[NameForm, NameForm] | None:
    """Return two names, the one in Thai letters in pinyin, where they may be one so; `None` where they are not.

    Pinyin writes each sound in one way, so that a name in pinyin, or in characters, is another where a letter differs.

    Args:
        left: one name.
        right: the other.
        kind: what both name.
    """
    return _from(Script.THAI, left, right, kind)


def in_pinyin_of_lao(left: NameForm, right: NameForm, kind: NameKind) -> tuple[NameForm, NameForm] | None:
    """Return likewise two names, the one in Lao letters, which write the sounds of Mandarin as Thai ones do."""
    return _from(Script.LAO, left, right, kind)


def _from(script: Script, left: NameForm, right: NameForm, kind: NameKind) -> tuple[NameForm, NameForm] | None:
    if left.script is script and right.script in _OTHERS:
        spelt = _as_the_other(left, right, kind)
        return None if spelt is None else (spelt, right)
    if right.script is script and left.script in _OTHERS:
        spelt = _as_the_other(right, left, kind)
        return None if spelt is None else (left, spelt)
    return None


def _as_the_other(thai: NameForm, other: NameForm, kind: NameKind) -> NameForm | None:
    names = names_in_pinyin(thai.native, kind)
    if not names:
        return None
    sought = {closed for reading in other.latin for closed in _closed_up(reading)}
    found = next((name for name in names if "".join(name.split()) in sought), None)
    return None if found is None else _form_of(thai, found, kind)


def _closed_up(reading: str) -> tuple[str, str]:
    """Return a reading without its spaces, also with its last word in front."""
    *words, last = reading.split()
    return "".join((*words, last)), "".join((last, *words))


@lru_cache(maxsize=5_000)
def _form_of(thai: NameForm, name: str, kind: NameKind) -> NameForm:
    return replace(read_name(name, kind), raw=thai.raw, legal_form=thai.legal_form, honorifics=thai.honorifics)
