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
# Stand for the vowel that a consonant has of itself, until it is known whether it is said; for a nasal, until it is
# known what it stands before; and before a consonant that is said twice.
_OWN, _NASAL, _TWICE = "\0", "\1", "\2"
# Signs of the Punjab: tippi, another nasal, and adhak.
_TIPPI, _ADHAK = 0x0A70, 0x0A71
_DEVANAGARI_LAST = 0x097F
_V, _C = f"[aeiou{_OWN}][{_NASAL}{_TWICE}]?", "(?:[kgcjtdpbs]hh?|[b-df-hj-np-tv-z])"
_UNSAID_AT_END = re.compile(f"({_V}{_C}){_OWN}(?![a-z{_OWN}{_NASAL}{_TWICE}])")
# Of several in a word the last one first: Karamjit, Kamalnath.
_UNSAID_INSIDE = re.compile(f"(.*{_V}{_C}){_OWN}(?={_C}r?{_V})")
# Hindi spells NGH with a nasal and H: Singh.
_SINGH = re.compile(f"{_NASAL}(?=h(?![a-z{_OWN}]))")
_AS_SAID = (
    (re.compile(f"{_NASAL}(?=[pbm])"), "m"),
    (re.compile(_NASAL), "n"),
    (re.compile(f"{_TWICE}(.)"), r"\1\1"),
    (re.compile(_OWN), "a"),
)
# At the end of a word the south says M: Sundaram.
_M_AT_END = re.compile(f"{_NASAL}(?![a-z{_OWN}])")


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
    code = 0
    for char in text:
        if not _FIRST <= ord(char) <= _LAST:
            spelt.append(char)
            continue
        code = ord(char)
        _add(spelt, code, char)
    said = "".join(spelt)
    said = _M_AT_END.sub("m", said) if code >= _SOUTH else _without_unsaid(said, hindi=code <= _DEVANAGARI_LAST)
    for sign, letters in _AS_SAID:
        said = sign.sub(letters, said)
    return said


def _without_unsaid(spelt: str, *, hindi: bool) -> str:
    """Return a text of the north without the vowels of consonants that are not said: Jagdish, Gurprit."""
    said = _UNSAID_AT_END.sub(r"\1", spelt)
    if hindi:
        said = _SINGH.sub(f"{_NASAL}g", said)
    words = said.split(" ")
    for at in range(len(words)):
        while (found := _UNSAID_INSIDE.match(words[at])) is not None:
            words[at] = found[1] + words[at][found.end() :]
    return " ".join(words)


def _add(spelt: list[str], code: int, char: str) -> None:
    """Add a letter by its place in its block; a sign takes the place of the vowel that the consonant has of itself."""
    place = code % _BLOCK
    if code == _ADHAK:
        spelt.append(_TWICE)
    elif code == _TIPPI or place in _places("nasal"):
        spelt.append(_places("nasal").get(place, _NASAL).replace("n", _NASAL))
    elif place in _places("consonant"):
        spelt.extend((_places("consonant")[place], _OWN))
    elif place in _places("vowel"):
        spelt.append(_places("vowel")[place])
    elif place == _NUKTA and len(spelt) > 1:
        spelt[-2] = _WITH_NUKTA.get(spelt[-2], spelt[-2])
    elif place in _places("sign") or place == _STRUCK_OUT:
        if spelt and spelt[-1] == _OWN:
            spelt.pop()
        spelt.append(_places("sign").get(place, ""))
    else:
        spelt.append(char)
