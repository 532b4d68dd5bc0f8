"""Bring a raw name into one comparable written form, without losing a mark that tells names apart."""

from __future__ import annotations

import re
import unicodedata

from graph.values import zawgyi_in_unicode

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


# Pictures and signs that stand beside a name and are none of it, and what only turns one into a picture.
_PICTURES = (range(0x2190, 0x2C00), range(0x1F000, 0x1FB00))
_OF_PICTURES = frozenset({0x20E3, 0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400)})
# Cyrillic and Greek letters that look like Latin ones, as they stand in a word of both to hide it from a search.
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z]")
_LOOKS_LATIN = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u04bb\u0501\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423\u0406\u0405\u0408"
    "\u03bf\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bd\u03c1",
    "aeopcyxisjhdABEKMHOPCTXYISJoABEZHIKMNOPTYXvp",
)

# Old Vietnamese keyboards and exports write the letter eth for a D with a stroke, and so do some of Croatia. No word
# of Iceland or the Faroes begins with an eth, and no syllable of Vietnam has a D but before its vowel.
_ETHS = re.compile("(?<![^\\W\\d_])[\u00d0\u00f0](?=[^\\W\\d_])")
_D_WITH_STROKE = {"\u00d0": "\u0110", "\u00f0": "\u0111"}


def clean(raw: str) -> str:
    """Return the text in NFC, controls, pictures and zero-width characters gone, digits in ASCII, spaces single.

    Burmese in Zawgyi is in Unicode, and an eth that begins a word is the D with a stroke of Vietnam. Marks (Mn, Mc) of
    South-East Asian scripts stay: without them different names fall together.
    """
    text = raw[:MAX_CHARACTERS]
    if not text.isascii():
        text = zawgyi_in_unicode(text)
        text = _COMPATIBILITY.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
        text = unicodedata.normalize("NFC", text)
        text = text.translate(_PLAIN)
        text = _QUOTES.sub("'", _DASHES.sub("-", text))
        for typed, meant in _SPELLINGS:
            text = text.replace(typed, meant)
        text = _ETHS.sub(lambda found: _D_WITH_STROKE[found.group()], text)
        if _LATIN.search(text):
            text = _WORD.sub(_in_one_alphabet, text)
    elif not text.isprintable():
        text = text.translate(_PLAIN)
    return " ".join(text.split())


def _in_one_alphabet(found: re.Match[str]) -> str:
    """Return a word in Latin letters where it is of them and of others that only look so."""
    word = found.group()
    if word.isascii() or not _LATIN.search(word):
        return word
    latin = word.translate(_LOOKS_LATIN)
    return latin if latin.isascii() else word


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
        elif code in _OF_PICTURES or category[0] == "C":
            plain = ""
        else:
            plain = " " if category == "So" and any(code in pictures for pictures in _PICTURES) else char
        self[code] = plain
        return plain


_PLAIN = _Plain()
