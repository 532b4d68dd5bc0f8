"""A row of which no record came is told, and a record of the mapping that no row gave; a boolean is what it shows."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from api.cli.report_lines import describe_report
from graph import IdMinter
from ingest import IngestReport, ingest_file, parse_mapping
from tests.ingest.ingesting import PROFILES

MAPPING = """\
dataset: cases
originator: th-police
profile: law-enforcement
country: TH
records:
  person: {{kind: Person, reference: "p{{no}}", when: {{column: type, in: [individual]}}, properties: {{name: name}}}}
  freeze:
    kind: Measure
    reference: "m{{no}}"
    when: {{column: frozen, {when}}}
    properties: {{measureType: {{constant: freeze}}}}
links:
  - {{type: SUBJECT_OF, from: person, to: freeze}}
"""
ROWS = [(1, "individual", True), (2, "Individual", False), (3, "company", True), (4, "company", False)]


def workbook(folder: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["no", "type", "frozen", "name"])
    for number, kind, frozen in ROWS:
        sheet.append([number, kind, frozen, f"Somebody {number}"])
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def table(folder: Path) -> Path:
    lines = [f"{number},{kind},{str(frozen).upper()},Somebody {number}" for number, kind, frozen in ROWS]
    (folder / "a.csv").write_text("\n".join(["no,type,frozen,name", *lines]), encoding="utf-8")
    return folder / "a.csv"


def tried(path: Path, minter: IdMinter, when: str) -> IngestReport:
    return asyncio.run(
        ingest_file(
            path,
            mapping=parse_mapping(MAPPING.format(when=when)),
            originator=None,
            profile=None,
            known_originators={"th-police"},
            known_profiles=PROFILES,
            writer=None,
            minter=minter,
            dry_run=True,
        )
    )


@pytest.mark.parametrize("word", ["TRUE", "true", "True"])
@pytest.mark.parametrize("write", [workbook, table])
def test_a_boolean_is_the_same_in_a_sheet_and_in_a_table(
    tmp_path: Path, minter: IdMinter, write: Callable[[Path], Path], word: str
) -> None:
    report = tried(write(tmp_path), minter, f"in: [{word}]")
    assert (report.records, report.rows_without_records) == (3, 2)


def test_rows_of_which_no_record_came_are_told_with_their_numbers(tmp_path: Path, minter: IdMinter) -> None:
    report = tried(table(tmp_path), minter, "in: [TRUE]")
    assert (report.rows_without_records, report.remarked_rows) == (2, {"rows_without_records": (3, 5)})
    assert report.records_not_given == ()
    assert "; 2 rows gave no record (`when` in the mapping): row 3, 5; " in str(describe_report(report))


def test_a_record_of_the_mapping_that_no_row_gave_is_named(tmp_path: Path, minter: IdMinter) -> None:
    report = tried(table(tmp_path), minter, "in: [yes]")
    assert (report.records, report.rows_without_records, report.records_not_given) == (1, 3, ("freeze",))
    assert "; no row gave `freeze` of the mapping; " in str(describe_report(report))
