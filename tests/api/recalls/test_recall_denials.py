"""What is refused of recalls, dates and holds: no data in the answer, nothing changed, and the audit trail says so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.authentication import issue_development_token
from api.keys import load_development_key
from policies import ForbiddenError, PreparedBundle
from tests.api.asking import Desk
from tests.api.audit.test_denials import ABSENT, is_denied, state
from tests.policies.edited_bundles import wide_bundle
from tests.world import World, link, record, viewer

RETRACT = """mutation($ids: [ID!]!) { retractRecords(input: {ids: $ids, reason: "r"}) {
  done recalls { recordId } userErrors { code } } }"""
NARROW = """mutation($ids: [ID!]!) { narrowRecords(input: {ids: $ids, profile: "hit-only", reason: "r"}) {
  done recalls { recordId } userErrors { code } } }"""
SCHEDULE = """mutation($ids: [ID!]!) { scheduleRetention(input: {ids: $ids, retainUntil: "2130-01-01T00:00:00Z"}) {
  schedules { recordId } userErrors { code } } }"""
HOLD = """mutation($ids: [ID!]!) { placeHold(input: {ids: $ids, reason: "r"}) { holds { recordId } userErrors { code } } }"""
LIFT = """mutation($id: ID!) { liftHold(input: {id: $id, reason: "r"}) { holds { recordId } userErrors { code } } }"""
ANSWER = """mutation($id: ID!) { acknowledgeRecall(input: {id: $id}) { notice { id } userErrors { code } } }"""
RETRACT_LINKS = """mutation($ids: [ID!]!) { retractLinks(input: {ids: $ids, reason: "r"}) {
  done recalls { link { id } } userErrors { code } } }"""
LOOK = "query($id: ID!) { record(id: $id) { id } }"
DATE = """mutation($ids: [ID!]!, $review: DateTime, $until: DateTime, $reason: String) { scheduleRetention(input: {
  ids: $ids, reviewAt: $review, retainUntil: $until, reason: $reason}) { schedules { recordId } userErrors { code } } }"""
NOW = datetime.now(UTC)
DISPOSING = ((RETRACT, "analyst"), (NARROW, "analyst"), (SCHEDULE, "analyst"), (HOLD, "supervisor"))


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    """A record of th-police that kh-police sees, a second one that kh-police was recalled, and a held one."""
    module_world.file("th-police", *(record("PhoneNumber", n, number=f"+6681234567{n}") for n in "123"))
    made = Desk(module_world)
    second, held = (module_world.id("th-police", n) for n in "23")
    made.data(LOOK, token=module_world.token("kh-police"), id=second)
    made.data(RETRACT, token=module_world.token("th-police"), ids=[second])
    made.data(HOLD, token=module_world.token("th-police", "supervisor"), ids=[held])
    return made


@pytest.mark.parametrize(("query", "role"), DISPOSING)
def test_anothers_record_answers_like_one_that_is_not_there(desk: Desk, query: str, role: str) -> None:
    """Whether it is seen by the one who asks, hidden, or nowhere; and one of them is enough to refuse all."""
    own, theirs = (
        desk.world.file("kh-police", record("Site", "s", name="x", country="KH"))[0],
        desk.world.id("th-police", "1"),
    )
    token = desk.world.token("kh-police", role)
    answers = {is_denied(desk, query, token, ids=ids) for ids in ([theirs], [ABSENT], [own, theirs], [own, ABSENT])}
    assert len(answers) == 1
    assert b'"NOT_FOUND"' in answers.pop()


@pytest.mark.parametrize(("query", "role"), DISPOSING)
def test_another_role_is_refused(desk: Desk, query: str, role: str) -> None:
    other = "supervisor" if role == "analyst" else "analyst"
    ids = [desk.world.id("th-police", "1")]
    for wrong in (other, "policy-officer"):
        assert b'"FORBIDDEN"' in is_denied(desk, query, desk.world.token("th-police", wrong), ids=ids)


def test_a_held_record_is_not_withdrawn(desk: Desk) -> None:
    content = is_denied(desk, RETRACT, desk.world.token("th-police"), ids=[desk.world.id("th-police", "3")])
    assert b'"LEGAL_HOLD"' in content


def test_anothers_recall_and_hold_answer_like_ones_that_are_not_there(desk: Desk) -> None:
    [notice] = desk.world.query("MATCH (x:RecallNotice) RETURN x.id AS id")
    [hold] = desk.world.query("MATCH (h:LegalHold) RETURN h.id AS id")
    for agency in ("my-police", "th-police"):
        token = desk.world.token(agency)
        assert is_denied(desk, ANSWER, token, id=notice["id"]) == is_denied(desk, ANSWER, token, id="v-" + "0" * 32)
    supervisor = desk.world.token("kh-police", "supervisor")
    assert is_denied(desk, LIFT, supervisor, id=hold["id"]) == is_denied(desk, LIFT, supervisor, id="h-" + "0" * 32)
    assert b'"FORBIDDEN"' in is_denied(desk, LIFT, desk.world.token("th-police"), id=hold["id"])
    assert b'"FORBIDDEN"' in is_denied(desk, ANSWER, desk.world.token("kh-police", "policy-officer"), id=notice["id"])


def test_reports_are_the_originators_alone(desk: Desk) -> None:
    report = "query($id: ID!) { falloutReport(recordId: $id) { recordId } }"
    seen, gone = desk.world.id("th-police", "1"), desk.world.id("th-police", "2")
    officer = desk.world.token("kh-police", "duty-officer")
    for rid in (seen, gone, ABSENT):
        assert desk.data(report, token=officer, id=rid) == {"falloutReport": None}
    assert desk.ask(report, token=desk.world.token("th-police"), id=seen)["data"] == {"falloutReport": None}
    lists = "{ issuedRecalls { edges { node { id } } } legalHolds { edges { node { id } } }\n      retentionSchedules { edges { node { recordId } } } }"
    assert desk.data(lists, token=officer) == {
        "issuedRecalls": {"edges": []},
        "legalHolds": {"edges": []},
        "retentionSchedules": {"edges": []},
    }


def test_a_suspended_agency_has_none_of_it(desk: Desk) -> None:
    desk.world.app.scopes.directory.suspend("th-police")
    try:
        lists = "{ issuedRecalls { edges { node { id } } } recalls { edges { node { id } } } legalHolds { edges { node { id } } } }"
        token = desk.world.token("th-police", "supervisor")
        assert desk.data(lists, token=token) == {
            "issuedRecalls": {"edges": []}, "recalls": {"edges": []}, "legalHolds": {"edges": []},
        }  # fmt: skip
        assert b'"FORBIDDEN"' in is_denied(desk, HOLD, token, ids=[desk.world.id("th-police", "1")])
    finally:
        desk.world.app.scopes.directory.reinstate(["th-police"])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"retainUntil": NOW - timedelta(days=2_000), "reason": "over"}, "argument `retainUntil` must be to come"),
        ({"retainUntil": NOW, "reason": "over"}, "argument `retainUntil` must be to come"),
        ({"reviewAt": NOW - timedelta(seconds=1)}, "argument `reviewAt` must be to come"),
        ({"retainUntil": NOW + timedelta(days=1)}, "`reason` is needed for an end before that of the handling profile"),
        ({"retainUntil": NOW + timedelta(days=3_649)}, "`reason` is needed for an end before that of the handling"),
        ({"retainUntil": NOW + timedelta(days=1), "reason": " "}, "argument `reason` must have 1 to"),
    ],
)
def test_no_date_that_has_passed_and_no_early_end_without_a_reason(
    desk: Desk, given: dict[str, datetime | str], told: str
) -> None:
    names = {"reviewAt": "review", "retainUntil": "until", "reason": "reason"}
    values = {names[n]: v if isinstance(v, str) else v.isoformat() for n, v in given.items()}
    content = is_denied(desk, DATE, desk.world.token("th-police"), ids=[desk.world.id("th-police", "1")], **values)
    assert b'"BAD_USER_INPUT"' in content
    assert told.encode() in content
    assert desk.world.run(desk.world.app.accountability.retention.run()).erased == 0


def test_an_end_after_that_of_the_profile_needs_no_reason(desk: Desk) -> None:
    ids, until = [desk.world.id("th-police", "1")], (datetime.now(UTC) + timedelta(days=3_651)).isoformat()
    done = desk.data(DATE, token=desk.world.token("th-police"), ids=ids, until=until)["scheduleRetention"]
    assert done == {"schedules": [{"recordId": ids[0]}], "userErrors": []}


def test_nobody_withdraws_or_narrows_a_record_above_their_clearance(world: World, tmp_path: Path) -> None:
    """Else who may not see it could destroy it, and learn by the answer that it is there."""
    world.app.scopes.activate(PreparedBundle.of(wide_bundle(tmp_path)))
    [rid] = world.file("th-police", record("Site", "s", name="Golden Mekong Park"), profile="cleared")
    desk, settings = Desk(world), world.app.settings
    key = load_development_key(settings.keys, settings.jwks)
    low, high = (
        issue_development_token(
            settings, key, replace(viewer("th-police", "analyst+supervisor"), clearance=n), ttl_seconds=600
        )
        for n in (0, 2)
    )
    retract = """mutation($id: ID!) { retractRecords(input: {ids: [$id], reason: "r", erase: true}) { done
      userErrors { code } } }"""
    narrow = """mutation($id: ID!) { narrowRecords(input: {ids: [$id], profile: "sealed", reason: "r"}) { done
      userErrors { code } } }"""
    schedule = """mutation($id: ID!) { scheduleRetention(input: {ids: [$id], retainUntil: "2130-01-01T00:00:00Z"}) {
      userErrors { code } } }"""
    for change in (retract, narrow, schedule):
        assert desk.ask(change, token=low, id=rid) == desk.ask(change, token=low, id="r-0")
    assert world.query("MATCH (n:Record {rid: $p.id}) RETURN n.profile AS p", {"id": rid}) == [{"p": "cleared"}]
    assert desk.data(retract, token=high, id=rid)["retractRecords"]["done"]


@pytest.mark.parametrize("claimed", [False, True])
def test_a_victims_record_is_given_dates_by_those_who_protect_her_alone(world: World, *, claimed: bool) -> None:
    """Whether she was filed as one or her agency claims it; a supervisor who investigates as well is none of them."""
    name, role = "Anong Damrongdecha", "" if claimed else "presumed-victim"
    [rid] = world.file("kh-hotline", record("Person", "v", name=name, **({"role": role} if role else {})))
    desk, protecting = Desk(world), world.token("kh-hotline", "victim-support", "victim-protection")
    if claimed:
        claim = """mutation($ids: [ID!]!) { claimVictim(input: {records: $ids, reason: "interviewed"}) { userErrors { code } } }"""
        assert desk.data(claim, token=protecting, ids=[rid])["claimVictim"]["userErrors"] == []
    key = load_development_key(world.app.settings.keys, world.app.settings.jwks)
    both = replace(viewer("kh-hotline"), roles=frozenset({"analyst", "supervisor"}), subject="head of the desk")
    settings, date = (
        world.app.settings,
        {"until": (NOW + timedelta(days=1)).isoformat(), "reason": "the case is closed"},
    )

    for token in (world.token("kh-hotline"), issue_development_token(settings, key, both, ttl_seconds=600)):
        content = is_denied(desk, DATE, token, ids=[rid], **date)
        assert b'"FORBIDDEN"' in content
        assert (
            b"a presumed victim's record is given dates by those who protect her: it needs the role of victim support and the purpose"
            in content
        )
        assert name.encode() not in content

    assert desk.data(DATE, token=protecting, ids=[rid], **date)["scheduleRetention"]["schedules"]


@pytest.fixture
def linked(world: World) -> Desk:
    """A person of th-police and her phone, which kh-police sees with the link between them; kh-police has one as well."""
    for agency in ("th-police", "kh-police"):
        items = (record("Person", "p", name="Wichit Busaba"), record("PhoneNumber", "n", number="+66812340000"))
        world.file(agency, *items, link("USES", "p", "n"))
    return Desk(world)


def link_id(world: World, agency: str) -> str:
    return world.app.minter.link_id(agency, "cases", "USES|p USES n")


def test_anothers_link_answers_like_one_that_is_not_there(linked: Desk) -> None:
    own, theirs = (link_id(linked.world, agency) for agency in ("kh-police", "th-police"))
    token, absent = linked.world.token("kh-police"), "l-" + "0" * 32
    asked = ([theirs], [absent], [own, theirs], [own, absent], [linked.world.id("kh-police", "p")], [ABSENT], [""])
    answers = {is_denied(linked, RETRACT_LINKS, token, ids=ids) for ids in asked}
    assert len(answers) == 1
    assert b'"NOT_FOUND"' in answers.pop()


def test_a_link_is_withdrawn_by_who_withdraws_records_alone_for_a_reason(linked: Desk) -> None:
    ids = [link_id(linked.world, "th-police")]
    for role in ("supervisor", "policy-officer"):
        assert b'"FORBIDDEN"' in is_denied(linked, RETRACT_LINKS, linked.world.token("th-police", role), ids=ids)
    token = linked.world.token("th-police")
    many, before = [f"l-{number:032}" for number in range(501)], state(linked.world)
    for query, given, problem in (
        (RETRACT_LINKS, [], "argument `ids` must be 1 to 500 links"),
        (RETRACT_LINKS, many, "argument `ids` must be 1 to 500 links"),
        (RETRACT_LINKS.replace('"r"', '" "'), ids, "argument `reason` must have 1 to 2000 characters"),
    ):
        body = linked.ask(query, token=token, ids=given)
        assert (body["data"], [e["message"] for e in body["errors"]]) == ({"retractLinks": None}, [problem])
    assert state(linked.world) == before
    linked.world.app.scopes.directory.suspend("th-police")
    try:
        assert b'"FORBIDDEN"' in is_denied(linked, RETRACT_LINKS, token, ids=ids)
    finally:
        linked.world.app.scopes.directory.reinstate(["th-police"])


@pytest.mark.parametrize("end", ["p", "n"])
def test_a_hold_on_either_record_keeps_a_link(linked: Desk, end: str) -> None:
    world = linked.world
    held = linked.data(HOLD, token=world.token("th-police", "supervisor"), ids=[world.id("th-police", end)])
    assert held["placeHold"]["holds"]
    content = is_denied(linked, RETRACT_LINKS, world.token("th-police"), ids=[link_id(world, "th-police")])
    assert b'"LEGAL_HOLD"' in content


@pytest.mark.parametrize("end", ["p", "n"])
def test_a_link_to_what_is_above_its_own_people_answers_like_one_that_is_not_there(
    world: World, tmp_path: Path, end: str
) -> None:
    world.app.scopes.activate(PreparedBundle.of(wide_bundle(tmp_path)))
    person, phone = record("Person", "p", name="Wichit Busaba"), record("PhoneNumber", "n", number="+66812340000")
    items = [replace(item, profile="cleared") if item.reference == end else item for item in (person, phone)]
    world.file("th-police", *items, link("USES", "p", "n"))
    desk, token = Desk(world), world.token("th-police")
    absent = is_denied(desk, RETRACT_LINKS, token, ids=["l-" + "0" * 32])
    assert is_denied(desk, RETRACT_LINKS, token, ids=[link_id(world, "th-police")]) == absent


@pytest.mark.parametrize("claimed", [False, True])
def test_a_victims_link_is_withdrawn_by_those_who_protect_her_alone(world: World, *, claimed: bool) -> None:
    name, role = "Anong Damrongdecha", "none" if claimed else "presumed-victim"
    person, phone = record("Person", "p", name=name, role=role), record("PhoneNumber", "n", number="+85512000111")
    world.file("kh-hotline", person, phone, link("USES", "p", "n"))
    desk, protecting = Desk(world), world.token("kh-hotline", "victim-support", "victim-protection")
    if claimed:
        claim = """mutation($ids: [ID!]!) { claimVictim(input: {records: $ids, reason: "interviewed"}) { userErrors { code } } }"""
        made = desk.data(claim, token=protecting, ids=[world.id("kh-hotline", "p")])
        assert made["claimVictim"]["userErrors"] == []
    ids = [link_id(world, "kh-hotline")]

    # To who may not read who she is there is no such link.
    for role, purpose in (
        ("analyst", "investigation"),
        ("analyst", "victim-protection"),
        ("victim-support", "investigation"),
    ):
        token = world.token("kh-hotline", role, purpose)
        absent = is_denied(desk, RETRACT_LINKS, token, ids=["l-" + "0" * 32])
        assert is_denied(desk, RETRACT_LINKS, token, ids=ids) == absent
    seen = world.scope("kh-hotline", "victim-support", "victim-protection")
    withdrawing = world.app.accountability.recalls.retract_links(viewer("kh-hotline"), seen, ids, reason="r")
    with pytest.raises(ForbiddenError, match="is parted from what it is linked to by those who protect her"):
        world.run(withdrawing)
    assert world.query("MATCH ()-[r:USES]->() RETURN r.lid AS lid") == [{"lid": ids[0]}]
    assert desk.data(RETRACT_LINKS, token=protecting, ids=ids)["retractLinks"]["done"]
    assert world.query("MATCH ()-[r:USES]->() RETURN r.lid AS lid") == []
