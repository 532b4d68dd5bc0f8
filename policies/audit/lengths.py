"""Looks whether an audit folder is as long as it was: segments against marks and logs, logs against the state.

A look at names and sizes, done every other second; `policies.audit.verification` reads everything. What a process is
writing now is no damage, nor is the half line that a killed one leaves: no mark and no log speaks of it.
"""

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

from policies.audit.damage import GONE, Damage
from policies.audit.line import START, is_true, read_line
from policies.audit.segment import HEAD_SUFFIX, SUFFIX, read_head

Positions = Mapping[str, tuple[int, int]]
_State = tuple[int, int, int]  # size of the segment, change of its mark, place in the logs
_UNREAD = (0, 0)
_GONE = "is gone"


class LengthCheck:
    """Looks at the segments of one folder; remembers those that nothing was done to since it looked last."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, _State] = {}

    def damage(self, positions: Positions, accepted: Collection[tuple[str, int]]) -> list[Damage]:
        """Return which segments are shorter than their marks or the logs say, or gone.

        Args:
            positions: how far each segment is in the logs: (last number, offset after it).
            accepted: keys of damage that somebody has looked at.
        """
        states, looked_at = self._states(positions), {name for name, _ in accepted}
        found = (
            self._of(name, positions.get(name, _UNREAD), state, marked=name not in looked_at)
            for name, state in sorted(states.items())
            if state is None or self._known.get(name) != state
        )
        return [damage for damage in found if damage is not None and damage.key not in accepted]

    def _of(self, name: str, position: tuple[int, int], state: _State | None, *, marked: bool) -> Damage | None:
        # Another machine's view of a shared folder may be old: opening the file for the second look renews it.
        damage = _damage(self._folder, name, position, marked=marked)
        damage = damage and _damage(self._folder, name, position, marked=marked)
        if damage is None and state is not None:
            self._known[name] = state
        return damage

    def _states(self, positions: Positions) -> dict[str, _State | None]:
        """Return of each segment what is another state whenever something was written or cut; `None` for half of one.

        One walk through the folder: there may be thousands of segments, every other second.
        """
        sizes, marks = dict[str, int](), dict[str, int]()
        with os.scandir(self._folder) as entries:
            for entry in entries:
                stem, suffix = os.path.splitext(entry.name)  # noqa: PTH122 - no path is made of each
                with suppress(FileNotFoundError):
                    if suffix == SUFFIX:
                        sizes[stem] = entry.stat().st_size
                    elif suffix == HEAD_SUFFIX:
                        marks[stem] = entry.stat().st_mtime_ns
        return {
            name: (sizes[name], marks[name], positions.get(name, _UNREAD)[1])
            if name in sizes and name in marks
            else None
            for name in marks.keys() | positions.keys()
        }


def log_damage(folder: Path, lengths: Mapping[str, Mapping[str, int]]) -> Iterator[Damage]:
    """Yield which logs are shorter than their state says.

    Args:
        folder: the audit folder.
        lengths: by log, how many bytes each of its files must have at least.
    """
    for name, files in lengths.items():
        for file, least in files.items():
            if least and (size := _size(folder / name / file)) < least:
                yield Damage(name=name, problem=_GONE if size == GONE else "is shorter than it was", place=size)
                break


def is_whole(folder: Path, name: str, position: tuple[int, int]) -> bool:
    """Return whether a segment is unbroken from its first entry to what its mark and the logs know of it."""
    head, path = read_head(folder / f"{name}{SUFFIX}"), folder / f"{name}{SUFFIX}"
    try:
        lines = [read_line(raw) for raw in path.read_bytes().split(b"\n")[:-1]]
    except (OSError, ValueError):
        return False
    hashes = [START, *(line.hash for line in lines)]
    chained = all(line.previous == earlier for line, earlier in zip(lines, hashes, strict=False))
    counted = all(later.sequence == earlier.sequence + 1 for earlier, later in pairwise(lines))
    reached = head is None or (head[0] < len(hashes) and hashes[head[0]] == head[1])
    return chained and counted and reached and position[0] < len(hashes) and all(map(is_true, lines))


def _damage(folder: Path, name: str, position: tuple[int, int], *, marked: bool) -> Damage | None:
    head, path = read_head(folder / f"{name}{SUFFIX}") if marked else None, folder / f"{name}{SUFFIX}"
    try:
        file = path.open("rb")
    except FileNotFoundError:
        # A process makes the mark first, and it is empty until something was written.
        return Damage(name=name, problem=_GONE) if head is not None or position[0] else None
    with file:
        size = os.fstat(file.fileno()).st_size
        if size < position[1]:
            return Damage(name=name, problem="is shorter than it was", place=size)
        if head is None or head[0] <= position[0]:
            return None
        file.seek(position[1])
        whole = position[0] + sum(block.count(b"\n") for block in iter(lambda: file.read(2**20), b""))
        return None if whole >= head[0] else Damage(name=name, problem="is shorter than its mark says", place=size)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return GONE
