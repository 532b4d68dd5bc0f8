"""Writes records and links: one transaction a batch, idempotent, with the change that tells followers.

Laws: ingesting twice equals once (a digest tells unchanged content); a missing compartment never happens (it is
registered in a transaction of its own before); restamping a record restamps its links in the same transaction.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import attrgetter

from graph.errors import RecordMovedError, StoreQueryError
from graph.ontology import Ontology
from graph.records import Link, LinkId, RecordId
from graph.store.changes import ChangeKind, append_change, lock_changes
from graph.store.compartment_registry import CompartmentRegistry
from graph.store.connection import Row, Store, Transaction
from graph.store.links.link_stamps import LinkStamps
from graph.store.quarantine.rows import WaitingRow, add_quarantined, settle_quarantined, waiting_rows
from graph.store.resolution.kept_judgements import put_judgements_back
from graph.store.seals.selector_seals import SelectorSeals
from graph.store.withdrawal.withdrawn_references import withdrawn_among, withdrawn_links_among, withdrew_anything
from graph.store.writing.claims_of_filings import close_filed
from graph.store.writing.corrections import Corrected, corrections_among, told_corrections
from graph.store.writing.edge_links import EdgeLinks
from graph.store.writing.filed_since import LaterFilings, TimedBatch, keep_time_of_content
from graph.store.writing.kept_terms import KeptTerms, where_they_stand
from graph.store.writing.kind_changes import change_kinds
from graph.store.writing.link_writer import LinkResult, LinkWriter
from graph.store.writing.new_records import create_new
from graph.store.writing.record_rows import RowMaker, with_gaps
from graph.store.writing.record_statements import (
    END_BATCH,
    ENDS_CHANGED,
    EXISTING,
    FIND_CHECKPOINT,
    LOCK,
    MANY,
    UPSERT,
)
from graph.store.writing.reprofiled import reprofiled_among
from graph.store.writing.retried_rows import without_overtaken
from graph.store.writing.value_times import times_among
from graph.store.writing.write_batch import Checkpoint, Stood, WriteBatch, WriteSummary
from graph.unix_time import from_microseconds, to_microseconds

RECORDS_A_CHANGE = 2_000
_CONSTRAINT_FAILED = "Neo.ClientError.Schema.ConstraintValidationFailed"
_TRIES = 6
_WAIT_SECONDS = 10.0


class _MovedError(RecordMovedError):
    """An end of a link was restamped, or a record came or went meanwhile; the batch is tried again a few times."""


class _StillWaitingError(Exception):
    """The batch before takes long: perhaps it waits for a lock of one who waits for ours, so we let go of them."""


@dataclass(slots=True, kw_only=True)
class _Work:
    """A batch within its transaction, and what is known of it there.

    Attributes:
        batch: the batch.
        came: when contents of retried rows came, in microseconds since 1970, by the ids of what they are of.
        rows: its records, as they are written.
        own: the compartments of its links by themselves.
        careful: whether all that it names may be there already.
        received: when it came, in microseconds since 1970.
        existing: how those of its records stand that were there.
        keeps: whether there may be withdrawn ones that it must not bring back.
        gone: its records that were withdrawn.
        gone_links: its links that were withdrawn.
        corrected: its records that it corrects, with the parts in which a value that stood there stands no more.
        times: when the values of those came that it replaces.
        reprofiled: its records that it puts under another handling profile.
        created: its records that were created together, before the batch before had ended.
        unsealed: those of which it took a victim's seal, with where they stood.
        closed: those that a hold keeps and that it closes as a victim's, with where they stand.
        links: what became of its links.
    """

    batch: WriteBatch
    came: Mapping[str, int]
    rows: Sequence[Row]
    own: Mapping[LinkId, int]
    careful: bool
    received: int
    existing: dict[str, Row]
    keeps: bool
    gone: frozenset[RecordId]
    gone_links: frozenset[LinkId]
    new: list[Row] = field(init=False)
    wanted: list[Link] = field(init=False)
    corrected: Mapping[str, Corrected] = field(default_factory=dict)
    times: Mapping[str, Sequence[str]] = field(default_factory=dict)
    reprofiled: frozenset[str] = frozenset()
    created: frozenset[str] = frozenset()
    unsealed: Mapping[RecordId, int] = field(default_factory=dict)
    closed: Mapping[str, int] = field(default_factory=dict)
    links: LinkResult = field(default_factory=LinkResult)

    def __post_init__(self) -> None:
        self.new = [row for row in self.rows if row["rid"] not in self.existing and row["rid"] not in self.gone]
        self.wanted = [link for link in self.batch.links if link.id not in self.gone_links]

    @property
    def new_ends(self) -> AbstractSet[str]:
        """The records that had no links before: a link of one that is new is new itself.

        Unless its name was given to another before, which is asked for where all is.
        """
        return set() if self.careful else {row["rid"] for row in self.new}

    def leave_as_it_stands(self, held: AbstractSet[str]) -> None:
        """Forget what the batch would have corrected, and put under another profile, of what stays as it stands."""
        self.corrected = {rid: classes for rid, classes in self.corrected.items() if rid not in held}
        self.reprofiled -= held

    def is_among_created(self, link: Link) -> bool:
        """Return whether a link is as new as its ends, and may be made with them."""
        return not self.careful and link.source_id in self.created and link.target_id in self.created


class RecordWriter:
    """Writes batches. One writer per process is enough; several may run at once."""

    def __init__(
        self,
        store: Store,
        registry: CompartmentRegistry,
        ontology: Ontology,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        """Take where to write; each batch is dated by `clock`, and what that raises keeps it from being written."""
        self._store = store
        self._registry = registry
        self._ontology = ontology
        self._rows = RowMaker(registry, ontology)
        self._seals = SelectorSeals(registry, ontology)
        self._stamps = LinkStamps(registry, ontology)
        self._terms = KeptTerms(registry, self._rows)
        self._links = LinkWriter(registry, ontology, self._seals)
        self._clock = clock
        self._edges = EdgeLinks(ontology, clock)
        self._later = LaterFilings(ontology, clock)

    async def write(self, batch: WriteBatch, *, after: asyncio.Future[None] | None = None) -> WriteSummary:
        """Write a batch in one transaction; writing it twice changes nothing.

        Args:
            batch: what to write.
            after: the writing of a batch with other records, which this one may overlap but not overtake: new records
                are created meanwhile, and nothing else is touched or locked before it ends.

        Raises:
            StoreQueryError, StoreUnavailableError: nothing was written.
            RecordMovedError: nothing was written, as others changed the same records each time that it was tried.
            Whatever `after` or the clock raises: nothing was written.
        """
        await self._rows.meet(batch.records, batch.links)
        # Where another batch is being written its answers are waited for on this loop, so it is not held up for long.
        rows = await asyncio.to_thread(self._make_rows, batch) if len(batch.records) > MANY else self._make_rows(batch)
        own = {link.id: self._rows.own_compartment(link) for link in batch.links}
        careful = False

        async def work(tx: Transaction) -> WriteSummary:
            left, overtaken = await without_overtaken(tx, batch)
            edges = await self._edges.named(tx, left)
            timed = await self._later.without(tx, edges.batch, rows, edges.own(own))
            kept = timed.timed(rows) if batch.retried else rows
            done = await self._write_in(tx, timed, kept, edges.own(own), careful=careful, after=after)
            return edges.as_given(replace(done, overtaken=overtaken, since=timed.since))

        for _ in range(_TRIES - 1):
            try:
                return await self._store.write(work)
            except _MovedError:
                continue
            except _StillWaitingError:
                assert after is not None  # noqa: S101 - nothing else raises it
                await after
            except StoreQueryError as exc:
                # Another writer made one of these since we looked, or a link of that name had other ends: this time
                # we find it.
                if exc.store_code != _CONSTRAINT_FAILED:
                    raise
                careful = True
        return await self._store.write(work)

    async def find_checkpoint(self, key: str) -> Checkpoint | None:
        """Return how far an input was written, if it was begun."""
        rows = await self._store.read(FIND_CHECKPOINT, {"key": key})
        return Checkpoint.read(key, rows[0]) if rows else None

    async def waiting(self, originator: str, dataset: str, *, given: Collection[str] | None = None) -> list[WaitingRow]:
        """Return the rows that wait in quarantine; with `given` those alone that name nothing but these ids."""
        return await waiting_rows(self._store, originator, dataset, given=given)

    def _make_rows(self, batch: WriteBatch) -> list[Row]:
        return [self._rows.record_row(record) for record in sorted(batch.records, key=attrgetter("id"))]

    async def _write_in(
        self,
        tx: Transaction,
        timed: TimedBatch,
        rows: Sequence[Row],
        own: Mapping[LinkId, int],
        *,
        careful: bool,
        after: asyncio.Future[None] | None,
    ) -> WriteSummary:
        batch = timed.batch
        work = await _look(tx, timed, rows, own, careful=careful, at=self._clock())
        rows = self._terms.under_standing_roles(rows, batch.records, work.existing)
        await self._create_new(tx, work)
        if after is not None:
            await _ended(after)
        await self._lock(tx, rows, work)
        work.rows = rows = self._terms.under_standing_roles(rows, batch.records, work.existing)
        held, guarded = await self._terms.held(tx, batch, work.existing)
        work.leave_as_it_stands(held)
        on_hold = {row["rid"]: row for row in rows if row["rid"] in held - guarded}
        work.closed = await self._terms.take_victims_roles(tx, batch, on_hold.values(), work.existing)
        kept = held | work.gone
        fresh = [row for row in rows if row["rid"] not in kept and _differs(row, work.existing.get(row["rid"]))]
        before, beside = await self._write_rest(tx, work, fresh)
        await keep_time_of_content(tx, _as_they_stand(work, kept, fresh), at=work.received)
        said = [*fresh, *(on_hold[rid] for rid in work.closed)]
        claimed = await close_filed(tx, self._registry, work.new, said, at=from_microseconds(work.received))
        await put_judgements_back(tx, [row["rid"] for row in work.new], at=from_microseconds(work.received))
        await _put_quarantined(tx, batch, {*kept, *work.links.dangling, *work.links.withdrawn, *work.links.held})
        seq = await self._finish(tx, [row["rid"] for row in said], work, [*before, *claimed, *work.closed])
        if beside:
            await append_change(tx, ChangeKind.LINKAGE, beside)
        stood = _stood(work.existing, held, fresh)
        return replace(
            work.links.summary(created=len(work.new), stood=stood, change_seq=seq),
            held={RecordId(rid): work.existing[rid]["cmp"] for rid in sorted(held)},
            guarded=frozenset(map(RecordId, guarded)) | work.links.guarded,
            closed=frozenset(map(RecordId, work.closed)),
            unsealed=work.unsealed,
            withdrawn=work.gone,
        )

    async def _create_new(self, tx: Transaction, work: _Work) -> None:
        """Create new records where they are many, with the links among them.

        Nothing is touched that another batch may be writing.
        """
        if len(work.new) < MANY:
            return
        known = {row["rid"]: row["props"]["cmp"] for row in work.new}
        work.created = frozenset(known)
        inner = [link for link in work.wanted if work.is_among_created(link)]
        links = self._links.among_new(inner, work.own, known, work.links)
        await create_new(tx, work.new, links, received=work.received, came=work.came)

    async def _write_rest(
        self, tx: Transaction, work: _Work, fresh: Sequence[Row]
    ) -> tuple[Mapping[str, int], Sequence[str]]:
        """Write what was not created, and the links of what stood before.

        Returns:
            The records that stood in another compartment, or whose users a seal closes, with where; and pair after
            pair what others hold beside those that became other things.
        """
        waiting = [row for row in fresh if row["rid"] not in work.created]
        before = await self._upsert(tx, waiting, work)
        beside = await change_kinds(tx, [row for row in fresh if row["rid"] in work.existing], work.existing)
        there = where_they_stand([row for row in work.rows if row["rid"] not in work.gone], work.existing, fresh)
        kept = await self._terms.put_back(tx, before, fresh, lifts_seals=work.batch.lifts_seals)
        there.update({**kept, **work.closed})
        work.unsealed = self._terms.unsealed(before, fresh, kept)
        outer = [link for link in work.wanted if not work.is_among_created(link)]
        await self._links.write(
            tx,
            outer,
            own=work.own,
            known=there,
            new_ends=work.new_ends,
            result=work.links,
            received=work.received,
            came=work.came,
            guards_victims=work.batch.guards_victims,
        )
        await self._links.part(tx, work.batch.former, work.links)
        await _part_withdrawn(tx, work.keeps, work.batch, work.links)
        work.links.withdrawn = (*work.links.withdrawn, *sorted(work.gone_links))
        return before, beside

    async def _lock(self, tx: Transaction, rows: Sequence[Row], work: _Work) -> None:
        """Take the locks of the records that are to be replaced, and learn how they stand and what is corrected."""
        existing = work.existing
        replacing = {r["rid"]: r for r in rows if r["rid"] in existing and _differs(r, existing[r["rid"]])}
        locked = await tx.run(LOCK, {"rids": list(replacing)}) if replacing else []
        if len(locked) < len(replacing):
            raise _MovedError
        existing.update((row["rid"], row) for row in locked)
        self._registry.require(row["cmp"] for row in locked)
        work.corrected = corrections_among(
            locked, replacing, self._ontology, is_kept_open=self._registry.is_kept_open, at=work.received
        )
        work.times = times_among(locked, replacing, at=work.received)
        work.reprofiled = reprofiled_among(locked, replacing)

    async def _upsert(self, tx: Transaction, rows: Sequence[Row], work: _Work) -> dict[str, int]:
        """Write records; return those that stood in another compartment, or whose users a seal closes, with where.

        Raises:
            _MovedError: another writer made one of them since we looked, and nobody asked whether it is held.
        """
        if not rows:
            return {}
        existing = work.existing
        self._registry.require(row["cmp"] for row in existing.values())
        given = [(row["rid"], with_gaps(row)) for row in rows]
        moved = await tx.run(
            UPSERT,
            {
                "rows": [{**row, "stood": rid in existing, "times": work.times.get(rid)} for rid, row in given],
                "received": work.received,
                "uncompared": self._registry.uncompared,
            },
        )
        if any(not row["stood"] for row in moved):
            raise _MovedError
        return {str(row["rid"]): int(row["before"]) for row in moved}

    async def _finish(
        self,
        tx: Transaction,
        fresh: Sequence[str],
        work: _Work,
        moved: Sequence[str],
    ) -> int | None:
        links = work.links
        touched = dict.fromkeys([*fresh, *links.touched])
        if not touched:
            return await _end(tx, work, [], frozenset())
        locked = frozenset(fresh)
        ends = {rid: cmp for rid, cmp in links.ends.items() if rid in links.touched and rid not in locked}
        # What is compared meanwhile stands elsewhere, and its links where they stood.
        unlocked = [[rid, cmp, self._registry.compared(cmp)] for rid, cmp in ends.items()]
        # Under the lock no restamping commits: an end that moved since we read it sends the batch round again.
        if unlocked or links.tied or moved:
            await lock_changes(tx)
        if unlocked:
            rows = await tx.run(ENDS_CHANGED, {"ends": unlocked})
            if rows[0]["changed"]:
                raise _MovedError
        sealed = await self._seals.follow(tx, [*links.tied, *moved])
        if moved or sealed:
            await self._stamps.follow(tx, [*moved, *sealed])
        rids = list(dict.fromkeys([*touched, *sealed]))
        # Followers take whole changes: small ones keep their transactions small.
        parts = [rids[at : at + RECORDS_A_CHANGE] for at in range(0, len(rids), RECORDS_A_CHANGE)]
        return await _end(tx, work, parts, locked)


def _as_they_stand(work: _Work, kept: AbstractSet[str], fresh: Sequence[Row]) -> list[str]:
    """Return the records that came once more just as they stand, and that something in quarantine names too."""
    written = {row["rid"] for row in fresh}
    again = [rid for rid in work.batch.told_again if rid in work.existing]
    return [rid for rid in again if rid not in kept and rid not in written]


async def _end(tx: Transaction, work: _Work, changes: Sequence[Sequence[str]], fresh: frozenset[str]) -> int | None:
    """Write how far the input is, and last the changes; return the number of the last of them."""
    points = [] if work.batch.checkpoint is None else [work.batch.checkpoint.as_row()]
    if not points and not changes:
        return None
    corrected = {rid: work.corrected[rid] for rid in fresh & work.corrected.keys()}
    reprofiled, created = work.reprofiled & fresh, frozenset(row["rid"] for row in work.new)
    parameters = {
        "points": points,
        "changes": list(changes),
        "kind": str(ChangeKind.RECORDS),
        "corrected": [told_corrections(rids, corrected) for rids in changes],
        "reprofiled": [[rid for rid in rids if rid in reprofiled] or None for rids in changes],
        # None means all of them.
        "stood": [[rid for rid in rids if rid not in created] if created else None for rids in changes],
        "received": work.received,
    }
    [row] = await tx.run(END_BATCH, parameters)
    return None if row["seq"] is None else int(row["seq"])


async def _look(
    tx: Transaction, timed: TimedBatch, rows: Sequence[Row], own: Mapping[LinkId, int], *, careful: bool, at: datetime
) -> _Work:
    """Look what of a batch is there, and what of it was withdrawn."""
    batch = timed.batch
    existing = await _existing(tx, rows, careful=careful or not batch.expected_new)
    keeps = await _keeps_away(tx, batch)
    return _Work(
        batch=batch,
        came=timed.came,
        rows=rows,
        own=own,
        careful=careful,
        received=to_microseconds(at),
        existing=existing,
        keeps=keeps,
        gone=await _withdrawn(tx, keeps, [r["rid"] for r in rows if r["rid"] not in existing]) - batch.brings_back,
        gone_links=await _withdrawn_links(tx, keeps, batch.links) - batch.brings_back,
    )


async def _existing(tx: Transaction, rows: Sequence[Row], *, careful: bool) -> dict[str, Row]:
    """Return how records stand, by their ids; where not `careful`, of many of one kind nobody asks."""
    many = {} if careful else _kinds_of_many(rows)
    asked = [row["rid"] for row in rows if row["props"]["kind"] not in many]
    return {row["rid"]: row for row in await tx.run(EXISTING, {"rids": asked})} if asked else {}


async def _put_quarantined(tx: Transaction, batch: WriteBatch, unwritten: AbstractSet[str]) -> None:
    """Settle the rows in quarantine of which all was written, and add those of the batch."""
    await settle_quarantined(tx, [row for row, ids in batch.settled.items() if unwritten.isdisjoint(ids)])
    if batch.quarantined:
        await add_quarantined(tx, batch.quarantined)


async def _keeps_away(tx: Transaction, batch: WriteBatch) -> bool:
    """Return whether there may be withdrawn records or links that this batch must not bring back."""
    return batch.keeps_withdrawn is not None and await withdrew_anything(tx, batch.keeps_withdrawn)


async def _withdrawn(tx: Transaction, keeps: bool, rids: Collection[str]) -> frozenset[RecordId]:
    return await withdrawn_among(tx, rids) if keeps and rids else frozenset()


async def _withdrawn_links(tx: Transaction, keeps: bool, links: Collection[Link]) -> frozenset[LinkId]:
    return await withdrawn_links_among(tx, links) if keeps and links else frozenset()


async def _part_withdrawn(tx: Transaction, keeps: bool, batch: WriteBatch, result: LinkResult) -> None:
    """Take the links to what was withdrawn out of the dangling ones: their ends are not to come."""
    dangling = set(result.dangling)
    ends = {link.id: (link.source_id, link.target_id) for link in batch.links if link.id in dangling}
    gone = await _withdrawn(tx, keeps, {end for pair in ends.values() for end in pair}) - batch.brings_back
    result.withdrawn = tuple(i for i in result.dangling if not gone.isdisjoint(ends[i]))
    result.dangling = tuple(i for i in result.dangling if gone.isdisjoint(ends[i]))


async def _ended(after: asyncio.Future[None]) -> None:
    """Wait for the batch before within a transaction, so for a bounded time only.

    Two processes that load the same references could wait for one another in a ring that the store cannot see, since
    half of it runs through here.
    """
    try:
        await asyncio.wait_for(asyncio.shield(after), _WAIT_SECONDS)
    except TimeoutError:
        if not after.done():
            raise _StillWaitingError from None
        raise


def _kinds_of_many(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return the rows of those kinds for which a statement of their own is worth its planning."""
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_kind[row["props"]["kind"]].append(row)
    return {kind: group for kind, group in by_kind.items() if len(group) >= MANY}


def _stood(existing: Mapping[str, Row], held: AbstractSet[str], fresh: Iterable[Row]) -> tuple[Stood, ...]:
    """Return those records that were there and were not kept, as the summary tells of them."""
    changed = {row["rid"] for row in fresh}
    return tuple(
        Stood(compartment=row["cmp"], changed=rid in changed) for rid, row in existing.items() if rid not in held
    )


def _differs(row: Row, before: Row | None) -> bool:
    return before is None or before["digest"] != row["props"]["digest"]
