"""Delimited text: encodings by their byte-order mark, quoted line breaks, and the line on which each row begins.

Above the header there may stand what programs put there: marks of the byte order, one or more, and Excel's line
`sep=;`, which names the delimiter.
"""

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TextIO

from ingest.errors import EmptyFileError, UnreadableFileError
from ingest.mapping import FileFormat
from ingest.sources.foreign_formats import refuse_no_text
from ingest.sources.rows import (
    END_OF_FILE,
    RowShaper,
    SourceRow,
    file_digest,
    file_name,
    name_columns,
    repeated_columns,
    unreadable,
)
from ingest.sources.undecodable import KNOWN, Undecodable, guesses, named, numbered_lines, undecodable

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
_BYTE_ORDER_MARK = "\ufeff"
_HINT = re.compile(r'"?sep=([^\r\n"])"?[\r\n]*', re.IGNORECASE)
_MOST_OF_A_HINT = 40
_BEHIND_A_QUOTE = re.compile(r'"([,;|\t])')
_SO_MANY_MORE = 4
_DOES_NOT_FIT = "the `encoding` that the mapping names does not fit"
_DAMAGED = "the file is cut or damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvSource:
    """A delimited file, checked to its end.

    `hint_line` is 1 where the first line names the delimiter, else 0. `written` are the cells of the header as the file
    has them, of which `header` has tidied names; none where the mapping names the columns.
    """

    path: Path
    format: FileFormat
    encoding: str
    header: tuple[str, ...]
    header_line: int
    digest: str
    rows_total: int
    hint_line: int = 0
    repeated: Mapping[str, int] = field(default_factory=dict)
    written: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """Return the file's name."""
        return file_name(self.path)

    @property
    def counts_days(self) -> None:
        """Return that it counts no days: they are texts."""

    def rows(self) -> Iterator[SourceRow]:
        """Yield the rows below the header; a row's number is the line on which it begins."""
        shaper = RowShaper(width=len(self.header), empty=self.format.empty, short_rows=self.format.short_rows)
        with _opened(self.path, self.encoding) as text:
            for number, cells in _numbered(text, self.format.delimiter, self.file, above=self.hint_line):
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
    refuse_no_text(path)
    encoding = _encoding(path, file_format.encoding)
    _check_decodes(path, encoding, is_stated=file_format.encoding is not None)
    hinted = _hinted_delimiter(path, encoding)
    file_format = replace(file_format, delimiter=hinted or file_format.delimiter)
    header = _read_header(path, encoding, file_format, above=1 if hinted else 0)
    return CsvSource(
        path=path,
        format=file_format,
        encoding=encoding,
        header=header.names,
        header_line=header.line,
        digest=digest,
        rows_total=header.rows_below,
        hint_line=1 if hinted else 0,
        repeated=header.repeated,
        written=header.written,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """The names of the columns, taken and written, their line (0: on none), which stand there how often, the rows."""

    names: tuple[str, ...]
    line: int
    repeated: Mapping[str, int]
    rows_below: int
    written: tuple[str, ...]


def _read_header(path: Path, encoding: str, file_format: FileFormat, *, above: int) -> _Header:
    names: tuple[str, ...] | None = file_format.columns or None
    line = total = 0
    repeated: Mapping[str, int] = {}
    written: tuple[str, ...] = ()
    with _opened(path, encoding) as text:
        for number, cells in _numbered(text, file_format.delimiter, path.name, above=above):
            if number < file_format.header:
                continue
            if names is None:
                # Blank lines above it are no rows, so the header is the first row from the stated one on.
                names, line, repeated = name_columns(path.name, cells), number, repeated_columns(cells)
                written = tuple(cells)
            elif any(cells):
                total += 1
    if names is None or not (line or total):
        raise EmptyFileError(path.name, header=file_format.header)
    return _Header(names=names, line=line, repeated=repeated, rows_below=total, written=written)


def _numbered(text: TextIO, delimiter: str, file: str, *, above: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with the line on which each begins; so many lines `above` them are none."""
    csv.field_size_limit(_MOST_READ)
    last: deque[str] = deque(maxlen=1)
    reader = csv.reader(_kept(_below(text, above), last), delimiter=delimiter, strict=True)
    begins = above + 1
    try:
        for cells in reader:
            if cells:
                yield begins, cells
            begins = above + reader.line_num + 1
    except csv.Error as exc:
        raise UnreadableFileError(file, _broken(exc, "".join(last), delimiter), line=begins) from exc


def _kept(lines: Iterable[str], last: deque[str]) -> Iterator[str]:
    """Yield lines, of which the last one yielded stands in `last`."""
    for line in lines:
        last.append(line)
        yield line


def _below(text: TextIO, above: int) -> Iterable[str]:
    """Return the lines below some, without marks of the byte order: the first was taken with the encoding."""
    for _ in range(above):
        text.readline()
    first = text.readline()
    return _to_end(chain([first if above else first.lstrip(_BYTE_ORDER_MARK)], text)) if first else ()


def _to_end(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines without the mark by which DOS, and what still writes as it did, says that the file ends."""
    found = iter(lines)
    last = next(found)
    for line in found:
        yield last
        last = line
    bare = last.rstrip(f"{END_OF_FILE}\r\n")
    if END_OF_FILE not in last[len(bare) :]:
        yield last
    elif bare:
        yield bare


def _hinted_delimiter(path: Path, encoding: str) -> str | None:
    with _opened(path, encoding) as text:
        found = _HINT.fullmatch(text.readline(_MOST_OF_A_HINT).lstrip(_BYTE_ORDER_MARK))
    return found[1] if found else None


def _broken(exc: csv.Error, line: str, delimiter: str) -> str:
    if "field limit" in str(exc):
        return f"a cell has more than {_MOST_READ} characters: is a quote opened there and not closed?"
    behind = _BEHIND_A_QUOTE.search(line) if "expected after" in str(exc) else None
    if behind is not None and behind[1] != delimiter:
        other = "a tab" if behind[1] == "\t" else f"`{behind[1]}`"
        return f"has {other} behind a quoted cell, where `{delimiter}` is expected: is its `delimiter` another one?"
    doubled = '; in a quoted cell a quote stands twice (`""`)' if "expected after" in str(exc) else ""
    return f"the quoting is broken: {exc}{doubled}"


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
    advice = _DOES_NOT_FIT if is_stated else "name its `encoding` in the mapping"
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK_BYTES)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as exc:
                lines += exc.object[: exc.start].decode(exc.encoding, errors="ignore").count("\n")
                raise _undecodable(path, encoding, line=lines, is_stated=is_stated) from exc
            if "\0" in text:
                lines += text[: text.index("\0")].count("\n")
                problem = _zero_bytes(path) or f"holds zero bytes, so it is no text in this encoding; {advice}"
                raise UnreadableFileError(path.name, problem, line=lines)
            lines += text.count("\n")
            if not chunk:
                return


def _undecodable(path: Path, encoding: str, *, line: int, is_stated: bool) -> UnreadableFileError:
    """Return the error for a file of which the line, at least, is not in its encoding."""
    name = encoding.removesuffix("-sig")
    problem = f"holds bytes that are not {name}"
    if "\n".encode(name) != b"\n":
        return UnreadableFileError(path.name, f"{problem}; {_DOES_NOT_FIT if is_stated else _DAMAGED}", line=line)
    of_two_bytes = _zero_bytes(path)
    if of_two_bytes is not None:  # Chinese or Khmer, of which two bytes are seldom UTF-8
        return UnreadableFileError(path.name, of_two_bytes, line=line)
    with path.open("rb") as file:
        found = undecodable(numbered_lines(file), name)
    return UnreadableFileError(path.name, f"{problem}: {found.where()}; {_advice(found, name, is_stated)}", line=line)


def _advice(found: Undecodable, encoding: str, is_stated: bool) -> str:
    likely = guesses(bytes(found.sample), encoding)
    if found.is_mixed and not is_stated:
        may_be = f", which may be in {named(likely)}" if likely else ""
        return f"the others are {encoding}, so that no `encoding` reads them all: mend these lines{may_be}"
    told = f"{_DOES_NOT_FIT}; " if is_stated else ""
    if not likely:
        return f"{told}name its `encoding` in the mapping, such as {named(KNOWN)}"
    return (
        f"{told}it may be in {named(likely)}: name it in the mapping (`file: {{encoding: {likely[0].encoding}}}`), "
        "and look at names in a dry run"
    )


def _zero_bytes(path: Path) -> str | None:
    """Return what to say of zero bytes that stand beside the Latin letters, commas and breaks of UTF-16."""
    with path.open("rb") as file:
        start = file.read(_CHUNK_BYTES)
    low, high = sorted(((start[0::2].count(0), "utf-16-be"), (start[1::2].count(0), "utf-16-le")))
    name = high[1]
    # Some characters, such as U+4E00, have a zero byte in the other place.
    if high[0] < _SO_MANY_MORE * max(low[0], 1) or "\n" not in start.decode(name, errors="ignore"):
        return None
    return f"is UTF-16 without a byte-order mark, as it seems; set `encoding: {name}` in the mapping"
