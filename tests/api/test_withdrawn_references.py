"""What was withdrawn does not come back with the next file of its agency, only by hand or where that is asked for."""

from pathlib import Path
from typing import Any

import pytest

from graph.store import QuarantineStore
from ingest import IngestReport, SourceMapping, ingest_file, list_quarantined, parse_mapping, retry
from tests.api.asking import Desk
from tests.world import DATASET, record

MAPPING = f"""
dataset: {DATASET}
profile: law-enforcement
originator: th-police
records:
  person:
    kind: Person
    reference: '{{case}}'
    properties:
      name: name
      birthDate: born
  phone:
    kind: PhoneNumber
    reference: '{{number}}'
    properties:
      number: number
links:
  - type: USES
    from: person
    to: phone
"""
HEADER = "case,name,born,number\n"
GOOD, OTHER = "c1,Qanarywit Zzyzx,1990-01-02,+66811112222\n", "c2,Somchai Jaidee,1991-03-04,+66811113333\n"
RETRACT = """mutation($ids: [ID!]!, $erase: Boolean!) {
  retractRecords(input: {ids: $ids, reason: "wrong person", erase: $erase}) { done } }"""
LOOK = "query($id: ID!) { record(id: $id) { caption } }"


class Files:
    """Files of th-police, brought in one after the other."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self._path = folder / "cases.csv"
        self._mapping: SourceMapping = parse_mapping(MAPPING, name="cases.yml")

    def ingest(self, *rows: str, **given: Any) -> IngestReport:
        """Write a file of these rows and bring it in."""
        self._path.write_text(HEADER + "".join(rows), encoding="utf-8")
        app = self.desk.world.app
        report: IngestReport = self.desk.world.run(
            ingest_file(
                self._path,
                mapping=self._mapping,
                originator=None,
                profile=None,
                known_originators=app.bundle.registers.parties,
                known_profiles=app.bundle.registers.profiles,
                writer=app.writer,
                minter=app.minter,
                **given,
            )
        )
        return report

    def withdraw(self, reference: str, *, erase: bool = False) -> None:
        """Withdraw a record as one of the agency's analysts."""
        rid = self.desk.world.id("th-police", reference)
        token = self.desk.world.token("th-police")
        assert self.desk.data(RETRACT, token=token, ids=[rid], erase=erase)["retractRecords"]["done"]

    def caption(self, reference: str) -> str | None:
        """Return what an analyst of the agency reads of a record now."""
        rid = self.desk.world.id("th-police", reference)
        found = self.desk.data(LOOK, token=self.desk.world.token("th-police"), id=rid)["record"]
        return found and str(found["caption"])


@pytest.fixture
def files(desk: Desk, tmp_path: Path) -> Files:
    made = Files(desk, tmp_path)
    made.ingest(GOOD, OTHER)
    desk.world.settle()
    return made


@pytest.mark.parametrize("erase", [False, True])
def test_the_next_file_leaves_a_withdrawn_record_out_and_says_so(files: Files, erase: bool) -> None:
    files.withdraw("c1", erase=erase)

    report = files.ingest(GOOD, OTHER.replace("Jaidee", "Jaidi"))

    assert (report.records_withdrawn, report.links_withdrawn) == (1, 1)
    assert (report.records_created, report.records_changed, report.links_created) == (0, 1, 0)
    assert report.quarantined_rows == 0  # its link is passed over with it, and is no fault of the file
    assert files.caption("c1") is None
    assert files.caption("c2") == "Somchai Jaidi"
    assert files.desk.world.query("MATCH (q:QuarantinedRow) RETURN q.rule AS rule") == []


def test_a_file_of_many_new_records_leaves_it_out_as_well(files: Files) -> None:
    files.withdraw("c1")
    many = [f"n{i},Person Number{i},1980-01-01,+668222{i:05d}\n" for i in range(120)]

    report = files.ingest(*many, GOOD)

    assert (report.records_created, report.records_withdrawn) == (240, 1)
    assert files.caption("c1") is None
    assert files.caption("n7") == "Person Number7"


def test_it_comes_back_where_that_is_asked_for_and_stays_then(files: Files) -> None:
    files.withdraw("c1")
    files.ingest(GOOD)

    report = files.ingest(GOOD, again=True, restore=True)
    assert (report.records_created, report.records_withdrawn, report.links_created) == (1, 0, 1)
    assert files.caption("c1") == "Qanarywit Zzyzx"

    later = files.ingest(GOOD.replace("Zzyzx", "Zzyzy"))
    assert (later.records_changed, later.records_withdrawn) == (1, 0)


def test_who_files_it_by_hand_brings_it_back(files: Files) -> None:
    files.withdraw("c1")
    files.desk.world.file("th-police", record("Person", "c1", name="Qanarywit Zzyzx"))
    assert files.caption("c1") == "Qanarywit Zzyzx"


def test_what_was_narrowed_is_not_withdrawn(files: Files) -> None:
    rid = files.desk.world.id("th-police", "c1")
    narrow = 'mutation($ids: [ID!]!) { narrowRecords(input: {ids: $ids, profile: "originator-controlled", reason: "x"}) { done } }'
    token = files.desk.world.token("th-police")
    assert files.desk.data(narrow, token=token, ids=[rid])["narrowRecords"]["done"]
    assert files.ingest(GOOD, OTHER, again=True).records_withdrawn == 0


def test_another_agency_files_under_the_same_reference_as_before(files: Files) -> None:
    files.withdraw("c1")
    files.desk.world.file("kh-police", record("Person", "c1", name="Chan Dara"))
    found = files.desk.data(LOOK, token=files.desk.world.token("kh-police"), id=files.desk.world.id("kh-police", "c1"))
    assert found["record"] == {"caption": "Chan Dara"}


def test_a_mended_row_of_a_withdrawn_record_stays_in_quarantine_and_says_why(files: Files) -> None:
    files.withdraw("c1")
    files.ingest(GOOD.replace("1990-01-02", "soon"))
    world, app = files.desk.world, files.desk.world.app
    corrected = parse_mapping(MAPPING.replace("      birthDate: born\n", ""), name="cases.yml")

    async def mend() -> list[str]:
        rows = [row async for row in list_quarantined(app.quarantine, "th-police")]
        known = app.bundle.registers.profiles
        await retry(
            rows, writer=app.writer, keeper=app.quarantine, minter=app.minter, known_profiles=known, mapping=corrected
        )
        return [row.rule async for row in list_quarantined(app.quarantine, "th-police")]

    assert isinstance(app.quarantine, QuarantineStore)
    assert world.run(mend()) == ["withdrawn"]
    assert files.caption("c1") is None
