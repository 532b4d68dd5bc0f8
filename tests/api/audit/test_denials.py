"""What is refused: no data in the answer, nothing changed in the store, and the audit trail says so."""

import json
from typing import Any

import pytest

from policies import Outcome
from tests.api.asking import Desk
from tests.world import World, record

SUBMIT = """mutation($originator: String) { submitRecords(input: {dataset: "cases", originator: $originator,
  profile: "law-enforcement", records: [{kind: PHONE_NUMBER, reference: "new",
  properties: [{name: "number", values: ["+66811111111"]}]}]}) { created records { id } userErrors { code } } }"""
JUDGE = """mutation($a: ID!, $b: ID!) { judge(input: {left: $a, right: $b, value: POSITIVE, reason: "same"}) {
  explanation { left { id } } userErrors { code message } } }"""
ACKNOWLEDGE = (
    """mutation($id: ID!) { acknowledgeAlert(input: {id: $id}) { alert { id } userErrors { code message } } }"""
)
NOT_FOUND = [{"code": "NOT_FOUND", "message": "there is no such thing in your view"}]
ABSENT = "r-" + "0" * 32


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    """Two agencies with one number, and a person that TH sees none of."""
    module_world.file(
        "th-police",
        record("PhoneNumber", "n", number="+66812345678"),
        record("Person", "p", name="Wichit Busabasombat"),
    )
    module_world.file(
        "kh-police",
        record("PhoneNumber", "n", number="+66812345678"),
        record("Person", "p", name="Wichit Busabasombat"),
    )
    return Desk(module_world)


def state(world: World) -> list[dict[str, Any]]:
    """Return all that the store holds, changes and compartments included."""
    nodes = "MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties ORDER BY elementId(n)"
    links = "MATCH ()-[r]->() RETURN type(r) AS type, properties(r) AS properties ORDER BY elementId(r)"
    return [*world.query(nodes), *world.query(links)]


def is_denied(desk: Desk, query: str, token: str, **variables: Any) -> bytes:
    """Ask, check that nothing changed and that the trail says denied and names no record; return the answer."""
    before, entries = state(desk.world), len(desk.trail())
    found = desk.post(query, token=token, variables=variables)
    assert state(desk.world) == before
    *announced, entry = [e.entry for e in desk.trail()[entries:]]
    field = query.split("{ ")[1].split("(", maxsplit=1)[0].strip()
    assert [e.operation for e in announced] == [f"about to: mutation {field}"]
    assert (entry.outcome, entry.operation) == (Outcome.DENIED, f"mutation {field}")
    assert (entry.record_ids, entry.count) == ((), 0)
    assert entry.case_ref == "T-1"
    content: bytes = found.content
    assert b'"r-' not in content
    return content


def test_records_are_filed_under_ones_own_code_alone(desk: Desk) -> None:
    content = is_denied(desk, SUBMIT, desk.world.token("th-police"), originator="kh-police")
    assert json.loads(content)["data"] == {"submitRecords": None}
    assert b'"FORBIDDEN"' in content
    assert b"an agency files records under its own code alone" in content


def test_a_policy_officer_files_judges_and_acknowledges_nothing(desk: Desk) -> None:
    token = desk.world.token("kh-police", "policy-officer")
    [alert, *_] = alerts(desk, "kh-police")
    pair = {"a": desk.world.id("th-police", "n"), "b": desk.world.id("kh-police", "n")}
    for query, variables in ((SUBMIT, {}), (JUDGE, pair), (ACKNOWLEDGE, {"id": alert})):
        content = is_denied(desk, query, token, **variables)
        assert b'"FORBIDDEN"' in content
        assert [*json.loads(content)["data"].values()] == [None]


def test_a_pair_of_which_one_end_is_hidden_answers_like_one_that_is_not_there(desk: Desk) -> None:
    token, own, hidden = desk.world.token("th-police"), desk.world.id("th-police", "p"), desk.world.id("kh-police", "p")
    answers = {
        is_denied(desk, JUDGE, token, a=a, b=b)
        for a, b in ((own, hidden), (hidden, own), (own, ABSENT), (ABSENT, own), (ABSENT, ABSENT), (hidden, ABSENT))
    }
    assert len(answers) == 1
    body = desk.ask(JUDGE, token=token, a=own, b=hidden)
    assert body == {"data": {"judge": {"explanation": None, "userErrors": NOT_FOUND}}}


def alerts(desk: Desk, agency: str) -> list[str]:
    found = desk.data("{ alerts { edges { node { id } } } }", token=desk.world.token(agency))
    return [edge["node"]["id"] for edge in found["alerts"]["edges"]]


def test_another_agencys_alert_answers_like_one_that_is_not_there(desk: Desk) -> None:
    [theirs, *_] = alerts(desk, "kh-police")
    for agency in ("th-police", "my-telco", "la-police"):
        token = desk.world.token(agency)
        assert is_denied(desk, ACKNOWLEDGE, token, id=theirs) == is_denied(desk, ACKNOWLEDGE, token, id="a-" + "0" * 32)
        assert desk.ask(ACKNOWLEDGE, token=token, id=theirs) == {
            "data": {"acknowledgeAlert": {"alert": None, "userErrors": NOT_FOUND}}
        }


def test_a_suspended_agency_sees_and_does_nothing_from_the_next_request_on(desk: Desk) -> None:
    token = desk.world.token("kh-police")
    own = desk.world.id("kh-police", "n")
    read = "query($id: ID!) { record(id: $id) { id } alerts { edges { node { id } } } }"
    assert desk.data(read, token=token, id=own)["record"] == {"id": own}
    [alert, *_] = alerts(desk, "kh-police")
    desk.world.app.scopes.directory.suspend("kh-police")
    try:
        assert desk.data(read, token=token, id=own) == {"record": None, "alerts": {"edges": []}}
        assert desk.trail()[-1].entry.record_ids == ()
        assert b'"FORBIDDEN"' in is_denied(desk, SUBMIT, token)
        assert b"NOT_FOUND" in is_denied(desk, JUDGE, token, a=own, b=desk.world.id("th-police", "n"))
        assert b"NOT_FOUND" in is_denied(desk, ACKNOWLEDGE, token, id=alert)
        # The other side hears nothing more of it either.
        assert alerts(desk, "th-police") == []
    finally:
        desk.world.app.scopes.directory.reinstate(["kh-police"])
    assert desk.data(read, token=token, id=own)["record"] == {"id": own}
