"""Encoders of crypto addresses, written apart from the product's decoders, for payloads that are invented."""

from hashlib import blake2b, new, sha256

from graph.values.wallets.keccak import keccak_256  # proven by its published digests in test_keccak

BITCOIN = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
RIPPLE = b"rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

HASH_20 = bytes(range(1, 21))
HASH_28 = bytes(range(51, 79))
HASH_32 = bytes(range(101, 133))


def base58(data: bytes, alphabet: bytes = BITCOIN) -> str:
    """Encode by long division on a list of base-58 digits."""
    digits = [0]
    for byte in data:
        carry = byte
        for i, digit in enumerate(digits):
            carry += digit << 8
            digits[i] = carry % 58
            carry //= 58
        while carry:
            digits.append(carry % 58)
            carry //= 58
    while len(digits) > 1 and digits[-1] == 0:
        digits.pop()
    leading = len(data) - len(data.lstrip(b"\x00"))
    body = [] if digits == [0] else digits[::-1]
    return bytes([alphabet[0]] * leading + [alphabet[d] for d in body]).decode("ascii")


def base58check(version: bytes, payload: bytes, alphabet: bytes = BITCOIN) -> str:
    body = version + payload
    return base58(body + sha256(sha256(body).digest()).digest()[:4], alphabet)


def monero(network: int, payload: bytes) -> str:
    body = bytes([network]) + payload
    data = body + keccak_256(body)[:4]
    sizes = [0, 2, 3, 5, 6, 7, 9, 10, 11]
    blocks = [data[i : i + 8] for i in range(0, len(data), 8)]
    encoded = (base58(b.lstrip(b"\x00")) if b.strip(b"\x00") else "" for b in blocks)
    return "".join(e.rjust(sizes[len(b)], "1") for e, b in zip(encoded, blocks, strict=True))


def ss58(network: int, account: bytes) -> str:
    long = bytes([(network & 0b11111100) >> 2 | 0b01000000, network >> 8 | (network & 0b11) << 6])
    prefix = bytes([network]) if network < 64 else long
    return base58(prefix + account + blake2b(b"SS58PRE" + prefix + account).digest()[:2])


def groups(data: bytes) -> list[int]:
    """Return bytes in groups of five bits, the last filled with zeros."""
    bits = "".join(f"{b:08b}" for b in data)
    bits += "0" * (-len(bits) % 5)
    return [int(bits[i : i + 5], 2) for i in range(0, len(bits), 5)]


def segwit(prefix: str, version: int, program: bytes, constant: int | None = None) -> str:
    """Encode bit by bit; `constant` forces the variant of the checksum."""
    final = constant if constant is not None else (1 if version == 0 else 0x2BC830A3)
    return bech32(prefix, [version, *groups(program)], final)


def bech32(prefix: str, data: list[int], final: int = 1) -> str:
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    remainder = 1
    for value in (*expanded, *data, 0, 0, 0, 0, 0, 0):
        top, remainder = remainder >> 25, (remainder & 0x1FFFFFF) * 32 ^ value
        for i, term in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            remainder ^= term * (top >> i & 1)
    checksum = [(remainder ^ final) >> 5 * (5 - i) & 31 for i in range(6)]
    return prefix + "1" + "".join(BECH32[g] for g in (*data, *checksum))


def cashaddr(prefix: str, version: int, payload: bytes) -> str:
    """Encode with a checksum of forty bits."""
    data = groups(bytes([version]) + payload)
    remainder = 1
    for value in (*(ord(c) & 31 for c in prefix), 0, *data, 0, 0, 0, 0, 0, 0, 0, 0):
        top, remainder = remainder >> 35, (remainder & 0x7FFFFFFFF) * 32 ^ value
        for i, term in enumerate((0x98F2BC8E61, 0x79B76D99E2, 0xF33E5FB3C4, 0xAE2EABE2A8, 0x1E4F43E470)):
            remainder ^= term * (top >> i & 1)
    checksum = [(remainder ^ 1) >> 5 * (7 - i) & 31 for i in range(8)]
    return prefix + ":" + "".join(BECH32[g] for g in (*data, *checksum))


def base32(data: bytes) -> str:
    """Encode in the alphabet of RFC 4648 without padding."""
    return "".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[g] for g in groups(data))


def stellar(version: int, payload: bytes) -> str:
    """Encode with a CRC-16 that is divided bit by bit."""
    body = bytes([version]) + payload
    crc = 0
    for bit in "".join(f"{b:08b}" for b in body) + "0" * 16:
        top, crc = crc >> 15, (crc << 1 | int(bit)) & 0xFFFF
        crc ^= 0x1021 * top
    return base32(body + bytes([crc & 0xFF, crc >> 8]))


def algorand(key: bytes) -> str:
    return base32(key + new("sha512_256", key).digest()[-4:])


# One invented address of each form: type, address, key family.
ADDRESSES = (
    ("btc-p2pkh", base58check(b"\x00", HASH_20), "btc"),
    ("btc-p2sh", base58check(b"\x05", HASH_20), "btc"),
    ("btc-p2wpkh", segwit("bc", 0, HASH_20), "btc"),
    ("btc-p2wsh", segwit("bc", 0, HASH_32), "btc"),
    ("btc-taproot", segwit("bc", 1, HASH_32), "btc"),
    ("btc-segwit", segwit("bc", 2, HASH_32), "btc"),
    ("btctest-p2pkh", base58check(b"\x6f", HASH_20), "btctest"),
    ("btctest-p2wpkh", segwit("tb", 0, HASH_20), "btctest"),
    ("ltc-p2pkh", base58check(b"\x30", HASH_20), "ltc"),
    ("ltc-p2sh", base58check(b"\x32", HASH_20), "ltc"),
    ("ltc-p2wpkh", segwit("ltc", 0, HASH_20), "ltc"),
    ("doge-p2pkh", base58check(b"\x1e", HASH_20), "doge"),
    ("doge-p2sh", base58check(b"\x16", HASH_20), "doge"),
    ("tron", base58check(b"\x41", HASH_20), "tron"),
    ("dash-p2pkh", base58check(b"\x4c", HASH_20), "dash"),
    ("zec-p2pkh", base58check(b"\x1c\xb8", HASH_20), "zec"),
    ("xrp", base58check(b"\x00", HASH_20, RIPPLE), "xrp"),
    ("xmr", monero(18, HASH_32 + HASH_32), "xmr"),
    ("xmr-subaddress", monero(42, HASH_32 + HASH_32), "xmr"),
    ("xmr-integrated", monero(19, HASH_32 + HASH_32 + HASH_20[:8]), "xmr"),
    ("xlm", stellar(6 << 3, HASH_32), "xlm"),
    ("algo", algorand(HASH_32), "algo"),
    ("ada", bech32("addr", groups(b"\x01" + HASH_28 + HASH_28)), "ada"),
    ("ada", bech32("addr", groups(b"\x61" + HASH_28)), "ada"),
    ("ada-stake", bech32("stake", groups(b"\xe1" + HASH_28)), "ada"),
    ("bnb", bech32("bnb", groups(HASH_20)), "bnb"),
    ("thor", bech32("thor", groups(HASH_20)), "thor"),
)
