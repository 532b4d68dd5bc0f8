"""Files that are not what their names say, known by their first bytes or by what they pack: what to do of each."""

import codecs
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import Final

from ingest.errors import UnreadableFileError
from ingest.sources.rows import unreadable

_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_ARCHIVE = b"PK\x03\x04"
_GZIP = b"\x1f\x8b"
_PDF = b"%PDF-"
_PAGES = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta ")
_START_BYTES = 512
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_IN_TEXT = frozenset(b"\t\n\f\r\x1a\x1b")

_GZIPPED = "is packed with gzip: unpack it"
_PAGE = "is a web page or XML, as some programs export under the name of a table: save it as .xlsx or CSV"
_PRINTED = "is a PDF, which has no rows and columns: ask for the table that it was made from"
_TEXT = "is text, no workbook: give it a name that ends in .csv, or say `file: {format: csv}` in the mapping"
_SAVE = "open it in a spreadsheet and save it as .xlsx"
# By a part that each of them has, the surer first. Text documents and slides have tables as well.
_PACKED: Final = (
    ("xl/workbook.bin", f"is a binary workbook (.xlsb), which is not read: {_SAVE}"),
    ("word/document.xml", "is a text document of Word: copy its table into a spreadsheet and save that as .xlsx"),
    ("ppt/presentation.xml", "is a presentation: copy its table into a spreadsheet and save that as .xlsx"),
    ("Index/Document.iwa", "is a document of Numbers or another program of Apple: export it as Excel (.xlsx) or CSV"),
    ("content.xml", f"is a document of LibreOffice or OpenOffice (.ods), which is not read: {_SAVE}"),
)


def refuse_no_text(path: Path) -> None:
    """Refuse what cannot be delimited text.

    Raises:
        UnreadableFileError: it is a workbook, an archive, a PDF or a page; the message says what to do.
    """
    start = _start(path)
    problem: str | None
    if start.startswith(_OLD_OFFICE):
        problem = "is an old workbook (.xls), which is not read: open it in Excel and save it as .xlsx"
    elif start.startswith(_ARCHIVE):
        problem = _packed(path) or (
            "is a workbook or another archive, no text: a workbook of Excel ends in .xlsx, save any other as that"
        )
    else:
        problem = _no_table(start)
    if problem is not None:
        raise UnreadableFileError(path.name, problem)


def refuse_no_workbook(path: Path) -> None:
    """Refuse what is no workbook of Excel, or one of a kind that is not read.

    Raises:
        UnreadableFileError: it is one of before .xlsx or with a password, a spreadsheet of another format, text or a
            page; the message says what to do.
    """
    start = _start(path)
    problem: str | None
    if start.startswith(_OLD_OFFICE):
        problem = "is an old workbook (.xls) or has a password: open it in Excel and save it as .xlsx without one"
    elif start.startswith(_ARCHIVE):
        problem = _packed(path)
    else:
        # What is neither of these nor text is told of where it is unpacked.
        problem = _no_table(start) or (_TEXT if _is_text(start) else None)
    if problem is not None:
        raise UnreadableFileError(path.name, problem)


def refuse_no_lines(path: Path) -> None:
    """Refuse what cannot be lines of JSON in UTF-8, packed with gzip or not.

    Raises:
        UnreadableFileError: it is an archive, a workbook, a PDF or UTF-16; the message says what to do.
    """
    start = _start(path)
    if start.startswith((_ARCHIVE, _OLD_OFFICE)):
        problem = "is an archive or a workbook, no lines of JSON: unpack it, or load a workbook by a mapping as .xlsx"
    elif start.startswith(_PDF):
        problem = _PRINTED
    elif start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        problem = "is UTF-16, and this format is UTF-8: convert it with `iconv -f UTF-16 -t UTF-8`"
    else:
        return
    raise UnreadableFileError(path.name, problem)


def _no_table(start: bytes) -> str | None:
    """Return what is said of what is neither text nor a workbook, by its first bytes; None of what may be either."""
    if start.startswith(_GZIP):
        return _GZIPPED
    if start.startswith(_PDF):
        return _PRINTED
    return _PAGE if _is_page(start) else None


def _packed(path: Path) -> str | None:
    """Return what is said of an archive that is no workbook of Excel, None of one and of what cannot be unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = frozenset(archive.namelist())
    except OSError as exc:
        raise unreadable(path, exc) from exc
    except (zipfile.BadZipFile, ValueError):
        return None
    if "xl/workbook.xml" in names:
        return None
    found = next((told for part, told in _PACKED if part in names), None)
    return found or (_unpack(names) if names and "[Content_Types].xml" not in names else None)


def _unpack(names: Collection[str]) -> str:
    if any(name.lower().endswith((".csv", ".xlsx", ".xls", ".txt", ".json")) for name in names):
        return "is an archive (.zip) of other files: unpack it and load the table in it"
    return "is an archive (.zip), no table"


def _is_page(start: bytes) -> bool:
    return start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_PAGES)


def _is_text(start: bytes) -> bool:
    return bool(start) and (start.startswith(_MARKS) or all(byte >= 0x20 or byte in _IN_TEXT for byte in start))


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_START_BYTES)
