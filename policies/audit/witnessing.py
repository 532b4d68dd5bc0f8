"""Checkpoints that another party vouches for: a member cosigns a log once it saw that nothing before changed.

The deployment offers its last checkpoint with a proof that it only grew since the one that the witness cosigned last.
Whoever rewrites the trail, with disk and key, then lacks the witness.

Source:
    C2SP, `tlog-witness` and `tlog-cosignature`; RFC 9162, section 2.1.4.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from policies.audit.checkpoints import Checkpoint, CheckpointKey, origin_of, read_unverified
from policies.audit.logs import PartyLog
from policies.audit.merkle import consistency_proof, is_consistent
from policies.errors import AuditError

_LARGEST_OFFER = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A log's checkpoint with the proof that the log only grew since it had `since` leaves, 0 for the first time."""

    note: str
    since: int
    proof: tuple[bytes, ...]

    def __str__(self) -> str:
        hashes = [base64.b64encode(h).decode() for h in self.proof]
        return orjson.dumps({"note": self.note, "since": self.since, "proof": hashes}).decode() + "\n"

    @classmethod
    def read(cls, path: Path) -> "Offer":
        """Return the offer in a file.

        Raises:
            AuditError: the file cannot be read, or holds no offer.
        """
        try:
            if path.stat().st_size > _LARGEST_OFFER:
                raise AuditError(f"`{path.name}` is no offer of a checkpoint")
            data = orjson.loads(path.read_bytes())
            proof = tuple(base64.b64decode(h, validate=True) for h in data["proof"])
            found = cls(note=str(data["note"]), since=int(data["since"]), proof=proof)
        except (OSError, ValueError, KeyError, TypeError, binascii.Error) as exc:
            raise AuditError(f"`{path.name}` is no offer of a checkpoint") from exc
        return found


def logs_for(names: Iterable[str], agency: str | None) -> list[str]:
    """Return in order which of these logs an agency may be given the size of: of its acts and of its records.

    How the others grow tells who looks at whose records, by the minute. `None` is for whoever may know that: all.
    """
    return sorted(name for name in names if agency is None or name.rpartition("/")[2] == agency)


class WitnessNotes:
    """What a witness cosigned last of each log, one file for each in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def last(self, origin: str) -> Checkpoint | None:
        """Return what was cosigned last of a log, `None` for the first time.

        Raises:
            AuditError: the file is damaged; a witness that forgot vouches for nothing.
        """
        try:
            note = self._path(origin).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as exc:
            raise AuditError("what was cosigned last cannot be read") from exc
        found = read_unverified(note)
        if found.origin != origin:
            raise AuditError("what was cosigned last is of another log")
        return found

    def keep(self, note: str) -> None:
        """Keep a cosigned note in the place of the one before; it is on the disk before this returns."""
        path = self._path(origin_of(note))
        draft = path.with_suffix(".draft")
        with draft.open("w", encoding="utf-8") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)

    def sizes(self) -> dict[str, int]:
        """Return how many leaves each log had when it was cosigned last; what a deployment needs for its offer."""
        notes = (read_unverified(p.read_text(encoding="utf-8")) for p in sorted(self._folder.glob("*.note")))
        return {found.origin: found.size for found in notes}

    def _path(self, origin: str) -> Path:
        return self._folder / f"{hashlib.sha256(origin.encode()).hexdigest()[:32]}.note"


def make_offer(log: PartyLog, note: str, since: int) -> Offer:
    """Return the offer of a log's checkpoint to a witness who saw so many leaves of it.

    Raises:
        AuditError: the witness saw more than the checkpoint has.
    """
    size = read_unverified(note).size
    if since > size:
        raise AuditError(f"the witness saw {since} leaves of `{log.name}`, and it has {size}")
    proof = consistency_proof(log.tree, since, size) if 0 < since < size else []
    return Offer(note=note, since=since, proof=tuple(proof))


def offers_of(logs: Mapping[str, PartyLog], notes: Mapping[str, str], seen: Mapping[str, int]) -> Iterator[Offer]:
    """Yield an offer for each log that has a checkpoint; `seen` says by full name how much a witness saw."""
    for name, note in sorted(notes.items()):
        yield make_offer(logs[name], note, seen.get(origin_of(note), 0))


def each_log_once(offers: Sequence[Offer]) -> None:
    """Return if no log is offered twice: both could follow what was cosigned last, and fork.

    Raises:
        AuditError: one is.
    """
    origins = [origin_of(offer.note) for offer in offers]
    twice = next((origin for origin in origins if origins.count(origin) > 1), None)
    if twice is not None:
        raise AuditError(f"`{twice}` is offered more than once")


def weigh_offer(offer: Offer, kept: Checkpoint | None, key: CheckpointKey) -> Checkpoint:
    """Return the checkpoint of an offer that a witness may cosign.

    Args:
        offer: what the deployment offers.
        kept: what the witness cosigned last of this log; `None` the first time, which is then believed.
        key: the deployment's key, as the witness knows it.

    Raises:
        AuditError: the note is not signed with the key, or the log did not only grow.
    """
    found = key.verify(offer.note)
    if kept is None:
        return found
    if found.origin != kept.origin or found.size < kept.size:
        raise AuditError(f"`{found.origin}` has {found.size} leaves, and had {kept.size} when it was cosigned last")
    if found.size == kept.size:
        proof_holds = found.root == kept.root
    else:
        proof_holds = is_consistent(kept.size, kept.root, found.size, found.root, offer.proof)
    if not proof_holds:
        raise AuditError(f"`{found.origin}` is not what it was when it was cosigned last, with leaves added")
    return found
