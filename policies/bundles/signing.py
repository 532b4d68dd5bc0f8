"""Signatures over a bundle: who vouches for exactly this content, so that a folder can travel on any way.

The signature is a JWS in compact form in the file `bundle.sig`. It covers the files' bytes, so that it is verified
before anything in them is parsed, and the policy version, which covers what they say. ES256 and Ed25519 are taken, and
no other algorithm.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from graph.files import read_regular_file
from policies.bundles.files import BundleFiles
from policies.bundles.key_sets import read_key_set
from policies.bundles.loading import SIGNATURE_FILE
from policies.bundles.model import Bundle
from policies.errors import SignatureError

ALGORITHMS = ("ES256", "EdDSA")
SIGNATURE_TYPE = "benang-policy+jws"
MAX_SIGNATURE_LENGTH = 8_192
# How far clocks of signer and service may lie apart.
CLOCK_LEEWAY = timedelta(minutes=5)
_NOT_VALID = "the signature is not valid"
_OTHER_CONTENT = (
    "the signature covers other content: something was changed after it was made; look at what that was before "
    "`benang policy sign` signs it anew"
)
SigningKey = EllipticCurvePrivateKey | Ed25519PrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A signature that was verified: by which key, of whom, and when."""

    kid: str
    signer: str
    signed_at: datetime


class TrustedKeys:
    """The public keys whose signatures a deployment takes, from a JWKS file."""

    def __init__(self, keys: Mapping[str, jwt.PyJWK]) -> None:
        self._keys = keys

    @classmethod
    def read(cls, path: Path) -> "TrustedKeys":
        """Return the keys of a JWKS file.

        Raises:
            SignatureError: the file is absent, no JWKS, or holds no key of ES256 or Ed25519 with a `kid`.
        """
        try:
            data = json.loads(read_regular_file(path))
            if isinstance(data, dict) and data.get("keys") == []:
                raise SignatureError(f"the file of trusted keys `{path.name}` has no keys in it")
            found = read_key_set(data)
        except OSError as exc:
            reason = (exc.strerror or "unknown reason").lower()
            raise SignatureError(f"the file of trusted keys `{path.name}` cannot be read: {reason}") from exc
        except (ValueError, jwt.PyJWTError) as exc:
            raise SignatureError(f"the file of trusted keys `{path.name}` cannot be read as JWKS") from exc
        keys = {str(k.key_id): k for k in found if k.key_id and _is_taken(k.key)}
        if not keys:
            raise SignatureError(
                f"the file of trusted keys `{path.name}` holds no key of ES256 or Ed25519 with a `kid`"
            )
        return cls(keys)

    def verify(self, bundle: Bundle, *, now: datetime) -> Signature:
        """Return the signature of a bundle.

        Raises:
            SignatureError: there is none, it is no good, it covers other content, or it was made after `now`.
        """
        signature, version = self.verify_files(bundle.files, now=now)
        if version != bundle.version:
            raise SignatureError(_OTHER_CONTENT)
        return signature

    def verify_files(self, files: BundleFiles, *, now: datetime) -> tuple[Signature, str]:
        """Return who signed a bundle's files, and the policy version that was signed; nothing in them is parsed.

        Raises:
            SignatureError: there is none, it is no good, it covers other files, or it was made after `now`.
        """
        if SIGNATURE_FILE not in files:
            raise SignatureError(f"the bundle is not signed: `{SIGNATURE_FILE}` is missing")
        key, claims, signed_at = self._read(files)
        if "files" not in claims:
            raise SignatureError("the signature was made by an older version: sign the bundle anew")
        if claims["files"] != files_digest(files):
            raise SignatureError(_OTHER_CONTENT)
        if signed_at > now + CLOCK_LEEWAY:
            raise SignatureError("the signature was made after the present: this machine's clock is behind")
        signature = Signature(kid=str(key.key_id), signer=str(claims["iss"]), signed_at=signed_at)
        return signature, str(claims.get("policy_version"))

    def _read(self, files: BundleFiles) -> tuple[jwt.PyJWK, Mapping[str, object], datetime]:
        content = files.contents[SIGNATURE_FILE] or b""
        if not 0 < len(content) <= MAX_SIGNATURE_LENGTH:
            raise SignatureError(_NOT_VALID)
        text = files.text(SIGNATURE_FILE).strip()
        key = self._key_of(text)
        try:
            claims = jwt.decode(
                text, key, algorithms=list(ALGORITHMS), options={"require": ["iat", "iss"], "verify_iat": False}
            )
            return key, claims, datetime.fromtimestamp(float(claims["iat"]), tz=UTC)
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, OSError) as exc:
            raise SignatureError(_NOT_VALID) from exc

    def _key_of(self, text: str) -> jwt.PyJWK:
        try:
            header = jwt.get_unverified_header(text)
        except (jwt.PyJWTError, RecursionError) as exc:
            raise SignatureError(_NOT_VALID) from exc
        key = self._keys.get(str(header.get("kid")))
        if key is None or header.get("typ") != SIGNATURE_TYPE:
            raise SignatureError("the bundle is signed by no trusted key")
        return key


def sign_bundle(bundle: Bundle, key: SigningKey, *, kid: str, signer: str, at: datetime) -> str:
    """Return the signature of a bundle, for its file `bundle.sig`.

    Args:
        bundle: what is signed, all of it.
        key: the private key.
        kid: the name under which the trusted keys hold the public half.
        signer: who vouches.
        at: when.
    """
    claims = {
        "files": files_digest(bundle.files),
        "policy_version": bundle.version,
        "iss": signer,
        "iat": int(at.timestamp()),
    }
    algorithm = "ES256" if isinstance(key, EllipticCurvePrivateKey) else "EdDSA"
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid, "typ": SIGNATURE_TYPE})


def files_digest(files: BundleFiles) -> str:
    """Return SHA-256 over the names and bytes of all files that decide something; CRLF and LF are one.

    A README and the signature itself decide nothing.

    Raises:
        SignatureError: a file is too large to be one of a bundle.
    """
    digest = hashlib.sha256()
    for name, content in sorted(files.contents.items()):
        if name == SIGNATURE_FILE or name.rsplit("/", 1)[-1] == "README.md":
            continue
        if content is None:
            raise SignatureError(f"`{name}` is larger than a file of a bundle may be")
        for part in (name.encode(), content.replace(b"\r\n", b"\n")):
            digest.update(f"{len(part)}:".encode() + part)
    return digest.hexdigest()


def read_signing_key(path: Path) -> SigningKey:
    """Return the private key of a PEM file without a pass phrase.

    Raises:
        SignatureError: the file cannot be read, or holds no private key of P-256 or Ed25519.
    """
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as exc:
        reason = (exc.strerror or "unknown reason").lower()
        raise SignatureError(f"the file of the signing key `{path.name}` cannot be read: {reason}") from exc
    except (ValueError, TypeError) as exc:
        raise SignatureError("the signing key cannot be read as a PEM file without a pass phrase") from exc
    if not isinstance(key, EllipticCurvePrivateKey | Ed25519PrivateKey) or not _is_taken(key.public_key()):
        raise SignatureError("the signing key must be of P-256 or Ed25519")
    return key


def public_jwk(key: SigningKey, *, kid: str) -> dict[str, str]:
    """Return the public half of a signing key as an entry of a JWKS file."""
    if isinstance(key, EllipticCurvePrivateKey):
        entry = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(key.public_key()))
        return {**entry, "kid": kid, "use": "sig", "alg": "ES256"}
    entry = json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(key.public_key()))
    return {**entry, "kid": kid, "use": "sig", "alg": "EdDSA"}


def _is_taken(key: object) -> bool:
    if isinstance(key, EllipticCurvePublicKey):
        return isinstance(key.curve, SECP256R1)
    return isinstance(key, Ed25519PublicKey)
