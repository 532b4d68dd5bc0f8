"""Names that a program read by the wrong table of letters: `à¸ªà¸¡à¸Šà¸²à¸¢` and `ÊÁªÒÂ` are both สมชาย."""

import re

_LOST = "\ufffd"
# Bytes of UTF-8 as Windows-1252 shows them; the five that it has no letter for stay what they are.
_WESTERN = {bytes([byte]).decode("cp1252", "ignore") or chr(byte): byte for byte in range(0x80, 0x100)}
# A word of accented letters and signs alone: Thai in windows-874, Cyrillic in windows-1251, Chinese in GBK.
_OF_ANOTHER_TABLE = re.compile(r"(?<![^\s.,;()/-])[\xa1-\xff]{4,}(?![^\s.,;()/-])")
_SIGN = re.compile(r"[\xa1-\xa9\xab-\xb6\xb8\xb9\xbb-\xbf\xd7\xf7]")
_MOST_LETTERS_WITH_MARKS = 4  # that stand side by side in a name that somebody has

GARBLED = "holds letters of another encoding: export the file anew as UTF-8, or name its `encoding` in the mapping"
"""Why such a name is not read, and what mends it."""


def is_garbled(text: str) -> bool:
    """Return whether a name holds letters that a wrong table made, or a sign for one that was lost.

    No name that somebody writes does: its accented Latin letters stand among others, and no bytes of UTF-8 are made of
    them by chance.
    """
    if text.isascii():
        return False
    return _LOST in text or _is_shown_utf_8(text) or any(map(_is_of_another_table, _OF_ANOTHER_TABLE.findall(text)))


def _is_shown_utf_8(text: str) -> bool:
    """Return whether all of a text is UTF-8 that was read byte by byte as Windows-1252."""
    try:
        shown = bytes(ord(c) if c.isascii() else _WESTERN[c] for c in text)
        return not shown.decode("utf-8").isascii()
    except (KeyError, UnicodeDecodeError):
        return False


def _is_of_another_table(word: str) -> bool:
    return _SIGN.search(word) is not None or len(word) > _MOST_LETTERS_WITH_MARKS
