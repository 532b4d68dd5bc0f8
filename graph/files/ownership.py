"""Tells of a file that is another user's: what root makes beside it, that user cannot open any more."""

import os
import pwd
import tempfile
from contextlib import suppress
from pathlib import Path


def find_other_owner(path: Path) -> str | None:
    """Return the name of the user whose file this is, where what this process makes beside it would be another's.

    `None` of a file that is not there or that is this process's own, and where nothing can be made beside it. On a
    disk that gives all that is made to one user, whoever makes it, nobody is another. Nor is whose files a group may
    read that this process is of, as on a volume that an orchestrator handed to the group of its service: files are made
    for their owner alone, so that somebody gave them to the group, and whoever began them is not who runs on them.

    Args:
        path: a file that stays as it was made, such as a lock: one that is replaced is of whoever wrote it last.
    """
    with suppress(OSError):
        owner = path.stat().st_uid
        if owner != os.geteuid() and not _is_let_in(path) and _owner_of_new(path.parent) != owner:
            return _name(owner)
    return None


def _is_let_in(path: Path) -> bool:
    """Return whether another user's file is open to this process by its mode, and not because root may do anything."""
    return os.geteuid() != 0 and os.access(path, os.R_OK, effective_ids=True)


def _owner_of_new(folder: Path) -> int:
    with tempfile.TemporaryFile(dir=folder) as probe:
        return os.fstat(probe.fileno()).st_uid


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:  # as of a container's user, seen from its host
        return str(user)
