"""Which bundles passed their checks in a data folder, so that not every command of it makes them again.

What the checks find follows from the bundle's text and the program alone: the laws are checked for every instant to
come, and the sample is drawn by the version. So what passed once passes again, until either is another one, or the
clock stands before the instant of the check.
"""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version as version_of
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from graph.files import make_private_folder, replace_whole

_FILE = "passed-checks.json"
_PROGRAM = ("policies", "graph")
_TEXTS = (".py", ".yml", ".yaml", ".cedar", ".cedarschema")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What a bundle's checks looked at, as in `Promotion`, and from which instant on."""

    version: str
    since: datetime
    decisions: int
    left_to_engine: tuple[str, ...]


class PassedChecks:
    """The bundle that passed last in one data folder.

    The folder is its owner's alone and holds the keys that tokens and audit logs are signed with: who can write here
    needs no bundle to be let in.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE

    def find(self, version: str, *, now: datetime) -> Passed | None:
        """Return what is kept of a bundle that passed the checks of this program; `None` where anything differs."""
        with suppress(OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
            told = json.loads(self._path.read_bytes())
            since = datetime.fromisoformat(told["since"])
            if (told["program"], told["version"]) == (program_digest(), version) and since <= now:
                left = tuple(str(originator) for originator in told["left_to_engine"])
                return Passed(version=version, since=since, decisions=int(told["decisions"]), left_to_engine=left)
        return None

    def keep(self, passed: Passed) -> None:
        """Keep what passed, in place of what passed before; where the folder takes nothing, it is checked again."""
        told = {
            "program": program_digest(),
            "version": passed.version,
            "since": passed.since.isoformat(),
            "decisions": passed.decisions,
            "left_to_engine": passed.left_to_engine,
        }
        with suppress(OSError):
            make_private_folder(self._path.parent)
            replace_whole(self._path, json.dumps(told).encode())


@cache
def program_digest() -> str:
    """Return the SHA-256 of what the checks are made of: the texts of the packages that decide, and Cedar's engine."""
    digest = hashlib.sha256(version_of("cedarpy").encode())
    for package in _PROGRAM:
        _take_in(files(package), package, digest)
    return digest.hexdigest()


def _take_in(folder: Traversable, name: str, digest: "hashlib._Hash") -> None:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            _take_in(entry, f"{name}/{entry.name}", digest)
        elif entry.name.endswith(_TEXTS):
            text = entry.read_bytes()
            digest.update(f"\0{name}/{entry.name}\0{len(text)}\0".encode())
            digest.update(text)
