"""The audit trail: who was answered what, written before the answer leaves, in a chain that shows later changes.

Every process appends to a segment of its own, so that none waits for another. An entry is one write of one line: it
survives a killed process at once, and a background thread flushes lines to the disk in groups. A side file keeps the
number and hash of the last flushed entry, and every new segment begins with those of all others: so a segment that was
cut short, or taken away, is missed. Entries hold ids and counts, never stored values.
"""

import hashlib
import json
import os
import re
import secrets
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from heapq import merge
from pathlib import Path
from typing import Any, Self

from policies.errors import AuditError

FLUSH_SECONDS = 0.025
"""The pause between two flushes; with the flush itself an entry reaches the disk within 50 ms."""

_SUFFIX = ".jsonl"
_HEAD_SUFFIX = ".head"
_START = "0" * 64
_NODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_OPENED = "segment-opened"
_TAIL_BYTES = len(',"hash":""}') + 64


class Outcome(StrEnum):
    """Whether the operation was allowed."""

    ALLOWED = "allowed"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """What one operation did, for whom and on which basis.

    `record_ids` are those that the answer names; `count` is their number where the ids are too many or where there are
    none. `scope_key` is empty where no scope was built.
    """

    actor: str
    agency: str
    purpose: str
    operation: str
    outcome: Outcome
    policy_version: str
    scope_key: str = ""
    case_ref: str | None = None
    record_ids: Sequence[str] = ()
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """An entry as it stands in a segment, with its time, its number there and its hash."""

    time: datetime
    segment: str
    sequence: int
    entry: AuditEntry
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditProblem:
    """Where a segment does not verify, and how. `line` is 0 where a whole segment is concerned."""

    segment: str
    line: int
    problem: str

    def __str__(self) -> str:
        return f"{self.segment}:{self.line}: {self.problem}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditVerification:
    """What a verification read and found."""

    segments: int
    entries: int
    problems: tuple[AuditProblem, ...]

    @property
    def intact(self) -> bool:
        """Return whether nothing was found changed, missing or cut short."""
        return not self.problems


class AuditLog:
    """Appends audit entries for one process. Threads may share a log; a forked child gets a segment of its own."""

    def __init__(self, folder: Path, *, node: str) -> None:
        """Open a log; the segment is created with the first entry.

        Args:
            folder: where segments are kept; created, readable by the owner alone.
            node: name of this machine or service, small letters, digits and hyphens.

        Raises:
            AuditError: the folder cannot be made or the name is not of this form.
        """
        if not _NODE.fullmatch(node):
            raise AuditError("the node's name takes small letters, digits and hyphens")
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as exc:
            raise AuditError(f"the audit folder cannot be made: {exc.strerror}") from exc
        self._folder = folder
        self._node = node
        self._lock = threading.Lock()
        self._segment: _Segment | None = None
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def append(self, entry: AuditEntry) -> int:
        """Write an entry and return its number in the segment. Once this returns, the process may be killed.

        Raises:
            AuditError: the entry is not written, and no answer may leave.
        """
        with self._lock:
            if self._closed:
                raise AuditError("the audit log is closed")
            if self._segment is None or self._segment.process != os.getpid():
                self._segment = _Segment.create(self._folder, self._node)
            return self._segment.append(_fields(entry))

    def flush(self) -> None:
        """Bring everything appended so far to the disk.

        Raises:
            AuditError: the disk does not take it.
        """
        with self._lock:
            segment = self._segment
        if segment is not None:
            segment.flush()

    def close(self) -> None:
        """Flush and close; later appends fail."""
        with self._lock:
            self._closed, segment, self._segment = True, self._segment, None
        if segment is not None and segment.process == os.getpid():
            segment.close()


class _Segment:
    """One file that one process appends to, and the thread that flushes it."""

    def __init__(self, descriptor: int, head: int) -> None:
        self.process = os.getpid()
        self._descriptor = descriptor
        self._head = head
        self._size = 0
        self._last = (0, _START)  # one tuple, so that the flushing thread never pairs a number with another's hash
        self._time = datetime.min.replace(tzinfo=UTC)
        self._failure: str | None = None
        self._dirty = threading.Event()
        self._stopping = threading.Event()
        self._flushing = threading.Lock()
        self._thread = threading.Thread(target=self._flush_in_groups, name="audit-flush", daemon=True)

    @classmethod
    def create(cls, folder: Path, node: str) -> "_Segment":
        heads = {path.stem: list(head) for path in _segments(folder) if (head := _read_head(path)) is not None}
        name = f"{node}-{datetime.now(UTC):%Y%m%dt%H%M%S}-{os.getpid()}-{secrets.token_hex(4)}"
        path, flags = folder / f"{name}{_SUFFIX}", os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        try:
            mark = os.open(path.with_suffix(_HEAD_SUFFIX), flags, 0o600)
            segment = cls(os.open(path, flags | os.O_APPEND, 0o600), mark)
            _sync_folder(folder)
        except OSError as exc:
            raise AuditError(f"an audit segment cannot be made: {exc.strerror}") from exc
        segment.append({"operation": _OPENED, "node": node, "heads": heads})
        segment._thread.start()
        return segment

    def append(self, fields: dict[str, Any]) -> int:
        if self._failure is not None:
            raise AuditError(self._failure)
        # A clock that is set back does not turn the order of a segment round.
        self._time = max(self._time, datetime.now(UTC))
        sequence, previous = self._last[0] + 1, self._last[1]
        body = {"sequence": sequence, "time": self._time.isoformat(), **fields, "previous": previous}
        text = json.dumps(body, separators=(",", ":")).encode()
        digest = hashlib.sha256(text).hexdigest()
        line = b'%s,"hash":"%s"}\n' % (text[:-1], digest.encode())
        self._write(line)
        self._size += len(line)
        self._last = (sequence, digest)
        self._dirty.set()
        return sequence

    def _write(self, line: bytes) -> None:
        try:
            written = os.write(self._descriptor, line)
        except OSError as exc:
            raise AuditError(f"an audit entry cannot be written: {exc.strerror}") from exc
        if written == len(line):
            return
        try:
            os.ftruncate(self._descriptor, self._size)
        except OSError:
            # Half a line stays behind, so this segment must not grow on: verification points at it.
            self._failure = "the audit segment ends in a half-written entry"
        raise AuditError("an audit entry cannot be written whole")

    def flush(self) -> None:
        with self._flushing:
            sequence, digest = self._last
            head = f"{sequence:020d} {digest}\n".encode()
            try:
                os.fdatasync(self._descriptor)
                os.pwrite(self._head, head, 0)
            except OSError as exc:
                # What the disk refused may be lost with the machine: nothing further may be answered on it.
                self._failure = f"audit entries cannot be flushed: {exc.strerror}"
                raise AuditError(self._failure) from exc

    def close(self) -> None:
        self._stopping.set()
        self._dirty.set()
        self._thread.join()
        self.flush()
        os.close(self._descriptor)
        os.close(self._head)

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
    """Yield the entries of all segments in the order of their times.

    Raises:
        AuditError: a line is not an entry; `verify_audit` says which.
    """
    yield from merge(*(_entries(path) for path in _segments(folder)), key=lambda e: (e.time, e.segment, e.sequence))


def verify_audit(folder: Path) -> AuditVerification:
    """Check every segment: each entry's hash, its place in the chain, and the ends that others have seen.

    Finds a changed, removed, inserted or cut entry and a segment that is gone. What no flush, and no later segment, had
    seen yet when it was cut off cannot be missed.
    """
    problems: list[AuditProblem] = []
    lengths: dict[str, dict[int, str]] = {}
    # Marks before segments: a log that grows meanwhile is never behind what is claimed of it.
    marks = sorted(folder.glob(f"*{_HEAD_SUFFIX}"))
    claims = [(mark.stem, *head) for mark in marks if (head := _read_head(mark)) is not None]
    for path in _segments(folder):
        if not path.with_suffix(_HEAD_SUFFIX).exists():
            problems.append(AuditProblem(segment=path.stem, line=0, problem="the mark of its last flush is missing"))
        hashes, found = _verify_segment(path, claims)
        lengths[path.stem] = hashes
        problems += found
    problems += _broken_claims(claims, lengths)
    entries = sum(max(len(hashes) - 1, 0) for hashes in lengths.values())
    return AuditVerification(segments=len(lengths), entries=entries, problems=tuple(dict.fromkeys(problems)))


def _verify_segment(path: Path, claims: list[tuple[str, int, str]]) -> tuple[dict[int, str], list[AuditProblem]]:
    """Return the hashes of a segment's entries by number and what is wrong; collect what it says of other segments."""
    hashes: dict[int, str] = {}
    previous, problems = _START, []
    lines = path.read_bytes().split(b"\n")
    if lines[-1]:
        problems.append(AuditProblem(segment=path.stem, line=len(lines), problem="the last entry is cut short"))
    for number, line in enumerate(lines[:-1], start=1):
        try:
            body, digest = _parsed(line)
        except ValueError:
            problems.append(AuditProblem(segment=path.stem, line=number, problem="is not an entry"))
            break
        if (problem := _link_problem(line, body, digest, number, previous)) is not None:
            problems.append(AuditProblem(segment=path.stem, line=number, problem=problem))
            break
        hashes[number], previous = digest, digest
        if body.get("operation") == _OPENED:
            claims += [(name, int(count), str(seen)) for name, (count, seen) in body["heads"].items()]
    return hashes, problems


def _link_problem(line: bytes, body: dict[str, Any], digest: str, number: int, previous: str) -> str | None:
    if hashlib.sha256(line[:-_TAIL_BYTES] + b"}").hexdigest() != digest:
        return "the entry was changed"
    if body.get("sequence") != number or body.get("previous") != previous:
        return "an entry before this one is missing, or was put in or changed"
    return None


def _broken_claims(
    claims: Sequence[tuple[str, int, str]], lengths: dict[str, dict[int, str]]
) -> Iterator[AuditProblem]:
    for name, count, digest in claims:
        if name not in lengths:
            yield AuditProblem(segment=name, line=0, problem="the segment is missing")
        elif count > 0 and lengths[name].get(count) != digest:
            yield AuditProblem(segment=name, line=count, problem="an entry that was flushed is missing or was changed")


def _segments(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{_SUFFIX}"))


def _read_head(path: Path) -> tuple[int, str] | None:
    """Return number and hash of the last flushed entry, `None` where nothing was flushed yet."""
    try:
        count, _, digest = path.with_suffix(_HEAD_SUFFIX).read_text(encoding="ascii").strip().partition(" ")
        return int(count), digest
    except (OSError, ValueError):
        return None


def _entries(path: Path) -> Iterator[StoredEntry]:
    with path.open("rb") as lines:
        for line in lines:
            try:
                body, digest = _parsed(line.rstrip(b"\n"))
                if body["operation"] != _OPENED:
                    yield _stored(path.stem, body, digest)
            except (ValueError, KeyError) as exc:
                raise AuditError(f"`{path.stem}` holds a line that is no entry") from exc


def _parsed(line: bytes) -> tuple[dict[str, Any], str]:
    body = json.loads(line)
    if not isinstance(body, dict) or not isinstance(body.get("hash"), str):
        raise ValueError("no entry")  # noqa: TRY004 - both are the same to the caller
    digest = body.pop("hash")
    return body, digest


def _stored(segment: str, body: dict[str, Any], digest: str) -> StoredEntry:
    entry = AuditEntry(
        actor=body["actor"],
        agency=body["agency"],
        purpose=body["purpose"],
        operation=body["operation"],
        outcome=Outcome(body["outcome"]),
        policy_version=body["policy"],
        scope_key=body["scope"],
        case_ref=body["case"],
        record_ids=tuple(body["records"]),
        count=body["count"],
    )
    return StoredEntry(
        time=datetime.fromisoformat(body["time"]), segment=segment, sequence=body["sequence"], entry=entry, hash=digest
    )


def _fields(entry: AuditEntry) -> dict[str, Any]:
    return {
        "actor": entry.actor,
        "agency": entry.agency,
        "purpose": entry.purpose,
        "case": entry.case_ref,
        "operation": entry.operation,
        "outcome": entry.outcome,
        "policy": entry.policy_version,
        "scope": entry.scope_key,
        "records": list(entry.record_ids),
        "count": len(entry.record_ids) if entry.count is None else entry.count,
    }


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
