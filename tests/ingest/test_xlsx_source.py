"""Workbooks: what a cell shows is what is read, in the row that the sheet shows."""

import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from time import process_time

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart

from ingest import EmptyFileError, MappingError, UnreadableFileError
from ingest.mapping import FileFormat
from ingest.rules import Rule
from ingest.sources import Flaw, SourceRow
from ingest.sources.xlsx_source import open_xlsx

DAY = date(2024, 5, 1)  # spreadsheets know no time zones, so neither do the moments here


def _book(tmp_path: Path, rows: Sequence[Sequence[object]], name: str = "a.xlsx") -> tuple[Workbook, Path]:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    path = tmp_path / name
    book.save(path)
    return book, path


def test_numbers_dates_and_truths_become_text_without_loss(tmp_path: Path) -> None:
    book, path = _book(tmp_path, [["phone", "float", "pi", "day", "moment", "clock", "true", "name"]])
    sheet = book.active
    assert sheet is not None
    sheet.append([66812345678, 66812345678.0, 3.25, DAY, datetime.combine(DAY, time(13, 30)), time(8, 5), True,
                  "  สมชาย "])  # fmt: skip
    book.save(path)
    (row,) = open_xlsx(path, FileFormat()).rows()
    assert row.cells == (
        "66812345678", "66812345678", "3.25", "2024-05-01", "2024-05-01T13:30:00", "08:05:00", "true", "สมชาย",
    )  # fmt: skip


def test_formats_that_show_leading_zeros_or_a_clock_are_followed(tmp_path: Path) -> None:
    book, path = _book(
        tmp_path,
        [["phone", "day", "midnight"], [812345678, datetime.combine(DAY, time()), datetime.combine(DAY, time())]],
    )
    sheet = book.active
    assert sheet is not None
    sheet["A2"].number_format = "0000000000"
    sheet["B2"].number_format = "[$-th-TH]d mmmm bbbb"
    sheet["C2"].number_format = "yyyy-mm-dd hh:mm"
    book.save(path)
    (row,) = open_xlsx(path, FileFormat()).rows()
    assert row.cells == ("0812345678", "2024-05-01", "2024-05-01T00:00:00")


def test_empty_rows_keep_the_numbers_of_the_sheet(tmp_path: Path) -> None:
    _, path = _book(tmp_path, [["Monthly list"], [], ["a", "b"], [], ["1", "2"], [None, ""], ["3", None]])
    source = open_xlsx(path, FileFormat(header=3))
    assert source.header == ("a", "b")
    assert [(row.number, row.cells) for row in source.rows()] == [(5, ("1", "2")), (7, ("3", ""))]


def test_cells_merged_downwards_repeat_their_text_and_cells_merged_across_do_not(tmp_path: Path) -> None:
    book, path = _book(tmp_path, [["case", "name", "note"], ["C-1", "A", "x"], [None, "B", None], ["C-2", "D", "wide"]])
    sheet = book.active
    assert sheet is not None
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B4:C4")
    book.save(path)
    source = open_xlsx(path, FileFormat())
    assert [row.cells for row in source.rows()] == [("C-1", "A", "x"), ("C-1", "B", ""), ("C-2", "D", "")]
    assert [row.cells for row in source.rows()][1] == ("C-1", "B", "")


def test_numbers_beyond_fifteen_digits_and_error_cells_are_marked(tmp_path: Path) -> None:
    _, path = _book(tmp_path, [["account", "sum"], [1234567890123456, "#DIV/0!"], [123456789012345, 1]])
    first, second = open_xlsx(path, FileFormat()).rows()
    assert first.flaws == (Flaw(0, Rule.LOSSY_NUMBER), Flaw(1, Rule.CELL_ERROR))
    assert second.flaws == ()


def _store_results(path: Path, results: dict[str, str]) -> None:
    """Write into a workbook what a spreadsheet would have computed: a cell's place to its XML behind the formula."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    for place, result in results.items():
        kind = ' t="str"' if "<v></v>" in result else ""
        sheet = re.sub(rf'<c r="{place}"([^>]*)>(<f>[^<]*</f>)<v ?/>', rf'<c r="{place}"\1{kind}>\2{result}', sheet)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {**parts, "xl/worksheets/sheet1.xml": sheet}.items():
            archive.writestr(name, text)


def test_a_formula_without_a_result_is_marked_and_one_with_a_result_is_read(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["no", "name", "sum"],
        ["1", '=CONCATENATE("a","<b>")', "=1+1"],
        ["2", '=CONCATENATE("c","d")', '=IF(1=1,"",3)'],
        ["3", "plain", None],
    ]
    _, path = _book(tmp_path, rows)
    _store_results(path, {"C2": "<v>2</v>", "C3": "<v></v>", "B3": ""})
    first, second, third = open_xlsx(path, FileFormat()).rows()
    assert (first.cells, first.flaws) == (
        ("1", "", "2"), (Flaw(1, Rule.MISSING_RESULT, '=CONCATENATE("a","<b>")'),),
    )  # fmt: skip
    assert (second.cells, second.flaws) == (
        ("2", "", ""), (Flaw(1, Rule.MISSING_RESULT, '=CONCATENATE("c","d")'),),
    )  # fmt: skip
    assert third.flaws == ()


def test_a_row_of_formulas_without_results_is_no_blank_row(tmp_path: Path) -> None:
    _, path = _book(tmp_path, [["a", "b"], ["=C1", None], [None, None], [None, "=C3"]])
    source = open_xlsx(path, FileFormat())
    assert list(source.rows()) == [
        SourceRow(2, ("", ""), (Flaw(0, Rule.MISSING_RESULT, "=C1"),)),
        SourceRow(4, ("", ""), (Flaw(1, Rule.MISSING_RESULT, "=C3"),)),
    ]


def test_a_flaw_of_a_merged_cell_is_one_of_every_row_that_repeats_it(tmp_path: Path) -> None:
    book, path = _book(tmp_path, [["case", "name"], ["=C1", "A"], [None, "B"], ["#REF!", "C"], [None, "D"]])
    sheet = book.active
    assert sheet is not None
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("A4:A5")
    book.save(path)
    missing, error = Flaw(0, Rule.MISSING_RESULT, "=C1"), Flaw(0, Rule.CELL_ERROR)
    assert [row.flaws for row in open_xlsx(path, FileFormat()).rows()] == [(missing,), (missing,), (error,), (error,)]


def test_formulas_are_found_across_the_borders_of_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[list[object]] = [["a", "b"]]
    rows += [[str(i), f"=C{i}"] for i in range(1, 200)]
    _, path = _book(tmp_path, rows)
    monkeypatch.setattr("ingest.sources.sheet_parts._CHUNK_BYTES", 50)
    monkeypatch.setattr("ingest.sources.xlsx_source._FORMULA_BYTES", 200)
    found = [row.flaws for row in open_xlsx(path, FileFormat()).rows()]
    assert found == [(Flaw(1, Rule.MISSING_RESULT, f"=C{i}"),) for i in range(1, 200)]


def test_an_error_that_the_mapping_takes_for_an_empty_cell_is_one(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["a", "b"])
    sheet.append(["1", "#N/A"])
    sheet.append(["2", "#REF!"])
    book.save(tmp_path / "a.xlsx")
    found = list(open_xlsx(tmp_path / "a.xlsx", FileFormat(empty=frozenset({"#N/A"}))).rows())
    assert [(row.cells, row.flaws) for row in found] == [
        (("1", ""), ()),
        (("2", "#REF!"), (Flaw(1, Rule.CELL_ERROR),)),
    ]


def test_a_sheet_is_named_where_there_are_several(tmp_path: Path) -> None:
    book, path = _book(tmp_path, [["a"], ["1"]])
    other = book.create_sheet("ราย & ชื่อ")
    other.append(["b"])
    other.append(["2"])
    other.append([None])
    other.merge_cells("A2:A3")
    book.save(path)
    source = open_xlsx(path, FileFormat(sheet="ราย & ชื่อ"))
    assert source.header == ("b",)
    assert [row.cells for row in source.rows()] == [("2",), ("2",)]
    with pytest.raises(
        MappingError, match=r"`m.yml`, line 1: `a.xlsx` has 2 sheets: name one with `sheet` \(`Sheet`, `ราย & ชื่อ`\)"
    ):
        open_xlsx(path, FileFormat(), mapping="m.yml")
    with pytest.raises(MappingError, match=r"line 4: `a.xlsx` has no sheet `Qq`: known are `Sheet`, `ราย & ชื่อ`"):
        open_xlsx(path, FileFormat(sheet="Qq", line=4))
    with pytest.raises(MappingError, match=r"line 4: `a.xlsx` has no sheet `Shet`, did you mean `Sheet`\?"):
        open_xlsx(path, FileFormat(sheet="Shet", line=4), mapping="m.yml")


@pytest.mark.parametrize("rows", [[["a"]], [["a"], [None], [" "]]])
def test_a_header_alone_is_a_sheet_without_rows(tmp_path: Path, rows: list[list[object]]) -> None:
    _, path = _book(tmp_path, rows)
    source = open_xlsx(path, FileFormat())
    assert (source.header, list(source.rows())) == (("a",), [])


@pytest.mark.parametrize("rows", [[], [[None], [" "]]])
def test_an_empty_sheet_is_refused(tmp_path: Path, rows: list[list[object]]) -> None:
    _, path = _book(tmp_path, rows)
    with pytest.raises(EmptyFileError, match=r"`a.xlsx`: has no rows$"):
        open_xlsx(path, FileFormat())
    with pytest.raises(EmptyFileError, match=r"`a.xlsx`: has no rows from row 3 on, the `header`$"):
        open_xlsx(path, FileFormat(header=3))


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\0\1a,b\n1,2\n")
    with pytest.raises(UnreadableFileError, match="is no workbook, is damaged, or is protected by a password"):
        open_xlsx(path, FileFormat())
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(UnreadableFileError, match="is no workbook that can be read"):
        open_xlsx(path, FileFormat())


def test_a_damaged_workbook_is_refused_before_a_row_is_read(tmp_path: Path) -> None:
    _, path = _book(tmp_path, [["a"], *[[str(i)] for i in range(5000)]])
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    middle = part.header_offset + part.compress_size // 2
    content[middle : middle + 8] = b"\0" * 8
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match="damaged"):
        open_xlsx(path, FileFormat())


def test_a_workbook_with_any_byte_changed_is_read_or_refused_in_one_line(tmp_path: Path) -> None:
    _, path = _book(tmp_path, [["a", "b"], *[[str(i), i] for i in range(30)]])
    whole = path.read_bytes()
    refused = 0
    for at in range(0, len(whole), 53):
        content = bytearray(whole)
        content[at] ^= 0xFF
        path.write_bytes(content)
        try:
            list(open_xlsx(path, FileFormat()).rows())
        except UnreadableFileError:
            refused += 1
    assert refused > len(whole) // 53 // 2


@pytest.mark.parametrize(
    ("part", "old", "new", "problem"),
    [
        ("xl/worksheets/sheet1.xml", b"</row>", b"<row>", "is damaged$"),
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b"\xff</sheetData>", "is damaged$"),
        ("xl/styles.xml", b"</styleSheet>", b"", "is damaged$"),
        ("xl/worksheets/sheet1.xml", b'<c r="A3"', b'<c s="999" r="A3"', "is damaged behind row 2$"),
        ("xl/worksheets/sheet1.xml", b"<v>1</v>", b"<v>one</v>", "is damaged behind row 2$"),
    ],
)
def test_a_part_with_nonsense_and_a_right_checksum_is_refused(
    tmp_path: Path, part: str, old: bytes, new: bytes, problem: str
) -> None:
    _, path = _book(tmp_path, [["a"], [0], [1], [2]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(UnreadableFileError, match=problem):
        list(open_xlsx(path, FileFormat()).rows())


def _rewritten(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Write the parts of a workbook anew, each as `change` makes it."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, change(content))


def test_the_last_column_of_a_sheet_is_read(tmp_path: Path) -> None:
    _, path = _book(tmp_path, [["a"], ["1"]])
    last = b'<row r="3"><c r="A3" t="inlineStr"><is><t>2</t></is></c><c r="XFD3"/></row></sheetData>'
    _rewritten(path, lambda content: content.replace(b"</sheetData>", last))
    assert [row.cells for row in open_xlsx(path, FileFormat()).rows()] == [("1",), ("2",)]


@pytest.mark.parametrize("begun", [b"<c x", b"<c ", b"<mergeCell x", b"<c r" + b"a" * 90, b"<c a><f x", b"<c a><f>"])
def test_a_long_comment_of_tags_that_are_begun_holds_nothing_up(tmp_path: Path, begun: bytes) -> None:
    _, path = _book(tmp_path, [["a"], ["1"]])
    comment = b"</sheetData><!-- " + begun * (400_000 // len(begun)) + b" <f mergeCell -->"
    _rewritten(path, lambda content: content.replace(b"</sheetData>", comment))
    started = process_time()
    assert [row.cells for row in open_xlsx(path, FileFormat()).rows()] == [("1",)]
    assert process_time() - started < 3


@pytest.mark.parametrize("said", ["A1:B3", "A1", "A1:A9", "A1:Z99", "B2:B3", ""])
def test_what_a_sheet_says_of_its_size_hides_no_row_and_no_column(tmp_path: Path, said: str) -> None:
    _, path = _book(tmp_path, [["a", "b"], *([str(n), "x"] for n in range(1, 9))])
    told = f'<dimension ref="{said}"/>'.encode() if said else b""
    _rewritten(path, lambda content: re.sub(rb"<dimension [^>]*/>", told, content))
    source = open_xlsx(path, FileFormat())
    assert source.header == ("a", "b")
    assert [row.cells for row in source.rows()] == [(str(n), "x") for n in range(1, 9)]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"Somchai_x000D_\nJaidee", "Somchai\r\nJaidee"),
        (b"0812345678_x000D_\n", "0812345678"),
        (b"_x005F_x000D_", "_x000D_"),
        (b"a_xD83D__xDE00_b", "a\U0001f600b"),
        (b"a_xD83D_b", "a\ufffdb"),
        (b"line_x_1", "line_x_1"),
    ],
)
def test_characters_that_a_workbook_has_by_number_are_read(tmp_path: Path, written: bytes, read: str) -> None:
    _, path = _book(tmp_path, [["a_x000D_", "b"], ["@@", "1"]])
    _rewritten(path, lambda content: content.replace(b"@@", written))
    source = open_xlsx(path, FileFormat())
    assert source.header == ("a", "b")
    assert [row.cells for row in source.rows()] == [(read, "1")]


def test_a_small_number_is_written_out(tmp_path: Path) -> None:
    _, path = _book(tmp_path, [["a", "b", "c"], [0.00005, 1.25e-7, -0.000012]])
    assert [row.cells for row in open_xlsx(path, FileFormat()).rows()] == [("0.00005", "0.000000125", "-0.000012")]


def test_a_table_is_read_where_the_sheet_that_was_open_last_is_a_chart(tmp_path: Path) -> None:
    book, path = _book(tmp_path, [["a"], ["1"]])
    book.create_chartsheet("Chart").add_chart(BarChart())
    book.active = 1
    book.save(path)
    assert [row.cells for row in open_xlsx(path, FileFormat()).rows()] == [("1",)]
    book.remove(book["Sheet"])
    book.active = 0
    book.save(path)
    with pytest.raises(UnreadableFileError, match="has no sheet with cells: save the one with the table as a workbook"):
        open_xlsx(path, FileFormat())


def test_no_word_of_the_reader_of_workbooks_reaches_the_terminal(tmp_path: Path) -> None:
    """Warnings are errors here; what is said of the day that no format can show would hold the number."""
    book, path = _book(tmp_path, [["a", "b"], [812345678, 1]])
    assert book.active is not None
    book.active["A2"].number_format = "yyyy-mm-dd"
    book.save(path)
    extension = b'<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"/></extLst></worksheet>'
    _rewritten(path, lambda content: content.replace(b"</worksheet>", extension))
    (row,) = open_xlsx(path, FileFormat()).rows()
    assert row.flaws == (Flaw(0, Rule.CELL_ERROR),)
