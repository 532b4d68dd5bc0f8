"""What an entry says of an operation that asked several things: no refusal stands for what another field showed."""

import pytest
from graphql import parse

from api.graphql.service import describe
from policies import Outcome
from tests.api.asking import Desk
from tests.world import World, record

JUDGE = 'judge(input: {left: "%s", right: "%s", value: NEGATIVE, reason: "two"}) { userErrors { code } }'
EVERYTHING = "MATCH (n) WHERE NOT n:Counter RETURN count(n) AS nodes, COUNT { ()-->() } AS links"
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


NOBODY = f"r-{'0' * 32}"
STOPPED = {
    "no reason": ('judge(input: {left: "%s", right: "%s", value: NEGATIVE, reason: " "})', "{ done }"),
    "one record": ('judge(input: {left: "%s", right: "%s", value: NEGATIVE, reason: "x"})', "{ done }"),
    "no such profile": (
        'judge(input: {left: "%s", right: "%s", value: NEGATIVE, reason: "x", profile: "none"})',
        "{ done }",
    ),
    "none at all": ("judgeMany(input: {judgements: []})", "{ judged }"),
    "a claim without a reason": ('claimVictim(input: {records: ["%s"], reason: ""})', "{ claim { id } }"),
    "a withdrawal without a reason": ('retractRecords(input: {ids: ["%s"], reason: ""})', "{ done }"),
    "a date that has passed": (
        'scheduleRetention(input: {ids: ["%s"], reviewAt: "2001-01-01T00:00:00Z"})',
        "{ schedules { recordId } }",
    ),
    "a grant that is over": (
        'grant(input: {agency: "kh-police", classes: [IDENTITY], purpose: "investigation", reason: "x", '
        'until: "2001-01-01T00:00:00Z", records: ["%s"]})',
        "{ grant { id } }",
    ),
    "an agency that is none": (
        'grant(input: {agency: "nowhere", classes: [IDENTITY], purpose: "investigation", reason: "x", '
        'until: "2101-01-01T00:00:00Z", records: ["%s"]})',
        "{ grant { id } }",
    ),
    "no values": ('crossCheck(input: {purpose: "investigation", caseRef: "C-1", values: []})', "{ check { id } }"),
    "a filing under no profile": (
        'submitRecords(input: {dataset: "d", profile: "none", records: [{kind: PERSON, reference: "x", '
        "properties: []}]})",
        "{ created }",
    ),
}


def stopped(name: str, records: tuple[str, str]) -> str:
    call, selection = STOPPED[name]
    left, right = (records[0], records[0]) if name == "one record" else records
    filled = call % ((left, right) if call.count("%s") > 1 else (left,)) if "%s" in call else call
    return f"{filled} {selection}"


@pytest.mark.parametrize("name", STOPPED)
def test_a_change_that_an_argument_stopped_is_denied_and_changes_nothing(desk: Desk, name: str) -> None:
    def told(records: tuple[str, str]) -> list[object]:
        first = len(desk.trail())
        body = desk.ask(f"mutation {{ {stopped(name, records)} }}", token=desk.world.token("th-police"))
        entries = [stored.entry for stored in desk.trail()[first:]]
        assert entries[-1].outcome is Outcome.DENIED
        assert (entries[-1].record_ids, entries[-1].disclosures) == ((), ())
        return [body, [(e.operation, e.outcome, e.record_ids, e.count) for e in entries]]

    before = desk.world.query(EVERYTHING)
    mine = told(ids(desk))
    assert isinstance(mine[0], dict)
    assert mine[0]["errors"]
    # What is another's and hidden, and what is not there, answer and are written down alike.
    assert told((desk.world.id("my-police", "0"), desk.world.id("my-police", "1"))) == told((NOBODY, NOBODY[:-1] + "1"))
    assert mine == told(ids(desk))
    assert desk.world.query(EVERYTHING) == before


def test_what_an_argument_stopped_says_nothing_of_a_change_that_was_made(desk: Desk) -> None:
    made, refused = JUDGE % ids(desk), stopped("no reason", ids(desk))
    for order in ((f"a: {made}", f"b: {refused}"), (f"b: {refused}", f"a: {made}")):
        body = desk.ask(f"mutation {{ {' '.join(order)} }}", token=desk.world.token("th-police"))
        assert body["data"] == {"a": {"userErrors": []}, "b": None}
        assert [error["path"] for error in body["errors"]] == [["b"]]
        entry = desk.trail()[-1].entry
        assert entry.outcome is Outcome.PARTLY_DENIED
        assert entry.record_ids


def test_a_question_that_an_argument_stopped_is_denied(desk: Desk) -> None:
    assert outcome(desk, "{ alerts(first: 100000) { edges { cursor } } }") is Outcome.DENIED


def test_the_trail_names_every_field_at_the_root() -> None:
    names = sorted(f"aFieldOfALongName{letter}" for letter in "abcdefghijklmnopqrst")
    assert describe(parse(f"{{ {' '.join(names)} }}"), None) == f"query {', '.join(names)}"
