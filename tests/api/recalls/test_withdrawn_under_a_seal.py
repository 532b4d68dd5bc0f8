"""A sealed record is withdrawn and filed again: the seal stands, with all that was said about it, and tells nobody."""

from pathlib import Path
from typing import Any

import pytest

from tests.api.asking import Desk
from tests.api.audit.test_denials import is_denied
from tests.api.exchanging import BUDGETS, SetClock, exchanging
from tests.api.filing.test_filed_persons import HER, file, marked, persons
from tests.api.sealing import LIFT, PROTECTION, VICTIM, claim, look, notices
from tests.api.seals.test_claims_outlive_records import PAGE
from tests.api.seals.test_protection import ANSWER, CONTEST, LIFT_CLAIM
from tests.world import World, link, record

pytestmark = pytest.mark.usefixtures("hits_stand", "as_documented")

NUMBER = "+66812345678"
RETRACT = """mutation($ids: [ID!]!, $erase: Boolean!) { retractRecords(input: {ids: $ids, reason: "a wrong file",
  erase: $erase}) { done } }"""
SEEN = "query($id: ID!) { record(id: $id) { id caption redacted links { id } entity { id } } }"
SEARCH = "query($text: String!) { search(text: $text, first: 9) { edges { cursor node { id } } } }"
ALERTS = "{ alerts(first: 9) { edges { cursor node { id recordId otherRecordId } } } }"
CHECK = """mutation($number: String!) { crossCheck(input: {purpose: "investigation", caseRef: "T-1",
  values: [{kind: PHONE_NUMBER, value: $number}]}) { check { values { inView hits { holder { code } } } } } }"""
REASONS = "{ protectionNotices(first: 9) { edges { node { state contestReason answerReason liftReason } } } }"
OUTSIDERS = (("kh-police", "analyst", "investigation"), ("my-police", "analyst", "investigation"))
WAYS = pytest.mark.parametrize("erase", [False, True], ids=["withdrawn", "erased"])


@pytest.fixture
def desk(world: World) -> Desk:
    """A claimed person whom an agency that adopted the agreement holds as a suspect, with her number."""
    file_suspect(world)
    world.file("kh-police", record("PhoneNumber", "k", number=NUMBER))
    world.file("kh-hotline", record("Person", "h", **VICTIM))
    found = Desk(world)
    claim(found)
    world.settle()
    return found


def file_suspect(world: World, *, settle: bool = True, **values: str) -> None:
    number = record("PhoneNumber", "n", number=NUMBER)
    person = record("Person", "t", role="suspect", **{**VICTIM, **values})
    world.file("th-police", person, number, link("USES", "t", "n"), settle=settle)


def withdraw(desk: Desk, *, erase: bool = False, reference: str = "t", agency: str = "th-police") -> None:
    token, ids = desk.world.token(agency, "analyst+supervisor"), [desk.world.id(agency, reference)]
    assert desk.data(RETRACT, token=token, ids=ids, erase=erase)["retractRecords"]["done"]
    desk.world.settle()
    desk.world.run(desk.world.app.accountability.step())


def told(desk: Desk) -> list[bytes]:
    """Return what outsiders are answered about her and her number, byte for byte."""
    ids = [desk.world.id("th-police", reference) for reference in ("t", "n")]
    desk.world.run(desk.world.app.resolver.indexed())
    found = []
    for who in OUTSIDERS:
        token = desk.world.token(*who)
        found += [desk.post(SEEN, token=token, variables={"id": rid}).content for rid in ids]
        found += [desk.post(SEARCH, token=token, variables={"text": t}).content for t in ("siriwattana", NUMBER)]
        found += [
            desk.post(ALERTS, token=token).content,
            desk.post(CHECK, token=token, variables={"number": NUMBER}).content,
        ]
    return found


def notice_ids(desk: Desk, agency: str = "th-police") -> list[str]:
    query = "{ protectionNotices(first: 9) { edges { node { id } } } }"
    edges = desk.data(query, token=desk.world.token(agency))["protectionNotices"]["edges"]
    return [edge["node"]["id"] for edge in edges]


def states(desk: Desk, agency: str = "th-police") -> list[str]:
    return [state for _, state, _ in notices(desk, agency)]


def reasons(desk: Desk) -> list[dict[str, Any]]:
    found = desk.data(REASONS, token=desk.world.token("th-police"))["protectionNotices"]["edges"]
    return [edge["node"] for edge in found]


@WAYS
@pytest.mark.parametrize("born", [VICTIM["birthDate"], "1998-05-04"], ids=["as it was", "corrected"])
def test_to_withdraw_and_file_again_opens_neither_her_nor_her_number(desk: Desk, erase: bool, born: str) -> None:
    """Nor between the filing and its comparison, whatever an analyst corrected."""
    before = told(desk)
    withdraw(desk, erase=erase)
    assert told(desk) == before
    file_suspect(desk.world, settle=False, birthDate=born)
    assert told(desk) == before, "not compared yet"
    assert states(desk) == ["SEALED"]
    desk.world.settle()
    assert told(desk) == before
    assert (states(desk), look(desk, "t", "th-police")["claimedVictim"]) == (["SEALED"], True)

    [notice] = notice_ids(desk)
    assert b"FORBIDDEN" in is_denied(desk, LIFT, desk.world.token("th-police"), id=notice)
    assert told(desk) == before
    lifted = desk.data(LIFT, token=desk.world.token("th-police", *PROTECTION), id=notice)["liftSeal"]
    assert lifted["userErrors"] == []
    desk.world.settle()
    assert None not in [look(desk, reference, "kh-police") for reference in ("t", "n")]


@pytest.mark.long
@WAYS
def test_the_claimant_reads_what_was_contested_whatever_becomes_of_the_record(desk: Desk, erase: bool) -> None:
    [notice] = notice_ids(desk)
    desk.data(CONTEST, token=desk.world.token("th-police"), id=notice, reason="court file 44/2026")
    token = desk.world.token("kh-hotline", *PROTECTION)
    page = desk.post(PAGE, token=token).content
    assert b"court file 44/2026" in page
    withdraw(desk, erase=erase)
    assert desk.post(PAGE, token=token).content == page
    file_suspect(desk.world)
    assert desk.post(PAGE, token=token).content == page
    assert [found["contestReason"] for found in reasons(desk)] == ["court file 44/2026"]


@pytest.mark.long
@WAYS
def test_a_seal_that_was_lifted_is_not_made_again_by_its_claim(desk: Desk, erase: bool) -> None:
    [notice] = notice_ids(desk)
    desk.data(LIFT, token=desk.world.token("th-police", *PROTECTION), id=notice)
    desk.world.settle()
    withdraw(desk, erase=erase)
    file_suspect(desk.world)
    assert states(desk) == ["LIFTED"]
    assert None not in [look(desk, reference, "kh-police") for reference in ("t", "n")]
    # What an officer wrote of it goes with an erased record; its state says nothing of what the record said.
    assert [found["liftReason"] for found in reasons(desk)] == [None if erase else "a stolen passport"]
    claim(desk)
    desk.world.settle()
    assert look(desk, "t", "kh-police") is None, "to claim again seals again"


@WAYS
def test_what_was_declined_is_agreed_to_by_a_protection_role_alone(world: World, erase: bool) -> None:
    """my-police did not adopt the agreement: it is asked."""
    world.file("my-police", record("Person", "m", role="witness", **VICTIM))
    world.file("kh-hotline", record("Person", "h", **VICTIM))
    desk = Desk(world)
    claim(desk)
    [notice] = notice_ids(desk, "my-police")
    protecting = world.token("my-police", *PROTECTION)
    declined = desk.data(ANSWER, token=protecting, id=notice, seal=False, reason="another woman")
    assert declined["answerProtectionClaim"]["userErrors"] == []
    withdraw(desk, erase=erase, reference="m", agency="my-police")
    world.file("my-police", record("Person", "m", role="witness", **VICTIM))
    assert states(desk, "my-police") == ["DECLINED"]
    answer = {"id": notice, "seal": True, "reason": "she is"}
    assert b"FORBIDDEN" in is_denied(desk, ANSWER, world.token("my-police"), **answer)
    assert desk.data(ANSWER, token=protecting, **answer)["answerProtectionClaim"]["userErrors"] == []


@pytest.mark.long
def test_a_claim_that_was_lifted_while_the_record_was_gone_closes_it_no_more(desk: Desk) -> None:
    withdraw(desk)
    token = desk.world.token("kh-hotline", *PROTECTION)
    [listed] = desk.data(PAGE, token=token)["protectionClaims"]["edges"]
    desk.data(LIFT_CLAIM, token=token, id=listed["node"]["id"], reason="not our caller")
    file_suspect(desk.world)
    assert states(desk) == ["LIFTED"]
    assert None not in [look(desk, reference, "kh-police") for reference in ("t", "n")]


def test_a_held_block_that_is_withdrawn_and_filed_again_does_not_tell_whose_is_a_victims(
    world: World, tmp_path: Path
) -> None:
    """What was sealed while it was held was told to nobody: it does not count as told when it is held anew."""
    parties = "parties: {th-police: {per_request: 1000, per_day: 1000000, reviewer: th-fiu}}\n"
    shared = exchanging(world, tmp_path, clock=SetClock(), budgets=BUDGETS + parties)
    shared.file("kh-hotline", record("Person", "h", **HER))
    desk, block = Desk(shared), range(12_340, 12_352)
    claim(desk)
    assert file(desk, "th-police", persons(block)) is not None
    assert marked(desk, block) == []
    ids = [shared.id("th-police", f"p{place}") for place in block]
    assert desk.data(RETRACT, token=shared.token("th-police"), ids=ids, erase=False)["retractRecords"]["done"]
    shared.settle()
    file(desk, "th-police", persons(block))
    assert marked(desk, block) == []
    assert states(desk) == []


@pytest.mark.long
@pytest.mark.parametrize("hers", [True, False], ids=["hers", "another's"])
@pytest.mark.parametrize("many", [False, True], ids=["a few", "many"])
def test_a_sealed_number_waits_until_whoever_uses_it_next_is_compared(desk: Desk, hers: bool, many: bool) -> None:
    """Its owner is nobody else's till then: it would show without one, and go again if she is hers."""
    withdraw(desk)
    before = told(desk)
    who = VICTIM if hers else {"name": "Somchai Jaidee", "birthDate": "1970-01-01"}
    more = (record("Person", f"x{place}", name=f"Wichit {place}") for place in range(60 if many else 0))
    owner = record("Person", "u", role="suspect", **who)
    desk.world.file("th-police", owner, *more, link("USES", "u", "n"), settle=False)
    desk.world.file("kh-police", record("PhoneNumber", "other", number="+66887654321"), settle=False)
    assert look(desk, "n", "kh-police") is None
    assert told(desk) == before
    desk.world.settle()
    assert [look(desk, reference, "kh-police") is None for reference in ("u", "n")] == [hers, hers]
    assert (told(desk) == before) is hers
