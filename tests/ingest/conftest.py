"""What the tests of ingest share: ids, supplies, tables in files, a real store of their own data, a way to ingest."""

import csv
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import pytest
from neo4j import GraphDatabase

from graph import IdMinter, load_ontology
from graph.store import (
    CompartmentRegistry,
    QuarantineStore,
    RecordWriter,
    StoreLease,
    connected,
    migrate,
    run_on_fast_loop,
)
from graph.unix_time import machine_time
from ingest import DEFAULT_EVALUATION, SourceMapping, parse_mapping
from ingest.followthemoney.input import FtmInput
from ingest.sources import open_ftm
from ingest.supply import Supply
from tests.ingest.ftm_entities import MapEntities, MappedEntities
from tests.ingest.ingesting import MAPPING, Ingest

T = TypeVar("T")

PROFILES = frozenset({"open", "law-enforcement", "hit-only", "victim-protection", "originator-controlled"})


@pytest.fixture
def minter() -> IdMinter:
    return IdMinter(deployment_key=b"a key for tests, 32 bytes long ..")


@pytest.fixture
def make_supply(minter: IdMinter) -> Callable[..., Supply]:
    def make(mapping: SourceMapping | None = None, **changes: Any) -> Supply:
        fields: dict[str, Any] = {
            "originator": (mapping.originator if mapping is not None else None) or "th-police",
            "dataset": mapping.dataset if mapping is not None else "cases",
            "profile": mapping.profile if mapping is not None else "law-enforcement",
            "known_profiles": PROFILES,
            "evaluation": mapping.evaluation if mapping is not None else DEFAULT_EVALUATION,
            "country": mapping.country if mapping is not None else None,
            "minter": minter,
            "ontology": load_ontology(),
        }
        return Supply(**{**fields, **changes})

    return make


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., Path]:
    def write(
        header: Sequence[str], rows: Iterable[Sequence[str]], *, name: str = "cases.csv", encoding: str = "utf-8"
    ) -> Path:
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(rows)
        return path

    return write


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestStore:
    """The parts of the store that ingest uses."""

    writer: RecordWriter
    keeper: QuarantineStore


@dataclass(frozen=True, slots=True)
class StoreBench:
    """A real store for tests: runs coroutines against it and shows what it holds."""

    lease: StoreLease

    def run(self, work: Callable[[IngestStore], Awaitable[T]]) -> T:
        async def connected_work() -> T:
            async with self._connected() as store:
                return await work(store)

        return run_on_fast_loop(connected_work())

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[IngestStore]:
        lease = self.lease
        async with connected(
            uri=lease.uri, username=lease.username, password=lease.password, database=lease.database
        ) as store:
            await migrate(store, load_ontology())
            writer = RecordWriter(store, CompartmentRegistry(store), load_ontology(), clock=machine_time)
            yield IngestStore(writer=writer, keeper=QuarantineStore(store))

    def snapshot(self, originator: str) -> list[Mapping[str, Any]]:
        """Return all that an originator's data is in the store, but when and in which order it came."""
        query = """
            MATCH (n:Record {originator: $o}) RETURN n.rid AS id, labels(n) AS kind,
              n {.*, received: 0, filed_at: 0, content_at: 0} AS content
            UNION ALL
            MATCH (a:Record {originator: $o})-[r]->(b) WHERE r.lid IS NOT NULL
            RETURN r.lid AS id, [type(r), a.rid, b.rid] AS kind,
              r {.*, received: 0, content_at: 0} AS content
            UNION ALL
            MATCH (q:QuarantinedRow {originator: $o})
            RETURN q.id AS id, [q.rule] AS kind, q {.*, at: 0, added: 0} AS content
        """
        lease = self.lease
        with GraphDatabase.driver(lease.uri, auth=(lease.username, lease.password)) as driver:
            records, _, _ = driver.execute_query(query, o=originator, database_=lease.database)
        return sorted((dict(record) for record in records), key=lambda row: str(row["id"]))


@pytest.fixture
def bench(neo4j_lease: StoreLease) -> StoreBench:
    return StoreBench(neo4j_lease)


_NUMBERS = count()


@pytest.fixture
def originator() -> str:
    """Return an originator that no other test has used, as all tests share one store."""
    return f"agency-{next(_NUMBERS)}"


@pytest.fixture
def ingest(bench: Any, originator: str, minter: IdMinter) -> Ingest:
    return Ingest(bench, originator, minter)


@pytest.fixture
def mapping() -> SourceMapping:
    return parse_mapping(MAPPING, name="cases.yml")


@pytest.fixture
def map_entities(tmp_path: Path, make_supply: Callable[..., Supply]) -> MapEntities:
    def map_all(*lines: object, name: str = "a.ftm.json") -> MappedEntities:
        path = tmp_path / name
        text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        source = FtmInput(open_ftm(path), make_supply(), dataset_is_given=False)
        return MappedEntities(list(source.mapped_rows()), source)

    return map_all
