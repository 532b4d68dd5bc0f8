"""Bring a raw name into one comparable written form, without losing a mark that tells names apart."""

from __future__ import annotations

import re
import unicodedata

# A name longer than this is cut: comparison stays bounded whatever a source sends.
MAX_CHARACTERS = 300

_COMPATIBILITY = re.compile("[\u2460-\u24ff\u3300-\u33ff\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefe\uff01-\uffef]")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63]")
_QUOTES = re.compile("[\u2018\u2019\u02bb\u02bc\u02be\u02bf\u0060\u00b4\u2032]")
_SPELLINGS = (
    ("\u0e40\u0e40", "\u0e41"),  # Thai: two SARA E typed for one SARA AE
    ("\u0e4d\u0e32", "\u0e33"),  # Thai: NIKHAHIT and SARA AA typed for SARA AM
    ("\u0ec0\u0ec0", "\u0ec1"),  # Lao likewise
    ("\u0ecd\u0eb2", "\u0eb3"),
    ("\u17c1\u17b8", "\u17be"),  # Khmer: OE typed as E and II
    ("\u17c1\u17b6", "\u17c4"),  # Khmer: OO typed as E and AA
    ("\u1025\u103a", "\u1009\u103a"),  # Burmese: U typed for NYA
)


def clean(raw: str) -> str:
    """Return the text in NFC, controls and zero-width characters gone, digits in ASCII, spaces single.

    Marks (Mn, Mc) of South-East Asian scripts stay: without them different names fall together.
    """
    text = raw[:MAX_CHARACTERS]
    if not text.isascii():
        text = _COMPATIBILITY.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
        text = unicodedata.normalize("NFC", text)
        text = text.translate(_PLAIN)
        text = _QUOTES.sub("'", _DASHES.sub("-", text))
        for typed, meant in _SPELLINGS:
            text = text.replace(typed, meant)
    elif not text.isprintable():
        text = text.translate(_PLAIN)
    return " ".join(text.split())


class _Plain(dict[int, str]):
    """What each character becomes, looked up once per character ever met."""

    def __missing__(self, code: int) -> str:
        """Return a space for a line break, nothing for a control, an ASCII digit for a native one, else the letter."""
        char = chr(code)
        category = unicodedata.category(char)
        if category == "Nd":
            plain = str(unicodedata.decimal(char))
        elif category in ("Zs", "Zl", "Zp") or char in "\t\r\n\v\f":
            plain = " "
        else:
            plain = "" if category[0] == "C" else char
        self[code] = plain
        return plain


_PLAIN = _Plain()
