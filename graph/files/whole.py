"""Writes a file that stands under its name only once all of it is written."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def whole_file(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Yield where to write; afterwards it stands under the path, and what stood there is gone.

    A link is followed, and a file keeps its mode, unless it is to be `private`: then it is its owner's alone, whatever
    stood there. A pipe or device takes what is written as it comes. After an error, or where the process is killed,
    what stood there stays; what a killed process left is removed by the next one.

    Raises:
        OSError: it cannot be written; what stood there stays.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    target = path.resolve()
    _remove_left(target)
    # Made new, under a name that nobody knows before: in a folder of many, a link may lie in wait under any other.
    try:
        descriptor, draft = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    except OSError as exc:
        exc.filename = str(path)  # what was asked for, and not the draft's own name
        raise
    part = Path(draft)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)  # until this process ends, however it ends
        yield part
        if target.exists() and not private:
            shutil.copymode(target, part)
        elif not private:
            part.chmod(0o666 & ~_umask())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
        os.close(descriptor)


def _remove_left(target: Path) -> None:
    """Remove what processes left that are no more: it holds what the file would have held."""
    for beside in target.parent.iterdir():
        if beside.name.startswith(f".{target.name}.") and beside.name.endswith(".part"):
            with suppress(OSError):  # somebody else's, still being written, or removed by another
                _remove_unheld(beside)


def _remove_unheld(part: Path) -> None:
    descriptor = os.open(part, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        part.unlink()
    finally:
        os.close(descriptor)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
