"""What the sources of tables give: rows of text cells with the number that a user's editor shows."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Protocol

from graph.files import check_regular_file
from graph.values import fold_reference, unguarded
from ingest.errors import UnreadableFileError
from ingest.mapping import SetAside
from ingest.rules import Rule
from ingest.values.serial_days import DayCount

_CHUNK_BYTES = 1 << 20
LONGEST_CELL = 131_072
"""Characters of a cell; a row with a longer one that the mapping reads waits in quarantine."""

END_OF_FILE = "\x1a"
"""Ctrl-Z, with which DOS ended a text; programs of that time, and some of ours, still write it."""


class Flaw(NamedTuple):
    """What is wrong with one cell before anyone reads its meaning. `column` is an index, None for the whole row.

    `seen` is what was seen where that is no cell's text: `3 of 5 cells`.
    """

    column: int | None
    rule: Rule
    seen: str | None = None


class SourceRow(NamedTuple):
    """One row: `cells` are trimmed texts, exactly one for each column of the header.

    `set_aside`: how somebody set the row aside in its sheet, see `SetAside`.
    `amounts` has the text of those that a column of amounts reads otherwise, as with the currency of a cell's format.
    """

    number: int
    cells: tuple[str, ...]
    flaws: tuple[Flaw, ...] = ()
    amounts: Mapping[int, str] = MappingProxyType({})
    set_aside: frozenset[SetAside] = frozenset()


class TabularSource(Protocol):
    """A table in a file that has been checked from end to end for what can be checked without a mapping."""

    @property
    def file(self) -> str:
        """Return the file's name."""

    @property
    def header(self) -> tuple[str, ...]:
        """Return the names of the columns."""

    @property
    def header_line(self) -> int:
        """Return the line or row of the header, 0 where none names the columns."""

    @property
    def repeated(self) -> Mapping[str, int]:
        """Return the names that the header has more than once, and how often."""

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the file."""

    @property
    def rows_total(self) -> int | None:
        """Return the number of rows below the header, None where only reading tells."""

    @property
    def counts_days(self) -> DayCount | None:
        """Return from which year the file counts its days, None where it counts none."""

    def rows(self) -> Iterator[SourceRow]:
        """Yield the rows below the header that are not blank, each time from the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowShaper:
    """Gives every row one cell per column: trims, pads, and marks a row that has more or fewer.

    Of a cell that a formula keeps a text (`="0812345678"`) the text is taken, as if the cell were quoted.

    `short_rows`: a row may have fewer, as a sheet ends at its last filled cell. In delimited text a delimiter that is
    missing shifts what stands behind it, and nothing tells from where.
    """

    width: int
    empty: frozenset[str]
    short_rows: bool

    def shape(self, number: int, cells: Sequence[str]) -> SourceRow | None:
        """Return the row, or None where it is blank; a cell that is too long is cut and marked."""
        trimmed = tuple([cell.strip() for cell in cells])
        if "=" in {cell[:1] for cell in trimmed}:
            # As a spreadsheet shows it: references and conditions of a mapping speak of the text, as values do.
            trimmed = tuple([unguarded(cell).strip() for cell in trimmed])
        if self.empty:
            trimmed = tuple([("" if cell in self.empty else cell) for cell in trimmed])
        row = self._shape(number, trimmed)
        if row is None or max(map(len, trimmed)) <= LONGEST_CELL:
            return row
        # One character more than may be, so that what is mapped again from quarantine is still too long.
        cut = tuple(cell[: LONGEST_CELL + 1] for cell in row.cells)
        return SourceRow(number, cut, row.flaws + long_cells(row.cells))

    def _shape(self, number: int, trimmed: tuple[str, ...]) -> SourceRow | None:
        if len(trimmed) == self.width:
            return SourceRow(number, trimmed) if any(trimmed) else None
        if not any(trimmed):
            return None
        if len(trimmed) < self.width:
            told = Flaw(None, Rule.MISSING_CELLS, f"{len(trimmed)} of {self.width} cells")
            padded = trimmed + ("",) * (self.width - len(trimmed))
            return SourceRow(number, padded, () if self.short_rows else (told,))
        if not any(trimmed[self.width :]):
            return SourceRow(number, trimmed[: self.width])
        told = Flaw(None, Rule.SURPLUS_CELLS, f"{len(trimmed)} of {self.width} cells")
        return SourceRow(number, trimmed, (told,))


def long_cells(cells: Sequence[str]) -> tuple[Flaw, ...]:
    """Return a flaw for each cell with more text than `LONGEST_CELL`, which says in how many lines it stands."""
    return tuple(
        Flaw(column, Rule.LONG_CELL, f"over {LONGEST_CELL} characters, lines: {len(cell.splitlines())}")
        for column, cell in enumerate(cells)
        if len(cell) > LONGEST_CELL
    )


def name_columns(file: str, cells: Sequence[str], above: Mapping[int, str] = MappingProxyType({})) -> tuple[str, ...]:
    """Return unique column names, folded: `(column 3)` where the header has none, `x (2)` for a second `x`.

    `above` has headings that reach down into the header from rows above it, by index. Names of the header itself are
    given first, so that such a heading takes none of them.

    Raises:
        UnreadableFileError: the header names no column at all.
    """
    folded = [_column_name(cell) for cell in cells]
    if not any(folded):
        raise UnreadableFileError(file, "the header row names no column")
    names: dict[int, str] = {}
    given: set[str] = set()
    for at in sorted(range(len(folded)), key=above.__contains__):
        base = folded[at] or _column_name(above.get(at, "")) or f"(column {at + 1})"
        name, copy = base, 2
        while name in given:
            name, copy = f"{base} ({copy})", copy + 1
        names[at] = name
        given.add(name)
    return tuple(names[at] for at in range(len(folded)))


def repeated_columns(cells: Iterable[str]) -> dict[str, int]:
    """Return the names that a header has more than once, and how often."""
    counts = Counter(map(_column_name, cells))
    return {name: count for name, count in counts.items() if name and count > 1}


def _column_name(cell: str) -> str:
    return fold_reference(unguarded(cell))


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        UnreadableFileError: the file cannot be opened or read, or is a pipe or device, which cannot be read twice.
    """
    digest = hashlib.sha256()
    try:
        check_regular_file(path)
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
    except OSError as exc:
        raise unreadable(path, exc) from exc
    return digest.hexdigest()


def file_name(path: Path) -> str:
    r"""Return the name of a file as text: bytes of it that are no UTF-8, as unzipping leaves them, as `\xc3`."""
    return path.name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def unreadable(path: Path, exc: OSError) -> UnreadableFileError:
    """Return the error for a file that the operating system does not give."""
    return UnreadableFileError(path.name or str(path), f"cannot be read: {(exc.strerror or 'unknown reason').lower()}")
