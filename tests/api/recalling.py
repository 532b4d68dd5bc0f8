"""Short ways to withdraw and narrow records and to look at the recalls of that, for tests."""

from pathlib import Path
from typing import Any

from tests.api.asking import Desk
from tests.world import World, link, record

NAME = "Qanarywit Zzyzxsombat"
NUMBER = "+66891436857"
LOOK = "query($id: ID!) { record(id: $id) { caption } }"
RETRACT = """mutation($ids: [ID!]!, $erase: Boolean!) { retractRecords(input: {ids: $ids, reason: "a mistake", erase: $erase}) {
  done recalls { recordId cause outstanding notices { agency { code } form } } userErrors { code message } } }"""
NARROW = """mutation($ids: [ID!]!, $profile: String!) { narrowRecords(input: {ids: $ids, profile: $profile, reason: "source at risk"}) {
  done recalls { recordId cause profile notices { agency { code } form } } userErrors { code } } }"""
RECALLS = "query($open: Boolean!) { recalls(openOnly: $open) { edges { node { id recordId cause form reason originator { code } agency { code } operation person answer } } } }"
ISSUED = "{ issuedRecalls { edges { node { recordId cause outstanding notices { id agency { code } form answer answerReason answeredBy } } } } }"
FALLOUT = "query($id: ID!) { falloutReport(recordId: $id) { recordId alerts { otherAgency { code } } matches { recordId originator { code } } grants recipients { code } exports { agency { code } } } }"
HOLD = """mutation($ids: [ID!]!) { placeHold(input: {ids: $ids, reason: "court order"}) { holds { id recordId } userErrors { code } } }"""
CLAIM = """mutation($ids: [ID!]!) { claimVictim(input: {records: $ids, reason: "interviewed"}) { claim { id } userErrors { code } } }"""


def fill(world: World) -> None:
    """File a person of th-police who is one with kh-police's, by document and by number, and is linked to a number."""
    for agency in ("th-police", "kh-police"):
        world.file(
            agency,
            record("Person", "p", name=NAME, role="suspect", birthDate="1980-05-06", nationality="TH", notes=NAME),
            record("PhoneNumber", "n", number=NUMBER),
            link("USES", "p", "n"),
        )


def ids(world: World, *names: str, agency: str = "th-police") -> list[str]:
    return [world.id(agency, name) for name in names]


def token(desk: Desk, agency: str, role: str = "analyst") -> str:
    return desk.world.token(agency, role)


def nodes(found: dict[str, Any], field: str) -> list[dict[str, Any]]:
    return [edge["node"] for edge in found[field]["edges"]]


def folder_text(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
