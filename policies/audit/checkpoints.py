"""Signed checkpoints of the logs, as notes that other tools for transparency logs read as well.

A note has the log's name, size and root, and two signatures of the deployment's Ed25519 key: one over these lines, and
one over them with the time, since the format has no place for a time of its own.

Source:
    C2SP, `signed-note`, `tlog-checkpoint` and `tlog-cosignature`.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from policies.errors import AuditError

_NOTE, _TIMED = b"\x01", b"\x04"
_DASH = "— "
_Signatures = dict[tuple[str, bytes], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What a log's keeper signed: its name, how many leaves it had, their root, and when."""

    origin: str
    size: int
    root: bytes
    time: datetime

    @property
    def body(self) -> str:
        """The lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointKey:
    """A public key that checkpoints are verified with."""

    name: str
    public: bytes

    @classmethod
    def parse(cls, text: str) -> "CheckpointKey":
        """Return the key of its text `name+id+key`.

        Raises:
            AuditError: the text is no such key.
        """
        parts = text.strip().split("+", 2)
        try:
            data = base64.b64decode(parts[2], validate=True)
        except (IndexError, binascii.Error) as exc:
            raise AuditError("a checkpoint's key has the form `name+id+key`") from exc
        key = cls(name=parts[0], public=data[1:])
        if data[:1] != _NOTE or len(key.public) != 32 or key.key_id(_NOTE).hex() != parts[1]:
            raise AuditError("a checkpoint's key has the form `name+id+key`")
        return key

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id(_NOTE).hex()}+{base64.b64encode(_NOTE + self.public).decode()}"

    def key_id(self, algorithm: bytes) -> bytes:
        """Return the four bytes by which a signature line names this key."""
        return hashlib.sha256(self.name.encode() + b"\n" + algorithm + self.public).digest()[:4]

    def verify(self, note: str) -> Checkpoint:
        """Return the checkpoint of a note that this key signed, with its time.

        Raises:
            AuditError: the note has not this form, or not these two signatures.
        """
        body, found = _split(note)
        timed = found.get((self.name, self.key_id(_TIMED)), b"")
        seconds = int.from_bytes(timed[4:12], "big")
        signed = self._verified(found, _NOTE, body.encode(), offset=4)
        if not signed or not self._verified(found, _TIMED, _timed_message(seconds, body), offset=12):
            raise AuditError("the checkpoint is not signed with this key")
        return _read_body(body, datetime.fromtimestamp(seconds, tz=UTC))

    def cosigned(self, note: str) -> datetime:
        """Return when this key cosigned a note.

        Raises:
            AuditError: the note has not this form, or not this cosignature.
        """
        body, found = _split(note)
        seconds = int.from_bytes(found.get((self.name, self.key_id(_TIMED)), b"")[4:12], "big")
        if not self._verified(found, _TIMED, _timed_message(seconds, body), offset=12):
            raise AuditError(f"the checkpoint is not cosigned by `{self.name}`")
        return datetime.fromtimestamp(seconds, tz=UTC)

    def _verified(self, found: _Signatures, algorithm: bytes, message: bytes, *, offset: int) -> bool:
        signature = found.get((self.name, self.key_id(algorithm)))
        if signature is None:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature[offset:], message)
        except InvalidSignature:
            return False
        return True


class CheckpointSigner:
    """Signs checkpoints with one Ed25519 key."""

    def __init__(self, private: Ed25519PrivateKey, *, name: str = "") -> None:
        """Take a key; `name` is where the logs are known, by default one made from the key."""
        self._private = private
        public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.key = CheckpointKey(
            name=name or f"benang.invalid/{hashlib.sha256(public).hexdigest()[:12]}", public=public
        )

    def origin(self, log: str) -> str:
        """Return the full name of one of the deployment's logs."""
        return f"{self.key.name}/{log}"

    def sign(self, log: str, *, size: int, root: bytes, time: datetime) -> str:
        """Return the signed note of a log's state."""
        made = Checkpoint(origin=self.origin(log), size=size, root=root, time=time)
        plain = self.key.key_id(_NOTE) + self._private.sign(made.body.encode())
        return f"{made.body}\n{self._line(plain)}{self._timed_line(made.body, time)}"

    def cosign(self, note: str, *, time: datetime) -> str:
        """Return another's note with this key's cosignature of that time added; the caller has weighed what it says.

        Raises:
            AuditError: the text is no signed note.
        """
        body, found = _split(note)
        if (self.key.name, self.key.key_id(_TIMED)) in found:
            raise AuditError(f"the checkpoint is cosigned by `{self.key.name}` already")
        return note + self._timed_line(body, time)

    def _timed_line(self, body: str, time: datetime) -> str:
        seconds = int(time.timestamp())
        stamp = self.key.key_id(_TIMED) + seconds.to_bytes(8, "big")
        return self._line(stamp + self._private.sign(_timed_message(seconds, body)))

    def _line(self, signature: bytes) -> str:
        return f"{_DASH}{self.key.name} {base64.b64encode(signature).decode()}\n"


def origin_of(note: str) -> str:
    """Return the log that a note speaks of, unverified."""
    return note.split("\n", 1)[0]


def key_name_of(note: str) -> str:
    """Return the name of the key that a note of a deployment's log says it is of, unverified."""
    return origin_of(note).rsplit("/", 2)[0]


def read_unverified(note: str) -> Checkpoint:
    """Return what a note says, its signatures not looked at; its time is then the beginning of 1970.

    Raises:
        AuditError: the text is no checkpoint.
    """
    return _read_body(_split(note)[0], datetime.fromtimestamp(0, tz=UTC))


def _read_body(body: str, time: datetime) -> Checkpoint:
    lines = body.split("\n")
    if len(lines) != 4 or not lines[1].isascii() or not lines[1].isdigit():
        raise AuditError("the text is no checkpoint")
    try:
        made = Checkpoint(origin=lines[0], size=int(lines[1]), root=base64.b64decode(lines[2]), time=time)
    except binascii.Error as exc:
        raise AuditError("the text is no checkpoint") from exc
    if made.body != body:
        raise AuditError("the text is no checkpoint")
    return made


def _split(note: str) -> tuple[str, _Signatures]:
    """Return a note's signed text and its signatures by key name and key id."""
    body, gap, rest = note.partition("\n\n")
    if not gap or not rest.endswith("\n"):
        raise AuditError("the text is no signed note")
    found: _Signatures = {}
    for line in rest[:-1].split("\n"):
        name, _, text = line.removeprefix(_DASH).partition(" ")
        try:
            data = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as exc:
            raise AuditError("the text is no signed note") from exc
        # Equal bytes have one text: a changed bit of padding is a changed note.
        if not line.startswith(_DASH) or len(data) < 5 or base64.b64encode(data).decode() != text:
            raise AuditError("the text is no signed note")
        found[name, data[:4]] = data
    return body + "\n", found


def _timed_message(seconds: int, body: str) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{body}".encode()
