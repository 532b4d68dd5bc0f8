"""How long one alert takes to reach everybody who listens: many live subscriptions in many contexts.

    python -m benchmarks.api.fan_out [--subscribers 1000] [--contexts 50] [--events 5] [--json]

Opens the product on a fresh embedded Neo4j in a temporary folder, with the workers of a serving process, and as many
subscriptions to `alerts` as are asked for: officers of two agencies who stand in different contexts of roles and
purpose, each of them another person. Then it files numbers that both agencies hold, one after the other, and takes the
time from the waking of the subscriptions, which follows the notice, to the first and the last receipt. Each delivery is
authorised and audited by itself. The subscriptions run within the process: what the network and the clients take is not
in the figures.
"""

import asyncio
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, combinations, cycle, islice, product
from pathlib import Path

from api.authentication import Authenticated
from api.background.workers import running_workers
from api.bootstrap import Application, open_application
from api.graphql import build_schema
from api.graphql.request import GraphQLRequest
from api.graphql.service import GraphQLService
from benchmarks.end_to_end.load import file_phone, settings_in
from benchmarks.figures import options_of, scratch_folder, show_figures
from graph.store import run_on_fast_loop
from policies import ViewerContext

AGENCIES = ("th-police", "kh-police")
ROLES = ("analyst", "duty-officer", "victim-support", "policy-officer", "supervisor")
PURPOSES = ("investigation", "financial-intelligence", "victim-protection", "border-control")
SUBSCRIPTION = "subscription { alerts { id recordId kind strength otherAgency { code } otherRecordId createdAt } }"
PATIENCE_SECONDS = 120.0


def main() -> None:
    """Run the benchmark and print its figures."""
    options = options_of(__doc__, subscribers=1_000, contexts=50, events=5).parse_args()
    with scratch_folder() as folder:
        found = run_on_fast_loop(measure(Path(folder), options.subscribers, options.contexts, options.events))
    show_figures(found, as_json=options.json)


async def measure(folder: Path, subscribers: int, contexts: int, events: int) -> dict[str, float]:
    """Return the figures of one run, in milliseconds."""
    async with open_application(settings_in(folder)) as app, running_workers(app):
        await one_linkage(app, 0)
        listening = listeners(subscribers, contexts)
        scopes = {(await app.scope_for(viewer)).key for viewer in listening}
        hall = Hall(app, listening)
        async with hall:
            await hall.until_waiting()
            timed = [await hall.time_one(number) for number in range(1, events + 1)]
    return {
        "subscribers": len(listening),
        "contexts": contexts,
        "scopes": len(scopes),
        "events": events,
        "first_receipt_ms_median": round(1000 * statistics.median(first for first, _ in timed), 1),
        "last_receipt_ms_median": round(1000 * statistics.median(last for _, last in timed), 1),
        "last_receipt_ms_max": round(1000 * max(last for _, last in timed), 1),
    }


async def one_linkage(app: Application, number: int) -> None:
    """File a number as one agency, and the same as the other."""
    for agency in AGENCIES:
        await file_phone(app, agency, f"n-{number}", f"+6682{number:03d}4321")


def listeners(subscribers: int, contexts: int) -> list[ViewerContext]:
    """Return as many people, who stand in as many contexts of agency, roles and purpose."""
    chosen = list(islice(officers(), contexts))
    return [replace(viewer, subject=f"officer {n}") for n, viewer in enumerate(islice(cycle(chosen), subscribers))]


def officers() -> Iterator[ViewerContext]:
    """Yield an officer for each agency, set of roles and purpose."""
    sets = list(chain.from_iterable(combinations(ROLES, size) for size in range(1, len(ROLES) + 1)))
    for roles, purpose, agency in product(sets, PURPOSES, AGENCIES):
        yield ViewerContext(agency=agency, subject="any", roles=frozenset(roles), purpose=purpose, case_ref="B-1")


class Hall:
    """All who listen, when they were woken, and when each was told."""

    def __init__(self, app: Application, viewers: Sequence[ViewerContext]) -> None:
        self._app = app
        self._service = GraphQLService(app, build_schema())
        self._viewers = viewers
        self._tasks: list[asyncio.Task[None]] = []
        self._woken: list[float] = []
        self._told: list[float] = []
        self._all_told = asyncio.Event()

    async def __aenter__(self) -> "Hall":
        # The first who waits is the first who is woken.
        self._tasks = [
            asyncio.create_task(self._watch()),
            *(asyncio.create_task(self._listen(v)) for v in self._viewers),
        ]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def until_waiting(self) -> None:
        """Return once all have read what there is.

        Raises:
            RuntimeError: a subscription ended.
        """
        async with asyncio.timeout(PATIENCE_SECONDS):
            while self._app.hub.waiting < len(self._tasks):
                for ended in (task for task in self._tasks if task.done()):
                    ended.result()
                await asyncio.sleep(0.02)

    async def time_one(self, number: int) -> tuple[float, float]:
        """Make a linkage; return the seconds from the waking to the first and to the last receipt."""
        for noted in (self._woken, self._told):
            noted.clear()
        self._all_told.clear()
        await one_linkage(self._app, number)
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self._all_told.wait()
        await self.until_waiting()
        return min(self._told) - self._woken[0], max(self._told) - self._woken[0]

    async def _watch(self) -> None:
        async for _ in self._app.hub.wakings(AGENCIES[0], at_least_every_seconds=3_600):
            self._woken.append(time.perf_counter())

    async def _listen(self, viewer: ViewerContext) -> None:
        who = Authenticated(viewer=viewer, expires_at=time.time() + 3_600, token_id=viewer.subject)
        async for answer in self._service.subscribe(GraphQLRequest(query=SUBSCRIPTION), who):
            if answer.errors or answer.data is None:
                raise RuntimeError(f"a subscription ended: {answer.errors}")
            self._told.append(time.perf_counter())
            if len(self._told) == len(self._viewers):
                self._all_told.set()


if __name__ == "__main__":
    main()
