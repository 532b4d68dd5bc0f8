"""Cross-checks are kept for as long as the budgets say, and no longer; holders are told before."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from api.accountability import Accountability
from tests.api.asking import Desk
from tests.api.exchanging import BUDGETS, SetClock, alerts, check, exchanging, exchanging_on, holders, phone
from tests.world import World, record

NUMBER = "+85512000001"
SEND = """mutation($hit: ID!) { sendRequest(input: {hit: $hit, question: "Whose?", urgency: SEVEN_DAYS}) {
  request { id } userErrors { code } } }"""
OUTGOING = "{ requests(direction: OUTGOING, first: 100) { edges { node { id } } } }"
KEPT = timedelta(days=40)


@pytest.fixture(scope="module")
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(scope="module")
def desk(module_world: World, tmp_path_factory: pytest.TempPathFactory, clock: SetClock) -> Desk:
    folder = tmp_path_factory.mktemp("exchange")
    world = exchanging(module_world, folder, clock=clock, budgets=f"{BUDGETS}keep_checks_days: {KEPT.days}\n")
    app = world.app
    accountability = Accountability.wired(exchanging_on(app, folder, clock), app.inbox)
    world.file("th-police", record("PhoneNumber", "n", number=NUMBER), profile="told-to-both")
    return Desk(replace(world, app=replace(app, accountability=accountability)))


def swept(desk: Desk) -> int:
    """Run the sweep and return how many checks it deleted."""
    return int(desk.world.run(desk.world.app.accountability.retention.run()).checks)


def left(desk: Desk) -> tuple[int, int]:
    """Return how many checks and number blocks the store has."""
    [found] = desk.world.query(
        "RETURN COUNT { MATCH (:CrossCheck) } AS checks, COUNT { MATCH (:CheckedBlock) } AS blocks"
    )
    return found["checks"], found["blocks"]


@pytest.mark.long
def test_a_check_goes_when_its_time_is_over_and_its_holder_was_told(desk: Desk, clock: SetClock) -> None:
    def ask(hit: str) -> Any:
        return desk.data(SEND, token=desk.world.token("my-telco"), hit=hit)["sendRequest"]

    found = check(desk, "my-telco", [phone(NUMBER)])
    assert holders(found) == [["th-police"]]
    [hit] = found["check"]["values"][0]["hits"]
    request = ask(hit["id"])["request"]["id"]
    clock.now += KEPT
    assert (swept(desk), left(desk)) == (0, (1, 0))
    clock.pass_by(seconds=1)
    assert (swept(desk), left(desk)) == (0, (1, 0))  # nobody was told yet
    assert {a["reason"] for a in alerts(desk, "th-police")} == {"HIT", "REQUEST"}

    assert (swept(desk), left(desk)) == (1, (0, 0))

    assert ask(hit["id"]) == {"request": None, "userErrors": [{"code": "NOT_FOUND"}]}
    kept = desk.data(OUTGOING, token=desk.world.token("my-telco"))["requests"]["edges"]
    assert [edge["node"]["id"] for edge in kept] == [request]


def test_a_number_block_is_forgotten_after_its_days(desk: Desk, clock: SetClock) -> None:
    check(desk, "my-telco", [phone(NUMBER)])
    alerts(desk, "th-police")
    assert left(desk) == (1, 2)
    clock.pass_by(days=7, seconds=1)
    assert (swept(desk), left(desk)) == (0, (1, 0))
