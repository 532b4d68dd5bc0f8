"""Two real Neo4j for the tests of the projection: a shared store with an invented case, and a target."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from api.settings import Settings
from graph.store import open_store
from graph.store.config import SHORT_RUN_OPTIONS
from tests.api.bloom.bloom_bench import Bench, visible_case

_SMALL = {"BENANG_NEO4J_HEAP": "256m", "BENANG_NEO4J_PAGECACHE": "32m", "BENANG_NEO4J_LINGER": "0"}


@pytest.fixture(scope="session")
def bloom_stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    chosen = {k: v for k, v in os.environ.items() if not k.startswith(("NEO4J_", "BENANG_", "BLOOM_"))}
    chosen |= {k: v for k, v in os.environ.items() if k == "BENANG_CACHE"} | _SMALL
    homes = [tmp_path_factory.mktemp(name) for name in ("bloom-shared", "bloom-target")]
    settings = [Settings.from_env({**chosen, "BENANG_HOME": str(home)}) for home in homes]
    configs = [replace(found.store, java_options=SHORT_RUN_OPTIONS) for found in settings]
    with ThreadPoolExecutor() as both:
        leases = list(both.map(open_store, configs))
    bench = Bench(settings[0], *leases)
    bench.file(visible_case)
    yield bench
    for lease in leases:
        lease.close(wait=True)


@pytest.fixture
def bench(bloom_stores: Bench) -> Bench:
    """Return the bench with an empty target."""
    bloom_stores.clear_target()
    return bloom_stores
