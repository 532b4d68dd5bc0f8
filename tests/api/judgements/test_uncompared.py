"""A new record of a person is nobody else's before it is compared: a claim may reach its subject."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.noninterference import Universe
from graph import PropertyClass, RecordId
from tests.api.asking import Desk
from tests.api.asking_everything import answers_to, changes, questions_about
from tests.world import World, link, record

pytestmark = pytest.mark.usefixtures("hits_stand")

WHO = {"name": "Anong Siriwattana", "birthDate": "1999-04-05", "nationality": "TH"}
LOOK = "query($id: ID!) { record(id: $id) { id redacted links { id } entity { id records { id } } } }"
CLAIM = """mutation($records: [ID!]!) { claimVictim(input: {records: $records, reason: "interviewed at the shelter"}) {
  claim { id } userErrors { code } } }"""
LIFT = """mutation($id: ID!) { liftClaim(input: {id: $id, reason: "a namesake"}) { userErrors { code } } }"""
NARROW = """mutation($records: [ID!]!) { narrowRecords(input: {ids: $records, profile: "originator-controlled",
  reason: "a court order"}) { userErrors { code } } }"""
_AHEAD = (datetime.now(UTC) + timedelta(days=30)).isoformat()
GRANT = f"""mutation($id: ID!) {{ grant(input: {{records: [$id], classes: [IDENTITY], agency: "kh-police",
  purpose: "investigation", until: "{_AHEAD}", reason: "asked for"}}) {{ grant {{ id }}
  userErrors {{ code message }} }} }}"""
OTHERS = (
    ("kh-police", "analyst", "investigation"),
    ("kh-hotline", "victim-support", "victim-protection"),
    ("my-telco", "analyst", "investigation"),
)
UNCOMPARED = "MATCH (c:Compartment {uncompared: true}) MATCH (n:Record {cmp: c.id}) RETURN n.rid AS rid ORDER BY rid"


@pytest.fixture
def desk(world: World) -> Desk:
    """A person at a hotline."""
    world.file("kh-hotline", record("Person", "h", **WHO))
    return Desk(world)


def look(desk: Desk, reference: str, agency: str, owner: str = "th-police") -> Any:
    return desk.data(LOOK, token=desk.world.token(agency), id=desk.world.id(owner, reference))["record"]


def file_person(desk: Desk, *, settle: bool = False, **values: Any) -> RecordId:
    """File a person with a number as the Thai police, uncompared as it comes."""
    person = record("Person", "t", **{**WHO, **values})
    phone = record("PhoneNumber", "n", number="+66812345678")
    return desk.world.file("th-police", person, phone, link("USES", "t", "n"), settle=settle)[0]


def uncompared(desk: Desk) -> list[str]:
    return [row["rid"] for row in desk.world.query(UNCOMPARED)]


@pytest.mark.long
def test_a_new_record_is_its_originators_alone_until_it_is_compared(desk: Desk) -> None:
    rid = file_person(desk)
    assert uncompared(desk) == [rid]
    assert look(desk, "t", "kh-police") is None
    assert look(desk, "n", "kh-police")["links"] == []
    own = look(desk, "t", "th-police")
    assert (own["redacted"], len(own["links"])) == ([], 1)
    desk.world.settle()
    assert uncompared(desk) == []
    assert look(desk, "t", "th-police")["links"] == own["links"]
    seen = look(desk, "t", "kh-police")
    assert seen["links"] == own["links"] == look(desk, "n", "kh-police")["links"]


def test_what_comes_for_a_claimed_victim_is_never_open_to_others(desk: Desk) -> None:
    token = desk.world.token("kh-hotline", "victim-support", "victim-protection")
    assert desk.data(CLAIM, token=token, records=[desk.world.id("kh-hotline", "h")])["claimVictim"]["userErrors"] == []
    file_person(desk)
    assert look(desk, "t", "kh-police") is None
    desk.world.settle()
    assert look(desk, "t", "kh-police") is None
    assert look(desk, "t", "th-police") is not None
    assert uncompared(desk) == []


@pytest.mark.parametrize("viewers", [OTHERS[:1], OTHERS], ids=["police", "police, hotline and telco"])
def test_no_answer_to_others_tells_of_what_is_not_compared(desk: Desk, viewers: Sequence[tuple[str, str, str]]) -> None:
    world = desk.world
    world.file("kh-police", record("Person", "k", name="Kraisorn Pattanakit"))
    world.file("th-police", record("Person", "other", name="Wichit Busabasombat"))  # the first under such terms is felt
    rids = [world.id(*at) for at in (("kh-hotline", "h"), ("kh-police", "k"), ("th-police", "t"))]
    texts = questions_about(
        Universe(ids=rids[:2], hidden=rids[2:], words=["anong", "siriwattana"], pairs=[(rids[0], rids[1])]),
        without={"receipts"},
    )
    tokens = {f"{agency} {role}": world.token(agency, role, purpose) for agency, role, purpose in viewers}
    world.run(world.app.resolver.indexed())
    before = answers_to(desk, tokens, texts)
    world.file("th-police", record("Person", "t", **WHO), settle=False)
    assert changes(before, answers_to(desk, tokens, texts)) == []
    world.settle()
    assert changes(before, answers_to(desk, tokens, texts)) != []


def test_what_is_filed_again_before_it_is_compared_stays_closed(desk: Desk) -> None:
    rid = file_person(desk)
    assert file_person(desk, name="Anong Siriwat") == rid
    assert uncompared(desk) == [rid]
    assert look(desk, "t", "kh-police") is None
    desk.world.settle()
    assert look(desk, "t", "kh-police") is not None


@pytest.mark.long
def test_what_was_compared_stays_open_when_it_changes(desk: Desk) -> None:
    """That it went for a moment would tell others of a change of what they may not see."""
    file_person(desk, settle=True)
    file_person(desk, notes="seen at the pier")
    assert uncompared(desk) == []
    assert look(desk, "t", "kh-police") is not None


def test_a_reference_that_becomes_a_person_is_compared_first(desk: Desk) -> None:
    world = desk.world
    [rid] = world.file("th-police", record("PhoneNumber", "t", number="+66812345678"))
    assert look(desk, "t", "kh-police") is not None
    world.file("th-police", record("Person", "t", **WHO), settle=False)
    assert uncompared(desk) == [rid]
    assert look(desk, "t", "kh-police") is None
    world.settle()
    assert uncompared(desk) == []
    assert look(desk, "t", "kh-police") is not None


@pytest.mark.parametrize("few", [True, False], ids=["one statement", "a step of a load"])
def test_what_was_read_before_it_was_filed_again_opens_nothing_and_has_no_words(desk: Desk, *, few: bool) -> None:
    rid = file_person(desk)
    resolver = desk.world.app.resolver
    reading = desk.world.run(resolver._backlog._read_arrivals())
    file_person(desk, name="Malee Thongdee")
    step = desk.world.run(resolver._resolve(reading))
    desk.world.run(resolver._put(step, reading if few else replace(reading, found=None)))
    words = "MATCH (n:Record {rid: $p.rid}) RETURN n.text_identity AS text, n.blocks AS blocks"
    assert desk.world.query(words, {"rid": rid}) == [{"text": None, "blocks": None}]
    assert uncompared(desk) == [rid]
    desk.world.settle()
    assert uncompared(desk) == []
    assert "malee" in desk.world.query(words, {"rid": rid})[0]["text"]


@pytest.mark.parametrize("few", [True, False], ids=["one statement", "a step of a load"])
def test_who_may_be_a_victim_that_was_filed_again_since_is_not_opened(desk: Desk, *, few: bool) -> None:
    """By what the victim's record said before, nothing is sealed: she is compared once more, and nobody saw her."""
    world, seals = desk.world, "MATCH (s:Seal {record: $p.rid}) RETURN s.state AS state"
    victim = {"role": "presumed-victim", **WHO}
    world.file("kh-hotline", record("Person", "h", **victim), profile="victim-protection")
    rid = file_person(desk)
    reading = world.run(world.app.resolver._backlog._read_arrivals())
    step = world.run(world.app.resolver._resolve(reading))
    again = record("Person", "h", notes="called again", **victim)
    world.file("kh-hotline", again, profile="victim-protection", settle=False)
    world.run(world.app.resolver._put(step, reading if few else replace(reading, found=None)))
    assert uncompared(desk) == [rid]
    assert look(desk, "t", "kh-police") is None
    assert world.query(seals, {"rid": rid}) == []
    world.settle()
    assert uncompared(desk) == []
    assert world.query(seals, {"rid": rid}) == [{"state": "sealed"}]
    assert look(desk, "t", "kh-police") is None
    assert look(desk, "t", "th-police") is not None


def test_who_is_no_victim_after_all_is_opened_once_that_is_known(desk: Desk) -> None:
    world = desk.world
    world.file("kh-hotline", record("Person", "h", role="presumed-victim", **WHO), profile="victim-protection")
    rid = file_person(desk)
    reading = world.run(world.app.resolver._backlog._read_arrivals())
    step = world.run(world.app.resolver._resolve(reading))
    another = record("Person", "h", role="presumed-victim", name="Malee Thongdee", birthDate="1990-01-02")
    world.file("kh-hotline", another, profile="victim-protection", settle=False)
    world.run(world.app.resolver._put(step, reading))
    assert uncompared(desk) == [rid]
    world.settle()
    assert uncompared(desk) == []
    assert look(desk, "t", "kh-police") is not None


def test_what_is_narrowed_before_it_is_compared_comes_to_stand_where_it_was_put(desk: Desk) -> None:
    rid = file_person(desk)
    token = desk.world.token("th-police")
    narrowed = desk.data(NARROW, token=token, records=[rid])["narrowRecords"]
    assert narrowed["userErrors"] == []
    assert uncompared(desk) == [rid]
    desk.world.settle()
    assert look(desk, "t", "kh-police") is None
    assert look(desk, "t", "th-police") is not None
    [compartment] = [r.compartment for r in desk.world.run(desk.world.app.records.records(desk.world.system(), [rid]))]
    key = desk.world.app.registry.get(compartment).key
    assert key is not None
    assert (key.profile, key.uncompared) == ("originator-controlled", False)


def test_what_is_not_compared_is_not_granted_yet(desk: Desk) -> None:
    rid = file_person(desk)
    token = desk.world.token("th-police")
    answer = desk.ask(GRANT, token=token, id=rid)
    assert answer["errors"][0]["message"] == (
        "argument `records` names one that is not compared with others' yet; give the grant again then"
    )
    # What else is wrong is told first: it stays wrong when the record has been compared.
    for given, wrong, told in (
        ('"kh-police"', '"kh-polise"', "argument `agency` is not a registered party, did you mean `kh-police`?"),
        ('"investigation"', '"investigaton"', "argument `purpose` is not a registered purpose, did you mean `investi"),
    ):
        assert given in GRANT
        answer = desk.ask(GRANT.replace(given, wrong), token=token, id=rid)
        assert answer["errors"][0]["message"].startswith(told)
    assert desk.world.query("MATCH (g:Grant) RETURN count(g) AS n") == [{"n": 0}]
    desk.world.settle()
    assert desk.data(GRANT, token=token, id=rid)["grant"]["userErrors"] == []


def test_a_seal_that_is_lifted_at_once_opens_nothing(desk: Desk) -> None:
    [rid] = desk.world.file("kh-hotline", record("Person", "t", **WHO), settle=False)
    token = desk.world.token("kh-hotline", "victim-support", "victim-protection")
    claim = desk.data(CLAIM, token=token, records=[rid])["claimVictim"]["claim"]["id"]
    assert uncompared(desk) == []
    assert desk.data(LIFT, token=token, id=claim)["liftClaim"]["userErrors"] == []
    assert uncompared(desk) == [rid]
    assert look(desk, "t", "kh-police", owner="kh-hotline") is None
    desk.world.settle()
    assert look(desk, "t", "kh-police", owner="kh-hotline") is not None


def test_a_victim_by_her_originators_word_waits_for_nothing(desk: Desk) -> None:
    world = desk.world
    [rid] = world.file(
        "th-police", record("Person", "v", role="presumed-victim", profile="victim-protection", **WHO), settle=False
    )
    assert uncompared(desk) == []
    protecting = world.scope("kh-hotline", "victim-support", "victim-protection")
    [seen] = world.run(world.app.records.records(protecting, [rid]))
    assert PropertyClass.IDENTITY in seen.readable


def test_links_of_a_compared_record_stand_where_those_of_a_new_one_did(desk: Desk) -> None:
    """A number that is filed for a person a moment later joins her whether she was compared meanwhile or not."""
    world = desk.world
    file_person(desk)
    world.file("th-police", record("PhoneNumber", "m", number="+66812345679"), link("USES", "t", "m"), settle=False)
    world.settle()
    world.file("th-police", record("PhoneNumber", "o", number="+66812345670"), link("USES", "t", "o"), settle=False)
    rows = world.query("MATCH (:Record {kind: 'Person'})-[r:USES]->() RETURN DISTINCT r.cmp AS cmp")
    assert len(rows) == 1
    assert len(look(desk, "t", "kh-police")["links"]) == 3
