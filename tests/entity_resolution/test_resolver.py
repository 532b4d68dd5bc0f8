"""Resolution follows the feed: what matches, what waits for a human, and that the order of arrival changes nothing."""

import asyncio
import copy
import os
import signal
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.bootstrap import Application, application_on
from entity_resolution import backlog, known_keys, resolver
from entity_resolution.decision import Outcome
from entity_resolution.resolver import ResolutionReport
from graph import RecordId
from graph.blocks import BlockingKeys
from graph.matches import JudgementValue
from graph.store import RESOLUTION, Access, ChangeKind, ResolutionStore, ResolvableRecord, Store, StoreLease, Template
from tests.entity_resolution.populations import AGENCIES, links_of, population, records_of
from tests.world import World, link, record, settings_in

PERSON = {"birthDate": "1987-03-04", "nationality": "TH"}
NAME = "Wichit Busabasombat"
MATCHES = (
    "MATCH (a:Record)-[m:MATCH]->(b:Record) WITH a, b, m ORDER BY a.rid, b.rid "
    "RETURN a.rid AS a, b.rid AS b, m.evidence AS e, m.positive AS p, m.review AS r"
)


NOTICES = "MATCH (x:Notice) RETURN properties(x) AS p ORDER BY x.id"
REWIND = f"MATCH (f:Follower {{name: '{RESOLUTION}'}}) SET f.seq = 0"


def edges(world: World) -> list[dict[str, Any]]:
    """Return every match edge with its evidence and flags."""
    return world.query(MATCHES)


def partition(world: World) -> set[frozenset[str]]:
    """Return the entities of all records, as one who sees everything has them."""
    ids = [row["rid"] for row in world.query("MATCH (n:Record) RETURN n.rid AS rid")]
    found = world.run(world.app.entities.entities_of(world.system(), ids))
    assert set(found) == set(ids)
    return {frozenset(r.id for r in e.records) for e in found.values()}


def together(world: World, *ends: tuple[str, str]) -> bool:
    """Return whether these records are one entity for one who sees everything."""
    ids = [world.id(*end) for end in ends]
    entity = world.run(world.app.entities.find_entity(world.system(), ids[0]))
    return set(ids) <= {r.id for r in entity.records}


def change(world: World, text: str) -> None:
    """Change the store behind the product's back."""
    world.run(world.app.store.run_alone(Template(name="test", access=Access.WRITE, text=text), {}))


def wipe(world: World) -> None:
    """Empty the graph. Changes are numbered on, so that nothing that a follower remembers seems to be of now."""
    change(world, "MATCH (n:Record|Block|Notice|Change) DETACH DELETE n")


def test_a_name_in_two_scripts_with_birth_date_and_nationality_is_one_person(world: World) -> None:
    world.file("th-police", record("Person", "1", name="สมชาย ใจดี", **PERSON))
    world.file("kh-police", record("Person", "1", name="Somchai Jaidee", **PERSON))
    scope = world.system()
    entity = world.run(world.app.entities.find_entity(scope, world.id("kh-police", "1")))
    assert [r.originator for r in entity.records] == ["th-police", "kh-police"]


def test_one_name_in_two_dialects_is_one_person_as_in_two_lists(world: World) -> None:
    names = {
        "1": ("Chen Zhiqiang", "Tan Chee Keong"),
        "2": ("Huang Guohua", "Ng Kok Wah"),
        "3": ("Zheng Wenjie", "Tay Boon Kiat"),
    }
    for at, agency in enumerate(("th-police", "kh-police")):
        held = [record("Person", key, name=both[at], **PERSON) for key, both in names.items()]
        world.file(agency, *held)
    assert [together(world, ("th-police", key), ("kh-police", key)) for key in names] == [True, True, True]


@pytest.mark.parametrize(("profile", "waiting"), [("open", [("review", ())]), ("law-enforcement", [])])
def test_a_name_alone_never_merges_and_is_worth_a_look_where_one_end_is_on_a_public_list(
    world: World, profile: str, waiting: list[tuple[str, tuple[str, ...]]]
) -> None:
    world.file("us-ofac", record("Person", "1", name="Wichit Busabasombat"), profile=profile)
    world.file("kh-police", record("Person", "1", name="Wichit Busabasombat"))
    scope = world.system()
    entity = world.run(world.app.entities.find_entity(scope, world.id("kh-police", "1")))
    assert len(entity.records) == 1
    queue = world.run(world.app.review.queue(scope))
    assert [(e.decision.outcome.value, e.decision.strong) for e in queue] == waiting


def test_a_link_that_arrives_later_brings_the_pair_up_again(world: World) -> None:
    world.file("th-police", record("Person", "1", name=NAME), record("PhoneNumber", "p", number="+66812345678"))
    world.file(
        "kh-police",
        record("Person", "1", name=NAME),
        record("PhoneNumber", "p", number="081-234-5678", country="TH"),
    )
    world.file("th-police", link("USES", "1", "p"))
    world.file("kh-police", link("USES", "1", "p"))
    entity = world.run(world.app.entities.find_entity(world.system(), world.id("kh-police", "1")))
    assert len(entity.records) == 2


def test_a_shared_number_with_different_names_is_a_link_and_no_merge(world: World) -> None:
    for agency, name in (("th-police", "Somchai Jaidee"), ("kh-police", "Zaw Min Htet")):
        world.file(
            agency,
            record("Person", "1", name=name),
            record("PhoneNumber", "p", number="+66812345678"),
            link("USES", "1", "p"),
        )
    assert not together(world, ("th-police", "1"), ("kh-police", "1"))
    assert together(world, ("th-police", "p"), ("kh-police", "p"))
    assert edges(world) == []


@pytest.mark.parametrize("name", ["Lihn Mei Hidayat", "Mei Linh Hidayet", "Linh Pranata"])
def test_one_birth_date_and_one_number_under_two_names_wait_for_a_human(world: World, name: str) -> None:
    """Neither a household, where the dates differ, nor a number alone does."""
    agencies = {
        "th-police": ("Linh Mei Hidayat", "1990-03-05"),
        "kh-police": (name, "1990-03-05"),
        "my-police": ("Linh Mei Hidayat Sari", "1971-12-24"),
    }
    for agency, (called, born) in agencies.items():
        values = {"name": called, "birthDate": born, "nationality": "ID", "phone": "+6281200000101"}
        world.file(agency, record("Person", "1", **values))
    queue = world.run(world.app.review.queue(world.system()))
    pair = {world.id("th-police", "1"), world.id("kh-police", "1")}
    assert [{e.left.id, e.right.id} for e in queue if not e.decision.name_agrees] == [pair]
    assert not together(world, ("th-police", "1"), ("kh-police", "1"))


def test_one_more_person_takes_two_reads_and_one_statement_that_writes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = record("PhoneNumber", "p", number="+66812345678")
    world.file("th-police", record("Person", "1", name=NAME, **PERSON), phone)
    # The first after a start, or after another process resolved, waits for the index of keys.
    world.file("kh-police", record("Person", "0", name="Zaw Min Htet", birthDate="1991-02-03"))
    asked: list[str] = []
    for name in ("read", "write_at_once", "write"):
        monkeypatch.setattr(Store, name, _noting(asked, name, getattr(Store, name)))
    for item in (record("Person", "1", name=NAME, **PERSON), phone):
        world.file("kh-police", item, settle=False)
        asked.clear()
        assert world.run(world.app.resolver.drain()).linkages == 1
        looked = ["candidates_whole"] if item.kind == "Person" else []
        assert asked == ["arrivals", *looked, "put_step"]
    assert together(world, ("th-police", "1"), ("kh-police", "1"))


def test_what_a_record_was_called_a_moment_ago_finds_nobody(world: World) -> None:
    """The index of keys is written behind the commit: what this process knows better counts."""
    for name in (NAME, "Zaw Min Htet"):
        world.file("th-police", record("Person", "1", name=name, **PERSON), settle=False)
        world.run(world.app.resolver.drain())
    world.file("kh-police", record("Person", "1", name=NAME, **PERSON), settle=False)
    world.run(world.app.resolver.drain())
    assert edges(world) == []
    world.file("kh-police", record("Person", "2", name="Zaw Min Htet", **PERSON), settle=False)
    assert world.run(world.app.resolver.drain()).matched == 1


def _noting(asked: list[str], kind: str, work: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def noted(store: Store, given: Any, *rest: Any, **named: Any) -> Any:
        asked.append(given.name if isinstance(given, Template) else kind)
        return await work(store, given, *rest, **named)

    return noted


class TestOrder:
    @settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.integers(0, 10**6))
    def test_bulk_and_one_by_one_end_alike(self, world: World, seed: int) -> None:
        _compare_orders(world, seed, size=40)

    @pytest.mark.long
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.integers(0, 10**6))
    def test_bulk_and_one_by_one_end_alike_for_many(self, world: World, seed: int) -> None:
        _compare_orders(world, seed, size=150)

    def test_resolving_again_changes_nothing(self, world: World, neo4j_lease: StoreLease, tmp_path: Path) -> None:
        _file_in_bulk(world, seed=7, size=40)
        before, entities = edges(world), partition(world)
        assert len(before) > 5
        told = world.query(NOTICES)
        change(world, REWIND)
        world.settle()
        world.run(_in_another_process(neo4j_lease, tmp_path, _rewound))
        world.settle()
        assert world.query(NOTICES) == told
        assert edges(world) == before
        assert partition(world) == entities

    @pytest.mark.parametrize(
        ("others", "bound", "cached"), [(False, 2_000_000, 30_000), (True, 2_000_000, 1), (True, 12, 30_000)]
    )
    def test_a_backlog_in_many_steps_ends_alike(
        self, world: World, monkeypatch: pytest.MonkeyPatch, *, others: bool, bound: int, cached: int
    ) -> None:
        """Its keys are read once and then kept in memory, as long as nobody else resolves and they are not too many."""
        monkeypatch.setattr(resolver, "CACHED_RECORDS", cached)
        _file_in_bulk(world, seed=11, size=30)
        bulk, entities, told = edges(world), partition(world), _linkages(world)
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
        assert {frozenset(pair) for pair in _linkages(world)} == {frozenset(pair) for pair in told}

    @pytest.mark.parametrize(("kept", "let_go"), [(60.0, False), (-1.0, False), (60.0, True)])
    def test_a_load_that_comes_piece_by_piece_ends_alike(
        self, world: World, monkeypatch: pytest.MonkeyPatch, *, kept: float, let_go: bool
    ) -> None:
        """Nothing waits behind a piece, and one record comes between: the keys stay in memory until it is over.

        Or until they are let go of: then they are read again.
        """
        _file_in_bulk(world, seed=11, size=30)
        bulk, entities, told = edges(world), partition(world), _linkages(world)
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
        assert {frozenset(pair) for pair in _linkages(world)} == {frozenset(pair) for pair in told}
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


def _compare_orders(world: World, seed: int, *, size: int) -> None:
    wipe(world)
    _file_in_bulk(world, seed=seed, size=size)
    bulk, entities = edges(world), partition(world)
    assert any(len(e) > 1 for e in entities)
    wipe(world)
    _file_one_by_one(world, seed=seed, size=size)
    assert edges(world) == bulk
    assert partition(world) == entities


def _file_in_bulk(world: World, *, seed: int, size: int) -> None:
    filed = [f for group in population(seed, size) for f in group]
    for agency in AGENCIES:
        items = [f.item for f in filed if f.originator == agency]
        if items:
            world.file(agency, *items, settle=False)
    world.settle()


def _file_one_by_one(world: World, *, seed: int, size: int) -> None:
    filed = population(seed, size)
    random = Random(seed)  # noqa: S311 - test data
    records, links = records_of(filed), links_of(filed)
    random.shuffle(records)
    random.shuffle(links)
    # Some links come with the records, as soon as both ends are there; the rest trickle in behind.
    done: set[tuple[str, str]] = set()
    waiting = list(links)
    for agency, item in records:
        world.file(agency, item, settle=False)
        done.add((agency, item.reference))
        for one in [w for w in waiting if random.random() < 0.5]:
            if {(one[0], one[1].source_reference), (one[0], one[1].target_reference)} <= done:
                world.file(one[0], one[1], settle=False)
                waiting.remove(one)
        if random.random() < 0.5:
            world.settle()
    for agency, left in waiting:
        world.file(agency, left, settle=random.random() < 0.5)
    world.settle()


class TestChanges:
    def test_a_changed_record_loses_what_it_no_longer_deserves(self, world: World) -> None:
        world.file("th-police", record("Person", "1", name=NAME, **PERSON))
        world.file("kh-police", record("Person", "1", name=NAME, **PERSON))
        assert [e["p"] for e in edges(world)] == [True]
        world.file("kh-police", record("Person", "1", name="Zaw Min Htet", **PERSON))
        assert edges(world) == []
        assert not together(world, ("th-police", "1"), ("kh-police", "1"))

    def test_judgements_outlive_the_match(self, world: World) -> None:
        world.file("th-police", record("Person", "1", name=NAME, **PERSON))
        world.file("kh-police", record("Person", "1", name=NAME, **PERSON))
        _judge(world, JudgementValue.POSITIVE)
        world.file("kh-police", record("Person", "1", name="Zaw Min Htet", **PERSON))
        assert edges(world) == []
        assert together(world, ("th-police", "1"), ("kh-police", "1"))
        _judge(world, JudgementValue.NO_JUDGEMENT)
        assert not together(world, ("th-police", "1"), ("kh-police", "1"))

    def test_un_merging_and_back_restores_exactly(self, world: World) -> None:
        _file_in_bulk(world, seed=11, size=30)
        world.file("th-police", record("Person", "1", name=NAME, **PERSON))
        world.file("kh-police", record("Person", "1", name=NAME, **PERSON))
        before, entities = edges(world), partition(world)
        _judge(world, JudgementValue.NEGATIVE)
        world.settle()
        assert edges(world) == before
        assert not together(world, ("th-police", "1"), ("kh-police", "1"))
        assert partition(world) - entities == {
            frozenset({world.id("th-police", "1")}),
            frozenset({world.id("kh-police", "1")}),
        }
        _judge(world, JudgementValue.NO_JUDGEMENT)
        world.settle()
        assert (edges(world), partition(world)) == (before, entities)

    def test_a_judged_selector_that_changes_keeps_its_judgement(self, world: World) -> None:
        world.file("th-police", record("PhoneNumber", "1", number="+66812345678"))
        world.file("kh-police", record("PhoneNumber", "1", number="+66812345679"))
        _judge(world, JudgementValue.POSITIVE)
        assert together(world, ("th-police", "1"), ("kh-police", "1"))
        world.file("th-police", record("PhoneNumber", "1", number="+66812345678", carrier="Example"))
        assert together(world, ("th-police", "1"), ("kh-police", "1"))
        _judge(world, JudgementValue.NO_JUDGEMENT)
        assert not together(world, ("th-police", "1"), ("kh-police", "1"))

    def test_a_number_that_changes_leaves_its_old_entity(self, world: World) -> None:
        world.file("th-police", record("PhoneNumber", "1", number="+66812345678"))
        world.file("kh-police", record("PhoneNumber", "1", number="+66812345678"))
        world.file("kh-police", record("PhoneNumber", "1", number="+66812345670"))
        assert not together(world, ("th-police", "1"), ("kh-police", "1"))

    def test_a_number_that_changes_takes_the_match_that_rested_on_it(self, world: World) -> None:
        for agency in ("th-police", "kh-police"):
            world.file(
                agency,
                record("Person", "1", name=NAME, birthDate="1987"),
                record("PhoneNumber", "p", number="+66812345678"),
                link("USES", "1", "p"),
            )
        assert together(world, ("th-police", "1"), ("kh-police", "1"))
        world.file("kh-police", record("PhoneNumber", "p", number="+66812345670"))
        assert not together(world, ("th-police", "1"), ("kh-police", "1"))
        assert [(e["p"], e["r"]) for e in edges(world)] == [(False, True)]

    @pytest.mark.parametrize("kind", ["Vehicle", "Organization"])
    def test_a_record_that_becomes_another_kind_leaves_its_matches(self, world: World, kind: str) -> None:
        world.file("th-police", record("Person", "1", name=NAME, **PERSON))
        world.file("kh-police", record("Person", "1", name=NAME, **PERSON))
        values = {"plate": "ABC 123"} if kind == "Vehicle" else {"name": NAME}
        world.file("kh-police", record(kind, "1", **values))
        assert edges(world) == []
        assert not together(world, ("th-police", "1"), ("kh-police", "1"))


def _judge(world: World, value: JudgementValue) -> None:
    one, other = world.id("th-police", "1"), world.id("kh-police", "1")
    scope = replace(world.system(), agency="th-police")
    work = world.app.review.judge(scope, one, other, value=value, author="a", reason="r", compartment=1)
    assert world.run(work) is True


class TestHubs:
    def test_a_run_counts_each_record_and_each_pair_once(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        """Each further person brings the shared number up again, and with it the persons before."""
        monkeypatch.setattr(backlog, "_RECORDS_A_FIRST_STEP", 4)
        monkeypatch.setattr(backlog, "MAX_RECORDS_A_STEP", 4)
        monkeypatch.setattr(backlog, "FEW_RECORDS", 1)
        world.file("th-police", record("PhoneNumber", "hub", number="+66812345678"), settle=False)
        for n, agency in enumerate(["th-police"] * 6 + ["kh-police"] * 6):
            born = f"19{80 + n % 6}-03-04"
            people = [record("Person", f"p{n}", name=f"{NAME} {n % 6}", birthDate=born, nationality="TH")]
            shared = [link("USES", f"p{n}", "hub")] if agency == "th-police" else []
            world.file(agency, *people, *shared, settle=False)
        position = world.run(world.app.feed.position(RESOLUTION))
        assert world.run(world.app.feed.waiting(position)) > 13
        assert world.run(world.app.feed.waiting_records(position)) == 13
        report = world.run(world.app.resolver.drain())
        stored = world.query("MATCH ()-[m:MATCH]->() RETURN m.positive AS positive")
        positive = sum(row["positive"] for row in stored)
        assert stored
        assert (report.records, report.matched, report.review) == (13, positive, len(stored) - positive)
        assert world.run(world.app.feed.waiting_records(world.run(world.app.feed.position(RESOLUTION)))) == 0

    def test_a_run_counts_what_came_before_it_once_more(self, world: World) -> None:
        for agency in ("th-police", "kh-police"):
            world.file(agency, record("Person", "1", name=NAME, **PERSON))
        world.file("th-police", record("Person", "1", name=f"{NAME} II", **PERSON), settle=False)
        report = world.run(world.app.resolver.drain())
        assert (report.records, report.matched + report.review) == (1, 1)

    def test_a_number_of_three_hundred_records_makes_no_quadratic_edges(self, world: World) -> None:
        numbers = [record("PhoneNumber", f"n-{i}", number="+66812345678") for i in range(100)]
        for agency in AGENCIES[:3]:
            world.file(agency, *numbers, settle=False)
        world.settle()
        assert edges(world) == []
        entity = world.run(world.app.entities.find_entity(world.system(), world.id("kh-police", "n-3")))
        assert len(entity.records) == 300
        told = _linkages(world)
        assert Counter(_side(world, one, other) for one, other in told).most_common(1)[0][1] == 1
        assert len(told) == len(set(map(frozenset, told))) <= 300 * 2

    def test_one_more_record_of_a_hub_is_one_linkage_for_each_other_agency(self, world: World) -> None:
        numbers = [record("PhoneNumber", f"n-{i}", number="+66812345678") for i in range(20)]
        for agency in AGENCIES[:3]:
            world.file(agency, *numbers, settle=False)
        world.settle()
        before = len(_linkages(world))
        world.file("sg-fiu", record("PhoneNumber", "new", number="+66 81 234 5678"))
        new = _linkages(world)[before:]
        assert len(new) == 3
        assert {_other(world, pair, world.id("sg-fiu", "new")) for pair in new} == set(AGENCIES[:3])

    def test_persons_who_share_a_hub_number_alone_are_not_compared_into_edges(self, world: World) -> None:
        names = [f"{given} {family}" for given in ("Anong", "Boonsri", "Chalerm") for family in ("Wongsa", "Keomany")]
        for agency in AGENCIES[:2]:
            people = [record("Person", f"p-{i}", name=name) for i, name in enumerate(names)]
            ties = [link("USES", f"p-{i}", "hub") for i in range(len(names))]
            world.file(agency, record("PhoneNumber", "hub", number="+66812345678"), *people, *ties, settle=False)
        world.settle()
        found = {frozenset((e["a"], e["b"])) for e in edges(world) if e["p"]}
        pairs = {frozenset((world.id(AGENCIES[0], f"p-{i}"), world.id(AGENCIES[1], f"p-{i}"))) for i in range(6)}
        assert found == pairs


def _linkages(world: World) -> list[tuple[str, str]]:
    found = []
    for change in world.run(world.app.feed.since(0, limit=10_000)):
        if change.kind is ChangeKind.LINKAGE:
            found += list(zip(change.record_ids[::2], change.record_ids[1::2], strict=True))
    return found


def _originators(world: World) -> dict[str, str]:
    return {r["rid"]: r["o"] for r in world.query("MATCH (n:Record) RETURN n.rid AS rid, n.originator AS o")}


def _side(world: World, one: RecordId | str, other: RecordId | str) -> frozenset[str]:
    return frozenset((one, other))


def _other(world: World, pair: tuple[str, str], own: str) -> str:
    (other,) = set(pair) - {own}
    return _originators(world)[other]


class TestTwoResolvers:
    def test_two_at_once_never_resolve_one_change_twice(
        self, world: World, neo4j_lease: StoreLease, tmp_path: Path
    ) -> None:
        filed = [f for group in population(3, 40) for f in group]
        for one in filed:
            world.file(one.originator, one.item, settle=False)
        reports = world.run(_drain_both(world, neo4j_lease, tmp_path))
        changes = world.run(world.app.feed.last())
        assert world.run(world.app.feed.position(RESOLUTION)) == changes
        told = _linkages(world)
        assert sum(r.linkages for r in reports) == len(told)
        assert len(told) == len(set(told))
        positive = sum(1 for e in edges(world) if e["p"])
        assert sum(r.matched for r in reports) >= positive
        found, entities = edges(world), partition(world)
        wipe(world)
        _file_in_bulk(world, seed=3, size=40)
        assert (edges(world), partition(world)) == (found, entities)

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
        _file_in_bulk(world, seed=5, size=40)
        assert (edges(world), partition(world)) == (found, entities)


async def _drain_both(world: World, lease: StoreLease, folder: Path) -> list[ResolutionReport]:
    return list(await asyncio.gather(world.app.resolver.drain(), _in_another_process(lease, folder, _drained)))


async def _in_another_process(
    lease: StoreLease, folder: Path, work: Callable[[Application], Awaitable[ResolutionReport]]
) -> ResolutionReport:
    """Do something with an application of its own connection and caches, as another process has it."""
    settings = replace(settings_in(folder / "other"), keys=folder / "keys")  # of one deployment
    async with application_on(settings, lease) as other:
        return await work(other)


async def _drained(app: Application) -> ResolutionReport:
    return await app.resolver.drain()


async def _rewound(app: Application) -> ResolutionReport:
    await app.store.run_alone(Template(name="test", access=Access.WRITE, text=REWIND), {})
    return await app.resolver.drain()


CHILD = """
import asyncio, os, sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch
import entity_resolution.backlog as backlog
from api.bootstrap import application_on
from tests.world import settings_in

async def main():
    uri, username, database, folder = sys.argv[1:5]
    lease = SimpleNamespace(uri=uri, username=username, password=os.environ["PASSWORD"], database=database)
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


def test_pairs_of_one_population_are_what_scoring_alone_says(world: World) -> None:
    """The oracle without blocking: every pair of persons is scored as an analyst would have it explained."""
    _file_in_bulk(world, seed=13, size=30)
    scope = world.system()
    ids = [row["rid"] for row in world.query("MATCH (n:Record {kind: 'Person'}) RETURN n.rid AS rid")]
    expected = set()
    for left, right in combinations(sorted(ids), 2):
        found = world.run(world.app.review.explain(scope, left, right))
        if found.decision.outcome is Outcome.MATCH:
            expected.add((left, right))
    assert {(e["a"], e["b"]) for e in edges(world) if e["p"]} == expected
