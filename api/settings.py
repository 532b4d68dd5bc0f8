"""Settings of the product, read from the environment once and passed down frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from api.errors import SettingError
from api.web_origins import read_origins
from graph.store import StoreConfig

ISSUER = "https://benang.invalid/development"
AUDIENCE = "benang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an entry point needs.

    Attributes:
        store: which Neo4j, and where the data folder and caches are.
        keys: folder of the deployment key and of the development signing key.
        jwks: file of the keys that tokens may be signed with.
        issuer: the `iss` that tokens must carry.
        audience: the `aud` that tokens must carry.
        audit: folder of the audit trail.
        node: this process's name in the audit trail.
        max_body_bytes: largest request body.
        policy: folder of the policy bundle; `None` for the sample that the package ships.
        policy_keys: JWKS file of the keys that may sign a bundle; `None` where only one made for development is taken.
        origins: pages in a browser, as `https://desk.example`, that may open a WebSocket beside the service's own.
        budgets: file of the budgets of cross-checks; `None` for the sample that the package ships.
    """

    store: StoreConfig
    keys: Path
    jwks: Path
    issuer: str
    audience: str
    audit: Path
    node: str
    max_body_bytes: int = 1_000_000
    origins: frozenset[str] = frozenset()
    budgets: Path | None = None
    policy: Path | None = None
    policy_keys: Path | None = None

    @property
    def clock_file(self) -> Path:
        """Where the latest instant that was decided by is kept."""
        return self.store.home / "policy-clock"

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings from environment variables.

        Raises:
            SettingError: a value is impossible.
        """
        store = StoreConfig.from_env(environ)
        keys = Path(environ.get("BENANG_KEYS") or store.home / "keys")
        return cls(
            store=store,
            keys=keys,
            jwks=Path(environ.get("BENANG_JWKS") or keys / "jwks.json"),
            issuer=environ.get("BENANG_ISSUER") or ISSUER,
            audience=environ.get("BENANG_AUDIENCE") or AUDIENCE,
            audit=Path(environ.get("BENANG_AUDIT") or store.home / "audit"),
            node=environ.get("BENANG_NODE") or "local",
            max_body_bytes=_bytes(environ, "BENANG_MAX_BODY_BYTES", 1_000_000),
            origins=read_origins(environ.get("BENANG_ORIGINS", "")),
            budgets=Path(environ["BENANG_BUDGETS"]) if environ.get("BENANG_BUDGETS") else None,
            policy=Path(environ["BENANG_POLICY"]) if environ.get("BENANG_POLICY") else None,
            policy_keys=Path(environ["BENANG_POLICY_KEYS"]) if environ.get("BENANG_POLICY_KEYS") else None,
        )


def _bytes(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "")
    if not text:
        return default
    # Not `isdigit`, which takes a superscript for a number.
    if not text.isdecimal() or not 1_000 <= int(text) <= 100_000_000:
        raise SettingError(name, "must be a number of bytes from 1000 to 100000000")
    return int(text)
