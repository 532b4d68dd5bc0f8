"""Turkish letters that a computer read in the wrong table: Ýsmail Iþýk is İsmail Işık.

Windows' table of Turkish (cp1254) has six letters where that of western Europe (cp1252) has those of Iceland. A
spelling alone does not tell which is meant: Þór and Guðmundur are Icelanders.
"""

from __future__ import annotations

import re

from entity_resolution.names.scripts.latin import has_vietnamese_marks

# Microsoft, code page 1254, whose bytes D0, DD, DE, F0, FD and FE are these letters in code page 1252.
_IN_TURKISH = str.maketrans("ÐÝÞðýþ", "ĞİŞğış")
_MISREAD, _TURKISH = re.compile("[ÐÝÞðýþ]"), re.compile("[ĞİŞğış]")


def in_turkish_letters(text: str) -> str:
    """Return a text with the letters of Turkey where the table of western Europe has those of Iceland."""
    return text.translate(_IN_TURKISH)


def may_be_misread_turkish(native: str) -> bool:
    """Tell whether a name has letters of Iceland that may be Turkish ones, and none of Vietnam, whose ý it is."""
    return _MISREAD.search(native) is not None and not has_vietnamese_marks(_MISREAD.sub("", native))


def has_turkish_letters(native: str) -> bool:
    """Tell whether a name has letters of Turkish that western Europe has not."""
    return _TURKISH.search(native) is not None
