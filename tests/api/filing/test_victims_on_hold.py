"""A legal hold keeps the values of a record, and keeps nobody open whom her own agency files as a victim."""

from pathlib import Path
from typing import Any

import pytest

from api.cli.report_lines import describe_report
from ingest import IngestReport, ingest_file, parse_mapping
from policies import Outcome
from tests.api.asking import Desk
from tests.api.filing.test_filed_again import HOLD
from tests.api.recalling import RECALLS
from tests.api.retrying import try_again
from tests.api.sealing import PROTECTION, claim
from tests.graph.store.written_records import assert_stamps_fit
from tests.world import DATASET, World, link, record

SUBMIT = """mutation($records: [RecordInput!]!) {
  submitRecords(input: {dataset: "cases", profile: "victim-protection", records: $records}) {
    created changed unchanged records { id closed unsealed problems { rule } } userErrors { code } } }"""
LOOK = "query($id: ID!) { record(id: $id) { caption subjectRole links { type } } }"
SEARCH = '{ search(text: "Mealea Chhim", first: 5) { edges { node { id } } } }'
LIFT = 'mutation($id: ID!) { liftHold(input: {id: $id, reason: "over"}) { userErrors { code } } }'
MAPPING = f"""
dataset: {DATASET}
profile: victim-protection
originator: th-police
records:
  person:
    kind: Person
    reference: '{{no}}'
    subject_role: presumed-victim
    properties:
      name: name
"""
HER = {"name": "Mealea Chhim", "birthDate": "1999-04-02", "nationality": "TH"}
OWN, OTHERS = "th-police", "kh-police"
HELD = [{"rule": "legal-hold"}]


@pytest.fixture
def desk(world: World) -> Desk:
    her = record("Person", "h", role="suspect", **HER)
    phone = record("PhoneNumber", "n", number="+66812345678")
    world.file(OWN, her, phone, link("USES", "h", "n"), settle=False)
    follow(world)
    return Desk(world)


def follow(world: World) -> None:
    world.settle()
    world.run(world.app.accountability.step())


def hold(desk: Desk) -> str:
    token = desk.world.token(OWN, "supervisor")
    [made] = desk.data(HOLD, token=token, ids=[her(desk)])["placeHold"]["holds"]
    return str(made["id"])


def her(desk: Desk) -> str:
    return desk.world.id(OWN, "h")


def file(desk: Desk, role: str = "PRESUMED_VICTIM", name: str = "Mealea Chhem") -> dict[str, Any]:
    said = [{"name": "name", "values": [name]}, {"name": "birthDate", "values": ["1999-04-02"]}]
    one = {"kind": "PERSON", "reference": "h", "subjectRole": role, "properties": said}
    token = desk.world.token(OWN, "victim-support", "victim-protection")
    found: dict[str, Any] = desk.data(SUBMIT, token=token, records=[one])["submitRecords"]
    waits = any(record["problems"] for record in found["records"])
    assert found["userErrors"] == ([{"code": "QUARANTINED"}] if waits else [])
    follow(desk.world)
    return found


def own(desk: Desk) -> Any:
    token = desk.world.token(OWN, "victim-support", "victim-protection")
    return desk.data(LOOK, token=token, id=her(desk))["record"]


def others(desk: Desk, rid: str | None = None) -> tuple[Any, list[str]]:
    """Return what another agency reads of a record, hers where none is given, and what it finds by her name."""
    token = desk.world.token(OTHERS)
    found = desk.data(SEARCH, token=token)["search"]["edges"]
    return desk.data(LOOK, token=token, id=rid or her(desk))["record"], [edge["node"]["id"] for edge in found]


def test_who_is_held_is_closed_as_the_victim_as_whom_her_agency_files_her(desk: Desk) -> None:
    uses = [{"type": "USES"}]
    assert others(desk) == ({"caption": "Mealea Chhim", "subjectRole": "SUSPECT", "links": uses}, [her(desk)])
    hold(desk)

    [answer] = file(desk)["records"]

    assert answer == {"id": None, "closed": True, "unsealed": False, "problems": HELD}
    phone = desk.world.id(OWN, "n")
    assert others(desk) == others(desk, phone) == others(desk, "r-" + "0" * 32) == (None, [])
    assert_stamps_fit(desk.world)
    # All that she was filed with stands, and what came besides waits.
    assert own(desk) == {"caption": "Mealea Chhim", "subjectRole": "PRESUMED_VICTIM", "links": uses}
    assert desk.world.query("MATCH (q:QuarantinedRow) RETURN q.rule AS rule") == [{"rule": "legal-hold"}]
    [entry] = [e.entry for e in desk.trail() if e.entry.operation == "mutation submitRecords"]
    assert entry.outcome is Outcome.ALLOWED
    # Nothing that others were shown was corrected.
    assert desk.data(RECALLS, token=desk.world.token(OTHERS), open=False)["recalls"]["edges"] == []


def test_the_rest_passes_once_the_hold_is_lifted(desk: Desk) -> None:
    held = hold(desk)
    file(desk)
    assert [r["closed"] for r in file(desk)["records"]] == [False]  # she stands so by now

    token = desk.world.token(OWN, "supervisor")
    assert desk.data(LIFT, token=token, id=held)["liftHold"]["userErrors"] == []
    follow(desk.world)
    assert others(desk) == (None, [])

    # Who protects her files it again: what was typed by hand writes over no victim's record by being tried again.
    assert try_again(desk.world, OWN).quarantined == {"protected": 1}
    assert own(desk)["caption"] == "Mealea Chhim"
    [answer] = file(desk)["records"]
    assert (answer["id"], answer["problems"]) == (her(desk), [])
    assert own(desk)["caption"] == "Mealea Chhem"
    assert own(desk)["subjectRole"] == "PRESUMED_VICTIM"
    assert desk.world.query("MATCH (q:QuarantinedRow) RETURN q.rule AS rule") == []
    assert others(desk) == (None, [])


def test_a_file_closes_whom_it_lists_as_a_victim_and_says_so(desk: Desk, tmp_path: Path) -> None:
    hold(desk)
    table = tmp_path / "victims.csv"
    table.write_text("no,name\nh,Mealea Chhem\n", encoding="utf-8")
    app = desk.world.app

    def load(*, again: bool = False) -> IngestReport:
        loading = ingest_file(
            table,
            mapping=parse_mapping(MAPPING, name="victims.yml"),
            originator=None,
            profile=None,
            known_originators=app.bundle.registers.parties,
            known_profiles=app.bundle.registers.profiles,
            writer=app.writer,
            minter=app.minter,
            again=again,
        )
        report: IngestReport = desk.world.run(loading)
        follow(desk.world)
        return report

    first, second = load(), load(again=True)

    assert (first.records_held, first.held_closed, second.records_held, second.held_closed) == (1, 1, 1, 0)
    assert "1 records under a legal hold were filed as a victim's" in str(describe_report(first))
    assert others(desk) == (None, [])
    assert own(desk)["caption"] == "Mealea Chhim"


@pytest.mark.parametrize("role", ["NONE", "WITNESS"])
def test_another_role_waits_with_the_rest(desk: Desk, role: str) -> None:
    before = others(desk)
    hold(desk)

    [answer] = file(desk, role)["records"]

    assert (answer["closed"], answer["problems"]) == (False, HELD)
    assert others(desk) == before
    assert own(desk)["subjectRole"] == "SUSPECT"


def test_a_hold_takes_no_seal_off(desk: Desk) -> None:
    file(desk, name="Mealea Chhim")
    hold(desk)

    [answer] = file(desk, "SUSPECT")["records"]

    assert (answer["closed"], answer["unsealed"], answer["problems"]) == (False, False, HELD)
    assert others(desk) == (None, [])
    assert own(desk)["subjectRole"] == "PRESUMED_VICTIM"


def test_who_protects_nobody_files_over_no_claimed_victim_on_hold(desk: Desk) -> None:
    """What stands beneath her agency's claim is left to those who protect her, on hold as well."""
    [rid] = desk.world.file("kh-hotline", record("Person", "h", role="suspect", name="Anong Siriwattana"))
    claim(desk)
    held = desk.data(HOLD, token=desk.world.token("kh-hotline", "supervisor"), ids=[rid])
    assert held["placeHold"]["holds"]
    beneath = "MATCH (n:Record {rid: $p.rid}) RETURN n.role AS role, n.filed_role AS filed, n.digest AS digest"
    before = desk.world.query(beneath, {"rid": rid})
    assert (before[0]["role"], before[0]["filed"]) == ("presumed-victim", "suspect")
    said = [{"name": "name", "values": ["Anong Siriwatana"]}]
    one = {"kind": "PERSON", "reference": "h", "subjectRole": "PRESUMED_VICTIM", "properties": said}

    answers = [
        desk.data(SUBMIT, token=desk.world.token("kh-hotline", *who), records=[one])["submitRecords"]["records"][0]
        for who in (("analyst", "investigation"), PROTECTION)
    ]

    assert [a["closed"] for a in answers] == [False, True]
    assert [a["problems"] for a in answers] == [HELD] * 2
    after = desk.world.query(beneath, {"rid": rid})
    assert (after[0]["role"], after[0]["filed"]) == ("presumed-victim", None)
