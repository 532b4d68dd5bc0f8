"""Reads the audit trail of a folder: all entries in their order, or the acts of somebody, or of some kinds.

What is read here is not verified: `policies.audit.verification` says whether lines are as they were written.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from os import SEEK_END
from pathlib import Path

from policies.audit.entry import AuditEntry
from policies.audit.line import Line, acted_as, did, read_line
from policies.audit.segment import SUFFIX, segment_paths
from policies.errors import AuditError

_BLOCK_BYTES = 4 * 2**20
_LAST_BYTES = 2**16


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """An entry as it stands in a segment, with its time, its number there and its hash."""

    time: datetime
    segment: str
    sequence: int
    entry: AuditEntry
    hash: str


def read_audit(folder: Path) -> Iterator[StoredEntry]:
    """Yield the entries of all segments in the order of their times, without a last line that was never finished.

    Holds the trail in memory: thousands of segments cannot all be open.

    Raises:
        AuditError: a line is not an entry; `verify_audit` says which.
    """
    yield from merge(*(_entries(path) for path in segment_paths(folder)), key=lambda e: (e.time, e.segment, e.sequence))


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
        if since is not None and _ended_before(path, since):
            continue
        with path.open("rb") as lines:
            for raw in lines:
                if not any(begun in raw for begun in wanted) or (found := _found(path, raw)) is None:
                    continue
                if since is None or found.time >= since:
                    yield found


def _ended_before(path: Path, since: datetime) -> bool:
    """Return whether a segment's last line is older than a time, and so is all of it: times in one never go back.

    The file's own time does not tell: it follows a clock that was set back, where entries do not, and a copy's is its
    copier's.
    """
    with path.open("rb") as file:
        size = file.seek(0, SEEK_END)
        file.seek(max(0, size - _LAST_BYTES))
        lines = file.read().split(b"\n")[:-1]
    last = _line(lines[-1]) if lines else None  # none either where it is longer than what was read
    return last is not None and last.heads is None and last.time < since


def _entries(path: Path) -> Iterator[StoredEntry]:
    for raw in path.read_bytes().split(b"\n")[:-1]:
        try:
            line = read_line(raw)
        except ValueError as exc:
            raise AuditError(f"`{path.stem}` holds a line that is no entry") from exc
        if line.heads is None:
            yield _stored(path, line)


def _found(path: Path, raw: bytes) -> StoredEntry | None:
    line = _line(raw.removesuffix(b"\n"))
    return _stored(path, line) if line is not None and line.heads is None else None


def _line(raw: bytes) -> Line | None:
    try:
        return read_line(raw)
    except ValueError:
        return None


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
