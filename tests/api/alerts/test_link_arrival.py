"""Who had both records of a link before it came never had the link, and who had an earlier one was told of that."""

from datetime import timedelta
from typing import Any

import pytest

from graph.store import Access, Template
from tests.api.asking import Desk
from tests.api.recalls.test_link_recalls import CLAIM, LINKS, LOOK, NAME, NUMBER, RETRACT, ends, fill, link_id, told
from tests.world import link, record

BOTH = "query($a: ID!, $b: ID!) { a: record(id: $a) { caption } b: record(id: $b) { caption } }"
NARROW = """mutation($id: ID!) { narrowRecords(input: {ids: [$id], profile: "originator-controlled", reason: "at risk"}) {
  done } }"""
WHO = {"name": NAME, "birthDate": "1999-04-05", "nationality": "TH"}


def follow(desk: Desk) -> None:
    """Let workers do what follows, the looking for answers under way included."""
    desk.world.settle()
    for _ in range(2):
        desk.world.run(desk.world.app.accountability.recalls.complete())
    desk.world.settle()


def close(desk: Desk, how: str) -> None:
    """Close the person to kh-police: a claim of another agency seals her, or her originator narrows the record."""
    world, person = desk.world, ends(desk.world)[0]
    if how == "seal":
        world.file("kh-hotline", record("Person", "h", **WHO))
        token = world.token("kh-hotline", "victim-support", "victim-protection")
        claimed = desk.data(CLAIM, token=token, ids=[world.id("kh-hotline", "h")])["claimVictim"]
        assert claimed["userErrors"] == []
    else:
        assert desk.data(NARROW, token=world.token("th-police"), id=person)["narrowRecords"]["done"]
    follow(desk)
    assert desk.data(LOOK, token=world.token("kh-police"), id=person)["record"] is None


def withdraw(desk: Desk) -> None:
    """Withdraw the link, as whoever of its agency may: an analyst, or who protects her where she is sealed."""
    world = desk.world
    tokens = world.token("th-police"), world.token("th-police", "victim-support", "victim-protection")
    done = [desk.data(RETRACT, token=token, ids=[link_id(world)])["retractLinks"]["done"] for token in tokens]
    assert any(done)
    follow(desk)


def what_it_is_told(desk: Desk) -> list[dict[str, Any]]:
    found = told(desk, "kh-police")
    named = {rid for notice in found for rid in _named_by(notice)}
    assert set(desk.trail()[-1].entry.record_ids) == named
    return found


def _named_by(notice: dict[str, Any]) -> tuple[str, ...]:
    link = notice["link"]
    return (notice["recordId"],) if link is None else (link["sourceId"], link["targetId"])


@pytest.mark.long
@pytest.mark.parametrize("how", ["seal", "narrow"])
def test_a_link_that_came_when_it_was_closed_was_nobodys(desk: Desk, how: str) -> None:
    """Policies opened both records before: nothing of that tells of a link that came since."""
    world = desk.world
    world.file("th-police", record("Person", "p", role="suspect", **WHO), record("PhoneNumber", "n", number=NUMBER))
    one, other = ends(world)
    seen = desk.data(BOTH, token=world.token("kh-police"), a=one, b=other)
    assert seen["a"] is not None
    assert seen["b"] is not None
    close(desk, how)
    before = what_it_is_told(desk)
    world.file("th-police", link("USES", "p", "n"))
    withdraw(desk)
    assert what_it_is_told(desk) == before


@pytest.mark.long
@pytest.mark.parametrize("how", ["seal", "narrow", None])
def test_who_had_an_earlier_one_is_not_told_of_the_next(desk: Desk, how: str | None) -> None:
    """It was told to forget that one; to be told again would tell that it came back, unseen or not looked at."""
    world = desk.world
    world.file(
        "th-police",
        *(record("Person", "p", role="suspect", **WHO), record("PhoneNumber", "n", number=NUMBER)),
        link("USES", "p", "n"),
    )
    assert desk.data(LINKS, token=world.token("kh-police"), id=ends(world)[0])["record"]["links"]
    withdraw(desk)
    if how is not None:
        close(desk, how)
    before = what_it_is_told(desk)
    assert [notice["link"]["id"] for notice in before if notice["link"] is not None] == [link_id(world)]
    world.file("th-police", link("USES", "p", "n"))
    withdraw(desk)
    assert what_it_is_told(desk) == before


def test_who_had_the_next_one_is_told_of_that(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """But for a minute after the withdrawal, in which an answer may have been under way, not of the one before."""
    monkeypatch.setattr("api.recalls.notices.UNDER_WAY", timedelta(0))
    fill(desk.world)
    withdraw(desk)
    fill(desk.world)
    desk.data(LINKS, token=desk.world.token("kh-police"), id=ends(desk.world)[0])
    withdraw(desk)
    assert len(told(desk, "kh-police")) == 1


def test_a_link_of_an_older_store_is_recalled_from_all_who_had_both_records(desk: Desk) -> None:
    """Nothing says when it came."""
    fill(desk.world)
    desk.data(LINKS, token=desk.world.token("kh-police"), id=ends(desk.world)[0])
    older = Template(name="older", access=Access.WRITE, text="MATCH ()-[r:USES]->() REMOVE r.received")
    desk.world.run(desk.world.app.store.run_alone(older, {}))
    withdraw(desk)
    assert len(told(desk, "kh-police")) == 1
