"""A change says which of its records stood before it, for who looks after what was told of them."""

from graph.store import ChangeKind
from graph.store.cypher import Access, Template
from tests.world import World, link, record

NUMBER = record("PhoneNumber", "n", number="+66812345678")
OTHER = record("PhoneNumber", "m", number="+66812345679")
PERSON = record("Person", "p", name="Somchai Jaidee")


def named(world: World, after: int, *, of_standing: bool) -> set[str]:
    """Return the records that the filings behind a number name, by both ways to read them."""
    kinds = (ChangeKind.RECORDS,)
    found = world.run(world.app.feed.since(after, kinds=kinds, of_standing=of_standing))
    place = world.run(world.app.feed.following("nobody", limit=500, kinds=kinds, of_standing=of_standing))
    assert [c for c in place.changes if c.seq > after] == found
    return {rid for c in found for rid in c.record_ids}


def test_what_a_change_created_is_left_out_and_what_it_changed_or_linked_is_not(world: World) -> None:
    [number] = world.file("th-police", NUMBER)
    assert (named(world, 0, of_standing=False), named(world, 0, of_standing=True)) == ({number}, set())

    after = world.run(world.app.feed.last())
    [_, person, _] = world.file("th-police", NUMBER, PERSON, link("USES", "p", "n"))
    assert named(world, after, of_standing=False) == {number, person}
    assert named(world, after, of_standing=True) == {number}

    after = world.run(world.app.feed.last())
    [_, other] = world.file("th-police", record("PhoneNumber", "n", number="+66812345677"), OTHER)
    assert named(world, after, of_standing=False) == {number, other}
    assert named(world, after, of_standing=True) == {number}

    after = world.run(world.app.feed.last())
    world.file("th-police", record("PhoneNumber", "n", number="+66812345676"))
    assert named(world, after, of_standing=True) == {number}


def test_many_records_that_are_created_at_once_are_left_out_as_few_are(world: World) -> None:
    rows = [record("PhoneNumber", f"n{at}", number=f"+668123{at:05d}") for at in range(60)]
    first, *_ = world.file("th-police", rows[0])
    after = world.run(world.app.feed.last())
    every = world.file("th-police", record("PhoneNumber", "n0", number="+66899999999"), *rows[1:])
    assert named(world, after, of_standing=False) == set(every)
    assert named(world, after, of_standing=True) == {first}


def test_of_a_change_that_does_not_say_what_stood_all_are_named(world: World) -> None:
    """As an older version wrote it."""
    [number] = world.file("th-police", NUMBER)
    forget = Template(name="test", access=Access.WRITE, text="MATCH (c:Change) REMOVE c.stood")
    world.run(world.app.store.write_at_once(forget, {}))
    assert named(world, 0, of_standing=True) == {number}
