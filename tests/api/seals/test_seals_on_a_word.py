"""What is judged to be of a victim by who neither claims her nor wrote the record is asked about, and not sealed."""

from typing import Any

import pytest

from policies import Outcome
from tests.api.asking import Desk
from tests.api.sealing import HER, LIFT, NOTICES, PROTECTION, VICTIM, claim, judge, look, notices
from tests.world import World, record

NAME_AND_DATE = {"name": VICTIM["name"], "birthDate": VICTIM["birthDate"], "nationality": "TH", "sex": "female"}
BOSS = {
    "name": "Gao Tianlong",
    "birthDate": "1971-11-12",
    "nationality": "CN",
    "sex": "male",
    "passportNumber": "EJ4455667",
}
MOLE, WORD, SUSPECT = "id-police", ("id-police", "w"), ("th-police", "boss")
ANSWER = """mutation($id: ID!, $seal: Boolean!) { answerProtectionClaim(input: {id: $id, seal: $seal, reason: "looked"}) {
  userErrors { code } } }"""
CHECK = """mutation { crossCheck(input: {purpose: "investigation", caseRef: "T-1", values: [
  {kind: IDENTITY_DOCUMENT, value: "EJ4455667", country: "CN", qualifier: "passport"}]}) {
  check { values { inView } } userErrors { code } } }"""
OWNER = ("th-police", *PROTECTION)
EVERYBODY = ("id-police", "au-police", "kh-police", "vn-police")


def file_victim(desk: Desk, role: str = "presumed-victim") -> None:
    desk.world.file("kh-hotline", record("Person", "h", role=role, **VICTIM), profile="victim-protection")


def file_word(desk: Desk, **values: str) -> None:
    """File what an agency says of the victim, by a name and a date that it knows."""
    desk.world.file("id-police", record("Person", "w", role="witness", **{**NAME_AND_DATE, **values}))


def file_suspect(desk: Desk, **values: str) -> None:
    desk.world.file("th-police", record("Person", "boss", role="suspect", **{**BOSS, **values}))


@pytest.fixture
def desk(world: World) -> Desk:
    """A person at a hotline that filed a victim, of whom one agency knows the name; another one holds a suspect."""
    desk = Desk(world)
    file_victim(desk)
    file_suspect(desk)
    file_word(desk)
    assert look(desk, "w", "id-police", owner="id-police")["claimedVictim"] is True
    return desk


def seen_by(desk: Desk, *agencies: str, reference: str = "boss", owner: str = "th-police") -> list[bool]:
    return [look(desk, reference, agency, owner=owner) is not None for agency in agencies]


def states(desk: Desk, agency: str = "th-police") -> list[tuple[str, bool]]:
    return [(state, conflict) for _, state, conflict in notices(desk, agency)]


def notice_id(desk: Desk) -> str:
    [edge] = desk.data(NOTICES, token=desk.world.token("th-police"))["protectionNotices"]["edges"]
    return str(edge["node"]["id"])


def answer(desk: Desk, *role: str, seal: bool) -> Any:
    token = desk.world.token("th-police", *role)
    found = desk.ask(ANSWER, token=token, id=notice_id(desk), seal=seal)
    return [e["extensions"]["code"] for e in found.get("errors", ())]


def test_nobody_hides_another_agencys_suspect_by_a_word(desk: Desk) -> None:
    judge(desk, WORD, SUSPECT, "POSITIVE", MOLE)
    entry = desk.trail()[-1].entry
    assert (entry.operation, entry.outcome, entry.agency) == ("mutation judge", Outcome.ALLOWED, MOLE)
    assert set(entry.record_ids) >= {desk.world.id(*WORD), desk.world.id(*SUSPECT)}
    assert seen_by(desk, *EVERYBODY) == [True] * 4
    checked = desk.data(CHECK, token=desk.world.token("au-police"))["crossCheck"]["check"]
    assert checked["values"] == [{"inView": [desk.world.id(*SUSPECT)]}]
    assert look(desk, "boss", "th-police")["claimedVictim"] is False
    assert states(desk) == [("ASKED", True)]
    assert [state for _, state, _ in notices(desk, MOLE)] == ["SEALED"]  # of its own record, as before it judged
    # Who said it sees both, and may take it back.
    judge(desk, WORD, SUSPECT, "NO_JUDGEMENT", MOLE)
    assert seen_by(desk, *EVERYBODY) == [True] * 4


def test_whoever_holds_the_record_may_agree_and_those_who_protect_may_decline(desk: Desk) -> None:
    judge(desk, WORD, SUSPECT, "POSITIVE", MOLE)
    assert answer(desk, seal=False) == ["FORBIDDEN"]
    assert answer(desk, *PROTECTION, seal=False) == []
    assert states(desk) == [("DECLINED", True)]
    assert seen_by(desk, *EVERYBODY) == [True] * 4
    assert answer(desk, *PROTECTION, seal=True) == []
    assert seen_by(desk, *EVERYBODY) == [False] * 4


@pytest.mark.long
def test_what_the_claim_reaches_through_a_record_is_sealed_with_the_agreement(desk: Desk) -> None:
    desk.world.file("ph-police", record("Person", "same", role="suspect", **BOSS))
    judge(desk, WORD, SUSPECT, "POSITIVE", MOLE)
    desk.world.settle()
    assert seen_by(desk, *EVERYBODY, reference="same", owner="ph-police") == [True] * 4
    assert answer(desk, seal=True) == []
    # Before anything is resolved again.
    assert seen_by(desk, *EVERYBODY, reference="same", owner="ph-police") == [False] * 4


def test_the_word_of_who_wrote_the_record_seals_at_once(desk: Desk) -> None:
    judge(desk, HER, SUSPECT, "POSITIVE", *OWNER)
    assert seen_by(desk, *EVERYBODY) == [False] * 4
    assert states(desk) == [("SEALED", True)]


def test_the_word_of_who_claims_her_seals_at_once(desk: Desk) -> None:
    desk.world.file("ph-police", record("Person", "v", role="presumed-victim", name="Maria Dimaculangan"))
    judge(desk, ("ph-police", "v"), SUSPECT, "POSITIVE", "ph-police")
    assert seen_by(desk, *EVERYBODY) == [False] * 4
    assert states(desk) == [("SEALED", True)]


@pytest.mark.long
@pytest.mark.parametrize("order", ["claimed", "filed as a victim"])
def test_what_was_judged_before_she_was_claimed_is_asked_about_then(world: World, order: str) -> None:
    desk = Desk(world)
    file_victim(desk, "none")
    file_suspect(desk)
    file_word(desk)
    judge(desk, WORD, SUSPECT, "POSITIVE", MOLE)
    assert notices(desk, "th-police") == []
    if order == "claimed":
        claim(desk)
    else:
        file_victim(desk)
    assert look(desk, "w", "id-police", owner="id-police")["claimedVictim"] is True
    assert seen_by(desk, *EVERYBODY) == [True] * 4
    assert states(desk) == [("ASKED", True)]


def test_a_word_beside_what_the_machine_leaves_to_review_seals(desk: Desk) -> None:
    desk.world.file(
        "th-police", record("Person", "t", role="suspect", name=VICTIM["name"], birthDate="1999", nationality="TH")
    )
    assert seen_by(desk, *EVERYBODY, reference="t") == [True] * 4
    judge(desk, WORD, ("th-police", "t"), "POSITIVE", MOLE)
    assert seen_by(desk, *EVERYBODY, reference="t") == [False] * 4
    assert states(desk) == [("SEALED", True)]


@pytest.mark.parametrize("more", ["matches", "owner", "review"])
def test_what_a_word_asked_about_is_sealed_once_more_ties_it_to_her(desk: Desk, more: str) -> None:
    """Else who judges ahead would keep a record of hers open."""
    judge(desk, WORD, SUSPECT, "POSITIVE", MOLE)
    if more == "matches":
        file_suspect(desk, **VICTIM)
    elif more == "owner":
        judge(desk, HER, SUSPECT, "POSITIVE", *OWNER)
    else:
        file_suspect(desk, name=VICTIM["name"], birthDate="1999")
    assert seen_by(desk, *EVERYBODY) == [False] * 4
    assert states(desk) == [("SEALED", True)]


@pytest.mark.parametrize("ended", ["declined", "lifted"])
def test_what_its_owner_declined_or_lifted_is_not_sealed_by_more(desk: Desk, ended: str) -> None:
    judge(desk, WORD, SUSPECT, "POSITIVE", MOLE)
    if ended == "declined":
        assert answer(desk, *PROTECTION, seal=False) == []
    else:
        token = desk.world.token("th-police", *PROTECTION)
        assert desk.data(LIFT, token=token, id=notice_id(desk))["liftSeal"]["userErrors"] == []
    file_suspect(desk, **VICTIM)
    assert seen_by(desk, "au-police", "kh-police") == [True, True]
    assert states(desk) == [(ended.upper(), ended == "declined")]


def test_what_is_asked_about_on_a_word_leads_on_to_nothing(desk: Desk) -> None:
    desk.world.file("ph-police", record("Person", "same", role="suspect", **BOSS))
    judge(desk, WORD, SUSPECT, "POSITIVE", MOLE)
    assert states(desk) == [("ASKED", True)]
    assert seen_by(desk, *EVERYBODY, reference="same", owner="ph-police") == [True] * 4
    assert notices(desk, "ph-police") == []
    assert answer(desk, seal=True) == []
    # The sealed one leads on, before anything is resolved again.
    assert seen_by(desk, *EVERYBODY, reference="same", owner="ph-police") == [False] * 4
    desk.world.file("ph-police", record("Person", "same", role="suspect", **{**BOSS, "notes": "seen again"}))
    assert seen_by(desk, *EVERYBODY, reference="same", owner="ph-police") == [False] * 4


@pytest.mark.long
@pytest.mark.parametrize("by", ["th-police", "ph-police"], ids=["by the claimed", "by a match between"])
def test_a_firmer_way_to_a_record_goes_before_a_word(world: World, by: str) -> None:
    desk = Desk(world)
    file_victim(desk, "none")
    file_suspect(desk)
    file_word(desk)
    judge(desk, WORD, SUSPECT, "POSITIVE", MOLE)
    if by == "th-police":
        judge(desk, HER, SUSPECT, "POSITIVE", *OWNER)
    else:
        world.file("ph-police", record("Person", "b", role="suspect", **VICTIM))
        judge(desk, ("ph-police", "b"), SUSPECT, "POSITIVE", "th-police")
    claim(desk)
    assert seen_by(desk, *EVERYBODY) == [False] * 4
    assert states(desk) == [("SEALED", True)]


@pytest.mark.parametrize("there", [True, False], ids=["before", "after"])
def test_who_did_not_adopt_the_agreement_is_asked_as_before(world: World, there: bool) -> None:
    desk = Desk(world)
    held = record("Person", "m", role="suspect", **BOSS)
    if there:
        world.file("my-police", held)
    file_victim(desk)
    file_word(desk)
    if not there:
        world.file("my-police", held)
    judge(desk, WORD, ("my-police", "m"), "POSITIVE", MOLE)
    assert seen_by(desk, *EVERYBODY, reference="m", owner="my-police") == [True] * 4
    assert states(desk, "my-police") == ([("ASKED", True)] if there else [])


def test_the_claimants_own_records_are_asked_about_as_well(desk: Desk) -> None:
    desk.world.file("kh-hotline", record("Person", "x", role="witness", name="Somebody Else", birthDate="1980-01-02"))
    assert seen_by(desk, "kh-police", reference="x", owner="kh-hotline") == [True]
    judge(desk, HER, ("kh-hotline", "x"), "POSITIVE", "kh-hotline", *PROTECTION)
    assert seen_by(desk, "kh-police", reference="x", owner="kh-hotline") == [False]
