"""Blocking keys of Arabic names: consonants of their first part with each other's, in Arabic letters and Latin ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from entity_resolution.names.key_sorts import KeySort
from entity_resolution.names.scripts.arabic_letters import is_spelling_of_arabic_letters
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.tongues.arabic import (
    arabic_part_bones,
    arabic_words,
    eastern_ways,
    joined_in_persian,
    looks_arabic,
    without_french_letters,
)

_LETTERS = KeySort.LETTERS.value

# Of how many parts of a longer Arabic name two are a key, and how many consonants these have at least: without their
# vowels shorter ones would gather many a name.
# The first and the last part, which is the family's, tell more.
_ARABIC_PARTS, _LEAST_PAIR, _LEAST_ENDS = 4, 7, 5
_FRENCH_KEYS = 4  # of a name as a Frenchman spells it
_COMMONEST = "mhmd"  # Muhammad, which tells less than any other name
_G_AT_START = re.compile("^g(?!h)")
# By which a Latin word shows that a Frenchman spelt it as it is said in the Maghreb: Benali, Bouzid, Redouane, Faouzi.
_OF_MAGHREB = re.compile("^(?:be[ln]|bou|oul|abd[ae])(?=[a-z]{3})|oua|aou")
_HARD_G = re.compile("gu(?=[ei])")
_BEN_JOINED = re.compile("^ben(?=[a-z]{3})")


def arabic_keys(native: str, script: Script, tokens: tuple[str, ...]) -> Iterator[str]:
    """Yield the consonants of an Arabic name's first part with each other's, in whichever order they stand.

    Fathers' names in the middle are left out, and the family's is put first.
    """
    ways = eastern_ways(tokens)
    if script is Script.LATIN:
        # In Libya and the Gulf a Q is said G.
        ways = tuple(dict.fromkeys((*ways, tuple(_G_AT_START.sub("q", token) for token in tokens))))
    yield from _keys_of_ways(native, script, ways)


def keys_as_french_spells(native: str, script: Script, latin: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first keys of a Latin name in which a Frenchman wrote what is said in the Maghreb, if it may be one.

    His CH is SH, a C an S and a GU a Q, and a BEN may be a part of a word in Arabic letters: بنعلي.

    Args:
        native: the name without titles.
        script: its writing system; no other than Latin letters has such keys.
        latin: its readings, best first.
    """
    tokens = tuple(latin[0].split()) if script is Script.LATIN and latin else ()
    if not _may_be_written_in_arabic(tokens):
        return ()
    said = without_french_letters(tokens)
    joined = tuple(_BEN_JOINED.sub("bin", token) for token in said)
    ways = dict.fromkeys((said, joined, tuple(_HARD_G.sub("q", token) for token in joined)))
    usual = () if looks_arabic(tokens) else arabic_keys(native, script, tokens)
    return tuple(islice(dict.fromkeys((*usual, *_keys_of_ways(native, script, tuple(ways)))), _FRENCH_KEYS))


def _may_be_written_in_arabic(tokens: tuple[str, ...]) -> bool:
    """Tell whether a Latin name of two words or more has one that may be written in Arabic letters."""
    if looks_arabic(tokens):
        return True
    return len(tokens) > 1 and any(is_spelling_of_arabic_letters(word) or _OF_MAGHREB.search(word) for word in tokens)


def _keys_of_ways(native: str, script: Script, ways: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    for way in ways:
        words = arabic_words(native, script, way)
        yield from _keys_of_arabic_parts(arabic_part_bones(words)[:_ARABIC_PARTS])
        if (joined := joined_in_persian(words)) != words:
            yield from _keys_of_arabic_parts(arabic_part_bones(joined)[:_ARABIC_PARTS])


def _keys_of_arabic_parts(bones: tuple[str, ...]) -> Iterator[str]:
    if len(bones) <= 2:
        yield f"{_LETTERS}{''.join(sorted(bones))}"
        return
    for bone in bones[1:]:
        least = (_LEAST_ENDS if bone is bones[-1] else _LEAST_PAIR) + (_COMMONEST in (bones[0], bone))
        if min(len(bones[0]), len(bone)) > 1 and len(bones[0]) + len(bone) >= least:
            yield f"{_LETTERS}{''.join(sorted((bones[0], bone)))}"
