"""Addresses and numbers whose check digits are right, made from given bytes and digits. They are invented."""

import hashlib
from collections.abc import Sequence

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32M = 0x2BC830A3
_MASK = (1 << 64) - 1


def bitcoin_p2pkh(digest: bytes) -> str:
    """Return the Bitcoin address of a 20-byte hash, in the form that opens with 1."""
    return _base58check(b"\x00" + digest)


def bitcoin_segwit(program: bytes) -> str:
    """Return the Bitcoin address of a witness program: 20 bytes make version 0 (BIP 173), 32 taproot (BIP 350)."""
    version = 0 if len(program) == 20 else 1
    data = [version, *_to_five_bits(program)]
    constant = 1 if version == 0 else _BECH32M
    expanded = [ord(c) >> 5 for c in "bc"] + [0] + [ord(c) & 31 for c in "bc"]
    checksum = _polymod([*expanded, *data, *[0] * 6]) ^ constant
    data += [(checksum >> 5 * (5 - i)) & 31 for i in range(6)]
    return "bc1" + "".join(_BECH32[d] for d in data)


def tron(digest: bytes) -> str:
    """Return the TRON address of a 20-byte hash."""
    return _base58check(b"\x41" + digest)


def evm(digest: bytes) -> str:
    """Return the address of a 20-byte hash on EVM chains, with the capitals of EIP-55."""
    digits = digest.hex()
    marks = keccak_256(digits.encode()).hex()
    return "0x" + "".join(c.upper() if int(m, 16) >= 8 else c for c, m in zip(digits, marks, strict=False))


def iban(country: str, account: str) -> str:
    """Return an IBAN with its two check digits (ISO 13616)."""
    number = "".join(str(int(c, 36)) for c in account + country + "00")
    return f"{country}{98 - int(number) % 97:02d}{account}"


def thai_number(first_twelve: str) -> str:
    """Return a Thai identity or company number of 13 digits with its check digit."""
    total = sum((13 - i) * int(d) for i, d in enumerate(first_twelve))
    return f"{first_twelve}{(11 - total % 11) % 10}"


def singapore_company(first_nine: str) -> str:
    """Return a Singapore company's UEN with its check letter."""
    total = sum(w * int(d) for w, d in zip((10, 8, 6, 4, 9, 7, 5, 3, 1), first_nine, strict=True))
    return first_nine + "ZKCMDNERGWH"[total % 11]


def imei(first_fourteen: str) -> str:
    """Return an IMEI with its Luhn digit."""
    digits = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(first_fourteen)]
    total = sum(d - 9 if d > 9 else d for d in digits)
    return f"{first_fourteen}{-total % 10}"


def keccak_256(message: bytes) -> bytes:
    """Return the Keccak-256 digest that Ethereum uses, whose padding differs from SHA3-256.

    Args:
        message: at most 135 bytes, one block.
    Source:
        Bertoni and others, "The Keccak reference", version 3.0.
    """
    block = bytearray(136)
    block[: len(message)] = message
    block[len(message)] ^= 0x01
    block[135] ^= 0x80
    lanes = [[0] * 5 for _ in range(5)]
    for i in range(17):
        lanes[i % 5][i // 5] = int.from_bytes(block[8 * i : 8 * i + 8], "little")
    lanes = _permute(lanes)
    return b"".join(lanes[i % 5][i // 5].to_bytes(8, "little") for i in range(4))


def _permute(a: list[list[int]]) -> list[list[int]]:
    register = 1
    for _ in range(24):
        parity = [a[x][0] ^ a[x][1] ^ a[x][2] ^ a[x][3] ^ a[x][4] for x in range(5)]
        mix = [parity[(x - 1) % 5] ^ _rotate(parity[(x + 1) % 5], 1) for x in range(5)]
        a = [[lane ^ mix[x] for lane in a[x]] for x in range(5)]
        x, y, current = 1, 0, a[1][0]
        for t in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            current, a[x][y] = a[x][y], _rotate(current, (t + 1) * (t + 2) // 2 % 64)
        for y in range(5):
            row = [a[x][y] for x in range(5)]
            for x in range(5):
                a[x][y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5] & _MASK)
        for j in range(7):
            register = ((register << 1) ^ ((register >> 7) * 0x71)) % 256
            if register & 2:
                a[0][0] ^= 1 << ((1 << j) - 1)
    return a


def _rotate(lane: int, count: int) -> int:
    return ((lane << count) | (lane >> (64 - count))) & _MASK


def _base58check(payload: bytes) -> str:
    full = payload + hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    number, text = int.from_bytes(full, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = _BASE58[digit] + text
    return "1" * (len(full) - len(full.lstrip(b"\x00"))) + text


def _to_five_bits(program: bytes) -> list[int]:
    bits = "".join(f"{b:08b}" for b in program)
    bits += "0" * (-len(bits) % 5)
    return [int(bits[i : i + 5], 2) for i in range(0, len(bits), 5)]


def _polymod(values: Sequence[int]) -> int:
    checksum = 1
    for value in values:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate(_BECH32_GENERATOR):
            checksum ^= generator if (top >> i) & 1 else 0
    return checksum
