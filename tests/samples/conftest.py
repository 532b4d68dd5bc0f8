"""The samples, ingested once for all tests that read them."""

import asyncio
from dataclasses import dataclass

import pytest

from ingest import IngestReport
from tests.samples.ingesting import MemoryWriter, ingest_sample, manifest_files


@dataclass(frozen=True, slots=True)
class Ingested:
    """What the manifest's files gave: the reports by path, and the writer that holds everything."""

    reports: dict[str, IngestReport]
    writer: MemoryWriter
    records_after: dict[str, int]


@pytest.fixture(scope="session")
def ingested() -> Ingested:
    """Return the samples as ingest reads them, in the manifest's order."""
    return asyncio.run(_ingest_all())


async def _ingest_all() -> Ingested:
    writer = MemoryWriter()
    reports, counts = {}, {}
    for entry in manifest_files():
        reports[entry["path"]] = await ingest_sample(entry, writer)
        counts[entry["path"]] = len(writer.records)
    return Ingested(reports, writer, counts)
