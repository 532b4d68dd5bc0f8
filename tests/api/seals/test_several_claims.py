"""Where a claim stands beside a filing or another claim, in whatever order: she is closed until the last one is lifted."""

from typing import Any

import pytest

from tests.api.asking import Desk
from tests.api.sealing import PROTECTION, VICTIM, notices
from tests.api.seals.test_protection import CLAIM, CLAIMS, LIFT_CLAIM
from tests.world import World, link, record

pytestmark = pytest.mark.usefixtures("hits_stand", "as_documented")

SUBMIT = """mutation($records: [RecordInput!]!) { submitRecords(input: {dataset: "cases", profile: "law-enforcement",
  records: $records}) { changed userErrors { code } } }"""
LOOK = "query($id: ID!) { record(id: $id) { caption subjectRole } }"


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def claim(desk: Desk, agency: str = "kh-hotline", reference: str = "h") -> str:
    records = [desk.world.id(agency, reference)]
    made = desk.data(CLAIM, token=desk.world.token(agency, *PROTECTION), records=records, reason="interviewed")
    assert made["claimVictim"]["userErrors"] == []
    return str(made["claimVictim"]["claim"]["id"])


def lift(desk: Desk, claim_id: str, agency: str = "kh-hotline") -> None:
    done = desk.data(LIFT_CLAIM, token=desk.world.token(agency, *PROTECTION), id=claim_id, reason="a namesake")
    assert done["liftClaim"]["userErrors"] == []


def look(desk: Desk, viewer: str, owner: str, reference: str) -> Any:
    return desk.data(LOOK, token=desk.world.token(viewer), id=desk.world.id(owner, reference))["record"]


def states(desk: Desk, agency: str) -> list[str]:
    return [state for _, state, _ in notices(desk, agency)]


def file_by_officer(desk: Desk, role: str) -> None:
    """File her anew as a protection officer, under a role."""
    properties = [{"name": name, "values": [value]} for name, value in {**VICTIM, "sex": "female"}.items()]
    one = {"kind": "PERSON", "reference": "h", "subjectRole": role, "properties": properties}
    out = desk.data(SUBMIT, token=desk.world.token("kh-hotline", *PROTECTION), records=[one])["submitRecords"]
    assert (out["changed"], out["userErrors"]) == (1, [])


@pytest.mark.parametrize("order", ["filed, claimed", "claimed, filed"])
def test_a_filing_as_a_victim_outlives_a_claim(desk: Desk, order: str) -> None:
    desk.world.file("kh-hotline", record("Person", "h", **VICTIM))
    if order == "filed, claimed":
        file_by_officer(desk, "PRESUMED_VICTIM")
    made = claim(desk)
    if order == "claimed, filed":
        file_by_officer(desk, "PRESUMED_VICTIM")
    listed = desk.data(CLAIMS, token=desk.world.token("kh-hotline", *PROTECTION))["protectionClaims"]["edges"]
    assert sorted(e["node"]["reason"] for e in listed) == ["filed as a victim", "interviewed"]
    lift(desk, made)
    assert look(desk, "th-police", "kh-hotline", "h") is None
    desk.world.settle()
    assert look(desk, "th-police", "kh-hotline", "h") is None


@pytest.mark.parametrize("order", ["filed again, claimed", "claimed, filed again"])
def test_a_file_without_her_role_takes_nothing_off_while_a_claim_stands(desk: Desk, order: str) -> None:
    """The case system knows no roles, and brings her every night."""
    nightly = record("Person", "h", sex="female", **VICTIM)
    desk.world.file("kh-hotline", record("Person", "h", role="presumed-victim", **VICTIM))
    if order == "filed again, claimed":
        desk.world.file("kh-hotline", nightly)
    made = claim(desk)
    if order == "claimed, filed again":
        desk.world.file("kh-hotline", nightly)
        desk.world.file("kh-hotline", nightly)
    lift(desk, made)
    desk.world.settle()
    assert look(desk, "th-police", "kh-hotline", "h") is None


@pytest.mark.long
def test_a_protection_role_takes_a_victims_role_off_under_a_claim_and_the_lift_shows_it(desk: Desk) -> None:
    desk.world.file("kh-hotline", record("Person", "h", role="presumed-victim", **VICTIM))
    made = claim(desk)
    file_by_officer(desk, "WITNESS")
    assert look(desk, "th-police", "kh-hotline", "h") is None
    lift(desk, made)
    desk.world.settle()
    assert look(desk, "th-police", "kh-hotline", "h")["subjectRole"] == "WITNESS"


@pytest.mark.long
@pytest.mark.parametrize("owner", ["th-police", "kh-hotline"])
def test_a_number_stays_closed_until_the_last_claim_is_lifted(desk: Desk, owner: str) -> None:
    user, file = {"th-police": "t", "kh-hotline": "h"}[owner], desk.world.file
    file("kh-hotline", record("Person", "h", **VICTIM))
    if owner == "th-police":
        file(owner, record("Person", "t", role="suspect", **VICTIM))
    file(owner, record("PhoneNumber", "n", number="+66812345678"), link("USES", user, "n"))
    first, second = claim(desk), claim(desk)
    other = record("Person", "w", role="witness", name="Somchai Jaidee", birthDate="1970-01-01")
    file(owner, other, link("USES", "w", "n"))
    lift(desk, first)
    assert [look(desk, "kh-police", owner, reference) for reference in (user, "n")] == [None, None]
    desk.world.settle()
    assert [look(desk, "kh-police", owner, reference) for reference in (user, "n")] == [None, None]
    lift(desk, second)
    assert None not in [look(desk, "kh-police", owner, reference) for reference in (user, "n")]


@pytest.mark.parametrize("order", ["filed, claimed", "claimed, filed"])
def test_what_matches_her_stays_closed_until_the_last_claim_is_lifted(desk: Desk, order: str) -> None:
    suspect = record("Person", "t", role="suspect", **VICTIM)
    desk.world.file("kh-hotline", record("Person", "h", **VICTIM))
    if order == "filed, claimed":
        desk.world.file("th-police", suspect)
    first, second = claim(desk), claim(desk)
    if order == "claimed, filed":
        desk.world.file("th-police", suspect)
    assert states(desk, "th-police") == ["SEALED", "SEALED"]
    lift(desk, first)
    assert look(desk, "kh-police", "th-police", "t") is None
    lift(desk, second)
    assert look(desk, "kh-police", "th-police", "t") is not None
    assert states(desk, "th-police") == ["LIFTED", "LIFTED"]


@pytest.mark.parametrize("first", ["kh-hotline", "ph-police"])
def test_one_bodys_lift_opens_nothing_that_anothers_claim_closes(desk: Desk, first: str) -> None:
    """Two bodies claim her, each by its own record, and one of them lifts its claim."""
    file = desk.world.file
    file("kh-hotline", record("Person", "h", **VICTIM))
    file("ph-police", record("Person", "m", role="witness", **VICTIM))
    file("ph-police", record("PhoneNumber", "n", number="+66812345678"), link("USES", "m", "n"))
    made = {}
    for agency in sorted(["kh-hotline", "ph-police"], key=lambda agency: agency != first):
        made[agency] = claim(desk, agency, {"kh-hotline": "h", "ph-police": "m"}[agency])
    desk.world.settle()
    assert look(desk, "kh-police", "ph-police", "m") is None
    lift(desk, made["ph-police"], "ph-police")
    assert [look(desk, "kh-police", "ph-police", reference) for reference in ("m", "n")] == [None, None]
    assert look(desk, "ph-police", "ph-police", "m")["subjectRole"] == "WITNESS"
    desk.world.settle()
    assert look(desk, "kh-police", "ph-police", "m") is None
    lift(desk, made["kh-hotline"])
    assert None not in [look(desk, "kh-police", "ph-police", reference) for reference in ("m", "n")]
