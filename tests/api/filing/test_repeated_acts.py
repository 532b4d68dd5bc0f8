"""An act that its client names by a key is done once, however often and by how many connections it is sent."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from api.authentication import issue_development_token
from api.keys import load_development_key
from api.protection import ClaimOrder
from api.repeated_acts import keyed_act
from graph import ReadScope
from graph.store import Claim
from policies import Outcome
from tests.api.asking import Desk
from tests.api.audit.test_denials import state
from tests.api.exchanging import CASE, SetClock, alerts, exchanging, phone
from tests.world import World, record, viewer

NUMBER, OTHER = "+66899990011", "+66899990012"
ASKER, HOLDER = "th-police", "kh-police"
ASK = """mutation($input: AskAboutRecordInput!) { askAboutRecord(input: $input) {
  request { id state question } userErrors { code message } } }"""
SEND = """mutation($input: SendRequestInput!) { sendRequest(input: $input) {
  request { id state } userErrors { code message } } }"""
CHECK = """mutation($input: CrossCheckInput!) { crossCheck(input: $input) {
  check { id held values { inView hits { id holder { code } } } } userErrors { code message } } }"""
GIVE = "mutation($input: GrantInput!) { grant(input: $input) { grant { id standing } userErrors { code message } } }"
REVOKE = "mutation($id: ID!) { revokeGrant(input: {id: $id}) { grant { standing } userErrors { code } } }"
SENT = "{ requests(direction: OUTGOING, first: 100) { edges { node { id } } } }"
GRANTS = "{ grants(side: GIVEN, first: 100) { edges { node { id standing } } } }"
USED = "{ checkBudget { usedToday } }"
RETRACT = (
    """mutation($ids: [ID!]!) { retractRecords(input: {ids: $ids, reason: "a mistake", erase: false}) { done } }"""
)
USED_BEFORE = [
    {
        "code": "IDEMPOTENCY_KEY",
        "message": "this key was used for something else; give each act a key of its own",
    }
]


CLAIM = """mutation($input: ClaimVictimInput!) { claimVictim(input: $input) {
  claim { id liftReason } userErrors { code message } } }"""
CLAIMS = "{ protectionClaims(first: 50) { edges { node { id } } } }"
LIFT_CLAIM = 'mutation($id: ID!) { liftClaim(input: {id: $id, reason: "mistaken"}) { userErrors { code } } }'
NOTICES = "{ protectionNotices(first: 50) { edges { node { id recordId state } } } }"


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    """A desk on which the asker sees one number of the holder's, and is told of another by a hit alone."""
    shared = exchanging(world, tmp_path, clock=SetClock(now=datetime.now(UTC)))
    shared.file(HOLDER, record("PhoneNumber", "n", number=NUMBER))
    shared.file(HOLDER, record("PhoneNumber", "hit", number=OTHER), profile="told-to-both")
    return Desk(shared)


def question(desk: Desk, **changed: Any) -> dict[str, Any]:
    seen = {"record": desk.world.id(HOLDER, "n"), "question": "Who pays for it?", "idempotencyKey": "case 7, no. 1"}
    return {**seen, **changed}


def values(*numbers: str, **changed: Any) -> dict[str, Any]:
    asked = {"purpose": "investigation", "caseRef": CASE, "values": [phone(n) for n in numbers]}
    return {**asked, "idempotencyKey": "check 1", **changed}


def do(desk: Desk, mutation: str, given: dict[str, Any], token: str | None = None) -> Any:
    [answer] = desk.data(mutation, token=token or desk.world.token(ASKER), input=given).values()
    return answer


def ids(desk: Desk, query: str, agency: str = ASKER) -> list[str]:
    [found] = desk.data(query, token=desk.world.token(agency)).values()
    return [edge["node"]["id"] for edge in found["edges"]]


def used(desk: Desk) -> int:
    count: int = desk.data(USED, token=desk.world.token(ASKER))["checkBudget"]["usedToday"]
    return count


def colleague(desk: Desk) -> str:
    settings = desk.world.app.settings
    key = load_development_key(settings.keys, settings.jwks)
    return issue_development_token(settings, key, replace(viewer(ASKER), subject="a colleague"), ttl_seconds=600)


def test_a_question_that_is_sent_again_is_the_same_request_and_spends_and_tells_once(desk: Desk) -> None:
    first = do(desk, ASK, question(desk))
    assert (first["userErrors"], first["request"]["state"]) == ([], "SENT")
    assert do(desk, ASK, question(desk)) == first
    assert ids(desk, SENT) == [first["request"]["id"]]
    assert used(desk) == 1
    assert [a["requestId"] for a in alerts(desk, HOLDER)] == [first["request"]["id"]]
    assert f"repeat request {first['request']['id']}" in [e.entry.operation for e in desk.trail()]


def test_questions_without_a_key_and_under_others_are_requests_of_their_own(desk: Desk) -> None:
    plain = {k: v for k, v in question(desk).items() if k != "idempotencyKey"}
    made = [
        do(desk, ASK, plain),
        do(desk, ASK, plain),
        do(desk, ASK, question(desk)),
        do(desk, ASK, question(desk, idempotencyKey="case 7, no. 2")),
        do(desk, ASK, question(desk), token=colleague(desk)),
    ]
    assert len({m["request"]["id"] for m in made}) == len(made) == len(ids(desk, SENT))


@pytest.mark.parametrize("changed", [{"question": "Who answers it?"}, {"urgency": "THREE_DAYS"}, {"draft": True}])
def test_the_key_of_another_question_is_refused_and_nothing_is_asked(desk: Desk, changed: dict[str, Any]) -> None:
    do(desk, ASK, question(desk))
    before, entries = state(desk.world), len(desk.trail())
    refused = do(desk, ASK, question(desk, **changed))
    assert refused == {"request": None, "userErrors": USED_BEFORE}
    assert state(desk.world) == before
    assert desk.trail()[-1].entry.outcome is Outcome.DENIED
    assert len(desk.trail()) > entries


def test_a_key_of_another_purpose_is_refused(desk: Desk) -> None:
    do(desk, ASK, question(desk))
    other = desk.world.token(ASKER, purpose="border-control")
    assert do(desk, ASK, question(desk), token=other)["userErrors"] == USED_BEFORE


@pytest.mark.parametrize("key", ["", "x" * 101])
def test_a_key_has_limits(desk: Desk, key: str) -> None:
    [error] = desk.ask(ASK, token=desk.world.token(ASKER), input=question(desk, idempotencyKey=key))["errors"]
    assert error["message"] == "argument `idempotencyKey` must have 1 to 100 characters"


def test_questions_that_are_sent_at_once_make_one_request(desk: Desk) -> None:
    headers = {"Authorization": f"Bearer {desk.world.token(ASKER)}", "Content-Type": "application/json"}
    body = {"query": ASK, "variables": {"input": question(desk)}}

    async def at_once() -> list[Any]:
        found = await asyncio.gather(*(desk.send(json=body, headers=headers) for _ in range(5)))
        return [reply.json()["data"]["askAboutRecord"] for reply in found]

    made = desk.world.run(at_once())
    assert {m["request"]["id"] for m in made} == set(ids(desk, SENT))
    assert (len(ids(desk, SENT)), used(desk), len(alerts(desk, HOLDER))) == (1, 1, 1)


def test_a_repeat_shows_what_became_of_the_request_and_not_to_who_was_suspended_since(desk: Desk) -> None:
    made = do(desk, ASK, question(desk))["request"]["id"]
    withdraw = "mutation($input: RequestInput!) { withdrawRequest(input: $input) { request { id } } }"
    do(desk, withdraw, {"id": made})
    again = do(desk, ASK, question(desk))["request"]
    assert (again["id"], again["state"]) == (made, "WITHDRAWN")
    suspend = """mutation($input: SuspensionInput!) { suspend(input: $input) { userErrors { code } } }"""
    given = {"person": viewer(ASKER).subject, "reason": "a lost token"}
    do(desk, suspend, given, token=desk.world.token(ASKER, "supervisor"))
    [error] = desk.ask(ASK, token=desk.world.token(ASKER), input=question(desk))["errors"]
    assert error["message"] == "`send-request` is not allowed: the person is suspended"


def test_a_check_that_is_sent_again_answers_alike_and_costs_and_tells_once(desk: Desk) -> None:
    first = do(desk, CHECK, values(NUMBER, OTHER))
    [seen, told] = first["check"]["values"]
    assert (len(seen["inView"]), [h["holder"]["code"] for h in told["hits"]]) == (1, [HOLDER])
    assert do(desk, CHECK, values(NUMBER, OTHER)) == first
    assert used(desk) == 2
    assert [a["reason"] for a in alerts(desk, HOLDER)] == ["HIT"]
    sent = do(desk, SEND, {"hit": told["hits"][0]["id"], "question": "Whose?", "idempotencyKey": "a"})
    assert sent == do(desk, SEND, {"hit": told["hits"][0]["id"], "question": "Whose?", "idempotencyKey": "a"})
    assert ids(desk, SENT) == [sent["request"]["id"]]


def test_the_key_of_another_check_is_refused_and_nothing_is_looked_up(desk: Desk) -> None:
    do(desk, CHECK, values(NUMBER))
    before = state(desk.world)
    refused = do(desk, CHECK, values(OTHER))
    assert refused == {"check": None, "userErrors": USED_BEFORE}
    assert OTHER not in str(refused)
    assert state(desk.world) == before
    assert desk.trail()[-1].entry.outcome is Outcome.DENIED


def test_a_repeated_check_tells_no_hit_that_went_or_came_since(desk: Desk) -> None:
    world = desk.world
    first = do(desk, CHECK, values(OTHER))
    assert len(first["check"]["values"][0]["hits"]) == 1
    world.file("my-telco", record("PhoneNumber", "hit", number=OTHER), profile="told-to-both")
    world.run(world.app.exchange.drain())
    assert do(desk, CHECK, values(OTHER)) == first
    desk.data(RETRACT, token=world.token(HOLDER), ids=[world.id(HOLDER, "hit")])
    world.run(world.app.exchange.drain())
    again = do(desk, CHECK, values(OTHER))["check"]
    assert (again["id"], again["values"][0]["hits"]) == (first["check"]["id"], [])


def test_a_grant_that_is_sent_again_is_one_grant_and_stays_taken_back(desk: Desk) -> None:
    world = desk.world
    given = {
        "agency": ASKER,
        "classes": ["IDENTITY"],
        "purpose": "investigation",
        "reason": "joint operation",
        "until": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
        "records": [world.id(HOLDER, "n")],
        "idempotencyKey": "grant 1",
    }
    token = world.token(HOLDER)
    first = do(desk, GIVE, given, token=token)
    assert first["userErrors"] == []
    assert do(desk, GIVE, given, token=token) == first
    assert ids(desk, GRANTS, HOLDER) == [first["grant"]["id"]]
    refused = do(desk, GIVE, {**given, "classes": ["IDENTITY", "SOURCE"]}, token=token)
    assert refused == {"grant": None, "userErrors": USED_BEFORE}
    desk.data(REVOKE, token=token, id=first["grant"]["id"])
    again = do(desk, GIVE, given, token=token)
    assert again["grant"] == {"id": first["grant"]["id"], "standing": "REVOKED"}
    assert ids(desk, GRANTS, HOLDER) == [first["grant"]["id"]]


def test_grants_that_are_sent_at_once_are_one(desk: Desk) -> None:
    world = desk.world
    given = {
        "agency": ASKER,
        "classes": ["IDENTITY"],
        "purpose": "investigation",
        "reason": "joint operation",
        "until": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
        "records": [world.id(HOLDER, "n")],
        "idempotencyKey": "grant 1",
    }
    headers = {"Authorization": f"Bearer {world.token(HOLDER)}", "Content-Type": "application/json"}
    body = {"query": GIVE, "variables": {"input": given}}

    async def at_once() -> list[Any]:
        found = await asyncio.gather(*(desk.send(json=body, headers=headers) for _ in range(4)))
        return [reply.json()["data"]["grant"]["grant"]["id"] for reply in found]

    assert set(world.run(at_once())) == set(ids(desk, GRANTS, HOLDER))
    assert len(ids(desk, GRANTS, HOLDER)) == 1


class TestClaims:
    """A hotline claims a victim whom the Thai police, who adopted the agreement, hold as a suspect."""

    @pytest.fixture
    def hers(self, world: World) -> Desk:
        who = {"name": "Anong Siriwattana", "birthDate": "1999-04-05", "nationality": "TH"}
        world.file("th-police", record("Person", "t", role="suspect", **who))
        world.file("kh-hotline", *(record("Person", reference, **who) for reference in ("h", "other")))
        return Desk(world)

    def claim(self, desk: Desk, *references: str, key: str | None = "claim 1") -> Any:
        named = {"records": [desk.world.id("kh-hotline", r) for r in references or ("h",)], "reason": "interviewed"}
        given = named if key is None else {**named, "idempotencyKey": key}
        return do(desk, CLAIM, given, self.officer(desk))

    def officer(self, desk: Desk) -> str:
        return desk.world.token("kh-hotline", "victim-support", "victim-protection")

    def claims(self, desk: Desk) -> list[str]:
        found = desk.data(CLAIMS, token=self.officer(desk))["protectionClaims"]["edges"]
        return [edge["node"]["id"] for edge in found]

    def notices(self, desk: Desk) -> list[tuple[str, str]]:
        found = desk.data(NOTICES, token=desk.world.token("th-police"))["protectionNotices"]["edges"]
        return [(edge["node"]["recordId"], edge["node"]["state"]) for edge in found]

    def test_one_that_is_sent_again_is_one_claim_with_one_notice_at_each_that_it_touches(self, hers: Desk) -> None:
        first = self.claim(hers)
        assert first["userErrors"] == []
        assert self.claim(hers) == first
        assert self.claims(hers) == [first["claim"]["id"]]
        assert self.notices(hers) == [(hers.world.id("th-police", "t"), "SEALED")]

        # To lift it opens her: there is no other one that nobody knows of.
        hers.data(LIFT_CLAIM, token=self.officer(hers), id=first["claim"]["id"])
        assert self.notices(hers) == [(hers.world.id("th-police", "t"), "LIFTED")]
        look = "query($id: ID!) { record(id: $id) { id } }"
        [rid] = [hers.world.id("th-police", "t")]
        assert hers.data(look, token=hers.world.token("kh-police"), id=rid)["record"] == {"id": rid}
        # Sent once more, it does not seal again.
        before = state(hers.world)
        assert self.claim(hers)["claim"] == {"id": first["claim"]["id"], "liftReason": "mistaken"}
        assert state(hers.world) == before

    def test_several_at_once_make_one_claim(self, hers: Desk) -> None:
        named = {"records": [hers.world.id("kh-hotline", "h")], "reason": "interviewed", "idempotencyKey": "at once"}
        headers = {"authorization": f"Bearer {self.officer(hers)}"}

        async def send() -> list[Any]:
            body = {"query": CLAIM, "variables": {"input": named}}
            found = await asyncio.gather(*(hers.send(json=body, headers=headers) for _ in range(4)))
            return [answer.json()["data"]["claimVictim"] for answer in found]

        answers = hers.world.run(send())
        assert all(answer == answers[0] for answer in answers)
        assert self.claims(hers) == [answers[0]["claim"]["id"]]
        assert len(self.notices(hers)) == 1

    def test_one_whose_scope_was_made_before_another_sealed_its_record_is_answered_alike(self, hers: Desk) -> None:
        """Sealed, the record stands under terms that are newer than that scope."""
        app, who = hers.world.app, viewer("kh-hotline", "victim-support", "victim-protection")
        order = ClaimOrder(records=(hers.world.id("kh-hotline", "h"),), reason="interviewed")
        act = keyed_act(app.minter, who, "claimVictim", "claim 1", "the same")

        async def claims(*scopes: ReadScope) -> list[Claim | None]:
            renewed = partial(app.scope_for, who)
            return [await app.protection.claim(who, scope, order, renewed=renewed, act=act) for scope in scopes]

        scope = hers.world.run(app.scope_for(who))
        first, second = hers.world.run(claims(scope, scope))
        assert first is not None
        assert second == first
        assert hers.world.run(app.records.records(scope, order.records)) == []
        assert self.claims(hers) == [first.id]

    def test_the_key_of_another_claim_is_refused_and_nobody_is_sealed(self, hers: Desk) -> None:
        self.claim(hers)
        before, entries = state(hers.world), len(hers.trail())
        assert self.claim(hers, "other") == {"claim": None, "userErrors": USED_BEFORE}
        assert state(hers.world) == before
        assert Outcome.DENIED in {e.entry.outcome for e in hers.trail()[entries:]}

    def test_without_a_key_and_under_another_each_is_a_claim_of_its_own(self, hers: Desk) -> None:
        """Claiming again seals again what was lifted, and asks again who declined."""
        made = [self.claim(hers, key=key)["claim"]["id"] for key in (None, None, "claim 1", "claim 2")]
        assert sorted(self.claims(hers)) == sorted(made)
        assert len(set(made)) == 4
