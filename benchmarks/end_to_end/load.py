"""Ingest and resolution at size, end to end: records a second, memory of the Python side, time from record to notice.

    python -m benchmarks.end_to_end.load [--records 100000] [--seed 7] [--json]

Generates the load (invented records of several originators), ingests it into a fresh embedded Neo4j in a temporary
folder, resolves it, and then times single submissions: the resolution of one more person, whose name and birth date
another agency has as well, and the way from a number to the notices of both sides. Last it ingests and resolves a
second load of the same size, other records of the same agencies, on the server that has worked for a minute by then.
"""

import csv
import os
import resource
import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from api.bootstrap import Application, open_application
from api.settings import Settings
from benchmarks.figures import options_of, scratch_folder, show_figures
from entity_resolution.resolving.tally import ResolutionReport
from graph.store import StoreConfig, run_on_fast_loop
from ingest import SubmittedRecord, ingest_file, load_mapping, submit
from samples.generate_load import write_load


def main() -> None:
    """Run the benchmark and print its figures."""
    options = options_of(__doc__, records=100_000, seed=7).parse_args()
    with scratch_folder() as folder:
        found = run_on_fast_loop(measure(Path(folder), options.records, options.seed))
    show_figures(found, as_json=options.json)


async def measure(folder: Path, records: int, seed: int) -> dict[str, float]:
    """Return the figures of one run."""
    written = write_load(folder / "load", records=records, seed=seed)
    more = write_load(folder / "more", records=records, seed=seed + 1)
    async with open_application(settings_in(folder)) as app:
        await warm(app)
        ingest_seconds = await ingest_all(app, folder / "load")
        report, resolve_seconds = await resolve_all(app)
        singles = [await resolve_one(app, *person) for person in some_people(folder / "load" / "kh-police.csv")]
        notices = [await record_to_notice(app, number) for number in range(20)]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        again_seconds = await ingest_all(app, folder / "more", dataset="more")
        _, again_resolve_seconds = await resolve_all(app)
    return {
        "records": written,
        "ingest_seconds": round(ingest_seconds, 2),
        "ingest_records_per_second": round(written / ingest_seconds),
        "resolve_seconds": round(resolve_seconds, 2),
        "end_to_end_records_per_second": round(written / (ingest_seconds + resolve_seconds)),
        "pairs_compared": report.compared,
        "matches": report.matched,
        "linkages": report.linkages,
        "python_peak_mib": round(peak / 1024),
        "resolve_one_person_ms_median": round(1000 * statistics.median(singles), 1),
        "resolve_one_person_ms_p95": round(1000 * statistics.quantiles(singles, n=20)[-1], 1),
        "record_to_notice_ms_median": round(1000 * statistics.median(notices), 1),
        "record_to_notice_ms_max": round(1000 * max(notices), 1),
        "again_ingest_records_per_second": round(more / again_seconds),
        "again_end_to_end_records_per_second": round(more / (again_seconds + again_resolve_seconds)),
    }


def settings_in(folder: Path) -> Settings:
    """Return settings with a store in a folder, which ends with its last user."""
    environ = {**os.environ, "BENANG_HOME": str(folder / "home")}
    store = replace(StoreConfig.from_env(environ), linger_seconds=0.0)
    return replace(Settings.from_env(environ), store=store)


def load_files(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield mapping and data file of each originator, in the order of their names."""
    for mapping in sorted(folder.glob("*.yml")):
        yield mapping, mapping.with_suffix(".csv")


async def ingest_all(app: Application, folder: Path, *, dataset: str | None = None) -> float:
    """Ingest the files of a load, one after the other; return the seconds that it took."""
    started = time.perf_counter()
    for mapping, data in load_files(folder):
        await ingest_one(app, data, mapping, dataset=dataset)
    return time.perf_counter() - started


async def resolve_all(app: Application) -> tuple[ResolutionReport, float]:
    """Resolve all that waits; return what was done and the seconds that it took."""
    started = time.perf_counter()
    report = await app.settle()
    return report, time.perf_counter() - started


async def ingest_one(app: Application, data: Path, mapping: Path, *, dataset: str | None = None) -> None:
    """Ingest one file of the load."""
    await ingest_file(
        data,
        dataset=dataset,
        mapping=load_mapping(mapping),
        originator=None,
        profile=None,
        known_originators=app.bundle.registers.parties,
        known_profiles=app.bundle.registers.profiles,
        writer=app.writer,
        minter=app.minter,
        ontology=app.ontology,
    )


async def warm(app: Application) -> None:
    """Plan the statements once: a serving process has done so long before."""
    for number in range(3):
        await file_phone(app, "th-police", f"warm-{number}", f"+6681999{number:04d}")
        await app.settle()


def some_people(file: Path, *, count: int = 200) -> Iterator[tuple[str, str, str]]:
    """Yield row number, name and birth date of people in a file of the load."""
    with file.open(encoding="utf-8", newline="") as rows:
        for _, row in zip(range(count), csv.DictReader(rows), strict=False):
            yield row["row_no"], row["name"], row["born"]


async def resolve_one(app: Application, number: str, name: str, born: str) -> float:
    """Return the seconds that resolution takes for one person who is new at another agency."""
    await file_record(app, "my-police", f"one-{number}", "Person", name=name, birthDate=born)
    started = time.perf_counter()
    await app.resolver.drain()
    seconds = time.perf_counter() - started
    await app.settle()
    return seconds


async def record_to_notice(app: Application, number: int) -> float:
    """Return the seconds from submitting a number that another agency holds until the notices are made."""
    phone = f"+6682{number:03d}4321"
    await file_phone(app, "th-police", f"own-{number}", phone)
    await app.settle()
    started = time.perf_counter()
    await file_phone(app, "kh-police", f"theirs-{number}", phone)
    await app.settle()
    return time.perf_counter() - started


async def file_phone(app: Application, originator: str, reference: str, number: str) -> None:
    """Submit one phone number."""
    await file_record(app, originator, reference, "PhoneNumber", number=number)


async def file_record(app: Application, originator: str, reference: str, kind: str, **values: str) -> None:
    """Submit one record."""
    await submit(
        [SubmittedRecord(kind=kind, reference=reference, properties={name: [text] for name, text in values.items()})],
        originator=originator,
        dataset="bench",
        known_profiles=app.bundle.registers.profiles,
        writer=app.writer,
        minter=app.minter,
        profile="law-enforcement",
        ontology=app.ontology,
    )


if __name__ == "__main__":
    main()
