"""Addresses of TON: one account as `0:hex`, and in 48 signs for payments that bounce and that do not."""

import re
from base64 import urlsafe_b64decode
from typing import NamedTuple

FRIENDLY = re.compile(r"[EUk0][Qf][A-Za-z0-9_+/-]{46}")
_RAW = re.compile(r"(-1|0):([0-9a-fA-F]{64})")
_BOUNCEABLE, _NOT_BOUNCEABLE, _OF_TEST_NET = 0x11, 0x51, 0x80
_WORKCHAINS = {0x00: 0, 0xFF: -1}
_BYTES, _BODY = 36, 34  # tag, workchain and 32 bytes of the account, before two of the checksum
_CRC_POLYNOMIAL = 0x1021


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
    if len(decoded) != _BYTES or not known or _crc16(decoded[:_BODY]) != int.from_bytes(decoded[_BODY:], "big"):
        return None
    return TonAddress(f"{workchain}:{decoded[2:_BODY].hex()}", is_test=bool(tag & _OF_TEST_NET))


def _crc16(data: bytes) -> int:
    """Return the checksum CRC-16/XMODEM."""
    crc = 0
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1) ^ _CRC_POLYNOMIAL if crc & 0x8000 else crc << 1
        crc &= 0xFFFF
    return crc
