"""What an alert shows under a grant stands in its receipt with the grant, and its correction is recalled."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from graph import PropertyClass
from tests.api.asking import Desk
from tests.api.grants.test_grants import GIVE
from tests.api.recalling import RECALLS
from tests.api.web.test_websocket import begin, hear, talk, tell, until_waiting
from tests.world import World, record

NUMBER, RIGHT = "+66899999998", "+66899999997"
WHO = ("analyst", "border-control")
FIELDS = "kind otherRecordId otherCaption"
ALERTS = f"{{ alerts {{ edges {{ node {{ {FIELDS} }} }} }} }}"
ACKNOWLEDGE = f"""mutation($id: ID!) {{ acknowledgeAlert(input: {{id: $id}}) {{ alert {{ {FIELDS} }}
  userErrors {{ code }} }} }}"""
GRANTS = "{ grants(side: GIVEN) { edges { node { id } } } }"


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def number(desk: Desk, agency: str, text: str = NUMBER) -> str:
    [rid] = desk.world.file(agency, record("PhoneNumber", "n", number=text))
    return str(rid)


def give(desk: Desk, rid: str) -> str:
    given = {
        "agency": "kh-police",
        "classes": ["CONTACT"],
        "purpose": "border-control",
        "reason": "asked for",
        "records": [rid],
        "until": (datetime.now(UTC) + timedelta(days=30)).isoformat(),
    }
    made = desk.data(GIVE, token=desk.world.token("th-police"), input=given)["grant"]
    assert made["userErrors"] == []
    return str(desk.data(GRANTS, token=desk.world.token("th-police"))["grants"]["edges"][0]["node"]["id"])


def receipt(desk: Desk, rid: str) -> list[tuple[str | None, set[PropertyClass]]]:
    """Return of the newest entry the grant and the classes of what it says of a record."""
    [*_, last] = [e.entry for e in desk.trail() if "about to" not in e.entry.operation and rid in e.entry.record_ids]
    return [(d.grant, set(d.classes or ())) for d in last.disclosures if rid in d.record_ids]


def recalled(desk: Desk) -> list[dict[str, Any]]:
    desk.world.run(desk.world.app.accountability.follow_recalls())
    found = desk.data(RECALLS, token=desk.world.token("kh-police", *WHO), open=False)["recalls"]["edges"]
    return [edge["node"] for edge in found]


@pytest.mark.parametrize("how", ["list", "acknowledge"])
def test_a_number_that_an_alert_shows_under_a_grant_is_recalled_once_it_is_corrected(desk: Desk, how: str) -> None:
    number(desk, "kh-police")
    rid = number(desk, "th-police")
    token = desk.world.token("kh-police", *WHO)
    hidden = {"kind": "PHONE_NUMBER", "otherRecordId": None, "otherCaption": None}
    assert desk.data(ALERTS, token=token)["alerts"]["edges"] == [{"node": hidden}]
    grant = give(desk, rid)
    if how == "list":
        [shown] = [edge["node"] for edge in desk.data(ALERTS, token=token)["alerts"]["edges"]]
    else:
        [alert] = desk.world.query("MATCH (x:Notice {agency: 'kh-police'}) RETURN x.id AS id")
        shown = desk.data(ACKNOWLEDGE, token=token, id=alert["id"])["acknowledgeAlert"]["alert"]
    assert (shown["otherRecordId"], shown["otherCaption"]) == (rid, NUMBER)
    assert receipt(desk, rid) == [(grant, {PropertyClass.CONTACT})]

    number(desk, "th-police", RIGHT)
    assert [(r["recordId"], r["cause"]) for r in recalled(desk)] == [(rid, "CORRECTED")]


def test_so_it_is_where_the_alert_came_live(desk: Desk) -> None:
    rid = number(desk, "th-police")
    grant = give(desk, rid)

    async def work(socket: ClientConnection) -> Any:
        await begin(socket, desk.world.token("kh-police", *WHO))
        payload = {"query": f"subscription {{ alerts {{ {FIELDS} }} }}"}
        await tell(socket, id="live", type="subscribe", payload=payload)
        await until_waiting(desk.world)
        await desk.world.app.settle()
        await desk.world.app.hub.look()
        return await hear(socket, seconds=60)

    desk.world.file("kh-police", record("PhoneNumber", "n", number=NUMBER), settle=False)
    heard = talk(desk, work)["payload"]["data"]["alerts"]
    assert (heard["otherRecordId"], heard["otherCaption"]) == (rid, NUMBER)
    assert receipt(desk, rid) == [(grant, {PropertyClass.CONTACT})]
