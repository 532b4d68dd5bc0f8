"""The scripts of letters, by one table of ranges of Unicode, and the script in which a text is written."""

import re
import unicodedata
from bisect import bisect_right
from typing import NamedTuple


class CodeRange(NamedTuple):
    """Code points from one on, up to the next range.

    Attributes:
        first: the first code point.
        script: of the letters in it; `None` where they tell no script.
        is_read: whether names in it are read. There marks, digits and signs are of the script as well, wherever names
            are told apart by their script; elsewhere its letters alone are, and of another script than those read.
    """

    first: int
    script: str | None
    is_read: bool = False


_RANGES = (
    CodeRange(0x0000, None),
    CodeRange(0x0041, "latin", is_read=True),
    CodeRange(0x005B, "latin"),
    CodeRange(0x0061, "latin", is_read=True),
    CodeRange(0x007B, "latin"),
    CodeRange(0x00C0, "latin", is_read=True),
    CodeRange(0x0250, None),
    CodeRange(0x0300, "latin", is_read=True),  # marks, of which others make letters of theirs as well
    CodeRange(0x0370, "greek"),
    CodeRange(0x0400, "cyrillic", is_read=True),
    CodeRange(0x0530, "other"),
    CodeRange(0x0600, "arabic", is_read=True),
    CodeRange(0x0700, "arabic"),
    CodeRange(0x0750, "arabic", is_read=True),
    CodeRange(0x0780, "other"),
    CodeRange(0x08A0, "arabic"),
    CodeRange(0x0900, "devanagari"),
    CodeRange(0x0980, "bengali"),
    CodeRange(0x0A00, "other"),
    CodeRange(0x0B80, "tamil"),
    CodeRange(0x0C00, "other"),
    CodeRange(0x0E00, "thai", is_read=True),
    CodeRange(0x0E80, "lao", is_read=True),
    CodeRange(0x0F00, "other"),
    CodeRange(0x1000, "burmese", is_read=True),
    CodeRange(0x10A0, "other"),
    CodeRange(0x1100, "hangul", is_read=True),
    CodeRange(0x1200, "other"),
    CodeRange(0x1780, "khmer", is_read=True),
    CodeRange(0x1800, "other"),
    CodeRange(0x19E0, "khmer", is_read=True),
    CodeRange(0x1A00, "other"),
    CodeRange(0x1D00, None),
    CodeRange(0x1E00, "latin", is_read=True),
    CodeRange(0x1F00, "greek"),
    CodeRange(0x2000, None),
    CodeRange(0x2E80, "han"),
    CodeRange(0x3007, "han", is_read=True),  # zero among the numerals
    CodeRange(0x3008, "han"),
    CodeRange(0x3040, "kana"),
    CodeRange(0x3100, "other"),
    CodeRange(0x3130, "hangul"),
    CodeRange(0x3190, "other"),
    CodeRange(0x31F0, "kana"),
    CodeRange(0x3400, "han", is_read=True),
    CodeRange(0x4DC0, "han"),
    CodeRange(0x4E00, "han", is_read=True),
    CodeRange(0xA000, "other"),
    CodeRange(0xA9E0, "burmese", is_read=True),
    CodeRange(0xAA00, "other"),
    CodeRange(0xAA60, "burmese", is_read=True),
    CodeRange(0xAA80, "other"),
    CodeRange(0xAC00, "hangul", is_read=True),
    CodeRange(0xD7B0, "other"),
    CodeRange(0xF900, "han", is_read=True),
    CodeRange(0xFB00, "latin"),
    CodeRange(0xFB07, "other"),
    CodeRange(0xFB50, "arabic"),
    CodeRange(0xFE00, "other"),
    CodeRange(0xFF21, "latin"),
    CodeRange(0xFF66, "kana"),
    CodeRange(0xFFA0, "other"),
    CodeRange(0x20000, "han", is_read=True),
    CodeRange(0x323B0, "other"),
)
_STARTS = tuple(found.first for found in _RANGES)

_LATIN_ONLY = re.compile(r"[\x00-\u024f\u1e00-\u1eff]*")


def code_range_of(char: str) -> CodeRange:
    """Return the range in which a character stands."""
    return _RANGES[bisect_right(_STARTS, ord(char)) - 1]


def script_of_text(text: str) -> str | None:
    """Return the script of a text's letters: `thai`, `latin`, ... `mixed` for several, None where it has no letter."""
    if _LATIN_ONLY.fullmatch(text):
        return "latin" if text[:1].isalpha() or any(map(str.isalpha, text)) else None
    scripts = {code_range_of(c).script for c in text if unicodedata.category(c)[0] == "L"} - {None}
    if not scripts:
        return None
    return scripts.pop() if len(scripts) == 1 else "mixed"
