"""Suspended by command: nothing from the next answer on, in every process; by whom it may be done, and what is left."""

from datetime import UTC, datetime
from typing import Any

import pytest

from api.bootstrap import Application, application_on
from graph.errors import StoreUnavailableError
from graph.store import RecordReader, StoreLease
from policies import ForbiddenError, Outcome, UnknownAgencyError, ViewerContext
from tests.api.asking import Desk
from tests.api.audit.test_denials import state
from tests.world import World, record, viewer

pytestmark = pytest.mark.usefixtures("module_as_documented")

LOOK = "query($id: ID!) { record(id: $id) { id caption } }"
ABSENT = "r-" + "0" * 32
SUPERVISOR = viewer("kh-police", "supervisor")
ANALYST = viewer("kh-police")


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    module_world.file("kh-police", record("Site", "s", name="Golden Mekong Park", country="KH"))
    return Desk(module_world)


@pytest.fixture(autouse=True)
def _nobody_stays_suspended(desk: Desk) -> Any:
    yield
    app = desk.world.app
    for found in desk.world.run(app.suspensions.listed(None)):
        if found.lifted_at is None:
            desk.world.run(app.suspensions.reinstate(None, found.agency, found.subject, reason="the test is over"))


def looks(desk: Desk, role: str = "analyst", agency: str = "kh-police", rid: str | None = None) -> bytes:
    """Return what somebody is answered who looks at kh-police's site."""
    asked = {"id": rid or desk.world.id("kh-police", "s")}
    return desk.post(LOOK, token=desk.world.token(agency, role), variables=asked).content


def suspend(desk: Desk, by: ViewerContext | None, agency: str, person: str | None) -> Any:
    return desk.world.run(desk.world.app.suspensions.suspend(by, agency, person, reason="lost token"))


def reinstate(desk: Desk, by: ViewerContext | None, agency: str, person: str | None) -> Any:
    return desk.world.run(desk.world.app.suspensions.reinstate(by, agency, person, reason="token renewed"))


def test_a_suspended_person_gets_nothing_and_colleagues_all_of_it(desk: Desk) -> None:
    before, absent = looks(desk), looks(desk, rid=ABSENT)
    assert b"Golden Mekong Park" in before

    found = suspend(desk, SUPERVISOR, "kh-police", ANALYST.subject)

    assert (found.by, found.reason, found.lifted_at) == (SUPERVISOR.subject, "lost token", None)
    assert looks(desk) == absent
    assert b"Golden Mekong Park" in looks(desk, "duty-officer")
    assert suspend(desk, SUPERVISOR, "kh-police", ANALYST.subject) is None
    assert reinstate(desk, SUPERVISOR, "kh-police", ANALYST.subject).lifted_by == SUPERVISOR.subject
    assert looks(desk) == before
    assert reinstate(desk, SUPERVISOR, "kh-police", ANALYST.subject) is None
    done = [e.entry for e in desk.trail() if e.entry.operation.endswith("kh-police person")]
    assert [(e.actor, e.agency, e.operation, e.outcome) for e in done[:2]] == [
        (SUPERVISOR.subject, "kh-police", "suspend kh-police person", Outcome.ALLOWED)
    ] * 2
    assert {e.operation for e in done[2:]} == {"reinstate kh-police person"}


def test_a_suspended_person_reads_no_list_of_the_agency(desk: Desk) -> None:
    lists = """{ retentionSchedules { edges { node { recordId } } } legalHolds { edges { node { id reason } } }
      recalls(first: 5) { edges { node { id } } } issuedRecalls(first: 5) { edges { node { id reason } } } }"""
    keeper, rid = desk.world.app.accountability.retention, desk.world.id("kh-police", "s")
    scope = desk.world.scope("kh-police")
    desk.world.run(keeper.hold(SUPERVISOR, scope, [rid], reason="a court asked"))
    desk.world.run(
        keeper.schedule(ANALYST, scope, [rid], review_at=datetime(2130, 1, 1, tzinfo=UTC), retain_until=None)
    )
    token = desk.world.token("kh-police")
    before = desk.post(lists, token=token).content
    assert rid.encode() in before
    assert b"a court asked" in before

    suspend(desk, SUPERVISOR, "kh-police", ANALYST.subject)

    assert desk.data(lists, token=token) == {
        "retentionSchedules": {"edges": []},
        "legalHolds": {"edges": []},
        "recalls": {"edges": []},
        "issuedRecalls": {"edges": []},
    }
    reinstate(desk, SUPERVISOR, "kh-police", ANALYST.subject)
    assert desk.post(lists, token=token).content == before


@pytest.mark.parametrize(("person", "word"), [(ANALYST.subject, "person"), (None, "agency")])
def test_a_suspended_person_is_told_no_budget(desk: Desk, person: str | None, word: str) -> None:
    query, token = "{ viewer { subject } checkBudget { perRequest perDay usedToday } }", desk.world.token("kh-police")
    before = desk.post(query, token=token).content
    assert b'"perRequest":' in before
    suspend(desk, None, "kh-police", person)
    kept = state(desk.world)

    answer = desk.ask(query, token=token)

    assert answer["data"] == {"viewer": {"subject": ANALYST.subject}, "checkBudget": None}
    [error] = answer["errors"]
    assert (error["message"], error["extensions"]["code"]) == (
        f"`check-budget` is not allowed: the {word} is suspended",
        "FORBIDDEN",
    )
    assert state(desk.world) == kept
    assert desk.trail()[-1].entry.outcome is Outcome.PARTLY_DENIED
    reinstate(desk, None, "kh-police", person)
    assert desk.post(query, token=token).content == before


def test_another_process_knows_with_its_next_answer(desk: Desk, neo4j_lease: StoreLease) -> None:
    async def work() -> list[bool]:
        async with application_on(desk.world.app.settings, neo4j_lease) as other:
            seen = [await sees(other)]
            await desk.world.app.suspensions.suspend(None, "kh-police", None, reason="a breach")
            seen.append(await sees(other))
            await desk.world.app.suspensions.reinstate(None, "kh-police", None, reason="closed")
            return [*seen, await sees(other)]

    async def sees(app: Application) -> bool:
        scope = await app.scope_for(ANALYST)
        return bool(await app.records.records(scope, [desk.world.id("kh-police", "s")]))

    assert desk.world.run(work()) == [True, False, True]


def test_a_suspended_agency_gets_nothing_and_its_supervisor_cannot_change_that(desk: Desk) -> None:
    suspend(desk, None, "kh-police", None)

    assert b"Golden Mekong Park" not in looks(desk, "duty-officer")
    desk.world.run(desk.world.app.scope_for(SUPERVISOR))
    with pytest.raises(ForbiddenError, match="the agency is suspended"):
        reinstate(desk, SUPERVISOR, "kh-police", None)
    assert b"Golden Mekong Park" not in looks(desk)
    assert desk.trail()[-2].entry.outcome is Outcome.DENIED
    assert reinstate(desk, None, "kh-police", None).lifted_by == "operator"
    assert b"Golden Mekong Park" in looks(desk)


@pytest.mark.parametrize(
    ("by", "agency", "person", "word"),
    [
        (ANALYST, "kh-police", "somebody", "it needs the role of a supervisor"),
        (viewer("th-police", "supervisor"), "kh-police", ANALYST.subject, "its own people alone"),
        (viewer("th-police", "supervisor"), "kh-police", None, "its own people alone"),
        (SUPERVISOR, "kh-police", SUPERVISOR.subject, "nobody suspends or reinstates themselves"),
    ],
)
def test_who_may_not_suspend_changes_nothing(
    desk: Desk, by: ViewerContext, agency: str, person: str | None, word: str
) -> None:
    before, listed = looks(desk), desk.world.run(desk.world.app.suspensions.listed(None))

    with pytest.raises(ForbiddenError, match=word):
        suspend(desk, by, agency, person)

    assert (desk.trail()[-1].entry.outcome, desk.trail()[-1].entry.agency) == (Outcome.DENIED, by.agency)
    assert desk.world.run(desk.world.app.suspensions.listed(None)) == listed
    assert looks(desk) == before


def test_who_may_not_see_suspensions_sees_none_and_the_trail_says_so(desk: Desk) -> None:
    analyst = viewer("kh-police", "analyst")
    suspend(desk, None, "kh-police", "dara")
    before = desk.world.run(desk.world.app.suspensions.listed(None))

    with pytest.raises(ForbiddenError) as caught:
        desk.world.run(desk.world.app.suspensions.listed(analyst))

    last = desk.trail()[-1].entry
    assert (last.outcome, last.agency, last.operation) == (Outcome.DENIED, "kh-police", "suspensions")
    assert "dara" not in str(caught.value)
    assert desk.world.run(desk.world.app.suspensions.listed(None)) == before


def test_what_the_operator_suspended_a_supervisor_does_not_reinstate(desk: Desk) -> None:
    suspend(desk, None, "kh-police", ANALYST.subject)

    with pytest.raises(ForbiddenError, match="the operator's to reinstate"):
        reinstate(desk, SUPERVISOR, "kh-police", ANALYST.subject)

    assert b"Golden Mekong Park" not in looks(desk)
    assert [s.agency for s in desk.world.run(desk.world.app.suspensions.listed(SUPERVISOR))][-1] == "kh-police"
    with pytest.raises(ForbiddenError):
        desk.world.run(desk.world.app.suspensions.listed(ANALYST))


@pytest.mark.parametrize("person", [ANALYST.subject, None])
def test_what_the_operator_suspends_behind_a_supervisor_is_the_operators_to_lift(
    desk: Desk, person: str | None
) -> None:
    before = looks(desk)
    assert suspend(desk, SUPERVISOR, "kh-police", person).by == SUPERVISOR.subject
    assert suspend(desk, None, "kh-police", person).by == ""
    assert suspend(desk, None, "kh-police", person) is None

    with pytest.raises(ForbiddenError):
        reinstate(desk, SUPERVISOR, "kh-police", person)
    last = desk.trail()[-1].entry
    assert (last.outcome, last.operation.split()[:2]) == (Outcome.DENIED, ["reinstate", "kh-police"])
    assert b"Golden Mekong Park" not in looks(desk)

    assert reinstate(desk, None, "kh-police", person).by == ""
    assert looks(desk) == before
    both = desk.world.run(desk.world.app.suspensions.listed(None))[-2:]
    assert [(s.by, s.lifted_by) for s in both] == [(SUPERVISOR.subject, "operator"), ("", "operator")]


def test_an_operators_word_that_comes_while_a_supervisor_reinstates_stands(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    suspend(desk, SUPERVISOR, "kh-police", ANALYST.subject)
    store = desk.world.app.suspensions._suspensions
    lift = store.lift

    async def lift_behind_the_operator(*given: Any, **named: Any) -> Any:
        monkeypatch.setattr(store, "lift", lift)
        await desk.world.app.suspensions.suspend(None, "kh-police", ANALYST.subject, reason="a breach")
        return await lift(*given, **named)

    monkeypatch.setattr(store, "lift", lift_behind_the_operator)
    assert reinstate(desk, SUPERVISOR, "kh-police", ANALYST.subject).by == SUPERVISOR.subject
    assert b"Golden Mekong Park" not in looks(desk)


SUSPEND = """mutation($person: String, $reason: String! = "lost token") {
  suspend(input: {person: $person, reason: $reason}) {
    suspension { person reason suspendedBy liftedAt } userErrors { code } } }"""
REINSTATE = """mutation($person: String) { reinstate(input: {person: $person, reason: "found again"}) {
  suspension { person liftedBy liftReason } userErrors { code } } }"""
LISTED = "{ suspensions { edges { node { person reason suspendedBy liftedBy } } } }"


@pytest.mark.parametrize(
    ("person", "seen"),
    [(ANALYST.subject, True), ("analyst of kh-polise", False), ("analyst of th-police", False), (None, None)],
)
def test_whether_a_suspended_name_was_ever_seen_is_told(desk: Desk, person: str | None, *, seen: bool | None) -> None:
    """A person of another agency is none of the supervisor's own; a name that only begins like one is another."""
    query = """mutation($person: String) { suspend(input: {person: $person, reason: "lost token"}) { personSeen
      suspension { person } userErrors { code } } }"""
    for agency in ("kh-police", "th-police"):
        looks(desk, agency=agency)

    told = desk.data(query, token=desk.world.token("kh-police", "supervisor"), person=person)["suspend"]

    assert told == {"personSeen": seen, "suspension": {"person": person}, "userErrors": []}
    if person is not None:
        again = desk.data(query, token=desk.world.token("kh-police", "supervisor"), person=person)["suspend"]
        assert (again["personSeen"], again["userErrors"]) == (None, [{"code": "UNCHANGED"}])


def test_a_supervisor_suspends_and_reinstates_over_graphql(desk: Desk) -> None:
    before, absent = looks(desk), looks(desk, rid=ABSENT)
    token = desk.world.token("kh-police", "supervisor")
    asked = {"token": token, "person": ANALYST.subject}

    assert desk.data(SUSPEND, **asked)["suspend"] == {
        "suspension": {
            "person": ANALYST.subject,
            "reason": "lost token",
            "suspendedBy": SUPERVISOR.subject,
            "liftedAt": None,
        },
        "userErrors": [],
    }
    assert looks(desk) == absent
    assert desk.data(SUSPEND, **asked)["suspend"] == {"suspension": None, "userErrors": [{"code": "UNCHANGED"}]}
    assert desk.data(REINSTATE, **asked)["reinstate"]["suspension"] == {
        "person": ANALYST.subject,
        "liftedBy": SUPERVISOR.subject,
        "liftReason": "found again",
    }
    assert looks(desk) == before
    assert desk.data(REINSTATE, **asked)["reinstate"]["userErrors"] == [{"code": "NOT_FOUND"}]
    assert desk.nodes(LISTED, token=token)[-1] == {
        "person": ANALYST.subject,
        "reason": "lost token",
        "suspendedBy": SUPERVISOR.subject,
        "liftedBy": SUPERVISOR.subject,
    }
    assert b"BAD_USER_INPUT" in desk.post(SUSPEND, token=token, variables={"person": "", "reason": "x"}).content


@pytest.mark.parametrize(("role", "person"), [("analyst", "somebody"), ("supervisor", SUPERVISOR.subject)])
def test_who_may_not_suspend_over_graphql_learns_and_changes_nothing(desk: Desk, role: str, person: str) -> None:
    suspend(desk, None, "kh-police", "dara")
    before, listed = looks(desk), desk.world.run(desk.world.app.suspensions.listed(None))
    token = desk.world.token("kh-police", role)

    for query in (SUSPEND, REINSTATE, *([LISTED] if role == "analyst" else [])):
        answer = desk.post(query, token=token, variables={"person": person} if query is not LISTED else {}).content
        assert b"FORBIDDEN" in answer
        assert b"dara" not in answer
        assert desk.trail()[-1].entry.outcome is Outcome.DENIED

    assert desk.world.run(desk.world.app.suspensions.listed(None)) == listed
    assert looks(desk) == before


def test_another_agencys_suspensions_are_nobodys_business(desk: Desk) -> None:
    suspend(desk, SUPERVISOR, "kh-police", ANALYST.subject)
    token = desk.world.token("th-police", "supervisor")

    assert ANALYST.subject not in str(desk.data(LISTED, token=token))
    assert desk.data(REINSTATE, token=token, person=ANALYST.subject)["reinstate"]["userErrors"] == [
        {"code": "NOT_FOUND"}
    ]
    assert b"Golden Mekong Park" not in looks(desk)


def test_an_unknown_agency_is_named(desk: Desk) -> None:
    with pytest.raises(UnknownAgencyError):
        suspend(desk, None, "kh-polic", None)


@pytest.mark.parametrize("person", [ANALYST.subject, None])
def test_an_answer_under_way_does_not_leave_once_who_asked_is_suspended(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, person: str | None
) -> None:
    """The suspension is written behind the process's back, as another one would."""
    before = looks(desk)
    read = RecordReader.records

    async def suspended_meanwhile(reader: RecordReader, *asked: Any, **more: Any) -> Any:
        found = await read(reader, *asked, **more)
        await desk.world.app.suspensions.suspend(None, "kh-police", person, reason="lost token")
        return found

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(RecordReader, "records", suspended_meanwhile)
        answer = desk.ask(LOOK, token=desk.world.token("kh-police"), id=desk.world.id("kh-police", "s"))

    assert answer["data"] is None
    [error] = answer["errors"]
    word = "person" if person else "agency"
    assert error == {
        "message": f"`answer` is not allowed: the {word} is suspended",
        "extensions": {"code": "FORBIDDEN"},
    }
    entry = desk.trail()[-1].entry
    assert (entry.operation, entry.outcome) == ("query record (answer withheld)", Outcome.DENIED)
    assert (entry.record_ids, tuple(entry.disclosures)) == ((), ())
    reinstate(desk, None, "kh-police", person)
    assert looks(desk) == before


def test_of_a_change_under_way_the_suspended_hear_nothing_and_the_trail_says_that_it_was_made(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = """mutation($id: ID!) { scheduleRetention(input: {ids: [$id], reviewAt: "2131-01-01T00:00:00Z"}) {
      schedules { recordId } userErrors { code } } }"""
    keeper, rid = type(desk.world.app.accountability.retention), desk.world.id("kh-police", "s")
    schedule = keeper.schedule

    async def suspended_meanwhile(*asked: Any, **more: Any) -> Any:
        found = await schedule(*asked, **more)
        await desk.world.app.suspensions.suspend(None, "kh-police", ANALYST.subject, reason="lost token")
        return found

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(keeper, "schedule", suspended_meanwhile)
        answer = desk.ask(change, token=desk.world.token("kh-police"), id=rid)

    assert (answer["data"], [e["extensions"]["code"] for e in answer["errors"]]) == (None, ["FORBIDDEN"])
    entries = [e.entry for e in desk.trail() if "scheduleRetention" in e.entry.operation]
    assert [(e.operation, e.outcome, e.record_ids) for e in entries[-2:]] == [
        ("about to: mutation scheduleRetention", Outcome.ALLOWED, ()),
        ("mutation scheduleRetention (answer withheld)", Outcome.ALLOWED, ()),
    ]
    reinstate(desk, None, "kh-police", ANALYST.subject)
    lists = desk.nodes(
        "{ retentionSchedules { edges { node { recordId reviewAt } } } }", token=desk.world.token("kh-police")
    )
    assert [s["reviewAt"][:4] for s in lists] == ["2131"]


def test_nobody_is_answered_where_the_store_cannot_say_who_is_suspended(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unanswered(_: Application, __: ViewerContext) -> None:
        raise StoreUnavailableError("bolt://store")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Application, "refuse_suspended", unanswered)
        answer = desk.ask(LOOK, token=desk.world.token("kh-police"), id=desk.world.id("kh-police", "s"))

    assert (answer["data"], [e["extensions"]["code"] for e in answer["errors"]]) == (None, ["SERVICE_UNAVAILABLE"])
    assert desk.trail()[-1].entry.outcome is Outcome.DENIED
