"""Who was told by a hit that something is held learns of a recall that the hit ended, of no record and of no number."""

import asyncio
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner

from api.cli.main import app as commands
from api.keys import load_selector_hasher
from graph.store import Access, StoreLease, Template, migrate
from policies import Exposure, LogsHeldError, Outcome, PreparedBundle, load_bundle
from policies.audit.logs import held_logs
from tests.api.asking import Desk
from tests.api.audit.test_denials import is_denied
from tests.api.exchanging import PROFILES, check, phone
from tests.api.hit_recalling import (
    AGENCY,
    ALERTS,
    ANSWER,
    FALLOUT,
    HOLDER,
    ISSUED,
    LOOK,
    NAMES,
    NARROW,
    NUMBER,
    OTHER,
    RECALLS,
    SCHEDULE,
    TOLD,
    hit,
    ids,
    issued,
    number,
    recalls,
    retract,
    shape,
)
from tests.policies.edited_bundles import copied_bundle
from tests.world import World, record

pytestmark = pytest.mark.usefixtures("as_documented")


@pytest.mark.parametrize("erase", [False, True])
def test_one_notice_for_a_hit_however_many_records_were_behind_it(desk: Desk, *, erase: bool) -> None:
    world = desk.world
    told = []
    for names in (NAMES[:1], NAMES[1:]):
        world.file(HOLDER, *(number(name, NUMBER if name == "x" else OTHER) for name in names), profile=TOLD)
        found = hit(desk, NUMBER if "x" in names else OTHER)
        retract(desk, *names, erase=erase)
        told.append(found)
    mine = recalls(desk)

    assert [n["hit"] for n in mine] == told
    one, two = mine
    assert {**one, "id": 0, "hit": 0, "issuedAt": 0, "firstDisclosedAt": 0, "lastDisclosedAt": 0} == {
        **two, "id": 0, "hit": 0, "issuedAt": 0, "firstDisclosedAt": 0, "lastDisclosedAt": 0,
    }  # fmt: skip
    assert (one["recordId"], one["form"], one["cause"], one["reason"]) == (None, "HIT", "RETRACTED", "a mistake")
    assert (one["operation"], one["person"]) == (None, None)
    assert one["firstDisclosedAt"] == one["lastDisclosedAt"]


def test_no_record_is_named_and_the_trail_says_so(desk: Desk) -> None:
    world = desk.world
    world.file(HOLDER, *(number(name) for name in NAMES), profile=TOLD)
    hit(desk)
    retract(desk, *NAMES)
    before = stored(world)

    body = desk.post(RECALLS, token=world.token(AGENCY)).text

    assert not re.search(r"\b[rw]-[0-9a-f]{32}", body)
    assert not any(rid in body for rid in ids(desk, *NAMES))
    assert stored(world) == before
    entry = desk.trail()[-1].entry
    assert (entry.operation, entry.agency, entry.record_ids, entry.count) == ("query recalls", AGENCY, (), 0)
    assert "r-" not in desk.post(ALERTS, token=world.token(AGENCY)).text


@pytest.mark.long
def test_nothing_is_told_as_long_as_another_record_answers_the_hit(desk: Desk) -> None:
    """Not even that one has gone; then as if the last had been the only one."""
    world = desk.world
    world.file(HOLDER, number("x"), profile=TOLD)
    found, quiet = hit(desk), shape(desk)
    world.file(HOLDER, number("y"), profile=TOLD)
    later = hit(desk)
    retract(desk, "x")
    assert shape(desk) == quiet
    assert issued(desk)[ids(desk, "x")[0]]["outstanding"] == 2
    last = hit(desk)
    retract(desk, "y")

    told = recalls(desk)
    assert {n["hit"] for n in told} == {found, later, last}
    assert len({n["issuedAt"] for n in told}) == 1
    assert told[0]["issuedAt"] == world.query("MATCH (c:Recall) RETURN max(c.at) AS at")[0]["at"]


def test_a_hit_goes_over_to_a_record_that_was_filed_after_it(desk: Desk) -> None:
    world = desk.world
    world.file(HOLDER, number("x"), profile=TOLD)
    found, quiet = hit(desk), shape(desk)
    world.file(HOLDER, number("y"), number("z", OTHER), profile=TOLD)
    retract(desk, "x")
    retract(desk, "z")
    assert shape(desk) == quiet
    assert issued(desk)[ids(desk, "z")[0]]["notices"] == []

    retract(desk, "y")

    [mine] = recalls(desk)
    assert (mine["recordId"], mine["hit"]) == (None, found)
    assert mine["issuedAt"] > world.query("MATCH (c:Recall) RETURN min(c.at) AS at")[0]["at"]


def test_what_is_hidden_from_the_asker_plays_no_part(desk: Desk) -> None:
    """A record that answers no hit neither keeps a notice back, nor is its own recall told."""
    world = desk.world
    world.file(HOLDER, number("x"), profile=TOLD)
    world.file(HOLDER, number("hidden"), profile="told-to-nobody")
    world.file("kh-police", number("theirs"), profile="told-to-nobody")
    found = hit(desk)
    retract(desk, "x")
    before = shape(desk)
    assert [n["hit"] for n in recalls(desk)] == [found]
    retract(desk, "hidden")
    assert shape(desk) == before
    assert issued(desk)[ids(desk, "hidden")[0]]["notices"] == []


@pytest.mark.long
def test_a_hidden_record_ends_no_hit_that_another_one_holds(desk: Desk) -> None:
    world = desk.world
    world.file(HOLDER, number("x"), number("y"), profile=TOLD)
    world.file(HOLDER, number("hidden"), profile="told-to-nobody")
    hit(desk)
    quiet = shape(desk)
    for name in ("x", "hidden"):
        retract(desk, name)
        assert shape(desk) == quiet
    assert issued(desk)[ids(desk, "hidden")[0]]["notices"] == []
    retract(desk, "y")
    assert len(recalls(desk)) == 1


def test_the_originator_sees_what_is_outstanding_and_who_answered(desk: Desk) -> None:
    world = desk.world
    world.file(HOLDER, *(number(name) for name in NAMES), profile=TOLD)
    found = hit(desk)
    told = retract(desk, *NAMES)
    assert {r["recordId"] for r in told} == set(ids(desk, *NAMES))
    for recall in told:
        assert recall["notices"] == [
            {"recordId": recall["recordId"], "hit": None, "agency": {"code": AGENCY}, "form": "HIT", "operation": None}
        ]
    officer = world.token(HOLDER, "duty-officer")
    report = desk.data(FALLOUT, token=officer, id=ids(desk, "x")[0])["falloutReport"]
    assert report == {"recipients": [{"code": AGENCY}], "exports": [], "alerts": []}
    telco = world.token(AGENCY, "duty-officer")
    assert desk.data(FALLOUT, token=telco, id=ids(desk, "x")[0]) == {"falloutReport": None}
    [mine] = recalls(desk, open=True)

    body = desk.ask(ANSWER, token=world.token(AGENCY), id=mine["id"], answer="NOT_DONE")
    assert body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    for answer, reason, outstanding in (("NOT_DONE", "sealed by a court", 1), ("DONE", "struck", 0)):
        done = desk.data(ANSWER, token=world.token(AGENCY), id=mine["id"], answer=answer, reason=reason)
        assert done["acknowledgeRecall"] == {
            "notice": {"id": mine["id"], "recordId": None, "hit": found, "answer": answer, "answerReason": reason},
            "userErrors": [],
        }
        for recall in issued(desk).values():
            [notice] = recall["notices"]
            assert (recall["outstanding"], notice["answer"], notice["answerReason"]) == (outstanding, answer, reason)
    assert recalls(desk, open=True) == []


def test_an_untold_notice_and_anothers_answer_like_ones_that_are_not_there(desk: Desk) -> None:
    world = desk.world
    world.file(HOLDER, number("x"), number("y"), profile=TOLD)
    hit(desk)
    retract(desk, "x")
    [untold] = world.query("MATCH (x:RecallNotice) RETURN x.id AS id, x.state AS state")
    assert untold["state"] == "holds"
    for agency in (AGENCY, "my-police", HOLDER):
        token = world.token(agency)
        absent = is_denied(desk, ANSWER, token, id="v-" + "0" * 32)
        assert is_denied(desk, ANSWER, token, id=untold["id"]) == absent


def test_who_was_shown_the_record_is_told_of_it_and_of_the_hit(desk: Desk) -> None:
    """The hit's notice tells that it ended, whatever else the agency saw: else it would tell of further records."""
    world = desk.world
    world.file(HOLDER, number("x"), number("y"), profile="law-enforcement")
    world.file(HOLDER, number("hitonly"), profile="hit-only")
    agency, seen = "kh-police", ids(desk, "x")[0]
    payload = check(desk, agency, [phone(NUMBER)])
    [found] = payload["check"]["values"][0]["hits"]
    desk.data(LOOK, token=world.token(agency), id=seen)
    retract(desk, "x")
    mine = recalls(desk, agency)
    assert [(n["recordId"], n["form"]) for n in mine] == [(seen, "RECIPIENT")]
    retract(desk, "hitonly")
    assert recalls(desk, agency) == mine  # what is in view answers it still
    retract(desk, "y")
    told = recalls(desk, agency)[1:]
    assert [(n["recordId"], n["hit"], n["form"]) for n in told] == [
        (ids(desk, "y")[0], None, "RECIPIENT"),
        (None, found["id"], "HIT"),
    ]


def test_a_narrowing_that_leaves_the_hit_is_no_recall_and_one_that_ends_it_is(desk: Desk) -> None:
    world = desk.world
    world.file(HOLDER, number("x"), profile="told-to-both")
    world.file(HOLDER, number("y", OTHER), profile="told-to-both")
    found = [hit(desk, NUMBER), hit(desk, OTHER)]
    quiet = shape(desk)
    mine = world.token(HOLDER)
    assert desk.data(NARROW, token=mine, ids=ids(desk, "x"), profile="closer")["narrowRecords"] == {
        "done": True, "recalls": [], "userErrors": [],
    }  # fmt: skip
    world.file(HOLDER, number("y", OTHER), profile="closer")
    assert (shape(desk), issued(desk)) == (quiet, {})

    done = desk.data(NARROW, token=mine, ids=ids(desk, "x"), profile="closed")["narrowRecords"]
    world.file(HOLDER, number("y", OTHER), profile="closed")

    assert done["recalls"] == [
        {"recordId": ids(desk, "x")[0], "notices": [{"form": "HIT", "agency": {"code": AGENCY}}]}
    ]
    told = recalls(desk)
    assert [(n["recordId"], n["hit"], n["cause"]) for n in told] == [
        (None, found[0], "NARROWED"),
        (None, found[1], "NARROWED"),
    ]
    assert len(issued(desk)) == 2


@pytest.mark.long
def test_the_end_of_retention_ends_a_hit(desk: Desk) -> None:
    world, now = desk.world, datetime.now(UTC)
    world.file(HOLDER, *(number(name) for name in NAMES), profile=TOLD)
    found = hit(desk)
    until = (now + timedelta(days=1)).isoformat()
    desk.data(SCHEDULE, token=world.token(HOLDER), ids=ids(desk, *NAMES), until=until)

    assert world.run(world.app.accountability.retention.run(now=now + timedelta(days=2))).erased == 3
    world.run(world.app.accountability.follow_recalls())

    [mine] = recalls(desk)
    assert (mine["recordId"], mine["hit"], mine["cause"]) == (None, found, "RETENTION_ENDED")


@pytest.mark.long
def test_a_hit_that_was_recalled_before_is_told_of_once(desk: Desk) -> None:
    """A record that was filed again and withdrawn again is a further recall, and its originator reads the answer."""
    world = desk.world
    world.file(HOLDER, number("x"), profile=TOLD)
    hit(desk)
    retract(desk, "x")
    [mine] = recalls(desk)
    desk.data(ANSWER, token=world.token(AGENCY), id=mine["id"], reason="struck")
    before = shape(desk)
    world.file(HOLDER, number("x"), profile=TOLD)
    retract(desk, "x")

    assert shape(desk) == before
    nodes = desk.data(ISSUED, token=world.token(HOLDER))["issuedRecalls"]["edges"]
    answers = [n["answerReason"] for edge in nodes for n in edge["node"]["notices"]]
    assert (answers, [edge["node"]["outstanding"] for edge in nodes]) == (["struck"] * 2, [0, 0])


@pytest.mark.parametrize("erase", [False, True])
def test_a_check_that_was_under_way_is_found_afterwards(desk: Desk, *, erase: bool) -> None:
    """Its entry comes after the withdrawal, when its record's own entries may have lost its id."""
    world = desk.world
    world.file(HOLDER, number("x"), number("y"), profile=TOLD)
    append = world.app.audit.append
    late: list[Any] = []
    world.app.exchange.cross_checks._audit = _Later(late)  # type: ignore[assignment] # only what it is asked for
    try:
        payload = check(desk, AGENCY, [phone(NUMBER)])
    finally:
        world.app.exchange.cross_checks._audit = world.app.audit
    retract(desk, "x", "y", erase=erase)
    assert recalls(desk) == []
    for entry in late:
        append(entry)

    world.run(world.app.accountability.follow_recalls())

    [found] = payload["check"]["values"][0]["hits"]
    assert [(n["recordId"], n["hit"]) for n in recalls(desk)] == [(None, found["id"])]


@dataclass(frozen=True, slots=True)
class _Later:
    """An audit log that writes later."""

    entries: list[Any]

    def append(self, entry: Any) -> None:
        self.entries.append(entry)


def test_several_processes_tell_of_a_hit_once(desk: Desk) -> None:
    world = desk.world
    world.file(HOLDER, *(number(name) for name in NAMES), profile=TOLD)
    found = hit(desk)
    retract(desk, *NAMES, settle=False)
    assert recalls(desk) == []
    decide = world.app.accountability.recalls.decide

    async def together() -> list[int]:
        return await asyncio.gather(*(decide() for _ in range(4)))

    assert sum(world.run(together())) == 3
    assert world.run(decide()) == 0
    assert [n["hit"] for n in recalls(desk)] == [found]


def test_a_suspended_agency_is_told_once_it_may_ask_again(desk: Desk) -> None:
    world = desk.world
    world.file(HOLDER, number("x"), number("y"), profile=TOLD)
    hit(desk)
    directory = world.app.scopes.directory
    directory.suspend(AGENCY)
    try:
        retract(desk, "x")
        assert world.query("MATCH (x:RecallNotice) RETURN x.state AS state") == [{"state": "undecided"}]
    finally:
        directory.reinstate([AGENCY])
    world.settle()
    assert recalls(desk) == []
    retract(desk, "y")
    assert len(recalls(desk)) == 1


@pytest.mark.long
def test_a_number_on_a_person_is_told_of_like_one_of_its_own(desk: Desk) -> None:
    """Its other numbers, and who else has those, play no part."""
    world = desk.world
    world.file(HOLDER, record("Person", "p", role="suspect", name="A B", phone=[NUMBER, OTHER]), profile=TOLD)
    found = hit(desk)
    world.file(HOLDER, number("y", OTHER), profile=TOLD)
    retract(desk, "p")
    assert [(n["recordId"], n["hit"]) for n in recalls(desk)] == [(None, found)]


def test_a_check_that_is_no_longer_kept_or_was_made_by_another_key_is_told_of_no_more(desk: Desk) -> None:
    world = desk.world
    world.file(HOLDER, number("x"), number("y", OTHER), profile=TOLD)
    hit(desk)
    found = hit(desk, OTHER)
    text = "MATCH (c:CrossCheck {id: $p.id}) SET c.key_id = 'another'"
    change = Template(name="test", access=Access.WRITE, text=text)
    world.run(world.app.store.run_alone(change, {"id": found.partition(".")[0]}))
    retract(desk, "y")
    assert recalls(desk) == []
    assert issued(desk)[ids(desk, "y")[0]]["outstanding"] == 1
    forget = Template(name="test", access=Access.WRITE, text="MATCH (c:CrossCheck) DETACH DELETE c")
    world.run(world.app.store.run_alone(forget, {}))
    retract(desk, "x")
    assert recalls(desk) == []
    assert issued(desk)[ids(desk, "x")[0]]["notices"] == []


def test_no_value_is_kept_and_the_hash_of_one_that_was_hit_goes_with_its_check(desk: Desk) -> None:
    world = desk.world
    world.file(HOLDER, number("x"), profile=TOLD)
    hit(desk)
    retract(desk, "x", erase=True)
    key = f"PhoneNumber|tel:{NUMBER}"
    token = load_selector_hasher(world.app.settings.keys).token(key)
    [kept] = world.query("MATCH (c:CrossCheck) RETURN c.hits AS hits")
    assert token in kept["hits"]
    notices = json.dumps(world.query("MATCH (x) WHERE x:RecallNotice OR x:Recall RETURN properties(x) AS p"))
    assert token not in notices
    assert NUMBER[1:] not in stored(world)
    hits = [d for s in desk.trail() for d in s.entry.disclosures if d.exposure is Exposure.HIT]
    assert [d.record_ids for d in hits] == [()]
    assert all(s.entry.outcome is Outcome.ALLOWED for s in desk.trail())


@pytest.mark.long
def test_what_an_earlier_version_told_is_kept_back_until_the_trail_says_what_an_agency_had(desk: Desk) -> None:
    world = desk.world
    world.file(HOLDER, number("x"), profile=TOLD)
    world.file(HOLDER, number("y", OTHER), profile="law-enforcement")
    hit(desk)
    seen = ids(desk, "y")[0]
    desk.data(LOOK, token=world.token("kh-police"), id=seen)
    retract(desk, "x", "y", settle=False)
    earlier = "MATCH (x:RecallNotice) REMOVE x.hit, x.state SET x.form = 'recipient'"
    for text in (earlier, "MATCH (s:Schema) SET s.version = 38"):
        world.run(world.app.store.run_alone(Template(name="test", access=Access.WRITE, text=text), {}))
    assert [n["recordId"] for n in recalls(desk)] == ids(desk, "x")

    world.run(migrate(world.app.store, world.app.ontology))
    assert (recalls(desk), recalls(desk, "kh-police")) == ([], [])
    world.app.accountability.trail.wait_seconds = 0
    with held_logs(world.app.settings.audit), pytest.raises(LogsHeldError):
        world.run(world.app.accountability.recalls.decide())
    assert len(world.query("MATCH (x:RecallNotice {state: 'unread'}) RETURN x")) == 2
    world.run(world.app.accountability.follow_recalls())

    assert recalls(desk) == []
    assert [(n["recordId"], n["form"]) for n in recalls(desk, "kh-police")] == [(seen, "RECIPIENT")]
    forms = {rid: [(n["form"], n["recordId"]) for n in found["notices"]] for rid, found in issued(desk).items()}
    assert forms == {ids(desk, "x")[0]: [("HIT", ids(desk, "x")[0])], seen: [("RECIPIENT", seen)]}
    assert world.query("MATCH (x:RecallNotice {state: 'unread'}) RETURN x") == []


@pytest.mark.long
def test_commands_tell_no_more(desk: Desk, neo4j_lease: StoreLease) -> None:
    world = desk.world
    world.file(HOLDER, *(number(name) for name in NAMES), profile=TOLD)
    found = hit(desk)

    def run(*words: str, agency: str, role: str = "analyst") -> Any:
        environ = {
            "BENANG_HOME": str(world.app.settings.store.home),
            "BENANG_KEYS": str(world.app.settings.keys),
            "BENANG_AUDIT": str(world.app.settings.audit),
            "NEO4J_URI": neo4j_lease.uri,
            "NEO4J_USERNAME": neo4j_lease.username,
            "NEO4J_PASSWORD": neo4j_lease.password,
            "COLUMNS": "200",
            "BENANG_TOKEN": world.token(agency, role),
        }
        done = CliRunner().invoke(commands, list(words), env=environ)
        assert done.exit_code == 0, done.stderr
        return done.stdout

    told = json.loads(run("recall", "retract", *ids(desk, *NAMES), "--reason", "wrong", "--json", agency=HOLDER))
    assert [(r["outstanding"], r["notices"][0]["record"], r["notices"][0]["hit"]) for r in told] == [
        (1, r["record"], None) for r in told
    ]
    [mine] = json.loads(run("recall", "list", "--json", agency=AGENCY))
    assert (mine["record"], mine["hit"], mine["form"]) == (None, found, "hit")
    text = run("recall", "list", agency=AGENCY)
    assert f"{found}\tthe hit no longer holds\topen\twrong" in text
    assert not re.search(r"\br-[0-9a-f]{32}", text)
    run("recall", "acknowledge", mine["id"], "--not-done", "--reason", "sealed by a court", agency=AGENCY)
    text = run("recall", "issued", agency=HOLDER)
    assert text.count(f"\n  {AGENCY}\ta hit\tnot-done\tsealed by a court") == 3
    assert run("recall", "fallout", told[0]["record"], agency=HOLDER, role="duty-officer") == f"recipient\t{AGENCY}\n"
    structlog.reset_defaults()


def stored(world: World) -> str:
    """Return all that the store holds, as one text."""
    found = world.query("MATCH (n) RETURN labels(n) AS l, properties(n) AS p ORDER BY elementId(n)")
    return json.dumps(found, default=str, ensure_ascii=False)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> PreparedBundle:
    """Return a bundle with a profile for each hit mode, and two that are narrower."""
    copied = copied_bundle(tmp_path_factory.mktemp("bundle"))
    terms = "title: T, caveats: [HIT_ONLY, NO_ONWARD], purposes: [investigation], link_notice: false"
    narrower = f"""
closer: {{{terms}, tlp: AMBER, hit_mode: both-notified}}
closed: {{{terms}, tlp: RED, hit_mode: none}}
"""
    with (copied / "profiles.yml").open("a", encoding="utf-8") as profiles:
        profiles.write(PROFILES + narrower)
    return PreparedBundle.of(load_bundle(copied))


@pytest.fixture
def desk(world: World, prepared: PreparedBundle) -> Desk:
    """Return a desk on that bundle."""
    world.app.scopes.activate(prepared)
    return Desk(world)
