"""Resolution follows the feed: what matches, what waits for a human, and what becomes of it when records change."""

import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import combinations, islice, permutations
from typing import Any

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.resolving.resolver import Resolver
from graph.matches import JudgementValue, Pair
from graph.store import Store, Template
from tests.entity_resolution.populations import file_in_bulk
from tests.entity_resolution.resolved_records import NAME, PERSON, edges, partition, together
from tests.world import World, link, record


def test_a_name_in_two_scripts_with_birth_date_and_nationality_is_one_person(world: World) -> None:
    world.file("th-police", record("Person", "1", name="สมชาย ใจดี", **PERSON))
    world.file("kh-police", record("Person", "1", name="Somchai Jaidee", **PERSON))
    scope = world.system()
    entity = world.run(world.app.entities.find_entity(scope, world.id("kh-police", "1")))
    assert [r.originator for r in entity.records] == ["th-police", "kh-police"]


def test_one_name_in_two_dialects_is_one_person_as_in_two_lists(world: World) -> None:
    names = {
        "1": ("Qiu Boqiang", "Khoo Pek Keong"),
        "2": ("Huang Lianxun", "Ng Lian Hoon"),
        "3": ("Zheng Tingkun", "Tay Teng Khoon"),
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
    world.file("th-police", record("Person", "1", name=NAME), record("PhoneNumber", "p", number="+66812340678"))
    world.file(
        "kh-police",
        record("Person", "1", name=NAME),
        record("PhoneNumber", "p", number="081-234-0678", country="TH"),
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
            record("PhoneNumber", "p", number="+66812340678"),
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


@pytest.mark.parametrize(("number", "waiting"), [("ACB445339", 1), ("AC8445338", 0)])
def test_a_letter_of_a_passport_read_for_a_digit_leaves_two_of_one_name_to_a_human(
    world: World, number: str, waiting: int
) -> None:
    """Another digit is another number, by which two do not meet."""
    for agency, passport in (("th-police", "AC8445339"), ("kh-police", number)):
        values = {"name": "Wirun Busabasombat", "nationality": "TH", "passportNumber": passport}
        world.file(agency, record("Person", "1", **values))
    queue = world.run(world.app.review.queue(world.system()))
    assert len(queue) == waiting
    assert not together(world, ("th-police", "1"), ("kh-police", "1"))


def test_one_more_person_takes_two_reads_and_one_statement_that_writes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = record("PhoneNumber", "p", number="+66812340678")
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
    for name in (NAME, "Kaung Khant Zaw"):
        world.file("th-police", record("Person", "1", name=name, **PERSON), settle=False)
        world.run(world.app.resolver.drain())
    world.file("kh-police", record("Person", "1", name=NAME, **PERSON), settle=False)
    world.run(world.app.resolver.drain())
    assert edges(world) == []
    world.file("kh-police", record("Person", "2", name="Kaung Khant Zaw", **PERSON), settle=False)
    assert world.run(world.app.resolver.drain()).matched == 1


def _noting(asked: list[str], kind: str, work: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def noted(store: Store, given: Any, *rest: Any, **named: Any) -> Any:
        asked.append(given.name if isinstance(given, Template) else kind)
        return await work(store, given, *rest, **named)

    return noted


@pytest.mark.parametrize(("aliases", "on_the_spot"), [(1, True), (150, False)])
def test_records_of_many_names_are_compared_beside_those_who_ask(
    world: World, monkeypatch: pytest.MonkeyPatch, aliases: int, on_the_spot: bool
) -> None:
    """Three records of 150 names each held the loop, and with it everybody, for twenty seconds."""
    spots = list[bool]()
    score = Resolver._score_pairs

    def noted(self: Resolver, pairs: set[Pair], *rest: Any) -> None:
        if pairs:
            spots.append(threading.current_thread() is threading.main_thread())
        score(self, pairs, *rest)

    monkeypatch.setattr(Resolver, "_score_pairs", noted)
    orders = permutations(("Wichit", "Malee", "Kraisorn", "Busaba", "Thongtae", "Suthep"))
    called = [[" ".join(order) for order in islice(orders, 1 + aliases)] for _ in range(3)]
    held = [record("Person", str(n), name=names[0], alias=names[1:], **PERSON) for n, names in enumerate(called)]
    world.file("th-police", *held)
    assert spots == [on_the_spot]


class TestChanges:
    @pytest.mark.long
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
        file_in_bulk(world, seed=11, size=30)
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

    @pytest.mark.long
    def test_a_judged_selector_that_changes_keeps_its_judgement(self, world: World) -> None:
        world.file("th-police", record("PhoneNumber", "1", number="+66812340678"))
        world.file("kh-police", record("PhoneNumber", "1", number="+66812345679"))
        _judge(world, JudgementValue.POSITIVE)
        assert together(world, ("th-police", "1"), ("kh-police", "1"))
        world.file("th-police", record("PhoneNumber", "1", number="+66812340678", carrier="Example"))
        assert together(world, ("th-police", "1"), ("kh-police", "1"))
        _judge(world, JudgementValue.NO_JUDGEMENT)
        assert not together(world, ("th-police", "1"), ("kh-police", "1"))

    @pytest.mark.long
    def test_a_number_that_changes_leaves_its_old_entity(self, world: World) -> None:
        world.file("th-police", record("PhoneNumber", "1", number="+66812340678"))
        world.file("kh-police", record("PhoneNumber", "1", number="+66812340678"))
        world.file("kh-police", record("PhoneNumber", "1", number="+66812345670"))
        assert not together(world, ("th-police", "1"), ("kh-police", "1"))

    def test_a_number_that_changes_takes_the_match_that_rested_on_it(self, world: World) -> None:
        for agency in ("th-police", "kh-police"):
            world.file(
                agency,
                record("Person", "1", name=NAME, birthDate="1987"),
                record("PhoneNumber", "p", number="+66812340678"),
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
    assert world.run(work) is not None


@pytest.mark.long
def test_pairs_of_one_population_are_what_scoring_alone_says(world: World) -> None:
    """The oracle without blocking: every pair of persons is scored as an analyst would have it explained."""
    file_in_bulk(world, seed=13, size=30)
    scope = world.system()
    ids = [row["rid"] for row in world.query("MATCH (n:Record {kind: 'Person'}) RETURN n.rid AS rid")]
    expected = set()
    for left, right in combinations(sorted(ids), 2):
        found = world.run(world.app.review.explain(scope, left, right))
        if found.decision.outcome is Outcome.MATCH:
            expected.add((left, right))
    assert {(e["a"], e["b"]) for e in edges(world) if e["p"]} == expected
