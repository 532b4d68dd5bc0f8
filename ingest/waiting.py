"""Rows that wait in quarantine and that a later row without a fault makes needless."""

import json
from collections.abc import Callable, Collection, Iterable

from graph.store import WaitingRow
from ingest.records import MappedRow


class WaitingRows:
    """Finds what a row without a fault takes away; of one originator and dataset, while a file is read.

    A row is known again by the references that it named. Of one in which none could be read, it is known by file and
    number, and only where most of its cells are still what they were: next month's file of the same name has other rows
    in the same places.
    """

    def __init__(self, rows: Iterable[WaitingRow], *, file: str) -> None:
        """Take all that wait; those without a reference are looked for in the file of this name alone."""
        self._by_name: dict[str, list[WaitingRow]] = {}
        self._by_number: dict[int, list[WaitingRow]] = {}
        for row in rows:
            for name in row.names[:1]:
                self._by_name.setdefault(name, []).append(row)
            if not row.names and row.file == file:
                self._by_number.setdefault(row.row, []).append(row)
        self._kept: set[str] = set()

    def keep(self, ids: Iterable[str]) -> None:
        """Leave rows alone that are bad in this file too, whatever other rows of it say of the same reference."""
        self._kept.update(ids)

    def settled_by(self, number: int, mapped: MappedRow, content: Callable[[], str]) -> list[WaitingRow]:
        """Return the waiting rows that a row without a fault takes away."""
        if not self._by_name and not self._by_number:
            return []
        given = {str(item.id) for item in mapped.items}
        found = [row for name in given for row in self._by_name.get(name, ()) if given.issuperset(row.names)]
        if given and number in self._by_number:
            text = content()
            found += [row for row in self._by_number[number] if _is_mostly(row.content, text)]
        return [row for row in found if row.id not in self._kept]


def count_rows(settled: Collection[WaitingRow]) -> int:
    """Return how many source rows these are: one has an entry for each rule that it broke."""
    return len({(row.file, row.row, row.content) for row in settled})


def _is_mostly(before: str, after: str) -> bool:
    """Return whether more than half of the cells that a row had filled stand in another as they were."""
    try:
        old, new = json.loads(before), json.loads(after)
    except ValueError:
        return False
    if not isinstance(old, dict) or not isinstance(new, dict):
        return False
    filled = {column: cell for column, cell in old.items() if cell}
    same = [column for column, cell in filled.items() if new.get(column) == cell]
    return 2 * len(same) > len(filled)
