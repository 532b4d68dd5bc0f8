"""A birth or a founding that is yet to come is a slip: its row waits, and says so."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from ingest import parse_mapping
from ingest.mapped_rows import MappedRow
from ingest.rules import Rule
from ingest.sources import SourceRow
from ingest.submission import SubmissionMapper, SubmittedRecord
from ingest.supply import Supply
from ingest.tables.tabular import RowMapper
from tests.ingest.ingesting import Ingest, WriteCsv

RECEIVED = datetime(2026, 11, 30, 14, 0, tzinfo=UTC)
MAPPING = """\
dataset: cases
profile: law-enforcement
country: TH
records:
  one: {kind: Person, reference: "{no}", asserted_at: {column: told}, properties: {birthDate: born}}
"""
SLIP = "a day that is yet to come: a slip in its year, or a Buddhist one of which a program took the last two digits"
BOTH = "a day that is yet to come, in the common era and by its Buddhist year too"


def _map(make_supply: Callable[..., Supply], born: str, told: str = "") -> MappedRow:
    mapping = parse_mapping(MAPPING)
    mapper = RowMapper(mapping, make_supply(mapping, received_at=RECEIVED), ("no", "born", "told"))
    return mapper.map_row(SourceRow(number=2, cells=("1", born, told)))


@pytest.mark.parametrize(
    ("born", "reason"),
    [
        ("2030-01-01", SLIP),
        ("3/5/2029", SLIP),
        ("2027", SLIP),
        ("2026-12-02", SLIP),
        ("2027-01", SLIP),
        ("2027 to 2030", SLIP),
        ("3/5/2633", BOTH),
        ("๓ พ.ค. ๒๖๓๓", BOTH),
    ],
)
def test_a_birth_that_is_yet_to_come_waits_with_its_reason(
    make_supply: Callable[..., Supply], born: str, reason: str
) -> None:
    (problem,) = _map(make_supply, born).problems
    assert (problem.rule, problem.column, problem.value, problem.reason) == (
        Rule.UNREADABLE_DATE,
        "born",
        born,
        reason,
    )


@pytest.mark.parametrize("born", ["2026-11-30", "2026-12-01", "2026-12", "2026", "2025 to 2030", "3/5/2533", "3/5/29"])
def test_a_birth_that_may_have_been_is_filed(make_supply: Callable[..., Supply], born: str) -> None:
    assert _map(make_supply, born).problems == ()


@pytest.mark.parametrize(
    ("born", "told", "status"),
    [
        ("1990-05-03", "2026-11-01", "valid"),
        ("2015-05-03", "2015-05-03", "valid"),
        ("2015-05-03", "2014-05-03", "possible"),
        ("2015-05-03", "1970-01-01", "possible"),  # a system writes this where it knows no time
    ],
)
def test_a_birth_behind_the_day_of_its_assertion_is_possible(
    make_supply: Callable[..., Supply], born: str, told: str, status: str
) -> None:
    value = _map(make_supply, born, told).records[0].properties["birthDate"][0]
    assert (value.value, str(value.status)) == (born, status)
    assert value.reason == (None if status == "valid" else "a day behind the one on which it was asserted")


@pytest.mark.parametrize(
    ("kind", "properties", "waits"),
    [
        ("Organization", {"incorporationDate": ["2031-01-01"]}, True),
        ("Site", {"lastSeen": ["2031-01-01"]}, True),
        ("BankAccount", {"number": ["1234567809"], "openedAt": ["15/1/2031"]}, True),
        ("IdentityDocument", {"number": ["AA1234567"], "expiresAt": ["2031-01-01"]}, False),
        ("IdentityDocument", {"number": ["AA1234567"], "issuedAt": ["2027-01-01"]}, False),  # a visa for later
    ],
)
def test_the_ontology_says_which_days_are_past(
    make_supply: Callable[..., Supply], kind: str, properties: dict[str, Any], *, waits: bool
) -> None:
    supply = make_supply(country="TH", received_at=RECEIVED)
    row = SubmissionMapper(supply, {}).map_item(SubmittedRecord(kind=kind, reference="1", properties=properties))
    assert [p.rule for p in row.problems] == ([Rule.UNREADABLE_DATE] if waits else [])


def test_the_report_counts_such_a_row_and_the_others_are_in(ingest: Ingest, write_csv: WriteCsv) -> None:
    path = write_csv(("no", "born", "told"), [("1", "2533-05-03", ""), ("2", "2933-05-03", ""), ("3", "2999", "")])
    future = write_csv(("no", "born", "told"), [("4", "3/5/2733", ""), ("5", "2199-01-01", "")], name="b.csv")
    assert ingest(path, parse_mapping(MAPPING)).records_created == 1
    report = ingest(future, parse_mapping(MAPPING))
    assert (report.records_created, report.quarantined_rows, report.quarantined) == (0, 2, {"unreadable-date": 2})
