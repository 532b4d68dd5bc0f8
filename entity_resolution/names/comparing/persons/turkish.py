"""Turkish and Azerbaijani names of which one has a C and the other a K: Sercan, Serkan. C is said J there.

Source: the Turkish alphabet of 1928 (law 1353) and the Azerbaijani one of 1991; names are from general usage.
"""

from __future__ import annotations

import re

from entity_resolution.names.comparing.persons.namesakes import is_common_in_a_people
from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.tongues.never_thai import western_given_names

_COUNTRIES = frozenset({"TR", "AZ"})
_TURKISH = frozenset({"turkish"})
# A CH and a CK are of other languages.
_C = re.compile("c(?![hk])")
_DOUBLED = re.compile(r"(.)\1+")
# What ends names of Turks alone: life, dear.
_LIFE = re.compile(".{2,}can")


def differ_in_turkish_c(left: NameForm, right: NameForm, one: str, other: str) -> bool:
    """Tell whether two words of names differ in a C and a K alone, of which Turks make two names.

    So it is where both people are known to be of Turkey or Azerbaijan, and else where the one with the C is a Turkish
    name by itself. A name of the West is spelt with either: Marcus, Markus.

    Args:
        left: one person's name.
        right: another's.
        one: the word of the first in which alone the two differ, lower-case ASCII.
        other: that of the second.
    """
    if not western_given_names().isdisjoint({one, other}) or not _differ_in_c(one, other):
        return False
    if all(form.countries and form.countries <= _COUNTRIES for form in (left, right)):
        return True
    return any(_C.search(word) and _is_turkish(word) for word in (one, other))


def _differ_in_c(one: str, other: str) -> bool:
    """Tell whether two words are one but for a C; whoever doubles a vowel makes no other name of it: Can, Kaan."""
    mine, theirs = (_DOUBLED.sub(r"\1", word) for word in (one, other))
    return mine != theirs and _C.sub("k", mine) == _C.sub("k", theirs)


def _is_turkish(word: str) -> bool:
    return _LIFE.fullmatch(word) is not None or is_common_in_a_people(word, of=_TURKISH)
