"""Who files over the API is told which properties could not be read, by name and never by value."""

from typing import Any

import pytest

from tests.api.asking import Desk
from tests.world import World

SUBMIT = """mutation($records: [RecordInput!]!, $links: [LinkInput!]) { submitRecords(input: {dataset: "cases",
  country: "MY", profile: "law-enforcement", records: $records, links: $links}) { created unchanged
  records { id problems { rule } unreadable unreadableBecause { property explanation } } links { id problems { rule } } userErrors { code } } }"""


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
    because = [[b["property"] for b in outcome["unreadableBecause"]] for outcome in done["records"]]
    assert because == [["number"], [], ["phone"], ["serial"], ["handle"], ["platform"], []]
    assert [outcome["problems"] for outcome in done["records"]] == [[]] * 7
    again = submit(desk, *items)
    assert again["unchanged"] == 7
    assert again["records"] == done["records"], "what was filed before is told of as well"


def test_an_item_that_waits_names_its_problems_alone(desk: Desk) -> None:
    waiting = item("PERSON", "p", name=["Dara Sok"], phone=["O12-3456789x"], birthDate=["no day"])
    [outcome] = submit(desk, waiting)["records"]
    assert (outcome["id"], outcome["problems"], outcome["unreadable"]) == (None, [{"rule": "unreadable-date"}], [])


def test_no_value_is_told(desk: Desk) -> None:
    token = desk.world.token("my-telco")
    given = {"records": [item("PHONE_NUMBER", "n", number=["+60 12-345"])]}
    content = desk.post(SUBMIT, token=token, variables=given).content
    assert b'"unreadable":["number"]' in content
    assert b"12-345" not in content


def test_it_says_why_and_what_mends_it(desk: Desk) -> None:
    [unsaid, told] = submit(
        desk,
        item("PERSON", "p", name=["Example Person"], phone=["13912345670"]),
        item("PERSON", "q", name=["Example Person"], phone=["13912345670"], phoneCountry=["CN"]),
    )["records"]
    assert unsaid["unreadableBecause"] == [
        {
            "property": "phone",
            "explanation": "too many digits for its country: say `phoneCountry` where it is a number of "
            "another country, or write it with + and the calling code",
        }
    ]
    assert (told["unreadable"], told["unreadableBecause"]) == ([], [])


def test_a_victim_is_filed_and_sealed_with_her_link_whatever_is_told_for_her_birth_date(desk: Desk) -> None:
    victim = {
        **item("PERSON", "v", name=["Example Caller"], birthDate=["90后"], sex=["不详"], age=["23"]),
        "subjectRole": "PRESUMED_VICTIM",
        "assertedAt": "2026-11-30T10:00:00+07:00",
    }
    site = item("SITE", "s", name=["Example Compound"])
    links = [{"type": "HELD_AT", "sourceReference": "v", "targetReference": "s"}]
    token = desk.world.token("my-police", "victim-support", "victim-protection")
    done = desk.data(SUBMIT, token=token, records=[victim, site], links=links)["submitRecords"]
    assert [outcome["problems"] for outcome in (*done["records"], *done["links"])] == [[], [], []]
    assert done["records"][0]["unreadable"] == ["birthDate"]
    [because] = done["records"][0]["unreadableBecause"]
    assert because["explanation"].endswith(": write the years that it may be, as `2001-2003`")
    desk.world.settle()
    query = """query($id: ID!) { record(id: $id) { claimedVictim properties { name values { raw value status } } } }"""
    rid = done["records"][0]["id"]
    found = desk.data(query, token=token, id=rid)["record"]
    [dates] = [p["values"] for p in found["properties"] if p["name"] == "birthDate"]
    assert [(v["value"], v["status"]) for v in dates] == [(None, "INVALID"), ("2002/2003", "POSSIBLE")]
    hidden = desk.data(query, token=desk.world.token("th-police"), id=rid)["record"]
    assert hidden is None or all(p["values"] in (None, []) for p in hidden["properties"] if p["name"] == "birthDate")
