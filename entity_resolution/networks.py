"""Networks and paths in a view: what lies around an entity, and the shortest way between two.

Everything is computed from what the scope opens, in a canonical order, so that two states which look the same to a
viewer give the same answer. Bounds count visible things only, and what they cut off is said.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from entity_resolution.entities import Entity, EntityReader
from entity_resolution.money_in_time import paid_too_early
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
    """The entities around one, by distance, and the edges among them.

    `truncated`: more are visible than were asked for, or a search for a path was given up. `following`: the place
    behind which the rest of the direct neighbours begins. `too_early`: of a directed path the payments that were paid
    before one that stands before them.
    """

    entities: tuple[Entity, ...]
    edges: tuple[Edge, ...]
    truncated: bool
    following: RecordOrder | None = None
    too_early: tuple[RecordId, ...] = ()


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


class _Heading(StrEnum):
    """In which of their directions one end of a path goes along links."""

    EITHER = "either"
    ONWARD = "onward"  # from a link's source to its target
    BACK = "back"


@dataclass(slots=True)
class _Side:
    """One end of a path that is looked for: what was reached from it, from where, and what was reached last.

    `wanted` is the other end.
    """

    wanted: Entity
    heading: _Heading
    frontier: list[Entity]
    came_from: dict[RecordId, Entity | None]
    known: dict[RecordId, Entity]  # by record


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
        """
        centre = await self._entities.find_entity(scope, record_id)
        if centre is None:
            return None
        known = {record.id: centre for record in centre.records}
        order: dict[RecordId, Entity] = {centre.id: centre}
        frontier, truncated, following = [centre], False, None
        for distance in range(depth):
            room = max(0, limit - len(order))
            ring = await self._ring(scope, frontier, known, room, along, after if distance == 0 else None)
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
        unless it is `directed`: along each link from its source to its target. Where it would go along too many links
        the search is given up: the answer has the two ends and is `truncated`.
        """
        ends = await self._entities.entities_of(scope, [source_id, target_id])
        source, target = ends.get(RecordId(source_id)), ends.get(RecordId(target_id))
        if source is None or target is None:
            return None
        if source.id == target.id:
            return Network(entities=(source,), edges=(), truncated=False)
        headings = {source.id: _Heading.ONWARD, target.id: _Heading.BACK} if directed else {}
        first, second = sorted((source, target), key=_order)
        sides = (_side(first, second, headings), _side(second, first, headings))
        spent = 0
        for _ in range(max_length):
            counts = [await self._count(scope, side, along) for side in sides]
            nearer, spent = sides[counts[1] < counts[0]], spent + min(counts)
            if spent > MAX_PATH_LINKS:
                return Network(entities=(source, target), edges=(), truncated=True)
            await self._advance(scope, nearer, along)
            met = [e for e in nearer.frontier if all(e.id in side.came_from for side in sides)]
            if met or not nearer.frontier:
                break
        else:
            return None
        found = await self._joined(scope, sides, met, source, along) if met else None
        return found if found is None or not directed else _onward(found)

    async def _ring(  # noqa: PLR0917 - the state of one search
        self,
        scope: ReadScope,
        frontier: Sequence[Entity],
        known: dict[RecordId, Entity],
        room: int,
        along: Along,
        after: RecordOrder | None,
    ) -> _Ring:
        """Return the new entities that the frontier is linked to, and add them to what is known."""
        ring, ids, count, at = _Ring(last=after), _record_ids(frontier), room + _MORE_ENDS, after
        while not ring.cut:
            ends = await self._surroundings.neighbours(
                scope, ids, limit=count, after=at, types=along.types, kinds=along.kinds
            )
            found = await self._entities.entities_of(scope, [rid for _, rid in ends if rid not in known])
            if after is not None:
                known.update(await self._of_earlier_pages(scope, ids, found.values(), along, after))
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

    async def _of_earlier_pages(
        self,
        scope: ReadScope,
        ids: Sequence[RecordId],
        entities: Collection[Entity],
        along: Along,
        after: RecordOrder,
    ) -> dict[RecordId, Entity]:
        """Return, by record, those entities of which another record that is linked stands before a page's begin."""
        earlier = {r.id: entity for entity in entities for r in entity.records if r.order <= after}
        if not earlier:
            return {}
        links = await self._surroundings.links_among(scope, [*ids, *earlier], types=along.types)
        near = frozenset(ids)
        ends = {far for link in links for one, far in _passages(link, _Heading.EITHER) if one in near}
        return {r.id: earlier[rid] for rid in ends & earlier.keys() for r in earlier[rid].records}

    async def _count(self, scope: ReadScope, side: _Side, along: Along) -> int:
        # No further than decides: a search along more is given up.
        ids, limit = _record_ids(side.frontier), MAX_PATH_LINKS + 1
        return await self._surroundings.count_links(scope, ids, limit=limit, types=along.types)

    async def _advance(self, scope: ReadScope, side: _Side, along: Along) -> None:
        """Go one link further from one end."""
        ids = _record_ids(side.frontier)
        links = await self._records.links(scope, ids, limit=MAX_PATH_LINKS, types=along.types)
        ends = {end for link in links for end in (link.source_id, link.target_id)} - side.known.keys()
        side.known.update(await self._entities.entities_of(scope, ends))
        reached: dict[RecordId, Entity] = {}
        before = {entity.id for entity in side.frontier}
        origins: dict[RecordId, Entity] = {}
        for link in links:
            for near, far in _passages(link, side.heading):
                origin, entity = side.known.get(near), side.known.get(far)
                if origin is None or entity is None or origin.id not in before or entity.id in side.came_from:
                    continue
                if along.kinds is not None and entity.kind not in along.kinds and entity.id != side.wanted.id:
                    continue
                reached[entity.id] = entity
                origins[entity.id] = min(origins.get(entity.id, origin), origin, key=_order)
        side.came_from.update(origins)
        side.frontier = sorted(reached.values(), key=_order)

    async def _joined(
        self,
        scope: ReadScope,
        sides: tuple[_Side, _Side],
        met: Sequence[Entity],
        source: Entity,
        along: Along,
    ) -> Network:
        """Return the path through the first entity at which both searches met, from the source on, its edges too."""
        middle = min(met, key=_order)
        one, other = ([middle, *_back(side, middle)] for side in sides)
        way = [*reversed(one), *other[1:]]
        if way[0].id != source.id:
            way.reverse()
        steps = {frozenset((a.id, b.id)): at for at, (a, b) in enumerate(pairwise(way))}
        found = await self._edges(scope, way, along)
        placed = [(steps.get(frozenset((edge.source_id, edge.target_id))), edge) for edge in found]
        # In the order of the way; those of one step stay as they were.
        taken = sorted(((at, edge) for at, edge in placed if at is not None), key=itemgetter(0))
        return Network(entities=tuple(way), edges=tuple(edge for _, edge in taken), truncated=False)

    async def _edges(self, scope: ReadScope, entities: Collection[Entity], along: Along) -> tuple[Edge, ...]:
        of = {record.id: entity for entity in entities for record in entity.records}
        links = await self._surroundings.links_among(scope, of, types=along.types)
        return _grouped(links, of)


def _side(end: Entity, wanted: Entity, headings: Mapping[RecordId, _Heading]) -> _Side:
    heading = headings.get(end.id, _Heading.EITHER)
    return _Side(wanted, heading, [end], {end.id: None}, {record.id: end for record in end.records})


def _passages(link: VisibleLink, heading: _Heading) -> Iterator[tuple[RecordId, RecordId]]:
    """Yield from where to where a link may be gone along."""
    if heading is not _Heading.BACK:
        yield link.source_id, link.target_id
    if heading is not _Heading.ONWARD:
        yield link.target_id, link.source_id


def _onward(found: Network) -> Network:
    """Return a path without the edges that lead from an entity on it to the one before, and what goes against time."""
    places = {entity.id: at for at, entity in enumerate(found.entities)}
    edges = tuple(e for e in found.edges if places[e.source_id] < places[e.target_id])
    return replace(found, edges=edges, too_early=paid_too_early(found.entities))


def _back(side: _Side, entity: Entity) -> list[Entity]:
    """Return the way back from an entity to the end that a search began at."""
    way, at = [], side.came_from[entity.id]
    while at is not None:
        way.append(at)
        at = side.came_from[at.id]
    return way


def _order(entity: Entity) -> RecordOrder:
    return entity.records[0].order


def _record_ids(entities: Iterable[Entity]) -> list[RecordId]:
    return [record.id for entity in entities for record in entity.records]


def _grouped(links: Iterable[VisibleLink], of: Mapping[RecordId, Entity]) -> tuple[Edge, ...]:
    found: dict[tuple[RecordId, str, RecordId], list[VisibleLink]] = {}
    for link in links:
        found.setdefault((of[link.source_id].id, link.type, of[link.target_id].id), []).append(link)
    return tuple(
        Edge(type=kind, source_id=source, target_id=target, links=tuple(sorted(members, key=lambda link: link.id)))
        for (source, kind, target), members in sorted(found.items())
    )
