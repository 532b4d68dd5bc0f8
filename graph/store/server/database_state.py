"""Whether the database of a store serves. A server can be up while its database is still starting, or has failed.

Neo4j tells why a database failed as `statusMessage` of `SHOW DATABASES`: the words of whatever error was met, which can
hold stored values. What is known to hold none is passed on, and nothing else.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from neo4j import Driver, GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from graph.store.schema_version import USER_AGENT

SHOW_DATABASES = "SHOW DATABASES YIELD name, currentStatus, requestedStatus, statusMessage"
SYSTEM_DATABASE = "system"

_ONLINE = "online"
_GONE = frozenset({"offline", "dirty", "quarantined", "unknown"})
# Neo4j's own words about a database, and those of the operating system about a disk.
_TELLABLE = re.compile(
    r"An error occurred! Unable to (?:start|stop|initialise) `DatabaseId\{[0-9a-f]{1,36}\[[A-Za-z0-9.-]{1,63}\]\}`\."
    r"|No space left on device|Disk quota exceeded|Input/output error|Read-only file system"
)


class DatabaseState(StrEnum):
    """How far a database is."""

    ONLINE = "online"
    STARTING = "starting"
    FAILED = "failed"
    UNKNOWN = "unknown"


def state_told(rows: Iterable[Mapping[str, Any]], database: str) -> tuple[DatabaseState, str]:
    """Return how far a database is that refuses to answer, and what Neo4j says of it as far as it may be told.

    Args:
        rows: what `SHOW DATABASES` lists; in a cluster a row for each server that has the database.
        database: its name.

    Returns:
        FAILED where it is to be online, and is not on any server, with a reason; UNKNOWN where it is not listed, as
        for a login that may not see it, or was stopped by somebody; ONLINE never: it refuses to answer.
    """
    own = [row for row in rows if str(row["name"]).casefold() == database.casefold()]
    if not own or any(row["requestedStatus"] != _ONLINE for row in own):
        return DatabaseState.UNKNOWN, ""
    told = [str(row["statusMessage"] or "") for row in own]
    # Without a reason it has not failed: before its start, the small edition calls it `offline` too.
    if not all(told) or not all(_ends(row) for row in own):
        return DatabaseState.STARTING, ""
    return DatabaseState.FAILED, tellable(told[0])


def _ends(row: Mapping[str, Any]) -> bool:
    # One that lost its log on a full disk is still called online, with a reason, and refuses everything.
    return row["currentStatus"] in _GONE or row["currentStatus"] == _ONLINE


def tellable(message: str) -> str:
    """Return what Neo4j says of a database where that can hold no stored value, and else that it says something."""
    return message if _TELLABLE.fullmatch(message) else "for a reason that may hold stored values"


def embedded_state(*, port: int, username: str, password: str, database: str) -> tuple[DatabaseState, str]:
    """Return how far the database of a server on this machine is, and what Neo4j says of one that failed.

    Raises:
        AuthError: the server refuses the login.
    """
    try:
        with GraphDatabase.driver(
            f"bolt://127.0.0.1:{port}",
            auth=(username, password),
            user_agent=USER_AGENT,
            connection_timeout=5.0,
            max_transaction_retry_time=0.0,
            telemetry_disabled=True,
        ) as driver:
            return _asked(driver, database)
    except AuthError:
        raise
    except (DriverError, Neo4jError):
        return DatabaseState.STARTING, ""


def _asked(driver: Driver, database: str) -> tuple[DatabaseState, str]:
    try:
        with driver.session(database=database) as session:
            session.run("RETURN 1").consume()
    except AuthError:
        raise
    except Neo4jError:
        with driver.session(database=SYSTEM_DATABASE) as session:
            return state_told([dict(row) for row in session.run(SHOW_DATABASES)], database)
    return DatabaseState.ONLINE, ""
