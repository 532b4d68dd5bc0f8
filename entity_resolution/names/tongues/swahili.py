"""Arabic names as Swahili and Hausa say them, with a vowel at the end and H for KH: Rajabu, Nassoro, Hamisi.

Every syllable of Swahili ends in a vowel, so that Arabic names get one, which registers and passports write or not
(Polomé, Swahili Language Handbook, 1967; Schadeberg, Loanwords in Swahili, 2009; Zawawi, What's in a Name?, 1998). An A
at the end makes a woman's name of a man's and is never left out, and an I is elsewhere a house's: al-Omari.
"""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.tongues.arabic import arabic_form, is_arabic_name

_COUNTRIES = frozenset({"BI", "CD", "KE", "KM", "MZ", "RW", "TZ", "UG"})
_OF_HAUSA = frozenset({"CM", "GH", "NE", "NG", "TD"})
_VOWEL_MORE, _VOWEL_OF_NO_HOUSE = re.compile("(?<=..[^aeiouy])[iou]$"), re.compile("(?<=..[^aeiouy])u$")
_KH = re.compile("^kh(?=[aiu])")
_ARTICLES = frozenset({"al", "el"})
# Names of the coast that no table of Arabic names has, without the vowel.
_NAMES_WORDS = """
abeid athuman bakar fadhil halfan hamad hamis haroub jabir khalfan khatib masoud mbarak nasor nassor othman rajab
ramadhan rashid seif seleman shaban sudi sultan sulaiman suleiman zaitun zuber zuhur zuhr
"""
_NAMES = frozenset(_NAMES_WORDS.split())


def looks_swahili(form: NameForm) -> bool:
    """Tell whether a name of two words or more has an Arabic one as Swahili or Hausa says it.

    Of somebody who is known to be of a country of Swahili any such vowel tells it; elsewhere a U at the end tells,
    where Hausa is spoken or no country is known.
    """
    if len(form.tokens) == 1:
        return False
    if not form.countries.isdisjoint(_COUNTRIES):
        return without_swahili_vowels(form.tokens) != form.tokens
    if form.countries and form.countries.isdisjoint(_OF_HAUSA):
        return False
    return any(_VOWEL_OF_NO_HOUSE.search(word) and _without_vowel(word) != word for word in form.tokens)


@lru_cache(maxsize=20_000)
def without_swahili_vowels(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name's words as Arabic has them: Rajab for Rajabu. What stands behind an article keeps its I.

    Args:
        tokens: lower-case ASCII.
    """
    before = ("", *tokens[:-1])
    return tuple(
        word if article in _ARTICLES else _in_arabic(word) for article, word in zip(before, tokens, strict=True)
    )


def has_swahili_vowel(word: str) -> bool:
    """Tell whether a lower-case ASCII word is an Arabic name as Swahili or Hausa says it, unless it is a house's."""
    return _in_arabic(word) != word


@lru_cache(maxsize=50_000)
def _in_arabic(word: str) -> str:
    shorter = _without_vowel(word)
    return _KH.sub("h", shorter) if _is_name(shorter) else word


def _without_vowel(word: str) -> str:
    shorter = _VOWEL_MORE.sub("", word)
    return shorter if shorter != word and _is_name(shorter) else word


def _is_name(word: str) -> bool:
    return word in _NAMES or is_arabic_name(word) or is_arabic_name(arabic_form(word))
