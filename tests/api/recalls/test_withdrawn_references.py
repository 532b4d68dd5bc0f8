"""What was withdrawn does not come back with the next file of its agency, only by hand or where that is asked for."""

from pathlib import Path
from typing import Any

import pytest

from graph.store import Access, QuarantineStore, Template, Transaction
from ingest import IngestReport, SourceMapping, ingest_file, list_quarantined, parse_mapping, retry
from tests.api.asking import Desk
from tests.world import DATASET, link, record

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
RETRACT_LINK = 'mutation($ids: [ID!]!) { retractLinks(input: {ids: $ids, reason: "wrong phone"}) { done } }'
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
        token = self.desk.world.token("th-police", "analyst+supervisor" if erase else "analyst")
        assert self.desk.data(RETRACT, token=token, ids=[rid], erase=erase)["retractRecords"]["done"]

    def withdraw_link(self, reference: str) -> None:
        """Withdraw a link, by its own reference, as one of the agency's analysts."""
        ids = [self.desk.world.app.minter.link_id("th-police", DATASET, f"USES|{reference}")]
        token = self.desk.world.token("th-police")
        assert self.desk.data(RETRACT_LINK, token=token, ids=ids)["retractLinks"]["done"]

    def linked(self, reference: str) -> list[str]:
        """Return the numbers that a record is linked to."""
        text = "MATCH (:Record {rid: $p.rid})-[:USES]->(n) RETURN n.key AS key ORDER BY key"
        rows = self.desk.world.query(text, {"rid": self.desk.world.id("th-police", reference)})
        return [row["key"].rpartition(":")[2].rpartition("|")[2] for row in rows]

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


@pytest.mark.long
def test_the_file_that_was_passed_over_restores_what_it_names_when_it_is_asked_to(files: Files) -> None:
    files.withdraw("c1")
    assert files.ingest(GOOD).records_withdrawn == 1

    report = files.ingest(GOOD, restore=True)

    assert (report.already_done, report.rows, report.records_created, report.links_created) == (False, 1, 1, 1)
    assert files.caption("c1") == "Qanarywit Zzyzx"
    assert files.ingest(GOOD).already_done


def test_a_run_that_was_broken_off_restores_the_rows_before_that_too(files: Files) -> None:
    files.withdraw("c1")
    files.ingest(GOOD, OTHER)
    # As far as a run stands that ended after the first row.
    files.desk.world.run(files.desk.world.app.store.write(_unfinished))

    report = files.ingest(GOOD, OTHER, restore=True)

    assert (report.resumed_from, report.records_created) == (None, 1)
    assert files.caption("c1") == "Qanarywit Zzyzx"


async def _unfinished(tx: Transaction) -> None:
    text = "MATCH (c:Checkpoint) SET c.rows_done = 1, c.finished = false"
    await tx.run(Template(name="test", access=Access.WRITE, text=text), {})


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
        await retry(rows, writer=app.writer, minter=app.minter, known_profiles=known, mapping=corrected)
        return [row.rule async for row in list_quarantined(app.quarantine, "th-police")]

    assert isinstance(app.quarantine, QuarantineStore)
    assert world.run(mend()) == ["withdrawn"]
    assert files.caption("c1") is None


LINK = "c1 USES +66811112222"
BY_CASE = MAPPING + "    reference: '{case}-phone'\n"


def test_the_next_file_leaves_a_withdrawn_link_out_and_says_so(files: Files) -> None:
    files.withdraw_link(LINK)

    report = files.ingest(GOOD.replace("1990-01-02", "1990-01-03"), OTHER)

    assert (report.records_changed, report.records_withdrawn, report.links_withdrawn) == (1, 0, 1)
    assert (report.links_created, report.links_unchanged, report.quarantined_rows) == (0, 1, 0)
    assert (len(files.linked("c1")), len(files.linked("c2"))) == (0, 1)
    assert files.caption("c1") == "Qanarywit Zzyzx"


def test_a_link_comes_back_where_that_is_asked_for_and_stays_then(files: Files) -> None:
    files.withdraw_link(LINK)
    files.ingest(GOOD, OTHER, again=True)
    assert files.linked("c1") == []

    report = files.ingest(GOOD, OTHER, again=True, restore=True)
    assert (report.links_created, report.links_withdrawn) == (1, 0)

    later = files.ingest(GOOD.replace("Zzyzx", "Zzyzy"), OTHER)
    assert (later.links_unchanged, later.links_withdrawn) == (2, 0)
    assert len(files.linked("c1")) == 1


def test_who_files_a_link_by_hand_brings_it_back(files: Files) -> None:
    files.withdraw_link(LINK)
    files.desk.world.file("th-police", link("USES", "c1", "+66811112222"))
    assert len(files.linked("c1")) == 1


@pytest.mark.long
def test_a_link_of_many_new_records_stays_away_as_well(files: Files) -> None:
    files.withdraw_link(LINK)
    for reference in ("c1", "+66811112222"):
        files.withdraw(reference)
    files.desk.world.file("th-police", record("Person", "c1", name="Qanarywit Zzyzx"))
    many = [f"n{i},Person Number{i},1980-01-01,+668222{i:05d}\n" for i in range(120)]
    assert files.ingest(*many, GOOD).links_withdrawn == 1
    files.desk.world.file("th-police", record("PhoneNumber", "+66811112222", number="+66811112222"))

    report = files.ingest(GOOD, *many)

    assert (report.links_withdrawn, report.links_unchanged) == (1, 120)
    assert files.linked("c1") == []


def test_a_corrected_link_of_the_same_reference_is_another_one(desk: Desk, tmp_path: Path) -> None:
    """The number was the wrong one: the next export has the right one in its place, and no file brings the first."""
    files = Files(desk, tmp_path)
    files._mapping = parse_mapping(BY_CASE, name="cases.yml")
    files.ingest(GOOD, OTHER)
    files.withdraw_link("c1-phone")

    report = files.ingest(GOOD.replace("1112222", "1114444"), OTHER)
    assert (report.links_created, report.links_withdrawn) == (1, 0)
    back = files.ingest(GOOD, OTHER, again=True)
    assert (back.links_changed, back.links_withdrawn) == (0, 1)
    assert len(files.linked("c1")) == 1


def test_a_mended_row_of_a_withdrawn_link_stays_in_quarantine_and_says_why(files: Files) -> None:
    files.ingest(GOOD.replace("1990-01-02", "soon"))
    files.withdraw_link(LINK)
    world, app = files.desk.world, files.desk.world.app
    corrected = parse_mapping(MAPPING.replace("      birthDate: born\n", ""), name="cases.yml")

    async def mend() -> list[str]:
        rows = [row async for row in list_quarantined(app.quarantine, "th-police")]
        known = app.bundle.registers.profiles
        await retry(rows, writer=app.writer, minter=app.minter, known_profiles=known, mapping=corrected)
        return [row.rule async for row in list_quarantined(app.quarantine, "th-police")]

    assert world.run(mend()) == ["withdrawn"]
    assert files.linked("c1") == []


def test_a_record_that_is_erased_takes_with_it_what_is_known_of_its_withdrawn_links(files: Files) -> None:
    files.withdraw_link(LINK)
    files.withdraw("+66811112222", erase=True)
    assert files.desk.world.query("MATCH (c:Recall) WHERE c.link IS NOT NULL RETURN c.id AS id") == []
    report = files.ingest(GOOD, OTHER, again=True)
    assert (report.records_withdrawn, report.links_withdrawn) == (1, 1)
    assert files.linked("c1") == []
