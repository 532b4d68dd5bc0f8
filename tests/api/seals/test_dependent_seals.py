"""Nobody tells a sealed person by a company, payment or measure that stands there without her."""

from collections.abc import Sequence
from typing import Any

import pytest

from ingest import SubmittedRecord
from tests.api.asking import Desk
from tests.api.audit.test_denials import state
from tests.api.recalling import RETRACT
from tests.api.sealing import VICTIM, look
from tests.api.seals.test_protection import INVESTIGATION
from tests.api.seals.test_sealed_names import claim as claim_records
from tests.api.seals.test_sealed_names import lift
from tests.world import World, link, record

pytestmark = pytest.mark.usefixtures("hits_stand")

FINANCIAL = ("analyst", "financial-intelligence")
OUTSIDERS = (("th-fiu", FINANCIAL), ("kh-police", INVESTIGATION), ("my-fiu", FINANCIAL))
ALERTS = "{ alerts(first: 100) { edges { node { recordId otherRecordId otherCaption } } } }"
RECORD = """query($id: ID!) { record(id: $id) { id caption claimedVictim redacted links { id } properties { name values {
  raw } } entity { caption records { id } } } }"""
NETWORK = "query($id: ID!) { network(id: $id, depth: 2) { entities { records { id caption } } edges { type } } }"
HOW = "query($id: ID!) { how(id: $id) { __typename } }"
SEARCH = "query($text: String!) { search(text: $text) { edges { node { caption records { id } } } } }"
RECALLS = "{ recalls(first: 50) { edges { node { recordId } } } }"
LIST = "{ entities(kind: ORGANIZATION, first: 9) { edges { node { caption records { id } } } } }"
STAMPS = """MATCH (n:Record) WITH n ORDER BY n.rid RETURN n.rid AS id, n.cmp AS cmp, n.seal AS seal, n.narrative AS n,
  n.source AS s, n.sealed_narrative AS sn, n.sealed_source AS ss, n.sealed_by AS by, n.sealed_cmp AS z
  UNION ALL MATCH (:Record)-[r]->(:Record) WHERE r.lid IS NOT NULL WITH r ORDER BY r.lid
  RETURN r.lid AS id, r.cmp AS cmp, null AS seal, null AS n, null AS s, null AS sn, null AS ss, null AS by, null AS z"""
PEOPLE = {
    "a": VICTIM,
    "b": {"name": "Malee Kittisak", "birthDate": "1997-02-11", "nationality": "TH", "passportNumber": "AA1234568"},
    "c": {"name": "Prasert Wongsa", "birthDate": "1980-07-21", "nationality": "TH", "passportNumber": "AA1234569"},
}
# Check digits are right; nobody has these numbers.
COMPANIES = {
    "a": ("Siriwattana Beauty", "0105561000011"),
    "b": ("Malee Mobile Shop", "0105561000029"),
    "c": ("Wongsa Transport", "0105561000037"),
    "d": ("Rangsit Timber", "0105561000045"),
}
BOSS = record("Person", "boss", role="suspect", name="Wirat Boonmee")


def company(key: str, **more: str) -> SubmittedRecord:
    name, number = COMPANIES[key]
    return record("Organization", key, name=f"{name} Co., Ltd.", registrationNumber=number, jurisdiction="TH", **more)


def account(reference: str, number: str) -> SubmittedRecord:
    return record("BankAccount", reference, number=number, bank="Bangkok Bank", country="TH")


def payment(reference: str, number: str) -> SubmittedRecord:
    said = {"reference": [number], "amount": ["1000 THB"]}
    return SubmittedRecord(kind="Payment", reference=reference, properties=said, subject_role="none", profile=None)


@pytest.fixture
def desk(world: World) -> Desk:
    """The police and an FIU hold four companies: two of women whom a hotline will claim, one of a man, one of nobody."""
    for agency in ("th-fiu", "th-police"):
        world.file(
            agency,
            *(company(k) for k in COMPANIES),
            *(record("Person", f"p{k}", role="suspect", **who) for k, who in PEOPLE.items()),
            *(link("OWNS", f"p{k}", k) for k in PEOPLE),
            settle=False,
        )
    world.file("kh-hotline", record("Person", "h", **VICTIM), record("Person", "hb", **PEOPLE["b"]))
    return Desk(world)


def claim(desk: Desk) -> str:
    return claim_records(desk, "h", "hb")


def retract(desk: Desk, reference: str) -> None:
    """Withdraw a record of the police."""
    ids = [desk.world.id("th-police", reference)]
    found = desk.data(RETRACT, token=desk.world.token("th-police"), ids=ids, erase=False)["retractRecords"]
    assert (found["done"], found["userErrors"]) == (True, [])
    desk.world.settle()


def asked_of(desk: Desk, reference: str) -> list[bytes]:
    """Return what outsiders are answered of a record of the police, byte for byte."""
    rid = desk.world.id("th-police", reference)
    tokens = [desk.world.token(agency, *role) for agency, role in OUTSIDERS]
    return [
        desk.post(query, token=t, variables={"id": rid}).content for t in tokens for query in (RECORD, NETWORK, HOW)
    ]


def around(desk: Desk, texts: Sequence[str]) -> list[bytes]:
    """Return what outsiders find by lists, by alerts, by words, and of what the FIU holds itself, byte for byte."""
    tokens = [desk.world.token(agency, *role) for agency, role in OUTSIDERS]
    found = [desk.post(query, token=t).content for t in tokens for query in (LIST, ALERTS)]
    found += [desk.post(SEARCH, token=t, variables={"text": text}).content for t in tokens for text in texts]
    own = [desk.world.id("th-fiu", k) for k in COMPANIES]
    return found + [desk.post(NETWORK, token=tokens[0], variables={"id": rid}).content for rid in own]


def owners_shown(desk: Desk) -> dict[str, bool]:
    """Ask as an FIU would: of each company that its alerts name, whether the network of the other shows an owner."""
    token, found = desk.world.token("th-fiu", *FINANCIAL), {}
    names = {desk.world.id("th-police", k): k for k in COMPANIES}
    for edge in desk.data(ALERTS, token=token)["alerts"]["edges"]:
        if (other := edge["node"]["otherRecordId"]) in names:
            network = desk.data(NETWORK, token=token, id=other)["network"]
            found[names[other]] = any(edge["type"] == "OWNS" for edge in network["edges"])
    return found


def reads(desk: Desk, reference: str, agency: str, *role: str) -> dict[str, list[str]] | None:
    """Return the values that a viewer reads on a record of the police; `None` where it sees none."""
    found = desk.data(RECORD, token=desk.world.token(agency, *role), id=desk.world.id("th-police", reference))["record"]
    return found and {p["name"]: [v["raw"] for v in p["values"]] for p in found["properties"] if p["values"]}


def is_told_nothing(desk: Desk, *references: str) -> None:
    """Check that outsiders are told of records as of one never filed, that it changes nothing, and what the trail says."""
    before, entries, absent = state(desk.world), len(desk.trail()), asked_of(desk, "never filed")
    for reference in references:
        assert asked_of(desk, reference) == absent
    assert state(desk.world) == before
    assert {(e.entry.record_ids, e.entry.count) for e in desk.trail()[entries:]} == {((), 0)}


def test_no_company_is_told_as_a_victims_by_its_missing_owner(desk: Desk) -> None:
    assert owners_shown(desk) == {"a": True, "b": True, "c": True, "d": False}
    claim(desk)
    for settled in (False, True):
        if settled:
            desk.world.settle()
        # Of those with an owner elsewhere none is left without one; what never had one answers as before.
        assert owners_shown(desk) == {"c": True, "d": False}
        is_told_nothing(desk, "a", "b", "pa", "pb")
    hidden = [desk.world.id("th-police", r).encode() for r in ("a", "b", "pa", "pb")]
    bodies = around(desk, ["Siriwattana Beauty", "Malee Mobile Shop", "0105561000011"])
    assert not any(rid in body for rid in hidden for body in bodies)
    # Nor does a recall say that something went.
    tokens = [desk.world.token(agency, *role) for agency, role in OUTSIDERS]
    assert [desk.data(RECALLS, token=t)["recalls"]["edges"] for t in tokens] == [[], [], []]
    own = look(desk, "a", "th-police")
    assert (own["claimedVictim"], len(own["links"])) == (False, 1)


@pytest.mark.long
def test_who_holds_the_companies_is_answered_as_where_the_police_never_filed_them(desk: Desk) -> None:
    """A world in which the police hold what stays open alone: what the FIU and others are told is the same."""
    texts = ["Siriwattana Beauty", "Malee Mobile Shop", "Malee Kittisak"]
    claim(desk)
    desk.world.settle()
    sealed = around(desk, texts)
    for reference in ("a", "b", "pa", "pb"):
        retract(desk, reference)
    assert around(desk, texts) == sealed


@pytest.mark.long
def test_lifting_restores_exactly(desk: Desk) -> None:
    desk.world.file(
        "th-police",
        company("a", notes="run by Anong Siriwattana"),
        BOSS,
        link("CONTROLS", "boss", "b"),
        account("acc", "1234567809"),
        account("other", "2345678901"),
        payment("y", "TR-77-1"),
        record("Measure", "m", measureType="freeze", notes="froze the account of Anong Siriwattana"),
        link("OWNS", "a", "acc"),
        link("TRANSFERRED_TO", "acc", "y"),
        link("TRANSFERRED_TO", "y", "other"),
        link("SUBJECT_OF", "acc", "m"),
    )
    references = ("a", "b", "c", "acc", "other", "y", "m")
    stood, before = desk.world.query(STAMPS), [asked_of(desk, r) for r in references]
    made = claim(desk)
    # Her company, its account, what was paid from that, what was done to it.
    is_told_nothing(desk, "a", "acc", "y", "m")
    assert len(look(desk, "b", "kh-police")["links"]) == 1
    assert look(desk, "other", "kh-police")["links"] == []
    lift(desk, made)
    for _ in range(2):
        assert desk.world.query(STAMPS) == stood
        assert [asked_of(desk, r) for r in references] == before
        desk.world.settle()


@pytest.mark.long
@pytest.mark.parametrize("how", ["OWNS", "CONTROLS", "MEMBER_OF"])
@pytest.mark.parametrize("first", [True, False])
def test_a_company_that_somebody_else_is_filed_with_stays_a_lead(desk: Desk, how: str, *, first: bool) -> None:
    says = {"notes": "run by Anong Siriwattana", "sourceDescription": "told by Anong Siriwattana"}
    desk.world.file("th-police", company("a", **says))
    if not first:
        claim(desk)
        is_told_nothing(desk, "a")
    # Filed after the claim it opens the company as well: who is behind it is a lead.
    desk.world.file("th-police", BOSS, link(how, "boss", "a"))
    if first:
        assert reads(desk, "a", "kh-police") is not None
        claim(desk)
    assert len(look(desk, "a", "kh-police")["links"]) == 1
    seen = reads(desk, "a", "kh-police")
    assert seen is not None
    assert seen.keys() == {"name", "registrationNumber", "jurisdiction"}
    own = reads(desk, "a", "th-police")
    assert own is not None
    assert own.keys() >= says.keys()
    # The other goes: it is hers alone again.
    retract(desk, "boss")
    is_told_nothing(desk, "a")


@pytest.mark.long
def test_a_new_owner_whom_nobody_sees_yet_opens_no_company(desk: Desk) -> None:
    claim(desk)
    desk.world.file("th-police", company("a"), BOSS, link("OWNS", "boss", "a"), settle=False)
    is_told_nothing(desk, "a", "boss")
    desk.world.settle()
    assert len(look(desk, "a", "kh-police")["links"]) == 1


def test_what_a_sealed_person_is_a_member_of_stays(desk: Desk) -> None:
    desk.world.file("th-police", link("MEMBER_OF", "pa", "d"), link("MEMBER_OF", "pa", "b"))
    claim(desk)
    assert look(desk, "d", "kh-police")["links"] == []
    # Nor does it keep the company of another sealed one open.
    is_told_nothing(desk, "b")


@pytest.mark.long
def test_a_company_is_sealed_in_whatever_order_it_comes(desk: Desk) -> None:
    claim(desk)
    new = record("Organization", "n", name="Lotus Nails Co., Ltd.", jurisdiction="TH")
    held = record("Organization", "up", name="Lotus Holding Co., Ltd.", jurisdiction="TH")
    desk.world.file("th-police", new, account("acc", "1234567809"), link("OWNS", "n", "acc"), settle=False)
    assert look(desk, "acc", "kh-police") is not None
    desk.world.file("th-police", held, link("CONTROLS", "pa", "up"), settle=False)
    is_told_nothing(desk, "up")
    desk.world.file("th-police", link("OWNS", "up", "n"), settle=False)
    is_told_nothing(desk, "n", "acc")
    # Filed again with other content it stays.
    desk.world.file("th-police", record("Organization", "n", name="Lotus Nail Bar Co., Ltd.", jurisdiction="TH"))
    is_told_nothing(desk, "n", "acc")
    desk.world.file("th-police", BOSS, link("OWNS", "boss", "up"))
    assert [len(look(desk, r, "kh-police")["links"]) for r in ("up", "n", "acc")] == [2, 2, 1]


@pytest.mark.long
def test_a_victim_by_her_own_agencys_word_takes_her_company_with_her(world: World) -> None:
    desk = Desk(world)
    world.file(
        "ph-police",
        record("Person", "v", role="presumed-victim", name="Dara Sok"),
        record("Organization", "o", name="Dara Nails Co., Ltd.", jurisdiction="PH"),
        account("acc", "1234567809"),
        link("OWNS", "v", "o"),
        link("OWNS", "o", "acc"),
    )
    assert [look(desk, r, "kh-police", owner="ph-police") for r in ("o", "acc")] == [None, None]
    assert look(desk, "o", "ph-police", owner="ph-police") is not None
    # No claim stands: whoever is filed later opens both.
    world.file("ph-police", BOSS, link("CONTROLS", "boss", "o"))
    assert [len(look(desk, r, "kh-police", owner="ph-police")["links"]) for r in ("o", "acc")] == [2, 1]


def test_what_was_done_for_a_sealed_person_alone_is_closed_and_what_was_done_at_a_place_stays(desk: Desk) -> None:
    def measure(reference: str) -> Any:
        words = {"notes": "brought Anong to the shelter", "sourceDescription": "told by Anong Siriwattana"}
        return record("Measure", reference, measureType="rescue", takenAt="2026-11-20", **words)

    desk.world.file(
        "th-police",
        *(measure(r) for r in ("m", "raid", "nobodys")),
        record("Site", "s", name="Golden Mekong Park"),
        link("SUBJECT_OF", "pa", "m"),
        link("SUBJECT_OF", "pa", "raid"),
        link("SUBJECT_OF", "s", "raid"),
    )
    assert len(found_by(desk, "rescue")) == 3
    made = claim(desk)
    desk.world.settle()
    is_told_nothing(desk, "m")
    assert reads(desk, "raid", "kh-police") == {"measureType": ["rescue"], "takenAt": ["2026-11-20"]}
    # Its type is no word about her, so it is found as before: else what is not found would tell what was parted.
    assert found_by(desk, "rescue") == {desk.world.id("th-police", r) for r in ("raid", "nobodys")}
    assert "notes" in (reads(desk, "raid", "th-police") or {})
    lift(desk, made)
    desk.world.settle()
    assert len(found_by(desk, "rescue")) == 3
    assert "notes" in (reads(desk, "raid", "kh-police") or {})


def found_by(desk: Desk, text: str) -> set[str]:
    edges = desk.data(SEARCH, token=desk.world.token("kh-police"), text=text)["search"]["edges"]
    return {r["id"] for e in edges for r in e["node"]["records"]}


@pytest.mark.long
def test_a_payment_is_told_with_both_accounts_or_not_at_all(desk: Desk) -> None:
    desk.world.file(
        "th-police",
        account("hers", "1234567809"),
        account("his", "2345678901"),
        *(payment(f"y{i}", f"TR-77-{i}") for i in range(4)),
        link("OWNS", "pa", "hers"),
        link("OWNS", "pc", "his"),
        link("TRANSFERRED_TO", "hers", "y0"),
        link("TRANSFERRED_TO", "y0", "his"),
        link("TRANSFERRED_TO", "y1", "hers"),
        link("TRANSFERRED_TO", "his", "y1"),
        link("TRANSFERRED_TO", "his", "y2"),
        link("TRANSFERRED_TO", "y1", "y2"),
    )
    claim(desk)
    is_told_nothing(desk, "hers", "y0", "y1")
    # What one payment is part of is not hers by that.
    assert [len(look(desk, r, "kh-police")["links"]) for r in ("his", "y2", "y3")] == [2, 1, 0]
    desk.world.file("th-police", link("TRANSFERRED_TO", "y3", "hers"), settle=False)
    is_told_nothing(desk, "y3")
    # Her account goes, and what is left of the payment is still half of it.
    retract(desk, "hers")
    is_told_nothing(desk, "y0", "y1")
