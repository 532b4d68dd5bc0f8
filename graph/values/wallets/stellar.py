"""Addresses of Stellar: accounts (`G...`), and muxed ones (`M...`), which hold an account and a customer's number."""

import re
from base64 import b32decode, b32encode
from binascii import crc_hqx
from typing import Final

FORM: Final = re.compile(r"G[A-Z2-7]{55}|M[A-Z2-7]{68}")
_ACCOUNT, _MUXED = 6 << 3, 12 << 3  # the version bytes of `G` and of `M`
_KEY, _CHECKSUM = 32, 2  # bytes


def read_stellar(text: str) -> tuple[str, str | None] | None:
    """Return an account and the number of a customer of it; None where the text is none, by its checksum.

    Args:
        text: in capitals.

    Source:
        SEP-23, "Strkeys".
    """
    if FORM.fullmatch(text) is None:
        return None
    decoded = b32decode(text + "=" * (-len(text) % 8))
    body, checksum = decoded[:-_CHECKSUM], decoded[-_CHECKSUM:]
    # The bits behind the last byte have to be nought, so that one account has one text.
    is_whole = b32encode(decoded).decode("ascii").rstrip("=") == text
    if not is_whole or crc_hqx(body, 0) != int.from_bytes(checksum, "little"):
        return None
    if body[0] == _ACCOUNT:
        return text, None
    number = int.from_bytes(body[1 + _KEY :], "big")
    return (_account(body[1 : 1 + _KEY]), str(number)) if body[0] == _MUXED else None


def _account(key: bytes) -> str:
    body = bytes([_ACCOUNT]) + key
    return b32encode(body + crc_hqx(body, 0).to_bytes(_CHECKSUM, "little")).decode("ascii").rstrip("=")
