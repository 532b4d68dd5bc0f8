"""Both sides are told when a correction ends what they were alerted of, once, and again when it is taken back."""

import asyncio

import pytest

from api.alert_inbox import Alert
from api.cli.people import describe_alert
from api.link_endings import LinkEndings
from graph.store import ENDINGS
from tests.api.asking import Desk
from tests.api.sealing import judge
from tests.world import link, record, viewer

NUMBER, ANOTHER = "+66899999998", "+66899999997"
SUSPECT = {"birthDate": "1987-03-04", "nationality": "TH"}
ACKNOWLEDGE = "mutation($id: ID!) { acknowledgeAlert(input: {id: $id}) { alert { id } userErrors { code } } }"
ENDED = "query($since: DateTime) { alerts(since: $since) { edges { node { stillLinked endedAt } } } }"
BOTH = ("th-police", "kh-police")


def alerts(desk: Desk, agency: str, after: int = 0) -> list[Alert]:
    app, run, who = desk.world.app, desk.world.run, viewer(agency)
    found: list[Alert] = run(app.inbox.alerts(run(app.scope_for(who)), viewer=who, after=after))
    return found


def place(desk: Desk, agency: str) -> int:
    return max(alert.notice.seq for alert in alerts(desk, agency))


def came_after(desk: Desk, agency: str, after: int) -> list[tuple[str, bool | None, bool]]:
    """Return of the alerts that came behind a place: the kind, whether it is linked, whether its end is told."""
    found = alerts(desk, agency, after)
    return [(a.notice.own_kind, a.still_linked, a.notice.ended_at is not None) for a in found]


def number(desk: Desk, agency: str, text: str, reference: str = "n", profile: str = "law-enforcement") -> None:
    desk.world.file(agency, record("PhoneNumber", reference, number=text), profile=profile)


def person(desk: Desk, agency: str, name: str, *, phone: str = NUMBER, **values: str) -> None:
    desk.world.file(
        agency,
        record("PhoneNumber", "n", number=phone),
        record("Person", "p", name=name, role="suspect", **{**SUSPECT, **values}),
        link("USES", "p", "n"),
    )


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


def test_what_is_filed_again_as_it_was_or_corrected_beside_the_link_is_no_news(told: Desk) -> None:
    places = {agency: place(told, agency) for agency in BOTH}
    number(told, "kh-police", NUMBER)
    told.world.file("kh-police", record("PhoneNumber", "n", number=NUMBER, carrier="Smart"))
    assert not any(came_after(told, a, before) for a, before in places.items())


def test_the_end_is_told_once_and_another_correction_of_the_same_record_adds_nothing(told: Desk) -> None:
    number(told, "kh-police", ANOTHER)
    places = {agency: place(told, agency) for agency in BOTH}
    number(told, "kh-police", "+66899999996")
    told.world.settle()
    assert not any(came_after(told, a, before) for a, before in places.items())


def test_a_record_that_comes_after_the_end_is_told_of(told: Desk) -> None:
    number(told, "kh-police", ANOTHER)
    before = place(told, "th-police")
    number(told, "kh-police", NUMBER, reference="second")
    assert came_after(told, "th-police", before) == [("PhoneNumber", True, False)]
    assert [alert.still_linked for alert in alerts(told, "th-police")] == [True]


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


def test_a_match_ends_with_the_number_alone(desk: Desk) -> None:
    plain = {"birthDate": "", "nationality": ""}
    person(desk, "th-police", "Kittisak Phromnok", **plain)
    person(desk, "kh-police", "Kittisak Phromnok", **plain)
    kinds = {alert.notice.own_kind for alert in alerts(desk, "th-police")}
    assert kinds == {"PhoneNumber", "Person"}
    before = place(desk, "th-police")
    number(desk, "kh-police", ANOTHER)
    assert sorted(came_after(desk, "th-police", before)) == [("Person", False, True), ("PhoneNumber", False, True)]


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
    other = LinkEndings(
        app.store,
        app.link_endings._endings,
        app.link_endings._notices,
        app.registry,
        app.scopes,
        app.link_endings._models,
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
