"""Tables of pairs and clusters, CSV or Parquet: read in pieces, and written with scores behind their own columns."""

import csv
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

import typer

from api.cli.console import fail
from entity_resolution.errors import BatchInputError, MatchRequestError, PairTableError
from entity_resolution.tables.file_formats import is_parquet, other_format
from entity_resolution.tables.pair_layout import ADDED_COLUMNS
from entity_resolution.tables.pairs import ScoredPair
from graph import GraphError
from graph.files import whole_file

if TYPE_CHECKING:
    import pyarrow as pa

STANDARD = "-"
# So many rows are read, scored and written together.
_PIECE = 500
_PARQUET, _WORKBOOKS = ".parquet", frozenset({".xlsx", ".xls", ".ods"})
# A cell may hold a whole text that only passes through; the module's own limit is 131,072 characters.
_LONGEST_CELL = 1 << 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some rows of a table: the text of every cell, and the columns as a Parquet file has them, `None` of CSV."""

    rows: list[list[str]]
    columns: "pa.RecordBatch | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairTable:
    """A table that can be gone through once.

    Attributes:
        header: the names of its columns.
        total: about how many rows it has, 0 where that is not known.
        schema: what its columns hold, `None` of CSV.
        pieces: the rows in order.
    """

    header: list[str]
    total: int
    schema: "pa.Schema | None"
    pieces: Iterator[Piece]


def numbered_rows(table: PairTable) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table, each with its number from 1."""
    return enumerate((row for piece in table.pieces for row in piece.rows), start=1)


def column_at(header: Sequence[str], name: str) -> int:
    """Return where a column stands.

    Raises:
        PairTableError: nowhere, or twice.
    """
    found = [at for at, column in enumerate(header) if column.strip() == name]
    if not found:
        raise PairTableError(f"there is no column `{name}`")
    if len(found) > 1:
        raise PairTableError(f"the column `{name}` stands twice")
    return found[0]


def check_cells(table: PairTable, places: Iterable[int]) -> None:
    """Check that columns hold one value a cell.

    Raises:
        PairTableError: one holds lists or structures.
    """
    if table.schema is None:
        return
    import pyarrow as pa  # noqa: PLC0415 - loads slowly

    for field in (table.schema.field(at) for at in places):
        if pa.types.is_nested(field.type):
            raise PairTableError(f"the column `{field.name}` holds {str(field.type)[:60]}, and a cell is one value")


@contextmanager
def open_table(path: str) -> Iterator[PairTable]:
    """Yield a table; what is wrong with it, then or while it is gone through, becomes one line and exit status 1."""
    with told(path):
        if path == STANDARD:
            text = TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")
            try:
                yield _csv_table(text)
            finally:
                text.detach()  # standard input is not ours to close
            return
        if is_parquet(Path(path)):
            yield _parquet_table(Path(path))
            return
        other = other_format(Path(path))
        if other is not None:
            raise PairTableError(f"it is {other}")
        # `utf-8-sig` takes off a byte order mark, which spreadsheets write.
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            yield _csv_table(file, total=_count_lines(Path(path)))


@contextmanager
def told(path: str) -> Iterator[None]:
    """Turn what can be wrong with a table into one line."""
    name = "standard input" if path == STANDARD else f"`{path}`"
    try:
        yield
    except UnicodeDecodeError:
        fail(f"{name} is not UTF-8{'; a Parquet file is given by its name' if path == STANDARD else ''}")
    except MatchRequestError as exc:
        fail(f"{name}: {exc}", status=2)
    except BatchInputError as exc:
        fail(f"{name}: {exc.problem}")
    except (PairTableError, GraphError) as exc:
        fail(f"{name}: {exc}")
    except BrokenPipeError:
        raise
    except OSError as exc:
        fail(f"`{exc.filename or path}`: {(exc.strerror or 'cannot be read').lower()}")
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _csv_table(lines: Iterator[str], *, total: int = 0) -> PairTable:
    # Labelled sets open with comments that name their source.
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(chain([first], lines), strict=True)
    try:
        header = next(reader, [])
    except csv.Error as exc:
        raise PairTableError(f"the first line is not sound CSV: {exc}") from exc
    if not any(cell.strip() for cell in header):
        raise PairTableError("the table is empty: it needs a line with the names of its columns")
    return PairTable(header=header, total=total, schema=None, pieces=_csv_pieces(reader, len(header)))


def _csv_pieces(reader: Iterator[list[str]], width: int) -> Iterator[Piece]:
    rows = _csv_rows(reader, width)
    while piece := list(islice(rows, _PIECE)):
        yield Piece(rows=piece, columns=None)


def _csv_rows(reader: Iterator[list[str]], width: int) -> Iterator[list[str]]:
    count = 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error as exc:
            raise PairTableError(f"row {count + 1} is not sound CSV: {exc}") from exc
        if row is None:
            return
        if not row:
            continue
        count += 1
        if len(row) > width:
            raise PairTableError(
                f"row {count} has {len(row)} cells and the header {width}: quote the cells that hold a comma"
            )
        yield [*row, *[""] * (width - len(row))]


def _count_lines(path: Path) -> int:
    if not path.is_file():  # a pipe can be read once only
        return 0
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))


def _parquet_table(path: Path) -> PairTable:
    from entity_resolution.batch.reading import open_list  # noqa: PLC0415 - numpy and DuckDB load slowly

    # Cells are read as those of a list that is resolved.
    file = open_list(path)
    total = file.size  # asked first: another question would end the pieces
    schema, pieces = file.pieces(size=_PIECE)
    return PairTable(header=list(file.columns), total=total, schema=schema, pieces=map(_parquet_piece, pieces))


def _parquet_piece(piece: "tuple[pa.RecordBatch, pa.RecordBatch]") -> Piece:
    columns, texts = piece
    cells = [[text or "" for text in column.to_pylist()] for column in texts.columns]
    return Piece(rows=[list(row) for row in zip(*cells, strict=True)], columns=columns)


# --- writing


class ScoreWriter(Protocol):
    """Takes the scores of a table, piece by piece."""

    def write(self, piece: Piece, scored: Sequence[ScoredPair]) -> None:
        """Write rows with the score of each."""


@contextmanager
def write_scores(path: str, table: PairTable) -> Iterator[ScoreWriter]:
    """Yield what writes; a file appears, and standard output gets something, only when all of it is written.

    Raises:
        MatchRequestError: the path says that it is a workbook.
        PairTableError: the path is a folder, or lies in none that exists.
    """
    if path == STANDARD:
        with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as kept:
            yield _CsvScores(kept, table.header)
            kept.seek(0)
            shutil.copyfileobj(kept, sys.stdout)
        return
    target = Path(path)
    if target.suffix.lower() in _WORKBOOKS:
        raise MatchRequestError(f"the scores go to a .csv or a .parquet file, and not to `{path}`")
    if target.is_dir() or not target.absolute().parent.is_dir():
        raise PairTableError(f"the scores cannot go to `{path}`: give a file in a folder that exists")
    try:
        with whole_file(target) as part, _scores(target, part, table) as writer:
            yield writer
    except OSError as exc:
        exc.filename = exc.filename or path
        raise


@contextmanager
def _scores(target: Path, part: Path, table: PairTable) -> Iterator[ScoreWriter]:
    if target.suffix.lower() == _PARQUET:
        with _parquet_scores(part, table) as writer:
            yield writer
    else:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield _CsvScores(file, table.header)


class _CsvScores:
    __slots__ = ("_writer",)

    def __init__(self, file: TextIO, header: Sequence[str]) -> None:
        self._writer = csv.writer(file, lineterminator="\n")
        self._writer.writerow((*header, *ADDED_COLUMNS))

    def write(self, piece: Piece, scored: Sequence[ScoredPair]) -> None:
        self._writer.writerows((*row, *_cells(pair)) for row, pair in zip(piece.rows, scored, strict=True))


def _cells(scored: ScoredPair) -> tuple[str, ...]:
    return (
        repr(scored.bits),
        f"{scored.probability:.9g}",
        scored.outcome.value,
        "true" if scored.blocked else "false",
        scored.why,
    )


@contextmanager
def _parquet_scores(part: Path, table: PairTable) -> Iterator[ScoreWriter]:
    import pyarrow as pa  # noqa: PLC0415 - loads slowly
    import pyarrow.parquet  # noqa: PLC0415 - as above

    twice = next((name for name, count in Counter(table.header).items() if count > 1), None)
    if twice is not None:
        raise PairTableError(f"two columns are called `{twice}`, which Parquet cannot tell apart")
    own = table.schema or pa.schema([(name, pa.string()) for name in table.header])
    types = (pa.float64(), pa.float64(), pa.string(), pa.bool_(), pa.string())
    schema = pa.schema([*own, *map(pa.field, ADDED_COLUMNS, types)])
    with pyarrow.parquet.ParquetWriter(part, schema) as writer:
        yield _ParquetScores(writer, schema)


class _ParquetScores:
    __slots__ = ("_schema", "_writer")

    def __init__(self, writer: "pa.parquet.ParquetWriter", schema: "pa.Schema") -> None:
        self._writer, self._schema = writer, schema

    def write(self, piece: Piece, scored: Sequence[ScoredPair]) -> None:
        import pyarrow as pa  # noqa: PLC0415 - as above

        columns: list[pa.Array] = (
            [pa.array(cells, pa.string()) for cells in zip(*piece.rows, strict=True)]
            if piece.columns is None
            else piece.columns.columns
        )
        added = zip(*((s.bits, s.probability, s.outcome.value, s.blocked, s.why) for s in scored), strict=True)
        types = self._schema.types[len(columns) :]
        columns = [*columns, *(pa.array(cells, of) for cells, of in zip(added, types, strict=True))]
        self._writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=self._schema))
