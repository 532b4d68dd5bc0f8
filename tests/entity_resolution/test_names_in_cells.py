"""Several names in one cell: two agencies' records are one in the graph by any of them, and a note joins nobody."""

from collections.abc import Mapping

import pytest

from tests.entity_resolution.resolved_records import PERSON, edges, together
from tests.world import World, record

PHONE = {"phone": "+66812340678"}
ENDS = (("th-police", "1"), ("kh-police", "1"))


def are_one(world: World, kind: str, one: str, other: str, **given: str) -> bool:
    """Return whether two records of one thing are joined, filed by two agencies under two names."""
    for agency, name in (("th-police", one), ("kh-police", other)):
        world.file(agency, record(kind, "1", name=name, **given))
    return together(world, *ENDS)


@pytest.mark.parametrize(
    ("kind", "cell", "name", "given"),
    [
        ("Person", "Wirun Busabasombat @ Kriangkrai Petcharat", "Kriangkrai Petcharat", PERSON),
        ("Person", "Siriporn Jaidee née Khamkaew", "Siriporn Khamkaew", PERSON),
        ("Organization", "Lotus Malaysia Bhd (formerly Bamboo World Bhd)", "Bamboo World Bhd", PHONE),
        ("Site", "Jinshui Park (金水园区)", "金水园区", {"locality": "Bavet", "country": "KH"}),
    ],
)
def test_a_record_is_one_with_whoever_has_one_of_the_names_of_its_cell(
    world: World, kind: str, cell: str, name: str, given: Mapping[str, str]
) -> None:
    assert are_one(world, kind, cell, name, **given)


@pytest.mark.parametrize("note", ["Nigerian Citizen", "湖南人", "Team Lucky Dragon"])
def test_one_note_and_one_phone_join_no_two_people(world: World, note: str) -> None:
    assert not are_one(world, "Person", f"Wirun Busabasombat ({note})", f"James Mwangi ({note})", **PHONE)
    assert edges(world) == []


def test_who_speaks_for_somebody_is_not_that_person(world: World) -> None:
    assert not are_one(world, "Person", "Wirun Busabasombat (mother Malee Thongdee)", "Malee Thongdee", **PHONE)
    assert edges(world) == []


def test_the_raw_cell_stays_and_what_is_explained_is_the_name_that_agrees(world: World) -> None:
    cell, name = "Wirun Busabasombat @ Kriangkrai Petcharat", "Kriangkrai Petcharat"
    assert are_one(world, "Person", cell, name, **PERSON)
    found = world.run(world.app.review.compare(world.system(), *(world.id(*end) for end in ENDS)))
    assert found is not None
    told = next(c for c in found.explanation.comparisons if c.evidence.feature == "name")
    assert {told.left, told.right} == {name}
    parts = [end.parts for end in (found.explanation.left, found.explanation.right)]
    raws = {value.raw for part in parts for values in part.values() for value in values.get("name", ())}
    assert raws == {cell, name}
