"""A seal reaches what an entity holds: the claimant's own other records, and what matches her through another record."""

import pytest

from graph.store.cypher import Access, Template
from graph.store.migrating import migrate
from graph.store.schema.migrations import MIGRATIONS
from ingest import SubmittedRecord
from tests.api.asking import Desk
from tests.api.sealing import LIFT, NOTICES, PROTECTION, VICTIM, claim, judge, look, notices
from tests.world import World, link, record

pytestmark = pytest.mark.usefixtures("hits_stand")

HER_IN_THAI = {"name": "อนงค์ ศิริวัฒนา", "birthDate": "1999-04-05", "nationality": "TH"}
OTHER_PASSPORT = {"passportNumber": "BB7654321", "nationality": "TH"}


@pytest.fixture
def desk(world: World) -> Desk:
    """A person at a hotline."""
    world.file("kh-hotline", record("Person", "h", **VICTIM))
    return Desk(world)


@pytest.mark.parametrize("role", ["suspect", "witness"])
@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_the_claimants_own_other_records_of_her_are_sealed(desk: Desk, role: str, *, first: bool) -> None:
    other = record("Person", "w", role=role, **HER_IN_THAI)
    if first:
        desk.world.file("kh-hotline", other)
        assert look(desk, "w", "kh-police", owner="kh-hotline") is not None
    claim(desk)
    if not first:
        desk.world.file("kh-hotline", other)
    assert look(desk, "w", "kh-police", owner="kh-hotline") is None
    assert look(desk, "w", "kh-hotline", owner="kh-hotline")["claimedVictim"] is True
    assert notices(desk, "kh-hotline") == [(desk.world.id("kh-hotline", "w"), "SEALED", role == "suspect")]


def test_an_agency_that_is_no_protection_body_seals_its_own_records_of_a_victim_alone(desk: Desk) -> None:
    for owner in ("ph-police", "th-police"):
        desk.world.file(owner, record("Person", "s", role="suspect", **VICTIM))
    desk.world.file("th-police", record("Person", "v", role="presumed-victim", **VICTIM))
    assert look(desk, "s", "kh-police") is None
    assert look(desk, "s", "th-police")["claimedVictim"] is True
    assert look(desk, "s", "kh-police", owner="ph-police") is not None


@pytest.mark.long
def test_a_seal_on_ones_own_record_is_lifted_by_a_protection_role(desk: Desk) -> None:
    desk.world.file("kh-hotline", record("Person", "w", role="witness", **HER_IN_THAI))
    claim(desk)
    token = desk.world.token("kh-hotline", *PROTECTION)
    [edge] = desk.data(NOTICES, token=token)["protectionNotices"]["edges"]
    assert desk.data(LIFT, token=token, id=edge["node"]["id"])["liftSeal"]["userErrors"] == []
    assert look(desk, "w", "kh-police", owner="kh-hotline") is not None


def between(desk: Desk) -> None:
    """File who matches the hotline's record, with a passport that the hotline does not know."""
    desk.world.file("kh-hotline", record("Person", "h", **{**VICTIM, "passportNumber": "AA1234567"}))
    desk.world.file("ph-police", record("Person", "b", role="suspect", **{**VICTIM, **OTHER_PASSPORT}))


def beyond(desk: Desk, owner: str = "th-police") -> None:
    """File who matches that one by name and passport, and the hotline's by nothing that would do."""
    desk.world.file(owner, record("Person", "c", role="suspect", name=HER_IN_THAI["name"], **OTHER_PASSPORT))


@pytest.mark.parametrize("order", ["claimed last", "claimed between", "claimed first"])
def test_what_matches_her_through_another_record_is_sealed_too(desk: Desk, order: str) -> None:
    steps = {"claimed last": "bck", "claimed between": "bkc", "claimed first": "kbc"}[order]
    for step in steps:
        {"b": between, "c": beyond, "k": claim}[step](desk)
    assert look(desk, "b", "kh-police", owner="ph-police") is None
    assert look(desk, "c", "kh-police") is None
    assert look(desk, "c", "th-police")["claimedVictim"] is True
    assert [state for _, state, _ in notices(desk, "th-police")] == ["SEALED"]


@pytest.mark.parametrize("last", [True, False], ids=["claimed last", "filed last"])
def test_a_record_of_who_did_not_adopt_the_agreement_leads_to_nothing(desk: Desk, *, last: bool) -> None:
    desk.world.file("my-police", record("Person", "b", role="suspect", **{**VICTIM, **OTHER_PASSPORT}))
    for step in (beyond, claim) if last else (claim, beyond):
        step(desk)
    assert [state for _, state, _ in notices(desk, "my-police")] == ["ASKED"]
    # Else it would file who is both of two to learn from the one that it sees whether the other is claimed.
    assert look(desk, "c", "kh-police") is not None
    assert notices(desk, "th-police") == []


def guesses() -> tuple[SubmittedRecord, SubmittedRecord]:
    """Return what matches a victim by nothing, but through what another agency holds of her, and the victim."""
    guess = record("Person", "g", role="witness", name=HER_IN_THAI["name"], **OTHER_PASSPORT)
    return guess, record("Person", "v", role="presumed-victim", **HER_IN_THAI)


@pytest.mark.parametrize("agency", ["my-telco", "kh-police", "ph-police"])
@pytest.mark.parametrize("profile", ["law-enforcement", "originator-controlled"])
@pytest.mark.parametrize("last", ["victim", "guess", "hidden"])
def test_ones_own_records_tell_nothing_of_what_joins_them(world: World, agency: str, profile: str, last: str) -> None:
    """A victim and another record of one agency, and a record of another's that it does not see between them."""
    desk = Desk(world)
    guess, victim = guesses()
    hidden = record("Person", "b", role="suspect", **{**VICTIM, **OTHER_PASSPORT})
    steps = {"victim": [hidden, guess, victim], "guess": [hidden, victim, guess], "hidden": [guess, victim, hidden]}
    for step in steps[last]:
        if step is hidden:
            world.file("th-police", step, profile=profile)
        else:
            world.file(agency, step)
    assert look(desk, "g", agency, owner=agency)["claimedVictim"] is False
    assert notices(desk, agency) == []


def test_an_old_reference_with_a_new_guess_was_not_there(desk: Desk) -> None:
    desk.world.file("my-police", record("Person", "old", role="suspect", name="Somebody Else", nationality="TH"))
    claim(desk)
    desk.world.file("my-police", record("Person", "old", role="suspect", **VICTIM))
    assert notices(desk, "my-police") == []
    desk.world.file("ph-police", record("Person", "b", role="suspect", **VICTIM))
    assert notices(desk, "my-police") == []


@pytest.mark.parametrize("end", [("ph-police", "b"), ("kh-hotline", "h")], ids=["of the next", "of the claimed"])
def test_a_negative_judgement_stops_it(desk: Desk, end: tuple[str, str]) -> None:
    between(desk)
    beyond(desk)
    judge(desk, end, ("th-police", "c"), "NEGATIVE", "th-police")
    claim(desk)
    assert look(desk, "b", "kh-police", owner="ph-police") is None
    assert look(desk, "c", "kh-police") is not None
    assert notices(desk, "th-police") == []


@pytest.mark.parametrize("instead", ["NO_JUDGEMENT", "UNSURE"])
def test_a_negative_that_is_taken_back_seals_at_once(world: World, instead: str) -> None:
    desk, hers, other = Desk(world), ("ph-police", "h"), ("th-police", "t")
    world.file("ph-police", record("Person", "h", **VICTIM))
    world.file("th-police", record("Person", "t", role="suspect", **VICTIM))
    judge(desk, hers, other, "NEGATIVE", "ph-police")
    world.file("ph-police", record("Person", "h", role="presumed-victim", **VICTIM))
    assert look(desk, "t", "kh-police") is not None
    judge(desk, hers, other, instead, "ph-police")
    assert look(desk, "t", "kh-police") is None
    assert notices(desk, "th-police") == [(world.id(*other), "SEALED", True)]


def test_a_judgement_that_says_nothing_seals_nobody_who_does_not_match(world: World) -> None:
    desk, hers, other = Desk(world), ("ph-police", "h"), ("th-police", "t")
    world.file("ph-police", record("Person", "h", role="presumed-victim", **VICTIM))
    world.file("th-police", record("Person", "t", role="suspect", name="Somchai Jaidee", birthDate="1970-01-01"))
    for value in ("UNSURE", "NO_JUDGEMENT"):
        judge(desk, hers, other, value, "ph-police")
    assert look(desk, "t", "kh-police") is not None
    assert notices(desk, "th-police") == []


@pytest.mark.parametrize("profile", [None, "originator-controlled"], ids=["seen", "unseen"])
@pytest.mark.parametrize("end", [("ph-police", "b"), ("kh-hotline", "h")], ids=["of the next", "of the claimed"])
def test_what_a_third_agency_holds_apart_is_sealed_all_the_same(
    desk: Desk, end: tuple[str, str], profile: str | None
) -> None:
    between(desk)
    beyond(desk)
    judge(desk, end, ("th-police", "c"), "NEGATIVE", "kh-police", profile=profile)
    claim(desk)
    assert look(desk, "c", "kh-police") is None
    assert look(desk, "c", "my-police") is None
    assert [state for _, state, _ in notices(desk, "th-police")] == ["SEALED"]


@pytest.mark.long
@pytest.mark.parametrize("by", ["th-police", "kh-police"], ids=["its owner", "a third agency"])
def test_of_two_that_match_directly_their_agencies_alone_hold_one_apart(desk: Desk, by: str) -> None:
    desk.world.file("th-police", record("Person", "t", role="suspect", **VICTIM))
    judge(desk, ("kh-hotline", "h"), ("th-police", "t"), "NEGATIVE", by)
    claim(desk)
    assert (look(desk, "t", "my-police") is None) == (by == "kh-police")


@pytest.mark.parametrize("by", ["th-police", "kh-police"], ids=["its owner", "a third agency"])
def test_who_is_filed_as_a_victim_later_reaches_what_a_third_agency_holds_apart(desk: Desk, by: str) -> None:
    desk.world.file("th-police", record("Person", "t", role="suspect", **VICTIM))
    judge(desk, ("kh-hotline", "h"), ("th-police", "t"), "NEGATIVE", by)
    desk.world.file("kh-hotline", record("Person", "h", role="presumed-victim", sex="female", **VICTIM))
    assert (look(desk, "t", "my-police") is None) == (by == "kh-police")


@pytest.mark.parametrize("by", ["th-police", "kh-police"], ids=["its owner", "a third agency"])
def test_a_judgement_joins_what_lies_beyond(desk: Desk, by: str) -> None:
    between(desk)
    desk.world.file("th-police", record("Person", "c", role="suspect", name="Anong S."))
    judge(desk, ("ph-police", "b"), ("th-police", "c"), "POSITIVE", by)
    assert look(desk, "c", "kh-police") is not None
    claim(desk)
    assert (look(desk, "c", "kh-police") is None) == (by == "th-police")
    assert [state for _, state, _ in notices(desk, "th-police")] == ["SEALED" if by == "th-police" else "ASKED"]


@pytest.mark.long
def test_an_older_store_seals_what_it_left_open(desk: Desk) -> None:
    world = desk.world
    world.file("kh-hotline", record("Person", "w", role="witness", **HER_IN_THAI))
    between(desk)
    beyond(desk)
    for text in (
        "MATCH (n:Record {rid: $p.victim}) SET n.role = 'presumed-victim'",
        "MATCH (s:Schema) SET s.version = 21",
    ):
        older = Template(name="older", access=Access.WRITE, text=text)
        world.run(world.app.store.run_alone(older, {"victim": world.id("kh-hotline", "h")}))
    places = (("kh-hotline", "w"), ("ph-police", "b"), ("th-police", "c"))
    assert all(look(desk, reference, "kh-police", owner=owner) for owner, reference in places)
    assert world.run(migrate(world.app.store, world.app.ontology)) == MIGRATIONS[-1].number
    world.settle()
    assert not any(look(desk, reference, "kh-police", owner=owner) for owner, reference in places)


@pytest.mark.parametrize("count", [6, 40])
def test_a_claim_reaches_who_shares_one_of_many_numbers_with_her(world: World, count: int) -> None:
    desk = Desk(world)
    numbers = [*(f"+6685000{i:04}" for i in range(count - 1)), "+66899999123"]
    phones = [record("PhoneNumber", f"n{i}", number=number) for i, number in enumerate(numbers)]
    uses = [link("USES", "t", f"n{i}") for i in range(count)]
    world.file("th-police", record("Person", "t", name=VICTIM["name"], role="suspect"), *phones, *uses)
    her_own = record("PhoneNumber", "m", number=numbers[-1])
    world.file("kh-hotline", record("Person", "h", name=VICTIM["name"]), her_own, link("USES", "h", "m"))
    assert look(desk, "t", "my-police") is not None
    claim(desk)
    world.settle()
    assert look(desk, "t", "my-police") is None
    assert look(desk, "t", "th-police")["claimedVictim"] is True
