"""A claim reaches what is of one document with the claimed victim under another name, and what is judged to be of her."""

from typing import Any

import pytest

from graph.store.cypher import Access, Template
from graph.store.migrating import migrate
from graph.store.schema.migrations import MIGRATIONS
from tests.api.asking import Desk
from tests.api.sealing import (
    ALIAS,
    ALIKE,
    HER,
    LIFT,
    NOTICES,
    PROTECTION,
    QUEUE,
    VICTIM,
    claim,
    judge,
    look,
    notices,
)
from tests.world import World, link, record

pytestmark = pytest.mark.usefixtures("hits_stand")


@pytest.fixture
def desk(world: World) -> Desk:
    """A person at a hotline."""
    world.file("kh-hotline", record("Person", "h", **VICTIM))
    return Desk(world)


def file_alias(desk: Desk, agency: str = "th-police", **values: Any) -> None:
    """File her passport and number under another name, in a suspect's role."""
    desk.world.file(
        agency,
        record("Person", "a", role="suspect", **{**ALIAS, **values}),
        record("PhoneNumber", "n", number="+66812345678"),
        link("USES", "a", "n"),
    )


def test_a_claim_seals_who_holds_her_passport_under_another_name(desk: Desk) -> None:
    file_alias(desk)
    assert len(look(desk, "a", "kh-police")["links"]) == 1
    claim(desk)
    assert look(desk, "a", "kh-police") is None
    assert look(desk, "n", "kh-police") is None
    assert look(desk, "a", "th-police") == {"claimedVictim": True, "links": look(desk, "n", "th-police")["links"]}
    assert notices(desk, "th-police") == [(desk.world.id("th-police", "a"), "SEALED", True)]


def test_her_passport_under_another_name_that_is_filed_later_is_never_open(desk: Desk) -> None:
    claim(desk)
    person = record("Person", "a", role="suspect", **ALIAS)
    desk.world.file("th-police", person, settle=False)
    assert look(desk, "a", "kh-police") is None
    desk.world.settle()
    assert look(desk, "a", "kh-police") is None
    assert look(desk, "a", "th-police")["claimedVictim"] is True
    desk.world.file("th-police", record("Person", "a", role="suspect", **ALIAS, notes="seen at the pier"))
    assert look(desk, "a", "kh-police") is None


def test_a_protection_role_that_sees_both_is_asked_whether_they_are_one(desk: Desk) -> None:
    desk.world.file("kh-hotline", record("Person", "h", **VICTIM), profile="victim-protection")
    file_alias(desk)
    claim(desk)
    assert look(desk, "a", "kh-police") is None
    queue = desk.data(QUEUE, token=desk.world.token("th-police", *PROTECTION))["reviewQueue"]["edges"]
    ends = {desk.world.id("th-police", "a"), desk.world.id("kh-hotline", "h")}
    assert [{e["node"][side]["id"] for side in ("left", "right")} for e in queue] == [ends]
    assert desk.data(QUEUE, token=desk.world.token("th-police"))["reviewQueue"]["edges"] == []


@pytest.mark.long
def test_filing_her_as_a_victim_reaches_her_passport_too(desk: Desk) -> None:
    file_alias(desk)
    desk.world.file("kh-hotline", record("Person", "h", role="presumed-victim", **VICTIM))
    assert look(desk, "a", "kh-police") is None
    assert [state for _, state, _ in notices(desk, "th-police")] == ["SEALED"]


@pytest.mark.long
def test_a_passport_record_that_her_person_is_linked_to_counts_alike(desk: Desk) -> None:
    passport = record("IdentityDocument", "p", number="AA7654321", country="TH", documentType="passport")
    desk.world.file(
        "kh-hotline",
        record("Person", "h", name="Anong Siriwattana", birthDate="1999-04-05"),
        passport,
        link("OWNS", "h", "p"),
    )
    desk.world.file(
        "th-police",
        record("Person", "a", name="Kraisorn Boonmee", birthDate="1999-04-05"),
        passport,
        link("OWNS", "a", "p"),
    )
    assert look(desk, "a", "kh-police") is not None
    claim(desk)
    assert look(desk, "a", "kh-police") is None


def test_who_did_not_adopt_the_agreement_is_not_asked_about_a_likeness(desk: Desk) -> None:
    file_alias(desk, "my-police")
    claim(desk)
    assert notices(desk, "my-police") == []
    assert look(desk, "a", "my-police", owner="my-police")["claimedVictim"] is False


@pytest.mark.parametrize(
    "other", [{"passportNumber": "AA1234576"}, {"sex": "male", "birthDate": "1961-02-03"}], ids=["near", "another's"]
)
def test_a_document_that_is_near_or_that_much_speaks_against_seals_nothing(desk: Desk, other: dict[str, str]) -> None:
    desk.world.file("kh-hotline", record("Person", "h", sex="female", **VICTIM))
    file_alias(desk, **other)
    claim(desk)
    assert look(desk, "a", "kh-police") is not None
    assert notices(desk, "th-police") == []


def test_what_was_judged_to_be_somebody_else_is_not_sealed(desk: Desk) -> None:
    file_alias(desk)
    judge(desk, HER, ("th-police", "a"), "NEGATIVE", "th-police")
    claim(desk)
    assert look(desk, "a", "kh-police") is not None
    assert notices(desk, "th-police") == []


@pytest.mark.long
def test_a_lifted_seal_is_not_made_again_by_the_same_document(desk: Desk) -> None:
    file_alias(desk)
    claim(desk)
    token = desk.world.token("th-police", *PROTECTION)
    [edge] = desk.data(NOTICES, token=token)["protectionNotices"]["edges"]
    assert desk.data(LIFT, token=token, id=edge["node"]["id"])["liftSeal"]["userErrors"] == []
    desk.world.settle()
    file_alias(desk, notes="seen again")
    assert look(desk, "a", "kh-police") is not None
    assert [state for _, state, _ in notices(desk, "th-police")] == ["LIFTED"]


def test_a_judgement_that_it_is_her_seals_at_once_and_asks_who_held_it(desk: Desk) -> None:
    holders = (("th-police", "t"), ("my-police", "m"))
    for owner, reference in holders:
        desk.world.file(owner, record("Person", reference, **ALIKE))
    desk.world.file("kh-hotline", record("Person", "v", **VICTIM), profile="victim-protection")
    claim(desk, "v")
    assert look(desk, "t", "kh-police") is not None
    for owner, reference in holders:
        judge(desk, ("kh-hotline", "v"), (owner, reference), "POSITIVE", owner, *PROTECTION)
    assert look(desk, "t", "kh-police") is None
    assert [state for _, state, _ in notices(desk, "th-police")] == ["SEALED"]
    assert [state for _, state, _ in notices(desk, "my-police")] == ["ASKED"]


def test_what_was_judged_before_she_was_filed_as_a_victim_is_sealed_then(desk: Desk) -> None:
    desk.world.file("th-police", record("Person", "t", **ALIKE))
    judge(desk, HER, ("th-police", "t"), "POSITIVE", "kh-police")
    assert look(desk, "t", "kh-police") is not None
    desk.world.file("kh-hotline", record("Person", "h", role="presumed-victim", **VICTIM))
    assert look(desk, "t", "kh-police") is None


@pytest.mark.long
def test_an_older_store_seals_what_it_left_open(desk: Desk) -> None:
    """Its matches do not say that a document agrees, and its judgements sealed nothing."""
    world = desk.world
    file_alias(desk)
    world.file("th-police", record("Person", "t", **ALIKE))
    judge(desk, HER, ("th-police", "t"), "POSITIVE", "kh-police")
    for text in (
        "MATCH (n:Record {rid: $p.victim}) SET n.role = 'presumed-victim'",
        "MATCH ()-[m:MATCH]->() REMOVE m.telling",
        "MATCH (s:Schema) SET s.version = 19",
    ):
        older = Template(name="older", access=Access.WRITE, text=text)
        world.run(world.app.store.run_alone(older, {"victim": world.id("kh-hotline", "h")}))
    assert look(desk, "a", "kh-police") is not None
    assert world.run(migrate(world.app.store, world.app.ontology)) == MIGRATIONS[-1].number
    world.settle()
    assert [look(desk, reference, "kh-police") for reference in ("a", "t")] == [None, None]
