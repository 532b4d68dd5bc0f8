"""A row that comes again without a fault takes the old one out of quarantine, and no other."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from graph import IdMinter
from graph.store import WaitingRow
from ingest import IngestReport, SubmittedLink, SubmittedRecord, ingest_file, list_quarantined, parse_mapping, submit
from ingest.mapped_rows import MappedRow
from ingest.rules import Problem, Rule
from ingest.waiting import WaitingRows
from tests.ingest.ingesting import HEADER, MAPPING, PROFILES

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
        return self.ingest_cells(*rows, name=name, again=again, dataset=dataset)

    def ingest_cells(
        self, *rows: Sequence[str], name: str = "cases.csv", again: bool = False, dataset: str = "cases"
    ) -> IngestReport:
        """Ingest rows, also such as have too few or too many cells."""
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

    def values(self) -> list[str]:
        async def work(store: Any) -> list[str]:
            return [str(row.value) async for row in list_quarantined(store.keeper, self.originator)]

        found: list[str] = self._bench.run(work)
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


def test_a_row_that_comes_again_with_fewer_faults_is_listed_with_these_alone(desk: Desk) -> None:
    desk.ingest(("1", "A", "soon", "", ""), ("2", "B", "later", "", ""))
    report = desk.ingest(("1", "Anan", "never", "", ""), ("2", "B", "later", "", ""))
    assert (report.replaced_rows, report.settled_rows) == (1, 0)
    assert desk.rows() == [("cases.csv", 2, "unreadable-date"), ("cases.csv", 3, "unreadable-date")]
    assert sorted(desk.values()) == ["later", "never"]
    # Moved down by a row above them, they are the same ones still.
    desk.ingest(("3", "C", "", "", ""), ("1", "Anan", "x", "", ""), ("2", "B", "later", "", ""))
    assert sorted(desk.values()) == ["later", "x"]


def test_a_bad_row_of_another_file_takes_nothing_away(desk: Desk) -> None:
    desk.ingest(BAD)
    assert desk.ingest(("1", "Anan", "never", "", ""), name="other.csv").replaced_rows == 0
    assert sorted(desk.values()) == ["never", "soon"]
    assert desk.ingest(GOOD, name="third.csv").settled_rows == 2
    assert desk.rows() == []


def test_of_several_bad_rows_of_one_reference_the_one_in_the_same_place_came_again(desk: Desk) -> None:
    desk.ingest(BAD, ("1", "B", "later", "", ""))
    assert desk.ingest(("1", "Anan", "never", "", ""), ("9", "D", "", "", "")).replaced_rows == 1
    assert sorted(desk.values()) == ["later", "never"]


def test_a_row_without_a_reference_that_is_still_bad_is_listed_once(desk: Desk) -> None:
    desk.ingest(("", "Somchai", "soon", "", "7"))
    assert desk.ingest(("", "Somchai", "1990", "", "7")).replaced_rows == 1
    assert len(desk.rows()) == 1
    assert desk.ingest(("", "Somsak", "1971", "", "8")).replaced_rows == 0  # next month's file of the same name
    assert len(desk.rows()) == 2


def test_a_bad_row_without_a_reference_that_differs_in_three_cells_is_another_one(desk: Desk) -> None:
    """Rows of one agency have much in common: the same boss, the same phone of the station."""
    bad = MappedRow(problems=(Problem(rule=Rule.MISSING_REFERENCE),))
    before = {"no": "", "name": "Somchai", "born": "soon", "phone": "1", "boss": "7", "place": "A", "sex": "male"}
    row = WaitingRow(
        id="q-1",
        file="f.csv",
        row=2,
        rule="missing-reference",
        names=(),
        records=(),
        content=json.dumps(before),
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    rows = WaitingRows([row], file="f.csv")
    two = {**before, "name": "Somsak", "born": "later"}
    assert rows.replaced_by(2, bad, lambda: json.dumps(two)) == [row]
    three = {**two, "phone": "2"}
    assert rows.replaced_by(2, bad, lambda: json.dumps(three)) == []


def test_a_link_that_is_mended_by_another_end_leaves_nothing_listed(desk: Desk) -> None:
    boss: Row = ("8", "Boss", "", "", "")
    desk.ingest(("1", "A", "1990", "", "9"), boss)
    assert desk.rows() == [("cases.csv", 2, "unknown-end")]
    report = desk.ingest(("1", "A", "1990", "", "8"), boss)
    assert (report.links_created, report.settled_rows, desk.rows()) == (1, 1, [])


def test_a_link_that_still_lacks_an_end_is_listed_once_as_it_is_now(desk: Desk) -> None:
    desk.ingest(("1", "A", "1990", "", "9"))
    for row, rows in (
        (("1", "A", "1990", "", "7"), (0, 1)),  # another end, which is nowhere either
        (("1", "Anan", "1990", "", "7"), (1, 0)),  # the same end, and another name
    ):
        report = desk.ingest(row)
        assert (report.replaced_rows, report.settled_rows) == rows
        assert (desk.rows(), desk.values()) == ([("cases.csv", 2, "unknown-end")], ["1 RELATED_TO 7"])
    assert desk.ingest(("1", "Anan", "soon", "", "7")).replaced_rows == 1
    assert desk.rows() == [("cases.csv", 2, "unreadable-date")]


def test_another_link_of_the_same_person_takes_none_away(desk: Desk) -> None:
    """Rows of one person, each with another link: what is said beside a link that lacks its end mends nothing."""
    boss: Row = ("8", "Boss", "", "", "")
    first: Row = ("1", "A", "1990", "", "9")
    desk.ingest(first, boss)
    desk.ingest(("2", "B", "1990", "", ""), boss, ("1", "A", "1990", "", "8"))
    desk.ingest(("1", "Other", "1971", "+66812345678", "8"), boss)  # in its place, and hardly a cell as it was
    assert desk.values() == ["1 RELATED_TO 9"]
    desk.ingest(("2", "A", "1990", "", "8"), boss)  # another person in its place
    assert desk.values() == ["1 RELATED_TO 9"]


def test_a_row_whose_cells_were_shifted_lists_that_alone_and_leaves_when_it_is_mended(desk: Desk) -> None:
    short, long = ("Somchai", "1990", "", "8"), ("2", "Dee", "Jai", "1990", "", "8")
    for row, rule in ((short, "missing-cells"), (long, "surplus-cells")):
        desk.ingest_cells(("8", "Boss", "", "", ""), row)
        assert desk.rows() == [("cases.csv", 3, rule)]
        mended: Row = ("1", "Somchai", "1990", "", "8") if row is short else ("2", "Dee Jai", "1990", "", "8")
        assert desk.ingest(("8", "Boss", "", "", ""), mended).settled_rows == 1
        assert desk.rows() == []


def test_a_shifted_row_does_not_leave_for_another_one_in_its_place(desk: Desk) -> None:
    desk.ingest_cells(("8", "Boss", "", "", ""), ("Somchai", "1990", "", "8"))
    desk.ingest(("8", "Boss", "", "", ""), ("5", "Somsak", "1971", "", "8"))
    assert desk.rows() == [("cases.csv", 3, "missing-cells")]
