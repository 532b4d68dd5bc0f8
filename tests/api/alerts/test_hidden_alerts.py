"""An alert that was hidden for a while is told again: whoever went on behind a place has passed it by."""

import asyncio
from typing import Any

import pytest

from api.alerts.notices import NoticeMatcher
from tests.api.asking import Desk
from tests.api.sealing import LIFT, PROTECTION
from tests.world import World, record

BOTH = ("th-police", "kh-police")
NUMBER, ANOTHER = "+66899999998", "+66899999997"
ME = {"name": "Somchai Jaidee", "birthDate": "1987-03-04", "nationality": "TH", "passportNumber": "AA1234567"}
ALERTS = """query($since: DateTime, $after: String) { alerts(since: $since, after: $after, first: 100) { edges { cursor
  node { id kind createdAt toldAt acknowledgedAt } } } }"""
ACKNOWLEDGE = "mutation($id: ID!) { acknowledgeAlert(input: {id: $id}) { alert { id } userErrors { code } } }"
SEALS = "{ protectionNotices(first: 9) { edges { node { id } } } }"
RETRACT = """mutation($ids: [ID!]!) { retractRecords(input: {ids: $ids, reason: "a mistake"}) { done
  userErrors { code } } }"""


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def edges(desk: Desk, agency: str, **place: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.data(ALERTS, token=desk.world.token(agency), **place)["alerts"]["edges"]
    return found


def kinds(desk: Desk, agency: str, **place: str) -> list[str]:
    return [edge["node"]["kind"] for edge in edges(desk, agency, **place)]


def suspect(desk: Desk, agency: str, profile: str = "law-enforcement") -> None:
    desk.world.file(agency, record("Person", "p", role="suspect", **ME), profile=profile)


def number(desk: Desk, agency: str, text: str = NUMBER, reference: str = "n") -> str:
    [rid] = desk.world.file(agency, record("PhoneNumber", reference, number=text))
    return str(rid)


def hide(desk: Desk, how: str) -> None:
    if how == "seal":
        victim = record("Person", "h", role="presumed-victim", **ME)
        desk.world.file("kh-hotline", victim, profile="victim-protection")
    else:
        suspect(desk, how, "originator-controlled")


def show(desk: Desk, how: str) -> None:
    if how != "seal":
        return suspect(desk, how)
    for agency in BOTH:
        token = desk.world.token(agency, *PROTECTION)
        for edge in desk.data(SEALS, token=token)["protectionNotices"]["edges"]:
            assert desk.data(LIFT, token=token, id=edge["node"]["id"])["liftSeal"]["userErrors"] == []
    desk.world.settle()
    return None


@pytest.mark.long
@pytest.mark.parametrize("how", ["seal", *BOTH])
def test_what_was_hidden_before_anybody_read_it_is_told_once_it_may_be(desk: Desk, how: str) -> None:
    """By a seal on both records, or as one of the two agencies narrowed its own for a while."""
    for agency in BOTH:
        suspect(desk, agency)
    made = {agency: edges(desk, agency)[0]["node"] for agency in BOTH}
    hide(desk, how)
    assert kinds(desk, "th-police") == kinds(desk, "kh-police") == []
    for agency in BOTH:
        number(desk, agency)
    places = {agency: edges(desk, agency)[-1] for agency in BOTH}
    show(desk, how)
    for agency, place in places.items():
        assert kinds(desk, agency, after=place["cursor"]) == ["PERSON"]
        assert "PERSON" in kinds(desk, agency, since=place["node"]["toldAt"])
        again = edges(desk, agency)[-1]["node"]
        assert (again["id"], again["createdAt"]) == (made[agency]["id"], made[agency]["createdAt"])
        assert again["toldAt"] > place["node"]["toldAt"]


@pytest.mark.long
def test_what_was_acknowledged_stays_so_and_what_stood_open_all_the_while_keeps_its_place(desk: Desk) -> None:
    for agency in BOTH:
        suspect(desk, agency)
        number(desk, agency)
    standing = edges(desk, "kh-police")
    person = next(edge["node"]["id"] for edge in standing if edge["node"]["kind"] == "PERSON")
    desk.data(ACKNOWLEDGE, token=desk.world.token("kh-police"), id=person)
    hide(desk, "th-police")
    show(desk, "th-police")
    phone, again = edges(desk, "kh-police")
    assert phone == next(edge for edge in standing if edge["node"]["kind"] == "PHONE_NUMBER")
    assert (again["node"]["id"], again["node"]["acknowledgedAt"] is None) == (person, False)
    # Filed anew under the same terms, nothing was hidden.
    desk.world.file("th-police", record("Person", "p", role="suspect", **ME, sex="male"))
    assert edges(desk, "kh-police") == [phone, again]


@pytest.mark.parametrize("acknowledged", [True, False])
def test_what_was_told_before_a_suspension_and_stands_open_is_told_again_afterwards(
    desk: Desk, *, acknowledged: bool
) -> None:
    for agency in BOTH:
        number(desk, agency)
    [before] = edges(desk, "kh-police")
    if acknowledged:
        desk.data(ACKNOWLEDGE, token=desk.world.token("kh-police"), id=before["node"]["id"])
    suspensions = desk.world.app.suspensions
    desk.world.run(suspensions.suspend(None, "th-police", None, reason="a key was stolen"))
    for agency in ("my-police", "kh-police"):
        number(desk, agency, ANOTHER, "m")
    [place] = edges(desk, "kh-police")
    desk.world.run(suspensions.reinstate(None, "th-police", None, reason="found"))
    behind = edges(desk, "kh-police", after=place["cursor"])
    assert [edge["node"]["id"] for edge in behind] == ([] if acknowledged else [before["node"]["id"]])


def test_a_record_withdrawn_while_its_alert_is_written_leaves_none_and_is_told_once_it_is_filed_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdrawn = number(desk, "th-police")
    look, done = NoticeMatcher._look, asyncio.Event()

    async def looks(self: NoticeMatcher, *given: Any) -> Any:
        found = await look(self, *given)
        if found and not done.is_set():
            done.set()
            headers = {"authorization": f"Bearer {desk.world.token('th-police')}"}
            answer = await desk.send(json={"query": RETRACT, "variables": {"ids": [withdrawn]}}, headers=headers)
            assert answer.json()["data"]["retractRecords"]["done"]
        return found

    monkeypatch.setattr(NoticeMatcher, "_look", looks)
    number(desk, "kh-police")
    assert done.is_set()
    assert desk.world.query("MATCH (x:Notice) RETURN x.id AS id") == []
    for agency in BOTH:
        number(desk, agency, ANOTHER, "m")
    places = {agency: edges(desk, agency)[-1]["cursor"] for agency in BOTH}
    number(desk, "th-police")
    assert [kinds(desk, agency, after=cursor) for agency, cursor in places.items()] == [["PHONE_NUMBER"]] * 2
