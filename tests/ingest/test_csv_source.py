"""Delimited files: encodings, quoting, row numbers as an editor shows them, and files that are refused as a whole."""

import codecs
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import EmptyFileError, UnreadableFileError
from ingest.mapping import FileFormat
from ingest.rules import Rule
from ingest.sources import Flaw, SourceRow, open_csv, open_ftm
from ingest.sources.rows import LONGEST_CELL
from ingest.sources.xlsx_source import open_xlsx

THAI_KHMER_BURMESE = "ชื่อ,ឈ្មោះ,အမည်\nสมชาย ใจดี,ចាន់ ដារា,မောင်အောင်\n"


def _file(tmp_path: Path, content: bytes, name: str = "a.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        THAI_KHMER_BURMESE.encode(),
        codecs.BOM_UTF8 + THAI_KHMER_BURMESE.encode(),
        codecs.BOM_UTF16_LE + THAI_KHMER_BURMESE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + THAI_KHMER_BURMESE.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + THAI_KHMER_BURMESE.encode("utf-32-le"),
    ],
)
def test_the_byte_order_mark_tells_the_encoding(tmp_path: Path, content: bytes) -> None:
    source = open_csv(_file(tmp_path, content), FileFormat())
    assert source.header == ("ชื่อ", "ឈ្មោះ", "အမည်")
    assert [(row.number, row.cells) for row in source.rows()] == [(2, ("สมชาย ใจดี", "ចាន់ ដារា", "မောင်အောင်"))]


def test_a_stated_encoding_is_used(tmp_path: Path) -> None:
    source = open_csv(_file(tmp_path, "ชื่อ\nสมชาย\n".encode("cp874")), FileFormat(encoding="cp874"))
    assert [row.cells for row in source.rows()] == [("สมชาย",)]


def test_a_stated_utf8_takes_a_mark_too(tmp_path: Path) -> None:
    source = open_csv(_file(tmp_path, codecs.BOM_UTF8 + b"a\n1\n"), FileFormat(encoding="UTF-8"))
    assert source.header == ("a",)


def test_quoting_and_line_breaks_in_cells_keep_the_line_numbers_of_an_editor(tmp_path: Path) -> None:
    content = 'a,b\r\n1,"two\r\nlines, ""quoted"""\r\n\r\n2,x\r\n,\r\n3,"\n\n"\r\n4,y'
    source = open_csv(_file(tmp_path, content.encode()), FileFormat())
    assert [(row.number, row.cells) for row in source.rows()] == [
        (2, ("1", 'two\r\nlines, "quoted"')),
        (5, ("2", "x")),
        (7, ("3", "")),
        (10, ("4", "y")),
    ]


def test_rows_above_the_header_are_passed_over(tmp_path: Path) -> None:
    source = open_csv(_file(tmp_path, b"Monthly list\n\na;b\n1;2\n"), FileFormat(delimiter=";", header=3))
    assert source.header == ("a", "b")
    assert [row.number for row in source.rows()] == [4]


def test_a_file_without_a_header_takes_its_columns_from_the_mapping(tmp_path: Path) -> None:
    file_format = FileFormat(header=0, columns=("no", "name", "type"), empty=frozenset({"-0-"}))
    source = open_csv(_file(tmp_path, b'1,"A",-0- \n2,-0-,-0-\n-0-,-0-,-0-\n'), file_format)
    assert [(row.number, row.cells) for row in source.rows()] == [(1, ("1", "A", "")), (2, ("2", "", ""))]


def test_rows_with_fewer_or_more_cells_than_columns_are_marked(tmp_path: Path) -> None:
    path = _file(tmp_path, b"a,b\n1\n1,\n1,2,,\n1,2,3\n")
    rows = list(open_csv(path, FileFormat()).rows())
    assert [row.cells for row in rows] == [("1", ""), ("1", ""), ("1", "2"), ("1", "2", "3")]
    short = Flaw(None, Rule.MISSING_CELLS, "1 of 2 cells")
    surplus = Flaw(None, Rule.SURPLUS_CELLS, "3 of 2 cells")
    assert [row.flaws for row in rows] == [(short,), (), (), (surplus,)]
    filled = list(open_csv(path, FileFormat(short_rows=True)).rows())
    assert [row.cells for row in filled] == [row.cells for row in rows]
    assert [row.flaws for row in filled] == [(), (), (), (surplus,)]


def test_columns_without_a_name_or_with_one_that_repeats_are_told_apart(tmp_path: Path) -> None:
    source = open_csv(_file(tmp_path, b"a,,a, b  c\n1,2,3,4\n"), FileFormat())
    assert source.header == ("a", "(column 2)", "a (2)", "b c")


@pytest.mark.parametrize("stated", [None, "utf-8"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("head", ["no,name", "编号,姓名", "ល.រ,ឈ្មោះ", "序號,姓名"])
def test_utf16_without_a_mark_is_told_as_such_and_read_once_it_is_named(
    tmp_path: Path, encoding: str, stated: str | None, head: str
) -> None:
    text = f"{head}\n1,一一\n2,สมชาย ใจดี\n3,Somchai Jaidee\n"
    path = _file(tmp_path, text.encode(encoding))
    with pytest.raises(UnreadableFileError) as caught:
        open_csv(path, FileFormat(encoding=stated))
    advice = f"is UTF-16 without a byte-order mark, as it seems; set `encoding: {encoding}` in the mapping"
    assert str(caught.value) == f"`a.csv`, line 1: {advice}"
    source = open_csv(path, FileFormat(encoding=encoding))
    assert [row.cells[1] for row in source.rows()] == ["一一", "สมชาย ใจดี", "Somchai Jaidee"]


def test_zero_bytes_that_are_no_utf16_are_refused_at_their_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="line 3: holds zero bytes, so it is no text in this encoding; name"):
        open_csv(_file(tmp_path, b"a,b\n1,2\n3,\0\0\0\0\n"), FileFormat())


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8, 2 * codecs.BOM_UTF8])
@pytest.mark.parametrize("hint", [b"sep=;\r\n", b'"sep=;"\n', b"SEP=;\r"])
def test_the_hint_of_excel_names_the_delimiter_and_is_no_row(tmp_path: Path, mark: bytes, hint: bytes) -> None:
    path = _file(tmp_path, mark + hint + b'no;name\n1;"a,b\nc"\n2;d\n')
    for header in (1, 2):
        source = open_csv(path, FileFormat(header=header))
        assert (source.header, source.rows_total) == (("no", "name"), 2)
        assert [(row.number, row.cells) for row in source.rows()] == [(3, ("1", "a,b\nc")), (5, ("2", "d"))]
    bare = open_csv(path, FileFormat(header=0, columns=("no", "name"), delimiter="|"))
    assert [(row.number, row.cells[0]) for row in bare.rows()] == [(2, "no"), (3, "1"), (5, "2")]


@pytest.mark.parametrize("content", [b"sep=\t\na\tb\n1\t2\n", "sep=\t\na\tb\n1\t2\n".encode("utf-16")])
def test_a_hint_may_name_a_tab_and_stand_in_any_encoding(tmp_path: Path, content: bytes) -> None:
    source = open_csv(_file(tmp_path, content), FileFormat())
    assert [(row.number, row.cells) for row in source.rows()] == [(3, ("1", "2"))]


@pytest.mark.parametrize("first", ["sep=;,b", "separator", "sep=", "sep=;;"])
def test_a_header_that_only_looks_like_a_hint_is_a_header(tmp_path: Path, first: str) -> None:
    source = open_csv(_file(tmp_path, f"{first}\n1,2\n".encode()), FileFormat(short_rows=True))
    assert (source.header[0], source.header_line) == (first.split(",", maxsplit=1)[0], 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_second_byte_order_mark_is_passed_over(tmp_path: Path, encoding: str) -> None:
    source = open_csv(_file(tmp_path, "\ufeff\ufeffid,a\n1,\ufeff2\n".encode(encoding)), FileFormat())
    assert source.header == ("id", "a")
    assert [row.cells[0] for row in source.rows()] == ["1"]


OLD_WORKBOOK = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (OLD_WORKBOOK, "is an old workbook (.xls), which is not read: open it in Excel and save it as .xlsx"),
        (b"PK\x03\x04" + bytes(60), "is a workbook or another archive, no text"),
        (b"\x1f\x8b\x08" + bytes(60), "is packed with gzip: unpack it"),
        (b"\xef\xbb\xbf\r\n<HTML><table>", "is a web page or XML"),
        (b'<?xml version="1.0"?><Workbook/>', "is a web page or XML"),
    ],
)
def test_what_is_no_text_is_named_as_what_it_is(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        open_csv(_file(tmp_path, content, "cases.xls"), FileFormat())
    assert str(caught.value).startswith(f"`cases.xls`: {words}")


def test_an_old_workbook_with_a_new_name_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"`a\.xlsx`: is an old workbook \(\.xls\) or has a password: open"):
        open_xlsx(_file(tmp_path, OLD_WORKBOOK, "a.xlsx"), FileFormat())


def test_broken_quoting_is_refused_at_the_row_where_it_begins(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="line 3: the quoting is broken: unexpected end of data"):
        open_csv(_file(tmp_path, b'a,b\n1,2\n3,"open\n4,5\n'), FileFormat())


@pytest.mark.parametrize(
    ("content", "delimiter", "words"),
    [
        (
            b'a;b;c\n"x, y";1;2\n',
            ",",
            "has `;` behind a quoted cell, where `,` is expected: is its `delimiter` another",
        ),
        (b'a\tb\n"x, y"\t2\n', ",", "has a tab behind a quoted cell, where `,` is expected"),
        (b'a,b\n"x; y",2\n', ";", "has `,` behind a quoted cell, where `;` is expected"),
        (
            b'a,b\n"x" y,2\n',
            ",",
            "the quoting is broken: ',' expected after '\"'; in a quoted cell a quote stands twice",
        ),
    ],
)
def test_another_delimiter_behind_a_quoted_cell_is_told_from_broken_quoting(
    tmp_path: Path, content: bytes, delimiter: str, words: str
) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        open_csv(_file(tmp_path, content), FileFormat(delimiter=delimiter))
    assert str(caught.value).startswith(f"`a.csv`, line 2: {words}")


def test_a_cell_that_is_too_long_is_cut_and_marked_and_the_other_rows_go_on(tmp_path: Path) -> None:
    longest = "x" * LONGEST_CELL
    path = _file(tmp_path, f'a,b\n1,{longest}\n2,"y{longest}\n"\n3,"{longest}\n{longest}"\n4,z\n'.encode())
    rows = list(open_csv(path, FileFormat()).rows())
    assert [row.number for row in rows] == [2, 3, 5, 7]
    assert [len(row.cells[1]) for row in rows] == [LONGEST_CELL, LONGEST_CELL + 1, LONGEST_CELL + 1, 1]
    told = [f"over 131072 characters, lines: {lines}" for lines in (1, 2)]
    assert [row.flaws for row in rows] == [(), *((Flaw(1, Rule.LONG_CELL, seen),) for seen in told), ()]


def test_a_quote_that_is_never_closed_swallows_no_large_file(tmp_path: Path) -> None:
    path = _file(tmp_path, b'a,b\n1,2\n3,"open\n' + b"4,5\n" * (1 << 20))
    with pytest.raises(
        UnreadableFileError, match=r"line 3: a cell has more than 4194304 characters: is a quote opened"
    ):
        open_csv(path, FileFormat())
    short = _file(tmp_path, b'a,b\n1,2\n3,"open\n' + b"4,5\n" * (1 << 16), name="b.csv")
    with pytest.raises(UnreadableFileError, match="line 3: the quoting is broken: unexpected end of data"):
        open_csv(short, FileFormat())


@pytest.mark.parametrize("content", [b"a,b\n", b"a,b", b"a,b\n,\n"])
def test_a_header_alone_is_a_file_without_rows(tmp_path: Path, content: bytes) -> None:
    source = open_csv(_file(tmp_path, content), FileFormat())
    assert (source.header, source.rows_total, list(source.rows())) == (("a", "b"), 0, [])


def test_a_file_whose_columns_the_mapping_names_needs_rows(tmp_path: Path) -> None:
    with pytest.raises(EmptyFileError, match=r"`a.csv`: has no rows"):
        open_csv(_file(tmp_path, b"\n"), FileFormat(header=0, columns=("a", "b")))


@pytest.mark.parametrize("end", ["\x1a", "\r\n\x1a", "\n\x1a\x1a\x1a\n", "\n\x1a\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp874"])
def test_the_mark_with_which_dos_ends_a_file_is_no_row_and_in_no_cell(tmp_path: Path, end: str, encoding: str) -> None:
    content = f"a,b\n1,สมชาย\n2,x\x1ay{end}"
    source = open_csv(_file(tmp_path, content.encode(encoding)), FileFormat(encoding=encoding))
    assert source.rows_total == 2
    assert list(source.rows()) == [SourceRow(2, ("1", "สมชาย")), SourceRow(3, ("2", "x\x1ay"))]
    line = b'{"id": "p1", "schema": "Person", "properties": {}}'
    assert [each.entity is None for each in open_ftm(_file(tmp_path, line + end.encode(), "a.json")).lines()] == [False]


@pytest.mark.parametrize("content", [b"", b"\x1a", b"\n\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(EmptyFileError, match=r"`a.csv`: has no rows"):
        open_csv(_file(tmp_path, content), FileFormat())


def test_a_header_below_the_last_row_is_named(tmp_path: Path) -> None:
    with pytest.raises(EmptyFileError, match=r"`a.csv`: has no rows from row 3 on, the `header`$"):
        open_csv(_file(tmp_path, b"a,b\n1,2\n"), FileFormat(header=3))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"`none.csv`: cannot be read: no such file or directory"):
        open_csv(tmp_path / "none.csv", FileFormat())
    with pytest.raises(UnreadableFileError, match="cannot be read: is a directory"):
        open_csv(tmp_path, FileFormat())


@pytest.mark.parametrize("file_is_read", [open_csv, open_xlsx, lambda path, _: open_ftm(path)])
def test_a_pipe_is_refused_and_not_waited_for(
    tmp_path: Path, file_is_read: Callable[[Path, FileFormat], object]
) -> None:
    """A file is read more than once, which a pipe cannot be."""
    os.mkfifo(tmp_path / "a.csv")
    with pytest.raises(UnreadableFileError, match=r"`a\.csv`: cannot be read: no regular file"):
        file_is_read(tmp_path / "a.csv", FileFormat())
