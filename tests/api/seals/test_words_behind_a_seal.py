"""What stays beside a sealed person says nothing of her in its words either, however many steps from her it stands."""

from dataclasses import replace
from typing import Any

import pytest

from graph.store import Access, Template, migrate
from ingest import SubmittedRecord
from tests.api.asking import Desk
from tests.api.audit.test_denials import state
from tests.api.seals.test_dependent_seals import NETWORK, OUTSIDERS, RECORD, SEARCH
from tests.api.seals.test_protection import PROTECTION, WHO
from tests.api.seals.test_sealed_names import STANDS, claim, lift
from tests.world import World, link, record

pytestmark = pytest.mark.usefixtures("hits_stand")

NAME = WHO["name"]
WORDS = {"notes": f"kept for {NAME}", "sourceDescription": f"told by {NAME}", "otherIdentity": f"contact: {NAME}"}
RUNGS = ("h", "c", "a", "n", "y", "m", "d", "e", "z")
"""A holding that she owns, its company, the company's account and number, what was paid from that account and what was
done to it; a passport and an account that a suspect uses besides, and what was paid from that."""
CLOSED = {"holderName", "role", "state", "purpose", "notes", "sourceDescription", "otherIdentity"}
# As versions before stamped it: words under the terms of the keepers, words of payments, roles and states for all.
_OPEN_WORDS = """MATCH (n:Record) WHERE n.sealed_cmp IS NOT NULL
  SET n.sealed_cmp = n.cmp, n.identity = coalesce(n.sealed_identity, n.identity),
    n.narrative = coalesce(n.sealed_narrative, n.narrative), n.source = coalesce(n.sealed_source, n.source)
  WITH DISTINCT 1 AS all MATCH (s:Schema {name: 'benang'}) SET s.version = 70"""


def account(reference: str, number: str, **more: str) -> SubmittedRecord:
    made = record("BankAccount", reference, number=number, bank="Bangkok Bank", country="TH", **more)
    # `record` has a role of its own, which is the subject's.
    return replace(made, properties={**made.properties, "role": ["victim"]}) if more else made


def payment(reference: str) -> SubmittedRecord:
    return record("Payment", reference, amount="1000 THB", purpose=f"ransom of {NAME}", **WORDS)


@pytest.fixture
def desk(world: World) -> Desk:
    """The police hold what she has beside a suspect, with her name all over it, and a hotline has her."""
    world.file(
        "th-police",
        record("Person", "t", role="suspect", **WHO),
        record("Person", "s", role="suspect", name="Wirat Boonmee"),
        record("Organization", "h", name="Lotus Holding Co., Ltd.", jurisdiction="TH", **WORDS),
        record("Organization", "c", name="Golden Threads Trading Co., Ltd.", jurisdiction="TH", **WORDS),
        account("a", "1234567890", holderName=NAME, **WORDS),
        record("PhoneNumber", "n", number="+66812345678", notes=WORDS["notes"]),
        payment("y"),
        record("Measure", "m", measureType="freeze", count="2", **WORDS),
        record("IdentityDocument", "d", number="AA7654321", documentType="passport", country="TH", state="confiscated"),
        account("e", "3456789012", holderName=NAME, **WORDS),
        payment("z"),
        account("b", "2345678901"),
        link("OWNS", "t", "h"),
        link("MEMBER_OF", "s", "h"),
        link("OWNS", "h", "c"),
        link("USES", "c", "a"),
        link("USES", "c", "n"),
        link("TRANSFERRED_TO", "a", "y"),
        link("TRANSFERRED_TO", "y", "b"),
        link("SUBJECT_OF", "a", "m"),
        *(link("OWNS", "t", r) for r in ("d", "e")),
        *(link("USES", "s", r) for r in ("d", "e", "b")),
        link("TRANSFERRED_TO", "e", "z"),
        link("TRANSFERRED_TO", "z", "b"),
        settle=False,
    )
    world.file("kh-hotline", record("Person", "h", **WHO))
    return Desk(world)


def reads(desk: Desk, reference: str, agency: str, *role: str) -> dict[str, list[str]] | None:
    """Return the values that a viewer reads on a record of the police; `None` where it sees none."""
    found = desk.data(RECORD, token=desk.world.token(agency, *role), id=desk.world.id("th-police", reference))["record"]
    return found and {p["name"]: [v["raw"] for v in p["values"]] for p in found["properties"] if p["values"]}


def answers(desk: Desk) -> list[bytes]:
    """Return what outsiders are answered of all of it, and of her name, byte for byte."""
    tokens = [desk.world.token(agency, *role) for agency, role in OUTSIDERS]
    asked: list[tuple[str, dict[str, str]]] = [
        (SEARCH, {"text": text}) for text in (NAME, "ransom", "confiscated", "Lotus")
    ]
    ids = [desk.world.id("th-police", r) for r in (*RUNGS, "b", "s")]
    asked += [(query, {"id": rid}) for rid in ids for query in (RECORD, NETWORK)]
    found = [desk.post(query, token=t, variables=variables).content for t in tokens for query, variables in asked]
    assert [body for body in found if b'"errors"' in body] == []
    return found


def names_nobody(desk: Desk, *references: str) -> None:
    """Check that outsiders who see these read no word that may name her, and that her own agency reads all of them."""
    for agency, role in OUTSIDERS[:2]:
        seen = {r: reads(desk, r, agency, *role) for r in references}
        assert None not in seen.values()
        assert {(r, name) for r, values in seen.items() for name in values or () if name in CLOSED} == set()
    theirs = [desk.world.id("th-police", r) for r in references]
    for agency, role in OUTSIDERS[:2]:
        found = desk.post(SEARCH, token=desk.world.token(agency, *role), variables={"text": NAME}).content
        assert [rid for rid in theirs if rid.encode() in found] == []
    own = [reads(desk, r, "th-police") or {} for r in references]
    assert all(CLOSED & values.keys() for values in own)


def test_no_rung_below_what_she_shares_names_her_until_the_seal_is_lifted(desk: Desk) -> None:
    before, stood = answers(desk), desk.world.query(STANDS)
    assert sum(NAME.encode() in body for body in before) > 9
    made = claim(desk)
    names_nobody(desk, *RUNGS)
    assert not any(NAME.encode() in body for body in answers(desk))
    # What is said of no person stays: the account, that it was frozen, what was paid.
    assert (reads(desk, "h", "kh-police") or {}).keys() == {"name", "jurisdiction"}
    for agency, role in OUTSIDERS[:2]:
        found = desk.post(SEARCH, token=desk.world.token(agency, *role), variables={"text": "Lotus"}).content
        assert desk.world.id("th-police", "h").encode() in found
    assert (reads(desk, "a", "kh-police") or {}).keys() == {"number", "bank", "country"}
    assert (reads(desk, "m", "kh-police") or {}).keys() == {"measureType", "count"}
    assert (reads(desk, "y", "kh-police") or {}).keys() == {"amount"}
    desk.world.settle()
    names_nobody(desk, *RUNGS)
    lift(desk, made)
    assert desk.world.query(STANDS) == stood
    assert answers(desk) == before


def test_whether_her_words_were_filed_cannot_be_told(desk: Desk) -> None:
    """Filed again without them, with others and as they were, each answer to others is the same."""
    claim(desk)
    desk.world.settle()
    sealed = answers(desk)
    others = {"holderName": "Malee Kittisak", "notes": "qqxwv", "otherIdentity": "alias: qqxwv"}
    for words in ({}, others, {"holderName": NAME, **WORDS}):
        for reference, number in (("a", "1234567890"), ("e", "3456789012")):
            desk.world.file("th-police", account(reference, number, **words))
        said = {name: text for name, text in words.items() if name in WORDS}
        holding = record("Organization", "h", name="Lotus Holding Co., Ltd.", jurisdiction="TH", **said)
        desk.world.file("th-police", record("Payment", "y", amount="1000 THB", **said), holding)
        assert answers(desk) == sealed


def test_a_refused_search_for_her_finds_no_account_of_her_company_and_is_in_the_trail(desk: Desk) -> None:
    claim(desk)
    desk.world.settle()
    before, entries, token = state(desk.world), len(desk.trail()), desk.world.token("kh-police")
    body = desk.post(SEARCH, token=token, variables={"text": NAME}).content
    assert body == desk.post(SEARCH, token=token, variables={"text": "Quintus Nemo"}).content
    assert state(desk.world) == before
    [mine, nobodys] = [e.entry for e in desk.trail()[entries:]]
    assert (mine.operation, mine.record_ids, mine.count) == (nobodys.operation, (), 0) == ("query search", (), 0)


def test_protection_roles_read_what_their_policies_open_of_it(desk: Desk) -> None:
    open_to_them = {r: reads(desk, r, "kh-hotline", *PROTECTION) for r in RUNGS}
    claim(desk)
    for reference, values in open_to_them.items():
        found = reads(desk, reference, "kh-hotline", *PROTECTION)
        assert (found or {}).items() <= (values or {}).items()


@pytest.mark.long
def test_a_victim_by_her_own_agencys_word_is_named_by_nothing_below_her_company(desk: Desk) -> None:
    desk.world.file(
        "th-police", record("Person", "t", role="presumed-victim", **WHO), profile="victim-protection", settle=False
    )
    names_nobody(desk, *RUNGS)


def test_words_that_an_older_store_left_open_are_closed_as_it_is_brought_up_to_date(desk: Desk) -> None:
    claim(desk)
    desk.world.settle()
    sealed, stood = answers(desk), desk.world.query(STANDS)
    run: Any = desk.world.run
    run(desk.world.app.store.run_alone(Template(name="older", access=Access.WRITE, text=_OPEN_WORDS), {}))
    assert any(NAME.encode() in body for body in answers(desk))
    run(migrate(desk.world.app.store, desk.world.app.ontology))
    desk.world.settle()
    assert desk.world.query(STANDS) == stood
    assert answers(desk) == sealed
