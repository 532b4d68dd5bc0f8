"""What companies are alerted of: equal numbers. Of likeness neither they are told nor who shares it."""

from typing import Any

import pytest

import api.alerts.notices
from tests.api.asking import Desk
from tests.world import World, record

ALERTS = "{ alerts(first: 50) { edges { node { id kind otherAgency { code } } } } }"
ACKNOWLEDGE = """mutation($id: ID!) { acknowledgeAlert(input: {id: $id}) { alert { id } userErrors { code } } }"""
ADDRESS = "188/9 Moo 4, Aranyaprathet, Sa Kaeo 27120, Thailand"
LURE = "Your account is closed today, confirm at http://bank-confirm.example/now"
COMPANY = {"name": "Blue Marlin Pepper Export Co., Ltd.", "country": "TH", "registrationNumber": "0105561234567"}
ALIKE: dict[str, dict[str, Any]] = {
    "Organization": COMPANY,
    "Site": {"name": "Marguerite Riverside Casino", "address": ADDRESS, "country": "TH"},
    "JobAdvertisement": {
        "title": "Chat agent Mae Sot 40000 THB visa free",
        "text": "Chat agent wanted in Mae Sot, 40,000 THB a month, visa free, food and room, call Khun Nok at line nokmaesot77",
        "phone": "+66812340678",
    },
    "Person": {"name": "Crisostomo Ibarrola", "birthDate": "1984-02-03", "nationality": "PH"},
}


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def told(desk: Desk, agency: str, *who: str) -> list[tuple[str, str]]:
    found = desk.data(ALERTS, token=desk.world.token(agency, *who))["alerts"]["edges"]
    return sorted((n["kind"], n["otherAgency"]["code"]) for n in (e["node"] for e in found))


def both_file(desk: Desk, kind: str, *agencies: str) -> None:
    for agency in agencies:
        desk.world.file(agency, record(kind, "a", **ALIKE[kind]), profile="law-enforcement")
    desk.world.settle()


@pytest.mark.parametrize("kind", sorted(ALIKE))
def test_police_are_told_of_what_is_alike(desk: Desk, kind: str) -> None:
    both_file(desk, kind, "th-police", "my-police")
    assert [code for _, code in told(desk, "my-police")] == ["th-police"]
    assert [code for _, code in told(desk, "th-police")] == ["my-police"]


@pytest.mark.parametrize("private", ["my-telco", "kh-bank", "sg-exchange", "ph-jobs"])
@pytest.mark.parametrize("kind", sorted(ALIKE))
def test_of_what_is_alike_neither_a_private_party_is_told_nor_police(desk: Desk, kind: str, private: str) -> None:
    both_file(desk, kind, "th-police", private)
    assert told(desk, private) == []
    assert told(desk, "th-police") == []
    assert desk.world.query("MATCH (x:Notice) RETURN count(x) AS n", {}) == [{"n": 0}]
    entries = [e.entry for e in desk.trail() if e.entry.operation.startswith("query")]
    assert [(e.agency, e.record_ids, e.disclosures) for e in entries] == [(private, (), ()), ("th-police", (), ())], (
        "whom police were told of stands in no receipt of the company either"
    )


def test_two_private_parties_do_not_learn_of_each_others_customers(desk: Desk) -> None:
    both_file(desk, "Organization", "my-telco", "kh-bank")
    assert told(desk, "my-telco") == told(desk, "kh-bank") == []


def test_a_notice_that_was_written_before_is_read_and_acknowledged_by_nobody(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(api.alerts.notices, "may_tell_of_likeness", lambda *_: True)
        both_file(desk, "Organization", "th-police", "my-telco")
    [notice] = desk.world.query("MATCH (x:Notice {agency: 'my-telco'}) RETURN x.id AS id", {})
    assert told(desk, "my-telco") == told(desk, "th-police") == []
    answer = desk.data(ACKNOWLEDGE, token=desk.world.token("my-telco"), id=notice["id"])["acknowledgeAlert"]
    assert answer == {"alert": None, "userErrors": [{"code": "NOT_FOUND"}]}
    kept = desk.world.query("MATCH (x:Notice) WHERE x.acknowledged_at IS NOT NULL RETURN count(x) AS n", {})
    assert kept == [{"n": 0}]
    [entry] = [e.entry for e in desk.trail() if e.entry.operation.startswith("mutation")]
    assert (entry.agency, str(entry.outcome), entry.disclosures) == ("my-telco", "denied", ())


@pytest.mark.parametrize("theirs", ["PhoneNumber", "Person", "Organization"])
def test_an_equal_number_is_told_to_both_wherever_it_stands(desk: Desk, theirs: str) -> None:
    values = {"number": "+66812340678"} if theirs == "PhoneNumber" else {"name": "Lucky Desk", "phone": "+66812340678"}
    desk.world.file("th-police", record(theirs, "n", **values), profile="law-enforcement")
    desk.world.file("my-telco", record("PhoneNumber", "n", number="+66812340678"), profile="law-enforcement")
    assert [code for _, code in told(desk, "my-telco")] == ["th-police"]
    assert [code for _, code in told(desk, "th-police")] == ["my-telco"]


def test_of_a_number_on_its_customer_the_company_is_not_told_and_police_are(desk: Desk) -> None:
    customer = {"name": "Crisostomo Ibarrola", "phone": "+66812340678"}
    desk.world.file("my-telco", record("Person", "k", **customer), profile="law-enforcement")
    desk.world.file("th-police", record("PhoneNumber", "n", number="+66812340678"), profile="law-enforcement")
    assert told(desk, "my-telco") == []
    assert told(desk, "th-police") == [("PHONE_NUMBER", "my-telco")]


def test_telcos_are_told_of_the_same_false_base_station(desk: Desk) -> None:
    station = {"cell": "502-14-5321-98769", "senderName": "BANK-ALERT", "lureText": LURE}
    for agency in ("th-telco", "my-telco", "th-police"):
        desk.world.file(agency, record("FalseBaseStation", "b", **station), profile="law-enforcement")
    assert told(desk, "my-telco") == [("FALSE_BASE_STATION", "th-telco")]
    assert told(desk, "th-telco") == [("FALSE_BASE_STATION", "my-telco")]
    assert told(desk, "th-police") == []
