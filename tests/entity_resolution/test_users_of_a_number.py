"""Who uses a shared number is compared again where that number says something else of them, and else not.

What is compared so ends as all does that is compared anew.
"""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entity_resolution.resolving import backlog
from graph.store import RESOLUTION, OwnLinkReader, remove_links
from ingest import SubmittedRecord
from tests.entity_resolution.resolved_records import change, edges, partition, wipe
from tests.examples import examples
from tests.world import World, link, record

AGENCY, OTHER, HUB = "th-police", "kh-police", "hub"
NUMBER, OTHER_NUMBER = "+66812340678", "+66812340679"
NAMES = ("Somchai Jaidee", "สมชาย ใจดี", "Somchay Chaidee", "Somchai Wongsa", "Malee Thongdee", "Mali Thongdi")


class TestUsersOfANumber:
    @settings(max_examples=examples(3), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.integers(0, 10**6))
    def test_what_is_filed_one_by_one_ends_as_if_compared_anew(self, world: World, seed: int) -> None:
        wipe(world)
        random = Random(seed)  # noqa: S311 - test data
        with pytest.MonkeyPatch.context() as patch:
            # Steps of one change read others before their own changes are dealt with.
            patch.setattr(backlog, "_CHANGES_A_READ", random.choice((1, 1, 2, 500)))
            patch.setattr(backlog, "FEW_RECORDS", random.choice((0, 50)))
            _file_at_random(world, random)
            world.settle()
        _stands_as_anew(world)
        assert any(len(entity) > 1 for entity in partition(world))

    def test_who_was_met_while_a_number_was_corrected_is_compared_once_it_is_back(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The new one meets her under the wrong number; when the number has its turn it is the former again."""
        monkeypatch.setattr(backlog, "_CHANGES_A_READ", 1)
        world.file(AGENCY, _hub(NUMBER), record("Person", "a", name=NAMES[0]), link("USES", "a", HUB))
        world.file(OTHER, _hub(NUMBER), settle=False)
        world.file(OTHER, record("Person", "b", name=NAMES[2]), link("USES", "b", HUB), settle=False)
        _step(world)
        world.file(AGENCY, _hub(OTHER_NUMBER), settle=False)
        _step(world)
        world.file(AGENCY, _hub(NUMBER), settle=False)
        world.settle()
        assert [{edge["a"], edge["b"]} for edge in edges(world)] == [{world.id(AGENCY, "a"), world.id(OTHER, "b")}]
        _stands_as_anew(world)

    def test_one_more_link_and_a_note_compare_no_users_with_one_another(self, world: World) -> None:
        users = [record("Person", f"p-{n}", name=f"{NAMES[n % 6]} {n:02}") for n in range(30)]
        ties = [link("USES", f"p-{n}", HUB) for n in range(30)]
        world.file(AGENCY, _hub(NUMBER), *users, *ties)
        world.file(AGENCY, record("Person", "new", name="Anong Keomany"))
        world.file(AGENCY, link("USES", "new", HUB), settle=False)
        report = world.run(world.app.resolver.drain())
        assert (report.records, report.compared) == (2, 0)
        world.file(AGENCY, record("PhoneNumber", HUB, number=NUMBER, notes="called twice"), settle=False)
        report = world.run(world.app.resolver.drain())
        assert (report.records, report.compared) == (1, 0)
        world.file(AGENCY, _hub(OTHER_NUMBER), settle=False)
        report = world.run(world.app.resolver.drain())
        assert report.records == 32
        assert report.compared >= 15
        _stands_as_anew(world)


def _hub(number: str, *, profile: str | None = None, **values: str) -> SubmittedRecord:
    return record("PhoneNumber", HUB, profile=profile, number=number, **values)


def _step(world: World) -> None:
    world.run(world.app.resolver.step())


def _file_at_random(world: World, random: Random) -> None:
    """File persons, their links to one number of each agency, and what becomes of these; resolve now and then."""
    for agency in (AGENCY, OTHER):
        world.file(agency, _hub(NUMBER), settle=False)
    people: dict[str, int] = {AGENCY: 0, OTHER: 0}
    for _ in range(40):
        agency = random.choice((AGENCY, OTHER))
        count = people[agency]
        turn = random.choice(("person", "person", "link", "link", "link", "note", "number", "terms", "unlink", "role"))
        if turn == "person":
            born = {"birthDate": random.choice(("1987", "1987-03-04"))} if random.random() < 0.4 else {}
            world.file(agency, record("Person", f"p-{count}", name=random.choice(NAMES), **born), settle=False)
            people[agency] += 1
        elif turn == "link" and count:
            world.file(agency, link("USES", f"p-{random.randrange(count)}", HUB), settle=False)
        elif turn == "note":
            world.file(agency, _hub(NUMBER, notes=f"note {random.random()}"), settle=False)
        elif turn == "number":
            world.file(agency, _hub(random.choice((NUMBER, OTHER_NUMBER))), settle=False)
        elif turn == "terms":
            world.file(agency, _hub(NUMBER, profile=random.choice(("hit-only", "law-enforcement"))), settle=False)
        elif turn == "unlink":
            _unlink(world, agency, random)
        elif turn == "role" and count and random.random() < 0.2:
            who, name = f"p-{random.randrange(count)}", random.choice(NAMES)
            world.file(agency, record("Person", who, role="victim", name=name), settle=False)
        for _ in range(random.choice((0, 0, 0, 1, 1, 2, 3))):
            _step(world)


def _unlink(world: World, agency: str, random: Random) -> None:
    """Withdraw one of an agency's links."""
    lids = [row["lid"] for row in world.query("MATCH ()-[r:USES]->() RETURN r.lid AS lid ORDER BY lid")]
    reader, app = OwnLinkReader(world.app.store, world.app.ontology), world.app
    found = world.run(reader.own_in_view(world.scope(agency), random.sample(lids, min(1, len(lids)))))
    if found:
        world.run(
            app.store.write(lambda tx: remove_links(tx, agency, found, registry=app.registry, ontology=app.ontology))
        )


def _stands_as_anew(world: World) -> None:
    """Compare what stands with what comes of comparing all records again."""
    found = edges(world)
    change(world, "MATCH ()-[m:MATCH]->() DELETE m")
    change(world, "MATCH (n:Record) REMOVE n.linked_as, n.blocks")
    change(world, f"MATCH (f:Follower {{name: '{RESOLUTION}'}}) SET f.seq = 0")
    world.app.resolver._cache.clear()
    world.settle()
    assert found == edges(world)
