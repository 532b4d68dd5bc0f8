r"""Letters that a program wrote by their numbers, and never turned back: `&#3626;`, `\u0E2A` and `%E0%B8%AA` are all ส.

Pages, JSON and addresses of the web write them so, and exports of what stood there keep it. No name that somebody
writes holds one, and each says its letter without doubt; so it is read, once no part of it is missing.
"""

import re
import unicodedata
from html.entities import name2codepoint
from typing import Final

READ_FROM_ESCAPES: Final = "holds letters written by their numbers or names, as web pages have them, and read as these"
ESCAPED: Final = (
    r"holds letters written by their numbers (`&#3626`, `\u0E2A`, `%E0`) of which a part is missing: export the file "
    "anew, and part no cell at `;` that holds them"
)
"""Why such a name is not read, and what mends it."""

_MOST_TIMES = 3  # that escapes are escaped: `&amp;amp;#3626;`
_OF_PAGES = re.compile(r"&(?:#([0-9]{2,7})|#[xX]([0-9A-Fa-f]{2,6})|([A-Za-z]{2,8}));")
_OF_PROGRAMS = re.compile(r"(?:\\{1,2}u[0-9A-Fa-f]{4})+")
_OF_ADDRESSES = re.compile("(?:%[0-9A-Fa-f]{2})+")
# What is left of one where a part is missing. ASCII's own letters are no sign of it: `100%BE`, `A&#12`.
_LEFT = re.compile(r"&#(?:[0-9]{3,7}|[xX][0-9A-Fa-f]{2,6})|\\u[0-9A-Fa-f]{2,4}|(?:%[89A-Fa-f][0-9A-Fa-f]){2}")
_SPACE = "%20"
_NOT_SEEN = "\n\r\t\u00a0\u2028\u2029"
_OF_BYTES = {
    chr(byte): bytes([byte]).decode("cp1252") for byte in range(128, 160) if byte not in b"\x81\x8d\x8f\x90\x9d"
}
# Signs, and the letters of HTML 4 that Latin names are written with.
_NAMED = {
    name: chr(code)
    for name, code in name2codepoint.items()
    if (chr(code).isalpha() and code < 0x250) or chr(code) in '&<>"\u00a0\u2013\u2014\u2018\u2019\u201c\u201d'
} | {"apos": "'"}


def without_escapes(text: str) -> str:
    """Return a text with its letters in place of their numbers; what is no whole number of one stays as it is."""
    if not _may_hold(text):
        return text
    for _ in range(_MOST_TIMES):
        before, text = text, _of_addresses(_OF_PROGRAMS.sub(_of_program, _OF_PAGES.sub(_of_page, text)))
        if text == before:
            break
    return text


def holds_parts_of_escapes(text: str) -> bool:
    """Return whether a text holds what is left of a letter's number, as where a cell was cut or parted at `;`."""
    return _may_hold(text) and _LEFT.search(text) is not None


def _may_hold(text: str) -> bool:
    return "&" in text or "\\" in text or "%" in text


def _of_page(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name is not None:
        return _NAMED.get(name) or _NAMED.get(name.lower() if name.isupper() else name, found[0])
    code = int(decimal) if decimal is not None else int(hexadecimal, 16)
    return _shown(chr(code)) or found[0] if code <= 0x10FFFF else found[0]


def _of_program(found: re.Match[str]) -> str:
    digits = re.sub(r"\\+u", "", found[0])
    return _shown(bytes.fromhex(digits).decode("utf-16-be", errors="surrogatepass")) or found[0]


def _of_addresses(text: str) -> str:
    """Return a text with what an address of the web writes by bytes of UTF-8, where one is no ASCII, or a space.

    Where it holds no space, its spaces were written so as well.
    """
    if "%" not in text:
        return text
    spaced = any(map(str.isspace, text))
    read = _OF_ADDRESSES.sub(_of_address, text if spaced else text.replace("+", " "))
    return read if not read.isascii() or (not spaced and _SPACE in text) else text


def _of_address(found: re.Match[str]) -> str:
    try:
        letters = bytes.fromhex(found[0].replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]
    return _shown(letters) or found[0]


def _shown(letters: str) -> str | None:
    """Return letters of which each can be written in a name, also those that join others; None of any others.

    Signs that are not seen come with text of both directions, and a name reads on without them; pages number the signs
    of windows-1252 from 128 to 159 by their bytes (HTML Standard, 13.2.5.80).
    """
    seen = "".join(_OF_BYTES.get(c, c) for c in letters)
    return seen if all(c.isprintable() or c in _NOT_SEEN or unicodedata.category(c) == "Cf" for c in seen) else None
