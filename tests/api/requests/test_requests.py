"""Requests for information from the outside: both sides' views, timers by a set clock, and refusals like silence."""

import asyncio
from typing import Any

import pytest

from policies import Outcome
from tests.api.asking import Desk
from tests.api.audit.test_denials import state
from tests.api.exchanging import SetClock, alerts, check, exchanging, phone
from tests.api.recalling import RETRACT
from tests.world import World, record
from tests.world import viewer as contexts

pytestmark = pytest.mark.usefixtures("module_as_documented")

NUMBER = "+85512000001"
FIELDS = """id direction state urgency asker { code } holder { code } purpose caseRef kind hit question createdAt sentAt
  acknowledgeDue answerDue expiresAt acknowledgedAt answeredAt answer grantId refusedAt refusalGround refusedSilently
  withdrawnAt recordIds"""
SEND = f"""mutation($hit: ID!, $question: String!, $urgency: RequestUrgency!, $draft: Boolean!) {{
  sendRequest(input: {{hit: $hit, question: $question, urgency: $urgency, draft: $draft}}) {{
    request {{ {FIELDS} }} userErrors {{ code message }} }} }}"""
STEP = f"""mutation($id: ID!) {{ %sRequest(input: {{id: $id}}) {{ request {{ {FIELDS} }}
  userErrors {{ code message }} }} }}"""
SEND_DRAFT = STEP.replace("%sRequest", "sendDraft")
ANSWER = f"""mutation($id: ID!, $text: String!, $grant: ID) {{
  answerRequest(input: {{id: $id, text: $text, grantId: $grant}}) {{ request {{ {FIELDS} }}
  userErrors {{ code message }} }} }}"""
REFUSE = f"""mutation($id: ID!, $ground: String!, $silently: Boolean!) {{
  refuseRequest(input: {{id: $id, ground: $ground, silently: $silently}}) {{ request {{ {FIELDS} }}
  userErrors {{ code message }} }} }}"""
LIST = f"""query($direction: RequestDirection!, $open: Boolean!) {{
  requests(direction: $direction, openOnly: $open, first: 100) {{
    edges {{ cursor node {{ {FIELDS} }} }} pageInfo {{ hasNextPage endCursor }} }} }}"""
ONE = f"query($id: ID!) {{ request(id: $id) {{ {FIELDS} }} }}"
ALERTS = "{ alerts(first: 100) { edges { node { id reason strength requestId } } } }"
ACKNOWLEDGE = """mutation($id: ID!) { acknowledgeAlert(input: {id: $id}) {
  alert { requestId acknowledgedBy } userErrors { code } } }"""
ASKER, HOLDER = "my-telco", "th-police"
NOT_FOUND = [{"code": "NOT_FOUND", "message": "there is no such thing in your view"}]


@pytest.fixture(scope="module")
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(scope="module")
def desk(module_world: World, tmp_path_factory: pytest.TempPathFactory, clock: SetClock) -> Desk:
    world = exchanging(module_world, tmp_path_factory.mktemp("exchange"), clock=clock)
    world.file(HOLDER, record("PhoneNumber", "n", number=NUMBER), profile="told-to-both")
    world.file("kh-police", record("PhoneNumber", "quiet", number=NUMBER), profile="told-to-holder")
    return Desk(world)


def hit_of(desk: Desk) -> str:
    [hit] = check(desk, ASKER, [phone(NUMBER)])["check"]["values"][0]["hits"]
    return str(hit["id"])


def send(desk: Desk, *, urgency: str = "SEVEN_DAYS", draft: bool = False, hit: str | None = None) -> Any:
    question = "Who used it in May?"
    variables = {"hit": hit or hit_of(desk), "question": question, "urgency": urgency, "draft": draft}
    found = desk.data(SEND, token=desk.world.token(ASKER), **variables)["sendRequest"]
    assert found["userErrors"] == []
    return found["request"]


def step(desk: Desk, agency: str, name: str, request_id: str, **variables: Any) -> Any:
    texts = {"answer": ANSWER, "refuse": REFUSE, "sendDraft": SEND_DRAFT}
    query = texts.get(name, STEP.replace("%s", name))
    [payload] = desk.data(query, token=desk.world.token(agency), id=request_id, **variables).values()
    return payload


def listed(desk: Desk, agency: str, direction: str, *, open_only: bool = False) -> list[Any]:
    found = desk.data(LIST, token=desk.world.token(agency), direction=direction, open=open_only)["requests"]
    return [edge["node"] for edge in found["edges"]]


def seen_by(desk: Desk, agency: str, request_id: str) -> Any:
    direction = "OUTGOING" if agency == ASKER else "INCOMING"
    return next(r for r in listed(desk, agency, direction) if r["id"] == request_id)


def by_id(desk: Desk, agency: str, request_id: str) -> Any:
    return desk.data(ONE, token=desk.world.token(agency), id=request_id)["request"]


def test_the_asker_learns_no_more_than_the_hit_said_and_the_holder_what_it_needs(desk: Desk) -> None:
    sent = send(desk)
    assert (sent["state"], sent["direction"], sent["holder"], sent["recordIds"]) == (
        "SENT",
        "OUTGOING",
        {"code": HOLDER},
        [],
    )
    assert (sent["acknowledgeDue"], sent["answerDue"]) == ("2026-11-27T12:00:00+00:00", "2026-12-02T12:00:00+00:00")
    own = desk.world.id(HOLDER, "n")
    incoming = seen_by(desk, HOLDER, sent["id"])
    assert incoming == {**sent, "direction": "INCOMING", "hit": None, "recordIds": [own], "refusedSilently": False}
    told = [a for a in alerts(desk, HOLDER) if a["requestId"] == sent["id"]]
    assert [(a["recordId"], a["reason"], a["strength"], a["otherAgency"]["code"]) for a in told] == [
        (own, "REQUEST", "request for information", ASKER)
    ]
    assert listed(desk, "kh-police", "INCOMING") == []


def test_a_request_is_read_by_its_id_by_its_two_sides_and_by_nobody_else(desk: Desk) -> None:
    sent, draft = send(desk)["id"], send(desk, draft=True)["id"]
    step(desk, HOLDER, "refuse", sent, ground="no basis", silently=True)
    for agency in (ASKER, HOLDER):
        assert by_id(desk, agency, sent) == seen_by(desk, agency, sent)
    assert by_id(desk, ASKER, sent)["refusalGround"] is None
    assert by_id(desk, ASKER, draft)["state"] == "DRAFT"
    absent = "q-" + "0" * 32
    for agency, asked in (("kh-police", sent), (HOLDER, draft)):
        token = desk.world.token(agency)
        there, nowhere = (desk.post(ONE, token=token, variables={"id": i}).content for i in (asked, absent))
        assert there == nowhere == b'{"data":{"request":null}}'
        assert (desk.trail()[-1].entry.operation, desk.trail()[-1].entry.record_ids) == ("query request", ())


@pytest.mark.parametrize(
    ("urgency", "acknowledge", "answer"),
    [("EIGHT_HOURS", 8, 8), ("THREE_DAYS", 48, 72), ("SEVEN_DAYS", 48, 168)],
)
def test_times_pass_by_themselves_and_the_holder_is_reminded_of_each(
    desk: Desk, clock: SetClock, urgency: str, acknowledge: int, answer: int
) -> None:
    rid = send(desk, urgency=urgency)["id"]
    states, hours = {}, 0
    for hour in sorted({0, acknowledge - 1, acknowledge, answer - 1, answer, answer + 167, answer + 168}):
        clock.pass_by(hours=hour - hours)
        hours = hour
        mine, theirs = seen_by(desk, ASKER, rid)["state"], seen_by(desk, HOLDER, rid)["state"]
        assert mine == theirs
        states[hour] = mine
        desk.world.run(desk.world.app.exchange.drain())
    wanted = {0: "SENT", acknowledge - 1: "SENT", acknowledge: "ESCALATED", answer: "ESCALATED"}
    assert {hour: states[hour] for hour in wanted} == wanted
    assert (states[answer + 167], states[answer + 168]) == ("ESCALATED", "EXPIRED")
    reminders = [a["strength"] for a in alerts(desk, HOLDER) if a["requestId"] == rid]
    passed = len({acknowledge, answer})
    assert sorted(reminders) == ["request for information", *["request for information, overdue"] * passed]
    assert step(desk, HOLDER, "answer", rid, text="late")["userErrors"] == [
        {"code": "REQUEST_STATE", "message": "`answer` does not fit a request that is `expired`"}
    ]


def test_an_acknowledged_request_is_overdue_only_when_the_answer_is(desk: Desk, clock: SetClock) -> None:
    rid = send(desk, urgency="THREE_DAYS")["id"]
    clock.pass_by(hours=1)
    assert step(desk, HOLDER, "acknowledge", rid)["request"]["state"] == "ACKNOWLEDGED"
    clock.pass_by(hours=70)
    assert seen_by(desk, ASKER, rid)["state"] == "ACKNOWLEDGED"
    clock.pass_by(hours=1)
    assert seen_by(desk, ASKER, rid)["state"] == "ESCALATED"
    reminders = [a["strength"] for a in alerts(desk, HOLDER) if a["requestId"] == rid]
    assert reminders == ["request for information", "request for information, overdue"]
    again = step(desk, HOLDER, "acknowledge", rid)
    assert again["userErrors"] == [
        {"code": "REQUEST_STATE", "message": "`acknowledge` does not fit a request that is `escalated`"}
    ]
    answered = step(desk, HOLDER, "answer", rid, text="A man known to us.")["request"]
    assert (answered["state"], answered["answer"]) == ("ANSWERED", "A man known to us.")
    assert seen_by(desk, ASKER, rid)["answer"] == "A man known to us."
    assert rid not in {r["id"] for r in listed(desk, ASKER, "OUTGOING", open_only=True)}


def twin(node: Any, other: Any) -> Any:
    """Return a request with the ids of another one, which are all that may differ."""
    return {**node, "id": other["id"], "hit": other["hit"]}


@pytest.mark.parametrize("acknowledged", [False, True])
def test_a_silent_refusal_is_shown_as_the_silence_it_looks_like(
    desk: Desk, clock: SetClock, acknowledged: bool
) -> None:
    hit = hit_of(desk)
    silent, unanswered = send(desk, urgency="THREE_DAYS", hit=hit), send(desk, urgency="THREE_DAYS", hit=hit)
    clock.pass_by(hours=1)
    if acknowledged:
        for request in (silent, unanswered):
            step(desk, HOLDER, "acknowledge", request["id"])
    token = desk.world.token(ASKER)
    listing = {"direction": "OUTGOING", "open": False}
    before = desk.post(LIST, token=token, variables=listing).content
    refused = step(desk, HOLDER, "refuse", silent["id"], ground="a running operation", silently=True)["request"]
    assert (refused["state"], refused["refusedSilently"], refused["refusalGround"]) == (
        "REFUSED",
        True,
        "a running operation",
    )
    # At the same moment the asker's whole list is the same to the byte; later it is that of the twin.
    assert desk.post(LIST, token=token, variables=listing).content == before
    for hours in (0, 46, 2, 30, 100, 68, 1):
        clock.pass_by(hours=hours)
        desk.world.run(desk.world.app.exchange.drain())
        for open_only in (False, True):
            found = {r["id"]: r for r in listed(desk, ASKER, "OUTGOING", open_only=open_only)}
            assert (silent["id"] in found) is (unanswered["id"] in found)
            if silent["id"] in found:
                assert twin(found[silent["id"]], found[unanswered["id"]]) == found[unanswered["id"]]
    assert found == {} or silent["id"] not in found
    last = [step(desk, ASKER, "withdraw", r["id"]) for r in (silent, unanswered)]
    assert last[0] == last[1]
    assert last[0]["userErrors"][0]["message"] == "`withdraw` does not fit a request that is `expired`"
    reminded = {a["requestId"] for a in alerts(desk, HOLDER) if "overdue" in a["strength"]}
    assert (silent["id"] in reminded, unanswered["id"] in reminded) == (False, True)


def answers(desk: Desk, agency: str) -> dict[str, tuple[Any, ...]]:
    """Return what an agency is told of answers to its requests, by request."""
    told = [a for a in alerts(desk, agency) if a["reason"] == "ANSWER"]
    return {
        a["requestId"]: (a["strength"], a["otherAgency"]["code"], a["kind"], a["purpose"], a["recordId"]) for a in told
    }


def test_the_asker_is_told_of_an_answer_and_an_open_refusal_and_of_silence_like_of_a_silent_refusal(
    desk: Desk, clock: SetClock
) -> None:
    hit = hit_of(desk)
    answered, refused, silent, unanswered = (send(desk, hit=hit)["id"] for _ in range(4))
    before = desk.post(ALERTS, token=desk.world.token(ASKER)).content

    step(desk, HOLDER, "refuse", silent, ground="a running operation", silently=True)
    assert desk.post(ALERTS, token=desk.world.token(ASKER)).content == before
    step(desk, HOLDER, "answer", answered, text="A man known to us.")
    step(desk, HOLDER, "refuse", refused, ground="not for this purpose", silently=False)
    clock.pass_by(days=30)

    told = answers(desk, ASKER)
    assert {rid: told.get(rid) for rid in (answered, refused, silent, unanswered)} == {
        answered: ("request answered", HOLDER, "PHONE_NUMBER", "investigation", None),
        refused: ("request refused", HOLDER, "PHONE_NUMBER", "investigation", None),
        silent: None,
        unanswered: None,
    }
    assert b"A man known to us" not in desk.post(ALERTS, token=desk.world.token(ASKER)).content
    assert not answers(desk, HOLDER).keys() & {answered, refused}
    assert not answers(desk, "kh-police")


def test_an_answer_is_told_live_acknowledged_and_not_to_who_is_suspended(desk: Desk) -> None:
    rid = send(desk)["id"]
    viewer = contexts(ASKER)
    app = desk.world.app

    async def listen() -> str:
        async for _ in app.hub.wakings(ASKER, at_least_every_seconds=0.2):
            scope = await app.scope_for(viewer)
            for alert in await app.inbox.alerts(scope, viewer=viewer):
                if alert.notice.request_id == rid:
                    return alert.notice.id
        raise AssertionError

    step(desk, HOLDER, "answer", rid, text="Known.")
    alert = desk.world.run(listen())
    with desk.world.suspended(ASKER, viewer.subject):
        assert rid not in answers(desk, ASKER)

    token = desk.world.token(ASKER)
    done = desk.data(ACKNOWLEDGE, token=token, id=alert)["acknowledgeAlert"]
    assert done == {"alert": {"requestId": rid, "acknowledgedBy": viewer.subject}, "userErrors": []}
    other = desk.data(ACKNOWLEDGE, token=desk.world.token("kh-police"), id=alert)["acknowledgeAlert"]
    assert [e["code"] for e in other["userErrors"]] == ["NOT_FOUND"]


def test_a_request_that_was_silently_refused_is_withdrawn_like_any_other(desk: Desk, clock: SetClock) -> None:
    hit = hit_of(desk)
    silent, unanswered = send(desk, hit=hit), send(desk, hit=hit)
    step(desk, HOLDER, "refuse", silent["id"], ground="no", silently=True)
    clock.pass_by(hours=50)
    taken = [step(desk, ASKER, "withdraw", r["id"])["request"] for r in (silent, unanswered)]
    assert twin(taken[0], taken[1]) == taken[1]
    assert taken[1]["state"] == "WITHDRAWN"


def test_an_open_refusal_says_why(desk: Desk) -> None:
    rid = send(desk)["id"]
    step(desk, HOLDER, "refuse", rid, ground="not for this purpose", silently=False)
    found = seen_by(desk, ASKER, rid)
    assert (found["state"], found["refusalGround"], found["refusedSilently"]) == (
        "REFUSED",
        "not for this purpose",
        None,
    )


def test_a_draft_is_its_agencys_alone_until_it_is_sent(desk: Desk, clock: SetClock) -> None:
    draft = send(desk, draft=True)
    assert (draft["state"], draft["sentAt"], draft["answerDue"]) == ("DRAFT", None, None)
    assert draft["id"] not in {r["id"] for r in listed(desk, HOLDER, "INCOMING")}
    assert step(desk, HOLDER, "acknowledge", draft["id"])["userErrors"] == NOT_FOUND
    assert [a for a in alerts(desk, HOLDER) if a["requestId"] == draft["id"]] == []
    clock.pass_by(hours=5)
    sent = step(desk, ASKER, "sendDraft", draft["id"])["request"]
    assert (sent["state"], sent["sentAt"]) == ("SENT", clock().isoformat())
    assert seen_by(desk, HOLDER, draft["id"])["createdAt"] == clock().isoformat()
    assert step(desk, ASKER, "sendDraft", draft["id"])["userErrors"][0]["code"] == "REQUEST_STATE"


@pytest.mark.long
def test_a_draft_asks_about_what_answers_when_it_is_sent(desk: Desk, clock: SetClock) -> None:
    """Else the holder would hear of nothing while the time runs: what was hit when it was drafted is gone."""
    draft = send(desk, draft=True, urgency="EIGHT_HOURS")
    desk.world.file(HOLDER, record("PhoneNumber", "n3", number=NUMBER), profile="told-to-both")
    gone = [desk.world.id(HOLDER, "n")]
    assert desk.data(RETRACT, token=desk.world.token(HOLDER), ids=gone, erase=False)["retractRecords"]["done"]
    desk.world.settle()
    try:
        assert step(desk, ASKER, "sendDraft", draft["id"])["request"]["state"] == "SENT"
        clock.pass_by(hours=9)
        assert seen_by(desk, ASKER, draft["id"])["state"] == "ESCALATED"
        told = [(a["recordId"], a["strength"]) for a in alerts(desk, HOLDER) if a["requestId"] == draft["id"]]
        left = desk.world.id(HOLDER, "n3")
        assert sorted(told) == [(left, "request for information"), (left, "request for information, overdue")]
        assert seen_by(desk, HOLDER, draft["id"])["recordIds"] == [left]
        assert seen_by(desk, ASKER, draft["id"])["recordIds"] == []
    finally:
        desk.world.file(HOLDER, record("PhoneNumber", "n3", number="+85512000003"), profile="told-to-both")
        desk.world.file(HOLDER, record("PhoneNumber", "n", number=NUMBER), profile="told-to-both")


# --- refusals: no data, nothing changed, the trail says so


def denied(desk: Desk, query: str, token: str, **variables: Any) -> bytes:
    before, entries = state(desk.world), len(desk.trail())
    found = desk.post(query, token=token, variables=variables)
    assert state(desk.world) == before
    trail = [e.entry for e in desk.trail()[entries:]]
    assert (trail[-1].outcome, trail[-1].record_ids) == (Outcome.DENIED, ())
    content: bytes = found.content
    assert b'"r-' not in content
    return content


def test_a_hit_that_was_not_told_answers_like_one_that_never_was(desk: Desk) -> None:
    told = hit_of(desk)
    check_id = told.split(".", maxsplit=1)[0]
    question = {"question": "?", "urgency": "SEVEN_DAYS", "draft": False}
    token = desk.world.token(ASKER)
    answers = {
        denied(desk, SEND, token, hit=hit, **question)
        for hit in (
            f"{check_id}.0.kh-police",  # a hit that told the holder alone
            f"{check_id}.1.th-police",
            f"{check_id}.0.la-police",
            f"k-{'0' * 32}.0.th-police",
            "nonsense",
        )
    }
    assert len(answers) == 1
    # Another agency, and another purpose of the same one.
    others = {
        denied(desk, SEND, desk.world.token("ph-jobs"), hit=told, **question),
        denied(desk, SEND, desk.world.token(ASKER, purpose="financial-intelligence"), hit=told, **question),
    }
    assert others == answers


def test_a_hit_that_policy_closed_since_can_no_longer_be_asked_about(desk: Desk) -> None:
    told = hit_of(desk)
    desk.world.file(HOLDER, record("PhoneNumber", "n", number=NUMBER), profile="told-to-nobody")
    try:
        variables = {"hit": told, "question": "?", "urgency": "SEVEN_DAYS", "draft": False}
        assert b"NOT_FOUND" in denied(desk, SEND, desk.world.token(ASKER), **variables)
    finally:
        desk.world.file(HOLDER, record("PhoneNumber", "n", number=NUMBER), profile="told-to-both")


def test_a_hit_is_asked_about_as_the_same_check_would_find_it_now(desk: Desk) -> None:
    """Else who asks would be told of a record that went while another of its holder answers on."""
    told, variables = hit_of(desk), {"question": "?", "urgency": "SEVEN_DAYS", "draft": False}
    other = "+85512000002"
    # What was found holds another number now, and a record that was filed since holds this one.
    desk.world.file(HOLDER, record("PhoneNumber", "n", number=other), profile="told-to-both")
    assert b"NOT_FOUND" in denied(desk, SEND, desk.world.token(ASKER), hit=told, **variables)
    desk.world.file(HOLDER, record("PhoneNumber", "n2", number=NUMBER), profile="told-to-both")
    try:
        sent = send(desk, hit=told)
        assert seen_by(desk, HOLDER, sent["id"])["recordIds"] == [desk.world.id(HOLDER, "n2")]
    finally:
        desk.world.file(HOLDER, record("PhoneNumber", "n2", number=other), profile="told-to-both")
        desk.world.file(HOLDER, record("PhoneNumber", "n", number=NUMBER), profile="told-to-both")


def test_each_step_is_its_own_sides(desk: Desk) -> None:
    rid = send(desk)["id"]
    acknowledge, withdraw = STEP.replace("%s", "acknowledge"), STEP.replace("%s", "withdraw")
    asker, holder = desk.world.token(ASKER), desk.world.token(HOLDER)
    assert b"the agency that is asked acknowledges" in denied(desk, acknowledge, asker, id=rid)
    assert b"FORBIDDEN" in denied(desk, ANSWER, asker, id=rid, text="x")
    assert b"FORBIDDEN" in denied(desk, REFUSE, asker, id=rid, ground="x", silently=True)
    assert b"an agency asks others, in its own name" in denied(desk, withdraw, holder, id=rid)
    stranger, absent = desk.world.token("ph-jobs"), "q-" + "0" * 32
    for query in (acknowledge, withdraw):
        assert denied(desk, query, stranger, id=rid) == denied(desk, query, stranger, id=absent)
    for role in ("policy-officer", "supervisor"):
        assert b"FORBIDDEN" in denied(desk, acknowledge, desk.world.token(HOLDER, role), id=rid)


def test_an_answer_names_no_grant_that_is_not_the_holders_to_the_asker(desk: Desk) -> None:
    rid = send(desk)["id"]
    body = desk.ask(ANSWER, token=desk.world.token(HOLDER), id=rid, text="see the grant", grant="g-" + "0" * 32)
    assert body["errors"][0]["message"] == "argument `grantId` is no grant of your agency to the one that asks"
    assert seen_by(desk, HOLDER, rid)["state"] == "SENT"


def test_a_suspended_agency_sees_no_request(desk: Desk) -> None:
    rid = send(desk)["id"]
    directory = desk.world.app.scopes.directory
    directory.suspend(HOLDER)
    try:
        assert listed(desk, HOLDER, "INCOMING") == []
        assert b"FORBIDDEN" in denied(desk, ANSWER, desk.world.token(HOLDER), id=rid, text="x")
        assert seen_by(desk, ASKER, rid)["state"] == "SENT"
    finally:
        directory.reinstate([HOLDER])


def test_two_who_act_at_once_do_not_both_succeed(desk: Desk) -> None:
    rid = send(desk)["id"]

    async def both() -> list[int]:
        bodies = [
            {"query": REFUSE, "variables": {"id": rid, "ground": "x", "silently": False}},
            {"query": ANSWER, "variables": {"id": rid, "text": "y"}},
        ]
        headers = {"authorization": f"Bearer {desk.world.token(HOLDER)}"}
        found = await asyncio.gather(*(desk.send(json=body, headers=headers) for body in bodies))
        return [len(next(iter(f.json()["data"].values()))["userErrors"]) for f in found]

    assert sorted(desk.world.run(both())) == [0, 1]
    now = seen_by(desk, HOLDER, rid)
    assert (now["answeredAt"] is None) is not (now["refusedAt"] is None)
