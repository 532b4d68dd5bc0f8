"""How Neo4j's driver is set up: its pool of connections, how long it tries, and that it logs nothing."""

import logging

from neo4j import READ_ACCESS, WRITE_ACCESS, AsyncDriver, AsyncGraphDatabase, AsyncNeo4jDriver

from graph.store.schema_version import USER_AGENT

# For how long the driver runs a transaction again that failed for a reason that passes.
RETRY_SECONDS = 8.0
# The driver's own defaults are 30 s for a new connection, 60 s for a place in the pool, and an hour for its lifetime.
CONNECTION_SECONDS = 10.0
ACQUISITION_SECONDS = 30.0
# Firewalls and balancers forget an idle connection after 240 s or more; whoever takes one that they have dropped waits
# until the time limit. The driver could test an idle connection instead (`liveness_check_timeout`), but one that is
# cancelled during the test keeps its place in the pool for ever (neo4j 6.4).
LIFETIME_SECONDS = 200.0
POOL_SIZE = 100

# The driver logs its retries in the server's own words, which can hold stored values. Our errors tell of them instead.
logging.getLogger("neo4j").addHandler(logging.NullHandler())
logging.getLogger("neo4j").propagate = False


def make_driver(uri: str, username: str, password: str) -> AsyncDriver:
    """Return a driver for the server at `uri`. It connects when it is first used."""
    return AsyncGraphDatabase.driver(
        uri,
        auth=(username, password),
        user_agent=USER_AGENT,
        max_connection_pool_size=POOL_SIZE,
        connection_timeout=CONNECTION_SECONDS,
        connection_acquisition_timeout=ACQUISITION_SECONDS,
        max_connection_lifetime=LIFETIME_SECONDS,
        max_transaction_retry_time=RETRY_SECONDS,
        notifications_min_severity="OFF",
    )


def reads_as(driver: AsyncDriver) -> str:
    """Return the access mode in which reads are asked.

    A driver that routes would send a read to any member of a cluster, and a member that lags behind does not know yet
    what has been closed: there, reads go where writes go. A single server is told that it is a read, so that it refuses
    to write.
    """
    return WRITE_ACCESS if isinstance(driver, AsyncNeo4jDriver) else READ_ACCESS
