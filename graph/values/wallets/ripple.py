"""Addresses of the XRP Ledger: classic ones, destination tags behind them, and X-addresses, which hold both.

An exchange gives all its customers one address and tells them apart by their tags, so that two tags are two wallets.
"""

import re

from graph.values.wallets.base58 import RIPPLE_ALPHABET, add_checksum, decode_base58, encode_base58, strip_checksum
from graph.values.wallets.memo import is_part_of_number, may_hold_memo

_CLASSIC = re.compile(r"r[0-9A-Za-z]{24,34}", re.I)
# `?dt=77`, `:77`, ` tag 77`, ` DT: 77`, ` (destination tag 77)`, ` memo 77`: what stands behind an address.
_LABEL = r"[\s:;,/|#_(\[+-]*(?:(?:destination|dest|dst)?[\s._-]*(?:tag|dt|memo)(?:[\s._-]*id)?)?[\s:=#._-]*"
_TAG = re.compile(_LABEL + r"(\d{1,12})[\s)\].]*", re.I)
# A tag that a program wrote in another way, or an amount: `1.00231E5`, `100,231`.
_OTHER_NUMBER = re.compile(_LABEL + r"\d[\d.,']*(?:E[+-]?\d+)?[\s)\].]*", re.I)
# Behind its label among other words: `Binance, deposit tag 77 (hot)`.
_LABELLED = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:destination|dest|dst)?tag|dt|memo)(?:[\s._-]*id)?[\s:=#._-]*(\d[\d.,']*(?:E[+-]?\d+)?)",
    re.I,
)
# Behind such a tag: it is none, as of `tag 77abc`, `tag 12-345` and `tag 01/11/2026`.
_GOES_ON = re.compile("[0-9A-Za-z]|[/-][0-9]")
_QUERY_TAG = re.compile(r"(?:^|&)(?:dt|tag|destination_?tag)=([^&]*)", re.I)
_TAGS = 1 << 32
_ACCOUNT_PREFIX = b"\x00"
_X_PREFIXES = {b"\x05\x44": "xrp", b"\x04\x93": "xrptest"}
_X_LENGTH = 31  # prefix 2, account 20, flag 1, tag 8
_X_CHARACTERS = range(46, 49)

NO_TAG = "a destination tag that is no whole number below 2^32"


def split_tag(text: str) -> tuple[str, str | None] | None:
    """Return an address and the text of its destination tag, None where the text is no address with one.

    Args:
        text: a folded text without a scheme.

    Returns:
        The tag as a plain number (`77`), or None where what stands there for it cannot be one.
    """
    address, mark, query = text.partition("?")
    if mark:
        address = "".join(address.split())
        found = _QUERY_TAG.search(query)
        if found is None or not _CLASSIC.fullmatch(address):
            return None
        return address, _number(found[1].strip())
    begun = _CLASSIC.match(text)
    rest = text[begun.end() :] if begun is not None else ""
    if begun is None or not rest.strip(" .,;)]>") or rest[0].isalnum():
        return None
    tag = _TAG.fullmatch(rest)
    if tag is not None:
        return begun[0], _number(tag[1])
    return (begun[0], None) if rest.lstrip()[:1] == ":" or _OTHER_NUMBER.fullmatch(rest) else None


def tag_among_words(behind: str, before: str) -> str | None:
    """Return the tag that the words around an address name; empty where one may stand there, None where none does."""
    for text in (behind, before):
        found = _LABELLED.search(text)
        if found is not None:
            tag = found[1].rstrip(".,'")
            goes_on = is_part_of_number(tag, text[found.end() :]) or _GOES_ON.match(text, found.end())
            return "" if goes_on else _number(tag) or ""
    return "" if may_hold_memo(behind, before) else None


def _number(text: str) -> str | None:
    return str(int(text)) if re.fullmatch(r"[0-9]{1,12}", text) and int(text) < _TAGS else None


def is_classic(text: str) -> bool:
    """Return whether a text is a classic address, by its checksum."""
    body = strip_checksum(decode_base58(text, RIPPLE_ALPHABET) or b"")
    return body is not None and len(body) == 21 and body[:1] == _ACCOUNT_PREFIX


def read_x_address(text: str) -> tuple[str, str] | None:
    """Return family and address of an X-address, None where the text is none.

    One of the main ledger is given in its classic form with its tag (`r...:77`), so that both forms are one wallet.

    Source:
        XLS-5d, "Standard for Tagged Addresses".
    """
    body = strip_checksum(decode_base58(text, RIPPLE_ALPHABET) or b"") if len(text) in _X_CHARACTERS else None
    family = _X_PREFIXES.get(body[:2]) if body is not None and len(body) == _X_LENGTH else None
    if body is None or family is None:
        return None
    flag, tag = body[22], int.from_bytes(body[23:], "little")
    if flag > 1 or tag >= _TAGS or (flag == 0 and tag):
        return None
    if family != "xrp":
        return family, text
    classic = encode_base58(add_checksum(_ACCOUNT_PREFIX + body[2:22]), RIPPLE_ALPHABET)
    return family, f"{classic}:{tag}" if flag else classic
