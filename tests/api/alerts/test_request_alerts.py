"""A request about several records of its holder: each officer who sees one of them has one alert, of what they see."""

import json
from pathlib import Path
from typing import Any

import pytest

from policies import Outcome, PreparedBundle
from tests.api.asking import Desk
from tests.api.audit.test_denials import is_denied
from tests.api.graphql.test_own_lists import ASK, CHECK, REQUESTS, RETRACT, officer
from tests.policies.edited_bundles import wide_bundle
from tests.world import World, record

NUMBER = "+66812345678"
ALERTS = """{ alerts(first: 50, reason: REQUEST) { edges { node { id recordId kind caption requestId
  acknowledgedBy } } } }"""
REQUEST = "query($id: ID!) { request(id: $id) { id question recordIds } }"
ABSENT = "q-" + "0" * 32
ACKNOWLEDGE = """mutation($id: ID!) { acknowledgeAlert(input: {id: $id}) { alert { recordId } userErrors { code } } }"""


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    """A desk with a profile that only some of an agency's people are cleared for."""
    world.app.scopes.activate(PreparedBundle.of(wide_bundle(tmp_path)))
    return Desk(world)


def file_two(desk: Desk) -> tuple[str, str]:
    """File two records of one number; return the one above most officers, which has the smaller id, and the other."""
    first, second = sorted(("a", "b"), key=lambda reference: str(desk.world.id("th-police", reference)))
    [hidden] = desk.world.file("th-police", record("PhoneNumber", first, number=NUMBER), profile="cleared")
    [shown] = desk.world.file("th-police", record("PhoneNumber", second, number=NUMBER), profile="hit-only")
    return str(hidden), str(shown)


def ask(desk: Desk) -> str:
    """Let an officer of another agency ask about what has the number; return the request's id."""
    asker = officer(desk, 0, "kh-police")
    values = [{"kind": "PHONE_NUMBER", "value": NUMBER}]
    [found] = desk.data(CHECK, token=asker, values=values)["crossCheck"]["check"]["values"]
    desk.world.run(desk.world.app.exchange.drain())
    sent = desk.data(ASK, token=asker, hit=found["hits"][0]["id"])["sendRequest"]["request"]["id"]
    return str(sent)


def alerts(desk: Desk, token: str) -> list[dict[str, Any]]:
    return [e["node"] for e in desk.data(ALERTS, token=token)["alerts"]["edges"]]


def told(desk: Desk, token: str) -> list[tuple[str, str]]:
    """Return of which request and record each alert of a request tells."""
    return [(a["requestId"], a["recordId"]) for a in alerts(desk, token)]


def test_each_who_sees_one_of_the_records_has_one_alert_that_tells_of_that(desk: Desk) -> None:
    hidden, shown = file_two(desk)
    sent, low, high = ask(desk), officer(desk, 0), officer(desk, 2)

    body = desk.ask(ALERTS, token=low)
    entry = desk.trail()[-1].entry
    assert (told(desk, low), told(desk, high)) == ([(sent, shown)], [(sent, hidden)])
    # Neither the answer nor the trail tells of the other record.
    assert hidden not in json.dumps(body)
    assert (entry.operation, entry.outcome, entry.record_ids) == ("query alerts", Outcome.ALLOWED, (shown,))
    listed = [e["node"] for e in desk.data(REQUESTS, token=low)["requests"]["edges"]]
    assert [(r["id"], r["recordIds"]) for r in listed] == [(sent, [shown])]
    assert told(desk, officer(desk, 2, "kh-police")) == []
    # The alert leads to its request, of which each sees what the list shows them.
    for whose, record_id in ((low, shown), (high, hidden)):
        assert record_id in desk.data(REQUEST, token=whose, id=sent)["request"]["recordIds"]
    assert hidden not in json.dumps(desk.ask(REQUEST, token=low, id=sent))
    entry = desk.trail()[-1].entry
    assert (entry.operation, entry.outcome, entry.record_ids) == ("query request", Outcome.ALLOWED, (shown,))

    [alert] = alerts(desk, low)
    done = desk.data(ACKNOWLEDGE, token=low, id=alert["id"])["acknowledgeAlert"]
    assert done == {"alert": {"recordId": shown}, "userErrors": []}
    assert [a["acknowledgedBy"] for a in (*alerts(desk, low), *alerts(desk, high))] == ["officer 0"] * 2


def test_who_sees_none_of_the_records_has_no_alert(desk: Desk) -> None:
    for reference in ("a", "b"):
        desk.world.file("th-police", record("PhoneNumber", reference, number=NUMBER), profile="cleared")
    low, high = officer(desk, 0), officer(desk, 2)
    before = desk.ask(ALERTS, token=low)
    sent = ask(desk)

    assert desk.ask(ALERTS, token=low) == before
    entry = desk.trail()[-1].entry
    assert (entry.operation, entry.record_ids) == ("query alerts", ())
    [alert] = alerts(desk, high)
    assert alert["requestId"] == sent
    assert (
        desk.ask(REQUEST, token=low, id=sent) == desk.ask(REQUEST, token=low, id=ABSENT) == {"data": {"request": None}}
    )
    assert desk.trail()[-1].entry.record_ids == ()
    assert desk.data(REQUEST, token=high, id=sent)["request"]["id"] == sent
    there, nowhere = (is_denied(desk, ACKNOWLEDGE, low, id=i) for i in (alert["id"], "a-" + "0" * 32))
    assert there == nowhere


@pytest.mark.parametrize("erase", [False, True])
def test_the_alert_stays_while_one_of_the_records_does(desk: Desk, erase: bool) -> None:
    hidden, shown = file_two(desk)
    sent, low, high = ask(desk), officer(desk, 0), officer(desk, 2)
    for gone, left in ((hidden, [(sent, shown)]), (shown, [])):
        assert desk.data(RETRACT, token=high, ids=[gone], erase=erase)["retractRecords"]["done"]
        assert (told(desk, low), told(desk, high)) == (left, left)
    assert desk.world.query("MATCH (x:Notice {reason: 'request'}) RETURN x.id AS id") == []
