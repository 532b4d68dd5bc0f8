"""The history of a site or organisation: the names that it went by, and where it moved from and to.

Names of all scripts stand side by side with who gave them; moves are the visible links MOVED_TO, followed both ways.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from entity_resolution.views.entities import Entity, EntityReader
from graph import PropertyClass, ReadScope, RecordId
from graph.store import RecordReader, VisibleLink

MOVED = "MOVED_TO"
MAX_MOVES = 200
_NAMES = ("name", "alias")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownName:
    """A name as records give it: `records` are those that have it, in canonical order."""

    name: str
    is_alias: bool
    records: tuple[RecordId, ...]
    originators: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A move from one site to another, with the links that assert it; dates are the earliest and latest given."""

    source_id: RecordId
    target_id: RecordId
    since: str | None
    links: tuple[VisibleLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relocation:
    """A site or organisation, its names, and all that it moved between: `sites` in the order of the moves."""

    subject: Entity
    names: tuple[KnownName, ...]
    sites: tuple[Entity, ...]
    moves: tuple[Move, ...]


class RelocationReader:
    """Reads histories through a scope."""

    def __init__(self, entities: EntityReader, records: RecordReader) -> None:
        self._entities = entities
        self._records = records

    async def history(self, scope: ReadScope, record_id: str) -> Relocation | None:
        """Return the history of what a record describes; `None` where it is not visible or has no names to go by."""
        subject = await self._entities.find_entity(scope, record_id)
        if subject is None or subject.kind not in {"Site", "Organization"}:
            return None
        known = {r.id: subject for r in subject.records}
        links: dict[str, VisibleLink] = {}
        frontier = list(known)
        while frontier and len(links) < MAX_MOVES:
            found = await self._records.links(scope, frontier, limit=MAX_MOVES, types=[MOVED])
            links.update({link.id: link for link in found})
            ends = {end for link in found for end in (link.source_id, link.target_id)} - known.keys()
            new = await self._entities.entities_of(scope, ends)
            frontier = sorted(new.keys() - known.keys())
            known.update(new)
        moves = _moves(links.values(), known)
        names = tuple(_names(subject))
        return Relocation(subject=subject, names=names, sites=_in_order(subject, known, moves), moves=moves)


def _names(subject: Entity) -> Iterator[KnownName]:
    """Yield the visible names, first those that records are known by, then aliases, in the order of the records."""
    found: dict[str, list[tuple[bool, RecordId, str]]] = {}
    for record in subject.records:
        part = record.parts.get(PropertyClass.IDENTITY, {})
        for name in _NAMES:
            for value in part.get(name, ()):
                found.setdefault(value.raw, []).append((name == "alias", record.id, record.originator))
    for text, places in sorted(found.items(), key=lambda item: all(alias for alias, _, _ in item[1])):
        yield KnownName(
            name=text,
            is_alias=all(alias for alias, _, _ in places),
            records=tuple(dict.fromkeys(rid for _, rid, _ in places)),
            originators=tuple(sorted({originator for _, _, originator in places})),
        )


def _moves(links: Iterable[VisibleLink], known: Mapping[RecordId, Entity]) -> tuple[Move, ...]:
    grouped: dict[tuple[RecordId, RecordId], list[VisibleLink]] = {}
    for link in links:
        source, target = known.get(link.source_id), known.get(link.target_id)
        if source is not None and target is not None and source.id != target.id:
            grouped.setdefault((source.id, target.id), []).append(link)
    moves = [
        Move(
            source_id=source,
            target_id=target,
            since=min((link.since for link in found if link.since), default=None),
            links=tuple(sorted(found, key=lambda link: link.id)),
        )
        for (source, target), found in grouped.items()
    ]
    return tuple(sorted(moves, key=lambda m: (m.since is None, m.since or "", m.source_id, m.target_id)))


def _in_order(subject: Entity, known: Mapping[RecordId, Entity], moves: Sequence[Move]) -> tuple[Entity, ...]:
    order: dict[RecordId, Entity] = {}
    for move in moves:
        for end in (move.source_id, move.target_id):
            order.setdefault(end, known[end])
    order.setdefault(subject.id, subject)
    return tuple(order.values())
