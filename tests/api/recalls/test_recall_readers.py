"""Who of an agency that had a record reads that it was withdrawn or narrowed: who had it, and to whom it was open."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from policies import PreparedBundle, load_bundle
from tests.api.asking import Desk
from tests.api.recalling import LOOK, NARROW, RECALLS, RETRACT, nodes
from tests.policies.edited_bundles import copied_bundle
from tests.world import World, record

ANSWER = """mutation($id: ID!) { acknowledgeRecall(input: {id: $id}) {
  notice { answer } userErrors { code } } }"""
ISSUED = "{ issuedRecalls { edges { node { outstanding notices { id agency { code } answeredBy } } } } }"
GIVE = "mutation($input: GrantInput!) { grant(input: $input) { grant { standing } userErrors { code } } }"
PROTECTING = ("victim-support", "victim-protection")
TITLE = "Interview with Qanary"
CLOSER = """
guarded:
  {title: T, tlp: RED, caveats: [NO_PRIVATE, NO_ONWARD], purposes: [victim-protection], hit_mode: none, link_notice: false}
shut: {title: T, tlp: RED, caveats: [ORCON, NO_ONWARD], purposes: [investigation], hit_mode: none, link_notice: false}
"""
SUSPECT = record("Person", "p", name="Qanarywit Zzyzxsombat", role="suspect")


@pytest.fixture
def closing(world: World, tmp_path: Path) -> Desk:
    """Return a desk whose bundle has a narrower profile for what the shipped ones close most."""
    folder = copied_bundle(tmp_path)
    with (folder / "profiles.yml").open("a", encoding="utf-8") as profiles:
        profiles.write(CLOSER)
    world.app.scopes.activate(PreparedBundle.of(load_bundle(folder)))
    return Desk(world)


def withdraw(desk: Desk, rid: str, by: str) -> None:
    done = desk.data(RETRACT, token=by, ids=[rid], erase=False)["retractRecords"]
    assert done["userErrors"] == []
    desk.world.settle()


def narrow(desk: Desk, rid: str, by: str, profile: str) -> None:
    done = desk.data(NARROW, token=by, ids=[rid], profile=profile)["narrowRecords"]
    assert done["userErrors"] == []
    desk.world.settle()


def read(desk: Desk, *who: str) -> bytes:
    """Return every byte of the recalls that somebody reads."""
    return desk.post(RECALLS, token=desk.world.token(*who), variables={"open": False}).content


def listed(desk: Desk, *who: str) -> list[dict[str, Any]]:
    return nodes(desk.data(RECALLS, token=desk.world.token(*who), open=False), "recalls")


def give(desk: Desk, rid: str, person: str | None) -> None:
    """Let kh-police open a record to th-police, or to one of its people."""
    given = {
        "agency": "th-police",
        "person": person,
        "classes": ["IDENTITY"],
        "purpose": "investigation",
        "reason": "asked for",
        "until": (datetime.now(UTC) + timedelta(days=7)).isoformat(),
        "records": [rid],
    }
    done = desk.data(GIVE, token=desk.world.token("kh-police"), input=given)["grant"]
    assert done == {"grant": {"standing": "ACTIVE"}, "userErrors": []}


def test_what_those_who_protect_were_shown_alone_is_recalled_among_them(world: World) -> None:
    desk, hotline = Desk(world), world.token("kh-hotline", *PROTECTING)
    [rid] = world.file("kh-hotline", record("Report", "r", title=TITLE), profile="victim-protection")
    others = [("th-police", role) for role in ("analyst", "duty-officer", "policy-officer")]
    assert all(desk.data(LOOK, token=world.token(*who), id=rid)["record"] is None for who in others)
    before = [read(desk, *who) for who in others]
    assert desk.data(LOOK, token=world.token("th-police", *PROTECTING), id=rid)["record"]
    withdraw(desk, rid, hotline)
    assert [read(desk, *who) for who in others] == before
    [mine] = listed(desk, "th-police", *PROTECTING)
    assert (mine["recordId"], mine["answer"]) == (rid, None)

    # By its id it is not there for the others either, nothing changes, and the trail says that they were refused.
    for who in others:
        done = desk.data(ANSWER, token=world.token(*who), id=mine["id"])["acknowledgeRecall"]
        absent = desk.data(ANSWER, token=world.token(*who), id="v-" + "0" * 32)["acknowledgeRecall"]
        assert done == absent == {"notice": None, "userErrors": [{"code": "NOT_FOUND"}]}
        assert desk.trail()[-1].entry.outcome == "denied"
    assert listed(desk, "th-police", *PROTECTING) == [mine]
    answered = desk.data(ANSWER, token=world.token("th-police", *PROTECTING), id=mine["id"])
    assert answered["acknowledgeRecall"]["notice"] == {"answer": "DONE"}
    [issued] = nodes(desk.data(ISSUED, token=hotline), "issuedRecalls")
    assert issued["outstanding"] == 0


def test_what_is_open_to_colleagues_is_recalled_for_all_of_them(world: World) -> None:
    desk = Desk(world)
    [rid] = world.file("th-police", SUSPECT)
    assert desk.data(LOOK, token=world.token("kh-police"), id=rid)["record"]
    withdraw(desk, rid, world.token("th-police"))
    for who in (("kh-police", "analyst"), ("kh-police", "duty-officer")):
        assert [notice["recordId"] for notice in listed(desk, *who)] == [rid]
    # Under these purposes none of them sees such a record.
    for purpose in ("border-control", "victim-protection"):
        assert listed(desk, "kh-police", "analyst", purpose) == []


@pytest.mark.parametrize("person", ["analyst of th-police", None], ids=["a person", "an agency"])
def test_who_had_a_record_by_a_grant_alone_is_told_and_no_colleague_who_had_not(
    world: World, person: str | None
) -> None:
    desk = Desk(world)
    [rid] = world.file("kh-police", SUSPECT, profile="originator-controlled")
    give(desk, rid, person)
    assert desk.data(LOOK, token=world.token("th-police"), id=rid)["record"]
    withdraw(desk, rid, world.token("kh-police"))
    assert [notice["recordId"] for notice in listed(desk, "th-police")] == [rid]
    assert listed(desk, "th-police", "duty-officer") == []


@pytest.mark.long
def test_what_those_who_protect_were_shown_alone_is_told_narrowed_among_them(closing: Desk) -> None:
    desk, world = closing, closing.world
    hotline, protecting = world.token("kh-hotline", *PROTECTING), world.token("th-police", *PROTECTING)
    [rid] = world.file("kh-hotline", record("Report", "r", title=TITLE), profile="victim-protection")
    others = [("th-police", role) for role in ("analyst", "duty-officer", "policy-officer")]
    before = [read(desk, *who) for who in others]
    assert desk.data(LOOK, token=protecting, id=rid)["record"]
    narrow(desk, rid, hotline, "guarded")
    assert desk.data(LOOK, token=protecting, id=rid) == {"record": None}
    assert [read(desk, *who) for who in others] == before
    [mine] = listed(desk, "th-police", *PROTECTING)
    assert (mine["recordId"], mine["cause"], mine["answer"]) == (rid, "NARROWED", None)

    for who in others:
        done = desk.data(ANSWER, token=world.token(*who), id=mine["id"])["acknowledgeRecall"]
        assert done == {"notice": None, "userErrors": [{"code": "NOT_FOUND"}]}
        assert desk.trail()[-1].entry.outcome == "denied"
    assert listed(desk, "th-police", *PROTECTING) == [mine]
    answered = desk.data(ANSWER, token=protecting, id=mine["id"])["acknowledgeRecall"]
    assert answered == {"notice": {"answer": "DONE"}, "userErrors": []}
    [issued] = nodes(desk.data(ISSUED, token=hotline), "issuedRecalls")
    assert issued["outstanding"] == 0


@pytest.mark.long
@pytest.mark.parametrize("filed", [False, True], ids=["narrowed", "filed again"])
@pytest.mark.parametrize("person", ["analyst of th-police", None], ids=["a person", "an agency"])
def test_who_had_a_record_by_a_grant_alone_is_told_that_it_was_narrowed(
    closing: Desk, person: str | None, *, filed: bool
) -> None:
    desk, world = closing, closing.world
    [rid] = world.file("kh-police", SUSPECT, profile="originator-controlled")
    give(desk, rid, person)
    assert desk.data(LOOK, token=world.token("th-police"), id=rid)["record"]
    if filed:
        world.file("kh-police", SUSPECT, profile="shut")
    else:
        narrow(desk, rid, world.token("kh-police"), "shut")
    assert desk.data(LOOK, token=world.token("th-police"), id=rid) == {"record": None}
    assert [(notice["recordId"], notice["cause"]) for notice in listed(desk, "th-police")] == [(rid, "NARROWED")]
    assert listed(desk, "th-police", "duty-officer") == []


@pytest.mark.long
@pytest.mark.parametrize("filed", [False, True], ids=["narrowed", "filed again"])
def test_what_was_open_to_colleagues_is_told_narrowed_to_all_of_them(world: World, *, filed: bool) -> None:
    desk = Desk(world)
    [rid] = world.file("th-police", SUSPECT)
    assert desk.data(LOOK, token=world.token("kh-police"), id=rid)["record"]
    if filed:
        world.file("th-police", SUSPECT, profile="originator-controlled")
    else:
        narrow(desk, rid, world.token("th-police"), "originator-controlled")
    for role in ("analyst", "duty-officer"):
        assert [notice["recordId"] for notice in listed(desk, "kh-police", role)] == [rid]
    for purpose in ("border-control", "victim-protection"):
        assert listed(desk, "kh-police", "analyst", purpose) == []
    # A worker that looks once more for late answers leaves it so.
    world.run(world.app.accountability.recalls.complete())
    assert listed(desk, "kh-police", "analyst", "border-control") == []
