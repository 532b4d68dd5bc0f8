import hashlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.store.errors import (
    CacheWriteError,
    JarCutShortError,
    JarMissingError,
    NetworkUnavailableError,
    WrongHashError,
)
from graph.store.progress import Progress, Step
from graph.store.server.jars import JarLock, LockedJar, ensure_jars, format_lock, parse_lock, product_lock


class Repository:
    """A Maven repository on loopback, which can cut answers short, and counts what it was asked."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.cut_short: dict[str, int] = {}
        self.redirected: dict[str, str] = {}
        self.asked: list[str] = []
        self.url = ""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = handler.path.removeprefix("/maven2/")
        self.asked.append(path)
        if path in self.redirected:
            handler.send_response(302)
            handler.send_header("Location", f"{self.url}/{self.redirected[path]}")
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        content = self.files.get(path)
        handler.send_response(404 if content is None else 200)
        handler.send_header("Content-Length", str(len(content or b"")))
        handler.end_headers()
        if content is not None and self.cut_short.get(path, 0):
            self.cut_short[path] -= 1
            handler.wfile.write(content[: len(content) // 2])
            handler.close_connection = True
        else:
            handler.wfile.write(content or b"")


@contextmanager
def serving(repository: Repository) -> Iterator[Repository]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            repository.answer(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    repository.url = f"http://127.0.0.1:{server.server_port}/maven2"
    try:
        yield repository
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def repository() -> Iterator[Repository]:
    with serving(Repository()) as it:
        it.files = {f"org/example/jar{n}/1.0/jar{n}-1.0.jar": bytes([n]) * 1000 * (n + 1) for n in range(12)}
        yield it


def lock_of(files: dict[str, bytes]) -> JarLock:
    return JarLock(
        neo4j_version="5.26.30",
        jars=tuple(
            LockedJar(path=path, size=len(content), sha256=hashlib.sha256(content).hexdigest())
            for path, content in files.items()
        ),
    )


def kept_files(cache: Path) -> list[Path]:
    return [path for path in (cache / "maven").rglob("*") if path.is_file()]


def test_every_jar_is_brought_once_and_progress_ends_at_the_total(repository: Repository, tmp_path: Path) -> None:
    seen: list[Progress] = []
    lock = lock_of(repository.files)
    paths = ensure_jars(lock, cache_folder=tmp_path, maven_url=repository.url, on_progress=seen.append)
    assert [path.read_bytes() for path in paths] == list(repository.files.values())
    assert sorted(repository.asked) == sorted(repository.files)
    assert seen[-1] == Progress(step=Step.DOWNLOAD, done=78_000, total=78_000)
    assert [progress.done for progress in seen] == sorted(progress.done for progress in seen)
    ensure_jars(lock, cache_folder=tmp_path, maven_url="http://127.0.0.1:9", on_progress=seen.append)
    assert len(repository.asked) == 12


def test_only_what_is_missing_is_brought(repository: Repository, tmp_path: Path) -> None:
    lock = lock_of(repository.files)
    paths = ensure_jars(lock, cache_folder=tmp_path, maven_url=repository.url)
    repository.asked.clear()
    paths[3].unlink()
    paths[7].write_bytes(b"cut short")
    ensure_jars(lock, cache_folder=tmp_path, maven_url=repository.url)
    assert sorted(repository.asked) == sorted([lock.jars[3].path, lock.jars[7].path])
    assert paths[7].read_bytes() == repository.files[lock.jars[7].path]


def test_a_jar_with_another_hash_is_refused_and_not_kept(repository: Repository, tmp_path: Path) -> None:
    lock = lock_of(repository.files)
    victim = lock.jars[11]
    repository.files[victim.path] = b"x" * victim.size
    with pytest.raises(WrongHashError) as caught:
        ensure_jars(lock, cache_folder=tmp_path, maven_url=repository.url)
    assert caught.value.url == f"{repository.url}/{victim.path}"
    assert caught.value.found == hashlib.sha256(b"x" * victim.size).hexdigest()
    assert victim.path.rpartition("/")[2] not in {path.name for path in kept_files(tmp_path)}
    assert not [path for path in kept_files(tmp_path) if path.suffix == ".part"]


def test_a_longer_jar_is_refused_too(repository: Repository, tmp_path: Path) -> None:
    lock = lock_of(repository.files)
    repository.files[lock.jars[0].path] += b"more"
    with pytest.raises(WrongHashError):
        ensure_jars(lock, cache_folder=tmp_path, maven_url=repository.url)


def test_a_transfer_that_breaks_once_is_tried_again(repository: Repository, tmp_path: Path) -> None:
    lock = lock_of(repository.files)
    repository.cut_short[lock.jars[5].path] = 1
    paths = ensure_jars(lock, cache_folder=tmp_path, maven_url=repository.url)
    assert paths[5].read_bytes() == repository.files[lock.jars[5].path]
    assert repository.asked.count(lock.jars[5].path) == 2


def test_a_transfer_that_always_breaks_gives_one_clear_error(repository: Repository, tmp_path: Path) -> None:
    files = {path: repository.files[path] for path in list(repository.files)[:1]}
    lock = lock_of(files)
    repository.cut_short[lock.jars[0].path] = 9
    with pytest.raises(JarCutShortError) as caught:
        ensure_jars(lock, cache_folder=tmp_path, maven_url=repository.url)
    assert str(caught.value) == f"`{repository.url}/{lock.jars[0].path}` ended after 500 of 1000 bytes"
    assert repository.asked.count(lock.jars[0].path) == 3
    assert kept_files(tmp_path) == []


def test_a_missing_jar_is_named(repository: Repository, tmp_path: Path) -> None:
    lock = lock_of(repository.files)
    del repository.files[lock.jars[2].path]
    with pytest.raises(JarMissingError) as caught:
        ensure_jars(lock, cache_folder=tmp_path, maven_url=repository.url)
    assert str(caught.value) == f"`{repository.url}/{lock.jars[2].path}` answers with status 404"


def test_a_redirect_is_followed(repository: Repository, tmp_path: Path) -> None:
    lock = lock_of({"org/example/moved/1.0/moved-1.0.jar": repository.files["org/example/jar4/1.0/jar4-1.0.jar"]})
    repository.redirected[lock.jars[0].path] = "org/example/jar4/1.0/jar4-1.0.jar"
    (path,) = ensure_jars(lock, cache_folder=tmp_path, maven_url=repository.url)
    assert path.read_bytes() == bytes([4]) * 5000


def test_no_network_gives_one_clear_error(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/maven2"
        with pytest.raises(NetworkUnavailableError) as caught:
            ensure_jars(lock_of({"org/example/a/1/a-1.jar": b"a"}), cache_folder=tmp_path, maven_url=url)
    assert str(caught.value) == (
        f"cannot reach `{url}` (Connection refused); check the network or set `BENANG_MAVEN_URL` to a mirror"
    )


def test_another_scheme_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NetworkUnavailableError, match="not an http or https address"):
        ensure_jars(lock_of({"org/example/a/1/a-1.jar": b"a"}), cache_folder=tmp_path, maven_url="file:///tmp")


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from graph.store.errors import CacheWriteError
from graph.store.server.jars import ensure_jars, parse_lock

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
try:
    ensure_jars(parse_lock(sys.argv[3]), cache_folder=Path(sys.argv[1]), maven_url=sys.argv[2])
except CacheWriteError as exc:
    print(exc)
"""


@pytest.mark.long
def test_a_write_that_fails_gives_one_clear_error_and_leaves_no_remains(repository: Repository, tmp_path: Path) -> None:
    # A limit on the size of files makes the kernel refuse a write in its middle, as a full disk does.
    arguments = [str(tmp_path), repository.url, format_lock(lock_of(repository.files))]
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, *arguments], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout == (
        f"cannot write the cache `{tmp_path}/maven` (File too large); make room or set `BENANG_CACHE`\n"
    )
    assert not [path for path in kept_files(tmp_path) if path.suffix == ".part"]


def test_a_cache_that_cannot_be_made_gives_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(CacheWriteError):
        ensure_jars(
            lock_of({"org/example/a/1/a-1.jar": b"a"}),
            cache_folder=tmp_path / "cache",
            maven_url="http://127.0.0.1:9",
        )


def test_those_that_ask_at_the_same_time_bring_each_jar_once(repository: Repository, tmp_path: Path) -> None:
    lock = lock_of(repository.files)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: ensure_jars(lock, cache_folder=tmp_path, maven_url=repository.url), range(4)))
    assert len(set(results)) == 1
    assert sorted(repository.asked) == sorted(repository.files)


def test_the_products_lock_names_each_jar_once_and_one_neo4j() -> None:
    lock = product_lock()
    assert (lock.neo4j_version, len(lock.jars), lock.total_bytes) == ("5.26.30", 213, 127_985_856)
    assert len({jar.path for jar in lock.jars}) == 213
    assert f"org/neo4j/neo4j/{lock.neo4j_version}/neo4j-{lock.neo4j_version}.jar" in {jar.path for jar in lock.jars}


words = st.text("abcxyz0189_.+-", min_size=1, max_size=8).filter(lambda word: not word.startswith("."))
locked_jars = st.builds(
    LockedJar,
    path=st.lists(words, min_size=2, max_size=5).map(lambda parts: "/".join(parts) + ".jar"),
    size=st.integers(min_value=1),
    sha256=st.binary(min_size=32, max_size=32).map(bytes.hex),
)


@given(st.lists(locked_jars, max_size=5))
def test_a_lock_reads_back_as_it_was_written(jars: list[LockedJar]) -> None:
    lock = JarLock(neo4j_version="5.26.30", jars=tuple(jars))
    assert parse_lock(format_lock(lock)) == lock


@pytest.mark.parametrize(
    "line",
    [
        f"{'0' * 64} 10 ../escape.jar",
        f"{'0' * 64} 10 /etc/escape.jar",
        f"{'0' * 64} 10 org/../../escape.jar",
        f"{'0' * 63} 10 org/example/a.jar",
        f"{'0' * 64} 0 org/example/a.jar",
        f"{'0' * 64} 10 org/example/a.pom",
    ],
)
def test_a_line_that_is_not_a_jar_of_a_repository_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="not a line of a lock"):
        parse_lock(f"# Neo4j Community 5.26.30\n{line}\n")
