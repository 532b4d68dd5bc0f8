"""Writes a file that stands under its name only once all of it is written."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Yield where to write; afterwards it stands under the path, and what stood there is gone.

    A link is followed, and a file keeps its mode. A pipe or device takes what is written as it comes. After an error,
    or where the process is killed, what stood there stays; what a killed process left is removed by the next one.

    Raises:
        OSError: it cannot be written; what stood there stays.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    target = path.resolve()
    _remove_left(target)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.touch(mode=0o600)
        yield part
        if target.exists():
            shutil.copymode(target, part)
        else:
            part.chmod(0o666 & ~_umask())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _remove_left(target: Path) -> None:
    """Remove what processes left that are no more: it holds what the file would have held."""
    left = re.compile(rf"\.{re.escape(target.name)}\.(\d+)\.part")
    for beside in target.parent.iterdir():
        found = left.fullmatch(beside.name)
        if found is not None and not _is_alive(int(found[1])):
            with suppress(OSError):  # somebody else's, or removed by another
                beside.unlink()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
