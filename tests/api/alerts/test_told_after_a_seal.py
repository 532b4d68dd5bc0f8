"""A match that is found while something closes one of its ends is told to both sides once that opens, and once."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.alerts.test_what_stands_is_told import announce_everything_anew
from tests.api.asking import Desk
from tests.api.sealing import LIFT, PROTECTION
from tests.world import link, record

ME = {"name": "Somchai Jaidee", "birthDate": "1987-03-04", "nationality": "TH"}
FIRM = {"name": "Andaman Jinxin Co Ltd", "jurisdiction": "TH", "registrationNumber": "0105551234567"}
NUMBER = "+66899999998"
BOTH = ("th-police", "au-police")
ALERTS = """{ alerts(first: 100) { edges { node { id kind recordId createdAt toldAt acknowledgedAt stillLinked
  otherAgency { code } } } } }"""
CLAIM = """mutation($records: [ID!]!) { claimVictim(input: {records: $records, reason: "interviewed"}) {
  claim { id } userErrors { code } } }"""
LIFT_CLAIM = """mutation($id: ID!) { liftClaim(input: {id: $id, reason: "mistaken"}) { userErrors { code } } }"""
SUBMIT = """mutation($records: [RecordInput!]!) { submitRecords(input: {dataset: "cases",
  profile: "law-enforcement", records: $records}) { records { unsealed } userErrors { code } } }"""
SEALS = "{ protectionNotices(first: 9) { edges { node { id recordId state } } } }"
CLAIMS = "{ protectionClaims(first: 9) { edges { node { id } } } }"
ACKNOWLEDGE = "mutation($id: ID!) { acknowledgeAlert(input: {id: $id}) { userErrors { code } } }"


def alerts(desk: Desk, agency: str) -> list[dict[str, Any]]:
    edges = desk.data(ALERTS, token=desk.world.token(agency))["alerts"]["edges"]
    return [edge["node"] for edge in edges]


def told(desk: Desk) -> list[list[tuple[str, str]]]:
    """Return of both police forces of what kinds they were told, and by whose records."""
    return [[(a["kind"], a["otherAgency"]["code"]) for a in alerts(desk, agency)] for agency in BOTH]


def of_each_other(kind: str = "PERSON") -> list[list[tuple[str, str]]]:
    return [[(kind, agency)] for agency in reversed(BOTH)]


def suspect(desk: Desk, agency: str, profile: str = "law-enforcement", **more: str) -> None:
    desk.world.file(agency, record("Person", "p", role="suspect", **ME, **more), profile=profile)


def claimed(desk: Desk, agency: str = "kh-hotline", reference: str = "h") -> str:
    """File and claim the person as an agency, and return the claim."""
    desk.world.file(agency, record("Person", reference, **ME))
    token = desk.world.token(agency, *PROTECTION)
    made = desk.data(CLAIM, token=token, records=[desk.world.id(agency, reference)])["claimVictim"]
    desk.world.settle()
    return str(made["claim"]["id"])


def lift(desk: Desk, claim: str, agency: str = "kh-hotline") -> None:
    token = desk.world.token(agency, *PROTECTION)
    assert desk.data(LIFT_CLAIM, token=token, id=claim)["liftClaim"]["userErrors"] == []
    desk.world.settle()


def lift_seals(desk: Desk, agency: str) -> None:
    """Lift all seals on an agency's records, as its own protection role."""
    token = desk.world.token(agency, *PROTECTION)
    for edge in desk.data(SEALS, token=token)["protectionNotices"]["edges"]:
        assert desk.data(LIFT, token=token, id=edge["node"]["id"])["liftSeal"]["userErrors"] == []
    desk.world.settle()


def hold_both(desk: Desk) -> None:
    for agency in BOTH:
        suspect(desk, agency)


def _by_the_claim(desk: Desk) -> Callable[[], None]:
    claim = claimed(desk)
    hold_both(desk)
    return lambda: lift(desk, claim)


def _by_its_own_protection_role(desk: Desk) -> Callable[[], None]:
    claimed(desk)
    hold_both(desk)
    lift_seals(desk, "th-police")
    assert told(desk) == [[], []]
    return lambda: lift_seals(desk, "au-police")


def _by_wider_terms(desk: Desk) -> Callable[[], None]:
    suspect(desk, "th-police", "originator-controlled")
    suspect(desk, "au-police")
    return lambda: suspect(desk, "th-police")


def _by_another_role(desk: Desk) -> Callable[[], None]:
    """As those who protect her correct what was filed by mistake."""
    desk.world.file("th-police", record("Person", "p", role="presumed-victim", **ME))
    suspect(desk, "au-police")

    def corrected() -> None:
        person = {"kind": "PERSON", "reference": "p", "subjectRole": "WITNESS"}
        person |= {"properties": [{"name": name, "values": [value]} for name, value in ME.items()]}
        [filed] = desk.data(SUBMIT, token=desk.world.token("th-police", *PROTECTION), records=[person])[
            "submitRecords"
        ]["records"]
        assert filed["unsealed"]
        desk.world.settle()

    return corrected


WAYS = (_by_the_claim, _by_its_own_protection_role, _by_wider_terms, _by_another_role)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_was_found_while_it_was_closed_is_told_as_it_opens_and_once(
    desk: Desk, way: Callable[[Desk], Callable[[], None]]
) -> None:
    opens = way(desk)
    assert told(desk) == [[], []]
    opens()
    assert told(desk) == of_each_other()
    found = [alerts(desk, agency) for agency in BOTH]
    announce_everything_anew(desk.world)
    assert [alerts(desk, agency) for agency in BOTH] == found
