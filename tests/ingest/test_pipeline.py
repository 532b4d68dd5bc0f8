"""A file reaches the store whole, once, and goes on where it was interrupted."""

import asyncio
import csv
import json
import subprocess
import sys
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from graph import IdMinter
from graph.store import Checkpoint, RecordWriter, WaitingRow, WriteBatch, WriteSummary
from ingest import (
    BrokenRule,
    EmptyFileError,
    IngestError,
    IngestReport,
    MalformedSettingError,
    MappingError,
    MissingSettingError,
    OpenedFile,
    OriginatorConflictError,
    Progress,
    SourceMapping,
    UnknownColumnError,
    UnknownProfileError,
    UnknownSettingError,
    UnreadableFileError,
    ingest_file,
    parse_mapping,
)

MAPPING = """\
dataset: cases
profile: law-enforcement
country: TH
records:
  suspect:
    kind: Person
    reference: "{no}"
    subject_role: suspect
    properties: {name: name, birthDate: born}
  phone:
    kind: PhoneNumber
    reference: "{phone}"
    properties: {number: phone}
links:
  - {type: USES, from: suspect, to: phone}
  - {type: RELATED_TO, from: suspect, to: {kind: Person, reference: "{boss}"}}
"""
HEADER = ("no", "name", "born", "phone", "boss")
PROFILES = frozenset({"law-enforcement", "hit-only"})


class Ingest:
    """Runs `ingest_file` with what the tests here have in common."""

    def __init__(self, bench: Any, originator: str, minter: IdMinter) -> None:
        self._bench = bench
        self._originator = originator
        self._minter = minter

    def __call__(self, path: Path, mapping: SourceMapping | None = None, **changes: Any) -> IngestReport:
        fields: dict[str, Any] = {
            "mapping": mapping,
            "originator": self._originator,
            "profile": None,
            "known_originators": {self._originator},
            "known_profiles": PROFILES,
            "minter": self._minter,
        }
        wrap = changes.pop("wrap", lambda writer: writer)

        async def work(store: Any) -> IngestReport:
            return await ingest_file(path, writer=wrap(store.writer), **{**fields, **changes})

        report: IngestReport = self._bench.run(work)
        return report

    def as_json(self, path: Path) -> str:
        """Return what another process needs to do the same."""
        lease = self._bench.lease
        store = {
            "uri": lease.uri, "username": lease.username, "password": lease.password, "database": lease.database,
        }  # fmt: skip
        key = self._minter.deployment_key.hex()
        given = {"store": store, "path": str(path), "mapping": MAPPING, "originator": self._originator, "key": key}
        return json.dumps(given)

    def record_id(self, reference: str) -> str:
        """Return the id of a record of the cases."""
        return self._minter.record_id(self._originator, "cases", reference)

    def snapshot(self) -> list[Any]:
        found: list[Any] = self._bench.snapshot(self._originator)
        return found


@pytest.fixture
def ingest(bench: Any, originator: str, minter: IdMinter) -> Ingest:
    return Ingest(bench, originator, minter)


@pytest.fixture
def mapping() -> SourceMapping:
    return parse_mapping(MAPPING, name="cases.yml")


WriteCsv = Callable[..., Path]
ROWS = [
    ("1", "สมชาย ใจดี", "5 มีนาคม 2530", "081-234-5678", "2"),
    ("2", "ចាន់ ដារា", "1990", "012 345 678", ""),
    ("3", "မောင်အောင်", "soon", "", ""),
    ("4", "line\nbreak", "", "", "99"),
    ("1", "Somebody Else", "", "", ""),
    ("2", "ចាន់ ដារា", "1990", "012 345 678", ""),
]


def test_a_file_is_written_counted_and_its_bad_rows_kept(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv, originator: str
) -> None:
    report = ingest(write_csv(HEADER, ROWS), mapping)
    assert replace(report, seconds=0.0) == IngestReport(
        file="cases.csv",
        originator=originator,
        dataset="cases",
        dry_run=False,
        rows=6,
        records=5,
        records_created=5,
        links=4,
        links_created=3,
        quarantined_rows=3,
        quarantined={"unreadable-date": 1, "duplicate-reference": 1, "unknown-end": 1},
    )
    rows = [row["content"] for row in ingest.snapshot() if "rule" in row["content"]]
    kept = {row["rule"]: row for row in rows}
    assert (kept["unreadable-date"]["row"], kept["unreadable-date"]["column"]) == (4, "born")
    assert kept["unreadable-date"]["value"] == "soon"
    assert json.loads(kept["unreadable-date"]["content"]) == dict(zip(HEADER, ROWS[2], strict=True))
    assert kept["unreadable-date"]["mapping"] == MAPPING
    # The fourth row holds a line break, so the fifth begins on line 7.
    assert (kept["unknown-end"]["row"], kept["duplicate-reference"]["row"]) == (5, 7)


@pytest.mark.parametrize(
    "header", ["no,name,born,phone,boss,,", "no,name,born,phone,boss,x,x", "no,name,born,phone,boss,boss (2),x"]
)
def test_a_column_twice_that_no_mapping_reads_is_passed_over(
    ingest: Ingest, mapping: SourceMapping, tmp_path: Path, header: str
) -> None:
    report = ingest(_bytes(tmp_path / "a.csv", f"{header}\n1,A,,,,2,3\n".encode()), mapping, dry_run=True)
    assert (report.records, report.quarantined_rows) == (1, 0)


def test_a_mapping_that_names_the_second_of_a_column_reads_both(ingest: Ingest, tmp_path: Path) -> None:
    both = parse_mapping(MAPPING.replace("name: name,", 'name: name, alias: "name (2)",'), name="cases.yml")
    path = _bytes(tmp_path / "a.csv", b"no,name,name,born,phone,boss\n1,A,B,,,\n")
    assert ingest(path, both).records_created == 1
    [record] = [row["content"] for row in ingest.snapshot() if row["content"].get("kind") == "Person"]
    assert "B" in json.dumps(record)


def test_a_workbook_that_names_a_column_twice_is_refused_with_its_row(
    ingest: Ingest, mapping: SourceMapping, tmp_path: Path
) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["List"], ["no", "name", "born", "name", "phone", "boss"], ["1", "A", "", "B", "", ""]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    lower = parse_mapping(MAPPING.replace("records:", "file: {header: 2}\nrecords:"), name="cases.yml")
    with pytest.raises(UnreadableFileError, match=r"`a\.xlsx`, line 2: the header names the column `name` 2 times"):
        ingest(tmp_path / "a.xlsx", lower)
    assert ingest.snapshot() == []


def test_a_cell_that_is_too_long_keeps_its_row_out_alone(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv
) -> None:
    long = "x" * 200_000
    rows = [("1", "A", "", "", "", long), ("2", long, "", "", "", ""), ("3", "C", "", "", "", "")]
    report = ingest(write_csv((*HEADER, "remark"), rows), mapping)
    assert (report.records_created, report.quarantined) == (2, {"long-cell": 1})
    [kept] = [row["content"] for row in ingest.snapshot() if "rule" in row["content"]]
    assert (kept["row"], kept["column"], kept["value"]) == (3, "name", "over 131072 characters, lines: 1")
    assert len(kept["content"]) < 140_000


def test_a_header_alone_is_an_input_without_rows(ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv) -> None:
    empty = write_csv(HEADER, [])
    for changes in ({"dry_run": True}, {}, {"again": True}):
        report = ingest(empty, mapping, **changes)
        assert (report.rows, report.records, report.resumed_from, report.already_done) == (0, 0, None, False)
    assert ingest(empty, mapping).already_done
    with pytest.raises(UnknownColumnError):
        ingest(write_csv(HEADER[1:], []), mapping)


def test_a_workbook_is_written_like_a_csv_file(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    sheet.append((1, "A", "1990-01-02", 66812345678, 2))
    sheet.append((2, "B", None, None, None))
    book.save(tmp_path / "cases.xlsx")
    report = ingest(tmp_path / "cases.xlsx", mapping)
    assert (report.rows, report.records_created, report.links_created, report.quarantined_rows) == (2, 3, 2, 0)
    before = ingest.snapshot()
    rows = [("1", "A", "1990-01-02", "66812345678", "2"), ("2", "B", "", "", "")]
    report = ingest(write_csv(HEADER, rows), mapping)
    assert (report.records_created, report.records_unchanged) == (0, 3)
    assert ingest.snapshot() == before


def test_entities_are_written_without_a_mapping(ingest: Ingest, tmp_path: Path) -> None:
    lines = [
        {"id": "o1", "schema": "Ownership", "properties": {"owner": ["p1"], "asset": ["c1"]}},
        {"id": "p1", "schema": "Person", "properties": {"name": ["A"], "topics": ["poi"]}},
        {"id": "c1", "schema": "Company", "properties": {"name": ["C"]}},
        {"id": "o2", "schema": "Ownership", "properties": {"owner": ["p1"], "asset": ["nowhere"]}},
        {"id": "z1", "schema": "Zeppelin", "properties": {}},
    ]
    path = tmp_path / "list.ftm.json"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    report = ingest(path, profile="hit-only")
    assert (report.dataset, report.records_created, report.links_created) == ("list", 2, 1)
    assert report.quarantined == {"unknown-schema": 1, "unknown-end": 1}
    assert report.unknown_properties == {"Person.topics": 1}


def test_who_watches_is_told_no_dataset_that_a_file_brings(ingest: Ingest, tmp_path: Path, write_csv: WriteCsv) -> None:
    opened: list[OpenedFile] = []
    line: dict[str, object] = {"id": "p1", "schema": "Person", "properties": {"name": ["A"]}}
    path = tmp_path / "somchai-jaidee.ftm.json"
    for datasets in ([], ["somchai"]):
        path.write_text(json.dumps(line | {"datasets": datasets}), encoding="utf-8")
        ingest(path, profile="hit-only", on_opened=opened.append)
        ingest(path, profile="hit-only", dataset="list", on_opened=opened.append)
    ingest(write_csv(HEADER, ROWS), parse_mapping(MAPPING, name="m"), on_opened=opened.append)
    assert [file.dataset for file in opened] == [None, "list", None, "list", "cases"]


def test_a_finished_input_is_not_written_again_unless_asked(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv
) -> None:
    path = write_csv(HEADER, ROWS)
    ingest(path, mapping)
    before = ingest.snapshot()
    report = ingest(path, mapping)
    assert (report.already_done, report.rows, report.records_unchanged) == (True, 0, 0)
    report = ingest(path, mapping, again=True)
    assert (report.already_done, report.rows, report.records_created, report.records_changed) == (False, 6, 0, 0)
    assert report.records_unchanged == 5
    assert ingest.snapshot() == before


def test_another_file_of_the_same_rows_changes_what_changed(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv
) -> None:
    ingest(write_csv(HEADER, ROWS[:2]), mapping)
    changed = [("1", "สมชาย ใจร้าย", *ROWS[0][2:]), ROWS[1]]
    report = ingest(write_csv(HEADER, changed), mapping)
    assert (report.records_created, report.records_changed, report.records_unchanged) == (0, 1, 3)


@pytest.mark.parametrize(
    ("reference", "linked"), [("", 2), ('reference: "{no}-phone", ', 1)], ids=["by its ends", "named"]
)
def test_a_corrected_number_moves_a_link_that_has_a_reference_of_its_row(
    ingest: Ingest, write_csv: WriteCsv, reference: str, linked: int
) -> None:
    mapping = parse_mapping(MAPPING.replace("{type: USES, ", "{type: USES, " + reference), name="cases.yml")
    ingest(write_csv(HEADER, [("1", "สมชาย ใจดี", "", "0812345678", "")]), mapping)
    report = ingest(write_csv(HEADER, [("1", "สมชาย ใจดี", "", "0898765432", "")]), mapping)
    assert (report.links_created, report.links_changed) == (linked - 1, 2 - linked)
    ends = [row["kind"][2] for row in ingest.snapshot() if row["kind"][0] == "USES"]
    assert len(ends) == linked
    assert ingest.record_id("0898765432") in ends


def test_a_dry_run_writes_nothing_and_says_what_it_would(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv
) -> None:
    report = ingest(write_csv(HEADER, ROWS), mapping, dry_run=True)
    assert (report.dry_run, report.rows, report.records, report.links) == (True, 6, 5, 4)
    assert report.quarantined == {"unreadable-date": 1, "duplicate-reference": 1}
    assert ingest.snapshot() == []


def test_a_dry_run_tells_where_which_rule_is_broken_and_by_what(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(HEADER, ROWS)
    first = BrokenRule(file="cases.csv", row=4, column="born", rule="unreadable-date", value="soon")
    second = BrokenRule(file="cases.csv", row=7, column=None, rule="duplicate-reference", value="1")
    assert ingest(path, mapping, dry_run=True).would_quarantine == (first, second)
    monkeypatch.setattr("ingest.pipeline.MOST_NAMED", 1)
    assert ingest(path, mapping, dry_run=True).would_quarantine == (first,)
    assert ingest(path, mapping).would_quarantine == ()


def test_values_that_could_not_be_read_are_counted_where_they_are_kept(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv
) -> None:
    rows = [
        ("1", "A", "", "6.6812345682E+10", ""),
        ("2", "B", "00/00/0000", "6.6812345682E+10", ""),  # the same phone told again is one record
        ("3", "C", "soon", "1 or 2 or 3", ""),  # waits in quarantine
        ("4", "D", "", "081-234-5678", ""),
        ("5", "E", "", "6.6812345699E+10", ""),
    ]
    report = ingest(write_csv(HEADER, rows), mapping)
    assert report.unreadable_values == {"PhoneNumber": {"number": 2}}
    assert report.unreadable_rows == {"PhoneNumber": {"number": (2, 6)}}
    assert ingest(write_csv(HEADER, ROWS), mapping).unreadable_values == {}


def test_records_with_nothing_but_a_reference_are_counted(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv
) -> None:
    report = ingest(write_csv(HEADER, [("1", "A", "", "", ""), ("รวม", "", "", "", "1")]), mapping)
    assert (report.records_created, report.records_without_values) == (2, 1)


class _StoppingWriter:
    """A real writer in a process that dies before its nth batch."""

    def __init__(self, writer: RecordWriter, batches: int) -> None:
        self._writer = writer
        self._left = batches

    async def write(self, batch: WriteBatch, *, after: asyncio.Future[None] | None = None) -> WriteSummary:
        if not self._left:
            if after is not None:
                await after
            raise KeyboardInterrupt
        self._left -= 1
        return await self._writer.write(batch, after=after)

    async def find_checkpoint(self, key: str) -> Checkpoint | None:
        return await self._writer.find_checkpoint(key)

    async def waiting(self, originator: str, dataset: str, *, given: Collection[str] | None = None) -> list[WaitingRow]:
        return await self._writer.waiting(originator, dataset, given=given)


@pytest.mark.parametrize("batches", [1, 2, 3])
def test_an_interrupted_run_leaves_whole_batches_and_the_next_goes_on(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch, batches: int
) -> None:
    monkeypatch.setattr("ingest.pipeline.BATCH_ROWS", 4)
    rows = [(str(i), f"Name {i}", "", f"08100000{i % 3:02}", str((i + 7) % 10)) for i in range(10)]
    rows[9] = ("2", "Somebody Else", "", "", "")
    path = write_csv(HEADER, rows)
    with pytest.raises(KeyboardInterrupt):
        ingest(path, mapping, wrap=lambda writer: _StoppingWriter(writer, batches))
    people = [row for row in ingest.snapshot() if "Person" in row["kind"]]
    assert len(people) == min(4 * batches, 9)
    report = ingest(path, mapping)
    assert report.resumed_from == min(4 * batches, 10)
    assert report.rows == 10 - min(4 * batches, 10)
    resumed = ingest.snapshot()
    report = ingest(path, mapping, again=True)
    assert (report.records_created, report.records_changed, report.links_created, report.links_changed) == (0, 0, 0, 0)
    assert report.quarantined == {"duplicate-reference": 1, "unknown-end": 1}
    assert ingest.snapshot() == resumed


_CHILD = """
import asyncio, json, sys
from pathlib import Path
import ingest.pipeline
from graph import IdMinter, load_ontology
from graph.store import CompartmentRegistry, RecordWriter, connected
from ingest import ingest_file, parse_mapping

async def main(given):
    ingest.pipeline.BATCH_ROWS = 4
    async with connected(**given["store"]) as store:
        await ingest_file(
            Path(given["path"]), mapping=parse_mapping(given["mapping"]), originator=given["originator"], profile=None,
            known_originators={given["originator"]}, known_profiles={"law-enforcement"},
            writer=RecordWriter(store, CompartmentRegistry(store), load_ontology()),
            minter=IdMinter(deployment_key=bytes.fromhex(given["key"])),
            on_progress=lambda progress: print(progress.rows_done, flush=True),
        )

asyncio.run(main(json.load(sys.stdin)))
"""


def test_a_killed_process_leaves_whole_batches_and_the_next_goes_on(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(HEADER, [(str(i), f"Name {i}", "", f"0810000{i % 9:03}", str(159 - i)) for i in range(160)])
    ingest(path, mapping, dry_run=True)  # brings the schema up to date
    child = subprocess.Popen([sys.executable, "-c", _CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with child:
        assert child.stdin is not None and child.stdout is not None
        child.stdin.write(ingest.as_json(path))
        child.stdin.close()
        done = next(int(line) for line in child.stdout if int(line) >= 12)
        child.kill()
    time.sleep(0.5)  # what the server had in hand is committed or rolled back by now
    people = sum("Person" in row["kind"] for row in ingest.snapshot())
    assert done <= people < 160
    assert people % 4 == 0
    monkeypatch.setattr("ingest.pipeline.BATCH_ROWS", 100)
    report = ingest(path, mapping)
    assert (report.resumed_from, report.rows) == (people, 160 - people)
    resumed = ingest.snapshot()
    assert sum("Person" in row["kind"] for row in resumed) == 160
    assert sum(row["kind"][0] == "RELATED_TO" for row in resumed) == 160
    ingest(path, mapping, again=True)
    assert ingest.snapshot() == resumed


def test_progress_is_told_after_each_batch(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.pipeline.BATCH_ROWS", 4)
    told: list[Progress] = []
    ingest(write_csv(HEADER, ROWS), mapping, on_progress=told.append)
    assert [(p.rows_done, p.rows_total, p.quarantined_rows) for p in told] == [(4, 6, 1), (6, 6, 2)]


def _bytes(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "changes", "error", "message"),
    [
        ("none.csv", None, {}, UnreadableFileError, "`none.csv`: cannot be read: no such file or directory"),
        ("a.csv", b"", {}, EmptyFileError, "`a.csv`: has no rows"),
        ("a.csv", b"no,name,born,phone,boss\n\xff,,,,\n", {}, UnreadableFileError,
         "`a.csv`, line 2: holds bytes that are not utf-8; name its `encoding` in the mapping"),
        ("a.csv", b"no,name,birth,phone,boss\n1,A,,,\n", {}, UnknownColumnError,
         "`cases.yml`, line 9: `a.csv` has no column `born`"),
        ("a.csv", b"x,y\n1,2\n", {}, MappingError,
         "`cases.yml`, line 7: `a.csv` has none of the mapping's columns: is it the mapping of another file?"),
        ("a.csv", b"\nno,name, name ,born,phone,boss\n1,A,B,,,\n", {}, UnreadableFileError,
         "`a.csv`, line 2: the header names the column `name` 2 times, and the mapping reads it: rename the others"),
        ("a.xlsx", b"no workbook", {}, UnreadableFileError,
         "`a.xlsx`: is no workbook, is damaged, or is protected by a password"),
        ("a.csv", b"no,name,born,phone,boss\n1,A,,,\n", {"originator": None}, MissingSettingError,
         "`a.csv` has no originator: neither its mapping nor the command names one"),
        ("a.csv", b"no,name,born,phone,boss\n1,A,,,\n", {"originator": "th-polce", "known_originators": {"th-police"}},
         UnknownSettingError, "unknown originator `th-polce`, did you mean `th-police`?"),
        ("a.csv", b"no,name,born,phone,boss\n1,A,,,\n", {"profile": "hit-onli"}, UnknownProfileError,
         "unknown handling profile `hit-onli`: known are `hit-only`, `law-enforcement`"),
        ("a.csv", b"no,name,born,phone,boss\n1,A,,,\n", {"dataset": "Set 1"}, MalformedSettingError,
         "`dataset` is no code: small letters and digits, joined by `-`, `_` or `.`"),
        ("a.csv", b"no,name,born,phone,boss\n1,A,,,\n", {"mapping": None}, MissingSettingError,
         "`a.csv` has no mapping: only FollowTheMoney (.json, .ijson, .jsonl, .ndjson) needs none"),
        ("a.ftm.json", b'{"id": "x", "schema": "Person", "properties": {}}', {}, MappingError,
         "`a.ftm.json`: is FollowTheMoney by its name, which takes no mapping"),
        ("a.ijson", b'{"id": "x", "schema": "Person", "properties": {}}', {"mapping": None}, MissingSettingError,
         "`a.ijson` has no handling profile: neither its mapping nor the command names one"),
        ("a.ijson", b"[]", {"mapping": None, "profile": "hit-only"}, UnreadableFileError,
         "`a.ijson`, line 1: is no file of FollowTheMoney entities: each line is an object with `id`, `schema` and "
         "`properties`"),
    ],
)  # fmt: skip
def test_a_bad_input_is_a_clear_error_and_nothing_is_written(
    *,
    ingest: Ingest,
    mapping: SourceMapping,
    tmp_path: Path,
    name: str,
    content: bytes | None,
    changes: dict[str, Any],
    error: type[IngestError],
    message: str,
) -> None:
    path = tmp_path / name
    if content is not None:
        _bytes(path, content)
    with pytest.raises(error) as caught:
        ingest(path, **{"mapping": mapping, **changes})
    assert str(caught.value) == message
    assert ingest.snapshot() == []


def test_a_mapping_without_a_profile_needs_one_from_the_command(ingest: Ingest, write_csv: WriteCsv) -> None:
    mapping = parse_mapping(MAPPING.replace("profile: law-enforcement\n", ""))
    path = write_csv(HEADER, ROWS[:1])
    with pytest.raises(MissingSettingError, match="has no handling profile"):
        ingest(path, mapping)
    assert ingest(path, mapping, profile="hit-only").records_created == 2


def test_a_profile_that_the_mapping_spells_out_must_be_registered(ingest: Ingest, write_csv: WriteCsv) -> None:
    mapping = parse_mapping(MAPPING.replace("    subject_role: suspect", "    profile: {column: no, map: {1: sekret}}"))
    with pytest.raises(UnknownProfileError, match="unknown handling profile `sekret`"):
        ingest(write_csv(HEADER, ROWS), mapping)


def test_a_mapping_of_another_originator_is_refused(ingest: Ingest, write_csv: WriteCsv) -> None:
    mapping = parse_mapping("originator: kh-police\n" + MAPPING)
    with pytest.raises(OriginatorConflictError, match="the mapping belongs to originator `kh-police`, not to `agency"):
        ingest(write_csv(HEADER, ROWS), mapping)


_NAME = st.sampled_from(["สมชาย", "ចាន់", "မောင်", 'quo"te', "two\nlines", "a,b", " "])
_ROW = st.tuples(
    st.sampled_from(["1", "2", "3", ""]), _NAME, st.sampled_from(["1990", "๒๕๓๐", "soon", ""]),
    st.sampled_from(["0812345678", "x", ""]), st.sampled_from(["1", "9", ""]),
)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(_ROW, min_size=1, max_size=8), order=st.permutations(range(5)))
def test_ingesting_twice_equals_once_in_any_order_of_columns(
    ingest: Ingest, mapping: SourceMapping, tmp_path: Path, rows: list[tuple[str, ...]], order: list[int]
) -> None:
    plain, permuted = tmp_path / "plain.csv", tmp_path / "permuted.csv"
    for path, places in ((plain, range(5)), (permuted, order)):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([tuple(row[i] for i in places) for row in (HEADER, *rows)])
    if not any(cell.strip() for row in rows for cell in row):
        return
    first = ingest(plain, mapping, again=True)
    once = [row for row in ingest.snapshot() if "rule" not in row["content"]]
    second = ingest(plain, mapping, again=True)
    third = ingest(permuted, mapping, again=True)
    assert (second.records_created, second.records_changed, third.records_created, third.records_changed) == (
        0,
        0,
        0,
        0,
    )
    assert first.quarantined == second.quarantined == third.quarantined
    assert [row for row in ingest.snapshot() if "rule" not in row["content"]] == once


def test_the_first_batches_are_small_so_that_the_store_begins_at_once(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv
) -> None:
    done: list[int] = []
    path = write_csv(HEADER, [(str(i), f"Name {i}", "", "", "") for i in range(1_300)])
    report = ingest(path, mapping, on_progress=lambda progress: done.append(progress.rows_done))
    assert report.records_created == 1_300
    assert done == [100, 300, 700, 1_200, 1_300]
