"""Log lines on standard error: one that nobody takes ends no work, and is told of once lines are taken again."""

import json
import sys

import structlog


class LogLines:
    """Where events go: to whatever standard error is at that moment.

    A disk that is full, a reader that is gone and a stream that was closed refuse a line. Whoever wrote it goes on: a
    worker that ended by it would leave alerts, seals and policies undone in a process that says it is ready.
    """

    def __init__(self) -> None:
        self._refused = 0

    def msg(self, line: str) -> None:
        """Write a line, and before it how many were refused since the last one that was taken."""
        try:
            if self._refused:
                _write(_refusal(self._refused))
                self._refused = 0
            _write(line)
        except (OSError, ValueError):  # of a closed file it is a `ValueError`
            self._refused += 1

    # structlog calls the method of an event's level, which the line itself says.
    debug = info = warning = warn = error = critical = fatal = exception = log = msg


def configure_logs() -> None:
    """Send structured log events to standard error, one line of JSON each."""
    lines = LogLines()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=lambda *_: lines,
    )


def _write(line: str) -> None:
    # Looked up at each event: standard error may be another file by then.
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def _refusal(lines: int) -> str:
    return json.dumps({"lines": lines, "event": "log_was_refused", "level": "warning"})
