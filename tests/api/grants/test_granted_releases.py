"""A release explanation says what live grants open, to officers of the originator and as far as their list names them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.api.asking import Desk
from tests.api.recalling import LOOK
from tests.world import World, record

RELEASE = """query($id: ID!, $viewer: PolicyViewerInput!) { releaseExplanation(recordId: $id, viewer: $viewer) {
  action allowed byGrant permits { id } forbids { id } grants { id role person caseRef } } }"""
EXPLAIN = "query($id: ID!) { policyExplanation(recordId: $id) { action allowed byGrant } }"
GIVE = "mutation($input: GrantInput!) { grant(input: $input) { grant { id } userErrors { code } } }"
REVOKE = "mutation($id: ID!) { revokeGrant(input: {id: $id}) { grant { standing } userErrors { code } } }"
SUSPECT = record("Person", "p", name="Qanarywit Zzyzxsombat", role="suspect")


def give(desk: Desk, rid: str, **terms: Any) -> str:
    given = {
        "agency": "th-police",
        "classes": ["IDENTITY"],
        "purpose": "investigation",
        "reason": "asked for",
        "until": (datetime.now(UTC) + timedelta(days=7)).isoformat(),
        "records": [rid],
        **terms,
    }
    done = desk.data(GIVE, token=desk.world.token("kh-police"), input=given)["grant"]
    assert done["userErrors"] == []
    found: str = done["grant"]["id"]
    return found


def explained(desk: Desk, rid: str, *, agency: str = "kh-police", **terms: Any) -> dict[str, dict[str, Any]]:
    viewer = {"agency": "th-police", "purpose": "investigation", "roles": ["analyst"], "caseNamed": True, **terms}
    officer = desk.world.token(agency, "policy-officer")
    found = desk.data(RELEASE, token=officer, id=rid, viewer=viewer)["releaseExplanation"]
    return {e["action"]: e for e in found or []}


def test_it_says_what_a_live_grant_opens_as_the_reader_is_told(world: World) -> None:
    desk = Desk(world)
    [rid] = world.file("kh-police", SUSPECT, profile="originator-controlled")
    before = explained(desk, rid)
    assert (before["IDENTITY"]["allowed"], before["IDENTITY"]["byGrant"]) == (False, False)
    assert [f["id"] for f in before["IDENTITY"]["forbids"]] == ["floor.orcon"]

    gid = give(desk, rid)

    assert desk.data(LOOK, token=world.token("th-police"), id=rid)["record"]
    theirs = desk.data(EXPLAIN, token=world.token("th-police"), id=rid)["policyExplanation"]
    assert {"action": "IDENTITY", "allowed": True, "byGrant": True} in theirs
    now = explained(desk, rid)
    assert now["IDENTITY"] == {
        "action": "IDENTITY", "allowed": True, "byGrant": True, "permits": [], "forbids": [],
        "grants": [{"id": gid, "role": None, "person": None, "caseRef": None}],
    }  # fmt: skip
    assert {a: e for a, e in now.items() if a != "IDENTITY"} == {a: e for a, e in before.items() if a != "IDENTITY"}
    # Of another agency, purpose or role, and once it is taken back, the answer is what it was.
    assert explained(desk, rid, agency="th-police") == {}
    assert not explained(desk, rid, purpose="financial-intelligence")["IDENTITY"]["allowed"]
    desk.data(REVOKE, token=world.token("kh-police"), id=gid)
    assert explained(desk, rid) == before


def test_it_names_the_one_for_whom_a_grant_is(world: World) -> None:
    desk = Desk(world)
    [rid] = world.file("kh-police", SUSPECT, profile="originator-controlled")
    gid = give(desk, rid, person="analyst of th-police", caseRef="T-1")
    other = give(desk, rid, role="duty-officer")

    assert explained(desk, rid)["IDENTITY"]["grants"] == [
        {"id": gid, "role": None, "person": "analyst of th-police", "caseRef": "T-1"}
    ]
    assert not explained(desk, rid, caseNamed=False)["IDENTITY"]["allowed"]
    duty = explained(desk, rid, roles=["duty-officer"], caseNamed=False)["IDENTITY"]["grants"]
    assert duty == [{"id": other, "role": "duty-officer", "person": None, "caseRef": None}]


def test_what_a_grant_may_not_open_stays_closed_with_what_closes_it(world: World) -> None:
    desk = Desk(world)
    [rid] = world.file("kh-police", SUSPECT, profile="originator-controlled")
    give(desk, rid)
    world.file("kh-police", SUSPECT, profile="hit-only")

    found = explained(desk, rid)["IDENTITY"]

    assert (found["allowed"], found["byGrant"], found["grants"]) == (False, False, [])
    assert [f["id"] for f in found["forbids"]] == ["floor.hit-only"]
