"""Loads the policy bundle that the settings name, at the start and again while serving.

A bundle is checked whole before it is put in force, by one assignment; one that is refused leaves the old one where it
is, and one line in the log. What was begun under the old bundle ends under it; nothing begins under it any more. Before
it decides anything it is kept and stands in the audit trail; where that cannot be, it is tried again and waits.

A folder is read once nothing in it has changed for a moment: a bundle that is copied file by file, or saved in pieces,
is a whole one only then. One that lost forbids, seals nothing for a claimant any more or gives profiles other terms is
taken, as its officers may mean it, and the log says so.
"""

import asyncio
import contextlib
import threading
import time
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from pathlib import Path

import structlog

from api.policy.history import PolicyHistory, kept_checks
from api.settings import Settings
from policies import (
    SIGNATURE_FILE,
    AuditError,
    Bundle,
    BundleError,
    KeptBundleError,
    PolicyError,
    PreparedBundle,
    Promotion,
    ScopeBuilder,
    SignatureError,
    Tlp,
    TrustedKeys,
    check_succession,
    is_vouched_for,
    lost_forbids,
    promote,
    sealing_changes,
    term_changes,
)

log = structlog.get_logger()

Stamp = tuple[tuple[str, int, int, int], ...]
STILL_SECONDS = 2.0
"""So long nothing in the folder has changed before it is read."""
_MOST_NAMED = 20
_loading = threading.Lock()


def begin_to_load(settings: Settings) -> None:
    """Begin to load and check the bundle in a thread, beside what the caller does first.

    `load_policy` then waits for the rest of it alone, since what passed is known in this process. What is wrong with
    the bundle is said there.
    """
    asyncio.get_running_loop().run_in_executor(None, _load_ahead, settings)


def _load_ahead(settings: Settings) -> None:
    with contextlib.suppress(Exception):
        _load(settings, None)


async def load_policy(settings: Settings, *, now: datetime | None = None) -> Promotion:
    """Load and check the bundle that the settings name, without blocking the loop.

    Raises:
        BundleError: the bundle is refused.
        SignatureError: nobody who is trusted vouches for it.
    """
    return await asyncio.to_thread(_load, settings, now)


async def look_at_folder(settings: Settings) -> Stamp:
    """Return what the bundle's files look like now: where they look otherwise later, something was saved since."""
    return await asyncio.to_thread(_stamp, settings)


def _load(settings: Settings, now: datetime | None) -> Promotion:
    with _loading:
        trusted = TrustedKeys.read(settings.policy_keys) if settings.policy_keys is not None else None
        return promote(settings.policy, trusted=trusted, now=now, kept=kept_checks(settings))


def tell_what_is_gone(before: Bundle, after: Bundle, *, now: datetime) -> None:
    """Log what a bundle that came into force lacks of the one before: forbids, seals, terms of profiles."""
    forbids = lost_forbids(before, after)
    unsealed = [c for c in sealing_changes(before, after, now=now) if not c.sealed]
    seals = [f"{c.claimant} {c.originator}" for c in unsealed]
    terms = [f"{c.profile} {c.term}" for c in term_changes(before, after)]
    for event, what, named in (
        ("policy_forbids_gone", "policies", forbids),
        ("policy_seals_gone", "claimants_and_originators", seals),
        ("policy_terms_changed", "profiles_and_terms", terms),
    ):
        if named:
            some = {what: list(named[:_MOST_NAMED])}
            log.warning(event, count=len(named), policy_version=after.version, **some)


class PublishedProfiles(AbstractSet[str]):
    """The profiles that say `CLEAR` in the bundle in force."""

    def __init__(self, scopes: ScopeBuilder) -> None:
        self._scopes = scopes

    def __contains__(self, name: object) -> bool:
        """Return whether a profile of this name is published."""
        profile = self._scopes.bundle.registers.profiles.get(name) if isinstance(name, str) else None
        return profile is not None and profile.tlp is Tlp.CLEAR

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self._scopes.bundle.registers.published_profiles)

    def __len__(self) -> int:
        """Return how many there are."""
        return sum(1 for _ in self)

    @classmethod
    def _from_iterable(cls, found: Iterator[str]) -> AbstractSet[str]:  # type: ignore[override]  # a mixin's untyped hook
        return frozenset(found)


class PolicyLoader:
    """Puts the bundle of the settings' folder in force again when it has changed or when it is asked to."""

    def __init__(
        self,
        settings: Settings,
        scopes: ScopeBuilder,
        history: PolicyHistory,
        *,
        seen: Stamp | None = None,
        still_seconds: float = STILL_SECONDS,
    ) -> None:
        """Take what is in force as read from the folder as it was `seen`; by default as it is now."""
        self._settings = settings
        self._scopes = scopes
        self._history = history
        self._still_seconds = still_seconds
        self._asked = asyncio.Event()
        self._is_refused = False
        self._waits_for = ""  # why a good bundle could not be written into the trail or kept
        # What is in force with the signature that was taken last; `None` for what it began with.
        self._vouched: Bundle | None = None
        self._seen = _stamp(settings) if seen is None else seen

    def ask(self) -> None:
        """Ask for the folder to be read again, changed or not; safe in a signal handler of the loop."""
        self._asked.set()

    async def reload(self) -> bool:
        """Read the folder and put what it holds in force; return whether another bundle is in force now.

        A bundle that is refused changes nothing, nor does one of which something changed while it was read. Where
        anything else keeps it from being read, it is read again at the next look, changed or not.
        """
        try:
            return await self._reload()
        except BaseException:
            self._asked.set()
            raise

    async def _reload(self) -> bool:
        before = await look_at_folder(self._settings)
        try:
            found = await load_policy(self._settings)
            check_succession(self._scopes.bundle, found.bundle)
            is_new = found.bundle.version != self._scopes.bundle.version
            prepared = await asyncio.to_thread(self._prepare, found, before) if is_new else None
        except (BundleError, SignatureError, KeptBundleError, AuditError) as exc:
            self._refuse(exc)
            if isinstance(exc, SignatureError):
                self._tell_of_lost_trust()
            return False
        if is_new and prepared is None:
            return False  # `next_change` tells of it once the folder is still
        was_refused, self._is_refused, self._waits_for = self._is_refused, False, ""
        is_resigned = _signature(found.bundle) != _signature(self._vouched or self._scopes.bundle)
        self._vouched = found.bundle
        if prepared is None:
            # Mended as it was: the log's last word must not stay that it is refused.
            if was_refused or is_resigned:
                self._tell_what_is_in_force(found)
            return False
        old = self._scopes.bundle
        self._scopes.activate(prepared)
        self._tell_what_is_in_force(found)
        tell_what_is_gone(old, found.bundle, now=datetime.now(UTC))
        return True

    def _prepare(self, found: Promotion, before: Stamp) -> PreparedBundle | None:
        """Return what can be put in force by one assignment, once the trail says that it is.

        `None` where the folder is not as it was before that was read.

        Raises:
            KeptBundleError, AuditError: it does not.
        """
        prepared = PreparedBundle.of(found.bundle)
        if _stamp(self._settings) != before:
            return None
        self._history.enter(found)
        return prepared

    def _tell_of_lost_trust(self) -> None:
        """Say so where nobody who is trusted vouches for the bundle in force any more: a restart would refuse it."""
        keys = self._settings.policy_keys
        with contextlib.suppress(SignatureError):  # keys that cannot be read are what the refusal names
            if keys is not None and not is_vouched_for(self._vouched or self._scopes.bundle, TrustedKeys.read(keys)):
                log.error("policy_in_force_untrusted", in_force=self._scopes.bundle.version)

    def _refuse(self, exc: PolicyError) -> None:
        problem = str(exc)
        if problem != self._waits_for:  # what waits is tried every second, and told of once
            log.error("policy_refused", problem=problem, in_force=self._scopes.bundle.version)
        self._is_refused = True
        self._waits_for = problem if isinstance(exc, KeptBundleError | AuditError) else ""

    @staticmethod
    def _tell_what_is_in_force(found: Promotion) -> None:
        signed_by = found.signature.kid if found.signature else "development"
        log.info("policy_in_force", policy_version=found.bundle.version, signed_by=signed_by)

    async def next_change(self, *, every_seconds: float = 1.0) -> None:
        """Return when the folder has changed and been still for a moment since, or at once when `ask` was called.

        Also where a bundle waits to be kept and told of.

        Where keys are trusted only their file and the signature's are watched: that is written last, and nothing counts
        without it.
        """
        latest, still_since = self._seen, time.monotonic()
        while True:
            # Not `asyncio.wait_for`: it forgets that it was cancelled where it is asked in the same moment.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(every_seconds):
                    await self._asked.wait()
            stamp = await look_at_folder(self._settings)
            if stamp != latest:
                latest, still_since = stamp, time.monotonic()
            is_still = time.monotonic() - still_since >= self._still_seconds
            if self._asked.is_set() or self._waits_for or (stamp != self._seen and is_still):
                self._asked.clear()
                self._seen = stamp
                return


def _stamp(settings: Settings) -> Stamp:
    folder, keys = settings.policy, settings.policy_keys
    if folder is None:
        return ()
    names = [folder / SIGNATURE_FILE, keys] if keys is not None else sorted(_read_files(folder))
    return tuple(_stat(path) for path in names)


def _signature(bundle: Bundle) -> bytes | None:
    return bundle.files.contents.get(SIGNATURE_FILE)


def _read_files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder but hidden ones, which no bundle reads: editors write theirs all the time."""
    for path in folder.rglob("*"):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not is_hidden and not path.is_dir():
            yield path


def _stat(path: Path) -> tuple[str, int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return str(path), 0, 0, 0
    return str(path), found.st_mtime_ns, found.st_size, found.st_ino
