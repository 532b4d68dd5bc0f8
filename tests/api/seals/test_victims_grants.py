"""A grant of a victim's record waits for a second person whatever her profile is, and whoever says that she is one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from policies import Outcome
from tests.api.asking import Desk
from tests.api.audit.test_denials import state
from tests.api.grants.test_grants import APPROVE, GIVE
from tests.api.sealing import PROTECTION, claim
from tests.world import World, record

LOOK = "query($id: ID!) { record(id: $id) { caption } }"
PASS_ON = (
    """mutation pass($input: PassOnGrantInput!) { passOnGrant(input: $input) { grant { id } userErrors { code } } }"""
)
WHO = {"name": "Kanha Sokvibol", "birthDate": "2001-04-09", "nationality": "KH"}


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def file(desk: Desk, profile: str, *, role: str = "presumed-victim", agency: str = "kh-hotline") -> str:
    [rid] = desk.world.file(agency, record("Person", "v", role=role, **WHO), profile=profile)
    return str(rid)


def give(desk: Desk, rid: str, who: str, *, onward: bool = False, to: str = "mm-police") -> dict[str, Any]:
    order = {
        "agency": to,
        "role": "victim-support",
        "classes": ["IDENTITY"],
        "purpose": PROTECTION[1],
        "reason": "she is returned",
        "until": (datetime.now(UTC) + timedelta(days=9)).isoformat(),
        "records": [rid],
        "onward": onward,
    }
    found = desk.data(GIVE, token=desk.world.token(who, *PROTECTION), input=order)["grant"]
    assert found["userErrors"] == []
    grant: dict[str, Any] = found["grant"]
    return grant


def sees(desk: Desk, rid: str, agency: str = "mm-police") -> bool:
    return desk.data(LOOK, token=desk.world.token(agency, *PROTECTION), id=rid)["record"] is not None


@pytest.mark.parametrize("profile", ["victim-protection", "open"])
def test_one_person_opens_no_victims_record_by_filing_it_again_first(desk: Desk, profile: str) -> None:
    rid = file(desk, "victim-protection")
    file(desk, profile)
    before = sees(desk, rid)
    grant = give(desk, rid, "kh-hotline")
    assert grant["standing"] == "PROPOSED"
    assert sees(desk, rid) is before
    entry = desk.trail()[-2].entry
    assert (entry.agency, entry.outcome) == ("kh-hotline", Outcome.ALLOWED)
    kept = state(desk.world)
    own = desk.ask(APPROVE, token=desk.world.token("kh-hotline", *PROTECTION), id=grant["id"])
    assert [e["extensions"]["code"] for e in own["errors"]] == ["FORBIDDEN"]
    assert state(desk.world) == kept
    assert desk.trail()[-1].entry.outcome is Outcome.DENIED


def test_a_second_person_opens_it(desk: Desk) -> None:
    rid = file(desk, "open")
    grant = give(desk, rid, "kh-hotline")
    second = desk.world.token("kh-hotline", "duty-officer+victim-support", PROTECTION[1])
    approved = desk.data(APPROVE, token=second, id=grant["id"])["approveGrant"]
    assert approved == {"grant": {"standing": "ACTIVE"}, "userErrors": []}
    assert sees(desk, rid)


def test_so_does_the_record_of_whom_another_body_claims(desk: Desk) -> None:
    desk.world.file("kh-hotline", record("Person", "h", **WHO))
    rid = file(desk, "open", role="suspect", agency="th-police")
    assert give(desk, rid, "th-police", to="kh-police")["standing"] == "ACTIVE"
    claim(desk)
    assert give(desk, rid, "th-police", to="kh-police")["standing"] == "PROPOSED"


@pytest.mark.parametrize("role", ["suspect", "witness", "none"])
def test_who_is_no_victim_is_granted_by_one_person_as_before(desk: Desk, role: str) -> None:
    rid = file(desk, "open", role=role)
    assert give(desk, rid, "kh-hotline")["standing"] == "ACTIVE"


def test_a_victims_grant_is_not_passed_on_by_one_person_either(desk: Desk) -> None:
    rid = file(desk, "open")
    grant = give(desk, rid, "kh-hotline", onward=True)
    second = desk.world.token("kh-hotline", "duty-officer+victim-support", PROTECTION[1])
    assert desk.data(APPROVE, token=second, id=grant["id"])["approveGrant"]["userErrors"] == []
    kept, order = state(desk.world), {"id": grant["id"], "agency": "my-police", "reason": "for a case"}
    answer = desk.ask(PASS_ON, token=desk.world.token("mm-police", *PROTECTION), input=order)
    [error] = answer["errors"]
    assert "it needs a second person of the originator" in error["message"]
    assert WHO["name"] not in str(answer)
    assert state(desk.world) == kept
    assert desk.trail()[-1].entry.outcome is Outcome.DENIED
