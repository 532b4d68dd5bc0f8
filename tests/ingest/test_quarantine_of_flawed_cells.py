"""A row whose reference stands in a cell that the file got wrong has another one once it is mended, and leaves then."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from ingest import IngestReport, parse_mapping
from tests.ingest.ingesting import Ingest

MAPPING = """\
dataset: cases
profile: law-enforcement
country: TH
records:
  suspect: {kind: Person, reference: "{no}", properties: {name: name, birthDate: born}}
  account: {kind: BankAccount, reference: "{account}", properties: {number: account, bank: bank}}
links:
  - {type: OWNS, from: suspect, to: account}
"""
Cells = tuple[object, ...]
LOSSY = 6222020000000000000
BAD: Cells = ("1", "Somchai Jaidee", "1990", "KBANK", LOSSY)
MENDED: Cells = ("1", "Somchai Jaidee", "1990", "KBANK", "123-4-56780-9")
OTHER: Cells = ("2", "Anan Rakdee", "1985", "KBANK", "123-4-56781-7")


class Sheet:
    """Saves rows as a workbook and ingests it."""

    def __init__(self, ingest: Ingest, folder: Path) -> None:
        self._ingest, self._folder = ingest, folder

    def __call__(self, *rows: Cells, name: str = "cases.xlsx") -> IngestReport:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for row in (("no", "name", "born", "bank", "account"), *rows):
            sheet.append(list(row))
        book.save(self._folder / name)
        return self._ingest(self._folder / name, parse_mapping(MAPPING))

    def waiting(self) -> list[tuple[str, int, str]]:
        return sorted((row.file, row.row, row.rule) for row in self._ingest.quarantined())


@pytest.fixture
def sheet(ingest: Ingest, tmp_path: Path) -> Sheet:
    return Sheet(ingest, tmp_path)


@pytest.mark.parametrize(("flawed", "rule"), [(LOSSY, "lossy-number"), ("=1/0", "missing-result")])
def test_a_reference_that_the_file_got_wrong_keeps_a_mended_row_in_no_quarantine(
    sheet: Sheet, flawed: object, rule: str
) -> None:
    sheet(OTHER, (*BAD[:-1], flawed))
    assert sheet.waiting() == [("cases.xlsx", 3, rule)]
    report = sheet(OTHER, MENDED)
    assert (report.settled_rows, report.records_created, sheet.waiting()) == (1, 2, [])


def test_it_leaves_for_no_row_of_another_place_or_person(sheet: Sheet) -> None:
    """What was lost with the cell is not in a row that shares the rest with it."""
    sheet(OTHER, BAD)
    left = [("cases.xlsx", 3, "lossy-number")]
    sheet(MENDED, name="other.xlsx")
    sheet(MENDED, OTHER)  # moved, so that nothing tells which row it was
    sheet(OTHER, ("5", *MENDED[1:]))  # another person in its place, of the same bank and day
    sheet(OTHER, ("1", "Somsak Dee", "1971", "SCB", "123-4-56780-9"))  # hardly a cell as it was
    assert sheet.waiting() == left


def test_a_row_that_is_still_bad_replaces_what_it_left(sheet: Sheet) -> None:
    sheet(OTHER, BAD)
    assert sheet(OTHER, ("3", "C", "", "", ""), BAD).replaced_rows == 1  # moved, with the number still wrong
    assert sheet.waiting() == [("cases.xlsx", 4, "lossy-number")]
    report = sheet(OTHER, ("3", "C", "", "", ""), ("1", "Somchai Jaidee", "soon", "KBANK", "123-4-56780-9"))
    assert (report.replaced_rows, sheet.waiting()) == (1, [("cases.xlsx", 4, "unreadable-date")])
    assert sheet(OTHER, ("3", "C", "", "", ""), MENDED).settled_rows == 1
    assert sheet.waiting() == []


def test_two_rows_without_their_results_are_two(sheet: Sheet) -> None:
    """Nothing is left of either's reference: one that comes next month stands for no other."""
    nobody: Cells = ("=1/0", "Somchai Jaidee", "1990", "", "")
    sheet(OTHER, nobody)
    assert sheet(OTHER, ("3", "C", "", "", ""), ("=1/0", "Kai Dam", "1971", "", "")).replaced_rows == 0
    assert {row[1] for row in sheet.waiting()} == {3, 4}


@pytest.mark.parametrize("flawed", ["#REF!", "#N/A", LOSSY])
def test_two_rows_with_one_flaw_of_their_reference_are_two(sheet: Sheet, flawed: object) -> None:
    """Next month's file of the same name has the same text in another row, of somebody else: both wait."""
    sheet(OTHER, ("1", "Somchai Jaidee", "1990", "KBANK", flawed))
    report = sheet(OTHER, ("3", "Mana Rakdee", "1962", "BBL", "123-4-56782-5"), ("4", "Kai Dam", "1971", "SCB", flawed))
    assert report.replaced_rows == 0
    assert [row[1] for row in sheet.waiting()] == [3, 4]


NUMBERS = """\
dataset: sims
profile: law-enforcement
country: MY
records:
  sim: {kind: PhoneNumber, reference: "{msisdn}", properties: {number: msisdn, notes: note}}
"""


@pytest.mark.parametrize("flawed", ["-", "unknown", "6.02E+10"])
def test_a_row_without_a_number_leaves_once_it_is_mended_in_its_place_and_for_no_other(
    ingest: Ingest, tmp_path: Path, flawed: str
) -> None:
    """Excel cuts all numbers of one exchange to the same text."""
    file, mapping = tmp_path / "sims.csv", parse_mapping(NUMBERS)

    def waiting(*rows: str) -> list[int]:
        file.write_text("msisdn,note,shop\n" + "\n".join(rows))
        ingest(file, mapping)
        return sorted(row.row for row in ingest.quarantined())

    assert waiting("0162000001,SIM farm,Klang", f"{flawed},seized,Ipoh") == [3]
    assert waiting("0162000003,sold,Muar", "0162000004,sold,Melaka", f"{flawed},scam texts,Kluang") == [3, 4]
    assert waiting("0162000001,SIM farm,Klang", "0162000002,seized,Ipoh") == [4]
