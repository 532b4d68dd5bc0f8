"""A workbook is read whole before a row of it is: what no sheet has, and another format, refuse it in one line."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest
from openpyxl import Workbook

from ingest import UnreadableFileError
from ingest.mapping import FileFormat
from ingest.sources.xlsx_source import open_xlsx

_USUAL, _STRICT = (
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
)


def _book(tmp_path: Path, *, change: Callable[[bytes], bytes]) -> Path:
    """Return a workbook of one column and one row, of whose parts each is as `change` makes it."""
    book = Workbook()
    assert book.active is not None
    book.active.append(["a"])
    book.active.append(["1"])
    plain, path = tmp_path / "plain.xlsx", tmp_path / "a.xlsx"
    book.save(plain)
    with zipfile.ZipFile(plain) as read, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            written.writestr(name, change(read.read(name)))
    return path


def _with_rows(tmp_path: Path, rows: bytes) -> Path:
    return _book(tmp_path, change=lambda content: content.replace(b"</sheetData>", rows + b"</sheetData>"))


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        (b'<row r="2000000000"><c r="A2000000000"/></row>', "numbers a row beyond the last one, 1048576$"),
        (b'<row r="1048577"><c r="A1048577"/></row>', "numbers a row beyond the last one, 1048576$"),
        (b'<row r="2e9"/>', "numbers a row beyond the last one, 1048576$"),
        (b'<row r="' + b"9" * 5_000 + b'"/>', "numbers a row beyond the last one, 1048576$"),
        (b'<row r="3"><c r="XFE3"/></row>', "has a cell beyond the last column, XFD$"),
        (b'<row r="3"><c r="zzz3"/></row>', "has a cell beyond the last column, XFD$"),
        (b'<row r="3"><c r="AAAA3"/></row>', "has a cell beyond the last column, XFD$"),
        (b'<row r="1048576"/><row/>', "has a row beyond the last one, 1048576$"),
        (b'<row><c r="XFD3"/><c/></row>', "has a cell beyond the last column, XFD$"),
        (b"<row>" + b"<c/>" * 16_385 + b"</row>", "has a cell beyond the last column, XFD$"),
    ],
)
def test_a_row_or_column_that_no_sheet_has_is_refused_before_the_ones_above_are_counted(
    tmp_path: Path, place: bytes, problem: str
) -> None:
    path = _with_rows(tmp_path, place)
    started = process_time()
    with pytest.raises(UnreadableFileError, match=problem):
        open_xlsx(path, FileFormat())
    assert process_time() - started < 1


def test_rows_and_cells_that_do_not_say_their_places_stand_behind_the_ones_before(tmp_path: Path) -> None:
    two = b'<c t="inlineStr"><is><t>2</t></is></c>'
    path = _with_rows(tmp_path, b"<row>" + two + b'</row><row r="5">' + two + b"</row><row>" + two + b"</row>")
    assert [(row.number, row.cells) for row in open_xlsx(path, FileFormat()).rows()] == [
        (2, ("1",)), (3, ("2",)), (5, ("2",)), (6, ("2",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        (b'<row r="5"/><row r="3"/>', "line 5: has row 3 behind row 5, and would be read in part: open it in a"),
        (b'<row r="2"/>', "line 2: has row 2 behind row 2,"),
        (b'<row r="3"><c r="C3"/><c r="A3"/></row>', "line 3: has a cell of column A behind one of column C,"),
        (b'<row r="3"><c r="C3"/><c r="C3"/></row>', "line 3: has a cell of column C behind one of column C,"),
    ],
)
def test_a_row_or_cell_behind_a_later_one_is_refused_as_it_would_be_passed_over(
    tmp_path: Path, place: bytes, problem: str
) -> None:
    path = _with_rows(tmp_path, place)
    with pytest.raises(UnreadableFileError, match=problem):
        open_xlsx(path, FileFormat())


def test_disorder_in_a_sheet_that_is_not_read_refuses_nothing(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.title = "List"
    for row in (["a"], ["1"]):
        book.active.append(row)
    book.create_sheet("Pivot").append(["total"])
    book.save(tmp_path / "plain.xlsx")
    path, disorder = tmp_path / "a.xlsx", b'<row r="5"/><row r="3"/></sheetData>'
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as read, zipfile.ZipFile(path, "w") as written:
        for name in read.namelist():
            content = read.read(name)
            written.writestr(
                name, content.replace(b"</sheetData>", disorder) if name.endswith("sheet2.xml") else content
            )
    assert [row.cells for row in open_xlsx(path, FileFormat(sheet="List")).rows()] == [("1",)]
    with pytest.raises(UnreadableFileError, match="has row 3 behind row 5"):
        open_xlsx(path, FileFormat(sheet="Pivot"))


def test_a_strict_workbook_is_told_as_one(tmp_path: Path) -> None:
    path = _book(tmp_path, change=lambda content: content.replace(_USUAL, _STRICT))
    with pytest.raises(UnreadableFileError, match="is a Strict Open XML workbook, which is not read: open it in Excel"):
        open_xlsx(path, FileFormat())
