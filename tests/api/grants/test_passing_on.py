"""What a grantee may do with what it was granted: pass it on, copy it, find it as its own, each as far as the terms say."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from graph.store import RecordReader
from policies import Outcome, PolicyClock, PreparedBundle, load_bundle, verify_audit
from tests.api.asking import Desk
from tests.api.audit.test_denials import is_denied, state
from tests.api.exchanging import check, phone
from tests.policies.edited_bundles import copied_bundle
from tests.world import World, link, record

GIVE = """mutation give($input: GrantInput!) { grant(input: $input) { grant { id } userErrors { code } } }"""
PASS_ON = """mutation pass($input: PassOnGrantInput!) { passOnGrant(input: $input) { grant { id standing onward
  conditions originator { code } agency { code } passedOnBy { code } restsOn until records links givenBy }
  userErrors { code } } }"""
REVOKE = "mutation revoke($id: ID!) { revokeGrant(input: {id: $id}) { grant { standing } userErrors { code } } }"
LOOK = "query($id: ID!) { record(id: $id) { id redacted grants { id } links { id } } }"
LISTED = (
    "query($side: GrantSide!) { grants(side: $side, first: 100) { edges { node { id standing givenBy restsOn } } } }"
)
RECEIPTS = "query($id: ID) { receipts(recordId: $id, first: 1) { edges { node { disclosures { recordIds exposure profile grant } } } } }"
# Content by grant alone, and what is granted may be passed on.
PROFILE = """
by-grant: {title: T, tlp: AMBER, caveats: [ORCON], purposes: [investigation], hit_mode: both-notified, link_notice: false}
by-grant-of-two: {title: T, tlp: AMBER, caveats: [ORCON], purposes: [investigation], hit_mode: both-notified,
  link_notice: false, second_approver: true}
"""
APPROVE = "mutation approve($id: ID!) { approveGrant(input: {id: $id}) { userErrors { code } } }"
ACCOUNT = {"kind": "BANK_ACCOUNT", "value": "1234567809", "country": "TH", "qualifier": "004"}
NOT_FOUND = [{"code": "NOT_FOUND"}]
NUMBER = "+85512345678"


@pytest.fixture(scope="module")
def desk(module_world: World, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """What kh-police opens by grant alone: a suspect, his number and the link between them."""
    folder = copied_bundle(tmp_path_factory.mktemp("bundle"))
    with (folder / "profiles.yml").open("a", encoding="utf-8") as profiles:
        profiles.write(PROFILE)
    module_world.app.scopes.activate(PreparedBundle.of(load_bundle(folder)))
    module_world.file(
        "kh-police",
        record("Person", "p", name="Kraisorn Pattanakit", role="suspect", birthDate="1980-05-06"),
        record("PhoneNumber", "n", number=NUMBER),
        link("USES", "p", "n"),
        record("BankAccount", "a", number=ACCOUNT["value"], bank="004", country="TH"),
        profile="by-grant",
    )
    module_world.file("kh-police", record("Person", "two", name="Kraisorn Thongdee"), profile="by-grant-of-two")
    return Desk(module_world)


@pytest.fixture(autouse=True)
def _nothing_is_left(desk: Desk) -> Iterator[None]:
    """Take back what a test has left."""
    yield
    for edge in listed(desk, "kh-police", "GIVEN"):
        if edge["standing"] in {"ACTIVE", "WAITING"}:
            desk.data(REVOKE, token=desk.world.token("kh-police"), id=edge["id"])


def listed(desk: Desk, agency: str, side: str) -> list[dict[str, Any]]:
    found = desk.data(LISTED, token=desk.world.token(agency), side=side)["grants"]["edges"]
    return [edge["node"] for edge in found]


def give(desk: Desk, **changed: Any) -> str:
    """Grant kh-police's person and number, with the link, to th-police; onward unless said otherwise."""
    order = {
        "agency": "th-police",
        "classes": ["IDENTITY", "CONTACT"],
        "purpose": "investigation",
        "reason": "asked for in T-1",
        "until": (datetime.now(UTC) + timedelta(days=30)).isoformat(),
        "records": [desk.world.id("kh-police", r) for r in ("p", "n")],
        "linksAmong": True,
        "onward": True,
        **changed,
    }
    made = desk.data(GIVE, token=desk.world.token("kh-police"), input=order)["grant"]
    assert made["userErrors"] == []
    return str(made["grant"]["id"])


def passing(grant: str, to: str, **changed: Any) -> dict[str, Any]:
    return {"id": grant, "agency": to, "reason": "for case M-7", **changed}


def pass_on(desk: Desk, grant: str, to: str, by: str = "th-police", **changed: Any) -> Any:
    return desk.ask(PASS_ON, token=desk.world.token(by), input=passing(grant, to, **changed))


def sees(desk: Desk, agency: str, reference: str = "p") -> Any:
    return desk.data(LOOK, token=desk.world.token(agency), id=desk.world.id("kh-police", reference))["record"]


def test_a_receipt_names_each_grant_that_shows_a_record_or_tells_of_it(desk: Desk) -> None:
    """A reading under two grants, the list of what was received, and the passing on of one of them."""
    world, rid = desk.world, desk.world.id("kh-police", "p")
    grants = sorted(give(desk) for _ in "12")

    def told() -> set[tuple[str, str, str | None]]:
        found = desk.data(RECEIPTS, token=world.token("kh-police", "duty-officer"), id=rid)["receipts"]["edges"]
        disclosures = [d for d in found[0]["node"]["disclosures"] if rid in d["recordIds"]]
        assert len({(d["profile"], d["grant"]) for d in disclosures}) == len(disclosures)
        return {(d["exposure"], d["profile"], d["grant"]) for d in disclosures}

    assert sees(desk, "th-police") is not None
    assert told() == {("SHOWN", "by-grant", g) for g in grants}
    listed(desk, "th-police", "RECEIVED")
    assert {("SHOWN", "", g) for g in grants} <= told()
    assert all(profile == "" and grant is not None for _, profile, grant in told())
    passed = pass_on(desk, grants[0], "my-police")["data"]["passOnGrant"]["grant"]["id"]
    assert told() == {("SHOWN", "", passed)}
    world.app.audit.flush()
    world.run(world.app.accountability.trail.checkpoint())
    assert verify_audit(world.app.settings.audit).intact


@pytest.mark.long
def test_a_grant_that_may_be_passed_on_is_and_falls_with_its_parent(desk: Desk) -> None:
    parent = give(desk)
    assert sees(desk, "my-police") is None

    passed = pass_on(desk, parent, "my-police")["data"]["passOnGrant"]["grant"]

    assert (passed["standing"], passed["onward"], passed["conditions"]) == ("ACTIVE", False, ["H2"])
    assert passed["originator"] == {"code": "kh-police"}
    assert passed["passedOnBy"] == {"code": "th-police"}
    assert passed["restsOn"] == parent
    seen = sees(desk, "my-police")
    assert [g["id"] for g in seen["grants"]] == [passed["id"]]
    assert seen["redacted"] == sees(desk, "th-police")["redacted"]
    assert len(seen["links"]) == 1
    # The originator sees that it was passed on and by whom, not by which person.
    assert [(g["givenBy"], g["restsOn"]) for g in listed(desk, "kh-police", "GIVEN") if g["id"] == passed["id"]] == [
        (None, parent)
    ]
    assert desk.data(REVOKE, token=desk.world.token("kh-police"), id=parent)["revokeGrant"]["userErrors"] == []
    assert sees(desk, "my-police") is None
    assert {g["standing"] for g in listed(desk, "kh-police", "GIVEN") if g["id"] in {parent, passed["id"]}} == {
        "REVOKED"
    }


def test_who_passed_on_takes_back_what_it_passed_on_and_nothing_else(desk: Desk) -> None:
    parent = give(desk)
    passed = pass_on(desk, parent, "my-police")["data"]["passOnGrant"]["grant"]["id"]
    token = desk.world.token("th-police")

    assert desk.data(REVOKE, token=token, id=parent)["revokeGrant"]["userErrors"] == NOT_FOUND
    assert desk.data(REVOKE, token=token, id=passed)["revokeGrant"]["userErrors"] == []

    assert sees(desk, "my-police") is None
    assert sees(desk, "th-police") is not None


def test_what_was_passed_on_is_as_if_it_were_not_there_to_a_colleague_of_another_purpose(desk: Desk) -> None:
    passed = pass_on(desk, give(desk), "my-police")["data"]["passOnGrant"]["grant"]["id"]
    other = desk.world.token("th-police", "analyst", "border-control")
    listing = "{ grants(side: GIVEN, first: 100) { edges { node { id records } } } }"

    body = desk.ask(listing, token=other)
    assert (passed in str(body), desk.world.id("kh-police", "p") in str(body)) == (False, False)
    assert desk.trail()[-1].entry.record_ids == ()
    assert passed in str(desk.ask(listing, token=desk.world.token("th-police")))
    assert desk.ask(REVOKE, token=other, id=passed) == desk.ask(REVOKE, token=other, id="g-0")
    assert desk.trail()[-1].entry.outcome is Outcome.DENIED
    assert sees(desk, "my-police") is not None


@pytest.mark.parametrize(
    ("terms", "to", "word"),
    [
        ({"onward": False}, "my-police", "its originator lets nothing of it be passed on"),
        ({}, "th-police", "another agency than yours"),
        ({}, "kh-police", "another agency than yours"),
        ({}, "my-telco", "over the ceiling"),
    ],
)
def test_what_may_not_be_passed_on_is_refused_and_opens_nothing(
    desk: Desk, terms: dict[str, Any], to: str, word: str
) -> None:
    parent = give(desk, **terms)

    content = is_denied(desk, PASS_ON, desk.world.token("th-police"), input=passing(parent, to)).decode()

    assert json.loads(content)["data"] == {"passOnGrant": None}
    assert word in content
    assert "Kraisorn" not in content
    assert [g["id"] for g in listed(desk, "th-police", "GIVEN") if g["standing"] == "ACTIVE"] == []
    assert sees(desk, "my-police") is None


def test_what_was_passed_on_goes_no_further_and_a_grant_to_others_answers_like_none(desk: Desk) -> None:
    parent = give(desk)
    passed = pass_on(desk, parent, "my-police")["data"]["passOnGrant"]["grant"]["id"]

    content = is_denied(desk, PASS_ON, desk.world.token("my-police"), input=passing(passed, "la-police"))
    assert b"its originator lets nothing of it be passed on" in content
    answers = {
        is_denied(desk, PASS_ON, desk.world.token(by), input=passing(grant, "my-police"))
        for by, grant in (("la-police", parent), ("th-police", passed), ("th-police", "g-none"))
    }
    assert [b"NOT_FOUND" in answer for answer in answers] == [True]
    assert sees(desk, "la-police") is None


def test_it_lasts_no_longer_than_the_grant_that_it_rests_on(desk: Desk) -> None:
    until = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    parent = give(desk, until=until)

    later = (datetime.now(UTC) + timedelta(days=9)).isoformat()
    made = pass_on(desk, parent, "my-police", until=later)["data"]["passOnGrant"]["grant"]

    assert datetime.fromisoformat(made["until"]) == datetime.fromisoformat(until)


def test_a_granted_number_is_in_view_and_no_hit(desk: Desk) -> None:
    number = desk.world.id("kh-police", "n")
    before = check(desk, "th-police", [phone(NUMBER)])["check"]["values"][0]
    grant = give(desk)
    during = check(desk, "th-police", [phone(NUMBER)])["check"]["values"][0]
    entry = next(e.entry for e in reversed(desk.trail()) if number in e.entry.record_ids)
    desk.data(REVOKE, token=desk.world.token("kh-police"), id=grant)
    after = check(desk, "th-police", [phone(NUMBER)])["check"]["values"][0]

    assert [h["holder"]["code"] for h in before["hits"]] == ["kh-police"]
    assert (during["inView"], during["hits"]) == ([number], [])
    assert [(d.grant, list(d.record_ids)) for d in entry.disclosures] == [(grant, [number])]
    assert [h["holder"]["code"] for h in after["hits"]] == ["kh-police"]
    assert (before["inView"], after["inView"]) == ([], [])


def test_a_grant_of_another_class_leaves_the_number_a_hit(desk: Desk) -> None:
    give(desk, classes=["NARRATIVE"], linksAmong=False)

    found = check(desk, "th-police", [phone(NUMBER)])["check"]["values"][0]

    assert found["inView"] == []
    assert [h["holder"]["code"] for h in found["hits"]] == ["kh-police"]


def test_a_grant_on_one_kind_puts_no_key_of_another_kind_in_view(desk: Desk) -> None:
    """Its class opens the number of a phone and, of an account, only what is not its number."""
    give(desk, classes=["IDENTITY", "CONTACT"], records=[desk.world.id("kh-police", r) for r in ("n", "a")])

    number, account = check(desk, "th-police", [phone(NUMBER), ACCOUNT])["check"]["values"]
    [alone] = check(desk, "th-police", [ACCOUNT])["check"]["values"]

    assert number["inView"] == [desk.world.id("kh-police", "n")]
    for found in (account, alone):
        assert found["inView"] == []
        assert [h["holder"]["code"] for h in found["hits"]] == ["kh-police"]


def test_what_two_people_have_to_open_is_not_passed_on_by_one(desk: Desk) -> None:
    two = desk.world.id("kh-police", "two")
    parent = give(desk, records=[two], classes=["IDENTITY"], linksAmong=False)
    second = desk.world.token("kh-police", "duty-officer")
    assert desk.data(APPROVE, token=second, id=parent)["approveGrant"]["userErrors"] == []
    assert sees(desk, "th-police", "two") is not None

    content = is_denied(desk, PASS_ON, desk.world.token("th-police"), input=passing(parent, "my-police")).decode()

    assert "it needs a second person of the originator" in content
    assert "Kraisorn" not in content
    assert sees(desk, "my-police", "two") is None


ENDED = {
    "message": "something that was open to you ended while this was answered; ask again",
    "extensions": {"code": "SCOPE_ENDED"},
}


def later_from_the_reading_on(desk: Desk, monkeypatch: pytest.MonkeyPatch, method: tuple[type, str], by: float) -> None:
    """Let the policy clock be ahead by so many seconds from when a method has done its work."""
    owner, name = method
    work, now, is_done = getattr(owner, name), PolicyClock.now, list[bool]()

    async def works(*given: Any, **more: Any) -> Any:
        found = await work(*given, **more)
        is_done.append(True)
        return found

    def ahead(clock: PolicyClock) -> datetime:
        return now(clock) + timedelta(seconds=by if is_done else 0)

    monkeypatch.setattr(owner, name, works)
    monkeypatch.setattr(PolicyClock, "now", ahead)


@pytest.mark.parametrize("seconds", [3_000, 4_000])
def test_an_answer_under_way_shows_nothing_of_a_grant_that_ended_meanwhile(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    grant = give(desk, until=(datetime.now(UTC) + timedelta(hours=1)).isoformat())
    rid, token = desk.world.id("kh-police", "p"), desk.world.token("th-police")
    kept = state(desk.world)
    with monkeypatch.context() as meanwhile:
        later_from_the_reading_on(desk, meanwhile, (RecordReader, "records"), seconds)
        answer = desk.ask(LOOK, token=token, id=rid)
        after = desk.ask(LOOK, token=token, id=rid)
    entries = [e.entry for e in desk.trail()]
    if seconds < 3_600:
        assert [g["id"] for g in answer["data"]["record"]["grants"]] == [grant]
        assert answer == after
        return
    assert (answer, after) == ({"errors": [ENDED], "data": None}, {"data": {"record": None}})
    assert state(desk.world) == kept
    [entry] = [e for e in entries if e.operation == "query record (answer withheld)"]
    assert (entry.outcome, entry.record_ids, tuple(entry.disclosures)) == (Outcome.DENIED, (), ())


def test_an_answer_under_way_leaves_where_the_same_is_still_open(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody whom the ended grant opened nothing to, and who is told nothing of its end."""
    give(desk, until=(datetime.now(UTC) + timedelta(hours=1)).isoformat())
    rid, token = desk.world.id("kh-police", "p"), desk.world.token("my-police")
    before = desk.post(LOOK, token=token, variables={"id": rid}).content
    later_from_the_reading_on(desk, monkeypatch, (RecordReader, "records"), 4_000)
    assert desk.post(LOOK, token=token, variables={"id": rid}).content == before


def test_of_a_change_under_way_an_ended_grant_shows_nothing_and_the_trail_says_that_it_was_made(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(desk, until=(datetime.now(UTC) + timedelta(hours=1)).isoformat())
    change = """mutation($id: ID!) { scheduleRetention(input: {ids: [$id], reviewAt: "2131-01-01T00:00:00Z"}) {
      schedules { recordId } userErrors { code } } }"""
    desk.world.file("th-police", record("Site", "s", name="Golden Mekong Park", country="TH"))
    rid, token = desk.world.id("th-police", "s"), desk.world.token("th-police")
    with monkeypatch.context() as meanwhile:
        keeper = type(desk.world.app.accountability.retention)
        later_from_the_reading_on(desk, meanwhile, (keeper, "schedule"), 4_000)
        answer = desk.ask(change, token=token, id=rid)
    told = "something that was open to you ended while this was answered; look whether the change was made"
    assert answer == {"errors": [{**ENDED, "message": told}], "data": None}
    entry = desk.trail()[-1].entry
    assert (entry.operation, entry.outcome, entry.record_ids) == (
        *("mutation scheduleRetention (answer withheld)", Outcome.ALLOWED),
        (),
    )
    dated = desk.nodes("{ retentionSchedules { edges { node { recordId } } } }", token=token)
    assert dated == [{"recordId": rid}]
