"""What many records share is resolved with few comparisons and few edges, and each pair is counted and told once."""

from collections import Counter

import pytest

from entity_resolution.resolving import backlog
from graph import RecordId
from graph.store import RESOLUTION
from tests.entity_resolution.populations import AGENCIES
from tests.entity_resolution.resolved_records import NAME, PERSON, edges, linkages
from tests.world import World, link, record


class TestHubs:
    def test_a_run_counts_each_record_and_each_pair_once(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        """Each further person brings the shared number up again, and with it the persons before."""
        monkeypatch.setattr(backlog, "_RECORDS_A_FIRST_STEP", 4)
        monkeypatch.setattr(backlog, "MAX_RECORDS_A_STEP", 4)
        monkeypatch.setattr(backlog, "FEW_RECORDS", 1)
        world.file("th-police", record("PhoneNumber", "hub", number="+66812340678"), settle=False)
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
        numbers = [record("PhoneNumber", f"n-{i}", number="+66812340678") for i in range(100)]
        for agency in AGENCIES[:3]:
            world.file(agency, *numbers, settle=False)
        world.settle()
        assert edges(world) == []
        entity = world.run(world.app.entities.find_entity(world.system(), world.id("kh-police", "n-3")))
        assert len(entity.records) == 300
        told = linkages(world)
        assert Counter(_side(world, one, other) for one, other in told).most_common(1)[0][1] == 1
        assert len(told) == len(set(map(frozenset, told))) <= 300 * 2

    def test_a_first_record_of_a_hub_is_linked_to_all_and_one_more_to_one_of_each_other_agency(
        self, world: World
    ) -> None:
        numbers = [record("PhoneNumber", f"n-{i}", number="+66812340678") for i in range(20)]
        for agency in AGENCIES[:3]:
            world.file(agency, *numbers, settle=False)
        world.settle()
        before = len(linkages(world))
        world.file("sg-fiu", record("PhoneNumber", "new", number="+66 81 234 0678"))
        first = linkages(world)[before:]
        assert len(set(first)) == len(first) == 3 * 20
        world.file("sg-fiu", record("PhoneNumber", "another", number="+66 81 234 0678"))
        new = linkages(world)[before + len(first) :]
        assert len(new) == 3
        assert {_other(world, pair, world.id("sg-fiu", "another")) for pair in new} == set(AGENCIES[:3])

    def test_persons_who_share_a_hub_number_alone_are_not_compared_into_edges(self, world: World) -> None:
        names = [f"{given} {family}" for given in ("Anong", "Boonsri", "Chalerm") for family in ("Wongsa", "Keomany")]
        for agency in AGENCIES[:2]:
            people = [record("Person", f"p-{i}", name=name) for i, name in enumerate(names)]
            ties = [link("USES", f"p-{i}", "hub") for i in range(len(names))]
            world.file(agency, record("PhoneNumber", "hub", number="+66812340678"), *people, *ties, settle=False)
        world.settle()
        found = {frozenset((e["a"], e["b"])) for e in edges(world) if e["p"]}
        pairs = {frozenset((world.id(AGENCIES[0], f"p-{i}"), world.id(AGENCIES[1], f"p-{i}"))) for i in range(6)}
        assert found == pairs


def _originators(world: World) -> dict[str, str]:
    return {r["rid"]: r["o"] for r in world.query("MATCH (n:Record) RETURN n.rid AS rid, n.originator AS o")}


def _side(world: World, one: RecordId | str, other: RecordId | str) -> frozenset[str]:
    return frozenset((one, other))


def _other(world: World, pair: tuple[str, str], own: str) -> str:
    (other,) = set(pair) - {own}
    return _originators(world)[other]
