"""A victim's record is withdrawn or erased: her claim stays, with what it seals, until those who protect lift it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.asking import Desk
from tests.api.audit.test_denials import is_denied
from tests.api.seals.test_protection import CLAIMS, CONTEST, LIFT_CLAIM, PROTECTION, WHO, claim, look, notices
from tests.world import World, link, record

pytestmark = pytest.mark.usefixtures("hits_stand", "as_documented")

USES = link("USES", "h", "n")
RETRACT = """mutation($ids: [ID!]!, $erase: Boolean!) { retractRecords(input: {ids: $ids, reason: "not our caller",
  erase: $erase}) { done standingClaims userErrors { code } } }"""
SCHEDULE = """mutation($ids: [ID!]!, $until: DateTime, $reason: String) { scheduleRetention(input: {ids: $ids,
  retainUntil: $until, reason: $reason}) { userErrors { code } } }"""
PAGE = """{ protectionClaims(first: 50) { edges { cursor node {
  id records reason claimedBy claimedAt liftedAt liftReason contests } } } }"""


@pytest.fixture
def desk(world: World) -> Desk:
    """A hotline's victim, whom an agency that adopted the protocol holds as a suspect."""
    world.file("th-police", record("Person", "t", role="suspect", **WHO))
    world.file("kh-hotline", record("Person", "h", role="presumed-victim", **WHO))
    return Desk(world)


def protecting(desk: Desk, roles: str = PROTECTION[0]) -> str:
    return desk.world.token("kh-hotline", roles, PROTECTION[1])


def withdraw(desk: Desk, *references: str, erase: bool = False) -> Any:
    token = protecting(desk, "victim-support+supervisor" if erase else "victim-support")
    wanted = [desk.world.id("kh-hotline", reference) for reference in references]
    done = desk.data(RETRACT, token=token, ids=wanted, erase=erase)["retractRecords"]
    desk.world.settle()
    return done


def claims(desk: Desk) -> list[dict[str, Any]]:
    return [e["node"] for e in desk.data(CLAIMS, token=protecting(desk))["protectionClaims"]["edges"]]


@pytest.mark.long
@pytest.mark.parametrize("erase", [False, True])
def test_the_claim_of_a_filing_outlives_its_record_and_is_lifted(desk: Desk, erase: bool) -> None:
    [before] = claims(desk)
    [told] = notices(desk, "th-police")
    desk.data(CONTEST, token=desk.world.token("th-police"), id=told["id"], reason="he is the guard")
    page = desk.post(PAGE, token=protecting(desk)).content

    done = withdraw(desk, "h", erase=erase)

    assert done == {"done": True, "standingClaims": [before["id"]], "userErrors": []}
    assert desk.post(PAGE, token=protecting(desk)).content == page, "the list is what it was, contests included"
    assert look(desk, "th-police", "t", "kh-police") is None
    lifted = desk.data(LIFT_CLAIM, token=protecting(desk), id=before["id"], reason="not our caller")["liftClaim"]
    desk.world.settle()
    assert lifted == {"claim": {"id": before["id"], "liftReason": "not our caller"}, "userErrors": []}
    assert look(desk, "th-police", "t", "kh-police") is not None
    assert [(n["state"], n["statusConflict"]) for n in notices(desk, "th-police")] == [("LIFTED", False)]
    assert b"UNCHANGED" in is_denied(desk, LIFT_CLAIM, protecting(desk), id=before["id"], reason="again")


def test_a_claim_outlives_a_record_whose_time_is_over(desk: Desk) -> None:
    [before] = claims(desk)
    now = datetime.now(UTC)
    rid = desk.world.id("kh-hotline", "h")
    until = (now + timedelta(days=1)).isoformat()
    desk.data(SCHEDULE, token=protecting(desk), ids=[rid], until=until, reason="she is home")
    desk.world.run(desk.world.app.accountability.retention.run(now=now + timedelta(days=2)))
    desk.world.settle()

    assert claims(desk) == [before]
    desk.data(LIFT_CLAIM, token=protecting(desk), id=before["id"], reason="she is home")
    assert look(desk, "th-police", "t", "kh-police") is not None


def test_what_stays_of_a_withdrawn_victim_tells_nothing_of_what_matched_her(world: World) -> None:
    """One whom another agency holds and one whom nobody does are listed alike, and since their filing."""
    world.file("kh-hotline", record("Person", "v", role="presumed-victim", **WHO))
    world.file("kh-hotline", record("Person", "w", role="presumed-victim", name="Malee Boonmee"))
    world.file("kh-hotline", record("Person", "x", role="witness", name="Dara Sok"))
    desk = Desk(world)
    page = desk.post(PAGE, token=protecting(desk)).content
    world.file("th-police", record("Person", "t", role="suspect", profile="originator-controlled", **WHO))

    done = withdraw(desk, "v", "w", "x")

    assert done["standingClaims"] == [made["id"] for made in claims(desk)]
    assert len(done["standingClaims"]) == 2
    assert desk.post(PAGE, token=protecting(desk)).content == page


@pytest.mark.long
def test_what_is_filed_again_under_another_role_keeps_the_claim_of_the_withdrawn_one(desk: Desk) -> None:
    [before] = claims(desk)
    withdraw(desk, "h")
    desk.world.file("kh-hotline", record("Person", "h", role="witness", **WHO))
    assert claims(desk) == [before]
    desk.data(LIFT_CLAIM, token=protecting(desk), id=before["id"], reason="a witness")
    assert look(desk, "th-police", "t", "kh-police") is not None


@pytest.mark.long
def test_a_claim_that_was_lifted_is_none_that_stands(desk: Desk) -> None:
    [filed] = claims(desk)
    raised = claim(desk)
    desk.data(LIFT_CLAIM, token=protecting(desk), id=filed["id"], reason="claimed by hand")
    assert withdraw(desk, "h")["standingClaims"] == [raised]
    assert [made["id"] for made in claims(desk)] == [filed["id"], raised]


def test_nobody_else_hears_of_the_claim(desk: Desk) -> None:
    rid = desk.world.id("kh-hotline", "h")
    [before] = claims(desk)
    withdraw(desk, "h")
    for agency, roles in (("kh-hotline", "analyst"), ("th-police", "victim-support"), ("kh-police", "victim-support")):
        token = desk.world.token(agency, roles, "victim-protection")
        assert desk.data(CLAIMS, token=token)["protectionClaims"]["edges"] == []
        content = is_denied(desk, LIFT_CLAIM, token, id=before["id"], reason="not ours")
        assert rid.encode() not in content
    assert look(desk, "th-police", "t", "kh-police") is None
    assert claims(desk) == [before]


def test_a_slip_that_sealed_a_stranger_is_put_right_by_claiming_anew(world: World) -> None:
    """The page names this order: between the two steps nobody who was rightly sealed is open."""
    slip = {**WHO, "birthDate": "1999-04-06"}
    world.file("th-police", record("Person", "t", role="suspect", **WHO))
    world.file("ph-police", record("Person", "p", role="suspect", **slip))
    world.file("kh-hotline", record("Person", "h", role="presumed-victim", **slip))
    desk = Desk(world)
    [filed] = claims(desk)
    assert look(desk, "ph-police", "p", "kh-police") is None

    world.file("kh-hotline", record("Person", "h", role="presumed-victim", **WHO))
    assert look(desk, "ph-police", "p", "kh-police") is None, "a correction ends no seal"
    claim(desk)
    assert look(desk, "th-police", "t", "kh-police") is None
    desk.data(LIFT_CLAIM, token=protecting(desk), id=filed["id"], reason="a mistyped birth date")
    world.settle()
    assert look(desk, "ph-police", "p", "kh-police") is not None
    assert look(desk, "th-police", "t", "kh-police") is None


@pytest.mark.long
@pytest.mark.parametrize("role", [None, "suspect"])
def test_a_claimed_record_that_is_filed_again_is_closed_under_the_claim_that_stands(
    world: World, role: str | None
) -> None:
    """The claim is listed as standing and names her: whoever files her anew must not open her."""
    desk = Desk(world)
    roles = {"role": role} if role else {}
    filed = (record("Person", "h", **WHO, **roles), record("PhoneNumber", "n", number="+85512345678"), USES)
    world.file("kh-hotline", *filed)
    made = claim(desk)
    world.settle()
    assert look(desk, "kh-hotline", "h", "th-police") is None
    withdraw(desk, "h")
    world.file("kh-hotline", *filed)
    assert look(desk, "kh-hotline", "h", "th-police") is None
    assert look(desk, "kh-hotline", "n", "th-police") is None

    done = desk.data(LIFT_CLAIM, token=protecting(desk), id=made, reason="not our caller")
    world.settle()
    assert done["liftClaim"]["userErrors"] == []
    assert look(desk, "kh-hotline", "h", "th-police") is not None
