"""Recalls of hits: who learned that an agency holds a value is told when it no longer does, and of no record.

A hit holds as long as a record of its holder still answers its value for those who were told: then nothing is told of
one that goes, or how many there are could be counted. What ends a hit is decided after the record left, by a worker,
and once for each hit (decision 124).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.cross_checks.hit_standings import HitStandings
from api.cross_checks.questions import hit_id
from graph import IdMinter
from graph.store import (
    CheckStore,
    CompartmentRegistry,
    HitIndex,
    HitPlace,
    HitRecallStore,
    NewRecallNotice,
    OwnRecord,
    Recall,
    RecallCause,
    RecallForm,
    SelectorHasher,
    Store,
    StoredCheck,
    Transaction,
    UndecidedHit,
    decide_hits,
)
from policies import (
    PROTECTION_PURPOSE,
    Clock,
    Exposure,
    Finding,
    Receipt,
    ScopeBuilder,
    ViewerContext,
    ViewerError,
)

_WHOEVER = "whoever asked"  # a person's name decides nothing, but one who is suspended would be told nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldHit:
    """A hit that the asker of a check was told, as the check keeps it. `token` is the keyed hash of its value."""

    id: str
    check: StoredCheck
    holder: str
    kind: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """Notices of one hit that wait for a decision, the newest recall last, and where it may be answered."""

    hit: ToldHit
    notices: Sequence[UndecidedHit]
    places: frozenset[HitPlace]


class HitRecalls:
    """Makes the notices of hits, and decides which of them are told."""

    def __init__(  # noqa: PLR0917 - the parts it joins, given once in the composition root
        self,
        store: Store,
        index: HitIndex,
        hasher: SelectorHasher,
        standings: HitStandings,
        registry: CompartmentRegistry,
        scopes: ScopeBuilder,
        minter: IdMinter,
        *,
        clock: Clock,
    ) -> None:
        self._store = store
        self._index = index
        self._hasher = hasher
        self._standings = standings
        self._registry = registry
        self._scopes = scopes
        self._minter = minter
        self._clock = clock
        self._recalls = HitRecallStore(store)
        self._checks = CheckStore(store)

    async def notices(
        self, recall: Recall, receipts: Sequence[Receipt], resting: Sequence[ToldHit] = ()
    ) -> list[NewRecallNotice]:
        """Return a notice for each hit that a record answered, whose check is kept; none is told before `decide`.

        Args:
            recall: of the record.
            receipts: those of the record; they name the checks.
            resting: further hits that the record answered, as `resting` found them.
        """
        named = {r.operation.split(" ")[-1] for r in receipts if _is_hit(r, recall)}
        checks = await self._checks.find_all(named) if named else {}
        hits = {
            hit.id: hit
            for check in checks.values()
            for hit in _told_hits(check, recall.record_id)
            if hit.holder == recall.originator
        }
        found = {**hits, **{hit.id: hit for hit in resting}}
        return [self._notice(recall, hit) for _, hit in sorted(found.items()) if not await self._stays(recall, hit)]

    async def resting(self, originator: str, records: Sequence[OwnRecord]) -> dict[str, list[ToldHit]]:
        """Return by record the hits that hold although a record behind them has gone, and that it answers as well.

        They may be older than the record, and no receipt of it names them.
        """
        found: dict[str, list[ToldHit]] = {}
        holding = await self._kept(await self._recalls.holding(originator))
        entries = await self._index.entries_of(r.id for r in records) if holding else []
        for hit in holding:
            findings = await self._findings(hit.check) or {}
            for entry in entries:
                if entry.token == hit.token and _tells(findings, entry.place):
                    found.setdefault(str(entry.record_id), []).append(hit)
        return found

    async def decide(self) -> int:
        """Decide of the notices that wait whether they are told; return how many were decided.

        Raises:
            HitIndexBehindError, HitIndexKeyError: the hit index cannot say now; they wait on.
        """
        waiting = await self._recalls.undecided()
        if not waiting:
            return 0
        await self._index.catch_up()
        hits = {hit.id: hit for hit in await self._kept(n.hit for n in waiting)}
        forgotten = [n.id for n in waiting if n.hit not in hits]
        asked = [q for hit in hits.values() if (q := await self._question(hit, waiting)) is not None]
        questions = sorted(asked, key=lambda q: (q.notices[-1].at, q.notices[-1].id))

        async def work(tx: Transaction) -> int:
            held, told = list(forgotten), []
            for question in questions:
                ids = [n.id for n in question.notices]
                if await self._holds(tx, question):
                    held += ids
                else:
                    told.append((ids[-1], ids[:-1]))
            return await decide_hits(tx, held=held, told=told)

        return await self._store.write(work)

    async def _kept(self, named: Iterable[str]) -> list[ToldHit]:
        """Return those of these hits whose check is kept and knows its values by the present key."""
        wanted = set(named)
        checks = await self._checks.find_all(name.partition(".")[0] for name in wanted)
        told = {hit.id: hit for check in checks.values() for hit in _told_hits(check)}
        return [
            hit
            for name, hit in sorted(told.items())
            if name in wanted and hit.token and hit.check.key_id == self._hasher.key_id
        ]

    async def _question(self, hit: ToldHit, waiting: Sequence[UndecidedHit]) -> _Question | None:
        findings = await self._findings(hit.check)
        if findings is None:
            return None
        notices = sorted((n for n in waiting if n.hit == hit.id), key=lambda n: (n.at, n.id))
        places = frozenset(place for place, finding in findings.items() if finding.tells_asker)
        return _Question(hit=hit, notices=notices, places=places)

    async def _holds(self, tx: Transaction, question: _Question) -> bool:
        """Return whether a record of the holder answers a hit: the same check would find it, or show the record."""
        entries = await self._index.find(tx, [question.hit.token], question.places)
        return any(self._originator(e.compartment) == question.hit.holder for e in entries)

    async def _stays(self, recall: Recall, hit: ToldHit) -> bool:
        """Return whether the record itself still answers a hit under the terms that it was narrowed to."""
        if recall.cause is not RecallCause.NARROWED or recall.compartment is None:
            return False
        await self._registry.meet([recall.compartment])
        key = self._registry.get(recall.compartment).key
        findings = await self._findings(hit.check) or {}
        if key is None or key.kind == hit.kind:
            return _tells(findings, (recall.compartment, ""))
        # As which of its numbers it answers is not known here: where one of them may not be told, `decide` asks.
        kinds = self._standings.told_as(hit.kind, key.kind)
        return bool(kinds) and all(_tells(findings, (recall.compartment, kind)) for kind in kinds)

    async def _findings(self, check: StoredCheck) -> Mapping[HitPlace, Finding] | None:
        """Return what may be said now to who asked a check; `None` to the suspended, and under names that went."""
        viewer = ViewerContext(
            agency=check.agency,
            subject=_WHOEVER,
            roles=frozenset(check.roles),
            purpose=check.purpose,
            case_ref=check.case_ref or None,
            clearance=check.clearance,
        )
        compartments = await self._registry.refresh()
        self._scopes.directory.keep(self._registry.suspended)
        if self._scopes.directory.is_closed_to(viewer):
            return None
        try:
            scope = self._scopes.build_scope(viewer, compartments, now=self._clock())
            return self._standings.told(scope)
        except ViewerError:
            return None

    def _notice(self, recall: Recall, hit: ToldHit) -> NewRecallNotice:
        return NewRecallNotice(
            id=self._minter.derived_id("v", recall.id, hit.check.agency, hit.id),
            recall_id=recall.id,
            agency=hit.check.agency,
            form=RecallForm.HIT,
            operation=None,
            person=None,
            first_at=hit.check.at,
            last_at=hit.check.at,
            # By the check alone: whether a record behind the hit is sealed is not for its asker to know.
            for_protection=hit.check.purpose == PROTECTION_PURPOSE,
            hit=hit.id,
        )

    def _originator(self, compartment: int) -> str | None:
        key = self._registry.get(compartment).key
        return key.originator if key is not None else None


def _is_hit(receipt: Receipt, recall: Recall) -> bool:
    return receipt.agency != recall.originator and any(
        d.exposure is Exposure.HIT and recall.record_id in d.record_ids for d in receipt.disclosures
    )


def _told_hits(check: StoredCheck, record_id: str | None = None) -> list[ToldHit]:
    """Return the hits of a check that its asker was told; of one record, or of all."""
    return [
        ToldHit(id=hit_id(check.id, h.position, h.holder), check=check, holder=h.holder, kind=h.kind, token=h.token)
        for h in check.hits
        if h.tells_asker and record_id in {None, h.record_id}
    ]


def _tells(findings: Mapping[HitPlace, Finding], place: HitPlace) -> bool:
    found = findings.get(place)
    return found is not None and found.tells_asker
