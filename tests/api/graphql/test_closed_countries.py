"""A country of a closed class changes no answer about a value of an open one, and nobody hears of its correction."""

from typing import Any

import pytest

from tests.api.asking import Desk
from tests.world import World, record

NUMBER = "012 345 678"  # of Cambodia +855 12 345 678, of Malaysia a number that nobody has
RECORD = """query($id: ID!) { record(id: $id) { redacted properties { name values { raw value status type } } } }"""
SEARCH = """query($text: String!) { search(text: $text) { edges { node { score entity { id } } } } }"""
CHECK = """mutation($value: String!) {
  crossCheck(input: {purpose: "investigation", caseRef: "T-1", values: [{kind: PHONE_NUMBER, value: $value}]}) {
    check { values { inView hits { holder { code } } } } userErrors { code } } }"""
SUBMIT = """mutation($records: [RecordInput!]!) {
  submitRecords(input: {dataset: "cases", profile: "law-enforcement", country: "MY", records: $records}) {
    records { unreadable countryUnsaid } userErrors { code } } }"""
RECALLS = "{ recalls(first: 9) { edges { node { recordId cause } } } }"


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def filed(desk: Desk, kind: str, country: str | None, **values: str) -> str:
    """File a record of the telephone company with its closed country, and return its id."""
    said = {"country": country} if country is not None else {}
    desk.world.file("my-telco", record(kind, kind, **values, **said), country="MY")
    return desk.world.id("my-telco", kind)


def answers(desk: Desk, token: str, rid: str) -> list[str]:
    """Return what a viewer is answered about a record and its number, as it is sent."""
    asked: list[tuple[str, dict[str, Any]]] = [(RECORD, {"id": rid})]
    asked += [(SEARCH, {"text": text}) for text in ("+85512345678", "+6012345678")]
    asked += [(CHECK, {"value": "+85512345678"})]
    return [desk.post(text, token=token, variables=variables).text for text, variables in asked]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("Person", {"name": "Somchai Jaidee"}),
        ("Organization", {"name": "Lucky Star Ltd"}),
        ("JobAdvertisement", {"title": "agents wanted"}),
    ],
)
def test_a_number_is_read_without_the_country_that_is_closed(desk: Desk, kind: str, values: dict[str, str]) -> None:
    token = desk.world.token("th-police")
    rid = filed(desk, kind, "KH", phone=NUMBER, **values)
    first = answers(desk, token, rid)
    assert '"LOCATION"' in first[0]
    assert NUMBER in first[0]
    for country in ("MY", "SG", None):
        assert answers(desk, token, filed(desk, kind, country, phone=NUMBER, **values)) == first


def test_a_number_of_another_country_is_found_where_its_contacts_say_so(desk: Desk) -> None:
    token = desk.world.token("th-police")
    rid = filed(desk, "Person", None, name="Somchai Jaidee", phone=NUMBER, phoneCountry="KH")
    found = desk.data(CHECK, token=token, value="+85512345678")["crossCheck"]["check"]["values"]
    assert found == [{"inView": [rid], "hits": []}]


def test_the_correction_of_a_closed_country_is_told_to_nobody_who_read_the_number(desk: Desk) -> None:
    token = desk.world.token("th-police")
    rid = filed(desk, "Person", "KH", name="Somchai Jaidee", phone=NUMBER)
    assert NUMBER in desk.post(RECORD, token=token, variables={"id": rid}).text
    filed(desk, "Person", "SG", name="Somchai Jaidee", phone=NUMBER)
    assert desk.data(RECALLS, token=token)["recalls"]["edges"] == []
    filed(desk, "Person", "SG", name="Somchai Jaidee", phone="012 345 679")
    assert [e["node"] for e in desk.data(RECALLS, token=token)["recalls"]["edges"]] == [
        {"recordId": rid, "cause": "CORRECTED"}
    ]


@pytest.mark.parametrize("day", ["05/06/25", "05/13/2020"])
def test_a_day_is_read_without_the_country_of_the_account_that_is_closed(desk: Desk, day: str) -> None:
    token = desk.world.token("th-police")
    account = {"number": "1234567809", "bank": "Bangkok Bank", "openedAt": day}
    rid = desk.world.id("th-telco", "b")
    told = []
    for country in ("TH", "US", "MM"):
        desk.world.file("th-telco", record("BankAccount", "b", **account, country=country))
        told.append(desk.post(RECORD, token=token, variables={"id": rid}).text)
    assert day in told[0]
    assert '"FINANCIAL"' in told[0]
    assert told == [told[0]] * 3


def test_who_submits_is_told_of_numbers_whose_country_is_not_said(desk: Desk) -> None:
    values = {"name": "Somchai Jaidee", "phone": NUMBER, "country": "KH"}
    people = [
        {"kind": "PERSON", "reference": str(n), "properties": [{"name": k, "values": [v]} for k, v in said.items()]}
        for n, said in enumerate((values, {**values, "phoneCountry": "KH"}))
    ]
    made = desk.data(SUBMIT, token=desk.world.token("my-telco"), records=people)["submitRecords"]
    assert made["userErrors"] == []
    assert made["records"] == [
        {"unreadable": [], "countryUnsaid": ["phone"]},
        {"unreadable": [], "countryUnsaid": []},
    ]
