"""Addresses of TON: one account as `0:hex`, and in 48 signs for payments that bounce or not; memos beside them.

An exchange gives all its customers one address and tells them apart by their memos, so that two memos are two wallets.
"""

import re
from base64 import urlsafe_b64decode
from binascii import crc_hqx
from typing import Final, NamedTuple
from urllib.parse import parse_qsl

from graph.values.placeholder_accounts import is_placeholder_account
from graph.values.wallets.memo import is_other_number, is_part_of_number, may_hold_memo

FRIENDLY = re.compile(r"[EUk0][Qf][A-Za-z0-9_+/-]{46}")
_RAW = re.compile(r"(-1|0):([0-9a-fA-F]{64})")
_BOUNCEABLE, _NOT_BOUNCEABLE, _OF_TEST_NET = 0x11, 0x51, 0x80
_WORKCHAINS = {0x00: 0, 0xFF: -1}
_BYTES, _BODY = 36, 34  # tag, workchain and 32 bytes of the account, before two of the checksum
# Two signs of the form for people may be no letters, and workchain and account are parted by a colon.
ADDRESS: Final = re.compile(r"(?<![\w+-])(?:[EUk0][Qf][A-Za-z0-9_+-]{46}|(?:-1|0):[0-9a-fA-F]{64})(?![\w+-])")
# With the older alphabet's slash, which ends a word where there may be several.
_ADDRESS_HERE = re.compile(ADDRESS.pattern.replace("_+-]{46}", "_+/-]{46}"))
# ` 77`, `:77`, ` (77)`: a number alone behind an address. An amount has a unit, and a remark words.
_BARE = re.compile(r"[\s:;,/|#(\[]*(\d{1,20})[\s)\].,;'\"`]*")
_LABEL = re.compile(
    r"(?<![^\W_])(?P<no>(?:no|without|w/o)[\s_-]+)?(?P<label>memo|tag|comment)(?:[\s_/-]*(?:memo|tag|comment|id))*"
    r"(?![^\W_])(?:[\s:=#._-]*(?:is|no|number)(?![^\W_]))?[\s:=#№(\[{<>._-]*"
    r"(?:\"(?P<double>[^\"]+)\"|'(?P<single>[^']+)'|(?P<word>[^\s,;|()\[\]{}<>\"']*))",
    re.IGNORECASE,
)
_MEMO = "memo"
_OF_LINK = re.compile(r"[^\s?]*\?([^\s#]*)")
_QUERY = frozenset({"text", "memo", "comment"})
_LONGEST_MEMO = 120  # bytes of a comment that fits beside a transfer

NO_MEMO: Final = "names a memo beside its address, which cannot be read"


class TonAddress(NamedTuple):
    """An account in its raw form (`0:hex`), and whether it is one of the test network."""

    account: str
    is_test: bool


def read_ton(text: str) -> TonAddress | None:
    """Return the account that an address names in any of its forms; None where the text is none.

    The forms of 48 signs have a checksum, and say how a payment to them is to be made, which is no other account. The
    raw form has none.

    Source:
        TEP-2, "TON Addresses".
    """
    raw = _RAW.fullmatch(text)
    if raw is not None:
        return TonAddress(f"{raw[1]}:{raw[2].lower()}", is_test=False)
    if FRIENDLY.fullmatch(text) is None:
        return None
    decoded = urlsafe_b64decode(text.replace("+", "-").replace("/", "_"))
    tag, workchain = decoded[0], _WORKCHAINS.get(decoded[1])
    known = tag & ~_OF_TEST_NET in (_BOUNCEABLE, _NOT_BOUNCEABLE) and workchain is not None
    if len(decoded) != _BYTES or not known or crc_hqx(decoded[:_BODY], 0) != int.from_bytes(decoded[_BODY:], "big"):
        return None
    return TonAddress(f"{workchain}:{decoded[2:_BODY].hex()}", is_test=bool(tag & _OF_TEST_NET))


def memo_beside(text: str) -> str | None:
    """Return the memo that a text has beside its one address of TON.

    What a label names, behind the address or in front of it, has a digit or stands in quotation marks: `tag: frozen` is
    a remark. The `text` of a payment link is a memo whatever it says.

    Args:
        text: a folded text that holds one address.

    Returns:
        The memo as it is written, as its capitals tell; empty where one is named that cannot be read, or a number
        among other words may be one; `None` where there is none, or a word that stands for none.
    """
    found = _ADDRESS_HERE.search(text)
    if found is None:  # it may stand in groups
        text = "".join(text.split())
        found = _ADDRESS_HERE.search(text)
    if found is None:
        return None
    rest = text[found.end() :]
    if (link := _OF_LINK.match(rest)) is not None:
        return _told(next((value for name, value in parse_qsl(link[1]) if name.lower() in _QUERY), ""))
    if (bare := _BARE.fullmatch(rest)) is not None:
        return bare[1]
    if is_other_number(rest):
        return ""
    around = rest, text[: found.start()]
    told = next((memo for memo in map(_labelled, around) if memo is not None), None)
    return "" if told is None and may_hold_memo(*around) else told


def _labelled(text: str) -> str | None:
    """Return the first memo behind a label, empty where none of those that are named can be read."""
    read: str | None = None
    for found in _LABEL.finditer(text):
        quoted = found["double"] or found["single"]
        word = quoted or found["word"].strip(".")
        if found["no"] or not any(map(str.isalnum, word)) or is_placeholder_account(word):
            continue
        if not quoted and is_part_of_number(word, text[found.end() :]):
            return ""
        if quoted or any(map(str.isdecimal, word)):
            return _told(word)
        if found["label"].lower() == _MEMO:
            read = ""
    return read


def _told(memo: str) -> str | None:
    """Return a memo, `None` where it says nothing, and empty where it is no comment of a transfer."""
    memo = " ".join(memo.split())
    if not any(map(str.isalnum, memo)) or is_placeholder_account(memo):
        return None
    return memo if "|" not in memo and len(memo.encode()) <= _LONGEST_MEMO else ""
