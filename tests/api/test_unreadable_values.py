"""Who files over the API is told which properties could not be read, by name and never by value."""

from typing import Any

import pytest

from tests.api.asking import Desk
from tests.world import World

SUBMIT = """mutation($records: [RecordInput!]!) { submitRecords(input: {dataset: "cases", country: "MY",
  profile: "law-enforcement", records: $records}) { created unchanged
  records { id problems { rule } brokenRules columns unreadable } userErrors { code } } }"""


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def item(kind: str, reference: str, **properties: Any) -> dict[str, Any]:
    given = [{"name": name, "values": texts} for name, texts in properties.items()]
    return {"kind": kind, "reference": reference, "properties": given}


def submit(desk: Desk, *records: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = desk.data(SUBMIT, token=desk.world.token("my-telco"), records=records)["submitRecords"]
    return found


def test_each_item_says_what_of_it_could_not_be_read(desk: Desk) -> None:
    items = (
        item("PHONE_NUMBER", "short", number=["+60 12-345"]),
        item("PHONE_NUMBER", "right", number=["+60 12-345 6789"]),
        item("PERSON", "two", name=["Dara Sok"], phone=["0123456789", "O12-3456789x", "12-34"], birthDate=["1990"]),
        item("DEVICE", "imei", serial=["490154203237519"]),
        item("ONLINE_ACCOUNT", "bare", handle=["@hr_lucky888"]),
        item("ONLINE_ACCOUNT", "other", handle=["@hr_lucky888"], platform=["other"]),
        item("ONLINE_ACCOUNT", "named", handle=["@hr_lucky888"], platform=["Telegram"]),
    )
    done = submit(desk, *items)
    assert (done["created"], done["userErrors"]) == (7, [])
    unreadable = [["number"], [], ["phone"], ["serial"], ["handle"], ["platform"], []]
    assert [outcome["unreadable"] for outcome in done["records"]] == unreadable
    assert [outcome["problems"] for outcome in done["records"]] == [[]] * 7
    again = submit(desk, *items)
    assert again["unchanged"] == 7
    assert again["records"] == done["records"], "what was filed before is told of as well"


def test_an_item_that_waits_names_its_problems_alone(desk: Desk) -> None:
    waiting = item("PERSON", "p", name=["Dara Sok"], phone=["O12-3456789x"], birthDate=["no day"])
    [outcome] = submit(desk, waiting)["records"]
    assert (outcome["id"], outcome["brokenRules"], outcome["unreadable"]) == (None, ["unreadable-date"], [])


def test_no_value_is_told(desk: Desk) -> None:
    token = desk.world.token("my-telco")
    given = {"records": [item("PHONE_NUMBER", "n", number=["+60 12-345"])]}
    content = desk.post(SUBMIT, token=token, variables=given).content
    assert b'"unreadable":["number"]' in content
    assert b"12-345" not in content
