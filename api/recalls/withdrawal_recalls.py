"""Recalls of what is withdrawn: records leave the graph in one transaction with their recalls and notices."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from api.errors import HeldError
from api.protection import claim_of_filing
from api.recalls.notices import recall_notices
from api.recalls.parts import RecallParts
from graph.store import (
    LateErasure,
    NewRecallNotice,
    OwnRecord,
    Recall,
    RecallCause,
    Removal,
    Transaction,
    WaitingLook,
    erase_withdrawn,
    erase_words_of_seals,
    forget_links,
    forget_schedules,
    held_among,
    keep_judgements,
    put_recalls,
    remove_records,
)
from policies import LogsHeldError


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Whose records go, and why.

    Attributes:
        originator: whose they are.
        cause: why they go.
        reason: in words; every recipient reads it.
        by: who withdraws.
        erase: also erase their ids from the audit trail.
    """

    originator: str
    cause: RecallCause
    reason: str
    by: str
    erase: bool


class WithdrawalRecalls:
    """Withdraws records, and makes the notices of those that were withdrawn."""

    def __init__(self, on: RecallParts) -> None:
        self._store = on.store
        self._ontology = on.ontology
        self._trail = on.trail
        self._fallouts = on.fallouts
        self._hits = on.hits
        self._registry = on.registry
        self._minter = on.minter
        self._clock = on.clock

    async def withdraw(
        self,
        withdrawal: Withdrawal,
        own: Sequence[OwnRecord],
        fallouts: Mapping[str, Mapping[str, Any]],
        late: LateErasure | None = None,
    ) -> list[Recall]:
        """Take an originator's records out of the graph in one transaction with their recalls, and return these.

        Args:
            withdrawal: whose records they are, and why they go.
            own: the records as they were weighed.
            fallouts: what relied on each, by its id.
            late: what was withdrawn before and is erased with them.

        Raises:
            HeldError: a legal hold keeps one of them, or what one is linked to.
            RecordMovedError: a record was filed again or sealed meanwhile; nothing was withdrawn.
        """
        originator = withdrawal.originator
        # What a record stood under before a seal may have been registered by another process.
        await self._registry.refresh()
        recalls = self._recalls_of(withdrawal, own, fallouts)
        notices = await self._notices_of(originator, own, recalls)
        look = WaitingLook(self._store, originator, (record.id for record in own), self._ontology)
        await look.look()
        claims = [claim_of_filing(self._minter, r.id, originator, r.received_at) for r in own]

        async def work(tx: Transaction) -> None:
            # A seal of another agency's claim may have come since: the recall and its notices go by the terms read.
            weighed = {str(record.id): record.compartment for record in own}
            removal = await remove_records(
                tx, originator, weighed, look=look, registry=self._registry, ontology=self._ontology, claims=claims
            )
            # A link goes with either of its records, and a hold keeps what is held with its links.
            if held := await held_among(tx, {*weighed, *removal.linked}):
                raise HeldError(len(held))
            gone = [r for r in recalls if r.record_id in removal.record_ids]
            made = {r.id for r in gone}
            await put_recalls(tx, gone, [n for n in notices if n.recall_id in made])
            await forget_schedules(tx, removal.record_ids)
            if withdrawal.erase:
                await _erase_what_tells_of(tx, originator, removal, late)
            else:
                await keep_judgements(tx, removal.judged, {r.record_id: r.id for r in gone})

        await self._store.write(work)
        gone = [r.record_id for r in recalls] + (late.record_ids if late is not None else [])
        if withdrawal.erase and gone:
            # It is withdrawn by now, and whoever completes recalls erases what is left here.
            with suppress(LogsHeldError):
                await self._trail.erase(originator, gone, by=withdrawal.by)
        return recalls

    async def _notices_of(
        self, originator: str, own: Sequence[OwnRecord], recalls: Sequence[Recall]
    ) -> list[NewRecallNotice]:
        """Return the notices for all who had one of an originator's records, those whom it answered as a hit last."""
        receipts = await self._fallouts.receipts(originator, (r.id for r in own))
        notices = [n for recall in recalls for n in recall_notices(self._minter, recall, receipts[recall.record_id])]
        resting = await self._hits.resting(originator, own)
        for recall in recalls:
            rid = recall.record_id
            notices += await self._hits.notices(recall, receipts[rid], resting.get(rid, ()))
        return notices

    def _recalls_of(
        self, withdrawal: Withdrawal, own: Sequence[OwnRecord], fallouts: Mapping[str, Mapping[str, Any]]
    ) -> list[Recall]:
        """Return the recalls of records that are withdrawn at one instant."""
        now = self._clock()
        return [
            Recall(
                id=self._minter.derived_id("w", record.id, str(withdrawal.cause), now.isoformat()),
                originator=withdrawal.originator,
                record_id=record.id,
                cause=withdrawal.cause,
                reason=withdrawal.reason,
                by=withdrawal.by,
                at=now,
                profile=None,
                erased=withdrawal.erase,
                fallout=fallouts[record.id],
                sealed=self._registry.may_be_sealed(record.compartment),
                compartment=record.compartment,
                since=record.filed_again,
                before=self._registry.before_seal(record.compartment),
            )
            for record in own
        ]


async def _erase_what_tells_of(tx: Transaction, originator: str, removal: Removal, late: LateErasure | None) -> None:
    """Erase what would still tell of removed records, and what was withdrawn before and is erased with them."""
    await forget_links(tx, originator, removal.record_ids)
    await erase_words_of_seals(tx, removal.record_ids)
    if late is not None:
        await erase_withdrawn(tx, originator, late)
