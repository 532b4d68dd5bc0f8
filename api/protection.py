"""The desk of protection claims: raised, lifted, contested and answered; GraphQL and the command line both come here.

A claim seals what matches it at originators that adopted the protection agreement, tells the others and asks them, and
names the claimant to nobody. Whoever holds a suspect under the same evidence is told of the conflict.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from api.errors import InputError, LiftedError, NoticeStateError
from api.reasons import check_reason
from api.repeated_acts import KeyedAct
from api.sight.own_view import OwnView
from graph import IdMinter, ReadScope, RecordId
from graph.store import (
    Claim,
    MatchedRecord,
    NewSeal,
    ProtectionStore,
    RecordReader,
    Seal,
    SealRules,
    SealState,
    Transaction,
    VisibleRecord,
)
from policies import (
    ClaimedRecords,
    Clock,
    MutationAction,
    Registers,
    ScopeBuilder,
    SealedRecord,
    ViewerContext,
    authorise,
    is_protecting,
    may_claim,
    seals,
)

MOST_RECORDS = 100
_OPEN = frozenset({SealState.SEALED, SealState.ASKED})
FILED = "filed as a victim"
NON_PUNISHMENT = (
    "This person is presumed a victim of trafficking. "
    "Victims are not to be punished for acts that they were made to commit."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimOrder:
    """The own records whose subject is claimed a victim, and why."""

    records: tuple[str, ...]
    reason: str


class ProtectionDesk:
    """Raises, lifts, contests and answers protection claims."""

    def __init__(
        self,
        protection: ProtectionStore,
        records: RecordReader,
        scopes: ScopeBuilder,
        minter: IdMinter,
        own: OwnView,
        *,
        clock: Clock,
    ) -> None:
        self._clock = clock
        self._own_view = own
        self._protection = protection
        self._records = records
        self._scopes = scopes
        self._minter = minter

    @property
    def _registers(self) -> Registers:
        return self._scopes.bundle.registers

    async def claim(
        self,
        viewer: ViewerContext,
        scope: ReadScope,
        order: ClaimOrder,
        *,
        renewed: Callable[[], Awaitable[ReadScope]],
        act: KeyedAct | None = None,
    ) -> Claim | None:
        """Claim that the subject of own records is a victim; `None` where one of them is not in the viewer's view.

        An `act` that was done before makes nothing anew: its claim is answered as it stands now, lifted or not.

        Args:
            viewer: who claims.
            scope: what they may see.
            order: what is claimed.
            renewed: returns what they may see at the moment it is called.
            act: the act under its client's key, if there is one.

        Raises:
            ActKeyError: the key of the act is that of another claim.
            InputError: too many records or no reason.
            ForbiddenError: the claim is not the viewer's to raise.
        """
        wanted = frozenset(order.records)
        if not 1 <= len(wanted) <= MOST_RECORDS:
            raise InputError("records", f"must name 1 to {MOST_RECORDS} records")
        now, reason = self._clock(), check_reason(order.reason)
        records = await self._named(scope, renewed, wanted)
        if records is None:
            return None
        target = ClaimedRecords(
            originators=frozenset(r.originator for r in records),
            kinds=frozenset(r.kind for r in records),
            is_protection_body=may_claim(viewer.agency, self._registers, now),
        )
        authorise(viewer, MutationAction.CLAIM_VICTIM, target, directory=self._scopes.directory)
        claim = _under(act, self._raised(viewer, sorted(wanted), reason, now))
        is_made = await self._protection.claim(
            claim,
            lambda matched: [made for _, made in self._follow(matched, now)],
            binds=partial(self._binds, now),
        )
        if is_made or act is None:
            return claim
        before = next((c for c in await self._claims_of(viewer.agency) if c.id == claim.id), None)
        act.check_same(before.act if before is not None else None)
        return before

    async def _named(
        self, scope: ReadScope, renewed: Callable[[], Awaitable[ReadScope]], wanted: frozenset[str]
    ) -> list[VisibleRecord] | None:
        """Return the records of a claim; `None` where one of them is not in view.

        They are looked for again where one is missing: the same claim, sent at the same time, may have sealed it under
        terms newer than the scope, which knows neither these nor what stands under them.
        """
        records = await self._records.records(scope, wanted)
        if {r.id for r in records} != wanted:
            records = await self._records.records(await renewed(), wanted)
        return records if {r.id for r in records} == wanted else None

    def _raised(self, viewer: ViewerContext, records: Sequence[str], reason: str, now: datetime) -> Claim:
        return Claim(
            id=self._minter.derived_id("v", viewer.agency, *records, now.isoformat()),
            agency=viewer.agency,
            records=tuple(records),
            raised=True,
            reason=reason,
            claimed_by=viewer.subject,
            claimed_at=now,
            lifted_at=None,
            lift_reason=None,
            contests=(),
        )

    async def lift_claim(self, viewer: ViewerContext, scope: ReadScope, claim_id: str, *, reason: str) -> Claim | None:
        """Lift a claim of one's agency with all that follows from it; `None` where the viewer is listed none.

        Raises:
            InputError: there is no reason.
            ForbiddenError: it is not the viewer's to lift.
            LiftedError: it was lifted before, as their list shows, or is by now.
        """
        text = check_reason(reason)
        listed = await self._seen(viewer, scope, await self._claims_of(viewer.agency))
        found = next((c for c in listed if c.id == claim_id), None)
        if found is None:
            return None
        target = SealedRecord(originator=viewer.agency, claimant=found.agency)
        authorise(viewer, MutationAction.LIFT_CLAIM, target, directory=self._scopes.directory)
        now, is_lifted = self._clock(), found.lifted_at is not None
        if is_lifted or not await self._protection.lift_claim(
            found, self._rules(now), by=viewer.subject, at=now, reason=text
        ):
            raise LiftedError("claim")
        return await self._claim(viewer, claim_id)

    async def lift_seal(self, viewer: ViewerContext, scope: ReadScope, seal_id: str, *, reason: str) -> Seal | None:
        """Lift a seal from one's agency's own record; `None` where there is none that the viewer sees.

        Raises:
            InputError: there is no reason.
            ForbiddenError: it is not the viewer's to lift.
            NoticeStateError: it was declined or lifted before.
        """
        text, now, seal = check_reason(reason), self._clock(), await self._seal(scope, seal_id)
        if seal is None:
            return None
        self._authorise(viewer, MutationAction.LIFT_SEAL, seal, of=_OPEN)
        done = await self._protection.lift_seal(seal, self._rules(now), by=viewer.subject, at=now, reason=text)
        # Not read again: the record may stand under terms now that the scope at hand does not hold yet.
        return replace(seal, state=SealState.LIFTED, lift_reason=text) if done else None

    async def contest(self, viewer: ViewerContext, scope: ReadScope, seal_id: str, *, reason: str) -> Seal | None:
        """Contest a claim that touches one's agency's own record: the claimant is told the reason.

        Raises:
            InputError: there is no reason.
            ForbiddenError: it is not the viewer's to contest.
            NoticeStateError: it was declined or lifted.
        """
        text, now, seal = check_reason(reason), self._clock(), await self._seal(scope, seal_id)
        if seal is None:
            return None
        self._authorise(viewer, MutationAction.CONTEST_SEAL, seal, of=_OPEN)
        done = await self._protection.contest(seal, by=viewer.subject, at=now, reason=text)
        return replace(seal, contested_at=now, contest_reason=text) if done else None

    async def answer(
        self, viewer: ViewerContext, scope: ReadScope, seal_id: str, *, seals_it: bool, reason: str
    ) -> Seal | None:
        """Answer a claim that asks: seal one's agency's own record, or decline; what was declined may be sealed later.

        Raises:
            InputError: there is no reason.
            ForbiddenError: it is not the viewer's to answer so.
            NoticeStateError: it is sealed, was lifted, or was declined and would be again.
        """
        text, standing = check_reason(reason), await self._protection.seals(scope)
        seal = next((s for s in standing if s.id == seal_id), None)
        if seal is None:
            return None
        action = MutationAction.AGREE_TO_SEAL if seals_it else MutationAction.DECLINE_CLAIM
        waiting = frozenset({SealState.ASKED, SealState.DECLINED} if seals_it else {SealState.ASKED})
        # A record may stand under several claims: what was declined of one is not sealed by the other by more people.
        # Of whichever body: that two notices are of one claimant is not to be learned from who may answer them.
        declined = any(s.state is SealState.DECLINED and s.record_id == seal.record_id for s in standing)
        self._authorise(viewer, action, seal, of=waiting, declined=declined)
        rules = self._rules(self._clock())
        done = await self._protection.answer(seal, rules, seals=seals_it, by=viewer.subject, reason=text)
        state = SealState.SEALED if seals_it else SealState.DECLINED
        return replace(seal, state=state, answer_reason=text) if done else None

    async def claims(self, viewer: ViewerContext, scope: ReadScope) -> list[Claim]:
        """Return the claims of the viewer's agency with records that exist for the viewer, to a protection role."""
        if self._scopes.directory.is_closed_to(viewer) or not is_protecting(viewer):
            return []
        return await self._seen(viewer, scope, await self._claims_of(viewer.agency))

    async def standing_claims(self, viewer: ViewerContext, scope: ReadScope, records: Collection[str]) -> list[Claim]:
        """Return those of `claims` that name one of these records, standing or gone, and were not lifted."""
        wanted, listed = frozenset(records), await self.claims(viewer, scope)
        return [c for c in listed if c.lifted_at is None and not wanted.isdisjoint(c.records)]

    async def _claims_of(self, agency: str) -> list[Claim]:
        """Return an agency's claims, those that were raised and those that its filings of victims are, oldest first.

        That of a filing stays when its record is withdrawn or erased: what it sealed does, until it is lifted.

        INVARIANT: which they are follows from the agency's own records, and never from what matched them: the list
        would tell its readers when somebody else files the same person.
        """
        stored = await self._protection.claims(agency)
        kept = {claim.id: claim for claim in stored if not claim.raised}
        standing = await self._protection.filed_victims(agency)
        filed = [claim_of_filing(self._minter, rid, agency, at) for rid, at in standing]
        claims = [claim for claim in stored if claim.raised]
        claims += [replace(kept.pop(claim.id, claim), claimed_at=claim.claimed_at) for claim in filed]
        claims += [claim for claim in kept.values() if claim.outlives_record]
        return sorted(claims, key=lambda claim: (claim.claimed_at, claim.id))

    async def _seen(self, viewer: ViewerContext, scope: ReadScope, claims: Sequence[Claim]) -> list[Claim]:
        seen = await self._own_view.open(viewer, scope, {rid for c in claims for rid in c.records})
        return [c for c in claims if seen.issuperset(c.records)]

    async def notices(self, scope: ReadScope, *, open_only: bool = False) -> list[Seal]:
        """Return what claims do to visible records of the viewer's agency, oldest first; or what is open of it."""
        found = await self._protection.seals(scope)
        return [seal for seal in found if seal.is_open or not open_only]

    async def on_matched(self, tx: Transaction, pairs: Sequence[tuple[str, str]]) -> None:
        """Seal what newly matches a victim's record, in the transaction that writes the matches or judges them.

        Raises:
            ClockError: the machine's clock was set: neither the matches are written nor what follows from them.
        """
        if pairs:
            await self._protection.seal_matched(tx, pairs, self._rules(self._clock()))

    async def on_compared(self, tx: Transaction, records: Sequence[RecordId]) -> None:
        """Open what was sealed and waited for these records, in the transaction in which they were first compared."""
        await self._protection.open_awaited(tx, records)

    def _rules(self, now: datetime) -> SealRules:
        return SealRules(seals=lambda matched: self._follow(matched, now), binds=partial(self._binds, now))

    def _binds(self, now: datetime, claimant: str, originator: str) -> bool:
        """Tell whether a claim of one agency seals the records of another; its own it always does."""
        if claimant == originator:
            return True
        return may_claim(claimant, self._registers, now) and seals(claimant, originator, self._registers, now)

    def _follow(self, matched: Sequence[MatchedRecord], now: datetime) -> list[tuple[Claim, NewSeal]]:
        """Return what claims do to matched records. An agency that says whom it holds a victim says it of all its own.

        Who did not adopt the agreement and filed later is told nothing: else filing a passport would ask whether its
        holder has been found. Nor is it asked about what is not certain: it would be told of a claim on somebody else.
        An agency that adopted it is asked as well where nothing but a third one's word says that it holds her.
        """
        made = []
        for found in matched:
            is_own = found.claimant == found.originator
            if found.role.is_victim or not (is_own or may_claim(found.claimant, self._registers, now)):
                continue
            is_bound = self._binds(now, found.claimant, found.originator)
            if is_bound and not found.on_a_word:
                state = SealState.SEALED
            elif found.certain and (is_bound or found.was_there):
                state = SealState.ASKED
            else:
                continue
            # The claim that was raised, or that of the filing, which is written with the first seal that follows.
            claim = claim_of_filing(self._minter, found.claimed, found.claimant, now)
            claim = replace(claim, id=found.claim or claim.id)
            made.append((claim, self._new_seal(claim, found, state, now)))
        return made

    def _new_seal(self, claim: Claim, found: MatchedRecord, state: SealState, now: datetime) -> NewSeal:
        seal_id = self._minter.derived_id("z", claim.id, found.record)
        return NewSeal(id=seal_id, claim_id=claim.id, matched=found, state=state, made_at=now)

    def _authorise(
        self,
        viewer: ViewerContext,
        action: MutationAction,
        seal: Seal,
        *,
        of: frozenset[SealState],
        declined: bool = False,
    ) -> None:
        """Return if a viewer may take an action on a seal that they are shown, and it is in one of these states."""
        target = SealedRecord(originator=seal.originator, claimant=seal.claimant, declined=declined)
        authorise(viewer, action, target, directory=self._scopes.directory)
        if seal.state not in of:
            raise NoticeStateError(str(action), str(seal.state))

    async def _claim(self, viewer: ViewerContext, claim_id: str) -> Claim | None:
        return next((c for c in await self._claims_of(viewer.agency) if c.id == claim_id), None)

    async def _seal(self, scope: ReadScope, seal_id: str) -> Seal | None:
        """Return a seal on a visible own record; another's answers like one that is not there."""
        return next((s for s in await self._protection.seals(scope) if s.id == seal_id), None)


def _under(act: KeyedAct | None, claim: Claim) -> Claim:
    """Return a new claim called by the act that makes it, if its client named that."""
    return replace(claim, id=f"v-{act.name}", act=act.content) if act is not None else claim


def claim_of_filing(minter: IdMinter, record: str, agency: str, at: datetime) -> Claim:
    """Return the claim that filing a record as a victim's is."""
    return Claim(
        id=minter.derived_id("v", record),
        agency=agency,
        records=(record,),
        raised=False,
        reason=FILED,
        claimed_by=agency,
        claimed_at=at,
        lifted_at=None,
        lift_reason=None,
        contests=(),
    )
