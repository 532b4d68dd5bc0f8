"""Workbooks: cells as the texts that their author sees, without the losses of spreadsheet numbers."""

import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from html import unescape
from pathlib import Path
from posixpath import join, normpath
from typing import cast

from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from graph import nearest_hint
from ingest.errors import EmptyFileError, MappingError, UnreadableFileError
from ingest.mapping import FileFormat
from ingest.rules import Rule
from ingest.sources.rows import Flaw, RowShaper, SourceRow, file_digest, name_columns, unreadable

_SAFE_INTEGER = 10**15  # a spreadsheet keeps 15 significant digits and writes zeros for the rest
_MOST_MERGED = 200_000
_ZEROS = re.compile(r"0{2,}")
_CLOCK = re.compile(r"[hs]", re.I)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_CHUNK_BYTES = 1 << 20

_Cell = ReadOnlyCell | EmptyCell


@dataclass(frozen=True, slots=True, kw_only=True)
class XlsxSource:
    """One sheet of a workbook. `merged` maps a covered cell to the corner that holds its text, (row, column) from 1."""

    path: Path
    format: FileFormat
    sheet: str
    header: tuple[str, ...]
    header_row: int
    digest: str
    rows_total: int | None
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """Return the file's name."""
        return self.path.name

    def rows(self) -> Iterator[SourceRow]:
        """Yield the rows below the header; a row's number is the one at the sheet's left edge."""
        shaper = RowShaper(width=len(self.header), empty=self.format.empty, short_rows=True)
        corners = dict.fromkeys(self.merged.values(), "")
        with _opened(self.path, self.sheet) as sheet:
            for number, cells in _numbered(sheet):
                row = shaper.shape(number, self._texts(number, cells, corners))
                if row is not None and number > self.header_row:
                    flaws = _flaws(cells, len(self.header))
                    yield row._replace(flaws=row.flaws + flaws) if flaws else row

    def _texts(self, number: int, cells: tuple[_Cell, ...], corners: dict[tuple[int, int], str]) -> list[str]:
        texts = [cell_text(cell) for cell in cells]
        if not self.merged:
            return texts
        for column in range(1, max(len(texts), len(self.header)) + 1):
            at = (number, column)
            if at in corners and column <= len(texts):
                corners[at] = texts[column - 1]
            elif at in self.merged:
                texts.extend([""] * (column - len(texts)))
                texts[column - 1] = corners[self.merged[at]]
        return texts


def open_xlsx(path: Path, file_format: FileFormat, *, mapping: str = "mapping") -> XlsxSource:
    """Return one sheet of a workbook as a source: the one that the mapping names, or the only one.

    Raises:
        UnreadableFileError: it is no workbook, or is damaged.
        MappingError: the workbook has no such sheet, or several and the mapping names none.
        EmptyFileError: no row stands below the header.
    """
    digest = file_digest(path)
    _check_archive(path)
    sheet = _sheet_name(path, file_format, mapping)
    merged = _merged_cells(path, sheet)
    header: tuple[str, ...] | None = file_format.columns or None
    header_row = 0
    filled = False
    with _opened(path, sheet) as opened:
        for number, cells in _numbered(opened):
            texts = [cell_text(cell) for cell in cells]
            if number < max(file_format.header, 1) or not any(text.strip() for text in texts):
                continue
            if header is not None:
                filled = True
                break
            while not texts[-1].strip():
                texts.pop()
            header, header_row = name_columns(path.name, texts), number
        last = opened.max_row
    if header is None or not filled:
        raise EmptyFileError(path.name)
    return XlsxSource(
        path=path,
        format=file_format,
        sheet=sheet,
        header=header,
        header_row=header_row,
        digest=digest,
        rows_total=last - header_row if last is not None else None,
        merged=merged,
    )


def cell_text(cell: _Cell) -> str:
    """Return a cell as text: numbers without an invented point, dates in ISO form, leading zeros of the format kept."""
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    number_format = str(cell.number_format or "")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _number_text(value, number_format)
    return _time_text(value, number_format) if isinstance(value, (date, time)) else str(value)


def _number_text(value: float, number_format: str) -> str:
    if isinstance(value, float):
        if not value.is_integer():
            return repr(value)
        value = int(value)
    # A format of zeros alone is how spreadsheets keep the leading zeros of phones, cards and accounts.
    if _ZEROS.fullmatch(number_format) and value >= 0:
        return str(value).zfill(len(number_format))
    return str(value)


def _time_text(value: date | time, number_format: str) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    shows_clock = value.time() != time() or _CLOCK.search(_bare_format(number_format)) is not None
    return value.isoformat(timespec="seconds") if shows_clock else value.date().isoformat()


def _bare_format(number_format: str) -> str:
    """Return a number format without its quoted, bracketed and escaped parts, in which letters mean nothing."""
    return re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format)


def _flaws(cells: tuple[_Cell, ...], width: int) -> tuple[Flaw, ...]:
    found = []
    for index, cell in enumerate(cells[:width]):
        value = cell.value
        if cell.data_type == "e":
            found.append(Flaw(index, Rule.CELL_ERROR))
        elif isinstance(value, (int, float)) and abs(value) >= _SAFE_INTEGER:
            found.append(Flaw(index, Rule.LOSSY_NUMBER))
    return tuple(found)


def _numbered(sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, tuple[_Cell, ...]]]:
    # Rows that the file leaves out come as empty ones, so counting them gives the sheet's own numbers.
    # The type stubs know no reader of their own for streamed sheets.
    yield from enumerate(cast(Iterator[tuple[_Cell, ...]], sheet.iter_rows()), start=1)  # type: ignore[misc]


@contextmanager
def _opened(path: Path, sheet: str | None) -> Iterator[ReadOnlyWorksheet]:
    try:
        with warnings.catch_warnings():
            # Styles, validations and extensions that openpyxl does not know change no cell.
            warnings.simplefilter("ignore", UserWarning)
            book = load_workbook(path, read_only=True, data_only=True)
    except OSError as exc:
        raise unreadable(path, exc) from exc
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError) as exc:
        raise UnreadableFileError(path.name, "is no workbook that can be read") from exc
    try:
        found = book[sheet] if sheet is not None else book.active
        if not isinstance(found, ReadOnlyWorksheet):
            raise UnreadableFileError(path.name, "holds a chart where a sheet is expected")
        yield found
    finally:
        book.close()


def _sheet_name(path: Path, file_format: FileFormat, mapping: str) -> str:
    with _opened(path, None) as active:
        names = [str(sheet.title) for sheet in active.parent.worksheets]
    if file_format.sheet is not None:
        if file_format.sheet not in names:
            hint = nearest_hint(file_format.sheet, names)
            problem = f"`{path.name}` has no sheet `{file_format.sheet}`{hint}"
            raise MappingError(mapping, file_format.line, problem)
        return file_format.sheet
    if len(names) > 1:
        problem = f"`{path.name}` has {len(names)} sheets: name one with `sheet`"
        raise MappingError(mapping, file_format.line, problem)
    return names[0]


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            damaged = archive.testzip()
    except OSError as exc:
        raise unreadable(path, exc) from exc
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as exc:
        raise UnreadableFileError(path.name, "is no workbook, is damaged, or is protected by a password") from exc
    if damaged is not None:
        raise UnreadableFileError(path.name, "is damaged")


def _merged_cells(path: Path, sheet: str) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the cells that a merged range covers downwards; the streaming reader does not tell.

    A merge downwards repeats one text for several rows; one across columns is layout and repeats nothing.
    """
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    with zipfile.ZipFile(path) as archive:
        part = _sheet_part(archive, sheet)
        if part is None:
            return covered
        for reference in _found_in(archive, part):
            left, top, _, bottom = (int(edge or 0) for edge in range_boundaries(reference))
            if len(covered) + bottom - top > _MOST_MERGED:
                raise UnreadableFileError(path.name, "merges too many cells")
            covered.update(dict.fromkeys(((row, left) for row in range(top + 1, bottom + 1)), (top, left)))
    return covered


def _found_in(archive: zipfile.ZipFile, part: str) -> Iterator[str]:
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            # The tail is searched again with the next chunk, as a range may lie across the border.
            data = rest + chunk
            end = 0
            for match in _MERGED.finditer(data):
                yield match[1].decode()
                end = match.end()
            rest = data[max(end, len(data) - 200) :]


def _sheet_part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    book = archive.read("xl/workbook.xml").decode("utf-8", errors="replace")
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", errors="replace")
    targets = {a.get("Id"): a.get("Target", "") for a in map(_attributes, _RELATION.findall(relations))}
    for attributes in map(_attributes, _SHEET.findall(book)):
        if attributes.get("name") == sheet:
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), None)
            target = targets.get(relation, "")
            part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            return part if part in archive.namelist() else None
    return None


def _attributes(text: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(text)}
