"""Filings that look like enumeration: who files many neighbouring numbers is told of their linkages after a review.

A notice says that another agency holds what one has filed. So a block of invented numbers, filed as one's own, would
be answered like a cross-check of the block, were it not held as one. It is weighed by what is filed, never by what is
found.
"""

import asyncio
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import structlog

from api.cross_checks import MEMBER_CHARACTERS
from api.hit_notices import day_of
from graph import CompartmentKey, GraphError, Ontology, ReadScope, Record
from graph.store import (
    Checkpoint,
    CheckState,
    CompartmentRegistry,
    HitIndex,
    SelectorHasher,
    Store,
    StoredCheck,
    Transaction,
    WaitingRow,
    WriteBatch,
    WriteSummary,
    checked_blocks,
    hold_filed,
    put_blocks,
    put_check,
    selector_key,
    standing_holds,
    undo_hold,
    use_budget,
)
from ingest import BatchWriter
from policies import (
    Budgets,
    Clock,
    ScopeBuilder,
    ViewerContext,
    is_crowded,
    is_protecting,
    number_blocks,
    utc_now,
)

log = structlog.get_logger()

FILED = "filed|"  # blocks that were filed into are counted apart from those that were asked about


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filed:
    """A selector that is about to be filed: its record, its terms, and the blocks that it lies in with their limits."""

    record_id: str
    terms: CompartmentKey
    member: str
    blocks: dict[str, int]


class FilingDesk:
    """Counts filed numbers by their blocks, and holds the notices of those that come too far into one."""

    def __init__(
        self,
        *,
        store: Store,
        index: HitIndex,
        hasher: SelectorHasher,
        registry: CompartmentRegistry,
        scopes: ScopeBuilder,
        ontology: Ontology,
        budgets: Budgets,
        clock: Clock = utc_now,
    ) -> None:
        self._store = store
        self._index = index
        self._hasher = hasher
        self._registry = registry
        self._scopes = scopes
        self._ontology = ontology
        self._budgets = budgets
        self._clock = clock

    def writer(self, viewer: ViewerContext, scope: ReadScope, writer: BatchWriter) -> "WeighedWriter":
        """Return a writer that weighs what a viewer files before it is written, and counts as the viewer sees it."""
        return WeighedWriter(self, viewer, scope, writer)

    async def weigh(self, viewer: ViewerContext, records: Sequence[Record], *, check_id: str) -> str | None:
        """Count what is about to be filed; return the check that holds some of it, `None` where nothing is held.

        What stands there already under the terms that it is filed under is not counted: it is no news. Neither is what
        an open check holds already: filed twice, it is held by that one.

        Args:
            viewer: who files.
            records: what is filed.
            check_id: of the check that is made where something is held anew.
        """
        filed = self._filed(viewer.agency, records)
        found = await self._index.entries_of(f.record_id for f in filed) if filed else []
        await self._registry.meet(e.compartment for e in found)
        known = {(e.record_id, e.token[:MEMBER_CHARACTERS], self._terms(e.compartment)) for e in found}
        unknown = [f for f in filed if (f.record_id, f.member, f.terms) not in known]
        return await self._store.write(lambda tx: self._weigh(tx, viewer, check_id, filed, unknown)) if filed else None

    async def undo(self, viewer: ViewerContext, check_id: str) -> None:
        """Take a check back whose records were not written. Numbers that were counted with it stay counted."""

        async def work(tx: Transaction) -> None:
            await use_budget(tx, viewer.agency, day=day_of(self._clock()), values=0)  # the agency's lock
            await undo_hold(tx, check_id)

        await self._store.write(work)

    def _filed(self, agency: str, records: Sequence[Record]) -> list[_Filed]:
        """Return the selectors that may be told of, with the tokens of their blocks."""
        profiles, found = self._scopes.bundle.registers.profiles, []
        for record in records:
            schema, profile = self._ontology.kind(record.kind), profiles.get(record.provenance.profile)
            key = selector_key(record, schema.properties) if schema.is_selector else None
            if key is None or profile is None or not profile.link_notice:
                continue
            blocks = {
                self._hasher.block_token(agency, FILED + block.name): block.limit
                for block in number_blocks(key, self._budgets.blocks)
            }
            member = self._hasher.token(key)[:MEMBER_CHARACTERS]
            terms = CompartmentKey(originator=agency, profile=profile.name, kind=record.kind, role=record.subject_role)
            found.append(_Filed(record_id=record.id, terms=terms, member=member, blocks=blocks))
        return found

    def _terms(self, compartment: int) -> CompartmentKey | None:
        """Return what a record was filed under, whoever claims her since."""
        key = self._registry.get(compartment).key
        return key.filed if key is not None else None

    async def _weigh(
        self, tx: Transaction, viewer: ViewerContext, check_id: str, filed: Sequence[_Filed], unknown: Sequence[_Filed]
    ) -> str | None:
        now, window = self._clock(), self._budgets.blocks.window
        await use_budget(tx, viewer.agency, day=day_of(now), values=0)  # the agency's lock
        # The index follows later: what was filed a moment ago is not in it yet.
        standing = await standing_holds(tx, ((f.record_id, f.member) for f in filed))
        new = [f for f in unknown if (f.record_id, f.member) not in standing]
        members: dict[str, set[str]] = {}
        limits = {block: limit for f in new for block, limit in f.blocks.items()}
        for f in new:
            for block in f.blocks:
                members.setdefault(block, set()).add(f.member)
        known = await checked_blocks(tx, members, now=now, window=window)
        crowded = {b for b, added in members.items() if is_crowded(known.get(b, ()), added, limits[b])}
        held = [f for f in new if not crowded.isdisjoint(f.blocks)]
        told = {f.member for f in new} - {f.member for f in held}
        await put_blocks(tx, {b: added & told for b, added in members.items() if added & told}, now=now, window=window)
        if held:
            await hold_filed(tx, check_id, ((f.record_id, f.member) for f in held))
            await put_check(tx, self._stored(viewer, check_id, held))
            return check_id
        return min(standing.values(), default=None)

    def _stored(self, viewer: ViewerContext, check_id: str, held: Sequence[_Filed]) -> StoredCheck:
        return StoredCheck(
            id=check_id,
            agency=viewer.agency,
            subject=viewer.subject,
            purpose=viewer.purpose,
            case_ref=viewer.case_ref or "",
            at=self._clock(),
            values=len(held),
            kinds=tuple(sorted({f.terms.kind for f in held})),
            state=CheckState.HELD,
            reviewer=self._budgets.reviewer(viewer.agency),
            filed=True,
        )


class WeighedWriter:
    """Weighs what is filed before it is written. `held`: the check that holds some of it."""

    def __init__(self, desk: FilingDesk, viewer: ViewerContext, scope: ReadScope, writer: BatchWriter) -> None:
        self._desk = desk
        self._viewer = viewer
        self._scope = scope
        self._writer = writer
        self.held: str | None = None

    async def write(self, batch: WriteBatch, *, after: asyncio.Future[None] | None = None) -> WriteSummary:
        """Weigh and write a batch: the marks stand before any linkage of it is found, and go if it is not written."""
        check_id = f"k-{secrets.token_hex(16)}"
        held = await self._desk.weigh(self._viewer, batch.records, check_id=check_id) if batch.records else None
        try:
            mine = replace(batch, lifts_seals=is_protecting(self._viewer))
            written = await self._writer.write(mine, after=after)
        except BaseException:
            if held == check_id:
                await self._undo(check_id)
            raise
        self.held = held or self.held
        return written.seen_in(self._scope)

    async def _undo(self, check_id: str) -> None:
        """Take a check back, or say that it stays: why nothing was written is what the caller has to hear."""
        try:
            await self._desk.undo(self._viewer, check_id)
        except GraphError as exc:
            log.warning("held_filing_not_undone", check=check_id, code=exc.code)

    async def find_checkpoint(self, key: str) -> Checkpoint | None:
        """Return how far an input was written, if it was begun."""
        return await self._writer.find_checkpoint(key)

    async def waiting(
        self, originator: str, dataset: str, *, given: Collection[str] | None = None
    ) -> Sequence[WaitingRow]:
        """Return the rows that wait in quarantine; with `given` those alone that name nothing but these ids."""
        return await self._writer.waiting(originator, dataset, given=given)
