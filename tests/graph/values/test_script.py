"""The script of each letter of Unicode, as names are stored with it."""

import sys
import unicodedata
from itertools import pairwise

from graph.values import script_of_text

# The first code point of a range, and the script of the letters from there up to the next.
LETTERS: tuple[tuple[int, str | None], ...] = (
    (0x0000, None),
    (0x0041, "latin"),
    (0x0250, None),
    (0x0370, "greek"),
    (0x0400, "cyrillic"),
    (0x0530, "other"),
    (0x0600, "arabic"),
    (0x0780, "other"),
    (0x08A0, "arabic"),
    (0x0900, "devanagari"),
    (0x0980, "bengali"),
    (0x0A00, "other"),
    (0x0B80, "tamil"),
    (0x0C00, "other"),
    (0x0E00, "thai"),
    (0x0E80, "lao"),
    (0x0F00, "other"),
    (0x1000, "burmese"),
    (0x10A0, "other"),
    (0x1100, "hangul"),
    (0x1200, "other"),
    (0x1780, "khmer"),
    (0x1800, "other"),
    (0x1D00, None),
    (0x1E00, "latin"),
    (0x1F00, "greek"),
    (0x2000, None),
    (0x2E80, "han"),
    (0x3040, "kana"),
    (0x3100, "other"),
    (0x3130, "hangul"),
    (0x3190, "other"),
    (0x31F0, "kana"),
    (0x3400, "han"),
    (0xA000, "other"),
    (0xA9E0, "burmese"),
    (0xAA00, "other"),
    (0xAA60, "burmese"),
    (0xAA80, "other"),
    (0xAC00, "hangul"),
    (0xD7A4, "other"),
    (0xF900, "han"),
    (0xFB00, "latin"),
    (0xFB07, "other"),
    (0xFB50, "arabic"),
    (0xFE00, "other"),
    (0xFF21, "latin"),
    (0xFF66, "kana"),
    (0xFFA0, "other"),
    (0x20000, "han"),
    (0x323B0, "other"),
    (sys.maxunicode + 1, None),
)


def test_each_letter_is_of_its_script_and_nothing_else_is_of_any() -> None:
    wrong = [
        hex(code)
        for (first, script), (behind, _) in pairwise(LETTERS)
        for code in range(first, behind)
        if script_of_text(chr(code)) != (script if unicodedata.category(chr(code))[0] == "L" else None)
    ]
    assert wrong == []


def test_letters_of_two_scripts_are_mixed_and_those_of_none_tell_nothing() -> None:
    assert script_of_text("กข 12 ก") == "thai"
    assert script_of_text("ก a") == "mixed"
    assert script_of_text("ʰ ก") == "thai"
    assert script_of_text("12 ʰ") is None
