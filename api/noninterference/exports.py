"""What a viewer may carry away: the projection for Bloom, written into a store of the kit's own and read back whole."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from api.bloom import Projector
from api.noninterference.worlds import Scratch
from graph.store import Store, StoreLease, connected, projected_content
from policies import ViewerContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Exports:
    """Exports into one target."""

    target: Store

    async def project(self, scratch: Scratch, viewer: ViewerContext) -> bytes:
        """Project what a viewer sees, and return all that was written."""
        await Projector(scratch.app, viewer, self.target).project(perspective=None)
        return await projected_content(self.target)


@asynccontextmanager
async def exports_into(lease: StoreLease | None) -> AsyncIterator[Exports | None]:
    """Yield exports into a leased target, `None` without one."""
    if lease is None:
        yield None
        return
    async with connected(
        uri=lease.uri, username=lease.username, password=lease.password, database=lease.database
    ) as store:
        yield Exports(target=store)
