"""Alerts while a load is resolved: the time from a number to the notices of both sides, in a serving process.

    python -m benchmarks.end_to_end.alert_beside_load [--records 60000] [--seed 7] [--numbers 10] [--json]

Files numbers of one agency, ingests a load (invented records of several originators) that is not resolved, starts the
background work of a serving process, and files the same numbers as another agency, one after the other, until the load
is resolved or the numbers are used up. Prints the seconds of each, and those until all is resolved.
"""

import asyncio
import statistics
import time
from pathlib import Path

from api.background.workers import running_workers
from api.bootstrap import Application, open_application
from benchmarks.end_to_end.load import file_phone, ingest_all, settings_in, warm
from benchmarks.figures import options_of, scratch_folder, show_figures
from graph.store import RESOLUTION, run_on_fast_loop
from policies import ViewerContext
from samples.generate_load import write_load

_PAUSE_SECONDS = 0.02
_BETWEEN_SECONDS = 1.0
_VIEWER = ViewerContext(
    agency="kh-police", subject="bench", roles=frozenset({"analyst"}), purpose="investigation", case_ref="B-1"
)


def main() -> None:
    """Run the benchmark and print its figures."""
    options = options_of(__doc__, records=60_000, seed=7, numbers=10).parse_args()
    with scratch_folder() as name:
        folder = Path(name)
        write_load(folder / "load", records=options.records, seed=options.seed)
        found, seconds = run_on_fast_loop(measure(folder, options.numbers))
    figures = {"median_seconds": round(statistics.median(found), 2), "load_resolved_seconds": round(seconds, 1)}
    each = [round(s, 2) for s in found]
    show_figures({"number_to_notice_seconds": each, **figures}, as_json=options.json)


async def measure(folder: Path, numbers: int) -> tuple[list[float], float]:
    """Return the seconds from each number to its notice, and those until the load was resolved."""
    found: list[float] = []
    async with open_application(settings_in(folder)) as app:
        await warm(app)
        for number in range(numbers):
            await file_phone(app, "th-police", f"own-{number}", phone(number))
        await app.settle()
        await ingest_all(app, folder / "load")
        load_ends = await app.feed.last()
        async with running_workers(app):
            started = time.perf_counter()
            resolved = asyncio.create_task(until_resolved(app, load_ends))
            for number in range(numbers):
                await asyncio.sleep(_BETWEEN_SECONDS)
                if resolved.done():
                    break
                found.append(await number_to_notice(app, number))
            await resolved
            return found, time.perf_counter() - started


async def until_resolved(app: Application, seq: int) -> None:
    """Return when the resolver has come to a place in the feed."""
    while True:
        if await app.feed.position(RESOLUTION) >= seq:
            return
        await asyncio.sleep(_PAUSE_SECONDS)


async def number_to_notice(app: Application, number: int) -> float:
    """File a number that another agency holds; return the seconds until the alert about it is in the inbox."""
    started = time.perf_counter()
    reference = f"theirs-{number}"
    await file_phone(app, _VIEWER.agency, reference, phone(number))
    app.wake.set()
    own = app.minter.record_id(_VIEWER.agency, "bench", reference)
    while True:
        if await app.inbox.of_records(await app.scope_for(_VIEWER), [own]):
            return time.perf_counter() - started
        await asyncio.sleep(_PAUSE_SECONDS)


def phone(number: int) -> str:
    """Return an invented number."""
    return f"+6682{number:03d}4321"


if __name__ == "__main__":
    main()
