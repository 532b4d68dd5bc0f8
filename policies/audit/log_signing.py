"""Signs the state of one log where it grew since its last checkpoint, and is what that one says."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from policies.audit.checkpoints import Checkpoint, CheckpointSigner, key_name_of, origin_of, read_unverified
from policies.audit.damage import Damage
from policies.audit.logs import MetDamageError, PartyLog
from policies.errors import AuditError


class OtherKeyError(AuditError):
    """The last checkpoint of a log is of another key, and no operator has said that this one signs on after it."""

    def __init__(self, log: str, name: str) -> None:
        super().__init__(f"the last checkpoint of `{log}` is of another key, `{name}`")
        self.name = name


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSigning:
    """What logs are signed with at one time.

    Attributes:
        signer: the deployment's key.
        earlier: names of keys after which it signs on.
        accepted: damage that somebody has looked at.
        now: the time of the checkpoints.
    """

    signer: CheckpointSigner
    earlier: Collection[str]
    accepted: Collection[tuple[str, int]]
    now: datetime

    def sign(self, log: PartyLog) -> str | None:
        """Sign a log's state and keep the note; `None` where nothing is to be signed.

        Raises:
            MetDamageError: the log is shorter than its last checkpoint, or differs from it.
            OtherKeyError: that is of another key, which no operator has confirmed as an earlier one.
            AuditError: it is not signed with the key that it names, or cannot be read.
        """
        notes = log.notes()
        if notes:
            last = self._read(notes[-1], log)
            if last.size > log.size or last.root != log.tree.root(last.size):
                met = Damage(name=log.name, problem="is not what its last checkpoint says", place=last.size)
                if met.key in self.accepted:
                    return None
                raise MetDamageError(met)
            if self._signs_on(notes[-1], log) and last.size == log.size:
                return None
        note = self.signer.sign(log.name, size=log.size, root=log.tree.root(), time=self.now)
        log.add_note(note)
        return note

    def _read(self, note: str, log: PartyLog) -> Checkpoint:
        if origin_of(note) != f"{key_name_of(note)}/{log.name}":
            raise AuditError(f"the last checkpoint of `{log.name}` is of another log")
        if key_name_of(note) != self.signer.key.name:
            return read_unverified(note)
        try:
            return self.signer.key.verify(note)
        except AuditError as exc:
            raise AuditError(f"the last checkpoint of `{log.name}`: {exc.problem}") from exc

    def _signs_on(self, note: str, log: PartyLog) -> bool:
        """Return whether a note is of this key; after another's, which was confirmed, the log is signed anew."""
        name = key_name_of(note)
        if name != self.signer.key.name and name not in self.earlier:
            raise OtherKeyError(log.name, name)
        return name == self.signer.key.name
