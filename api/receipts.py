"""Receipts in a running deployment: what an answer discloses on which basis, the sequencing of the trail, the reading.

Names the originator, handling profile, permits and grant of every record that an answer shows, for its audit entry; and
reads an originator's own receipts back, those of nobody else.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from api.errors import InputError
from api.own_view import OwnView
from graph import CompartmentKey, ReadScope
from graph.store import CompartmentRegistry, RecallStore
from policies import (
    AuditEntry,
    AuditLog,
    CheckpointSigner,
    Directory,
    Disclosure,
    Exposure,
    ForbiddenError,
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
    record_tag,
)

LARGEST_PAGE = 100
DIGESTS_AN_ENTRY = 1_000
ATTRIBUTION_SECONDS = 30.0
ERASING = "erasure"


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
    """

    receipts: tuple[Receipt, ...]
    has_next: bool
    numbered: bool = True


class DisclosureBook:
    """Says for audit entries whose records an answer shows, and on which basis."""

    def __init__(self, registry: CompartmentRegistry) -> None:
        self._registry = registry
        self._permits = PermitBook()

    def disclosures(
        self,
        viewer: ViewerContext,
        scope: ReadScope,
        compartments: Mapping[str, int],
        *,
        scopes: ScopeBuilder,
        exposure: Exposure = Exposure.SHOWN,
        granted: Mapping[str, Iterable[str]] | None = None,
    ) -> list[Disclosure]:
        """Return the disclosures of an answer, one for each basis.

        Args:
            viewer: who is answered.
            scope: what the answer was made under.
            compartments: the compartment under which each record, or the link that names it, was shown.
            scopes: what built the scope.
            exposure: how the records leave.
            granted: records by the grant that they were shown under.
        """
        keys = {number: self._key(number) for number in set(compartments.values())}
        permits = self._permits.permits(viewer, scope, keys, scopes=scopes, now=datetime.now(UTC))
        grants = {rid: grant for grant, ids in sorted((granted or {}).items()) for rid in ids}
        grouped: dict[tuple[int, str | None], list[str]] = {}
        for rid in sorted(compartments):
            grouped.setdefault((compartments[rid], grants.get(rid)), []).append(rid)
        return [
            Disclosure(
                originator=keys[number].originator,
                record_ids=ids,
                exposure=exposure,
                profile=keys[number].profile,
                permits=permits[number],
                grant=grant,
            )
            for (number, grant), ids in sorted(grouped.items(), key=lambda item: (item[0][0], item[0][1] or ""))
        ]

    def _key(self, number: int) -> CompartmentKey:
        """Return the base compartment of a number; for a link its own, which stands first in the conjunction."""
        found = self._registry.get(number)
        key = found.key or self._registry.get(found.members[0]).key
        assert key is not None  # noqa: S101 - the first member of a conjunction is a base compartment
        return key


class TrailKeeper:
    """Sequences and signs the trail of one deployment; several processes may do so at once."""

    def __init__(self, audit: AuditLog, store: RecallStore, signer: CheckpointSigner, scopes: ScopeBuilder) -> None:
        self.sequencer = Sequencer(audit.folder)
        self.signer = signer
        self._audit = audit
        self._store = store
        self._scopes = scopes
        self._tags: dict[str, set[bytes]] = {}
        self._seen: dict[str, int] = {}

    async def sequence(self, *, wait_seconds: float = 10.0) -> int | None:
        """Bring what waits into the logs; return how many entries, `None` where another process is at it."""
        loop = asyncio.get_running_loop()

        def attribute(ids: frozenset[str]) -> Mapping[str, str]:
            return asyncio.run_coroutine_threadsafe(self._store.originators_of(ids), loop).result(ATTRIBUTION_SECONDS)

        return await asyncio.to_thread(self.sequencer.run, attribute=attribute, wait_seconds=wait_seconds)

    async def checkpoint(self) -> dict[str, str]:
        """Sign the state of every log that grew since its last checkpoint; return the notes by log."""
        await self.sequence()
        return await asyncio.to_thread(self.sequencer.checkpoint, self.signer)

    def released(self, originator: str, ids: Iterable[str]) -> list[str]:
        """Return those of an originator's records that the logs may name; of several million one may be another."""
        reader = ReceiptReader(self.sequencer.folder, originator)
        known = self._tags.setdefault(originator, set())
        known.update(tag for tag, _ in reader.disclosed_tags(after=self._seen.get(originator, 0)))
        self._seen[originator] = reader.tags
        return [rid for rid in ids if record_tag(rid) in known]

    async def erase(self, originator: str, ids: Sequence[str], *, by: str) -> int:
        """Erase ids of records from the trail, leaving proofs; return how many times they stood there.

        Raises:
            AuditError: the proofs or the blanks cannot be written.
        """
        return await asyncio.to_thread(self._erase, originator, ids, by)

    def _erase(self, originator: str, ids: Sequence[str], by: str) -> int:
        slots = find_slots(self.sequencer.folder, ids)
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
            blank_records(self.sequencer.folder, ids, slots)
        return len(slots.digests)


class ReceiptDesk:
    """Reads receipts for their originator."""

    def __init__(self, keeper: TrailKeeper, own: OwnView) -> None:
        self._keeper = keeper
        self._own = own

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
        return await self._partial(viewer, scope, question, first, before)

    def check_whole(self, viewer: ViewerContext) -> None:
        """Return if a viewer may have the log as it is: with the places of receipts, proofs and all records.

        Raises:
            ForbiddenError: something that the agency may file is kept from the viewer.
        """
        if not self._own.is_whole(viewer):
            raise ForbiddenError(MutationAction.READ_RECEIPTS, "it needs to be shown whatever the agency may file")

    async def _partial(
        self, viewer: ViewerContext, scope: ReadScope, question: ReceiptQuestion, first: int, before: int | None
    ) -> ReceiptPage:
        """Return a page of what receipts tell of records that the viewer sees; the others are not counted either."""
        chosen: list[Receipt] = []
        while True:
            page = await asyncio.to_thread(self._page, viewer.agency, question, LARGEST_PAGE, before)
            seen = await self._own.open(viewer, scope, {rid for r in page.receipts for rid in r.record_ids})
            chosen += [found for r in page.receipts if (found := r.within(seen)) is not None]
            if len(chosen) > first or not page.has_next:
                return ReceiptPage(receipts=tuple(chosen[:first]), has_next=len(chosen) > first, numbered=False)
            before = page.receipts[-1].index

    def _page(self, originator: str, question: ReceiptQuestion, first: int, before: int | None) -> ReceiptPage:
        reader = ReceiptReader(self._keeper.sequencer.folder, originator)
        chosen: list[Receipt] = []
        for receipt in _within(reader, question, before):
            if len(chosen) == first:
                return ReceiptPage(receipts=tuple(chosen), has_next=True)
            chosen.append(receipt)
        return ReceiptPage(receipts=tuple(chosen), has_next=False)

    def proof(self, receipt: Receipt) -> bytes | None:
        """Return the proof of a receipt; `None` where no checkpoint covers it yet."""
        reader = ReceiptReader(self._keeper.sequencer.folder, receipt.originator)
        if reader.covering(receipt.index) is None:
            return None
        return reader.prove(receipt.index, self._keeper.signer.key)


def _within(reader: ReceiptReader, question: ReceiptQuestion, before: int | None) -> Iterator[Receipt]:
    """Yield the receipts of a question; the log is nearly in the order of times, so its end can be passed by."""
    found = reader.latest(before=before, record_id=question.record_id, include_own=question.include_own)
    for receipt in found:
        if question.since is not None and receipt.time < question.since:
            return
        if question.until is None or receipt.time < question.until:
            yield receipt
