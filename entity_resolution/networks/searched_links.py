"""The links that a search for a path went along, in a view: each read once, however often it is gone along."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum

from entity_resolution.views.entities import Entity, EntityReader
from graph import ReadScope, RecordId
from graph.store import RecordOrder, RecordReader, SurroundingsReader, VisibleLink


class Heading(StrEnum):
    """In which of their directions one end of a path goes along links."""

    EITHER = "either"
    ONWARD = "onward"  # from a link's source to its target
    BACK = "back"


class SearchedLinks:
    """What a search has read: entities, their links, and how many of those it counted towards its bound."""

    def __init__(
        self,
        entities: EntityReader,
        records: RecordReader,
        surroundings: SurroundingsReader,
        scope: ReadScope,
        types: Collection[str] | None,
        *,
        most: int,
    ) -> None:
        self._entities = entities
        self._records = records
        self._surroundings = surroundings
        self._scope = scope
        self._types = types
        self._most = most
        self._spent = 0
        self._known: dict[RecordId, Entity] = {}  # by record
        self._links: dict[RecordId, list[VisibleLink]] = {}  # by entity

    async def count(self, entities: Iterable[Entity]) -> int:
        """Return how many links of these entities would have to be read, no further than decides."""
        ids = record_ids(self._unread(entities))
        if not ids:
            return 0
        return await self._surroundings.count_links(self._scope, ids, limit=self._most + 1, types=self._types)

    def may_spend(self, count: int) -> bool:
        """Count links that are about to be read; return whether the search may go on so far."""
        self._spent += count
        return self._spent <= self._most

    async def passages(self, entities: Sequence[Entity], heading: Heading) -> list[tuple[Entity, Entity]]:
        """Return from which of these entities to which one their links lead, in the order of the entities."""
        await self._read(self._unread(entities))
        return [(entity, end) for entity in entities for end in self.ends(entity, heading)]

    def ends(self, entity: Entity, heading: Heading) -> Iterator[Entity]:
        """Yield what the links of an entity lead to, as often as there are links; nothing where they were not read."""
        for link in self._links.get(entity.id, ()):
            for near, far in passages_of(link, heading):
                origin, end = self._known.get(near), self._known.get(far)
                # An end is not known where it was withdrawn or closed between two reads.
                if origin is not None and end is not None and origin.id == entity.id != end.id:
                    yield end

    def has_read(self, entity: Entity) -> bool:
        """Return whether the links of an entity were read."""
        return entity.id in self._links

    def _unread(self, entities: Iterable[Entity]) -> list[Entity]:
        return [entity for entity in entities if entity.id not in self._links]

    async def _read(self, entities: Sequence[Entity]) -> None:
        if not entities:
            return
        self._known.update({r.id: entity for entity in entities for r in entity.records})
        links = await self._records.links(self._scope, record_ids(entities), limit=self._most, types=self._types)
        ends = {end for link in links for end in (link.source_id, link.target_id)} - self._known.keys()
        self._known.update(await self._entities.entities_of(self._scope, ends))
        self._links.update({entity.id: [] for entity in entities})
        asked = {entity.id for entity in entities}
        for link in links:
            found = (self._known.get(end) for end in (link.source_id, link.target_id))
            for entity_id in {entity.id for entity in found if entity is not None} & asked:
                self._links[entity_id].append(link)


def passages_of(link: VisibleLink, heading: Heading) -> Iterator[tuple[RecordId, RecordId]]:
    """Yield from where to where a link may be gone along."""
    if heading is not Heading.BACK:
        yield link.source_id, link.target_id
    if heading is not Heading.ONWARD:
        yield link.target_id, link.source_id


def record_ids(entities: Iterable[Entity]) -> list[RecordId]:
    """Return the records of entities."""
    return [record.id for entity in entities for record in entity.records]


def order_of(entity: Entity) -> RecordOrder:
    """Return where an entity stands in the canonical order: where its first record does."""
    return entity.records[0].order
