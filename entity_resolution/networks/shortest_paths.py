"""A shortest path between two entities in a view, looked for from both ends."""

from collections.abc import Collection
from dataclasses import dataclass

from entity_resolution.networks.searched_links import Heading, SearchedLinks, order_of
from entity_resolution.views.entities import Entity
from graph import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class PathQuestion:
    """Between which two entities a path is looked for, of how many links at most, through which kinds; `None` is all.

    `directed`: along each link from its source to its target.
    """

    source: Entity
    target: Entity
    max_length: int
    kinds: Collection[str] | None
    directed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPath:
    """The entities of a path from its source on, none where there is none; `given_up`: it would cost too many links."""

    entities: tuple[Entity, ...] = ()
    given_up: bool = False


@dataclass(slots=True)
class _Side:
    """One end of a path that is looked for: what was reached from it, from where, and what was reached last.

    `wanted` is the other end.
    """

    wanted: Entity
    heading: Heading
    frontier: list[Entity]
    came_from: dict[RecordId, Entity | None]


async def shortest_path(links: SearchedLinks, asked: PathQuestion) -> FoundPath:
    """Return a shortest path, always the same, and undirected the same in both directions.

    It is looked for always on from that end with fewer links.
    """
    first, second = sorted((asked.source, asked.target), key=order_of)
    sides = (_side(first, second, asked), _side(second, first, asked))
    for _ in range(asked.max_length):
        counts = [await links.count(side.frontier) for side in sides]
        nearer = sides[counts[1] < counts[0]]
        if not links.may_spend(min(counts)):
            return FoundPath(given_up=True)
        await _advance(links, nearer, asked.kinds)
        met = [e for e in nearer.frontier if all(e.id in side.came_from for side in sides)]
        if met:
            return FoundPath(entities=_joined(sides, min(met, key=order_of), asked.source))
        if not nearer.frontier:
            break
    return FoundPath()


def may_lead_through(entity: Entity, wanted: Entity, kinds: Collection[str] | None) -> bool:
    """Return whether a path may lead through an entity, or end at it."""
    return kinds is None or entity.kind in kinds or entity.id == wanted.id


def _side(end: Entity, wanted: Entity, asked: PathQuestion) -> _Side:
    onward = Heading.ONWARD if end.id == asked.source.id else Heading.BACK
    return _Side(wanted, onward if asked.directed else Heading.EITHER, [end], {end.id: None})


async def _advance(links: SearchedLinks, side: _Side, kinds: Collection[str] | None) -> None:
    """Go one link further from one end."""
    reached: dict[RecordId, Entity] = {}
    origins: dict[RecordId, Entity] = {}
    for origin, entity in await links.passages(side.frontier, side.heading):
        if entity.id in side.came_from or not may_lead_through(entity, side.wanted, kinds):
            continue
        reached[entity.id] = entity
        origins[entity.id] = min(origins.get(entity.id, origin), origin, key=order_of)
    side.came_from.update(origins)
    side.frontier = sorted(reached.values(), key=order_of)


def _joined(sides: tuple[_Side, _Side], middle: Entity, source: Entity) -> tuple[Entity, ...]:
    """Return the path through an entity at which both searches met, from the source on."""
    one, other = ([middle, *_back(side, middle)] for side in sides)
    way = [*reversed(one), *other[1:]]
    return tuple(way if way[0].id == source.id else reversed(way))


def _back(side: _Side, entity: Entity) -> list[Entity]:
    """Return the way back from an entity to the end that a search began at."""
    way, at = [], side.came_from[entity.id]
    while at is not None:
        way.append(at)
        at = side.came_from[at.id]
    return way
