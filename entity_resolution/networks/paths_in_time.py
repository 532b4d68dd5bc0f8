"""A shortest path on which no payment was made before one that stands before it, looked for from both ends.

Of the legs that come to an entity by as many links the one is kept by which the money can have come there first, or
from the other end have left it last; a longer one only where it does better. So a path that is in time is found
wherever there is one, though each entity is gone through few times.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from entity_resolution.networks.money_in_time import span_of_payment
from entity_resolution.networks.searched_links import Heading, SearchedLinks, order_of
from entity_resolution.networks.shortest_paths import FoundPath, PathQuestion, may_lead_through
from entity_resolution.views.entities import Entity
from graph import RecordId, to_microseconds
from graph.store import RecordOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leg:
    """A part of a path from one of its ends to an entity, with no payment on it too early.

    `bound`: in microseconds, before which nothing behind the entity can have been paid. From the target on time runs
    backwards: there it is the negated instant after which nothing before the entity can have been.
    """

    entity: Entity
    bound: float
    before: "_Leg | None" = None

    @property
    def rank(self) -> tuple[float, RecordOrder | tuple[()]]:
        """What goes first of the legs of one length to one entity."""
        return self.bound, order_of(self.before.entity) if self.before is not None else ()


class _Window(NamedTuple):
    """The first and the last time that an entity lets money pass at, as the time of a side runs."""

    first: float
    last: float


_ALWAYS = _Window(-math.inf, math.inf)


@dataclass(slots=True, kw_only=True)
class _Side:
    """One end of a path that is looked for: the legs from it by the entity that they come to, and the last ones.

    `wanted` is the other end. Of the legs to one entity each later one is longer and has the smaller bound.
    """

    wanted: Entity
    heading: Heading
    frontier: list[_Leg] = field(default_factory=list)
    legs: dict[RecordId, list[_Leg]] = field(default_factory=dict)
    windows: dict[RecordId, _Window] = field(default_factory=dict)

    def reach(self, found: Collection[_Leg]) -> None:
        """Take legs as those that the search goes on from."""
        self.frontier = sorted(found, key=lambda leg: order_of(leg.entity))
        for leg in self.frontier:
            self.legs.setdefault(leg.entity.id, []).append(leg)

    def led_on(self, leg: _Leg, to: Entity) -> _Leg | None:
        """Return a leg that goes on to an entity; `None` where a payment is too early or a shorter one as good."""
        window = self.window(to)
        bound, known = max(leg.bound, window.first), self.legs.get(to.id)
        if window.last < leg.bound or (known is not None and known[-1].bound <= bound):
            return None
        return _Leg(entity=to, bound=bound, before=leg)

    def window(self, entity: Entity) -> _Window:
        """Return when an entity lets money pass: a payment when it may have been made, all others always."""
        if entity.id not in self.windows:
            span = span_of_payment(entity)
            first, last = map(to_microseconds, span) if span is not None else _ALWAYS
            self.windows[entity.id] = _Window(first, last) if self.heading is Heading.ONWARD else _Window(-last, -first)
        return self.windows[entity.id]


async def path_in_time(links: SearchedLinks, asked: PathQuestion) -> FoundPath:
    """Return a shortest directed path on which no payment is too early, always the same one.

    It goes along what was read already without counting it again.
    """
    sides = (_side(asked.source, asked.target, Heading.ONWARD), _side(asked.target, asked.source, Heading.BACK))
    for _ in range(asked.max_length):
        counts = [await links.count(leg.entity for leg in side.frontier) for side in sides]
        at = int(counts[1] < counts[0])
        if not links.may_spend(min(counts)):
            return FoundPath(given_up=True)
        await _advance(links, sides[at], asked.kinds)
        met = _met(sides[at], sides[1 - at])
        if met is not None:
            onward, back = (met[at], met[1 - at])
            return FoundPath(entities=(*reversed(_entities(onward)), *_entities(back)[1:]))
        if not sides[at].frontier:
            break
    return FoundPath()


def _side(end: Entity, wanted: Entity, heading: Heading) -> _Side:
    side = _Side(wanted=wanted, heading=heading)
    side.reach([_Leg(entity=end, bound=side.window(end).first)])
    return side


async def _advance(links: SearchedLinks, side: _Side, kinds: Collection[str] | None) -> None:
    """Go one link further from one end."""
    legs = {leg.entity.id: leg for leg in side.frontier}
    found: dict[RecordId, _Leg] = {}
    for origin, entity in await links.passages([leg.entity for leg in side.frontier], side.heading):
        leg = side.led_on(legs[origin.id], entity) if may_lead_through(entity, side.wanted, kinds) else None
        if leg is not None and (entity.id not in found or leg.rank < found[entity.id].rank):
            found[entity.id] = leg
    side.reach(found.values())


def _met(nearer: _Side, other: _Side) -> tuple[_Leg, _Leg] | None:
    """Return two legs to one entity, the second from the other end, by which money can have gone the whole way."""
    for leg in nearer.frontier:
        for far in other.legs.get(leg.entity.id, ()):
            # The second bound is negated: that instant is no earlier than the first.
            if leg.bound + far.bound <= 0:
                return leg, far
    return None


def _entities(leg: _Leg) -> list[Entity]:
    """Return the entities of a leg, from where it has come to, to the end that it began at."""
    found, at = [], leg.before
    while at is not None:
        found.append(at.entity)
        at = at.before
    return [leg.entity, *found]
