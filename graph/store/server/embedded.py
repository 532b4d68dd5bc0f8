"""Opens the store: an external Neo4j as it is, or the embedded one, which the first to come starts and others join.

Start at `open_store`. Whoever opens the embedded store holds a shared lock on `clients.lock` for as long as its lease
lives; `keeper.py` is the process that starts and stops the server by that lock. A lease that outlives its keeper can
`rejoin`.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

from neo4j.exceptions import AuthError

from graph.files import FileLock, exclusively
from graph.store.config import StoreConfig, memory_bytes
from graph.store.errors import (
    CredentialsError,
    DatabaseOfflineError,
    NoRoomError,
    PortBusyError,
    ServerFailedError,
    ServerStateError,
    StartTimeoutError,
    StoreConfigError,
    StoreFolderError,
    StoreGoneError,
    StoreInUseError,
)
from graph.store.progress import OnProgress, Progress, Step
from graph.store.server import keeper
from graph.store.server.class_archive import class_archive
from graph.store.server.command import recovery_heap, recovery_options, server_command, server_environment
from graph.store.server.database_state import DatabaseState, embedded_state
from graph.store.server.disk_room import has_room
from graph.store.server.home import USERNAME, ServerHome, ServerSizes, failure_reason
from graph.store.server.jars import ensure_jars, product_lock
from graph.store.server.java import Java, get_java
from graph.store.server.keeper import KeeperSpec, ServerState, process_started, read_state

_POLL_SECONDS = 0.05
_STOP_SECONDS = 65.0
_ORPHAN_SECONDS = 20.0
_DATABASE = "neo4j"


class StoreLease:
    """The right to use a store, with its address and login. Closing it, or the end of the process, gives it back."""

    def __init__(
        self,
        *,
        uri: str,
        username: str,
        password: str,
        database: str,
        embedded: "EmbeddedNeo4j | None" = None,
        membership: FileLock | None = None,
    ) -> None:
        self.uri = uri
        self.username = username
        self.password = password
        self.database = database
        self._embedded = embedded
        self._membership = membership
        self._changing = threading.Lock()

    def __repr__(self) -> str:
        return f"StoreLease(uri={self.uri!r}, database={self.database!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self, *, wait: bool = False) -> None:
        """Leave the store; the embedded server stops some seconds after the last one left. May be called twice.

        Args:
            wait: where nobody else is left, stop the server at once and return when it has stopped.
        """
        with self._changing:
            if self._membership is None:
                return
            self._membership.close()
            self._membership = None
        if wait and self._embedded is not None:
            with suppress(StoreInUseError):
                self._embedded.stop()

    @property
    def is_embedded(self) -> bool:
        """Whether the store is this product's own to start: an external one is somebody else's."""
        return self._embedded is not None

    @property
    def folder(self) -> Path | None:
        """The data folder of the embedded store."""
        return self._embedded.folder if self._embedded is not None else None

    def rejoin(self) -> None:
        """Join the embedded store anew, starting its server where its keeper is gone; address and login may be others.

        Of two that rejoin at once one starts the server and the other joins it. Nothing is made where the store is
        gone from the disk. Takes as long as a start; an external store is left alone.

        Raises:
            StoreError: the server cannot be started or joined; the lease is as it was.
        """
        if self._embedded is None:
            return
        fresh = self._embedded.join(again=True)
        with self._changing:
            if self._membership is None:  # closed meanwhile
                fresh.close()
                return
            self._membership.close()
            self._membership, fresh._membership = fresh._membership, None
            self.uri, self.password = fresh.uri, fresh.password


def open_store(config: StoreConfig, *, on_progress: OnProgress | None = None) -> StoreLease:
    """Open the store that the settings choose.

    An embedded one is downloaded and started as needed, and answers when this returns. An external one is not asked:
    connecting to it shows whether it answers.

    Args:
        config: the settings.
        on_progress: is told how far a download and a start have come; it may be called from another thread.

    Raises:
        StoreError: the store cannot be opened; the subclass says why.
    """
    if config.external is None:
        return EmbeddedNeo4j(config).join(on_progress=on_progress)
    external = config.external
    return StoreLease(
        uri=external.uri, username=external.username, password=external.password, database=external.database
    )


def has_store(config: StoreConfig) -> bool:
    """Return whether there is an embedded store in the data folder already."""
    return ServerHome(config.home).description.exists()


def discard_store(config: StoreConfig) -> None:
    """Remove an embedded store with all that it holds, having stopped its server.

    Raises:
        StoreConfigError: the settings choose an external store.
        StoreInUseError: others have joined it.
    """
    if config.external is not None:
        raise StoreConfigError("NEO4J_URI", "names an external Neo4j, which is never discarded")
    EmbeddedNeo4j(config).discard()


class EmbeddedNeo4j:
    """The embedded Neo4j of one data folder."""

    def __init__(self, config: StoreConfig) -> None:
        self._config = config
        self._home = ServerHome(config.home)
        self._lock = product_lock()
        self._recovered = False
        self.folder = self._home.folder

    def join(self, *, again: bool = False, on_progress: OnProgress | None = None) -> StoreLease:
        """Join the server of the data folder, starting it where none runs.

        Args:
            again: by one who had joined it: where the store is gone from the folder, none is made anew.
            on_progress: is told how far a download and a start have come.

        Raises:
            StoreError: the server cannot be started or joined; the subclass says why.
        """
        if again and not self._home.description.exists():
            raise StoreGoneError(self._home.folder)
        java = get_java(chosen=self._config.java, java_home=self._config.java_home)
        jars = ensure_jars(
            self._lock, cache_folder=self._config.cache, maven_url=self._config.maven_url, on_progress=on_progress
        )
        self._home.create()
        self._home.check_maker(self._lock.neo4j_version)
        membership = self._membership()
        try:
            port = self._running_port(membership, java, jars, on_progress)
            return StoreLease(
                uri=f"bolt://127.0.0.1:{port}",
                username=USERNAME,
                password=self._home.password(),
                database=_DATABASE,
                embedded=self,
                membership=membership,
            )
        except OSError as exc:
            membership.close()
            raise StoreFolderError(self._home.folder, f"cannot be written ({exc.strerror})") from exc
        except BaseException:
            # Ctrl-C too: a lock that stays held would keep the server up, and everyone out who wants the folder alone.
            membership.close()
            raise

    def stop(self) -> None:
        """Stop the server, if one runs, and return when it has stopped.

        Raises:
            StoreInUseError: others have joined it.
        """
        membership = self._hold_alone()
        try:
            self._stop_keeper()
        finally:
            membership.close()

    def discard(self) -> None:
        """Stop the server and remove all that it stored.

        Raises:
            StoreInUseError: others have joined it.
        """
        membership = self._hold_alone()
        try:
            self._stop_keeper()
            self._home.discard()
        finally:
            membership.close()

    def _running_port(
        self, membership: FileLock, java: Java, jars: Sequence[Path], on_progress: OnProgress | None
    ) -> int:
        # A server that is stopping keeps others out until it is gone.
        if not membership.acquire(shared=True, timeout_seconds=_STOP_SECONDS):
            raise StartTimeoutError(_STOP_SECONDS, self._home.log)
        timeout = self._config.start_timeout_seconds
        deadline = time.monotonic() + timeout
        with exclusively(self._home.start_lock, timeout_seconds=timeout) as alone:
            if not alone:
                raise StartTimeoutError(timeout, self._home.log)
            if self._keeper_lives():
                # A keeper that leaves just now, or gives up, is followed by one of our own; so is one whose database
                # failed and serves nobody, as after a full disk.
                with suppress(PortBusyError, ServerFailedError, DatabaseOfflineError):
                    return self._await_ready(deadline)
            # Neo4j would try for minutes, and then say something else.
            if not has_room(self._home.folder):
                raise NoRoomError(self._home.folder)
            _report(on_progress, done=0)
            self._stop_keeper()
            port = self._start_whole(java, jars, deadline, on_progress)
            _report(on_progress, done=1)
            return port

    def _start_whole(self, java: Java, jars: Sequence[Path], deadline: float, on_progress: OnProgress | None) -> int:
        """Start the server; where its database fails, once more with a larger heap, and then as usual."""
        try:
            return self._start_beside(java, jars, deadline)
        except DatabaseOfflineError as failed:
            self._stop_keeper()
            heap = recovery_heap(self._config.heap_bytes, memory_bytes())
            if self._recovered or heap is None:
                raise
            self._recovered = True
            _report(on_progress, done=0, step=Step.RECOVER)
            try:
                self._start_beside(java, jars, self._deadline(), recovery_bytes=heap)
            except ServerFailedError:  # as where the machine has no such memory left
                raise failed from None
            finally:
                self._stop_keeper()
        return self._start_beside(java, jars, self._deadline())

    def _start_beside(
        self, java: Java, jars: Sequence[Path], deadline: float, *, recovery_bytes: int | None = None
    ) -> int:
        """Start the server beside the programs that take ports."""
        try:
            return self._start(java, jars, deadline, recovery_bytes)
        except PortBusyError:
            # Somebody took the free port between our look and the server's: once is bad luck.
            if self._config.port is not None:
                raise
            return self._start(java, jars, deadline, recovery_bytes)

    def _deadline(self) -> float:
        return time.monotonic() + self._config.start_timeout_seconds

    def _start(self, java: Java, jars: Sequence[Path], deadline: float, recovery_bytes: int | None) -> int:
        port = self._choose_port()
        sizes = ServerSizes(
            heap=self._config.heap_bytes,
            page_cache=self._config.page_cache_bytes,
            replan_seconds=self._config.replan_seconds,
            cuts_log=self._config.cuts_log,
        )
        self._home.prepare(neo4j_version=self._lock.neo4j_version, sizes=sizes)
        self._home.state.unlink(missing_ok=True)
        self._start_keeper(java, jars, port, recovery_bytes)
        self._await_ready(deadline)
        self._home.forget_initial_login()
        return port

    def _choose_port(self) -> int:
        if self._config.port is not None:
            if not _is_free(self._config.port):
                raise PortBusyError(self._config.port)
            return self._config.port
        # The port of a server that was killed is kept, so that the drivers of others find the new one.
        state = self._state_of_the_dead()
        if state is not None and _is_free(state.port):
            return state.port
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return int(probe.getsockname()[1])

    def _start_keeper(self, java: Java, jars: Sequence[Path], port: int, recovery_bytes: int | None) -> None:
        keeper_lock, server_lock = FileLock(self._home.keeper_lock), FileLock(self._home.server_lock)
        try:
            # Both are free: no keeper lives, no server is left, and the start lock keeps others out.
            keeper_lock.acquire(timeout_seconds=1)
            server_lock.acquire(timeout_seconds=1)
            options = self._config.java_options
            archive = class_archive(java, jars, self._config.cache, writes=self._config.archives_classes)
            spec = KeeperSpec(
                command=server_command(
                    home=self._home,
                    java=java,
                    jars=jars,
                    port=port,
                    archive=archive,
                    heap_bytes=recovery_bytes or self._config.heap_bytes,
                    options=recovery_options(options) if recovery_bytes else options,
                ),
                folder=str(self._home.server),
                port=port,
                clients_lock=str(self._home.clients_lock),
                keeper_fd=keeper_lock.fd,
                server_fd=server_lock.fd,
                state_file=str(self._home.state),
                log_file=str(self._home.output),
                linger_seconds=self._config.linger_seconds,
                archive=archive.renaming,
            )
            self._spawn(spec)
        finally:
            keeper_lock.close()
            server_lock.close()

    def _spawn(self, spec: KeeperSpec) -> None:
        with self._home.output.open("ab") as log:
            done = subprocess.run(  # noqa: S603 - this interpreter, this package's own program
                [sys.executable, "-I", keeper.__file__, json.dumps(asdict(spec))],
                cwd=self._home.folder,
                env=server_environment(os.environ),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(spec.keeper_fd, spec.server_fd),
                start_new_session=True,
                check=False,
            )
        if done.returncode != 0:
            raise self._failure()

    def _await_ready(self, deadline: float) -> int:
        while time.monotonic() < deadline:
            # Asked before the state is read: a keeper that leaves removes the state first.
            lives = self._keeper_lives()
            state = self._state()
            if lives and state is not None and state.ready and self._is_online(state.port):
                return state.port
            if not lives:
                raise self._failure()
            time.sleep(_POLL_SECONDS)
        raise StartTimeoutError(self._config.start_timeout_seconds, self._home.log)

    def _is_online(self, port: int) -> bool:
        try:
            state, reason = embedded_state(
                port=port, username=USERNAME, password=self._home.password(), database=_DATABASE
            )
        except AuthError as exc:
            raise CredentialsError(self._home.folder, "has a file `password` that its server refuses") from exc
        if state is DatabaseState.FAILED:
            raise DatabaseOfflineError(reason, self._home.log)
        return state is DatabaseState.ONLINE

    def _failure(self) -> PortBusyError | ServerFailedError:
        reason = failure_reason(self._home.last_words())
        if "Address already in use" in reason:
            return PortBusyError(self._config.port or 0)
        return ServerFailedError(reason, self._home.log)

    def _keeper_lives(self) -> bool:
        # INVARIANT: asked by the holder of the start lock or of the clients' lock alone, so that looking disturbs none.
        lock = FileLock(self._home.keeper_lock)
        try:
            return not lock.try_acquire()
        finally:
            lock.close()

    def _state(self) -> ServerState | None:
        try:
            return read_state(self._home.state)
        except ValueError as exc:
            raise ServerStateError(self._home.folder) from exc

    def _state_of_the_dead(self) -> ServerState | None:
        # What a keeper left behind when it was killed is a help, not a need.
        with suppress(ValueError):
            return read_state(self._home.state)
        return None

    def _end_orphan(self) -> None:
        """End a server whose keeper was killed: on Linux it is stopping already, elsewhere it is told to."""
        lock = FileLock(self._home.server_lock)
        try:
            for sign in (signal.SIGTERM, signal.SIGKILL):
                if lock.try_acquire():
                    return
                state = self._state_of_the_dead()
                if state is not None and process_started(state.server_pid) == state.server_started:
                    with suppress(ProcessLookupError):
                        os.kill(state.server_pid, sign)
                if lock.acquire(timeout_seconds=_ORPHAN_SECONDS):
                    return
            raise ServerFailedError("an earlier server of this data folder does not end", self._home.log)
        finally:
            lock.close()

    def _membership(self) -> FileLock:
        try:
            return FileLock(self._home.clients_lock)
        except OSError as exc:
            raise StoreFolderError(self._home.folder, f"cannot be written ({exc.strerror})") from exc

    def _hold_alone(self) -> FileLock:
        """Take the clients' lock alone, waiting for a server that is stopping."""
        self._home.create()
        membership = self._membership()
        deadline = time.monotonic() + _STOP_SECONDS
        shared_by_others = 0
        while not membership.try_acquire():
            # A keeper holds the lock alone, for a moment or while it stops; clients share it.
            shared_by_others = shared_by_others + 1 if membership.try_acquire(shared=True) else 0
            membership.release()
            if shared_by_others > 10 or time.monotonic() > deadline:
                membership.close()
                raise StoreInUseError(self._home.folder)
            time.sleep(_POLL_SECONDS)
        return membership

    def _stop_keeper(self) -> None:
        deadline = time.monotonic() + _STOP_SECONDS
        told = False
        while self._keeper_lives():
            state = self._state_of_the_dead()
            if state is not None and not told:
                os.kill(state.keeper_pid, signal.SIGTERM)
                told = True
            if time.monotonic() > deadline:
                raise StartTimeoutError(_STOP_SECONDS, self._home.log)
            time.sleep(_POLL_SECONDS)
        self._end_orphan()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the server does: a port whose last connections are just fading is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _report(on_progress: OnProgress | None, *, done: int, step: Step = Step.START) -> None:
    if on_progress is not None:
        on_progress(Progress(step=step, done=done, total=1))
