"""What filing persons tells: a block of passports nothing before a review, a private party no person, a guess no record."""

from pathlib import Path
from typing import Any

import pytest

from tests.api.asking import Desk
from tests.api.exchanging import BUDGETS, SetClock, exchanging
from tests.api.sealing import NOTICES, PROTECTION, claim, judge, look
from tests.world import World, link, record

pytestmark = pytest.mark.usefixtures("hits_stand")

SUBMIT = """mutation($records: [RecordInput!]!, $profile: String!) { submitRecords(input: {dataset: "cases",
  profile: $profile, records: $records, links: []}) { heldCheck records { id problems { rule } } userErrors { code } } }"""
SUBMIT_LINKED = """mutation($records: [RecordInput!]!, $links: [LinkInput!]!) { submitRecords(input: {dataset: "cases",
  profile: "law-enforcement", records: $records, links: $links}) { heldCheck } }"""
ALERTS = "{ alerts(first: 100) { edges { node { recordId otherRecordId otherAgency { code } } } } }"
MARKS = "query($id: ID!) { record(id: $id) { claimedVictim entity { statusConflict } } }"
RELEASE = """mutation($id: ID!) { releaseHeldCheck(input: {id: $id, reason: "a seized batch"}) {
  check { state } userErrors { code } } }"""
VIEW = '{ viewer { scopeKey } search(text: "wichit", first: 1) { pageInfo { endCursor } } }'
HER = {"name": "Anong Siriwattana", "birthDate": "1999-04-05", "nationality": "TH", "passportNumber": "AB7712345"}


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    return claimed_desk(world, tmp_path)


def claimed_desk(world: World, tmp_path: Path) -> Desk:
    """Return a desk at which a hotline has claimed a person a victim."""
    parties = "parties: {th-police: {per_request: 1000, per_day: 1000000, reviewer: th-fiu}}\n"
    shared = exchanging(world, tmp_path, clock=SetClock(), budgets=BUDGETS + parties)
    shared.file("kh-hotline", record("Person", "h", **HER))
    found = Desk(shared)
    claim(found)
    return found


def persons(passports: range, *, name: str = "Anong Siriwattana", role: str = "SUSPECT") -> list[dict[str, Any]]:
    """Return invented persons of one name, each with the next passport."""
    return [
        {
            "kind": "PERSON",
            "reference": f"p{place}",
            "subjectRole": role,
            "properties": [
                {"name": "name", "values": [name]},
                {"name": "nationality", "values": ["TH"]},
                {"name": "passportNumber", "values": [f"AB77{place:05d}"]},
            ],
        }
        for place in passports
    ]


def file(desk: Desk, agency: str, records: list[dict[str, Any]], profile: str = "law-enforcement") -> Any:
    found = desk.data(SUBMIT, token=desk.world.token(agency), records=records, profile=profile)["submitRecords"]
    assert all(r["problems"] == [] for r in found["records"])
    desk.world.settle()
    return found["heldCheck"]


def alerts(desk: Desk, agency: str) -> list[dict[str, Any]]:
    return [e["node"] for e in desk.data(ALERTS, token=desk.world.token(agency))["alerts"]["edges"]]


def marked(desk: Desk, places: range) -> list[int]:
    """Return the places of th-police's persons that it sees claimed or in conflict."""
    token, found = desk.world.token("th-police"), []
    for place in places:
        shown = desk.data(MARKS, token=token, id=desk.world.id("th-police", f"p{place}"))["record"]
        if shown["claimedVictim"] or shown["entity"]["statusConflict"]:
            found.append(place)
    return found


@pytest.mark.long
@pytest.mark.parametrize("profile", ["law-enforcement", "originator-controlled"])
def test_a_block_of_passports_does_not_tell_whose_is_a_victims(desk: Desk, profile: str) -> None:
    block = range(12_340, 12_352)
    held = file(desk, "th-police", persons(block), profile)
    assert held is not None
    victim = desk.world.id("th-police", "p12345")
    stored = desk.world.query("MATCH (n:Record {rid: $p.rid}) RETURN n.seal AS seal", {"rid": victim})
    assert stored == [{"seal": "claimed"}], "it is sealed all the same"
    assert marked(desk, block) == []
    for role in (("analyst", "investigation"), PROTECTION):
        assert desk.data(NOTICES, token=desk.world.token("th-police", *role))["protectionNotices"]["edges"] == []
    supervisor = desk.world.token("th-fiu", "supervisor")
    assert desk.data(RELEASE, token=supervisor, id=held)["releaseHeldCheck"]["check"] == {"state": "RELEASED"}
    assert marked(desk, block) == [12_345]
    [told] = desk.data(NOTICES, token=desk.world.token("th-police"))["protectionNotices"]["edges"]
    assert told["node"]["recordId"] == victim


@pytest.mark.parametrize("in_a_held_block", [False, True])
def test_what_is_filed_onto_a_victims_record_does_not_tell_her_number(desk: Desk, in_a_held_block: bool) -> None:
    """Who may not read it is answered alike for the number that she has, and nothing is held or counted."""
    hers = persons(range(34_560, 34_580 if in_a_held_block else 34_561), role="PRESUMED_VICTIM")
    assert (file(desk, "th-police", hers) is not None) is in_a_held_block
    marks = "MATCH (x:HeldRecord|CrossCheck|CheckedBlock) RETURN x {.*} AS x ORDER BY x.id, x.rid, x.token"
    before, token = desk.world.query(marks), desk.world.token("th-police")
    answers = []
    for first, count in ((34_560, 1), (34_561, 1), (34_560, 9), (34_561, 9)):
        [guess] = persons(range(34_560, 34_561))
        del guess["subjectRole"]  # what waits as a victim's keeps all else from her reference
        guess["properties"][2]["values"] = [f"AB77{n:05d}" for n in range(first, first + count)]
        asked = {"records": [guess], "profile": "law-enforcement"}
        answers.append(desk.data(SUBMIT, token=token, **asked)["submitRecords"])
    assert answers == [answers[0]] * 4
    assert answers[0] == {
        "heldCheck": None,
        "records": [{"id": None, "problems": [{"rule": "protected"}]}],
        "userErrors": [{"code": "QUARANTINED"}],
    }
    assert desk.world.query(marks) == before


def test_what_is_filed_onto_a_victims_own_number_holds_nothing_of_hers_back(desk: Desk) -> None:
    """It is refused, as on her record: a block of numbers on it would hold her as well, until it is reviewed."""
    phone, her = record("PhoneNumber", "n", number="+66812340500"), record("Person", "v", role="presumed-victim")
    desk.world.file("th-police", phone, her, link("USES", "v", "n"))
    marks = "MATCH (x:HeldRecord|CrossCheck|CheckedBlock) RETURN x {.*} AS x ORDER BY x.id, x.rid, x.token"
    before, token = desk.world.query(marks), desk.world.token("th-police")
    for place in range(40_500, 40_512):
        number = {"name": "number", "values": [f"+668123{place}"]}
        asked = [{"kind": "PHONE_NUMBER", "reference": "n", "properties": [number]}]
        told = desk.data(SUBMIT, token=token, records=asked, profile="law-enforcement")["submitRecords"]
        assert told["records"] == [{"id": None, "problems": [{"rule": "protected"}]}]
        assert told["heldCheck"] is None
    assert desk.world.query(marks) == before


@pytest.mark.parametrize("kind", ["Person", "Report"])
def test_numbers_filed_onto_a_victims_reference_hold_nothing_of_hers_back(desk: Desk, kind: str) -> None:
    """Whatever her record is: who may not see her files a number under her reference, and nothing comes of it."""
    said = {"name": "Mealea Chhim"} if kind == "Person" else {"title": "Kept at the gate"}
    desk.world.file("th-police", record(kind, "v", role="presumed-victim", **said))
    marks = "MATCH (x:HeldRecord|CrossCheck|CheckedBlock) RETURN x {.*} AS x ORDER BY x.id, x.rid, x.token"
    before, token = desk.world.query(marks), desk.world.token("th-police")
    for place in range(40_500, 40_512):
        number = {"name": "number", "values": [f"+668123{place}"]}
        asked = [{"kind": "PHONE_NUMBER", "reference": "v", "properties": [number]}]
        told = desk.data(SUBMIT, token=token, records=asked, profile="law-enforcement")["submitRecords"]
        assert told["records"] == [{"id": None, "problems": [{"rule": "protected"}]}]
        assert told["heldCheck"] is None
    assert desk.world.query(marks) == before


@pytest.mark.long
def test_a_claim_goes_on_through_a_held_record_once_it_is_released(desk: Desk) -> None:
    """Else who files a block would see by what each is one with whose passport is the victim's."""
    block = range(12_340, 12_352)
    world, beside = desk.world, ("ph-police", "c")
    # Of one number and name with the one of the block, and by the name alone not with her.
    common = {"name": "Anong Siriwattana", "phone": "+66812340678"}
    world.file(beside[0], record("Person", beside[1], role="suspect", **common))
    filed = persons(block)
    filed[5]["properties"].append({"name": "phone", "values": [common["phone"]]})
    held = file(desk, "th-police", filed)
    judge(desk, ("th-police", "p12345"), beside, "POSITIVE", "th-police")
    world.settle()
    assert look(desk, beside[1], "th-police", owner=beside[0]) is not None
    supervisor = world.token("th-fiu", "supervisor")
    assert desk.data(RELEASE, token=supervisor, id=held)["releaseHeldCheck"]["check"] == {"state": "RELEASED"}
    world.settle()
    assert look(desk, beside[1], "th-police", owner=beside[0]) is None


@pytest.mark.long
def test_a_held_block_changes_no_key_of_a_view_whether_or_not_a_victims_passport_is_in_it(desk: Desk) -> None:
    """A seal registers terms of its own, which the filer may read: nothing that it is told may rest on them."""
    token = desk.world.token("th-police")

    def view() -> tuple[str, str | None]:
        found = desk.data(VIEW, token=token)
        return found["viewer"]["scopeKey"], found["search"]["pageInfo"]["endCursor"]

    desk.world.file("th-police", record("Person", "seen", name="Wichit Busabasombat"))
    before = view()
    assert before[1] is not None
    for profile, places in (("open", range(12_340, 12_352)), ("originator-controlled", range(22_340, 22_352))):
        registered = len(desk.world.app.registry.all)
        assert file(desk, "th-police", persons(places), profile) is not None
        assert len(desk.world.app.registry.all) > registered
        assert view() == before


@pytest.mark.parametrize("countries", [("TH", "KH", "MM", "LA", "VN"), (None,)], ids=["each another", "none"])
def test_another_country_is_no_other_block(desk: Desk, countries: tuple[str | None, ...]) -> None:
    block = persons(range(12_340, 12_352))
    for at, person in enumerate(block):
        country = countries[at % len(countries)]
        kept = [p for p in person["properties"] if p["name"] != "nationality"]
        person["properties"] = [*kept, {"name": "nationality", "values": [country]}] if country else kept
    assert file(desk, "th-police", block) is not None
    assert marked(desk, range(12_340, 12_352)) == []


@pytest.mark.long
def test_a_few_persons_are_told_as_they_were(desk: Desk) -> None:
    few = range(12_341, 12_350)
    assert file(desk, "th-police", persons(few)) is None
    assert marked(desk, few) == [12_345]


def test_persons_that_stand_already_are_not_counted_again(desk: Desk) -> None:
    few, more = range(12_341, 12_350), range(12_360, 12_369)
    desk.world.file("th-police", *(_filed(item) for item in persons(more)))
    assert file(desk, "th-police", persons(few)) is None
    assert file(desk, "th-police", [*persons(more), *persons(few)]) is None
    assert file(desk, "th-police", persons(range(12_370, 12_371))) is not None


def _filed(item: dict[str, Any]) -> Any:
    values = {p["name"]: p["values"] for p in item["properties"]}
    return record("Person", item["reference"], role=item["subjectRole"].lower(), **values)


@pytest.mark.parametrize("later", ["Person", "PhoneNumber"])
def test_a_reference_under_which_a_number_stood_is_a_persons_from_then_on_and_back(desk: Desk, later: str) -> None:
    one = {"kind": "PHONE_NUMBER", "reference": "p1", "properties": [{"name": "number", "values": ["+66812340678"]}]}
    first, then = (persons(range(1, 2)), [one])[:: 1 if later == "PhoneNumber" else -1]
    held = [file(desk, "th-police", filed) for filed in (first, then, then)]
    question = "query($id: ID!) { record(id: $id) { kind } }"
    found = desk.data(question, token=desk.world.token("th-police"), id=desk.world.id("th-police", "p1"))
    assert (held, found) == ([None] * 3, {"record": {"kind": then[0]["kind"]}})


def test_a_block_of_phones_on_persons_is_held_for_who_files_it_alone(desk: Desk) -> None:
    desk.world.file("ph-police", record("Person", "c", name="Crisostomo Ibarrola", phone="+639181230007"))
    guesses = [
        {
            "kind": "PERSON",
            "reference": f"g{n}",
            "properties": [
                {"name": "name", "values": ["Crisostomo Ibarrola"]},
                {"name": "phone", "values": [f"+63918123{n:04d}"]},
            ],
        }
        for n in range(30)
    ]
    assert file(desk, "kh-police", guesses) is not None
    assert alerts(desk, "kh-police") == []
    [told] = alerts(desk, "ph-police")
    assert told["otherAgency"] == {"code": "kh-police"}


def test_an_alert_names_the_other_record_only_where_its_reader_sees_why(desk: Desk) -> None:
    desk.world.file("ph-police", record("Person", "c", name="Crisostomo Ibarrola", phone="+639181230007"))
    desk.world.file("kh-police", record("Person", "g", name="Crisostomo Ibarrola", phone="+639181230007"))
    [guessed] = alerts(desk, "kh-police")
    assert guessed == {
        "recordId": desk.world.id("kh-police", "g"),
        "otherRecordId": None,
        "otherAgency": {"code": "ph-police"},
    }
    open_to_both = {"name": "Basilio Crisanto", "birthDate": "1984-02-03", "nationality": "PH"}
    for agency in ("ph-police", "kh-police"):
        desk.world.file(agency, record("Person", "b", **open_to_both))
    assert [a["otherRecordId"] for a in alerts(desk, "kh-police")] == [None, desk.world.id("ph-police", "b")]


def test_a_private_party_is_told_of_no_person_and_of_an_equal_number(desk: Desk) -> None:
    wanted = {"name": "Crisostomo Ibarrola", "birthDate": "1984-02-03", "nationality": "PH"}
    desk.world.file("th-police", record("Person", "w", role="suspect", **wanted))
    desk.world.file("my-telco", record("Person", "k", **wanted))
    assert alerts(desk, "my-telco") == alerts(desk, "th-police") == []
    desk.world.file("th-police", record("PhoneNumber", "n", number="+60123456789"))
    desk.world.file("my-telco", record("PhoneNumber", "n", number="+60123456789"))
    assert [a["otherAgency"]["code"] for a in alerts(desk, "my-telco")] == ["th-police"]


def with_documents(passports: range, *, name: str) -> dict[str, list[dict[str, Any]]]:
    """Return invented persons of one name, each linked to a record of the next passport."""
    records: list[dict[str, Any]] = []
    for place in passports:
        number = {"number": f"AB77{place:05d}", "country": "TH", "documentType": "passport"}
        records += [
            {
                "kind": "PERSON",
                "reference": f"p{place}",
                "subjectRole": "SUSPECT",
                "properties": [{"name": "name", "values": [name]}],
            },
            {
                "kind": "IDENTITY_DOCUMENT",
                "reference": f"d{place}",
                "properties": [{"name": key, "values": [value]} for key, value in number.items()],
            },
        ]
    links = [{"type": "USES", "sourceReference": f"p{at}", "targetReference": f"d{at}"} for at in passports]
    return {"records": records, "links": links}


@pytest.mark.long
@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "linked later"])
@pytest.mark.parametrize("name", ["Anong Siriwattana", "Kraisorn Boonmee"], ids=["her name", "another"])
def test_a_block_of_linked_passports_does_not_tell_whose_is_a_victims(desk: Desk, name: str, *, at_once: bool) -> None:
    world, block, beside = desk.world, range(12_340, 12_352), ("ph-police", "c")
    world.file(beside[0], record("Person", beside[1], role="suspect", name="Malee Thongdee", nationality="TH"))
    token = world.token("th-police")
    filed = with_documents(block, name=name)
    first = filed if at_once else {"records": filed["records"], "links": []}
    found = desk.data(SUBMIT_LINKED, token=token, **first)["submitRecords"]
    world.settle()
    if not at_once:
        desk.data(SUBMIT_LINKED, token=token, records=[], links=filed["links"])
        world.settle()
    judge(desk, ("th-police", "p12345"), beside, "POSITIVE", "th-police")
    world.settle()

    def notices() -> list[str]:
        edges = desk.data(NOTICES, token=token)["protectionNotices"]["edges"]
        return [edge["node"]["recordId"] for edge in edges]

    victim = world.id("th-police", "p12345")
    assert world.query("MATCH (n:Record {rid: $p.rid}) RETURN n.seal AS seal", {"rid": victim}) == [{"seal": "claimed"}]
    assert found["heldCheck"] is not None
    assert (marked(desk, block), notices()) == ([], [])
    assert look(desk, beside[1], "th-police", owner=beside[0]) is not None
    supervisor = world.token("th-fiu", "supervisor")
    released = desk.data(RELEASE, token=supervisor, id=found["heldCheck"])["releaseHeldCheck"]
    assert released["check"] == {"state": "RELEASED"}
    world.settle()
    assert (marked(desk, block), notices()) == ([12_345], [victim])
