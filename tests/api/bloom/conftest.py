"""Two real Neo4j for the tests of the projection: the session's, with an invented case in it, and a target."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.store import StoreLease, open_store
from tests.api.bloom.bloom_bench import KH_POLICE, Bench, visible_case
from tests.store_fixture import short_run_config
from tests.world import empty_store, settings_in

# What makes or drops indexes or constraints of the target: each such change has all its statements planned anew.
CHANGING_SCHEMA = ("test_bloom_hubs.py::", "test_bloom_money.py::", "::test_constraints_of_somebody_else")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what changes the target's schema come behind what projects into it, for which it would be planned anew."""
    places = [place for place, item in enumerate(items) if item.path.parent == Path(__file__).parent]
    ordered = sorted((items[place] for place in places), key=changes_schema)
    for place, item in zip(places, ordered, strict=True):
        items[place] = item


def changes_schema(item: pytest.Item) -> bool:
    """Return whether a test changes the indexes or constraints of the target."""
    return any(name in item.nodeid for name in CHANGING_SCHEMA)


@pytest.fixture(scope="session")
def target_lease(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreLease]:
    """Yield the lease of the Neo4j that is projected into."""
    config = short_run_config(tmp_path_factory.mktemp("bloom-target"))
    lease = open_store(replace(config, heap_bytes=256 << 20, page_cache_bytes=32 << 20))
    yield lease
    lease.close(wait=True)


@pytest.fixture(scope="module")
def bloom_stores(
    neo4j_lease: StoreLease, target_lease: StoreLease, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    """Yield both stores for a module of tests, the case filed anew."""
    empty_store(neo4j_lease)
    bench = Bench(settings_in(tmp_path_factory.mktemp("bloom-shared")), neo4j_lease, target_lease)
    bench.file(visible_case)
    yield bench
    bench.close()


@pytest.fixture
def held(bloom_stores: Bench) -> Bench:
    """Return the bench with what an analyst of kh-police sees in the target: for tests that change neither store."""
    bloom_stores.hold(KH_POLICE)
    return bloom_stores


@pytest.fixture
def bench(bloom_stores: Bench) -> Bench:
    """Return the bench with an empty target."""
    bloom_stores.clear_target()
    return bloom_stores
