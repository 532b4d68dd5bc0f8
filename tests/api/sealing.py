"""Short ways to claim a victim and to look at what that seals, for tests."""

from typing import Any

from tests.api.asking import Desk

CLAIM = """mutation($records: [ID!]!) { claimVictim(input: {records: $records, reason: "interviewed at the shelter"}) {
  userErrors { code } } }"""
LIFT = """mutation($id: ID!) { liftSeal(input: {id: $id, reason: "a stolen passport"}) { userErrors { code } } }"""
JUDGE = """mutation($left: ID!, $right: ID!, $value: JudgementValue!, $profile: String) {
  judge(input: {left: $left, right: $right, value: $value, reason: "photographs compared", profile: $profile}) {
    userErrors { code } } }"""
NOTICES = "{ protectionNotices(first: 9) { edges { node { id recordId state statusConflict } } } }"
LOOK = "query($id: ID!) { record(id: $id) { claimedVictim links { id } } }"
QUEUE = "{ reviewQueue(first: 9) { edges { node { left { id } right { id } } } } }"
HER = ("kh-hotline", "h")
PROTECTION = ("victim-support", "victim-protection")
PASSPORT = {"passportNumber": "AA1234567", "nationality": "TH"}
VICTIM = {"name": "Anong Siriwattana", "birthDate": "1999-04-05", **PASSPORT}
ALIAS = {"name": "Kraisorn Boonmee", "birthDate": "1999-04-05", **PASSPORT}
ALIKE = {"name": "Anong Siriwattana", "birthDate": "1999", "nationality": "TH"}


def claim(desk: Desk, reference: str = "h") -> None:
    token = desk.world.token("kh-hotline", *PROTECTION)
    made = desk.data(CLAIM, token=token, records=[desk.world.id("kh-hotline", reference)])["claimVictim"]
    assert made["userErrors"] == []


def look(desk: Desk, reference: str, agency: str, *role: str, owner: str = "th-police") -> Any:
    token = desk.world.token(agency, *role)
    return desk.data(LOOK, token=token, id=desk.world.id(owner, reference))["record"]


def notices(desk: Desk, agency: str) -> list[tuple[str, str, bool]]:
    edges = desk.data(NOTICES, token=desk.world.token(agency))["protectionNotices"]["edges"]
    return [(e["node"]["recordId"], e["node"]["state"], e["node"]["statusConflict"]) for e in edges]


def judge(
    desk: Desk, left: tuple[str, str], right: tuple[str, str], value: str, *by: str, profile: str | None = None
) -> None:
    token = desk.world.token(*by)
    ends = {"left": desk.world.id(*left), "right": desk.world.id(*right)}
    done = desk.data(JUDGE, token=token, value=value, profile=profile, **ends)
    assert done["judge"]["userErrors"] == []
