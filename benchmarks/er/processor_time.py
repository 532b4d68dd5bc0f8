"""Measure the processor time of Python in resolution, without a store: from what one would send to what it would get.

    python -m benchmarks.er.processor_time [--records 100000] [--seed 7] [--runs 3] [--json]

Maps the load of `benchmarks.end_to_end.load` to records and resolves them in steps, as the resolver does with a load
that waits. Each run is a process of its own, so that nothing is known from the run before; medians are printed. Waiting
for a store, packing and unpacking for it and joining components are not in it.
"""

import gc
import json
import os
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.end_to_end.load import load_files
from benchmarks.figures import options_of, scratch_folder, show_figures
from entity_resolution.blocking.known_keys import KnownKeys
from entity_resolution.comparing.model import load_models
from entity_resolution.names import NameKind, compare_names, organisation_name, person_name, site_name
from entity_resolution.resolving.backlog import MAX_RECORDS_A_STEP
from entity_resolution.resolving.pair_matcher import Candidate, match_of
from entity_resolution.resolving.preparation import Prepared, Preparer
from graph import IdMinter, Ontology, PropertyClass, RecordId, SubjectRole, load_ontology, without_cycle_collection
from graph.parts import encode_parts
from graph.selectors import component_of, key_classes
from graph.store import StoredMatch
from graph.store.connection import Row
from graph.store.resolution.resolution_store import resolvable_record
from graph.store.resolution.resolution_writes import match_rows, resolved_rows
from graph.store.writing.record_rows import selector_key
from ingest import load_mapping
from ingest.batches import BATCH_ROWS, Batch, Batcher, QuarantineLabel
from ingest.input_file import TabularInput
from ingest.sources import open_csv
from ingest.supply import Supply
from samples.generate_load import AGENCIES, write_load

_FIRST_NAMES = ("Somchai Jaidee", "สมชาย ใจดี", "李小明", "អ៊ុក ចាន់", "အောင်ဝင်း", "محمد علي", "김철수", "Nguyễn Văn An")


def main() -> None:
    """Run the benchmark and print its figures."""
    options = options_of(__doc__, records=100_000, seed=7, runs=3).parse_args()
    with scratch_folder() as folder:
        write_load(Path(folder), records=options.records, seed=options.seed)
        load = _Load(load_ontology())
        for mapping, data in load_files(Path(folder)):
            load.add(mapping, data)
    _read_tables()
    gc.freeze()
    runs = [_in_a_process(load) for _ in range(options.runs)]
    found = {name: round(statistics.median(run[name] for run in runs), 2) for name in runs[0]}
    show_figures(found, as_json=options.json)


@dataclass(slots=True)
class _Load:
    """The load as a store would send it: each record's node with its linked selectors, in the order of the batches."""

    ontology: Ontology
    nodes: dict[RecordId, Row] = field(default_factory=dict)
    batches: list[list[RecordId]] = field(default_factory=list)
    _compartments: dict[tuple[object, ...], int] = field(default_factory=dict)

    def add(self, mapping: Path, data: Path) -> None:
        """Map one file."""
        supply = _supply(mapping, self.ontology)
        source = TabularInput(open_csv(data, load_mapping(mapping).file), load_mapping(mapping), supply)
        label = QuarantineLabel.of(supply, file=data.name, mapping="", at=datetime.now(UTC))
        batcher = Batcher(source, label, skip=0, size=BATCH_ROWS)
        while (batch := batcher.next_batch()) is not None:
            self._add_batch(batch)

    def steps(self) -> Iterator[list[RecordId]]:
        """Yield the records that the resolver deals with at once."""
        step: list[RecordId] = []
        for batch in self.batches:
            if step and len(step) + len(batch) > MAX_RECORDS_A_STEP:
                yield step
                step = []
            step = step + batch
        yield step

    def _add_batch(self, batch: Batch) -> None:
        for record in batch.records:
            kind = self.ontology.kind(record.kind)
            key = selector_key(record, kind.properties) if kind.is_selector else None
            given, role = record.provenance, record.subject_role or SubjectRole.NONE
            self.nodes[record.id] = {
                **{name: text for name, text in encode_parts(record, kind).items() if name != PropertyClass.SOURCE},
                "rid": record.id,
                "cmp": self._compartment(given.originator, given.profile, record.kind, role),
                "kind": record.kind,
                "originator": given.originator,
                "profile": given.profile,
                "key": key,
                "component": component_of(key or record.id),
                "revision": None,
                "digest": "",  # nothing is written here that it would guard
                "linked": [],
                "linked_as": None,
            }
        for link in batch.links:
            source, target = self.nodes[link.source_id], self.nodes[link.target_id]
            if self.ontology.links[link.type].identifies and target["key"] is not None:
                stamp = self._compartment(link.type, source["cmp"], target["cmp"])
                source["linked"].append([target["kind"], target["key"], stamp, target["cmp"]])
        self.batches.append([record.id for record in batch.records])

    def _compartment(self, *terms: object) -> int:
        return self._compartments.setdefault(terms, len(self._compartments) + 1)


def _supply(mapping: Path, ontology: Ontology) -> Supply:
    read = load_mapping(mapping)
    return Supply(
        originator=str(read.originator),
        dataset=read.dataset,
        profile=read.profile,
        known_profiles=frozenset(profile for _, profile in AGENCIES.values()),
        evaluation=read.evaluation,
        country=read.country,
        minter=IdMinter(deployment_key=b"b" * 32),
        ontology=ontology,
    )


def _read_tables() -> None:
    """Let every script and kind read its tables, which a process does once."""
    for name in _FIRST_NAMES:
        compare_names(person_name(name), person_name("John Smith"), NameKind.PERSON)
    _ = organisation_name("Golden Lotus Trading Co., Ltd.").keys
    site_name("Golden Lotus Park Bangkok")


def _in_a_process(load: _Load) -> dict[str, float]:
    """Return the figures of one run in a process that knows the load and nothing else."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with os.fdopen(writing, "w") as answer, without_cycle_collection():
            json.dump(_resolve(load), answer)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        found: dict[str, float] = json.load(answer)
    os.waitpid(child, 0)
    return found


class _Stopwatch:
    """The processor time of each part of the work, in seconds."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Add what a block takes."""
        started = time.process_time()
        yield
        self.seconds[name] += time.process_time() - started


def _resolve(load: _Load) -> dict[str, float]:
    watch, known, matches = _Stopwatch(), KnownKeys(0), 0
    models, classes = load_models(), key_classes(load.ontology)
    preparer = Preparer(load.ontology, models)
    candidates: dict[RecordId, Candidate] = {}
    compared = 0
    for revision, ids in enumerate(load.steps(), start=1):
        prepared = Prepared()
        with watch.part("read"):
            records = [resolvable_record(load.nodes[rid], load.nodes[rid]["linked"], classes) for rid in ids]
        with watch.part("prepare"):
            preparer.prepare(records, prepared)
        with watch.part("rows"):
            resolved_rows(prepared.resolved.values())
        with watch.part("find"):
            known.add(prepared.keys, revision=revision)
            pairs = _pairs(known.candidates(prepared.keys))
        with watch.part("compare"):
            candidates.update((r.id, Candidate.of(models.get(r.kind), r, prepared.by_terms.get(r.id))) for r in records)
            found = _matches(pairs, candidates)
        with watch.part("rows"):
            match_rows(found)
        compared, matches = compared + len(pairs), matches + len(found)
    seconds = {f"{name}_seconds": value for name, value in watch.seconds.items()}
    total = sum(watch.seconds.values())
    us = 1e6 * total / len(load.nodes)
    return {"pairs_compared": compared, "stored": matches, **seconds, "total_seconds": total, "us_per_record": us}


def _pairs(found: Mapping[RecordId, Sequence[tuple[RecordId, int]]]) -> list[tuple[RecordId, RecordId]]:
    met = {(rid, other) if rid < other else (other, rid) for rid, others in found.items() for other, _ in others}
    return sorted(met)


def _matches(pairs: Sequence[tuple[RecordId, RecordId]], candidates: Mapping[RecordId, Candidate]) -> list[StoredMatch]:
    made = (match_of(candidates[left], candidates[right]) for left, right in pairs)
    return [match for match in made if match is not None]


if __name__ == "__main__":
    main()
