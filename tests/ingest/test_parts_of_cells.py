"""`each` makes a record of each part of a cell, with the links of the row to each."""

from collections.abc import Callable, Sequence

import pytest

from graph import Record, load_ontology
from ingest import MappingError, parse_mapping
from ingest.errors import UnknownColumnError
from ingest.mapped_rows import MappedRow
from ingest.row_readings import records_of
from ingest.rules import Problem, Rule
from ingest.sources import SourceRow
from ingest.supply import Supply
from ingest.tables.tabular import RowMapper
from tests.ingest.ingesting import Ingest, WriteCsv

MAPPING = """\
dataset: cases
originator: th-police
profile: law-enforcement
country: TH
records:
  suspect: {kind: Person, reference: "{no}", properties: {name: name, birthDate: born, phone: phone}}
  phone: {kind: PhoneNumber, reference: "{phone}", each: {column: phone, split: "/"},
          when: {column: phone, not_empty: true}, properties: {number: phone, status: state}}
links:
  - {type: USES, from: suspect, to: phone, reference: "{no}-{phone}", since: {column: seen}}
  - {type: RELATED_TO, from: suspect, to: {kind: Person, reference: "{boss}"}}
"""
HEADER = ("no", "name", "born", "phone", "state", "seen", "boss")
TWO = "081-234-5678 / 089-876-5432"
Read = Callable[..., MappedRow]


def _row(phone: str, *, no: str = "1", born: str = "1990", state: str = "", seen: str = "") -> tuple[str, ...]:
    return (no, "สมชาย ใจดี", born, phone, state, seen, "")


def _reader(make_supply: Callable[..., Supply], text: str = MAPPING, header: Sequence[str] = HEADER) -> Read:
    mapping = parse_mapping(text)
    mapper = RowMapper(mapping, make_supply(mapping), header)
    return lambda *cells: mapper.map_row(SourceRow(number=2, cells=cells))


def _keys(records: Sequence[Record]) -> list[str | None]:
    return [value.key for r in records if r.kind == "PhoneNumber" for value in r.properties["number"]]


@pytest.fixture
def read(make_supply: Callable[..., Supply]) -> Read:
    return _reader(make_supply)


def test_each_part_of_a_cell_is_a_record_with_the_links_of_the_row(read: Read) -> None:
    row = read(*_row(TWO, seen="2025-03-01"))
    assert not row.problems and not row.unread
    suspect, first, second = row.records
    assert _keys(row.records) == ["tel:+66812345678", "tel:+66898765432"]
    assert [r.provenance.reference for r in row.records] == ["1", "081-234-5678", "089-876-5432"]
    assert [(k.source_id, k.target_id, k.since) for k in row.links] == [
        (suspect.id, first.id, "2025-03-01"), (suspect.id, second.id, "2025-03-01"),
    ]  # fmt: skip
    assert [k.provenance.reference for k in row.links] == ["1-081-234-5678", "1-089-876-5432"]


def test_a_part_is_the_record_that_a_cell_of_its_own_would_be(read: Read) -> None:
    both = read(*_row(TWO))
    alone = read(*_row("089-876-5432"))
    assert (both.records[2], both.links[1].id) == (alone.records[1], alone.links[0].id)
    assert (both.is_parted, alone.is_parted) == (True, False)


@pytest.mark.parametrize(
    ("cell", "keys"),
    [
        ("", []),
        (" / ", []),
        ("/081-234-5678//", ["tel:+66812345678"]),
        ("081-234-5678/081-234-5678 ", ["tel:+66812345678"]),
        ("081-234-5678", ["tel:+66812345678"]),
    ],
)
def test_what_is_empty_or_said_twice_is_no_part(read: Read, cell: str, keys: list[str]) -> None:
    row = read(*_row(cell))
    assert not row.problems
    assert _keys(row.records) == keys
    assert len(row.links) == len(keys)


def test_a_condition_on_the_column_is_asked_of_each_part(make_supply: Callable[..., Supply]) -> None:
    text = MAPPING.replace("not_empty: true", "in: [089-876-5432]")
    assert _keys(_reader(make_supply, text)(*_row(TWO)).records) == ["tel:+66898765432"]


@pytest.mark.parametrize("part", ["9", "5679", "mother 089-876-5432"])
def test_a_part_that_is_no_number_is_its_rows_own(read: Read, part: str) -> None:
    # `9` stands for 081-234-5679 here, and for another number in every other cell.
    one, again, other = (read(*_row(f"081-234-5678/{part}", no=no)) for no in ("1", "1", "2"))
    assert _keys(one.records) == ["tel:+66812345678", None]
    assert one.records[2].id == again.records[2].id != other.records[2].id
    assert one.records[1].id == other.records[1].id
    assert [link.target_id for link in one.links] == [record.id for record in one.records[1:]]


def test_a_part_that_is_no_number_is_told(read: Read) -> None:
    row = read(*_row("081-234-5678/9"))
    assert [(u.record_id, u.property) for u in row.unread] == [
        (row.records[0].id, "phone"), (row.records[2].id, "number"),
    ]  # fmt: skip


def test_a_part_that_breaks_a_rule_keeps_the_whole_row_waiting(read: Read) -> None:
    row = read(*_row(f"081-234-5678/{'9' * 501}"))
    assert (row.records, row.links) == ((), ())
    assert [problem.rule for problem in row.problems] == [Rule.LONG_REFERENCE]


def test_what_is_wrong_in_every_part_is_said_once(read: Read) -> None:
    row = read(*_row(TWO, state="lost", seen="soon"))
    assert [(problem.rule, problem.column, problem.value) for problem in row.problems] == [
        (Rule.OUTSIDE_VOCABULARY, "state", "lost"), (Rule.UNREADABLE_DATE, "seen", "soon"),
    ]  # fmt: skip


def test_a_part_that_is_no_number_and_stands_beside_nothing_keeps_the_row_waiting(
    make_supply: Callable[..., Supply],
) -> None:
    text = MAPPING.partition("links:")[0].replace(
        '  suspect: {kind: Person, reference: "{no}", properties: {name: name, birthDate: born, phone: phone}}\n', ""
    )
    row = _reader(make_supply, text)(*_row("081-234-5678/9"))
    assert [(problem.rule, problem.column, problem.value) for problem in row.problems] == [
        (Rule.MISSING_KEY, "phone", "9")
    ]


@pytest.mark.parametrize(("count", "waits"), [(50, False), (51, True)])
def test_more_than_fifty_parts_keep_the_row_waiting(
    make_supply: Callable[..., Supply], count: int, waits: bool
) -> None:
    text = MAPPING.replace(", phone: phone}}", "}}", 1)
    row = _reader(make_supply, text)(*_row("/".join(f"0812345{number:03}" for number in range(count))))
    problem = Problem(rule=Rule.TOO_MANY_VALUES, column="phone", value="51")
    assert (row.problems, len(row.records)) == (((problem,), 0) if waits else ((), 51))


def test_two_records_may_each_come_in_parts_when_a_third_joins_them(make_supply: Callable[..., Supply]) -> None:
    text = """\
dataset: cases
profile: law-enforcement
country: TH
records:
  suspect: {kind: Person, reference: "{no}", properties: {name: name}}
  phone: {kind: PhoneNumber, reference: "{phone}", each: {column: phone, split: "/"}, properties: {number: phone}}
  account: {kind: BankAccount, reference: "{account}", each: {column: account, split: ","},
            properties: {number: account, bank: {constant: KBANK}}}
links:
  - {type: USES, from: suspect, to: phone}
  - {type: USES, from: suspect, to: account}
"""
    row = _reader(make_supply, text, ("no", "name", "phone", "account"))(
        "1", "สมชาย ใจดี", TWO, "123-4-56780-9, 987-6-54321-0"
    )
    assert [record.kind for record in row.records] == ["Person", *["PhoneNumber"] * 2, *["BankAccount"] * 2]
    assert [link.target_id for link in row.links] == [record.id for record in row.records[1:]]


def test_parts_come_in_once_and_are_told_in_the_report(ingest: Ingest, write_csv: WriteCsv) -> None:
    mapping = parse_mapping(MAPPING.replace("originator: th-police\n", ""))
    path = write_csv(HEADER, [_row(TWO), _row("089-876-5432", no="2")])
    dry = ingest(path, mapping, dry_run=True)
    assert (dry.records, dry.links, dry.parted_rows, dry.remarked_rows) == (4, 3, 1, {"parted_rows": (2,)})
    assert ingest.snapshot() == []
    report = ingest(path, mapping)
    assert (report.records_created, report.links_created, report.parted_rows) == (4, 3, 1)
    before = ingest.snapshot()
    again = ingest(path, mapping, again=True)
    assert (again.records_created, again.records_changed, again.links_created, again.links_changed) == (0, 0, 0, 0)
    assert ingest.snapshot() == before


def test_a_row_of_parts_that_was_mended_leaves_quarantine(ingest: Ingest, write_csv: WriteCsv) -> None:
    mapping = parse_mapping(MAPPING.replace("originator: th-police\n", ""))
    bad = ingest(write_csv(HEADER, [_row(TWO, born="soon")]), mapping)
    assert (bad.quarantined_rows, bad.records) == (1, 0)
    assert [(row.row, row.rule) for row in ingest.quarantined()] == [(2, "unreadable-date")]
    mended = ingest(write_csv(HEADER, [_row(TWO)]), mapping)
    assert (mended.settled_rows, mended.records_created, mended.links_created) == (1, 3, 2)
    assert ingest.quarantined() == []


SMALL = """\
dataset: cases
records:
  suspect: {kind: Person, reference: "{no}", properties: {name: name}}
  phone:
    kind: PhoneNumber
    reference: "{phone}"
    each: {column: phone, split: "/"}
    properties:
      number: phone
links:
  - {type: USES, from: suspect, to: phone}
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ('{column: phone, split: "/"}', "phone", 7, "words with values are expected here"),
        ('{column: phone, split: "/"}', "{column: phone}", 7,
         "`each` needs `split`: a column, and what parts its cells"),
        ('{column: phone, split: "/"}', '{split: "/"}', 7, "`each` needs `column`: a column, and what parts its cells"),
        ('split: "/"', 'split: ""', 7, "a word is missing here"),
        ("split:", "splt:", 7, "unknown word `splt`, did you mean `split`?"),
        ("{column: phone,", "{column: phones,", 7,
         "all parts of `phones` would be one record: name `{phones}` in the record's reference"),
        ("number: phone", 'number: {column: phone, split: ","}', 9,
         "`each` takes `phone` apart already: leave `split` out"),
        ("to: phone}", 'to: phone, reference: "{no}-phone"}', 11,
         "the links of all parts of `phone` would be one: name `{phone}` in its reference"),
        ("type: USES, from: suspect", "type: RELATED_TO, from: phone", 11,
         "both ends have `each`, and a row does not say which part goes with which: link both to a third"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_line(old: str, new: str, line: int, problem: str) -> None:
    assert old in SMALL
    parse_mapping(SMALL)
    with pytest.raises(MappingError) as caught:
        parse_mapping(SMALL.replace(old, new, 1), name="cases.yml")
    assert (caught.value.line, caught.value.problem) == (line, problem)


def test_a_column_that_the_file_lacks_is_named(make_supply: Callable[..., Supply]) -> None:
    text = SMALL.replace("column: phone,", "column: phones,").replace('"{phone}"', '"{phones}"')
    with pytest.raises(UnknownColumnError) as caught:
        _reader(make_supply, text, ("no", "name", "phone"))
    assert "`phones`" in str(caught.value)


MIXED = """\
dataset: cases
originator: th-police
profile: law-enforcement
country: TH
records:
  phone: {kind: PhoneNumber, reference: "{phone}", each: {column: phone, split: SPLIT}, properties: {number: phone}}
  person: {kind: Person, reference: "{no}", properties: {alias: {column: also, split: ["/", "และ", and, "\\n"]}}}
"""
SEVERAL = r'["\n", "/", ", ", ",", และ, and, និង, နှင့်]'


@pytest.mark.parametrize(
    "between", ["\n", "\r\n", " / ", "/", ", ", ",", " และ ", "และ", " and ", "and", " និង ", "နှင့်", "/\n", ",\nand "]
)
def test_a_cell_is_parted_by_any_of_several_separators(make_supply: Callable[..., Supply], between: str) -> None:
    text = MIXED.replace("SPLIT", SEVERAL)
    row = _reader(make_supply, text, ("no", "phone", "also"))("1", f"081-234-5678{between}0898765432", "")
    assert not row.unread and not row.problems
    assert _keys(row.records) == ["tel:+66812345678", "tel:+66898765432"]


def test_a_word_of_letters_parts_no_longer_word(make_supply: Callable[..., Supply]) -> None:
    read = _reader(make_supply, MIXED.replace("SPLIT", "/"), ("no", "phone", "also"))
    [person] = [r for r in read("1", "", "Sandra and Andy/หนึ่งและสอง\nandrea").records if r.kind == "Person"]
    assert [v.raw for v in person.properties["alias"]] == ["Sandra", "Andy", "หนึ่ง", "สอง", "andrea"]


@pytest.mark.parametrize(
    ("split", "message"),
    [("[]", "a word is missing here"), ('["/", "/"]', "this separator stands here twice"), ('["/", ""]', "a word is")],
)
def test_a_list_of_separators_without_sense_is_refused(split: str, message: str) -> None:
    with pytest.raises(MappingError, match=message):
        parse_mapping(MIXED.replace("SPLIT", split))


def test_of_a_cell_that_is_parted_already_it_is_said_by_what(make_supply: Callable[..., Supply]) -> None:
    text = MIXED.replace("SPLIT", r'["/", "\n"]')
    row = _reader(make_supply, text, ("no", "phone", "also"))("1", "081-234-5678, 089-876-5432", "")
    [unread] = row.unread
    assert unread.reason.endswith("write the number alone, or add what parts it to `split`, which is `/`, `\\n`")
    [phone] = [r for r in records_of(row, load_ontology(), lambda _, __: ()) if r.kind == "PhoneNumber"]
    assert [value.reason for value in phone.values] == [unread.reason]


SELECTORS = """\
dataset: cases
profile: law-enforcement
country: TH
records:
  found: {kind: KIND, reference: "x-{no}", properties: {PROPERTY: number}}
"""
FROM_SOURCE = "take the number from where it came, into a column that is formatted as text"
ALONE = "write the number alone, or file one record for each (`each` in a mapping)"


@pytest.mark.parametrize(
    ("kind", "prop", "cell", "advice"),
    [
        ("PhoneNumber", "number", TWO, ALONE),
        ("PhoneNumber", "number", "0812345678/0898765432", ALONE),
        ("PhoneNumber", "number", "0812 3456 7781 (kakak)", ALONE),
        ("BankAccount", "number", "123-4-56780-9/987-6-54321-0", ALONE),
        ("Person", "phone", "081-234-5678, 02 123 45", "write the numbers alone, without other words"),
        ("Person", "phone", "6.68E+10", FROM_SOURCE),
        ("PhoneNumber", "number", "6.68E+10", FROM_SOURCE),
        ("PhoneNumber", "number", "081234567812",
         "say `country` where it is a number of another country, or write it with + and the calling code"),
    ],
)  # fmt: skip
def test_what_is_advised_of_an_unread_number_is_what_mends_it(
    make_supply: Callable[..., Supply], kind: str, prop: str, cell: str, advice: str
) -> None:
    text = SELECTORS.replace("KIND", kind).replace("PROPERTY", prop)
    row = _reader(make_supply, text, ("no", "number"))("1", cell)
    [unread] = row.unread
    assert unread.reason.endswith(f": {advice}")
