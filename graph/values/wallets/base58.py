"""Base58 in the alphabets of Bitcoin and Ripple, its checksum, and Monero's form in blocks."""

from hashlib import sha256

BITCOIN_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
RIPPLE_ALPHABET = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"

_DIGITS = {
    alphabet: {character: value for value, character in enumerate(alphabet)}
    for alphabet in (BITCOIN_ALPHABET, RIPPLE_ALPHABET)
}
# Monero: bytes that a block of so many characters holds.
_BLOCK_BYTES = {2: 1, 3: 2, 5: 3, 6: 4, 7: 5, 9: 6, 10: 7, 11: 8}
_MAX_LENGTH = 128  # decoding is quadratic, and no address is longer


def decode_base58(text: str, alphabet: str = BITCOIN_ALPHABET) -> bytes | None:
    """Return the bytes of a base58 text, or None where it is none or longer than any address."""
    if len(text) > _MAX_LENGTH:
        return None
    digits = _DIGITS[alphabet]
    number = 0
    try:
        for character in text:
            number = number * 58 + digits[character]
    except KeyError:
        return None
    zeros = len(text) - len(text.lstrip(alphabet[0]))
    return b"\x00" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def encode_base58(decoded: bytes, alphabet: str = BITCOIN_ALPHABET) -> str:
    """Return bytes as a base58 text."""
    number = int.from_bytes(decoded, "big")
    characters = []
    while number:
        number, digit = divmod(number, 58)
        characters.append(alphabet[digit])
    zeros = len(decoded) - len(decoded.lstrip(b"\x00"))
    return alphabet[0] * zeros + "".join(reversed(characters))


def add_checksum(body: bytes) -> bytes:
    """Return version and payload with the four bytes of base58check behind them."""
    return body + sha256(sha256(body).digest()).digest()[:4]


def strip_checksum(decoded: bytes) -> bytes | None:
    """Return version and payload of decoded base58check bytes, or None where the checksum does not hold."""
    body = decoded[:-4]
    if len(decoded) <= 4 or add_checksum(body) != decoded:
        return None
    return body


def decode_base58_blocks(text: str) -> bytes | None:
    """Return the bytes of a text in Monero's base58: blocks of 11 characters for 8 bytes, a shorter one last."""
    if len(text) > _MAX_LENGTH:
        return None
    decoded = bytearray()
    for start in range(0, len(text), 11):
        block = text[start : start + 11]
        size = _BLOCK_BYTES.get(len(block))
        if size is None:
            return None
        number = 0
        for character in block:
            digit = _DIGITS[BITCOIN_ALPHABET].get(character)
            if digit is None:
                return None
            number = number * 58 + digit
        if number >> (8 * size):
            return None
        decoded += number.to_bytes(size, "big")
    return bytes(decoded)
