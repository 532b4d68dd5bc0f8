"""Requests about a record in view: what is hidden answers like what is absent, and all else is as after a hit."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from api.authentication import issue_development_token
from api.keys import load_development_key
from policies import Exposure, Outcome
from tests.api.asking import Desk
from tests.api.audit.test_denials import state
from tests.api.exchanging import SetClock, alerts, exchanging
from tests.api.requests.test_requests import FIELDS, LIST, NOT_FOUND, denied, seen_by, step, twin
from tests.examples import examples
from tests.world import World, record, viewer

ASKER, HOLDER, BLIND = "kh-police", "th-police", "my-telco"
ABSENT = "r-" + "0" * 32
PER_DAY = 40
BUDGETS = f"default: {{per_request: 20, per_day: {PER_DAY}}}\n"
ASK = f"""mutation($record: ID!, $question: String! = "Who opened it?", $urgency: RequestUrgency! = EIGHT_HOURS,
  $draft: Boolean! = false) {{
  askAboutRecord(input: {{record: $record, question: $question, urgency: $urgency, draft: $draft}}) {{
    request {{ aboutRecordId {FIELDS} }} userErrors {{ code message }} }} }}"""
BUDGET = "{ checkBudget { usedToday } }"
ACCOUNT = {"bank": "006", "country": "TH"}


@pytest.fixture(scope="module")
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(scope="module")
def desk(module_world: World, tmp_path_factory: pytest.TempPathFactory, clock: SetClock) -> Desk:
    world = exchanging(module_world, tmp_path_factory.mktemp("exchange"), clock=clock, budgets=BUDGETS)
    world.file(HOLDER, record("BankAccount", "a", number="5328646941", **ACCOUNT))
    world.file(HOLDER, record("BankAccount", "secret", number="5328646942", **ACCOUNT), profile="originator-controlled")
    world.file(ASKER, record("BankAccount", "own", number="5328646943", **ACCOUNT))
    return Desk(world)


@pytest.fixture(autouse=True)
def next_day(clock: SetClock) -> Iterator[None]:
    """Let each test have a budget of its own."""
    clock.pass_by(days=1)
    yield


def ask(desk: Desk, reference: str = "a", **given: Any) -> Any:
    token = desk.world.token(ASKER, "duty-officer")
    found = desk.data(ASK, token=token, record=desk.world.id(HOLDER, reference), **given)["askAboutRecord"]
    assert found["userErrors"] == []
    return found["request"]


def outgoing(desk: Desk, request_id: str) -> Any:
    """Return a request as the asker's agency is listed it."""
    token = desk.world.token(ASKER)
    found = desk.data(LIST, token=token, direction="OUTGOING", open=False)["requests"]["edges"]
    return next(e["node"] for e in found if e["node"]["id"] == request_id)


def test_a_record_in_view_is_asked_about_and_its_originator_told(desk: Desk) -> None:
    rid = desk.world.id(HOLDER, "a")
    before = desk.data(BUDGET, token=desk.world.token(ASKER))["checkBudget"]["usedToday"]
    sent = ask(desk)
    assert (sent["state"], sent["holder"], sent["kind"], sent["hit"], sent["aboutRecordId"], sent["recordIds"]) == (
        "SENT",
        {"code": HOLDER},
        "BANK_ACCOUNT",
        None,
        rid,
        [],
    )
    assert desk.data(BUDGET, token=desk.world.token(ASKER))["checkBudget"]["usedToday"] == before + 1
    incoming = seen_by(desk, HOLDER, sent["id"])
    del sent["aboutRecordId"]
    assert incoming == {**sent, "direction": "INCOMING", "recordIds": [rid], "refusedSilently": False}
    told = [a for a in alerts(desk, HOLDER) if a["requestId"] == sent["id"]]
    assert [(a["recordId"], a["reason"], a["otherAgency"]["code"]) for a in told] == [(rid, "REQUEST", ASKER)]


def test_the_trail_and_the_receipts_name_the_record_and_its_basis(desk: Desk) -> None:
    entries = len(desk.trail())
    sent = ask(desk)
    announced, kept, answered = [e.entry for e in desk.trail()[entries:]]
    assert (announced.operation, kept.operation) == (
        "about to: mutation askAboutRecord",
        f"send request {sent['id']}",
    )
    assert (answered.operation, answered.outcome) == ("mutation askAboutRecord", Outcome.ALLOWED)
    [told] = answered.disclosures
    assert (told.originator, told.exposure, told.profile) == (HOLDER, Exposure.SHOWN, "law-enforcement")
    assert tuple(told.record_ids) == (desk.world.id(HOLDER, "a"),)
    assert told.permits


def test_it_is_answered_refused_and_expires_as_a_request_after_a_hit(desk: Desk, clock: SetClock) -> None:
    answered, refused = ask(desk)["id"], ask(desk)["id"]
    step(desk, HOLDER, "answer", answered, text="A man known to us.")
    step(desk, HOLDER, "refuse", refused, ground="not for this purpose", silently=False)
    found = [outgoing(desk, rid) for rid in (answered, refused)]
    assert [(r["state"], r["answer"], r["refusalGround"]) for r in found] == [
        ("ANSWERED", "A man known to us.", None),
        ("REFUSED", None, "not for this purpose"),
    ]
    late = ask(desk)["id"]
    clock.pass_by(hours=8)
    assert outgoing(desk, late)["state"] == "ESCALATED"
    reminded = [a["strength"] for a in alerts(desk, HOLDER) if a["requestId"] == late]
    assert reminded == ["request for information", "request for information, overdue"]
    clock.pass_by(days=7)
    assert outgoing(desk, late)["state"] == "EXPIRED"


def test_a_silent_refusal_is_shown_as_the_silence_it_looks_like(desk: Desk, clock: SetClock) -> None:
    silent, unanswered = ask(desk), ask(desk)
    token, listing = desk.world.token(ASKER), {"direction": "OUTGOING", "open": False}
    before = desk.post(LIST, token=token, variables=listing).content
    step(desk, HOLDER, "refuse", silent["id"], ground="a running operation", silently=True)
    assert desk.post(LIST, token=token, variables=listing).content == before
    for hours in (7, 1, 100, 68):
        clock.pass_by(hours=hours)
        desk.world.run(desk.world.app.exchange.drain())
        one, other = (outgoing(desk, r["id"]) for r in (silent, unanswered))
        assert twin(one, other) == other


def test_a_draft_is_sent_only_while_its_record_is_in_view_and_under_its_own_case(desk: Desk) -> None:
    desk.world.file(HOLDER, record("BankAccount", "b", number="5328646944", **ACCOUNT))
    draft = ask(desk, "b", draft=True)
    assert (draft["state"], draft["sentAt"]) == ("DRAFT", None)
    assert [a for a in alerts(desk, HOLDER) if a["requestId"] == draft["id"]] == []
    send = "mutation($id: ID!) { sendDraft(input: {id: $id}) { request { id } userErrors { code message } } }"
    for token in (desk.world.token(ASKER, purpose="border-control"), desk.world.token(HOLDER)):
        assert desk.data(send, token=token, id=draft["id"])["sendDraft"]["userErrors"] == NOT_FOUND
    desk.world.file(HOLDER, record("BankAccount", "b", number="5328646944", **ACCOUNT), profile="originator-controlled")
    assert b"NOT_FOUND" in denied(desk, send, desk.world.token(ASKER), id=draft["id"])
    desk.world.file(HOLDER, record("BankAccount", "b", number="5328646944", **ACCOUNT))
    assert desk.data(send, token=desk.world.token(ASKER), id=draft["id"])["sendDraft"]["userErrors"] == []


def test_a_record_that_left_the_view_is_named_in_no_list_any_more(desk: Desk) -> None:
    item = record("BankAccount", "c", number="5328646945", **ACCOUNT)
    desk.world.file(HOLDER, item)
    sent, rid = ask(desk, "c"), desk.world.id(HOLDER, "c")
    listing = LIST.replace("{ id direction", "{ aboutRecordId id direction")
    assert "aboutRecordId" in listing

    def named() -> Any:
        token = desk.world.token(ASKER)
        found = desk.data(listing, token=token, direction="OUTGOING", open=False)["requests"]["edges"]
        last = desk.trail()[-1].entry
        [node] = [e["node"] for e in found if e["node"]["id"] == sent["id"]]
        return node["aboutRecordId"], rid in last.record_ids, node["state"]

    assert named() == (rid, True, "SENT")
    desk.world.file(HOLDER, item, profile="originator-controlled")
    assert named() == (None, False, "SENT")
    assert seen_by(desk, HOLDER, sent["id"])["recordIds"] == [rid]


def test_a_colleague_is_named_the_record_exactly_where_they_may_read_it(desk: Desk) -> None:
    sent, rid = ask(desk), desk.world.id(HOLDER, "a")
    listing = LIST.replace("{ id direction", "{ aboutRecordId id direction")
    named: dict[bool, set[str | None]] = {True: set(), False: set()}
    for role, purpose in product(("analyst", "victim-support"), sorted(desk.world.app.bundle.registers.purposes)):
        token = desk.world.token(ASKER, role, purpose)
        found = desk.data(listing, token=token, direction="OUTGOING", open=False)["requests"]["edges"]
        [node] = [e["node"] for e in found if e["node"]["id"] == sent["id"]]
        may_read = desk.data("query($id: ID!) { record(id: $id) { id } }", token=token, id=rid)["record"] is not None
        named[may_read].add(node["aboutRecordId"])
    assert named == {True: {rid}, False: {None}}


# --- refusals: no data, nothing changed, the trail says so


def test_a_hidden_record_answers_like_one_that_does_not_exist(desk: Desk) -> None:
    secret = desk.world.id(HOLDER, "secret")
    answers = {denied(desk, ASK, desk.world.token(ASKER), record=rid) for rid in (secret, ABSENT, "nonsense")}
    assert [b"NOT_FOUND" in a for a in answers] == [True]
    blind = desk.world.token(BLIND)
    assert {denied(desk, ASK, blind, record=rid) for rid in (desk.world.id(HOLDER, "a"), secret, ABSENT)} == answers
    assert desk.data(BUDGET, token=desk.world.token(ASKER))["checkBudget"]["usedToday"] == 0


def test_ones_own_record_and_who_may_not_ask_are_refused(desk: Desk) -> None:
    own, theirs = desk.world.id(ASKER, "own"), desk.world.id(HOLDER, "a")
    answer = denied(desk, ASK, desk.world.token(ASKER), record=own)
    assert b'"OWN_RECORD"' in answer
    assert b"FORBIDDEN" not in answer
    for role in ("policy-officer", "supervisor"):
        token = desk.world.token(ASKER, role)
        answers = {denied(desk, ASK, token, record=rid) for rid in (theirs, ABSENT, own)}
        assert [b"FORBIDDEN" in a for a in answers] == [True]
    directory = desk.world.app.scopes.directory
    directory.suspend(ASKER)
    try:
        answers = {denied(desk, ASK, desk.world.token(ASKER), record=rid) for rid in (theirs, ABSENT)}
        assert [b"the agency is suspended" in a for a in answers] == [True]
    finally:
        directory.reinstate([ASKER])


def test_a_request_needs_a_token_that_names_a_case(desk: Desk) -> None:
    settings = desk.world.app.settings
    who = replace(viewer(ASKER), case_ref=None)
    token = issue_development_token(settings, load_development_key(settings.keys, settings.jwks), who, ttl_seconds=600)
    before, entries = state(desk.world), len(desk.trail())
    answers = {
        desk.post(ASK, token=token, variables={"record": rid}).content
        for rid in (desk.world.id(HOLDER, "a"), desk.world.id(HOLDER, "secret"), ABSENT)
    }
    assert [b"it needs a token that names a case" in a for a in answers] == [True]
    assert state(desk.world) == before
    assert [e.entry.outcome for e in desk.trail()[entries:]] == [Outcome.ALLOWED, Outcome.DENIED] * 3
    assert all(e.entry.record_ids == () for e in desk.trail()[entries:])


def test_beyond_the_budget_nothing_is_sent_and_hidden_and_absent_still_answer_alike(desk: Desk) -> None:
    check = """mutation($values: [SelectorInput!]!) { crossCheck(input: {purpose: "investigation", caseRef: "T-1",
      values: $values}) { check { held } userErrors { code } } }"""
    numbers = [f"+85512{n:02d}{n * 37 % 100:02d}{n:02d}" for n in range(PER_DAY)]
    for start in range(0, PER_DAY, 20):
        values = [{"kind": "PHONE_NUMBER", "value": number} for number in numbers[start : start + 20]]
        found = desk.data(check, token=desk.world.token(ASKER), values=values)["crossCheck"]
        assert (found["check"]["held"], found["userErrors"]) == (False, [])
    refused = denied(desk, ASK, desk.world.token(ASKER), record=desk.world.id(HOLDER, "a"))
    assert b'"BUDGET_EXHAUSTED"' in refused
    assert b'"request":null' in refused
    hidden = {denied(desk, ASK, desk.world.token(ASKER), record=r) for r in (desk.world.id(HOLDER, "secret"), ABSENT)}
    assert [b"NOT_FOUND" in a for a in hidden] == [True]


def test_an_empty_question_is_refused(desk: Desk) -> None:
    before = state(desk.world)
    for rid in (desk.world.id(HOLDER, "a"), desk.world.id(HOLDER, "secret"), ABSENT):
        [error] = desk.ask(ASK, token=desk.world.token(ASKER), record=rid, question="  ")["errors"]
        assert error["message"] == "argument `question` must have 1 to 4000 characters"
    assert state(desk.world) == before


# --- non-interference


@pytest.mark.long
@settings(
    deadline=None,
    derandomize=True,
    max_examples=examples(4),
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(st.sampled_from(["secret", "x1", "x2", "x3"]), st.integers(0, 9)), min_size=1, max_size=4))
def test_what_is_filed_hidden_changes_no_byte_of_what_is_asked_about(
    desk: Desk, secrets: list[tuple[str, int]]
) -> None:
    token, listing = desk.world.token(ASKER), {"direction": "OUTGOING", "open": False}
    coming = [desk.world.id(HOLDER, name) for name in ("secret", "x1", "x2", "x3")]

    def answers() -> list[bytes]:
        asked = [desk.post(ASK, token=token, variables={"record": rid}).content for rid in (*coming, ABSENT)]
        return [*asked, desk.post(LIST, token=token, variables=listing).content]

    before = answers()
    for name, digit in secrets:
        item = record("BankAccount", name, number=f"532864695{digit}", **ACCOUNT)
        desk.world.file(HOLDER, item, profile="originator-controlled")
    assert answers() == before
    assert len(set(before[:-1])) == 1
