"""Which writing system a text is in."""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from functools import lru_cache


class Script(StrEnum):
    """The writing systems that names of the region come in."""

    LATIN = "latin"
    THAI = "thai"
    LAO = "lao"
    KHMER = "khmer"
    MYANMAR = "myanmar"
    HAN = "han"
    HANGUL = "hangul"
    ARABIC = "arabic"
    CYRILLIC = "cyrillic"
    OTHER = "other"
    MIXED = "mixed"


_RANGES: tuple[tuple[int, int, Script], ...] = (
    (0x0041, 0x005A, Script.LATIN),
    (0x0061, 0x007A, Script.LATIN),
    (0x00C0, 0x024F, Script.LATIN),
    (0x0300, 0x036F, Script.LATIN),
    (0x0400, 0x052F, Script.CYRILLIC),
    (0x0600, 0x06FF, Script.ARABIC),
    (0x0750, 0x077F, Script.ARABIC),
    (0x0E00, 0x0E7F, Script.THAI),
    (0x0E80, 0x0EFF, Script.LAO),
    (0x1000, 0x109F, Script.MYANMAR),
    (0x1100, 0x11FF, Script.HANGUL),
    (0x1780, 0x17FF, Script.KHMER),
    (0x19E0, 0x19FF, Script.KHMER),
    (0x1E00, 0x1EFF, Script.LATIN),
    (0x3007, 0x3007, Script.HAN),
    (0x3400, 0x4DBF, Script.HAN),
    (0x4E00, 0x9FFF, Script.HAN),
    (0xA9E0, 0xA9FF, Script.MYANMAR),
    (0xAA60, 0xAA7F, Script.MYANMAR),
    (0xAC00, 0xD7AF, Script.HANGUL),
    (0xF900, 0xFAFF, Script.HAN),
    (0x20000, 0x323AF, Script.HAN),
)
_STARTS = tuple(start for start, _, _ in _RANGES)


@lru_cache(maxsize=20_000)
def script_of(char: str) -> Script | None:
    """Return the script of one character, or None for what has none (digits, spaces, punctuation)."""
    code = ord(char)
    index = bisect_right(_STARTS, code) - 1
    if index >= 0 and code <= _RANGES[index][1]:
        return _RANGES[index][2]
    return Script.OTHER if char.isalpha() else None


def detect_script(text: str) -> Script:
    """Return the script of a text: MIXED for more than one, OTHER where no letter tells."""
    if text.isascii():
        return Script.LATIN if any(char.isalpha() for char in text) else Script.OTHER
    found = {script for char in set(text) if (script := script_of(char)) is not None}
    if len(found) == 1:
        return found.pop()
    return Script.MIXED if found else Script.OTHER


def script_runs(text: str) -> list[tuple[Script, str]]:
    """Split a text where its script changes; characters without a script stay with the run before them."""
    runs: list[tuple[Script, str]] = []
    for char in text:
        script = script_of(char)
        if runs and (script is None or script is runs[-1][0]):
            runs[-1] = (runs[-1][0], runs[-1][1] + char)
        elif script is not None:
            runs.append((script, char))
        else:
            runs.append((Script.LATIN, char))
    return runs
