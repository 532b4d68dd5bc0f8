"""Files that are no table of text, whatever their names say: known by their first bytes, and what to do about each."""

from pathlib import Path

from ingest.errors import UnreadableFileError

_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_ARCHIVE = b"PK\x03\x04"
_GZIP = b"\x1f\x8b"
_PAGES = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta ")
_START_BYTES = 512


def refuse_no_text(path: Path) -> None:
    """Refuse what cannot be delimited text.

    Raises:
        UnreadableFileError: it is a workbook, an archive or a page; the message says what to do.
    """
    start = _start(path)
    bare = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(_OLD_OFFICE):
        problem = "is an old workbook (.xls), which is not read: open it in Excel and save it as .xlsx"
    elif start.startswith(_ARCHIVE):
        problem = "is a workbook or another archive, no text: a workbook of Excel ends in .xlsx, save any other as that"
    elif start.startswith(_GZIP):
        problem = "is packed with gzip: unpack it"
    elif bare.startswith(_PAGES):
        problem = "is a web page or XML, as some programs export under the name of a table: save it as .xlsx or CSV"
    else:
        return
    raise UnreadableFileError(path.name, problem)


def refuse_old_workbook(path: Path) -> None:
    """Refuse what begins as Excel's files did before .xlsx, and as those with a password still do.

    Raises:
        UnreadableFileError: it does.
    """
    if _start(path).startswith(_OLD_OFFICE):
        problem = "is an old workbook (.xls) or has a password: open it in Excel and save it as .xlsx without one"
        raise UnreadableFileError(path.name, problem)


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_START_BYTES)
