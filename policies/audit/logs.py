"""The Merkle logs: one of each party's acts, one of the disclosures of each originator's records.

Each entry is one leaf in the log of the agency that acted, and one in the log of every originator whose records it
disclosed. A leaf commits to salted digests, what they open stands in the segment alone and can be blanked there. The
state file says how far the logs are; `policies.audit.sequencer` brings into them what is new.
"""

import os
import struct
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from graph.files import exclusively, find_holder, make_private_folder, overwrite, replace_whole, write_at
from policies.audit.damage import Damage
from policies.audit.leaf_times import LeafTimes, Times
from policies.audit.line import Line, read_line
from policies.audit.merkle import HASH_BYTES, TreeFolder
from policies.errors import AuditDamagedError, AuditError, LogsHeldError

ACTS, ORIGINATORS = "agencies", "originators"
NOBODY = ""  # what an id belongs to that no record has
STATE_FILE, LOCK_FILE, CLAIMS_FILE = "logs.json", "logs.lock", "claims"
_ROW = struct.Struct(">IQQ")  # segment's place in the state (and whether own), number of the entry, offset of its line
_OWN = 1 << 31
_TAGGED = struct.Struct(">8sQ")  # tag of a record id, leaf
_TAGGED_ROWS = np.dtype([("tag", ">u8"), ("leaf", ">u8")])
UNREADABLE = Damage(name=STATE_FILE, problem="of the audit folder is damaged")


class MetDamageError(AuditDamagedError):
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
            data = orjson.loads((folder / STATE_FILE).read_bytes())
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
            raise MetDamageError(UNREADABLE) from exc
        if not is_whole:
            raise MetDamageError(UNREADABLE)
        return found

    def write(self, folder: Path) -> None:
        """Replace the state file whole. Once this returns it is on the disk: what is kept elsewhere is not ahead of it.

        Raises:
            OSError: the folder does not take it.
        """
        data = {
            "segments": self.segments,
            "positions": self.positions,
            "sizes": self.sizes,
            "tagged": self.tagged,
            "claims": self.claims,
        }
        replace_whole(folder / STATE_FILE, orjson.dumps({**data, "digest": _digest(data)}))


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
        self._notes = self._folder / "checkpoints"

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
        return [int(leaf) for leaf in self._rows_of(_tags(record_ids), after)["leaf"]]

    def named(self, record_ids: Collection[str], *, after: int = 0) -> list[str]:
        """Return those of the records that entries may name; of several million one may be another's.

        Args:
            record_ids: the records.
            after: how many of the times that records were disclosed are left out, the oldest first.
        """
        asked = list(record_ids)
        tags = _tags(asked)
        found = frozenset(self._rows_of(tags, after)["tag"].tolist())
        return [rid for rid, tag in zip(asked, tags.tolist(), strict=True) if tag in found]

    def _rows_of(self, tags: "np.ndarray[Any, Any]", after: int) -> "np.ndarray[Any, Any]":
        """Return the rows that have one of these tags."""
        if not tags.size:
            return np.empty(0, dtype=_TAGGED_ROWS)
        rows = self._tagged_rows(after)
        found: np.ndarray[Any, Any] = rows[_is_among(rows["tag"], tags)]
        return found

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
        """Return the signed checkpoints that were made of this log, oldest first.

        A last line without its end is none: it was cut off as it was written, and nobody was given it.

        Raises:
            AuditError: a line is no checkpoint.
        """
        try:
            return [str(orjson.loads(line)) for line in self._whole_notes().splitlines()]
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
        make_private_folder(self._folder)
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
        """Keep a signed checkpoint, in the place of half a one that a full disk or a killed process left.

        Raises:
            OSError: it cannot be written; those before it stand.
        """
        write_at(self._notes, len(self._whole_notes()), orjson.dumps(note) + b"\n")

    def blank(self, record_ids: Sequence[str]) -> None:
        """Erase the tags of records."""
        path = self._folder / "records"
        if not path.exists():
            return
        rows = self._tagged_rows(0)
        descriptor = os.open(path, os.O_WRONLY)
        try:
            for number in np.flatnonzero(_is_among(rows["tag"], _tags(record_ids))).tolist():
                overwrite(descriptor, _TAGGED.pack(bytes(8), int(rows["leaf"][number])), number * _TAGGED.size)
            os.fdatasync(descriptor)
        finally:
            os.close(descriptor)

    def _whole_notes(self) -> bytes:
        data = self._notes.read_bytes() if self._notes.exists() else b""
        return data[: data.rfind(b"\n") + 1]

    def _time_of(self, index: int) -> datetime:
        return self.line(index).time

    def _place(self, row: bytes) -> LeafPlace:
        try:
            number, sequence, offset = _ROW.unpack(row)
            segment = self._state.segments[number & ~_OWN]
            return LeafPlace(segment=segment, sequence=sequence, offset=offset, is_own=bool(number & _OWN))
        except (struct.error, IndexError) as exc:
            raise AuditError(f"the index of `{self.name}` is damaged") from exc


def read_claims(folder: Path, state: LogState) -> dict[tuple[str, int], dict[int, str]]:
    """Return which slots without an originator turned out to be whose, by segment and number of the entry.

    Raises:
        AuditError: the claims are damaged, or fewer than the state says. More may stand there after a killed run.
    """
    path = folder / CLAIMS_FILE
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


def _is_among(tags: "np.ndarray[Any, Any]", wanted: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    # What is wanted is put in order, never the log, which is longer by far.
    ordered = np.unique(wanted)
    # In the machine's own order of bytes, which that of the file mostly is not.
    given = tags.astype(np.uint64)
    places = np.searchsorted(ordered, given)
    places[places == ordered.size] = 0
    return np.asarray(ordered[places] == given)


def _tags(record_ids: Collection[str]) -> "np.ndarray[Any, Any]":
    return np.array([int.from_bytes(record_tag(rid), "big") for rid in record_ids], dtype=np.uint64)


def least_lengths(state: LogState) -> dict[str, dict[str, int]]:
    """Return how many bytes the files of each log have at least."""
    return {
        name: {
            "level-00": size * HASH_BYTES,
            "index": size * _ROW.size,
            "records": state.tagged.get(name, 0) * _TAGGED.size,
        }
        for name, size in state.sizes.items()
    }


def pack_place(segment: int, sequence: int, offset: int, *, own: bool) -> bytes:
    """Return the row of a log's index that says where a leaf's entry stands.

    Args:
        segment: the segment's place in the state.
        sequence: the number of the entry.
        offset: of its line.
        own: whether the log's own agency acted.
    """
    return _ROW.pack(segment | (_OWN if own else 0), sequence, offset)


def pack_tag(record_id: str, leaf: int) -> bytes:
    """Return the row by which a log finds a leaf that names a record."""
    return _TAGGED.pack(record_tag(record_id), leaf)


def record_tag(record_id: str) -> bytes:
    """Return the eight bytes by which a log finds the leaves of a record."""
    return blake2b(record_id.encode(), digest_size=8).digest()


def open_log(folder: Path, name: str) -> PartyLog:
    """Return a log by its name such as `originators/th-police`; an empty one where there is none."""
    return PartyLog(folder, name, LogState.read(folder))


@contextmanager
def held_logs(folder: Path, *, wait_seconds: float = 10.0) -> Iterator[None]:
    """Hold the logs for a block: nobody else sequences, signs or blanks meanwhile.

    Raises:
        LogsHeldError: another did not let go of them in time.
    """
    lock = folder / LOCK_FILE
    with exclusively(lock, timeout_seconds=wait_seconds) as held:
        if not held:
            raise LogsHeldError(lock, find_holder(lock))
        yield
