"""Lines of audit segments: an entry with the salted commitments by which it can lose a part and still verify.

A line opens what it commits to: facts that an originator may learn of a disclosure, facts for the operator alone, and
for every record a slot of its id and salt. A slot can be blanked in place, leaving its digest: the chain of the segment
and the leaves of the originators' logs then still verify, and the id is gone. Nothing here holds stored values.
"""

import hashlib
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import orjson

from graph import PropertyClass
from policies.audit.entry import AuditEntry, Disclosure, Exposure, Outcome

START = "0" * 64
_SALT_BYTES = 16
_DIGEST_CHARACTERS = 64

# Every kind of hash input begins with a name of its own, so that none passes for another.
_RECORD, _FACTS, _INTERNAL = b"benang/record/1\0", b"benang/facts/1\0", b"benang/internal/1\0"
_GROUP, _ENTRY, _OPENED = b"benang/group/1\0", b"benang/entry/1\0", b"benang/opened/1\0"
_CHAIN, _ACT, _DISCLOSED = b"benang/chain/1\0", b"benang/act/1\0", b"benang/disclosure/1\0"
_SLOT = re.compile(rb'\["([^"\\]+)","([0-9a-f]+)"\]')
_FEW = 16
_LEFT_OUT = "leftOut"
_CLASS_OF = {found.value[0]: found for found in PropertyClass}
assert len(_CLASS_OF) == len(PropertyClass)  # noqa: S101 - each class has a letter of its own
_BLANK = re.compile(rb'\["","([0-9a-f]{64})"\]')
_PADDING = re.compile(rb'(\["","[0-9a-f]{64}"\]) *')


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One record of a group: its id with a salt, or, once that was blanked, the digest alone."""

    record_id: str
    salt: str
    digest: bytes

    @property
    def is_blank(self) -> bool:
        """Return whether the id was erased."""
        return not self.record_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The slots of one basis; `originator` is `None` where it was not known when the entry was written.

    `classes` are the first letters of the property classes that may have been shown, in their order; `None` where that
    is not known, as in every line of an earlier version. `left_out` are the properties that a seal took out of them. To
    the originator they would tell of seals that are not told: the entry has them among what is for the operator alone.
    """

    originator: str | None
    exposure: Exposure
    profile: str
    permits: tuple[str, ...]
    grant: str | None
    slots: tuple[Slot, ...]
    classes: str | None = None
    left_out: tuple[str, ...] | None = None

    @property
    def digest(self) -> bytes:
        """What the entry commits to of this group."""
        head = [self.originator, str(self.exposure), self.profile, list(self.permits), self.grant]
        if self.classes is not None:
            # What earlier versions wrote commits to five items, and goes on to verify.
            head.append(self.classes)
        slots = b"".join(slot.digest for slot in self.slots)
        return hashlib.sha256(_GROUP + orjson.dumps(head) + b"\0" + slots).digest()

    def claimed_by(self, originator: str, positions: Sequence[int]) -> "Group":
        """Return the group of those slots that turned out to be an originator's."""
        return Group(
            originator=originator,
            exposure=self.exposure,
            profile=self.profile,
            permits=self.permits,
            grant=self.grant,
            slots=tuple(self.slots[p] for p in positions),
            classes=self.classes,
            left_out=self.left_out,
        )

    @property
    def shown_classes(self) -> tuple[PropertyClass, ...] | None:
        """The property classes that may have been shown; `None` where that is not known."""
        return None if self.classes is None else tuple(_CLASS_OF[letter] for letter in self.classes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a segment, opened: an entry, or the first line, which has `heads` and nothing else."""

    sequence: int
    previous: str
    hash: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    facts_salt: str = ""
    internal: Mapping[str, Any] = field(default_factory=dict)
    internal_salt: str = ""
    groups: tuple[Group, ...] = ()
    heads: Mapping[str, tuple[int, str]] | None = None

    @property
    def time(self) -> datetime:
        """When the entry was written."""
        return datetime.fromisoformat(self.facts["time"])

    @property
    def agency(self) -> str:
        """The agency that acted."""
        return str(self.facts["agency"])

    @property
    def operation(self) -> str:
        """What was done: for the operator and the acting agency. Older lines opened it to originators as a fact."""
        return str(self.internal.get("operation", self.facts.get("operation", "")))

    @property
    def facts_digest(self) -> bytes:
        """What an originator's leaf commits to of the entry."""
        return _salted(_FACTS, self.facts_salt, self.facts)

    @property
    def commitment(self) -> bytes:
        """What the chain and the acting agency's leaf commit to."""
        internal = _salted(_INTERNAL, self.internal_salt, self.internal)
        return hashlib.sha256(_ENTRY + self.facts_digest + internal + b"".join(g.digest for g in self.groups)).digest()

    @property
    def act_leaf(self) -> bytes:
        """The data of the leaf in the acting agency's log."""
        return _ACT + self.commitment

    def disclosures(self, claims: Mapping[int, str]) -> dict[str, list[Group]]:
        """Return the groups of each originator.

        Args:
            claims: which slots without an originator turned out to be whose, by their position among these.
        """
        found: dict[str, list[Group]] = {}
        for group in self.groups:
            if group.originator is not None:
                found.setdefault(group.originator, []).append(group)
        for group in self.unattributed:
            for originator in sorted(set(claims.values())):
                positions = sorted(p for p, whose in claims.items() if whose == originator)
                found.setdefault(originator, []).append(group.claimed_by(originator, positions))
        return found

    @property
    def unattributed(self) -> tuple[Group, ...]:
        """The group without an originator, if there is one."""
        return tuple(g for g in self.groups if g.originator is None)

    def entry(self) -> AuditEntry:
        """Return the entry as it was given, without what was erased since."""
        ids = [s.record_id for g in self.groups for s in g.slots if not s.is_blank]
        exposure = next((g.exposure for g in self.unattributed), Exposure.SHOWN)
        return AuditEntry(
            exposure=exposure,
            actor=self.facts["actor"],
            agency=self.facts["agency"],
            purpose=self.facts["purpose"],
            operation=self.operation,
            outcome=Outcome(self.facts["outcome"]),
            policy_version=self.facts["policy"],
            scope_key=self.internal["scope"],
            case_ref=self.facts["case"],
            record_ids=tuple(sorted(ids)),
            count=self.internal["count"],
            disclosures=tuple(_disclosure(g) for g in self.groups if g.originator is not None),
            erased=tuple(self.internal.get("erased", ())),
            reason=str(self.internal.get("reason", "")),
        )


def disclosure_leaf(facts_digest: bytes, groups: Sequence[Group]) -> bytes:
    """Return the data of the leaf in an originator's log: the facts, and its own groups alone."""
    return _DISCLOSED + facts_digest + b"".join(g.digest for g in groups)


def digest_of_facts(salt: str, facts: Mapping[str, Any]) -> bytes:
    """Return what an originator's leaf commits to of the facts."""
    return _salted(_FACTS, salt, facts)


def slot_digest(salt: str, record_id: str) -> bytes:
    """Return the digest of a record's slot."""
    return hashlib.sha256(_RECORD + salt.encode() + b"\0" + record_id.encode()).digest()


def make_entry(entry: AuditEntry, *, sequence: int, time: datetime, previous: str) -> Line:
    """Return an entry as the next line of a segment, with fresh salts."""
    facts = {
        "time": time.astimezone(UTC).isoformat(),
        "actor": entry.actor,
        "agency": entry.agency,
        "purpose": entry.purpose,
        "case": entry.case_ref,
        "outcome": str(entry.outcome),
        "policy": entry.policy_version,
    }
    groups = tuple(_groups(entry))
    count = sum(len(g.slots) for g in groups) if entry.count is None else entry.count
    # To an originator it would tell of what is hidden from it: that a record of its own was judged, or explained.
    internal: dict[str, Any] = {"operation": entry.operation, "scope": entry.scope_key, "count": count}
    if any(group.left_out is not None for group in groups):
        # By the places of the groups, not by ids, which may be erased.
        internal[_LEFT_OUT] = {str(n): list(group.left_out) for n, group in enumerate(groups) if group.left_out}
    if entry.erased:
        internal["erased"] = list(entry.erased)
    if entry.reason:
        internal["reason"] = entry.reason
    salts = os.urandom(2 * _SALT_BYTES).hex()
    line = Line(
        sequence=sequence,
        previous=previous,
        hash="",
        facts=facts,
        facts_salt=salts[:32],
        internal=internal,
        internal_salt=salts[32:],
        groups=groups,
    )
    return _hashed(line, line.commitment)


def make_opening(heads: Mapping[str, tuple[int, str]]) -> Line:
    """Return the first line of a segment: the last flushed number and hash of every other segment."""
    line = Line(sequence=1, previous=START, hash="", heads=dict(heads))
    return _hashed(line, _opening_digest(heads))


def write_line(line: Line) -> bytes:
    """Return a line's bytes, its newline included."""
    body: dict[str, Any] = {"sequence": line.sequence}
    if line.heads is not None:
        body["heads"] = {name: list(head) for name, head in line.heads.items()}
    else:
        body |= {
            "facts": line.facts,
            "factsSalt": line.facts_salt,
            "internal": line.internal,
            "internalSalt": line.internal_salt,
            "groups": [group_map(g) for g in line.groups],
        }
    return orjson.dumps(body | {"previous": line.previous, "hash": line.hash}) + b"\n"


def group_map(group: Group) -> dict[str, Any]:
    """Return a group as the map that stands in lines and bundles."""
    classes = {} if group.classes is None else {"classes": group.classes}
    return {
        "originator": group.originator,
        "exposure": str(group.exposure),
        "profile": group.profile,
        "permits": list(group.permits),
        "grant": group.grant,
        **classes,
        "records": [["", s.digest.hex()] if s.is_blank else [s.record_id, s.salt] for s in group.slots],
    }


def read_group(data: Mapping[str, Any]) -> Group:
    """Return the group of a map.

    Raises:
        ValueError, KeyError, TypeError: the map is no group.
    """
    return Group(
        originator=data["originator"],
        exposure=Exposure(data["exposure"]),
        profile=data["profile"],
        permits=tuple(data["permits"]),
        grant=data["grant"],
        slots=tuple(_slot(*slot) for slot in data["records"]),
        classes=_letters(data["classes"]) if "classes" in data else None,
    )


def read_line(raw: bytes) -> Line:
    """Return the line of bytes without their newline. It is not checked: `is_true` does that.

    Raises:
        ValueError: the bytes are no line, or not as this module writes them.
    """
    try:
        line = _opened(orjson.loads(raw))
    except (KeyError, TypeError, AttributeError, orjson.JSONDecodeError) as exc:
        raise ValueError("no entry") from exc
    # Only one way of writing a line is taken, so that no byte of it can be another unseen.
    if write_line(line)[:-1] != _PADDING.sub(rb"\1", raw):
        raise ValueError("no entry")
    return line


def is_true(line: Line) -> bool:
    """Return whether a line's hash is that of what it says."""
    commitment = _opening_digest(line.heads) if line.heads is not None else line.commitment
    return line.hash == _chained(line, commitment)


def acted_as(agency: str, actor: str) -> bytes:
    """Return what stands in the bytes of every line by which somebody of an agency acted."""
    return b'"actor":%s,"agency":%s,' % (orjson.dumps(actor), orjson.dumps(agency))


def did(operation: str) -> bytes:
    """Return what stands in the bytes of every line of an operation whose name begins so."""
    return b'"operation":' + orjson.dumps(operation)[:-1]


def slots_in(raw: bytes, record_ids: Collection[str]) -> Iterator[tuple[int, bytes, str]]:
    """Yield where slots of records stand in entries' bytes, what to write over each to blank it, and its digest."""
    wanted, slot = {rid.encode(): rid for rid in record_ids}, _SLOT
    if len(wanted) <= _FEW:
        # To look for so many bytes is faster than to look at each slot, and mostly there is nothing.
        wanted = {encoded: rid for encoded, rid in wanted.items() if encoded in raw}
        slot = re.compile(rb'\["(%s)","([0-9a-f]+)"\]' % b"|".join(map(re.escape, wanted)))
    if not wanted:
        return
    for found in slot.finditer(raw):
        if (record_id := wanted.get(found[1])) is not None:
            digest = slot_digest(found[2].decode(), record_id).hex()
            blank = b'["","%s"]' % digest.encode()
            yield found.start(), blank.ljust(len(found[0])), digest


def keep_blanks(data: bytes, standing: bytes) -> bytes:
    """Return lines with those slots blank that are blank already where they stand.

    Args:
        data: the lines as they were written.
        standing: what stands there now, which may lack some of them.
    """
    kept = bytearray(data)
    for blank in _BLANK.finditer(standing):
        slot = _SLOT.match(data, blank.start())
        if slot is not None and slot_digest(slot[2].decode(), slot[1].decode()).hex().encode() == blank[1]:
            kept[slot.start() : slot.end()] = blank[0].ljust(len(slot[0]))
    return bytes(kept)


def _groups(entry: AuditEntry) -> Iterator[Group]:
    told: set[str] = set()
    for given in entry.disclosures:
        told.update(given.record_ids)
        yield Group(
            originator=given.originator,
            exposure=given.exposure,
            profile=given.profile,
            permits=tuple(given.permits),
            grant=given.grant,
            slots=_new_slots(given.record_ids),
            classes=_letters_of(given.classes) if given.classes is not None else None,
            left_out=tuple(sorted(given.left_out)) if given.left_out is not None else None,
        )
    left = [rid for rid in entry.record_ids if rid not in told]
    if left:
        yield Group(
            originator=None, exposure=entry.exposure, profile="", permits=(), grant=None, slots=_new_slots(left)
        )


def _letters_of(classes: Collection[PropertyClass]) -> str:
    return "".join(letter for letter, found in _CLASS_OF.items() if found in classes)


def _letters(text: str) -> str:
    """Return letters of classes as they were written.

    Raises:
        ValueError: they are others, or in another order.
    """
    if text != "".join(letter for letter in _CLASS_OF if letter in text):
        raise ValueError("no property classes")
    return text


def _new_slots(ids: Sequence[str]) -> tuple[Slot, ...]:
    lengths = [max(2 * _SALT_BYTES, _DIGEST_CHARACTERS - len(rid)) for rid in ids]
    # An id and its salt are together at least as long as the digest that may have to stand in their place.
    salts, place, made = os.urandom((sum(lengths) + 1) // 2).hex(), 0, []
    for rid, length in zip(ids, lengths, strict=True):
        salt = salts[place : place + length]
        place += length
        made.append(Slot(record_id=rid, salt=salt, digest=slot_digest(salt, rid)))
    return tuple(made)


def _slot(record_id: str, second: str) -> Slot:
    if record_id:
        return Slot(record_id=record_id, salt=second, digest=slot_digest(second, record_id))
    return Slot(record_id="", salt="", digest=bytes.fromhex(second))


def _opened(body: Mapping[str, Any]) -> Line:
    common = {"sequence": body["sequence"], "previous": body["previous"], "hash": body["hash"]}
    if "heads" in body:
        heads = {name: (count, seen) for name, (count, seen) in body["heads"].items()}
        return Line(**common, heads=heads)
    line = Line(
        **common,
        facts=body["facts"],
        facts_salt=body["factsSalt"],
        internal=body["internal"],
        internal_salt=body["internalSalt"],
        groups=_with_left_out(tuple(map(read_group, body["groups"])), body["internal"]),
    )
    line.entry()  # every field is there and has its shape
    return line


def _with_left_out(groups: tuple[Group, ...], internal: Mapping[str, Any]) -> tuple[Group, ...]:
    """Return groups with what a seal took out of each, where the entry says so: one of an earlier version does not."""
    if (told := internal.get(_LEFT_OUT)) is None:
        return groups
    return tuple(replace(group, left_out=tuple(told.get(str(n), ()))) for n, group in enumerate(groups))


def _hashed(line: Line, commitment: bytes) -> Line:
    return Line(
        sequence=line.sequence,
        previous=line.previous,
        hash=_chained(line, commitment),
        facts=line.facts,
        facts_salt=line.facts_salt,
        internal=line.internal,
        internal_salt=line.internal_salt,
        groups=line.groups,
        heads=line.heads,
    )


def _chained(line: Line, commitment: bytes) -> str:
    place = line.sequence.to_bytes(8, "big") + line.previous.encode()
    return hashlib.sha256(_CHAIN + place + commitment).hexdigest()


def _opening_digest(heads: Mapping[str, tuple[int, str]]) -> bytes:
    return hashlib.sha256(_OPENED + orjson.dumps({name: list(head) for name, head in heads.items()})).digest()


def _salted(domain: bytes, salt: str, data: Mapping[str, Any]) -> bytes:
    return hashlib.sha256(domain + salt.encode() + b"\0" + orjson.dumps(data)).digest()


def _disclosure(group: Group) -> Disclosure:
    return Disclosure(
        originator=str(group.originator),
        record_ids=tuple(s.record_id for s in group.slots if not s.is_blank),
        exposure=group.exposure,
        profile=group.profile,
        permits=group.permits,
        grant=group.grant,
        classes=group.shown_classes,
        left_out=group.left_out,
    )
