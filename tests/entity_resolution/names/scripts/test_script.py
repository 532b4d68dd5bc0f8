"""The script of each character of Unicode, as names are told apart by it."""

from __future__ import annotations

import sys

from entity_resolution.names.scripts.script import Script, script_of

# First and last code point of all characters of a script, marks and signs too. Letters elsewhere are of another one.
OF_SCRIPTS = (
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


def test_each_character_is_of_its_script_or_of_none() -> None:
    expected = {code: script for first, last, script in OF_SCRIPTS for code in range(first, last + 1)}
    wrong = [
        hex(code)
        for code in range(sys.maxunicode + 1)
        if script_of(chr(code)) is not expected.get(code, Script.OTHER if chr(code).isalpha() else None)
    ]
    assert wrong == []
