"""A number in the name of a place that another name of it has in digits: Els Quatre Lliris, Els 4 Lliris."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from entity_resolution.names.reading import site_name
from entity_resolution.names.scripts.form import NameForm, NameKind
from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.small_numbers import SMALL_NUMBERS, numbers_said


def in_other_digits(left: NameForm, right: NameForm, kind: NameKind) -> tuple[NameForm, NameForm] | None:
    """Return two names of places, a number that one has in words in digits where the other has it so; `None` if none.

    Args:
        left: one name.
        right: the other.
        kind: what both name.
    """
    if kind is not NameKind.SITE or not left.script is right.script is Script.LATIN:
        return None
    lefts, rights = (SMALL_NUMBERS.intersection(form.tokens) for form in (left, right))
    if lefts == rights:
        return None
    one, other = _with_digits(left, rights - lefts), _with_digits(right, lefts - rights)
    return None if one is left and other is right else (one, other)


def _with_digits(form: NameForm, digits: frozenset[str]) -> NameForm:
    """Return a name with its first word for one of some numbers in digits; the name itself where it has none."""
    if not digits:
        return form
    words = form.native.split()
    for at, word in enumerate(words):
        found = numbers_said(ascii_fold(word).casefold()) & digits
        if found:
            return _form_of(form, " ".join([*words[:at], min(found), *words[at + 1 :]]))
    return form


@lru_cache(maxsize=5_000)
def _form_of(form: NameForm, native: str) -> NameForm:
    return replace(site_name(native), raw=form.raw)
