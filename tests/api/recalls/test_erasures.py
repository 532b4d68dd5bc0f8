"""Erasing ids from the trail takes a supervisor, and who of the own people looked at a record is kept all the same."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.asking import Desk
from tests.api.audit.test_denials import is_denied, state
from tests.api.recalling import LOOK, NAME, RETRACT, folder_text, ids
from tests.api.sealing import PROTECTION
from tests.world import World, record

pytestmark = pytest.mark.usefixtures("hits_stand")

LOOKS = """query($id: ID!) { falloutReport(recordId: $id) { recipients { code } ownLooks { person count firstAt lastAt } } }"""
BOTH = "analyst+supervisor"
PERSON = record("Person", "p", name=NAME, role="suspect")


@pytest.fixture
def desk(world: World) -> Desk:
    world.file("th-police", PERSON)
    return Desk(world)


def look(desk: Desk, agency: str, role: str = "analyst") -> None:
    assert desk.data(LOOK, token=desk.world.token(agency, role), id=ids(desk.world, "p")[0])["record"]


def erase(desk: Desk, role: str = BOTH) -> None:
    done = desk.data(RETRACT, token=desk.world.token("th-police", role), ids=ids(desk.world, "p"), erase=True)
    assert done["retractRecords"]["done"]
    desk.world.settle()


def looks(desk: Desk, role: str = "supervisor") -> list[tuple[str, int]]:
    found = desk.data(LOOKS, token=desk.world.token("th-police", role), id=ids(desk.world, "p")[0])["falloutReport"]
    # That this report was read, of a record that stands, is a look as well.
    return [(x["person"], x["count"]) for x in found["ownLooks"] if x["person"] != f"{role} of th-police"]


@pytest.mark.parametrize("role", ["analyst", "duty-officer", "victim-support", "supervisor"])
def test_nobody_erases_who_is_not_a_supervisor_and_may_withdraw(desk: Desk, role: str) -> None:
    look(desk, "th-police")
    rid, before = ids(desk.world, "p")[0], state(desk.world)
    content = is_denied(desk, RETRACT, desk.world.token("th-police", role), ids=[rid], erase=True)
    assert b'"FORBIDDEN"' in content
    told = b"one token with the role of a supervisor and one of those who withdraw records"
    assert told in content, "whichever of them is lacking, all is told"
    assert b"for a presumed victim's record victim support, and the purpose victim protection" in content
    assert NAME.encode() not in content
    assert state(desk.world) == before
    assert rid.encode() in folder_text(desk.world.app.settings.audit)
    absent = is_denied(desk, RETRACT, desk.world.token("th-police", role), ids=["r-" + "0" * 32], erase=True)
    assert absent == content, "that it is refused tells nothing of the record"


@pytest.mark.long
def test_an_analyst_withdraws_without_erasing(desk: Desk) -> None:
    done = desk.data(RETRACT, token=desk.world.token("th-police"), ids=ids(desk.world, "p"), erase=False)
    assert done["retractRecords"]["done"]


def test_a_supervisor_without_the_protection_role_erases_no_victim(desk: Desk) -> None:
    desk.world.file("th-police", record("Person", "v", name=NAME, role="presumed-victim"))
    rid = ids(desk.world, "v")
    content = is_denied(desk, RETRACT, desk.world.token("th-police", BOTH), ids=rid, erase=True)
    assert b'"FORBIDDEN"' in content
    assert b"is erased by those who protect her: it needs one token with the role of a supervisor and" in content
    protecting = desk.world.token("th-police", "supervisor+victim-support", PROTECTION[1])
    assert desk.data(RETRACT, token=protecting, ids=rid, erase=True)["retractRecords"]["done"]


def test_own_looks_stay_findable_after_an_erasure_and_after_the_record_is_back(desk: Desk) -> None:
    for _ in range(2):
        look(desk, "th-police")
    look(desk, "th-police", "duty-officer")
    look(desk, "kh-police")
    known = [("analyst of th-police", 2), ("duty-officer of th-police", 1)]
    assert looks(desk) == [], "receipts tell of them"
    erase(desk)
    rid = ids(desk.world, "p")[0]
    assert looks(desk) == known
    assert rid.encode() not in folder_text(desk.world.app.settings.audit), "who reads of it writes it down no more"
    desk.world.file("th-police", PERSON)
    assert looks(desk) == known
    look(desk, "th-police")
    assert looks(desk) == known
    erase(desk)
    assert looks(desk) == [("analyst of th-police", 3), known[1]]
    denied: dict[str, Any] = desk.ask(LOOKS, token=desk.world.token("th-police"), id=rid)
    assert denied["data"] == {"falloutReport": None}, "whoever may not read receipts reads no looks"


def test_an_end_of_its_time_keeps_them_as_well_and_needs_nobody(desk: Desk) -> None:
    look(desk, "th-police")
    until = datetime.now(UTC) + timedelta(days=1)
    date = """mutation($ids: [ID!]!, $until: DateTime!) { scheduleRetention(input: {ids: $ids, retainUntil: $until,
      reason: "the case is closed"}) { schedules { recordId } userErrors { code } } }"""
    token = desk.world.token("th-police")
    found = desk.data(date, token=token, ids=ids(desk.world, "p"), until=until.isoformat())["scheduleRetention"]
    assert found["userErrors"] == []
    keeper = desk.world.app.accountability.retention
    assert desk.world.run(keeper.run(now=until + timedelta(days=1))).erased == 1
    assert looks(desk) == [("analyst of th-police", 2)], "the look, and that a date was set"


def test_what_was_withdrawn_and_not_erased_stays_in_the_receipts_and_is_counted_once(desk: Desk) -> None:
    look(desk, "th-police")
    desk.data(RETRACT, token=desk.world.token("th-police"), ids=ids(desk.world, "p"), erase=False)
    desk.world.settle()
    assert looks(desk) == []
    desk.world.file("th-police", PERSON)
    assert looks(desk) == []
    erase(desk)
    [(person, count)] = looks(desk)
    # The look; and the withdrawal, where the trail was sequenced once the record was back.
    assert (person, count in {1, 2}) == ("analyst of th-police", True)
