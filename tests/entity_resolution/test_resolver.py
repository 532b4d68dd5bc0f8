"""Resolution follows the feed: what matches, what waits for a human, and that the order of arrival changes nothing."""

from tests.world import World, link, record

PERSON = {"birthDate": "1987-03-04", "nationality": "TH"}


def test_a_name_in_two_scripts_with_birth_date_and_nationality_is_one_person(world: World) -> None:
    world.file("th-police", record("Person", "1", name="สมชาย ใจดี", **PERSON))
    world.file("kh-police", record("Person", "1", name="Somchai Jaidee", **PERSON))
    scope = world.system()
    entity = world.run(world.app.entities.find_entity(scope, world.id("kh-police", "1")))
    assert [r.originator for r in entity.records] == ["th-police", "kh-police"]


def test_a_name_alone_is_left_to_a_human(world: World) -> None:
    world.file("th-police", record("Person", "1", name="Wichit Busabasombat"))
    world.file("kh-police", record("Person", "1", name="Wichit Busabasombat"))
    scope = world.system()
    entity = world.run(world.app.entities.find_entity(scope, world.id("kh-police", "1")))
    assert len(entity.records) == 1
    queue = world.run(world.app.review.queue(scope))
    assert [(e.decision.outcome.value, e.decision.strong) for e in queue] == [("review", ())]


def test_a_link_that_arrives_later_brings_the_pair_up_again(world: World) -> None:
    world.file("th-police", record("Person", "1", name="Wichit Busabasombat"), record("PhoneNumber", "p", number="+66812345678"))
    world.file(
        "kh-police",
        record("Person", "1", name="Wichit Busabasombat"),
        record("PhoneNumber", "p", number="081-234-5678", country="TH"),
    )
    world.file("th-police", link("USES", "1", "p"))
    world.file("kh-police", link("USES", "1", "p"))
    entity = world.run(world.app.entities.find_entity(world.system(), world.id("kh-police", "1")))
    assert len(entity.records) == 2
