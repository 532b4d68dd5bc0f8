"""A sealed victim whose record came by FollowTheMoney is named nowhere that her seal leaves open."""

from collections.abc import Sequence
from typing import Any

from ingest import DEFAULT_EVALUATION
from ingest.followthemoney.entities import FtmMapper
from ingest.sources.ftm_source import FtmLine
from ingest.supply import Supply
from tests.api.asking import Desk
from tests.api.audit.test_denials import state
from tests.api.seals.test_protection import INVESTIGATION, PROTECTION
from tests.api.seals.test_sealed_names import RECORD, claim
from tests.world import World, record

SAYS: dict[str, Sequence[str]] = {
    "name": ["Sreymom Chantha"], "firstName": ["Sreymom"], "lastName": ["Chantha"], "secondName": ["Bopharoth"],
    "middleName": ["Neang"], "fatherName": ["Sokha"], "motherName": ["Kolap"], "birthDate": ["2003-02-01"],
    "birthCountry": ["kh"], "socialSecurityNumber": ["77-1"], "religion": ["hers"], "website": ["sreymom.example"],
    "topics": ["role.victim"],
}  # fmt: skip
TELLING = (
    "Sreymom",
    "Chantha",
    "Bopharoth",
    "Neang",
    "Sokha",
    "Kolap",
    "2003",
    "birthCountry",
    "77-1",
    "hers",
    "sreymom",
)


def values_of(world: World, schema: str, **properties: Sequence[str]) -> dict[str, Any]:
    """Return the values of the record that an entity becomes, as they were written."""
    supply = Supply(
        originator="kh-hotline", dataset="cases", profile="law-enforcement", country=None, evaluation=DEFAULT_EVALUATION,
        known_profiles=world.app.bundle.registers.profiles, minter=world.app.minter, ontology=world.app.ontology,
    )  # fmt: skip
    entity: dict[str, object] = {"id": "h", "schema": schema, "properties": properties}
    [found] = FtmMapper(supply).map_line(FtmLine(1, "", entity)).records
    return {name: [value.raw for value in values] for name, values in found.properties.items()}


def test_nothing_names_a_sealed_victim_to_her_agencys_investigators(world: World) -> None:
    world.file("kh-hotline", record("Person", "h", **values_of(world, "Person", **SAYS)))
    desk = Desk(world)
    claim(desk)
    before, entries = state(world), len(desk.trail())
    answer = ask(desk, INVESTIGATION)
    for word in TELLING:
        assert word not in answer
    assert "role.victim" in answer
    assert state(world) == before
    assert [e.entry.operation for e in desk.trail()[entries:]] == ["query record"]
    told = ask(desk, PROTECTION)
    for word in TELLING:
        assert word in told


def ask(desk: Desk, role: tuple[str, str]) -> str:
    found: Any = desk.post(
        RECORD, token=desk.world.token("kh-hotline", *role), variables={"id": desk.world.id("kh-hotline", "h")}
    )
    return str(found.text)
