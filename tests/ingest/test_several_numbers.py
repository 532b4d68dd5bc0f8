"""A cell with several phone numbers of a person gives them all; with anything else beside them it stays as it is."""

from collections.abc import Callable

import pytest

from graph import Record
from ingest import parse_mapping
from ingest.mapped_rows import MappedRow
from ingest.rules import Rule
from ingest.sources import SourceRow
from ingest.supply import Supply
from ingest.tables.tabular import RowMapper

MAPPING = """\
dataset: cases
originator: th-police
profile: law-enforcement
country: TH
records:
  suspect: {kind: Person, reference: "{no}", properties: {phone: phone, phoneCountry: country}}
  phone: {kind: PhoneNumber, reference: "p-{no}", when: {column: number, not_empty: true},
          properties: {number: number}}
"""


@pytest.fixture
def read(make_supply: Callable[..., Supply]) -> Callable[..., MappedRow]:
    mapping = parse_mapping(MAPPING)
    mapper = RowMapper(mapping, make_supply(mapping), ("no", "phone", "country", "number"))

    def of(phone: str, country: str = "", number: str = "") -> MappedRow:
        return mapper.map_row(SourceRow(number=2, cells=("1", phone, country, number)))

    return of


def _keys(record: Record) -> list[tuple[str, str | None]]:
    return [(value.raw, value.key) for value in record.properties["phone"]]


@pytest.mark.parametrize(
    ("cell", "country", "keys"),
    [
        (
            "081-234-5678, 02 123 4567 ต่อ 12",
            "",
            [("081-234-5678", "tel:+66812345678"), ("02 123 4567 ต่อ 12", "tel:+6621234567")],
        ),
        ("0812345678/0898765432", "", [("0812345678", "tel:+66812345678"), ("0898765432", "tel:+66898765432")]),
        ("0812345678 0898765432", "", [("0812345678", "tel:+66812345678"), ("0898765432", "tel:+66898765432")]),
        (
            "๐๘๑-๒๓๔-๕๖๗๘ หรือ +855 12 345 678",
            "",
            [("๐๘๑-๒๓๔-๕๖๗๘", "tel:+66812345678"), ("+855 12 345 678", "tel:+85512345678")],
        ),
        (
            "012 345 678; 097 123 4567",
            "KH",
            [("012 345 678", "tel:+85512345678"), ("097 123 4567", "tel:+855971234567")],
        ),
    ],
)
def test_each_number_of_a_cell_is_a_value(
    read: Callable[..., MappedRow], cell: str, country: str, keys: list[tuple[str, str]]
) -> None:
    row = read(cell, country)
    assert _keys(row.records[0]) == keys
    assert not row.unread


@pytest.mark.parametrize(
    "cell",
    [
        "081-234-5678 (แม่ 089-876-5432)",  # his mother's
        "081-234-5678, 02 123 45",
        "081-234-5678, แม่ 089-876-5432",
        "02-123-4567-70",
        "081-234-5678/9",
    ],
)
def test_a_cell_with_something_else_is_read_as_no_number(read: Callable[..., MappedRow], cell: str) -> None:
    row = read(cell)
    assert _keys(row.records[0]) == [(cell, None)]
    assert [unread.property for unread in row.unread] == ["phone"]


def test_a_record_of_a_number_is_one_numbers(read: Callable[..., MappedRow]) -> None:
    row = read("", "", "081-234-5678, 089-876-5432")
    (value,) = row.records[1].properties["number"]
    assert (value.value, value.key) == (None, None)


def test_more_numbers_than_a_record_may_hold_keep_the_row_out(make_supply: Callable[..., Supply]) -> None:
    mapping = parse_mapping(MAPPING.replace("phone: phone,", 'phone: {column: phone, split: "|"},'))
    mapper = RowMapper(mapping, make_supply(mapping), ("no", "phone", "country", "number"))
    numbers = [f"08{number:08}" for number in range(12_345_600, 12_345_661)]
    cell = "|".join(",".join(numbers[at : at + 25]) for at in range(0, len(numbers), 25))
    problems = mapper.map_row(SourceRow(number=2, cells=("1", cell, "", ""))).problems
    assert [(problem.rule, problem.column, problem.value) for problem in problems] == [
        (Rule.TOO_MANY_VALUES, "phone", "61")
    ]


DOCUMENTS = """\
dataset: cases
originator: th-police
profile: law-enforcement
country: TH
records:
  suspect: {kind: Person, reference: "{no}", properties: {passportNumber: passport, nationality: {constant: TH}}}
  paper: {kind: IdentityDocument, reference: "d-{no}", when: {column: number, not_empty: true},
          properties: {number: number, country: {constant: TH}, documentType: {constant: passport}}}
"""
BOTH = ["doc:TH:passport:AA1234567", "doc:TH:passport:AB7654321"]


@pytest.fixture
def read_papers(make_supply: Callable[..., Supply]) -> Callable[[str, str], MappedRow]:
    mapping = parse_mapping(DOCUMENTS)
    mapper = RowMapper(mapping, make_supply(mapping), ("no", "passport", "number"))
    return lambda passport, number: mapper.map_row(SourceRow(number=2, cells=("1", passport, number)))


@pytest.mark.parametrize(
    ("cell", "keys"),
    [
        *(
            (f"AA1234567{between}AB7654321", BOTH)
            for between in (", ", "; ", "/", " / ", " ", "\n", " และ ", " or ", "、")
        ),
        ("Passport: AA1234567 (old), AB7654321 (new)", BOTH),
        ("PP: AA1234567", BOTH[:1]),
        ("เลขที่ AA1234567", BOTH[:1]),
        ("AA1234567 (expired)", BOTH[:1]),
        ("AA 123 4567", BOTH[:1]),
        ("AA1234567 (mother)", [None]),
        ("AA1234567, mother AB7654321", [None]),
        ("AA1234567, N/A", [None]),
        ("AA1234567/2019", [None]),
    ],
)
def test_each_document_of_a_persons_cell_is_read_and_what_else_it_holds_makes_it_unread(
    read_papers: Callable[[str, str], MappedRow], cell: str, keys: list[str | None]
) -> None:
    row = read_papers(cell, "")
    assert not row.problems
    assert bool(row.unread) is (keys == [None])
    assert [value.key for value in row.records[0].properties["passportNumber"]] == keys


@pytest.mark.parametrize("cell", ["AA1234567, AB7654321", "AA1234567 AB7654321"])
def test_a_document_of_its_own_is_not_two(read_papers: Callable[[str, str], MappedRow], cell: str) -> None:
    [value] = read_papers("", cell).records[1].properties["number"]
    assert (value.raw, value.value, value.key) == (cell, None, None)
    assert value.reason == "holds more than one number"


COMPANIES = """\
dataset: cases
originator: th-police
profile: law-enforcement
country: KH
records:
  firm: {kind: Organization, reference: "{no}", properties: {registrationNumber: number, jurisdiction: country}}
"""


@pytest.mark.parametrize(
    ("cell", "country", "numbers"),
    [
        ("201901000777 (1309777-X)", "MY", ["201901000777", "1309777X"]),
        ("1309777-X/201901000777", "MY", ["1309777X", "201901000777"]),
        ("Registration No. 202003001234 (PG0123456-A)", "MY", ["202003001234", "PG0123456A"]),
        ("SEC Reg. No. CS201912345", "PH", ["CS201912345"]),
        ("Co. 34567", "KH", ["00034567"]),
        ("00034567; 00034599", "KH", ["00034567", "00034599"]),
        ("HRB 12345 Berlin", "DE", ["HRB12345BERLIN"]),
    ],
)
def test_each_number_of_a_company_is_read_without_the_words_before_it(
    make_supply: Callable[..., Supply], cell: str, country: str, numbers: list[str]
) -> None:
    mapping = parse_mapping(COMPANIES)
    mapper = RowMapper(mapping, make_supply(mapping), ("no", "number", "country"))
    row = mapper.map_row(SourceRow(number=2, cells=("1", cell, country)))
    found = row.records[0].properties["registrationNumber"]
    assert {value.key for value in found} == {f"doc:{country}:registration:{number}" for number in numbers}
