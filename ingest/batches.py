"""Mapped rows in batches: what one transaction writes, and the place in the input that it completes."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol, Self

from graph import IdMinter, Link, LinkId, Record, RecordId
from graph.store import FormerLink, QuarantinedRow, SourceEdge, WaitingRow
from ingest.duplicate_references import DuplicateCheck
from ingest.ingest_report import BrokenRule
from ingest.mapped_rows import MappedRow, NamedEnd, Unread, edge_of
from ingest.row_readings import LinkReading, RecordReading, RowReading
from ingest.rules import Problem, Rule
from ingest.supply import Supply
from ingest.waiting import WaitingRows, count_rows

BATCH_ROWS = 500
# The first batch is small and each next one twice as large, so that the store has something to do at once.
_FIRST_ROWS = 100


class Remark(StrEnum):
    """What is worth a word about a row that breaks no rule; each is a field of the report that counts such rows."""

    SKIPPED = "skipped_rows"
    LIKE_TOTAL = "total_like_rows"
    LIKE_HEADER = "header_like_rows"
    WITHOUT_RECORD = "rows_without_records"
    HIDDEN = "hidden_rows"
    STRUCK = "struck_rows"
    PARTLY_STRUCK = "partly_struck_rows"
    OTHER_ORDER = "other_order_rows"
    COUNTRY_UNSAID = "country_unsaid_rows"
    FRAGMENT = "fragment_rows"
    PARTED = "parted_rows"


class NumberedRow(NamedTuple):
    """A mapped row, its number in the file, and a function that gives the whole row as JSON."""

    number: int
    mapped: MappedRow
    content: Callable[[], str]
    remarks: tuple[Remark, ...] = ()


class MappedInput(Protocol):
    """A checked file whose rows come mapped, each time from the first."""

    @property
    def file(self) -> str:
        """Return the file's name."""

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the file."""

    @property
    def rows_total(self) -> int | None:
        """Return the number of rows, None where only reading tells."""

    @property
    def mapping_text(self) -> str:
        """Return the mapping as it is kept beside a quarantined row."""

    @property
    def unknown_properties(self) -> Counter[str]:
        """Return how often the input named a property that the ontology does not have."""

    @property
    def records_not_given(self) -> Sequence[str]:
        """Return the records of the mapping that no row mapped so far was to give."""

    @property
    def columns_not_read(self) -> Sequence[str]:
        """Return the columns that the mapping reads nothing of, in the order of the file."""

    def reading_of(self, mapped: MappedRow) -> tuple[Sequence[RecordReading], Sequence[LinkReading]]:
        """Return how the records and links of a row were read, to be shown."""

    def mapped_rows(self) -> Iterator[NumberedRow]:
        """Yield the rows, mapped."""


class LooseLink(NamedTuple):
    """A link of which an end may come in a later row, with the row that asserts it and the records that this gives.

    `known`: by what its row is known among those that wait: the link, or the edge that it is of.
    """

    link: Link
    records: tuple[RecordId, ...]
    number: int
    content: Callable[[], str]
    ends: tuple[NamedEnd, ...]
    known: LinkId

    @classmethod
    def of(cls, link: Link, row: NumberedRow) -> Self:
        """Return what is kept of a link until the end of its file; the records themselves are not."""
        records = tuple(record.id for record in row.mapped.records)
        edge = edge_of(row.mapped, link.id)
        known = edge.id if edge is not None else link.id
        return cls(link, records, row.number, row.content, row.mapped.ends_of(link), known)


@dataclass(slots=True, kw_only=True)
class Batch:
    """What one transaction writes. `rows_done` counts the input's rows up to the last one of the batch."""

    rows_done: int = 0
    records: list[Record] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    quarantined: list[QuarantinedRow] = field(default_factory=list)
    quarantined_rows: int = 0
    settled: dict[str, tuple[str, ...]] = field(default_factory=dict)
    settled_rows: int = 0
    replaced_rows: int = 0
    unread: list[tuple[int, Unread]] = field(default_factory=list)
    remarks: list[tuple[Remark, int]] = field(default_factory=list)
    sources: dict[LinkId, tuple[Link, NumberedRow]] = field(default_factory=dict)
    told_again: list[RecordId] = field(default_factory=list)
    former: list[FormerLink] = field(default_factory=list)
    edges: list[SourceEdge] = field(default_factory=list)
    readings: list[RowReading] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineLabel:
    """What all quarantined rows of one input have in common."""

    file: str
    mapping: str
    originator: str
    dataset: str
    profile: str | None
    minter: IdMinter
    at: datetime
    evaluation: str | None = None

    @classmethod
    def of(cls, supply: Supply, *, file: str, mapping: str, at: datetime) -> "QuarantineLabel":
        """Return the label of an input."""
        return cls(
            file=file,
            mapping=mapping,
            originator=supply.originator,
            dataset=supply.dataset,
            profile=supply.profile,
            minter=supply.minter,
            at=at,
            evaluation=str(supply.stated_evaluation) if supply.stated_evaluation is not None else None,
        )

    def rows(self, number: int, content: str, mapped: MappedRow) -> list[QuarantinedRow]:
        """Return one quarantined row for each broken rule and column of a source row, with the ids that it names."""
        # The content is in the id: next month's file of the same name must not push out what waits from this one.
        digest = hashlib.sha256(content.encode()).hexdigest()
        found: dict[str, QuarantinedRow] = {}
        for problem in mapped.problems:
            place = (self.originator, self.dataset, self.file, str(number), problem.column or "", problem.rule, digest)
            row_id = self.minter.derived_id("q", *place)
            found.setdefault(
                row_id,
                QuarantinedRow(
                    id=row_id,
                    originator=self.originator,
                    dataset=self.dataset,
                    file=self.file,
                    row=number,
                    column=problem.column,
                    rule=str(problem.rule),
                    value=problem.value,
                    content=content,
                    mapping=self.mapping,
                    profile=self.profile,
                    at=self.at,
                    evaluation=self.evaluation,
                    reason=problem.reason,
                    names=tuple(dict.fromkeys(mapped.named)),
                    records=mapped.gave,
                ),
            )
        return list(found.values())


class Batcher:
    """Takes an input apart into batches. Runs in a thread of its own while the batch before is written."""

    def __init__(
        self,
        source: MappedInput,
        label: QuarantineLabel,
        *,
        skip: int,
        size: int,
        waiting: Iterable[WaitingRow] = (),
        show: int = 0,
    ) -> None:
        """Begin after the first `skip` rows, which an earlier run has written; `waiting` are those in quarantine.

        Batches tell how the first `show` rows of the input were read.
        """
        self._source = source
        self._show = show
        self._waiting = WaitingRows(waiting, file=label.file)
        self._rows = source.mapped_rows()
        self._label = label
        self._skip = skip
        self._size = size
        self._seen = DuplicateCheck()
        self._done = 0
        self._next = _FIRST_ROWS
        # Links that an interrupted run could not write, as their ends came later or not at all.
        self.loose: list[LooseLink] = []

    def next_batch(self) -> Batch | None:
        """Return the next batch, None after the last."""
        self._pass_over_written()
        batch = Batch()
        first = self._done
        size = min(self._size, self._next)
        self._next *= 2
        for row in self._rows:
            self._done += 1
            waited = len(batch.quarantined)
            self._add(batch, row)
            if self._done <= self._show:
                batch.readings.append(self._reading(row, batch.quarantined[waited:]))
            if self._done - first >= size:
                break
        batch.rows_done = self._done
        return batch if self._done > first else None

    def _pass_over_written(self) -> None:
        """Map what is written already, to know its references again."""
        while self._done < self._skip and (row := next(self._rows, None)) is not None:
            self._done += 1
            mapped = self._seen.admit(row.mapped)
            if mapped.problems:
                self._quarantined(row, mapped)
            for link in mapped.links:
                if link.source_id not in self._seen or link.target_id not in self._seen:
                    self.loose.append(LooseLink.of(link, row))

    def _add(self, batch: Batch, row: NumberedRow) -> None:
        batch.remarks.extend((remark, row.number) for remark in row.remarks)
        if Remark.SKIPPED in row.remarks:
            # It may wait from before the mapping said so.
            batch.settled.update((w.id, ()) for w in self._waiting.passed_over(row.number, row.content))
            return
        mapped = self._seen.admit(row.mapped)
        if mapped.problems:
            batch.quarantined.extend(self._quarantined(row, mapped))
            batch.quarantined_rows += 1
            replaced = self._waiting.replaced_by(row.number, mapped, row.content)
            batch.settled.update((w.id, ()) for w in replaced)
            batch.replaced_rows += count_rows(replaced)
            return
        settled = self._waiting.settled_by(row.number, row.mapped, row.content)
        batch.settled.update((w.id, names) for w, names in settled.items())
        batch.settled_rows += count_rows(settled)
        batch.records.extend(mapped.records)
        batch.former.extend(mapped.former)
        batch.edges.extend(mapped.edges)
        batch.told_again.extend(self._waiting.named_among(mapped.records))
        batch.unread.extend((row.number, value) for value in mapped.unread)
        for link in mapped.links:
            batch.links.append(link)
            batch.sources[link.id] = (link, row)

    def _reading(self, row: NumberedRow, quarantined: Sequence[QuarantinedRow]) -> RowReading:
        records, links = ((), ()) if quarantined else self._source.reading_of(row.mapped)
        return RowReading(
            file=self._label.file,
            row=row.number,
            records=tuple(records),
            links=tuple(links),
            broken_rules=tuple(map(BrokenRule.of, quarantined)),
            remarks=tuple(map(str, row.remarks)),
        )

    def _quarantined(self, row: NumberedRow, mapped: MappedRow) -> list[QuarantinedRow]:
        found = self._label.rows(row.number, row.content(), mapped)
        self._waiting.keep(q.id for q in found)
        return found

    def stood_here(self, ids: Iterable[str]) -> frozenset[str]:
        """Return which of these waiting rows stand in a file of the same name."""
        return self._waiting.here.intersection(ids)


def unknown_end(loose: LooseLink, label: QuarantineLabel, missing: Collection[RecordId]) -> list[QuarantinedRow]:
    """Return the quarantined rows of a link of which an end is nowhere, one for each property that names such an end.

    Args:
        loose: the link, with the row that asserts it.
        label: what the rows of its input have in common.
        missing: the records that are nowhere.
    """
    problems = unknown_ends(loose.link, loose.ends, missing)
    mapped = MappedRow(problems=problems, named=(loose.known,), gave=loose.records)
    return label.rows(loose.number, loose.content(), mapped)


def unknown_ends(link: Link, ends: Sequence[NamedEnd], missing: Collection[RecordId]) -> tuple[Problem, ...]:
    """Return what is wrong with a link of which an end is nowhere: which property names what.

    Where its row names its ends in no properties of their own, the reference of the link stands for both.
    """
    ids = (link.source_id, link.target_id)
    told = tuple(
        Problem(rule=Rule.UNKNOWN_END, column=end.column, value=end.reference)
        for end, rid in zip(ends, ids, strict=False)
        if rid in missing
    )
    return told or (Problem(rule=Rule.UNKNOWN_END, value=link.provenance.reference),)
