"""What an audit folder keeps of how far the store was: one that is behind that was put back from an older copy.

The other way round than `policies.audit.trail_mark`. A store without its last hours is whole and agrees with itself,
and what was closed in them is open again. The store counts its marks, and the folder follows: it never knows more than
the store had, so that a killed process leaves no doubt.
"""

import secrets
from dataclasses import dataclass
from pathlib import Path

import orjson

from graph.files import exclusively, replace_whole

_FILE = "store.json"
STORE_LOCK = "store.lock"
_WAIT_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreMark:
    """By which name a store knows this folder, wherever it lies, and how many marks of it the store had at least."""

    folder: str
    number: int


def read_store_mark(folder: Path) -> StoreMark | None:
    """Return what a folder keeps; `None` where it keeps nothing that can be read.

    Raises:
        OSError: the folder cannot be read.
    """
    try:
        data = orjson.loads((folder / _FILE).read_bytes())
        return StoreMark(folder=str(data["folder"]), number=int(data["number"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def first_store_mark(folder: Path) -> StoreMark:
    """Return what a folder keeps, having given it a name where it has none: to processes that start together, one.

    Raises:
        OSError: the folder cannot be written.
    """
    if (found := read_store_mark(folder)) is not None:
        return found
    with exclusively(folder / STORE_LOCK, timeout_seconds=_WAIT_SECONDS):
        if (found := read_store_mark(folder)) is None:
            found = StoreMark(folder=secrets.token_hex(16), number=0)
            _write(folder, found)
    return found


def keep_store_mark(folder: Path, mark: StoreMark) -> None:
    """Keep how many marks the store has, unless another process keeps more, or the folder has another name.

    Raises:
        OSError: the folder cannot be written.
    """
    with exclusively(folder / STORE_LOCK, timeout_seconds=_WAIT_SECONDS) as held:
        kept = read_store_mark(folder)
        if held and kept is not None and kept.folder == mark.folder and kept.number < mark.number:
            _write(folder, mark)


def forget_store(folder: Path) -> None:
    """Forget how far the store was: it was removed, and a new one takes its place."""
    (folder / _FILE).unlink(missing_ok=True)


def _write(folder: Path, mark: StoreMark) -> None:
    replace_whole(folder / _FILE, orjson.dumps({"folder": mark.folder, "number": mark.number}))
