"""Two resolvers at once, or one that is killed, leave what one alone would have made."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from api.bootstrap import Application
from entity_resolution.resolving.tally import ResolutionReport
from graph.store import RESOLUTION, StoreLease
from tests.entity_resolution.populations import file_in_bulk, population
from tests.entity_resolution.resolved_records import edges, in_another_process, linkages, partition, wipe
from tests.world import World


class TestTwoResolvers:
    @pytest.mark.long
    def test_two_at_once_never_resolve_one_change_twice(
        self, world: World, neo4j_lease: StoreLease, tmp_path: Path
    ) -> None:
        filed = [f for group in population(3, 40) for f in group]
        for one in filed:
            world.file(one.originator, one.item, settle=False)
        reports = world.run(_drain_both(world, neo4j_lease, tmp_path))
        changes = world.run(world.app.feed.last())
        assert world.run(world.app.feed.position(RESOLUTION)) == changes
        told = linkages(world)
        assert sum(r.linkages for r in reports) == len(told)
        assert len(told) == len(set(told))
        positive = sum(1 for e in edges(world) if e["p"])
        assert sum(r.matched for r in reports) >= positive
        found, entities = edges(world), partition(world)
        wipe(world)
        file_in_bulk(world, seed=3, size=40)
        assert (edges(world), partition(world)) == (found, entities)

    @pytest.mark.long
    @pytest.mark.parametrize("delay", [0.0, 0.05])
    def test_one_killed_in_the_middle_leaves_nothing_half_done(
        self, world: World, neo4j_lease: StoreLease, tmp_path: Path, delay: float
    ) -> None:
        filed = [f for group in population(5, 40) for f in group]
        for one in filed:
            world.file(one.originator, one.item, settle=False)
        last = world.run(world.app.feed.last())
        reached = _resolve_until_killed(neo4j_lease, tmp_path, delay)
        place = world.run(world.app.feed.position(RESOLUTION))
        assert reached <= place < last
        world.settle()
        found, entities = edges(world), partition(world)
        wipe(world)
        file_in_bulk(world, seed=5, size=40)
        assert (edges(world), partition(world)) == (found, entities)


async def _drain_both(world: World, lease: StoreLease, folder: Path) -> list[ResolutionReport]:
    return list(await asyncio.gather(world.app.resolver.drain(), in_another_process(lease, folder, _drained)))


async def _drained(app: Application) -> ResolutionReport:
    return await app.resolver.drain()


CHILD = """
import asyncio, os, sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch
import entity_resolution.resolving.backlog as backlog
from api.bootstrap import application_on
from tests.world import settings_in

async def main():
    uri, username, database, folder = sys.argv[1:5]
    lease = SimpleNamespace(
        uri=uri, username=username, password=os.environ["PASSWORD"], database=database, folder=None
    )
    settings = replace(settings_in(Path(folder)), keys=Path(folder).parent / "keys")
    async with application_on(settings, lease) as app:
        while (done := await app.resolver.step()) is not None:
            print(await app.feed.position("resolution"), flush=True)

with patch.object(backlog, "MAX_RECORDS_A_STEP", 3):
    asyncio.run(main())
"""


def _resolve_until_killed(lease: StoreLease, folder: Path, delay: float) -> int:
    """Resolve in small steps in another process and kill it after the tenth; return the place that it told."""
    script = folder / "child.py"
    script.write_text(CHILD, "utf-8")
    environ = {**os.environ, "PASSWORD": lease.password, "PYTHONPATH": str(Path.cwd())}
    arguments = [sys.executable, str(script), lease.uri, lease.username, lease.database, str(folder / "other")]
    with subprocess.Popen(arguments, env=environ, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        reached = 0
        for _ in range(10):
            reached = int(child.stdout.readline())
        if delay:
            child.stdout.readline()
        os.kill(child.pid, signal.SIGKILL)
    return reached
