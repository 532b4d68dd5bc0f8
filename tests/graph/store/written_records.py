"""Three people, and a short way to write them and their links and to look at what stands in the store, for tests."""

from typing import Any

from graph import Link, Record, SubjectRole
from graph.store import CompartmentRegistry, SealRules, WriteBatch, WriteSummary
from tests.graph.building import record
from tests.world import World

A = record("Person", "a", name="Somchai Jaidee")
B = record("Person", "b", name="Malee Thongdee")
C = record("Person", "c", name="Wichit Busabasombat")
NO_SEALS = SealRules(seals=lambda _: [], binds=lambda *_: True)
SEALED = SubjectRole.PRESUMED_VICTIM
RECORDS = "MATCH (n:Record) RETURN properties(n) AS p, labels(n) AS l ORDER BY n.rid"
LINKS = (
    "MATCH (a:Record)-[r]->(b:Record) WHERE r.lid IS NOT NULL "
    "RETURN properties(r) AS p, type(r) AS t, a.rid AS a, b.rid AS b ORDER BY r.lid, t"
)


def write(world: World, *items: Record | Link, **rest: Any) -> WriteSummary:
    """Write one batch."""
    records = [i for i in items if isinstance(i, Record)]
    links = [i for i in items if isinstance(i, Link)]
    summary: WriteSummary = world.run(world.app.writer.write(WriteBatch(records=records, links=links, **rest)))
    return summary


def compartment(world: World, one: Record) -> int:
    """Return the compartment that a record stands in once it is compared, which its links are stamped with."""
    found = world.query("MATCH (n:Record {rid: $p.rid}) RETURN n.cmp AS cmp", {"rid": one.id})
    return world.app.registry.compared(int(found[0]["cmp"]))


def assert_stamps_fit(world: World) -> None:
    """Every link's stamp is the conjunction of its own compartment and those of its ends, compared or not."""
    rows = world.query(
        "MATCH (a:Record)-[r]->(b:Record) WHERE r.lid IS NOT NULL "
        "RETURN r.own AS own, r.cmp AS cmp, [a.cmp, b.cmp] AS ends"
    )
    registry = CompartmentRegistry(world.app.store)
    members = {c.id: c.members for c in world.run(registry.refresh())}
    for row in rows:
        assert members[row["cmp"]] == (row["own"], *sorted(set(map(registry.compared, row["ends"])) - {row["own"]}))
