"""A date is read as who wrote the file writes dates, whosever birth date it is."""

from collections.abc import Callable

import pytest

from api.cli.report_lines import describe_report
from ingest import parse_mapping
from ingest.rules import Rule
from ingest.sources import SourceRow
from ingest.supply import Supply
from ingest.tables.tabular import RowMapper
from tests.ingest.ingesting import Ingest, WriteCsv

MAPPING = """\
dataset: cases
originator: th-police
profile: law-enforcement
{country}records:
  suspect: {{kind: Person, reference: "{{no}}", properties: {{birthDate: born, nationality: nationality}}}}
"""


def _read(make_supply: Callable[..., Supply], country: str | None, born: str, nationality: str) -> object:
    mapping = parse_mapping(MAPPING.format(country=f"country: {country}\n" if country else ""))
    mapper = RowMapper(mapping, make_supply(mapping), ("no", "born", "nationality"))
    row = mapper.map_row(SourceRow(number=2, cells=("1", born, nationality)))
    if row.problems:
        return [p.rule for p in row.problems]
    value = row.records[0].properties["birthDate"][0]
    return value.raw, value.value, str(value.status)


@pytest.mark.parametrize(
    ("country", "born", "nationality", "expected"),
    [
        ("TH", "03/05/1990", "US", ("1990-05-03", "valid")),
        ("US", "03/05/1990", "TH", ("1990-03-05", "valid")),
        ("TH", "03/05/1990", "PH", ("1990-05-03", "valid")),
        ("SG", "03/05/90", "CN", ("1990-05-03", "possible")),
        ("TH", "12/05/67", "CN", ("2024-05-12", "possible")),
        ("TH", "76/3/4", "TW", ("1987-03-04", "possible")),  # no date in Thailand
        ("TH", "076/03/04", "TW", ("1987-03-04", "possible")),
        ("TH", "1990년 5월 3일", "KR", ("1990-05-03", "valid")),
        (None, "03/05/1990", "US", ("1990-03-05", "valid")),
    ],
)
def test_the_mappings_country_settles_the_order_and_not_the_nationality(
    make_supply: Callable[..., Supply], country: str | None, born: str, nationality: str, expected: tuple[str, str]
) -> None:
    assert _read(make_supply, country, born, nationality) == (born, *expected)


@pytest.mark.parametrize(
    ("country", "born", "nationality", "expected"),
    [
        ("TH", "1990-05-02T17:00:00.000Z", "TH", ("1990-05-03", "possible")),
        ("TH", "1990-05-02T17:00:00Z", "MM", ("1990-05-03", "possible")),  # the file's clocks, not the nationality's
        ("TH", "1990-05-03T00:00:00+07:00", "TH", ("1990-05-03", "valid")),
        ("TH", "1990-05-03T00:00:00Z", "TH", ("1990-05-03", "valid")),
        (None, "1990-05-02T17:00:00Z", "TH", ("1990-05-03", "possible")),
        (None, "1990-05-02T17:00:00Z", "", ("1990-05-02", "possible")),
    ],
)
def test_a_birth_date_that_a_system_exported_in_utc_is_the_day_on_which_it_was_written(
    make_supply: Callable[..., Supply], country: str | None, born: str, nationality: str, expected: tuple[str, str]
) -> None:
    assert _read(make_supply, country, born, nationality) == (born, *expected)


@pytest.mark.parametrize("born", ["7 شوال 1410", "3 tháng năm 1990", "76/13/4"])
def test_what_no_country_reads_waits_in_quarantine(make_supply: Callable[..., Supply], born: str) -> None:
    assert _read(make_supply, "TH", born, "TW") == [Rule.UNREADABLE_DATE]


def test_the_report_names_the_rows_whose_dates_stand_in_another_order(ingest: Ingest, write_csv: WriteCsv) -> None:
    mapping = parse_mapping(MAPPING.format(country="country: TH\n").replace("originator: th-police\n", ""))
    born = ["03/05/1990", "05/13/1990", "25/12/1990", "12/31/2533", "3-May-1990"]
    path = write_csv(("no", "born", "nationality"), [(str(no), day, "TH") for no, day in enumerate(born)])
    report = ingest(path, mapping, dry_run=True)
    assert (report.records, report.other_order_rows, report.remarked_rows) == (5, 2, {"other_order_rows": (3, 5)})
    assert (
        "2 rows have a date with day and month the other way round than its country writes them, and dates of the same "
        "column that fit both orders may be so too: row 3, 5"
    ) in describe_report(report)


PAYMENTS = """\
dataset: payments
originator: th-police
profile: law-enforcement
country: TH
records:
  payment: {kind: Payment, reference: "{no}", properties: {paidAt: paid}}
"""


@pytest.mark.parametrize(
    ("paid", "value", "status"),
    [
        ("2026-02-03 21:35 ICT", "2026-02-03T14:35:00Z", "valid"),
        ("20260203T213500", "2026-02-03T14:35:00Z", "valid"),
        ("2026-02-03", "2026-02-03", "valid"),
        ("2026-02-03 21:35 BST", "2026-02-03", "possible"),
        ("2026-02-03 21:35 XYZ", "2026-02-03", "possible"),
        ("2026-02-03 25:35", "2026-02-03", "possible"),
        ("2026-02-03 2 ทุ่ม", "2026-02-03", "possible"),
        ("3/2/2569 8 โมงเช้า", "2026-02-03", "possible"),
        ("8 โมงเช้า 3/2/2026", "2026-02-03", "possible"),
        ("2026-02-03 02:05 บ่าย", "2026-02-03", "possible"),
        ("2026-02-03 14:05 PM", "2026-02-03", "possible"),
        ("2026-02-03 上午12:05", "2026-02-03", "possible"),
        ("2026-02-03 12 giờ đêm", "2026-02-03", "possible"),
        ("2026-02-03 evening", "2026-02-03", "possible"),
        ("03-Feb-2026 21.35 in the night", "2026-02-03", "possible"),
        ("2026-02-03 14h05", "2026-02-03T07:05:00Z", "valid"),
        ("3/2/26", "2026-02-03", "possible"),
        ("3/2/69", "2026-02-03", "possible"),
    ],
)
def test_a_day_whose_time_cannot_be_read_is_at_most_possible(
    make_supply: Callable[..., Supply], paid: str, value: str, status: str
) -> None:
    mapping = parse_mapping(PAYMENTS)
    row = RowMapper(mapping, make_supply(mapping), ("no", "paid")).map_row(SourceRow(number=2, cells=("1", paid)))
    found = row.records[0].properties["paidAt"][0]
    assert (found.value, str(found.status)) == (value, status)
    if value == "2026-02-03" and status == "possible" and " " in paid:
        assert found.reason == "the day alone: its time of day or time zone could not be read"


@pytest.mark.parametrize(
    "paid", ["12/2026 3", "2026-02-03 (3)", "2 ทุ่ม", "2026-02-03 1234", "3 5 2 7 2026", "on 3 or 4 Feb 2026"]
)
def test_what_may_be_more_than_a_day_and_a_time_is_unread(make_supply: Callable[..., Supply], paid: str) -> None:
    mapping = parse_mapping(PAYMENTS)
    row = RowMapper(mapping, make_supply(mapping), ("no", "paid")).map_row(SourceRow(number=2, cells=("1", paid)))
    assert [problem.rule for problem in row.problems] == [Rule.UNREADABLE_TIMESTAMP]


def test_a_short_year_of_a_birth_is_thai_and_one_of_a_document_is_of_these_decades(
    make_supply: Callable[..., Supply],
) -> None:
    mapping = parse_mapping(
        "dataset: cases\noriginator: th-police\nprofile: law-enforcement\ncountry: TH\nrecords:\n"
        '  one: {kind: Person, reference: "{no}", properties: {birthDate: day, nationality: {constant: TH}}}\n'
        '  paper: {kind: IdentityDocument, reference: "d-{no}", properties: {number: no, expiresAt: day}}\n'
    )
    mapper = RowMapper(mapping, make_supply(mapping), ("no", "day"))
    person, paper = mapper.map_row(SourceRow(number=2, cells=("AA1234567", "1/11/26"))).records
    found = [person.properties["birthDate"][0], paper.properties["expiresAt"][0]]
    assert [(value.value, str(value.status)) for value in found] == [
        ("1983-11-01", "possible"),
        ("2026-11-01", "possible"),
    ]
