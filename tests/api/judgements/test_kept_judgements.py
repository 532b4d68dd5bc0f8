"""What an agency held apart stays apart when the other record is withdrawn and filed again; nothing tells meanwhile."""

from typing import Any

import pytest

from tests.api.asking import Desk
from tests.api.recalling import RETRACT
from tests.api.sealing import judge
from tests.world import World, record

WHO = {"name": "Kraisorn Pattanakit", "birthDate": "1980-05-06", "nationality": "TH", "passportNumber": "AA7654321"}
P, T = ("my-police", "p"), ("th-police", "t")
ENTITY = "query($id: ID!) { record(id: $id) { entity { records { id } } } }"
SAID = """query($left: ID!, $right: ID!) { comparePair(left: $left, right: $right) { judgement explanation {
  judgements { agency { code } value author reason at replacedAt } } } }"""
KEPT = "MATCH ()-[k:KEPT_JUDGEMENT]->() RETURN properties(k) AS kept"
BOTH = "analyst+supervisor"


@pytest.fixture
def desk(world: World) -> Desk:
    for agency, name in (P, T):
        file(world, agency, name)
    return Desk(world)


def file(world: World, agency: str, reference: str, **changed: Any) -> None:
    world.file(agency, record("Person", reference, role="suspect", **{**WHO, **changed}))


def withdraw(desk: Desk, agency: str, *names: str, erase: bool = False) -> None:
    token = desk.world.token(agency, BOTH if erase else "analyst")
    done = desk.data(RETRACT, token=token, ids=[desk.world.id(agency, n) for n in names], erase=erase)
    assert done["retractRecords"]["done"]
    desk.world.settle()


def together(desk: Desk, viewer: str = "my-police") -> int:
    agency, name = P
    found = desk.data(ENTITY, token=desk.world.token(viewer), id=desk.world.id(agency, name))
    return len(found["record"]["entity"]["records"])


def said(desk: Desk, viewer: str = "my-police") -> list[dict[str, Any]]:
    ends = {"left": desk.world.id(*P), "right": desk.world.id(*T)}
    found = desk.data(SAID, token=desk.world.token(viewer), **ends)["comparePair"]
    judgements: list[dict[str, Any]] = found["explanation"]["judgements"] if found is not None else []
    return judgements


def kept(desk: Desk) -> list[Any]:
    return [row["kept"] for row in desk.world.query(KEPT)]


@pytest.mark.parametrize("value", ["NEGATIVE", "UNSURE"])
def test_a_record_withdrawn_and_filed_again_stays_apart(desk: Desk, value: str) -> None:
    assert together(desk) == 2
    judge(desk, P, T, value, "my-police")
    [before] = said(desk)
    withdraw(desk, *T)
    file(desk.world, *T)
    assert together(desk) == 1
    again = sorted(said(desk), key=lambda j: j["replacedAt"] or "")
    # Its date tells nobody of a record that they never saw; the agency that judged reads since when it said so.
    now = {**before, "reason": None, "at": again[0]["at"]}
    assert again == [now, {**before, "reason": None, "replacedAt": again[0]["at"]}]
    assert again[0]["at"] > before["at"]
    assert [j["replacedAt"] for j in said(desk, "th-police")] == [None]
    assert kept(desk) == []
    judge(desk, P, T, "NO_JUDGEMENT", "my-police")
    assert together(desk) == 2, "who judged takes it back"


def test_what_joins_is_seen_anew_from_what_is_filed(desk: Desk) -> None:
    judge(desk, P, T, "POSITIVE", "my-police")
    withdraw(desk, *T)
    assert kept(desk) == []
    file(desk.world, *T, name="Malee Srisai", birthDate="1999-01-01", passportNumber="ZZ1111111")
    assert (together(desk), said(desk)) == (1, [])


@pytest.mark.long
@pytest.mark.parametrize("first_back", [P, T])
@pytest.mark.parametrize("first_gone", [P, T])
def test_both_may_go_and_come_back_in_any_order(
    desk: Desk, first_gone: tuple[str, str], first_back: tuple[str, str]
) -> None:
    judge(desk, P, T, "NEGATIVE", "my-police")
    for gone in (first_gone, P if first_gone == T else T):
        withdraw(desk, *gone)
    assert len(kept(desk)) == 1
    for back in (first_back, P if first_back == T else T):
        file(desk.world, *back)
    assert (together(desk), kept(desk)) == (1, [])


@pytest.mark.long
def test_two_of_one_agency_go_and_come_back_at_once(desk: Desk) -> None:
    file(desk.world, "th-police", "t2")
    judge(desk, T, ("th-police", "t2"), "NEGATIVE", "my-police")
    withdraw(desk, "th-police", "t", "t2")
    assert len(kept(desk)) == 1
    two = [record("Person", name, role="suspect", **WHO) for name in ("t", "t2")]
    desk.world.file("th-police", *two)
    pair = sorted(desk.world.id("th-police", name) for name in ("t", "t2"))
    found = desk.world.query("MATCH (a)-[j:JUDGEMENT]->(b) RETURN a.rid AS a, b.rid AS b, j.value AS value")
    assert found == [{"a": pair[0], "b": pair[1], "value": "NEGATIVE"}]
    assert kept(desk) == []


def test_while_it_is_gone_nothing_tells_and_no_words_are_kept(desk: Desk) -> None:
    judge(desk, P, T, "NEGATIVE", "my-police")
    withdraw(desk, *T)
    assert said(desk) == []
    [left] = kept(desk)
    assert left.keys() == {"jid", "agency", "value", "author", "at", "cmp"}


def test_to_whom_it_is_closed_when_it_is_back_nothing_tells(desk: Desk) -> None:
    judge(desk, P, T, "NEGATIVE", "my-police")
    withdraw(desk, *T)
    gone = said(desk), together(desk)
    desk.world.file("th-police", record("Person", "t", role="suspect", **WHO), profile="hit-only")
    assert (said(desk), together(desk)) == gone == ([], 1)


@pytest.mark.parametrize("ends", [(T,), (T, P), (P, T)])
def test_an_erasure_of_either_takes_it_along(desk: Desk, ends: tuple[tuple[str, str], ...]) -> None:
    judge(desk, P, T, "NEGATIVE", "my-police")
    for gone in ends[:-1]:
        withdraw(desk, *gone)
    withdraw(desk, *ends[-1], erase=True)
    assert kept(desk) == []
    for back in ends:
        file(desk.world, *back)
    assert (together(desk), said(desk)) == (2, [])
