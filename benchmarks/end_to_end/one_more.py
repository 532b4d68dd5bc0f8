"""One more record against a graph of a chosen size: how long until it is resolved, apart from other work.

    python -m benchmarks.end_to_end.one_more [--records 100000] [--people 200] [--warm 300] [--home FOLDER] [--json]

Records are filed and resolved one after the other, with nothing between them that could hide work left for later. Of
each shape `--warm` come first and are told apart: a server just started has compiled nothing. With `--home` the store
is built there where it is not yet, and kept: a second run measures on the same one.

Where others use the machine too, "unhindered" takes away how long the threads that do the work (the loop here, the
server's for connections) stood ready and waited for a processor, as Linux counts it.
"""

import argparse
import csv
import json
import os
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from api.bootstrap import Application, open_application
from api.settings import Settings
from benchmarks.end_to_end.load import ingest_one, load_files, warm
from benchmarks.figures import options_of, scratch_folder, show_figures
from graph import look_for_cycles
from graph.store import StoreConfig, run_on_fast_loop
from ingest import SubmittedItem, SubmittedLink, SubmittedRecord, submit
from samples.generate_load import write_load

ORIGINATOR = "my-police"
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


class Shape(StrEnum):
    """What is filed."""

    KNOWN = "known person"  # name and birth date, which another agency has
    LINKED = "known person with phone and account"  # which that agency has as well
    STRANGER = "unknown person"
    NUMBER = "known number"  # a phone alone


@dataclass(slots=True)
class Times:
    """Seconds of each record of one shape, and what they took of the processors together."""

    filed: list[float] = field(default_factory=list)
    resolved: list[float] = field(default_factory=list)
    unhindered: list[float] = field(default_factory=list)
    python: float = 0.0
    server: float = 0.0


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = options_of(__doc__, records=100_000, seed=7)
    parser.add_argument("--people", type=int, default=200, help="records of each shape that are measured")
    parser.add_argument("--warm", type=int, default=300, help="records of each shape before them")
    parser.add_argument("--home", type=Path, help="keep the store here, or use the one that is")
    options = parser.parse_args()
    with scratch_folder() as folder:
        found = run_on_fast_loop(measure(options.home or Path(folder), options))
    show_figures(found, as_json=options.json)


async def measure(folder: Path, options: argparse.Namespace) -> dict[str, float]:
    """Return the figures of one run."""
    async with opened(folder, options.records, options.seed) as app:
        run = Run(app, folder, seed=time.time_ns())
        first = {shape: Times() for shape in Shape}
        times = {shape: Times() for shape in Shape}
        for number in range(options.warm + options.people):
            for shape in Shape:
                await run.one(shape, times[shape] if number >= options.warm else first[shape])
        figures: dict[str, float] = {"load_average": round(os.getloadavg()[0], 1)}
        for shape in Shape:
            figures |= _figures(f"{shape}, first {options.warm}", first[shape])
            figures |= _figures(str(shape), times[shape])
    return figures


def _figures(name: str, times: Times) -> dict[str, float]:
    if not times.resolved:
        return {}
    count = len(times.resolved)
    return {
        **_quantiles(f"{name}: resolved, ms", times.resolved),
        **_quantiles(f"{name}: resolved, unhindered, ms", times.unhindered),
        **_quantiles(f"{name}: filed, ms", times.filed),
        f"{name}: processor of both, Python, ms": round(1000 * times.python / count, 1),
        f"{name}: processor of both, server, ms": round(1000 * times.server / count, 1),
    }


def _quantiles(name: str, seconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        f"{name} median": round(1000 * statistics.median(ordered), 1),
        f"{name} p95": round(1000 * ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 1),
        f"{name} worst": round(1000 * ordered[-1], 1),
    }


class opened:  # noqa: N801 - used as a context
    """An application on the store of a folder, which is built first where there is none."""

    def __init__(self, folder: Path, records: int, seed: int) -> None:
        self._folder, self._records, self._seed = folder, records, seed
        environ = {**os.environ, "BENANG_HOME": str(folder / "home")}
        settings = Settings.from_env(environ)
        store = replace(StoreConfig.from_env(environ), linger_seconds=0.0)
        self._application = open_application(replace(settings, store=store))

    async def __aenter__(self) -> Application:
        """Open it, and resolve all that waits; notices, which another follower makes, are left."""
        is_there = (self._folder / "load").exists()
        if not is_there:
            write_load(self._folder / "load", records=self._records, seed=self._seed)
        app = await self._application.__aenter__()
        if not is_there:
            await warm(app)
            for mapping, data in load_files(self._folder / "load"):
                await ingest_one(app, data, mapping)
        await app.resolver.drain()
        await app.resolver.indexed()
        look_for_cycles()  # as a process that serves does once it is open
        return app

    async def __aexit__(self, *exc: object) -> None:
        """Close it."""
        await self._application.__aexit__(None, None, None)


class Run:
    """Files records of one run; `seed` names it and chooses the people."""

    def __init__(self, app: Application, folder: Path, *, seed: int) -> None:
        self._app, self._folder = app, folder
        self._random = random.Random(seed)
        self._dataset = f"run-{seed}"
        self._rows = self._people()
        self._count = 0

    async def one(self, shape: Shape, times: Times) -> None:
        """File one record and resolve it."""
        self._count += 1
        items = self._items(shape, next(self._rows), str(self._count))
        python, server = time.process_time(), server_seconds(self._folder / "home")
        begun = time.perf_counter()
        await self._file(items)
        waited = queued_seconds(self._folder / "home")
        filed = time.perf_counter()
        await self._app.resolver.drain()
        done = time.perf_counter()
        since = queued_seconds(self._folder / "home")
        times.filed.append(filed - begun)
        times.resolved.append(done - filed)
        times.unhindered.append(done - filed - sum(since[t] - waited.get(t, 0.0) for t in since))
        times.python += time.process_time() - python
        times.server += server_seconds(self._folder / "home") - server

    def _people(self) -> Iterator[dict[str, str]]:
        with (self._folder / "load" / "kh-police.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        while True:
            self._random.shuffle(rows)
            yield from rows

    def _items(self, shape: Shape, row: dict[str, str], number: str) -> list[SubmittedItem]:
        phone = _record("PhoneNumber", f"t-{number}", number=row["phone"], country=row["phone_country"])
        if shape is Shape.NUMBER:
            return [phone]
        name = self._unknown_name() if shape is Shape.STRANGER else row["name"]
        items: list[SubmittedItem] = [_record("Person", f"p-{number}", name=name, birthDate=row["born"])]
        if shape is Shape.LINKED:
            items += [phone, _link("USES", f"p-{number}", f"t-{number}")]
            if row["account"]:
                account = {"number": row["account"], "bank": row["bank"], "country": "TH", "role": "mule"}
                items += [_record("BankAccount", f"a-{number}", **account), _link("OWNS", f"p-{number}", f"a-{number}")]
        return items

    def _unknown_name(self) -> str:
        words = ("".join(self._random.choice("aeioubdgklmnprst") for _ in range(6)) for _ in range(2))
        return " ".join(words).title()

    async def _file(self, items: Sequence[SubmittedItem]) -> None:
        app = self._app
        result = await submit(
            items,
            originator=ORIGINATOR,
            dataset=self._dataset,
            known_profiles=app.bundle.registers.profiles,
            writer=app.writer,
            minter=app.minter,
            profile="law-enforcement",
            country="KH",
            ontology=app.ontology,
        )
        if any(outcome.problems for outcome in result.outcomes):
            raise SystemExit("a record of the load was not taken")


def server_seconds(home: Path) -> float:
    """Return the processor time that the embedded server has used, 0 where the system does not tell."""
    try:
        values = (_server(home) / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(values[11]) + int(values[12])) / _TICKS_A_SECOND


def queued_seconds(home: Path) -> dict[str, float]:
    """Return for each thread that does the work how long it waited for a processor; empty where nobody tells."""
    try:
        threads = [Path(f"/proc/self/task/{os.getpid()}")]
        threads += [
            task
            for task in (_server(home) / "task").iterdir()
            if (task / "comm").read_text(encoding="utf-8").startswith("neo4j.Bolt")
        ]
        return {t.name: int((t / "schedstat").read_text(encoding="ascii").split()[1]) / 1e9 for t in threads}
    except OSError:
        return {}


def _server(home: Path) -> Path:
    state = json.loads((home / "neo4j" / "server.json").read_text(encoding="utf-8"))
    return Path(f"/proc/{state['server_pid']}")


def _record(kind: str, reference: str, **values: str) -> SubmittedRecord:
    return SubmittedRecord(kind=kind, reference=reference, properties={name: [text] for name, text in values.items()})


def _link(kind: str, source: str, target: str) -> SubmittedLink:
    return SubmittedLink(type=kind, source_reference=source, target_reference=target)


if __name__ == "__main__":
    main()
