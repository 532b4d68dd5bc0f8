"""Cross-checks of numbers that stand on persons, companies and advertisements: told of as records of their own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from graph import load_ontology
from graph.store import Access, Template, migrate
from policies import Exposure
from tests.api.asking import Desk
from tests.api.exchanging import CASE, SetClock, alerts, check, exchanging, holders, phone
from tests.api.sealing import claim
from tests.world import World, record

PHONE, OTHER, PASSPORT = "+66812345678", "+66812349999", "AA1234567"
WHO = {"name": "Wichit Busabasombat", "birthDate": "1981-02-03", "nationality": "TH"}
GIVE = "mutation($input: GrantInput!) { grant(input: $input) { grant { id } userErrors { code } } }"
SEND = """mutation($hit: ID!) { sendRequest(input: {hit: $hit, question: "Whose?", urgency: EIGHT_HOURS}) {
  request { id } userErrors { code } } }"""
INCOMING = "{ requests(direction: INCOMING) { edges { node { kind recordIds } } } }"
UNTOLD = "MATCH (h:HitEntry) WHERE h.record = $p.rid RETURN count(h) AS n"


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    return Desk(exchanging(world, tmp_path, clock=SetClock()))


def document(number: str, country: str = "TH") -> dict[str, str]:
    return {"kind": "IDENTITY_DOCUMENT", "value": number, "country": country, "qualifier": "passport"}


def suspect(desk: Desk, *, profile: str = "hit-only", settle: bool = True, **values: Any) -> str:
    given = {**WHO, "phone": PHONE, "passportNumber": PASSPORT, **values}
    [rid] = desk.world.file("th-police", record("Person", "p", role="suspect", **given), profile=profile, settle=settle)
    return str(rid)


def test_a_phone_and_a_passport_of_a_person_are_hit_and_the_holder_is_told_of_the_person(desk: Desk) -> None:
    rid = suspect(desk)
    found = check(desk, "my-police", [phone(PHONE), document(PASSPORT), phone(OTHER)])
    assert holders(found) == [["th-police"], ["th-police"], []]
    assert all(not v["inView"] and v["problem"] is None for v in found["check"]["values"])
    [told] = alerts(desk, "th-police")
    assert (told["recordId"], told["kind"], told["reason"]) == (rid, "PERSON", "HIT")
    entry = next(e.entry for e in reversed(desk.trail()) if e.entry.operation.startswith("cross-check"))
    [disclosed] = {(d.exposure, d.profile, tuple(d.record_ids)) for d in entry.disclosures}
    assert disclosed == (Exposure.HIT, "hit-only", (rid,))
    assert all(d.permits for d in entry.disclosures)


def test_a_passport_of_somebody_of_two_countries_is_hit_in_whatever_order_they_stand(desk: Desk) -> None:
    for reference, number, order in (("p", "AA7654320", ("KH", "TH")), ("q", "AA7654329", ("TH", "KH"))):
        filed = record("Person", reference, role="suspect", name=WHO["name"], nationality=order, passportNumber=number)
        desk.world.file("th-police", filed, profile="hit-only")
    asked = [document(number, country) for number in ("AA7654320", "AA7654329") for country in ("TH", "KH")]
    assert holders(check(desk, "my-police", asked)) == [["th-police"], [], ["th-police"], []]


def test_a_passport_that_may_be_of_either_country_is_hit_as_one_of_each(desk: Desk) -> None:
    suspect(desk, nationality=["KH", "VN"], passportNumber="N7654320")
    asked = [document("N7654320", country) for country in ("VN", "KH", "TH")]
    assert holders(check(desk, "my-police", asked)) == [["th-police"], ["th-police"], []]


def test_its_holder_can_be_asked(desk: Desk) -> None:
    rid = suspect(desk)
    hit = check(desk, "my-police", [phone(PHONE)])["check"]["values"][0]["hits"][0]["id"]
    token = desk.world.token("my-police")
    assert desk.data(SEND, token=token, hit=hit)["sendRequest"]["userErrors"] == []
    [asked] = desk.data(INCOMING, token=desk.world.token("th-police"))["requests"]["edges"]
    assert asked["node"] == {"kind": "PHONE_NUMBER", "recordIds": [rid]}


def test_numbers_of_companies_and_advertisements_are_hit(desk: Desk) -> None:
    site = {"kind": "WEB_RESOURCE", "value": "https://lucky-desk.example/"}
    desk.world.file(
        "th-police",
        record("Organization", "o", name="Lucky Desk Company Limited", phone=PHONE, website="lucky-desk.example"),
        record("JobAdvertisement", "a", text="Customer service, 30,000 baht, housing included", phone=OTHER),
        profile="hit-only",
    )
    found = check(desk, "my-police", [phone(PHONE), phone(OTHER), site])
    assert holders(found) == [["th-police"], ["th-police"], ["th-police"]]


@pytest.mark.long
def test_what_one_reads_anyway_is_in_view_and_tells_nobody(desk: Desk) -> None:
    rid = suspect(desk, profile="law-enforcement")
    for agency in ("th-police", "my-police"):
        [value] = check(desk, agency, [phone(PHONE)])["check"]["values"]
        assert (value["inView"], value["hits"]) == ([rid], [])
    assert alerts(desk, "th-police") == []


def test_a_person_is_nobody_elses_before_it_is_compared_and_hit_after(desk: Desk) -> None:
    suspect(desk, settle=False)
    assert holders(check(desk, "my-police", [phone(PHONE), document(PASSPORT)])) == [[], []]
    desk.world.settle()
    assert holders(check(desk, "my-police", [phone(PHONE), document(PASSPORT)])) == [["th-police"], ["th-police"]]


@pytest.mark.long
def test_a_bulk_of_persons_is_hit_once_it_is_compared(desk: Desk) -> None:
    people = [
        record("Person", f"p{n}", role="suspect", name=f"Somchai Busabasombat {n}", phone=f"+6681234{n:04d}")
        for n in range(120)
    ]
    desk.world.file("th-police", *people, profile="hit-only")
    asked = [phone(f"+6681234{n:04d}") for n in range(0, 120, 20)]
    assert holders(check(desk, "my-police", asked)) == [["th-police"]] * 6


@pytest.mark.parametrize("role", ["presumed-victim", "identified-victim"])
def test_a_victims_number_is_as_if_nobody_held_it(desk: Desk, role: str) -> None:
    victim = record("Person", "v", role=role, **WHO, phone=PHONE, passportNumber=PASSPORT)
    for profile in ("hit-only", "law-enforcement", "told-to-both"):
        desk.world.file("th-police", victim, profile=profile)
        absent = check(desk, "my-police", [phone(OTHER), document("ZZ7654321")])["check"]["values"]
        assert check(desk, "my-police", [phone(PHONE), document(PASSPORT)])["check"]["values"] == absent
    assert alerts(desk, "th-police") == []
    assert all(not e.entry.disclosures for e in desk.trail() if e.entry.operation.startswith("cross-check"))


def test_a_claim_closes_the_hit_at_once(desk: Desk) -> None:
    suspect(desk)
    desk.world.file("kh-hotline", record("Person", "h", **WHO, passportNumber=PASSPORT), profile="victim-protection")
    assert holders(check(desk, "my-police", [phone(PHONE)])) == [["th-police"]]
    claim(desk)
    assert holders(check(desk, "my-police", [phone(PHONE)])) == [[]]


@pytest.mark.long
def test_policy_decides_as_on_a_number_of_its_own(desk: Desk) -> None:
    suspect(desk)
    numbers = [phone(PHONE), document(PASSPORT)]
    assert holders(check(desk, "la-police", numbers)) == [[], []]
    assert holders(check(desk, "kh-hotline", numbers, purpose="victim-protection")) == [[], []]
    for profile, told in (("told-to-holder", []), ("told-to-nobody", []), ("told-to-asker", ["th-police"])):
        suspect(desk, profile=profile)
        assert holders(check(desk, "my-telco", [phone(PHONE)])) == [told]


@pytest.mark.long
def test_it_follows_what_the_person_says(desk: Desk) -> None:
    rid = suspect(desk)
    suspect(desk, phone=[OTHER, "0812341111"])
    asked = [phone(PHONE), phone(OTHER), document(PASSPORT)]
    assert holders(check(desk, "my-police", asked)) == [[], ["th-police"], ["th-police"]]
    assert desk.world.query(UNTOLD, {"rid": rid}) == [{"n": 2}]  # a national number without a country is not exact
    desk.world.file("th-police", record("PhoneNumber", "p", number=PHONE), profile="hit-only")
    assert holders(check(desk, "my-police", asked)) == [["th-police"], [], []]
    assert desk.world.query(UNTOLD, {"rid": rid}) == [{"n": 1}]
    suspect(desk)
    assert holders(check(desk, "my-police", asked)) == [["th-police"], [], ["th-police"]]
    entries = desk.world.query("MATCH (h:HitEntry) RETURN properties(h) AS p ORDER BY h.eid")
    assert desk.world.run(desk.world.app.exchange.index.rebuild()) == 2
    again = desk.world.query("MATCH (h:HitEntry) RETURN properties(h) AS p ORDER BY h.eid")
    assert [{**e["p"], "generation": 0} for e in again] == [{**e["p"], "generation": 0} for e in entries]


def test_a_grant_of_its_class_shows_it_and_one_of_another_does_not(desk: Desk) -> None:
    rid = suspect(desk, profile="originator-controlled")
    asked = [phone(PHONE), document(PASSPORT)]
    assert holders(check(desk, "my-police", asked)) == [["th-police"], ["th-police"]]
    given = {
        "agency": "my-police",
        "purpose": "investigation",
        "records": [rid],
        "classes": ["CONTACT"],
        "until": (datetime.now(UTC) + timedelta(days=30)).isoformat(),
        "caseRef": CASE,
        "reason": "the same case",
    }
    made = desk.data(GIVE, token=desk.world.token("th-police"), input=given)["grant"]
    assert made["userErrors"] == []
    shown, closed = check(desk, "my-police", asked)["check"]["values"]
    assert (shown["inView"], shown["hits"]) == ([rid], [])
    assert (closed["inView"], [h["holder"]["code"] for h in closed["hits"]]) == ([], ["th-police"])


@pytest.mark.long
def test_an_older_store_takes_them_in(desk: Desk) -> None:
    rid = suspect(desk)
    desk.world.file("th-police", record("PhoneNumber", "n", number=OTHER), profile="hit-only")
    desk.world.run(desk.world.app.exchange.index.drain())
    older = (
        "MATCH (h:HitEntry) WHERE h.carried <> '' DELETE h",
        "MATCH (h:HitEntry) SET h.rid = h.record REMOVE h.eid, h.record, h.carried",
        "MATCH (s:Schema) SET s.version = 24",
    )
    for text in older:
        desk.world.run(desk.world.app.store.run_alone(Template(name="older", access=Access.WRITE, text=text), {}))
    desk.world.run(migrate(desk.world.app.store, load_ontology()))
    assert holders(check(desk, "my-police", [phone(PHONE), phone(OTHER)])) == [["th-police"], ["th-police"]]
    assert desk.world.query(UNTOLD, {"rid": rid}) == [{"n": 2}]
