"""What an account says of who uses it is closed with a sealed one of them, as if nobody had filed it."""

from typing import Any

import pytest

from tests.api.asking import Desk
from tests.api.audit.test_denials import state
from tests.api.exchanging import CHECK
from tests.api.grants.test_grants import GIVE, order
from tests.api.recalling import NARROW, RETRACT
from tests.api.seals.test_protection import CLAIM, INVESTIGATION, LIFT_CLAIM, PROTECTION, WHO
from tests.world import World, link, record

pytestmark = pytest.mark.usefixtures("hits_stand")

NUMBER, NAME = "1234567809", WHO["name"]
OPEN = {"number": NUMBER, "bank": "Bangkok Bank", "country": "TH", "openedAt": "2021-03-04"}
SAYS = {**OPEN, "holderName": NAME, "notes": f"opened by {NAME}", "sourceDescription": f"told by {NAME}"}
RECORD = """query($id: ID!) { record(id: $id) { id caption redacted claimedVictim nonPunishmentNotice links { id } grants {
  until } provenance { reference } properties { name values { raw } } entity { caption records { id } } } }"""
NETWORK = (
    """query($id: ID!) { network(id: $id, limit: 9) { entities { caption records { id caption } } edges { type } } }"""
)
PATH = """query($id: ID!, $to: ID!) { path(source: $id, target: $to) { truncated entities { caption records { id caption } }
  edges { type } } }"""
WHY = """query($id: ID!, $to: ID!) { whyMatched(left: $id, right: $to) { outcome nameAgrees
  comparisons { feature level left right } } }"""
HOW = "query($id: ID!) { how(id: $id) { __typename } }"
LIST = "{ entities(kind: BANK_ACCOUNT, first: 9) { edges { node { id records { id properties { name values { raw } } } } } } }"
SEARCH = "query($text: String!) { search(text: $text) { edges { node { caption records { id } } } } }"
EXPLAIN = "query($id: ID!) { policyExplanation(recordId: $id) { action allowed permits { id } forbids { id } } }"
ALERTS = "{ alerts(first: 100) { edges { node { id recordId otherRecordId } } } }"
RECALLS = "{ recalls(first: 50) { edges { node { recordId } } } }"
OUTSIDERS = (("kh-police", INVESTIGATION), ("th-fiu", ("analyst", "financial-intelligence")))
STANDS = """MATCH (n:Record) WITH n ORDER BY n.rid RETURN n.rid AS rid, n.cmp AS cmp, n.seal AS seal, n.identity AS i,
  n.narrative AS n, n.source AS s, n.sealed_cmp AS z, n.sealed_by AS by, n.sealed_identity AS si,
  n.sealed_narrative AS sn, n.sealed_source AS ss"""


@pytest.fixture
def desk(world: World) -> Desk:
    """The police hold an account that she and a suspect use; the police next door have its number, a hotline her."""
    world.file(
        "th-police",
        record("Person", "t", role="suspect", **WHO),
        record("Person", "s", role="suspect", name="Wirat Boonmee"),
        record("BankAccount", "a", **SAYS),
        link("OWNS", "t", "a"),
        link("USES", "s", "a"),
        settle=False,
    )
    world.file("kh-police", record("BankAccount", "k", **OPEN), settle=False)
    world.file("kh-hotline", record("Person", "h", **WHO))
    return Desk(world)


def claim(desk: Desk, *references: str) -> str:
    """Claim records of the hotline, its `h` if none is named; return the claim's id."""
    token = desk.world.token("kh-hotline", *PROTECTION)
    records = [desk.world.id("kh-hotline", r) for r in references or ("h",)]
    made = desk.data(CLAIM, token=token, records=records, reason="interviewed at the shelter")["claimVictim"]
    assert made["userErrors"] == []
    return str(made["claim"]["id"])


def lift(desk: Desk, made: str) -> None:
    token = desk.world.token("kh-hotline", *PROTECTION)
    assert desk.data(LIFT_CLAIM, token=token, id=made, reason="a namesake")["liftClaim"]["userErrors"] == []


def answers(desk: Desk) -> list[bytes]:
    """Return what outsiders are answered about the account, byte for byte."""
    account, same = desk.world.id("th-police", "a"), desk.world.id("kh-police", "k")
    asked: list[tuple[str, dict[str, str]]] = [(query, {"id": account}) for query in (RECORD, NETWORK, HOW, EXPLAIN)]
    asked += [(RECORD, {"id": same}), (LIST, {}), (ALERTS, {})]
    asked += [(SEARCH, {"text": text}) for text in (NAME, NUMBER)]
    suspect = desk.world.id("th-police", "s")
    asked += [(PATH, {"id": account, "to": suspect}), (WHY, {"id": account, "to": same})]
    tokens = [desk.world.token(agency, *role) for agency, role in OUTSIDERS]
    found = [desk.post(query, token=t, variables=variables).content for t in tokens for query, variables in asked]
    assert [body for body in found if b'"errors"' in body] == []
    return found


def recalled(desk: Desk) -> list[int]:
    """Return of how many records each outsider is told that they were recalled or corrected."""
    tokens = [desk.world.token(agency, *role) for agency, role in OUTSIDERS]
    return [len(desk.data(RECALLS, token=t)["recalls"]["edges"]) for t in tokens]


def says(desk: Desk, agency: str, *role: str) -> dict[str, list[str]] | None:
    """Return what a viewer reads on the account, beside its number."""
    found = desk.data(RECORD, token=desk.world.token(agency, *role), id=desk.world.id("th-police", "a"))["record"]
    if found is None:
        return None
    read = {p["name"]: [v["raw"] for v in p["values"] or ()] for p in found["properties"]}
    return {name: values for name, values in read.items() if values and name in SAYS.keys() - OPEN.keys()}


def finds(desk: Desk, agency: str, *role: str) -> set[str]:
    """Return the records that a search for her name finds."""
    edges = desk.data(SEARCH, token=desk.world.token(agency, *role), text=NAME)["search"]["edges"]
    return {r["id"] for e in edges for r in e["node"]["records"]}


def told(*names: str) -> dict[str, list[str]]:
    return {name: [SAYS[name]] for name in names}


@pytest.mark.long
def test_for_others_it_is_as_if_nobody_had_filed_who_uses_it_until_the_seal_is_lifted(desk: Desk) -> None:
    account, before, stood = desk.world.id("th-police", "a"), answers(desk), desk.world.query(STANDS)
    assert says(desk, "kh-police") == told("holderName", "notes")
    assert account in finds(desk, "kh-police")
    made = claim(desk)
    for settled in (False, True):
        if settled:
            desk.world.settle()
        with_names = answers(desk)
        assert not any(NAME.encode() in body for body in with_names)
        assert says(desk, "kh-police") == {}
        assert finds(desk, "kh-police") == set()
        # Its own agency keeps it, and so do its words.
        assert says(desk, "th-police") == told("holderName", "notes", "sourceDescription")
        assert account in finds(desk, "th-police")
    assert recalled(desk) == [0, 0]
    # Filed anew, with and without the names. That they went is told to who had read them before the seal, and once.
    desk.world.file("th-police", record("BankAccount", "a", **OPEN))
    assert answers(desk) == with_names
    desk.world.file("th-police", record("BankAccount", "a", **SAYS), settle=False)
    assert answers(desk) == with_names
    desk.world.settle()
    assert recalled(desk) == [1, 1]
    assert account in finds(desk, "th-police")
    assert finds(desk, "kh-police") == set()
    lift(desk, made)
    assert desk.world.query(STANDS) == stood
    assert answers(desk) == before


def test_a_cross_check_of_the_number_says_nothing_of_who_uses_it(desk: Desk) -> None:
    claim(desk)
    values = [{"kind": "BANK_ACCOUNT", "value": NUMBER, "qualifier": "Bangkok Bank", "country": "TH"}]
    for agency, role in OUTSIDERS:
        token = desk.world.token(agency, *role)
        answer = desk.post(CHECK, token=token, variables={"values": values, "purpose": role[1], "case": "T-1"})
        assert b'"userErrors":[]' in answer.content
        assert NAME.encode() not in answer.content


def test_a_refused_search_for_her_tells_nothing_changes_nothing_and_is_in_the_trail(desk: Desk) -> None:
    claim(desk)
    desk.world.settle()
    before, entries = state(desk.world), len(desk.trail())
    body = desk.post(SEARCH, token=desk.world.token("kh-police"), variables={"text": NAME}).content
    assert body == desk.post(SEARCH, token=desk.world.token("kh-police"), variables={"text": "Quintus Nemo"}).content
    assert state(desk.world) == before
    [mine, nobodys] = [e.entry for e in desk.trail()[entries:]]
    assert (mine.operation, mine.record_ids, mine.count) == (nobodys.operation, (), 0) == ("query search", (), 0)


def seen_by(desk: Desk, agency: str, reference: str) -> Any:
    """Return a record of the police as one of its viewers has it, if it is there."""
    world = desk.world
    found = world.run(world.app.records.records(world.scope(agency), [world.id("th-police", reference)]))
    return found[0] if found else None


@pytest.mark.long
def test_it_makes_no_difference_what_comes_first(desk: Desk) -> None:
    """The account, its second user and the link of the first may each come after the claim."""
    claim(desk)
    world = desk.world
    new = record("BankAccount", "b", **{**SAYS, "number": "2345678901"})
    world.file("th-police", new, link("USES", "s", "b"), settle=False)
    before = seen_by(desk, "kh-police", "b")
    assert NAME in str(before.parts)
    world.file("th-police", link("OWNS", "t", "b"), settle=False)
    seen, own = seen_by(desk, "kh-police", "b"), seen_by(desk, "th-police", "b")
    assert NAME not in str(seen.parts)
    # The mark of what is closed derives from the scope, as before, and names nothing that was left out.
    assert seen.readable == before.readable
    terms = world.app.registry.key_of
    assert terms(seen.compartment).kept_open == terms(before.compartment) != terms(seen.compartment)
    assert (seen.sealed, seen.sealed_terms) == (frozenset(), None)
    assert (own.sealed, NAME in str(own.parts)) == ({"holderName", "notes", "sourceDescription"}, True)
    # Under a claim what was hers alone stays hers, whoever is filed later.
    world.file("th-police", record("BankAccount", "c", **{**SAYS, "number": "3456789012"}), link("OWNS", "t", "c"))
    world.file("th-police", link("USES", "s", "c"))
    assert seen_by(desk, "kh-police", "c") is None


def test_a_victim_by_her_own_agencys_word_is_named_by_no_account_of_hers(world: World) -> None:
    desk = Desk(world)
    world.file(
        "th-police",
        record("Person", "s", role="suspect", name="Wirat Boonmee"),
        record("BankAccount", "a", **SAYS),
        link("USES", "s", "a"),
    )
    assert says(desk, "kh-police") == told("holderName", "notes")
    world.file("th-police", record("Person", "v", role="presumed-victim", **WHO), link("OWNS", "v", "a"), settle=False)
    assert says(desk, "kh-police") == {}
    assert says(desk, "th-police") == told("holderName", "notes", "sourceDescription")


def test_a_grant_of_the_account_opens_nothing_that_the_seal_closes(desk: Desk) -> None:
    claim(desk)
    given = order(desk, agency="my-police", classes=["IDENTITY", "NARRATIVE", "SOURCE"])
    given["records"] = [desk.world.id("th-police", "a")]
    made = desk.data(GIVE, token=desk.world.token("th-police"), input=given)["grant"]
    assert (made["userErrors"], made["grant"]["standing"]) == ([], "ACTIVE")
    found = seen_by(desk, "my-police", "a")
    assert found.provenance is not None
    assert (NAME in str(found), found.sealed) == (False, frozenset())
    assert finds(desk, "my-police") == set()


def test_narrowing_takes_it_along_and_her_going_opens_nothing(desk: Desk) -> None:
    claim(desk)
    token, ids = desk.world.token("th-police", "analyst+supervisor"), [desk.world.id("th-police", "t")]
    assert desk.data(RETRACT, token=token, ids=ids, erase=True)["retractRecords"]["done"] is True
    desk.world.settle()
    assert says(desk, "kh-police") == {}
    desk.world.file("th-police", record("BankAccount", "a", **{**SAYS, "openedAt": "2021-03-05"}))
    assert says(desk, "kh-police") == {}
    desk.world.file("th-police", record("Person", "s2", role="suspect", name="Manop Thongdee"), link("USES", "s2", "a"))
    assert says(desk, "kh-police") == {}
    ids = [desk.world.id("th-police", "a")]
    assert desk.data(NARROW, token=token, ids=ids, profile="hit-only")["narrowRecords"]["done"] is True
    [stamped] = desk.world.query(
        """MATCH (n:Record {rid: $p.rid}), (c:Compartment {id: n.sealed_cmp})
        RETURN c.claimed AS claimed, c.profile AS profile, n.identity AS identity""",
        {"rid": ids[0]},
    )
    assert stamped == {"claimed": True, "profile": "hit-only", "identity": None}
