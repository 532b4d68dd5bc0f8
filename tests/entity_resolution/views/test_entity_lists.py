"""A walk along a kind puts each entity together once, and lists it where its first record is."""

from collections.abc import AsyncIterator

import pytest

from entity_resolution.views import entity_lists
from entity_resolution.views.clustering import Cluster
from entity_resolution.views.entities import Entity, EntityReader
from entity_resolution.views.entity_lists import EntityLister
from graph import ReadScope, RecordId
from graph.store import ListedRecord, RecordLister
from tests.world import World, record

Place = tuple[int, RecordId]


class TestEntityLists:
    def test_a_hot_entity_is_put_together_once_and_listed_as_if_each_time(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(entity_lists, "RECORDS_A_READ", 3)
        hot = [record("PhoneNumber", f"hot-{n}", number="+66812340678") for n in range(8)]
        others = [record("PhoneNumber", f"other-{n}", number=f"+6681234070{n}") for n in range(3)]
        for item in (hot[0], others[0], *hot[1:5], others[1], *hot[5:], others[2]):
            world.file("th-police", item, settle=False)
        world.settle()
        made = list[int]()
        put_together = EntityReader._entity

        def counted(self: EntityReader, group: Cluster) -> Entity:
            made.append(1)
            return put_together(self, group)

        monkeypatch.setattr(EntityReader, "_entity", counted)
        scope = world.scope("th-police")
        _, places = world.run(_walk(world, scope, None))
        assert len(places) == 11
        for after in (None, *places):
            made.clear()
            listed, behind = world.run(_walk(world, scope, after))
            assert len(made) <= 4
            assert listed == world.run(_slowly(world, scope, behind))


async def _walk(world: World, scope: ReadScope, after: Place | None) -> tuple[list[Entity], list[Place]]:
    """Return the entities behind a place, and the places of the records passed."""
    lister = EntityLister(world.app.entities, RecordLister(world.app.store))
    portions = [p async for p in lister.records(scope, "PhoneNumber", after=after)]

    async def again() -> AsyncIterator[list[ListedRecord]]:
        for portion in portions:
            yield portion

    found = [entity async for entities in lister.entities(scope, again()) for entity in entities]
    return found, [(r.received, r.id) for p in portions for r in p]


async def _slowly(world: World, scope: ReadScope, places: list[Place]) -> list[Entity]:
    """Return the entities whose first record is at one of these places, each record asked for by itself."""
    found = [await world.app.entities.find_entity(scope, rid) for _, rid in places]
    return [entity for (_, rid), entity in zip(places, found, strict=True) if entity is not None and entity.id == rid]
