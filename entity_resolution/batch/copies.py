"""Copies: the many rows of a list that are equal in every field that is read, as a list written out again has them.

A value that 4,000 copies of one row have is no common value. So of such rows only so many are looked at, counted in
frequencies and blocked, as a group may have whose pairs are all scored; the others go where these go. Fewer rows that
are equal stay as they are.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from entity_resolution.batch.dictionary import Codes, Flags
from entity_resolution.batch.groups import MOST_CLOSED, Labels

RowKeys = npt.NDArray[np.uint64]
_NOBODY = np.empty(0, dtype=np.int32)
_FIRST_FACTOR, _SECOND_FACTOR = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """Records that are not looked at, since enough equal ones are.

    Attributes:
        rest: the records, in order.
        first, second: of each, the first two of the records that it is equal to; both are looked at.
    """

    rest: Codes
    first: Codes
    second: Codes

    def __len__(self) -> int:
        return len(self.rest)

    def looked_at(self, size: int) -> Codes:
        """Return the others of so many records, in order."""
        return np.delete(np.arange(size, dtype=np.int32), self.rest)

    def with_the_first(self, labels: Labels) -> Labels:
        """Return clusters with each record in that of the first of its kind, if the first two are one entity."""
        found = labels.copy()
        are_one = labels[self.first] == labels[self.second]
        found[self.rest[are_one]] = labels[self.first[are_one]]
        return found


NO_COPIES = Copies(rest=_NOBODY, first=_NOBODY, second=_NOBODY)


def find_copies(keys: RowKeys, may_be_one: Callable[[Codes], Flags]) -> Copies:
    """Return the copies among records.

    Args:
        keys: of each record, equal where two of one list are equal in every field.
        may_be_one: says of records whether another one with the same values could be the same entity at all. Those of
            which nothing but a name is known are namesakes and no copies: all of them count.
    """
    order = np.argsort(keys, kind="stable").astype(np.int32)
    ordered = keys[order]
    starts = np.nonzero(np.append(True, ordered[1:] != ordered[:-1]))[0] if len(keys) else np.empty(0, dtype=np.intp)
    sizes = np.diff(np.append(starts, len(keys)))
    many = sizes > MOST_CLOSED
    starts, sizes = starts[many], sizes[many]
    told = may_be_one(order[starts]) if len(starts) else np.empty(0, dtype=np.bool_)
    starts, sizes = starts[told], sizes[told]
    left_out = sizes - MOST_CLOSED
    rest = [order[start + MOST_CLOSED : start + size] for start, size in zip(starts, sizes, strict=True)]
    together = np.concatenate([*rest, _NOBODY])
    first, second = (np.repeat(order[starts + at], left_out) for at in (0, 1))
    places = np.argsort(together)
    return Copies(rest=together[places], first=first[places], second=second[places])


def row_keys(columns: Iterable[Codes], size: int, right_from: int | None) -> RowKeys:
    """Return a key of each row over the codes of its fields; rows of two lists have different ones.

    The key is a hash of 64 bits, as those are by which blocks are gathered.
    """
    sides = np.arange(size) >= (size if right_from is None else right_from)
    keys: RowKeys = np.zeros(size, dtype=np.uint64)
    for codes in (sides, *columns):
        keys = _mixed(keys + (codes.astype(np.int64) + 2).astype(np.uint64))
    return keys


def _mixed(keys: RowKeys) -> RowKeys:
    """Source: the finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014)."""
    keys = (keys ^ (keys >> np.uint64(30))) * _FIRST_FACTOR
    keys = (keys ^ (keys >> np.uint64(27))) * _SECOND_FACTOR
    found: RowKeys = keys ^ (keys >> np.uint64(31))
    return found
