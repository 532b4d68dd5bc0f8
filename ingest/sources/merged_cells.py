"""Cells that a sheet merges: which text the covered ones repeat, and which headings reach down into a header row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.errors import UnreadableFileError

_MOST_MERGED = 200_000

Place = tuple[int, int]  # row and column, from 1
Range = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedCells:
    """What is merged in one sheet.

    `down` maps a cell that a range covers downwards to the corner that holds its text: a merge downwards repeats one
    text for several rows, one across columns is layout and repeats nothing. `edges` has for a row the last column that
    a range across covers.
    """

    down: Mapping[Place, Place] = field(default_factory=dict)
    edges: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, file: str, ranges: Iterable[Range]) -> "MergedCells":
        """Return the merged cells of a sheet.

        Raises:
            UnreadableFileError: they cover too many cells downwards.
        """
        down: dict[Place, Place] = {}
        edges: dict[int, int] = {}
        for top, left, bottom, right in ranges:
            if len(down) + bottom - top > _MOST_MERGED:
                raise UnreadableFileError(file, "merges too many cells")
            down.update(dict.fromkeys(((row, left) for row in range(top + 1, bottom + 1)), (top, left)))
            if right > left:
                edges.update((row, max(right, edges.get(row, 0))) for row in range(top, bottom + 1))
        return cls(down=down, edges=edges)

    def repeat(self, row: int, texts: list[str], corners: dict[Place, str], *, width: int) -> list[str]:
        """Return the texts of a row with those that are merged down into it; `corners` remembers its own for others."""
        for column in range(1, max(len(texts), width) + 1):
            at = (row, column)
            if at in corners and column <= len(texts):
                corners[at] = texts[column - 1]
            elif at in self.down:
                texts.extend([""] * (column - len(texts)))
                texts[column - 1] = corners[self.down[at]]
        return texts

    def headings(self, row: int, texts: Sequence[str], corners: Mapping[Place, str]) -> dict[int, str]:
        """Return the texts that are merged down into a row, by the index of their columns."""
        found = {
            column - 1: corners[corner]
            for (covered, column), corner in self.down.items()
            if covered == row and corners[corner].strip()
        }
        return {at: text for at, text in found.items() if at >= len(texts) or not texts[at].strip()}

    def rows_of_headings(self, header_line: int) -> frozenset[int]:
        """Return the rows below a header into which cells are merged down from there, and from nowhere else."""
        tops: dict[int, int] = {}
        for (row, _), (top, _) in self.down.items():
            tops[row] = max(top, tops.get(row, 0))
        return frozenset(row for row, top in tops.items() if top <= header_line < row)
