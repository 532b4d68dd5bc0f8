"""The shape of a list: its ids, and where the second of two lists begins."""

from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True, slots=True, kw_only=True)
class ListShape:
    """One list, or two to be linked, one behind the other: what a run needs to know of it besides its fields.

    Attributes:
        ids: the list's own keys as text, in the order of its records.
        right_from: the place of the second list's first record, `None` where there is one list.
    """

    ids: pa.ChunkedArray
    right_from: int | None

    @property
    def size(self) -> int:
        """The number of records."""
        return len(self.ids)

    @property
    def pairs(self) -> int:
        """The number of all pairs that could be one entity."""
        if self.right_from is None:
            return self.size * (self.size - 1) // 2
        return self.right_from * (self.size - self.right_from)
