"""Workbooks: cells as the texts that their author sees, without the losses of spreadsheet numbers."""

import re
import warnings
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import NamedTuple, TypeVar, cast
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from graph import all_known, nearest_hint
from ingest.errors import EmptyFileError, MappingError, UnreadableFileError
from ingest.mapping import FileFormat
from ingest.rules import Rule
from ingest.sources.cell_amounts import amount_text
from ingest.sources.foreign_formats import refuse_no_workbook
from ingest.sources.merged_cells import MergedCells, Place, Range
from ingest.sources.number_formats import shown_number
from ingest.sources.rows import (
    Flaw,
    RowShaper,
    SourceRow,
    file_digest,
    file_name,
    name_columns,
    repeated_columns,
    unreadable,
)
from ingest.sources.set_aside_rows import SetAsideRows
from ingest.sources.sheet_parts import attributes_of, found_in, sheet_part
from ingest.sources.workbook_check import check_workbook
from ingest.values.serial_days import DayCount

_SAFE_INTEGER = 10**15  # a spreadsheet keeps 15 significant digits and writes zeros for the rest
_MOST_SHEETS = 12  # named where a mapping names none
_CLOCK = re.compile(r"[hs]", re.I)
# No `<` stands within a tag, so that each look ends at the next one: else long comments take hours.
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
# A cell with a formula, and behind it no value or an empty one: its attributes, the formula, the empty value.
_UNSOLVED = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?f(?:\s[^<>]*?)?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(<(?:\w+:)?v(?:\s*/>|>\s*</(?:\w+:)?v>)\s*)?</(?:\w+:)?c>"
)
# A character that XML cannot hold, by its number in UTF-16: ECMA-376, part 1, 22.9.2.19 (ST_Xstring).
_ESCAPED = re.compile(r"(?:_x[0-9A-Fa-f]{4}_)+")
_MERGE_BYTES = 200
_FORMULA_BYTES = 1 << 16  # a formula has 8,192 characters at most, which may be longer in XML
# What the reader of workbooks raises over parts that say nonsense.
_NONSENSE = (InvalidFileException, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError)

T = TypeVar("T")
_Cell = ReadOnlyCell | EmptyCell


class _Formula(NamedTuple):
    """A formula of which the workbook keeps no result, as programs leave it that do not calculate."""

    row: int
    column: int
    text: str


class _Row(NamedTuple):
    """One row of a sheet as the file has it, and the texts of its cells."""

    number: int
    cells: tuple[_Cell, ...]
    texts: list[str]
    unsolved: tuple[_Formula, ...]

    @property
    def is_blank(self) -> bool:
        """Return whether no text stands in the row."""
        return not any(text.strip() for text in self.texts)

    def placed_texts(self) -> Iterator[tuple[Place, str]]:
        """Yield the texts with their places."""
        return (((self.number, column), text) for column, text in enumerate(self.texts, start=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class XlsxSource:
    """One sheet of a workbook.

    `rows_total` is what the sheet says, which may be wrong; `counts_days` tells from which year the workbook counts its
    days.
    """

    path: Path
    format: FileFormat
    sheet: str
    header: tuple[str, ...]
    header_line: int
    digest: str
    rows_total: int | None
    repeated: Mapping[str, int] = field(default_factory=dict)
    counts_days: DayCount = DayCount.FROM_1900
    merged: MergedCells = field(default_factory=MergedCells)

    @property
    def file(self) -> str:
        """Return the file's name."""
        return file_name(self.path)

    def rows(self) -> Iterator[SourceRow]:
        """Yield the rows below the header; a row's number is the one at the sheet's left edge."""
        shaper = RowShaper(width=len(self.header), empty=self.format.empty, short_rows=True)
        corners = dict.fromkeys(self.merged.down.values(), "")
        headings = self.merged.rows_of_headings(self.header_line)
        marked: dict[Place, Flaw] = {}
        set_aside = SetAsideRows.of(self.path, self.sheet)
        with _opened(self.path, self.sheet) as sheet:
            for found in _rows(self.file, sheet, _unsolved_formulas(self.path, self.sheet)):
                if found.number in headings and found.is_blank and not found.unsolved:
                    continue  # the header is higher than one row, and goes on here
                row = shaper.shape(found.number, self._texts(found.number, found.texts, corners))
                flaws = self._flaws(found, marked)
                if row is None and any(flaw.rule is Rule.MISSING_RESULT for flaw in flaws):
                    row = SourceRow(found.number, ("",) * len(self.header))  # it looks blank, and is not meant so
                if row is not None and found.number > self.header_line:
                    row = row._replace(flaws=row.flaws + flaws) if flaws else row
                    amounts = _amounts(found, row.cells)
                    row = row._replace(amounts=amounts) if amounts else row
                    marks = set_aside.marks(found.number, found.cells[: len(self.header)])
                    yield row._replace(set_aside=marks) if marks else row

    def _flaws(self, row: _Row, marked: dict[Place, Flaw]) -> tuple[Flaw, ...]:
        """Return the flaws of a row; `marked` remembers those of corners, whose texts the rows below repeat."""
        flaws = _flaws(row, len(self.header), self.format.empty)
        if not self.merged.down:
            return flaws
        columns = range(1, len(self.header) + 1)
        repeated = (
            [marked.get(self.merged.down.get((row.number, column), (0, 0))) for column in columns] if marked else ()
        )
        marked.update(((row.number, flaw.column + 1), flaw) for flaw in flaws if flaw.column is not None)
        return flaws + tuple(flaw for flaw in repeated if flaw is not None)

    def _texts(self, number: int, texts: list[str], corners: dict[Place, str]) -> list[str]:
        if not self.merged.down:
            return texts
        return self.merged.repeat(number, texts, corners, width=len(self.header))


def open_xlsx(
    path: Path, file_format: FileFormat, *, mapping: str = "mapping", reads: Collection[str] = ()
) -> XlsxSource:
    """Return one sheet of a workbook as a source: the one that the mapping names, or the only one.

    `reads`: the names of columns that the mapping reads. One that it calls by its place keeps that name, though a
    heading is merged down to it.

    Raises:
        UnreadableFileError: it is no workbook of this format, or is damaged.
        MappingError: the workbook has no such sheet, or several and the mapping names none.
        EmptyFileError: it has neither a header nor a row.
    """
    digest = file_digest(path)
    refuse_no_workbook(path)
    disordered = check_workbook(path)
    sheet = _sheet_name(path, file_format, mapping)
    if disordered:
        _refuse_disorder(path, sheet, disordered)
    merged = _merged_cells(path, sheet)
    with _opened(path, sheet) as opened:
        last = opened.max_row
        rows = _rows(path.name, opened, _unsolved_formulas(path, sheet))
        header = _read_header(path.name, rows, file_format, merged, reads)
        counts = DayCount.FROM_1904 if opened.parent.epoch == CALENDAR_MAC_1904 else DayCount.FROM_1900
    return XlsxSource(
        path=path,
        format=file_format,
        sheet=sheet,
        header=header.names,
        header_line=header.line,
        digest=digest,
        rows_total=last - header.line if last is not None else None,
        repeated=header.repeated,
        counts_days=counts,
        merged=merged,
    )


def _refuse_disorder(path: Path, sheet: str, disordered: Mapping[str, UnreadableFileError]) -> None:
    """Refuse a sheet whose rows or cells do not stand in their order; of other sheets nothing is read."""
    with zipfile.ZipFile(path) as archive:
        found = disordered.get(sheet_part(archive, sheet) or "")
    if found is not None:
        raise found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """The names of the columns, the row that they stand in (0: in none), and which of them stand there how often."""

    names: tuple[str, ...]
    line: int = 0
    repeated: Mapping[str, int] = field(default_factory=dict)


def _read_header(
    file: str, rows: Iterable[_Row], file_format: FileFormat, merged: MergedCells, reads: Collection[str]
) -> _Header:
    """Return the header: of the format, or the first row that is filled.

    Raises:
        EmptyFileError: there is neither a header nor a row.
    """
    found = _Header(names=file_format.columns) if file_format.columns else None
    corners = dict.fromkeys(merged.down.values(), "")
    for row in rows:
        if found is None:
            corners.update((at, text) for at, text in row.placed_texts() if at in corners)
        if row.number < max(file_format.header, 1) or (row.is_blank and (found is None or not row.unsolved)):
            continue
        if found is not None:
            return found
        found = _named(file, row, merged, corners, reads)
    if found is None or not found.line:
        raise EmptyFileError(file, header=file_format.header)
    return found


def _named(file: str, row: _Row, merged: MergedCells, corners: Mapping[Place, str], reads: Collection[str]) -> _Header:
    """Return the header that a row is, with the columns whose headings reach down into it."""
    filled = max(at for at, text in enumerate(row.texts, start=1) if text.strip())
    headings = merged.headings(row.number, row.texts, corners)
    width = max(filled, merged.edges.get(row.number, 0), *(at + 1 for at in headings))
    cells = row.texts[:width] + [""] * (width - len(row.texts))
    above = {at: text for at, text in headings.items() if f"(column {at + 1})" not in reads}
    names, repeated = name_columns(file, cells, above), repeated_columns([*cells, *above.values()])
    return _Header(names=names, line=row.number, repeated=repeated)


def cell_text(cell: _Cell) -> str:
    """Return a cell as text: numbers without an invented point, dates in ISO form, leading zeros of the format kept."""
    value = cell.value
    if value is None or isinstance(value, str):
        return _written(value) if value is not None and "_x" in value else value or ""
    number_format = str(cell.number_format or "")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _number_text(value, number_format)
    return _time_text(value, number_format) if isinstance(value, (date, time)) else str(value)


def _written(text: str) -> str:
    """Return a text with the characters that the workbook has by number, as exporters write line breaks (`_x000D_`)."""
    return _ESCAPED.sub(_unescaped, text)


def _unescaped(found: re.Match[str]) -> str:
    return bytes.fromhex(found[0].replace("_x", "").replace("_", "")).decode("utf-16-be", errors="replace")


def _amounts(row: _Row, texts: Sequence[str]) -> dict[int, str]:
    """Return the texts of cells with numbers that read otherwise where they are amounts."""
    found = {}
    for index, (cell, text) in enumerate(zip(row.cells, texts, strict=False)):
        if text and isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
            # Zeros and a plus that a format shows are a number's, and say nothing of an amount.
            shown = amount_text(_number_text(cell.value), str(cell.number_format or ""))
            if shown != text:
                found[index] = shown
    return found


def _number_text(value: float, number_format: str = "General") -> str:
    if isinstance(value, float):
        if not value.is_integer():
            text = repr(value)
            return format(Decimal(text), "f") if "e" in text else text
        value = int(value)
    return shown_number(value, number_format)


def _time_text(value: date | time, number_format: str) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    shows_clock = value.time() != time() or _CLOCK.search(_bare_format(number_format)) is not None
    return value.isoformat(timespec="seconds") if shows_clock else value.date().isoformat()


def _bare_format(number_format: str) -> str:
    """Return a number format without its quoted, bracketed and escaped parts, in which letters mean nothing."""
    return re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format)


def _flaws(row: _Row, width: int, empty: Collection[str]) -> tuple[Flaw, ...]:
    found = [Flaw(f.column - 1, Rule.MISSING_RESULT, f.text) for f in row.unsolved if f.column <= width]
    for index, cell in enumerate(row.cells[:width]):
        value = cell.value
        if cell.data_type == "e" and row.texts[index].strip() not in empty:
            found.append(Flaw(index, Rule.CELL_ERROR))
        elif isinstance(value, (int, float)) and abs(value) >= _SAFE_INTEGER:
            found.append(Flaw(index, Rule.LOSSY_NUMBER))
    return tuple(found)


def _rows(file: str, sheet: ReadOnlyWorksheet, formulas: Iterator[_Formula]) -> Iterator[_Row]:
    """Yield all rows of a sheet, each with those of its formulas that have no result.

    Raises:
        UnreadableFileError: a cell says what no cell says, as one that points at a text that the workbook has not.
    """
    last = 0
    try:
        for row in _parsed_rows(sheet, formulas):
            yield row
            last = row.number
    except _NONSENSE as exc:
        raise UnreadableFileError(file, f"is damaged behind row {last}") from exc


def _parsed_rows(sheet: ReadOnlyWorksheet, formulas: Iterator[_Formula]) -> Iterator[_Row]:
    # What the sheet says of its own size is often a template's, or of its first cell alone: whatever stands is read.
    sheet.reset_dimensions()
    # Rows that the file leaves out come as empty ones, so counting them gives the sheet's own numbers.
    # The type stubs know no reader of their own for streamed sheets.
    streamed = cast(Iterator[tuple[_Cell, ...]], sheet.iter_rows())  # type: ignore[misc]
    ahead = next(formulas, None)
    for number, cells in enumerate(_quietly(streamed), start=1):
        unsolved: tuple[_Formula, ...] = ()
        while ahead is not None and ahead.row <= number:
            if ahead.row == number:
                unsolved += (ahead,)
            ahead = next(formulas, None)
        yield _Row(number, cells, [cell_text(cell) for cell in cells], unsolved)


def _quietly(rows: Iterator[T]) -> Iterator[T]:
    """Yield rows without what the reader of workbooks says on the way, in which values of cells stand."""
    while True:
        # Around each row: a filter that stays while others work would hide their warnings, and come off in any order.
        with _without_warnings():
            row = next(rows, None)
        if row is None:
            return
        yield row


@contextmanager
def _without_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        # Styles, validations and extensions that openpyxl does not know change no cell; a day that its format cannot
        # show becomes an error of the cell, which is told with its row.
        warnings.simplefilter("ignore", UserWarning)
        yield


@contextmanager
def _opened(path: Path, sheet: str | None) -> Iterator[ReadOnlyWorksheet]:
    try:
        with _without_warnings():
            book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, zipfile.BadZipFile, *_NONSENSE) as exc:
        # Without a number it is no word of the system's, but the reader's that no part is a workbook.
        if isinstance(exc, OSError) and exc.errno is not None:
            raise unreadable(path, exc) from exc
        raise UnreadableFileError(path.name, "is no workbook that can be read") from exc
    try:
        # Where the sheet that was open last is a chart, the table stands in another one.
        found = book[sheet] if sheet is not None else next(iter(book.worksheets), None)
        if not isinstance(found, ReadOnlyWorksheet):
            raise UnreadableFileError(path.name, "has no sheet with cells: save the one with the table as a workbook")
        yield found
    finally:
        book.close()


def _sheet_name(path: Path, file_format: FileFormat, mapping: str) -> str:
    with _opened(path, None) as active:
        names = [str(sheet.title) for sheet in active.parent.worksheets]
    if file_format.sheet is not None:
        if file_format.sheet not in names:
            hint = nearest_hint(file_format.sheet, names) or all_known(names[:_MOST_SHEETS])
            problem = f"`{path.name}` has no sheet `{file_format.sheet}`{hint}"
            raise MappingError(mapping, file_format.line, problem)
        return file_format.sheet
    if len(names) > 1:
        some = ", ".join(f"`{name}`" for name in names[:_MOST_SHEETS]) + (", ..." if len(names) > _MOST_SHEETS else "")
        problem = f"`{path.name}` has {len(names)} sheets: name one with `sheet` ({some})"
        raise MappingError(mapping, file_format.line, problem)
    return names[0]


def _unsolved_formulas(path: Path, sheet: str) -> Iterator[_Formula]:
    """Yield the formulas of a sheet that have no result, in the file's order; the streaming reader shows empty cells.

    A result that is an empty text is one (`t="str"`). Cells that do not say their place are passed over.
    """
    with zipfile.ZipFile(path) as archive:
        part = sheet_part(archive, sheet)
        if part is None:
            return
        for match in found_in(archive, part, _UNSOLVED, signs=(b"<f", b":f"), longest_bytes=_FORMULA_BYTES):
            attributes = attributes_of(match[1].decode())
            if "r" not in attributes or (attributes.get("t") == "str" and match[3] is not None):
                continue
            row, column = coordinate_to_tuple(attributes["r"])
            text = unescape((match[2] or b"").decode(errors="replace"))
            yield _Formula(row, column, f"={text}" if text else "formula without a result")


def _merged_cells(path: Path, sheet: str) -> MergedCells:
    """Return the merged cells of a sheet; the streaming reader does not tell."""
    with zipfile.ZipFile(path) as archive:
        part = sheet_part(archive, sheet)
        if part is None:
            return MergedCells()
        found = found_in(archive, part, _MERGED, signs=(b"mergeCell",), longest_bytes=_MERGE_BYTES)
        return MergedCells.of(path.name, (_range(match[1].decode()) for match in found))


def _range(text: str) -> Range:
    left, top, right, bottom = (int(edge or 0) for edge in range_boundaries(text))
    return top, left, bottom, right
