"""Protection claims from the outside: what one seals, whom it tells what, and how it is lifted, answered and contested."""

from typing import Any

import pytest

from tests.api.asking import Desk
from tests.api.audit.test_denials import is_denied
from tests.world import World, link, record

pytestmark = pytest.mark.usefixtures("hits_stand", "as_documented")

CLAIM = """mutation claim($records: [ID!]!, $reason: String!) { claimVictim(input: {records: $records, reason: $reason}) {
  claim { id records contests } userErrors { code } } }"""
LIFT_CLAIM = """mutation lift($id: ID!, $reason: String!) { liftClaim(input: {id: $id, reason: $reason}) {
  claim { id liftReason } userErrors { code } } }"""
LIFT_SEAL = """mutation lift($id: ID!, $reason: String!) { liftSeal(input: {id: $id, reason: $reason}) {
  notice { id state } userErrors { code } } }"""
CONTEST = """mutation contest($id: ID!, $reason: String!) { contestSeal(input: {id: $id, reason: $reason}) {
  notice { id contestReason } userErrors { code } } }"""
ANSWER = """mutation answer($id: ID!, $seal: Boolean!, $reason: String!) { answerProtectionClaim(input: {id: $id,
  seal: $seal, reason: $reason}) { notice { id state answerReason } userErrors { code } } }"""
NOTICES = """{ protectionNotices(first: 50) { edges { node { id recordId state statusConflict contestedAt contestReason
  answerReason liftReason } } } }"""
CLAIMS = "{ protectionClaims(first: 50) { edges { node { id records reason liftReason contests } } } }"
LOOK = """query($id: ID!) { record(id: $id) { id subjectRole claimedVictim nonPunishmentNotice redacted links { id }
  entity { nonPunishmentNotice statusConflict records { id } } } }"""
PROTECTION = ("victim-support", "victim-protection")
INVESTIGATION = ("analyst", "investigation")
WHO = {"name": "Anong Siriwattana", "birthDate": "1999-04-05", "nationality": "TH"}


@pytest.fixture
def desk(world: World) -> Desk:
    """One person at a hotline, at an agency that adopted the protocol and suspects her, and at one that did not."""
    world.file(
        "th-police",
        record("Person", "t", role="suspect", **WHO),
        record("PhoneNumber", "n", number="+66812345678"),
        link("USES", "t", "n"),
    )
    world.file("my-police", record("Person", "m", role="witness", **WHO))
    world.file(
        "kh-hotline",
        record("Person", "h", **WHO),
        record("Site", "s", name="Golden Mekong Park"),
        link("HELD_AT", "h", "s"),
    )
    return Desk(world)


def look(desk: Desk, owner: str, reference: str, agency: str, role: tuple[str, str] = INVESTIGATION) -> Any:
    return desk.data(LOOK, token=desk.world.token(agency, *role), id=desk.world.id(owner, reference))["record"]


def claim(desk: Desk) -> str:
    """Raise a claim as the hotline's protection officer."""
    token = desk.world.token("kh-hotline", *PROTECTION)
    made = desk.data(
        CLAIM, token=token, records=[desk.world.id("kh-hotline", "h")], reason="interviewed at the shelter"
    )
    assert made["claimVictim"]["userErrors"] == []
    return str(made["claimVictim"]["claim"]["id"])


def notices(desk: Desk, agency: str) -> list[dict[str, Any]]:
    found = desk.data(NOTICES, token=desk.world.token(agency))["protectionNotices"]["edges"]
    return [e["node"] for e in found]


def test_a_claim_seals_what_matches_at_once_and_names_nobody(desk: Desk) -> None:
    before = look(desk, "th-police", "t", "kh-police")
    assert before is not None
    assert len(before["links"]) == 1
    claim(desk)
    # Others see nothing of her any more, before anything was resolved again; who wrote the record keeps it.
    assert look(desk, "th-police", "t", "kh-police") is None
    assert look(desk, "th-police", "n", "kh-police") is None
    own = look(desk, "th-police", "t", "th-police")
    assert (own["claimedVictim"], own["subjectRole"], own["redacted"]) == (True, "SUSPECT", [])
    assert own["nonPunishmentNotice"].startswith("This person is presumed a victim")
    assert own["entity"]["statusConflict"] is True
    assert own["entity"]["nonPunishmentNotice"] == own["nonPunishmentNotice"]
    assert len(own["links"]) == 1
    # The claimant's own investigators are sealed out of whom, how to reach and where.
    assert look(desk, "kh-hotline", "h", "kh-hotline")["redacted"] == ["IDENTITY", "CONTACT", "LOCATION"]
    assert look(desk, "kh-hotline", "h", "kh-hotline")["links"] == []
    assert look(desk, "kh-hotline", "h", "kh-hotline", PROTECTION)["redacted"] == []
    [told] = notices(desk, "th-police")
    assert told["recordId"] == desk.world.id("th-police", "t")
    assert (told["state"], told["statusConflict"]) == ("SEALED", True)
    [asked] = notices(desk, "my-police")
    assert (asked["state"], asked["statusConflict"]) == ("ASKED", False)
    assert look(desk, "my-police", "m", "my-police")["claimedVictim"] is False
    assert b"kh-hotline" not in desk.post(NOTICES, token=desk.world.token("th-police")).content
    assert notices(desk, "kh-police") == []
    desk.world.settle()
    assert look(desk, "th-police", "t", "kh-police") is None
    assert len(notices(desk, "th-police")) == 1


@pytest.mark.long
def test_a_lifted_claim_leaves_everything_as_it_was(desk: Desk) -> None:
    viewers = (
        ("kh-police", INVESTIGATION),
        ("th-police", INVESTIGATION),
        ("kh-hotline", INVESTIGATION),
        ("my-police", INVESTIGATION),
    )
    places = (("th-police", "t"), ("th-police", "n"), ("my-police", "m"), ("kh-hotline", "h"), ("kh-hotline", "s"))

    def answers() -> list[Any]:
        return [look(desk, *place, agency, role) for agency, role in viewers for place in places]

    before, made = answers(), claim(desk)
    desk.world.settle()
    assert answers() != before
    token = desk.world.token("kh-hotline", *PROTECTION)
    lifted = desk.data(LIFT_CLAIM, token=token, id=made, reason="a namesake")["liftClaim"]
    assert lifted == {"claim": {"id": made, "liftReason": "a namesake"}, "userErrors": []}
    desk.world.settle()
    assert answers() == before
    over = notices(desk, "th-police") + notices(desk, "my-police")
    # Nobody calls him a victim any more: nothing stands against what he is held as.
    assert [(n["state"], n["statusConflict"]) for n in over] == [("LIFTED", False)] * 2
    assert b"UNCHANGED" in is_denied(desk, LIFT_CLAIM, token, id=made, reason="again")


@pytest.mark.long
def test_a_new_notice_stands_on_the_first_page_of_who_asks_for_it(desk: Desk) -> None:
    """Newest first, or without what is over; a cursor of one list is not one of another."""
    page = """query($first: Int!, $after: String, $open: Boolean, $order: AlertOrder) { protectionNotices(
      first: $first, after: $after, openOnly: $open, order: $order) {
      edges { cursor node { id state } } pageInfo { hasNextPage endCursor } } }"""
    token, protecting = desk.world.token("th-police"), desk.world.token("kh-hotline", *PROTECTION)
    claim_id = claim(desk)
    desk.data(LIFT_CLAIM, token=protecting, id=claim_id, reason="a namesake")
    claim(desk)
    [old, new] = [n["id"] for n in notices(desk, "th-police")]

    def ids(**given: Any) -> list[str]:
        found = desk.data(page, token=token, **given)["protectionNotices"]
        return [e["node"]["id"] for e in found["edges"]]

    assert ids(first=9, order="OLDEST_FIRST") == [old, new]
    assert ids(first=9, order="NEWEST_FIRST") == [new, old]
    assert ids(first=9, open=True) == [new]
    first = desk.data(page, token=token, first=1, order="NEWEST_FIRST")["protectionNotices"]
    assert [e["node"]["state"] for e in first["edges"]] == ["SEALED"]
    assert first["pageInfo"]["hasNextPage"]
    after = first["pageInfo"]["endCursor"]
    assert ids(first=1, order="NEWEST_FIRST", after=after) == [old]
    other = desk.ask(page, token=token, first=1, order="OLDEST_FIRST", after=after)
    assert other["errors"][0]["extensions"]["code"] == "CURSOR"
    assert desk.data(page, token=desk.world.token("kh-police"), first=9, open=True)["protectionNotices"]["edges"] == []


@pytest.mark.long
def test_what_matches_later_is_sealed_with_the_match_and_told_to_who_adopted_alone(desk: Desk) -> None:
    claim(desk)
    desk.world.file("ph-police", record("Person", "p", role="suspect", **WHO))
    desk.world.file("sg-police", record("Person", "g", role="suspect", **WHO))
    [told] = notices(desk, "ph-police")
    assert told["state"] == "SEALED"
    assert look(desk, "ph-police", "p", "ph-police")["claimedVictim"] is True
    # Filing a passport must not tell whether its holder has been found.
    assert notices(desk, "sg-police") == []
    assert look(desk, "sg-police", "g", "sg-police")["claimedVictim"] is False


def test_filing_a_victim_claims_her_where_the_registers_let_the_agency_claim(desk: Desk) -> None:
    desk.world.file("kh-hotline", record("Person", "h", role="presumed-victim", **WHO))
    assert look(desk, "th-police", "t", "kh-police") is None
    assert [n["state"] for n in notices(desk, "th-police")] == ["SEALED"]
    token = desk.world.token("kh-hotline", *PROTECTION)
    [filed] = desk.data(CLAIMS, token=token)["protectionClaims"]["edges"]
    assert filed["node"]["reason"] == "filed as a victim"


def test_the_claims_of_who_files_victims_tell_nothing_of_what_others_file(world: World) -> None:
    """Else the list would say whether an adopter holds her, and to the second since when."""
    desk, token = Desk(world), world.token("kh-hotline", *PROTECTION)
    page = """{ protectionClaims(first: 50) { edges { cursor node {
      id records reason claimedAt liftedAt liftReason contests } } } }"""
    world.file("kh-hotline", record("Person", "v", role="presumed-victim", **WHO))
    world.file(
        "kh-hotline", record("Person", "w", role="presumed-victim", name="Malee Boonmee", birthDate="2001-02-03")
    )

    before = desk.post(page, token=token).content
    listed = [edge["node"]["records"] for edge in desk.data(page, token=token)["protectionClaims"]["edges"]]
    world.file("th-police", record("Person", "t", role="suspect", profile="originator-controlled", **WHO))
    world.file("my-police", record("Person", "m", role="witness", profile="originator-controlled", **WHO))

    assert listed == [[world.id("kh-hotline", "v")], [world.id("kh-hotline", "w")]]
    assert [n["state"] for n in notices(desk, "th-police")] == ["SEALED"]
    assert desk.post(page, token=token).content == before


def test_the_claim_of_a_filing_is_lifted_before_anything_matches_and_seals_nothing_then(world: World) -> None:
    desk, token = Desk(world), world.token("kh-hotline", *PROTECTION)
    world.file("kh-hotline", record("Person", "v", role="presumed-victim", **WHO))
    [edge] = desk.data(CLAIMS, token=token)["protectionClaims"]["edges"]

    lifted = desk.data(LIFT_CLAIM, token=token, id=edge["node"]["id"], reason="a namesake")["liftClaim"]
    world.file("th-police", record("Person", "t", role="suspect", **WHO))

    assert lifted == {"claim": {"id": edge["node"]["id"], "liftReason": "a namesake"}, "userErrors": []}
    assert [n["state"] for n in notices(desk, "th-police")] == []
    assert look(desk, "th-police", "t", "kh-police") is not None
    [after] = desk.data(CLAIMS, token=token)["protectionClaims"]["edges"]
    assert after["node"]["liftReason"] == "a namesake"
    assert b"UNCHANGED" in is_denied(desk, LIFT_CLAIM, token, id=edge["node"]["id"], reason="again")


def test_a_victim_filed_by_who_is_no_protection_body_seals_nobody_else(desk: Desk) -> None:
    desk.world.file("kh-police", record("Person", "k", role="presumed-victim", **WHO))
    assert notices(desk, "th-police") == []
    assert look(desk, "th-police", "t", "my-police") is not None


@pytest.mark.long
def test_filing_again_takes_no_seal_off(desk: Desk) -> None:
    claim(desk)
    desk.world.file(
        "th-police",
        record("Person", "t", role="convicted", notes="sentenced", **WHO),
        record("PhoneNumber", "n2", number="+66812345679"),
        link("USES", "t", "n"),
        link("USES", "t", "n2"),
    )
    own = look(desk, "th-police", "t", "th-police")
    assert (own["subjectRole"], own["claimedVictim"], len(own["links"])) == ("CONVICTED", True, 2)
    assert look(desk, "th-police", "t", "kh-police") is None
    assert look(desk, "th-police", "n", "kh-police") is None
    assert look(desk, "th-police", "n2", "kh-police") is None
    desk.world.file("kh-hotline", record("Person", "h", notes="moved", **WHO))
    assert look(desk, "kh-hotline", "h", "kh-hotline")["subjectRole"] == "PRESUMED_VICTIM"


def test_a_contest_reaches_the_claimant_without_a_name(desk: Desk) -> None:
    made = claim(desk)
    [told] = notices(desk, "th-police")
    contested = desk.data(CONTEST, token=desk.world.token("th-police"), id=told["id"], reason="she runs the site")
    assert contested["contestSeal"]["notice"]["contestReason"] == "she runs the site"
    response = desk.post(CLAIMS, token=desk.world.token("kh-hotline", *PROTECTION))
    [found] = response.json()["data"]["protectionClaims"]["edges"]
    assert (found["node"]["id"], found["node"]["contests"]) == (made, ["she runs the site"])
    assert b"th-police" not in response.content
    # A contest lifts nothing.
    assert look(desk, "th-police", "t", "kh-police") is None


def answered(desk: Desk, notice: str, role: tuple[str, str], *, seal: bool, reason: str = "asked around") -> str:
    """Answer for my-police, which must be allowed; return what the notice says then."""
    token = desk.world.token("my-police", *role)
    made = desk.data(ANSWER, token=token, id=notice, seal=seal, reason=reason)["answerProtectionClaim"]
    assert made["userErrors"] == []
    return str(made["notice"]["state"])


def test_who_is_asked_may_seal(desk: Desk) -> None:
    claim(desk)
    [asked] = notices(desk, "my-police")
    assert answered(desk, asked["id"], INVESTIGATION, seal=True) == "SEALED"
    assert look(desk, "my-police", "m", "my-police")["claimedVictim"] is True
    assert look(desk, "my-police", "m", "th-police") is None
    # From then on it is a seal, which those who protect lift.
    for seal in (True, False):
        refused = is_denied(
            desk, ANSWER, desk.world.token("my-police", *PROTECTION), id=asked["id"], seal=seal, reason="changed"
        )
        assert b"NOTICE_STATE" in refused


def test_to_decline_and_to_seal_then_is_for_those_who_protect(desk: Desk) -> None:
    claim(desk)
    [asked] = notices(desk, "my-police")
    for role in (INVESTIGATION, ("victim-support", "investigation"), ("duty-officer", "victim-protection")):
        token = desk.world.token("my-police", *role)
        refused = is_denied(desk, ANSWER, token, id=asked["id"], seal=False, reason="our suspect")
        assert b"`decline-claim` is not allowed" in refused
    assert answered(desk, asked["id"], PROTECTION, seal=False) == "DECLINED"
    assert look(desk, "my-police", "m", "th-police") is not None
    # Who sees the notice is told that it was answered.
    for query in (CONTEST, LIFT_SEAL):
        refused = is_denied(desk, query, desk.world.token("my-police", *PROTECTION), id=asked["id"], reason="x")
        assert b"NOTICE_STATE" in refused
    token = desk.world.token("my-police")
    refused = is_denied(desk, ANSWER, token, id=asked["id"], seal=True, reason="x")
    assert b"`agree-to-seal` is not allowed" in refused
    assert b"FORBIDDEN" in refused
    assert answered(desk, asked["id"], PROTECTION, seal=True, reason="she is one") == "SEALED"
    assert look(desk, "my-police", "m", "th-police") is None
    assert [(n["state"], n["answerReason"]) for n in notices(desk, "my-police")] == [("SEALED", "she is one")]


def test_what_was_declined_is_not_sealed_by_an_investigator_through_a_second_claim(world: World) -> None:
    """A body that files a victim claims her by that; claiming her besides makes a second notice on the same record."""
    world.file("my-police", record("Person", "m", role="witness", **WHO))
    world.file("kh-hotline", record("Person", "h", role="presumed-victim", **WHO))
    desk = Desk(world)
    claim(desk)
    first, second = notices(desk, "my-police")
    assert [n["state"] for n in (first, second)] == ["ASKED", "ASKED"]
    assert answered(desk, first["id"], PROTECTION, seal=False) == "DECLINED"

    refused = is_denied(desk, ANSWER, desk.world.token("my-police"), id=second["id"], seal=True, reason="x")

    assert b"`agree-to-seal` is not allowed" in refused
    assert look(desk, "my-police", "m", "th-police") is not None
    assert answered(desk, second["id"], PROTECTION, seal=True) == "SEALED"
    assert look(desk, "my-police", "m", "th-police") is None


def test_no_act_on_a_notice_tells_whether_ones_own_agency_claims(desk: Desk) -> None:
    """Else an investigator learns which of their suspects is the victim whose name their colleagues keep from them."""
    other = {**WHO, "name": "Prasert Wongsa", "birthDate": "1971-07-21"}
    desk.world.file("th-police", record("Person", "o", role="suspect", **other))
    desk.world.file("th-police", record("Person", "v", role="presumed-victim", **other))
    claim(desk)
    by_own, by_another = sorted(
        notices(desk, "th-police"), key=lambda n: n["recordId"] != desk.world.id("th-police", "o")
    )
    assert (by_own["state"], by_another["state"]) == ("SEALED", "SEALED")
    acts: dict[str, dict[str, Any]] = {ANSWER: {"seal": True, "reason": "x"}, CONTEST: {"reason": "he runs the site"}}
    for act, given in acts.items():
        told = [desk.ask(act, token=desk.world.token("th-police"), id=n["id"], **given) for n in (by_own, by_another)]
        assert str(told[0]).replace(by_own["id"], by_another["id"]) == str(told[1])
    # Those who protect her read what was said, whoever said it.
    found = desk.data(CLAIMS, token=desk.world.token("th-police", *PROTECTION))["protectionClaims"]["edges"]
    assert [edge["node"]["contests"] for edge in found] == [["he runs the site"]]


@pytest.mark.long
def test_an_investigator_who_is_asked_contests(desk: Desk) -> None:
    claim(desk)
    [asked] = notices(desk, "my-police")
    made = desk.data(CONTEST, token=desk.world.token("my-police"), id=asked["id"], reason="she runs the site")
    assert made["contestSeal"]["notice"]["contestReason"] == "she runs the site"
    assert [n["state"] for n in notices(desk, "my-police")] == ["ASKED"]


@pytest.mark.long
def test_what_was_declined_falls_with_the_claim_and_is_in_conflict_with_nothing(world: World) -> None:
    world.file("my-police", record("Person", "m", role="suspect", **WHO))
    world.file("kh-hotline", record("Person", "h", **WHO))
    desk = Desk(world)
    made = claim(desk)
    [asked] = notices(desk, "my-police")
    assert answered(desk, asked["id"], PROTECTION, seal=False) == "DECLINED"
    assert [n["statusConflict"] for n in notices(desk, "my-police")] == [True]
    token = desk.world.token("kh-hotline", *PROTECTION)
    assert desk.data(LIFT_CLAIM, token=token, id=made, reason="a namesake")["liftClaim"]["userErrors"] == []
    [left] = notices(desk, "my-police")
    assert (left["state"], left["statusConflict"], left["answerReason"]) == ("LIFTED", False, "asked around")
    token = desk.world.token("my-police", *PROTECTION)
    assert b"NOTICE_STATE" in is_denied(desk, ANSWER, token, id=left["id"], seal=True, reason="after all")
    assert look(desk, "my-police", "m", "th-police") is not None


def test_a_refusal_to_lift_a_claim_names_that(desk: Desk) -> None:
    made = claim(desk)
    listed = desk.world.token("kh-hotline")
    refused = is_denied(desk, LIFT_CLAIM, listed, id=made, reason="x")
    assert b"`lift-claim` is not allowed: it needs the role of victim support" in refused
    assert look(desk, "th-police", "t", "kh-police") is None


def test_a_protection_officer_of_the_originator_lifts_the_seal_and_the_claim_does_not_make_it_again(desk: Desk) -> None:
    claim(desk)
    [told] = notices(desk, "th-police")
    lifted = desk.data(
        LIFT_SEAL, token=desk.world.token("th-police", *PROTECTION), id=told["id"], reason="another person"
    )
    assert lifted["liftSeal"]["userErrors"] == []
    desk.world.settle()
    desk.world.file("th-police", record("Person", "t", role="suspect", notes="seen", **WHO))
    assert look(desk, "th-police", "t", "kh-police") is not None
    assert [n["state"] for n in notices(desk, "th-police")] == ["LIFTED"]


def test_who_may_not_claim_is_refused_and_nothing_changes(desk: Desk) -> None:
    own, theirs = desk.world.id("kh-hotline", "h"), desk.world.id("th-police", "t")
    for agency, role, records, code in (
        ("kh-hotline", INVESTIGATION, [own], b"FORBIDDEN"),
        ("kh-hotline", ("victim-support", "investigation"), [own], b"FORBIDDEN"),
        ("kh-hotline", PROTECTION, [theirs], b"NOT_FOUND"),
        ("kh-hotline", PROTECTION, [desk.world.id("kh-hotline", "s")], b"FORBIDDEN"),
        ("th-police", PROTECTION, [theirs], b"FORBIDDEN"),
    ):
        token = desk.world.token(agency, *role)
        assert code in is_denied(desk, CLAIM, token, records=records, reason="she says so"), (agency, role)


def test_others_seals_and_claims_answer_like_none(desk: Desk) -> None:
    made = claim(desk)
    [told], [asked] = notices(desk, "th-police"), notices(desk, "my-police")
    absent = "z-" + "0" * 32
    for agency, role in (("kh-police", PROTECTION), ("kh-hotline", PROTECTION), ("my-police", PROTECTION)):
        token = desk.world.token(agency, *role)
        for query in (LIFT_SEAL, CONTEST):
            refused = is_denied(desk, query, token, id=told["id"], reason="x")
            assert refused == is_denied(desk, query, token, id=absent, reason="x")
            assert b"NOT_FOUND" in refused
    token = desk.world.token("th-police", *PROTECTION)
    assert b"NOT_FOUND" in is_denied(desk, LIFT_CLAIM, token, id=made, reason="x")
    assert b"NOT_FOUND" in is_denied(desk, ANSWER, token, id=asked["id"], seal=False, reason="x")
    # An investigator does not lift, though the record is the agency's own.
    assert b"FORBIDDEN" in is_denied(desk, LIFT_SEAL, desk.world.token("th-police"), id=told["id"], reason="x")
    assert desk.data(CLAIMS, token=desk.world.token("kh-hotline"))["protectionClaims"]["edges"] == []
