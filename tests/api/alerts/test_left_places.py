"""A page goes on behind its place also where the item at the cursor has left the list or the view meanwhile."""

from typing import Any

import pytest

from tests.api.asking import Desk
from tests.world import record

ALERTS = """query($first: Int!, $after: String, $open: Boolean! = false, $order: AlertOrder! = OLDEST_FIRST) {
  alerts(first: $first, after: $after, openOnly: $open, order: $order) {
    edges { cursor node { id otherRecordId } } pageInfo { hasNextPage endCursor } } }"""
QUEUE = """query($first: Int!, $after: String) { reviewQueue(first: $first, after: $after) {
  edges { cursor node { left { id } right { id } } } pageInfo { hasNextPage endCursor } } }"""
SITES = """query($first: Int!, $after: String) { entities(kind: SITE, first: $first, after: $after) {
  edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }"""
SEARCH = """query($first: Int!, $after: String) { search(text: "Sunrise", first: $first, after: $after) {
  edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }"""
RECALLS = """query($first: Int!, $after: String) { recalls(openOnly: true, first: $first, after: $after) {
  edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }"""
SHOWN = "query($first: Int!) { entities(kind: PHONE_NUMBER, first: $first) { edges { node { records { id } } } } }"
ACKNOWLEDGE = "mutation($id: ID!) { acknowledgeAlert(input: {id: $id}) { alert { id } userErrors { code } } }"
ANSWER = "mutation($id: ID!) { acknowledgeRecall(input: {id: $id}) { notice { id } userErrors { code } } }"
JUDGE = """mutation($left: ID!, $right: ID!) { judge(input: {left: $left, right: $right, value: NEGATIVE, reason: "r"}) {
  userErrors { code } } }"""
RETRACT = """mutation($ids: [ID!]!) { retractRecords(input: {ids: $ids, reason: "a mistake", erase: false}) {
  done userErrors { code } } }"""


def page(desk: Desk, query: str, **variables: Any) -> dict[str, Any]:
    [found] = desk.data(query, token=desk.world.token("th-police"), **variables).values()
    result: dict[str, Any] = found
    return result


def nodes(page: dict[str, Any]) -> list[dict[str, Any]]:
    return [edge["node"] for edge in page["edges"]]


def retract(desk: Desk, agency: str, *ids: object) -> None:
    done = desk.data(RETRACT, token=desk.world.token(agency), ids=list(ids))["retractRecords"]
    assert done == {"done": True, "userErrors": []}
    desk.world.settle()


@pytest.fixture
def told(desk: Desk) -> Desk:
    """A desk of which th-police was told of six numbers that kh-police holds as well."""
    for number in range(6):
        same = record("PhoneNumber", str(number), number=f"+6681234560{number}")
        desk.world.file("th-police", same, settle=False)
        desk.world.file("kh-police", same)
    return desk


@pytest.mark.parametrize("order", ["OLDEST_FIRST", "NEWEST_FIRST"])
def test_alerts_go_on_behind_one_whose_record_was_withdrawn(told: Desk, order: str) -> None:
    whole = nodes(page(told, ALERTS, first=100, order=order))
    after = page(told, ALERTS, first=3, order=order)["pageInfo"]["endCursor"]
    retract(told, "kh-police", whole[2]["otherRecordId"])
    assert nodes(page(told, ALERTS, first=100, order=order)) == whole[:2] + whole[3:]
    assert nodes(page(told, ALERTS, first=100, after=after, order=order)) == whole[3:]
    assert nodes(page(told, ALERTS, first=2, after=after, order=order)) == whole[3:5]


@pytest.mark.long
def test_the_end_of_the_inbox_is_a_place_to_go_on_from_though_its_alert_is_gone(told: Desk) -> None:
    world = told.world
    last = page(told, ALERTS, first=100)
    retract(told, "kh-police", nodes(last)[-1]["otherRecordId"])
    after = last["pageInfo"]["endCursor"]
    assert page(told, ALERTS, first=100, after=after) == {
        "edges": [],
        "pageInfo": {"hasNextPage": False, "endCursor": None},
    }
    world.file("th-police", record("PhoneNumber", "9", number="+66812345609"), settle=False)
    world.file("kh-police", record("PhoneNumber", "9", number="+66812345609"))
    [news] = nodes(page(told, ALERTS, first=100, after=after))
    assert news["otherRecordId"] == world.id("kh-police", "9")


@pytest.mark.long
def test_open_alerts_go_on_behind_those_that_were_acknowledged(told: Desk) -> None:
    whole = nodes(page(told, ALERTS, first=100, open=True))
    first = page(told, ALERTS, first=3, open=True)
    for node in nodes(first):
        told.data(ACKNOWLEDGE, token=told.world.token("th-police"), id=node["id"])
    after = first["pageInfo"]["endCursor"]
    assert nodes(page(told, ALERTS, first=100, open=True, after=after)) == whole[3:]


def test_the_review_queue_goes_on_behind_pairs_that_were_judged(desk: Desk) -> None:
    persons = [record("Person", f"p{n}", name="Wichit Busabasombat", role="suspect", birthDate="1979") for n in "abcd"]
    desk.world.file("th-police", *persons)
    whole = nodes(page(desk, QUEUE, first=100))
    assert len(whole) == 6
    first = page(desk, QUEUE, first=2)
    assert nodes(first) == whole[:2]
    for node in whole[:2]:
        ends = {side: node[side]["id"] for side in ("left", "right")}
        judged = desk.data(JUDGE, token=desk.world.token("th-police"), **ends)
        assert judged["judge"]["userErrors"] == []
    desk.world.settle()
    rest = nodes(page(desk, QUEUE, first=100, after=first["pageInfo"]["endCursor"]))
    left = nodes(page(desk, QUEUE, first=100))
    assert rest == [node for node in left if node not in whole[:2]] == whole[2:]


@pytest.mark.parametrize("query", [SITES, SEARCH], ids=["entities", "search"])
def test_entities_go_on_behind_one_that_was_withdrawn(desk: Desk, query: str) -> None:
    sites = [record("Site", f"s{n}", name=f"Sunrise Park {n}", siteType="scam-compound") for n in range(4)]
    desk.world.file("th-police", *sites)
    whole = nodes(page(desk, query, first=100))
    assert len(whole) == 4
    after = page(desk, query, first=2)["pageInfo"]["endCursor"]
    retract(desk, "th-police", whole[1]["id"])
    assert nodes(page(desk, query, first=100, after=after)) == whole[2:]


@pytest.mark.long
def test_recalls_go_on_behind_one_that_was_answered(told: Desk) -> None:
    world = told.world
    page(told, SHOWN, first=100)
    retract(told, "kh-police", *(world.id("kh-police", str(n)) for n in range(3)))
    whole = nodes(page(told, RECALLS, first=100))
    assert len(whole) == 3
    after = page(told, RECALLS, first=1)["pageInfo"]["endCursor"]
    answered = told.data(ANSWER, token=world.token("th-police"), id=whole[0]["id"])["acknowledgeRecall"]
    assert answered == {"notice": {"id": whole[0]["id"]}, "userErrors": []}
    assert nodes(page(told, RECALLS, first=100)) == whole[1:]
    assert nodes(page(told, RECALLS, first=100, after=after)) == whole[1:]
