"""Brings the jars of Neo4j Community from Maven Central into the user's cache, exactly those that `jars.lock` names."""

import hashlib
import os
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException
from pathlib import Path
from typing import BinaryIO
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from graph.store.errors import (
    CacheWriteError,
    JarCutShortError,
    JarMissingError,
    NetworkUnavailableError,
    WrongHashError,
)
from graph.store.file_lock import FileLock
from graph.store.progress import OnProgress, Progress, Step

LOCK_FILE = Path(__file__).with_name("jars.lock")

_THREADS = 8
_ATTEMPTS = 3
_CHUNK_BYTES = 1 << 18
_TIMEOUT_SECONDS = 30.0
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
            _Download(folder, maven_url, total, on_progress).run(missing)
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

    def __init__(self, folder: Path, maven_url: str, total: int, on_progress: OnProgress | None) -> None:
        self._folder = folder
        self._maven_url = maven_url
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
                self._failed.set()
                raise
            else:
                return

    def _bring_once(self, jar: LockedJar) -> None:
        target = self._folder / jar.path
        part = target.with_name(target.name + ".part")
        digest = hashlib.sha256()
        self._count(jar, 0)
        try:
            part.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as out:
                for chunk in self._chunks(jar):
                    digest.update(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            if digest.hexdigest() != jar.sha256:
                raise WrongHashError(self._url(jar), expected=jar.sha256, found=digest.hexdigest())
            part.replace(target)
        except OSError as exc:
            # Only the disk is left as its cause: `_chunks` has already named what the network does.
            raise CacheWriteError(self._folder, exc.strerror or type(exc).__name__) from exc
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _chunks(self, jar: LockedJar) -> Iterator[bytes]:
        received = 0
        with self._requested(jar) as answer:
            # A jar that is longer than the lock says is another one: its first bytes too many end it.
            while received <= jar.size:
                try:
                    chunk = answer.read(_CHUNK_BYTES)
                except (OSError, HTTPException) as exc:
                    raise JarCutShortError(self._url(jar), received=received, expected=jar.size) from exc
                if not chunk:
                    break
                received += len(chunk)
                yield chunk
                self._count(jar, received)
        if received < jar.size:
            raise JarCutShortError(self._url(jar), received=received, expected=jar.size)

    @contextmanager
    def _requested(self, jar: LockedJar) -> Iterator[BinaryIO]:
        if not self._maven_url.startswith(("https://", "http://")):
            raise NetworkUnavailableError(self._maven_url, "neither http nor https")
        request = Request(self._url(jar), headers={"User-Agent": "benang"})  # noqa: S310 - checked above
        try:
            answer = urlopen(request, timeout=_TIMEOUT_SECONDS)  # noqa: S310 - checked above
        except HTTPError as exc:
            exc.close()
            raise JarMissingError(self._url(jar), exc.code) from exc
        except (OSError, HTTPException) as exc:
            raise NetworkUnavailableError(self._maven_url, _reason(exc)) from exc
        with answer:
            yield answer

    def _url(self, jar: LockedJar) -> str:
        return f"{self._maven_url}/{jar.path}"

    def _count(self, jar: LockedJar, received: int) -> None:
        with self._counting:
            self._received[jar.path] = received
            if self._on_progress is not None:
                done = min(sum(self._received.values()), self._total)
                self._on_progress(Progress(step=Step.DOWNLOAD, done=done, total=self._total))


def _reason(exc: BaseException) -> str:
    inner = exc.reason if isinstance(exc, URLError) else exc
    if isinstance(inner, OSError) and inner.strerror:
        return inner.strerror
    return type(inner).__name__ if isinstance(inner, BaseException) else str(inner)
