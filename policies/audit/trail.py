"""The audit trail: who was answered what, written before the answer leaves, in a chain that shows later changes.

Every process appends to segments of its own (`policies.audit.segment`), one after the other, so that none waits for
another. Where a flush fails nothing is answered until what it may have lost was written and flushed once more; then the
process goes on in another segment. Before each entry a process looks whether its own segment is as it left it, and
whether damage of any waits for somebody: then there is no entry. `policies.audit.sequencer` brings the entries of all
segments into the Merkle logs of the parties.
"""

import contextlib
import os
import re
import tempfile
import threading
from pathlib import Path
from typing import Self

from graph.files import find_other_owner, make_private_folder
from policies.audit.damage import DamageBook
from policies.audit.entry import AuditEntry
from policies.audit.logs import LOCK_FILE
from policies.audit.segment import Segment
from policies.audit.store_mark import STORE_LOCK
from policies.errors import AuditDamagedError, AuditError

SEGMENT_BYTES = 64 * 2**20
"""A segment that has grown to this size is closed, and its process goes on in a new one."""

ROOM_BYTES = 65_536
"""So much room there must be, for some dozens of entries, where somebody asks whether any is taken."""

_NODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


class AuditLog:
    """Appends audit entries for one process. Threads may share a log; a forked child gets a segment of its own."""

    def __init__(self, folder: Path, *, node: str, segment_bytes: int = SEGMENT_BYTES) -> None:
        """Open a log; the segment is created with the first entry.

        Args:
            folder: where segments are kept; created, readable by the owner alone.
            node: name of this machine or service, small letters, digits and hyphens.
            segment_bytes: from which size on a new segment is begun.

        Raises:
            AuditError: the folder cannot be made or is another user's, or the name is not of this form.
        """
        if not _NODE.fullmatch(node):
            raise AuditError("the node's name takes small letters, digits and hyphens")
        try:
            make_private_folder(folder)
        except OSError as exc:
            raise AuditError(f"the audit folder cannot be made: {exc.strerror}") from exc
        _hold_to_owner(folder)
        self.folder = folder
        self.damage = DamageBook(folder)
        self._node = node
        self._segment_bytes = segment_bytes
        self._lock = threading.Lock()
        self._segment: Segment | None = None
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
                self._segment = Segment.create(self.folder, self._node)
            elif own.failure is not None:
                self._mend(own)
            elif own.size >= self._segment_bytes:
                # Closed first: the new one begins with the last number and hash of this one.
                own.close()
                self._segment = Segment.create(self.folder, self._node, since=own.time)
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

    def _mend(self, failed: "Segment") -> None:
        """Go on in another segment once all that a failed one holds is on the disk, and the other's beginning too.

        Raises:
            AuditError: it is not, and no answer may leave.
        """
        failed.rescue()
        failed.close()
        self._segment = None
        self._segment = Segment.create(self.folder, self._node, since=failed.time)
        self._segment.flush()

    def _own(self) -> "Segment | None":
        """Return the segment that this process writes; a forked child has its parent's until its first entry."""
        return self._segment if self._segment is not None and self._segment.process == os.getpid() else None

    def _leave(self) -> None:
        """Close the segment, so that the next entry begins another one; its mark goes on telling what it had."""
        assert self._segment is not None  # noqa: S101 - asked by both that call it
        with contextlib.suppress(AuditError):
            self._segment.close()
        self._segment = None


def _hold_to_owner(folder: Path) -> None:
    """Refuse to write where another user's processes do: root may, and they could sequence none of its segments."""
    for lock in (LOCK_FILE, STORE_LOCK):
        if (owner := find_other_owner(folder / lock)) is not None:
            raise AuditError(f"the audit folder `{folder}` belongs to the user `{owner}`: run this as that user")
