"""Entities in a view: find one, or those of many records; see what a judgement would do.

Everything is computed from what the scope opens, in a canonical order, so that two states which look the same to a
viewer give the same answer. Bounds count visible things only.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from entity_resolution.comparing.model import MatchModel
from entity_resolution.views.clustering import Cluster, cluster, pairs_on_links
from entity_resolution.views.groups import sort_pair
from entity_resolution.views.sharing import Sharing, read_sharing
from graph import Ontology, ReadScope, RecordId
from graph.matches import Judgement, JudgementValue
from graph.store import Neighbourhood, RecordReader, VisibleRecord

_MANY_VALUES = 300
"""From how many values on records are put together beside the event loop, which others wait for.

Each value of one is compared with each of another: two records of 150 names each take a second.
"""


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

    @property
    def beside(self) -> frozenset[RecordId]:
        """The records of other entities that a step names because it was kept apart."""
        named = {rid for step in self.cluster.steps for rid in (step.left_id, step.right_id)}
        return frozenset(named.difference(record.id for record in self.records))


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a judgement of a pair would do in the view: the entities of both records now, and as they would be.

    With every other entity that would have other records, as one that a record leaves by it.

    `replaces`: what the viewer's agency judged of the pair so far, which it takes the place of.
    """

    before: tuple[Entity, ...]
    after: tuple[Entity, ...]
    replaces: tuple[Judgement, ...] = ()

    @property
    def changes(self) -> bool:
        """Return whether other records would be together than are now."""
        return _memberships(self.before) != _memberships(self.after)


def preview_of(
    before: Sequence[Entity], after: Sequence[Entity], ends: AbstractSet[str], replaces: tuple[Judgement, ...] = ()
) -> Preview:
    """Return a preview from all entities around two records, as they are and as they would be."""
    same = _memberships(before) & _memberships(after)

    def told(entities: Sequence[Entity]) -> tuple[Entity, ...]:
        members = ((e, frozenset(r.id for r in e.records)) for e in entities)
        return tuple(e for e, ids in members if ids not in same or not ids.isdisjoint(ends))

    return Preview(before=told(before), after=told(after), replaces=replaces)


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
        found = {}
        for group in await self._clusters(scope, neighbourhood):
            if any(r.id in wanted for r in group.records):
                entity = self._entity(group)
                found.update({record.id: entity for record in group.records})
        return found

    async def around(self, scope: ReadScope, record_ids: Iterable[str]) -> list[Entity]:
        """Return the entities among all that these records are fetched with, in canonical order: theirs and others."""
        neighbourhood = await self._records.neighbourhood(scope, set(record_ids))
        return [self._entity(group) for group in await self._clusters(scope, neighbourhood)]

    async def _clusters(self, scope: ReadScope, neighbourhood: Neighbourhood) -> list[Cluster]:
        sharing = await read_sharing(self._records, scope, self._models, pairs_on_links(neighbourhood, scope))
        return await self._put_together(scope, neighbourhood, sharing)

    async def _put_together(self, scope: ReadScope, neighbourhood: Neighbourhood, sharing: Sharing) -> list[Cluster]:
        given = (neighbourhood, scope, self._models, self._ontology, sharing)
        if holds_many(neighbourhood.records):
            return await asyncio.to_thread(cluster, *given)
        return cluster(*given)

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
        mine = {j for j in neighbourhood.judgements if (j.left_id, j.right_id, j.agency) == (left, right, scope.agency)}
        kept = [j for j in neighbourhood.judgements if j not in mine]
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
        sharing = await read_sharing(self._records, scope, self._models, pairs_on_links(neighbourhood, scope))
        before, after = [
            [self._entity(g) for g in await self._put_together(scope, n, sharing)] for n in (neighbourhood, changed)
        ]
        replaces = tuple(sorted(mine, key=lambda j: (j.at, j.compartment)))
        return preview_of(before, after, ends, replaces)

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


def holds_many(records: Iterable[VisibleRecord]) -> bool:
    """Return whether so much stands on records that to compare them would keep the event loop from others."""
    return sum(len(v) for r in records for part in r.parts.values() for v in part.values()) > _MANY_VALUES


def _memberships(entities: Iterable[Entity]) -> set[frozenset[RecordId]]:
    return {frozenset(r.id for r in e.records) for e in entities}
