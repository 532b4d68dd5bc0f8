"""All entities of a kind in a view, in canonical order, a portion at a time.

An entity stands where its first visible record does, so its place needs no other entity, and nothing is bounded by what
is hidden.
"""

from collections.abc import AsyncIterator, Sequence

from entity_resolution.views.entities import Entity, EntityReader
from graph import ReadScope, RecordId
from graph.store import ListedRecord, RecordLister

RECORDS_A_READ = 100


class EntityLister:
    """Lists entities by kind."""

    def __init__(self, entities: EntityReader, lister: RecordLister) -> None:
        self._entities = entities
        self._lister = lister

    def records(
        self, scope: ReadScope, kind: str, *, after: tuple[int, RecordId] | None = None
    ) -> AsyncIterator[list[ListedRecord]]:
        """Yield the visible records of a kind in canonical order, some at a time: where entities may stand.

        They begin behind the place `after`, also where no record has it any more.
        """
        return self._lister.pages(scope, size=RECORDS_A_READ, kind=kind, after=after)

    async def entities(
        self, scope: ReadScope, records: AsyncIterator[Sequence[ListedRecord]]
    ) -> AsyncIterator[list[Entity]]:
        """Yield the entities whose first record is among these, in their order; a portion may be empty.

        The other records of an entity that was put together are passed over: it stands at its first, and one of
        thousands would be put together again for each portion that they come in.
        """
        made: set[RecordId] = set()
        async for portion in records:
            found = await self._entities.entities_of(scope, [r.id for r in portion if r.id not in made])
            made.update(found)
            yield [found[r.id] for r in portion if r.id in found and found[r.id].id == r.id]
