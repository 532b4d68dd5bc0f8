"""Damage of an audit folder: what was found and waits for somebody to look, and what somebody has accepted.

Both stand in files of the folder, so that every process on it knows at once, and after a restart as well. While one
damage waits no entry is taken, and so no answer leaves. What is accepted stays damaged: verification goes on failing.
"""

import contextlib
import errno
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from graph.files import exclusively, replace_whole
from policies.errors import AuditDamagedError, StoreSetBackError

GONE = -1
"""The place of a damage where there is no file any more, or nothing in it can be read."""

STORE = "the store"
"""What is older than the trail, where it was put back from a copy: the trail is whole then, and waits as if damaged."""

_STANDING, _ACCEPTED, _LOCK = "damage.json", "damage-accepted.json", "damage.lock"
_WAIT_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """What is wrong with a segment or a log, and how far it is whole: the size that is left, or where a line is wrong.

    A file and a place are one damage, whatever is said of it: a file that is cut once more is another one.
    """

    name: str
    problem: str
    place: int = GONE

    @property
    def key(self) -> tuple[str, int]:
        """What it is known by."""
        return self.name, self.place

    def __str__(self) -> str:
        return f"`{self.name}` {self.problem}"


def refusal_of(damage: Collection[Damage]) -> AuditDamagedError:
    """Return why nothing is disclosed while damage waits: of the trail, or of the store alone."""
    of_store_alone = bool(damage) and all(found.name == STORE for found in damage)
    return (StoreSetBackError if of_store_alone else AuditDamagedError)(map(str, damage))


_UNREADABLE = Damage(name=_STANDING, problem="cannot be read")


class DamageBook:
    """The damage of one folder. Several processes may hold one each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = os.fspath(folder / _STANDING)
        self._unwritten: tuple[Damage, ...] = ()

    def check(self) -> None:
        """Return if no damage waits for somebody; costs one look at the folder.

        Raises:
            AuditDamagedError: one does, with all that do.
        """
        if not self._unwritten:
            try:
                os.stat(self._path)  # noqa: PTH116 - on the way of every entry
            except FileNotFoundError:
                return
            except OSError:
                pass  # what cannot be looked at may be there
        raise refusal_of(self.standing())

    def standing(self) -> tuple[Damage, ...]:
        """Return what waits for somebody. A book that is there and cannot be read waits itself."""
        try:
            written = self._read(_STANDING)
        except OSError:
            written = [_UNREADABLE]
        return tuple(dict.fromkeys([*written, *self._unwritten]))

    def accepted(self) -> frozenset[tuple[str, int]]:
        """Return the keys of what somebody has accepted: of what cannot be read, nothing, which lets damage wait."""
        try:
            return frozenset(damage.key for damage in self._read(_ACCEPTED))
        except OSError:
            return frozenset()

    def note(self, found: Iterable[Damage]) -> tuple[Damage, ...]:
        """Let damage wait for somebody, and return what of it does; what was accepted is no news."""
        with self._alone() as is_held:
            accepted = self.accepted()
            news = {damage.key: damage for damage in found if damage.key not in accepted}
            self._add(news, is_held=is_held)
        return tuple(news.values())

    def accept(self, found: Iterable[Damage]) -> None:
        """Take note that somebody has looked at damage: entries are taken again.

        Raises:
            OSError: the folder cannot be written, or the book not be read or not be had alone; all waits as before.
        """
        chosen = {damage.key: damage for damage in found}
        with self._surely_alone():
            left = self._left(_STANDING, lambda damage: damage.key in chosen)
            self._write(_ACCEPTED, {damage.key: damage for damage in self._read(_ACCEPTED)} | chosen)
            self._write(_STANDING, left)
            self._unwritten = tuple(damage for damage in self._unwritten if damage.key not in chosen)

    def clear(self, names: Collection[str]) -> None:
        """Forget the damage of segments and logs that are whole again.

        Raises:
            OSError: the folder cannot be written, or the book not be read or not be had alone; all waits as before.
        """
        if not names:
            return
        with self._surely_alone():
            left = {of: self._left(of, lambda damage: damage.name in names) for of in (_STANDING, _ACCEPTED)}
            for of, damage in left.items():
                self._write(of, damage)
            self._unwritten = tuple(damage for damage in self._unwritten if damage.name not in names)

    def _left(self, of: str, is_over: Callable[[Damage], bool]) -> dict[tuple[str, int], Damage]:
        return {damage.key: damage for damage in self._read(of) if not is_over(damage)}

    def _add(self, news: Mapping[tuple[str, int], Damage], *, is_held: bool) -> None:
        try:
            known = {damage.key: damage for damage in self._read(_STANDING)}
            if news.keys() - known.keys():
                if not is_held:
                    raise TimeoutError
                self._write(_STANDING, {**news, **known})
        except OSError:
            # A folder that takes no file stops this process at least, until it ends.
            self._unwritten = tuple(dict.fromkeys([*self._unwritten, *news.values()]))

    def _read(self, name: str) -> list[Damage]:
        """Return what a file says; one that says nothing readable tells of itself, or, of what is accepted, nothing.

        Raises:
            OSError: it cannot be read, which says nothing of what it holds.
        """
        try:
            data = (self._folder / name).read_bytes()
        except FileNotFoundError:
            return []
        try:
            return [Damage(name=d["name"], problem=d["problem"], place=d["place"]) for d in orjson.loads(data)]
        except (ValueError, KeyError, TypeError):
            return [_UNREADABLE] if name == _STANDING else []

    def _write(self, name: str, damage: Mapping[tuple[str, int], Damage]) -> None:
        """Write a file, or take it away where it would hold nothing."""
        if damage:
            replace_whole(self._folder / name, orjson.dumps([asdict(d) for d in damage.values()]))
        else:
            (self._folder / name).unlink(missing_ok=True)

    @contextlib.contextmanager
    def _surely_alone(self) -> Iterator[None]:
        """Hold the files alone.

        Raises:
            TimeoutError: that was not to be had: what another writes meanwhile would be lost.
        """
        with self._alone() as is_held:
            if not is_held:
                raise TimeoutError(errno.ETIMEDOUT, "another process holds the book of damage")
            yield

    @contextlib.contextmanager
    def _alone(self) -> Iterator[bool]:
        """Hold the files alone; yield whether that was to be had: a folder that is gone has none."""
        with contextlib.ExitStack() as stack:
            try:
                held = stack.enter_context(exclusively(self._folder / _LOCK, timeout_seconds=_WAIT_SECONDS))
            except OSError:
                held = False
            yield held
