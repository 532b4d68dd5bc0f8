"""Headers of several rows: a heading that is merged down names its column, and a mapping reads what it read before."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from ingest import MappingError, UnknownColumnError, UnreadableFileError, parse_mapping
from ingest.mapping import FileFormat
from ingest.rules import Rule
from ingest.sources.xlsx_source import open_xlsx
from ingest.tables.headings import is_like_header
from tests.ingest.ingesting import Ingest, WriteCsv

TITLE = ["List of the raid of 12 March"]
GROUPS = ["No", "Name", None, "DOB", None, "Bank", None, "Remark", "Seen"]
SUB_HEADINGS = [None, "Khmer", "Latin", None, None, "Bank name", "Acc. no", None, None]
HEADINGS = ("A1:I1", "A2:A3", "B2:C2", "D2:D3", "F2:G2", "H2:H3", "I2:I3")
SOKHA = ["1", "សុខា", "Sokha", "1990", None, "ABA", "000123456", "held", "2026-03-12"]
NAMES = ("No", "Khmer", "Latin", "DOB", "(column 5)", "Bank name", "Acc. no", "Remark", "Seen")


def _sheet(tmp_path: Path, rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    path = tmp_path / "raid.xlsx"
    book.save(path)
    return path


def _raid(tmp_path: Path) -> Path:
    return _sheet(tmp_path, [TITLE, GROUPS, SUB_HEADINGS, SOKHA], HEADINGS)


def _mapping(file: str, *, name: str = "Latin", reference: str = "No", born: str = "DOB", skip: str = "") -> str:
    return (
        f"dataset: raid\nprofile: law-enforcement\ncountry: KH\n"
        f"file: {{format: xlsx, header: {file}{skip}}}\nrecords:\n"
        f'  suspect:\n    kind: Person\n    reference: "{{{reference}}}"\n'
        f"    properties: {{name: {name}, birthDate: {born}}}\n"
    )


def test_a_heading_that_is_merged_down_names_its_column_also_behind_the_last_sub_heading(tmp_path: Path) -> None:
    source = open_xlsx(_raid(tmp_path), FileFormat(header=3))
    assert (source.header, source.header_line, source.repeated) == (NAMES, 3, {})
    (row,) = source.rows()
    assert (row.number, row.cells, row.flaws) == (4, tuple(str(cell or "") for cell in SOKHA), ())


def test_a_column_that_the_mapping_calls_by_its_place_keeps_that_name(tmp_path: Path, ingest: Ingest) -> None:
    source = open_xlsx(_raid(tmp_path), FileFormat(header=3), reads={"(column 1)", "(column 9)", "Latin"})
    assert source.header == ("(column 1)", *NAMES[1:8], "(column 9)")
    report = ingest(_raid(tmp_path), parse_mapping(_mapping("3", reference="(column 1)")), dry_run=True)
    assert (report.records, report.quarantined) == (1, {})


def test_the_row_of_groups_names_first_columns_and_the_row_below_it_is_data_until_it_is_skipped(
    tmp_path: Path, ingest: Ingest
) -> None:
    source = open_xlsx(_raid(tmp_path), FileFormat(header=2))
    assert source.header == ("No", "Name", "(column 3)", "DOB", "(column 5)", "Bank", "(column 7)", "Remark", "Seen")
    assert [(row.number, row.cells[:4]) for row in source.rows()] == [
        (3, ("No", "Khmer", "Latin", "DOB")),
        (4, ("1", "សុខា", "Sokha", "1990")),
    ]
    mapping = _mapping("2", name="(column 3)", skip=", skip: {column: No, in: [No]}")
    report = ingest(_raid(tmp_path), parse_mapping(mapping), dry_run=True)
    assert (report.records, report.quarantined, report.remarked_rows) == (1, {}, {"skipped_rows": (3,)})


def test_a_group_over_the_last_columns_makes_them_columns(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["No", "Bank", None, None],
        [None, "name", "number", None],
        ["1", "ABA", "000123456", "x"],
    ]
    source = open_xlsx(_sheet(tmp_path, rows, ("A1:A2", "B1:D1")), FileFormat(header=1))
    assert source.header == ("No", "Bank", "(column 3)", "(column 4)")
    assert [row.cells for row in source.rows()][1] == ("1", "ABA", "000123456", "x")
    # A title above the header makes none: a row that was pushed to the right shows by its surplus cell.
    titled = _sheet(tmp_path, [TITLE, ["No", "Name"], ["1", "A", "B"]], ("A1:D1",))
    (row,) = open_xlsx(titled, FileFormat(header=2)).rows()
    assert [flaw.rule for flaw in row.flaws] == [Rule.SURPLUS_CELLS]


def test_a_header_whose_cells_are_all_two_rows_high_is_no_row_of_data(tmp_path: Path) -> None:
    rows: list[list[object]] = [["No", "Name"], [None, None], ["1", "A"], [None, "B"]]
    source = open_xlsx(_sheet(tmp_path, rows, ("A1:A2", "B1:B2", "A3:A4")), FileFormat())
    assert [(row.number, row.cells) for row in source.rows()] == [(3, ("1", "A")), (4, ("1", "B"))]


def test_a_word_at_the_side_of_header_and_rows_takes_no_row_away(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Team 1", "No", "Name"], [None, "1", "A"], [None, None, None], [None, "2", "=C9"]]
    source = open_xlsx(_sheet(tmp_path, rows, ("A1:A4",)), FileFormat())
    assert [(row.number, row.cells) for row in source.rows()] == [(2, ("Team 1", "1", "A")), (4, ("Team 1", "2", ""))]


def test_names_of_the_row_itself_come_before_those_that_are_merged_down(tmp_path: Path, ingest: Ingest) -> None:
    rows: list[list[object]] = [
        ["No", "Name", "DOB", "Boss", None],
        [None, None, None, "Phone", "Name"],
        ["1", "A", "1990", "1", "B"],
    ]
    path = _sheet(tmp_path, rows, ("A1:A2", "B1:B2", "C1:C2", "D1:E1"))
    source = open_xlsx(path, FileFormat(header=2))
    assert (source.header, source.repeated) == (("No", "Name (2)", "DOB", "Phone", "Name"), {"Name": 2})
    with pytest.raises(UnreadableFileError, match=r"names the column `Name` 2 times \(columns 5 and 2\)"):
        ingest(path, parse_mapping(_mapping("2", name="Name")), dry_run=True)
    for said in ("Name (2)", "(column 2)"):
        report = ingest(path, parse_mapping(_mapping("2", name=said)), dry_run=True)
        assert (report.records, report.quarantined) == (1, {})


def test_three_rows_of_headings_beside_an_empty_column_name_what_stands_below(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [*TITLE],
        [],
        [None, None, None, "No", "Person", None, None],
        [None, None, None, None, "Name", None, "DOB"],
        [None, None, None, None, "Khmer", "Latin", None],
        [None, None, None, "1", "សុខា", "Sokha", "1990"],
    ]
    path = _sheet(tmp_path, rows, ("A1:G1", "D3:D5", "E3:G3", "E4:F4", "G4:G5"))
    source = open_xlsx(path, FileFormat(header=5))
    assert source.header == ("(column 1)", "(column 2)", "(column 3)", "No", "Khmer", "Latin", "DOB")
    assert [row.cells for row in source.rows()] == [("", "", "", "1", "សុខា", "Sokha", "1990")]


def test_a_header_that_is_printed_on_each_page_is_pointed_out_and_passed_over_by_skip(
    tmp_path: Path, ingest: Ingest
) -> None:
    again: list[list[object]] = [["No", "Name", None, "DOB"], [None, "Khmer", "Latin", None]]
    people: list[list[object]] = [["1", "សុខា", "Sokha", None], ["2", "ដារា", "Dara", None]]
    path = _sheet(tmp_path, [*again, people[0], *again, people[1]], ("A1:A2", "B1:C1", "D1:D2", "A4:A5", "D4:D5"))
    mapping = _mapping("2").replace(", birthDate: DOB", "")
    report = ingest(path, parse_mapping(mapping), dry_run=True)
    assert (report.header_like_rows, report.remarked_rows) == (2, {"header_like_rows": (4, 5)})
    skipping = mapping.replace("header: 2", "header: 2, skip: {column: No, in: [No]}")
    report = ingest(path, parse_mapping(skipping), dry_run=True)
    assert (report.records, report.remarked_rows) == (2, {"skipped_rows": (4, 5)})


def test_a_header_within_a_csv_is_pointed_out_and_loaded(ingest: Ingest, write_csv: WriteCsv) -> None:
    path = write_csv(("no", "name"), [("1", "A"), ("no", "name"), ("name", "no"), ("no", "Somebody")])
    person = "{kind: Person, reference: '{no}', properties: {name: name}}"
    mapping = f"dataset: a\nprofile: law-enforcement\nrecords: {{p: {person}}}"
    report = ingest(path, parse_mapping(mapping))
    assert (report.records_created, report.remarked_rows) == (3, {"header_like_rows": (3,)})


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("No", "Name", "Phone"), True),
        (("", "Name", "Phone"), True),
        (("No", "Name", "A", "B"), True),
        (("No", "Name", "A", "B", "C"), False),
        (("No", "A", "B"), False),
        (("No", "", ""), False),
        (("1", "Name", "Phone"), False),
        (("", "", ""), False),
    ],
)
def test_a_row_is_like_the_header_where_its_first_and_half_of_its_cells_are(
    cells: tuple[str, ...], expected: bool
) -> None:
    assert is_like_header(cells, ("No", "Name", "Phone", "Seen", "Remark")) is expected


def test_a_column_that_is_not_there_is_answered_by_the_nearest_or_by_all(tmp_path: Path, ingest: Ingest) -> None:
    path = _raid(tmp_path)
    known = ", ".join(f"`{name}`" for name in sorted(NAMES))
    for said, answer in (
        ("Latn", ", did you mean `Latin`?"),
        ("ឈ្មោះ", f": known are {known}"),
        ("(column 12)", f": known are {known}"),
    ):
        with pytest.raises(UnknownColumnError) as caught:
            ingest(path, parse_mapping(_mapping("3", name=said), name="raid.yml"), dry_run=True)
        assert str(caught.value) == f"`raid.yml`, line 9: `raid.xlsx` has no column `{said}`{answer}"


def test_the_title_as_header_is_refused_with_what_to_look_at(tmp_path: Path, ingest: Ingest) -> None:
    with pytest.raises(MappingError, match=r"row 3 of `raid\.xlsx` names the columns of the mapping: say `header: 3`"):
        ingest(_raid(tmp_path), parse_mapping(_mapping("1")), dry_run=True)
