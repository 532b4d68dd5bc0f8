"""Cross-checks from the outside: who learns what of which number, who is told, and what is held."""

from typing import Any

import pytest

from tests.api.asking import Desk
from tests.world import World, record

CASE = "T-1"
CHECK = """mutation($values: [SelectorInput!]!, $purpose: String!, $case: String!) {
  crossCheck(input: {values: $values, purpose: $purpose, caseRef: $case}) {
    check { held values { kind problem inView hits { holder { code contact } } } } userErrors { code message } } }"""
ALERTS = """{ alerts(first: 100) { edges { node { recordId reason strength purpose requestId otherRecordId
  otherAgency { code contact } } } } }"""


def phone(number: str) -> dict[str, str]:
    return {"kind": "PHONE_NUMBER", "value": number}


def check(desk: Desk, token: str, *values: dict[str, str], purpose: str = "investigation", case: str = CASE) -> Any:
    return desk.data(CHECK, token=token, values=list(values), purpose=purpose, case=case)["crossCheck"]


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    world = module_world
    world.file("kh-police", record("PhoneNumber", "a", number="+85512000001"), profile="hit-only")
    world.file("th-police", record("PhoneNumber", "own", number="+85512000001"))
    world.file("us-ofac", record("Wallet", "w", address="0x" + "1" * 40), profile="open")
    return Desk(world)


def test_a_hit_names_the_agency_and_its_contact_and_no_record(desk: Desk) -> None:
    found = check(desk, desk.world.token("th-police"), phone("+855 12 000 001"), phone("+85512000002"))
    assert found["check"]["held"] is False
    own = desk.world.id("th-police", "own")
    assert found["check"]["values"] == [
        {
            "kind": "PHONE_NUMBER",
            "problem": None,
            "inView": [own],
            "hits": [{"holder": {"code": "kh-police", "contact": "duty@police.kh.example"}}],
        },
        {"kind": "PHONE_NUMBER", "problem": None, "inView": [], "hits": []},
    ]
