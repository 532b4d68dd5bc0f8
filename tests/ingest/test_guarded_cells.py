"""A cell that a formula keeps a text in a spreadsheet is read as that text, whatever it holds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.values import describe, documents_in, normalise, numbers_in, unguarded
from ingest import parse_mapping
from ingest.mapping import FileFormat
from ingest.sources import open_csv
from ingest.submission import SubmissionMapper, SubmittedRecord
from ingest.supply import Supply
from ingest.tables.tabular import RowMapper
from tests.graph.values.tables import Case, read_cases

MAPPING = """\
dataset: cases
originator: th-police
profile: law-enforcement
country: TH
records:
  suspect:
    kind: Person
    reference: "{no}"
    when: {column: type, in: [person]}
    properties: {name: {template: "{first} {last}"}, phone: phone, birthDate: born, sex: {column: sex, map: {ช: male}}}
  phone: {kind: PhoneNumber, reference: "tel-{phone}", properties: {number: phone}}
  account: {kind: BankAccount, reference: "acc-{account}", properties: {number: account, bank: bank}}
  device: {kind: Device, reference: "imei-{imei}", properties: {serial: imei}}
  handle: {kind: OnlineAccount, reference: "tg-{handle}", properties: {handle: handle, platform: {constant: Telegram}}}
links:
  - {type: USES, from: suspect, to: phone}
"""
CASES = [(t, c) for t, c in read_cases() if '"' not in c.given.raw]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ('="0812345678"', "0812345678"),
        (' = "0812345678" ', "0812345678"),
        ('="say ""no"""', 'say "no"'),
        ('=""', ""),
        ('="a"&"b"', '="a"&"b"'),
        ('x="a"', 'x="a"'),
        ("=0812345678", "=0812345678"),
        ('="0812345678', '="0812345678'),
        ('"0812345678"', '"0812345678"'),
    ],
)
def test_the_formula_around_a_text_is_taken_off_and_no_other(raw: str, text: str) -> None:
    assert unguarded(raw) == text


@pytest.mark.parametrize(("value_type", "case"), CASES, ids=[f"{t}-{i}" for i, (t, _) in enumerate(CASES)])
def test_every_value_is_the_same_with_the_formula_and_without(value_type: str, case: Case) -> None:
    raw = f'="{case.given.raw}"'
    found = normalise(value_type, raw, country=case.given.country, hints=case.given.hints)
    assert (found.raw, found.value, found.status, found.key) == (raw, case.value, case.status, case.key)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("phone", '="0812345678"', "+66812345678"),
        ("account", '="KBANK 123-4-56780-9"', "TH:004:1234567809"),
        ("date", '="3/5/2533"', "1990-05-03"),
        ("name", '="สมชาย ใจดี"', "สมชาย ใจดี"),
    ],
)
def test_the_tool_that_shows_how_values_are_read_reads_them_too(kind: str, raw: str, value: str) -> None:
    found = describe(kind, raw, "TH")
    assert (found["raw"], found["value"], found["status"]) == (raw, value, "valid")


MARKS = {"apostrophe": "'{}", "curled": "\u2019{}", "quotes": '"{}"', "single": "'{}'"}
MARKED = [(t, c) for t, c in CASES if t not in {"name", "text"} and "'" not in c.given.raw]


@pytest.mark.parametrize("mark", MARKS.values(), ids=list(MARKS))
@pytest.mark.parametrize("value_type", sorted({t for t, _ in MARKED}))
def test_every_value_but_a_name_or_a_text_is_the_same_behind_an_apostrophe_or_in_quotes(
    value_type: str, mark: str
) -> None:
    for case in (c for t, c in MARKED if t == value_type and c.value is not None):
        raw = mark.format(case.given.raw)
        found = normalise(value_type, raw, country=case.given.country, hints=case.given.hints)
        assert (found.raw, found.value, found.status, found.key) == (raw, case.value, case.status, case.key)


@pytest.mark.parametrize("mark", [*MARKS.values(), '="{}"'], ids=[*MARKS, "formula"])
@pytest.mark.parametrize(
    ("value_type", "raw", "hint", "told"),
    [
        ("account", "1234567809", "bank", "004"),
        ("account", "1234567809", "bankName", "Kasikorn Bank"),
        ("handle", "somchai_tele", "platform", "Telegram"),
        ("document", "AA1234567", "type", "passport"),
        ("plate", "1กข 1234", "province", "กรุงเทพ"),
        ("amount", "5000", "currency", "THB"),
    ],
)
def test_what_explains_a_value_may_have_one_too(value_type: str, raw: str, hint: str, told: str, mark: str) -> None:
    plain, marked = (normalise(value_type, raw, country="TH", hints={hint: t}) for t in (told, mark.format(told)))
    assert (str(marked.status), marked) == ("valid", plain)


@pytest.mark.parametrize(
    ("value_type", "raw", "value"),
    [
        ("name", "'Abd al-Rahman", "'Abd al-Rahman"),
        ("text", "'soon', he said", "'soon', he said"),
        ("amount", "1'234'567.50 CHF", "1234567.5 CHF"),
        ("coordinates", "16°41'39.1\"N 98°30'31.0\"E", "16.694194,98.508611"),
        ("document", "'AA1234567', 'AB7654321'", None),
        ("phone", "'", None),
        ("amount", "'", None),
    ],
)
def test_an_apostrophe_that_says_something_stays(value_type: str, raw: str, value: str | None) -> None:
    assert (normalise(value_type, raw).value, normalise(value_type, raw).raw) == (value, raw)


def test_a_word_of_a_vocabulary_and_parts_of_a_list_may_have_an_apostrophe(make_supply: Callable[..., Supply]) -> None:
    properties = {
        "sex": ["'male"],
        "phone": ["'0812345671, '0812345672"],
        "passportNumber": ["'AA1234567 / 'AB7654321"],
    }
    item = SubmittedRecord(kind="Person", reference="1", properties=properties)
    found = SubmissionMapper(make_supply(country="TH"), {}).map_item(item).records[0].properties
    assert {name: [value.value for value in values] for name, values in found.items()} == {
        "sex": ["male"],
        "phone": ["+66812345671", "+66812345672"],
        "passportNumber": ["AA1234567", "AB7654321"],
    }


def test_each_part_of_a_list_may_have_one() -> None:
    assert numbers_in('="0812345678", ="0812345679"', country="TH") == ('="0812345678"', '="0812345679"')
    assert documents_in('="AA1234567" / ="AB7654321"') == ('="AA1234567"', '="AB7654321"')


def test_a_table_is_read_as_a_spreadsheet_shows_it(tmp_path: Path, make_supply: Callable[..., Supply]) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        '"=""no""",type,first,last,phone,born,sex,account,bank,imei,handle\n'
        '="0001","=""person""","=""สมชาย""","=""ใจดี""","=""0812345671""","=""3/5/2533""","=""ช""",'
        '"=""1234567891""","=""004""","=""359001761482004""","=""somchai_tele"""\n',
        encoding="utf-8",
    )
    mapping = parse_mapping(MAPPING)
    source = open_csv(path, FileFormat())
    mapper = RowMapper(mapping, make_supply(mapping), source.header)
    row = mapper.map_row(next(source.rows()))
    assert row.problems == ()
    keys = ["phone", "number", "number", "serial", "handle"]
    found = [r.properties[name][0] for r, name in zip(row.records, keys, strict=True)]
    assert [value.key for value in found] == [
        "tel:+66812345671",
        "tel:+66812345671",
        "acct:TH:004:1234567891",
        "imei:35900176148200",
        "handle:telegram:somchai_tele",
    ]
    assert [r.provenance.reference for r in row.records] == [
        "0001",
        "tel-0812345671",
        "acc-1234567891",
        "imei-359001761482004",
        "tg-somchai_tele",
    ]
    person = row.records[0].properties
    assert [person[name][0].value for name in ("name", "birthDate", "sex")] == ["สมชาย ใจดี", "1990-05-03", "male"]


def test_an_empty_one_is_an_empty_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n"=""""",1\n"=""-0-""",2\n"=""""",\n', encoding="utf-8")
    rows = list(open_csv(path, FileFormat(empty=frozenset({"-0-"}))).rows())
    assert [row.cells for row in rows] == [("", "1"), ("", "2")]


def test_a_submission_keeps_it_as_the_raw_value(make_supply: Callable[..., Supply]) -> None:
    properties = {"name": ['="สมชาย"'], "phone": ['="0812345671"'], "sex": ['="male"']}
    item = SubmittedRecord(kind="Person", reference="1", properties=properties)
    row = SubmissionMapper(make_supply(country="TH"), {}).map_item(item)
    found = row.records[0].properties
    assert {name: (values[0].raw, values[0].value) for name, values in found.items()} == {
        "name": ('="สมชาย"', "สมชาย"),
        "phone": ('="0812345671"', "+66812345671"),
        "sex": ('="male"', "male"),
    }
