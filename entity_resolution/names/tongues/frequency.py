"""How common a part of a name is, from a fixed public table: what is common proves little when it agrees.

The table ships with the package and never depends on data, so a weight or a bound tells nothing about hidden records.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log2

from entity_resolution.names.scripts.han_sounds import syllable_frequency
from entity_resolution.names.scripts.surnames import surname_frequency, surname_spellings
from entity_resolution.names.tables import read_rows

# Share of names that hold a token which the table does not know.
RARE = 0.0002
# A short one that it does not know is so many times as frequent.
_OF_SHORT = 4
# A single letter, an initial, stands for one name in some twenty.
SINGLE_LETTER = 0.05
# A token at least this common has no blocking key of its own, only keys combined with another token.
STOP_FREQUENCY = 0.005
# Of these the table has parts of persons' names only. They keep their keys however common they are: a name of two or
# three such tokens would be left with few.
_PERSONS_ALONE = frozenset({"korean", "japanese", "south asian"})
# A given name has one syllable or two, as often as not.
_SYLLABLES_OF_A_NAME = 1.6


@lru_cache(maxsize=1)
def _of_persons() -> dict[str, float]:
    return _shares(read_rows("token_frequencies.tsv"))


@lru_cache(maxsize=1)
def _of_all_kinds() -> dict[str, float]:
    return _shares(row for row in read_rows("token_frequencies.tsv") if row[2] not in _PERSONS_ALONE)


def _shares(rows: Iterable[Sequence[str]]) -> dict[str, float]:
    """Return the share of each token, in the community that has it most often."""
    found: dict[str, float] = {}
    for token, per_cent, *_ in rows:
        found[token] = max(found.get(token, 0.0), float(per_cent) / 100)
    return found


@lru_cache(maxsize=200_000)
def name_frequency(token: str, *, person: bool = True) -> float:
    """Return the approximate share of names, in the community it belongs to, that hold a token.

    Args:
        token: lower-case ASCII.
        person: whether the names are of persons.
    """
    known = (_of_persons() if person else _of_all_kinds()).get(token)
    if known is not None:
        return known
    if len(token) == 1:
        return SINGLE_LETTER
    as_surname = sum(surname_frequency(row) * spelling.share for row, spelling in surname_spellings(token).items())
    as_given = syllable_frequency(token) * _SYLLABLES_OF_A_NAME if person else 0.0
    if as_surname or as_given:
        return max(RARE, as_surname, as_given)
    return _OF_SHORT * RARE if len(token) <= 3 else RARE


def is_frequent(token: str) -> bool:
    """Return whether the tables know a token as a part of names: they have it, or it is a Chinese surname or syllable.

    Args:
        token: lower-case ASCII.
    """
    return token in _of_persons() or (len(token) > 1 and name_frequency(token) > _OF_SHORT * RARE)


def information_bits(token: str, *, person: bool = True) -> float:
    """Return -log2 of a token's frequency: about 12 bits for a rare name, 2 for Nguyen."""
    return -log2(name_frequency(token, person=person))


@lru_cache(maxsize=1)
def common_tokens() -> frozenset[str]:
    """Return the tokens too common to block on alone, a public list from the fixed tables."""
    return frozenset(token for token, share in _of_all_kinds().items() if share >= STOP_FREQUENCY)
