"""What somebody else keeps open beside a sealed person is open to whom that keeper is, and to others as under the seal."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from graph.store import Access, Template, migrate
from ingest import SubmittedLink, SubmittedRecord
from tests.api.asking import Desk
from tests.api.audit.test_denials import state
from tests.api.recalling import RETRACT
from tests.api.sealing import PROTECTION, VICTIM
from tests.api.seals.test_sealed_names import claim, lift
from tests.world import World, link, record

pytestmark = pytest.mark.usefixtures("hits_stand")

FINANCIAL = ("analyst", "financial-intelligence")
INVESTIGATION = ("analyst", "investigation")
OUTSIDERS = {"kh-police": INVESTIGATION, "th-fiu": FINANCIAL, "my-telco": INVESTIGATION}
RECORD = """query($id: ID!) { record(id: $id) { id caption claimedVictim redacted properties { name values { raw } }
  links { id type } entity { caption records { id } } } }"""
NETWORK = "query($id: ID!) { network(id: $id, depth: 2) { entities { records { id caption } } edges { type } } }"
SEARCH = "query($text: String!) { search(text: $text) { edges { node { caption records { id } } } } }"
ALERTS = "{ alerts(first: 50) { edges { node { recordId otherRecordId otherAgency { code } stillLinked } } } }"
RECALLS = "{ recalls(first: 50) { edges { node { recordId cause } } } }"
CHECK = """mutation($value: String!, $purpose: String!) { crossCheck(input: {purpose: $purpose, caseRef: "T-1", values: [
  {kind: PHONE_NUMBER, value: $value}]}) { check { values { inView hits { holder { code } } } } userErrors { code } } }"""
STAMPS = """MATCH (n:Record) WITH n ORDER BY n.rid RETURN n.rid AS id, n.cmp AS cmp, n.seal AS seal, n.sealed_by AS by,
  n.sealed_cmp AS closed, n.identity AS i, n.narrative AS n, n.source AS s
  UNION ALL MATCH (:Record)-[r]->(:Record) WHERE r.lid IS NOT NULL WITH r ORDER BY r.lid
  RETURN r.lid AS id, r.cmp AS cmp, null AS seal, null AS by, null AS closed, null AS i, null AS n, null AS s"""
OLDER = """MATCH (n:Record) MATCH (k:Compartment {id: n.cmp}) WHERE k.keepers IS NOT NULL
  MATCH (c:Compartment {originator: k.originator, profile: k.profile, kind: k.kind, role: k.role})
  WHERE c.keepers IS NULL AND c.claimed IS NULL AND c.uncompared IS NULL
  SET n.cmp = c.id, n.sealed_by = CASE WHEN $p.of_victim IN n.sealed_by THEN n.sealed_by END
  WITH DISTINCT 1 AS all MATCH (s:Schema {name: 'benang'}) SET s.version = 59"""
HERS = ("+66812345678", "+66812349999")
WHOLE = ("n", "a", "c", "cn", "y")
"""Her number, account and company, the company's number, and what was paid from her account."""
HIDDEN = "originator-controlled"


def account(reference: str, number: str, **more: str) -> SubmittedRecord:
    return record("BankAccount", reference, number=number, bank="Bangkok Bank", country="TH", **more)


def payment(reference: str) -> SubmittedRecord:
    said = {"reference": [reference], "amount": ["1000 THB"]}
    return SubmittedRecord(kind="Payment", reference=reference, properties=said, subject_role="none", profile=None)


def hers(desk: Desk, *, role: str, profile: str | None = None) -> None:
    """File a woman of the police with what is hers, and a number of Cambodia's police that is hers as well."""
    desk.world.file("kh-police", record("PhoneNumber", "own", number=HERS[0]))
    desk.world.file(
        "th-police",
        record("Person", "v", role=role, profile=profile, **VICTIM),
        record("PhoneNumber", "n", number=HERS[0]),
        account("a", "1234567809", holderName="Anong Siriwattana"),
        account("other", "2345678901"),
        record("Organization", "c", name="Lucky Star Trading Ltd", jurisdiction="KH", notes="run by Anong Siriwattana"),
        record("PhoneNumber", "cn", number=HERS[1]),
        payment("y"),
        link("USES", "v", "n"),
        link("OWNS", "v", "a"),
        link("CONTROLS", "v", "c"),
        link("USES", "c", "cn"),
        link("TRANSFERRED_TO", "a", "y"),
        link("TRANSFERRED_TO", "y", "other"),
    )


def suspect(reference: str, *, profile: str | None = None) -> SubmittedRecord:
    return record("Person", reference, role="suspect", profile=profile, name="Prasert Wongsa", birthDate="1971-07-21")


def ties(reference: str, *, profile: str | None = None) -> list[SubmittedLink]:
    """Return links of somebody to what is hers."""
    found = (("USES", "n"), ("OWNS", "a"), ("MEMBER_OF", "c"))
    return [replace(link(kind, reference, target), profile=profile) for kind, target in found]


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


@pytest.fixture
def sealed(desk: Desk) -> Desk:
    """A victim by her own agency's word, whom nobody else sees, nor anything of hers."""
    hers(desk, role="presumed-victim", profile="victim-protection")
    assert told(desk, "kh-police", *WHOLE) == told(desk, "kh-police", *(["never filed"] * len(WHOLE)))
    return desk


def told(desk: Desk, agency: str, *references: str) -> list[bytes]:
    """Return what an agency's analyst is answered of records of the police, byte for byte."""
    token = desk.world.token(agency, *OUTSIDERS.get(agency, INVESTIGATION))
    ids = [desk.world.id("th-police", r) for r in references]
    return [desk.post(query, token=token, variables={"id": rid}).content for rid in ids for query in (RECORD, NETWORK)]


def all_told(desk: Desk) -> dict[tuple[str, str], Any]:
    """Return all that outsiders are answered of what is hers: records, alerts, recalls, words and cross-checks."""
    found: dict[tuple[str, str], Any] = {}
    for agency, role in OUTSIDERS.items():
        token = desk.world.token(agency, *role)
        found |= {(agency, r): told(desk, agency, r) for r in ("v", "other", *WHOLE)}
        found |= {(agency, q): desk.post(q, token=token).content for q in (ALERTS, RECALLS)}
        for text in ("Lucky Star Trading", "Anong Siriwattana", "1234567809"):
            found[agency, text] = desk.post(SEARCH, token=token, variables={"text": text}).content
        if agency != "th-fiu":
            found |= {(agency, number): check(desk, agency, number) for number in HERS}
    desk.world.settle()
    return found


def check(desk: Desk, agency: str, number: str) -> str:
    role = OUTSIDERS[agency]
    return json.dumps(desk.ask(CHECK, token=desk.world.token(agency, *role), value=number, purpose=role[1]))


def settled(desk: Desk) -> Mapping[tuple[str, str], Any]:
    """Return what outsiders are told once their own cross-checks have said what they say."""
    for agency in ("kh-police", "my-telco"):
        for number in HERS:
            check(desk, agency, number)
    desk.world.settle()
    return all_told(desk)


def reads(desk: Desk, reference: str, agency: str = "kh-police") -> dict[str, Any] | None:
    token = desk.world.token(agency, *OUTSIDERS.get(agency, INVESTIGATION))
    found: dict[str, Any] | None = desk.data(RECORD, token=token, id=desk.world.id("th-police", reference))["record"]
    return found


def open_to(desk: Desk, agency: str) -> set[str]:
    return {r for r in WHOLE if reads(desk, r, agency) is not None}


def withdraw(desk: Desk, reference: str, *role: str) -> None:
    """Withdraw a record of the police."""
    token = desk.world.token("th-police", *role)
    done = desk.data(RETRACT, token=token, ids=[desk.world.id("th-police", reference)], erase=False)["retractRecords"]
    assert (done["done"], done["userErrors"]) == (True, [])
    desk.world.settle()


def files_unseen(desk: Desk, *items: SubmittedRecord | SubmittedLink, besides: str = "never filed") -> None:
    """Check that outsiders are told the same before and behind a filing, and that asking changes nothing."""
    before = settled(desk)
    desk.world.file("th-police", *items)
    absent = {agency: told(desk, agency, "never filed") for agency in OUTSIDERS}
    stood, entries = state(desk.world), len(desk.trail())
    assert all(told(desk, agency, r) == absent[agency] for agency in OUTSIDERS for r in (besides, *WHOLE))
    assert state(desk.world) == stood
    assert {(e.entry.record_ids, e.entry.count) for e in desk.trail()[entries:]} == {((), 0)}
    assert all_told(desk) == before


def test_an_owner_whom_nobody_sees_opens_nothing_of_a_victims(sealed: Desk) -> None:
    files_unseen(sealed, suspect("s", profile=HIDDEN), *ties("s"), besides="s")
    # The links as well, and another one.
    files_unseen(sealed, suspect("t", profile="victim-protection"), *ties("t", profile=HIDDEN), besides="t")
    assert open_to(sealed, "th-police") == set(WHOLE)


@pytest.mark.long
def test_a_link_that_nobody_sees_opens_nothing_of_a_victims(sealed: Desk) -> None:
    sealed.world.file("th-police", suspect("s"))
    assert reads(sealed, "s") is not None
    files_unseen(sealed, *ties("s", profile=HIDDEN))


@pytest.mark.long
def test_under_another_bodys_claim_a_member_whom_nobody_sees_opens_no_company(desk: Desk) -> None:
    hers(desk, role="suspect")
    assert open_to(desk, "kh-police") == set(WHOLE)
    desk.world.file("kh-hotline", record("Person", "h", role="presumed-victim", **VICTIM), profile="victim-protection")
    files_unseen(desk, suspect("s", profile=HIDDEN), *ties("s"), besides="s")
    # One whom they see opens the company and its number, and nothing that stands under the claim itself.
    desk.world.file("th-police", suspect("seen"), *ties("seen"))
    assert open_to(desk, "kh-police") == {"c", "cn"}
    assert sorted(edge["type"] for edge in (reads(desk, "c") or {})["links"]) == ["MEMBER_OF", "USES"]


@pytest.mark.long
def test_an_owner_who_is_seen_keeps_open_what_was(sealed: Desk) -> None:
    sealed.world.file("th-police", suspect("s"), *ties("s"))
    for agency in ("kh-police", "th-fiu"):
        assert open_to(sealed, agency) == set(WHOLE)
    found = {r: reads(sealed, r) or {} for r in ("n", "a", "c", "cn", "y")}
    assert {r: sorted(e["type"] for e in one["links"]) for r, one in found.items()} == {
        "n": ["USES"],
        "a": ["OWNS", "TRANSFERRED_TO"],
        "c": ["MEMBER_OF", "USES"],
        "cn": ["USES"],
        "y": ["TRANSFERRED_TO", "TRANSFERRED_TO"],
    }
    # Without what names her, as before.
    assert not {p["name"] for r in ("a", "c") for p in found[r]["properties"] if p["values"]} & {"holderName", "notes"}
    for number in HERS:
        assert "th-police" in check(sealed, "my-telco", number)
        assert sealed.world.id("th-police", "n" if number == HERS[0] else "cn") in check(sealed, "kh-police", number)
    # One more, whom nobody sees, changes nothing.
    before = settled(sealed)
    sealed.world.file("th-police", suspect("t", profile=HIDDEN), *ties("t", profile=HIDDEN))
    assert all_told(sealed) == before


@pytest.mark.long
def test_what_is_kept_open_follows_the_terms_of_its_keeper(sealed: Desk) -> None:
    closed = settled(sealed)
    world, stamps = sealed.world, []
    for profile in (None, HIDDEN, None):
        world.file("th-police", suspect("s", profile=profile), *ties("s"))
        assert (open_to(sealed, "kh-police") == set(WHOLE)) is (profile is None)
        stamps.append(world.query(STAMPS))
    assert stamps[0] == stamps[2] != stamps[1]
    for profile in (HIDDEN, None, HIDDEN):
        world.file("th-police", *ties("s", profile=profile))
        assert (open_to(sealed, "kh-police") == set(WHOLE)) is (profile is None)
    world.file("th-police", suspect("s", profile=HIDDEN))
    found = {place: answer for place, answer in all_told(sealed).items() if place[1] != RECALLS}
    assert found == {place: answer for place, answer in closed.items() if place[1] != RECALLS}
    # That he was narrowed is told to those who had him, and of what is hers nothing is.
    recalled = sealed.data(RECALLS, token=world.token("kh-police"))["recalls"]["edges"]
    assert {edge["node"]["recordId"] for edge in recalled} == {world.id("th-police", "s")}


def test_a_keeper_whom_nobody_sees_yet_keeps_nothing_open(sealed: Desk) -> None:
    sealed.world.file("th-police", suspect("hidden", profile=HIDDEN), *ties("hidden"))
    sealed.world.file("th-police", suspect("s"), *ties("s"), settle=False)
    assert open_to(sealed, "kh-police") == set()
    sealed.world.settle()
    assert open_to(sealed, "kh-police") == set(WHOLE)


@pytest.mark.long
def test_what_a_keeper_leaves_is_hers_alone_again(sealed: Desk) -> None:
    closed = settled(sealed)
    sealed.world.file("th-police", suspect("s"), *ties("s"))
    assert open_to(sealed, "kh-police") == set(WHOLE)
    # She goes first: what she shared opens to nobody else by that.
    for reference in ("v", "s"):
        withdraw(sealed, reference, *(PROTECTION if reference == "v" else ()))
        assert open_to(sealed, "kh-police") == (set(WHOLE) if reference == "v" else set())
    assert told(sealed, "kh-police", *WHOLE) == [t for r in WHOLE for t in closed["kh-police", r]]


def test_a_payment_is_told_where_each_kept_account_is(sealed: Desk) -> None:
    """Two accounts of hers, one kept open by somebody who is seen and one by somebody who is not."""
    sealed.world.file(
        "th-police",
        account("b", "3456789012"),
        payment("z"),
        link("OWNS", "v", "b"),
        link("TRANSFERRED_TO", "a", "z"),
        link("TRANSFERRED_TO", "z", "b"),
        suspect("s"),
        link("OWNS", "s", "a"),
        suspect("t", profile=HIDDEN),
        link("OWNS", "t", "b"),
    )
    assert {r for r in ("a", "b", "y", "z") if reads(sealed, r)} == {"a", "y"}
    sealed.world.file("th-police", suspect("t"))
    assert {r for r in ("a", "b", "y", "z") if reads(sealed, r)} == {"a", "b", "y", "z"}


def test_companies_that_own_one_another_come_to_an_end(sealed: Desk) -> None:
    company = record("Organization", "d", name="Lucky Holding Ltd", jurisdiction="KH")
    sealed.world.file("th-police", company, link("OWNS", "c", "d"), link("OWNS", "d", "c"))
    stamps = sealed.world.query(STAMPS)
    assert {r: reads(sealed, r) is not None for r in ("c", "d", "cn")} == {"c": True, "d": True, "cn": True}
    sealed.world.file("th-police", company, link("OWNS", "c", "d"), link("OWNS", "d", "c"))
    assert sealed.world.query(STAMPS) == stamps


@pytest.mark.long
def test_lifting_restores_what_keepers_kept_open(desk: Desk) -> None:
    hers(desk, role="suspect")
    desk.world.file("kh-hotline", record("Person", "h", **VICTIM))
    desk.world.file("th-police", suspect("s", profile=HIDDEN), *ties("s"), suspect("t"), link("USES", "t", "n"))
    stood = desk.world.query(STAMPS)
    made = claim(desk, "h")
    assert open_to(desk, "kh-police") == {"n"}
    lift(desk, made)
    assert desk.world.query(STAMPS) == stood


@pytest.mark.long
def test_what_an_older_store_left_open_is_closed_as_it_is_brought_up_to_date(sealed: Desk) -> None:
    closed = settled(sealed)
    sealed.world.file("th-police", suspect("s", profile=HIDDEN), *ties("s"))
    stamps = sealed.world.query(STAMPS)
    older = Template(name="older", access=Access.WRITE, text=OLDER)
    sealed.world.run(sealed.world.app.store.run_alone(older, {"of_victim": sealed.world.id("th-police", "v")}))
    assert open_to(sealed, "kh-police") == set(WHOLE)
    sealed.world.run(migrate(sealed.world.app.store, sealed.world.app.ontology))
    sealed.world.settle()
    assert sealed.world.query(STAMPS) == stamps
    assert all_told(sealed) == closed
