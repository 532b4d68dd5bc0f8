"""A wired application for a whole module of tests, on an emptied store.

Modules that only ask, or mark their own data, share it.
"""

from collections.abc import Iterator

import pytest

from graph.store import StoreLease
from tests.api.asking import Desk
from tests.api.standing_hits import StandingHits
from tests.conftest import Loop
from tests.store_page import missing, stored
from tests.world import World, open_world


@pytest.fixture(scope="module")
def module_world(neo4j_lease: StoreLease, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Yield a world that lasts for the module."""
    loop = Loop()
    context = open_world(neo4j_lease, tmp_path_factory.mktemp("world"), loop.run)
    yield loop.run(context.__aenter__())
    loop.run(context.__aexit__(None, None, None))
    loop.close()


@pytest.fixture(scope="module")
def module_as_documented(module_world: World) -> Iterator[None]:
    """Hold what a module leaves in its store against the page of the store."""
    yield
    assert missing(stored(module_world)) == {}


@pytest.fixture
def as_documented(world: World) -> Iterator[None]:
    """Hold what a test leaves in its store against the page of the store."""
    yield
    assert missing(stored(world)) == {}


@pytest.fixture
def hits_stand(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandingHits]:
    """Hold the hit index to the records after every write of a test."""
    hits = StandingHits()
    hits.watch(monkeypatch)
    yield hits
    assert hits.writes
    assert hits.found == []


@pytest.fixture
def desk(world: World) -> Desk:
    """Return a desk to ask the real ASGI application from, on an emptied store."""
    return Desk(world)
