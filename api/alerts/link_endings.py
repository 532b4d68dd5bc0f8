"""Tells both sides of a linkage once it is over: an account may be frozen by what is a typing error.

INVARIANT: the follower goes by what both sides may hear of and by nothing else. Were a link that stands on what is
hidden left standing, an alert that is not ended would tell that something hidden is there.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from api.alerts.notices import MATCH_STRENGTH, SELECTOR_STRENGTH, stands_on, told_to_both
from entity_resolution.comparing.model import MatchModel
from graph import RecordId
from graph.matches import Match
from graph.store import (
    ENDINGS,
    Change,
    CompartmentRegistry,
    Ending,
    LinkEndingStore,
    NewNotice,
    NoticeStore,
    Store,
    TellingNotice,
    Transaction,
    drain,
    held_filings,
    in_parts,
    linked_beside,
    mark_endings,
    put_notices,
    read_of_whole_index,
    write_in_parts,
)
from policies import Clock, ScopeBuilder


class LinkEndings:
    """The follower that looks after changed records whether what was told of them still holds."""

    def __init__(  # noqa: PLR0917 - the parts it joins, given once in the composition root
        self,
        store: Store,
        endings: LinkEndingStore,
        notices: NoticeStore,
        registry: CompartmentRegistry,
        scopes: ScopeBuilder,
        models: Mapping[str, MatchModel],
        *,
        clock: Clock,
    ) -> None:
        self._store = store
        self._endings = endings
        self._notices = notices
        self._registry = registry
        self._scopes = scopes
        self._models = models
        self._clock = clock

    async def drain(self) -> int:
        """Deal with all changes that were resolved; return the number of notices that changed."""
        return await drain(self.step)

    async def step(self) -> int | None:
        """Deal with the next changes; return the number of notices that changed, `None` where nothing waits.

        What changes while the hit index is made anew with another key waits: two kinds meet in it alone.

        Raises:
            ClockError: the machine's clock was set: no agreement is weighed by it.
        """
        place, changes = await self._endings.waiting()
        if not changes:
            return None
        seq = changes[-1].seq
        found = await read_of_whole_index(self._store, lambda: self._look(changes))
        if found is None:
            return None
        marks, over = found
        if not marks and not over:
            await self._endings.pass_over(after=place, seq=seq)
            return 0
        # One correction of what tens of thousands of records share has a notice for each: they are told in parts.
        parts = [
            *(partial(self._give_over, notices=some) for some in in_parts(over)),
            *(partial(self._mark, endings=some) for some in in_parts(marks)),
        ]
        is_done = await write_in_parts(self._store, ENDINGS, parts, after=place, seq=seq)
        return len(marks) + len(over) if is_done else 0

    async def _look(self, changes: Sequence[Change]) -> tuple[list[Ending], list[NewNotice]]:
        """Return the marks that come or go, and the notices that go over to what else links the same two agencies."""
        changed = {rid for change in changes for rid in change.record_ids}
        telling = await self._endings.telling_of(changed) if changed else []
        if not telling:
            return [], []
        await self._registry.refresh()
        now = self._clock()
        # What was told of a record stays as it is while a filing of it is held: its end would answer that filing.
        held = await held_filings(self._store, (n.own_id for n in telling))
        open_to_both = (n for n in telling if {n.own_compartment, n.other_compartment} <= self._told(n, now))
        heard = [n for n in open_to_both if n.own_id not in held]
        linked = await self._linked(heard, now)
        ended = [n for n in heard if not n.is_ended and not linked[n.id]]
        over = await self._going_over(ended, now)
        gone_over = {n.id for n in over}
        marks = [
            Ending(
                notice_id=n.id,
                agency=n.agency,
                own_id=n.own_id,
                other_id=n.other_id,
                other_agency=n.other_agency,
                at=None if n.is_ended else now,
            )
            for n in sorted(heard, key=lambda n: (n.agency, n.own_id, n.other_agency))
            if linked[n.id] is n.is_ended and n.id not in gone_over
        ]
        return marks, over

    async def _linked(self, notices: Sequence[TellingNotice], now: datetime) -> dict[str, bool]:
        """Return by notice whether what links its two records, as far as both may hear of it, is there."""
        compared = {n.id: n.pair for n in notices if self._is_compared(n.own_kind, n.other_kind)}
        matches = await self._notices.matches(compared.values()) if compared else {}
        meeting = await self._notices.still_meeting(n.id for n in notices if n.id not in compared)
        return {
            n.id: self._matches(matches.get(n.pair), n, now) if n.id in compared else n.id in meeting for n in notices
        }

    def _matches(self, match: Match | None, notice: TellingNotice, now: datetime) -> bool:
        told = self._told(notice, now)
        return match is not None and stands_on(match, self._models[notice.own_kind], self._registry, told)

    async def _going_over(self, ended: Iterable[TellingNotice], now: datetime) -> list[NewNotice]:
        """Return those of the notices whose agencies are linked by another record as well, as they tell of that one."""
        by_own = {(n.own_id, n.other_agency): n for n in ended}
        beside = await linked_beside(self._store, by_own) if by_own else []
        ends = await self._notices.ends(rid for pair in beside for rid in pair)
        matches = await self._notices.matches(beside)
        found: dict[str, NewNotice] = {}
        for pair in beside:
            for own, other in (pair, pair[::-1]):
                notice = by_own.get((own, ends[other].originator)) if own in ends and other in ends else None
                if notice is None or ends[other].kind != notice.other_kind or other == notice.other_id:
                    continue
                if self._stands(notice, ends[other].compartment, matches.get(pair), now):
                    found.setdefault(notice.id, self._over_to(notice, other, now))
        return list(found.values())

    def _stands(self, notice: TellingNotice, compartment: int, match: Match | None, now: datetime) -> bool:
        told = self._told(notice, now)
        if compartment not in told:
            return False
        if not self._is_compared(notice.own_kind, notice.other_kind):
            return True
        return match is not None and stands_on(match, self._models[notice.own_kind], self._registry, told)

    def _over_to(self, notice: TellingNotice, other: RecordId, now: datetime) -> NewNotice:
        is_compared = self._is_compared(notice.own_kind, notice.other_kind)
        return NewNotice(
            id=notice.id,
            agency=notice.agency,
            own_id=notice.own_id,
            other_id=other,
            other_agency=notice.other_agency,
            strength=MATCH_STRENGTH if is_compared else SELECTOR_STRENGTH,
            created_at=now,
            kinds=(notice.own_kind, notice.other_kind),
            goes_over=True,
        )

    def _is_compared(self, own_kind: str, other_kind: str) -> bool:
        return own_kind == other_kind and own_kind in self._models

    def _told(self, notice: TellingNotice, now: datetime) -> frozenset[int]:
        """Return what both agencies may hear of."""
        return told_to_both(frozenset((notice.agency, notice.other_agency)), self._scopes, self._registry, now)

    async def _give_over(self, tx: Transaction, *, notices: Sequence[NewNotice]) -> None:
        await put_notices(tx, notices, at=self._clock())

    async def _mark(self, tx: Transaction, *, endings: Sequence[Ending]) -> None:
        await mark_endings(tx, endings, at=self._clock())
