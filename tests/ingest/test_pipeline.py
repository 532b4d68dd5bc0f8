"""A file reaches the store whole and once, and its report counts what came of each row."""

import csv
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from api.cli.report_lines import describe_report
from ingest import BrokenRule, IngestReport, OpenedFile, SourceMapping, UnknownColumnError, parse_mapping
from tests.examples import examples
from tests.ingest.ingesting import HEADER, MAPPING, ROWS, Ingest, WriteCsv, file_of


def test_a_file_is_written_counted_and_its_bad_rows_kept(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv, originator: str
) -> None:
    report = ingest(write_csv(HEADER, ROWS), mapping)
    assert replace(report, seconds=0.0) == IngestReport(
        file="cases.csv",
        originator=originator,
        dataset="cases",
        dry_run=False,
        rows=6,
        records=5,
        records_created=5,
        links=4,
        links_created=3,
        quarantined_rows=3,
        quarantined={"unreadable-date": 1, "duplicate-reference": 1, "unknown-end": 1},
    )
    rows = [row["content"] for row in ingest.snapshot() if "rule" in row["content"]]
    kept = {row["rule"]: row for row in rows}
    assert (kept["unreadable-date"]["row"], kept["unreadable-date"]["column"]) == (4, "born")
    assert (kept["unreadable-date"]["value"], kept["unreadable-date"]["reason"]) == ("soon", "holds what no date has")
    assert json.loads(kept["unreadable-date"]["content"]) == dict(zip(HEADER, ROWS[2], strict=True))
    assert kept["unreadable-date"]["mapping"] == MAPPING
    # The fourth row holds a line break, so the fifth begins on line 7.
    assert (kept["unknown-end"]["row"], kept["duplicate-reference"]["row"]) == (5, 7)


@pytest.mark.parametrize(
    "header", ["no,name,born,phone,boss,,", "no,name,born,phone,boss,x,x", "no,name,born,phone,boss,boss (2),x"]
)
def test_a_column_twice_that_no_mapping_reads_is_passed_over(
    ingest: Ingest, mapping: SourceMapping, tmp_path: Path, header: str
) -> None:
    report = ingest(file_of(tmp_path / "a.csv", f"{header}\n1,A,,,,2,3\n".encode()), mapping, dry_run=True)
    assert (report.records, report.quarantined_rows) == (1, 0)


def test_a_mapping_that_names_the_second_of_a_column_reads_both(ingest: Ingest, tmp_path: Path) -> None:
    both = parse_mapping(MAPPING.replace("name: name,", 'name: name, alias: "name (2)",'), name="cases.yml")
    path = file_of(tmp_path / "a.csv", b"no,name,name,born,phone,boss\n1,A,B,,,\n")
    assert ingest(path, both).records_created == 1
    [record] = [row["content"] for row in ingest.snapshot() if row["content"].get("kind") == "Person"]
    assert "B" in json.dumps(record)


def test_a_cell_that_is_too_long_keeps_its_row_out_alone(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv
) -> None:
    long = "x" * 200_000
    rows = [("1", "A", "", "", "", long), ("2", long, "", "", "", ""), ("3", "C", "", "", "", "")]
    report = ingest(write_csv((*HEADER, "remark"), rows), mapping)
    assert (report.records_created, report.quarantined) == (2, {"long-cell": 1})
    [kept] = [row["content"] for row in ingest.snapshot() if "rule" in row["content"]]
    assert (kept["row"], kept["column"], kept["value"]) == (3, "name", "over 131072 characters, lines: 1")
    assert len(kept["content"]) < 140_000


def test_a_header_alone_is_an_input_without_rows(ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv) -> None:
    empty = write_csv(HEADER, [])
    for changes in ({"dry_run": True}, {}, {"again": True}):
        report = ingest(empty, mapping, **changes)
        assert (report.rows, report.records, report.resumed_from, report.already_done) == (0, 0, None, False)
    assert ingest(empty, mapping).already_done
    with pytest.raises(UnknownColumnError):
        ingest(write_csv(HEADER[1:], []), mapping)


def test_a_workbook_is_written_like_a_csv_file(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    sheet.append((1, "A", "1990-01-02", 66812345678, 2))
    sheet.append((2, "B", None, None, None))
    book.save(tmp_path / "cases.xlsx")
    report = ingest(tmp_path / "cases.xlsx", mapping)
    assert (report.rows, report.records_created, report.links_created, report.quarantined_rows) == (2, 3, 2, 0)
    before = ingest.snapshot()
    rows = [("1", "A", "1990-01-02", "66812345678", "2"), ("2", "B", "", "", "")]
    report = ingest(write_csv(HEADER, rows), mapping)
    assert (report.records_created, report.records_unchanged) == (0, 3)
    assert ingest.snapshot() == before


def test_entities_are_written_without_a_mapping(ingest: Ingest, tmp_path: Path) -> None:
    lines = [
        {"id": "o1", "schema": "Ownership", "properties": {"owner": ["p1"], "asset": ["c1"]}},
        {"id": "p1", "schema": "Person", "properties": {"name": ["A"], "topics": ["poi"]}},
        {"id": "c1", "schema": "Company", "properties": {"name": ["C"]}},
        {"id": "o2", "schema": "Ownership", "properties": {"owner": ["p1"], "asset": ["nowhere"]}},
        {"id": "z1", "schema": "Zeppelin", "properties": {}},
    ]
    path = tmp_path / "list.ftm.json"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    report = ingest(path, profile="hit-only")
    assert (report.dataset, report.records_created, report.links_created) == ("list", 2, 1)
    assert report.quarantined == {"unknown-schema": 1, "unknown-end": 1}
    assert report.unknown_properties == {"Person.topics": 1}
    assert "; 1 unknown properties kept in notes and beside what they are like (Person.topics 1)" in str(
        describe_report(report)
    )


def test_who_watches_is_told_no_dataset_that_a_file_brings(ingest: Ingest, tmp_path: Path, write_csv: WriteCsv) -> None:
    opened: list[OpenedFile] = []
    line: dict[str, object] = {"id": "p1", "schema": "Person", "properties": {"name": ["A"]}}
    path = tmp_path / "somchai-jaidee.ftm.json"
    for datasets in ([], ["somchai"]):
        path.write_text(json.dumps(line | {"datasets": datasets}), encoding="utf-8")
        ingest(path, profile="hit-only", on_opened=opened.append)
        ingest(path, profile="hit-only", dataset="list", on_opened=opened.append)
    ingest(write_csv(HEADER, ROWS), parse_mapping(MAPPING, name="m"), on_opened=opened.append)
    assert [file.dataset for file in opened] == [None, "list", None, "list", "cases"]


def test_another_file_of_the_same_rows_changes_what_changed(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv
) -> None:
    ingest(write_csv(HEADER, ROWS[:2]), mapping)
    changed = [("1", "สมชาย ใจร้าย", *ROWS[0][2:]), ROWS[1]]
    report = ingest(write_csv(HEADER, changed), mapping)
    assert (report.records_created, report.records_changed, report.records_unchanged) == (0, 1, 3)


@pytest.mark.parametrize(
    ("reference", "linked"), [("", 2), ('reference: "{no}-phone", ', 1)], ids=["by its ends", "named"]
)
def test_a_corrected_number_moves_a_link_that_has_a_reference_of_its_row(
    ingest: Ingest, write_csv: WriteCsv, reference: str, linked: int
) -> None:
    mapping = parse_mapping(MAPPING.replace("{type: USES, ", "{type: USES, " + reference), name="cases.yml")
    ingest(write_csv(HEADER, [("1", "สมชาย ใจดี", "", "0812345678", "")]), mapping)
    report = ingest(write_csv(HEADER, [("1", "สมชาย ใจดี", "", "0898765432", "")]), mapping)
    assert (report.links_created, report.links_changed) == (linked - 1, 2 - linked)
    ends = [row["kind"][2] for row in ingest.snapshot() if row["kind"][0] == "USES"]
    assert len(ends) == linked
    assert ingest.record_id("0898765432") in ends


def test_a_dry_run_writes_nothing_and_says_what_it_would(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv
) -> None:
    report = ingest(write_csv(HEADER, ROWS), mapping, dry_run=True)
    assert (report.dry_run, report.rows, report.records, report.links) == (True, 6, 5, 4)
    assert report.quarantined == {"unreadable-date": 1, "duplicate-reference": 1}
    assert ingest.snapshot() == []


def test_a_dry_run_tells_where_which_rule_is_broken_and_by_what(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(HEADER, ROWS)
    why = "holds what no date has"
    first = BrokenRule(file="cases.csv", row=4, column="born", rule="unreadable-date", value="soon", reason=why)
    second = BrokenRule(file="cases.csv", row=7, column=None, rule="duplicate-reference", value="1")
    assert ingest(path, mapping, dry_run=True).would_quarantine == (first, second)
    monkeypatch.setattr("ingest.ingest_tally.MOST_NAMED", 1)
    assert ingest(path, mapping, dry_run=True).would_quarantine == (first,)
    assert ingest(path, mapping).would_quarantine == ()


def test_values_that_could_not_be_read_are_counted_where_they_are_kept(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv
) -> None:
    rows = [
        ("1", "A", "", "6.6812345682E+10", ""),
        ("2", "B", "00/00/0000", "6.6812345682E+10", ""),  # the same phone told again is one record
        ("3", "C", "soon", "1 or 2 or 3", ""),  # waits in quarantine
        ("4", "D", "", "081-234-5678", ""),
        ("5", "E", "", "6.6812345699E+10", ""),
    ]
    report = ingest(write_csv(HEADER, rows), mapping)
    assert report.unreadable_values == {"PhoneNumber": {"number": 2}}
    assert report.unreadable_rows == {"PhoneNumber": {"number": (2, 6)}}
    assert ingest(write_csv(HEADER, ROWS), mapping).unreadable_values == {}


def test_records_with_nothing_but_a_reference_are_counted(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv
) -> None:
    report = ingest(write_csv(HEADER, [("1", "A", "", "", ""), ("รวม", "", "", "", "1")]), mapping)
    assert (report.records_created, report.records_without_values) == (2, 1)


def test_persons_without_any_name_are_counted(ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv) -> None:
    report = ingest(
        write_csv(HEADER, [("1", "A", "", "", ""), ("2", "", "1990", "", ""), ("3", "", "", "", "")]), mapping
    )
    assert (report.records_created, report.persons_without_name, report.records_without_values) == (3, 1, 1)
    assert "1 persons have no name, and meet others by numbers and documents alone" in str(describe_report(report))


_NAME = st.sampled_from(["สมชาย", "ចាន់", "မောင်", 'quo"te', "two\nlines", "a,b", " "])
_ROW = st.tuples(
    st.sampled_from(["1", "2", "3", ""]), _NAME, st.sampled_from(["1990", "๒๕๓๐", "soon", ""]),
    st.sampled_from(["0812345678", "x", ""]), st.sampled_from(["1", "9", ""]),
)  # fmt: skip


@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(_ROW, min_size=1, max_size=8), order=st.permutations(range(5)))
def test_ingesting_twice_equals_once_in_any_order_of_columns(
    ingest: Ingest, mapping: SourceMapping, tmp_path: Path, rows: list[tuple[str, ...]], order: list[int]
) -> None:
    plain, permuted = tmp_path / "plain.csv", tmp_path / "permuted.csv"
    for path, places in ((plain, range(5)), (permuted, order)):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([tuple(row[i] for i in places) for row in (HEADER, *rows)])
    if not any(cell.strip() for row in rows for cell in row):
        return
    first = ingest(plain, mapping, again=True)
    once = [row for row in ingest.snapshot() if "rule" not in row["content"]]
    second = ingest(plain, mapping, again=True)
    third = ingest(permuted, mapping, again=True)
    assert (second.records_created, second.records_changed, third.records_created, third.records_changed) == (
        0,
        0,
        0,
        0,
    )
    assert first.quarantined == second.quarantined == third.quarantined
    assert [row for row in ingest.snapshot() if "rule" not in row["content"]] == once


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".ftm.json"])
def test_a_name_that_is_no_utf_8_is_told_with_its_bytes_and_keeps_no_file_out(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv, tmp_path: Path, ending: str
) -> None:
    """A Thai name in Windows-874, as unzipping leaves it."""
    path = tmp_path / os.fsdecode(b"\xc3\xd2\xc2" + ending.encode())
    if ending == ".csv":
        write_csv(HEADER, ROWS).rename(path)
    elif ending == ".xlsx":
        book = Workbook()
        for row in (HEADER, *ROWS):
            book.worksheets[0].append(row)
        book.save(path)
    else:
        person = {"id": "p1", "schema": "Person", "properties": {"name": ["Somchai Jaidee"]}}
        path.write_text(f"{json.dumps(person)}\n{json.dumps({**person, 'id': 'p2', 'schema': 'Nothing'})}\n")
    used = None if ending == ".ftm.json" else mapping

    dry = ingest(path, used, profile="law-enforcement", dry_run=True)
    first, again = (ingest(path, used, profile="law-enforcement") for _ in range(2))

    assert (dry.file, dry.rows, dry.quarantined_rows > 0) == (rf"\xc3\xd2\xc2{ending}", first.rows, True)
    assert (first.file, again.already_done, again.finished_under_other_name) == (dry.file, True, False)
    assert {row["content"]["file"] for row in ingest.snapshot() if "rule" in row["content"]} == {dry.file}
