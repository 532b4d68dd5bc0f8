"""Foreign names in kana and Hangul without the vowels that their syllables add: ソフトバンク is softbank."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

# Names of other countries are in these kana, with a point or another sign between their words.
KATAKANA_ALONE = re.compile("[\u30a1-\u30ff=\\s]+")
_SMALL_Y, _SMALL_TSU, _LONG = "ゃゅょャュョ", "っッ", "ー"
_SMALL_VOWELS = "ぁぃぅぇぉァィゥェォ"
_VOWEL_BEFORE = re.compile("[aeiou]$")
# A syllable of kana ends in a vowel: where the foreign word has none, it is U, O behind T and D, and I behind CH and J.
_ADDED_IN_KANA = re.compile("(?:(?<=[kgszbpfmrv])u|(?<=[td])o|(?<=ch)i|(?<=j)i)(?![aeiouy])")
# And EU in Hangul, where L stands twice between vowels, and ER is EO.
_ADDED_IN_HANGUL = (
    (re.compile("(?<=[^aeiouy])eu(?!i)"), ""),
    (re.compile("(?<=[^aeiouy])eo$"), "er"),
    (re.compile("ll"), "l"),
    (re.compile("eo"), "o"),
)


@lru_cache(maxsize=20_000)
def say_kana(kana: str) -> str:
    """Return a foreign word in kana as its own letters may have been.

    Args:
        kana: one word.
    """
    said, doubled = "", False
    for letter in kana:
        if letter == _LONG:
            # A long A is the AR or ER of other languages: car, center.
            said += "r" if said.endswith("a") else ""
            continue
        sound = "" if letter in _SMALL_TSU else anyascii(letter).lower()
        if letter in _SMALL_VOWELS:
            said = f"{said[:-1]}w" if said.endswith("u") and said[-2:-1] in ("", *"aeiou") else _without_vowel(said)
        elif letter in _SMALL_Y:
            said = said.removesuffix("i")
            sound = sound[1:] if said.endswith(("sh", "ch", "j")) else sound
        said += sound[:1] + sound if doubled else sound
        doubled = letter in _SMALL_TSU
    return _ADDED_IN_KANA.sub("", said)


def _without_vowel(said: str) -> str:
    return _VOWEL_BEFORE.sub("", said)


@lru_cache(maxsize=20_000)
def say_hangul(hangul: str) -> str:
    """Return a foreign word in Hangul as its own letters may have been.

    Args:
        hangul: one word.
    """
    said = anyascii(hangul).lower()
    for pattern, spelt in _ADDED_IN_HANGUL:
        said = pattern.sub(spelt, said)
    return said
