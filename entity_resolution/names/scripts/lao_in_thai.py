"""Lao letters as the Thai ones of their sounds: what Thai writes of a foreign name by rule, Lao writes alike."""

from __future__ import annotations

import re
from functools import lru_cache

_LAO, _BESIDE_THAI = range(0x0E81, 0x0EDA), 0x80
# Letters that do not stand where the Thai ones of their sound do; X and SH are written with either S.
_OTHER_LETTERS = {"ຍ": "ย", "ຣ": "ร", "ຊ": "ซ", "ຼ": "ล", "ົ": "", "ໜ": "หน", "ໝ": "หม"}
# IA inside a syllable, and UO, which Thai writes around the letter and by another sign.
_IA, _UO = re.compile("(ຫ?[ກ-ຮ])ຽ"), "ົວ"
# A long E before Y, which Thai writes without its I: ເຫວີຍ, เหวย.
_LONG_E = re.compile(r"(เ[ก-ฮ]{1,2})ี(?=ย(?:\s|$))")


@lru_cache(maxsize=20_000)
def lao_in_thai(text: str) -> str:
    """Return a text in Lao letters in Thai ones, what else it holds as it is; a text without any as it is."""
    if not any(ord(letter) in _LAO for letter in text):
        return text
    text = _IA.sub(r"ເ\1ີຢ", text).replace(_UO, "ັວ")
    return _LONG_E.sub(r"\1", "".join(map(_letter, text)))


def _letter(letter: str) -> str:
    if letter in _OTHER_LETTERS:
        return _OTHER_LETTERS[letter]
    return chr(ord(letter) - _BESIDE_THAI) if ord(letter) in _LAO else letter
