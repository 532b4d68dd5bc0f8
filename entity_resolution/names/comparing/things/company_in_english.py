"""Two companies' names in English, whose words are those of two languages: 대한항공 and Korean Air."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import product

from rapidfuzz.distance import OSA

from entity_resolution.names.companies.world_words import Told, say_in_english, tell
from entity_resolution.names.comparing.things.own_characters import differ_in_own_characters
from entity_resolution.names.reading import organisation_name
from entity_resolution.names.scripts.form import NameForm, NameKind
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.tongues.bare_consonants import bare_likeness, says_little_of_vowels

# Scripts of the region, whose words and sounds have readers of their own.
_OF_REGION = frozenset({Script.THAI, Script.LAO, Script.KHMER, Script.MYANMAR})
# As how alike bodies count at most that are called by kinds and places alone and differ in one; whose place alone one
# of them leaves out.
_OTHER_BODY, _PLACE_LEFT_OUT = 0.72, 0.8
# How many words a bank of one place has.
_NAME_AND_KIND = 2
# A national corporation says so or not where its name says enough besides.
_NATIONAL, _FEWEST_BESIDE_NATIONAL = frozenset({"national"}), 4
_FEWEST = 2
# What is left of a likeness by consonants where one name says more.
_OTHER_WORDS = 0.95


def in_english(left: NameForm, right: NameForm, kind: NameKind) -> tuple[NameForm, NameForm] | None:
    """Return two names of companies in English; `None` where that says no more of them than their own words.

    Args:
        left: one name.
        right: the other.
        kind: what both name.
    """
    if kind is not NameKind.ORGANISATION or left.script in _OF_REGION or right.script in _OF_REGION:
        return None
    if left.script is right.script is Script.LATIN and sorted(left.tokens) == sorted(right.tokens):
        return None  # in English too they would be the same words, whose order tells: East West, West East
    if differ_in_own_characters(left.native, right.native):
        return None
    one, other = _as_the_other_spells(left, right)
    of_two_words = len(one.rest) + len(one.bag) == _NAME_AND_KIND
    if left.script is right.script and of_two_words and _is_banking(left) is not _is_banking(right):
        return None  # a Bank and a Banking Corporation of one place are two
    if not (one.changed or other.changed) or bool(one.rest) is not bool(other.rest):
        return None
    if one.bag.isdisjoint(other.bag) and (not one.rest or (one.bag and other.bag)):
        return None
    return _form_of(left, one), _form_of(right, other)


def _as_the_other_spells(left: NameForm, right: NameForm) -> tuple[Told, Told]:
    """Return what two names say in English; of words in Hangul whichever is more alike, those of Korea or of elsewhere.

    금강 is Geumgang and no Gmgang, and 스타 is Star.
    """
    ways = product(_ways_to_tell(left.native, left.script), _ways_to_tell(right.native, right.script))
    return max(ways, key=lambda way: OSA.normalized_similarity(*("".join(told.rest) for told in way)))


def _ways_to_tell(native: str, script: Script) -> tuple[Told, ...]:
    if script is not Script.HANGUL:
        return (tell(native),)
    return tell(native), tell(native, in_korean=True)


def rest_alike_by_consonants(left: NameForm, right: NameForm) -> float:
    """Return how alike two companies are called by consonants alone, where the script of one says little of vowels.

    What both are besides has to be one: ネイバー and Naver, בנק הפועלים and Bank Hapoalim.
    """
    if left.script is right.script or not (says_little_of_vowels(left.native) or says_little_of_vowels(right.native)):
        return 0.0
    one, other = tell(left.native), tell(right.native)
    if not one.rest or not other.rest or (one.bag and other.bag and one.bag.isdisjoint(other.bag)):
        return 0.0
    alike = bare_likeness(one.rest, other.rest)
    return alike if one.bag == other.bag else _OTHER_WORDS * alike


@lru_cache(maxsize=10_000)
def _form_of(form: NameForm, told: Told) -> NameForm:
    said = organisation_name(say_in_english(told))
    return replace(said, raw=form.raw, legal_form=form.legal_form, form_countries=form.form_countries)


def most_alike(left: NameForm, right: NameForm) -> float:
    """Return how alike two companies are at most: less than one where kinds and places are all that they are called by.

    A word then tells which is meant: Bank of China and Agricultural Bank of China are two.
    """
    if left.script in _OF_REGION or right.script in _OF_REGION:
        return 1.0
    one, other = tell(left.native), tell(right.native)
    if one.rest or other.rest or min(len(one.bag), len(other.bag)) < _FEWEST or one.bag == other.bag:
        return 1.0
    if one.bag ^ other.bag == _NATIONAL and len(one.bag & other.bag) >= _FEWEST_BESIDE_NATIONAL:
        return _PLACE_LEFT_OUT
    return _PLACE_LEFT_OUT if _differ_in_place_alone(one, other) else _OTHER_BODY


def _is_banking(name: NameForm) -> bool:
    return "banking" in name.native.lower().split()


def _differ_in_place_alone(one: Told, other: Told) -> bool:
    return set(one.kinds) == set(other.kinds) and not (one.places and other.places)
