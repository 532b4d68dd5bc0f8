"""Addresses of Cardano: those of today in bech32, and those of its first era in base58."""

import re
from typing import Final
from zlib import crc32

from graph.values.wallets.base58 import decode_base58
from graph.values.wallets.bech32 import bytes_of, decode_bech32

FORM: Final = re.compile(r"(?:addr|stake)(?:_test)?1[0-9a-z]{50,170}")
_LONGEST = 200  # characters of an address that points to where its stake was registered
_HASH = 28  # bytes
# Of the high half of the first byte: bytes behind it, shortest and longest.
_TO_PAY = {
    **dict.fromkeys(range(4), (2 * _HASH, 2 * _HASH)),
    **dict.fromkeys((4, 5), (_HASH + 3, _HASH + 30)),
    **dict.fromkeys((6, 7), (_HASH, _HASH)),
}
_TO_STAKE = dict.fromkeys((14, 15), (_HASH, _HASH))
# CBOR: an array of two, tag 24 with a text of bytes of less than 256, and behind it a number of four bytes.
_OF_BYRON = re.compile(rb"\x82\xd8\x18\x58(.)(.+)\x1a(.{4})", re.S)


def read_cardano(text: str) -> tuple[str, str] | None:
    """Return family and type of an address in bech32 (`ada`, `ada-stake`); None where it is none, by its checksum.

    Args:
        text: in small letters.

    Source:
        CIP-19, "Cardano Addresses".
    """
    decoded = decode_bech32(text, longest=_LONGEST) if FORM.fullmatch(text) is not None else None
    body = None if decoded is None or decoded.variant != "bech32" else bytes_of(decoded.groups)
    if decoded is None or not body:
        return None
    name, _, test = decoded.prefix.partition("_")
    lengths = (_TO_STAKE if name == "stake" else _TO_PAY).get(body[0] >> 4)
    is_main = body[0] & 0xF == 1
    if lengths is None or not lengths[0] <= len(body) - 1 <= lengths[1] or is_main == bool(test):
        return None
    family = "ada" if is_main else "adatest"
    return family, f"{family}-stake" if name == "stake" else family


def is_byron(text: str) -> bool:
    """Tell whether a text in base58 is an address of the first era, by its checksum.

    Source:
        CIP-19, "Byron Addresses": CBOR with the CRC-32 of what it holds.
    """
    found = _OF_BYRON.fullmatch(decode_base58(text) or b"")
    return found is not None and found[1][0] == len(found[2]) and crc32(found[2]) == int.from_bytes(found[3], "big")
