"""Rows that wait in quarantine and that a later row makes needless: one without a fault, or the same with others."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable

from graph import Record, RecordId
from graph.store import WaitingRow
from ingest.mapped_rows import FLAWED_NAME, MappedRow
from ingest.rules import CELL_COUNTS

# Where one bad row replaces another, the older content goes without having been loaded: it has to be the same row.
_MOST_MENDED = 2


class WaitingRows:
    """Finds what a row takes away that comes again; of one originator and dataset, while a file is read.

    A row is known again by the references that it named. By file and number it is known where that does not do: if no
    reference could be read, if one was of a flawed cell, if its cells were shifted, or if its link led elsewhere; and
    only where most of its cells are still what they were, and it gives what it named by sound cells: next month's file
    of the same name has other rows in the same places.
    """

    def __init__(self, rows: Iterable[WaitingRow], *, file: str) -> None:
        """Take all that wait; by file and number they are looked for in the file of this name alone."""
        waiting = tuple(rows)
        self._file = file
        self._by_name: dict[str, list[WaitingRow]] = {}
        self._by_number: dict[int, list[WaitingRow]] = {}
        self._in_place: dict[int, list[WaitingRow]] = {}
        # What such a row breaks besides was listed with it by an older version.
        self._shifted = {_place(row) for row in waiting if row.rule in CELL_COUNTS}
        for row in waiting:
            for name in [name for name in row.names if name != FLAWED_NAME][:1]:
                self._by_name.setdefault(name, []).append(row)
            is_known_by_place = not row.names or FLAWED_NAME in row.names or row.records
            if row.file == file and (is_known_by_place or _place(row) in self._shifted):
                self._by_number.setdefault(row.row, []).append(row)
            if row.file == file:
                self._in_place.setdefault(row.row, []).append(row)
        self._names = frozenset(name for row in waiting for name in row.names)
        self.here = frozenset(row.id for row in waiting if row.file == file)
        self._kept: set[str] = set()

    def keep(self, ids: Iterable[str]) -> None:
        """Leave rows alone that are bad in this file too, whatever other rows of it say of the same reference."""
        self._kept.update(ids)

    def named_among(self, records: Iterable[Record]) -> list[RecordId]:
        """Return those of a row's records that something in quarantine was to give as well."""
        return [record.id for record in records if record.id in self._names] if self._names else []

    def settled_by(
        self, number: int, mapped: MappedRow, content: Callable[[], str]
    ) -> dict[WaitingRow, tuple[str, ...]]:
        """Return the waiting rows that a row without a fault takes away, each with the ids to be written for that."""
        if not self._by_name and not self._by_number:
            return {}
        # What waits from an older version names the record that all rows without a number shared.
        given = {str(item.id) for item in mapped.items}
        given.update(str(end) for link in mapped.former for end in (link.source_id, link.target_id))
        of_edges = {str(edge.id): edge.links for edge in mapped.edges}
        given.update(of_edges)
        records = tuple(str(record.id) for record in mapped.records)
        found = dict.fromkeys(self._come_again(number, set(records), content), records) if given else {}
        named = [row for name in given for row in self._by_name.get(name, ())]
        # An edge is written when its links are.
        found.update(
            (row, tuple(str(i) for name in row.names for i in of_edges.get(name, (name,))))
            for row in named
            if given.issuperset(row.names)
        )
        return {row: names for row, names in found.items() if row.id not in self._kept}

    def replaced_by(self, number: int, mapped: MappedRow, content: Callable[[], str]) -> list[WaitingRow]:
        """Return what the same row left there when it stood in a file of this name before; it is bad still."""
        if not self._by_name and not self._by_number:
            return []
        names = {str(name) for name in mapped.named} - {FLAWED_NAME}
        alike = [row for name in names for row in self._by_name.get(name, ()) if names == {*row.names} - {FLAWED_NAME}]
        alike = [row for row in alike if row.file == self._file and _names_one_row(row, content)]
        if len({_place(row) for row in alike}) > 1:
            # Several rows of one reference: which of them came again, their place alone can tell.
            alike = [row for row in alike if row.row == number]
        found = dict.fromkeys([*alike, *self._come_again(number, names, content, most_mended=_MOST_MENDED)])
        return [row for row in found if row.id not in self._kept]

    def passed_over(self, number: int, content: Callable[[], str]) -> list[WaitingRow]:
        """Return what waits of a row, just as it stands here, that the mapping passes over."""
        before = self._in_place.get(number, ())
        return [row for row in before if row.content == content()]

    def _come_again(
        self,
        number: int,
        records: Collection[str],
        content: Callable[[], str],
        *,
        most_mended: int | None = None,
    ) -> list[WaitingRow]:
        """Return the rows that are known by their place, of a row that gives these records, or was to give them."""
        before = self._by_number.get(number)
        if before is None:
            return []
        text = content()
        return [row for row in before if self._is_same(row, records, text, most_mended)]

    def _is_same(self, row: WaitingRow, records: Collection[str], text: str, most_mended: int | None) -> bool:
        if row.records:
            return set(row.records) == set(records) and _is_mostly(row.content, text, in_place=True)
        if FLAWED_NAME in row.names and not set(records).issuperset(row.names[: row.names.index(FLAWED_NAME)]):
            return False
        return _is_mostly(row.content, text, in_place=_place(row) not in self._shifted, most_mended=most_mended)


def count_rows(settled: Collection[WaitingRow]) -> int:
    """Return how many source rows these are: one has an entry for each rule that it broke."""
    return len({_place(row) for row in settled})


def _place(row: WaitingRow) -> tuple[str, int, str]:
    return row.file, row.row, row.content


def _names_one_row(row: WaitingRow, content: Callable[[], str]) -> bool:
    """Return whether a row that waits under the names of another is that row: `#REF!` is written in many."""
    return FLAWED_NAME not in row.names or _is_mostly(row.content, content(), in_place=True)


def _is_mostly(before: str, after: str, *, in_place: bool, most_mended: int | None = None) -> bool:
    """Return whether more than half of the cells that a row had filled stand in another, in the same columns or any.

    `most_mended`: how many of them may be gone at most.
    """
    try:
        old, new = json.loads(before), json.loads(after)
    except ValueError:
        return False
    if not isinstance(old, dict) or not isinstance(new, dict):
        return False
    filled = {column: str(cell) for column, cell in old.items() if cell}
    if in_place:
        same = sum(1 for column, cell in filled.items() if new.get(column) == cell)
    else:
        same = (Counter(filled.values()) & Counter(map(str, new.values()))).total()
    return 2 * same > len(filled) and (most_mended is None or len(filled) - same <= most_mended)
