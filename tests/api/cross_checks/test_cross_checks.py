"""Cross-checks from the outside: who learns what of which identifier, who is told, what is counted and what is held."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from api.cross_checks.questions import SelectorQuestion
from ingest import SubmittedItem
from policies import AuditError, AuditLog, Exposure, Outcome
from tests.api.asking import Desk
from tests.api.audit.test_denials import state
from tests.api.exchanging import CASE, CHECK, SetClock, alerts, check, exchanging, holders, phone
from tests.examples import examples
from tests.world import World, record, viewer

pytestmark = pytest.mark.usefixtures("module_as_documented")

WALLET = "0x" + "12" * 20
BOTH, HOLDER, ASKER, NOBODY = "+85512000001", "+85512000012", "+85512000123", "+85512001234"
ABSENT = "+85512009999"
READS_NOTHING = "my-telco"


@pytest.fixture(scope="module")
def desk(module_world: World, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    world = exchanging(module_world, tmp_path_factory.mktemp("exchange"), clock=SetClock())
    for reference, number, profile in (
        ("both", BOTH, "told-to-both"),
        ("holder", HOLDER, "told-to-holder"),
        ("asker", ASKER, "told-to-asker"),
        ("nobody", NOBODY, "told-to-nobody"),
    ):
        world.file("th-police", record("PhoneNumber", reference, number=number), profile=profile)
    world.file("sg-exchange", record("Wallet", "w", address=WALLET))
    world.file("us-ofac", record("Wallet", "w", address=WALLET), profile="open")
    world.file("kh-police", record("PhoneNumber", "own", number=BOTH), profile="hit-only")
    return Desk(world)


def test_each_hit_mode_tells_whom_it_says(desk: Desk) -> None:
    found = check(desk, READS_NOTHING, [phone(n) for n in (BOTH, HOLDER, ASKER, NOBODY, ABSENT)])
    assert holders(found) == [["kh-police", "th-police"], [], ["th-police"], [], []]
    assert found["check"]["values"][0]["hits"][1]["holder"] == {
        "code": "th-police",
        "contact": "duty@police.th.example",
    }
    told = {(a["recordId"], a["reason"], a["purpose"], a["otherAgency"]["code"]) for a in alerts(desk, "th-police")}
    assert told == {
        (desk.world.id("th-police", name), "HIT", "investigation", READS_NOTHING) for name in ("both", "holder")
    }
    [own] = alerts(desk, "kh-police")
    assert (own["recordId"], own["strength"], own["otherRecordId"]) == (
        desk.world.id("kh-police", "own"),
        "cross-check",
        None,
    )
    # The same case on the same day tells once.
    check(desk, READS_NOTHING, [phone(BOTH)])
    assert len(alerts(desk, "kh-police")) == 1


def test_what_one_may_read_anyway_is_in_view_and_tells_nobody(desk: Desk) -> None:
    wallet = {"kind": "WALLET", "value": WALLET}
    before = len(alerts(desk, "sg-exchange")) + len(alerts(desk, "us-ofac"))
    found = check(desk, "sg-fiu", [wallet], purpose="financial-intelligence")["check"]["values"][0]
    ids = sorted([desk.world.id("sg-exchange", "w"), desk.world.id("us-ofac", "w")])
    assert (found["inView"], found["hits"]) == (ids, [])
    assert len(alerts(desk, "sg-exchange")) + len(alerts(desk, "us-ofac")) == before
    own = check(desk, "th-police", [phone(NOBODY)])["check"]["values"][0]
    assert (own["inView"], own["hits"]) == ([desk.world.id("th-police", "nobody")], [])


def test_a_value_that_is_no_exact_identifier_says_why_and_is_not_looked_up(desk: Desk) -> None:
    values = [
        phone("081 200 0001"),
        {**phone("012 000 001"), "country": "KH"},
        phone("BANKALERT"),
        {"kind": "BANK_ACCOUNT", "value": "123-4-56780-9", "country": "TH"},
        {"kind": "BANK_ACCOUNT", "value": "123-4-56780-9", "country": "TH", "qualifier": "KBANK"},
    ]
    found = check(desk, READS_NOTHING, values)["check"]["values"]
    assert [v["problem"] is None for v in found] == [False, True, False, False, True]
    assert [h["holder"]["code"] for h in found[1]["hits"]] == ["kh-police", "th-police"]
    assert all(not v["hits"] and not v["inView"] for v in (found[0], found[2], found[3], found[4]))


@pytest.mark.parametrize("kind", ["PERSON", "SITE", "PAYMENT"])
def test_names_and_events_cannot_be_checked(desk: Desk, kind: str) -> None:
    token = desk.world.token(READS_NOTHING)
    body = desk.ask(CHECK, token=token, values=[{"kind": kind, "value": "x"}], purpose="investigation", case=CASE)
    assert body["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT"}
    assert body["errors"][0]["message"].startswith("argument `values` may hold selectors alone")


def test_policy_closes_the_hit_under_another_purpose_and_to_whom_it_is_not_permitted(desk: Desk) -> None:
    numbers = [phone(n) for n in (BOTH, HOLDER, ASKER)]
    assert holders(check(desk, "kh-hotline", numbers, purpose="victim-protection")) == [[], [], []]
    assert holders(check(desk, "la-police", numbers)) == [[], [], []]


# --- refusals: no data, nothing changed, the trail says so


def refused(desk: Desk, token: str, **variables: Any) -> bytes:
    before, entries = state(desk.world), len(desk.trail())
    given = {"values": [phone(BOTH)], "purpose": "investigation", "case": CASE, **variables}
    found = desk.post(CHECK, token=token, variables=given)
    assert state(desk.world) == before
    trail = [e.entry for e in desk.trail()[entries:]]
    assert trail[-1].outcome is Outcome.DENIED
    assert all(e.record_ids == () for e in trail)
    assert b"th-police" not in found.content
    content: bytes = found.content
    return content


def test_purpose_and_case_must_be_those_of_the_token(desk: Desk) -> None:
    token = desk.world.token(READS_NOTHING)
    for variables in ({"purpose": "financial-intelligence"}, {"case": "another"}, {"case": ""}):
        assert b"must be that of the token" in refused(desk, token, **variables)


def test_a_policy_officer_and_a_suspended_agency_check_nothing(desk: Desk) -> None:
    assert b"FORBIDDEN" in refused(desk, desk.world.token(READS_NOTHING, "policy-officer"))
    directory = desk.world.app.scopes.directory
    directory.suspend(READS_NOTHING)
    try:
        assert b"the agency is suspended" in refused(desk, desk.world.token(READS_NOTHING))
    finally:
        directory.reinstate([READS_NOTHING])


def test_a_check_of_too_many_values_or_none_is_refused(desk: Desk) -> None:
    token = desk.world.token(READS_NOTHING)
    for values in ([], [phone(BOTH)] * 1001):
        body = desk.ask(CHECK, token=token, values=values, purpose="investigation", case=CASE)
        assert body["errors"][0]["message"] == "argument `values` may hold 1 to 1000 values for your agency"


def test_the_trail_holds_counts_and_ids_and_no_value(desk: Desk) -> None:
    entries = len(desk.trail())
    check(desk, READS_NOTHING, [phone(n) for n in (BOTH, HOLDER, ABSENT)])
    announced, kept, answered = [e.entry for e in desk.trail()[entries:]]
    assert announced.operation == "about to: mutation crossCheck"
    assert re.fullmatch(r"cross-check k-[0-9a-f]{32}", kept.operation)
    assert (kept.count, kept.outcome, kept.case_ref) == (3, Outcome.ALLOWED, CASE)
    told = {(d.originator, d.exposure, d.profile, tuple(d.record_ids)) for d in kept.disclosures}
    assert told == {
        ("th-police", Exposure.HIT, "told-to-both", (desk.world.id("th-police", "both"),)),
        ("kh-police", Exposure.HIT, "hit-only", (desk.world.id("kh-police", "own"),)),
    }
    assert answered.operation == "mutation crossCheck"
    raw = b"".join(path.read_bytes() for path in desk.world.app.settings.audit.glob("*.jsonl"))
    for number in (BOTH, HOLDER, ABSENT):
        assert number.encode() not in raw
        assert number[1:].encode() not in raw


def test_what_cannot_be_audited_is_not_answered(desk: Desk, tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit", node="test")
    log.close()
    desk_of_checks = desk.world.app.exchange.cross_checks
    before = desk_of_checks._audit
    desk_of_checks._audit = log
    try:
        with pytest.raises(AuditError):
            desk.world.run(_ask(desk))
    finally:
        desk_of_checks._audit = before


async def _ask(desk: Desk) -> object:
    who = viewer(READS_NOTHING)
    scope = await desk.world.app.scope_for(who)
    question = SelectorQuestion(kind="PhoneNumber", value=BOTH)
    return await desk.world.app.exchange.cross_checks.check(who, scope, [question], purpose=who.purpose, case_ref=CASE)


# --- non-interference

ASKED = [phone(n) for n in ("+85599000001", "+85599010002", "+85599200003", "+85599300004")] + [
    {"kind": "WALLET", "value": "0x" + "34" * 20},
    phone("BANKALERT"),
]
ASKERS = (("my-telco", "investigation"), ("kh-hotline", "investigation"), ("sg-fiu", "financial-intelligence"))
HIDDEN = (
    ("th-police", "told-to-nobody"),
    ("kh-police", "told-to-nobody"),
    ("kh-police", "told-to-holder"),
    ("la-police", "told-to-both"),
    ("kh-hotline", "victim-protection"),
)


def bytes_of(desk: Desk, agency: str, purpose: str) -> bytes:
    """Return the answer without the check's own random id."""
    token = desk.world.token(agency, purpose=purpose)
    variables = {"values": ASKED, "purpose": purpose, "case": CASE}
    answer = desk.post(CHECK, token=token, variables=variables).content
    return re.sub(rb"k-[0-9a-f]{32}", b"k-", answer)


SECRETS = st.lists(
    st.tuples(st.sampled_from(HIDDEN), st.integers(0, len(ASKED) - 2), st.integers(0, 999_999)),
    min_size=1,
    max_size=4,
)


@settings(
    deadline=None,
    derandomize=True,
    max_examples=examples(5),
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(SECRETS)
def test_what_nobody_may_be_told_changes_no_byte(desk: Desk, secrets: list[tuple[tuple[str, str], int, int]]) -> None:
    askers = [a for a in ASKERS if a[0] != "kh-hotline"]  # it files what is hidden from the others
    before = {a: bytes_of(desk, *a) for a in askers}
    assert all(json.loads(b)["data"]["crossCheck"]["check"]["held"] is False for b in before.values())
    for (originator, profile), number, reference in secrets:
        asked = ASKED[number]
        item: SubmittedItem = (
            record("Wallet", f"x{reference}", address=asked["value"])
            if asked["kind"] == "WALLET"
            else record("PhoneNumber", f"x{reference}", number=asked["value"])
        )
        desk.world.file(originator, item, profile=profile)
    assert {a: bytes_of(desk, *a) for a in askers} == before


def test_what_is_hidden_is_not_counted(desk: Desk) -> None:
    query = "{ checkBudget { perRequest perDay usedToday } }"
    token = desk.world.token("ph-jobs")
    first = desk.data(query, token=token)["checkBudget"]
    assert first == {"perRequest": 1000, "perDay": 1_000_000, "usedToday": 0}
    check(desk, "ph-jobs", [phone(NOBODY), phone(ABSENT), phone("x")])
    assert desk.data(query, token=token)["checkBudget"]["usedToday"] == 3
    check(desk, "ph-jobs", [phone(BOTH), phone(HOLDER), phone(BOTH)])
    assert desk.data(query, token=token)["checkBudget"]["usedToday"] == 6
