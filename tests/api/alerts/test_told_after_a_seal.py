"""A match that is found while something closes one of its ends is told to both sides once that opens, and once."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from graph.store import Access, ChangeKind, Template, migrate
from graph.store.schema.migrations import MIGRATIONS
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
    """Lift all seals that stand on an agency's records, as its own protection role."""
    token = desk.world.token(agency, *PROTECTION)
    found = [edge["node"] for edge in desk.data(SEALS, token=token)["protectionNotices"]["edges"]]
    for seal in (seal for seal in found if seal["state"] == "SEALED"):
        assert desk.data(LIFT, token=token, id=seal["id"])["liftSeal"]["userErrors"] == []
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
        values = [{"name": name, "values": [value]} for name, value in ME.items()]
        person = {"kind": "PERSON", "reference": "p", "subjectRole": "WITNESS", "properties": values}
        done = desk.data(SUBMIT, token=desk.world.token("th-police", *PROTECTION), records=[person])["submitRecords"]
        [filed] = done["records"]
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


def test_while_another_seal_still_closes_nothing_is_told(desk: Desk) -> None:
    claims = {agency: claimed(desk, agency) for agency in ("kh-hotline", "ph-police")}
    hold_both(desk)
    lift(desk, claims["kh-hotline"])
    assert told(desk) == [[], []]
    lift(desk, claims["ph-police"], "ph-police")
    # The police that claimed her hold her themselves, and may be told of it now.
    assert [[a for a in found if a[1] in BOTH] for found in told(desk)] == of_each_other()


@pytest.mark.long
def test_what_was_told_before_the_seal_stays_the_alert_that_it_was(desk: Desk) -> None:
    hold_both(desk)
    before = {agency: alerts(desk, agency)[0] for agency in BOTH}
    own = desk.world.token("au-police")
    assert desk.data(ACKNOWLEDGE, token=own, id=before["au-police"]["id"])["acknowledgeAlert"]["userErrors"] == []
    claim = claimed(desk)
    assert told(desk) == [[], []]
    lift(desk, claim)
    after = {agency: alerts(desk, agency) for agency in BOTH}
    assert {agency: [a["id"] for a in found] for agency, found in after.items()} == {
        agency: [alert["id"]] for agency, alert in before.items()
    }
    assert [after[agency][0]["acknowledgedAt"] is None for agency in BOTH] == [True, False]


def test_a_seal_that_came_and_went_before_the_records_were_compared_again_was_there(desk: Desk) -> None:
    """The matcher looked meanwhile: the match had come before the seal, and was closed as it would have been told."""
    world = desk.world
    world.file("kh-hotline", record("Person", "h", **ME))
    for agency in BOTH:
        world.submit(agency, [record("Person", "p", role="suspect", **ME)], profile="law-enforcement")
    world.run(world.app.resolver.drain())
    token = world.token("kh-hotline", *PROTECTION)
    made = desk.data(CLAIM, token=token, records=[world.id("kh-hotline", "h")])["claimVictim"]
    world.run(world.app.notice_matcher.drain())
    assert told(desk) == [[], []]
    lift(desk, made["claim"]["id"])
    assert told(desk) == of_each_other()


@pytest.mark.long
def test_what_was_closed_with_a_sealed_person_is_told_with_her(desk: Desk) -> None:
    claim = claimed(desk)
    for agency in BOTH:
        suspect(desk, agency)
        firm, number = record("Organization", "f", **FIRM), record("PhoneNumber", "n", number=NUMBER)
        desk.world.file(agency, firm, number, link("OWNS", "p", "f"), link("USES", "p", "n"))
    lift(desk, claim)
    found = told(desk)
    assert [sorted(kind for kind, _ in one) for one in found] == [["ORGANIZATION", "PERSON", "PHONE_NUMBER"]] * 2
    announce_everything_anew(desk.world)
    assert told(desk) == found


@pytest.mark.long
def test_what_an_older_version_left_untold_is_told(desk: Desk) -> None:
    hold_both(desk)
    for text in (
        "MATCH (x:Notice) DETACH DELETE x",
        "MATCH ()-[m:MATCH]->() REMOVE m.stood",
        f"MATCH (s:Schema) SET s.version = {MIGRATIONS[-1].number - 1}",
    ):
        desk.world.run(desk.world.app.store.run_alone(Template(name="older", access=Access.WRITE, text=text), {}))
    assert told(desk) == [[], []]
    desk.world.run(migrate(desk.world.app.store, desk.world.app.ontology))
    desk.world.settle()
    assert told(desk) == of_each_other()


@pytest.mark.long
def test_the_lift_of_a_seal_on_what_many_match_announces_each_match_once_in_changes_of_their_size(desk: Desk) -> None:
    claim, count = claimed(desk), 60
    suspect(desk, "th-police")
    many = [record("Person", f"p{n}", role="suspect", **ME) for n in range(count)]
    desk.world.file("au-police", *many)
    before = desk.world.run(desk.world.app.feed.last())
    lift(desk, claim)
    changes = desk.world.run(desk.world.app.feed.since(before, kinds=[ChangeKind.LINKAGE]))
    announced = [c.record_ids for c in changes if c.kind is ChangeKind.LINKAGE]
    pairs = Counter(zip(*(sum(announced, ())[side::2] for side in (0, 1)), strict=True))
    hub = desk.world.id("th-police", "p")
    assert [n for pair, n in pairs.items() if hub in pair] == [1] * (count + 1)
    assert len(alerts(desk, "au-police")) == count
