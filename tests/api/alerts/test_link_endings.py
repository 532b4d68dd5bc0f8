"""Both sides are told when a correction ends what they were alerted of, once, and again when it is taken back."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partialmethod

import pytest

from api.alerts.link_endings import LinkEndings
from api.cli.people import describe_alert
from graph.store import ENDINGS, HIT_INDEX, Change, ChangeFeed, Ending, NewNotice
from tests.api.asking import Desk
from tests.api.recalling import RETRACT
from tests.api.sealing import judge
from tests.api.telling import ANOTHER, BOTH, NUMBER, SUSPECT, alerts, came_after, file_meanwhile, number, person, place
from tests.world import link, record, viewer

ACKNOWLEDGE = "mutation($id: ID!) { acknowledgeAlert(input: {id: $id}) { alert { id } userErrors { code } } }"
ACKNOWLEDGE_AS_READ = (
    "mutation($input: AcknowledgeAlertInput!) { acknowledgeAlert(input: $input) { userErrors { code } } }"
)
ENDED = "query($since: DateTime) { alerts(since: $since) { edges { node { stillLinked endedAt } } } }"


@pytest.fixture
def told(desk: Desk) -> Desk:
    for agency in BOTH:
        number(desk, agency, NUMBER)
    return desk


@pytest.mark.parametrize("who", BOTH)
def test_a_correction_that_ends_the_link_comes_as_a_new_alert_on_both_sides_and_so_does_its_return(
    told: Desk, who: str
) -> None:
    for agency in BOTH:
        [alert] = alerts(told, agency)
        told.data(ACKNOWLEDGE, token=told.world.token(agency), id=alert.notice.id)
    places = {agency: place(told, agency) for agency in BOTH}
    number(told, who, ANOTHER)
    assert all(came_after(told, a, before) == [("PhoneNumber", False, True)] for a, before in places.items())
    assert all(alert.notice.acknowledged_at is None for agency in BOTH for alert in alerts(told, agency))
    places = {agency: place(told, agency) for agency in BOTH}
    number(told, who, NUMBER)
    assert all(came_after(told, a, before) == [("PhoneNumber", True, False)] for a, before in places.items())
    assert all(len(alerts(told, agency)) == 1 for agency in BOTH)


def test_the_index_of_hits_has_followed_all_once_the_work_is_done(told: Desk) -> None:
    world = told.world
    number(told, "kh-police", ANOTHER)
    assert world.run(world.app.feed.position(HIT_INDEX)) == world.run(world.app.feed.last())


def test_what_is_filed_again_as_it_was_or_corrected_beside_the_link_is_no_news(told: Desk) -> None:
    places = {agency: place(told, agency) for agency in BOTH}
    number(told, "kh-police", NUMBER)
    told.world.file("kh-police", record("PhoneNumber", "n", number=NUMBER, carrier="Smart"))
    assert not any(came_after(told, a, before) for a, before in places.items())


@pytest.mark.long
def test_the_end_is_told_once_and_another_correction_of_the_same_record_adds_nothing(told: Desk) -> None:
    number(told, "kh-police", ANOTHER)
    places = {agency: place(told, agency) for agency in BOTH}
    number(told, "kh-police", "+66899999996")
    told.world.settle()
    assert not any(came_after(told, a, before) for a, before in places.items())


@pytest.mark.long
def test_a_record_that_comes_after_the_end_is_told_of(told: Desk) -> None:
    number(told, "kh-police", ANOTHER)
    before = place(told, "th-police")
    number(told, "kh-police", NUMBER, reference="second")
    assert came_after(told, "th-police", before) == [("PhoneNumber", True, False)]
    assert [alert.still_linked for alert in alerts(told, "th-police")] == [True]


@pytest.mark.long
def test_where_another_record_of_the_agency_links_it_too_the_alert_goes_over_and_only_the_corrected_side_hears(
    told: Desk,
) -> None:
    number(told, "kh-police", NUMBER, reference="second")
    theirs, ours = place(told, "kh-police"), place(told, "th-police")
    number(told, "kh-police", ANOTHER)
    assert came_after(told, "th-police", ours) == []
    assert [alert.still_linked for alert in alerts(told, "th-police")] == [True]
    assert came_after(told, "kh-police", theirs) == [("PhoneNumber", False, True)]


def test_a_match_ends_with_the_person_and_with_the_number_that_it_stood_on(desk: Desk) -> None:
    person(desk, "th-police", "สมชาย ใจดี")
    person(desk, "kh-police", "Somchai Jaidee")
    places = {agency: place(desk, agency) for agency in BOTH}
    person(desk, "kh-police", "Wichit Busabasombat", birthDate="1961-10-12")
    assert all(came_after(desk, a, before) == [("Person", False, True)] for a, before in places.items())


@pytest.mark.long
def test_a_match_ends_with_the_number_alone(desk: Desk) -> None:
    plain = {"birthDate": "", "nationality": ""}
    person(desk, "th-police", "Kittisak Phromnok", **plain)
    person(desk, "kh-police", "Kittisak Phromnok", **plain)
    kinds = {alert.notice.own_kind for alert in alerts(desk, "th-police")}
    assert kinds == {"PhoneNumber", "Person"}
    before = place(desk, "th-police")
    number(desk, "kh-police", ANOTHER)
    assert sorted(came_after(desk, "th-police", before)) == [("Person", False, True), ("PhoneNumber", False, True)]


@pytest.mark.long
def test_a_number_that_stands_on_a_person_ends_with_its_correction(desk: Desk) -> None:
    number(desk, "kh-police", NUMBER)
    desk.world.file("th-police", record("Person", "p", name="สมชาย ใจดี", role="suspect", phone=NUMBER, **SUSPECT))
    places = {agency: place(desk, agency) for agency in BOTH}
    desk.world.file("th-police", record("Person", "p", name="สมชาย ใจดี", role="suspect", phone=ANOTHER, **SUSPECT))
    assert came_after(desk, "th-police", places["th-police"]) == [("Person", False, True)]
    assert came_after(desk, "kh-police", places["kh-police"]) == [("PhoneNumber", False, True)]


def test_who_narrows_the_record_and_a_judgement_end_nothing(told: Desk) -> None:
    places = {agency: place(told, agency) for agency in BOTH}
    judge(told, ("th-police", "n"), ("kh-police", "n"), "NEGATIVE", "kh-police")
    assert not any(came_after(told, a, before) for a, before in places.items())
    number(told, "kh-police", NUMBER, profile="victim-protection")
    assert not any(came_after(told, a, before) for a, before in places.items())


def test_a_correction_under_terms_without_notices_is_not_told(told: Desk) -> None:
    places = {agency: place(told, agency) for agency in BOTH}
    number(told, "kh-police", ANOTHER, profile="victim-protection")
    assert not any(came_after(told, a, before) for a, before in places.items())


def test_two_processes_tell_of_an_end_once(told: Desk) -> None:
    app, run = told.world.app, told.world.run
    before = place(told, "th-police")
    told.world.file("kh-police", record("PhoneNumber", "n", number=ANOTHER), settle=False)
    run(app.resolver.drain())
    run(app.exchange.drain())
    run(app.notice_matcher.drain())
    other = LinkEndings(
        app.store,
        app.link_endings._endings,
        app.link_endings._notices,
        app.registry,
        app.scopes,
        app.link_endings._models,
        clock=app.clock.now,
    )

    async def both() -> list[int]:
        return list(await asyncio.gather(app.link_endings.drain(), other.drain()))

    assert sum(run(both())) == 2
    assert came_after(told, "th-police", before) == [("PhoneNumber", False, True)]
    assert run(app.feed.position(ENDINGS)) > 0


def test_the_line_of_an_alert_says_when_its_link_ended_and_since_finds_it_by_that(told: Desk) -> None:
    number(told, "kh-police", ANOTHER)
    [alert] = alerts(told, "th-police")
    assert alert.notice.ended_at is not None
    assert f"; told of that {alert.notice.ended_at.isoformat(timespec='seconds')}" in describe_alert(alert)
    since = alert.notice.ended_at.isoformat()
    found = told.data(ENDED, token=told.world.token("th-police"), since=since)["alerts"]["edges"]
    assert found == [{"node": {"stillLinked": False, "endedAt": since}}]


def acknowledge(desk: Desk, agency: str, alert_id: str, told_at: datetime) -> list[str]:
    given = {"id": alert_id, "toldAt": told_at.isoformat()}
    found = desk.data(ACKNOWLEDGE_AS_READ, token=desk.world.token(agency), input=given)["acknowledgeAlert"]
    return [error["code"] for error in found["userErrors"]]


def test_who_acknowledges_what_they_read_acknowledges_no_end_that_came_since(told: Desk) -> None:
    [read] = alerts(told, "th-police")
    number(told, "kh-police", ANOTHER)
    assert acknowledge(told, "th-police", read.notice.id, read.notice.told_at) == ["ALERT_MOVED"]
    [anew] = alerts(told, "th-police")
    assert anew.notice.ended_at is not None and anew.notice.acknowledged_at is None
    # A client may know of milliseconds alone.
    to_the_millisecond = anew.notice.told_at.replace(microsecond=anew.notice.told_at.microsecond // 1000 * 1000)
    assert acknowledge(told, "th-police", anew.notice.id, to_the_millisecond) == []
    assert [a.notice.acknowledged_by for a in alerts(told, "th-police")] == [viewer("th-police").subject]


@pytest.mark.parametrize("is_hidden_too", [False, True])
def test_what_is_hidden_beside_an_ended_link_is_felt_in_no_alert(desk: Desk, *, is_hidden_too: bool) -> None:
    """An alert that is neither linked nor ended would tell that something else joins the two."""
    world = desk.world
    name = "Kittisak Phromnok"
    person(desk, "th-police", name, passportNumber="EJ0961620", birthDate="", nationality="")
    world.file("kh-police", record("Person", "p", name=name, role="suspect", passportNumber="EJ0961620"))
    if is_hidden_too:
        hidden = (record("PhoneNumber", "n", number=NUMBER), link("USES", "p", "n"))
        world.file("kh-police", *hidden, profile="originator-controlled")
    assert came_after(desk, "th-police", 0) == [("Person", True, False)]
    world.file("kh-police", record("Person", "p", name=name, role="suspect"))
    world.settle()
    assert came_after(desk, "th-police", 0) == [("Person", False, True)]


def test_a_number_that_is_closed_is_told_of_like_one_that_was_corrected(desk: Desk) -> None:
    """Else whoever asks often would tell a seal from a correction."""
    plain = {"birthDate": "", "nationality": ""}
    for agency in BOTH:
        person(desk, agency, "Kittisak Phromnok", **plain)
    before = place(desk, "th-police")
    number(desk, "kh-police", NUMBER, profile="originator-controlled")
    assert came_after(desk, "th-police", before) == [("Person", False, True)]
    number(desk, "kh-police", NUMBER)
    assert ("Person", True, False) in came_after(desk, "th-police", before)


def test_who_carries_the_number_that_another_record_had_is_told_of_when_that_ends(told: Desk) -> None:
    told.world.file("kh-police", record("Person", "p", name="Sok Dara", role="suspect", phone=NUMBER, **SUSPECT))
    before = place(told, "th-police")
    number(told, "kh-police", ANOTHER)
    told.world.settle()
    assert sorted(came_after(told, "th-police", before)) == [
        ("PhoneNumber", False, True),
        ("PhoneNumber", True, False),
    ]


@pytest.mark.long
def test_a_number_on_a_person_is_told_of_when_the_persons_match_ends(desk: Desk) -> None:
    one = {"name": "Somchai Jaidee", "role": "suspect", "passportNumber": "EJ0961620", **SUSPECT}
    desk.world.file("th-police", record("Person", "p", phone=NUMBER, **one))
    desk.world.file("kh-police", record("Person", "q", **one))
    number(desk, "kh-police", NUMBER)
    desk.world.file("kh-police", record("Person", "q", name="Wichit Busabasombat", role="suspect"))
    desk.world.settle()
    assert sorted(came_after(desk, "th-police", 0)) == [("Person", False, True), ("Person", True, False)]


def test_a_record_that_comes_between_the_look_and_the_mark_is_told_of(
    told: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, run = told.world.app, told.world.run
    look = LinkEndings._look

    async def look_slowly(self: LinkEndings, changes: Sequence[Change]) -> tuple[list[Ending], list[NewNotice]]:
        found = await look(self, changes)
        if found[0]:
            monkeypatch.setattr(LinkEndings, "_look", look)
            await file_meanwhile(app, "second")
            await app.resolver.drain()
            await app.notice_matcher.drain()
        return found

    told.world.file("kh-police", record("PhoneNumber", "n", number=ANOTHER), settle=False)
    monkeypatch.setattr(LinkEndings, "_look", look_slowly)
    told.world.settle()
    told.world.settle()
    assert LinkEndings._look is look
    assert [alert.still_linked for alert in alerts(told, "th-police")] == [True]
    assert run(app.feed.position(ENDINGS)) > 0


def test_a_number_that_was_corrected_before_anybody_was_told_is_told_to_nobody(desk: Desk) -> None:
    app, run = desk.world.app, desk.world.run
    for agency in BOTH:
        desk.world.file(agency, record("PhoneNumber", "n", number=NUMBER), settle=False)
    run(app.resolver.drain())
    run(app.exchange.drain())
    desk.world.file("kh-police", record("PhoneNumber", "n", number=ANOTHER), settle=False)
    run(app.resolver.drain())
    run(app.exchange.drain())
    run(app.link_endings.drain())
    run(app.notice_matcher.drain())
    desk.world.settle()
    assert [alerts(desk, agency) for agency in BOTH] == [[], []]


@pytest.mark.parametrize("suspended", BOTH)
def test_what_comes_while_an_agency_is_suspended_is_told_to_both_behind_it(desk: Desk, suspended: str) -> None:
    suspensions, run = desk.world.app.suspensions, desk.world.run
    number(desk, "kh-police", NUMBER)
    assert run(suspensions.suspend(None, suspended, None, reason="a lost token"))
    number(desk, "th-police", NUMBER)
    assert [alerts(desk, agency) for agency in BOTH] == [[], []]
    assert run(suspensions.reinstate(None, suspended, None, reason="the token is renewed"))
    assert all(came_after(desk, agency, 0) == [("PhoneNumber", True, False)] for agency in BOTH)


@pytest.mark.long
@pytest.mark.parametrize(("suspended", "other"), [BOTH, BOTH[::-1]])
def test_an_end_that_came_meanwhile_is_told_behind_whatever_the_other_side_read_since(
    told: Desk, suspended: str, other: str
) -> None:
    suspensions, run = told.world.app.suspensions, told.world.run
    assert run(suspensions.suspend(None, suspended, None, reason="a lost token"))
    number(told, suspended, ANOTHER)
    for agency in ("sg-fiu", other):
        number(told, agency, "+66899999995", reference="third")
    seen = place(told, other)
    assert run(suspensions.reinstate(None, suspended, None, reason="the token is renewed"))
    assert came_after(told, other, seen) == [("PhoneNumber", False, True)]
    assert ("PhoneNumber", False, True) in came_after(told, suspended, 0)


@pytest.mark.long
@pytest.mark.parametrize("is_said", [True, False])
def test_the_same_is_told_whether_or_not_changes_say_what_they_created(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, *, is_said: bool
) -> None:
    """Those of an older version do not: all of their records are looked after."""
    if not is_said:
        for name in ("since", "following"):
            monkeypatch.setattr(ChangeFeed, name, partialmethod(_as_if_unsaid, getattr(ChangeFeed, name)))

    def all_told() -> list[list[tuple[str, bool | None, bool]]]:
        return [sorted(came_after(desk, agency, 0)) for agency in BOTH]

    for agency, name in zip(BOTH, ("สมชาย ใจดี", "Somchai Jaidee"), strict=True):
        person(desk, agency, name)
    both = [("Person", True, False), ("PhoneNumber", True, False)]
    assert all_told() == [both, both]
    # What is new beside it, also to a number that stood, ends nothing.
    desk.world.file("kh-police", record("Person", "q", name="Wichit Busabasombat"), link("USES", "q", "n"))
    assert all_told() == [both, both]
    person(desk, "kh-police", "Wichit Busabasombat", birthDate="1961-10-12")
    ended = [("Person", False, True), ("PhoneNumber", True, False)]
    assert all_told() == [ended, ended]
    # A record that went and came again tells anew, as its notices went with it.
    number_id = desk.world.id("th-police", "n")
    desk.data(RETRACT, token=desk.world.token("th-police"), ids=[number_id], erase=False)
    desk.world.settle()
    gone = [("Person", False, True)]
    assert all_told() == [gone, gone]
    number(desk, "th-police", NUMBER)
    assert all_told() == [ended, ended]


def _as_if_unsaid(self: ChangeFeed, read: Callable[..., object], *given: object, **asked: object) -> object:
    return read(self, *given, **{**asked, "of_standing": False})
