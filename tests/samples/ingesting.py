"""Ingests sample files by their real mappings into memory, so that tests can compare what comes out with the truth."""

import asyncio
import csv
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from graph import IdMinter, Link, LinkId, Record, RecordId
from graph.store import Checkpoint, QuarantinedRow, WaitingRow, WriteBatch, WriteSummary
from ingest import IngestReport, ingest_file, load_mapping

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
MINTER = IdMinter(deployment_key=b"a key of the tests of the samples")
PROFILES = ("open", "law-enforcement", "hit-only", "victim-protection", "originator-controlled")

# Originator, dataset, reference, kind.
Key = tuple[str, str, str, str]


@dataclass(slots=True)
class MemoryWriter:
    """Keeps what ingest writes; a link of which an end is missing dangles, as in the store."""

    records: dict[RecordId, Record] = field(default_factory=dict)
    links: dict[LinkId, Link] = field(default_factory=dict)
    quarantined: list[QuarantinedRow] = field(default_factory=list)

    async def write(self, batch: WriteBatch, *, after: asyncio.Future[None] | None = None) -> WriteSummary:
        """Keep a batch, once the one before it is kept."""
        if after is not None:
            await after
        created = sum(r.id not in self.records for r in batch.records)
        self.records.update({r.id: r for r in batch.records})
        self.quarantined.extend(batch.quarantined)
        dangling = [k.id for k in batch.links if not {k.source_id, k.target_id} <= self.records.keys()]
        self.links.update({k.id: k for k in batch.links if k.id not in set(dangling)})
        return WriteSummary(
            created=created,
            changed=0,
            unchanged=len(batch.records) - created,
            links_created=len(batch.links) - len(dangling),
            links_changed=0,
            links_unchanged=0,
            dangling=tuple(dangling),
        )

    async def find_checkpoint(self, key: str) -> Checkpoint | None:
        """Return nothing: every input is new."""
        del key
        return None

    async def waiting(self, originator: str, dataset: str, *, given: Collection[str] | None = None) -> list[WaitingRow]:
        """Return nothing: nothing came before."""
        del originator, dataset, given
        return []


def key_of(record: Record) -> Key:
    """Return the key under which the truth has a record."""
    provenance = record.provenance
    return provenance.originator, provenance.dataset, provenance.reference, record.kind


def read_manifest() -> dict[str, object]:
    """Return the manifest of the samples."""
    manifest = yaml.safe_load((SAMPLES / "manifest.yml").read_text(encoding="utf-8"))
    assert isinstance(manifest, dict)
    return manifest


def manifest_files() -> Iterator[dict[str, str]]:
    """Yield the files of the manifest in their order."""
    files = read_manifest()["files"]
    assert isinstance(files, list)
    yield from files


def read_table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


async def ingest_sample(entry: Mapping[str, str], writer: MemoryWriter) -> IngestReport:
    """Ingest one file of the manifest."""
    originators = {e["originator"] for e in manifest_files()}
    return await ingest_file(
        SAMPLES / entry["path"],
        mapping=load_mapping(SAMPLES / entry["mapping"]) if "mapping" in entry else None,
        originator=entry["originator"],
        profile=entry["profile"],
        known_originators=originators,
        known_profiles=PROFILES,
        writer=writer,
        minter=MINTER,
    )
