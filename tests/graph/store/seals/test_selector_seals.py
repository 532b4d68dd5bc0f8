"""Selectors follow the seals of who uses them: whose links count, and what two who act at once leave behind."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from graph.store import Claim, ProtectionStore
from ingest import submit
from tests.world import DATASET, World, link, record

SEALS = "MATCH (n:Record {originator: $p.originator}) RETURN n.rid AS rid, n.seal AS seal, n.cmp AS cmp"
STAMPED_OTHERWISE = """MATCH (a:Record)-[r]->(b:Record) WHERE r.lid IS NOT NULL
  MATCH (c:Compartment {id: r.cmp}) WHERE NOT (a.cmp IN c.members AND b.cmp IN c.members) RETURN r.lid AS lid"""


def seals(world: World, originator: str) -> dict[str, Any]:
    return {row["rid"]: row["seal"] for row in world.query(SEALS, {"originator": originator})}


@pytest.mark.long
def test_only_identifying_links_of_the_originators_own_records_count(world: World) -> None:
    for agency, role in (("th-police", "presumed-victim"), ("kh-police", "suspect")):
        world.file(
            agency,
            record("Person", "p", role=role, name="Dara Sok"),
            record("BankAccount", "a", number="1234567809", country="TH"),
            record("BankAccount", "b", number="2345678901", country="TH"),
            record("Report", "r", title="A call"),
            link("OWNS", "p", "a"),
            link("TRANSFERRED_TO", "b", "a"),
            link("SUBJECT_OF", "a", "r"),
        )
    mine = seals(world, "th-police")
    assert [mine[world.id("th-police", r)] for r in ("p", "a", "b", "r")] == [None, "person", None, None]
    # The same account at another agency is that agency's own.
    assert set(seals(world, "kh-police").values()) == {None}
    assert world.query(STAMPED_OTHERWISE) == []


def test_a_bulk_of_victims_is_sealed_in_its_own_transaction(world: World) -> None:
    people = [record("Person", f"p{i}", role="presumed-victim", name=f"Dara Sok {i}") for i in range(200)]
    numbers = [record("PhoneNumber", f"n{i}", number=f"+668123{i:05d}") for i in range(200)]
    world.file("th-police", *people, *numbers, *(link("USES", f"p{i}", f"n{i}") for i in range(200)), settle=False)
    found = list(seals(world, "th-police").values())
    assert (found.count("person"), found.count(None)) == (200, 200)
    assert world.query(STAMPED_OTHERWISE) == []
    # Filed twice is filed once.
    before = world.query(SEALS, {"originator": "th-police"})
    world.file("th-police", *people, *numbers, *(link("USES", f"p{i}", f"n{i}") for i in range(200)), settle=False)
    assert world.query(SEALS, {"originator": "th-police"}) == before


@pytest.mark.long
def test_a_link_that_is_filed_while_a_seal_falls_is_sealed_whoever_comes_first(world: World) -> None:
    rounds = range(6)
    world.file("th-police", *(record("Person", f"p{i}", role="suspect", name=f"Dara Sok {i}") for i in rounds))
    protection = ProtectionStore(world.app.store, world.app.registry, world.app.ontology)

    async def both() -> None:
        for i in rounds:
            await asyncio.gather(
                protection.claim(_claim(world, i), lambda _: [], binds=lambda *_: True), _file(world, i)
            )

    world.run(both())
    found = seals(world, "th-police")
    assert {found[world.id("th-police", f"p{i}")] for i in rounds} == {"own"}
    assert {found[world.id("th-police", f"n{i}")] for i in rounds} == {"person"}
    assert world.query(STAMPED_OTHERWISE) == []


def _claim(world: World, number: int) -> Claim:
    return Claim(
        id=f"v{number}",
        agency="th-police",
        records=(world.id("th-police", f"p{number}"),),
        raised=True,
        reason="interviewed",
        claimed_by="somebody",
        claimed_at=datetime.now(UTC),
        lifted_at=None,
        lift_reason=None,
        contests=(),
    )


async def _file(world: World, number: int) -> None:
    made = await submit(
        [
            record("PhoneNumber", f"n{number}", number=f"+6681234567{number}"),
            link("USES", f"p{number}", f"n{number}"),
        ],
        originator="th-police",
        dataset=DATASET,
        known_profiles=world.app.bundle.registers.profiles,
        writer=world.app.writer,
        minter=world.app.minter,
        profile="law-enforcement",
        ontology=world.app.ontology,
    )
    assert all(not o.problems for o in made.outcomes)
