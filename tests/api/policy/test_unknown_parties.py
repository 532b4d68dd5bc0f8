"""A party or a handling profile that the bundle does not know stops nobody: its records are closed, the rest goes on."""

from dataclasses import replace

import pytest
import structlog

from api.background.workers import running_workers
from policies import PreparedBundle
from tests.api.asking import Desk
from tests.world import record

LEFT = "za-left"
NUMBER, OTHER = "+66899999991", "+66899999992"
ALERTS = "{ alerts { edges { node { recordId otherAgency { code } } } } }"
NARROW = """mutation($ids: [ID!]!, $profile: String!) { narrowRecords(input: {ids: $ids, profile: $profile, reason: "source at risk"}) {
  done userErrors { code } } }"""
LOOK = "query($id: ID!) { record(id: $id) { id } }"
RECALLS = "{ recalls { edges { node { recordId cause } } } }"


@pytest.fixture
def without_profile(desk: Desk) -> Desk:
    """A desk with one record that others saw, filed again under a profile that has left the bundle since."""
    world, scopes = desk.world, desk.world.app.scopes
    world.file("th-police", record("PhoneNumber", "n", number=NUMBER))
    world.file("kh-police", record("PhoneNumber", "k", number=NUMBER))
    desk.data(LOOK, token=world.token("kh-police"), id=world.id("th-police", "n"))
    world.file("th-police", record("PhoneNumber", "n", number=NUMBER), profile="hit-only", settle=False)
    registers = scopes.bundle.registers
    kept = {name: profile for name, profile in registers.profiles.items() if name != "hit-only"}
    scopes.activate(PreparedBundle.of(replace(scopes.bundle, registers=replace(registers, profiles=kept))))
    return desk


def test_records_of_a_party_that_left_stop_nobodys_alerts(desk: Desk) -> None:
    world = desk.world
    for number, agencies in ((NUMBER, (LEFT, "th-police")), (OTHER, ("th-police", "kh-police"))):
        for agency in agencies:
            world.file(agency, record("PhoneNumber", number, number=number))
    world.settle()

    found = desk.data(ALERTS, token=world.token("th-police"))["alerts"]["edges"]
    assert [edge["node"] for edge in found] == [
        {"recordId": world.id("th-police", OTHER), "otherAgency": {"code": "kh-police"}}
    ]


def test_what_a_party_did_before_it_left_stays_told(desk: Desk) -> None:
    """A recall that fails for its originator's name would leave the copy of the record where it is."""
    world, scopes = desk.world, desk.world.app.scopes
    for agency in ("th-police", "kh-police"):
        world.file(agency, record("PhoneNumber", "n", number=NUMBER))
    for agency, other in (("th-police", "kh-police"), ("kh-police", "th-police")):
        desk.data(LOOK, token=world.token(agency), id=world.id(other, "n"))
    retract = (
        'mutation($ids: [ID!]!) { retractRecords(input: {ids: $ids, reason: "a mistake", erase: false}) { done } }'
    )
    desk.data(retract, token=world.token("th-police"), ids=[world.id("th-police", "n")])
    registers = scopes.bundle.registers
    kept = {code: party for code, party in registers.parties.items() if code != "th-police"}
    scopes.activate(PreparedBundle.of(replace(scopes.bundle, registers=replace(registers, parties=kept))))

    left = {"code": "th-police", "name": "th-police", "contact": None}
    found = desk.data(
        "{ recalls { edges { node { originator { code name contact } } } } }", token=world.token("kh-police")
    )
    assert [edge["node"]["originator"] for edge in found["recalls"]["edges"]] == [left]
    officer = world.token("kh-police", "duty-officer")
    had = desk.data("{ receipts { edges { node { agency { code name contact } } } } }", token=officer)
    assert [edge["node"]["agency"] for edge in had["receipts"]["edges"]] == [left]


def test_a_start_names_the_parties_that_the_bundle_does_not_know(desk: Desk) -> None:
    desk.world.file(LEFT, record("PhoneNumber", "n", number=NUMBER))
    desk.world.file("th-police", record("PhoneNumber", "n", number=OTHER))

    async def work() -> None:
        async with running_workers(desk.world.app):
            pass

    with structlog.testing.capture_logs() as logs:
        desk.world.run(work())
    assert [e for e in logs if e["event"] == "unknown_party"] == [
        {"event": "unknown_party", "party": LEFT, "log_level": "warning"}
    ]


def test_what_stands_under_a_profile_that_left_is_closed_to_its_own_agency_too(without_profile: Desk) -> None:
    """So nothing of it is narrowed either: a known profile could release what this one no longer does."""
    world = without_profile.world
    own = [world.id("th-police", "n")]
    answer = without_profile.data(NARROW, token=world.token("th-police"), ids=own, profile="originator-controlled")
    assert answer["narrowRecords"] == {"done": False, "userErrors": [{"code": "NOT_FOUND"}]}


def test_what_stands_under_a_profile_that_left_is_recalled_from_who_had_it(without_profile: Desk) -> None:
    world = without_profile.world
    world.run(world.app.accountability.recalls.drain())
    found = without_profile.data(RECALLS, token=world.token("kh-police"))["recalls"]["edges"]
    assert [edge["node"] for edge in found] == [{"recordId": world.id("th-police", "n"), "cause": "NARROWED"}]
