"""What was withdrawn and filed again says so in its recall, to those alone in whose view it stands again."""

from dataclasses import replace
from typing import Any

import pytest

from policies import Exposure, Outcome
from tests.api.asking import Desk
from tests.world import World, link, record

NUMBER = "+66899999999"
SHOW = "query($id: ID!) { record(id: $id) { links { id } } }"
NARROW = """mutation($id: ID!) { narrowRecords(input: {ids: [$id], profile: "originator-controlled", reason: "r"}) {
  done } }"""
RETRACT = 'mutation($id: ID!) { retractRecords(input: {ids: [$id], reason: "r", erase: false}) { done } }'
ERASE = 'mutation($id: ID!) { retractRecords(input: {ids: [$id], reason: "r", erase: true}) { done } }'
RETRACT_LINK = 'mutation($id: ID!) { retractLinks(input: {ids: [$id], reason: "r"}) { done } }'
RECALLS = "{ recalls { edges { node { recordId link { id } cause form standsAgain } } } }"
ISSUED = "{ issuedRecalls { edges { node { standsAgain notices { standsAgain } } } } }"
CHECK = """mutation { crossCheck(input: {purpose: "investigation", caseRef: "T-1", values: [
  {kind: PHONE_NUMBER, value: "+66899999999"}]}) { check { values { hits { id } } } } }"""
OPEN, CLOSED = "law-enforcement", "originator-controlled"


def fill(world: World, *, profile: str = OPEN, link_profile: str | None = None) -> None:
    """File a person and a phone of th-police, and a link of both."""
    items = (record("Person", "p", name="Qanarywit Zzyzx", role="suspect"), record("PhoneNumber", "n", number=NUMBER))
    world.file("th-police", *items, replace(link("USES", "p", "n"), profile=link_profile), profile=profile)


def ids(world: World) -> tuple[str, str, str]:
    """Return the person, the phone and their link."""
    named = world.app.minter.link_id("th-police", "cases", "USES|p USES n")
    return world.id("th-police", "p"), world.id("th-police", "n"), named


def told(desk: Desk, agency: str = "kh-police") -> list[bool]:
    found = desk.data(RECALLS, token=desk.world.token(agency))["recalls"]["edges"]
    return [edge["node"]["standsAgain"] for edge in found]


def issued(desk: Desk) -> list[dict[str, Any]]:
    found = desk.data(ISSUED, token=desk.world.token("th-police"))["issuedRecalls"]["edges"]
    return [edge["node"] for edge in found]


def told_of(desk: Desk) -> list[str]:
    """Return the records that the last answer showed by the trail, each with whose it says it is, beside those recalled."""
    entry = desk.trail()[-1].entry
    assert entry.outcome is Outcome.ALLOWED
    assert sorted(rid for d in entry.disclosures for rid in d.record_ids) == sorted(entry.record_ids)
    return sorted(rid for d in entry.disclosures if d.exposure is not Exposure.RECALLED for rid in d.record_ids)


def withdraw(desk: Desk, mutation: str, named: str) -> None:
    """Withdraw what kh-police has seen."""
    desk.data(SHOW, token=desk.world.token("kh-police"), id=ids(desk.world)[0])
    [done] = desk.data(mutation, token=desk.world.token("th-police"), id=named).values()
    assert done["done"]
    desk.world.settle()
    assert told(desk) == [False]
    assert issued(desk) == [{"standsAgain": False, "notices": [{"standsAgain": False}]}]


@pytest.mark.long
def test_a_record_that_was_filed_again_is_said_to_stand_where_it_is_in_view(desk: Desk) -> None:
    fill(desk.world)
    person, _, _ = ids(desk.world)
    withdraw(desk, RETRACT, person)
    assert told_of(desk) == []

    fill(desk.world)

    assert told(desk) == [True]
    assert told_of(desk) == [person]
    assert issued(desk) == [{"standsAgain": True, "notices": [{"standsAgain": True}]}]


def test_a_link_that_was_filed_again_is_said_to_stand_where_it_is_in_view(desk: Desk) -> None:
    fill(desk.world)
    person, phone, named = ids(desk.world)
    withdraw(desk, RETRACT_LINK, named)
    assert told_of(desk) == []

    fill(desk.world)

    assert told(desk) == [True]
    assert told_of(desk) == sorted((person, phone))
    assert issued(desk) == [{"standsAgain": True, "notices": [{"standsAgain": True}]}]


@pytest.mark.parametrize("mutation", [RETRACT, RETRACT_LINK])
def test_what_was_filed_again_unseen_tells_nothing(desk: Desk, mutation: str) -> None:
    """The answer is the same, byte for byte, as where nothing was filed; its originator sees that it stands."""
    world = desk.world
    fill(world)
    person, _, named = ids(world)
    withdraw(desk, mutation, person if mutation == RETRACT else named)
    token = world.token("kh-police")
    before = desk.ask(RECALLS, token=token)
    notices = world.query("MATCH (x:RecallNotice) RETURN properties(x) AS x")

    if mutation == RETRACT:
        world.file("th-police", record("Person", "p", name="Qanarywit Zzyzx", role="suspect"), profile=CLOSED)
    else:
        fill(world, link_profile=CLOSED)

    assert desk.ask(RECALLS, token=token) == before
    assert told_of(desk) == []
    assert world.query("MATCH (x:RecallNotice) RETURN properties(x) AS x") == notices
    assert [i["standsAgain"] for i in issued(desk)] == [True]


@pytest.mark.long
def test_a_link_of_the_same_name_that_leads_elsewhere_is_another_one(desk: Desk) -> None:
    fill(desk.world)
    person, _, named = ids(desk.world)
    withdraw(desk, RETRACT_LINK, named)
    one = record("PhoneNumber", "m", number="+66811110000")
    desk.world.file("th-police", one, replace(link("USES", "p", "m"), reference="p USES n"))
    shown = desk.data(SHOW, token=desk.world.token("kh-police"), id=person)["record"]["links"]
    assert shown == [{"id": named}]
    assert told(desk) == [False]


def test_each_notice_says_the_same_on_every_page(desk: Desk) -> None:
    """Two recalls of a link of one id, between other records each time: the first one's stands again."""
    fill(desk.world)
    person, _, named = ids(desk.world)
    other = record("PhoneNumber", "m", number="+66811110000")
    elsewhere = replace(link("USES", "p", "m"), reference="p USES n")
    for items in ((), (other, elsewhere)):
        desk.world.file("th-police", *items)
        assert desk.data(SHOW, token=desk.world.token("kh-police"), id=person)["record"]["links"] == [{"id": named}]
        assert desk.data(RETRACT_LINK, token=desk.world.token("th-police"), id=named)["retractLinks"]["done"]
        desk.world.settle()
    fill(desk.world)
    page = "query($first: Int!) { recalls(first: $first) { edges { node { standsAgain } } } }"
    both = desk.data(page, token=desk.world.token("kh-police"), first=2)["recalls"]["edges"]
    assert [edge["node"]["standsAgain"] for edge in both] == [True, False]
    assert desk.data(page, token=desk.world.token("kh-police"), first=1)["recalls"]["edges"] == both[:1]


def test_once_a_record_of_a_link_was_erased_nothing_says_what_stands_again(desk: Desk) -> None:
    fill(desk.world)
    _, phone, named = ids(desk.world)
    withdraw(desk, RETRACT_LINK, named)
    assert desk.data(ERASE, token=desk.world.token("th-police", "analyst+supervisor"), id=phone)["retractRecords"][
        "done"
    ]
    fill(desk.world)
    found = desk.data(RECALLS, token=desk.world.token("kh-police"))["recalls"]["edges"]
    assert {n["node"]["recordId"]: n["node"]["standsAgain"] for n in found} == {None: False, phone: True}


def test_what_was_narrowed_never_went(desk: Desk) -> None:
    fill(desk.world)
    person, _, _ = ids(desk.world)
    desk.data(SHOW, token=desk.world.token("kh-police"), id=person)
    assert desk.data(NARROW, token=desk.world.token("th-police"), id=person)["narrowRecords"]["done"]
    assert told(desk) == [False]
    assert issued(desk) == [{"standsAgain": False, "notices": [{"standsAgain": False}]}]


def test_a_hit_names_no_record_that_stands_again(desk: Desk) -> None:
    world = desk.world
    world.file("th-police", record("PhoneNumber", "n", number=NUMBER), profile="hit-only")
    checked = desk.data(CHECK, token=world.token("kh-police"))["crossCheck"]["check"]["values"]
    assert len(checked[0]["hits"]) == 1
    _, phone, _ = ids(world)
    assert desk.data(RETRACT, token=world.token("th-police"), id=phone)["retractRecords"]["done"]
    world.settle()
    world.run(world.app.accountability.recalls.decide())
    assert told(desk) == [False]
    fill(world)
    assert told(desk) == [False]
    assert told_of(desk) == []
