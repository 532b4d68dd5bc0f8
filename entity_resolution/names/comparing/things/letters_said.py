"""Companies and places that are called by letters, of which another has others: ကေကေ is KK, and no KB."""

from __future__ import annotations

from functools import lru_cache

from entity_resolution.names.companies.loans import letters_in
from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.words.glosses import gloss_inside

_VOWELS = frozenset("aeiouy")


def say_other_letters(left: NameForm, right: NameForm) -> bool:
    """Tell whether one of two names says letters in its own script, and the other has as many others in Latin ones.

    An ear for Burmese hears no end of a syllable, and would take KK for KB.

    Args:
        left: the name of a company or place.
        right: another.
    """
    if left.script is right.script or Script.LATIN not in (left.script, right.script):
        return False
    native, latin = (left, right) if right.script is Script.LATIN else (right, left)
    said = _letters_of(native.native)
    return said.isdisjoint(latin.tokens) and any(
        len(word) == len(token) and _VOWELS.isdisjoint(token) for word in said for token in latin.tokens
    )


@lru_cache(maxsize=20_000)
def _letters_of(native: str) -> frozenset[str]:
    return letters_in(gloss_inside(native)[0])
