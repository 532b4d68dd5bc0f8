"""Reasons and saved questions about a presumed victim's record name her, and are for those who may read who she is."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.authentication import issue_development_token
from api.cli import grants, retention
from api.keys import load_development_key
from policies import Outcome
from tests.api.asking import Desk
from tests.api.audit.test_denials import state
from tests.api.grants.test_grants import APPROVE
from tests.api.shells import open_shell
from tests.world import World, link, record, viewer

NAME = "Bopharoth Meas"
WHO = {"name": NAME, "birthDate": "1999-03-04", "nationality": "KH"}
GIVE = """mutation($input: GrantInput!) { grant(input: $input) { grant { id reason question otherRestrictions records }
  userErrors { code } } }"""
GRANTS = "{ grants(side: GIVEN) { edges { node { id standing records reason question otherRestrictions } } } }"
HOLD = """mutation($ids: [ID!]!, $reason: String!) { placeHold(input: {ids: $ids, reason: $reason}) {
  holds { id reason } userErrors { code } } }"""
LIFT = """mutation($id: ID!, $reason: String!) { liftHold(input: {id: $id, reason: $reason}) {
  holds { id reason liftReason } userErrors { code } } }"""
HOLDS = "{ legalHolds(activeOnly: false) { edges { node { id recordId reason liftReason } } } }"
DATES = """mutation($ids: [ID!]!, $until: DateTime!, $reason: String!) { scheduleRetention(input: {
  ids: $ids, retainUntil: $until, reason: $reason}) { schedules { reason } userErrors { code } } }"""
SCHEDULES = "{ retentionSchedules { edges { node { recordId reason } } } }"
RETRACT = """mutation($ids: [ID!]!, $reason: String!) { retractRecords(input: {ids: $ids, reason: $reason}) {
  done recalls { reason } userErrors { code } } }"""
ISSUED = "{ issuedRecalls { edges { node { recordId reason notices { reason answerReason } } } } }"
LISTS = (GRANTS, HOLDS, SCHEDULES, ISSUED)
PROTECTING = ("victim-support", "victim-protection")
TEXT = f"for {NAME}, at the house by the river"


@pytest.fixture
def desk(world: World) -> Desk:
    """A hotline holds a victim, what she is linked to, and a suspect."""
    world.file(
        "kh-hotline",
        record("Person", "v", role="presumed-victim", **WHO),
        record("PhoneNumber", "hers", number="+85512345678"),
        record("Person", "s", role="suspect", name="Wirat Boonmee"),
        link("USES", "v", "hers"),
        profile="victim-protection",
    )
    return Desk(world)


def token(desk: Desk, *role: str) -> str:
    return desk.world.token("kh-hotline", *role)


def rid(desk: Desk, reference: str) -> str:
    return desk.world.id("kh-hotline", reference)


def give(desk: Desk, **named: Any) -> dict[str, Any]:
    order = {
        "agency": "ph-police",
        "role": "victim-support",
        "classes": ["IDENTITY"],
        "purpose": "victim-protection",
        "reason": TEXT,
        "otherRestrictions": TEXT,
        "conditions": ["H3"],
        "until": (datetime.now(UTC) + timedelta(days=9)).isoformat(),
        **named,
    }
    made = desk.data(GIVE, token=token(desk, *PROTECTING), input=order)["grant"]
    assert made["userErrors"] == []
    found: dict[str, Any] = made["grant"]
    return found


def listed(desk: Desk, query: str, *role: str) -> str:
    return json.dumps(desk.data(query, token=token(desk, *role)))


def texts(desk: Desk, *role: str) -> tuple[Any, Any, Any]:
    [node] = [e["node"] for e in desk.data(GRANTS, token=token(desk, *role))["grants"]["edges"]]
    return node["reason"], node["question"], node["otherRestrictions"]


def test_colleagues_read_no_words_of_a_grant_of_her_record_from_the_proposal_on(desk: Desk) -> None:
    made = give(desk, question={"search": NAME, "kind": "PERSON"})
    assert (made["reason"], made["question"]) == (TEXT, f"search {NAME}, kind Person")
    assert texts(desk, "analyst") == (None, None, None)
    settings = desk.world.app.settings
    key = load_development_key(settings.keys, settings.jwks)
    another = issue_development_token(
        settings, key, replace(viewer("kh-hotline", *PROTECTING), subject="second"), ttl_seconds=600
    )
    assert desk.data(APPROVE, token=another, id=made["id"])["approveGrant"]["grant"] == {"standing": "ACTIVE"}
    assert rid(desk, "v") in listed(desk, GRANTS, "analyst")
    assert NAME not in listed(desk, GRANTS, "analyst")
    assert texts(desk, *PROTECTING) == (TEXT, f"search {NAME}, kind Person", TEXT)


def test_words_about_what_her_own_agency_links_to_her_are_withheld_likewise(desk: Desk) -> None:
    give(desk, records=[rid(desk, "hers")], classes=["CONTACT"])
    assert texts(desk, "analyst") == (None, None, None)
    assert texts(desk, *PROTECTING) == (TEXT, None, TEXT)


def test_words_about_others_are_read_by_all_of_the_agency(desk: Desk) -> None:
    give(desk, records=[rid(desk, "s")])
    assert texts(desk, "analyst") == texts(desk, *PROTECTING) == (TEXT, None, TEXT)


def test_words_stay_withheld_once_her_record_has_gone(desk: Desk) -> None:
    give(desk, records=[rid(desk, "v")])
    desk.data(RETRACT, token=token(desk, *PROTECTING), ids=[rid(desk, "v")], reason=TEXT)
    desk.world.settle()
    assert NAME not in listed(desk, GRANTS, "analyst") + listed(desk, ISSUED, "analyst")
    assert NAME in listed(desk, ISSUED, *PROTECTING)


def test_colleagues_read_no_words_of_holds_and_dates_of_her_record(desk: Desk) -> None:
    ids, protecting = [rid(desk, "v")], token(desk, *PROTECTING)
    until = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    dated = desk.data(DATES, token=protecting, ids=ids, until=until, reason=TEXT)["scheduleRetention"]
    assert dated == {"schedules": [{"reason": TEXT}], "userErrors": []}
    supervisor = token(desk, "supervisor")
    [hold] = desk.data(HOLD, token=supervisor, ids=ids, reason=TEXT)["placeHold"]["holds"]
    # Who places it and may not read who she is writes the words, and is not shown them again.
    assert hold["reason"] is None
    for query in (HOLDS, SCHEDULES):
        assert ids[0] in listed(desk, query, "analyst")
        assert NAME not in listed(desk, query, "analyst")
        assert NAME in listed(desk, query, *PROTECTING)
    [lifted] = desk.data(LIFT, token=supervisor, id=hold["id"], reason=TEXT)["liftHold"]["holds"]
    assert (lifted["reason"], lifted["liftReason"]) == (None, None)
    assert NAME not in listed(desk, HOLDS, "analyst")
    [hold] = desk.nodes(HOLDS, token=protecting)
    assert (hold["reason"], hold["liftReason"]) == (TEXT, TEXT)


def test_a_list_with_withheld_words_changes_nothing_and_is_in_the_trail(desk: Desk) -> None:
    give(desk, question={"search": NAME, "kind": "PERSON"})
    desk.data(HOLD, token=token(desk, "supervisor"), ids=[rid(desk, "v")], reason=TEXT)
    before, entries = state(desk.world), len(desk.trail())
    assert NAME not in "".join(listed(desk, query, "analyst") for query in LISTS)
    assert state(desk.world) == before
    told = [e.entry for e in desk.trail()[entries:]]
    assert [e.operation for e in told] == [f"query {q.split()[1].split('(')[0]}" for q in LISTS]
    assert {e.outcome for e in told} == {Outcome.ALLOWED}
    assert told[0].record_ids == (rid(desk, "v"),)


def test_what_others_hold_of_her_changes_no_word_at_the_originator(desk: Desk) -> None:
    give(desk, records=[rid(desk, "s")])
    before = [listed(desk, query, "analyst") for query in LISTS]
    desk.world.file("th-police", record("Person", "v", role="presumed-victim", name="Wirat Boonmee"))
    assert [listed(desk, query, "analyst") for query in LISTS] == before


def test_the_commands_withhold_them_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    give(desk, question={"search": NAME, "kind": "PERSON"})
    desk.data(HOLD, token=token(desk, "supervisor"), ids=[rid(desk, "v")], reason=TEXT)
    open_shell(desk.world, monkeypatch, grants, retention)
    for as_token, told in (("kh-hotline/analyst/investigation", False), ("kh-hotline/" + "/".join(PROTECTING), True)):
        for as_json in (False, True):
            grants.grants_list(received=False, as_token=as_token, json=as_json)
            retention.retention_holds(as_token=as_token, json=as_json)
            shown = capsys.readouterr().out
            assert (NAME in shown, "(withheld)" in shown) == (told, not told and not as_json)
