"""Brings what processes have appended to their segments into the Merkle logs, and signs these.

Processes never wait for it. One sequencer at a time, under a lock file, takes what is new in all segments. The state
file is replaced whole at the end of a run: what a killed run left behind it is written over by the next.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import merge
from itertools import chain, islice
from pathlib import Path

import orjson

from graph.files import exclusively, write_at
from policies.audit.checkpoints import CheckpointSigner, read_unverified
from policies.audit.damage import STORE, Damage, DamageBook
from policies.audit.key_succession import earlier_keys
from policies.audit.lengths import LengthCheck, is_whole, log_damage
from policies.audit.line import Group, Line, disclosure_leaf, read_line
from policies.audit.log_signing import LogSigning, OtherKeyError
from policies.audit.logs import (
    ACTS,
    CLAIMS_FILE,
    LOCK_FILE,
    NOBODY,
    ORIGINATORS,
    STATE_FILE,
    LogState,
    MetDamageError,
    PartyLog,
    held_logs,
    least_lengths,
    pack_place,
    pack_tag,
)
from policies.audit.merkle import leaf_hash
from policies.audit.segment import segment_paths
from policies.audit.trail_mark import MARK, LogMark, Marks, find_other, find_shorter
from policies.errors import AuditDamagedError, AuditError

LINES_A_RUN = 20_000
_SEGMENTS_A_RUN = 100  # as many files with entries are open at once

Attribute = Callable[[frozenset[str]], Mapping[str, str]]


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
        self.other_keys: Mapping[str, str] = {}
        """Logs that `checkpoint` left out the last time, as another key signed them before, with that key's name."""
        self._agreed: Marks | None = None  # the marks that the logs were found to agree with

    def run(self, *, attribute: Attribute | None = None, wait_seconds: float = 10.0) -> int:
        """Sequence what waits; return how many entries.

        Args:
            attribute: returns whose records ids are, for entries that do not say so; what it does not return belongs
                to nobody. Without it such ids stay with nobody.
            wait_seconds: how long to wait for another run to end; 0 does not wait.

        Raises:
            AuditDamagedError: a segment or a log is shorter than it was, gone, or holds what is no entry.
            AuditError: the folder cannot be written.
            LogsHeldError: another process is at it. It may have begun before the entry that the caller needs was
                written, so that nothing may go by the logs.
            Whatever `attribute` raises; nothing was sequenced then.
        """
        if not self.folder.is_dir():
            return 0
        total = 0
        with held_logs(self.folder, wait_seconds=wait_seconds), self._noting():
            while done := self._run_once(attribute):
                total += done
        return total

    def checkpoint(
        self, signer: CheckpointSigner, *, now: datetime | None = None, wait_seconds: float = 10.0
    ) -> dict[str, str]:
        """Sign the state of every log that grew since its last checkpoint; return the notes by log.

        A log whose last checkpoint is of another key is left out until an operator has confirmed that (`other_keys`),
        and keeps no other log from being signed.

        Raises:
            AuditDamagedError: a log is shorter than a checkpoint of it, or differs from it: nothing is signed over
                that, also once it was accepted.
            AuditError: the last checkpoint of a log is not signed with the key that it names, or cannot be read, or
                its new one cannot be written; the other logs are signed.
            LogsHeldError: another process holds the logs; nothing was signed.
        """
        if not self.folder.is_dir():
            return {}
        with held_logs(self.folder, wait_seconds=wait_seconds), self._noting():
            return self._sign(
                LogSigning(
                    signer=signer,
                    earlier=earlier_keys(self.folder, signer.key),
                    accepted=self._book.accepted(),
                    now=now or datetime.now(UTC),
                )
            )

    def _sign(self, signing: LogSigning) -> dict[str, str]:
        made: dict[str, str] = {}
        others: dict[str, str] = {}
        failed: AuditError | None = None
        state = LogState.read(self.folder)
        for name in sorted(state.sizes):
            try:
                with _writing():
                    note = signing.sign(PartyLog(self.folder, name, state))
            except OtherKeyError as exc:
                others[name] = exc.name
            except MetDamageError:
                raise
            except AuditError as exc:
                failed = failed or exc
            else:
                made |= {name: note} if note is not None else {}
        self.other_keys = others
        if failed is not None:
            raise failed
        return made

    def inspect(self, *, wait_seconds: float = 0.0) -> tuple[Damage, ...]:
        """Look at the lengths of all files, and again at what was found; return what is damaged and not accepted.

        What was found damaged and is whole again, as after it was restored, waits no longer, and is no longer accepted.
        The logs are held against their marks in any case: nobody who holds the lock keeps that from being seen.

        Args:
            wait_seconds: how long to wait for another process's run to end, which looks at the lengths itself.

        Raises:
            OSError: the folder cannot be written.
        """
        marks = self.marks
        if (state := self._state()) is not None:
            self._hold_against_marks(state, marks)
        with exclusively(self.folder / LOCK_FILE, timeout_seconds=wait_seconds) as held:
            if held:
                self._inspect()
        return self._book.standing()

    def _state(self) -> LogState | None:
        """Return how far the logs are; `None` where that cannot be read, which is damage."""
        try:
            return LogState.read(self.folder)
        except MetDamageError as exc:
            self._book.note([exc.met])
            return None

    def _inspect(self) -> None:
        accepted, marks = self._book.accepted(), self.marks
        if (state := self._state()) is None:
            return
        marked = [found for found in (self._marked_otherwise(state, marks),) if found is not None]
        broken = {damage.name for damage in [*self._damage(state, (), marks), *marked]}
        known = {damage.name for damage in self._book.standing()} | {name for name, _ in accepted}
        try:
            self._book.clear(frozenset(name for name in known - broken if self._is_whole(name, state)))
        finally:
            # What was found waits, also where what is whole again cannot be written down.
            self._book.note([*self._damage(state, self._book.accepted(), marks), *marked])

    def marks_now(self) -> dict[str, LogMark]:
        """Return how far each log is, to be kept elsewhere; nothing where it is just as marked, or damage waits.

        What is behind its marks, or not what was marked, is damage, and is not kept over them before it is accepted.

        Raises:
            AuditError: a log cannot be read.
        """
        # Taken first: marks that are learnt while the state is read may be further than it.
        marks = self.marks
        state = self._state()
        if state is None or (self._agreed is marks and state.sizes == {n: m.size for n, m in marks.items()}):
            return {}
        self._hold_against_marks(state, marks)
        if self._book.standing():
            return {}
        roots = ((name, PartyLog(self.folder, name, state).tree.root()) for name in state.sizes)
        return {name: LogMark(size=state.sizes[name], root=root) for name, root in roots}

    def _hold_against_marks(self, state: LogState, marks: Marks) -> None:
        """Let it wait for somebody if the logs are not the ones that were marked.

        Needs no lock: the marks were taken before the state was read, and logs only grow.
        """
        if (found := self._marked_otherwise(state, marks)) is None:
            self._agreed = marks
        else:
            self._book.note([found])

    def _marked_otherwise(self, state: LogState, marks: Marks) -> Damage | None:
        """Return what marks say against the logs as they stand, read at the places where they were marked."""
        if (shorter := find_shorter(state.sizes, marks)) is not None:
            return shorter
        roots: dict[str, bytes] = {}
        for name, mark in marks.items():
            with suppress(AuditError, OSError):
                roots[name] = PartyLog(self.folder, name, state).tree.root(mark.size)
        return find_other(roots, marks)

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
        except MetDamageError as exc:
            self._book.note([exc.met])
            raise

    def _damage(self, state: LogState, accepted: Collection[tuple[str, int]], marks: Marks) -> list[Damage]:
        logs = [damage for damage in log_damage(self.folder, least_lengths(state)) if damage.key not in accepted]
        shorter = find_shorter(state.sizes, marks)
        known = [shorter] if shorter is not None and shorter.key not in accepted else []
        return [*self._lengths.damage(state.positions, accepted), *logs, *known]

    def _is_whole(self, name: str, state: LogState) -> bool:
        """Return whether what was found damaged is as it was: a log by its last checkpoint, a segment by its chain."""
        if name == STATE_FILE:
            return True  # it was read a moment ago
        if name == STORE:
            return False  # the folder cannot say: who knows the store clears it
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

    def _run_once(self, attribute: Attribute | None) -> int:
        with _writing():
            marks, state = self.marks, LogState.read(self.folder)
            known = dict(state.positions)
            accepted = self._book.accepted()
            if damage := self._damage(state, accepted, marks):
                self._book.note(damage)
                raise AuditDamagedError(map(str, damage))
            waiting = self._collect(state, accepted)
            if not waiting:
                if state.positions != known:
                    state.write(self.folder)
                return 0
        # Asked of the store, whose errors are none of this folder's.
        owners = _owners(waiting, attribute)
        with _writing():
            self._merge(state, waiting, owners)
            state.write(self.folder)
        return len(waiting)

    def _collect(self, state: LogState, accepted: Collection[tuple[str, int]]) -> list[_Waiting]:
        """Return what is new, by time: a bounded number of lines, of a bounded number of segments.

        One that holds no whole entry counts for none: however many there are, those behind them have their turn.
        """
        streams: list[Iterator[_Waiting]] = []
        for path in segment_paths(self.folder):
            size, (_, offset) = path.stat().st_size, state.positions.get(path.stem, (0, 0))
            if size > offset:
                if path.stem not in state.positions:
                    state.segments.append(path.stem)
                    state.positions[path.stem] = (0, 0)
                lines = self._new_lines(path, state, accepted)
                streams += [chain([first], lines) for first in islice(lines, 1)]
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
                    raise MetDamageError(Damage(name=path.stem, problem=problem, place=offset))
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
            write_at(self.folder / CLAIMS_FILE, state.claims, bytes(claims))
            state.claims += len(claims)
        for name, batch in sorted(batches.items()):
            PartyLog(self.folder, name, state).append(batch.leaves, bytes(batch.rows), bytes(batch.tagged), batch.times)


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        at = f" (`{Path(exc.filename).name}`)" if isinstance(exc.filename, str) else ""
        raise AuditError(f"the audit logs cannot be written: {exc.strerror}{at}") from exc


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
    return pack_place(numbers[item.segment], item.line.sequence, item.offset, own=own)


def _add_disclosure(batch: _Batch, size: int, line: Line, groups: Sequence[Group]) -> None:
    index = size + len(batch.leaves)
    batch.leaves.append(leaf_hash(disclosure_leaf(line.facts_digest, groups)))
    batch.times.append(line.time)
    for slot in (s for g in groups for s in g.slots if not s.is_blank):
        batch.tagged += pack_tag(slot.record_id, index)


def _claimed(line: Line, owners: Mapping[str, str]) -> dict[str, str]:
    return {
        str(position): owners[slot.record_id]
        for group in line.unattributed
        for position, slot in enumerate(group.slots)
        if owners.get(slot.record_id, NOBODY) != NOBODY
    }
