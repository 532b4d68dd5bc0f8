"""What identifies a sealed person alone is sealed with her: nobody tells her by an account whose owner is missing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from graph.store.seals.selector_seals import SelectorSeals
from ingest import SubmittedLink
from tests.api.asking import Desk
from tests.api.exchanging import check, holders, phone
from tests.api.recalling import NARROW, RETRACT
from tests.api.seals.test_protection import (
    ANSWER,
    CLAIM,
    INVESTIGATION,
    LIFT_CLAIM,
    PROTECTION,
    WHO,
    claim,
    look,
    notices,
)
from tests.api.seals.test_sealed_names import claim as claim_records
from tests.world import World, link, record

pytestmark = pytest.mark.usefixtures("hits_stand")

FINANCIAL = ("analyst", "financial-intelligence")
OUTSIDERS = (
    ("th-fiu", FINANCIAL),
    ("th-fiu", INVESTIGATION),
    ("kh-police", INVESTIGATION),
    ("my-police", INVESTIGATION),
    ("my-fiu", FINANCIAL),
    ("ph-police", PROTECTION[:1] + INVESTIGATION[1:]),
)
ALERTS = "{ alerts(first: 100) { edges { node { id recordId otherRecordId } } } }"
REFILE = """mutation($name: String!) { submitRecords(input: {dataset: "cases", profile: "law-enforcement", records: [
  {kind: PERSON, reference: "v", subjectRole: WITNESS, properties: [{name: "name", values: [$name]}]}]}) {
  changed userErrors { code } } }"""
NETWORK = """query($id: ID!) { network(id: $id, depth: 1) { entities { records { id kind originator { code } } } edges { type } } }"""
STAMPS = """MATCH (n:Record) WITH n ORDER BY n.rid RETURN n.rid AS id, n.cmp AS cmp, n.seal AS seal, n.role AS role
  UNION ALL MATCH (:Record)-[r]->(:Record) WHERE r.lid IS NOT NULL WITH r ORDER BY r.lid
  RETURN r.lid AS id, r.cmp AS cmp, null AS seal, null AS role"""
# Check digits are right; nobody has these numbers.
ACCOUNTS = {"a": "1234567809", "b": "2345678901", "c": "3456789012", "d": "4567890123"}
PEOPLE = {
    "a": WHO,
    "b": {"name": "Malee Kittisak", "birthDate": "1997-02-11", "nationality": "TH"},
    "c": {"name": "Prasert Wongsa", "birthDate": "1980-07-21", "nationality": "TH"},
}


def account(reference: str, number: str) -> Any:
    return record("BankAccount", reference, number=number, bank="Bangkok Bank", country="TH")


@pytest.fixture
def desk(world: World) -> Desk:
    """The FIU holds four accounts with their owners; the police have them too: two of women whom a hotline will claim.

    One is a man's, and one stands there without an owner, as it does for any account that nobody knows the owner of.
    """
    world.file(
        "th-fiu",
        *(account(k, number) for k, number in ACCOUNTS.items()),
        *(record("Person", f"o{k}", **who) for k, who in PEOPLE.items()),
        *(link("OWNS", f"o{k}", k) for k in PEOPLE),
    )
    world.file(
        "th-police",
        *(account(k, number) for k, number in ACCOUNTS.items()),
        *(record("Person", f"p{k}", role="suspect", **who) for k, who in PEOPLE.items()),
        *(link("OWNS", f"p{k}", k) for k in PEOPLE),
    )
    world.file("kh-hotline", record("Person", "h", **WHO), record("Person", "hb", **PEOPLE["b"]))
    return Desk(world)


def claim_both(desk: Desk) -> str:
    return claim_records(desk, "h", "hb")


def bodies(desk: Desk, query: str, ids: Sequence[str] = ("",)) -> list[bytes]:
    """Return what every outsider is answered, byte for byte."""
    tokens = [desk.world.token(agency, *role) for agency, role in OUTSIDERS]
    return [desk.post(query, token=t, variables={"id": i} if i else {}).content for t in tokens for i in ids]


def alerts_in_any_order(desk: Desk) -> list[list[str]]:
    """Return the alerts of every outsider: those that were hidden for a while are told again, and come last."""
    tokens = [desk.world.token(agency, *role) for agency, role in OUTSIDERS]
    return [sorted(map(str, desk.data(ALERTS, token=token)["alerts"]["edges"])) for token in tokens]


def told(desk: Desk, agency: str, role: tuple[str, str]) -> set[str]:
    """Return the own records that alerts are about."""
    found = desk.data(ALERTS, token=desk.world.token(agency, *role))["alerts"]["edges"]
    return {e["node"]["recordId"] for e in found}


def shown(desk: Desk, agency: str, role: tuple[str, str]) -> dict[str, bool]:
    """Ask as the reviewer did: of each account that alerts name, whether its network shows an owner."""
    token = desk.world.token(agency, *role)
    found = {}
    for edge in desk.data(ALERTS, token=token)["alerts"]["edges"]:
        if other := edge["node"]["otherRecordId"]:
            network = desk.data(NETWORK, token=token, id=other)["network"]
            nodes = [r for n in network["entities"] for r in n["records"]]
            if any(r["id"] == other and r["kind"] == "BANK_ACCOUNT" for r in nodes):
                found[other] = any(r["kind"] == "PERSON" and r["originator"]["code"] == "th-police" for r in nodes)
    return found


def test_no_account_is_told_as_a_victims_by_its_missing_owner(desk: Desk) -> None:
    ids = {k: desk.world.id("th-police", k) for k in ACCOUNTS}
    assert shown(desk, "th-fiu", FINANCIAL) == {ids["a"]: True, ids["b"]: True, ids["c"]: True, ids["d"]: False}
    claim_both(desk)
    for settled in (False, True):
        if settled:
            desk.world.settle()
        # Of those with an owner elsewhere none is left without one here; what never had one answers as before.
        assert shown(desk, "th-fiu", FINANCIAL) == {ids["c"]: True, ids["d"]: False}
        own = {desk.world.id("th-fiu", k) for k in ("c", "oc", "d")}
        assert told(desk, "th-fiu", FINANCIAL) == own
        absent = bodies(desk, NETWORK, [desk.world.id("th-police", "never filed")])
        assert bodies(desk, NETWORK, [ids["a"]]) == bodies(desk, NETWORK, [ids["b"]]) == absent
    own = look(desk, "th-police", "a", "th-police")
    assert (own["redacted"], own["claimedVictim"], len(own["links"])) == ([], False, 1)


@pytest.mark.long
def test_the_classifier_finds_the_leak_where_selectors_do_not_follow(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object, **__: object) -> list[str]:
        return []

    monkeypatch.setattr(SelectorSeals, "follow", nothing)
    claim_both(desk)
    found = shown(desk, "th-fiu", FINANCIAL)
    assert [found[desk.world.id("th-police", k)] for k in PEOPLE] == [False, False, True]


def test_a_sealed_selector_is_no_hit_and_what_a_suspect_uses_as_well_is_one(desk: Desk) -> None:
    numbers = ("+66812345678", "+66812345679", "+66812340000")
    desk.world.file(
        "th-police",
        record("Person", "s", role="suspect", name="Wirat Boonmee"),
        *(record("PhoneNumber", f"n{i}", number=number) for i, number in enumerate(numbers[:2])),
        link("USES", "pa", "n0"),
        link("USES", "pa", "n1"),
        link("USES", "s", "n1"),
    )
    asked = [phone(number) for number in numbers]
    assert holders(check(desk, "my-telco", asked)) == [["th-police"], ["th-police"], []]
    claim_both(desk)
    # Before any follower worked: the check itself brings the index up.
    assert holders(check(desk, "my-telco", asked)) == [[], ["th-police"], []]


@pytest.mark.long
def test_lifting_restores_answers_and_stamps_exactly(desk: Desk) -> None:
    ids = [desk.world.id("th-police", k) for k in (*ACCOUNTS, "pa", "pb", "pc")]
    stamps, alerts, networks = desk.world.query(STAMPS), alerts_in_any_order(desk), bodies(desk, NETWORK, ids)
    made = claim_both(desk)
    desk.world.settle()
    assert desk.world.query(STAMPS) != stamps
    assert alerts_in_any_order(desk) != alerts
    token = desk.world.token("kh-hotline", *PROTECTION)
    assert desk.data(LIFT_CLAIM, token=token, id=made, reason="a namesake")["liftClaim"]["userErrors"] == []
    for _ in range(2):
        assert desk.world.query(STAMPS) == stamps
        assert alerts_in_any_order(desk) == alerts
        assert bodies(desk, NETWORK, ids) == networks
        desk.world.settle()


@pytest.mark.long
def test_what_a_suspect_uses_as_well_stays(desk: Desk) -> None:
    desk.world.file("th-police", record("Person", "s", role="suspect", name="Wirat Boonmee"), link("USES", "s", "a"))
    claim_both(desk)
    desk.world.settle()
    assert len(look(desk, "th-police", "a", "kh-police")["links"]) == 1
    assert look(desk, "th-police", "b", "kh-police") is None


def test_what_is_filed_for_a_sealed_person_later_is_sealed_at_once(desk: Desk) -> None:
    claim_both(desk)
    desk.world.file(
        "th-police", record("PhoneNumber", "n", number="+66812345678"), link("USES", "pa", "n"), settle=False
    )
    assert look(desk, "th-police", "n", "kh-police") is None
    # The link alone, to a number that stood there before.
    desk.world.file("th-police", record("PhoneNumber", "m", number="+66812345679"), settle=False)
    assert look(desk, "th-police", "m", "kh-police") is not None
    desk.world.file("th-police", link("USES", "pb", "m"), settle=False)
    assert look(desk, "th-police", "m", "kh-police") is None
    # Filed again with other content it stays.
    desk.world.file("th-police", record("PhoneNumber", "m", number="+66812345670"), settle=False)
    assert look(desk, "th-police", "m", "kh-police") is None
    assert len(look(desk, "th-police", "m", "th-police")["links"]) == 1


def test_an_owner_filed_later_opens_nothing_while_the_claim_stands(desk: Desk) -> None:
    made = claim_both(desk)
    desk.world.file("th-police", record("Person", "s", role="suspect", name="Wirat Boonmee"), link("USES", "s", "a"))
    assert look(desk, "th-police", "a", "kh-police") is None
    assert look(desk, "th-police", "s", "kh-police")["links"] == []
    assert len(look(desk, "th-police", "a", "th-police")["links"]) == 2
    token = desk.world.token("kh-hotline", *PROTECTION)
    desk.data(LIFT_CLAIM, token=token, id=made, reason="a namesake")
    assert len(look(desk, "th-police", "a", "kh-police")["links"]) == 2


def test_a_victim_by_her_own_agencys_word_takes_her_number_with_her_in_any_order(desk: Desk) -> None:
    woman = record("Person", "v", role="presumed-victim", name="Dara Sok")
    boss = record("Person", "s", role="suspect", name="Wirat Boonmee")
    numbers = [record("PhoneNumber", r, number=f"+6681234567{r[1]}") for r in ("n1", "n2")]
    desk.world.file("ph-police", woman, *numbers, link("USES", "v", "n1"), link("USES", "v", "n2"))
    assert [look(desk, "ph-police", r, "kh-police") for r in ("n1", "n2")] == [None, None]
    # No claim stands: which of two rows came first decides nothing.
    desk.world.file("ph-police", boss, link("USES", "s", "n2"))
    assert look(desk, "ph-police", "n1", "kh-police") is None
    assert len(look(desk, "ph-police", "n2", "kh-police")["links"]) == 1
    # She turns out to be none, which those who protect her may say alone.
    desk.world.file("ph-police", record("Person", "v", role="witness", name="Dara Sok"))
    assert look(desk, "ph-police", "n1", "kh-police") is None
    token = desk.world.token("ph-police", *PROTECTION)
    assert desk.data(REFILE, token=token, name="Dara Sok")["submitRecords"]["changed"] == 1
    desk.world.settle()
    assert len(look(desk, "ph-police", "n1", "kh-police")["links"]) == 1


@pytest.mark.long
def test_a_seal_that_comes_with_a_match_takes_selectors_with_it(desk: Desk) -> None:
    claim(desk)
    who = {"name": "Anong Siriwattana", "birthDate": "1999-04-05", "nationality": "TH"}
    desk.world.file(
        "ph-police",
        record("Person", "p", role="suspect", **who),
        record("PhoneNumber", "n", number="+66812345678"),
        link("USES", "p", "n"),
    )
    assert [n["state"] for n in notices(desk, "ph-police")] == ["SEALED"]
    assert look(desk, "ph-police", "n", "kh-police") is None


@pytest.mark.long
def test_a_selector_is_sealed_when_its_last_other_owner_is_withdrawn_and_stays_when_hers_is(desk: Desk) -> None:
    desk.world.file("th-police", record("Person", "s", role="suspect", name="Wirat Boonmee"), link("USES", "s", "a"))
    claim_both(desk)
    assert len(look(desk, "th-police", "a", "kh-police")["links"]) == 1
    retract(desk, "s")
    assert look(desk, "th-police", "a", "kh-police") is None
    assert len(look(desk, "th-police", "a", "th-police")["links"]) == 1
    retract(desk, "pa")
    assert look(desk, "th-police", "a", "kh-police") is None
    # Filed again it stays with the seal of her who used it.
    desk.world.file("th-police", record("BankAccount", "a", number=ACCOUNTS["a"], country="TH", notes="closed"))
    assert look(desk, "th-police", "a", "kh-police") is None
    assert look(desk, "th-police", "a", "th-police")["links"] == []


@pytest.mark.long
def test_narrowing_takes_no_seal_off_a_selector(desk: Desk) -> None:
    claim_both(desk)
    token, ids = desk.world.token("th-police"), [desk.world.id("th-police", "a")]
    assert desk.data(NARROW, token=token, ids=ids, profile="hit-only")["narrowRecords"]["done"] is True
    [stamped] = desk.world.query(
        "MATCH (n:Record {rid: $p.rid}), (c:Compartment {id: n.cmp}) RETURN c.claimed AS claimed, c.profile AS profile",
        {"rid": ids[0]},
    )
    assert stamped == {"claimed": True, "profile": "hit-only"}


def test_a_link_that_moves_takes_the_seal_along(desk: Desk) -> None:
    claim_both(desk)
    where = SubmittedLink(type="OWNS", source_reference="pa", target_reference="d", reference="moving")
    desk.world.file("th-police", where, settle=False)
    assert look(desk, "th-police", "d", "kh-police") is None
    desk.world.file("th-police", replace(where, source_reference="pc"), settle=False)
    assert len(look(desk, "th-police", "d", "kh-police")["links"]) == 1
    desk.world.file("th-police", link("OWNS", "pa", "d"), settle=False)
    assert len(look(desk, "th-police", "d", "kh-police")["links"]) == 1
    # The other owner goes: it is hers alone.
    desk.world.file("th-police", replace(where, source_reference="pc", target_reference="c"), settle=False)
    assert look(desk, "th-police", "d", "kh-police") is None


def retract(desk: Desk, reference: str) -> None:
    """Withdraw a record of the police."""
    token = desk.world.token("th-police")
    ids = [desk.world.id("th-police", reference)]
    found = desk.data(RETRACT, token=token, ids=ids, erase=False)["retractRecords"]
    assert (found["done"], found["userErrors"]) == (True, [])
    desk.world.settle()


def test_the_end_of_a_claim_that_was_only_asked_about_opens_nothing_of_another_sealed_person(world: World) -> None:
    number, site = record("PhoneNumber", "n", number="+60123456789"), record("Site", "s", name="Golden Mekong Park")
    people = (record("Person", "m", **WHO), record("Person", "d", **PEOPLE["b"]))
    world.file("my-police", *people, number, site, link("USES", "m", "n"))
    world.file("kh-hotline", record("Person", "h", **WHO), record("Person", "hb", **PEOPLE["b"]))
    desk = Desk(world)
    assert look(desk, "my-police", "n", "th-police") is not None
    claim(desk)
    [asked] = notices(desk, "my-police")
    token = world.token("my-police")
    assert desk.data(ANSWER, token=token, id=asked["id"], seal=True, reason="agreed")
    hotline = world.token("kh-hotline", *PROTECTION)
    made = desk.data(CLAIM, token=hotline, records=[world.id("kh-hotline", "hb")], reason="interviewed")["claimVictim"]
    assert sorted(n["state"] for n in notices(desk, "my-police")) == ["ASKED", "SEALED"]
    world.file("my-police", *people, number, site, link("USES", "d", "n"))
    assert look(desk, "my-police", "n", "th-police") is None
    desk.data(LIFT_CLAIM, token=hotline, id=made["claim"]["id"], reason="a namesake")
    assert sorted(n["state"] for n in notices(desk, "my-police")) == ["LIFTED", "SEALED"]
    assert look(desk, "my-police", "n", "th-police") is None
