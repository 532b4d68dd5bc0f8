"""How long the store is waited for: the limits that the server keeps, and when one that says nothing is given up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from graph.errors import StoreSilentError
from graph.store.cypher import Access

# After these times the server ends a statement or a transaction by itself.
READ_TIMEOUT_SECONDS = 10.0
ACT_TIMEOUT_SECONDS = 10.0  # of a change for which a person waits
BATCH_TIMEOUT_SECONDS = 120.0
# A server that hangs does not keep its own limit, so we give up by ourselves, this much later. A batch gets more, since
# a busy machine may take long to receive it; a person who waits is told sooner.
VIEWER_MARGIN_SECONDS = 10.0
BATCH_MARGIN_SECONDS = 60.0


def read_limit_seconds(access: Access) -> float:
    """Return after how long the server ends a read: a viewer waits for seconds, the resolver's batches take longer."""
    return READ_TIMEOUT_SECONDS if access is Access.SCOPED else BATCH_TIMEOUT_SECONDS


def patience(limit_seconds: float) -> float:
    """Return how long to wait, in seconds, for an answer that the server should end after `limit_seconds`."""
    is_awaited = limit_seconds <= max(READ_TIMEOUT_SECONDS, ACT_TIMEOUT_SECONDS)
    return limit_seconds + (VIEWER_MARGIN_SECONDS if is_awaited else BATCH_MARGIN_SECONDS)


@asynccontextmanager
async def heard_within(seconds: float, *, writes: bool = False) -> AsyncIterator[None]:
    """Cancel what runs inside this block when the server has not answered in time.

    A session that is cancelled closes its connection: the server then undoes what it has not committed, and the
    connection's place in the pool is free.

    Args:
        seconds: how long to wait.
        writes: whether the block writes. The error then says that nobody knows whether it was written.

    Raises:
        StoreSilentError: the time is up.
    """
    try:
        async with asyncio.timeout(seconds) as limit:
            yield
    except TimeoutError as exc:
        if not limit.expired():
            raise
        raise StoreSilentError(seconds, writes=writes) from exc
