"""Free text: composed characters with their marks kept, ASCII digits, no invisible controls, single spaces."""

import re
import unicodedata

from graph.values.enclosed_digits import with_plain_digits
from graph.values.value import NormalisedValue, invalid, possible, valid
from graph.values.zawgyi import READ_FROM_ZAWGYI, zawgyi_in_unicode

MAX_LENGTH = 10_000
MAX_IDENTIFIER_LENGTH = 300

# Line breaks and tabs are white space; every other control character, and half of a surrogate pair, is damage.
_DAMAGE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")

# Behind groups of digits one more may be a check digit, and three may be a group; two are decimals: `12-345-6.00`.
_WITH_DECIMALS = re.compile(
    r"(?P<grouped>\+?[0-9](?:[0-9 -]*[0-9])?|[0-9]{1,3}(?:,[0-9]{3})+)[.,](?P<cents>[0-9]{2})"
    r"|(?P<long>[0-9]{4,})\.(?P<other>[0-9]|000)|(?P<short>[0-9]{1,3})\.0"
)
_MOST_OF_A_FLOAT = 15  # digits
_LONGEST_DECIMALS = 4  # characters, with the point
# A spreadsheet always writes the plus, and other programs one digit before the point: `6.68E+10`, `7e+10`, `6.68E10`.
_POWER_OF_TEN = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]{1,3}|[0-9][.,][0-9]+E[0-9]{1,3}", re.I)

SEVERAL_NUMBERS = "holds more than one number"
"""Why a text with two numbers is neither of them."""
SHORTENED = "written in powers of ten: a spreadsheet shortened the number"
_DECIMALS = "ends in decimals, which no such number has"
_LOST_DIGITS = "of more than 15 digits and written with decimals: a program may have lost some of its digits"

# What exporters put around a cell of a CSV, so that a spreadsheet takes it for text: ="0812345678".
_GUARDED = re.compile(r'=\s*"((?:[^"]|"")*)"')

_APOSTROPHES = "'\u2019"
_MARKS_OF_TEXT = _APOSTROPHES + '"`'

# Bidirectional and zero-width controls, soft hyphen, joiners, variation selectors: they change the look alone.
_INVISIBLE = (
    *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF, 0xFFA0),
    *range(0x180B, 0x180E),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),
    *range(0xE0000, 0xE01F0),
)

_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_SKIN_COLOURS = range(0x1F3FB, 0x1F400)

# No digit stands above: to look through all that may come would be a third of a command's start.
_LAST_DIGIT = 0x1FFFF


def _native_digits() -> dict[int, str]:
    digits = (c for c in range(0x80, _LAST_DIGIT + 1) if unicodedata.category(chr(c)) == "Nd")
    return {c: str(unicodedata.decimal(chr(c))) for c in digits}


_VANISHING: dict[int, str | None] = dict.fromkeys(_INVISIBLE)
_TEXT_MAP: dict[int, str | None] = {**dict.fromkeys(_INVISIBLE), **_native_digits()}
_DASHES = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D), "-")
_FULL_WIDTH = {c: chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F) if c - 0xFEE0 not in range(0x30, 0x3A)}
_IDENTIFIER_MAP: dict[int, str | None] = {
    **_TEXT_MAP,
    **_FULL_WIDTH,
    **_DASHES,
    0x2018: "'",
    0x2019: "'",
    0x2032: "'",
    0x201C: '"',
    0x201D: '"',
    0x2033: '"',
}


def fault(raw: str, longest: int = MAX_LENGTH) -> str | None:
    """Return in words why a raw text cannot be read at all, or None.

    Args:
        raw: the text as its source gave it.
        longest: characters that a value of its type may have; it bounds the work of every pattern that follows.
    """
    if len(raw) > longest:
        return f"longer than {longest:,} characters"
    # Damage is never printable, and most texts are.
    if not raw.isprintable() and _DAMAGE.search(raw):
        return "holds a control character or half of a surrogate pair"
    if not raw or raw.isspace():
        return "empty"
    return None


def unguarded(raw: str) -> str:
    """Return a text without the formula around it that keeps it a text in a spreadsheet (`="0812345678"`).

    Any other text is returned as it is, and so is a longer formula.
    """
    if raw[:1].isalnum():
        return raw  # as most do
    stripped = raw.strip() if '="' in raw or '= "' in raw else ""
    found = _GUARDED.fullmatch(stripped) if stripped[:1] == "=" else None
    return raw if found is None else found[1].replace('""', '"')


def unmarked(raw: str) -> str:
    """Return a text without what keeps it one in a sheet: the formula around it, an apostrophe before it, or quotes.

    No name and no free text is read so: an apostrophe opens `'Abd` as well. Where more of the same marks stand within,
    each part of a list may have its own, and the text is returned as it is.
    """
    if raw[:1].isalnum():
        return raw
    text = unguarded(raw)
    inner = text.strip()
    mark = inner[:1]
    if mark not in _MARKS_OF_TEXT or not mark:
        return text
    is_closed = len(inner) > 1 and inner[-1] == mark
    inner = inner[1:-1] if is_closed else inner[1:]
    if mark in inner or not (is_closed or mark in _APOSTROPHES):
        return text
    return inner or text


def fold_text(raw: str) -> str:
    """Return a text in its canonical form: NFC, marks kept, ASCII digits, no invisible controls, single spaces.

    Burmese in Zawgyi is read first: some of its marks are digits of Unicode. The marks of Thai, Lao, Khmer and Burmese
    are vowels and tones: removing them would make different names equal.
    """
    if not raw.isascii():
        raw = unicodedata.normalize("NFC", zawgyi_in_unicode(raw).translate(_TEXT_MAP))
    return " ".join(raw.split())


def fold_reference(raw: str) -> str:
    """Return what references and names of columns are compared by: NFC, no invisible controls, single spaces.

    What looks the same to who types it is the same. Digits, case and width tell two references apart, as they may be
    two of one agency's own.
    """
    if not raw.isascii():
        raw = unicodedata.normalize("NFC", raw.translate(_VANISHING))
    return " ".join(raw.split())


def bare_text(raw: str) -> str:
    """Return a text folded, in small letters and without points, hyphens, brackets and quotes before or behind it."""
    return fold_text(raw).lower().strip(" .-()[]*\"'")


def fold_identifier(raw: str) -> str:
    """Return an identifier's text as `fold_text` does, with full-width forms, drawn digits, dashes and quotes in ASCII.

    A spreadsheet's formula around it is taken off, which may stand around each part of a list.
    """
    raw = unguarded(raw)
    if not raw.isascii():
        raw = unicodedata.normalize("NFC", with_plain_digits(raw).translate(_IDENTIFIER_MAP))
    return " ".join(raw.split())


def is_picture(c: str) -> bool:
    """Tell whether a character is a picture: an emoji or another sign. A flag says a country, and is none."""
    return ord(c) in _SKIN_COLOURS or (unicodedata.category(c) == "So" and ord(c) not in _FLAG_LETTERS)


def without_point(text: str) -> str:
    """Return a whole number without the decimals that a program wrote (`66812345678.0`), any other text as it is.

    Of a number with more than 15 digits a float has lost some, so it stays what it is.
    """
    found = _WITH_DECIMALS.fullmatch(text) if text[-1:] == "0" else None
    if found is None or (found["cents"] or found["other"] or "").strip("0"):
        return text
    whole = (found["grouped"] or found["long"] or found["short"]).replace(",", "")
    return whole if sum(map(str.isdigit, whole)) <= _MOST_OF_A_FLOAT else text


def damage_to_number(text: str) -> str | None:
    """Return in words why the digits of a text are not those of an account, a phone or a document, or None.

    Args:
        text: as `without_point` returns it.
    """
    if is_shortened(text):
        return SHORTENED
    # Grouped digits have dots and commas as well, with more digits behind them.
    end = text[-_LONGEST_DECIMALS:]
    found = _WITH_DECIMALS.fullmatch(text) if "." in end or "," in end else None
    if found is None:
        return None
    return _DECIMALS if (found["cents"] or found["other"] or "").strip("0") else _LOST_DIGITS


def is_shortened(text: str) -> bool:
    """Return whether a text is a number in powers of ten, as spreadsheets show and save long ones."""
    return ("E" in text or "e" in text) and _POWER_OF_TEN.fullmatch(text) is not None


def normalise_text(raw: str) -> NormalisedValue:
    """Return a narrative or descriptive text in its canonical form; its type is always `text`."""
    reason = fault(raw)
    if reason is not None:
        return invalid(raw, "text", reason)
    folded = fold_text(raw)
    if not folded:
        return invalid(raw, "text", "empty")
    is_read = zawgyi_in_unicode(raw) != raw
    return possible(raw, folded, "text", READ_FROM_ZAWGYI) if is_read else valid(raw, folded, "text")


def normalise_code(raw: str) -> NormalisedValue:
    """Return a word of a closed vocabulary, folded: lower case, words joined by hyphens (`SCAM_COMPOUND`)."""
    reason = fault(raw)
    if reason is not None:
        return invalid(raw, "code", reason)
    folded = re.sub(r"[\s_-]+", "-", fold_identifier(raw).lower()).strip("-")
    return valid(raw, folded, "code") if folded else invalid(raw, "code", "empty")
