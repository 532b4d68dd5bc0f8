"""What an entry says of an operation that asked several things: no refusal stands for what another field showed."""

import pytest
from graphql import parse

from api.graphql.service import describe
from policies import Outcome
from tests.api.asking import Desk
from tests.world import World, record

JUDGE = 'judge(input: {left: "%s", right: "%s", value: NEGATIVE, reason: "two"}) { userErrors { code } }'
FALLOUT = f'falloutReport(recordId: "r-{"0" * 32}") {{ __typename }}'


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    people = [record("Person", str(n), name=f"Person {n} Tanawat", role="suspect") for n in range(2)]
    module_world.file("th-police", *people)
    return Desk(module_world)


def ids(desk: Desk) -> tuple[str, str]:
    return desk.world.id("th-police", "0"), desk.world.id("th-police", "1")


def outcome(desk: Desk, question: str) -> Outcome:
    desk.ask(question, token=desk.world.token("th-police"))
    return desk.trail()[-1].entry.outcome


def test_a_refused_field_says_nothing_of_one_that_shows_a_record(desk: Desk) -> None:
    shown = f'record(id: "{ids(desk)[0]}") {{ caption }}'
    assert outcome(desk, f"{{ {shown} }}") is Outcome.ALLOWED
    assert outcome(desk, f"{{ {FALLOUT} }}") is Outcome.DENIED
    for question in (f"{{ {shown} {FALLOUT} }}", f"{{ {FALLOUT} {shown} }}"):
        assert outcome(desk, question) is Outcome.PARTLY_DENIED
        assert desk.trail()[-1].entry.record_ids == (ids(desk)[0],)
    assert outcome(desk, f"{{ a: {FALLOUT} b: {FALLOUT} }}") is Outcome.DENIED
    assert outcome(desk, f"{{ __typename a: {FALLOUT} x: __typename }}") is Outcome.DENIED


def test_a_refused_change_says_nothing_of_one_that_was_made(desk: Desk) -> None:
    made, refused = JUDGE % ids(desk), JUDGE % ("r-" + "0" * 32, "r-" + "1" * 32)
    assert outcome(desk, f"mutation {{ a: {refused} }}") is Outcome.DENIED
    assert outcome(desk, f"mutation {{ a: {refused} b: {refused} }}") is Outcome.DENIED
    for order in ((made, refused), (refused, made)):
        assert outcome(desk, "mutation {{ a: {} b: {} }}".format(*order)) is Outcome.PARTLY_DENIED
    assert outcome(desk, f"mutation {{ a: {made} }}") is Outcome.ALLOWED


def test_the_trail_names_every_field_at_the_root() -> None:
    names = sorted(f"aFieldOfALongName{letter}" for letter in "abcdefghijklmnopqrst")
    assert describe(parse(f"{{ {' '.join(names)} }}"), None) == f"query {', '.join(names)}"
