"""What was corrected, withdrawn or judged and taken back leaves nothing in what resolution makes of the rest."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import SubmittedLink, SubmittedRecord
from tests.api.asking import Desk
from tests.api.recalling import RETRACT
from tests.entity_resolution.populations import Filed, population
from tests.entity_resolution.resolved_records import edges, partition, wipe
from tests.examples import examples
from tests.world import World, link, record

JUDGE = """mutation($l: ID!, $r: ID!, $v: JudgementValue!) {
  judge(input: {left: $l, right: $r, value: $v, reason: "compared"}) { userErrors { code } } }"""


@pytest.mark.long
@settings(max_examples=examples(4), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6))
def test_a_history_ends_as_what_is_left_of_it_filed_at_once(world: World, seed: int) -> None:
    last = population(seed, 20)
    wipe(world)
    for one in (f for group in last for f in group):
        world.file(one.originator, one.item, settle=False)
    world.settle()
    at_once, entities = edges(world), partition(world)
    wipe(world)
    _live_through(Desk(world), last, Random(seed))  # noqa: S311 - test data
    assert edges(world) == at_once
    assert partition(world) == entities


def _live_through(desk: Desk, last: list[list[Filed]], random: Random) -> None:
    """File each record, some wrongly at first, withdraw others, judge and take back, and resolve now and then."""
    world, done = desk.world, list[Filed]()
    persons = [group[0].item for group in last if isinstance(group[0].item, SubmittedRecord)]
    for group in random.sample(last, len(last)):
        person = group[0].item
        assert isinstance(person, SubmittedRecord)
        agency = group[0].originator
        if random.random() < 0.5:  # under another's name and dates at first
            wrong = replace(random.choice(persons), reference=person.reference)
            world.file(agency, wrong, settle=random.random() < 0.7)
        if random.random() < 0.3:
            _file_and_withdraw(desk, agency, random.choice(persons), settle=random.random() < 0.7)
        for one in group:
            settle = random.random() < 0.5
            if isinstance(one.item, SubmittedLink) and settle:
                world.file(agency, record("PhoneNumber", "number", number="+66812340678"), settle=False)
                world.file(agency, link("USES", person.reference, "number"))
                _withdraw(desk, agency, "number")
            world.file(agency, one.item, settle=settle)
        _judge_and_take_back(desk, group[0], [d for d in done if d.originator == agency][:1])
        done.append(group[0])
    world.settle()


def _file_and_withdraw(desk: Desk, agency: str, like: SubmittedRecord, *, settle: bool) -> None:
    desk.world.file(agency, replace(like, reference="person"), settle=settle)
    _withdraw(desk, agency, "person")


def _withdraw(desk: Desk, agency: str, reference: str) -> None:
    ids = [desk.world.id(agency, reference)]
    told = desk.data(RETRACT, token=desk.world.token(agency), ids=ids, erase=False)["retractRecords"]
    assert told["done"]


def _judge_and_take_back(desk: Desk, one: Filed, others: list[Filed]) -> None:
    for other in others:
        ends = [
            desk.world.id(f.originator, f.item.reference) for f in (one, other) if isinstance(f.item, SubmittedRecord)
        ]
        for value in ("NEGATIVE", "NO_JUDGEMENT"):
            token = desk.world.token(one.originator)
            assert desk.data(JUDGE, token=token, l=ends[0], r=ends[1], v=value)["judge"]["userErrors"] == []
            desk.world.settle()
