"""Rows that say the names of the columns: again, as on each printed page, or below the row that was said to.

The first are pointed out as no records. Nothing is left out on account of this, as with rows of totals (decision 93).
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from graph.values import fold_reference
from ingest.sources.rows import SourceRow

_FEWEST = 2  # cells: one may be a value that is called as its column is
_MOST_ABOVE = 50  # rows of titles, dates and letterheads above the names of columns


def is_like_header(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Return whether the first filled cell of a row and at least half of all say the names of their columns.

    Args:
        cells: trimmed texts.
        header: the names of the columns, folded.
    """
    filled = [(cell, name) for cell, name in zip(cells, header, strict=False) if cell]
    if not filled or fold_reference(filled[0][0]) != filled[0][1]:
        return False  # nearly every row ends here
    alike = sum(fold_reference(cell) == name for cell, name in filled)
    return alike >= _FEWEST and 2 * alike >= len(filled)


def find_header(rows: Iterable[SourceRow], names: Collection[str]) -> int | None:
    """Return the number of the row of a table that says most of some names, None where none near its top does.

    Of a header of several rows that is the last one, as headings that are merged down stand there as well.

    Args:
        rows: of the table, from the first on.
        names: of columns, folded.
    """
    best, most = None, 0
    for row in islice(rows, _MOST_ABOVE):
        found = len({fold_reference(cell) for cell in row.cells}.intersection(names))
        if found > most:
            best, most = row.number, found
    return best if most >= min(_FEWEST, len(names)) and 2 * most > len(names) else None
