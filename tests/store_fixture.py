"""One embedded Neo4j for a whole test session, in a temporary data folder, with the jars of the user's own cache."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.store.config import SHORT_RUN_OPTIONS, StoreConfig
from graph.store.server.embedded import StoreLease, open_store
from tests.world import close_emptying

# Set in a worker of a run of all tests: a server that runs hundreds of thousands of statements gets back what Java's
# second compiler takes.
RUNS_MANY = "PYTEST_XDIST_WORKER"


def short_run_config(home: Path) -> StoreConfig:
    """Return settings for tests: its own data folder, the user's jars, a server that stops with its last client.

    It writes no archive of Java's classes: a session's servers are the last to end, when others have written it.
    """
    chosen = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "BENANG_NEO4J_"))}
    config = StoreConfig.from_env({**chosen, "BENANG_HOME": str(home), "BENANG_NEO4J_LINGER": "0"})
    # Each test empties the store, which would have every statement planned anew.
    return replace(config, java_options=SHORT_RUN_OPTIONS, archives_classes=False, replan_seconds=3600)


@pytest.fixture(scope="session")
def neo4j_lease(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreLease]:
    """Yield the lease of a server that starts with the first test that asks for it and stops after the last."""
    config = short_run_config(tmp_path_factory.mktemp("benang-home"))
    if RUNS_MANY in os.environ:
        config = replace(config, java_options=())
    lease = open_store(config)
    yield lease
    close_emptying(lease)
    lease.close(wait=True)
