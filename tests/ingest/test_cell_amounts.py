"""The currency that a workbook's cell shows by its number format alone is kept with an amount."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from ingest import parse_mapping
from ingest.mapping import FileFormat
from ingest.sources import SourceRow
from ingest.sources.cell_amounts import amount_text, currency_of_format
from ingest.sources.xlsx_source import open_xlsx
from ingest.supply import Supply
from ingest.tables.tabular import RowMapper

MAPPING = """\
dataset: payments
originator: th-police
profile: law-enforcement
country: {country}
records:
  payment: {{kind: Payment, reference: "p-{{no}}", properties: {{amount: {amount}}}}}
"""
CELLS = [(1, 1200, "[$฿-41E]#,##0.00"), (2, 500.5, '"US$"#,##0.00'), (3, 7, "General"), (4, 25.125, "0.000")]


@pytest.fixture
def rows(tmp_path: Path) -> list[SourceRow]:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["no", "sum"])
    for number, value, number_format in CELLS:
        sheet.append([number, value])
        sheet.cell(number + 1, 2).number_format = number_format
    book.save(tmp_path / "a.xlsx")
    return list(open_xlsx(tmp_path / "a.xlsx", FileFormat()).rows())


@pytest.mark.parametrize(
    ("number_format", "currency"),
    [
        ("[$฿-41E]#,##0.00", "฿"),
        ('"US$"#,##0', "US$"),
        ("#,##0 [$₫-42A]", "₫"),
        ("[$THB] #,##0.00;[Red]-[$THB] #,##0.00", "THB"),
        ("[$$-409]#,##0.00", "USD"),
        ("[$$-1004]#,##0.00", "SGD"),
        ("[$HK$-C04]#,##0.00", "HK$"),
        ("[$¥-411]#,##0", "JPY"),
        ("[$RM-43E]#,##0.00", "RM"),
        ("[$-41E]#,##0", None),
        ('#,##0 "บาท"', "บาท"),
        ("#,##0\\ \\₫", "₫"),
        ("$#,##0.00", "$"),
        ('_-[$฿-41E]* #,##0.00_-;-[$฿-41E]* #,##0.00_-;_-[$฿-41E]* "-"??_-;_-@_-', "฿"),
        ('#,##0,"K"', None),
        ('#,##0.0,, "ล้านบาท"', None),
        ('"Case "0000', None),
        ("General", None),
        ("0%", None),
        ("", None),
    ],
)
def test_a_format_tells_its_currency(number_format: str, currency: str | None) -> None:
    assert currency_of_format(number_format) == currency


def test_three_decimals_of_a_number_part_no_thousands() -> None:
    assert [amount_text(text, "General") for text in ("25.125", "25.12", "25")] == ["25.1250", "25.12", "25"]


def test_a_column_of_amounts_has_the_currency_of_its_cells(
    make_supply: Callable[..., Supply], rows: list[SourceRow]
) -> None:
    mapping = parse_mapping(MAPPING.format(country="VN", amount="sum"))
    mapper = RowMapper(mapping, make_supply(mapping), ("no", "sum"))
    assert [row.cells for row in rows] == [("1", "1200"), ("2", "500.5"), ("3", "7"), ("4", "25.125")]
    found = [mapper.map_row(row).records[0].properties["amount"][0] for row in rows]
    assert [value.value for value in found] == ["1200 THB", "500.5 USD", "7", "25.125"]
    # What waits is mapped again from its texts, and the workbook is not at hand then.
    assert [json.loads(mapper.content(row))["sum"] for row in rows] == ["1200 ฿", "500.5 US$", "7", "25.1250"]


@pytest.mark.parametrize(
    ("amount", "value"),
    [('{template: "{sum} USD"}', "1200 USD"), ('{template: "{no}{sum}"}', "11200"), ("[sum, no]", "1200")],
)
def test_a_column_that_is_more_than_an_amount_stays_as_it_is(
    make_supply: Callable[..., Supply], rows: list[SourceRow], amount: str, value: str
) -> None:
    mapping = parse_mapping(MAPPING.format(country="TH", amount=amount))
    mapper = RowMapper(mapping, make_supply(mapping), ("no", "sum"))
    assert mapper.map_row(rows[0]).records[0].properties["amount"][0].value == value


def test_a_column_that_is_a_reference_as_well_stays_as_it_is(
    make_supply: Callable[..., Supply], rows: list[SourceRow]
) -> None:
    mapping = parse_mapping(MAPPING.format(country="TH", amount="sum").replace("p-{no}", "{sum}"))
    row = RowMapper(mapping, make_supply(mapping), ("no", "sum")).map_row(rows[0])
    assert row.records[0].properties["amount"][0].value == "1200"


@pytest.mark.parametrize("amount", ['{template: "{sum} {cur}"}', '{template: "USD {sum}"}'])
def test_three_decimals_beside_a_currency_are_no_thousands(
    make_supply: Callable[..., Supply], rows: list[SourceRow], amount: str
) -> None:
    mapping = parse_mapping(MAPPING.format(country="VN", amount=amount))
    mapper = RowMapper(mapping, make_supply(mapping), ("no", "sum", "cur"))
    row = rows[3]._replace(cells=(*rows[3].cells, "USD"))
    found = mapper.map_row(row).records[0].properties["amount"][0]
    assert (found.value, found.status) == ("25.125 USD", "valid")
    assert json.loads(mapper.content(row))["sum"] == "25.1250"
