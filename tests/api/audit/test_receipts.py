"""Receipts: an originator learns who got its records and on which basis, proved; nobody else learns anything of it."""

import asyncio
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import orjson
import pytest

from graph.errors import StoreUnavailableError
from graph.store import OwnRecordReader
from policies import AuditEntry, Exposure, Outcome, ReceiptReader, verify_audit, verify_export
from tests.api.asking import Desk
from tests.world import World, link, record

RECEIPTS = """query($record: ID, $own: Boolean, $first: Int, $after: String) {
  receipts(recordId: $record, includeOwn: $own, first: $first, after: $after) {
    edges { cursor node { index agency { code } actor purpose caseRef policyVersion erasedRecords
      disclosures { recordIds exposure profile permits grant classes } proof } }
    pageInfo { hasNextPage endCursor } } }"""
CHECK = """mutation($values: [SelectorInput!]!) {
  crossCheck(input: {values: $values, purpose: "investigation", caseRef: "T-1"}) { check { id } userErrors { code } } }"""
GIVE = "mutation($input: GrantInput!) { grant(input: $input) { grant { id } userErrors { code } } }"
FALLOUT = "query($id: ID!) { falloutReport(recordId: $id) { grants recipients { code } } }"
LOOK = "query($id: ID!) { record(id: $id) { caption } }"


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    module_world.file(
        "th-police",
        record("Person", "p", name="Wichit Busabasombat", role="suspect"),
        record("PhoneNumber", "n", number="+66812345678"),
        link("USES", "p", "n"),
    )
    module_world.file("kh-police", record("Site", "s", name="Golden Mekong Park", country="KH"))
    return Desk(module_world)


def officer(desk: Desk, agency: str) -> str:
    return desk.world.token(agency, "duty-officer")


def receipts(desk: Desk, agency: str, **variables: object) -> list[dict[str, object]]:
    found = desk.data(RECEIPTS, token=officer(desk, agency), **{"own": False, "first": 100, **variables})
    return [edge["node"] for edge in found["receipts"]["edges"]]


def test_a_receipt_names_viewer_basis_purpose_and_case(desk: Desk) -> None:
    rid = desk.world.id("th-police", "p")
    desk.data(LOOK, token=desk.world.token("kh-police"), id=rid)

    newest = receipts(desk, "th-police")[0]

    assert (newest["agency"], newest["actor"]) == ({"code": "kh-police"}, "analyst of kh-police")
    assert (newest["purpose"], newest["caseRef"]) == ("investigation", "T-1")
    assert newest["policyVersion"] == desk.world.app.bundle.version
    disclosures: Any = newest["disclosures"]
    [told] = disclosures
    assert told["recordIds"] == [rid]
    assert (told["exposure"], told["profile"], told["grant"]) == ("SHOWN", "law-enforcement", None)
    decided = desk.world.app.bundle
    assert told["permits"]
    assert set(told["permits"]) <= {p.id for p in decided.policies}


def test_links_name_their_ends_and_unattributed_ids_are_found(desk: Desk) -> None:
    ids = {desk.world.id("th-police", name) for name in ("p", "n")}
    query = "query($id: ID!) { record(id: $id) { links { id } } }"
    desk.data(query, token=desk.world.token("kh-police"), id=desk.world.id("th-police", "p"))

    newest = receipts(desk, "th-police")[0]

    assert {rid for d in newest["disclosures"] for rid in d["recordIds"]} == ids  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("asked", "classes"),
    [
        ("record(id: $id) { id kind originator { code name } handling { profile } redacted links { id note } }", []),
        ("record(id: $id) { __typename ... on Person { nationality { value } } }", ["IDENTITY"]),
        ("record(id: $id) { caption }", ["IDENTITY"]),
        ("record(id: $id) { ...Some } ", ["IDENTITY"]),  # the class source is closed to this viewer
        ("record(id: $id) { properties { name } }", ["IDENTITY", "CONTACT", "LOCATION", "NARRATIVE"]),
        ("record(id: $id) { id entity { id } }", ["IDENTITY", "CONTACT", "LOCATION", "NARRATIVE"]),
        ("entity(id: $id) { id }", ["IDENTITY", "CONTACT", "LOCATION", "NARRATIVE"]),
    ],
)
def test_a_receipt_names_the_classes_that_may_have_been_shown(desk: Desk, asked: str, classes: list[str]) -> None:
    fragment = "fragment Some on Record { provenance { dataset } ... on Person { birthDate { raw } } }"
    query = f"query($id: ID!) {{ {asked} }} {fragment if '...Some' in asked else ''}"
    rid = desk.world.id("th-police", "p")
    desk.data(query, token=desk.world.token("kh-police"), id=rid)

    told: Any = receipts(desk, "th-police", record=rid)[0]["disclosures"]

    [mine] = [d for d in told if d["recordIds"] == [rid]]
    assert mine["classes"] == classes


def test_a_link_that_names_a_record_shows_no_class_of_it(desk: Desk) -> None:
    query = "query($id: ID!) { record(id: $id) { links { id } } }"
    desk.data(query, token=desk.world.token("kh-police"), id=desk.world.id("th-police", "p"))

    told: Any = receipts(desk, "th-police", record=desk.world.id("th-police", "n"))[0]["disclosures"]

    assert [d["classes"] for d in told] == [[], []]


FILE = """mutation($number: String!) { submitRecords(input: {dataset: "cases", profile: "law-enforcement", records: [
  {kind: PHONE_NUMBER, reference: "filed", properties: [{name: "number", values: [$number]}]}]}) {
    created changed unchanged records { id } } }"""


def test_a_filing_is_told_as_one_and_shows_nothing(desk: Desk) -> None:
    token = desk.world.token("th-police", "analyst")
    [made] = desk.data(FILE, token=token, number="+66812340001")["submitRecords"]["records"]
    desk.data("query($id: ID!) { record(id: $id) { id } }", token=token, id=made["id"])

    found: Any = receipts(desk, "th-police", record=made["id"], own=True)

    assert [(d["exposure"], d["profile"], d["permits"], d["classes"]) for r in found for d in r["disclosures"]] == [
        ("SHOWN", "law-enforcement", found[0]["disclosures"][0]["permits"], []),
        ("FILED", "", [], None),
    ]
    assert receipts(desk, "th-police", record=made["id"]) == []
    trail = desk.world.app.accountability.trail
    desk.world.run(trail.checkpoint())
    assert verify_audit(desk.world.app.settings.audit, key=trail.signer.key).intact


IN_TIME = """query($since: DateTime, $until: DateTime) { receipts(since: $since, until: $until, includeOwn: false) {
  edges { node { index } } } }"""


@pytest.mark.parametrize("argument", ["since", "until"])
@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("2026-11-27T10:00:00", "needs a time zone"),
        ("0001-01-01T00:00:00+14:00", "is no time of the years 1 to 9999"),
    ],
)
def test_a_time_of_no_zone_is_refused_by_name(desk: Desk, argument: str, given: str, problem: str) -> None:
    body = desk.ask(IN_TIME, token=officer(desk, "th-police"), **{argument: given})
    [error] = body["errors"]
    assert (error["extensions"]["code"], error["message"]) == ("BAD_USER_INPUT", f"argument `{argument}` {problem}")


def test_a_time_of_another_zone_is_the_same_moment(desk: Desk) -> None:
    desk.data(LOOK, token=desk.world.token("kh-police"), id=desk.world.id("th-police", "p"))
    now = datetime.now(UTC)
    for zone, others in ((timezone(timedelta(hours=7)), timedelta(seconds=-60)), (UTC, timedelta(seconds=60))):
        since = (now + others).astimezone(zone).isoformat()
        found = desk.data(IN_TIME, token=officer(desk, "th-police"), since=since)["receipts"]["edges"]
        assert bool(found) is (others < timedelta())


def test_a_store_that_does_not_answer_in_time_is_no_broken_audit_folder(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, trail = desk.world, desk.world.app.accountability.trail
    world.run(trail.sequence())
    named = AuditEntry(
        actor="somebody", agency="kh-police", purpose="investigation", operation="a record without its originator",
        outcome=Outcome.ALLOWED, policy_version="v", record_ids=[world.id("th-police", "p")],
    )  # fmt: skip
    world.app.audit.append(named)
    ended, answer = [], OwnRecordReader.originators_of

    async def hang(self: OwnRecordReader, ids: Iterable[str]) -> dict[str, str]:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(True)
        return await answer(self, ids)

    with monkeypatch.context() as patch:
        patch.setattr(OwnRecordReader, "originators_of", hang)
        patch.setattr("api.audit.receipts.ATTRIBUTION_SECONDS", 0.05)
        with pytest.raises(StoreUnavailableError):
            world.run(trail.sequence())
        world.run(asyncio.sleep(0))
    assert ended == [True]
    assert world.run(trail.sequence()) == 1
    assert receipts(desk, "th-police")[0]["actor"] == "somebody"


def test_nobody_else_has_a_receipt_of_it(desk: Desk) -> None:
    rid = desk.world.id("th-police", "p")
    desk.data(LOOK, token=desk.world.token("kh-police"), id=rid)

    for agency in ("kh-police", "my-police", "sg-fiu"):
        assert receipts(desk, agency, record=rid) == []
        assert rid not in json.dumps(receipts(desk, agency))


def test_a_hit_and_a_grant_are_named_with_their_basis(desk: Desk) -> None:
    world = desk.world
    world.file("kh-police", record("PhoneNumber", "hit", number="+85512000777"), profile="hit-only")
    world.file("kh-police", record("Person", "g", name="Sok Dara", role="suspect"), profile="originator-controlled")
    value = {"kind": "PHONE_NUMBER", "value": "+85512000777"}
    desk.data(CHECK, token=world.token("th-police"), values=[value])
    rid = world.id("kh-police", "g")
    given = {
        "agency": "th-police", "classes": ["IDENTITY"], "purpose": "investigation", "reason": "asked", "records": [rid],
        "until": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
    }  # fmt: skip
    grant = desk.data(GIVE, token=world.token("kh-police"), input=given)["grant"]["grant"]
    assert desk.data(LOOK, token=world.token("th-police"), id=rid)["record"] == {"caption": "Sok Dara"}

    granted: Any = receipts(desk, "kh-police", record=rid)[0]
    hit: Any = receipts(desk, "kh-police", record=world.id("kh-police", "hit"))[0]

    assert [(d["grant"], d["exposure"], d["profile"], d["classes"]) for d in granted["disclosures"]] == [
        (grant["id"], "SHOWN", "originator-controlled", ["IDENTITY"])
    ]
    [told] = hit["disclosures"]
    assert (told["exposure"], told["profile"], hit["agency"]) == ("HIT", "hit-only", {"code": "th-police"})
    assert told["classes"] == []
    assert told["permits"]
    report = desk.data(FALLOUT, token=officer(desk, "kh-police"), id=rid)["falloutReport"]
    assert report == {"grants": [grant["id"]], "recipients": [{"code": "th-police"}]}


def test_own_people_are_listed_on_demand(desk: Desk) -> None:
    rid = desk.world.id("th-police", "p")
    desk.data(LOOK, token=desk.world.token("th-police"), id=rid)

    assert receipts(desk, "th-police", own=True)[0]["agency"] == {"code": "th-police"}
    assert "th-police" not in {r["agency"]["code"] for r in receipts(desk, "th-police")}  # type: ignore[index]


def test_pages_go_on_where_they_ended_whatever_came_meanwhile(desk: Desk) -> None:
    rid = desk.world.id("th-police", "p")
    for _ in range(3):
        desk.data(LOOK, token=desk.world.token("kh-police"), id=rid)
    token = officer(desk, "th-police")
    whole = [r["index"] for r in receipts(desk, "th-police", record=rid)]
    first = desk.data(RECEIPTS, token=token, record=rid, own=False, first=2)["receipts"]
    desk.data(LOOK, token=desk.world.token("kh-police"), id=rid)
    after = first["pageInfo"]["endCursor"]
    second = desk.data(RECEIPTS, token=token, record=rid, own=False, first=2, after=after)["receipts"]

    assert [e["node"]["index"] for e in first["edges"] + second["edges"]] == whole[:4]
    assert first["pageInfo"]["hasNextPage"]
    for other in ("x", after[:-4] + "AAAA"):
        body = desk.ask(RECEIPTS, token=token, record=rid, own=False, first=2, after=other)
        assert body["errors"][0]["extensions"]["code"] == "CURSOR"
    body = desk.ask(RECEIPTS, token=officer(desk, "kh-police"), record=rid, own=False, first=2, after=after)
    assert body["errors"][0]["extensions"]["code"] == "CURSOR"


def test_an_analyst_is_refused_and_the_trail_says_so(desk: Desk) -> None:
    rid = desk.world.id("th-police", "p")
    body = desk.ask(RECEIPTS, token=desk.world.token("th-police"), own=True, first=5)

    assert body["data"] == {"receipts": None}
    assert body["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert rid not in json.dumps(body)
    entry = desk.trail()[-1].entry
    assert (entry.operation, entry.outcome, entry.record_ids) == ("query receipts", Outcome.DENIED, ())


def test_a_receipt_does_not_tell_what_was_done(desk: Desk) -> None:
    """A judgement may be under terms that hide it, an explanation be of a match that is hidden."""
    desk.world.file("kh-police", record("Person", "judged", name="Wichit Busabasombat", role="suspect"))
    ids = {"a": desk.world.id("th-police", "p"), "b": desk.world.id("kh-police", "judged")}
    token = desk.world.token("kh-police")
    looked, judged = (
        "query($a: ID!, $b: ID!) { a: record(id: $a) { properties { name } } b: record(id: $b) { id } }",
        """mutation($a: ID!, $b: ID!) { judge(input: {left: $a, right: $b, value: UNSURE, reason: "r"}) {
        userErrors { code } } }""",
    )
    desk.data(looked, token=token, **ids)
    assert desk.data(judged, token=token, **ids)["judge"]["userErrors"] == []

    newest, before = receipts(desk, "th-police", record=ids["a"])[:2]

    each_its_own = {"index", "time"}
    assert {k: v for k, v in newest.items() if k not in each_its_own} == {
        k: v for k, v in before.items() if k not in each_its_own
    }
    reader = ReceiptReader(desk.world.app.settings.audit, "th-police")
    opened = [reader.opened(index).as_map() for index in range(reader.size)]
    assert opened
    assert b"judge" not in orjson.dumps(opened)


def test_a_receipt_proves_itself_once_a_checkpoint_covers_it(desk: Desk) -> None:
    rid = desk.world.id("th-police", "p")
    desk.data(LOOK, token=desk.world.token("kh-police"), id=rid)
    assert receipts(desk, "th-police")[0]["proof"] is None
    desk.world.run(desk.world.app.accountability.trail.checkpoint())
    key = desk.world.app.accountability.trail.signer.key

    proof = str(receipts(desk, "th-police")[0]["proof"]).encode()

    assert verify_export(proof, key=key).intact
    assert not verify_export(proof.replace(b"analyst of kh", b"analyst of my"), key=key).intact
    found = verify_audit(desk.world.app.settings.audit, key=key)
    assert found.intact, found.problems


def test_an_alert_event_counts_as_notified_and_commands_as_exports(desk: Desk) -> None:
    from api.audit.auditing import exposure_of  # noqa: PLC0415 - beside what it says

    assert exposure_of("query record") is Exposure.SHOWN
    assert exposure_of("review queue") is Exposure.EXPORTED
    assert exposure_of("bloom projection") is Exposure.EXPORTED


def test_several_processes_sequence_and_answer(desk: Desk) -> None:
    rid = desk.world.id("th-police", "p")
    token = desk.world.token("kh-police")
    before = len(receipts(desk, "th-police", record=rid))

    async def ask() -> None:
        await asyncio.gather(
            *(
                desk.send(
                    json={"query": LOOK, "variables": {"id": rid}},
                    headers={"authorization": f"Bearer {token}", "accept": "application/json"},
                )
                for _ in range(12)
            ),
            *(desk.world.app.accountability.trail.sequence() for _ in range(4)),
        )

    desk.world.run(ask())
    assert len(receipts(desk, "th-police", record=rid)) == before + 12
