"""Brings a file into the graph: checked before anything is written, in batches, resumable, the same twice as once."""

import asyncio
import hashlib
import time
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from graph import Evaluation, IdMinter, Link, Ontology, Record, short_turns, without_cycle_collection
from graph.store import Checkpoint, QuarantinedRow, RetriedRow, WaitingRow, WriteBatch, WriteSummary
from ingest.batches import (
    BATCH_ROWS,
    Batch,
    Batcher,
    LooseLink,
    MappedInput,
    QuarantineLabel,
    unknown_end,
)
from ingest.ingest_report import IngestReport, Progress
from ingest.ingest_tally import IngestTally
from ingest.input_file import open_input
from ingest.mapping import SourceMapping
from ingest.row_readings import RowReading
from ingest.supply import Supply

# So many batches wait behind the one whose transaction ends: their new records are made meanwhile.
_WAITING_BATCHES = 2


class BatchWriter(Protocol):
    """Where batches go; `graph.store.RecordWriter` is one."""

    async def write(self, batch: WriteBatch, *, after: asyncio.Future[None] | None = None) -> WriteSummary:
        """Write a batch in one transaction, not before `after` has ended; writing it twice changes nothing."""

    async def find_checkpoint(self, key: str) -> Checkpoint | None:
        """Return how far an input was written, if it was begun."""

    async def waiting(
        self, originator: str, dataset: str, *, given: Collection[str] | None = None
    ) -> Sequence[WaitingRow]:
        """Return the rows that wait in quarantine; with `given` those alone that name nothing but these ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """A file that is about to be brought in: whose data it is, of which dataset, and the SHA-256 of its bytes.

    `dataset` is what was given, as a setting or by the mapping. It is `None` where the file itself says it, by its
    lines or its name: that may be a person's.
    """

    originator: str
    dataset: str | None
    digest: str


async def ingest_file(
    path: Path,
    *,
    mapping: SourceMapping | None,
    originator: str | None,
    profile: str | None,
    known_originators: Collection[str],
    known_profiles: Collection[str],
    writer: BatchWriter | None,
    minter: IdMinter,
    published_profiles: Collection[str] = frozenset(),
    dataset: str | None = None,
    evaluation: Evaluation | None = None,
    dry_run: bool = False,
    again: bool = False,
    restore: bool = False,
    on_opened: Callable[[OpenedFile], None] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    show: int = 0,
    on_row: Callable[[RowReading], None] | None = None,
    ontology: Ontology | None = None,
) -> IngestReport:
    """Bring a file into the graph and return what that did.

    Args:
        path: a CSV or XLSX file with a mapping, or FollowTheMoney JSON lines, gzipped or not, without one.
        mapping: how the columns become records; None for FollowTheMoney.
        originator: whose data it is; needed where the mapping does not say, and may not contradict it.
        profile: the handling profile of what has none of its own; it goes before the mapping's default.
        known_originators: the registered ones.
        known_profiles: the registered ones.
        writer: where batches go; may be None in a dry run.
        minter: makes the ids.
        published_profiles: those under which everything is published: there the country of an entity of FollowTheMoney
            says how its phone numbers are written.
        dataset: goes before the mapping's, or the one that a FollowTheMoney file says or its name tells.
        evaluation: the 4x4 evaluation of what has none of its own; it goes before the mapping's default.
        dry_run: map and report, write nothing.
        again: write an input that an earlier run has finished once more, from its first row.
        restore: write what the originator withdrew before as well, from the first row on, whatever an earlier run did;
            else a file brings nothing of that back.
        on_opened: called before anything is written; what it raises ends the ingest.
        on_progress: called after each batch.
        show: so many rows, from the first on, are told to `on_row`.
        on_row: called with how each of these was read, in the file's order, a batch at a time.
        ontology: the product's own where it is left out.

    Raises:
        UnreadableFileError: the file cannot be read to its end as what it should be.
        MappingError: the mapping does not fit the file.
        SettingError: originator, profile or mapping is missing, unknown or contradictory.
        In all these cases nothing was written, but of a workbook whose checksums are right and one of whose cells
        points nowhere: whole batches before it. An error of the store leaves whole batches too, and the next run goes
        on.
    """
    started = time.monotonic()
    opened = await open_input(
        path,
        mapping=mapping,
        originator=originator,
        profile=profile,
        known_originators=known_originators,
        known_profiles=known_profiles,
        minter=minter,
        published_profiles=published_profiles,
        dataset=dataset,
        evaluation=evaluation,
        ontology=ontology,
    )
    source, supply = opened.source, opened.supply
    if on_opened is not None and not dry_run:
        on_opened(OpenedFile(originator=supply.originator, dataset=opened.dataset, digest=source.digest))
    shown = _Shown(show, on_row)
    writes_to = None if dry_run else writer
    run = _Run(source, supply, writer=writes_to, restore=restore, on_progress=on_progress, shown=shown)
    # An earlier run passed over what was withdrawn: how far it came says nothing of that.
    return await run.execute(again=again or restore, started=started)


class _Shown(NamedTuple):
    """How many rows are told, and to whom."""

    rows: int
    tell: Callable[[RowReading], None] | None


class _Run:
    """One ingest of one input."""

    def __init__(
        self,
        source: MappedInput,
        supply: Supply,
        *,
        writer: BatchWriter | None,
        restore: bool,
        on_progress: Callable[[Progress], None] | None,
        shown: _Shown,
    ) -> None:
        self._source = source
        self._shown = shown
        self._keeps_withdrawn = None if restore else supply.originator
        self._supply = supply
        self._writer = writer
        self._on_progress = on_progress
        self._label = QuarantineLabel.of(supply, file=source.file, mapping=source.mapping_text, at=datetime.now(UTC))
        self._tally = IngestTally(source, supply, is_dry_run=writer is None)
        self._loose: list[LooseLink] = []
        self._came_at: datetime | None = None  # of an interrupted run that goes on, when it was interrupted
        self._unsettled: dict[str, Collection[str]] = {}  # what a link that is loose makes needless once it is written
        self._all_new = False  # whether the last batch had new records alone, so that the next one has probably as well

    async def execute(self, *, again: bool, started: float) -> IngestReport:
        key = _checkpoint_key(self._source, self._supply)
        before = await self._writer.find_checkpoint(key) if self._writer is not None and not again else None
        if before is not None and before.finished:
            return self._finished_before(before, seconds=time.monotonic() - started)
        skip = before.rows_done if before is not None else 0
        if before is not None and before.came_at is not None:
            self._came_at = before.came_at
            self._label = replace(self._label, at=before.came_at)
        with without_cycle_collection(), short_turns():
            return await self._read_through(key, skip, started=started)

    def _finished_before(self, before: Checkpoint, *, seconds: float) -> IngestReport:
        finished_at = before.finished_at
        return replace(
            self._tally.report(rows=0, seconds=seconds),
            already_done=True,
            finished_at=finished_at.isoformat(timespec="seconds") if finished_at is not None else None,
            finished_under_other_name=_is_other_name(before, self._source.file),
        )

    async def _read_through(self, key: str, skip: int, *, started: float) -> IngestReport:
        label, writer = self._label, self._writer
        waiting = await writer.waiting(label.originator, label.dataset) if writer is not None else ()
        if (came := self._came_at) is not None:
            waiting = [row for row in waiting if row.at <= came]  # the others are of what came later
        show = self._shown.rows if self._shown.tell is not None else 0
        batcher = Batcher(self._source, label, skip=skip, size=BATCH_ROWS, waiting=waiting, show=show)
        done = await self._write_batches(batcher, key, skip)
        if self._writer is not None:
            await self._settle_loose_links(self._writer, batcher, key, done)
        report = self._tally.report(rows=done - skip, seconds=time.monotonic() - started)
        return replace(report, resumed_from=skip or None)

    async def _write_batches(self, batcher: Batcher, key: str, done: int) -> int:
        """Write all batches, four at work at any time: one is mapped, the others written in their order."""
        preparing = asyncio.create_task(asyncio.to_thread(batcher.next_batch))
        writing: deque[asyncio.Task[None]] = deque()
        try:
            while (batch := await preparing) is not None:
                preparing = asyncio.create_task(asyncio.to_thread(batcher.next_batch))
                checkpoint = Checkpoint(key=key, rows_done=batch.rows_done, came_at=self._came_at)
                before = writing[-1] if writing else None
                writing.append(asyncio.create_task(self._write(batch, checkpoint, after=before)))
                if len(writing) > _WAITING_BATCHES:
                    await writing.popleft()
                done = batch.rows_done
            while writing:
                await writing.popleft()
        finally:
            await asyncio.gather(preparing, *writing, return_exceptions=True)
        return done

    async def _write(self, batch: Batch, checkpoint: Checkpoint, *, after: "asyncio.Task[None] | None") -> None:
        if self._writer is not None:
            summary = await self._writer.write(
                WriteBatch(
                    records=batch.records,
                    links=batch.links,
                    quarantined=batch.quarantined,
                    settled=batch.settled,
                    checkpoint=checkpoint,
                    expected_new=self._all_new,
                    keeps_withdrawn=self._keeps_withdrawn,
                    told_again=batch.told_again,
                    former=batch.former,
                    edges=batch.edges,
                    retried=self._in_their_place([*batch.records, *batch.links]),
                ),
                after=after,
            )
            self._all_new = summary.created + len(summary.withdrawn) == len(batch.records)
            self._tally.add_written(summary)
            self._loose.extend(LooseLink.of(*batch.sources[link_id]) for link_id in summary.dangling)
            self._unsettled.update(_touched(batch.settled, summary.dangling))
        self._tally.add_batch(batch)
        if self._shown.tell is not None:
            for reading in batch.readings:
                self._shown.tell(reading)
        if self._on_progress is not None:
            self._on_progress(self._tally.progress(batch.rows_done))

    def _in_their_place(self, items: Sequence[Record | Link]) -> Sequence[RetriedRow]:
        """Return what says that records and links of a run that goes on came when it was interrupted.

        What was filed since then, by a newer version of the file say, is the later word: as it would be had the run
        not been interrupted.
        """
        if self._came_at is None:
            return ()
        return [RetriedRow(entries={}, gives=[item.id for item in items], at=self._came_at)]

    async def _settle_loose_links(self, writer: BatchWriter, batcher: Batcher, key: str, rows_done: int) -> None:
        """Write the links whose ends came later, and send those to quarantine whose ends never came."""
        waiting: list[QuarantinedRow] = []
        by_id = {item.link.id: item for item in (*batcher.loose, *self._loose)}
        unsettled: set[str] = set()
        items = list(by_id.values())
        for first in range(0, len(items), BATCH_ROWS):
            links = [item.link for item in items[first : first + BATCH_ROWS]]
            settled = _touched(self._unsettled, [link.id for link in links])
            batch = WriteBatch(
                links=links,
                settled=settled,
                keeps_withdrawn=self._keeps_withdrawn,
                retried=self._in_their_place(links),
            )
            summary = await writer.write(batch)
            self._tally.add_written(summary)
            loose = [by_id[link_id] for link_id in summary.dangling]
            waiting.extend(row for link in loose for row in unknown_end(link, self._label, summary.missing))
            unsettled.update(_touched(settled, summary.dangling))
        waiting = list({row.id: row for row in waiting}.values())
        # What an earlier version of such a row left there says the same of the same link.
        replaced = dict.fromkeys(batcher.stood_here(unsettled).difference(row.id for row in waiting), ())
        self._tally.add_loose_links(waiting, unsettled=len(unsettled), replaced=len(replaced))
        named = _name_digest(key, self._source.file)
        checkpoint = Checkpoint(key=key, rows_done=rows_done, finished=True, named=named, finished_at=datetime.now(UTC))
        await writer.write(WriteBatch(quarantined=waiting, settled=replaced, checkpoint=checkpoint))


def _touched(settled: Mapping[str, Collection[str]], ids: Collection[str]) -> dict[str, Collection[str]]:
    """Return those of the waiting rows that rest on one of these ids."""
    wanted = set(ids)
    return {row: names for row, names in settled.items() if not wanted.isdisjoint(names)}


def _name_digest(key: str, file: str) -> str:
    """Return by what the name of an input's file is known again; names may say whose data it is, and are not kept."""
    return hashlib.sha256(f"{key}|{file}".encode()).hexdigest()


def _is_other_name(before: Checkpoint, file: str) -> bool:
    return before.named is not None and before.named != _name_digest(before.key, file)


def _checkpoint_key(source: MappedInput, supply: Supply) -> str:
    """Return the key of an input: another file, mapping, dataset or default profile is another input."""
    mapping = hashlib.sha256(source.mapping_text.encode()).hexdigest()
    parts = (supply.originator, supply.dataset, supply.profile or "", str(supply.evaluation), mapping, source.digest)
    return hashlib.sha256("|".join(parts).encode()).hexdigest()
