"""Persons' names of which one divides a word that the other has as one: Gebre Mariam and Gebremariam, Nor Hafizah.

In one order that shows once the spaces are out. Where the words stand in another order as well, they are joined first.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from entity_resolution.names.reading import read_otherwise
from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.scripts.script import Script

# Of how many letters a word is at least that two are joined to; shorter ones are syllables of many a name.
_LEAST_JOINED = 7


def joined_as_the_other(left: NameForm, right: NameForm) -> tuple[NameForm, NameForm]:
    """Return two persons' names, in Latin letters the words of one joined that are one word of the other elsewhere.

    Args:
        left: one name.
        right: the other.
    """
    if len(left.tokens) == len(right.tokens) or left.script is not Script.LATIN or right.script is not Script.LATIN:
        return left, right
    return _joined(left, right), _joined(right, left)


def _joined(form: NameForm, beside: NameForm) -> NameForm:
    if len(form.tokens) < len(beside.tokens):
        return form
    divided = _neighbours(form)
    word = next((word for word in beside.tokens if word in divided), None)
    words = form.native.split()
    if word is None or len(words) != len(form.tokens):
        return form
    at, other = divided[word], beside.tokens.index(word)
    # In its place: Tan Wei Ming beside Chen Weiming is read with its syllables apart, as surname and given name.
    if at == other or len("".join(form.tokens[:at])) == len("".join(beside.tokens[:other])):
        return form
    return read_otherwise(form, " ".join((*words[:at], words[at] + words[at + 1].lower(), *words[at + 2 :])))


@lru_cache(maxsize=50_000)
def _neighbours(form: NameForm) -> Mapping[str, int]:
    """Return what each two neighbouring words make as one, and where the first of them stands."""
    joined = {one + other: at for at, (one, other) in enumerate(zip(form.tokens, form.tokens[1:], strict=False))}
    return {word: at for word, at in joined.items() if len(word) >= _LEAST_JOINED}
