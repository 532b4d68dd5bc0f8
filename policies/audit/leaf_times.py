"""When the entry of each leaf of a log was written, so that receipts of a time are found without reading the others.

Leaves are only nearly in the order of times: clocks of processes differ, one that was set back goes on in another
segment, an entry that waited long is sequenced late. A list of times is exact where any tolerated difference is not.
What is missing in it, as in a folder of an older version, is read from the entries.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from graph.files import write_at

Times = np.ndarray[tuple[int], np.dtype[np.int64]]
TimeOf = Callable[[int], datetime]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
_FORM = np.dtype("<i8")


def microseconds(instant: datetime) -> int:
    """Return a time in microseconds since 1970."""
    return (instant - EPOCH) // MICROSECOND


class LeafTimes:
    """The file of a log's times: eight bytes a leaf."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, times: Sequence[datetime], *, size: int, time_of: TimeOf) -> None:
        """Write the times of new leaves behind those of the first `size` ones, and what of theirs is missing.

        Raises:
            AuditError: an entry is gone whose time is missing.
        """
        known = min(self._known(), size)
        data = [*(microseconds(time_of(index)) for index in range(known, size)), *map(microseconds, times)]
        write_at(self._path, known * _FORM.itemsize, np.array(data, dtype=_FORM).tobytes())

    def stored(self) -> list[int]:
        """Return the times as they stand in the file, which may have fewer than the log has leaves, or more."""
        return [int(found) for found in self._stored(self._known())]

    def read(self, size: int, time_of: TimeOf) -> Times:
        """Return the times of the first `size` leaves.

        Raises:
            AuditError: an entry is gone whose time is missing.
        """
        known = self._stored(min(self._known(), size))
        missing = [microseconds(time_of(index)) for index in range(len(known), size)]
        return np.concatenate([known, np.array(missing, dtype=np.int64)])

    def _known(self) -> int:
        return self._path.stat().st_size // _FORM.itemsize if self._path.exists() else 0

    def _stored(self, count: int) -> Times:
        if not count:
            return np.empty(0, dtype=np.int64)
        return np.fromfile(self._path, dtype=_FORM, count=count).astype(np.int64)
