"""An account that is a phone number meets that number wherever it stands, by the terms of accounts. All are invented."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from graph import load_ontology
from graph.store import Access, Template, migrate
from policies import Exposure
from tests.api.alerts.test_carried_alerts import EQUAL, told
from tests.api.asking import Desk
from tests.api.exchanging import CASE, SetClock, check, exchanging, holders, phone
from tests.api.hit_recalling import recalls, retract
from tests.api.sealing import claim, look
from tests.world import World, link, record

NUMBER, OTHER = "+6281234567813", "+6281234567899"
WHATSAPP = "wa.me/6281234567813"
WHO = {"name": "Wichit Busabasombat", "birthDate": "1981-02-03", "nationality": "TH"}
GIVE = "mutation($input: GrantInput!) { grant(input: $input) { grant { id } userErrors { code } } }"
SEND = """mutation($hit: ID!) { sendRequest(input: {hit: $hit, question: "Whose?", urgency: EIGHT_HOURS}) {
  request { id } userErrors { code } } }"""
INCOMING = "{ requests(direction: INCOMING) { edges { node { kind recordIds } } } }"
LIMITED = "default: {per_request: 60, per_day: 1000}\nblocks: {thousand: 9, ten_thousand: 50, days: 7}\n"
SUBMIT = """mutation($records: [RecordInput!]!) { submitRecords(input: {dataset: "cases", profile: "law-enforcement",
  records: $records}) { heldCheck userErrors { code } } }"""


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    return Desk(exchanging(world, tmp_path, clock=SetClock(), budgets=LIMITED))


def account(number: str = NUMBER, platform: str = "WhatsApp") -> dict[str, str]:
    return {"kind": "ONLINE_ACCOUNT", "value": number, "qualifier": platform}


def hold(desk: Desk, agency: str = "th-police", *, profile: str = "hit-only", handle: str = WHATSAPP) -> str:
    [rid] = desk.world.file(agency, record("OnlineAccount", "wa", handle=handle), profile=profile)
    return str(rid)


def number(desk: Desk, agency: str, *, profile: str = "law-enforcement", value: str = NUMBER) -> str:
    [rid] = desk.world.file(agency, record("PhoneNumber", "n", number=value), profile=profile)
    return str(rid)


@pytest.mark.parametrize("account_first", [True, False])
def test_an_account_and_a_number_of_two_agencies_are_told_to_both(desk: Desk, *, account_first: bool) -> None:
    if account_first:
        own, other = hold(desk, profile="law-enforcement"), number(desk, "kh-police")
    else:
        other, own = number(desk, "kh-police"), hold(desk, profile="law-enforcement")
    assert told(desk, "th-police") == [(own, "ONLINE_ACCOUNT", EQUAL, None, "kh-police")]
    assert told(desk, "kh-police") == [(other, "PHONE_NUMBER", EQUAL, None, "th-police")]


@pytest.mark.long
def test_an_account_and_the_number_to_call_or_to_write_to_of_an_advertisement_are_told(desk: Desk) -> None:
    own = hold(desk, profile="law-enforcement")
    [ad] = desk.world.file("kh-police", record("JobAdvertisement", "j", text="Typist, Bavet", phone=NUMBER))
    assert told(desk, "th-police") == [(own, "ONLINE_ACCOUNT", EQUAL, None, "kh-police")]
    assert told(desk, "kh-police") == [(ad, "JOB_ADVERTISEMENT", EQUAL, None, "th-police")]
    third = number(desk, "my-police", value=OTHER)
    desk.world.file(
        "kh-police", record("JobAdvertisement", "k", text="Host, Poipet", contactHandle=f"WhatsApp: {OTHER}")
    )
    assert told(desk, "my-police") == [(third, "PHONE_NUMBER", EQUAL, None, "kh-police")]


@pytest.mark.long
def test_two_accounts_of_one_number_are_told_of_once(desk: Desk) -> None:
    own = hold(desk, profile="law-enforcement")
    other = hold(desk, "kh-police", profile="law-enforcement", handle=f"viber: {NUMBER}")
    assert told(desk, "th-police") == [(own, "ONLINE_ACCOUNT", EQUAL, other, "kh-police")]


@pytest.mark.parametrize("profile", ["hit-only", "originator-controlled", "victim-protection"])
def test_terms_without_notices_tell_nobody(desk: Desk, profile: str) -> None:
    hold(desk, profile=profile)
    number(desk, "kh-police")
    assert told(desk, "kh-police") == []
    assert told(desk, "th-police") == []


def test_a_check_of_the_number_hits_the_account_and_the_other_way_round(desk: Desk) -> None:
    rid = hold(desk)
    number(desk, "kh-police", profile="hit-only")
    asked = [phone(NUMBER), account(), account(platform="Viber"), phone(OTHER), account(OTHER)]
    found = check(desk, "my-police", asked)
    assert holders(found) == [["kh-police", "th-police"]] * 3 + [[], []]
    assert all(v["problem"] is None and v["inView"] == [] for v in found["check"]["values"])
    entry = next(e.entry for e in reversed(desk.trail()) if e.entry.operation.startswith("cross-check"))
    hit = {(d.originator, d.exposure, tuple(d.record_ids)) for d in entry.disclosures}
    assert ("th-police", Exposure.HIT, (rid,)) in hit
    assert len(hit) == 2
    assert all(d.permits for d in entry.disclosures)


def test_a_check_of_an_account_hits_the_number_on_a_person_and_the_account_on_an_advertisement(desk: Desk) -> None:
    desk.world.file("th-police", record("Person", "p", role="suspect", phone=NUMBER, **WHO), profile="hit-only")
    ad = record("JobAdvertisement", "j", text="Typist, Bavet", phone=OTHER, contactHandle=f"WhatsApp {OTHER}")
    desk.world.file("kh-police", ad, profile="hit-only")
    found = check(desk, "my-police", [account(), phone(OTHER), account(OTHER)])
    assert holders(found) == [["th-police"], ["kh-police"], ["kh-police"]]


@pytest.mark.long
def test_the_holder_is_asked_about_it_as_what_was_checked(desk: Desk) -> None:
    rid = hold(desk)
    hit = check(desk, "my-police", [phone(NUMBER)])["check"]["values"][0]["hits"][0]["id"]
    sent = desk.data(SEND, token=desk.world.token("my-police"), hit=hit)["sendRequest"]
    assert sent["userErrors"] == []
    [asked] = desk.data(INCOMING, token=desk.world.token("th-police"))["requests"]["edges"]
    assert asked["node"] == {"kind": "PHONE_NUMBER", "recordIds": [rid]}


def test_what_closes_accounts_closes_them_to_who_asks_for_the_number(desk: Desk) -> None:
    """The units' memorandum permits hits of numbers, and none of accounts: of these nothing changes."""
    purpose = "financial-intelligence"
    absent = check(desk, "my-fiu", [phone(NUMBER), account()], purpose=purpose)["check"]["values"]
    hold(desk, "th-fiu", profile="told-to-both")
    ad = record("JobAdvertisement", "j", text="Typist", contactHandle=WHATSAPP)
    desk.world.file("th-fiu", ad, profile="told-to-both")
    before = desk.world.query("MATCH (n:Notice) RETURN count(n) AS n")
    assert check(desk, "my-fiu", [phone(NUMBER), account()], purpose=purpose)["check"]["values"] == absent
    desk.world.run(desk.world.app.exchange.drain())
    assert desk.world.query("MATCH (n:Notice) RETURN count(n) AS n") == before
    checks = [e.entry for e in desk.trail() if e.entry.operation.startswith("cross-check")]
    assert [e.disclosures for e in checks] == [(), ()]


@pytest.mark.parametrize("profile", ["told-to-holder", "told-to-nobody", "originator-controlled"])
def test_an_account_answers_the_number_as_it_answers_the_account(desk: Desk, profile: str) -> None:
    hold(desk, profile=profile)
    for agency in ("my-police", "my-telco", "la-police", "th-police"):
        [asked], [as_account] = (check(desk, agency, [v])["check"]["values"] for v in (phone(NUMBER), account()))
        hits = [[h["holder"]["code"] for h in v["hits"]] for v in (asked, as_account)]
        assert (asked["inView"], hits[0]) == (as_account["inView"], hits[1])


def test_a_sealed_persons_account_is_as_if_nobody_held_it(desk: Desk) -> None:
    her = record("Person", "v", role="presumed-victim", **WHO)
    absent = check(desk, "my-police", [phone(NUMBER), account()])["check"]["values"]
    for profile in ("hit-only", "law-enforcement", "told-to-both"):
        items = (her, record("OnlineAccount", "wa", handle=WHATSAPP), link("USES", "v", "wa"))
        desk.world.file("th-police", *items, profile=profile)
        assert check(desk, "my-police", [phone(NUMBER), account()])["check"]["values"] == absent
    number(desk, "kh-police")
    assert told(desk, "kh-police") == []
    assert all(not e.entry.disclosures for e in desk.trail() if e.entry.operation.startswith("cross-check"))


@pytest.mark.long
def test_a_claim_closes_whom_her_number_ties_to_her_by_an_account(desk: Desk) -> None:
    him = {**WHO, "birthDate": "1981"}
    desk.world.file(
        "th-police",
        record("Person", "p", role="suspect", **him),
        record("OnlineAccount", "wa", handle=WHATSAPP),
        link("USES", "p", "wa"),
    )
    desk.world.file("kh-hotline", record("Person", "h", phone=NUMBER, **WHO), profile="victim-protection")
    assert look(desk, "p", "kh-police") is not None
    [before] = check(desk, "my-police", [phone(NUMBER)])["check"]["values"]
    assert before["inView"] == [desk.world.id("th-police", "wa")]
    claim(desk)
    assert look(desk, "p", "kh-police") is None
    assert look(desk, "wa", "kh-police") is None
    [after] = check(desk, "my-police", [phone(NUMBER)])["check"]["values"]
    assert (after["inView"], after["hits"]) == ([], [])


@pytest.mark.long
def test_a_grant_of_its_class_shows_it_and_one_of_another_does_not(desk: Desk) -> None:
    rid = hold(desk, profile="originator-controlled")
    for classes, seen, hit in ((["NARRATIVE"], [], ["th-police"]), (["CONTACT"], [rid], [])):
        given = {
            "agency": "my-police",
            "purpose": "investigation",
            "records": [rid],
            "classes": classes,
            "until": (datetime.now(UTC) + timedelta(days=30)).isoformat(),
            "caseRef": CASE,
            "reason": "the same case",
        }
        made = desk.data(GIVE, token=desk.world.token("th-police"), input=given)["grant"]
        assert made["userErrors"] == []
        for asked in (phone(NUMBER), account()):
            [value] = check(desk, "my-police", [asked])["check"]["values"]
            assert (value["inView"], [h["holder"]["code"] for h in value["hits"]]) == (seen, hit)


@pytest.mark.long
@pytest.mark.parametrize("stays", [True, False])
def test_a_hit_by_the_account_ends_with_the_last_that_holds_the_number(desk: Desk, *, stays: bool) -> None:
    hold(desk)
    if stays:
        number(desk, "th-police", profile="hit-only")
    [asked] = check(desk, "my-police", [phone(NUMBER)])["check"]["values"]
    desk.world.app.audit.flush()
    retract(desk, "wa")
    desk.world.run(desk.world.app.accountability.follow_recalls())
    hits = [hit["id"] for hit in asked["hits"]]
    assert len(hits) == 1
    assert [n["hit"] for n in recalls(desk, "my-police")] == ([] if stays else hits)


def test_neighbours_asked_as_numbers_and_as_accounts_are_one_block(desk: Desk) -> None:
    neighbours = [f"+628123456700{n}" for n in range(10)]
    assert not check(desk, "my-police", [phone(n) for n in neighbours[:5]])["check"]["held"]
    assert not check(desk, "my-police", [account(n) for n in neighbours[:9]])["check"]["held"]
    assert check(desk, "my-police", [account(neighbours[9])])["check"]["held"]
    assert check(desk, "my-police", [phone(neighbours[9])])["check"]["held"]


@pytest.mark.long
def test_neighbours_filed_as_numbers_and_as_accounts_are_one_block(desk: Desk) -> None:
    def filed(kind: str, name: str, places: range) -> Any:
        values = {
            n: {"name": name, "values": [f"WhatsApp: +628123456700{n}"[10 * (name == "number") :]]} for n in places
        }
        records = [{"kind": kind, "reference": f"{name}{n}", "properties": [v]} for n, v in values.items()]
        token = desk.world.token("th-telco")
        return desk.data(SUBMIT, token=token, records=records)["submitRecords"]["heldCheck"]

    assert filed("PHONE_NUMBER", "number", range(5)) is None
    assert filed("ONLINE_ACCOUNT", "handle", range(4, 9)) is None
    assert filed("ONLINE_ACCOUNT", "handle", range(9, 10)) is not None


@pytest.mark.long
def test_nothing_is_told_of_what_meets_before_the_resolver_has_dealt_with_it(desk: Desk) -> None:
    """Who turns out to be a victim takes what identifies her along: of that nothing may have been told."""
    world = desk.world
    number(desk, "kh-police")
    victim = record("Person", "h", passportNumber="AA1234567", **WHO)
    world.file("kh-hotline", victim, profile="victim-protection")
    claim(desk)
    her = record("Person", "p", role="suspect", passportNumber="AA1234567", **WHO)
    world.file("th-police", her, record("OnlineAccount", "wa", handle=WHATSAPP), link("USES", "p", "wa"), settle=False)
    for _ in range(2):
        for step in (world.app.exchange.index.drain, world.app.exchange.meetings.drain, world.app.notice_matcher.drain):
            world.run(step())
        assert told(desk, "kh-police") == []
        world.settle()


@pytest.mark.long
def test_an_older_store_takes_them_in_and_compares_anew_who_is_linked_to_them(desk: Desk) -> None:
    world = desk.world
    number(desk, "kh-police")
    hold(desk, profile="law-enforcement")
    entries = "MATCH (h:HitEntry) RETURN h.eid AS e, h.carried AS c ORDER BY e"
    made = world.query(entries)
    assert [e["c"] for e in made if e["c"]] == ["OnlineAccount"]
    older = ("MATCH (h:HitEntry) WHERE h.carried <> '' DELETE h", "MATCH (s:Schema) SET s.version = 58")
    for text in older:
        world.run(world.app.store.run_alone(Template(name="older", access=Access.WRITE, text=text), {}))
    before = world.run(world.app.feed.last())
    world.run(migrate(world.app.store, load_ontology()))
    [announced] = world.run(world.app.feed.since(before))
    assert announced.record_ids == (world.id("th-police", "wa"),)
    world.settle()
    world.run(world.app.exchange.index.drain())
    assert world.query(entries) == made
