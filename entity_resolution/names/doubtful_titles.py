"""Burmese names with and without a syllable that may be a title, as the other name has it: မသီတာ, Ma Thida."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from entity_resolution.names.form import NameForm, NameKind
from entity_resolution.names.honorifics import without_doubtful_title
from entity_resolution.names.reading import person_without_title
from entity_resolution.names.script import Script
from entity_resolution.names.title_sexes import title_of_sex

# What Latin letters keep of a name that the other script takes for a title, where the rest may be of any language.
_OF_KAREN, _MALE = {"နော်": "naw", "စော": "saw"}, "male"


def with_or_without_title(left: NameForm, right: NameForm, kind: NameKind) -> tuple[NameForm, NameForm] | None:
    """Return two persons' names, of each one in Burmese letters the other way to read its first syllable.

    `None` where there is no other way. What may be a woman's title is none beside a man's.

    Args:
        left: one name.
        right: the other.
        kind: what both name.
    """
    if kind is not NameKind.PERSON or Script.MYANMAR not in (left.script, right.script):
        return None
    one, other = _other_way(left, right), _other_way(right, left)
    return None if one is None and other is None else (one or left, other or right)


def _other_way(form: NameForm, beside: NameForm) -> NameForm | None:
    if form.script is not Script.MYANMAR:
        return None
    title = form.honorifics[-1] if form.honorifics else ""
    if title in _OF_KAREN:
        return _read(form, title + form.native) if beside.tokens[:1] == (_OF_KAREN[title],) else None
    rest = without_doubtful_title(form.native)
    told = title_of_sex(beside) if rest else None
    return _read(form, rest) if rest and (told is None or told[0] != _MALE) else None


@lru_cache(maxsize=5_000)
def _read(form: NameForm, native: str) -> NameForm:
    return replace(person_without_title(native), raw=form.raw, honorifics=form.honorifics)
