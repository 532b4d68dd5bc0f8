"""Whole numbers of cells: the zeros, the `0` and the `+` that a number format shows are part of the number."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from ingest.mapping import FileFormat
from ingest.sources.number_formats import shown_number
from ingest.sources.xlsx_source import open_xlsx

OF_THAI_PHONES = r"[<=99999999][$-D000000]0\-####\-####;[$-D000000]#\-####\-####"


@pytest.mark.parametrize(
    ("number", "number_format", "shown"),
    [
        (123456, "0000000000", "0000123456"),
        (123456, "000 000 000", "000123456"),
        (123456789, "000-0-00000-0", "0123456789"),
        (123456789, r"000\-0\-00000\-0", "0123456789"),
        (12301012345534, "0000-00-000000-00-0", "012301012345534"),
        (12345678, '000"-"000000', "012345678"),
        (90012345, "00,000,000,0-000,000", "000000090012345"),
        (34567, '"0"#######', "034567"),
        (12345678, r"\000000000", "012345678"),
        (85512345678, '"+"0', "+85512345678"),
        (66812345678, r"\+0", "+66812345678"),
        (12345678, '"+855 "0', "+85512345678"),
        (812345678, "0##-###-####", "0812345678"),
        (81234567, OF_THAI_PHONES, "081234567"),
        (812345678, OF_THAI_PHONES, "812345678"),
        (42, '[Red]"No. "0000_);(0)', "0042"),
        (42, '"INV-7"0000', "0042"),
        (0, "000", "000"),
    ],
)
def test_zeros_and_a_plus_that_a_format_shows_are_the_numbers(number: int, number_format: str, shown: str) -> None:
    assert shown_number(number, number_format) == shown


@pytest.mark.parametrize(
    "number_format",
    [
        "", "General", "0", "#,##0", "# ##0", "#,##0.00", "000.00", "000,", "0%", "000%", "0.00E+00", "00E+0", "# ?/?",
        "00/00", "@", "yyyy", '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', '"฿"#,##0', '[$฿-41E]#,##0', '"-"', ";;;",
        '00"1"00', '"66"0', '"3 x "0', "[>5000]00000;0", "[<10]00000",
    ],
)  # fmt: skip
def test_a_format_that_shows_no_more_of_a_number_adds_nothing(number_format: str) -> None:
    assert shown_number(1234, number_format) == "1234"


@pytest.mark.parametrize("number_format", ["0000000000", "000 000", '"+"0', '+0;"0"0', "000;000;000"])
def test_a_number_below_zero_stays_as_it_is(number_format: str) -> None:
    assert shown_number(-42, number_format) == "-42"


def test_cells_in_a_grouped_format_of_zeros_are_read_as_they_are_shown(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["account", "phone", "card", "amount"])
    sheet.append([123456, 85512345678, 10345687.0, 1250])
    for cell, number_format in zip(sheet[2], ("000 000 000", '"+"0', "000 000 000", '"+"#,##0 "THB"'), strict=True):
        cell.number_format = number_format
    path = tmp_path / "a.xlsx"
    book.save(path)
    (row,) = open_xlsx(path, FileFormat()).rows()
    assert row.cells == ("000123456", "+85512345678", "010345687", "+1250")
    assert row.amounts == {0: "123456", 1: "85512345678", 2: "10345687", 3: "1250 THB"}
