"""Spell Ethiopic letters in Latin ones as names are spelt there: ብርሃኑ is Birhanu, ገ/ማርያም Gebremariam.

Each letter is a consonant with one of seven vowels. The sixth is said or not, as the consonants beside it allow.
"""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.scripts.ethiopian import in_full_parts
from entity_resolution.names.tables import read_rows

_FIRST, _ROW = 0x1200, 8
_FIRST_LETTER, _LAST_LETTER = "\u1200", "\u1357"
SIXTH, GUTTURAL = "\4", "\5"
"""Marks in a marked text: the sixth vowel, and a consonant of the throat that nobody spells."""
_ORDERS = ("e", "u", "i", "a", "e", SIXTH, "o", "wa")
# Behind those of the throat the first vowel is the fourth: Haile, Alemu.
_THROAT, _FIRST_BEHIND_THROAT = ("h", GUTTURAL), "a"
_C, _V = f"(?:[bdfghjklmnpqrstvwyz]|sh|ch|ts|ny|zh|{GUTTURAL})", "[aeiou]"
_END = "(?![a-z\4\5])"
_AS_SAID = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (f"(?<![a-z\4\5]){GUTTURAL}{SIXTH}", "e"),
        (f"{GUTTURAL}{SIXTH}", ""),
        (f"{SIXTH}(?={GUTTURAL}{_V})", "i"),
        (f"({_C}){SIXTH}\\1{SIXTH}{_END}", r"\1e\1"),
        # WE is heard as WO, and AY before a consonant spelt AI: Wolde, Haile.
        ("we", "wo"),
        (f"ay{SIXTH}(?={_C})", "ai"),
        # No word begins with two consonants, and none has three together but behind a liquid, a nasal or an S.
        (f"(?<![a-z\4\5])({_C}){SIXTH}", r"\1i"),
        (f"({_V}(?![rlnms]){_C}){SIXTH}(?={_C}{SIXTH}{_C}{_V})", r"\1i"),
        (f"({_V}{_C}){SIXTH}(?=(?:s|sh|n){SIXTH}{_C}{SIXTH}{_END})", r"\1i"),
        (f"({_V}{_C}{SIXTH}{_C}){SIXTH}(?={_C}{SIXTH}{_END})", r"\1i"),
        (GUTTURAL, ""),
        ("(?<=i)y(?=a$)", ""),
    )
)


@lru_cache(maxsize=1)
def _consonants() -> tuple[str, ...]:
    spelt = next(iter(read_rows("ethiopic.tsv")))[0].split()
    return tuple(GUTTURAL if letters == "'" else letters for letters in spelt)


def is_ethiopic(char: str) -> bool:
    """Tell whether a character is a syllable of Ethiopic."""
    return _FIRST_LETTER <= char <= _LAST_LETTER


def mark_ethiopic(text: str) -> str:
    """Return a text with its Ethiopic letters spelt, and marks for what neighbours decide."""
    return "".join(_syllable(ord(char)) if is_ethiopic(char) else char for char in in_full_parts(text))


def spell_ethiopic(text: str) -> str:
    """Return a text with its Ethiopic letters spelt in lower-case Latin ones, everything else as it is."""
    return say_ethiopic(mark_ethiopic(text)) if any(map(is_ethiopic, text)) else text


def say_ethiopic(marked: str) -> str:
    """Return a text marked by `mark_ethiopic` as it is said."""
    return _with_vowels(marked).replace(SIXTH, "")


def ways_to_say_ethiopic(word: str) -> tuple[str, ...]:
    """Return how a word is said, likeliest first: then with one more sixth vowel, the last ones first."""
    said = _with_vowels(mark_ethiopic(word))
    parts = said.split(SIXTH)
    more = [f"{''.join(parts[:at])}i{''.join(parts[at:])}" for at in range(len(parts) - 1, 0, -1) if parts[at]]
    return tuple(dict.fromkeys(("".join(parts), *more, *_without_first_vowel("".join(parts)))))


def _without_first_vowel(said: str) -> tuple[str, ...]:
    """Return a word without the vowel before its Y, which some leave out: Eyerusalem, Yerusalem."""
    return (said[1:],) if said.startswith("ey") else ()


def _with_vowels(marked: str) -> str:
    for sign, letters in _AS_SAID:
        marked = sign.sub(letters, marked)
    return marked


def _syllable(code: int) -> str:
    consonant, order = _consonants()[(code - _FIRST) // _ROW], (code - _FIRST) % _ROW
    vowel = _FIRST_BEHIND_THROAT if consonant in _THROAT and order == 0 else _ORDERS[order]
    return f"{consonant}{vowel}"
