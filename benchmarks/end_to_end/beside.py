"""A load that another process brings in while this one resolves, as beside a serving process.

    python -m benchmarks.end_to_end.beside [--records 30000] [--seed 7]

Generates the load (invented records of several originators), starts a fresh embedded Neo4j in a temporary folder, and
follows the change feed while a process of its own ingests the files. Prints the seconds of the ingest, and those until
all of it is resolved.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from pathlib import Path

from api.bootstrap import open_application
from benchmarks.end_to_end.load import ingest_all, settings_in, warm
from graph.store import run_on_fast_loop
from samples.generate_load import write_load

_PAUSE_SECONDS = 0.05


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=30_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--ingest", type=Path, help="Only ingest the load of this folder: the other process.")
    options = parser.parse_args()
    if options.ingest is not None:
        print(f"ingest_seconds\t{run_on_fast_loop(ingest(options.ingest)):.1f}")
        return
    folder = Path(tempfile.mkdtemp(prefix="benang-bench-"))
    try:
        write_load(folder / "load", records=options.records, seed=options.seed)
        seconds, resolved = run_on_fast_loop(follow(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"all_seconds\t{seconds:.1f}\nresolved\t{resolved}")


async def ingest(folder: Path) -> float:
    """Ingest a load into the store of a folder; return the seconds that it took."""
    async with open_application(settings_in(folder)) as app:
        return await ingest_all(app, folder / "load")


async def follow(folder: Path) -> tuple[float, int]:
    """Resolve what another process ingests, until both are done; return the seconds and the records resolved."""
    async with open_application(settings_in(folder)) as app:
        await warm(app)
        started, resolved = time.perf_counter(), 0
        words = ("-m", "benchmarks.end_to_end.beside", "--ingest", str(folder))
        other = await asyncio.create_subprocess_exec(sys.executable, *words)
        ended = asyncio.ensure_future(other.wait())
        while True:
            over = ended.done()  # asked before the step: what came until then is seen by it
            step = await app.resolver.step()
            if step is not None:
                resolved += step.records
            elif over:
                return time.perf_counter() - started, resolved
            else:
                await asyncio.sleep(_PAUSE_SECONDS)


if __name__ == "__main__":
    main()
