"""From a hit to a record, step by step: nothing, an agency, a question, an answer with a grant, and the record itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.asking import Desk
from tests.api.exchanging import check, holders, phone
from tests.world import World, record

NUMBER = "+85512345678"
ASKER, HOLDER, STRANGER = "th-police", "kh-police", "ph-police"
SEND = """mutation($hit: ID!) { sendRequest(input: {hit: $hit, question: "Whose?", urgency: EIGHT_HOURS}) {
  request { id state recordIds } userErrors { code } } }"""
GIVE = "mutation($input: GrantInput!) { grant(input: $input) { grant { id } userErrors { code } } }"
ANSWER = """mutation($id: ID!, $grant: ID!) { answerRequest(input: {id: $id, text: "See the grant.", grantId: $grant}) {
  request { state } userErrors { code } } }"""
OUTGOING = "{ requests(direction: OUTGOING) { edges { node { id state answer grantId recordIds } } } }"
GRANTS = "{ grants(side: RECEIVED) { edges { node { id records } } } }"
READ = "query($id: ID!) { record(id: $id) { caption } }"


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    module_world.file(HOLDER, record("PhoneNumber", "n", number=NUMBER), profile="originator-controlled")
    return Desk(module_world)


def order(desk: Desk, agency: str) -> dict[str, Any]:
    return {
        "agency": agency,
        "classes": ["CONTACT"],
        "purpose": "investigation",
        "reason": "asked for",
        "until": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
        "records": [desk.world.id(HOLDER, "n")],
    }


def test_each_step_opens_what_it_says_and_no_more(desk: Desk) -> None:
    rid = desk.world.id(HOLDER, "n")
    asker, holder = desk.world.token(ASKER), desk.world.token(HOLDER)

    def record_in_view() -> Any:
        return desk.data(READ, token=asker, id=rid)["record"]

    found = check(desk, ASKER, [phone(NUMBER)])
    assert holders(found) == [[HOLDER]]
    assert record_in_view() is None
    [hit] = found["check"]["values"][0]["hits"]
    request = desk.data(SEND, token=asker, hit=hit["id"])["sendRequest"]["request"]
    assert request["recordIds"] == []
    # A grant to somebody else is no answer.
    other = desk.data(GIVE, token=holder, input=order(desk, STRANGER))["grant"]["grant"]["id"]
    refused = desk.ask(ANSWER, token=holder, id=request["id"], grant=other)
    assert refused["errors"][0]["message"] == "argument `grantId` is no grant of your agency to the one that asks"
    grant = desk.data(GIVE, token=holder, input=order(desk, ASKER))["grant"]["grant"]["id"]
    answered = desk.data(ANSWER, token=holder, id=request["id"], grant=grant)["answerRequest"]
    assert answered == {"request": {"state": "ANSWERED"}, "userErrors": []}
    [told] = [e["node"] for e in desk.data(OUTGOING, token=asker)["requests"]["edges"]]
    assert told == {
        "id": request["id"],
        "state": "ANSWERED",
        "answer": "See the grant.",
        "grantId": grant,
        "recordIds": [],
    }
    received = desk.data(GRANTS, token=asker)["grants"]["edges"]
    assert [e["node"]["records"] for e in received if e["node"]["id"] == grant] == [[rid]]
    assert record_in_view() == {"caption": NUMBER}
    assert desk.data(OUTGOING, token=desk.world.token(STRANGER))["requests"]["edges"] == []
