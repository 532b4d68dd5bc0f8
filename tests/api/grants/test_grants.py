"""Grants from the outside: what one opens and nothing more, to whom, how long, and what is left after it is taken back."""

import asyncio
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.authentication import issue_development_token
from api.keys import load_development_key
from entity_resolution.networks.networks import MAX_NETWORK_ENTITIES, NetworkReader
from graph.grants import GrantState
from policies import Outcome
from tests.api.asking import Desk
from tests.api.audit.test_denials import is_denied, state
from tests.world import World, link, record, viewer

pytestmark = pytest.mark.usefixtures("module_as_documented")

GIVE = """mutation give($input: GrantInput!) { grant(input: $input) { grant { id standing conditions records links }
  userErrors { code } } }"""
APPROVE = "mutation approve($id: ID!) { approveGrant(input: {id: $id}) { grant { standing } userErrors { code } } }"
REVOKE = "mutation revoke($id: ID!) { revokeGrant(input: {id: $id}) { grant { standing } userErrors { code } } }"
LOOK = """query($id: ID!) { record(id: $id) { id redacted caption nonPunishmentNotice
  properties { name propertyClass values { raw } } grants { id until onward conditions otherRestrictions }
  links { id type sourceId targetId note } entity { id records { id } } } }"""
NOT_FOUND = [{"code": "NOT_FOUND"}]
HIDDEN = "originator-controlled"


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    """What kh-police keeps to itself: a suspect, his number, his site, and a link to each."""
    module_world.file(
        "kh-police",
        record(
            "Person",
            "p",
            name="Kraisorn Pattanakit",
            role="suspect",
            birthDate="1980-05-06",
            nationality="TH",
            notes="qqxwv",
        ),
        record("PhoneNumber", "n", number="+85512345678"),
        record("Site", "s", name="Golden Mekong Park", country="KH"),
        link("USES", "p", "n"),
        link("LOCATED_AT", "p", "s"),
        profile=HIDDEN,
    )
    module_world.file(
        "kh-police",
        record("Person", "hit", name="Somchai Jaidee", role="suspect"),
        profile="hit-only",
    )
    module_world.file(
        "th-police", record("Person", "t", name="Kraisorn Pattanakit", birthDate="1980-05-06", nationality="TH")
    )
    return Desk(module_world)


@pytest.fixture(autouse=True)
def _nothing_is_left(desk: Desk) -> Iterator[None]:
    """Take back what a test that failed has left."""
    yield
    listed = "{ grants(side: GIVEN, first: 100) { edges { node { id standing } } } }"
    for edge in desk.data(listed, token=desk.world.token("kh-police"))["grants"]["edges"]:
        if edge["node"]["standing"] in {"ACTIVE", "WAITING"}:
            take_back(desk, edge["node"])


def order(desk: Desk, *references: str, **changed: Any) -> dict[str, Any]:
    """Return a grant of kh-police's records to th-police, with some terms changed."""
    return {
        "agency": "th-police",
        "classes": ["IDENTITY", "CONTACT"],
        "purpose": "investigation",
        "reason": "asked for in T-1",
        "until": (datetime.now(UTC) + timedelta(days=30)).isoformat(),
        "records": [desk.world.id("kh-police", r) for r in references],
        **changed,
    }


def give(desk: Desk, *references: str, by: str = "kh-police", **changed: Any) -> dict[str, Any]:
    """Give a grant and return it."""
    made = desk.data(GIVE, token=desk.world.token(by), input=order(desk, *references, **changed))["grant"]
    assert made["userErrors"] == []
    found: dict[str, Any] = made["grant"]
    return found


def take_back(desk: Desk, grant: Mapping[str, Any]) -> None:
    """Take a grant back."""
    made = desk.data(REVOKE, token=desk.world.token("kh-police"), id=grant["id"])
    assert made == {"revokeGrant": {"grant": {"standing": "REVOKED"}, "userErrors": []}}


def look(desk: Desk, reference: str, agency: str = "th-police", role: str = "analyst", purpose: str = "") -> Any:
    """Return a record of kh-police as a viewer sees it."""
    token = desk.world.token(agency, role, purpose or "investigation")
    return desk.data(LOOK, token=token, id=desk.world.id("kh-police", reference))["record"]


def test_a_grant_opens_the_named_classes_of_the_named_records_and_no_link(desk: Desk) -> None:
    grant = give(desk, "p", "n")
    assert grant["standing"] == "ACTIVE"
    assert grant["conditions"] == ["H2"]
    seen = look(desk, "p")
    assert seen["caption"] == "Kraisorn Pattanakit"
    assert seen["redacted"] == ["LOCATION", "NARRATIVE", "SOURCE"]
    assert [p["name"] for p in seen["properties"] if p["values"]] == ["name", "birthDate", "nationality"]
    assert seen["links"] == []
    assert [g["id"] for g in seen["grants"]] == [grant["id"]]
    assert seen["grants"][0]["conditions"] == ["H2"]
    assert look(desk, "s") is None
    entry = desk.trail()[-2].entry
    assert desk.world.id("kh-police", "p") in entry.record_ids
    take_back(desk, grant)
    assert look(desk, "p") is None


@pytest.mark.parametrize(
    ("changed", "viewer", "seen"),
    [
        ({}, ("th-police", "analyst", "investigation"), True),
        ({}, ("my-police", "analyst", "investigation"), False),
        ({}, ("th-police", "analyst", "financial-intelligence"), False),
        ({"role": "duty-officer"}, ("th-police", "analyst", "investigation"), False),
        ({"role": "duty-officer"}, ("th-police", "duty-officer", "investigation"), True),
        ({"person": "analyst of th-police"}, ("th-police", "analyst", "investigation"), True),
        ({"person": "analyst of th-police"}, ("th-police", "duty-officer", "investigation"), False),
        ({"caseRef": "T-1"}, ("th-police", "analyst", "investigation"), True),
        ({"caseRef": "T-2"}, ("th-police", "analyst", "investigation"), False),
        ({"from": "2100-01-01T00:00:00Z", "until": "2100-02-01T00:00:00Z"}, ("th-police", "analyst", "investigation"), False),
    ],
)  # fmt: skip
def test_a_grant_reaches_its_grantee_under_its_purpose_case_and_time(
    desk: Desk, changed: dict[str, Any], viewer: tuple[str, str, str], *, seen: bool
) -> None:
    grant = give(desk, "n", **changed)
    assert (look(desk, "n", *viewer) is not None) is seen
    take_back(desk, grant)


def test_named_links_open_with_both_their_ends(desk: Desk) -> None:
    grant = give(desk, "p", "n", linksAmong=True)
    [uses] = look(desk, "p")["links"]
    assert uses["type"] == "USES"
    assert uses["note"] is None
    network = "query($id: ID!) { network(id: $id) { entities { id } edges { type } } }"
    found = desk.data(network, token=desk.world.token("th-police"), id=desk.world.id("kh-police", "n"))["network"]
    assert [e["type"] for e in found["edges"]] == ["USES"]
    take_back(desk, grant)
    assert look(desk, "p") is None
    assert look(desk, "n") is None


def test_a_granted_record_is_searched_joined_and_explained(desk: Desk) -> None:
    token = desk.world.token("th-police")
    search = 'query { search(text: "kraisorn pattanakit") { edges { node { records { id } } } } }'
    why = "query($a: ID!, $b: ID!) { whyMatched(left: $a, right: $b) { outcome comparisons { feature } } }"
    own, theirs = desk.world.id("th-police", "t"), desk.world.id("kh-police", "p")
    before = desk.data(search, token=token)
    assert {r["id"] for e in before["search"]["edges"] for r in e["node"]["records"]} == {own}
    grant = give(desk, "p")
    found = desk.data(search, token=token)["search"]["edges"]
    assert [{r["id"] for r in e["node"]["records"]} for e in found] == [{own, theirs}]
    explained = desk.data(why, token=token, a=own, b=theirs)["whyMatched"]
    assert explained["outcome"] == "MATCH"
    assert {"name", "birth-date"} <= {c["feature"] for c in explained["comparisons"]}
    take_back(desk, grant)
    assert desk.data(search, token=token) == before
    assert desk.data(why, token=token, a=own, b=theirs) == {"whyMatched": None}


def test_a_grant_that_is_over_opens_nothing(desk: Desk) -> None:
    for seconds in (1, 8, 60):  # a busy machine may give the first, or look, only when it is over
        soon = datetime.now(UTC) + timedelta(seconds=seconds)
        wanted = order(desk, "n", until=soon.isoformat())
        given = desk.ask(GIVE, token=desk.world.token("kh-police"), input=wanted)
        if "errors" not in given and look(desk, "n") is not None:
            assert given["data"]["grant"]["userErrors"] == []
            break
    else:
        pytest.fail("no grant was seen within a minute")
    while datetime.now(UTC) <= soon:
        time.sleep(0.01)
    assert look(desk, "n") is None
    listed = desk.data(
        "{ grants(side: RECEIVED, first: 100) { edges { node { standing } } } }", token=desk.world.token("th-police")
    )
    assert listed["grants"]["edges"][-1] == {"node": {"standing": "EXPIRED"}}


def marks(desk: Desk) -> dict[str, int]:
    """Return how many marks each record of kh-police carries, and its links together."""
    records = "MATCH (n:Record {originator: 'kh-police'}) RETURN n.rid AS id, size(coalesce(n.granted, [])) AS marks"
    links = """MATCH (:Record {originator: 'kh-police'})-[r]->(:Record)
      RETURN 'links' AS id, sum(size(coalesce(r.granted, []))) AS marks"""
    return {row["id"]: row["marks"] for query in (records, links) for row in desk.world.query(query) if row["marks"]}


def test_marks_of_grants_that_are_over_are_swept_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    world, grants = desk.world, desk.world.app.grants
    person, number = world.id("kh-police", "p"), world.id("kh-police", "n")
    [using] = [
        link["id"]
        for link in desk.data(LOOK, token=world.token("kh-police"), id=person)["record"]["links"]
        if link["type"] == "USES"
    ]
    with monkeypatch.context() as patch:  # what the tests before left for a short while
        patch.setattr(grants, "_clock", lambda: datetime.now(UTC) + timedelta(days=30, minutes=30))
        world.run(grants.sweep())
    before = marks(desk)
    over = give(desk, "p", "n", links=[using])
    later = give(desk, "p", until=(datetime.now(UTC) + timedelta(days=60)).isoformat())
    assert marks(desk) == {**before, person: before.get(person, 0) + 2, number: before.get(number, 0) + 1, "links": 1}

    with monkeypatch.context() as patch:
        patch.setattr(grants, "_clock", lambda: datetime.now(UTC) + timedelta(days=30, minutes=30))
        assert world.run(grants.sweep()) == 0
        patch.setattr(grants, "_clock", lambda: datetime.now(UTC) + timedelta(days=31))
        assert [world.run(grants.sweep()), world.run(grants.sweep())] == [1, 0]
    assert marks(desk) == {**before, person: before.get(person, 0) + 1}
    listed = "{ grants(side: RECEIVED, first: 100) { edges { node { id standing } } } }"
    standing = {
        edge["node"]["id"]: edge["node"]["standing"]
        for edge in desk.data(listed, token=world.token("th-police"))["grants"]["edges"]
    }
    assert (standing[over["id"]], standing[later["id"]]) == ("EXPIRED", "ACTIVE")
    assert look(desk, "p") is not None
    for grant in (over, later):
        take_back(desk, grant)


def test_a_grant_that_opened_something_stays_listed_whatever_who_took_it_back_had_read(desk: Desk) -> None:
    world, given = desk.world, give(desk, "s", classes=["LOCATION"])
    stale = world.run(world.app.foundation.grants.find(given["id"]))
    assert stale is not None
    was_proposed = replace(stale, state=GrantState.PROPOSED)
    assert world.run(world.app.foundation.grants.revoke(was_proposed, by="an officer", at=datetime.now(UTC)))
    listed = "{ grants(side: RECEIVED, first: 100) { edges { node { id } } } }"
    found = desk.data(listed, token=world.token("th-police"))["grants"]["edges"]
    assert given["id"] in {edge["node"]["id"] for edge in found}


def test_a_restamped_record_falls_out_of_its_grants_and_back_into_them(desk: Desk) -> None:
    grant = give(desk, "s", classes=["LOCATION"])
    assert look(desk, "s")["redacted"] == ["IDENTITY", "NARRATIVE", "SOURCE"]
    desk.world.file("kh-police", record("Site", "s", name="Golden Mekong Park", country="KH"), profile="hit-only")
    assert look(desk, "s") is None
    desk.world.file("kh-police", record("Site", "s", name="Golden Mekong Park", country="KH"), profile=HIDDEN)
    assert look(desk, "s") is not None
    take_back(desk, grant)


def test_a_saved_question_names_what_answers_it_now(desk: Desk) -> None:
    around = {"networkOf": desk.world.id("kh-police", "p")}
    grant = give(desk, question=around, linksAmong=True)
    assert set(grant["records"]) == {desk.world.id("kh-police", r) for r in ("p", "n", "s")}
    assert len(grant["links"]) == 2
    desk.world.file(
        "kh-police", record("PhoneNumber", "later", number="+85512345679"), link("USES", "p", "later"), profile=HIDDEN
    )
    assert look(desk, "later") is None
    assert len(look(desk, "p")["links"]) == 2
    take_back(desk, grant)


@pytest.mark.parametrize(
    ("references", "changed", "by", "code"),
    [
        (("hit",), {}, ("kh-police", "analyst"), "OVER_CEILING"),
        (("n",), {"agency": "my-telco"}, ("kh-police", "analyst"), "OVER_CEILING"),
        (("n",), {"purpose": "victim-protection"}, ("kh-police", "analyst"), "OVER_CEILING"),
        (("n",), {"onward": True}, ("kh-police", "analyst"), "OVER_CEILING"),
        (("n",), {"agency": "kh-police"}, ("kh-police", "analyst"), "FORBIDDEN"),
        (("n",), {}, ("kh-police", "policy-officer"), "FORBIDDEN"),
        (("n",), {}, ("th-police", "analyst"), "NOT_FOUND"),
    ],
)
def test_what_may_not_be_granted_is_refused_and_nothing_changes(
    desk: Desk, references: tuple[str, ...], changed: dict[str, Any], by: tuple[str, str], code: str
) -> None:
    content = is_denied(desk, GIVE, desk.world.token(*by), input=order(desk, *references, **changed))
    assert f'"{code}"'.encode() in content


def test_a_question_that_finds_nothing_is_said_so(desk: Desk) -> None:
    for question in ({"search": "Zzyzxqw Vvvorple"}, {"networkOf": "r-" + "0" * 32}):
        body = desk.ask(GIVE, token=desk.world.token("kh-police"), input=order(desk, question=question))
        assert body["errors"][0]["message"] == "argument `question` finds no record of yours"


def test_a_question_about_a_network_that_is_too_large_is_refused_and_grants_no_part_of_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    around = {"networkOf": desk.world.id("kh-police", "p"), "depth": 1}
    monkeypatch.setattr("api.grants.desk.MAX_NETWORK_ENTITIES", 2)
    before, entries = state(desk.world), len(desk.trail())
    body = desk.ask(GIVE, token=desk.world.token("kh-police"), input=order(desk, question=around))
    assert [e["message"] for e in body["errors"]] == ["argument `question` finds more than 2 things; ask a nearer one"]
    assert body["data"] == {"grant": None}
    assert state(desk.world) == before
    announced, entry = [e.entry for e in desk.trail()[entries:]]
    assert (announced.operation, entry.operation) == ("about to: mutation grant", "mutation grant")
    assert (entry.record_ids, entry.count) == ((), 0)


def test_a_question_goes_as_far_as_a_network_that_is_asked_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, network = list[int](), NetworkReader.network

    async def noting(self: NetworkReader, *given: Any, **named: Any) -> Any:
        asked.append(named["limit"])
        return await network(self, *given, **named)

    monkeypatch.setattr(NetworkReader, "network", noting)
    take_back(desk, give(desk, question={"networkOf": desk.world.id("kh-police", "n"), "depth": 3}))
    assert asked == [MAX_NETWORK_ENTITIES]


def test_a_question_that_takes_too_long_grants_nothing_and_the_trail_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def for_ever(*_: Any, **__: Any) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr("api.grants.desk.NAMING_SECONDS", 0.05)
    monkeypatch.setattr(NetworkReader, "network", for_ever)
    given = order(desk, question={"networkOf": desk.world.id("kh-police", "p")})
    content = is_denied(desk, GIVE, desk.world.token("kh-police"), input=given)
    assert b'"OPERATION_TOO_LONG"' in content
    assert json.loads(content)["data"] == {"grant": None}


def test_a_purpose_that_no_profile_of_the_records_lists_is_named(desk: Desk) -> None:
    given = order(desk, "n", purpose="victim-protection")
    content = is_denied(desk, GIVE, desk.world.token("kh-police"), input=given).decode()
    assert "over the ceiling of what may be granted: the purpose `victim-protection`" in content


def test_a_visible_record_of_another_is_not_granted(desk: Desk) -> None:
    desk.world.file("us-ofac", record("Person", "o", name="Somchai Jaidee"), profile="open")
    given = order(desk, records=[desk.world.id("us-ofac", "o")])
    content = is_denied(desk, GIVE, desk.world.token("kh-police"), input=given)
    assert b"an agency grants its own records alone" in content


@pytest.mark.parametrize(
    ("changed", "argument"),
    [
        ({"until": "2020-01-01T00:00:00Z"}, "until"),
        ({"until": "2100-01-01T00:00:00Z"}, "until"),
        ({"until": "2100-01-01T00:00:00"}, "until"),
        ({"classes": []}, "classes"),
        ({"reason": " "}, "reason"),
        ({"purpose": "curiosity"}, "purpose"),
        ({"agency": "nobody"}, "agency"),
        ({"role": "king"}, "role"),
        ({"records": []}, "records"),
        ({"conditions": ["H0", "H1"]}, "conditions"),
        ({"conditions": ["H3"]}, "otherRestrictions"),
        ({"conditions": ["H2"], "onward": True}, "onward"),
    ],
)
def test_bad_terms_are_named(desk: Desk, changed: dict[str, Any], argument: str) -> None:
    body = desk.ask(
        GIVE,
        token=desk.world.token("kh-police"),
        input=order(desk, **{"records": [desk.world.id("kh-police", "n")], **changed}),
    )
    assert body["data"] == {"grant": None}
    assert f"`{argument}`" in body["errors"][0]["message"]
    assert look(desk, "n") is None


@pytest.mark.long
def test_others_grants_answer_like_none(desk: Desk) -> None:
    grant = give(desk, "n")
    for agency in ("th-police", "my-police"):
        token = desk.world.token(agency)
        assert b"NOT_FOUND" in is_denied(desk, REVOKE, token, id=grant["id"])
        assert is_denied(desk, REVOKE, token, id=grant["id"]) == is_denied(desk, REVOKE, token, id="g-" + "0" * 32)
        assert is_denied(desk, APPROVE, token, id=grant["id"]) == is_denied(desk, APPROVE, token, id="g-" + "0" * 32)
    assert look(desk, "n") is not None
    take_back(desk, grant)
    for agency in ("th-police", "my-police"):
        for step in (REVOKE, APPROVE):
            content = is_denied(desk, step, desk.world.token(agency), id=grant["id"])
            assert b"NOT_FOUND" in content
            assert content == is_denied(desk, step, desk.world.token(agency), id="g-" + "0" * 32)


def test_who_lists_a_grant_is_told_that_a_step_was_taken_already(desk: Desk) -> None:
    grant, token = give(desk, "n"), desk.world.token("kh-police")
    told = "mutation m($id: ID!) { %s(input: {id: $id}) { grant { id } userErrors { code message } } }"
    approve, revoke = told % "approveGrant", told % "revokeGrant"
    message = b'"code":"GRANT_STATE","message":"`%s` does not fit a grant that is `%s` already"'
    assert message % (b"approve", b"active") in is_denied(desk, approve, token, id=grant["id"])
    take_back(desk, grant)
    assert message % (b"revoke", b"revoked") in is_denied(desk, revoke, token, id=grant["id"])
    assert message % (b"approve", b"revoked") in is_denied(desk, approve, token, id=grant["id"])


def test_both_sides_list_a_grant_and_nobody_else_does(desk: Desk) -> None:
    asked = """query($side: GrantSide!) { grants(side: $side, first: 100) { edges { node { id standing givenBy question
      agency { code } originator { code } from until purpose caseRef role person classes reason } } } }"""
    grant = give(desk, "n", role="duty-officer")

    def listed(agency: str, side: str, role: str = "analyst") -> list[dict[str, Any]]:
        found = desk.data(asked, token=desk.world.token(agency, role), side=side)["grants"]["edges"]
        return [e["node"] for e in found if e["node"]["id"] == grant["id"]]

    [given] = listed("kh-police", "GIVEN")
    assert (given["givenBy"], given["standing"]) == ("analyst of kh-police", "ACTIVE")
    [received] = listed("th-police", "RECEIVED", "duty-officer")
    assert (received["givenBy"], received["originator"]) == (None, {"code": "kh-police"})
    assert listed("th-police", "RECEIVED") == []
    assert listed("th-police", "GIVEN", "duty-officer") == []
    assert listed("my-police", "RECEIVED", "duty-officer") == []
    take_back(desk, grant)
    assert listed("th-police", "RECEIVED", "duty-officer")[0]["standing"] == "REVOKED"


def test_a_grant_is_listed_to_who_may_use_it_and_to_the_policy_officer_alone(desk: Desk) -> None:
    """Live or over: to a colleague of another purpose or case the list would tell that there is such a record."""
    listing = "{ grants(side: RECEIVED, first: 100) { edges { node { records reason } } } }"
    desk.world.file("kh-police", record("Site", "own case", name="Romduol Palace"), profile=HIDDEN)
    asked = order(desk, "own case", caseRef="T-1", reason="a case of its own")
    given = desk.data(GIVE, token=desk.world.token("kh-police"), input=asked)["grant"]["grant"]
    own, other_purpose, policy = (
        desk.world.token("th-police", role, purpose)
        for role, purpose in (
            ("analyst", "investigation"),
            ("analyst", "border-control"),
            ("policy-officer", "border-control"),
        )
    )
    other_case = token_of_case(desk, "T-2")
    told = {"records": [desk.world.id("kh-police", "own case")], "reason": "a case of its own"}

    def listed(token: str) -> bool:
        body = desk.ask(listing, token=token)
        entry = desk.trail()[-1].entry
        found = told in [edge["node"] for edge in body["data"]["grants"]["edges"]]
        # Neither the answer nor the trail of what it disclosed names what is not listed.
        assert (told["records"][0] in str(body)) is found
        assert (told["records"][0] in entry.record_ids) is found
        assert (entry.operation, entry.outcome) == ("query grants", Outcome.ALLOWED)
        return found

    live = [listed(token) for token in (own, other_purpose, other_case, policy)]
    take_back(desk, given)
    over = [listed(token) for token in (own, other_purpose, other_case, policy)]

    assert live == over == [True, False, False, True]


def token_of_case(desk: Desk, case: str) -> str:
    """Return a token of an analyst of th-police who works on another case."""
    settings = desk.world.app.settings
    who = replace(viewer("th-police", "analyst"), case_ref=case)
    key = load_development_key(settings.keys, settings.jwks)
    return issue_development_token(settings, key, who, ttl_seconds=600)


def test_a_suspended_grantee_sees_nothing(desk: Desk) -> None:
    grant = give(desk, "n")
    desk.world.app.scopes.directory.suspend("th-police")
    try:
        assert look(desk, "n") is None
        content = is_denied(desk, GIVE, desk.world.token("kh-police"), input=order(desk, "p"))
        assert b"OVER_CEILING" in content
    finally:
        desk.world.app.scopes.directory.reinstate(["th-police"])
    assert look(desk, "n") is not None
    take_back(desk, grant)


def test_the_trail_names_the_grant(desk: Desk) -> None:
    grant = give(desk, "n")
    look(desk, "n")
    entry = desk.trail()[-1].entry
    assert entry.outcome is Outcome.ALLOWED
    assert [(d.grant, tuple(d.record_ids)) for d in entry.disclosures if d.grant] == [
        (grant["id"], (desk.world.id("kh-police", "n"),))
    ]
    take_back(desk, grant)
