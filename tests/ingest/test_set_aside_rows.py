"""Rows of a workbook that somebody struck through or hid: pointed out, and passed over where the mapping says so."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font

from api.cli.report_lines import describe_report
from ingest import MappingError, parse_mapping
from tests.ingest.ingesting import Ingest

MAPPING = """\
dataset: cases
profile: law-enforcement
file: {header: 1}
records:
  suspect: {kind: Person, reference: "{no}", properties: {name: name, birthDate: born}}
"""
SKIPS = MAPPING.replace("{header: 1}", "{hidden: skip, struck: skip}")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return a workbook: row 3 is struck through, 4 hidden, of 5 one cell struck, 6 both and bad, 7 as the others."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [("no", "name", "born"), ("1", "Anan Rakdee", ""), ("2", "Kai Dam", ""), ("3", "Lek Yai", "1985"),
            ("4", "Somsak Dee", "1971"), ("5", "Dao Sawang", "soon"), ("6", "Noi Mee", "1990")]  # fmt: skip
    for row in rows:
        sheet.append(list(row))
    _strike(*sheet[3], sheet["C5"], *sheet[6])
    sheet.row_dimensions[4].hidden = True
    sheet.row_dimensions[6].hidden = True
    sheet.row_dimensions[7].hidden = False
    path = tmp_path / "cases.xlsx"
    book.save(path)
    return path


def _strike(*cells: object) -> None:
    for cell in cells:
        assert isinstance(cell, Cell)
        cell.font = Font(strike=True)


@pytest.mark.parametrize("dry_run", [False, True])
def test_rows_that_were_set_aside_are_read_and_pointed_out(ingest: Ingest, book: Path, dry_run: bool) -> None:
    report = ingest(book, parse_mapping(MAPPING), dry_run=dry_run)
    assert (report.records, report.quarantined) == (5, {"unreadable-date": 1})
    assert (report.hidden_rows, report.struck_rows, report.partly_struck_rows) == (2, 2, 1)
    told = {"hidden_rows": (4, 6), "struck_rows": (3, 6), "partly_struck_rows": (5,)}
    assert report.remarked_rows == told
    line = str(describe_report(report))
    assert "2 rows are hidden in the sheet, and were read all the same" in line
    assert "2 rows are struck through, and were read all the same" in line
    assert all(place in line for place in (": row 4, 6", ": row 3, 6", "read with them: row 5"))


def test_a_mapping_passes_over_what_was_set_aside(ingest: Ingest, book: Path) -> None:
    ingest(book, parse_mapping(MAPPING))
    assert [row.row for row in ingest.quarantined()] == [6]
    report = ingest(book, parse_mapping(SKIPS))
    assert (report.skipped_rows, report.hidden_rows, report.struck_rows) == (3, 0, 0)
    assert report.remarked_rows == {"skipped_rows": (3, 4, 6), "partly_struck_rows": (5,)}
    assert (report.records_created, report.records_unchanged, ingest.quarantined()) == (0, 3, [])


@pytest.mark.parametrize(("word", "rows"), [("hidden", (4, 6)), ("struck", (3, 6))])
def test_each_of_the_two_is_a_word_of_its_own(ingest: Ingest, book: Path, word: str, rows: tuple[int, ...]) -> None:
    mapping = parse_mapping(MAPPING.replace("header: 1", f"{word}: skip"))
    report = ingest(book, mapping, dry_run=True)
    assert report.remarked_rows["skipped_rows"] == rows


def test_what_no_program_struck_or_hid_is_not_pointed_out(ingest: Ingest, book: Path) -> None:
    """Some write every attribute out, also with what says no."""
    _rewrite(book, "xl/worksheets/sheet1.xml", lambda text: text.replace('hidden="1"', 'hidden="0"'))
    _rewrite(book, "xl/styles.xml", lambda text: re.sub(r"<strike[^>]*>", '<strike val="0"/>', text))
    report = ingest(book, parse_mapping(MAPPING), dry_run=True)
    assert report.remarked_rows == {}


def test_another_word_is_refused() -> None:
    with pytest.raises(MappingError, match=r"unknown word `keep`.*`skip`"):
        parse_mapping(MAPPING.replace("header: 1", "struck: keep"))


def _rewrite(path: Path, part: str, change: Callable[[str], str]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed = change(parts[part].decode())
    assert changed.encode() != parts[part]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**parts, part: changed.encode()}.items():
            archive.writestr(name, content)
