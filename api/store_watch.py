"""Brings an embedded store back while a process serves: its server is gone where its keeper was killed.

The keeper starts a server that died by itself (`graph/store/server/keeper.py`); nobody starts a keeper but who opens
the store. An external store is somebody else's to start, and the driver finds it again by itself.
"""

import asyncio
import time

import structlog

from graph import GraphError
from graph.errors import StoreUnavailableError
from graph.store import Store, StoreLease

log = structlog.get_logger()

LOOK_SECONDS = 1.0
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
STARTING = "starting"
EXCHANGED = "STORE_EXCHANGED"


class StoreWatch:
    """Looks every second whether the store answers, and rejoins it where it does not.

    INVARIANT: what answers is the database that this process opened. Where another one stands in its place, all that
    is known here of compartments and grants is of the other: nothing is asked of it, and somebody has to look.
    """

    def __init__(self, store: Store, lease: StoreLease) -> None:
        self._store = store
        self._lease = lease
        self._identity: str | None = None
        self._trouble: str | None = None
        self._is_exchanged = False
        self.is_back = asyncio.Event()
        """Set whenever the store was brought back; for whoever has to begin anew with it, who clears it."""

    @property
    def trouble(self) -> str | None:
        """What keeps the store away: `starting` while it is brought back, or the code of why that failed last."""
        return EXCHANGED if self._is_exchanged else self._trouble

    async def turn_away(self) -> None:
        """Ask this store nothing any more: what stands there is not what this process opened."""
        if not self._is_exchanged:
            self._is_exchanged = True
            log.error("store_exchanged")
            await self._store.close()

    async def run(self) -> None:
        """Watch for ever; of an external store there is nothing to watch."""
        while self._lease.is_embedded and not self._is_exchanged:
            if not await self._answers():
                await self._bring_back()
            await asyncio.sleep(LOOK_SECONDS)

    async def _answers(self) -> bool:
        """Return whether the store answers; one that is too busy does."""
        try:
            found = await self._store.identity()
        except StoreUnavailableError:
            return False
        except GraphError:
            return True
        self._identity = self._identity or found
        if found != self._identity:
            await self.turn_away()
        else:
            self._trouble = None
        return True

    async def _bring_back(self) -> None:
        began, pause = time.monotonic(), FIRST_PAUSE_SECONDS
        self._trouble = STARTING
        log.error("store_gone")
        while not self._is_exchanged and not await self._rejoined():
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
        if not self._is_exchanged:
            self._trouble = None
            self.is_back.set()
            log.info("store_back", seconds=round(time.monotonic() - began, 1))

    async def _rejoined(self) -> bool:
        """Return whether there is nothing left to try."""
        try:
            # Starting a server blocks for seconds.
            await asyncio.to_thread(self._lease.rejoin)
            await self._follow()
        except GraphError as exc:
            if exc.code != self._trouble:
                log.error("store_stays_away", code=exc.code)
            self._trouble = exc.code
            return False
        return True

    async def _follow(self) -> None:
        lease = self._lease
        if self._identity is None:  # gone before the first look
            self._identity = await self._store.identity()
        same = await self._store.follow(
            uri=lease.uri, username=lease.username, password=lease.password, identity=self._identity
        )
        if not same:
            await self.turn_away()
