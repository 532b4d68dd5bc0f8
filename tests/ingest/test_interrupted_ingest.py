"""A run that stops midway leaves whole batches, and the next goes on where it stopped; none is repeated unasked."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Collection
from datetime import UTC, datetime

import pytest

from api.cli.data import describe_report
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
        line = f"{name}: {other or 'finished before'}, nothing to do (--again writes it once more)"
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


def test_the_first_batches_are_small_so_that_the_store_begins_at_once(
    ingest: Ingest, mapping: SourceMapping, write_csv: WriteCsv
) -> None:
    done: list[int] = []
    path = write_csv(HEADER, [(str(i), f"Name {i}", "", "", "") for i in range(1_300)])
    report = ingest(path, mapping, on_progress=lambda progress: done.append(progress.rows_done))
    assert report.records_created == 1_300
    assert done == [100, 300, 700, 1_200, 1_300]
