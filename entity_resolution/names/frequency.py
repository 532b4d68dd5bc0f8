"""How common a part of a name is, from a fixed public table: what is common proves little when it agrees.

The table ships with the package and never depends on data, so a weight or a bound tells nothing about hidden records.
"""

from __future__ import annotations

from functools import lru_cache
from math import log2

from entity_resolution.names.surnames import surname_frequency, surname_spellings
from entity_resolution.names.tables import read_rows

# Share of names that hold a token which the table does not know.
RARE = 0.0002
# A single letter, an initial, stands for one name in some twenty.
SINGLE_LETTER = 0.05
# A token at least this common has no blocking key of its own, only keys combined with another token.
STOP_FREQUENCY = 0.005


@lru_cache(maxsize=1)
def _table() -> dict[str, float]:
    return {row[0]: float(row[1]) / 100 for row in read_rows("token_frequencies.tsv")}


@lru_cache(maxsize=200_000)
def name_frequency(token: str) -> float:
    """Return the approximate share of names, in the community it belongs to, that hold a token.

    Args:
        token: lower-case ASCII.
    """
    known = _table().get(token)
    if known is not None:
        return known
    spellings = surname_spellings(token)
    if spellings:
        return max(RARE, sum(surname_frequency(row) * spelling.share for row, spelling in spellings.items()))
    if len(token) == 1:
        return SINGLE_LETTER
    return RARE * 4 if len(token) <= 3 else RARE


def information_bits(token: str) -> float:
    """Return -log2 of a token's frequency: about 12 bits for a rare name, 2 for Nguyen."""
    return -log2(name_frequency(token))


@lru_cache(maxsize=1)
def common_tokens() -> frozenset[str]:
    """Return the tokens too common to block on alone, a public list from the fixed tables."""
    return frozenset(token for token, share in _table().items() if share >= STOP_FREQUENCY)
