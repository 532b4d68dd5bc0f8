"""The mark of the deployment key: set once, compared ever after, and telling nothing of the key."""

import asyncio

from graph import IdMinter
from graph.store import Access, KeyMark, Template
from tests.world import World, record

OTHER = IdMinter(deployment_key=b"other key of 32 bytes and longer")
MARK = "MATCH (k:DeploymentKey) RETURN k.key_id AS key_id"


def forget(world: World) -> None:
    text = "MATCH (k:DeploymentKey) DELETE k"
    world.run(world.app.store.run_alone(Template(name="older", access=Access.WRITE, text=text), {}))


def test_the_first_key_marks_an_empty_store_and_no_other_agrees_with_it(world: World) -> None:
    mark = KeyMark(world.app.store)
    assert world.query(MARK) == [{"key_id": world.app.minter.key_id}]
    assert world.run(mark.stands())
    assert world.run(mark.agrees(world.app.minter))
    assert not world.run(mark.agrees(OTHER))
    assert world.query(MARK) == [{"key_id": world.app.minter.key_id}]


def test_of_two_keys_that_come_at_once_one_is_taken(world: World) -> None:
    forget(world)
    mark = KeyMark(world.app.store)
    assert not world.run(mark.stands())

    async def both() -> list[bool]:
        return list(await asyncio.gather(mark.agrees(world.app.minter), mark.agrees(OTHER)))

    assert sorted(world.run(both())) == [False, True]
    assert len(world.query(MARK)) == 1


def test_an_older_store_is_marked_with_the_key_that_mints_the_id_of_its_oldest_record_and_no_other(
    world: World,
) -> None:
    world.file("th-police", record("Person", "P-1", name="Somchai Jaidee"))
    forget(world)
    mark = KeyMark(world.app.store)
    assert world.run(mark.stands())  # its records tell that a key was here
    assert not world.run(mark.agrees(OTHER))
    assert world.query(MARK) == []
    assert world.run(mark.agrees(world.app.minter))
    assert world.query(MARK) == [{"key_id": world.app.minter.key_id}]


def test_the_mark_is_a_keyed_digest(world: World) -> None:
    assert world.app.minter.key_id != OTHER.key_id
    assert len(OTHER.key_id) == 32
    assert OTHER.deployment_key.hex() not in OTHER.key_id
