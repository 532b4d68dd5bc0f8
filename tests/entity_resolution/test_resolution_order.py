"""The order and the steps in which records arrive change nothing of what resolution makes of them."""

import copy
from collections import deque
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.bootstrap import Application
from entity_resolution.blocking import known_keys
from entity_resolution.resolving import backlog, resolver
from entity_resolution.resolving.tally import ResolutionReport
from graph import RecordId
from graph.blocks import BlockingKeys
from graph.store import RESOLUTION, Access, ResolutionStore, ResolvableRecord, StoreLease, Template
from tests.entity_resolution.populations import Population, file_in_bulk, file_one_by_one, population, sites
from tests.entity_resolution.resolved_records import (
    NAME,
    PERSON,
    change,
    edges,
    in_another_process,
    linkages,
    partition,
    wipe,
)
from tests.examples import examples
from tests.world import World, record

NOTICES = "MATCH (x:Notice) RETURN properties(x) AS p ORDER BY x.id"
REWIND = f"MATCH (f:Follower {{name: '{RESOLUTION}'}}) SET f.seq = 0"


class TestOrder:
    @settings(max_examples=examples(3), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.integers(0, 10**6))
    def test_bulk_and_one_by_one_end_alike(self, world: World, seed: int) -> None:
        _compare_orders(world, seed, size=40)

    @pytest.mark.long
    @settings(max_examples=examples(3), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.integers(0, 10**6))
    def test_sites_in_bulk_and_one_by_one_end_alike(self, world: World, seed: int) -> None:
        _compare_orders(world, seed, size=40, made=sites)

    @pytest.mark.long
    @settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.integers(0, 10**6))
    def test_bulk_and_one_by_one_end_alike_for_many(self, world: World, seed: int) -> None:
        _compare_orders(world, seed, size=150)

    def test_resolving_again_changes_nothing(self, world: World, neo4j_lease: StoreLease, tmp_path: Path) -> None:
        file_in_bulk(world, seed=7, size=40)
        before, entities = edges(world), partition(world)
        assert len(before) > 5
        told = world.query(NOTICES)
        change(world, REWIND)
        world.settle()
        world.run(in_another_process(neo4j_lease, tmp_path, _rewound))
        world.settle()
        assert world.query(NOTICES) == told
        assert edges(world) == before
        assert partition(world) == entities

    @pytest.mark.long
    @pytest.mark.parametrize(
        ("others", "bound", "cached"), [(False, 2_000_000, 30_000), (True, 2_000_000, 1), (True, 12, 30_000)]
    )
    def test_a_backlog_in_many_steps_ends_alike(
        self, world: World, monkeypatch: pytest.MonkeyPatch, *, others: bool, bound: int, cached: int
    ) -> None:
        """Its keys are read once and then kept in memory, as long as nobody else resolves and they are not too many."""
        monkeypatch.setattr(resolver, "CACHED_RECORDS", cached)
        file_in_bulk(world, seed=11, size=30)
        bulk, entities, told = edges(world), partition(world), linkages(world)
        change(world, "MATCH (n:Record|Block|Notice|Change) DETACH DELETE n")
        monkeypatch.setattr(backlog, "MAX_RECORDS_A_STEP", 1)
        monkeypatch.setattr(known_keys, "MAX_KNOWN_RECORDS", bound)
        if not others:
            monkeypatch.setattr(ResolutionStore, "candidates", _never)
        for one in (f for group in population(11, 30) for f in group):
            world.file(one.originator, one.item, settle=False)
        if others:
            another = copy.copy(world.app.resolver)
            another._held = copy.copy(another._held)
            another._backlog = copy.copy(another._backlog)
            another._backlog._ahead = deque()
            for _ in range(6):
                world.run(world.app.resolver.step())
                world.run(another.step())
        world.settle()
        assert (edges(world), partition(world)) == (bulk, entities)
        assert {frozenset(pair) for pair in linkages(world)} == {frozenset(pair) for pair in told}

    @pytest.mark.long
    @pytest.mark.parametrize(("kept", "let_go"), [(60.0, False), (-1.0, False), (60.0, True)])
    def test_a_load_that_comes_piece_by_piece_ends_alike(
        self, world: World, monkeypatch: pytest.MonkeyPatch, *, kept: float, let_go: bool
    ) -> None:
        """Nothing waits behind a piece, and one record comes between: the keys stay in memory until it is over.

        Or until they are let go of: then they are read again.
        """
        file_in_bulk(world, seed=11, size=30)
        bulk, entities, told = edges(world), partition(world), linkages(world)
        wipe(world)
        monkeypatch.setattr(backlog, "FEW_RECORDS", 2)
        monkeypatch.setattr(known_keys, "_KEPT_SECONDS", kept)
        monkeypatch.setattr(known_keys, "_READ_KEYS_FOR_A_LOOK_UP", 10**6)
        monkeypatch.setattr(ResolutionStore, "candidates", _never)
        reads = _counting(monkeypatch, "keys_in_use")
        world.app.resolver._held.known = None
        filed = [f for group in population(11, 30) for f in group]
        for start in range(0, len(filed), 6):
            for one in filed[start : start + 5]:
                world.file(one.originator, one.item, settle=False)
            world.settle()
            if let_go:
                world.app.resolver.let_go_of_keys()
            for one in filed[start + 5 : start + 6]:
                world.file(one.originator, one.item)
        assert (edges(world), partition(world)) == (bulk, entities)
        assert {frozenset(pair) for pair in linkages(world)} == {frozenset(pair) for pair in told}
        assert (len(reads) == 1) is (kept > 0 and not let_go)

    def test_the_records_of_one_load_are_read_once(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[str] = []
        view = ResolutionStore.view

        async def counted(self: ResolutionStore, ids: Iterable[str]) -> list[ResolvableRecord]:
            asked.extend(wanted := sorted(ids))
            return await view(self, wanted)

        monkeypatch.setattr(ResolutionStore, "view", counted)
        monkeypatch.setattr(backlog, "MAX_RECORDS_A_STEP", 1)
        monkeypatch.setattr(backlog, "FEW_RECORDS", 0)
        for agency in ("th-police", "kh-police", "my-police"):
            world.file(agency, record("Person", "1", name=NAME, **PERSON), settle=False)
        world.settle()
        assert len(edges(world)) == 3
        assert sorted(asked) == sorted(world.id(agency, "1") for agency in ("th-police", "kh-police", "my-police"))


async def _never(_: ResolutionStore, blocks: Mapping[RecordId, BlockingKeys]) -> Mapping[RecordId, object]:
    assert not blocks, "the store was asked for keys that are known"
    return {}


def _counting(monkeypatch: pytest.MonkeyPatch, name: str) -> list[str]:
    """Return a list that grows with each call of a read."""
    calls, read = list[str](), getattr(ResolutionStore, name)

    def counted(self: ResolutionStore) -> object:
        calls.append(name)
        return read(self)

    monkeypatch.setattr(ResolutionStore, name, counted)
    return calls


def _compare_orders(world: World, seed: int, *, size: int, made: Population = population) -> None:
    wipe(world)
    file_in_bulk(world, seed=seed, size=size, made=made)
    bulk, entities = edges(world), partition(world)
    assert any(len(e) > 1 for e in entities)
    wipe(world)
    file_one_by_one(world, seed=seed, size=size, made=made)
    assert edges(world) == bulk
    assert partition(world) == entities


async def _rewound(app: Application) -> ResolutionReport:
    await app.store.run_alone(Template(name="test", access=Access.WRITE, text=REWIND), {})
    return await app.resolver.drain()
