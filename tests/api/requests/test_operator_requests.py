"""Requests to the party that runs an identifier: told by the registers alone, and let by the law of the asker alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policies import Outcome, PreparedBundle, load_bundle
from tests.api.asking import Desk
from tests.api.audit.test_denials import state
from tests.api.exchanging import PROFILES, SetClock, alerts, exchanging
from tests.api.requests.test_requests import FIELDS, LIST, NOT_FOUND, denied, step, twin
from tests.policies.edited_bundles import copied_bundle, edit
from tests.world import World, record

ASKER, HOLDER = "th-police", "kh-bank"
PER_DAY = 100
BUDGETS = f"default: {{per_request: 20, per_day: {PER_DAY}}}\n"
NUMBER = "000777889"
ACCOUNT = {"kind": "BANK_ACCOUNT", "value": "000 777 889", "qualifier": "ABA", "country": "KH"}
READ = f"KH:ABAAKHPP:{NUMBER}"
# Its bank's name alone says that it is none of Thailand's.
DOUBTFUL = {**ACCOUNT, "qualifier": "advanced bank of asia", "country": "TH"}
ASK = f"""mutation($value: SelectorInput!, $question: String! = "Can you freeze it?", $draft: Boolean! = false,
  $key: String) {{
  askOperator(input: {{value: $value, question: $question, urgency: EIGHT_HOURS, draft: $draft, idempotencyKey: $key}}) {{
    request {{ identifier aboutRecordId {FIELDS} }} userErrors {{ code message }} }} }}"""
CHECK = """mutation($values: [SelectorInput!]!, $purpose: String! = "investigation") {
  crossCheck(input: {values: $values, purpose: $purpose, caseRef: "T-1"}) {
    check { held values { kind problem readAs readStatus readNote inView seen { id } hits { holder { code } }
      operator { code name contact } } } userErrors { code } } }"""
BUDGET = "{ checkBudget { usedToday } }"
RUNS = {"code": HOLDER, "name": "Sample Bank (KH)", "contact": "compliance@bank.kh.example"}
LISTED = LIST.replace("{ id direction", "{ identifier aboutRecordId id direction")
SEND_DRAFT = "mutation($id: ID!) { sendDraft(input: {id: $id}) { request { id } userErrors { code message } } }"
ONE = f"query($id: ID!) {{ request(id: $id) {{ identifier {FIELDS} }} }}"


@pytest.fixture(scope="module")
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(scope="module")
def desk(module_world: World, tmp_path_factory: pytest.TempPathFactory, clock: SetClock) -> Desk:
    return Desk(exchanging(module_world, tmp_path_factory.mktemp("exchange"), clock=clock, budgets=BUDGETS))


@pytest.fixture(autouse=True)
def next_day(clock: SetClock) -> Iterator[None]:
    """Let each test have a budget of its own."""
    clock.pass_by(days=1)
    yield


def ask(desk: Desk, agency: str = ASKER, **given: Any) -> Any:
    token = desk.world.token(agency, "duty-officer")
    found = desk.data(ASK, token=token, **{"value": ACCOUNT, **given})["askOperator"]
    assert found["userErrors"] == []
    return found["request"]


def listed(
    desk: Desk, agency: str, direction: str, request_id: str, *, role: str = "analyst", purpose: str = "investigation"
) -> Any:
    """Return a request as one of its sides is listed it, `None` where it is not."""
    token = desk.world.token(agency, role, purpose)
    found = desk.data(LISTED, token=token, direction=direction, open=False)["requests"]["edges"]
    return next((e["node"] for e in found if e["node"]["id"] == request_id), None)


def registered(desk: Desk, folder: Path, *edits: tuple[str, str, str]) -> None:
    """Put a bundle in force that differs in these texts."""
    copied = copied_bundle(folder)
    with (copied / "profiles.yml").open("a", encoding="utf-8") as profiles:
        profiles.write(PROFILES)
    for file, old, new in edits:
        edit(copied, file, old, new)
    desk.world.app.scopes.activate(PreparedBundle.of(load_bundle(copied)))


@pytest.fixture
def as_shipped(desk: Desk, tmp_path: Path) -> Iterator[Path]:
    """Return a folder for another bundle, and put the shipped one in force again."""
    yield tmp_path / "edited"
    registered(desk, tmp_path / "shipped")


# --- what is told does not depend on what anybody filed: first, while nothing is


def test_the_answer_is_the_same_whoever_holds_the_account_and_under_whatever_terms(desk: Desk) -> None:
    token = desk.world.token(ASKER)
    values = {"values": [ACCOUNT]}
    absent = desk.post(CHECK, token=token, variables=values).content
    sent = {**ask(desk), "id": ""}
    [value] = desk.data(CHECK, token=token, **values)["crossCheck"]["check"]["values"]
    assert (value["operator"], value["hits"], value["inView"], value["readAs"]) == (RUNS, [], [], READ)
    for originator, profile in (
        (HOLDER, "told-to-nobody"),
        ("kh-police", "told-to-nobody"),
        (HOLDER, "told-to-holder"),
        ("kh-police", "told-to-holder"),
    ):
        item = record("BankAccount", f"hidden-{profile}", number=NUMBER, bank="ABAAKHPP", country="KH")
        desk.world.file(originator, item, profile=profile)
        assert desk.post(CHECK, token=token, variables=values).content == absent
        assert {**ask(desk), "id": ""} == sent


def test_the_operator_is_told_beside_a_hit_and_of_what_no_party_runs_none_is(desk: Desk) -> None:
    item = record("BankAccount", "hit", number="000777880", bank="ABAAKHPP", country="KH")
    desk.world.file(HOLDER, item, profile="told-to-both")
    values = [
        {**ACCOUNT, "value": "000777880"},
        {**ACCOUNT, "qualifier": "006", "country": "TH", "value": "5328646949"},
        {"kind": "PHONE_NUMBER", "value": "+60193920001"},
        {"kind": "ONLINE_ACCOUNT", "value": "+60193920001", "qualifier": "WhatsApp"},
        {"kind": "PHONE_NUMBER", "value": "+60123920001"},
        {**ACCOUNT, "qualifier": None},
        DOUBTFUL,
    ]
    found = desk.data(CHECK, token=desk.world.token(ASKER), values=values)["crossCheck"]["check"]["values"]
    assert [v["hits"] for v in found[:1]] == [[{"holder": {"code": HOLDER}}]]
    told = [v["operator"] and v["operator"]["code"] for v in found]
    assert told == [HOLDER, None, "my-telco", "my-telco", None, None, None]
    assert (found[-1]["readAs"], found[-1]["readStatus"]) == (READ, "POSSIBLE")


# --- what each side is told


def test_the_party_is_told_the_identifier_and_what_the_asker_wrote_and_no_more(desk: Desk) -> None:
    before = desk.data(BUDGET, token=desk.world.token(ASKER))["checkBudget"]["usedToday"]
    sent = ask(desk)
    assert (sent["state"], sent["holder"], sent["kind"], sent["identifier"]) == (
        "SENT",
        {"code": HOLDER},
        "BANK_ACCOUNT",
        READ,
    )
    assert (sent["hit"], sent["aboutRecordId"], sent["recordIds"]) == (None, None, [])
    assert desk.data(BUDGET, token=desk.world.token(ASKER))["checkBudget"]["usedToday"] == before + 1
    incoming = listed(desk, HOLDER, "INCOMING", sent["id"])
    assert incoming == {**sent, "direction": "INCOMING", "refusedSilently": False}
    told = [a for a in alerts(desk, HOLDER) if a["requestId"] == sent["id"]]
    assert [(a["recordId"], a["kind"], a["reason"], a["otherAgency"]["code"], a["purpose"]) for a in told] == [
        (None, "BANK_ACCOUNT", "REQUEST", ASKER, "investigation")
    ]
    for other in ("kh-police", "my-telco"):
        assert [a for a in alerts(desk, other) if a["requestId"] == sent["id"]] == []
        assert desk.data(ONE, token=desk.world.token(other), id=sent["id"])["request"] is None


def test_the_answer_comes_as_an_alert_and_silence_as_silence(desk: Desk, clock: SetClock) -> None:
    answered, silent, unanswered = (ask(desk)["id"] for _ in range(3))
    step(desk, HOLDER, "answer", answered, text="Frozen until Friday.")
    step(desk, HOLDER, "refuse", silent, ground="a running operation", silently=True)
    assert listed(desk, ASKER, "OUTGOING", answered)["answer"] == "Frozen until Friday."
    assert [a["requestId"] for a in alerts(desk, ASKER) if a["reason"] == "ANSWER"][-1:] == [answered]
    clock.pass_by(hours=9)
    one, other = (listed(desk, ASKER, "OUTGOING", rid) for rid in (silent, unanswered))
    assert twin(one, other) == other
    reminded = [a["strength"] for a in alerts(desk, HOLDER) if a["requestId"] == unanswered]
    assert reminded == ["request for information", "request for information, overdue"]


def test_the_trail_names_whom_an_identifier_was_put_to_and_not_the_identifier(desk: Desk) -> None:
    entries = len(desk.trail())
    sent = ask(desk)
    announced, kept, answered = [e.entry for e in desk.trail()[entries:]]
    assert announced.operation == "about to: mutation askOperator"
    assert (kept.operation, kept.outcome) == (f"send request {sent['id']} to {HOLDER}", Outcome.ALLOWED)
    assert (answered.operation, answered.outcome, answered.record_ids) == ("mutation askOperator", Outcome.ALLOWED, ())
    assert NUMBER not in repr([announced, kept, answered])


def test_what_protection_roles_asked_is_theirs(desk: Desk) -> None:
    token = desk.world.token(ASKER, "victim-support", "victim-protection")
    value = {"kind": "PHONE_NUMBER", "value": "+66892154151"}
    sent = desk.data(ASK, token=token, value=value)["askOperator"]["request"]
    assert (sent["holder"], sent["identifier"]) == ({"code": "th-telco"}, "+66892154151")
    assert listed(desk, ASKER, "OUTGOING", sent["id"]) is None
    assert listed(desk, ASKER, "OUTGOING", sent["id"], role="victim-support", purpose="victim-protection") is not None
    assert listed(desk, "th-telco", "INCOMING", sent["id"]) is not None


def test_the_same_act_is_done_once(desk: Desk) -> None:
    first = ask(desk, key="one")
    spent = desk.data(BUDGET, token=desk.world.token(ASKER))["checkBudget"]["usedToday"]
    assert ask(desk, key="one") == first
    assert desk.data(BUDGET, token=desk.world.token(ASKER))["checkBudget"]["usedToday"] == spent
    token = desk.world.token(ASKER, "duty-officer")
    other = desk.data(ASK, token=token, value={**ACCOUNT, "value": "000777881"}, key="one")["askOperator"]
    assert [e["code"] for e in other["userErrors"]] == ["IDEMPOTENCY_KEY"]
    assert len([a for a in alerts(desk, HOLDER) if a["requestId"] == first["id"]]) == 1


# --- refusals: no data, nothing changed, the trail says so


def test_who_has_no_law_for_it_is_refused(desk: Desk) -> None:
    for agency, role, purpose in (
        ("kh-hotline", "analyst", "investigation"),  # no inquiry names it
        ("vn-bank", "analyst", "investigation"),
        (ASKER, "victim-support", "victim-protection"),  # not for this purpose
        (ASKER, "policy-officer", "investigation"),
        (HOLDER, "analyst", "investigation"),  # nobody asks itself
    ):
        answer = denied(desk, ASK, desk.world.token(agency, role, purpose), value=ACCOUNT)
        assert b"FORBIDDEN" in answer
        assert NUMBER.encode() not in answer
    assert [a for a in alerts(desk, HOLDER) if a["otherAgency"]["code"] in {"kh-hotline", "vn-bank"}] == []


@pytest.mark.parametrize(
    "change",
    [
        ("inquiries.yml", "operators: [kh-bank, vn-bank", "operators: [vn-bank"),
        ("agreements.yml", "valid_until: 2028-01-01", "valid_until: 2026-01-01"),
        (
            "parties.yml",
            "sector: bank, contact: compliance@bank.kh",
            "sector: bank, suspended: true, contact: compliance@bank.kh",
        ),
    ],
    ids=["no inquiry", "an agreement that is over", "a suspended party"],
)
def test_what_no_law_permits_now_is_refused_and_a_draft_is_not_sent(
    desk: Desk, as_shipped: Path, change: tuple[str, str, str]
) -> None:
    draft = ask(desk, draft=True)
    registered(desk, as_shipped, change)
    token = desk.world.token(ASKER, "duty-officer")
    assert b"FORBIDDEN" in denied(desk, ASK, token, value=ACCOUNT)
    assert b"FORBIDDEN" in denied(desk, SEND_DRAFT, token, id=draft["id"])
    assert listed(desk, ASKER, "OUTGOING", draft["id"])["state"] == "DRAFT"


def test_to_a_party_that_was_suspended_by_command_no_identifier_is_put(desk: Desk) -> None:
    draft, before = ask(desk, draft=True), ask(desk)
    token, suspensions = desk.world.token(ASKER, "duty-officer"), desk.world.app.suspensions
    incoming: dict[str, Any] = {"token": desk.world.token(HOLDER), "direction": "INCOMING", "open": False}
    desk.world.run(suspensions.suspend(None, HOLDER, None, reason="a lost token"))
    try:
        for answer in (denied(desk, ASK, token, value=ACCOUNT), denied(desk, SEND_DRAFT, token, id=draft["id"])):
            assert b"no inquiry of the registers lets your agency" in answer
            assert NUMBER.encode() not in answer
        assert desk.data(LISTED, **incoming)["requests"]["edges"] == []
    finally:
        desk.world.run(suspensions.reinstate(None, HOLDER, None, reason="another token"))
    # What it was asked before it is there to answer again; of what was refused it hears nothing.
    assert [e["node"]["id"] for e in desk.data(LISTED, **incoming)["requests"]["edges"]][-1:] == [before["id"]]
    assert [a for a in alerts(desk, HOLDER) if a["requestId"] == draft["id"]] == []
    assert listed(desk, ASKER, "OUTGOING", draft["id"])["state"] == "DRAFT"
    assert desk.data(SEND_DRAFT, token=token, id=draft["id"])["sendDraft"]["userErrors"] == []


def test_a_draft_goes_to_who_runs_it_when_it_is_sent_and_under_its_own_case(desk: Desk, as_shipped: Path) -> None:
    draft, other = ask(desk, draft=True), ask(desk, draft=True)
    assert [a for a in alerts(desk, HOLDER) if a["requestId"] == draft["id"]] == []
    elsewhere = desk.world.token(ASKER, purpose="financial-intelligence")
    assert desk.data(SEND_DRAFT, token=elsewhere, id=draft["id"])["sendDraft"]["userErrors"] == NOT_FOUND
    assert desk.data(SEND_DRAFT, token=desk.world.token(ASKER), id=draft["id"])["sendDraft"]["userErrors"] == []
    assert len([a for a in alerts(desk, HOLDER) if a["requestId"] == draft["id"]]) == 1
    registered(desk, as_shipped, ("parties.yml", "[KH:ABAAKHPP]", "[KH:WIGCKHPP]"))
    assert b"NOT_FOUND" in denied(desk, SEND_DRAFT, desk.world.token(ASKER), id=other["id"])


def test_what_no_party_runs_and_what_is_no_identifier_is_refused(desk: Desk) -> None:
    token = desk.world.token(ASKER, "duty-officer")
    elsewhere = {**ACCOUNT, "qualifier": "006", "country": "TH", "value": "5328646949"}
    for value in (elsewhere, DOUBTFUL):
        assert b"NO_OPERATOR" in denied(desk, ASK, token, value=value)
    unread = denied(desk, ASK, token, value={**ACCOUNT, "qualifier": None})
    assert b"argument `value` is no exact identifier: no bank is given" in unread
    assert b"FORBIDDEN" in denied(desk, ASK, desk.world.token(ASKER, "policy-officer"), value=elsewhere)


def test_the_budget_of_the_day_bounds_what_is_put_to_parties(desk: Desk) -> None:
    for _ in range(PER_DAY // 20):
        values = [{"kind": "PHONE_NUMBER", "value": f"+6681{n}11111"} for n in range(20, 40)]
        desk.data(CHECK, token=desk.world.token(ASKER), values=values)
    before = state(desk.world)
    found = desk.data(ASK, token=desk.world.token(ASKER), value=ACCOUNT)["askOperator"]
    assert [e["code"] for e in found["userErrors"]] == ["BUDGET_EXHAUSTED"]
    assert found["request"] is None
    assert state(desk.world) == before
    assert desk.trail()[-1].entry.outcome is Outcome.DENIED
