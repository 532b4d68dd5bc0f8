"""From a hit to a record, step by step: nothing, an agency, a question, an answer with a grant, and the record itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.asking import Desk
from tests.api.exchanging import check, holders, phone
from tests.world import World, record

NUMBER, OTHER = "+85512345678", "+85512345987"
ASKER, HOLDER, STRANGER = "th-police", "kh-police", "ph-police"
SEND = """mutation($hit: ID!) { sendRequest(input: {hit: $hit, question: "Whose?", urgency: EIGHT_HOURS}) {
  request { id state recordIds } userErrors { code } } }"""
GIVE = "mutation($input: GrantInput!) { grant(input: $input) { grant { id standing } userErrors { code } } }"
ANSWER = """mutation($id: ID!, $grant: ID!) { answerRequest(input: {id: $id, text: "See the grant.", grantId: $grant}) {
  request { state } userErrors { code } } }"""
APPROVE = "mutation($id: ID!) { approveGrant(input: {id: $id}) { grant { standing } userErrors { code } } }"
REVOKE = "mutation($id: ID!) { revokeGrant(input: {id: $id}) { grant { standing } userErrors { code } } }"
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


def test_a_grant_that_is_not_approved_or_was_taken_back_is_no_answer(desk: Desk) -> None:
    """Its id would tell the asker of a grant that its own list may never have."""
    asker, holder = desk.world.token(ASKER), desk.world.token(HOLDER)
    kept = record("Person", "kept", name="Wichit Busabasombat", role="suspect")
    [rid] = desk.world.file(HOLDER, kept, profile="victim-protection")
    desk.world.file(HOLDER, record("PhoneNumber", "o", number=OTHER), profile="originator-controlled")
    [hit] = check(desk, ASKER, [phone(OTHER)])["check"]["values"][0]["hits"]
    request = desk.data(SEND, token=asker, hit=hit["id"])["sendRequest"]["request"]["id"]
    order_of_it = {**order(desk, ASKER), "classes": ["IDENTITY"], "records": [rid]}
    grant = desk.data(GIVE, token=holder, input=order_of_it)["grant"]["grant"]
    assert grant["standing"] == "PROPOSED"

    def is_refused(state: str) -> None:
        before = desk.data(OUTGOING, token=asker)
        [error] = desk.ask(ANSWER, token=holder, id=request, grant=grant["id"])["errors"]
        wrong = f"argument `grantId` names a grant that opens nothing: `{grant['id']}` is {state}"
        assert (error["message"], error["extensions"]["code"]) == (wrong, "BAD_USER_INPUT")
        assert not any(e.entry.operation == f"answer request {request}" for e in desk.trail())
        assert desk.data(OUTGOING, token=asker) == before
        assert grant["id"] not in str(before)

    is_refused("proposed")
    approved = desk.data(APPROVE, token=desk.world.token(HOLDER, "duty-officer"), id=grant["id"])["approveGrant"]
    assert approved == {"grant": {"standing": "ACTIVE"}, "userErrors": []}
    assert desk.data(REVOKE, token=holder, id=grant["id"])["revokeGrant"]["grant"] == {"standing": "REVOKED"}
    is_refused("revoked")
