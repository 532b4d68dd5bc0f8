"""A worker that meets what nobody foresaw goes on: else seals, alerts, recalls and new policies stop without a word."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from types import SimpleNamespace
from typing import Any, cast

import pytest
import structlog

from api.alerts.hub import AlertHub
from api.background import workers
from api.bootstrap import Application
from api.policy.history import PolicyHistory
from api.policy.loading import PolicyLoader
from api.settings import Settings
from graph import GraphError
from graph.errors import StoreUnavailableError
from graph.store import Store
from policies import AuditError, ScopeBuilder

PLACES = {
    "policy.next_change": "policy",
    "resolver.step": "resolve",
    "linkages_ahead.step": "ahead",
    "notice_matcher.step": "notices",
    "link_endings.step": "endings",
    "exchange.index.step": "index",
    "finish_rebuilding": "rebuilding",
    "exchange.meetings.step": "meetings",
    "exchange.hit_notices.step": "hits",
    "exchange.timer.step": "requests",
    "accountability.keep_trail": "account",
    "accountability.follow_recalls": "recalls",
    "accountability.retention.run": "retain",
    "grants.sweep": "grants",
    "notice_terms.step": "terms",
    "notice_terms.look_again": "terms left",
    "hub.follow": "wake",
    "watch.run": "store",
}


class Panic(BaseException):
    """What a library in Rust raises where it meets what its authors did not foresee: no `Exception`."""


class Part:
    """A part of an application whose every step waits, save one that fails when it is first asked."""

    def __init__(self, failing: str, asked: asyncio.Event, error: type[BaseException], name: str = "") -> None:
        self._failing, self._asked, self._error, self._name = failing, asked, error, name
        self._parts: dict[str, Part] = {}
        self._count = 0

    def __getattr__(self, name: str) -> "Part":
        path = f"{self._name}.{name}" if self._name else name
        return self._parts.setdefault(name, Part(self._failing, self._asked, self._error, path))

    def __call__(self, *_: Any, **__: Any) -> Any:
        return self._step() if self._name in PLACES else ()

    async def _step(self) -> None:
        self._count += 1
        if self._name == self._failing:
            if self._count == 1:
                raise self._error("a stored value")
            self._asked.set()
        await asyncio.sleep(60)


def test_an_outage_is_told_when_it_begins_changes_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PAUSE_AFTER_ERROR_SECONDS", 0)
    codes = iter(["A", "A", "B", "B", "", "", "A"])

    class BrokenError(GraphError):
        """Anything that the store may say."""

    async def scene() -> None:
        trouble = workers.Trouble("resolution")
        for code in codes:
            if code:
                error = BrokenError("a stored value")
                error.code = code
                await trouble.note(error)
            else:
                trouble.recovered()

    with structlog.testing.capture_logs() as logs:
        asyncio.run(scene())
    told = [(entry["event"], entry.get("code")) for entry in logs]
    assert told == [("worker_failed", "A"), ("worker_failed", "B"), ("worker_recovered", None), ("worker_failed", "A")]


def test_of_the_audit_folder_the_words_are_told_too_and_no_code_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PAUSE_AFTER_ERROR_SECONDS", 0)
    refused = "the audit logs cannot be written: Permission denied (`logs.json`)"

    async def scene() -> None:
        trouble = workers.Trouble("accountability")
        for problem in (refused, refused, "the audit logs cannot be written: No space left on device"):
            await trouble.note(AuditError(problem))

    with structlog.testing.capture_logs() as logs:
        asyncio.run(scene())
    assert [(entry["code"], entry["problem"].rpartition(": ")[2]) for entry in logs] == [
        ("AUDIT", "Permission denied (`logs.json`)"),
        ("AUDIT", "No space left on device"),
    ]


def test_an_outage_of_the_alerts_is_told_once_and_that_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PAUSE_AFTER_ERROR_SECONDS", 0)
    looks = iter([True, False, False, False, True, True])

    class Feed:
        """A feed that is away for a while."""

        async def last(self) -> int:
            if not next(looks, True):
                raise StoreUnavailableError("away")
            return 0

        async def since(self, *_: object, **__: object) -> list[object]:
            if not next(looks, True):
                raise StoreUnavailableError("away")
            return []

    async def scene() -> None:
        hub = AlertHub(cast(Store, None))
        monkeypatch.setattr(hub, "_feed", Feed())
        with suppress(TimeoutError):
            await asyncio.wait_for(workers._wake_for_ever(cast(Application, SimpleNamespace(hub=hub))), 1)

    with structlog.testing.capture_logs() as logs:
        asyncio.run(scene())
    assert [entry["event"] for entry in logs] == ["worker_failed", "worker_recovered"]


async def ends_when_cancelled_just_after(
    work: Coroutine[Any, Any, None], news: Callable[[], object], turns: int
) -> bool:
    """Begin something, have news for it, and cancel it some turns of the loop later; return whether it ends."""
    task = asyncio.create_task(work)
    await asyncio.sleep(0.01)
    news()
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    done, _ = await asyncio.wait([task], timeout=0.5)
    task.cancel()
    return bool(done)


@pytest.mark.parametrize("turns", range(5))
def test_what_waits_for_news_stops_though_some_come_as_it_is_told_to(turns: int) -> None:
    """Else a server that is stopped while something is filed would never be down, and a listener listen for ever."""

    class Resolver:
        """A resolver for whom nothing waits."""

        async def step(self) -> None:
            await asyncio.sleep(0)

    async def scene() -> list[bool]:
        wake, hub = asyncio.Event(), AlertHub(cast(Store, None))
        parts = SimpleNamespace(wake=wake, clock=SimpleNamespace(now=lambda: None), resolver=Resolver())
        news = set[asyncio.Task[None]]()

        async def listen() -> None:
            async for _ in hub.wakings("th-police"):
                await asyncio.sleep(0)

        async def watch() -> None:
            while True:
                await policies.next_change()

        settings = SimpleNamespace(policy=None, policy_keys=None)
        policies = PolicyLoader(cast(Settings, settings), cast(ScopeBuilder, None), cast(PolicyHistory, None))
        waiting: list[tuple[Coroutine[Any, Any, None], Callable[[], object]]] = [
            (workers._resolve_for_ever(cast(Application, parts)), wake.set),
            (listen(), lambda: news.add(asyncio.create_task(hub.wake()))),
            (watch(), policies.ask),
        ]
        return [await ends_when_cancelled_just_after(work, told, turns) for work, told in waiting]

    assert asyncio.run(scene()) == [True, True, True]


@pytest.mark.parametrize("error", [ZeroDivisionError, Panic])
@pytest.mark.parametrize("step", PLACES)
def test_a_worker_goes_on_after_what_nobody_foresaw(
    monkeypatch: pytest.MonkeyPatch, step: str, error: type[BaseException]
) -> None:
    for pause in ("PAUSE_AFTER_ERROR_SECONDS", "ACCOUNT_SECONDS", "RETAIN_SECONDS"):
        monkeypatch.setattr(workers, pause, 0.01)

    async def scene() -> None:
        asked = asyncio.Event()
        async with workers.running_workers(cast(Application, Part(step, asked, error))):
            await asyncio.wait_for(asked.wait(), 5)

    with structlog.testing.capture_logs() as logs:
        asyncio.run(scene())
    # The error's type alone: its words can hold what is stored.
    assert logs == [{"event": "worker_failed", "worker": PLACES[step], "error": error.__name__, "log_level": "error"}]


def test_a_worker_that_has_nothing_to_do_ends_and_stops_no_other() -> None:
    """Of an external store there is nothing to watch: to run that again and again would leave no turn to anybody."""
    turns = list[str]()

    async def scene() -> None:
        async with asyncio.timeout(5):
            await workers._kept("store", nothing, cast(Application, SimpleNamespace()))

    async def nothing(_: Application) -> None:
        turns.append("taken")

    asyncio.run(scene())
    assert turns == ["taken"]


@pytest.mark.parametrize("end", [asyncio.CancelledError, KeyboardInterrupt, SystemExit])
def test_what_is_to_end_a_process_ends_a_worker(end: type[BaseException]) -> None:
    """The loop itself does not pass the last two on through a task, so the worker is driven by hand."""

    async def ending(_: Application) -> None:
        raise end

    with pytest.raises(end):
        workers._kept("policy", ending, cast(Application, SimpleNamespace())).send(None)


def test_what_is_done_at_times_is_done_soon_after_an_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Erasures that are due and grants that ended do not wait for a whole pause more, as for one of ten minutes."""
    monkeypatch.setattr(workers, "PAUSE_AFTER_ERROR_SECONDS", 0.01)
    monkeypatch.setattr(workers, "RETAIN_SECONDS", 600.0)
    turns = list[int]()

    async def scene() -> None:
        done = asyncio.Event()

        async def step(_: Application) -> None:
            turns.append(len(turns))
            if len(turns) <= 2:
                raise StoreUnavailableError("away")
            done.set()

        parts = SimpleNamespace(clock=SimpleNamespace(now=lambda: None))
        worker = asyncio.ensure_future(workers._at_times("retention", step)(cast(Application, parts)))
        async with asyncio.timeout(5):
            await done.wait()
        await asyncio.sleep(0.1)  # from here on the pause is the usual one
        worker.cancel()

    with structlog.testing.capture_logs() as logs:
        asyncio.run(scene())
    assert turns == [0, 1, 2]
    assert [entry["event"] for entry in logs] == ["worker_failed", "worker_recovered"]
