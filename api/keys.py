"""The secrets of a deployment: keys that mint ids and hash selectors, and for development the key that signs tokens."""

import json
import os
import secrets
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from api.errors import SettingError
from graph import IdMinter
from graph.errors import DeploymentKeyError
from graph.files import find_other_owner, make_private_folder, read_regular_file, sync_folder
from graph.store import KeyMark, SelectorHasher
from policies import CheckpointKey, CheckpointSigner

DEVELOPMENT_KID = "development"
JWKS_FILE = "jwks.json"
_DEPLOYMENT_KEY = "deployment.key"
_DEPLOYMENT_KEY_BYTES = 32


async def load_minter(folder: Path, mark: KeyMark) -> IdMinter:
    """Return the id minter of this deployment, making its key at the first start on a new store.

    Raises:
        DeploymentKeyError: the key is gone, or is not the one of this store; no file was made.
        SettingError: the key file is not what it should be, or cannot be read or written.
    """
    path = folder / _DEPLOYMENT_KEY
    # In this order: of two that start together, one makes the file and then the mark.
    if await mark.stands() and not _is_there(path):
        raise DeploymentKeyError(str(path), "is missing, which")
    minter = IdMinter(deployment_key=_secret(path))
    if not await mark.agrees(minter):
        raise DeploymentKeyError(str(path), "is not the key that")
    return minter


def trial_minter(folder: Path) -> IdMinter:
    """Return an id minter for what is not stored: with the deployment's key where there is one, and none is made.

    Raises:
        SettingError: the key file is not what it should be.
    """
    path = folder / _DEPLOYMENT_KEY
    key = _secret(path) if _is_there(path) else secrets.token_bytes(_DEPLOYMENT_KEY_BYTES)
    return IdMinter(deployment_key=key)


def load_selector_hasher(folder: Path) -> SelectorHasher:
    """Return the hasher of the hit index, making its key at the first start.

    It is a key of its own, so that it can be changed without another id for any record.

    Raises:
        SettingError: the key file is not what it should be.
    """
    return SelectorHasher(secret=_secret(folder / "hit-index.key"))


def load_checkpoint_signer(folder: Path) -> CheckpointSigner:
    """Return the signer of the audit logs' checkpoints, making its key at the first start.

    Raises:
        SettingError: the key file holds no Ed25519 key.
    """
    return CheckpointSigner(_ed25519_key(folder / "checkpoint.pem"))


def load_witness(folder: Path, name: str) -> CheckpointSigner:
    """Return the key by which a member cosigns others' checkpoints, making it at the first use.

    Raises:
        SettingError: the key file holds no Ed25519 key.
    """
    return CheckpointSigner(_ed25519_key(folder / "witness.pem"), name=name)


def find_checkpoint_key(folder: Path) -> CheckpointKey | None:
    """Return the key that this deployment's checkpoints are verified with; `None` where none was made yet.

    Raises:
        SettingError: the key file holds no Ed25519 key.
    """
    return load_checkpoint_signer(folder).key if _is_there(folder / "checkpoint.pem") else None


def load_development_key(folder: Path, jwks: Path) -> ec.EllipticCurvePrivateKey:
    """Return the development signing key, making it and the JWKS file with its public half where they are absent.

    A JWKS file is made in the keys folder alone: one elsewhere is the identity provider's, also while it is away, and
    serving processes would take whatever stood in its place.

    Raises:
        SettingError: the file holds no EC P-256 key, or the JWKS file is somebody else's.
    """
    is_ours = jwks == folder / JWKS_FILE
    if not is_ours and not _is_there(jwks):
        raise SettingError(str(jwks), "is not there, and is made for development in the keys folder alone")
    path = folder / "development-signing-key.pem"
    key = _private_key(path, _new_signing_key)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise SettingError(str(path), "must hold an EC P-256 key")
    public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(key.public_key()))
    entry = {**public, "kid": DEVELOPMENT_KID, "use": "sig", "alg": "ES256"}
    text = _read_or_make(jwks, lambda: json.dumps({"keys": [entry]}, indent=2)) if is_ours else _read(jwks)
    known = json.loads(text)["keys"]
    if not any(k.get("kid") == DEVELOPMENT_KID and k.get("x") == entry["x"] for k in known):
        raise SettingError(str(jwks), "does not hold the development key; tokens come from your identity provider")
    return key


def _ed25519_key(path: Path) -> ed25519.Ed25519PrivateKey:
    key = _private_key(path, _new_checkpoint_key)
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise SettingError(str(path), "must hold an Ed25519 key")
    return key


def _private_key(path: Path, make: Callable[[], str]) -> PrivateKeyTypes:
    text = _read_or_make_secret(path, make)
    try:
        return load_pem_private_key(text.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as exc:
        # Its own words may repeat what the file holds.
        raise SettingError(str(path), "must hold a private key in PEM, without a password") from exc


def _secret(path: Path) -> bytes:
    text = _read_or_make_secret(path, lambda: secrets.token_hex(_DEPLOYMENT_KEY_BYTES))
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) < _DEPLOYMENT_KEY_BYTES:
        raise SettingError(str(path), f"must hold at least {_DEPLOYMENT_KEY_BYTES} bytes in hexadecimal")
    return key


def _new_checkpoint_key() -> str:
    key = ed25519.Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _new_signing_key() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _read_or_make_secret(path: Path, make: Callable[[], str]) -> str:
    """Return a secret file's text, as `_read_or_make` does; one that a copy left open to everybody is refused.

    Raises:
        SettingError: users who are neither its owner nor of its group can open it.
    """
    text = _read_or_make(path, make)
    if stat.S_IMODE(path.stat().st_mode) & stat.S_IRWXO:
        raise SettingError(str(path), "is a secret that every user here can open; run `chmod 600` on it")
    return text


def _is_there(path: Path) -> bool:
    """Return whether there is a file.

    Raises:
        SettingError: that is not told, as of another user's folder.
    """
    try:
        return path.exists()
    except OSError as exc:
        raise SettingError(str(path), f"cannot be read or written ({exc.strerror})") from exc


def _read_or_make(path: Path, make: Callable[[], str]) -> str:
    """Return a file's text, writing it first, readable by its owner alone, if it is absent.

    Two processes that start together agree: the one that links its file first wins.

    Raises:
        SettingError: it cannot be read or written; nothing of it is left.
    """
    try:
        if not path.exists():
            make_private_folder(path.parent)
            _hold_to_owner(path)
            _make(path, make())
    except OSError as exc:
        raise SettingError(str(path), f"cannot be read or written ({exc.strerror})") from exc
    return _read(path)


def _hold_to_owner(path: Path) -> None:
    """Refuse to make a file beside another user's keys: root may, and that user could not read it.

    Raises:
        SettingError: the keys beside it are another user's.
    """
    if (owner := find_other_owner(path.with_name(_DEPLOYMENT_KEY))) is not None:
        raise SettingError(str(path), f"would stand beside keys of the user `{owner}`: run this as that user")


def _read(path: Path) -> str:
    try:
        return read_regular_file(path).decode()
    except OSError as exc:
        raise SettingError(str(path), f"cannot be read or written ({exc.strerror})") from exc
    except UnicodeDecodeError as exc:
        raise SettingError(str(path), "is not text") from exc


def _make(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            # What is made with the key is stored at once: the key must be on the disk before.
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)
