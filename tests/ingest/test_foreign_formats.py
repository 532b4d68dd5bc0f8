"""Spreadsheets and other files under a name that is not theirs are refused with what they are and what to do."""

import gzip
import zipfile
from pathlib import Path

import pytest

from ingest import UnreadableFileError
from ingest.mapping import FileFormat
from ingest.sources import open_csv
from ingest.sources.xlsx_source import open_xlsx


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (
            ("mimetype", "content.xml"),
            r"is a document of LibreOffice or OpenOffice \(\.ods\), which is not read: open it",
        ),
        (
            ("[Content_Types].xml", "xl/workbook.bin"),
            r"is a binary workbook \(\.xlsb\), which is not read: open it in a",
        ),
        (("[Content_Types].xml", "word/document.xml"), "is a text document of Word: copy its table into a spreadsheet"),
        (("[Content_Types].xml", "ppt/presentation.xml"), "is a presentation: copy its table into a spreadsheet"),
        (("Index/Document.iwa",), r"is a document of Numbers or another program of Apple: export it as Excel"),
        (("list.csv",), r"is an archive \(\.zip\) of other files: unpack it and load the table in it$"),
        (("photo.jpg",), r"is an archive \(\.zip\), no table$"),
    ],
)
def test_an_archive_of_another_format_is_told_by_its_parts(tmp_path: Path, parts: tuple[str, ...], told: str) -> None:
    for name in ("a.xlsx", "a.csv"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for part in parts:
                archive.writestr(part, "x")
    with pytest.raises(UnreadableFileError, match=f"`a.xlsx`: {told}"):
        open_xlsx(tmp_path / "a.xlsx", FileFormat())
    with pytest.raises(UnreadableFileError, match=f"`a.csv`: {told}"):
        open_csv(tmp_path / "a.csv", FileFormat())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"no;name\n1;A\n", "is text, no workbook: give it a name that ends in .csv, or say `file: {format: csv}` in"),
        ("no,name\n1,A\n".encode("utf-16"), "is text, no workbook:"),
        (b"<html><table><tr><td>no</td></tr></table></html>", "is a web page or XML, as some programs export"),
        (b"%PDF-1.7\n", "is a PDF, which has no rows and columns: ask for the table that it was made from"),
        (gzip.compress(b"no,name\n", mtime=0), "is packed with gzip: unpack it"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), r"is an old workbook \(\.xls\) or has a password: open it in"),
        (b"", "is no workbook, is damaged, or is protected by a password"),
    ],
)
def test_what_is_named_a_workbook_and_is_none_is_told_as_what_it_is(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match=f"`a.xlsx`: {told}"):
        open_xlsx(path, FileFormat())
