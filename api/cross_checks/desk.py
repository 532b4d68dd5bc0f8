"""Cross-checks: does anybody hold this number, wallet, account, document, device, handle or address?

Only exact selectors are checked, in the hit index; nothing else of the graph is read, except whether a record carries a
grant to the asker. What is hidden and what does not exist give the same answer, in the order and form of the question.
One transaction counts the budget, looks for enumeration, finds the hits and keeps the check. A worker makes the
holders' notices later, so that a silent hit takes no longer than none.
"""

import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from api.audit.auditing import entry_of
from api.cross_checks.hit_notices import day_of
from api.cross_checks.hit_standings import HitStandings
from api.cross_checks.questions import (
    CheckedValue,
    CheckHit,
    CrossCheck,
    Selector,
    SelectorQuestion,
    hit_id,
    read_selector,
)
from api.errors import InputError
from api.reasons import check_reason
from api.repeated_acts import KeyedAct
from graph import Ontology, ReadScope, RecordId
from graph.grants import grant_compartment
from graph.selectors import kinds_held_as
from graph.store import (
    CheckState,
    CheckStore,
    CompartmentRegistry,
    FoundHit,
    HitEntry,
    HitIndex,
    HitPlace,
    SelectorHasher,
    Store,
    StoredCheck,
    Transaction,
    checked_blocks,
    find_check,
    find_released,
    put_blocks,
    put_check,
    use_budget,
    use_released,
)
from policies import (
    IN_VIEW,
    AuditLog,
    BudgetError,
    Budgets,
    CheckedValues,
    Clock,
    Disclosure,
    Exposure,
    Finding,
    MutationAction,
    Outcome,
    PermitBook,
    PolicyAction,
    ReviewedCheck,
    ScopeBuilder,
    Standing,
    ViewerContext,
    authorise,
    is_crowded,
    number_blocks,
    operator_of,
    refuse_suspended,
    terms_of_carried,
)

RELEASED_FOR = timedelta(days=7)
"""How long a released check may be asked once more."""
MEMBER_CHARACTERS = 16
_HIT_ID = re.compile(r"(k-[0-9a-f]{32})\.([0-9]{1,4})\.([a-z0-9-]{1,64})")


@dataclass(slots=True, kw_only=True)
class _Run:
    """One check on its way through its transaction."""

    viewer: ViewerContext
    scope: ReadScope
    check_id: str
    now: datetime
    selectors: Sequence[Selector]
    tokens: Mapping[str, str]  # key to token
    act: KeyedAct | None = None
    state: CheckState = CheckState.ANSWERED
    entries: dict[str, list[HitEntry]] = field(default_factory=dict)  # by token
    hits: list[FoundHit] = field(default_factory=list)


class CrossCheckDesk:
    """Answers cross-checks, and lets supervisors release what was held."""

    def __init__(
        self,
        *,
        store: Store,
        index: HitIndex,
        hasher: SelectorHasher,
        registry: CompartmentRegistry,
        scopes: ScopeBuilder,
        audit: AuditLog,
        ontology: Ontology,
        budgets: Budgets,
        standings: HitStandings,
        clock: Clock,
    ) -> None:
        self._store = store
        self._index = index
        self._hasher = hasher
        self._checks = CheckStore(store)
        self._registry = registry
        self._permits = PermitBook()
        self._scopes = scopes
        self._audit = audit
        self._ontology = ontology
        self._budgets = budgets
        self._clock = clock
        self._standings = standings

    @property
    def budgets(self) -> Budgets:
        """The budgets in force."""
        return self._budgets

    async def used_today(self, viewer: ViewerContext) -> int:
        """Return how many values the viewer's agency has asked about on this day, in UTC.

        Raises:
            ForbiddenError: the agency or the viewer is suspended.
        """
        refuse_suspended(viewer, "check-budget", directory=self._scopes.directory)
        return await self._checks.used(viewer.agency, day_of(self._clock()))

    async def check(
        self,
        viewer: ViewerContext,
        scope: ReadScope,
        questions: Sequence[SelectorQuestion],
        *,
        purpose: str,
        case_ref: str,
        act: KeyedAct | None = None,
    ) -> CrossCheck:
        """Check values and return what may be said of each; the audit entry is written before this returns.

        An act that was answered before costs no budget and tells no holder again. Its answer is what it was told then,
        as far as that may still be told; what has come since needs a new check.

        Raises:
            ForbiddenError: purpose or case differ from the token's, or the viewer may not check.
            InputError: there are too few or too many values, or one is too long or of a kind that is no selector.
            BudgetError: the agency's budget for today is used up; nothing was looked up.
            ActKeyError: the act's key was used for another act.
            HitIndexBehindError, HitIndexKeyError: the index cannot answer now.
        """
        target = CheckedValues(purpose=purpose, case_ref=case_ref)
        authorise(viewer, MutationAction.CROSS_CHECK, target, directory=self._scopes.directory)
        selectors = self._read_all(viewer.agency, questions)
        await self._index.catch_up()
        run = _Run(
            viewer=viewer,
            scope=scope,
            check_id=f"k-{act.name if act is not None else secrets.token_hex(16)}",
            act=act,
            now=self._clock(),
            selectors=selectors,
            tokens={s.key: self._hasher.token(s.key) for s in selectors if s.key is not None},
        )
        try:
            await self._store.write(lambda tx: self._run(tx, run))
        except BudgetError:
            self._write_down(run, Outcome.DENIED)
            raise
        self._write_down(run, Outcome.DENIED if run.state is CheckState.HELD else Outcome.ALLOWED)
        return self._answer(run)

    async def held(self, viewer: ViewerContext, *, open_only: bool = False) -> list[StoredCheck]:
        """Return the checks that were held, as their agency and the party that reviews them may see them."""
        self._scopes.directory.check(viewer)
        if self._scopes.directory.is_closed_to(viewer):
            return []
        parties = self._scopes.bundle.registers.parties
        reviewed = await self._checks.reviewed(viewer.agency, open_only=open_only)
        found = [c for c in reviewed if c.agency in parties and c.reviewer in parties]  # a party may have left
        supervises = "supervisor" in viewer.roles
        return [c for c in found if supervises or (c.agency, c.subject) == (viewer.agency, viewer.subject)]

    async def release(
        self, viewer: ViewerContext, scope: ReadScope, check_id: str, *, reason: str
    ) -> StoredCheck | None:
        """Release a held check, so that its values may be asked once more; `None` where the viewer has no such check.

        Raises:
            InputError: the reason is blank or too long.
            ForbiddenError: the check exists, and the viewer may not release it.
        """
        why = check_reason(reason)
        found = next((c for c in await self.held(viewer) if c.id == check_id), None)
        if found is None:
            return None
        target = ReviewedCheck(agency=found.agency, subject=found.subject, reviewer=found.reviewer)
        authorise(viewer, MutationAction.RELEASE_CHECK, target, directory=self._scopes.directory)
        done = await self._checks.release(check_id, by=viewer.subject, at=self._clock(), reason=why)
        outcome = Outcome.ALLOWED if done else Outcome.DENIED
        self._audit.append(entry_of(viewer, f"release check {check_id}", scope, outcome, count=found.values))
        return await self._checks.find(check_id) if done else None

    async def find_hit(
        self, viewer: ViewerContext, scope: ReadScope, hit_id: str
    ) -> tuple[str, str, tuple[RecordId, ...]] | None:
        """Return holder, kind and records of a hit that the viewer was told of under this case and may still be told.

        `None` for a hit that was never told, for another person's, and for one that no record of the holder gives this
        viewer any more.

        Raises:
            HitIndexBehindError, HitIndexKeyError: the index cannot say now.
        """
        named = _HIT_ID.fullmatch(hit_id)
        check = await self._checks.find(named[1]) if named is not None else None
        if named is None or check is None:
            return None
        whose = (check.agency, check.purpose, check.case_ref)
        if whose != (viewer.agency, viewer.purpose, viewer.case_ref):
            return None
        place = (int(named[2]), named[3])
        hits = [h for h in check.hits if (h.position, h.holder) == place and h.tells_asker]
        told = await self._answering(scope, check, hits) if hits else ()
        return (named[3], hits[0].kind, told) if told else None

    async def _answering(self, scope: ReadScope, check: StoredCheck, hits: Sequence[FoundHit]) -> tuple[RecordId, ...]:
        """Return the records of the holder that answer the hits of one value now, as the same check would find them.

        Those found then would not do: whoever asks would be told of one that went while another answers on. They are
        weighed where the check keeps no hash of the value by the present key.
        """
        places = {place for place, found in self._standings.told(scope).items() if found.tells_asker}
        if hits[0].token and check.key_id == self._hasher.key_id:
            await self._index.catch_up()
            entries = await self._store.write(lambda tx: self._index.find(tx, [hits[0].token], places))
        else:
            found = await self._index.entries_of(h.record_id for h in hits)
            kinds = {"", *kinds_held_as(self._ontology, hits[0].kind)}
            entries = [e for e in found if e.place in places and e.carried in kinds]
        await self._registry.meet(e.compartment for e in entries)
        return tuple(dict.fromkeys(e.record_id for e in entries if self._originator(e.compartment) == hits[0].holder))

    async def lock(self, tx: Transaction, agency: str, *, now: datetime) -> None:
        """Lock an agency's budget: its other questions wait until this one has been counted."""
        await use_budget(tx, agency, day=day_of(now), values=0)

    async def spend(self, tx: Transaction, agency: str, values: int, *, now: datetime) -> None:
        """Count values that an agency asks about, in the transaction that asks; requests about records count, too.

        Raises:
            BudgetError: the agency's budget for today is used up.
        """
        per_day = self._budgets.of(agency).per_day
        used = await use_budget(tx, agency, day=day_of(now), values=values)
        if used > per_day:
            raise BudgetError(per_day=per_day, left=max(per_day - (used - values), 0))

    def _read_all(self, agency: str, questions: Sequence[SelectorQuestion]) -> list[Selector]:
        most = self._budgets.of(agency).per_request
        if not 1 <= len(questions) <= most:
            raise InputError("values", f"may hold 1 to {most} values for your agency")
        return [read_selector(question, self._ontology) for question in questions]

    async def _run(self, tx: Transaction, run: _Run) -> None:
        run.entries, run.hits, run.state = {}, [], CheckState.ANSWERED  # a transaction may run again
        agency, tokens = run.viewer.agency, sorted(set(run.tokens.values()))
        await self.lock(tx, agency, now=run.now)
        if run.act is not None and (before := await find_check(tx, run.check_id)) is not None:
            run.act.check_same(before.act)
            await self._repeat(tx, run, before, tokens)
            return
        released = await self._find_released(tx, run, tokens)
        if released is None:
            await self.spend(tx, agency, len(run.selectors), now=run.now)
            run.state = await self._weigh_blocks(tx, run)
        else:
            await use_released(tx, released)
        if run.state is CheckState.ANSWERED:
            await self._look_up(tx, run, tokens)
        await put_check(tx, self._stored(run, tokens))

    async def _repeat(self, tx: Transaction, run: _Run, before: StoredCheck, tokens: Sequence[str]) -> None:
        """Find of a check that was made before what may still be said; what was held then had no answer."""
        if before.state is not CheckState.ANSWERED:
            run.state = CheckState.HELD
            return
        await self._look_up(tx, run, tokens)
        told = {(h.position, h.holder) for h in before.hits if h.tells_asker}
        run.hits = [h for h in run.hits if (h.position, h.holder) in told]

    async def _find_released(self, tx: Transaction, run: _Run, tokens: Sequence[str]) -> str | None:
        if not tokens:
            return None
        return await find_released(
            tx,
            agency=run.viewer.agency,
            case_ref=str(run.viewer.case_ref),
            purpose=run.viewer.purpose,
            tokens=tokens,
            earliest=run.now - RELEASED_FOR,
        )

    async def _weigh_blocks(self, tx: Transaction, run: _Run) -> CheckState:
        """Hold the check where it comes too far into a number block; otherwise remember what it asked."""
        limits = self._budgets.blocks
        members: dict[str, set[str]] = {}
        most: dict[str, int] = {}
        for key, token in run.tokens.items():
            for block in number_blocks(key, limits):
                name = self._hasher.block_token(run.viewer.agency, block.name)
                members.setdefault(name, set()).add(token[:MEMBER_CHARACTERS])
                most[name] = block.limit
        known = await checked_blocks(tx, members, now=run.now, window=limits.window)
        if any(is_crowded(known.get(name, ()), added, most[name]) for name, added in members.items()):
            return CheckState.HELD
        await put_blocks(tx, members, now=run.now, window=limits.window)
        return CheckState.ANSWERED

    async def _look_up(self, tx: Transaction, run: _Run, tokens: Sequence[str]) -> None:
        findings = self._standings.told(run.scope)
        for entry in await self._index.find(tx, tokens, findings, granted=self._granted(run)):
            run.entries.setdefault(entry.token, []).append(entry)
        for position, selector in enumerate(run.selectors):
            found = run.entries.get(run.tokens[selector.key], ()) if selector.key is not None else ()
            # A record may have a number as a phone's and as an account's: it answers once.
            for entry in {e.record_id: e for e in found}.values():
                finding = _finding(findings, entry)
                if finding.standing is Standing.HIT:
                    run.hits.append(
                        FoundHit(
                            position=position,
                            holder=self._originator(entry.compartment),
                            record_id=entry.record_id,
                            kind=selector.kind,
                            tells_asker=finding.tells_asker,
                            tells_holder=finding.tells_holder,
                            token=entry.token if finding.tells_asker else "",
                        )
                    )

    def _granted(self, run: _Run) -> dict[str, frozenset[int]]:
        """Return the tokens of live grants that show the asker what is asked for: by kind where it stands on others.

        Each kind by the class of its own key: a grant of another class shows of a record what is not its key.
        """
        found: dict[str, set[int]] = {}
        for kind in {kind for s in run.selectors for kind in kinds_held_as(self._ontology, s.kind)}:
            carriers = self._standings.carriers(kind)
            for token in run.scope.granted.get(self._standings.key_classes[kind], ()):
                key = self._registry.get(grant_compartment(token)).key
                if key is not None and key.kind == kind:
                    found.setdefault("", set()).add(token)
                if key is not None and key.kind in carriers:
                    found.setdefault(kind, set()).add(token)
        return {kind: frozenset(tokens) for kind, tokens in found.items()}

    def _originator(self, compartment: int) -> str:
        key = self._registry.get(compartment).key
        assert key is not None  # noqa: S101 - only base compartments are told
        return key.originator

    def _stored(self, run: _Run, tokens: Sequence[str]) -> StoredCheck:
        return StoredCheck(
            id=run.check_id,
            agency=run.viewer.agency,
            subject=run.viewer.subject,
            purpose=run.viewer.purpose,
            case_ref=str(run.viewer.case_ref),
            at=run.now,
            values=len(run.selectors),
            kinds=tuple(sorted({s.kind for s in run.selectors})),
            state=run.state,
            reviewer=self._budgets.reviewer(run.viewer.agency),
            hits=tuple(run.hits),
            roles=tuple(sorted(run.viewer.roles)),
            clearance=run.viewer.clearance,
            key_id=self._hasher.key_id,
            act=run.act.content if run.act is not None else None,
            tokens=tuple(tokens) if run.state is CheckState.HELD else (),
        )

    def _answer(self, run: _Run) -> CrossCheck:
        held = run.state is CheckState.HELD
        values = () if held else tuple(self._value(run, n, s) for n, s in enumerate(run.selectors))
        return CrossCheck(id=run.check_id, at=run.now, held=held, values=values)

    def _value(self, run: _Run, position: int, selector: Selector) -> CheckedValue:
        found = run.entries.get(run.tokens[selector.key], ()) if selector.key is not None else ()
        findings = self._standings.told(run.scope)
        seen = sorted((e.record_id, e.compartment) for e in found if _finding(findings, e).standing is Standing.IN_VIEW)
        holders = sorted({h.holder for h in run.hits if h.position == position and h.tells_asker})
        parties = self._scopes.bundle.registers.parties
        return CheckedValue(
            kind=selector.kind,
            reading=selector.reading,
            problem=selector.problem,
            in_view=dict(seen),
            granted={e.record_id: e.grants for e in found if e.grants},
            hits=tuple(CheckHit(id=hit_id(run.check_id, position, h), holder=parties[h]) for h in holders),
            operator=operator_of(selector.certain_key, parties),
        )

    def _write_down(self, run: _Run, outcome: Outcome) -> None:
        places = {(e.token, e.record_id): e.place for found in run.entries.values() for e in found}
        told: dict[tuple[str, HitPlace], set[str]] = {}
        for hit in run.hits:
            if hit.tells_asker:
                told.setdefault((hit.holder, places[hit.token, hit.record_id]), set()).add(hit.record_id)
        permits = self._permits_of({place for _, place in told}, run)
        disclosures = [
            Disclosure(
                originator=holder,
                record_ids=sorted(ids),
                exposure=Exposure.HIT,
                profile=self._profile(place[0]),
                permits=permits.get(place, ()),
                classes=(),
            )
            for (holder, place), ids in sorted(told.items())
        ]
        entry = entry_of(
            run.viewer,
            f"cross-check {run.check_id}",
            run.scope,
            outcome,
            record_ids={rid for d in disclosures for rid in d.record_ids},
            count=len(run.selectors),
            disclosures=disclosures,
        )
        self._audit.append(entry)

    def _permits_of(self, places: Collection[HitPlace], run: _Run) -> dict[HitPlace, tuple[str, ...]]:
        found: dict[HitPlace, tuple[str, ...]] = {}
        for carried in sorted({kind for _, kind in places}):
            keys = {
                number: terms_of_carried(key, carried) if carried else key
                for number, kind in places
                if kind == carried and (key := self._registry.get(number).key) is not None
            }
            permits = self._permits.permits(run.scope, keys, action=PolicyAction.HIT)
            found |= {(number, carried): ids for number, ids in permits.items()}
        return found

    def _profile(self, compartment: int) -> str:
        key = self._registry.get(compartment).key
        return key.profile if key is not None else ""


def _finding(findings: Mapping[HitPlace, Finding], entry: HitEntry) -> Finding:
    """Return what may be said of an entry: what a live grant shows the asker is in view, as what is released is."""
    return IN_VIEW if entry.grants else findings[entry.place]
