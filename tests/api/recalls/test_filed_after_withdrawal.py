"""What is filed again after it was withdrawn is told of to those alone who had it since: the others were told to forget.

To tell them of it again would tell that it was filed again, unseen by them.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from policies import Exposure
from tests.api.asking import Desk
from tests.world import record

LOOK = "query($id: ID!) { record(id: $id) { caption } }"
NARROW = """mutation($id: ID!, $profile: String!) { narrowRecords(input: {ids: [$id], profile: $profile, reason: "r"}) {
  done recalls { id } } }"""
RETRACT = 'mutation($id: ID!, $erase: Boolean! = false) { retractRecords(input: {ids: [$id], reason: "r", erase: $erase}) { done } }'
RECALLS = "{ recalls { edges { node { id recordId cause lastDisclosedAt answer } } } }"
OPEN, TOLD, CLOSED = "law-enforcement", "hit-only", "originator-controlled"


def named(desk: Desk) -> str:
    return str(desk.world.id("th-police", "p"))


def file(desk: Desk, profile: str) -> None:
    desk.world.file("th-police", record("Person", "p", name="Qanarywit Zzyzx", role="suspect"), profile=profile)


def look(desk: Desk, agency: str) -> None:
    assert desk.data(LOOK, token=desk.world.token(agency), id=named(desk))["record"] is not None


def withdraw(desk: Desk) -> None:
    assert desk.data(RETRACT, token=desk.world.token("th-police"), id=named(desk))["retractRecords"]["done"]
    follow(desk)


def narrow(desk: Desk) -> None:
    done = desk.data(NARROW, token=desk.world.token("th-police"), id=named(desk), profile=CLOSED)["narrowRecords"]
    assert done["done"]
    follow(desk)


def follow(desk: Desk) -> None:
    """Let workers do what follows, the looking for answers under way included."""
    desk.world.settle()
    for _ in range(2):
        desk.world.run(desk.world.app.accountability.recalls.complete())


def told(desk: Desk, agency: str) -> list[dict[str, Any]]:
    found = desk.data(RECALLS, token=desk.world.token(agency))["recalls"]["edges"]
    return [edge["node"] for edge in found]


def nothing(_: Desk) -> None:
    pass


@pytest.mark.parametrize(
    ("profile", "then"),
    [(TOLD, nothing), (TOLD, withdraw), (OPEN, narrow)],
    ids=["it stands", "withdrawn again", "narrowed"],
)
def test_who_had_it_before_is_told_nothing_of_what_was_filed_again_unseen(
    desk: Desk, profile: str, then: Callable[[Desk], None]
) -> None:
    file(desk, OPEN)
    look(desk, "kh-police")
    withdraw(desk)
    [before] = told(desk, "kh-police")
    stored = desk.world.query("MATCH (x:RecallNotice) RETURN properties(x) AS x")

    file(desk, profile)
    then(desk)
    follow(desk)

    assert told(desk, "kh-police") == [before]
    entry = desk.trail()[-1].entry  # it names what was recalled, and as nothing else
    assert (entry.record_ids, {d.exposure for d in entry.disclosures}) == ((before["recordId"],), {Exposure.RECALLED})
    assert desk.world.query("MATCH (x:RecallNotice) RETURN properties(x) AS x") == stored


def test_who_had_what_was_filed_again_is_told_when_that_goes_and_nobody_is_asked_to_forget_it_before(
    desk: Desk,
) -> None:
    file(desk, OPEN)
    look(desk, "kh-police")
    withdraw(desk)
    [before] = told(desk, "kh-police")

    file(desk, OPEN)
    look(desk, "my-police")
    look(desk, "kh-police")
    follow(desk)
    assert told(desk, "kh-police") == [before]
    assert told(desk, "my-police") == []

    withdraw(desk)
    assert [n["cause"] for n in told(desk, "my-police")] == ["RETRACTED"]
    assert [n["cause"] for n in told(desk, "kh-police")] == ["RETRACTED", "RETRACTED"]
    assert told(desk, "kh-police")[0] == before


@pytest.mark.long
def test_what_was_filed_again_and_seen_is_recalled_where_it_is_narrowed(desk: Desk) -> None:
    file(desk, OPEN)
    look(desk, "kh-police")
    withdraw(desk)
    file(desk, OPEN)
    look(desk, "my-police")
    file(desk, CLOSED)
    follow(desk)
    assert [n["cause"] for n in told(desk, "my-police")] == ["NARROWED"]
    assert [n["cause"] for n in told(desk, "kh-police")] == ["RETRACTED"]


def test_an_answer_that_was_under_way_is_recalled_though_the_record_was_filed_again_at_once(desk: Desk) -> None:
    """It was read before the withdrawal, and written down after the record came again, where it is closed."""
    file(desk, OPEN)
    look(desk, "kh-police")
    late = [stored.entry for stored in desk.trail() if stored.entry.operation == "query record"][-1]
    assert desk.data(RETRACT, token=desk.world.token("th-police"), id=named(desk))["retractRecords"]["done"]
    desk.world.settle()
    file(desk, CLOSED)
    desk.world.app.audit.append(replace(late, agency="my-police"))
    follow(desk)
    assert [n["cause"] for n in told(desk, "my-police")] == ["RETRACTED"]


@pytest.mark.parametrize("how", ["narrowed", "withdrawn then", "filed"])
def test_a_newcomer_is_not_told_of_what_was_narrowed_before_it_came(desk: Desk, how: str) -> None:
    """Nor within the minute in which it may have been under way: it has what is open now."""
    file(desk, OPEN)
    look(desk, "kh-police")
    if how == "filed":
        file(desk, CLOSED)
        follow(desk)
    else:
        narrow(desk)
    if how == "withdrawn then":
        withdraw(desk)
    before = told(desk, "kh-police")
    file(desk, OPEN)
    look(desk, "my-police")
    follow(desk)
    assert told(desk, "my-police") == []
    assert told(desk, "kh-police") == before
    assert "NARROWED" in {notice["cause"] for notice in before}


@pytest.mark.long
def test_an_answer_that_was_under_way_when_a_record_was_narrowed_is_recalled(desk: Desk) -> None:
    file(desk, OPEN)
    look(desk, "kh-police")
    late = [stored.entry for stored in desk.trail() if stored.entry.operation == "query record"][-1]
    narrow(desk)
    desk.world.app.audit.append(replace(late, agency="my-police"))
    follow(desk)
    assert [n["cause"] for n in told(desk, "my-police")] == ["NARROWED"]


@pytest.mark.long
def test_what_was_shown_long_after_a_narrowing_is_not_recalled(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.recalls.notices.UNDER_WAY", timedelta(0))
    file(desk, OPEN)
    look(desk, "kh-police")
    narrow(desk)
    file(desk, OPEN)
    look(desk, "my-police")
    file(desk, CLOSED)
    follow(desk)
    assert len(told(desk, "my-police")) == 1
