"""What resolution made of a world, how to empty it, and another process that resolves beside it, for tests."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from api.bootstrap import Application, application_on
from entity_resolution.resolving.tally import ResolutionReport
from graph.store import Access, ChangeKind, StoreLease, Template
from tests.world import World, settings_in

PERSON = {"birthDate": "1987-03-04", "nationality": "TH"}
NAME = "Wichit Busabasombat"
MATCHES = (
    "MATCH (a:Record)-[m:MATCH]->(b:Record) WITH a, b, m ORDER BY a.rid, b.rid "
    "RETURN a.rid AS a, b.rid AS b, m.evidence AS e, m.positive AS p, m.review AS r"
)


def edges(world: World) -> list[dict[str, Any]]:
    """Return every match edge with its evidence and flags."""
    return world.query(MATCHES)


def partition(world: World) -> set[frozenset[str]]:
    """Return the entities of all records, as one who sees everything has them."""
    ids = [row["rid"] for row in world.query("MATCH (n:Record) RETURN n.rid AS rid")]
    found = world.run(world.app.entities.entities_of(world.system(), ids))
    assert set(found) == set(ids)
    return {frozenset(r.id for r in e.records) for e in found.values()}


def together(world: World, *ends: tuple[str, str]) -> bool:
    """Return whether these records are one entity for one who sees everything."""
    ids = [world.id(*end) for end in ends]
    entity = world.run(world.app.entities.find_entity(world.system(), ids[0]))
    return set(ids) <= {r.id for r in entity.records}


def linkages(world: World) -> list[tuple[str, str]]:
    """Return the pairs that the feed told of, in the order in which it did."""
    found = []
    for change in world.run(world.app.feed.since(0, limit=10_000)):
        if change.kind is ChangeKind.LINKAGE:
            found += list(zip(change.record_ids[::2], change.record_ids[1::2], strict=True))
    return found


def change(world: World, text: str) -> None:
    """Change the store behind the product's back."""
    world.run(world.app.store.run_alone(Template(name="test", access=Access.WRITE, text=text), {}))


def wipe(world: World) -> None:
    """Empty the graph. Changes are numbered on, so that nothing that a follower remembers seems to be of now."""
    change(world, "MATCH (n:Record|Block|Notice|Change) DETACH DELETE n")


async def in_another_process(
    lease: StoreLease, folder: Path, work: Callable[[Application], Awaitable[ResolutionReport]]
) -> ResolutionReport:
    """Do something with an application of its own connection and caches, as another process has it."""
    settings = replace(settings_in(folder / "other"), keys=folder / "keys")  # of one deployment
    async with application_on(settings, lease) as other:
        return await work(other)
