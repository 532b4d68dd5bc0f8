"""Which policy bundle was in force when: an entry of the trail before it decides anything, and its text kept.

All processes that write into one audit folder have one history: whoever comes to a version first writes the entry. A
file beside the trail says which version the trail named last; without it there is one entry too many, never one too
few.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from api.settings import Settings
from api.suspensions import OPERATING, OPERATOR
from graph.files import exclusively, replace_whole
from policies import (
    AuditEntry,
    AuditLog,
    Bundle,
    BundleError,
    KeptBundles,
    Outcome,
    PassedChecks,
    Promotion,
    Signature,
    StoredEntry,
    acts_of,
    assemble_bundle,
)

log = structlog.get_logger()

IN_FORCE = "policy in force"
UNSIGNED = "unsigned, made for development"
_NONE = "none"
_MARK, _LOCK = "policy-in-force", "policy-in-force.lock"
_LOCK_WAIT_SECONDS = 5.0
_TOLD = re.compile(r"after ([0-9a-f]{64}|none); text ([0-9a-f]{64}); (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyChange:
    """A bundle that came into force, as the trail has it.

    Attributes:
        version: the policy version from then on.
        before: the version that the trail named last; empty where it named none.
        digest: SHA-256 of the file in which its text is kept.
        signed: who signed it, with which key and when, or that nobody did.
        at: when the entry was written, just before the bundle decided anything.
    """

    version: str
    before: str
    digest: str
    signed: str
    at: datetime


def kept_bundles(settings: Settings) -> KeptBundles:
    """Return the bundles that are kept in a deployment's data folder."""
    return KeptBundles(settings.store.home / "policies")


def kept_checks(settings: Settings) -> PassedChecks:
    """Return what is kept of the bundle that passed its checks last, beside those bundles."""
    return PassedChecks(settings.store.home / "policies")


class PolicyHistory:
    """Writes the history of one audit folder."""

    def __init__(self, audit: AuditLog, kept: KeptBundles) -> None:
        self._audit = audit
        self._kept = kept
        self._mark = audit.folder / _MARK

    def enter(self, found: Promotion, *, despite_damage: bool = False) -> None:
        """Keep a bundle and write into the trail that it is in force, where that named another version last.

        Args:
            found: what is about to decide.
            despite_damage: write it though damage of the trail waits for somebody: nothing is disclosed by it.

        Raises:
            KeptBundleError: it cannot be kept; then it must not decide anything.
            AuditError: the entry cannot be written; then neither.
        """
        with self._alone():
            before = self._named_last()
            version = found.bundle.version
            if version == before and self._kept.has(version):
                return
            kept = self._kept.keep(found.bundle)
            for dropped in kept.dropped:
                log.warning("policy_text_dropped", policy_version=dropped)
            if version == before:  # what was kept went: it is there again
                return
            self._write(found, before, kept.digest, despite_damage=despite_damage)
            with suppress(OSError):
                replace_whole(self._mark, version.encode())

    def find_before(self, version: str) -> Bundle | None:
        """Return the bundle that the trail named last, where that is another version and its text is kept and read."""
        before = self._named_last()
        return self.find_kept(before) if before and before != version else None

    def find_kept(self, version: str) -> Bundle | None:
        """Return the bundle of a version, where its text is kept and read."""
        files = self._kept.find_latest(version)
        if files is None:
            return None
        with suppress(BundleError):  # of an older release, which took what this one refuses
            return assemble_bundle(files)
        return None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the history alone; where that is not to be had, two entries say the same."""
        with ExitStack() as stack:
            with suppress(OSError):
                stack.enter_context(exclusively(self._audit.folder / _LOCK, timeout_seconds=_LOCK_WAIT_SECONDS))
            yield

    def _write(self, found: Promotion, before: str, digest: str, *, despite_damage: bool) -> None:
        entry = AuditEntry(
            actor=OPERATOR,
            agency=OPERATOR,
            purpose=OPERATING,
            operation=IN_FORCE,
            outcome=Outcome.ALLOWED,
            policy_version=found.bundle.version,
            reason=f"after {before or _NONE}; text {digest}; {_signed(found.signature)}",
        )
        self._audit.append(entry, despite_damage=despite_damage)
        self._audit.flush()

    def _named_last(self) -> str:
        try:
            return self._mark.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            return ""


def policy_changes(audit: Path) -> Sequence[PolicyChange]:
    """Return the bundles that came into force by the trail of an audit folder, oldest first."""
    found = (_change(stored) for stored in acts_of(audit, OPERATOR, OPERATOR) if stored.entry.operation == IN_FORCE)
    return sorted((change for change in found if change is not None), key=lambda change: change.at)


def _change(stored: StoredEntry) -> PolicyChange | None:
    told = _TOLD.fullmatch(stored.entry.reason)
    if told is None:
        return None
    before = "" if told[1] == _NONE else told[1]
    return PolicyChange(
        version=stored.entry.policy_version, before=before, digest=told[2], signed=told[3], at=stored.time
    )


def _signed(signature: Signature | None) -> str:
    if signature is None:
        return UNSIGNED
    return f"signed by {signature.signer} with the key {signature.kid} at {signature.signed_at.isoformat()}"
