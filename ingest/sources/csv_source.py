"""Delimited text: encodings by their byte-order mark, quoted line breaks, and the line on which each row begins."""

import codecs
import csv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from ingest.errors import EmptyFileError, UnreadableFileError
from ingest.mapping import FileFormat
from ingest.sources.rows import RowShaper, SourceRow, file_digest, name_columns, repeated_columns, unreadable

_CHUNK_BYTES = 1 << 20
# Characters of a cell that are read at all: behind a quote that is never closed the rest of a file is one cell.
_MOST_READ = 1 << 22
# The longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvSource:
    """A delimited file, checked to its end."""

    path: Path
    format: FileFormat
    encoding: str
    header: tuple[str, ...]
    header_line: int
    digest: str
    rows_total: int
    repeated: Mapping[str, int] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """Return the file's name."""
        return self.path.name

    def rows(self) -> Iterator[SourceRow]:
        """Yield the rows below the header; a row's number is the line on which it begins."""
        shaper = RowShaper(width=len(self.header), empty=self.format.empty, short_rows=self.format.short_rows)
        with _opened(self.path, self.encoding) as text:
            for number, cells in _numbered(text, self.format.delimiter, self.file):
                if number > self.header_line:
                    row = shaper.shape(number, cells)
                    if row is not None:
                        yield row


def open_csv(path: Path, file_format: FileFormat) -> CsvSource:
    """Return a delimited file as a source, read once to its end, so that a broken file is refused as a whole.

    Raises:
        UnreadableFileError: it cannot be opened, decoded or taken apart; the line is named.
        EmptyFileError: it has neither a header nor a row.
    """
    digest = file_digest(path)
    encoding = _encoding(path, file_format.encoding)
    _check_decodes(path, encoding, is_stated=file_format.encoding is not None)
    header: tuple[str, ...] | None = file_format.columns or None
    header_line = 0
    repeated: Mapping[str, int] = {}
    total = 0
    with _opened(path, encoding) as text:
        for number, cells in _numbered(text, file_format.delimiter, path.name):
            if number < file_format.header:
                continue
            if header is None:
                # Blank lines above it are no rows, so the header is the first row from the stated one on.
                header, header_line, repeated = name_columns(path.name, cells), number, repeated_columns(cells)
            elif any(cells):
                total += 1
    if header is None or not (header_line or total):
        raise EmptyFileError(path.name)
    return CsvSource(
        path=path,
        format=file_format,
        encoding=encoding,
        header=header,
        header_line=header_line,
        digest=digest,
        rows_total=total,
        repeated=repeated,
    )


def _numbered(text: TextIO, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_MOST_READ)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            if cells:
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as exc:
        raise UnreadableFileError(file, _broken(exc), line=begins) from exc


def _broken(exc: csv.Error) -> str:
    if "field limit" in str(exc):
        return f"a cell has more than {_MOST_READ} characters: is a quote opened there and not closed?"
    return f"the quoting is broken: {exc}"


@contextmanager
def _opened(path: Path, encoding: str) -> Iterator[TextIO]:
    try:
        # An empty newline leaves line breaks to the csv module, which knows the quoted ones.
        with path.open(encoding=encoding, newline="") as text:
            yield text
    except OSError as exc:
        raise unreadable(path, exc) from exc


def _encoding(path: Path, stated: str | None) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), None)
    if stated is None or codecs.lookup(stated).name == "utf-8":
        return marked or "utf-8"
    return stated


def _check_decodes(path: Path, encoding: str, *, is_stated: bool) -> None:
    advice = "the `encoding` that the mapping names does not fit" if is_stated else "name its `encoding` in the mapping"
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK_BYTES)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as exc:
                lines += exc.object[: exc.start].decode(exc.encoding, errors="ignore").count("\n")
                problem = f"holds bytes that are not {encoding}; {advice}"
                raise UnreadableFileError(path.name, problem, line=lines) from exc
            if "\0" in text:
                lines += text[: text.index("\0")].count("\n")
                problem = f"holds zero bytes, so it is no text in this encoding; {advice}"
                raise UnreadableFileError(path.name, problem, line=lines)
            lines += text.count("\n")
            if not chunk:
                return
