"""What was withdrawn can be erased later, by who could have erased it in one step, and by nobody else."""

from typing import Any

import pytest

from graph.store import RecallStore
from tests.api.asking import Desk
from tests.api.audit.test_denials import ABSENT, is_denied, state
from tests.api.recalling import ISSUED, LOOK, NAME, RETRACT, folder_text, ids, nodes
from tests.api.recalls.test_erasures import BOTH, looks
from tests.api.sealing import PROTECTION, judge
from tests.world import World, link, record

pytestmark = pytest.mark.usefixtures("hits_stand")

PERSON = record("Person", "p", name=NAME, role="suspect")
VICTIM = record("Person", "v", name=NAME, role="presumed-victim")
PROTECTING = "victim-support"
BOTH_PROTECTING = "supervisor+victim-support"


@pytest.fixture
def desk(world: World) -> Desk:
    world.file("th-police", PERSON, VICTIM, record("PhoneNumber", "n", number="+66899999999"), link("USES", "p", "n"))
    return Desk(world)


def retract(desk: Desk, role: str, *names: str, erase: bool, purpose: str = "investigation") -> dict[str, Any]:
    token = desk.world.token("th-police", role, purpose)
    done: dict[str, Any] = desk.data(RETRACT, token=token, ids=ids(desk.world, *names), erase=erase)["retractRecords"]
    desk.world.settle()
    return done


def in_trail(desk: Desk, name: str) -> bool:
    desk.world.app.audit.flush()
    return ids(desk.world, name)[0].encode() in folder_text(desk.world.app.settings.audit)


@pytest.mark.long
def test_a_victims_withdrawn_record_is_erased_as_in_one_step(desk: Desk) -> None:
    assert desk.data(LOOK, token=desk.world.token("th-police", PROTECTING, PROTECTION[1]), id=ids(desk.world, "v")[0])
    assert retract(desk, PROTECTING, "v", erase=False, purpose=PROTECTION[1])["done"]
    assert in_trail(desk, "v")
    done = retract(desk, BOTH_PROTECTING, "v", erase=True, purpose=PROTECTION[1])
    assert done["userErrors"] == []
    assert [r["recordId"] for r in done["recalls"]] == ids(desk.world, "v")
    assert not in_trail(desk, "v")
    protecting = desk.world.token("th-police", BOTH_PROTECTING, PROTECTION[1])
    issued = nodes(desk.data(ISSUED, token=protecting), "issuedRecalls")
    assert [(r["recordId"], r["cause"]) for r in issued] == [(ids(desk.world, "v")[0], "RETRACTED")]
    assert not in_trail(desk, "v"), "who reads of it writes it down no more"
    again = retract(desk, BOTH_PROTECTING, "v", erase=True, purpose=PROTECTION[1])
    assert (again["done"], again["userErrors"][0]["code"]) == (False, "NOT_FOUND"), "as once it was erased in one step"


def test_who_looked_goes_over_to_the_recall_and_is_counted_once(desk: Desk) -> None:
    token = desk.world.token("th-police", "duty-officer")
    for _ in range(2):
        assert desk.data(LOOK, token=token, id=ids(desk.world, "p")[0])["record"]
    retract(desk, "analyst", "p", erase=False)
    assert looks(desk) == []
    assert retract(desk, BOTH, "p", erase=True)["done"]
    assert ("duty-officer of th-police", 2) in looks(desk)


def test_what_stands_and_what_is_gone_are_erased_together_or_not_at_all(desk: Desk) -> None:
    retract(desk, "analyst", "p", erase=False)
    before = state(desk.world)
    absent = [*ids(desk.world, "p", "n"), ABSENT]
    is_denied(desk, RETRACT, desk.world.token("th-police", BOTH), ids=absent, erase=True)
    assert state(desk.world) == before
    done = retract(desk, BOTH, "p", "n", erase=True)
    assert sorted(r["recordId"] for r in done["recalls"]) == sorted(ids(desk.world, "p", "n"))
    assert not in_trail(desk, "p")
    assert not in_trail(desk, "n")


@pytest.mark.parametrize("role", ["analyst", "supervisor", PROTECTING, BOTH])
def test_nobody_else_erases_it_and_the_answer_is_that_of_what_never_was(desk: Desk, role: str) -> None:
    retract(desk, PROTECTING, "v", erase=False, purpose=PROTECTION[1])
    rid, before = ids(desk.world, "v"), state(desk.world)
    token = desk.world.token("th-police", role)
    content = is_denied(desk, RETRACT, token, ids=rid, erase=True)
    assert is_denied(desk, RETRACT, token, ids=[ABSENT], erase=True) == content
    assert NAME.encode() not in content
    assert state(desk.world) == before
    assert in_trail(desk, "v")


def test_another_agency_erases_nothing_of_it(desk: Desk) -> None:
    retract(desk, "analyst", "p", erase=False)
    token = desk.world.token("kh-police", BOTH)
    content = is_denied(desk, RETRACT, token, ids=ids(desk.world, "p"), erase=True)
    assert b'"NOT_FOUND"' in content
    assert is_denied(desk, RETRACT, token, ids=[ABSENT], erase=True) == content


def test_what_is_not_to_be_erased_stays_as_it_was_withdrawn(desk: Desk) -> None:
    retract(desk, "analyst", "p", erase=False)
    content = is_denied(desk, RETRACT, desk.world.token("th-police", BOTH), ids=ids(desk.world, "p"), erase=False)
    assert b'"NOT_FOUND"' in content


def test_what_was_filed_again_is_erased_as_it_stands_and_its_hold_keeps_it(desk: Desk) -> None:
    retract(desk, "analyst", "p", erase=False)
    desk.world.file("th-police", PERSON)
    hold = """mutation($ids: [ID!]!) { placeHold(input: {ids: $ids, reason: "court order"}) { holds { id } } }"""
    desk.data(hold, token=desk.world.token("th-police", "supervisor"), ids=ids(desk.world, "p"))
    assert retract(desk, BOTH, "p", erase=True)["userErrors"][0]["code"] == "LEGAL_HOLD"
    assert in_trail(desk, "p")


def test_kept_judgements_and_what_a_withdrawn_link_joined_go_along(world: World) -> None:
    who = {"birthDate": "1980-05-06", "nationality": "TH", "passportNumber": "AA7654321"}
    for agency in ("my-police", "th-police"):
        world.file(agency, record("Person", "p", name=NAME, role="suspect", **who))
    desk = Desk(world)
    judge(desk, ("my-police", "p"), ("th-police", "p"), "NEGATIVE", "my-police")
    retract(desk, "analyst", "p", erase=False)
    kept = "MATCH ()-[k:KEPT_JUDGEMENT]->() RETURN count(k) AS kept"
    assert world.query(kept) == [{"kept": 1}]
    assert retract(desk, BOTH, "p", erase=True)["done"]
    assert world.query(kept) == [{"kept": 0}]
    [recall] = [r for r, _ in world.run(RecallStore(world.app.store).issued("th-police"))]
    assert (recall.erased, recall.by, recall.erased_by) == (True, "analyst of th-police", f"{BOTH} of th-police")


def test_a_seal_of_it_stays_and_its_words_go(desk: Desk) -> None:
    retract(desk, PROTECTING, "v", erase=False, purpose=PROTECTION[1])
    claims = "MATCH (c:Claim) RETURN count(c) AS claims"
    before = desk.world.query(claims)
    assert before != [{"claims": 0}]
    retract(desk, BOTH_PROTECTING, "v", erase=True, purpose=PROTECTION[1])
    assert desk.world.query(claims) == before
    desk.world.file("th-police", record("Person", "v", name=NAME, role="suspect"))
    assert desk.data(LOOK, token=desk.world.token("th-police"), id=ids(desk.world, "v")[0])["record"]["caption"] is None
