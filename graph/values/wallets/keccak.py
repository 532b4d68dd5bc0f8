"""Keccak-256 as Ethereum and Monero use it: the original padding, not that of SHA3-256."""

_MASK = (1 << 64) - 1
_RATE = 136  # bytes absorbed at a time: 1600 bits of state less twice 256


def _round_constants() -> tuple[int, ...]:
    """Derive the 24 constants of the iota step from the reference's shift register."""
    constants = []
    register = 1
    for _ in range(24):
        constant = 0
        for j in range(7):
            if register & 1:
                constant |= 1 << ((1 << j) - 1)
            register = (register << 1) ^ (0x171 if register & 0x80 else 0)
        constants.append(constant)
    return tuple(constants)


def _moves() -> tuple[tuple[int, int, int, int], ...]:
    """Derive rho and pi: for each lane of the result its source lane, source column, left and right shift."""
    sources = {0: (0, 0)}
    x, y = 1, 0
    for t in range(24):
        rotation = (t + 1) * (t + 2) // 2 % 64
        sources[y + 5 * ((2 * x + 3 * y) % 5)] = (x + 5 * y, rotation)
        x, y = y, (2 * x + 3 * y) % 5
    return tuple((sources[i][0], sources[i][0] % 5, sources[i][1], 64 - sources[i][1]) for i in range(25))


_CONSTANTS = _round_constants()
_MOVES = _moves()
_ROW = tuple((i, i - i % 5 + (i + 1) % 5, i - i % 5 + (i + 2) % 5) for i in range(25))


def keccak_256(data: bytes) -> bytes:
    """Return the 32-byte digest of `data`.

    Source:
        Bertoni, Daemen, Peeters, Van Assche, "The Keccak reference", version 3.0, 2011.
    """
    padded = bytearray(data)
    padded += b"\x00" * (_RATE - len(data) % _RATE)
    padded[len(data)] ^= 0x01
    padded[-1] ^= 0x80
    state = [0] * 25
    for start in range(0, len(padded), _RATE):
        for lane in range(_RATE // 8):
            at = start + 8 * lane
            state[lane] ^= int.from_bytes(padded[at : at + 8], "little")
        state = _permute(state)
    return b"".join(lane.to_bytes(8, "little") for lane in state[:4])


def _permute(a: list[int]) -> list[int]:
    for constant in _CONSTANTS:
        c = [a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20] for x in range(5)]
        d = [c[x - 1] ^ ((c[(x + 1) % 5] << 1 | c[(x + 1) % 5] >> 63) & _MASK) for x in range(5)]
        mixed = [a[lane] ^ d[column] for lane, column, _, _ in _MOVES]
        b = [(v << left | v >> right) & _MASK for v, (_, _, left, right) in zip(mixed, _MOVES, strict=True)]
        a = [b[i] ^ (~b[j] & b[k]) for i, j, k in _ROW]
        a[0] ^= constant
    return a
