"""Files whose content and name are on the disk once they are written: one written on from a place, one replaced."""

import errno
import os
import secrets
from pathlib import Path


def overwrite(descriptor: int, data: bytes, place: int) -> None:
    """Write all of some bytes at a place of an open file.

    Raises:
        OSError: the disk does not take all of them. A disk with some room takes some, and says so by their count alone.
    """
    left = memoryview(data)
    while left:
        written = os.pwrite(descriptor, left, place + len(data) - len(left))
        if not written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left = left[written:]


def write_at(path: Path, place: int, data: bytes) -> None:
    """Cut a file at a place, write on from there, and bring it to the disk.

    Raises:
        OSError: the disk does not take all of it; some of it may stand behind the place.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.ftruncate(descriptor, place)
        overwrite(descriptor, data, place)
        os.fdatasync(descriptor)
    finally:
        os.close(descriptor)


def replace_whole(path: Path, data: bytes) -> None:
    """Put a file in the place of another; afterwards a machine that stops finds this one, before either of the two.

    Where it cannot be written, nothing of it is left: what is tried again and again would fill a disk that is full.

    Raises:
        OSError: that, with the path as its `filename`.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        _write_flushed(temporary, data)
        temporary.replace(path)
    except OSError as exc:
        exc.filename = str(path)  # what was asked for, and not the draft's own name, or none as of a full disk
        raise
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def _write_flushed(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fdatasync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring to the disk which files a folder has."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
