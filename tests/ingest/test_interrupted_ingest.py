"""A run that stops midway leaves whole batches, and the next goes on where it stopped; none is repeated unasked."""

import asyncio
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.cli.report_lines import describe_report
from graph.store import Checkpoint, RecordWriter, WaitingRow, WriteBatch, WriteSummary
from ingest import Progress, SourceMapping
from tests.ingest.ingesting import HEADER, ROWS, Ingest, WriteCsv


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


def test_a_copy_under_another_name_is_told_as_one_and_writes_nothing(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv
) -> None:
    ingest(write_csv(HEADER, ROWS, name="monday.csv"), mapping)
    before = ingest.snapshot()
    finished_at = datetime.now(UTC)
    for name, is_other in (("monday.csv", False), ("tuesday.csv", True)):
        report = ingest(write_csv(HEADER, ROWS, name=name), mapping)
        assert (report.already_done, report.finished_under_other_name, report.rows) == (True, is_other, 0)
        finished = datetime.fromisoformat(str(report.finished_at))
        assert abs((finished_at - finished).total_seconds()) < 600
        other = f"the same content was finished before under another name, on {finished.date()}" if is_other else ""
        line = f"{name}: {other or 'finished before'}, nothing to do (--again writes it once more, "
        line += "--restore-withdrawn what was withdrawn since as well)"
        assert describe_report(report) == line
    assert ingest.snapshot() == before


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


@pytest.mark.long
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


def _version(write_csv: WriteCsv, number: int, word: str, **bad: str) -> Path:
    """Return a version of a file of twelve suspects, in which `word` stands before each name, and bad birth dates."""
    rows = [
        (str(i), f"{word} Somchai", bad.get(f"row{i}", ""), f"08123450{i:02}", str(i // 2 or "")) for i in range(1, 13)
    ]
    return write_csv(HEADER, rows, name=f"cases-{number}.csv")


def _names(ingest: Ingest) -> Counter[str]:
    people = [row["content"] for row in ingest.snapshot() if "Person" in row["kind"]]
    return Counter(json.loads(person["identity"])["name"][0]["r"] for person in people)


def _interrupted(ingest: Ingest, path: Path, mapping: SourceMapping, *, batches: int) -> None:
    with pytest.raises(KeyboardInterrupt):
        ingest(path, mapping, wrap=lambda writer: _StoppingWriter(writer, batches))


@pytest.mark.parametrize("times", [1, 2])
def test_what_a_newer_file_says_stands_when_an_interrupted_one_goes_on(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    monkeypatch.setattr("ingest.pipeline.BATCH_ROWS", 4)
    old, new = _version(write_csv, 1, "Old"), _version(write_csv, 2, "New")
    _interrupted(ingest, old, mapping, batches=1)
    ingest(new, mapping)
    newest = ingest.snapshot()
    if times > 1:
        _interrupted(ingest, old, mapping, batches=1)

    report = ingest(old, mapping)

    left = 12 - 4 * times
    assert (report.resumed_from, report.rows, report.filed_since) == (12 - left, left, left)
    assert (report.records_created, report.records_changed, report.links_changed) == (0, 0, 0)
    assert ingest.snapshot() == newest
    assert f"; {left} records and links left as they were filed since (--again writes the file over them)" in str(
        describe_report(report)
    )
    ingest(old, mapping, again=True)
    assert _names(ingest) == {"Old Somchai": 12}


def test_what_nobody_filed_since_comes_in_when_an_interrupted_file_goes_on(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.pipeline.BATCH_ROWS", 4)
    old = _version(write_csv, 1, "Old")
    _interrupted(ingest, old, mapping, batches=2)
    ingest(write_csv(HEADER, [("10", "New Somchai", "", "", "")], name="corrections.csv"), mapping)
    report = ingest(old, mapping)
    assert (report.resumed_from, report.records_created, report.filed_since) == (8, 7, 1)
    assert _names(ingest) == {"Old Somchai": 11, "New Somchai": 1}


def test_a_newer_row_that_waits_is_not_taken_out_of_quarantine_by_an_interrupted_file(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what waits of the interrupted file does not come over the newer one when it is tried again."""
    monkeypatch.setattr("ingest.pipeline.BATCH_ROWS", 4)
    old, new = _version(write_csv, 1, "Old", row11="soon"), _version(write_csv, 2, "New", row10="soon")
    _interrupted(ingest, old, mapping, batches=1)
    interrupted_at = datetime.now(UTC)
    ingest(new, mapping)
    report = ingest(old, mapping)
    assert (report.settled_rows, report.replaced_rows, report.quarantined) == (0, 0, {"unreadable-date": 1})
    waiting = {(row.file, row.row): row.at for row in ingest.quarantined()}
    assert {place: at > interrupted_at for place, at in waiting.items()} == {
        ("cases-1.csv", 12): False,
        ("cases-2.csv", 11): True,
    }


_CHILD = """
import asyncio, json, sys
from pathlib import Path
import ingest.pipeline
from graph import IdMinter, load_ontology
from graph.store import CompartmentRegistry, RecordWriter, connected
from graph.unix_time import machine_time
from ingest import ingest_file, parse_mapping

async def main(given):
    ingest.pipeline.BATCH_ROWS = 4
    async with connected(**given["store"]) as store:
        await ingest_file(
            Path(given["path"]), mapping=parse_mapping(given["mapping"]), originator=given["originator"], profile=None,
            known_originators={given["originator"]}, known_profiles={"law-enforcement"},
            writer=RecordWriter(store, CompartmentRegistry(store), load_ontology(), clock=machine_time),
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


def test_the_first_batches_are_small_so_that_the_store_begins_at_once(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv
) -> None:
    done: list[int] = []
    path = write_csv(HEADER, [(str(i), f"Name {i}", "", "", "") for i in range(1_300)])
    report = ingest(path, mapping, on_progress=lambda progress: done.append(progress.rows_done))
    assert report.records_created == 1_300
    assert done == [100, 300, 700, 1_200, 1_300]
