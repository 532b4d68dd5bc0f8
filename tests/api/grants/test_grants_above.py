"""Grants of what is above the one who reads of them: received, passed on, and named in the answer to a request."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.authentication import issue_development_token
from api.cli import grants
from api.keys import load_development_key
from policies import Outcome, PreparedBundle, load_bundle
from tests.api.asking import Desk
from tests.api.audit.test_denials import is_denied
from tests.api.graphql.test_own_lists import ASK, CHECK, RETRACT, REVOKE, officer
from tests.api.shells import open_shell
from tests.policies.edited_bundles import wide_bundle
from tests.world import World, link, record, viewer

LIST = """query($side: GrantSide!) { grants(side: $side) { edges { node { id records links reason } } } }"""
GIVE = "mutation($input: GrantInput!) { grant(input: $input) { grant { id } userErrors { code } } }"
PASS_ON = """mutation($id: ID!) { passOnGrant(input: {id: $id, agency: "my-police", reason: "passed on"}) {
  grant { id } userErrors { code } } }"""
TAKE_BACK = "mutation($id: ID!) { revokeGrant(input: {id: $id}) { grant { records links } userErrors { code } } }"
ANSWER = """mutation($id: ID!, $grant: ID) { answerRequest(input: {id: $id, text: "see the grant", grantId: $grant}) {
  request { grantId } userErrors { code } } }"""
NUMBER = "+66812340678"
SHOWN, HIDDEN = "plain", "cleared"
PLAIN = """
plain: {title: T, tlp: AMBER, caveats: [], purposes: [investigation], hit_mode: both-notified, link_notice: true}
"""


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    """A desk with a profile that only some of an agency's people are cleared for."""
    wide_bundle(tmp_path)
    with (tmp_path / "bundle/profiles.yml").open("a", encoding="utf-8") as profiles:
        profiles.write(PLAIN)
    world.app.scopes.activate(PreparedBundle.of(load_bundle(tmp_path / "bundle")))
    return Desk(world)


def file_site(desk: Desk, reference: str, profile: str) -> str:
    [rid] = desk.world.file("th-police", record("Site", reference, name=f"Romduol {reference}"), profile=profile)
    return str(rid)


def give(desk: Desk, *records: str, **more: Any) -> str:
    """Grant records of th-police to kh-police as one who is cleared for all; return the grant's id."""
    until = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    terms = {"agency": "kh-police", "classes": ["IDENTITY"], "purpose": "investigation", "until": until}
    asked = {**terms, "reason": "of an informant", "records": list(records), **more}
    return str(desk.data(GIVE, token=officer(desk, 2), input=asked)["grant"]["grant"]["id"])


def policy_officer(desk: Desk, clearance: int, agency: str = "kh-police") -> str:
    settings = desk.world.app.settings
    who = replace(viewer(agency, "policy-officer", "border-control"), clearance=clearance)
    return issue_development_token(settings, load_development_key(settings.keys, settings.jwks), who, ttl_seconds=600)


def listed(desk: Desk, token: str, side: str = "RECEIVED") -> dict[str, tuple[list[str], list[str]]]:
    """Return by grant the records and links that a list names; the trail names these records and no others."""
    nodes = [e["node"] for e in desk.data(LIST, token=token, side=side)["grants"]["edges"]]
    entry = desk.trail()[-1].entry
    assert (entry.operation, entry.outcome) == ("query grants", Outcome.ALLOWED)
    assert set(entry.record_ids) == {rid for node in nodes for rid in node["records"]}
    return {node["id"]: (node["records"], node["links"]) for node in nodes}


@pytest.mark.parametrize("reader", [lambda d, c: officer(d, c, "kh-police"), policy_officer])
def test_a_received_grant_names_what_may_be_opened_to_its_reader_alone(desk: Desk, reader: Any) -> None:
    hidden, shown = file_site(desk, "a", HIDDEN), file_site(desk, "b", SHOWN)
    low, high = reader(desk, 0), reader(desk, 2)
    before = desk.ask(LIST, token=low, side="RECEIVED")
    of_hidden = give(desk, hidden)

    # Neither an id nor the reason: the answer is the one from before.
    assert desk.ask(LIST, token=low, side="RECEIVED") == before
    assert (listed(desk, low), listed(desk, high)) == ({}, {of_hidden: ([hidden], [])})
    of_both = give(desk, hidden, shown)
    assert listed(desk, low) == {of_both: ([shown], [])}
    assert {rid for rids, _ in listed(desk, high).values() for rid in rids} == {hidden, shown}


@pytest.mark.parametrize("change", ["revoked", "withdrawn"])
def test_what_is_over_stays_above_its_reader(desk: Desk, change: str) -> None:
    hidden, shown = file_site(desk, "a", HIDDEN), file_site(desk, "b", SHOWN)
    of_hidden, of_both = give(desk, hidden), give(desk, hidden, shown)
    if change == "revoked":
        for grant in (of_hidden, of_both):
            assert desk.data(REVOKE, token=officer(desk, 2), id=grant)["revokeGrant"]["userErrors"] == []
    else:
        done = desk.data(RETRACT, token=officer(desk, 2), ids=[hidden, shown], erase=False)["retractRecords"]
        assert done["done"]
    low, high = officer(desk, 0, "kh-police"), officer(desk, 2, "kh-police")
    assert listed(desk, low) == {of_both: ([shown], [])}
    assert set(listed(desk, high)) == {of_hidden, of_both}


def test_what_was_narrowed_since_leaves_the_list(desk: Desk) -> None:
    rid, low = file_site(desk, "a", SHOWN), officer(desk, 0, "kh-police")
    grant = give(desk, rid)
    assert listed(desk, low) == {grant: ([rid], [])}
    file_site(desk, "a", HIDDEN)
    assert listed(desk, low) == {}


def test_a_link_is_named_where_both_its_ends_are(desk: Desk) -> None:
    desk.world.file("th-police", record("Person", "p", role="suspect", name="Kraisorn Pattanakit"))
    desk.world.file("th-police", record("PhoneNumber", "n", number=NUMBER), profile=SHOWN)
    desk.world.file("th-police", record("PhoneNumber", "m", number="+66812345679"), profile=HIDDEN)
    desk.world.file("th-police", link("USES", "p", "n"), link("USES", "p", "m"))
    person, open_, closed = (desk.world.id("th-police", r) for r in ("p", "n", "m"))
    asked = {"classes": ["IDENTITY", "CONTACT"], "linksAmong": True}
    grant = give(desk, person, open_, closed, **asked)
    low, high = (listed(desk, officer(desk, c, "kh-police"))[grant] for c in (0, 2))
    assert (sorted(low[0]), len(low[1])) == (sorted((person, open_)), 1)
    assert (set(high[0]), len(high[1])) == ({person, open_, closed}, 2)


def test_what_was_passed_on_names_what_may_be_opened_to_who_reads_of_it(desk: Desk) -> None:
    hidden, shown = file_site(desk, "a", HIDDEN), file_site(desk, "b", SHOWN)
    low, high = officer(desk, 0, "kh-police"), officer(desk, 2, "kh-police")
    passed = [
        desk.data(PASS_ON, token=high, id=give(desk, *records, onward=True))["passOnGrant"]["grant"]["id"]
        for records in ((hidden,), (hidden, shown))
    ]
    assert set(listed(desk, high, "GIVEN")) == set(passed)
    assert listed(desk, low, "GIVEN") == {passed[1]: ([shown], [])}
    there, nowhere = (is_denied(desk, REVOKE, low, id=i) for i in (passed[0], "g-" + "0" * 32))
    assert there == nowhere
    taken = desk.data(TAKE_BACK, token=low, id=passed[1])["revokeGrant"]
    assert taken == {"grant": {"records": [shown], "links": []}, "userErrors": []}
    assert desk.trail()[-1].entry.record_ids == (shown,)


def test_what_is_above_whoever_passes_on_stays_out_and_changes_no_answer(desk: Desk) -> None:
    """Neither a refusal nor a name in it tells that the grant has more."""
    hidden, shown = file_site(desk, "a", HIDDEN), file_site(desk, "b", SHOWN)
    low, high = officer(desk, 0, "kh-police"), officer(desk, 2, "kh-police")
    passing = PASS_ON.replace("grant { id }", "grant { records links classes onward }")
    alone, both = give(desk, shown, onward=True), give(desk, hidden, shown, onward=True)
    answers = [desk.data(passing, token=low, id=grant) for grant in (alone, both)]
    assert answers[0] == answers[1]
    assert answers[0]["passOnGrant"]["grant"]["records"] == [shown]
    assert desk.trail()[-1].entry.record_ids == (shown,)
    third = officer(desk, 2, "my-police")
    look = "query($id: ID!) { record(id: $id) { caption } }"
    assert [desk.data(look, token=third, id=rid)["record"] is None for rid in (hidden, shown)] == [True, False]

    # Of one of which nothing reaches them there is nothing to pass on, as of one that is not there.
    of_hidden = give(desk, hidden, onward=True)
    there, nowhere = (is_denied(desk, PASS_ON, low, id=i) for i in (of_hidden, "g-" + "0" * 32))
    assert there == nowhere
    assert b"NOT_FOUND" in there
    assert desk.data(passing, token=high, id=of_hidden)["passOnGrant"]["grant"]["records"] == [hidden]


@pytest.mark.long
def test_the_command_line_lists_the_same(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    give(desk, file_site(desk, "a", HIDDEN))
    shown = give(desk, file_site(desk, "b", SHOWN))
    open_shell(desk.world, monkeypatch, grants)
    grants.grants_list(received=True, as_token="kh-police/analyst/investigation")
    assert [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()] == [shown]


def test_a_grant_above_the_one_who_answers_is_named_like_one_that_is_not_there(desk: Desk) -> None:
    desk.world.file("th-police", record("PhoneNumber", "n", number=NUMBER), profile="hit-only")
    hidden, shown = give(desk, file_site(desk, "a", HIDDEN)), give(desk, file_site(desk, "b", SHOWN))
    asker, low, high = officer(desk, 0, "kh-police"), officer(desk, 0), officer(desk, 2)
    values = [{"kind": "PHONE_NUMBER", "value": NUMBER}]
    [found] = desk.data(CHECK, token=asker, values=values)["crossCheck"]["check"]["values"]
    one, two = (
        desk.data(ASK, token=asker, hit=found["hits"][0]["id"])["sendRequest"]["request"]["id"] for _ in range(2)
    )
    assert set(listed(desk, low, "GIVEN")) == {shown}

    nowhere, there = (is_denied(desk, ANSWER, low, id=one, grant=g) for g in ("g-" + "0" * 32, hidden))
    assert there == nowhere
    message = json.loads(there)["errors"][0]["message"]
    assert message == "argument `grantId` is no grant of your agency to the one that asks"
    for token, request, grant in ((low, one, shown), (high, two, hidden)):
        answered = desk.data(ANSWER, token=token, id=request, grant=grant)["answerRequest"]
        assert answered == {"request": {"grantId": grant}, "userErrors": []}


def test_an_explanation_counts_no_grant_that_its_reader_is_not_listed(desk: Desk) -> None:
    plain, cleared = file_site(desk, "a", SHOWN), file_site(desk, "b", HIDDEN)
    asked = {"agency": "kh-police", "roles": ["analyst"], "purpose": "investigation", "clearance": 2}
    query = """query($id: ID!, $viewer: PolicyViewerInput!) {
      releaseExplanation(recordId: $id, viewer: $viewer) { action allowed byGrant grants { id } } }"""

    def explained(clearance: int) -> bytes:
        token = policy_officer(desk, clearance, "th-police")
        found: bytes = desk.post(query, token=token, variables={"id": plain, "viewer": asked}).content
        return found

    before = explained(0)
    gid = give(desk, plain, cleared)

    assert explained(0) == before
    assert {"id": gid} in [g for e in json.loads(explained(2))["data"]["releaseExplanation"] for g in e["grants"]]
