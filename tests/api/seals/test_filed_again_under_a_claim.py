"""A victim's record is withdrawn and filed again: the claim of its filing closes it until it is lifted, whatever it says."""

from pathlib import Path
from typing import Any

import pytest

from ingest import ingest_file, parse_mapping
from tests.api.asking import Desk
from tests.api.audit.test_denials import is_denied
from tests.api.sealing import PROTECTION, VICTIM
from tests.api.seals.test_claims_outlive_records import PAGE
from tests.api.seals.test_protection import LIFT_CLAIM
from tests.world import World, link, record

pytestmark = pytest.mark.usefixtures("hits_stand", "as_documented")

RETRACT = """mutation($id: ID!, $erase: Boolean!) { retractRecords(input: {ids: [$id], reason: "a wrong file",
  erase: $erase}) { done standingClaims } }"""
SUBMIT = """mutation($records: [RecordInput!]!, $links: [LinkInput!]!) { submitRecords(input: {dataset: "cases",
  profile: "law-enforcement", records: $records, links: $links}) { records { unsealed problems { rule } }
  userErrors { code } } }"""
LOOK = "query($id: ID!) { record(id: $id) { caption subjectRole links { id } } }"
SEARCH = "query($text: String!) { search(text: $text, first: 9) { edges { cursor node { id } } } }"
ALERTS = "{ alerts(first: 9) { edges { cursor node { id recordId otherRecordId } } } }"
MAPPING = """
dataset: cases
profile: law-enforcement
originator: {agency}
records:
  person:
    kind: Person
    reference: '{{case}}'
    properties: {{name: name, birthDate: born, nationality: state, passportNumber: passport}}
  phone:
    kind: PhoneNumber
    reference: '{{phone}}'
    properties: {{number: number}}
links:
  - {{type: USES, from: person, to: phone}}
"""
NUMBER = "+66812345678"
OUTSIDERS = (("kh-police", "analyst", "investigation"), ("my-police", "analyst", "investigation"))


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def file_as_victim(desk: Desk, agency: str) -> None:
    # The first of its terms is felt by what a scope holds: that is not what these tests ask about.
    desk.world.file(agency, record("Person", "other", name="Kraisorn Boonmee"))
    number = record("PhoneNumber", "n", number=NUMBER)
    desk.world.file(agency, record("Person", "v", role="presumed-victim", **VICTIM), number, link("USES", "v", "n"))


def protecting(desk: Desk, agency: str, role: str = PROTECTION[0]) -> str:
    return desk.world.token(agency, role, PROTECTION[1])


def withdraw(desk: Desk, agency: str, *, erase: bool = False) -> list[str]:
    token = protecting(desk, agency, "victim-support+supervisor")
    done = desk.data(RETRACT, token=token, id=desk.world.id(agency, "v"), erase=erase)["retractRecords"]
    desk.world.settle()
    assert done["done"]
    return list(done["standingClaims"])


def submit(desk: Desk, token: str, role: str | None = None, **values: str) -> bool:
    """File her over the API with her number, and return whether the answer says that this took a seal off."""
    properties = [{"name": name, "values": [value]} for name, value in {**VICTIM, **values}.items()]
    one = {"kind": "PERSON", "reference": "v", "properties": properties} | ({"subjectRole": role} if role else {})
    phone = {"kind": "PHONE_NUMBER", "reference": "n", "properties": [{"name": "number", "values": [NUMBER]}]}
    uses = {"type": "USES", "sourceReference": "v", "targetReference": "n"}
    done = desk.data(SUBMIT, token=token, records=[one, phone], links=[uses])["submitRecords"]
    assert (done["userErrors"], [r["problems"] for r in done["records"]]) == ([], [[], []])
    return bool(done["records"][0]["unsealed"])


def ingest(desk: Desk, agency: str, folder: Path, *, rows: int = 1, restore: bool = True) -> None:
    """File her by the nightly file, which knows no roles."""
    lines = [f"x{place},Wichit Busabasombat,1980-01-01,TH,,+668777000{place:02},n{place}" for place in range(1, rows)]
    her = ",".join(
        ["v", VICTIM["name"], VICTIM["birthDate"], VICTIM["nationality"], VICTIM["passportNumber"], NUMBER, "n"]
    )
    path = folder / "cases.csv"
    path.write_text("\n".join(["case,name,born,state,passport,number,phone", *lines, her, ""]), encoding="utf-8")
    registers, app = desk.world.app.bundle.registers, desk.world.app
    desk.world.run(
        ingest_file(
            path,
            mapping=parse_mapping(MAPPING.format(agency=agency), name="cases.yml"),
            originator=None,
            profile=None,
            known_originators=registers.parties,
            known_profiles=registers.profiles,
            writer=app.writer,
            minter=app.minter,
            restore=restore,
        )
    )


def file_again(desk: Desk, agency: str, folder: Path, way: str) -> None:
    match way:
        case "by a file":
            ingest(desk, agency, folder)
        case "by a long file":
            ingest(desk, agency, folder, rows=60)
        case "by those who protect her":
            assert not submit(desk, protecting(desk, agency))
        case "by an analyst":
            assert not submit(desk, desk.world.token(agency))
        case "under another role":
            suspect = record("Person", "v", role="suspect", **VICTIM)
            desk.world.file(agency, suspect, link("USES", "v", "n"), settle=False)


def look(desk: Desk, owner: str, reference: str, *viewer: str) -> Any:
    return desk.data(LOOK, token=desk.world.token(*viewer), id=desk.world.id(owner, reference))["record"]


def told(desk: Desk, owner: str) -> list[bytes]:
    """Return what outsiders are answered about her and her number, byte for byte."""
    ids = [desk.world.id(owner, reference) for reference in ("v", "n")]
    desk.world.run(desk.world.app.resolver.indexed())
    found = []
    for who in OUTSIDERS:
        token = desk.world.token(*who)
        found += [desk.post(LOOK, token=token, variables={"id": rid}).content for rid in ids]
        found += [desk.post(SEARCH, token=token, variables={"text": t}).content for t in ("siriwattana", NUMBER)]
        found.append(desk.post(ALERTS, token=token).content)
    return found


@pytest.mark.parametrize("agency", ["kh-hotline", "th-police"])
@pytest.mark.parametrize("erase", [False, True], ids=["withdrawn", "erased"])
@pytest.mark.parametrize("way", ["by a file", "by those who protect her", "by an analyst", "under another role"])
def test_what_is_filed_again_stays_closed_under_the_claim_that_stands(
    desk: Desk, tmp_path: Path, agency: str, erase: bool, way: str
) -> None:
    desk.world.file("kh-police", record("PhoneNumber", "k", number=NUMBER))
    file_as_victim(desk, agency)
    [standing] = withdraw(desk, agency, erase=erase)
    page, before = desk.post(PAGE, token=protecting(desk, agency)).content, told(desk, agency)

    file_again(desk, agency, tmp_path, way)
    assert told(desk, agency) == before, "at once"
    desk.world.settle()
    assert told(desk, agency) == before
    assert desk.post(PAGE, token=protecting(desk, agency)).content == page, "her claim is listed as it was"
    assert look(desk, agency, "v", agency, *PROTECTION)["subjectRole"] == "PRESUMED_VICTIM"

    lifted = desk.data(LIFT_CLAIM, token=protecting(desk, agency), id=standing, reason="not our caller")["liftClaim"]
    assert lifted["userErrors"] == []
    desk.world.settle()
    role = "SUSPECT" if way == "under another role" else "NONE"
    assert look(desk, agency, "v", "kh-police")["subjectRole"] == role, "as it was filed"
    assert look(desk, agency, "n", "kh-police") is not None


def test_one_of_many_in_a_file_stays_closed(desk: Desk, tmp_path: Path) -> None:
    file_as_victim(desk, "kh-hotline")
    withdraw(desk, "kh-hotline")
    file_again(desk, "kh-hotline", tmp_path, "by a long file")
    desk.world.settle()
    assert [look(desk, "kh-hotline", r, "kh-police") for r in ("v", "n")] == [None, None]
    assert look(desk, "kh-hotline", "x1", "kh-police") is not None


def test_nobody_but_those_who_protect_her_lifts_the_claim_or_withdraws_her_then(desk: Desk, tmp_path: Path) -> None:
    file_as_victim(desk, "kh-hotline")
    [standing] = withdraw(desk, "kh-hotline")
    file_again(desk, "kh-hotline", tmp_path, "by a file")
    desk.world.settle()
    rid = desk.world.id("kh-hotline", "v")
    for agency, roles in (("kh-hotline", "analyst"), ("th-police", "victim-support")):
        token = desk.world.token(agency, roles, "victim-protection")
        assert rid.encode() not in is_denied(desk, LIFT_CLAIM, token, id=standing, reason="not ours")
    assert b"FORBIDDEN" in is_denied(desk, RETRACT, desk.world.token("kh-hotline"), id=rid, erase=False)
    assert look(desk, "kh-hotline", "v", "th-police") is None


@pytest.mark.parametrize("first", ["as a victim", "without a role"])
def test_filed_as_a_victims_again_it_stands_as_before_and_a_role_takes_the_seal_off(desk: Desk, first: str) -> None:
    """Her filing is the claim again: nothing is left to lift of the one that outlived the record."""
    file_as_victim(desk, "kh-hotline")
    token = protecting(desk, "kh-hotline")
    [standing] = withdraw(desk, "kh-hotline")
    if first == "without a role":
        submit(desk, token)
    assert not submit(desk, token, "PRESUMED_VICTIM", sex="female")
    desk.world.settle()
    assert standing.encode() in desk.post(PAGE, token=token).content

    assert not submit(desk, token, sex="male")
    assert look(desk, "kh-hotline", "v", "th-police") is None, "silence opens nothing"
    assert submit(desk, token, "WITNESS")
    desk.world.settle()
    assert look(desk, "kh-hotline", "v", "th-police")["subjectRole"] == "WITNESS"
    assert look(desk, "kh-hotline", "n", "th-police") is not None
    assert standing.encode() not in desk.post(PAGE, token=token).content


@pytest.mark.long
def test_withdrawn_once_more_she_is_listed_and_closed_as_the_first_time(desk: Desk, tmp_path: Path) -> None:
    file_as_victim(desk, "kh-hotline")
    standing = withdraw(desk, "kh-hotline")
    page = desk.post(PAGE, token=protecting(desk, "kh-hotline")).content
    for _ in range(2):
        file_again(desk, "kh-hotline", tmp_path, "by a file")
        desk.world.settle()
        assert withdraw(desk, "kh-hotline") == standing
        assert desk.post(PAGE, token=protecting(desk, "kh-hotline")).content == page
    file_again(desk, "kh-hotline", tmp_path, "by a file")
    assert look(desk, "kh-hotline", "v", "th-police") is None


@pytest.mark.long
def test_the_claim_goes_on_from_the_record_that_was_filed_again(desk: Desk, tmp_path: Path) -> None:
    """Another record of hers at the claimant, and one of an agency that adopted the agreement, are sealed as before."""
    file_as_victim(desk, "kh-hotline")
    [standing] = withdraw(desk, "kh-hotline")
    file_again(desk, "kh-hotline", tmp_path, "by a file")
    desk.world.settle()
    desk.world.file("kh-hotline", record("Person", "w", **VICTIM))
    desk.world.file("th-police", record("Person", "t", role="suspect", **VICTIM))
    theirs = [("kh-hotline", "w"), ("th-police", "t")]
    assert [look(desk, owner, reference, "kh-police") for owner, reference in theirs] == [None, None]

    desk.data(LIFT_CLAIM, token=protecting(desk, "kh-hotline"), id=standing, reason="not our caller")
    desk.world.settle()
    assert None not in [look(desk, owner, reference, "kh-police") for owner, reference in theirs]
