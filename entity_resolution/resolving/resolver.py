"""Resolves records as they arrive: follows the change feed, compares what changed, and writes pairs.

Every step is one transaction that also moves the follower on, so a killed run repeats nothing and loses nothing, and
two processes never resolve one change twice. Scoring is a pure function of two records, and whichever of two records
changes last brings the pair up again: so bulk and one-by-one ingestion end in identical matches.
"""

import asyncio
from collections.abc import Awaitable, Callable, Container, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import nullcontext
from dataclasses import replace
from itertools import islice

from entity_resolution.blocking.known_keys import HeldKeys, KnownKeys
from entity_resolution.blocking.meeting import TermKeys
from entity_resolution.blocking.recent_keys import RecentKeys
from entity_resolution.comparing.model import MatchModel
from entity_resolution.resolving.backlog import FEW_RECORDS, Backlog, Reading
from entity_resolution.resolving.pair_matcher import Candidate, match_of
from entity_resolution.resolving.preparation import Preparer
from entity_resolution.resolving.step import Step, held_back
from entity_resolution.resolving.tally import ResolutionReport, Tally
from graph import Ontology, PropertyClass, RecordId, SubjectRole, look_for_cycles, without_cycle_collection
from graph.blocks import BlockingKeys, split_terms
from graph.matches import Pair, pair_of
from graph.store import (
    NOWHERE,
    RESOLUTION,
    ChangeFeed,
    ChangeKind,
    Compared,
    LinkedByKey,
    ResolutionStore,
    ResolvableRecord,
    SmallStep,
    Store,
    StoredMatch,
    Transaction,
    advance_position,
    append_change,
    component_sizes,
    drop_matches,
    filed_since_read,
    forget_linked,
    in_changes,
    opened_carriers,
    put_matches,
    put_resolved,
    put_step,
    relabel_components,
    take_position,
)

CACHED_RECORDS = 30_000
_RECENT_RECORDS = 1_000  # whose keys are kept in memory rather than waited for
# A look takes one to two seconds and finds some 30,000 objects for each 100,000 records: it is worth it only seldom.
_STEPS_A_LOOK = 100
# Compared on the spot. More would hold the loop: a thread gives it back after 5 ms, in which so many are compared.
_PAIRS_AT_ONCE = 50
_VALUES_AT_ONCE = 5_000  # each of one record's names, dates and numbers with each of the other's: records have some 10

Candidates = Mapping[RecordId, Sequence[tuple[RecordId, int]]]
OnMatched = Callable[[Transaction, Sequence[Pair]], Awaitable[None]]
"""What follows in the transaction of a step from pairs that are one by all evidence or by a judgement, or that may be
one by a document: whether they are new or found again."""
OnCompared = Callable[[Transaction, Sequence[RecordId]], Awaitable[None]]
"""What follows in the transaction of a step, behind `OnMatched`, from records that nobody else saw till then."""


class Resolver:
    """The follower that resolves."""

    def __init__(
        self,
        store: Store,
        resolution_store: ResolutionStore,
        ontology: Ontology,
        models: Mapping[str, MatchModel],
        *,
        public_profiles: AbstractSet[str] = frozenset(),
        on_matched: OnMatched | None = None,
        watched_roles: AbstractSet[SubjectRole] | None = None,
        on_compared: OnCompared | None = None,
    ) -> None:
        """Make the resolver.

        Args:
            store: where it writes.
            resolution_store: where it reads.
            ontology: the kinds.
            models: how each kind is compared.
            public_profiles: of records on public lists.
            on_matched: is told of pairs that are one, or may be by a document.
            watched_roles: an end of one of these roles is all that `on_matched` cares for; `None` for every pair.
            on_compared: is told of records that were compared with others for the first time.
        """
        self._on_matched = on_matched
        self._on_compared = on_compared
        self._watched = watched_roles
        self._store = store
        self._public_profiles = public_profiles
        self._feed = ChangeFeed(store)
        self._reads = resolution_store
        self._ontology = ontology
        self._identifying = frozenset(name for name, link in ontology.links.items() if link.identifies)
        self._models = models
        preparer = Preparer(ontology, models, public_profiles=public_profiles)
        self._backlog = Backlog(self._feed, resolution_store, ontology, preparer)
        self._cache: dict[RecordId, Candidate] = {}
        self._held = HeldKeys(self._feed, resolution_store)
        # Keys of what this process resolved last: the index of keys may not have them yet.
        self._recent: RecentKeys | None = None
        self._waits = True  # whether anything waited behind the last step
        self._is_in_a_load = False
        self._unlooked = 0  # steps since what they keep was last looked through for cycles

    async def drain(self, on_progress: Callable[[int, int], None] | None = None) -> ResolutionReport:
        """Resolve until nothing is left.

        Args:
            on_progress: called with the number of changes dealt with and the number known, after each step.
        """
        total, tally = ResolutionReport(), Tally()
        start = await self._feed.position(RESOLUTION) if on_progress is not None else 0
        while (done := await self._next(tally)) is not None:
            total += done
            if on_progress is not None:
                last = await self._feed.last()
                on_progress(await self._feed.position(RESOLUTION) - start, last - start)
            if not self._waits:
                break
        return total

    async def indexed(self) -> None:
        """Return when words and keys of all that was resolved are found: their indexes follow behind the commits."""
        await self._reads.indexed()

    @property
    def is_in_a_load(self) -> bool:
        """Whether it is at work on so many records that what is filed now has to wait."""
        return self._is_in_a_load

    def let_go_of_keys(self) -> None:
        """Hold the keys of the graph no longer, as some time after a load: the store is asked for each from now on."""
        self._held.let_go(at_once=True)

    async def step(self) -> ResolutionReport | None:
        """Resolve the next changes; return `None` when there are none."""
        return await self._next(Tally())

    async def _next(self, tally: Tally) -> ResolutionReport | None:
        self._waits = True
        self._held.let_go()
        reading = await self._backlog.next()
        self._is_in_a_load = reading.more or len(reading.records) > FEW_RECORDS
        if not reading.changes:
            return None
        with without_cycle_collection(keeps=True) if reading.more else nullcontext():
            report = await self._deal_with(reading, tally)
        self._unlooked += reading.more
        if self._unlooked >= _STEPS_A_LOOK:
            self._unlooked = 0
            look_for_cycles()
        return report

    async def _deal_with(self, reading: Reading, tally: Tally) -> ResolutionReport:
        """Resolve what was read; meanwhile read the next changes where they are known to be waiting."""
        async with self._backlog.read_ahead(reading) as ahead:
            await self._held.bring(
                reading.after, keys=len(reading.prepared.keys), many=reading.found is None, more=reading.more
            )
            step = await self._resolve(reading)
            ahead.is_written = True
            position = await self._put(step, reading)
        if position is None:
            return ResolutionReport()
        if self._held.known is not None:
            self._held.known.position = position
        report = self._report(reading, step, tally)
        self._keep_resolved(reading, step)
        return report

    def _report(self, reading: Reading, step: Step, tally: Tally) -> ResolutionReport:
        def revision(rid: RecordId) -> int:
            record = reading.records.get(rid) or self._cache.get(rid)
            return record.revision if record is not None else 0

        matched, review = tally.matches(reading, step.found, before=step.before, stale=step.stale, revision=revision)
        return ResolutionReport(
            records=tally.records(reading),
            compared=step.compared,
            matched=matched,
            review=review,
            linkages=len(step.linkages),
        )

    async def _put(self, step: Step, reading: Reading) -> int | None:
        """Write a step and return the place in the feed that it leads to.

        Returns `None`, having changed nothing, where another process dealt with these changes.
        """
        is_watched = self._on_matched is not None and self._watched is None
        if reading.found is not None and not is_watched and not step.in_flux:
            small = SmallStep(
                resolved=list(reading.prepared.resolved.values()),
                matches=list(step.found.values()),
                stale=step.stale,
                joined=step.joined,
                told=step.told(),
                compartments=step.compartments,
                same=step.same,
                read=self._as_read(step, reading),
                watched=self._watched if self._watched is not None else frozenset(),
                identifying=self._identifying,
            )
            written = await put_step(self._store, small, after=reading.after, seq=reading.last)
            if written is not None:
                self._waits = written.last > written.seq
                self._remember(reading, written.seq)
                return written.seq
        self._recent = None
        done = await self._store.write(lambda tx: self._write(tx, step, reading))
        return reading.last if done else None

    def _remember(self, reading: Reading, position: int) -> None:
        """Keep the keys of what was just written: the store writes its index of keys behind the commit."""
        if self._recent is not None:
            self._recent.add(reading.prepared.keys, revision=reading.last)
            self._recent.position = position

    async def _resolve(self, reading: Reading) -> Step:
        step, changed = Step(keys=reading.prepared.by_terms), reading.records
        for rid in reading.gone:
            self._cache.pop(rid, None)

        async def compare() -> None:
            pairs = await self._pairs(reading)
            await _compute(self._are_little(pairs, changed), self._score_pairs, pairs, changed, step)

        _, before, judged, linkages = await asyncio.gather(
            *(compare(), self._matches_before(changed), self._judged_before(changed)),
            self._selector_linkages(reading, step),
        )
        self._compare_with_stored(before, changed, step)
        step.same = sorted({*judged, *(pair for pair, m in step.found.items() if m.positive or m.telling)})
        step.linkages += linkages
        step.compartments |= {rid: changed[rid].compartment for rid in step.told() if rid in changed}
        return step

    async def _pairs(self, reading: Reading) -> set[Pair]:
        """Return the pairs that keys bring together, with records outside of the step loaded."""
        keys, changed = reading.prepared.keys, reading.records
        if self._held.known is not None:
            return await self._known_candidates(self._held.known, changed, keys, revision=reading.last)
        if reading.found is None:
            found: Candidates = await self._reads.candidates(keys)
        else:
            found = await self._few_candidates(reading)
        return _pairs_within(keys) | await self._stored_pairs(changed, found)

    async def _few_candidates(self, reading: Reading) -> Candidates:
        """Return the candidates of few records: what the index finds, and what was resolved too lately for it."""
        keys, recent = reading.prepared.keys, self._recent
        if recent is None or recent.position != reading.after or len(recent) > _RECENT_RECORDS:
            await self._reads.indexed()
            recent = self._recent = RecentKeys(reading.after)
        found, records = await self._reads.candidates_whole(keys, changed=reading.records.keys())
        self._keep(records)
        late = recent.candidates(keys)
        # Of what is known here the index may still have the keys that it had before.
        return {
            rid: [c for c in found.get(rid, ()) if not recent.knows(c[0])] + list(late.get(rid, ())) for rid in keys
        }

    async def _known_candidates(
        self,
        known: KnownKeys,
        changed: Mapping[RecordId, ResolvableRecord],
        keys: Mapping[RecordId, BlockingKeys],
        *,
        revision: int,
    ) -> set[Pair]:
        def find() -> Candidates:
            known.add(keys, revision=revision)
            return known.candidates(keys)

        found = await asyncio.to_thread(find)
        pairs = {pair_of(rid, other) for rid, others in found.items() for other, _ in others if other in changed}
        return pairs | await self._stored_pairs(changed, found)

    async def _stored_pairs(self, changed: Mapping[RecordId, ResolvableRecord], found: Candidates) -> set[Pair]:
        """Return the pairs with records outside of this step, which are loaded."""
        old = {rid: [(o, revision) for o, revision in others if o not in changed] for rid, others in found.items()}
        await self._load(dict(item for others in old.values() for item in others))
        return {pair_of(rid, other) for rid, others in old.items() for other, _ in others}

    async def _load(self, wanted: Mapping[RecordId, int]) -> None:
        """Bring candidates into the cache; one that was resolved again since is read again."""
        missing = [rid for rid, revision in wanted.items() if not self._is_cached(rid, revision)]
        if missing:
            self._make_room(len(missing), wanted)
            self._keep(await self._reads.view(missing))

    def _make_room(self, count: int, wanted: Container[RecordId] = ()) -> None:
        """Let go of what came first, but for what is wanted now, so that so many more may be kept."""
        surplus = len(self._cache) + count - CACHED_RECORDS
        if surplus > 0:
            for rid in list(islice((rid for rid in self._cache if rid not in wanted), surplus)):
                del self._cache[rid]

    def _keep_resolved(self, reading: Reading, step: Step) -> None:
        """Keep the records of a step that was written: those of one load meet, and need not be read again for that."""
        found = reading.prepared.keys.keys() & reading.records.keys()
        self._make_room(len(found))
        for rid in found:
            candidate = step.ready.get(rid) or self._candidate(reading.records[rid], step.keys[rid])
            candidate.revision, candidate.in_flux = reading.last, False
            self._cache[rid] = candidate

    def _keep(self, records: Iterable[ResolvableRecord]) -> None:
        """Keep candidates; one that is as it was stays, with what was worked out for it."""
        for record in records:
            cached = self._cache.get(record.id)
            if cached is None or not cached.says_the_same(record):
                self._cache[record.id] = self._candidate(record)
            else:
                # It may have been filed otherwise and say the same: what was read last is what it is held against.
                cached.record, cached.revision, cached.in_flux = record, record.revision, record.in_flux

    def _candidate(self, record: ResolvableRecord, keys: tuple[TermKeys, ...] | None = None) -> Candidate:
        return Candidate.of(self._models.get(record.kind), record, keys)

    def _is_cached(self, rid: RecordId, revision: int) -> bool:
        # One in flux may stand as before again, at the revision that it had.
        cached = self._cache.get(rid)
        return cached is not None and cached.revision == revision and not cached.in_flux

    def _are_little(self, pairs: set[Pair], changed: Mapping[RecordId, ResolvableRecord]) -> bool:
        """Return whether pairs are compared so soon that everybody may wait for it: they are few, and of few names."""

        def size(rid: RecordId) -> int:
            record = changed.get(rid) or (kept.record if (kept := self._cache.get(rid)) is not None else None)
            identity = {} if record is None else record.parts.get(PropertyClass.IDENTITY, {})
            return sum(map(len, identity.values()))

        return len(pairs) <= _PAIRS_AT_ONCE and sum(size(one) * size(other) for one, other in pairs) <= _VALUES_AT_ONCE

    def _score_pairs(self, pairs: set[Pair], changed: Mapping[RecordId, ResolvableRecord], step: Step) -> None:
        def candidate(rid: RecordId) -> Candidate | None:
            record = changed.get(rid)
            if record is None:
                kept = self._cache.get(rid)
                if kept is not None and kept.in_flux:
                    step.in_flux.add(rid)
                return kept
            found = step.ready.get(rid)
            if found is None:
                found = step.ready[rid] = self._candidate(record, step.keys.get(rid))
            return found

        for left_id, right_id in sorted(pairs):
            left, right = candidate(left_id), candidate(right_id)
            if left is None or right is None or left.record.kind != right.record.kind:
                continue
            step.compared += 1
            stored = match_of(left, right, public_profiles=self._public_profiles)
            if stored is not None:
                step.found[left_id, right_id] = stored

    async def _matches_before(self, changed: Mapping[RecordId, ResolvableRecord]) -> dict[Pair, StoredMatch]:
        # One never resolved has none. One that was may have become a kind that is not compared: its matches go as well.
        asked = [rid for rid, record in changed.items() if record.revision]
        found = await self._reads.matches_of(asked) if asked else []
        return {(m.match.left_id, m.match.right_id): m for m in found}

    async def _judged_before(self, changed: Mapping[RecordId, ResolvableRecord]) -> list[Pair]:
        asked = [rid for rid, record in changed.items() if record.revision]
        return await self._reads.judged_one(asked) if asked else []

    def _compare_with_stored(
        self, before: Mapping[Pair, StoredMatch], changed: Mapping[RecordId, ResolvableRecord], step: Step
    ) -> None:
        step.before = before
        step.stale = sorted(set(before) - set(step.found))
        for pair, stored in sorted(step.found.items()):
            left, right = (changed.get(rid) or self._cache[rid].record for rid in pair)
            if stored.joins:
                step.joined.append(pair)
            if not stored.positive or left.originator == right.originator:
                continue
            step.compartments |= {record.id: record.compartment for record in (left, right)}
            stands = (*left.stands, *right.stands)
            step.found[pair] = replace(stored, stood=stands)
            known = before.get(pair)
            if known is None or not known.positive:
                step.linkages.append(pair)
            elif (known.match, known.stood) != (stored.match, stands):
                # Under other terms as well: what a seal closed as it was found is told to nobody before it is lifted.
                step.renewed.append(pair)

    async def _selector_linkages(self, reading: Reading, step: Step) -> list[Pair]:
        beside = reading.found.same_key if reading.found is not None else LinkedByKey()
        asked = {r.id for r in reading.found.records} if reading.found is not None else set()
        keyed = [r for r in reading.records.values() if r.key is not None]
        if (known := self._held.known) is not None:
            # What comes later in the feed asks for itself.
            known.add_selectors((r.component, r.originator) for r in keyed)
            keyed = [r for r in keyed if known.is_shared(r.component)]
        keyed = [r for r in keyed if r.id not in asked]
        found = await self._reads.same_key_elsewhere(keyed) if keyed else LinkedByKey()
        step.compartments |= {**beside.compartments, **found.compartments}
        return sorted({pair_of(a, b) for a, b in (*beside.pairs, *found.pairs)})

    async def _write(self, tx: Transaction, step: Step, reading: Reading) -> bool:
        """Write a step; return false, having changed nothing, where another process dealt with these changes."""
        if await take_position(tx, RESOLUTION) != reading.after:
            return False
        # By what stands no more nobody is told of a linkage, and nothing is sealed, which would stay so. What was filed
        # meanwhile comes up next.
        moved = await filed_since_read(tx, self._as_read(step, reading), identifying=self._identifying)
        resolved, waiting = held_back(reading.prepared.resolved.values(), beside=step.beside(moved))
        # What follows from the pairs of whom nobody may see yet waits with them: it would be told to nobody.
        step = step.without({*moved, *waiting})
        if resolved:
            await put_resolved(tx, resolved, revision=reading.last)
        if again := {*moved, *step.in_flux}:
            # Pairs of these are not as they were compared otherwise. Also if they are so again, their turn has to come.
            await forget_linked(tx, again)
        if step.found:
            await put_matches(tx, list(step.found.values()))
        if step.stale:
            await drop_matches(tx, step.stale)
        if step.joined:
            await self._join_components(tx, step.joined)
        await advance_position(tx, RESOLUTION, reading.last)
        if self._on_matched is not None:
            await self._on_matched(tx, step.same)
        if self._on_compared is not None:
            await self._on_compared(tx, [r.id for r in resolved if r.uncompared is not None])
        for kind, rids in ((ChangeKind.RECORDS, waiting), (ChangeKind.OPENED, opened_carriers(resolved))):
            if rids:
                await append_change(tx, kind, rids)
        for linked in in_changes(step.told()):
            stood = [step.compartments.get(rid, NOWHERE) for rid in linked]
            await append_change(tx, ChangeKind.LINKAGE, linked, compartments=stood)
        return True

    def _as_read(self, step: Step, reading: Reading) -> dict[RecordId, Compared]:
        """Return of the records from whose comparison more follows what was compared."""
        records = {rid: kept.record for rid in step.ends() if (kept := self._cache.get(rid)) is not None}
        return step.as_compared({**records, **reading.records})

    async def _join_components(self, tx: Transaction, pairs: Sequence[Pair]) -> None:
        # Components only ever grow: they are for retrieval, and the view decides who is one. The larger keeps its
        # number.
        found = await component_sizes(tx, [rid for pair in pairs for rid in pair])
        # A record may have been taken out of the graph since this step read it.
        pairs = [pair for pair in pairs if found.keys() >= set(pair)]
        size = dict(found.values())
        parent = {component: component for component in size}

        def root(component: int) -> int:
            while parent[component] != component:
                component = parent[component]
            return component

        for left, right in pairs:
            small, large = sorted((root(found[left][0]), root(found[right][0])), key=lambda c: (size[c], c))
            if small != large:
                parent[small] = large
                size[large] += size[small]
        moves = {component: root(component) for component in parent if root(component) != component}
        if moves:
            await relabel_components(tx, moves)


def _pairs_within(keys: Mapping[RecordId, BlockingKeys]) -> set[Pair]:
    """Return the pairs among these records of which one looks for a key that the other stands under."""
    members: dict[bytes, list[RecordId]] = {}
    for rid, found in keys.items():
        for term in split_terms(found.found_by):
            members.setdefault(term, []).append(rid)
    return {
        pair_of(rid, other)
        for rid, found in keys.items()
        for term in split_terms(found.looks_for)
        for other in members.get(term, ())
        if other != rid
    }


async def _compute(little: bool, work: Callable[..., None], *given: object) -> None:
    """Do pure computation: a little on the spot, else in a thread, so that the loop serves meanwhile."""
    if little:
        work(*given)
    else:
        await asyncio.to_thread(work, *given)
