"""Bech32 and bech32m, and the segregated-witness addresses written in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import xor

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
# What the five bits that leave the checksum put back into it.
_REMAINDERS = tuple(
    reduce(xor, (term for bit, term in enumerate(_GENERATOR) if top >> bit & 1), 0) for top in range(32)
)
_BECH32 = 1
_BECH32M = 0x2BC830A3
_LONGEST = 90  # characters in which the checksum finds what it promises to find
_VARIANTS = {_BECH32: "bech32", _BECH32M: "bech32m"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bech32:
    """A decoded text: its human-readable part, its five-bit groups without the checksum, and its variant."""

    prefix: str
    groups: tuple[int, ...]
    variant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessProgram:
    """What a segregated-witness address pays to."""

    prefix: str
    version: int
    program: bytes


def decode_bech32(text: str, *, longest: int = _LONGEST) -> Bech32 | None:
    """Return the parts of a bech32 or bech32m text, or None where it is none.

    Args:
        text: in small letters or in capitals, not in both.
        longest: characters; some chains have addresses that are longer than the standard allows.

    Source:
        BIP-173, BIP-350.
    """
    if len(text) > longest or (text != text.lower() and text != text.upper()):
        return None
    text = text.lower()
    at = text.rfind("1")
    prefix, data = text[:at], text[at + 1 :]
    if at < 1 or len(data) < 6 or not all("!" <= c <= "~" for c in prefix):
        return None
    groups = groups_of(data)
    if groups is None:
        return None
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    variant = _VARIANTS.get(_polymod(expanded + groups))
    return None if variant is None else Bech32(prefix=prefix, groups=tuple(groups[:-6]), variant=variant)


def decode_witness(text: str) -> WitnessProgram | None:
    """Return what a segregated-witness address pays to, or None where it is none.

    Version 0 must be in bech32, every later version in bech32m.
    """
    decoded = decode_bech32(text)
    if decoded is None or not decoded.groups:
        return None
    version = decoded.groups[0]
    program = bytes_of(decoded.groups[1:])
    if program is None or version > 16 or not 2 <= len(program) <= 40:
        return None
    if version == 0 and len(program) not in (20, 32):
        return None
    if decoded.variant != ("bech32" if version == 0 else "bech32m"):
        return None
    return WitnessProgram(prefix=decoded.prefix, version=version, program=program)


def groups_of(text: str) -> list[int] | None:
    """Return the five-bit groups of a text in the alphabet of bech32 in small letters; None where it is in another."""
    groups = [_VALUES.get(c, -1) for c in text]
    return None if -1 in groups else groups


def bytes_of(groups: Sequence[int]) -> bytes | None:
    """Return the bytes of five-bit groups; the bits left over must be zero and fewer than five."""
    number = 0
    for group in groups:
        number = number << 5 | group
    rest = len(groups) * 5 % 8
    if rest > 4 or number & ((1 << rest) - 1):
        return None
    return (number >> rest).to_bytes(len(groups) * 5 // 8, "big")


def _polymod(groups: list[int]) -> int:
    checksum = 1
    for group in groups:
        checksum = (checksum & 0x1FFFFFF) << 5 ^ group ^ _REMAINDERS[checksum >> 25]
    return checksum
