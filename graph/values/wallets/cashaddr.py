"""Addresses of Bitcoin Cash, which are those of Bitcoin in another writing."""

import re
from typing import Final, NamedTuple

from graph.values.wallets.base58 import add_checksum, encode_base58
from graph.values.wallets.bech32 import bytes_of, groups_of

FORM: Final = re.compile(r"(?:(bitcoincash|bchtest):)?([qpzr][02-9ac-hj-np-z]{41})")
_GENERATOR = (0x98F2BC8E61, 0x79B76D99E2, 0xF33E5FB3C4, 0xAE2EABE2A8, 0x1E4F43E470)
_CHECKSUM = 8  # groups of five bits
# Version byte of an address for coins alone and for tokens as well, and that of the same hash at Bitcoin.
_SORTS = {0x00: "p2pkh", 0x10: "p2pkh", 0x08: "p2sh", 0x18: "p2sh"}
_OF_BITCOIN = {"p2pkh": b"\x00", "p2sh": b"\x05"}
_OF_TEST_NET = {"p2pkh": b"\x6f", "p2sh": b"\xc4"}


class CashAddress(NamedTuple):
    """An address with its prefix, its sort (`p2pkh`, `p2sh`), and the form in which both chains had it at first."""

    address: str
    sort: str
    legacy: str
    is_test: bool


def read_cashaddr(text: str) -> CashAddress | None:
    """Return what an address says; None where it is none, by its checksum.

    Args:
        text: in small letters, with or without `bitcoincash:` before it.

    Source:
        Bitcoin Cash, "CashAddr"; CHIP-2022-02-CashTokens for addresses of tokens, which are of the same holder.
    """
    found = FORM.fullmatch(text)
    groups = None if found is None else groups_of(found[2])
    if found is None or groups is None:
        return None
    prefix = found[1] or "bitcoincash"
    if _polymod([ord(c) & 31 for c in prefix] + [0] + groups):
        return None
    body = bytes_of(groups[:-_CHECKSUM])
    sort = _SORTS.get(body[0]) if body else None
    if body is None or sort is None:
        return None
    is_test = prefix == "bchtest"
    legacy = encode_base58(add_checksum((_OF_TEST_NET if is_test else _OF_BITCOIN)[sort] + body[1:]))
    return CashAddress(f"{prefix}:{found[2]}", sort, legacy, is_test)


def _polymod(groups: list[int]) -> int:
    checksum = 1
    for group in groups:
        top = checksum >> 35
        checksum = (checksum & 0x07FFFFFFFF) << 5 ^ group
        for bit, term in enumerate(_GENERATOR):
            checksum ^= term if top >> bit & 1 else 0
    return checksum ^ 1
