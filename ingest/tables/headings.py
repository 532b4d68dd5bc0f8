"""Rows that say the names of the columns again, as on each printed page. They are pointed out as no records.

Nothing is left out on account of this, as with rows of totals (decision 93).
"""

from collections.abc import Sequence

from graph.values import fold_reference

_FEWEST = 2  # cells: one may be a value that is called as its column is


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
