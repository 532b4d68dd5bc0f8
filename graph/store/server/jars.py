"""Brings the jars of Neo4j Community from Maven Central into the user's cache, exactly those that `jars.lock` names."""

import hashlib
import os
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.files import FileLock
from graph.store.errors import CacheWriteError, JarCutShortError, NetworkUnavailableError, WrongHashError
from graph.store.progress import OnProgress, Progress, Step
from graph.store.server.maven import MavenRepository

LOCK_FILE = Path(__file__).with_name("jars.lock")

_THREADS = 8
_ATTEMPTS = 3
_HEADER = "# Neo4j Community "


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedJar:
    """One jar: its path in a Maven repository, its exact size and its SHA-256 in hexadecimal."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JarLock:
    """The jars of one Neo4j version, in the order of the class path."""

    neo4j_version: str
    jars: tuple[LockedJar, ...]

    @property
    def total_bytes(self) -> int:
        """The size of all jars together."""
        return sum(jar.size for jar in self.jars)


@cache
def product_lock() -> JarLock:
    """Return the lock that this version of the product was tested with."""
    return parse_lock(LOCK_FILE.read_text(encoding="utf-8"))


def parse_lock(text: str) -> JarLock:
    """Read the text of a lock: a headline with the version, then `sha256 size path` in each line.

    Raises:
        ValueError: a line has another form, or a path leads out of the repository.
    """
    headline, *lines = text.splitlines()
    if not headline.startswith(_HEADER):
        raise ValueError("no headline with a version")
    jars = []
    for line in lines:
        match = re.fullmatch(r"([0-9a-f]{64}) ([1-9][0-9]*) ((?:[\w+-][\w.+-]*/)+[\w.+-]+\.jar)", line)
        if match is None:
            raise ValueError(f"not a line of a lock: {line}")
        jars.append(LockedJar(sha256=match[1], size=int(match[2]), path=match[3]))
    return JarLock(neo4j_version=headline.removeprefix(_HEADER), jars=tuple(jars))


def format_lock(lock: JarLock) -> str:
    """Write a lock as text; `parse_lock` reads it back."""
    lines = [f"{jar.sha256} {jar.size} {jar.path}" for jar in lock.jars]
    return "\n".join([_HEADER + lock.neo4j_version, *lines]) + "\n"


def jar_folder(cache_folder: Path) -> Path:
    """Return where a cache keeps its jars, laid out as a Maven repository."""
    return cache_folder / "maven"


def ensure_jars(
    lock: JarLock, *, cache_folder: Path, maven_url: str, on_progress: OnProgress | None = None
) -> tuple[Path, ...]:
    """Return the jars of a lock, downloading those that the cache lacks.

    Processes that ask at the same time take turns, and the later ones find the jars there. What an interrupted
    download finished is kept.

    Args:
        lock: the jars wanted.
        cache_folder: where they are kept.
        maven_url: the repository to ask, without a slash at the end.
        on_progress: is told the bytes done and in total, from this thread or a worker's, one at a time.

    Raises:
        DownloadError: a jar could not be brought; the subclass says why.
    """
    folder = jar_folder(cache_folder)
    paths = tuple(folder / jar.path for jar in lock.jars)
    if not _missing(lock, folder):
        return paths
    with _alone(cache_folder):
        missing = _missing(lock, folder)
        if missing:
            _remove_remains(folder)
            total = sum(jar.size for jar in missing)
            with closing(MavenRepository(maven_url)) as repository:
                _Download(folder, repository, total=total, on_progress=on_progress).run(missing)
    return paths


def _missing(lock: JarLock, folder: Path) -> list[LockedJar]:
    # A jar gets its name only after its hash was checked, so its size tells enough here.
    return [jar for jar in lock.jars if _size(folder / jar.path) != jar.size]


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _remove_remains(folder: Path) -> None:
    if folder.is_dir():
        for part in folder.rglob("*.part"):
            part.unlink(missing_ok=True)


@contextmanager
def _alone(cache_folder: Path) -> Iterator[None]:
    try:
        cache_folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(cache_folder / "download.lock")
    except OSError as exc:
        raise CacheWriteError(cache_folder, exc.strerror or type(exc).__name__) from exc
    try:
        while not lock.acquire(timeout_seconds=60):
            pass
        yield
    finally:
        lock.close()


class _Download:
    """One run over the missing jars, on a few threads; the first failure ends it."""

    def __init__(
        self, folder: Path, repository: MavenRepository, *, total: int, on_progress: OnProgress | None
    ) -> None:
        self._folder = folder
        self._repository = repository
        self._total = total
        self._on_progress = on_progress
        self._received: dict[str, int] = {}
        self._counting = threading.Lock()
        self._failed = threading.Event()

    def run(self, jars: list[LockedJar]) -> None:
        # Large jars first, so that none of them is left alone at the end.
        largest_first = sorted(jars, key=lambda jar: -jar.size)
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="benang-download") as pool:
            futures = [pool.submit(self._bring, jar) for jar in largest_first]
        for future in futures:
            future.result()

    def _bring(self, jar: LockedJar) -> None:
        for attempt in range(1, _ATTEMPTS + 1):
            if self._failed.is_set():
                return
            try:
                self._bring_once(jar)
            except (NetworkUnavailableError, JarCutShortError):
                if attempt == _ATTEMPTS:
                    self._failed.set()
                    raise
                time.sleep(0.2 * attempt)
            except BaseException:
                # Whatever it was, a full disk or a wrong hash: the other threads are told to bring no more jars.
                self._failed.set()
                raise
            else:
                return

    def _bring_once(self, jar: LockedJar) -> None:
        target = self._folder / jar.path
        part = target.with_name(target.name + ".part")
        try:
            part.parent.mkdir(parents=True, exist_ok=True)
            found = self._write(part, jar)
            if found != jar.sha256:
                raise WrongHashError(f"{self._repository.base_url}/{jar.path}", expected=jar.sha256, found=found)
            part.replace(target)
        except OSError as exc:
            # Only the disk is left as its cause: the repository has already named what the network does.
            raise CacheWriteError(self._folder, exc.strerror or type(exc).__name__) from exc
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _write(self, part: Path, jar: LockedJar) -> str:
        digest = hashlib.sha256()
        received = 0
        self._count(jar, received)
        with part.open("wb") as out:
            for chunk in self._repository.chunks(jar.path, size=jar.size):
                digest.update(chunk)
                out.write(chunk)
                received += len(chunk)
                self._count(jar, received)
            out.flush()
            os.fsync(out.fileno())
        return digest.hexdigest()

    def _count(self, jar: LockedJar, received: int) -> None:
        with self._counting:
            self._received[jar.path] = received
            if self._on_progress is not None:
                done = min(sum(self._received.values()), self._total)
                self._on_progress(Progress(step=Step.DOWNLOAD, done=done, total=self._total))
