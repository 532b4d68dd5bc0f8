"""Types Vietnamese as fonts of before Unicode had it typed: TCVN3 (.VnTime) and VNI."""

import unicodedata

_TCVN3 = {
    "Ă": 0xA1, "Â": 0xA2, "Ê": 0xA3, "Ô": 0xA4, "Ơ": 0xA5, "Ư": 0xA6, "Đ": 0xA7,
    "ă": 0xA8, "â": 0xA9, "ê": 0xAA, "ô": 0xAB, "ơ": 0xAC, "ư": 0xAD, "đ": 0xAE,
}  # fmt: skip
# The tones of each vowel stand side by side: grave, hook, tilde, acute, dot below.
_TONED = {
    "a": (0xB5, 0xB6, 0xB7, 0xB8, 0xB9), "ă": (0xBB, 0xBC, 0xBD, 0xBE, 0xC6), "â": (0xC7, 0xC8, 0xC9, 0xCA, 0xCB),
    "e": (0xCC, 0xCE, 0xCF, 0xD0, 0xD1), "ê": (0xD2, 0xD3, 0xD4, 0xD5, 0xD6), "i": (0xD7, 0xD8, 0xDC, 0xDD, 0xDE),
    "o": (0xDF, 0xE1, 0xE2, 0xE3, 0xE4), "ô": (0xE5, 0xE6, 0xE7, 0xE8, 0xE9), "ơ": (0xEA, 0xEB, 0xEC, 0xED, 0xEE),
    "u": (0xEF, 0xF1, 0xF2, 0xF3, 0xF4), "ư": (0xF5, 0xF6, 0xF7, 0xF8, 0xF9), "y": (0xFA, 0xFB, 0xFC, 0xFD, 0xFE),
}  # fmt: skip
_MARKS = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_VNI_TONES = dict(zip(_MARKS, "øûõùï", strict=True))
_VNI_ROOFED = dict(zip(("", *_MARKS), "âàåãáä", strict=True))
_VNI_BOWED = dict(zip(("", *_MARKS), "êèúüéë", strict=True))
_VNI_ALONE = {"đ": "ñ", "ơ": "ô", "ư": "ö", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "í": "í", "ị": "ò", "ỵ": "î"}


def _apart(letter: str) -> tuple[str, str]:
    """Return a letter without its tone, and the tone."""
    parts = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in parts if mark in _MARKS), "")
    return unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts), tone


def in_tcvn3(text: str) -> str:
    """Return a text as it is typed for .VnTime; capital letters with tones are small there."""
    return "".join(map(_tcvn3_letter, unicodedata.normalize("NFC", text)))


def _tcvn3_letter(letter: str) -> str:
    base, tone = _apart(letter)
    if tone:
        return chr(_TONED[base.lower()][_MARKS.index(tone)])
    return chr(_TCVN3[letter]) if letter in _TCVN3 else letter


def in_vni(text: str) -> str:
    """Return a text as it is typed for VNI-Times."""
    return "".join(map(_vni_letter, unicodedata.normalize("NFC", text)))


def _vni_letter(letter: str) -> str:
    base, tone = _apart(letter.lower())
    if letter.lower() in _VNI_ALONE:
        typed = _VNI_ALONE[letter.lower()]
    elif base in "âêô":
        typed = unicodedata.normalize("NFD", base)[0] + _VNI_ROOFED[tone]
    elif base == "ă":
        typed = f"a{_VNI_BOWED[tone]}"
    else:
        typed = {"ơ": "ô", "ư": "ö"}.get(base, base) + _VNI_TONES.get(tone, "")
    return typed[0].upper() + typed[1:] if letter.isupper() else typed
