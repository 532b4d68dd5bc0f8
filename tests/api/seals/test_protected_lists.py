"""What an agency's protection officers were shown of sealed persons is nothing to its investigators: lists do not tell."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.authentication import issue_development_token
from api.cli import grants
from api.keys import load_development_key
from policies import PreparedBundle, load_bundle
from tests.api.asking import Desk
from tests.api.audit.test_denials import is_denied
from tests.api.exchanging import CASE, CHECK, SetClock, exchanging, phone
from tests.api.shells import open_shell
from tests.policies.edited_bundles import copied_bundle
from tests.world import World, record, viewer

PROTECTION = ("victim-support", "victim-protection")
INVESTIGATION = ("analyst", "investigation")
LOOK = "query($id: ID!) { record(id: $id) { id } }"
RETRACT = """mutation($id: ID!) { retractRecords(input: {ids: [$id], reason: "she asked for it"}) { done
  recalls { notices { agency { code } } } } }"""
CLAIM = """mutation($id: ID!) { claimVictim(input: {records: [$id], reason: "interviewed"}) { claim { id } } }"""
RECALLS = "{ recalls { edges { node { id recordId reason } } } }"
ANSWER = "mutation($id: ID!) { acknowledgeRecall(input: {id: $id}) { notice { answer } userErrors { code } } }"
NUMBER = "+85512000001"
PERMIT = """
@id("kh.hotline-hits-for-protection")
@basis("victim-protection-protocol")
@review_by("2027-03-31")
permit (principal in Agreement::"victim-protection-protocol", action == Action::"hit", resource)
when { resource.originator == Party::"kh-hotline" && principal.roles.contains(Role::"victim-support") &&
  context.purpose == Purpose::"victim-protection" };
"""
PROFILE = """
told-for-protection: {title: T, tlp: AMBER, caveats: [HIT_ONLY], purposes: [victim-protection], hit_mode: both-notified,
  link_notice: false}
"""
ASK = """mutation($hit: ID!) { sendRequest(input: {hit: $hit, question: "Where is she?"}) { request { id } } }"""
REPLY = """mutation($id: ID!) { answerRequest(input: {id: $id, text: "At the shelter."}) { request { answer } } }"""
WITHDRAW = "mutation($id: ID!) { withdrawRequest(input: {id: $id}) { request { id } userErrors { code message } } }"
REQUESTS = """query($direction: RequestDirection!) { requests(direction: $direction) {
  edges { node { question answer } } } }"""
REQUEST = "query($id: ID!) { request(id: $id) { question answer } }"
ALERTS = "{ alerts { edges { node { requestId } } } }"
GIVE = "mutation($input: GrantInput!) { grant(input: $input) { grant { id } userErrors { code } } }"
APPROVE = "mutation($id: ID!) { approveGrant(input: {id: $id}) { grant { id } } }"
GRANTS = "{ grants(side: RECEIVED) { edges { node { id records reason } } } }"
PAGE = """query($side: GrantSide!, $after: String) { grants(side: $side, first: 1, after: $after) {
  edges { node { id } } pageInfo { hasNextPage endCursor } } }"""
PASS_ON = """mutation($id: ID!) { passOnGrant(input: {id: $id, agency: "my-police", reason: "asked"}) {
  grant { id } userErrors { code } } }"""
REVOKE = "mutation($id: ID!) { revokeGrant(input: {id: $id}) { grant { standing } userErrors { code } } }"
NOTICES = "{ protectionNotices { edges { node { id } } } }"
LIFT = """mutation($id: ID!) { liftSeal(input: {id: $id, reason: "another person"}) { userErrors { code } } }"""
WHO = {"name": "Anong Siriwattana", "birthDate": "1999-04-05", "nationality": "TH"}
BY_GRANT = """
by-grant: {title: T, tlp: AMBER, caveats: [ORCON], purposes: [investigation, victim-protection],
  hit_mode: both-notified, link_notice: false}
"""


@pytest.fixture
def desk(world: World) -> Desk:
    """A victim and a site of a hotline, which the protection officers of the police see."""
    victim = record("Person", "v", name="Anong Siriwattana", role="presumed-victim")
    world.file("kh-hotline", victim, record("Site", "s", name="Golden Mekong Park"), profile="victim-protection")
    return Desk(world)


def look(desk: Desk, reference: str, role: tuple[str, str], agency: str = "th-police") -> bool:
    found = desk.data(LOOK, token=desk.world.token(agency, *role), id=desk.world.id("kh-hotline", reference))
    return found["record"] is not None


def recalls(desk: Desk, role: tuple[str, str], agency: str = "th-police") -> list[dict[str, Any]]:
    edges = desk.data(RECALLS, token=desk.world.token(agency, *role))["recalls"]["edges"]
    return [edge["node"] for edge in edges]


def second_officer(desk: Desk) -> str:
    """Return a token of another protection officer of the hotline."""
    settings, context = desk.world.app.settings, viewer("kh-hotline", *PROTECTION)
    key = load_development_key(settings.keys, settings.jwks)
    return issue_development_token(settings, key, replace(context, subject="a second officer"), ttl_seconds=600)


def retract(desk: Desk, reference: str) -> Any:
    token = desk.world.token("kh-hotline", *PROTECTION)
    return desk.data(RETRACT, token=token, id=desk.world.id("kh-hotline", reference))["retractRecords"]


def test_the_recall_of_a_victims_record_is_told_to_those_who_could_see_her(desk: Desk) -> None:
    assert (look(desk, "v", PROTECTION), look(desk, "v", INVESTIGATION)) == (True, False)
    assert retract(desk, "v")["recalls"] == [{"notices": [{"agency": {"code": "th-police"}}]}]

    [told] = recalls(desk, PROTECTION)
    assert (told["recordId"], told["reason"]) == (desk.world.id("kh-hotline", "v"), "she asked for it")
    for role in (INVESTIGATION, ("supervisor", "investigation"), ("analyst", "victim-protection")):
        assert recalls(desk, role) == []
    tokens = [desk.world.token("th-police", *role) for role in (INVESTIGATION, PROTECTION)]
    unknown, denied = (desk.ask(ANSWER, token=tokens[0], id=i) for i in ("v-0", told["id"]))
    assert unknown == denied
    assert desk.data(ANSWER, token=tokens[1], id=told["id"])["acknowledgeRecall"]["notice"] == {"answer": "DONE"}


def test_who_had_the_record_before_the_seal_is_told_of_its_recall(desk: Desk) -> None:
    world = desk.world
    world.file("th-police", record("Person", "t", role="suspect", **WHO))
    world.file("kh-hotline", record("Person", "h", **WHO))
    rid = world.id("th-police", "t")
    assert desk.data(LOOK, token=world.token("kh-police"), id=rid)["record"]
    desk.data(CLAIM, token=world.token("kh-hotline", *PROTECTION), id=world.id("kh-hotline", "h"))
    assert desk.data(LOOK, token=world.token("kh-police"), id=rid)["record"] is None
    desk.data(RETRACT, token=world.token("th-police"), id=rid)
    assert [told["recordId"] for told in recalls(desk, INVESTIGATION, "kh-police")] == [rid]


def test_what_was_granted_of_a_victim_is_listed_to_those_who_could_see_her(desk: Desk) -> None:
    order = {
        "agency": "th-police",
        "classes": ["IDENTITY"],
        "purpose": "victim-protection",
        "reason": "her family asks",
        "until": (datetime.now(UTC) + timedelta(days=30)).isoformat(),
    }
    for reference in ("v", "s"):
        given = {**order, "records": [desk.world.id("kh-hotline", reference)]}
        made = desk.data(GIVE, token=desk.world.token("kh-hotline", *PROTECTION), input=given)["grant"]
        assert desk.data(APPROVE, token=second_officer(desk), id=made["grant"]["id"])["approveGrant"]["grant"]

    def listed(role: tuple[str, str]) -> list[list[str]]:
        edges = desk.data(GRANTS, token=desk.world.token("th-police", *role))["grants"]["edges"]
        return [edge["node"]["records"] for edge in edges]

    of_victim, of_site = ([desk.world.id("kh-hotline", r)] for r in ("v", "s"))
    assert listed(PROTECTION) == [of_victim, of_site]
    # Who investigates could use neither; who answers for the agency hears of the site, and of no victim.
    assert (listed(INVESTIGATION), listed(("policy-officer", "investigation"))) == ([], [of_site])


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What th-police granted to kh-police of one who is claimed a victim later, of another, and of both."""

    desk: Desk
    hers: str
    other: str
    both: str
    for_protection: str

    def listed(self, role: tuple[str, str], agency: str = "kh-police", side: str = "RECEIVED") -> list[str]:
        """Return the ids of a list, read by pages of one."""
        found, after = [], None
        while True:
            page = self.desk.data(PAGE, token=self.desk.world.token(agency, *role), side=side, after=after)["grants"]
            found += [edge["node"]["id"] for edge in page["edges"]]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                return found

    def claim(self) -> None:
        world = self.desk.world
        world.file("kh-hotline", record("Person", "h", **WHO), profile="victim-protection")
        self.desk.data(CLAIM, token=world.token("kh-hotline", *PROTECTION), id=world.id("kh-hotline", "h"))

    def lift(self) -> None:
        token = self.desk.world.token("th-police", *PROTECTION)
        [notice] = self.desk.data(NOTICES, token=token)["protectionNotices"]["edges"]
        assert self.desk.data(LIFT, token=token, id=notice["node"]["id"])["liftSeal"]["userErrors"] == []


@pytest.fixture
def granted(world: World, tmp_path: Path) -> Granted:
    folder = copied_bundle(tmp_path / "bundles")
    with (folder / "profiles.yml").open("a", encoding="utf-8") as profiles:
        profiles.write(BY_GRANT)
    world.app.scopes.activate(PreparedBundle.of(load_bundle(folder)))
    world.file(
        "th-police",
        record("Person", "t", role="suspect", **WHO),
        record("Person", "u", role="suspect", name="Kraisorn Pattanakit"),
        profile="by-grant",
    )
    desk = Desk(world)

    def give(*references: str, purpose: str = "investigation") -> str:
        order = {
            "agency": "kh-police",
            "classes": ["IDENTITY"],
            "purpose": purpose,
            "reason": "asked for",
            "until": (datetime.now(UTC) + timedelta(days=30)).isoformat(),
            "onward": True,
            "records": [world.id("th-police", r) for r in references],
        }
        return str(desk.data(GIVE, token=world.token("th-police"), input=order)["grant"]["grant"]["id"])

    return Granted(
        desk=desk,
        hers=give("t"),
        other=give("u"),
        both=give("t", "u"),
        for_protection=give("t", purpose="victim-protection"),
    )


def test_a_received_grant_leaves_the_list_with_the_seal_on_what_it_names_and_comes_back(granted: Granted) -> None:
    hers, other, both, for_protection = granted.hers, granted.other, granted.both, granted.for_protection
    officer, colleague = ("policy-officer", "investigation"), ("analyst", "victim-protection")
    # Who asks, and what is listed to them before the seal and under it.
    expected = {
        INVESTIGATION: ([hers, other, both], [other]),
        officer: ([hers, other, both, for_protection], [other]),
        colleague: ([for_protection], []),
        PROTECTION: ([for_protection], [for_protection]),
    }
    assert {role: granted.listed(role) for role in expected} == {role: open_ for role, (open_, _) in expected.items()}
    granted.claim()
    assert {role: granted.listed(role) for role in expected} == {role: left for role, (_, left) in expected.items()}
    entry = granted.desk.trail()[-1].entry
    assert entry.operation == "query grants"
    # Whose record it is keeps the list, as it keeps the record.
    assert granted.listed(INVESTIGATION, "th-police", "GIVEN") == [hers, other, both, for_protection]
    granted.lift()
    assert {role: granted.listed(role) for role in expected} == {role: open_ for role, (open_, _) in expected.items()}


def test_the_trail_of_a_list_names_nothing_of_a_grant_that_a_seal_took_from_it(granted: Granted) -> None:
    granted.claim()
    response = granted.desk.post(GRANTS, token=granted.desk.world.token("kh-police"))
    sealed, other = (granted.desk.world.id("th-police", r) for r in ("t", "u"))
    assert (sealed in response.text, granted.both in response.text, other in response.text) == (False, False, True)
    entry = granted.desk.trail()[-1].entry
    assert entry.record_ids == (other,)


@pytest.mark.long
@pytest.mark.parametrize("change", ["revoked", "withdrawn"])
def test_a_grant_that_ended_under_a_seal_stays_out_of_the_list(granted: Granted, change: str) -> None:
    granted.claim()
    token = granted.desk.world.token("th-police")
    if change == "revoked":
        for grant in (granted.hers, granted.both):
            assert granted.desk.data(REVOKE, token=token, id=grant)["revokeGrant"]["userErrors"] == []
    else:
        assert granted.desk.data(RETRACT, token=token, id=granted.desk.world.id("th-police", "t"))
    assert granted.listed(INVESTIGATION) == [granted.other]
    assert granted.listed(("policy-officer", "investigation")) == [granted.other]


def test_a_grant_of_a_withdrawn_record_stays_in_the_list_as_its_recall_does(granted: Granted) -> None:
    token = granted.desk.world.token("th-police")
    assert granted.desk.data(RETRACT, token=token, id=granted.desk.world.id("th-police", "t"))
    assert granted.listed(INVESTIGATION) == [granted.hers, granted.other, granted.both]


def test_a_grant_that_a_seal_took_from_the_list_is_passed_on_like_one_that_is_not_there(granted: Granted) -> None:
    granted.claim()
    token = granted.desk.world.token("kh-police")
    unknown, hidden = (is_denied(granted.desk, PASS_ON, token, id=i) for i in ("g-" + "0" * 32, granted.both))
    assert unknown == hidden
    assert b"NOT_FOUND" in hidden


def test_what_was_passed_on_leaves_the_lists_of_both_with_the_seal(granted: Granted) -> None:
    desk, token = granted.desk, granted.desk.world.token("kh-police")
    made = desk.data(PASS_ON, token=token, id=granted.hers)["passOnGrant"]["grant"]["id"]
    assert granted.listed(INVESTIGATION, "kh-police", "GIVEN") == [made]
    assert granted.listed(INVESTIGATION, "my-police") == [made]
    granted.claim()
    assert granted.listed(INVESTIGATION, "kh-police", "GIVEN") == []
    assert granted.listed(INVESTIGATION, "my-police") == []
    unknown, hidden = (is_denied(desk, REVOKE, token, id=i) for i in ("g-" + "0" * 32, made))
    assert unknown == hidden
    assert b"NOT_FOUND" in hidden
    granted.lift()
    assert granted.listed(INVESTIGATION, "my-police") == [made]


@pytest.mark.long
def test_the_command_line_lists_what_the_seal_leaves(
    granted: Granted, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    open_shell(granted.desk.world, monkeypatch, grants)
    granted.claim()
    grants.grants_list(received=True, as_token="kh-police/analyst/investigation")
    assert [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()] == [granted.other]


def test_what_protection_officers_asked_and_were_answered_is_theirs(world: World, tmp_path: Path) -> None:
    clock = SetClock()
    bundle = copied_bundle(tmp_path / "bundles")
    with (bundle / "packs/kh/pack.cedar").open("a", encoding="utf-8") as pack:
        pack.write(PERMIT)
    with (bundle / "profiles.yml").open("a", encoding="utf-8") as profiles:
        profiles.write(PROFILE)
    shared = exchanging(world, tmp_path, clock=clock)
    shared.app.scopes.activate(PreparedBundle.of(load_bundle(bundle)))
    shared.file("kh-hotline", record("PhoneNumber", "n", number=NUMBER), profile="told-for-protection")
    desk = Desk(shared)
    officer, holder = desk.world.token("th-police", *PROTECTION), desk.world.token("kh-hotline", *PROTECTION)
    values = [phone(NUMBER)]
    checked = desk.data(CHECK, token=officer, values=values, purpose="victim-protection", case=CASE)["crossCheck"]
    [hit] = checked["check"]["values"][0]["hits"]
    asked = desk.data(ASK, token=officer, hit=hit["id"])["sendRequest"]["request"]["id"]
    answered = desk.data(REPLY, token=holder, id=asked)["answerRequest"]["request"]
    assert answered["answer"] == "At the shelter."

    def listed(agency: str, role: tuple[str, str], direction: str) -> list[tuple[str, str | None]]:
        found = desk.data(REQUESTS, token=desk.world.token(agency, *role), direction=direction)["requests"]["edges"]
        return [(edge["node"]["question"], edge["node"]["answer"]) for edge in found]

    def alerts(role: tuple[str, str]) -> list[str]:
        found = desk.data(ALERTS, token=desk.world.token("th-police", *role))["alerts"]["edges"]
        return [edge["node"]["requestId"] for edge in found]

    whole = ("Where is she?", "At the shelter.")
    assert listed("th-police", PROTECTION, "OUTGOING") == [whole]
    assert alerts(PROTECTION) == [asked]
    assert listed("kh-hotline", PROTECTION, "INCOMING") == [whole]
    # Her colleagues who investigate learn neither, and no more of it than of a request that nobody sent.
    assert listed("th-police", INVESTIGATION, "OUTGOING") == []
    assert alerts(INVESTIGATION) == []
    for query in (WITHDRAW, REQUEST):
        unknown, known = (desk.ask(query, token=desk.world.token("th-police"), id=i) for i in ("q-0", asked))
        assert unknown == known
    assert desk.data(REQUEST, token=officer, id=asked)["request"] == {"question": whole[0], "answer": whole[1]}
    colleague = desk.world.token("kh-hotline", *INVESTIGATION)
    assert desk.data(REQUEST, token=colleague, id=asked)["request"] == {"question": whole[0], "answer": None}
    # Those of the agency that was asked see that it was, and not what its protection officer told.
    assert listed("kh-hotline", INVESTIGATION, "INCOMING") == [("Where is she?", None)]
