"""Finds programs of an older version that still use a store, before it is brought up to date.

They would resolve by their old rules what a migration announces, and nobody would resolve it again.
"""

import asyncio
import re
import time

from graph.errors import OlderProgramError, StoreQueryError
from graph.store.connection import Store
from graph.store.cypher import Access, template
from graph.store.schema_version import SCHEMA_VERSION

# So long may one that was told to stop answer what it was asked.
PATIENCE_SECONDS = 15.0
_LOOK_SECONDS = 0.5
_NAMED = re.compile(r"benang/(\d+)")
_UNNAMED = "neo4j-python/"  # the driver's own name, under which all versions came that did not give theirs

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


async def await_end_of_older(store: Store, found: int) -> None:
    """Return once no program of an older version is connected to the server of an older store.

    Args:
        store: the store, which nothing was changed in yet.
        found: the version of its schema.

    Raises:
        OlderProgramError: one is still connected after the patience.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while addresses := await _older(store):
        if time.monotonic() > deadline:
            raise OlderProgramError(found, SCHEMA_VERSION, addresses)
        await asyncio.sleep(_LOOK_SECONDS)


async def _older(store: Store) -> list[str]:
    try:
        rows = await store.read(_CONNECTIONS, {})
    except StoreQueryError:  # a login that may not ask, as on a hosted server
        return []
    return [row["address"] for row in rows if is_older(row["agent"])]


def is_older(agent: str) -> bool:
    """Return whether what a connection calls its program is one of an older version, or may be."""
    named = _NAMED.fullmatch(agent)
    return int(named[1]) < SCHEMA_VERSION if named else agent.startswith(_UNNAMED)
