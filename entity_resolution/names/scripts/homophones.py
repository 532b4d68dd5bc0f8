"""Letters of one script that sound alike, of which whoever writes a name takes either: ሐና and ሃና, শামসুল and সামসুল.

Only what every reader of the language says alike stands here: what one people alone hears so is a spelling of theirs.
"""

from __future__ import annotations

from typing import Final

# Ge'ez had a sound for each of these consonants; in Amharic the second one sounds as the first, with each vowel.
_AMHARIC: Final = ((0x1200, 0x1210), (0x1200, 0x1280), (0x1230, 0x1220), (0x12A0, 0x12D0), (0x1338, 0x1340))
_THROAT, _FOURTH, _VOWELS = (0x1200, 0x12A0), 3, 7
# Bengali has lost the length of I and U, the N and SH behind the tongue, and says S as SH.
_BENGALI: Final = str.maketrans("ঈঊীূণষস", "ইউিুনশশ")
# Hindi and Nepali say both lengths at the end of words alike, and both SH; clerks write either elsewhere too.
_DEVANAGARI: Final = str.maketrans("ईऊीूष", "इउिुश")
# Passports of Russia have no letter for it.
_CYRILLIC: Final = str.maketrans("ёЁ", "еЕ")


def _letters_of_amharic() -> dict[int, int]:
    found = {other + vowel: one + vowel for one, other in _AMHARIC for vowel in range(_VOWELS)}
    for first in (*_THROAT, *found):  # behind consonants of the throat the first vowel is said as the fourth
        one = found.get(first, first)
        found[first] = one + _FOURTH if one in _THROAT else one
    return found


_AS_HEARD: Final = {**_letters_of_amharic(), **_BENGALI, **_DEVANAGARI, **_CYRILLIC}


def as_heard(text: str) -> str:
    """Return a text with one letter for those of its script that sound alike."""
    return text if text.isascii() else text.translate(_AS_HEARD)
