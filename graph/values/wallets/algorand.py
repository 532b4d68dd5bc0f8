"""Addresses of Algorand: a public key and a checksum in base32."""

import re
from base64 import b32decode, b32encode
from hashlib import new
from typing import Final

FORM: Final = re.compile(r"[A-Z2-7]{58}")
_KEY = 32  # bytes, before four of the checksum


def is_algorand(text: str) -> bool:
    """Tell whether a text in capitals is an address, by its checksum.

    Source:
        Algorand's specifications, "Algorand Addresses": the last four bytes of the key's SHA-512/256.
    """
    if FORM.fullmatch(text) is None:
        return False
    decoded = b32decode(text + "=" * (-len(text) % 8))
    is_whole = b32encode(decoded).decode("ascii").rstrip("=") == text
    digest = new("sha512_256", decoded[:_KEY], usedforsecurity=False).digest()
    return is_whole and digest[-4:] == decoded[_KEY:]
