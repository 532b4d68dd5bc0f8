"""No path and no network leads over a number that is none, for the agency that filed it and for others."""

from pathlib import Path

import pytest

from ingest import ingest_file, parse_mapping
from tests.api.asking import Desk

MAPPING = """
dataset: cases
originator: th-police
profile: law-enforcement
country: TH
records:
  person: {kind: Person, reference: "{no}", properties: {name: name, birthDate: born}}
  phone: {kind: PhoneNumber, reference: "{phone}", properties: {number: phone}}
links:
  - {type: USES, from: person, to: phone}
"""
ROWS = """\
no,name,born,phone
1,Malee Thongdee,1990-01-02,-
2,Preecha Wongsawat,1985-05-06,-
3,Somchai Rattanakul,1979-03-04,6.68E+10
4,Anan Chaiyaporn,1991-07-08,6.68E+10
5,Kanya Saetang,1988-09-10,0812345678
6,Decha Boonmee,1993-11-12,0812345678
"""
PATH = "query($a: ID!, $b: ID!) { path(source: $a, target: $b) { entities { id } truncated } }"
NETWORK = "query($id: ID!) { network(id: $id, depth: 2, limit: 50) { entities { id kind } truncated } }"
RECORD = "query($id: ID!) { record(id: $id) { provenance { reference } links { targetId } } }"


@pytest.fixture
def filed(desk: Desk, tmp_path: Path) -> Desk:
    path = tmp_path / "cases.csv"
    path.write_text(ROWS, encoding="utf-8")
    app = desk.world.app
    report = desk.world.run(
        ingest_file(
            path,
            mapping=parse_mapping(MAPPING),
            originator=None,
            profile=None,
            known_originators={"th-police"},
            known_profiles=app.bundle.registers.profiles,
            writer=app.writer,
            minter=app.minter,
        )
    )
    assert (report.records_created, report.links_created, report.quarantined_rows) == (11, 6, 0)
    desk.world.settle()
    return desk


@pytest.mark.parametrize("agency", ["th-police", "kh-police"])
def test_a_path_leads_over_a_number_alone(filed: Desk, agency: str) -> None:
    token = filed.world.token(agency)
    ids = {no: filed.world.id("th-police", no) for no in ("1", "2", "3", "4", "5", "6", "0812345678")}
    for left, right in (("1", "2"), ("3", "4"), ("1", "3")):
        assert filed.data(PATH, token=token, a=ids[left], b=ids[right]) == {"path": None}
    found = filed.data(PATH, token=token, a=ids["5"], b=ids["6"])["path"]
    assert [entity["id"] for entity in found["entities"]] == [ids["5"], ids["0812345678"], ids["6"]]


@pytest.mark.parametrize("agency", ["th-police", "kh-police"])
def test_a_network_ends_at_a_number_that_is_none(filed: Desk, agency: str) -> None:
    found = filed.data(NETWORK, token=filed.world.token(agency), id=filed.world.id("th-police", "1"))["network"]
    assert [entity["kind"] for entity in found["entities"]] == ["PERSON", "PHONE_NUMBER"]


def test_its_reference_tells_no_other_one(filed: Desk) -> None:
    token = filed.world.token("th-police")
    [link] = filed.data(RECORD, token=token, id=filed.world.id("th-police", "1"))["record"]["links"]
    reference = filed.data(RECORD, token=token, id=link["targetId"])["record"]["provenance"]["reference"]
    word, mark = reference.split(" ")
    assert (word, mark[0], len(mark)) == ("-", "#", 17)
