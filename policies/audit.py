"""The audit trail: who was answered what, written before the answer leaves, in a chain that shows later changes.

Every process appends to segments of its own, one after the other, so that none waits for another. An entry is one write
of one line: it survives a killed process at once, and a background thread flushes lines to the disk in groups. The kill
itself may cut the last line in two: no answer left on that one, and readers pass it over. Where a flush fails nothing
is answered until what it may have lost was written and flushed once more; then the process goes on in another segment.
A side file keeps the number and hash of the last flushed entry, and every new segment begins with those of all others
that no earlier one names: so a segment that was cut short, or taken away, is missed. Before each entry a process looks
whether its own segment is as it left it, and whether damage of any waits for somebody: then there is no entry.
`policies.audit_sequencer` brings the entries of all segments into the Merkle logs of the parties.
"""

import contextlib
import errno
import os
import re
import secrets
import tempfile
import threading
import time
from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge
from pathlib import Path
from typing import NoReturn, Self

import orjson

from graph.files import exclusively, sync_folder
from policies.audit_damage import GONE, Damage, DamageBook
from policies.audit_entry import (
    START,
    AuditEntry,
    Line,
    acted_as,
    did,
    keep_blanks,
    make_entry,
    make_opening,
    read_line,
    write_line,
)
from policies.audit_logs import LOCK_FILE
from policies.errors import AuditDamagedError, AuditError

SEGMENT_BYTES = 64 * 2**20
"""A segment that has grown to this size is closed, and its process goes on in a new one."""

FLUSH_SECONDS = 0.025
"""The pause between two flushes; with the flush itself an entry reaches the disk within 50 ms."""

TRY_AGAIN_SECONDS = 1.0
"""After a flush that failed the disk is tried again with the next entry, but no more often than this."""

ROOM_BYTES = 65_536
"""So much room there must be, for some dozens of entries, where somebody asks whether any is taken."""

_LOGS_WAIT_SECONDS = 0.25  # no longer: who sequences may wait for one who waits for an entry
_BLOCK_BYTES = 4 * 2**20
SUFFIX = ".jsonl"
HEAD_SUFFIX = ".head"
_STARTED_FORM = "%Y%m%dt%H%M%S"
_STARTED = re.compile(r"-([0-9]{8}t[0-9]{6})-[0-9]+-[0-9a-f]{8}\Z")
_HEAD = re.compile(r"([0-9]{20}) ([0-9a-f]{64})\n")
_NODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """An entry as it stands in a segment, with its time, its number there and its hash."""

    time: datetime
    segment: str
    sequence: int
    entry: AuditEntry
    hash: str


class AuditLog:
    """Appends audit entries for one process. Threads may share a log; a forked child gets a segment of its own."""

    def __init__(self, folder: Path, *, node: str, segment_bytes: int = SEGMENT_BYTES) -> None:
        """Open a log; the segment is created with the first entry.

        Args:
            folder: where segments are kept; created, readable by the owner alone.
            node: name of this machine or service, small letters, digits and hyphens.
            segment_bytes: from which size on a new segment is begun.

        Raises:
            AuditError: the folder cannot be made or the name is not of this form.
        """
        if not _NODE.fullmatch(node):
            raise AuditError("the node's name takes small letters, digits and hyphens")
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as exc:
            raise AuditError(f"the audit folder cannot be made: {exc.strerror}") from exc
        self.folder = folder
        self.damage = DamageBook(folder)
        self._node = node
        self._segment_bytes = segment_bytes
        self._lock = threading.Lock()
        self._segment: _Segment | None = None
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def append(self, entry: AuditEntry, *, despite_damage: bool = False) -> int:
        """Write an entry and return its number in the segment. Once this returns, the process may be killed.

        Args:
            entry: what was done.
            despite_damage: write it though damage of the trail waits for somebody: that something was refused, or that
                somebody has looked.

        Raises:
            AuditDamagedError: the trail was cut short or changed, and nobody has looked at it.
            AuditError: the entry is not written, and no answer may leave.
        """
        with self._lock:
            if self._closed:
                raise AuditError("the audit log is closed")
            self._leave_damaged()
            if not despite_damage:
                self._check()
            if (own := self._own()) is None:
                self._segment = _Segment.create(self.folder, self._node)
            elif own.failure is not None:
                self._mend(own)
            elif own.size >= self._segment_bytes:
                # Closed first: the new one begins with the last number and hash of this one.
                own.close()
                self._segment = _Segment.create(self.folder, self._node, since=own.time)
            assert self._segment is not None  # noqa: S101 - made where there was none
            return self._segment.append(entry)

    def check(self) -> None:
        """Return if the trail is as this process left it, and no damage that anybody found waits.

        Raises:
            AuditDamagedError: nothing may be disclosed.
        """
        with self._lock:
            self._leave_damaged()
            self._check()

    def check_room(self) -> None:
        """Return if the folder takes an entry at this moment, also where nobody asks for one. Writes to the disk.

        Raises:
            AuditDamagedError: nothing may be disclosed.
            AuditError: an entry would be refused, and why.
        """
        self.check()
        with self._lock:
            if (own := self._own()) is not None and own.failure is not None:
                own.rescue()
        try:
            # A file without a name: nothing of it is left, whenever the process is killed.
            with tempfile.TemporaryFile(dir=self.folder, buffering=0) as trial:
                written = os.write(trial.fileno(), bytes(ROOM_BYTES))
        except OSError as exc:
            raise AuditError(f"an audit entry cannot be written: {exc.strerror}") from exc
        if written < ROOM_BYTES:
            raise AuditError("an audit entry cannot be written: next to no room is left")

    def flush(self) -> None:
        """Bring everything appended so far to the disk.

        Raises:
            AuditError: the disk does not take it.
        """
        with self._lock:
            segment = self._segment
            if (own := self._own()) is not None and own.failure is not None:
                own.rescue()
        if segment is not None:
            segment.flush()

    def close(self) -> None:
        """Flush and close; later appends fail."""
        with self._lock:
            own = self._own()
            self._closed, self._segment = True, None
        if own is not None:
            try:
                if own.failure is not None:
                    own.rescue()
            finally:
                own.close()

    def _check(self) -> None:
        try:
            self.damage.check()
        except AuditDamagedError:
            # What somebody else found in this process's own segment: it goes on in another one.
            if (own := self._own()) is not None and own.name in {d.name for d in self.damage.standing()}:
                self._leave()
            raise

    def _leave_damaged(self) -> None:
        if (own := self._own()) is not None and (found := own.damage()) is not None:
            self.damage.note([found])
            self._leave()

    def _mend(self, failed: "_Segment") -> None:
        """Go on in another segment once all that a failed one holds is on the disk, and the other's beginning too.

        Raises:
            AuditError: it is not, and no answer may leave.
        """
        failed.rescue()
        failed.close()
        self._segment = None
        self._segment = _Segment.create(self.folder, self._node, since=failed.time)
        self._segment.flush()

    def _own(self) -> "_Segment | None":
        """Return the segment that this process writes; a forked child has its parent's until its first entry."""
        return self._segment if self._segment is not None and self._segment.process == os.getpid() else None

    def _leave(self) -> None:
        """Close the segment, so that the next entry begins another one; its mark goes on telling what it had."""
        assert self._segment is not None  # noqa: S101 - asked by both that call it
        with contextlib.suppress(AuditError):
            self._segment.close()
        self._segment = None


class _Segment:
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
    def create(cls, folder: Path, node: str, *, since: datetime | None = None) -> "_Segment":
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
                if os.pwrite(descriptor, kept, place) < len(kept):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                os.fdatasync(descriptor)
            finally:
                os.close(descriptor)

    def _mark(self, last: tuple[int, str]) -> None:
        """Take note of what is on the disk."""
        sequence, digest = last
        with self._head_opened() as head:
            os.pwrite(head, f"{sequence:020d} {digest}\n".encode(), 0)
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


def read_audit(folder: Path) -> Iterator[StoredEntry]:
    """Yield the entries of all segments in the order of their times, without a last line that was never finished.

    Holds the trail in memory: thousands of segments cannot all be open.

    Raises:
        AuditError: a line is not an entry; `verify_audit` says which.
    """
    yield from merge(*(_entries(path) for path in segment_paths(folder)), key=lambda e: (e.time, e.segment, e.sequence))


def segment_paths(folder: Path) -> list[Path]:
    """Return the segments of a folder, by name."""
    return sorted(folder.glob(f"*{SUFFIX}"))


def trail_start(folder: Path) -> datetime | None:
    """Return when the first process began to write to a folder, by the names of segments; `None` where none did."""
    named = [found[1] for path in segment_paths(folder) if (found := _STARTED.search(path.stem)) is not None]
    return datetime.strptime(min(named), _STARTED_FORM).replace(tzinfo=UTC) if named else None


def has_acted(folder: Path, agency: str, actor: str) -> bool:
    """Return whether the trail holds an act of a person, refused ones too. Reads the newest segments first."""
    wanted = acted_as(agency, actor)
    paths = sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return any(_holds(path, wanted) for path in paths)


def acts_of(folder: Path, agency: str, actor: str) -> Iterator[StoredEntry]:
    """Yield the acts of somebody who acts seldom, by segment; a line that cannot be read is passed over.

    `verify_audit` says whether they are as they were written, and which lines are not.
    """
    wanted = acted_as(agency, actor)
    for path in segment_paths(folder):
        with path.open("rb") as lines:
            for raw in lines:
                if wanted in raw and (found := _found(path, raw)) is not None:
                    yield found


def acts_since(folder: Path, since: datetime | None, *, operations: Collection[str]) -> Iterator[StoredEntry]:
    """Yield the entries of operations whose names begin in one of these ways, by segment, from a time on.

    A line that cannot be read is passed over; `verify_audit` says which.

    Args:
        folder: the audit folder.
        since: the time; `None` for all.
        operations: how the names begin.
    """
    wanted = [did(operation) for operation in operations]
    for path in segment_paths(folder):
        if since is not None and path.stat().st_mtime < since.timestamp():
            continue
        with path.open("rb") as lines:
            for raw in lines:
                if not any(begun in raw for begun in wanted) or (found := _found(path, raw)) is None:
                    continue
                if since is None or found.time >= since:
                    yield found


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


def _entries(path: Path) -> Iterator[StoredEntry]:
    for raw in path.read_bytes().split(b"\n")[:-1]:
        try:
            line = read_line(raw)
        except ValueError as exc:
            raise AuditError(f"`{path.stem}` holds a line that is no entry") from exc
        if line.heads is None:
            yield _stored(path, line)


def _found(path: Path, raw: bytes) -> StoredEntry | None:
    try:
        line = read_line(raw.removesuffix(b"\n"))
    except ValueError:
        return None
    return _stored(path, line) if line.heads is None else None


def _stored(path: Path, line: Line) -> StoredEntry:
    return StoredEntry(time=line.time, segment=path.stem, sequence=line.sequence, entry=line.entry(), hash=line.hash)


def _holds(path: Path, wanted: bytes) -> bool:
    left = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            if wanted in (read := left + block):
                return True
            left = read[-len(wanted) :]
    return False


def _opened(undone: contextlib.ExitStack, path: Path, flags: int) -> int:
    """Open a new file; `undone` closes it and takes it away, or the refused entries of a full disk leave two each."""
    descriptor = os.open(path, flags, 0o600)
    undone.callback(path.unlink, missing_ok=True)
    undone.callback(os.close, descriptor)
    return descriptor
