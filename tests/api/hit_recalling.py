"""What the tests of recalls that end hits ask: a check that hits, withdrawals, and what each side is told."""

import re
from typing import Any

from tests.api.asking import Desk
from tests.api.exchanging import check, phone
from tests.world import record

NUMBER, OTHER = "+66865554433", "+66865554434"
NAMES = ("x", "y", "z")
TOLD = "originator-controlled"
RETRACT = """mutation($ids: [ID!]!, $erase: Boolean!) { retractRecords(input: {ids: $ids, reason: "a mistake", erase: $erase}) {
  done recalls { recordId outstanding notices { recordId hit agency { code } form operation } } userErrors { code } } }"""
NARROW = """mutation($ids: [ID!]!, $profile: String!) { narrowRecords(input: {ids: $ids, profile: $profile, reason: "at risk"}) {
  done recalls { recordId notices { form agency { code } } } userErrors { code } } }"""
RECALLS = """query($open: Boolean! = false) { recalls(openOnly: $open) { edges { cursor node { id recordId hit cause form reason
  originator { code } agency { code } operation person issuedAt firstDisclosedAt lastDisclosedAt answer } } pageInfo { hasNextPage } } }"""
ISSUED = """{ issuedRecalls { edges { node { recordId outstanding
  notices { recordId hit form agency { code } answer answerReason answeredBy } } } } }"""
ANSWER = """mutation($id: ID!, $answer: RecallAnswer! = DONE, $reason: String) { acknowledgeRecall(input: {id: $id, answer: $answer, reason: $reason}) {
  notice { id recordId hit answer answerReason } userErrors { code } } }"""
FALLOUT = "query($id: ID!) { falloutReport(recordId: $id) { recipients { code } exports { agency { code } } alerts { otherAgency { code } } } }"
SCHEDULE = """mutation($ids: [ID!]!, $until: DateTime) { scheduleRetention(input: {
  ids: $ids, retainUntil: $until, reason: "over"}) { userErrors { code } } }"""
LOOK = "query($id: ID!) { record(id: $id) { id } }"
ALERTS = "{ alerts(first: 100) { edges { node { id recordId otherRecordId reason } } } }"
AGENCY, HOLDER = "my-telco", "th-police"


def number(name: str, value: str = NUMBER) -> Any:
    return record("PhoneNumber", name, number=value)


def hit(desk: Desk, value: str = NUMBER) -> str:
    """Check a number, which must be hit once, and return the id of the hit."""
    payload = check(desk, AGENCY, [phone(value)])
    desk.world.app.audit.flush()
    [found] = payload["check"]["values"][0]["hits"]
    return str(found["id"])


def ids(desk: Desk, *names: str) -> list[str]:
    return [desk.world.id(HOLDER, name) for name in names]


def retract(desk: Desk, *names: str, erase: bool = False, settle: bool = True) -> list[dict[str, Any]]:
    done = desk.data(RETRACT, token=desk.world.token(HOLDER, "analyst+supervisor"), ids=ids(desk, *names), erase=erase)[
        "retractRecords"
    ]
    assert done["done"]
    if settle:
        desk.world.settle()
    recalls: list[dict[str, Any]] = done["recalls"]
    return recalls


def recalls(desk: Desk, agency: str = AGENCY, **variables: Any) -> list[dict[str, Any]]:
    """Return the recall notices of an agency, of which no part names a record that it never had."""
    found = desk.data(RECALLS, token=desk.world.token(agency), **variables)["recalls"]["edges"]
    return [edge["node"] for edge in found]


def issued(desk: Desk) -> dict[str, dict[str, Any]]:
    found = desk.data(ISSUED, token=desk.world.token(HOLDER))["issuedRecalls"]["edges"]
    return {edge["node"]["recordId"]: edge["node"] for edge in found}


def shape(desk: Desk) -> str:
    """Return what an agency is told of recalls, without ids and times."""
    text = desk.post(RECALLS, token=desk.world.token(AGENCY)).text
    text = re.sub(r'"\d{4}-\d\d-\d\dT[^"]+"', "TIME", text)
    return re.sub(r'"cursor":"[^"]+"|[kv]-[0-9a-f]{32}', "ID", text)
