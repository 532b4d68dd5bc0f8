"""A change says which of its records a filing put under another handling profile."""

from graph.store import find_reprofiled
from tests.world import World, record

PHONE = record("PhoneNumber", "n", number="+66812345678")


def _end(world: World) -> int:
    [row] = world.query("MATCH (c:Change) RETURN max(c.seq) AS seq")
    return int(row["seq"] or 0)


def test_a_filing_that_changes_the_profile_says_so_and_no_other_does(world: World) -> None:
    start = _end(world)
    [rid] = world.file("th-police", PHONE)
    world.file("th-police", record("PhoneNumber", "n", number="+66812345678", notes="seen twice"))
    filed = _end(world)
    assert world.run(find_reprofiled(world.app.store, after=start, until=filed)) == frozenset()

    other = record("PhoneNumber", "m", number="+66812345679")
    world.file("th-police", PHONE, other, profile="hit-only")
    moved = _end(world)
    assert world.run(find_reprofiled(world.app.store, after=filed, until=moved)) == {rid}

    world.file("th-police", PHONE, profile="hit-only")
    assert world.run(find_reprofiled(world.app.store, after=moved, until=_end(world))) == frozenset()
