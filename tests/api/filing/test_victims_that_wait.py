"""What waits in quarantine as a victim's: a colleague who protects nobody takes neither it nor its reference away."""

from typing import Any

import pytest

from ingest import ingest_file, parse_mapping
from policies import Outcome
from tests.api.asking import Desk
from tests.world import DATASET, World

SUBMIT = """mutation($records: [RecordInput!]!, $profile: String) {
  submitRecords(input: {dataset: "cases", profile: $profile, records: $records}) {
    created changed unchanged records { id problems { rule } } userErrors { code } } }"""
WAITING = "MATCH (q:QuarantinedRow) RETURN q.rule AS rule, q.content AS content, q.profile AS profile ORDER BY q.rule"
AGENCY = "kh-hotline"
OPEN, SEALED = "law-enforcement", "victim-protection"


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def one(name: str, *, role: str | None = "PRESUMED_VICTIM", at: str | None = "2026-11-30T22:15:00") -> dict[str, Any]:
    said = [{"name": "name", "values": [name]}]
    return {"kind": "PERSON", "reference": "W-1", "subjectRole": role, "assertedAt": at, "properties": said}


def file(desk: Desk, record: dict[str, Any], *, protects: bool, profile: str) -> Any:
    token = desk.world.token(AGENCY, *(("victim-support", "victim-protection") if protects else ()))
    found = desk.data(SUBMIT, token=token, records=[record], profile=profile)["submitRecords"]
    waits = any(record["problems"] for record in found["records"])
    assert found["userErrors"] == ([{"code": "QUARANTINED"}] if waits else [])
    return found


ZONED = "2026-11-30T22:15:00+07:00"


@pytest.mark.parametrize(
    "theirs",
    [
        one("Other Example", role=None, at=ZONED),
        one("Other Example", role="WITNESS", at=ZONED),
        one("Other Example", at=ZONED),
        one("Sokha Example"),
    ],
    ids=["no role", "open role", "victim's role", "what waits, under another profile"],
)
def test_a_colleague_takes_no_victim_who_waits_out_of_quarantine(desk: Desk, theirs: dict[str, Any]) -> None:
    file(desk, one("Sokha Example"), protects=True, profile=SEALED)
    before = desk.world.query(WAITING)

    found = file(desk, theirs, protects=False, profile=OPEN)

    assert found == {
        "created": 0,
        "changed": 0,
        "unchanged": 0,
        "records": [{"id": None, "problems": [{"rule": "protected"}]}],
        "userErrors": [{"code": "QUARANTINED"}],
    }
    assert "Sokha" not in str(found)
    assert [(row["rule"], row["profile"]) for row in before] == [("missing-zone", SEALED)]
    waiting = desk.world.query(WAITING)
    assert waiting[:1] == before
    assert [(row["rule"], row["profile"]) for row in waiting[1:]] == [("protected", OPEN)]
    assert desk.world.query("MATCH (r:Record) RETURN count(r) AS n") == [{"n": 0}]
    entry = [e.entry for e in desk.trail() if e.entry.operation == "mutation submitRecords"][-1]
    assert (entry.outcome, entry.record_ids) == (Outcome.ALLOWED, ())


def test_who_protects_her_settles_it(desk: Desk) -> None:
    file(desk, one("Sokha Example"), protects=True, profile=SEALED)
    file(desk, one("Other Example", role=None, at=ZONED), protects=False, profile=OPEN)

    found = file(desk, one("Sokha Example", at=ZONED), protects=True, profile=SEALED)

    assert (found["created"], [r["problems"] for r in found["records"]]) == (1, [[]])
    assert desk.world.query(WAITING) == []


def test_what_waits_as_no_victims_is_settled_by_any_colleague(desk: Desk) -> None:
    file(desk, one("Boss Example", role="SUSPECT"), protects=False, profile=OPEN)
    found = file(desk, one("Boss Example", role="SUSPECT", at=ZONED), protects=False, profile=OPEN)
    assert (found["created"], desk.world.query(WAITING)) == (1, [])


@pytest.mark.parametrize(("role", "kept"), [("presumed-victim", True), ("suspect", False)])
def test_a_victims_row_of_a_file_is_left_too(desk: Desk, tmp_path: Any, role: str, kept: bool) -> None:
    table = tmp_path / "people.csv"
    table.write_text("no,name,at\nW-1,Sokha Example,nobodys\n", encoding="utf-8")
    mapping = f"""
dataset: {DATASET}
profile: {SEALED}
originator: {AGENCY}
records:
  person:
    kind: Person
    reference: '{{no}}'
    subject_role: {role}
    profile: {{column: at}}
    properties:
      name: name
"""
    app = desk.world.app
    desk.world.run(
        ingest_file(
            table,
            mapping=parse_mapping(mapping, name="m.yml"),
            originator=None,
            profile=None,
            known_originators={AGENCY},
            known_profiles=app.bundle.registers.profiles,
            writer=app.writer,
            minter=app.minter,
        )
    )
    assert [row["rule"] for row in desk.world.query(WAITING)] == ["unknown-profile"]

    found = file(desk, one("Other Example", role=None, at=ZONED), protects=False, profile=OPEN)

    assert [r["problems"] for r in found["records"]] == [[{"rule": "protected"}] if kept else []]
    rules = [row["rule"] for row in desk.world.query(WAITING)]
    assert rules == (["protected", "unknown-profile"] if kept else [])
