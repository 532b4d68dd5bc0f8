"""What a presumed victim is linked to is written over, withdrawn and narrowed by those who protect her alone."""

from dataclasses import replace
from typing import Any

import pytest

from ingest import SubmittedLink
from policies import Outcome
from tests.api.asking import Desk
from tests.api.retrying import try_again
from tests.world import World, link, record

pytestmark = pytest.mark.usefixtures("hits_stand")

SUBMIT = """mutation($records: [RecordInput!]!, $links: [LinkInput!]!, $profile: String!) {
  submitRecords(input: {dataset: "cases", profile: $profile, records: $records, links: $links}) {
    created changed unchanged links { id problems { rule } } userErrors { code } } }"""
LINKS = "query($id: ID!) { record(id: $id) { links { id type note targetId } } }"
RETRACT = """mutation($ids: [ID!]!) { retractRecords(input: {ids: $ids, reason: "a duplicate"}) {
  done userErrors { code message } } }"""
NARROW = """mutation($ids: [ID!]!) { narrowRecords(input: {ids: $ids, profile: "originator-controlled", reason: "x"}) {
  done userErrors { code } } }"""
INVESTIGATING, PROTECTING = ("analyst", "investigation"), ("victim-support", "victim-protection")
HELD_AT = {"type": "HELD_AT", "sourceReference": "v", "reference": "held"}


def held_at(site: str, note: str) -> SubmittedLink:
    return replace(link("HELD_AT", "v", site), reference="held", note=note)


@pytest.fixture
def desk(world: World) -> Desk:
    world.file(
        "kh-police",
        record("Person", "v", name="Mealea Chhim", birthDate="1999-04-02", role="presumed-victim"),
        record("Site", "north", name="Compound North", locality="Sihanoukville"),
        record("Site", "empty", name="Lotus Depot", locality="Poipet"),
        held_at("north", "third floor"),
    )
    return Desk(world)


def token(desk: Desk, who: tuple[str, str], agency: str = "kh-police") -> str:
    return desk.world.token(agency, *who)


def her_links(desk: Desk, who: tuple[str, str] = PROTECTING, agency: str = "kh-police") -> Any:
    return desk.data(LINKS, token=token(desk, who, agency), id=desk.world.id("kh-police", "v"))["record"]["links"]


def file(desk: Desk, who: tuple[str, str], *, target: str, note: str, profile: str = "law-enforcement") -> Any:
    one = {**HELD_AT, "targetReference": target, "note": note}
    found = desk.data(SUBMIT, token=token(desk, who), records=[], links=[one], profile=profile)["submitRecords"]
    desk.world.settle()
    return found


@pytest.mark.parametrize(
    ("target", "note", "profile"),
    [
        ("empty", "moved, all well", "law-enforcement"),
        ("north", "freed, no danger", "law-enforcement"),
        ("north", "third floor", "originator-controlled"),
        ("north", "third floor", "law-enforcement"),
    ],
)
def test_who_may_not_read_her_link_writes_nothing_over_it(desk: Desk, target: str, note: str, profile: str) -> None:
    before = her_links(desk)
    assert [(found["type"], found["note"]) for found in before] == [("HELD_AT", "third floor")]
    assert her_links(desk, INVESTIGATING) == []

    answer = file(desk, INVESTIGATING, target=target, note=note, profile=profile)
    # As of a link that is new: an answer of another kind would tell that there is one, and what it says.
    new = desk.data(
        SUBMIT,
        token=token(desk, INVESTIGATING),
        records=[],
        links=[{**HELD_AT, "reference": "another", "targetReference": target}],
        profile=profile,
    )["submitRecords"]
    assert [found["problems"] for found in (*answer["links"], *new["links"])] == [[], []]
    assert {k: v for k, v in answer.items() if k != "links"} == {k: v for k, v in new.items() if k != "links"}
    assert before[0] in her_links(desk)
    assert waiting(desk) == ["protected"]


def waiting(desk: Desk) -> list[str]:
    return [row["rule"] for row in desk.world.query("MATCH (q:QuarantinedRow) RETURN q.rule AS rule")]


def test_what_came_for_her_link_waits_until_those_who_protect_her_file_it(desk: Desk) -> None:
    file(desk, INVESTIGATING, target="empty", note="moved")
    before = her_links(desk)
    assert try_again(desk.world, "kh-police").quarantined == {"protected": 1}
    assert her_links(desk) == before
    file(desk, PROTECTING, target="empty", note="moved")
    assert [found["note"] for found in her_links(desk)] == ["moved"]
    assert waiting(desk) == []


def test_a_file_of_the_agency_moves_her_link(desk: Desk) -> None:
    desk.world.file("kh-police", held_at("empty", "moved"))
    assert [found["note"] for found in her_links(desk)] == ["moved"]


def test_a_site_goes_with_her_link_by_the_word_of_those_who_protect_her_alone(desk: Desk) -> None:
    north, empty = (desk.world.id("kh-police", reference) for reference in ("north", "empty"))
    before = her_links(desk)
    refused = desk.data(RETRACT, token=token(desk, INVESTIGATING), ids=[north, empty])["retractRecords"]
    assert (refused["done"], [e["code"] for e in refused["userErrors"]]) == (False, ["LEGAL_HOLD"])
    assert "keeps 1 of these records" in refused["userErrors"][0]["message"]
    assert desk.trail()[-1].entry.outcome is Outcome.DENIED
    assert her_links(desk) == before
    assert desk.data(RETRACT, token=token(desk, INVESTIGATING), ids=[empty])["retractRecords"]["done"]
    assert desk.data(RETRACT, token=token(desk, PROTECTING), ids=[north])["retractRecords"]["done"]
    assert her_links(desk) == []


def number(desk: Desk, who: tuple[str, str], text: str, *, profile: str = "law-enforcement") -> Any:
    one = {"kind": "PHONE_NUMBER", "reference": "n", "properties": [{"name": "number", "values": [text]}]}
    found = desk.data(SUBMIT, token=token(desk, who), records=[one], links=[], profile=profile)["submitRecords"]
    desk.world.settle()
    return found


@pytest.mark.parametrize(("text", "profile"), [("+85592123456", "originator-controlled"), ("+85511123456", "open")])
def test_a_number_that_is_hers_alone_is_written_over_by_those_who_protect_her(
    desk: Desk, text: str, profile: str
) -> None:
    desk.world.file("kh-police", record("PhoneNumber", "n", number="+85592123456"), link("USES", "v", "n"))
    look = "query($id: ID!) { record(id: $id) { caption handling { profile } } }"
    rid = desk.world.id("kh-police", "n")
    before = desk.data(look, token=token(desk, PROTECTING), id=rid)["record"]
    number(desk, INVESTIGATING, text, profile=profile)
    assert desk.data(look, token=token(desk, PROTECTING), id=rid)["record"] == before
    assert waiting(desk) == ["protected"]
    number(desk, PROTECTING, "+85511123456")
    assert desk.data(look, token=token(desk, PROTECTING), id=rid)["record"]["caption"] == "+85511123456"


@pytest.mark.long
def test_a_number_that_a_suspect_has_as_well_is_the_agencys_to_correct(desk: Desk) -> None:
    desk.world.file(
        "kh-police",
        *(record("PhoneNumber", "n", number="+85592123456"), record("Person", "s", name="Rithy Sok", role="suspect")),
        *(link("USES", "v", "n"), link("USES", "s", "n")),
    )
    assert number(desk, INVESTIGATING, "+85511123456")["changed"] == 1
    assert waiting(desk) == []


def test_her_record_is_narrowed_by_those_who_protect_her_alone(desk: Desk) -> None:
    rid, before = desk.world.id("kh-police", "v"), her_links(desk)
    refused = desk.ask(NARROW, token=token(desk, INVESTIGATING), ids=[rid])
    assert [e["extensions"]["code"] for e in refused["errors"]] == ["FORBIDDEN"]
    assert desk.trail()[-1].entry.outcome is Outcome.DENIED
    assert her_links(desk) == before
