"""No entry, no answer: what cannot be audited does not leave, and what is audited holds ids and no values."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog

from api.bootstrap import Application
from api.web.http import build_http
from policies import AuditLog, Outcome, verify_audit
from tests.api.asking import GRAPHQL_JSON, Desk
from tests.world import World, link, record

CANARY = "Qanarywit Zzyzxsombat"
NUMBER = "+66899999999"
UNAVAILABLE = {"errors": [{"message": "the service cannot answer now", "extensions": {"code": "SERVICE_UNAVAILABLE"}}]}
QUERIES = [
    "query($id: ID!) { record(id: $id) { caption } }",
    "query($id: ID!) { entity(id: $id) { caption } }",
    "query($id: ID!) { viewer { subject } network(id: $id) { truncated } }",
    'query($id: ID!) { search(text: "qanarywit") { edges { node { id } } } record(id: $id) { id } }',
]


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    module_world.file(
        "th-police",
        record("Person", "p", name=CANARY, role="suspect", notes=f"lives behind {CANARY}"),
        record("PhoneNumber", "n", number=NUMBER),
        link("USES", "p", "n"),
    )
    module_world.file("kh-police", record("Person", "k", name=CANARY, role="suspect"))
    return Desk(module_world)


def audited_by(app: Application, log: AuditLog) -> Application:
    """Return an application that answers once this log has the entry."""
    return replace(app, foundation=replace(app.foundation, audit=log))


@pytest.fixture
def unaudited(desk: Desk, tmp_path: Path) -> Iterator[Desk]:
    """Yield a desk whose log is closed: nothing can be appended to it."""
    log = AuditLog(tmp_path / "audit", node="test")
    log.close()
    made = Desk(desk.world)
    made.http = build_http(audited_by(desk.world.app, log), with_workers=False)
    yield made


@pytest.mark.parametrize("query", QUERIES)
def test_an_answer_without_an_entry_does_not_leave(desk: Desk, unaudited: Desk, query: str) -> None:
    rid = desk.world.id("th-police", "p")
    found = unaudited.post(query, token=desk.world.token("th-police"), variables={"id": rid})
    assert (found.status_code, found.json()) == (503, UNAVAILABLE)
    assert desk.post(query, token=desk.world.token("th-police"), variables={"id": rid}).status_code == 200


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes where nobody may")
def test_a_folder_that_cannot_be_written_stops_answers(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "audit"
    log = AuditLog(folder, node="test")
    folder.chmod(0o500)
    made = Desk(desk.world)
    made.http = build_http(audited_by(desk.world.app, log), with_workers=False)
    assert made.post("{ viewer { subject } }", token=desk.world.token("th-police")).status_code == 503


def test_a_folder_that_is_gone_stops_answers(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "audit"
    log = AuditLog(folder, node="test")
    folder.rmdir()
    made = Desk(desk.world)
    made.http = build_http(audited_by(desk.world.app, log), with_workers=False)
    found = made.post("{ viewer { subject } }", token=desk.world.token("th-police"))
    assert (found.status_code, found.json()) == (503, UNAVAILABLE)


def test_an_entry_says_who_why_what_and_which_records(desk: Desk) -> None:
    token = desk.world.token("kh-police", purpose="investigation")
    ids = {name: desk.world.id("th-police", name) for name in ("p", "n")}
    query = "query Look($id: ID!) { b: network(id: $id) { entities { id } } a: viewer { subject } }"
    desk.data(query, token=token, id=ids["p"])
    entry = desk.trail()[-1].entry
    assert (entry.actor, entry.agency, entry.purpose, entry.case_ref) == (
        "analyst of kh-police",
        "kh-police",
        "investigation",
        "T-1",
    )
    assert (entry.operation, entry.outcome) == ("query network, viewer", Outcome.ALLOWED)
    assert entry.policy_version == desk.world.app.bundle.version
    assert entry.scope_key == desk.world.scope("kh-police").key
    assert entry.record_ids == tuple(sorted(ids.values()))
    assert entry.count == 2


@pytest.mark.parametrize(
    "query",
    [
        "query($id: ID!) { ...checkBudget } fragment checkBudget on Query { record(id: $id) { id } }",
        "query($id: ID!) { ... on Query { record(id: $id) { id } } }",
        "query($id: ID!) { ...a } fragment a on Query { ... { ...b } } fragment b on Query { record(id: $id) { id } }",
    ],
)
def test_an_entry_names_the_fields_that_were_asked_whatever_they_stand_in(desk: Desk, query: str) -> None:
    desk.data(query, token=desk.world.token("th-police"), id=desk.world.id("th-police", "p"))
    assert desk.trail()[-1].entry.operation == "query record"


def test_what_was_asked_for_and_is_not_there_leaves_an_entry_without_records(desk: Desk) -> None:
    desk.data(
        "query($id: ID!) { record(id: $id) { id } }",
        token=desk.world.token("th-police"),
        id=desk.world.id("kh-police", "k"),
    )
    assert desk.trail()[-1].entry.record_ids == ()


@pytest.mark.long
def test_pairs_and_their_explanations_name_both_records(desk: Desk) -> None:
    pair = tuple(sorted((desk.world.id("th-police", "p"), desk.world.id("kh-police", "k"))))
    token = desk.world.token("kh-police")
    for query in (
        "query($a: ID!, $b: ID!) { whyMatched(left: $a, right: $b) { outcome } }",
        "query($a: ID!, $b: ID!) { viewer { subject } whyMatched(left: $b, right: $a) { nameAgrees } }",
        """mutation($a: ID!, $b: ID!) { judge(input: {left: $a, right: $b, value: UNSURE, reason: "r"}) {
          userErrors { code } } }""",
    ):
        desk.data(query, token=token, a=pair[0], b=pair[1])
        assert desk.trail()[-1].entry.record_ids == pair


def test_an_entity_whose_matches_are_shown_names_the_records_across_its_border(desk: Desk) -> None:
    pair = tuple(sorted((desk.world.id("th-police", "p"), desk.world.id("kh-police", "k"))))
    token = desk.world.token("kh-police")
    judge = """mutation($a: ID!, $b: ID!) { judge(input: {left: $a, right: $b, value: NEGATIVE, reason: "r"}) {
      userErrors { code } } }"""
    desk.data(judge, token=token, a=pair[0], b=pair[1])
    query = "query($id: ID!) { entity(id: $id) { matches { leftId rightId } } }"
    found = desk.data(query, token=token, id=pair[0])["entity"]["matches"]
    assert found == [{"leftId": pair[0], "rightId": pair[1]}]
    assert desk.trail()[-1].entry.record_ids == pair


@pytest.mark.parametrize(
    "query",
    [
        "query($a: ID!, $b: ID!) { whyMatched(left: $a, right: $b) { comparisons { left right } } }",
        "query($a: ID!, $b: ID!) { comparePair(left: $a, right: $b) { explanation { comparisons { left right } } } }",
    ],
)
def test_an_explanation_names_the_numbers_whose_values_it_shows(desk: Desk, query: str) -> None:
    world = desk.world
    for agency in ("th-police", "kh-police"):
        person = record("Person", "e", name="Somchai Jaidee", role="suspect")
        world.file(agency, person, record("PhoneNumber", "en", number="+66811112222"), link("USES", "e", "en"))
    ids = {(agency, name): world.id(agency, name) for agency in ("th-police", "kh-police") for name in ("e", "en")}
    pair = {"a": ids["th-police", "e"], "b": ids["kh-police", "e"]}
    assert "+66811112222" in json.dumps(desk.data(query, token=world.token("kh-police"), **pair))
    assert set(desk.trail()[-1].entry.record_ids) == set(ids.values())


def test_a_refused_document_is_no_answer_and_leaves_an_entry_where_it_goes_beyond_the_limits(desk: Desk) -> None:
    for query, entries in (
        ("{", []),
        ("{ nobody }", []),
        ("{ " + " ".join(f"a{n}: viewer {{ subject }}" for n in range(30)) + " }", ["refused document"]),
    ):
        before = len(desk.trail())
        assert desk.post(query, token=desk.world.token("th-police")).status_code == 400
        assert [e.entry.operation for e in desk.trail()[before:]] == entries


def test_no_stored_value_stands_in_the_trail_or_in_logs(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    """Values are asked for in every way, also by requests that fail, with logs at their most talkative."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(0))
    token, rid = desk.world.token("th-police"), desk.world.id("th-police", "p")
    for query in (
        *QUERIES,
        f'query($id: ID!) {{ search(text: "{CANARY}") {{ edges {{ node {{ id }} }} }} record(id: $id) {{ id }} }}',
        f'query($id: ID!) {{ search(text: "{NUMBER}", first: 0) {{ edges {{ cursor }} }} record(id: $id) {{ id }} }}',
        f'query($id: ID!) {{ search(text: "a", after: "{CANARY}") {{ edges {{ cursor }} }} record(id: $id) {{ id }} }}',
        f'query($id: ID!) {{ record(id: $id) {{ id }} nobody(name: "{CANARY}") }}',
        f"""mutation($id: ID!) {{ judge(input: {{left: $id, right: "{CANARY}", value: UNSURE, reason: "{CANARY}"}}) {{
          userErrors {{ code }} }} }}""",
    ):
        desk.post(query, token=token, variables={"id": rid})
    submit = """mutation($values: [String!]!) { submitRecords(input: {dataset: "d", profile: "open", records: [
      {kind: PERSON, reference: "bad", properties: [{name: "birthDate", values: $values},
      {name: "sex", values: $values}]}]}) { created } }"""
    desk.data(submit, token=token, values=[CANARY, NUMBER])
    structlog.reset_defaults()
    desk.world.app.audit.flush()
    folder = desk.world.app.settings.audit
    trail = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    printed = "".join(capfd.readouterr())
    for value in (CANARY, CANARY.casefold(), CANARY.split(maxsplit=1)[0], NUMBER, NUMBER[3:]):
        assert value.encode() not in trail
        assert value not in printed
    assert rid.encode() in trail
    assert verify_audit(folder).intact


def test_nothing_changes_where_the_trail_cannot_be_written(desk: Desk, unaudited: Desk) -> None:
    rid, other = desk.world.id("th-police", "p"), desk.world.id("kh-police", "k")
    token = desk.world.token("kh-police")
    before = _changes(desk)
    for query in (
        """mutation { submitRecords(input: {dataset: "cases", profile: "open", records: [
          {kind: PHONE_NUMBER, reference: "again", properties: [{name: "number", values: ["+66811111111"]}]}]}) {
          created } }""",
        f"""mutation {{ judge(input: {{left: "{rid}", right: "{other}", value: NEGATIVE, reason: "r"}}) {{
          userErrors {{ code }} }} }}""",
        'mutation { acknowledgeAlert(input: {id: "a-1"}) { userErrors { code } } }',
    ):
        found = unaudited.post(query, token=token)
        assert (found.status_code, found.json()) == (503, UNAVAILABLE)
    assert _changes(desk) == before
    headers = {"accept": GRAPHQL_JSON}
    assert desk.raw(b"{}", headers=headers | {"content-type": "application/json"}).status_code == 401


def _changes(desk: Desk) -> list[dict[str, Any]]:
    return desk.world.query(
        "MATCH (c:Counter) WITH collect([c.name, c.n]) AS numbers "
        "RETURN numbers, COUNT { MATCH (:Record) } AS records, COUNT { MATCH ()-[:JUDGEMENT]->() } AS judgements"
    )


def test_a_change_is_announced_before_it_is_made_and_its_outcome_follows(desk: Desk) -> None:
    query = """mutation($r: String!) { submitRecords(input: {dataset: "cases", profile: "open", records: [
      {kind: PHONE_NUMBER, reference: $r, properties: [{name: "number", values: ["+66811111112"]}]}]}) { created } }"""
    token = desk.world.token("th-police")
    desk.data(query, token=token, r="announced")
    announced, done = (stored.entry for stored in desk.trail()[-2:])
    assert (announced.operation, announced.record_ids) == ("about to: mutation submitRecords", ())
    assert (done.operation, done.record_ids) == (
        "mutation submitRecords",
        (desk.world.id("th-police", "announced"),),
    )
    # A query is not announced; a change that is refused before it runs leaves no announcement without an outcome.
    desk.data("{ viewer { subject } }", token=token)
    assert desk.trail()[-2].entry == done
    count = len(desk.trail())
    assert desk.post(query, token=token, variables={"r": 5}).status_code == 400
    told = [stored.entry for stored in desk.trail()[count:]]
    assert [(e.operation, e.outcome) for e in told] in (
        [],
        [("about to: mutation submitRecords", Outcome.ALLOWED), ("mutation submitRecords", Outcome.DENIED)],
    )
