"""Each record of a number is alerted of the other agency's, whichever was filed first and whatever went meanwhile."""

import itertools
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pytest

from api.alerts.notices import NoticeMatcher
from graph.store import NewNotice, Store, Template, Transaction, linked_instead
from graph.store.notices import equal_keys
from ingest import SubmittedRecord
from tests.api.asking import Desk
from tests.api.recalling import NARROW, RETRACT
from tests.api.sealing import VICTIM, claim, look
from tests.world import link, record

NUMBER, ANOTHER = "+66899999998", "+66899999997"
MINE, THEIRS = "th-police", "kh-police"
ALERTS = """{ alerts(first: 100) { edges { node { recordId otherRecordId stillLinked endedAt acknowledgedAt
  otherAgency { code } } } } }"""


def phone(reference: str, number: str = NUMBER) -> SubmittedRecord:
    return record("PhoneNumber", reference, number=number)


def person(reference: str, name: str = "Anong Siriwattana", number: str = NUMBER) -> SubmittedRecord:
    return record("Person", reference, name=name, role="suspect", phone=number)


def names(desk: Desk, *references: str) -> dict[object, str]:
    return {desk.world.id(agency, name): name for agency in (MINE, THEIRS) for name in references}


def alerts(desk: Desk, agency: str) -> list[dict[str, Any]]:
    found = desk.data(ALERTS, token=desk.world.token(agency))["alerts"]["edges"]
    return [edge["node"] for edge in found]


def told(desk: Desk, agency: str, *references: str) -> list[tuple[str, str | None, bool]]:
    """Return of the alerts the own record, the other one, and whether they are linked and no end was told."""
    known = names(desk, *references)
    return sorted(
        (
            known[a["recordId"]],
            known.get(a["otherRecordId"]),
            a["stillLinked"] is True and a["endedAt"] is None,
        )
        for a in alerts(desk, agency)
    )


def withdraw(desk: Desk, agency: str, reference: str) -> None:
    rid = desk.world.id(agency, reference)
    done = desk.data(RETRACT, token=desk.world.token(agency), ids=[rid], erase=False)["retractRecords"]
    assert (done["done"], done["userErrors"]) == (True, [])


def correct(desk: Desk, agency: str, reference: str) -> None:
    desk.world.file(agency, phone(reference, ANOTHER), settle=False)


def narrow(desk: Desk, agency: str, reference: str) -> None:
    rid, token = desk.world.id(agency, reference), desk.world.token(agency, "analyst+supervisor")
    done = desk.data(NARROW, token=token, ids=[rid], profile="originator-controlled")["narrowRecords"]
    assert (done["done"], done["userErrors"]) == (True, [])


def file_as_another_kind(desk: Desk, agency: str, reference: str) -> None:
    desk.world.file(agency, record("Vehicle", reference, plate="1กก 1234", country="TH"), settle=False)


Going = Callable[[Desk, str, str], None]
WAYS: Sequence[Going] = (withdraw, correct, narrow, file_as_another_kind)


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("order", list(itertools.permutations(["m1", "m2", "k"])), ids="-".join)
def test_each_record_of_a_number_is_told_whichever_was_filed_first(
    desk: Desk, order: Sequence[str], *, at_once: bool
) -> None:
    for reference in order:
        desk.world.file(THEIRS if reference == "k" else MINE, phone(reference), settle=not at_once)
    desk.world.settle()
    assert told(desk, MINE, *order) == [("m1", "k", True), ("m2", "k", True)]
    [(own, other, is_linked)] = told(desk, THEIRS, *order)
    assert (own, is_linked) == ("k", True)
    assert other == min(("m1", "m2"), key=order.index)


@pytest.mark.long
def test_of_a_second_record_of_the_other_agency_nobody_is_told_anew(desk: Desk) -> None:
    for agency, reference in ((MINE, "m1"), (MINE, "m2"), (THEIRS, "k1")):
        desk.world.file(agency, phone(reference))
    before = alerts(desk, MINE)
    desk.world.file(THEIRS, phone("k2"))
    assert alerts(desk, MINE) == before
    assert told(desk, THEIRS, "m1", "k1", "k2") == [("k1", "m1", True), ("k2", "m1", True)]


@pytest.mark.parametrize("profile", ["hit-only", "originator-controlled"])
def test_a_record_whose_terms_release_no_link_is_told_of_none_and_no_other_side_of_it(desk: Desk, profile: str) -> None:
    desk.world.file(MINE, phone("m1"))
    desk.world.file(MINE, phone("m2"), profile=profile)
    desk.world.file(THEIRS, phone("k"))
    assert told(desk, MINE, "m1", "k") == [("m1", "k", True)]
    assert told(desk, THEIRS, "m1", "k") == [("k", "m1", True)]
    closed = desk.world.id(MINE, "m2")
    found = desk.world.query("MATCH (x:Notice) WHERE $p.rid IN [x.own, x.other] RETURN x.id AS id", {"rid": closed})
    assert found == []


@pytest.mark.long
@pytest.mark.parametrize("goes", [correct, withdraw, narrow], ids=lambda way: way.__name__)
def test_the_alerts_of_all_records_come_back_with_the_next_record_of_the_number(desk: Desk, goes: Going) -> None:
    for agency, reference in ((THEIRS, "k1"), (MINE, "m1"), (MINE, "m2")):
        desk.world.file(agency, phone(reference))
    goes(desk, THEIRS, "k1")
    desk.world.settle()
    assert [linked for *_, linked in told(desk, MINE, "m1", "m2", "k1")] in ([], [False, False])
    desk.world.file(THEIRS, phone("k2"))
    assert told(desk, MINE, "m1", "m2", "k2") == [("m1", "k2", True), ("m2", "k2", True)]
    assert all(alert["acknowledgedAt"] is None for alert in alerts(desk, MINE))


@pytest.mark.long
def test_the_alerts_of_all_persons_come_back_with_the_next_record_of_their_number(desk: Desk) -> None:
    desk.world.file(THEIRS, phone("k1"))
    desk.world.file(MINE, person("m1"))
    desk.world.file(MINE, person("m2", "Wichit Busabasombat"))
    assert told(desk, MINE, "m1", "m2") == [("m1", None, True), ("m2", None, True)]
    correct(desk, THEIRS, "k1")
    desk.world.settle()
    assert told(desk, MINE, "m1", "m2") == [("m1", None, False), ("m2", None, False)]
    desk.world.file(THEIRS, phone("k2"))
    assert told(desk, MINE, "m1", "m2") == [("m1", None, True), ("m2", None, True)]


def test_of_a_number_that_very_many_records_hold_a_bounded_number_is_told_and_all_that_were_told_before(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(equal_keys, "MOST_TOLD", 2)
    many = ["m1", "m2", "m3", "m4"]
    desk.world.file(MINE, *map(phone, many))
    desk.world.file(THEIRS, phone("k1"))
    assert len(told(desk, MINE, *many, "k1")) == 2
    # Who files is told, however many there are.
    desk.world.file(MINE, phone("m5"))
    before = told(desk, MINE, *many, "m5", "k1")
    assert ("m5", "k1", True) in before
    correct(desk, THEIRS, "k1")
    desk.world.settle()
    desk.world.file(THEIRS, phone("k2"))
    assert told(desk, MINE, *many, "m5", "k2") == [(own, "k2", True) for own, *_ in before]


def test_many_ends_are_looked_for_in_parts(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one read collects stands in the store's memory: thousands of linkages of one load were more than it had."""
    for agency, reference in ((MINE, "m1"), (MINE, "m2"), (THEIRS, "k1"), (THEIRS, "k2"), (THEIRS, "k3")):
        desk.world.file(agency, phone(reference), settle=False)
    wanted = {(desk.world.id(THEIRS, reference), MINE) for reference in ("k1", "k2", "k3")}
    whole = desk.world.run(linked_instead(desk.world.app.store, wanted))
    asked: list[int] = []
    read = Store.read

    async def counted(store: Store, statement: Template, parameters: Any) -> Any:
        asked.append(len(parameters["rows"]))
        return await read(store, statement, parameters)

    monkeypatch.setattr(sys.modules[linked_instead.__module__], "_ASKED_AT_ONCE", 2)
    monkeypatch.setattr(Store, "read", counted)
    assert sorted(desk.world.run(linked_instead(desk.world.app.store, wanted))) == sorted(whole)
    assert (len(whole), asked) == (3, [2, 1])


@pytest.mark.long
@pytest.mark.parametrize("goes", WAYS, ids=lambda way: way.__name__)
def test_what_goes_between_the_linkage_and_the_alert_leaves_another_to_be_told_of(desk: Desk, goes: Going) -> None:
    for agency, reference in ((MINE, "m1"), (MINE, "m2"), (THEIRS, "k1")):
        desk.world.file(agency, phone(reference))
    # Not the first of its agency: its linkage is one with the first of the other's alone.
    desk.world.file(THEIRS, phone("k2"), settle=False)
    desk.world.run(desk.world.app.resolver.drain())
    goes(desk, MINE, "m1")
    desk.world.settle()
    assert told(desk, THEIRS, "k1", "k2", "m2") == [("k1", "m2", True), ("k2", "m2", True)]


@pytest.mark.long
def test_a_seal_between_the_linkage_and_the_alert_leaves_another_to_be_told_of(desk: Desk) -> None:
    desk.world.file(MINE, phone("m1"), record("Person", "p", role="suspect", **VICTIM), link("USES", "p", "m1"))
    desk.world.file(MINE, phone("m2"))
    desk.world.file(THEIRS, phone("k1"))
    desk.world.file("kh-hotline", record("Person", "h", **VICTIM), profile="victim-protection")
    desk.world.file(THEIRS, phone("k2"), settle=False)
    desk.world.run(desk.world.app.resolver.drain())
    claim(desk)
    desk.world.settle()
    assert look(desk, "m1", THEIRS) is None
    assert told(desk, THEIRS, "k1", "k2", "m1", "m2") == [("k1", "m2", True), ("k2", "m2", True)]


@pytest.mark.long
def test_a_number_on_a_person_whose_first_holder_goes_before_the_alert_meets_the_next(desk: Desk) -> None:
    app, run = desk.world.app, desk.world.run
    desk.world.file(MINE, phone("m1"), phone("m2"))
    desk.world.file(THEIRS, person("k1"))
    desk.world.file(THEIRS, person("k2", "Wichit Busabasombat"), settle=False)
    for follower in (app.resolver, app.exchange, app.exchange.meetings):
        run(follower.drain())
    first = min(("m1", "m2"), key=partial(desk.world.id, MINE))
    withdraw(desk, MINE, first)
    desk.world.settle()
    assert told(desk, THEIRS, "k1", "k2") == [("k1", None, True), ("k2", None, True)]


@pytest.mark.parametrize("told_before", [False, True])
def test_what_goes_while_the_alert_is_written_leaves_another_to_be_told_of(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, *, told_before: bool
) -> None:
    """Also where an alert was about to go over to it from a record that was closed."""
    desk.world.file(THEIRS, phone("k"), settle=told_before)
    for reference in ("m1", "m2", "m3"):
        desk.world.file(MINE, phone(reference), settle=told_before)
    if told_before:
        narrow(desk, MINE, "m1")
    going, put, gone = "m2" if told_before else "m1", NoticeMatcher._put, list[str]()

    async def goes(self: NoticeMatcher, tx: Transaction, *, notices: Sequence[NewNotice]) -> None:
        if not gone:
            gone.append(going)
            headers = {"authorization": f"Bearer {desk.world.token(MINE)}"}
            variables = {"ids": [desk.world.id(MINE, going)], "erase": False}
            answer = await desk.send(json={"query": RETRACT, "variables": variables}, headers=headers)
            assert answer.json()["data"]["retractRecords"]["done"]
        await put(self, tx, notices=notices)

    monkeypatch.setattr(NoticeMatcher, "_put", goes)
    desk.world.settle()
    assert gone == [going]
    assert told(desk, THEIRS, "k", "m2", "m3") == [("k", "m3" if told_before else "m2", True)]
