"""Reminds holders of requests for information whose time has passed, by itself and once for each moment."""

from dataclasses import replace
from datetime import datetime

from api.requests.notices import request_notice
from api.requests.views import history_of
from graph import IdMinter
from graph.store import RequestStore, Store, StoredRequest, Transaction, change_request, drain, put_notices
from policies import Clock

OVERDUE_STRENGTH = "request for information, overdue"


class RequestTimer:
    """The worker that reminds holders of requests whose time has passed; what the asker sees needs no worker."""

    def __init__(self, store: Store, minter: IdMinter, *, clock: Clock) -> None:
        self._store = store
        self._requests = RequestStore(store)
        self._minter = minter
        self._clock = clock

    async def drain(self) -> int:
        """Remind of all that is overdue; return the number of notices."""
        return await drain(self.step)

    async def step(self) -> int | None:
        """Deal with the next overdue requests; return the number of notices, `None` where none is due."""
        now = self._clock()
        due = await self._requests.due(now)
        if not due:
            return None
        made = 0
        for request in due:
            made += await self._remind(request, now)
        return made

    async def _remind(self, request: StoredRequest, now: datetime) -> int:
        history = history_of(request)
        passed = history.overdue_since(now)
        is_new = passed is not None and (request.reminded_at is None or request.reminded_at < passed)
        changed = replace(request, reminded_at=passed or request.reminded_at)

        async def work(tx: Transaction) -> int:
            if not await change_request(tx, changed, next_moment=history.next_moment(now)) or not is_new:
                return 0
            notice = request_notice(self._minter, request, OVERDUE_STRENGTH, passed or now)
            await put_notices(tx, [notice], at=now)
            return 1

        return await self._store.write(work)
