"""Entities in a view: find one, look around it, find a path between two.

Everything is computed from what the scope opens, in a canonical order, so that two states which look the same to a
viewer give the same answer. Bounds count visible things only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise

from entity_resolution.clustering import Cluster, cluster, pairs_on_links, sort_pair
from entity_resolution.model import MatchModel
from entity_resolution.sharing import read_sharing
from graph import Ontology, ReadScope, RecordId
from graph.matches import Judgement, JudgementValue
from graph.store import RecordReader, VisibleLink, VisibleRecord

MAX_NETWORK_ENTITIES = 500
MAX_PATH_LENGTH = 6
MAX_PATH_ENTITIES = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """What a viewer sees of one thing: its visible records in canonical order.

    `caption` is null where no record shows a caption property to this viewer.
    """

    id: RecordId
    kind: str
    caption: str | None
    cluster: Cluster

    @property
    def records(self) -> tuple[VisibleRecord, ...]:
        """The visible records."""
        return self.cluster.records


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Links of one type between two entities, in one direction."""

    type: str
    source_id: RecordId
    target_id: RecordId
    links: tuple[VisibleLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The entities around one, by distance, and the edges among them.

    `truncated`: more are visible than were asked for.
    """

    entities: tuple[Entity, ...]
    edges: tuple[Edge, ...]
    truncated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a judgement of a pair would do in the view: the entities of both records now, and as they would be."""

    before: tuple[Entity, ...]
    after: tuple[Entity, ...]

    @property
    def changes(self) -> bool:
        """Return whether other records would be together than are now."""
        return _memberships(self.before) != _memberships(self.after)


class EntityReader:
    """Computes entities through a scope."""

    def __init__(self, records: RecordReader, ontology: Ontology, models: Mapping[str, MatchModel]) -> None:
        self._records = records
        self._ontology = ontology
        self._models = models

    async def find_entity(self, scope: ReadScope, record_id: str) -> Entity | None:
        """Return the entity that a visible record belongs to; out of scope and absent look alike."""
        return (await self.entities_of(scope, [record_id])).get(RecordId(record_id))

    async def entities_of(self, scope: ReadScope, record_ids: Iterable[str]) -> dict[RecordId, Entity]:
        """Return the entity of each visible one of these records, and of every other member of those entities."""
        wanted = {RecordId(rid) for rid in record_ids}
        if not wanted:
            return {}
        neighbourhood = await self._records.neighbourhood(scope, wanted)
        sharing = await read_sharing(self._records, scope, pairs_on_links(neighbourhood, scope))
        found = {}
        for group in cluster(neighbourhood, scope, self._models, self._ontology, sharing):
            if any(r.id in wanted for r in group.records):
                entity = self._entity(group)
                found.update({record.id: entity for record in group.records})
        return found

    async def preview(self, scope: ReadScope, one: str, other: str, value: JudgementValue) -> Preview | None:
        """Return what a judgement by the viewer's agency would do; `None` where an end is hidden or the kinds differ.

        Nothing is written. The agency's earlier judgement of the pair is left out, as the new one would replace it.
        """
        ends = {RecordId(one), RecordId(other)}
        neighbourhood = await self._records.neighbourhood(scope, ends)
        kinds = [r.kind for r in neighbourhood.records if r.id in ends]
        if len(kinds) != 2 or len(set(kinds)) != 1:
            return None
        left, right = sort_pair((RecordId(one), RecordId(other)))
        kept = [j for j in neighbourhood.judgements if (j.left_id, j.right_id, j.agency) != (left, right, scope.agency)]
        made = Judgement(
            left_id=left,
            right_id=right,
            agency=scope.agency,
            value=value,
            author="",
            reason="",
            at=datetime.now(UTC),
            compartment=0,
        )
        changed = replace(neighbourhood, judgements=(*kept, made))
        sharing = await read_sharing(self._records, scope, pairs_on_links(neighbourhood, scope))
        before, after = (
            [self._entity(g) for g in cluster(n, scope, self._models, self._ontology, sharing)]
            for n in (neighbourhood, changed)
        )
        return Preview(before=_touching(before, ends), after=_touching(after, ends))

    async def network(self, scope: ReadScope, record_id: str, *, depth: int, limit: int) -> Network | None:
        """Return what is within `depth` links of an entity, nearest first; `None` where the record is not visible.

        Args:
            scope: the viewer's scope.
            record_id: any visible record of the entity.
            depth: number of links, at least 1.
            limit: the most entities to return, the one in the middle included.
        """
        centre = await self.find_entity(scope, record_id)
        if centre is None:
            return None
        known = {record.id: centre for record in centre.records}
        order: dict[RecordId, Entity] = {centre.id: centre}
        links: dict[str, VisibleLink] = {}
        frontier = [centre]
        truncated = False
        for _ in range(depth):
            new = await self._expand(scope, frontier, known, links)
            frontier = new[: max(0, limit - len(order))]
            truncated = truncated or len(frontier) < len(new)
            order.update({entity.id: entity for entity in frontier})
            if not frontier:
                break
        await self._expand(scope, frontier, known, links)
        return Network(entities=tuple(order.values()), edges=_edges(links.values(), known, order), truncated=truncated)

    async def path(self, scope: ReadScope, source_id: str, target_id: str, *, max_length: int) -> Network | None:
        """Return the shortest visible path between two entities, the first in canonical order; `None` without one."""
        ends = await self.entities_of(scope, [source_id, target_id])
        source, target = ends.get(RecordId(source_id)), ends.get(RecordId(target_id))
        if source is None or target is None:
            return None
        known = {record.id: source for record in source.records}
        came_from: dict[RecordId, RecordId | None] = {source.id: None}
        entities = {source.id: source}
        links: dict[str, VisibleLink] = {}
        frontier = [source]
        for _ in range(max_length):
            if target.id in entities or len(entities) > MAX_PATH_ENTITIES:
                break
            frontier = await self._expand(scope, frontier, known, links)
            for entity in frontier:
                entities[entity.id] = entity
            self._note_origins(frontier, came_from, links, known)
        return self._trace(target.id, entities, came_from, links, known)

    async def _expand(
        self,
        scope: ReadScope,
        frontier: Sequence[Entity],
        known: dict[RecordId, Entity],
        links: dict[str, VisibleLink],
    ) -> list[Entity]:
        """Add the links and neighbours of the frontier to what is known; return the new entities in canonical order."""
        if not frontier:
            return []
        found = await self._records.links(scope, [r.id for entity in frontier for r in entity.records])
        links.update({link.id: link for link in found})
        ends = {end for link in found for end in (link.source_id, link.target_id)} - set(known)
        new = await self.entities_of(scope, ends)
        fresh = {e.id: e for e in new.values() if not any(r.id in known for r in e.records)}
        known.update(new)
        return sorted(fresh.values(), key=lambda e: e.records[0].order)

    @staticmethod
    def _note_origins(
        frontier: Sequence[Entity],
        came_from: dict[RecordId, RecordId | None],
        links: Mapping[str, VisibleLink],
        known: Mapping[RecordId, Entity],
    ) -> None:
        before = set(came_from)
        new = {entity.id for entity in frontier}
        for _, link in sorted(links.items()):
            source, target = known.get(link.source_id), known.get(link.target_id)
            if source is None or target is None:
                continue
            for near, far in ((source.id, target.id), (target.id, source.id)):
                if near in before and far in new:
                    came_from.setdefault(far, near)

    @staticmethod
    def _trace(
        target: RecordId,
        entities: Mapping[RecordId, Entity],
        came_from: Mapping[RecordId, RecordId | None],
        links: Mapping[str, VisibleLink],
        known: Mapping[RecordId, Entity],
    ) -> Network | None:
        if target not in entities:
            return None
        steps: list[RecordId] = []
        at: RecordId | None = target
        while at is not None:
            steps.append(at)
            at = came_from.get(at)
        order = {eid: entities[eid] for eid in reversed(steps)}
        neighbours = {frozenset(pair) for pair in pairwise(steps)}
        edges = _edges(links.values(), known, order)
        along = tuple(e for e in edges if frozenset((e.source_id, e.target_id)) in neighbours)
        return Network(entities=tuple(order.values()), edges=along, truncated=False)

    def _entity(self, group: Cluster) -> Entity:
        first = group.records[0]
        return Entity(id=first.id, kind=first.kind, caption=self.caption(group.records), cluster=group)

    def caption(self, records: Sequence[VisibleRecord]) -> str | None:
        """Return the first visible value of a caption property, in the canonical order of the records."""
        for record in records:
            for prop in self._ontology.kind(record.kind).properties.values():
                values = record.parts.get(prop.property_class, {}).get(prop.name, ()) if prop.caption else ()
                if values:
                    return values[0].raw
        return None


def _edges(
    links: Iterable[VisibleLink], known: Mapping[RecordId, Entity], shown: Mapping[RecordId, Entity]
) -> tuple[Edge, ...]:
    grouped: dict[tuple[RecordId, str, RecordId], list[VisibleLink]] = {}
    for link in links:
        source, target = known.get(link.source_id), known.get(link.target_id)
        if source is not None and target is not None and source.id in shown and target.id in shown:
            grouped.setdefault((source.id, link.type, target.id), []).append(link)
    return tuple(
        Edge(type=kind, source_id=source, target_id=target, links=tuple(sorted(found, key=lambda link: link.id)))
        for (source, kind, target), found in sorted(grouped.items())
    )


def _touching(entities: Iterable[Entity], ends: set[RecordId]) -> tuple[Entity, ...]:
    return tuple(e for e in entities if any(r.id in ends for r in e.records))


def _memberships(entities: Iterable[Entity]) -> set[frozenset[RecordId]]:
    return {frozenset(r.id for r in e.records) for e in entities}
