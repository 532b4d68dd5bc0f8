"""Recall notices of an earlier version, which named records to agencies that only ever had a hit on them.

They are kept back until the receipts were read once more, and those of hits for good: what they said cannot be told
without a record.
"""

from collections import defaultdict

from api.audit.receipts import TrailKeeper
from api.recalls.fallout import FalloutReader
from graph.store import EarlierNotice, RecallStore
from policies import Exposure, Receipt


class EarlierNotices:
    """Looks through the notices that the migration of the store kept back."""

    def __init__(self, recalls: RecallStore, trail: TrailKeeper, fallouts: FalloutReader) -> None:
        self._recalls = recalls
        self._trail = trail
        self._fallouts = fallouts

    async def step(self) -> int:
        """Tell those again whose agency had the record; return how many were looked at."""
        waiting = await self._recalls.kept_back()
        if not waiting:
            return 0
        await self._trail.sequence()
        by_originator = defaultdict[str, list[EarlierNotice]](list)
        for notice in waiting:
            by_originator[notice.originator].append(notice)
        of_hits = []
        for originator, mine in sorted(by_originator.items()):
            receipts = await self._fallouts.receipts(originator, (n.record_id for n in mine))
            of_hits += [n.id for n in mine if _had_a_hit_alone(n, receipts[n.record_id])]
        told = {n.id for n in waiting}.difference(of_hits)
        await self._recalls.let_go(told=sorted(told), of_hits=of_hits)
        return len(waiting)


def _had_a_hit_alone(notice: EarlierNotice, receipts: list[Receipt]) -> bool:
    """Return whether hits are all that an agency had; where the trail was erased, it says nothing of that."""
    exposures = {
        d.exposure
        for receipt in receipts
        if receipt.agency == notice.agency
        for d in receipt.disclosures
        if notice.record_id in d.record_ids and d.exposure is not Exposure.EXPORTED
    }
    return exposures == {Exposure.HIT}
