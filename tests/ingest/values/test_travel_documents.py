"""Machine-readable lines in a file fill in what a record leaves empty, where their check digits hold."""

from collections.abc import Callable

import pytest

from graph import Record
from ingest import parse_mapping
from ingest.mapped_rows import MappedRow
from ingest.sources import SourceRow
from ingest.supply import Supply
from ingest.tables.tabular import RowMapper
from tests.graph.values.documents.test_machine_readable import CARD, SOMCHAI

MAPPING = """\
dataset: cases
originator: th-police
profile: law-enforcement
country: TH
records:
  suspect:
    kind: Person
    reference: "{no}"
    properties: {name: name, passportNumber: passport, birthDate: born, sex: sex, nationality: nationality}
  document: {kind: IdentityDocument, reference: "d-{no}", when: {column: document, not_empty: true},
             properties: {number: document}}
"""
HEADER = ("no", "name", "passport", "born", "sex", "nationality", "document")
READ = {
    "name": ["SUKSAI, SOMCHAI"],
    "passportNumber": ["AA1234567"],
    "birthDate": ["1990-05-03"],
    "sex": ["male"],
    "nationality": ["TH"],
}


@pytest.fixture
def read(make_supply: Callable[..., Supply]) -> Callable[..., MappedRow]:
    mapping = parse_mapping(MAPPING)
    mapper = RowMapper(mapping, make_supply(mapping), HEADER)

    def of(**cells: str) -> MappedRow:
        row = mapper.map_row(SourceRow(number=2, cells=tuple(cells.get(name, "") for name in HEADER)))
        assert not row.problems
        return row

    return of


def _values(record: Record) -> dict[str, list[str | None]]:
    return {name: [value.value for value in values] for name, values in record.properties.items()}


@pytest.mark.parametrize("column", ["passport", "name"])
def test_the_lines_give_name_birth_date_sex_and_nationality(read: Callable[..., MappedRow], column: str) -> None:
    row = read(no="1", **{column: SOMCHAI})
    assert _values(row.records[0]) == READ
    number = row.records[0].properties["passportNumber"][0]
    assert (number.raw, number.key) == (SOMCHAI, "doc:TH:passport:AA1234567")
    assert not row.unread


def test_what_the_record_says_itself_stands(read: Callable[..., MappedRow]) -> None:
    row = read(no="1", name="สมชาย สุขใส", passport=SOMCHAI, born="3/6/2533", sex="ชาย", nationality="KH")
    expected = {"name": ["สมชาย สุขใส"], "birthDate": ["1990-06-03"], "nationality": ["KH"]}
    assert _values(row.records[0]) == READ | expected


def test_an_identity_cards_lines_are_no_passport(read: Callable[..., MappedRow]) -> None:
    values = _values(read(no="1", passport=CARD).records[0])
    assert (values["nationalId"], values["name"], "passportNumber" in values) == (
        ["D23145890"],
        ["ERIKSSON, ANNA MARIA"],
        False,
    )


@pytest.mark.parametrize("column", ["passport", "name"])
def test_lines_with_a_wrong_check_digit_stay_raw_and_are_counted(read: Callable[..., MappedRow], column: str) -> None:
    wrong = SOMCHAI.replace("AA1234567", "AA1234568")
    row = read(no="1", **{column: wrong})
    (values,) = row.records[0].properties.values()
    assert [(value.raw, value.value, value.key) for value in values] == [(wrong, None, None)]
    assert [unread.property for unread in row.unread] == ["passportNumber" if column == "passport" else "name"]


def test_a_documents_own_record_keeps_its_number_and_nothing_of_the_holder(read: Callable[..., MappedRow]) -> None:
    document = read(no="1", name="x", document=SOMCHAI).records[1]
    assert _values(document) == {
        "number": ["AA1234567"],
        "documentType": ["passport"],
        "country": ["TH"],
        "expiresAt": ["2030-01-01"],
    }
    raws = [value.raw for values in document.properties.values() for value in values]
    assert not any("SOMCHAI" in raw or "900503" in raw for raw in raws)
    assert document.properties["number"][0].key == "doc:TH:passport:AA1234567"
