"""Networks and paths in a view: what lies around an entity, and the shortest way between two.

Everything is computed from what the scope opens, in a canonical order, so that two states which look the same to a
viewer give the same answer. Bounds count visible things only, and what they cut off is said.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from entity_resolution.networks.money_in_time import paid_too_early
from entity_resolution.networks.parallel_payments import ParallelPayments, may_be_parallel, parallel_payments
from entity_resolution.networks.paths_in_time import path_in_time
from entity_resolution.networks.searched_links import Heading, SearchedLinks, passages_of, record_ids
from entity_resolution.networks.shortest_paths import FoundPath, PathQuestion, shortest_path
from entity_resolution.views.entities import Entity, EntityReader
from graph import ReadScope, RecordId
from graph.store import RecordOrder, RecordReader, SurroundingsReader, VisibleLink

MAX_NETWORK_DEPTH = 3
MAX_NETWORK_ENTITIES = 500
MAX_PATH_LENGTH = 6
MAX_NARROW_PATH_LENGTH = 12
"""As far a path is looked for along some types of links or in their direction: six payments, each of two links.

What a search costs is bounded by the links that it goes along. Each step further takes some 20 ms besides.
"""
USUAL_PATH_LENGTH = 4
MAX_PATH_LINKS = 5_000
"""How many links a search for a path goes along before it is given up."""
_MORE_ENDS = 50  # several ends may be of one entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Links of one type between two entities, in one direction."""

    type: str
    source_id: RecordId
    target_id: RecordId
    links: tuple[VisibleLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The entities around one, by distance, and the edges among them; or those of a path.

    Attributes:
        entities: by distance from the first.
        edges: among these entities.
        truncated: more are visible than were asked for, or a search for a path was given up.
        following: the place behind which the rest of the direct neighbours begins.
        too_early: of a directed path, the payments that were paid before one that stands before them, where no path is
            without.
        shorter_against_time: of a directed path, how many links one has that is shorter and was passed over, since a
            payment on it is too early.
        parallel: of a directed path, what was paid beside its payments.
    """

    entities: tuple[Entity, ...]
    edges: tuple[Edge, ...]
    truncated: bool
    following: RecordOrder | None = None
    too_early: tuple[RecordId, ...] = ()
    shorter_against_time: int | None = None
    parallel: tuple[ParallelPayments, ...] = ()

    @property
    def shown(self) -> tuple[Entity, ...]:
        """All entities that an answer names."""
        return (*self.entities, *(entity for beside in self.parallel for entity in beside.entities))


@dataclass(frozen=True, slots=True, kw_only=True)
class Along:
    """Which links are gone along, and to what; `None` is all.

    What a path leads through is of these kinds, its two ends of any. Every link of the types counts towards its bound,
    whatever it leads to.
    """

    types: Collection[str] | None = None
    kinds: Collection[str] | None = None


EVERYTHING = Along()


class PathLengths(NamedTuple):
    """How far a path is looked for, in links: `usual` where nobody says."""

    usual: int
    most: int


def path_lengths(along: Along, *, directed: bool) -> PathLengths:
    """Return how far a path is looked for: along named links to the end at once, as money passes through many hands."""
    is_narrow = directed or along.types is not None
    return PathLengths(
        usual=MAX_NARROW_PATH_LENGTH if is_narrow else USUAL_PATH_LENGTH,
        most=MAX_NARROW_PATH_LENGTH if is_narrow else MAX_PATH_LENGTH,
    )


@dataclass(slots=True, kw_only=True)
class _Ring:
    """The entities one link further away than those before, as many as there is room for.

    `last` is the place of the last end that was taken, `cut` whether an entity was left out.
    """

    entities: list[Entity] = field(default_factory=list)
    last: RecordOrder | None = None
    cut: bool = False


class NetworkReader:
    """Looks around entities through a scope."""

    def __init__(self, entities: EntityReader, records: RecordReader, surroundings: SurroundingsReader) -> None:
        self._entities = entities
        self._records = records
        self._surroundings = surroundings

    async def network(
        self,
        scope: ReadScope,
        record_id: str,
        *,
        depth: int,
        limit: int,
        along: Along = EVERYTHING,
        after: RecordOrder | None = None,
        directed: bool = False,
    ) -> Network | None:
        """Return what is within `depth` links of an entity, nearest first; `None` where the record is not visible.

        Of one distance those come first whose first linked record was received first.

        Args:
            scope: the viewer's scope.
            record_id: any visible record of the entity.
            depth: number of links, at least 1.
            limit: the most entities to return, the one in the middle included.
            along: which links to go along.
            after: where an answer for `depth` 1 ended, its `following`: the direct neighbours whose first linked record
                stands behind it. What stood there need not be there any more.
            directed: whether links are gone along from their source to their target alone, as money is.
        """
        centre = await self._entities.find_entity(scope, record_id)
        if centre is None:
            return None
        known = {record.id: centre for record in centre.records}
        order: dict[RecordId, Entity] = {centre.id: centre}
        frontier, truncated, following = [centre], False, None
        heading = Heading.ONWARD if directed else Heading.EITHER
        for distance in range(depth):
            room = max(0, limit - len(order))
            ring = await self._ring(scope, frontier, known, room, along, heading, after if distance == 0 else None)
            truncated = truncated or ring.cut
            following = ring.last if depth == 1 and ring.cut else None
            order.update({entity.id: entity for entity in ring.entities})
            frontier = ring.entities
            if not frontier:
                break
        edges = await self._edges(scope, order.values(), along)
        return Network(entities=tuple(order.values()), edges=edges, truncated=truncated, following=following)

    async def path(
        self,
        scope: ReadScope,
        source_id: str,
        target_id: str,
        *,
        max_length: int,
        along: Along = EVERYTHING,
        directed: bool = False,
    ) -> Network | None:
        """Return a shortest visible path between two entities; `None` where none has so few links.

        It is looked for from both ends, always on from that with fewer links, and is the same in both directions,
        unless it is `directed`: along each link from its source to its target. Of these a shortest one is taken on
        which no payment is too early, and only where none of at most `max_length` links is such another. Where a search
        would go along too many links it is given up: the answer is `truncated`, and has the two ends, or the path that
        has payments too early.
        """
        ends = await self._entities.entities_of(scope, [source_id, target_id])
        source, target = ends.get(RecordId(source_id)), ends.get(RecordId(target_id))
        if source is None or target is None:
            return None
        if source.id == target.id:
            return Network(entities=(source,), edges=(), truncated=False)
        asked = PathQuestion(source=source, target=target, max_length=max_length, kinds=along.kinds, directed=directed)
        links = SearchedLinks(
            self._entities, self._records, self._surroundings, scope, along.types, most=MAX_PATH_LINKS
        )
        found = await shortest_path(links, asked)
        if found.given_up:
            return Network(entities=(source, target), edges=(), truncated=True)
        if not found.entities:
            return None
        if directed:
            return await self._onward(scope, links, asked, found, along)
        edges = await self._edges(scope, found.entities, along)
        return Network(entities=found.entities, edges=_of_steps(edges, found.entities), truncated=False)

    async def _onward(
        self, scope: ReadScope, links: SearchedLinks, asked: PathQuestion, shortest: FoundPath, along: Along
    ) -> Network:
        """Return a directed path: a shortest that is in time, else the shortest, and what was paid beside it."""
        early = paid_too_early(shortest.entities)
        in_time = await path_in_time(links, asked) if early else shortest
        way = in_time.entities or shortest.entities
        candidates = may_be_parallel(way, links)
        edges = await self._edges(scope, [*way, *candidates], along)
        passed_over = len(shortest.entities) - 1 if len(way) > len(shortest.entities) else None
        return Network(
            entities=way,
            edges=_of_steps(edges, way, directed=True),
            truncated=in_time.given_up,
            too_early=() if in_time.entities else early,
            shorter_against_time=passed_over,
            parallel=parallel_payments(way, candidates, {(edge.source_id, edge.target_id) for edge in edges}),
        )

    async def _ring(  # noqa: PLR0917 - the state of one search
        self,
        scope: ReadScope,
        frontier: Sequence[Entity],
        known: dict[RecordId, Entity],
        room: int,
        along: Along,
        heading: Heading,
        after: RecordOrder | None,
    ) -> _Ring:
        """Return the new entities that the frontier is linked to, and add them to what is known."""
        ring, ids, count, at = _Ring(last=after), record_ids(frontier), room + _MORE_ENDS, after
        while not ring.cut:
            onward = heading is Heading.ONWARD
            ends = await self._surroundings.neighbours(
                scope, ids, limit=count, after=at, types=along.types, kinds=along.kinds, onward=onward
            )
            found = await self._entities.entities_of(scope, [rid for _, rid in ends if rid not in known])
            if after is not None:
                known.update(await self._of_earlier_pages(scope, ids, found.values(), along, heading, after))
            for end in ends:
                at, entity = end, known.get(end[1]) or found.get(end[1])
                if entity is None:
                    continue  # withdrawn or closed between the two reads
                if not any(record.id in known for record in entity.records):
                    if len(ring.entities) == room:
                        ring.cut = True
                        break
                    ring.entities.append(entity)
                    known.update({record.id: entity for record in entity.records})
                ring.last = end
            if len(ends) < count:
                break
        return ring

    async def _of_earlier_pages(  # noqa: PLR0917 - the state of one search
        self,
        scope: ReadScope,
        ids: Sequence[RecordId],
        entities: Collection[Entity],
        along: Along,
        heading: Heading,
        after: RecordOrder,
    ) -> dict[RecordId, Entity]:
        """Return, by record, those entities of which another record that is linked stands before a page's begin."""
        earlier = {r.id: entity for entity in entities for r in entity.records if r.order <= after}
        if not earlier:
            return {}
        links = await self._surroundings.links_among(scope, [*ids, *earlier], types=along.types)
        near = frozenset(ids)
        ends = {far for link in links for one, far in passages_of(link, heading) if one in near}
        return {r.id: earlier[rid] for rid in ends & earlier.keys() for r in earlier[rid].records}

    async def _edges(self, scope: ReadScope, entities: Collection[Entity], along: Along) -> tuple[Edge, ...]:
        of = {record.id: entity for entity in entities for record in entity.records}
        links = await self._surroundings.links_among(scope, of, types=along.types)
        return _grouped(links, of)


def _of_steps(edges: Iterable[Edge], way: Sequence[Entity], *, directed: bool = False) -> tuple[Edge, ...]:
    """Return the edges of a path in the order of its steps, those of one step as they were.

    Directed without those that lead from an entity on it to the one before.
    """
    steps = {(a.id, b.id): at for at, (a, b) in enumerate(pairwise(way))}
    if not directed:
        steps |= {(b, a): at for (a, b), at in steps.items()}
    placed = [(steps.get((edge.source_id, edge.target_id)), edge) for edge in edges]
    taken = sorted(((at, edge) for at, edge in placed if at is not None), key=itemgetter(0))
    return tuple(edge for _, edge in taken)


def _grouped(links: Iterable[VisibleLink], of: Mapping[RecordId, Entity]) -> tuple[Edge, ...]:
    found: dict[tuple[RecordId, str, RecordId], list[VisibleLink]] = {}
    for link in links:
        found.setdefault((of[link.source_id].id, link.type, of[link.target_id].id), []).append(link)
    return tuple(
        Edge(type=kind, source_id=source, target_id=target, links=tuple(sorted(members, key=lambda link: link.id)))
        for (source, kind, target), members in sorted(found.items())
    )
