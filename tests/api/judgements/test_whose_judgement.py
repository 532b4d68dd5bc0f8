"""Whose judgement counts for whom: that of a third agency is a proposal to those who wrote the two records."""

from typing import Any

import pytest

from api.cli.review import describe_explanation
from tests.api.asking import Desk
from tests.api.sealing import ALIKE, VICTIM, judge
from tests.world import World, record

SUSPECT = {
    "name": "Xiahou Yunlong",
    "birthDate": "1980-06-17",
    "nationality": "CN",
    "passportNumber": "EK1239876",
}
BYSTANDER = {"name": "Zhong Meifang", "birthDate": "1999-01-30", "nationality": "CN", "sex": "female"}
B, C, OTHER = ("my-police", "b"), ("th-police", "c"), ("th-police", "o")
THIRD, OWNERS, ONLOOKER = "au-police", ("my-police", "th-police"), "id-police"
ENTITY = """query($id: ID!) { record(id: $id) { entity { records { id }
  matches { leftId rightId judgement joins } } } }"""
QUEUE = """{ reviewQueue(first: 20) { edges { node { left { id } right { id } proposed outcome
  judgements { agency { code } value } } } } }"""
COMPARE = (
    """query($left: ID!, $right: ID!) { comparePair(left: $left, right: $right) { judgement together obstacle } }"""
)
ALERTS = "{ alerts { edges { node { kind judgement } } } }"


@pytest.fixture
def desk(world: World) -> Desk:
    """A desk in a world where two agencies hold one suspect, and one of them somebody else besides."""
    world.file("my-police", record("Person", "b", role="suspect", **SUSPECT))
    world.file("th-police", record("Person", "c", role="suspect", **SUSPECT), record("Person", "o", **BYSTANDER))
    return Desk(world)


def entity(desk: Desk, agency: str, of: tuple[str, str]) -> set[str]:
    """Return the references of the records that are one with a record in an agency's view."""
    found = desk.data(ENTITY, token=desk.world.token(agency), id=desk.world.id(*of))["record"]["entity"]
    names = {desk.world.id(*place): place[1] for place in (B, C, OTHER)}
    return {names[r["id"]] for r in found["records"]}


def pairs(desk: Desk, agency: str, of: tuple[str, str]) -> list[tuple[str, bool]]:
    """Return what was judged of the pairs of an entity that were judged, and whether each joins."""
    found = desk.data(ENTITY, token=desk.world.token(agency), id=desk.world.id(*of))["record"]["entity"]
    return [(m["judgement"], m["joins"]) for m in found["matches"] if m["judgement"] != "NO_JUDGEMENT"]


def queue(desk: Desk, agency: str) -> list[tuple[set[str], str | None]]:
    """Return the pairs that wait for an agency, by their ids, and what is proposed of each."""
    edges = desk.data(QUEUE, token=desk.world.token(agency))["reviewQueue"]["edges"]
    return [({e["node"]["left"]["id"], e["node"]["right"]["id"]}, e["node"]["proposed"]) for e in edges]


def compared(desk: Desk, agency: str, one: tuple[str, str], other: tuple[str, str]) -> Any:
    ends = {"left": desk.world.id(*one), "right": desk.world.id(*other)}
    return desk.data(COMPARE, token=desk.world.token(agency), **ends)["comparePair"]


def ids(desk: Desk, *places: tuple[str, str]) -> set[str]:
    return {desk.world.id(*place) for place in places}


def test_a_third_agency_neither_parts_a_match_nor_joins_two_who_have_nothing_in_common(desk: Desk) -> None:
    judge(desk, B, C, "NEGATIVE", THIRD)
    judge(desk, B, OTHER, "POSITIVE", THIRD)
    for agency in (*OWNERS, ONLOOKER):
        assert (entity(desk, agency, B), entity(desk, agency, OTHER)) == ({"b", "c"}, {"o"})
        assert sorted(pairs(desk, agency, B)) == [("NEGATIVE", True), ("POSITIVE", False)]
        assert compared(desk, agency, B, C) == {"judgement": "NEGATIVE", "together": True, "obstacle": None}
        assert compared(desk, agency, B, OTHER) == {"judgement": "POSITIVE", "together": False, "obstacle": "PROPOSED"}
    # In its own view its word counts.
    assert (entity(desk, THIRD, B), entity(desk, THIRD, C)) == ({"b", "o"}, {"c"})


def test_what_it_judged_waits_in_the_queue_of_who_sees_both_until_that_agency_judges(desk: Desk) -> None:
    assert [queue(desk, agency) for agency in (*OWNERS, ONLOOKER, THIRD)] == [[], [], [], []]
    judge(desk, B, C, "NEGATIVE", THIRD)
    judge(desk, B, OTHER, "POSITIVE", THIRD)
    waiting = [(ids(desk, B, C), "NEGATIVE"), (ids(desk, B, OTHER), "POSITIVE")]  # what may part a match is worth most
    for agency in (*OWNERS, ONLOOKER):
        assert queue(desk, agency) == waiting
    assert queue(desk, THIRD) == []
    judge(desk, B, C, "UNSURE", ONLOOKER)
    assert queue(desk, ONLOOKER) == waiting[1:]
    assert entity(desk, ONLOOKER, B) == {"b"}
    assert entity(desk, "th-police", B) == {"b", "c"}


@pytest.mark.parametrize("owner", OWNERS)
def test_a_writer_of_one_of_the_two_decides_over_the_third(desk: Desk, owner: str) -> None:
    judge(desk, B, C, "NEGATIVE", THIRD)
    judge(desk, B, OTHER, "POSITIVE", THIRD)
    judge(desk, B, C, "POSITIVE", owner)
    judge(desk, B, OTHER, "NEGATIVE", owner)
    for agency in (*OWNERS, ONLOOKER):
        assert (entity(desk, agency, B), entity(desk, agency, OTHER)) == ({"b", "c"}, {"o"})
        assert queue(desk, agency) == []
        assert compared(desk, agency, B, C)["judgement"] == "POSITIVE"


@pytest.mark.long
@pytest.mark.parametrize("owner", OWNERS)
def test_a_writer_parts_and_joins_as_before(desk: Desk, owner: str) -> None:
    judge(desk, B, C, "NEGATIVE", owner)
    judge(desk, B, OTHER, "POSITIVE", owner)
    for agency in (*OWNERS, ONLOOKER, THIRD):
        assert (entity(desk, agency, B), entity(desk, agency, C)) == ({"b", "o"}, {"c"})
    judge(desk, B, C, "POSITIVE", *(a for a in OWNERS if a != owner))
    assert entity(desk, owner, C) == {"c"}  # the two writers disagree
    assert compared(desk, owner, B, C)["judgement"] == "UNSURE"


def test_a_third_agency_settles_what_the_machine_leaves_to_review(desk: Desk) -> None:
    desk.world.file("my-police", record("Person", "b", role="suspect", **VICTIM))
    desk.world.file("th-police", record("Person", "c", role="suspect", **ALIKE))
    assert [found for found, _ in queue(desk, "th-police")] == [ids(desk, B, C)]
    judge(desk, B, C, "POSITIVE", THIRD)
    for agency in (*OWNERS, ONLOOKER, THIRD):
        assert entity(desk, agency, B) == {"b", "c"}
    assert pairs(desk, "th-police", B) == [("POSITIVE", True)]
    judge(desk, B, C, "NEGATIVE", "th-police")
    assert entity(desk, "my-police", B) == {"b"}


def test_a_judgement_under_terms_that_a_viewer_may_not_read_is_no_proposal_to_it(desk: Desk) -> None:
    judge(desk, B, C, "NEGATIVE", THIRD, profile="originator-controlled")
    judge(desk, B, OTHER, "POSITIVE", THIRD, profile="originator-controlled")
    for agency in (*OWNERS, ONLOOKER):
        assert queue(desk, agency) == []
        assert pairs(desk, agency, B) == []
        assert entity(desk, agency, B) == {"b", "c"}
    judge(desk, B, C, "NEGATIVE", "th-police", profile="originator-controlled")
    # Nor does a writer's word that is closed to a viewer take the place of the one that is open to it.
    judge(desk, B, C, "NEGATIVE", THIRD)
    assert queue(desk, "my-police") == [(ids(desk, B, C), "NEGATIVE")]
    assert entity(desk, "my-police", B) == {"b", "c"}
    assert entity(desk, "th-police", B) == {"b"}


def test_an_alert_tells_the_word_of_a_third_agency_until_a_writer_judges(desk: Desk) -> None:
    def told(agency: str) -> list[str]:
        edges = desk.data(ALERTS, token=desk.world.token(agency))["alerts"]["edges"]
        return [e["node"]["judgement"] for e in edges]

    assert told("th-police") == ["NO_JUDGEMENT"]
    judge(desk, B, C, "NEGATIVE", THIRD)
    assert told("th-police") == ["NEGATIVE"]
    judge(desk, B, C, "POSITIVE", "my-police")
    assert told("th-police") == told("my-police") == ["POSITIVE"]


def test_equal_numbers_stay_one_for_others_whatever_a_third_agency_says(desk: Desk) -> None:
    for agency in OWNERS:
        desk.world.file(agency, record("PhoneNumber", "n", number="+66899999998"))
    one, other = (desk.world.id(agency, "n") for agency in OWNERS)
    judge(desk, ("my-police", "n"), ("th-police", "n"), "NEGATIVE", THIRD)
    for agency, count in (("my-police", 2), (ONLOOKER, 2), (THIRD, 1)):
        found = desk.data(ENTITY, token=desk.world.token(agency), id=one)["record"]["entity"]["records"]
        assert len(found) == count
    assert ({one, other}, "NEGATIVE") in queue(desk, "my-police")


def test_the_queue_keeps_to_a_kind_and_an_agency_of_proposals_as_well(desk: Desk) -> None:
    judge(desk, B, OTHER, "POSITIVE", THIRD)
    review, scope, run = desk.world.app.review, desk.world.scope("th-police"), desk.world.run
    for kind, agency, count in (("Person", None, 1), ("Site", None, 0), (None, "my-police", 1), (None, "vn-police", 0)):
        assert len(run(review.queue(scope, kind=kind, agency=agency))) == count
    [found] = run(review.queue(scope))
    assert "POSITIVE by who wrote neither of the two" in describe_explanation(found)
