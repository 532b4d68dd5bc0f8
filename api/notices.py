"""Alerts on new linkages: one link notice for each side, within what both records' profiles release.

The matcher follows the change feed; the inbox and the live subscription re-authorise every notice for every recipient
at the second of delivery. A notice tells an agency about its own record; of the other side it tells the agency and a
contact point, and the record itself only where the recipient could query it at that second.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from entity_resolution.clustering import effective_judgements
from entity_resolution.decision import Outcome, decide, evidence_in_view
from entity_resolution.model import MatchModel
from graph import VICTIM_KIND, IdMinter, ReadScope, RecordId
from graph.matches import JudgementValue, Match, Via
from graph.store import (
    NOTICES,
    Change,
    ChangeFeed,
    ChangeKind,
    CompartmentRegistry,
    LinkageEnd,
    LinkNotice,
    NewNotice,
    NoticeReason,
    NoticeStore,
    RestingNotice,
    Store,
    Transaction,
    advance_position,
    drain,
    held_filings,
    linked_beside,
    put_notices,
    take_position,
)
from policies import (
    PRIVATE_SECTORS,
    AddressedAlert,
    Clock,
    Directory,
    MutationAction,
    Party,
    ScopeBuilder,
    ViewerContext,
    authorise,
    is_protecting,
    utc_now,
)

log = structlog.get_logger()

_FOLLOWED = (ChangeKind.LINKAGE, ChangeKind.RECORDS)
_RECORDS_A_STEP = 20_000
SELECTOR_STRENGTH = "equal identifier"
MATCH_STRENGTH = "several independent agreements"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A notice as its recipient may see it now.

    `judgement` is what the judgements that the recipient sees make of the two records of a linkage; `None` where one of
    them is not in sight.
    """

    notice: LinkNotice
    other_party: Party
    judgement: JudgementValue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFilter:
    """Which alerts are wanted, by what each tells its reader; `None` is all.

    It is applied to what the reader may have, never to what is stored, and so tells nothing that the whole list does
    not.

    Attributes:
        kind: the kind of the own record, or of what was asked about.
        agency: the code of the other agency.
        reason: why one is told.
        since: made at this time or later.
    """

    kind: str | None = None
    agency: str | None = None
    reason: NoticeReason | None = None
    since: datetime | None = None

    def passes(self, alert: Alert) -> bool:
        """Return whether an alert is wanted."""
        notice = alert.notice
        return (
            self.kind in {None, notice.own_kind}
            and self.agency in {None, alert.other_party.code}
            and self.reason in {None, notice.reason}
            and (self.since is None or notice.created_at >= self.since)
        )


EVERY_ALERT = AlertFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """A notice, what both sides may hear of, and the id of the notice that tells of a record of the same kind."""

    notice: NewNotice
    told: frozenset[int]
    beside: str


class NoticeMatcher:
    """The follower that turns linkages into notices. Needs no content: originators, compartments and evidence decide.

    A match is told of only where it stands on what both sides may hear of: a number filed under terms without notices
    is felt nowhere.
    """

    def __init__(  # noqa: PLR0917 - the parts it joins, given once in the composition root
        self,
        store: Store,
        notices: NoticeStore,
        registry: CompartmentRegistry,
        scopes: ScopeBuilder,
        minter: IdMinter,
        models: Mapping[str, MatchModel],
        *,
        clock: Clock = utc_now,
    ) -> None:
        self._clock = clock
        self._store = store
        self._feed = ChangeFeed(store)
        self._notices = notices
        self._registry = registry
        self._scopes = scopes
        self._minter = minter
        self._models = models

    async def drain(self) -> int:
        """Deal with all changes known; return the number of notices made."""
        return await drain(self.step)

    async def step(self) -> int | None:
        """Deal with the next changes; return the number of notices, `None` when there is no change.

        Raises:
            ClockError: the machine's clock was set: no agreement is weighed by it.
        """
        position, changes = await self._feed.following(NOTICES, limit=100, records=_RECORDS_A_STEP, kinds=_FOLLOWED)
        if not changes:
            return None
        seq = changes[-1].seq
        if not (notices := await self._match(changes)):
            await self._feed.pass_over(NOTICES, after=position, seq=seq)
            return 0
        written = await self._store.write(lambda tx: self._write(tx, notices, position, seq))
        return len(notices) if written else 0

    async def _match(self, changes: Sequence[Change]) -> list[NewNotice]:
        flat = [rid for c in changes if c.kind is ChangeKind.LINKAGE for rid in c.record_ids]
        changed = {rid for c in changes if c.kind is ChangeKind.RECORDS for rid in c.record_ids}
        resting = await self._notices.resting_on(changed) if changed else []
        if not flat and not resting:
            return []
        await self._registry.refresh()
        self._scopes.directory.keep(self._registry.suspended)
        now = self._clock()
        told: dict[frozenset[str], frozenset[int]] = {}
        pairs = [*zip(flat[::2], flat[1::2], strict=True), *await self._beside(resting, told, now)]
        ends = await self._notices.ends(rid for pair in pairs for rid in pair)
        matches = await self._notices.matches(pairs)
        # Again: what was read may stand in compartments that were registered since.
        await self._registry.refresh()
        self._scopes.directory.keep(self._registry.suspended)
        told.clear()
        made: dict[str, _Made] = {}
        for left, right in pairs:
            if left in ends and right in ends and (sides := _sides(ends[left], ends[right])):
                if sides not in told:
                    told[sides] = self._told_to_both(sides, now)
                for new in self._both_sides(ends[left], ends[right], matches.get((left, right)), told[sides], now):
                    made.setdefault(new.notice.id, new)
        return await self._renewing(made) if made else []

    async def _beside(
        self, resting: Sequence[RestingNotice], told: dict[frozenset[str], frozenset[int]], now: datetime
    ) -> list[tuple[RecordId, RecordId]]:
        """Return what else links those who were told of a record that they may hear of no more, as pairs to weigh.

        What was filed beside it while it stood made no notice: the agency had been told. It must not be silent now.
        """
        hidden = set()
        for notice in resting:
            sides = frozenset((notice.agency, notice.other_agency))
            if sides not in told:
                told[sides] = self._told_to_both(sides, now)
            if notice.other_compartment not in told[sides]:
                hidden.add((notice.own_id, notice.other_agency))
        return await linked_beside(self._store, hidden) if hidden else []

    async def _renewing(self, made: Mapping[str, _Made]) -> list[NewNotice]:
        """Return the notices, renewing those that told of a record of which the agency may hear no more.

        A side is told once of the other; what hid that record must not keep quiet about the next. What looks like an
        enumeration is held for the side that filed it; the other one is told. That a number stands on another's record
        besides is no news to who was told of the other's record of it.
        """
        standing = await self._notices.standing({*made, *(m.beside for m in made.values())})
        held = await held_filings(self._store, (str(m.notice.own_id) for m in made.values()))
        return [
            replace(
                m.notice,
                renews=m.notice.id in standing and standing[m.notice.id] not in m.told,
                held=held.get(RecordId(str(m.notice.own_id))),
            )
            for m in sorted(made.values(), key=_own_order)
            if m.beside == m.notice.id or not (m.beside in made or standing.get(m.beside) in m.told)
        ]

    def _both_sides(
        self, left: LinkageEnd, right: LinkageEnd, match: Match | None, told: frozenset[int], now: datetime
    ) -> list[_Made]:
        """Return a notice for each side, or none: both profiles must permit it, or neither side hears."""
        if not {left.compartment, right.compartment} <= told or not self._stands(left, right, match, told):
            return []
        return [self._made(own, other, told, now) for own, other in ((left, right), (right, left))]

    def _told_to_both(self, agencies: frozenset[str], now: datetime) -> frozenset[int]:
        """Return what both agencies may hear of: nothing where the bundle does not know one of them.

        Records of a party that left, or that no bundle had yet, must not stop everybody else's alerts.
        """
        if not agencies <= self._scopes.bundle.registers.parties.keys():
            return frozenset()
        every = self._registry.all
        return frozenset.intersection(*(self._scopes.notice_compartments(a, every, now) for a in agencies))

    def _stands(self, left: LinkageEnd, right: LinkageEnd, match: Match | None, told: frozenset[int]) -> bool:
        """Return whether a match was found by, and stands on, what may be told to both.

        An equal selector key is the selector itself; two kinds meet by one that stands on a record of either.
        """
        kind = left.kind
        if kind not in self._models or kind != right.kind:
            return True
        if match is None or not any(
            self._is_told(w.left.via, told) and self._is_told(w.right.via, told) for w in match.ways
        ):
            return False
        heard = [e for e in match.evidence if self._is_told(e.left, told) and self._is_told(e.right, told)]
        return decide(self._models[kind], heard).outcome is Outcome.MATCH

    def _is_told(self, via: Via | None, told: frozenset[int]) -> bool:
        if via is None:
            return True
        link = self._registry.get(via.link)
        return via.selector in told and told.issuperset(link.members or (link.id,))

    def _made(self, own: LinkageEnd, other: LinkageEnd, told: frozenset[int], now: datetime) -> _Made:
        are_alike = own.kind == other.kind
        beside = self._minter.derived_id("a", own.originator, own.id, other.originator)
        carried = self._minter.derived_id("a", own.originator, own.id, other.originator, "carried")
        notice = NewNotice(
            id=beside if are_alike else carried,
            agency=own.originator,
            own_id=own.id,
            other_id=other.id,
            other_agency=other.originator,
            strength=MATCH_STRENGTH if are_alike and own.kind in self._models else SELECTOR_STRENGTH,
            created_at=now,
        )
        return _Made(notice=notice, told=told, beside=beside)

    @staticmethod
    async def _write(tx: Transaction, notices: Sequence[NewNotice], expected: int, seq: int) -> bool:
        if await take_position(tx, NOTICES) != expected:
            return False
        await advance_position(tx, NOTICES, seq)
        await put_notices(tx, notices)
        return True


def _sides(left: LinkageEnd, right: LinkageEnd) -> frozenset[str]:
    """Return the two agencies of a linkage, none where both ends are of one."""
    return frozenset((left.originator, right.originator)) if left.originator != right.originator else frozenset()


def _own_order(made: _Made) -> tuple[str, str, str]:
    """Return the order of notices made at once: by what their reader knows, not by the other side's ids."""
    return made.notice.agency, str(made.notice.own_id), made.notice.other_agency


def _pair(notice: LinkNotice) -> tuple[RecordId, RecordId]:
    low, high = sorted((str(notice.own_id), str(notice.other_id)))
    return RecordId(low), RecordId(high)


class AlertInbox:
    """Reads an agency's alerts, re-authorised for the recipient."""

    def __init__(
        self,
        notices: NoticeStore,
        registry: CompartmentRegistry,
        scopes: ScopeBuilder,
        models: Mapping[str, MatchModel],
        *,
        clock: Clock = utc_now,
    ) -> None:
        self._clock = clock
        self._notices = notices
        self._registry = registry
        self._scopes = scopes
        self._models = models

    @property
    def _parties(self) -> Mapping[str, Party]:
        return self._scopes.bundle.registers.parties

    async def alerts(
        self,
        scope: ReadScope,
        *,
        after: int = 0,
        open_only: bool = False,
        viewer: ViewerContext | None = None,
        wanted: AlertFilter = EVERY_ALERT,
    ) -> list[Alert]:
        """Return the alerts that the scope's viewer may have now, oldest first.

        Args:
            scope: the viewer's.
            after: number of the last notice that was read.
            open_only: leave out what was acknowledged.
            viewer: whose scope it is; needed for answers, which stand on no record that a scope could open.
            wanted: leave out what does not pass it.
        """
        portions = self.portions(scope, after=after, open_only=open_only, viewer=viewer, wanted=wanted)
        return [alert async for portion in portions for alert in portion]

    async def portions(
        self,
        scope: ReadScope,
        *,
        after: int = 0,
        open_only: bool = False,
        viewer: ViewerContext | None = None,
        newest_first: bool = False,
        wanted: AlertFilter = EVERY_ALERT,
    ) -> AsyncIterator[list[Alert]]:
        """Yield the same alerts some at a time, for who needs no more than the first ones; the newest on demand first.

        A portion has as many as may be told of so many notices, and may be empty: only their sequence says anything.
        """
        portions = self._notices.portions(scope, after=after, open_only=open_only, newest_first=newest_first)
        told = set[str]()
        async for portion in portions:
            # One that is renewed meanwhile comes once more, under another number.
            found = await self._authorised(scope, [n for n in portion if n.id not in told], viewer)
            yield [alert for alert in found if wanted.passes(alert)]
            told.update(n.id for n in portion)

    async def _authorised(
        self, scope: ReadScope, found: Sequence[LinkNotice], viewer: ViewerContext | None
    ) -> list[Alert]:
        now = self._clock()
        is_open = viewer is not None and not self._scopes.directory.is_closed_to(viewer)
        if viewer is None or not is_protecting(viewer):
            found = [n for n in found if not n.for_protection]
        told = [n for n in found if (is_open or n.own_id is not None) and self._is_told(n, now)]
        named = await self._naming_what_is_seen(scope, told)
        judged = await self._judged(scope, named)
        return [
            Alert(notice=notice, other_party=self._parties[notice.other_agency], judgement=judged.get(notice.id))
            for notice in named
        ]

    async def _judged(self, scope: ReadScope, notices: Sequence[LinkNotice]) -> dict[str, JudgementValue]:
        """Return by notice what was judged of the two records of a linkage, as far as the reader sees them and that."""
        pairs = {n.id: _pair(n) for n in notices if n.own_id is not None and n.other_id is not None}
        if not pairs:
            return {}
        effects = effective_judgements(await self._notices.judgements(scope, pairs.values()))
        return {notice_id: effects.get(pair, JudgementValue.NO_JUDGEMENT) for notice_id, pair in pairs.items()}

    async def _naming_what_is_seen(self, scope: ReadScope, notices: Sequence[LinkNotice]) -> list[LinkNotice]:
        """Return the notices; one names the other record where the reader sees why they are linked, too.

        Else a guess of what is closed on a record in sight, filed as one's own, would be confirmed for that record.
        """
        pairs = {n.id: _pair(n) for n in notices if n.other_id is not None and n.own_kind in self._models}
        matches = await self._notices.matches(pairs.values()) if pairs else {}
        return [
            notice
            if notice.id not in pairs or self._sees_why(scope, notice, matches.get(pairs[notice.id]))
            else replace(notice, other_id=None)
            for notice in notices
        ]

    def _sees_why(self, scope: ReadScope, notice: LinkNotice, match: Match | None) -> bool:
        if match is None or notice.own_compartment is None or notice.other_compartment is None:
            return False
        ends = {notice.own_id: notice.own_compartment, notice.other_id: notice.other_compartment}
        readable = [scope.readable_classes(ends[end]) for end in (match.left_id, match.right_id)]
        seen = evidence_in_view(scope, readable[0], readable[1], match.evidence, match.ways)
        return decide(self._models[notice.own_kind], seen).outcome is not Outcome.NONE

    def _is_told(self, notice: LinkNotice, now: datetime) -> bool:
        """Return whether a notice may be read now; a linkage is told to both sides or to none.

        With one exception: a private party is told of no person, else it would learn by filing a customer's name who is
        looked for. The other side asks it.
        """
        if notice.other_agency not in self._parties:
            return False
        if notice.reason is not NoticeReason.LINKAGE:
            return True  # the other agency told of itself when it asked or answered
        is_private = self._parties[notice.agency].sector in PRIVATE_SECTORS
        if is_private and notice.own_kind == VICTIM_KIND and notice.other_id is None:
            return False
        return notice.own_compartment in self._scopes.notice_compartments(notice.other_agency, self._registry.all, now)

    async def find(self, viewer: ViewerContext, scope: ReadScope, alert_id: str) -> Alert | None:
        """Return an alert of the viewer's agency; `None` where there is none that this viewer may have now."""
        notice = await self._notices.one(scope, alert_id)
        found = await self._authorised(scope, [notice], viewer) if notice is not None else []
        return found[0] if found else None

    async def of_records(self, scope: ReadScope, own_ids: Iterable[str]) -> list[Alert]:
        """Return the alerts on own records that the scope's viewer may have now, oldest first."""
        return await self._authorised(scope, await self._notices.of_records(scope, own_ids), None)

    async def acknowledge_as(
        self, viewer: ViewerContext, scope: ReadScope, alert_id: str, *, directory: Directory
    ) -> Alert | None:
        """Acknowledge an alert as a viewer; return it, or `None` where this viewer has no such alert.

        Raises:
            ForbiddenError: the alert is there, and not the viewer's to acknowledge.
        """
        found = await self.find(viewer, scope, alert_id)
        if found is None:
            return None
        target = AddressedAlert(agency=found.notice.agency)
        authorise(viewer, MutationAction.ACKNOWLEDGE, target, directory=directory)
        await self._notices.acknowledge(scope, alert_id, by=viewer.subject, at=self._clock())
        return await self.find(viewer, scope, alert_id)


class AlertHub:
    """Wakes live subscriptions when notices have been made, by this process or another.

    It carries no content: a woken subscription reads its own inbox through its own scope.
    """

    def __init__(self, store: Store) -> None:
        self._feed = ChangeFeed(store)
        self._condition = asyncio.Condition()
        self._position = 0
        self._version = 0
        self._waiting = 0

    @property
    def waiting(self) -> int:
        """How many subscriptions have read what there is and wait to be woken."""
        return self._waiting

    async def follow(self, *, every_seconds: float = 0.1) -> None:
        """Watch the feed until cancelled."""
        self._position = await self._feed.last()
        await self.wake()  # what came before, also since this broke off and was begun again, wakes nobody else
        while True:
            await asyncio.sleep(every_seconds)
            changes = await self._feed.since(self._position, limit=500, kinds=())
            if changes:
                self._position = changes[-1].seq
            if any(change.kind is ChangeKind.NOTICE for change in changes):
                await self.wake()

    async def wake(self) -> None:
        """Wake every waiting subscription."""
        async with self._condition:
            self._version += 1
            self._condition.notify_all()

    async def wakings(self, *, at_least_every_seconds: float = 30.0) -> AsyncIterator[None]:
        """Yield once now, and then whenever there may be something new."""
        while True:
            seen = self._version
            yield
            async with self._condition:
                self._waiting += 1
                try:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._condition.wait_for(self._moved_from(seen)), at_least_every_seconds)
                finally:
                    self._waiting -= 1

    def _moved_from(self, seen: int) -> Callable[[], bool]:
        return lambda: self._version != seen
