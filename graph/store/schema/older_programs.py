"""Finds programs of an older version that still use a store, before it is brought up to date.

They would resolve by their old rules what a migration announces, and nobody would resolve it again.
"""

import asyncio
import re
import time

from graph.errors import OlderProgramError, StoreQueryError
from graph.store.connection import Store
from graph.store.cypher import Access, template
from graph.store.progress import OnProgress, Progress, Step
from graph.store.schema_version import SCHEMA_VERSION

# So long may one that was told to stop answer what it was asked.
PATIENCE_SECONDS = 15.0
_LOOK_SECONDS = 0.5
_NAMED = re.compile(r"benang/(\d+)")
_UNNAMED = "neo4j-python/"  # the driver's own name, under which all versions came that did not give theirs

# Where the login may not ask, or a server has no such procedure. All else, as a time limit, leaves open who is there.
_MAY_NOT_ASK = ("Neo.ClientError.Security.", "Neo.ClientError.Procedure.ProcedureNotFound")

# Another user's are none of ours.
_CONNECTIONS = template(
    "connections_of_our_user",
    Access.SYSTEM,
    """
    CALL dbms.showCurrentUser() YIELD username AS ours
    CALL dbms.listConnections() YIELD username, userAgent, clientAddress
    WITH userAgent AS agent, clientAddress AS address
    WHERE username = ours
    RETURN agent, address ORDER BY address
    """,
)


async def await_end_of_older(store: Store, found: int, *, on_progress: OnProgress | None = None) -> None:
    """Return once no program of an older version is connected to the server of an older store.

    Args:
        store: the store, which nothing was changed in yet.
        found: the version of its schema.
        on_progress: is told at each look that one is there, and where the login may not look.

    Raises:
        OlderProgramError: one is still connected after the patience.
        StoreQueryError: the server could not say who is connected.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    tell = on_progress or (lambda _: None)
    while addresses := await _older(store, tell):
        if time.monotonic() > deadline:
            raise OlderProgramError(found, SCHEMA_VERSION, addresses)
        tell(Progress(step=Step.AWAIT_OLDER, done=0, total=1))
        await asyncio.sleep(_LOOK_SECONDS)


async def _older(store: Store, tell: OnProgress) -> list[str]:
    try:
        rows = await store.read(_CONNECTIONS, {})
    except StoreQueryError as exc:
        if not exc.store_code.startswith(_MAY_NOT_ASK):
            raise
        tell(Progress(step=Step.OLDER_UNKNOWN, done=0, total=1))
        return []
    return [row["address"] for row in rows if is_older(row["agent"])]


def is_older(agent: str | None) -> bool:
    """Return whether what a connection calls its program is one of an older version, or may be.

    One over HTTP may call it nothing (None), which Python's driver never does.
    """
    if agent is None:
        return False
    named = _NAMED.fullmatch(agent)
    return int(named[1]) < SCHEMA_VERSION if named else agent.startswith(_UNNAMED)
