"""A load that another process brings in while this one resolves, as beside a serving process.

    python -m benchmarks.end_to_end.beside [--records 30000] [--seed 7] [--json]

Generates the load (invented records of several originators), starts a fresh embedded Neo4j in a temporary folder, and
follows the change feed while a process of its own ingests the files. Prints the seconds of the ingest, and those until
all of it is resolved.
"""

import asyncio
import sys
import time
from pathlib import Path

from api.bootstrap import open_application
from benchmarks.end_to_end.load import ingest_all, settings_in, warm
from benchmarks.figures import options_of, scratch_folder, show_figures
from graph.store import run_on_fast_loop
from samples.generate_load import write_load

_PAUSE_SECONDS = 0.05


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = options_of(__doc__, records=30_000, seed=7)
    parser.add_argument("--ingest", type=Path, help="Only ingest the load of this folder: the other process.")
    options = parser.parse_args()
    if options.ingest is not None:
        seconds = run_on_fast_loop(ingest(options.ingest))
        show_figures({"ingest_seconds": round(seconds, 1)}, as_json=options.json)
        return
    with scratch_folder() as name:
        folder = Path(name)
        write_load(folder / "load", records=options.records, seed=options.seed)
        seconds, resolved = run_on_fast_loop(follow(folder))
    show_figures({"all_seconds": round(seconds, 1), "resolved": resolved}, as_json=options.json)


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
