"""What a viewer sees of records that an answer names by their ids: whose they are, and the measures on them.

Read through the viewer's scope, as a record or a search is: nothing stands here that those would not show.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from entity_resolution.entities import EntityReader
from graph import PropertyClass, ReadScope, RecordId
from graph.parts import StoredValue
from graph.store import RecordReader, SurroundingsReader, VisibleLink, VisibleRecord
from policies import Party, ScopeBuilder

MEASURE = "Measure"
NAMED_BY = "SUBJECT_OF"
MOST_MEASURES = 5_000  # of one answer; beyond what any account stands under


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenMeasure:
    """A freeze, seizure or another measure; `caption` says which, where the viewer may read it, as `until` does.

    Attributes:
        id: of its record.
        caption: which it is.
        taken_at: when it was taken: a date or an instant, or as its agency wrote it where that could not be read.
        until: until when it holds, likewise; `None` also where its agency did not say.
        ends: the same, where it could be read: an ISO date at its own precision, or an instant in UTC.
        redacted: whether all of this but the id is closed to the viewer, whatever there is of it.
    """

    id: RecordId
    caption: str | None
    taken_at: str | None
    until: str | None
    ends: str | None
    redacted: bool

    def is_over(self, now: datetime) -> bool:
        """Return whether it held until before an instant, at the precision that is known; false where that is not."""
        end = (self.ends or "").rpartition("/")[2]
        return bool(end) and end < now.astimezone(UTC).isoformat()[: len(end)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRecord:
    """A record with what a search shows of it, and the measures that its agency filed on it."""

    id: RecordId
    kind: str
    originator: Party
    caption: str | None
    is_victim: bool
    measures: tuple[SeenMeasure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Records by id, and all that was read for them: an answer that shows them has disclosed it."""

    by_id: Mapping[str, SeenRecord]
    records: Sequence[VisibleRecord]
    links: Sequence[VisibleLink]

    def of(self, ids: Iterable[str]) -> list[SeenRecord]:
        """Return those of the records that are in view, in the order of the ids."""
        return [self.by_id[rid] for rid in ids if rid in self.by_id]


class InViewReader:
    """Reads what stands in a view, by id."""

    def __init__(
        self, records: RecordReader, surroundings: SurroundingsReader, entities: EntityReader, scopes: ScopeBuilder
    ) -> None:
        self._records = records
        self._surroundings = surroundings
        self._entities = entities
        self._scopes = scopes

    async def read(self, scope: ReadScope, ids: Iterable[str]) -> Seen:
        """Return what the scope shows of these records; what it does not show is not there."""
        parties = self._scopes.bundle.registers.parties
        found = [r for r in await self._records.records(scope, ids) if r.originator in parties]
        if not found:
            return Seen(by_id={}, records=(), links=())
        named = [str(r.id) for r in found]
        ends = await self._surroundings.neighbours(scope, named, limit=MOST_MEASURES, types=[NAMED_BY], kinds=[MEASURE])
        measures = {str(r.id): r for r in await self._records.records(scope, [rid for _, rid in ends])}
        links = await self._surroundings.links_among(scope, [*named, *measures], types=[NAMED_BY]) if measures else []
        return Seen(
            by_id={str(r.id): self._seen(r, parties[r.originator], links, measures) for r in found},
            records=[*found, *measures.values()],
            links=links,
        )

    def _seen(
        self,
        record: VisibleRecord,
        originator: Party,
        links: Iterable[VisibleLink],
        measures: Mapping[str, VisibleRecord],
    ) -> SeenRecord:
        on_it = sorted({str(link.target_id) for link in links if link.source_id == record.id} & measures.keys())
        return SeenRecord(
            id=record.id,
            kind=record.kind,
            originator=originator,
            caption=self._entities.caption([record]),
            is_victim=record.is_victim,
            measures=tuple(self._measure(measures[rid]) for rid in on_it),
        )

    def _measure(self, record: VisibleRecord) -> SeenMeasure:
        taken, until = _first(record, "takenAt"), _first(record, "until")
        return SeenMeasure(
            id=record.id,
            caption=self._entities.caption([record]),
            taken_at=taken.value or taken.raw if taken is not None else None,
            until=until.value or until.raw if until is not None else None,
            ends=until.value if until is not None else None,
            redacted=PropertyClass.NARRATIVE not in record.readable,
        )


def _first(record: VisibleRecord, name: str) -> StoredValue | None:
    values = next((part[name] for part in record.parts.values() if part.get(name)), ())
    return values[0] if values else None
