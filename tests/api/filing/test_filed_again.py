"""What is filed again takes no victim's seal off and writes over no record that a legal hold keeps."""

from typing import Any

import pytest

from graph.errors import RecordMovedError
from graph.store import Access, RecordWriter, Template
from ingest import SubmittedItem
from policies import Outcome
from tests.api.asking import Desk
from tests.api.retrying import try_again
from tests.api.sealing import claim
from tests.world import World, link, record

SUBMIT = """mutation($records: [RecordInput!]!) {
  submitRecords(input: {dataset: "cases", profile: "law-enforcement", records: $records}) {
    created changed unchanged records { id unsealed problems { rule } } userErrors { code } } }"""
LOOK = """query($id: ID!) { record(id: $id) { caption subjectRole redacted links { id } } }"""
HOLD = """mutation($ids: [ID!]!) { placeHold(input: {ids: $ids, reason: "court order"}) {
  holds { id } userErrors { code } } }"""
RETRACT = """mutation($ids: [ID!]!) { retractRecords(input: {ids: $ids, reason: "filed by mistake"}) {
  done userErrors { code } } }"""
HELD = "query($id: ID!) { record(id: $id) { caption } }"
INVESTIGATING, PROTECTING = ("analyst", "investigation"), ("victim-support", "victim-protection")


@pytest.fixture
def desk(world: World) -> Desk:
    world.file(
        "kh-police",
        record("Person", "v", name="Mealea Chhim", birthDate="1999-04-02", role="presumed-victim"),
        record("PhoneNumber", "n", number="+85512000111"),
        link("USES", "v", "n"),
    )
    return Desk(world)


def token(desk: Desk, who: tuple[str, str]) -> str:
    return desk.world.token("kh-police", *who)


def file(desk: Desk, who: tuple[str, str], *, name: str, role: str | None, reference: str = "v") -> dict[str, Any]:
    """File a person under a reference, and return the answer."""
    properties = [{"name": "name", "values": [name]}, {"name": "birthDate", "values": ["1999-04-02"]}]
    one = {"kind": "PERSON", "reference": reference, "subjectRole": role, "properties": properties}
    one = {word: value for word, value in one.items() if value is not None}
    found: dict[str, Any] = desk.data(SUBMIT, token=token(desk, who), records=[one])["submitRecords"]
    waits = any(record["problems"] for record in found["records"])
    assert found["userErrors"] == ([{"code": "QUARANTINED"}] if waits else [])
    desk.world.settle()
    return found


def seen(desk: Desk, who: tuple[str, str]) -> Any:
    return desk.data(LOOK, token=token(desk, who), id=desk.world.id("kh-police", "v"))["record"]


@pytest.mark.parametrize("role", [None, "NONE", "SUSPECT", "WITNESS"])
def test_an_investigator_takes_no_seal_off_by_filing_again(desk: Desk, role: str | None) -> None:
    before = seen(desk, INVESTIGATING)
    assert (before["subjectRole"], before["caption"], before["links"]) == ("PRESUMED_VICTIM", None, [])

    answer = file(desk, INVESTIGATING, name="x", role=role)

    assert [p["rule"] for p in answer["records"][0]["problems"]] == ["protected"]
    assert seen(desk, INVESTIGATING) == before
    others = desk.world.token("th-police")
    assert desk.data(LOOK, token=others, id=desk.world.id("kh-police", "v"))["record"] is None
    assert seen(desk, PROTECTING) | {"links": []} == {
        **{"subjectRole": "PRESUMED_VICTIM", "caption": "Mealea Chhim", "links": [], "redacted": []}
    }
    file(desk, INVESTIGATING, name="y", role=role)
    assert seen(desk, INVESTIGATING) == before
    assert [e.entry.operation for e in desk.trail()].count("mutation submitRecords") == 2


def test_what_others_overtake_each_time_is_answered_with_a_try_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def overtaken(self: RecordWriter, *_: object, **__: object) -> None:
        raise RecordMovedError

    monkeypatch.setattr(RecordWriter, "_write_in", overtaken)
    one = {"kind": "PERSON", "reference": "new", "properties": [{"name": "name", "values": ["Mealea Chhim"]}]}
    answer = desk.post(SUBMIT, token=token(desk, INVESTIGATING), variables={"records": [one]}).json()
    [error] = answer["errors"]
    assert (error["extensions"]["code"], error["message"]) == (
        "RECORD_MOVED",
        "a record has changed its terms meanwhile, and nothing was done; try again",
    )
    assert desk.world.query("MATCH (n:Record {reference: 'new'}) RETURN n.rid AS rid") == []


def test_a_file_of_the_agency_takes_no_seal_off_either(desk: Desk) -> None:
    before = seen(desk, INVESTIGATING)
    for role in ("none", None):
        desk.world.file("kh-police", record("Person", "v", name="Mealea Chhim", birthDate="1999-04-02", role=role))
        assert seen(desk, INVESTIGATING) == before
    desk.world.file("kh-police", record("PhoneNumber", "v", number="+85512000222"))
    assert seen(desk, INVESTIGATING)["links"] == []


def test_a_correction_by_those_who_protect_her_that_says_no_role_opens_nothing(desk: Desk) -> None:
    before, others = seen(desk, INVESTIGATING), desk.world.token("th-police")

    answer = file(desk, PROTECTING, name="Mealea Chhem", role=None)

    assert (answer["changed"], answer["records"][0]["unsealed"]) == (1, False)
    assert seen(desk, INVESTIGATING) == before
    assert desk.data(LOOK, token=others, id=desk.world.id("kh-police", "v"))["record"] is None
    found = seen(desk, PROTECTING)
    assert (found["caption"], found["subjectRole"]) == ("Mealea Chhem", "PRESUMED_VICTIM")
    again = file(desk, PROTECTING, name="Mealea Chhem", role=None)
    assert (again["changed"], again["unchanged"]) == (0, 1)


def test_what_their_own_agency_claims_stays_claimed_where_no_role_is_said(desk: Desk) -> None:
    desk.world.file("kh-hotline", record("Person", "h", name="Anong Siriwattana"))
    claim(desk)
    rid, other = desk.world.id("kh-hotline", "h"), desk.world.token("kh-hotline", *INVESTIGATING)
    person = {"kind": "PERSON", "reference": "h", "properties": [{"name": "name", "values": ["Anong Siriwatana"]}]}
    before = desk.data(LOOK, token=other, id=rid)["record"]
    assert before["subjectRole"] == "PRESUMED_VICTIM"

    answer = desk.data(SUBMIT, token=desk.world.token("kh-hotline", *PROTECTING), records=[person])["submitRecords"]

    assert [(r["unsealed"], r["problems"]) for r in answer["records"]] == [(False, [])]
    assert desk.data(LOOK, token=other, id=rid)["record"] == before
    [stands] = desk.world.query("MATCH (n:Record {rid: $p.rid}) RETURN n.role AS r, n.filed_role AS f", {"rid": rid})
    assert stands == {"r": "presumed-victim", "f": "none"}


def test_those_who_protect_her_may_say_that_she_is_none(desk: Desk) -> None:
    refused = file(desk, INVESTIGATING, name="Mealea Chhim", role="NONE")
    assert not refused["records"][0]["unsealed"]
    assert seen(desk, INVESTIGATING)["links"] == []
    answer = file(desk, PROTECTING, name="Mealea Chhim", role="NONE")
    assert answer["records"][0]["unsealed"]
    found = seen(desk, INVESTIGATING)
    assert (found["subjectRole"], found["caption"], len(found["links"])) == ("NONE", "Mealea Chhim", 1)


def test_what_a_sealed_record_says_cannot_be_guessed_by_filing_it(desk: Desk) -> None:
    """Right or wrong, the guess waits for those who protect her."""
    right = file(desk, INVESTIGATING, name="Mealea Chhim", role="PRESUMED_VICTIM")
    wrong = file(desk, INVESTIGATING, name="Mealea Chhum", role="PRESUMED_VICTIM")
    assert right == wrong
    assert (right["created"], right["changed"], right["unchanged"]) == (0, 0, 0)
    assert [p["rule"] for p in right["records"][0]["problems"]] == ["protected"]


def test_a_colleague_moves_her_record_out_of_no_profile(desk: Desk) -> None:
    """Under another profile the protection officers of other agencies would lose her, and nobody could undo it."""
    desk.world.file(
        "kh-hotline",
        record("Person", "r", name="Nonglak Boonmee", role="presumed-victim"),
        profile="victim-protection",
    )
    rid = desk.world.id("kh-hotline", "r")
    partner = desk.world.token("th-police", *PROTECTING)
    before = desk.data(LOOK, token=partner, id=rid)["record"]
    assert before["caption"] == "Nonglak Boonmee"
    person = {"kind": "PERSON", "reference": "r", "subjectRole": "SUSPECT"}
    person["properties"] = [{"name": "name", "values": ["Overwritten"]}]  # type: ignore[assignment]

    answer = desk.data(SUBMIT, token=desk.world.token("kh-hotline", *INVESTIGATING), records=[person])["submitRecords"]

    assert [p["rule"] for p in answer["records"][0]["problems"]] == ["protected"]
    assert "Nonglak" not in str(answer)
    assert desk.data(LOOK, token=partner, id=rid)["record"] == before
    assert [e.entry.operation for e in desk.trail()].count("mutation submitRecords") == 1


@pytest.mark.parametrize("role", [None, "NONE"])
def test_what_came_for_a_victims_record_waits_and_does_not_pass_when_it_is_tried_again(
    desk: Desk, role: str | None
) -> None:
    file(desk, INVESTIGATING, name="Overwritten", role=role)
    assert try_again(desk.world, "kh-police").quarantined == {"protected": 1}
    assert seen(desk, PROTECTING)["caption"] == "Mealea Chhim"


@pytest.mark.long
def test_a_victims_record_is_withdrawn_by_those_who_protect_her_alone(desk: Desk) -> None:
    """Once it were gone, its reference could be filed anew, without a seal."""
    ids = [desk.world.id("kh-police", "v")]
    refused = desk.ask(RETRACT, token=token(desk, INVESTIGATING), ids=ids)
    assert [e["extensions"]["code"] for e in refused["errors"]] == ["FORBIDDEN"]
    assert "Mealea" not in str(refused)
    entry = desk.trail()[-1].entry
    assert (entry.operation, entry.outcome, entry.record_ids) == ("mutation retractRecords", Outcome.DENIED, ())
    assert seen(desk, PROTECTING)["caption"] == "Mealea Chhim"
    assert desk.data(RETRACT, token=token(desk, PROTECTING), ids=ids)["retractRecords"]["done"]


def test_a_held_record_is_kept_as_it_stands(desk: Desk) -> None:
    """What came for it waits in quarantine, and passes once the hold is lifted."""
    desk.world.file("kh-police", record("Person", "h", name="Rithy Sok", birthDate="1999-04-02"))
    rid = desk.world.id("kh-police", "h")
    assert desk.data(HOLD, token=desk.world.token("kh-police", "supervisor"), ids=[rid])["placeHold"]["holds"]

    answer = file(desk, INVESTIGATING, name="Overwritten", role="NONE", reference="h")

    assert [p["rule"] for p in answer["records"][0]["problems"]] == ["legal-hold"]
    assert desk.data(HELD, token=token(desk, INVESTIGATING), id=rid)["record"] == {"caption": "Rithy Sok"}
    waiting = desk.world.query("MATCH (q:QuarantinedRow) RETURN q.rule AS rule")
    assert [row["rule"] for row in waiting] == ["legal-hold"]


def test_a_file_leaves_held_records_as_they_stand_and_counts_them(desk: Desk) -> None:
    desk.world.file("kh-police", record("Person", "h", name="Rithy Sok"))
    rid = desk.world.id("kh-police", "h")
    desk.data(HOLD, token=desk.world.token("kh-police", "supervisor"), ids=[rid])

    found = desk.world.submit("kh-police", [_person("h", "Overwritten")], profile="law-enforcement")

    assert list(found.summary.held) == [rid]
    assert desk.data(HELD, token=token(desk, INVESTIGATING), id=rid)["record"] == {"caption": "Rithy Sok"}


def _person(reference: str, name: str) -> SubmittedItem:
    return record("Person", reference, name=name)


QUEUE = "{ reviewQueue(first: 9) { edges { node { left { id } right { id } } } } }"
ENTITY = "query($id: ID!) { entity(id: $id) { records { id } matches { leftId rightId } } }"


@pytest.mark.parametrize("matched_meanwhile", [False, True])
def test_what_is_filed_as_another_kind_stops_no_view_of_its_matches(world: World, matched_meanwhile: bool) -> None:
    """Before the resolver has come by; or when it writes the match just after the filing, from what it had read."""
    one, other = world.file(
        "th-police",
        *(record("Person", n, name="Wichit Busabasombat", role="suspect", birthDate="1979") for n in ("s", "o")),
    )
    desk, viewer = Desk(world), world.token("th-police")
    assert len(desk.data(QUEUE, token=viewer)["reviewQueue"]["edges"]) == 1
    [match] = world.query("MATCH (a)-[m:MATCH]->(b) RETURN a.rid AS a, b.rid AS b, properties(m) AS properties")

    world.file("th-police", record("PhoneNumber", "s", number="+66812345678"), settle=False)

    assert world.query("MATCH ()-[m:MATCH]-() RETURN count(m) AS n") == [{"n": 0}]
    if matched_meanwhile:
        text = "MATCH (a:Record {rid: $p.a}), (b:Record {rid: $p.b}) CREATE (a)-[m:MATCH]->(b) SET m = $p.properties"
        world.run(world.app.store.run_alone(Template(name="test", access=Access.WRITE, text=text), match))
        near = "MATCH (a:Record), (b:Record {rid: $p.other}) SET a.component = b.component"
        world.run(world.app.store.run_alone(Template(name="test", access=Access.WRITE, text=near), {"other": other}))
    assert desk.data(QUEUE, token=viewer)["reviewQueue"]["edges"] == []
    for rid in (one, other):
        assert desk.data(ENTITY, token=viewer, id=rid)["entity"] == {"records": [{"id": rid}], "matches": []}
    world.settle()
    assert world.query("MATCH ()-[m:MATCH]-() RETURN count(m) AS n") == [{"n": 0}]
    assert desk.data(QUEUE, token=viewer)["reviewQueue"]["edges"] == []
