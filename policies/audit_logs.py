"""The Merkle logs: one of each party's acts, one of the disclosures of each originator's records.

Processes append to their own segments and never wait. One sequencer at a time, under a lock file, takes what is new in
all segments and brings it into the logs: each entry is one leaf in the log of the agency that acted, and one in the log
of every originator whose records it disclosed. A leaf commits to salted digests, what they open stands in the segment
alone and can be blanked there. A state file is replaced whole at the end of a run: what a killed run left behind it is
written over by the next.
"""

import os
import secrets
import struct
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from heapq import merge
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from policies.audit import segment_paths
from policies.audit_damage import Damage, DamageBook
from policies.audit_entry import Group, Line, disclosure_leaf, read_line
from policies.audit_lengths import LengthCheck, is_whole, log_damage
from policies.checkpoints import CheckpointSigner, read_unverified
from policies.errors import AuditDamagedError, AuditError
from policies.leaf_times import LeafTimes, Times
from policies.log_files import locked, write_at
from policies.merkle import HASH_BYTES, TreeFolder, leaf_hash
from policies.trail_mark import MARK, LogMark, Marks, find_other, find_shorter

ACTS, ORIGINATORS = "agencies", "originators"
NOBODY = ""  # what an id belongs to that no record has
_STATE, _LOCK, _CLAIMS = "logs.json", "logs.lock", "claims"
_ROW = struct.Struct(">IQQ")  # segment's place in the state (and whether own), number of the entry, offset of its line
_OWN = 1 << 31
_TAGGED = struct.Struct(">8sQ")  # tag of a record id, leaf
_TAGGED_ROWS = np.dtype([("tag", ">u8"), ("leaf", ">u8")])
_UNREADABLE = Damage(name=_STATE, problem="of the audit folder is damaged")
LINES_A_RUN = 20_000
_SEGMENTS_A_RUN = 100  # as many files are open at once

Attribute = Callable[[frozenset[str]], Mapping[str, str]]


class _MetError(AuditDamagedError):
    """A damage that was met on the way."""

    def __init__(self, damage: Damage) -> None:
        super().__init__([str(damage)])
        self.met = damage


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafPlace:
    """Where the entry of a leaf stands. `is_own`: the log's own agency acted."""

    segment: str
    sequence: int
    offset: int
    is_own: bool


@dataclass(slots=True, kw_only=True)
class LogState:
    """How far the logs are. A segment is named by its place here; a position is (last number, offset after it)."""

    segments: list[str] = field(default_factory=list)
    positions: dict[str, tuple[int, int]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    tagged: dict[str, int] = field(default_factory=dict)
    claims: int = 0

    @classmethod
    def read(cls, folder: Path) -> "LogState":
        """Return the state of an audit folder; a new one where nothing was sequenced yet.

        Raises:
            AuditDamagedError: the state file is damaged.
        """
        try:
            data = orjson.loads((folder / _STATE).read_bytes())
            is_whole = data.pop("digest") == _digest(data)
            positions = {name: (int(count), int(offset)) for name, (count, offset) in data["positions"].items()}
            found = cls(
                segments=list(data["segments"]),
                positions=positions,
                sizes={str(name): int(size) for name, size in data["sizes"].items()},
                tagged={str(name): int(size) for name, size in data["tagged"].items()},
                claims=int(data["claims"]),
            )
        except FileNotFoundError:
            return cls()
        except (ValueError, KeyError, TypeError, AttributeError) as exc:
            raise _MetError(_UNREADABLE) from exc
        if not is_whole:
            raise _MetError(_UNREADABLE)
        return found

    def write(self, folder: Path) -> None:
        """Replace the state file whole."""
        data = {
            "segments": self.segments,
            "positions": self.positions,
            "sizes": self.sizes,
            "tagged": self.tagged,
            "claims": self.claims,
        }
        temporary = folder / f".{_STATE}.{secrets.token_hex(4)}"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(orjson.dumps({**data, "digest": _digest(data)}))
            file.flush()
            os.fdatasync(file.fileno())
        temporary.replace(folder / _STATE)


def _digest(state: Mapping[str, object]) -> str:
    """Return what finds a damaged state file. The signed checkpoints, not this, find one that was rewritten."""
    return blake2b(orjson.dumps(state, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


class PartyLog:
    """One log as it stands in its folder: the tree, and where each leaf's entry is."""

    def __init__(self, folder: Path, name: str, state: LogState) -> None:
        self.name = name
        self._audit = folder
        self._folder = folder / name
        self._state = state
        self.tree = TreeFolder(self._folder, state.sizes.get(name, 0))
        self._times = LeafTimes(self._folder / "times")

    @property
    def size(self) -> int:
        """How many leaves the log has."""
        return self.tree.size

    def place(self, index: int) -> LeafPlace:
        """Return where a leaf's entry stands."""
        with (self._folder / "index").open("rb") as file:
            file.seek(index * _ROW.size)
            return self._place(file.read(_ROW.size))

    def places(self) -> Iterator[LeafPlace]:
        """Yield where the entry of each leaf stands, in the log's order."""
        if self.size:
            data = (self._folder / "index").read_bytes()
            for index in range(self.size):
                yield self._place(data[index * _ROW.size : (index + 1) * _ROW.size])

    def own_acts(self) -> bytes:
        """Return one byte for each leaf: 128 or more where the log's own agency acted."""
        return (self._folder / "index").read_bytes()[: self.size * _ROW.size : _ROW.size] if self.size else b""

    def line(self, index: int) -> Line:
        """Return the entry of a leaf.

        Raises:
            AuditError: there is no such entry where the log says that it stands.
        """
        place = self.place(index)
        try:
            with (self._audit / f"{place.segment}.jsonl").open("rb") as file:
                file.seek(place.offset)
                line = read_line(file.readline().rstrip(b"\n"))
        except (OSError, ValueError) as exc:
            raise AuditError(f"leaf {index} of `{self.name}` has no entry") from exc
        if line.sequence != place.sequence or line.heads is not None:
            raise AuditError(f"leaf {index} of `{self.name}` has no entry")
        return line

    def leaves_of(self, record_ids: Collection[str], *, after: int = 0) -> list[int]:
        """Return the leaves whose entries may name one of these records; of several million one may be another's.

        Args:
            record_ids: the records.
            after: how many of the times that records were disclosed are left out, the oldest first.
        """
        rows = self._tagged_rows(after)
        return [int(leaf) for leaf in rows["leaf"][_is_among(rows["tag"], _tags(record_ids))]]

    def named(self, record_ids: Collection[str], *, after: int = 0) -> list[str]:
        """Return those of the records that entries may name; of several million one may be another's.

        Args:
            record_ids: the records.
            after: how many of the times that records were disclosed are left out, the oldest first.
        """
        asked = list(record_ids)
        return [
            rid
            for rid, is_there in zip(asked, _is_among(_tags(asked), self._tagged_rows(after)["tag"]), strict=True)
            if is_there
        ]

    def _tagged_rows(self, after: int) -> "np.ndarray[Any, Any]":
        if self.tag_count <= after:
            return np.empty(0, dtype=_TAGGED_ROWS)
        with (self._folder / "records").open("rb") as file:
            file.seek(after * _TAGGED.size)
            return np.frombuffer(file.read((self.tag_count - after) * _TAGGED.size), dtype=_TAGGED_ROWS)

    @property
    def tag_count(self) -> int:
        """How many times records were disclosed."""
        return self._state.tagged.get(self.name, 0)

    def tagged(self, *, after: int = 0) -> Iterator[tuple[bytes, int]]:
        """Yield the tag of each record that was ever disclosed, with the leaf; eight zeros where it was erased."""
        if self.tag_count > after:
            with (self._folder / "records").open("rb") as file:
                file.seek(after * _TAGGED.size)
                yield from _TAGGED.iter_unpack(file.read((self.tag_count - after) * _TAGGED.size))

    def notes(self) -> list[str]:
        """Return the signed checkpoints that were made of this log, oldest first."""
        path = self._folder / "checkpoints"
        if not path.exists():
            return []
        try:
            return [str(orjson.loads(line)) for line in path.read_bytes().splitlines()]
        except orjson.JSONDecodeError as exc:
            raise AuditError(f"the checkpoints of `{self.name}` are damaged") from exc

    def times(self) -> Times:
        """Return when each leaf's entry was written, in microseconds since 1970, in the log's order.

        Raises:
            AuditError: an entry is gone whose time is nowhere else.
        """
        return self._times.read(self.size, self._time_of)

    def stored_times(self) -> list[int]:
        """Return the times as they stand in their file; leaves of an older version have none there."""
        return self._times.stored()[: self.size]

    def append(self, leaves: list[bytes], rows: bytes, tagged: bytes, times: Sequence[datetime]) -> None:
        """Append leaf hashes with places, tags and, for an originator's log, times; bring them to the disk."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if times:
            self._times.append(times, size=self.size, time_of=self._time_of)
        write_at(self._folder / "index", self.size * _ROW.size, rows)
        known = self.tag_count
        if tagged:
            write_at(self._folder / "records", known * _TAGGED.size, tagged)
        self.tree.append(leaves)
        self._state.sizes[self.name] = self.size
        if tagged:
            self._state.tagged[self.name] = known + len(tagged) // _TAGGED.size

    def add_note(self, note: str) -> None:
        """Keep a signed checkpoint."""
        descriptor = os.open(self._folder / "checkpoints", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            file.write(orjson.dumps(note) + b"\n")
            file.flush()
            os.fdatasync(file.fileno())

    def blank(self, record_ids: Sequence[str]) -> None:
        """Erase the tags of records."""
        tags, path = set(map(record_tag, record_ids)), self._folder / "records"
        if not path.exists():
            return
        descriptor = os.open(path, os.O_WRONLY)
        try:
            for number, (found, leaf) in enumerate(self.tagged()):
                if found in tags:
                    os.pwrite(descriptor, _TAGGED.pack(bytes(8), leaf), number * _TAGGED.size)
            os.fdatasync(descriptor)
        finally:
            os.close(descriptor)

    def _time_of(self, index: int) -> datetime:
        return self.line(index).time

    def _place(self, row: bytes) -> LeafPlace:
        try:
            number, sequence, offset = _ROW.unpack(row)
            segment = self._state.segments[number & ~_OWN]
            return LeafPlace(segment=segment, sequence=sequence, offset=offset, is_own=bool(number & _OWN))
        except (struct.error, IndexError) as exc:
            raise AuditError(f"the index of `{self.name}` is damaged") from exc


@dataclass(slots=True)
class _Batch:
    """What a run adds to one log."""

    leaves: list[bytes] = field(default_factory=list)
    rows: bytearray = field(default_factory=bytearray)
    tagged: bytearray = field(default_factory=bytearray)
    times: list[datetime] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """An entry that is in a segment and in no log."""

    segment: str
    offset: int
    end: int
    line: Line


class Sequencer:
    """Brings what segments hold into the logs, one run at a time among all processes of a folder.

    What it finds cut short, changed or gone waits in the folder's book of damage until somebody has looked at it: no
    process discloses anything meanwhile.
    """

    def __init__(self, folder: Path, damage: DamageBook | None = None) -> None:
        self.folder = folder
        self._book = damage or DamageBook(folder)
        self._lengths = LengthCheck(folder)
        self.marks: Marks = {}
        """What is kept elsewhere of how far the logs were."""

    def run(self, *, attribute: Attribute | None = None, wait_seconds: float = 10.0) -> int | None:
        """Sequence what waits; return how many entries, `None` where another process is at it.

        Args:
            attribute: returns whose records ids are, for entries that do not say so; what it does not return belongs
                to nobody. Without it such ids stay with nobody.
            wait_seconds: how long to wait for another run to end; 0 does not wait.

        Raises:
            AuditDamagedError: a segment or a log is shorter than it was, gone, or holds what is no entry.
            AuditError: the folder cannot be written.
            Whatever `attribute` raises; nothing was sequenced then.
        """
        if not self.folder.is_dir():
            return 0
        total = 0
        with locked(self.folder / _LOCK, wait_seconds) as held, self._noting():
            if not held:
                return None
            while done := self._run_once(attribute):
                total += done
        return total

    def checkpoint(
        self, signer: CheckpointSigner, *, now: datetime | None = None, wait_seconds: float = 10.0
    ) -> dict[str, str]:
        """Sign the state of every log that grew since its last checkpoint; return the notes by log.

        Raises:
            AuditDamagedError: a log is shorter than a checkpoint of it, or differs from it: nothing is signed over
                that, also once it was accepted.
        """
        made: dict[str, str] = {}
        if not self.folder.is_dir():
            return made
        with locked(self.folder / _LOCK, wait_seconds) as held, self._noting():
            state = LogState.read(self.folder) if held else LogState()
            accepted = self._book.accepted()
            for name in sorted(state.sizes):
                log = PartyLog(self.folder, name, state)
                if (note := self._checkpointed(log, signer, now or datetime.now(UTC), accepted)) is not None:
                    made[name] = note
        return made

    def inspect(self, *, wait_seconds: float = 0.0) -> tuple[Damage, ...]:
        """Look at the lengths of all files, and again at what was found; return what is damaged and not accepted.

        What was found damaged and is whole again, as after it was restored, waits no longer, and is no longer accepted.

        Args:
            wait_seconds: how long to wait for another process's run to end, which looks at the lengths itself.

        Raises:
            OSError: the folder cannot be written.
        """
        with locked(self.folder / _LOCK, wait_seconds) as held:
            if held:
                self._inspect()
        return self._book.standing()

    def _inspect(self) -> None:
        accepted = self._book.accepted()
        try:
            state = LogState.read(self.folder)
        except _MetError as exc:
            self._book.note([exc.met])
            return
        marked = [found for found in (self._marked_otherwise(state),) if found is not None]
        broken = {damage.name for damage in [*self._damage(state, ()), *marked]}
        known = {damage.name for damage in self._book.standing()} | {name for name, _ in accepted}
        self._book.clear(frozenset(name for name in known - broken if self._is_whole(name, state)))
        self._book.note([*self._damage(state, self._book.accepted()), *marked])

    def marks_now(self) -> dict[str, LogMark]:
        """Return how far each log is, to be kept elsewhere; nothing while damage waits for somebody.

        Raises:
            AuditError: a log cannot be read.
        """
        if self._book.standing():
            return {}
        state = LogState.read(self.folder)
        return {name: self._mark_now(name, state) for name in state.sizes}

    def _mark_now(self, name: str, state: LogState) -> LogMark:
        known = self.marks.get(name)
        if known is not None and known.size == state.sizes[name]:
            return known
        return LogMark(size=state.sizes[name], root=PartyLog(self.folder, name, state).tree.root())

    def _marked_otherwise(self, state: LogState) -> Damage | None:
        """Return what the marks say against the logs as they stand, read at the places where they were marked."""
        if (shorter := find_shorter(state.sizes, self.marks)) is not None:
            return shorter
        roots: dict[str, bytes] = {}
        for name, mark in self.marks.items():
            with suppress(AuditError, OSError):
                roots[name] = PartyLog(self.folder, name, state).tree.root(mark.size)
        return find_other(roots, self.marks)

    def last_notes(self) -> dict[str, str]:
        """Return the last signed checkpoint of every log that has one."""
        state = LogState.read(self.folder)
        notes = {name: PartyLog(self.folder, name, state).notes() for name in sorted(state.sizes)}
        return {name: found[-1] for name, found in notes.items() if found}

    @contextmanager
    def _noting(self) -> Iterator[None]:
        """Let what is found damaged wait for somebody, whoever asked for the run."""
        try:
            yield
        except _MetError as exc:
            self._book.note([exc.met])
            raise

    def _damage(self, state: LogState, accepted: Collection[tuple[str, int]]) -> list[Damage]:
        lengths = {
            name: {
                "level-00": size * HASH_BYTES,
                "index": size * _ROW.size,
                "records": state.tagged.get(name, 0) * _TAGGED.size,
            }
            for name, size in state.sizes.items()
        }
        logs = [damage for damage in log_damage(self.folder, lengths) if damage.key not in accepted]
        shorter = find_shorter(state.sizes, self.marks)
        known = [shorter] if shorter is not None and shorter.key not in accepted else []
        return [*self._lengths.damage(state.positions, accepted), *logs, *known]

    def _is_whole(self, name: str, state: LogState) -> bool:
        """Return whether what was found damaged is as it was: a log by its last checkpoint, a segment by its chain."""
        if name == _STATE:
            return True  # it was read a moment ago
        if name == MARK:
            return bool(self.marks)  # which agree, or it would be broken; who has none cannot say
        if "/" not in name:
            return is_whole(self.folder, name, state.positions.get(name, (0, 0)))
        try:
            log = PartyLog(self.folder, name, state)
            notes = log.notes()
            last = read_unverified(notes[-1]) if notes else None
            return last is None or (last.size <= log.size and log.tree.root(last.size) == last.root)
        except (AuditError, OSError):
            return False

    @staticmethod
    def _checkpointed(
        log: PartyLog, signer: CheckpointSigner, now: datetime, accepted: Collection[tuple[str, int]]
    ) -> str | None:
        notes = log.notes()
        if notes:
            last = signer.key.verify(notes[-1])
            if last.size > log.size or last.root != log.tree.root(last.size):
                met = Damage(name=log.name, problem="is not what its last checkpoint says", place=last.size)
                if met.key in accepted:
                    return None
                raise _MetError(met)
            if last.size == log.size:
                return None
        note = signer.sign(log.name, size=log.size, root=log.tree.root(), time=now)
        log.add_note(note)
        return note

    def _run_once(self, attribute: Attribute | None) -> int:
        with _writing():
            state = LogState.read(self.folder)
            accepted = self._book.accepted()
            if damage := self._damage(state, accepted):
                self._book.note(damage)
                raise AuditDamagedError(map(str, damage))
            waiting = self._collect(state, accepted)
        if not waiting:
            return 0
        # Asked of the store, whose errors are none of this folder's.
        owners = _owners(waiting, attribute)
        with _writing():
            self._merge(state, waiting, owners)
            state.write(self.folder)
        return len(waiting)

    def _collect(self, state: LogState, accepted: Collection[tuple[str, int]]) -> list[_Waiting]:
        """Return what is new, by time: a bounded number of lines, of a bounded number of segments."""
        streams = []
        for path in segment_paths(self.folder):
            size, (_, offset) = path.stat().st_size, state.positions.get(path.stem, (0, 0))
            if size > offset:
                if path.stem not in state.positions:
                    state.segments.append(path.stem)
                    state.positions[path.stem] = (0, 0)
                streams.append(self._new_lines(path, state, accepted))
            if len(streams) == _SEGMENTS_A_RUN:
                break
        chosen: list[_Waiting] = []
        for item in merge(*streams, key=lambda w: (w.line.time, w.segment, w.line.sequence)):
            chosen.append(item)
            state.positions[item.segment] = (item.line.sequence, item.end)
            if len(chosen) >= LINES_A_RUN:
                break
        return chosen

    @staticmethod
    def _new_lines(path: Path, state: LogState, accepted: Collection[tuple[str, int]]) -> Iterator[_Waiting]:
        sequence, offset = state.positions.get(path.stem, (0, 0))
        is_broken = False  # behind a damage that somebody has looked at numbers go on where they go on
        with path.open("rb") as file:
            # A log's leaf must not outlive its entry: first the entry is on the disk, whoever wrote it.
            os.fdatasync(file.fileno())
            file.seek(offset)
            for raw in file:
                end, is_accepted = offset + len(raw), (path.stem, offset) in accepted
                if not raw.endswith(b"\n"):
                    return
                line, problem = _read(raw, after=sequence)
                if problem is not None and not is_accepted and not (is_broken and line is not None):
                    raise _MetError(Damage(name=path.stem, problem=problem, place=offset))
                is_broken = line is None
                if line is not None:
                    sequence = line.sequence
                if line is not None and line.heads is None:
                    yield _Waiting(segment=path.stem, offset=offset, end=end, line=line)
                else:
                    state.positions[path.stem] = (sequence, end)
                offset = end

    def _merge(self, state: LogState, waiting: list[_Waiting], owners: Mapping[str, str]) -> None:
        numbers = {name: number for number, name in enumerate(state.segments)}
        batches: dict[str, _Batch] = defaultdict(_Batch)
        claims = bytearray()
        for item in waiting:
            claimed = _claimed(item.line, owners)
            if claimed:
                claims += orjson.dumps([item.segment, item.line.sequence, claimed]) + b"\n"
            acted = batches[f"{ACTS}/{item.line.agency}"]
            acted.leaves.append(leaf_hash(item.line.act_leaf))
            acted.rows += _row(numbers, item, own=True)
            disclosures = item.line.disclosures({int(p): o for p, o in claimed.items()})
            for originator, groups in disclosures.items():
                name = f"{ORIGINATORS}/{originator}"
                batches[name].rows += _row(numbers, item, own=originator == item.line.agency)
                _add_disclosure(batches[name], state.sizes.get(name, 0), item.line, groups)
        if claims:
            write_at(self.folder / _CLAIMS, state.claims, bytes(claims))
            state.claims += len(claims)
        for name, batch in sorted(batches.items()):
            PartyLog(self.folder, name, state).append(batch.leaves, bytes(batch.rows), bytes(batch.tagged), batch.times)


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise AuditError(f"the audit logs cannot be written: {exc.strerror}") from exc


def _owners(waiting: Sequence[_Waiting], attribute: Attribute | None) -> Mapping[str, str]:
    """Return whose the ids are that no entry says it of, as far as `attribute` tells."""
    unknown = frozenset(
        slot.record_id
        for item in waiting
        for group in item.line.unattributed
        for slot in group.slots
        if not slot.is_blank
    )
    return attribute(unknown) if attribute is not None and unknown else {}


def _read(raw: bytes, *, after: int) -> tuple[Line | None, str | None]:
    """Return the entry of a line, and what is wrong with it if it does not follow the one of number `after`."""
    try:
        line = read_line(raw[:-1])
    except ValueError:
        return None, "holds a line that is no entry"
    return line, None if line.sequence == after + 1 else f"misses an entry after number {after}"


def _row(numbers: Mapping[str, int], item: _Waiting, *, own: bool) -> bytes:
    return _ROW.pack(numbers[item.segment] | (_OWN if own else 0), item.line.sequence, item.offset)


def _add_disclosure(batch: _Batch, size: int, line: Line, groups: Sequence[Group]) -> None:
    index = size + len(batch.leaves)
    batch.leaves.append(leaf_hash(disclosure_leaf(line.facts_digest, groups)))
    batch.times.append(line.time)
    for slot in (s for g in groups for s in g.slots if not s.is_blank):
        batch.tagged += _TAGGED.pack(record_tag(slot.record_id), index)


def read_claims(folder: Path, state: LogState) -> dict[tuple[str, int], dict[int, str]]:
    """Return which slots without an originator turned out to be whose, by segment and number of the entry.

    Raises:
        AuditError: the claims are damaged, or fewer than the state says. More may stand there after a killed run.
    """
    path = folder / _CLAIMS
    data = path.read_bytes() if path.exists() else b""
    known = data[: state.claims]
    if state.claims not in range(len(data) + 1) or not (known.endswith(b"\n") or not known):
        raise AuditError("the claims of the audit folder are damaged")
    found = {}
    try:
        for line in known.splitlines():
            segment, sequence, claimed = orjson.loads(line)
            found[str(segment), int(sequence)] = {int(p): str(o) for p, o in claimed.items()}
    except (ValueError, AttributeError, TypeError) as exc:
        raise AuditError("the claims of the audit folder are damaged") from exc
    return found


def _is_among(tags: "np.ndarray[Any, Any]", others: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    # In the machine's own order of bytes, which that of the file mostly is not.
    return np.isin(tags.astype(np.uint64), others.astype(np.uint64), kind="sort")


def _tags(record_ids: Collection[str]) -> "np.ndarray[Any, Any]":
    return np.array([int.from_bytes(record_tag(rid), "big") for rid in record_ids], dtype=np.uint64)


def record_tag(record_id: str) -> bytes:
    """Return the eight bytes by which a log finds the leaves of a record."""
    return blake2b(record_id.encode(), digest_size=8).digest()


def open_log(folder: Path, name: str) -> PartyLog:
    """Return a log by its name such as `originators/th-police`; an empty one where there is none."""
    return PartyLog(folder, name, LogState.read(folder))


@contextmanager
def held_logs(folder: Path, *, wait_seconds: float = 10.0) -> Iterator[LogState]:
    """Hold the logs still for a block: nothing is sequenced meanwhile.

    Raises:
        AuditError: another process did not let go of them in time.
    """
    with locked(folder / _LOCK, wait_seconds) as held:
        if not held:
            raise AuditError("the audit logs are in use by another process")
        yield LogState.read(folder)


def _claimed(line: Line, owners: Mapping[str, str]) -> dict[str, str]:
    return {
        str(position): owners[slot.record_id]
        for group in line.unattributed
        for position, slot in enumerate(group.slots)
        if owners.get(slot.record_id, NOBODY) != NOBODY
    }
