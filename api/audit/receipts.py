"""Receipts in a running deployment: what an answer discloses on which basis, the sequencing of the trail, the reading.

Names the originator, handling profile, permits and grant of every record that an answer shows, for its audit entry; and
reads an originator's own receipts back, those of nobody else.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice

from api.audit.auditing import ERASING
from api.audit.receipt_cursors import ReceiptCursors
from api.audit.store_standing import StoreComparison
from api.errors import InputError
from api.sight.own_view import OwnView
from graph import CompartmentKey, IdMinter, KindSchema, Ontology, PropertyClass, ReadScope
from graph.errors import StoreUnavailableError
from graph.parts import SEALED_CLASSES
from graph.store import CompartmentRegistry, OwnRecordReader, TrailMarkStore
from policies import (
    ORIGINATORS,
    AuditEntry,
    AuditLog,
    CheckpointSigner,
    Clock,
    Damage,
    Directory,
    Disclosure,
    Exposure,
    ForbiddenError,
    LogMark,
    MutationAction,
    Outcome,
    OwnRecords,
    PermitBook,
    Receipt,
    ReceiptReader,
    ScopeBuilder,
    Sequencer,
    ViewerContext,
    authorise,
    blank_records,
    find_slots,
    moment_before,
    open_log,
    place_in_time,
    record_tag,
    segment_lengths,
    start_in_time,
    trail_start,
)

LARGEST_PAGE = 100
RECEIPTS_A_READ = 500
DIGESTS_AN_ENTRY = 1_000
ATTRIBUTION_SECONDS = 30.0
LOGS_WAIT_SECONDS = 10.0


AskedClasses = Callable[[KindSchema], frozenset[PropertyClass]]


def everything_asked(kind: KindSchema) -> frozenset[PropertyClass]:
    """Return the classes of a kind: an answer that shows whatever is open may show them all."""
    return kind.classes


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptQuestion:
    """Which receipts are asked for: of one record, of a time, with or without those of the originator's own people."""

    record_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    include_own: bool = False

    @property
    def text(self) -> str:
        """The question as a text that a cursor is bound to."""
        return f"receipts|{self.record_id}|{self.since}|{self.until}|{self.include_own}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPage:
    """Some receipts, the newest first.

    `numbered`: the viewer may know their places in the log, and have them proved; else gaps would tell of the others.
    `end`: the place that the next page begins before, also where `has_next` says that nothing may come; `by_time`: it
    is one in time, not in the log.
    """

    receipts: tuple[Receipt, ...]
    has_next: bool
    numbered: bool = True
    end: int | None = None
    by_time: bool = False

    def place(self, receipt: Receipt) -> int:
        """Return the place of one of its receipts."""
        return place_in_time(receipt) if self.by_time else receipt.index


class DisclosureBook:
    """Says for audit entries whose records an answer shows, and on which basis."""

    def __init__(self, registry: CompartmentRegistry, ontology: Ontology) -> None:
        self._registry = registry
        self._ontology = ontology
        self._permits = PermitBook()

    def disclosures(
        self,
        scope: ReadScope,
        compartments: Mapping[str, int],
        *,
        granted: Mapping[str, Iterable[str]],
        exposure: Exposure = Exposure.SHOWN,
        asked: AskedClasses = everything_asked,
    ) -> list[Disclosure]:
        """Return the disclosures of an answer, one for each basis: of what several grants show, one for each of them.

        Args:
            scope: what the answer was made under.
            compartments: the compartment under which each record, or the link that names it, was shown.
            granted: records by the grant that they were shown under; none where no grant showed anything.
            exposure: how the records leave.
            asked: says of a kind which classes the answer may show of it, were they all open.
        """
        keys = {number: self._key(number) for number in set(compartments.values())}
        permits = self._permits.permits(scope, keys)
        found = []
        for (number, grant), ids in _by_basis(compartments, granted):
            classes = self._classes(scope, number, keys[number].kind, grant, asked)
            found.append(
                Disclosure(
                    originator=keys[number].originator,
                    record_ids=ids,
                    exposure=exposure,
                    profile=keys[number].profile,
                    permits=permits[number],
                    grant=grant,
                    classes=classes,
                    left_out=self._left_out(scope, number, keys[number].kind, classes),
                )
            )
        return found

    def _classes(
        self, scope: ReadScope, number: int, kind: str, grant: str | None, asked: AskedClasses
    ) -> frozenset[PropertyClass]:
        """Return the classes that may have been shown of a compartment's records; a link that names them shows none."""
        schema = self._ontology.kinds.get(kind)
        if schema is None:
            return frozenset()
        tokens = [] if grant is None else [g.token(number) for g in scope.grants.values() if g.id == grant]
        return scope.readable_classes(number, tokens) & asked(schema)

    def _left_out(
        self, scope: ReadScope, number: int, kind: str, classes: Collection[PropertyClass]
    ) -> frozenset[str] | None:
        """Return the properties of these classes that a seal took out of what was shown of a compartment's records.

        `None` where it could take none: of most kinds nothing names who uses them. A grant opens what is left.
        """
        schema = self._ontology.kinds.get(kind)
        properties = schema.properties.values() if schema is not None else ()
        named = {p.name: p.property_class for p in properties if p.of_users and p.property_class in classes}
        if not named:
            return None
        if not self._registry.is_kept_open(number):
            return frozenset()
        terms = self._registry.terms_of_words(number)
        # What this process does not know the scope does not open.
        whole = {c for c in classes if terms is not None and scope.may_read(c, number) and scope.may_read(c, terms)}
        return frozenset(name for name, c in named.items() if c in SEALED_CLASSES and c not in whole)

    def _key(self, number: int) -> CompartmentKey:
        """Return the base compartment of a number; for a link its own, which stands first in the conjunction."""
        found = self._registry.get(number)
        key = found.key or self._registry.get(found.members[0]).key
        assert key is not None  # noqa: S101 - the first member of a conjunction is a base compartment
        return key


def _by_basis(
    compartments: Mapping[str, int], granted: Mapping[str, Iterable[str]]
) -> list[tuple[tuple[int, str | None], list[str]]]:
    """Return the records of each compartment and grant, those that no grant showed first; a record under each of its.

    Args:
        compartments: the compartment under which each record was shown.
        granted: records by the grant that they were shown under.
    """
    grants: dict[str, list[str | None]] = {}
    for grant, ids in granted.items():
        for rid in ids:
            grants.setdefault(rid, []).append(grant)
    grouped: dict[tuple[int, str | None], list[str]] = {}
    for rid in sorted(compartments):
        for basis in grants.get(rid, [None]):
            grouped.setdefault((compartments[rid], basis), []).append(rid)
    return sorted(grouped.items(), key=lambda item: (item[0][0], item[0][1] or ""))


class TrailKeeper:
    """Sequences and signs the trail of one deployment; several processes may do so at once."""

    def __init__(
        self,
        audit: AuditLog,
        records: OwnRecordReader,
        signer: CheckpointSigner,
        scopes: ScopeBuilder,
        *,
        marks: TrailMarkStore,
        store: StoreComparison,
    ) -> None:
        self.sequencer = Sequencer(audit.folder, audit.damage)
        self.signer = signer
        self._marks = marks
        self._store = store
        self._audit = audit
        self._records = records
        self._scopes = scopes
        self._tags: dict[str, set[bytes]] = {}
        self._seen: dict[str, int] = {}
        self.wait_seconds = LOGS_WAIT_SECONDS
        """How long to wait for another process that holds the logs."""

    async def sequence(self, *, wait_seconds: float | None = None) -> int:
        """Bring what waits into the logs; return how many entries.

        Args:
            wait_seconds: how long to wait for another process that holds the logs; as for all by default.

        Raises:
            AuditError: the folder cannot be written, or is damaged.
            LogsHeldError: another process is at it still: what goes by the logs now would leave somebody out.
            StoreUnavailableError: the store does not tell in time whose the records of an entry are.
        """
        loop = asyncio.get_running_loop()

        def attribute(ids: frozenset[str]) -> Mapping[str, str]:
            asked = asyncio.run_coroutine_threadsafe(self._records.originators_of(ids), loop)
            try:
                return asked.result(ATTRIBUTION_SECONDS)
            except TimeoutError:
                asked.cancel()
                raise StoreUnavailableError("no answer in time") from None

        wait = self.wait_seconds if wait_seconds is None else wait_seconds
        return await asyncio.to_thread(self.sequencer.run, attribute=attribute, wait_seconds=wait)

    async def look(self) -> tuple[Damage, ...]:
        """Hold the folder against itself and the store's marks, and the store against it; return what waits.

        Raises:
            StoreUnavailableError, StoreQueryError: the store does not tell its marks.
        """
        await self._learn_marks()
        await self._store.look()
        with suppress(OSError):  # where nothing can be written, no entry can either
            await asyncio.to_thread(self.sequencer.inspect)
        return self._audit.damage.standing()

    async def keep_marks(self) -> None:
        """Keep in the store how far the logs are, and in the folder how far the store is, where the logs grew.

        Raises:
            StoreUnavailableError, StoreQueryError: the store does not take it.
            AuditError: a log cannot be read.
        """
        known = self.sequencer.marks
        now = await asyncio.to_thread(self.sequencer.marks_now)
        if not now or now == known:
            return
        await self._store.look()
        if await self._marks.keep(_stored(now), known=_stored(known)):
            self.sequencer.marks = now
        else:
            # The store has what this process did not know: the next look holds the folder against that.
            await self._learn_marks()

    async def _learn_marks(self) -> None:
        kept = await self._marks.find()
        self.sequencer.marks = {name: LogMark(size=size, root=root) for name, (size, root) in kept.items()}

    async def checkpoint(self) -> dict[str, str]:
        """Sign the state of every log that grew since its last checkpoint; return the notes by log.

        Raises:
            AuditError: a log cannot be signed; the others are.
            LogsHeldError: another process holds the logs; nothing was signed.
        """
        await self.sequence()
        return await asyncio.to_thread(self.sequencer.checkpoint, self.signer, wait_seconds=self.wait_seconds)

    def released(self, originator: str, ids: Iterable[str]) -> list[str]:
        """Return those of an originator's records that the logs may name; of several million one may be another."""
        reader = ReceiptReader(self.sequencer.folder, originator)
        known = self._tags.setdefault(originator, set())
        known.update(tag for tag, _ in reader.disclosed_tags(after=self._seen.get(originator, 0)))
        self._seen[originator] = reader.tags
        return [rid for rid in ids if record_tag(rid) in known]

    def named(
        self, originator: str, news: Collection[str], known: Collection[str], *, after: int
    ) -> tuple[list[str], int]:
        """Return which records an originator's log may name, and how many disclosures it tells of by now.

        Args:
            originator: whose log and records.
            news: records that are looked for in the whole log.
            known: records that are looked for behind the first `after` disclosures.
            after: what was returned the last time.
        """
        log = open_log(self.sequencer.folder, f"{ORIGINATORS}/{originator}")
        return sorted({*log.named(news), *log.named(known, after=after)}), log.tag_count

    def lengths(self) -> dict[str, int]:
        """Return how long the segments are, to erase later from what is written behind that."""
        return segment_lengths(self.sequencer.folder)

    async def erase(
        self, originator: str, ids: Sequence[str], *, by: str, after: Mapping[str, int] | None = None
    ) -> int:
        """Erase ids of records from the trail, leaving proofs; return how many times they stood there.

        Args:
            originator: whose records.
            ids: the records.
            by: who erases, for the proofs.
            after: lengths of segments; what stands before them is known to hold none of the ids.

        Raises:
            AuditError: the proofs or the blanks cannot be written.
            LogsHeldError: another process holds the logs; the proofs are written, and nothing was blanked.
        """
        return await asyncio.to_thread(self._erase, originator, ids, by, after or {})

    def _erase(self, originator: str, ids: Sequence[str], by: str, after: Mapping[str, int]) -> int:
        slots = find_slots(self.sequencer.folder, ids, after=after)
        for start in range(0, len(slots.digests), DIGESTS_AN_ENTRY):
            self._audit.append(
                AuditEntry(
                    actor=by,
                    agency=originator,
                    purpose=ERASING,
                    operation=ERASING,
                    outcome=Outcome.ALLOWED,
                    policy_version=self._scopes.bundle.version,
                    erased=slots.digests[start : start + DIGESTS_AN_ENTRY],
                )
            )
        if slots.digests:
            # First the proof is on the disk, then the id goes.
            self._audit.flush()
            blank_records(self.sequencer.folder, ids, slots, wait_seconds=self.wait_seconds)
        return len(slots.digests)


def _stored(marks: Mapping[str, LogMark]) -> dict[str, tuple[int, bytes]]:
    return {name: (mark.size, mark.root) for name, mark in marks.items()}


class ReceiptDesk:
    """Reads receipts for their originator."""

    def __init__(self, keeper: TrailKeeper, own: OwnView, *, clock: Clock) -> None:
        self._keeper = keeper
        self._own = own
        self._clock = clock

    async def page(
        self,
        viewer: ViewerContext,
        scope: ReadScope,
        question: ReceiptQuestion,
        *,
        directory: Directory,
        first: int,
        before: int | None = None,
    ) -> ReceiptPage:
        """Return the viewer's own agency's receipts of records that exist for the viewer, the newest first.

        Raises:
            ForbiddenError: the viewer's role does not read them.
            InputError: `first` is outside its limits.
        """
        authorise(viewer, MutationAction.READ_RECEIPTS, OwnRecords(originators=(viewer.agency,)), directory=directory)
        if not 1 <= first <= LARGEST_PAGE:
            raise InputError("first", f"must be from 1 to {LARGEST_PAGE}")
        if question.record_id is not None and not await self._own.open(viewer, scope, [question.record_id]):
            # How much the log tells of a record that is closed to the viewer would be felt in the time of its reading.
            return ReceiptPage(receipts=(), has_next=False, numbered=False)
        await self._keeper.sequence()
        if self._own.is_whole(viewer):
            return await asyncio.to_thread(self._page, viewer.agency, question, first, before)
        read = self._day if self.is_by_time(viewer, question) else self._of_record
        return await read(viewer, scope, question, first, before)

    def check_whole(self, viewer: ViewerContext) -> None:
        """Return if a viewer may have the log as it is: with the places of receipts, proofs and all records.

        Raises:
            ForbiddenError: something that the agency may file is kept from the viewer.
        """
        if not self._own.is_whole(viewer):
            raise ForbiddenError(MutationAction.READ_RECEIPTS, "it needs to be shown whatever the agency may file")

    def cursors(self, viewer: ViewerContext, question: ReceiptQuestion, minter: IdMinter) -> ReceiptCursors:
        """Return what makes and reads the cursors of a question; those of another way of paging are refused."""
        return ReceiptCursors(minter, viewer.agency, question.text, str(self.is_by_time(viewer, question)))

    def is_by_time(self, viewer: ViewerContext, question: ReceiptQuestion) -> bool:
        """Return whether a question's receipts come by their times; else by their places in the log.

        Places would tell of what is kept from the viewer, unless every receipt asked for is of one record.
        """
        return question.record_id is None and not self._own.is_whole(viewer)

    async def _day(
        self, viewer: ViewerContext, scope: ReadScope, question: ReceiptQuestion, first: int, before: int | None
    ) -> ReceiptPage:
        """Return a page of what receipts of one day tell of records that the viewer sees.

        It ends where it is full or where the day began, so however many others were passed by: they are not counted.
        """
        day = _Day.of(question, before, now=self._clock(), start=trail_start(self._keeper.sequencer.folder))
        found = ReceiptReader(self._keeper.sequencer.folder, viewer.agency).backwards(
            end=before, since=day.since, until=question.until, include_own=question.include_own
        )
        chosen: list[Receipt] = []
        while passed := await asyncio.to_thread(lambda: list(islice(found, RECEIPTS_A_READ))):
            chosen += await self._told(viewer, scope, passed)
            if len(chosen) > first:
                break
        kept = tuple(chosen[:first])
        if len(chosen) > first or day.is_last:
            end = place_in_time(kept[-1]) if kept else None
            return ReceiptPage(receipts=kept, has_next=len(chosen) > first, numbered=False, end=end, by_time=True)
        return ReceiptPage(receipts=kept, has_next=True, numbered=False, end=start_in_time(day.start), by_time=True)

    async def _of_record(
        self, viewer: ViewerContext, scope: ReadScope, question: ReceiptQuestion, first: int, before: int | None
    ) -> ReceiptPage:
        """Return a page of receipts of one record that the viewer sees, without what they tell of others."""
        page = await asyncio.to_thread(self._page, viewer.agency, question, first, before)
        return replace(page, receipts=tuple(await self._told(viewer, scope, page.receipts)), numbered=False)

    async def _told(self, viewer: ViewerContext, scope: ReadScope, receipts: Sequence[Receipt]) -> list[Receipt]:
        seen = await self._own.open(viewer, scope, {rid for r in receipts for rid in r.record_ids})
        return [found for r in receipts if (found := r.within(seen)) is not None]

    def _page(self, originator: str, question: ReceiptQuestion, first: int, before: int | None) -> ReceiptPage:
        reader = ReceiptReader(self._keeper.sequencer.folder, originator)
        found = reader.latest(
            before=before,
            record_id=question.record_id,
            include_own=question.include_own,
            since=question.since,
            until=question.until,
        )
        chosen = tuple(islice(found, first))
        has_next = next(found, None) is not None
        return ReceiptPage(receipts=chosen, has_next=has_next, end=chosen[-1].index if chosen else None)

    def proof(self, receipt: Receipt) -> bytes | None:
        """Return the proof of a receipt; `None` where no checkpoint covers it yet."""
        reader = ReceiptReader(self._keeper.sequencer.folder, receipt.originator)
        key = self._keeper.signer.key
        return reader.prove(receipt.index, key) if reader.covering(receipt.index, key) is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """What a page by time looks at: from `since` on, `None` is without limit; the day before begins at `start`."""

    start: datetime
    since: datetime | None
    is_last: bool

    @classmethod
    def of(cls, question: ReceiptQuestion, before: int | None, *, now: datetime, start: datetime | None) -> "_Day":
        """Return the day of a page. Only the question, the cursor, the clock and the trail's age play a part."""
        places = [start_in_time(question.until)] if question.until is not None else []
        places += [before] if before is not None else []
        ends = [now, *map(moment_before, places)]
        day = min(ends).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        if question.since is not None and question.since >= day:
            return cls(start=day, since=question.since, is_last=True)
        if start is None or day <= start:
            # Whatever stands before the trail's beginning, as by a clock that was set, comes with its first day.
            return cls(start=day, since=question.since, is_last=True)
        return cls(start=day, since=day, is_last=False)
