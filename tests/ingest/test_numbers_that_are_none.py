"""A number that is none joins nobody: what stands for it is its own row's, in every format, and comes in once."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from graph import IdMinter
from graph.parts import decode_part, decode_provenance
from graph.store import QuarantinedRow
from ingest import (
    IngestReport,
    SubmissionResult,
    SubmittedLink,
    SubmittedRecord,
    ingest_file,
    list_quarantined,
    parse_mapping,
    retry,
    submit,
)
from ingest.values.property_reader import PropertyReader
from tests.ingest.ingesting import PROFILES, WriteCsv

MAPPING = """\
dataset: cases
profile: law-enforcement
country: TH
records:
  person: {kind: Person, reference: "{no}", properties: {name: name, birthDate: born}}
  phone: {kind: PhoneNumber, reference: "{phone}", properties: {number: phone, notes: remark}}
links:
  - {type: USES, from: person, to: phone}
"""
MARK = re.compile(r"#[0-9a-f]{16}$")
HEADER = ("no", "name", "born", "phone", "remark")


@dataclass(frozen=True)
class Filings:
    """One originator's filings, and what stands of them."""

    bench: Any
    originator: str
    minter: IdMinter
    write_csv: WriteCsv = field(repr=False)

    def ingest(self, *rows: tuple[str, ...], header: tuple[str, ...] = HEADER, mapping: str = MAPPING) -> IngestReport:
        return self.load(self.write_csv(header, rows), mapping)

    def load(self, path: Path, mapping: str | None = None) -> IngestReport:
        async def work(store: Any) -> IngestReport:
            return await ingest_file(
                path, mapping=parse_mapping(mapping) if mapping is not None else None, originator=self.originator,
                profile="law-enforcement", known_originators={self.originator}, known_profiles=PROFILES,
                writer=store.writer, minter=self.minter, again=True,
            )  # fmt: skip

        report: IngestReport = self.bench.run(work)
        return report

    def submit(self, *items: SubmittedRecord | SubmittedLink) -> SubmissionResult:
        async def work(store: Any) -> SubmissionResult:
            return await submit(
                items, originator=self.originator, dataset="cases", profile="law-enforcement", country="TH",
                known_profiles=PROFILES, writer=store.writer, minter=self.minter,
            )  # fmt: skip

        done: SubmissionResult = self.bench.run(work)
        return done

    def retry(self, mapping: str) -> None:
        async def work(store: Any) -> None:
            rows = [row async for row in list_quarantined(store.keeper, self.originator)]
            await retry(
                rows, writer=store.writer, minter=self.minter, known_profiles=PROFILES, mapping=parse_mapping(mapping)
            )

        self.bench.run(work)

    def waiting(self) -> list[tuple[int, str, str | None]]:
        async def work(store: Any) -> list[QuarantinedRow]:
            return [row async for row in list_quarantined(store.keeper, self.originator)]

        return sorted((row.row, row.rule, row.column) for row in self.bench.run(work))

    def numbers(self) -> list[tuple[str, str]]:
        """Return reference, without its mark, and raw number of each phone number that stands."""
        found = [row["content"] for row in self.bench.snapshot(self.originator) if "PhoneNumber" in row["kind"]]
        references = [MARK.sub("#", decode_provenance(row["source"]).reference) for row in found]
        raw = [decode_part(row["contact"])["number"][0].raw for row in found]
        return sorted(zip(references, raw, strict=True))

    def ends(self) -> list[int]:
        """Return how many links each record has that is the target of one, the most first."""
        links = [row["kind"] for row in self.bench.snapshot(self.originator) if "USES" in row["kind"]]
        return sorted(Counter(target for _, _, target in links).values(), reverse=True)


@pytest.fixture
def filings(bench: Any, originator: str, minter: IdMinter, write_csv: WriteCsv) -> Filings:
    return Filings(bench, originator, minter, write_csv)


NONE = ("-", "none", "ไม่มี", "6.68E+10", "0999999999")
ROWS = tuple((str(n), "Somchai Jaidee", "", NONE[n % len(NONE)], "") for n in range(1, 11))


def test_nobody_shares_a_number_that_is_none(filings: Filings) -> None:
    report = filings.ingest(*ROWS, ("11", "A", "", "0812345678", ""), ("12", "B", "", "081 234 5678", ""))
    assert (report.records, report.quarantined_rows) == (24, 0)
    # Each row that has one is counted and named, but for the number that may be read.
    assert report.unreadable_values == {"PhoneNumber": {"number": 8}}
    assert report.unreadable_rows == {"PhoneNumber": {"number": (2, 3, 4, 6, 7, 8, 9, 11)}}
    assert set(filings.ends()) == {1}
    assert filings.numbers()[:4] == [
        ("- #", "-"), ("- #", "-"), ("081 234 5678", "081 234 5678"), ("0812345678", "0812345678"),
    ]  # fmt: skip


def test_a_real_number_is_one_record_of_all_that_have_it(filings: Filings) -> None:
    filings.ingest(("1", "A", "", "0812345678", ""), ("2", "B", "", "0812345678", ""), ("3", "C", "", "12345", ""),
                   ("4", "D", "", "12345", ""))  # fmt: skip
    assert filings.ends() == [2, 2]


def test_the_same_file_twice_is_the_same_as_once(filings: Filings) -> None:
    filings.ingest(*ROWS)
    before = filings.bench.snapshot(filings.originator)
    report = filings.ingest(*reversed(ROWS))
    assert (report.records_unchanged, report.links_unchanged, report.links_parted) == (20, 10, 0)
    assert filings.bench.snapshot(filings.originator) == before


def test_what_else_is_told_of_it_stands_with_it_and_keeps_no_row_out(filings: Filings) -> None:
    report = filings.ingest(("1", "A", "", "-", "lost it"), ("2", "B", "", "-", "has none"))
    assert (report.quarantined_rows, report.records) == (0, 4)
    assert filings.numbers() == [("- #", "-"), ("- #", "-")]


def test_two_rows_of_one_person_have_one(filings: Filings) -> None:
    report = filings.ingest(("1", "A", "", "-", ""), ("1", "A", "", "-", ""))
    assert (report.records, report.links, report.quarantined_rows) == (2, 1, 0)


def test_it_is_known_by_what_the_row_links_it_with(filings: Filings) -> None:
    mapping = MAPPING.replace("records:", 'records:\n  case: {kind: Report, reference: "{case}", properties: {}}')
    filings.ingest(
        ("1", "A", "", "-", "", "C-1"), ("1", "A", "", "-", "", "C-2"), header=(*HEADER, "case"), mapping=mapping
    )
    assert filings.numbers() == [("- #", "-")]


def test_two_numbers_that_are_none_do_not_name_one_another(filings: Filings) -> None:
    mapping = MAPPING.replace(
        "links:", '  account: {kind: BankAccount, reference: "{account}", properties: {number: account}}\nlinks:'
    ).replace("to: phone}", "to: phone}\n  - {type: USES, from: person, to: account}")
    filings.ingest(
        ("1", "A", "", "-", "", "none"), ("2", "B", "", "-", "", "none"), header=(*HEADER, "account"), mapping=mapping
    )
    assert (filings.numbers(), filings.ends()) == ([("- #", "-"), ("- #", "-")], [1, 1, 1, 1])


def test_one_that_its_agency_names_otherwise_is_one_thing(filings: Filings) -> None:
    mapping = MAPPING.replace('reference: "{phone}"', 'reference: "tel-{remark}"')
    filings.ingest(("1", "A", "", "-", "7"), ("2", "B", "", "-", "7"), mapping=mapping)
    assert filings.ends() == [2]


def test_a_row_that_says_nothing_else_waits(filings: Filings) -> None:
    phones = MAPPING.split("links:", maxsplit=1)[0].replace(
        '  person: {kind: Person, reference: "{no}", properties: {name: name, birthDate: born}}\n', ""
    )
    report = filings.ingest(("", "", "", "-", "x"), ("", "", "", "0812345678", ""), mapping=phones)
    assert (report.quarantined, report.records) == ({"missing-key": 1}, 1)
    assert filings.waiting() == [(2, "missing-key", "phone")]


@pytest.fixture
def older_version(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Read as a version did to which a dash was a number like any other."""
    monkeypatch.setattr(PropertyReader, "names_nothing", lambda *_: False)
    return monkeypatch


def test_what_an_older_version_joined_is_parted_when_it_is_filed_again(
    filings: Filings, older_version: pytest.MonkeyPatch
) -> None:
    filings.ingest(*ROWS)
    assert filings.ends() == [2, 2, 2, 2, 2]
    older_version.undo()
    report = filings.ingest(*ROWS)
    assert (report.links_created, report.links_parted, report.records_unchanged) == (10, 10, 10)
    assert filings.ends() == [1] * 10
    assert filings.ingest(*ROWS).links_parted == 0


def test_what_another_file_still_says_stays_joined_until_that_is_filed_again(
    filings: Filings, older_version: pytest.MonkeyPatch
) -> None:
    filings.ingest(*ROWS[:6])
    older_version.undo()
    assert filings.ingest(ROWS[0]).links_parted == 1
    assert filings.ends() == [1] * 6


def test_a_link_with_a_reference_moves_to_the_rows_own(filings: Filings, older_version: pytest.MonkeyPatch) -> None:
    moving = MAPPING.replace("to: phone}", 'to: phone, reference: "{no}-phone"}')
    filings.ingest(*ROWS, mapping=moving)
    older_version.undo()
    report = filings.ingest(*ROWS, mapping=moving)
    assert (report.links_created, report.links_changed, report.links_parted) == (0, 10, 0)
    assert filings.ends() == [1] * 10


def test_a_row_that_waited_is_tried_again_alike(filings: Filings, older_version: pytest.MonkeyPatch) -> None:
    filings.ingest(("1", "A", "soon", "-", ""), ("2", "B", "soon", "-", ""))
    older_version.undo()
    filings.retry(MAPPING.replace("birthDate: born", 'birthDate: {column: born, map: {soon: "1980"}}'))
    assert (filings.numbers(), filings.waiting()) == ([("- #", "-"), ("- #", "-")], [])


def test_a_row_that_waited_goes_when_it_comes_again_without_a_fault(
    filings: Filings, older_version: pytest.MonkeyPatch
) -> None:
    filings.ingest(("1", "A", "soon", "-", ""))
    older_version.undo()
    assert filings.ingest(("1", "A", "1990", "-", ""), ("2", "B", "", "-", "")).settled_rows == 1
    assert filings.waiting() == []


def test_a_submission_needs_a_reference_for_a_number_that_is_none(filings: Filings) -> None:
    person = SubmittedRecord(kind="Person", reference="1", properties={"name": ["A"]})
    dash = SubmittedRecord(kind="PhoneNumber", reference="-", properties={"number": [" - "]})
    named = SubmittedRecord(kind="PhoneNumber", reference="tel-1", properties={"number": ["-"]})
    done = filings.submit(person, dash, named, SubmittedLink(type="USES", source_reference="1", target_reference="-"))
    rules = [[(str(p.rule), p.column) for p in outcome.problems] for outcome in done.outcomes]
    assert rules == [[], [("missing-key", "number")], [], [("unknown-end", None)]]
    assert "-" not in (done.outcomes[1].problems[0].reason or "-")
    assert filings.numbers() == [("tel-1", "-")]


def test_an_entity_whose_id_is_a_word_for_no_number_waits(filings: Filings, tmp_path: Path) -> None:
    path = tmp_path / "list.ftm.json"
    entities = [
        {"id": "-", "schema": "BankAccount", "properties": {"accountNumber": ["-"]}},
        {"id": "acct-2", "schema": "BankAccount", "properties": {"accountNumber": ["-"]}},
    ]
    path.write_text("\n".join(map(json.dumps, entities)), encoding="utf-8")
    report = filings.load(path)
    assert (report.records, report.quarantined) == (1, {"missing-key": 1})
    assert filings.waiting() == [(1, "missing-key", "accountNumber")]


def test_a_link_to_a_word_for_no_number_is_none(filings: Filings, older_version: pytest.MonkeyPatch) -> None:
    phones = MAPPING.split("links:", maxsplit=1)[0]
    users = MAPPING.replace(
        '  phone: {kind: PhoneNumber, reference: "{phone}", properties: {number: phone, notes: remark}}\n', ""
    ).replace("to: phone}", 'to: {kind: PhoneNumber, reference: "{phone}"}}')
    filings.ingest(("9", "A", "", "-", ""), ("9", "A", "", "0812345678", ""), mapping=phones)
    older_version.setattr("ingest.tables.row_plans.is_word_for_none", lambda _: False)
    rows = (("1", "A", "", "-", ""), ("2", "B", "", "-", ""), ("3", "C", "", "0812345678", ""))
    filings.ingest(*rows, mapping=users)
    assert filings.ends() == [2, 1]
    older_version.undo()
    report = filings.ingest(*rows, mapping=users)
    assert (report.links, report.links_unchanged, report.links_parted, report.quarantined) == (1, 1, 2, {})
    assert filings.ends() == [1]
