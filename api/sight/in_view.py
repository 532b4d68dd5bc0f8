"""What a viewer sees of records that an answer names by their ids: whose they are, and the measures on them.

Read through the viewer's scope, as a record or a search is: nothing stands here that those would not show.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from entity_resolution.views.entities import EntityReader
from graph import PropertyClass, ReadScope, RecordId, span_of
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
        until: until when it holds, likewise; `None` also where its agency did not say. Of several ends, as where it
            was prolonged, the last one, and behind it what could not be read.
        over_from: when it is over at the latest, in UTC: a day ends where its agency is. `None` where not known.
        redacted: whether all of this but the id is closed to the viewer, whatever there is of it.
    """

    id: RecordId
    caption: str | None
    taken_at: str | None
    until: str | None
    over_from: datetime | None
    redacted: bool

    def is_over(self, now: datetime) -> bool | None:
        """Return whether it held until an instant or earlier; `None` where it is not known until when it holds."""
        return None if self.over_from is None else self.over_from <= now


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
            measures=tuple(self._measure(measures[rid], originator) for rid in on_it),
        )

    def _measure(self, record: VisibleRecord, originator: Party) -> SeenMeasure:
        taken = next(iter(_values(record, "takenAt")), None)
        until, over_from = end_of(_values(record, "until"), originator.jurisdiction)
        return SeenMeasure(
            id=record.id,
            caption=self._entities.caption([record]),
            taken_at=taken.value or taken.raw if taken is not None else None,
            until=until,
            over_from=over_from,
            redacted=PropertyClass.NARRATIVE not in record.readable,
        )


def end_of(values: Sequence[StoredValue], country: str) -> tuple[str | None, datetime | None]:
    """Return until when something holds of which these ends were told, the last one, as a text and as an instant.

    What could not be read, or may be either of two days, may be later than all others: then no instant is known.
    """
    spans = {value: span for value in values if (span := span_of(value, country=country)) is not None}
    last = sorted(spans, key=lambda value: spans[value].last)[-1:]
    told = [*last, *(value for value in values if value not in spans)]
    text = ", ".join(dict.fromkeys(value.value or value.raw for value in told)) or None
    return text, spans[last[0]].last if last and len(told) == 1 else None


def _values(record: VisibleRecord, name: str) -> Sequence[StoredValue]:
    return next((part[name] for part in record.parts.values() if part.get(name)), ())
