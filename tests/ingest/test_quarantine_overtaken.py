"""What is filed or dropped while quarantined rows are tried again is not undone by the retry, in whichever order."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from graph import IdMinter
from graph.parts import decode_part
from graph.store import QuarantinedRow, WriteBatch, WriteSummary
from graph.store.quarantine.rows import settle_quarantined
from ingest import RetryReport, SubmittedRecord, ingest_file, list_quarantined, parse_mapping, retry, submit
from tests.ingest.ingesting import PROFILES, WriteCsv

MAPPING = """\
dataset: cases
profile: law-enforcement
records:
  person: {kind: Person, reference: "{no}", properties: {name: name, birthDate: born, sex: sex}}
links:
  - {type: RELATED_TO, from: person, to: {kind: Person, reference: "{boss}"}}
"""
CORRECTED = MAPPING.replace("sex: sex", "sex: {column: sex, map: {ผช: male}}")
HEADER = ("no", "name", "born", "sex", "boss")
OLD, NEW = "Somchai Jaidee", "Somchai Jaidee the Younger"
Meanwhile = Callable[[Any], Awaitable[None]]


class Meddling:
    """A writer before whose n-th writing something else happens."""

    def __init__(self, writer: Any, store: Any, meanwhile: Meanwhile, *, before: int) -> None:
        self._writer, self._store, self._meanwhile, self._before = writer, store, meanwhile, before

    async def write(self, batch: WriteBatch, *, after: Any = None) -> WriteSummary:
        self._before -= 1
        if self._before == 0:
            await self._meanwhile(self._store)
        summary: WriteSummary = await self._writer.write(batch, after=after)
        return summary


class Quarantine:
    """One originator's quarantine, in which rows wait that a corrected mapping lets pass."""

    def __init__(self, bench: Any, path: Path, originator: str, minter: IdMinter) -> None:
        self._bench, self._originator, self._minter = bench, originator, minter
        bench.run(lambda store: self._ingest(store, path))

    async def _ingest(self, store: Any, path: Path) -> None:
        await ingest_file(
            path, mapping=parse_mapping(MAPPING), originator=self._originator, profile=None,
            known_originators={self._originator}, known_profiles=PROFILES, writer=store.writer, minter=self._minter,
            again=True,
        )  # fmt: skip

    async def file(self, store: Any) -> None:
        """File the corrected row by hand."""
        corrected = SubmittedRecord(kind="Person", reference="1", properties={"name": [NEW]})
        await submit(
            [corrected], originator=self._originator, dataset="cases", profile="law-enforcement",
            known_profiles=PROFILES, writer=store.writer, minter=self._minter,
        )  # fmt: skip

    async def drop(self, store: Any) -> None:
        """Drop all that waits."""
        ids = [row.id for row in await store.keeper.quarantined(self._originator)]
        await store.keeper.drop(self._originator, ids, reason="never", at=datetime.now(UTC))

    def retry(self, meanwhile: Meanwhile | None = None, *, before: int = 1, mapping: str = CORRECTED) -> RetryReport:
        """Try all again that waits; `meanwhile` happens before the n-th writing of that."""

        async def work(store: Any) -> RetryReport:
            rows = [row async for row in list_quarantined(store.keeper, self._originator)]
            writer: Any = store.writer
            if meanwhile is not None:
                writer = Meddling(store.writer, store, meanwhile, before=before)
            return await retry(
                rows, writer=writer, minter=self._minter, known_profiles=PROFILES, mapping=parse_mapping(mapping)
            )

        report: RetryReport = self._bench.run(work)
        return report

    def run(self, work: Meanwhile) -> None:
        self._bench.run(work)

    def rows(self, *, dropped: bool = False) -> list[tuple[int, str]]:
        """Return what waits, or was dropped, as row and rule."""

        async def work(store: Any) -> list[QuarantinedRow]:
            return [row async for row in list_quarantined(store.keeper, self._originator, dropped=dropped)]

        return sorted((row.row, row.rule) for row in self._bench.run(work))

    def names(self) -> list[str]:
        """Return the names of the records that stand."""
        texts = [
            row["content"]["identity"] for row in self._bench.snapshot(self._originator) if "Record" in row["kind"]
        ]
        return sorted(decode_part(text)["name"][0].raw for text in texts)

    def links(self) -> int:
        return sum("RELATED_TO" in row["kind"] for row in self._bench.snapshot(self._originator))


@pytest.fixture
def quarantine(bench: Any, write_csv: WriteCsv, originator: str, minter: IdMinter) -> Quarantine:
    return Quarantine(bench, write_csv(HEADER, [("1", OLD, "", "ผช", "")]), originator, minter)


def test_what_is_filed_meanwhile_is_not_written_over(quarantine: Quarantine) -> None:
    report = quarantine.retry(quarantine.file)
    assert report == RetryReport(rows=1, released_rows=0, overtaken_rows=1)
    assert (quarantine.names(), quarantine.rows()) == ([NEW], [])


def test_what_is_filed_afterwards_is_written_over_it(quarantine: Quarantine) -> None:
    assert quarantine.retry() == RetryReport(rows=1, released_rows=1, records_created=1)
    quarantine.run(quarantine.file)
    assert (quarantine.names(), quarantine.rows()) == ([NEW], [])


def test_what_is_dropped_meanwhile_is_not_loaded_and_stays_dropped(quarantine: Quarantine) -> None:
    report = quarantine.retry(quarantine.drop)
    assert report == RetryReport(rows=1, released_rows=0, overtaken_rows=1)
    assert (quarantine.names(), quarantine.rows()) == ([], [])
    assert quarantine.rows(dropped=True) == [(2, "outside-vocabulary")]


def test_what_has_passed_is_dropped_no_more(quarantine: Quarantine) -> None:
    quarantine.retry()
    quarantine.run(quarantine.drop)
    assert (quarantine.names(), quarantine.rows(dropped=True)) == ([OLD], [])


@pytest.mark.parametrize("act", ["file", "drop"])
def test_a_row_that_stays_bad_is_not_listed_again_after_it_went(quarantine: Quarantine, act: str) -> None:
    report = quarantine.retry(getattr(quarantine, act), mapping=MAPPING)
    assert report == RetryReport(rows=1, released_rows=0, overtaken_rows=1)
    assert quarantine.rows() == []
    assert quarantine.rows(dropped=True) == ([(2, "outside-vocabulary")] if act == "drop" else [])


def test_a_row_that_comes_again_meanwhile_waits_as_it_came(
    quarantine: Quarantine, write_csv: WriteCsv, originator: str
) -> None:
    path = write_csv(HEADER, [("1", OLD, "", "ผช", "")])
    report = quarantine.retry(lambda store: quarantine._ingest(store, path))
    assert report == RetryReport(rows=1, released_rows=0, overtaken_rows=1)
    assert (quarantine.names(), quarantine.rows()) == ([], [(2, "outside-vocabulary")])
    assert quarantine.retry().released_rows == 1


@pytest.fixture
def linked(bench: Any, write_csv: WriteCsv, originator: str, minter: IdMinter) -> Quarantine:
    rows = [("1", OLD, "", "ผช", "9"), ("9", "Boss", "", "", ""), ("3", "C", "", "ผช", "9")]
    return Quarantine(bench, write_csv(HEADER, rows), originator, minter)


def test_between_records_and_links_a_row_may_go_as_well(linked: Quarantine) -> None:
    """Its records were written while it waited; its link is not, and the other row is whole."""
    report = linked.retry(linked.file, before=2)
    assert (report.released_rows, report.overtaken_rows, report.links_created) == (1, 1, 1)
    assert (linked.names(), linked.rows(), linked.links()) == (["Boss", "C", NEW], [], 1)


def test_a_retry_that_is_cut_short_leaves_a_row_waiting_until_its_link_is_written(linked: Quarantine) -> None:
    async def ends(_: Any) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        linked.retry(ends, before=2)
    assert (linked.rows(), linked.links()) == ([(2, "outside-vocabulary"), (4, "outside-vocabulary")], 0)
    assert linked.retry() == RetryReport(rows=2, released_rows=2, links_created=2)
    assert (linked.rows(), linked.links()) == ([], 2)


def test_what_two_rows_give_is_written_where_one_of_them_was_dropped(
    bench: Any, write_csv: WriteCsv, originator: str, minter: IdMinter
) -> None:
    rows = [("1", OLD, "", "ผช", ""), ("1", OLD, "", "ผช", "")]
    quarantine = Quarantine(bench, write_csv(HEADER, rows), originator, minter)
    assert len(quarantine.rows()) == 2

    async def drop_the_first(store: Any) -> None:
        first = next(r for r in await store.keeper.quarantined(originator) if r.row == 2)
        await store.keeper.drop(originator, [first.id], reason="never", at=datetime.now(UTC))

    report = quarantine.retry(drop_the_first)
    assert report == RetryReport(rows=2, released_rows=1, overtaken_rows=1, records_created=1)
    assert (quarantine.names(), quarantine.rows()) == ([OLD], [])


def test_the_retry_waits_for_who_holds_the_row_and_then_leaves_it_alone(
    quarantine: Quarantine, originator: str
) -> None:
    taken, told = asyncio.Event(), asyncio.Event()

    async def slowly(store: Any) -> None:
        [row] = await store.keeper.quarantined(originator)
        store_of = store.keeper._store

        async def settle(tx: Any) -> None:
            await settle_quarantined(tx, [row.id])
            taken.set()
            await told.wait()

        holding = asyncio.create_task(store_of.write(settle))
        await taken.wait()
        asyncio.get_running_loop().call_later(0.5, told.set)
        holding.add_done_callback(lambda task: task.result())

    report = quarantine.retry(slowly)
    assert report == RetryReport(rows=1, released_rows=0, overtaken_rows=1)
    assert (quarantine.names(), quarantine.rows()) == ([], [])
