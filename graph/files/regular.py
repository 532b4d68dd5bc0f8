"""Reads a file that must be a regular one: a pipe or device in its place would keep whoever reads it waiting."""

import errno
import os
import stat
from pathlib import Path

_NOT_REGULAR = "no regular file but a pipe, socket or device"


def read_regular_file(path: Path, *, most: int = -1) -> bytes:
    """Return what a regular file holds, or its first `most` bytes; a link to one is followed.

    Raises:
        OSError: it cannot be opened or read, or is no regular file, which its `strerror` says.
    """
    try:
        # Without O_NONBLOCK the opening of a pipe waits for somebody who writes into it.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError as exc:
        if exc.errno == errno.ENXIO:  # a socket, or a device without a driver
            raise OSError(exc.errno, _NOT_REGULAR, str(path)) from exc
        raise
    try:
        _check(os.fstat(descriptor).st_mode, path)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(most)
    finally:
        os.close(descriptor)


def check_regular_file(path: Path) -> None:
    """Return if a path names a regular file, or a link to one.

    Raises:
        OSError: there is none, or it is no regular file, which its `strerror` says.
    """
    _check(path.stat().st_mode, path)


def _check(mode: int, path: Path) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, _NOT_REGULAR, str(path))
