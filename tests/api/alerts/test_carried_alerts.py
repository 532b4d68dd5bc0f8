"""Alerts of numbers that stand on persons and companies: both sides are told that they meet, neither of which record."""

from typing import Any

import pytest

from tests.api.asking import Desk
from tests.api.exchanging import phone
from tests.api.sealing import claim
from tests.world import World, record

ALERTS = """{ alerts(first: 50) { edges { node { recordId kind reason strength otherRecordId
  otherAgency { code } } } } }"""
PHONE = "+66812345678"
WHO = {"name": "Wichit Busabasombat", "birthDate": "1981-02-03", "nationality": "TH"}
EQUAL = "equal identifier"


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def suspect(desk: Desk, agency: str = "th-police", *, profile: str = "law-enforcement", **values: Any) -> str:
    [rid] = desk.world.file(
        agency, record("Person", "p", **{"role": "suspect", **WHO, "phone": PHONE, **values}), profile=profile
    )
    return str(rid)


def number(desk: Desk, agency: str = "my-telco", *, profile: str = "law-enforcement") -> str:
    [rid] = desk.world.file(agency, record("PhoneNumber", "n", number=PHONE), profile=profile)
    return str(rid)


def told(desk: Desk, agency: str, *role: str) -> list[tuple[str, str, str, str | None, str]]:
    found = desk.data(ALERTS, token=desk.world.token(agency, *role))["alerts"]["edges"]
    return [
        (n["recordId"], n["kind"], n["strength"], n["otherRecordId"], n["otherAgency"]["code"])
        for n in (e["node"] for e in found)
    ]


@pytest.mark.parametrize("person_first", [True, False])
def test_a_phone_on_a_person_and_a_record_of_it_are_told_to_both_sides(desk: Desk, *, person_first: bool) -> None:
    if person_first:
        person, phone_number = suspect(desk), number(desk)
    else:
        phone_number, person = number(desk), suspect(desk)
    assert told(desk, "th-police") == [(person, "PERSON", EQUAL, None, "my-telco")]
    assert told(desk, "my-telco") == [(phone_number, "PHONE_NUMBER", EQUAL, None, "th-police")]


@pytest.mark.long
@pytest.mark.parametrize("number_first", [True, False])
def test_each_of_many_persons_with_one_number_is_told_whichever_came_last(desk: Desk, *, number_first: bool) -> None:
    people = [
        record("Person", f"p{n}", role="suspect", name=f"Somchai Busabasombat {n}", phone=PHONE) for n in range(40)
    ]
    phone_number = number(desk) if number_first else None
    ids = desk.world.file("th-police", *people, profile="law-enforcement")
    phone_number = phone_number or number(desk)
    [own] = told(desk, "my-telco")
    assert own == (phone_number, "PHONE_NUMBER", EQUAL, None, "th-police")
    assert sorted(told(desk, "th-police")) == sorted((str(rid), "PERSON", EQUAL, None, "my-telco") for rid in ids)


def test_a_company_and_a_person_meet_by_a_number_that_stands_on_both(desk: Desk) -> None:
    person = suspect(desk)
    [company] = desk.world.file(
        "my-police", record("Organization", "o", name="Lucky Desk Sdn Bhd", phone=PHONE), profile="law-enforcement"
    )
    assert (person, "PERSON", EQUAL, None, "my-police") in told(desk, "th-police")
    assert (company, "ORGANIZATION", EQUAL, None, "th-police") in told(desk, "my-police")


@pytest.mark.parametrize("record_first", [True, False])
def test_that_it_stands_on_a_person_besides_is_no_news_beside_the_record_itself(
    desk: Desk, *, record_first: bool
) -> None:
    phone_number = number(desk, "my-police")
    if record_first:
        number(desk, "th-police")
    suspect(desk)
    number(desk, "th-police")
    theirs = [a for a in told(desk, "my-police") if a[0] == phone_number]
    named = (phone_number, "PHONE_NUMBER", EQUAL, desk.world.id("th-police", "n"), "th-police")
    assert named in theirs
    assert len(theirs) == (1 if record_first else 2)


@pytest.mark.parametrize(
    ("profile", "role"),
    [("hit-only", "suspect"), ("originator-controlled", "suspect"), ("victim-protection", "presumed-victim")],
)
def test_terms_without_notices_and_victims_tell_nobody(desk: Desk, profile: str, role: str) -> None:
    suspect(desk, profile=profile, role=role)
    number(desk)
    assert told(desk, "my-telco") == []
    assert told(desk, "th-police") == []
    assert told(desk, "th-police", "victim-support", "victim-protection") == []


@pytest.mark.long
def test_a_claimed_person_is_told_of_no_more(desk: Desk) -> None:
    suspect(desk, passportNumber="AA1234567")
    number(desk)
    assert len(told(desk, "my-telco")) == 1
    victim = {**WHO, "passportNumber": "AA1234567"}
    desk.world.file("kh-hotline", record("Person", "h", **victim), profile="victim-protection")
    claim(desk)
    assert told(desk, "my-telco") == []
    desk.world.file("my-police", record("PhoneNumber", "n", number=PHONE), profile="law-enforcement")
    assert all(other != "th-police" for *_, other in told(desk, "my-police"))


def test_the_alert_confirms_no_record_whose_number_is_closed(desk: Desk) -> None:
    """The person is in sight of the other side, its phone perhaps not: which record has it is not said."""
    suspect(desk)
    number(desk, "my-police")
    [alert] = told(desk, "my-police")
    assert alert[3] is None
    assert phone(PHONE)["value"] not in str(alert)
