"""Both sides are told when a correction ends what they were alerted of, once, and again when it is taken back."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partialmethod

import pytest

from api.alert_inbox import Alert
from api.cli.people import describe_alert
from api.link_endings import LinkEndings
from api.notices import NoticeMatcher
from graph.store import (
    ENDINGS,
    NOTICES,
    Change,
    ChangeFeed,
    ChangeKind,
    Ending,
    NewNotice,
    Transaction,
    changes,
    erasure,
)
from ingest import submit
from tests.api.asking import Desk
from tests.api.recalling import RETRACT
from tests.api.sealing import judge
from tests.world import link, record, viewer

NUMBER, ANOTHER = "+66899999998", "+66899999997"
SUSPECT = {"birthDate": "1987-03-04", "nationality": "TH"}
ACKNOWLEDGE = "mutation($id: ID!) { acknowledgeAlert(input: {id: $id}) { alert { id } userErrors { code } } }"
ACKNOWLEDGE_AS_READ = (
    "mutation($input: AcknowledgeAlertInput!) { acknowledgeAlert(input: $input) { userErrors { code } } }"
)
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
    run(app.notice_matcher.drain())
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
            await submit(
                [record("PhoneNumber", "second", number=NUMBER)],
                originator="kh-police",
                dataset="cases",
                known_profiles=app.bundle.registers.profiles,
                writer=app.writer,
                minter=app.minter,
                profile="law-enforcement",
                ontology=app.ontology,
            )
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


SHARED = ("first", "second", "third")


@pytest.fixture
def shared(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A number of one agency that several records of the other share, told of in parts of one notice each."""
    monkeypatch.setattr(changes, "MOST_A_PART", 1)
    number(desk, "kh-police", NUMBER)
    for reference in SHARED:
        number(desk, "th-police", NUMBER, reference=reference)
    assert len(alerts(desk, "th-police")) == 3
    return desk


def corrected(desk: Desk, text: str) -> None:
    """File the shared number with another text, up to where the follower of endings begins."""
    app, run = desk.world.app, desk.world.run
    desk.world.file("kh-police", record("PhoneNumber", "n", number=text), settle=False)
    run(app.resolver.drain())
    run(app.exchange.drain())
    run(app.notice_matcher.drain())


def told_as(desk: Desk) -> dict[str, int]:
    """Return of the notices of all the number that each was told under."""
    rows = desk.world.query("MATCH (x:Notice) RETURN x.id AS id, x.seq AS seq")
    return {row["id"]: row["seq"] for row in rows}


def news_since(desk: Desk, last: int) -> list[ChangeKind]:
    app, run = desk.world.app, desk.world.run
    return [change.kind for change in run(app.feed.since(last))]


def test_the_end_of_many_links_is_told_in_parts(shared: Desk) -> None:
    before = place(shared, "th-police")
    last = shared.world.run(shared.world.app.feed.last())
    number(shared, "kh-police", ANOTHER)
    assert came_after(shared, "th-police", before) == [("PhoneNumber", False, True)] * 3
    assert news_since(shared, last).count(ChangeKind.NOTICE) == 4


class BrokenOffError(Exception):
    """The process ended here."""


def test_each_of_many_ends_has_a_number_of_its_own_to_go_on_behind(desk: Desk) -> None:
    """An inbox is read page by page behind a number: what shared one would be passed by."""
    number(desk, "kh-police", NUMBER)
    for reference in SHARED:
        number(desk, "th-police", NUMBER, reference=reference)
    number(desk, "kh-police", ANOTHER)
    before = told_as(desk)
    assert [a.notice.ended_at is not None for a in alerts(desk, "th-police")] == [True] * 3
    assert sorted(before.values()) == list(range(min(before.values()), min(before.values()) + 4))


def test_a_process_that_ends_between_two_parts_leaves_the_rest_and_nobody_is_told_twice(
    shared: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, run = shared.world.app, shared.world.run
    corrected(shared, ANOTHER)
    mark, calls = LinkEndings._mark, list[Sequence[Ending]]()

    async def mark_two(self: LinkEndings, tx: Transaction, *, endings: Sequence[Ending]) -> None:
        calls.append(endings)
        if len(calls) > 2:
            raise BrokenOffError
        await mark(self, tx, endings=endings)

    before, stood, last = told_as(shared), run(app.feed.position(ENDINGS)), run(app.feed.last())
    with monkeypatch.context() as patched:
        patched.setattr(LinkEndings, "_mark", mark_two)
        with pytest.raises(BrokenOffError):
            run(app.link_endings.drain())
    between = told_as(shared)
    assert sum(between[notice] != seq for notice, seq in before.items()) == 2
    assert run(app.feed.position(ENDINGS)) == stood

    run(app.link_endings.drain())
    after = told_as(shared)
    assert all(after[notice] == seq for notice, seq in between.items() if seq != before[notice])
    assert len(set(after.values()) - set(before.values())) == 4
    assert news_since(shared, last) == [ChangeKind.NOTICE] * 4
    assert run(app.feed.position(ENDINGS)) > stood


def test_what_another_process_dealt_with_between_two_parts_is_left_as_it_is(
    shared: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number is put right between two parts: what was looked at before must not be told behind that."""
    app, run = shared.world.app, shared.world.run
    corrected(shared, ANOTHER)
    write, parts = app.store.write, list[object]()

    async def write_and_be_overtaken(work: object, **given: object) -> object:
        done: object = await write(work, **given)  # type: ignore[arg-type]  # passed on as it came
        parts.append(done)
        if len(parts) == 1:
            monkeypatch.setattr(app.store, "write", write)
            await submit(
                [record("PhoneNumber", "n", number=NUMBER)],
                originator="kh-police",
                dataset="cases",
                known_profiles=app.bundle.registers.profiles,
                writer=app.writer,
                minter=app.minter,
                profile="law-enforcement",
                ontology=app.ontology,
            )
            await app.resolver.drain()
            await app.exchange.drain()
            await app.notice_matcher.drain()
            await app.link_endings.drain()
        return done

    monkeypatch.setattr(app.store, "write", write_and_be_overtaken)
    run(app.link_endings.drain())
    shared.world.settle()
    assert parts == [True]
    assert [alert.still_linked for alert in alerts(shared, "th-police")] == [True] * 3
    assert all(alert.notice.ended_at is None for agency in BOTH for alert in alerts(shared, agency))


def test_new_linkages_are_told_in_parts_and_once_where_the_process_ends_between_two(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, run = desk.world.app, desk.world.run
    monkeypatch.setattr(changes, "MOST_A_PART", 1)
    for reference in SHARED:
        number(desk, "th-police", NUMBER, reference=reference)
    desk.world.file("kh-police", record("PhoneNumber", "n", number=NUMBER), settle=False)
    run(app.resolver.drain())
    run(app.exchange.drain())
    put, calls = NoticeMatcher._put, list[Sequence[NewNotice]]()

    async def put_one(self: NoticeMatcher, tx: Transaction, *, notices: Sequence[NewNotice]) -> None:
        calls.append(notices)
        if len(calls) > 1:
            raise BrokenOffError
        await put(self, tx, notices=notices)

    stood = run(app.feed.position(NOTICES))
    with monkeypatch.context() as patched:
        patched.setattr(NoticeMatcher, "_put", put_one)
        with pytest.raises(BrokenOffError):
            run(app.notice_matcher.drain())
    between = told_as(desk)
    assert (len(between), run(app.feed.position(NOTICES))) == (1, stood)

    desk.world.settle()
    after = told_as(desk)
    assert after.items() >= between.items()
    assert len(after) == len(set(after.values())) == len(alerts(desk, "th-police")) + len(alerts(desk, "kh-police"))
    assert [a.still_linked for agency in BOTH for a in alerts(desk, agency)] == [True] * len(after)


def test_all_notices_of_a_withdrawn_record_go_with_it_however_many(
    shared: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "_NOTICES_A_STATEMENT", 1)
    assert len(told_as(shared)) == 4
    rid = shared.world.id("kh-police", "n")
    done = shared.data(RETRACT, token=shared.world.token("kh-police"), ids=[rid], erase=False)["retractRecords"]
    assert (done["done"], done["userErrors"]) == (True, [])
    assert told_as(shared) == {}


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
