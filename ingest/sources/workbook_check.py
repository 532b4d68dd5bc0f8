"""Reads all of a workbook once before a row of it is taken: damage, another format, rows that no sheet has.

Rows are read as they stream, and what is found behind some would come too late. The streaming reader also keeps a trace
of each row that the file has, and passes over a row or cell that stands behind a later one.
"""

import zipfile
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate

from openpyxl.utils.cell import column_index_from_string, get_column_letter

from ingest.errors import UnreadableFileError
from ingest.sources.rows import unreadable

NO_ARCHIVE: Final = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError)
"""What readers of archives raise over bytes that are damaged or locked."""
LAST_ROW: Final = 1_048_576
"""The last row of a sheet, by the format."""
_LAST_COLUMN = "XFD"
_LAST_INDEX = 16_384
_CHUNK_BYTES = 1 << 20
# ISO/IEC 29500-1, part 1: the namespace of what Excel writes where it is asked to, in place of the usual one.
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def check_workbook(path: Path) -> Mapping[str, UnreadableFileError]:
    """Read all parts of a workbook.

    Returns:
        What is said of each part whose rows or cells stand behind later ones, which the streaming reader passes over.
        Whoever reads such a part is to raise it; another sheet's is nobody's concern.

    Raises:
        UnreadableFileError: it is no archive, a part has another checksum, or is no XML and should be, it is a Strict
            Open XML workbook, or a sheet has a row or column beyond the last.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            found = {part.filename: _check_part(path.name, archive, part) for part in archive.infolist()}
    except OSError as exc:
        raise unreadable(path, exc) from exc
    except ExpatError as exc:
        raise UnreadableFileError(path.name, "is damaged") from exc
    except NO_ARCHIVE as exc:
        raise UnreadableFileError(path.name, "is no workbook, is damaged, or is protected by a password") from exc
    return {name: disorder for name, disorder in found.items() if disorder is not None}


def _check_part(file: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> UnreadableFileError | None:
    disorder = None
    with archive.open(part) as stream:
        if part.filename.endswith((".xml", ".rels")):
            check = _PlaceCheck(file)
            check.parser.ParseFile(stream)
            disorder = check.disorder
        while stream.read(_CHUNK_BYTES):  # the checksum is compared at the end
            pass
    return disorder


class _PlaceCheck:
    """Reads a part, and of a sheet each place: every row and column before one is read as an empty one.

    What does not say its place stands behind the one before it, as the streaming reader has it. `disorder` is what
    is to be said where that is not so.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._row_tag = self._cell_tag = ""
        self._row = self._column = 0
        self.disorder: UnreadableFileError | None = None
        self.parser = ParserCreate()
        self.parser.StartElementHandler = self._begin

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if _STRICT in attributes.values():
            problem = (
                "is a Strict Open XML workbook, which is not read: open it in Excel and save it as `Excel Workbook "
                "(*.xlsx)`, the kind without `Strict` in its name"
            )
            raise UnreadableFileError(self._file, problem)
        prefix, colon, kind = name.rpartition(":")
        self._row_tag, self._cell_tag = f"{prefix}{colon}row", f"{prefix}{colon}c"
        self.parser.StartElementHandler = self._within if kind == "worksheet" else None

    def _within(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == self._cell_tag:
            self._take_cell(attributes.get("r"))
        elif name == self._row_tag:
            self._take_row(attributes.get("r"))

    def _take_row(self, place: str | None) -> None:
        self._column = 0
        number = self._row + 1 if place is None else _row_number(place)
        if number is None:
            return  # which is told where the row is read
        if number > LAST_ROW:
            verb = "has" if place is None else "numbers"
            raise UnreadableFileError(self._file, f"{verb} a row beyond the last one, {LAST_ROW}")
        if number <= self._row:
            self._disordered(f"row {number}", f"row {self._row}", line=self._row)
        self._row = number

    def _take_cell(self, place: str | None) -> None:
        column = self._column + 1 if place is None else _column_number(place)
        if column is None:
            return  # as a row
        if column > _LAST_INDEX:
            raise UnreadableFileError(self._file, f"has a cell beyond the last column, {_LAST_COLUMN}")
        if column <= self._column:
            here, before = get_column_letter(column), get_column_letter(self._column)
            self._disordered(f"a cell of column {here}", f"one of column {before}", line=self._row)
        self._column = column

    def _disordered(self, what: str, before: str, *, line: int | None) -> None:
        problem = f"has {what} behind {before}, and would be read in part: open it in a spreadsheet and save it again"
        self.disorder = self.disorder or UnreadableFileError(self._file, problem, line=line)


def _row_number(text: str) -> int | None:
    """Return the number of a row, of which any beyond the last is one, None of what is no number."""
    try:
        number = float(text)  # as the streaming reader takes it: `2e9` is a number too
    except ValueError:
        return None
    return int(min(number, LAST_ROW + 1)) if number == number else None  # noqa: PLR0124 - NaN is no number


def _column_number(place: str) -> int | None:
    """Return the number of a cell's column, of which any beyond the last is one, None of what names none."""
    return _index(place.rstrip("0123456789"))


@lru_cache(maxsize=_LAST_INDEX)
def _index(column: str) -> int | None:
    if not (column.isascii() and column.isalpha()):
        return None
    return column_index_from_string(column) if len(column) <= len(_LAST_COLUMN) else _LAST_INDEX + 1
