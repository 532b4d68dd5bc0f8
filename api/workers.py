"""Background work of a serving process: resolve what arrives, make notices, keep the hit index, wake subscriptions.

Several processes may run them at once: the followers' places are locked in the store, so each change is dealt with
once.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import structlog

from api.auditing import tell_of_failure
from api.bootstrap import Application
from graph import GraphError
from policies import AuditDamagedError, PolicyError

log = structlog.get_logger()

POLL_SECONDS = 0.1
PAUSE_AFTER_ERROR_SECONDS = 2.0
ACCOUNT_SECONDS = 2.0
CHECKPOINT_SECONDS = 60.0
RETAIN_SECONDS = 600.0


@contextlib.asynccontextmanager
async def running_workers(app: Application) -> AsyncIterator[None]:
    """Run the workers while the context is open."""
    loops = {
        "resolve": _resolve_for_ever,
        "wake": _wake_for_ever,
        "exchange": _exchange_for_ever,
        "account": _account_for_ever,
        "retain": _retain_for_ever,
        "policy": _policy_for_ever,
    }
    tasks = [asyncio.create_task(_kept(name, loop, app)) for name, loop in loops.items()]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _kept(name: str, loop: Callable[[Application], Awaitable[None]], app: Application) -> None:
    """Run a worker, and again after what nobody foresaw: one that ended would leave seals, alerts and policies undone.

    Of the error its type alone is told: its words can hold stored values.
    """
    while True:
        try:
            await loop(app)
        except Exception as exc:
            log.error("worker_failed", worker=name, error=type(exc).__name__)
            await asyncio.sleep(PAUSE_AFTER_ERROR_SECONDS)


async def _resolve_for_ever(app: Application) -> None:
    while True:
        try:
            app.wake.clear()
            resolved = await app.resolver.step()
            app.clock.now()
            made = await app.notice_matcher.step()
            if made:
                await app.hub.wake()
            if resolved is None and made is None:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(app.wake.wait(), POLL_SECONDS)
        except (GraphError, PolicyError) as exc:
            # The place in the feed has not moved: the same changes come up again.
            log.error("worker_failed", worker="resolution", code=exc.code)
            await asyncio.sleep(PAUSE_AFTER_ERROR_SECONDS)


async def _exchange_for_ever(app: Application) -> None:
    while True:
        try:
            if not await app.exchange.step():
                await asyncio.sleep(POLL_SECONDS)
        except (GraphError, PolicyError) as exc:
            log.error("worker_failed", worker="exchange", code=exc.code)
            await asyncio.sleep(PAUSE_AFTER_ERROR_SECONDS)


async def _account_for_ever(app: Application) -> None:
    last = time.monotonic()
    while True:
        await asyncio.sleep(ACCOUNT_SECONDS)
        try:
            await app.accountability.step()
            if time.monotonic() - last >= CHECKPOINT_SECONDS:
                last = time.monotonic()
                await app.accountability.trail.checkpoint()
        except AuditDamagedError as exc:
            tell_of_failure(exc)
            await asyncio.sleep(PAUSE_AFTER_ERROR_SECONDS)
        except (GraphError, PolicyError) as exc:
            log.error("worker_failed", worker="accountability", code=exc.code)
            await asyncio.sleep(PAUSE_AFTER_ERROR_SECONDS)


async def _retain_for_ever(app: Application) -> None:
    while True:
        try:
            await app.accountability.retention.run()
        except (GraphError, PolicyError) as exc:
            log.error("worker_failed", worker="retention", code=exc.code)
        await asyncio.sleep(RETAIN_SECONDS)


async def _policy_for_ever(app: Application) -> None:
    """Put a changed bundle in force; whoever listens is asked again at once, under the new one."""
    while True:
        await app.policy.next_change()
        if await app.policy.reload():
            await app.hub.wake()


async def _wake_for_ever(app: Application) -> None:
    while True:
        try:
            await app.hub.follow()
        except GraphError as exc:
            log.error("worker_failed", worker="alerts", code=exc.code)
            await asyncio.sleep(PAUSE_AFTER_ERROR_SECONDS)
