"""What waits in quarantine is listed for its originator and tried again, as it came or with a corrected mapping."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from graph import IdMinter
from graph.parts import decode_provenance
from graph.store import QuarantinedRow
from ingest import (
    OriginatorConflictError,
    RetryReport,
    SourceMapping,
    UnknownColumnError,
    ingest_file,
    list_quarantined,
    parse_evaluation,
    parse_mapping,
    retry,
)

MAPPING = """\
dataset: cases
profile: law-enforcement
records:
  suspect:
    kind: Person
    reference: "{no}"
    properties: {name: name, birthDate: born, sex: sex}
links:
  - {type: RELATED_TO, from: suspect, to: {kind: Person, reference: "{boss}"}}
"""
HEADER = ("no", "name", "born", "sex", "boss")
PROFILES = frozenset({"law-enforcement", "hit-only", "open"})


class Quarantine:
    """Ingests into, lists and retries one originator's quarantine."""

    def __init__(self, bench: Any, originator: str, minter: IdMinter) -> None:
        self._bench = bench
        self.originator = originator
        self._minter = minter

    def ingest(self, path: Path, mapping: SourceMapping | None, **given: Any) -> None:
        async def work(store: Any) -> None:
            await ingest_file(
                path, mapping=mapping, originator=self.originator, **{"profile": "law-enforcement", **given},
                known_originators={self.originator}, known_profiles=PROFILES, writer=store.writer, minter=self._minter,
            )  # fmt: skip

        self._bench.run(work)

    def rows(self) -> list[QuarantinedRow]:
        async def work(store: Any) -> list[QuarantinedRow]:
            return [row async for row in list_quarantined(store.keeper, self.originator)]

        found: list[QuarantinedRow] = self._bench.run(work)
        return found

    def retry(self, mapping: SourceMapping | None = None) -> RetryReport:
        async def work(store: Any) -> RetryReport:
            rows = [row async for row in list_quarantined(store.keeper, self.originator)]
            return await retry(
                rows, writer=store.writer, minter=self._minter, known_profiles=PROFILES,
                mapping=mapping,
            )  # fmt: skip

        report: RetryReport = self._bench.run(work)
        return report

    def rules(self) -> list[tuple[int, str, str | None]]:
        return sorted((row.row, row.rule, row.column) for row in self.rows())

    def terms(self) -> list[tuple[str, str]]:
        """Return the profile and evaluation of each record that stands."""
        found = [row["content"] for row in self._bench.snapshot(self.originator) if "Record" in row["kind"]]
        return sorted((each["profile"], decode_provenance(each["source"]).evaluation) for each in found)

    def records(self) -> int:
        return sum("Record" in row["kind"] for row in self._bench.snapshot(self.originator))


@pytest.fixture
def quarantine(bench: Any, originator: str, minter: IdMinter) -> Quarantine:
    return Quarantine(bench, originator, minter)


WriteCsv = Callable[..., Path]


def test_a_corrected_mapping_releases_what_passes_and_the_rest_stays(
    quarantine: Quarantine, write_csv: WriteCsv
) -> None:
    rows = [("1", "A", "soon", "ผช", ""), ("2", "B", "1990", "ผญ", ""), ("3", "C", "1990", "male", "")]
    quarantine.ingest(write_csv(HEADER, rows), parse_mapping(MAPPING))
    assert quarantine.rules() == [
        (2, "outside-vocabulary", "sex"),
        (2, "unreadable-date", "born"),
        (3, "outside-vocabulary", "sex"),
    ]
    assert quarantine.retry() == RetryReport(
        rows=2, released_rows=0, quarantined={"outside-vocabulary": 2, "unreadable-date": 1}
    )
    corrected = parse_mapping(MAPPING.replace("sex: sex", "sex: {column: sex, map: {ผช: male, ผญ: female}}"))
    assert quarantine.retry(corrected) == RetryReport(
        rows=2, released_rows=1, records_created=1, quarantined={"unreadable-date": 1}
    )
    assert quarantine.rules() == [(2, "unreadable-date", "born")]
    assert quarantine.rows()[0].mapping == corrected.text
    assert quarantine.records() == 2


def test_a_link_whose_end_has_come_meanwhile_is_written(quarantine: Quarantine, write_csv: WriteCsv) -> None:
    quarantine.ingest(write_csv(HEADER, [("1", "A", "", "", "9")]), parse_mapping(MAPPING))
    assert quarantine.rules() == [(2, "unknown-end", None)]
    assert quarantine.retry().quarantined == {"unknown-end": 1}
    quarantine.ingest(write_csv(HEADER, [("9", "Boss", "", "", "")]), parse_mapping(MAPPING))
    assert quarantine.retry() == RetryReport(rows=1, released_rows=1, links_created=1)
    assert quarantine.rows() == []


def test_a_duplicate_never_overwrites_the_first_by_a_retry(quarantine: Quarantine, write_csv: WriteCsv) -> None:
    rows = [("1", "A", "", "", ""), ("1", "B", "", "", "")]
    quarantine.ingest(write_csv(HEADER, rows), parse_mapping(MAPPING))
    assert quarantine.retry() == RetryReport(rows=1, released_rows=0, quarantined={"duplicate-reference": 1})
    corrected = parse_mapping(MAPPING.replace('"{no}"', '"{no}-{name}"'))
    assert quarantine.retry(corrected) == RetryReport(rows=1, released_rows=1, records_created=1)
    assert quarantine.records() == 2


def test_two_kinds_that_count_alike_are_told_as_such_until_a_word_stands_before(
    quarantine: Quarantine, write_csv: WriteCsv
) -> None:
    phones = MAPPING.replace(
        "links:", '  phone: {kind: PhoneNumber, reference: "{tel}", properties: {number: phone}}\nlinks:'
    )
    rows = [("1", "A", "", "", "", "7", "+66812345671"), ("7", "B", "", "", "", "8", "+66812345672")]
    rows += [("9", "C", "", "", "", "9", "+66812345673")]
    quarantine.ingest(write_csv((*HEADER, "tel", "phone"), rows), parse_mapping(phones))
    found = [(row.row, row.rule, row.value) for row in quarantine.rows()]
    assert sorted(found) == [(3, "reference-of-other-kind", "7"), (4, "reference-of-other-kind", "9")]
    assert quarantine.retry() == RetryReport(rows=2, released_rows=0, quarantined={"reference-of-other-kind": 2})
    # What stands under the references is of the other kind, so a retry alone does not help: the file is ingested again.
    corrected = parse_mapping(phones.replace('"{tel}"', '"tel-{tel}"'))
    assert quarantine.retry(corrected).quarantined == {"reference-of-other-kind": 2}
    quarantine.ingest(write_csv((*HEADER, "tel", "phone"), rows), corrected)
    assert (quarantine.rows(), quarantine.records()) == ([], 6)


def test_what_the_file_got_wrong_is_not_forgotten(quarantine: Quarantine, write_csv: WriteCsv) -> None:
    quarantine.ingest(write_csv(HEADER, [("1", "A", "", "", "", "surplus")]), parse_mapping(MAPPING))
    assert quarantine.retry() == RetryReport(rows=1, released_rows=0, quarantined={"surplus-cells": 1})


def test_a_formula_without_a_result_waits_and_its_row_is_not_loaded_without_it(
    quarantine: Quarantine, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    sheet.append(("1", '=CONCATENATE("a","b")', None, None, None))
    book.save(tmp_path / "cases.xlsx")
    quarantine.ingest(tmp_path / "cases.xlsx", parse_mapping(MAPPING))
    told = [("name", "missing-result", '=CONCATENATE("a","b")')]
    assert [(row.column, row.rule, row.value) for row in quarantine.rows()] == told
    assert quarantine.retry() == RetryReport(rows=1, released_rows=0, quarantined={"missing-result": 1})
    assert [(row.column, row.rule, row.value) for row in quarantine.rows()] == told
    assert quarantine.records() == 0


def test_a_short_row_waits_and_says_how_many_cells_it_has_until_its_mapping_takes_such_rows(
    quarantine: Quarantine, write_csv: WriteCsv
) -> None:
    quarantine.ingest(write_csv(HEADER, [("1", "A", "", "", ""), ("901/5", "B")]), parse_mapping(MAPPING))
    assert quarantine.records() == 1
    [row] = quarantine.rows()
    assert (row.rule, row.row, row.column, row.value) == ("missing-cells", 3, None, "2 of 5 cells")
    assert quarantine.retry() == RetryReport(rows=1, released_rows=0, quarantined={"missing-cells": 1})
    assert [r.value for r in quarantine.rows()] == ["2 of 5 cells"]
    taking = parse_mapping(MAPPING + "file: {short_rows: true}\n")
    assert quarantine.retry(taking) == RetryReport(rows=1, released_rows=1, records_created=1)
    assert (quarantine.records(), quarantine.rows()) == (2, [])


def test_a_corrected_mapping_says_which_texts_mean_an_empty_cell(quarantine: Quarantine, write_csv: WriteCsv) -> None:
    quarantine.ingest(
        write_csv(HEADER, [("1", "A", "-0-", "", ""), ("-0-", "", "", "-0-", "")]), parse_mapping(MAPPING)
    )
    assert quarantine.rules() == [(2, "unreadable-date", "born"), (3, "outside-vocabulary", "sex")]
    knowing = parse_mapping(MAPPING + 'file: {empty: ["-0-"]}\n')
    # The second row is blank to it, as it would be in the file.
    assert quarantine.retry(knowing) == RetryReport(rows=2, released_rows=2, records_created=1)
    assert (quarantine.records(), quarantine.rows()) == (1, [])


def test_an_error_of_a_cell_is_empty_where_the_corrected_mapping_says_so(
    quarantine: Quarantine, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    sheet.append(("1", "A", "#N/A", None, None))
    sheet.append(("2", "B", "#REF!", None, None))
    book.save(tmp_path / "cases.xlsx")
    quarantine.ingest(tmp_path / "cases.xlsx", parse_mapping(MAPPING))
    assert {rule for _, rule, _ in quarantine.rules()} == {"cell-error", "unreadable-date"}
    knowing = parse_mapping(MAPPING + 'file: {empty: ["#N/A"]}\n')
    report = quarantine.retry(knowing)
    assert (report.rows, report.released_rows, report.records_created) == (2, 1, 1)
    assert {row for row, _, _ in quarantine.rules()} == {3}


def test_the_next_file_of_the_same_name_pushes_nothing_out(quarantine: Quarantine, write_csv: WriteCsv) -> None:
    quarantine.ingest(write_csv(HEADER, [("1", "A", "soon", "", "")]), parse_mapping(MAPPING))
    quarantine.ingest(write_csv(HEADER, [("2", "B", "later", "", "")]), parse_mapping(MAPPING))
    assert sorted(str(row.value) for row in quarantine.rows()) == ["later", "soon"]


@pytest.mark.long
def test_entities_are_tried_again_without_a_mapping(quarantine: Quarantine, tmp_path: Path) -> None:
    path = tmp_path / "list.ftm.json"
    lines = [
        {"id": "p1", "schema": "Person", "properties": {"name": ["A"]}},
        {"id": "o1", "schema": "Directorship", "properties": {"director": ["p1"], "organization": ["c1"]}},
        {"id": "z1", "schema": "Zeppelin", "properties": {}},
    ]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    quarantine.ingest(path, None)
    lines[0] = {"id": "c1", "schema": "Company", "properties": {"name": ["C"]}}
    path.write_text(json.dumps(lines[0]), encoding="utf-8")
    quarantine.ingest(path, None)
    assert quarantine.retry() == RetryReport(
        rows=2, released_rows=1, links_created=1, quarantined={"unknown-schema": 1}
    )


def test_a_mapping_that_does_not_fit_is_refused_and_nothing_changes(
    quarantine: Quarantine, write_csv: WriteCsv
) -> None:
    quarantine.ingest(write_csv(HEADER, [("1", "A", "soon", "", "")]), parse_mapping(MAPPING))
    before = quarantine.rows()
    with pytest.raises(UnknownColumnError, match=r"`cases.csv` has no column `brth`"):
        quarantine.retry(parse_mapping(MAPPING.replace("birthDate: born", "birthDate: brth")))
    with pytest.raises(OriginatorConflictError):
        quarantine.retry(parse_mapping("originator: kh-police\n" + MAPPING))
    assert quarantine.rows() == before


NAMED = MAPPING.replace("sex: sex", "sex: {column: sex, map: {ผช: male}}")


@pytest.mark.parametrize("first", [False, True])
def test_a_row_that_is_tried_again_stands_under_what_was_given_for_its_file(
    quarantine: Quarantine, write_csv: WriteCsv, first: bool
) -> None:
    """What a command says goes before a mapping, and does so before a corrected one: it may close further."""
    path = write_csv(HEADER, [("1", "A", "1990", "ผช", ""), ("2", "B", "1991", "male", "")])
    graded = parse_evaluation("B2")
    quarantine.ingest(path, parse_mapping(MAPPING), profile="hit-only", evaluation=graded)
    if first:
        assert quarantine.retry().released_rows == 0
        assert quarantine.retry(parse_mapping(MAPPING.replace("records:", "country: TH\nrecords:"))).released_rows == 0
    assert quarantine.retry(parse_mapping(NAMED)).released_rows == 1
    assert quarantine.terms() == [("hit-only", "B2")] * 2


def test_a_corrected_mapping_says_the_profile_where_the_first_one_did(
    quarantine: Quarantine, write_csv: WriteCsv
) -> None:
    path = write_csv(HEADER, [("1", "A", "1990", "ผช", "")])
    quarantine.ingest(path, parse_mapping(MAPPING), profile=None)
    corrected = NAMED.replace("profile: law-enforcement", "profile: open\nevaluation: A1")
    assert quarantine.retry(parse_mapping(corrected)).released_rows == 1
    assert quarantine.terms() == [("open", "A1")]
