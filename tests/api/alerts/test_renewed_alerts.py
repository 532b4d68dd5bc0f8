"""Who was told of a record that is hidden or gone since is told of the next one that comes, as if it were the first.

Of one that stood beside it all the time they are not told anew: that would tell when the first was hidden.
"""

import pytest

from graph.errors import HitIndexKeyError
from graph.store import HitIndex
from tests.api.asking import Desk
from tests.api.sealing import LIFT, NOTICES, PROTECTION, VICTIM, claim, judge, look
from tests.world import link, record

NUMBER = "+66899999998"
ALERTS = "{ alerts { edges { node { id otherRecordId acknowledgedAt createdAt } } } }"
ACKNOWLEDGE = "mutation($id: ID!) { acknowledgeAlert(input: {id: $id}) { alert { id } userErrors { code } } }"
RETRACT = """mutation($ids: [ID!]!) { retractRecords(input: {ids: $ids, reason: "a mistake", erase: false}) { done userErrors { code } } }"""


def alerts(desk: Desk, agency: str = "th-police") -> list[dict[str, object]]:
    found = desk.data(ALERTS, token=desk.world.token(agency))["alerts"]["edges"]
    return [edge["node"] for edge in found]


@pytest.fixture
def told(desk: Desk) -> Desk:
    """A desk of which th-police was told of kh-police's record of a number, and has acknowledged that."""
    world = desk.world
    world.file("th-police", record("PhoneNumber", "own", number=NUMBER))
    world.file("kh-police", record("PhoneNumber", "first", number=NUMBER))
    world.settle()
    [alert] = alerts(desk)
    assert alert["otherRecordId"] == world.id("kh-police", "first")
    desk.data(ACKNOWLEDGE, token=world.token("th-police"), id=alert["id"])
    assert alerts(desk)[0]["acknowledgedAt"] is not None
    return desk


def assert_the_next_is_told(desk: Desk) -> None:
    assert alerts(desk) == []
    desk.world.file("kh-police", record("PhoneNumber", "second", number=NUMBER))
    desk.world.settle()
    [alert] = alerts(desk)
    assert alert["otherRecordId"] == desk.world.id("kh-police", "second")
    assert alert["acknowledgedAt"] is None


def test_a_record_that_comes_after_one_was_closed_is_told_of(told: Desk) -> None:
    world = told.world
    world.file("kh-police", record("PhoneNumber", "first", number=NUMBER), profile="originator-controlled")
    world.settle()
    assert_the_next_is_told(told)


@pytest.mark.long
def test_a_record_that_comes_after_one_was_retracted_is_told_of(told: Desk) -> None:
    world = told.world
    told.data(RETRACT, token=world.token("kh-police"), ids=[world.id("kh-police", "first")])
    world.settle()
    assert_the_next_is_told(told)


@pytest.fixture
def told_of_two(told: Desk) -> Desk:
    """The same, and kh-police filed a second record of the number while the first one stood: no news then."""
    told.world.file("kh-police", record("PhoneNumber", "second", number=NUMBER))
    [alert] = alerts(told)
    assert alert["otherRecordId"] == told.world.id("kh-police", "first")
    return told


def places(desk: Desk, agency: str = "th-police") -> list[dict[str, object]]:
    """Return the numbers of the notices in the inbox: who listens is told of each that is higher than before."""
    text = "MATCH (x:Notice {agency: $p.agency}) RETURN x.id AS id, x.seq AS seq ORDER BY id"
    return desk.world.query(text, {"agency": agency})


def assert_it_went_over_to_the_second(desk: Desk, before: list[dict[str, object]]) -> None:
    """Nothing but the record that it names is another one: its time, and that it was acknowledged, stay."""
    assert alerts(desk) == [{**alert, "otherRecordId": desk.world.id("kh-police", "second")} for alert in before]


@pytest.mark.long
def test_a_notice_goes_over_to_a_second_record_when_the_first_is_closed(told_of_two: Desk) -> None:
    world, told, placed = told_of_two.world, alerts(told_of_two), places(told_of_two)
    world.file("kh-police", record("PhoneNumber", "first", number=NUMBER), profile="originator-controlled")
    assert_it_went_over_to_the_second(told_of_two, told)
    assert places(told_of_two) == placed
    # What was closed may come and go now: it tells nothing.
    before = alerts(told_of_two)
    told_of_two.data(RETRACT, token=world.token("kh-police"), ids=[world.id("kh-police", "first")])
    world.settle()
    assert alerts(told_of_two) == before


@pytest.mark.long
def test_a_notice_goes_over_to_a_second_record_when_the_first_is_withdrawn(told_of_two: Desk) -> None:
    world = told_of_two.world
    told_of_two.data(RETRACT, token=world.token("kh-police"), ids=[world.id("kh-police", "first")])
    assert alerts(told_of_two) == []
    world.settle()
    [alert] = alerts(told_of_two)
    assert alert["otherRecordId"] == world.id("kh-police", "second")
    assert alert["acknowledgedAt"] is None


@pytest.mark.parametrize("acknowledged", [True, False])
def test_a_seal_that_comes_and_falls_alerts_nobody(desk: Desk, *, acknowledged: bool) -> None:
    """An alert at the moment of a claim would tell of the claim, and one at its end of the end."""
    world, reader = desk.world, "kh-police"
    world.file(reader, record("PhoneNumber", "own", number=NUMBER))
    world.file(
        "th-police",
        record("Person", "p", role="suspect", **VICTIM),
        record("PhoneNumber", "first", number=NUMBER),
        link("USES", "p", "first"),
    )
    world.file("th-police", record("PhoneNumber", "second", number=NUMBER))
    world.file("kh-hotline", record("Person", "h", **VICTIM))
    first, second = (world.id("th-police", name) for name in ("first", "second"))
    [alert] = [a for a in alerts(desk, reader) if a["otherRecordId"] == first]
    if acknowledged:
        desk.data(ACKNOWLEDGE, token=world.token(reader), id=alert["id"])
    before, placed = alerts(desk, reader), places(desk, reader)
    claim(desk)
    world.settle()
    assert look(desk, "first", reader) is None
    after = alerts(desk, reader)
    over = [a | {"otherRecordId": second} if a["otherRecordId"] == first else a for a in before]
    assert after == over
    protecting = world.token("th-police", *PROTECTION)
    for edge in desk.data(NOTICES, token=protecting)["protectionNotices"]["edges"]:
        done = desk.data(LIFT, token=protecting, id=edge["node"]["id"])["liftSeal"]
        assert done["userErrors"] == []
    world.settle()
    assert look(desk, "first", reader) is not None
    assert alerts(desk, reader) == after
    assert places(desk, reader) == placed


def test_a_notice_goes_over_to_no_record_that_may_not_be_told(told: Desk) -> None:
    world = told.world
    world.file("kh-police", record("PhoneNumber", "second", number=NUMBER), profile="originator-controlled")
    for profile in ("hit-only", None):
        if profile is None:
            told.data(RETRACT, token=world.token("kh-police"), ids=[world.id("kh-police", "first")])
        else:
            world.file("kh-police", record("PhoneNumber", "first", number=NUMBER), profile=profile)
        world.settle()
        assert alerts(told) == []


@pytest.mark.long
def test_a_notice_of_a_person_goes_over_when_the_first_is_sealed_as_a_victim(desk: Desk) -> None:
    world = desk.world
    who = {"name": "Wichit Busabasombat", "birthDate": "1980-05-06", "nationality": "TH", "email": "q@mail.example"}
    world.file("th-police", record("Person", "own", role="suspect", **who))
    for reference in ("first", "second"):
        world.file("kh-police", record("Person", reference, role="suspect", **who))
    [before] = alerts(desk)
    # What is one with her would be sealed with her.
    for other in (("kh-police", "second"), ("th-police", "own")):
        judge(desk, ("kh-police", "first"), other, "NEGATIVE", "kh-police")
    world.file("kh-police", record("Person", "first", role="presumed-victim", **who), profile="victim-protection")
    [after] = alerts(desk)
    assert before["id"] == after["id"]
    [stored] = world.query("MATCH (x:Notice {id: $p.id}) RETURN x.other AS other", {"id": after["id"]})
    assert stored == {"other": world.id("kh-police", "second")}


def test_a_second_record_beside_the_first_is_not_told_of_again(told: Desk) -> None:
    before = alerts(told)
    told.world.file("kh-police", record("PhoneNumber", "second", number=NUMBER))
    told.world.settle()
    assert alerts(told) == before


def test_a_hit_index_that_fails_silences_no_alert(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(_: HitIndex) -> int:
        raise HitIndexKeyError

    world = desk.world
    world.file("th-police", record("PhoneNumber", "own", number=NUMBER), settle=False)
    world.file("kh-police", record("PhoneNumber", "first", number=NUMBER), settle=False)
    monkeypatch.setattr(HitIndex, "drain", fail)
    with pytest.raises(HitIndexKeyError):
        world.settle()
    assert len(alerts(desk)) == 1
