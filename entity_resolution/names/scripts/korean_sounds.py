"""Korean words in Hangul as the Revised Romanisation spells them: as they are said, 한빛 is hanbit and 신라 silla.

Of persons' given names it spells each syllable by itself, which `hangul.py` does.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

# The parts of a syllable in Hangul's order.
_FIRST, _OF_A_LETTER, _OF_A_VOWEL = 0xAC00, 588, 28
_INITIALS = ("g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h")
_VOWEL_WORDS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i"
_VOWELS = tuple(_VOWEL_WORDS.split())
# What ends a syllable: how it is said before a consonant or at the end, and before a vowel.
_FINAL_WORDS = (
    "/ k/g k/kk k/ks n/n n/nj n/n t/d l/r k/lg m/lm l/lb l/ls l/lt p/lp l/r m/m p/b p/ps t/s t/ss ng/ng t/j t/ch"
    " k/k t/t p/p t/"
)
_FINALS = tuple((final.partition("/")[0], final.partition("/")[2]) for final in _FINAL_WORDS.split())
_H, _BREATHED = 27, {"g": "k", "d": "t", "j": "ch"}
# What the end of a syllable and the beginning of the next one turn into: 국민 Gungmin, 신라 Silla, 종로 Jongno.
_MEETING = {
    **{("k", letter): ("ng", said) for letter, said in (("n", "n"), ("m", "m"), ("r", "n"))},
    **{("t", letter): ("n", said) for letter, said in (("n", "n"), ("m", "m"), ("r", "n"))},
    **{("p", letter): ("m", said) for letter, said in (("n", "n"), ("m", "m"), ("r", "n"))},
    **{("m", "r"): ("m", "n"), ("ng", "r"): ("ng", "n")},
    **dict.fromkeys((("n", "r"), ("l", "n"), ("l", "r")), ("l", "l")),
}
_HANGUL = re.compile("[\uac00-\ud7a3]+")


@lru_cache(maxsize=20_000)
def say_korean(text: str) -> str:
    """Return a text with its words in Hangul in lower-case Latin letters; the rest stays.

    Args:
        text: in NFC.
    """
    return _HANGUL.sub(lambda found: _say(found.group()), text)


def is_syllable(letter: str) -> bool:
    """Tell whether a letter is a whole syllable of Hangul."""
    return _HANGUL.fullmatch(letter) is not None


def parts_of_syllable(letter: str) -> tuple[str, str]:
    """Return a syllable's first consonant, if any, and its vowel, as the Revised Romanisation spells them.

    Args:
        letter: of Hangul, whole.
    """
    initial, rest = divmod(ord(letter) - _FIRST, _OF_A_LETTER)
    return _INITIALS[initial], _VOWELS[rest // _OF_A_VOWEL]


def _say(word: str) -> str:
    syllables = [divmod(ord(letter) - _FIRST, _OF_A_LETTER) for letter in word]
    parts = [(initial, *divmod(rest, _OF_A_VOWEL)) for initial, rest in syllables]
    said = [_INITIALS[parts[0][0]]]
    for (_, vowel, final), (initial, _, _) in pairwise([*parts, (_INITIALS.index(""), 0, 0)]):
        said += [_VOWELS[vowel], *_meet(final, _INITIALS[initial])]
    # Nothing follows the last one, and no vowel either.
    last = _FINALS[parts[-1][2]][0]
    return "".join((*said[:-2], last))


def _meet(final: int, initial: str) -> tuple[str, str]:
    """Return how the end of a syllable and the beginning of the next one are said."""
    alone, before_vowel = _FINALS[final]
    if not initial:
        return before_vowel, ""
    if final == _H:
        return "", _BREATHED.get(initial, initial)
    return _MEETING.get((alone, initial), (alone, initial))
