"""The present, for decisions: a clock that is set back must not bring an agreement back to life."""

import contextlib
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from policies.errors import ClockError

# Clocks are put right by small steps all the time; so much is waited out rather than refused.
TOLERANCE = timedelta(seconds=5)
_WRITE_EVERY = timedelta(seconds=60)


def utc_now() -> datetime:
    """Return the present in UTC."""
    return datetime.now(UTC)


class PolicyClock:
    """Tells the present, and refuses where the machine's clock stands before what it has shown already.

    The latest instant is kept in a file too, so that a restart does not forget it.
    """

    def __init__(self, mark: Path | None = None, *, read: Callable[[], datetime] = utc_now) -> None:
        self._mark = mark
        self._read = read
        self._latest = self._written = _marked(mark)

    def now(self) -> datetime:
        """Return the present, never before an instant that was returned earlier.

        Raises:
            ClockError: the clock was set back.
        """
        now = self._read()
        if self._latest is None or now > self._latest:
            self._latest = now
            if self._written is None or now - self._written > _WRITE_EVERY:
                self._write(now)
        elif now < self._latest - TOLERANCE:
            raise ClockError(now=now, latest=self._latest)
        return self._latest

    def _write(self, now: datetime) -> None:
        self._written = now
        if self._mark is None:
            return
        # Without the file a restart forgets; that is no reason to stop.
        with contextlib.suppress(OSError):
            self._mark.parent.mkdir(parents=True, exist_ok=True)
            draft = self._mark.with_name(f".{self._mark.name}.{os.getpid()}")
            draft.write_text(now.isoformat(), encoding="utf-8")
            draft.replace(self._mark)


def _marked(mark: Path | None) -> datetime | None:
    if mark is None:
        return None
    try:
        found = datetime.fromisoformat(mark.read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None
    return found if found.tzinfo is not None else None
