"""Notices of new linkages: one for each side, within what both records' profiles release.

The matcher follows the change feed. Who reads a notice, and how much of it, is decided when it is read
(`api.alerts.inbox`).
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from entity_resolution.comparing.decision import Outcome, decide
from entity_resolution.comparing.model import MatchModel
from graph import IdMinter, RecordId
from graph.matches import Match, Pair, Via
from graph.store import (
    NOTICES,
    NOWHERE,
    Change,
    ChangeFeed,
    ChangeKind,
    CompartmentRegistry,
    LinkageEnd,
    NewNotice,
    NoticeStore,
    RestingNotice,
    Store,
    Transaction,
    drain,
    held_filings,
    hide_notices,
    hit_index_has_followed,
    in_parts,
    linked_beside,
    linked_instead,
    put_notices,
    read_of_whole_index,
    still_meet,
    tell_again,
    write_in_parts,
)
from policies import Clock, ScopeBuilder, may_tell_of_likeness

_FOLLOWED = (ChangeKind.LINKAGE, ChangeKind.RECORDS)
_RECORDS_A_STEP = 20_000
Announced = Mapping[Pair, AbstractSet[tuple[int, int]]]
"""Linkages, and under which compartments their ends stood each time that one was found."""
SELECTOR_STRENGTH = "equal identifier"
MATCH_STRENGTH = "several independent agreements"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """A notice, what both sides may hear of, and the id of the notice that tells of a record of the same kind.

    `filed`: when the other record was. `is_news`: a linkage came, and not only something that hides another one.
    """

    notice: NewNotice
    filed: int
    told: frozenset[int]
    beside: str
    is_news: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighed:
    """What pairs make: notices by their ids, and which records of linkages that are not there may have others."""

    made: Mapping[str, _Made]
    missed: frozenset[tuple[RecordId, str | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _News:
    """What follows from some changes.

    Attributes:
        notices: to be made, renewed, or given another record.
        hidden: ids of notices that stand and may be told to nobody now.
        back: ids of those that could not be told for a while and can be again, each with its agency.
    """

    notices: Sequence[NewNotice] = ()
    hidden: frozenset[str] = frozenset()
    back: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Return whether there is anything to write."""
        return bool(self.notices or self.hidden or self.back)


class _Heard:
    """What the two agencies of a linkage may both hear of, asked once for a look."""

    def __init__(self, scopes: ScopeBuilder, registry: CompartmentRegistry, now: datetime) -> None:
        self._scopes = scopes
        self._registry = registry
        self._now = now
        self._told: dict[frozenset[str], frozenset[int]] = {}

    def by(self, *sides: str) -> frozenset[int]:
        """Return the compartments that may be told to both sides."""
        both = frozenset(sides)
        if both not in self._told:
            self._told[both] = told_to_both(both, self._scopes, self._registry, self._now)
        return self._told[both]


class NoticeMatcher:
    """Follows linkages and makes notices of them. Needs no content: originators, compartments and evidence decide.

    A match is told only where it rests on what both sides may hear of: no notice lets anybody guess a number that was
    filed under terms without notices.
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
        clock: Clock,
    ) -> None:
        self._clock = clock
        self._store = store
        self._feed = ChangeFeed(store)
        self._notices = notices
        self._registry = registry
        self._scopes = scopes
        self._minter = minter
        self._models = models
        self.waits = True  # whether anything waited behind the last step
        self.waits_for_index = False  # whether the last step ended since the hit index had not followed

    async def drain(self) -> int:
        """Deal with all changes known; return the number of notices made."""
        return await drain(self.step, waits=lambda: self.waits)

    async def step(self) -> int | None:
        """Deal with the next changes; return the number of notices made, `None` when there is no change.

        Linkages between two kinds wait while the hit index, in which these meet, is rebuilt with another key. Where
        something is looked for beside a record, the index must have followed up to these changes: what it does not know
        yet would never be told to anybody.

        Raises:
            ClockError: the machine's clock was set; no agreement is judged by it.
        """
        self.waits_for_index = False
        waiting = await self._feed.following(
            NOTICES,
            limit=100,
            records=_RECORDS_A_STEP,
            kinds=_FOLLOWED,
            of_standing=True,  # on what a change created no notice rested before it
        )
        if not waiting.changes:
            return None
        place, seq = waiting.place, waiting.changes[-1].seq
        news = await self._look(waiting.changes)
        if news is None:
            return None
        if news:
            is_done = await write_in_parts(self._store, NOTICES, self._parts(news), after=place, seq=seq)
        else:
            is_done = await self._feed.pass_over(NOTICES, after=place, seq=seq)
        self.waits = waiting.more or not is_done
        return len(news.notices) + len(news.back) if is_done else 0

    async def _look(self, changes: Sequence[Change]) -> _News | None:
        """Return what follows from the changes; `None` where that goes by the hit index, and it is not whole."""
        announced = _announced(c for c in changes if c.kind is ChangeKind.LINKAGE)
        changed = {rid for c in changes if c.kind is ChangeKind.RECORDS for rid in c.record_ids}
        resting = await self._notices.resting_on(changed) if changed else []
        if not announced and not resting:
            return _News()
        await self._registry.refresh()
        now = self._clock()
        behind = changes[-1].seq
        beside = await self._beside((n for n in resting if n.other_id in changed), now, behind)
        if beside is None:
            return None
        notices = await self._match([*announced, *beside], announced, now, behind) if announced or beside else []
        return None if notices is None else await self._with_what_was_hidden(notices, resting, now)

    async def _match(
        self, pairs: Sequence[Pair], news: Announced, now: datetime, behind: int
    ) -> list[NewNotice] | None:
        """Return the notices that pairs make: linkages, which are news, and what stands beside something hidden.

        A linkage is announced with one record for many: where that went since, another one may stand.
        """
        weighed = await self._weigh(pairs, news, now)
        if weighed is None:
            return None
        made = dict(weighed.made)
        if missed := weighed.missed:
            linked = await self._of_followed_index(lambda: linked_instead(self._store, missed), behind)
            if linked is None:
                return None
            instead = sorted(set(linked).difference(pairs))
            if (found := await self._weigh(instead, dict.fromkeys(instead, frozenset()), now)) is None:
                return None
            made = {**found.made, **made}
        return await self._renewing(made) if made else []

    async def _weigh(self, pairs: Sequence[Pair], news: Announced, now: datetime) -> _Weighed | None:
        """Return what pairs make; `None` where that goes by the hit index, and it is not whole."""
        ends = await self._notices.ends(rid for pair in pairs for rid in pair)
        matches = await self._notices.matches(pairs)
        # What was read may stand in compartments that were registered since.
        await self._registry.refresh()
        heard = _Heard(self._scopes, self._registry, now)
        told = {pair: heard.by(*sides) for pair in pairs if (sides := _sides_of(pair, ends))}
        standing = await self._as_they_stand([pair for pair in told if _compartments(pair, ends) <= told[pair]], ends)
        if standing is None:
            return None
        made, there = dict[str, _Made](), frozenset(standing)
        for pair in standing:
            for new in self._both_sides(ends[pair[0]], ends[pair[1]], matches.get(pair), told[pair], now):
                weighed = replace(new, is_news=pair in news)
                made[new.notice.id] = min(made.get(new.notice.id, weighed), weighed, key=_told_first)
        gone = {pair: stood for pair, stood in news.items() if pair not in there}
        return _Weighed(made=made, missed=frozenset(self._missed(gone, ends, heard)))

    def _missed(
        self, gone: Announced, ends: Mapping[RecordId, LinkageEnd], heard: _Heard
    ) -> Iterator[tuple[RecordId, str | None]]:
        """Yield of linkages that went away the ends of which another may be told, with the other agency.

        That is `None` where nobody knows whose the other end was. What could not be told as it was found is not gone:
        whoever was told of something instead would learn when it was filed. Records that are compared are linked to
        each one that matches.
        """
        for pair, found in gone.items():
            sides = [(*pair, *stood) for stood in found] + [(*pair[::-1], *stood[::-1]) for stood in found]
            for own, other, own_stood, other_stood in sides:
                if own not in ends:
                    continue
                agency, kind = self._whose(ends.get(other), other_stood)
                if agency is None:
                    yield own, None
                elif agency != ends[own].originator and not self._are_compared(ends[own].kind, kind):
                    stood = {ends[own].compartment, own_stood, other_stood} - {NOWHERE}
                    if stood <= heard.by(ends[own].originator, agency):
                        yield own, agency

    def _whose(self, end: LinkageEnd | None, stood: int) -> tuple[str | None, str]:
        """Return originator and kind of an end, by the compartment that it stood in where it is gone."""
        if end is not None:
            return end.originator, end.kind
        key = self._registry.get(stood).key if stood != NOWHERE else None
        return (None, "") if key is None else (key.originator, key.kind)

    async def _with_what_was_hidden(
        self, notices: Sequence[NewNotice], resting: Sequence[RestingNotice], now: datetime
    ) -> _News:
        """Return these notices, and which of those that rest on something changed are hidden or back.

        Who reads on behind a place passes a hidden alert by: it is told again once it may be. One that goes over to
        another record is not hidden any more. What was told of a record stays as it is while a filing of it is held.
        """
        heard = _Heard(self._scopes, self._registry, now)
        over = {n.id for n in notices if n.goes_over}
        told = {n.id for n in resting if n.id in over or _is_told(n, heard)}
        back = [n for n in resting if n.is_hidden and n.id in told]
        held = await held_filings(self._store, (str(n.own_id) for n in back)) if back else {}
        return _News(
            notices=notices,
            hidden=frozenset(n.id for n in resting if not n.is_hidden and n.id not in told),
            back={n.id: n.agency for n in back if n.own_id not in held},
        )

    async def _as_they_stand(self, there: Sequence[Pair], ends: Mapping[RecordId, LinkageEnd]) -> list[Pair] | None:
        """Return those of the pairs of selectors, and of two kinds, that meet by one, and all others.

        Either end may have been corrected, or filed as another kind, since they were announced. `None` where some are
        of two kinds and the hit index is not whole.
        """
        compared = {pair for pair in there if self._are_compared(ends[pair[0]].kind, ends[pair[1]].kind)}
        # Of one kind they meet by an equal key, which needs no index.
        are_alike = {(left, right) for left, right in there if ends[left].kind == ends[right].kind}
        meeting = await still_meet(self._store, are_alike - compared)
        if of_two_kinds := set(there) - are_alike:
            met = await read_of_whole_index(self._store, lambda: still_meet(self._store, of_two_kinds))
            if met is None:
                return None
            meeting |= met
        return [pair for pair in there if pair in compared or pair in meeting]

    def _are_compared(self, kind: str, other_kind: str) -> bool:
        return kind == other_kind and kind in self._models

    async def _beside(self, resting: Iterable[RestingNotice], now: datetime, behind: int) -> list[Pair] | None:
        """Return what else links those who were told of a record that they may hear of no more, as pairs to weigh.

        What was filed beside it while it stood made no notice: the agency had been told. It must not be silent now.
        `None` where there may be some and the hit index is not whole, or not behind these changes.
        """
        heard = _Heard(self._scopes, self._registry, now)
        hidden = {
            (n.own_id, n.other_agency) for n in resting if n.other_compartment not in heard.by(n.agency, n.other_agency)
        }
        return await self._of_followed_index(lambda: linked_beside(self._store, hidden), behind) if hidden else []

    async def _of_followed_index(self, read: Callable[[], Awaitable[list[Pair]]], behind: int) -> list[Pair] | None:
        """Return what was read of the hit index; `None` where it is not whole, or not behind this change."""
        if not await hit_index_has_followed(self._store, behind):
            self.waits_for_index = True
            return None
        return await read_of_whole_index(self._store, read)

    async def _renewing(self, made: Mapping[str, _Made]) -> list[NewNotice]:
        """Return the notices, renewing those that told of a record of which the agency may hear no more.

        A side is told once of the other; what hid that record must not keep quiet about the next. What looks like an
        enumeration is held for the side that filed it; the other one is told. That a number stands on another's record
        besides is no news to who was told of the other's record of it. Where nothing but the hiding is new, the notice
        goes over to what stood beside the hidden record, as it is: a new one would tell when that was sealed. What was
        told of a record stays as it is while a filing of it is held: whatever became of it would answer that filing.
        """
        standing = await self._notices.standing({*made, *(m.beside for m in made.values())})
        held = await held_filings(self._store, (str(m.notice.own_id) for m in made.values()))
        return [
            self._as_it_is_told(m, standing, held.get(RecordId(str(m.notice.own_id))))
            for m in sorted(made.values(), key=_own_order)
            if not (m.notice.id in standing and m.notice.own_id in held)
            and (m.beside == m.notice.id or not (m.beside in made or standing.get(m.beside) in m.told))
        ]

    @staticmethod
    def _as_it_is_told(made: _Made, standing: Mapping[str, int | None], held: str | None) -> NewNotice:
        hides = made.notice.id in standing and standing[made.notice.id] not in made.told
        stays = hides and not made.is_news and held is None
        return replace(made.notice, renews=hides and not stays, goes_over=stays, held=held)

    def _both_sides(
        self, left: LinkageEnd, right: LinkageEnd, match: Match | None, told: frozenset[int], now: datetime
    ) -> list[_Made]:
        """Return a notice for each side of two that may both be told to both, or none, and neither side hears."""
        if not self._stands(left, right, match, told):
            return []
        return [self._made(own, other, told, now) for own, other in ((left, right), (right, left))]

    def _stands(self, left: LinkageEnd, right: LinkageEnd, match: Match | None, told: frozenset[int]) -> bool:
        """Return whether a match was found by, and stands on, what may be told to both, and such a match may be told.

        An equal selector key is the selector itself; two kinds meet by one that stands on a record of either.
        """
        if not self._are_compared(left.kind, right.kind):
            return True
        parties = self._scopes.bundle.registers.parties
        if not may_tell_of_likeness(left.kind, (parties[left.originator], parties[right.originator])):
            return False
        return match is not None and stands_on(match, self._models[left.kind], self._registry, told)

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
            kinds=(own.kind, other.kind),
        )
        return _Made(notice=notice, filed=other.received, told=told, beside=beside)

    def _parts(self, news: _News) -> list[Callable[[Transaction], Awaitable[None]]]:
        """Return what is written in a transaction each: what is hidden first, and last what is told again."""
        back = list(news.back.items())
        return [
            *(partial(hide_notices, ids=some) for some in in_parts(sorted(news.hidden))),
            *(partial(self._put, notices=some) for some in in_parts(news.notices)),
            *(partial(self._tell_again, notices=some) for some in in_parts(back)),
        ]

    async def _put(self, tx: Transaction, *, notices: Sequence[NewNotice]) -> None:
        await put_notices(tx, notices, at=self._clock())

    async def _tell_again(self, tx: Transaction, *, notices: Sequence[tuple[str, str]]) -> None:
        await tell_again(tx, dict(notices), at=self._clock())


def told_to_both(
    agencies: frozenset[str], scopes: ScopeBuilder, registry: CompartmentRegistry, now: datetime
) -> frozenset[int]:
    """Return the compartments that both agencies may hear of; none where the bundle does not know one of the agencies.

    Records of a party that has left, or that is not in a bundle yet, must not stop everybody else's alerts. For a party
    that is suspended by command notices are made as well, although it reads nothing and nobody is told of it: it reads
    them once it is reinstated.
    """
    if not agencies <= scopes.bundle.registers.parties.keys():
        return frozenset()
    every = registry.all
    return frozenset.intersection(
        *(scopes.notice_compartments(a, every, now, despite_suspension=True) for a in agencies)
    )


def stands_on(match: Match, model: MatchModel, registry: CompartmentRegistry, told: frozenset[int]) -> bool:
    """Return whether a match was found by, and rests on, what may be told to both sides.

    Args:
        match: the match, of two records that may be told of.
        model: how their kind is compared.
        registry: the registered compartments.
        told: the compartments that both sides may be told of.
    """

    def is_told(via: Via | None) -> bool:
        if via is None:
            return True
        link = registry.get(via.link)
        return via.selector in told and told.issuperset(link.members or (link.id,))

    if not any(is_told(way.left.via) and is_told(way.right.via) for way in match.ways):
        return False
    heard = [e for e in match.evidence if is_told(e.left) and is_told(e.right)]
    return decide(model, heard).outcome is Outcome.MATCH


def _announced(changes: Iterable[Change]) -> dict[Pair, set[tuple[int, int]]]:
    """Return the linkages of changes in their order, with where their ends stood."""
    found: dict[Pair, set[tuple[int, int]]] = {}
    for change in changes:
        rids, stood = change.record_ids, change.compartments or (NOWHERE,) * len(change.record_ids)
        for place in range(0, len(rids), 2):
            found.setdefault((rids[place], rids[place + 1]), set()).add((stood[place], stood[place + 1]))
    return found


def _sides_of(pair: Pair, ends: Mapping[RecordId, LinkageEnd]) -> frozenset[str]:
    """Return the two agencies of a linkage; none where both ends are of one, or an end is gone."""
    sides = frozenset(ends[rid].originator for rid in pair if rid in ends)
    return sides if len(sides) == len(pair) else frozenset()


def _compartments(pair: Pair, ends: Mapping[RecordId, LinkageEnd]) -> frozenset[int]:
    return frozenset(ends[rid].compartment for rid in pair)


def _is_told(notice: RestingNotice, heard: _Heard) -> bool:
    """Return whether both sides may hear of both records as they stand now."""
    told = heard.by(notice.agency, notice.other_agency)
    return notice.as_told and {notice.own_compartment, notice.other_compartment} <= told


def _own_order(made: _Made) -> tuple[str, str, str]:
    """Return the order of notices made at once: by what their reader knows, not by the other side's ids."""
    return made.notice.agency, str(made.notice.own_id), made.notice.other_agency


def _told_first(made: _Made) -> tuple[bool, int, str]:
    """Return by what the record is chosen that a notice names, of several: not by the order in which they came up."""
    return not made.is_news, made.filed, str(made.notice.other_id)
