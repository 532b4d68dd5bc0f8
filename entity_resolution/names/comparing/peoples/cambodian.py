"""Khmer names in Latin letters, known by surname and given name, and what tells two of them apart: Kong Vuth, Vutha."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.comparing.peoples.vietnamese import is_vietnamese
from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.scripts.han import spells_given_name
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.surnames import is_surname
from entity_resolution.names.short_names import has_short_forms
from entity_resolution.names.tables import read_rows
from entity_resolution.names.tongues.never_thai import is_never_thai
from entity_resolution.names.tongues.tongue import is_shaped_khmer, khmer_letters, thai_letters

_MOSTLY = 2
# Each of these is one vowel of Khmer, however a clerk writes it: oeu, ea, ie.
_VOWELS = re.compile("[aeiouy]+")
# A last A and a last I are two words, as VUTHA and VUTHY are.
_IN_A, _IN_I = re.compile("[^aeiou](?:a|ar|ah)$"), re.compile("[^aeiou](?:y|i|ey|ei)$")


def are_khmer(left: NameForm, right: NameForm) -> bool:
    """Tell whether two names in Latin letters are of one Khmer surname, with given names that Khmer alone spells.

    An ear for Thai, the old spelling of Indonesia and the dialects of Chinese make nothing one that Khmer tells apart.

    Args:
        left: a person's name.
        right: another.
    """
    if left.script is not Script.LATIN or right.script is not Script.LATIN:
        return False
    return not (is_vietnamese(left) or is_vietnamese(right)) and _are_khmer(left.tokens, right.tokens)


@lru_cache(maxsize=50_000)
def _are_khmer(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    if min(len(ones), len(others)) < 2 or ones[0] != others[0]:
        return False
    if ones[0] not in _of_khmer_table() and not is_surname(ones[0]):
        return False
    given = (*ones[1:], *others[1:])
    return all(map(_may_be_khmer, given)) and any(map(_is_khmer_alone, given))


def _may_be_khmer(word: str) -> bool:
    # An initial has no syllable that could be another.
    if len(word) == 1 or is_never_thai(word) or has_short_forms(word) or not is_shaped_khmer(word):
        return False
    if word in _of_khmer_table() or _MOSTLY * khmer_letters(word) >= len(word):
        return True
    return _MOSTLY * thai_letters(word) <= len(word)


def _is_khmer_alone(word: str) -> bool:
    if len(_VOWELS.findall(word)) == 1 and spells_given_name(word):
        return False
    return word in _of_khmer_table() or (khmer_letters(word) > 0 and not spells_given_name(word))


@lru_cache(maxsize=1)
def _of_khmer_table() -> frozenset[str]:
    return frozenset(row[0] for row in read_rows("token_frequencies.tsv") if row[2] == "khmer")


def are_two_in_khmer(left: NameForm, right: NameForm) -> bool:
    """Tell whether two Khmer names of one surname have given names of more and fewer syllables, or on -A and on -Y.

    Args:
        left: a person's name.
        right: another.
    """
    if not are_khmer(left, right):
        return False
    given, other = ("".join(form.tokens[1:]) for form in (left, right))
    if len(_VOWELS.findall(given)) != len(_VOWELS.findall(other)):
        return True
    return any(_IN_A.search(one) and _IN_I.search(another) for one, another in ((given, other), (other, given)))
