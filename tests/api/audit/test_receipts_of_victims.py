"""Who reads who was shown a victim's record: those who answer for the agency, and not whoever filed her."""

import pytest

from tests.api.asking import Desk
from tests.api.sealing import PROTECTION, VICTIM
from tests.world import World, record

READ = "query($id: ID) { receipts(recordId: $id, first: 9) { edges { node { agency { code } } } } }"
LOOK = "query($id: ID!) { record(id: $id) { caption } }"


@pytest.mark.parametrize(
    ("role", "purpose"),
    [
        ("supervisor+victim-support", "victim-protection"),
        ("duty-officer", "investigation"),
        ("policy-officer", "investigation"),
    ],
)
def test_who_answers_for_an_agency_reads_who_was_shown_its_victims(world: World, role: str, purpose: str) -> None:
    desk = Desk(world)
    world.file("kh-hotline", record("Person", "v", profile="victim-protection", role="presumed-victim", **VICTIM))
    rid = world.id("kh-hotline", "v")
    shown = desk.data(LOOK, token=world.token("th-police", *PROTECTION), id=rid)["record"]
    assert shown == {"caption": VICTIM["name"]}

    found = desk.data(READ, token=world.token("kh-hotline", role, purpose), id=rid)["receipts"]["edges"]
    assert [edge["node"]["agency"]["code"] for edge in found] == ["th-police"]


def test_who_filed_a_victim_is_refused_her_receipts_without_such_a_role(world: World) -> None:
    desk = Desk(world)
    world.file("kh-hotline", record("Person", "v", profile="victim-protection", role="presumed-victim", **VICTIM))
    token = world.token("kh-hotline", *PROTECTION)
    answer = desk.post(READ, token=token, variables={"id": world.id("kh-hotline", "v")}).json()
    assert answer["data"] == {"receipts": None}
    assert "a supervisor, a duty officer or a policy officer" in answer["errors"][0]["message"]
