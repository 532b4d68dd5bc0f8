"""Fixtures of the whole suite: one real Neo4j for a session, and an application on an emptied store for each test."""

import asyncio
import gc
import os
from collections.abc import Coroutine, Generator, Iterable, Iterator
from contextvars import copy_context
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadFileScheduling

from graph.store import StoreLease, new_event_loop
from tests.examples import SAME, SEARCH
from tests.store_fixture import RUNS_MANY as WORKER
from tests.store_fixture import neo4j_lease
from tests.world import World, open_world

__all__ = ["loop", "neo4j_lease", "opened_once", "unwaited_disk", "world"]

T = TypeVar("T")
# The second Neo4j, which Bloom's tests project into, starts once, the samples are ingested once, and the labelled names
# are read once.
SHARING = ("tests/api/bloom/", "tests/samples/", "tests/entity_resolution/names/")

# What a test on a store asks for: the session's, or what Bloom's tests project into.
STORES = {"neo4j_lease", "target_lease"}

# What the two workers begin with: while one fetches Neo4j and starts it, the other needs none.
FIRST = ("tests/api/bloom/", "tests/entity_resolution/names/")

# The same examples in each run, and none fails because the machine is busy: whoever changes a line is not told of
# somebody else's bad luck. `make test-all` looks for new ones, and for more.
settings.register_profile(
    "same", derandomize=True, deadline=None, max_examples=SAME, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "search", settings.get_profile("same"), derandomize=False, max_examples=SEARCH, print_blob=True
)
settings.load_profile("same")


# Before `-m "not long"` chooses by the marks.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what a worker begins with, and mark as long the further cases of what is tried on the store."""
    # As they are collected one by one, whichever end a worker began at.
    items.sort(key=lambda item: item.path)
    place = {folder: number for number, folder in enumerate(FIRST)}
    items.sort(key=lambda item: place.get(unit_of_work(item.nodeid), len(FIRST)))
    for item in further_cases(items):
        item.add_marker(pytest.mark.long)


def further_cases(items: Iterable[pytest.Item]) -> Iterator[pytest.Item]:
    """Yield the tests on the store that another set of parameters stands before: each takes a second or so."""
    begun: set[str] = set()
    for item in items:
        if isinstance(item, pytest.Function) and not STORES.isdisjoint(item.fixturenames):
            test, has_parameters, _ = item.nodeid.partition("[")
            if has_parameters and test in begun:
                yield item
            begun.add(test)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Let the second worker collect from the end: what one has compiled, until they meet, the other finds compiled."""
    report = yield
    if isinstance(collector, pytest.Dir) and os.environ.get(WORKER) == "gw1":
        report.result.reverse()
    return report


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage while the tests are collected: there is none, and what is looked through grows."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """Look through what was loaded to collect the tests, half a million objects, for garbage once and never again.

    And less often through all that the tests keep: a seventh of their time went into that.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each file to one worker, and all that share something costly to the same one."""
    if config.getoption("dist") != "loadfile":
        return None
    scheduler = LoadFileScheduling(config, log)
    scheduler._split_scope = unit_of_work
    return scheduler


def unit_of_work(test: str) -> str:
    """Return what a test is given to a worker with: its file, or the folder of those that share."""
    file, _, _ = test.partition("::")
    return next((folder for folder in SHARING if file.startswith(folder)), file)


@pytest.fixture(scope="session", autouse=True)
def unwaited_disk() -> Iterator[None]:
    """Let nothing in this process wait until the disk has what was written, as each question does for its entry.

    No test cuts the power; those of the order in which files are written see each call.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in ("fsync", "fdatasync"):
            patch.setattr(os, name, lambda descriptor: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def opened_once() -> Iterator[None]:
    """Open DuckDB once in this process, with a connection for each who opens it: to open it takes 27 ms.

    All that a run makes in it, a list's table or view, is temporary and so its connection's own.
    """
    opened = cache(duckdb.connect)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb, "connect", lambda: opened().cursor())
        yield


class Loop:
    """One event loop for a test; the store's connections belong to it."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner(loop_factory=new_event_loop)
        self._context = copy_context()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end."""
        # `Runner.run` minds the signal of an interrupt, and writes out twice what each piece of work returned for that:
        # a whole application, or all rows.
        loop = self._runner.get_loop()
        return loop.run_until_complete(loop.create_task(work, context=self._context))

    def close(self) -> None:
        """Close the loop."""
        self._runner.close()


@pytest.fixture
def loop() -> Iterator[Loop]:
    """Yield an event loop that lasts for the test."""
    made = Loop()
    yield made
    made.close()


@pytest.fixture
def world(loop: Loop, neo4j_lease: StoreLease, tmp_path: Path) -> Iterator[World]:
    """Yield a wired application on an emptied store, with ways to fill it and to look through a viewer's eyes."""
    context = open_world(neo4j_lease, tmp_path, loop.run)
    made = loop.run(context.__aenter__())
    yield made
    loop.run(context.__aexit__(None, None, None))
