"""Bearer tokens: verify who asks, for which agency and purpose; issue tokens for development.

One issuer, one key set, one algorithm (ES256). What is not asked for is not accepted: expiry, issuer, audience and type
are required, and no token lives longer than twelve hours.
"""

import hashlib
import json
import time
import uuid
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
import structlog
from cryptography.hazmat.primitives.asymmetric import ec

from api.errors import AuthenticationError, KeysUnreadableError
from api.keys import DEVELOPMENT_KID
from api.settings import Settings
from graph.files import read_regular_file
from policies import Directory, ViewerContext, ViewerError, read_key_set

log = structlog.get_logger()

TOKEN_TYPE = "at+jwt"  # noqa: S105 - RFC 9068, the type of an access token
_TOKEN_TYPES = frozenset({TOKEN_TYPE, f"application/{TOKEN_TYPE}"})  # the same in full, which section 4 asks to take
LONGEST_LIFE_SECONDS = 12 * 3600
LEEWAY_SECONDS = 5  # what the clocks of two machines that follow a time server may differ by
KEYS_GRACE_SECONDS = 5.0  # how long a file of keys may be unreadable while somebody writes it
MOST_KEY_BYTES = 2_000_000  # some thousands of keys; the file is read in between answers
_NO_KEY = "no key for ES256"
_CACHED_TOKENS = 2_048
_NOT_VALID = "the token is not valid"
_Stamp = tuple[int, int, int, int]
_REQUIRED = ["exp", "iat", "iss", "aud", "sub", "jti"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticated:
    """A verified token: the viewer context that it gives, and when it ends (seconds since 1970)."""

    viewer: ViewerContext
    expires_at: float
    token_id: str


class Authenticator:
    """Verifies tokens against a JWKS file; the file is read again when it changes.

    `directory` knows agencies, roles and purposes: a token that names others speaks for nobody.
    """

    def __init__(self, settings: Settings, directory: Directory) -> None:
        self._settings = settings
        self._directory = directory
        self._keys: dict[str, list[jwt.PyJWK]] = {}  # a `kid` should name one, and may name several
        self._stamp: _Stamp | None = None
        self._unreadable_since: float | None = None
        self._cache: OrderedDict[bytes, Authenticated] = OrderedDict()

    def authenticate(self, token: str) -> Authenticated:
        """Return who a token speaks for.

        Raises:
            AuthenticationError: the token is wrong, expired, or made for somebody else.
            KeysUnreadableError: there are no keys to tell it by.
        """
        self.check_keys()
        digest = hashlib.sha256(token.encode("utf-8", "replace")).digest()
        cached = self._cache.get(digest)
        if cached is not None and cached.expires_at + LEEWAY_SECONDS > time.time():
            return cached
        found = self._verify(token)
        self._cache[digest] = found
        if len(self._cache) > _CACHED_TOKENS:
            self._cache.popitem(last=False)
        return found

    def _verify(self, token: str) -> Authenticated:
        try:
            header = jwt.get_unverified_header(token)
            if str(header.get("typ", "")).lower() not in _TOKEN_TYPES:
                raise AuthenticationError(f"the token is no access token: its `typ` is not `{TOKEN_TYPE}`")
            keys = self._keys.get(str(header.get("kid")))
            if keys is None:
                raise AuthenticationError("the token is not signed with a known key")
            claims = self._claims(token, keys)
        except (jwt.PyJWTError, OverflowError, UnicodeError) as exc:  # a time that no clock tells, half a character
            raise AuthenticationError(_fault(exc)) from exc
        if claims["aud"] not in (self._settings.audience, [self._settings.audience]):
            # Whoever else it is for could come here with it.
            raise AuthenticationError("the token is for others as well: its `aud` has to name this service alone")
        if not all(type(claims[name]) in {int, float} for name in ("exp", "iat")):
            raise AuthenticationError(_NOT_VALID)
        if claims["exp"] > claims["iat"] + LONGEST_LIFE_SECONDS:
            hours = LONGEST_LIFE_SECONDS // 3600
            raise AuthenticationError(f"the token lives too long: `exp` is at most {hours} hours after `iat`")
        return Authenticated(viewer=self._viewer(claims), expires_at=float(claims["exp"]), token_id=str(claims["jti"]))

    def _claims(self, token: str, keys: Sequence[jwt.PyJWK]) -> dict[str, Any]:
        """Return what a token says that one of some keys signed.

        Raises:
            jwt.PyJWTError: none of them did, or it is not to be believed.
        """
        for number, key in enumerate(keys, start=1):
            try:
                return jwt.decode(
                    token,
                    key,
                    algorithms=["ES256"],
                    issuer=self._settings.issuer,
                    audience=self._settings.audience,
                    leeway=LEEWAY_SECONDS,
                    options={"require": _REQUIRED},
                )
            except jwt.InvalidSignatureError:
                if number == len(keys):
                    raise
        raise jwt.InvalidKeyError("no key")

    def _viewer(self, claims: dict[str, Any]) -> ViewerContext:
        viewer = _viewer(claims)
        try:
            self._directory.check(viewer)
        except ViewerError as exc:
            # Without the word, and without the nearest: whom the registers name is not for everybody.
            what = exc.code.removeprefix("UNKNOWN_").lower()
            raise AuthenticationError(f"the token names an unknown {what}") from exc
        return viewer

    def check_keys(self) -> None:
        """Read the keys again where their file has changed.

        Raises:
            KeysUnreadableError: it holds no key that a token may be signed with; or it cannot be read, and has been so
                for longer than it takes to write it anew.
        """
        try:
            stamp = _stamp_of(self._settings.jwks)
            if stamp != self._stamp:
                self._adopt(_read_keys(self._settings.jwks), stamp)
            self._unreadable_since = None
        except Exception as exc:
            # Whatever stands in the file: PyJWT raises errors of many sorts on JSON that it did not expect.
            if not self._still_trusts():
                raise KeysUnreadableError from exc
        if not self._keys:
            raise KeysUnreadableError

    def _adopt(self, keys: dict[str, list[jwt.PyJWK]], stamp: _Stamp) -> None:
        """Trust these keys and no others from now on. A whole set without one is no file that is being written."""
        self._keys = keys
        self._cache.clear()
        self._stamp = stamp
        if not keys:
            log.error("keys_refused", file=str(self._settings.jwks), trusted_until_seconds=0, problem=_NO_KEY)
        doubled = sum(len(same) > 1 for same in keys.values())
        if doubled:
            log.warning("keys_of_one_kid", file=str(self._settings.jwks), kids=doubled)

    def _still_trusts(self) -> bool:
        """Return whether the last good set of keys still counts: while the file is written anew, and no longer.

        Whoever took a key out of a file that cannot be read, or took the file away, believes that the key is out.
        """
        now = time.monotonic()
        if self._unreadable_since is None:
            self._unreadable_since = now
            seconds = KEYS_GRACE_SECONDS if self._stamp else 0
            log.error("keys_refused", file=str(self._settings.jwks), trusted_until_seconds=seconds)
        return self._stamp is not None and now - self._unreadable_since < KEYS_GRACE_SECONDS


def advice_on_keys(settings: Settings) -> str:
    """Return what to do where there are no keys to verify tokens with; it names the setting, and no file."""
    if not settings.jwks.exists():
        return (
            "no keys to verify tokens with yet: BENANG_JWKS names the key set of the members' identity provider; in a "
            "trial without it, the first `benang token` makes one"
        )
    return "the key set that tokens are verified with cannot be read, or has no key for ES256: mend it or put it back"


def _read_keys(path: Path) -> dict[str, list[jwt.PyJWK]]:
    """Return by `kid` the keys of a file that tokens may be signed with.

    Raises:
        OSError: it cannot be read.
        ValueError: it is longer than a set of keys is, or no JSON.
    """
    content = read_regular_file(path, most=MOST_KEY_BYTES + 1)
    if len(content) > MOST_KEY_BYTES:
        raise ValueError(f"more than {MOST_KEY_BYTES} bytes")
    found: dict[str, list[jwt.PyJWK]] = {}
    for key in read_key_set(json.loads(content)):
        if key.algorithm_name == "ES256":
            found.setdefault(str(key.key_id), []).append(key)
    return found


def _stamp_of(path: Path) -> _Stamp:
    """Return what tells one state of a file from another: a copy may keep the time of its content, not of its inode."""
    found = path.stat()
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_size)


def authenticate(headers: Sequence[str], authenticator: Authenticator) -> Authenticated:
    """Return who the `Authorization` headers of a request speak for: of two, a proxy may have checked the other one.

    Raises:
        AuthenticationError: there is no bearer token or more than one, or it is not valid.
        KeysUnreadableError: there are no keys to tell by.
    """
    if len(headers) > 1:
        raise AuthenticationError("send one authorization header")
    header = headers[0] if headers else ""
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise AuthenticationError("send a bearer token")
    return authenticator.authenticate(token.strip())


def issue_development_token(
    settings: Settings, key: ec.EllipticCurvePrivateKey, viewer: ViewerContext, *, ttl_seconds: int
) -> str:
    """Return a signed token for development. Production tokens come from the members' identity provider."""
    now = int(time.time())
    claims = {
        "iss": settings.issuer,
        "aud": settings.audience,
        "sub": viewer.subject,
        "iat": now,
        "exp": now + min(ttl_seconds, LONGEST_LIFE_SECONDS),
        "jti": str(uuid.uuid4()),
        "agency": viewer.agency,
        "roles": sorted(viewer.roles),
        "purpose": viewer.purpose,
        "case": viewer.case_ref,
        "clearance": viewer.clearance,
    }
    return jwt.encode(claims, key, algorithm="ES256", headers={"kid": DEVELOPMENT_KID, "typ": TOKEN_TYPE})


def _fault(exc: Exception) -> str:
    """Return what is wrong with a token. Of its claims something is said only once its signature has been verified."""
    match exc:
        case jwt.ExpiredSignatureError():
            return "the token has expired"
        case jwt.MissingRequiredClaimError():
            return f"the token lacks `{exc.claim}`"
        case jwt.InvalidIssuerError():
            return "the token's `iss` is not the issuer that this service takes"
        case jwt.InvalidAudienceError():
            return "the token's `aud` does not name this service"
        case jwt.ImmatureSignatureError():
            return "the token is not valid yet: one of the clocks is wrong, or its `nbf` is to come"
    return _NOT_VALID


def _viewer(claims: dict[str, Any]) -> ViewerContext:
    roles = claims.get("roles")
    case_ref, clearance = claims.get("case"), claims.get("clearance", 0)
    shapes = {
        "agency": isinstance(claims.get("agency"), str),
        "roles": isinstance(roles, list) and bool(roles) and all(isinstance(r, str) for r in roles),
        "purpose": isinstance(claims.get("purpose"), str),
        "sub": isinstance(claims["sub"], str),
        "case": case_ref is None or isinstance(case_ref, str),
        "clearance": isinstance(clearance, int) and not isinstance(clearance, bool),
    }
    wrong = [name for name, good in shapes.items() if not good]
    if wrong or roles is None:
        raise AuthenticationError(f"the token's `{wrong[0]}` is missing, or not of its form")
    try:
        return ViewerContext(
            agency=claims["agency"],
            subject=claims["sub"],
            roles=frozenset(roles),
            purpose=claims["purpose"],
            case_ref=case_ref,
            clearance=clearance,
        )
    except ViewerError as exc:
        raise AuthenticationError("the token's subject, case or clearance cannot be used") from exc
