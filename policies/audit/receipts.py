"""Receipts: what an originator learns of who was shown, hit or given which of its records, each provable by itself.

A receipt opens one leaf of the originator's own log: the facts of the operation and its own groups, nothing of other
originators. `prove` adds what leads from the leaf to a signed checkpoint; a bundle holds a whole log for verification
anywhere else.
"""

import base64
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from policies.audit.checkpoints import Checkpoint, CheckpointKey, key_name_of, read_unverified
from policies.audit.entry import Disclosure, Exposure
from policies.audit.leaf_times import EPOCH, MICROSECOND, microseconds
from policies.audit.line import Group, digest_of_facts, disclosure_leaf, group_map, read_group
from policies.audit.logs import ORIGINATORS, LogState, PartyLog, read_claims
from policies.audit.merkle import (
    LeafList,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    root_of_inclusion,
)
from policies.errors import AuditError

OWN = 128
_LEAF_BITS = 40  # a place in time is microseconds since 1970 before the leaf
BUNDLE, PROOF, GROWTH = "benang-audit-bundle", "benang-audit-proof", "benang-audit-growth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One operation that let somebody learn of an originator's records.

    `index` is its leaf in the originator's log. `erased` counts records of it that were erased since. `operation` is
    what was done: for the acting agency, never for the originator, whom it could tell of what is hidden from it.
    """

    originator: str
    index: int
    time: datetime
    agency: str
    actor: str
    purpose: str
    case_ref: str | None
    operation: str
    policy_version: str
    disclosures: tuple[Disclosure, ...]
    erased: int

    @property
    def record_ids(self) -> tuple[str, ...]:
        """The originator's records that were disclosed."""
        return tuple(sorted({rid for d in self.disclosures for rid in d.record_ids}))

    def within(self, record_ids: Collection[str]) -> "Receipt | None":
        """Return the receipt as far as it tells of these records and of no erased one; `None` where it does not."""
        kept = [(d, tuple(rid for rid in d.record_ids if rid in record_ids)) for d in self.disclosures]
        disclosures = tuple(replace(d, record_ids=mine) for d, mine in kept if mine)
        return replace(self, disclosures=disclosures, erased=0) if disclosures else None

    @property
    def exposures(self) -> frozenset[Exposure]:
        """How they were."""
        return frozenset(d.exposure for d in self.disclosures)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedLeaf:
    """What opens a leaf of an originator's log."""

    facts: Mapping[str, Any]
    facts_salt: str
    groups: tuple[Group, ...]
    operation: str = ""  # no part of the leaf

    @property
    def hash(self) -> bytes:
        """The hash of the leaf."""
        return leaf_hash(disclosure_leaf(digest_of_facts(self.facts_salt, self.facts), self.groups))

    def as_map(self) -> dict[str, Any]:
        """Return the leaf as it stands in proofs and bundles."""
        return {
            "facts": dict(self.facts),
            "factsSalt": self.facts_salt,
            "groups": [group_map(group) for group in self.groups],
        }

    def as_receipt(self, originator: str, index: int) -> Receipt:
        """Return what the leaf says, and by which operation."""
        return Receipt(
            originator=originator,
            index=index,
            time=datetime.fromisoformat(self.facts["time"]),
            agency=self.facts["agency"],
            actor=self.facts["actor"],
            purpose=self.facts["purpose"],
            case_ref=self.facts["case"],
            operation=self.operation,
            policy_version=self.facts["policy"],
            disclosures=tuple(
                Disclosure(
                    originator=originator,
                    record_ids=tuple(s.record_id for s in g.slots if not s.is_blank),
                    exposure=g.exposure,
                    profile=g.profile,
                    permits=g.permits,
                    grant=g.grant,
                    classes=g.shown_classes,
                    left_out=g.left_out,
                )
                for g in self.groups
            ),
            erased=sum(s.is_blank for g in self.groups for s in g.slots),
        )


def place_in_time(receipt: Receipt) -> int:
    """Return a receipt's place among all, by time and then by the log."""
    return _place(microseconds(receipt.time), receipt.index)


def start_in_time(instant: datetime) -> int:
    """Return the place before which everything older than a time stands, and nothing else."""
    return _place(microseconds(instant), 0)


def moment_before(place: int) -> datetime:
    """Return the time of the last receipt that may stand before a place in time."""
    return EPOCH + ((place - 1) >> _LEAF_BITS) * MICROSECOND


class ReceiptReader:
    """Reads one originator's receipts from an audit folder. Whoever makes one says whose receipts are read."""

    def __init__(self, folder: Path, originator: str) -> None:
        self.originator = originator
        state = LogState.read(folder)
        self._log = PartyLog(folder, f"{ORIGINATORS}/{originator}", state)
        self._claims = read_claims(folder, state)

    @property
    def size(self) -> int:
        """How many receipts there are."""
        return self._log.size

    @property
    def tags(self) -> int:
        """How many times records were disclosed."""
        return self._log.tag_count

    def receipt(self, index: int) -> Receipt:
        """Return one receipt.

        Raises:
            AuditError: the log has no such leaf, or its entry is gone.
        """
        return self.opened(index).as_receipt(self.originator, index)

    def latest(
        self,
        *,
        before: int | None = None,
        record_id: str | None = None,
        include_own: bool = False,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Iterator[Receipt]:
        """Yield receipts, the newest of the log first: all of a time, wherever in the log they stand.

        Args:
            before: begin with the one before this leaf.
            record_id: keep to those that name this record.
            include_own: also those of the originator's own people.
            since: keep to those from this time on.
            until: keep to those from before this time.
        """
        wanted = self._wanted(include_own=include_own, since=since, until=until)
        wanted[self.size if before is None else before :] = False
        if record_id is not None:
            named = np.zeros_like(wanted)
            named[self._leaves_of([record_id])] = True
            wanted &= named
        for index in np.flatnonzero(wanted)[::-1]:
            receipt = self.receipt(int(index))
            # A tag is eight bytes of a digest: another record's may be equal.
            if record_id is None or record_id in receipt.record_ids:
                yield receipt

    def of_records(self, record_ids: Collection[str]) -> dict[str, list[Receipt]]:
        """Return the receipts of each of these records, those of the originator's own people too, the newest first.

        Reads the log once, however many they are.
        """
        found: dict[str, list[Receipt]] = {rid: [] for rid in record_ids}
        for leaf in sorted(set(self._leaves_of(record_ids)), reverse=True):
            receipt = self.receipt(leaf)
            for rid in found.keys() & set(receipt.record_ids):
                found[rid].append(receipt)
        return found

    def _leaves_of(self, record_ids: Collection[str]) -> list[int]:
        return [leaf for leaf in self._log.leaves_of(record_ids) if leaf < self.size]

    def backwards(
        self, *, end: int | None, since: datetime | None, until: datetime | None, include_own: bool = False
    ) -> Iterator[Receipt]:
        """Yield the receipts of a time by their times, the newest first; of one time the last of the log first.

        Args:
            end: begin with what stands before this place, as `place_in_time` gives it.
            since: keep to those from this time on.
            until: keep to those from before this time.
            include_own: also those of the originator's own people.
        """
        found = np.flatnonzero(self._wanted(include_own=include_own, since=since, until=until))
        times = self._log.times()[found]
        for position in np.lexsort((found, times))[::-1]:
            index, time = int(found[position]), int(times[position])
            if end is None or _place(time, index) < end:
                yield self.receipt(index)

    def _wanted(self, *, include_own: bool, since: datetime | None, until: datetime | None) -> "np.ndarray[Any, Any]":
        """Return for each leaf whether it is of a time, and of other people."""
        wanted = np.ones(self.size, dtype=bool)
        if not include_own:
            wanted &= np.frombuffer(self._log.own_acts(), dtype=np.uint8) < OWN
        if since is not None or until is not None:
            times = self._log.times()
            wanted &= (times >= microseconds(since)) if since is not None else True
            wanted &= (times < microseconds(until)) if until is not None else True
        return wanted

    def disclosed_tags(self, *, after: int = 0) -> Iterator[tuple[bytes, int]]:
        """Yield the tag of each disclosed record with its leaf, from the `after`th on."""
        yield from self._log.tagged(after=after)

    def opened(self, index: int) -> OpenedLeaf:
        """Return what opens a leaf.

        Raises:
            AuditError: the log has no such leaf, or what stands there is not its entry.
        """
        if not 0 <= index < self.size:
            raise AuditError("the log has no such leaf")
        place, line = self._log.place(index), self._log.line(index)
        groups = line.disclosures(self._claims.get((place.segment, place.sequence), {})).get(self.originator, [])
        leaf = OpenedLeaf(facts=line.facts, facts_salt=line.facts_salt, groups=tuple(groups), operation=line.operation)
        if leaf.hash != self._log.tree.leaf(index):
            raise AuditError(f"leaf {index} of `{self._log.name}` is not that of its entry")
        return leaf

    def checkpoints(self) -> list[str]:
        """Return the signed checkpoints of the log, oldest first."""
        return self._log.notes()

    def covering(self, index: int, key: CheckpointKey) -> str | None:
        """Return a key's first checkpoint whose tree holds a leaf; `None` where it made none since."""
        return next((note for note in self._of_key(key) if read_unverified(note).size > index), None)

    def _of_key(self, key: CheckpointKey) -> list[str]:
        """Return the checkpoints of a key: those of an earlier one verify by that alone."""
        return [note for note in self.checkpoints() if key_name_of(note) == key.name]

    def path_to(self, index: int, size: int) -> list[bytes]:
        """Return the inclusion proof of a leaf in the tree of so many leaves."""
        return inclusion_proof(self._log.tree, index, size)

    def prove(self, index: int, key: CheckpointKey) -> bytes:
        """Return a proof that a receipt stands in the log, to be verified by `verify_proof` anywhere.

        Raises:
            AuditError: there is no such receipt, or no checkpoint covers it yet.
        """
        leaf, note = self.opened(index), self.covering(index, key)
        if note is None:
            raise AuditError("no checkpoint covers this receipt yet; run `benang audit checkpoint`")
        path = self.path_to(index, read_unverified(note).size)
        data = {
            "type": PROOF,
            "key": str(key),
            "checkpoint": note,
            "originator": self.originator,
            "index": index,
            "leaf": leaf.as_map(),
            "path": [_text(step) for step in path],
        }
        return orjson.dumps(data, option=orjson.OPT_INDENT_2)

    def prove_growth(self, old_note: str, key: CheckpointKey) -> bytes:
        """Return a proof that the log of an earlier checkpoint is the beginning of the last one's.

        Raises:
            AuditError: there is no later checkpoint.
        """
        old, notes = read_unverified(old_note), self._of_key(key)
        if not notes or read_unverified(notes[-1]).size < old.size:
            raise AuditError("there is no later checkpoint of this log")
        path = consistency_proof(self._log.tree, old.size, read_unverified(notes[-1]).size)
        data = {
            "type": GROWTH,
            "key": str(key),
            "old": old_note,
            "new": notes[-1],
            "path": [_text(step) for step in path],
        }
        return orjson.dumps(data, option=orjson.OPT_INDENT_2)

    def bundle(self, key: CheckpointKey) -> Iterator[bytes]:
        """Yield the lines of a bundle: the log with its checkpoints, each leaf opened.

        Raises:
            AuditError: no checkpoint was made yet, or an entry is gone.
        """
        notes = self._of_key(key)
        if not notes:
            raise AuditError("no checkpoint of this log was made yet; run `benang audit checkpoint`")
        size = read_unverified(notes[-1]).size
        head = {"type": BUNDLE, "originator": self.originator, "size": size, "key": str(key), "checkpoints": notes}
        yield orjson.dumps(head) + b"\n"
        for index in range(size):
            yield orjson.dumps(self.opened(index).as_map()) + b"\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportVerification:
    """What the verification of a bundle or a proof found. `own_key`: the key was taken from the file itself."""

    kind: str
    originator: str
    leaves: int
    checkpoints: int
    key: str
    own_key: bool
    problems: tuple[str, ...]

    @property
    def intact(self) -> bool:
        """Return whether nothing was found changed, missing or cut short."""
        return not self.problems


def verify_export(
    data: bytes,
    *,
    key: CheckpointKey | None = None,
    earlier: Sequence[CheckpointKey] = (),
    notes: Sequence[str] = (),
) -> ExportVerification:
    """Verify a bundle or a proof by itself.

    Args:
        data: the file's bytes.
        key: the key that checkpoints must be signed with; without it the file's own is taken, and told.
        earlier: keys of the deployment from before, for checkpoints that are of them by their names.
        notes: checkpoints kept elsewhere, which the log of a bundle must contain as well.

    Raises:
        AuditError: the file is neither.
    """
    try:
        lines = data.splitlines()
        head = orjson.loads(data) if not _is_bundle(lines) else orjson.loads(lines[0])
        kind, own = str(head["type"]), CheckpointKey.parse(str(head["key"]))
        verifier = _Verifier(key or own, earlier, notes)
        if kind == BUNDLE:
            verifier.bundle(head, lines[1:])
        elif kind == PROOF:
            verifier.proof(head)
        else:
            verifier.growth(head)
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError) as exc:
        raise AuditError("the file is no bundle or proof of an audit log, or is damaged") from exc
    return ExportVerification(
        kind=kind,
        originator=verifier.originator,
        leaves=verifier.leaves,
        checkpoints=verifier.checkpoints,
        key=str(key or own),
        own_key=key is None,
        problems=tuple(verifier.problems),
    )


class _Verifier:
    """Gathers what is wrong with an export."""

    def __init__(self, key: CheckpointKey, earlier: Sequence[CheckpointKey], notes: Sequence[str]) -> None:
        self._key = key
        self._earlier = {found.name: found for found in earlier}
        self._others = notes
        self.problems: list[str] = []
        self.originator = ""
        self.leaves = 0
        self.checkpoints = 0

    def bundle(self, head: Mapping[str, Any], lines: Sequence[bytes]) -> None:
        self.originator = str(head["originator"])
        hashes = []
        for number, line in enumerate(lines):
            leaf = _leaf(orjson.loads(line))
            if orjson.dumps(leaf.as_map()) != line:
                self.problems.append(f"leaf {number} is not written as it was exported")
            hashes.append(leaf.hash)
        if len(hashes) != head["size"]:
            self.problems.append("the bundle is cut short")
        tree = LeafList(hashes)
        own = list(head["checkpoints"])
        for note in [*own, *(n for n in self._others if self._speaks_of(n))]:
            found = self._checked(note)
            if found is not None and (found.size > len(tree) or tree.root(found.size) != found.root):
                self.problems.append(f"the log is not the one that the checkpoint of {found.size} leaves was signed of")
        if not own or self._size_of(own[-1]) != len(hashes):
            self.problems.append("no checkpoint covers the whole log")
        self.leaves = len(hashes)

    def proof(self, head: Mapping[str, Any]) -> None:
        self.originator, self.leaves = str(head["originator"]), 1
        found = self._checked(head["checkpoint"])
        if found is None:
            return
        path = [_bytes(step) for step in head["path"]]
        if root_of_inclusion(_leaf(head["leaf"]).hash, int(head["index"]), found.size, path) != found.root:
            self.problems.append("the receipt is not in the log that the checkpoint was signed of")

    def growth(self, head: Mapping[str, Any]) -> None:
        self.originator = read_unverified(head["new"]).origin.rsplit("/", 1)[-1]
        old, new = self._checked(head["old"]), self._checked(head["new"])
        if old is None or new is None:
            return
        path = [_bytes(step) for step in head["path"]]
        if not is_consistent(old.size, old.root, new.size, new.root, path):
            self.problems.append("the later log does not begin with the earlier one")

    def _checked(self, note: str) -> Checkpoint | None:
        self.checkpoints += 1
        name = key_name_of(note)
        key = self._earlier.get(name, self._key) if name != self._key.name else self._key
        try:
            found = key.verify(note)
        except AuditError as exc:
            self.problems.append(exc.problem)
            return None
        if found.origin != f"{key.name}/{ORIGINATORS}/{self.originator}":
            self.problems.append("a checkpoint is of another log")
            return None
        return found

    def _speaks_of(self, note: str) -> bool:
        return note.split("\n", 1)[0].endswith(f"/{ORIGINATORS}/{self.originator}")

    @staticmethod
    def _size_of(note: str) -> int:
        try:
            return read_unverified(note).size
        except AuditError:
            return -1


def _place(time: int, index: int) -> int:
    return time << _LEAF_BITS | index


def _is_bundle(lines: Sequence[bytes]) -> bool:
    return bool(lines) and lines[0].startswith(b'{"type":"%s"' % BUNDLE.encode())


def _leaf(data: Mapping[str, Any]) -> OpenedLeaf:
    return OpenedLeaf(
        facts=data["facts"], facts_salt=data["factsSalt"], groups=tuple(read_group(g) for g in data["groups"])
    )


def _text(digest: bytes) -> str:
    return base64.b64encode(digest).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
