"""A command whose output nobody takes says so in one line, and one whose streams are closed does its work."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.store import StoreLease
from tests.world import World, record

MAIN = "from api.cli import main; main()"
LOST = "benang: standard output cannot be written (no space left on device): what was to be done may be done\n"


@pytest.fixture
def environ(world: World, neo4j_lease: StoreLease) -> dict[str, str]:
    world.file("th-police", record("PhoneNumber", "n", number="+66812345678"))
    settings = world.app.settings
    return {
        **os.environ,
        "BENANG_HOME": str(settings.store.home),
        "BENANG_KEYS": str(settings.keys),
        "BENANG_AUDIT": str(settings.audit),
        "BENANG_TOKEN": world.token("th-police"),
        "NEO4J_URI": neo4j_lease.uri,
        "NEO4J_USERNAME": neo4j_lease.username,
        "NEO4J_PASSWORD": neo4j_lease.password,
    }


def closing(*numbers: int) -> Callable[[], None]:
    """Return what closes streams of a process before its program begins, as `>&-` does."""

    def close() -> None:
        for number in numbers:
            os.close(number)

    return close


def started(environ: dict[str, str], *words: str, stdout: int, closed: tuple[int, ...] = ()) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", MAIN, *words],
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        preexec_fn=closing(*closed),
        text=True,
        timeout=600,
        check=False,
    )
    return done.returncode, done.stdout or "", done.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", [("--version",), ("search", "--kind", "PhoneNumber", "--json")])
def test_output_that_the_disk_does_not_take_is_told_in_one_line(
    environ: dict[str, str], words: tuple[str, ...], unbuffered: str
) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        status, _, told = started({**environ, "PYTHONUNBUFFERED": unbuffered}, *words, stdout=full.fileno())
    assert (status, told) == (1, LOST)


def test_a_reader_that_has_gone_is_told_nothing(environ: dict[str, str]) -> None:
    read, write = os.pipe()
    os.close(read)
    status, _, told = started(environ, "--version", stdout=write)
    os.close(write)
    assert (status, told) == (1, "")


@pytest.mark.parametrize("closed", [(0,), (1,), (0, 1, 2)])
def test_a_command_whose_streams_are_closed_does_its_work(environ: dict[str, str], closed: tuple[int, ...]) -> None:
    status, out, told = started(environ, "search", "--kind", "PhoneNumber", stdout=subprocess.PIPE, closed=closed)
    assert (status, told) == (0, "")
    assert ("+66812345678" in out) is (1 not in closed)
