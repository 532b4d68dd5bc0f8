"""Budgets, and number blocks: what an agency has used up, what is held, who releases it, and what comes of that."""

import json
from typing import Any

import pytest

from policies import Outcome
from tests.api.asking import Desk
from tests.api.audit.test_denials import state
from tests.api.exchanging import CHECK, SetClock, check, exchanging, holders, phone
from tests.world import World, record

pytestmark = pytest.mark.usefixtures("module_as_documented")

BUDGETS = """
default: {per_request: 60, per_day: 100}
parties:
  my-telco: {per_request: 60, per_day: 1000, reviewer: my-police}
  kh-fiu: {per_request: 60, per_day: 1000}
  sg-fiu: {per_request: 60, per_day: 1000}
  sg-exchange: {per_request: 60, per_day: 1000}
  ph-jobs: {per_request: 60, per_day: 1000}
  th-telco: {per_request: 60, per_day: 1000}
blocks: {thousand: 9, ten_thousand: 50, days: 7}
"""
HELD = """query($open: Boolean!) { heldChecks(openOnly: $open) { edges { node { id state agency { code } subject caseRef
  purpose valueCount kinds reviewer { code } releasedAt releasedBy releaseReason } } } }"""
RELEASE = """mutation($id: ID!, $reason: String!) { releaseHeldCheck(input: {id: $id, reason: $reason}) {
  check { id state releasedBy releaseReason } userErrors { code } } }"""
HELD_NUMBER = "+60120000005"


@pytest.fixture(scope="module")
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(scope="module")
def desk(module_world: World, tmp_path_factory: pytest.TempPathFactory, clock: SetClock) -> Desk:
    world = exchanging(module_world, tmp_path_factory.mktemp("exchange"), clock=clock, budgets=BUDGETS)
    world.file("th-police", record("PhoneNumber", "n", number=HELD_NUMBER), profile="told-to-both")
    return Desk(world)


def block(first: int, count: int, *, start: str = "+6012") -> list[dict[str, str]]:
    """Return neighbouring numbers."""
    return [phone(f"{start}{number:07}") for number in range(first, first + count)]


def ask_as(desk: Desk, token: str, values: list[dict[str, str]], purpose: str = "investigation") -> Any:
    return desk.data(CHECK, token=token, values=values, purpose=purpose, case="T-1")["crossCheck"]


def released(desk: Desk, token: str, check_id: str) -> Any:
    return desk.data(RELEASE, token=token, id=check_id, reason="a seized batch")["releaseHeldCheck"]


def test_neighbouring_numbers_are_held_and_not_looked_up(desk: Desk) -> None:
    before = len(desk.trail())
    found = check(desk, "my-telco", block(0, 30))["check"]
    assert (found["held"], found["values"]) == (True, [])
    kept = desk.trail()[before + 1].entry
    assert (kept.outcome, kept.count, kept.record_ids) == (Outcome.DENIED, 30, ())
    kept_check = "MATCH (c:CrossCheck {id: $p.id}) RETURN trim(c.hits) AS hits, size(c.tokens) AS tokens"
    [row] = desk.world.query(kept_check, found)
    assert row == {"hits": "[]", "tokens": 30}


def test_small_steps_into_a_block_are_stopped_before_one_in_a_hundred(desk: Desk) -> None:
    answered = 0
    for number in range(1_000):
        found = check(desk, "kh-fiu", block(40_000 + number, 1), purpose="financial-intelligence")["check"]
        if found["held"]:
            break
        answered += 1
    assert answered == 9


def test_a_wide_sweep_of_ten_thousand_is_stopped_as_well(desk: Desk) -> None:
    spread = [phone(f"+6013{number:07}") for number in range(0, 10_000, 180)]
    assert check(desk, "sg-exchange", spread[:50])["check"]["held"] is False
    assert check(desk, "sg-exchange", spread[50:51])["check"]["held"] is True


def test_the_same_number_again_and_scattered_numbers_are_not_held(desk: Desk) -> None:
    scattered = [phone(f"+60{11 + n % 8}{n * 7_919_993 % 10_000_000:07}") for n in range(60)]
    for _ in range(3):
        assert check(desk, "ph-jobs", scattered)["check"]["held"] is False


def test_a_block_is_forgotten_after_its_window(desk: Desk, clock: SetClock) -> None:
    assert check(desk, "th-telco", block(70_000, 9))["check"]["held"] is False
    assert check(desk, "th-telco", block(70_009, 1))["check"]["held"] is True
    clock.pass_by(days=7)
    assert check(desk, "th-telco", block(70_009, 1))["check"]["held"] is False


def test_each_number_of_a_block_is_forgotten_by_itself(desk: Desk, clock: SetClock) -> None:
    """Who waits for the seventh day after the first question gets no new budget at once."""

    def is_held(first: int, count: int) -> bool:
        held: bool = check(desk, "kh-police", block(first, count))["check"]["held"]
        return held

    assert is_held(20_000, 3) is False
    clock.pass_by(days=6)
    assert is_held(20_010, 6) is False
    assert is_held(20_000, 1) is False  # asked again: from now on it counts anew
    clock.pass_by(days=1)
    # Seven numbers were asked within the last seven days: two more are free, three are not.
    assert is_held(20_100, 3) is True
    assert is_held(20_100, 2) is False
    assert is_held(20_200, 1) is True
    clock.pass_by(days=6)
    # The six and the one are over, the two are not.
    assert is_held(20_300, 8) is True
    assert is_held(20_300, 7) is False


def test_a_supervisor_of_the_reviewing_party_releases_once_and_nobody_their_own(desk: Desk) -> None:
    asker = desk.world.token("my-telco")
    numbers = block(0, 20)
    held = ask_as(desk, asker, numbers)["check"]["id"]
    # The asker sees that it waits; other people of the agency who supervise nothing see none of it.
    assert [c["id"] for c in desk.nodes(HELD, token=asker, open=True)][-1] == held
    assert desk.nodes(HELD, token=desk.world.token("my-telco", "duty-officer"), open=True) == []
    supervisor = desk.world.token("my-police", "supervisor")
    found = desk.nodes(HELD, token=supervisor, open=True)[-1]
    assert (found["id"], found["state"], found["agency"]["code"], found["valueCount"]) == (held, "HELD", "my-telco", 20)
    assert HELD_NUMBER[1:] not in json.dumps(found)
    assert released(desk, supervisor, held) == {
        "check": {
            "id": held,
            "state": "RELEASED",
            "releasedBy": "supervisor of my-police",
            "releaseReason": "a seized batch",
        },
        "userErrors": [],
    }
    used = desk.data("{ checkBudget { usedToday } }", token=asker)["checkBudget"]["usedToday"]
    # The same values under the same case, in any order, once.
    answered = ask_as(desk, asker, numbers[::-1])
    assert holders(answered)[14] == ["th-police"]
    assert sum(map(len, holders(answered))) == 1
    assert desk.data("{ checkBudget { usedToday } }", token=asker)["checkBudget"]["usedToday"] == used
    assert ask_as(desk, asker, numbers)["check"]["held"] is True
    [state_now] = desk.world.query("MATCH (c:CrossCheck {id: $p.id}) RETURN c.state AS s, c.tokens AS t", {"id": held})
    assert state_now == {"s": "used", "t": None}


def test_what_was_released_covers_no_other_value_and_ends_after_seven_days(desk: Desk, clock: SetClock) -> None:
    asker = desk.world.token("my-telco")
    held = ask_as(desk, asker, block(80_000, 20))["check"]["id"]
    released(desk, desk.world.token("my-police", "supervisor"), held)
    assert ask_as(desk, asker, block(80_000, 21))["check"]["held"] is True
    # Nor another agency, purpose or case.
    for agency, purpose, case in (
        ("th-telco", "investigation", "T-1"),
        ("my-telco", "border-control", "T-1"),
        ("my-telco", "investigation", "T-2"),
    ):
        asked = {"values": block(80_000, 20), "purpose": purpose, "case": case}
        other = desk.world.token(agency, purpose=purpose, case_ref=case)
        assert desk.data(CHECK, token=other, **asked)["crossCheck"]["check"]["held"] is True, (agency, purpose, case)
    clock.pass_by(days=7)
    assert ask_as(desk, asker, block(80_000, 20))["check"]["held"] is True


def refused_release(desk: Desk, token: str, check_id: str) -> bytes:
    before, entries = state(desk.world), len(desk.trail())
    found = desk.post(RELEASE, token=token, variables={"id": check_id, "reason": "because"})
    assert state(desk.world) == before
    trail = [e.entry for e in desk.trail()[entries:]]
    assert (trail[-1].outcome, trail[-1].record_ids) == (Outcome.DENIED, ())
    content: bytes = found.content
    return content


def test_nobody_else_releases(desk: Desk) -> None:
    own = desk.world.token("sg-fiu", "supervisor")
    numbers = block(90_000, 20)
    held = check(desk, "sg-fiu", numbers)["check"]["id"]
    absent = "k-" + "0" * 32
    # Another agency's supervisors see no such check.
    for agency in ("th-police", "my-police"):
        token = desk.world.token(agency, "supervisor")
        assert refused_release(desk, token, held) == refused_release(desk, token, absent)
    assert b"it needs the role of a supervisor" in refused_release(desk, desk.world.token("sg-fiu"), held)
    assert released(desk, own, held)["userErrors"] == []
    assert b"NOT_FOUND" in refused_release(desk, own, held)


def test_a_day_has_so_many_values_and_the_next_begins_anew(desk: Desk, clock: SetClock) -> None:
    numbers = [phone(f"+60{11 + n % 8}{n * 6_700_417 % 10_000_000:07}") for n in range(60)]
    assert check(desk, "kh-police", numbers)["check"]["held"] is False
    before, entries = state(desk.world), len(desk.trail())
    token = desk.world.token("kh-police")
    body = ask_as(desk, token, numbers)
    assert body == {
        "check": None,
        "userErrors": [
            {"code": "BUDGET_EXHAUSTED", "message": "of the agency's 100 values a day 40 are left"},
        ],
    }
    assert state(desk.world) == before
    assert [e.entry.outcome for e in desk.trail()[entries + 1 :]] == [Outcome.DENIED, Outcome.DENIED]
    assert check(desk, "kh-police", numbers[:40])["check"]["held"] is False
    clock.pass_by(days=1)
    assert check(desk, "kh-police", numbers)["check"]["held"] is False
