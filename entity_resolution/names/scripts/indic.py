"""Spell the scripts of India in Latin letters as names are spelt there: शर्मा is Sharma, जगदीश is Jagdish.

Unicode lays out these scripts alike, each in a block of 128, so that one table serves them all; Sinhala has another.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

from entity_resolution.names.tables import read_rows

_BLOCK = 0x80
# The scripts of the south say the vowel that a consonant has of itself wherever it is not struck out.
_SOUTH = 0x0B80
_NUKTA, _STRUCK_OUT, _STRUCK_OUT_IN_SINHALA = 0x3C, 0x4D, 0x4A
_WITH_NUKTA = {"j": "z", "ph": "f", "k": "q", "d": "r", "dh": "rh", "s": "sh"}
OWN, UNSAID, NASAL, TWICE = "\0", "\3", "\1", "\2"
"""Marks in a marked text: the vowel that a consonant has of itself, the same where it is not said, a nasal until it is
known what it stands before, and before a consonant that is said twice."""
# Signs of the Punjab: tippi, another nasal, and adhak.
_TIPPI, _ADHAK = 0x0A70, 0x0A71
_DEVANAGARI_LAST = 0x097F
_BENGALI, _TAMIL = range(0x0980, 0x0A00), range(0x0B80, 0x0C00)
_TELUGU_TO_MALAYALAM, _SINHALA = range(0x0C00, 0x0D80), range(0x0D80, 0x0E00)
# Bengal says J for Y, but not behind another consonant or with a point, F for PH, and writes a W behind some consonants
# as it writes a B.
_BENGALI_Y, _BENGALI_F, _BENGALI_B, _BEFORE_W = 0x09AF, 0x09AB, 0x09AC, ("s", "sh", "d", "dh", "t", "j", "k")
_V, _C = f"[aeiou{OWN}][{NASAL}{TWICE}]?", "(?:[kgcjtdpbs]hh?|[b-df-hj-np-tv-z])"
_UNSAID_AT_END = re.compile(f"({_V}(?:{_C}|ng)){OWN}(?![a-z{OWN}{NASAL}{TWICE}])")
# Of several in a word the last one first: Karamjit, Kamalnath.
_UNSAID_INSIDE = re.compile(f"(.*{_V}{_C}){OWN}(?={_C}r?{_V})")
# Hindi spells NGH with a nasal and H: Singh.
_SINGH = re.compile(f"{NASAL}(?=h(?![a-z{OWN}]))")
_AS_SAID = (
    (re.compile("jn"), "gy"),
    (re.compile(f"{NASAL}(?=[pbm])"), "m"),
    (re.compile(NASAL), "n"),
    (re.compile(f"{TWICE}(.)"), r"\1\1"),
    (re.compile(OWN), "a"),
    (re.compile(UNSAID), ""),
    (re.compile("ng(?=[kg])"), "n"),
)
# Bengal writes YU, YA and WA with a vowel before, as it has no letters for them: Yusuf, Yasmin, Wahid, Anowar.
_AS_SAID_IN_BENGAL = (
    (re.compile(f"{NASAL}(?=[aeiou])"), ""),
    (re.compile("(?<![a-z])iu"), "yu"),
    (re.compile("(?<![a-z])iya"), "ya"),
    (re.compile("(?<![a-z])oya"), "wa"),
    (re.compile("oya"), "owa"),
)
_AS_SAID_IN_SINHALA = ((re.compile(f"{NASAL}(?=h)"), "ng"),)
# Tamil has one letter for K and G, T and D, P and B, which it says softly between vowels and behind N or M, and one for
# CH and S: Murugan, Rajendran, Selvam.
_SOFT = {"k": "g", "t": "d", "p": "b"}
_SOFT_IN_TAMIL = re.compile(f"(?<=[aeiou{OWN}mn])[ktp](?=[aeiou{OWN}])")
_AS_SAID_IN_TAMIL = (
    (re.compile(f"(?<![a-z])ch|(?<=zh)ch|(?<=[aeiou{OWN}])ch(?=[aeiou{OWN}])"), "s"),
    (re.compile("(?<=[kgtdpb])i(?=r)"), ""),
)
_AS_SAID_IN_SOUTH = ((re.compile("jn"), "gn"),)
_OF_SCRIPT = (
    (_BENGALI, _AS_SAID_IN_BENGAL),
    (_TAMIL, _AS_SAID_IN_TAMIL),
    (_TELUGU_TO_MALAYALAM, _AS_SAID_IN_SOUTH),
    (_SINHALA, _AS_SAID_IN_SINHALA),
)
# At the end of a word the south says M: Sundaram.
_M_AT_END = re.compile(f"{NASAL}(?![a-z{OWN}])")


@lru_cache(maxsize=8)
def _places(role: str) -> dict[int, str]:
    """Return what the letters of a role are spelt by, by their place in the block."""
    return {
        int(first, 16) + at: spelt
        for found, first, spellings in read_rows("indic.tsv")
        if found == role
        for at, spelt in enumerate(spellings.split())
        if spelt != "-"
    }


def is_indic(char: str) -> bool:
    """Tell whether a character is of a script of India or of Sinhala."""
    return "\u0900" <= char <= "\u0dff"


def spell_indic(text: str) -> str:
    """Return a text with its letters of Indian scripts spelt in lower-case Latin ones, everything else as it is."""
    if not any(map(is_indic, text)):
        return text
    return said_from_marks(mark_indic(text), ord(next(filter(is_indic, reversed(text)))))


def said_from_marks(marked: str, code: int) -> str:
    """Return a marked text as it is said.

    Args:
        marked: by `mark_indic`.
        code: the code point of one of its letters, which tells the script.
    """
    if code in _TAMIL:
        marked = _SOFT_IN_TAMIL.sub(lambda found: _SOFT[found.group()], marked)
    own = next((rules for block, rules in _OF_SCRIPT if code in block), ())
    for sign, letters in (*own, *_AS_SAID):
        marked = sign.sub(letters, marked)
    return marked


def mark_indic(text: str) -> str:
    """Return a text with its letters of Indian scripts spelt, and marks for what neighbours decide."""
    spelt: list[str] = []
    code = before = 0
    for char in text:
        if not is_indic(char):
            spelt.append(char)
            before = 0
            continue
        code = ord(char)
        _add(spelt, code, before)
        before = code
    said = "".join(spelt)
    return _M_AT_END.sub("m", said) if code >= _SOUTH else _with_unsaid(said, hindi=code <= _DEVANAGARI_LAST)


def _with_unsaid(spelt: str, *, hindi: bool) -> str:
    """Return a text of the north with marks for the vowels of consonants that are not said: Jagdish, Gurprit."""
    said = _UNSAID_AT_END.sub(rf"\1{UNSAID}", spelt)
    if hindi:
        said = _SINGH.sub(f"{NASAL}g", said)
    words = said.split(" ")
    for at in range(len(words)):
        while (found := _UNSAID_INSIDE.match(words[at])) is not None:
            words[at] = found[1] + UNSAID + words[at][found.end() :]
    return " ".join(words)


def _add(spelt: list[str], code: int, before: int) -> None:
    """Add a letter by its place in its block; a sign takes the place of the vowel that the consonant has of itself."""
    place = code % _BLOCK
    sinhala = "sinhala " if code in _SINHALA else ""
    vowels, consonants, signs = (_places(f"{sinhala}{role}") for role in ("vowel", "consonant", "sign"))
    if code == _ADHAK:
        spelt.append(TWICE)
    elif code == _TIPPI or place in _places("nasal"):
        spelt.append(_places("nasal").get(place, NASAL).replace("n", NASAL))
    elif place in consonants:
        spelt.extend((_in_bengal(spelt, code, before) or consonants[place], OWN))
    elif place in vowels:
        spelt.append(vowels[place])
    elif place == _NUKTA and len(spelt) > 1:
        spelt[-2] = "y" if before == _BENGALI_Y else _WITH_NUKTA.get(spelt[-2], spelt[-2])
    elif place in signs or place == (_STRUCK_OUT_IN_SINHALA if sinhala else _STRUCK_OUT):
        if spelt and spelt[-1] == OWN:
            spelt.pop()
        spelt.append(signs.get(place, ""))
    else:
        spelt.append(anyascii(chr(code)).lower())


def _in_bengal(spelt: list[str], code: int, before: int) -> str:
    """Return what Bengal says for a consonant and others do not, or nothing: J for Y, F; W for B behind some others."""
    struck_out = before % _BLOCK == _STRUCK_OUT
    if code == _BENGALI_Y and not struck_out:
        return "j"
    if code == _BENGALI_F:
        return "f"
    behind = spelt[-2] if struck_out and len(spelt) > 1 else ""
    return "w" if code == _BENGALI_B and behind in _BEFORE_W else ""
