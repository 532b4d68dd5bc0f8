"""Counts what one ingest does, batch by batch, and names the first rows of each thing worth a look."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from graph import Record
from graph.store import QuarantinedRow, WriteSummary
from ingest.batches import Batch, MappedInput
from ingest.ingest_report import BrokenRule, IngestReport, Progress
from ingest.supply import Supply

T = TypeVar("T")

_PERSON, _NAMES = "Person", ("name", "alias")
MOST_NAMED = 200
"""How many broken rules the report of a dry run names, and how many rows any report names of one remark."""


class IngestTally:
    """What one ingest has come to so far. Batches are added as they are read, summaries as they are written."""

    def __init__(self, source: MappedInput, supply: Supply, *, is_dry_run: bool) -> None:
        self._source = source
        self._supply = supply
        self._is_dry_run = is_dry_run
        self._counts: Counter[str] = Counter()
        self._rules: Counter[str] = Counter()
        self._named: list[BrokenRule] = []
        # By kind and property.
        self._unread: Counter[tuple[str, str]] = Counter()
        self._reasons: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._unread_rows: dict[tuple[str, str], list[int]] = {}
        self._remarked: dict[str, list[int]] = {}

    def add_batch(self, batch: Batch) -> None:
        """Count what the rows of a batch gave and broke."""
        self._counts.update(
            records=len(batch.records),
            links=len(batch.links),
            quarantined_rows=batch.quarantined_rows,
            settled_rows=batch.settled_rows,
            replaced_rows=batch.replaced_rows,
            records_without_values=sum([not record.properties for record in batch.records]),
            persons_without_name=sum([_is_nameless(record) for record in batch.records]),
        )
        self._rules.update(row.rule for row in batch.quarantined)
        for number, value in batch.unread:
            self._unread[value.kind, value.property] += 1
            self._reasons[value.kind, value.property][value.reason] += 1
            _name(self._unread_rows.setdefault((value.kind, value.property), []), number)
        for remark, number in batch.remarks:
            self._counts[remark] += 1
            _name(self._remarked.setdefault(remark, []), number)
        if self._is_dry_run:
            self._named += map(BrokenRule.of, batch.quarantined[: MOST_NAMED - len(self._named)])

    def add_written(self, summary: WriteSummary) -> None:
        """Count what a transaction wrote."""
        self._counts.update(
            records_created=summary.created,
            records_changed=summary.changed,
            records_unchanged=summary.unchanged,
            links_created=summary.links_created,
            links_changed=summary.links_changed,
            links_unchanged=summary.links_unchanged,
            links_parted=summary.links_parted,
            links_unsaid=summary.links_unsaid,
            records_held=len(summary.held),
            held_closed=len(summary.closed),
            links_held=len(summary.links_held),
            records_withdrawn=len(summary.withdrawn),
            links_withdrawn=len(summary.links_withdrawn),
            filed_since=len(summary.since),
        )

    def add_loose_links(self, waiting: Sequence[QuarantinedRow], *, unsettled: int, replaced: int) -> None:
        """Count links whose ends never came.

        Args:
            waiting: the rows that go to quarantine for them.
            unsettled: how many rows of an earlier run stay in quarantine after all.
            replaced: how many rows of an earlier run these take the place of.
        """
        self._rules.update(row.rule for row in waiting)
        self._counts["quarantined_rows"] += len({row.row for row in waiting})
        self._counts["settled_rows"] -= unsettled
        self._counts["replaced_rows"] += replaced

    def progress(self, rows_done: int) -> Progress:
        """Return how far the ingest is, of whose input `rows_done` rows are written."""
        return Progress(
            file=self._source.file,
            rows_done=rows_done,
            rows_total=self._source.rows_total,
            quarantined_rows=self._counts["quarantined_rows"],
        )

    def report(self, *, rows: int, seconds: float) -> IngestReport:
        """Return what a run came to that read `rows` rows."""
        counts: Mapping[str, Any] = self._counts  # by the report's own names
        return IngestReport(
            file=self._source.file,
            originator=self._supply.originator,
            dataset=self._supply.dataset,
            dry_run=self._is_dry_run,
            rows=rows,
            quarantined=dict(self._rules),
            would_quarantine=tuple(self._named),
            unreadable_values=_by_kind(self._unread),
            unreadable_reasons=_by_kind({place: dict(reasons) for place, reasons in self._reasons.items()}),
            unreadable_rows=_by_kind({place: tuple(numbers) for place, numbers in self._unread_rows.items()}),
            remarked_rows={str(remark): tuple(numbers) for remark, numbers in self._remarked.items()},
            unknown_properties=dict(self._source.unknown_properties),
            columns_not_read=tuple(self._source.columns_not_read),
            records_not_given=tuple(self._source.records_not_given) if rows else (),
            seconds=seconds,
            **counts,
        )


def _name(numbers: list[int], number: int) -> None:
    """Add a row's number to those that are named, unless it stands there or enough do."""
    if len(numbers) < MOST_NAMED and number not in numbers[-1:]:
        numbers.append(number)


def _is_nameless(record: Record) -> bool:
    return record.kind == _PERSON and bool(record.properties) and record.properties.keys().isdisjoint(_NAMES)


def _by_kind(told: Mapping[tuple[str, str], T]) -> dict[str, dict[str, T]]:
    found: dict[str, dict[str, T]] = {}
    for kind, name in sorted(told):
        found.setdefault(kind, {})[name] = told[kind, name]
    return found
