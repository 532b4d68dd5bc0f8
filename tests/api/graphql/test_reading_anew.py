"""An alert and a notice can be read anew by their ids, as whoever is told that one moved has to."""

from typing import Any

import pytest

from tests.api.asking import Desk
from tests.api.sealing import claim
from tests.world import World, record

FIELDS = "id toldAt recordId otherRecordId otherAgency { code } acknowledgedAt stillLinked caption"
ALERTS = f"{{ alerts {{ edges {{ node {{ {FIELDS} }} }} }} }}"
ALERT = f"query($id: ID!) {{ alert(id: $id) {{ {FIELDS} }} }}"
ACKNOWLEDGE = "mutation($id: ID!) { acknowledgeAlert(input: {id: $id}) { userErrors { code } } }"
NOTICES = "{ protectionNotices { edges { node { id recordId state madeAt } } } }"
NOTICE = "query($id: ID!) { protectionNotice(id: $id) { id recordId state madeAt } }"


@pytest.fixture
def desk(world: World) -> Desk:
    world.file("kh-police", record("PhoneNumber", "n", number="+66812345678"))
    world.file("th-police", record("PhoneNumber", "n", number="+66812345678"))
    return Desk(world)


def test_an_alert_is_read_anew_by_its_id_as_the_inbox_has_it(desk: Desk) -> None:
    token = desk.world.token("th-police")
    [told] = desk.nodes(ALERTS, token=token)
    assert desk.data(ALERT, token=token, id=told["id"]) == {"alert": told}
    entry = desk.trail()[-1].entry
    assert (entry.operation, set(entry.record_ids)) == ("query alert", {told["recordId"], told["otherRecordId"]})

    assert desk.data(ACKNOWLEDGE, token=token, id=told["id"])["acknowledgeAlert"] == {"userErrors": []}

    [after] = desk.nodes(ALERTS, token=token)
    assert after["acknowledgedAt"] is not None
    assert desk.data(ALERT, token=token, id=told["id"]) == {"alert": after}


def test_another_agencys_alert_is_one_that_is_not_there(desk: Desk) -> None:
    [theirs] = desk.nodes(ALERTS, token=desk.world.token("kh-police"))
    absent: list[dict[str, Any]] = [
        desk.ask(ALERT, token=desk.world.token(agency), id=id_)
        for agency, id_ in (("th-police", theirs["id"]), ("th-police", "a-" + "0" * 32), ("my-telco", theirs["id"]))
    ]
    assert absent == [{"data": {"alert": None}}] * 3


def test_a_protection_notice_is_read_anew_by_its_id_by_who_sees_it(desk: Desk) -> None:
    world = desk.world
    who = {"name": "Anong Siriwattana", "birthDate": "1999-04-05", "nationality": "TH"}
    world.file("th-police", record("Person", "t", role="suspect", **who))
    world.file("kh-hotline", record("Person", "h", **who))
    claim(desk)
    token = world.token("th-police")
    [notice] = desk.nodes(NOTICES, token=token)

    assert desk.data(NOTICE, token=token, id=notice["id"]) == {"protectionNotice": notice}
    assert desk.trail()[-1].entry.record_ids == (notice["recordId"],)
    for agency in ("kh-hotline", "kh-police"):
        assert desk.data(NOTICE, token=world.token(agency), id=notice["id"]) == {"protectionNotice": None}
    assert desk.data(NOTICE, token=token, id="s-" + "0" * 32) == {"protectionNotice": None}
