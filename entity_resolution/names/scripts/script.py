"""Which writing system a text is in."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from graph.values import code_range_of


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


# By the script of a range; `names` reads no others, and all of them are one sort.
_OF_RANGES = {
    "latin": Script.LATIN,
    "cyrillic": Script.CYRILLIC,
    "arabic": Script.ARABIC,
    "thai": Script.THAI,
    "lao": Script.LAO,
    "burmese": Script.MYANMAR,
    "hangul": Script.HANGUL,
    "khmer": Script.KHMER,
    "han": Script.HAN,
}


@lru_cache(maxsize=20_000)
def script_of(char: str) -> Script | None:
    """Return the script of one character, or None for what has none (digits, spaces, punctuation)."""
    found = code_range_of(char)
    if found.is_read and found.script is not None:
        return _OF_RANGES[found.script]
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
