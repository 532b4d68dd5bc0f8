"""One segment of the audit trail: a file that one process appends to, its name, its mark, and who flushes it.

An entry is one write of one line: it survives a killed process at once, and a background thread flushes lines to the
disk in groups. The kill itself may cut the last line in two: no answer left on that one, and readers pass it over. A
side file keeps the number and hash of the last flushed entry, and every new segment begins with those of all others
that no earlier one names: so a segment that was cut short, or taken away, is missed.
"""

import contextlib
import errno
import os
import re
import secrets
import threading
import time
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import orjson

from graph.files import exclusively, overwrite, sync_folder
from policies.audit.damage import GONE, Damage
from policies.audit.entry import AuditEntry
from policies.audit.line import START, Line, keep_blanks, make_entry, make_opening, write_line
from policies.audit.logs import LOCK_FILE
from policies.errors import AuditError

FLUSH_SECONDS = 0.025
"""The pause between two flushes; with the flush itself an entry reaches the disk within 50 ms."""

TRY_AGAIN_SECONDS = 1.0
"""After a flush that failed the disk is tried again with the next entry, but no more often than this."""

_LOGS_WAIT_SECONDS = 0.25  # no longer: who sequences may wait for one who waits for an entry
SUFFIX = ".jsonl"
HEAD_SUFFIX = ".head"
_STARTED_FORM = "%Y%m%dt%H%M%S"
_STARTED = re.compile(r"-([0-9]{8}t[0-9]{6})-[0-9]+-[0-9a-f]{8}\Z")
_HEAD = re.compile(r"([0-9]{20}) ([0-9a-f]{64})\n")


class Segment:
    """One file that one process appends to, and the thread that flushes it.

    `failure` says why it takes no further entry: a flush failed, or it ends in half an entry.
    """

    def __init__(self, path: Path, descriptor: int, head: int) -> None:
        self.process = os.getpid()
        self.name = path.stem
        self._path = os.fspath(path)
        self._head_path = os.fspath(path.with_suffix(HEAD_SUFFIX))
        self._inode = os.fstat(descriptor).st_ino
        # `None` once closed: their numbers may be those of any other file of the process then.
        self._descriptor: int | None = descriptor
        self._head: int | None = head
        self.size = 0
        self._last = (0, START)  # one tuple, so that the flushing thread never pairs a number with another's hash
        self.time = datetime.min.replace(tzinfo=UTC)
        self.failure: str | None = None
        self._is_flushed = True  # what the last flush was asked for is on the disk
        self._next_try = 0.0
        self._unflushed: deque[tuple[int, bytes]] = deque()
        self._dirty = threading.Event()
        self._stopping = threading.Event()
        self._flushing = threading.Lock()
        self._thread = threading.Thread(target=self._flush_in_groups, name="audit-flush", daemon=True)

    @classmethod
    def create(cls, folder: Path, node: str, *, since: datetime | None = None) -> "Segment":
        """Begin a segment, with the marks of all that no other begins with, and the thread that flushes it.

        Args:
            folder: the audit folder.
            node: name of this machine or service.
            since: the time of the last entry of the segment before: no entry here is earlier.

        Raises:
            AuditError: its files cannot be made, or no thread can be started.
        """
        heads = _unnamed_heads(folder)
        name = f"{node}-{datetime.now(UTC).strftime(_STARTED_FORM)}-{os.getpid()}-{secrets.token_hex(4)}"
        path, flags = folder / f"{name}{SUFFIX}", os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        with contextlib.ExitStack() as undone:
            try:
                mark = _opened(undone, path.with_suffix(HEAD_SUFFIX), flags)
                segment = cls(path, _opened(undone, path, flags | os.O_APPEND), mark)
                sync_folder(folder)
            except OSError as exc:
                raise AuditError(f"an audit segment cannot be made: {exc.strerror}") from exc
            segment.time = since or segment.time
            # Before the opening is written: what holds one may be sequenced, and must not go again.
            segment._begin_flushing(undone)
            segment._write(make_opening(heads))
            undone.pop_all()
        return segment

    def _begin_flushing(self, undone: contextlib.ExitStack) -> None:
        try:
            self._thread.start()
        except RuntimeError as exc:  # as where the bound of processes and threads is reached
            raise AuditError("an audit segment cannot be made: no thread can be started") from exc
        undone.callback(self._end_flushing)

    def _end_flushing(self) -> None:
        self._stopping.set()
        self._dirty.set()
        self._thread.join()

    def damage(self) -> Damage | None:
        """Return what somebody else did to the file since the last entry. Costs one look at it."""
        try:
            found = os.stat(self._path)  # noqa: PTH116 - on the way of every entry
        except OSError:
            return Damage(name=self.name, problem="is gone", place=GONE)
        # A segment that ends in half an entry is longer than what was written to it whole.
        is_long = found.st_size > self.size and self.failure is not None
        if found.st_ino == self._inode and (found.st_size == self.size or is_long):
            return None
        problem = "is shorter than what was written to it" if found.st_size < self.size else "is not as it was left"
        return Damage(name=self.name, problem=problem, place=found.st_size)

    def append(self, entry: AuditEntry) -> int:
        """Write an entry and return its number here.

        Raises:
            AuditError: it is not written, as the disk does not take it or this segment failed before.
        """
        if self.failure is not None:
            raise AuditError(self.failure)
        # A clock that is set back does not turn the order of a segment round.
        self.time = max(self.time, datetime.now(UTC))
        self._write(make_entry(entry, sequence=self._last[0] + 1, time=self.time, previous=self._last[1]))
        return self._last[0]

    def _write(self, line: Line) -> None:
        data = write_line(line)
        assert self._descriptor is not None  # noqa: S101 - what is closed takes no entry: another one is begun
        try:
            written = os.write(self._descriptor, data)
        except OSError as exc:
            raise AuditError(f"an audit entry cannot be written: {exc.strerror}") from exc
        if written == len(data):
            self.size += len(data)
            self._unflushed.append((line.sequence, data))
            self._last = (line.sequence, line.hash)
            self._dirty.set()
            return
        try:
            os.ftruncate(self._descriptor, self.size)
        except OSError:
            # Half a line stays behind, so this segment must not grow on: verification points at it.
            self.failure = "the audit segment ends in a half-written entry"
        raise AuditError("an audit entry cannot be written whole")

    def flush(self) -> None:
        """Bring what was appended to the disk, and mark how far that is.

        Raises:
            AuditError: the disk does not take it, or did not before and nobody has rescued what it may have lost.
        """
        with self._flushing:
            if not self._is_flushed:
                raise AuditError(str(self.failure))
            if self._descriptor is None:
                return
            last = self._last
            try:
                os.fdatasync(self._descriptor)
                self._mark(last)
            except OSError as exc:
                # What the disk refused may be lost with the machine: nothing further may be answered on it.
                self._fail(exc)

    def rescue(self) -> None:
        """Bring to the disk what a failed flush may have lost. Nobody appends meanwhile.

        To flush once more would say nothing: a page that could not be written is told of once, and is clean from then
        on. So it is written again.

        Raises:
            AuditError: the disk does not take it; or did not a moment ago, and is not asked at every entry.
        """
        with self._flushing:
            if self._is_flushed:
                return
            if time.monotonic() < self._next_try:
                raise AuditError(str(self.failure))
            try:
                self._write_again(b"".join(data for _, data in self._unflushed))
                self._mark(self._last)
            except OSError as exc:
                self._fail(exc)
            self._is_flushed = True

    def _write_again(self, data: bytes) -> None:
        """Write lines again where they stand, but no id that was erased there meanwhile."""
        place = self.size - len(data)
        # Under the lock that erasing takes: what it has blanked is read, what it has not it meets afterwards.
        lock = Path(self._path).with_name(LOCK_FILE)
        with exclusively(lock, timeout_seconds=_LOGS_WAIT_SECONDS) as held:
            if not held:
                raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
            # By a descriptor of its own: the other one writes at the end alone.
            descriptor = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
            try:
                kept = keep_blanks(data, os.pread(descriptor, len(data), place))
                overwrite(descriptor, kept, place)
                os.fdatasync(descriptor)
            finally:
                os.close(descriptor)

    def _mark(self, last: tuple[int, str]) -> None:
        """Take note of what is on the disk."""
        sequence, digest = last
        with self._head_opened() as head:
            overwrite(head, f"{sequence:020d} {digest}\n".encode(), 0)
        while self._unflushed and self._unflushed[0][0] <= sequence:
            self._unflushed.popleft()

    @contextlib.contextmanager
    def _head_opened(self) -> Iterator[int]:
        """Yield the side file: a rescue may come after the segment was closed."""
        if self._head is not None:
            yield self._head
            return
        descriptor = os.open(self._head_path, os.O_WRONLY | os.O_CLOEXEC)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def _fail(self, exc: OSError) -> NoReturn:
        self._is_flushed, self._next_try = False, time.monotonic() + TRY_AGAIN_SECONDS
        self.failure = f"audit entries cannot be flushed: {exc.strerror}"
        raise AuditError(self.failure) from exc

    def close(self) -> None:
        """Close the files, after a last flush of what is not on the disk yet.

        Raises:
            AuditError: the disk does not take it. The files are closed all the same; `rescue` opens them by name.
        """
        self._end_flushing()
        try:
            # What a rescue has brought there by a descriptor of its own, this one might refuse still.
            if self._unflushed:
                self.flush()
        finally:
            with self._flushing:
                self._release()

    def _release(self) -> None:
        descriptors, self._descriptor, self._head = (self._descriptor, self._head), None, None
        for descriptor in descriptors:
            if descriptor is not None:
                with contextlib.suppress(OSError):  # what it tells of was flushed, or is to be rescued
                    os.close(descriptor)

    def _flush_in_groups(self) -> None:
        while not self._stopping.is_set():
            self._dirty.wait()
            if self._stopping.wait(FLUSH_SECONDS):
                return
            self._dirty.clear()
            try:
                self.flush()
            except AuditError:
                return


def segment_paths(folder: Path) -> list[Path]:
    """Return the segments of a folder, by name."""
    return sorted(folder.glob(f"*{SUFFIX}"))


def trail_start(folder: Path) -> datetime | None:
    """Return when the first process began to write to a folder, by the names of segments; `None` where none did."""
    named = [found[1] for path in segment_paths(folder) if (found := _STARTED.search(path.stem)) is not None]
    return datetime.strptime(min(named), _STARTED_FORM).replace(tzinfo=UTC) if named else None


def read_head(path: Path) -> tuple[int, str] | None:
    """Return number and hash of a segment's last flushed entry, `None` where nothing was flushed yet."""
    try:
        found = _HEAD.fullmatch(path.with_suffix(HEAD_SUFFIX).read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError):
        return None
    return (int(found[1]), found[2]) if found is not None else None


def _unnamed_heads(folder: Path) -> dict[str, tuple[int, str]]:
    """Return the last flushed entries that no segment begins with: each is named once, so openings stay short."""
    heads: dict[str, tuple[int, str]] = {}
    named: set[tuple[str, tuple[int, str]]] = set()
    for path in segment_paths(folder):
        if (head := read_head(path)) is not None:
            heads[path.stem] = head
        try:
            with path.open("rb") as lines:
                opening = orjson.loads(lines.readline())
            named.update((name, (count, seen)) for name, (count, seen) in opening["heads"].items())
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue  # what a damaged segment names is named again
    return {name: head for name, head in heads.items() if (name, head) not in named}


def _opened(undone: contextlib.ExitStack, path: Path, flags: int) -> int:
    """Open a new file; `undone` closes it and takes it away, or the refused entries of a full disk leave two each."""
    descriptor = os.open(path, flags, 0o600)
    undone.callback(path.unlink, missing_ok=True)
    undone.callback(os.close, descriptor)
    return descriptor
