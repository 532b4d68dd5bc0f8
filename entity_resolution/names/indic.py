"""Spell the scripts of India in Latin letters as names are spelt there: शर्मा is Sharma, जगदीश is Jagdish.

Unicode lays out these scripts alike, each in a block of 128, so that one table serves them all.
"""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.tables import read_rows

_FIRST, _LAST, _BLOCK = 0x0900, 0x0D7F, 0x80
# The scripts of the south say the vowel that a consonant has of itself wherever it is not struck out.
_SOUTH = 0x0B80
_NUKTA, _STRUCK_OUT = 0x3C, 0x4D
_WITH_NUKTA = {"j": "z", "ph": "f", "k": "q", "d": "r", "dh": "rh"}
# Stands for the vowel that a consonant has of itself, until it is known whether it is said.
_OWN = "\0"
_V, _C = f"[aeiou{_OWN}]", "(?:[kgcjtdpbs]hh?|[b-df-hj-np-tv-z])"
_UNSAID_AT_END = re.compile(f"({_V}{_C}){_OWN}(?![a-z{_OWN}])")
_UNSAID_INSIDE = re.compile(f"({_V}{_C}){_OWN}(?={_C}{_V})")


@lru_cache(maxsize=4)
def _places(role: str) -> dict[int, str]:
    """Return what the letters of a role are spelt by, by their place in the block."""
    return {
        int(first, 16) + at: spelt
        for found, first, spellings in read_rows("indic.tsv")
        if found == role
        for at, spelt in enumerate(spellings.split())
    }


def spell_indic(text: str) -> str:
    """Return a text with its letters of Indian scripts spelt in lower-case Latin ones, everything else as it is."""
    if not any(_FIRST <= ord(char) <= _LAST for char in text):
        return text
    spelt: list[str] = []
    south = False
    for char in text:
        code = ord(char)
        if not _FIRST <= code <= _LAST:
            spelt.append(char)
            continue
        south = code >= _SOUTH
        _add(spelt, code % _BLOCK, char)
    said = "".join(spelt)
    if not south:
        said = _UNSAID_AT_END.sub(r"\1", said)
        said = _UNSAID_INSIDE.sub(r"\1", said)
    return said.replace(_OWN, "a")


def _add(spelt: list[str], place: int, char: str) -> None:
    """Add the letter at a place of its block; a sign takes the place of the vowel that the consonant has of itself."""
    if place in _places("consonant"):
        spelt.extend((_places("consonant")[place], _OWN))
    elif place in _places("vowel"):
        spelt.append(_places("vowel")[place])
    elif place in _places("nasal"):
        spelt.append(_places("nasal")[place])
    elif place == _NUKTA and len(spelt) > 1:
        spelt[-2] = _WITH_NUKTA.get(spelt[-2], spelt[-2])
    elif place in _places("sign") or place == _STRUCK_OUT:
        if spelt and spelt[-1] == _OWN:
            spelt.pop()
        spelt.append(_places("sign").get(place, ""))
    else:
        spelt.append(char)
