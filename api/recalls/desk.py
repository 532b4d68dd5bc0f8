"""Recalls: an originator withdraws or narrows a record, or withdraws a link; whoever had it is told and answers.

Who had it is read from the receipts: every agency that was shown the record or told of it, and every export. What
relied on the record is written down before it goes, as its originator could see it. Answers that were under way while a
record left are looked for again for a while afterwards.
"""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from api.alerts.inbox import AlertInbox
from api.audit.receipts import TrailKeeper
from api.errors import HeldError, InputError
from api.foundation import Foundation
from api.reasons import LONGEST_REASON, check_reason
from api.recalls.completion import RecallCompletion
from api.recalls.corrections import CorrectionRecalls
from api.recalls.earlier_notices import EarlierNotices
from api.recalls.fallout import Fallout, FalloutReader, with_looks
from api.recalls.follower import RecallFollower
from api.recalls.hit_recalls import HitRecalls
from api.recalls.late_erasures import LateErasures, erased
from api.recalls.link_recalls import LinkRecalls
from api.recalls.narrowing import NarrowingRecalls
from api.recalls.parts import RecallParts
from api.recalls.readers import is_restricted, reader_of, reads, was_told
from api.recalls.withdrawal_recalls import Withdrawal, WithdrawalRecalls
from graph import CompartmentKey, ReadScope, SubjectRole
from graph.errors import RecordMovedError
from graph.store import (
    OwnRecord,
    Recall,
    RecallAnswer,
    RecallCause,
    RecallNotice,
    RecallStore,
    RetentionStore,
    Transaction,
    put_recalls,
    restamp_records,
)
from ingest import UnknownProfileError
from policies import (
    ERASING,
    PROTECTION_ALONE,
    AddressedRecall,
    Directory,
    ForbiddenError,
    MutationAction,
    OwnRecords,
    ViewerContext,
    authorise,
    find_narrowing_problem,
    is_protecting,
)

BY_DATE = "retention"
"""Who erases what nobody does: the date of a record or its handling profile."""
_OVER = "the time for which the record may be kept is over"
MOST_RECORDS = 500

Announce = Callable[[], None]


def announced() -> None:
    """Do nothing: whoever calls has announced the change, as GraphQL does for every mutation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedRecall:
    """A recall as its originator sees it: with all its notices, not by which operation anybody had the record."""

    recall: Recall
    notices: tuple[RecallNotice, ...]

    @property
    def outstanding(self) -> int:
        """How many were not answered, or answered that nothing was done."""
        return sum(n.answer is not RecallAnswer.DONE for n in self.notices)


def _without_texts(issued: IssuedRecall) -> IssuedRecall:
    recall = replace(issued.recall, reason=None)
    return IssuedRecall(
        recall=recall, notices=tuple(replace(n, recall=recall, answer_reason=None) for n in issued.notices)
    )


class RecallDesk:
    """Withdraws, narrows, tells and collects the answers."""

    def __init__(self, on: Foundation, trail: TrailKeeper, inbox: AlertInbox, hits: HitRecalls) -> None:
        store, ontology, registry = on.store, on.ontology, on.registry
        scopes, minter, clock = on.scopes, on.minter, on.now
        self._store, self._ontology, self._registry = store, ontology, registry
        self._scopes, self._minter, self._clock = scopes, minter, clock
        self._trail, self._own_view, self._texts, self._hits = trail, on.own, on.texts, hits
        self._recalls = RecallStore(store)
        self._records = on.own_records
        self._fallouts = FalloutReader(trail, self._records, on.entities, inbox, on.records, registry)
        self._earlier = EarlierNotices(self._recalls, trail, self._fallouts)
        parts = RecallParts(
            store=store,
            ontology=ontology,
            recalls=self._recalls,
            own=self._records,
            trail=trail,
            fallouts=self._fallouts,
            hits=hits,
            registry=registry,
            scopes=scopes,
            minter=minter,
            clock=clock,
        )
        self._withdrawals, self._links = WithdrawalRecalls(parts), LinkRecalls(parts)
        self._corrections, self._narrowings = CorrectionRecalls(parts), NarrowingRecalls(parts)
        self._completion = RecallCompletion(parts, self._links, self._corrections)
        self._follower = RecallFollower(store, self._narrowings, self._corrections)
        self._retention = RetentionStore(store)
        self._late = LateErasures(store, on.own, self._fallouts, registry, clock=clock)

    @property
    def _directory(self) -> Directory:
        return self._scopes.directory

    async def retract(
        self,
        viewer: ViewerContext,
        scope: ReadScope,
        ids: Sequence[str],
        *,
        reason: str,
        announce: Announce = announced,
        erase: bool = False,
    ) -> list[Recall] | None:
        """Withdraw records of the viewer's agency: they leave the graph, and whoever had them is told.

        Args:
            viewer: who withdraws.
            scope: what the viewer sees; the fallout is limited to it.
            ids: the records, all or none of them.
            reason: why; every recipient reads it.
            announce: called before anything changes.
            erase: also erase the records' ids from the audit trail, of records that were withdrawn before as well.

        Returns:
            The recalls; `None` where one of the records is not the agency's, or not there.

        Raises:
            ForbiddenError: the viewer's role does not withdraw, or not erase.
            HeldError: a legal hold keeps one of them, or what one is linked to; or a presumed victim would lose a link
                of the agency's own, which is left to those who protect her.
            InputError: the reason or the number of records is outside its limits.
            RecordMovedError: a record was filed again or sealed meanwhile; nothing was withdrawn.
        """
        if erase:  # of whatever record: it takes evidence of who looked at it out of the trail
            target = OwnRecords(originators=(viewer.agency,))
            authorise(viewer, MutationAction.ERASE, target, directory=self._directory)
        self._check(viewer, MutationAction.RETRACT, ids, reason, what="records")
        gone = await self._late.find(viewer, scope, ids) if erase else []
        own = await self._standing(viewer, scope, set(ids).difference(recall.record_id for recall in gone))
        if own is None:
            return None
        guarded = (MutationAction.ERASE, "erased") if erase else (MutationAction.RETRACT, "withdrawn")
        await self.guard_victims(viewer, own, *guarded)
        # That it is not a hold would tell of a link that is closed to the viewer.
        if held := {*await self._retention.held_or_linked(r.id for r in own), *await self._of_victims(viewer, own)}:
            raise HeldError(len(held))
        fallouts = await self._fallouts.kept(viewer, scope, own)
        late = await self._late.prepare(viewer, gone)
        announce()
        withdrawal = Withdrawal(
            originator=viewer.agency, cause=RecallCause.RETRACTED, reason=reason, by=viewer.subject, erase=erase
        )
        return [*await self._withdrawals.withdraw(withdrawal, own, fallouts, late), *erased(late)]

    async def own_among(self, scope: ReadScope, ids: Sequence[str]) -> list[str]:
        """Return those of some ids that are records of the scope's agency in its view, in their order."""
        own = await self._records.own_in_view(scope, ids)
        return [rid for rid in ids if rid in own]

    async def retract_links(
        self,
        viewer: ViewerContext,
        scope: ReadScope,
        ids: Sequence[str],
        *,
        reason: str,
        announce: Announce = announced,
    ) -> list[Recall] | None:
        """Withdraw links of the viewer's agency, as who may withdraw both records of each: the records stay.

        Args:
            viewer: who withdraws.
            scope: what the viewer sees.
            ids: the links, all or none of them.
            reason: why; every recipient reads it.
            announce: called before anything changes.

        Returns:
            The recalls; `None` where one of the links is not the agency's, or not there.

        Raises:
            ForbiddenError: the viewer's role does not withdraw.
            HeldError: a legal hold keeps a record of one of them.
            InputError: the reason or the number of links is outside its limits.
            RecordMovedError: a link was filed again, or a record of one sealed meanwhile; nothing was withdrawn.
        """
        self._check(viewer, MutationAction.RETRACT, ids, reason, what="links")
        links = await self._links.own_in_view(scope, ids)
        if len(links) < len(set(ids)):
            return None
        own = await self._standing(viewer, scope, {rid for link in links for rid in link.ends})
        if own is None:
            return None
        await self.guard_victims(viewer, own, MutationAction.RETRACT, "parted from what it is linked to")
        if held := await self._retention.held(r.id for r in own):
            raise HeldError(len(held))
        announce()
        return await self._links.withdraw(viewer, links, reason=reason)

    async def guard_victims(
        self, viewer: ViewerContext, own: Sequence[OwnRecord], action: MutationAction, what: str
    ) -> None:
        """Return if no record is a presumed victim's, by the agency's filing or claim, or the viewer protects victims.

        Raises:
            ForbiddenError: `action` is left to those who protect her.
        """
        await self._registry.meet(r.compartment for r in own)
        if any(self._is_victims(r) for r in own) and not is_protecting(viewer):
            needed = ERASING if action is MutationAction.ERASE else PROTECTION_ALONE
            raise ForbiddenError(action, f"a presumed victim's record is {what} by those who protect her: {needed}")

    async def _of_victims(self, viewer: ViewerContext, own: Sequence[OwnRecord]) -> set[str]:
        """Return the records with which a presumed victim would lose a link of the viewer's agency.

        None for those who protect her. What others filed does not count: an answer that it changes would tell of it.
        """
        if is_protecting(viewer):
            return set()
        found = await self._records.compartments_of_links(r.id for r in own)
        await self._registry.meet(number for _, number in found)
        return {rid for rid, n in found if self._registry.is_victims(n) and self._is_all_of(viewer.agency, n)}

    def _is_all_of(self, agency: str, number: int) -> bool:
        return all(key.originator == agency for key in self._registry.base_keys(number).values())

    async def end_retention(self, originator: str, ids: Sequence[str], *, reason: str = "") -> list[Recall]:
        """Erase records whose time is over, and tell whoever had them to do so too; `reason` is why it was over early.

        None where one is held by now, or stands under other terms.
        """
        await self._trail.sequence()
        own = await self._records.own_records(originator, ids)
        fallouts = await self._fallouts.kept(None, None, own)
        withdrawal = Withdrawal(
            originator=originator,
            cause=RecallCause.RETENTION_ENDED,
            reason=f"{_OVER}: {reason}" if reason else _OVER,
            by=BY_DATE,
            erase=True,
        )
        try:
            return await self._withdrawals.withdraw(withdrawal, own, fallouts)
        except (HeldError, RecordMovedError):  # the next look for what is due leaves it out or reads it anew
            return []

    async def narrow(
        self,
        viewer: ViewerContext,
        scope: ReadScope,
        ids: Sequence[str],
        *,
        profile: str,
        reason: str,
        announce: Announce = announced,
    ) -> list[Recall] | None:
        """Put records of the viewer's agency under a narrower handling profile, and tell whoever had them.

        Returns:
            The recalls; `None` where one of the records is not the agency's, or not there.

        Raises:
            ForbiddenError: the viewer's role does not narrow, or a record is a presumed victim's, whom others protect.
            UnknownProfileError: the profile is not registered.
            InputError: the profile is not narrower for each of them, and by which term; or another limit is passed.
            RecordMovedError: a record was filed again or sealed meanwhile; nothing was narrowed.
        """
        own = await self._own(viewer, scope, MutationAction.NARROW, ids, reason)
        if own is None:
            return None
        await self.guard_victims(viewer, own, MutationAction.NARROW, "narrowed")
        self._check_narrower(viewer.agency, profile, own)
        fallouts = await self._fallouts.kept(viewer, scope, own)
        moves = {str(r.id): (r.compartment, await self._compartment(viewer.agency, r, profile)) for r in own}
        announce()
        recalls, notices = await self._narrowings.by_order(
            viewer, own, fallouts, {rid: moved for rid, (_, moved) in moves.items()}, profile=profile, reason=reason
        )

        async def work(tx: Transaction) -> None:
            await restamp_records(
                tx, viewer.agency, moves, profile=profile, registry=self._registry, ontology=self._ontology
            )
            await put_recalls(tx, recalls, notices)

        await self._store.write(work)
        return recalls

    def _check_narrower(self, originator: str, profile: str, own: Sequence[OwnRecord]) -> None:
        bundle = self._scopes.bundle
        if profile not in bundle.registers.profiles:
            raise UnknownProfileError(profile, bundle.registers.profiles)
        problem = find_narrowing_problem(bundle, originator, profile, (r.profile for r in own))
        if problem is not None:
            raise InputError("profile", problem)

    async def fallout(self, viewer: ViewerContext, scope: ReadScope, record_id: str) -> Fallout | None:
        """Return what relies on a record of the viewer's agency, or relied on it when it was recalled.

        `None` where the viewer may not hear of such a record. What it was one with then is named to who sees the other
        record now, and no less than whoever recalled it.

        Raises:
            ForbiddenError: the viewer's role does not see this.
        """
        authorise(
            viewer, MutationAction.READ_RECEIPTS, OwnRecords(originators=(viewer.agency,)), directory=self._directory
        )
        await self._trail.sequence()
        if not await self._own_view.open(viewer, scope, [record_id]):
            return None
        own = await self._records.own_records(viewer.agency, [record_id])
        issued = [r for r, _ in await self._recalls.issued(viewer.agency, record_id=record_id) if r.link is None]
        if own:
            return with_looks(await self._fallouts.fallout(viewer, scope, own[0]), issued)
        return with_looks(await self._fallouts.of_gone(viewer, scope, issued[-1]), issued) if issued else None

    async def addressed(
        self, viewer: ViewerContext, scope: ReadScope, *, open_only: bool = False
    ) -> list[RecallNotice]:
        """Return the recall notices to the viewer's agency, oldest first; who is suspended has none.

        Of a sealed record that nobody but those who protect victims had, nobody else learns that there was one. Of a
        link that not everybody who had its records could see, those learn alone who could see it now, or were told.
        """
        if self._directory.is_closed_to(viewer):
            return []
        found = await self._recalls.addressed(viewer.agency, open_only=open_only)
        return [n for n in found if reads(viewer, n, scope.visible)]

    async def tell(self, viewer: ViewerContext, notices: Sequence[RecallNotice]) -> None:
        """Keep that the viewer is shown these notices, which might be closed to them by the time that they answer.

        Before they leave, and of these alone: what a page leaves out nobody was told.
        """
        if news := [n.id for n in notices if is_restricted(n) and not was_told(viewer, n)]:
            await self._recalls.tell(news, reader_of(viewer))

    async def named_by(self, recalls: Iterable[Recall]) -> dict[str, frozenset[str]]:
        """Return by originator the records that a list of these recalls names, as the audit trail is to name them.

        What was erased from the trail is not written there again.
        """
        owners = {str(rid): recall.originator for recall in recalls for rid in recall.record_ids}
        left = owners.keys() - await self._recalls.erased_among(owners)
        return {o: frozenset(rid for rid in left if owners[rid] == o) for o in {owners[rid] for rid in left}}

    async def named_of(self, originator: str, record_id: str) -> frozenset[str]:
        """Return a record as the audit trail is to name it: not at all where it was erased there and is gone."""
        named = frozenset((record_id,))
        if await self._records.own_records(originator, named):
            return named
        return named - await self._recalls.erased_among(named)

    async def issued(
        self, viewer: ViewerContext, scope: ReadScope, *, record_id: str | None = None
    ) -> list[IssuedRecall]:
        """Return the agency's recalls of what exists for the viewer, oldest first; who is suspended has none.

        A link exists where both its records do. Reasons are withheld where free texts about a record are closed to the
        viewer, by the terms that it stands under or those under which it was recalled.
        """
        if self._directory.is_closed_to(viewer):
            return []
        if record_id is not None and not await self._own_view.open(viewer, scope, [record_id]):
            return []  # before any recall is read: else the time that it takes tells of them
        found = await self._recalls.issued(viewer.agency, record_id=record_id)
        whole = self._own_view.is_whole(viewer)
        seen = await self._own_view.open(viewer, scope, (rid for recall, _ in found for rid in recall.record_ids))
        # It may have been filed again since under terms that are open: the recall was of what stood there before.
        known = [
            IssuedRecall(recall=recall, notices=tuple(replace(n, operation=None, hit=None) for n in notices))
            for recall, notices in found
            if seen.issuperset(recall.record_ids) and (whole or recall.compartment in scope.visible)
        ]
        return await self._worded(viewer, scope, known)

    async def _worded(
        self, viewer: ViewerContext, scope: ReadScope, issued: Sequence[IssuedRecall]
    ) -> list[IssuedRecall]:
        records = await self._texts.closed(viewer, scope, {rid for i in issued for rid in i.recall.record_ids})
        under = {i.recall.id: i.recall.compartment for i in issued}
        terms = await self._texts.closed_terms(viewer, scope, {n for n in under.values() if n is not None})
        closed = {i.recall.id for i in issued if not records.isdisjoint(i.recall.record_ids)}
        closed |= {recall for recall, compartment in under.items() if compartment in terms}
        return [_without_texts(i) if i.recall.id in closed else i for i in issued]

    async def acknowledge(
        self,
        viewer: ViewerContext,
        scope: ReadScope,
        notice_id: str,
        *,
        answer: RecallAnswer,
        reason: str | None,
        announce: Announce = announced,
    ) -> RecallNotice | None:
        """Keep what the viewer's agency did about a recall; `None` where it has no such notice.

        Raises:
            ForbiddenError: the notice is there, and not the viewer's to answer.
            InputError: nothing was done, and no reason is given; or it was answered as done before.
        """
        reason = (reason or "").strip() or None
        if (answer is RecallAnswer.NOT_DONE and reason is None) or len(reason or "") > LONGEST_REASON:
            raise InputError("reason", f"must have 1 to {LONGEST_REASON} characters where nothing was done")
        found = next((n for n in await self.addressed(viewer, scope) if n.id == notice_id), None)
        if found is None:
            return None
        target = AddressedRecall(agency=found.agency)
        authorise(viewer, MutationAction.ACKNOWLEDGE_RECALL, target, directory=self._directory)
        announce()
        await self.tell(viewer, [found])
        kept = await self._recalls.answer(
            viewer.agency, notice_id, answer=answer, reason=reason, by=viewer.subject, at=self._clock()
        )
        if not kept and answer is not RecallAnswer.DONE:
            raise InputError("answer", "cannot be taken back: the recall was answered as done")
        # Theirs, as they have answered it, whatever was closed to them since.
        return next((n for n in await self._recalls.addressed(viewer.agency) if n.id == notice_id), None)

    async def drain(self) -> None:
        """Recall what was filed again under narrower terms or with other values: deal with all changes known."""
        await self._follower.drain()

    async def complete(self) -> int:
        """Add the notices of answers that were under way during a recall; return how many recalls were looked at."""
        return await self._completion.step()

    async def decide(self) -> int:
        """Tell of hits that have ended, for what was recalled; return how many notices were decided of."""
        await self._earlier.step()
        return await self._hits.decide()

    async def _own(
        self, viewer: ViewerContext, scope: ReadScope, action: MutationAction, ids: Sequence[str], reason: str
    ) -> list[OwnRecord] | None:
        """Return the agency's own records; `None` where one is not its own, not there, or above the viewer."""
        self._check(viewer, action, ids, reason, what="records")
        return await self._standing(viewer, scope, set(ids))

    def _check(
        self, viewer: ViewerContext, action: MutationAction, ids: Sequence[str], reason: str, *, what: str
    ) -> None:
        authorise(viewer, action, OwnRecords(originators=(viewer.agency,)), directory=self._directory)
        if not 1 <= len(set(ids)) <= MOST_RECORDS:
            raise InputError("ids", f"must be 1 to {MOST_RECORDS} {what}")
        check_reason(reason)

    async def _standing(self, viewer: ViewerContext, scope: ReadScope, ids: AbstractSet[str]) -> list[OwnRecord] | None:
        if await self._records.own_in_view(scope, ids) != ids:
            return None
        await self._trail.sequence()
        own = await self._records.own_records(viewer.agency, ids)
        return own if len(own) == len(ids) else None

    def _is_victims(self, record: OwnRecord) -> bool:
        """Tell whether a record is of a presumed victim: filed anew under another role, it would be open again."""
        return self._registry.is_victims(record.compartment)

    async def _compartment(self, originator: str, record: OwnRecord, profile: str) -> int:
        await self._registry.meet([record.compartment])
        key = CompartmentKey(
            originator=originator,
            profile=profile,
            kind=record.kind,
            role=SubjectRole(record.role),
            uncompared=self._registry.is_uncompared(record.compartment),
        )
        return await self._registry.base(key)
