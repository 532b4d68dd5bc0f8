"""What waited in quarantine takes the place that it would have had: what was filed after it came stands over it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from graph import IdMinter
from graph.parts import decode_part
from graph.store import QuarantinedRow
from ingest import RetryReport, SubmittedRecord, ingest_file, list_quarantined, parse_mapping, retry, submit
from tests.ingest.ingesting import PROFILES, WriteCsv

MAPPING = """\
dataset: cases
country: TH
records:
  person:
    kind: Person
    reference: "{no}"
    profile: {column: handling}
    properties: {name: name, birthDate: born}
  phone:
    kind: PhoneNumber
    reference: "{phone}"
    properties: {number: phone, notes: remark}
links:
  - {type: USES, from: person, to: phone}
"""
CORRECTED = MAPPING.replace("birthDate: born", 'birthDate: {column: born, map: {soon: "1980"}}')
HEADER = ("no", "name", "born", "handling", "phone", "remark")
PHONES = ("0812345631", "0812345691", "0812345632", "0812345692")


@dataclass(frozen=True)
class Filings:
    """One originator's filings, and what waits of them."""

    bench: Any
    originator: str
    minter: IdMinter
    write_csv: WriteCsv = field(repr=False)

    def ingest(self, *rows: tuple[str, ...], name: str = "cases.csv", mapping: str = MAPPING) -> None:
        path: Path = self.write_csv(HEADER, rows, name=name)

        async def work(store: Any) -> None:
            await ingest_file(
                path, mapping=parse_mapping(mapping), originator=self.originator, profile="law-enforcement",
                known_originators={self.originator}, known_profiles=PROFILES, writer=store.writer, minter=self.minter,
                again=True,
            )  # fmt: skip

        self.bench.run(work)

    def submit(self, name: str) -> None:
        item = SubmittedRecord(kind="Person", reference="31", properties={"name": [name]})

        async def work(store: Any) -> None:
            await submit(
                [item], originator=self.originator, dataset="cases", profile="law-enforcement",
                known_profiles=PROFILES, writer=store.writer, minter=self.minter,
            )  # fmt: skip

        self.bench.run(work)

    def retry(self, mapping: str = CORRECTED, *, only: str | None = None) -> RetryReport:
        async def work(store: Any) -> RetryReport:
            rows = [row async for row in list_quarantined(store.keeper, self.originator)]
            return await retry(
                [row for row in rows if only in {None, row.file}],
                writer=store.writer, minter=self.minter, known_profiles=PROFILES, mapping=parse_mapping(mapping),
            )  # fmt: skip

        report: RetryReport = self.bench.run(work)
        return report

    def waiting(self) -> list[tuple[str, int, str]]:
        async def work(store: Any) -> list[QuarantinedRow]:
            return [row async for row in list_quarantined(store.keeper, self.originator)]

        return sorted((row.file, row.row, row.rule) for row in self.bench.run(work))

    def state(self) -> list[Any]:
        """Return all that stands, as records with their profile and content and links with their ends."""
        return sorted(
            (sorted(row["kind"]), str(sorted(row["content"].items())), row.get("ends"))
            for row in self.bench.snapshot(self.originator)
        )

    def people(self) -> dict[str, str]:
        """Return the profile of each person that stands, by name."""
        found = {}
        for row in self.bench.snapshot(self.originator):
            if "Person" in row["kind"]:
                found[decode_part(row["content"]["identity"])["name"][0].raw] = row["content"]["profile"]
        return found


@pytest.fixture
def filings(bench: Any, originator: str, minter: IdMinter, write_csv: WriteCsv) -> Filings:
    return Filings(bench, originator, minter, write_csv)


OLD = ("31", "Somchai OLD", "soon", "hit-only", PHONES[0], "")
NEW = ("31", "Somchai NEW", "1990-01-02", "law-enforcement", PHONES[1], "")


def test_a_retry_writes_nothing_over_what_was_filed_since_the_row_came(filings: Filings) -> None:
    filings.ingest(OLD)
    filings.ingest(NEW, name="later.csv")
    assert filings.waiting() == [("cases.csv", 2, "unreadable-date")]
    report = filings.retry()
    # The number of that time and its link come in, as they would have stood beside the later ones.
    assert report == RetryReport(rows=1, released_rows=1, filed_since=1, records_created=1, links_created=1)
    assert filings.people() == {"Somchai NEW": "law-enforcement"}
    assert filings.waiting() == []


def test_what_was_filed_by_hand_since_stands_too(filings: Filings) -> None:
    filings.ingest(OLD)
    filings.submit("Somchai by hand")
    assert filings.retry().filed_since == 1
    assert filings.people() == {"Somchai by hand": "law-enforcement"}


def test_what_was_filed_before_the_row_came_is_replaced_by_it(filings: Filings) -> None:
    filings.submit("Somchai by hand")
    filings.ingest(OLD)
    assert filings.retry() == RetryReport(
        rows=1, released_rows=1, records_created=1, records_changed=1, links_created=1
    )
    assert filings.people() == {"Somchai OLD": "hit-only"}


def test_a_failed_retry_makes_no_row_newer(filings: Filings) -> None:
    filings.ingest(OLD)
    filings.ingest(NEW, name="later.csv")
    assert filings.retry(MAPPING).released_rows == 0
    assert filings.retry().filed_since == 1
    assert filings.people() == {"Somchai NEW": "law-enforcement"}


@pytest.mark.parametrize("names", [("2026-10.csv", "2026-11.csv"), ("nov.csv", "dec.csv"), ("a.csv", "a.csv")])
def test_of_two_versions_that_wait_the_later_one_stands(filings: Filings, names: tuple[str, str]) -> None:
    filings.ingest(OLD, name=names[0])
    filings.ingest(("31", "Somchai NEW", "soon", "law-enforcement", PHONES[1], ""), name=names[1])
    assert len(filings.waiting()) == 2
    report = filings.retry()
    assert (report.released_rows, report.quarantined) == (2, {})
    assert filings.people() == {"Somchai NEW": "law-enforcement"}
    assert filings.waiting() == []


def test_two_versions_that_are_tried_one_after_the_other_end_alike(filings: Filings) -> None:
    filings.ingest(OLD, name="old.csv")
    filings.ingest(("31", "Somchai NEW", "soon", "law-enforcement", PHONES[1], ""), name="new.csv")
    filings.retry(only="old.csv")
    assert filings.people() == {"Somchai OLD": "hit-only"}
    assert filings.retry(only="new.csv").records_changed == 1
    assert filings.people() == {"Somchai NEW": "law-enforcement"}


def test_the_older_version_does_not_come_back_when_it_is_tried_last(filings: Filings) -> None:
    filings.ingest(OLD, name="old.csv")
    filings.ingest(("31", "Somchai NEW", "soon", "law-enforcement", PHONES[1], ""), name="new.csv")
    filings.retry(only="new.csv")
    assert filings.retry(only="old.csv").filed_since == 1
    assert filings.people() == {"Somchai NEW": "law-enforcement"}


def test_two_rows_of_one_file_that_differ_still_wait_as_duplicates(filings: Filings) -> None:
    filings.ingest(OLD, ("31", "Somchai NEW", "soon", "hit-only", PHONES[1], ""))
    assert filings.retry().quarantined == {"duplicate-reference": 1}
    assert filings.people() == {"Somchai OLD": "hit-only"}


def test_what_was_filed_again_as_it_stood_stands_over_what_came_in_between(filings: Filings) -> None:
    filings.ingest(NEW)
    filings.ingest(OLD, name="between.csv")
    filings.ingest(NEW, name="later.csv")
    assert filings.retry().filed_since == 1
    assert filings.people() == {"Somchai NEW": "law-enforcement"}


def test_a_link_that_was_moved_since_stays_where_it_is(filings: Filings) -> None:
    moving = MAPPING.replace("to: phone}", 'to: phone, reference: "{no}-phone"}')
    filings.ingest(OLD, mapping=moving)
    filings.ingest(NEW, name="later.csv", mapping=moving)
    before = [row for row in filings.bench.snapshot(filings.originator) if "USES" in row["kind"]]
    report = filings.retry(moving.replace("birthDate: born", 'birthDate: {column: born, map: {soon: "1980"}}'))
    assert report == RetryReport(rows=1, released_rows=1, filed_since=2, records_created=1)
    assert [row for row in filings.bench.snapshot(filings.originator) if "USES" in row["kind"]] == before


def test_a_link_that_waited_for_its_end_brings_nothing_of_its_row_back(filings: Filings) -> None:
    firm = MAPPING.replace(
        "to: phone}", 'to: phone}\n  - {type: MEMBER_OF, from: person, to: {kind: Organization, reference: "{remark}"}}'
    )
    filings.ingest(("31", "Somchai OLD", "1980", "hit-only", PHONES[0], "org-9"), name="10.csv", mapping=firm)
    filings.ingest(("31", "Somchai NEW", "1990", "law-enforcement", PHONES[0], "org-9"), name="11.csv", mapping=firm)
    assert [rule for *_, rule in filings.waiting()] == ["unknown-end", "unknown-end"]
    companies = """\
dataset: cases
records:
  firm: {kind: Organization, reference: "{no}", properties: {name: name}}
"""
    filings.ingest(("org-9", "Golden Gate Trading", "", "", "", ""), name="firms.csv", mapping=companies)
    report = filings.retry(firm)
    assert (report.released_rows, report.records_changed, report.links_created, report.quarantined) == (2, 0, 1, {})
    assert filings.people() == {"Somchai NEW": "law-enforcement"}
    assert filings.waiting() == []


def test_what_is_filed_after_a_retry_counts_as_later(filings: Filings) -> None:
    filings.ingest(OLD)
    filings.retry()
    filings.submit("Somchai by hand")
    assert filings.people() == {"Somchai by hand": "law-enforcement"}
