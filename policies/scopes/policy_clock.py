"""The present, for decisions: setting a clock neither brings a lapsed agreement back nor ends one that is in force.

A second clock, which only counts, tells time that passed from a machine clock that was set. It goes on while the
machine sleeps, and starts anew when the machine does.
"""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import orjson

from graph import machine_time
from graph.files import make_private_folder, replace_whole
from policies.errors import ClockError, ClockForgottenError, ClockLeapError

# Clocks are put right by small steps all the time; so much is waited out rather than refused.
TOLERANCE = timedelta(seconds=5)
LEAP = timedelta(minutes=5)
"""By so much more than time passed may the machine's clock go forward before somebody has to confirm it."""
SILENCE = timedelta(days=60)
"""After a start of the machine nothing counts how long it stood still; a longer pause is confirmed by somebody."""
_WRITE_EVERY = timedelta(seconds=60)
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


Clock = Callable[[], datetime]
"""Tells the present. Whoever decides by it is given one, which is `PolicyClock.now` in the product."""


def passed() -> float:
    """Return seconds that only count up, including the machine's sleep where the system can tell."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)


def machine_start() -> str:
    """Return a value that differs after each start of the machine; empty where the system cannot tell."""
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """An instant that was decided by, and where the counting clock stood then.

    `confirmed` is the instant that somebody vouched for last, if anybody did: a process that finds another one than it
    knows goes by the file's mark instead of its own. `heard` is the latest instant of the store that was taken note of.
    """

    at: datetime
    counted: float | None = None
    start: str = ""
    confirmed: str | None = None
    heard: datetime | None = None

    def expects(self, counted: float, start: str) -> datetime | None:
        """Return what the present should be; `None` where nothing counted since."""
        if self.counted is None or not start or self.start != start:
            return None
        return self.at + timedelta(seconds=counted - self.counted)


class _UnreadableError(ValueError):
    """A file of marks is there and is not to be read, which says nothing of what it holds."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason.lower()


class PolicyClock:
    """Tells the present. Refuses if the machine's clock was set back behind what this clock has shown, or far ahead.

    The latest instant is kept in a file as well, so that a restart does not forget it. Somebody who has checked the
    clock confirms it there (`confirm`), and running processes go on.
    """

    def __init__(
        self,
        mark: Path | None = None,
        *,
        read: Clock = machine_time,
        count: Callable[[], float] = passed,
        start: Callable[[], str] = machine_start,
    ) -> None:
        self._file = mark
        self._read = read
        self._count = count
        self._start = start()
        self._forgotten = False
        try:
            self._known = self._written = _marked(mark)
        except ValueError:
            self._known = self._written = None
            self._forgotten = True

    def now(self) -> datetime:
        """Return the present, never earlier than an instant that was returned before.

        Raises:
            ClockError: the clock was set back.
            ClockLeapError: it went further forward than time passed, or stood still for longer than is believed.
            ClockForgottenError: the file is damaged or another user's, and nobody has confirmed the clock since.
        """
        now, counted = self._read(), self._count()
        if self._forgotten:
            self._remember(now)
        try:
            known = self._checked(self._known, now, counted)
        except ClockError:
            known = self._confirmed(now, counted)
        if known is None or now > known.at:
            # INVARIANT: the anchor stays where it was first counted from, so that small steps never add up to a leap.
            anchor = known if known is not None and known.expects(counted, self._start) is not None else None
            known = _Mark(
                at=now,
                counted=counted if anchor is None else self._anchored(anchor, now),
                start=self._start,
                confirmed=known.confirmed if known is not None else None,
                heard=known.heard if known is not None else None,
            )
            if self._written is None or now - self._written.at > _WRITE_EVERY or known.start != self._written.start:
                self._write(known)
        self._known = known
        return known.at

    def learn(self, newest: datetime | None) -> None:
        """Take into account the newest instant that the store keeps, by its server's clock; `None` where it keeps none.

        A host that joins has no memory of its own or an old one, so its clock is compared with what other hosts wrote.
        An instant that the store already held when somebody confirmed the clock is passed over: it may come from a
        clock that ran ahead.
        """
        if newest is None or self._forgotten:
            return
        at = newest - LEAP  # so much may the clocks of two machines differ
        known = self._known if self._known is not None else _Mark(at=at)
        if known.heard is not None and newest <= known.heard:
            return
        is_first, is_vouched_for = known.heard is None, known.heard is None and known.confirmed is not None
        is_later = at > known.at and not is_vouched_for
        if is_later:
            # The anchor stays: what the counting clock says is no less true for it.
            counted = None if known.counted is None else self._anchored(known, at)
            known = replace(known, at=at, counted=counted)
        self._known = replace(known, heard=newest)
        if is_first or is_later:
            self._write(self._known)

    def confirm(self) -> datetime:
        """Believe the machine's clock as it is now, in all processes of this deployment; return the present.

        Raises:
            OSError: the file, which the error names, cannot be written, so no other process learns of it.
        """
        now = self._read()
        mark = _Mark(at=now, counted=self._count(), start=self._start, confirmed=now.isoformat())
        self._known = mark
        self._forgotten = False
        self._write(mark, must=True)
        return mark.at

    def _remember(self, now: datetime) -> None:
        """Take what the file says once somebody has confirmed the clock.

        Raises:
            ClockForgottenError: it is as damaged as before, or cannot be read.
        """
        try:
            self._known = self._written = _marked(self._file)
        except _UnreadableError as exc:
            raise ClockForgottenError(now=now, unread=exc.reason) from None
        except ValueError:
            raise ClockForgottenError(now=now) from None
        self._forgotten = False

    def _checked(self, known: _Mark | None, now: datetime, counted: float) -> _Mark | None:
        if known is None:
            return None
        if now < known.at - TOLERANCE:
            raise ClockError(now=now, latest=known.at)
        expected = known.expects(counted, self._start)
        if now > (known.at + SILENCE if expected is None else expected + LEAP):
            raise ClockLeapError(now=now, latest=known.at)
        return known

    def _confirmed(self, now: datetime, counted: float) -> _Mark:
        """Return the mark that somebody confirmed since, where the present fits it.

        Raises:
            ClockError: nobody did, or the clock was set once more.
        """
        mark = None
        with contextlib.suppress(ValueError):  # a damaged file confirms nothing
            mark = _marked(self._file)
        is_news = mark is not None and self._known is not None and mark.confirmed not in {None, self._known.confirmed}
        found = self._checked(mark if is_news else self._known, now, counted)
        assert found is not None  # noqa: S101 - the known mark was refused a moment ago, and is again
        self._written = found
        return found

    def _anchored(self, anchor: _Mark, now: datetime) -> float:
        """Return where the counting clock would have stood at an instant if the machine's were never put right."""
        assert anchor.counted is not None  # noqa: S101 - an anchor is one that counts
        return anchor.counted + (now - anchor.at).total_seconds()

    def _write(self, mark: _Mark, *, must: bool = False) -> None:
        self._written = mark
        if self._file is None:
            return
        content = {
            "at": mark.at.isoformat(),
            "counted": mark.counted,
            "start": mark.start,
            "confirmed": mark.confirmed,
            "heard": mark.heard.isoformat() if mark.heard is not None else None,
        }
        # Without the file a restart forgets; that is no reason to stop, save where somebody asks for it.
        with contextlib.nullcontext() if must else contextlib.suppress(OSError):
            make_private_folder(self._file.parent)
            # Flushed, else a power cut may leave a file without content, which is refused; and drafted under a name of
            # its own: the processes of two containers may have one number.
            replace_whole(self._file, orjson.dumps(content))


def _marked(mark: Path | None) -> _Mark | None:
    """Return what a file of marks says, `None` where there is none; the first ones held an instant alone.

    Raises:
        ValueError: there is a file that cannot be read or says no instant.
    """
    if mark is None:
        return None
    try:
        text = mark.read_text(encoding="utf-8").strip()
        held = orjson.loads(text) if text.startswith("{") else {"at": text}
        at, counted, heard = datetime.fromisoformat(held["at"]), held.get("counted"), held.get("heard")
        found = _Mark(
            at=at,
            counted=float(counted) if counted is not None else None,
            start=str(held.get("start", "")),
            confirmed=str(held["confirmed"]) if held.get("confirmed") else None,
            heard=datetime.fromisoformat(heard) if heard is not None else None,
        )
    except FileNotFoundError:
        return None
    except OSError as exc:
        raise _UnreadableError(exc.strerror or "unknown reason") from exc
    except (KeyError, TypeError) as exc:
        raise ValueError("it says no instant") from exc
    if at.tzinfo is None or (found.heard is not None and found.heard.tzinfo is None):
        raise ValueError("it says no instant")
    return found
