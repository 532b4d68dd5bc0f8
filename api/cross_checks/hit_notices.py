"""The worker that tells holders of hits after the answers have left: a silent hit takes no longer than none."""

from datetime import UTC, datetime

from graph import IdMinter
from graph.store import (
    CheckStore,
    NewNotice,
    NoticeReason,
    Store,
    StoredCheck,
    Transaction,
    drain,
    put_notices,
    take_untold,
)
from policies import Clock

CHECK_STRENGTH = "cross-check"


class HitNoticeMaker:
    """The worker that tells holders of hits, after the answers have left."""

    def __init__(self, store: Store, minter: IdMinter, *, clock: Clock) -> None:
        self._store = store
        self._checks = CheckStore(store)
        self._minter = minter
        self._clock = clock

    async def drain(self) -> int:
        """Make all notices that wait; return their number."""
        return await drain(self.step)

    async def step(self) -> int | None:
        """Make the notices of the next checks; return their number, `None` where no check waits."""
        checks = await self._checks.untold()
        if not checks:
            return None

        async def work(tx: Transaction) -> int:
            taken = await take_untold(tx, (c.id for c in checks))
            notices = {n.id: n for c in checks if c.id in taken for n in self._notices(c)}
            if notices:
                await put_notices(tx, list(notices.values()), at=self._clock())
            return len(notices)

        return await self._store.write(work)

    def _notices(self, check: StoredCheck) -> list[NewNotice]:
        """Return a notice for each record that a hit concerned; the same case on the same day tells once."""
        told = {h.record_id: h for h in check.hits if h.tells_holder}
        parts = (check.agency, check.purpose, check.case_ref, day_of(check.at))
        return [
            NewNotice(
                id=self._minter.derived_id("a", "hit", hit.record_id, *parts),
                agency=hit.holder,
                own_id=hit.record_id,
                other_id=None,
                other_agency=check.agency,
                strength=CHECK_STRENGTH,
                created_at=check.at,
                reason=NoticeReason.HIT,
                purpose=check.purpose,
            )
            for hit in told.values()
        ]


def day_of(at: datetime) -> str:
    """Return the day of an instant, in UTC: budgets and notices are counted by it."""
    return at.astimezone(UTC).date().isoformat()
