"""The process that keeps one embedded Neo4j: starts it, starts it again if it dies, stops it after the last one left.

It runs as a program of its own (`python -I keeper.py SPEC`) in its own session, so that it outlives whoever started
it, and imports nothing but the standard library. What holds when something is killed with kill -9:

- a client: the kernel releases its lock on `clients.lock`, and the keeper sees that;
- the server: the keeper starts it again on the same port while clients are there, and leaves otherwise;
- the keeper: on Linux the kernel asks the server to stop; elsewhere the next one to open the store does. A client that
  serves opens it again (`StoreLease.rejoin`).

`server.lock` is inherited by the server, so whoever can take it knows that no server is left, whatever became of its
process number. `keeper.lock` tells the same of the keeper.
"""

import ctypes
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType

_POLL_SECONDS = 0.1
_STOP_SECONDS = 60.0
_QUICK_DEATHS = 3
_LONG_RUN_SECONDS = 60.0
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class KeeperSpec:
    """What a keeper is told: how to start the server, and the files that it shares with the clients.

    Attributes:
        command: the server's program and arguments.
        folder: where it runs.
        port: its Bolt port, on 127.0.0.1.
        clients_lock: the file that every client locks, shared.
        keeper_fd: the open, locked `keeper.lock`, inherited.
        server_fd: the open, locked `server.lock`, inherited and passed on to the server.
        state_file: where the keeper tells the clients what runs.
        log_file: where the server's words go.
        linger_seconds: how long to wait for the next client after the last one left.
        archive: the names under which Java writes its class archive at its exit, and under which to keep it.
    """

    command: tuple[str, ...]
    folder: str
    port: int
    clients_lock: str
    keeper_fd: int
    server_fd: int
    state_file: str
    log_file: str
    linger_seconds: float
    archive: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerState:
    """What the keeper tells the clients. `ready` becomes true when the port answers."""

    keeper_pid: int
    server_pid: int
    server_started: str
    port: int
    ready: bool


def write_state(path: Path, state: ServerState) -> None:
    """Replace the state file in one step, so that no reader sees half of it."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(json.dumps(asdict(state)), encoding="utf-8")
    draft.replace(path)


def read_state(path: Path) -> ServerState | None:
    """Return what the state file says, or `None` where there is none.

    Raises:
        ValueError: the file is damaged.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    fields = {"keeper_pid": int, "server_pid": int, "server_started": str, "port": int, "ready": bool}
    if not isinstance(content, dict) or {name: type(value) for name, value in content.items()} != fields:
        raise ValueError("not a state of a server")
    return ServerState(**content)


def process_started(pid: int) -> str | None:
    """Return a text that tells this process from a later one of the same number, or `None` if there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return _asked_start(pid) if sys.platform == "darwin" else None
    # The name, in parentheses, may hold spaces; the start is the 20th field after it, the state the first.
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else fields[19]


def _asked_start(pid: int) -> str | None:
    command = ["/bin/ps", "-o", "lstart=", "-p", str(pid)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed program
    return answer.stdout.strip() or None


class Keeper:
    """One server under its care, from the first start to the last stop."""

    def __init__(self, spec: KeeperSpec) -> None:
        self._spec = spec
        self._clients = os.open(spec.clients_lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._told_to_stop = False
        self._idle_since: float | None = None

    def tell_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Take a signal as the wish to stop."""
        self._told_to_stop = True

    def run(self) -> None:
        """Keep the server until nobody needs it, or until it does not stay up."""
        quick_deaths = 0
        while quick_deaths < _QUICK_DEATHS:
            began = time.monotonic()
            was_ready = self._run_once()
            if was_ready is None or self._told_to_stop or not self._wanted():
                break
            if not was_ready:
                # It died before it was up: whoever waits for it reads the log, and may try again.
                break
            quick_deaths = quick_deaths + 1 if time.monotonic() - began < _LONG_RUN_SECONDS else 0
        self._forget_state()

    def _forget_state(self) -> None:
        # The folder may have been replaced meanwhile, and the file be another keeper's.
        state_file = Path(self._spec.state_file)
        with suppress(ValueError):
            state = read_state(state_file)
            if state is not None and state.keeper_pid == os.getpid():
                state_file.unlink(missing_ok=True)

    def _run_once(self) -> bool | None:
        """Run the server once; return whether it was ready when it died, or `None` if it was stopped."""
        with Path(self._spec.log_file).open("ab") as log:
            server = subprocess.Popen(  # noqa: S603 - the command comes from the product
                self._spec.command,
                cwd=self._spec.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(self._spec.server_fd,),
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - this process has one thread
            )
        ready = False
        self._tell(server.pid, ready=ready)
        while server.poll() is None:
            if not ready and _listens(self._spec.port):
                ready = True
                self._tell(server.pid, ready=ready)
            if self._told_to_stop or not self._wanted_for_longer():
                self._stop(server)
                return None
            time.sleep(_POLL_SECONDS)
        return ready

    def _tell(self, pid: int, *, ready: bool) -> None:
        state = ServerState(
            keeper_pid=os.getpid(),
            server_pid=pid,
            server_started=process_started(pid) or "",
            port=self._spec.port,
            ready=ready,
        )
        write_state(Path(self._spec.state_file), state)

    def _wanted(self) -> bool:
        try:
            fcntl.flock(self._clients, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False

    def _wanted_for_longer(self) -> bool:
        if self._wanted():
            self._idle_since = None
            return True
        now = time.monotonic()
        if self._idle_since is None:
            self._idle_since = now
        if now - self._idle_since >= self._spec.linger_seconds:
            # INVARIANT: the lock stays held until this process ends, so nobody joins a server that is stopping.
            return False
        fcntl.flock(self._clients, fcntl.LOCK_UN)
        return True

    def _stop(self, server: "subprocess.Popen[bytes]") -> None:
        server.terminate()
        try:
            server.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        if self._spec.archive is not None:
            written, kept = self._spec.archive
            if server.returncode in {0, 143, -signal.SIGTERM} and Path(written).exists():
                Path(written).replace(kept)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _die_with_parent() -> None:
    # Runs in the child, before it becomes the server: the kernel will send it SIGTERM when the keeper dies.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def main(arguments: Sequence[str]) -> int:
    """Step into the background and keep the server that the specification describes."""
    content = json.loads(arguments[0])
    for name in ("command", "archive"):
        content[name] = content[name] and tuple(content[name])
    spec = KeeperSpec(**content)
    if os.fork():
        # The starter waits for this process alone; the child belongs to nobody and leaves no zombie behind.
        return 0
    os.setsid()
    os.umask(0o077)
    # INVARIANT: the server alone inherits `server.lock`; `keeper.lock` ends with this process.
    os.set_inheritable(spec.keeper_fd, False)
    os.set_inheritable(spec.server_fd, False)
    keeper = Keeper(spec)
    signal.signal(signal.SIGTERM, keeper.tell_to_stop)
    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    keeper.run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
