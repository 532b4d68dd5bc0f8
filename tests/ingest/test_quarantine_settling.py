"""A row that comes again without a fault takes the old one out of quarantine, and no other."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from graph import IdMinter
from ingest import IngestReport, SubmittedLink, SubmittedRecord, ingest_file, list_quarantined, parse_mapping, submit
from tests.ingest.test_pipeline import HEADER, MAPPING, PROFILES

Row = tuple[str, str, str, str, str]
BAD: Row = ("1", "A", "soon", "", "")
GOOD: Row = ("1", "A", "1990", "", "")


class Desk:
    """Ingests and submits as one originator, and lists what waits."""

    def __init__(self, bench: Any, write_csv: Callable[..., Path], originator: str, minter: IdMinter) -> None:
        self._bench = bench
        self._write = write_csv
        self.originator = originator
        self._minter = minter

    def ingest(self, *rows: Row, name: str = "cases.csv", again: bool = False, dataset: str = "cases") -> IngestReport:
        path = self._write(HEADER, rows, name=name)
        mapping = parse_mapping(MAPPING.replace("dataset: cases", f"dataset: {dataset}"))

        async def work(store: Any) -> IngestReport:
            return await ingest_file(
                path, mapping=mapping, originator=self.originator, profile=None, known_originators={self.originator},
                known_profiles=PROFILES, writer=store.writer, minter=self._minter, again=again,
            )  # fmt: skip

        report: IngestReport = self._bench.run(work)
        return report

    def submit(self, *items: SubmittedRecord | SubmittedLink) -> None:
        async def work(store: Any) -> None:
            await submit(
                items, originator=self.originator, dataset="cases", profile="law-enforcement", known_profiles=PROFILES,
                writer=store.writer, minter=self._minter,
            )  # fmt: skip

        self._bench.run(work)

    def rows(self, *, dropped: bool = False) -> list[tuple[str, int, str]]:
        async def work(store: Any) -> list[tuple[str, int, str]]:
            found = list_quarantined(store.keeper, self.originator, dropped=dropped)
            return sorted([(row.file, row.row, row.rule) async for row in found])

        found: list[tuple[str, int, str]] = self._bench.run(work)
        return found

    def drop(self) -> int:
        async def work(store: Any) -> int:
            ids = [row.id async for row in list_quarantined(store.keeper, self.originator)]
            return int(await store.keeper.drop(self.originator, ids, reason="a test", at=datetime.now(UTC)))

        count: int = self._bench.run(work)
        return count


@pytest.fixture
def desk(bench: Any, write_csv: Callable[..., Path], originator: str, minter: IdMinter) -> Desk:
    return Desk(bench, write_csv, originator, minter)


def test_a_corrected_row_takes_the_old_one_away_wherever_it_stands_now(desk: Desk) -> None:
    desk.ingest(("2", "B", "", "", ""), BAD)
    assert desk.rows() == [("cases.csv", 3, "unreadable-date")]
    report = desk.ingest(GOOD, name="corrected.csv")
    assert (report.settled_rows, desk.rows()) == (1, [])


def test_a_row_of_other_references_takes_nothing_away(desk: Desk) -> None:
    desk.ingest(BAD)
    for rows, name in (([("2", "A", "1990", "", "")], "cases.csv"), ([("2", "A", "1990", "", "")], "other.csv")):
        assert desk.ingest(*rows, name=name, again=True).settled_rows == 0
    assert desk.ingest(GOOD, dataset="others").settled_rows == 0
    assert desk.rows() == [("cases.csv", 2, "unreadable-date")]


def test_what_two_rows_share_settles_neither(desk: Desk) -> None:
    """A number that two suspects use says nothing of the one whose row is bad."""
    desk.ingest(("1", "A", "soon", "+66812345678", ""))
    desk.ingest(("2", "B", "", "+66812345678", ""), name="b.csv")
    assert len(desk.rows()) == 1
    desk.ingest(("1", "A", "1990", "+66812345678", ""), name="b.csv")
    assert desk.rows() == []


def test_a_row_without_a_reference_is_known_by_file_number_and_most_of_its_cells(desk: Desk) -> None:
    nameless: Row = ("", "Somchai", "1990", "", "7")
    desk.ingest(nameless)
    assert desk.rows() == [("cases.csv", 2, "missing-reference")]
    mended: Row = ("5", "Somchai", "1990", "", "")
    desk.ingest(mended, name="other.csv")
    desk.ingest(("6", "Somsak", "1971", "", ""))  # next month's file of the same name
    desk.ingest(("7", "C", "", "", ""), mended)
    assert len(desk.rows()) == 1
    desk.ingest(mended, ("8", "D", "", "", ""))
    assert desk.rows() == []


def test_a_row_that_is_still_bad_stays_whatever_is_said_beside_it_and_how_often(desk: Desk) -> None:
    other: Row = ("1", "A", "1990", "", "")
    before = None
    for again in (False, True, True):
        desk.ingest(BAD, other, again=again)
        before = before or desk.rows()
        assert desk.rows() == before == [("cases.csv", 2, "unreadable-date")]


def test_a_link_whose_end_comes_in_a_later_file_leaves_when_its_row_is_ingested_again(desk: Desk) -> None:
    row: Row = ("1", "A", "", "", "9")
    desk.ingest(row)
    assert desk.rows() == [("cases.csv", 2, "unknown-end")]
    desk.ingest(row, again=True)
    assert desk.rows() == [("cases.csv", 2, "unknown-end")]
    desk.ingest(row, ("9", "Boss", "", "", ""), again=True)
    assert desk.rows() == []


def _person(reference: str, born: str) -> SubmittedRecord:
    return SubmittedRecord(kind="Person", reference=reference, properties={"name": ["A"], "birthDate": [born]})


def test_a_submission_settles_what_it_mends_of_files_and_submissions(desk: Desk) -> None:
    desk.ingest(BAD)
    desk.submit(_person("3", "soon"), _person("4", "soon"))
    assert len(desk.rows()) == 3
    desk.submit(_person("1", "1990"), _person("3", "1990"))
    assert [row[1:] for row in desk.rows()] == [(2, "unreadable-date")]
    desk.submit(_person("4", "1990"))
    assert desk.rows() == []


def test_a_link_that_still_lacks_an_end_settles_nothing(desk: Desk) -> None:
    link = SubmittedLink(type="RELATED_TO", source_reference="1", target_reference="8")
    desk.submit(_person("1", "1990"), link)
    desk.submit(link)
    assert [rule for _, _, rule in desk.rows()] == ["unknown-end", "unknown-end"]
    desk.submit(_person("8", "1990"), link)
    assert desk.rows() == []


def test_what_was_dropped_does_not_come_back_and_holds_no_value(desk: Desk, bench: Any) -> None:
    desk.ingest(BAD)
    assert desk.drop() == 1
    desk.ingest(BAD, again=True)
    assert (desk.rows(), desk.rows(dropped=True)) == ([], [("cases.csv", 2, "unreadable-date")])
    assert desk.drop() == 0
    [left] = bench.snapshot(desk.originator)
    assert left["content"]["content"] == ""
    assert "soon" not in str(left)
