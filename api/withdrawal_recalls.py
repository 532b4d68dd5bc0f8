"""Recalls of what is withdrawn: records leave the graph in one transaction with their recalls and notices."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.errors import HeldError
from api.fallout import FalloutReader
from api.hit_recalls import HitRecalls
from api.recall_notices import recall_notices
from api.receipts import TrailKeeper
from graph import IdMinter, Ontology
from graph.store import (
    CompartmentRegistry,
    OwnRecord,
    Recall,
    RecallCause,
    Store,
    Transaction,
    WaitingLook,
    forget_links,
    forget_schedules,
    held_among,
    put_recalls,
    remove_records,
)
from policies import Clock


class WithdrawalRecalls:
    """Withdraws records, and makes the notices of those that were withdrawn."""

    def __init__(  # noqa: PLR0917 - the parts it joins, given by the desk
        self,
        store: Store,
        ontology: Ontology,
        trail: TrailKeeper,
        fallouts: FalloutReader,
        hits: HitRecalls,
        registry: CompartmentRegistry,
        minter: IdMinter,
        *,
        clock: Clock,
    ) -> None:
        self._store = store
        self._ontology = ontology
        self._trail = trail
        self._fallouts = fallouts
        self._hits = hits
        self._registry = registry
        self._minter = minter
        self._clock = clock

    async def withdraw(
        self,
        originator: str,
        own: Sequence[OwnRecord],
        fallouts: Mapping[str, Mapping[str, Any]],
        *,
        cause: RecallCause,
        reason: str,
        by: str,
        erase: bool,
    ) -> list[Recall]:
        """Take an originator's records out of the graph in one transaction with their recalls, and return these.

        Args:
            originator: whose records they are.
            own: the records as they were weighed.
            fallouts: what relied on each, by its id.
            cause: why they go.
            reason: in words; every recipient reads it.
            by: who withdraws.
            erase: also erase their ids from the audit trail.

        Raises:
            HeldError: a legal hold keeps one of them.
            RecordMovedError: a record was filed again or sealed meanwhile; nothing was withdrawn.
        """
        recalls = self._recalls_of(originator, own, fallouts, cause=cause, reason=reason, by=by, erased=erase)
        receipts = await self._fallouts.receipts(originator, (r.id for r in own))
        notices = [n for recall in recalls for n in recall_notices(self._minter, recall, receipts[recall.record_id])]
        resting = await self._hits.resting(originator, own)
        for recall in recalls:
            rid = recall.record_id
            notices += await self._hits.notices(recall, receipts[rid], resting.get(rid, ()))
        look = WaitingLook(self._store, originator, (record.id for record in own), self._ontology)
        await look.look()

        async def work(tx: Transaction) -> None:
            # A seal of another agency's claim may have come since: the recall and its notices go by the terms read.
            weighed = {str(record.id): record.compartment for record in own}
            removal = await remove_records(
                tx, originator, weighed, look=look, registry=self._registry, ontology=self._ontology
            )
            if held := await held_among(tx, weighed):
                raise HeldError(len(held))
            gone = [r for r in recalls if r.record_id in removal.record_ids]
            await put_recalls(tx, gone, [n for n in notices if n.recall_id in {r.id for r in gone}])
            await forget_schedules(tx, removal.record_ids)
            if erase:
                await forget_links(tx, originator, removal.record_ids)

        await self._store.write(work)
        if erase and recalls:
            await self._trail.erase(originator, [r.record_id for r in recalls], by=by)
        return recalls

    def _recalls_of(
        self,
        originator: str,
        own: Sequence[OwnRecord],
        fallouts: Mapping[str, Mapping[str, Any]],
        *,
        cause: RecallCause,
        reason: str,
        by: str,
        erased: bool,
    ) -> list[Recall]:
        """Return the recalls of records that are withdrawn at one instant."""
        now = self._clock()
        return [
            Recall(
                id=self._minter.derived_id("w", record.id, str(cause), now.isoformat()),
                originator=originator,
                record_id=record.id,
                cause=cause,
                reason=reason,
                by=by,
                at=now,
                profile=None,
                erased=erased,
                fallout=fallouts[record.id],
                sealed=self._registry.may_be_sealed(record.compartment),
                compartment=record.compartment,
                since=record.filed_again,
            )
            for record in own
        ]
