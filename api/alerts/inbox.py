"""An agency's alerts: its notices, authorised anew for every recipient at the second of delivery.

A notice tells an agency about its own record; of the other side it tells the agency and a contact point, and the record
itself only where the recipient could query it, and what links the two, at that second (`api.alerts.sight`).
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from api.alerts.notices import stands_on, told_to_both
from api.alerts.sight import AlertSight
from api.errors import AlertMovedError
from entity_resolution.comparing.model import MatchModel
from entity_resolution.views.judgement_effects import effects_of
from graph import VICTIM_KIND, Ontology, ReadScope, RecordId
from graph.matches import JudgementValue, Match
from graph.store import (
    EVERY_NOTICE,
    CompartmentRegistry,
    LinkNotice,
    NoticeReason,
    NoticeStore,
    SharedReadings,
    WantedNotices,
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
    may_tell_of_likeness,
)

_AS_TOLD = timedelta(milliseconds=1)  # clients may know of no smaller fractions


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A notice as its recipient may see it now.

    `judgement` is what the judgements that the recipient sees make of the two records of a linkage; `None` where one of
    them is not in sight. `still_linked`: whether what links the two is there as they stand now, as far as both sides
    may be told; `None` where it is no linkage, and while a filing of the own record is held.
    """

    notice: LinkNotice
    other_party: Party
    judgement: JudgementValue | None = None
    still_linked: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePortion:
    """Alerts that are told now, and the number behind which there may be more; `None` where nothing is left."""

    alerts: Sequence[Alert]
    following: int | None


NOTHING = LivePortion(alerts=(), following=None)


class AlertInbox:
    """Reads an agency's alerts, re-authorised for the recipient."""

    def __init__(
        self,
        notices: NoticeStore,
        registry: CompartmentRegistry,
        scopes: ScopeBuilder,
        models: Mapping[str, MatchModel],
        ontology: Ontology,
        *,
        clock: Clock,
    ) -> None:
        self._clock = clock
        self._notices = notices
        self._registry = registry
        self._scopes = scopes
        self._models = models
        self._live = SharedReadings[LivePortion]()
        self._sight = AlertSight(registry, models, ontology)

    @property
    def _parties(self) -> Mapping[str, Party]:
        return self._scopes.bundle.registers.parties

    async def newest(self) -> int:
        """Return the number up to which notices are written now, anybody's: a place to go on from, and no answer."""
        return await self._notices.last()

    async def place_before(self, scope: ReadScope, since: datetime) -> int:
        """Return a place to go on from behind which stands all that the agency was told of at a time or later."""
        return await self._notices.told_before(scope, since)

    async def alerts(
        self,
        scope: ReadScope,
        *,
        after: int = 0,
        open_only: bool = False,
        viewer: ViewerContext | None = None,
        wanted: WantedNotices = EVERY_NOTICE,
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

    async def live(self, scope: ReadScope, viewer: ViewerContext, *, after: int) -> LivePortion:
        """Return the first of what `alerts` does; of those who listen, all who would read the same share a reading.

        INVARIANT: two share one only where all is equal that it goes by: the scope, whether the viewer is closed out,
        whether the viewer protects victims, and the place.
        """
        is_closed = self._scopes.directory.is_closed_to(viewer)
        key = (scope.answering_key, is_closed, is_protecting(viewer), after)
        return await self._live.share(key, lambda: self._portion(scope, viewer, after))

    async def _portion(self, scope: ReadScope, viewer: ViewerContext, after: int) -> LivePortion:
        found, following = await self._notices.portion(scope, after=after)
        return LivePortion(alerts=await self._authorised(scope, found, viewer), following=following)

    async def portions(
        self,
        scope: ReadScope,
        *,
        after: int | None = None,
        open_only: bool = False,
        viewer: ViewerContext | None = None,
        newest_first: bool = False,
        wanted: WantedNotices = EVERY_NOTICE,
    ) -> AsyncIterator[list[Alert]]:
        """Yield the same alerts some at a time, for who needs no more than the first ones; the newest on demand first.

        They begin behind `after` in the order of reading, whether or not there is still a notice of that number. A
        portion has as many as may be told of so many notices, and may be empty: only their sequence says anything.
        """
        portions = self._notices.portions(
            scope, after=after, open_only=open_only, newest_first=newest_first, wanted=wanted
        )
        told = set[str]()
        async for portion in portions:
            # One that is renewed meanwhile comes once more, under another number.
            found = await self._authorised(scope, [n for n in portion if n.id not in told], viewer)
            yield [alert for alert in found if wanted.since is None or alert.notice.told_at >= wanted.since]
            told.update(n.id for n in portion)

    async def _authorised(
        self, scope: ReadScope, found: Sequence[LinkNotice], viewer: ViewerContext | None
    ) -> list[Alert]:
        now = self._clock()
        is_open = viewer is not None and not self._scopes.directory.is_closed_to(viewer)
        if viewer is None or not is_protecting(viewer):
            found = [n for n in found if not n.for_protection]
        told = [n for n in found if (is_open or n.own_id is not None) and self._is_told(n, now)]
        matches = await self._matches(told)
        resting = [n for n in told if self._sight.sees_own_side(scope, n, matches.get(n.id))]
        waiting = await self._notices.waiting(resting)
        weighed = {i: m for i, m in matches.items() if i not in waiting}
        named = [
            n if self._sight.names_other(scope, n, weighed.get(n.id)) else replace(n, other_id=None) for n in resting
        ]
        judged = await self._judged(scope, named)
        linked = await self._still_linked([n for n in named if n.id not in waiting], matches, now)
        return [
            Alert(
                notice=notice,
                other_party=self._parties[notice.other_agency],
                judgement=judged.get(notice.id),
                still_linked=linked.get(notice.id),
            )
            for notice in named
        ]

    async def _still_linked(
        self, notices: Sequence[LinkNotice], matches: Mapping[str, Match], now: datetime
    ) -> dict[str, bool]:
        """Return of linkages whether they hold as announced: a corrected number leaves nobody with the old one."""
        told = [n for n in notices if n.reason is NoticeReason.LINKAGE]
        compared = {n.id for n in told if n.matched_id is not None and n.own_kind in self._models}
        asked = {n.id for n in told if n.id not in compared}
        meeting = await self._notices.still_meeting(asked)
        # Behind the reading: what is made anew from now on was whole while it was read.
        of_two_kinds = {n.id for n in told if n.matched_id is None} - meeting
        unknown = of_two_kinds if of_two_kinds and not await self._notices.is_index_whole() else set()
        return {
            n.id: self._still_matches(n, matches.get(n.id), now) if n.id in compared else n.id in meeting
            for n in told
            if n.id not in unknown
        }

    def _still_matches(self, notice: LinkNotice, match: Match | None, now: datetime) -> bool:
        if match is None:
            return False
        told = told_to_both(frozenset((notice.agency, notice.other_agency)), self._scopes, self._registry, now)
        return stands_on(match, self._models[notice.own_kind], self._registry, told)

    async def _judged(self, scope: ReadScope, notices: Sequence[LinkNotice]) -> dict[str, JudgementValue]:
        """Return by notice what was judged of the two records of a linkage, as far as the reader sees them and that."""
        pairs = {n.id: _pair(n.own_id, n.other_id) for n in notices if n.own_id is not None and n.other_id is not None}
        if not pairs:
            return {}
        originators = {RecordId(n.other_id): n.other_agency for n in notices if n.other_id is not None}
        # The own records are the viewer's, whose word counts anyway.
        effects = effects_of(await self._notices.judgements(scope, pairs.values()), originators, viewer=scope.agency)
        return {
            notice_id: effects[pair].value if pair in effects else JudgementValue.NO_JUDGEMENT
            for notice_id, pair in pairs.items()
        }

    async def _matches(self, notices: Iterable[LinkNotice]) -> dict[str, Match]:
        """Return by notice the match that it tells of, of records that are compared."""
        pairs = {
            n.id: _pair(n.own_id, n.matched_id)
            for n in notices
            if n.own_id is not None and n.matched_id is not None and n.own_kind in self._models
        }
        found = await self._notices.matches(pairs.values()) if pairs else {}
        return {notice_id: found[pair] for notice_id, pair in pairs.items() if pair in found}

    def _is_told(self, notice: LinkNotice, now: datetime) -> bool:
        """Return whether a notice may be read now; a linkage is told to both sides or to none.

        Of likeness neither is told where one is a private party; a notice from before that was so stays unread. With
        one exception: a private party is told of no person of its own for a number that stands on them, and the other
        side, which asks it, is.
        """
        if notice.other_agency not in self._parties:
            return False
        if notice.reason is not NoticeReason.LINKAGE:
            return True  # the other agency told of itself when it asked or answered
        sides = self._parties[notice.agency], self._parties[notice.other_agency]
        is_likeness = notice.matched_id is not None and notice.own_kind in self._models
        if is_likeness and not may_tell_of_likeness(notice.own_kind, sides):
            return False
        if sides[0].sector in PRIVATE_SECTORS and notice.own_kind == VICTIM_KIND:
            return False
        return notice.own_compartment in self._scopes.notice_compartments(notice.other_agency, self._registry.all, now)

    async def find(self, viewer: ViewerContext, scope: ReadScope, alert_id: str) -> Alert | None:
        """Return an alert of the viewer's agency; `None` where there is none that this viewer may have now."""
        notice = await self._notices.one(scope, alert_id)
        found = await self._authorised(scope, [notice], viewer) if notice is not None else []
        return found[0] if found else None

    async def of_records(
        self, scope: ReadScope, own_ids: Iterable[str], *, viewer: ViewerContext | None = None
    ) -> list[Alert]:
        """Return the alerts on own records that the scope's viewer may have now, oldest first.

        Args:
            scope: the viewer's.
            own_ids: the records.
            viewer: whose scope it is; without one what is for those alone who protect victims is left out.
        """
        return await self._authorised(scope, await self._notices.of_records(scope, own_ids), viewer)

    async def acknowledge_as(
        self,
        viewer: ViewerContext,
        scope: ReadScope,
        alert_id: str,
        *,
        directory: Directory,
        told_at: datetime | None = None,
    ) -> Alert | None:
        """Acknowledge an alert as a viewer; return it, or `None` where this viewer has no such alert.

        Args:
            viewer: who acknowledges.
            scope: the viewer's.
            alert_id: the alert.
            directory: who is suspended.
            told_at: when it was told as the viewer read it, to the millisecond; `None` for whatever it says now.

        Raises:
            AlertMovedError: it was told again since.
            ForbiddenError: the alert is there, and not the viewer's to acknowledge.
        """
        found = await self.find(viewer, scope, alert_id)
        if found is None:
            return None
        target = AddressedAlert(agency=found.notice.agency)
        authorise(viewer, MutationAction.ACKNOWLEDGE, target, directory=directory)
        # As it was read: nobody has seen the end of its link otherwise.
        read = found.notice.told_at if told_at is not None else None
        is_moved = told_at is not None and abs(found.notice.told_at - told_at) >= _AS_TOLD
        by, at = viewer.subject, self._clock()
        is_done = not is_moved and await self._notices.acknowledge(scope, alert_id, by=by, at=at, told_at=read)
        if told_at is not None and not is_done:
            raise AlertMovedError
        return await self.find(viewer, scope, alert_id)


def _pair(one: str, other: str) -> tuple[RecordId, RecordId]:
    low, high = sorted((one, other))
    return RecordId(low), RecordId(high)
