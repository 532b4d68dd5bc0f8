"""Background work of a serving process: resolve what arrives, make notices, keep the hit index, wake subscriptions.

Several processes may run them at once: the followers' places are locked in the store, so each change is dealt with
once. Each asks the policy clock before each turn: where the machine's clock was set, nothing acts by itself.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import NamedTuple

import structlog

from api.audit.auditing import tell_of_failure
from api.audit.key_succession import CONFIRM_KEY
from api.bootstrap import Application
from graph import GraphError
from graph.store import drain
from policies import AuditDamagedError, AuditError, PolicyError

log = structlog.get_logger()

POLL_SECONDS = 0.1
PAUSE_AFTER_ERROR_SECONDS = 2.0
ACCOUNT_SECONDS = 2.0
CHECKPOINT_SECONDS = 60.0
RETAIN_SECONDS = 600.0
REBUILDING_SECONDS = 5.0
LOOK_AT_TERMS_SECONDS = 1.0

Worker = Callable[[Application], Awaitable[None]]
Step = Callable[[Application], Awaitable[object]]


class Follower(NamedTuple):
    """What follows the changes of the store by a worker of its own.

    Attributes:
        worker: the name of its worker.
        told: what the log calls it.
        step: deals with the next changes and returns how much that was; `None` when there is nothing to do.
    """

    worker: str
    told: str
    step: Step


@contextlib.asynccontextmanager
async def running_workers(app: Application) -> AsyncIterator[None]:
    """Run the workers while the context is open."""
    loops: dict[str, Worker] = {
        "resolve": _resolve_for_ever,
        "wake": _wake_for_ever,
        "terms": _at_times("notice terms", _announce_what_may_be_told, lambda: LOOK_AT_TERMS_SECONDS),
        "terms left": _at_times("notice terms left", lambda app: app.notice_terms.look_again()),
        **{follower.worker: _following(follower.told, follower.step) for follower in FOLLOWERS},
        "rebuilding": _at_times(
            "hit index rebuilding", lambda app: app.finish_rebuilding(), lambda: REBUILDING_SECONDS
        ),
        "account": _account_for_ever,
        "recalls": _at_times("recalls", lambda app: app.accountability.follow_recalls(), lambda: ACCOUNT_SECONDS),
        "retain": _at_times("retention", lambda app: app.accountability.retention.run()),
        "grants": _at_times("grants", lambda app: app.grants.sweep()),
        "policy": _policy_for_ever,
        "store": lambda app: app.watch.run(),
    }
    for code in app.unknown_parties():
        log.warning("unknown_party", party=code)
    async with _running(loops, app):
        yield


@contextlib.asynccontextmanager
async def keeping_up(app: Application) -> AsyncIterator[None]:
    """Keep a command that goes on for hours under the bundle in force and at its store, while the context is open."""
    async with _running({"policy": _policy_for_ever, "store": lambda app: app.watch.run()}, app):
        yield


@contextlib.asynccontextmanager
async def _running(loops: Mapping[str, Worker], app: Application) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(_kept(name, loop, app)) for name, loop in loops.items()]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Trouble:
    """Tells of what a worker cannot do when that begins, changes and ends: an outage is no line every two seconds."""

    def __init__(self, worker: str) -> None:
        self._worker = worker
        self._told: dict[str, str] | None = None

    async def note(self, exc: GraphError | PolicyError) -> None:
        """Take note of an error, and pause."""
        # Of the audit folder the code alone says too little, and the words are its own and the system's.
        found = {"code": exc.code} | ({"problem": exc.problem} if isinstance(exc, AuditError) else {})
        if found != self._told:
            self._told = found
            log.error("worker_failed", worker=self._worker, **found)
        await asyncio.sleep(PAUSE_AFTER_ERROR_SECONDS)

    def recovered(self) -> None:
        """Take note that the work goes on."""
        if self._told is not None:
            self._told = None
            log.info("worker_recovered", worker=self._worker)


async def _kept(name: str, loop: Worker, app: Application) -> None:
    """Run a worker, and again after what nobody foresaw: one that ended would leave seals, alerts and policies undone.

    One that returns has nothing more to do. Of the error its type alone is told: its words can hold stored values.
    """
    while True:
        try:
            await loop(app)
        except (asyncio.CancelledError, GeneratorExit, KeyboardInterrupt, SystemExit):
            raise
        except BaseException as exc:  # a panic of a library in Rust, such as the policy engine, is no `Exception`
            with contextlib.suppress(Exception):  # nothing that a log does may end a worker
                log.error("worker_failed", worker=name, error=type(exc).__name__)
            await asyncio.sleep(PAUSE_AFTER_ERROR_SECONDS)
        else:
            return


async def _resolve_for_ever(app: Application) -> None:
    trouble = Trouble("resolution")
    while True:
        try:
            app.wake.clear()
            app.clock.now()
            resolved = await app.resolver.step()
            trouble.recovered()
            if resolved is None:
                # Not `asyncio.wait_for`: it forgets that it was cancelled where something is filed in the same moment.
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await app.wake.wait()
        except (GraphError, PolicyError) as exc:
            # The place in the feed has not moved: the same changes come up again.
            await trouble.note(exc)


async def _announce_what_may_be_told(app: Application) -> None:
    await drain(app.notice_terms.step)


async def _make_notices(app: Application) -> int | None:
    made = await app.notice_matcher.step()
    if made:
        await app.hub.look()
    return made


async def _tell_of_endings(app: Application) -> int | None:
    told = await app.link_endings.step()
    if told:
        await app.hub.look()
    return told


FOLLOWERS = (
    Follower("ahead", "linkages ahead", lambda app: app.linkages_ahead.step()),
    Follower("notices", "notices", _make_notices),
    Follower("endings", "link endings", _tell_of_endings),
    Follower("index", "hit index", lambda app: app.exchange.index.step()),
    Follower("meetings", "meetings", lambda app: app.exchange.meetings.step()),
    Follower("hits", "hit notices", lambda app: app.exchange.hit_notices.step()),
    Follower("requests", "requests", lambda app: app.exchange.timer.step()),
)
"""All that follow what was written, beside the resolver. `Application.settle` does all of it in an order of its own."""


def _following(worker: str, step: Step) -> Worker:
    """Return a worker of its own for one follower: what stops one, as a wrong key of the hit index, stops no other."""

    async def follow(app: Application) -> None:
        trouble = Trouble(worker)
        while True:
            try:
                app.clock.now()
                done = await step(app)
                trouble.recovered()
                if done is None:
                    await asyncio.sleep(POLL_SECONDS)
            except (GraphError, PolicyError) as exc:
                await trouble.note(exc)

    return follow


async def _account_for_ever(app: Application) -> None:
    last, trouble, told = time.monotonic(), Trouble("accountability"), dict[str, str]()
    while True:
        await asyncio.sleep(ACCOUNT_SECONDS)
        try:
            app.clock.now()
            await app.accountability.keep_trail()
            if time.monotonic() - last >= CHECKPOINT_SECONDS:
                last = time.monotonic()
                await app.accountability.trail.checkpoint()
                told = _tell_of_other_keys(told, app.accountability.trail.sequencer.other_keys)
            trouble.recovered()
        except AuditDamagedError as exc:
            tell_of_failure(exc)
            await asyncio.sleep(PAUSE_AFTER_ERROR_SECONDS)
        except (GraphError, PolicyError) as exc:
            await trouble.note(exc)


def _tell_of_other_keys(told: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    """Tell of logs that wait for an operator to confirm the key, when that begins and changes; return what was told."""
    if others and others != told:
        log.error("checkpoint_key_unconfirmed", logs=len(others), keys=sorted(set(others.values())), remedy=CONFIRM_KEY)
    return dict(others)


def _at_times(worker: str, step: Step, pause: Callable[[], float] = lambda: RETAIN_SECONDS) -> Worker:
    """Return a worker for what need not be done at once."""

    async def turn(app: Application) -> None:
        trouble = Trouble(worker)
        while True:
            try:
                app.clock.now()
                await step(app)
                trouble.recovered()
            except (GraphError, PolicyError) as exc:
                await trouble.note(exc)
                continue  # what an outage of seconds kept from being done is not put off by the whole pause
            await asyncio.sleep(pause())

    return turn


async def _policy_for_ever(app: Application) -> None:
    """Put a changed bundle in force; whoever listens is asked again at once, under the new one."""
    while True:
        await app.policy.next_change()
        if await app.policy.reload():
            await app.hub.wake()


async def _wake_for_ever(app: Application) -> None:
    trouble = Trouble("alerts")
    while True:
        try:
            await app.hub.follow(on_look=trouble.recovered)
        except GraphError as exc:
            await trouble.note(exc)
