"""The shape of a list: its ids, and where the second of two lists begins."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from entity_resolution.batch.dictionary import Codes


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

    def at(self, places: Codes) -> "ListShape":
        """Return the shape of some of the records, at places in order."""
        right_from = None if self.right_from is None else int(np.searchsorted(places, self.right_from))
        return ListShape(ids=self.ids.take(pa.array(places)), right_from=right_from)
