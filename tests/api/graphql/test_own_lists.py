"""Lists that go by the agency name no record of it that is above the one who asks: no id, no word, no count, no gap."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.authentication import issue_development_token
from api.keys import load_development_key
from graph.store import OwnRecordReader, RecallStore, Store
from graph.store.cypher import Template
from policies import AuditLog, Disclosure, Exposure, PreparedBundle, ReceiptReader
from tests.api.asking import Desk
from tests.policies.audit_trails import clock_at, entry
from tests.policies.edited_bundles import wide_bundle
from tests.world import World, link, record, viewer

LISTS = """{ retentionSchedules { edges { node { recordId } } } legalHolds(activeOnly: false) { edges { node { id recordId } } }
  issuedRecalls { edges { cursor node { recordId } } } grants(side: GIVEN) { edges { node { id records } } }
  receipts(first: 100) { edges { cursor node { index actor erasedRecords proof
    disclosures { recordIds } } } pageInfo { hasNextPage } } }"""
SOME = """query($after: String, $since: DateTime, $until: DateTime) {
  receipts(first: 1, includeOwn: true, after: $after, since: $since, until: $until) { edges { node { disclosures { recordIds } } }
  pageInfo { hasNextPage endCursor } } }"""
FALLOUT = """query($id: ID!) { falloutReport(recordId: $id) { matches { recordId } recipients { code } } }"""
OF_RECORD = """query($id: ID!) { issuedRecalls(recordId: $id) { edges { node { id } } }
  receipts(recordId: $id) { edges { node { actor } } } }"""
DATES = """mutation($ids: [ID!]!) { scheduleRetention(input: {ids: $ids, reviewAt: "2130-01-01T00:00:00Z"}) {
  userErrors { code } } }"""
SUBMIT = """mutation($reference: String!) { submitRecords(input: {dataset: "cases", profile: "law-enforcement", records: [
  {kind: SITE, reference: $reference, properties: [{name: "name", values: ["Overwritten"]}]}]}) {
  records { problems { rule } } created changed unchanged heldCheck userErrors { code } } }"""
HOLD = """mutation($ids: [ID!]!) { placeHold(input: {ids: $ids, reason: "r"}) { holds { id } userErrors { code } } }"""
LIFT = """mutation($id: ID!) { liftHold(input: {id: $id, reason: "r"}) { holds { id } userErrors { code } } }"""
RETRACT = """mutation($ids: [ID!]!, $erase: Boolean!) {
  retractRecords(input: {ids: $ids, reason: "r", erase: $erase}) { done userErrors { code } } }"""
GIVE = "mutation($input: GrantInput!) { grant(input: $input) { grant { id } userErrors { code } } }"
REVOKE = "mutation($id: ID!) { revokeGrant(input: {id: $id}) { grant { id } userErrors { code } } }"
LOOK = "query($id: ID!) { record(id: $id) { caption } }"
CHECK = """mutation($values: [SelectorInput!]!) {
  crossCheck(input: {values: $values, purpose: "investigation", caseRef: "T-1"}) {
    check { values { hits { id } } } } }"""
ASK = """mutation($hit: ID!) { sendRequest(input: {hit: $hit, question: "Who?"}) { request { id } } }"""
REQUESTS = "{ requests(direction: INCOMING) { edges { node { id question recordIds } } } }"
ANSWER = """mutation($id: ID!) { answerRequest(input: {id: $id, text: "x"}) { request { id } userErrors { code } } }"""
CLAIM = """mutation($id: ID!) { claimVictim(input: {records: [$id], reason: "r"}) { claim { id } } }"""
CLAIMS = "{ protectionClaims { edges { node { id records } } } }"
UNCLAIM = (
    """mutation($id: ID!) { liftClaim(input: {id: $id, reason: "r"}) { claim { liftedAt } userErrors { code } } }"""
)
ROLES = frozenset({"analyst", "duty-officer", "supervisor"})
WHO = {"name": "Wichit Busabasombat", "birthDate": "1980-05-06", "nationality": "TH"}


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    """A desk with a profile that only some of an agency's people are cleared for."""
    world.app.scopes.activate(PreparedBundle.of(wide_bundle(tmp_path)))
    return Desk(world)


def officer(desk: Desk, clearance: int, agency: str = "th-police") -> str:
    settings = desk.world.app.settings
    who = replace(viewer(agency, "duty-officer"), clearance=clearance, roles=ROLES, subject=f"officer {clearance}")
    key = load_development_key(settings.keys, settings.jwks)
    return issue_development_token(settings, key, who, ttl_seconds=600)


def file_and_use(desk: Desk, reference: str, profile: str, name: str) -> str:
    """File a record under a profile; have it looked at, dated, held and granted by those who may."""
    [rid] = desk.world.file("th-police", record("Site", reference, name=name), profile=profile)
    cleared = officer(desk, 2)
    assert desk.data(DATES, token=cleared, ids=[rid])["scheduleRetention"] == {"userErrors": []}
    assert desk.data(HOLD, token=cleared, ids=[rid])["placeHold"]["userErrors"] == []
    given = {
        "agency": "kh-police",
        "classes": ["IDENTITY"],
        "purpose": "investigation",
        "reason": f"about {name}",
        "until": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
        "records": [rid],
    }
    assert desk.data(GIVE, token=cleared, input=given)["grant"]["grant"]
    assert desk.data(LOOK, token=officer(desk, 2, "kh-police"), id=rid)["record"]
    return str(rid)


def asked_about_what_is_above(desk: Desk) -> str:
    """File a number that only some of its agency are cleared for, let another agency ask about it; return what it sent."""
    desk.world.file("th-police", record("PhoneNumber", "n", number="+66812340678"), profile="cleared")
    asker = officer(desk, 0, "kh-police")
    value = {"kind": "PHONE_NUMBER", "value": "+66812340678"}
    [found] = desk.data(CHECK, token=asker, values=[value])["crossCheck"]["check"]["values"]
    return str(desk.data(ASK, token=asker, hit=found["hits"][0]["id"])["sendRequest"]["request"]["id"])


def withdraw(desk: Desk, rid: str, *, erase: bool = False) -> None:
    cleared = officer(desk, 2)
    held = [edge["node"] for edge in desk.data(LISTS, token=cleared)["legalHolds"]["edges"]]
    for hold in [h for h in held if h["recordId"] == rid]:
        desk.data(LIFT, token=cleared, id=hold["id"])
    assert desk.data(RETRACT, token=cleared, ids=[rid], erase=erase)["retractRecords"]["done"]


def seen_by(desk: Desk, token: str) -> dict[str, Any]:
    """Return the lists without ids that are made anew in each world, and cursors."""
    return desk.data(LISTS, token=token)


def test_what_comes_for_a_held_record_above_the_filer_is_kept_and_answered_like_any(desk: Desk) -> None:
    """Nothing is lost, and nothing says that there is such a record, or a hold."""
    rid = file_and_use(desk, "high", "cleared", "Golden Mekong Park")
    low = officer(desk, 0)
    assert desk.data(LOOK, token=low, id=rid)["record"] is None

    held = desk.data(SUBMIT, token=low, reference="high")
    absent = desk.data(SUBMIT, token=low, reference="never filed")

    assert held == absent
    assert (held["submitRecords"]["created"], held["submitRecords"]["records"]) == (1, [{"problems": []}])
    assert desk.data(LOOK, token=officer(desk, 2), id=rid)["record"] == {"caption": "Golden Mekong Park"}
    waiting = desk.world.query("MATCH (q:QuarantinedRow) RETURN q.rule AS rule, q.names AS names")
    assert waiting == [{"rule": "legal-hold", "names": [rid]}]


def test_nothing_above_the_one_who_asks_is_named_or_counted(desk: Desk) -> None:
    shown = file_and_use(desk, "open", "law-enforcement", "Romduol Market")
    low = officer(desk, 0)
    before = seen_by(desk, low)
    assert shown in json.dumps(before["retentionSchedules"])

    hidden = file_and_use(desk, "high", "cleared", "Golden Mekong Park")
    after = seen_by(desk, low)

    assert hidden not in json.dumps(after)
    for name in ("retentionSchedules", "legalHolds", "issuedRecalls", "grants"):
        assert after[name] == before[name]
    # Of the trail each sees what concerns records in sight; the lists themselves are no disclosure.
    assert after["receipts"] == before["receipts"]
    assert {edge["node"]["index"] for edge in after["receipts"]["edges"]} == {None}
    high = seen_by(desk, officer(desk, 2))
    for name in ("retentionSchedules", "legalHolds", "grants", "receipts"):
        assert hidden in json.dumps(high[name])


@pytest.mark.long
def test_what_has_gone_stays_above_the_one_who_asks(desk: Desk) -> None:
    shown = file_and_use(desk, "open", "law-enforcement", "Romduol Market")
    withdraw(desk, shown)
    low, high = officer(desk, 0), officer(desk, 2)
    before = seen_by(desk, low)
    assert [e["node"]["recordId"] for e in before["issuedRecalls"]["edges"]] == [shown]
    assert shown in json.dumps(before["receipts"])

    hidden, erased = (file_and_use(desk, n, "cleared", f"Golden Mekong {n}") for n in ("first", "second"))
    withdraw(desk, hidden)
    withdraw(desk, erased, erase=True)

    assert seen_by(desk, low) == before
    assert sorted(e["node"]["recordId"] for e in seen_by(desk, high)["issuedRecalls"]["edges"]) == sorted(
        (shown, hidden, erased)
    )
    for query in (FALLOUT, OF_RECORD):
        assert desk.ask(query, token=low, id=hidden) == desk.ask(query, token=low, id="r-0")
    assert desk.data(FALLOUT, token=high, id=hidden)["falloutReport"]["recipients"] == [{"code": "kh-police"}]
    assert desk.data(FALLOUT, token=low, id=shown)["falloutReport"]["recipients"] == [{"code": "kh-police"}]


def test_what_is_above_answers_like_what_is_not_there(desk: Desk) -> None:
    hidden = file_and_use(desk, "high", "cleared", "Golden Mekong Park")
    low, high = officer(desk, 0), officer(desk, 2)
    [edge] = desk.data(LISTS, token=high)["legalHolds"]["edges"]
    hold = edge["node"]
    [grant] = [e["node"] for e in desk.data(LISTS, token=high)["grants"]["edges"]]
    for query, there, nowhere in ((LIFT, hold["id"], "h-0"), (REVOKE, grant["id"], "g-0"), (FALLOUT, hidden, "r-0")):
        assert desk.ask(query, token=low, id=there) == desk.ask(query, token=low, id=nowhere)
    assert len(desk.data(LISTS, token=high)["legalHolds"]["edges"]) == 1
    assert desk.data(LIFT, token=high, id=hold["id"])["liftHold"]["userErrors"] == []


def test_the_same_is_read_for_what_is_closed_as_for_what_is_not_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the time of the answer tells the one from the other."""
    hidden, gone = (file_and_use(desk, name, "cleared", f"Golden Mekong {name}") for name in ("first", "second"))
    withdraw(desk, gone)
    low = officer(desk, 0)
    reads: list[str] = []
    for reader, name in ((OwnRecordReader, "own_in_view"), (RecallStore, "issued"), (ReceiptReader, "latest")):
        monkeypatch.setattr(reader, name, noting(reads, name, getattr(reader, name)))

    def read(rid: str) -> list[str]:
        reads.clear()
        desk.data(OF_RECORD, token=low, id=rid)
        return list(reads)

    assert [read(rid) for rid in (hidden, gone, "r-0")] == [["own_in_view", "own_in_view"]] * 3


def test_as_much_is_read_by_an_id_of_what_is_closed_as_by_an_id_of_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What holds, grants and requests name is above the one who asks: not even the time of the answer tells of it."""
    file_and_use(desk, "high", "cleared", "Golden Mekong Park")
    sent = asked_about_what_is_above(desk)
    low, high = officer(desk, 0), officer(desk, 2)
    lists = desk.data(LISTS, token=high)
    [hold], [grant] = ([edge["node"]["id"] for edge in lists[name]["edges"]] for name in ("legalHolds", "grants"))
    reads: list[str] = []
    whole = Store.read

    def noted(store: Store, statement: Template, *given: Any, **named: Any) -> Any:
        reads.append(statement.name)
        return whole(store, statement, *given, **named)

    def read(query: str, thing: str) -> list[str]:
        reads.clear()
        desk.ask(query, token=low, id=thing)
        return list(reads)

    monkeypatch.setattr(Store, "read", noted)
    for query, there, nowhere in ((LIFT, hold, "h-0"), (REVOKE, grant, "g-0"), (ANSWER, sent, "q-0")):
        absent = read(query, nowhere)
        assert (read(query, there), "own_records_in_view" in absent) == (absent, True)


def noting(reads: list[Any], name: object, read: Callable[..., Any]) -> Callable[..., Any]:
    def noted(*given: Any, **named: Any) -> Any:
        reads.append(name)
        return read(*given, **named)

    return noted


def test_pages_of_receipts_pass_by_what_is_above_without_a_gap(desk: Desk) -> None:
    token = officer(desk, 0)
    shown, hidden = (
        desk.world.file("th-police", record("Site", n, name=f"Romduol {n}"), profile=profile)[0]
        for n, profile in (("a", "law-enforcement"), ("b", "cleared"))
    )
    looker = officer(desk, 2)
    for rid in (shown, hidden, hidden, shown, hidden):
        desk.data(LOOK, token=looker, id=rid)
    first = desk.data(SOME, token=token)["receipts"]
    second = desk.data(SOME, token=token, after=first["pageInfo"]["endCursor"])["receipts"]

    told = [[e["node"]["disclosures"] for e in page["edges"]] for page in (first, second)]
    assert told == [[[{"recordIds": [shown]}]]] * 2
    assert [page["pageInfo"]["hasNextPage"] for page in (first, second)] == [True, False]


def disclose(desk: Desk, rid: str, *, days_ago: int, times: int = 1) -> None:
    """Let the trail say that a record was shown some days ago, as by another process."""
    told = Disclosure(
        originator="th-police", record_ids=[rid], exposure=Exposure.SHOWN, profile="law-enforcement", permits=["p"]
    )
    with (
        clock_at(datetime.now(UTC) - timedelta(days=days_ago)),
        AuditLog(desk.world.app.settings.audit, node="older") as log,
    ):
        for _ in range(times):
            log.append(replace(entry(of=()), agency="kh-police", disclosures=[told]))


def pages(desk: Desk, token: str, **asked: object) -> list[dict[str, Any]]:
    """Return all pages of receipts as they are told, cursors of the ends of days included."""
    found: list[dict[str, Any]] = []
    while not found or found[-1]["pageInfo"]["hasNextPage"]:
        after = found[-1]["pageInfo"]["endCursor"] if found else None
        found.append(desk.data(SOME, token=token, after=after, **asked)["receipts"])
    return found


def test_a_page_of_receipts_reads_one_day_and_ends_where_nothing_hidden_decides(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = officer(desk, 0)
    shown, hidden = (
        desk.world.file("th-police", record("Site", n, name=f"Romduol {n}"), profile=profile)[0]
        for n, profile in (("a", "law-enforcement"), ("b", "cleared"))
    )
    disclose(desk, shown, days_ago=3)
    disclose(desk, shown, days_ago=1)
    before = pages(desk, token)
    for days_ago, times in ((3, 2), (2, 7), (1, 5), (0, 3)):
        disclose(desk, hidden, days_ago=days_ago, times=times)
    opened: list[int] = []
    monkeypatch.setattr(ReceiptReader, "opened", noting(opened, 1, ReceiptReader.opened))
    after: list[dict[str, Any]] = []
    for page in before:
        cursor = after[-1]["pageInfo"]["endCursor"] if after else None
        opened.clear()
        after.append(desk.data(SOME, token=token, after=cursor)["receipts"] | {"read": len(opened)})
        assert after[-1] == page | {"read": after[-1]["read"]}

    told = [[e["node"]["disclosures"][0]["recordIds"] for e in page["edges"]] for page in after]
    assert told == [[], [[shown]], [], [[shown]]]
    assert [page["read"] for page in after][1:] == [6, 7, 3]
    high = pages(desk, officer(desk, 2))
    assert len([e for page in high for e in page["edges"]]) >= 19


def test_receipts_of_a_time_are_found_by_days_too(desk: Desk) -> None:
    """A leaf that was sequenced late is told, and none of another time is."""
    token = officer(desk, 0)
    [rid] = desk.world.file("th-police", record("Site", "a", name="Romduol"))
    for days_ago in (0, 3, 1, 2):
        disclose(desk, rid, days_ago=days_ago)
        desk.world.run(desk.world.app.accountability.trail.sequence())
    now = datetime.now(UTC)
    since, until = ((now - timedelta(days=days)).isoformat() for days in (2.5, 0.5))

    found = [e for page in pages(desk, token, since=since, until=until) for e in page["edges"]]
    assert len(found) == 2


@pytest.mark.long
def test_a_kept_fallout_names_matches_to_who_sees_as_much_as_who_recalled(desk: Desk) -> None:
    """Whoever withdrew it may have seen more than a colleague does who reads of it later."""
    world, name, number = desk.world, WHO["name"], "+66812340678"
    world.file(
        "th-police",
        record("Person", "t", role="suspect", name=name),
        record("PhoneNumber", "n", number=number, profile="cleared"),
        link("USES", "t", "n"),
    )
    items = (record("Person", "o", name=name), record("PhoneNumber", "m", number=number), link("USES", "o", "m"))
    world.file("us-ofac", *items, profile="open")
    mine, other = world.id("th-police", "t"), world.id("us-ofac", "o")

    def matches(clearance: int) -> list[dict[str, str]]:
        found = desk.data(FALLOUT, token=officer(desk, clearance), id=mine)["falloutReport"]["matches"]
        return [match for match in found if match["recordId"] == other]

    assert (matches(0), matches(2)) == ([], [{"recordId": other}])
    withdraw(desk, mine)
    assert (matches(0), matches(2)) == ([], [{"recordId": other}])
    # It is closed now: nobody is told any more, however much they saw then.
    world.file("us-ofac", record("Person", "o", name=name), profile="originator-controlled")
    assert matches(2) == []


def test_a_kept_fallout_names_no_match_that_a_judgement_alone_made(desk: Desk) -> None:
    """It may stand under terms of a third agency, which are closed to a colleague who reads of it later."""
    judge = """mutation($a: ID!, $b: ID!) { judge(input: {left: $a, right: $b, value: POSITIVE, reason: "r"}) {
      userErrors { code } } }"""
    desk.world.file("th-police", record("Person", "t", role="suspect", name=WHO["name"]))
    desk.world.file("us-ofac", record("Person", "o", name=WHO["name"]), profile="open")
    mine, other = desk.world.id("th-police", "t"), desk.world.id("us-ofac", "o")
    judged = desk.data(judge, token=desk.world.token("th-police"), a=mine, b=other)["judge"]
    desk.world.settle()
    token = officer(desk, 2)
    before = desk.data(FALLOUT, token=token, id=mine)["falloutReport"]["matches"]
    withdraw(desk, mine)

    assert (judged, before) == ({"userErrors": []}, [{"recordId": other}])
    assert desk.data(FALLOUT, token=token, id=mine)["falloutReport"]["matches"] == []


@pytest.mark.parametrize("clearance", [0, 2])
def test_whether_an_answer_is_whole_does_not_depend_on_what_was_filed(desk: Desk, clearance: int) -> None:
    own = desk.world.app.accountability.receipts
    who = replace(viewer("th-police", "duty-officer"), clearance=clearance)
    whole: Callable[[], bool] = lambda: _is_whole(own, who)  # noqa: E731
    before = whole()
    desk.world.file("th-police", record("Site", "s", name="Golden Mekong Park"), profile="cleared")
    assert (before, whole()) == (clearance >= 2, clearance >= 2)


def _is_whole(receipts: Any, who: Any) -> bool:
    from policies import ForbiddenError  # noqa: PLC0415 - beside what it says

    try:
        receipts.check_whole(who)
    except ForbiddenError:
        return False
    return True


def test_a_request_about_what_is_above_is_as_if_it_had_not_come(desk: Desk) -> None:
    sent = asked_about_what_is_above(desk)
    low, high = officer(desk, 0), officer(desk, 2)

    def listed(token: str) -> list[str]:
        return [e["node"]["id"] for e in desk.data(REQUESTS, token=token)["requests"]["edges"]]

    assert (listed(low), listed(high)) == ([], [sent])
    assert desk.ask(ANSWER, token=low, id=sent) == desk.ask(ANSWER, token=low, id="q-0")
    assert desk.data(ANSWER, token=high, id=sent)["answerRequest"]["userErrors"] == []


def test_a_claim_with_a_record_above_is_not_listed(desk: Desk) -> None:
    [rid] = desk.world.file("kh-hotline", record("Person", "v", role="presumed-victim", **WHO), profile="cleared")
    settings = desk.world.app.settings
    key = load_development_key(settings.keys, settings.jwks)
    who = viewer("kh-hotline", "victim-support", "victim-protection")
    low, high = (
        issue_development_token(settings, key, replace(who, clearance=clearance), ttl_seconds=600)
        for clearance in (0, 2)
    )
    [filed] = [e["node"]["id"] for e in desk.data(CLAIMS, token=high)["protectionClaims"]["edges"]]
    made = desk.data(CLAIM, token=high, id=rid)["claimVictim"]["claim"]["id"]

    def listed(token: str) -> list[str]:
        return [e["node"]["id"] for e in desk.data(CLAIMS, token=token)["protectionClaims"]["edges"]]

    assert (listed(low), listed(high)) == ([], [filed, made])
    for claim in (filed, made):
        assert desk.ask(UNCLAIM, token=low, id=claim) == desk.ask(UNCLAIM, token=low, id="v-0")
    assert listed(high) == [filed, made]


def test_filing_onto_a_record_above_answers_the_same_whatever_stands_there(desk: Desk) -> None:
    """Else whoever guesses a reference learns that there is a record, and by guesses what stands in it."""
    query = """mutation($input: SubmitRecordsInput!) { submitRecords(input: $input) {
      records { problems { rule } } created changed unchanged heldCheck userErrors { code } } }"""

    def file(token: str, reference: str, name: str, profile: str = "cleared") -> Any:
        properties = [{"name": "name", "values": [name]}]
        records = [{"kind": "SITE", "reference": reference, "properties": properties}]
        answer = desk.data(query, token=token, input={"dataset": "cases", "profile": profile, "records": records})
        return answer["submitRecords"], desk.trail()[-1].entry.outcome

    low, high = officer(desk, 0), officer(desk, 2)
    for reference in ("a", "b", "c"):
        file(high, reference, "Golden Mekong Park")
    nowhere = file(low, "nowhere", "Golden Mekong Park")

    assert (nowhere[0]["created"], nowhere[0]["changed"], nowhere[0]["unchanged"]) == (1, 0, 0)
    assert file(low, "a", "Golden Mekong Park") == nowhere
    assert file(low, "b", "Romduol Market") == nowhere
    assert file(low, "c", "Golden Mekong Park", "law-enforcement") == nowhere
    # What one sees is counted as it is.
    counted = [
        [found[0][name] for name in ("created", "changed", "unchanged")]
        for found in (file(low, "c", "Romduol Market", "law-enforcement"), file(high, "b", "Romduol Market"))
    ]
    assert counted == [[0, 1, 0], [0, 0, 1]]
