"""A person's linked numbers bring him together with others, however many he has."""

import pytest

from ingest import SubmittedItem
from tests.entity_resolution.resolved_records import NAME, edges, linkages, together, wipe
from tests.world import World, link, record

COMMON = "+66899999123"
OF_A_FARM = 700


def holder(count: int) -> list[SubmittedItem]:
    """Return a person and so many numbers that he uses; that of the highest digits others know as well."""
    numbers = [f"+668{i:08}" for i in range(count - 1)] + [COMMON]
    phones = [record("PhoneNumber", f"n{i}", number=number) for i, number in enumerate(numbers)]
    uses = [link("USES", "p", f"n{i}") for i in range(len(numbers))]
    return [record("Person", "p", name=NAME, role="suspect"), *phones, *uses]


def another(*, name: str = NAME) -> list[SubmittedItem]:
    """Return a person who uses the number that others know."""
    number = record("PhoneNumber", "m", number=COMMON)
    return [record("Person", "q", name=name, role="suspect"), number, link("USES", "q", "m")]


@pytest.mark.long
@pytest.mark.parametrize("count", [6, OF_A_FARM])
def test_a_person_is_found_by_each_of_his_numbers_whoever_comes_first(world: World, count: int) -> None:
    ends = ("th-police", "p"), ("kh-police", "q")
    world.file("th-police", *holder(count))
    world.file("kh-police", *another())
    assert together(world, *ends)
    found = edges(world)
    assert len(found) == 1
    wipe(world)
    world.file("kh-police", *another())
    world.file("th-police", *holder(count))
    assert edges(world) == found
    wipe(world)
    world.file("kh-police", *another(), settle=False)
    world.file("th-police", *holder(count))
    assert edges(world) == found


def test_who_has_a_slip_in_the_name_waits_for_a_human_beside_the_twelfth_number(world: World) -> None:
    world.file("th-police", *holder(12))
    world.file("kh-police", *another(name="Wichit Busaasombat"))
    assert [(edge["p"], edge["r"]) for edge in edges(world)] == [(False, True)]


def test_two_who_are_one_stay_so_while_one_of_them_gets_more_numbers(world: World) -> None:
    world.file("th-police", *holder(1))
    world.file("kh-police", *another())
    before = edges(world)
    assert together(world, ("th-police", "p"), ("kh-police", "q"))
    for i in range(7):
        number = record("PhoneNumber", f"x{i}", number=f"+6685000{i:04}")
        world.file("th-police", number, link("USES", "p", f"x{i}"))
    assert edges(world) == before
    assert len([pair for pair in linkages(world) if world.id("th-police", "p") in pair]) == 1
