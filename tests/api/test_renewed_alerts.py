"""Who was told of a record that is hidden or gone since is told of the next one, as if it were the first."""

import pytest

from tests.api.asking import Desk
from tests.world import record

NUMBER = "+66899999998"
ALERTS = "{ alerts { edges { node { id otherRecordId acknowledgedAt createdAt } } } }"
ACKNOWLEDGE = "mutation($id: ID!) { acknowledgeAlert(input: {id: $id}) { alert { id } userErrors { code } } }"
RETRACT = """mutation($ids: [ID!]!) { retractRecords(input: {ids: $ids, reason: "a mistake", erase: false}) { done userErrors { code } } }"""


def alerts(desk: Desk) -> list[dict[str, object]]:
    found = desk.data(ALERTS, token=desk.world.token("th-police"))["alerts"]["edges"]
    return [edge["node"] for edge in found]


@pytest.fixture
def told(desk: Desk) -> Desk:
    """A desk of which th-police was told of kh-police's record of a number, and has acknowledged that."""
    world = desk.world
    world.file("th-police", record("PhoneNumber", "own", number=NUMBER))
    world.file("kh-police", record("PhoneNumber", "first", number=NUMBER))
    world.settle()
    [alert] = alerts(desk)
    assert alert["otherRecordId"] == world.id("kh-police", "first")
    desk.data(ACKNOWLEDGE, token=world.token("th-police"), id=alert["id"])
    assert alerts(desk)[0]["acknowledgedAt"] is not None
    return desk


def assert_the_next_is_told(desk: Desk) -> None:
    assert alerts(desk) == []
    desk.world.file("kh-police", record("PhoneNumber", "second", number=NUMBER))
    desk.world.settle()
    [alert] = alerts(desk)
    assert alert["otherRecordId"] == desk.world.id("kh-police", "second")
    assert alert["acknowledgedAt"] is None


def test_a_record_that_comes_after_one_was_closed_is_told_of(told: Desk) -> None:
    world = told.world
    world.file("kh-police", record("PhoneNumber", "first", number=NUMBER), profile="originator-controlled")
    world.settle()
    assert_the_next_is_told(told)


def test_a_record_that_comes_after_one_was_retracted_is_told_of(told: Desk) -> None:
    world = told.world
    told.data(RETRACT, token=world.token("kh-police"), ids=[world.id("kh-police", "first")])
    world.settle()
    assert_the_next_is_told(told)


def test_a_second_record_beside_the_first_is_not_told_of_again(told: Desk) -> None:
    before = alerts(told)
    told.world.file("kh-police", record("PhoneNumber", "second", number=NUMBER))
    told.world.settle()
    assert alerts(told) == before
