"""How many blocking keys a name has at most, and of which sorts: each key more gathers names that are not its own."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

# Of its readings, the most telling first.
KEYS_OF_READINGS = 12
# Besides, since they would take the others' place, which find a Chinese name with a slip or turned round: of a Chinese
# surname and a syllable in Mandarin, those of a surname behind or behind a name from elsewhere too; of what others
# leave of the name; and of what a French ear made of it.
KEYS_BESIDE = 8
# And of rarer surnames, of one behind, or of words that others write as one.
FURTHER_KEYS = 6
MAX_KEYS = KEYS_OF_READINGS + KEYS_BESIDE + FURTHER_KEYS


class KeyBudget:
    """The keys of one name; once there are `MAX_KEYS` of them, it takes no more."""

    __slots__ = ("keys",)

    def __init__(self, keys: frozenset[str]) -> None:
        self.keys = keys

    @property
    def room(self) -> int:
        """How many more it takes."""
        return MAX_KEYS - len(self.keys)

    def take(self, keys: Iterable[str], *, at_most: int = MAX_KEYS) -> None:
        """Take keys, the most telling first, as far as there is room for them and no more than so many."""
        self.keys |= frozenset(islice(keys, min(at_most, self.room)))
