"""Numbers that are days in a spreadsheet become dates where the mapping says so, and nowhere else."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel

from graph import IdMinter
from graph.values import normalise_date
from ingest import MappingError, SourceMapping, parse_mapping
from ingest.rules import Rule
from ingest.sources import SourceRow
from ingest.supply import Supply
from ingest.tables.tabular import RowMapper
from ingest.values.serial_days import UNREADABLE_DAY, DayCount, day_of_serial
from tests.ingest.ingesting import Ingest

FROM_1900, FROM_1904 = DayCount.FROM_1900, DayCount.FROM_1904
EPOCHS = {FROM_1900: CALENDAR_WINDOWS_1900, FROM_1904: CALENDAR_MAC_1904}
MAPPING = """\
dataset: cases
originator: th-police
profile: law-enforcement
country: TH
records:
  suspect:
    kind: Person
    reference: "{no}"
    asserted_at: {column: told, serial: 1900}
    properties: {birthDate: {column: born, serial: 1900}}
  phone: {kind: PhoneNumber, reference: "{phone}", properties: {number: phone}}
links:
  - {type: USES, from: suspect, to: phone, since: {column: seen, serial: 1900}}
"""
HEADER = ("no", "born", "told", "phone", "seen")


@pytest.fixture
def ingest(bench: object, minter: IdMinter) -> Ingest:
    return Ingest(bench, "th-police", minter)


def _mapper(make_supply: Callable[..., Supply], text: str = MAPPING) -> RowMapper:
    mapping = parse_mapping(text)
    return RowMapper(mapping, make_supply(mapping), HEADER)


def _serial(moment: date, count: DayCount) -> float:
    return float(to_excel(moment, EPOCHS[count]))  # type: ignore[no-untyped-call]


@given(st.dates(date(1912, 1, 1), date(9999, 12, 30)), st.integers(0, 86_399), st.sampled_from(DayCount))
def test_a_number_means_the_day_and_second_of_which_spreadsheets_made_it(
    day: date, seconds: int, count: DayCount
) -> None:
    moment = datetime.combine(day, datetime.min.time()) + timedelta(seconds=seconds)
    serial = _serial(moment, count)
    expected = moment.isoformat(timespec="seconds") if seconds else day.isoformat()
    assert day_of_serial(repr(serial), count) == expected
    assert day_of_serial(str(int(_serial(day, count))), count) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "count", "expected"),
    [
        ("45231", FROM_1900, "2023-11-01"),
        ("๔๕๒๓๑", FROM_1900, "2023-11-01"),
        ("43769", FROM_1904, "2023-11-01"),
        ("45231.0", FROM_1900, "2023-11-01"),
        ("45231.5", FROM_1900, "2023-11-01T12:00:00"),
        ("45231.9999999", FROM_1900, "2023-11-02T00:00:00"),
        ("1", FROM_1900, "1900-01-01"),
        ("59", FROM_1900, "1900-02-28"),
        ("60", FROM_1900, UNREADABLE_DAY),
        ("61", FROM_1900, "1900-03-01"),
        ("60", FROM_1904, "1904-03-01"),
        ("1799", FROM_1900, "1904-12-03"),
        ("1987", FROM_1900, UNREADABLE_DAY),
        ("2530", FROM_1900, UNREADABLE_DAY),
        ("2530.0", FROM_1900, UNREADABLE_DAY),
        ("2801", FROM_1900, "1907-09-01"),
        ("230236", FROM_1900, "2530-05-12"),
        ("2958465", FROM_1900, "9999-12-31"),
        ("2958465", FROM_1904, UNREADABLE_DAY),
        ("0", FROM_1900, "0"),
        ("2958466", FROM_1900, "2958466"),
        ("20231101", FROM_1900, "20231101"),
        ("45,231", FROM_1900, "45,231"),
        ("-45231", FROM_1900, "-45231"),
        ("12/05/2530", FROM_1900, "12/05/2530"),
    ],
)
def test_what_is_no_number_of_a_day_stays_as_it_is(text: str, count: DayCount, expected: str) -> None:
    assert day_of_serial(text, count) == expected


def test_a_number_that_may_be_a_year_is_read_as_no_date() -> None:
    assert normalise_date(UNREADABLE_DAY).value is None


def test_dates_times_and_links_are_read_and_keep_the_number_as_their_raw_value(
    make_supply: Callable[..., Supply],
) -> None:
    row = _mapper(make_supply).map_row(SourceRow(2, ("1", "31909", "45231.5", "0812345678", "45231")))
    [born] = row.records[0].properties["birthDate"]
    assert (born.raw, born.value, born.type) == ("31909", "1987-05-12", "day")
    assert row.records[0].provenance.asserted_at == datetime(2023, 11, 1, 5, tzinfo=UTC)
    assert row.links[0].since == "2023-11-01"
    typed = _mapper(make_supply).map_row(SourceRow(3, ("1", "230236", "1 พ.ย. 2566", "", "")))
    assert typed.records[0].properties["birthDate"][0].value == "1987-05-12"


@pytest.mark.parametrize(("cell", "is_serial"), [("45231", False), ("1987", True), ("60", True), ("2958466", True)])
def test_a_number_that_is_no_day_for_sure_is_never_guessed(
    cell: str, make_supply: Callable[..., Supply], *, is_serial: bool
) -> None:
    text = MAPPING if is_serial else MAPPING.replace("{column: born, serial: 1900}", "born")
    row = _mapper(make_supply, text).map_row(SourceRow(2, ("1", cell, "", "", "")))
    [problem] = row.problems
    assert (problem.rule, problem.column, problem.value) == (Rule.UNREADABLE_DATE, "born", cell)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            "{column: born, serial: 1900}",
            "{column: born, serial: 1901}",
            "line 10: unknown year from which days are counted `1901`: known are `1900`, `1904`",
        ),
        ("{birthDate: {column", "{name: {column", r"line 10: `serial` is for dates and times"),
        ("{column: born, serial", "{constant: '1', serial", r"line 10: `serial` needs a `column`"),
    ],
)
def test_a_mapping_says_it_for_dates_alone(before: str, after: str, message: str) -> None:
    with pytest.raises(MappingError, match=message):
        parse_mapping(MAPPING.replace(before, after))


def _workbook(path: Path, epoch: datetime) -> SourceMapping:
    book = Workbook()
    book.epoch = epoch
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    sheet.append(("1", date(1987, 5, 12), None, None, None))
    sheet.append(("2", None, datetime(2023, 11, 1, 12), None, None))  # noqa: DTZ001 - spreadsheets know no zones
    for place in ("B2", "C3"):
        sheet[place].number_format = "General"
    book.save(path)
    return parse_mapping(MAPPING)


def test_unformatted_cells_of_a_workbook_are_read(ingest: Ingest, tmp_path: Path) -> None:
    mapping = _workbook(tmp_path / "a.xlsx", CALENDAR_WINDOWS_1900)
    report = ingest(tmp_path / "a.xlsx", mapping, dry_run=True)
    assert (report.records, report.quarantined) == (2, {})
    without = parse_mapping(MAPPING.replace(", serial: 1900", ""))
    assert ingest(tmp_path / "a.xlsx", without, dry_run=True).quarantined == {
        "unreadable-date": 1,
        "unreadable-timestamp": 1,
    }


def test_a_workbook_that_counts_otherwise_than_its_mapping_is_refused(ingest: Ingest, tmp_path: Path) -> None:
    mapping = _workbook(tmp_path / "a.xlsx", CALENDAR_MAC_1904)
    with pytest.raises(MappingError, match=r"line 9: the workbook counts its days from 1904: `serial: 1904`"):
        ingest(tmp_path / "a.xlsx", mapping, dry_run=True)
    report = ingest(tmp_path / "a.xlsx", parse_mapping(MAPPING.replace("serial: 1900", "serial: 1904")), dry_run=True)
    assert (report.records, report.quarantined) == (2, {})


@pytest.mark.parametrize("text", ["'45231", '="45231"', '"45231"', "\u00a045231"])
def test_a_mark_that_keeps_a_cell_a_text_is_no_part_of_its_number(text: str) -> None:
    assert day_of_serial(text, FROM_1900) == "2023-11-01"
