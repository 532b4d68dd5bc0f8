"""Who had a record and can see it no more since it was filed again is told so; of seals and policies nothing tells."""

from pathlib import Path

import pytest

from policies import PreparedBundle, load_bundle
from tests.api.asking import Desk
from tests.api.recalling import ISSUED, LOOK, NAME, NARROW, RECALLS, nodes
from tests.policies.edited_bundles import copied_bundle, edit
from tests.world import World, record

TERMS = """
red: {title: T, tlp: RED, caveats: [], purposes: [investigation, victim-protection], hit_mode: none, link_notice: false}
controlled: {title: T, tlp: AMBER, caveats: [ORCON], purposes: [investigation, victim-protection], hit_mode: both-notified, link_notice: true}
chosen: {title: T, tlp: AMBER, caveats: [], purposes: [investigation, victim-protection], hit_mode: both-notified, link_notice: true, releasable_to: [kh-police]}
for-victims: {title: T, tlp: AMBER, caveats: [], purposes: [victim-protection], hit_mode: none, link_notice: false}
"""
SUSPECT = record("Person", "p", name=NAME, role="suspect")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a bundle with profiles under which a record is lost to some, and which are wider in some term."""
    copied = copied_bundle(tmp_path)
    with (copied / "profiles.yml").open("a", encoding="utf-8") as profiles:
        profiles.write(TERMS)
    edit(copied, "packs/th/pack.cedar", 'resource in Profile::"law-enforcement"\n)', "resource\n)")
    return copied


@pytest.fixture
def taking(world: World, folder: Path) -> Desk:
    activate(world, folder)
    return Desk(world)


def activate(world: World, folder: Path) -> None:
    world.app.scopes.activate(PreparedBundle.of(load_bundle(folder)))


def look(desk: Desk, rid: str, agency: str) -> object:
    return desk.data(LOOK, token=desk.world.token(agency), id=rid)["record"]


def told(desk: Desk, agency: str) -> list[tuple[str, str]]:
    found = nodes(desk.data(RECALLS, token=desk.world.token(agency), open=False), "recalls")
    return [(notice["recordId"], notice["cause"]) for notice in found]


def issued(desk: Desk) -> list[tuple[str, int, list[str]]]:
    found = nodes(desk.data(ISSUED, token=desk.world.token("th-police")), "issuedRecalls")
    return [(i["cause"], i["outstanding"], [n["agency"]["code"] for n in i["notices"]]) for i in found]


@pytest.mark.parametrize("profile", ["red", "controlled", "for-victims"])
def test_a_record_that_is_filed_again_under_terms_that_close_it_is_recalled(taking: Desk, profile: str) -> None:
    desk, world = taking, taking.world
    [rid] = world.file("th-police", SUSPECT)
    assert look(desk, rid, "kh-police")
    before = desk.post(RECALLS, token=world.token("my-police"), variables={"open": False}).content

    world.file("th-police", SUSPECT, profile=profile)
    world.file("th-police", SUSPECT, profile=profile)

    assert look(desk, rid, "kh-police") is None
    assert told(desk, "kh-police") == [(rid, "NARROWED")]
    assert issued(desk) == [("NARROWED", 1, ["kh-police"])]
    # Who never had it reads the same bytes as before.
    assert desk.post(RECALLS, token=world.token("my-police"), variables={"open": False}).content == before


def test_who_sees_it_on_is_told_nothing(taking: Desk) -> None:
    desk, world = taking, taking.world
    [rid] = world.file("th-police", SUSPECT)
    assert look(desk, rid, "kh-police")
    assert look(desk, rid, "my-police")

    world.file("th-police", SUSPECT, profile="chosen")

    assert look(desk, rid, "kh-police")
    assert look(desk, rid, "my-police") is None
    assert told(desk, "kh-police") == []
    assert told(desk, "my-police") == [(rid, "NARROWED")]
    assert issued(desk) == [("NARROWED", 1, ["my-police"])]
    # Nor does a look for late answers find anybody else.
    world.run(world.app.accountability.recalls.complete())
    assert issued(desk) == [("NARROWED", 1, ["my-police"])]


def test_who_lost_it_by_the_seal_of_a_victim_is_told_nothing(taking: Desk) -> None:
    desk, world = taking, taking.world
    [rid] = world.file("th-police", SUSPECT)
    assert look(desk, rid, "kh-police")

    world.file("th-police", record("Person", "p", name=NAME, role="presumed-victim"), profile="for-victims")

    assert look(desk, rid, "kh-police") is None
    assert told(desk, "kh-police") == []
    assert issued(desk) == []


@pytest.mark.long
def test_who_lost_it_by_a_change_of_policy_is_told_nothing(taking: Desk, folder: Path) -> None:
    desk, world = taking, taking.world
    [rid] = world.file("th-police", SUSPECT)
    assert look(desk, rid, "kh-police")
    world.file("th-police", SUSPECT, profile="chosen")
    edit(folder, "packs/th/pack.cedar", 'principal.sector in [Sector::"police", Sector::"fiu"]', "false")
    activate(world, folder)

    world.file("th-police", record("Person", "p", name="Another", role="suspect"), profile="chosen")

    assert look(desk, rid, "kh-police") is None
    # That the name it was shown is another one it is told; that the record was closed to it is no act of its originator.
    assert told(desk, "kh-police") == [(rid, "CORRECTED")]


def test_it_is_narrowed_by_order_under_terms_that_leave_others_nothing(taking: Desk) -> None:
    desk, world = taking, taking.world
    [rid] = world.file("th-police", SUSPECT)
    assert look(desk, rid, "kh-police")

    done = desk.data(NARROW, token=world.token("th-police"), ids=[rid], profile="red")["narrowRecords"]

    assert done["userErrors"] == []
    assert look(desk, rid, "kh-police") is None
    assert told(desk, "kh-police") == [(rid, "NARROWED")]
