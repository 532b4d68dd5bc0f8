"""A log that takes no line ends no work: a full disk, a reader that is gone, a stream that was closed."""

import asyncio
import contextlib
import io
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
import structlog

from api.background import workers
from api.bootstrap import Application
from api.log_lines import configure_logs
from graph.errors import StoreUnavailableError


class Stream(io.StringIO):
    """Standard error that refuses lines for a time."""

    def __init__(self) -> None:
        super().__init__()
        self.refusal: Exception | None = None

    def write(self, text: str) -> int:
        if self.refusal is not None:
            raise self.refusal
        return super().write(text)

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@contextlib.contextmanager
def standard_error() -> Iterator[Stream]:
    """Structured logs, written to a stream of the test's: within the test, as pytest sets its own for each phase."""
    found = Stream()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", found)
        configure_logs()
        yield found
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "refusal",
    [OSError(28, "No space left on device"), BrokenPipeError(), ValueError("I/O operation on closed file")],
    ids=["full", "gone", "closed"],
)
def test_whoever_logs_goes_on_and_the_log_says_later_how_much_it_lacks(refusal: Exception) -> None:
    with standard_error() as stream:
        log = structlog.get_logger()
        log.info("before")
        stream.refusal = refusal
        log.info("lost")
        log.error("lost")
        stream.refusal = None
        log.info("after", count=1)
        log.info("later")
    assert [(e["event"], e["level"]) for e in stream.events()] == [
        ("before", "info"),
        ("log_was_refused", "warning"),
        ("after", "info"),
        ("later", "info"),
    ]
    assert stream.events()[1] == {"event": "log_was_refused", "level": "warning", "lines": 2}


def test_lines_go_to_the_standard_error_of_their_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    with standard_error() as stream:
        log = structlog.get_logger()
        log.info("first")
        other = Stream()
        monkeypatch.setattr(sys, "stderr", other)
        log.info("second")
    assert [[e["event"] for e in s.events()] for s in (stream, other)] == [["first"], ["second"]]


def broken_logger(**_: object) -> None:
    """Fail as a log of somebody else's making may."""
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    "raised", [StoreUnavailableError("Neo.TransientError.General.DatabaseUnavailable"), RuntimeError("unforeseen")]
)
def test_a_worker_goes_on_though_its_failure_cannot_be_logged(
    monkeypatch: pytest.MonkeyPatch, raised: Exception
) -> None:
    with standard_error() as stream:
        stream.refusal = OSError(28, "No space left on device")
        assert turns_of_a_worker(monkeypatch, raised) == 5


def test_a_worker_goes_on_whatever_its_log_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "log", type("Log", (), {"error": lambda *_, **__: broken_logger()})())
    assert turns_of_a_worker(monkeypatch, RuntimeError("unforeseen")) == 5


def turns_of_a_worker(monkeypatch: pytest.MonkeyPatch, raised: Exception) -> int:
    """Return how many turns a worker made whose third one failed, five at most."""
    monkeypatch.setattr(workers, "PAUSE_AFTER_ERROR_SECONDS", 0.0)
    turns = 0

    async def step(_: Application) -> None:
        nonlocal turns
        turns += 1
        if turns == 3:
            raise raised
        if turns == 5:
            raise asyncio.CancelledError

    class NoClock:
        now: Callable[[], None] = staticmethod(lambda: None)

    app = cast(Application, type("App", (), {"clock": NoClock()})())

    async def work() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await workers._kept("notices", workers._following("notices", step), app)

    asyncio.run(asyncio.wait_for(work(), 30))
    return turns
