"""Times beside a record's properties: what goes on has no end, and no seal waits for a day that nobody can read."""

from collections.abc import Callable

import pytest

from graph import SubjectRole
from ingest import parse_mapping
from ingest.link_times import read_time_beside
from ingest.mapped_rows import MappedRow
from ingest.rules import Problem, Rule
from ingest.sources import SourceRow
from ingest.supply import Supply
from ingest.tables.tabular import RowMapper

MAPPING = """\
dataset: calls
originator: kh-hotline
profile: victim-protection
country: KH
records:
  phone:
    kind: PhoneNumber
    reference: "{phone}"
    asserted_at: {column: told}
    properties: {number: phone}
  person:
    kind: Person
    reference: "{no}"
    subject_role: {column: role}
    asserted_at: {column: told}
    properties: {name: name}
  boss:
    kind: Person
    reference: "{boss}"
    subject_role: suspect
    properties: {name: boss}
  house:
    kind: Site
    reference: "{place}"
    properties: {name: place}
links:
  - {type: USES, from: person, to: phone}
  - {type: HELD_AT, from: person, to: house, since: {column: since}, until: {column: until}, note: {column: note}}
  - {type: OWNS, from: boss, to: house, until: {column: sold}}
"""
HEADER = ("no", "role", "name", "phone", "told", "place", "since", "until", "note", "boss", "sold")
ROW = {
    "no": "C-7", "role": "presumed-victim", "name": "Ni Made Contoh", "phone": "092 154 151",
    "told": "2026-05-02T10:00:00+07:00", "place": "Lotus House", "since": "2026-01", "until": "", "note": "",
    "boss": "", "sold": "",
}  # fmt: skip
MakeSupply = Callable[..., Supply]


def mapped(make_supply: MakeSupply, **changes: str) -> MappedRow:
    """Return what becomes of a row of a call."""
    mapping = parse_mapping(MAPPING, name="calls.yml")
    cells = {**ROW, **changes}
    return RowMapper(mapping, make_supply(mapping), HEADER, source="calls.csv").map_row(
        SourceRow(2, tuple(cells[name] for name in HEADER))
    )


GOES_ON = [
    "present", "Present", "until now", "ongoing", "ปัจจุบัน", "จนถึงปัจจุบัน", "បច្ចុប្បន្ន", "hiện nay", "至今", "sekarang",
    "9999-12-31", "31/12/9999", "9999-12-31T00:00:00Z", "ยังอยู่",
]  # fmt: skip
NOT_KNOWN = ["unknown", "N/A", "ไม่ทราบ", "不详", "-", "--", "0000-00-00", "00/00/0000", "0000-00-00T00:00:00Z"]


@pytest.mark.parametrize("role", ["suspect", "presumed-victim"])
@pytest.mark.parametrize("text", [*GOES_ON, *NOT_KNOWN])
def test_what_goes_on_or_is_not_known_is_no_end(make_supply: MakeSupply, text: str, role: str) -> None:
    row = mapped(make_supply, until=text, role=role)
    assert (row.problems, row.unread) == ((), ())
    held = row.links[1]
    assert (held.type, held.since, held.until, held.note) == ("HELD_AT", "2026-01", None, None)
    assert [held] == [link for link in mapped(make_supply, role=role).links if link.type == "HELD_AT"]


@pytest.mark.parametrize("text", NOT_KNOWN)
def test_what_is_not_known_is_no_beginning_and_no_time_of_telling(make_supply: MakeSupply, text: str) -> None:
    row = mapped(make_supply, since=text, told=text, role="suspect")
    assert (row.problems, row.unread) == ((), ())
    assert row.links[1].since is None
    assert {record.provenance.asserted_at for record in row.records} == {None}


@pytest.mark.parametrize("text", ["present", "9999-12-31", "Jan-25", "early 2025"])
def test_a_beginning_that_cannot_be_read_keeps_others_rows_waiting_and_says_why(
    make_supply: MakeSupply, text: str
) -> None:
    row = mapped(make_supply, since=text, role="suspect")
    assert [(p.rule, p.column, p.value) for p in row.problems] == [(Rule.UNREADABLE_DATE, "since", text)]
    assert row.problems[0].reason
    assert row.records == ()


def test_a_victims_row_goes_on_without_what_cannot_be_read_which_its_note_keeps(make_supply: MakeSupply) -> None:
    row = mapped(make_supply, since="Jan-25", until="early May", told="yesterday", note="third floor")
    assert row.problems == ()
    phone, person, _ = row.records
    assert person.subject_role is SubjectRole.PRESUMED_VICTIM
    assert {record.provenance.asserted_at for record in row.records} == {None}
    held = row.links[1]
    assert (held.since, held.until) == (None, None)
    assert held.note == "third floor; since: Jan-25; until: early May"
    told = [(value.record_id, value.kind, value.property) for value in row.unread]
    assert told == [
        (held.id, "HELD_AT", "since"),
        (held.id, "HELD_AT", "until"),
        (phone.id, "PhoneNumber", "assertedAt"),
        (person.id, "Person", "assertedAt"),
    ]
    assert not any("Jan" in value.reason or "May" in value.reason for value in row.unread)


def test_anothers_link_in_a_victims_row_keeps_it_waiting(make_supply: MakeSupply) -> None:
    """Its note is read by others than may know her, and without its end an owner would be one still."""
    row = mapped(make_supply, boss="Boss Contoh", sold="till Ni Made Contoh fled")
    assert [(p.rule, p.column) for p in row.problems] == [(Rule.UNREADABLE_DATE, "sold")]
    assert (row.records, row.links) == ((), ())


def test_a_row_does_not_go_on_for_the_victim_of_the_row_before(make_supply: MakeSupply) -> None:
    mapping = parse_mapping(MAPPING, name="calls.yml")
    mapper = RowMapper(mapping, make_supply(mapping), HEADER, source="calls.csv")
    rows = [
        mapper.map_row(SourceRow(number, tuple({**ROW, "since": "Jan-25", "role": role}[name] for name in HEADER)))
        for number, role in enumerate(("presumed-victim", "witness", "presumed-victim"), 2)
    ]
    assert [len(row.problems) for row in rows] == [0, 1, 0]


def test_other_rules_hold_a_victims_row_as_before(make_supply: MakeSupply) -> None:
    row = mapped(make_supply, since="Jan-25", no="x" * 600)
    assert [p.rule for p in row.problems] == [Rule.LONG_REFERENCE]


def test_a_span_is_no_moment(make_supply: MakeSupply) -> None:
    told = "2026-05-01 to 2026-05-03"
    row = mapped(make_supply, told=told, role="suspect")
    assert {(p.rule, p.column, p.value) for p in row.problems} == {(Rule.UNREADABLE_TIMESTAMP, "told", told)}
    assert row.records == ()


def test_a_problem_says_column_value_and_reason() -> None:
    found = read_time_beside("Jan-25", sort="date", country="TH", column="since")
    assert found.problem == Problem(rule=Rule.UNREADABLE_DATE, column="since", value="Jan-25", reason="has no year")
    assert read_time_beside("now", sort="date", country="TH", column="until", is_end=True) == (None, None)
