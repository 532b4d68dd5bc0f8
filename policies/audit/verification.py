"""Verifies an audit folder without a database: segments, logs, checkpoints, and what was erased."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from policies.audit.checkpoints import CheckpointKey, key_name_of, origin_of, read_unverified
from policies.audit.key_succession import read_accepting
from policies.audit.leaf_times import EPOCH, MICROSECOND, microseconds
from policies.audit.line import START, Line, disclosure_leaf, is_true, read_line
from policies.audit.logs import ACTS, ORIGINATORS, LeafPlace, LogState, PartyLog, read_claims, record_tag
from policies.audit.merkle import HASH_BYTES, LeafList, leaf_hash
from policies.audit.segment import HEAD_SUFFIX, read_head, segment_paths
from policies.errors import AuditError

_ERASED_TAG = bytes(8)
# All logs that grew are signed at once, every minute; so far may an entry come late to its log, or its clock be off.
_SIGNED_WITHIN = timedelta(minutes=1)
_Expected = dict[tuple[str, int], dict[str, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditProblem:
    """Where a trail does not verify, and how.

    `segment` is the segment or the log, `line` the line or leaf; 0 where the whole is concerned.
    """

    segment: str
    line: int
    problem: str

    def __str__(self) -> str:
        return f"{self.segment}:{self.line}: {self.problem}"


class TrailState(StrEnum):
    """What can honestly be said of a trail."""

    INTACT = "intact"
    CHANGED = "changed"  # something was changed, removed or cut short
    UNVOUCHED = "unvouched"  # nothing was found changed, but no checkpoint vouches for entries that one should cover
    EMPTY = "empty"  # there is nothing to verify


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditVerification:
    """What a verification read and found.

    Attributes:
        segments: how many files of the trail were read.
        entries: how many entries they hold.
        problems: what was changed, is missing or cut short.
        logs: how many logs of originators were read.
        leaves: how many leaves they hold.
        checkpoints: how many signed checkpoints were read.
        waiting: entries that are in no log yet.
        erased: record ids that were blanked, each with its proof.
        unfinished: entries that were being written when their process was killed, so that no answer rested on them.
        vouching: checkpoints that hold of their logs.
        unsigned: entries that stand behind the last checkpoint of a log.
        unsigned_since: when the oldest of these was written.
        unvouched: logs that have no checkpoint at all, though there is none of any log, or others were signed when they
            had entries already.
        unread: checkpoints of an earlier key, by the trail, that was not given: they vouch for nothing, and agree with
            their logs.
    """

    segments: int
    entries: int
    problems: tuple[AuditProblem, ...]
    logs: int = 0
    leaves: int = 0
    checkpoints: int = 0
    waiting: int = 0
    erased: int = 0
    unfinished: int = 0
    vouching: int = 0
    unsigned: int = 0
    unsigned_since: datetime | None = None
    unvouched: tuple[str, ...] = ()
    unread: int = 0

    @property
    def intact(self) -> bool:
        """Return whether nothing was found changed, missing or cut short; what vouches for that, `state` tells."""
        return not self.problems

    @property
    def state(self) -> TrailState:
        """Return what can be said of the trail."""
        if self.problems:
            return TrailState.CHANGED
        if not self.entries:
            return TrailState.EMPTY
        # Without a checkpoint, entries and logs may be others than were written: they are made in no time.
        return TrailState.UNVOUCHED if self.unvouched or not self.vouching else TrailState.INTACT


@dataclass(slots=True)
class _Trail:
    """What the segments say, gathered on the way through."""

    notes: Mapping[str, list[str]]
    state: LogState
    claims: Mapping[tuple[str, int], dict[int, str]]
    hashes: dict[str, dict[int, str]] = field(default_factory=dict)
    offsets: dict[tuple[str, int], int] = field(default_factory=dict)
    agencies: dict[tuple[str, int], str] = field(default_factory=dict)
    times: dict[tuple[str, int], int] = field(default_factory=dict)
    ends: dict[tuple[str, int], int] = field(default_factory=dict)
    unfinished: dict[str, int] = field(default_factory=dict)
    expected: _Expected = field(default_factory=dict)
    tags: dict[tuple[str, tuple[str, int]], list[bytes]] = field(default_factory=dict)
    blank: set[str] = field(default_factory=set)
    proved: set[str] = field(default_factory=set)
    succeeded: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    keys: Sequence[CheckpointKey] = ()
    unread: int = 0
    vouching: int = 0
    signed_until: int = 0
    unsigned: set[tuple[str, int]] = field(default_factory=set)
    bare: dict[str, int] = field(default_factory=dict)
    problems: list[AuditProblem] = field(default_factory=list)

    def note(self, segment: str, line: int, problem: str) -> None:
        self.problems.append(AuditProblem(segment=segment, line=line, problem=problem))


def verify_audit(
    folder: Path,
    *,
    key: CheckpointKey | None = None,
    earlier: Sequence[CheckpointKey] = (),
    notes: Sequence[str] = (),
) -> AuditVerification:
    """Check every segment, every log and every checkpoint of a folder.

    Finds a changed, removed, inserted or cut entry, a segment that is gone, an entry that stands in a log twice or not
    at all, a log that differs from what its checkpoints signed, and a record id that was blanked without a proof. What
    no flush, no later segment and no checkpoint had seen yet when it was cut off cannot be missed. Where checkpoints
    are gone, the trail is not `INTACT` but `UNVOUCHED`; a log whose later ones alone are gone has more `unsigned`.

    Args:
        folder: the audit folder.
        key: the key that checkpoints must be signed with; without it their signatures are not looked at.
        earlier: keys of the deployment from before, for checkpoints that are of them by their names. Those of one that
            is not given are passed over where the trail says that `key` signs on after it; else they are problems.
        notes: checkpoints kept elsewhere, which the logs must contain as well.
    """
    trail = _opened(folder, notes)
    trail.keys = (*((key,) if key is not None else ()), *earlier)
    state = trail.state
    _verify_segments(folder, trail)
    trail.problems += [
        AuditProblem(segment="erasures", line=0, problem="a record id was blanked without a proof")
        for _ in trail.blank - trail.proved
    ]
    for name in sorted(state.sizes):
        _verify_log(PartyLog(folder, name, state), trail)
    for name in sorted(trail.notes.keys() - state.sizes.keys()):
        trail.note(name, 0, "a checkpoint speaks of a log that is missing")
    waiting = _look_for_entries(trail)
    trail.unsigned |= waiting
    return AuditVerification(
        segments=len(trail.hashes),
        entries=sum(max(len(hashes) - 1, 0) for hashes in trail.hashes.values()),
        problems=tuple(dict.fromkeys(trail.problems)),
        logs=len(state.sizes),
        leaves=sum(state.sizes.values()),
        checkpoints=sum(map(len, trail.notes.values())),
        waiting=len(waiting),
        erased=len(trail.blank),
        unfinished=len(trail.unfinished),
        vouching=trail.vouching,
        unsigned=len(trail.unsigned),
        unsigned_since=_oldest(trail),
        unvouched=_unvouched(trail),
        unread=trail.unread,
    )


def _look_for_entries(trail: _Trail) -> set[tuple[str, int]]:
    """Return the entries that wait to be logged; those that no log has, and that wait no longer, are problems."""
    waiting = set()
    for (segment, sequence), leaves in trail.expected.items():
        if not leaves:
            continue
        if _is_waiting((segment, sequence), trail.state):
            waiting.add((segment, sequence))
        else:
            trail.note(segment, sequence, f"the entry is not in the log {min(leaves)}")
    return waiting


def _oldest(trail: _Trail) -> datetime | None:
    """Return when the oldest unsigned entry was written."""
    times = [trail.times[place] for place in trail.unsigned if place in trail.times]
    return EPOCH + min(times) * MICROSECOND if times else None


def _unvouched(trail: _Trail) -> tuple[str, ...]:
    """Return the logs without a checkpoint that must have had one.

    A log that is new since the last checkpoints has none yet. So one is missed where another log's covers an entry
    that is later than an entry of it.
    """
    latest = trail.signed_until - _SIGNED_WITHIN // MICROSECOND
    return tuple(sorted(name for name, oldest in trail.bare.items() if not trail.vouching or oldest < latest))


def _opened(folder: Path, others: Sequence[str]) -> _Trail:
    """Return an empty trail: first the checkpoints, then the state, which is never behind them."""
    notes: dict[str, list[str]] = {}
    problems: list[tuple[str, str]] = []
    for path in sorted(folder.glob("*/*/checkpoints")):
        name = f"{path.parts[-3]}/{path.parts[-2]}"
        try:
            notes[name] = PartyLog(folder, name, LogState()).notes()
        except AuditError as exc:
            problems.append((name, exc.problem))
    for note in others:
        notes.setdefault(_log_name(origin_of(note)), []).append(note)
    try:
        state = LogState.read(folder)
        trail = _Trail(notes, state, read_claims(folder, state))
    except AuditError as exc:
        trail = _Trail(notes, LogState(), {})
        problems.append(("logs", exc.problem))
    for name, problem in problems:
        trail.note(name, 0, problem)
    return trail


def _verify_segments(folder: Path, trail: _Trail) -> None:
    # Marks before segments: a log that grows meanwhile is never behind what is claimed of it.
    marks = sorted(folder.glob(f"*{HEAD_SUFFIX}"))
    claims = [(mark.stem, *head) for mark in marks if (head := read_head(mark)) is not None]
    claims += [(name, count, "") for name, (count, _) in trail.state.positions.items()]
    for mark in marks:
        if read_head(mark) is None and mark.stat().st_size:
            trail.note(mark.stem, 0, "the mark of its last flush is damaged")
    for path in segment_paths(folder):
        if not path.with_suffix(HEAD_SUFFIX).exists():
            trail.note(path.stem, 0, "the mark of its last flush is missing")
        if path.is_file():
            _verify_segment(path, claims, trail)
        else:  # to open a pipe would be to wait for whoever writes into it
            trail.note(path.stem, 0, "the segment is no regular file")
    for name, (count, end) in trail.state.positions.items():
        if count and trail.ends.get((name, count), end) != end:
            trail.note(name, count, "the logs say that this entry ends elsewhere")
    for name, count, digest in claims:
        hashes = trail.hashes.get(name)
        if hashes is None:
            trail.note(name, 0, "the segment is missing")
        elif count > 0 and count == trail.unfinished.get(name):
            trail.note(name, count, "the last entry is cut short")
        elif count > 0 and (count not in hashes or (digest and hashes[count] != digest)):
            trail.note(name, count, "an entry that was flushed is missing or was changed")


def _verify_segment(path: Path, claims: list[tuple[str, int, str]], trail: _Trail) -> None:
    """Check a segment's chain up to its first break; collect what it says of other segments and of the logs."""
    hashes = trail.hashes.setdefault(path.stem, {})
    previous, offset = START, 0
    lines = path.read_bytes().split(b"\n")
    if lines[-1]:
        # A killed process leaves half an entry where its line crossed a page; what was flushed of it is claimed.
        trail.unfinished[path.stem] = len(lines)
    for number, raw in enumerate(lines[:-1], start=1):
        try:
            line = read_line(raw)
        except ValueError:
            trail.note(path.stem, number, "is not an entry")
            return
        problem = _chain_problem(line, number, previous)
        if problem is not None:
            trail.note(path.stem, number, problem)
            return
        hashes[number] = previous = line.hash
        trail.offsets[path.stem, number], offset = offset, offset + len(raw) + 1
        trail.ends[path.stem, number] = offset
        if line.heads is not None:
            claims += [(name, count, seen) for name, (count, seen) in line.heads.items()]
        else:
            _expect(path.stem, line, trail)


def _chain_problem(line: Line, number: int, previous: str) -> str | None:
    if not is_true(line):
        return "the entry was changed"
    if line.sequence != number or line.previous != previous or (line.heads is not None) is not (number == 1):
        return "an entry before this one is missing, or was put in or changed"
    return None


def _expect(segment: str, line: Line, trail: _Trail) -> None:
    """Note which leaves an entry must have, and what it erased or lost."""
    place = (segment, line.sequence)
    leaves = {f"{ACTS}/{line.agency}": leaf_hash(line.act_leaf)}
    for originator, groups in line.disclosures(trail.claims.get(place, {})).items():
        name = f"{ORIGINATORS}/{originator}"
        leaves[name] = leaf_hash(disclosure_leaf(line.facts_digest, groups))
        slots = [slot for group in groups for slot in group.slots]
        trail.tags[name, place] = [_ERASED_TAG if s.is_blank else record_tag(s.record_id) for s in slots]
    trail.expected[place] = leaves
    trail.agencies[place] = line.agency
    trail.times[place] = microseconds(line.time)
    trail.blank.update(slot.digest.hex() for group in line.groups for slot in group.slots if slot.is_blank)
    trail.proved.update(line.internal.get("erased", ()))
    key, earlier = read_accepting(line.operation)
    trail.succeeded[key] |= earlier


def _verify_log(log: PartyLog, trail: _Trail) -> None:
    """Check one log against the entries and against its checkpoints."""
    try:
        stored = log.tree.hashes(0)
        places = list(log.places())
    except (AuditError, OSError):
        trail.note(log.name, 0, "the log is damaged")
        return
    leaves = [stored[start : start + HASH_BYTES] for start in range(0, len(stored), HASH_BYTES)]
    if len(leaves) != log.size or len(places) != log.size:
        trail.note(log.name, len(leaves), "the log is cut short")
        return
    _verify_leaves(log, places, leaves, trail)
    tree = LeafList(leaves)
    for height in range(max(log.size.bit_length(), 1)):
        if log.tree.hashes(height) != b"".join(tree.level(height)):
            trail.note(log.name, 0, f"the hashes of height {height} are not those of the leaves")
    _verify_tags(log, places, trail)
    _verify_times(log, places, trail)
    covered = _verify_notes(log, tree, trail)
    _note_signed([(place.segment, place.sequence) for place in places], covered, trail)
    if places and not covered:
        trail.bare[log.name] = min(trail.times.get((p.segment, p.sequence), 0) for p in places)


def _verify_leaves(log: PartyLog, places: Sequence[LeafPlace], leaves: Sequence[bytes], trail: _Trail) -> None:
    """Check that each leaf is that of an entry, and take it from what is expected."""
    for index, place in enumerate(places):
        entry = (place.segment, place.sequence)
        expected = trail.expected.get(entry, {}).pop(log.name, None)
        found = (leaves[index], place.offset, place.is_own)
        if found != (expected, trail.offsets.get(entry), trail.agencies.get(entry) == log.name.split("/")[1]):
            trail.note(log.name, index, "the leaf is not that of an entry, or the entry stands in the log twice")


def _verify_notes(log: PartyLog, tree: LeafList, trail: _Trail) -> int:
    """Check the checkpoints of a log; return how many leaves, from the first, those that hold vouch for."""
    covered = 0
    for number, note in enumerate(trail.notes.get(log.name, ()), start=1):
        key = _key_of(note, trail)
        if (problem := _note_problem(note, log.name, tree, key)) is not None:
            trail.note(log.name, number, problem)
        elif trail.keys and key is None:
            trail.unread += 1
        else:
            covered = max(covered, read_unverified(note).size)
            trail.vouching += 1
    return covered


def _key_of(note: str, trail: _Trail) -> CheckpointKey | None:
    """Return the key that a checkpoint must be signed with; `None` where its signatures are not looked at.

    That is where no key was given at all, and of an earlier key by the trail that was not given.
    """
    named = next((key for key in trail.keys if key.name == key_name_of(note)), None)
    if named is not None or not trail.keys or key_name_of(note) in trail.succeeded[str(trail.keys[0])]:
        return named
    return trail.keys[0]


def _note_signed(places: Sequence[tuple[str, int]], covered: int, trail: _Trail) -> None:
    """Note which entries of a log its checkpoints cover, so many from the first, and which they do not."""
    trail.unsigned.update(places[covered:])
    trail.signed_until = max([trail.signed_until, *(trail.times.get(place, 0) for place in places[:covered])])


def _verify_tags(log: PartyLog, places: Sequence[LeafPlace], trail: _Trail) -> None:
    """Check the list of a log's records: each is one of its leaf's, and only what was erased is left out."""
    kept: dict[int, list[bytes]] = {}
    for tag, index in log.tagged():
        kept.setdefault(index, []).append(tag)
    for index, place in enumerate(places):
        wanted = [t for t in trail.tags.get((log.name, (place.segment, place.sequence)), ()) if t != _ERASED_TAG]
        found = kept.pop(index, [])
        erased = found.count(_ERASED_TAG)
        missing = Counter(wanted) - Counter(found)
        if Counter(t for t in found if t != _ERASED_TAG) - Counter(wanted) or missing.total() > erased:
            trail.note(log.name, index, "the list of its records is not that of the entries")
    if kept:
        trail.note(log.name, max(kept), "the list of its records is not that of the entries")


def _verify_times(log: PartyLog, places: Sequence[LeafPlace], trail: _Trail) -> None:
    """Check the list of a log's times; what is missing in it is read from the entries, and hides nothing."""
    for index, (place, found) in enumerate(zip(places, log.stored_times(), strict=False)):
        if trail.times.get((place.segment, place.sequence), found) != found:
            trail.note(log.name, index, "the list of its times is not that of the entries")


def _note_problem(note: str, name: str, tree: LeafList, key: CheckpointKey | None) -> str | None:
    try:
        found = read_unverified(note) if key is None else key.verify(note)
    except AuditError as exc:
        return exc.problem
    if _log_name(found.origin) != name or (key is not None and found.origin != f"{key.name}/{name}"):
        return "a checkpoint is of another log"
    if found.size > len(tree):
        return "the log is shorter than a checkpoint of it"
    if tree.root(found.size) != found.root:
        return "the log is not the one that a checkpoint was signed of"
    return None


def _is_waiting(place: tuple[str, int], state: LogState) -> bool:
    return place[1] > state.positions.get(place[0], (0, 0))[0]


def _log_name(origin: str) -> str:
    return "/".join(origin.split("/")[-2:])


def read_notes(paths: Sequence[Path]) -> Iterator[str]:
    """Yield the checkpoints of files, each file one or several.

    Raises:
        AuditError: a file cannot be read.
    """
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as exc:
            raise AuditError(f"the checkpoint `{path.name}` cannot be read") from exc
        yield from _notes_in(text)


def _notes_in(text: str) -> Iterator[str]:
    body: list[str] = []
    signed = False
    for line in text.splitlines(keepends=True):
        if signed and not line.startswith("— "):
            yield "".join(body)
            body, signed = [], False
        if not body and not line.strip():
            continue
        body.append(line)
        signed = signed or line.startswith("— ")
    if body:
        yield "".join(body)
