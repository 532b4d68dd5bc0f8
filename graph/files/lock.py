"""Locks between processes that a kernel releases when their holder dies, however it dies (`flock`)."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_POLL_SECONDS = 0.02


class FileLock:
    """One open lock file. Closing it, or the end of every process that inherited it, releases the lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def try_acquire(self, *, shared: bool = False) -> bool:
        """Take the lock if nobody holds it in the way; never wait."""
        try:
            fcntl.flock(self.fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def acquire(self, *, shared: bool = False, timeout_seconds: float) -> bool:
        """Take the lock, waiting at most so long; return whether it is held."""
        # A blocking flock cannot time out, and a signal would not end it in a thread, so this asks again and again.
        deadline = time.monotonic() + timeout_seconds
        while not self.try_acquire(shared=shared):
            if time.monotonic() >= deadline:
                return False
            time.sleep(_POLL_SECONDS)
        return True

    def release(self) -> None:
        """Give the lock back, but keep the file open."""
        fcntl.flock(self.fd, fcntl.LOCK_UN)

    def close(self) -> None:
        """Close the file; the lock stays with the processes that inherited it."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1


def find_holder(path: Path) -> int | None:
    """Return the process that holds a lock file alone; `None` where nobody does, or the system does not tell.

    Linux tells (`/proc/locks`) of the processes of this machine that this one may see.
    """
    try:
        found, table = path.stat(), Path("/proc/locks").read_text(encoding="ascii")
    except OSError:
        return None
    file = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
    for line in table.splitlines():
        match line.split():
            case [_, "FLOCK", _, "WRITE", process, held, *_] if held == file and int(process) > 0:
                return int(process)
    return None


@contextmanager
def exclusively(path: Path, *, timeout_seconds: float) -> Iterator[bool]:
    """Hold the lock file alone for a block; yields False, without the lock, where it could not be had in time."""
    lock = FileLock(path)
    try:
        yield lock.acquire(timeout_seconds=timeout_seconds)
    finally:
        lock.close()
