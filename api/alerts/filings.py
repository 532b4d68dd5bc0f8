"""Filings that look like enumeration: who files many neighbouring numbers is told of their linkages after a review.

A notice says that another agency holds what one has filed. So a block of invented numbers, filed as one's own, would
be answered like a cross-check of the block, were it not held as one. So would a block of passports on invented persons,
or linked to them: a notice or the mark of a claim would say whose is a victim's. It is weighed by what is filed, never
by what is found.
"""

import asyncio
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from api.cross_checks.desk import MEMBER_CHARACTERS
from api.cross_checks.hit_notices import day_of
from entity_resolution.comparing.comparable import Parts
from entity_resolution.comparing.comparisons import part_of, values_of
from entity_resolution.comparing.model import Comparator, ComparisonModel, MatchModel
from graph import (
    VICTIM_KIND,
    CompartmentKey,
    GraphError,
    KindSchema,
    Link,
    Ontology,
    PropertyClass,
    ReadScope,
    Record,
    SubjectRole,
)
from graph.parts import StoredValue, decode_part, encode_parts
from graph.selectors import kind_of_family, meeting_key
from graph.store import (
    Checkpoint,
    CheckState,
    CompartmentRegistry,
    HitIndex,
    OwnRecordReader,
    ResolutionStore,
    SelectorHasher,
    Store,
    StoredCheck,
    Transaction,
    WaitingRow,
    WriteBatch,
    WriteSummary,
    checked_blocks,
    hold_filed,
    hold_standing_users,
    hold_users,
    holds_any,
    put_blocks,
    put_check,
    selector_key,
    standing_holds,
    undo_hold,
    use_budget,
    victims_among,
)
from ingest import BatchWriter
from policies import (
    PRIVATE_SECTORS,
    Budgets,
    Clock,
    ScopeBuilder,
    ViewerContext,
    is_crowded,
    is_protecting,
    number_blocks,
)

log = structlog.get_logger()

FILED = "filed|"  # blocks that were filed into are counted apart from those that were asked about


Blocks = Mapping[str, int]
"""The blocks that a number lies in, with their limits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filed:
    """A record with numbers that is about to be filed: a selector, or whoever has some on the record itself.

    `mark` stands for all its numbers, `numbers` gives the blocks of each by its keyed hash. One that does not say its
    role keeps the one that stands, and has none in its `terms`.
    """

    record_id: str
    terms: CompartmentKey
    mark: str
    numbers: Mapping[str, Blocks]
    says_role: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """What a number is counted by. `family`: of its value, where the key does not say it."""

    key: str
    family: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _NewNumber:
    """A number that the agency had not filed for this record."""

    record: _Filed
    member: str
    blocks: Blocks


_StandingNumber = tuple[str, str, CompartmentKey | None]
"""A record's id, the keyed hash of a number that stands on it, and the terms that it was filed under."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stood:
    """Records that are filed again as they stand: their numbers, and by id the compartments that they stand in."""

    numbers: Sequence[_StandingNumber]
    compartments: Mapping[str, int]


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
        resolvable: ResolutionStore,
        own_records: OwnRecordReader,
        models: Mapping[str, MatchModel],
        clock: Clock,
    ) -> None:
        self._store = store
        self._own_records = own_records
        self._index = index
        self._hasher = hasher
        self._registry = registry
        self._scopes = scopes
        self._ontology = ontology
        self._identifying = frozenset(name for name, schema in ontology.links.items() if schema.identifies)
        self._budgets = budgets
        self._resolvable = resolvable
        self._models = models
        self._clock = clock

    def loader(self, writer: BatchWriter) -> "LoadingWriter":
        """Return a writer of what an operator loads, which is not weighed and holds who it links to a held number."""
        return LoadingWriter(self, writer)

    def writer(self, viewer: ViewerContext, scope: ReadScope, writer: BatchWriter) -> "WeighedWriter":
        """Return a writer that weighs what a viewer files before it is written, and counts as the viewer sees it."""
        return WeighedWriter(self, viewer, scope, writer)

    async def weigh(
        self, viewer: ViewerContext, scope: ReadScope, records: Sequence[Record], *, check_id: str
    ) -> str | None:
        """Count what is about to be filed; return the check that holds some of it, `None` where nothing is held.

        What stands there already under the terms that it is filed under is not counted: it is no news. Neither is what
        an open check holds already: filed twice, it is held by that one. But what the viewer does not read whole is as
        if it stood nowhere: whether it is held would tell which numbers are on it. A victim's record that the viewer
        is not to change, or a number of hers alone, is not weighed at all, since nothing of it is written.

        Args:
            viewer: who files.
            scope: what the viewer sees.
            records: what is filed.
            check_id: of the check that is made where something is held anew.
        """
        filed = self._filed(viewer.agency, records)
        stood = await self._stood(viewer.agency, filed) if filed else _Stood(numbers=(), compartments={})
        if not is_protecting(viewer):
            kept = await self._victims_among(stood.compartments)
            filed = [f for f in filed if f.record_id not in kept]
        if not filed:
            return None
        read = frozenset(rid for rid, cmp in stood.compartments.items() if scope.reads_whole(cmp))
        known = self._known(filed, [number for number in stood.numbers if number[0] in read])
        unknown = [
            _NewNumber(record=f, member=member, blocks=blocks)
            for f in filed
            for member, blocks in f.numbers.items()
            if (f.record_id, member, f.terms) not in known
        ]
        again = [f for f in filed if f.record_id in read or f.record_id not in stood.compartments]
        return await self._store.write(lambda tx: self._weigh(tx, viewer, check_id, again, unknown))

    async def hold_users(self, viewer: ViewerContext, scope: ReadScope, links: Sequence[Link]) -> str | None:
        """Hold who is linked, or about to be, to a number that is held, now or by an earlier filing.

        Returns:
            A check that holds one of these numbers, of those that the viewer reads whole: filing such a number again
            would tell the same. `None` where there is none.
        """
        found = await self._hold_users(viewer.agency, links)
        return min((check for cmp, check in found if cmp is not None and scope.reads_whole(cmp)), default=None)

    async def hold_loaded_users(self, links: Sequence[Link]) -> None:
        """Hold who is linked, or about to be, by what an operator loads, to a number that is held.

        Where nothing is held, as mostly, it takes one look at how much that is.
        """
        if not any(link.type in self._identifying for link in links) or not await holds_any(self._store):
            return
        for originator in sorted({link.provenance.originator for link in links}):
            await self._hold_users(originator, [x for x in links if x.provenance.originator == originator])

    async def _hold_users(self, agency: str, links: Sequence[Link]) -> list[tuple[int | None, str]]:
        """Hold the users of an agency's held numbers; return what `hold_users` of the store does."""
        pairs = [(x.source_id, x.target_id) for x in links if x.type in self._identifying]
        if not pairs:
            return []

        async def work(tx: Transaction) -> list[tuple[int | None, str]]:
            await use_budget(tx, agency, day=day_of(self._clock()), values=0)  # the agency's lock
            return await hold_users(tx, pairs)

        return await self._store.write(work)

    async def undo(self, viewer: ViewerContext, check_id: str) -> None:
        """Take a check back whose records were not written. Numbers that were counted with it stay counted."""

        async def work(tx: Transaction) -> None:
            await use_budget(tx, viewer.agency, day=day_of(self._clock()), values=0)  # the agency's lock
            await undo_hold(tx, check_id)

        await self._store.write(work)

    def _filed(self, agency: str, records: Sequence[Record]) -> list[_Filed]:
        """Return the records with numbers that may be told of, with the tokens of their blocks.

        A person is told of by the mark of a claim, too, whatever the terms say of notices; and what is linked to a
        person, by the same mark.
        """
        profiles, found = self._scopes.bundle.registers.profiles, []
        marking = self._kinds_told_by_marks(agency)
        for record in records:
            profile = profiles.get(record.provenance.profile)
            if profile is None or not (profile.link_notice or record.kind in marking):
                continue
            numbers = {self._member(x.key): self._blocks(agency, x) for x in self._counted(record)}
            if numbers:
                role = record.subject_role or SubjectRole.NONE
                terms = CompartmentKey(originator=agency, profile=profile.name, kind=record.kind, role=role)
                mark = next(iter(numbers)) if len(numbers) == 1 else self._member("|".join(sorted(numbers)))
                says_role = record.subject_role is not None
                found.append(_Filed(record_id=record.id, terms=terms, mark=mark, numbers=numbers, says_role=says_role))
        return found

    def _kinds_told_by_marks(self, agency: str) -> frozenset[str]:
        """Return the kinds that tell their agency of a claim: persons, and numbers by which it reaches who uses them.

        Of a company's numbers nothing is told so: no claim marks what it files, unless an agreement on claims has it.
        """
        registers, model = self._scopes.bundle.registers, self._models.get(VICTIM_KIND)
        party = registers.parties.get(agency)
        agreed = any(agreement.claimants and agency in agreement.parties for agreement in registers.agreements.values())
        if model is None or (party is not None and party.sector in PRIVATE_SECTORS and not agreed):
            return frozenset({VICTIM_KIND})
        return frozenset({VICTIM_KIND, *model.linked})

    def _counted(self, record: Record) -> list[_Counted]:
        """Return what a record's numbers are counted by: a selector's key, or the numbers that stand on a person."""
        schema, model = self._ontology.kind(record.kind), self._models.get(record.kind)
        if schema.is_selector:
            key = selector_key(record, schema.properties)
            return [_Counted(key=meeting_key(key))] if key is not None else []
        return _numbers_on(model, _stored_parts(record, schema)) if model is not None else []

    def _member(self, key: str) -> str:
        return self._hasher.token(key)[:MEMBER_CHARACTERS]

    def _blocks(self, agency: str, counted: _Counted) -> Blocks:
        blocks = number_blocks(counted.key, self._budgets.blocks, family=counted.family)
        return {self._hasher.block_token(agency, FILED + block.name): block.limit for block in blocks}

    async def _stood(self, agency: str, filed: Sequence[_Filed]) -> _Stood:
        """Return how these records of an agency stand in the store, and which numbers they have there."""
        # What is filed as a number may stand as anything else under the same reference, and without one.
        there = {str(r.id): r for r in await self._own_records.own_records(agency, (f.record_id for f in filed))}
        entries = await self._index.entries_of(there)
        compared = [rid for rid, record in there.items() if record.kind in self._models]
        standing = await self._resolvable.view(compared) if compared else []
        stamps = [*(r.compartment for r in there.values()), *(e.compartment for e in entries)]
        await self._registry.meet([*stamps, *(r.compartment for r in standing)])
        numbers = [(e.record_id, e.token[:MEMBER_CHARACTERS], self._terms(e.compartment)) for e in entries]
        for record in standing:
            model = self._models.get(record.kind)
            found = _numbers_on(model, record.parts) if model is not None else []
            numbers += [(record.id, self._member(x.key), self._terms(record.compartment)) for x in found]
        return _Stood(numbers=numbers, compartments={rid: record.compartment for rid, record in there.items()})

    def _known(self, filed: Sequence[_Filed], numbers: Iterable[_StandingNumber]) -> set[_StandingNumber]:
        """Return numbers that stand, with their terms; of a record that does not say its role also without the role."""
        found = set(numbers)
        silent = {f.record_id for f in filed if not f.says_role}
        kept = [(rid, member, terms) for rid, member, terms in found if rid in silent and terms is not None]
        return found | {(rid, member, replace(terms, role=SubjectRole.NONE)) for rid, member, terms in kept}

    async def _victims_among(self, standing: Mapping[str, int]) -> frozenset[str]:
        """Return what of standing records the writer leaves to who protects victims, by the writer's own rule."""
        if not standing:
            return frozenset()
        return await self._store.write(lambda tx: victims_among(tx, self._registry, standing))

    def _terms(self, compartment: int) -> CompartmentKey | None:
        """Return what a record was filed under, whoever claims her since."""
        key = self._registry.get(compartment).key
        return key.filed if key is not None else None

    async def _weigh(
        self,
        tx: Transaction,
        viewer: ViewerContext,
        check_id: str,
        again: Sequence[_Filed],
        unknown: Sequence[_NewNumber],
    ) -> str | None:
        """Hold what comes too far into a block; of `again` that is held already counts as held by its check."""
        now, window = self._clock(), self._budgets.blocks.window
        await use_budget(tx, viewer.agency, day=day_of(now), values=0)  # the agency's lock
        # The index follows later: what was filed a moment ago is not in it yet.
        standing = await standing_holds(tx, ((f.record_id, f.mark) for f in again))
        new = [n for n in unknown if (n.record.record_id, n.record.mark) not in standing]
        members: dict[str, set[str]] = {}
        limits = {block: limit for n in new for block, limit in n.blocks.items()}
        for n in new:
            for block in n.blocks:
                members.setdefault(block, set()).add(n.member)
        known = await checked_blocks(tx, members, now=now, window=window)
        crowded = {b for b, added in members.items() if is_crowded(known.get(b, ()), added, limits[b])}
        held = {n.record.record_id: n.record for n in new if not crowded.isdisjoint(n.blocks)}
        told = {n.member for n in new if n.record.record_id not in held}
        await put_blocks(tx, {b: added & told for b, added in members.items() if added & told}, now=now, window=window)
        if held:
            await put_check(tx, self._stored(viewer, check_id, list(held.values())))
            await hold_filed(tx, check_id, ((f.record_id, f.mark) for f in held.values()))
            await hold_standing_users(tx, held, self._identifying)
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


def _numbers_on(model: MatchModel, parts: Parts) -> list[_Counted]:
    """Return the numbers that stand on a record, without the country of any.

    One number under two countries brings two records together, so another country must not be another block; nor must
    an account that is a phone number.
    """
    found = {
        f"{_counted_as(model, comparison, value)}|{value.value}".casefold(): _family_of(value)
        for comparison in model.comparisons
        if comparison.comparator is Comparator.KEYS
        for value in values_of(comparison, part_of(parts, comparison.property_class))
    }
    return [_Counted(key=key, family=family) for key, family in sorted(found.items())]


def _family_of(value: StoredValue) -> str:
    """Return the family of a value's key; what has none for want of a country is a document's number or a phone's."""
    return value.key.partition(":")[0] if value.key is not None else "doc"


def _counted_as(model: MatchModel, comparison: ComparisonModel, value: StoredValue) -> str:
    """Return the name under which a number is counted: of what is compared by several features, that of their group."""
    linked = model.linked.get(kind_of_family(value.key or "") or "")
    return linked.group if linked is not None and linked.group else comparison.feature


def _stored_parts(record: Record, schema: KindSchema) -> Parts:
    """Return a record's parts as the store will have them."""
    texts = encode_parts(record, schema)
    return {PropertyClass(c): decode_part(text) for c, text in texts.items() if text is not None}


class _AroundWriter:
    """What a writer that stands around another one leaves to it."""

    def __init__(self, desk: FilingDesk, writer: BatchWriter) -> None:
        self._desk = desk
        self._writer = writer

    async def find_checkpoint(self, key: str) -> Checkpoint | None:
        """Return how far an input was written, if it was begun."""
        return await self._writer.find_checkpoint(key)

    async def waiting(
        self, originator: str, dataset: str, *, given: Collection[str] | None = None
    ) -> Sequence[WaitingRow]:
        """Return the rows that wait in quarantine; with `given` those alone that name nothing but these ids."""
        return await self._writer.waiting(originator, dataset, given=given)


class WeighedWriter(_AroundWriter):
    """Weighs what is filed before it is written. `held`: the check that holds some of it."""

    def __init__(self, desk: FilingDesk, viewer: ViewerContext, scope: ReadScope, writer: BatchWriter) -> None:
        super().__init__(desk, writer)
        self._viewer = viewer
        self._scope = scope
        self.held: str | None = None

    async def write(self, batch: WriteBatch, *, after: asyncio.Future[None] | None = None) -> WriteSummary:
        """Weigh and write a batch: the marks stand before any linkage of it is found, and go if it is not written."""
        check_id = f"k-{secrets.token_hex(16)}"
        records = batch.records
        held = await self._desk.weigh(self._viewer, self._scope, records, check_id=check_id) if records else None
        try:
            linked = await self._desk.hold_users(self._viewer, self._scope, batch.links)
            protects = is_protecting(self._viewer)
            mine = replace(batch, lifts_seals=protects, guards_victims=not protects)
            written = await self._writer.write(mine, after=after)
        except BaseException:
            # Cancelled, too: marks of what was not written would hold what comes of those numbers for ever.
            if held == check_id:
                await self._undo(check_id)
            raise
        # Between the look above and the writing a colleague's block may have come, which saw no link of these.
        linked = await self._desk.hold_users(self._viewer, self._scope, batch.links) or linked
        self.held = held or linked or self.held
        return written.seen_in(self._scope)

    async def _undo(self, check_id: str) -> None:
        """Take a check back, or say that it stays: why nothing was written is what the caller has to hear."""
        try:
            await self._desk.undo(self._viewer, check_id)
        except GraphError as exc:
            log.warning("held_filing_not_undone", check=check_id, code=exc.code)


class LoadingWriter(_AroundWriter):
    """Writes what an operator loads: who is linked to a held number is held with it, as where the link is filed."""

    async def write(self, batch: WriteBatch, *, after: asyncio.Future[None] | None = None) -> WriteSummary:
        """Hold and write; once more afterwards, as a block may have come between that saw no link of these."""
        await self._desk.hold_loaded_users(batch.links)
        written = await self._writer.write(batch, after=after)
        await self._desk.hold_loaded_users(batch.links)
        return written
