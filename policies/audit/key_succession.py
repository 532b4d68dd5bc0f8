"""Signing on with another checkpoint key: the earlier one was lost or exchanged, and an operator has confirmed that.

Nobody can tell a lost key from one that somebody took away, so nothing is signed behind another key's checkpoints
before an operator has said so in the trail. What is confirmed stands in a file of the folder too, so that who signs
need not read the trail. Answers leave meanwhile: the trail is as whole as it was.
"""

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

import orjson

from graph.files import exclusively, replace_whole
from policies.audit.checkpoints import CheckpointKey, key_name_of
from policies.audit.logs import LogState, PartyLog
from policies.errors import AuditError

_FILE, _LOCK = "checkpoint-keys.json", "checkpoint-keys.lock"
_WAIT_SECONDS = 5.0
_ACCEPTING = re.compile(r"accept checkpoint key (\S+) after (\S+(?:, \S+)*)")


def accepting(key: CheckpointKey, earlier: Collection[str]) -> str:
    """Return the operation of the entry that says that a key signs on after those of these names."""
    return f"accept checkpoint key {key} after {', '.join(sorted(earlier))}"


def read_accepting(operation: str) -> tuple[str, frozenset[str]]:
    """Return which key an operation lets sign on, as text, and after keys of which names; nothing of any other."""
    found = _ACCEPTING.fullmatch(operation)
    return (found[1], frozenset(found[2].split(", "))) if found is not None else ("", frozenset())


def earlier_keys(folder: Path, key: CheckpointKey) -> frozenset[str]:
    """Return the names of keys after which a key may sign on; none where the file cannot be read."""
    return frozenset(_read(folder).get(str(key), ()))


def accept_earlier_keys(folder: Path, key: CheckpointKey, earlier: Collection[str]) -> None:
    """Let a key sign on after those of these names, for all processes of the folder.

    Raises:
        OSError: the folder cannot be written.
        AuditError: another process holds the file.
    """
    with exclusively(folder / _LOCK, timeout_seconds=_WAIT_SECONDS) as held:
        if not held:
            raise AuditError("another process holds the list of accepted checkpoint keys")
        kept = _read(folder)
        names = sorted({*kept.get(str(key), ()), *earlier})
        replace_whole(folder / _FILE, orjson.dumps({**kept, str(key): names}))


def find_other_keys(folder: Path, key: CheckpointKey) -> dict[str, str]:
    """Return the logs whose last checkpoint is of another key than this one, with that key's name.

    Those of keys that were confirmed as earlier ones are left out, and logs whose checkpoints cannot be read.

    Raises:
        AuditError: the state of the logs is damaged.
    """
    state, known = LogState.read(folder), {key.name, *earlier_keys(folder, key)}
    found: dict[str, str] = {}
    for name in sorted(state.sizes):
        with suppress(AuditError):  # whoever signs tells of it
            notes = PartyLog(folder, name, state).notes()
            if notes and key_name_of(notes[-1]) not in known:
                found[name] = key_name_of(notes[-1])
    return found


def _read(folder: Path) -> Mapping[str, list[str]]:
    try:
        data = orjson.loads((folder / _FILE).read_bytes())
        return {str(key): [str(name) for name in names] for key, names in data.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
